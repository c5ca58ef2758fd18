"""What is searched: the documents of the search index."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefsite.cache.store import digest
from briefsite.mkdocs.articles import Articles
from briefsite.outputs.searched import WEIGHTS, InEditions, SearchDocument, generated_in, searched
from briefsite.pages.addresses import UrlPath, url_of


def documents_of(articles: Articles) -> Iterator[SearchDocument]:
    """The documents of pages that briefsite makes itself."""
    uris = [uri for uri, page in articles.pages.items() if page.kind in WEIGHTS]
    if not uris:
        return
    name, store = digest("texts that are searched"), articles.store
    known = store.get(name) or {}
    digests = {
        key: known.get(key) or digest(articles.searched(uri))
        for uri, key in ((uri, articles.keys[uri]) for uri in uris)
    }
    if digests != known:
        store.put(name, digests)
    nothing, has_folders = digest(""), articles.maker.config.use_directory_urls
    for uri in uris:
        found = digests[articles.keys[uri]]
        if found != nothing:
            url = url_of(uri, has_folders=has_folders)
            text = partial(articles.searched, uri)
            yield SearchDocument(url, found, text, *generated_in(articles.maker.outline, uri))


def document_of(
    kind: str, title: str, url: UrlPath, html: str, in_editions: InEditions
) -> SearchDocument | None:
    """The document of a page that MkDocs makes; None where it is not searched."""
    text = searched(kind, title, html) if kind in WEIGHTS else ""
    return SearchDocument(url, digest(text), partial(str, text), *in_editions) if text else None
