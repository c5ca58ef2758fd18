"""Where links lead, and which pages MkDocs would warn of for their links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

from briefsite.pages.addresses import DocsPath, UrlPath, url_of
from briefsite.pages.python_markdown import Article

Resolve = Callable[[str, str], tuple[UrlPath, str] | None]
"""From a folder of the docs folder and a link in it, without its anchor, to the address of the target
and the query with its `?`; None where the link leads out of the site."""


def resolver(known: Collection[DocsPath], config: MkDocsConfig) -> Resolve:
    """Resolve links to the pages and files that are `known`."""
    has_folders = config.use_directory_urls

    @lru_cache(None)  # pages of a folder link to the same
    def resolve(folder: str, link: str) -> tuple[UrlPath, str] | None:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        target = DocsPath(posixpath.normpath(posixpath.join(folder, parts.path)))
        if target not in known:
            return None
        return url_of(target, has_folders=has_folders), parts.query and f"?{parts.query}"

    return resolve


class Links(NamedTuple):
    """What must be known of a page to tell whether MkDocs would warn of it."""

    anchors: frozenset[str]
    targets: frozenset[tuple[DocsPath, str]] | None
    """Paths in the docs folder and anchors; None where MkDocs must make the page in any case."""

    def as_data(self) -> list[Any]:
        """The same as data that JSON can hold."""
        return [sorted(self.anchors), None if self.targets is None else sorted(self.targets)]

    @classmethod
    def of_data(cls, data: Sequence[Any]) -> Links:
        """The links from what `as_data` gave."""
        anchors, targets = data
        return cls(
            frozenset(anchors),
            None if targets is None else frozenset((path, anchor) for path, anchor in targets),
        )


def links_of(uri: DocsPath, article: Article) -> Links:
    """The links of a page, as far as they stay in the site."""
    targets: set[tuple[DocsPath, str]] = set()
    for target in article.links:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            continue
        if parts.path.startswith(("/", "\\")):
            return Links(article.anchors, None)
        path = posixpath.join(posixpath.dirname(uri), parts.path) if parts.path else uri
        targets.add((DocsPath(posixpath.normpath(path)), parts.fragment))
    return Links(article.anchors, frozenset(targets))


def pages_to_check(
    pages: Mapping[DocsPath, Links],
    visible: Collection[DocsPath],
    unchecked: Collection[DocsPath],
) -> Iterator[DocsPath]:
    """Pages in which MkDocs would find something wrong, or to do, for a template of the site's own.

    Their links may lead to other `pages` and their anchors, to the files that are `visible`, and to
    those that MkDocs does not check. Our own templates link to nothing that is missing.
    """
    targets = {(uri, anchor) for uri, links in pages.items() for anchor in ("", *links.anchors)}
    targets |= {(path, "") for path in visible}
    for uri, links in pages.items():
        if links.targets is None or any(
            path not in unchecked for path, _ in links.targets - targets
        ):
            yield uri


def paths_named_in(page: DocsPath, markdown: str) -> Iterator[DocsPath]:
    """Paths in the docs folder to which a page could link, whatever its Markdown means."""
    for target in re.findall(r"[\w./%-]+\.\w+\b", markdown):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), target)).lstrip("/")
        yield DocsPath(path)
        yield DocsPath(posixpath.normpath(target).lstrip("/"))
