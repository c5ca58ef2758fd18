"""Figures of a text in any usual spelling, and whether one says as much as another."""

from __future__ import annotations

import random

import pytest

from briefsite.evidence.figure_reading import figures
from briefsite.evidence.working import WorkingError, work_out
from numerals import ENGLISH_MONTHS, SPANISH_MONTHS, in_english, in_spanish
from sites import REPOSITORY


def missing(
    own: str, evidence: str, lang: str = "es", evidence_lang: str | None = None
) -> list[str]:
    """The figures of a text that do not stand in another."""
    there = figures(evidence, evidence_lang or lang)
    return [
        own[figure.start : figure.end]
        for figure in figures(own, lang)
        if figure.readings and not figure.stands_in(there)
    ]


SAME = {
    "32": ["32", "treinta y dos", "Treinta y dos", "32,0"],
    "21": ["21", "veintiún", "veintiuno", "veintiuna"],
    "31": ["31", "treinta y un", "treintaiún", "treintaiuno"],
    "45": ["45", "cuarenta y cinco", "cuarentaicinco"],
    "96": ["96", "noventa y seis", "noventaiséis"],
    "1200": ["1200", "1.200", "1,200", "1 200", "1\u202f200", "1\u00a0200", "mil doscientas"],
    "1761": ["1761", "mil 761", "1.761", "mil setecientos sesenta y uno"],
    "77000": ["77 mil", "77.000", "77,000", "setenta y siete mil", "77 000"],
    "2500000": ["2,5 millones", "2.5 millones", "dos millones y medio", "2.500.000", "2 millones 500 mil"],
    "3e9": ["3 mil millones", "tres mil millones", "3.000 millones", "3.000.000.000"],
    "12": ["12", "doce", "una docena"],
    "100": ["cien", "100", "un centenar"],
    "12.5 %": ["12,5 %", "12.5%", "12,5 por ciento", "12,5\u00a0%"],
    "100 %": ["100 %", "cien por ciento", "cien por cien"],
    "half": ["la mitad", "50 %", "el cincuenta por ciento", "½"],
    "third": ["un tercio", "la tercera parte", "una tercera parte", "1/3"],
    "3 of 10": ["tres de cada diez", "3 de cada 10", "30 %"],
    "money": ["3.400 millones de euros", "3,4 mil millones de euros", "3.400 millones"],
    "dollars": ["500 millones de dólares", "US$500 millones", "$500 millones", "500 mdd"],
    "day": ["26 de septiembre", "26 septiembre", "26 de setiembre", "veintiséis de septiembre"],
    "date": ["26 de septiembre de 2025", "26/9/2025", "26-09-2025", "2025-09-26", "26 sept. 2025",
             "septiembre 26, 2025", "26 de septiembre del 2025"],
    "first": ["1 de enero", "1.º de enero", "1º de enero", "primero de enero"],
    "month": ["marzo de 2027", "marzo del 2027", "marzo 2027"],
    "time": ["10:30", "a las 10:30 horas"],
    "comma": ["1'200,000", "1.200.000", "1,200,000", "un millón doscientas mil"],
    "clock": ["10:30 h", "a las 10.30", "a las 10.30 h", "10h30", "10 h 30", "a las diez y media",
              "a las 10:30 de la mañana", "10:30 a. m."],
    "evening": ["a las 21:00", "a las 9 de la noche", "a las nueve de la noche", "9 p.m.", "9:00 p. m."],
    "hour": ["a las 9", "a las 9:00", "a las 9 horas", "a las 9.00 h"],
    "decade": ["los años noventa", "los años 90", "la década de 1990", "la década de los noventa"],
    "course": ["2024-25", "2024/25", "2024-2025", "2024/2025"],
    "mil millones": ["3 mil 400 millones de pesos", "3.400 mdp", "3 mil 400 mdp", "3,4 mil millones de pesos"],
    "with letter": ["3,5 M de euros", "3,5 M€", "3,5 millones de euros"],
    "halves": ["dos años y medio", "2,5 años", "dos y medio"],
    "one and a half": ["un kilómetro y medio", "1,5 kilómetros"],
    "half a point": ["medio punto", "0,5 puntos"],
    "tenths": ["tres décimas", "0,3 puntos"],
    "thirds": ["las dos terceras partes", "dos tercios"],
    "part of a million": ["tres cuartos de millón", "750.000"],
    "months": ["24 meses", "dos años"],
    "ten": ["10⁶ litros", "un millón de litros"],
    "twelve": ["10¹² litros", "un billón de litros"],
    "raised": ["32¹ presas", "32 presas¹", "32 presas"],
    "note": ["32¹ presas", "32 presas"],
    "even": ["50/50", "50-50"],
    "fifty": ["una cincuentena", "50"],
}  # fmt: skip


