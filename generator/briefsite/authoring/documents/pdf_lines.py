"""The lines of each page of a PDF: words with their places, from the characters that pdfium gives.

A PDF has no lines, only characters at places. pdfium says which letters they are and where words end;
what stands on one baseline is put together here, and what no reader sees is left out. Lengths are in
points; heights grow downwards, whichever way the page is turned.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from briefsite.archive.models import Kind

RAISED, LOWERED, LEVEL = "\ufdd0", "\ufdd1", "\ufdd2"
"""Where raised or lowered characters begin and end in a word. No text holds them: Unicode keeps them free."""

UNREAD = "\ufffd"
"""A character whose letter the document does not say."""

WIDE = 0.9
"""Gap after which a line is no longer the same stretch of text, in sizes of its type."""


class Word(NamedTuple):
    """What stands between two spaces."""

    text: str
    left: float
    right: float


@dataclass(slots=True, eq=False)
class Line:
    """A stretch of words on one baseline, without a wide gap."""

    words: list[Word]
    base: float
    """Height of the baseline."""

    size: float
    """Of its type: the distance for which the font was drawn."""

    is_bold: bool
    page: int
    is_item: bool = False
    """Whether a bullet is drawn before it."""

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word.text for word in self.words).replace(" \t", "\t")

    @property
    def left(self) -> float:
        """Where its first word begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where its last word ends."""
        return self.words[-1].right

    @property
    def top(self) -> float:
        """How high its letters reach."""
        return self.base - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """How low they reach."""
        return self.base + 0.25 * self.size


class Box(NamedTuple):
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Page:
    """What is on a page."""

    number: int
    box: Box
    lines: list[Line]
    rules: list[Box] = field(default_factory=list)
    """Horizontal strokes, such as those between the rows of tables."""

    pictures: list[tuple[int, ...]] = field(default_factory=list)
    """Place and size of each picture, rounded."""

    omitted: Counter[Kind] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    """Letters and figures that are left out, as often as each is."""

    letters: Counter[str] = field(default_factory=Counter)
    """Letters and figures in pdfium's own reading."""

    is_recognised: bool = False
    """Whether its text was recognised in a picture of the page."""

    unread: int = 0
    """Characters in its words of which the document does not say what letters they are."""

    sideways: int = 0
    """Characters left out because they stand upright on a page of level lines, or the other way round."""

    signs: int = 0
    """The same that stand by themselves, such as the pictures of fonts."""

    def leave_out(self, kind: Kind, lines: Sequence[Line]) -> None:
        """Take lines from the page, and count them."""
        gone = {id(line) for line in lines}
        self.lines = [line for line in self.lines if id(line) not in gone]
        self.omitted[kind] += len(lines)
        for line in lines:
            self.left_out += letters(line.text)


