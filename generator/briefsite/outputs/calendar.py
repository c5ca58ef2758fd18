"""Dates for calendars: iCalendar (RFC 5545), whole days alone.

Only what has a day can stand in a calendar; where a month or a year is all that is known, the
timeline shows it, and the calendar leaves it out. A deadline ends with its month or its year: it
stands on the last day of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from briefsite.archive.dates import Date
from briefsite.archive.models import Commitment
from briefsite.outputs.output_context import OutputContext, one_line, plain
from briefsite.pages.formatting import format_date
from briefsite.site.site import CommitmentPage, TimelineEntry, commitment_address


def calendar(title: str, events: Iterable[str]) -> str:
    """A calendar of events, each as `event` made it."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//briefsite//briefsite//EN",
        f"NAME:{_text(title)}",
        f"X-WR-CALNAME:{_text(title)}",  # what calendars read that do not know NAME yet
    ]
    return "".join([_lines(head), *events, _lines(["END:VCALENDAR"])])


def has_place(entry: TimelineEntry) -> bool:
    """Whether an entry can stand in a calendar."""
    return bool(entry.date.day) or entry.kind == "deadline"


def event(entry: TimelineEntry, context: OutputContext) -> str:
    """An entry that has its place."""
    return _lines(_event(entry, context))


def open_deadlines(pages: Iterable[CommitmentPage], context: OutputContext) -> str:
    """A calendar of the deadlines of promises that can still be met; of a month or a year, its last day."""
    entries = [
        TimelineEntry(
            date=Date(end.year, end.month, end.day),
            kind="deadline",
            page=page.statement.page,
            statement=page.statement,
        )
        for page in pages
        if page.is_open and page.deadline and (end := page.deadline.last_day)
    ]
    entries.sort(key=lambda entry: entry.date)
    words = context.words
    title = f"{context.publication.name}{words['colon']} {words['deadlines']}"
    return calendar(title, (event(entry, context) for entry in entries))


def _event(entry: TimelineEntry, context: OutputContext) -> Iterator[str]:
    briefing = context.site.briefings[entry.briefing]
    kind, colon = context.words["entry_kinds"][entry.kind], context.words["colon"]
    statement = entry.statement
    if statement:
        place = str(context.addresses.anchor(statement))
        summary = plain(getattr(statement.record, "text", ""))
    else:
        place, summary = "", one_line(briefing.record.title)
    url = context.url(statement or briefing)
    if statement and isinstance(statement.record, Commitment):
        url = context.url(
            context.site.commitments[commitment_address(briefing.id, statement.record.id)]
        )
    if not entry.date.day:
        end = context.words["end_of"].format(format_date(entry.date, context.locale))
        summary = f"{summary} ({end})"
    host = urlsplit(context.publication.url or "").hostname or "briefsite"
    yield "BEGIN:VEVENT"
    yield f"UID:{'-'.join(filter(None, (entry.kind, briefing.id, place)))}@{host}"
    # When it was last told, as far as is known: the same at every build.
    yield f"DTSTAMP:{_day(briefing.date)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{entry.date.last_day:%Y%m%d}"
    yield f"SUMMARY:{_text(f'{kind}{colon} {summary}')}"
    yield f"DESCRIPTION:{_text(one_line(briefing.record.title))}"
    if context.publication.url:
        yield f"URL:{url}"
    yield f"CATEGORIES:{_text(kind)}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy for it
    yield "END:VEVENT"


def _day(date: Date) -> str:
    return f"{date.year:04}{date.month or 1:02}{date.day or 1:02}"


def _text(text: str) -> str:
    """Escape what separates values; there are no line breaks."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _folded(line: str) -> str:
    """Break a line after at most 75 octets, never inside a character."""
    if len(line) <= 75 and (line.isascii() or len(line.encode()) <= 75):
        return line
    out, width = [], 0
    for character in line:
        width += len(character.encode())
        if width > 75:
            out.append("\r\n ")
            width = 1 + len(character.encode())
        out.append(character)
    return "".join(out)
