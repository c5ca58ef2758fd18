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


class Due(NamedTuple):
    """How an open promise stands against the calendar on a day."""

    state: Literal["overdue", "due-soon", "silent"]
    days: int
    """Since the deadline, until it, or since the last movement."""

    has_news: bool = False
    """Of one that is overdue: whether it moved after its deadline."""


def due(page: CommitmentPage, today: Date, thresholds: Thresholds) -> Due | None:
    """How a promise stands on a day; None where there is nothing to say, or editors have settled it.

    A deadline is past when the whole of the year, month or day is. One that was partly met after its
    deadline is settled.
    """
    if not page.is_open:
        return None
    now, moved = today.last_day, page.latest.date.last_day
    if page.deadline:
        end = page.deadline.last_day
        has_news = moved > end
        if now > end:
            if page.status == "partly-met" and has_news:
                return None
            return Due("overdue", (now - end).days, has_news)
        if end - now <= dt.timedelta(thresholds.due_soon):
            return Due("due-soon", (end - now).days)
    quiet = (now - moved).days
    return Due("silent", quiet) if quiet >= thresholds.silent else None
