"""A linked site: its pages, statements, passages and promises, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache, reduce
from itertools import chain
from pathlib import Path
from typing import ClassVar, Generic, Literal, NamedTuple, NewType, TypeVar, cast

from briefsite.archive.dates import Date, Instant
from briefsite.archive.models import (
    STATEMENTS,
    Amount,
    Briefing,
    Claim,
    Commitment,
    Correction,
    Entity,
    Model,
    Quote,
    Role,
    Source,
    Target,
    Update,
)
from briefsite.archive.places import Places
from briefsite.archive.records import Archive, LaterText
from briefsite.archive.register import EMPTY, Register
from briefsite.archive.revisions import Revision
from briefsite.archive.text import Inline
from briefsite.evidence.figures import Number
from briefsite.evidence.source_text import SourceText
from briefsite.evidence.typography import Range
from briefsite.site.targets import progress, standing

M = TypeVar("M", bound=Model)
M_co = TypeVar("M_co", bound=Model, covariant=True)


_NOWHERE = Places()


def prepared(text: str, record: Source, places: Places = _NOWHERE) -> SourceText:
    """A text of a source, to look for words in it as its record says."""
    slips = [(slip.as_written, slip.meant) for slip in record.sic]
    speech = [(stretch.from_ or "", stretch.as_) for stretch in record.speech]
    return SourceText(text, slips, speech, places.hyphens)


class Texts(Mapping[str, SourceText]):
    """The texts of all sources that could be read, prepared when one is asked for."""

    def __init__(self, archive: Archive) -> None:
        """Take the sources of an archive."""
        self._texts = archive.texts
        self.places = archive.places
        """Where pages and moments begin in those that have such."""

        self._versions = archive.versions
        self._records = {record.id: record for record in archive.sources}
        # A prepared text takes forty times the memory of the text.
        self._prepared = lru_cache(64)(self._prepare)

    def __getitem__(self, source: str) -> SourceText:
        return self._prepared(source)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, source: object) -> bool:
        return source in self._texts

    def _prepare(self, source: str) -> SourceText:
        places = self.places.get(source, _NOWHERE)
        return prepared(self._texts[source], self._records[source].model, places)

    def received(self, source: str) -> str:
        """The text of a source as received."""
        return self._texts[source]

    def versions(self, source: str) -> Mapping[Date, LaterText]:
        """The texts of the later versions of a source, oldest first, by when they were archived."""
        return dict(sorted(self._versions.get(source, {}).items()))

    def language(self, source: str) -> str | None:
        """The language of a source, where its record says it."""
        return self._records[source].model.lang

    def published(self, source: str) -> Date | None:
        """When a source was published, where its record says it."""
        return self._records[source].model.published

    def digest(self, source: str) -> str:
        """Stands for the text of a source, its slips and how it marks speech; empty where there is none."""
        return self._records[source].digest if source in self._texts else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source that some statement cites."""

    source: str
    ranges: tuple[Range, ...]
    """Character offsets in the text as received; several where words are left out."""

    number: int = field(compare=False)
    """Counts from 1, in the order of the text."""

    page: int | None = field(default=None, compare=False)
    """The page of the document on which it begins, from 1; None where nobody knows."""

    time: float | None = field(default=None, compare=False)
    """When it is said in a recording, in seconds; None where nobody knows."""


class Cited(NamedTuple):
    """A stretch of a source before all passages of the site are numbered."""

    source: str
    ranges: tuple[Range, ...]


CommitmentAddress = NewType("CommitmentAddress", str)
"""Of a commitment, permanent: `<briefing>/<id>`."""


def commitment_address(briefing: str, name: str) -> CommitmentAddress:
    """That of a commitment by its own id and that of its briefing."""
    return CommitmentAddress(f"{briefing}/{name}")


ClaimAddress = NewType("ClaimAddress", str)
"""Of a claim that has an id, permanent: `<briefing>/<id>`."""


