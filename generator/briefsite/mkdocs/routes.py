"""Which way each generated page takes to the site.

MkDocs reads, converts and renders every page at every build, one after another. Pages that only
briefsite makes need not wait for that. MkDocs makes those that it must see: the pages of the
navigation, and those that hand-written pages link to. Where anything could tell that a page did not
go through MkDocs, all pages do. Both ways yield the same bytes, and a test holds that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mkdocs.config.defaults import MkDocsConfig

from briefsite.archive.settings import HARMLESS_PLUGINS, OWN_THEME, Settings
from briefsite.messages.diagnostics import Diagnostic
from briefsite.mkdocs.articles import Articles, MadePage
from briefsite.mkdocs.links import pages_to_check, paths_named_in
from briefsite.outputs.outline import OutlinedPage
from briefsite.pages.addresses import DocsPath, SitePath
from briefsite.pages.planning import HUBS
from briefsite.pages.python_markdown import EXTENSIONS
from briefsite.pages.rendering import Page, render, render_page
from briefsite.pages.written import WrittenPage, assets_in, hand_written, with_ways_out


def what_acts_on_pages(config: MkDocsConfig) -> str | None:
    """What acts on pages beside briefsite and MkDocs, as a reason; None where nothing does."""
    if others := sorted(set(config.plugins) - HARMLESS_PLUGINS):
        return f"of the plugin `{others[0]}`, which may act on each"
    if others := sorted({str(name) for name in config.markdown_extensions} - set(EXTENSIONS)):
        return f"of the Markdown extension `{others[0]}`"
    if config.mdx_configs:
        return f"of the options of the Markdown extension `{next(iter(config.mdx_configs))}`"
    if config.theme.name not in ("material", OWN_THEME) or config.theme.custom_dir:
        return "the theme is neither briefsite nor Material, as it is"
    return None


class DocsFolder(NamedTuple):
    """What authors wrote by hand."""

    pages: Mapping[DocsPath, WrittenPage]
    """The pages, by their path as the site has them."""

    assets: frozenset[DocsPath]
    """Other files that MkDocs copies."""

    @property
    def paths(self) -> frozenset[DocsPath]:
        """All pages and files."""
        return self.assets | self.pages.keys()

    def among(self, known: Collection[DocsPath]) -> DocsFolder:
        """The same with all links leading to what is `known` of the site."""
        return self._replace(
            pages={
                uri: page._replace(text=with_ways_out(page, uri, known))
                for uri, page in self.pages.items()
            }
        )


def read_docs_folder(settings: Settings) -> DocsFolder:
    """Read the pages in the docs folder."""
    return DocsFolder(hand_written(settings), frozenset(assets_in(settings.docs)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """Which way each generated page takes to the site."""

    pages: Mapping[DocsPath, OutlinedPage]
    """All that can be made."""

    articles: Articles
    """Those whose articles are made already; the others are in `from_markdown`."""

    through_mkdocs: Mapping[DocsPath, OutlinedPage]
    from_markdown: Mapping[DocsPath, Page]
    """Those of them that MkDocs makes as well, from their Markdown."""

    linked_files: Sequence[SitePath]
    """Extra files that pages which go through MkDocs may link to."""

    findings: Sequence[Diagnostic]

    def made(self, uri: DocsPath) -> MadePage | None:
        """What was made of a page already; None where MkDocs makes it."""
        is_made = uri in self.articles.pages and uri not in self.from_markdown
        return self.articles.made(uri) if is_made else None


def all_through_mkdocs(none_made: Articles, extra_files: Iterable[SitePath]) -> Routes:
    """The way of all pages through MkDocs; `none_made` holds no page."""
    maker = none_made.maker
    rendering = render(maker.plan())
    pages = {page.uri: maker.outline.pages[page.uri] for page in rendering.pages}
    return Routes(
        pages=pages,
        articles=none_made,
        through_mkdocs=pages,
        from_markdown={page.uri: page for page in rendering.pages},
        linked_files=[*extra_files],
        findings=rendering.findings,
    )


def few_through_mkdocs(
    articles: Articles, docs: DocsFolder, extra_files: Iterable[SitePath], *, is_whole: bool
) -> Routes:
    """The way of most pages past MkDocs; `is_whole` where all were made, not a shard of them."""
    from_markdown = _to_check(articles, docs, extra_files) if is_whole else {}
    rendered = ((uri, page.markdown) for uri, page in from_markdown.items())
    written = ((uri, page.text) for uri, page in docs.pages.items())
    texts = [*written, *rendered]
    linked = {path for page, text in texts for path in paths_named_in(page, text)}
    return Routes(
        pages=articles.pages,
        articles=articles,
        through_mkdocs={
            uri: page
            for uri, page in articles.pages.items()
            if (page.kind in HUBS and not page.edition)
            or page.kind == "home"
            or uri in linked
            or uri in from_markdown
        },
        from_markdown=from_markdown,
        linked_files=[path for path in extra_files if DocsPath(path) in linked],
        findings=articles.findings,
    )


def _to_check(
    articles: Articles, docs: DocsFolder, extra_files: Iterable[SitePath]
) -> Mapping[DocsPath, Page]:
    """Pages that MkDocs must make, to warn of what a template of the site's own may have written."""
    maker = articles.maker
    if not maker.has_own_templates:
        return {}
    is_all_visible = not (maker.config.exclude_docs or maker.config.draft_docs)
    outline = maker.outline
    generated = {*outline.pages, *outline.copies, *outline.data, *map(DocsPath, extra_files)}
    found = pages_to_check(
        {uri: articles.links(uri) for uri in articles.pages},
        visible=docs.paths if is_all_visible else frozenset(),
        unchecked=generated - articles.pages.keys() - docs.paths,
    )
    rendered = {uri: render_page(uri, maker.plan()) for uri in found}
    return {uri: page for uri, page in rendered.items() if isinstance(page, Page)}
