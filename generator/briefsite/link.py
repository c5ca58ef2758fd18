"""Single files to one linked site: references, evidence, passages, back links.

What comes out is plain data in the order in which pages show it; nothing downstream looks anything
up in a file again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from briefsite import evidence
from briefsite.diagnostics import Diagnostic, Severity, Span
from briefsite.evidence import Ambiguous, Found, NotFound, NoWords, SourceText
from briefsite.load import Document, Place, Where
from briefsite.models import Briefing, Entity, Evidence, Model, Quote, Source, leaves
from briefsite.text import Inline, is_page_id
from briefsite.validate import did_you_mean

M_co = TypeVar("M_co", bound=Model, covariant=True)

STATEMENTS = (
    "participants",
    "key_points",
    "quotes",
    "objectives",
    "commitments",
    "updates",
    "timeline",
    "claims",
)
"""Fields of a briefing that hold statements, each with evidence of its own."""


@dataclass(frozen=True, slots=True)
class Record(Generic[M_co]):
    """A file that passed `validate`."""

    document: Document
    model: M_co

    @property
    def id(self) -> str:
        """The name of the file."""
        return self.document.path.stem


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source that some statement cites."""

    source: str
    number: int
    """Counts from 1, in the order of the text."""

    ranges: tuple[evidence.Range, ...]
    """Character offsets in the text as received; several where words are left out."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingPage:
    """A briefing and all it leads to."""

    id: str
    path: Path
    record: Briefing
    statements: Mapping[str, tuple[Statement, ...]]
    """By field, for all `STATEMENTS`."""

    passages: tuple[Passage, ...]
    """What title, date, place and summary rest on."""

    sources: tuple[str, ...]
    """Ids of all sources it cites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A source and all that leads to it."""

    id: str
    path: Path
    record: Source
    text: SourceText
    passages: tuple[Passage, ...]
    citations: Mapping[int, tuple[Statement, ...]]
    """The statements that cite each passage, by its number."""

    @property
    def uncited(self) -> tuple[evidence.Range, ...]:
        """Sentences of which no statement cites a word."""
        cited = sorted(span for passage in self.passages for span in passage.ranges)
        return tuple(
            sentence
            for sentence in self.text.sentences
            if not any(start < sentence[1] and end > sentence[0] for start, end in cited)
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """A briefing that names an entity."""

    briefing: str
    roles: tuple[str, ...]
    """Fields that name it, in the order of the format, e.g. `("place", "commitments")`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityPage:
    """An entity and all that names it."""

    id: str
    path: Path
    record: Entity
    mentions: tuple[Mention, ...]
    """Newest briefing first."""

    said: tuple[Statement, ...]
    """Its quotations and claims."""

    commitments: tuple[Statement, ...]
    """What it promised."""

    parts: tuple[str, ...]
    """Ids of the entities that belong to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything there is to show."""

    briefings: Mapping[str, BriefingPage]
    """Newest first."""

    entities: Mapping[str, EntityPage]
    """By name."""

    sources: Mapping[str, SourcePage]
    """By title."""


