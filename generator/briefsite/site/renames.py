"""Briefings that were renamed: whatever refers to a former id means the briefing of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from briefsite.archive.load import Where
from briefsite.archive.models import Briefing, Model, leaves
from briefsite.archive.records import Archive, Head, Record
from briefsite.archive.text import Inline
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.messages.message import Message


def check_renames(
    records: Iterable[Record[Model]], former: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Warn of references by former ids; `former` holds today's ids by them."""
    for record in records:
        if former_in(record.head, former):
            yield from _warnings(record, former)


def former_in(head: Head, former: Mapping[str, str]) -> dict[str, str]:
    """Those former ids that a file may refer to."""
    return {name: former[name] for name, _ in head.references if name in former}


def former_ids(archive: Archive) -> tuple[dict[str, str], list[Diagnostic]]:
    """Today's id by each former one; a former id that is taken is an error."""
    taken = {name: name for names in archive.ids.values() for name in names}
    former: dict[str, str] = {}
    findings = []
    for record in archive.briefings:
        for index, alias in enumerate(record.head.aliases):
            if owner := taken.get(alias) or former.get(alias):
                findings.append(
                    Diagnostic(
                        code="alias-taken",
                        message=Message("the former id `{name}` is taken", name=alias),
                        path=record.path,
                        span=record.document.place(("aliases", index)).value,
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
    """All references to briefings by id: where, and the id."""
    if isinstance(model, Briefing):
        yield from ((("related", index), name) for index, name in enumerate(model.related))
        for index, update in enumerate(model.updates):
            yield ("updates", index, "commitment"), update.commitment.partition("/")[0]
    for where, value in leaves(model):
        if isinstance(value, Inline):
            yield from ((where, target) for target in value.links())


def with_current_ids(model: Briefing, former: Mapping[str, str]) -> Briefing:
    """A briefing whose fields name others by today's ids; links in its texts find both."""
    if not former:
        return model
    related = tuple(former.get(name, name) for name in model.related)
    updates = []
    for update in model.updates:
        owner, _, commitment = update.commitment.partition("/")
        address = f"{former.get(owner, owner)}/{commitment}"
        updates.append(update.model_copy(update={"commitment": address}))
    return model.model_copy(update={"related": related, "updates": tuple(updates)})
