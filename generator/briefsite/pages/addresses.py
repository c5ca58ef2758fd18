"""Where everything is: paths in the docs folder and in the built site, and anchors in pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from markupsafe import Markup

from briefsite.archive.models import Model
from briefsite.archive.text import Plain
from briefsite.pages.lists import Period
from briefsite.site.site import (
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Passage,
    Promised,
    Site,
    SourcePage,
    Statement,
    TopicPage,
)

Target = (
    BriefingPage | SourcePage | EntityPage | CommitmentPage | TopicPage | Passage | Statement[Model]
)


class Addresses:
    """Where everything is, as paths in the docs folder, and in the built site."""

    def __init__(self, site: Site, words: Mapping[str, Any]) -> None:
        """Name folders and anchors as `words`, those of a locale, have them."""
        self._words = words
        self._folders: Mapping[str, str] = words["addresses"]
        self._anchors: Mapping[str, str] = words["anchors"]
        self.by_id: Mapping[str, str] = {
            page.id: self.path(page)
            for pages in (site.briefings, site.sources, site.entities)
            for page in pages.values()
        } | {
            alias: self.path(page)
            for page in site.briefings.values()
            for alias in page.about.aliases
        }
        names = {
            **{page.id: page.about.title for page in site.briefings.values()},
            **{page.id: page.record.title for page in site.sources.values()},
            **{page.id: page.record.name for page in site.entities.values()},
        }
        self._links = {
            id_: Markup(f"[{Plain(name).__html__()}](/{self.by_id[id_]})")
            for id_, name in names.items()
        }

    def path(
        self, page: BriefingPage | SourcePage | EntityPage | CommitmentPage | TopicPage
    ) -> str:
        """The page of a briefing, source, entity, commitment or topic."""
        match page:
            case BriefingPage():
                return f"{self._folders['briefings']}/{page.id}.md"
            case SourcePage():
                return f"{self._folders['sources']}/{page.id}.md"
            case EntityPage():
                return f"{self._folders['entities']}/{page.id}.md"
            case CommitmentPage():
                return f"{self._folders['commitments']}/{page.address}.md"
            case TopicPage():
                return f"{self._folders['topics']}/{page.id}.md"

    def hub(self, kind: str) -> str:
        """The page that leads to all of a kind."""
        return f"{self._folders[kind]}/index.md"

    def beside(self, kind: str, name: str) -> str:
        """A file beside the page that leads to all of a kind."""
        return f"{self._folders[kind]}/{name}"

    def year(self, kind: str, period: int | Period) -> str:
        """The page of one year, or of a part of it, of a kind."""
        return f"{self._folders[kind]}/{self._words['year_page'].format(period)}.md"

    def part(self, page: EntityPage | TopicPage, period: Period) -> str:
        """The page of one period of a page with long lists."""
        folder = self.path(page).removesuffix(".md")
        return f"{folder}/{self._words['year_page'].format(period)}.md"

    def commitments_by(self, facet: str, value: str) -> str:
        """The page of the commitments of one `status` or `year`."""
        name = self._words[f"{facet}_page"].format(value)
        return f"{self._folders['commitments']}/{name}.md"

    def text_of(self, source: SourcePage) -> str:
        """The text of a source, as received."""
        return f"{self._folders['sources']}/{source.id}.txt"

    def pdf_of(self, briefing: BriefingPage) -> str:
        """The PDF of a briefing, where the site has them."""
        return f"{self._folders['briefings']}/{briefing.id}.pdf"

    def anchor(self, statement: Statement[Model]) -> Markup:
        """The `id` of a statement in the page of its briefing."""
        return Markup(self._anchor(statement))

    def _anchor(self, statement: Statement[Model]) -> str:
        name, fact = self._anchors[statement.field], statement.fact
        if statement.field == "evidence":
            return name
        return f"{name}-{fact.id if isinstance(fact, Promised) else statement.number}"

    def link(self, page: str) -> Markup | Plain:
        """A link to a briefing, source or entity by its id; the id where the page is left out."""
        return self._links.get(page) or Plain(page)

    def uri(self, target: Target) -> Markup:
        """A link target from the root of the site, for templates."""
        match target:
            case Passage():
                path = f"{self.by_id[target.source]}#{passage_anchor(target)}"
            case Statement():
                path = f"{self.by_id[target.briefing]}#{self.anchor(target)}"
            case _:
                path = self.path(target)
        return Markup(f"/{path}")

    def place(self, target: Target) -> str:
        """A page of the built site, or a place in one: `informes/x/#cita-1`."""
        match target:
            case Passage():
                return f"{web_path(self.by_id[target.source])}#{passage_anchor(target)}"
            case Statement():
                return f"{web_path(self.by_id[target.briefing])}#{self._anchor(target)}"
            case _:
                return web_path(self.path(target))


@cache
def web_path(uri: str) -> str:
    """Where a page of the docs folder is in the built site: `informes/x/` for `informes/x.md`."""
    if uri == "index.md":
        return ""
    if uri.endswith("/index.md"):
        return uri.removesuffix("index.md")
    return f"{uri.removesuffix('.md')}/"


def beside(uri: str, name: str) -> str:
    """A file beside a page in the built site: `informes/x/index.json` for `informes/x.md`."""
    return web_path(uri) + name


def passage_anchor(passage: Passage) -> str:
    """The `id` of a passage in the page of its source."""
    return f"p{passage.number}"
