"""Rule 7: what figures mean, and whether one says as much as another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from briefsite.evidence.money import same_money


class Number(NamedTuple):
    """An amount."""

    value: Fraction
    unit: str = ""
    """`%` for a part of a whole, whose value is a ratio; a currency; empty where it counts things."""

    step: Fraction = Fraction(1)
    """What one more in its last written digit is worth: 1000 for «77 mil»."""

    def is_in(self, other: Number) -> bool:
        """Tell whether another number says as much. Money is that of some currency or of any."""
        if self.value != other.value:
            return False
        if "%" in (self.unit, other.unit):
            return self.unit == other.unit
        return not self.unit or not other.unit or same_money(self.unit, other.unit)


class Day(NamedTuple):
    """A date as far as it is written; 0 for a year, month or day that is not."""

    year: int = 0
    month: int = 0
    day: int = 0

    def is_in(self, other: Day) -> bool:
        """Tell whether another date says all that this one says."""
        return all(not mine or mine == theirs for mine, theirs in zip(self, other, strict=True))


class Clock(NamedTuple):
    """A time of day."""

    hour: int
    minute: int

    def is_in(self, other: Clock) -> bool:
        """Tell whether it is the same time."""
        return self == other


class Mantissa(NamedTuple):
    """The number before a scale: 3.4 in «3,4 millones». Fields name the scale in their unit."""

    value: Fraction

    def is_in(self, other: Mantissa) -> bool:
        """Tell whether it is the same number."""
        return self.value == other.value


class Period(NamedTuple):
    """A length of time: «treinta días», «dos años»."""

    days: int
    months: int = 0

    def is_in(self, other: Period) -> bool:
        """Tell whether it is as long."""
        return self == other


class Decade(NamedTuple):
    """Ten years: 1990 for «la década de 1990», 90 for «los años noventa»."""

    first: int

    def is_in(self, other: Decade) -> bool:
        """Tell whether they are the same; those of no century are those of any."""
        first, last = sorted((self.first, other.first))
        return first == last or (first < 100 and last in (1800 + first, 1900 + first, 2000 + first))


class Code(NamedTuple):
    """Digits that are neither a number nor a date: `3.1.2`."""

    written: str

    def is_in(self, other: Code) -> bool:
        """Tell whether they are written alike."""
        return self == other


Reading = Number | Day | Clock | Mantissa | Period | Decade | Code


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    """What it can mean: 1.200 is 1200 to some, and 1.2 to others."""

    also: tuple[Reading, ...] = ()
    """What it offers beyond: «tres de cada diez» is 30 % as well."""

    @property
    def amounts(self) -> tuple[Fraction, ...]:
        """The numbers that it can mean; of 12 %, 12."""
        return tuple(
            reading.value * (100 if reading.unit == "%" else 1)
            for reading in self.readings
            if isinstance(reading, Number)
        )

    def offered(self) -> Figure:
        """The same figure where it may be none: not looked for, and found by others."""
        return Figure(self.start, self.end, (), (*self.readings, *self.also))

    def stands_in(self, others: Iterable[Figure]) -> bool:
        """Tell whether any of its readings is one of what other figures can mean."""
        return any(
            type(mine) is type(theirs) and mine.is_in(theirs)  # type: ignore[arg-type]
            for other in others
            for theirs in (*other.readings, *other.also)
            for mine in self.readings
        )
