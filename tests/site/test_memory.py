"""How memory is used while much is made."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from briefsite.mkdocs import build as building
from conftest import is_freed
from sites import BRIEFING, make_site


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
