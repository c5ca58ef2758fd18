"""The figures of a text, in any usual spelling: numbers, percentages, money, dates, times of day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from briefsite.evidence.amounts import (
    FRACTION_SIGNS,
    HALF,
    HYPHENS,
    MONEY_SIGNS,
    ONE,
    Amount,
    AmountReader,
    Token,
    value_of,
)
from briefsite.evidence.figure_words import figure_words
from briefsite.evidence.figures import (
    Clock,
    Code,
    Day,
    Decade,
    Figure,
    Mantissa,
    Number,
    Period,
    Reading,
)

LANGUAGES = frozenset(["es", "en", "fr", "pt", "de", "it", "nl"])
"""Languages whose numbers in words are read; of all others, digits alone."""

_SIGN = re.compile(r"[\d½⅓⅔¼¾]")
_WORD = re.compile(r"[^\W\d_]+")
_TIME = re.compile(r"(\d{1,2})(?:[.:h](\d\d))?")
_FREEZING = frozenset(["bajo", "sobre", "below", "above"])
_ENDS = ".:;!?¿¡«\"“'‘(•"
"""What a capital letter can stand after without beginning a name."""
_MOST_PERIODS = 999
"""Days, weeks, months or years in which something can be due."""

_IDIOMS = frozenset([("es", "24/7"), ("en", "24/7"), ("en", "9/11")])
"""Names that look like a part of a whole or a date."""


@lru_cache(8192)
def figures(text: str, language: str) -> tuple[Figure, ...]:
    """The figures of a text, in order. `language` is its code: `es`, `en-GB`.

    «un», «una», «uno», ordinals in words and the numbers of a list, `1)`, are none: they have no
    readings, but are there for what else they offer.
    """
    code = language.partition("-")[0].lower()
    if not _SIGN.search(text):
        words = _WORD.findall(text.lower())
        has_period = not figure_words(code).periods.keys().isdisjoint(words)  # «un año»
        if not has_period and not any(_begins(word, code) for word in words):
            return ()  # as in most texts, at a tenth of the time
    return tuple(_Reader(text, code).figures())


def small_numbers(text: str, language: str) -> Figure | None:
    """What articles and negations offer: 1 for «un», 0 for «ninguno»; None without these."""
    words, found = figure_words(language), {*_WORD.findall(text.lower())}
    offered = [Number(ONE)] if found & words.one else []
    offered += [Number(Fraction(0))] if found & words.none else []
    return Figure(0, 0, (), tuple(offered)) if offered else None


def relative_days(text: str, language: str, day: date) -> Iterator[Day]:
    """The days that a text of a day means by «ayer», «mañana» or the name of a weekday."""
    words, found_words = figure_words(language), _WORD.findall(text.lower())
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
        if word in words.relative:
            found = [day + timedelta(words.relative[word])]
        elif word in words.weekdays:
            ahead = (words.weekdays[word] - day.weekday()) % 7
            found = [day + timedelta(ahead), day + timedelta(ahead - 7)]
        else:
            continue
        for one in found:
            yield Day(one.year, one.month, one.day)


class _Read(NamedTuple):
    """A figure and the tokens it was read from."""

    figure: Figure
    end: int
    amount: Amount | None = None


class _Reader(AmountReader):
    """Reads the figures of one text. Each method takes the token at which to begin."""

    def figures(self) -> list[Figure]:
        found: list[tuple[int, _Read]] = []
        reached = 0
        for at, token in enumerate(self.tokens):
            if at < reached or not self._can_begin(at, token):
                continue
            read = (
                self._clock(at)
                or self._written_whole(at)
                or self._month_first(at)
                or self._share(at)
                or self._number(at)
            )
            if read:
                found.append((at, read))
                reached = read.end
        figures = [
            *self._ranges(self._days_after_month(found)),
            *self._last_days(),
            *self._days_before(found),
        ]
        return sorted(figures, key=lambda figure: figure.start)

    def _can_begin(self, at: int, token: Token) -> bool:
        if token.text[0].isdecimal() or token.text in MONEY_SIGNS or token.text in FRACTION_SIGNS:
            return True
        if token.lower in self.words.one:  # most often an article
            return at + 1 < len(self.tokens) and (
                _begins(self.tokens[at + 1].lower, self.code)
                or self.is_(at + 1, ("%", "por", "per", "-"))
                or self.is_(at + 1, self.words.periods)
                or self.after(at + 1, self.words.one_in) > at + 1
                or self.after(at + 1, self.words.and_a_half) > at + 1
                or self.after(at + 2, self.words.and_a_half) > at + 2
                or (token.lower == "uno" and self.is_(at + 1, self.words.of))
            )
        return _begins(token.lower, self.code)

    # Tokens.

    def _figure(
        self, at: int, end: int, readings: Iterable[Reading], also: Iterable[Reading] = ()
    ) -> Figure:
        first, last = self.tokens[at], self.tokens[end - 1]
        return Figure(first.start, last.end, tuple(dict.fromkeys(readings)), tuple(also))

    # Dates and times.

    def _written_whole(self, at: int) -> _Read | None:
        """`2025-09-26`, `26/9/2025`, `10:30`, `1/2`."""
        token = self.tokens[at].text
        readings: list[Reading] = []
        parts = re.split(r"[./:h-]", token)
        numbers = [int(part) for part in parts] if all(map(str.isdecimal, parts)) else []
        if (self.code, token) in _IDIOMS:
            return _Read(self._figure(at, at + 1, ()), at + 1)
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
        return _Read(self._figure(at, at + 1, readings), at + 1) if readings else None

    def _clock(self, at: int) -> _Read | None:
        """«10.30 h», «9 a.m.», «cinco de la tarde»."""
        hour, minute, number_end = self._hour(at)
        if number_end == at or not self.is_(number_end, self.words.after_time):
            return None
        end = number_end + self.is_(number_end, self.words.hours)
        following = self.tokens[end].text if end < len(self.tokens) else ""
        if self.is_(number_end, ("h",)) and re.fullmatch(r"[0-5]\d", following):  # «10 h 30»
            minute, end = int(following), end + 1
        if hour > 24 or minute > 59:
            return None
        is_later, after = self._part_of_day(end)
        if after > end:
            offered = [] if minute else [Number(Fraction(hour))]
            clock = Clock(hour % 12 + 12 * is_later if hour <= 12 else hour, minute)
            return _Read(self._figure(at, after, [clock], offered), after, self.amount(at))
        if end == number_end:
            return None
        amount = self.amount(at)
        readings: list[Reading] = [Clock(hour, minute)]
        if end == number_end + 1 and amount:  # «10.30 h», and «14 horas»
            readings += map(Number, amount.values)
        is_exact = end > number_end + 1 or not self.tokens[at].text.isalnum()
        return (
            _Read(self._figure(at, end, readings), end, amount)
            if is_exact or self.is_(at - 1, self.words.before_hours)
            else None
        )

    def _hour(self, at: int) -> tuple[int, int, int]:
        """An hour and a minute that may stand at a token, and the token after them."""
        if written := _TIME.fullmatch(self.tokens[at].text):
            return int(written[1]), int(written[2] or 0), at + 1
        amount = self.amount(at)
        if not amount or self.tokens[at].text[0].isdecimal():
            return 0, 0, at
        hour = int(amount.values[0])
        return hour, 30 if amount.values[0] - hour == HALF else 0, amount.end

    def _part_of_day(self, at: int) -> tuple[bool, int]:
        """Whether «p.m.» or «de la tarde» stands at a token, and the token after it."""
        if self.is_(at, ("am", "pm")):
            return self.tokens[at].lower == "pm", at + 1
        if self.is_(at, ("a", "p")):
            end = at + 1 + self.is_(at + 1, ".")
            if self.is_(end, ("m",)):
                end += 1 + (self.is_(end + 1, ".") and self.is_glued(end + 1))
                return self.tokens[at].lower == "p", end
        for phrase, hours in self.words.parts_of_day.items():
            if (end := self.after(at, [phrase])) > at:
                return bool(hours), end
        return False, at

    def _month_first(self, at: int) -> _Read | None:
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
                return _Read(self._figure(at, end, (), [Day(0, month)]), end)
        return _Read(self._figure(at, end, [Day(year, month, day)]), end)

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
        is_first = at == 0 or self.tokens[at - 1].text in _ENDS
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
        while self.is_(end, ("º", "ª", "°", "st", "nd", "rd", "th", "er", "o")) or (
            self.is_(end, ".") and self.is_(end + 1, ("º", "ª", "°", "er", "o"))
        ):
            end += 1
        return int(amount.values[0]), end

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

    def _day_first(self, at: int) -> _Read | None:
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
        return _Read(self._figure(at, end, [Day(year, month, day)]), end)

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

    def _days_before(self, found: Iterable[tuple[int, _Read]]) -> Iterator[Figure]:
        """What «antes de junio» offers: the last day of May."""
        for at, (figure, _, _) in found:
            first = at - 1
            while first > at - 4 and self.is_(first, self.words.articles | self.words.of):
                first -= 1
            if self.is_(first, self.words.before):
                days = [reading for reading in figure.readings if isinstance(reading, Day)]
                offered = [before for day in days for before in _before(day)]
                yield Figure(figure.start, figure.end, (), tuple(offered))

    # Parts of a whole.

    def _share(self, at: int) -> _Read | None:
        """«la mitad», «dos tercios», «tres de cada diez», `½`."""
        token = self.tokens[at]
        if token.text in FRACTION_SIGNS:
            return self._share_of(at, at + 1, FRACTION_SIGNS[token.text])
        if token.lower in self.words.half and not self.is_(at - 1, self.words.not_before_half):
            is_of_time = self.is_(at + 1, self.words.of) and self._is_time(at + 2)
            if self.is_(at + 1, HYPHENS) and self.is_glued(at + 1) and self.is_glued(at + 2):
                is_of_time = True  # «half-hearted»
            is_read = at > 1 and self.after(at - 2, self.words.and_a_half) == at + 1
            if is_of_time or is_read or self.amount(at):
                return None
            read = self._scaled(at, at + 1, HALF) or self._share_of(at, at + 1, HALF)
            if self.code == "en" and self.is_(at + 1, self.words.one):  # «half an hour»
                return _Read(read.figure.offered(), read.end)
            return read
        amount = self.amount(at, with_one=True)
        if amount and amount.is_plain:
            return self._parts(at, amount.end, amount.values[0])
        return self._parts(at, at + (not amount and self.is_(at, self.words.one)), ONE)

    def _parts(self, at: int, after: int, above: Fraction) -> _Read | None:
        """A part of a whole whose number, if it has one, ends before a token: «tres cuartos»."""
        has_number = after > at
        below = self.after(after, self.words.one_in)
        if has_number and below > after and (whole := self.amount(below)) and whole.values[0]:
            parts = [Number(above), *map(Number, whole.values)]
            return self._share_of(at, whole.end, above / whole.values[0], parts)
        is_joined = has_number and above < 10 and self.is_(after, "-")  # «twenty-third» is none
        after += is_joined
        if after >= len(self.tokens):
            return None
        name, is_part = self.tokens[after].lower, self.is_(after + 1, self.words.part)
        divisor = self.words.shares.get(name, 0)
        is_of = has_number and self.is_(after + 1, self.words.of)
        is_one = has_number and self.is_(at, ("one",))  # «one third»
        if not divisor and (is_part or is_of or is_joined or is_one):
            divisor = self.words.ordinals.get(name, 0)  # «la tercera parte», «un cuarto de»
        if divisor < 3 or not (has_number or is_part):
            return None
        end, value = after + 1 + is_part, above / divisor
        if scaled := self._scaled(at, end, value):
            return scaled
        read = self._share_of(at, end, value)
        if self._is_of(end, self.words.points) or (
            divisor == 10 and not is_part and self.code == "es"
        ):
            readings = (Number(value), Number(value / 100, "%"), *read.figure.readings)
            return _Read(replace(read.figure, readings=readings), end)  # «tres décimas»
        return read

    def _scaled(self, at: int, end: int, value: Fraction) -> _Read | None:
        """«tres cuartos de millón», “a quarter of a million”."""
        scale = self._is_of(end, self.words.scales)
        if not scale or scale == end:
            return None
        value *= self.words.scales[self.tokens[scale].lower]
        unit, after = self._currency(scale + 1)
        return _Read(self._figure(at, after, [Number(value, unit)]), after)

    def _is_of(self, at: int, words: Collection[str]) -> int:
        """Where the word is that a part is of: «de punto», “of a point”, `-point`; 0 if elsewhere."""
        after = at + (self.is_(at, self.words.of) or self.is_(at, HYPHENS))
        after += self.is_(after, self.words.one)
        return after if self.is_(after, words) else 0

    def _is_time(self, at: int) -> bool:
        """Tell whether a month or year stands here: «a mitad de 2024» is no share."""
        return bool(self._month(at) or self._year(at)[0] or self.is_(at, self.words.year))

    def _share_of(self, at: int, end: int, value: Fraction, parts: Iterable[Reading] = ()) -> _Read:
        return _Read(self._figure(at, end, [Number(value, "%")], [Number(value), *parts]), end)

    # Numbers.

    def _number(self, at: int) -> _Read | None:
        sign = MONEY_SIGNS.get(self.tokens[at].text, "")
        if sign:
            is_money = at + 1 < len(self.tokens) and self.tokens[at + 1].text[0].isdecimal()
            amount = self.amount(at + 1) if is_money else None
            return self._money(at, amount, sign, amount.end) if amount else None
        if self._is_label(at):
            return None
        token = self.tokens[at]
        read = self._day_first(at) or self._plain_number(at)
        if token.text[0].isdecimal():
            return read or _Read(self._figure(at, at + 1, [Code(token.text)]), at + 1)
        if token.lower in self.words.decades:
            decade = Decade(self.words.decades[token.lower])
            return _Read(self._figure(at, at + 1, [decade]), at + 1)
        return self._in_name(at, read) if read and not token.text.islower() else read

    def _in_name(self, at: int, read: _Read) -> _Read:
        """A number in words, which offers itself alone where it is part of a name: «la ONCE»."""
        text = self.tokens[at].text
        if self.code != "es" or read.end > at + 1 or not text.isalpha() or at == 0:
            return read
        if text.isupper() and len(text) > 1:
            beside = [one.text for one in self.tokens[at - 1 : at + 2] if one.text != text]
            is_name = not any(one.isupper() and len(one) > 1 for one in beside)
        else:
            is_name = self.tokens[at - 1].text not in _ENDS and self._is_title(at + 1)
        return _Read(read.figure.offered(), read.end) if is_name else read

    def _plain_number(self, at: int) -> _Read | None:
        """A number, a percentage, an amount of money; an ordinal, which is none."""
        amount = self.amount(at, with_one=True)
        if amount is None and self.is_(at, self.words.one):  # “a year”
            amount = Amount(at + 1, (ONE,), ONE, is_plain=True)
        if amount is None:
            return self._ordinal(at)
        if percentage := self._percentage(at, amount):
            return percentage
        if not self.amount(at):  # an article
            periods = [*self._periods(amount)]
            return _Read(self._figure(at, at + 1, (), periods), at + 1) if periods else None
        unit, end = self._currency(amount.end)
        if unit:
            return self._money(at, amount, unit, end)
        return self._decade(at, amount) or self._count(at, amount)

    def _ordinal(self, at: int) -> _Read | None:
        """What «tercero» offers, and «vigésimo quinto»."""
        ordinals, end = self.words.ordinals, at + 1
        number = ordinals.get(self.tokens[at].lower)
        if not number:
            return None
        unit = ordinals.get(self.tokens[end].lower, 10) if end < len(self.tokens) else 10
        if unit < 10 and number in range(20, 100, 10):
            number, end = number + unit, end + 1
        return _Read(self._figure(at, end, (), [Number(Fraction(number))]), end)

    def _percentage(self, at: int, amount: Amount) -> _Read | None:
        for divisor, phrases in ((100, self.words.percent), (1000, self.words.per_mille)):
            end = self.after(amount.end, phrases)
            if end > amount.end:
                shares = [
                    Number(value / divisor, "%", amount.step / divisor) for value in amount.values
                ]
                also = [
                    Number(one.value / divisor, "%") if isinstance(one, Number) else one
                    for one in amount.also
                ]
                return _Read(self._figure(at, end, shares, also), end)
        return None

    def _count(self, at: int, amount: Amount) -> _Read:
        """A number of things, and what else it can be: a day, a year, a time of day."""
        readings: list[Reading] = [Number(value, step=amount.step) for value in amount.values]
        also = amount.also
        if self.is_(at - 1, self.words.at_time) and (clock := self._bare_time(at, amount)):
            readings.append(clock)
        if amount.is_plain:
            value = int(amount.values[0])
            if 1 <= value <= 31 and self.is_(at - 1, self.words.before_day):
                readings.append(Day(0, 0, value))  # «el 26»
            elif 1000 <= value <= 2999:
                readings.append(Day(value))
        readings += self._periods(amount)
        if self.is_(at - 1, self.words.numbered) and "." in self.tokens[at].text:
            whole = self.tokens[at].text.partition(".")[0]
            also = (*also, Number(Fraction(whole)))  # «artículo 14.2»
        figure = self._figure(at, amount.end, readings, also)
        if self.is_(at - 1, _FREEZING) and not amount.values[0]:
            figure = figure.offered()  # «5 grados bajo cero»
        return _Read(figure, amount.end, amount)

    def _periods(self, amount: Amount) -> Iterator[Period]:
        """How long «treinta días» are; «24 meses» are two years."""
        count = amount.values[0]
        if self.is_(amount.end, self.words.periods) and 0 < count <= _MOST_PERIODS:
            one = self.words.periods[self.tokens[amount.end].lower]
            days, months = one.days * count, one.months * count
            if days.denominator == months.denominator == 1:
                yield Period(int(days), int(months))

    def _decade(self, at: int, amount: Amount) -> _Read | None:
        """«los años noventa», «la década de 1990», «los 90», `1990s`."""
        if not amount.is_plain:
            return None
        value = int(amount.values[0])
        is_short = 20 <= value < 100
        if value % 10 or not (is_short or 1000 <= value <= 2990):
            return None
        last = amount.end + self.is_(amount.end, "'’")
        is_plural = self.is_(last, ("s",)) and self.is_glued(last)
        of_decade = self.is_(at - 1, self.words.of) and self.is_(at - 2, ("década", "decenio"))
        if not is_plural and not of_decade and not self.is_(at - 1, self.words.before_decade):
            return None
        if not is_plural and not of_decade and not is_short:
            return None
        end = last + 1 if is_plural else amount.end
        readings: list[Reading] = [Decade(value)]
        if is_short and not self.is_(at - 1, ("años", "'", "’")):
            readings.append(Number(amount.values[0]))  # «los noventa diputados»
        offered = [Number(amount.values[0])] if is_short else []
        return _Read(self._figure(at, end, readings, offered), end, amount)

    def _bare_time(self, at: int, amount: Amount) -> Clock | None:
        """The time of day of «a las 9», «a las 10.30», «a las diez y media»."""
        if written := _TIME.fullmatch(self.tokens[at].text):
            hour, minute = int(written[1]), int(written[2] or 0)
        else:
            hour, minute = int(amount.values[0]), 30 if amount.values[0].denominator == 2 else 0
        return Clock(hour, minute) if 0 <= hour <= 24 and minute < 60 else None

    def _money(self, at: int, amount: Amount, unit: str, end: int) -> _Read:
        readings = [Number(value, unit, amount.step) for value in amount.values]
        return _Read(self._figure(at, end, readings, amount.also), end, amount)

    def _is_label(self, at: int) -> bool:
        """Tell whether digits are part of a name (COVID-19) or number an entry of a list: `1)`."""
        token = self.tokens[at]
        if not token.text[0].isdecimal():
            return False
        is_whole = token.text.isdecimal()  # not “magnitude-7.1”
        if is_whole and self.is_(at - 1, HYPHENS) and self.is_glued(at) and self.is_glued(at - 1):
            return (
                self.tokens[at - 2].text[-1].isalpha()
                and not self._month(at - 2)
                and not self.is_(at - 2, self.words.prefixes)
            )
        if self.code == "es" and self.is_(at + 1, HYPHENS) and self._is_letter(at + 2):
            return self.is_glued(at + 1)  # «el 11-M»
        if self.is_(at - 1, ("el", "del", "#")) and self._is_letter(at + 1):
            return not self.is_(at + 2, MONEY_SIGNS)  # «el 8M»
        begins = at == 0 or self.tokens[at - 1].text in ";:.,"
        return begins and len(token.text) <= 2 and self.is_(at + 1, ")") and self.is_glued(at + 1)

    def _is_letter(self, at: int) -> bool:
        """Tell whether a single capital letter stands without white space before it."""
        return self.is_glued(at) and bool(re.fullmatch(r"[A-Z]", self.tokens[at].text))

    def _currency(self, at: int) -> tuple[str, int]:
        """The money that an amount is of, and the token after it."""
        after = at + self.is_(at, self.words.of)
        after += self.is_(after, ("us", "u"))
        if self.is_(after, MONEY_SIGNS):
            return MONEY_SIGNS[self.tokens[after].text], after + 1
        if self.is_(after, self.words.money):
            return self.words.money[self.tokens[after].lower], after + 1
        if self.is_(at - 1, self.words.money):  # «mdd»: millions of dollars
            return self.words.money[self.tokens[at - 1].lower], at
        return "", at

    # What figures say together.

    def _ranges(self, found: Sequence[tuple[int, _Read]]) -> Iterator[Figure]:
        """Read the first figures of «del 10 al 12 %» or «3 y 4 de mayo» as the last one, too."""
        last: Reading | None = None
        scale, following = ONE, 0
        for at, (figure, end, amount) in reversed(found):
            more: list[Reading] = []
            joins = self._joins(end, following) if last and amount else []
            if last and amount and joins:
                is_part = all(join in self.words.of for join in joins)  # «3 de sus 5 millones»
                if scale > 1 and "," not in joins:
                    more = [Number(value * scale) for value in amount.values]
                elif not is_part:
                    more = _like(last, amount)
            readings = (*figure.readings, *more)
            if not more:
                last, scale = next(iter(readings), None), _scale_of(figure)
            following = at
            yield Figure(figure.start, figure.end, readings, figure.also)

    def _days_after_month(self, found: Sequence[tuple[int, _Read]]) -> list[tuple[int, _Read]]:
        """Read the numbers after the first of «May 3, 4 and 5, 2026» as days, too."""
        read_again: list[tuple[int, _Read]] = []
        day: Day | None = None
        reached = 0
        for at, one in found:
            read, figure, days = one, one.figure, list[Day]()
            if day and read.amount and self._joins(reached, at):
                year, _ = self._year(read.end)
                days = [like._replace(year=year or like.year) for like in _days(day, read.amount)]
                if days:
                    figure = replace(figure, readings=(*figure.readings, *days))
                    read = read._replace(figure=figure)
            elif not read.amount and self._month(at):
                days = [given for given in figure.readings if isinstance(given, Day) and given.day]
            day = days[0] if days else None
            read_again.append((at, read))
            reached = read.end
        return read_again

    def _joins(self, start: int, end: int) -> list[str]:
        """What joins two figures, where it is nothing but the words of a range or a list."""
        between = [token.lower for token in self.tokens[start:end]]
        joins = [word for word in between if word in self.words.linking or word in "-–—,/"]
        others = [word for word in between if word not in joins]
        if len(between) > 3 or any(word not in self.words.articles for word in others):
            return []
        return joins or [word for word in others if word in self.words.of]


def _scale_of(figure: Figure) -> Fraction:
    """What «millones» makes of the number before it; 1 where a figure has no scale."""
    before = next((one.value for one in figure.also if isinstance(one, Mantissa)), None)
    number = next((one.value for one in figure.readings if isinstance(one, Number)), None)
    return number / before if number and before else ONE


def _like(last: Reading, amount: Amount) -> list[Reading]:
    """An amount, read as the figure that ends its range: a percentage, a day of the same month."""
    match last:
        case Day(day=day) if day:
            return [*_days(last, amount)]
        case Clock() if amount.is_plain and 0 <= amount.values[0] <= 24:
            return [Clock(int(amount.values[0]), 0)]
        case Number(unit="%"):
            return [Number(value / 100, "%", amount.step / 100) for value in amount.values]
    return []


def _days(day: Day, amount: Amount) -> Iterator[Day]:
    """An amount as another day of the same month."""
    if amount.is_plain and 1 <= amount.values[0] <= 31:
        yield day._replace(day=int(amount.values[0]))


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


@lru_cache(65536)
def _begins(word: str, code: str) -> bool:
    """Tell whether a figure may begin with a word."""
    words = figure_words(code)
    return any(word in kind for kind in words.beginnings) or (
        word not in words.one and value_of(word, code) is not None
    )
