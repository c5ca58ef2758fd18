"""Days and times of day in a text, in any usual spelling."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from briefsite.evidence.amounts import (
    HYPHENS,
    Amount,
    AmountReader,
)
from briefsite.evidence.figure_words import figure_words
from briefsite.evidence.figures import (
    Clock,
    Day,
    Figure,
    Number,
    Reading,
)

TIME = re.compile(r"(\d{1,2})(?:[.:h](\d\d))?")
"""Digits that can be a time of day where their neighbours say so."""

ENDS = ".:;!?¿¡«\"“'‘(•"
"""Characters after which a sentence or a quotation begins."""

_MINUTES = {"cuarto": 15, "media": 30, "quarter": 15, "half": 30}
_AFTER_HOUR = {"y": 1, "menos": -1}
_BEFORE_HOUR = {"past": 1, "to": -1}
"""What stands between an hour and minutes in words: 1 where they are added to it."""
_DAY = 24 * 60
_SHARP = (("en", "punto"), ("o'clock",), ("o’clock",))
"""What changes nothing after an hour."""

_ORDINAL_ENDS = ("st", "nd", "rd", "th")

_IDIOMS = frozenset([("es", "24/7"), ("en", "24/7"), ("en", "9/11")])
"""Names that look like a part of a whole or a date."""
_WORD = re.compile(r"[^\W\d_]+")
_OF_A_DATE = re.compile(r",? \d")
"""After a weekday: «lunes 6 de julio» is that day alone."""
_MORNING = re.compile(
    r"\b(?:el|la|una|esta|esa|aquella|cada|toda|otra|media|primera|última|misma)\s+mañana\Z"
)
"""What is no tomorrow: «por la mañana»."""
_TWO_DAYS = re.compile(
    r"\b(?:pasado mañana|antes de ayer|day after tomorrow|day before yesterday)\Z"
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0]+\Z")
_WORD_AFTER = re.compile(r"[ \u00a0]+(?:de )?([^\W\d_]{2,})")
_BEFORE_NAMED_DAYS = frozenset(
    ["Ash", "Black", "Bloody", "Cyber", "Easter", "Good", "Holy", "Palm", "Sheffield", "Super"]
)
"""English words that make a name of a weekday: “Black Friday”."""
_AFTER_NAMED_DAYS = frozenset(
    [
        "Express",
        "Herald",
        "Independent",
        "Mail",
        "Mirror",
        "Post",
        "Star",
        "Sun",
        "Telegraph",
        "Times",
    ]
) | frozenset(["Club", "Group", "Night", "People", "Sport", "World"])
"""English words that make one of it: “Sunday Times”. Not any name: “Monday President Trump signed”."""
_BEFORE_DAYS = frozenset(["a", "cada", "desde", "ese", "hasta", "para", "último"])
"""Spanish words after which a weekday can have a capital and be no name, beside `before_day`."""


def is_name(text: str, place: tuple[int, int], language: str) -> bool:
    """Tell whether a weekday in a text is part of a name: «Santo Domingo», “Sunday Times”.

    `place` is where it stands, `language` its code. In Spanish weekdays have a small letter; a
    capital is that of a name but where a line or a sentence begins, or after «el» and the like.
    False of other languages than Spanish and English.
    """
    start, end = place
    code, words = language.partition("-")[0].lower(), figure_words(language)
    if code not in ("es", "en") or not text[start].isupper():
        return False
    found, after = (
        _WORD_BEFORE.search(text[max(0, start - 40) : start]),
        _WORD_AFTER.match(text, end),
    )
    before = found[1] if found else ""
    is_followed = after is not None and after[1].istitle() and after[1].lower() not in words.months
    if code == "en":
        is_before_one = after is not None and after[1] in _AFTER_NAMED_DAYS
        return before in _BEFORE_NAMED_DAYS or is_before_one
    if (
        before.lower() in words.near or before.lower() in words.relative
    ):  # «este Lunes Sánchez viajó»
        return False
    usual = (words.before_day, words.articles, words.linking, _BEFORE_DAYS)
    return is_followed or (bool(before) and not any(before.lower() in kind for kind in usual))


def relative_days(text: str, language: str, day: date) -> Iterator[Day]:
    """The days that a text of a day means by «ayer», «mañana» or the name of a weekday."""
    words, places = figure_words(language), [*_WORD.finditer(text)]
    found_words = [place[0].lower() for place in places]
    for at, word in enumerate(found_words):
        if word in words.year or word in words.month:
            beside = [*found_words[max(0, at - 1) : at], *found_words[at + 1 : at + 3]]
            for ahead in {words.near[one] for one in beside if one in words.near}:
                years, month = divmod(day.month - 1 + ahead, 12)
                if word in words.year:
                    yield Day(day.year + ahead)
                else:
                    yield Day(day.year + years, month + 1)
            continue
        start, end = places[at].span()
        if word in words.relative:
            phrase = " ".join(text[max(0, start - 20) : end].lower().split())
            if _MORNING.search(phrase):
                continue
            ahead = words.relative[word] * (2 if _TWO_DAYS.search(phrase) else 1)
            found = [day + timedelta(ahead)]
        elif word in words.weekdays:
            if _OF_A_DATE.match(text, end) or is_name(text, (start, end), language):
                continue
            ahead = (words.weekdays[word] - day.weekday()) % 7
            found = [day + timedelta(ahead), day + timedelta(ahead - 7)]
        else:
            continue
        for one in found:
            yield Day(one.year, one.month, one.day)


class Read(NamedTuple):
    """A figure and the tokens it was read from."""

    figure: Figure
    end: int
    amount: Amount | None = None


class _Said(NamedTuple):
    """A time of day whose minutes are in words."""

    hour: int
    minute: int
    """Below 0 where it is before the hour: «las diez menos cuarto»."""

    end: int
    """The token after it."""

    is_sure: bool
    """Whether it is a time of day also where no part of the day follows."""

    numbers: tuple[int, ...] = ()
    """What else it may be: «las nueve y veinte» can be two numbers."""


class DayReader(AmountReader):
    """Reads the days and times of one text. Each method takes the token at which to begin."""

    # Tokens.

    def _word(self, at: int) -> str:
        """A token in lower case; empty where there is none."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def _figure(
        self, at: int, end: int, readings: Iterable[Reading], also: Iterable[Reading] = ()
    ) -> Figure:
        first, last = self.tokens[at], self.tokens[end - 1]
        return Figure(first.start, last.end, tuple(dict.fromkeys(readings)), tuple(also))

    # Dates and times.

    def _written_whole(self, at: int) -> Read | None:
        """`2025-09-26`, `26/9/2025`, `10:30`, `1/2`."""
        token = self.tokens[at].text
        readings: list[Reading] = []
        parts = re.split(r"[./:h-]", token)
        numbers = [int(part) for part in parts] if all(map(str.isdecimal, parts)) else []
        if (self.code, token) in _IDIOMS:
            return Read(self._figure(at, at + 1, ()), at + 1)
        if (":" in token or "h" in token) and len(numbers) == 2:
            readings = [Clock(*numbers)]
        elif re.fullmatch(r"\d{4}-\d\d", token):
            readings = [Day(*numbers)]
        elif "/" in token and len(numbers) == 2 and numbers[1]:
            share = Fraction(*numbers)
            days = [Day(0, numbers[1], numbers[0]), Day(0, *numbers)]
            readings = [Number(share, "%"), Number(share), *filter(_is_possible, days)]
            if sum(numbers) == 100:  # 50/50
                readings += map(Number, map(Fraction, numbers))
                readings += (Number(Fraction(number, 100), "%") for number in numbers)
        elif len(numbers) == 3 and len(parts[1]) <= 2 and numbers[0]:
            year = numbers[2] + (2000 if len(parts[2]) == 2 else 0)
            days = [Day(year, numbers[1], numbers[0]), Day(year, numbers[0], numbers[1])]
            readings = [*filter(_is_possible, [Day(*numbers)] if len(parts[0]) == 4 else days)]
        elif re.fullmatch(r"\d\d?\.\d\d?", token) and self._has_point(at + 1):  # «am 26.9.»
            days = [*filter(_is_possible, [Day(0, numbers[1], numbers[0])])]
            readings = [*days, Number(Fraction(token))] if days else []
        return Read(self._figure(at, at + 1, readings), at + 1) if readings else None

    def _clock(self, at: int) -> Read | None:
        """«10.30 h», «9 a.m.», «cinco de la tarde», «las nueve y cuarto», “noon”."""
        return self._noon(at) or self._spoken_clock(at) or self._written_clock(at)

    def _noon(self, at: int) -> Read | None:
        """What «mediodía» and “midnight” offer. They are not looked for: lunch may be at 14:00."""
        hours = self.words.parts_of_day.get((self._word(at),), range(0))
        if len(hours) != 1:
            return None
        return Read(self._figure(at, at + 1, (), _clocks(hours[0], 0, hours)), at + 1)

    def _spoken_clock(self, at: int) -> Read | None:
        """A time of day whose minutes are in words, with the part of the day that follows."""
        said = self._hour_first(at)
        if not said and self.code == "en":
            said = self._minute_first(at)
        if not said:
            return None
        hours, end = self._part_of_day(self.after(said.end, _SHARP))
        if not said.is_sure and (not hours or said.numbers):  # «entre nueve y diez de la mañana»
            return None
        numbers = [Number(Fraction(number)) for number in said.numbers]
        return Read(self._figure(at, end, _clocks(said.hour, said.minute, hours), numbers), end)

    def _hour_first(self, at: int) -> _Said | None:
        """«las nueve y cuarto», «la una menos diez», “at nine thirty”."""
        is_one = self.is_(at, ("una",)) and self.is_(at - 1, ("la",))
        is_sure = is_one or self.is_(at - 1, self.words.at_time)
        amount = self.amount(at, with_one=is_one)
        if not amount or not 0 <= amount.values[0] <= 24:
            return None
        hour, end = int(amount.values[0]), amount.end
        if is_one and amount.values[0] > 1:
            return _Said(hour, 30, end, is_sure)  # «la una y media»
        sign = _AFTER_HOUR.get(self._word(end), 0) if self.code == "es" else 0
        minute, after = self._minute(end + bool(sign))
        if not minute or not amount.is_plain:
            return None
        if self._word(after - 1) in _MINUTES:
            return _Said(hour, sign * minute, after, is_sure) if sign else None
        is_list = self.tokens[at].text.isdecimal() or self.is_(at - 2, ("entre",))
        if is_list or (not sign and minute < 10):
            return None
        return _Said(hour, (sign or 1) * minute, after, is_sure, (hour, minute))

    def _minute_first(self, at: int) -> _Said | None:
        """“half past nine”, “a quarter to ten”, “twenty past nine”."""
        minute, after = self._minute(at + self.is_(at, ("a",)))
        sign = _BEFORE_HOUR.get(self._word(after), 0) if minute else 0
        amount = self.amount(after + 1, with_one=True) if sign else None
        if not amount or not amount.is_plain or not 1 <= amount.values[0] <= 12:
            return None
        hour, is_sure = int(amount.values[0]), sign > 0 or self.is_(at - 1, self.words.at_time)
        numbers = () if self._word(after - 1) in _MINUTES else (hour, minute)
        return _Said(hour, sign * minute, amount.end, is_sure, numbers)

    def _minute(self, at: int) -> tuple[int, int]:
        """The minutes in words that people say, and the token after them; 0 where there are none."""
        if minute := _MINUTES.get(self._word(at)):
            return minute, at + 1
        amount = self.amount(at)
        is_said = amount and amount.is_plain and amount.values[0] in range(5, 60, 5)
        if not amount or not is_said or self.tokens[at].text[0].isdecimal():
            return 0, at
        return int(amount.values[0]), amount.end

    def _written_clock(self, at: int) -> Read | None:
        """An hour with «h», «a.m.» or a part of the day after it."""
        hour, minute, number_end = self._hour(at)
        if number_end == at or not self.is_(number_end, self.words.after_time):
            return None
        end = number_end + self.is_(number_end, self.words.hours)
        following = self._word(end)
        if self.is_(number_end, ("h", "uhr")) and re.fullmatch(r"[0-5]\d", following):  # «10 h 30»
            minute, end = int(following), end + 1
        if hour > 24 or minute > 59:
            return None
        hours, after = self._part_of_day(end)
        if hours:
            offered = [] if minute else [Number(Fraction(hour))]
            figure = self._figure(at, after, _clocks(hour, minute, hours), offered)
            return Read(figure, after, self.amount(at))
        if end == number_end:
            return None
        amount = self.amount(at)
        readings: list[Reading] = [Clock(hour, minute)]
        if end == number_end + 1 and amount:  # «10.30 h», and «14 horas»
            readings += map(Number, amount.values)
        is_exact = end > number_end + 1 or not self.tokens[at].text.isalnum()
        is_exact = is_exact or self.is_(number_end, ("uhr",))  # never a number of hours
        return (
            Read(self._figure(at, end, readings), end, amount)
            if is_exact or self.is_(at - 1, self.words.before_hours)
            else None
        )

    def _hour(self, at: int) -> tuple[int, int, int]:
        """An hour and a minute that may stand at a token, and the token after them."""
        written, amount = TIME.fullmatch(self.tokens[at].text), self.amount(at)
        is_half = amount and amount.end > at + 1 and amount.values[0].denominator == 2
        if written and not is_half:
            return int(written[1]), int(written[2] or 0), self.after(at + 1, _SHARP)
        if not amount or (self.tokens[at].text[0].isdecimal() and not is_half):
            return 0, 0, at
        return int(amount.values[0]), 30 if is_half else 0, self.after(amount.end, _SHARP)

    def _part_of_day(self, at: int) -> tuple[Sequence[int], int]:
        """The hours that «p.m.» or «de la tarde» stand for, and the token after it."""
        halves = {"a": range(12), "p": range(12, 24)}
        if self.is_(at, ("am", "pm")):
            return halves[self._word(at)[0]], at + 1
        if self.is_(at, halves):
            end = at + 1 + self.is_(at + 1, ".")
            if self.is_(end, ("m",)):
                end += 1 + (self.is_(end + 1, ".") and self.is_glued(end + 1))
                return halves[self._word(at)], end
        for phrase, hours in self.words.parts_of_day.items():
            if (end := self.after(at, [phrase])) > at:
                return hours, end
        return (), at

    def _month_first(self, at: int) -> Read | None:
        """«septiembre de 2025», «September 26, 2025», «marzo»."""
        month = self._month(at)
        if not month:
            return None
        after = at + 1 + self.is_(at + 1, ".")
        day, after_day = self._day(after)
        year, end = self._year(after_day if day else after)
        if day and not year and self.code == "en":
            end = after_day
        elif day and not year:  # «en septiembre 26 estados» has no date
            day, end = 0, after
        if not day and not year:
            if self.tokens[at].lower not in self.words.months:
                return None
            end = at + 1
            if self._may_be_a_name(at):
                return Read(self._figure(at, end, (), [Day(0, month)]), end)
        return Read(self._figure(at, end, [Day(year, month, day)]), end)

    def _may_be_a_verb(self, at: int) -> bool:
        token = self.tokens[at]
        return self.code == "en" and (
            token.lower == "may" or (token.lower in ("march", "august") and token.text[0].islower())
        )

    def _may_be_a_name(self, at: int) -> bool:
        """Tell whether a month by itself can be another word: «plaza de Mayo», “April Jones”."""
        text, before = self.tokens[at].text, self.is_(at - 1, self.words.before_month)
        if self.code == "en" and text.lower() in ("may", "march"):
            return not before or text.islower()
        if self._may_be_a_verb(at):
            return True
        if not text.istitle() or before or self.is_(at - 2, self.words.before_month):
            return False
        is_first = at == 0 or self.tokens[at - 1].text in ENDS
        return self._is_title(at + 1) or (self.code == "es" and not is_first)

    def _is_title(self, at: int) -> bool:
        """Tell whether a word is written as a name is, and is no month itself."""
        return at < len(self.tokens) and self.tokens[at].text.istitle() and not self._month(at)

    def _month(self, at: int) -> int:
        """The month that a token names, 0 where it names none."""
        if at >= len(self.tokens):
            return 0
        word = self.tokens[at].lower
        return self.words.months.get(word) or self.words.short_months.get(word, 0)

    def _day(self, at: int) -> tuple[int, int]:
        """A day of a month, and the token after it; 0 where there is none."""
        amount = self.amount(at)
        if not amount or not amount.is_plain or not 1 <= amount.values[0] <= 31:
            return 0, at
        end = amount.end
        spanish = ("º", "ª", "°", "er", "o")
        while self.is_(end, (*spanish, *_ORDINAL_ENDS)) or (
            self.is_(end, ".") and self.is_(end + 1, spanish)
        ):
            end += 1
        end += self._has_point(end)  # «26. September»
        return int(amount.values[0]), end

    def _has_point(self, at: int) -> bool:
        """Tell whether a point stands here that may be that of a day."""
        return self.words.has_point_after_day and self.is_(at, ".") and self.is_glued(at)

    def _year(self, at: int) -> tuple[int, int]:
        """The year after a day or a month, and the token after it; 0 where there is none."""
        has_comma = self.is_(at, ",")
        start = at + (has_comma or self.is_(at, self.words.of) or self.is_(at, HYPHENS))
        start += self.is_(start, ("año",))
        if self.is_(start, "'’") and self.is_glued(start + 1):
            short = self.tokens[start + 1].text
            if len(short) == 2 and short.isdecimal():  # «October ’23»
                return 2000 + int(short), start + 2
        amount = self.amount(start)
        first, last = (1900, 2100) if has_comma else (1000, 2999)
        if amount and amount.is_plain and first <= amount.values[0] <= last:
            return int(amount.values[0]), amount.end
        return 0, at

    def _is_day_alone(self, at: int, end: int) -> bool:
        """Tell whether a number from one token to another is a day: «el 26», “the 26th”.

        “the 26 states” are none.
        """
        if not self.is_(at - 1, self.words.before_day):
            return False
        is_ordinal = self.is_(end, _ORDINAL_ENDS) or self.is_(end - 1, self.words.ordinals)
        return self.code != "en" or is_ordinal

    def _day_first(self, at: int) -> Read | None:
        """«26 de septiembre de 2025», «26th of September», «primero de enero»."""
        first = self.words.ordinals.get(self.tokens[at].lower) == 1
        first = first or self.is_(at, ("uno",))
        day, after = (1, at + 1) if first else self._day(at)
        if not day:
            return None
        links = after
        while self.is_(links, self.words.of) or (self.is_(links, "-/") and self.is_glued(links)):
            links += 1
        month = self._month(links)
        if not month or (first and links == after):
            return None
        if links == after and self._may_be_a_verb(links) and self.tokens[links].text.islower():
            return None  # «32 may join»
        end = links + 1
        has_point = self.is_(end, ".") and self.tokens[links].lower in self.words.short_months
        year, end = self._year(end + has_point) if has_point else self._year(end)
        return Read(self._figure(at, end, [Day(year, month, day)]), end)

    def _last_days(self) -> Iterator[Figure]:
        """What «fin de año», «finales de marzo» and «primer semestre de 2027» offer: a last day."""
        words = self.words
        for at, token in enumerate(self.tokens):
            if token.lower in words.ends:
                end = at + 1
                while end < at + 4 and (
                    self.is_(end, words.articles | words.of) or self.is_(end, words.near)
                ):
                    end += 1
                month = 12 if self.is_(end, words.year) else self._month(end)
                year, _ = self._year(end + bool(month))
                month = month or (12 if year else 0)
            elif self.is_(at + 1, words.parts_of_year):
                months = words.parts_of_year[self.tokens[at + 1].lower]
                month = months * words.ordinals.get(token.lower, 0)
                end = at + 1
                year, _ = self._year(at + 2)
            else:
                continue
            if 1 <= month <= 12:
                yield self._figure(at, end + 1, (), _end_of(year, month))

    def _days_before(self, found: Iterable[tuple[int, Read]]) -> Iterator[Figure]:
        """What «antes de junio» offers: the last day of May."""
        for at, (figure, _, _) in found:
            first = at - 1
            while first > at - 4 and self.is_(first, self.words.articles | self.words.of):
                first -= 1
            if self.is_(first, self.words.before):
                days = [reading for reading in figure.readings if isinstance(reading, Day)]
                offered = [before for day in days for before in _before(day)]
                yield Figure(figure.start, figure.end, (), tuple(offered))


