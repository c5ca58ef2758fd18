"""Where everything is: paths in the docs folder and in the built site, and anchors in pages."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import cache
from typing import Any, NewType

from markupsafe import Markup

from briefsite.archive.dates import Date
from briefsite.archive.models import Model, version_name
from briefsite.archive.text import Plain
from briefsite.pages.formatting import finalize, written_in
from briefsite.pages.lists import Period
from briefsite.site.site import (
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Office,
    Passage,
    Site,
    SourcePage,
    Statement,
    TopicPage,
    own_id,
)

DocsPath = NewType("DocsPath", str)
"""Path of a page or file in the docs folder: `informes/x.md`."""

SitePath = NewType("SitePath", str)
"""Path of a file in the built site: `informes/x/index.html`."""

UrlPath = NewType("UrlPath", str)
"""What follows the address of the site in that of a page, or of a place in one: `informes/x/`."""

Anchor = NewType("Anchor", str)
"""The `id` of a place in a page, what follows `#`."""

DATA = "data/"
"""The folder of what concerns the whole site, in an edition of it."""

REGISTER = SitePath(f"{DATA}register.txt")
"""The register of what was published, byte for byte; one for all editions."""

Addressable = (
    BriefingPage
    | SourcePage
    | EntityPage
    | CommitmentPage
    | TopicPage
    | Passage
    | Statement[Model]
    | Office
)


class Addresses:
    """Where everything is, as paths in the docs folder, and in the built site."""

    def __init__(
        self, site: Site, words: Mapping[str, Any], folder: str = "", files: str = ""
    ) -> None:
        """Name folders and anchors as `words`, those of a locale, have them.

        `folder` is that of the edition, which is empty or ends with a slash; `files` that of the texts of
        sources, where another edition has them.
        """
        self._words, self.folder = words, folder
        self._folders: Mapping[str, str] = {
            kind: f"{folder}{name}" for kind, name in words["addresses"].items()
        }
        self._files = files or self._folders["sources"]
        self._anchors: Mapping[str, str] = words["anchors"]
        self.by_id: Mapping[str, DocsPath] = {
            page.id: self.path(page)
            for pages in (site.briefings, site.sources, site.entities)
            for page in pages.values()
        } | {
            former: self.path(page)
            for pages in (site.briefings, site.sources, site.entities)
            for page in pages.values()
            for former in page.former_ids
        }
        self._names: Mapping[str, tuple[str, str | None]] = {
            **{
                page.id: (page.about.title, page.about.title_language)
                for page in site.briefings.values()
            },
            **{page.id: (page.record.title, page.record.lang) for page in site.sources.values()},
            **{page.id: (page.record.name, None) for page in site.entities.values()},
        }
        self._links = {name: self._link(name, words["code"]) for name in self._names}

    def path(
        self, page: BriefingPage | SourcePage | EntityPage | CommitmentPage | TopicPage
    ) -> DocsPath:
        """The page of a briefing, source, entity, commitment or topic."""
        match page:
            case BriefingPage():
                return DocsPath(f"{self._folders['briefings']}/{page.id}.md")
            case SourcePage():
                return DocsPath(f"{self._folders['sources']}/{page.id}.md")
            case EntityPage():
                return DocsPath(f"{self._folders['entities']}/{page.id}.md")
            case CommitmentPage():
                return DocsPath(f"{self._folders['commitments']}/{page.address}.md")
            case TopicPage():
                return DocsPath(f"{self._folders['topics']}/{page.id}.md")

    @property
    def home(self) -> DocsPath:
        """The home page."""
        return DocsPath(f"{self.folder}index.md")

    def data(self, name: str) -> SitePath:
        """A file with data of the whole site."""
        return SitePath(f"{self.folder}{DATA}{name}")

    def hub(self, kind: str) -> DocsPath:
        """The page that leads to all of a kind."""
        return DocsPath(f"{self._folders[kind]}/index.md")

    def beside(self, kind: str, name: str) -> DocsPath:
        """A file beside the page that leads to all of a kind."""
        return DocsPath(f"{self._folders[kind]}/{name}")

    def year(self, kind: str, period: int | Period) -> DocsPath:
        """The page of one year, or of a part of it, of a kind."""
        return DocsPath(f"{self._folders[kind]}/{self._words['year_page'].format(period)}.md")

    def part(self, page: EntityPage | TopicPage, period: Period) -> DocsPath:
        """The page of one period of a page with long lists."""
        folder = self.path(page).removesuffix(".md")
        return DocsPath(f"{folder}/{self._words['year_page'].format(period)}.md")

    def commitments_by(self, facet: str, value: str) -> DocsPath:
        """The page of the commitments of one `status`, `year` or, as on the day of the build, `due`."""
        name = self._words[f"{facet}_page"].format(value)
        return DocsPath(f"{self._folders['commitments']}/{name}.md")

    def text_of(self, source: SourcePage, retrieved: Date | None = None) -> DocsPath:
        """The text of a source, as received, or of the later version that was archived then."""
        name = version_name(source.id, retrieved, "txt") if retrieved else f"{source.id}.txt"
        return DocsPath(f"{self._files}/{name}")

    def original_of(self, source: SourcePage) -> DocsPath:
        """The document that the text of a source was read from, where readers can have it.

        One that a browser would show as a page of this site, and run, is served as a plain text.
        """
        assert source.record.original
        ending = source.record.original.format
        shown = f"{ending}.txt" if ending in ("html", "md", "eml") else ending
        return DocsPath(f"{self._files}/{source.id}.{shown}")

    def picture_of(self, passage: Passage) -> DocsPath:
        """The picture of the lines in which a passage of a PDF stands."""
        return DocsPath(f"{self._files}/{passage.source}-p{passage.number}.png")

    def embed_of(
        self, target: Statement[Model] | CommitmentPage | EntityPage | TopicPage | None
    ) -> DocsPath:
        """The card of a quotation, of a commitment, or of a scoreboard; that of the register for nothing."""
        if isinstance(target, Statement):
            return embed_below(self.by_id[target.briefing], self._anchor(target))
        return embed_below(self.path(target) if target else self.hub("commitments"))

    def pdf_of(self, briefing: BriefingPage) -> DocsPath:
        """The PDF of a briefing, where the site has them."""
        return DocsPath(f"{self._folders['briefings']}/{briefing.id}.pdf")

    def revisions_of(self, briefing: BriefingPage) -> DocsPath:
        """The page of what changed in a briefing each time that it was published."""
        folder = self.path(briefing).removesuffix(".md")
        return DocsPath(f"{folder}/{self._words['revisions_page']}.md")

    def anchor(self, statement: Statement[Model] | Office) -> Markup:
        """The `id` of a statement in the page of its briefing, or of an office in that of its holder."""
        return Markup(self._anchor(statement))

    def _anchor(self, statement: Statement[Model] | Office) -> Anchor:
        name = self._anchors[statement.field]
        if isinstance(statement, Office):
            return Anchor(f"{name}-{statement.number}")
        if statement.field == "evidence":
            return Anchor(name)
        return Anchor(f"{name}-{own_id(statement.fact) or statement.number}")

    def link(self, page: str, within: str | None = None) -> Markup | Plain:
        """A link to a briefing, source or entity by its id; the id where the page is left out.

        `within` is the language of the words around it, where it is not that of the site.
        """
        if within and page in self._names:
            return self._link(page, within)
        return self._links.get(page) or Plain(page)

    def _link(self, page: str, within: str) -> Markup:
        name, language = self._names[page]
        shown = finalize(written_in(Plain(name), language, within))
        return Markup(f"[{shown}](/{self.by_id[page]})")

    def uri(self, target: Addressable) -> Markup:
        """A link target from the root of the site, for templates."""
        match target:
            case Passage():
                path = f"{self.by_id[target.source]}#{passage_anchor(target)}"
            case Statement():
                path = f"{self.by_id[target.briefing]}#{self.anchor(target)}"
            case Office():
                path = f"{self.by_id[target.entity]}#{self.anchor(target)}"
            case _:
                path = self.path(target)
        return Markup(f"/{path}")

    def place(self, target: Addressable) -> UrlPath:
        """A page of the built site, or a place in one: `informes/x/#cita-1`."""
        match target:
            case Passage():
                page, anchor = self.by_id[target.source], passage_anchor(target)
            case Statement():
                page, anchor = self.by_id[target.briefing], self._anchor(target)
            case Office():
                page, anchor = self.by_id[target.entity], self._anchor(target)
            case _:
                return web_path(self.path(target))
        return UrlPath(f"{web_path(page)}#{anchor}")


@cache
def web_path(uri: DocsPath) -> UrlPath:
    """Where a page of the docs folder is in the built site: `informes/x/` for `informes/x.md`."""
    if uri == "index.md":
        return UrlPath("")
    if uri.endswith("/index.md"):
        return UrlPath(uri.removesuffix("index.md"))
    return UrlPath(f"{uri.removesuffix('.md')}/")


def url_of(uri: DocsPath, *, has_folders: bool) -> UrlPath:
    """The address of a page or file: `informes/x/` for `informes/x.md`, or `informes/x.html`.

    `has_folders` tells whether pages have folders of their own, as MkDocs' `use_directory_urls` does.
    """
    is_page, (folder, name) = uri.endswith(".md"), posixpath.split(uri)
    if has_folders and name in ("index.md", "README.md", "index.html"):
        return UrlPath(f"{folder or '.'}/")
    if not is_page:
        return UrlPath(uri)
    return UrlPath(f"{uri[:-3]}/" if has_folders else f"{uri[:-3]}.html")


def site_path_of(url: UrlPath) -> SitePath:
    """The file that a web server sends for an address."""
    return SitePath(f"{url}index.html" if url.endswith("/") else url)


def beside(uri: DocsPath, name: str) -> SitePath:
    """A file beside a page in the built site: `informes/x/index.json` for `informes/x.md`."""
    return SitePath(web_path(uri) + name)


def passage_anchor(passage: Passage) -> Anchor:
    """The `id` of a passage in the page of its source."""
    return Anchor(f"p{passage.number}")


def embed_below(uri: DocsPath, anchor: str = "") -> DocsPath:
    """The card of a page for other sites, or of a place in it: `informes/x/cita-1/embed/index.html`."""
    return DocsPath(f"{web_path(uri)}{anchor and f'{anchor}/'}embed/index.html")


def check_words(language: str) -> str:
    """Where `check.js` finds its words in a language of the interface, from the root of the site."""
    return f"assets/briefsite/check.{language}.json"
