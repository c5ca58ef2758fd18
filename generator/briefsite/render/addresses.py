"""Where everything is: paths in the docs folder, and anchors in its pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from briefsite.link import (
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Passage,
    Site,
    SourcePage,
    Statement,
    TopicPage,
)

Target = BriefingPage | SourcePage | EntityPage | CommitmentPage | TopicPage | Passage | Statement


class Addresses:
    """Where everything is, as paths in the docs folder."""

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
            for alias in page.record.aliases
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

    def year(self, kind: str, year: int) -> str:
        """The page of one year of a kind."""
        return f"{self._folders[kind]}/{self._words['year_page'].format(year)}.md"

    def commitments_by(self, facet: str, value: str) -> str:
        """The page of the commitments of one `status` or `year`."""
        name = self._words[f"{facet}_page"].format(value)
        return f"{self._folders['commitments']}/{name}.md"

    def text_of(self, source: SourcePage) -> str:
        """The text of a source, as received."""
        return f"{self._folders['sources']}/{source.id}.txt"

    def anchor(self, statement: Statement) -> Markup:
        """The `id` of a statement in the page of its briefing."""
        name = self._anchors[statement.field]
        if statement.field == "evidence":
            return Markup(name)
        return Markup(f"{name}-{getattr(statement.record, 'id', statement.number)}")

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


def passage_anchor(passage: Passage) -> str:
    """The `id` of a passage in the page of its source."""
    return f"p{passage.number}"
