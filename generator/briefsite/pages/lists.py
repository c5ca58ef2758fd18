"""Long lists in parts, so that no page grows with the archive.

A page shows the newest `SHOWN` entries of a list, and leads to a page for each year with all of
them. A year of more than `MANY` entries is split by month, and a month of more by number. Numbers
count from the oldest, so that what is new changes the newest page alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, Generic, TypeVar

from briefsite.archive.dates import Date
from briefsite.site.site import EntityPage, TopicPage

SHOWN = 50
"""Entries of a list that goes on elsewhere."""

MANY = 120
"""Entries of a page that holds all of a year or month; as cards about 120 KB of HTML."""

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
P = TypeVar("P", EntityPage, TopicPage)
Dates = Mapping[str, Callable[[Any], Date]]
"""How to date the entries of each list of a page, by the attribute that holds the list."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month, or one of several pages of either."""

    date: Date
    number: int | None = None
    """Counts from 1, which is the oldest."""

    def __str__(self) -> str:
        return f"{self.date}-p{self.number}" if self.number else str(self.date)


@dataclass(frozen=True, slots=True)
class ListPart(Generic[T]):
    """What a list holds of a period."""

    period: Period
    entries: Sequence[T]


def parts(entries: Iterable[T], date: Callable[[T], Date]) -> dict[int, list[ListPart[T]]]:
    """The parts of a list by year, in the order of the list; mostly one a year."""
    return {
        year: [*_parts_of_year(Date(year), in_year, date)]
        for year, in_year in _grouped(entries, lambda entry: date(entry).year).items()
    }


def _parts_of_year(
    year: Date, entries: Sequence[T], date: Callable[[T], Date]
) -> Iterator[ListPart[T]]:
    if len(entries) <= MANY:
        yield ListPart(Period(year), entries)
        return
    for number_of_month, in_month in _grouped(entries, lambda entry: date(entry).month).items():
        month = Date(year.year, number_of_month)
        # What is of no known month has a number always: the page of the year leads there.
        if len(in_month) <= MANY and month != year:
            yield ListPart(Period(month), in_month)
            continue
        ends = range(len(in_month), 0, -MANY)
        pages = [in_month[max(0, end - MANY) : end] for end in ends]
        for number in range(len(pages), 0, -1):
            yield ListPart(Period(month, number), pages[number - 1])


def _grouped(entries: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return groups


def split(page: P, dates: Dates) -> tuple[P, list[ListPart[P]]]:
    """A page with the newest of each of its lists, and the same page for each period, newest first.

    There are no parts where all lists are short.
    """
    lists = {name: getattr(page, name) for name in dates}
    if all(len(entries) <= SHOWN for entries in lists.values()):
        return page, []
    # All lists stand newest first but for the timeline, which is told from the beginning.
    newest: Any = {
        name: entries[-SHOWN:] if name == "timeline" else entries[:SHOWN]
        for name, entries in lists.items()
    }

    named = [
        (dates[name](entry), name, entry) for name, entries in lists.items() for entry in entries
    ]
    named.sort(key=lambda entry: entry[0], reverse=True)
    return replace(page, **newest), [
        ListPart(part.period, [_with(page, dates, part.entries)])
        for of_year in parts(named, itemgetter(0)).values()
        for part in of_year
    ]


def _with(page: P, names: Iterable[str], entries: Sequence[tuple[Date, str, Any]]) -> P:
    """A page with these entries alone, each under the name of its list."""
    lists: Any = {
        name: tuple(entry for _, other, entry in entries if other == name) for name in names
    }
    if "timeline" in lists:
        lists["timeline"] = lists["timeline"][::-1]
    return replace(page, **lists)
