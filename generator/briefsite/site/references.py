"""References between files: every id must be there, and updates must make sense in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from briefsite.archive.dates import Date
from briefsite.archive.load import Where
from briefsite.archive.models import Briefing, Model, Source
from briefsite.archive.records import Archive, Record
from briefsite.archive.references import references_of
from briefsite.archive.validate import did_you_mean
from briefsite.messages.diagnostics import Diagnostic, Severity, Span
from briefsite.site.site import Moved, Promised, Texts, Told


def check_references(record: Record[Model], archive: Archive) -> Iterator[Diagnostic]:
    """Find ids that no file has."""
    if record.head.references <= archive.known:
        return
    for where, target, kind in references_of(record.model):
        kinds = [name for name, ids in archive.ids.items() if target in ids]
        if kind in kinds or (kind == "page" and kinds):
            continue
        known = archive.ids.get(kind) or frozenset[str]().union(*archive.ids.values())
        finding = _unknown(record, where, kind, target, known)
        if kinds:
            finding = replace(finding, help=f"`{target}` is the id of another kind: {kinds[0]}")
        yield finding


def check_updates(
    archive: Archive, told: Mapping[str, tuple[Date, Sequence[Told]]]
) -> Iterator[Diagnostic]:
    """Check that updates are of known commitments, follow each other in time and fit the target.

    `told` holds the date and the statements of each briefing, by its id.
    """
    promised = {
        f"{name}/{entry.fact.id}": (name, date, entry.fact)
        for name, (date, entries) in told.items()
        for entry in entries
        if isinstance(entry.fact, Promised)
    }
    moves = sorted(
        (date, name, entry.number, entry.fact)
        for name, (date, entries) in told.items()
        for entry in entries
        if isinstance(entry.fact, Moved)
    )
    records = {record.id: record for record in archive.briefings}
    earlier: dict[str, Moved] = {}
    for _, name, number, move in moves:
        owner = move.commitment.partition("/")[0]
        where = ("updates", number - 1)
        if move.commitment in promised:
            before = earlier.get(move.commitment)
            yield from _check_update(records[name], where, move, promised[move.commitment], before)
            earlier[move.commitment] = move
        elif owner in told or owner not in archive.ids["briefing"]:
            place = (*where, "commitment")
            yield _unknown(records[name], place, "commitment", move.commitment, promised)


def _check_update(
    briefing: Record[Briefing],
    where: Where,
    update: Moved,
    promised: tuple[str, Date, Promised],
    before: Moved | None,
) -> Iterator[Diagnostic]:
    owner, announced, commitment = promised

    def place(field: str) -> Span:
        return briefing.document.place((*where, field)).value

    if update.date.before(announced):
        yield Diagnostic(
            code="update-too-early",
            message=f"this update is of {update.date}, before the commitment was announced",
            path=briefing.path,
            span=place("date"),
            help=f"`{owner}` announced it on {announced}; mend one of the dates",
        )
    elif before and update.date.before(before.date):
        yield Diagnostic(
            code="update-out-of-order",
            message=f"this update is of {update.date}, before the one that an earlier briefing brought",
            path=briefing.path,
            span=place("date"),
            help=f"that one is of {before.date}; a later briefing cannot go back in time",
        )
    target = commitment.target
    if target and update.value is not None:
        falls = target.baseline is not None and target.baseline > target.value
        if update.value < target.value if falls else update.value > target.value:
            yield Diagnostic(
                code="value-beyond-target",
                message=f"{update.value:g} is beyond the target of {target.value:g} {target.unit}",
                path=briefing.path,
                span=place("value"),
                severity=Severity.WARNING,
                help="check the figure and its unit",
            )


def _unknown(
    record: Record[Model], where: Where, kind: str, target: str, known: Iterable[str]
) -> Diagnostic:
    folder = {"entity": "briefs/entities", "source": "briefs/sources", "briefing": "briefs"}
    return Diagnostic(
        code="unknown-id",
        message=f"there is no {kind} `{target}`",
        path=record.path,
        span=record.document.place(where).value,
        help=did_you_mean(target, known)
        or (f"add `{folder[kind]}/{target}.yml`" if kind in folder else None),
    )


def check_slips(source: Record[Source], texts: Texts) -> Iterator[Diagnostic]:
    """Find slips that the text of a source does not have."""
    for index, slip in enumerate(source.model.sic):
        if (slip.as_written, slip.meant) in texts[source.id].missing_slips:
            yield Diagnostic(
                code="sic-not-found",
                message=f"the text does not have `{slip.as_written}`",
                path=source.path,
                span=source.document.place(("sic", index, "as_written")).value,
                help="write the slip exactly as the text has it, or delete the entry",
            )
