"""The lines of a PDF put together as paragraphs, over the ends of lines, columns and pages.

Where a paragraph ends is told by what writers do to show it: white above, an indent, another type, a
line that ends although the next word had room in it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

from briefsite.archive.models import Kind
from briefsite.authoring.documents.document import Block
from briefsite.authoring.documents.pdf_frame import Note
from briefsite.authoring.documents.pdf_hyphens import HYPHENS, keeps_hyphen
from briefsite.authoring.documents.pdf_layout import BULLETS, MARK, Column, Row, rows_of
from briefsite.authoring.documents.pdf_lines import LEVEL, LOWERED, RAISED, Line, letters
from briefsite.authoring.documents.superscripts import (
    is_note_mark,
    note_labels,
    subscript,
    superscript,
)

_WIDE = 2.5
"""Gap within a line that parts cells, in sizes of its type."""


@dataclass(slots=True)
class Paragraph:
    """Lines that are one paragraph, heading, item or row."""

    lines: list[Line]
    column: Column
    """What its last line stands in."""

    row: Row | None = None
    """The row of a table that it is."""

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.lines[0].page


@dataclass(slots=True)
class _Setting:
    """What the lines of a document have in common."""

    body: float
    """The size of type of most of its text."""

    leadings: dict[float, float] = field(default_factory=dict)
    """The usual distance of baselines by size of type."""

    has_indents: bool = False
    """Whether first lines of paragraphs are indented."""


def paragraphs_of(parts: Sequence[tuple[int, Column | Row]], body: float) -> list[Paragraph]:
    """The paragraphs of a document, from the parts of its pages in reading order."""
    setting = _Setting(body, leadings=_leadings([line for _, part in parts for line in part.lines]))
    done: list[Paragraph] = []
    for _, part in parts:
        if isinstance(part, Row):
            done.append(Paragraph(part.lines, Column(part.lines), part))
            continue
        done += _split(part, setting)
    setting.has_indents = _has_indents(done)
    joined: list[Paragraph] = []
    for paragraph in done:
        if joined and _goes_on(joined[-1], paragraph, setting):
            joined[-1].lines += paragraph.lines
            joined[-1].column = paragraph.column
        else:
            joined.append(paragraph)
    return joined


def _leadings(lines: Sequence[Line]) -> dict[float, float]:
    steps: dict[float, list[float]] = defaultdict(list)
    lines = sorted(lines, key=lambda line: (line.page, line.base))
    for index, line in enumerate(lines):
        for below in lines[index + 1 : index + 12]:
            step = below.base - line.base
            if below.page != line.page or step > 3 * line.size:
                break
            is_below = below.left < line.right and below.right > line.left
            if is_below and step > 0.8 * line.size and abs(below.size - line.size) < 0.1:
                steps[round(line.size)].append(step)
                break
    return {
        size: sorted(of)[len(of) // 4] if len(of) > 5 else min(*of, 1.35 * size)
        for size, of in steps.items()
    }


def _split(column: Column, setting: _Setting) -> Iterator[Paragraph]:
    lines = [*map(_as_line, rows_of(column.lines))]
    column = Column(lines)
    current: list[Line] = []
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        if current and _begins(current, line, after, column, setting):
            yield Paragraph(current, column)
            current = []
        current.append(line)
    if current:
        yield Paragraph(current, column)


def _as_line(row: Sequence[Line]) -> Line:
    """Stretches on one baseline as a line; a tab stands for a wide gap."""
    words = [*row[0].words]
    for before, line in pairwise(row):
        gap = "\t" if line.left - before.right > _WIDE * line.size else ""
        words += [line.words[0]._replace(text=gap + line.words[0].text), *line.words[1:]]
    largest = max(row, key=lambda line: line.size)
    is_bold = all(line.is_bold for line in row)
    return Line(words, largest.base, largest.size, is_bold, largest.page, row[0].is_item)


_END = re.compile(r"[.!?…:;][)»”\"'’\]]*$|[»”]$")
"""How a sentence ends."""


def _text(line: Line) -> str:
    return re.sub(rf"{RAISED}.*?{LEVEL}", "", line.text)


_CUT = re.compile(rf"\w[{HYPHENS}]$")
"""How a line ends within a word."""

_NEW = re.compile(r"[«“\"‘'¿¡([]*(?:\d|[^\W\d_a-zß-öø-ÿ])")
"""How a paragraph begins that goes on from nothing: with a capital or a figure."""


def _had_room(before: Line, line: Line, column: Column) -> bool:
    """Whether the first word of a line had room in the line before."""
    alike = [other for other in column.lines if abs(other.size - before.size) < 0.06 * before.size]
    edge = max([other.right for other in alike], default=before.right)
    first = line.words[0]
    return first.right - first.left + 0.35 * line.size < edge - before.right


def _begins(
    current: Sequence[Line], line: Line, after: Line | None, column: Column, setting: _Setting
) -> bool:
    """Whether a line begins a paragraph."""
    before = current[-1]
    is_cut = bool(_CUT.search(before.text)) and line.text[0].isalnum()
    if _is_apart(before, line, setting) or (_holds_cells(column) and not is_cut):
        return True
    if is_cut:
        return False
    is_ended = bool(_END.search(_text(before)))
    if line.size > 1.12 * setting.body:
        return is_ended or before.is_bold != line.is_bold
    has_room = _had_room(before, line, column)
    if _begins_item(line) and (
        line.text[0] in BULLETS
        or has_room
        or is_ended
        or abs(line.left - before.left) > 0.4 * line.size
    ):
        return True
    if has_room and (is_ended or _NEW.match(line.text)):
        return True
    return (is_ended and before.is_bold != line.is_bold) or _is_set_in(
        current, line, after, is_ended=is_ended
    )


def _holds_cells(column: Column) -> bool:
    """Whether lines are short, and none ends a sentence: in doubt they are cells of a table, and none goes on."""
    return len(column.lines) > 2 and not any(
        len(line.text) >= _SHORTEST or _END.search(_text(line)) for line in column.lines
    )


_SHORTEST = 18
"""Fewer characters than the longest line of a narrow column has."""


def _is_apart(before: Line, line: Line, setting: _Setting) -> bool:
    """Whether white, another type or a bullet parts two lines, or one of them has cells."""
    leading = min(setting.leadings.get(round(line.size), 1.3 * line.size), 2.6 * line.size)
    return (
        line.is_item
        or "\t" in before.text + line.text
        or abs(before.size - line.size) > 0.06 * max(before.size, line.size)
        or line.base - before.base > 1.2 * leading + 0.3
    )


def _is_set_in(current: Sequence[Line], line: Line, after: Line | None, *, is_ended: bool) -> bool:
    """Whether a line begins a paragraph by where it begins, further in or out than those beside it."""
    before, step = current[-1], 0.7 * line.size
    shift = line.left - before.left
    is_of_item = _begins_item(current[0])
    is_first = after is not None and line.left - after.left > step
    if is_first and is_ended and abs(shift) < step and (is_of_item or len(current) == 1):
        return True  # after a paragraph of one line, or an item
    middles = (before.left + before.right - line.left - line.right) / 2
    if abs(shift) < step or abs(middles) < 0.4 * line.size:  # or lines that are centred
        return False
    if shift < 0:
        return len(current) > 1 and not _is_initial(current)
    if is_of_item and len(current) == 1:
        return is_first and is_ended and not _begins_item(after or line)
    return after is None or is_ended or abs(after.left - line.left) > 0.4 * line.size


def _begins_item(line: Line) -> bool:
    words = line.text.split(" ", 1)
    return (
        line.is_item
        or line.text[0] in BULLETS
        or (len(words) > 1 and bool(MARK.fullmatch(words[0])))
    )


def _is_initial(lines: Sequence[Line]) -> bool:
    """Whether these are lines beside a large initial: all of one indent, the first with more letters."""
    first = lines[0].words[0]
    return len(lines) < 5 and first.right - first.left < 0.3 * len(first.text) * lines[0].size


def _has_indents(paragraphs: Sequence[Paragraph]) -> bool:
    many = [p for p in paragraphs if len(p.lines) > 1 and p.row is None]
    indented = sum(p.lines[0].left - p.lines[1].left > 0.7 * p.lines[0].size for p in many)
    return indented > 0.4 * len(many) > 0


def _goes_on(before: Paragraph, paragraph: Paragraph, setting: _Setting) -> bool:
    """Whether a paragraph at the beginning of a column or page goes on from the one before."""
    last, first = before.lines[-1], paragraph.lines[0]
    if (
        before.row
        or paragraph.row
        or before.column is paragraph.column
        or _holds_cells(before.column)
        or _holds_cells(paragraph.column)
        or abs(last.size - first.size) > 0.04 * last.size
        or last.size > 1.12 * setting.body
        or "\t" in last.text + first.text
        or _begins_item(first)
    ):
        return False
    text = _text(last)
    if _CUT.search(text) or (last.is_bold != first.is_bold and not first.text[0].islower()):
        return bool(_CUT.search(text))
    is_full = not _had_room(last, first, before.column)
    if not _END.search(text):
        return is_full or first.text[0].islower() or text.endswith((",", "("))
    if first.text[0].islower():
        return is_full and bool(re.search(r"\b\w{1,5}\.$", text))  # art. 5, pág. siguiente
    is_full &= len(paragraph.lines) > 1 and setting.has_indents
    return is_full and first.left - paragraph.lines[1].left < 0.7 * first.size


class Writer:
    """Writes paragraphs as blocks, each note after the paragraph that refers to it."""

    def __init__(self, known: AbstractSet[str], notes: Mapping[int, Sequence[Note]]) -> None:
        """Take the words of the document, and the notes of each page."""
        self._known, self._notes = known, notes
        self._last = 0
        self._page = 0
        self._waiting: list[Note] = []
        self._later = sorted(page for page, of in notes.items() if of)
        self._written: set[int] = set()
        self.omitted = Counter[Kind]()
        self.altered = Counter[Kind]()
        self.left_out: dict[int, Counter[str]] = defaultdict(Counter)
        """Letters of marks by page, as in `Page`."""

    def blocks(self, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Block, Paragraph | None]]:
        """Each block, and the paragraph that it is; none for a note."""
        for paragraph, after in zip(paragraphs, [*paragraphs[1:], None], strict=False):
            yield self._block(paragraph), paragraph
            while self._later and (after is None or self._later[0] < after.page):
                self._waiting += self._notes[self._later.pop(0)]  # to which no mark leads
            for note in self._waiting:
                if id(note) not in self._written:
                    self._written.add(id(note))
                    yield self._note(note), None
            self._waiting = []

    def _block(self, paragraph: Paragraph) -> Block:
        if paragraph.row is None:
            return self._joined("", paragraph.lines)
        pages = {} if paragraph.page == self._page else {0: paragraph.page}
        text, hyphens = "", list[int]()
        for lines in (part for cell in paragraph.row.cells for part in _parted(cell)):
            cell = self._joined("", lines)
            text += "\t" if text else ""
            hyphens += [len(text) + at for at in cell.hyphens]
            text += cell.text
        return Block(text.rstrip("\t"), pages, {}, tuple(hyphens))

    def _note(self, note: Note) -> Block:
        return self._joined(f"[{note.label}]", note.lines)

    def _joined(self, text: str, lines: Sequence[Line]) -> Block:
        """Lines as a block, after the text with which it begins."""
        pages, hyphens, begun = dict[int, int](), list[int](), False
        for line in lines:
            words = self._set(line, text)
            if text and words:
                text, is_hyphen = self._ended(text, words)
                if is_hyphen:
                    hyphens.append(len(text))
            if line.page != self._page:
                self._page = line.page
                pages[len(text) if begun else 0] = line.page
            begun = True
            text += words
        return Block(text, pages, {}, tuple(hyphens))

    def _ended(self, text: str, words: str) -> tuple[str, bool]:
        """The text up to the next line, and whether a hyphen stood there within a word."""
        if text[-1] in HYPHENS and text[-2:-1].isalnum() and words[0].isalnum():
            if keeps_hyphen(text[:-1], text[-1], words, self._known):
                return f"{text[:-1]}-", True
            self.altered["joined-words"] += 1
            return text[:-1], True
        if text[-1] in "–—/" and text[-2:-1].isalnum() and not _closes(text):
            return text, False
        if re.search(r"(?:https?://|www\.)\S*[/._?=&-]$", text) and words[0].isalnum():
            return text, False
        return f"{text} ", False

    def _set(self, line: Line, before: str) -> str:
        """The words of a line, each raised or lowered character decided."""
        text = line.text
        if RAISED not in text and LOWERED not in text:
            return text.replace("\u00ad", "") if text[-1] != "\u00ad" else text
        done = ""
        for index, piece in enumerate(re.split(f"([{RAISED}{LOWERED}].*?{LEVEL})", text)):
            if index % 2 == 0:
                done += f" {piece}" if done[-1:] == "\0" and piece[:1].isalnum() else piece
                continue
            inner, context = piece[1:-1], f"{before} {done}".replace("\0", "")
            after = text.partition(piece)[2]
            if piece[0] == LOWERED:
                done += subscript(inner)
            elif self._is_note(context, inner, after, line.page):
                continue
            else:
                raised = superscript(context, inner)
                done += f"{raised}\0" if raised[:1] == " " else raised
        return " ".join(done.replace("\0", "").split(" ")).strip()

    def _is_note(self, before: str, raised: str, after: str, page: int) -> bool:
        """Whether a raised text is the mark of a note; the note then waits for the end of the block."""
        labels = note_labels(raised)
        own = [note for note in self._notes.get(page, []) if note.label in labels]
        opens = bool(own) if any(self._notes.values()) else None
        if not is_note_mark(before, raised, after, last=self._last, opens=opens):
            return False
        self._last = max([self._last, *(int(label) for label in labels if label.isdecimal())])
        self._waiting += own
        self.omitted["note-marks"] += 1
        self.left_out[page] += letters(raised)
        return True


def _parted(cell: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """A cell parted where a wide gap on a baseline shows that it is two; itself where it is empty."""
    start = 0
    for index, (before, line) in enumerate(pairwise(cell), start=1):
        if line.base - before.base < 0.3 * line.size:
            yield cell[start:index]
            start = index
    yield cell[start:]


def _closes(text: str) -> bool:
    """Whether a dash at the end of a text closes what another one opened."""
    return text[-1] != "/" and len(re.findall(r"(?:^|[\s(¿¡«“])[–—](?=\w)", text)) > len(
        re.findall(r"(?<=\w)[–—](?=\s|[.,;:])", text)
    )
