"""How promises stand against the calendar, in words; `due.js` says the same on the day of a reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefsite.archive.dates import Date
from briefsite.archive.settings import Settings
from briefsite.pages.formatting import format_date, load_words
from briefsite.site.due import Due


def due_words(due: Due, moved: Date, words: Mapping[str, Any]) -> str:
    """What readers are told: «Plazo vencido hace 4 meses, sin noticia desde el 4 de mayo de 2024»."""
    said, long = words["due"], _length(due.days, words["due"])
    if due.state == "silent":
        return str(said["silent"].format(long))
    if due.state == "due-soon":
        return str(said["due_soon"].format(long) if due.days else said["due_today"])
    date = format_date(moved, words["code"])
    if due.has_news:
        return str(said["overdue_news"].format(long, date))
    since = said["since_day"].format(date) if moved.day else date
    return str(said["overdue"].format(long, since))


def _length(days: int, said: Mapping[str, str]) -> str:
    """Some days as people count them: in months from two on, and in years from two on, rounded down."""
    months, years = days * 12 // 365, days // 365
    if years >= 2:
        return said["years"].format(years)
    if months >= 2:
        return said["months"].format(months)
    return said["days"].format(days) if days > 1 else said["one_day"]


def for_script(settings: Settings) -> Mapping[str, object]:
    """What `due.js` needs to say the same: the language, the thresholds and the words.

    `first`, how the first day of a month is written, is there where that is not its number.
    """
    words = load_words(settings.language)
    first = words["rules"].get("first_of_month")
    return {
        "lang": words["code"],
        "soon": settings.due_soon_days,
        "long": settings.silent_days,
        "facet": words["facets"]["due"][0],
        "words": words["due"],
        **({"first": first} if first else {}),
    }
