"""Dates in a text: as exact as it has them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from text_to_num import text2num

from briefsite.archive.dates import Date, DateError, Instant
from briefsite.authoring.draft.draft_text import DraftText
from briefsite.authoring.draft.words import DraftWords
from briefsite.evidence.day_reading import is_name
from briefsite.evidence.typography import Range


@dataclass(frozen=True, slots=True)
class Written:
    """A date as a text has it; of several days, the first."""

    place: Range
    year: int | None
    month: int
    day: int = 0
    """0 where it is not written."""

    weekday: int | None = None
    """From 0 for Monday."""

    is_ahead: bool = False
    """Whether the text says that it is still to come, as «el próximo 3 de mayo» does."""

    @property
    def date(self) -> Date | None:
        """The date, where its year is written."""
        return Date(self.year, self.month, self.day) if self.year else None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when something will be done."""

    date: Date | None
    """None where its year neither is written nor follows from another date."""

    place: Range
    """The words that say so."""

    has_year: bool
    """Whether the year is written."""


def find_dates(text: DraftText, place: Range) -> Iterator[Written]:
    """All dates with at least a month in a stretch, in order; impossible ones are left out."""
    reached = place[0]
    matches = (
        match for pattern in _patterns(text.words) for match in text.find_all(pattern, place)
    )
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() < reached:
            continue
        written = _read(match, text)
        if written:
            yield written
            reached = match.end()


@cache
def _patterns(words: DraftWords) -> tuple[str, ...]:
    in_words = [f"(?:{day})" for day in reversed(words.table["day_words"].split())]
    in_figures = r"\d{1,2}(?:\.?(?:[ºª°]|er|ero|ro|o)\.?|st|nd|rd|th)?(?!\d)"
    parts = {
        "MONTH": _any_of(words.months),
        "WEEKDAY": _any_of(words.weekday_numbers),
        "DAY": (day := f"(?:{'|'.join([in_figures, *in_words])})"),
        "DAYS": day,
        "YEAR": rf"(?:\d{{4}}(?!\d)|{words.table['year_words']})",
        "ROMAN": _any_of(_ROMAN),
    }
    name = re.compile(rf"\b(?:{'|'.join(parts)})\b")
    return tuple(
        rf"(?<!\w){name.sub(lambda found: parts[found[0]], pattern)}(?!\w)"
        for pattern in [*words.table["dates"], *_OF_ALL_LANGUAGES]
    )


def _any_of(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})" if longest_first else "(?!)"


_ROMAN = dict(
    zip(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"],
        range(1, 13),
        strict=True,
    )
)
_OF_ALL_LANGUAGES = (
    r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d\d)(?P=sep)(?P<day>\d\d)(?:T[\d:.]+Z?)?",
    r"(?P<day>\d{1,2})(?P<sep>[-/. ])(?P<month>ROMAN)(?P=sep)(?P<year>\d{4})",
)


def _read(match: re.Match[str], text: DraftText) -> Written | None:
    parts = {name: value for name, value in match.groupdict().items() if value}
    if text.words.lang == "en" and parts["month"].islower() and "year" not in parts:
        return None  # may, march
    month = _month(parts["month"], text.words)
    year = _year(parts["year"], text.words) if "year" in parts else None
    if year and "to" in parts and _month(parts["to"], text.words) < month:
        year -= 1  # from December to January
    day = _day(parts["day"], text.words) if "day" in parts else 0
    try:
        dt.date(2000 if year is None else year, month, day or 1)  # 2000 had a 29 February
    except ValueError:
        return None
    raw, weekday, start = text.source.text, parts.get("weekday", "").lower(), match.start()
    if weekday and is_name(raw, match.span("weekday"), text.words.lang):
        rest = raw[match.end("weekday") : match.end()].lstrip(" ,\t\n\u00a0")
        weekday, start = "", match.end() - len(rest)  # «Santo Domingo, 3 de marzo»
    before = raw[max(0, start - 30) : start]
    return Written(
        (start, match.end()),
        year,
        month,
        day,
        text.words.weekday_numbers[weekday] if weekday else None,
        bool(text.words.pattern(r"\b<ahead>\s+(?:día\s+)?\Z").search(before)),
    )


def _month(written: str, words: DraftWords) -> int:
    name = written.lower()
    return int(name) if name.isdigit() else words.months.get(name) or _ROMAN[name]


def _day(written: str, words: DraftWords) -> int:
    if figures := re.match(r"\d+", written):
        return int(figures[0])
    names = enumerate(words.table["day_words"].split(), 1)
    return next(n for n, name in names if re.fullmatch(name, written, re.IGNORECASE))


def _year(written: str, words: DraftWords) -> int:
    """The year, 0 where its words are no number."""
    if written.isdigit():
        return int(written)
    name = " ".join(written.lower().split())
    try:
        if name.startswith("twenty "):
            return 2000 + int(text2num(name.removeprefix("twenty "), words.lang))
        return int(text2num(name, words.lang))
    except ValueError:
        return 0


def infer_year(written: Written, today: dt.date) -> int | None:
    """The latest year in which a day is past and falls on its weekday, if one is written.

    The first from today on, for a day that the text says is still to come.
    """
    step = 1 if written.is_ahead else -1
    for year in range(today.year, today.year + 30 * step, step):
        try:
            day = dt.date(year, written.month, written.day or 1)
        except ValueError:  # 29 February
            continue
        is_there = day >= today if written.is_ahead else day <= today
        if is_there and written.weekday in (None, day.weekday()):
            return year
    return None


