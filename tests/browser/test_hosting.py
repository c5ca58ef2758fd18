"""A site at a host that sends the headers of its `_headers`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from playwright.sync_api import Page, expect

from browser import find, missing
from headers import as_cloudflare
from sites import REPOSITORY, serving, write


def test_headers_keep_others_from_framing_pages_and_nothing_else(
    page: Page, demo: Path, tmp_path: Path
) -> None:
    """Search, filters and the cards on other sites work as before; nothing is blocked or complains."""
    headers = partial(as_cloudflare, (REPOSITORY / "docs/_headers").read_text("utf-8"))
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("requestfailed", lambda request: trouble.extend(missing(request)))
    with serving(demo, headers) as site, serving(tmp_path) as other:
        answer = page.goto(site)
        assert answer
        assert answer.headers["content-security-policy"] == "frame-ancestors 'none'"
        assert find(page, "aduanas")
        page.goto(f"{site}compromisos/?estado=met")
        expect(page.locator(".bs-filters output")).to_contain_text(" de ")
        for name, framed in (("card", "compromisos/embed/"), ("page", "compromisos/")):
            html = f"<link rel=icon href=data:,><iframe src={site}{framed}></iframe>"
            write(tmp_path, {f"{name}.html": html})
        page.goto(f"{other}card.html")
        expect(page.frame_locator("iframe").locator("tbody tr")).to_have_count(8)
        assert trouble == []
        page.goto(f"{other}page.html")
        expect(page.frame_locator("iframe").locator("main")).to_have_count(0)
        assert any("frame-ancestors" in said for said in trouble)
