"""Pictures for pages, as SVG: what people would rather look at than read.

Places along the width are percentages and all else is in pixels, so that a picture fits any column
and its type never shrinks. Colours are those of the text, by class; the pages say the same in
words. See https://www.w3.org/TR/SVG2/ and, for names, https://www.w3.org/TR/graphics-aam-1.0/.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from markupsafe import Markup

from briefsite.archive.dates import Date
from briefsite.archive.models import Amount, Target
from briefsite.archive.text import Inline
from briefsite.pages.amounts_in_words import amount
from briefsite.pages.formatting import finalize, format_date, format_number
from briefsite.pages.scoreboard import STATES, Counts
from briefsite.site.site import CommitmentPage, EntityPage, Rung, Site
from briefsite.site.targets import counted, ends

LEFT, RIGHT = 1.5, 94.0
"""Where the first and the last day stand, in percent of the width; figures need room at the right."""

TOP, BOTTOM = 26, 136
"""Of the stairs, in pixels."""

LANES = 8
"""At most; a list below the picture names all."""

LANE_HEIGHT = 38
LEGIBLE = 9.0
"""How far apart two labels must stand, in percent of the width, to be legible on a telephone."""


def ladder_picture(
    site: Site, commitment: CommitmentPage, words: Mapping[str, Any]
) -> Markup | None:
    """The figures reported of a commitment as stairs towards its target.

    None where there is no target, or where fewer than two figures are known and count.
    """
    target, rungs = commitment.target, commitment.rungs
    if target is None or commitment.is_withdrawn:
        return None
    counts = [rung for rung in rungs if not rung.step.is_withdrawn]
    figures = [*_reported(site, counts, words)]
    if target.baseline is not None and commitment.steps[0].value is None:
        start = _in_short(target.baseline, target, words)
        first = _Reported(commitment.steps[0].date, target.baseline, target, start, words)
        figures.insert(0, first)
    if len(figures) < 2:
        return None
    former = [rung.former_target for rung in counts if rung.former_target]
    deadlines = [*dict.fromkeys(rung.former_deadline for rung in counts if rung.former_deadline)]
    current = [commitment.deadline] if commitment.deadline else []
    scale = _Scale.over([figure.date for figure in figures], deadlines, current)
    heights = _Heights.over([figure.value for figure in figures], [target, *former])
    colon = words["colon"]
    labels = [(words["former_deadline"], deadline, "former") for deadline in deadlines]
    labels += [(f"{words['deadline']}{colon} {{}}", deadline, "late") for deadline in current]
    dated = [(text.format(format_date(day, words["code"])), day, how) for text, day, how in labels]
    goals = [(words["former_target"], one, "former") for one in former]
    goals.append((f"{words['target']}{colon} {{}}", target, "goal"))
    aims = [(text.format(amount(one.value, one, words)), one, how) for text, one, how in goals]
    drawn = [
        *_years(scale, TOP, BOTTOM),
        *_deadlines(scale, dated),
        *_goals(heights, aims),
        *_stairs(scale, heights, [figure for figure in figures if figure.counted is not None]),
        *_marks(scale, heights, figures),
    ]
    said = [f"{format_date(one.date, words['code'])}{colon} {one.told}" for one in figures]
    told = ". ".join(["; ".join(said), *(text for text, *_ in [*aims[::-1], *dated[::-1]])])
    name = words["ladder_of"].format(Inline(commitment.record.text).plain())
    return _svg("ladder", name, f"{told}.", BOTTOM + 22 + 14 * len(dated), drawn)


class _Reported(NamedTuple):
    """A figure on its day."""

    date: Date
    value: Amount
    target: Target
    """That which it is of."""

    written: str
    """In short, as in «18–25» and «≥ 28»."""

    words: Mapping[str, Any]
    by: str = ""
    """Whose it is, in words, where it is disputed: then it counts as none."""

    @property
    def counted(self) -> float | None:
        """The number at which the stairs pass it, if they do."""
        return None if self.by else counted(self.value, self.target)

    @property
    def told(self) -> str:
        """In words."""
        written = amount(self.value, self.target, self.words, is_bare=True)
        return f"{written} {self.by}".rstrip()


def _reported(site: Site, rungs: Iterable[Rung], words: Mapping[str, Any]) -> Iterator[_Reported]:
    """The figures of some steps, also those that are disputed."""
    for step, target, *_ in rungs:
        given = [(step.value, "")] if step.value is not None else []
        given += [
            (side.value, f"{words['according_to']} {site.name(side.by)}") for side in step.sides
        ]
        for value, by in given:
            if target:
                yield _Reported(
                    step.date, value, target, _in_short(value, target, words), words, by
                )


def _in_short(value: Amount, target: Target, words: Mapping[str, Any]) -> str:
    """A figure as a label that fits between others."""
    low, high = (
        amount(end, target, words, is_bare=True) if math.isfinite(end) else ""
        for end in ends(value)
    )
    if low and high:
        return low if low == high else f"{low}–{high}"
    return f"≥ {low}" if low else f"≤ {high}"


class _Heights(NamedTuple):
    """Figures along the height of a picture."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Sequence[Amount], targets: Sequence[Target]) -> _Heights:
        given = [end for value in values for end in ends(value)]
        given += [end for target in targets for end in ends(target.value)]
        finite = [end for end in given if math.isfinite(end)]
        return cls(min(0.0, *finite), max(finite))

    def y(self, value: float) -> float:
        """Pixels from the top; what is infinite ends at the edge."""
        within = min(max(value, self.low), self.high)
        return round(
            BOTTOM - (within - self.low) / ((self.high - self.low) or 1) * (BOTTOM - TOP), 1
        )


