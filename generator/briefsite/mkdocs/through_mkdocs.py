"""What the pages that go through MkDocs are given, when it comes to each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs.structure.pages import Page as MkDocsPage

from briefsite.mkdocs.articles import head_of
from briefsite.mkdocs.mkdocs_pages import table_of_contents
from briefsite.mkdocs.routes import DocsFolder, Routes
from briefsite.mkdocs.search_documents import document_of
from briefsite.mkdocs.sitemap import sitemap_date
from briefsite.outputs.searched import InEditions, SearchDocument, generated_in, written_in
from briefsite.pages.addresses import DocsPath, UrlPath


def front_matter(page: MkDocsPage, routes: Routes) -> Mapping[str, Any] | None:
    """The front matter of a page whose article is made already; None for other pages."""
    made = routes.made(DocsPath(page.file.src_uri))
    return made and made.meta


def complete_page(
    page: MkDocsPage, content: str, routes: Routes, docs: DocsFolder
) -> tuple[str, SearchDocument | None]:
    """Give a page its article, date and head, and keep it out of Material's index.

    `content` is what MkDocs made of its Markdown. Returns the HTML that takes its place, and what is
    searched of the page where nothing else says so.
    """
    uri, url, document = DocsPath(page.file.src_uri), UrlPath(page.url), None
    outlined, outline = routes.pages.get(uri), routes.articles.maker.outline
    if made := routes.made(uri):
        content = made.article.html
        page.toc = table_of_contents(made.article.toc)
        page.present_anchor_ids = {*made.article.anchors}
    search = page.meta.setdefault("search", {})
    if not search.get("exclude") and uri not in routes.articles.pages:
        kind = outlined.kind if outlined else "hand-written"
        if outlined:
            found = generated_in(outline, uri)
        else:  # a page that another plugin made is in no edition
            written = docs.pages.get(uri)
            found = written_in(outline, written) if written else InEditions()
        document = document_of(kind, str(page.title), url, content, found)
    search["exclude"] = True
    if outlined:
        page.update_date = sitemap_date(outlined)
    if generated := routes.from_markdown.get(uri):
        page.meta.update(head_of(generated, url))
    return content, document
