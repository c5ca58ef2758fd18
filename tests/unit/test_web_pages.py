"""Web pages and Markdown to the text that is archived."""

from __future__ import annotations

import pytest
import trafilatura  # noqa: F401 (what it imports looks whether there is IPv6, with a socket)

from briefsite.authoring.documents.document import DocumentError
from briefsite.authoring.documents.formats import read_document

LONG = "El pleno aprobó ayer el plan de presas con catorce votos y tres abstenciones. " * 5


def text(html: str | bytes) -> str:
    """The text of a page."""
    return read_document(html if isinstance(html, bytes) else html.encode(), "html").text


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "latin1"])
def test_a_page_is_in_the_encoding_that_it_states(label: str) -> None:
    """As browsers have it, to whom ISO 8859-1 is windows-1252."""
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={label}"><p>“señor”</p>'
    assert text(page.encode("cp1252")) == "“señor”\n"


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<p>señor</p>".encode("cp1252"), "likely windows-1252"),
        ('<meta charset="utf-8"><p>señor</p>'.encode("cp1252"), "and they are not"),
        ('<meta charset="windows-1252"><p>señor</p>'.encode(), "and they are UTF-8"),
        ('<meta charset="utf-8"><meta charset="iso-8859-2"><p>señor</p>'.encode(), "in another"),
        (b'<meta charset="klingon"><p>se\xf1or</p>', "no browser"),
        (b'<div id="root"></div><script src="x.js"></script>', "scripts fill"),
        (b"<p> </p>", "no text"),
        (f"<body><article><h1>Uno</h1>{LONG}</article><article><h1>Dos</h1>{LONG}</article>".encode(), "two parts"),
    ],
)  # fmt: skip
def test_a_page_in_doubt_is_refused(page: bytes, why: str) -> None:
    """The message says why, and what to do."""
    with pytest.raises(DocumentError, match=why):
        text(page)


def test_a_page_within_a_form_is_read() -> None:
    """Its controls alone are left out."""
    page = f"<form><div><h1>Título</h1><p>{LONG}</p></div><input></form>"
    assert text(page) == f"Título\n\n{LONG.strip()}\n"


def test_a_title_before_the_article_is_kept() -> None:
    """The whole header that it stands in is."""
    page = f"<header><h1>Uno</h1><p>Dos.</p></header><article><p>{LONG}</p></article>"
    assert text(page) == f"Uno\n\nDos.\n\n{LONG.strip()}\n"


def test_an_article_without_title_and_links_goes_on_with_the_one_before() -> None:
    """Sites cut long articles where an advertisement stands."""
    page = f"<article><h1>Uno</h1><p>Dos.</p></article><article><p>{LONG}</p></article>"
    assert text(page) == f"Uno\n\nDos.\n\n{LONG.strip()}\n"


@pytest.mark.parametrize(
    "style", ["position:absolute;left:-9999px", "clip: rect(0 0 0 0)", "clip-path: inset(50%)"]
)
def test_what_is_moved_out_of_sight_is_hidden(style: str) -> None:
    """As words for screen readers are."""
    read = read_document(f'<p>Uno <span style="{style}">dos</span> tres.</p>'.encode(), "html")
    assert (read.text, read.omitted) == ("Uno tres.\n", {"hidden": 1})


@pytest.mark.parametrize(
    ("json", "author", "publisher"),
    [
        ('{"@type":"Article","author":{"@id":"#a"},"publisher":{"@id":"#b"}}', "Ana", "Ayto & Cía"),
        ('{"@type":"WebPage","mainEntity":{"@type":"Article","author":[{"@id":"#a"},"Eva"]}}', "Ana, Eva", None),
    ],
)  # fmt: skip
def test_linked_data_is_followed_to_what_it_names(
    json: str, author: str, publisher: str | None
) -> None:
    """By `@id` and `mainEntity`, in comments for old browsers, and with entities in texts."""
    graph = (
        f'{{"@graph":[{json},{{"@id":"#a","name":"Ana"}},{{"@id":"#b","name":"Ayto &amp; Cía"}}]}}'
    )
    page = f'<script type="application/ld+json">//<![CDATA[\n{graph}\n//]]></script><p>{LONG}</p>'
    read = read_document(page.encode(), "html")
    assert (read.author and read.author.value) == author
    assert (read.publisher and read.publisher.value) == publisher


@pytest.mark.parametrize(
    ("times", "day"),
    [
        ("<time itemprop=dateModified datetime=2024-06-09>x</time><time datetime=2024-05-03>y</time>", "2024-05-03"),
        ("<time datetime=2024-06-09>x</time><time itemprop=datePublished datetime=2024-05-03>y</time>", "2024-05-03"),
        ("<time datetime=2024-06-09>x</time><time datetime=2024-05-03>y</time>", None),
    ],
)  # fmt: skip
def test_the_day_of_publication_is_not_that_of_a_change(times: str, day: str | None) -> None:
    """Where several times stand in an article, one must say that it is the day."""
    read = read_document(f"<article>{times}<p>{LONG}</p></article>".encode(), "html")
    assert (read.published and read.published.value) == day


def test_an_article_beside_the_one_with_the_title_is_left_out() -> None:
    """It is a teaser, and counted; aside, footer and form of the article itself are kept."""
    read = read_document(
        b"<main><article><h1>Uno</h1><p>Dos.</p><footer>Tres.</footer><aside>Cuatro.</aside><form>Cinco.</form>"
        b"</article><article><h2>Seis</h2><p>Siete.</p></article></main>",
        "html",
    )
    assert read.text == "Uno\n\nDos.\n\nTres.\n\nCuatro.\n\nCinco.\n"
    assert read.omitted == {"teasers": 1}


def test_comments_in_a_page_lose_nothing() -> None:
    """What follows one is read."""
    assert text("<article><p>Uno <!-- dos --> tres</p><!-- x --></article>") == "Uno tres\n"


def test_a_text_that_is_less_than_half_of_its_page_comes_with_a_warning() -> None:
    """It says how much is missing."""
    page = f"<nav><p>{LONG[:300]}</p></nav><aside class=related-posts><a href=/x>{LONG}</a></aside><article><p>Una frase.</p></article>"
    assert "of the words of this page" in read_document(page.encode(), "html").warnings[0]


def test_markdown_goes_by_the_same_rules() -> None:
    """Notes, tables, quotations and front matter."""
    read = read_document(
        b"---\ntitle: Plan\ndate: 2026-03-03\n---\n# El plan\n\n32[^a] presas.\n\n> Agua.\n\n|a|b|\n|-|-|\n|1|~~2~~ 3|\n\n[^a]: Nota.\n",
        "md",
    )
    assert read.text == "El plan\n\n32 presas.\n\n[1] Nota.\n\n“Agua.”\n\na\tb\n\n1\t3\n"
    assert (read.title and read.title.value, read.published and read.published.value) == (
        "Plan",
        "2026-03-03",
    )
    assert (read.omitted, read.altered) == ({"note-marks": 1, "deleted": 1}, {"quotation-marks": 1})
