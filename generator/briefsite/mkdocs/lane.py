"""A lane of its own for generated pages, beside MkDocs.

MkDocs reads, converts and renders every page at every build, one after another. Pages that are
nobody's but ours need not wait there: their articles come from the store, or are made on all cores;
the theme's page is rendered once for each shape and filled (`build.skeleton`); and only files that
change are written (`build.output`).

MkDocs keeps what it must see: the pages of the navigation, and those that hand-written pages link
to. Where anything could tell that a page did not come through MkDocs, `stranger` says so, and all
pages go through it. Both lanes yield the same bytes, and a test holds that.
"""

from __future__ import annotations

import logging
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from mkdocs.commands.build import get_context
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_build_date, get_relative_url
from mkdocs.utils.meta import get_data

from briefsite.cache.shards import Shard
from briefsite.cache.store import Store, code_digest, digest
from briefsite.cache.workers import make_all
from briefsite.messages.diagnostics import Diagnostic
from briefsite.mkdocs import skeleton
from briefsite.outputs.markdown import markdown_twin
from briefsite.outputs.search import WEIGHTS, Document, searched
from briefsite.pages.addresses import beside
from briefsite.pages.alternates import in_head
from briefsite.pages.convert import convert
from briefsite.pages.python_markdown import EXTENSIONS, Article, Heading, reference

if TYPE_CHECKING:
    from jinja2 import Template
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from briefsite.mkdocs.outline import Entry, Outline
    from briefsite.pages.rendering import Page, Plan

log = logging.getLogger("mkdocs.plugins.briefsite")

_HARMLESS = {"search", "material/search", "briefsite"}
"""Plugins that look at no page but those that MkDocs must see anyway."""


_PATH = "path"
"""Begins the name of a link that was looked up: `path informes ../x.md`, from a folder."""


def stranger(config: MkDocsConfig) -> str | None:
    """What acts on pages beside briefsite and MkDocs, as a reason; None where nothing does."""
    if others := sorted(set(config.plugins) - _HARMLESS):
        return f"of the plugin `{others[0]}`, which may act on each"
    if others := sorted({str(name) for name in config.markdown_extensions} - set(EXTENSIONS)):
        return f"of the Markdown extension `{others[0]}`"
    if config.mdx_configs:
        return f"of the options of the Markdown extension `{next(iter(config.mdx_configs))}`"
    if config.theme.name != "material" or config.theme.custom_dir:
        return "the theme is not Material as it is"
    return None


