"""A renamed briefing keeps its old addresses, by `aliases`."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from sites import BRIEFING, build, make_site


def test_a_browser_arrives(tmp_path: Path, page: Page) -> None:
    """Opening an old address shows the new page."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING + "aliases: [puerto-viejo]\n"})
    assert build(site).returncode == 0
    page.goto((site / "site/informes/puerto-viejo/index.html").as_uri())
    page.wait_for_url("**/informes/puerto/**")
