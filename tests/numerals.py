"""Numbers in words, for tests: written down here apart from what reads them."""

from __future__ import annotations

SPANISH_MONTHS = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

_ES = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_ES_TENS = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_ES_HUNDREDS = [
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]
_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_spanish(number: int) -> str:
    """A number below a million: `treinta y dos`."""
    if number < 30:
        return _ES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _ES_TENS[tens - 3] + (f" y {_ES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        name = _ES_HUNDREDS[hundreds - 1] + (f" {in_spanish(rest)}" if rest else "")
        return "cien" if number == 100 else name
    thousands, rest = divmod(number, 1000)
    before = "" if thousands == 1 else _before_noun(in_spanish(thousands)) + " "
    return f"{before}mil" + (f" {in_spanish(rest)}" if rest else "")


def _before_noun(words: str) -> str:
    """`veintiún mil`, `treinta y un mil`."""
    if words.endswith("veintiuno"):
        return words[:-3] + "ún"
    return words[:-1] if words.endswith("uno") else words


def in_english(number: int) -> str:
    """A number below a million: `thirty-two`."""
    if number < 20:
        return _EN[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _EN_TENS[tens - 2] + (f"-{_EN[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_EN[hundreds]} hundred" + (f" and {in_english(rest)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    link = " and " if 0 < rest < 100 else " "
    return f"{in_english(thousands)} thousand" + (f"{link}{in_english(rest)}" if rest else "")