class Lane:
    """The generated pages of one build."""

    def __init__(
        self,
        config: MkDocsConfig,
        outline: Outline,
        plan: Callable[[], Plan],
        store: Store,
        secure: Callable[[TemplateContext], None],
    ) -> None:
        """Take the outline; `plan` is asked for only where a page must be made.

        `secure` gives the context of a page its content-security policy.
        """
        self._config, self._plan, self._store, self._secure = config, plan, store, secure
        self._outline = outline
        self.entries = dict(outline.entries)
        """The pages that can be made."""

        self._has_own = any(entry.is_own for entry in self.entries.values())

        self._known = {*self.entries, *outline.copies, *outline.data}
        self._keys: dict[str, str] = {}
        self._found = lru_cache(None)(self._found_from)  # pages of a folder link to the same
        self._all_of = lru_cache(1)(self._read)  # a page is followed by its Markdown
        self.linked: set[str] = set()
        """Paths that hand-written pages may link to."""

        self.through_mkdocs: frozenset[str] = frozenset()
        """Pages that MkDocs must see, by their path in the docs folder."""

        self.left_to_mkdocs: Mapping[str, Page] = {}
        """Those of them that it must make as well, from templates of the site's own."""

    def prepare(
        self,
        hubs: Collection[str],
        hand_written: Mapping[str, str],
        others: Iterable[str],
        shard: Shard,
    ) -> list[Diagnostic]:
        """Make the articles of a shard that are new to the store.

        `hand_written` holds the Markdown of the site's other pages, by their path; `others` are
        paths of further files that pages link to.
        """
        self._in_docs = {*hand_written, *_assets(Path(self._config.docs_dir))}
        self._known |= {*self._in_docs, *others}
        self._has_cards = self._outline.cards[0].uri in self._known
        self._keys = {uri: key for uri in self.entries if (key := self._known_key(uri))}
        wanted = {uri: [*self._values_of(uri)] for uri in self._keys}
        missing = self._store.missing(key for keys in wanted.values() for key in keys)
        new = [
            uri
            for uri in self.entries
            if shard.holds(uri) and not (uri in wanted and missing.isdisjoint(wanted[uri]))
        ]
        log.info("%d pages, of which %d are new or changed", len(self.entries), len(new))
        if new:
            self._plan().compile_templates()  # before the workers begin, which would each do so
        failed = make_all(self._store, self._make, new, "Making pages")
        for uri in failed:
            del self.entries[uri]
        self._keys |= {uri: self._key(uri) for uri in new if uri in self.entries}
        if self._has_own and shard.of == 1:
            self.left_to_mkdocs = {uri: self._rendered(uri) for uri in self._to_leave()}
        left = {uri: page.markdown for uri, page in self.left_to_mkdocs.items()}
        texts = [*hand_written.items(), *left.items()]
        self.linked = {uri for page, text in texts for uri in _linked(page, text)}
        self.through_mkdocs = frozenset(
            uri
            for uri, entry in self.entries.items()
            if entry.kind in hubs or uri in self.linked or uri in left
        )
        return [*dict.fromkeys(failed.values())]

    def _known_key(self, uri: str) -> str | None:
        """Stands for all that a page is made from; None where a template's looks are not known."""
        entry = self.entries[uri]
        if not entry.is_own:
            return self._key_after(uri, ())
        looks = self._store.shared(_key_of_looks(entry.key))
        return None if looks is None else self._key_after(uri, looks)

    def _key(self, uri: str) -> str:
        """The same of a page that was made; made again where the store lost what it looked up."""
        return self._known_key(uri) or next(iter(self._remade(uri)))

    def _key_after(self, uri: str, looks: Iterable[str]) -> str:
        """The same, by the names of what a template of the site's own looked up, see `Looks`."""
        seen = (f"{name} {self._stands_for(name)}" for name in sorted(looks))
        return digest(self.entries[uri].key, str(self._config.use_directory_urls), *seen)

    def _stands_for(self, name: str) -> str:
        """Stands for what was found under a name: a thing of the site, or the target of a link."""
        kind, _, rest = name.partition(" ")
        if kind == _PATH:
            folder, _, path = rest.partition(" ")
            return repr(self._found(folder, path))
        return self._outline.looks.get(name, "")

    def _rendered(self, uri: str) -> Page:
        page = self._plan().make(self._plan().by_uri[uri])
        assert not isinstance(page, Diagnostic)
        return page

    def _to_leave(self) -> Iterator[str]:
        """Pages in which MkDocs would find something wrong, or to do, for a template of the site's own.

        Our own templates link to nothing that is not there.
        """
        pages: dict[str, _Links] = {
            uri: _Links.of_data(self._kept(uri, _key_of_links(self._keys[uri])))
            for uri in self.entries
        }
        there = {(uri, anchor) for uri, links in pages.items() for anchor in ("", *links.anchors)}
        if not (self._config.exclude_docs or self._config.draft_docs):
            there |= {(path, "") for path in self._in_docs}
        files = self._known - self.entries.keys() - self._in_docs
        for uri, links in pages.items():
            if links.targets is None or any(path not in files for path, _ in links.targets - there):
                yield uri

    def _values_of(self, uri: str) -> Iterator[str]:
        """The keys of what is kept of a page."""
        yield self._keys[uri]
        if self.entries[uri].kind in WEIGHTS:
            yield _key_of_searched(self._keys[uri])
        if self._has_own:
            yield _key_of_links(self._keys[uri])

    def article(self, uri: str) -> tuple[Article, Mapping[str, Any]]:
        """The article of a page and its front matter."""
        article, meta, _ = self._all_of(uri)
        return article, meta

    def twins(self) -> dict[str, str]:
        """The Markdown beside each page: what it is made from, by its path in the site."""
        return {
            beside(uri, "index.md"): digest(self._keys[uri], "index.md") for uri in self.entries
        }

    def twin(self, path: str) -> bytes:
        """The Markdown beside a page."""
        *_, text = self._all_of(self._twin_of[path])
        return text.encode()

    @cached_property
    def _twin_of(self) -> dict[str, str]:
        return {beside(uri, "index.md"): uri for uri in self.entries}

    def _read(self, uri: str) -> tuple[Article, Mapping[str, Any], str]:
        article, front_matter, head, twin = self._kept(uri, self._keys[uri])
        meta = get_data(front_matter)[1] if isinstance(front_matter, str) else front_matter
        return Article.of_data(article), {**meta, **head}, twin

    def _searched(self, uri: str) -> str:
        text: str = self._kept(uri, _key_of_searched(self._keys[uri]))
        return text

    def _kept(self, uri: str, key: str) -> Any:
        """What was made of a page, by its key; made again where it was damaged."""
        kept = self._store.shared(key)
        return self._remade(uri)[key] if kept is None else kept

    def _remade(self, uri: str) -> dict[str, Any]:
        """All that is kept of a page, the page itself first."""
        made = self._make(uri)
        assert isinstance(made, dict)
        for key, value in made.items():
            self._store.share(key, value)
        return made

    def pass_on(self, page: MkDocsPage) -> str:
        """Give a page that goes through MkDocs what was made of it; returns its content."""
        article, _ = self.article(page.file.src_uri)
        page.toc = _toc(article.toc)
        page.present_anchor_ids = {*article.anchors}
        return article.html

    def pages(self, theme: Template, nav: Navigation, files: Files) -> dict[str, str]:
        """All pages beside MkDocs: what each is made from, by its path in the site.

        From now on `page` can make them.
        """
        doc_files = files.documentation_pages()
        self._folders = {
            str(parent) for file in files for parent in PurePosixPath(file.url).parents
        }

        def render(page: skeleton.Page) -> str:
            shown = self._page(page.uri)
            shown.markdown, shown.content = "", page.article.html
            shown.meta = {**page.meta}
            shown.toc = _toc(page.article.toc)
            shown.canonical_url, shown.edit_url = page.canonical, page.edit
            shown.active = True
            context = get_context(nav, doc_files, self._config, shown)
            self._secure(context)
            return theme.render(context)

        self._skeletons = skeleton.Skeletons(render)
        beside = [uri for uri in self.entries if uri not in self.through_mkdocs]
        first_of_kind = {self.entries[uri].kind: uri for uri in reversed(beside)}
        around = digest(
            code_digest(),
            *_templates(self._config),
            *(self._skeletons.around(self._shown(uri)) for uri in first_of_kind.values()),
        )
        self._by_path = {self._destination(uri): uri for uri in beside}
        return {path: digest(self._keys[uri], around) for path, uri in self._by_path.items()}

    def page(self, path: str) -> bytes:
        """A page of the site."""
        text = self._skeletons.fill(self._shown(self._by_path[path]))
        return text.encode("utf-8", errors="xmlcharrefreplace")

    def in_sitemap(self, files: list[File]) -> list[Any]:
        """All pages in the order in which MkDocs would have listed them."""
        through = {file.src_uri: file for file in files}
        others = [file for file in files if file.src_uri not in self.entries]
        return [*others, *(through.get(uri) or self._listed(uri) for uri in self.entries)]

    def documents(self) -> Iterator[Document]:
        """What is searched."""
        uris = [uri for uri, entry in self.entries.items() if entry.kind in WEIGHTS]
        name = digest("texts that are searched")
        known = self._store.get(name) or {}
        keys = {
            key: known.get(key) or digest(self._searched(uri))
            for uri, key in ((uri, self._keys[uri]) for uri in uris)
        }
        if keys != known:
            self._store.put(name, keys)
        nothing = digest("")
        for uri in uris:
            key = keys[self._keys[uri]]
            if key != nothing:
                yield Document(self._url(uri), key, partial(self._searched, uri))

    def _make(self, uri: str) -> dict[str, Any] | Diagnostic:
        plan = self._plan()
        page = plan.make(plan.by_uri[uri])
        if isinstance(page, Diagnostic):
            return page
        text, meta = get_data(page.markdown)

        here, folder = self._url(uri), posixpath.dirname(uri)
        is_own, looks = self.entries[uri].is_own, {*page.looks}

        def rewrite(target: str) -> str:  # as MkDocs does
            path, mark, anchor = target.partition("#")
            found = self._found(folder, path) if path else None
            if is_own and path:
                looks.add(f"{_PATH} {folder} {path}")
            if found is None:
                return target
            address, query = found
            return f"{get_relative_url(address, here)}{query}{mark}{anchor}"

        is_ours = page.kind != "home"  # which holds what was written by hand
        article = (convert(text, rewrite) if is_ours else None) or reference(text, rewrite)
        key = self._key_after(uri, looks)
        # A template of the site's own may write what JSON does not have, such as a date.
        front_matter = page.markdown.removesuffix(text) if is_own else meta
        head = head_of(page, here)
        made: dict[str, Any] = {key: [article.as_data(), front_matter, head, markdown_twin(page)]}
        if is_own:
            made[_key_of_looks(self.entries[uri].key)] = sorted(looks)
        if page.kind in WEIGHTS:  # apart, since the index is made from thousands of them
            is_left_out = (meta.get("search") or {}).get("exclude")
            title = str(meta.get("title") or article.title or self._named(uri))
            text = "" if is_left_out else searched(page.kind, title, article.html)
            made[_key_of_searched(key)] = text
        if self._has_own:
            is_plain = page.kind == "home" or ("title" in meta and "template" not in meta)
            links = _links(uri, article) if is_plain else _Links(article.anchors, None)
            made[_key_of_links(key)] = links.as_data()
        return made

    def _found_from(self, folder: str, path: str) -> tuple[str, str] | None:
        """The address of what a link leads to, and its query; None where it leads out of the site."""
        parts = urlsplit(path)
        if parts.scheme or parts.netloc:
            return None
        found = posixpath.normpath(posixpath.join(folder, parts.path))
        if found not in self._known:
            return None
        return self._url(found), parts.query and f"?{parts.query}"

    def _url(self, uri: str) -> str:
        if not uri.endswith(".md"):
            return uri
        if not self._config.use_directory_urls:
            return f"{uri.removesuffix('.md')}.html"
        folder, name = posixpath.split(uri)
        return f"{folder or '.'}/" if name in ("index.md", "README.md") else f"{uri[:-3]}/"

    def _destination(self, uri: str) -> str:
        url = self._url(uri)
        return f"{url}index.html" if url.endswith("/") else url

    def _page(self, uri: str) -> MkDocsPage:
        file = File.generated(self._config, uri, content="")
        set_origin(file, self.entries[uri].source, self._config)
        return MkDocsPage(None, file, self._config)

    def _named(self, uri: str) -> str:
        """The title that MkDocs makes up from the name of a file."""
        page = self._page(uri)
        page.markdown = page.content = ""
        return str(page.title)

    def _shown(self, uri: str) -> skeleton.Page:
        article, meta = self.article(uri)
        url, config = self._url(uri), self._config
        has_edit = config.edit_uri or config.edit_uri_template
        return skeleton.Page(
            uri=uri,
            place=self._place(url),
            article=article,
            meta={**meta, **card_of(uri, self._outline)} if self._has_cards else meta,
            canonical=self._canonical(url),
            edit=self._page(uri).edit_url if has_edit else None,  # MkDocs takes half a millisecond
        )

    def _place(self, url: str) -> str:
        """How deep a page lies, and the innermost of its folders that holds what MkDocs built."""
        parents = PurePosixPath(url).parents
        shared = next(parent for parent in parents if str(parent) in self._folders)
        return f"{shared} {len(parents)}"

    def _canonical(self, url: str) -> str | None:
        base = self._config.site_url  # MkDocs sees to the slash at its end
        return f"{base}{url.removeprefix('./')}" if base else None

    def _listed(self, uri: str) -> SimpleNamespace:
        address, date = self._canonical(self._url(uri)), sitemap_date(self.entries[uri])
        page = SimpleNamespace(is_link=False, canonical_url=address, abs_url=None, update_date=date)
        return SimpleNamespace(page=page)


