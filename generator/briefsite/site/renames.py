"""Files that were renamed: whatever refers to a former id means the file of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from briefsite.archive.load import Where
from briefsite.archive.models import Briefing, Model
from briefsite.archive.records import Archive, Head, Record
from briefsite.archive.references import addresses_of, references_of, with_ids
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.messages.message import Message

M = TypeVar("M", bound=Model)


def check_renames(
    records: Iterable[Record[Model]], former: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Warn of references by former ids; `former` holds today's ids by them."""
    for record in records:
        if former_in(record.head, former):
            yield from _warnings(record, former)


def former_in(head: Head, former: Mapping[str, str]) -> dict[str, str]:
    """Those former ids that a file may refer to."""
    return {name: former[name] for name in sorted(_named(head)) if name in former}


def first_in(head: Head, first: Mapping[str, str], former: Mapping[str, str]) -> dict[str, str]:
    """The first ids of those renamed files that a file may refer to, by today's."""
    names = {former.get(name, name) for name in _named(head)}
    return {name: first[name] for name in sorted(names) if name in first}


def _named(head: Head) -> set[str]:
    return {name for name, _ in head.references}


def first_ids(former: Mapping[str, str]) -> dict[str, str]:
    """The first id of each renamed file, as it lists them, by today's."""
    first: dict[str, str] = {}
    for name, now in former.items():
        first.setdefault(now, name)
    return first


def former_ids(archive: Archive) -> tuple[dict[str, str], list[Diagnostic]]:
    """Today's id by each former one; a former id that is taken is an error."""
    taken = {name: name for names in archive.ids.values() for name in names}
    former: dict[str, str] = {}
    findings = []
    briefings = archive.ids["briefing"]
    for record in (*archive.briefings, *archive.entities, *archive.sources):
        field = "aliases" if record.id in briefings else "former_ids"
        for index, alias in enumerate(record.head.aliases):
            if owner := taken.get(alias) or former.get(alias):
                findings.append(
                    Diagnostic(
                        code="alias-taken",
                        message=Message("the former id `{name}` is taken", name=alias),
                        path=record.path,
                        span=record.document.place((field, index)).value,
                        help=Message(
                            "by `{name}`; an address can lead to one page alone", name=owner
                        ),
                    )
                )
            else:
                former[alias] = record.id
    return former, findings


def _warnings(record: Record[Model], former: Mapping[str, str]) -> Iterator[Diagnostic]:
    for where, name in _mentions(record.model):
        if name in former:
            yield Diagnostic(
                code="renamed-id",
                message=Message("`{name}` is now `{now}`", name=name, now=former[name]),
                path=record.path,
                span=record.document.place(where).value,
                severity=Severity.WARNING,
                help=Message(
                    "write `{name}`; the former id leads there as well", name=former[name]
                ),
            )


def _mentions(model: Model) -> Iterator[tuple[Where, str]]:
    """All references by id: where, and the id."""
    yield from ((where, name) for where, name, _ in references_of(model))
    if isinstance(model, Briefing):
        for where, address, _ in addresses_of(model):
            yield where, address.partition("/")[0]


def with_current_ids(record: Record[M], former: Mapping[str, str]) -> Record[M]:
    """A file that refers to others by their ids of today."""
    if not former_in(record.head, former):
        return record
    return Record(
        record.path,
        record.digest,
        record.head,
        model=lambda: with_ids(record.model, former),
        document=lambda: record.document,
    )
