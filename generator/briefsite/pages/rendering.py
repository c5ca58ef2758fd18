"""A site to Markdown pages, through Jinja templates.

Templates write Markdown for structure and fields for content. Fields escape themselves (`text.py`);
whatever else an expression yields is escaped as plain text, so a template cannot forget to. Links
within the site are written from its root, `[…](/informes/x.md)`; `_relative` makes them relative to
the page, so that any engine can follow them.

`planning` are the pages before they are made, `dependencies` what each depends on, `lookups` what templates of a
site's own look up, `lists` how long lists are split; `environment` is what templates can call,
`formatting` how values are written, `passages` the texts of sources, `addresses` where everything is,
`facets` what filters need, `alternates` what else there is of a page, `linked_data` what a page says
to machines.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, TemplateSyntaxError

from briefsite.archive.interface import LANGUAGES
from briefsite.archive.models import version_name
from briefsite.archive.text import Plain
from briefsite.cache.bytecode import IN_PROCESS
from briefsite.cache.ledger import Ledger
from briefsite.cache.memory import collector_paused
from briefsite.cache.store import Store, code_digest, digest
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message
from briefsite.pages.addresses import DocsPath, SitePath, embed_below, web_path
from briefsite.pages.alternates import OEMBED, Alternate, alternates
from briefsite.pages.context import Context
from briefsite.pages.dependencies import Dependencies, Parts
from briefsite.pages.environment import (
    OF_TODAY,
    PAGE,
    make_environment,
    own_templates,
    template_finding,
)
from briefsite.pages.facets import briefing_facets, commitment_facets
from briefsite.pages.linked_data import LinkedData, script
from briefsite.pages.lists import SHOWN
from briefsite.pages.lookups import Lookups, TracedTemplate
from briefsite.pages.planning import FACETS, HUBS, PlannedPage, planned_pages
from briefsite.pages.publication import Publication, Publications
from briefsite.pages.redirects import entrance, redirects
from briefsite.pages.written import WrittenPage, with_ways_out
from briefsite.site.site import BriefingPage, CommitmentPage, EntityPage, Site

__all__ = ["HUBS", "LANGUAGES", "Page", "Plan", "PlannedPage", "Publication", "Rendering", "render"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One Markdown page."""

    uri: DocsPath
    """Path in the docs folder, e.g. `informes/mision-cortafuegos.md`."""

    kind: str
    """The template it is made from: `briefing`, `source`, `entity`, … or one of `HUBS`."""

    title: str
    """Plain text."""

    markdown: str
    source: Path | None = None
    """The file to edit; None for pages made from many."""

    updated: str | None = None
    """Day of the last change that readers are told of, ISO 8601; None where no day is known."""

    alternates: tuple[Alternate, ...] = ()
    """What else there is of it."""

    linked_data: str = ""
    """An HTML element for its head that says what it is about."""

    lookups: frozenset[str] = frozenset()
    """What a template of the site's own looked up for it, see `Lookups.names`."""

    edition: str = ""
    """As that of `Publication`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What a docs folder must hold."""

    pages: list[Page]
    copies: Mapping[DocsPath, Path]
    """Files to copy as they are, by their path in the docs folder."""

    data: Mapping[DocsPath, str]
    """Texts of files that are not pages, by their path in the docs folder."""

    findings: list[Diagnostic]


