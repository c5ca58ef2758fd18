"""A site to Markdown pages, through Jinja templates.

Templates write Markdown for structure and fields for content. Fields escape themselves (`text.py`);
whatever else an expression yields is escaped as plain text, so a template cannot forget to. Links
within the site are written from its root, `[…](/informes/x.md)`; `_relative` makes them relative to
the page, so that any engine can follow them.

`environment` is what templates can call, `fields` how values are written, `passages` the texts of
sources, `addresses` where everything is, `lists` how long lists are split, `facets` what filters need.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from briefsite.diagnostics import Diagnostic
from briefsite.link import (
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Site,
    TimelineEntry,
    TopicPage,
)
from briefsite.memory import collector_paused
from briefsite.models import Date
from briefsite.render.addresses import Addresses
from briefsite.render.environment import Publication, grouped, make_environment, template_finding
from briefsite.render.facets import briefing_facets, commitment_facets
from briefsite.render.fields import LANGUAGES, format_date, load_words, topic_name
from briefsite.render.lists import SHOWN, Part, Period, parts, split
from briefsite.text import Inline, Plain

__all__ = ["HUBS", "LANGUAGES", "Page", "Publication", "Rendering", "render"]

HUBS = (
    "home",
    "briefings",
    "commitments",
    "timeline",
    "entities",
    "topics",
    "sources",
    "corrections",
)
"""Kinds of the pages that lead to all others; only these belong in a navigation."""


FACETS = "facets.json"
"""File beside a long list from which the browser filters it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One Markdown page."""

    uri: str
    """Path in the docs folder, e.g. `informes/mision-cortafuegos.md`."""

    kind: str
    """The template it is made from: `briefing`, `source`, `entity`, … or one of `HUBS`."""

    title: str
    """Plain text."""

    markdown: str
    source: Path | None = None
    """The file to edit; None for pages made from many."""

    updated: str | None = None
    """Day of the last change that readers are told of, ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What a docs folder must hold."""

    pages: list[Page]
    copies: Mapping[str, Path]
    """Files to copy as they are, by their path in the docs folder."""

    data: Mapping[str, str]
    """Texts of files that are not pages, by their path in the docs folder."""

    findings: list[Diagnostic]


@collector_paused()
def render(site: Site, publication: Publication, templates: Path | None = None) -> Rendering:
    """Make all pages of a site.

    `templates` is the site's own folder; a file in it stands in for ours of the same name. A
    template that fails is a finding, never an exception.
    """
    words = load_words(publication.language)
    addresses = Addresses(site, words)
    environment = make_environment(publication, words, site, addresses, templates)
    acronyms = _acronyms(site)
    pages: list[Page] = []
    findings: list[Diagnostic] = []
    taken = {uri: publication.docs / uri for uri in publication.hand_written - {"index.md"}}
    for draft in _drafts(site, publication, words, addresses):
        if draft.uri in taken:
            findings.append(_clash(draft, taken[draft.uri]))
            continue
        taken[draft.uri] = draft.source or Path(draft.uri)
        try:
            template = environment.get_template(f"{draft.kind}.md.jinja")
            text = template.render(title=draft.title, **draft.context)
        except Exception as error:
            finding = template_finding(error, templates)
            if finding is None:
                raise
            if finding not in findings:
                findings.append(finding)
            continue
        text = _BLANK_LINES.sub("\n\n", _relative(text, draft.uri, addresses.by_id, acronyms))
        if draft.kind == "home" and publication.home_text:
            text = f"{publication.home_text.rstrip()}\n\n{text.lstrip()}"
        pages.append(
            Page(
                uri=draft.uri,
                kind=draft.kind,
                title=draft.title,
                markdown=text,
                source=draft.source,
                updated=draft.updated,
            )
        )
    copies = {
        addresses.text_of(page): page.path.with_suffix(".txt") for page in site.sources.values()
    }
    data = {addresses.beside("briefings", FACETS): briefing_facets(site, words)}
    if len(site.commitments) > SHOWN:
        data[addresses.beside("commitments", FACETS)] = commitment_facets(site, words)
    return Rendering(pages=pages, copies=copies, data=data, findings=findings)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page to be made."""

    kind: str
    uri: str
    title: str
    context: Mapping[str, object] = field(default_factory=dict)
    source: Path | None = None
    updated: str | None = None


def _drafts(
    site: Site, publication: Publication, words: Mapping[str, Any], addresses: Addresses
) -> Iterator[_Draft]:
    """All pages of a site, hubs first."""
    yield _Draft("home", "index.md", publication.name)
    yield from _lists(site, words, addresses)
    for commitment in site.commitments.values():
        title = Inline(commitment.record.text).plain().rstrip(".")
        source = site.briefings[commitment.briefing].path
        path = addresses.path(commitment)
        yield _Draft("commitment", path, title, {"commitment": commitment}, source)
    for topic in site.topics.values():
        draft = _Draft("topic", addresses.path(topic), topic_name(topic.id))
        yield from _in_parts(draft, topic, site, words, addresses)
    for page in site.briefings.values():
        uri, title = addresses.path(page), page.record.title
        yield _Draft("briefing", uri, title, {"briefing": page}, page.path, _updated(page))
    for cited in site.sources.values():
        uri, title = addresses.path(cited), cited.record.title
        yield _Draft("source", uri, title, {"source_page": cited}, cited.path)
    for entity in site.entities.values():
        uri, title = addresses.path(entity), entity.record.name
        draft = _Draft("entity", uri, title, source=entity.path)
        yield from _in_parts(draft, entity, site, words, addresses)


