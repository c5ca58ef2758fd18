"""The working of a figure that the editors worked out: «32 − 9»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from briefsite.evidence.amounts import decimals
from briefsite.evidence.figure_pool import Pool
from briefsite.evidence.figure_reading import figures
from briefsite.evidence.figures import Day, Figure, Mantissa, Number

_TOKEN = re.compile(r"\s*(?:(\d[\d.,'’ \u00a0\u202f]*(?:\s*%)?)|([-−–+*×·x/÷:()]))")
_SAME = {"−": "-", "–": "-", "×": "*", "·": "*", "x": "*", "÷": "/", ":": "/"}
MOST = 200
"""Characters of a working."""


class WorkingError(ValueError):
    """What is written is no working: numbers, `+ − × ÷` and parentheses."""


class Operand(NamedTuple):
    """A number of a working."""

    written: str
    figure: Figure


class Working(NamedTuple):
    """A working, done."""

    operands: tuple[Operand, ...]
    results: frozenset[Fraction]
    """More than one where a number can be read two ways."""

    def first_missing(self, pool: Pool) -> Operand | None:
        """The first number that some evidence does not have; the 100 of a percentage needs none."""
        return next((one for one in self.operands if not _stands(one.figure, pool)), None)

    def gives(self, figure: Figure) -> bool:
        """Tell whether a result is a figure, rounded as that is written.

        25 is 25 % where the working has percentages or multiplies by 100; where not, it is 2500 %.
        """
        is_in_hundredths = any(_is_in_hundredths(operand.figure) for operand in self.operands)
        return any(
            abs(result / scale - number.value) <= _step(number) / 2
            for result in self.results
            for number in figure.readings
            if isinstance(number, Number)
            for scale in ((1, 100) if number.unit == "%" and is_in_hundredths else (1,))
        )


def work_out(text: str, language: str) -> Working:
    """Do a working. Raises WorkingError where it cannot be read or done."""
    if len(text) > MOST:
        raise WorkingError
    tokens = [*_tokens(text)]
    operands: list[Operand] = []
    results, rest = _sum(tokens, 0, operands, language)
    if rest != len(tokens) or len(operands) < 2 or not results:
        raise WorkingError
    return Working(tuple(operands), frozenset(results))


def _tokens(text: str) -> Iterator[str]:
    text, at = text.strip(), 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise WorkingError
        yield match[1].strip() if match[1] else _SAME.get(match[2], match[2])
        at = match.end()


# Each of these reads tokens from `at` on, and returns what they can be and the token after.


def _sum(
    tokens: list[str], at: int, operands: list[Operand], language: str
) -> tuple[set[Fraction], int]:
    values, at = _product(tokens, at, operands, language)
    while at < len(tokens) and tokens[at] in "+-":
        sign = 1 if tokens[at] == "+" else -1
        others, at = _product(tokens, at + 1, operands, language)
        values = {one + sign * other for one in values for other in others}
    return values, at


def _product(
    tokens: list[str], at: int, operands: list[Operand], language: str
) -> tuple[set[Fraction], int]:
    values, at = _operand(tokens, at, operands, language)
    while at < len(tokens) and tokens[at] in "*/":
        divides = tokens[at] == "/"
        others, at = _operand(tokens, at + 1, operands, language)
        values = {
            one / other if divides else one * other
            for one in values
            for other in others
            if other or not divides
        }
    return values, at


def _operand(
    tokens: list[str], at: int, operands: list[Operand], language: str
) -> tuple[set[Fraction], int]:
    if at >= len(tokens):
        raise WorkingError
    if tokens[at] == "(":
        values, end = _sum(tokens, at + 1, operands, language)
        if end >= len(tokens) or tokens[end] != ")":
            raise WorkingError
        return values, end + 1
    found = figures(tokens[at], language)
    if len(found) != 1:
        raise WorkingError
    operands.append(Operand(tokens[at], found[0]))
    return set(found[0].amounts), at + 1


def _is_in_hundredths(figure: Figure) -> bool:
    return any(
        isinstance(reading, Number) and (reading.unit == "%" or reading.value == 100)
        for reading in figure.readings
    )


def _step(number: Number) -> Fraction:
    """What one more in the last digit is worth: of 1.200, a thousandth where that is 1.2."""
    is_whole = number.value % number.step == 0
    return number.step if is_whole else min(number.step, Fraction(1, 10 ** decimals(number.value)))


def _stands(operand: Figure, pool: Pool) -> bool:
    amounts = {*operand.amounts}
    return 100 in amounts or any(
        amounts & {*figure.amounts, *_other_numbers(figure)}
        for figure in (*pool.figures, *pool.worked_out)
    )


def _other_numbers(figure: Figure) -> Iterator[Fraction]:
    """The year of a date, and 58.4 of «58,4 millones»."""
    for reading in (*figure.readings, *figure.also):
        if isinstance(reading, Day) and reading.year:
            yield Fraction(reading.year)
        elif isinstance(reading, Mantissa):
            yield reading.value
