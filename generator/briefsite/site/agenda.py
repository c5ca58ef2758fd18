"""What the calendar asks one to see to: promises that are overdue, due soon, or silent for long."""

from __future__ import annotations

from typing import NamedTuple

from briefsite.site.due import Due, State, Thresholds, due
from briefsite.site.site import CommitmentPage, Site


class Awaited(NamedTuple):
    """An open promise, and how it stands against the calendar."""

    page: CommitmentPage
    due: Due


def agenda(site: Site, thresholds: Thresholds) -> dict[State, list[Awaited]]:
    """The promises that the calendar asks about on the day of the site.

    What was due last comes first, and what is due next; of what is silent, what has been so for longest.
    """
    found: dict[State, list[Awaited]] = {"overdue": [], "due-soon": [], "silent": []}
    for page in site.commitments.values():
        if state := due(page, site.today, thresholds):
            found[state.state].append(Awaited(page, state))
    for kind, entries in found.items():
        sign = -1 if kind == "silent" else 1
        entries.sort(key=lambda entry: (sign * entry.due.days, entry.page.address))
    return found
