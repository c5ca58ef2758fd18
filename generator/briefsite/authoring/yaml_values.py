"""Values as an author's file writes them: in the style that stood there, else in that of `draft.writing`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from briefsite.authoring.draft.writing import WIDTH, scalar

LONGEST = 120
"""Characters of a line that holds a list or fields between brackets."""

Single = str | int | float | bool | None

Value = Any
"""What `archive.load.load` reads: a single value, or lists and dicts of values."""

Token = tuple[str, Single]
"""A single value with the name of its type, since `1` equals `True`; of a field, its name with `key`."""


class Ways(NamedTuple):
    """How a file writes what it holds."""

    entries: int = 2
    """How far the dashes of a list are to the right of its field: 0 or 2."""

    typed: Mapping[Token, str] = {}
    """How single values and names of fields were typed where they stood."""

    def of(self, value: Value) -> str:
        """How a single value was typed; empty where it was not there."""
        return "" if isinstance(value, list | dict) else self.typed.get(token(value), "")


def token(value: Single) -> Token:
    """What a single value is looked up by."""
    return (type(value).__name__, value)


def key_token(name: str) -> Token:
    """What the name of a field is looked up by."""
    return ("key", name)


def same(one: Value, other: Value) -> bool:
    """Whether two values are the same to a reader of the file: `3` and `3.0` are, `1` and `true` are not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def is_single(value: Value) -> bool:
    """Whether a value is neither list nor fields, or is an empty one of these."""
    return not isinstance(value, list | dict) or not value


def written(name: str, value: Value, indent: int, ways: Ways, note: str = "") -> str:
    """A field (`text:`) or an entry (`-`) with its value, from its column on; whole lines.

    `note` is the comment in its first line, with the spaces before it.
    """
    if is_single(value):
        text = _again(value, ways) or single(value, ways.of(value), indent, indent + len(name) + 1)
        first, *rest = text.split("\n")
        return "\n".join([f"{name} {first}{note}", *rest, ""])
    is_entry = name == "-"
    is_below = isinstance(value, list) and not is_entry
    inner = indent + (ways.entries if is_below else 2)
    lines = _within(value, inner, ways)
    if is_entry and not note:
        return f"- {lines[inner:]}"
    return f"{name}{note}\n{lines}"


def _within(value: Value, indent: int, ways: Ways) -> str:
    """The lines of the entries of a list, or of fields."""
    pairs: Iterator[tuple[str, Value]]
    if isinstance(value, list):
        pairs = (("-", entry) for entry in value)
    else:
        pairs = ((f"{name_of(key, ways)}:", inner) for key, inner in value.items())
    return "".join(f"{' ' * indent}{written(name, inner, indent, ways)}" for name, inner in pairs)


def _again(value: Value, ways: Ways) -> str:
    """A value as it was typed; empty where it cannot be so in another place."""
    typed = ways.of(value)
    return "" if "\n" in typed else typed


def fields_of(value: Mapping[str, Value], ways: Ways) -> str:
    """The lines of a whole file."""
    return _within(value, 0, ways)