def _deadlines(scale: _Scale, deadlines: Iterable[tuple[str, Date, str]]) -> Iterator[Markup]:
    """A line for each deadline there was; their names stand below each other."""
    for row, (text, deadline, how) in enumerate(deadlines):
        x = scale.x(deadline)
        yield _line(how, x, TOP - 8, x, BOTTOM)
        yield _text(x, BOTTOM + 30 + 14 * row, text, kind="struck" if how == "former" else "")


def _goals(heights: _Heights, goals: Sequence[tuple[str, Target, str]]) -> Iterator[Markup]:
    """A line for each target there was, or a band for a range; former ones have their name at the right."""
    for text, target, how in goals:
        low, high = ends(target.value)
        known = [heights.y(end) for end in dict.fromkeys((high, low)) if math.isfinite(end)]
        yield from (_line(how, LEFT, y, RIGHT, y) for y in known)
        if how == "goal" and low < high:
            band = heights.y(low) - heights.y(high)
            yield _rect("band", LEFT, heights.y(high), RIGHT - LEFT, band)
        x, side, kind = (RIGHT, "end", "struck") if how == "former" else (LEFT, "start", "")
        # Away from the name of the target that stands.
        is_below = how == "former" and known[-1] > heights.y(_top(goals[-1][1]))
        yield _text(x, known[-1] + 13 if is_below else known[0] - 7, text, side, kind)


def _top(target: Target) -> float:
    """Where the name of a target stands: at its upper bound, or at the lower one where it has no other."""
    low, high = ends(target.value)
    return high if math.isfinite(high) else low


def _stairs(scale: _Scale, heights: _Heights, figures: Sequence[_Reported]) -> Iterator[Markup]:
    """The stairs from figure to figure."""
    points = [(scale.x(one.date), heights.y(one.counted or 0.0)) for one in figures]
    for (x, y), (after, _) in pairwise(points):
        yield _rect("stair", x, y, round(after - x, 2), BOTTOM - y)
        yield _line("way", x, y, after, y)
    for (_, before), (x, y) in pairwise(points):
        yield _line("way", x, before, x, y)


def _marks(scale: _Scale, heights: _Heights, figures: Sequence[_Reported]) -> Iterator[Markup]:
    """A dot for each figure, hollow where it is disputed, over a bar where it has bounds."""
    shown = _legible([*dict.fromkeys(scale.x(one.date) for one in figures)])
    for one in figures:
        x, (low, high) = scale.x(one.date), ends(one.value)
        if low < high:
            yield _line("span", x, heights.y(low), x, heights.y(high))
        known = [heights.y(end) for end in dict.fromkeys((high, low)) if math.isfinite(end)]
        for y in known:
            yield _dot(x, y, "open" if one.by else "")
        if one.by:  # of one day, so beside the dots and not above them
            side, away = ("end", -9) if x > 75 else ("start", 9)
            y = round(sum(known) / len(known) + 4, 1)
            yield _text(x, y, one.written, side, "figure", dx=away)
        elif x in shown:
            side = "start" if x == LEFT else "middle"
            yield _text(x, known[0] - 10, one.written, side, "figure")


