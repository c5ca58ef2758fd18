"""Checked briefings to the pages of a site: passages, back links, ladders, timelines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypedDict, TypeVar

from briefsite.archive.dates import Date
from briefsite.archive.models import (
    Claim,
    Commitment,
    Entity,
    Model,
    Quote,
    Source,
    Update,
)
from briefsite.archive.places import Places
from briefsite.archive.records import Record
from briefsite.archive.text import tokens
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import Store, code_digest, digest, remembered
from briefsite.evidence.typography import Range
from briefsite.site.entity_names import Names
from briefsite.site.site import (
    Abstract,
    BriefingPage,
    Cited,
    ClaimAddress,
    Claimed,
    CommitmentAddress,
    CommitmentPage,
    EntityPage,
    Mention,
    Moved,
    Office,
    Passage,
    Promised,
    SourcePage,
    Statement,
    Step,
    Texts,
    TimelineEntry,
    TopicPage,
    claim_address,
    commitment_address,
    sides_of,
)

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


def cited(abstracts: Iterable[Abstract]) -> Iterator[Cited]:
    """All that some briefings cite."""
    for about in abstracts:
        yield from about.passages
        for filed in about.statements:
            yield from filed.passages


def numbered(cited: Iterable[Cited], places: Mapping[str, Places]) -> dict[Cited, Passage]:
    """All passages, those of each source numbered in the order of its text."""
    counts: Counter[str] = Counter()
    found = {}
    # Of two that begin together, the longer comes first: it holds the other.
    for source, ranges in sorted(
        {*cited}, key=lambda key: (key[0], key[1][0][0], -key[1][-1][1], key)
    ):
        counts[source] += 1
        at = places.get(source, _NOWHERE)
        start = ranges[0][0]
        found[Cited(source, ranges)] = Passage(
            source, ranges, counts[source], at.page(start), at.time(start)
        )
    return found


_NOWHERE = Places()


def source_pages(
    sources: Sequence[Record[Source]],
    texts: Texts,
    briefings: Sequence[BriefingPage],
    offices: Iterable[Office],
    ledger: Ledger,
) -> Iterator[SourcePage]:
    """Make the pages of the sources, in the order of their titles."""
    statements = (entry for page in briefings for entry in (page.own, *page.all_statements))
    citing: Iterable[Statement[Model] | Office] = (*statements, *offices)
    citations = _collect((passage, entry) for entry in citing for passage in entry.passages)
    by_source: dict[str, list[Passage]] = {}
    for passage in sorted(citations, key=lambda passage: passage.number):
        by_source.setdefault(passage.source, []).append(passage)
    for source in sorted(sources, key=lambda record: (record.model.title, record.id)):
        if source.id in texts:
            passages = tuple(by_source.get(source.id, ()))
            ranges = [
                passage.ranges
                for passage in passages
                if not all(statement.is_withdrawn for statement in citations[passage])
            ]
            yield SourcePage(
                id=source.id,
                path=source.path,
                # Of versions, what cannot be read is left out.
                digest=digest(
                    source.digest,
                    *(
                        f"{day} {bool(later.places)}"
                        for day, later in texts.versions(source.id).items()
                    ),
                ),
                record=source.model,
                texts=texts,
                passages=passages,
                citations={passage.number: tuple(citations[passage]) for passage in passages},
                **ledger.recall(
                    digest("coverage", source.digest, repr(ranges)),
                    partial(_coverage, texts, source.id, ranges),
                ),
            )


class _Coverage(TypedDict):
    sentences: int
    uncited: tuple[Range, ...]
    share_cited: float


def _coverage(texts: Texts, source: str, passages: Sequence[tuple[Range, ...]]) -> _Coverage:
    """What of a text is cited, in one walk along it."""
    text = texts[source]
    cited = _without_overlaps(place for ranges in passages for place in ranges)
    uncited = uncited_of(text.sentences, cited)
    total = sum(end - start for start, end in text.paragraphs)
    share = min(1.0, sum(end - start for start, end in cited) / total) if total else 1.0
    return {"sentences": len(text.sentences), "uncited": tuple(uncited), "share_cited": share}


def _without_overlaps(places: Iterable[Range]) -> list[Range]:
    found: list[Range] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def uncited_of(sentences: Iterable[Range], places: Iterable[Range]) -> list[Range]:
    """The sentences of which some stretches have no word, in one walk along both."""
    cited, uncited, index = _without_overlaps(places), [], 0
    for start, end in sentences:
        while index < len(cited) and cited[index][1] <= start:
            index += 1
        if index == len(cited) or cited[index][0] >= end:
            uncited.append((start, end))
    return uncited


def commitment_pages(briefings: Sequence[BriefingPage]) -> dict[CommitmentAddress, CommitmentPage]:
    """Make the pages of the commitments, by address; what moved last comes first."""
    updates: dict[CommitmentAddress, list[Step]] = {}
    for page in reversed(briefings):  # of two updates of one day, the later briefing's comes last
        for update in page.of(Update):
            assert isinstance(update.fact, Moved)
            moved = update.fact
            step = Step(
                moved.date,
                moved.status,
                moved.value,
                update,
                sides=sides_of(update),
                deadline=moved.deadline,
                target=moved.target,
            )
            updates.setdefault(moved.commitment, []).append(step)
    promised = {address: fact for page in briefings for address, fact in _promised(page)}
    continued = _collect(
        (earlier, address)
        for page in reversed(briefings)
        for address, fact in _promised(page)
        for earlier in dict.fromkeys(fact.continues)
    )
    pages = []
    for page in briefings:
        for statement in page.of(Commitment):
            assert isinstance(statement.fact, Promised)
            first = Step(
                page.date,
                statement.fact.status,
                None,
                statement,
                deadline=statement.fact.deadline,
                target=statement.fact.target,
            )
            address = commitment_address(page.id, statement.fact.id)
            later = updates.get(address, ())
            pages.append(
                CommitmentPage(
                    briefing=page.id,
                    about=statement.fact,
                    statement=statement,
                    topics=page.about.topics,
                    steps=(first, *sorted(later, key=lambda step: step.date)),
                    continues=tuple(
                        a for a in dict.fromkeys(statement.fact.continues) if a in promised
                    ),
                    continued_by=tuple(continued.get(address, ())),
                )
            )
    pages.sort(key=lambda page: page.latest.date, reverse=True)
    return {page.address: page for page in pages}


def _promised(page: BriefingPage) -> Iterator[tuple[CommitmentAddress, Promised]]:
    """The commitments of a briefing, by address."""
    for statement in page.of(Commitment):
        assert isinstance(statement.fact, Promised)
        yield commitment_address(page.id, statement.fact.id), statement.fact


def claims(
    briefings: Sequence[BriefingPage],
) -> tuple[dict[ClaimAddress, Statement[Claim]], dict[ClaimAddress, tuple[Statement[Claim], ...]]]:
    """The claims that have an id, by address; and those that contradict one, by the address of that."""
    named: dict[ClaimAddress, Statement[Claim]] = {}
    contradicting: list[tuple[ClaimAddress, Statement[Claim]]] = []
    for page in briefings:
        for statement in page.of(Claim):
            assert isinstance(statement.fact, Claimed)
            if statement.fact.id:
                named[claim_address(page.id, statement.fact.id)] = statement
            contradicting += (
                (other, statement) for other in dict.fromkeys(statement.fact.contradicts)
            )
    return named, {address: tuple(found) for address, found in _collect(contradicting).items()}


def timeline(
    briefings: Sequence[BriefingPage], commitments: Mapping[CommitmentAddress, CommitmentPage]
) -> tuple[TimelineEntry, ...]:
    """Everything that has a date, in the order of time; of a deadline that moved, where it is now."""
    entries = [entry for page in briefings for entry in _dated(page, commitments)]
    return tuple(sorted(entries, key=lambda entry: entry.date))


def _dated(
    page: BriefingPage, commitments: Mapping[CommitmentAddress, CommitmentPage]
) -> Iterator[TimelineEntry]:
    yield TimelineEntry(date=page.date, kind="briefing", page=page, entities=page.entities)
    for name in ("timeline", "updates", "commitments"):
        for statement in page.statements[name]:
            about = partial(
                TimelineEntry, page=page, statement=statement, entities=statement.entities
            )
            match statement.fact:
                case Date():
                    yield about(date=statement.fact, kind="event")
                case Moved(date=date):
                    yield about(date=date, kind="update")
                case Promised(id=name):
                    if deadline := commitments[commitment_address(page.id, name)].deadline:
                        yield about(date=deadline, kind="deadline")
    for index, correction in enumerate(page.about.corrections):
        yield TimelineEntry(
            date=correction.date,
            kind="correction",
            page=page,
            number=index + 1,
            entities=page.entities,
        )


def topic_pages(
    briefings: Sequence[BriefingPage], commitments: Mapping[CommitmentAddress, CommitmentPage]
) -> dict[str, TopicPage]:
    """Make the pages of the topics, by id."""
    topics = sorted({topic for page in briefings for topic in page.about.topics})
    filed: dict[str, list[str]] = {topic: [] for topic in topics}
    promised: dict[str, list[CommitmentAddress]] = {topic: [] for topic in topics}
    for page in briefings:
        for topic in dict.fromkeys(page.about.topics):
            filed[topic].append(page.id)
    for address, commitment in commitments.items():
        for topic in dict.fromkeys(commitment.topics):
            promised[topic].append(address)
    standing = {page.id for page in briefings if not page.is_withdrawn}
    return {
        topic: TopicPage(
            id=topic,
            briefings=tuple(filed[topic]),
            commitments=tuple(promised[topic]),
            weight=sum(name in standing for name in filed[topic]),
            promises=_standing(promised[topic], commitments),
        )
        for topic in topics
    }


def _standing(
    addresses: Iterable[CommitmentAddress], commitments: Mapping[CommitmentAddress, CommitmentPage]
) -> int:
    """How many of some commitments were not withdrawn."""
    return sum(not commitments[address].is_withdrawn for address in addresses)


def entity_pages(
    entities: Sequence[Record[Entity]],
    briefings: Sequence[BriefingPage],
    commitments: Mapping[CommitmentAddress, CommitmentPage],
    entries: Sequence[TimelineEntry],
    written: Mapping[str, Mapping[str, Mapping[str, int]]],
    *,
    offices: Sequence[Office],
) -> Iterator[EntityPage]:
    """Make the pages of the entities, in the order of their names."""
    mentions = _collect(
        (entity, mention) for page in briefings for entity, mention in _mentions(page)
    )
    said = _collect(
        (statement.who, statement)
        for page in briefings
        for statement in _said(page)
        if statement.who
    )
    promised = _collect(
        (entity, address)
        for address, commitment in commitments.items()
        for entity in commitment.about.by
    )
    dated = _collect((entity, entry) for entry in entries for entity in entry.entities)
    ordered = sorted(entities, key=lambda record: (record.model.name.casefold(), record.id))
    parts = _collect((r.model.part_of, r.id) for r in ordered if r.model.part_of)
    held = _collect((office.entity, office) for office in offices)
    holders = _collect((office.record.of, office) for office in offices if office.record.of)
    for record in ordered:
        yield EntityPage(
            id=record.id,
            path=record.path,
            digest=record.digest,
            record=record.model,
            mentions=tuple(mentions.get(record.id, ())),
            said=tuple(said.get(record.id, ())),
            commitments=tuple(promised.get(record.id, ())),
            promises=_standing(promised.get(record.id, ()), commitments),
            parts=tuple(parts.get(record.id, ())),
            written=written.get(record.id, {}),
            timeline=tuple(dated.get(record.id, ())),
            offices=tuple(held.get(record.id, ())),
            officers=tuple(holders.get(record.id, ())),
        )


def _collect(pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _said(page: BriefingPage) -> Iterator[Statement[Quote] | Statement[Claim]]:
    yield from page.of(Quote)
    yield from page.of(Claim)


def _mentions(page: BriefingPage) -> Iterator[tuple[str, Mention]]:
    """All entities that a briefing names, each with the statements that do."""
    about = _collect(
        (entity, statement) for statement in page.all_statements for entity in statement.entities
    )
    for entity in page.entities:
        is_place = page.about.place == entity
        statements = tuple(about.get(entity, ()))
        yield entity, Mention(page.id, statements, is_place, page.is_withdrawn)


def names_written(
    sources: Sequence[Record[Source]], texts: Texts, names: Names, store: Store, ledger: Ledger
) -> dict[str, dict[str, dict[str, int]]]:
    """How each source writes the names of entities, and how often: by entity and source."""
    written: dict[str, dict[str, dict[str, int]]] = {}

    def forms_in(source: Record[Source]) -> dict[str, dict[str, int]]:
        text = texts.received(source.id)
        words = remembered(store, digest("words", source.digest), partial(_words, text))
        key = digest("written", code_digest(), source.digest, names.seen_by(words))
        return remembered(store, key, partial(_forms, text, names))

    for source in sorted(sources, key=lambda record: record.id):
        if source.id in texts:
            key = digest("written", source.digest, names.digest)
            for entity, forms in ledger.recall(key, partial(forms_in, source)).items():
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
