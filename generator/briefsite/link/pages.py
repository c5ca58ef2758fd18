"""Checked briefings to the pages of a site: passages, back links, ladders, timelines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypedDict, TypeVar

from briefsite import evidence
from briefsite.evidence import SourceText
from briefsite.link.names import Names, Section
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

T = TypeVar("T")
_Key = tuple[str, tuple[evidence.Range, ...]]
Checked = tuple[Record[Briefing], Sequence[Statement], Sequence[Sequence[Proof]]]
"""A briefing, its statements, and the proofs of each."""


def number_passages(checked: Iterable[Checked]) -> dict[_Key, Passage]:
    """Number the passages of each source in the order of its text."""
    proofs = (proof for _, _, all_proofs in checked for found in all_proofs for proof in found)
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


def briefing_page(
    checked: Checked,
    passages: Mapping[_Key, Passage],
    names: Names,
    ambiguous: dict[str, frozenset[str]],
) -> BriefingPage:
    """Make the page of a briefing: passages to their statements, names in texts to their entities.

    Names of several entities are noted in `ambiguous`.
    """
    briefing, statements, proofs = checked
    fields: dict[str, list[Statement]] = {name: [] for name in ("evidence", *STATEMENTS)}
    sources = dict.fromkeys(briefing.model.sources)
    sections = {name: Section(names, ambiguous) for name in STATEMENTS}
    named = _named_in_fields(briefing.model)
    for statement, found in zip(statements, proofs, strict=True):
        cited = tuple(dict.fromkeys(passages[proof.source, proof.ranges] for proof in found))
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
    return BriefingPage(
        id=briefing.id,
        path=briefing.document.path,
        record=record,
        statements={name: tuple(entries) for name, entries in fields.items()},
        passages=own.passages,
        sources=tuple(sources),
        entities=tuple(entities | dict.fromkeys([*more, *linked_ids(record)])),
    )


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
    texts: Mapping[str, SourceText],
    briefings: Sequence[BriefingPage],
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
            yield SourcePage(
                id=source.id,
                path=source.document.path,
                record=source.model,
                text=texts[source.id],
                passages=passages,
                citations={passage.number: tuple(citations[passage]) for passage in passages},
                **_coverage(texts[source.id], passages),
            )


class _Coverage(TypedDict):
    uncited: tuple[evidence.Range, ...]
    share_cited: float


def _coverage(text: SourceText, passages: Sequence[Passage]) -> _Coverage:
    """What of a text is cited, in one walk along it."""
    cited: list[evidence.Range] = []  # without overlaps
    for start, end in sorted(place for passage in passages for place in passage.ranges):
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
    return {"uncited": tuple(uncited), "share_cited": share}


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
    texts: Mapping[str, SourceText],
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
    written = _written(entities, texts)
    for record in ordered:
        yield EntityPage(
            id=record.id,
            path=record.document.path,
            record=record.model,
            mentions=tuple(mentions.get(record.id, ())),
            said=tuple(said.get(record.id, ())),
            commitments=tuple(promised.get(record.id, ())),
            parts=tuple(parts.get(record.id, ())),
            written=written.get(record.id, {}),
            timeline=tuple(dated.get(record.id, ())),
        )


def _collect(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
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


def _written(
    entities: Sequence[Record[Entity]], texts: Mapping[str, SourceText]
) -> dict[str, dict[str, dict[str, int]]]:
    """How each source writes the names of entities, and how often: by entity and source."""
    names = Names(entities)
    written: dict[str, dict[str, dict[str, int]]] = {}
    for source, text in sorted(texts.items()):
        for name in names.find(text.text):
            form = re.sub(r"\s+", " ", text.text[name.start : name.end])
            for entity in name.ids:
                forms = written.setdefault(entity, {}).setdefault(source, {})
                forms[form] = forms.get(form, 0) + 1
    return written
