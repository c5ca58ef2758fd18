"""What each page can also be had as: its data, its text, citations, feeds, calendars.

`export` makes these files. Pages link to them, so that readers and programs find them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from briefsite.pages.addresses import DocsPath, SitePath, beside

_KINDS = {
    "index.json": ("JSON", "application/json"),
    "index.md": ("Markdown", "text/markdown"),
    "citation.bib": ("BibTeX", "application/x-bibtex"),
    "citation.ris": ("RIS", "application/x-research-info-systems"),
    "citation.json": ("CSL-JSON", "application/vnd.citationstyles.csl+json"),
    "feed.xml": ("Atom", "application/atom+xml"),
    "feed.json": ("JSON Feed", "application/feed+json"),
    "calendar.ics": ("iCalendar", "text/calendar"),
}
"""Name and media type of each file that may stand beside a page."""

CITATIONS = ("citation.bib", "citation.ris", "citation.json")
FEEDS = ("feed.xml", "feed.json")

_BESIDE = {
    "home": FEEDS,
    "briefing": ("index.json", *CITATIONS),
    "source": ("index.json",),
    "entity": ("index.json", *FEEDS),
    "topic": ("index.json", *FEEDS),
    "commitment": ("index.json",),
    "commitments": (*FEEDS, "calendar.ics"),
    "timeline": ("calendar.ics",),
    "corrections": FEEDS,
    "agenda": ("calendar.ics",),
}
"""Files beside a page, by its kind. Every page has an `index.md` as well."""

OEMBED = "application/json+oembed"
"""Media type of what says how to show a page within another."""

_TABLES = ("briefings", "commitments", "entities", "sources")
"""Hubs of which there is a table of the same name."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """A page in another form, or something to follow it by."""

    label: str
    media_type: str
    path: SitePath
    """In the built site."""

    address: str | None = None
    """The whole of it, for programs that make nothing of a relative one."""

    @property
    def is_shown(self) -> bool:
        """Whether readers see a link to it; the text of a page is for programs, and so is oEmbed."""
        return self.media_type not in ("text/markdown", OEMBED)

    @property
    def is_in_head(self) -> bool:
        """Whether programs find it in the head of the page, as a form of it or a way to follow it."""
        return not self.path.endswith((*CITATIONS, ".csv"))


def alternates(
    kind: str, uri: DocsPath, tables: SitePath, *, feeds: bool, card: Alternate | None = None
) -> Iterator[Alternate]:
    """What else there is of a page; `feeds` tells whether it has something to follow, `card` its own.

    `tables` is the folder of the data of the whole site.
    """
    for name in (*_BESIDE.get(kind, ()), "index.md"):
        if feeds or name not in FEEDS:
            yield Alternate(*_KINDS[name], beside(uri, name))
    if card:
        yield card
    if kind in _TABLES:
        yield Alternate("CSV", "text/csv", SitePath(f"{tables}{kind}.csv"))


def in_head(others: Iterable[Alternate], address: Callable[[SitePath], str]) -> str:
    """Elements for the head of a page; `address` gives the way from the page to a path of the site.

    The space: where `rel` is `alternate` alone, Material takes it for a language, and fetches a map
    of the site for each.
    """
    return "".join(
        f'<link rel="alternate " type="{other.media_type}" title="{escape(other.label)}"'
        f' href="{escape(other.address or address(other.path))}">'
        for other in others
        if other.is_in_head
    )
