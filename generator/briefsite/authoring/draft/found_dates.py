"""Dates in a text: as exact as it has them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefsite.archive.dates import Date
from briefsite.authoring.draft.draft_text import DraftText
from briefsite.evidence.typography import Range


@dataclass(frozen=True, slots=True)
class Written:
    """A date as a text has it."""

    place: Range
    year: int | None
    month: int
    day: int = 0
    """0 where it is not written."""

    weekday: int | None = None
    """From 0 for Monday."""

    @property
    def date(self) -> Date | None:
        """The date, where its year is written."""
        return Date(self.year, self.month, self.day) if self.year else None


def find_dates(text: DraftText, place: Range) -> Iterator[Written]:
    """All dates with at least a month in a stretch, in order; impossible ones are left out."""
    reached = place[0]
    matches = (match for pattern in _patterns(text) for match in text.find_all(pattern, place))
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() < reached:
            continue
        written = _read(match, text)
        if written:
            yield written
            reached = match.end()


def _patterns(text: DraftText) -> Iterator[str]:
    months = "|".join(sorted(text.words.months, key=len, reverse=True))
    weekdays = "|".join(text.words.weekdays)
    for pattern in [*text.words.table["dates"], _ISO]:
        inner = pattern.replace("MONTH", f"(?:{months})").replace("WEEKDAY", f"(?:{weekdays})")
        yield rf"(?<!\w){inner}(?!\w)"


_ISO = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"


def _read(match: re.Match[str], text: DraftText) -> Written | None:
    parts = {name: value for name, value in match.groupdict().items() if value}
    month = parts["month"].lower()
    number = int(month) if month.isdigit() else text.words.months[month]
    year = int(parts["year"]) if "year" in parts else None
    day = int(parts["day"]) if "day" in parts else 0
    weekday = parts.get("weekday", "").lower()
    try:
        dt.date(year or 2000, number, day or 1)  # 2000 had a 29 February
    except ValueError:
        return None
    return Written(
        match.span(),
        year,
        number,
        day,
        text.words.weekdays.index(weekday) if weekday else None,
    )


def infer_year(written: Written, today: dt.date) -> int | None:
    """The latest year in which a day is past and falls on its weekday, if one is written."""
    for year in range(today.year, today.year - 30, -1):
        try:
            day = dt.date(year, written.month, written.day or 1)
        except ValueError:  # 29 February
            continue
        if day <= today and written.weekday in (None, day.weekday()):
            return year
    return None


def find_deadline(text: DraftText, place: Range) -> tuple[Date, Range] | None:
    """Until when a sentence says that something will be done, where it gives a year."""
    for marker in text.find_all(r"\b<by_when>", place):
        rest = (marker.end(), min(place[1], marker.end() + 60))
        for written in find_dates(text, rest):
            if written.place[0] - marker.end() <= 12 and written.date:
                return written.date, (marker.start(), written.place[1])
        year = re.compile(r"(?:el año |fin de |finales de |the year )?(\d{4})(?![\d.,]*\d)(?!\s*%)")
        if (found := year.match(text.source.text, *rest)) and 1900 < int(found[1]) < 2200:
            return Date(int(found[1])), (marker.start(), found.end())
    return None
