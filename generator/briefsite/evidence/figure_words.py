"""The words that figures are written with, by language: scales, months, shares, money."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from briefsite.evidence.figures import Period
from briefsite.evidence.money import NAMES


class FigureWords(NamedTuple):
    """How a language writes figures. All words are in lower case."""

    scales: Mapping[str, int]
    """What a number is multiplied by that stands before: `mil`, `millones`, `docena`."""

    alone: frozenset[str]
    """Scales that are a number by themselves: `mil`."""

    months: Mapping[str, int]
    """Names of months; those of `short_months` as well."""

    short_months: Mapping[str, int]
    """Abbreviations, which mean a month beside a day or a year alone: `mar` is the sea as well."""

    linking: frozenset[str]
    """What stands between the days of one month, or the ends of a range."""

    of: frozenset[str]
    """What stands between a day, a month and a year."""

    percent: tuple[tuple[str, ...], ...]
    """How `%` is written in words."""

    halves: frozenset[str]
    """`medio`, `media`: half of what follows."""

    and_a_half: tuple[tuple[str, ...], ...]
    """`y medio`: half of the last scale more."""

    per_mille: tuple[tuple[str, ...], ...]

    per: frozenset[str]
    """Words after which a scale is a number by itself: «per hundred thousand»."""

    points: frozenset[str]
    """What half of is a number: «medio punto»."""

    measures: frozenset[str]
    """What can be followed by `y medio`: «dos años y medio»."""

    minus: frozenset[str]
    """Signs in words."""

    numbered: frozenset[str]
    """What has numbers of parts, such as 14.2."""

    shares: Mapping[str, int]
    """Parts of a whole, after a number: `tercios`."""

    part: frozenset[str]
    """What makes a part of a whole of an ordinal: `partes`."""

    half: frozenset[str]
    """Half of a whole, by itself."""

    not_before_half: frozenset[str]
    """Words before which it is a half of a year or a match."""

    one_in: tuple[tuple[str, ...], ...]
    """What stands between the two numbers of «tres de cada diez»."""

    articles: frozenset[str]
    ordinals: Mapping[str, int]
    money: Mapping[str, str]
    """Names of currencies, and what they are compared by."""

    one: frozenset[str]
    """Words that are a number before a scale or a percentage, and an article elsewhere."""

    none: frozenset[str]
    """Words for 0, in what evidence offers."""

    ends: frozenset[str]
    """Words before a year or a month that mean its last day: «finales de 2026»."""

    before: frozenset[str]
    """Words before a day, month or year that mean the end of the one before: «antes de junio»."""

    year: frozenset[str]

    parts_of_year: Mapping[str, int]
    """Parts of a year by how many months they have, after an ordinal: `semestre`."""

    periods: Mapping[str, Period]
    """Lengths of time, after a number: `días`."""

    decades: Mapping[str, int]
    """`nineties`."""

    before_decade: frozenset[str]
    """What stands before a number that can be a decade: «los años 90»."""

    at_time: frozenset[str]
    """What stands before a time of day."""

    hours: frozenset[str]
    """What stands after a time of day, and after a number of hours."""

    parts_of_day: Mapping[tuple[str, ...], int]
    """What says which half of the day is meant, and the hours to add: `de la tarde`."""

    before_hours: frozenset[str]
    """What stands before hours that are a time of day: «a 14 horas»."""

    after_time: frozenset[str]
    """Words that begin what makes a time of day of the number before them."""

    prefixes: frozenset[str]
    """What can stand before digits and a hyphen without making a name of them: `mid-2027`."""

    before_month: frozenset[str]
    """Words after which the name of a month is no other name."""

    before_day: frozenset[str]
    """What stands before the day of a month that is not named: «el 26»."""

    relative: Mapping[str, int]
    """Days by how many come between them and the day of the text: `ayer` is -1."""

    weekdays: Mapping[str, int]
    """Days of the week; Monday is 0."""

    near: Mapping[str, int]
    """Words beside `año` and `mes` by how many come between it and that of the text: `pasado` is -1."""

    month: frozenset[str]

    @property
    def beginnings(self) -> tuple[Collection[str], ...]:
        """Words that a figure may begin with, beside numbers in words."""
        return (
            self.months, self.short_months, self.scales, self.halves, self.half, self.ordinals,
            self.shares, self.decades,
            self.ends,
            {phrase[-1] for phrase in self.percent},  # «one per cent»
        )  # fmt: skip


_SHORT_SCALES = {"k": 10**3, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_MONEY = {"eur": "EUR", "usd": "USD", "mxn": "MXN", "gbp": "GBP"}


_WEEKDAYS = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]
_HOURS = ("h", "hr", "hrs")
_TENS = {"vig": 20, "trig": 30, "cuadrag": 40, "quincuag": 50, "sexag": 60, "septuag": 70}
_TENS |= {"octog": 80, "nonag": 90, "cent": 100}
"""Ordinals in words, without their `ésimo`."""


def _numbered(names: str, first: int = 1) -> dict[str, int]:
    """Names in order, those of one number divided by `/`."""
    return {
        name: number
        for number, group in enumerate(names.split(), first)
        for name in group.split("/")
    }


def _phrases(*phrases: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in phrases)


_SPANISH = FigureWords(
    scales=_SHORT_SCALES
    | {
        "mil": 10**3,
        "millón": 10**6,
        "millon": 10**6,
        "millones": 10**6,
        "mdd": 10**6,
        "mdp": 10**6,
    }
    | {"millardo": 10**9, "millardos": 10**9, "billón": 10**12, "billones": 10**12}
    | {"trillón": 10**18, "trillones": 10**18, "millar": 1000, "millares": 1000}
    | {"decena": 10, "decenas": 10, "docena": 12, "docenas": 12, "quincena": 15, "veintena": 20}
    | {
        "treintena": 30,
        "cincuentena": 50,
        "centena": 100,
        "centenas": 100,
        "centenar": 100,
        "centenares": 100,
    },
    alone=frozenset(["mil"]),
    months=_numbered(
        "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre"
        " diciembre"
    ),
    short_months=_numbered("ene feb mar abr may jun jul ago sep/sept/set oct nov dic"),
    linking=frozenset(["a", "al", "y", "e", "o", "u", "hasta"]),
    of=frozenset(["de", "del"]),
    percent=_phrases("%", "por ciento", "por cien", "por 100", "porciento", "p . ciento"),
    per_mille=_phrases("‰", "por mil"),
    per=frozenset(["por", "cada"]),
    points=frozenset(["punto"]),
    measures=frozenset(
        [
            "año",
            "años",
            "mes",
            "meses",
            "semana",
            "semanas",
            "día",
            "días",
            "hora",
            "horas",
            "minuto",
            "minutos",
            "punto",
            "puntos",
            "grado",
            "grados",
            "metro",
            "metros",
            "kilómetro",
            "kilómetros",
            "litro",
            "litros",
            "tonelada",
            "toneladas",
            "hectárea",
            "hectáreas",
            "vez",
            "veces",
            "kilo",
            "kilos",
            "euro",
            "euros",
        ]
    ),
    minus=frozenset(["menos"]),
    numbered=frozenset(["artículo", "artículos", "apartado", "párrafo", "cláusula"]),
    halves=frozenset(["medio", "media"]),
    and_a_half=_phrases("y medio", "y media"),
    shares={"tercio": 3, "tercios": 3, "terceras": 3}
    | _numbered("cuartos/cuartas quintos/quintas sextos/sextas séptimos/séptimas", 4)
    | _numbered("octavos/octavas novenos/novenas décimos/décimas", 8),
    part=frozenset(["parte", "partes"]),
    half=frozenset(["mitad"]),
    not_before_half=frozenset(["a"]),
    one_in=_phrases("de cada", "por cada"),
    articles=frozenset(["el", "la", "los", "las", "un", "una", "día", "de", "del", "sus", "que"]),
    ordinals=_numbered(
        "primero/primera/primer segundo/segunda tercero/tercera/tercer cuarto/cuarta quinto/quinta"
        " sexto/sexta séptimo/séptima octavo/octava noveno/novena décimo/décima"
        " undécimo/undécima duodécimo/duodécima"
    )
    | {f"{tens}ésim{end}": number for tens, number in _TENS.items() for end in "oa"},
    money={**_MONEY, **NAMES["es"]},
    one=frozenset(["un", "una", "uno"]),
    none=frozenset(["ninguno", "ninguna", "ningún", "nadie", "nada"]),
    ends=frozenset(
        ["fin", "final", "finales", "acabe", "acabar", "termine", "terminar", "cierre", "finalice"]
    ),
    before=frozenset(["antes"]),
    year=frozenset(["año"]),
    parts_of_year={"semestre": 6, "trimestre": 3, "cuatrimestre": 4, "bimestre": 2},
    periods={"día": Period(1), "días": Period(1), "semana": Period(7), "semanas": Period(7)}
    | {"mes": Period(0, 1), "meses": Period(0, 1), "año": Period(0, 12), "años": Period(0, 12)},
    decades={},
    before_decade=frozenset(["años", "los"]),
    at_time=frozenset(["las"]),
    hours=frozenset([*_HOURS, "hs", "hora", "horas"]),
    parts_of_day={
        ("de", "la", "madrugada"): 0,
        ("de", "la", "mañana"): 0,
        ("de", "la", "tarde"): 12,
        ("de", "la", "noche"): 12,
    },
    before_hours=frozenset(["las", "a", "hasta", "y"]),
    after_time=frozenset(["am", "pm", "a", "p", "de", *_HOURS, "hs", "hora", "horas"]),
    prefixes=frozenset(["sub", "pre", "post", "pos", "a"]),
    before_month=frozenset(
        [
            "en",
            "desde",
            "hasta",
            "para",
            "entre",
            "este",
            "pasado",
            "próximo",
            "mes",
            "finales",
            "mediados",
            "principios",
        ]
    ),
    before_day=frozenset(["el", "al", "del", "día", "pasado", "próximo", "este", *_WEEKDAYS]),
    relative={"anteayer": -2, "ayer": -1, "anoche": -1, "hoy": 0, "mañana": 1},
    weekdays=_numbered(" ".join(_WEEKDAYS), 0),
    near={"este": 0, "presente": 0, "actual": 0, "curso": 0, "pasado": -1, "próximo": 1}
    | {"siguiente": 1, "entrante": 1, "viene": 1},
    month=frozenset(["mes"]),
)

_ENGLISH = FigureWords(
    scales=_SHORT_SCALES
    | {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
    | {"dozen": 12},
    alone=frozenset(),
    months=_numbered(
        "january february march april may june july august september october november december"
    ),
    short_months=_numbered("jan feb mar apr may jun jul aug sep/sept oct nov dec"),
    linking=frozenset(["to", "and", "or", "through", "until"]),
    of=frozenset(["of"]),
    percent=_phrases("%", "percent", "per cent", "pct"),
    per_mille=_phrases("‰", "per mille"),
    per=frozenset(["per", "every"]),
    points=frozenset(["point", "percentage"]),
    measures=frozenset(
        [
            "year",
            "years",
            "month",
            "months",
            "week",
            "weeks",
            "day",
            "days",
            "hour",
            "hours",
            "point",
            "points",
            "mile",
            "miles",
        ]
    ),
    minus=frozenset(["minus"]),
    numbered=frozenset(["article", "articles", "section", "paragraph", "clause"]),
    halves=frozenset(["half"]),
    and_a_half=_phrases("and a half", "and one half", "- and - a - half"),
    shares=_numbered("thirds quarters/fourths fifths sixths sevenths eighths ninths tenths", 3)
    | {"quarter": 4},
    part=frozenset(["part", "parts"]),
    half=frozenset(["half"]),
    not_before_half=frozenset(["first", "second", "last", "latter", "other"]),
    one_in=_phrases("in every", "out of every", "in", "out of"),
    articles=frozenset(["the", "a", "an", "of", "its", "their"]),
    ordinals=_numbered(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
    )
    | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100},
    money={**_MONEY, **NAMES["en"]},
    one=frozenset(["one", "a", "an"]),
    none=frozenset(["none", "nobody", "nothing", "no"]),
    ends=frozenset(["end", "close"]),
    before=frozenset(["before"]),
    year=frozenset(["year"]),
    parts_of_year={"half": 6, "quarter": 3},
    periods={"day": Period(1), "days": Period(1), "week": Period(7), "weeks": Period(7)}
    | {
        "month": Period(0, 1),
        "months": Period(0, 1),
        "year": Period(0, 12),
        "years": Period(0, 12),
    },
    decades={
        name: 10 * number
        for name, number in _numbered(
            "twenties thirties forties fifties sixties seventies eighties nineties", 2
        ).items()
    },
    before_decade=frozenset(),
    at_time=frozenset(["at"]),
    hours=frozenset([*_HOURS, "hours"]),
    parts_of_day={
        ("in", "the", "morning"): 0,
        ("in", "the", "afternoon"): 12,
        ("in", "the", "evening"): 12,
        ("at", "night"): 12,
    },
    before_hours=frozenset(["at", "from", "to", "until"]),
    after_time=frozenset(["am", "pm", "a", "p", "in", "at", *_HOURS, "hours"]),
    prefixes=frozenset(
        ["mid", "pre", "post", "under", "over", "early", "late", "end", "non", "to", "and"]
    ),
    before_month=frozenset(
        ["in", "since", "until", "during", "last", "next", "this", "early", "late", "mid"]
    ),
    before_day=frozenset(["the", "on"]),
    relative={"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1},
    weekdays=_numbered("monday tuesday wednesday thursday friday saturday sunday", 0),
    near={"this": 0, "current": 0, "last": -1, "next": 1, "coming": 1},
    month=frozenset(["month"]),
)

_OTHERS = {
    "fr": {"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9}
    | {"milliards": 10**9},
    "pt": {"mil": 10**3, "milhão": 10**6, "milhões": 10**6, "bilhão": 10**9, "bilhões": 10**9},
    "de": {"tausend": 10**3, "million": 10**6, "millionen": 10**6, "milliarde": 10**9}
    | {"milliarden": 10**9},
    "it": {"mila": 10**3, "milione": 10**6, "milioni": 10**6, "miliardo": 10**9}
    | {"miliardi": 10**9},
}


@cache
def figure_words(language: str) -> FigureWords:
    """The words of a language, given by its code (`es`, `en-GB`).

    Of a language that is neither Spanish nor English they are scales and months alone, as far as
    they are known.
    """
    code = language.partition("-")[0].lower()
    if code in ("es", "en"):
        return _SPANISH if code == "es" else _ENGLISH
    scales = _SHORT_SCALES | _OTHERS.get(code, {})
    return _EMPTY._replace(
        scales=scales, months=_months(code), one=frozenset(_ARTICLES.get(code, ()))
    )


_ARTICLES: Mapping[str, Sequence[str]] = {
    "fr": ("un", "une"),
    "pt": ("um", "uma"),
    "it": ("un", "uno", "una"),
    "de": ("ein", "eine", "einem", "einen", "einer", "eines"),
    "nl": ("een",),
}
"""Words that are a number before a scale, and mostly an article."""

_NO_WORDS: frozenset[str] = frozenset()
_EMPTY = FigureWords(
    scales={},
    alone=_NO_WORDS,
    months={},
    short_months={},
    linking=_NO_WORDS,
    of=frozenset(["de", "di", "van"]),
    percent=_phrases("%"),
    per_mille=_phrases("‰"),
    per=_NO_WORDS,
    points=_NO_WORDS,
    measures=_NO_WORDS,
    minus=_NO_WORDS,
    numbered=_NO_WORDS,
    halves=_NO_WORDS,
    and_a_half=(),
    shares={},
    part=_NO_WORDS,
    half=_NO_WORDS,
    not_before_half=_NO_WORDS,
    one_in=(),
    articles=_NO_WORDS,
    ordinals={},
    money=_MONEY,
    one=_NO_WORDS,
    none=_NO_WORDS,
    ends=_NO_WORDS,
    before=_NO_WORDS,
    year=_NO_WORDS,
    parts_of_year={},
    periods={},
    decades={},
    before_decade=_NO_WORDS,
    at_time=_NO_WORDS,
    hours=frozenset(["h"]),
    parts_of_day={},
    before_hours=_NO_WORDS,
    after_time=frozenset(["h"]),
    prefixes=_NO_WORDS,
    before_month=_NO_WORDS,
    before_day=_NO_WORDS,
    relative={},
    weekdays={},
    near={},
    month=_NO_WORDS,
)


def _months(code: str) -> dict[str, int]:
    from babel import Locale, UnknownLocaleError  # 60 ms, for a source in a third language alone

    try:
        names = Locale.parse(code).months["format"]["wide"]
    except (UnknownLocaleError, ValueError):
        return {}
    return {name.lower(): number for number, name in names.items()}
