"""What each page is made from: a page is made again only where one of these digests changed.

A briefing shows in many places, and in most of them little of it: a list shows its title, its date
and its summary; an entity, the statements that name it; a source, where it is cited. So what a page
depends on is put together from the statements and the names that it shows. Where it is not worth
telling apart, a page depends on a little too much, and never on too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from briefsite.archive.models import Claim, Commitment, Model, Update
from briefsite.cache.store import digest
from briefsite.pages.linked_data import Subject
from briefsite.pages.lookups import EVERYTHING, KINDS, LABEL, TODAY
from briefsite.pages.scoreboard import trace
from briefsite.site.site import (
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Mention,
    Moved,
    Office,
    Promised,
    Site,
    SourcePage,
    Statement,
    TimelineEntry,
    TopicPage,
    commitment_address,
    own_id,
)

Listed = BriefingPage | CommitmentPage | TimelineEntry
"""What lists by year hold."""

Parts = Mapping[str, str]
"""Digests of what a page shows, by what they stand for."""

TEXT = "its own text"
PASSAGES = "passages of sources"
NAMES = "names of linked pages"
STATEMENTS = "statements of briefings"
COMMITMENTS = "commitments"
LISTS = "lists"
DAY = "the day of the build"
SCOREBOARD = "how many promises stand where, or the month"
"""What parts of a page may stand for."""


class Dependencies:
    """Digests of what the pages of a site show."""

    def __init__(self, site: Site) -> None:
        """Take stock of a site."""
        self._site = site
        self._labels = _labels(site)
        self._texts = {
            page.id: digest(
                f"{page.id} {page.record.sha256} {page.record.places_sha256} {page.record.lang}"
            )
            for page in site.sources.values()
        }
        self._days = {page.id: _updated(page) for page in site.briefings.values()}
        self._told: dict[int, str] = {}  # by `id`, which is no other's while the site is there
        self._gists: dict[int, str] = {}
        self._mentions: dict[int, str] = {}
        self._entries: dict[int, str] = {}
        self._keys: dict[int, str] = {}
        self._parts: dict[int, tuple[object, Parts]] = {}  # with its thing, whose `id` it is
        self._listed = {page.id: self._as_listed(page) for page in site.briefings.values()}
        self._commitments = {
            page.address: digest(repr(page.topics), *(self.told(s.statement) for s in page.steps))
            for page in site.commitments.values()
        }

    @cached_property
    def everything(self) -> str:
        """The whole site."""
        published = digest(self._site.register.text)
        return digest(self.lists, published, *map(self.key, self._site.briefings.values()))

    @cached_property
    def lists(self) -> str:
        """All that the pages show which lead to all others."""
        site = self._site
        return digest(
            *self._listed.values(),
            *self._commitments.values(),
            *map(self._dated, site.timeline),
            *(f"{page.digest} {page.weight}" for page in site.entities.values()),
            *map(self._passages_of, site.sources.values()),
            str(bool(site.register.publications)),
        )

    def lookups(self) -> Iterator[tuple[str, str]]:
        """What stands for each thing that templates of the site's own may look up, by `Lookups.names`."""
        yield EVERYTHING, self.everything
        yield TODAY, str(self._site.today)
        yield from ((f"{LABEL} {name}", label) for name, label in self._labels.items())
        for kind in KINDS:
            pages: Mapping[str, Subject | TopicPage] = getattr(self._site, kind)
            for name, page in pages.items():
                yield f"{kind} {name}", digest(self.key(page), *self.led_to(page))

    def led_to(self, *things: object) -> Iterator[str]:
        """All of the briefings that a template can get at from some things without looking them up."""
        briefings = dict.fromkeys(chain(*map(_led_to, things)))
        return (self.key(self._site.briefings[name]) for name in briefings)

    def updated(self, briefings: Iterable[str]) -> str | None:
        """Day of the last change in some briefings, ISO 8601; None where no day is known."""
        return max(filter(None, map(self._days.get, briefings)), default=None)

    def scoreboard(self, pages: Sequence[CommitmentPage]) -> Parts:
        """What a scoreboard of some promises depends on, and the month in which it ends; nothing of none."""
        month = f"{self._site.today.year}-{self._site.today.month}"
        return {SCOREBOARD: digest(month, *trace(pages))} if pages else {}

    def briefing_of(self, entry: Listed) -> str:
        """The id of the briefing that an entry of a list comes from."""
        return entry.id if isinstance(entry, BriefingPage) else entry.briefing

    def key(self, subject: Subject | TopicPage) -> str:
        """Stands for all that is said of one thing of the site on a page of its own."""
        known = self._keys.get(id(subject))
        if known is None:
            known = self._keys[id(subject)] = digest(*self.parts(subject).values())
        return known

    def sources(self, page: EntityPage | TopicPage) -> Iterator[str]:
        """What the briefings in the lists of a page cite, by which an entity shows how its name is written."""
        if isinstance(page, EntityPage):
            for mention in page.mentions:
                yield repr(self._site.briefings[mention.briefing].sources)

    def parts(self, subject: Subject | TopicPage) -> Parts:
        """The parts of what is said of one thing, or of a period of it, on a page of its own."""
        if id(subject) not in self._parts:
            shown = self._shown(subject)
            parts = {name: digest(*values) for name, values in shown.items()}
            self._parts[id(subject)] = subject, parts
        return self._parts[id(subject)][1]

    def _shown(self, subject: Subject | TopicPage) -> Mapping[str, Iterable[str]]:
        match subject:
            case BriefingPage():
                return self._briefing(subject)
            case SourcePage():
                return self._source(subject)
            case CommitmentPage():
                return {
                    STATEMENTS: [self._commitments[subject.address]],
                    COMMITMENTS: self._related(subject),
                }
            case EntityPage():
                return self._entity(subject)
            case TopicPage():
                return {
                    LISTS: (self._listed[briefing] for briefing in subject.briefings),
                    COMMITMENTS: (self._commitments[address] for address in subject.commitments),
                }

    def entries(self, entries: Iterable[Listed]) -> Iterator[str]:
        """Part of a list of briefings, commitments or dated entries."""
        for entry in entries:
            match entry:
                case BriefingPage():
                    yield self._listed[entry.id]
                case CommitmentPage():
                    yield self._commitments[entry.address]
                case TimelineEntry():
                    yield f"{self._dated(entry)} {entry.topics}"
                    yield from self.names(entry.entities)  # by which readers filter

    def _dated(self, entry: TimelineEntry) -> str:
        known = self._entries.get(id(entry))
        if known is None:
            if entry.statement:
                said = self.told(entry.statement)
            elif entry.kind == "correction":
                said = f"{self._listed[entry.briefing]} {entry.number}"
            else:
                said = self._labels[entry.briefing]
            known = self._entries[id(entry)] = digest(f"{entry.kind} {entry.date} {said}")
        return known

    def told(self, statement: Statement[Model]) -> str:
        """A statement wherever it stands, and the title and date of its briefing."""
        known = self._told.get(id(statement))
        if known is None:
            known = self._told[id(statement)] = digest(
                statement.digest,
                str(statement.number),
                self._labels[statement.briefing],
                *[
                    f"{self._texts[passage.source]} {passage.number}"
                    for passage in statement.passages
                ],
                *self.names(statement.entities),
                *self._withdrawn(statement),
            )
        return known

    def _gist(self, statement: Statement[Model]) -> str:
        """A statement in a list of those that name an entity or cite a source."""
        known = self._gists.get(id(statement))
        if known is None:
            field, number, fact = statement.field, statement.number, statement.fact
            shown = [statement.gist, statement.is_verbatim, statement.turn is None, own_id(fact)]
            if statement.checked:
                shown.append(self._texts[statement.checked.source])
            if field == "participants":
                who = statement.page.about.participants[number - 1]
                shown += self.names([who])
            known = self._gists[id(statement)] = digest(f"{field} {number} {shown}")
        return known

    def _mention(self, mention: Mention) -> str:
        known = self._mentions.get(id(mention))
        if known is None:
            about = self._site.briefings[mention.briefing].about
            said = [*map(self._gist, mention.statements)]
            label = self._labels[mention.briefing]
            known = digest(f"{label} {mention.is_place} {about.participants} {said}")
            self._mentions[id(mention)] = known
        return known

    def _withdrawn(self, statement: Statement[Model]) -> Iterator[str]:
        """Of an update: whether the promise was withdrawn."""
        if isinstance(statement.fact, Moved):
            promise = self._site.commitments.get(statement.fact.commitment)
            yield str(promise and promise.is_withdrawn)

    def _briefing(self, page: BriefingPage) -> Mapping[str, Iterable[str]]:
        cited = chain(page.passages, *(entry.passages for entry in page.all_statements))
        numbers = f"{[passage.number for passage in cited]}"
        return {
            TEXT: [
                page.about.digest,
                page.about.content,
                self._labels[page.id],
                f"{page.has_history} {[(revision.date, revision.hash) for revision in page.revisions]}",
            ],
            PASSAGES: [numbers, *(self._texts.get(name, "") for name in page.sources)],
            NAMES: self.names((*page.entities, *page.sources, *page.about.related)),
            COMMITMENTS: self._commitments_in(page),
            STATEMENTS: chain(self._contradictions(page), self._offices_beside(page)),
        }

    def revisions(self, page: BriefingPage) -> Parts:
        """The parts of the page of what changed in a briefing each time that it was published."""
        named = sorted({name for revision in page.revisions for name in revision.names})
        return {
            TEXT: digest(*(revision.record.digest for revision in page.revisions)),
            NAMES: digest(*self.names([page.id, *named])),
        }

    def _commitments_in(self, page: BriefingPage) -> Iterator[str]:
        for entry in (*page.of(Commitment), *page.of(Update)):
            match entry.fact:
                case Promised(id=name):
                    promise = self._site.commitments[commitment_address(page.id, name)]
                    yield self._commitments[promise.address]
                    yield from self._related(promise)
                case Moved(commitment=address):
                    yield self._commitments.get(address, "")

    def _related(self, promise: CommitmentPage) -> Iterator[str]:
        """The commitments that one takes up, and those that take it up."""
        for which, others in enumerate((promise.continues, promise.continued_by)):
            yield from (f"{which} {self._commitments[other]}" for other in others)

    def _contradictions(self, page: BriefingPage) -> Iterator[str]:
        """The claims that some of a briefing contradict, and those that contradict some."""
        for entry in page.of(Claim):
            for others in (self._site.contradicts(entry), self._site.contradicted_by(entry)):
                yield f"{entry.number} {[*map(self.told, others)]}"

    def _source(self, page: SourcePage) -> Mapping[str, Iterable[str]]:
        citing = [*chain.from_iterable(page.citations.values())]
        briefings = dict.fromkeys(e.briefing for e in citing if isinstance(e, Statement))
        return {
            TEXT: [page.digest],
            PASSAGES: [f"{[passage.ranges for passage in page.passages]}"],
            LISTS: (self._labels[briefing] for briefing in briefings),
            STATEMENTS: (
                f"{number} {self._cited(entry)}"
                for number, entries in page.citations.items()
                for entry in entries
            ),
        }

    def _cited(self, entry: Statement[Model] | Office) -> str:
        if isinstance(entry, Office):
            return self._office(entry)
        return f"{entry.briefing} {self._gist(entry)}"

    def _office(self, office: Office) -> str:
        """An office wherever it is shown, and who held it."""
        cited = [f"{self._texts[one.source]} {one.number}" for one in office.passages]
        names = [*self.names((office.entity, office.record.of or ""))]
        return f"{office.number} {office.record!r} {cited} {names}"

    def _offices_beside(self, page: BriefingPage) -> Iterator[str]:
        """Those that stand beside the names of who says something, or took part."""
        for entry in page.all_statements:
            yield f"{entry.field} {entry.number} {[*map(self._office, self._site.offices(entry))]}"

    def _entity(self, page: EntityPage) -> Mapping[str, Iterable[str]]:
        mentions = [mention.briefing for mention in page.mentions]
        present = (self._site.briefings[briefing].about.participants for briefing in mentions)
        met = dict.fromkeys(chain(*(who for who in present if page.id in who)))
        met.pop(page.id, None)
        linked = (page.record.part_of or "", *page.parts, *page.written, *met)
        return {
            TEXT: [page.digest],
            PASSAGES: [str(page.written)],
            NAMES: self.names(linked),
            LISTS: map(self._mention, page.mentions),
            STATEMENTS: chain(
                map(self.told, page.said),
                map(self._dated, page.timeline),
                map(self._office, (*page.offices, *page.officers)),
            ),
            COMMITMENTS: (self._commitments[address] for address in page.commitments),
        }

    def _as_listed(self, page: BriefingPage) -> str:
        return digest(page.about.listed, *self.names((page.id, *page.about.leads)))

    def _passages_of(self, page: SourcePage) -> str:
        return f"{page.digest} {[passage.ranges for passage in page.passages]}"

    def names(self, ids: Iterable[str]) -> Iterator[str]:
        """What links to some ids show, where they lead anywhere."""
        return (self._labels.get(name, name) for name in ids)


