"""The lines of a YAML file as a tree: each field and entry, with the comments above it.

A file of an author's is changed by whole lines that are put in, moved or made comments. All others stay
as they are, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefsite.archive.load import Document, Place, Where

_COMMENT = re.compile(r"\s*#")
_DASH = re.compile(r"((?:\s*-(?=\s))+)\s*(#.*)?$")
_EMPTY_VALUE = re.compile(r"([:-])\s+(?:~|null|Null|NULL|\{\s*\}|\[\s*\])(?=\s*(?:#|$))")


@dataclass(slots=True, kw_only=True, eq=False)
class Part:
    """A field, an entry of a list, or the whole file. Lines have their ends."""

    key: str | int | None = None
    """The name of a field; of an entry, its place in the list; None of the file."""

    indent: int = 0
    """The column of its name or of its dash; counts from 0."""

    above: list[str] = field(default_factory=list)
    """Comments and empty lines above it."""

    lines: list[str] = field(default_factory=list)
    """Its own. Where it has parts, those before the first of them: none where that stands beside its dash."""

    parts: list[Part] = field(default_factory=list)
    """Fields or entries within, where they have lines of their own."""

    in_brackets: bool = False
    """Whether it is a list or fields between brackets: then it has no parts."""

    below: list[str] = field(default_factory=list)
    """Comments after the last of its parts that are indented as these are."""

    @property
    def inner_indent(self) -> int:
        """The column of its parts."""
        if self.parts:
            return self.parts[0].indent
        return 0 if self.key is None else self.indent + 2

    def part(self, key: str | int) -> Part | None:
        """The part of a name."""
        return next((part for part in self.parts if part.key == key), None)

    def all_lines(self) -> Iterator[str]:
        """Its lines, with those around and within."""
        yield from self.above
        yield from self.lines
        for part in self.parts:
            yield from part.all_lines()
        yield from self.below

    def put(self, index: int, part: Part) -> None:
        """Put a part among its parts; one that takes the first place of an entry takes the dash as well."""
        if index == 0 and self.parts and self.shares_line:
            first = self.parts[0].lines[0]
            column = self.parts[0].indent
            self.parts[0].lines[0] = " " * column + first[column:]
            part.lines[0] = first[:column] + part.lines[0][column:]
        elif not self.parts and self.lines and self.lines[0].strip() == "-":
            part.lines[0] = f"{self.lines[0].rstrip()} {part.lines[0].lstrip(' ')}"
            self.lines = []
        self.parts.insert(index, part)

    def take(self, part: Part) -> None:
        """Take a part out; its dash goes to the next one."""
        was_first = self.parts[0] is part and self.shares_line
        self.parts.remove(part)
        if not was_first:
            return
        line = part.lines[0]
        if self.parts:
            rest = self.parts[0].lines[0]
            self.parts[0].lines[0] = line[: part.indent] + rest[part.indent :]
            self.above += self.parts[0].above
            self.parts[0].above = []
        else:
            self.lines = [f"{line[: part.indent]}{{}}{_end_of(line)}"]

    @property
    def shares_line(self) -> bool:
        """Whether the first of its parts stands in the line of its dash."""
        return isinstance(self.key, int) and not self.lines

    def open(self) -> None:
        """Make room for parts where it holds nothing yet: `x:`, `x: null`, `x: {}`, `- {}`."""
        first = _EMPTY_VALUE.sub(r"\1", self.lines[0])
        self.lines = [first, *self.lines[1:]]

    @property
    def is_open(self) -> bool:
        """Whether parts can be put into it: it has some, or holds nothing yet."""
        if self.parts or self.key is None:
            return True
        words = _EMPTY_VALUE.sub(r"\1", "".join(self.lines)).partition("#")[0].strip()
        return len(self.lines) == 1 and words.endswith((":", "-"))


def _end_of(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def tree_of(document: Document) -> Part:
    """The lines of a file, all of them."""
    return _Reader(document).tree()


class _Reader:
    """Goes through the lines of a file once."""

    def __init__(self, document: Document) -> None:
        self._lines = document.text.splitlines(keepends=True)
        if self._lines and not _end_of(self._lines[-1]):
            self._lines[-1] += _end_of(self._lines[0]) or "\n"
        self._places = document.places
        self._within: dict[Where, list[Where]] = {}
        for where in self._places:
            if where:
                self._within.setdefault(where[:-1], []).append(where)
        self._at = 0
        """The first line that no part has yet."""

    def tree(self) -> Part:
        """All parts."""
        root = Part()
        if self._places[()].in_brackets or not self._within:
            root.lines = self._lines
            return root
        self._read_parts(root, ())
        root.below += self._lines[self._at :]
        return root

    def _read_parts(self, whole: Part, where: Where) -> None:
        for inner in self._within[where]:
            whole.parts.append(self._part(inner))
        if whole.key is not None:
            indent = max(whole.inner_indent, whole.indent + 1)
            end = self._end_of_comments(indent)
            whole.below = self._up_to(end)

    def _part(self, where: Where) -> Part:
        place = self._places[where]
        first, indent = place.key.line - 1, place.key.column - 1
        if isinstance(where[-1], int):
            first, indent = self._dash(first, indent)
        part = Part(
            key=where[-1],
            indent=indent,
            above=self._up_to(first),
            in_brackets=place.in_brackets,
        )
        inner = self._within.get(where)
        if inner and not place.in_brackets:
            if self._first_line(inner[0]) > first:
                part.lines = self._up_to(first + 1)
            self._read_parts(part, where)
            return part
        last = max(place.last_line - (place.end == 1), first + 1)
        while last > first + 1 and self._is_beside(self._lines[last - 1], place):
            last -= 1
        part.lines = self._up_to(last)
        return part

    def _first_line(self, where: Where) -> int:
        """The line of a name or of a dash; counts from 0."""
        key = self._places[where].key
        line = key.line - 1
        return self._dash(line, key.column - 1)[0] if isinstance(where[-1], int) else line

    def _is_beside(self, line: str, place: Place) -> bool:
        """Whether a line at the end of a value is no part of it: one that is empty, as a rule."""
        start = self._lines[place.value.line - 1][place.value.column - 1 :]
        if not start.startswith(("|", ">")):
            return not line.strip()
        return not line.strip("\r\n") and "+" not in start[:3]

    def _up_to(self, end: int) -> list[str]:
        """The lines before one that no part has yet."""
        lines = self._lines[self._at : end]
        self._at = max(self._at, end)
        return lines

    def _dash(self, line: int, column: int) -> tuple[int, int]:
        """The line and column of the dash of an entry, by those of what stands after it."""
        before = self._lines[line][:column].rstrip()
        while not before.endswith("-") and line > self._at:
            line -= 1
            found = _DASH.match(self._lines[line])
            before = found[1] if found else ""
        return line, max(before.rfind("-"), 0)

    def _end_of_comments(self, indent: int) -> int:
        """Where comments end that go on here, and are indented at least so far."""
        end = self._at
        for number in range(self._at, len(self._lines)):
            line = self._lines[number]
            if not line.strip():
                continue
            if not _COMMENT.match(line) or len(line) - len(line.lstrip(" ")) < indent:
                break
            end = number + 1
        return end
