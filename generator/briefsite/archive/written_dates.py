"""Dates as people write them, in Spanish and English, and what this format has instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from briefsite.archive.dates import Date, DateError, Instant
from briefsite.messages.message import Message

LANGUAGES = ("es", "en")
"""Languages whose words for dates are known."""


LONGEST = 100
"""Characters of a text that can be a date."""


class Written(NamedTuple):
    """A date as it is written; 0 where a part is not."""

    year: int
    month: int
    day: int
    weekday: int | None = None
    """From 0 for Monday."""

    def fits(self, date: Date) -> bool:
        """Tell whether both can mean the same day: what one of them leaves open does not matter."""
        return all(
            not mine or not theirs or mine == theirs
            for mine, theirs in zip(self[:3], date, strict=True)
        )

    @property
    def problem(self) -> Message | None:
        """Why there is no such date; None where there is."""
        parts = (self.month, self.day) if self.month or self.day else ()
        # 2000 had a 29 February.
        written = [f"{self.year or 2000:04}", *(f"{part:02}" for part in parts)]
        try:
            Date.parse("-".join(written if self.day else written[:2]))
        except DateError as error:
            return error.message
        return None

    @property
    def date(self) -> Date | None:
        """The date, where its year is written."""
        return Date(self.year, self.month, self.day) if self.year else None


def readings(text: str) -> list[Written]:
    """What dates a text can be, the Spanish order (day, month, year) first.

    The whole text must be a date, with a weekday or a time of the day at most: «4 y 5 de mayo»
    or «a fines de mayo» is none. A month must be written, or a year alone.
    """
    return [written for written in _all_readings(text) if not written.problem]


def _all_readings(text: str) -> list[Written]:
    """What dates a text can be, those that do not exist among them."""
    if len(text) > LONGEST:
        return []
    words = _TOKEN.findall(_TIME.sub(" ", bare_words(text)))
    months = [word for word in words if word in _months()]
    # «mar» is Tuesday where another word says the month, and March where none does.
    weekdays = [word for word in words if word in _weekdays() and months != [word]]
    words = [word for word in words if word not in _FILLERS and word not in weekdays]
    if len(weekdays) > 1 or len(words) > 3:
        return []
    weekday = _weekdays()[weekdays[0]] if weekdays else None
    orders = [*_orders(words)]
    if short := _YEAR_FIRST.fullmatch(text.strip()):
        year, month, day = map(int, short.groups())
        orders.append((2000 + year, month, day))
    return [Written(*date, weekday) for date in dict.fromkeys(orders)]


_YEAR_FIRST = re.compile(r"(1[3-9]|[2-9]\d)-(\d\d)-(1[3-9]|[2-9]\d)", re.ASCII)
"""A date as ISO 8601 had it without the century: the last part can be the year as well."""


def mend_date(text: str, note: str, *, is_deadline: bool = False) -> Message | None:
    """How to write in this format what an author meant as a date; None where that is not clear.

    `note` is the field that takes what a date cannot say.
    """
    dates = list(dict.fromkeys(str(written.date) for written in readings(text) if written.date))
    if len(dates) > 1 and dates[0][:4] != dates[1][:4]:
        return Message(
            "write `{first}`, or `{second}` where the year is written first",
            first=dates[0],
            second=dates[1],
        )
    if len(dates) > 1:
        return Message(
            "write `{first}`, or `{second}` where the month is written first",
            first=dates[0],
            second=dates[1],
        )
    if dates:
        return Message("write `{date}`", date=dates[0])
    for written in _all_readings(text):
        if problem := written.problem:
            return problem
    if len(text) > LONGEST or not (date := _around(text, is_deadline=is_deadline)):
        return None
    return Message(
        "a date is a day, a month or a year: write `{date}`, and “{words}” in `{field}`",
        date=date,
        words=" ".join(text.split()),
        field=note,
    )


def mend_instant(text: str) -> Message | None:
    """How to write in this format what an author meant as a moment; None where that is not clear."""
    bare = bare_words(text).strip() if len(text) <= LONGEST else ""
    moment = _MOMENT.fullmatch(bare)
    days = readings(moment["day"] if moment else bare)
    if not days or not days[0].date or not days[0].day:
        return None
    time = f"{int(moment['hour']):02}:{moment['minute']}" if moment else "09:00"
    zone = _zone_of(moment) if moment else None
    written = f"{days[0].date}T{time}{zone or '-06:00'}"
    try:
        Instant.parse(written)
    except DateError:
        return None
    if zone:
        return Message("write `{value}`", value=written)
    if moment:
        return Message(
            "write `{value}`, with the offset of your time zone in the place of `-06:00`",
            value=written,
        )
    return Message(
        "write `{value}`, with your time, and with the offset of your time zone in the place of `-06:00`",
        value=written,
    )


_MOMENT = re.compile(
    r"(?P<day>.*\d)(?:[\s,]+(?:a las? |at )?|t)(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?"
    r"\s*(?:h|hrs?|horas)?\s*\(?(?P<utc>z|utc|gmt)?(?P<sign>[+-])?(?P<hours>(?<=[+-])\d\d?)?(?::?(?P<minutes>\d\d))?\)?"
)


def _zone_of(moment: re.Match[str]) -> str | None:
    """The offset that is written with a moment."""
    if moment["hours"]:
        return f"{moment['sign']}{int(moment['hours']):02}:{moment['minutes'] or '00'}"
    return "Z" if moment["utc"] else None


def bare_words(text: str) -> str:
    """A text without case and accents."""
    folded = unicodedata.normalize("NFKD", text.replace("º", "").replace("ª", "").casefold())
    return "".join(char for char in folded if not unicodedata.combining(char))


_TIME = re.compile(
    r"(?<=\d)t\d\d:\d\d\S*|\b(?:a las? |at )?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:h\b|hrs?\b|horas\b|am\b|pm\b|[ap]\. ?m\.)"
    r"|\b(?:a las? |at )?\d{1,2}:\d\d(?::\d\d)?(?:\s*z\b)?"
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_FILLERS = frozenset(
    re.findall(
        r"\w+",
        "de del el la los las dia ano año a en of the on in year st nd rd th er ero o ro do to "
        "por tarde manana noche madrugada mediodia medianoche morning afternoon evening night",
    )
)
_FIRST = {"primero": "1", "first": "1"}
_ROMAN = {
    name: n for n, name in enumerate(re.findall(r"\w+", "i ii iii iv v vi vii viii ix x xi xii"), 1)
}


def _orders(words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """What the parts of a date can be: year, month and day, some of them 0."""
    words = [_FIRST.get(word, word) for word in words]
    months = [word for word in words if not word.isdecimal()]
    figures = [word for word in words if word.isdecimal()]
    if _is_compact(words):
        yield int(words[0][:4]), int(words[0][4:6]), int(words[0][6:])
    if any(len(word) not in (1, 2, 4) for word in figures):
        return
    years = [int(word) for word in figures if len(word) == 4]
    small = [int(word) for word in figures if len(word) < 4]
    if months:
        month = {**_ROMAN, **_months()}.get(months[0])
        if len(months) == 1 and month and len(years) <= 1 and len(small) <= 1:
            yield (years or [0])[0], month, (small or [0])[0]
        return
    match figures:
        case [year] if years:
            yield int(year), 0, 0
        case [first, *rest] if len(first) == 4 and len(rest) == len(small):
            yield int(first), small[0], small[1] if len(small) > 1 else 0
        case [*_, last] if len(last) == 4 and len(small) == len(figures) - 1:
            if len(small) == 1:
                yield years[0], small[0], 0
            else:
                yield years[0], small[1], small[0]
                yield years[0], small[0], small[1]
        case [_, _, last] if 12 < int(last) < 100:
            yield 2000 + small[2], small[1], small[0]
            yield 2000 + small[2], small[0], small[1]
        case _:
            return


def _is_compact(words: Sequence[str]) -> bool:
    """Tell whether these are the eight figures of `20260504`."""
    return len(words) == 1 and re.fullmatch(r"(19|20)\d{6}", words[0]) is not None


@cache
def _months() -> Mapping[str, int]:
    """Months and their short forms, without accents, with their numbers."""
    from babel import Locale  # 60 ms, and most files have no such date

    names = {"sept": 9, "setiembre": 9, "set": 9}
    for lang in LANGUAGES:
        for width in ("wide", "abbreviated"):
            forms = Locale(lang).months["format"][width]
            names |= {bare_words(name).rstrip("."): number for number, name in forms.items()}
    return names


@cache
def _weekdays() -> Mapping[str, int]:
    """Weekdays and their short forms, without accents, from 0 for Monday."""
    from babel import Locale

    names: dict[str, int] = {}
    for lang in LANGUAGES:
        for width in ("wide", "abbreviated"):
            forms = Locale(lang).days["format"][width]
            names |= {bare_words(name).rstrip("."): number for number, name in forms.items()}
    return names


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBERED = {
    word: number
    for number, words in enumerate(
        (
            "1 1er 1o 1ro i primer primero first 1st",
            "2 2o 2do ii segundo second 2nd",
            "3 3er 3o 3ro iii tercer tercero third 3rd",
            "4 4o 4to iv cuarto ultimo fourth 4th",
        ),
        1,
    )
    for word in words.split()
}
_PART = re.compile(
    r"\b(?P<letter>[hsqt])\s?(?P<after>[1-4])\b|\b(?P<before>[1-4])(?P<sign>[hsqt])\b"
    r"|\b(?P<ordinal>\w+)\.?\s+(?P<what>semestre|trimestre|half|quarter)\b"
)


def _around(text: str, *, is_deadline: bool) -> Date | None:
    """The year in which a stretch of time lies, or its month where one is named.

    Of what is a deadline, the end: the last month of half a year or a quarter, and what «before»,
    «until» and the like stand before.
    """
    bare = bare_words(text)
    years = {int(year) for year in _YEAR.findall(bare)}
    if len(years) != 1:
        return None
    year = years.pop()
    months = {_months()[word] for word in _TOKEN.findall(bare) if word in _months()}
    if is_deadline and months:
        words = bare.split()
        for start in range(1, len(words)):
            if (found := readings(" ".join(words[start:]))) and found[0].year:
                return found[0].date
    if len(months) == 1:
        return Date(year, months.pop())
    if is_deadline and (part := _PART.search(bare)):
        number = _NUMBERED.get(part["ordinal"] or part["after"] or part["before"] or "", 0)
        kind = (part["what"] or part["letter"] or part["sign"])[0]
        length = 6 if kind in "sh" else 3
        if 0 < number * length <= 12:
            return Date(year, number * length)
    return Date(year)