@pytest.mark.parametrize("spellings", SAME.values(), ids=SAME)
def test_all_spellings_of_a_figure_stand_for_each_other(spellings: list[str]) -> None:
    """How a figure is written does not matter."""
    for evidence in spellings:
        for own in spellings:
            assert missing(f"Son {own}.", f"La nota dice {evidence}, según parece.") == [], evidence


DASHES = [
    ("es", "COVID–19", "COVID-19", True),
    ("en", "The fleet—31 ships—sailed.", "The fleet, 32 ships, sailed.", False),
    ("en", "The fleet of 32 ships sailed.", "The fleet—32 ships—sailed.", True),
    ("en", "The fleet has 32 ships.", "The fleet–32 ships–sailed.", True),
    ("en", "Thirty\u2011one ships sailed.", "Thirty ships sailed.", False),
    ("en", "There were 31 ships.", "Thirty\u2011one ships sailed.", True),
    ("en", "There were 30 ships.", "Thirty\u2010one ships sailed.", False),
    ("en", "It fell to -5.", "It fell to \u20115.", True),
]


@pytest.mark.parametrize(("lang", "own", "evidence", "stands"), DASHES)
def test_hyphens_join_and_dashes_do_not(lang: str, own: str, evidence: str, stands: bool) -> None:
    """Whichever of the hyphens it is; a dash makes a name of capitals alone."""
    assert (missing(own, evidence, lang) == []) is stands


@pytest.mark.parametrize(
    ("own", "evidence", "stands"),
    [
        ("La alcaldesa (Ana Ruiz, 54) dimite.", "Ana Ruiz, de 45 años, dimite.", False),
        ("Ana Ruiz, de 45 años, dimite.", "La alcaldesa (Ana Ruiz, 45) dimite.", True),
        ("Piden: 1) agua; 2) luz (de noche); 3) pan.", "Piden agua, luz y pan.", True),
        ("Piden (entre otros; 12) más luz.", "Piden más luz.", False),
    ],
)
def test_numbers_in_parentheses_are_none_of_a_list(own: str, evidence: str, stands: bool) -> None:
    """A list closes a parenthesis that nothing opened."""
    assert (missing(own, evidence) == []) is stands


CURRENCIES = [
    ("en", "EUR 5 million", ["€5 million", "5 million euros", "5 million"], ["5 million dollars", "£5 million"]),
    ("en", "C$5 million", ["CAD 5 million", "5 million dollars", "$5 million"], ["US$5 million", "A$5 million"]),
    ("en", "5 million kronor", ["SEK 5 million", "5 million"], ["5 million euros"]),
    ("es", "R$ 5 millones", ["5 millones de reales", "BRL 5 millones"], ["5 millones de dólares"]),
    ("es", "5 millones de yuanes", ["¥5 millones", "CNY 5 millones"], ["5 millones de euros", "5 millones de yenes"]),
    ("es", "5 millones de francos", ["CHF 5 millones", "5 millones de francos"], ["5 millones de euros"]),
    ("es", "5 millones de pesos", ["$5 millones", "ARS 5 millones", "MX$5 millones"], ["US$5 millones"]),
    ("es", "$5 millones de pesos", ["5 millones de pesos", "$5 millones"], ["5 millones de dólares"]),
    ("es", "U$S 5 millones", ["US$5 millones", "USD$ 5 millones"], ["5 millones de pesos", "MXN$5 millones"]),
    ("en", "EUR400m", ["€400m", "400 million euros"], ["$400m"]),
    ("en", "in 2025 £5m was spent", ["in 2025, £5m"], ["in 2025, €5m"]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "evidence", "same", "others"), CURRENCIES)
def test_money_is_of_one_currency(
    lang: str, evidence: str, same: list[str], others: list[str]
) -> None:
    """By its sign, its code before or after, or its name; what several currencies share stands for each of them."""
    assert [own for own in same if missing(own, evidence, lang)] == []
    assert [own for own in others if not missing(own, evidence, lang)] == []


