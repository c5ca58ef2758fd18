"""The figures of authors: those of a text of theirs, and numbers and dates that stand for themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from briefsite.evidence.figure_reading import figures
from briefsite.evidence.figures import Figure, Mantissa, Number, Reading
from briefsite.evidence.money import CODES
from briefsite.evidence.typography import Range


class AuthorFigure(NamedTuple):
    """A figure in a text of an author."""

    figure: Figure
    written: str
    around: str
    """The words that it stands among."""


def author_figures(
    text: str, language: str, names: Callable[[str], Iterable[Range]]
) -> Iterator[AuthorFigure]:
    """The figures of a text, but for those in names; `names` finds these in it."""
    found = [figure for figure in figures(text, language) if figure.readings]
    named = [*names(text)] if found else []
    for figure in found:
        if not any(start <= figure.start and figure.end <= end for start, end in named):
            low, high = max(0, figure.start - _AROUND), figure.end + _AROUND
            around = text[low:high].strip(" .,;:")
            yield AuthorFigure(figure, text[figure.start : figure.end], around)


_AROUND = 30
"""Characters on either side of a figure; in two languages, so many are not the same."""


def reported(value: float) -> Figure:
    """A figure that was reached, in the unit of a target that is not known here."""
    number = Fraction(str(value))
    return Figure(0, 0, (Number(number), Number(number / 100, "%"), Mantissa(number)))


def counted(value: float, unit: str | None, currency: str | None, language: str) -> Figure:
    """A number with its unit: 75 and «%», 3.4 and «millones de euros», 3400000 and EUR."""
    number = Fraction(str(value))
    if currency:
        return Figure(0, 0, (Number(number, currency if currency in CODES else ""),))
    readings: list[Reading] = []
    one = next(iter(figures(f"1 {unit}", language)), None)  # a hundredth for «%», a million
    if one and one.start == 0:
        readings = [
            reading._replace(value=reading.value * number)
            for reading in one.readings
            if isinstance(reading, Number)
        ]
    return Figure(0, 0, tuple(readings or [Number(number)]))
