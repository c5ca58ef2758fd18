"""Figures as people write them, in Spanish and English, and what this format has instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial, reduce

from briefsite.archive.choices import currencies_of, is_unknown
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

    is_money: bool = False
    """Whether the entry has a `currency`."""

    @property
    def takes_bounds(self) -> bool:
        """Whether bounds can stand in the place of a number."""
        return self.name == "value"

    @property
    def dropped(self) -> str:
        """The field to delete where there is no figure: what is to be reached is all of the target."""
        if self.name == "baseline":
            return self.name
        return "value" if self.unit is None else "target"


def mend_figure(text: str, field: Figure) -> Message | None:
    """How to write in this format what an author meant as a figure; None where that is not clear."""
    shown = " ".join(text.split())
    words = _PERCENT.sub("%", shown) if len(text) <= LONGEST else ""
    if not re.search(r"\d", words):
        if words and (is_unknown(words) or _is_indefinite(words, field.lang)):
            return Message(
                "“{words}” is no figure: write it in `text`, and delete `{name}`",
                words=shown,
                name=field.dropped,
            )
        words = _in_digits(_PART_OF.sub(_part_of, words), field.lang)
    found = list(_NUMBER.finditer(words))
    if not found or len(found) > 2:
        return None
    before, after = words[: found[0].start()], words[found[-1].end() :]
    if len(found) == 2:
        between = _BETWEEN.fullmatch(words[found[0].end() : found[1].start()])
        if not between or (between["scale"] and not after.strip().startswith(between["scale"])):
            return None
        sign = _MONEY.search(before)
        if not _BEFORE_RANGE.fullmatch(before[: sign.start()] if sign else before):
            return None
        before = sign[0] if sign else between["sign"] or ""
    readings = [_readings(number[0]) for number in found]
    around = _Around.read(before, after, field)
    if around is None or not all(readings):
        return None
    return (
        _one_number(readings[0], around, field, shown)
        if len(readings) == 1
        else _range(readings[0][0], readings[1][0], around, field, shown)
    )


def _one_number(values: Sequence[Decimal], around: _Around, field: Figure, shown: str) -> Message:
    """How to write a number that can be read in one way, or in two."""
    bound = around.bound if field.takes_bounds else ""
    first, *second = (
        reduce(_either, around.ways(partial(_bounded, bound, value), field)) for value in values
    )
    wanted = first
    if second:
        wanted = Message("{first}, or {second} if that is a decimal", first=first, second=second[0])
    if around.more or (around.bound and not bound):
        return Message("write {wanted}, and “{words}” in `text`", wanted=wanted, words=shown)
    return _with_unit(wanted, around, field)


def _with_unit(wanted: Message, around: _Around, field: Figure) -> Message:
    if (around.unit or around.codes) and field.unit is None:
        return Message("write {wanted}; the unit is that of the target", wanted=wanted)
    return Message("write {wanted}", wanted=wanted)


def _range(
    low: Decimal, high: Decimal, around: _Around, field: Figure, shown: str
) -> Message | None:
    """How to write two numbers, where the field takes bounds; else one of them."""
    if low >= high:
        return None
    if not field.takes_bounds:
        wanted = reduce(_either, around.ways(partial(_bounded, "", low), field))
        return Message("write {wanted}, and “{words}” in `text`", wanted=wanted, words=shown)
    ways = around.ways(lambda by: f"{{from: {_plain(low * by)}, to: {_plain(high * by)}}}", field)
    return _with_unit(reduce(_either, ways), around, field)


def mend_range(numbers: Sequence[float], field: Figure) -> Message | None:
    """How to write two numbers that were given in the place of one; None where these are no bounds."""
    if len(numbers) != 2 or not field.takes_bounds:
        return None
    low, high = (Decimal(str(number)) for number in numbers)
    return _range(low, high, _Around(), field, "")


def _bounded(bound: str, value: Decimal, by: int) -> str:
    """A number, as a bound where it is one."""
    shown = _plain(value * by)
    return f"{{{bound}: {shown}}}" if bound else shown


def _plain(value: Decimal) -> str:
    """A number as YAML has it, in no form that is read in two ways."""
    shown = f"{value.normalize():f}"
    # Four digits after the dot are no thousands.
    return shown + "0" if THOUSANDS.fullmatch(shown) else shown


def _either(one: Message, other: Message) -> Message:
    return Message("{one} or {other}", one=one, other=other)


def _written(name: str, shown: str, unit: str = "", codes: Sequence[str] = ()) -> Message:
    """The lines to write."""
    if len(codes) > 1:
        return Message(
            "`{name}: {value}` and the `currency` that the source means, e.g. `{first}` or `{second}`",
            name=name,
            value=shown,
            first=codes[0],
            second=codes[1],
        )
    if codes:
        return Message(
            "`{name}: {value}` and `currency: {code}`", name=name, value=shown, code=codes[0]
        )
    if not unit:
        return Message("`{name}: {value}`", name=name, value=shown)
    quoted = unit if re.fullmatch(r"[^\W\d_][\w ]*", unit) else f'"{unit}"'
    return Message("`{name}: {value}` and `unit: {unit}`", name=name, value=shown, unit=quoted)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What stands around the number."""

    scale: str = ""
    """«millones» and the like."""

    unit: str = ""
    codes: Sequence[str] = ()
    """The codes of the money: several where its sign is that of several."""

    bound: str = ""
    """`at_least` or `at_most`, where the number is the least or the most."""

    more: bool = False
    """Whether something remains that none of these says, as «unos»."""

    @classmethod
    def read(cls, before: str, after: str, field: Figure) -> _Around | None:
        """Tell the words before and after a number apart; None where they say something else."""
        money = _MONEY.search(before)
        if money and not _codes(money[0].strip()):
            money = None
        before = (before[: money.start()] if money else before).strip()
        scale = _SCALE.match(after)
        after = (after[scale.end() :] if scale else after).strip()
        qualified = _QUALIFIED.search(after) or _QUALIFIED_FIRST.match(after)
        if qualified:
            after = (after[: qualified.start()] + after[qualified.end() :]).strip()
        said = [words for words in (before, qualified[0] if qualified else "") if words]
        after = re.sub(r"^(?:de|of) ", "", after)
        if not _QUALIFIER.fullmatch(before) or _PARTS.search(before) or not _UNIT.fullmatch(after):
            return None
        unit = after or (money[0].strip() if money else "")
        codes = _codes(unit)
        if field.is_money and len(codes) > 1:  # the entry says which
            unit, codes = "", ()
        bounds = [*filter(None, map(_bound_in, said))]
        return cls(
            scale=_scale_in(scale, field.lang),
            unit=unit,
            codes=codes,
            bound=bounds[0] if len(said) == len(bounds) == 1 else "",
            more=len(said) > len(bounds) or any(map(_EXCLUDED.search, said)),
        )

    def ways(self, shape: Callable[[int], str], field: Figure) -> Iterator[Message]:
        """The ways to write it, the author's own first; `shape` gives it times a factor.

        Money that has a code is written out, so that it can be read in every language.
        """
        factor = _FACTORS.get(self.scale, 1)
        unit = "" if field.unit is None else self.unit
        codes = () if field.unit is None else self.codes
        if self.scale and field.unit is not None and not (codes or field.is_money):
            counted = self.unit or field.unit
            word = "miles" if self.scale == "mil" else self.scale
            link = " de " if word in _SPANISH else " "
            yield _written(field.name, shape(1), f"{word}{link}{counted}" if counted else word)
        yield _written(field.name, shape(factor), unit, codes)