class PageMaker:
    """Makes the pages of a site through templates, one by one."""

    def __init__(
        self,
        context: Context,
        templates: Path | None = None,
        compiled: BytecodeCache = IN_PROCESS,
    ) -> None:
        """Take a site.

        `templates` is the site's own folder; a file in it stands in for ours of the same name.
        `compiled` keeps templates that were compiled.
        """
        self._site, self._publication = context.site, context.publication
        self._addresses = context.addresses
        self._templates = templates
        self._environment = make_environment(context)
        self._environment.bytecode_cache = compiled
        self._lookups = Lookups(context.site, context.addresses)
        self.own: Mapping[str, str] = {}
        """The templates of the site's own, by the kind of page: what each is made of."""

        self._traced = self._environment
        if templates:
            self._traced = make_environment(context, templates)
            self._traced.bytecode_cache = compiled
            self._traced.template_class = TracedTemplate
            self._traced.globals["site"] = self._lookups.site
            self._traced.filters["link"] = self._lookups.link
            givens: Iterable[dict[str, Any]] = (self._traced.globals, self._traced.filters)
            for given in givens:
                for name in OF_TODAY & given.keys():
                    given[name] = self._lookups.of_today(given[name])
            self.own = own_templates(self._traced, templates)
        self._acronyms = _acronyms(context.site)
        self._linked_data = LinkedData(context)

    def compile_templates(self) -> None:
        """Make all templates ready, so that processes forked from this one have them."""
        for environment in {self._environment, self._traced}:
            for name in environment.list_templates(filter_func=lambda name: name.endswith(PAGE)):
                with suppress(TemplateSyntaxError):  # which is a finding of each page made from it
                    environment.get_template(name)

    def make(self, planned: PlannedPage, opening: str = "") -> Page | Diagnostic:
        """Make a page, with Markdown that opens it. A template that fails is a finding, never an exception."""
        is_own = planned.kind in self.own
        environment = self._traced if is_own else self._environment
        self._lookups.names.clear()
        try:
            template = environment.get_template(f"{planned.kind}{PAGE}")
            others = self._alternates(planned)
            text = template.render(
                title=planned.title, alternates=others, scored=planned.scored, **planned.context
            )
        except Exception as error:
            finding = template_finding(error, self._templates)
            if finding is None:
                raise
            return finding
        by_id = self._lookups.by_id if is_own else self._addresses.by_id
        text = _relative(text, planned.uri, by_id, self._acronyms)
        text = _BLANK_LINES.sub("\n\n", text)
        if opening:
            text = f"{opening.rstrip()}\n\n{text.lstrip()}"
        return Page(
            uri=planned.uri,
            kind=planned.kind,
            title=planned.title,
            markdown=text,
            source=planned.source,
            updated=planned.updated,
            alternates=others,
            linked_data=script(self._node(planned), self._base(planned)),
            lookups=frozenset(self._lookups.names),
            edition=planned.edition,
        )

    def _alternates(self, planned: PlannedPage) -> tuple[Alternate, ...]:
        """What else there is of a page; one that nothing names has nothing to follow."""
        is_followed = not isinstance(planned.subject, EntityPage) or bool(planned.subject.mentions)
        feeds = bool(self._publication.url and self._site.briefings) and is_followed
        card, tables = self._card(planned), self._addresses.data("")
        return tuple(alternates(planned.kind, planned.uri, tables, feeds=feeds, card=card))

    def _card(self, planned: PlannedPage) -> Alternate | None:
        """What oEmbed is to know of the card that stands for a page: its own, or that of its first quotation."""
        publication, target = self._publication, planned.subject
        if not (publication.has_embeds and publication.url):
            return None
        anchor = ""
        if isinstance(target, BriefingPage) and target.statements["quotes"]:
            anchor = self._addresses.anchor(target.statements["quotes"][0])
        elif not isinstance(target, CommitmentPage) and not planned.scored:
            return None
        path = SitePath(embed_below(planned.uri, anchor).replace("index.html", "oembed.json"))
        return Alternate("oEmbed", OEMBED, path, publication.address(path))

    def _node(self, planned: PlannedPage) -> dict[str, Any]:
        if planned.subject:
            return self._linked_data.describe(planned.subject)
        kind = "WebSite" if planned.kind == "home" else "CollectionPage"
        return {"@type": kind, "@id": web_path(planned.uri), "name": planned.title}

    def _base(self, planned: PlannedPage) -> str:
        """The address of the site; where it is not known, the way from a page to the root."""
        return self._publication.address("") or "../" * web_path(planned.uri).count("/") or "./"


