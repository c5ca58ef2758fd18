"""A file as a form: every field, in plain words, with what stands in it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
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
    field_at,
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

_HELD = {"yes-no": bool}
"""What a control can show; others show any single value."""

_OF_ONE_LINE = frozenset({"line", "id", "date", "number"})
"""Controls in which any text can stand, to be mended there where it is none of theirs; they lose ends of lines."""


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
    kind = _type_at(file.kind, tuple(step for step in where if isinstance(step, str)))
    if kind.is_list and value is not None and not isinstance(value, list):
        value = [value]
    control = _control_for(value, kind)
    parts = _parts(file, control, kind, where, value)
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
        "choices": [*kind.choices] if control in _WITH_CHOICES else [],
        "of": kind.ids_of,
        "item": kind.item if control == "lines" else None,
        "can_add": control in _GROWING,
    }
    if parts is not None:
        node["parts"] = parts
    return {name: one for name, one in node.items() if name not in _WHERE_ANY or one}


def _parts(file: _File, control: str, kind: _Type, where: Where, value: Value) -> list[Json] | None:
    """The entries of a list, or the fields of a group; of a figure, those of the bounds that can stand for it."""
    if kind.model is None or control == "raw":
        return None
    if control in {"entries", "evidence"}:
        return [*_entries(file, kind.model, where, value or [])]
    return [*_nodes(file, kind.model, where)]


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


class _Type(NamedTuple):
    """What the type of a field says."""

    control: str
    """By what it is filled in, where what stands in it can be."""

    item: str
    """By what one value is filled in: of a list, each of them."""

    choices: tuple[str, ...]
    ids_of: str | None
    is_list: bool
    has_short_form: bool
    """Whether a text alone can stand for an entry."""

    model: type[Model] | None
    """Of which fields it is made; of a figure, the bounds that can stand in its place."""


@cache
def _type_at(kind: str, names: tuple[str, ...]) -> _Type:
    """That of a field in a file of a kind, by the names of the fields on the way to it."""
    field = field_at(kind, names)
    assert field
    model, is_list = model_in(field.annotation), takes_list(field.annotation)
    parts = [*_parts_of(field.annotation)]
    is_id = any(isinstance(part, StringConstraints) and part.pattern in _IDS for part in parts)
    choices = choices_of(field.annotation)
    items = {
        "yes-no": bool in parts,
        "choice": bool(choices),
        "date": Date in parts,
        "number": float in parts or int in parts,
        "id": is_id,
        "text": text_at(FILES[kind], names) is Inline or is_evidence(kind, names),
    }
    item = next((control for control, is_meant in items.items() if is_meant), "line")
    controls = {
        "table": any(get_origin(part) is Mapping for part in parts),
        "evidence": is_list and model is Evidence,
        "entries": is_list and model is not None,
        "lines": is_list,
        "group": model is not None and item != "number",
    }
    return _Type(
        next((control for control, is_meant in controls.items() if is_meant), item),
        item,
        tuple(choices),
        IDS.get(field.name) if is_id else None,
        is_list,
        short_form(field.annotation) is not None,
        model,
    )


def _control_for(value: Value, kind: _Type) -> str:
    """By what a field is filled in, with what stands in it: `raw` where no control can show that."""
    if kind.control == "number" and isinstance(value, dict) and kind.model:
        return "group"
    if isinstance(value, str) and kind.control in _OF_ONE_LINE:
        is_long = kind.control == "line" and len(value) > LONGEST_LINE
        return "text" if is_long or "\n" in value else kind.control
    return kind.control if _fits(kind, value) else "raw"


def _fits(kind: _Type, value: Value) -> bool:
    """Whether the control of a type can show what stands in the file."""
    if kind.control in {"group", "table"}:
        return isinstance(value, dict | None)
    if kind.control in {"entries", "evidence"}:
        entry = dict | str | None if kind.has_short_form else dict | None
        return all(isinstance(one, entry) for one in value or [])
    if kind.control == "lines":
        return not any(isinstance(one, list | dict) for one in value or [])
    return value is None or isinstance(value, _HELD.get(kind.control, str | int | float))


def _parts_of(annotation: Any) -> Iterator[Any]:
    """A type with all that it is made of, and what is noted of it."""
    yield annotation
    for part in get_args(annotation):
        yield from _parts_of(part)
