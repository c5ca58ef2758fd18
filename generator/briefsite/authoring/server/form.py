"""A file as a form: every field, in plain words, with what stands in it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import StringConstraints

from briefsite.archive.dates import Date
from briefsite.archive.load import Document, Where
from briefsite.archive.models import Address, Evidence, Id, Model, model_in, text_at
from briefsite.archive.schema import FILES
from briefsite.archive.text import Inline
from briefsite.authoring.server.changes import loaded, spot
from briefsite.authoring.server.format import (
    IDS,
    Field,
    choices_of,
    fields_of,
    is_evidence,
    short_form,
    takes_list,
)
from briefsite.authoring.yaml_nodes import value_at
from briefsite.authoring.yaml_values import Value, Ways, in_brackets

Labels = Mapping[str, tuple[str, str]]
"""Label and help of a field, by `Model.field`; a model has those of the one that it extends."""

Json = dict[str, Any]

LONGEST_LINE = 80
"""Characters of a text that is shown in one line."""

LONGEST_NAME = 60
"""Characters of the name of an entry."""

_IDS = frozenset(get_args(kind)[1].pattern for kind in (Id, Address))
_WITH_CHOICES = frozenset({"choice", "lines", "table"})
_GROWING = frozenset({"lines", "entries", "evidence", "table"})
_WHERE_ANY = frozenset({"choices", "of", "item", "can_add"})
"""What a field has only where there is something to say."""

_HELD = {"number": int | float, "yes-no": bool}
"""What a control can show; others show any single value."""


def form(text: str, kind: str, labels: Labels) -> list[Json]:
    """The fields of a file of a kind (a key of `FILES`), in the order of the format, as JSON.

    A field is `{where, name, label, help, control, required, value, is_there, line}`, with `line` from 0,
    and `choices` where it takes certain words alone, `of` where it holds ids. `parts` are the fields of a
    group; of a list of groups, its entries: `{where, label, line, parts}`. A list has `can_add`, and `item`,
    the control of each of its values. Every `where` is a place for `changes`, which knows it as if all lists
    were written out. Raises UnreadableError where the text cannot be read.
    """
    return [*_nodes(_File(loaded(text), kind, labels), FILES[kind], ())]


class _File(NamedTuple):
    document: Document
    kind: str
    labels: Labels

    def place(self, where: Where) -> tuple[Value, int | None]:
        """What stands at a place and its line; None where nothing does."""
        found = spot(self.document.data, where, self.kind)
        if found is None:
            return None, None
        line = self.document.places[found].key.line - 1
        return value_at(self.document.data, found), line


def _nodes(file: _File, model: type[Model], where: Where) -> Iterator[Json]:
    for field in fields_of(model).values():
        yield _node(file, model, field, (*where, field.name))


def _node(file: _File, model: type[Model], field: Field, where: Where) -> Json:
    value, line = file.place(where)
    label, words = _words(file.labels, model, field)
    if takes_list(field.annotation) and value is not None and not isinstance(value, list):
        value = [value]
    control = _control_for(value, file.kind, field, where)
    parts = _parts(file, control, field, where, value)
    if control == "raw":
        value = in_brackets(value, Ways())
    elif parts is not None and control != "number":
        value = None
    node: Json = {
        "where": [*where],
        "name": field.name,
        "label": label,
        "help": words,
        "control": control,
        "required": field.is_required,
        "value": value,
        "is_there": line is not None,
        "line": line,
        "choices": choices_of(field.annotation) if control in _WITH_CHOICES else [],
        "of": IDS.get(field.name) if _is_id(field.annotation) else None,
        "item": _single_control(file.kind, field, where) if control == "lines" else None,
        "can_add": control in _GROWING,
    }
    if parts is not None:
        node["parts"] = parts
    return {name: one for name, one in node.items() if name not in _WHERE_ANY or one}


def _parts(
    file: _File, control: str, field: Field, where: Where, value: Value
) -> list[Json] | None:
    """The entries of a list, or the fields of a group; of a figure, those of the bounds that can stand for it."""
    model = model_in(field.annotation)
    if model is None or control == "raw":
        return None
    if control in {"entries", "evidence"}:
        return [*_entries(file, model, where, value or [])]
    return [*_nodes(file, model, where)]


def _entries(file: _File, model: type[Model], where: Where, values: list[Value]) -> Iterator[Json]:
    for index, value in enumerate(values):
        here = (*where, index)
        yield {
            "where": [*here],
            "label": _short_name(model, value if isinstance(value, dict) else {"": value}),
            "line": file.place(here)[1],
            "parts": [*_nodes(file, model, here)],
        }


def _short_name(model: type[Model], value: Mapping[str, Value]) -> str:
    """What tells an entry from others: what stands first in it, rather of what it must have."""
    fields = sorted(fields_of(model).values(), key=lambda field: not field.is_required)
    found = [value.get(name) for name in ["", *(field.name for field in fields)]]
    words = next((one for one in found if isinstance(one, str | int | float)), "")
    return textwrap.shorten(str(words), LONGEST_NAME, placeholder="…")


def _words(labels: Labels, model: type[Model], field: Field) -> tuple[str, str]:
    """Label and help of a field."""
    for owner in model.__mro__:
        if found := labels.get(f"{owner.__name__}.{field.name}"):
            return found
    label = field.name.replace("_", " ")
    return label[:1].upper() + label[1:], field.help


# By what a field is filled in, from its type


def _control_for(value: Value, kind: str, field: Field, where: Where) -> str:
    """By what a field is filled in, with what stands in it: `raw` where no control can show that."""
    control = _control(kind, field, where)
    if control == "number" and isinstance(value, dict) and model_in(field.annotation):
        return "group"
    if control == "line" and isinstance(value, str) and len(value) > LONGEST_LINE:
        return "text"
    return control if _fits(control, field, value) else "raw"


def _control(kind: str, field: Field, where: Where) -> str:
    model = model_in(field.annotation)
    is_list = takes_list(field.annotation)
    if _is_mapping(field.annotation):
        return "table"
    if model and is_list:
        return "evidence" if model is Evidence else "entries"
    if model and not _holds(field.annotation, float):
        return "group"
    return "lines" if is_list else _single_control(kind, field, where)


def _single_control(kind: str, field: Field, where: Where) -> str:
    """By what one value is filled in."""
    controls = {
        "yes-no": _holds(field.annotation, bool),
        "choice": bool(choices_of(field.annotation)),
        "date": _holds(field.annotation, Date),
        "number": _holds(field.annotation, float) or _holds(field.annotation, int),
        "id": _is_id(field.annotation),
        "text": text_at(FILES[kind], where) is Inline or is_evidence(kind, where),
    }
    return next((control for control, is_meant in controls.items() if is_meant), "line")


def _fits(control: str, field: Field, value: Value) -> bool:
    """Whether a control can show what stands in the file."""
    if control in {"group", "table"}:
        return isinstance(value, dict | None)
    if control in {"entries", "evidence"}:
        is_short = short_form(field.annotation) is not None
        return all(
            isinstance(one, dict | None) or (is_short and isinstance(one, str))
            for one in value or []
        )
    if control == "lines":
        return not any(isinstance(one, list | dict) for one in value or [])
    return value is None or isinstance(value, _HELD.get(control, str | int | float))


def _parts_of(annotation: Any) -> Iterator[Any]:
    """A type with all that it is made of, and what is noted of it."""
    yield annotation
    for part in get_args(annotation):
        yield from _parts_of(part)


def _holds(annotation: Any, kind: type) -> bool:
    return any(part is kind for part in _parts_of(annotation))


def _is_id(annotation: Any) -> bool:
    return any(
        isinstance(part, StringConstraints) and part.pattern in _IDS
        for part in _parts_of(annotation)
    )


def _is_mapping(annotation: Any) -> bool:
    return any(get_origin(part) is Mapping for part in _parts_of(annotation))
