"""The interface in each of its languages: a language is one file in `locale/`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefsite.archive.dates import Date, Instant
from briefsite.archive.settings import Settings
from briefsite.archive.text import Plain
from briefsite.pages.amounts_in_words import Interface
from briefsite.pages.due_words import for_script
from briefsite.pages.formatting import (
    LANGUAGES,
    citation,
    format_date,
    format_list,
    format_moment,
    format_money,
    format_month,
    format_number,
    format_size,
    language_named,
    load_words,
    own_name,
)
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import render_site
from briefsite.site.reading import read_site
from sites import REPOSITORY, write

RULES = {"group_from": int, "last_item": dict, "first_of_month": str, "stop_in_quotes": bool}
"""What a language may do otherwise than Babel."""

FOR_AUTHORS = ("messages.es.yml", "fields.es.yml", "fields.en.yml")


def test_the_languages_are_those_that_have_a_file() -> None:
    """Spanish and English first; what authors are told is no language of the interface."""
    names = {path.name for path in (REPOSITORY / "generator/briefsite/locale").iterdir()}
    assert LANGUAGES == ("es", "en", "fr", "pt")
    assert names == {*(f"{language}.yml" for language in LANGUAGES), *FOR_AUTHORS}


def shape(words: object) -> object:
    """What two languages have in common: keys, lengths, what is filled in, and HTML."""
    if isinstance(words, dict):
        return {key: shape(value) for key, value in words.items() if key not in ("code", "rules")}
    if isinstance(words, list):
        return [shape(value) for value in words]
    assert isinstance(words, str)
    assert words == words.strip(" \n") != ""
    return sorted(re.findall(r"\{.*?\}|<.*?>", words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_all_words(language: str) -> None:
    """With the same places to fill in: an interface is wholly in one language."""
    assert shape(load_words(language)) == shape(load_words("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_no_rule_that_nobody_reads(language: str) -> None:
    """A rule that is spelt wrong would do nothing."""
    rules = load_words(language)["rules"]
    assert {name: type(rule) for name, rule in rules.items()} == {
        name: RULES[name] for name in rules
    }


def names_in_addresses(words: Interface) -> Iterator[list[str]]:
    """Words that stand in addresses, those together that must be told apart."""
    yield [*words["addresses"].values()]
    yield [*words["anchors"].values(), words["source_anchor"]]
    yield [words[name].removesuffix("{}") for name in ("year_page", "status_page", "due_page")]
    yield [*(key for key, _ in words["facets"].values()), words["order"][0]]
    yield [words["revisions_page"]]
    yield [words["method_page"].removesuffix(".md")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_addresses_are_apart_and_need_no_escape(language: str) -> None:
    """Lower-case ASCII, without accents, in folders, anchors and filters."""
    for names in names_in_addresses(load_words(language)):
        assert len({*names}) == len(names)
        assert [name for name in names if not re.fullmatch("[a-z]+-?", name)] == []


THIN = "\u202f"
HARD = "\u00a0"

DATES = {
    "2025": ("2025", "2025", "2025", "2025"),
    "2025-09": ("septiembre de 2025", "September 2025", "septembre 2025", "setembro de 2025"),
    "2025-09-26": (
        "26 de septiembre de 2025",
        "September 26, 2025",
        "26 septembre 2025",
        "26 de setembro de 2025",
    ),
    "2025-08-01": (
        "1 de agosto de 2025",
        "August 1, 2025",
        "1er août 2025",
        "1 de agosto de 2025",
    ),
    "2025-08-11": (
        "11 de agosto de 2025",
        "August 11, 2025",
        "11 août 2025",
        "11 de agosto de 2025",
    ),
}


@pytest.mark.parametrize("date", DATES)
def test_dates_are_no_more_exact_than_they_are_known(date: str) -> None:
    """A day is never invented."""
    assert tuple(format_date(Date.parse(date), language) for language in LANGUAGES) == DATES[date]


def test_months_stand_alone() -> None:
    """As headings of lists have them."""
    month = Date.parse("2025-03")
    assert [format_month(month, language) for language in LANGUAGES] == [
        "marzo",
        "March",
        "mars",
        "março",
    ]


def test_moments_have_their_zone() -> None:
    """Hours of 24, in every language."""
    moment = Instant.parse("2026-12-01T09:00:00-06:00")
    assert [format_moment(moment, language) for language in LANGUAGES] == [
        "1 de diciembre de 2026, 09:00 (UTC−6)",
        "December 1, 2026, 09:00 (UTC−6)",
        "1er décembre 2026, 09:00 (UTC−6)",
        "1 de dezembro de 2026, 09:00 (UTC−6)",
    ]


NUMBERS = {
    9: ("9", "9", "9", "9"),
    1234: ("1234", "1,234", f"1{THIN}234", "1.234"),
    12345: ("12.345", "12,345", f"12{THIN}345", "12.345"),
    -12345: ("-12.345", "-12,345", f"-12{THIN}345", "-12.345"),
    1.5: ("1,5", "1.5", "1,5", "1,5"),
}


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_are_grouped_as_the_language_does(number: float) -> None:
    """Spanish groups from five digits on, as the Academy has it; French with a space that does not break."""
    assert tuple(format_number(number, language) for language in LANGUAGES) == NUMBERS[number]


MONEY = {
    (3400000, "MXN"): (
        f"3.400.000{HARD}MXN",
        "MX$3,400,000",
        f"3{THIN}400{THIN}000{HARD}$MX",
        f"MX${HARD}3.400.000",
    ),
    (1200, "EUR"): (f"1200{HARD}€", "€1,200", f"1{THIN}200{HARD}€", f"€{HARD}1.200"),
    (12.5, "EUR"): (f"12,50{HARD}€", "€12.50", f"12,50{HARD}€", f"€{HARD}12,50"),
}


@pytest.mark.parametrize("amount", MONEY)
def test_money_stands_with_its_sign(amount: tuple[float, str]) -> None:
    """Cents are there where there are any."""
    value, currency = amount
    written = tuple(format_money(float(value), currency, language) for language in LANGUAGES)
    assert written == MONEY[amount]


SIZES = {
    1: ("1 KB", "1 KB", f"1{THIN}ko", "1 KB"),
    312_400: ("312 KB", "312 KB", f"312{THIN}ko", "312 KB"),
    1_230_000: ("1,2 MB", "1.2 MB", f"1,2{THIN}Mo", "1,2 MB"),
}


@pytest.mark.parametrize("size", SIZES)
def test_files_are_as_large_as_people_say(size: int) -> None:
    """In kilobytes or megabytes of a thousand."""
    assert tuple(format_size(size, language) for language in LANGUAGES) == SIZES[size]


LISTS = {
    (): ("", "", "", ""),
    ("Ana",): ("Ana", "Ana", "Ana", "Ana"),
    ("Ana", "Luis"): ("Ana y Luis", "Ana and Luis", "Ana et Luis", "Ana e Luis"),
    ("Ana", "Ignacio"): ("Ana e Ignacio", "Ana and Ignacio", "Ana et Ignacio", "Ana e Ignacio"),
    ("Ana", "Hidalgo"): ("Ana e Hidalgo", "Ana and Hidalgo", "Ana et Hidalgo", "Ana e Hidalgo"),
    ("nieve", "hielo"): ("nieve y hielo", "nieve and hielo", "nieve et hielo", "nieve e hielo"),
    ("Ana", "Luis", "Inés"): (
        "Ana, Luis e Inés",
        "Ana, Luis, and Inés",
        "Ana, Luis et Inés",
        "Ana, Luis e Inés",
    ),
}


@pytest.mark.parametrize("items", LISTS, ids=" ".join)
def test_lists_join_as_spoken(items: tuple[str, ...]) -> None:
    """Spanish «y» becomes «e» before the sound i, but not before the diphthong of «hielo»."""
    assert tuple(format_list(items, language) for language in LANGUAGES) == LISTS[items]


def test_citations_have_their_full_stop_where_the_language_has_it() -> None:
    """English puts it inside the quotation marks, unless the title ends with a mark of its own."""
    titles = ("Sí", "¿Sí?")
    assert [
        [citation("Sitio", title, Date(2025), None, language) for title in titles]
        for language in LANGUAGES
    ] == [
        ["Sitio. «Sí». 2025.", "Sitio. «¿Sí?». 2025."],
        ["Sitio. “Sí.” 2025.", "Sitio. “¿Sí?” 2025."],
        [f"Sitio. «{THIN}Sí{THIN}». 2025.", f"Sitio. «{THIN}¿Sí?{THIN}». 2025."],
        ["Sitio. “Sí”. 2025.", "Sitio. “¿Sí?”. 2025."],
    ]


@pytest.mark.parametrize(
    ("code", "locale", "named"),
    [
        ("es", "en", "in Spanish"),
        ("es", "es", "en español"),
        ("en", "pt", "em inglês"),
        ("pt-BR", "fr", "en portugais brésilien"),
        ("pt-BR", "pt", "em português (Brasil)"),
        ("quc", "es", "en quiché"),
        ("qqq", "es", "qqq"),
        ("es-QQ", "en", "es-QQ"),
        ("", "en", ""),
    ],
)
def test_a_language_is_named_in_another(code: str, locale: str, named: str) -> None:
    """By its code alone where nobody knows its name."""
    assert language_named(code, locale) == named


def test_languages_call_themselves_by_their_own_names() -> None:
    """With a capital, as they stand in a switch."""
    codes = (*LANGUAGES, "pt-BR", "qqq", "")
    assert [own_name(code) for code in codes] == [
        *("Español", "English", "Français", "Português"),
        *("Português (Brasil)", "qqq", ""),
    ]


def test_what_speaks_of_languages_reads_right_with_their_names() -> None:
    """The places are for bare names."""
    assert [
        [load_words(lang)[key].format(name) for key in ("partly_translated", "translated_from")]
        for lang, name in [("es", "inglés"), ("en", "Spanish"), ("fr", "anglais"), ("pt", "inglês")]
    ] == [
        ["Lo que no está traducido se muestra en inglés.", "Traducido del inglés"],
        ["What is not translated is shown in Spanish.", "Translated from Spanish"],
        ["Ce qui n’est pas traduit est affiché en anglais.", f"Langue d’origine{THIN}: anglais"],
        ["O que não está traduzido é mostrado em inglês.", "Traduzido do inglês"],
    ]


@pytest.mark.parametrize(
    ("language", "first"), [("es", None), ("en", None), ("fr", "1er"), ("pt", None)]
)
def test_the_script_of_deadlines_knows_the_first_day_of_a_month(
    language: str, first: str | None
) -> None:
    """Where it is not written by its number: no browser has it."""
    assert for_script(Settings(language=language)).get("first") == first


def test_a_thin_space_that_does_not_break_stays_in_pages() -> None:
    """It stands in French figures; all other white space becomes a blank."""
    assert Plain(f"3{THIN}400  a\n b").__html__() == f"3{THIN}400 a b"


PROMISE = """\
title: A
date: 2026-06-01
summary: s
commitments: [{id: x, text: Abrir., by: [oficina], deadline: 2026-12-01}]
"""


def test_french_labels_keep_their_colon(tmp_path: Path) -> None:
    """It stands after a space that does not break, in pages and in their titles."""
    files = {
        "briefs/a.yml": PROMISE,
        "briefs/entities/oficina.yml": "name: Oficina\ntype: organization\n",
    }
    write(tmp_path, files)
    about = Publication(name="Site", language="fr")
    site = read_site(tmp_path / "briefs").site
    pages = {page.uri: page for page in render_site(site, about, tmp_path / "briefs").pages}
    assert f"Par état{THIN}: [Annoncé]" in pages["engagements/index.md"].markdown
    assert pages["engagements/etat-announced.md"].title == f"Engagements{THIN}: Annoncé"
    assert [
        uri for uri, page in pages.items() if re.search(r"\w: ", page.markdown.split("---\n")[-1])
    ] == []
