"""What the browser needs to filter long lists: small, and by number rather than by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from briefsite.pages.context import Context
from briefsite.pages.formatting import format_date

FacetRow = tuple[str, str, str, Sequence[list[str]]]
"""Address within the folder of the list, title, what stands with it, and its values by facet."""

DUE = "due"
"""The facet that browsers work out on their day: its values are a deadline and the last movement."""


def briefing_facets(context: Context) -> str:
    """All briefings, as JSON."""
    site, words = context.site, context.words
    rows = [
        (
            page.id,
            page.about.title,
            " · ".join(
                (
                    *([words["withdrawn"]] if page.is_withdrawn else []),
                    format_date(page.date, context.locale),
                )
            ),
            (
                [str(page.date.year)],
                [words["kinds"][page.about.kind]],
                [site.name(page.about.place)] if page.about.place else [],
                [context.topic(topic) for topic in page.about.topics],
                [site.name(entity) for entity in page.entities],
            ),
        )
        for page in site.briefings.values()
    ]
    return _facets(("year", "kind", "place", "topic", "entity"), rows)


def commitment_facets(context: Context) -> str:
    """All commitments but those that were withdrawn, as JSON."""
    site, words = context.site, context.words
    rows = [
        (
            page.address,
            page.about.title,
            " · ".join(
                (
                    words["statuses"][page.latest.status],
                    format_date(page.latest.date, context.locale),
                )
            ),
            (
                [words["statuses"][page.latest.status]],
                [site.name(entity) for entity in page.about.by if entity in site.entities],
                [context.topic(topic) for topic in page.topics],
                [str(page.statement_year)],
                [] if page.is_settled else [str(page.deadline or ""), str(page.latest.date)],
            ),
        )
        for page in site.standing
    ]
    return _facets(("status", "actor", "topic", "year", DUE), rows)


def _facets(facets: Sequence[str], rows: Iterable[FacetRow]) -> str:
    values: list[dict[str, int]] = [{} for _ in facets]
    items = []
    for address, title, note, labels in rows:
        numbers = [
            names if facet == DUE else [known.setdefault(name, len(known)) for name in names]
            for facet, known, names in zip(facets, values, labels, strict=True)
        ]
        items.append([address, title, note, *numbers])
    return json.dumps(
        {"values": dict(zip(facets, map(list, values), strict=True)), "items": items},
        ensure_ascii=False,
        separators=(",", ":"),
    )
