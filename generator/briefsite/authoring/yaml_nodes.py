"""A YAML file as a tree that values are put into, taken out of and moved in: all other lines stay.

Built upon the lines of `yaml_lines`; each value is known to the character here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from briefsite.archive.load import Document, Place, Where
from briefsite.authoring.yaml_lines import Part, tree_of
from briefsite.authoring.yaml_values import (
    LONGEST,
    Token,
    Value,
    Ways,
    fields_of,
    in_brackets,
    is_single,
    key_token,
    name_of,
    same,
    single,
    single_in_brackets,
    token,
    written,
)
from briefsite.messages.message import Message, MessageError


class LayoutError(MessageError):
    """The lines of a file leave no place for a change; it is left as it is."""


def no_place() -> LayoutError:
    """What is raised where a change cannot be made in a file as it is written."""
    return LayoutError(
        Message("its lines leave no place for the change: write each field in one of its own")
    )


Names = Callable[[Where], Sequence[str]]
"""The names of the fields that can stand at a place, in the order of the format."""

_HEADING = re.compile(r"\s*$|\s*# yaml-language-server:|\s*[^\s#]")
_COLON = re.compile(r"\s*:")
_COMMENTS = re.compile(r"(?:\s+#.*|\s)*")
_COMMENT = re.compile(r"(?<!\S)#[^\n]*")
_BLOCK_HEADER = re.compile(r"[|>][-+\d]*([ \t]+#.*)?")


@dataclass(slots=True, eq=False)
class Node:
    """A field, an entry of a list, or the whole file."""

    key: str | int | None
    indent: int
    """The column of its name or of its dash; counts from 0."""

    above: list[str] = field(default_factory=list)
    """Comments and empty lines above it."""

    text: str = ""
    """Its own lines, the first from its column on. Empty of an entry that begins in the line of its dash."""

    parts: list[Node] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    """Comments after the last of its parts."""

    single: Value = None
    """What it holds where it has no parts: a single value, or what stands between brackets."""

    name: str = ""
    """`text:`, `-`, or nothing of a file. `text` is name, gap, typed and tail."""

    gap: str = ""
    """Between name and value: spaces, or comments and line ends."""

    typed: str = ""
    tail: str = "\n"
    """What follows the value in its line; of a text after `>` or `|`, the comment in its first line."""

    tokens: Mapping[Where, tuple[int, int]] = field(default_factory=dict)
    """The single values between its brackets, and the names of fields there: from where to where in `typed`."""

    @property
    def is_list(self) -> bool:
        """Whether it has entries, each in lines of its own."""
        return bool(self.parts) and isinstance(self.parts[0].key, int)

    @property
    def begins_at_dash(self) -> bool:
        """Whether it is an entry whose first part stands in the line of its dash."""
        return self.name == "-" and not self.text

    @property
    def is_between_brackets(self) -> bool:
        """Whether it is a list or fields between brackets."""
        return self.typed[:1] in {"[", "{"} and isinstance(self.single, list | dict)

    @property
    def value(self) -> Value:
        """What it holds."""
        if not self.parts:
            return self.single
        if self.is_list:
            return [part.value for part in self.parts]
        return {part.key: part.value for part in self.parts}

    def part(self, key: str | int) -> Node | None:
        """The field or entry of a name."""
        if isinstance(key, int):
            return self.parts[key] if self.is_list and key < len(self.parts) else None
        return next((part for part in self.parts if part.key == key), None)


def text_of(root: Node) -> str:
    """The file."""
    out: list[str] = []
    _emit(root, "", out, None)
    return "".join(out)


def _emit(node: Node, lead: str, out: list[str], deep: int | None) -> int | None:
    """Put out the lines of a node; `lead` is what stands before it in its line.

    A comment right after a text after `>` or `|` would be part of that if it was indented as far. `deep` is
    that column while the last that was put out is such a text; None else.
    """
    deep = _emit_comments(node.above, node.indent, out, deep)
    parts = node.parts
    if node.text:
        out.append(lead + node.text)
        deep = _column_of_text(node)
    elif node.begins_at_dash:
        lead += "-".ljust(parts[0].indent - node.indent)
        deep = _emit(parts[0], lead, out, deep)
        parts = parts[1:]
    for part in parts:
        deep = _emit(part, " " * part.indent, out, deep)
    inner = node.parts[0].indent if node.parts else node.indent
    return _emit_comments(node.below, inner, out, deep)


def _emit_comments(
    lines: Sequence[str], indent: int, out: list[str], deep: int | None
) -> int | None:
    for line in lines:
        rest = line.lstrip(" ")
        column = len(line) - len(rest)
        if deep is not None and rest.strip():
            if column >= deep:
                out.append(" " * indent + rest)
                continue
            deep = None
        elif deep is not None and column > deep:
            out.append(rest)
            continue
        out.append(line)
    return deep


def _column_of_text(node: Node) -> int | None:
    """The column from which on lines are part of a text after `>` or `|` with which a node ends."""
    if not node.typed and "\n" in node.text[:-1]:  # a new one, which can hold several
        return node.indent + 1
    if node.parts or node.typed[:1] not in {"|", ">"}:
        return None
    lines = (line for line in node.typed.split("\n")[1:] if line.strip())
    return min((len(line) - len(line.lstrip(" ")) for line in lines), default=node.indent + 1)


# Reading


def read(document: Document) -> Node:
    """The tree of a file. Raises LayoutError where fields are written as nobody writes them: `? name`."""
    return _Reader(document).node(tree_of(document), ())


class _Reader:
    """Goes through the parts of a file in their order."""

    def __init__(self, document: Document) -> None:
        self._data, self._places = document.data, document.places
        lines = document.text.splitlines(keepends=True)
        self._text = document.text
        if lines and not lines[-1].endswith("\n"):
            self._text += "\n"
            lines[-1] += "\n"
        self._starts = [0, *accumulate(map(len, lines))]
        self._line = 0
        """Of the next part; counts from 0."""

    def _offset(self, line: int, column: int) -> int:
        """The place of a character in the text; lines and columns count from 1."""
        return self._starts[line - 1] + column - 1

    def node(self, part: Part, where: Where) -> Node:
        """The node of a part."""
        node = Node(part.key, part.indent, above=part.above, below=part.below)
        self._line += len(part.above)
        first = self._starts[self._line]
        begin = first + part.indent
        if self._text[first:begin].strip(" -"):
            raise no_place()
        self._line += len(part.lines)
        if part.lines:
            node.text = self._text[begin : self._starts[self._line]]
            self._cut(node, part, where, begin)
        elif part.key is not None:
            node.name = "-"
        for inner in part.parts:
            assert inner.key is not None
            node.parts.append(self.node(inner, (*where, inner.key)))
        self._line += len(part.below)
        if not node.parts:
            node.single = value_at(self._data, where)
        return node

    def _cut(self, node: Node, part: Part, where: Where, begin: int) -> None:
        """Find name and value in the text of a node."""
        place, end = self._places[where], begin + len(node.text)
        key = self._offset(place.key.line, place.key.column)
        after = begin
        if isinstance(part.key, str):
            found = _COLON.match(self._text, key + place.key.width)
            if not found:
                raise no_place()
            after = found.end()
        elif part.key is not None:
            after += 1
        start = stop = after
        if part.key is None and not place.in_brackets:
            return  # nothing but comments
        if not part.parts:
            stop = min(self._offset(place.last_line, place.end), end)
            start = self._start(part, place, after, stop)
        node.name, node.gap = self._text[begin:after], self._text[after:start]
        node.typed, node.tail = self._text[start:stop], self._text[stop:end]
        if place.in_brackets:
            node.tokens = dict(self._tokens(where, start))
        elif header := _BLOCK_HEADER.match(node.typed):
            node.tail = f"{header[1] or ''}\n"

    def _start(self, part: Part, place: Place, after: int, stop: int) -> int:
        """Where the value of a part begins that has no parts."""
        if not isinstance(part.key, str):
            return min(self._offset(place.key.line, place.key.column), stop)
        if place.in_brackets:  # there are only comments before it
            found = _COMMENTS.match(self._text, after)
            return found.end() if found else after
        if place.value == place.key:
            return stop
        return self._offset(place.value.line, place.value.column)

    def _tokens(self, where: Where, start: int) -> Iterator[tuple[Where, tuple[int, int]]]:
        """What is typed between the brackets at `where`, which begin at `start`."""
        for inner, place in self._places.items():
            rest = inner[len(where) :]
            if not rest or inner[: len(where)] != where:
                continue
            key = self._offset(place.key.line, place.key.column) - start
            if isinstance(rest[-1], str):
                yield ("key", *rest), (key, key + place.key.width)
                if place.value == place.key:
                    continue
            if not isinstance(value_at(self._data, inner), list | dict):
                value = self._offset(place.value.line, place.value.column) - start
                yield ("value", *rest), (value, self._offset(place.last_line, place.end) - start)


def value_at(data: Any, where: Where) -> Value:
    """What stands at a place; raises KeyError, IndexError or TypeError where nothing does."""
    for step in where:
        data = data[step]
    return data


def ways_of(root: Node) -> Ways:
    """How a file indents its lists."""
    return Ways(entries=next(_list_indents(root), 2))


def _list_indents(node: Node) -> Iterator[int]:
    if node.is_list and isinstance(node.key, str):
        yield max(node.parts[0].indent - node.indent, 0)
    for part in node.parts:
        yield from _list_indents(part)


def end_last_text(root: Node) -> None:
    """Let a text after `|` end without a line end where the file does, so that more can follow it."""
    last = root
    while last.parts:
        last = last.parts[-1]
    if found := re.match(r"[|>]\d?(?![-+\d])", last.typed):
        rest = last.typed[found.end() :].removesuffix("\n")  # which it lacks at the end of a file
        last.typed = f"{found[0]}-{rest}\n"
        last.text = f"{last.name}{last.gap}{last.typed}"


# A value in the place of another


def update(node: Node, value: Value, ways: Ways, names: Names, where: Where) -> None:
    """Give a node another value; of lists and fields, what stays the same stays as it is."""
    if same(node.value, value):
        return
    if node.is_list and isinstance(value, list) and value:
        _update_entries(node, value, ways, names, where)
    elif node.parts and not node.is_list and isinstance(value, dict) and value:
        _update_fields(node, value, ways, names, where)
    else:
        rewrite(node, value, ways)


def _update_fields(
    node: Node, value: dict[str, Value], ways: Ways, names: Names, where: Where
) -> None:
    for name, inner in value.items():
        part = node.part(name)
        if part is None:
            put(node, name, inner, ways, names(where))
        else:
            update(part, inner, ways, names, (*where, name))
    for part in [part for part in node.parts if part.key not in value]:
        take(node, part)


def _update_entries(node: Node, value: list[Value], ways: Ways, names: Names, where: Where) -> None:
    """What is alike at both ends of the list stays, what is between is paired off."""
    old = node.value
    shorter = min(len(old), len(value))
    first = next((at for at in range(shorter) if not same(old[at], value[at])), shorter)
    room = shorter - first
    last = next((at for at in range(room) if not same(old[-1 - at], value[-1 - at])), room)
    paired = shorter - last
    for at in range(first, paired):
        update(node.parts[at], value[at], ways, names, (*where, at))
    for at in range(paired, len(value) - last):
        insert(node, at, value[at], ways)
    for part in node.parts[len(value) - last : len(node.parts) - last]:
        take(node, part)


def rewrite(node: Node, value: Value, ways: Ways) -> None:
    """Write the whole value of a node anew."""
    ways = ways._replace(typed=_typed_in(node))
    before, within, after = _comments_in(node)
    text = _spliced(node, value)
    if text is not None:
        within = []
    else:
        text = _in_its_line(node, value, ways)
    if text is not None:
        if within and node.name:  # in their order, if there are some before the value as well
            node.above += _as_lines([*before, *within], node.indent)
            node.gap = ""
        node.gap = node.gap or (" " if node.name else "")
        node.typed = text
        node.text = f"{node.name}{node.gap}{_with_tail(node, after)}"
    elif node.key is None:
        node.text = _as_file(node, value, ways, within)
    else:
        *above, note = ["", *before, *within, *after]
        node.above += _as_lines(above[1:], node.indent)
        space = "  " if "  #" in node.gap + node.tail else " "
        note = f"{space}{note}" if note else ""
        node.text = written(node.name, value, node.indent, ways, note)
    if node.key is None and node.parts:
        node.above += node.parts[0].above
    else:
        node.below = []
    node.single, node.parts, node.tokens = value, [], {}


def _in_its_line(node: Node, value: Value, ways: Ways) -> str | None:
    """A value for the place of that which stands there; None where it takes lines of its own."""
    column = _column(node)
    if is_single(value):
        was = "" if node.parts or node.is_between_brackets else node.typed
        return single(value, was, node.indent, column)
    if node.is_between_brackets and node.single and not _comments_in(node)[1]:
        text = in_brackets(value, ways)
        if column + len(text) + len(node.tail.rstrip()) <= LONGEST:
            return text
    return None


def _spliced(node: Node, value: Value) -> str | None:
    """What stands between brackets, with one single value changed; None where more is another."""
    if not node.is_between_brackets:
        return None
    where = _only_difference(node.single, value)
    if where is None or ("value", *where) not in node.tokens:
        return None
    start, stop = node.tokens["value", *where]
    was = node.typed[start:stop]
    new = single_in_brackets(value_at(value, where), was)
    text = node.typed[:start] + new + node.typed[stop:]
    is_too_long = len(new) > len(was) and _column(node) + len(text) > LONGEST
    return None if "\n" in was or ("\n" not in text and is_too_long) else text


def _only_difference(one: Value, other: Value) -> Where | None:
    """Where the one single value is in which two values differ; None where there is none, or another difference."""
    if not isinstance(one, list | dict) and not isinstance(other, list | dict):
        return ()
    keys: Sequence[str | int] = []
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        keys = [key for key in one if not same(one[key], other[key])]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        keys = [at for at in range(len(one)) if not same(one[at], other[at])]
    if len(keys) != 1:
        return None
    rest = _only_difference(value_at(one, (keys[0],)), value_at(other, (keys[0],)))
    return None if rest is None else (keys[0], *rest)


def _column(node: Node) -> int:
    """The column at which the value of a node begins."""
    if "\n" in node.gap:
        return len(node.gap) - node.gap.rfind("\n") - 1
    return node.indent + len(node.name) + max(len(node.gap), min(len(node.name), 1))


def _with_tail(node: Node, comments: Sequence[str]) -> str:
    """The value of a node with what follows it; a comment stands in the first line of a text after `>` or `|`."""
    tail = node.tail if comments or node.key is None else "\n"
    if node.typed[:1] in {"|", ">"}:
        first, _, rest = node.typed.partition("\n")
        return f"{first}{tail}{rest}\n"
    return f"{node.typed}{tail}"


def _as_file(node: Node, value: dict[str, Value], ways: Ways, comments: Sequence[str]) -> str:
    """The fields of a file in lines, where it had none or all of them were between brackets."""
    heading = node.gap.rstrip(" ") if node.typed else node.text
    if heading and not heading.endswith("\n"):
        heading += "\n"
    lines = "".join(_as_lines(comments, 0))
    return f"{heading}{lines}{fields_of(value, ways)}{node.tail.lstrip()}"


def _as_lines(comments: Sequence[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{comment}\n" for comment in comments]


def _typed_in(node: Node) -> dict[Token, str]:
    """How values were typed that a node holds, to write them so again."""
    if not node.is_between_brackets:
        return {} if node.parts or not node.typed else {token(node.single): node.typed}
    typed: dict[Token, str] = {}
    for (what, *where), (start, stop) in node.tokens.items():
        words = node.typed[start:stop]
        if what == "key":
            typed.setdefault(key_token(str(where[-1])), words)
        elif words and "\n" not in words:
            typed.setdefault(token(value_at(node.single, tuple(where))), words)
    return typed


def _comments_in(node: Node) -> tuple[list[str], list[str], list[str]]:
    """The comments before, within and after the value of a node, in its own lines."""
    within = list(node.typed) if node.is_between_brackets else []
    for start, stop in node.tokens.values():
        within[start:stop] = "x" * (stop - start)
    before, inner, after = (
        [found.rstrip() for found in _COMMENT.findall(text)]
        for text in (node.gap, "".join(within), node.tail)
    )
    return before, inner, after


# Fields and entries


def put(node: Node, name: str, value: Value, ways: Ways, order: Sequence[str]) -> None:
    """Put a field into a node that has some: after those that come before it in the format."""
    before = order[: order.index(name)] if name in order else [part.key for part in node.parts]
    index = max((at for at, part in enumerate(node.parts, 1) if part.key in before), default=0)
    indent = node.parts[0].indent
    new = Node(name, indent, text=written(f"{name_of(name, ways)}:", value, indent, ways))
    if node.key is None:
        is_apart = any(_blanks(part) for part in node.parts[1:])
        new.above = ["\n"] * (is_apart and index > 0 and not is_single(value))
        if index == 0:
            _keep_heading(node)
    node.parts.insert(index, new)


def _keep_heading(root: Node) -> None:
    """Leave the comments at the top of a file there: those before an empty line, or for the editor."""
    first = root.parts[0]
    ends = [number for number, line in enumerate(first.above, 1) if _HEADING.match(line)]
    end = ends[-1] if ends else 0
    root.above += first.above[:end]
    first.above = first.above[end:]


def insert(node: Node, index: int, value: Value, ways: Ways) -> None:
    """Put an entry into a list that has some, written as those beside it."""
    beside = node.parts[max(index - 1, 0)]
    indent = beside.indent
    if isinstance(value, str) and isinstance(beside.single, str) and beside.typed[:1] not in "|>":
        text = f"- {single(value, beside.typed, indent, indent + 2)}\n"
    else:
        text = written("-", value, indent, ways)
    if beside.is_between_brackets and beside.single and not is_single(value):
        line = f"- {in_brackets(value, ways)}"
        text = f"{line}\n" if indent + len(line) <= LONGEST else text
    gaps = _take_gaps(node)
    node.parts.insert(index, Node(index, indent, text=text))
    _put_gaps(node, [*gaps, gaps[-1] if len(gaps) > 1 else []])


def move(node: Node, index: int, to: int) -> None:
    """Move an entry of a list, with the comments above it."""
    gaps = _take_gaps(node)
    node.parts.insert(to, node.parts.pop(index))
    _put_gaps(node, gaps)


def take(node: Node, part: Node) -> None:
    """Take out a part, with the comments right above it; those at the top of a file stay."""
    index = node.parts.index(part)
    is_top = node.key is None and index == 0
    left = part.above
    while left and not is_top and left[-1].lstrip().startswith("#"):
        left = left[:-1]
    node.parts.remove(part)
    if not node.parts:
        _empty(node, part, left)
        return
    has_next = index < len(node.parts)
    after = node.parts[index].above if has_next else node.below
    if not after or not after[0].strip():
        while left and not left[-1].strip() and (after or not has_next):
            left = left[:-1]
    if index == 0 and not is_top and not left:
        while after and not after[0].strip():
            after = after[1:]
    if not has_next:
        node.below = [*left, *after]
    elif index == 0 and node.begins_at_dash:
        node.parts[index].above = []
        node.above += [f"{' ' * node.indent}{line.lstrip(' ')}" for line in [*left, *after]]
    else:
        node.parts[index].above = [*left, *after]
    _number(node)


def _empty(node: Node, part: Node, above: list[str]) -> None:
    """Write what has lost its last part as empty."""
    node.single = [] if isinstance(part.key, int) else {}
    node.typed = "[]" if isinstance(part.key, int) else "{}"
    node.gap = " " if node.name else ""
    node.text = f"{node.name}{node.gap}{node.typed}{node.tail}"
    node.above += above


def wrap(node: Node, ways: Ways) -> None:
    """Make fields, which stand where a list may, the one entry of a list."""
    old = node.parts[0].indent
    indent = node.indent + (2 if isinstance(node.key, int) else ways.entries)
    entry = Node(0, indent, node.parts[0].above, parts=node.parts, below=node.below, name="-")
    node.parts[0].above = []
    for part in entry.parts:
        _shift(part, max(indent + 2 - old, 0))
    node.parts, node.below = [entry], []


def _shift(node: Node, columns: int) -> None:
    """Move all lines of a node to the right."""
    margin = " " * columns
    node.indent += columns
    node.above = [margin + line if line.strip() else line for line in node.above]
    node.below = [margin + line if line.strip() else line for line in node.below]
    node.text = re.sub(r"\n(?=[^\n])", f"\n{margin}", node.text)
    for part in node.parts:
        _shift(part, columns)


def _blanks(node: Node) -> list[str]:
    """The empty lines that set a node apart from what is above it."""
    comments = (at for at, line in enumerate(node.above) if line.strip())
    return node.above[: next(comments, len(node.above))]


def _take_gaps(node: Node) -> list[list[str]]:
    """Take out the empty lines between entries, which belong to no one entry."""
    gaps = [_blanks(part) for part in node.parts]
    for part, gap in zip(node.parts, gaps, strict=True):
        part.above = part.above[len(gap) :]
    return gaps


def _put_gaps(node: Node, gaps: Sequence[list[str]]) -> None:
    for part, gap in zip(node.parts, gaps, strict=True):
        part.above = [*gap, *part.above]
    _number(node)


def _number(node: Node) -> None:
    if node.is_list:
        for index, part in enumerate(node.parts):
            part.key = index
