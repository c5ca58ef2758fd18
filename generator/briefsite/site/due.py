"""How promises stand against the calendar: overdue, due soon, or silent for long."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from briefsite.archive.dates import Date
from briefsite.site.site import CommitmentPage


class Thresholds(NamedTuple):
    """From when on readers are told of the calendar, in days."""

    due_soon: int = 30
    """How long before its deadline a promise is due soon."""

    silent: int = 365
    """How long after its last movement a promise is silent."""


State = Literal["overdue", "due-soon", "silent"]
"""What there is to say of an open promise on a day."""


class Due(NamedTuple):
    """How an open promise stands against the calendar on a day."""

    state: State
    days: int
    """Since the deadline, until it, or since the last movement."""

    has_news: bool = False
    """Of one that is overdue: whether it moved after its deadline."""


def due(page: CommitmentPage, today: Date, thresholds: Thresholds) -> Due | None:
    """How a promise stands on a day; None where there is nothing to say, or editors have settled it."""
    if page.is_settled:
        return None
    return due_on(page.deadline, page.latest.date, today, thresholds)


def due_on(deadline: Date | None, moved: Date, today: Date, thresholds: Thresholds) -> Due | None:
    """How a promise that nobody settled stands on a day, by its deadline and its last movement.

    A deadline is past when the whole of the year, month or day is, and news came after it where the
    whole of its date is after it. `due.js` works the same out for the day of a reader.
    """
    now = today.last_day
    if deadline:
        end = deadline.last_day
        if now > end:
            return Due("overdue", (now - end).days, deadline.before(moved))
        if end - now <= dt.timedelta(thresholds.due_soon):
            return Due("due-soon", (end - now).days)
    quiet = (now - moved.last_day).days
    return Due("silent", quiet) if quiet >= thresholds.silent else None
