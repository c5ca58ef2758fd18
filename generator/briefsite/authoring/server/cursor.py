"""Where in a YAML file a cursor stands, however half-typed the file is.

A parser gives up where somebody types; lines, their indentation and what stands between brackets are always there.
Lines and columns count from 0, in characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from briefsite.archive.load import Where

_KEY = re.compile(r"(?P<indent>\s*(?:- +)*)(?P<key>[A-Za-z_][\w-]*)\s*:(?=\s|$)")
_DASHES = re.compile(r"\s*(?:-(?:\s+|$))+")
_INLINE = re.compile(r"(?:[{,]\s*)(?P<key>[A-Za-z_][\w-]*)\s*:\s*(?P<typed>[^,{}\[\]]*)$")
_INLINE_KEY = re.compile(r"[{,]\s*(?P<typed>[A-Za-z_]?[\w-]*)$")
_BLOCK = re.compile(r"\s*[>|][+-]?\d?\s*$")


class Cursor(NamedTuple):
    """A place in a file, as the author sees it."""

    where: Where
    """The way to the value in which it stands; to what holds the field, where its name is being typed."""

    typed: str
    """What stands before it of the name or the value."""

    start: int
    """The column at which that begins, in its line."""

    is_key: bool = False
    """Whether the name of a field is being typed."""


class _Step(NamedTuple):
    """A field or an entry, by the line on which it begins."""

    indent: int
    key: str | int


def cursor_at(text: str, line: int, column: int) -> Cursor:
    """What is being typed at a place."""
    lines = text.split("\n")
    line = min(line, len(lines) - 1)  # an editor may ask of what is not there yet
    before = lines[line][:column]
    around = [*_steps(lines, line, before)]
    inline = _INLINE.search(before)
    own = _KEY.match(before)
    if inline and is_open(before):
        outer = tuple(step.key for step in around)
        own_key = (own["key"],) if own else ()
        typed = inline["typed"].lstrip("\"'")
        return Cursor((*outer, *own_key, inline["key"]), typed, column - len(typed))
    if is_open(before) and (typing := _INLINE_KEY.search(before)):
        outer = tuple(step.key for step in around)
        where = (*outer, own["key"]) if own else outer
        return Cursor(where, typing["typed"], column - len(typing["typed"]), is_key=True)
    outer = tuple(step.key for step in around)
    if own:
        typed = before[own.end() :].lstrip().lstrip("\"'[")
        if "[" in before[own.end() :]:
            typed = typed.rpartition(",")[2].lstrip()
        return Cursor((*outer, own["key"]), typed, column - len(typed))
    bare = _DASHES.sub("", before, count=1) if _DASHES.match(before) else before.lstrip()
    is_key = not _goes_on(lines, line, before) and bool(re.fullmatch(r"[\w-]*", bare))
    return Cursor(outer, bare, column - len(bare), is_key=is_key)


def is_open(before: str) -> bool:
    """Tell whether a bracket of fields is open, outside of quotation marks."""
    plain = re.sub(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", "", before)
    return plain.count("{") > plain.count("}")


def keys_beside(text: str, line: int) -> set[str]:
    """The fields that stand beside the one that is typed on a line, above and below it."""
    lines = text.split("\n")
    row = lines[min(line, len(lines) - 1)]
    if is_open(row.split("}")[0]):
        return {*re.findall(r"[{,]\s*([A-Za-z_][\w-]*)\s*:", row)}
    dashes = _DASHES.match(row)
    indent = dashes.end() if dashes else len(row) - len(row.lstrip())
    found = set[str]()
    for rows, ends_with_dash in ((lines[line::-1], True), (lines[line + 1 :], False)):
        for one in rows:
            key = _KEY.match(one)
            inner = len(key["indent"]) if key else len(one) - len(one.lstrip())
            is_entry = bool(_DASHES.match(one))
            if (one.strip() and inner < indent) or (
                is_entry and inner == indent and not ends_with_dash
            ):
                break
            if key and inner == indent:
                found.add(key["key"])
                if is_entry:
                    break
    return found


def _steps(lines: list[str], line: int, before: str) -> Iterator[_Step]:
    """What a line is within, from the outside in; its own dashes count, its own field does not."""
    dashes = _DASHES.match(before)
    indent = len(before) - len(before.lstrip()) if before.strip() else len(before)
    found: list[_Step] = []
    limit = indent
    if dashes:
        found.append(_Step(indent, _number(lines, line, indent)))
    for at in range(line - 1, -1, -1):
        row = lines[at]
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        key, own = _KEY.match(row), _DASHES.match(row)
        depth = len(row) - len(row.lstrip())
        if key:
            inner = len(key["indent"])
            is_entry = own is not None
            if inner < limit or (
                inner == limit and found and isinstance(found[0].key, int) and not is_entry
            ):
                found.insert(0, _Step(inner, key["key"]))
                limit = inner
            if is_entry and depth < limit:
                found.insert(0, _Step(depth, _number(lines, at, depth)))
                limit = depth
        elif own and depth < limit:
            found.insert(0, _Step(depth, _number(lines, at, depth)))
            limit = depth
        if limit == 0 and found and isinstance(found[0].key, str):
            break
    yield from found


def _number(lines: list[str], line: int, indent: int) -> int:
    """Which entry of its list begins on a line; counts from 0."""
    count = 0
    for at in range(line - 1, -1, -1):
        row = lines[at]
        depth = len(row) - len(row.lstrip())
        if not row.strip() or row.lstrip().startswith("#") or depth > indent:
            continue
        if depth < indent or not row.lstrip().startswith("-"):
            break
        count += 1
    return count


def _goes_on(lines: list[str], line: int, before: str) -> bool:
    """Tell whether a line is one of those in which the value of a field above goes on."""
    indent = len(before) - len(before.lstrip()) if before.strip() else len(before)
    for at in range(line - 1, -1, -1):
        row = lines[at]
        key = _KEY.match(row)
        depth = len(key["indent"]) if key else len(row) - len(row.lstrip())
        if not row.strip() or (depth >= indent and not key):
            continue
        if not key or depth >= indent:
            return False
        rest = row[key.end() :].split(" #")[0].strip()
        return bool(_BLOCK.fullmatch(rest)) or (bool(rest) and rest[0] not in "[{&|>")
    return False
