"""The pages of a site before they are made: address, title, what each shows and depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from briefsite.archive.dates import Date
from briefsite.archive.models import Commitment, Update
from briefsite.archive.text import Plain
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import digest
from briefsite.pages.addresses import DocsPath
from briefsite.pages.context import Context
from briefsite.pages.dependencies import DAY, LISTS, Dependencies, Parts
from briefsite.pages.environment import grouped
from briefsite.pages.formatting import format_date
from briefsite.pages.linked_data import Subject
from briefsite.pages.lists import SHOWN, ListPart, Period, parts, split
from briefsite.pages.register import ShownPublication, shown_publications
from briefsite.pages.scoreboard import scored
from briefsite.site.agenda import agenda
from briefsite.site.site import (
    BriefingPage,
    CommitmentAddress,
    CommitmentPage,
    EntityPage,
    Moved,
    Promised,
    Site,
    Statement,
    TimelineEntry,
    TopicPage,
    commitment_address,
)

HUBS = (
    "home",
    "briefings",
    "commitments",
    "timeline",
    "entities",
    "topics",
    "sources",
    "corrections",
    "agenda",
    "register",
)
"""Kinds of the pages that lead to all others; only these belong in a navigation."""

_PERIODS = "which pages its lists go on in"

FACETS = "facets.json"
"""File beside a long list from which the browser filters it."""


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page to be made."""

    kind: str
    name: str
    """The same in each edition."""

    uri: DocsPath
    title: str
    dependencies: Parts
    """Digests of what it shows."""

    context: Mapping[str, object] = field(default_factory=dict)
    """What its template shows."""

    scored: Sequence[CommitmentPage] = ()
    """The promises of which it has a scoreboard."""

    source: Path | None = None
    """The file to edit; None for pages made from many."""

    updated: str | None = None
    """Day of the last change that readers are told of, ISO 8601; None where no day is known."""

    subject: Subject | None = None
    """What the page is about, where it is one thing."""

    language: str = ""
    """That of the words of a briefing or of a source, where it is another than that of its edition."""

    edition: str = ""
    """As that of `Publication`."""


class _Later(Mapping[str, object]):
    """What a template shows, put together when somebody asks: of most pages, nobody does."""

    def __init__(self, make: Callable[[], Mapping[str, object]]) -> None:
        self._made = cache(make)

    def __getitem__(self, name: str) -> object:
        return self._made()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made())

    def __len__(self) -> int:
        return len(self._made())


def planned_pages(
    context: Context, dependencies: Dependencies, divided: Ledger
) -> Iterator[PlannedPage]:
    """All pages of a site, hubs first; `divided` keeps which pages long lists have."""
    site = context.site
    newest = dependencies.updated(site.briefings)
    yield PlannedPage(
        "home",
        "home",
        context.addresses.home,
        context.publication.name,
        {LISTS: dependencies.lists, **_day(context, site.commitments.values())},
        updated=newest,
    )
    yield from _lists(context, dependencies)
    if context.publication.has_agenda:
        yield _agenda(context, dependencies)
    yield from _register(context, dependencies)
    yield from _commitments(context, dependencies)
    yield from _topics(context, dependencies, divided)
    yield from _briefings(context, dependencies)
    yield from _sources(context, dependencies)
    yield from _entities(context, dependencies, divided)


def _commitments(context: Context, dependencies: Dependencies) -> Iterator[PlannedPage]:
    for page in context.site.commitments.values():
        yield PlannedPage(
            kind="commitment",
            name=f"commitment {page.address}",
            uri=context.addresses.path(page),
            title=_marked(page, page.about.title.rstrip("."), context.words),
            dependencies={**dependencies.parts(page), **_day(context, [page])},
            context={"commitment": page},
            source=context.site.briefings[page.briefing].path,
            updated=dependencies.updated(step.statement.briefing for step in page.steps),
            subject=page,
            language=_other(page.statement.language, context),
        )


def _topics(context: Context, dependencies: Dependencies, divided: Ledger) -> Iterator[PlannedPage]:
    for topic in context.site.topics.values():
        planned = PlannedPage(
            kind="topic",
            name=f"topic {topic.id}",
            uri=context.addresses.path(topic),
            title=context.topic(topic.id),
            dependencies={},
            updated=dependencies.updated(topic.briefings),
        )
        yield from _in_parts(planned, topic, context, dependencies, divided)


