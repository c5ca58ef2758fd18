"""The figures that some evidence has, and what they can mean where it stands."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from briefsite.evidence.day_reading import relative_days
from briefsite.evidence.figure_reading import LANGUAGES, figures, small_numbers
from briefsite.evidence.figure_words import figure_words
from briefsite.evidence.figures import Clock, Day, Figure, Number, Period, Reading
from briefsite.evidence.typography import Range, fold


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """Words of a source that were found there."""

    words: str
    language: str
    days: tuple[Day, ...]
    """When its source was published, and when what it tells of happened."""

    cut: tuple[str, ...] = ()
    """Figures of the source of which the evidence has a part alone; that part is not in `words`."""


@dataclass(frozen=True)
class Pool:
    """The figures of some evidence, read when they are asked for."""

    evidence: tuple[EvidenceWords, ...] = ()
    worked_out: tuple[Figure, ...] = ()
    """What the editors worked out from these."""

    def __or__(self, other: Pool) -> Pool:
        return Pool(self.evidence + other.evidence, self.worked_out + other.worked_out)

    def has(self, figure: Figure, *, is_deadline: bool = False) -> bool:
        """Tell whether a figure stands in the evidence, or was worked out from it."""
        return (
            figure.stands_in(self.figures)
            or figure.stands_in(self.worked_out)
            or figure.stands_in(self._small)
            or figure.stands_in(self._completed)
            or (is_deadline and figure.stands_in(self._due))
        )

    def numbers(self, figure: Figure) -> tuple[Number, ...]:
        """All numbers that those figures can be in which one stands: 3400000 euros where 3.4 was asked for."""
        found = (*self.figures, *self.worked_out, *self._small)
        readings = (
            reading
            for one in found
            if figure.stands_in([one])
            for reading in (*one.readings, *one.also)
        )
        return tuple(dict.fromkeys(one for one in readings if isinstance(one, Number)))

    def copies(self, around: str, language: str) -> bool:
        """Tell whether a figure stands in words of another language, as a draft of such a text has them.

        «1º de setembro» is no figure that Spanish has, and the very words of the evidence need none.
        `around` are the words that it stands among, and `language` is theirs.
        """
        words = fold(around)
        return bool(words) and any(
            words in fold(one.words) for one in self.evidence if one.language != language
        )

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """All figures."""
        return tuple(figure for one in self.evidence for figure in figures(one.words, one.language))

    @cached_property
    def _small(self) -> tuple[Figure, ...]:
        """What articles and negations offer."""
        small = (small_numbers(one.words, one.language) for one in self.evidence)
        return tuple(filter(None, small))

    @property
    def written(self) -> tuple[str, ...]:
        """The figures as the evidence writes them, each once."""
        return tuple(
            dict.fromkeys(
                one.words[figure.start : figure.end]
                for one in self.evidence
                for figure in figures(one.words, one.language)
                if figure.readings
            )
        )

    @property
    def cut(self) -> tuple[str, ...]:
        """The figures of the source of which the evidence has a part alone."""
        return tuple(figure for one in self.evidence for figure in one.cut)

    @property
    def is_read(self) -> bool:
        """Whether all evidence is in languages whose numbers in words are read."""
        return all(one.language.partition("-")[0] in LANGUAGES for one in self.evidence)

    @cached_property
    def _completed(self) -> tuple[Figure, ...]:
        """Dates with the month and year that the evidence leaves out, and «ayer» as a date."""
        days = {day for one in self.evidence for day in _completed_days(one)}
        return (Figure(0, 0, (), tuple(sorted(days))),)

    @property
    def _due(self) -> tuple[Figure, ...]:
        """When «en treinta días» ends, and the day that «a más tardar el 15 de mayo» is next."""
        days = {
            day
            for one in self.evidence
            for reading in _readings(one)
            for start in one.days
            if start.month and start.day
            for day in _due(dt.date(*start), reading)
        }
        return (Figure(0, 0, (), tuple(sorted(days))),)


def without_cut_figures(text: str, place: Range, language: str) -> tuple[Range, list[str]]:
    """A place in a text without the parts of figures that it cuts, and these figures whole.

    «dos estados» is no evidence of two in a text that says «treinta y dos estados», nor «el 5» in one that says
    «el 5 %». «5 millones» of «5 millones de euros» is, but of no other money, nor «el 26» of another month than the
    text has: such a place is made longer.
    """
    start, end = place
    inside = figures(text[start:end], language)
    if not any(one.start < _NEAR or end - start - one.end < _NEAR for one in inside):
        return place, []
    cut, low = list[str](), max(0, start - _AROUND)
    for whole in figures(text[low : end + _AROUND], language):
        first, last = whole.start + low, whole.end + low
        begins_before, ends_after = first < place[0] < last, first < place[1] < last
        if not (begins_before or ends_after):
            continue
        parts = [
            one for one in inside if first < place[0] + one.end and place[0] + one.start < last
        ]
        if any(_is_of_something(reading) for reading in whole.readings):
            if parts and not any(_is_less_exact(part, whole) for part in parts):
                start, end = min(start, first), max(end, last)
        elif whole.readings and any(_is_other(part, whole) for part in parts):
            cut.append(text[first:last])
            start, end = (last, end) if begins_before else (start, first)
    return (start, max(start, end)), cut


_NEAR = 8
"""Characters from the end of some words within which a figure may go on beyond them: «el 5 por»."""

_AROUND = 60
"""Characters around some words in which the figures that they cut begin and end."""


def _is_of_something(reading: Reading) -> bool:
    """Tell whether it is money, a date or a time of day, whose parts need the rest of it."""
    match reading:
        case Number(unit=unit):
            return unit not in ("", "%")
        case Day(month=month, day=day):
            return bool(month or day)
    return isinstance(reading, Clock)


def _is_less_exact(part: Figure, whole: Figure) -> bool:
    """Tell whether a part of a date says less of it: «septiembre de 2025» of the 26th."""
    days = [reading for reading in whole.readings if isinstance(reading, Day)]
    return any(
        isinstance(mine, Day) and mine.month and mine.is_in(theirs)
        for mine in part.readings
        for theirs in days
    )


def _is_other(part: Figure, whole: Figure) -> bool:
    """Tell whether a part of a number is one that the whole is not."""
    is_number = any(isinstance(reading, Number) for reading in part.readings)
    return is_number and not part.stands_in([replace(whole, also=())])


def _completed_days(evidence: EvidenceWords) -> Iterator[Day]:
    given = [*_days_with_years(evidence)]
    for context in evidence.days:
        for day, years in given:
            yield from _completed(day, context, years)
        if context.month and context.day:
            day_of_text = dt.date(*context)
            yield from relative_days(evidence.words, evidence.language, day_of_text)


_WORD = re.compile(r"[^\W\d_]+")
_THAT_YEAR = re.compile(
    r",?\s+(?:de|del|of|in)\s+(?:(?:the|el|ese|aquel|dicho|mismo|that|same)\s+)+(?:año|year)\b"
)


def _days_with_years(evidence: EvidenceWords) -> Iterator[tuple[Day, Collection[int]]]:
    """The days of some evidence, each with the years that stand with it there.

    Those are the year of the date before, «el 3 de mayo de 2024 y el 4 de junio»; of a date that it is
    joined to, «del 30 de abril al 3 de mayo de 2024»; one right before it, «en 2024, el 3 de mayo»;
    and that of «de ese año». None that something else is of: «el 3 de mayo prometió cinco para 2030».
    """
    text, words = evidence.words, figure_words(evidence.language)
    found = [one for one in figures(text, evidence.language) if _days_of(one)]
    of_dates, last, reached = frozenset[int](), frozenset[int](), 0
    for figure, joined in zip(found, _joined_years(found, evidence), strict=True):
        is_beside = _has_only(text[reached : figure.start], words.before_day, words.articles)
        is_that = _THAT_YEAR.match(text, figure.end)
        beside = last if is_beside or is_that else frozenset[int]()
        for day in _days_of(figure):
            yield day, joined | of_dates | beside
        read = [reading for reading in figure.readings if isinstance(reading, Day) and reading.year]
        if read:
            last, reached = frozenset(day.year for day in read), figure.end
        of_dates = _years_of(figure) or of_dates


def _joined_years(found: Sequence[Figure], evidence: EvidenceWords) -> list[frozenset[int]]:
    """For each figure the years of the date that it is joined to, or of its own date."""
    words = figure_words(evidence.language)
    kinds = (words.linking, words.of, words.articles, words.before_day, words.weekdays)
    years: list[frozenset[int]] = []
    joined, following = frozenset[int](), len(evidence.words)
    for figure in reversed(found):
        if own := _years_of(figure):
            joined = own
        elif not _has_only(evidence.words[figure.end : following], *kinds):
            joined = frozenset()
        years.append(joined)
        following = figure.start
    return years[::-1]


def _has_only(between: str, *kinds: Collection[str]) -> bool:
    """Tell whether nothing stands between two figures but words of some kinds and light marks."""
    is_light = len(between) < 60 and not _WORD.sub("", between).strip(" \n\u00a0,:;(–—-")
    return is_light and all(
        any(word in kind for kind in kinds) for word in _WORD.findall(between.lower())
    )


def _years_of(figure: Figure) -> frozenset[int]:
    """The years of the dates that a figure can be; a year alone is none."""
    days = (reading for reading in figure.readings if isinstance(reading, Day))
    return frozenset(day.year for day in days if day.year and day.month)


def _days_of(figure: Figure) -> list[Day]:
    return [one for one in (*figure.readings, *figure.also) if isinstance(one, Day)]


def _readings(evidence: EvidenceWords) -> Iterator[Reading]:
    for figure in figures(evidence.words, evidence.language):
        yield from (*figure.readings, *figure.also)


def _due(start: dt.date, reading: Reading) -> Iterator[Day]:
    if isinstance(reading, Period):
        yield from _later(start, reading)
    elif isinstance(reading, Day) and reading.month and not reading.year:
        is_past = (reading.month, reading.day or 31) < (start.month, start.day)
        yield reading._replace(year=start.year + is_past)


def _later(day: dt.date, period: Period) -> Iterator[Day]:
    """The day on which a period ends that begins with a day; of months, the same day of the month."""
    years, month = divmod(day.month - 1 + period.months, 12)
    if (year := day.year + years) < dt.MAXYEAR - 3:
        last = monthrange(year, month + 1)[1]
        end = dt.date(year, month + 1, min(day.day, last)) + dt.timedelta(period.days)
        yield Day(end.year, end.month, end.day)


def _completed(day: Day, context: Day, years: Collection[int]) -> Iterator[Day]:
    month = day.month or (context.month if day.day else 0)
    if month:
        nearest = _nearest_year(month, context)
        for year in [day.year] if day.year else {context.year, nearest, *years}:
            yield Day(year, month, day.day)


def _nearest_year(month: int, context: Day) -> int:
    """The year in which a month is nearest to a date."""
    known = context.month or month
    ahead = (month - known) % 12
    return context.year + (known + ahead > 12) - (ahead > 6)
