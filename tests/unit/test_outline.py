"""The outline of a site: what a build knows of it before it makes anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefsite.archive.settings import read_settings
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.store import Store
from briefsite.outputs import outline
from briefsite.outputs.extra_files import publications_of
from briefsite.site.embargo import Embargo
from sites import BRIEFING, make_site


@pytest.mark.parametrize(
    ("text", "drafts", "is_planned"),
    [
        (BRIEFING, False, True),
        (f"{BRIEFING}sumary: Otra\n", False, False),
        (f"{BRIEFING}sumary: Otra\n", True, True),
    ],
)
def test_errors_are_told_before_anything_is_planned(
    text: str, drafts: bool, is_planned: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An author waits for nothing that a build would throw away; `serve` goes on without the broken file."""
    plans = []
    plan = outline.plan_site
    monkeypatch.setattr(outline, "plan_site", lambda *given: plans.append(given) or plan(*given))
    site = make_site(tmp_path, {"briefs/puerto.yml": text})
    settings, store = read_settings(site / "mkdocs.yml"), Store(None)
    made = outline.outline_site(
        settings,
        publications_of(settings, is_served=drafts),
        store,
        digests=FileDigests(store, settings.briefs),
        embargo=Embargo(),
        drafts=drafts,
    )
    assert bool(plans) == is_planned == (not made.outline.is_refused)
    assert [found.code for found in made.outline.findings] == (
        ["unknown-field"] if "sumary" in text else []
    )
