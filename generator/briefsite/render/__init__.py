"""A site to Markdown pages, through Jinja templates.

Templates write Markdown for structure and fields for content. Fields escape themselves (`text.py`);
whatever else an expression yields is escaped as plain text, so a template cannot forget to. Links
within the site are written from its root, `[…](/informes/x.md)`; `_relative` makes them relative to
the page, so that any engine can follow them.

`environment` is what templates can call, `fields` how values are written, `passages` the texts of
sources, `addresses` where everything is.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefsite.diagnostics import Diagnostic
from briefsite.link import BriefingPage, CommitmentPage, Site
from briefsite.render.addresses import Addresses
from briefsite.render.environment import Publication, grouped, make_environment, template_finding
from briefsite.render.fields import LANGUAGES, format_date, load_words, topic_name
from briefsite.render.redirects import redirects
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
    facets = addresses.hub("briefings").replace("index.md", "facets.json")
    return Rendering(
        pages=pages,
        copies=copies,
        data={facets: _facets(site, words), **redirects(site, publication, words, addresses)},
        findings=findings,
    )


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
    timeline_years = grouped(reversed(site.timeline), "date.year")
    for hub in HUBS[1:]:
        yield _Draft(hub, addresses.hub(hub), words[hub], {"years": timeline_years})
    for year, briefings in grouped(site.briefings.values(), "record.date.year"):
        uri, title = addresses.year("briefings", year), f"{words['briefings']}, {year}"
        yield _Draft("briefings_year", uri, title, {"briefings": briefings})
    for year, entries in timeline_years:
        uri, title = addresses.year("timeline", year), f"{words['timeline']}, {year}"
        yield _Draft("timeline_year", uri, title, {"entries": entries})
    for uri, title, commitments in _commitment_lists(site, words, addresses):
        yield _Draft("commitment_list", uri, title, {"commitments": commitments})
    for commitment in site.commitments.values():
        title = Inline(commitment.record.text).plain().rstrip(".")
        source = site.briefings[commitment.briefing].path
        path = addresses.path(commitment)
        yield _Draft("commitment", path, title, {"commitment": commitment}, source)
    for topic in site.topics.values():
        yield _Draft("topic", addresses.path(topic), topic_name(topic.id), {"topic": topic})
    for page in site.briefings.values():
        uri, title = addresses.path(page), page.record.title
        yield _Draft("briefing", uri, title, {"briefing": page}, page.path, _updated(page))
    for cited in site.sources.values():
        uri, title = addresses.path(cited), cited.record.title
        yield _Draft("source", uri, title, {"source_page": cited}, cited.path)
    for entity in site.entities.values():
        uri, title = addresses.path(entity), entity.record.name
        yield _Draft("entity", uri, title, {"entity": entity}, entity.path)


def _acronyms(site: Site) -> dict[tuple[str, str], str]:
    """The full name of an entity, by its id and acronym, as both stand in pages."""
    return {
        (entity.id, Plain(entity.record.acronym).__html__()): Plain(entity.record.name).__html__()
        for entity in site.entities.values()
        if entity.record.acronym
    }


def _commitment_lists(
    site: Site, words: Mapping[str, Any], addresses: Addresses
) -> Iterator[tuple[str, str, list[CommitmentPage]]]:
    """The register as plain pages: address, title and commitments of each."""
    everything = site.commitments.values()
    for status, found in grouped(everything, "latest.status"):
        title = f"{words['commitments']}: {words['statuses'][status]}"
        yield addresses.commitments_by("status", status), title, found
    for year, found in grouped(everything, "statement_year"):
        title = f"{words['commitments']}, {year}"
        yield addresses.commitments_by("year", str(year)), title, found


def _facets(site: Site, words: Mapping[str, Any]) -> str:
    """What the browser needs to filter all briefings: small, and by number rather than by name."""
    values: dict[str, dict[str, int]] = {
        name: {} for name in ("year", "kind", "place", "topic", "entity")
    }

    def number(facet: str, label: str) -> int:
        return values[facet].setdefault(label, len(values[facet]))

    items = []
    for page in site.briefings.values():
        record = page.record
        labels = {
            "year": [str(record.date.year)],
            "kind": [words["kinds"][record.kind]],
            "place": [_name(site, record.place)] if record.place else [],
            "topic": [topic_name(topic) for topic in record.topics],
            "entity": [_name(site, entity) for entity in page.entities],
        }
        date = format_date(record.date, words["code"])
        numbers = [[number(facet, label) for label in labels[facet]] for facet in values]
        items.append([page.id, str(record.title), date, *numbers])
    return json.dumps(
        {"values": {facet: [*labels] for facet, labels in values.items()}, "items": items},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _name(site: Site, entity: str) -> str:
    return str(site.entities[entity].record.name) if entity in site.entities else entity


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
        return f"[{text}]({posixpath.relpath(path, folder or '.')}{hash_mark}{anchor})"

    return _SITE_LINK.sub(rewrite, markdown)


def _updated(briefing: BriefingPage) -> str | None:
    record = briefing.record
    days = [str(date) for date in (record.date, *(c.date for c in record.corrections)) if date.day]
    return max(days, default=None)