def _assets(docs: Path) -> Iterator[str]:
    """Files in the docs folder that are not pages, but for those that MkDocs leaves out by itself."""
    for path in docs.rglob("*"):
        name = path.relative_to(docs).as_posix()
        is_left_out = name.startswith((".", "templates/")) or "/." in name
        if not is_left_out and path.suffix != ".md" and path.is_file():
            yield name


class _Links(NamedTuple):
    """What must be known of a page to tell whether MkDocs would warn of it."""

    anchors: frozenset[str]
    targets: frozenset[tuple[str, str]] | None
    """Paths in the docs folder and anchors; None where MkDocs must make the page in any case."""

    def as_data(self) -> list[Any]:
        """The same as data that JSON can hold."""
        return [sorted(self.anchors), None if self.targets is None else sorted(self.targets)]

    @classmethod
    def of_data(cls, data: Sequence[Any]) -> _Links:
        """The links from what `as_data` gave."""
        anchors, targets = data
        return cls(
            frozenset(anchors),
            None if targets is None else frozenset((path, anchor) for path, anchor in targets),
        )


def _links(uri: str, article: Article) -> _Links:
    """The links of a page, as far as they stay in the site."""
    targets: set[tuple[str, str]] = set()
    for target in article.links:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            continue
        if parts.path.startswith(("/", "\\")):
            return _Links(article.anchors, None)
        path = posixpath.join(posixpath.dirname(uri), parts.path) if parts.path else uri
        targets.add((posixpath.normpath(path), parts.fragment))
    return _Links(article.anchors, frozenset(targets))


