"""From each page to the same page in the other languages of a site: for readers, and for programs."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from babel import Locale
from babel.core import get_global

from briefsite.pages.addresses import DocsPath, UrlPath
from briefsite.pages.formatting import own_name
from briefsite.pages.publication import Publications

HTML = ("hreflang", "switch")
"""What of the front matter that `EditionLinks.meta` gives is HTML."""


@dataclass(frozen=True)
class EditionLinks:
    """The links between the editions of a site."""

    publications: Publications
    pages: Mapping[DocsPath, tuple[str, str]]
    """Of each page its edition, and the name that it has in all of them."""

    url_of: Callable[[DocsPath], UrlPath]

    @cached_property
    def _twins(self) -> Mapping[str, Mapping[str, DocsPath]]:
        """The pages of each name by edition, in the order of the editions."""
        twins: dict[str, dict[str, DocsPath]] = {}
        for edition in self.publications:
            for uri, (own, name) in self.pages.items():
                if own == edition:
                    twins.setdefault(name, {})[edition] = uri
        return twins

    def twin(self, uri: DocsPath, edition: str) -> DocsPath | None:
        """The same page in another edition; None where that lacks it."""
        return self._twins[self.pages[uri][1]].get(edition)

    def meta(self, uri: DocsPath) -> dict[str, Any]:
        """What the front matter of a page says of its edition; nothing for a site of one language.

        What a page says itself comes before it. `edition` is in a list, since lists tell shapes of pages apart.
        """
        if len(self.publications) < 2 or uri not in self.pages:
            return {}
        edition, name = self.pages[uri]
        twins = self._twins[name]
        found: dict[str, Any] = {
            "hreflang": "".join(self._for_programs(edition, twins)),
            "switch": "".join(self._for_readers(uri, edition, twins)),
        }
        publication = self.publications[edition]
        if name == "home" and publication.folder:
            found["layout"] = ["home"]
        if edition and publication.description:
            found["description"] = escape(publication.description)
        return {**found, "edition": [edition]} if edition else found

    def addresses(self, uri: DocsPath) -> Iterator[tuple[str, str]]:
        """The whole addresses of a page in all languages, and of the one for all others: `x-default`."""
        twins = self._twins[self.pages[uri][1]]
        for edition, twin in twins.items():
            yield self.publications[edition].language, self.address(twin)
        if len(twins) > 1:
            yield "x-default", self.address(next(iter(twins.values())))

    def address(self, uri: DocsPath) -> str:
        """The whole address of a page."""
        return self.publications[""].address(self.url_of(uri).removeprefix("./"))

    def _for_programs(self, edition: str, twins: Mapping[str, DocsPath]) -> Iterator[str]:
        language = self.publications[edition].language
        yield f'<meta property="og:locale" content="{_locale(language)}">'
        for other in twins:
            if other != edition:
                other_language = self.publications[other].language
                yield (f'<meta property="og:locale:alternate" content="{_locale(other_language)}">')
        if not self.publications[""].url or len(twins) < 2:
            return
        uri = twins[edition]
        for code, address in self.addresses(uri):
            # The space: Material fetches a map of the site for each `alternate` alone.
            yield f'<link rel="alternate " hreflang="{code}" href="{escape(address)}">'

    def _for_readers(
        self, uri: DocsPath, edition: str, twins: Mapping[str, DocsPath]
    ) -> Iterator[str]:
        here = self.url_of(uri)
        for other, publication in self.publications.items():
            if other == edition:
                continue
            target = twins.get(other) or DocsPath(f"{publication.folder}index.md")
            language = publication.language
            yield (
                f'<a href="{escape(way(self.url_of(target), here))}" hreflang="{language}"'
                f' lang="{language}">{escape(own_name(language))}</a>'
            )


def way(url: str, start: UrlPath) -> str:
    """The way from a page of the site to another, or to a file."""
    folder = start if start.endswith("/") else posixpath.dirname(start)
    found = posixpath.relpath(f"/{url}", f"/{folder}")
    return f"{found}/" if url.endswith("/") else found


def _locale(language: str) -> str:
    """A language with the territory where most speak it, as Open Graph has it: `es_ES`."""
    likely = get_global("likely_subtags").get(language, language)
    found = Locale.parse(likely)
    return f"{found.language}_{found.territory}" if found.territory else language