def _scale_in(scale: re.Match[str] | None, lang: str) -> str:
    """The word of `_FACTORS` for a scale, in the language of the file where it is a short form."""
    if not scale:
        return ""
    if scale[1]:
        return scale[1].lower().replace("illon", "illón").replace("illónes", "illones")
    return _SCALES[scale[2].strip()][lang == "en"]


def _bound_in(words: str) -> str:
    """Which bound some words make of a number; nothing where they make none."""
    return next((name for name, meant in _BOUNDS.items() if meant.fullmatch(words)), "")


_SIGN = r"(?:(?:\b[A-Za-z]{1,3})?\$(?:S\b)?|[€£¥₹₩₪₫₱])"
"""The sign of money, with the letters before it: `R$`."""

_NUMBER = re.compile(
    r"(?:(?<![\w ])|(?<=^)|(?<= ))[-−–+]?\d{1,3}(?:[ '’]\d{3}(?!\d))+(?:[.,]\d+)?|(?:(?<![\d %])[-−–+])?\d+(?:[.,'’_]\d+)*"
)
_BETWEEN = re.compile(
    r"\s*(?P<scale>mil millones|mil|millones|billones|thousand|million|billion|trillion)?(?:\s*%)?"
    rf"\s*(?:[-–—]|al?|y|o|u|to|and|or|hasta)(?: el| la)?\s*(?P<sign>{_SIGN}\s?)?",
    re.IGNORECASE,
)
_BEFORE_RANGE = re.compile(r"\s*(?:entre|de|desde|between|from)?\s*(?:el |la )?", re.IGNORECASE)
_PERCENT = re.compile(r"\b(?:por ?ciento|per ?cent|pct)\b\.?", re.IGNORECASE)
_MONEY = re.compile(rf"(?:{_SIGN}|\b[A-Z]{{3}}\b)\s*$")
_BOUNDS = {
    "at_least": re.compile(
        r"\+|≥|>=?|(?:un )?mínimo(?: de)?|(?:a )?minimum(?: of)?|,?\s*\(?(?:(?:al|por lo|cuando) menos|como mínimo|mínimo"
        r"|o más|or more|at least)\.?\)?|(?:no|not) (?:menos de|(?:less|fewer) than)|(?:desde|from|a partir de)"
        r"|(?:más de|more than|over|above|superior a|exceeding)",
        re.IGNORECASE,
    ),
    "at_most": re.compile(
        r"≤|<=?|(?:un )?máximo(?: de)?|(?:a )?maximum(?: of)?|,?\s*\(?(?:como (?:máximo|mucho)|a lo (?:sumo|más)|máximo"
        r"|o menos|or (?:less|fewer)|at most)\.?\)?|(?:no|not) (?:más de|more than)|hasta|up to"
        r"|(?:menos de|(?:less|fewer) than|under|below|inferior a)",
        re.IGNORECASE,
    ),
}
"""What stands before or after a number that is the least or the most."""