def _key_of_looks(key: str) -> str:
    return f"{key} looks"


def _key_of_links(key: str) -> str:
    return f"{key} links"


def _key_of_searched(key: str) -> str:
    return f"{key} searched"


def sitemap_date(entry: Entry) -> str:
    """When a page last changed; MkDocs needs a date for the home page, to date the map itself."""
    return entry.updated or (get_build_date() if entry.kind == "home" else "")


def head_of(page: Page, url: str) -> dict[str, str]:
    """What the front matter of a page holds for its head: what else there is of it, and for machines."""
    others = in_head(page.alternates, lambda path: get_relative_url(path, url))
    return {"alternates": others, "linked_data": page.linked_data}


def card_of(uri: str, outline: Outline) -> dict[str, str]:
    """What the front matter of a page says of its social card; that of the home page is for all."""
    card = outline.card_of.get(uri) or outline.cards[0]
    return {"card": card.uri, "card_title": card.title}


def set_origin(file: File, source: Path | None, config: MkDocsConfig) -> None:
    """Say where a page comes from: the pencil opens the YAML, and other plugins find a real file."""
    if source is not None:
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        path = source.resolve()
        up = Path(config.docs_dir).relative_to(root).parts
        file.abs_src_path = str(path)
        file.edit_uri = Path(*[".."] * len(up), path.relative_to(root)).as_posix()


def _linked(page: str, text: str) -> Iterator[str]:
    """Paths in the docs folder that a hand-written page could link to."""
    for target in re.findall(r"[\w./%-]+\.\w+\b", text):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(page), target)).lstrip("/")
        yield posixpath.normpath(target).lstrip("/")


def copy_key(path: Path) -> str:
    """Stands for a file that is copied as it is; its bytes are not worth a second copy in the store."""
    found = path.stat()
    return digest("copy", str(path), str(found.st_size), str(found.st_mtime_ns))


def _templates(config: MkDocsConfig) -> Iterator[bytes]:
    """The theme's templates."""
    for folder in config.theme.dirs:
        for path in sorted(Path(folder).rglob("*.html")):
            yield path.read_bytes()


def _toc(headings: tuple[Heading, ...]) -> TableOfContents:
    """A table of contents as MkDocs' `get_toc` makes it."""

    def link(heading: Heading) -> AnchorLink:
        anchor = AnchorLink(heading.title, heading.id, heading.level)
        anchor.children += map(link, heading.children)
        return anchor

    links = [link(heading) for heading in headings]
    if links:
        links[0].active = True  # type: ignore[attr-defined] # as get_toc does
    return TableOfContents(links)