SAME_IN_ENGLISH = {
    "32": ["32", "thirty-two", "thirty two", "Thirty-two"],
    "105": ["105", "one hundred and five", "a hundred and five"],
    "1200": ["1,200", "1200", "twelve hundred", "one thousand two hundred"],
    "3.4e9": ["$3.4 billion", "3.4 billion dollars", "3,400 million dollars", "$3.4bn"],
    "percent": ["12.5 per cent", "12.5 percent", "12.5%"],
    "million": ["a million", "one million", "1 million", "1,000,000"],
    "half a million": ["half a million", "500,000", "0.5 million"],
    "dozen": ["a dozen", "twelve", "12"],
    "date": ["September 26, 2025", "26 September 2025", "the 26th of September, 2025", "26 Sept. 2025"],
    "two thirds": ["two-thirds", "two thirds", "2/3"],
    "fifth": ["one in five", "20 per cent", "one-fifth", "a fifth of them"],
    "one in": ["one in ten", "one in every ten", "10%"],
    "clock": ["10:30", "at 10.30", "10.30am", "10:30 a.m."],
    "afternoon": ["5 p.m.", "5pm", "17:00", "5 in the afternoon"],
    "midnight": ["12:15 a.m.", "00:15"],
    "days": ["May 3-5", "3 to 5 May", "May 3 to 5"],
    "decade": ["the 1990s", "the nineties", "the '90s", "the 1990’s"],
    "fiscal": ["FY2025", "FY25", "fiscal year 2025"],
    "trillion": ["$3.4T", "3.4 trillion dollars"],
    "hyphens": ["a $300-billion plan", "$300bn"],
    "quarter": ["a quarter of a million", "a quarter-million", "250,000"],
    "half": ["a half-million", "half a million"],
    "points": ["half a percentage point", "0.5 points"],
    "quarter point": ["a quarter-point cut", "a quarter of a point", "0.25 points"],
    "thousands": ["a hundred and fifty thousand", "150,000", "one hundred fifty thousand"],
    "and a half": ["three-and-a-half years", "3½ years", "3.5 years"],
    "year and a half": ["a year and a half", "18 months", "one and a half years"],
    "year": ["12 months", "12 months in a year"],
    "ordinal": ["the twenty-fifth", "the 25th"],
    "per": ["12 per hundred thousand", "12 per 100,000"],
    "age": ["under-18s", "people under 18"],
    "span": ["mid-2027", "in 2027"],
    "ratio": ["a 3-to-1 ratio", "3 to 1"],
    "apostrophe": ["October '23", "October 2023"],
}  # fmt: skip


@pytest.mark.parametrize("spellings", SAME_IN_ENGLISH.values(), ids=SAME_IN_ENGLISH)
def test_all_english_spellings_stand_for_each_other(spellings: list[str]) -> None:
    """How a figure is written does not matter."""
    for evidence in spellings:
        for own in spellings:
            assert missing(f"There were {own}.", f"The note has {evidence}.", "en") == [], evidence


@pytest.mark.parametrize(
    ("own", "evidence", "lang", "evidence_lang"),
    [
        ("32 estados", "thirty-two states", "es", "en"),
        ("twelve hundred grants", "mil doscientas becas", "en", "es"),
        ("26 de septiembre", "le 26 septembre", "es", "fr"),
        ("32", "trente-deux États", "es", "fr"),
        ("3 millones", "3 milhões", "es", "pt"),
        ("2.000 millones", "2 billion", "es", "en"),
        ("2 billones", "2 trillion", "es", "en"),
    ],
)
def test_a_source_may_be_in_another_language(
    own: str, evidence: str, lang: str, evidence_lang: str
) -> None:
    """Each text is read in its own language: a Spanish «billón» is an English “trillion”."""
    assert missing(own, evidence, lang, evidence_lang) == []