def _labels(site: Site) -> Mapping[str, str]:
    """What other pages say of each briefing, source and entity, by id."""
    pages: Iterable[_Named] = chain(
        site.briefings.values(), site.sources.values(), site.entities.values()
    )
    return {page.id: _label(page) for page in pages}


_Named = BriefingPage | SourcePage | EntityPage


def _label(page: _Named) -> str:
    match page:
        case BriefingPage():
            withdrawn = page.about.status_note if page.is_withdrawn else None
            about = page.about
            said: tuple[object, ...] = (about.title, about.lang, str(page.date), withdrawn)
        case SourcePage(record=source):
            printed = (source.author, source.publisher, source.published, source.url)
            said = (source.title, source.lang, *map(str, printed))
        case EntityPage(record=entity):
            said = (entity.name, entity.acronym, entity.type)
    return digest(repr((page.id, *said)))


def _led_to(thing: object) -> Iterator[str]:
    match thing:
        case BriefingPage():
            yield thing.id
        case Statement() | TimelineEntry():
            yield thing.briefing
        case SourcePage():
            yield from chain(*map(_led_to, thing.citations.values()))
        case CommitmentPage():
            yield from (step.statement.briefing for step in thing.steps)
        case EntityPage():
            yield from (mention.briefing for mention in thing.mentions)
            yield from chain(_led_to(thing.said), _led_to(thing.timeline))
        case tuple() | list():
            yield from chain(*map(_led_to, thing))


def _updated(briefing: BriefingPage) -> str | None:
    dates = (briefing.date, *(entry.date for entry in briefing.about.corrections))
    days = [str(date) for date in dates if date.day]
    return max(days, default=None)
