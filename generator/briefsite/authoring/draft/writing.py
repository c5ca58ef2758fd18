"""YAML that an author likes to read: a comment over what it explains, long texts folded."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefsite.archive.dates import Date

WIDTH = 100
"""Characters of a line, where words allow."""


@dataclass(frozen=True, slots=True)
class Field:
    """A `name: value` line and what follows it."""

    name: str
    value: YamlValue
    why: str | None = None
    """The comment over it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A comment of its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Fields as the value of a field."""

    fields: Sequence[Field]


Scalar = str | int | float | Date | None
YamlEntry = Sequence[Field | Note]
Item = str | Group | YamlEntry
YamlValue = Scalar | Group | Sequence[Item]


def write_yaml(fields: YamlEntry) -> str:
    """Write fields as a YAML mapping; what `load` reads from it are the very same values."""
    out: list[str] = []
    for field in fields:
        is_long = isinstance(field, Note) or (
            isinstance(field.value, Sequence) and not isinstance(field.value, str | Date)
        )
        if out and is_long and out[-1]:
            out.append("")
        out += _field(field, "")
    return "\n".join(out) + "\n"


Data = str | int | float | None | list["Data"] | dict[str, "Data"]
"""What `load` reads of an entry."""


def as_data(entry: YamlEntry) -> dict[str, Data]:
    """Fields as what `load` would read of them, in their order; comments are left out."""
    return {field.name: _data(field.value) for field in entry if isinstance(field, Field)}


def _data(value: YamlValue | Item) -> Data:
    if isinstance(value, Group):
        return as_data(value.fields)
    if isinstance(value, Date):
        return str(value)
    if value is None or isinstance(value, str | int | float):
        return value
    fields = [field for field in value if isinstance(field, Field)]
    items = [item for item in value if not isinstance(item, Field | Note)]
    return as_data(fields) if fields else [_data(item) for item in items]


def comment(text: str, indent: str = "") -> list[str]:
    """A text as lines of comment."""
    lines = text.split("\n")
    return [
        f"{indent}# {part}".rstrip()
        for line in lines
        for part in textwrap.wrap(
            line,
            WIDTH - len(indent),
            subsequent_indent=" " * (len(line) - len(line.lstrip()) + 2) if line[:1] == " " else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        or [""]
    ]


def scalar(value: Scalar, indent: str) -> str:
    """A single value; `indent` is that of its field."""
    if value is None:
        return "null"
    if isinstance(value, Date):
        return str(value)
    if not isinstance(value, str):
        figure = f"{value:.15g}" if isinstance(value, float) else str(value).lower()
        return f"{figure}0" if _LIKE_THOUSANDS.fullmatch(figure) else figure
    if len(value) > WIDTH - 20 and _FOLDABLE.fullmatch(value):
        inner = indent + "  "
        lines = textwrap.wrap(
            value, WIDTH - len(inner), break_long_words=False, break_on_hyphens=False
        )
        return ">-\n" + "\n".join(inner + line for line in lines)
    if _DATE.fullmatch(value) or (_PLAIN.fullmatch(value) and value.lower() not in _WORDS):
        return value
    return json.dumps(value, ensure_ascii=False)


# A folded text may hold anything but runs of spaces, and lines that begin with one.
_FOLDABLE = re.compile(r"[^\s]+(?: [^\s]+)*")
_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#'\"\[\]{}&*!|>%@`\\,]|,(?= )|:(?=\S)|(?<=\S)#)*(?<![\s:,])")
_LIKE_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")  # 6.125, which `load` refuses to guess at
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")  # `load` leaves it a text, and authors write it so
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def _field(field: Field | Note, indent: str) -> Iterator[str]:
    if isinstance(field, Note):
        yield from comment(field.text, indent)
        return
    if field.why:
        yield from comment(field.why, indent)
    if isinstance(field.value, Group):
        yield f"{indent}{field.name}:"
        for inner in field.value.fields:
            yield from _field(inner, indent + "  ")
    elif isinstance(field.value, Sequence) and not isinstance(field.value, str | Date):
        yield f"{indent}{field.name}:"
        for entry in field.value:
            yield from _entry(entry, indent + "  ")
    else:
        yield f"{indent}{field.name}: {scalar(field.value, indent)}"


def _entry(entry: Item, indent: str) -> Iterator[str]:
    if isinstance(entry, str):
        yield f"{indent}- {scalar(entry, indent)}"
        return
    if isinstance(entry, Group):
        entry = entry.fields
    notes = [field for field in entry if isinstance(field, Note)]
    for note in notes:
        yield from comment(note.text, indent)
    lines = [
        line
        for field in entry
        if not isinstance(field, Note)
        for line in _field(field, indent + "  ")
    ]
    if not lines:
        return
    # The first line of an entry carries its dash; a comment must not stand between.
    first = next(number for number, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from (line[2:] for line in lines[:first])
    yield f"{indent}- {lines[first][len(indent) + 2 :]}"
    yield from lines[first + 1 :]