def letters(text: str) -> Counter[str]:
    """The letters and figures of a text, whichever way they are encoded."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKD", text)))


class _Glyph(NamedTuple):
    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool
    source: int
    """The object of the page that draws it."""

    begins_word: bool
    spaces: int
    """How many spaces of the document stand before it."""

    space_end: float
    """Where the last of them ends."""


class _Style(NamedTuple):
    size: float
    turn: int | None
    """Quarter turns to the left; None where it is turned by another angle."""

    angle: float
    """In radians."""

    is_bold: bool
    is_invisible: bool
    is_light: bool


class _Objects(NamedTuple):
    """What beside characters is drawn on a page."""

    order: dict[int, int]
    """In which order objects with text are drawn."""

    fills: list[tuple[int, Box]]
    """What covers what was drawn before it."""

    images: list[Box]
    rules: list[Box]
    bullets: list[Box]


def read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    """The page of this index, from 0."""
    page = document[index]
    text_page = page.get_textpage()
    try:
        return _PageReader(page, text_page).read(index + 1)
    finally:
        text_page.close()
        page.close()


class _PageReader:
    def __init__(self, page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> None:
        self._page, self._text_page, self._text = page, text_page, text_page.raw
        left, bottom, right, top = page.get_cropbox()
        self._box = Box(left, -top, right, -bottom)
        self._fonts: dict[int, bool] = {}
        self._styles: dict[int, _Style] = {}

    def read(self, number: int) -> Page:
        page = Page(number, self._box, [])
        page.letters = letters(self._text_page.get_text_range().translate(_READ_AS))
        turned: dict[int | None, list[_Glyph]] = {}
        for glyph, turn in self._glyphs(page):
            turned.setdefault(turn, []).append(glyph)
        straight = {turn: of for turn, of in turned.items() if turn is not None}
        turn = max(straight, key=lambda turn: len(straight[turn]), default=0)
        page.box = _turned(self._box, turn)
        objects = _objects(self._page)
        strokes = [_turned(rule, turn) for rule in objects.rules]
        page.rules = [rule for rule in strokes if rule.bottom - rule.top < 2.5]
        upright = [rule for rule in strokes if rule.bottom - rule.top >= 2.5]
        page.pictures = [tuple(round(side) for side in box) for box in objects.images]
        shown, hidden = self._told_apart(turned.pop(turn, []), objects, turn)
        largest = max(map(_area, objects.images), default=0)
        if len(hidden) > 9 * len(shown) and largest > _area(page.box) / 2:
            page.is_recognised, shown, hidden = True, [*shown, *hidden], []
        page.lines = [part for line in _lines(shown, number) for part in _cut(line, upright)]
        _mark_items(page.lines, [_turned(bullet, turn) for bullet in objects.bullets])
        _leave_out(page, "hidden", hidden)
        for way, aside in turned.items():
            _leave_out(page, "page-frame", aside)
            page.sideways += len(aside) if way is not None else 0
        away = [line for line in page.lines if not _touches(line, page.box)]
        page.leave_out("hidden", away)
        _leave_out_signs(page)
        return page

    def _glyphs(self, page: Page) -> Iterator[tuple[_Glyph, int | None]]:
        """The characters, each with the turn of its line."""
        of = self._text
        x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
        begins, spaces, space_end = True, 0, 0.0
        last: tuple[str, float, float, int] = ("", 0, 0, 0)
        for index in range(pdfium.FPDFText_CountChars(of)):
            code = pdfium.FPDFText_GetUnicode(of, index)
            text = self._letter(index, code)
            if text is None:
                begins |= code in _BREAKS
                continue
            source = (
                ctypes.cast(pdfium.FPDFText_GetTextObject(of, index), ctypes.c_void_p).value or 0
            )
            style = self._styles.get(source) or self._style(index, source)
            pdfium.FPDFText_GetCharOrigin(of, index, at_x, at_y)
            pdfium.FPDFText_GetLooseCharBox(of, index, at_box)
            left, right, base = _placed(style, x.value, y.value, box)
            if text.isspace():
                begins, spaces, space_end = True, spaces + 1, right
                continue
            # Bold that is made by drawing each letter twice, a little aside.
            is_twice = (
                last[0] == text and source != last[3] and abs(last[2] - base) < 0.1 * style.size
            )
            if text == UNREAD:
                page.left_out += letters(chr(code))
            if is_twice and abs(last[1] - left) < 0.12 * style.size:
                page.left_out += letters(text)
                continue
            last = (text, left, base, source)
            if style.size >= _SMALLEST:
                yield (
                    _Glyph(
                        text, left, right, base, style.size, style.is_bold, source, begins, spaces,
                        space_end,
                    ),
                    style.turn,
                )  # fmt: skip
            else:
                page.omitted["hidden"] += begins
                page.left_out += letters(text)
            begins, spaces = False, 0

    def _letter(self, index: int, code: int) -> str | None:
        """What a character says; None for a break that pdfium added, and for what shows nothing."""
        if code in _BREAKS:
            if code != 32 or pdfium.FPDFText_IsGenerated(self._text, index):
                return None
            return " "
        if code < 32 or pdfium.FPDFText_HasUnicodeMapError(self._text, index):
            return "-" if pdfium.FPDFText_IsHyphen(self._text, index) else UNREAD
        text = _READ_AS.get(code) or chr(code)
        return None if _is_dropped(text) else text

    def _style(self, index: int, source: int) -> _Style:
        """How the object of a character is drawn."""
        drawn, matrix = pdfium.FPDFText_GetTextObject(self._text, index), pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text, index, matrix)
        angle = math.atan2(matrix.b, matrix.a)
        turn = math.degrees(angle) / 90
        colour = [ctypes.c_uint(0) for _ in range(4)]
        is_filled = bool(source) and pdfium.FPDFPageObj_GetFillColor(drawn, *colour)
        *shades, opacity = (part.value for part in colour)
        style = _Style(
            pdfium.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d),
            round(turn) % 4 if abs(turn - round(turn)) < 0.03 else None,
            angle,
            bool(source) and self._is_bold(drawn),
            bool(source) and pdfium.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE,
            bool(is_filled) and (min(shades) >= 215 or opacity < 40),
        )
        self._styles[source] = style
        return style

    def _is_bold(self, drawn: Any) -> bool:
        font = pdfium.FPDFTextObj_GetFont(drawn)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            name = ctypes.create_string_buffer(128)
            pdfium.FPDFFont_GetBaseFontName(font, name, 128)
            self._fonts[key] = bool(re.search(rb"(?i)bold|black|heavy|semibd|demi", name.value))
        return self._fonts[key]

    def _told_apart(
        self, glyphs: Sequence[_Glyph], objects: _Objects, turn: int
    ) -> tuple[list[_Glyph], list[_Glyph]]:
        """The characters that can be seen, and those that cannot.

        What is drawn in almost no colour, or has something drawn over it, is looked at in a picture of the page:
        nothing is seen where all is of one shade.
        """
        picture: _Picture | None = None
        first = min(objects.order.values(), default=0)
        fills = [(order, box) for order, box in objects.fills if order > first]
        shown: list[_Glyph] = []
        hidden: list[_Glyph] = []
        is_seen = True
        for glyph in glyphs:
            style, at = self._styles[glyph.source], objects.order.get(glyph.source, 1 << 30)
            if style.is_invisible:
                is_seen = False
            elif not style.is_light and not any(
                order > at and _holds(box, glyph, turn) for order, box in fills
            ):
                is_seen = True
            elif glyph.text.isalnum() or not hidden:  # a comma goes with the letter before it
                picture = picture or _Picture(self._page)
                is_seen = picture.shows(_turned(_body(glyph), -turn))
            (shown if is_seen else hidden).append(glyph)
        return shown, hidden


_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
_SMALLEST = 1.0
"""Type that somebody could read, in points."""

_PICTURE = 2 * (72 / 2.54) ** 2
"""The smallest picture that is one: 2 square centimetres."""

_BREAKS = frozenset([10, 13, 32])
_READ_AS = {
    0xFFFE: "-", 0: UNREAD, 0xFFFF: UNREAD, 0xF001: "fi", 0xF002: "fl",
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "▸", 0xF0FC: "✓", 0xF0A8: "▫", 0xF02D: "-", 0xF020: " ",
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    **dict.fromkeys(range(0xE000, 0xF000), UNREAD),
}  # fmt: skip
"""Hyphens that pdfium takes for soft ones, ligatures, and the bullets of fonts that are no alphabets."""


def _is_dropped(text: str) -> bool:
    """Whether a character shows nothing, and is no space."""
    return (
        text != "\xad"
        and not text.isspace()
        and (unicodedata.category(text[0]) in {"Cc", "Cf", "Cs"} or "\ufdd0" <= text[0] <= "\ufdef")
    )


def _placed(style: _Style, x: float, y: float, box: Any) -> tuple[float, float, float]:
    """Where a character begins and ends on its line, and the height of its baseline."""
    if style.turn == 0:
        return box.left, box.right, -y
    if style.turn == 1:
        return box.bottom, box.top, x
    if style.turn == 2:
        return -box.right, -box.left, y
    if style.turn == 3:
        return -box.top, -box.bottom, -x
    across, along = math.sin(style.angle), math.cos(style.angle)
    left = x * along + y * across
    return left, left + 0.5 * style.size, x * across - y * along


def _body(glyph: _Glyph) -> Box:
    """The part of a letter where all letters have ink."""
    return Box(glyph.left, glyph.base - 0.45 * glyph.size, glyph.right, glyph.base)


def _holds(box: Box, glyph: _Glyph, turn: int) -> bool:
    body = _turned(_body(glyph), -turn)
    x, y = (body.left + body.right) / 2, (body.top + body.bottom) / 2
    return box.left < x < box.right and box.top < y < box.bottom


def _touches(line: Line, box: Box) -> bool:
    return (
        line.right > box.left
        and line.left < box.right
        and line.bottom > box.top
        and line.top < box.bottom
    )


def _turned(box: Box, turn: int) -> Box:
    """A box of the page as it is where the lines of this turn are level; of a negative turn, back."""
    left, top, right, bottom = box
    for _ in range(turn % 4):
        left, top, right, bottom = -bottom, left, -top, right
    return Box(left, top, right, bottom)


class _Picture:
    """A page as readers see it, in shades of grey, at twice its size."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._bitmap = page.render(scale=2, grayscale=True)
        self._pixels = bytes(self._bitmap.buffer)

    def shows(self, box: Box) -> bool:
        """Whether anything is seen there."""
        bitmap, corners = self._bitmap, []
        for x, y in [(box.left, -box.top), (box.right, -box.bottom)]:
            across, down = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDF_PageToDevice(
                self._page.raw, 0, 0, bitmap.width, bitmap.height, 0, x, y, across, down
            )
            corners.append((across.value, down.value))
        (left, right), (top, bottom) = (sorted(of) for of in zip(*corners, strict=True))
        seen: set[int] = set()
        for row in range(max(top, 0), min(bottom + 1, bitmap.height)):
            start = row * bitmap.stride
            seen.update(self._pixels[start + max(left, 0) : start + min(right + 1, bitmap.width)])
        return max(seen, default=0) - min(seen, default=0) > 16


