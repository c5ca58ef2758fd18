"""What engines leave out of a site, laid beside the pages that one of them made.

Engines make pages from Markdown. All else that a build of ours has comes from here, through the functions that
the plugin uses: the search index, read from the pages as they were built, the Markdown of each, pages at
former addresses, data, feeds, PDFs, cards, the map of the site, and what a site needs to open from a disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from briefsite.archive.look import read_look
from briefsite.archive.settings import Settings, has_search, plugins_in
from briefsite.cache.shards import Shard
from briefsite.cache.store import Store, code_digest, digest
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message, MessageError
from briefsite.outputs.extra_files import (
    ExtraFile,
    SiteFile,
    as_site_file,
    embed_files,
    extra_files,
    make_extra_files,
    publications_of,
)
from briefsite.outputs.markdown import markdown_copy
from briefsite.outputs.minified import minified, minified_in
from briefsite.outputs.offline import FOR_SERVERS, IMPORTED, WORKER, write_offline
from briefsite.outputs.outline import OutlinedSite, edition_links
from briefsite.outputs.search import Index
from briefsite.outputs.searched import (
    WEIGHTS,
    InEditions,
    SearchDocument,
    generated_in,
    searched,
    written_in,
)
from briefsite.outputs.site_folder import Output
from briefsite.outputs.sitemap import in_languages, site_map
from briefsite.outputs.zensical import COMMON, OWN, has_folders, titles_in
from briefsite.pages.addresses import DocsPath, SitePath, UrlPath, beside, site_path_of, url_of
from briefsite.pages.edition_links import EditionLinks
from briefsite.pages.front_matter import front_matter
from briefsite.pages.lookups import EVERYTHING
from briefsite.pages.publication import Publications
from briefsite.pages.rendering import render_page
from briefsite.pages.written import WrittenPage, hand_written


class NotBuiltError(MessageError):
    """A folder is not the built site of an archive; the text says what it lacks."""


class Finished(NamedTuple):
    """What came of it, as numbers of files."""

    pages: int
    written: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The pages that an engine made of an archive."""

    folder: Path
    settings: Settings
    config: Mapping[Any, Any]
    """The site's `mkdocs.yml`."""

    site: OutlinedSite
    written: Mapping[DocsPath, WrittenPage]
    """The Markdown of the hand-written pages that are in the site."""

    @classmethod
    def of(
        cls, folder: Path, settings: Settings, config: Mapping[Any, Any], site: OutlinedSite
    ) -> Built:
        """Look for all pages of an archive in a folder; raises NotBuiltError where one is missing."""
        built = cls(folder=folder, settings=settings, config=config, site=site, written={})
        for uri in site.outline.pages:
            if not built.file(uri).is_file():
                raise NotBuiltError(
                    Message(
                        "{folder} is not the built site of this archive: it has no {path}; "
                        "build what `briefsite render` writes now, and name the folder of that site",
                        folder=folder,
                        path=site_path_of(built.url(uri)).removeprefix("./"),
                    )
                )
        written = {
            uri: text
            for uri, text in hand_written(settings).items()
            if uri not in site.outline.pages and built.file(uri).is_file()
        }
        return replace(built, written=written)

    def url(self, uri: DocsPath) -> UrlPath:
        """The address of a page or file."""
        return url_of(uri, has_folders=has_folders(self.settings, self.config))

    def file(self, uri: DocsPath) -> Path:
        """The HTML of a page."""
        return self.folder / site_path_of(self.url(uri))

    def links(self, publications: Publications) -> EditionLinks:
        """The links between the editions."""
        return edition_links(publications, self.site.outline, self.written, self.url)

    def article(self, uri: DocsPath) -> str:
        """What a page says, without what every page has around it."""
        html = self.file(uri).read_text("utf-8", errors="replace")
        found = (re.search(rf"<{tag}\b[^>]*>(.*)</{tag}>", html, re.DOTALL) for tag in _AROUND)
        return next((match[1] for match in found if match), html)


_AROUND = ("article", "main", "body")
"""Elements in which themes put what a page says, the innermost first."""