def _lists(site: Site, words: Mapping[str, Any], addresses: Addresses) -> Iterator[_Draft]:
    """The pages that lead to all others, and their plain lists by year or status."""
    promised = [*site.commitments.values()]
    timeline = [*reversed(site.timeline)]
    corrections = site.corrections if len(site.corrections) > SHOWN else ()
    lists: list[tuple[str, str, str, dict[int, list[Part[Any]]]]] = [
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
        return _more(shown, partial(addresses.year, hub), words)

    context = {
        "years": grouped(timeline, "date.year"),
        "newest": promised[:SHOWN],
        "data": FACETS if len(promised) > SHOWN else None,
        "corrections": site.corrections[:SHOWN],
        "more": years("corrections", site.corrections),
    }
    for hub in HUBS[1:]:
        yield _Draft(hub, addresses.hub(hub), words[hub], context)
    for hub, template, name, by_year in lists:
        path = partial(addresses.year, hub)
        for year, found in by_year.items():
            if len(found) > 1:
                more = _more([part.period for part in found], path, words)
                title = f"{words[hub]}, {year}"
                yield _Draft(template, path(year), title, {name: (), "more": more})
            for part in found:
                title = f"{words[hub]}, {_name(part.period, words)}"
                context = {name: part.entries, "more": ()}
                yield _Draft(template, path(part.period), title, context)
    for status, of_status in grouped(promised, "latest.status"):
        uri = addresses.commitments_by("status", status)
        title = f"{words['commitments']}: {words['statuses'][status]}"
        context = {"commitments": of_status[:SHOWN], "more": years("commitments", of_status)}
        yield _Draft("commitment_list", uri, title, context)


def _date_of(entry: BriefingPage | CommitmentPage | TimelineEntry) -> Date:
    """The date under which an entry of a list is filed."""
    match entry:
        case BriefingPage():
            return entry.record.date
        case CommitmentPage():
            return entry.steps[0].date
        case TimelineEntry():
            return entry.date


def _in_parts(
    draft: _Draft,
    page: TopicPage | EntityPage,
    site: Site,
    words: Mapping[str, Any],
    addresses: Addresses,
) -> Iterator[_Draft]:
    """A page of lists, and its pages by year where they are long."""

    def of_briefing(name: str) -> Date:
        return _date_of(site.briefings[name])

    def of_commitment(address: str) -> Date:
        return _date_of(site.commitments[address])

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
    path = partial(addresses.part, page)
    more = _more([part.period for part in found], path, words)
    if found:
        newest = _of_its_briefings(newest, site)
    yield replace(draft, context={draft.kind: newest, "more": more})
    for part in found:
        yield replace(
            draft,
            kind=f"{draft.kind}_year",
            uri=path(part.period),
            title=f"{draft.title}, {_name(part.period, words)}",
            context={draft.kind: _of_its_briefings(part.entries[0], site), "more": ()},
        )


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
    periods: Iterable[Period], path: Callable[[Period], str], words: Mapping[str, Any]
) -> list[tuple[str, Markup]]:
    """Names and addresses of the pages where a list goes on."""
    return [(_name(period, words), Markup(f"/{path(period)}")) for period in periods]


def _name(period: Period, words: Mapping[str, Any]) -> str:
    """A period as readers see it."""
    date = format_date(period.date, words["code"])
    return f"{date} ({period.number})" if period.number else date


def _acronyms(site: Site) -> dict[tuple[str, str], str]:
    """The full name of an entity, by its id and acronym, as both stand in pages."""
    return {
        (entity.id, Plain(entity.record.acronym).__html__()): Plain(entity.record.name).__html__()
        for entity in site.entities.values()
        if entity.record.acronym
    }


def _clash(draft: _Draft, other: Path) -> Diagnostic:
    return Diagnostic(
        code="page-exists",
        message=f"two pages would have the address `{draft.uri}`",
        path=draft.source or other,
        help=f"the other is {other.as_posix()}; rename one of the two",
    )


_BLANK_LINES = re.compile(r"\n{3,}")
_SITE_LINK = re.compile(r"\[([^\[\]]*)\]\((/[^\s)]*|id:[a-z0-9-]+)\)")


def _relative(
    markdown: str,
    uri: str,
    by_id: Mapping[str, str],
    acronyms: Mapping[tuple[str, str], str],
) -> str:
    """Make links within the site relative to a page; one to a page left out becomes its text.

    Acronyms that link to their entity get its full name. Brackets and parentheses in fields are
    entities by now, so only links are found.
    """
    folder = posixpath.dirname(uri)

    def rewrite(link: re.Match[str]) -> str:
        text, target = link.groups()
        if target.startswith("id:"):
            entity = target[3:]
            if entity not in by_id:
                return str(text)
            if full_name := acronyms.get((entity, text)):
                text = f'<abbr title="{full_name}">{text}</abbr>'
            target = f"/{by_id[entity]}"
        path, hash_mark, anchor = target[1:].partition("#")
        parent, _, name = path.rpartition("/")
        return f"[{text}]({_way(folder, parent)}{name}{hash_mark}{anchor})"

    return _SITE_LINK.sub(rewrite, markdown)


@lru_cache(maxsize=4096)
def _way(start: str, folder: str) -> str:
    """The way from one folder to another, to be followed by a name."""
    way = posixpath.relpath(f"/{folder}", f"/{start}")  # rooted, so that nobody asks the disk
    return "" if way == "." else f"{way}/"


def _updated(briefing: BriefingPage) -> str | None:
    record = briefing.record
    days = [str(date) for date in (record.date, *(c.date for c in record.corrections)) if date.day]
    return max(days, default=None)
