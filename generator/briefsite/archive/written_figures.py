"""Figures as people write them, in Spanish and English, and what this format has instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from briefsite.messages.message import Message

THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
"""A number of YAML with three digits after its dot: a decimal there, thousands in Spanish."""


LONGEST = 100
"""Characters of a text that can be a figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The field that a figure stands in."""

    name: str
    """Its name, as `value`."""

    unit: str | None
    """What is counted there; None where the entry has no unit of its own."""

    lang: str
    """Language of the file."""


def mend_figure(text: str, field: Figure) -> Message | None:
    """How to write in this format what an author meant as a figure; None where that is not clear."""
    shown = " ".join(text.split())
    words = _PERCENT.sub("%", shown) if len(text) <= LONGEST else ""
    if not re.search(r"\d", words):
        words = _in_digits(words, field.lang)
    found = list(_NUMBER.finditer(words))
    is_range = (
        len(found) == 2
        and _BETWEEN.fullmatch(words[found[0].end() : found[1].start()])
        and _BEFORE_RANGE.fullmatch(words[: found[0].start()])
    )
    if not found or (len(found) > 1 and not is_range):
        return None
    values = _readings(found[0][0])
    before = "" if is_range else words[: found[0].start()]
    around = _Around.read(before, words[found[-1].end() :], field)
    if around is None or not values:
        return None
    if is_range:
        return _one_end(reduce(_either, around.ways(values[0], field)), shown)
    first, *second = (reduce(_either, around.ways(value, field)) for value in values)
    wanted = first
    if second:
        wanted = Message("{first}, or {second} if that is a decimal", first=first, second=second[0])
    if around.more:
        return Message("write {wanted}, and “{words}” in `text`", wanted=wanted, words=shown)
    if around.unit and field.unit is None:
        return Message("write {wanted}; the unit is that of the target", wanted=wanted)
    return Message("write {wanted}", wanted=wanted)


def mend_range(numbers: Sequence[float], field: Figure) -> Message | None:
    """How to write several numbers that were given in the place of one."""
    if not numbers:
        return None
    shown = "–".join(f"{number:g}" for number in numbers)
    return _one_end(_written(field.name, Decimal(str(numbers[0]))), shown)


def _one_end(wanted: Message, shown: str) -> Message:
    return Message(
        "a figure is one number: write one end, e.g. {wanted}, and “{words}” in `text`",
        wanted=wanted,
        words=shown,
    )


def _either(one: Message, other: Message) -> Message:
    return Message("{one} or {other}", one=one, other=other)


def _written(name: str, value: Decimal, unit: str = "") -> Message:
    """The lines to write."""
    # Four digits after the dot are no thousands.
    shown = f"{value.normalize():f}"
    if THOUSANDS.fullmatch(shown):
        shown += "0"
    if not unit:
        return Message("`{name}: {value}`", name=name, value=shown)
    quoted = unit if re.fullmatch(r"[^\W\d_][\w ]*", unit) else f'"{unit}"'
    return Message("`{name}: {value}` and `unit: {unit}`", name=name, value=shown, unit=quoted)


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around the number."""

    scale: str
    """«millones» and the like."""

    unit: str
    more: bool
    """Whether something remains that neither number nor unit says, as «at least»."""

    @classmethod
    def read(cls, before: str, after: str, field: Figure) -> _Around | None:
        """Tell the words before and after a number apart; None where they say something else."""
        money = _MONEY.search(before)
        before = before[: money.start()] if money else before
        scale = _SCALE.match(after)
        after = (after[scale.end() :] if scale else after).strip()
        more = bool(before.strip())
        if qualified := _QUALIFIED.search(after):
            more, after = True, after[: qualified.start()].strip()
        after = re.sub(r"^(?:de|of) ", "", after)
        if not _QUALIFIER.fullmatch(before) or not _UNIT.fullmatch(after):
            return None
        unit = after or (money[0].strip() if money else "")
        is_spanish = field.lang != "en"
        shown = ""
        if scale and scale[1]:
            shown = scale[1].lower().replace("illon", "illón").replace("illónes", "illones")
            is_spanish = shown in _SPANISH
        elif scale:
            shown = _SCALES[scale[2].strip()][not is_spanish]
        return cls(shown, _CURRENCIES.get(unit, (unit, unit))[not is_spanish], more)

    def ways(self, value: Decimal, field: Figure) -> Iterator[Message]:
        """The ways to write it, the author's own first."""
        if not self.scale:
            yield _written(field.name, value, "" if field.unit is None else self.unit)
            return
        whole = value * _FACTORS[self.scale]
        if field.unit is not None:
            counted = self.unit or field.unit
            word = "miles" if self.scale == "mil" else self.scale
            link = " de " if word in _SPANISH else " "
            yield _written(field.name, value, f"{word}{link}{counted}" if counted else word)
        yield _written(field.name, whole, "" if field.unit is None else self.unit)


