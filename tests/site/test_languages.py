"""Briefings and quotations in other languages than the site: what pages, feeds and data say of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import record_of
from sites import build, make_site

ARABIC = "قالت برادو\u200f: «لا حصاد بلا ماء!»\u200f ثم غادرت."
ENGLISH = "The mayor said: “Water knows no borders”."
SITE = {
    "briefs/aguas.yml": "title: Aguas\ndate: 2025-09-26\nsummary: Habló.\nsources: [ar, en]\n"
    "quotes: [{text: 'لا حصاد بلا ماء!'}, {text: Water knows no borders, source: en}]\n",
    "briefs/water.yml": "title: Water\ndate: 2025-09-26\nsummary: She spoke.\nlang: en\nsources: [en]\n"
    "quotes: [{text: Water knows no borders}]\n",
    "briefs/maa.yml": "title: ماء\ndate: 2025-09-26\nsummary: تكلمت.\nlang: ar\nsources: [ar]\n",
    "briefs/sources/ar.txt": ARABIC,
    "briefs/sources/ar.yml": record_of(ARABIC, "كلمة") + "lang: ar\n",
    "briefs/sources/en.txt": ENGLISH,
    "briefs/sources/en.yml": record_of(ENGLISH, "Speech") + "lang: en\n",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, in Spanish."""
    site = make_site(tmp_path_factory.mktemp("languages"), SITE)
    built = build(site, "--strict", "--site-dir", "www")
    assert built.returncode == 0, built.stdout
    return site / "www"


@pytest.mark.parametrize(
    ("briefing", "attributes"),
    [("aguas", ""), ("water", ' lang="en" dir="ltr"'), ("maa", ' lang="ar" dir="rtl"')],
)
def test_the_article_of_a_briefing_says_its_language(
    pages: Path, briefing: str, attributes: str
) -> None:
    """Where it is not that of the site, which stays that of all around it."""
    html = (pages / f"informes/{briefing}/index.html").read_text("utf-8")
    assert re.search(r"<html([^>]*)>", html)[1].startswith(' lang="es"')
    assert re.search(r"<article class=\"[^\"]*\"([^>]*)>", html)[1] == attributes


@pytest.mark.parametrize(
    ("path", "elements"),
    [
        (
            "informes/aguas/index.html",
            [
                '<span lang="ar" dir="auto">«لا حصاد بلا ماء&#33;»</span>',
                '<span lang="en" dir="auto">«Water knows no borders»</span>',
                '<a href="../../fuentes/en/"><span lang="en">Speech</span></a>',
            ],
        ),
        (
            "informes/water/index.html",
            [
                '<span dir="auto">«Water knows no borders»</span>',
                '<span lang="es">Citas</span></h2>',
                '<a href="../../fuentes/en/">Speech</a>',
            ],
        ),
        ("informes/index.html", ['<span lang="en">Water</span></a></h2>']),
        ("fuentes/ar/index.html", ['lang="ar"', '<p dir="auto" id="parrafo-1">قالت']),
        (
            "feed.xml",
            ['<entry xml:lang="ar">', '<blockquote lang="en" dir="auto"><p>«Water knows'],
        ),
        ("informes/aguas/index.md", ["> «Water knows no borders»\n", "1. [Speech](../"]),
    ],
)
def test_what_is_in_another_language_says_so(pages: Path, path: str, elements: list[str]) -> None:
    """Quotations, titles, and our own words within such a briefing; plain Markdown has no such marks."""
    text = (pages / path).read_text("utf-8")
    for element in elements:
        assert element in text


def test_all_languages_are_in_one_index(pages: Path) -> None:
    """So that no query misses a page for its language."""
    entry = (pages / "pagefind/pagefind-entry.json").read_text("utf-8")
    assert re.findall(r'"([a-z]+)":\{"hash"', entry) == ["es"]
