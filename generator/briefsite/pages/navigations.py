"""The navigation of each edition, from that of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from briefsite.pages.addresses import DocsPath
from briefsite.pages.edition_links import EditionLinks
from briefsite.pages.formatting import load_words
from briefsite.pages.written import WrittenPage, title_of


class NavEntry(NamedTuple):
    """A page, or an address elsewhere, in the navigation of the site."""

    title: str
    uri: DocsPath | None
    url: str


def in_folder(nav: Any, folder: str) -> Any:
    """A navigation as `mkdocs.yml` has it, of an edition whose pages are in a folder of their own."""
    if isinstance(nav, list):
        return [in_folder(entry, folder) for entry in nav]
    if isinstance(nav, dict):
        return {title: in_folder(entry, folder) for title, entry in nav.items()}
    is_page = isinstance(nav, str) and not urlsplit(nav).scheme and not nav.startswith("/")
    return f"{folder}{nav}" if is_page else nav


def navigations(
    entries: Sequence[NavEntry], links: EditionLinks, written: Mapping[DocsPath, WrittenPage]
) -> dict[str, list[dict[str, str]]]:
    """The navigation of each further edition, as data for templates: titles, addresses, languages.

    It has the same entries in the same order. A page that is not translated is there in the language
    of the site, and says so.
    """
    return {
        edition: [*_in_edition(edition, entries, links, written)]
        for edition in links.publications
        if edition
    }


def _in_edition(
    edition: str,
    entries: Sequence[NavEntry],
    links: EditionLinks,
    written: Mapping[DocsPath, WrittenPage],
) -> Iterator[dict[str, str]]:
    publication = links.publications[edition]
    words, own = load_words(publication.language), links.publications[""].language
    for entry in entries:
        twin = entry.uri and entry.uri in links.pages and links.twin(entry.uri, edition)
        if not twin:
            other = own if entry.uri else ""
            yield {"title": entry.title, "url": entry.url, "lang": other}
        elif twin != f"{publication.folder}index.md":
            name = links.pages[twin][1]
            title = (
                title_of(written[twin]) if twin in written else str(words.get(name, entry.title))
            )
            yield {"title": title, "url": links.url_of(twin), "lang": ""}