def _briefings(context: Context, dependencies: Dependencies) -> Iterator[PlannedPage]:
    """Each with the page of what changed in it, where something did."""
    site, words = context.site, context.words
    for briefing in site.briefings.values():
        promised = _promises_in(briefing, site)
        planned = briefing_page(context, briefing)
        yield replace(
            planned,
            dependencies={**dependencies.parts(briefing), **_day(context, promised)},
            updated=dependencies.updated([briefing.id]),
        )
        if briefing.has_history:
            yield PlannedPage(
                kind="revisions",
                name=f"revisions {briefing.id}",
                uri=context.addresses.revisions_of(briefing),
                title=Plain(f"{words['revisions']}{words['colon']} {planned.title}"),
                dependencies=dependencies.revisions(briefing),
                context={"briefing": briefing},
                updated=str(briefing.revisions[-1].date),
            )


def briefing_page(context: Context, briefing: BriefingPage) -> PlannedPage:
    """The page of a briefing, without what it depends on."""
    return PlannedPage(
        kind="briefing",
        name=f"briefing {briefing.id}",
        uri=context.addresses.path(briefing),
        title=_marked(briefing, briefing.about.title, context.words),
        dependencies={},
        context={"briefing": briefing},
        source=briefing.path,
        subject=briefing,
        language=_other(briefing.about.lang, context),
    )


def _sources(context: Context, dependencies: Dependencies) -> Iterator[PlannedPage]:
    for cited in context.site.sources.values():
        citing = (
            entry.briefing
            for entries in cited.citations.values()
            for entry in entries
            if isinstance(entry, Statement)
        )
        yield PlannedPage(
            kind="source",
            name=f"source {cited.id}",
            uri=context.addresses.path(cited),
            title=cited.record.title,
            dependencies=dependencies.parts(cited),
            context={"source_page": cited},
            source=cited.path,
            updated=dependencies.updated(citing),
            subject=cited,
            language=_other(cited.record.lang, context),
        )


def _entities(
    context: Context, dependencies: Dependencies, divided: Ledger
) -> Iterator[PlannedPage]:
    for entity in context.site.entities.values():
        planned = PlannedPage(
            kind="entity",
            name=f"entity {entity.id}",
            uri=context.addresses.path(entity),
            title=entity.record.name,
            dependencies={},
            source=entity.path,
            updated=dependencies.updated(mention.briefing for mention in entity.mentions),
            subject=entity,
        )
        yield from _in_parts(planned, entity, context, dependencies, divided)


def _other(language: str | None, context: Context) -> str:
    """The language of something, where it is another than that of its edition."""
    return language if language and language != context.locale else ""


def _day(context: Context, shown: Iterable[CommitmentPage]) -> dict[str, str]:
    """The day, where a page says how some promise stands against the calendar."""
    return {DAY: digest(str(context.site.today))} if any(map(context.due, shown)) else {}


def _promises_in(page: BriefingPage, site: Site) -> Iterator[CommitmentPage]:
    """What a briefing announces, and what it follows up."""
    for statement in (*page.of(Commitment), *page.of(Update)):
        match statement.fact:
            case Promised(id=name):
                yield site.commitments[commitment_address(page.id, name)]
            case Moved(commitment=address) if address in site.commitments:
                yield site.commitments[address]


def _marked(page: BriefingPage | CommitmentPage, title: str, words: Mapping[str, Any]) -> str:
    """The title of a page, which says of what was withdrawn that it was."""
    return Plain(words["withdrawn_as"].format(title) if page.is_withdrawn else title)