def link(
    archive: Archive, *, require_evidence: bool = False, drafts: bool = True
) -> tuple[Site, list[Diagnostic]]:
    """Resolve all references and check all evidence.

    A briefing with an error is reported and left out of the site; so are drafts, silently, without
    `drafts`. References to what was left out stay, and show as text without a link.
    """
    findings: list[Diagnostic] = []
    texts = {}
    for source in archive.sources:
        if source.id in archive.texts:
            slips = [(slip.as_written, slip.meant) for slip in source.model.sic]
            texts[source.id] = SourceText(archive.texts[source.id], slips)
            findings += _check_slips(source, texts[source.id])
    for record in (*archive.entities, *archive.sources):
        findings += _check_references(record, archive)
    commitments = frozenset(
        f"{briefing.id}/{commitment.id}"
        for briefing in archive.briefings
        for commitment in briefing.model.commitments
    )
    checked: list[tuple[Record[Briefing], list[Statement], dict[int, list[_Proof]]]] = []
    for briefing in archive.briefings:
        problems = [
            *_check_references(briefing, archive),
            *_check_updates(briefing, archive, commitments),
        ]
        statements = [*_statements(briefing)]
        prover = _Prover(briefing, texts, archive.ids["source"], require_evidence)
        proofs = {index: prover.prove(statement) for index, statement in enumerate(statements)}
        problems += prover.findings
        findings += problems
        broken = prover.unverified or any(found.severity is Severity.ERROR for found in problems)
        if not broken and (drafts or briefing.model.status != "draft"):
            checked.append((briefing, statements, proofs))
    passages = _number_passages(
        proof for _, _, proofs in checked for found in proofs.values() for proof in found
    )
    briefings = [_briefing_page(*entry, passages) for entry in checked]
    briefings.sort(key=lambda page: page.id)
    briefings.sort(key=lambda page: page.record.date.key, reverse=True)
    return Site(
        briefings={page.id: page for page in briefings},
        entities={page.id: page for page in _entity_pages(archive.entities, briefings)},
        sources={page.id: page for page in _source_pages(archive.sources, texts, briefings)},
    ), findings


# References


def _references(model: Model) -> Iterator[tuple[Where, str, str]]:
    """All references of a file: where, the id, and the kind of file it must be."""
    if isinstance(model, Briefing):
        yield from (
            (("sources", index), source, "source") for index, source in enumerate(model.sources)
        )
        yield from (
            (("related", index), other, "briefing") for index, other in enumerate(model.related)
        )
        yield from ((where, entity, "entity") for where, entity in _entities_of(model))
    elif isinstance(model, Entity) and model.part_of:
        yield ("part_of",), model.part_of, "entity"
    for where, value in leaves(model):
        if where[-1] == "source" and isinstance(value, str):
            yield where, value, "source"
        elif isinstance(value, Inline):
            yield from ((where, target, "page") for target in value.links() if is_page_id(target))


def _entities_of(model: Briefing) -> Iterator[tuple[Where, str]]:
    """The entities that a briefing names by id."""
    if model.place:
        yield ("place",), model.place
    for index, participant in enumerate(model.participants):
        yield ("participants", index, "who"), participant.who
    for index, quote in enumerate(model.quotes):
        if quote.speaker:
            yield ("quotes", index, "speaker"), quote.speaker
    for index, commitment in enumerate(model.commitments):
        for key, ids in (("by", commitment.by), ("with", commitment.with_)):
            yield from ((("commitments", index, key, at), entity) for at, entity in enumerate(ids))
    for index, claim in enumerate(model.claims):
        yield ("claims", index, "by"), claim.by


def _linked(model: Model) -> Iterator[str]:
    """Ids that the texts of a file link to."""
    for _, value in leaves(model):
        if isinstance(value, Inline):
            yield from filter(is_page_id, value.links())


def _check_references(record: Record[Model], archive: Archive) -> Iterator[Diagnostic]:
    for where, target, kind in _references(record.model):
        known = (
            frozenset[str]().union(*archive.ids.values()) if kind == "page" else archive.ids[kind]
        )
        if target not in known:
            yield _unknown(record, where, kind, target, known)


def _check_updates(
    briefing: Record[Briefing], archive: Archive, commitments: frozenset[str]
) -> Iterator[Diagnostic]:
    readable = {record.id for record in archive.briefings}
    for index, update in enumerate(briefing.model.updates):
        owner = update.commitment.partition("/")[0]
        if update.commitment not in commitments and (
            owner in readable or owner not in archive.ids["briefing"]
        ):
            where = ("updates", index, "commitment")
            yield _unknown(briefing, where, "commitment", update.commitment, commitments)


