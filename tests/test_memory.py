"""How memory is used while much is made."""

from __future__ import annotations

import gc
import time
import weakref
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from briefsite.cache.memory import collect_soon, collector_paused
from briefsite.mkdocs import build as building
from sites import BRIEFING, make_site


def test_the_collector_rests_while_work_is_done_and_goes_on_after() -> None:
    """Even where the work fails."""

    @collector_paused()
    def work() -> None:
        assert not gc.isenabled()
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 (ours)
        work()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    """Whoever switched it off decides when it goes on."""
    gc.disable()
    try:
        with collector_paused(), collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


class Ring:
    """Something that leads back to itself."""

    def __init__(self) -> None:
        self.me = self


def is_freed(ref: weakref.ref[object]) -> bool:
    """Whether something is gone within ten seconds."""
    end = time.monotonic() + 10
    while ref() is not None and time.monotonic() < end:
        time.sleep(0.05)
    return ref() is None


def test_what_a_pause_left_alone_is_freed_soon() -> None:
    """The collector alone would never look at it again."""
    with collector_paused():
        ring = Ring()
    ref = weakref.ref(ring)
    del ring
    gc.collect()
    assert ref() is not None
    collect_soon()
    assert is_freed(ref)


def test_serve_keeps_no_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An author who saves a hundred times has none in memory between the builds, not a hundred."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    monkeypatch.chdir(site)
    # MkDocs would take the plugin of another test.
    monkeypatch.setattr(MkDocsConfig.plugins, "plugin_cache", {})
    builds: list[weakref.ref[object]] = []
    prepare = building.prepare

    def noted(*values: Any, **named: Any) -> building.Prepared:
        prepared = prepare(*values, **named)
        builds.append(weakref.ref(prepared))
        return prepared

    monkeypatch.setattr(building, "prepare", noted)
    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    (site / "briefs/a.yml").write_text(BRIEFING.replace("Puerto", "Faro"))
    build(load_config("mkdocs.yml"))
    assert len(builds) == 2
    assert all(map(is_freed, builds))