class Plan:
    """All pages of a site, each to be made when it is asked for."""

    @collector_paused()
    def __init__(
        self,
        site: Site,
        publication: Publication,
        templates: Path | None = None,
        compiled: BytecodeCache = IN_PROCESS,
        divided: Ledger | None = None,
    ) -> None:
        """Plan the pages of a site; `divided` keeps how lists were, and the rest is as of `PageMaker`."""
        self.site, self.publication = site, publication
        context = Context.of(site, publication)
        self.addresses, self.words = context.addresses, context.words
        self._maker = PageMaker(context, templates, compiled)
        self.findings: list[Diagnostic] = []
        """Pages that would have the address of another."""

        self.pages: list[PlannedPage] = []
        self.dependencies = dependencies = Dependencies(site)
        # Any text may link to a former id.
        former = [
            former
            for pages in (site.briefings, site.sources, site.entities)
            for page in pages.values()
            for former in page.former_ids
        ]
        self._common = {
            "the package or a library": code_digest(),
            "the settings or hand-written pages": digest(publication.digest, *former),
        }
        taken = {**publication.hand_written}
        taken.pop(context.addresses.home, None)  # which opens the generated one
        divided = divided or _divided_lists(Store())
        for planned in planned_pages(context, dependencies, divided):
            if planned.uri in taken:
                self.findings.append(_clash(planned, taken[planned.uri]))
            else:
                taken[planned.uri] = planned.source or Path(planned.uri)
                edition = publication.edition
                self.pages.append(replace(planned, edition=edition) if edition else planned)
        self.by_uri: Mapping[DocsPath, PlannedPage] = {
            planned.uri: planned for planned in self.pages
        }
        self.copies: Mapping[DocsPath, Path] = {} if publication.edition else self._copies()
        data = {self.addresses.beside("briefings", FACETS): briefing_facets(context)}
        if len(site.standing) > SHOWN:
            data[self.addresses.beside("commitments", FACETS)] = commitment_facets(context)
        self.data: Mapping[DocsPath, str] = data | redirects(context)

    def _copies(self) -> dict[DocsPath, Path]:
        """Texts and documents of sources, which all editions share."""
        site = self.site
        return (
            {
                self.addresses.beside("sources", f"{name}.txt"): page.path.with_suffix(".txt")
                for page in site.sources.values()
                for name in (page.id, *page.former_ids)
            }
            | {
                self.addresses.original_of(page): page.original
                for page in site.sources.values()
                if page.original and page.record.is_original_public
            }
            | {
                self.addresses.text_of(page, retrieved): page.path.with_name(
                    version_name(page.id, retrieved, "txt")
                )
                for page in site.sources.values()
                for retrieved in page.versions
            }
        )

    def parts(self, planned: PlannedPage) -> Parts:
        """Digests of all that a page is made from, by what they stand for.

        Of a page in which a template of the site's own has a part, all but what that looks up.
        """
        said = (planned.kind, planned.uri, planned.title, str(planned.source), str(planned.updated))
        parts = {**self._common, "its title or date": digest(*said), **planned.dependencies}
        if planned.kind == "home" and self.publication.assets:
            parts["the files in docs/"] = digest(*sorted(self.publication.assets))
        if self.is_own(planned):
            shown = (
                [self.dependencies.everything]
                if planned.kind in HUBS
                else self.dependencies.led_to(
                    planned.subject, planned.scored, *planned.context.values()
                )
            )
            parts |= {
                "its template": self._maker.own[planned.kind],
                "the briefings in it": digest(*shown),
            }
        return parts

    def own_parts(self, planned: PlannedPage) -> Parts:
        """What stands for the site's own templates in something that no page is, and for all they can show."""
        if not self.is_own(planned):
            return {}
        return {"its template": digest(self._maker.own[planned.kind], self.dependencies.everything)}

    def key(self, planned: PlannedPage) -> str:
        """Stands for all of these parts."""
        return key_of(self.parts(planned))

    def is_own(self, planned: PlannedPage) -> bool:
        """Whether a template of the site's own has a part in a page."""
        return planned.kind in self._maker.own

    def make(self, planned: PlannedPage) -> Page | Diagnostic:
        """Make a page; see `PageMaker.make`."""
        opens = planned.kind == "home" and self.publication.home_text
        return self._maker.make(planned, self._home_text(planned.uri) if opens else "")

    def compile_templates(self) -> None:
        """As `PageMaker.compile_templates`."""
        self._maker.compile_templates()

    def _home_text(self, uri: DocsPath) -> str:
        """What opens the home page, with links that lead out of the edition where it lacks the target."""
        about = self.publication
        page = WrittenPage(about.home_text or "", about.docs / "index.md", name="index.md")
        files = {*about.hand_written, *about.assets}
        return with_ways_out(page, uri, {*self.by_uri, *self.data, *files})


