"""What each page is made from: a page is made again only where one of these digests changed.

A briefing shows in many places: its own page, the pages of entities and sources, lists, ladders.
Wherever it does, the page depends on the whole `view` of the briefing, its names and numbers
included. That makes a few pages too many after an edit, and leaves none out.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from briefsite.build.store import digest
from briefsite.link import (
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Moved,
    Promised,
    Site,
    SourcePage,
    TimelineEntry,
    TopicPage,
)
from briefsite.render.linked_data import Subject


class Needs:
    """Digests of what the pages of a site show."""

    def __init__(self, site: Site) -> None:
        """Take stock of a site."""
        self._site = site
        self._numbers = {
            source.id: digest(source.digest, repr([passage.ranges for passage in source.passages]))
            for source in site.sources.values()
        }
        self._views = {page.id: self._view(page) for page in site.briefings.values()}
        self._days = {page.id: _updated(page) for page in site.briefings.values()}
        self._keys: dict[int, str] = {}
        self._commitments = {page.address: self._steps(page) for page in site.commitments.values()}

    @cached_property
    def everything(self) -> str:
        """The whole site."""
        entities = (
            digest(page.digest, repr(page.written)) for page in self._site.entities.values()
        )
        return digest(*self._views.values(), *entities, *self._numbers.values())

    def updated(self, briefings: Iterable[str]) -> str | None:
        """Day of the last change in some briefings, ISO 8601; None where no day is known."""
        return max(filter(None, map(self._days.get, briefings)), default=None)

    def briefing_of(self, entry: BriefingPage | CommitmentPage | TimelineEntry) -> str:
        """The id of the briefing that an entry of a list comes from."""
        return entry.id if isinstance(entry, BriefingPage) else entry.briefing

    def key(self, subject: Subject | TopicPage) -> str:
        """Stands for all that is said of one thing of the site."""
        known = self._keys.get(id(subject))  # which is no other's while the site is there
        if known is None:
            known = self._keys[id(subject)] = digest(*self._of(subject))
        return known

    def _of(self, subject: Subject | TopicPage) -> list[str]:
        match subject:
            case BriefingPage():
                return self.briefing(subject)
            case SourcePage():
                return self.source(subject)
            case CommitmentPage():
                return self.commitments([subject.address])
            case EntityPage() | TopicPage():
                return self.lists(subject)

    def briefings(self, ids: Iterable[str]) -> list[str]:
        """Some briefings, as they show anywhere; empty for one that is not in the site."""
        return [self._views.get(name, "") for name in ids]

    def briefing(self, page: BriefingPage) -> list[str]:
        """The page of a briefing."""
        facts = [entry.fact for entries in page.statements.values() for entry in entries]
        promised = (f"{page.id}/{fact.id}" for fact in facts if isinstance(fact, Promised))
        updated = (fact.commitment for fact in facts if isinstance(fact, Moved))
        return [
            self._views[page.id],
            *self.briefings(page.about.related),
            *self.commitments(promised),
            *self.commitments(updated),
        ]

    def source(self, page: SourcePage) -> list[str]:
        """The page of a source."""
        citing = {entry.briefing for entries in page.citations.values() for entry in entries}
        return [self._numbers[page.id], *self.briefings(sorted(citing))]

    def entries(
        self, entries: Iterable[BriefingPage | CommitmentPage | TimelineEntry]
    ) -> list[str]:
        """Part of a list of briefings, commitments or dated entries."""
        found: list[str] = []
        for entry in entries:
            if isinstance(entry, CommitmentPage):
                found.append(self._commitments[entry.address])
            else:
                found += self.briefings([self.briefing_of(entry)])
        return found

    def lists(self, page: EntityPage | TopicPage) -> list[str]:
        """The page of an entity or a topic, or a part of it."""
        if isinstance(page, TopicPage):
            return [*self.briefings(page.briefings), *self.commitments(page.commitments)]
        others = filter(None, (page.record.part_of, *page.parts))
        return [
            page.digest,
            repr(page.written),
            *map(self._label, others),
            *map(self._label, page.written),
            *self.briefings(
                dict.fromkeys(
                    entry.briefing
                    for entries in (page.mentions, page.said, page.timeline)
                    for entry in entries
                )
            ),
            *self.commitments(page.commitments),
        ]

    def commitments(self, addresses: Iterable[str]) -> list[str]:
        """Some commitments, with all that became of them."""
        return [self._commitments.get(name, "") for name in addresses]

    def _steps(self, page: CommitmentPage) -> str:
        return digest(*self.briefings(step.statement.briefing for step in page.steps))

    def _view(self, page: BriefingPage) -> str:
        return digest(
            page.digest,
            *(f"{name} {self._label(name)}" for name in page.entities),
            *(f"{name} {self._numbers.get(name)}" for name in page.sources),
        )

    def _label(self, name: str) -> str:
        """What a link to an id shows, if it leads anywhere."""
        site = self._site
        for page in (site.entities.get(name), site.sources.get(name), site.briefings.get(name)):
            if page:
                return page.digest
        return ""


def _updated(briefing: BriefingPage) -> str | None:
    dates = (briefing.date, *briefing.about.corrections)
    days = [str(date) for date in dates if date.day]
    return max(days, default=None)
