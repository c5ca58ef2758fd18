"""The figures that editors wrote: in their own words, and in fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from briefsite.archive.dates import Date
from briefsite.archive.load import Where
from briefsite.archive.models import (
    Amount,
    Bounds,
    Briefing,
    Commitment,
    DisputedFigure,
    Event,
    Model,
    Quote,
    Role,
    Target,
    Update,
    as_typed,
)
from briefsite.archive.text import Inline
from briefsite.evidence.amounts import CURRENCIES
from briefsite.evidence.figure_reading import figures
from briefsite.evidence.figures import Day, Figure, Mantissa, Number, Reading
from briefsite.site.entity_names import Names


class OwnFigure(NamedTuple):
    """A figure of the editors."""

    figure: Figure
    written: str
    where: Where
    around: str = ""
    """The words that it stands among; empty for that of a field."""


def own_figures(record: Model, where: Where, language: str, names: Names) -> Iterator[OwnFigure]:
    """The figures of a statement, or of a briefing's own texts; those in names are no figures."""
    if isinstance(record, Commitment | Update):
        if record.target:
            yield from _promised(record.target, (*where, "target"), language)
        if record.deadline:
            yield _dated(record.deadline, (*where, "deadline"))
    if isinstance(record, Role):
        for name, date in (("from", record.from_), ("to", record.to)):
            if date:
                yield _dated(date, (*where, name))
    if isinstance(record, Event):
        yield _dated(record.date, (*where, "date"))
    if isinstance(record, Update | DisputedFigure) and record.value is not None:
        for value, place in _numbers(record.value, (*where, "value")):
            number = Fraction(str(value))  # in the unit of its target, which is elsewhere
            readings = (Number(number), Number(number / 100, "%"), Mantissa(number))
            yield OwnFigure(Figure(0, 0, readings), as_typed(value), place)
    yield from _in_texts(record, _texts_of(record), where, language, names)


def _texts_of(record: Model) -> tuple[str, ...]:
    """The fields that hold the editors' own words; the text of a quotation is the source's, its translation theirs."""
    if isinstance(record, Briefing):
        return ("title", "summary", "why_it_matters")
    return ("speaker_note", "translation") if isinstance(record, Quote) else ("text", "note")


def _in_texts(
    record: Model, fields: Iterable[str], where: Where, language: str, names: Names
) -> Iterator[OwnFigure]:
    for name in fields:
        text = getattr(record, name, None) or ""
        yield from figures_in_text(text, (*where, name), language, names)


def figures_in_text(text: str, where: Where, language: str, names: Names) -> Iterator[OwnFigure]:
    """The figures of one text, but for those in names."""
    plain = str(text.plain()) if isinstance(text, Inline) else text
    found = [figure for figure in figures(plain, language) if figure.readings]
    named = [(name.start, name.end) for name in names.find(plain)] if found else []
    for figure in found:
        if not any(start <= figure.start and figure.end <= end for start, end in named):
            low, high = max(0, figure.start - _AROUND), figure.end + _AROUND
            around = plain[low:high].strip(" .,;:")
            yield OwnFigure(figure, plain[figure.start : figure.end], where, around)


_AROUND = 30
"""Characters on either side of a figure; in two languages, so many are not the same."""


def _promised(target: Target, where: Where, language: str) -> Iterator[OwnFigure]:
    """The figures of a target; that nothing was there yet is seldom said as one, and not compared."""
    figures_of = [*_numbers(target.value, (*where, "value"))]
    if target.baseline:
        figures_of.append((target.baseline, (*where, "baseline")))
    for value, place in figures_of:
        yield OwnFigure(_counted(value, target, language), as_typed(value), place)


def _numbers(value: Amount, where: Where) -> Iterator[tuple[float, Where]]:
    """The number of a figure, or its bounds, each with its place."""
    if not isinstance(value, Bounds):
        yield value, where
        return
    for name, bound in value.given.items():
        yield bound, (*where, name)


def _counted(value: float, target: Target, language: str) -> Figure:
    """A number with its unit: 75 and «%», 3.4 and «millones de euros», 3400000 and EUR."""
    number = Fraction(str(value))
    if target.currency:
        # What the evidence calls pesos is the money of several countries.
        currency = target.currency if target.currency in CURRENCIES else ""
        return Figure(0, 0, (Number(number, currency),))
    readings: list[Reading] = []
    one = next(iter(figures(f"1 {target.unit}", language)), None)  # a hundredth for «%», a million
    if one and one.start == 0:
        readings = [
            reading._replace(value=reading.value * number)
            for reading in one.readings
            if isinstance(reading, Number)
        ]
    return Figure(0, 0, tuple(readings or [Number(number)]))


def _dated(date: Date, where: Where) -> OwnFigure:
    return OwnFigure(Figure(0, 0, (Day(*date),)), str(date), where)
