"""YAML text to plain data, and the place of every key and value.

The reader is strict where YAML surprises authors and where it endangers machines. It builds data
from PyYAML's *events*, never through its recursive constructor, so that depth, size, aliases and
tags are refused before they cost anything. Plain scalars follow the core schema of YAML 1.2
(https://yaml.org/spec/1.2.2/#103-core-schema): `no`, `on`, `26:09` and `2025-09-26` stay text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from briefsite.archive.text import direction
from briefsite.messages.diagnostics import INVISIBLE, Diagnostic, Span, visible
from briefsite.messages.message import Message

MAX_BYTES = 1024 * 1024
"""Largest YAML file."""

MAX_LEVELS = 20
MAX_NODES = 20_000

MOST_ALIKE = 20
"""Findings of one kind at most in a file; whoever mends these knows what to do with the rest."""

Where = tuple[str | int, ...]
"""The way to a value from the top of a file, e.g. `("key_points", 0, "text")`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in its file."""

    key: Span
    """Its key; for an item of a list, the item itself."""

    value: Span
    last_line: int
    """Where the value ends; counts from 1."""

    end: int
    """The column after it, in its last line; counts from 1."""

    is_plain: bool
    """Whether it is a single value without quotation marks."""

    in_brackets: bool = False
    """Whether it is a list or fields between brackets. Of others, only where they begin is known."""


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file, read."""

    path: Path
    text: str
    data: dict[str, Any]
    """Only dicts, lists, `str` (in Unicode form NFC), `int`, `float`, `bool` and `None`."""

    @property
    def places(self) -> Mapping[Where, Place]:
        """Where everything stands. Looked up when asked for, since most files have no findings."""
        return _places(self.text)

    def place(self, where: Where) -> Place:
        """Place of a value, or of the nearest value around it that the author did write.

        Also finds the one entry that an author wrote where a list of entries is allowed.
        """
        if where in self.places:
            return self.places[where]
        for index, step in enumerate(where):
            if step == 0 and where[: index + 1] not in self.places and where[:index] in self.places:
                return self.place((*where[:index], *where[index + 1 :]))
        return self.place(where[:-1])

    def typed(self, span: Span) -> str:
        """What the author typed at a place."""
        line = self.text.splitlines()[span.line - 1]
        return line[span.column - 1 : span.column - 1 + span.width]

    def find(self, words: str) -> Span:
        """Where some words first stand in the text; the first line where they do not."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if (start := line.find(words)) >= 0:
                return Span(number, start + 1, len(words))
        return Span()


def load(
    raw: bytes, path: Path, *, may_be_empty: bool = False
) -> tuple[Document | None, list[Diagnostic]]:
    """Read the bytes of one YAML file.

    Returns the document and no findings, or None and every finding that could be told apart.
    Never raises for what a file holds.
    """
    text, findings = decode(raw, path, limit=MAX_BYTES)
    if text is None:
        return None, findings
    builder = _Builder(path)
    try:
        builder.build(_events(text))
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        stop = _syntax(error, text, path, builder.bracket)
        if stop not in builder.findings:  # a space in a field name may also stop what follows
            builder.findings.append(stop)
    except yaml.YAMLError:
        builder.findings.append(
            Diagnostic(code="yaml-syntax", message=NOT_YAML, path=path, help=_LOOK_AROUND)
        )
    if builder.findings:
        return None, builder.findings
    if builder.root is None and may_be_empty:
        builder.root = {}
    if builder.root is None:
        return None, [
            Diagnostic(
                code="empty-file",
                message=Message("the file is empty"),
                path=path,
                help=Message("write at least one `field: value` line"),
            )
        ]
    if not isinstance(builder.root, dict):
        return None, [
            Diagnostic(
                code="not-a-mapping",
                message=Message("the file must be `field: value` lines"),
                path=path,
                span=_places(text)[()].value,
                help=mend_colon(builder.root)
                or Message("start with a field name and a colon, e.g. `title: …`"),
            )
        ]
    return Document(path, text, builder.root), []


def _how_to_convert(raw: bytes, path: Path, *, is_utf_16: bool) -> Message:
    """How to make UTF-8 of a file: by a command, where it is likely in which encoding it is."""
    encoding = "utf-16" if is_utf_16 else "windows-1252"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:  # five bytes mean nothing in windows-1252
        text = ""
    if not text or _CONTROL.search(text):
        return Message("save the file as UTF-8 in your editor")
    return Message(
        "save the file as UTF-8 in your editor; or, if it is {encoding}: "
        "`iconv -f {encoding} -t utf-8 {name} > utf-8.txt`",
        encoding=encoding,
        name=path.name,
    )


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def decode(
    raw: bytes, path: Path, limit: int, lang: str | None = None
) -> tuple[str | None, list[Diagnostic]]:
    """Turn the bytes of a file into text, and refuse what a reader could not see.

    Accepts UTF-8, with or without a byte order mark, and line ends LF or CRLF (kept as they are).
    The marks U+200E and U+200F are accepted where `lang`, that of the whole text, is written from
    right to left; without it, on lines that hold letters of such a script.
    """
    if len(raw) > limit:
        return None, [too_large(path, limit)]
    utf_16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode()
        return None, [
            Diagnostic(
                code="not-utf-8",
                message=Message("the file is UTF-16, not UTF-8")
                if utf_16
                else Message("byte {byte} is not UTF-8", byte=f"0x{raw[error.start]:02X}"),
                path=path,
                span=_span_at(good, len(good)),
                help=_how_to_convert(raw, path, is_utf_16=utf_16),
            )
        ]
    findings = [
        Diagnostic(
            code="forbidden-character",
            message=_invisible(match[0], unicodedata.name(match[0], "")),
            path=path,
            span=_span_at(text, match.start()),
            help=Message(
                "delete it; or, where the text is in Arabic, Hebrew, Persian or Urdu, say so: `lang: ar`"
            )
            if lang is not None and match[0] in _DIRECTION_MARKS
            else Message(
                "delete it; it does not show, and can change what the text around it means"
            ),
        )
        for match in islice(INVISIBLE.finditer(_shown(text, lang)), MOST_ALIKE)
    ]
    return (None, findings) if findings else (text, [])


_DIRECTION_MARKS = "\u200e\u200f"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of Hebrew, Arabic and the scripts between them."""


