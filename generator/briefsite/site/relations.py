"""Relations between statements: which claim contradicts which, and which commitment takes up which."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from briefsite.archive.dates import Date
from briefsite.archive.load import Where
from briefsite.archive.records import Archive
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.messages.message import Message
from briefsite.site.checks import KINDS, unknown_id
from briefsite.site.site import Claimed, FiledStatement, Promised, own_id


class _Related(NamedTuple):
    """A statement that can relate to others, and where it says so."""

    briefing: str
    date: Date
    where: Where
    kind: str
    address: str | None
    """Its own; None of a claim without an id."""

    others: tuple[str, ...]
    """The addresses of those that it relates to."""


def check_relations(
    archive: Archive,
    statements: Mapping[str, tuple[Date, Sequence[FiledStatement]]],
    withdrawn: Container[str],
) -> Iterator[Diagnostic]:
    """Check that claims contradict other claims, and commitments take up earlier commitments.

    `statements` holds the date and the statements of each briefing, by its id; `withdrawn` the ids of
    those that were withdrawn: what these say need not fit the others.
    """
    related = [
        one
        for name, (date, entries) in statements.items()
        for entry in entries
        if (one := _related(name, date, entry))
    ]
    named = {one.address: one for one in related if one.address}
    records = {record.id: record for record in archive.briefings}
    for one in related:
        for at, address in enumerate(one.others):
            record, place = records[one.briefing], (*one.where, at)
            other, owner = named.get(address), address.partition("/")[0]
            if other and other.kind == one.kind:
                found = None if one.briefing in withdrawn else _wrong(one, other, named, withdrawn)
                if found:
                    code, severity, message, mend = found
                    yield Diagnostic(
                        code=code,
                        message=message,
                        path=record.path,
                        span=record.document.place(place).value,
                        severity=severity,
                        help=mend,
                    )
            elif other or owner in statements or owner not in archive.ids["briefing"]:
                known = [name for name, found in named.items() if found.kind == one.kind]
                yield unknown_id(
                    record, place, one.kind, address, known, other=other and other.kind
                )


def _related(briefing: str, date: Date, entry: FiledStatement) -> _Related | None:
    name = own_id(entry.fact)
    address = f"{briefing}/{name}" if name else None
    where = (entry.field, entry.number - 1)
    match entry.fact:
        case Promised(continues=others):
            return _Related(briefing, date, (*where, "continues"), "commitment", address, others)
        case Claimed(contradicts=others):
            return _Related(briefing, date, (*where, "contradicts"), "claim", address, others)
    return None


def _wrong(
    one: _Related, other: _Related, named: Mapping[str, _Related], withdrawn: Container[str]
) -> tuple[str, Severity, Message, Message] | None:
    """What is wrong with a relation between two of a kind: code, severity, message and how to mend it."""
    if one.kind == "commitment" and one.date.before(other.date):
        return (
            "bad-relation",
            Severity.ERROR,
            Message("this commitment takes up `{name}`, which is a later one", name=other.address),
            Message(
                "that one is of {other}, this one of {date}; write `continues: [{name}]` there",
                other=other.date,
                date=one.date,
                name=one.address,
            ),
        )
    if one is other:
        return (
            "bad-relation",
            Severity.ERROR,
            Message("`{name}` is this {kind} itself", name=other.address, kind=KINDS[one.kind]),
            Message("write the address of the other one"),
        )
    if one.kind == "commitment" and _goes_back(other, one, named):
        return (
            "bad-relation",
            Severity.ERROR,
            Message("by way of `{name}`, this commitment takes up itself", name=other.address),
            Message("of the two, only the later takes up the other; delete one of the addresses"),
        )
    if other.briefing in withdrawn:
        return (
            "relation-to-withdrawn",
            Severity.WARNING,
            Message("`{name}`, which said so, was withdrawn", name=other.briefing),
            Message("delete the address; until then readers see it struck"),
        )
    return None


def _goes_back(start: _Related, to: _Related, named: Mapping[str, _Related]) -> bool:
    """Whether one leads to another, by way of any number of others."""
    seen: set[str] = set()
    ahead = [*start.others]
    while ahead:
        address = ahead.pop()
        if address == to.address:
            return True
        if address not in seen and address in named:
            seen.add(address)
            ahead += named[address].others
    return False