def name_of(key: str, ways: Ways) -> str:
    """The name of a field, in quotation marks where it needs them."""
    if typed := ways.typed.get(key_token(key)):
        return typed
    return key if _NAME.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def in_brackets(value: Value, ways: Ways) -> str:
    """A value in one line, between brackets where it is a list or fields."""
    if isinstance(value, list):
        return f"[{', '.join(in_brackets(entry, ways) for entry in value)}]"
    if isinstance(value, dict):
        pairs = (f"{name_of(key, ways)}: {in_brackets(one, ways)}" for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    return _again(value, ways) or single_in_brackets(value, ways.of(value))


def single_in_brackets(value: Single, was: str) -> str:
    """A single value between brackets, in the marks of the one that stood there."""
    if not isinstance(value, str):
        return _figure(value)
    if was[:1] == "'" and "\n" not in value:
        return _quoted(value, "'")
    if was[:1] != '"' and _PLAIN_IN_BRACKETS.fullmatch(value) and _stays_text(value):
        return value
    return _quoted(value, '"')


def single(value: Value, was: str, indent: int, before: int) -> str:
    """A single value, in the style of the one that stood there; `was` is how that was typed, if at all.

    `indent` is the column of its field or dash, `before` that of the value. Where it takes several lines,
    the first is that of the field.
    """
    if not isinstance(value, str):
        return ("{}" if isinstance(value, dict) else "[]") if value in ([], {}) else _figure(value)
    return next(filter(None, _ways_to_write(value, was, indent, before)))


def _ways_to_write(value: str, was: str, indent: int, before: int) -> Iterator[str | None]:
    """A text in each style that it can have, the one that fits best first."""
    mark = was[:1]
    if mark == ">":
        yield _folded(value, indent + 2, was)
    if mark and mark in "|>":
        yield _literal(value, indent + 2)
    if mark == '"' or (mark == "'" and "\n" not in value):
        yield _in_marks(value, was, indent + 2, before)
    longest = max(LONGEST, before + len(was.partition("\n")[0]))
    if was and before + len(value) <= longest and _PLAIN.fullmatch(value) and _stays_text(value):
        yield value
    if "\n" in value:
        yield _literal(value, indent + 2)
    if len(value) > WIDTH - 20:
        yield _folded(value, indent + 2, was)
    yield scalar(value, " " * indent)


def _figure(value: Single) -> str:
    """What is no text; a figure that 15 digits do not hold has more."""
    text = scalar(value, "")
    return repr(value) if isinstance(value, float) and float(text) != value else text


def _quoted(text: str, mark: str) -> str:
    if mark == "'":
        return f"'{text.replace(mark, mark * 2)}'"
    return json.dumps(text, ensure_ascii=False)


def _in_marks(value: str, was: str, indent: int, before: int) -> str:
    """A text between quotation marks, in several lines where one would be longer than it was."""
    text = _quoted(value, was[0])
    longest = max(LONGEST, before + len(was)) if "\n" not in was else WIDTH
    if before + len(text) <= longest or not _is_foldable(value):
        return text
    return _wrapped(text, indent, WIDTH, before).lstrip(" ")


def _folded(value: str, indent: int, was: str) -> str | None:
    """A text after `>`, as wide as it was; None where it cannot be had so."""
    body, ends = value.rstrip("\n"), len(value) - len(value.rstrip("\n"))
    parts = [part for part in body.split("\n") if part]
    if ends > 1 or not parts or body[0] == "\n" or not all(map(_is_foldable, parts)):
        return None
    longest = max((len(line) for line in was.splitlines()[1:]), default=0)
    width = min(max(WIDTH, longest), LONGEST)
    lines: list[str] = []
    for number, part in enumerate(body.split("\n")):
        if number:  # between two lines a line end is a space, and each further one is itself
            lines.append("")
        if part:
            lines.append(_wrapped(part, indent, width))
    return "\n".join([">" if ends else ">-", *lines])


def _literal(value: str, indent: int) -> str | None:
    """A text after `|`, line for line; None where it cannot be had so."""
    body, ends = value.rstrip("\n"), len(value) - len(value.rstrip("\n"))
    lines = body.split("\n")
    blank = any(line.isspace() for line in lines)
    if ends > 1 or blank or not body or body[0] in " \t\n" or "\r" in body:
        return None
    inner = (f"{' ' * indent}{line}" if line else "" for line in lines)
    return "\n".join(["|" if ends else "|-", *inner])


def _is_foldable(text: str) -> bool:
    """Whether a text is words with one space between any two, so that each can be a line end."""
    return not re.search(r"[\t\r\n]", text) and all(word.strip() for word in text.split(" "))


def _wrapped(text: str, indent: int, width: int, before: int | None = None) -> str:
    """A text in lines; the first begins at `before`, where that is not the indent."""
    lines: list[list[str]] = [[]]
    room = width - (indent if before is None else before)
    for word in text.split(" "):
        if lines[-1] and len(word) + 1 > room:
            lines.append([])
            room = width - indent
        room -= len(word) + bool(lines[-1])
        lines[-1].append(word)
    return "\n".join(" " * indent + " ".join(words) for words in lines)


def _stays_text(value: str) -> bool:
    """Whether a plain value is read as text, by any reader."""
    return bool(_DATE.fullmatch(value)) or not (
        value.lower() in _WORDS or _LIKE_NUMBERS.fullmatch(value)
    )


_NAME = re.compile(r"\w(?:[\w .%/-]*[\w%/-])?")
_PLAIN = re.compile(r"(?:[^\W_]|[¿¡«“(])(?:[^\n\t\r:#]|:(?=[^\s])|(?<=\S)#)*(?<![\s:])")
_PLAIN_IN_BRACKETS = re.compile(r"[^\W_](?:[^\n\t\r:#'\",\[\]{}]|:(?=[\w/])|(?<=\S)#)*(?<![\s:])")
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_LIKE_NUMBERS = re.compile(r"[-+.\d][-+.,:_\deE]*|0[xo][\da-fA-F]+")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
