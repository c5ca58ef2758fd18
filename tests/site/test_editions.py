"""The demonstration archive in its three languages, as it is built."""

from __future__ import annotations

import json
import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import SiteOf
from sites import BRIEFING, CONFIG, briefsite, build, forget, make_site, with_theme, write

BASE = "https://example.org/demo/"
LANGUAGES = ("es", "en", "pt")


class Crawled(NamedTuple):
    """What one page has."""

    language: str
    links: tuple[str, ...]
    ids: frozenset[str]
    others: dict[str, str]
    """The whole addresses of the page in each language."""

    switch: tuple[str, ...]


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.language, self.others = "", dict[str, str]()
        self.links, self.switch, self.ids = list[str](), list[str](), set[str]()
        self._in_switch = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        self._in_switch |= given.get("class") == "bs-languages"
        self.ids |= {given["id"]} if "id" in given else set()
        if tag == "link" and "hreflang" in given:
            self.others[given["hreflang"]] = given["href"]
        elif tag != "link" or "canonical" not in given.get("rel", ""):
            found = [given[name] for name in ("href", "src") if name in given]
            self.links += found
            self.switch += found if self._in_switch else []

    def handle_endtag(self, tag: str) -> None:
        self._in_switch &= tag != "nav"


def crawl(folder: Path) -> dict[str, Crawled]:
    pages = {}
    for path in folder.rglob("*.html"):
        page = _Page(path.read_text("utf-8"))
        pages[path.relative_to(folder).as_posix()] = Crawled(
            page.language, tuple(page.links), frozenset(page.ids), page.others, tuple(page.switch)
        )
    del pages["404.html"]  # whose links are whole
    return pages


@pytest.fixture(scope="module", params=["material", "briefsite"])
def site(demo_of: SiteOf, request: pytest.FixtureRequest) -> Path:
    """The demonstration archive with each theme."""
    return demo_of(request.param)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Crawled]:
    return crawl(site)


def target_of(page: str, link: str, folder: Path) -> tuple[str, str] | None:
    """The file and the anchor to which a link leads; None where it leads out of the site."""
    if re.match(r"[a-z]+:", link):
        return None
    path, _, anchor = link.partition("#")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(page), path.partition("?")[0]))
    if not path:
        found = page
    return (
        f"{found}/index.html".removeprefix("./") if (folder / found).is_dir() else found
    ), anchor


def test_no_link_leads_nowhere_and_no_page_is_reached_by_none(
    pages: dict[str, Crawled], site: Path
) -> None:
    """In all languages, anchors as well."""
    reached, broken = {"index.html"}, []
    for name, page in pages.items():
        for link in page.links:
            if (found := target_of(name, link, site)) is None:
                continue
            path, anchor = found
            is_there = (site / path).is_file()
            if is_there and anchor and path in pages and not anchor.startswith(":~:"):
                is_there = anchor in pages[path].ids
            broken += [] if is_there else [(name, link)]
            reached |= {path} if path != name else set()
    assert broken == []
    cards = {name for name in pages if "/embed/" in name}  # found by who copies their address
    assert pages.keys() - cards - reached == set()


def test_the_page_in_each_other_language_leads_back(pages: dict[str, Crawled]) -> None:
    """All say the same of each other, and are in the language that is said of them."""
    told = {name: page for name, page in pages.items() if page.others}
    assert len(told) > 500
    for name, page in told.items():
        assert page.others.keys() == {*LANGUAGES, "x-default"}, name
        assert page.others["x-default"] == page.others["es"]
        for language in LANGUAGES:
            path = f"{page.others[language].removeprefix(BASE)}index.html"
            assert pages[path].language == language, path
            assert pages[path].others == page.others, path


def test_the_switch_leads_to_the_same_page(pages: dict[str, Crawled], site: Path) -> None:
    """Not to the home page."""
    name = "en/briefings/enlace-firma/index.html"
    found = [target_of(name, link, site) for link in pages[name].switch]
    assert found == [
        ("informes/enlace-firma/index.html", ""),
        ("pt/sinteses/enlace-firma/index.html", ""),
    ]


def test_what_stands_beside_a_page_is_in_its_language(site: Path) -> None:
    """Data, feeds, citations, calendars, texts and what programs ask for first."""
    for folder, briefings, title in (
        ("", "informes", "Mendrana tendrá barco"),
        ("en/", "briefings", "Mendrana Island is to have a ferry"),
        ("pt/", "sinteses", "Mendrana"),
    ):
        beside = site / folder / briefings / "enlace-firma"
        data = json.loads((beside / "index.json").read_text("utf-8"))
        assert title in data["title"]
        assert data["url"] == f"{BASE}{folder}{briefings}/enlace-firma/"
        assert f"url = {{{data['url']}}}" in (beside / "citation.bib").read_text("utf-8")
        assert f"{BASE}{folder}" in (site / folder / "feed.xml").read_text("utf-8")
        assert (site / folder / "data/briefsite.sqlite").is_file()
        assert (site / folder / "llms.txt").is_file()
    data = json.loads((site / "en/briefings/pleno-agua-mayo/index.json").read_text("utf-8"))
    assert data["quotes"][0]["text"] == "La diferencia no me gusta, pero es la que hay."
    assert data["quotes"][0]["translation"].startswith("I do not like the difference")
    english = (site / "en/feed.xml").read_text("utf-8")
    assert 'xml:lang="en"' in english
    assert not (site / "en/robots.txt").exists()
    assert not (site / "en/sources/acta-cta-junio.txt").exists()  # one for all