def _unknown(
    record: Record[Model], where: Where, kind: str, target: str, known: Iterable[str]
) -> Diagnostic:
    folder = {"entity": "briefs/entities", "source": "briefs/sources", "briefing": "briefs"}
    return Diagnostic(
        code="unknown-id",
        message=f"there is no {kind} `{target}`",
        path=record.document.path,
        span=record.document.place(where).value,
        help=did_you_mean(target, known)
        or (f"add `{folder[kind]}/{target}.yml`" if kind in folder else None),
    )


def _check_slips(source: Record[Source], text: SourceText) -> Iterator[Diagnostic]:
    for index, slip in enumerate(source.model.sic):
        if (slip.as_written, slip.meant) in text.missing_slips:
            yield Diagnostic(
                code="sic-not-found",
                message=f"the text does not have `{slip.as_written}`",
                path=source.document.path,
                span=source.document.place(("sic", index, "as_written")).value,
                help="write the slip exactly as the text has it, or delete the entry",
            )


# Evidence


@dataclass(frozen=True, slots=True)
class _Proof:
    """Where some evidence stands."""

    source: str
    ranges: tuple[evidence.Range, ...]
    words: tuple[tuple[str, str], ...] = ()
    """For the words of a quotation."""


def _statements(briefing: Record[Briefing]) -> Iterator[Statement]:
    yield Statement(briefing.id, "evidence", 1, briefing.model)
    for name in STATEMENTS:
        for index, entry in enumerate(getattr(briefing.model, name)):
            yield Statement(briefing.id, name, index + 1, entry)


@dataclass(slots=True)
class _Prover:
    """Looks up the evidence of one briefing and words what it misses."""

    briefing: Record[Briefing]
    texts: Mapping[str, SourceText]
    sources: frozenset[str]
    require_evidence: bool
    findings: list[Diagnostic] = field(default_factory=list)
    unverified: bool = False
    """Some source is itself broken, and reported elsewhere."""

    def prove(self, statement: Statement) -> list[_Proof]:
        """Where the evidence of a statement stands; a quotation's own words come first."""
        entry = statement.record
        is_own = statement.field == "evidence"
        where: Where = () if is_own else (statement.field, statement.number - 1)
        proofs: list[_Proof] = []
        if isinstance(entry, Quote):
            words = Evidence.model_construct(
                text=_without_marks(entry.text),
                source=entry.source,
                prefix=entry.prefix,
                suffix=entry.suffix,
            )
            proofs += self._look_up(words, where, quote=entry)
        given: tuple[Evidence, ...] = getattr(entry, "evidence", ())
        for index, words in enumerate(given):
            proofs += self._look_up(words, (*where, "evidence", index))
        if self.require_evidence and not given and not is_own and not isinstance(entry, Quote):
            self._find(
                "missing-evidence",
                "this statement has no evidence, and this site requires it",
                (*where, "text"),
                mend="add `evidence: …` with the exact words of the source",
            )
        return proofs

    def _look_up(self, words: Evidence, where: Where, quote: Quote | None = None) -> list[_Proof]:
        source = words.source or next(iter(self.briefing.model.sources), None)
        at = (*where, "text")
        if source is None:
            self._find(
                "no-source",
                f"{'a quotation' if quote else 'evidence'} needs a source to stand in",
                at,
                mend="add `sources: […]` with the id of a file in `sources/`",
            )
            return []
        if source not in self.texts:
            self.unverified = True  # the unknown id, or what is wrong with the source, is reported
            return []
        text = self.texts[source]
        match text.find(words.text, words.prefix, words.suffix):
            case Found() as found:
                if quote and quote.verbatim and not found.quoted:
                    self._find(
                        "quotation-not-in-marks",
                        f"source `{source}` has these words, but not inside quotation marks",
                        at,
                        mend="quote what stands between the marks, or say `verbatim: false` for "
                        "reported speech",
                    )
                pieces = tuple(evidence.pieces(words.text, text, found)) if quote else ()
                return [_Proof(source, found.ranges, pieces)]
            case NotFound() as miss:
                self._report_miss(source, text, words.text, miss, at)
            case Ambiguous(places):
                self._report_ambiguous(source, text, places, at)
            case NoWords():
                self._find(
                    "evidence-empty",
                    "there are no words here to look for in the source",
                    at,
                    mend="write the exact words; what stands in [brackets] is not compared",
                )
        return []

    def _report_miss(
        self, source: str, text: SourceText, words: str, miss: NotFound, at: Where
    ) -> None:
        message = f"these words do not stand in source `{source}`"
        if miss.out_of_order:
            message = (
                f"the parts between brackets stand in source `{source}`, "
                "but not in this order within one paragraph"
            )
        near = text.nearest(miss.part)
        notes, narrow = [], None
        if near:
            notes.append(
                f"you wrote:   {near.wanted}\n"
                f"source says: {near.passage}\n"
                f"(line {text.line(near.start)} of sources/{source}.txt)"
            )
            narrow = near.wanted.partition(">>")[2].partition("<<")[0]
        self._find(
            "evidence-not-found",
            message,
            at,
            notes=tuple(notes),
            narrow=narrow,
            mend="copy the words from the source as they are; `[…]` stands for words left out",
        )

    def _report_ambiguous(
        self, source: str, text: SourceText, places: tuple[int, ...], at: Where
    ) -> None:
        count = f"{len(places)} or more" if len(places) >= evidence.MOST_PLACES else len(places)
        lines = [f"line {text.line(place)}: …{_around(text.text, place)}…" for place in places[:5]]
        self._find(
            "evidence-ambiguous",
            f"these words stand in source `{source}` {count} times",
            at,
            notes=("\n".join(lines),),
            mend="write more of the passage, or add `prefix:` or `suffix:` with the words right "
            "before or after",
        )

    def _find(
        self,
        code: str,
        message: str,
        where: Where,
        *,
        mend: str,
        notes: tuple[str, ...] = (),
        narrow: str | None = None,
    ) -> None:
        document = self.briefing.document
        place = document.place(where)
        self.findings.append(
            Diagnostic(
                code=code,
                message=message,
                path=document.path,
                span=_narrowed(document, place, narrow) if narrow else place.value,
                notes=notes,
                help=mend,
            )
        )