_NUMBER = re.compile(
    r"(?:(?<![\w ])|(?<=^)|(?<= ))[-−–+]?\d{1,3}(?:[ '’]\d{3}(?!\d))+(?:[.,]\d+)?|(?:(?<![\d %])[-−–+])?\d+(?:[.,'’_]\d+)*"
)
_BETWEEN = re.compile(r"\s*(?:[-–—]|a|y|o|u|to|and|or|hasta|%\s*(?:-|–|a|y|to|and))(?: el| la)?\s*")
_BEFORE_RANGE = re.compile(r"(?:entre|de|desde|between|from)?\s*(?:el |la )?", re.IGNORECASE)
_PERCENT = re.compile(r"\b(?:por ?ciento|per ?cent|pct)\b\.?", re.IGNORECASE)
_MONEY = re.compile(r"(?:\bUS\$|\$|€|£|\b(?:USD|EUR|GBP|MXN)\b)\s*$")
_QUALIFIER = re.compile(r"[<>=≥≤~≈+\s]*|[^\W\d_][^\d]*", re.IGNORECASE)
_QUALIFIED = re.compile(
    r"(?:^\+|,?\s*(?:\(|\b)(?:o (?:más|menos)|or (?:more|less|fewer)|como (?:mínimo|máximo)|at (?:least|most)|"
    r"aprox(?:imadamente)?|approximately|mínimo|máximo)\b\.?\)?)$",
    re.IGNORECASE,
)
_FRACTIONS = r"tercio|medi[oa]|cuarto|docena|decena|centenar|dozen|hal(?:f|ves)|third|quarter|fifth|quinto|y\b|and\b"
_UNIT = re.compile(
    rf"(?!(?:{_FRACTIONS})|(?:a|al|de|en|in|of|o|or|per|por|sobre|to)$)(?:%(?: [^\d:\"]+)?|[$€£]|[^\W\d_][^\d:\"]*)?",
    re.IGNORECASE,
)
_SPANISH = ("mil", "miles", "millones", "millón", "mil millones", "billones", "billón")
_FACTORS = {
    "mil": 10**3,
    "miles": 10**3,
    "thousand": 10**3,
    "millón": 10**6,
    "millones": 10**6,
    "million": 10**6,
    "mil millones": 10**9,
    "billion": 10**9,
    "billón": 10**12,
    "billones": 10**12,
    "trillion": 10**12,
}
_SCALES = {
    "k": ("mil", "thousand"),
    "K": ("mil", "thousand"),
    "M": ("millones", "million"),
    "MM": ("millones", "million"),
    "bn": ("mil millones", "billion"),
}
"""Short forms, in Spanish and English."""

_SCALE = re.compile(
    r"\s*(?i:(mil millones|mil|miles(?= de\b)|mill[oó]n|millones|billones|bill[oó]n|thousand|million|billion"
    r"|trillion))\b|\s?(M(?=\s?[€$])|(?:[kKM]|bn)\b|\s?MM\b)"
)
_CURRENCIES = {
    "$": ("dólares", "dollars"),
    "US$": ("dólares", "dollars"),
    "USD": ("dólares", "dollars"),
    "€": ("euros", "euros"),
    "EUR": ("euros", "euros"),
    "£": ("libras", "pounds"),
    "GBP": ("libras", "pounds"),
    "MXN": ("pesos", "pesos"),
}
"""What a sign means, in Spanish and English."""


def _in_digits(words: str, lang: str) -> str:
    """Words with the numbers in them in digits; as they are where there is no number in them."""
    from text_to_num import alpha2digit, text2num

    for known in ("en", "es") if lang == "en" else ("es", "en"):
        try:
            return str(text2num(words.lower(), known))
        except ValueError:
            said = str(alpha2digit(words, known, threshold=2))
            if re.search(r"\d", said):
                return said
    return words


def _readings(number: str) -> list[Decimal]:
    """What a number in digits can mean; with both, the thousands first."""
    bare = re.sub(r"[ '’_]", "", number.translate({0x2212: "-", 0x2013: "-"}))
    sign, bare = (-1 if bare.startswith("-") else 1), bare.lstrip("-+")
    groups = re.split(r"[.,]", bare)
    whole = "".join(groups)
    if len(whole) > 15:  # more than a number of a computer holds
        return []
    is_grouped = all(len(group) == 3 for group in groups[1:]) and re.fullmatch(
        r"[1-9]\d{0,2}", groups[0]
    )
    marks = re.findall(r"[.,]", bare)
    if not marks:
        written = [whole]
    elif len(marks) == 1:
        decimal = ".".join(groups)
        written = [whole, decimal] if is_grouped and bare == number.lstrip("-+−–") else [decimal]
    elif len(set(marks)) == 1:
        written = [whole] if is_grouped else []
    elif len(set(marks[:-1])) == 1:
        written = ["".join(groups[:-1]) + "." + groups[-1]]
    else:
        written = []
    return [sign * Decimal(value) for value in written]