def key_of(parts: Parts) -> str:
    """Stands for all that a page is made from."""
    return digest("page", *parts.values())


class SitePlan:
    """All pages of a site in all its editions, each to be made when it is asked for."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        """Take the pages of each edition, by `Publication.edition`, that of the site's language first."""
        self.editions = plans
        self.pages = [planned for plan in plans.values() for planned in plan.pages]
        self.by_uri: Mapping[DocsPath, PlannedPage] = {
            planned.uri: planned for planned in self.pages
        }
        self.findings = [finding for plan in plans.values() for finding in plan.findings]
        self.copies = {uri: path for plan in plans.values() for uri, path in plan.copies.items()}
        self.data = {uri: text for plan in plans.values() for uri, text in plan.data.items()}
        if plans[""].publication.folder:  # nothing else is at the root
            publications = {edition: plan.publication for edition, plan in plans.items()}
            self.data[DocsPath("index.html")] = entrance(publications)

    def of(self, planned: PlannedPage) -> Plan:
        """The pages of the edition that a page is of."""
        return self.editions[planned.edition]

    def parts(self, planned: PlannedPage) -> Parts:
        """As `Plan.parts`."""
        return self.of(planned).parts(planned)

    def make(self, planned: PlannedPage) -> Page | Diagnostic:
        """As `Plan.make`."""
        return self.of(planned).make(planned)

    def compile_templates(self) -> None:
        """As `Plan.compile_templates`."""
        for plan in self.editions.values():
            plan.compile_templates()


@collector_paused()
def render(plan: SitePlan) -> Rendering:
    """Make all pages of a site at once."""
    made = [plan.make(planned) for planned in plan.pages]
    findings = dict.fromkeys(page for page in made if isinstance(page, Diagnostic))
    return Rendering(
        pages=[page for page in made if isinstance(page, Page)],
        copies=plan.copies,
        data=plan.data,
        findings=[*plan.findings, *findings],
    )


def _acronyms(site: Site) -> dict[tuple[str, str], str]:
    """The full name of an entity, by its id and acronym, as both stand in pages."""
    return {
        (entity.id, Plain(entity.record.acronym).__html__()): Plain(entity.record.name).__html__()
        for entity in site.entities.values()
        if entity.record.acronym
    }


def _clash(planned: PlannedPage, other: Path) -> Diagnostic:
    return Diagnostic(
        code="page-exists",
        message=Message("two pages would have the address `{uri}`", uri=planned.uri),
        path=planned.source or other,
        help=Message("the other is {path}; rename one of the two", path=other.as_posix()),
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


def own_folder(briefs: Path) -> Path | None:
    """The folder of the site's own templates, where it has one."""
    own = briefs / "templates"
    return own if own.is_dir() else None


def plan_site(
    sites: Mapping[str, Site],
    publications: Publications,
    briefs: Path,
    compiled: BytecodeCache = IN_PROCESS,
    store: Store | None = None,
) -> SitePlan:
    """Plan the pages of all editions, with the site's own templates, where it has any.

    `sites` are by the same names as `publications`. What planning can use again is in the store, where there is one.
    """
    templates, divided = own_folder(briefs), _divided_lists(store or Store())
    plan = SitePlan(
        {
            edition: Plan(site, publications[edition], templates, compiled, divided)
            for edition, site in sites.items()
        }
    )
    divided.save()
    return plan


def _divided_lists(store: Store) -> Ledger:
    """Which pages the long lists of a site have, for `planned_pages`."""
    return Ledger(store, "divided lists")


def render_page(uri: DocsPath, plan: SitePlan) -> Page | Diagnostic:
    """The Markdown of one page."""
    return plan.make(plan.by_uri[uri])


def render_site(site: Site, publication: Publication, briefs: Path) -> Rendering:
    """Make all pages of a site of one language at once."""
    return render(plan_site({"": site}, {"": publication}, briefs))