_EXCLUDED = re.compile(
    r"^(?:[<>]|más de|menos de|(?:more|less|fewer) than|over|above|under|below|superior a|inferior a|exceeding)$",
    re.IGNORECASE,
)
"""Of these: where the number itself is left out, which the text must say."""

_QUALIFIER = re.compile(r"[<>=≥≤~≈+\s]*|[^\W\d_][^\d]*", re.IGNORECASE)
_QUALIFIED = re.compile(
    r"(?:^\+|,?\s*(?:\(|\b)(?:o (?:más|menos)|or (?:more|less|fewer)|como (?:mínimo|máximo|mucho)|a lo (?:sumo|más)|(?:al|por lo) menos|at (?:least|most)|"
    r"aprox(?:imadamente)?|approximately|mínimo|máximo)\b\.?\)?)$",
    re.IGNORECASE,
)
_QUALIFIED_FIRST = re.compile(r"(?:o (?:más|menos)|or (?:more|less|fewer))\b", re.IGNORECASE)
_FRACTIONS = r"tercio|medi[oa]|cuarto|docena|decena|centenar|dozen|hal(?:f|ves)|third|quarter|fifth|quinto|y\b|and\b"
_PARTS = re.compile(rf"\b(?:{_FRACTIONS}|mitad|doble|triple|double|twice)", re.IGNORECASE)
"""What makes another number of the one after it."""

_UNIT = re.compile(
    rf"(?!(?:{_FRACTIONS})|(?:a|al|de|en|in|of|o|or|per|por|sobre|to)$)(?:%(?: [^\d:\"]+)?|{_SIGN}|[^\W\d_][^\d:\"]*)?",
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
_MONEY_WORDS = (
    "dólares",
    "dollars",
    "euros",
    "euro",
    "libras",
    "pounds",
    "usd",
    "eur",
    "gbp",
    "mxn",
)


def _codes(unit: str) -> Sequence[str]:
    """The money that a sign, a code or a name means; words such as «cups» are none, though CUP is."""
    if unit.isalpha() and not unit.isupper() and unit.lower() not in _MONEY_WORDS:
        return ()
    return currencies_of(unit)


_INDEFINITE = re.compile(
    r"\b(?:un[oa]s (?:cuant[oa]s |poc[oa]s )?)?"
    r"(?:cientos|centenares|miles|millares|millones|billones|decenas|docenas"
    r"|tens|dozens|hundreds|thousands|millions|billions|trillions"
    r"|(?:several|few|many|couple)(?: of)? (?:dozen|hundred|thousand|million|billion|trillion))\b",
    re.IGNORECASE,
)
"""Numbers that say no figure, where none stands before them: «miles», «varios millones»."""


def _is_indefinite(words: str, lang: str) -> bool:
    """Tell whether the first number of some words is one that says no figure."""
    found = _INDEFINITE.search(words)
    return bool(found and not re.search(r"\d", _in_digits(words[: found.start()], lang)))


_PART_OF = re.compile(
    r"(?<!and a )\b(?:(?P<half>medio|half)|(?:un |a )?(?:cuarto|quarter))(?:[ -](?:de|of))?(?:[ -]an?)?[ -]"
    r"(?P<scale>mill[oó]n|bill[oó]n|thousand|million|billion|trillion)\b",
    re.IGNORECASE,
)
"""«medio millón», “a quarter of a million”."""


def _part_of(found: re.Match[str]) -> str:
    scale = found["scale"].lower().replace("illon", "illón")
    return str(_FACTORS[scale] // (2 if found["half"] else 4))


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
