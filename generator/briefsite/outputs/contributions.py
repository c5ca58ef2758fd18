"""What each thing gives to the files that are made from the whole site: tables, lists, calendars.

After an edit, what one briefing gives is another, and all else is kept from build to build: to put
it together takes a tenth of the time of making it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import NamedTuple

from briefsite.cache.ledger import Ledger
from briefsite.cache.store import Store, code_digest, digest
from briefsite.cache.workers import each
from briefsite.outputs.calendar import event, has_place
from briefsite.outputs.output_context import OutputContext
from briefsite.outputs.page_data import DataSubject, card
from briefsite.outputs.tables import TABLES, Row, Table
from briefsite.pages.dependencies import Dependencies
from briefsite.site.site import BriefingPage, TimelineEntry


class Contribution(NamedTuple):
    """What one page of a site gives."""

    rows: Mapping[str, tuple[Row, ...]]
    """By the name of the table."""

    card: str = ""
    """Of a briefing: its entry in the list of all."""

    events: Mapping[tuple[str, int], str] = {}
    """Of a briefing: its entries in calendars, by `_place`."""


class Contributions:
    """The contributions of a whole site, in its order."""

    def __init__(self, context: OutputContext, dependencies: Dependencies, store: Store) -> None:
        """Make none yet; those that are in the store need not be made."""
        self._context, self._needs, self._store = context, dependencies, store

    def gather(self) -> None:
        """Make all contributions that are new, on all cores: in a worker, they would be lost with it."""
        assert self._of

    def rows(self, table: Table) -> Iterator[Row]:
        """All rows of a table."""
        before = 0
        for contribution in self._of[table.of]:
            rows = contribution.rows[table.name]
            yield from ((before + row[0], *row[1:]) for row in rows) if table.is_numbered else rows  # type: ignore[operator]
            before += len(contribution.rows.get("statements", ()))

    def cards(self) -> Iterator[str]:
        """The entries of all briefings in a list."""
        return (contribution.card for contribution in self._of["briefings"])

    def events(self, entries: Iterable[TimelineEntry]) -> Iterator[str]:
        """Some dated entries, as far as they have a place in a calendar."""
        of = dict(zip(self._context.site.briefings, self._of["briefings"], strict=True))
        return (of[entry.briefing].events[_place(entry)] for entry in entries if has_place(entry))

    @cached_property
    def _of(self) -> Mapping[str, list[Contribution]]:
        kinds = {table.of: None for table in TABLES}
        subjects = [(kind, name, one) for kind in kinds for name, one in self._named(kind)]
        common = digest("contribution", code_digest(), self._context.publication.digest)
        keys = [
            digest(common, kind, name, self._needs.key(subject)) for kind, name, subject in subjects
        ]
        ledger = Ledger(
            self._store, f"contributions {common}"
        )  # `serve` has others, at another address
        new = [number for number, key in enumerate(keys) if ledger.get(key) is None]
        make = partial(_contribution, context=self._context, entries=self._entries())
        made = each(make, [subjects[number] for number in new], "Gathering tables")
        for number, contribution in zip(new, made, strict=True):
            ledger.note(keys[number], contribution)
        found: dict[str, list[Contribution]] = {kind: [] for kind in kinds}
        for (kind, *_), key in zip(subjects, keys, strict=True):
            found[kind].append(ledger.get(key))
        ledger.save()
        return found

    def _named(self, kind: str) -> Iterable[tuple[str, DataSubject]]:
        subjects: Mapping[str, DataSubject] = getattr(self._context.site, kind)
        return subjects.items()

    def _entries(self) -> Mapping[str, list[TimelineEntry]]:
        found: dict[str, list[TimelineEntry]] = {}
        for entry in self._context.site.timeline:
            if has_place(entry) and entry.kind != "correction":
                found.setdefault(entry.briefing, []).append(entry)
        return found


def _contribution(
    of: tuple[str, str, DataSubject],
    context: OutputContext,
    entries: Mapping[str, list[TimelineEntry]],
) -> Contribution:
    kind, _, subject = of
    contribution = Contribution(
        {table.name: (*table.rows(subject, context),) for table in TABLES if table.of == kind}
    )
    if not isinstance(subject, BriefingPage):
        return contribution
    dated = entries.get(subject.id, ())
    return contribution._replace(
        card=card(subject, context),
        events={_place(entry): event(entry, context) for entry in dated},
    )


def _place(entry: TimelineEntry) -> tuple[str, int]:
    """What tells the entries of one briefing apart."""
    return entry.kind, entry.statement.number if entry.statement else 0
