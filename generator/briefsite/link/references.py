"""References between files: every id must be there, and updates must make sense in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from briefsite.diagnostics import Diagnostic, Severity, Span
from briefsite.link.names import tokens
from briefsite.link.site import Archive, Head, Record, Texts
from briefsite.load import Where
from briefsite.models import Briefing, Commitment, Date, Entity, Model, Source, Update, leaves
from briefsite.text import Inline, is_page_id
from briefsite.validate import did_you_mean


def _references(model: Model) -> Iterator[tuple[Where, str, str]]:
    """All references of a file: where, the id, and the kind of file it must be."""
    if isinstance(model, Briefing):
        yield from (
            (("sources", index), source, "source") for index, source in enumerate(model.sources)
        )
        yield from (
            (("related", index), other, "briefing") for index, other in enumerate(model.related)
        )
        yield from ((where, entity, "entity") for where, entity in entities_of(model))
    elif isinstance(model, Entity) and model.part_of:
        yield ("part_of",), model.part_of, "entity"
    for where, value in leaves(model):
        if where[-1] == "source" and isinstance(value, str):
            yield where, value, "source"
        elif isinstance(value, Inline):
            yield from ((where, target, "page") for target in value.links() if is_page_id(target))


def entities_of(model: Briefing) -> Iterator[tuple[Where, str]]:
    """The entities that a briefing names by id."""
    if model.place:
        yield ("place",), model.place
    for index, participant in enumerate(model.participants):
        yield ("participants", index, "who"), participant.who
    for index, quote in enumerate(model.quotes):
        if quote.speaker:
            yield ("quotes", index, "speaker"), quote.speaker
    for index, commitment in enumerate(model.commitments):
        for key, ids in (("by", commitment.by), ("with", commitment.with_)):
            yield from ((("commitments", index, key, at), entity) for at, entity in enumerate(ids))
    for index, claim in enumerate(model.claims):
        yield ("claims", index, "by"), claim.by


def linked_ids(model: Model) -> Iterator[str]:
    """Ids that the texts of a file link to."""
    for _, value in leaves(model):
        if isinstance(value, Inline):
            yield from filter(is_page_id, value.links())


def head_of(model: Model) -> Head:
    """What must be known of a file before it is opened."""
    texts = [
        value.plain() if isinstance(value, Inline) else value
        for _, value in leaves(model)
        if isinstance(value, str)
    ]
    return Head(
        frozenset((target, kind) for _, target, kind in _references(model)),
        frozenset(word for text in texts for word in tokens(text)),
        model.aliases if isinstance(model, Briefing) else (),
    )


def check_references(record: Record[Model], archive: Archive) -> Iterator[Diagnostic]:
    """Find ids that no file has."""
    if record.head.references <= archive.known:
        return
    for where, target, kind in _references(record.model):
        kinds = [name for name, ids in archive.ids.items() if target in ids]
        if kind in kinds or (kind == "page" and kinds):
            continue
        known = archive.ids.get(kind) or frozenset[str]().union(*archive.ids.values())
        finding = _unknown(record, where, kind, target, known)
        if kinds:
            finding = replace(finding, help=f"`{target}` is the id of another kind: {kinds[0]}")
        yield finding


def check_updates(archive: Archive, models: Mapping[str, Briefing]) -> Iterator[Diagnostic]:
    """Check that updates are of known commitments, follow each other in time and fit the target.

    `models` holds what each briefing says, by its id.
    """
    commitments = {
        f"{name}/{commitment.id}": (name, model.date, commitment)
        for name, model in models.items()
        for commitment in model.commitments
    }
    earlier: dict[str, Update] = {}
    for briefing in sorted(
        (record for record in archive.briefings if models[record.id].updates),
        key=lambda record: (models[record.id].date.key, record.id),
    ):
        for index, update in enumerate(models[briefing.id].updates):
            owner = update.commitment.partition("/")[0]
            where = ("updates", index)
            if update.commitment in commitments:
                yield from _check_update(
                    briefing,
                    where,
                    update,
                    commitments[update.commitment],
                    earlier.get(update.commitment),
                )
                earlier[update.commitment] = update
            elif owner in models or owner not in archive.ids["briefing"]:
                place = (*where, "commitment")
                yield _unknown(briefing, place, "commitment", update.commitment, commitments)


def _check_update(
    briefing: Record[Briefing],
    where: Where,
    update: Update,
    promised: tuple[str, Date, Commitment],
    before: Update | None,
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
