"""References between files: every id must be there, and updates must make sense in time."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

from briefsite.archive.dates import Date
from briefsite.archive.load import Where
from briefsite.archive.models import (
    Amount,
    Bounds,
    Briefing,
    Entity,
    Model,
    Source,
    Target,
    as_typed,
)
from briefsite.archive.records import Archive, Record
from briefsite.archive.references import references_of
from briefsite.archive.validate import did_you_mean
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import digest
from briefsite.evidence.author_figures import counted
from briefsite.evidence.figures import Figure
from briefsite.messages.diagnostics import Diagnostic, Severity, Span
from briefsite.messages.message import Message
from briefsite.site.site import Claimed, FiledStatement, Moved, Promised, Texts
from briefsite.site.targets import is_beyond, is_missed, is_reached, standing

KINDS = {
    "briefing": Message("briefing"),
    "entity": Message("entity"),
    "source": Message("source"),
    "commitment": Message("commitment"),
    "claim": Message("claim"),
    "page": Message("page"),
}
"""What a reference can lead to, in words; `page` is any of the first three."""


def check_references(record: Record[Model], archive: Archive) -> Iterator[Diagnostic]:
    """Find ids that no file has."""
    if record.head.references <= archive.known:
        return
    for where, target, kind in references_of(record.model):
        kinds = [name for name, ids in archive.ids.items() if target in ids]
        if kind in kinds or (kind == "page" and kinds):
            continue
        known = archive.ids.get(kind) or frozenset[str]().union(*archive.ids.values())
        yield unknown_id(record, where, kind, target, known, other=kinds[0] if kinds else None)


def check_day(briefing: Record[Briefing], date: Date, today: Date) -> Iterator[Diagnostic]:
    """Find a published briefing of a day to come that does not say when it may be seen."""
    if not today.before(date):
        return
    if briefing.model.status == "published" and briefing.model.publish_at is None:
        yield Diagnostic(
            code="future-briefing",
            message=Message("this briefing is published, and its date is to come"),
            path=briefing.path,
            span=briefing.document.place(("date",)).value,
            severity=Severity.WARNING,
            help=Message(
                "check the date; if it is to wait, write `publish_at: {example}`, with the offset of "
                "your time zone",
                example=f"{date.last_day}T09:00-06:00",
            ),
        )


def check_updates(
    archive: Archive,
    statements: Mapping[str, tuple[Date, Sequence[FiledStatement]]],
    withdrawn: Container[str],
    languages: Mapping[str, str],
) -> Iterator[Diagnostic]:
    """Check that updates are of known commitments, follow each other in time and fit the target.

    `statements` holds the date and the statements of each briefing, by its id; `withdrawn` the ids of
    those that were withdrawn, whose updates need not fit the others; `languages` those of briefings in which
    nothing is wrong.
    """
    promised = {
        f"{name}/{entry.fact.id}": (name, date, entry.fact)
        for name, (date, entries) in statements.items()
        for entry in entries
        if isinstance(entry.fact, Promised)
    }
    moves = sorted(
        (date, name, entry.number, entry.fact)
        for name, (date, entries) in statements.items()
        for entry in entries
        if isinstance(entry.fact, Moved)
    )
    records = {record.id: record for record in archive.briefings}
    earlier: dict[str, _Placed] = {}
    targets: dict[str, Target | None] = {}
    of_date: dict[tuple[str, Date], list[_Placed]] = {}
    for _, name, number, move in moves:
        owner = move.commitment.partition("/")[0]
        where = ("updates", number - 1)
        if move.commitment in promised:
            if name in withdrawn:
                continue
            placed = _Placed(records[name], where, move)
            before, promise = earlier.get(move.commitment), promised[move.commitment]
            target = standing(targets.get(move.commitment, promise[2].target), move.target)
            targets[move.commitment] = target
            yield from _check_update(placed, promise, before, target)
            if target:
                spoken = {languages[one] for one in (owner, name) if one in languages}
                yield from islice(_check_unit(placed, target, spoken), 1)
            others = of_date.setdefault((move.commitment, move.date), [])
            yield from islice(_contradictions(placed, others), 1)
            others.append(placed)
            if owner in withdrawn:
                yield _of_withdrawn(placed, owner)
            earlier[move.commitment] = placed
        elif owner in statements or owner not in archive.ids["briefing"]:
            place = (*where, "commitment")
            claims = (
                f"{owner}/{entry.fact.id}"
                for entry in statements.get(owner, (None, ()))[1]
                if isinstance(entry.fact, Claimed)
            )
            other = "claim" if move.commitment in claims else None
            yield unknown_id(
                records[name], place, "commitment", move.commitment, promised, other=other
            )


class _Placed(NamedTuple):
    """An update, and where it is written."""

    briefing: Record[Briefing]
    where: Where
    update: Moved

    def place(self, field: str) -> Span:
        return self.briefing.document.place((*self.where, field)).value


def _check_update(
    placed: _Placed,
    promised: tuple[str, Date, Promised],
    earlier: _Placed | None,
    target: Target | None,
) -> Iterator[Diagnostic]:
    owner, announced, _ = promised
    briefing, _, update = placed
    place, before = placed.place, earlier and earlier.update
    if update.date.before(announced):
        yield Diagnostic(
            code="update-too-early",
            message=Message(
                "this update is of {date}, before the commitment was announced", date=update.date
            ),
            path=briefing.path,
            span=place("date"),
            help=Message(
                "`{name}` announced it on {date}; mend one of the dates", name=owner, date=announced
            ),
        )
    elif before and update.date.before(before.date):
        yield Diagnostic(
            code="update-out-of-order",
            message=Message(
                "this update is of {date}, before the one that an earlier briefing brought",
                date=update.date,
            ),
            path=briefing.path,
            span=place("date"),
            help=Message(
                "that one is of {date}; a later briefing cannot go back in time", date=before.date
            ),
        )
    if target and update.value is not None:
        yield from _check_value(placed, update.value, target)


def _check_value(placed: _Placed, value: Amount, target: Target) -> Iterator[Diagnostic]:
    """Hold a figure against the target, and the status against both."""
    shown, wanted = as_typed(value), _target_in_words(target)
    if is_beyond(value, target):
        yield Diagnostic(
            code="value-beyond-target",
            message=Message("{value} is beyond the target of {target}", value=shown, target=wanted),
            path=placed.briefing.path,
            span=placed.place("value"),
            severity=Severity.WARNING,
            help=Message("check the figure and its unit"),
        )
    is_wrong = is_reached if placed.update.status == "not-met" else is_missed
    if placed.update.status in ("met", "not-met") and is_wrong(value, target):
        yield Diagnostic(
            code="status-disagrees",
            message=Message(
                "`{status}` with {value}, where the target is {target}",
                status=placed.update.status,
                value=shown,
                target=wanted,
            ),
            path=placed.briefing.path,
            span=placed.place("status"),
            severity=Severity.WARNING,
            help=Message("check the status, the figure and its unit")
            if target.baseline is not None or isinstance(target.value, Bounds)
            else Message(
                "check the status, the figure and its unit; a figure that is to fall needs the `baseline` of its target"
            ),
        )


def _check_unit(placed: _Placed, target: Target, languages: Iterable[str]) -> Iterator[Diagnostic]:
    """Find figures that are in the evidence, and not in the unit of the target, as it is written in some languages."""
    for value, numbers in placed.update.read_as:
        there = Figure(0, 0, numbers)
        in_unit = [
            counted(float(value), target.unit, target.currency, language) for language in languages
        ]
        if in_unit and not any(figure.stands_in([there]) for figure in in_unit):
            yield Diagnostic(
                code="value-in-other-unit",
                message=Message(
                    "{value} stands in the evidence, but not in the unit of the target, {target}",
                    value=as_typed(float(value)),
                    target=_target_in_words(target),
                ),
                path=placed.briefing.path,
                span=placed.place("values" if placed.update.values else "value"),
                help=Message("write the figure in that unit, or leave it out"),
            )


def _contradictions(placed: _Placed, others: Iterable[_Placed]) -> Iterator[Diagnostic]:
    """Of one date, a commitment has one status, figure and deadline: nothing tells which came last."""
    for other in others:
        for field in ("status", "value", "deadline", "target"):
            said, before = _said(placed.update, field), _said(other.update, field)
            if said and before and said != before:
                yield Diagnostic(
                    code="updates-contradict",
                    message=Message(
                        "this update says `{said}`, and another of the same date `{other}`",
                        said=said,
                        other=before,
                    ),
                    path=placed.briefing.path,
                    span=placed.place(field),
                    notes=(
                        Message(
                            "the other is in {path}, line {line}",
                            path=other.briefing.path.as_posix(),
                            line=other.place(field).line,
                        ),
                    ),
                    help=Message(
                        "make one of the dates more exact, correct one of the two, "
                        "or withdraw its briefing"
                    ),
                )


def _said(update: Moved, field: str) -> str | None:
    match getattr(update, field):
        case None:
            return None
        case Target() as target:
            return _target_in_words(target)
        case float() | Bounds() as value:
            return as_typed(value)
        case said:
            return str(said)


def _target_in_words(target: Target) -> str:
    return " ".join(filter(None, (as_typed(target.value), target.currency, target.unit)))


def _of_withdrawn(placed: _Placed, owner: str) -> Diagnostic:
    return Diagnostic(
        code="update-of-withdrawn",
        message=Message("`{name}`, which announced this commitment, was withdrawn", name=owner),
        path=placed.briefing.path,
        span=placed.place("commitment"),
        severity=Severity.WARNING,
        help=Message(
            "delete the update, or follow up on a commitment of a briefing that still stands"
        ),
    )


def unknown_id(
    record: Record[Model],
    where: Where,
    kind: str,
    target: str,
    known: Iterable[str],
    *,
    other: str | None,
) -> Diagnostic:
    """What is said of an id or an address that leads nowhere, or to a thing of another kind."""
    folder = {"entity": "briefs/entities", "source": "briefs/sources", "briefing": "briefs"}
    return Diagnostic(
        code="unknown-id",
        message=Message("there is no {kind} `{name}`", kind=KINDS[kind], name=target),
        path=record.path,
        span=record.document.place(where).value,
        help=Message("`{name}` is the id of another kind: {kind}", name=target, kind=KINDS[other])
        if other
        else did_you_mean(target, known)
        or (
            Message("add `{path}`", path=f"{folder[kind]}/{target}.yml")
            if kind in folder
            else _how_to_declare(kind, target)
        ),
    )


def _how_to_declare(kind: str, target: str) -> Message | None:
    """Where the commitment or claim of an address would be written."""
    briefing, _, name = target.partition("/")
    if kind not in ("commitment", "claim"):
        return None
    return Message(
        "give it `id: {name}` under `{field}` in the briefing `{briefing}`",
        name=name,
        field=f"{kind}s",
        briefing=briefing,
    )


def check_corrections(
    record: Record[Briefing], published: Date, dates: Iterable[Date], today: Date
) -> Iterator[Diagnostic]:
    """Find corrections that are older than their briefing, or of a day to come."""
    for index, date in enumerate(dates):
        if date.before(published):
            message = Message("this correction is of {date}, before the briefing itself", date=date)
            mend = Message("the briefing is of {date}; mend one of the dates", date=published)
        elif today.before(date):
            message, mend = _to_come(date, today)
        else:
            continue
        yield Diagnostic(
            code="bad-correction-date",
            message=message,
            path=record.path,
            span=record.document.place(("corrections", index, "date")).value,
            help=mend,
        )


def check_speech(source: Record[Source], texts: Texts, ledger: Ledger) -> Iterator[Diagnostic]:
    """Find stretches that do not begin where the record says, and turns where there are none."""
    if not source.model.speech:
        return
    key = digest("speech", source.digest)
    for index, why in ledger.recall(key, partial(_wrong_stretches, texts, source.id)):
        message, mend = _WRONG_STRETCHES[why]
        place = (*(("speech",) if index is None else ("speech", index, "from")),)
        yield Diagnostic(
            code="speech-not-found",
            message=message,
            path=source.path,
            span=source.document.place(place).value,
            help=mend,
        )


def check_former_names(record: Record[Entity], today: Date) -> Iterator[Diagnostic]:
    """Find changes of a name that are of a day to come."""
    for index, former in enumerate(record.model.former_names):
        if today.before(former.date):
            message, mend = _to_come(former.date, today)
            yield Diagnostic(
                code="bad-correction-date",
                message=message,
                path=record.path,
                span=record.document.place(("former_names", index, "date")).value,
                help=mend,
            )


def _to_come(date: Date, today: Date) -> tuple[Message, Message]:
    return (
        Message("this correction is of {date}, a day to come", date=date),
        Message("today is {date}; write when it was corrected", date=today),
    )


def _wrong_stretches(texts: Texts, source: str) -> list[tuple[int | None, str]]:
    text = texts[source]
    found: list[tuple[int | None, str]] = [*text.missing_stretches]
    has_turns = any(stretch.form == "turns" for stretch in text.stretches)
    return [*found, (None, "no turns")] if has_turns and not text.turns else found


_WRONG_STRETCHES = {
    "missing": (
        Message("the text does not have these words"),
        Message("copy the words with which the stretch begins"),
    ),
    "ambiguous": (
        Message("the text has these words more than once"),
        Message("write more of the words with which the stretch begins"),
    ),
    "order": (
        Message("these words stand before the stretch above, or begin the text as it does"),
        Message("list the stretches in the order of the text"),
    ),
    "no turns": (
        Message("no turn begins in this text: no line in it names who speaks"),
        Message("write `speech: marks` or `speech: dashes`, or delete the line"),
    ),
}


def check_slips(source: Record[Source], texts: Texts) -> Iterator[Diagnostic]:
    """Find slips that the text of a source does not have."""
    for index, slip in enumerate(source.model.sic):
        if (slip.as_written, slip.meant) in texts[source.id].missing_slips:
            yield Diagnostic(
                code="sic-not-found",
                message=Message("the text does not have `{words}`", words=slip.as_written),
                path=source.path,
                span=source.document.place(("sic", index, "as_written")).value,
                help=Message("write the slip exactly as the text has it, or delete the entry"),
            )