def _shown(text: str, lang: str | None = None) -> str:
    """The text with a space for each mark of direction that is rightly there, see `decode`."""
    if not any(mark in text for mark in _DIRECTION_MARKS):
        return text
    return "\n".join(
        line.translate(dict.fromkeys(map(ord, _DIRECTION_MARKS), " "))
        if (_RIGHT_TO_LEFT.search(line) if lang is None else direction(lang) == "rtl")
        else line
        for line in text.split("\n")
    )


def _invisible(character: str, name: str = "") -> Message:
    shown = visible(character) + (f" ({name})" if name else "")
    return Message("invisible character {character}", character=shown)


def too_large(path: Path, limit: int) -> Diagnostic:
    """The finding for a file over its size limit (bytes)."""
    return Diagnostic(
        code="file-too-large",
        message=Message("the file is larger than {limit} MiB", limit=limit // (1024 * 1024)),
        path=path,
        help=Message("split it"),
    )


def _events(text: str) -> Iterator[Any]:
    """What libyaml reads in a text; the parser in Python takes ten times as long.

    Raises PyYAML's own errors.
    """
    return iter(yaml.CSafeLoader(text).get_event, None)


class _Stop(Exception):  # noqa: N818 (not an error: the findings are)
    """The rest of the file cannot be read with sense."""


@dataclass(slots=True)
class _Builder:
    """Builds data from parser events with a stack of its own, so that no depth can overflow."""

    path: Path
    root: Any = None
    findings: list[Diagnostic] = field(default_factory=list)
    nodes: int = 0
    brackets: list[Span | None] = field(default_factory=list)
    """Where the lists and mappings still open begin; None for those without brackets."""

    @property
    def bracket(self) -> Span | None:
        """The last bracket still open."""
        return next(filter(None, reversed(self.brackets)), None)

    def build(self, events: Iterator[Any]) -> None:
        """Take all events of one stream.

        Raises `_Stop` after a finding that makes the rest meaningless, and PyYAML's own errors.
        """
        stack: list[_Container] = []
        documents = 0
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                self._check_node(event, len(stack))
                if stack and stack[-1].wants_key:
                    self._take_key(stack[-1], event)
                    continue
                child = self._value(event)
                if stack:
                    stack[-1].put(child)
                else:
                    self.root = child
                if isinstance(event, yaml.CollectionStartEvent):
                    stack.append(_Container(child))
                    self.brackets.append(_span(event) if event.flow_style else None)
            elif isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
                self.brackets.pop()
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                self._check_document(event, documents)

    def _check_document(self, event: Any, documents: int) -> None:
        if documents > 1:
            self._refuse(
                event,
                "yaml-documents",
                Message("a second document starts here"),
                Message("keep one briefing a file: move the rest to a file of its own"),
            )
        if event.version or event.tags:
            self._refuse(
                event,
                "yaml-directive",
                Message("YAML directives are not allowed"),
                Message("delete this line"),
            )

    def _check_node(self, event: Any, depth: int) -> None:
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self._refuse(
                event,
                "yaml-alias",
                Message(
                    "`{name}`: anchors and aliases are not allowed", name=f"{mark}{event.anchor}"
                ),
                Message(
                    "a text that begins with `{mark}` needs quotation marks; "
                    "what is meant to stand twice must be written twice",
                    mark=mark,
                ),
            )
        if event.tag is not None:
            self._refuse(
                event,
                "yaml-tag",
                Message("`{tag}`: tags are not allowed", tag=event.tag),
                Message("a text that begins with `!` needs quotation marks"),
            )
        if depth >= MAX_LEVELS:
            self._refuse(
                event,
                "yaml-too-deep",
                Message("more than {count} levels", count=MAX_LEVELS),
                Message("indent this part less"),
            )
        if self.nodes > MAX_NODES:
            self._refuse(
                event,
                "yaml-too-many",
                Message("more than {count} values", count=f"{MAX_NODES:,}"),
                Message("split the file"),
            )

    def _refuse(self, event: Any, code: str, message: Message, mend: Message) -> None:
        self._find(code, message, _span(event), mend)
        raise _Stop

    def _find(self, code: str, message: Message, span: Span, mend: Message) -> None:
        self.findings.append(
            Diagnostic(code=code, message=message, path=self.path, span=span, help=mend)
        )

    def _take_key(self, container: _Container, event: Any) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(
                event,
                "yaml-key",
                Message("a field name must be a plain word"),
                Message("a text that begins with `[` or `{` needs quotation marks"),
            )
        if event.implicit[0] and (odd := _ODD_AT_EDGE.search(event.value)):
            start = event.start_mark
            span = Span(start.line + 1, start.column + odd.end(), 1)
            self.findings.append(odd_space(odd[0][-1], self.path, span))
        container.key = key = unicodedata.normalize("NFC", event.value)
        if key in container.lines:
            self._find(
                "yaml-duplicate-key",
                Message("`{key}` stands here a second time", key=key),
                _span(event),
                Message(
                    "the first is in line {line}; keep one, or make them a list",
                    line=container.lines[key],
                ),
            )
        container.lines[key] = event.start_mark.line + 1

    def _value(self, event: Any) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            return {}
        if isinstance(event, yaml.SequenceStartEvent):
            return []
        # `implicit[0]` is true for a plain scalar alone: in quotation marks all is text.
        value = _core_scalar(event.value) if event.implicit[0] else event.value
        if not isinstance(value, str):
            return value
        hidden = INVISIBLE.search(_shown(value))
        if hidden:  # written as an escape, such as "\u202e"
            self._find(
                "forbidden-character",
                _invisible(hidden[0]),
                _span(event),
                Message("delete the escape; it does not show, and can change what the text means"),
            )
        return unicodedata.normalize("NFC", value)


@dataclass(slots=True)
class _Container:
    """A mapping or list that is still open."""

    node: Any
    key: str | None = None
    """The key whose value comes next."""

    lines: dict[str, int] = field(default_factory=dict)
    """The line of each key; counts from 1."""

    @property
    def wants_key(self) -> bool:
        return self.key is None and isinstance(self.node, dict)

    def put(self, child: Any) -> None:
        """Add a value: the next of a list, or that of the last key."""
        if self.key is None:
            self.node.append(child)
        else:
            self.node[self.key] = child
            self.key = None


@lru_cache(maxsize=16)
def _places(text: str) -> Mapping[Where, Place]:
    """The place of every value in a text that could be read; of an empty one, that of its beginning."""
    places: dict[Where, Place] = {(): Place(Span(), Span(), 1, 1, is_plain=False)}
    levels: list[_Level] = []
    for event in _events(text):
        if isinstance(event, yaml.NodeEvent):
            _note_place(event, levels, places)
        elif isinstance(event, yaml.CollectionEndEvent):
            _note_end(event, levels.pop().where, places)
    return places


def _note_end(event: Any, where: Where, places: dict[Where, Place]) -> None:
    """Note where a list or fields between brackets end."""
    if places[where].in_brackets:
        end = event.end_mark
        places[where] = replace(places[where], last_line=end.line + 1, end=end.column + 1)


def _note_place(event: Any, levels: list[_Level], places: dict[Where, Place]) -> None:
    """Note where a value stands, or, for a key, where that of the next value does."""
    span = _span(event)
    where: Where = ()
    key_span, value_span = span, span
    if levels:
        level = levels[-1]
        if level.is_mapping and level.key is None:
            level.key = (unicodedata.normalize("NFC", event.value), span)
            return
        if level.key is None:
            where = (*level.where, level.length)
            level.length += 1
        else:
            (key, key_span), level.key = level.key, None
            where = (*level.where, key)
            is_written = isinstance(event, yaml.ScalarEvent) and (event.value or event.style)
            # A list, a mapping or nothing at all is best pointed at by its name.
            value_span = span if is_written else key_span
    places[where] = Place(
        key_span,
        value_span,
        event.end_mark.line + 1,
        event.end_mark.column + 1,
        isinstance(event, yaml.ScalarEvent) and not event.style,
        isinstance(event, yaml.CollectionStartEvent) and bool(event.flow_style),
    )
    if isinstance(event, yaml.CollectionStartEvent):
        levels.append(_Level(where, isinstance(event, yaml.MappingStartEvent)))


@dataclass(slots=True)
class _Level:
    """A mapping or list that is still open, when looking for places."""

    where: Where
    is_mapping: bool
    length: int = 0
    """How many entries of a list came before."""

    key: tuple[str, Span] | None = None
    """The key whose value comes next."""


_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]{1,18}(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")


def _core_scalar(text: str) -> str | int | float | bool | None:
    """Resolve a plain scalar; numbers too large to be meant as such stay text."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text


def _span(event: Any) -> Span:
    """The part of an event that stands in its first line."""
    start, end = event.start_mark, event.end_mark
    width = end.column - start.column if end.line == start.line else 1
    return Span(start.line + 1, start.column + 1, max(1, width))


def _span_at(text: str, index: int) -> Span:
    """The line and column of a character."""
    return Span(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index), 1)


_ODD = r"[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000]"
"""Spaces that are letters to YAML, such as the no-break space; some of them have no width."""

_ODD_AT_EDGE = re.compile(rf"^-?{_ODD}|^[\w-]+:{_ODD}|{_ODD}\Z")
_ODD_BETWEEN = re.compile(rf"^ *-?{_ODD}|^ *(?:- +)*[\w-]+:{_ODD}")


def odd_space(character: str, path: Path, span: Span) -> Diagnostic:
    """The finding for a space that YAML does not take for one."""
    shown = f"U+{ord(character):04X} ({unicodedata.name(character)})"
    return Diagnostic(
        code="yaml-space",
        message=Message("a space that YAML does not take for one: {character}", character=shown),
        path=path,
        span=span,
        help=Message("replace it with an ordinary space, or delete it"),
    )


def odd_space_at_edge(document: Document, value: str, span: Span) -> Diagnostic | None:
    """The finding for such a space before or after a value that is wrong, or after its `-`."""
    odd = _ODD_AT_EDGE.search(value)
    if not odd:
        return None
    character, column = odd[0][-1], span.column - 1 + odd.end()
    at = (Span(span.line, column + marks) for marks in (0, 1))  # after a quotation mark
    place = next((one for one in at if document.typed(one) == character), span)
    return odd_space(character, document.path, place)


def mend_colon(words: object) -> Message | None:
    """How to write a field that has no space after its colon; None where words are no such thing."""
    found = _NO_SPACE.match(words) if isinstance(words, str) else None
    return found and Message(
        "write `{name}: {value}`, with a space after the colon",
        name=found[1],
        value=_shorten(found[2]),
    )


_NO_SPACE = re.compile(r"\s*(?:-\s+)?([a-zA-Z_][\w-]*):(?![/\s])(\S.*)")

_COLON_IN_TEXT = re.compile(r"\s*+(?:-\s++)?[\w-]++:\s++(?!['\"|>\[{])(.*?:(?:\s.*|$))")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Complaint:
    """One of PyYAML's complaints, in words that an author can act on."""

    problem: str = ""
    context: str = ""
    """Parts of what PyYAML says: what is wrong, and while it did what."""

    message: Message
    mend: Message
    at_start: bool = False
    """Whether to point at where the part began, not at where reading stopped."""


NO_ANSWER = Message("put it in quotation marks; what is not known is left out")

_COMPLAINTS = (
    _Complaint(
        problem="mapping keys are not allowed",
        message=Message("a text cannot begin with this character"),
        mend=NO_ANSWER,
    ),
    _Complaint(
        problem="mapping values are not allowed",
        message=Message("a field begins where none can"),
        mend=Message(
            "indent it like the fields around it, and see that the line above has its colon"
        ),
    ),
    _Complaint(
        problem="block sequence entries are not allowed",
        message=Message("a list begins in the line of its field"),
        mend=Message("begin it in a line of its own"),
    ),
    *(
        _Complaint(
            problem=problem,
            context=context,
            message=Message("a text cannot begin with this character"),
            mend=Message("put the text in quotation marks"),
            at_start=True,
        )
        for problem, context in (
            *(
                ("", f"scanning {what}")
                for what in ("an alias", "an anchor", "a tag", "a directive")
            ),
            *(("", f"{what}ing a {sign}") for what in ("scann", "pars") for sign in ("tag", "%")),
            ("tag handle", ""),
        )
    ),
    *(
        _Complaint(
            problem=problem,
            message=Message("YAML directives are not allowed"),
            mend=Message("delete this line"),
        )
        for problem in ("directive", "incompatible YAML document")
    ),
    *(
        _Complaint(
            problem=problem,
            message=Message(
                "a backslash in double quotation marks begins an escape that YAML does not know"
            ),
            mend=Message("write it twice, or use single quotation marks"),
        )
        for problem in ("escape", "hexdecimal")
    ),
    _Complaint(
        context="scanning a quoted scalar",
        problem="found unexpected",
        message=Message("a quotation mark opens here and is never closed"),
        mend=Message("close it"),
        at_start=True,
    ),
    _Complaint(
        context="scanning a block scalar",
        message=Message("after `|` or `>` the text begins in a line of its own"),
        mend=Message("begin it in the next line, indented"),
    ),
    _Complaint(
        problem="did not find expected",
        message=Message("the text goes on where a new field or item should begin"),
        mend=Message(
            "look for a quotation mark inside a quoted text (double it: '' or \\\"), "
            "or for indentation that differs from the lines above"
        ),
    ),
    _Complaint(
        problem="could not find expected ':'",
        message=Message("a field name without its colon"),
        mend=Message("write `field: value`"),
        at_start=True,
    ),
    _Complaint(
        problem="cannot start any token",
        message=Message("a text cannot begin with this character"),
        mend=Message("put the text in quotation marks"),
    ),
)
"""Tried in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Halt:
    """Where PyYAML stopped reading, and why. Lines and columns count from 0."""

    path: Path
    lines: Sequence[str]
    number: int
    """The line in which it stopped."""

    column: int
    start: int | None
    """The line in which that begins which it could not read, where it says so."""

    start_column: int
    problem: str
    context: str
    bracket: Span | None
    """The last bracket still open."""

    @property
    def line(self) -> str:
        return self.lines[self.number]

    @property
    def above(self) -> int:
        """The line before."""
        return max(self.number - 1, 0)

    def found(
        self, message: Message, mend: Message, span: Span, code: str = "yaml-syntax"
    ) -> Diagnostic:
        return Diagnostic(code=code, message=message, path=self.path, span=span, help=mend)


def _syntax(error: yaml.MarkedYAMLError, text: str, path: Path, bracket: Span | None) -> Diagnostic:
    """The finding for a complaint of PyYAML's; `bracket` is the last one still open."""
    lines = text.splitlines() or [""]
    start, at = error.context_mark, error.problem_mark or error.context_mark
    halt = _Halt(
        path=path,
        lines=lines,
        number=min(at.line, len(lines) - 1) if at else 0,
        column=at.column if at else 0,
        start=min(start.line, len(lines) - 1) if start else None,
        start_column=start.column if start else 0,
        problem=error.problem or "",
        context=error.context or "",
        bracket=bracket,
    )
    return _wrong_blank(halt) or _wrong_colon(halt) or _wrong_bracket(halt) or _complaint(halt)


def _wrong_blank(halt: _Halt) -> Diagnostic | None:
    """A tab or another character in the place of a space."""
    line = halt.line
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or line[halt.column : halt.column + 1] == "\t":
        span = Span(halt.number + 1, line.index("\t") + 1)
        message = Message("a tab stands where YAML wants spaces")
        return halt.found(message, Message("replace the tab with spaces"), span, "yaml-tab")
    near = {halt.above, halt.number, *([] if halt.start is None else [halt.start])}
    for index in sorted(near) if "quoted" not in halt.context else ():
        if odd := _ODD_BETWEEN.match(halt.lines[index]):
            return odd_space(odd[0][-1], halt.path, Span(index + 1, odd.end()))
    return None


def _wrong_colon(halt: _Halt) -> Diagnostic | None:
    """A colon without its space, or one with a space in a text."""
    begins = _field_begins(halt)
    if begins is not None and (mend := mend_colon(halt.lines[begins])):
        span = Span(begins + 1, halt.lines[begins].index(":") + 1)
        return halt.found(Message("no space stands after this colon"), mend, span)
    if "mapping values" in halt.problem and (found := _COLON_IN_TEXT.match(halt.line)):
        span = Span(halt.number + 1, found.start(1) + 1)
        message = Message("a text with a colon in it needs quotation marks")
        mend = Message('write "{text}" in quotation marks', text=_shorten(found[1]))
        return halt.found(message, mend, span)
    return None


def _wrong_bracket(halt: _Halt) -> Diagnostic | None:
    """What stopped reading between brackets, or a comment that swallowed their end."""
    is_inside = "flow" in halt.context
    asked = _ASKED.search(halt.line[: halt.column + 1]) if is_inside else None
    if asked:
        message = Message("a text cannot begin with this character")
        return halt.found(message, NO_ANSWER, Span(halt.number + 1, asked.start(1) + 1))
    bracket = halt.bracket if is_inside else None
    if comment := _comment_in_text(halt.lines, halt.number, bracket):
        return halt.found(NOT_PUBLISHED, IN_MARKS, comment)
    if bracket:
        message = Message("a bracket opens here and is never closed")
        return halt.found(message, Message("close it, or quote the text"), bracket)
    return None


def _complaint(halt: _Halt) -> Diagnostic:
    """What PyYAML says, in our words."""
    span = Span(halt.number + 1, halt.column + 1)
    for complaint in _COMPLAINTS:
        if complaint.problem in halt.problem and complaint.context in halt.context:
            if complaint.at_start and halt.start is not None:
                span = Span(halt.start + 1, halt.start_column + 1)
            return halt.found(complaint.message, complaint.mend, span)
    return halt.found(NOT_YAML, _LOOK_AROUND, span)


NOT_YAML = Message("this is not YAML")
_LOOK_AROUND = Message(
    "write it like the lines around it, and put a text with signs in it in quotation marks"
)

_ASKED = re.compile(r"[\[{,:]\s*(\?)(?:\s*[,}\]]?)\Z")
"""A lone question mark in the place of a value between braces."""


def _field_begins(halt: _Halt) -> int | None:
    """The line in which a field may begin that has no space after its colon."""
    if "could not find expected ':'" in halt.problem:
        return halt.start
    if "mapping values" not in halt.problem:
        return None
    # A text goes on in lines that are indented more than its field.
    number = halt.above
    before = next((line for line in reversed(halt.lines[:number]) if line.strip()), "")
    goes_on = _depth(before) < _depth(halt.lines[number])
    return None if goes_on and not before.rstrip().endswith((":", "-")) else number


def _depth(line: str) -> int:
    """The column in which a field of a line begins."""
    return len(line) - len(re.sub(r"^\s*(?:-\s+)*", "", line))


NOT_PUBLISHED = Message("what follows `#` is a comment, and is not published")
IN_MARKS = Message("put the text in quotation marks")

_IN_TEXT = re.compile(r"(?=[^#]*+#\w)((?:[^'\"#]|(?<!\s)#)*\s)#")
"""A comment that looks like words of a text, outside quotation marks."""


def _comment_in_text(lines: Sequence[str], number: int, bracket: Span | None) -> Span | None:
    """The `#` that made a comment of what was meant as text, where that is why reading stopped.

    It takes the end of a list in brackets with it, or the text goes on in the line after.
    """
    first = bracket.line - 1 if bracket else number - 1
    for index in range(max(first, 0), number + 1):
        found = _IN_TEXT.match(lines[index])
        if found and (index < number or bracket):
            rest = lines[index][found.end() :]
            if not bracket or re.search(r"[\]}]", rest):
                return Span(index + 1, found.end())
    return None


def _shorten(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
