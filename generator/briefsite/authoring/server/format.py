"""The file format at a place: which fields fit there, what they mean, which values they take."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BeforeValidator

from briefsite.archive.load import Where
from briefsite.archive.models import Evidence, Model, model_in
from briefsite.archive.schema import FILES


class Field(NamedTuple):
    """A field of the format."""

    name: str
    help: str
    is_required: bool
    annotation: Any
    """Its type, with all that is noted of that."""

    key: str
    """Its model and its name, `Model.field`: what its words are kept by, see `field_words`."""


def model_at(kind: str, where: Where) -> type[Model] | None:
    """The model of what stands at a place in a file of a kind (a key of `FILES`); None for a plain value."""
    model: type[Model] | None = FILES[kind]
    for step in where:
        if isinstance(step, int):
            continue
        field = fields_of(model).get(step) if model else None
        model = model_in(field.annotation) if field else None
    return model


@cache
def fields_of(model: type[Model]) -> Mapping[str, Field]:
    """The fields of a model, by the names that authors write."""
    return {
        info.alias or name: Field(
            info.alias or name,
            " ".join((info.description or "").split()),
            info.is_required(),
            Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation,
            f"{model.__name__}.{info.alias or name}",
        )
        for name, info in model.model_fields.items()
    }


def field_at(kind: str, where: Where) -> Field | None:
    """The field whose value stands at a place."""
    names = [step for step in where if isinstance(step, str)]
    if not names:
        return None
    last = len(where) - 1 - next(at for at, step in enumerate(reversed(where)) if step == names[-1])
    holder = model_at(kind, where[:last])
    return fields_of(holder).get(names[-1]) if holder else None


def choices_of(annotation: Any) -> list[str]:
    """The words that a field takes, where it takes certain ones alone."""
    if annotation is bool:
        return ["true", "false"]
    if get_origin(annotation) is Literal:
        return [str(choice) for choice in get_args(annotation)]
    return [choice for part in get_args(annotation) for choice in choices_of(part)]


def takes_list(annotation: Any) -> bool:
    """Whether a field takes a list."""
    return get_origin(annotation) is tuple or any(map(takes_list, get_args(annotation)))


def short_form(annotation: Any) -> str | None:
    """The field of an entry that a text alone stands for, as `text` of evidence; None where none can."""
    model = model_in(annotation)
    if model is None or not any(isinstance(one, BeforeValidator) for one in get_args(annotation)):
        return None
    required = [field.name for field in fields_of(model).values() if field.is_required]
    return required[0] if len(required) == 1 else None


def is_evidence(kind: str, where: Where) -> bool:
    """Tell whether the words of a source stand at a place: those of evidence, or of a quotation."""
    names = [step for step in where if isinstance(step, str)]
    if names[-1:] == ["evidence"]:
        return True
    if names[-1:] != ["text"]:
        return False
    return names[:-1] == ["quotes"] or model_at(kind, where[:-1]) is Evidence


def value_at(data: object, where: Where) -> object:
    """What stands at a place in a file; None where nothing does."""
    for step in where:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif step != 0:  # one entry may stand for a list of one
            return None
    return data


IDS = {
    "place": "entity",
    "who": "entity",
    "speaker": "entity",
    "by": "entity",
    "with": "entity",
    "part_of": "entity",
    "of": "entity",
    "source": "source",
    "sources": "source",
    "related": "briefing",
    "commitment": "commitment",
    "continues": "commitment",
    "contradicts": "claim",
}
"""The fields that hold ids, and of what."""