def finish(built: Built, store: Store) -> Finished | list[Diagnostic]:
    """Lay beside the pages what an engine leaves out, and take away what was laid there and is no more.

    All of it is made before any is put in place. Returns findings where something cannot be made. Raises
    MissingExtraError where a library for it is missing.
    """
    settings, site = built.settings, built.site
    publications = publications_of(settings, is_served=False)
    accent = read_look(built.config.get("extra")).accent
    extras = {
        **extra_files(site, publications, settings, {}, is_served=False),
        **dict(embed_files(site, publications, built.url, accent)),
        **dict(_twins(site, has_folders=has_folders(settings, built.config))),
    }
    findings = make_extra_files(extras, site, store, Shard(1, 1))
    if findings:
        return findings
    files = {
        **{path: as_site_file(file, store) for path, file in extras.items()},
        **{
            SitePath(uri): SiteFile(digest("text", text), text.encode)
            for uri, text in site.outline.data.items()
        },
    }
    files |= _site_map(built, publications)
    with ExitStack() as on_error:
        index = Index(store, settings.language)
        on_error.callback(index.abandon)
        if has_search(plugins_in(built.config)):
            for group in documents(built):
                index.add(group)
        output = Output.open(built.folder, store, is_whole=False, moment=site.moment)
        on_error.callback(output.abandon)
        keys = {path: file.key for path, file in files.items()}
        if site.outline.of_all & output.new(keys):
            site.exports().gather()
        if settings.offline:  # made of all files, and so of none that is in place already
            output.write_all((path, file.make()) for path, file in files.items())
        else:
            output.make(keys, lambda path: files[path].make())
        index.finish()
        output.make(index.files, index.file)
        keys |= index.files
        output.write_all(minified_in(built.folder))
        if settings.offline:
            keys = {}
            output.write(WORKER, minified(OWN / WORKER))
            output.write(IMPORTED, minified(COMMON / IMPORTED))
            write_offline(output.aside)
        published = output.publish(keys, without=FOR_SERVERS if settings.offline else ())
        on_error.pop_all()
    pages = len(site.outline.pages) + len(built.written)
    return Finished(pages, published.written, published.removed)


def _site_map(built: Built, publications: Publications) -> dict[SitePath, SiteFile]:
    """The map of a site that has an address."""
    settings, pages = built.settings, built.site.outline.pages
    if not settings.site_url or settings.offline:
        return {}
    text = site_map(settings.site_url, built.written, pages, built.url)
    if len(publications) > 1:
        text = in_languages(text, built.links(publications))
    return {SitePath("sitemap.xml"): SiteFile(digest("text", text), text.encode)}


def _twins(site: OutlinedSite, *, has_folders: bool) -> Iterator[tuple[SitePath, ExtraFile]]:
    """The Markdown of each generated page."""
    for uri, page in site.outline.pages.items():
        shown = site.outline.lookups[page.edition][EVERYTHING] if page.is_own else ""
        key = digest("index.md", code_digest(), page.key, shown, str(has_folders))
        make = partial(_twin, site, uri, has_folders=has_folders)
        yield beside(uri, "index.md"), ExtraFile(key, make, is_stored=True)


def _twin(site: OutlinedSite, uri: DocsPath, *, has_folders: bool) -> bytes | Diagnostic:
    page = render_page(uri, site.plan())
    if isinstance(page, Diagnostic):
        return page
    return markdown_copy(page, site.outline.pages, has_folders=has_folders).encode()


def documents(built: Built) -> Iterator[Iterator[SearchDocument]]:
    """What is searched, in groups that share no part of the index: pages of the archive, and others."""
    yield _generated(built)
    yield _hand_written(built)


def _generated(built: Built) -> Iterator[SearchDocument]:
    planned = built.site.plan().by_uri
    for uri, page in built.site.outline.pages.items():
        if page.kind in WEIGHTS:
            found = generated_in(built.site.outline, uri)
            yield from _document(page.kind, escape(planned[uri].title), uri, built, found)


def _hand_written(built: Built) -> Iterator[SearchDocument]:
    named = titles_in(built.config.get("nav"))
    for uri, page in built.written.items():
        said = front_matter(page.text)
        search = said.get("search")
        if isinstance(search, dict) and search.get("exclude"):
            continue
        title = named.get(uri) or said.get("title") or _heading(built.article(uri))
        found = written_in(built.site.outline, page)
        yield from _document("hand-written", str(title or Path(uri).stem), uri, built, found)


def _heading(article: str) -> str | None:
    found = re.search(r"<h1\b[^>]*>(.*?)(?:<a [^>]*headerlink|</h1>)", article, re.DOTALL)
    return found and found[1]


def _document(
    kind: str, title: str, uri: DocsPath, built: Built, in_editions: InEditions
) -> Iterator[SearchDocument]:
    text = searched(kind, title, built.article(uri))
    if text:
        yield SearchDocument(built.url(uri), digest(text), partial(str, text), *in_editions)
