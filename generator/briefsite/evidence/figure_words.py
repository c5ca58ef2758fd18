"""The words that figures are written with, by language: scales, months, shares, money."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from briefsite.evidence.figures import Period
from briefsite.evidence.money import CODES_IN_TEXTS, NAMES


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

    parts_of_day: Mapping[tuple[str, ...], range]
    """What says which part of the day is meant, and its hours: `de la tarde`. 24 is midnight.

    A single word of one hour is a time of day by itself: `mediodía`.
    """

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

    joining: frozenset[str] = frozenset()
    """What stands between the parts of a number: “two thousand and five”."""

    with_half: Mapping[str, Fraction] = MappingProxyType({})
    """Numbers and a half in one word: `anderthalb`."""

    abbreviations: frozenset[str] = frozenset()
    """Scales that a point can follow: `Mio.`"""

    several: frozenset[str] = frozenset()
    """Words after which a number in words is none: «mehrere hundert»."""

    doubtful: frozenset[str] = frozenset()
    """Numbers that are another word as well, and so are read before what they count alone: `neuf`."""

    certain: frozenset[str] = frozenset()
    """Words after which a doubtful number is one: «ils sont neuf»."""

    plurals: tuple[str, ...] = ()
    """How words end that a doubtful number counts."""

    no_plurals: frozenset[str] = frozenset()
    """Words that end so and are counted by none: `dans`."""

    elides: bool = False
    """Whether an apostrophe parts two words: `d'euros`."""

    has_point_after_day: bool = False
    """Whether the number of a day has a point: «26. September»."""

    @property
    def beginnings(self) -> tuple[Collection[str], ...]:
        """Words that a figure may begin with, beside numbers in words."""
        return (
            self.months, self.short_months, self.scales, self.halves, self.half, self.ordinals,
            self.shares, self.decades,
            self.ends, self.with_half,
            {phrase[-1] for phrase in self.percent},  # «one per cent»
            {
                phrase[0]
                for phrase, hours in self.parts_of_day.items()
                if len(phrase) == len(hours) == 1
            },
        )  # fmt: skip


_SHORT_SCALES = {"k": 10**3, "mn": 10**6, "bn": 10**9, "tn": 10**12}
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


def _tens(names: str) -> dict[str, int]:
    return {name: 10 * number for name, number in _numbered(names, 2).items()}


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
    money=NAMES["es"],
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
        ("de", "la", "madrugada"): range(12),
        ("de", "la", "mañana"): range(1, 13),
        ("del", "mediodía"): range(11, 17),
        ("de", "la", "tarde"): range(12, 24),
        ("de", "la", "noche"): range(17, 30),
        ("de", "la", "medianoche"): range(24, 25),
        ("mediodía",): range(12, 13),
        ("medianoche",): range(24, 25),
    },
    before_hours=frozenset(["las", "a", "hasta", "y"]),
    after_time=frozenset(["am", "pm", "a", "p", "de", "del", *_HOURS, "hs", "hora", "horas"]),
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
    money=NAMES["en"],
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
    decades=_tens("twenties thirties forties fifties sixties seventies eighties nineties"),
    before_decade=frozenset(),
    at_time=frozenset(["at"]),
    hours=frozenset([*_HOURS, "hours"]),
    parts_of_day={
        ("in", "the", "morning"): range(12),
        ("in", "the", "afternoon"): range(12, 24),
        ("in", "the", "evening"): range(13, 25),
        ("at", "night"): range(17, 30),
        ("noon",): range(12, 13),
        ("midday",): range(12, 13),
        ("midnight",): range(24, 25),
    },
    before_hours=frozenset(["at", "from", "to", "until"]),
    after_time=frozenset(
        ["am", "pm", "a", "p", "in", "at", "noon", "midday", "midnight", *_HOURS, "hours"]
    ),
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
    joining=frozenset(["and"]),
)


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _each(words: str, number: int) -> dict[str, int]:
    return dict.fromkeys(words.split(), number)


def _periods(days: str, weeks: str, months: str, years: str) -> dict[str, Period]:
    lengths = {Period(1): days, Period(7): weeks, Period(0, 1): months, Period(0, 12): years}
    return {name: length for length, group in lengths.items() for name in group.split()}


def _with_half(names: str, first: int) -> dict[str, Fraction]:
    return {name: number + Fraction(1, 2) for name, number in _numbered(names, first).items()}


_NO_WORDS: frozenset[str] = frozenset()
_EMPTY = FigureWords(
    scales=_SHORT_SCALES,
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
    money=CODES_IN_TEXTS,
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

_FRENCH = _EMPTY._replace(
    scales=_SHORT_SCALES
    | _each("mille mil millier milliers", 10**3)
    | _each("million millions mio", 10**6)
    | _each("milliard milliards md mds mrd", 10**9)
    | _each("billion billions", 10**12)
    | _each("dizaine dizaines", 10)
    | _each("douzaine douzaines", 12)
    | _each("centaine centaines", 100)
    | {"quinzaine": 15, "vingtaine": 20, "trentaine": 30, "cinquantaine": 50, "soixantaine": 60},
    alone=_words("mille mil"),
    months=_numbered(
        "janvier février mars avril mai juin juillet août/aout septembre octobre novembre décembre"
    ),
    short_months=_numbered(
        "janv/jan févr/fév mar avr mai juin juil/juill août sep/sept oct nov déc"
    ),
    linking=_words("à au et ou"),
    of=_words("de d' du des"),
    percent=_phrases("%", "pour cent", "pour 100", "pourcent", "p . cent"),
    per_mille=_phrases("‰", "pour mille"),
    per=_words("par pour chaque"),
    points=_words("point"),
    measures=_words(
        "an ans mois semaine semaines jour jours heure heures point points mètre mètres kilomètre"
        " kilomètres tonne tonnes fois euro euros"
    ),
    minus=_words("moins"),
    numbered=_words("article articles"),
    halves=_words("demi"),
    and_a_half=_phrases("et demi", "et demie"),
    shares={"tiers": 3}
    | _numbered("quart/quarts cinquièmes sixièmes septièmes huitièmes neuvièmes dixièmes", 4),
    half=_words("moitié"),
    not_before_half=_words("à première seconde deuxième dernière"),
    articles=_words("le la l' les un une du de d' des ses leurs"),
    ordinals=_numbered(
        "premier/première deuxième/second/seconde troisième quatrième cinquième sixième septième"
        " huitième neuvième dixième onzième douzième"
    )
    | {"vingtième": 20, "centième": 100},
    money=NAMES["fr"],
    one=_words("un une"),
    none=_words("aucun aucune rien"),
    ends=_words("fin"),
    before=_words("avant"),
    year=_words("an année"),
    parts_of_year={"semestre": 6, "trimestre": 3},
    periods=_periods("jour jours", "semaine semaines", "mois", "an ans année années"),
    before_decade=_words("années"),
    hours=_words("h heure heures"),
    parts_of_day={
        ("du", "matin"): range(1, 13),
        ("du", "soir"): range(16, 25),
        ("de", "l'", "après", "-", "midi"): range(12, 24),
    },
    before_hours=_words("à dès vers"),
    after_time=_words("h heure heures du de"),
    before_month=_words("en depuis jusqu'en début mi fin ce dernier prochain"),
    before_day=_words("le"),
    relative={"hier": -1, "hui": 0, "demain": 1},
    weekdays=_numbered("lundi mardi mercredi jeudi vendredi samedi dimanche", 0),
    near=_each("ce cette", 0) | _each("dernier dernière", -1) | _each("prochain prochaine", 1),
    month=_words("mois"),
    doubtful=_words("neuf cents"),  # new, and coins
    certain=_words("les des aux ces ses nos vos leurs sont étaient seront"),
    plurals=("s", "x"),
    no_plurals=_words(
        "dans sans sous mais dès depuis pas plus moins très vers puis alors après selon les des ses"
        " ces mes tes nos vos leurs ils elles nous vous aux hors jamais toujours ailleurs deux trois"
        " six dix"
    ),
    elides=True,
)

_PORTUGUESE = _EMPTY._replace(
    scales=_SHORT_SCALES
    | _each("mil milhar milhares", 10**3)
    | _each("milhão milhões mi", 10**6)
    | _each("bilhão bilhões bi", 10**9)
    | _each("bilião biliões trilhão trilhões tri", 10**12)
    | _each("dezena dezenas", 10)
    | _each("dúzia dúzias", 12)
    | _each("centena centenas", 100),
    alone=_words("mil"),
    months=_numbered(
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
    ),
    short_months=_numbered("jan fev mar abr mai jun jul ago set out nov dez"),
    linking=_words("a ao à às e ou até"),
    of=_words("de do da dos das"),
    percent=_phrases("%", "por cento", "por 100", "porcento"),
    per_mille=_phrases("‰", "por mil"),
    per=_words("por cada"),
    points=_words("ponto"),
    measures=_words(
        "ano anos mês meses semana semanas dia dias hora horas ponto pontos metro metros quilômetro"
        " quilômetros quilómetro quilómetros tonelada toneladas vez vezes euro euros"
    ),
    minus=_words("menos"),
    numbered=_words("artigo artigos"),
    halves=_words("meio meia"),
    and_a_half=_phrases("e meio", "e meia"),
    shares={"terço": 3, "terços": 3}
    | _numbered("quartos quintos sextos sétimos oitavos nonos décimos", 4),
    part=_words("parte partes"),
    half=_words("metade"),
    not_before_half=_words("primeira segunda última"),
    one_in=_phrases("em cada", "de cada", "por cada"),
    articles=_words("o a os as um uma dia de do da dos das seus suas"),
    ordinals=_numbered("primeiro/primeira segunda terceiro/terceira quarto/quarta quinto/quinta")
    | _numbered("sexto/sexta sétimo/sétima oitavo/oitava nono/nona décimo/décima", 6)
    | {"vigésimo": 20, "vigésima": 20},  # «segundo» is most often “according to”
    money=NAMES["pt"],
    one=_words("um uma"),
    none=_words("nenhum nenhuma ninguém nada"),
    ends=_words("fim final"),
    before=_words("antes"),
    year=_words("ano"),
    parts_of_year={"semestre": 6, "trimestre": 3, "quadrimestre": 4, "bimestre": 2},
    periods=_periods("dia dias", "semana semanas", "mês meses", "ano anos"),
    before_decade=_words("anos"),
    at_time=_words("às"),
    hours=_words("h hs hr hrs hora horas"),
    parts_of_day={
        ("da", "madrugada"): range(12),
        ("da", "manhã"): range(1, 13),
        ("da", "tarde"): range(12, 24),
        ("da", "noite"): range(17, 30),
    },
    before_hours=_words("às à até das pelas"),
    after_time=_words("h hs hr hrs hora horas da"),
    before_month=_words("em desde até para entre este passado próximo mês"),
    before_day=_words("dia"),
    relative={"anteontem": -2, "ontem": -1, "hoje": 0, "amanhã": 1},
    weekdays=_numbered("segunda terça quarta quinta sexta sábado domingo", 0),
    near=_each("este neste deste atual", 0) | {"passado": -1, "próximo": 1},
    month=_words("mês"),
    joining=_words("e"),
)

_GERMAN = _EMPTY._replace(
    scales=_SHORT_SCALES
    | _each("tausend tsd", 10**3)
    | _each("million millionen mio", 10**6)
    | _each("milliarde milliarden mrd", 10**9)
    | _each("billion billionen bio", 10**12)
    | {"dutzend": 12},
    alone=_words("tausend"),
    months=_numbered(
        "januar/jänner februar märz april mai juni juli august september oktober november dezember"
    ),
    short_months=_numbered("jan/jän feb mär/mrz apr mai jun jul aug sep/sept okt nov dez"),
    linking=_words("bis und oder ."),
    of=_words("von vom des der"),
    percent=_phrases("%", "prozent", "vom hundert", "v . h ."),
    per_mille=_phrases("‰", "promille"),
    per=_words("pro je"),
    minus=_words("minus"),
    numbered=_words("artikel"),
    halves=_words("halbe halben"),
    shares=_each("drittel dritteln", 3)
    | _numbered("viertel/vierteln fünftel sechstel siebtel achtel neuntel zehntel", 4),
    half=_words("hälfte"),
    not_before_half=_words("erste ersten zweite zweiten"),
    articles=_words("der die das den dem des zum ein eine einem einen einer am ihrer seiner"),
    ordinals={
        f"{stem}{end}": number
        for stem, number in _numbered(
            "erst zweit dritt viert fünft sechst siebt/siebent acht neunt zehnt elft zwölft"
        ).items()
        for end in ("e", "en", "er", "es", "em")
    },
    money=NAMES["de"],
    one=_words("ein eine einem einen einer eines"),
    none=_words("kein keine keinen keiner keinem niemand nichts"),
    ends=_words("ende"),
    before=_words("vor"),
    year=_words("jahr jahres jahre"),
    parts_of_year={"halbjahr": 6, "quartal": 3},
    periods=_periods("tag tage tagen", "woche wochen", "monat monate monaten", "jahr jahre jahren"),
    decades=_tens(
        "zwanziger dreißiger vierziger fünfziger sechziger siebziger achtziger neunziger"
    ),
    hours=_words("uhr h"),
    parts_of_day={
        ("morgens",): range(1, 13),
        ("vormittags",): range(1, 13),
        ("früh",): range(1, 13),
        ("am", "morgen"): range(1, 13),
        ("nachmittags",): range(12, 24),
        ("am", "nachmittag"): range(12, 24),
        ("abends",): range(16, 25),
        ("am", "abend"): range(16, 25),
    },
    before_hours=_words("um bis ab"),
    after_time=_words("uhr h"),
    before_month=_words("im seit bis ab anfang mitte ende"),
    before_day=_words("am vom"),
    relative={"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2},
    weekdays=_numbered("montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag", 0),
    near=_each("dieses diesem diesen", 0)
    | _each("letztes letzten vergangenen vorigen", -1)
    | _each("nächstes nächsten kommenden", 1),
    month=_words("monat monats"),
    with_half=_with_half(
        "anderthalb/eineinhalb zweieinhalb dreieinhalb viereinhalb fünfeinhalb sechseinhalb"
        " siebeneinhalb achteinhalb neuneinhalb zehneinhalb",
        1,
    ),
    abbreviations=_words("mio mrd tsd bio"),
    several=_words("mehrere mehreren einige einigen paar viele vielen wenige wenigen"),
    has_point_after_day=True,
)

_DUTCH = _EMPTY._replace(
    scales=_SHORT_SCALES
    | {"duizend": 10**3, "dozijn": 12, "tiental": 10, "honderdtal": 100}
    | _each("miljoen miljoenen mln", 10**6)
    | _each("miljard miljarden mld mrd", 10**9)
    | {"biljoen": 10**12},
    alone=_words("duizend"),
    months=_numbered(
        "januari februari maart april mei juni juli augustus september oktober november december"
    ),
    short_months=_numbered("jan feb mrt apr mei jun jul aug sep/sept okt nov dec"),
    linking=_words("tot en of"),
    of=_words("van"),
    percent=_phrases("%", "procent", "percent"),
    per_mille=_phrases("‰", "promille"),
    per=_words("per"),
    minus=_words("min"),
    numbered=_words("artikel artikelen"),
    halves=_words("half halve"),
    and_a_half=_phrases("en een half", "en een halve"),
    shares=_each("kwart", 4) | {"derden": 3},
    part=_words("deel"),
    half=_words("helft"),
    not_before_half=_words("eerste tweede laatste"),
    one_in=_phrases("op de"),
    articles=_words("de het een hun zijn"),
    ordinals=_numbered(
        "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde"
    ),
    money=NAMES["nl"],
    one=_words("een"),
    none=_words("geen niemand niets"),
    ends=_words("eind einde"),
    before=_words("vóór voor"),
    year=_words("jaar"),
    parts_of_year={"halfjaar": 6, "kwartaal": 3},
    periods=_periods("dag dagen", "week weken", "maand maanden", "jaar jaren"),
    before_decade=_words("jaren"),
    hours=_words("uur h u"),
    parts_of_day={
        ("'", "s", "ochtends"): range(1, 13),
        ("'", "s", "morgens"): range(1, 13),
        ("'", "s", "middags"): range(12, 24),
        ("'", "s", "avonds"): range(16, 25),
    },
    before_hours=_words("om tot vanaf"),
    after_time=_words("uur h u"),
    before_month=_words("in sinds tot begin medio eind"),
    relative={"eergisteren": -2, "gisteren": -1, "vandaag": 0, "morgen": 1, "overmorgen": 2},
    weekdays=_numbered("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag", 0),
    near=_each("dit deze", 0)
    | _each("vorig vorige afgelopen", -1)
    | _each("volgend volgende komend", 1),
    month=_words("maand"),
    with_half=_with_half(
        "anderhalf/anderhalve tweeënhalf/tweeënhalve drieënhalf/drieënhalve vierenhalf vijfenhalf",
        1,
    ),
    abbreviations=_words("mln mld"),
    several=_words("enkele paar meerdere verscheidene"),
)

_ITALIAN = _EMPTY._replace(
    scales=_SHORT_SCALES
    | _each("mila mille migliaio migliaia", 10**3)
    | _each("milione milioni mln", 10**6)
    | _each("miliardo miliardi mld", 10**9)
    | {"decina": 10, "decine": 10, "dozzina": 12, "dozzine": 12, "ventina": 20, "trentina": 30}
    | {"cinquantina": 50, "centinaio": 100, "centinaia": 100},
    alone=_words("mille"),
    months=_numbered(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
        " dicembre"
    ),
    short_months=_numbered("gen feb mar apr mag giu lug ago set/sett ott nov dic"),
    linking=_words("a al e ed o"),
    of=_words("di d' del dello della dell' dei degli delle"),
    percent=_phrases("%", "per cento", "percento", "per 100"),
    per_mille=_phrases("‰", "per mille"),
    per=_words("per ogni"),
    points=_words("punto"),
    measures=_words(
        "anno anni mese mesi settimana settimane giorno giorni ora ore punto punti metro metri"
        " chilometro chilometri tonnellata tonnellate volte euro"
    ),
    minus=_words("meno"),
    numbered=_words("articolo articoli"),
    halves=_words("mezzo mezza"),
    and_a_half=_phrases("e mezzo", "e mezza"),
    shares={"terzi": 3} | _numbered("quarti quinti sesti settimi ottavi noni decimi", 4),
    part=_words("parte parti"),
    half=_words("metà"),
    not_before_half=_words("a prima seconda"),
    one_in=_phrases("su ogni"),
    articles=_words("il lo la l' i gli le un uno una un' del dei delle dal dall' al all' sul suoi"),
    ordinals=_numbered("primo/prima seconda terzo/terza quarto/quarta quinto/quinta sesto/sesta")
    | _numbered("settimo/settima ottavo/ottava nono/nona decimo/decima", 7)
    | {"ventesimo": 20, "ventesima": 20},  # «secondo» is most often “according to”
    money=NAMES["it"],
    one=_words("un uno una un'"),
    none=_words("nessun nessuno nessuna niente nulla"),
    ends=_words("fine"),
    before=_words("prima"),
    year=_words("anno"),
    parts_of_year={"semestre": 6, "trimestre": 3, "quadrimestre": 4, "bimestre": 2},
    periods=_periods("giorno giorni", "settimana settimane", "mese mesi", "anno anni"),
    before_decade=_words("anni"),
    at_time=_words("alle ore dalle"),
    hours=_words("h ore"),
    parts_of_day={
        ("di", "mattina"): range(1, 13),
        ("del", "mattino"): range(1, 13),
        ("del", "pomeriggio"): range(12, 24),
        ("di", "sera"): range(16, 25),
        ("della", "sera"): range(16, 25),
    },
    before_hours=_words("alle ore dalle"),
    after_time=_words("h ore di del della"),
    before_month=_words("in a da entro fino scorso prossimo mese inizio metà fine"),
    before_day=_words("il dal"),
    relative={"ieri": -1, "oggi": 0, "stasera": 0, "domani": 1},
    weekdays=_numbered("lunedì martedì mercoledì giovedì venerdì sabato domenica", 0),
    near=_each("questo quest", 0) | {"scorso": -1, "prossimo": 1},
    month=_words("mese"),
    abbreviations=_words("mln mld"),
    doubtful=_words("sei"),  # you are
    certain=_words("i gli le dei degli delle ai agli alle sono erano saranno"),
    plurals=("i", "e"),
    no_plurals=_words("e qui lì che le gli i di chi se anche dove come quale grande sempre"),
    elides=True,
)

_CATALAN = _EMPTY._replace(
    scales=_SHORT_SCALES
    | {"mil": 10**3, "milió": 10**6, "milions": 10**6, "bilió": 10**12, "bilions": 10**12},
    of=_words("de d' del"),
    percent=_phrases("%", "per cent", "per 100"),
    one=_words("un una"),
    elides=True,
)
_GALICIAN = _EMPTY._replace(
    scales=_SHORT_SCALES
    | {"mil": 10**3, "millón": 10**6, "millóns": 10**6, "billón": 10**12, "billóns": 10**12},
    percent=_phrases("%", "por cento", "por 100"),
    one=_words("un unha"),
)

_WORDS = {"es": _SPANISH, "en": _ENGLISH, "fr": _FRENCH, "pt": _PORTUGUESE, "de": _GERMAN}
_WORDS |= {"nl": _DUTCH, "it": _ITALIAN, "ca": _CATALAN, "gl": _GALICIAN}


@cache
def figure_words(language: str) -> FigureWords:
    """The words of a language, given by its code (`es`, `en-GB`).

    Of Catalan and Galician they are scales, percentages and months alone; of languages that are
    not here, months.
    """
    code = language.partition("-")[0].lower()
    words = _WORDS.get(code, _EMPTY)
    return words if words.months else words._replace(months=_months(code))


def _months(code: str) -> dict[str, int]:
    from babel import Locale, UnknownLocaleError  # 60 ms, for a source in a third language alone

    try:
        months = Locale.parse(code).months
    except (UnknownLocaleError, ValueError):
        return {}
    # In Catalan «d’octubre» in a date, and «octubre».
    return {
        name.lower(): number
        for form in ("stand-alone", "format")
        for number, name in months[form]["wide"].items()
    }