def claim_address(briefing: str, name: str) -> ClaimAddress:
    """That of a claim by its own id and that of its briefing."""
    return ClaimAddress(f"{briefing}/{name}")


class Promised(NamedTuple):
    """What is filed of a commitment."""

    id: str
    title: str
    """Its text, plain."""

    by: tuple[str, ...]
    status: str
    deadline: Date | None
    target: Target | None
    continues: tuple[CommitmentAddress, ...] = ()
    """Of earlier ones that it takes up."""


class Claimed(NamedTuple):
    """What is filed of a claim."""

    by: str
    id: str | None = None
    contradicts: tuple[ClaimAddress, ...] = ()


class Disputed(NamedTuple):
    """A figure as one side gives it, where others give another."""

    value: Amount
    by: str
    """Id of the entity whose it is."""

    passages: tuple[Cited, ...] = ()
    """What proves it: its own evidence, or that of its update."""


class ReadAs(NamedTuple):
    """What a figure that an update reports can be where it stands in the evidence."""

    value: Fraction
    numbers: tuple[Number, ...]


class Moved(NamedTuple):
    """What is filed of an update."""

    commitment: CommitmentAddress
    date: Date
    status: str
    value: Amount | None = None
    values: tuple[Disputed, ...] = ()
    """In the place of `value` where it is disputed."""

    deadline: Date | None = None
    """The new one, where it moved."""

    target: Target | None = None
    """The new one, where it changed."""

    read_as: tuple[ReadAs, ...] = ()
    """Its figures, as the evidence has them."""


Fact = Promised | Moved | Claimed | Date | str | None
"""What is filed of a statement beside its text: the date of an event; the speaker of a quotation, or who took part."""


def own_id(fact: Fact) -> str | None:
    """The id that an author gave a statement; None where it has none."""
    return fact.id if isinstance(fact, Promised | Claimed) else None


def who(fact: Fact) -> str | None:
    """Id of the entity that says something, or took part, by what is filed of that."""
    return fact.by if isinstance(fact, Claimed) else fact if isinstance(fact, str) else None


class FiledStatement(NamedTuple):
    """What is filed of a statement."""

    field: str
    number: int
    passages: tuple[Cited, ...] = ()
    entities: tuple[str, ...] = ()
    fact: Fact = None

    digest: str = ""
    """Stands for its fields, its words and what it cites."""

    text: Inline | None = None
    """What lists show of it: of an event or an update, its text, with links to names."""

    turn: str | None = None
    """Of a quotation that is verbatim because it stands in a turn of its source: the label of that turn."""

    gist: str = ""
    """What lists of statements show of it: its text or note, plain, at most `GIST` characters."""

    is_verbatim: bool = True
    """False for a quotation of reported speech."""

    lang: str = ""
    """The language of its text, where that of a translated briefing is not translated."""


GIST = 160
"""Characters of a gist; longer texts are cut at the end of a word."""


class Compared(NamedTuple):
    """How much of a briefing was compared with its sources, and stands there."""

    quotations: int = 0
    """Words of sources: quotations, and evidence."""

    figures: int = 0
    """Figures of the editors' own words and fields."""


