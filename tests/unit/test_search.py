"""What is searched, and the parts that the search index is made in."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from briefsite.outputs.minified import minified
from briefsite.outputs.outline import Outline, OutlinedPage
from briefsite.outputs.searched import generated_in, searched, written_in
from briefsite.pages.addresses import DocsPath
from briefsite.pages.written import WrittenPage
from sites import REPOSITORY

THEME = REPOSITORY / "generator/briefsite/theme"


@pytest.mark.parametrize(
    ("kind", "html", "words"),
    [
        ("briefing", '<p class="x">Se <a href="y/">draga</a>.</p>', "<p>Se draga.</p>"),
        ("briefing", '<h2 id="a">Uno</h2><p id="b">dos</p>', '<h2 id="a">Uno</h2><p>dos</p>'),
        ("briefing", "<p>Dijo<sup>2</sup></p>", "<p>Dijo</p>"),
        ("briefing", '<div class="x bs-screen"><div>no</div>no</div><p>sí</p>', "<p>sí</p>"),
        ("briefing", '<!-- <p class="bs-kind"> --><p>sí</p>', "<p>sí</p>"),
        ("briefing", '<img class="bs-print" alt="a > b"><p>sí</p>', "<p>sí</p>"),
        ("source", "<p>re\u00adpre\u00adsa \u200fسد\u200f</p>", "<p>represa سد</p>"),
        ("source", "<p>La <mark id='p1'>ministra</mark> vino</p>", "<p>La ministra vino</p>"),
        ("source", "<p>2023\u200312,000</p>", "<p>2023 12,000</p>"),
        (
            "source",
            '<div class="bs-changes"><p>En <del>mayo</del></p></div><p>Fin</p>',
            "<p>Fin</p>",
        ),
        ("entity", "<p>Puerto.</p><h2>Aparece en</h2><p>otros</p>", "<p>Puerto.</p>"),
        ("commitment", "<p>Dragar.</p><h2>Escalera</h2><p>otros</p>", "<p>Dragar.</p>"),
    ],
)
def test_the_words_of_a_page_are_searched(kind: str, html: str, words: str) -> None:
    """Not what says again what other pages say, and nothing but words, so that no part is remade in vain."""
    assert f"</span>{words}</body>" in searched(kind, "Título", html)


def test_turns_and_paragraphs_of_a_source_keep_their_places() -> None:
    """Marked by empty elements: of a turn, of a paragraph in it, and of one in no turn."""
    html = (
        '<p id="parrafo-1">Acta.</p><section class="bs-turn" id="turno-1"><p class="bs-speaker">ANA</p>'
        '<p dir="auto" id="parrafo-2">Sí.</p></section><p id="parrafo-3">Fin.</p><p>Ficha.</p>'
    )
    places = (
        '<p><u id="parrafo-1"></u>Acta.</p><section><b id="turno-1"></b><p>ANA</p>'
        '<p><i id="parrafo-2"></i>Sí.</p></section><p><u id="parrafo-3"></u>Fin.</p><p>Ficha.</p>'
    )
    assert f"</span>{places}</body>" in searched("source", "Título", html)
    assert "parrafo" not in searched("briefing", "Título", html)


def test_a_title_is_searched_as_text() -> None:
    """Pagefind reads it from an attribute."""
    assert 'title:A&amp;T &quot;x&quot;"' in searched("source", "A&amp;T <i>&#34;x&#34;</i>", "a")


def test_a_page_without_words_is_not_searched() -> None:
    """Pagefind refuses an index without a word."""
    assert searched("hand-written", "Título", "<p>…</p><script>evil()</script>") == ""


@pytest.mark.parametrize(
    ("kind", "html", "about"),
    [
        ("entity", "<p>Puerto.</p>", "entity!!"),
        (
            "commitment",
            '<p>Dragar <span class="bs-status bs-status-late">Con "retraso" &amp; más</span></p>',
            "commitment!late!Con%20%22retraso%22%20%26%20m%C3%A1s",
        ),
        (
            "commitment",
            '<p>x</p><h2>y</h2><span class="bs-status bs-status-met">z</span>',
            "commitment!!",
        ),
        ("briefing", '<p><span class="bs-status bs-status-met">Cumplido</span></p>', "briefing!!"),
    ],
)
def test_the_kind_of_a_page_and_the_state_of_a_promise_are_told(
    kind: str, html: str, about: str
) -> None:
    """As the page of the promise tells it first; what changes in it makes another text."""
    assert f'data-about="{about}"' in searched(kind, "Título", html)


def outline(*pages: OutlinedPage) -> Outline:
    """What is known of a site that has these pages."""
    return Outline(
        pages={page.uri: page for page in pages},
        copies={},
        data={},
        findings=[],
        shown={},
        exports={},
        of_all=frozenset(),
        cards=(),
        embeds=(),
        pictures=(),
        lookups={},
    )


def page(kind: str, uri: str, language: str = "", edition: str = "") -> OutlinedPage:
    """What an outline says of a page."""
    path = DocsPath(uri)
    name = f"{kind} {uri.removesuffix('.md').removeprefix('en/').partition('/')[2]}"
    return OutlinedPage(
        kind, path, "key", None, None, is_own=False, language=language, edition=edition, name=name
    )


SOURCE = page("source", "fuentes/acta.md", language="fr")
WITHOUT = outline(SOURCE)
WITH = outline(
    SOURCE,
    page("source", "en/sources/acta.md", language="fr", edition="en"),
    page("commitment", "compromisos/obra/dragado.md"),
    page("commitment", "en/commitments/obra/dragado.md", edition="en"),
)


@pytest.mark.parametrize(
    ("site", "uri", "known"),
    [
        (WITHOUT, "fuentes/acta.md", ("fr", "", "")),
        (WITH, "fuentes/acta.md", ("fr", "", "acta")),
        (WITH, "en/sources/acta.md", ("fr", "en", "acta")),
        (WITH, "compromisos/obra/dragado.md", ("", "", "obra/dragado")),
        (WITH, "en/commitments/obra/dragado.md", ("", "en", "obra/dragado")),
    ],
)
def test_the_same_page_of_two_editions_has_one_name(
    site: Outline, uri: str, known: tuple[str, str, str]
) -> None:
    """Whatever its folder is called; a site without editions needs none. Given are language and edition too."""
    assert generated_in(site, DocsPath(uri)) == known


@pytest.mark.parametrize(
    ("site", "edition", "known"),
    [
        (WITHOUT, "", ("", "", "")),
        (WITH, "", ("", "", "metodo.md")),
        (WITH, "en", ("", "en", "metodo.md")),
    ],
)
def test_a_page_written_by_hand_has_one_name_as_well(
    site: Outline, edition: str, known: tuple[str, str, str]
) -> None:
    """That of its original, whatever its address."""
    written = WrittenPage("# M\n", Path("docs/metodo.md"), edition, "metodo.md")
    assert written_in(site, written) == known


def test_what_a_reader_loads_of_our_search_stays_small() -> None:
    """Beside Pagefind at most 5 KB, without comments and compressed; 0.4 of it to ask in each language, and in other editions."""
    own = "briefsite/assets/briefsite"
    files = ["common/assets/briefsite/search.js", f"{own}/search-worker.js", f"{own}/search-box.js"]
    assert sum(len(gzip.compress(minified(THEME / file), 9)) for file in files) <= 5_000