def _without_marks(text: str) -> str:
    """A quotation without the marks an author may have put around the whole of it."""
    for opening, closing in (("''", "''"), ('"', '"'), ("“", "”"), ("«", "»"), ("‘", "’")):
        inner = text[len(opening) : -len(closing)]
        if text.startswith(opening) and text.endswith(closing) and opening not in inner:
            return inner.strip()
    return text


def _narrowed(document: Document, place: Place, words: str) -> Span:
    """Point at the words that differ, where they can be found in the lines of the value."""
    lines = document.text.splitlines()[: place.last_line]
    for wanted in (words, *words.split()[:1]):
        column = place.value.column
        for number, line in enumerate(lines[place.value.line - 1 :], place.value.line):
            start = line.find(wanted, column - 1)
            if wanted and start >= 0:
                return Span(number, start + 1, len(wanted))
            column = 1
    return place.value


def _around(text: str, place: int) -> str:
    return " ".join(text[max(0, place - 25) : place + 45].split())


# Pages


_Key = tuple[str, tuple[evidence.Range, ...]]


def _number_passages(proofs: Iterable[_Proof]) -> dict[_Key, Passage]:
    """Number the passages of each source in the order of its text."""
    keys = sorted(
        {(proof.source, proof.ranges) for proof in proofs},
        # Of two that begin together, the longer comes first: it holds the other.
        key=lambda key: (key[0], key[1][0][0], -key[1][-1][1], key[1]),
    )
    passages: dict[_Key, Passage] = {}
    counts: dict[str, int] = {}
    for source, ranges in keys:
        counts[source] = counts.get(source, 0) + 1
        passages[source, ranges] = Passage(source, counts[source], ranges)
    return passages


