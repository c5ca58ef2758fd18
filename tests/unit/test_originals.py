"""The document behind a source: what of it readers get, and where its passages lead."""

from __future__ import annotations

import hashlib

import pytest

from briefsite.pages.addresses import Addresses
from briefsite.pages.dependencies import Dependencies
from briefsite.pages.formatting import load_words
from briefsite.pages.originals import at_moment, in_original, pictured
from briefsite.site.site import SourcePage
from conftest import Read, record_of
from sites import BRIEFING

WORDS = load_words("es")
TEXT = "Uno de mayo. Dos de mayo.\n\nTres de mayo.\n"
PLACES = "1:1 page 1\n1:14 page 2\n"


def files(said: str, form: str = "pdf", places: str = PLACES) -> dict[str, str]:
    """A source with a document, of which three passages are cited."""
    record = record_of(TEXT, "Acta") + (
        f"places_sha256: {hashlib.sha256(places.encode()).hexdigest()}\n"
        f"original: {{format: {form}, sha256: {hashlib.sha256(b'x').hexdigest()}, read_by: x}}\n{said}"
    )
    return {
        "briefs/sources/acta.txt": TEXT,
        "briefs/sources/acta.yml": record,
        "briefs/sources/acta.places": places,
        f"briefs/sources/acta.{form}": "x",
        "briefs/a.yml": f"{BRIEFING}sources: [acta]\nevidence: [Uno, Dos, Tres]\n",
    }


def source(read: Read, *given: str) -> tuple[SourcePage, Addresses]:
    reading = read(files(*given))
    assert reading.findings == []
    return reading.site.sources["acta"], Addresses(reading.site, WORDS)


@pytest.mark.parametrize(
    ("form", "name"),
    [("pdf", "acta.pdf"), ("docx", "acta.docx"), ("html", "acta.html.txt"), ("md", "acta.md.txt"), ("eml", "acta.eml.txt")],
)  # fmt: skip
def test_no_document_is_a_page_of_the_site(form: str, name: str, read: Read) -> None:
    """What a browser would show and run under the address of the site is served as a text."""
    page, addresses = source(read, "licence: CC0\n", form)
    assert addresses.original_of(page) == f"fuentes/{name}"


@pytest.mark.parametrize(
    ("said", "links"),
    [
        ("licence: CC0\nurl: https://a.org/x.pdf\n", "[2 &#40;p&#46; 2&#41;](/fuentes/acta.pdf#page=2)"),
        ("url: https://a.org/x.pdf\n", "https&#58;&#47;&#47;a&#46;org&#47;x&#46;pdf&#35;page&#61;2"),
        ("licence: CC0\npublish_original: false\n", None),
    ],
)  # fmt: skip
def test_a_passage_leads_to_its_page_where_readers_can_have_it(
    said: str, links: str | None, read: Read
) -> None:
    """On this site where the document is public, else on the web, else nowhere."""
    page, addresses = source(read, said)
    link = in_original(page, page.passages[1], addresses, WORDS)
    assert link is None if links is None else links in str(link)


def test_a_picture_is_of_a_paragraph_on_one_page(read: Read) -> None:
    """Passages of another page or paragraph have another; of what is not public there is none."""
    page, _ = source(read, "licence: CC0\n")
    assert [[p.number for p in shown] for shown in pictured(page).values()] == [[1], [2], [3]]
    page, _ = source(read, "licence: CC0\n", "pdf", "1:1 page 1\n")
    assert [[p.number for p in shown] for shown in pictured(page).values()] == [[1, 2], [3]]
    page, _ = source(read, "")
    assert pictured(page) == {}


@pytest.mark.parametrize(
    ("url", "at"),
    [
        ("https://www.youtube.com/watch?v=a&t=5s", "https://www.youtube.com/watch?v=a&t=3725s"),
        ("https://youtu.be/a", "https://youtu.be/a?t=3725s"),
        ("https://vimeo.com/1", "https://vimeo.com/1#t=3725s"),
        ("https://www.dailymotion.com/video/a", "https://www.dailymotion.com/video/a?start=3725"),
        ("https://www.twitch.tv/videos/1", "https://www.twitch.tv/videos/1?t=1h2m5s"),
        ("https://tube.example.org/w/a", "https://tube.example.org/w/a?start=3725s"),
        ("https://example.org/pleno.mp4#x", "https://example.org/pleno.mp4#t=3725"),
    ],
)
def test_a_moment_has_the_address_that_its_platform_knows(url: str, at: str) -> None:
    """Others take a media fragment."""
    assert at_moment(url, 3725) == at


def test_a_briefing_is_made_again_where_its_passages_stand_on_other_pages(read: Read) -> None:
    """Its marks say the page."""
    keys = []
    for places in (PLACES, "1:1 page 3\n"):
        site = read(files("", "pdf", places)).site
        keys.append(Dependencies(site).key(site.briefings["a"]))
    assert keys[0] != keys[1]