def _objects(page: pypdfium2.PdfPage) -> _Objects:
    found = _Objects({}, [], [], [], [])
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    whole = page.get_width() * page.get_height() * 0.95
    for order, item in enumerate(page.get_objects(max_depth=4)):
        drawn, kind = item.raw, item.type
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.order[ctypes.cast(drawn, ctypes.c_void_p).value or 0] = order
            continue
        if kind not in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE} or item.container:
            continue
        pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
        box = Box(left.value, -top.value, right.value, -bottom.value)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            if _area(box) > _PICTURE:
                found.images.append(box)
        elif _is_drawn(found, box, drawn):
            continue
        # What covers words is larger than a letter, and no ground that was painted for the whole page.
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE or 60 < _area(box) < whole:
            found.fills.append((order, box))
    return found


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _is_drawn(found: _Objects, box: Box, drawn: Any) -> bool:
    """Whether something is a stroke, a frame or a bullet, which are noted, and covers nothing."""
    left, top, right, bottom = box
    short, long = sorted((right - left, bottom - top))
    if short < 2.5:
        if long > 8:
            found.rules.append(box)
        return True
    if not _is_filled(drawn):
        found.rules.extend([Box(left, y, right, y) for y in (top, bottom)])
        found.rules.extend([Box(x, top, x, bottom) for x in (left, right)])
        return True
    if long < 7 and long - short < 1.5:
        found.bullets.append(box)
        return True
    return False


