"""How many promises stand where: in all, by who made them, by topic, by year, and month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefsite.archive.dates import Date
from briefsite.pages.context import Context
from briefsite.site.site import CommitmentPage

STATES = (
    "met",
    "partly-met",
    "in-progress",
    "announced",
    "unknown",
    "late",
    "stalled",
    "not-met",
)
"""Where promises can stand, in the order in which pictures and tables have them."""

FEWEST = 3
"""Promises of which there is a scoreboard: fewer are counted at a glance."""

MOST_ROWS = 10
"""Actors, topics or years of a scoreboard."""

Counts = Mapping[str, int]
"""How many promises stand where: `STATES` that occur, in their order."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Promises by something they have in common."""

    rows: Sequence[tuple[str, Counts]]
    """Names and counts: those with most promises, or the latest years; at most `MOST_ROWS`."""

    of: int
    """How many rows there would be in all."""

    @property
    def states(self) -> tuple[str, ...]:
        """The states that occur in the rows."""
        return _states(counts for _, counts in self.rows)


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """How many of some promises stand where; those that were withdrawn count nowhere."""

    counts: Counts
    months: Mapping[Date, Counts]
    """At the end of each month, from the first announcement until that of the build."""

    actors: Breakdown
    """By those who promised: a promise of two counts with both."""

    topics: Breakdown
    years: Breakdown
    """By the year of the announcement."""

    @property
    def total(self) -> int:
        """How many promises there are."""
        return sum(self.counts.values())

    @property
    def states(self) -> tuple[str, ...]:
        """The states in which a promise stands, or stood at the end of some month."""
        return _states(self.months.values())

    @property
    def turns(self) -> list[tuple[Date, Counts]]:
        """The months at whose end the counts were others than before, and the last."""
        rows = [*self.months.items()]
        before: list[Counts] = [{}, *(counts for _, counts in rows)]
        return [row for row, last in zip(rows, before, strict=False) if row[1] != last] + (
            rows[-1:] if len(rows) > 1 and rows[-1][1] == rows[-2][1] else []
        )


def scored(pages: Iterable[CommitmentPage]) -> tuple[CommitmentPage, ...]:
    """Those of some promises that count; none where they are too few for a scoreboard."""
    standing = tuple(page for page in pages if not page.is_withdrawn)
    return standing if len(standing) >= FEWEST else ()


def scoreboard(pages: Sequence[CommitmentPage], context: Context) -> Scoreboard:
    """Count promises that were not withdrawn."""
    years = _by(pages, lambda page: [str(page.statement_year)])
    return Scoreboard(
        counts=_counted(Counter(page.status for page in pages)),
        months=month_by_month(pages, context.site.today),
        actors=_most(_by(pages, lambda page: page.about.by), context.site.name),
        topics=_most(_by(pages, lambda page: page.topics), context.topic),
        years=Breakdown(sorted(years.items(), reverse=True)[:MOST_ROWS], len(years)),
    )


def month_by_month(pages: Iterable[CommitmentPage], today: Date) -> dict[Date, Counts]:
    """How many promises stood where at the end of each month, until that of `today`.

    A promise stands where the last step on or before that day left it. A step of which the year alone
    is known is taken to be of July, the middle of it, but never to come after the step that follows
    it, and none comes later than the last month: so that month says what the promises' own pages say.
    """
    last = today.year * 12 + today.month - 1
    changes: dict[int, Counter[str]] = {}
    for page in pages:
        month = last
        for step, before in zip(
            reversed(page.counted), (*page.counted[-2::-1], None), strict=False
        ):
            month = min(month, step.date.year * 12 + (step.date.month or 7) - 1)
            change = changes.setdefault(month, Counter())
            change[step.status] += 1
            if before:
                change[before.status] -= 1
    standing: Counter[str] = Counter()
    found = {}
    for month in range(min(changes, default=last + 1), last + 1):
        standing.update(changes.get(month, ()))
        found[Date(month // 12, month % 12 + 1)] = _counted(standing)
    return found


def trace(pages: Iterable[CommitmentPage]) -> list[str]:
    """All of some promises that a scoreboard shows, beside the month in which it ends."""
    return [
        f"{page.about.by} {page.topics} {[(step.date, step.status) for step in page.counted]}"
        for page in pages
    ]


def _states(rows: Iterable[Counts]) -> tuple[str, ...]:
    found = {state for counts in rows for state in counts}
    return tuple(state for state in STATES if state in found)


def _most(found: Mapping[str, Counts], name: Callable[[str], str]) -> Breakdown:
    """Those with most promises, by name where they have as many."""
    rows = [(name(key), counts) for key, counts in found.items()]
    rows.sort(key=lambda row: (-sum(row[1].values()), row[0]))
    return Breakdown(rows[:MOST_ROWS], len(rows))


def _by(
    pages: Iterable[CommitmentPage], keys: Callable[[CommitmentPage], Iterable[str]]
) -> dict[str, Counts]:
    found: dict[str, Counter[str]] = {}
    for page in pages:
        for key in dict.fromkeys(keys(page)):
            found.setdefault(key, Counter())[page.status] += 1
    return {key: _counted(counts) for key, counts in found.items()}


def _counted(counts: Counter[str]) -> Counts:
    return {state: counts[state] for state in STATES if counts[state]}
