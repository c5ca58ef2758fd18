"""How values enter a page: escaped, and written as the language of the site has it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date as babel_date
from babel.dates import format_skeleton, get_month_names
from babel.lists import format_list as babel_list
from babel.numbers import format_currency, format_decimal
from markupsafe import Markup

from briefsite.archive.dates import Date, Instant
from briefsite.archive.interface import LANGUAGES, LOCALE
from briefsite.archive.text import Plain, direction


@cache
def load_words(language: str) -> dict[str, Any]:
    """The words of the interface; English for a language that has none.

    Beside them, `rules` holds what the language does otherwise than Babel. All are optional:
    `group_from`, the least number whose digits are grouped; `last_item`, how the last item of a list
    is `joined` where it is `like` a regular expression; `first_of_month`, how the first day is written;
    `stop_in_quotes`, whether a full stop goes before the closing quotation marks.
    """
    name = language if language in LANGUAGES else "en"
    file = LOCALE / f"{name}.yml"
    words: dict[str, Any] = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {"code": name, **words}


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
    return _written_day(day, locale)


def _written_day(day: dt.date, locale: str) -> str:
    """A whole date; `due.js` writes it alike."""
    written = str(babel_date(day, "long", locale=locale))
    first = load_words(locale)["rules"].get("first_of_month")
    return written.replace("1", first, 1) if first and day.day == 1 else written


def format_moment(moment: Instant, locale: str) -> str:
    """Write a moment out with its time zone: `1 de diciembre de 2026, 09:00 (UTC−6)`."""
    when = dt.datetime.fromisoformat(moment.written)
    offset = when.utcoffset() or dt.timedelta()
    hours, minutes = divmod(abs(offset) // dt.timedelta(minutes=1), 60)
    zone = f"{'−' if offset < dt.timedelta() else '+'}{hours}" + (
        f":{minutes:02}" if minutes else ""
    )
    day = _written_day(when.date(), locale)
    return f"{day}, {when:%H:%M} (UTC{zone if offset else ''})"


def format_month(date: Date, locale: str) -> str | None:
    """The name of the month, where it is known."""
    return str(get_month_names("wide", "stand-alone", locale)[date.month]) if date.month else None


@lru_cache(maxsize=4096)
def format_number(number: float, locale: str) -> str:
    """Write a number: `12.345`, `1,5`."""
    return str(format_decimal(number, locale=locale, group_separator=_has_groups(number, locale)))


def _has_groups(number: float, locale: str) -> bool:
    """Whether the digits of a number are grouped."""
    return bool(abs(number) >= load_words(locale)["rules"].get("group_from", 0))


@lru_cache(maxsize=4096)
def format_money(number: float, currency: str, locale: str) -> str:
    """Write an amount of money, with its code or sign: `3.400.000 MXN`, `12,50 €`."""
    pattern = Locale(locale).currency_formats["standard"].pattern
    written = format_currency(
        number,
        currency,
        pattern.replace(".00", "") if number.is_integer() else pattern,
        locale=locale,
        currency_digits=False,
        decimal_quantization=False,
        group_separator=_has_groups(number, locale),
    )
    return str(written)


def format_size(size: int, locale: str) -> str:
    """The size of a file in bytes, kilobytes or megabytes of a thousand: `312 KB`, `1,2 MB`."""
    words = load_words(locale)
    if size < 999_500:
        return str(words["kilobytes"]).format(format_number(max(1, round(size / 1000)), locale))
    return str(words["megabytes"]).format(format_number(round(size / 1_000_000, 1), locale))


def format_list(items: Iterable[object], locale: str) -> Markup:
    """Join items as in a sentence: `Ana y Luis`, `Ana e Inés`."""
    escaped = [*map(finalize, items)]
    rule = load_words(locale)["rules"].get("last_item")
    if rule and len(escaped) > 1:
        *others, last = escaped
        if re.match(rule["like"], re.sub(r"^\[|<[^>]*>", "", last)):
            return Markup(rule["joined"].format(", ".join(others), last))
    return Markup(babel_list(escaped, locale=locale))


def language_name(code: str, locale: str) -> str:
    """What a language is called: `portugais brésilien`; the code itself where Babel knows none."""
    within, key = Locale.parse(locale, sep="-"), code.replace("-", "_")
    if key in within.languages:
        return str(within.languages[key])
    try:
        return Locale.parse(key).get_display_name(within) or code
    except (ValueError, UnknownLocaleError):
        return code


def language_named(code: str, locale: str) -> str:
    """A language as it is named in a sentence: `en español`, `in Spanish`; the code where it has no name."""
    name = language_name(code, locale)
    return code if name == code else str(load_words(locale)["in_language"]).format(name)


def own_name(code: str) -> str:
    """What a language calls itself, as it stands in a list: `Español`; the code where nobody knows."""
    try:
        name = language_name(code, code)
    except (ValueError, UnknownLocaleError):
        return code
    return name[:1].upper() + name[1:]


def citation(site: str, title: str, date: Date, url: str | None, language: str) -> Plain:
    """A reference as a sentence, in the manner of `language`."""
    words = load_words(language)
    inner, outer = (".", "") if words["rules"].get("stop_in_quotes") else ("", ".")
    closed = title if title.endswith((".", "?", "!", "…")) and inner else title + inner
    quoted = words["quoted"].format(closed)
    when = format_date(date, words["code"])
    return Plain(f"{site}. {quoted}{outer} {when}." + (f" {url}" if url else ""))
