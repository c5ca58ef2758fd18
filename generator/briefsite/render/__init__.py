"""A site to Markdown pages, through Jinja templates.

Templates write Markdown for structure and fields for content. Fields escape themselves (`text.py`);
whatever else an expression yields is escaped as plain text, so a template cannot forget to. Links
within the site are written from its root, `[…](/informes/x.md)`; `_relative` makes them relative to
the page, so that any engine can follow them.

`environment` is what templates can call, `fields` how values are written, `passages` the texts of
sources, `addresses` where everything is, `needs` what each page depends on.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefsite.build.store import code_digest, digest
from briefsite.diagnostics import Diagnostic
from briefsite.link import BriefingPage, CommitmentPage, Site
from briefsite.render.addresses import Addresses
from briefsite.render.environment import Publication, grouped, make_environment, template_finding
from briefsite.render.fields import LANGUAGES, format_date, load_words, topic_name
from briefsite.render.needs import Needs
from briefsite.text import Inline, Plain

__all__ = ["HUBS", "LANGUAGES", "Draft", "Page", "Plan", "Publication", "Rendering", "render"]

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


@dataclass(frozen=True, slots=True)
class Draft:
    """A page to be made."""

    kind: str
    uri: str
    title: str
    needs: Sequence[str]
    """Digests of what it shows."""

    context: Mapping[str, object] = field(default_factory=dict)
    """What its template shows."""

    source: Path | None = None
    updated: str | None = None


class Plan:
    """All pages of a site, each to be made when it is asked for."""

    def __init__(self, site: Site, publication: Publication, templates: Path | None = None) -> None:
        """Plan the pages of a site.

        `templates` is the site's own folder; a file in it stands in for ours of the same name.
        """
        words = load_words(publication.language)
        self._publication = publication
        self._templates = templates
        self._addresses = Addresses(site, words)
        self._environment = make_environment(publication, words, site, self._addresses, templates)
        self._acronyms = _acronyms(site)
        self.findings: list[Diagnostic] = []
        """Pages that would have the address of another."""

        self.drafts: list[Draft] = []
        own = [part for path in _files(templates) for part in (path.name, path.read_bytes())]
        needs = Needs(site)
        shared = needs.everything if own else ""  # templates of the site's own can show anything
        self._common = digest(code_digest(), publication.digest, *own, shared)
        taken = {uri: publication.docs / uri for uri in publication.hand_written - {"index.md"}}
        for draft in _drafts(site, publication, words, self._addresses, needs):
            if draft.uri in taken:
                self.findings.append(_clash(draft, taken[draft.uri]))
            else:
                taken[draft.uri] = draft.source or Path(draft.uri)
                self.drafts.append(draft)
        self.by_uri: Mapping[str, Draft] = {draft.uri: draft for draft in self.drafts}
        self.copies: Mapping[str, Path] = {
            self._addresses.text_of(page): page.path.with_suffix(".txt")
            for page in site.sources.values()
        }
        facets = self._addresses.hub("briefings").replace("index.md", "facets.json")
        self.data: Mapping[str, str] = {facets: _facets(site, words, publication.topics)}

    def key(self, draft: Draft) -> str:
        """Stands for all that a page is made from."""
        source = str(draft.source)
        return digest(
            "page", self._common, draft.kind, draft.uri, draft.title, source, *draft.needs
        )

    def make(self, draft: Draft) -> Page | Diagnostic:
        """Make a page. A template that fails is a finding, never an exception."""
        try:
            template = self._environment.get_template(f"{draft.kind}.md.jinja")
            text = template.render(title=draft.title, **draft.context)
        except Exception as error:
            finding = template_finding(error, self._templates)
            if finding is None:
                raise
            return finding
        text = _relative(text, draft.uri, self._addresses.by_id, self._acronyms)
        text = _BLANK_LINES.sub("\n\n", text)
        if draft.kind == "home" and self._publication.home_text:
            text = f"{self._publication.home_text.rstrip()}\n\n{text.lstrip()}"
        return Page(
            uri=draft.uri,
            kind=draft.kind,
            title=draft.title,
            markdown=text,
            source=draft.source,
            updated=draft.updated,
        )


def render(plan: Plan) -> Rendering:
    """Make all pages of a site at once."""
    made = [plan.make(draft) for draft in plan.drafts]
    findings = dict.fromkeys(page for page in made if isinstance(page, Diagnostic))
    return Rendering(
        pages=[page for page in made if isinstance(page, Page)],
        copies=plan.copies,
        data=plan.data,
        findings=[*plan.findings, *findings],
    )


def _drafts(
    site: Site,
    publication: Publication,
    words: Mapping[str, Any],
    addresses: Addresses,
    needs: Needs,
) -> Iterator[Draft]:
    """All pages of a site, hubs first."""
    yield from _lists(site, publication, words, addresses, needs)
    for page in site.commitments.values():
        uri, title = addresses.path(page), Inline(page.record.text).plain().rstrip(".")
        depends, source = needs.commitments([page.address]), site.briefings[page.briefing].path
        yield Draft("commitment", uri, title, depends, {"commitment": page}, source)
    for topic in site.topics.values():
        uri, title = addresses.path(topic), topic_name(topic.id, publication.topics)
        yield Draft("topic", uri, title, needs.topic(topic), {"topic": topic})
    for briefing in site.briefings.values():
        uri, title, depends = (
            addresses.path(briefing),
            briefing.record.title,
            needs.briefing(briefing),
        )
        context, day = {"briefing": briefing}, _updated(briefing)
        yield Draft("briefing", uri, title, depends, context, briefing.path, day)
    for cited in site.sources.values():
        uri, title, depends = addresses.path(cited), cited.record.title, needs.source(cited)
        yield Draft("source", uri, title, depends, {"source_page": cited}, cited.path)
    for entity in site.entities.values():
        uri, title, depends = addresses.path(entity), entity.record.name, needs.entity(entity)
        yield Draft("entity", uri, title, depends, {"entity": entity}, entity.path)


def _lists(
    site: Site,
    publication: Publication,
    words: Mapping[str, Any],
    addresses: Addresses,
    needs: Needs,
) -> Iterator[Draft]:
    """The pages that lead to others."""
    everything = [needs.everything]
    yield Draft("home", "index.md", publication.name, everything)
    timeline_years = grouped(reversed(site.timeline), "date.year")
    for hub in HUBS[1:]:
        yield Draft(hub, addresses.hub(hub), words[hub], everything, {"years": timeline_years})
    for year, briefings in grouped(site.briefings.values(), "record.date.year"):
        uri, title = addresses.year("briefings", year), f"{words['briefings']}, {year}"
        depends = needs.briefings(page.id for page in briefings)
        yield Draft("briefings_year", uri, title, depends, {"briefings": briefings})
    for year, entries in timeline_years:
        uri, title = addresses.year("timeline", year), f"{words['timeline']}, {year}"
        depends = needs.briefings(entry.briefing for entry in entries)
        yield Draft("timeline_year", uri, title, depends, {"entries": entries})
    for uri, title, commitments in _commitment_lists(site, words, addresses):
        depends = needs.commitments(page.address for page in commitments)
        yield Draft("commitment_list", uri, title, depends, {"commitments": commitments})


def _files(folder: Path | None) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder else []


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


def _facets(site: Site, words: Mapping[str, Any], topics: Mapping[str, str]) -> str:
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
            "topic": [topic_name(topic, topics) for topic in record.topics],
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


def _clash(draft: Draft, other: Path) -> Diagnostic:
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
