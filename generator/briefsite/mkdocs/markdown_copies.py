"""Each page in Markdown, for programs that read, as it was made on its way to the site."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefsite.cache.store import digest
from briefsite.mkdocs.articles import ArticleMaker, Articles
from briefsite.mkdocs.routes import Routes
from briefsite.outputs.extra_files import SiteFile
from briefsite.outputs.markdown import markdown_copy
from briefsite.pages.addresses import DocsPath, SitePath, beside
from briefsite.pages.rendering import Page


def markdown_copies(routes: Routes) -> Iterator[tuple[SitePath, SiteFile]]:
    """Each page in Markdown, for programs that read."""
    articles = routes.articles
    for uri in routes.pages:
        if uri in articles.pages:
            key, make = digest(articles.keys[uri], "index.md"), partial(_stored, articles, uri)
        else:
            make = partial(_markdown, routes.from_markdown[uri], articles.maker)
            key = digest(make())
        yield beside(uri, "index.md"), SiteFile(key, make)


def _stored(articles: Articles, uri: DocsPath) -> bytes:
    return articles.made(uri).markdown.encode()


def _markdown(page: Page, maker: ArticleMaker) -> bytes:
    has_folders = maker.config.use_directory_urls
    return markdown_copy(page, maker.outline.pages, has_folders=has_folders).encode()
