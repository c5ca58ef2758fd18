"""What a file refers to, by id: entities, sources, other briefings, pages it links to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from briefsite.archive.dates import Date
from briefsite.archive.load import Where
from briefsite.archive.models import Briefing, Entity, Model, Source, leaves
from briefsite.archive.records import Head
from briefsite.archive.text import Inline, is_page_id, tokens

M = TypeVar("M", bound=Model)


def references_of(model: Model) -> Iterator[tuple[Where, str, str]]:
    """All references of a file: where, the id, and the kind of file it must be."""
    if isinstance(model, Briefing):
        yield from (
            (("sources", index), source, "source") for index, source in enumerate(model.sources)
        )
        yield from (
            (("related", index), other, "briefing") for index, other in enumerate(model.related)
        )
        yield from ((where, entity, "entity") for where, entity in entities_of(model))
    elif isinstance(model, Entity):
        if model.part_of:
            yield ("part_of",), model.part_of, "entity"
        for index, role in enumerate(model.roles):
            if role.of:
                yield ("roles", index, "of"), role.of, "entity"
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
    for index, update in enumerate(model.updates):
        for at, figure in enumerate(update.values):
            yield ("updates", index, "values", at, "by"), figure.by
    for index, claim in enumerate(model.claims):
        yield ("claims", index, "by"), claim.by


def addresses_of(model: Briefing) -> Iterator[tuple[Where, str, str]]:
    """All addresses that a briefing refers to: where, the address, and whose it must be.

    That of a `commitment` or of a `claim`; an address begins with the id of its briefing.
    """
    for index, update in enumerate(model.updates):
        yield ("updates", index, "commitment"), update.commitment, "commitment"
    for index, commitment in enumerate(model.commitments):
        for at, address in enumerate(commitment.continues):
            yield ("commitments", index, "continues", at), address, "commitment"
    for index, claim in enumerate(model.claims):
        for at, address in enumerate(claim.contradicts):
            yield ("claims", index, "contradicts", at), address, "claim"


def linked_ids(model: Model) -> Iterator[str]:
    """Ids that the texts of a file link to."""
    for _, value in leaves(model):
        if isinstance(value, Inline):
            yield from filter(is_page_id, value.links())


_REFERENCES = frozenset(
    ["place", "sources", "related", "who", "speaker", "source", "by", "with_", "part_of", "of"]
)
"""Fields that hold ids of other files."""


_ADDRESSES = frozenset(["commitment", "continues", "contradicts"])
"""Fields that hold addresses, which begin with the id of a briefing."""


def with_ids(model: M, ids: Mapping[str, str]) -> M:
    """A file that refers to others by other ids, in its fields and in the links of its texts."""
    if not ids:
        return model
    fields = {name: (value, _with_ids(value, name, ids)) for name, value in model}
    changes = {name: changed for name, (value, changed) in fields.items() if changed is not value}
    return model.model_copy(update=changes) if changes else model


def _with_ids(value: object, field: str, ids: Mapping[str, str]) -> object:
    match value:
        case Model():
            return with_ids(value, ids)
        case Inline():
            return value.with_links_to(ids)
        case str() if field in _REFERENCES:
            return ids.get(value, value)
        case str() if field in _ADDRESSES:
            owner, slash, commitment = value.partition("/")
            return f"{ids.get(owner, owner)}{slash}{commitment}"
        case tuple() if not isinstance(value, Date):
            return tuple(_with_ids(item, field, ids) for item in value)
    return value


def head_of(model: Model, *, is_whole: bool) -> Head:
    """What must be known of a file before it is opened."""
    named = {(target, kind) for _, target, kind in references_of(model)}
    match model:
        case Briefing():
            named |= {(address.partition("/")[0], kind) for _, address, kind in addresses_of(model)}
            return Head(frozenset(named), model.aliases, is_whole)
        case Entity() | Source():
            return Head(frozenset(named), model.former_ids, is_whole)
    return Head(frozenset(named), (), is_whole)


def words_of(model: Model) -> frozenset[str]:
    """The words of a file, among which names are looked for."""
    texts = (
        value.plain() if isinstance(value, Inline) else value
        for _, value in leaves(model)
        if isinstance(value, str)
    )
    return frozenset(word for text in texts for word in tokens(text))