OF_OTHER_LANGUAGES = {
    "fr": [
        ("un 12 %", "Hausse de 12 pour cent."),
        ("mil personas", "Mille personnes."),
        ("1.234 barcos", "mille deux cent trente-quatre navires"),
        ("un millón de euros", "plus d’un million d’euros"),
        ("5.000 millones de euros", "5 Md€"),
        ("una veintena", "une vingtaine"),
        ("la mitad, un tercio y tres cuartos", "la moitié, un tiers et les trois quarts"),
        ("dos años y medio", "deux ans et demi"),
        ("a las 18:00", "à 18 heures"),
        ("el 26 de septiembre de 2025", "le 26 sept. 2025"),
        ("9 barcos", "Neuf navires."),
        ("9 barcos", "Les navires sont neuf."),
        ("29 barcos, un 9 %", "vingt-neuf navires, neuf pour cent"),
        ("12 casos por 100.000", "12 pour cent mille habitants"),
    ],
    "pt": [
        ("un 12 %", "Subiu 12 por cento."),
        ("mil personas", "Foram mil pessoas."),
        ("2.500 barcos", "dois mil e quinhentos navios"),
        ("5.000 millones de euros", "5 mil milhões de euros"),
        ("5.000 millones", "R$ 5 bi"),
        ("la mitad", "A metade dos navios."),
        ("un tercio", "Um terço dos navios."),
        ("tres de cada diez", "três em cada dez"),
        ("a las 18:00", "Às 18h."),
        ("a las 21:00", "às 9 da noite"),
        ("medio millón", "meio milhão"),
    ],
    "de": [
        ("un 12 %", "Es sind 12 Prozent."),
        ("5 millones de euros", "Es kostet 5 Mio. Euro."),
        ("5.000 millones de euros", "5 Mrd. Euro"),
        ("5.000 barcos", "5 Tsd. Schiffe"),
        ("mil barcos, medio millón", "tausend Schiffe, eine halbe Million"),
        ("2,5 millones", "zweieinhalb Millionen"),
        ("18 meses", "anderthalb Jahre"),
        ("un tercio, la mitad", "ein Drittel, die Hälfte"),
        ("a las 18:30", "um 18 Uhr 30"),
        ("el 26 de septiembre de 2025", "Am 26. September 2025."),
        ("3 de mayo y 5 de mayo de 2025", "vom 3. bis 5. Mai 2025"),
        ("26 de septiembre", "am 26.9. in Bonn"),
        ("la década de 1990", "in den neunziger Jahren"),
    ],
    "nl": [
        ("2.000 millones de euros", "Het kost 2 miljard euro."),
        ("2,5 millones de euros", "2,5 mln. euro"),
        ("un 12 %", "12 procent"),
        ("mil barcos", "duizend schepen"),
        ("5.000 barcos", "5 duizend schepen"),
        ("1,5 millones", "anderhalf miljoen"),
        ("un tercio, un cuarto de ellos", "een derde van de schepen, een kwart"),
        ("a las 18:00", "om 18.00 uur"),
    ],
    "it": [
        ("un 12 %", "il 12 per cento"),
        ("un 8 %", "dell’8 per cento"),
        ("mil barcos", "mille navi"),
        ("5.000 millones de euros", "5 miliardi di euro"),
        ("6 barcos", "sei navi"),
        ("dos tercios, la mitad", "due terzi, la metà"),
        ("a las 18:30", "alle 18.30"),
    ],
    "ca": [("un 12 %", "un 12 per cent"), ("5 millones", "5 milions"), ("3 de octubre", "3 d’octubre")],
    "gl": [("un 12 %", "un 12 por cento"), ("5 millones", "5 millóns")],
    "es": [("12 casos por 100.000", "12 por cien mil")],
    "en": [("el 250 aniversario", "the two hundred and fiftieth anniversary")],
}  # fmt: skip


@pytest.mark.parametrize("lang", OF_OTHER_LANGUAGES)
def test_each_language_is_read_with_its_own_words(lang: str) -> None:
    """Scales, percentages, parts of a whole, dates and times are written otherwise in each."""
    for own, evidence in OF_OTHER_LANGUAGES[lang]:
        assert missing(own, evidence, "es", lang) == [], evidence


@pytest.mark.parametrize(
    ("own", "evidence", "lang"),
    [
        ("100 barcos", "Hausse de 12 pour cent.", "fr"),
        ("12 barcos", "Hausse de 12 pour cent.", "fr"),
        ("5 euros", "5 Md€", "fr"),
        ("100 barcos", "10 cents et plus", "fr"),
        ("9 edificios", "Un immeuble neuf.", "fr"),
        ("9 edificios", "Un immeuble neuf dans la ville, et des navires neufs", "fr"),
        ("20 barcos", "Le vingt-troisième navire.", "fr"),
        ("100 barcos", "Subiu 12 por cento.", "pt"),
        ("2 barcos", "Segundo o ministro.", "pt"),
        ("5 euros", "Es kostet 5 Mio. Euro.", "de"),
        ("100 barcos", "mehrere hundert Schiffe", "de"),
        ("8 barcos", "außer Acht gelassen", "de"),
        ("2 euros", "Het kost 2 mln euro.", "nl"),
        ("100 barcos", "il 12 per cento", "it"),
        ("6 barcos", "Tu sei qui.", "it"),
        ("5 euros", "5 milions d’euros", "ca"),
    ],
)
def test_a_word_that_is_another_one_proves_no_figure(own: str, evidence: str, lang: str) -> None:
    """The «cent» of a percentage is no hundred, millions are no ones, and a new house is not nine."""
    assert len(missing(own, evidence, "es", lang)) >= 1


