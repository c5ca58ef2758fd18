"""The articles of generated pages: made on all cores, and kept in the store.

Of each page the store keeps its article with its front matter and the page in Markdown, by a key that
stands for all they are made from; and apart from these, since others are read for all pages at once:
the text that is searched, the links, and what a template of the site's own looked up.
"""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_relative_url
from mkdocs.utils.meta import get_data

from briefsite.cache.shards import Shard
from briefsite.cache.store import Store, digest
from briefsite.cache.workers import make_all
from briefsite.messages.diagnostics import Diagnostic
from briefsite.mkdocs.links import Links, Resolve, links_of
from briefsite.mkdocs.mkdocs_pages import title_by_name
from briefsite.outputs.markdown import markdown_copy
from briefsite.outputs.outline import Outline, OutlinedPage
from briefsite.outputs.searched import WEIGHTS, searched
from briefsite.pages.addresses import DocsPath, UrlPath, url_of
from briefsite.pages.alternates import in_head
from briefsite.pages.convert import convert
from briefsite.pages.python_markdown import Article, reference
from briefsite.pages.rendering import Page, SitePlan, render_page

log = logging.getLogger("mkdocs.plugins.briefsite")

_PATH = "path"
"""Begins the name of a link that was looked up: `path informes ../x.md`, from a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleMaker:
    """Makes articles, in any process."""

    outline: Outline
    plan: Callable[[], SitePlan]
    """Asked for only where a page must be made."""

    resolve: Resolve
    config: MkDocsConfig
    has_own_templates: bool

    def make(self, uri: DocsPath) -> dict[str, Any] | Diagnostic:
        """Make a page; returns shared values by their keys in the store, that of the article first."""
        page = render_page(uri, self.plan())
        return page if isinstance(page, Diagnostic) else self.values(page)

    def values(self, page: Page) -> dict[str, Any]:
        """What the store keeps of a page, as `make` gives it."""
        uri = page.uri
        outlined = self.outline.pages[uri]
        text, meta = get_data(page.markdown)
        lookups = {*page.lookups}
        folder, has_folders = posixpath.dirname(uri), self.config.use_directory_urls
        own_url = url_of(uri, has_folders=has_folders)

        def rewrite(target: str) -> str:  # as MkDocs does
            path, mark, anchor = target.partition("#")
            found = self.resolve(folder, path) if path else None
            if outlined.is_own and path:
                lookups.add(f"{_PATH} {folder} {path}")
            if found is None:
                return target
            url, query = found
            return f"{get_relative_url(url, own_url)}{query}{mark}{anchor}"

        is_ours = page.kind != "home"  # which holds what was written by hand
        article = (convert(text, rewrite) if is_ours else None) or reference(text, rewrite)
        key = self.key(outlined, lookups)
        # A template of the site's own may write what JSON does not have, such as a date.
        front_matter = page.markdown.removesuffix(text) if outlined.is_own else meta
        head = head_of(page, own_url)
        has_folders = self.config.use_directory_urls
        copy = markdown_copy(page, self.outline.pages, has_folders=has_folders)
        made: dict[str, Any] = {key: [article.as_data(), front_matter, head, copy]}
        if outlined.is_own:
            made[_key_of_lookups(outlined)] = sorted(lookups)
        if page.kind in WEIGHTS:
            is_left_out = (meta.get("search") or {}).get("exclude")
            title = str(meta.get("title") or article.title or title_by_name(uri, self.config))
            text = "" if is_left_out else searched(page.kind, title, article.html)
            made[_key_of_searched(key)] = text
        if self.has_own_templates:
            is_plain = page.kind == "home" or ("title" in meta and "template" not in meta)
            links = links_of(uri, article) if is_plain else Links(article.anchors, None)
            made[_key_of_links(key)] = links.as_data()
        return made

    def key(self, page: OutlinedPage, lookups: Iterable[str]) -> str:
        """Stands for all that a page is made from, and for what its template looked up."""
        found = (f"{name} {self._found(name, page)}" for name in sorted(lookups))
        return digest(page.key, str(self.config.use_directory_urls), *found)

    def _found(self, name: str, page: OutlinedPage) -> str:
        """Stands for what was found under a name: a thing of the site, or the target of a link."""
        kind, _, rest = name.partition(" ")
        if kind == _PATH:
            folder, _, path = rest.partition(" ")
            return repr(self.resolve(folder, path))
        return self.outline.lookups.get(page.edition, {}).get(name, "")

    def known_key(self, page: OutlinedPage, store: Store) -> str | None:
        """The key of a page; None where nobody knows what its template looks up."""
        if not page.is_own:
            return self.key(page, ())
        lookups = store.shared(_key_of_lookups(page))
        return None if lookups is None else self.key(page, lookups)

    def all_keys(self, page: OutlinedPage, key: str) -> Iterator[str]:
        """The keys of all that the store keeps of a page, of which `key` is the first."""
        yield key
        if page.kind in WEIGHTS:
            yield _key_of_searched(key)
        if self.has_own_templates:
            yield _key_of_links(key)


class MadePage(NamedTuple):
    """What was made of a page."""

    article: Article
    meta: Mapping[str, Any]
    """Front matter, and what the head of the page shows."""

    markdown: str
    """The page in Markdown, for programs that read."""


@dataclass(frozen=True, kw_only=True)
class Articles:
    """The articles of pages that briefsite makes itself."""

    maker: ArticleMaker
    store: Store
    pages: Mapping[DocsPath, OutlinedPage] = field(default_factory=dict)
    keys: Mapping[DocsPath, str] = field(default_factory=dict)
    """Stands for all that each page is made from."""

    new: Sequence[OutlinedPage] = ()
    """Those that this build made."""

    findings: Sequence[Diagnostic] = ()
    """Why the other pages could not be made."""

    def made(self, uri: DocsPath) -> MadePage:
        """What was made of a page."""
        return self._last_made(uri)

    @cached_property
    def _last_made(self) -> Callable[[DocsPath], MadePage]:
        return lru_cache(1)(self._read)  # a page is followed by its Markdown

    def _read(self, uri: DocsPath) -> MadePage:
        article, front_matter, head, markdown = self._value(uri, self.keys[uri])
        meta = get_data(front_matter)[1] if isinstance(front_matter, str) else front_matter
        return MadePage(Article.of_data(article), {**meta, **head}, markdown)

    def searched(self, uri: DocsPath) -> str:
        """What is searched of a page, as `searched` gave it."""
        text: str = self._value(uri, _key_of_searched(self.keys[uri]))
        return text

    def links(self, uri: DocsPath) -> Links:
        """The links of a page; known where the site has templates of its own."""
        return Links.of_data(self._value(uri, _key_of_links(self.keys[uri])))

    def _value(self, uri: DocsPath, key: str) -> Any:
        """A value of a page, made again where it was damaged."""
        found = self.store.shared(key)
        return _made_again(uri, self.maker, self.store)[key] if found is None else found


def make_articles(maker: ArticleMaker, store: Store, shard: Shard) -> Articles:
    """Make the articles of a shard that are new to the store, on all cores."""
    pages = maker.outline.pages
    keys = {uri: key for uri, page in pages.items() if (key := maker.known_key(page, store))}
    wanted = {uri: [*maker.all_keys(pages[uri], key)] for uri, key in keys.items()}
    missing = store.missing(key for keys in wanted.values() for key in keys)
    new = [
        uri
        for uri in pages
        if shard.holds(uri) and not (uri in wanted and missing.isdisjoint(wanted[uri]))
    ]
    log.info("%d pages, of which %d are new or changed", len(pages), len(new))
    if new:
        maker.plan().compile_templates()  # before the workers begin, which would each do so
    failed = make_all(store, maker.make, new, "Making pages")
    for uri in new:
        if uri not in failed:  # the store may have lost at once what a template looked up
            known = maker.known_key(pages[uri], store)
            keys[uri] = known or next(iter(_made_again(uri, maker, store)))
    return Articles(
        maker=maker,
        store=store,
        pages={uri: page for uri, page in pages.items() if uri not in failed},
        keys={uri: key for uri, key in keys.items() if uri not in failed},
        new=[pages[uri] for uri in new if uri not in failed],
        findings=[*dict.fromkeys(failed.values())],
    )


def head_of(page: Page, url: UrlPath) -> dict[str, str]:
    """What the front matter of a page holds for its head: what else there is of it, and for machines."""
    others = in_head(page.alternates, lambda path: get_relative_url(path, url))
    return {"alternates": others, "linked_data": page.linked_data}


def _made_again(uri: DocsPath, maker: ArticleMaker, store: Store) -> dict[str, Any]:
    """All that the store keeps of a page, its article first."""
    made = maker.make(uri)
    assert isinstance(made, dict)
    for key, value in made.items():
        store.share(key, value)
    return made


def _key_of_lookups(page: OutlinedPage) -> str:
    return f"{page.key} lookups"


def _key_of_links(key: str) -> str:
    return f"{key} links"


def _key_of_searched(key: str) -> str:
    return f"{key} searched"
