"""What is filed of a briefing, so that the rest of the site need not open it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import cast

from briefsite.archive.dates import Instant
from briefsite.archive.models import (
    STATEMENTS,
    Briefing,
    Claim,
    Commitment,
    Event,
    Model,
    Participant,
    Quote,
    Update,
    leaves,
)
from briefsite.archive.references import entities_of, linked_ids
from briefsite.archive.text import Inline, Plain
from briefsite.cache.store import digest
from briefsite.site.entity_names import Doubts, Names, Section
from briefsite.site.figures import FigureCheck
from briefsite.site.proofs import Proof, WrittenStatement
from briefsite.site.site import (
    GIST,
    Abstract,
    Body,
    Cited,
    ClaimAddress,
    Claimed,
    CommitmentAddress,
    Compared,
    Disputed,
    Fact,
    FiledStatement,
    Moved,
    Promised,
    ReadAs,
    Words,
)


def abstract(
    briefing: Briefing,
    name: str,
    content: str,
    proofs: Mapping[WrittenStatement, Sequence[Proof]],
    names: Names,
    *,
    figures: FigureCheck,
) -> tuple[Abstract, Body, Doubts]:
    """What is filed of a briefing, and its words with names linked to entities.

    `name` is its id, `content` the hash of what it says, `figures` what came of comparing its
    figures. Also returns names that link to none.
    """
    doubts = Doubts()
    sections = {name: Section(names, doubts) for name in STATEMENTS}
    named = _named_in_fields(briefing)
    entries: dict[str, list[tuple[Model, Words]]] = {name: [] for name in STATEMENTS}
    filed = []
    own: tuple[Cited, ...] = ()
    for entry, found in proofs.items():
        cited = tuple(dict.fromkeys(proof.cited for proof in found))
        if entry.field == "evidence":
            own = cited
            continue
        record = entry.record
        entities = dict.fromkeys(named.get((entry.field, entry.number - 1), ()))
        text = getattr(record, "text", None)
        if isinstance(text, Inline):
            text, found_names = sections[entry.field].link(text)
            record = record.model_copy(update={"text": text})
            entities |= dict.fromkeys(found_names)
        words, turn = (found[0].words, found[0].turn) if isinstance(record, Quote) else ((), None)
        if isinstance(record, Quote) and turn and not record.speaker_as_written:
            record = record.model_copy(update={"speaker_as_written": Plain(turn)})
        entries[entry.field].append((record, words))
        said = digest(_said(record), repr(words), repr(cited), repr(turn))
        filed.append(
            FiledStatement(
                entry.field,
                entry.number,
                cited,
                tuple(entities),
                fact_of(
                    record,
                    cited_by=[proof.cited for proof in found],
                    read_as=figures.read_as.get(entry.where, ()),
                ),
                said,
                text if isinstance(record, Event | Update) else None,
                turn,
                gist(record, words),
                getattr(record, "verbatim", True),
                getattr(getattr(record, "text", None), "lang", None)
                or getattr(getattr(record, "note", None), "lang", None)
                or "",
            )
        )
    whole, more = _link_texts(briefing, names, doubts)
    sources = dict.fromkeys(briefing.sources)
    for cited in (own, *(entry.passages for entry in filed)):
        sources |= dict.fromkeys(source for source, _ in cited)
    entities = dict.fromkeys(entity for _, entity in entities_of(whole))
    entities |= dict.fromkeys(entity for entry in filed for entity in entry.entities)
    compared = Compared(sum(map(len, proofs.values())), figures.compared)
    listed = whole.model_copy(update=_UNLISTED)
    about = Abstract(
        id=name,
        title=str(briefing.title),
        lang=briefing.lang,
        date=briefing.date,
        kind=briefing.kind,
        status=briefing.status,
        place=briefing.place,
        topics=briefing.topics,
        aliases=briefing.aliases,
        related=briefing.related,
        corrections=briefing.corrections,
        summary=cast("Inline", whole.summary),
        status_note=briefing.status_note and Plain(briefing.status_note),
        participants=tuple(entry.who for entry in briefing.participants),
        statements=tuple(filed),
        passages=own,
        sources=tuple(sources),
        entities=tuple(entities | dict.fromkeys([*more, *linked_ids(whole)])),
        compared=compared,
        content=content,
        digest=digest(_said(whole), repr((own, compared)), *(entry.digest for entry in filed)),
        listed=digest(_said(listed)),
        leads=(*([whole.place] if whole.place else []), *linked_ids(listed)),
        publish_at=briefing.publish_at,
        title_lang=getattr(briefing.title, "lang", ""),
    )
    body = Body(whole, {name: tuple(found) for name, found in entries.items()})
    return about, body, doubts


def _said(model: Model) -> str:
    """All that a file or a part of it says, with the links that were found in its texts."""
    found = [value.places for _, value in leaves(model) if isinstance(value, Inline)]
    return f"{model.model_dump_json()} {found}"


_UNLISTED: Mapping[str, object] = {
    **dict.fromkeys((*STATEMENTS, "evidence", "assessments", "unknowns"), ()),
    "why_it_matters": None,
}
"""Fields that only the page of a briefing shows, without their values."""


def until_then(about: Abstract, until: Instant | None) -> Abstract:
    """What is filed of a briefing that readers may not see until then; as it is, where there is no such time."""
    if until is None:
        return about
    return about._replace(
        embargo=until,
        digest=digest(about.digest, str(until)),
        listed=digest(about.listed, str(until)),
    )


def fact_of(record: Model, cited_by: Sequence[Cited] = (), read_as: Iterable[ReadAs] = ()) -> Fact:
    """What is filed of a statement beside its passages and entities.

    `cited_by` is where each piece of its evidence stands, in the order of `evidence_of`; `read_as` what the
    figures of an update are there.
    """
    match record:
        case Commitment():
            return Promised(
                record.id,
                str(Inline(record.text).plain()),
                record.by,
                record.status,
                record.deadline,
                record.target,
                tuple(map(CommitmentAddress, record.continues)),
            )
        case Update():
            return Moved(
                CommitmentAddress(record.commitment),
                record.date,
                record.status,
                record.value,
                tuple(_disputed(record, cited_by)),
                record.deadline,
                record.target,
                tuple(read_as),
            )
        case Event():
            return record.date
        case Quote(speaker=who) | Participant(who=who):
            return who
        case Claim():
            return Claimed(record.by, record.id, tuple(map(ClaimAddress, record.contradicts)))
    return None


_SPACES = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
_MORE = "…"
_MORE_SAID = " […]"
"""Ends a quotation that goes on; the ellipsis alone could be the source's own."""


