"""Money: how currencies are written, and which of these can be the same.

Codes are those of ISO 4217. What several currencies share, a sign or a name, stands for any of them.
"""

from __future__ import annotations

from collections.abc import Mapping

_SHARED: Mapping[str, frozenset[str]] = {
    name: frozenset(codes.split())
    for name, codes in {
        "$": "USD MXN CAD AUD NZD HKD SGD TWD ARS CLP COP UYU DOP CUP",
        "C$": "CAD NIO",
        "¥": "JPY CNY",
        "dollar": "USD CAD AUD NZD HKD SGD TWD",
        "peso": "MXN ARS CLP COP UYU DOP CUP PHP",
        "franc": "CHF XAF XOF XPF",
        "crown": "SEK NOK DKK ISK CZK",
        "rupee": "INR PKR LKR NPR",
        "dinar": "RSD TND DZD JOD KWD IQD LYD BHD",
        "dirham": "AED MAD",
        "riyal": "SAR QAR OMR YER IRR",
    }.items()
}
"""Of what is written alike, the codes that it can stand for."""

_NAMED = "EUR GBP BRL RUB UAH PLN TRY KRW ZAR ILS PEN BOB GTQ HNL CRC PYG VES"
"""Codes of what has a sign or a name of its own."""

CODES = frozenset(_NAMED.split()).union(*_SHARED.values())
"""Currencies that are told apart; other money is read as a number."""

SIGNS = {"€": "EUR", "$": "$", "£": "GBP", "¥": "¥"}
"""Signs, which stand before an amount or after it."""


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    return {name: money for money, several in names.items() for name in several.split()}


CODES_IN_TEXTS = _by_name({"EUR": "eur", "USD": "usd", "MXN": "mxn", "GBP": "gbp"})
"""Codes that texts of any language have in small letters, too."""


BEFORE_DOLLAR = _by_name(
    {
        "USD": "us u",
        "C$": "c",
        "CAD": "ca can",
        "AUD": "a au",
        "BRL": "r",
        "NZD": "nz",
        "HKD": "hk",
        "SGD": "s",
        "TWD": "nt",
        "MXN": "mx mex",
    }
)
"""Letters that stand at a `$` and say whose it is, in lower case."""

NAMES = {
    language: {**CODES_IN_TEXTS, **_by_name(names)}
    for language, names in {
        "es": {
            "EUR": "euro euros",
            "dollar": "dólar dólares mdd",
            "peso": "peso pesos mdp",
            "GBP": "libras",
            "JPY": "yen yenes",
            "CNY": "yuan yuanes renminbi",
            "BRL": "reales",
            "franc": "franco francos",
            "crown": "coronas",
            "rupee": "rupias",
            "RUB": "rublo rublos",
            "UAH": "grivnas",
            "PLN": "zlotys",
            "TRY": "liras",
            "KRW": "wones",
            "dinar": "dinares",
            "dirham": "dirhams",
            "ILS": "séqueles séquels",
            "PEN": "soles",
            "BOB": "bolivianos",
            "GTQ": "quetzales",
            "HNL": "lempiras",
            "CRC": "colones",
            "PYG": "guaraníes",
            "VES": "bolívares",
        },
        "en": {
            "EUR": "euro euros",
            "dollar": "dollar dollars",
            "peso": "peso pesos",
            "GBP": "pounds",
            "JPY": "yen",
            "CNY": "yuan renminbi",
            "BRL": "reais",
            "franc": "franc francs",
            "crown": "krona kronor krone kroner",
            "rupee": "rupees",
            "RUB": "ruble rubles rouble roubles",
            "UAH": "hryvnia hryvnias",
            "PLN": "zloty zlotys",
            "dinar": "dinars",
            "dirham": "dirhams",
            "riyal": "riyals",
            "ILS": "shekel shekels",
        },
        "fr": {
            "EUR": "euro euros",
            "dollar": "dollar dollars",
            "GBP": "livres",
            "peso": "peso pesos",
            "JPY": "yen yens",
            "CNY": "yuan yuans",
            "BRL": "réaux reais",
            "franc": "franc francs",
            "crown": "couronnes",
            "rupee": "roupies",
            "RUB": "rouble roubles",
            "dinar": "dinars",
            "dirham": "dirhams",
        },
        "pt": {
            "EUR": "euro euros",
            "dollar": "dólar dólares",
            "GBP": "libras",
            "peso": "peso pesos",
            "JPY": "iene ienes",
            "CNY": "yuan yuans",
            "BRL": "real reais",
            "franc": "franco francos",
            "crown": "coroas",
            "RUB": "rublo rublos",
        },
        "de": {
            "EUR": "euro euros",
            "dollar": "dollar",
            "GBP": "pfund",
            "peso": "peso pesos",
            "JPY": "yen",
            "CNY": "yuan",
            "franc": "franken",
            "crown": "kronen",
            "RUB": "rubel",
            "PLN": "zloty",
        },
        "nl": {
            "EUR": "euro euro's",
            "dollar": "dollar dollars",
            "GBP": "pond",
            "peso": "peso peso's",
            "JPY": "yen",
            "CNY": "yuan",
            "franc": "frank franken",
            "crown": "kronen kroon",
            "RUB": "roebel",
        },
        "it": {
            "EUR": "euro",
            "dollar": "dollaro dollari",
            "GBP": "sterline",
            "peso": "peso pesos",
            "JPY": "yen",
            "CNY": "yuan",
            "franc": "franco franchi",
            "crown": "corone",
            "RUB": "rubli",
            "PLN": "zloty",
        },
    }.items()
}
"""The names of money by language, which stand after an amount."""


def same_money(one: str, other: str) -> bool:
    """Tell whether two ways to write money can mean the same currency."""
    return not _SHARED.get(one, frozenset([one])).isdisjoint(_SHARED.get(other, frozenset([other])))
