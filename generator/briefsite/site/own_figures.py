"""The figures that editors wrote: in their own words, and in fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from briefsite.evidence.author_figures import author_figures, counted, reported
from briefsite.evidence.figures import Day, Figure
from briefsite.site.entity_names import Names


class OwnFigure(NamedTuple):
    """A figure of the editors."""

    figure: Figure
    written: str
    where: Where
    around: str = ""
    """The words that it stands among; empty for that of a field."""

    is_reported: bool = False
    """Whether it is what was reached of a target, in whose unit it is."""


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
            yield OwnFigure(reported(value), as_typed(value), place, is_reported=True)
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
    for figure, written, around in author_figures(
        plain, language, lambda words: ((name.start, name.end) for name in names.find(words))
    ):
        yield OwnFigure(figure, written, where, around)


def _promised(target: Target, where: Where, language: str) -> Iterator[OwnFigure]:
    """The figures of a target; that nothing was there yet is seldom said as one, and not compared."""
    figures_of = [*_numbers(target.value, (*where, "value"))]
    if target.baseline:
        figures_of.append((target.baseline, (*where, "baseline")))
    for value, place in figures_of:
        found = counted(value, target.unit, target.currency, language)
        yield OwnFigure(found, as_typed(value), place)


def _numbers(value: Amount, where: Where) -> Iterator[tuple[float, Where]]:
    """The number of a figure, or its bounds, each with its place."""
    if not isinstance(value, Bounds):
        yield value, where
        return
    for name, bound in value.given.items():
        yield bound, (*where, name)


def _dated(date: Date, where: Where) -> OwnFigure:
    return OwnFigure(Figure(0, 0, (Day(*date),)), str(date), where)