class Abstract(NamedTuple):
    """What is filed of a briefing: all that lists show of it, and that the rest of the site must know.

    Every build reads all abstracts, so they are small; few builds open many briefings.
    """

    id: str
    title: str
    lang: str
    date: Date
    kind: str
    status: str
    place: str | None
    topics: tuple[str, ...]
    aliases: tuple[str, ...]
    related: tuple[str, ...]
    corrections: tuple[Correction, ...]
    summary: Inline
    """With links to names."""

    status_note: str | None
    participants: tuple[str, ...]
    """Ids of the entities that took part."""

    statements: tuple[FiledStatement, ...]
    """All statements, in the order of `STATEMENTS`."""

    passages: tuple[Cited, ...] = ()
    """What title, date, place and summary rest on."""

    sources: tuple[str, ...] = ()
    """Ids of all sources it cites."""

    entities: tuple[str, ...] = ()
    """Ids of all entities it names."""

    compared: Compared = Compared()
    content: str = ""
    """The hash of what it says, as in `published.lock`."""

    digest: str = ""
    """Stands for all that it says."""

    listed: str = ""
    """Stands for what lists of briefings show of it: its fields but for statements and long texts."""

    leads: tuple[str, ...] = ()
    """Ids that these fields lead to."""

    embargo: Instant | None = None
    """Until when readers may not see it: authors alone do; None for what they see."""
    publish_at: Instant | None = None
    """When readers may see it; None where they always could."""

    translated_from: str = ""
    """Of a translation, the language of its original."""

    title_lang: str = ""
    """Of a translation whose title is not translated, the language of that."""

    @property
    def title_language(self) -> str:
        """That of its title."""
        return self.title_lang or self.lang


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a briefing, with names linked to their entities."""

    record: Briefing
    entries: Mapping[str, tuple[tuple[Model, Words], ...]]
    """By field: each statement and, of a quotation, its words."""


Words = tuple[tuple[str, str], ...]
"""Pairs of a kind and a text, see `pieces`."""


@dataclass(frozen=True, slots=True, eq=False)
class Statement(Generic[M_co]):
    """An entry of a briefing, with the passages that prove it; opened when asked."""

    page: BriefingPage = field(repr=False)
    field: str
    """One of `STATEMENTS`, or `evidence` for the briefing's own."""

    number: int
    """Counts from 1 within the field."""

    passages: tuple[Passage, ...] = ()
    entities: tuple[str, ...] = ()
    """Ids of the entities it names, by reference, link or name in the text."""

    fact: Fact = None

    digest: str = ""
    """Stands for what it says, see `FiledStatement`."""

    text: Inline | None = None
    """What lists show of it, see `FiledStatement`."""

    turn: str | None = None
    """The label of the turn that it quotes, see `FiledStatement`."""

    gist: str = ""
    """What lists of statements show of it, see `FiledStatement`."""

    is_verbatim: bool = True
    """Whether it is no reported speech, see `FiledStatement`."""

    lang: str = ""
    """The language of its text, see `FiledStatement`."""

    @property
    def language(self) -> str:
        """That of its text."""
        return self.lang or self.page.about.lang

    @property
    def briefing(self) -> str:
        """Id of the briefing."""
        return self.page.id

    @property
    def is_withdrawn(self) -> bool:
        """Whether its briefing was withdrawn."""
        return self.page.is_withdrawn

    @property
    def who(self) -> str | None:
        """Id of the entity that says it, or took part; None where there is none, or nobody knows."""
        return who(self.fact)

    @property
    def record(self) -> M_co:
        """Its fields."""
        if self.field == "evidence":
            return cast("M_co", self.page.record)
        return cast("M_co", self.page.body.entries[self.field][self.number - 1][0])

    @property
    def words(self) -> Words:
        """Of a quotation: what it is made of."""
        return self.page.body.entries[self.field][self.number - 1][1]

    @property
    def checked(self) -> Passage | None:
        """Of a quotation: the passage where its own words stand."""
        return self.passages[0] if self.field == "quotes" else None


@dataclass(frozen=True, slots=True, eq=False)
class Office:
    """An office that a person held, with the passages that prove it."""

    entity: str
    """Id of the person."""

    number: int
    """Counts from 1 within `roles`."""

    record: Role
    passages: tuple[Passage, ...] = ()

    field: ClassVar = "roles"
    is_withdrawn: ClassVar = False