def test_the_map_of_the_site_names_the_languages_of_each_page(site: Path) -> None:
    """As search engines want it: each page with all, itself among them."""
    text = (site / "sitemap.xml").read_text("utf-8")
    entry = text.partition(f"<loc>{BASE}en/briefings/enlace-firma/</loc>")[2].partition("</url>")[0]
    assert re.findall(r'hreflang="([^"]*)" href="([^"]*)"', entry) == [
        ("es", f"{BASE}informes/enlace-firma/"),
        ("en", f"{BASE}en/briefings/enlace-firma/"),
        ("pt", f"{BASE}pt/sinteses/enlace-firma/"),
        ("x-default", f"{BASE}informes/enlace-firma/"),
    ]


def test_social_tags_are_those_of_the_edition(site: Path) -> None:
    """Name, description and territory."""
    text = (site / "en/index.html").read_text("utf-8")
    assert '<meta property="og:site_name" content="Demonstration archive">' in text
    assert '<meta property="og:locale" content="en_US">' in text
    assert '<meta name="description" content="Invented briefings that show' in text
    assert "<title>Demonstration archive</title>" in text
    assert "bs-home" in text


THREE = with_theme("briefsite", CONFIG).replace(
    "briefsite]", "briefsite: {editions: {es: /, en: /en/, pt: /pt/}}]"
)
TWO = CONFIG.replace("briefsite]", "briefsite: {editions: {es: /, en: /en/}}]")


def test_a_broken_translation_stops_a_build_and_not_serve(tmp_path: Path) -> None:
    """The last good site stays; what is wrong is said in the file of the translation."""
    site = make_site(
        tmp_path,
        {
            "mkdocs.yml": TWO,
            "briefs/puerto.yml": "title: Puerto\ndate: 2025-05-01\nsummary: Se draga.\n",
            "briefs/puerto.en.yml": "title: Port\nsummary: It is dredged.\n",
        },
    )
    assert build(site).returncode == 0
    page = site / "site/en/briefings/puerto/index.html"
    assert "It is dredged" in page.read_text("utf-8")
    before = page.read_bytes()
    (site / "briefs/puerto.en.yml").write_text("title: Port\nsumary: It is dredged.\n", "utf-8")
    done = build(site)
    assert done.returncode == 1
    assert "unknown field `sumary`" in done.stdout
    assert "briefs/puerto.en.yml:2:1" in done.stdout
    assert page.read_bytes() == before


def test_a_translation_of_what_waits_for_its_hour_waits_with_it(tmp_path: Path) -> None:
    """No word of it is in the site."""
    site = make_site(
        tmp_path,
        {
            "mkdocs.yml": TWO,
            "briefs/puerto.yml": "title: Puerto\ndate: 2025-05-01\nsummary: Se draga.\n"
            "publish_at: 2090-01-01T00:00Z\n",
            "briefs/puerto.en.yml": "title: Harbourword\nsummary: It is dredged.\n",
        },
    )
    done = build(site)
    assert done.returncode == 0, done.stdout
    found = [path for path in (site / "site").rglob("*") if path.is_file()]
    assert not any(b"Harbourword" in path.read_bytes() for path in found)


def test_what_changes_around_pages_reaches_every_edition(tmp_path: Path) -> None:
    """Of each edition: the menu names its hand-written pages, and its home page leads to pictures that are there."""
    home = "# Inicio\n\n![Mapa](mapa.svg)\n"
    site = make_site(
        tmp_path,
        {
            "mkdocs.yml": THREE,
            "briefs/puerto.yml": BRIEFING,
            **{f"docs/{name}": home for name in ("index.md", "index.en.md", "index.pt.md")},
            **{f"docs/metodo{ending}.md": "# Método de antes\n" for ending in ("", ".en", ".pt")},
        },
    )
    assert build(site).returncode == 0
    write(site, {"docs/metodo.pt.md": "# De outro modo\n", "docs/mapa.svg": "<svg/>"})
    assert build(site).returncode == 0
    fresh = tmp_path / "fresh"
    forget(site)
    assert build(site, "-d", str(fresh)).returncode == 0
    pages = [path.relative_to(fresh) for path in fresh.rglob("*.html")]
    assert len([page for page in pages if page.parts[0] == "pt"]) > 5
    assert [
        page for page in pages if (site / "site" / page).read_bytes() != (fresh / page).read_bytes()
    ] == []


def test_any_engine_gets_the_tree_of_all_editions(tmp_path: Path) -> None:
    """`render` writes each page where its edition has it, and no translation where its original is."""
    site = make_site(
        tmp_path,
        {
            "mkdocs.yml": TWO,
            "docs/metodo.md": "# Método\n",
            "docs/metodo.en.md": "---\naddress: method\n---\n# Method\n",
            "briefs/puerto.yml": "title: Puerto\ndate: 2025-05-01\nsummary: Se draga.\n",
            "briefs/puerto.en.yml": "title: Port\nsummary: It is dredged.\n",
        },
    )
    done = briefsite("render", "--out", "out", cwd=site)
    assert done.returncode == 0, done.stdout
    out = site / "out"
    assert "# Port" in (out / "en/briefings/puerto.md").read_text("utf-8")
    assert "# Puerto" in (out / "informes/puerto.md").read_text("utf-8")
    assert (out / "en/method.md").is_file()
    assert not (out / "metodo.en.md").exists()
