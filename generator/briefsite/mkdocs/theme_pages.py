"""The pages that do not go through MkDocs, each filled in the theme's page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from jinja2 import Environment, Template
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from briefsite.cache.bytecode import Compiled
from briefsite.cache.store import Store, code_digest, digest
from briefsite.mkdocs.articles import Articles
from briefsite.mkdocs.mkdocs_pages import (
    canonical_url,
    page_by_itself,
    table_of_contents,
)
from briefsite.mkdocs.policy import Policies
from briefsite.mkdocs.routes import Routes
from briefsite.mkdocs.skeleton import Skeletons, ThemePage
from briefsite.outputs.extra_files import SiteFile
from briefsite.outputs.outline import Outline
from briefsite.pages.addresses import DocsPath, SitePath, UrlPath, site_path_of, url_of
from briefsite.pages.edition_links import EditionLinks


@dataclass(frozen=True, slots=True)
class Theme:
    """The theme's page."""

    template: Template
    policies: Policies


def load_theme(env: Environment, store: Store, *, has_policies: bool) -> Theme:
    """Load the theme's page, with our search behind its box."""
    env.trim_blocks = env.lstrip_blocks = True  # its indentation takes 1 KB of each page
    env.filters["search_worker"] = _search_worker
    env.filters["layered"] = _layered
    env.bytecode_cache = Compiled(store)
    template = env.get_template("main.html")
    return Theme(template, Policies(template, has_policies))


def _search_worker(config_script: str, url: str) -> str:
    """Put our search in the place of Material's, in the settings that its script reads."""
    return re.sub(r'"[^"]*/workers/search\.[^"]*\.js"', lambda _: f'"{url}"', config_script)


def _layered(line: str) -> str:
    """Bring a style sheet of Material's into its layer, see `briefsite.css`."""
    link = re.match(r'\s*<link rel="stylesheet" href="([^"]+)">', line)
    if not link:
        return line
    return f'<style>@layer ground,material;@import url("{link[1]}") layer(material);</style>'


def card_of(uri: DocsPath, outline: Outline, edition: str = "") -> dict[str, str]:
    """What the front matter of a page says of its social card; that of the home page is for all."""
    card = outline.card(uri, edition)
    return {"card": card.uri, "card_title": card.title}


def speak(language: str, config: MkDocsConfig) -> None:
    """Let the theme write its own words in a language."""
    config.theme["language"] = language


def language_of(links: EditionLinks, uri: DocsPath) -> str:
    """That of the edition of a page."""
    edition, _ = links.pages.get(uri, ("", ""))
    return links.publications[edition].language


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What MkDocs and the theme have around each page."""

    config: MkDocsConfig
    nav: Navigation
    files: Files
    theme: Theme
    outline: Outline
    links: EditionLinks
    has_cards: bool


def theme_pages(routes: Routes, around: Surroundings) -> Iterator[tuple[SitePath, SiteFile]]:
    """All pages that do not go through MkDocs."""
    pages, config = routes.articles.pages, around.config
    uris = [uri for uri in pages if uri not in routes.through_mkdocs]
    filler = _filler(routes.articles, around)
    samples = {(pages[uri].edition, pages[uri].kind): uri for uri in reversed(uris)}
    shapes = (filler.skeletons.around(filler.shown(uri)) for uri in samples.values())
    to_edit = map(str, (config.repo_url, config.edit_uri, config.edit_uri_template))
    common = digest(code_digest(), *to_edit, *_templates(config), *shapes)
    has_folders = config.use_directory_urls
    for uri in uris:
        of_edition = repr(around.links.meta(uri))
        key = digest(routes.articles.keys[uri], common, of_edition)
        yield (
            site_path_of(url_of(uri, has_folders=has_folders)),
            SiteFile(key, partial(filler.fill, uri)),
        )


def page_alone(uri: DocsPath, articles: Articles, around: Surroundings) -> bytes:
    """The HTML of one page, rendered by the theme itself."""
    filler = _filler(articles, around)
    return _encoded(filler.skeletons.theme(filler.shown(uri)))


def _filler(articles: Articles, around: Surroundings) -> _Filler:
    return _Filler(
        around=around,
        articles=articles,
        built_folders=frozenset(
            str(parent) for file in around.files for parent in PurePosixPath(file.url).parents
        ),
        skeletons=Skeletons(
            partial(_rendered, around=around, documents=around.files.documentation_pages())
        ),
    )


def _encoded(html: str) -> bytes:
    """A page as MkDocs writes it."""
    return html.encode("utf-8", errors="xmlcharrefreplace")


def _templates(config: MkDocsConfig) -> Iterator[bytes]:
    """The theme's templates."""
    for folder in config.theme.dirs:
        for path in sorted(Path(folder).rglob("*.html")):
            yield path.read_bytes()


def _rendered(page: ThemePage, around: Surroundings, documents: Sequence[File]) -> str:
    """A page as the theme renders it."""
    config = around.config
    shown = page_by_itself(page.uri, around.outline.pages[page.uri].source, config)
    shown.markdown, shown.content = "", page.article.html
    shown.meta = {**page.meta}
    shown.toc = table_of_contents(page.article.toc)
    shown.canonical_url, shown.edit_url = page.canonical, page.edit
    shown.active = True
    speak(language_of(around.links, page.uri), config)
    context = get_context(around.nav, documents, config, shown)
    around.theme.policies.add_to(context)
    return around.theme.template.render(context)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filler:
    """Fills the theme's page with one article after another."""

    around: Surroundings
    articles: Articles
    built_folders: frozenset[str]
    """Folders that hold what MkDocs built."""

    skeletons: Skeletons

    def fill(self, uri: DocsPath) -> bytes:
        """The HTML of a page."""
        return _encoded(self.skeletons.fill(self.shown(uri)))

    def shown(self, uri: DocsPath) -> ThemePage:
        """What the theme shows of a page."""
        made, config, outline = self.articles.made(uri), self.around.config, self.around.outline
        url = url_of(uri, has_folders=config.use_directory_urls)
        edit = None
        if config.edit_uri or config.edit_uri_template:  # MkDocs takes half a millisecond
            edit = page_by_itself(uri, outline.pages[uri].source, config).edit_url
        return ThemePage(
            uri=uri,
            place=self._place(url),
            article=made.article,
            meta={
                **self.around.links.meta(uri),
                **made.meta,
                **(
                    card_of(uri, outline, outline.pages[uri].edition)
                    if self.around.has_cards
                    else {}
                ),
            },
            canonical=canonical_url(url, config.site_url),
            edit=edit,
        )

    def _place(self, url: UrlPath) -> str:
        """How deep a page lies, and the innermost of its folders that holds what MkDocs built."""
        parents = PurePosixPath(url).parents
        shared = next(parent for parent in parents if str(parent) in self.built_folders)
        return f"{shared} {len(parents)}"
