"""Numbers in a text, as digits or in words, before what follows them is read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from text_to_num import text2num

from briefsite.evidence.figure_words import figure_words
from briefsite.evidence.figures import Mantissa, Number, Reading
from briefsite.evidence.money import SIGNS

_TOKEN = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?(?![\w-])"  # 2025-09-26
    r"|\d{1,4}([./-])\d{1,2}\1\d{1,4}(?![.,/-]?\d)"  # 26/9/2025
    r"|\d{1,3}/\d{1,3}(?![/.,]?\d)"  # 1/2
    r"|\d{1,2}(?::|h(?=\d))\d\d(?!\d)"
    r"|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)(?:[.,]\d+)?"
    r"|\d+(?:[.,'’·]\d+)*"
    r"|(?:FY|EUR|USD|GBP|MXN|CHF|BRL|CAD|AUD|JPY|CNY)(?=\d)"  # FY2025, EUR400m
    r"|[^\W\d_][^\W_]*(?:(?<=\d)[.,]\d+|['’][^\W\d_]+)?"  # PM2.5 is a name
    r"|[^\w\s]"
    r"|[\t\u2003]"  # between cells of a table: what stands in two is never read together
)
_ELIDED = re.compile(rf"[^\W\d_]+['’](?=\w)|{_TOKEN.pattern}")
"""Where an apostrophe parts two words: `d'` and `euros`."""

HYPHENS = "-–—−"
"""What joins words, or stands between them; others that join are read as the first."""

_AS_HYPHEN = str.maketrans("‐‑", "--")
_LETTER_SCALES = {"m": 10**6, "M": 10**6, "MM": 10**6, "B": 10**9}
"""A scale to some and a unit to others: both readings are candidates."""

FRACTION_SIGNS = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
}
_FRENCH_ORDINAL = re.compile(r"\w+ièmes?").fullmatch
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_MOST_DECIMALS = 20

_AT_LEAST = ("al", "lo", "au", "du", "pelo", "ao", "per", "quanto")
"""What makes «al menos» of «menos»."""

ONE, HALF = Fraction(1), Fraction(1, 2)


class Token(NamedTuple):
    """A word, digits with their separators, or any other character."""

    text: str
    lower: str
    start: int
    end: int


class Amount(NamedTuple):
    """A number, before what follows it is read."""

    end: int
    """The token after it."""

    values: tuple[Fraction, ...]
    """What it can be."""

    step: Fraction
    is_plain: bool
    """Whether it can be a day or a year: a whole number without sign or separators."""

    also: tuple[Reading, ...] = ()


class _Group(NamedTuple):
    """A part of a number: digits or words, with the scale that follows."""

    values: tuple[Fraction, ...]
    step: Fraction
    scale: int
    end: int
    """The token after it."""


class AmountReader:
    """The tokens of one text, and the numbers that begin at each of them."""

    def __init__(self, text: str, code: str) -> None:
        """Take a text and the code of its language, without a region."""
        self.code, self.words = code, figure_words(code)
        self._amounts: dict[int, Amount | None] = {}
        tokens = _ELIDED if self.words.elides else _TOKEN
        self.tokens = [
            Token(word := match[0], word.lower().replace("’", "'"), match.start(), match.end())
            for match in tokens.finditer(text.translate(_AS_HYPHEN))
        ]
        self._words = [token.lower for token in self.tokens]

    def is_(self, at: int, words: Collection[str]) -> bool:
        """Tell whether a token is there, and is one of these words."""
        return 0 <= at < len(self._words) and self._words[at] in words  # most of the time

    def is_glued(self, at: int) -> bool:
        """Tell whether no white space stands before a token."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def after(self, at: int, phrases: Iterable[tuple[str, ...]]) -> int:
        """The token after one of some phrases; `at` where none of them begins there."""
        word = self._words[at] if 0 <= at < len(self._words) else ""
        for phrase in phrases:
            if phrase[0] == word and all(
                self.is_(at + n, (more,)) for n, more in enumerate(phrase[1:], 1)
            ):
                return at + len(phrase)
        return at

    def amount(self, at: int, *, with_one: bool = False) -> Amount | None:
        """The number that begins at a token: «77 mil», «mil 761», «dos millones y medio».

        «un» and «one» are numbers `with_one` alone.
        """
        if at not in self._amounts:  # asked for by one reading after the other
            self._amounts[at] = self._read_amount(at)
        amount = self._amounts[at]
        is_one = (
            amount
            and amount.end == at + 1
            and self.is_(at, self.words.one)
            and amount.values == (ONE,)  # not «un año y medio»
        )
        return None if is_one and not with_one else amount

    def _groups(self, at: int) -> list[_Group]:
        """The parts of a number, the largest first: «dos millones», «500 mil»."""
        groups: list[_Group] = []
        end = at
        while group := self._group(end):
            if groups and max(group.values) >= groups[-1].scale:
                last = groups[-1]
                if last.scale != 1000 or max(group.values) >= 1000 * group.scale:
                    break
                # «3 mil 400 millones»
                values = tuple(value * group.scale for value in last.values)
                groups[-1] = last._replace(values=values, scale=1000 * group.scale)
            groups.append(group)
            end = group.end
            if group.scale == 1:
                break
            if self.is_(end, self.words.joining) and self._has_words(end + 1):
                end += 1  # «two thousand and five»
        return groups

    def _read_amount(self, at: int) -> Amount | None:
        groups = self._groups(at)
        if not groups:
            return None
        in_words = not self.tokens[at].text[0].isdecimal()
        if in_words and self.is_(at - 1, self.words.several):
            return None
        end = groups[-1].end
        end += self.is_(end - 1, self.words.abbreviations) and self.is_(end, ".")  # «5 Mio. Euro»
        values = groups[0].values
        for group in groups[1:]:
            values = tuple(value + more for value in values for more in group.values)
        also: list[Reading] = []
        scale = groups[0].scale
        if len(groups) == 1 and scale > 1:
            also += (Mantissa(value / scale) for value in values)
        elif scale == 1 and self.after(end + 1, self.words.and_a_half) > end + 1:
            halved = tuple(value + HALF for value in values)  # «dos años y medio»
            if self.is_(end, self.words.measures):
                values = halved
            elif not self.is_(at, self.words.one):
                also += map(Number, halved)
        values += self._other_values(at, end, values)
        is_plain = values[0].denominator == 1 and (
            (scale == 1 and (in_words or self.tokens[at].text.isdecimal()))
            or (in_words and 1000 <= values[0] <= 2999)
        )
        if self._is_negative(at):
            also += map(Number, values)  # «cayó un 5 %» says as much as -5 %
            values, is_plain = tuple(-value for value in values), False
        elif self.is_(at - 1, self.words.minus) and not self.is_(at - 2, _AT_LEAST):
            also += (Number(-value) for value in values)  # «menos 5 grados»
        return Amount(end, values, groups[-1].step, is_plain, tuple(also))

    def _other_values(
        self, at: int, end: int, values: tuple[Fraction, ...]
    ) -> tuple[Fraction, ...]:
        """What digits can mean besides: `5M` is five million, the end of `2024-25` a year."""
        following = self.tokens[end] if end < len(self.tokens) else None
        if following and (scale := _LETTER_SCALES.get(following.text)):
            money = end + 1 + self.is_(end + 1, self.words.of)
            is_money = scale == 10**6 and (
                self.is_(money, SIGNS)
                or self.is_(money, self.words.money)
                or self.is_(at - 1, SIGNS)
            )
            if self.is_glued(end) or is_money:
                return tuple(value * scale for value in values)
        if following and following.text == "T" and self.is_(at - 1, SIGNS):
            return tuple(value * 10**12 for value in values)  # `$3.4T`
        if len(self.tokens[at].text) != 2 or not self.is_glued(at):
            return ()
        if self.is_(at - 1, ("fy",)):
            return tuple(2000 + value for value in values)
        if self.is_(at - 1, HYPHENS + "/"):
            before = self.tokens[at - 2].text
            if self.is_glued(at - 1) and re.fullmatch(r"[12]\d{3}", before):
                return tuple(int(before) // 100 * 100 + value for value in values)
        return ()

    def _is_negative(self, at: int) -> bool:
        if not self.is_(at - 1, "-−") or not self.is_glued(at):
            return False
        return at == 1 or not self.is_glued(at - 1) or self.is_(at - 2, "(")

    def _has_words(self, at: int) -> bool:
        return at < len(self.tokens) and value_of(self.tokens[at].lower, self.code) is not None

    def _group(self, at: int) -> _Group | None:
        """Digits or words below a thousand, with their scale: «77 mil», «dos y medio»."""
        if at >= len(self.tokens) or not (unscaled := self._unscaled(at)):
            return None
        words = self.words
        values, step, end = unscaled
        half = self.after(end, words.and_a_half)
        if half > end:  # «dos y medio millones»
            values, step, end = tuple(value + HALF for value in values), HALF, half
        scale = 1
        if self.is_(end, "-") and self.is_glued(end) and self.is_(end + 1, words.scales):
            end += 1  # “a $300-billion plan”
        while self.is_(end, words.scales):
            scale *= words.scales[self.tokens[end].lower]
            end += 1
        if scale > 1:
            values, step = tuple(value * scale for value in values), step * scale
            half = self.after(end, words.and_a_half)
            if half > end:  # «dos millones y medio»
                values, step, end = tuple(value + HALF * scale for value in values), step / 2, half
        return _Group(values, step, scale, end)

    def _unscaled(self, at: int) -> tuple[tuple[Fraction, ...], Fraction, int] | None:
        """What stands before a scale: what it can be, its step, and the token after it."""
        words = self.words
        if self.tokens[at].text[0].isdecimal():
            return self._in_digits(at)
        if self.is_(at, words.halves) or self.is_(at, words.with_half):
            return self._half(at)
        if self.is_(at, words.one) and self.after(at + 2, words.and_a_half) > at + 2:
            return (ONE,), ONE, at + 1  # “a year and a half”
        if found := self._small(at):
            return (Fraction(found[0]),), ONE, found[1]
        is_after_one = self.is_(at, words.scales) and (
            self.is_(at - 1, words.one)
            or (self.is_(at - 1, words.per) and not self.tokens[at].lower.endswith("s"))
        )
        if self.is_(at, words.alone) or is_after_one:
            return (ONE,), ONE, at
        return None

    def _half(self, at: int) -> tuple[tuple[Fraction, ...], Fraction, int] | None:
        """Half of what follows, «medio millón», or a number and a half in one word, `anderthalb`."""
        words = self.words
        if self.is_(at, words.with_half):
            return (words.with_half[self.tokens[at].lower],), HALF, at + 1
        end = at + 1 + (self.is_(at + 1, "-") and self.is_glued(at + 1))
        end += self.is_(end, words.one)
        is_number = self.is_(end, words.scales) or self.is_(end, words.points)
        is_number = is_number or self.after(end, words.percent) > end
        return ((HALF,), HALF, end) if is_number else None

    def _in_digits(self, at: int) -> tuple[tuple[Fraction, ...], Fraction, int] | None:
        text = self.tokens[at].text
        values = _digits(text)
        if values and self.is_(at + 1, FRACTION_SIGNS):
            part = FRACTION_SIGNS[self.tokens[at + 1].text]
            return tuple(value + part for value in values), ONE, at + 2
        if text == "10" and self.is_glued(at + 1):
            is_below_one = self.is_(at + 1, ("⁻",)) and self.is_glued(at + 2)
            power = self._superscript(at + 1 + is_below_one)
            if is_below_one and power:
                return (Fraction(1, 10**power),), Fraction(1, 10**power), at + 3
            if power > 2:  # 10⁶; smaller ones are marks of notes
                return (Fraction(10**power),), ONE, at + 2
        return (values, _step(text), at + 1) if values else None

    def _superscript(self, at: int) -> int:
        """A number that stands higher, as an exponent does; 0 where there is none."""
        raised = self.tokens[at].text.translate(_SUPERSCRIPTS) if at < len(self.tokens) else ""
        is_number = raised.isdecimal() and not self.tokens[at].text.isdecimal()
        return int(raised) if is_number and len(raised) < 3 else 0

    def _small(self, at: int) -> tuple[int, int] | None:
        """Number words below a thousand, as many as make one number, and the token after them."""
        phrase = self.tokens[at].lower
        if phrase == "a" and self.is_(at + 1, ("hundred",)):
            phrase = "one"  # «a hundred and fifty thousand»
        if phrase in self.words.scales or (value := value_of(phrase, self.code)) is None:
            return None
        end = at + 1
        while end < len(self.tokens):
            link = self.tokens[end].lower if self.is_(end, ("y", "e", "and", "et", "-")) else ""
            word = end + bool(link)
            if not self._has_words(word) or (
                self.is_(word, self.words.scales) and not self.is_(word, ("hundred",))
            ):
                break
            longer = " ".join(filter(None, [phrase, link.strip("-"), self.tokens[word].lower]))
            more = value_of(longer, self.code)
            if more is None:
                break
            value, phrase, end = more, longer, word + 1
        is_doubtful = phrase in self.words.doubtful and not self.is_(at - 1, self.words.certain)
        if is_doubtful and not self._counts(end):
            return None
        if self.code == "de" and self._is_noun(at) and value < 20:
            return None  # «außer Acht», «die Elf»
        return self._with_ordinal(value, end)

    def _with_ordinal(self, value: int, end: int) -> tuple[int, int] | None:
        """An English number with the ordinal that ends it; a French ordinal of several words is none."""
        if self.code == "en" and self.is_(end, HYPHENS if value % 100 else ("and",)):
            following = self.tokens[end + 1].lower if end + 1 < len(self.tokens) else ""
            room = (
                10 if value % 100 in range(20, 100, 10) else 100 if value % 100 == 0 < value else 0
            )
            if 0 < (unit := self.words.ordinals.get(following, room)) < room:
                return value + unit, end + 2  # “twenty-fifth”, “two hundred and fiftieth”
        if self.code == "fr":
            last = end
            while self.is_(last, ("-", "et")):
                last += 1
            is_joined = last > end or value >= 20  # «deux cinquièmes» is a part of a whole
            if is_joined and last < len(self.tokens) and _FRENCH_ORDINAL(self.tokens[last].lower):
                return None  # «vingt et unième»
        return value, end

    def _is_noun(self, at: int) -> bool:
        """Tell whether a capital letter begins a word, and no sentence."""
        return at > 0 and self.tokens[at].text.istitle() and self.tokens[at - 1].text.isalnum()

    def _counts(self, at: int) -> bool:
        """Tell whether what certainly follows a number alone stands here: «neuf navires»."""
        words = self.words
        if self.is_(at, words.scales) or self.is_(at, words.months) or self.is_(at, words.hours):
            return True
        if self.after(at, (*words.percent, *words.one_in)) > at:
            return True
        return (
            at < len(self.tokens)
            and self.tokens[at].lower.endswith(words.plurals)
            and not self.is_(at, words.no_plurals)
        )


@lru_cache(65536)
def value_of(phrase: str, code: str) -> int | None:
    """The number that words are, or None."""
    if phrase in _NO_NUMBERS:
        return None
    words = [_RESPELLED.get(word, word) for word in phrase.split(" ")]
    try:
        return int(text2num(" ".join(words), code))
    except (ValueError, OverflowError):
        return None


_NO_NUMBERS = frozenset(
    [
        "tercer",
        "neufs",
        "unos",
        "unas",
        "cientos",
        "miles",
        "millones",
        "hundreds",
        "thousands",
        "millions",
        "billions",
        "tens",
    ]
)
"""What `text2num` takes for numbers, and is none by itself: ordinals, adjectives, vague words."""

_UNITS = "uno dos tres cuatro cinco seis siete ocho nueve"
_ACCENTED = {"ún": "uno", "un": "uno", "una": "uno", "dós": "dos", "trés": "tres", "séis": "seis"}
_RESPELLED = {
    "veintiún": "veintiuno",
    "veintiun": "veintiuno",
    "veintidos": "veintidós",
    "veintitres": "veintitrés",
    "veintiseis": "veintiséis",
    **{  # «treintaiuno», as the academies have it since 2010
        f"{ten}i{unit}": f"{ten} y {_ACCENTED.get(unit, unit)}"
        for ten in ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
        for unit in [*_UNITS.split(), *_ACCENTED]
    },
}
"""Spellings that `text2num` does not know."""


@lru_cache(16384)
def _step(text: str) -> Fraction:
    """What one more in the last digit is worth."""
    return Fraction(1, 10 ** min(map(decimals, _digits(text)), default=0))


def decimals(value: Fraction) -> int:
    """How many digits a number has after its point; 0 where they have no end, as of a third."""
    places = 0
    while value.denominator != 1:
        if places == _MOST_DECIMALS:
            return 0
        value, places = value * 10, places + 1
    return places


@lru_cache(16384)
def _digits(text: str) -> tuple[Fraction, ...]:
    """What digits with their separators can be: 1.200 is 1200 and 1.2; nothing for `1.2.3`."""
    groups = re.split(r"\D", text)
    marks = ["" if mark.isspace() else mark for mark in re.findall(r"\D", text)]
    whole = Fraction("".join(groups))
    if not marks:
        return (whole,)
    in_thousands = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    can_be_whole = in_thousands and groups[0] != "0" and len({*marks} - {"'", "’"}) <= 1
    decimal = Fraction(f"{''.join(groups[:-1])}.{groups[-1]}")
    can_be_decimal = (
        marks[-1] != ""
        and not (can_be_whole and groups[-1] == "000")  # 500.000 is not 500
        and marks.count(marks[-1]) == 1
        and len({*marks[:-1]}) <= 1
        and all(len(group) == 3 for group in groups[1:-1])
        and (len(marks) == 1 or len(groups[0]) <= 3)
    )
    return (whole,) * can_be_whole + (decimal,) * can_be_decimal