def _briefing_page(
    briefing: Record[Briefing],
    statements: list[Statement],
    proofs: Mapping[int, list[_Proof]],
    passages: Mapping[_Key, Passage],
) -> BriefingPage:
    fields: dict[str, list[Statement]] = {name: [] for name in ("evidence", *STATEMENTS)}
    sources = dict.fromkeys(briefing.model.sources)
    for index, statement in enumerate(statements):
        found = tuple(
            dict.fromkeys(passages[proof.source, proof.ranges] for proof in proofs[index])
        )
        sources.update(dict.fromkeys(passage.source for passage in found))
        is_quote = isinstance(statement.record, Quote)
        fields[statement.field].append(
            replace(
                statement,
                passages=found,
                words=proofs[index][0].words if is_quote else (),
                checked=found[0] if is_quote else None,
            )
        )
    (own,) = fields.pop("evidence")
    return BriefingPage(
        id=briefing.id,
        path=briefing.document.path,
        record=briefing.model,
        statements={name: tuple(entries) for name, entries in fields.items()},
        passages=own.passages,
        sources=tuple(sources),
    )


def _all_statements(page: BriefingPage) -> Iterator[Statement]:
    yield Statement(page.id, "evidence", 1, page.record, page.passages)
    for statements in page.statements.values():
        yield from statements


def _source_pages(
    sources: Sequence[Record[Source]],
    texts: Mapping[str, SourceText],
    briefings: Sequence[BriefingPage],
) -> Iterator[SourcePage]:
    citations: dict[Passage, list[Statement]] = {}
    for page in briefings:
        for statement in _all_statements(page):
            for passage in statement.passages:
                citations.setdefault(passage, []).append(statement)
    by_source: dict[str, list[Passage]] = {}
    for passage in sorted(citations, key=lambda passage: passage.number):
        by_source.setdefault(passage.source, []).append(passage)
    for source in sorted(sources, key=lambda record: (record.model.title, record.id)):
        if source.id in texts:
            passages = tuple(by_source.get(source.id, ()))
            yield SourcePage(
                id=source.id,
                path=source.document.path,
                record=source.model,
                text=texts[source.id],
                passages=passages,
                citations={passage.number: tuple(citations[passage]) for passage in passages},
            )


def _entity_pages(
    entities: Sequence[Record[Entity]], briefings: Sequence[BriefingPage]
) -> Iterator[EntityPage]:
    roles: dict[str, dict[str, dict[str, None]]] = {}
    said: dict[str, list[Statement]] = {}
    promised: dict[str, list[Statement]] = {}
    for page in briefings:
        named = [(entity, str(where[0])) for where, entity in _entities_of(page.record)]
        for entity, role in (*named, *((target, "text") for target in _linked(page.record))):
            roles.setdefault(entity, {}).setdefault(page.id, {})[role] = None
        for quote in page.statements["quotes"]:
            said.setdefault(getattr(quote.record, "speaker", None) or "", []).append(quote)
        for claim in page.statements["claims"]:
            said.setdefault(getattr(claim.record, "by", ""), []).append(claim)
        for commitment in page.statements["commitments"]:
            for entity in getattr(commitment.record, "by", ()):
                promised.setdefault(entity, []).append(commitment)
    parts: dict[str, list[str]] = {}
    ordered = sorted(entities, key=lambda record: (record.model.name.casefold(), record.id))
    for record in ordered:
        if record.model.part_of:
            parts.setdefault(record.model.part_of, []).append(record.id)
    for record in ordered:
        yield EntityPage(
            id=record.id,
            path=record.document.path,
            record=record.model,
            mentions=tuple(
                Mention(briefing, tuple(fields))
                for briefing, fields in roles.get(record.id, {}).items()
            ),
            said=tuple(said.get(record.id, ())),
            commitments=tuple(promised.get(record.id, ())),
            parts=tuple(parts.get(record.id, ())),
        )
