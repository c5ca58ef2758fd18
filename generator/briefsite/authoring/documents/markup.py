"""A tree of HTML to the paragraphs that a reader sees, none lost and none run together.

Web pages, Markdown, Word files and mails all come as such trees. What is left out is counted, and no
word is altered: white space, notes and quotation marks alone are set as a browser shows them.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from html5lib import HTMLParser
from html5lib.treebuilders import getTreeBuilder
from lxml import etree

from briefsite.archive.models import Kind
from briefsite.authoring.documents.document import Block, DocumentError, Fact
from briefsite.authoring.documents.superscripts import (
    is_note_mark,
    note_labels,
    subscript,
    superscript,
)
from briefsite.messages.message import Message


@dataclass(frozen=True, slots=True)
class Markup:
    """What a tree of HTML holds."""

    blocks: tuple[Block, ...]
    heading: Fact | None
    """The first heading of the highest level, and its element: `<h1>`."""

    omitted: Counter[Kind]
    """What was left out, by kind: outermost elements, each once."""

    altered: Counter[Kind]


def blocks_of(
    root: Any, *, omit: Mapping[Any, Kind] | None = None, lang: str | None = None
) -> Markup:
    """Read a tree of lxml elements named as in HTML.

    `omit` has elements that are left out as well, and what they are; `lang` is the language of
    elements that state none.
    """
    reading = _Reading(omit or {}, lang, _note_targets(root))
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    left: Any = None
    for event, element in walk:
        if event == "start":
            if not reading.enter(element):
                walk.skip_subtree()
                left = element
            continue
        if event == "end" and element is not left:
            reading.leave(element)
        left = None
        if element is not root:
            reading.data(element.tail)
    reading.end_block()
    return _set(reading)


def tree_of(html: str) -> Any:
    """The `<html>` element of a page, read as browsers do.

    Raises DocumentError where elements stand within each other so deep that no reader shows them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that XML does not have
        parser = HTMLParser(_Builder, namespaceHTMLElements=False)
        return parser.parse(_INVISIBLE.sub("", html)).getroot()


class _Builder(getTreeBuilder("lxml")):  # type: ignore[misc]  # it states no types
    """A tree with an end to how deep it can be, and without characters that XML lacks."""

    def createElement(self, token: dict[str, Any]) -> Any:  # noqa: N802 (html5lib calls it so)
        """Make an element that stands before a table."""
        return super().createElement(self._checked(token))

    def insertElementNormal(self, token: dict[str, Any]) -> Any:  # noqa: N802
        """Make an element that stands where the parser does."""
        return super().insertElementNormal(self._checked(token))

    def _checked(self, token: dict[str, Any]) -> dict[str, Any]:
        if len(self.openElements) > _DEEPEST:
            raise DocumentError(
                Message(
                    "more than {count} elements of this page stand within each other; save it anew from a browser, or archive its text alone",
                    count=_DEEPEST,
                )
            )
        token["data"] = {name: visible(value) for name, value in token["data"].items()}
        return token

    def insertText(self, data: str, parent: Any = None) -> None:  # noqa: N802
        """Add text, where the parser stands."""
        data = _INVISIBLE.sub("", re.sub("[\f\v]", " ", data))
        if parent is not None or self.insertFromTable:
            super().insertText(data, parent)
        else:  # without counting all children for each text
            within = self.openElements[-1]._element  # noqa: SLF001 (of the library's own wrapper)
            last = next(within.iterchildren(reversed=True), None)
            if last is None:
                within.text = (within.text or "") + data
            else:
                last.tail = (last.tail or "") + data
        self._part(self.openElements[-1], len(data))

    _parted: Any = None
    _length = 0

    def _part(self, element: Any, added: int) -> None:
        """Part a long text with an empty comment: each entity in it copies all that stands before."""
        self._length = added + (self._length if element is self._parted else 0)
        self._parted = element
        if self._length > _LONG and element.name not in _WHOLE:
            self.insertComment({"data": ""}, element)
            self._length = 0


_LONG = 10_000
"""Characters after which a text is parted."""

_WHOLE = frozenset(["script", "style", "textarea", "title"])
"""Elements that hold one text."""