@pytest.mark.parametrize(
    ("own", "lang"),
    [
        ("Es el primer tramo, el tercer tramo y el vigésimo tercer", "es"),
        ("The third ship, the first and the twentieth", "en"),
        ("Le troisième, le second, la première, le vingt et unième et le trente-troisième", "fr"),
        ("O terceiro, a segunda, o primeiro e o vigésimo terceiro", "pt"),
        ("Der dritte, das zweite, die erste und der dreiundzwanzigste", "de"),
        ("De derde, de eerste en de tweeëntwintigste", "nl"),
        ("Il terzo, la seconda, il primo e il ventitreesimo", "it"),
        ("Un immeuble neuf a ouvert. Une femme, un homme", "fr"),
    ],
)
def test_ordinals_in_words_are_no_figures_in_any_language(own: str, lang: str) -> None:
    """They are not looked for, nor are articles."""
    assert missing(own, "", lang) == []


@pytest.mark.parametrize(
    ("own", "evidence"),
    [
        ("31 estados", "los 32 estados"),
        ("32 %", "los 32 estados"),
        ("0,5 puntos", "el 50 %"),
        ("32 estados", "el 32 % de los estados"),
        ("13 de cada cien", "el 12 %"),
        ("77 cuentas", "77 mil cuentas"),
        ("77 mil cuentas", "77 cuentas"),
        ("3 millones de euros", "3 millones de dólares"),
        ("3 millones", "3 mil millones"),
        ("26 de octubre", "26 de septiembre"),
        ("26 estados", "el 26 de septiembre"),
        ("26 de septiembre de 2024", "26 de septiembre de 2025"),
        ("27 de septiembre", "del 25 al 26 de septiembre"),
        ("10:45", "10:30"),
        ("dos tercios", "un tercio"),
        ("del 12 al 9 %", "del 12 al 8 %"),
        ("-5 grados", "5 grados"),
        ("1.201", "1.200"),
        ("12,6 %", "12,5 %"),
        ("medio millón", "un millón"),
        ("ciento veintidós", "ciento veintiuno"),
        ("medio millar", "500.000 personas"),
        ("un millón de árboles", "2.000.000 de árboles"),
        ("10⁷ litros", "10⁶ litros"),
        ("106 litros", "10⁶ litros"),
        ("321 presas", "32¹ presas"),
        ("1550 horas", "15⁵⁰ horas"),
        ("402 metros", "40² metros"),
        ("10 metros", "10⁻³ metros"),
        ("1000 metros", "10⁻³ metros"),
        ("10⁴ litros", "10⁴⁵ litros"),
        ("12 000", "12\t000"),
        ("3400", "3 mil\t400"),
        ("35 %", "35\t%"),
        ("2 de mayo", "2\tde mayo"),
        ("12.000 becas", "12\u2003000 becas"),
        ("a las 10.40", "a las 10:30"),
        ("a las 9 de la mañana", "a las 9 de la noche"),
        ("a las 20:00", "a las 9 de la noche"),
        ("los años ochenta", "la década de 1990"),
        ("la década de 1890", "la década de 1990"),
        ("1990", "los años noventa"),
        ("dos años", "dos años y medio"),
        ("dos kilómetros y medio", "un kilómetro y medio"),
        ("25 meses", "dos años"),
        ("el punto 3.1.3", "el punto 3.1.2"),
        ("26.19.2026", "26.09.2026"),
        ("Directiva 2014/25/UE", "Directiva 2014/24/UE"),
        ("una caída del 6 %", "-5 %"),
        ("el viernes 26", "el 25 de septiembre"),
        ("DOCE ESTADOS", "TRECE ESTADOS"),
        ("artículo 15", "artículo 14.2"),
    ],
)
def test_another_figure_does_not_stand_there(own: str, evidence: str) -> None:
    """A figure is its number, and what it is a number of: a share, a date, money."""
    assert len(missing(own, evidence)) >= 1


@pytest.mark.parametrize(
    ("own", "evidence"),
    [
        ("In the eighties", "in the 1990s"),
        ("The twenty-sixth anniversary", "the 25th anniversary"),
        ("May 3-6", "3 to 5 May"),
        ("mid-2028", "mid-2027"),
        ("under-16s", "under-18s"),
        ("FY2026", "fiscal year 2025"),
        ("a magnitude-7.2 quake", "magnitude 7.1"),
        ("At 6 p.m.", "at 5 p.m."),
        ("In May", "in June"),
    ],
)
def test_another_english_figure_does_not_stand_there(own: str, evidence: str) -> None:
    """Hyphens, ordinals and plurals do not keep a figure from being compared."""
    assert len(missing(own, evidence, "en")) >= 1


