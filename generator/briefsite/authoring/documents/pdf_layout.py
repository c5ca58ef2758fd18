"""In which order the lines of a PDF's page are read: columns, what stands above and beside them, tables.

Two columns of a text and two columns of a table look alike: lines left and right of a white gap. They
are told apart by what stands in them. The lines of a text fill their column, and many begin in the
middle of a sentence; the cells of a table do neither, and their rows stand apart or between strokes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TypeAlias

from briefsite.authoring.documents.pdf_lines import Box, Line, Word


@dataclass(frozen=True, slots=True)
class Column:
    """Lines below each other."""

    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the lines of each of its cells."""

    cells: list[list[Line]]

    @property
    def lines(self) -> list[Line]:
        """The lines of all its cells."""
        return [line for cell in self.cells for line in cell]


def in_reading_order(lines: Sequence[Line], rules: Sequence[Box]) -> list[Column | Row]:
    """The lines of a page as they are read."""
    rows = rows_of(lines)
    whole = [line for index in range(len(rows)) for line in _justified(rows, index)]
    read, aside = _ordered(_with_marks(sorted(whole, key=lambda line: line.base)), rules)
    return read + aside


def _justified(rows: Sequence[Sequence[Line]], index: int) -> list[Line]:
    """A row with its lines put together that wide spaces have cut where a text is set to equal length.

    They begin and end exactly where a line near them does, and go on in small letters, without figures,
    where no column begins.
    """
    done = [*rows[index]]
    near = [line for row in rows[max(0, index - _NEAR) : index + _NEAR + 1] for line in row]
    for start, end in combinations(range(len(rows[index])), 2):
        parts = rows[index][start : end + 1]
        is_text = (
            sum(len(part.words) for part in parts) <= _FEW
            and all(part.text[0].islower() for part in parts[1:])
            and not any(re.search(r"\d", part.text) for part in parts)
            and not any(
                len(line.words) > 1 and abs(line.left - part.left) < _EXACT
                for part in parts[1:]
                for line in near
                if line is not part
            )
        )
        if is_text and any(
            len(line.words) > 2
            and abs(line.left - parts[0].left) < _EXACT
            and abs(line.right - parts[-1].right) < _EXACT
            and abs(line.size - parts[0].size) < 0.1
            for line in near
        ):
            words = [word for part in parts for word in part.words]
            whole = replace(parts[0], words=words)
            return [line for line in done if line not in parts] + [whole]
    return done


_NEAR = 6
"""How many rows away another line shows how long the lines of a text are."""

_EXACT = 0.7
"""How exactly, in points."""

_FEW = 8
"""How many words a line can have whose spaces are that wide."""


def _with_marks(lines: list[Line]) -> list[Line]:
    """Lines of lists with the bullets and numbers before them, however wide the gap."""
    done: list[Line] = []
    for row in rows_of(lines):
        kept: list[Line] = []
        for line in row:
            before = kept[-1] if kept else None
            if before and MARK.fullmatch(before.text) and line.left - before.right < 4 * line.size:
                kept[-1] = Line(
                    before.words + line.words, line.base, line.size, line.is_bold, line.page
                )
            else:
                kept.append(line)
        done += kept
    return done


BULLETS = "•▪▸▫◦●○■□✓➢‣⁃"
MARK = re.compile(
    rf"[{BULLETS}–—*-]|\(?\d{{1,3}}[.)]|\(?[a-zA-Z][.)]|\(?[ivxIVX]{{1,5}}[.)]|\d{{1,2}}\.[ºª]"
)
"""What an item of a list begins with."""


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand on one baseline, from left to right, by baseline."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.base):
        if rows and line.base - rows[-1][0].base < 0.3 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