_DEEPEST = 512
"""Elements within each other; Chromium builds no deeper trees."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\ufffe\uffff\ud800-\udfff"
    "\u061c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_SPACE = re.compile("[ \t\n\r\f\v\x85\u2028\u2029]+")


def visible(text: str) -> str:
    """A text without characters that do not show, and with one space for white space as HTML has it."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text))


def name_of(element: Any) -> str:
    """The name of an element, without its namespace; nothing for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def has_words(element: Any) -> bool:
    """Whether any letter or digit stands in an element."""
    return any(re.search(r"[^\W_]", text) for text in element.itertext(etree.Element))


def style_of(element: Any) -> str:
    """The style that an element states for itself, in small letters and without spaces."""
    return re.sub(r"\s+", "", element.get("style") or "").lower()


def names(text: str) -> frozenset[str]:
    """A set of names, written with spaces between."""
    return frozenset(text.split())


# What is left out

_SILENT = names(
    "area base basefont bgsound col colgroup head link meta noscript param rp script source style title track"
)
_CONTROLS = names("button datalist input meter progress select textarea")
_EMBEDDED = names(
    "amp-ad amp-audio amp-embed amp-iframe amp-video amp-youtube applet audio embed frame iframe noframes object video"
)
_DELETED = names("del s strike")
_PICTURES = names("amp-img canvas image img math svg")
_NOT_SHOWN = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|font-size:0(?:px|em|%)?(?:;|!|$)|opacity:0(?:\.0+)?(?:;|!|$)"
    r"|(?:left|right|top|text-indent):-\d{3,}|clip:rect\((?:0|1px)|clip-path:inset\((?:50|100)%)"
)
_UNSEEN_CLASSES = names(
    "element-invisible screen-reader-text screen-reader-only sr-only visually-hidden visuallyhidden"
)
"""What common frameworks call words for screen readers alone."""


_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_CONTROLS, "controls"),
    **dict.fromkeys(_EMBEDDED, "embedded"),
    **dict.fromkeys(_PICTURES, "pictures"),
    **dict.fromkeys(_DELETED, "deleted"),
}


def _left_out(element: Any, tag: str) -> Kind | None:
    """What an element that is not read is; None where it is read."""
    if _is_hidden(element, tag):
        return "hidden"
    if _STRUCK.search(style_of(element)):
        return "deleted"
    return _KINDS.get(tag)


_STRUCK = re.compile(r"text-decoration(?:-line)?:[^;]*line-through")


def _counts(element: Any, tag: str, kind: Kind) -> bool:
    """Whether a reader misses anything where an element is left out."""
    if kind in {"hidden", "deleted"}:
        return has_words(element)
    if tag == "input":
        return bool(element.get("type") != "hidden")
    if tag in {"img", "amp-img", "image"}:  # without words for it, a picture is decoration
        return element.get("alt") != "" and not {element.get("width"), element.get("height")} & {
            "0",
            "1",
        }
    return tag != "svg" or has_words(element) or element.get("role") == "img"


def _is_hidden(element: Any, tag: str) -> bool:
    if tag in {"html", "body"}:  # scripts show these later
        return False
    if element.get("hidden") is not None or tag == "template" or element.get("popover") is not None:
        return True
    if tag == "dialog" and element.get("open") is None:
        return True
    if element.get("aria-hidden") == "true":
        # A page that was saved while a dialogue was open over it.
        return next(element.iter("h1", "main"), None) is None
    if _UNSEEN_CLASSES & {*(element.get("class") or "").split()}:
        return True
    return bool(_NOT_SHOWN.search(style_of(element)))


# Blocks

BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol "
    "p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp"
)
_HEADINGS = names("h1 h2 h3 h4 h5 h6")
_LINES = names("pre listing xmp plaintext")


def _is_block(element: Any, tag: str) -> bool:
    return tag in BLOCKS or bool(
        re.search(r"(?:^|;)display:(?:block|flex|grid|table|list-item)", style_of(element))
    )


class _Raised(NamedTuple):
    """A superscript, as it was found."""

    text: str
    target: str | None
    """What it leads to in a page, without `#`; None where it is no such link."""

    is_back: bool = False
    """Whether that stands before it."""

    is_typed: bool = False
    """Whether it is a character of the text, such as `¹` or `*`, rather than set higher."""


@dataclass(slots=True)
class _Line:
    """A block while it is read."""

    pieces: list[str | _Raised] = field(default_factory=list)
    """Texts, among them `\\t` between cells, `\\n` for a line end, and `\\v` for what was left out."""

    heading: str = ""
    prefix: str = ""
    quoted: str | None = None
    """The language of its quotation marks, where it is a paragraph of a quotation."""

    notes: tuple[str, ...] = ()
    """The notes that it is part of."""


class _Reading:
    """A walk over a tree, element by element, since trees can be deeper than calls."""

    def __init__(self, omit: Mapping[Any, Kind], lang: str | None, targets: frozenset[str]) -> None:
        self.lines: list[_Line] = []
        self.omitted: Counter[Kind] = Counter()
        self.altered: Counter[Kind] = Counter()
        self.targets = targets
        self._omit = omit
        self._lang = lang
        self._line = _Line()
        self._prefix = ""
        self._headings: list[str] = []
        self._pre = 0
        self._row: Any = None
        self._in_cell = False
        self._notes: list[str] = []
        self._seen: set[str] = set()
        self._quotes: list[str | None] = []
        self._cite: Any = None
        self._marks: list[tuple[str, str]] = []
        self._numbers: dict[Any, Iterator[int]] = {}

    def enter(self, element: Any) -> bool:
        """Begin an element; False where it is not gone into."""
        tag = name_of(element)
        if tag in _SILENT:
            return False
        kind = self._omit.get(element) or _left_out(element, tag)
        is_title = tag == "button" and self._headings  # which opens what it stands over
        if kind and not is_title:
            self._leave_out(element, tag, kind)
            return False
        raised = _raised(element, tag)
        if raised is None and self._is_own_mark(element, tag):
            raised = _Raised(_text_in(element), element.get("href")[1:])
        if raised is not None:
            self._raise(element, tag, raised)
            return False
        if tag == "br":
            self._break()
        elif _is_way_back(element, tag):
            return False
        else:
            self._open(element, tag)
            self.data(element.text)
        return True

    def _leave_out(self, element: Any, tag: str, kind: Kind) -> None:
        self.omitted[kind] += element in self._omit or _counts(element, tag, kind)
        if _is_block(element, tag):
            self.end_block()
        elif kind != "deleted":
            self._add("\v")
        else:
            text = "".join(element.itertext(etree.Element))
            self._add("\v" if text != text.strip() else "")

    def _is_own_mark(self, element: Any, tag: str) -> bool:
        """Whether a link at the beginning of a note is its number, and leads back to the mark."""
        return (
            tag == "a"
            and (element.get("href") or "#")[1:] in self._seen
            and bool(self._notes or _ids(element, tag) & self.targets)
            and not any(map(_shows, self._line.pieces))
            and bool(note_labels(_text_in(element)))
        )

    def _raise(self, element: Any, tag: str, raised: _Raised | str) -> None:
        self._begin_note(element, tag)
        if isinstance(raised, _Raised) and raised.target in self._seen:
            raised = raised._replace(is_back=True)
        self._add(raised)

    def _open(self, element: Any, tag: str) -> None:
        if _is_block(element, tag):
            self._open_block(element, tag)
        else:
            self._begin_note(element, tag)
        if tag == "q":
            self._open_quotation(element)
        elif (
            tag == "cite" and self._quotes and self._quotes[-1] is not None and _ends_block(element)
        ):
            self.end_block()
            self._quotes.append(None)
            self._cite = element

    def _begin_note(self, element: Any, tag: str) -> None:
        """Begin a block where a note begins within a paragraph."""
        ids = _ids(element, tag)
        self._seen |= ids
        if self._row is None and (found := ids & self.targets):
            self.end_block()
            self._line.notes += tuple(found)

    def _open_block(self, element: Any, tag: str) -> None:
        self.end_block()
        ids = _ids(element, tag)
        self._seen |= ids
        self._notes += ids & self.targets
        if tag in _HEADINGS:
            self._headings.append(tag)
        elif tag in _LINES:
            self._pre += 1
        elif tag == "tr" and self._row is None and is_data_row(element):
            self._row, self._in_cell = element, False
        elif tag in {"td", "th"} and self._row is not None:
            self._add("\t" if self._in_cell else "")
            self._in_cell = True
        elif tag == "li":
            self._prefix = self._number(element)
            if self._row is not None:
                self._add(self._prefix)
        elif tag == "blockquote":
            is_indented = next(element.iter("h1", "h2"), None) is not None
            self._quotes.append(None if is_indented else language_of(element, self._lang))
        elif tag == "footer" and self._quotes:
            self._quotes.append(None)

    def leave(self, element: Any) -> None:
        """End an element that was gone into."""
        tag = name_of(element)
        if tag == "q" and self._marks:
            opening, closing = self._marks.pop()
            self._add(closing if opening else "")
        elif element is self._cite:
            self._cite = None
            self.end_block()
            self._quotes.pop()
        if not _is_block(element, tag):
            return
        if element is self._row:
            self._row = None
        self.end_block()
        for _ in _ids(element, tag) & self.targets:
            self._notes.pop()
        if tag in _HEADINGS:
            self._headings.pop()
        elif tag in _LINES:
            self._pre -= 1
        elif tag == "li":
            self._prefix = ""
        elif tag == "blockquote" or (tag == "footer" and self._quotes):
            self._quotes.pop()

    def data(self, text: str | None) -> None:
        """Take text."""
        if not text:
            return
        if self._pre and self._row is None:
            for index, line in enumerate(re.split("\r\n?|\n", text)):
                if index:
                    self.end_block()
                self._add_text(visible(line))
        else:
            self._add_text(visible(text))

    def _add_text(self, text: str) -> None:
        """Add a text, in which what can be the typed mark of a note is a piece of its own."""
        begin = 0
        for mark in _TYPED_MARK.finditer(text):
            before = text[begin : mark.start()]
            is_figure = mark[0][0] not in "*†‡"
            is_emphasis = _EMPHASIS.search(text, max(0, mark.start() - _NEAR), mark.start())
            if is_figure or ((before or self._line.pieces) and not is_emphasis):
                self._add(before)
                self._add(_Raised(mark[0].translate(_FIGURES), None, is_typed=True))
                begin = mark.end()
        self._add(text[begin:])

    def _add(self, piece: str | _Raised) -> None:
        if not piece:
            return
        line = self._line
        has_begun = any(_shows(known) for known in line.pieces)
        if not has_begun and _shows(piece):
            line.heading = self._headings[-1] if self._headings else ""
            line.notes += tuple(self._notes)
            line.prefix, self._prefix = self._prefix, ""
            is_paragraph = self._quotes and not line.heading and self._row is None
            line.quoted = self._quotes[-1] if is_paragraph else None
        line.pieces.append(piece)

    def _break(self) -> None:
        if self._ends_with_break() and self._row is None:
            self.end_block()
        else:
            self._add("\n")

    def _ends_with_break(self) -> bool:
        for piece in reversed(self._line.pieces):
            if isinstance(piece, _Raised):
                return False
            if bare := piece.strip(" \xa0\v"):
                return bare.endswith("\n")
        return False

    def end_block(self) -> None:
        """End the block, or in a row of a table the paragraph."""
        if self._row is not None:
            self._add(" ")
            return
        if any(_shows(piece) for piece in self._line.pieces):
            self.lines.append(self._line)
            self._line = _Line()
        else:
            self._line = _Line(notes=self._line.notes)

    def _number(self, item: Any) -> str:
        """What a browser puts before an item of an ordered list."""
        ordered = item.getparent()
        if ordered is None or name_of(ordered) != "ol":
            return ""
        if ordered not in self._numbers:
            self._numbers[ordered] = _numbers(ordered)
        number = next(self._numbers[ordered])
        if any(
            "list-style:none" in s or "list-style-type:none" in s
            for s in map(style_of, (item, ordered))
        ):
            return ""
        return f"{_in_letters(number, item.get('type') or ordered.get('type'))}. "

    def _open_quotation(self, element: Any) -> None:
        """The marks that browsers draw around `<q>`."""
        text = "".join(element.itertext(etree.Element)).strip()
        if not text or text[0] in _OPENING:
            self._marks.append(("", ""))
            return
        depth = len([marks for marks in self._marks if marks[0]]) + bool(
            self._quotes and self._quotes[-1]
        )
        marks = _marks_of(language_of(element, self._lang))[depth % 2]
        self._marks.append((marks[0], marks[1]))
        self._add(marks[0])
        self.altered["quotation-marks"] += 1


def _shows(piece: str | _Raised) -> bool:
    """Whether a reader sees a piece of a block."""
    return isinstance(piece, _Raised) or bool(piece.strip())


def is_data_row(row: Any) -> bool:
    """Whether a row of a table holds data; else it sets blocks side by side."""
    cells = [cell for cell in row if name_of(cell) in {"td", "th"}]
    if len(cells) < 2 or any(
        t.get("role") in {"presentation", "none"} for t in row.iterancestors("table")
    ):
        return False
    return not any(map(_is_column, cells))


def _is_column(cell: Any) -> bool:
    """Whether a cell of a table is a column of a page."""
    if next(cell.iter(*_IN_COLUMNS), None) is not None:
        return True
    length = sum(map(len, cell.itertext(etree.Element)))
    return length > 1000 or (length > 400 and len([*cell.iter("p")]) > 2)


_IN_COLUMNS = names("table h1 h2 h3 h4 h5 h6 article main section blockquote hr form")


def _numbers(ordered: Any) -> Iterator[int]:
    """The numbers of the items of an ordered list."""
    items = [child for child in ordered if name_of(child) == "li"]
    step = -1 if ordered.get("reversed") is not None else 1
    number = _integer(ordered.get("start"), len(items) if step < 0 else 1)
    for item in items:
        number = _integer(item.get("value"), number)
        yield number
        number += step


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default


def _in_letters(number: int, kind: str | None) -> str:
    if kind in {"a", "A"} and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in {"i", "I"} and 1 <= number <= 3999:
        roman = ""
        for value, letters in _ROMAN.items():
            count, number = divmod(number, value)
            roman += letters * count
        return roman if kind == "i" else roman.upper()
    return str(number)


_ROMAN = {
    1000: "m",
    900: "cm",
    500: "d",
    400: "cd",
    100: "c",
    90: "xc",
    50: "l",
    40: "xl",
    10: "x",
} | {9: "ix", 5: "v", 4: "iv", 1: "i"}


def language_of(element: Any, default: str | None) -> str:
    """The language of an element, as it or what it stands in states it."""
    for one in (element, *element.iterancestors()):
        if lang := one.get("lang") or one.get("{http://www.w3.org/XML/1998/namespace}lang"):
            return str(lang)
    return default or ""


# Quotation marks

_MARKS = {
    "es": ("«»", "“”", "‘’"),
    "de": ("„“", "‚‘"),
    "en": ("“”", "‘’"),
}
"""By language, outermost first."""

_LIKE_SPANISH = names("ca eu fr gl it pt")
_OPENING = "«“„‘‚\"'‹"
_CLOSING = "»”“’‘\"'›"


def _marks_of(lang: str) -> tuple[str, ...]:
    language = lang.lower().partition("-")[0]
    if lang.lower() == "pt-br":
        return _MARKS["en"]
    return _MARKS.get("es" if language in _LIKE_SPANISH else language, _MARKS["en"])


def _needs_marks(text: str) -> bool:
    """Whether a paragraph of a quotation lacks its quotation marks."""
    bare = text.rstrip(".,;:…!? ")
    if text[0] in "—–-" or text.count('"') % 2:
        return False
    if any(text.count(a) != text.count(b) for a, b in ("«»", "“”") if a in text or b in text):
        return False  # goes on in the next paragraph
    if text[0] not in _OPENING or bare[-1:] not in _CLOSING:
        return True
    closing = dict(zip(_OPENING, "»”“’‘\"'›", strict=True))[text[0]]
    return closing in bare[1:-1]


def _quoted(text: str, lang: str) -> str:
    """A paragraph between the outermost marks of its language that it does not have already."""
    every = _marks_of(lang)
    marks = next((pair for pair in every if not {*pair} & {*text}), every[0])
    return f"{marks[0]}{text}{marks[1]}"


def _ends_block(element: Any) -> bool:
    """Whether nothing follows an element in its paragraph."""
    while name_of(element) not in BLOCKS:
        if _HAS_TEXT.search(element.tail or "") or element.getparent() is None:
            return False
        for sibling in element.itersiblings(etree.Element):
            words = "" if name_of(sibling) in BLOCKS else "".join(sibling.itertext(etree.Element))
            if _HAS_TEXT.search(words) or _HAS_TEXT.search(sibling.tail or ""):
                return False
        element = element.getparent()
    return True


_HAS_TEXT = re.compile(r"[^\s.]")


# Superscripts and notes


def _raised(element: Any, tag: str) -> _Raised | str | None:
    """A superscript, or the text of a subscript; None for what is neither."""
    style = style_of(element)
    is_raised = tag == "sup" or (
        not _is_block(element, tag) and bool(_RAISED.search(style) or _is_raised_by_class(element))
    )
    if not is_raised and tag != "sub" and "vertical-align:sub" not in style:
        return _bracketed_mark(element, tag)
    text = _text_in(element)
    if (
        len(text) > _LONGEST
        or next(element.iter("p", "div", "img", "q", "del", "s", "button"), None) is not None
    ):
        return None
    if not is_raised:
        return subscript(text)
    links = (*element.iter("a"), *element.iterancestors("a"))
    href = next((link.get("href") for link in links if link.get("href")), "")
    return _Raised(text, href.partition("#")[2] or None)


_LONGEST = 40
"""Characters of the longest superscript; more of them are small print."""

_RAISED = re.compile(r"vertical-align:(?:super|text-top|\+?[\d.]*[1-9][\d.]*(?:px|em|ex|rem|pt|%))")
_RAISED_CLASS = re.compile(
    r"(?<!\S)(?:sup|superscript|super-script|superíndice)(?!\S)", re.IGNORECASE
)

_NOTE_CLASS = re.compile(r"(?:^|[\s_-])(?:foot|end)note", re.IGNORECASE)

_TYPED_MARK = re.compile(r"⁽?[⁰¹²³⁴-⁹]{1,3}⁾?|(?<![\s*†‡])[*†‡]{1,3}(?![\w*†‡])")
_EMPHASIS = re.compile(r"(?<![\w*])\*{1,3}(?=\w)[^*]*$")
_FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾", "0123456789()")


def _is_raised_by_class(element: Any) -> bool:
    """Whether an element is called a superscript, or it is a number that is called a note."""
    called = element.get("class") or ""
    if _RAISED_CLASS.search(called):
        return True
    return bool(
        name_of(element) == "span"
        and _NOTE_CLASS.search(called)
        and re.fullmatch(r"\W?\d{1,3}\W?", _text_in(element))
    )


def _bracketed_mark(element: Any, tag: str) -> _Raised | None:
    """A link to a note that is no superscript: `[1]`, or what states that it is one."""
    href = element.get("href") or ""
    if tag != "a" or not href.startswith("#") or len(href) == 1:
        return None
    text = _text_in(element)
    states = (
        element.get("role") == "doc-noteref"
        or _STATED_MARK.search(element.get("class") or "")
        or _is_joined_mark(element, text, href)
    )
    if note_labels(text) and (states or re.fullmatch(r"\[.+\]|\(.+\)|[*†‡]+", text)):
        return _Raised(text, href[1:])
    return None


_STATED_MARK = re.compile(r"(?:^|[\s_-])(?:foot|end)?(?:note|fn)[_-]?ref", re.IGNORECASE)


def _is_joined_mark(element: Any, text: str, href: str) -> bool:
    """Whether a link would join the word before it, and is named after the note of its number."""
    before = (
        element.getparent().text if element.getprevious() is None else element.getprevious().tail
    )
    return bool(
        re.search(r"[^\s(\[/–—-]$", before or "")
        and re.fullmatch(
            rf"#.*?(?:not[ae]|fn|ftn|edn|pie|^#n)[a-z]*[\W_]*0*{re.escape(text)}", href
        )
    )


def _text_in(element: Any) -> str:
    return visible("".join(element.itertext(etree.Element))).strip()


def _ids(element: Any, tag: str) -> set[str]:
    """What links call an element."""
    return {*filter(None, [element.get("id"), element.get("name") if tag == "a" else None])}


def _note_targets(root: Any) -> frozenset[str]:
    """The ids of the notes that marks before them lead to."""
    seen: set[str] = set()
    wanted: set[str] = set()
    notes: dict[str, Any] = {}
    for element in root.iter(etree.Element):
        tag = name_of(element)
        ids = _ids(element, tag)
        notes.update((one, element) for one in ids & wanted)
        seen |= ids
        mark = _raised(element, tag)
        if isinstance(mark, _Raised) and mark.target and note_labels(mark.text):
            wanted |= {mark.target} - seen
    return frozenset(one for one, element in notes.items() if _is_one_note(element, {*notes}))


def _is_one_note(element: Any, notes: set[str]) -> bool:
    """Whether an element is a note, rather than a heading over notes, or all of them."""
    if next(element.iter(*_HEADINGS, "main", "article"), None) is not None:
        return False
    within = {one for e in element.iter(etree.Element) for one in _ids(e, name_of(e))}
    return len(within & notes) == 1


def _is_way_back(element: Any, tag: str) -> bool:
    """Whether an element is an arrow that leads from a note to its mark."""
    if tag != "a" or not (element.get("href") or "").startswith("#"):
        return False
    return bool(re.fullmatch(r"[↑↩⤴⏎↵^⬆←\ufe0e\ufe0f\s]+", _text_in(element)))


@dataclass(slots=True)
class _Setting:
    """Lines on their way to blocks: each superscript decided, each note after its paragraph."""

    reading: _Reading
    last: int = 0
    """The highest number of a mark so far."""

    by_target: dict[str, list[int]] = field(default_factory=dict)
    raised: dict[str, list[int]] = field(default_factory=dict)
    """Lines that begin with a superscript that can be the mark of a note, by label."""

    typed: dict[str, list[int]] = field(default_factory=dict)
    """Lines that begin with such a mark in the line: `[1]`, `*`."""

    done: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for index, line in enumerate(self.reading.lines):
            for target in line.notes:
                self.by_target.setdefault(target, []).append(index)
            shown = [piece for piece in line.pieces if _shows(piece)]
            begin = shown[0]
            if isinstance(begin, _Raised):
                if len(shown) > 1:
                    self.raised.setdefault(_bare(begin.text), []).append(index)
            elif typed := re.match(r"\s*(\[\w{1,3}\]|\(\w{1,3}\)|[*†‡]{1,3})\s*\w", begin):
                self.typed.setdefault(typed[1], []).append(index)

    def blocks(self) -> Iterator[tuple[str, str]]:
        """Each block in the order of readers: the element of its heading, and its text."""
        for index in range(len(self.reading.lines)):
            todo: list[tuple[int, str | None]] = [(index, None)]
            while todo:
                one, label = todo.pop()
                if one in self.done:
                    continue
                self.done.add(one)
                text, notes = self._set(one, label)
                if text:
                    yield self.reading.lines[one].heading, text
                todo += reversed(notes)

    def _set(self, index: int, label: str | None) -> tuple[str, list[tuple[int, str | None]]]:
        """The text of a line, and the notes that it refers to: their lines, and their labels."""
        line = self.reading.lines[index]
        notes: list[tuple[int, str | None]] = []
        out = ""
        for place, piece in enumerate(line.pieces):
            if isinstance(piece, str):
                # What stands a space apart does so on both sides.
                out += f" {piece}" if out[-1:] == "\0" and piece[0].isalnum() else piece
                continue
            if label is not None and not out.strip():
                continue  # the mark of the note itself: its label stands instead
            if piece.is_back and line.notes:
                continue
            following = line.pieces[place + 1] if place + 1 < len(line.pieces) else ""
            after = following if isinstance(following, str) else ""
            found = self._notes_of(piece, out, after, index)
            if found is None:
                text = superscript(out[-_NEAR:].replace("\0", ""), piece.text)
                out += f"{text}\0" if text.startswith(" ") else text
            else:
                self.reading.omitted["note-marks"] += 1
                notes += found
                out += "\r"
        return self._finished(out.replace("\0", ""), line, label), notes

    def _notes_of(
        self, mark: _Raised, before: str, after: str, index: int
    ) -> list[tuple[int, str | None]] | None:
        """The lines of the notes that a superscript marks; None where it is no mark."""
        labels = note_labels(mark.text)
        if not labels:
            return None
        if mark.is_typed:
            is_mark = self._opens(mark, index) and is_note_mark(
                before[-_NEAR:], mark.text, after, last=self.last, opens=True
            )
            if not is_mark:
                return None
        elif mark.target is None:
            knows = bool(self.raised or self.by_target)
            opens = self._after(self.raised, mark.text, index) is not None if knows else None
            if not is_note_mark(before[-_NEAR:], mark.text, after, last=self.last, opens=opens):
                return None
        self.last = max([self.last, *(int(label) for label in labels if label.isdecimal())])
        if mark.target in self.by_target:
            first, *others = self.by_target[mark.target]
            return [(first, labels[0]), *((other, None) for other in others)]
        notes: list[tuple[int, str | None]] = []
        for label in labels:
            for where, words in (
                (self.raised, label), (self.typed, f"[{label}]"), (self.typed, mark.text)
            ):  # fmt: skip
                if (found := self._after(where, words, index)) is not None:
                    notes.append((found, label))
                    break
        return notes

    def _opens(self, mark: _Raised, index: int) -> bool:
        """Whether a later line begins with a typed mark."""
        lines = (self.raised, self.typed)
        return any(self._after(one, mark.text, index) is not None for one in lines)

    def _after(self, lines: Mapping[str, list[int]], words: str, index: int) -> int | None:
        """The next line that begins with a mark."""
        labels = note_labels(words)
        known = lines.get(words) or (
            lines.get(_bare(labels[0])) if lines is self.raised and labels else None
        )
        return next((one for one in known or () if one > index), None)

    def _finished(self, text: str, line: _Line, label: str | None) -> str:
        """The text of a block, from its pieces."""
        text = re.sub(r"[ \n]*\r(?=[ \n]*[.,;:…?!)\]»”])", "", text)
        text = re.sub(r"(?<=\w)[\v\r]+(?=\w)", " ", text).translate(_TOKENS)
        text = re.sub(r"[ \xa0]*\t[ \xa0]*", "\t", re.sub(" +", " ", text)).strip()
        if label is not None:
            own = rf"[\[(]?{re.escape(label)}[\])]?(?:[.:)–-]\s*|\s+|(?<=[\])*†‡]))(?=\S)"
            text = re.sub(f"^{own}", "", text)
        if not text:
            return ""
        if line.quoted is not None and _needs_marks(text):
            text = _quoted(text, line.quoted)
            self.reading.altered["quotation-marks"] += 1
        if label is not None:
            return f"[{label}] {text}"
        return text if re.match(r"\(?(?:\d{1,3}|[a-z])[.)º]", text) else line.prefix + text


_NEAR = 80
"""Characters before a superscript that say what it is."""

_TOKENS = {ord("\n"): " ", ord("\v"): None, ord("\r"): None}


def _bare(mark: str) -> str:
    return re.sub(r"[\s()\[\].]", "", mark)


def _set(reading: _Reading) -> Markup:
    """The blocks of a reading, and the first heading of the highest level."""
    every = [*_Setting(reading).blocks()]
    headings = [(tag, text) for tag, text in every if tag]
    heading = min(headings, key=lambda found: found[0], default=None)
    return Markup(
        blocks=tuple(Block(text) for _, text in every),
        heading=Fact(heading[1], f"<{heading[0]}>") if heading else None,
        omitted=+reading.omitted,
        altered=+reading.altered,
    )
