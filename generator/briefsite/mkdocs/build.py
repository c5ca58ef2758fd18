"""One build of a site, from what MkDocs tells to the files that take their places.

What MkDocs calls are the hooks in `plugin`, which hand over to here; `pipeline`, `render`, `lane` and
`search` do the work.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from briefsite.cache.bytecode import Compiled
from briefsite.cache.shards import Shard, own_shard
from briefsite.cache.store import Store, digest
from briefsite.cache.workers import begun, make_all
from briefsite.messages.diagnostics import Diagnostic, Severity, pretty
from briefsite.messages.translation import author_language
from briefsite.mkdocs.lane import (
    Lane,
    card_of,
    copy_key,
    head_of,
    set_origin,
    sitemap_date,
    stranger,
)
from briefsite.mkdocs.outline import outline_site
from briefsite.mkdocs.site_folder import Output, There, look
from briefsite.outputs.cards import Cards
from briefsite.outputs.extras import MissingExtraError
from briefsite.outputs.markdown import markdown_twin
from briefsite.outputs.offline import write_offline
from briefsite.outputs.pdf import make_pdf, pdf_key
from briefsite.outputs.search import WEIGHTS, Document, Index, searched
from briefsite.pages.addresses import beside
from briefsite.pages.lookups import EVERYTHING
from briefsite.pages.planning import HUBS
from briefsite.pages.publication import hand_written, publication
from briefsite.pages.rendering import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment, Template
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage
    from mkdocs.utils.templates import TemplateContext

    from briefsite.archive.settings import Settings
    from briefsite.mkdocs.outline import Entry, Outline
    from briefsite.outputs.exports import Exports
    from briefsite.pages.publication import Publication
    from briefsite.pages.rendering import Page, Plan

log = logging.getLogger("mkdocs.plugins.briefsite")


@dataclass(slots=True)
class Kept:
    """What `serve` keeps from build to build."""

    tables: dict[str, str] = field(default_factory=dict)
    """What is made from the whole site, but once, since nobody reads it there: digests, by path."""

    index: Mapping[str, str] = field(default_factory=dict)
    """The files of the search index, in the same way."""

    there: There | None = None
    """What is in its folder, into which nobody else writes."""


class Building:
    """A build; its methods are called in their order."""

    def __init__(
        self, config: MkDocsConfig, settings: Settings, store: Store, kept: Kept, *, serving: bool
    ) -> None:
        """Start with nothing read."""
        self._config, self._settings, self._store = config, settings, store
        self._kept, self._serving = kept, serving
        self.is_alone = False
        """Whether the site is made of nothing but what briefsite and MkDocs read."""

        self._outline: Outline
        self._plan: Callable[[], Plan]
        self._exports: Callable[[], Exports]
        self._lane: Lane | None
        self._output: Output | None = None
        self._site_dir = ""
        self._extras: dict[str, str] = {}
        self._makers: dict[str, Callable[[], bytes | Diagnostic]] = {}
        self._pages: Mapping[str, Page] = {}
        self._entries: Mapping[str, Entry] = {}
        self._index: Index | None = None
        self._generated: list[Document] = []
        self._hand_written: list[Document] = []
        self._policies: dict[str, str] = {}
        self._theme_page: Template
        self._nav: Navigation
        self._files: Files

    def prepare(self) -> None:
        """Read everything and make all pages; a build with errors ends here, the old site untouched."""
        config, settings = self._config, self._settings
        kept, self._kept.there = self._kept.there, None  # nothing is known after a failure
        there = (lambda: kept) if kept else begun(partial(look, Path(config.site_dir)))
        about = replace(publication(settings), has_pdf=self._settings.pdf and not self._serving)
        self._outline, self._plan, self._exports = outline_site(
            settings, about, self._store, drafts=self._serving
        )
        self._store.save()  # what was read need not be read again, whatever becomes of this build
        self._plan_extras(about)
        findings = [*self._outline.findings]
        self._lane = None
        reason = "the site is to work offline" if self._settings.offline else None
        shard = own_shard()
        self.is_alone = stranger(config) is None
        if reason := reason or stranger(config):
            if shard.of > 1:
                raise PluginError(f"briefsite: there can be no shards, because {reason}")
            log.info("All pages go through MkDocs, because %s", reason)
            rendering = render(self._plan())
            self._pages = {page.uri: page for page in rendering.pages}
            self._entries = {uri: self._outline.entries[uri] for uri in self._pages}
            findings = list(dict.fromkeys([*findings, *rendering.findings]))
        else:
            self._lane = Lane(config, self._outline, self._plan, self._store, self._secure)
            findings += self._lane.prepare(HUBS, hand_written(settings.docs), self._extras, shard)
            self._pages, self._entries = self._lane.left_to_mkdocs, self._lane.entries
        self._report(findings, self._outline.shown)
        if shard.of > 1:
            self._make_extras(shard)
            self._store.close()
            log.info("Shard %d of %d is in %s; no site is written", *shard, settings.cache)
            raise SystemExit(0)
        self._index = Index(self._store, settings.language)
        if self._lane and self._is_to_index():
            self._index.add(self._lane.documents())
        self._make_extras(shard)
        self._site_dir = config.site_dir
        self._output = Output(Path(config.site_dir), self._store, there)
        config.site_dir = str(self._output.aside)

    def add_pages(self, files: Files) -> None:
        """Add the generated pages."""
        for uri, entry in self._entries.items():
            if self._lane and uri not in self._lane.through_mkdocs:
                continue
            page = self._pages.get(uri)
            file = File.generated(self._config, uri, content=page.markdown if page else "")
            if entry.kind not in HUBS:
                file.inclusion = InclusionLevel.NOT_IN_NAV
            written = files.get_file_from_path(uri)
            if written is not None:  # the home page, whose text opens the generated one
                files.remove(written)
            if written is not None and not page:
                file = written  # so that MkDocs checks the links in it
            elif written is not None:
                file.abs_src_path, file.edit_uri = written.abs_src_path, written.edit_uri
            else:
                set_origin(file, entry.source, self._config)
            files.append(file)
        # Extras are put in place at the end; here they are for the links to them.
        for uri in self._extras:
            if self._lane is None or uri in self._lane.linked:
                files.append(File.generated(self._config, uri, content=b""))
        for uri, text in self._outline.data.items():
            files.append(File.generated(self._config, uri, content=text))
        self._files = files

    def keep_navigation(self, nav: Navigation) -> None:
        """Keep the navigation for the pages made beside MkDocs."""
        self._nav = nav

    def set_up(self, env: Environment) -> None:
        """Let the theme put our search behind Material's box, and leave out its own indentation."""
        env.trim_blocks = env.lstrip_blocks = True  # 1 KB of each page
        env.filters["search_worker"] = _search_worker
        env.bytecode_cache = Compiled(self._store)
        self._theme_page = env.get_template("main.html")

    def give_front_matter(self, page: MkDocsPage) -> None:
        """Give a page whose article is made already its front matter."""
        if self._is_made(page):
            assert self._lane
            _, meta = self._lane.article(page.file.src_uri)
            page.meta = {**meta}

    def take_in(self, content: str, page: MkDocsPage) -> str:
        """Take the page into our index, and keep it out of Material's."""
        entry = self._entries.get(page.file.src_uri)
        if self._lane and self._is_made(page):
            content = self._lane.pass_on(page)
        kind = entry.kind if entry else "hand-written"
        settings = page.meta.setdefault("search", {})
        if kind in WEIGHTS and not settings.get("exclude") and not (entry and self._lane):
            documents = self._generated if entry else self._hand_written
            if text := searched(kind, str(page.title), content):
                documents.append(Document(page.url, digest(text), partial(str, text)))
        settings["exclude"] = True
        if entry:
            page.update_date = sitemap_date(entry)
        if generated := self._pages.get(page.file.src_uri):
            page.meta.update(head_of(generated, page.url))
        return content

    def complete(self, context: TemplateContext, page: MkDocsPage) -> None:
        """Give the page its content-security policy, and its card."""
        if self._settings.offline:
            page.canonical_url = None  # it would end in `.html`, which the published site does not
        self._secure(context)
        if self._outline.cards[0].uri in self._extras:  # `serve` makes none
            page.meta.update(card_of(page.file.src_uri, self._outline))

    def complete_template(self, context: TemplateContext, template_name: str) -> None:
        """Give `404.html` its policy as well, and the sitemap all pages."""
        if template_name.endswith(".html"):
            self._secure(context)
        if template_name == "sitemap.xml" and self._lane:
            context["pages"] = self._lane.in_sitemap([*context["pages"]])

    def publish(self) -> None:
        """Put the new site in the place of the old one."""
        assert self._output
        lane, index = self._lane, self._begin_index()
        pages = lane.pages(self._theme_page, self._nav, self._files) if lane else {}

        def make(path: str) -> bytes:
            if path in self._extras:
                return self._extra(path)
            if path in twins:
                return twins[path]()
            assert lane
            return lane.page(path)

        twins = self._twins()
        keys = lane.twins() if lane else {path: digest(twin()) for path, twin in twins.items()}
        files = {**pages, **self._extras, **keys}
        if self._outline.of_all & self._output.new(files):
            self._exports().gather()
        if self._settings.offline:  # which is made of all files, and so of none that stands already
            self._finish_index()
            for path in files:
                self._output.write(path, make(path))
            for path in index.files:
                self._output.write(path, index.file(path))
            write_offline(self._output.aside)
        else:
            self._output.make(files, make)
            self._finish_index()  # as late as that: Pagefind works beside all else
            self._output.make(index.files, index.file)
        written, removed = self._output.publish()
        if self._serving:
            self._kept.there = self._output.left
        self._restore()
        log.info("%s: %d files written, %d removed", self._site_dir, written, removed)

    def abandon(self) -> None:
        """Leave the old site as it was."""
        if self._index:
            self._index.abandon()
        if self._output:
            self._output.abandon()
            self._output = None

    def _restore(self) -> None:
        self._config.site_dir = self._site_dir
        self._output = None

    def _is_made(self, page: MkDocsPage) -> bool:
        """Whether its article is made already."""
        uri = page.file.src_uri
        return bool(self._lane) and uri in self._entries and uri not in self._pages

    def _is_to_index(self) -> bool:
        """Tell whether there is a search, and `serve` has no index yet, which it never renews."""
        plugins = self._config.plugins
        has_search = "search" in plugins or "material/search" in plugins
        return has_search and not self._kept.index

    def _begin_index(self) -> Index:
        """Add the pages that only MkDocs has."""
        assert self._index
        self._index.files = self._kept.index
        if self._is_to_index():
            self._index.add(self._generated)
            self._index.add(self._hand_written)
        return self._index

    def _finish_index(self) -> None:
        assert self._index
        if self._is_to_index():
            self._index.finish()
            if self._serving:
                log.info("Search stays as it is now until `mkdocs serve` begins again")
                self._kept.index = self._index.files

    def _report(self, findings: list[Diagnostic], shown: Mapping[Path, str]) -> None:
        """Log all findings; stop on errors, but never `serve`, which leaves the broken files out."""
        errors = 0
        for finding in findings:
            is_error = finding.severity is Severity.ERROR
            errors += is_error
            level = logging.ERROR if is_error else logging.WARNING
            log.log(level, "%s\n", pretty(finding, shown.get(finding.path), author_language()))
        if errors and not self._serving:
            files = len({finding.path for finding in findings})
            raise PluginError(
                f"briefsite: {errors} error{'s' * (errors != 1)} in {files} file{'s' * (files != 1)}; "
                "the site built before is untouched"
            )

    def _plan_extras(self, about: Publication) -> None:
        """Say which files there are beside pages; `serve`, which nobody shares, has no PDFs or cards."""
        copies = {uri: copy_key(path) for uri, path in self._outline.copies.items()}
        self._extras = {**copies, **self._outline.exports}
        if self._serving:  # what is made from the whole site is made once: nobody reads it here
            self._kept.tables = {
                path: self._kept.tables.get(path, key)
                for path, key in self._outline.exports.items()
                if path in self._outline.of_all
            }
            self._extras |= self._kept.tables
        self._makers = {path: partial(_exported, self._exports, path) for path in self._extras}
        self._makers |= {uri: path.read_bytes for uri, path in self._outline.copies.items()}
        if self._serving:
            return
        try:
            if self._settings.pdf:
                for uri, entry in self._outline.entries.items():
                    if entry.kind == "briefing":
                        path = f"{uri.removesuffix('.md')}.pdf"
                        looks = self._outline.looks[EVERYTHING] if entry.is_own else ""
                        self._extras[path] = pdf_key(digest(entry.key, looks), about)
                        self._makers[path] = partial(_pdf, self._plan, uri, about)
            if self._settings.cards:
                own = self._settings.briefs / "templates"
                cards = Cards(about, own if own.is_dir() else None)
                for card in self._outline.cards:
                    self._extras[card.uri] = cards.key(card)
                    self._makers[card.uri] = partial(cards.draw, card)
        except MissingExtraError as error:
            raise PluginError(f"briefsite: {error}") from None

    def _make_extras(self, shard: Shard) -> None:
        """Make the files beside pages that are new to the store."""
        kept = {path: key for path, key in self._extras.items() if not self._is_put_at_once(path)}
        missing = self._store.missing(kept.values())
        new = [path for path, key in kept.items() if key in missing and shard.holds(path)]
        if new:  # before the workers begin, which would each read everything
            self._plan(), self._exports()
        try:
            failed = make_all(self._store, self._made, new, "Making data, PDFs and cards")
        except MissingExtraError as error:
            raise PluginError(f"briefsite: {error}") from None
        self._report([*dict.fromkeys(failed.values())], {})

    def _made(self, path: str) -> dict[str, bytes] | Diagnostic:
        found = self._makers[path]()
        return {self._extras[path]: found} if isinstance(found, bytes) else found

    def _twins(self) -> Mapping[str, Callable[[], bytes]]:
        """What makes the Markdown beside each page, by its path in the site."""
        if lane := self._lane:
            return {path: partial(lane.twin, path) for path in lane.twins()}
        return {beside(page.uri, "index.md"): partial(_twin, page) for page in self._pages.values()}

    def _is_put_at_once(self, path: str) -> bool:
        """Whether the store has no copy: it would soon be full of the tables of each build."""
        return path in self._outline.copies or path in self._outline.of_all

    def _extra(self, path: str) -> bytes:
        kept = None if self._is_put_at_once(path) else self._store.shared(self._extras[path])
        found = kept or self._makers[path]()
        assert isinstance(found, bytes)
        return found

    def _secure(self, context: TemplateContext) -> None:
        # `serve` puts a script of its own into each page, to reload it.
        if self._serving:
            return
        base = str(context["base_url"])
        if base not in self._policies:
            # The scripts of a page without content are those of the theme, and no others.
            bare = self._theme_page.render({**context, "page": None})
            self._policies[base] = content_security_policy(bare)
        context.update({"content_security_policy": self._policies[base]})  # type: ignore[misc]


def content_security_policy(page: str) -> str:
    """A policy that lets nothing in but files of the site and the inline scripts of `page`."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    allowed = " ".join(f"'sha256-{value}'" for value in sorted(set(hashes)))
    return "; ".join(
        [
            "default-src 'none'",
            # Pagefind is WebAssembly.
            f"script-src 'self' 'wasm-unsafe-eval' {allowed}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )


def _exported(exports: Callable[[], Exports], path: str) -> bytes:
    return exports().make(path)


def _twin(page: Page) -> bytes:
    return markdown_twin(page).encode()


def _pdf(plan: Callable[[], Plan], uri: str, about: Publication) -> bytes | Diagnostic:
    page = plan().make(plan().by_uri[uri])
    if isinstance(page, Diagnostic):
        return page
    return make_pdf(page, plan().site.briefings[Path(uri).stem], about, "a4")


def _search_worker(config_script: str, url: str) -> str:
    """Put our search in the place of Material's, in the settings that its script reads."""
    return re.sub(r'"[^"]*/workers/search\.[^"]*\.js"', lambda _: f'"{url}"', config_script)
