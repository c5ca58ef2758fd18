"""A file changed field by field: values are put in, taken out and moved, and all other lines stay as they are."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

from briefsite.archive.load import Document, Where, load
from briefsite.authoring.server.format import (
    field_at,
    fields_of,
    model_at,
    short_form,
    takes_list,
)
from briefsite.authoring.yaml_nodes import (
    LayoutError,
    Node,
    end_last_text,
    insert,
    move,
    no_place,
    put,
    read,
    take,
    text_of,
    update,
    value_at,
    ways_of,
    wrap,
)
from briefsite.authoring.yaml_values import Value, Ways, same
from briefsite.messages.message import Message, MessageError


class UnreadableError(MessageError):
    """A file cannot be read, or has no such place; the text says why."""


class Set(NamedTuple):
    """A value in the place of another, or put in where there is none: what is missing around it is made."""

    where: Where
    value: Value


class Remove(NamedTuple):
    """A field or an entry taken out, with its lines and the comments right above it.

    A list or a group of fields that is left empty goes with its field.
    """

    where: Where


class Insert(NamedTuple):
    """A new entry of a list, which is made where it is missing; a single value there becomes a list first."""

    where: Where
    """Its last step is the place in the list."""

    value: Value


class Move(NamedTuple):
    """An entry moved to another place of its list, with the comments above it."""

    where: Where
    to: int


Change = Set | Remove | Insert | Move


def changed(text: str, change: Change, kind: str) -> str:
    """The text of a file of a kind (a key of `FILES`) after a change.

    Entries can be named as if all lists were written out: `("evidence", 0, "text")` is the text in
    `evidence: text` as well. Raises UnreadableError where the text cannot be read, where there is no such
    place, and where the file would not say what it should.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    is_windows = "\r\n" in body and body.count("\r\n") == body.count("\n")
    if is_windows:
        body = body.replace("\r\n", "\n")
    document = loaded(body)
    change = _normal(_at_its_place(document.data, change, kind))
    wanted = _applied(document.data, change.where, change, _At(kind, ()))
    if same(wanted, document.data):
        return text
    made = _written(document, change, wanted, kind)
    return mark + (made.replace("\n", "\r\n") if is_windows else made)


def _written(document: Document, change: Change, wanted: Value, kind: str) -> str:
    """The text of a file that says what is wanted."""
    is_open = not document.text.endswith("\n")
    for is_ended in [False, True][: 1 + is_open]:
        try:
            root = read(document)
            if is_ended:
                end_last_text(root)
            _edit(root, change.where, change, _At(kind, ()), ways_of(root))
        except LayoutError as error:
            raise UnreadableError(error.message) from None
        made = text_of(root)
        for text in [made[:-1], made] if is_open else [made]:
            if same(_said(text), wanted):
                return text
    loaded(made)  # may say which character cannot be there
    raise UnreadableError(no_place().message)


def loaded(text: str) -> Document:
    """A file read; raises UnreadableError, which says what is wrong in which line."""
    document, findings = load(text.encode(errors="surrogatepass"), Path(), may_be_empty=True)
    if document is None:
        finding = findings[0]
        why = Message("line {line}: {why}", line=finding.span.line, why=finding.message)
        raise UnreadableError(why)
    return document


def _said(text: str) -> Value:
    document, _ = load(text.encode(errors="surrogatepass"), Path(), may_be_empty=True)
    return document and document.data


def no_such_place(where: Where) -> UnreadableError:
    """What is raised where a file has no such place."""
    place = ".".join(map(str, where))
    return UnreadableError(Message("there is no `{place}` in the file", place=place))


def _normal(change: Any) -> Any:
    """A change whose texts are in the form in which a file holds them."""
    if isinstance(change, Set | Insert):
        return change._replace(value=_in_form(change.value))
    return change


def _in_form(value: Value) -> Value:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return [*map(_in_form, value)]
    if isinstance(value, dict):
        return {_in_form(key): _in_form(inner) for key, inner in value.items()}
    return value


# What a change makes of the data of a file


class _At(NamedTuple):
    """A place, and the kind of file."""

    kind: str
    where: Where

    def names(self, where: Where) -> list[str]:
        """The fields of a place in their order in the format."""
        model = model_at(self.kind, where)
        return [*fields_of(model)] if model else []

    def within(self, step: str | int) -> _At:
        """A place further in."""
        return self._replace(where=(*self.where, step))

    @property
    def short(self) -> str | None:
        """The field that a text alone stands for here; None where none can stand for one."""
        field = field_at(self.kind, self.where)
        return short_form(field.annotation) if field else None

    @property
    def takes_list(self) -> bool:
        """Whether a list can stand here, as far as the format knows the place."""
        field = field_at(self.kind, self.where)
        return field is None or takes_list(field.annotation)


