"""A site on its way to readers: what all its pages and files share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from briefsite.pages.addresses import Addresses
from briefsite.pages.due_words import due_words
from briefsite.pages.formatting import load_words, topic_name
from briefsite.pages.publication import Publication
from briefsite.site.due import Due, due
from briefsite.site.site import CommitmentPage, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A site, what is said of it, its words, and where everything is."""

    site: Site
    publication: Publication
    words: Mapping[str, Any]
    """Of the interface, see `locale/`."""

    addresses: Addresses

    @classmethod
    def of(cls, site: Site, publication: Publication) -> Self:
        """That of a site, with the words of its language."""
        words = load_words(publication.language)
        addresses = Addresses(site, words, publication.folder, publication.files)
        return cls(site=site, publication=publication, words=words, addresses=addresses)

    @property
    def locale(self) -> str:
        """The language in which dates and numbers are written: one of `LANGUAGES`."""
        return str(self.words["code"])

    def due(self, page: CommitmentPage) -> Due | None:
        """How a promise stands against the calendar on the day of the build."""
        return due(page, self.site.today, self.publication.thresholds)

    def due_words(self, page: CommitmentPage) -> str | None:
        """The same in words; None where there is nothing to say."""
        found = self.due(page)
        return due_words(found, page.latest.date, self.words) if found else None

    def by_due(self, pages: Iterable[CommitmentPage]) -> list[CommitmentPage]:
        """Promises with what is overdue first, the latest before the others; then what is due next.

        All others keep their order.
        """

        def rank(page: CommitmentPage) -> tuple[int, int]:
            found = self.due(page)
            if found is None or found.state == "silent":
                return 2, 0
            return int(found.state == "due-soon"), found.days

        return sorted(pages, key=rank)

    def topic(self, topic: str) -> str:
        """A topic as readers see it."""
        return topic_name(topic, self.publication.topics)