def _is_filled(drawn: Any) -> bool:
    mode, is_stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, mode, is_stroked)
    return bool(mode.value != pdfium.FPDF_FILLMODE_NONE)


def _cut(line: Line, strokes: Sequence[Box]) -> Iterator[Line]:
    """A line cut at the upright strokes between its words, as those between the cells of a table."""
    at = [s.left for s in strokes if s.top < line.base and s.bottom > line.base - 0.4 * line.size]
    parts: dict[int, list[Word]] = {}
    for word in line.words:
        parts.setdefault(sum(x < (word.left + word.right) / 2 for x in at), []).append(word)
    for words in parts.values():
        yield Line(words, line.base, line.size, line.is_bold, line.page)


def _mark_items(lines: Sequence[Line], bullets: Sequence[Box]) -> None:
    """Note which lines have a bullet before them that is drawn, not written."""
    if len(bullets) > 10 * len(lines):
        return  # the points of a chart
    for bullet in bullets:
        for line in lines:
            line.is_item |= (
                line.top < (bullet.top + bullet.bottom) / 2 < line.base
                and 0 < line.left - bullet.right < 2 * line.size
            )


def _leave_out_signs(page: Page) -> None:
    """Count the characters without a meaning, and take those that stand by themselves for pictures."""
    for line in page.lines:
        signs = [word for word in line.words if not word.text.strip(UNREAD)]
        page.signs += len(signs)
        line.words = [word for word in line.words if word not in signs]
        page.unread += line.text.count(UNREAD)
    page.omitted["pictures"] += page.signs
    page.lines = [line for line in page.lines if line.words]


