"""Checked briefings to the pages of a site: passages, back links, ladders, timelines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypedDict, TypeVar

from briefsite import evidence
from briefsite.build.store import Store, code_digest, digest, remembered
from briefsite.link.names import Names, Section, tokens
from briefsite.link.proofs import Proof
from briefsite.link.references import entities_of, linked_ids
from briefsite.link.site import (
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Mention,
    Passage,
    Record,
    SourcePage,
    Statement,
    Step,
    Texts,
    TimelineEntry,
    TopicPage,
)
from briefsite.models import (
    STATEMENTS,
    Briefing,
    Claim,
    Commitment,
    Entity,
    Event,
    Quote,
    Source,
    Update,
)
from briefsite.text import Inline

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


def number_passages(briefings: Iterable[BriefingPage]) -> None:
    """Number the passages of each source in the order of its text."""
    cited = _collect(
        ((passage.source, passage.ranges), passage)
        for page in briefings
        for statement in all_statements(page)
        for passage in (*statement.passages, *filter(None, [statement.checked]))
    )
    counts: Counter[str] = Counter()
    # Of two that begin together, the longer comes first: it holds the other.
    for source, ranges in sorted(
        cited, key=lambda key: (key[0], key[1][0][0], -key[1][-1][1], key)
    ):
        counts[source] += 1
        for passage in cited[source, ranges]:
            passage.number = counts[source]


def briefing_page(
    briefing: Record[Briefing],
    proofs: Mapping[Statement, Sequence[Proof]],
    names: Names,
    digest: str,
) -> tuple[BriefingPage, dict[str, frozenset[str]]]:
    """Make the page of a briefing: passages to its statements, names in its texts to entities.

    Passages have no number yet. Also returns the names of several entities.
    """
    ambiguous: dict[str, frozenset[str]] = {}
    fields: dict[str, list[Statement]] = {name: [] for name in ("evidence", *STATEMENTS)}
    sources = dict.fromkeys(briefing.model.sources)
    sections = {name: Section(names, ambiguous) for name in STATEMENTS}
    named = _named_in_fields(briefing.model)
    for statement, found in proofs.items():
        cited = tuple(dict.fromkeys(Passage(proof.source, proof.ranges) for proof in found))
        sources.update(dict.fromkeys(passage.source for passage in cited))
        entry = statement.record
        entities = dict.fromkeys(named.get((statement.field, statement.number - 1), ()))
        text = getattr(entry, "text", None)
        if statement.field != "evidence" and isinstance(text, Inline):
            text, found_names = sections[statement.field].link(text)
            entry = entry.model_copy(update={"text": text})
            entities |= dict.fromkeys(found_names)
        is_quote = isinstance(entry, Quote)
        fields[statement.field].append(
            replace(
                statement,
                record=entry,
                passages=cited,
                words=found[0].words if is_quote else (),
                checked=cited[0] if is_quote else None,
                entities=tuple(entities),
            )
        )
    (own,) = fields.pop("evidence")
    record, more = _link_texts(briefing.model, names, ambiguous)
    entities = dict.fromkeys(entity for _, entity in entities_of(record))
    for entries in fields.values():
        entities |= dict.fromkeys(entity for entry in entries for entity in entry.entities)
    page = BriefingPage(
        id=briefing.id,
        path=briefing.path,
        digest=digest,
        record=record,
        statements={name: tuple(entries) for name, entries in fields.items()},
        passages=own.passages,
        sources=tuple(sources),
        entities=tuple(entities | dict.fromkeys([*more, *linked_ids(record)])),
    )
    return page, ambiguous


def _named_in_fields(briefing: Briefing) -> dict[tuple[str, int], list[str]]:
    """The entities that each statement names by id or link."""
    named: dict[tuple[str, int], list[str]] = {}
    for where, entity in entities_of(briefing):
        if len(where) > 1:
            named.setdefault((str(where[0]), int(where[1])), []).append(entity)
    for field in STATEMENTS:
        for index, entry in enumerate(getattr(briefing, field)):
            named.setdefault((field, index), []).extend(linked_ids(entry))
    return named


def _link_texts(
    briefing: Briefing, names: Names, ambiguous: dict[str, frozenset[str]]
) -> tuple[Briefing, list[str]]:
    """Link names in the texts that are no statements."""
    named: list[str] = []

    def link(section: Section, text: Inline) -> Inline:
        linked, found = section.link(text)
        named.extend(found)
        return linked

    changes: dict[str, object] = {}
    for field in ("summary", "why_it_matters"):
        if isinstance(text := getattr(briefing, field), Inline):
            changes[field] = link(Section(names, ambiguous), text)
    section = Section(names, ambiguous)
    changes["unknowns"] = tuple(link(section, Inline(text)) for text in briefing.unknowns)
    section = Section(names, ambiguous)
    changes["assessments"] = tuple(
        entry.model_copy(update={"text": link(section, Inline(entry.text))})
        for entry in briefing.assessments
    )
    return briefing.model_copy(update=changes), named


def all_statements(page: BriefingPage) -> Iterator[Statement]:
    """All statements of a page, the briefing itself first."""
    yield Statement(page.id, "evidence", 1, page.record, page.passages)
    for statements in page.statements.values():
        yield from statements


def source_pages(
    sources: Sequence[Record[Source]],
    texts: Texts,
    briefings: Sequence[BriefingPage],
    store: Store,
) -> Iterator[SourcePage]:
    """Make the pages of the sources, in the order of their titles."""
    citations: dict[Passage, list[Statement]] = {}
    for page in briefings:
        for statement in all_statements(page):
            for passage in statement.passages:
                citations.setdefault(passage, []).append(statement)
    by_source: dict[str, list[Passage]] = {}
    for passage in sorted(citations, key=lambda passage: passage.number):
        by_source.setdefault(passage.source, []).append(passage)
    for source in sorted(sources, key=lambda record: (record.model.title, record.id)):
        if source.id in texts:
            passages = tuple(by_source.get(source.id, ()))
            ranges = [passage.ranges for passage in passages]
            yield SourcePage(
                id=source.id,
                path=source.path,
                digest=source.digest,
                record=source.model,
                texts=texts,
                passages=passages,
                citations={passage.number: tuple(citations[passage]) for passage in passages},
                **remembered(
                    store,
                    digest("coverage", code_digest(), source.digest, repr(ranges)),
                    partial(_coverage, texts, source.id, ranges),
                ),
            )


class _Coverage(TypedDict):
    sentences: int
    uncited: tuple[evidence.Range, ...]
    share_cited: float


def _coverage(
    texts: Texts, source: str, passages: Sequence[tuple[evidence.Range, ...]]
) -> _Coverage:
    """What of a text is cited, in one walk along it."""
    text = texts[source]
    cited: list[evidence.Range] = []  # without overlaps
    for start, end in sorted(place for ranges in passages for place in ranges):
        if cited and start <= cited[-1][1]:
            cited[-1] = (cited[-1][0], max(end, cited[-1][1]))
        else:
            cited.append((start, end))
    uncited = []
    index = 0
    for start, end in text.sentences:
        while index < len(cited) and cited[index][1] <= start:
            index += 1
        if index == len(cited) or cited[index][0] >= end:
            uncited.append((start, end))
    total = sum(end - start for start, end in text.paragraphs)
    share = sum(end - start for start, end in cited) / total if total else 1.0
    return {"sentences": len(text.sentences), "uncited": tuple(uncited), "share_cited": share}


def commitment_pages(briefings: Sequence[BriefingPage]) -> dict[str, CommitmentPage]:
    """Make the pages of the commitments, by address; what moved last comes first."""
    updates: dict[str, list[Statement]] = {}
    for page in reversed(briefings):  # of two updates of one day, the later briefing's comes last
        for statement in page.statements["updates"]:
            assert isinstance(statement.record, Update)
            updates.setdefault(statement.record.commitment, []).append(statement)
    pages = []
    for page in briefings:
        for statement in page.statements["commitments"]:
            record = statement.record
            assert isinstance(record, Commitment)
            first = Step(page.record.date, record.status, None, statement)
            later = [_step(update) for update in updates.get(f"{page.id}/{record.id}", ())]
            pages.append(
                CommitmentPage(
                    briefing=page.id,
                    record=record,
                    statement=statement,
                    topics=page.record.topics,
                    steps=(first, *sorted(later, key=lambda step: step.date.key)),
                )
            )
    pages.sort(key=lambda page: page.latest.date.key, reverse=True)
    return {page.address: page for page in pages}


def _step(statement: Statement) -> Step:
    update = statement.record
    assert isinstance(update, Update)
    return Step(update.date, update.status, update.value, statement)


def timeline(briefings: Sequence[BriefingPage]) -> tuple[TimelineEntry, ...]:
    """Everything that has a date, in the order of time."""
    entries = [entry for page in briefings for entry in _dated(page)]
    return tuple(sorted(entries, key=lambda entry: entry.date.key))


def _dated(page: BriefingPage) -> Iterator[TimelineEntry]:
    entry = TimelineEntry(
        date=page.record.date,
        kind="briefing",
        briefing=page.id,
        entities=page.entities,
        topics=page.record.topics,
    )
    yield entry
    for name in ("timeline", "updates", "commitments"):
        for statement in page.statements[name]:
            record = statement.record
            about = replace(entry, statement=statement, entities=statement.entities)
            if isinstance(record, Event):
                yield replace(about, date=record.date, kind="event")
            elif isinstance(record, Update):
                yield replace(about, date=record.date, kind="update")
            elif isinstance(record, Commitment) and record.deadline:
                yield replace(about, date=record.deadline, kind="deadline")
    for correction in page.record.corrections:
        yield replace(entry, date=correction.date, kind="correction", correction=correction)


def topic_pages(
    briefings: Sequence[BriefingPage], commitments: Mapping[str, CommitmentPage]
) -> dict[str, TopicPage]:
    """Make the pages of the topics, by id."""
    topics = sorted({topic for page in briefings for topic in page.record.topics})
    filed: dict[str, list[str]] = {topic: [] for topic in topics}
    promised: dict[str, list[str]] = {topic: [] for topic in topics}
    for page in briefings:
        for topic in dict.fromkeys(page.record.topics):
            filed[topic].append(page.id)
    for address, commitment in commitments.items():
        for topic in dict.fromkeys(commitment.topics):
            promised[topic].append(address)
    return {
        topic: TopicPage(
            id=topic, briefings=tuple(filed[topic]), commitments=tuple(promised[topic])
        )
        for topic in topics
    }


def entity_pages(
    entities: Sequence[Record[Entity]],
    briefings: Sequence[BriefingPage],
    commitments: Mapping[str, CommitmentPage],
    entries: Sequence[TimelineEntry],
    written: Mapping[str, Mapping[str, Mapping[str, int]]],
) -> Iterator[EntityPage]:
    """Make the pages of the entities, in the order of their names."""
    mentions = _collect(
        (entity, mention) for page in briefings for entity, mention in _mentions(page)
    )
    said = _collect(
        (speaker, statement)
        for page in briefings
        for statement in (*page.statements["quotes"], *page.statements["claims"])
        if (speaker := _speaker(statement))
    )
    promised = _collect(
        (entity, address)
        for address, commitment in commitments.items()
        for entity in commitment.record.by
    )
    dated = _collect((entity, entry) for entry in entries for entity in entry.entities)
    ordered = sorted(entities, key=lambda record: (record.model.name.casefold(), record.id))
    parts = _collect((r.model.part_of, r.id) for r in ordered if r.model.part_of)
    for record in ordered:
        yield EntityPage(
            id=record.id,
            path=record.path,
            digest=record.digest,
            record=record.model,
            mentions=tuple(mentions.get(record.id, ())),
            said=tuple(said.get(record.id, ())),
            commitments=tuple(promised.get(record.id, ())),
            parts=tuple(parts.get(record.id, ())),
            written=written.get(record.id, {}),
            timeline=tuple(dated.get(record.id, ())),
        )


def _collect(pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _mentions(page: BriefingPage) -> Iterator[tuple[str, Mention]]:
    """All entities that a briefing names, each with the statements that do."""
    about = _collect(
        (entity, statement)
        for statements in page.statements.values()
        for statement in statements
        for entity in statement.entities
    )
    for entity in page.entities:
        is_place = page.record.place == entity
        yield entity, Mention(page.id, tuple(about.get(entity, ())), is_place)


def _speaker(statement: Statement) -> str | None:
    """Who says a quotation or a claim."""
    record = statement.record
    if isinstance(record, Quote):
        return record.speaker
    return record.by if isinstance(record, Claim) else None


def names_written(
    sources: Sequence[Record[Source]], texts: Texts, names: Names, store: Store
) -> dict[str, dict[str, dict[str, int]]]:
    """How each source writes the names of entities, and how often: by entity and source."""
    written: dict[str, dict[str, dict[str, int]]] = {}
    for source in sorted(sources, key=lambda record: record.id):
        if source.id not in texts:
            continue
        text = texts.received(source.id)
        key = digest("words", code_digest(), source.digest)
        words = remembered(store, key, partial(_words, text))
        key = digest("written", code_digest(), source.digest, names.seen_by(words))
        for entity, forms in remembered(store, key, partial(_forms, text, names)).items():
            written.setdefault(entity, {})[source.id] = forms
    return written


def _words(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


def _forms(text: str, names: Names) -> dict[str, dict[str, int]]:
    """How a text writes the names of entities, and how often, by entity."""
    forms: dict[str, Counter[str]] = {}
    for name in names.find(text):
        form = re.sub(r"\s+", " ", text[name.start : name.end])
        for entity in name.ids:
            forms.setdefault(entity, Counter())[form] += 1
    return {entity: dict(counts) for entity, counts in forms.items()}