def timeline_picture(entity: EntityPage, words: Mapping[str, Any]) -> Markup | None:
    """What is dated and names an entity, a lane for each kind; None for fewer than three dates."""
    lanes: dict[str, list[Date]] = {}
    entries = [entry for entry in entity.timeline if not entry.is_withdrawn]
    for entry in entries:
        lanes.setdefault(words["entry_kinds"][entry.kind], []).append(entry.date)
    if len({entry.date for entry in entries}) < 3:
        return None
    name = words["timeline_of"].format(entity.record.name)
    return _lanes_picture("timeline", name, lanes, words)


def company(site: Site, entity: EntityPage) -> dict[str, list[Date]]:
    """With whom an entity took part in what briefings tell, and when; most often first."""
    found: dict[str, list[Date]] = {}
    for mention in entity.mentions:
        briefing = site.briefings[mention.briefing]
        present = {*briefing.about.participants}
        if entity.id in present and not briefing.is_withdrawn:
            for other in present - {entity.id}:
                found.setdefault(other, []).append(briefing.date)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def company_picture(site: Site, entity: EntityPage, words: Mapping[str, Any]) -> Markup | None:
    """Who took part with an entity, a lane each; None where two others never did."""
    found = company(site, entity)
    if len(found) < 2 or len({date for dates in found.values() for date in dates}) < 2:
        return None
    lanes = {site.name(other): dates for other, dates in [*found.items()][:LANES]}
    name = words["company_of"].format(entity.record.name)
    return _lanes_picture("company", name, lanes, words)


ROW_HEIGHT, BAR_HEIGHT = 42, 18
STACK_TOP, STACK_BOTTOM = 26, 146
NARROWEST = 6.0
"""Of the part of a bar that has room for its number, in percent of the width."""

_TILES = {
    "met": ("good", ""),
    "partly-met": ("good", "M-1 7L7-1M-1 1L1-1M5 7L7 5"),
    "in-progress": ("accent", "M0 1.5H6M0 4.5H6"),
    "announced": ("accent", "M2 3H4"),
    "unknown": ("soft", "M-1-1L7 7M-1 7L7-1"),
    "late": ("bad", "M-1-1L7 7M-1 5L1 7M5-1L7 1"),
    "stalled": ("bad", "M1.5 0V6M4.5 0V6"),
    "not-met": ("bad", "M1 1L5 5M1 5L5 1"),
}
"""Of each state: its colour, and the strokes of a tile of 6 by 6. What is settled, in good or bad, has
the colour as its ground: none, or crosses on it."""


def tiles() -> Markup:
    """The patterns by which pictures and tables tell states apart, for one place in a page."""
    drawn = (
        _mark(
            '<pattern id="bs-is-{}" class="bs-tile-{}{}" width="6" height="6" '
            'patternUnits="userSpaceOnUse"><rect width="6" height="6"/><path d="{}"/></pattern>',
            Markup(state),
            tone,
            Markup(" bs-tile-full" if state in ("met", "not-met") else ""),
            Markup(strokes),
        )
        for state, (tone, strokes) in _TILES.items()
    )
    return _mark(
        '<svg class="bs-tiles" width="0" height="0" aria-hidden="true">{}</svg>',
        Markup("").join(drawn),
    )


def tile(state: str) -> Markup:
    """A small piece of the pattern of a state, for a legend."""
    return _mark(
        '<svg class="bs-swatch" width="18" height="12" aria-hidden="true">'
        '<rect class="bs-part" width="18" height="12" fill="url(#bs-is-{})"/></svg>',
        Markup(state),
    )


def bars_picture(
    kind: str, name: str, rows: Sequence[tuple[str, Counts]], words: Mapping[str, Any]
) -> Markup:
    """A bar for each row, its name above it, in parts for each state in the order of `STATES`.

    Lengths are in proportion to the longest bar.
    """
    longest = max(sum(counts.values()) for _, counts in rows)
    drawn: list[Markup] = []
    for row, (label, counts) in enumerate(rows):
        y = row * ROW_HEIGHT + 17
        total = format_number(sum(counts.values()), words["code"])
        drawn.append(_text(0, y - 6, f"{_short(label)} · {total}", "start", "name"))
        x = 0.0
        for state, count in counts.items():
            width = 100 * count / longest
            drawn.append(_part(state, x, y, width))
            if width >= NARROWEST:
                figure = format_number(count, words["code"])
                drawn.append(_text(round(x + width / 2, 2), y + 13, figure, "middle", "count"))
            x += width
    told = "; ".join(
        f"{label}{words['colon']} {told_counts(counts, words)}" for label, counts in rows
    )
    return _svg(kind, name, f"{told}.", ROW_HEIGHT * len(rows) - 5, drawn)


