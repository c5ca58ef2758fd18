"""What stands around the text of a PDF's pages: running heads and feet, page numbers, notes at the foot.

A running head is known by standing at the same height on several pages in the same words, up to
numbers. What stands on one page alone is left where it is, but for page numbers in their usual form and
small type in the margin.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefsite.authoring.documents.pdf_layout import in_reading_order, rows_of
from briefsite.authoring.documents.pdf_lines import LEVEL, RAISED, Line, Page
from briefsite.authoring.documents.superscripts import note_labels

SMALL = 0.93
"""Up to which share of the size of the text type is smaller than it."""


@dataclass(slots=True)
class Note:
    """A note at the foot of a page."""

    label: str
    page: int
    lines: list[Line]
    """Without the mark that opens it."""


def body_size(pages: Sequence[Page]) -> float:
    """The size of type in which most letters of a document are."""
    sizes = Counter[float]()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def leave_out_running(pages: Sequence[Page], body: float) -> None:
    """Take running heads and feet and page numbers from the pages, and count them."""
    edges = {page.number: [*_edge_lines(page, body)] for page in pages}
    running = {id(edge) for edge in _repeated([edge for of in edges.values() for edge in of], body)}
    places = Counter(_place(edge) for of in edges.values() for edge in of if id(edge) in running)
    for page in pages:
        of = edges[page.number]
        gone = [e for e in of if id(e) in running or (len(pages) > 2 and _is_in_place(e, places))]
        if not gone:
            gone = [e for e in of if e.is_outermost and _is_page_number(e.line.text)]
        _leave_out(page, [edge.line for edge in gone])


def _repeated(edges: Sequence[_Edge], body: float) -> Iterator[_Edge]:
    """Lines that stand at the same height on several pages in the same words, up to numbers."""
    groups: dict[tuple[str, bool], list[_Edge]] = defaultdict(list)
    for edge in edges:
        groups[_masked(edge.line.text), edge.is_top].append(edge)
    for group in groups.values():
        group.sort(key=lambda edge: edge.height)
        starts = [
            index
            for index, edge in enumerate(group)
            if not index or edge.height - group[index - 1].height > 4
        ]
        for start, end in zip(starts, [*starts[1:], len(group)], strict=True):
            if _are_running(group[start:end], body):
                yield from group[start:end]


def _is_page_number(text: str) -> bool:
    """Whether a line can be nothing else on a page by itself; a number alone can be a figure."""
    return bool(_PAGE_NUMBER.fullmatch(text)) and not text.strip().isdecimal()


def leave_out_margins(page: Page, body: float) -> None:
    """Take small type in the margins of a document of one page, and the way to a page of the web above it."""
    for edge in [*_edge_lines(page, body)]:
        text = edge.line.text
        is_way = re.search(r"\w\s*[·›>|/»]\s*\w", text) and not re.search(r"\d", text)
        is_aside = is_way and len(text) < 60 and edge.blank > 1.2 * body and edge.is_outermost
        is_outside = edge.height < _MARGIN and edge.blank > 0.3 * body
        if edge.line.size <= 0.85 * body and len(text) < 100 and (is_outside or is_aside):
            _leave_out(page, [edge.line])


def _leave_out(page: Page, lines: Sequence[Line]) -> None:
    numbers = [line for line in lines if _PAGE_NUMBER.fullmatch(line.text)]
    page.leave_out("page-numbers", numbers)
    page.leave_out("running-heads", [line for line in lines if line not in numbers])


_MARGIN = 36
"""Up to which distance from the edge of a page, in points, no text begins."""


@dataclass(frozen=True, slots=True, eq=False)
class _Edge:
    """A line among the first or the last of a page."""

    line: Line
    is_top: bool
    height: float
    """Distance of its baseline from that edge of the page."""

    blank: float
    """Between it and what follows towards the middle of the page."""

    is_outermost: bool
    cells: int
    """Lines on its baseline."""


def _edge_lines(page: Page, body: float) -> Iterator[_Edge]:
    rows = rows_of(page.lines)
    tall = page.box.bottom - page.box.top
    for is_top in (True, False):
        outwards = rows if is_top else rows[::-1]
        is_outermost = True
        for row, inner in zip(outwards[:4], [*outwards[1:5], None], strict=False):
            height = row[0].base - page.box.top if is_top else page.box.bottom - row[0].base
            if height > 0.2 * tall or inner is None:
                break
            blank = inner[0].top - row[0].bottom if is_top else row[0].top - inner[0].bottom
            for line in row:
                yield _Edge(line, is_top, height, blank, is_outermost, len(row))
            if blank > 0.6 * body or row[0].size <= SMALL * body:
                continue
            is_outermost = False


_PAGE_NUMBER = re.compile(
    r"(?i)[\s()\[\]<>{}.,:;|·•*~/_–—-]*(?:p[áa]g(?:ina|e)?\.?|page|p\.|seite|hoja|folio|pg\.)?\s*[-–—|·]?\s*(?:\d{1,4}|[ivxl]{1,7})"
    r"\s*(?:(?:de|of|/|von|sur|\||–|-)\s*\d{1,4})?[\s()\[\]<>{}.,:;|·•*~/_–—-]*"
)
"""A number by itself, or amidst what sets it off; an amount or a share is none."""


def _masked(text: str) -> str:
    """A line up to its numbers."""
    bare = re.sub(r"\d+", "#", " ".join(text.casefold().split()))
    return "#" if re.fullmatch(r"[\W_]*[ivxl]{1,7}[\W_]*", bare) else bare


def _are_running(alike: Sequence[_Edge], body: float) -> bool:
    """Whether lines of the same words at the same height are repeated because each page has them."""
    pages = {edge.line.page for edge in alike}
    first = alike[0]
    if len(pages) < 2 or first.line.size > 1.15 * body or first.cells > 3:
        return False
    if not all(
        edge.line.size <= SMALL * body or edge.blank > 0.6 * body or edge.height < _MARGIN
        for edge in alike
    ):
        return False
    if first.line.size > SMALL * body and re.search(r"[.!?:;»”]$", first.line.text):
        return False
    texts = {edge.line.text for edge in alike}
    if len(texts) == 1:
        return not first.line.text.isdecimal()
    steps = {
        tuple(int(n) - edge.line.page for n in re.findall(r"\d{1,9}", edge.line.text))
        for edge in alike
    }
    counts = any(len(set(of)) == 1 for of in zip(*steps, strict=False))
    if _PAGE_NUMBER.fullmatch(first.line.text):
        return counts or not any(steps)
    is_numbered_part = re.fullmatch(r"[^\W\d]+\.? #\.?", _masked(first.line.text))
    return not is_numbered_part and (counts or len(pages) > 2)


def _place(edge: _Edge) -> tuple[bool, int, int]:
    return edge.is_top, round(edge.height), round(2 * edge.line.size)


def _is_in_place(edge: _Edge, places: Counter[tuple[bool, int, int]]) -> bool:
    """Whether a line stands where other pages have a running head, in the same type."""
    is_top, height, size = _place(edge)
    alike = sum(places[is_top, height + step, size] for step in (-1, 0, 1))
    return alike > 1 and edge.blank > 0.6 * edge.line.size and edge.is_outermost


def take_notes(page: Page, body: float, before: Note | None) -> list[Note]:
    """Take the notes from the foot of a page: small type that opens with a mark of its text.

    `before` is the last note of the page before, which may go on here.
    """
    small = [line for line in page.lines if line.size <= SMALL * body]
    text = [line for line in page.lines if line.size > SMALL * body]
    feet = [
        line
        for line in small
        if not any(t.base > line.base and t.left < line.right and t.right > line.left for t in text)
    ]
    marks = {
        label
        for line in page.lines
        for raised in re.findall(rf"(?<=\S){RAISED}(.*?){LEVEL}", line.text)
        for label in note_labels(raised)
    }
    marks |= _typed_marks([line for line in page.lines if line not in feet], feet)
    starts = [line for line in feet if _opens(line, marks)]
    goes_on = before is not None and not re.search(r"[.!?»”)]$", before.lines[-1].text)
    first = min((line.base for line in starts), default=None)
    continued = [line for line in feet if goes_on and (first is None or line.base < first - 1)]
    if continued and not continued[0].text[:1].islower():
        continued = []
    if first is None and not continued:
        return []
    zone = [line for line in feet if first is not None and line.base >= first - 1]
    if before is not None and continued:
        before.lines += continued
    notes: list[Note] = []
    for part in in_reading_order(zone, []):
        for line in part.lines:
            opening = _opens(line, marks)
            if opening and not _is_out_of_turn(opening, notes):
                notes.append(Note(opening, page.number, _without_mark(line)))
            elif notes:
                notes[-1].lines.append(line)
    taken = {id(line) for line in (*zone, *continued)}
    page.lines = [line for line in page.lines if id(line) not in taken]
    return notes


def _typed_marks(lines: Sequence[Line], feet: Sequence[Line]) -> set[str]:
    """Asterisks and daggers after words, where a line at the foot opens with them; they are noted as raised."""
    opening = {found[0] for line in feet if (found := re.match(r"[*†‡§]{1,3}(?!\*)", line.text))}
    marks: set[str] = set()
    for line in lines:
        for index, word in enumerate(line.words):
            found = re.fullmatch(r"(.*[\w.,;:»”)])([*†‡§]{1,3})([.,;:»”)]*)", word.text)
            if found and found[2] in opening:
                text = f"{found[1]}{RAISED}{found[2]}{LEVEL}{found[3]}"
                line.words[index] = word._replace(text=text)
                marks.add(found[2])
    return marks


_OPENING = re.compile(
    rf"{RAISED}\W?(?P<raised>\w{{1,3}}|[*†‡§]{{1,3}})\W?{LEVEL}"
    r"|[\[(]?(?P<typed>\d{1,3}|[*†‡§]{1,3})(?:[\]).:]+(?=\s)|(?=\s))"
    r"|(?P<stuck>\d{1,3}(?=[^\W\d_a-z]|[«“¿¡])|[*†‡§]{1,3})"
)


def _opens(line: Line, marks: set[str]) -> str | None:
    """The mark of a note that a line opens with."""
    found = _OPENING.match(line.text)
    label = found and (found["raised"] or found["typed"] or found["stuck"])
    return label if label in marks else None


def _is_out_of_turn(label: str, notes: Sequence[Note]) -> bool:
    """Whether a line that begins with a number is part of the note before."""
    if not notes or not label.isdecimal() or not notes[-1].label.isdecimal():
        return False
    return int(label) != int(notes[-1].label) + 1


def _without_mark(line: Line) -> list[Line]:
    rest = _OPENING.sub("", line.text, count=1).strip()
    count = len(rest.split(" ")) if rest else 0
    if not count:
        return []
    *_, first = line.words[: -count + 1] if count > 1 else line.words
    words = [first._replace(text=rest.split(" ")[0]), *line.words[len(line.words) - count + 1 :]]
    return [Line(words, line.base, line.size, line.is_bold, line.page)]