def _lists(context: Context, dependencies: Dependencies) -> Iterator[PlannedPage]:
    """The pages that lead to all others, and their plain lists by year or status."""
    site, words, addresses = context.site, context.words, context.addresses
    promised, standing = [*site.commitments.values()], site.standing
    of_state = {
        state: [entry.page for entry in found]
        for state, found in agenda(site, context.publication.thresholds).items()
        if found
    }
    timeline = [*reversed(site.timeline)]
    corrections = site.corrections if len(site.corrections) > SHOWN else ()
    lists: list[tuple[str, str, str, dict[int, list[ListPart[Any]]]]] = [
        ("briefings", "briefings_year", "briefings", parts(site.briefings.values(), _date_of)),
        ("timeline", "timeline_year", "entries", parts(timeline, _date_of)),
        ("commitments", "commitment_list", "commitments", parts(promised, _date_of)),
        ("corrections", "corrections_year", "corrections", parts(corrections, _date_of)),
    ]

    def years(hub: str, entries: Sequence[object]) -> list[tuple[str, Markup]]:
        """The pages of the years, where a page cannot show all of its entries."""
        found = {year for name, _, _, by_year in lists if name == hub for year in by_year}
        periods = [Period(Date(year)) for year in sorted(found, reverse=True)]
        shown = periods if len(entries) > SHOWN else []
        return _more(shown, partial(addresses.year, hub), context.locale)

    of_all = {
        "years": grouped(timeline, "date.year"),
        "newest": standing[:SHOWN],
        "dues": [(state, len(found)) for state, found in of_state.items()],
        "data": FACETS if len(standing) > SHOWN else None,
        "corrections": site.corrections[:SHOWN],
        "more": years("corrections", site.corrections),
    }
    day_of_all = dependencies.updated(site.briefings)
    for hub in HUBS[1:-2]:
        shown, counted = {LISTS: dependencies.lists}, tuple[CommitmentPage, ...]()
        if hub == "commitments":
            counted = scored(standing)
            shown |= {**_day(context, standing), **dependencies.scoreboard(counted)}
        uri, title = addresses.hub(hub), words[hub]
        yield PlannedPage(hub, hub, uri, title, shown, of_all, counted, updated=day_of_all)
    for hub, template, name, by_year in lists:
        path = partial(addresses.year, hub)
        for year, found in by_year.items():
            if len(found) > 1:
                more = _more([part.period for part in found], path, context.locale)
                title = f"{words[hub]}, {year}"
                yield PlannedPage(
                    template,
                    f"{template} {year}",
                    path(year),
                    title,
                    {LISTS: digest(repr(more))},
                    {name: (), "more": more},
                )
            for part in found:
                title = f"{words[hub]}, {_name(part.period, context.locale)}"
                in_part = {name: part.entries, "more": ()}
                depends = {LISTS: digest(*dependencies.entries(part.entries))}
                if hub == "commitments":
                    depends |= _day(context, part.entries)
                day = dependencies.updated(map(dependencies.briefing_of, part.entries))
                own, uri = f"{template} {part.period}", path(part.period)
                yield PlannedPage(template, own, uri, title, depends, in_part, updated=day)
    by_facet = [
        *(("status", *found, words["statuses"]) for found in grouped(standing, "status")),
        *(("due", *found, words["due"]["states"]) for found in of_state.items()),
    ]
    for facet, value, entries, names in by_facet:
        uri = addresses.commitments_by(facet, value)
        title = f"{words['commitments']}{words['colon']} {names[value]}"
        newest, more = entries[:SHOWN], years("commitments", entries)
        depends = {LISTS: digest(repr(more), *dependencies.entries(newest))} | _day(context, newest)
        of_newest = {"commitments": newest, "more": more}
        day = dependencies.updated(map(dependencies.briefing_of, newest))
        own = f"commitment_list {facet} {value}"
        yield PlannedPage("commitment_list", own, uri, title, depends, of_newest, updated=day)


def _agenda(context: Context, dependencies: Dependencies) -> PlannedPage:
    """The page of what the calendar asks about; it depends on the day."""
    site, words = context.site, context.words
    found = agenda(site, context.publication.thresholds)
    shown = [
        (kind, len(entries), [entry.page for entry in entries[:SHOWN]])
        for kind, entries in found.items()
    ]
    listed = [page for _, _, entries in shown for page in entries]
    counts = [(kind, count) for kind, count, _ in shown]
    return PlannedPage(
        "agenda",
        "agenda",
        context.addresses.hub("agenda"),
        words["agenda"],
        {LISTS: digest(repr(counts), *dependencies.entries(listed)), DAY: str(site.today)},
        {"sections": shown},
        updated=dependencies.updated(page.briefing for page in listed),
    )


def _register(context: Context, dependencies: Dependencies) -> Iterator[PlannedPage]:
    """The pages of what was published and when, where that was recorded."""
    found = shown_publications(context)
    path, title = partial(context.addresses.year, "register"), context.words["register"]
    by_year = parts(found, attrgetter("date")) if len(found) > SHOWN else {}

    def more(periods: Iterable[Period]) -> list[tuple[str, Markup]]:
        return _more(periods, path, context.locale)

    def page(
        period: Period | None, shown: Sequence[ShownPublication], more: list[tuple[str, Markup]]
    ) -> PlannedPage:
        named = (name for entry in shown for name in dependencies.names(entry.names))
        return PlannedPage(
            "register_year" if period else "register",
            f"register_year {period}" if period else "register",
            path(period) if period else context.addresses.hub("register"),
            f"{title}, {_name(period, context.locale)}" if period else title,
            {LISTS: digest(repr(shown), repr(more), *named)},
            {"publications": shown, "more": more},
            updated=str(shown[0].date) if shown else None,
        )

    if found:
        yield page(None, found[:SHOWN], more(Period(Date(year)) for year in by_year))
    for year, of_year in by_year.items():
        if len(of_year) > 1:
            yield page(Period(Date(year)), (), more(part.period for part in of_year))
        for part in of_year:
            yield page(part.period, part.entries, [])