def _part(state: str, x: float, y: float, width: float) -> Markup:
    """A part of a bar."""
    return _mark(
        '<rect class="bs-part" x="{}%" y="{}" width="{}%" height="{}" fill="url(#bs-is-{})"/>',
        round(x, 2),
        y,
        round(width, 2),
        BAR_HEIGHT,
        Markup(state),
    )


def stack_picture(months: Mapping[Date, Counts], words: Mapping[str, Any]) -> Markup | None:
    """How many stood where at the end of each month, one state upon the other; the first is on top.

    None for fewer than three months.
    """
    if len(months) < 3:
        return None
    ends = [*months]
    scale = _Scale(dt.date(ends[0].year, ends[0].month, 1), ends[-1].last_day)
    highest = max(sum(counts.values()) for counts in months.values())
    drawn = [*_years(scale, STACK_TOP, STACK_BOTTOM)]
    drawn += [
        _mark(
            '<clipPath id="bs-over-{0}" clipPathUnits="objectBoundingBox">'
            '<path transform="scale(.001)" d="{1}"/></clipPath>'
            '<rect x="{2}%" y="{3}" width="{4}%" height="{5}" fill="url(#bs-is-{0})" '
            'clip-path="url(#bs-over-{0})"/>',
            Markup(state),
            _layer(state, months, scale, highest),
            LEFT,
            STACK_TOP,
            RIGHT - LEFT,
            STACK_BOTTOM - STACK_TOP,
        )
        for state in STATES
        if any(state in counts for counts in months.values())
    ]
    drawn += [
        _line("top", LEFT, STACK_TOP, RIGHT, STACK_TOP),
        _text(LEFT, STACK_TOP - 7, words["at_most_promises"].format(highest), "start", "name"),
    ]
    told = "; ".join(
        f"{format_date(month, words['code'])}{words['colon']} {told_counts(counts, words)}"
        for month, counts in months.items()
        if month.month == 12 or month == ends[-1]
    )
    return _svg("months", words["over_time_picture"], f"{told}.", STACK_BOTTOM + 22, drawn)


def told_counts(counts: Counts, words: Mapping[str, Any]) -> str:
    """Counts in words: «Cumplido 3, En curso 4»."""
    return ", ".join(
        f"{words['statuses'][state]} {format_number(count, words['code'])}"
        for state, count in counts.items()
    )


def _layer(state: str, months: Mapping[Date, Counts], scale: _Scale, highest: int) -> Markup:
    """The outline of one state in a stack, as a path in thousandths of its width and height."""
    below = STATES[STATES.index(state) + 1 :]
    places, tops, feet = [], [], []
    for month, counts in months.items():
        share = (scale.x(dt.date(month.year, month.month, 1)) - LEFT) / (RIGHT - LEFT)
        foot = sum(counts.get(other, 0) for other in below)
        places.append(round(1000 * share))
        feet.append(round(1000 - 1000 * foot / highest))
        tops.append(round(1000 - 1000 * (foot + counts.get(state, 0)) / highest))
    there = "".join(
        f"H{x}V{y}" for x, y, before in zip(places[1:], tops[1:], tops, strict=False) if y != before
    )
    back = "".join(
        f"H{x}V{before}"
        for x, y, before in reversed([*zip(places[1:], feet[1:], feet, strict=False)])
        if y != before
    )
    return Markup(f"M0 {tops[0]}{there}H1000V{feet[-1]}{back}H0Z")