@pytest.mark.parametrize(
    ("own", "evidence"),
    [
        ("El viernes 25", "el 25 de septiembre"),
        ("El uno de mayo", "el 1 de mayo"),
        ("El artículo 14", "el artículo 14.2"),
        ("Una caída del 5 %", "-5 %"),
        ("A 5 grados bajo cero", "-5 ºC"),
        ("-5 grados", "menos 5 grados"),
        ("De 9 a 14 horas", "de 9:00 a 14:00"),
        ("El 25 aniversario", "el vigésimo quinto aniversario"),
        ("Es el tercer tramo", "Se abre una nueva fase"),
        ("Dos leyes y medio ambiente", "dos leyes y medio ambiente"),
        ("Atención 24/7", "a todas horas"),
    ],
)
def test_a_figure_stands_in_what_says_more(own: str, evidence: str) -> None:
    """Not the other way round: what says less does not hold it."""
    assert missing(own, evidence) == []


@pytest.mark.parametrize(
    ("own", "lang"),
    [
        ("La avenida de Mayo y la señora Mayo", "es"),
        ("Julio Pérez y Abril Soto", "es"),
        ("La ONCE y Las Siete Partidas", "es"),
        ("A mitad del camino", "es"),
        ("Los atentados del 11-M, el 8M y #8M", "es"),
        ("La PM2.5", "es"),
        ("April Jones and August Wilson", "en"),
        ("An august body", "en"),
        ("The March of Dimes, and March for Life", "en"),
        ("Theresa May said they may march", "en"),
        ("Half-hearted, for half an hour", "en"),
        ("Tens of people", "en"),
        ("The 9/11 attacks", "en"),
    ],
)
def test_names_and_idioms_are_no_figures(own: str, lang: str) -> None:
    """Names of months, numbers and halves that mean something else are not looked for."""
    assert missing(own, "", lang) == []


@pytest.mark.parametrize(
    "own",
    [
        "Un programa y una mesa, uno de ellos de ambos países",
        "El primer tramo, la tercera reunión y el segundo",
        "Miles de personas, cientos de casas, docenas de veces, unos y otros",
        "La COVID-19, el G20 y la UE-27",
        "1) la mesa; 2) el grupo",
    ],
)
def test_articles_ordinals_names_and_numbers_of_lists_are_no_figures(own: str) -> None:
    """They are not looked for."""
    assert missing(own, "La nota no da cifras.") == []