def _leave_out(page: Page, kind: Kind, glyphs: Sequence[_Glyph]) -> None:
    lines = _lines(glyphs, page.number)
    page.lines += lines
    page.leave_out(kind, lines)


def _lines(glyphs: Iterable[_Glyph], number: int) -> list[Line]:
    """Characters as lines, from top to bottom."""
    lines = [line for row in _rows(glyphs) for line in _stretches(row, number)]
    return _joined(_with_initials(lines))


def _rows(glyphs: Iterable[_Glyph]) -> Iterator[list[_Glyph]]:
    """Characters that follow each other on a baseline, raised and lowered ones with those beside them."""
    row: list[_Glyph] = []
    for glyph in glyphs:
        if row and not _follows(row[-1], glyph):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _follows(before: _Glyph, after: _Glyph) -> bool:
    large = max(before.size, after.size)
    ratio = min(before.size, after.size) / large
    apart, gap = abs(before.base - after.base), after.left - before.right
    is_ligature = after.left == before.left and after.source == before.source
    if (gap < -0.5 * large and not is_ligature) or ratio < 0.45:
        return False
    return apart <= 0.12 * large or (ratio <= 0.88 and apart < 0.6 * large and gap < 0.4 * large)


def _stretches(row: Sequence[_Glyph], number: int) -> Iterator[Line]:
    """A row cut at its wide gaps."""
    stretch = [row[0]]
    for before, after in pairwise(row):
        size = max(before.size, after.size)
        # Where lines are set to equal length, the spaces of one object can have any width.
        is_one = after.source == before.source and after.spaces == 1
        start = after.space_end if after.spaces else before.right
        is_apart = after.spaces > 3 and after.left - before.right > size
        if not is_one and (after.left - start > WIDE * size or is_apart):
            yield _line(stretch, number)
            stretch = []
        stretch.append(after)
    yield _line(stretch, number)


def _line(glyphs: Sequence[_Glyph], number: int) -> Line:
    sizes = Counter[float]()
    for glyph in glyphs:
        sizes[round(glyph.size, 1)] += 1
    size = max(sizes, key=lambda size: (sizes[size], size))
    larger = [g for g in glyphs if g.size > size / 0.88 and g.text.isalnum()]
    if len(larger) > 1 and any(g.base > glyphs[0].base + 0.1 * g.size for g in larger):
        size = max(g.size for g in larger)  # raised characters, more than those they stand beside
    bases = Counter(round(g.base, 1) for g in glyphs if abs(g.size - size) < 0.06)
    base = bases.most_common(1)[0][0]
    words: list[list[Any]] = []
    shift = ""
    for before, glyph in zip([None, *glyphs], glyphs, strict=False):
        begins = before is None or _begins_word(before, glyph, size)
        now = RAISED if glyph.text in _SUPERSCRIPTS else _shift(glyph, base, size)
        text = unicodedata.normalize("NFKC", glyph.text) if now else glyph.text
        if shift and (begins or now != shift):
            words[-1][0] += LEVEL
            shift = ""
        if begins:
            words.append(["", glyph.left, glyph.right])
        if now and not shift:
            text = now + text
        shift = now
        words[-1][0] += text
        words[-1][2] = max(words[-1][2], glyph.right)
    if shift:
        words[-1][0] += LEVEL
    bold = sum(glyph.is_bold for glyph in glyphs)
    return Line(
        [Word(unicodedata.normalize("NFC", text), left, right) for text, left, right in words],
        base,
        size,
        bold > 0.95 * len(glyphs),
        number,
    )