def gist(record: Model, words: Words) -> str:
    """What lists of statements show of one; `words` are those of a quotation."""
    if isinstance(record, Quote):
        # What marks a slip is never parted from it.
        text = "".join(
            f"{said}\N{NO-BREAK SPACE}[sic]" if kind == "slip" else said for kind, said in words
        )
    else:
        text = getattr(record, "text", None) or getattr(record, "note", None) or ""
        text = text.plain() if isinstance(text, Inline) else text
    text = _SPACES.sub(" ", text).strip()
    if len(text) <= GIST:
        return text
    more = _MORE_SAID if isinstance(record, Quote) else _MORE
    cut = text[: GIST - len(more) + 1]  # with the sign that follows: it may be where a word ends
    return (cut.rpartition(" ")[0] or cut[:-1]).rstrip(" ,;:–—") + more


def _disputed(update: Update, cited_by: Sequence[Cited]) -> Iterator[Disputed]:
    """The figures of an update where they are disputed, each with the places of its evidence."""
    rest = iter(cited_by)
    shared = tuple(islice(rest, len(update.evidence)))
    for figure in update.values:
        own = tuple(islice(rest, len(figure.evidence)))
        yield Disputed(figure.value, figure.by, own or shared)


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


def _inline(text: str) -> Inline:
    """A text as what it is: a new one would not know its language."""
    return text if isinstance(text, Inline) else Inline(text)


def _link_texts(briefing: Briefing, names: Names, doubts: Doubts) -> tuple[Briefing, list[str]]:
    """Link names in the texts that are no statements."""
    named: list[str] = []

    def link(section: Section, text: Inline) -> Inline:
        linked, found = section.link(text)
        named.extend(found)
        return linked

    changes: dict[str, object] = {}
    for field in ("summary", "why_it_matters"):
        if isinstance(text := getattr(briefing, field), Inline):
            changes[field] = link(Section(names, doubts), text)
    section = Section(names, doubts)
    changes["unknowns"] = tuple(link(section, _inline(text)) for text in briefing.unknowns)
    section = Section(names, doubts)
    changes["assessments"] = tuple(
        entry.model_copy(update={"text": link(section, _inline(entry.text))})
        for entry in briefing.assessments
    )
    return briefing.model_copy(update=changes), named
