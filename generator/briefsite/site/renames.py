"""Briefings that were renamed: whatever refers to a former id means the briefing of today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from briefsite.archive.load import Where
from briefsite.archive.models import Briefing, Model, leaves
from briefsite.archive.records import Archive, Record
from briefsite.archive.text import Inline
from briefsite.messages.diagnostics import Diagnostic, Severity


def follow_renames(archive: Archive) -> tuple[Archive, list[Diagnostic]]:
    """The archive with today's ids in the place of former ones, and what is wrong with these."""
    former, findings = _former_ids(archive)
    if not former:
        return archive, findings
    records = chain(archive.briefings, archive.entities, archive.sources)
    concerned = [record for record in records if _may_mention(record, former)]
    findings += [finding for record in concerned for finding in _warnings(record, former)]
    ids = {**archive.ids, "briefing": archive.ids["briefing"] | former.keys()}
    briefings = [
        _with_current_ids(record, former) if _may_mention(record, former) else record
        for record in archive.briefings
    ]
    return replace(archive, briefings=briefings, ids=ids), findings


def _former_ids(archive: Archive) -> tuple[dict[str, str], list[Diagnostic]]:
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
                        message=f"the former id `{alias}` is taken",
                        path=record.path,
                        span=record.document.place(("aliases", index)).value,
                        help=f"by `{owner}`; an address can lead to one page alone",
                    )
                )
            else:
                former[alias] = record.id
    return former, findings


def _may_mention(record: Record[Model], former: Mapping[str, str]) -> bool:
    return any(name in former for name, _ in record.head.references)


def _warnings(record: Record[Model], former: Mapping[str, str]) -> Iterator[Diagnostic]:
    for where, name in _mentions(record.model):
        if name in former:
            yield Diagnostic(
                code="renamed-id",
                message=f"`{name}` is now `{former[name]}`",
                path=record.path,
                span=record.document.place(where).value,
                severity=Severity.WARNING,
                help=f"write `{former[name]}`; the former id leads there as well",
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


def _with_current_ids(record: Record[Briefing], former: Mapping[str, str]) -> Record[Briefing]:
    """A briefing whose fields name others by today's ids; links in its texts find both."""
    model = record.model
    related = tuple(former.get(name, name) for name in model.related)
    updates = []
    for update in model.updates:
        owner, _, commitment = update.commitment.partition("/")
        address = f"{former.get(owner, owner)}/{commitment}"
        updates.append(update.model_copy(update={"commitment": address}))
    changed = model.model_copy(update={"related": related, "updates": tuple(updates)})
    return record if changed == model else record.with_model(changed)