_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


def _begins_word(before: _Glyph, glyph: _Glyph, size: float) -> bool:
    gap = glyph.left - before.right
    if abs(before.size - glyph.size) > 0.12 * size and not glyph.spaces:
        return gap > 0.15 * size  # pdfium sees a space where a superscript begins or ends
    return glyph.begins_word or gap > 0.5 * size


def _shift(glyph: _Glyph, base: float, size: float) -> str:
    if glyph.size > 0.88 * size:
        return ""
    if glyph.base < base - 0.12 * size:
        return RAISED
    return LOWERED if glyph.base > base + 0.06 * size else ""


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Lines put together that stand on one baseline without a wide gap, in whatever order they are drawn."""
    done: list[Line] = []
    for line in sorted(lines, key=lambda line: (round(line.base), line.left)):
        beside = next((before for before in done[-40:] if _are_one(before, line)), None)
        raised = next((before for before in done[-40:] if _is_raised(before, line)), None)
        if beside:
            _append(beside, line)
        elif raised and _raise(raised, line):
            done.remove(raised)
            done.append(line)
        else:
            done.append(line)
    return done


def _are_one(before: Line, line: Line) -> bool:
    size = max(before.size, line.size)
    return (
        abs(before.base - line.base) < 0.12 * size
        and min(before.size, line.size) > 0.88 * size
        and -0.3 * size < line.left - before.right < WIDE * size
    )


def _append(before: Line, line: Line) -> None:
    words = line.words
    if line.left - before.right < 0.12 * line.size:
        last = before.words.pop()
        words = [Word(last.text + words[0].text, last.left, words[0].right), *words[1:]]
    before.words += words
    before.is_bold &= line.is_bold


def _is_raised(small: Line, line: Line) -> bool:
    """Whether the first of two lines is a mark above the second."""
    return (
        small.size < 0.88 * line.size
        and 0.12 * line.size < line.base - small.base < 0.6 * line.size
        and len(small.text) <= 6
        and line.left - line.size < small.left < line.right + 0.3 * line.size
    )


def _raise(small: Line, line: Line) -> bool:
    """Put a mark where it belongs in a line; False where no word of it ends there."""
    mark = RAISED + small.text.replace(" ", "") + LEVEL
    for index, word in enumerate(line.words):
        if abs(word.right - small.left) < 0.2 * line.size:
            line.words[index] = Word(word.text + mark, word.left, small.right)
            return True
    if 0 <= line.left - small.right < line.size:
        line.words.insert(0, Word(mark, small.left, small.right))
        return True
    return False


def _with_initials(lines: list[Line]) -> list[Line]:
    """Large initials that reach over several lines, put before the first of these."""
    initials = [line for line in lines if len(line.text) == 1 and line.text.isalpha()]
    for initial in initials:
        for line in lines:
            if (
                line.size < 0.6 * initial.size
                and -0.1 * initial.size < line.left - initial.right < line.size
                and abs(line.top - initial.base + 0.7 * initial.size) < 0.7 * line.size
            ):
                first = line.words[0]
                line.words[0] = Word(initial.text + first.text, first.left, first.right)
                lines.remove(initial)
                break
    return lines