def _date_of(entry: BriefingPage | CommitmentPage | TimelineEntry) -> Date:
    """The date under which an entry of a list is filed."""
    match entry:
        case BriefingPage():
            return entry.date
        case CommitmentPage():
            return entry.steps[0].date
        case TimelineEntry():
            return entry.date


class _Part(NamedTuple):
    """What is planned of a page of lists, which comes first, or of a period of it."""

    name: str
    """Of the period, as its title; both follow those of the page."""

    title: str
    uri: DocsPath
    dependencies: Parts


def _in_parts(
    planned: PlannedPage,
    page: TopicPage | EntityPage,
    context: Context,
    dependencies: Dependencies,
    ledger: Ledger,
) -> Iterator[PlannedPage]:
    """A page of lists, and its pages by year where they are long.

    Where what is in the lists is as it was, and the day too, they are not divided again until somebody asks for a page.
    """
    commitments = context.site.commitments
    divided = cache(partial(_divided, page, context))
    counted = scored(commitments[address] for address in page.commitments)

    def depends(shown: TopicPage | EntityPage) -> Parts:
        day = _day(context, map(commitments.__getitem__, shown.commitments))
        return {**dependencies.parts(shown), **day}

    def listed() -> list[_Part]:
        newest, periods, more = divided()
        score = dependencies.scoreboard(counted)
        of_newest = {_PERIODS: digest(repr(more)), **depends(newest), **score}
        name, path = partial(_name, locale=context.locale), partial(context.addresses.part, page)
        return [
            _Part("", "", planned.uri, of_newest),
            *(_Part(str(one), name(one), path(one), depends(shown)) for one, shown in periods),
        ]

    def shown(number: int) -> Mapping[str, object]:
        newest, periods, more = divided()
        if number == 0:
            return {planned.kind: newest, "more": more}
        return {planned.kind: periods[number - 1][1], "more": ()}

    about = context.publication
    key = digest(
        *(planned.uri, about.digest, about.edition, str(context.site.today)),
        *(dependencies.key(page), *dependencies.sources(page)),
    )
    for number, part in enumerate(ledger.recall(key, listed)):
        of_part = replace(
            planned, dependencies=part.dependencies, context=_Later(partial(shown, number))
        )
        if number == 0:
            yield replace(of_part, scored=counted)
        else:
            yield replace(
                of_part,
                kind=f"{planned.kind}_year",
                name=f"{planned.name} {part.name}",
                uri=part.uri,
                title=f"{planned.title}, {part.title}",
                subject=None,
            )


def _divided(
    page: TopicPage | EntityPage, context: Context
) -> tuple[
    TopicPage | EntityPage,
    Sequence[tuple[Period, TopicPage | EntityPage]],
    Sequence[tuple[str, Markup]],
]:
    """A page of lists with what is newest, what it holds of each period, and where these are."""
    site = context.site

    def of_briefing(name: str) -> Date:
        return _date_of(site.briefings[name])

    def of_commitment(address: CommitmentAddress) -> Date:
        return _date_of(site.commitments[address])

    promised = context.by_due(map(site.commitments.__getitem__, page.commitments))
    in_order = tuple(promise.address for promise in promised)
    if in_order != page.commitments:
        page = replace(page, commitments=in_order)
    newest, found = (
        split(page, {"briefings": of_briefing, "commitments": of_commitment})
        if isinstance(page, TopicPage)
        else split(
            page,
            {
                "mentions": lambda mention: of_briefing(mention.briefing),
                "said": lambda statement: of_briefing(statement.briefing),
                "commitments": of_commitment,
                "timeline": _date_of,
            },
        )
    )
    periods = [
        (part.period, _of_its_briefings(shown, site)) for part in found for shown in part.entries
    ]
    path = partial(context.addresses.part, page)
    more = _more([period for period, _ in periods], path, context.locale)
    return _of_its_briefings(newest, site) if found else newest, periods, more


def _of_its_briefings(page: TopicPage | EntityPage, site: Site) -> TopicPage | EntityPage:
    """A page in parts, with the sources of the briefings in the part alone."""
    if isinstance(page, TopicPage):
        return page
    cited = {
        source for mention in page.mentions for source in site.briefings[mention.briefing].sources
    }
    written = {source: forms for source, forms in page.written.items() if source in cited}
    return replace(page, written=written)


def _more(
    periods: Iterable[Period], path: Callable[[Period], DocsPath], locale: str
) -> list[tuple[str, Markup]]:
    """Names and addresses of the pages where a list goes on."""
    return [(_name(period, locale), Markup(f"/{path(period)}")) for period in periods]


def _name(period: Period, locale: str) -> str:
    """A period as readers see it."""
    date = format_date(period.date, locale)
    return f"{date} ({period.number})" if period.number else date
