"""How values enter a page: escaped, and written as the language of the site has it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_skeleton, get_month_names
from babel.lists import format_list as babel_list
from babel.numbers import format_currency, format_decimal
from markupsafe import Markup

from briefsite.archive.dates import Date, Instant
from briefsite.archive.text import Plain, direction

LANGUAGES = ("es", "en")
"""Languages of the interface, each with a file in `locale/`."""


@cache
def load_words(language: str) -> dict[str, Any]:
    """The words of the interface; English for a language that has none."""
    name = language if language in LANGUAGES else "en"
    file = resources.files("briefsite") / "locale" / f"{name}.yml"
    words: dict[str, Any] = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {"code": name, **words}


def own_name(code: str) -> str:
    """What a language calls itself, with a capital: `Español`."""
    name = str(Locale.parse(code, sep="-").get_display_name() or code)
    return name[:1].upper() + name[1:]


def topic_name(topic: str, names: Mapping[str, str]) -> str:
    """A topic as readers see it: as the site names it, or else from its id."""
    plain = topic.replace("-", " ")
    return names.get(topic) or plain[:1].upper() + plain[1:]


def join_lines(items: Iterable[object]) -> Markup:
    """Join values for an attribute that holds several, one a line."""
    return Markup("&#10;".join(map(finalize, items)))


def finalize(value: object) -> str:
    """Escape what an expression yields, unless it knows better how to enter a page.

    The result is text that needs no more escaping. It is no `Markup`: to make one takes as long as
    all else here, and templates join what they get as it is.
    """
    if type(value) is Markup:
        return value
    if value is None:
        return ""
    if isinstance(value, Date | int | float):
        return str(value)
    if not hasattr(value, "__html__"):
        value = Plain(value)
    found: str = value.__html__()
    return found


def quote_marks(value: object, marks: str) -> Markup:
    """Put quotation marks around a value; `marks` holds both, with `{}` between."""
    return Markup(marks.replace("{}", finalize(value)))


def in_language(language: str | None, within: str) -> Markup:
    """The attributes of an element whose words are in another language than those around it.

    Nothing where they are in the same or where `language` is not known; `es` in `es-MX` is the same.
    Where the two run in different directions, the browser is told to look at the words themselves.
    """
    if language is None or language in (within, within.partition("-")[0]):
        return Markup("")
    is_turned = direction(language) != direction(within)
    return Markup(f' lang="{language}"' + (' dir="auto"' if is_turned else ""))


def written_in(value: object, language: str | None, within: str) -> object:
    """A value with its language, where it is in another than what stands around it."""
    attributes = in_language(language, within)
    return Markup(f"<span{attributes}>{finalize(value)}</span>") if attributes else value


@lru_cache(maxsize=16384)  # the days of forty years
def format_date(date: Date, locale: str) -> str:
    """Write a date out, no more exact than it is: `septiembre de 2025`."""
    if not date.month:
        return str(date.year)
    day = dt.date(date.year, date.month, date.day or 1)
    if not date.day:
        return str(format_skeleton("yMMMM", day, locale=locale))
    return str(babel_date(day, "long", locale=locale))


def format_moment(moment: Instant, locale: str) -> str:
    """Write a moment out with its time zone: `1 de diciembre de 2026, 09:00 (UTC−6)`."""
    when = dt.datetime.fromisoformat(moment.written)
    offset = when.utcoffset() or dt.timedelta()
    hours, minutes = divmod(abs(offset) // dt.timedelta(minutes=1), 60)
    zone = f"{'−' if offset < dt.timedelta() else '+'}{hours}" + (
        f":{minutes:02}" if minutes else ""
    )
    day = babel_date(when.date(), "long", locale=locale)
    return f"{day}, {when:%H:%M} (UTC{zone if offset else ''})"


def format_month(date: Date, locale: str) -> str | None:
    """The name of the month, where it is known."""
    return str(get_month_names("wide", "stand-alone", locale)[date.month]) if date.month else None


@lru_cache(maxsize=4096)
def format_number(number: float, locale: str) -> str:
    """Write a number; Spanish groups digits only from five on (Ortografía de la RAE)."""
    grouping = not (locale == "es" and abs(number) < 10_000)
    return str(format_decimal(number, locale=locale, group_separator=grouping))


@lru_cache(maxsize=4096)
def format_money(number: float, currency: str, locale: str) -> str:
    """Write an amount of money, with its code or sign: `3.400.000 MXN`, `12,50 €`."""
    pattern = Locale(locale).currency_formats["standard"].pattern
    grouping = not (locale == "es" and abs(number) < 10_000)
    written = format_currency(
        number,
        currency,
        pattern.replace(".00", "") if number.is_integer() else pattern,
        locale=locale,
        currency_digits=False,
        decimal_quantization=False,
        group_separator=grouping,
    )
    return str(written)


def format_size(size: int, locale: str) -> str:
    """The size of a file in bytes, kilobytes or megabytes of a thousand: `312 KB`, `1,2 MB`."""
    if size < 999_500:
        return f"{format_number(max(1, round(size / 1000)), locale)} KB"
    return f"{format_number(round(size / 1_000_000, 1), locale)} MB"


def format_list(items: Iterable[object], locale: str) -> Markup:
    """Join items as in a sentence; Spanish «y» becomes «e» before an i sound."""
    escaped = [*map(finalize, items)]
    if not escaped:
        return Markup("")
    if locale == "es" and len(escaped) > 1:
        last = re.sub(r"^\[|<[^>]*>", "", escaped[-1])
        conjunction = "e" if re.match(r"(?i)h?[ií](?![aeou])", last) else "y"
        head = ", ".join(escaped[:-1])
        return Markup(f"{head} {conjunction} {escaped[-1]}")
    return Markup(babel_list(escaped, locale=locale))


def citation(site: str, title: str, date: Date, url: str | None, language: str) -> Plain:
    """A reference as a sentence, in the manner of `language`."""
    words = load_words(language)
    # English puts the stop inside the quotation marks.
    inner, outer = ("", ".") if words["code"] == "es" else (".", "")
    closed = title if title.endswith((".", "?", "!", "…")) and inner else title + inner
    quoted = words["quoted"].format(closed)
    when = format_date(date, words["code"])
    return Plain(f"{site}. {quoted}{outer} {when}." + (f" {url}" if url else ""))