def _clocks(hour: int, minute: int, hours: Collection[int]) -> list[Reading]:
    """What an hour and minutes can be in a part of the day; as they are written where it is none.

    Of a night the hours after midnight go on with 24, which is written both 0:00 and 24:00.
    """
    if hours and 1 <= hour <= 12:
        every = [hour % 12, hour % 12 + 12, hour % 12 + 24]
        named = [one for one in every if one in hours] or every[:2]
    else:
        named = [hour, 13] if (hour, minute < 0) == (1, True) else [hour]  # 12:45 or 0:45
    times = [60 * one + minute for one in named]
    clocks = [Clock(*divmod(time % _DAY, 60)) for time in times]
    return [*clocks, *(Clock(24, 0) for time in times if time == _DAY)]


def _end_of(year: int, month: int) -> list[Reading]:
    """The last day of a month, and the month."""
    return [Day(year, month, monthrange(year or 2000, month)[1]), Day(year, month)]


def _before(day: Day) -> list[Reading]:
    """What ends where a day, a month or a year begins."""
    if day.day > 1:
        return [day._replace(day=day.day - 1)]
    if day.month > 1:
        return _end_of(day.year, day.month - 1)
    if day.month or day.year:
        return [*_end_of(day.year and day.year - 1, 12), Day(day.year and day.year - 1)]
    return []


def _is_possible(day: Day) -> bool:
    return (
        (not day.year or 1000 <= day.year <= 2999) and 1 <= day.month <= 12 and 1 <= day.day <= 31
    )
