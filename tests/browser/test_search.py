"""What is searched, and the parts that the search index is made in."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

from browser import find
from sites import BRIEFING, build, index_parts, make_site, serving


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    """Where the site is served; ends with a slash."""
    with serving(archive / "www") as root:
        yield f"{root}repo/"


def test_pages_of_every_part_are_found(page: Page, archive: Path, address: str) -> None:
    """Readers see one index; what the parts share is fetched once."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    for part, files in index_parts(archive).items():
        fragment = next(path for path in files if path.endswith(".pf_fragment"))
        raw = (archive / "www/repo/pagefind" / fragment).read_bytes()
        found = json.loads(gzip.decompress(raw).removeprefix(b"pagefind_dcd"))
        page.goto(address)
        fetched.clear()
        where = unquote(found["url"].removeprefix("/p").removesuffix(".html"))
        assert where in find(page, found["meta"]["title"])[0], part
        assert len([url for url in fetched if re.search(r"wasm\.|pagefind\.js", url)]) == 2


@pytest.mark.parametrize("name", ["b", "a" * 100 + "-" + "b" * 49])
def test_a_page_of_any_name_is_found(name: str, tmp_path: Path, page: Page) -> None:
    """Also one whose id is as long as an id may be."""
    words = BRIEFING.replace("Puerto", "Murciélago")
    site = make_site(tmp_path / "one", {f"briefs/{name}.yml": words})
    assert build(site, "--strict", "--site-dir", "www/repo").returncode == 0
    with serving(site / "www") as root:
        page.goto(f"{root}repo/")
        assert f"informes/{name}/" in find(page, "murcielago")[0]


def test_words_in_different_pages_find_nothing_together(page: Page, address: str) -> None:
    """A part of the index that lacks a word must not do without it."""
    page.goto(address)
    (found,) = find(page, "draga faro")
    assert "informes/b7/" in found
    page.goto(address)
    assert find(page, "puerto faro") == []