def spot(data: Value, where: Where, kind: str) -> Where | None:
    """Where something stands that is named as if all lists were written out; None where nothing does."""
    found: Where = ()
    for step in where:
        is_alone = step == 0 and not isinstance(data, list | None)
        if is_alone or (isinstance(data, str) and step == _At(kind, found).short):
            continue
        if step not in (data if isinstance(data, dict) else range(_length(data))):
            return None
        data = data[step]
        found = (*found, step)
    return found


def _length(data: Value) -> int:
    return len(data) if isinstance(data, list) else 0


def _at_its_place(data: Value, change: Change, kind: str) -> Change:
    """A change with the way to where a thing stands; where it is to go, to all that it leaves empty."""
    if isinstance(change, Insert):
        return change
    where = spot(data, change.where, kind)
    if isinstance(change, Set):
        return change if where is None else change._replace(where=where)
    if not where:
        raise no_such_place(change.where)
    if isinstance(change, Remove):
        while len(where) > 1 and isinstance(where[-2], str) and _is_last(data, where):
            where = where[:-1]
    return change._replace(where=where)


def _is_last(data: Value, where: Where) -> bool:
    return len(value_at(data, where[:-1])) == 1


def _applied(value: Value, where: Where, change: Change, at: _At) -> Value:
    """A value with a change within it; `where` is the way from it, `at` the way to it."""
    if not where:
        assert isinstance(change, Set)
        return change.value
    step, rest = where[0], where[1:]
    if isinstance(step, int):
        return _applied_to_entries(value, where, change, at)
    is_made = isinstance(change, Set | Insert)
    if value is None and is_made:
        fields: dict[str, Value] = {}
    elif isinstance(value, str) and is_made and at.short:
        fields = {at.short: value}
    elif isinstance(value, dict):
        fields = {**value}
    else:
        raise no_such_place((*at.where, *where))
    if rest or not isinstance(change, Remove):
        fields[step] = _applied(fields.get(step), rest, change, at.within(step))
    else:
        del fields[step]
    return fields


def _applied_to_entries(value: Value, where: Where, change: Change, at: _At) -> Value:
    step, rest = where[0], where[1:]
    assert isinstance(step, int)
    is_made = isinstance(change, Set | Insert)
    is_insert = isinstance(change, Insert) and not rest
    if step == 0 and not isinstance(value, list | None) and not is_insert:
        return _applied(value, rest, change, at)  # it stands for a list of one
    if isinstance(value, list):
        entries = [*value]
    elif is_made and at.takes_list:
        entries = [] if value is None else [value]
    else:
        raise no_such_place((*at.where, *where))
    last = len(entries) - (not is_made)
    if not 0 <= step <= last or (
        isinstance(change, Move) and not rest and not 0 <= change.to <= last
    ):
        raise no_such_place((*at.where, *where))
    if isinstance(change, Insert) and not rest:
        entries.insert(step, change.value)
    elif isinstance(change, Move) and not rest:
        entries.insert(change.to, entries.pop(step))
    elif isinstance(change, Remove) and not rest:
        del entries[step]
    else:
        old = entries[step] if step < len(entries) else None
        entries[step : step + 1] = [_applied(old, rest, change, at.within(step))]
    return entries


# What it makes of the lines


def _edit(node: Node, where: Where, change: Change, at: _At, ways: Ways) -> None:
    """Make a change in the lines of a node; `where` is the way from it, `at` the way to it."""
    if not node.parts:
        update(node, _applied(node.value, where, change, at), ways, at.names, at.where)
        return
    if not where:
        assert isinstance(change, Set)
        update(node, change.value, ways, at.names, at.where)
        return
    step, rest = where[0], where[1:]
    if isinstance(step, int) and not node.is_list:
        if step == 0 and (rest or not isinstance(change, Insert)):
            _edit(node, rest, change, at, ways)
            return
        wrap(node, ways)
    part = node.part(step)
    if part and (rest or isinstance(change, Set)):
        _edit(part, rest, change, at.within(step), ways)
    elif part and isinstance(change, Remove):
        take(node, part)
    elif isinstance(step, int) and isinstance(change, Move):
        move(node, step, change.to)
    elif isinstance(step, int):
        value = (
            change.value
            if isinstance(change, Insert) and not rest
            else _applied(None, rest, change, at.within(step))
        )
        insert(node, step, value, ways)
    else:
        value = _applied(None, rest, change, at.within(step))
        put(node, step, value, ways, at.names(at.where))
