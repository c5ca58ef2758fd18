"""The figures of a text, in any usual spelling: numbers, percentages, money, dates, times of day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from briefsite.evidence.amounts import (
    FRACTION_SIGNS,
    HALF,
    HYPHENS,
    ONE,
    Amount,
    Token,
    value_of,
)
from briefsite.evidence.day_reading import ENDS, DayReader, Read
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
from briefsite.evidence.money import BEFORE_DOLLAR, CODES, SIGNS

LANGUAGES = frozenset(["es", "en", "fr", "pt", "de", "it", "nl"])
"""Languages whose numbers in words are read; of all others, digits alone."""

_SIGN = re.compile(r"[\d½⅓⅔¼¾]")
_WORD = re.compile(r"[^\W\d_]+")
_FREEZING = frozenset(["bajo", "sobre", "below", "above"])
"""What a capital letter can stand after without beginning a name."""
_OF_SHARES = Fraction(1, 100)
"""How exact «un tercio» is: 33 % is one."""
_MOST_PERIODS = 999
"""Days, weeks, months or years in which something can be due."""


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


class _Reader(DayReader):
    """Reads the figures of one text. Each method takes the token at which to begin."""

    def figures(self) -> list[Figure]:
        found: list[tuple[int, Read]] = []
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
        if token.text[0].isdecimal() or token.text in FRACTION_SIGNS or self._money_before(at):
            return True
        if token.lower in self.words.one:  # most often an article
            return at + 1 < len(self.tokens) and (
                _begins(self.tokens[at + 1].lower, self.code)
                or self.is_(at + 1, ("por", "per", "-"))
                or self.after(at + 1, self.words.percent) > at + 1
                or self.is_(at + 1, self.words.periods)
                or self.after(at + 1, self.words.one_in) > at + 1
                or self.after(at + 1, self.words.and_a_half) > at + 1
                or self.after(at + 2, self.words.and_a_half) > at + 2
                or (token.lower == "uno" and self.is_(at + 1, self.words.of))
                or (self.is_(at - 1, ("la",)) and self._spoken_clock(at) is not None)
            )
        return _begins(token.lower, self.code)

    # Parts of a whole.

    def _share(self, at: int) -> Read | None:
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
                return Read(read.figure.offered(), read.end)
            return read
        amount = self.amount(at, with_one=True)
        if amount and amount.is_plain:
            return self._parts(at, amount.end, amount.values[0])
        return self._parts(at, at + (not amount and self.is_(at, self.words.one)), ONE)

    def _parts(self, at: int, after: int, above: Fraction) -> Read | None:
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
            return Read(replace(read.figure, readings=readings), end)  # «tres décimas»
        return read

    def _scaled(self, at: int, end: int, value: Fraction) -> Read | None:
        """«tres cuartos de millón», “a quarter of a million”."""
        scale = self._is_of(end, self.words.scales)
        if not scale or scale == end:
            return None
        value *= self.words.scales[self.tokens[scale].lower]
        unit, after = self._currency(scale + 1)
        return Read(self._figure(at, after, [Number(value, unit)]), after)

    def _is_of(self, at: int, words: Collection[str]) -> int:
        """Where the word is that a part is of: «de punto», “of a point”, `-point`; 0 if elsewhere."""
        after = at + (self.is_(at, self.words.of) or self.is_(at, HYPHENS))
        after += self.is_(after, self.words.one)
        return after if self.is_(after, words) else 0

    def _is_time(self, at: int) -> bool:
        """Tell whether a month or year stands here: «a mitad de 2024» is no share."""
        return bool(self._month(at) or self._year(at)[0] or self.is_(at, self.words.year))

    def _share_of(self, at: int, end: int, value: Fraction, parts: Iterable[Reading] = ()) -> Read:
        share = Number(value, "%", _OF_SHARES)
        also = [Number(value, step=_OF_SHARES), *parts]
        return Read(self._figure(at, end, [share], also), end)

    # Numbers.

    def _number(self, at: int) -> Read | None:
        if sign := self._money_before(at):
            is_money = at + 1 < len(self.tokens) and self.tokens[at + 1].text[0].isdecimal()
            amount = self.amount(at + 1) if is_money else None
            if not amount:
                return None
            unit, end = self._currency(amount.end)
            return self._money(at, amount, unit or sign, end)
        if self._is_label(at):
            return None
        token = self.tokens[at]
        read = self._day_first(at) or self._plain_number(at)
        if token.text[0].isdecimal():
            return read or Read(self._figure(at, at + 1, [Code(token.text)]), at + 1)
        if token.lower in self.words.decades:
            decade = Decade(self.words.decades[token.lower])
            return Read(self._figure(at, at + 1, [decade]), at + 1)
        return self._in_name(at, read) if read and not token.text.islower() else read

    def _in_name(self, at: int, read: Read) -> Read:
        """A number in words, which offers itself alone where it is part of a name: «la ONCE»."""
        text = self.tokens[at].text
        if self.code != "es" or read.end > at + 1 or not text.isalpha() or at == 0:
            return read
        if text.isupper() and len(text) > 1:
            beside = [one.text for one in self.tokens[at - 1 : at + 2] if one.text != text]
            is_name = not any(one.isupper() and len(one) > 1 for one in beside)
        else:
            is_name = self.tokens[at - 1].text not in ENDS and self._is_title(at + 1)
        return Read(read.figure.offered(), read.end) if is_name else read

    def _plain_number(self, at: int) -> Read | None:
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
            return Read(self._figure(at, at + 1, (), periods), at + 1) if periods else None
        unit, end = self._currency(amount.end)
        if unit:
            return self._money(at, amount, unit, end)
        return self._decade(at, amount) or self._count(at, amount)

    def _ordinal(self, at: int) -> Read | None:
        """What «tercero» offers, and «vigésimo quinto»."""
        ordinals, end = self.words.ordinals, at + 1
        number = ordinals.get(self.tokens[at].lower)
        if not number or (self.is_(at - 1, "-") and self.is_glued(at)):  # «vingt-troisième»
            return None
        unit = ordinals.get(self.tokens[end].lower, 10) if end < len(self.tokens) else 10
        if unit < 10 and number in range(20, 100, 10):
            number, end = number + unit, end + 1
        return Read(self._figure(at, end, (), [Number(Fraction(number))]), end)

    def _percentage(self, at: int, amount: Amount) -> Read | None:
        for divisor, phrases in ((100, self.words.percent), (1000, self.words.per_mille)):
            end = self.after(amount.end, phrases)
            if end > amount.end and not self.is_(end, self.words.scales):  # «por cien mil»
                shares = [
                    Number(value / divisor, "%", amount.step / divisor) for value in amount.values
                ]
                also = [
                    Number(one.value / divisor, "%") if isinstance(one, Number) else one
                    for one in amount.also
                ]
                return Read(self._figure(at, end, shares, also), end)
        return None

    def _count(self, at: int, amount: Amount) -> Read:
        """A number of things, and what else it can be: a day, a year, a time of day."""
        readings: list[Reading] = [Number(value, step=amount.step) for value in amount.values]
        also = amount.also
        if self.is_(at - 1, self.words.at_time) and (clock := self._bare_time(at)):
            readings.append(clock)
        if amount.is_plain:
            value = int(amount.values[0])
            if 1 <= value <= 31 and self._is_day_alone(at, amount.end):
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
        return Read(figure, amount.end, amount)

    def _periods(self, amount: Amount) -> Iterator[Period]:
        """How long «treinta días» are; «24 meses» are two years."""
        count = amount.values[0]
        if self.is_(amount.end, self.words.periods) and 0 < count <= _MOST_PERIODS:
            one = self.words.periods[self.tokens[amount.end].lower]
            days, months = one.days * count, one.months * count
            if days.denominator == months.denominator == 1:
                yield Period(int(days), int(months))

    def _decade(self, at: int, amount: Amount) -> Read | None:
        """«los años noventa», «la década de 1990», «los 90», `1990s`."""
        if not amount.is_plain:
            return None
        value = int(amount.values[0])
        is_short = 20 <= value < 100
        if value % 10 or not (is_short or 1000 <= value <= 2990):
            return None
        last = amount.end + self.is_(amount.end, "'’")
        is_plural = self.is_(last, ("s", "er")) and self.is_glued(last)
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
        return Read(self._figure(at, end, readings, offered), end, amount)

    def _bare_time(self, at: int) -> Clock | None:
        """The time of day of «a las 9», «a las 10.30», «a las diez y media»."""
        hour, minute, end = self._hour(at)
        return Clock(hour, minute) if end > at and 0 <= hour <= 24 and minute < 60 else None

    def _money(self, at: int, amount: Amount, unit: str, end: int) -> Read:
        readings = [Number(value, unit, amount.step) for value in amount.values]
        return Read(self._figure(at, end, readings, amount.also), end, amount)

    def _is_label(self, at: int) -> bool:
        """Tell whether digits are part of a name (COVID-19) or number an entry of a list: `1)`."""
        token = self.tokens[at]
        if not token.text[0].isdecimal():
            return False
        is_whole = token.text.isdecimal()  # not “magnitude-7.1”
        if is_whole and self._is_joined(at):
            return (
                self.tokens[at - 2].text[-1].isalpha()
                and not self._month(at - 2)
                and not self.is_(at - 2, self.words.prefixes)
            )
        if self.code == "es" and self.is_(at + 1, HYPHENS) and self._is_letter(at + 2):
            return self.is_glued(at + 1)  # «el 11-M»
        if self.is_(at - 1, ("el", "del", "#")) and self._is_letter(at + 1):
            return not self.is_(at + 2, SIGNS)  # «el 8M»
        begins = at == 0 or (self.tokens[at - 1].text in ";:.," and not self._is_in_parentheses(at))
        return begins and len(token.text) <= 2 and self.is_(at + 1, ")") and self.is_glued(at + 1)

    def _is_joined(self, at: int) -> bool:
        """Tell whether a hyphen joins a token to the word before; a dash does so only to capitals (COVID–19)."""
        if not (self.is_glued(at) and self.is_glued(at - 1)):
            return False
        return self.is_(at - 1, "-") or (
            self.is_(at - 1, "–") and self.tokens[at - 2].text.isupper()
        )

    def _is_in_parentheses(self, at: int) -> bool:
        """Tell whether a parenthesis is open before a token: «(Ana Ruiz, 54)»."""
        last = next((one.text for one in reversed(self.tokens[:at]) if one.text in "()"), ")")
        return last == "("

    def _is_letter(self, at: int) -> bool:
        """Tell whether a single capital letter stands without white space before it."""
        return self.is_glued(at) and bool(re.fullmatch(r"[A-Z]", self.tokens[at].text))

    def _money_before(self, at: int) -> str:
        """The money whose sign or code stands at a token, before an amount: `R$400`, `EUR 400`."""
        text = self.tokens[at].text
        before = self.tokens[at - 1] if self.is_glued(at) else None
        if text == "$" and before:  # `C$400`, `USD$400`
            code = before.text if before.text in CODES else "$"
            return BEFORE_DOLLAR.get(before.lower, code)
        if text == "S" and before and before.text == "$" and self.is_(at - 2, ("u",)):  # `U$S 400`
            return "USD"
        return SIGNS.get(text) or (text if text in CODES else "")

    def _currency(self, at: int) -> tuple[str, int]:
        """The money that an amount is of, and the token after it."""
        after = at + self.is_(at, self.words.of)
        after += self.is_(after, ("us", "u"))
        text = self.tokens[after].text if after < len(self.tokens) else ""
        is_of_next = self.is_glued(after + 1) and not self.is_glued(
            after
        )  # “in 2025 £5m was spent”
        if (text in SIGNS and not is_of_next) or text in CODES:
            return SIGNS.get(text, text), after + 1
        if self.is_(after, self.words.money):
            return self.words.money[self.tokens[after].lower], after + 1
        if self.is_(at - 1, self.words.money):  # «mdd»: millions of dollars
            return self.words.money[self.tokens[at - 1].lower], at
        return "", at

    # What figures say together.

    def _ranges(self, found: Sequence[tuple[int, Read]]) -> Iterator[Figure]:
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
                    more = [*_like(last, amount, figure)]
            readings = (*figure.readings, *more)
            if not more:
                last, scale = next(iter(readings), None), _scale_of(figure)
            following = at
            yield Figure(figure.start, figure.end, readings, figure.also)

    def _days_after_month(self, found: Sequence[tuple[int, Read]]) -> list[tuple[int, Read]]:
        """Read the numbers after the first of «May 3, 4 and 5, 2026» as days, too."""
        read_again: list[tuple[int, Read]] = []
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


def _like(last: Reading, amount: Amount, figure: Figure) -> Iterator[Reading]:
    """An amount, read as the figure that ends its range: a percentage, a time or day of the same day or month.

    `figure` is how it is read by itself.
    """
    match last:
        case Day(day=day) if day:
            yield from _days(last, amount)
        case Clock(hour=end) if amount.is_plain and 0 <= amount.values[0] <= 24:
            hour = int(amount.values[0])
            if not any(isinstance(reading, Clock) for reading in figure.readings):
                yield Clock(hour, 0)
            if hour < 12 <= hour + 12 <= end:  # “from 7 to 9pm”
                yield Clock(hour + 12, 0)
        case Number(unit="%"):
            yield from (Number(value / 100, "%", amount.step / 100) for value in amount.values)


def _days(day: Day, amount: Amount) -> Iterator[Day]:
    """An amount as another day of the same month."""
    if amount.is_plain and 1 <= amount.values[0] <= 31:
        yield day._replace(day=int(amount.values[0]))


@lru_cache(65536)
def _begins(word: str, code: str) -> bool:
    """Tell whether a figure may begin with a word."""
    words = figure_words(code)
    return any(word in kind for kind in words.beginnings) or (
        word not in words.one and value_of(word, code) is not None
    )