TIMES = [
    # evidence, what it says, what it does not say
    ("es", "a las 12 de la noche", ["0:00", "24:00", "12 a. m."], ["12:00", "12 p. m."]),
    ("es", "a las 12 y cuarto de la noche", ["0:15"], ["12:15", "0:00"]),
    ("es", "a las 2 de la noche", ["2:00", "2 de la madrugada"], ["14:00"]),
    ("es", "a las 6 de la noche", ["18:00"], ["6:00"]),
    ("es", "a las 12 de la mañana", ["12:00", "12 del mediodía"], ["0:00"]),
    ("es", "a las 12:30 de la mañana", ["12:30"], ["0:30"]),
    ("es", "a las 2 del mediodía", ["14:00"], ["2:00"]),
    ("es", "a las 12 de la medianoche", ["0:00"], ["12:00"]),
    ("es", "a las nueve en punto de la noche", ["21:00"], ["9:00"]),
    ("es", "a las nueve y cuarto", ["9:15", "a las 9 y cuarto"], ["9:00", "21:15"]),
    ("es", "a las diez menos cuarto", ["9:45"], ["10:00", "10:15"]),
    ("es", "a las diez menos veinte de la noche", ["21:40"], ["9:40", "22:20"]),
    ("es", "a las nueve y veinte", ["9:20"], ["9:00"]),
    ("es", "a las nueve treinta", ["9:30"], ["9:00"]),
    ("es", "a las nueve y media", ["9:30", "a las 9 y media"], ["9:00"]),
    ("es", "a las 9 y media de la noche", ["21:30"], ["9:30", "21:00"]),
    ("es", "a la una y media", ["1:30"], ["1:00", "13:30"]),
    ("es", "a la una menos cuarto de la tarde", ["12:45"], ["0:45", "13:15"]),
    ("es", "al mediodía", ["12:00"], ["0:00"]),
    ("es", "a medianoche", ["0:00", "24:00"], ["12:00"]),
    ("en", "at 12:30 at night", ["0:30", "12:30 a.m."], ["12:30 p.m."]),
    ("en", "at 2 at night", ["2:00"], ["14:00"]),
    ("en", "at 12 in the evening", ["0:00"], ["12:00"]),
    ("en", "at nine o'clock at night", ["21:00"], ["9:00"]),
    ("en", "at half past nine", ["9:30"], ["9:00", "21:30"]),
    ("en", "at a quarter past nine in the evening", ["21:15"], ["9:15"]),
    ("en", "at a quarter to ten", ["9:45"], ["10:00", "10:15"]),
    ("en", "at twenty past nine", ["9:20"], ["9:00"]),
    ("en", "at nine thirty", ["9:30", "half past nine"], ["9:00"]),
    ("en", "at noon", ["12:00", "12 noon"], ["0:00"]),
    ("en", "until midnight", ["0:00", "24:00", "12 midnight"], ["12:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "evidence", "same", "others"), TIMES)
def test_a_time_of_day_is_that_of_its_part_of_the_day_and_of_its_minutes_in_words(
    lang: str, evidence: str, same: list[str], others: list[str]
) -> None:
    """12 at night is midnight, 12 in a Spanish morning is noon; «las diez menos cuarto» is 9:45."""
    assert [own for own in same if missing(own, evidence, lang)] == []
    assert [own for own in others if not missing(own, evidence, lang)] == []


@pytest.mark.parametrize(
    ("own", "evidence", "lang"),
    [
        ("9:10", "entre nueve y diez de la mañana", "es"),
        ("9:10", "a las 9 y 10 de la mañana", "es"),
        ("8:50", "voted ten to nine", "en"),
        ("9:45", "rose from a quarter to ten per cent", "en"),
    ],
)
def test_two_numbers_are_no_time_of_day(own: str, evidence: str, lang: str) -> None:
    """Minutes in words need «las» or “at”, but for halves and quarters of an hour."""
    assert missing(own, evidence, lang) == [own]


def test_noon_and_midnight_are_not_looked_for() -> None:
    """«al mediodía» is said of lunch at 14:00 as well."""
    assert missing("Comieron al mediodía", "Comieron a las 14:00") == []


def test_what_can_be_read_two_ways_stands_where_one_of_them_does() -> None:
    """1,200 is twelve hundred in Mexico, and one and two tenths in Spain."""
    assert missing("1200 becas", "1,200 becas") == []
    assert missing("1,2 millones", "1.200 mil") == []


def test_the_ends_of_a_range_are_read_as_its_last_one() -> None:
    """In «del 10 al 12 %», 10 is a percentage; in «del 3 al 5 de mayo», 3 is a day."""
    assert missing("el 10 %", "del 10 al 12 %") == []
    assert missing("el 3 de mayo", "del 3 al 5 de mayo") == []
    assert missing("3 millones", "de 3 a 5 millones") == []
    assert missing("3,9 de sus 7,5 millones", "3,9 millones de un total de 7,5 millones") == []
    assert missing("4 de mayo", "los días 3, 4 y 5 de mayo") == []


def test_2000_generated_figures_stand_in_any_spelling_and_none_that_is_another() -> None:
    """Counts, shares, money and dates, written at random: all accepted, all alterations refused."""
    chance = random.Random(7)
    wrongly_refused, wrongly_accepted = [], []
    for _ in range(2000):
        lang, other = chance.choice([("es", "en"), ("en", "es"), ("es", "es"), ("en", "en")])
        kind = chance.choice(["count", "large", "share", "money", "date"])
        value = _value(kind, chance)
        altered = value
        while altered in (value, 1):  # «uno» is no figure
            altered = _altered(value, chance)
        evidence = f"{_filler(other)} {chance.choice(_spelled(kind, value, other))}."
        own = f"{_filler(lang)} {chance.choice(_spelled(kind, value, lang))}."
        wrong = f"{_filler(lang)} {chance.choice(_spelled(kind, altered, lang))}."
        if missing(own, evidence, lang, other):
            wrongly_refused.append((own, evidence))
        if not missing(wrong, evidence, lang, other):
            wrongly_accepted.append((wrong, evidence))
    assert wrongly_refused == []
    assert wrongly_accepted == []


def _filler(lang: str) -> str:
    return "Según la nota son" if lang == "es" else "According to the note there are"


def _value(kind: str, chance: random.Random) -> int:
    limits = {"count": (2, 999), "large": (1000, 999_999), "share": (1, 99), "money": (2, 900)}
    return chance.randint(*limits.get(kind, (0, 365 * 20)))


def _altered(value: int, chance: random.Random) -> int:
    return abs(value + chance.choice([-10, -1, 1, 10, 100])) or 7


def _spelled(kind: str, value: int, lang: str) -> list[str]:
    words = in_spanish if lang == "es" else in_english
    dotted = f"{value:,}".replace(",", "." if lang == "es" else ",")
    match kind:
        case "share":
            sign = " por ciento" if lang == "es" else " per cent"
            return [f"{value} %", f"{value}%", f"{value}{sign}", f"{words(value)}{sign}"]
        case "money":
            if lang == "es":
                return [f"{value} millones de euros", f"{words(value)} millones de euros"]
            return [f"€{value} million", f"{words(value)} million euros", f"{value} million euros"]
        case "date":
            year, month, day = 2006 + value // 365, value % 365 // 31 + 1, value % 28 + 1
            if lang == "es":
                name = SPANISH_MONTHS[month - 1]
                return [
                    f"{day} de {name} de {year}",
                    f"{day} {name} {year}",
                    f"{day}/{month}/{year}",
                ]
            name = ENGLISH_MONTHS[month - 1]
            return [f"{day} {name} {year}", f"{name} {day}, {year}"]
    spaced = f"{value:,}".replace(",", "\u202f")
    return [str(value), dotted, spaced, words(value)]


@pytest.mark.parametrize(
    ("working", "result"),
    [
        ("32 − 9", 23),
        ("32 - 9", 23),
        ("1.200 + 3", 1203),
        ("(32 - 9) × 2", 46),
        ("12,5 % − 8 %", 4.5),
        ("3 ÷ 4", 0.75),
        ("2026 + 1", 2027),
    ],
)
def test_a_working_is_done(working: str, result: float) -> None:
    """With the signs that people write, and digits as in texts."""
    assert float(result) in {float(value) for value in work_out(working, "es").results}


@pytest.mark.parametrize(
    ("lang", "evidence", "right", "wrong"),
    [
        ("en", "from 7 to 9pm", "19:00", "18:00"),
        ("en", "from 9pm to 11pm", "21:00", "9:00"),
        ("en", "from 10pm to 6am", "22:00", "10:00"),
        ("es", "entre las 7 y las 9 de la tarde", "las 19:00", "las 20:00"),
        ("es", "de 9 de la noche a 11 de la noche", "21:00", "9:00"),
        ("es", "de 8 a 15:00", "8:00", "20:00"),
    ],
)
def test_the_first_hour_of_a_range_is_of_the_part_of_the_day_that_the_last_says(
    lang: str, evidence: str, right: str, wrong: str
) -> None:
    """Where it says none itself, and would not come after the last."""
    assert missing(right, evidence, lang) == []
    assert missing(wrong, evidence, lang) != []


@pytest.mark.parametrize(
    ("working", "right", "wrong"),
    [
        ("(250 - 200) / 200", "25 %", "50 %"),
        ("(250 − 200) / 200 × 100", "25 %", "26 %"),
        ("75 % - 50 %", "25 %", "26 %"),
        ("250 - 200", "50", "50 %"),
        ("5 - 2 - 2", "1", "1.200"),
        ("600 × 2", "1.200", "1.201"),
        ("0,6 × 2", "1,200", "1,202"),
        ("10 / 3", "3,33", "3,34"),
        ("33 / 100", "un tercio", "un cuarto"),
        ("2000000 + 530000", "2,5 millones", "2,6 millones"),
    ],
)
def test_a_working_gives_a_figure_as_exactly_as_that_is_written(
    working: str, right: str, wrong: str
) -> None:
    """A difference is no percentage, and 1.200 read as 1,2 has three digits after its point."""
    done = work_out(working, "es")
    given = [done.gives(figure) for text in (right, wrong) for figure in figures(text, "es")]
    assert given == [True, False]


@pytest.mark.parametrize(
    "working", ["32", "a + b", "1 / 0", "32 −", "(1 + 2", "2 ** 9", "", "9" * 300]
)
def test_what_cannot_be_worked_out_is_refused(working: str) -> None:
    """Numbers and the four signs alone; nothing is run."""
    with pytest.raises(WorkingError):
        work_out(working, "es")


def test_the_method_page_gives_examples_that_are_true() -> None:
    """Its table of what a sentence may say, and may not."""
    page = (REPOSITORY / "docs" / "metodo.md").read_text("utf-8")
    table = page.partition("| La prueba dice | La frase puede decir | No puede decir |\n")[2]
    rows = [line.strip("| ").split(" | ") for line in table.partition("\n\n")[0].splitlines()[1:]]
    assert len(rows) > 5
    for evidence, right, wrong in rows:
        assert missing(right, evidence) == [], right
        assert missing(wrong, evidence) != [], wrong
