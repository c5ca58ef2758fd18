"""Pictures for pages, as SVG: what people would rather look at than read.

Places along the width are percentages and all else is in pixels, so that a picture fits any column
and its type never shrinks. Colours are those of the text, by class; the pages say the same in
words. See https://www.w3.org/TR/SVG2/ and, for names, https://www.w3.org/TR/graphics-aam-1.0/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from briefsite.archive.dates import Date
from briefsite.archive.text import Inline
from briefsite.pages.formatting import finalize, format_date, format_number
from briefsite.site.site import CommitmentPage, EntityPage, Site, number_of

LEFT, RIGHT = 1.5, 94.0
"""Where the first and the last day stand, in percent of the width; figures need room at the right."""

LANES = 8
"""At most; a list below the picture names all."""

LANE_HEIGHT = 38
LEGIBLE = 9.0
"""How far apart two labels must stand, in percent of the width, to be legible on a telephone."""


def ladder_picture(commitment: CommitmentPage, words: Mapping[str, Any]) -> Markup | None:
    """The figures reported of a commitment as stairs towards its target.

    None where there is no target, or where fewer than two figures are known and count.
    """
    target = commitment.target
    goal_value = number_of(target.value) if target else None
    points = [
        (step.date, value)
        for step in commitment.counted
        if (value := number_of(step.value)) is not None
    ]
    if target is None or goal_value is None:
        return None
    if target.baseline is not None and commitment.steps[0].value is None:
        points.insert(0, (commitment.steps[0].date, target.baseline))
    if len(points) < 2:
        return None
    deadline = commitment.deadline
    scale = _Scale.over([date for date, _ in points], [deadline] if deadline else [])
    low, high = min(0.0, *(v for _, v in points)), max(goal_value, *(v for _, v in points))
    top, bottom = 26, 136

    def height(value: float) -> float:
        return round(bottom - (value - low) / ((high - low) or 1) * (bottom - top), 1)

    def figure(value: float) -> str:
        return format_number(value, words["code"])

    goal = f"{words['target']}: {figure(goal_value)} {target.unit or target.currency}"
    drawn = [*_years(scale, top, bottom)]
    if deadline:
        x = scale.x(deadline)
        drawn += [
            _line("late", x, top - 8, x, bottom),
            _text(x, bottom + 30, f"{words['deadline']}: {format_date(deadline, words['code'])}"),
        ]
    drawn += [
        _line("goal", LEFT, height(goal_value), RIGHT, height(goal_value)),
        _text(LEFT, height(goal_value) - 7, goal, "start"),
    ]
    for (date, value), (after, _) in pairwise(points):
        width = round(scale.x(after) - scale.x(date), 2)
        drawn.append(
            _mark(
                '<rect class="stair" x="{}%" y="{}" width="{}%" height="{}"/>',
                scale.x(date),
                height(value),
                width,
                bottom - height(value),
            )
        )
        drawn.append(_line("way", scale.x(date), height(value), scale.x(after), height(value)))
    for (_, before), (date, value) in pairwise(points):
        drawn.append(_line("way", scale.x(date), height(before), scale.x(date), height(value)))
    drawn += [_dot(scale.x(date), height(value)) for date, value in points]
    shown = _legible([scale.x(date) for date, _ in points])
    drawn += [
        _text(
            scale.x(date),
            height(value) - 10,
            figure(value),
            "start" if not index else "middle",
            "figure",
        )
        for index, (date, value) in enumerate(points)
        if index in shown
    ]
    told = "; ".join(f"{format_date(date, words['code'])}: {figure(v)}" for date, v in points)
    name = words["ladder_of"].format(Inline(commitment.record.text).plain())
    return _svg("ladder", name, f"{told}. {goal}.", bottom + (36 if deadline else 22), drawn)


def timeline_picture(entity: EntityPage, words: Mapping[str, Any]) -> Markup | None:
    """What is dated and names an entity, a lane for each kind; None for fewer than three dates."""
    lanes: dict[str, list[Date]] = {}
    entries = [entry for entry in entity.timeline if not entry.is_withdrawn]
    for entry in entries:
        lanes.setdefault(words["entry_kinds"][entry.kind], []).append(entry.date)
    if len({entry.date for entry in entries}) < 3:
        return None
    name = words["timeline_of"].format(entity.record.name)
    return _lanes_picture("timeline", name, lanes, words["code"])


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
    return _lanes_picture("company", name, lanes, words["code"])


def _lanes_picture(
    kind: str, name: str, lanes: Mapping[str, Sequence[Date]], locale: str
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
        f"{label}: {', '.join(format_date(date, locale) for date in dates)}"
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
    if not years or scale.x(dt.date(years[0], 1, 1)) - LEFT > LEGIBLE:
        yield _text(LEFT, bottom + 15, str(scale.first.year), "start")
    for year in years[::every]:
        x = scale.x(dt.date(year, 1, 1))
        yield _line("year", x, top, x, bottom)
        yield _text(x, bottom + 15, str(year), "middle" if x < RIGHT - 4 else "end")


def _legible(places: Sequence[float]) -> set[int]:
    """Which of the labels at these places can be read: the last one, and those not too near."""
    shown, limit = {len(places) - 1}, places[-1]
    for index in range(len(places) - 2, -1, -1):
        if limit - places[index] >= LEGIBLE:
            shown.add(index)
            limit = places[index]
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


def _dot(x: float, y: float) -> Markup:
    return _mark('<circle cx="{}%" cy="{}" r="5"/>', x, y)


def _text(x: float, y: float, words: str, anchor: str | None = None, kind: str = "") -> Markup:
    """Words at a place; without an anchor they stay within the picture."""
    side = anchor or ("start" if x < 25 else "end" if x > 75 else "middle")
    return _mark(
        '<text x="{}%" y="{}" text-anchor="{}"{}>{}</text>',
        x,
        y,
        side,
        Markup(f' class="{kind}"') if kind else "",
        words,
    )


def _mark(template: str, *values: object, **named: object) -> Markup:
    """Fill a template; what comes in is escaped as anywhere in a page."""
    filled = {name: finalize(value) for name, value in named.items()}
    return Markup(template.format(*map(finalize, values), **filled))
