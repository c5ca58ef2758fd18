"""What flows out of `link`: the archive as read, and the site as it will show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Generic, Literal, TypeVar

from briefsite import evidence
from briefsite.build.store import digest
from briefsite.evidence import SourceText
from briefsite.load import Document
from briefsite.models import Briefing, Commitment, Correction, Date, Entity, Model, Source

M_co = TypeVar("M_co", bound=Model, covariant=True)


@dataclass(frozen=True, slots=True)
class Head:
    """What must be known of a file before it is opened."""

    references: frozenset[tuple[str, str]] = frozenset()
    """Ids that it names, each with the kind of file it must be: `entity`, `source`, `page`, …"""

    words: frozenset[str] = frozenset()
    """The words of its texts, among which names are looked for."""

    aliases: tuple[str, ...] = ()
    """Former ids of a briefing."""

    @property
    def sources(self) -> list[str]:
        """Ids of the sources that its evidence may stand in."""
        return sorted(name for name, kind in self.references if kind == "source")


class Record(Generic[M_co]):
    """A file that passed `validate`; opened when asked.

    Most builds change few files. What was checked before is known by its digest, so its model and
    its lines are read again only where something needs them.
    """

    __slots__ = ("_document", "_model", "digest", "head", "is_whole", "path")

    def __init__(
        self,
        path: Path,
        digest: str,
        model: Callable[[], M_co],
        document: Callable[[], Document],
        *,
        head: Head = Head(),
        is_whole: bool = True,
    ) -> None:
        """Take a file; `model` and `document` are called when they are needed."""
        self.path = path
        self.digest = digest
        """Stands for the name and the bytes of the file."""
        self.head = head
        self.is_whole = is_whole
        """False for what remains of a file with wrong fields: it is checked further, not shown."""
        self._model, self._document = cache(model), cache(document)

    def with_model(self, model: M_co) -> Record[M_co]:  # type: ignore[misc] # a copy, not a setter
        """The same file with fields that say the same in other words."""
        return Record(
            self.path,
            digest(self.digest, repr(model)),
            lambda: model,
            self._document,
            head=self.head,
            is_whole=self.is_whole,
        )

    @property
    def id(self) -> str:
        """The name of the file."""
        return self.path.stem

    @property
    def model(self) -> M_co:
        """The fields of the file."""
        return self._model()

    @property
    def document(self) -> Document:
        """The lines of the file, for messages."""
        return self._document()


@dataclass(frozen=True, kw_only=True)
class Archive:
    """All files of a folder that could be read."""

    briefings: Sequence[Record[Briefing]] = ()
    entities: Sequence[Record[Entity]] = ()
    sources: Sequence[Record[Source]] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    """The archived text of each source, by its id."""

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """All ids by kind (`briefing`, `entity`, `source`), those of broken files as well: a mistake in
    one file must not show as unknown ids in others."""

    @cached_property
    def known(self) -> frozenset[tuple[str, str]]:
        """All references that lead somewhere, as `Head` has them."""
        return frozenset(
            (name, kind) for own, ids in self.ids.items() for name in ids for kind in (own, "page")
        )


class Texts(Mapping[str, SourceText]):
    """The texts of all sources that could be read, prepared when one is asked for."""

    def __init__(self, archive: Archive) -> None:
        """Take the sources of an archive."""
        self._texts = archive.texts
        self._records = {record.id: record for record in archive.sources}
        self._prepared: dict[str, SourceText] = {}

    def __getitem__(self, source: str) -> SourceText:
        if source not in self._prepared:
            slips = [(slip.as_written, slip.meant) for slip in self._records[source].model.sic]
            self._prepared[source] = SourceText(self._texts[source], slips)
        return self._prepared[source]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, source: object) -> bool:
        return source in self._texts

    def received(self, source: str) -> str:
        """The text of a source as received."""
        return self._texts[source]

    def digest(self, source: str) -> str:
        """Stands for the text of a source and its slips; empty where there is none."""
        return self._records[source].digest if source in self._texts else ""


@dataclass(slots=True, unsafe_hash=True)
class Passage:
    """A stretch of a source that some statement cites."""

    source: str
    ranges: tuple[evidence.Range, ...]
    """Character offsets in the text as received; several where words are left out."""

    number: int = field(default=0, compare=False)
    """Counts from 1, in the order of the text; set when all that cites the source is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """An entry of a briefing, with the passages that prove it."""

    briefing: str
    field: str
    """One of `STATEMENTS`, or `evidence` for the briefing's own."""

    number: int
    """Counts from 1 within the field."""

    record: Model
    passages: tuple[Passage, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    """Of a quotation: pairs of a kind and a text, see `evidence.pieces`."""

    checked: Passage | None = None
    """Of a quotation: the passage where its own words stand."""

    entities: tuple[str, ...] = ()
    """Ids of the entities it names, by reference, link or name in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingPage:
    """A briefing and all it leads to."""

    id: str
    path: Path
    digest: str
    """Stands for all that it was made from."""

    record: Briefing
    statements: Mapping[str, tuple[Statement, ...]]
    """By field, for all `STATEMENTS`."""

    passages: tuple[Passage, ...]
    """What title, date, place and summary rest on."""

    sources: tuple[str, ...]
    """Ids of all sources it cites."""

    entities: tuple[str, ...]
    """Ids of all entities it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A source and all that leads to it."""

    id: str
    path: Path
    digest: str
    """Stands for its record and its text."""

    record: Source
    texts: Texts = field(repr=False)
    sentences: int
    """How many sentences its text has."""

    passages: tuple[Passage, ...]
    citations: Mapping[int, tuple[Statement, ...]]
    """The statements that cite each passage, by its number."""

    uncited: tuple[evidence.Range, ...]
    """Sentences of which no statement cites a word."""

    share_cited: float
    """How much of the text, in characters, some statement cites, from 0 to 1."""

    @property
    def text(self) -> SourceText:
        """The text, prepared when it is asked for."""
        return self.texts[self.id]

    @property
    def received(self) -> str:
        """The text as received, which costs nothing."""
        return self.texts.received(self.id)


@dataclass(frozen=True, slots=True)
class Mention:
    """A briefing that names an entity."""

    briefing: str
    statements: tuple[Statement, ...]
    """Those that name it; none where only the summary or the like does."""

    is_place: bool
    """Whether it is where the briefing's event happened."""


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

    said: tuple[Statement, ...]
    """Its quotations and claims, newest first."""

    commitments: tuple[str, ...]
    """Addresses of what it promised, newest first."""

    parts: tuple[str, ...]
    """Ids of the entities that belong to it."""

    written: Mapping[str, Mapping[str, int]]
    """How each source writes its name, and how often: by the id of the source."""

    timeline: tuple[TimelineEntry, ...]
    """What is dated and names it, in the order of time."""

    @property
    def weight(self) -> int:
        """How many briefings name it."""
        return len(self.mentions)


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a commitment's ladder: its announcement, or an update."""

    date: Date
    status: str
    value: float | None
    statement: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentPage:
    """A promise, and what became of it."""

    briefing: str
    """Id of the briefing that announced it."""

    record: Commitment
    statement: Statement
    topics: tuple[str, ...]
    steps: tuple[Step, ...]
    """The announcement first, then the updates of all briefings in the order of time."""

    @property
    def address(self) -> str:
        """`<briefing>/<id>`, permanent."""
        return f"{self.briefing}/{self.record.id}"

    @property
    def statement_year(self) -> int:
        """The year in which it was announced."""
        return self.steps[0].date.year

    @property
    def latest(self) -> Step:
        """Where it stands."""
        return self.steps[-1]

    @property
    def is_open(self) -> bool:
        """Whether it can still be met."""
        return self.latest.status not in ("met", "not-met")

    @property
    def value(self) -> float | None:
        """The last figure reported."""
        return next((step.value for step in reversed(self.steps) if step.value is not None), None)

    @property
    def progress(self) -> float | None:
        """How much of the way from the baseline to the target is done, from 0 to 1."""
        target = self.record.target
        if target is None or self.value is None:
            return None
        start = target.baseline or 0.0
        if target.value == start:
            return 1.0
        return min(1.0, max(0.0, (self.value - start) / (target.value - start)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """Something with a date."""

    date: Date
    kind: Literal["briefing", "event", "update", "deadline", "correction"]
    briefing: str
    """Id of the briefing that says so."""

    statement: Statement | None = None
    """For events, updates and deadlines."""

    correction: Correction | None = None
    entities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """A key word, and what is filed under it."""

    id: str
    briefings: tuple[str, ...]
    """Newest first."""

    commitments: tuple[str, ...]
    """Addresses, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything there is to show."""

    briefings: Mapping[str, BriefingPage]
    """Newest first."""

    entities: Mapping[str, EntityPage]
    """By name."""

    sources: Mapping[str, SourcePage]
    """By title."""

    commitments: Mapping[str, CommitmentPage]
    """By address; what moved last comes first."""

    timeline: tuple[TimelineEntry, ...]
    """In the order of time."""

    topics: Mapping[str, TopicPage]
    """By id."""

    corrections: tuple[TimelineEntry, ...]
    """Newest first."""