@dataclass(slots=True)
class _Gutter:
    """White between lines left and right of it."""

    left: float
    right: float
    top: float
    bottom: float
    rows: int = 1

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle_height(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    def joined(self, other: _Gutter) -> _Gutter:
        """The white that this gutter has in common with one further down."""
        return _Gutter(
            max(self.left, other.left),
            min(self.right, other.right),
            self.top,
            max(self.bottom, other.bottom),
            self.rows + 1,
        )

    def narrow(self, line: Line) -> None:
        """Leave to a line what its words take of this gutter."""
        if line.left < self.left and line.right > self.right and len(line.words) > 4:
            self.right = self.left  # a line of text, whose spaces are no gutter
        for word in line.words:
            if word.left < self.right and word.right > self.left:
                if word.left > self.left and word.right < self.right:
                    self.right = self.left  # amidst
                elif word.left <= self.left:
                    self.left = word.right
                else:
                    self.right = word.left

    def is_beside(self, other: _Gutter) -> bool:
        """Whether both stand at the same height, for the most part."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > 0.5 * self.height

    def is_crossed(self, line: Line) -> bool:
        return any(word.left < self.right - 1 and word.right > self.left + 1 for word in line.words)


_Read: TypeAlias = tuple[list[Column | Row], list[Column | Row]]
"""What is read in its place, and what stands aside and is read after all else."""


def _ordered(lines: list[Line], rules: Sequence[Box]) -> _Read:
    gutters = _gutters(lines)
    for gutter in sorted(gutters, key=lambda gutter: -gutter.height):
        part = _beside(lines, gutter, gutters, rules)
        if part is None:
            continue
        inside, middle = part
        height = (min(line.top for line in inside) + max(line.bottom for line in inside)) / 2
        chosen = {id(line) for line in inside}
        rest = [line for line in lines if id(line) not in chosen]
        first = _ordered([line for line in rest if line.base < height], rules)
        last = _ordered([line for line in rest if line.base >= height], rules)
        return (
            [*first[0], *middle[0], *last[0]],
            [*first[1], *middle[1], *last[1]],
        )
    return ([Column(lines)] if lines else []), []


def _beside(
    lines: list[Line], gutter: _Gutter, gutters: Sequence[_Gutter], rules: Sequence[Box]
) -> tuple[list[Line], _Read] | None:
    """The lines that a gutter parts, and how they are read; None where it parts nothing."""
    inside = [line for line in lines if gutter.top <= (line.top + line.bottom) / 2 <= gutter.bottom]
    if gutter.rows > 1:
        peers = [other for other in gutters if other.rows > 1 and gutter.is_beside(other)]
        for other in map(replace, gutters):  # of some of the rows, as far as none has words in it
            if other.rows < 2 or not gutter.top <= other.middle_height <= gutter.bottom:
                continue
            for line in inside:
                other.narrow(line)
            if other.width > 0.25 * inside[0].size and not any(
                p.left < other.right and p.right > other.left for p in peers
            ):
                peers.append(other)
        peers.sort(key=lambda gutter: gutter.left)
        whole = _with_last_row(inside, lines, peers, rules)
        if table := _table(
            whole, peers, rules, lambda: _begins_columns(inside, lines, gutter, rules)
        ):
            height = _second_table(whole, gutter, gutters)
            if height is None:
                return whole, (list[Column | Row](table), [])
            two = [[x for x in whole if (x.base > height) is later] for later in (False, True)]
            read = [_ordered(part, rules) for part in two]
            return whole, (read[0][0] + read[1][0], read[0][1] + read[1][1])
        strokes = [rule for rule in rules if inside[0].base < rule.top < inside[-1].base]
        beside = _beside_text(inside, peers, strokes)
        if beside is None and sum(_is_across(stroke, gutter) for stroke in strokes) > 2:
            return None  # of a table that has other lines beside it
        gutter = beside or gutter
        inside = _between_strokes(inside, gutter, rules)
    inside = _with_ends(inside, lines, gutter, rules)
    if gutter.rows == 1 and not _begins_columns(inside, lines, gutter, rules):
        return None
    return inside, _columns(inside, gutter, rules)


def _beside_text(
    inside: Sequence[Line], gutters: Sequence[_Gutter], strokes: Sequence[Box]
) -> _Gutter | None:
    """The gutter between a text and the cells of a table beside it; None where there are not both.

    A gutter that lines above or below the table cross, or its strokes, is one of the table alone.
    """
    gutters = [
        gutter
        for gutter in gutters
        if not any(map(gutter.is_crossed, inside))
        and not any(_is_across(stroke, gutter) for stroke in strokes)
    ]
    edges = [gutter.middle for gutter in gutters]
    rows = [_cut(row, edges) for row in rows_of(inside)]
    columns = ([row[index] for row in rows if row[index]] for index in range(len(edges) + 1))
    texts = [bool(column) and _is_text(column) for column in columns]
    between = [
        gutter
        for gutter, (left, right) in zip(gutters, pairwise(texts), strict=True)
        if left is not right
    ]
    return between[0] if between else gutters[0] if len(gutters) == 1 else None


def _gutters(lines: Sequence[Line]) -> list[_Gutter]:
    """All gutters between lines; `lines` go from top to bottom."""
    found: list[_Gutter] = []
    for left, right in _pairs(lines):
        here = _Gutter(
            left.right, right.left, min(left.top, right.top), max(left.bottom, right.bottom)
        )
        least = 0.25 * min(left.size, right.size)
        near = [(gutter, gutter.joined(here)) for gutter in found[-30:]]
        near = [(gutter, joined) for gutter, joined in near if joined.width > least]
        for gutter, joined in sorted(near, key=lambda both: -both[1].width):
            for line in lines:
                if line.bottom > gutter.bottom and line.top < here.top:
                    joined.narrow(line)
            if joined.width > least:
                found.remove(gutter)
                found.append(joined)
                break
        else:
            found.append(here)
    return found


def _pairs(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Each line with the next one right of it, at about the same height."""
    for index, line in enumerate(lines):
        near = []
        for step in (-1, 1):
            other = index + step
            while 0 <= other < len(lines):
                beside = lines[other]
                if abs(beside.base - line.base) > 1.2 * max(line.size, 14):
                    break
                shared = min(beside.bottom, line.bottom) - max(beside.top, line.top)
                if beside.left > line.right - 1 and shared > 0.4 * min(line.size, beside.size):
                    near.append(beside)
                other += step
        if near:
            yield line, min(near, key=lambda beside: beside.left)


def _second_table(
    inside: Sequence[Line], gutter: _Gutter, gutters: Sequence[_Gutter]
) -> float | None:
    """The height at which rows with other columns begin, below rows that have this gutter as well."""
    within = [
        other
        for other in gutters
        if other is not gutter
        and other.rows > 1
        and gutter.top <= other.middle_height <= gutter.bottom
    ]
    for other in sorted(within, key=lambda gutter: gutter.top):
        if any(above.bottom < other.top + 4 for above in within) or any(
            line.base < other.top and other.is_crossed(line) for line in inside
        ):
            return other.top
        if any(line.top > other.bottom and other.is_crossed(line) for line in inside):
            return other.bottom
    return None


def _begins_columns(
    inside: list[Line], lines: Sequence[Line], gutter: _Gutter, rules: Sequence[Box]
) -> bool:
    """Whether a few lines side by side are a text and the beginning of a short column beside it."""
    if not any(_is_amidst([line]) for line in inside):
        return False
    whole = _with_ends(inside, lines, gutter, rules)
    sides = [
        [[x] for x in whole if (x.left < gutter.middle) is is_left] for is_left in (True, False)
    ]
    return any(len(side) > 3 and _is_text(side) for side in sides) and not any(
        _is_across(rule, gutter) and inside[0].top - 20 < rule.top < inside[-1].base + 20
        for rule in rules
    )


def _with_last_row(
    inside: list[Line], lines: Sequence[Line], gutters: Sequence[_Gutter], rules: Sequence[Box]
) -> list[Line]:
    """The lines beside a gutter, with those in which a cell of the last row goes on."""
    taken = [*inside]
    edges = [gutter.middle for gutter in gutters]
    for line in lines:
        last = taken[-1]
        if line in inside or line.base < last.base or any(g.is_crossed(line) for g in gutters):
            continue
        column = sum(edge < line.left for edge in edges)
        cell = [t for t in taken if sum(edge < t.left for edge in edges) == column]
        if (
            not cell
            or line.top - cell[-1].bottom > 0.6 * line.size
            or abs(line.left - cell[-1].left) > 2
            or abs(line.size - cell[-1].size) > 0.1
            or (column == 0 and not _is_ruled_off(line, rules))
            or any(cell[-1].base < rule.top < line.base - 0.5 * line.size for rule in rules)
        ):
            break
        taken.append(line)
    return taken


def _is_ruled_off(line: Line, rules: Sequence[Box]) -> bool:
    """Whether a stroke goes below a line and beyond it."""
    return any(
        0 < rule.top - line.base < 1.5 * line.size and rule.right > line.right for rule in rules
    )


def _between_strokes(inside: list[Line], gutter: _Gutter, rules: Sequence[Box]) -> list[Line]:
    """The most of these lines that no stroke across the gutter parts."""
    parts: dict[int, list[Line]] = {}
    for line in inside:
        above = sum(_is_across(rule, gutter) and rule.top < line.base for rule in rules)
        parts.setdefault(above, []).append(line)
    return max(parts.values(), key=len)


def _is_across(rule: Box, gutter: _Gutter) -> bool:
    return rule.left < gutter.left and rule.right > gutter.right


def _with_ends(
    inside: list[Line], lines: Sequence[Line], gutter: _Gutter, rules: Sequence[Box]
) -> list[Line]:
    """The lines beside a gutter, and those above and below with which the columns begin and end.

    A line belongs to a column where it follows its lines closely, or ends where these do, and so does
    all that stands between.
    """
    taken = [*inside]
    size = max(line.size for line in inside)
    first, last = inside[0].base, inside[-1].base
    strokes = [rule.top for rule in rules if _is_across(rule, gutter)]
    below = [line for line in lines if line.base > last and line not in inside]
    above = [line for line in reversed(lines) if line.base < first and line not in inside]
    for rest, start in [(below, last), (above, first)]:
        run: list[Line] = []
        for line in rest:
            lowest, highest = sorted([line.base, start])
            if (
                line.left < gutter.middle < line.right
                or line.size > 1.4 * size
                or any(lowest < y < highest for y in strokes)
            ):
                break
            run.append(line)
            side = [t for t in taken if (t.left < gutter.middle) == (line.left < gutter.middle)]
            column = [t.right for t in side if abs(t.left - line.left) < 2 * line.size]
            is_close = any(abs(t.base - line.base) < 2 * line.size for t in side)
            if is_close or abs(line.right - max(column, default=0)) < 1.2 * line.size:
                taken += run
                run = []
    return sorted(taken, key=lambda line: line.base)


def _columns(inside: list[Line], gutter: _Gutter, rules: Sequence[Box]) -> _Read:
    left = [line for line in inside if line.left < gutter.middle]
    right = [line for line in inside if line.left >= gutter.middle]
    read = [_ordered(left, rules), _ordered(right, rules)]
    widths = [
        max(line.right for line in of) - min(line.left for line in of) for of in (left, right)
    ]
    sizes = [_usual_size(of) for of in (left, right)]
    narrow = widths.index(min(widths))
    is_aside = widths[narrow] < 0.62 * widths[1 - narrow] and abs(sizes[0] - sizes[1]) > 0.04 * max(
        sizes
    )
    if is_aside:
        main, aside = read[1 - narrow], read[narrow]
        return main[0], [*main[1], *aside[0], *aside[1]]
    return [*read[0][0], *read[1][0]], [*read[0][1], *read[1][1]]


def _usual_size(lines: Sequence[Line]) -> float:
    return sorted(line.size for line in lines)[len(lines) // 2]


def _table(
    inside: list[Line],
    gutters: Sequence[_Gutter],
    rules: Sequence[Box],
    begins_columns: Callable[[], bool],
) -> list[Row] | None:
    """The rows of a table; None where the lines are columns of a text."""
    edges = [gutter.middle for gutter in gutters]
    rows = [_cut(row, edges) for row in rows_of(inside)]
    columns = [[row[index] for row in rows if row[index]] for index in range(len(edges) + 1)]
    shared = sum(sum(map(bool, row)) > 1 for row in rows)
    groups = _ruled(rows, inside, rules)
    if groups is None:
        groups = _spaced(rows)
        texts = [index for index, column in enumerate(columns) if column and _is_text(column)]
        is_grid = (
            len(groups) >= 3
            and sum(map(_is_shared, groups)) >= 0.8 * len(groups)
            and all(map(_is_close, groups))
            and not _runs_on(groups)
        )
        if not is_grid:
            # Beside the cells of a table no sentence is in its midst.
            amidst = [
                [cell for cell in row if _is_amidst(cell)]
                for row in rows
                if sum(map(bool, row)) > 1
            ]
            full = sum(len(cell[-1].text) >= 24 for row in amidst for cell in row)
            is_loose = sum(map(bool, amidst)) > 0.25 * shared or shared < 0.7 * min(
                map(len, filter(None, columns))
            )
            if len(texts) > 1 or (texts and is_loose) or full > 1 or begins_columns():
                return None
            if texts and _stands_beside(rows, texts[0]):
                return None
        if shared < 2:
            return None
    groups = [
        part
        for group in groups
        for part in ([[row] for row in group] if any(_has_gap(row) for row in group) else [group])
    ]
    cells = [[*map(_lines_in, zip(*group, strict=True))] for group in groups]
    used = [index for index in range(len(edges) + 1) if any(row[index] for row in cells)]
    return [Row([row[index] for index in used]) for row in cells]


def _has_gap(row: _Cells) -> bool:
    """Whether what is in one column of a row has a wide gap in it, so that it is more than one cell."""
    return any(len(cell) > 1 for cell in row)


def _stands_beside(rows: Sequence[_Cells], column: int) -> bool:
    """Whether a text is no column of a table: rows of other cells have no line of it at their height."""
    cells = [[bool(cell) for cell in row] for row in rows]
    without = sum(not row[column] and sum(row) > 1 for row in cells)
    return without > 1 or (without == 1 and any(row[column] and sum(row) == 1 for row in cells))


_Cells: TypeAlias = list[list[Line]]
"""A row as it is cut at the gutters: what of it is in each column."""


def _lines_in(cells: Sequence[list[Line]]) -> list[Line]:
    return [line for cell in cells for line in cell]


def _cut(row: Sequence[Line], edges: Sequence[float]) -> _Cells:
    """A row as its cells; a line that no wide gap ended is cut between words."""
    cells: _Cells = [[] for _ in range(len(edges) + 1)]
    for line in row:
        parts: dict[int, list[Word]] = {}
        for word in line.words:
            middle = (word.left + word.right) / 2
            parts.setdefault(sum(edge < middle for edge in edges), []).append(word)
        for column, words in parts.items():
            cells[column].append(Line(words, line.base, line.size, line.is_bold, line.page))
    return cells


def _is_text(column: Sequence[list[Line]]) -> bool:
    """Whether a column holds a text, not cells: full lines, and sentences that go on in the next."""
    lines = [max(cell, key=lambda line: line.right - line.left) for cell in column]
    edge = max(line.right for line in lines)
    long = [line for line in lines if len(line.text) >= 16]
    going_on = sum(
        _is_amidst([line])
        and not re.search(r"[.!?:;]$", before.text)
        and before.right + 0.25 * line.size + line.words[0].right - line.words[0].left > edge
        for before, line in pairwise(lines)
    )
    least = 1 if len(lines) < 4 and len(lines[0].text) > 24 else 2
    return going_on >= least and going_on >= 0.25 * len(long)


def _is_amidst(cell: Sequence[Line]) -> bool:
    """Whether a line begins in the middle of a sentence."""
    return bool(cell) and len(cell[0].text) >= 16 and cell[0].text[0].islower()


def _is_close(group: Sequence[_Cells]) -> bool:
    """Whether the lines of each cell follow closely: a cell has few, and no paragraphs."""
    for cells in zip(*group, strict=True):
        lines = _lines_in([cell for cell in cells if cell])
        if len(lines) > 10:
            return False
        if any(after.base - before.base > 1.7 * after.size for before, after in pairwise(lines)):
            return False
    return True


def _runs_on(groups: Sequence[Sequence[_Cells]]) -> bool:
    """Whether sentences go on from one row to the next, as no cell does."""
    for before, after in pairwise(groups):
        for one, other in zip(zip(*before, strict=True), zip(*after, strict=True), strict=True):
            above, below = _text(_lines_in(one)), _text(_lines_in(other))
            if (
                len(above) > 15
                and re.search(r"[\w,-]$", above)
                and re.match(r"[^\W\d_A-ZÁÉÍÓÚÑ]", below)
            ):
                return True
    return False


def _is_shared(group: Sequence[_Cells]) -> bool:
    """Whether the lines of a group stand in more columns than one."""
    return sum(any(cells[index] for cells in group) for index in range(len(group[0]))) > 1


def _height(row: _Cells) -> tuple[float, float]:
    lines = _lines_in(row)
    return min(line.top for line in lines), max(line.bottom for line in lines)


def _ruled(
    rows: Sequence[_Cells], inside: Sequence[Line], rules: Sequence[Box]
) -> list[list[_Cells]] | None:
    """Rows grouped by the strokes between them; None where strokes do not say what a row is."""
    left, right = min(line.left for line in inside), max(line.right for line in inside)
    columns = [lines for cells in zip(*rows, strict=True) if (lines := _lines_in(cells))]
    strokes: list[float] = []
    for rule in sorted(rules, key=lambda rule: rule.top):
        level = [other for other in rules if abs(other.top - rule.top) <= 2]
        if (
            (not strokes or rule.top - strokes[-1] > 3)
            and _reach(level) > 0.6 * (right - left)
            and all(any(_is_above(stroke, lines) for stroke in level) for lines in columns)
        ):
            strokes.append(rule.top)
    groups: dict[int, list[_Cells]] = {}
    for row in rows:
        top, bottom = _height(row)
        groups.setdefault(sum(s < (top + bottom) / 2 for s in strokes), []).append(row)
    if len(groups) < 3 or not all(map(_can_be_one, groups.values())):
        return None
    return [*groups.values()]


def _is_above(stroke: Box, lines: Sequence[Line]) -> bool:
    """Whether a stroke is of a column with these lines, not of what stands beside it."""
    return any(stroke.left < line.right and stroke.right > line.left for line in lines)


def _reach(level: Sequence[Box]) -> float:
    """How far strokes at one height go without a hole."""
    longest, start, end = 0.0, 0.0, -1e9
    for rule in sorted(level):
        if rule.left > end + 4:
            start = rule.left
        end = max(end, rule.right)
        longest = max(longest, end - start)
    return longest


def _can_be_one(group: Sequence[_Cells]) -> bool:
    """Whether lines can be a row of which cells go on in a second line: no cell stacks figures."""
    for cells in zip(*group, strict=True):
        figures = [bool(re.match(r"[\d.,\s%€$+−-]*$", _text(cell))) for cell in cells if cell]
        if sum(figures) > 1:
            return False
    return True


def _text(cell: Sequence[Line]) -> str:
    return " ".join(line.text for line in cell)


def _spaced(rows: Sequence[_Cells]) -> list[list[_Cells]]:
    """Rows grouped by the white between them, where that tells rows from lines within a row."""
    single = [[row] for row in rows]
    if all(all(row) for row in rows):
        return single
    heights = [*map(_height, rows)]
    size = _usual_size(_lines_in([_lines_in(row) for row in rows]))
    blanks = []
    bottom = heights[0][1]
    for top, end in heights[1:]:
        blanks.append(top - bottom)
        bottom = max(bottom, end)
    if not blanks or max(blanks) - min(blanks) < 0.2 * size:
        return single
    limit = (min(blanks) + max(blanks)) / 2
    if any(0.35 < (b - min(blanks)) / (max(blanks) - min(blanks)) < 0.65 for b in blanks):
        return single
    groups = [[rows[0]]]
    for blank, row in zip(blanks, rows[1:], strict=True):
        if blank > limit:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups if all(map(_can_be_one, groups)) else single
