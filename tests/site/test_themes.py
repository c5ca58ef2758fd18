"""A site with the theme of our own holds what it holds with Material."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import SiteOf

OF_A_THEME = {"material.js", "site.js"}
"""Scripts that one theme has, for its own parts of a page."""


def files(folder: Path) -> dict[str, bytes]:
    """All that pages do not share with others of their theme, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_relative_to(folder / "assets")
    }


TOLD = re.compile(
    r"""<title>.*?</title>|<meta\ (?:property|name="(?:description|twitter)).*?>
    |<link\ rel="(?:alternate|canonical).*?>|<script\ type="application/ld\+json">.*?</script>""",
    re.DOTALL | re.VERBOSE,
)


def what_is_told(page: str) -> tuple[str, list[str], list[str]]:
    """The article of a page, what programs read in its head in any order, and its scripts."""
    article = re.search(r"<article[^>]*>(.*)</article>", page, re.DOTALL)
    assert article
    scripts = re.findall(r'<script (?:defer |data-)src="[^"]*/briefsite/([^"]+)"', page)
    return (
        " ".join(article[1].split()),
        sorted(TOLD.findall(page)),
        [name for name in scripts if name not in OF_A_THEME],
    )


def test_both_themes_show_the_same_of_the_demonstration_archive(demo_of: SiteOf) -> None:
    """What stands in pages, what is said of them, which scripts they ask for, and every file beside them.

    So what these scripts do, and what is in pages, is tested with one theme.
    """
    ours, material = (files(demo_of(theme)) for theme in ("briefsite", "material"))
    assert material.keys() - ours.keys() == {"search/search_index.json"}  # which Material asks for
    assert ours.keys() <= material.keys()
    pages = {path for path in ours if path.endswith(".html") and ours[path] != material[path]}
    assert len(pages) > 100
    differ = [path for path in ours.keys() - pages if ours[path] != material[path]]
    assert differ == ["manifest.json"]  # it holds the hashes of these pages
    pages.remove("404.html")  # which each theme words itself
    differ = [
        path
        for path in sorted(pages)
        if what_is_told(ours[path].decode()) != what_is_told(material[path].decode())
    ]
    assert differ == []
