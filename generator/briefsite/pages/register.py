"""The register as readers see it: what each publication did to which briefing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from briefsite.archive.dates import Date, Instant
from briefsite.archive.register import Change, Publication
from briefsite.pages.context import Context

NAMED = 12
"""Briefings that are named of each kind of change: the first publication is of all there are."""

_Values = Mapping[str, tuple[str, int]]
"""The hash and the number of corrections of a briefing, by each id that it has in the register."""


class ShownChange(NamedTuple):
    """What a publication did to some briefings."""

    kind: str
    """`new`, `corrected`, `changed` (no correction more), `renamed` or `removed`."""

    total: int
    names: tuple[str, ...]
    """Ids of the first of them, those of today where there are such."""


class ShownPublication(NamedTuple):
    """A publication, as its entry has it."""

    moment: Instant
    root: str
    committed: Instant | None
    """When it entered the repository; None where nobody knows."""

    changes: tuple[ShownChange, ...]

    @property
    def date(self) -> Date:
        """The day, in UTC."""
        return Date.parse(self.moment.written[:10])

    @property
    def names(self) -> tuple[str, ...]:
        """Of all briefings that are named."""
        return tuple(name for change in self.changes for name in change.names)


KINDS = ("new", "corrected", "changed", "renamed", "removed")


def shown_publications(context: Context) -> list[ShownPublication]:
    """All publications, newest first."""
    site, times = context.site, context.publication.committed
    today = {name: page.id for page in site.briefings.values() for name in page.former_ids}
    standing: dict[str, _Values] = {}
    shown = []
    for publication in site.register.publications:
        found: dict[str, list[str]] = {}
        for name, kind in _changes(publication, today, standing):
            found.setdefault(kind, []).append(name)
        committed = times.get(publication.line)
        shown.append(
            ShownPublication(
                Instant.parse(publication.moment),
                publication.root,
                Instant.parse(committed) if committed else None,
                tuple(
                    ShownChange(kind, len(found[kind]), tuple(found[kind][:NAMED]))
                    for kind in KINDS
                    if kind in found
                ),
            )
        )
    return shown[::-1]


def _changes(
    publication: Publication, today: Mapping[str, str], standing: dict[str, _Values]
) -> Iterator[tuple[str, str]]:
    """Each briefing that a publication is about, and what it did to it; renews what is `standing`."""
    of_page: dict[str, list[Change]] = {}
    for change in publication.changes:
        name = change.key[1]
        of_page.setdefault(today.get(name, name), []).append(change)
    for page, changes in sorted(of_page.items()):
        before = standing.get(page, {})
        after = dict(before)
        for (kind, name, _), _, now in changes:
            if kind == "briefing" and now is None:
                after.pop(name, None)
            elif kind == "briefing" and now is not None:
                content, corrections = now.split(" ")
                after[name] = content, int(corrections)
        standing[page] = after
        yield page, _kind(before, after)


def _kind(before: _Values, after: _Values) -> str:
    if not before or not after:
        return "removed" if before else "new"
    if max(count for _, count in after.values()) > max(count for _, count in before.values()):
        return "corrected"
    is_same = {content for content, _ in before.values()} == {
        content for content, _ in after.values()
    }
    return "renamed" if is_same and after.keys() > before.keys() else "changed"