class BriefingPage:
    """A briefing and all it leads to; opened when asked."""

    __slots__ = ("_open", "_original", "about", "passages", "path", "revisions", "statements")

    def __init__(
        self,
        about: Abstract,
        path: Path,
        passages: Mapping[Cited, Passage],
        body: Callable[[Path], Body],
        revisions: tuple[Revision, ...] = (),
        *,
        original: Path | None = None,
    ) -> None:
        """Take what is filed of a briefing.

        `passages` are those of the whole site; `body` opens a briefing by its file, and is
        called often. `original` is that of which `path` may be a translation.
        """
        self.about = about
        self.path = path
        self._original = original or path
        self.revisions = revisions
        """How it was when it was published, oldest first; the last may be how it is."""

        self.passages = tuple(passages[cited] for cited in about.passages)
        """What title, date, place and summary rest on."""

        statements: dict[str, list[Statement[Model]]] = {name: [] for name in STATEMENTS}
        for filed in about.statements:
            found = tuple(passages[cited] for cited in filed.passages)
            statement: Statement[Model] = Statement(
                self,
                filed.field,
                filed.number,
                found,
                filed.entities,
                filed.fact,
                filed.digest,
                filed.text,
                filed.turn,
                filed.gist,
                filed.is_verbatim,
                filed.lang,
            )
            statements[filed.field].append(statement)
        self.statements: Mapping[str, tuple[Statement[Model], ...]] = {
            name: tuple(entries) for name, entries in statements.items()
        }
        """By field, for all `STATEMENTS`."""

        self._open = body

    def of(self, kind: type[M]) -> Iterator[Statement[M]]:
        """The statements of a kind: `page.of(Quote)`."""
        for name, model in STATEMENTS.items():
            if model is kind:
                yield from cast("tuple[Statement[M], ...]", self.statements[name])

    @property
    def own(self) -> Statement[Briefing]:
        """What title, date, place and summary state."""
        return Statement(self, "evidence", 1, self.passages)

    @property
    def all_statements(self) -> Iterator[Statement[Model]]:
        """The statements of all kinds, in the order of the page."""
        return chain.from_iterable(self.statements.values())

    @property
    def id(self) -> str:
        """The name of the file."""
        return self.about.id

    @property
    def date(self) -> Date:
        """The date of what it tells."""
        return self.about.date

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was withdrawn: it is shown as such where it stood, and counts nowhere."""
        return self.about.status == "withdrawn"

    @property
    def has_history(self) -> bool:
        """Whether readers can see what changed since it was first published."""
        return len(self.revisions) > 1 and self.about.status != "draft"

    @property
    def updated(self) -> Date:
        """The date of the newest correction, or its own where there is none."""
        return max((self.date, *(correction.date for correction in self.about.corrections)))

    @property
    def former_ids(self) -> tuple[str, ...]:
        """Ids that it had before."""
        return self.about.aliases

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of all sources it cites."""
        return self.about.sources

    @property
    def entities(self) -> tuple[str, ...]:
        """Ids of all entities it names."""
        return self.about.entities

    @property
    def body(self) -> Body:
        """Its words."""
        return self._open(self.path)

    @property
    def record(self) -> Briefing:
        """Its fields."""
        return self.body.record

    @property
    def original(self) -> Briefing:
        """The fields of which these may be a translation."""
        return self._open(self._original).record


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A source and all that leads to it."""

    id: str
    path: Path
    digest: str
    """Stands for its record, its text and those of its later versions."""

    record: Source
    texts: Texts = field(repr=False)
    sentences: int
    """How many sentences its text has."""

    passages: tuple[Passage, ...]
    citations: Mapping[int, tuple[Statement[Model] | Office, ...]]
    """The statements that cite each passage, by its number, also those that were withdrawn; and the offices."""

    uncited: tuple[Range, ...]
    """Sentences of which no statement cites a word, but for those that were withdrawn."""

    share_cited: float
    """How much of the text, in characters, some statement cites, from 0 to 1, likewise."""

    @property
    def former_ids(self) -> tuple[str, ...]:
        """Ids that it had before."""
        return self.record.former_ids

    @property
    def text(self) -> SourceText:
        """The text, prepared when it is asked for."""
        return self.texts[self.id]

    @property
    def places(self) -> Places:
        """Where pages and moments begin in the text."""
        return self.texts.places.get(self.id, _NOWHERE)

    @property
    def original(self) -> Path | None:
        """The file of the document that the text was read from."""
        of = self.record.original
        return self.path.with_suffix(f".{of.format}") if of else None

    @property
    def received(self) -> str:
        """The text as received, which costs nothing."""
        return self.texts.received(self.id)

    @property
    def versions(self) -> Mapping[Date, LaterText]:
        """The texts of its later versions, oldest first, by when they were archived."""
        return self.texts.versions(self.id)


@dataclass(frozen=True, slots=True)
class Mention:
    """A briefing that names an entity."""

    briefing: str
    statements: tuple[Statement[Model], ...]
    """Those that name it; none where only the summary or the like does."""

    is_place: bool
    """Whether it is where the briefing's event happened."""

    is_withdrawn: bool = False
    """Whether the briefing was withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityPage:
    """An entity and all that names it."""

    id: str
    path: Path
    digest: str
    """Stands for its record."""

    record: Entity
    mentions: tuple[Mention, ...]
    """Newest briefing first."""

    said: tuple[Statement[Quote] | Statement[Claim], ...]
    """Its quotations and claims, newest first."""

    commitments: tuple[CommitmentAddress, ...]
    """Of what it promised, newest first."""

    promises: int
    """How many of all its commitments were not withdrawn."""

    parts: tuple[str, ...]
    """Ids of the entities that belong to it."""

    written: Mapping[str, Mapping[str, int]]
    """How each source writes its name, and how often: by the id of the source."""

    timeline: tuple[TimelineEntry, ...]
    """What is dated and names it, in the order of time."""

    offices: tuple[Office, ...]
    """Those that it held, newest first."""

    officers: tuple[Office, ...]
    """Those that were held in it, newest first."""

    @property
    def former_ids(self) -> tuple[str, ...]:
        """Ids that it had before."""
        return self.record.former_ids

    @property
    def weight(self) -> int:
        """How many briefings name it, but for those that were withdrawn."""
        return sum(not mention.is_withdrawn for mention in self.mentions)


class Side(NamedTuple):
    """A disputed figure as one side gives it, with the passages that prove it."""

    value: Amount
    by: str
    """Id of the entity whose it is."""

    passages: tuple[Passage, ...]


def sides_of(update: Statement[Update]) -> tuple[Side, ...]:
    """The figures of an update where they are disputed."""
    assert isinstance(update.fact, Moved)
    return tuple(
        Side(value, by, tuple(p for p in update.passages if (p.source, p.ranges) in cited))
        for value, by, cited in update.fact.values
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a commitment's ladder: its announcement, or an update."""

    date: Date
    status: str
    value: Amount | None
    statement: Statement[Commitment] | Statement[Update]
    sides: tuple[Side, ...] = ()
    """Where its figure is disputed: that of each side."""

    deadline: Date | None = None
    """That which it set, where it set one."""

    target: Target | None = None
    """That which it set, where it set one."""

    @property
    def is_withdrawn(self) -> bool:
        """Whether the briefing that says so was withdrawn."""
        return self.statement.is_withdrawn