def _lanes_picture(
    kind: str, name: str, lanes: Mapping[str, Sequence[Date]], words: Mapping[str, Any]
) -> Markup:
    """Rows of dots over one axis of time, each with its name above it."""
    scale = _Scale.over([date for dates in lanes.values() for date in dates])
    bottom = LANE_HEIGHT * len(lanes)
    drawn = [*_years(scale, 0, bottom)]
    for row, (label, dates) in enumerate(lanes.items()):
        y = row * LANE_HEIGHT + 28
        drawn += [
            _line("lane", LEFT, y, RIGHT, y),
            _text(LEFT, y - 12, f"{_short(label)} · {len(dates)}", "start", "name"),
            *(_dot(x, y) for x in sorted({scale.x(date) for date in dates})),
        ]
    told = "; ".join(
        f"{label}{words['colon']} {', '.join(format_date(date, words['code']) for date in dates)}"
        for label, dates in lanes.items()
    )
    return _svg(kind, name, f"{told}.", bottom + 22, drawn)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days along the width of a picture."""

    first: dt.date
    last: dt.date

    @classmethod
    def over(cls, *dates: Sequence[Date]) -> _Scale:
        days = [_day(date) for group in dates for date in group]
        return cls(min(days), max(days))

    def x(self, date: Date | dt.date) -> float:
        """Percent of the width."""
        day = _day(date) if isinstance(date, Date) else date
        share = (day - self.first).days / ((self.last - self.first).days or 1)
        return round(LEFT + share * (RIGHT - LEFT), 2)


def _day(date: Date) -> dt.date:
    """A day to draw it at: the middle of what is known, so that no precision is feigned."""
    if not date.month:
        return dt.date(date.year, 7, 1)
    return dt.date(date.year, date.month, date.day or 15)


def _years(scale: _Scale, top: float, bottom: float) -> Iterator[Markup]:
    """A thin line where each year begins, and its number; the first day where none does."""
    years = range(scale.first.year + 1, scale.last.year + 1)
    every = max(1, -(-len(years) // 6))
    yield _line("axis", LEFT, bottom, RIGHT, bottom)
    if (
        not years or scale.x(dt.date(years[0], 1, 1)) - LEFT > 1.5 * LEGIBLE
    ):  # it stands at its start
        yield _text(LEFT, bottom + 15, str(scale.first.year), "start")
    for year in years[::every]:
        x = scale.x(dt.date(year, 1, 1))
        yield _line("year", x, top, x, bottom)
        yield _text(x, bottom + 15, str(year), "middle" if x < RIGHT - 4 else "end")


def _legible(places: Sequence[float]) -> set[float]:
    """At which of these places, in order, labels can be read: at the last, and not too near to it."""
    shown, limit = {places[-1]}, places[-1]
    for place in reversed(places):
        if limit - place >= LEGIBLE:
            shown.add(place)
            limit = place
    return shown


def _short(label: str, limit: int = 34) -> str:
    """A name that fits the width of a telephone."""
    return label if len(label) <= limit else f"{label[: limit - 1].rstrip()}…"


def _svg(kind: str, name: str, told: str, height: float, drawn: Iterable[Markup]) -> Markup:
    return _mark(
        '<div class="bs-picture"><svg role="img" width="100%" height="{height}" '
        'aria-labelledby="{kind}-t {kind}-d">'
        '<title id="{kind}-t">{name}</title><desc id="{kind}-d">{told}</desc>{drawn}</svg></div>',
        kind=kind,
        name=name,
        told=told,
        height=height,
        drawn=Markup("").join(drawn),
    )


def _line(kind: str, x: float, y: float, to_x: float, to_y: float) -> Markup:
    return _mark('<line class="{}" x1="{}%" y1="{}" x2="{}%" y2="{}"/>', kind, x, y, to_x, to_y)


def _rect(kind: str, x: float, y: float, width: float, height: float) -> Markup:
    return _mark(
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}"/>', kind, x, y, width, height
    )


def _dot(x: float, y: float, kind: str = "") -> Markup:
    named = Markup(f'class="{kind}" ') if kind else ""
    return _mark('<circle {}cx="{}%" cy="{}" r="5"/>', named, x, y)


def _text(
    x: float, y: float, words: str, anchor: str | None = None, kind: str = "", *, dx: int = 0
) -> Markup:
    """Words at a place; without an anchor they stay within the picture."""
    side = anchor or ("start" if x < 25 else "end" if x > 75 else "middle")
    return _mark(
        '<text x="{}%" y="{}" text-anchor="{}"{}{}>{}</text>',
        x,
        y,
        side,
        Markup(f' class="{kind}"') if kind else "",
        Markup(f' dx="{dx}"') if dx else "",
        words,
    )


def _mark(template: str, *values: object, **named: object) -> Markup:
    """Fill a template; what comes in is escaped as anywhere in a page."""
    filled = {name: finalize(value) for name, value in named.items()}
    return Markup(template.format(*map(finalize, values), **filled))