def find_deadline(text: DraftText, place: Range, since: Date | None = None) -> Deadline | None:
    """Until when a sentence says that something will be done; at best one that has a date.

    A year that is not written is the first from `since` on. When something else is planned for,
    «la próxima reunión, prevista para enero», is no deadline.
    """
    found = [
        Deadline(_last_day(text, words, day, since), words, isinstance(day, Date))
        for words, day in find_limits(text, place)
        if not text.words.pattern(r"\b<scheduled>\Z").search(text.source.text[place[0] : words[0]])
    ]
    return next((one for one in found if one.date), next(iter(found), None))


def find_limits(text: DraftText, place: Range) -> Iterator[tuple[Range, Date | Written | None]]:
    """All words that say until when, with the date, or as much of it as they say.

    None stands for «este año».
    """
    for marker in text.find_all(r"\b<by_when>", place):
        rest = (marker.end(), min(place[1], marker.end() + 60))
        written = next(find_dates(text, rest), None)
        between = text.source.text[rest[0] : written.place[0]] if written else ""
        if written and re.fullmatch(r"[a-záéíóúñ, ]{0,12}", between):
            yield (marker.start(), written.place[1]), written.date or written
        elif (found := _YEAR.match(text.source.text, *rest)) and 1900 < int(found[1]) < 2200:
            yield (marker.start(), found.end()), Date(int(found[1]))
        elif found := text.words.pattern(r"(?:el\s+mes\s+de\s+)?(?P<month><whole_months>)\b").match(
            text.source.text, *rest
        ):
            number = text.words.months[found["month"].lower()]
            yield (marker.start(), found.end()), Written(found.span("month"), None, number)
        elif found := text.words.pattern(r"<this_year>").match(text.source.text, *rest):
            yield (marker.start(), found.end()), None


class Hour(NamedTuple):
    """When a text may be published, as it says itself."""

    place: Range
    """The words that say so."""

    moment: str
    """As `publish_at` has it; where the text has no time or no time zone, with those of an example."""

    is_whole: bool
    """Whether the text has both."""


def find_hour(text: DraftText) -> Hour | None:
    """Until when a text asks its readers to hold it back, where it names the day."""
    raw = text.source.text
    for marker in text.find_all(r"\b<embargo>", (0, len(raw))):
        start = marker.end()
        end = min(len(raw), start + 100)
        if (paragraph := raw.find("\n\n", start, end)) >= 0:
            end = paragraph
        written = next(
            (day for day in find_dates(text, (start, end)) if day.date and day.day), None
        )
        if written is None:
            continue
        low, high = written.place
        rest = raw[start:low] + " " * (high - low) + raw[high:end]  # the date is no time
        time = _TIME_OF_DAY.search(rest)
        zone = _ZONE.match(rest, time.end()) if time else None
        clock = _clock(time) if time else "00:00"
        moment = f"{written.date}T{clock}{_offset(zone) if zone else '-06:00'}"
        try:
            Instant.parse(moment)
        except DateError:
            continue
        ends = [high, *(start + found.end() for found in (time, zone) if found)]
        return Hour((marker.start(), max(ends)), moment, zone is not None)
    return None


_TIME_OF_DAY = re.compile(
    r"(?<![\d/.:-])(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d)(?!\d)(?:\s*(?:(?P<half>[ap])\.?\s?m\b\.?|h(?:oras|rs?|s)?\b\.?))?"
    r"|\s*(?:(?P<half_alone>[ap])\.?\s?m\b\.?|h(?:oras|rs?|s)?\b\.?))",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\s*[(,]?\s*(?:(?:UTC|GMT)\s*(?P<sign>[+\u2212-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?|(?:UTC|GMT)\b)\)?"
)


def _clock(time: re.Match[str]) -> str:
    """A time of day as `publish_at` has it; in the afternoon, twelve hours later than written."""
    hour, half = int(time["hour"]), (time["half"] or time["half_alone"] or "").lower()
    if half:
        hour = hour % 12 + 12 * (half == "p")
    return f"{hour:02}:{time['minute'] or '00'}"


def _offset(zone: re.Match[str]) -> str:
    """The offset of a time zone as `publish_at` has it."""
    if not zone["hours"]:
        return "Z"
    sign = "+" if zone["sign"] == "+" else "-"
    return f"{sign}{int(zone['hours']):02}:{zone['minutes'] or '00'}"


_YEAR = re.compile(r"(?:el año |fin de |finales de |the year )?(\d{4})(?![\d.,]*\d)(?!\s*%)")


def _last_day(
    text: DraftText, words: Range, day: Date | Written | None, since: Date | None
) -> Date | None:
    """Until when words say, as exact as they do: «antes de junio» is until May."""
    date = _since(day, since)
    is_before = text.words.pattern(r"<before_start>").match(text.source.text, *words)
    if date is None or date.day or not day or not is_before:
        return date
    if date.month == 1:
        date = Date(date.year - 1, 12)
    elif date.month:
        date = Date(date.year, date.month - 1)
    else:
        date = Date(date.year - 1)
    return None if since and date.before(since) else date


def _since(day: Date | Written | None, since: Date | None) -> Date | None:
    """The first such day from `since` on, in its year or in the months that follow; None further on."""
    if isinstance(day, Date) or since is None:
        return day if isinstance(day, Date) else None
    if day is None:
        return Date(since.year)
    date = Date(since.year, day.month, day.day)
    if not date.before(since):
        return date
    is_near = 0 < (day.month - since.month) % 12 <= 6
    return Date(since.year + 1, day.month, day.day) if is_near else None