class Rung(NamedTuple):
    """A step, and what it found and changed."""

    step: Step
    target: Target | None
    """That which its figures are of: its own, or that of the steps before."""

    former_target: Target | None
    """Of a step that changed the target: that before."""

    new_deadline: Date | None
    """Of an update that moved the deadline, or set the first."""

    former_deadline: Date | None
    """Of an update that moved the deadline: that before."""


@dataclass(frozen=True, kw_only=True)
class CommitmentPage:
    """A promise, and what became of it."""

    briefing: str
    """Id of the briefing that announced it."""

    about: Promised
    statement: Statement[Commitment]
    topics: tuple[str, ...]
    steps: tuple[Step, ...]
    """The announcement first, then the updates of all briefings in the order of time."""

    continues: tuple[CommitmentAddress, ...] = ()
    """Of earlier commitments that it takes up, as far as they are in the site."""

    continued_by: tuple[CommitmentAddress, ...] = ()
    """Of later ones that take it up, in the order of time."""

    @property
    def record(self) -> Commitment:
        """Its fields."""
        return self.statement.record

    @cached_property
    def address(self) -> CommitmentAddress:
        """Where it is found, for good."""
        return commitment_address(self.briefing, self.about.id)

    @property
    def statement_year(self) -> int:
        """The year in which it was announced."""
        return self.steps[0].date.year

    @property
    def is_withdrawn(self) -> bool:
        """Whether the briefing that announced it was withdrawn, and the promise with it."""
        return self.statement.is_withdrawn

    @cached_property
    def counted(self) -> tuple[Step, ...]:
        """The steps that decide where it stands; none where it is withdrawn itself."""
        return () if self.is_withdrawn else tuple(s for s in self.steps if not s.is_withdrawn)

    @cached_property
    def latest(self) -> Step:
        """The last step that counts; where none does, the announcement."""
        return self.counted[-1] if self.counted else self.steps[0]

    @cached_property
    def status(self) -> str:
        """Where it stands: that of its latest step, or `withdrawn`."""
        return "withdrawn" if self.is_withdrawn else self.latest.status

    @property
    def is_open(self) -> bool:
        """Whether it can still be met."""
        return self.status not in ("met", "not-met", "withdrawn")

    @cached_property
    def is_settled(self) -> bool:
        """Whether editors said how it ended, so that no deadline of it can pass unnoticed.

        One that was partly met is settled where that was said after its deadline.
        """
        is_over = bool(self.deadline and self.deadline.before(self.latest.date))
        return not self.is_open or (self.status == "partly-met" and is_over)

    @cached_property
    def deadline(self) -> Date | None:
        """By when it is to be met: the last deadline that counts."""
        return next((s.deadline for s in reversed(self.counted) if s.deadline), self.about.deadline)

    @property
    def former_deadlines(self) -> tuple[Date, ...]:
        """Those that it had before, where updates moved it; oldest first."""
        told = dict.fromkeys(step.deadline for step in self.counted if step.deadline)
        return tuple(date for date in told if date != self.deadline)

    @cached_property
    def target(self) -> Target | None:
        """How much is to be reached: the last target that counts."""
        return reduce(standing, (step.target for step in self.counted), self.about.target)

    @cached_property
    def rungs(self) -> tuple[Rung, ...]:
        """The steps, each with what stood before it; those that were withdrawn change nothing."""
        target, deadline = self.about.target, self.about.deadline
        rungs = []
        for step in self.steps:
            own = standing(target, step.target)
            changed = target if step.target and own != target else None
            moved = step.deadline if step.deadline != deadline else None
            rungs.append(Rung(step, own, changed, moved, deadline if moved else None))
            if not step.is_withdrawn:
                target, deadline = own, step.deadline or deadline
        return tuple(rungs)

    def rung(self, statement: Statement[Commitment] | Statement[Update]) -> Rung:
        """That of one of its statements."""
        return next(rung for rung in self.rungs if rung.step.statement is statement)

    @property
    def _reported(self) -> Step | None:
        """The last step that counts and has a figure, disputed or not."""
        return next((s for s in reversed(self.counted) if s.value is not None or s.sides), None)

    @property
    def disputed(self) -> Step | None:
        """The last step with a figure, where that is disputed."""
        return self._reported if self._reported and self._reported.sides else None

    @property
    def value(self) -> Amount | None:
        """The last figure reported; none where that is disputed."""
        return self._reported.value if self._reported else None

    @property
    def progress(self) -> float | None:
        """How much of the way from the baseline to the target is done, from 0 to 1."""
        if self.target is None or self.value is None:
            return None
        return progress(self.value, self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """Something with a date."""

    date: Date
    kind: Literal["briefing", "event", "update", "deadline", "correction"]
    page: BriefingPage
    """The briefing that says so."""

    statement: Statement[Model] | None = None
    """For events, updates and deadlines."""

    number: int = 0
    """Of a correction: counts from 1 within the briefing."""

    entities: tuple[str, ...] = ()

    @property
    def briefing(self) -> str:
        """Id of the briefing that says so."""
        return self.page.id

    @property
    def is_withdrawn(self) -> bool:
        """Whether that briefing was withdrawn."""
        return self.page.is_withdrawn

    @property
    def topics(self) -> tuple[str, ...]:
        """What the briefing is filed under."""
        return self.page.about.topics

    @property
    def correction(self) -> Correction | None:
        """What a correction says."""
        return self.page.about.corrections[self.number - 1] if self.number else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """A key word, and what is filed under it."""

    id: str
    briefings: tuple[str, ...]
    """Newest first."""

    commitments: tuple[CommitmentAddress, ...]
    """Newest first."""

    weight: int
    """How many of all its briefings were not withdrawn."""

    promises: int
    """How many of all its commitments were not withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything there is to show."""

    briefings: Mapping[str, BriefingPage]
    """Newest first."""

    entities: Mapping[str, EntityPage]
    """By name."""

    sources: Mapping[str, SourcePage]
    """By title."""

    commitments: Mapping[CommitmentAddress, CommitmentPage]
    """By address; what moved last comes first."""

    timeline: tuple[TimelineEntry, ...]
    """In the order of time."""

    topics: Mapping[str, TopicPage]
    """By id."""

    corrections: tuple[TimelineEntry, ...]
    """Newest first."""

    today: Date
    """The day on which it is built: what is overdue is so on that day."""

    claims: Mapping[ClaimAddress, Statement[Claim]]
    """Those that have an id, by address."""

    contradicting: Mapping[ClaimAddress, tuple[Statement[Claim], ...]]
    """The claims that contradict one, by the address of that; newest first."""

    first_ids: Mapping[str, str] = field(default_factory=dict)
    """The first id of each renamed file, by today's."""

    register: Register = EMPTY
    """What was published, and when, where `briefsite publish` recorded it."""

    def offices(self, statement: Statement[Model]) -> tuple[Office, ...]:
        """Those that who says something, or takes part, certainly held on the day of the briefing."""
        page = self.entities.get(statement.who or "")
        date = statement.page.date
        return (
            tuple(office for office in page.offices if office.record.held_on(date)) if page else ()
        )

    def contradicts(self, statement: Statement[Model]) -> tuple[Statement[Claim], ...]:
        """The claims that a claim contradicts, as far as they are in the site."""
        fact = statement.fact
        others = dict.fromkeys(fact.contradicts) if isinstance(fact, Claimed) else ()
        return tuple(self.claims[other] for other in others if other in self.claims)

    def contradicted_by(self, statement: Statement[Model]) -> tuple[Statement[Claim], ...]:
        """The claims that contradict a claim, but for those that it contradicts itself."""
        fact = statement.fact
        if not isinstance(fact, Claimed) or not fact.id:
            return ()
        others = self.contradicting.get(claim_address(statement.briefing, fact.id), ())
        known = self.contradicts(statement)
        return tuple(other for other in others if other not in known)

    @property
    def standing(self) -> tuple[CommitmentPage, ...]:
        """The commitments that were not withdrawn, in the same order."""
        return tuple(page for page in self.commitments.values() if not page.is_withdrawn)

    def name(self, entity: str) -> str:
        """The name of an entity; its id where it has no page."""
        page = self.entities.get(entity)
        return page.record.name if page else entity
