"""Whether the values of one file agree with each other, and can be read in one way alone."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from briefsite.archive.dates import Date
from briefsite.archive.load import Document
from briefsite.archive.meant import is_figure, mend_figure_at
from briefsite.archive.models import Briefing, Entity
from briefsite.archive.written_dates import bare_words, readings
from briefsite.archive.written_figures import THOUSANDS
from briefsite.evidence.day_reading import is_name
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.messages.message import Message


def check_figures(document: Document) -> Iterator[Diagnostic]:
    """Find figures that YAML reads as decimals and Spanish authors as thousands."""
    if not THOUSANDS.search(document.text):  # most files; to look for places takes longer
        return
    for where, place in document.places.items():
        if not where or not is_figure(where) or not place.is_plain:
            continue
        written = document.typed(place.value)
        if THOUSANDS.fullmatch(written):
            yield Diagnostic(
                code="ambiguous-figure",
                message=Message(
                    "`{value}` can be thousands or a decimal; YAML takes it for {read}",
                    value=written,
                    read=f"{float(written):g}",
                ),
                path=document.path,
                span=place.value,
                help=mend_figure_at(written, document, where),
            )


def check_offices(document: Document, entity: Entity) -> Iterator[Diagnostic]:
    """Check that offices are of a person, and begin before they end."""
    if entity.roles and entity.type != "person":
        yield Diagnostic(
            code="bad-office",
            message=Message("only a person holds offices, and this is `{type}`", type=entity.type),
            path=document.path,
            span=document.place(("roles",)).key,
            help=Message("write them into the files of those who hold them, with `of`"),
        )
    for index, role in enumerate(entity.roles):
        if role.from_ and role.to and role.to.before(role.from_):
            yield Diagnostic(
                code="bad-office",
                message=Message(
                    "this office ends on {end}, before it begins on {start}",
                    end=role.to,
                    start=role.from_,
                ),
                path=document.path,
                span=document.place(("roles", index, "to")).value,
                help=Message("mend one of the two dates"),
            )


def check_dates(document: Document, briefing: Briefing) -> Iterator[Diagnostic]:
    """Check the dates of a briefing against each other."""
    if briefing.date_as_written:
        yield from _check_date_as_written(document, briefing, briefing.date_as_written)
    yield from _check_order(document, briefing)


def _check_date_as_written(
    document: Document, briefing: Briefing, text: str
) -> Iterator[Diagnostic]:
    """Check the words for the date against the date, as far as they can be read."""
    dates = readings(text)
    day = briefing.date
    if dates and not any(written.fits(day) for written in dates):
        yield Diagnostic(
            code="dates-disagree",
            message=Message("`{written}` is not {date}", written=text, date=day),
            path=document.path,
            span=document.place(("date_as_written",)).value,
            severity=Severity.WARNING,
            help=Message(
                "mend one of the two; what is not known of the date is left out of `date`"
            ),
        )
        day = dates[0].date or Date(day.year, dates[0].month, dates[0].day)
    elif len(dates) == 1 and dates[0].date and not day.day:
        day = dates[0].date  # more exact than `date`
    if day.day and _exists(day):
        yield from _check_weekday(document, briefing, _day(day), text)


def _exists(date: Date) -> bool:
    """Tell whether there is such a day: 29 February was perhaps written without its year."""
    try:
        _day(date)
    except ValueError:
        return False
    return True


def _check_order(document: Document, briefing: Briefing) -> Iterator[Diagnostic]:
    """Check dates that come before or after that of the briefing which holds them."""
    for index, commitment in enumerate(briefing.commitments):
        if commitment.deadline and commitment.deadline.before(briefing.date):
            yield Diagnostic(
                code="deadline-too-early",
                message=Message(
                    "this deadline is before {date}, when the commitment was announced",
                    date=briefing.date,
                ),
                path=document.path,
                span=document.place(("commitments", index, "deadline")).value,
                severity=Severity.WARNING,
                help=Message("check the year of both dates"),
            )
    for index, update in enumerate(briefing.updates):
        if update.deadline and update.deadline.before(update.date):
            yield Diagnostic(
                code="deadline-too-early",
                message=Message(
                    "this new deadline is before {date}, when the update moved it", date=update.date
                ),
                path=document.path,
                span=document.place(("updates", index, "deadline")).value,
                severity=Severity.WARNING,
                help=Message("check the year of both dates"),
            )
        if briefing.date.before(update.date):
            yield Diagnostic(
                code="update-too-late",
                message=Message(
                    "this update is of {date}, after the briefing that reports it",
                    date=update.date,
                ),
                path=document.path,
                span=document.place(("updates", index, "date")).value,
                severity=Severity.WARNING,
                help=Message(
                    "the briefing is of {date}; check the year of both dates", date=briefing.date
                ),
            )


def _check_weekday(
    document: Document, briefing: Briefing, day: dt.date, written_date: str
) -> Iterator[Diagnostic]:
    """Check a weekday such as «viernes» against the date it is written with."""
    from babel import Locale, UnknownLocaleError

    try:
        names = Locale.parse(briefing.lang, sep="-").days["format"]["wide"]
    except (UnknownLocaleError, ValueError):
        return
    text = unicodedata.normalize("NFC", written_date)
    written = [
        number
        for number, name in names.items()
        for found in re.finditer(
            rf"(?<!\w)(?:{re.escape(name)}|{re.escape(bare_words(name))})(?!\w)",
            text,
            re.IGNORECASE,
        )
        if not is_name(text, found.span(), briefing.lang)
    ]
    if not written or day.weekday() in written:
        return
    years = [year for year in range(day.year - 12, day.year + 13) if _weekday(day, year) in written]
    nearest = sorted(sorted(years, key=lambda year: abs(year - day.year))[:3])
    yield Diagnostic(
        code="weekday-mismatch",
        message=Message(
            "{date} is a {day}, not a {written}",
            date=day,
            day=names[day.weekday()],
            written=names[written[0]],
        ),
        path=document.path,
        span=document.place(("date_as_written",)).value,
        help=Message(
            "check the year: it is a {day} in {years}",
            day=names[written[0]],
            years=", ".join(map(str, nearest)),
        ),
    )


def _day(date: Date) -> dt.date:
    assert date.month
    assert date.day
    return dt.date(date.year, date.month, date.day)


def _weekday(day: dt.date, year: int) -> int | None:
    try:
        return day.replace(year=year).weekday()
    except ValueError:  # 29 February
        return None
