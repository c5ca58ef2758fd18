"""A site as a project for Zensical (https://zensical.org), drawn with our own theme.

Zensical reads a `mkdocs.yml`, but runs no plugin of others. So what the plugin tells MkDocs stands here in
files: pages in `docs/`, each with what its head shows, our theme in `theme/`, and in `mkdocs.yml` what the
templates know of the site. What Zensical cannot make, `finish` lays beside what it built.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import yaml

from briefsite.archive.settings import (
    HARMLESS_PLUGINS,
    OWN_THEME,
    Settings,
    has_search,
    pairs,
    plugins_in,
)
from briefsite.outputs.outline import Outline, edition_links
from briefsite.outputs.sitemap import in_languages, site_map
from briefsite.pages.addresses import DocsPath, SitePath, UrlPath, url_of
from briefsite.pages.alternates import in_head
from briefsite.pages.edition_links import HTML, EditionLinks
from briefsite.pages.front_matter import with_more
from briefsite.pages.navigations import NavEntry, in_folder, navigations
from briefsite.pages.planning import HUBS
from briefsite.pages.policy import own_policy
from briefsite.pages.publication import Publications
from briefsite.pages.python_markdown import EXTENSIONS
from briefsite.pages.rendering import Rendering
from briefsite.pages.theme_data import theme_data
from briefsite.pages.written import (
    WrittenPage,
    assets_in,
    hand_written,
    title_of,
    with_ways_out,
)

DOCS, THEME, CONFIG = "docs", "theme", "mkdocs.yml"
"""What is in the folder of a project."""

OWN, COMMON = (Path(__file__).parent.parent / "theme" / name for name in ("briefsite", "common"))
"""Our theme: what Material has of its own, and what both have."""

_FOR_OTHERS = {"__init__.py", "mkdocs_theme.yml"}
"""Files of a theme that Zensical does not need, and would lay into the site."""

_KEPT = (
    "site_description",
    "site_author",
    "copyright",
    "extra_css",
    "extra_javascript",
    "not_in_nav",
    "exclude_docs",
    "draft_docs",
    "validation",
)
"""Settings that Zensical reads as MkDocs does."""

_BUILT_IN = ("toc", "tables", "fenced_code")
"""Markdown extensions that MkDocs has before those of a site."""

_FENCES = "pymdownx.superfences"

Files = Iterator[tuple[str, bytes]]
"""Files by their path in the folder of a project."""


@dataclass(frozen=True, kw_only=True)
class Project:
    """A site on its way to Zensical."""

    settings: Settings
    config: Mapping[Any, Any]
    """Its `mkdocs.yml`."""

    root: Path
    """The folder of that."""

    publications: Publications
    outline: Outline
    rendering: Rendering

    def files(self) -> Files:
        """All files of the project but those that stand beside the pages."""
        yield CONFIG, self._config().encode()
        for path, raw in theme_files(self._own_templates()):
            yield f"{THEME}/{path}", raw
        written, made = self._written, {page.uri for page in self.rendering.pages}
        for page in self.rendering.pages:
            others = in_head(page.alternates, partial(_way, url=self._url(page.uri)))
            # Lists: in a text Zensical would look for links of the page, and say that they lead nowhere.
            head = {"alternates": [others], "linked_data": [page.linked_data]}
            source = written[page.uri].path if page.uri in written else page.source
            head |= self._head(page.uri, source, page.edition)
            if page.kind == "home":  # which Zensical does not say
                head["layout"] = ["home"]
            yield f"{DOCS}/{page.uri}", with_more(page.markdown, head).encode()
        for uri, other in written.items():
            if uri not in made:
                head = self._head(uri, other.path, other.edition)
                text = with_ways_out(other, uri, self._known)
                yield f"{DOCS}/{uri}", with_more(text, head).encode()
        for path, text in self.rendering.data.items():
            yield f"{DOCS}/{path}", text.encode()
        if base := self.settings.site_url:
            text = site_map(base, written, self.outline.pages, self._url)
            if len(self.publications) > 1:
                text = in_languages(text, self._links)
            yield f"{DOCS}/sitemap.xml", text.encode()

    def left_behind(self) -> list[str]:
        """What of the site's `mkdocs.yml` Zensical does not run, by name."""
        plugins = sorted(plugins_in(self.config).keys() - HARMLESS_PLUGINS)
        found = [f"plugins: {name}" for name in plugins]
        found += [f"hooks: {path}" for path in self.config.get("hooks") or ()]
        if self._theme.get("custom_dir") and not self._own_templates():
            found.append(f"theme: custom_dir: {self._theme['custom_dir']}")
        return found

    @property
    def theme(self) -> str:
        """The theme of the site under MkDocs."""
        return str(self._theme.get("name") or "mkdocs")

    @property
    def _theme(self) -> dict[str, Any]:
        theme = self.config.get("theme")
        return theme if isinstance(theme, dict) else {"name": theme}

    @cached_property
    def _written(self) -> dict[DocsPath, WrittenPage]:
        return hand_written(self.settings)

    @cached_property
    def _links(self) -> EditionLinks:
        return edition_links(self.publications, self.outline, self._written, self._url)

    @cached_property
    def _known(self) -> frozenset[str]:
        """All pages and files to which a page may lead."""
        outline, docs = self.outline, assets_in(self.settings.docs)
        files = (*outline.copies, *outline.data, *outline.exports, *docs)
        return frozenset([*outline.pages, *self._written, *files])

    def _url(self, uri: DocsPath) -> UrlPath:
        return url_of(uri, has_folders=has_folders(self.settings, self.config))

    def _own_templates(self) -> Path | None:
        """The folder of the site's own templates, where they are for our theme."""
        folder = self._theme.get("custom_dir")
        return self.root / folder if folder and self.theme == OWN_THEME else None

    def _head(self, uri: DocsPath, source: Path | None, edition: str) -> dict[str, Any]:
        """What the front matter of any page says for its head: its card, its edition, where to edit it."""
        head = {
            name: [said] if name in HTML else said  # as above
            for name, said in self._links.meta(uri).items()
        }
        if self.settings.cards:
            card = self.outline.card(uri, edition)
            head |= {"card": card.uri, "card_title": card.title}
        if edit := source and edit_url(source, self.settings.docs, self.config):
            head["edit_url"] = edit
        return head

    def _config(self) -> str:
        given, settings = self.config, self.settings
        written = given.get("nav")
        nav = in_folder(written, self.publications[""].folder) if written else self._nav()
        is_searched = has_search(plugins_in(given))
        extra = given.get("extra")
        options = dict(pairs(given.get("markdown_extensions")))
        # Zensical adds `superfences` at the end, which would take all fences; at the front it takes none.
        first = [] if _FENCES in options else [_FENCES]
        extensions = dict.fromkeys([*first, *_BUILT_IN, *options, *EXTENSIONS])
        config = {
            "site_name": settings.site_name,
            "site_url": settings.site_url,
            **{key: given[key] for key in _KEPT if given.get(key) is not None},
            "use_directory_urls": has_folders(settings, given),
            "theme": {
                "name": None,  # or Zensical would lay its own theme below
                "custom_dir": THEME,
                "language": settings.language,
                "direction": self._theme.get("direction"),
                "logo": self._theme.get("logo"),
                "favicon": self._theme.get("favicon") or "assets/briefsite/favicon.svg",
            },
            "extra": {
                **(extra if isinstance(extra, dict) else {}),
                "briefsite": theme_data(
                    settings,
                    extra,
                    has_search=is_searched,
                    policy=own_policy(),
                    navs=navigations([*self._entries(nav)], self._links, self._written),
                ),
            },
            "markdown_extensions": [
                {name: options[name]} if options.get(name) else name for name in extensions
            ],
            "plugins": [{"search": {"enabled": False}}],  # ours needs no index of Zensical's
            "nav": nav,
        }
        return yaml.safe_dump(_plain(config), allow_unicode=True, sort_keys=False, width=4096)

    def _nav(self) -> list[str]:
        """The navigation as MkDocs makes it up: hand-written pages, then those that lead to all others."""
        written = [uri for uri, page in self._written.items() if not page.edition]
        hubs = [
            page.uri
            for kind in HUBS
            for page in self.rendering.pages
            if page.kind == kind and not page.edition
        ]
        home = f"{self.publications[''].folder}index.md"
        return [*dict.fromkeys([home, *written, *hubs])]

    def _entries(self, nav: Any, title: str = "") -> Iterator[NavEntry]:
        """The entries of a navigation, without its sections."""
        if isinstance(nav, list):
            for entry in nav:
                yield from self._entries(entry)
        elif isinstance(nav, dict):
            for name, target in nav.items():
                yield from self._entries(target, str(name))
        elif urlsplit(str(nav)).scheme:
            yield NavEntry(title, None, str(nav))
        else:
            uri = DocsPath(str(nav))
            page = self._written.get(uri)
            yield NavEntry(title or (title_of(page) if page else ""), uri, self._url(uri))


def titles_in(nav: Any) -> dict[str, str]:
    """The titles that a navigation gives to pages, by their path in the docs folder."""
    if isinstance(nav, list):
        return {path: title for entry in nav for path, title in titles_in(entry).items()}
    if not isinstance(nav, dict):
        return {}
    named = {to: str(title) for title, to in nav.items() if isinstance(to, str)}
    return named | {path: name for to in nav.values() for path, name in titles_in(to).items()}


def has_folders(settings: Settings, config: Mapping[Any, Any]) -> bool:
    """Whether pages have folders of their own in the built site; on a disk, links lead to files."""
    return config.get("use_directory_urls") is not False and not settings.offline


def theme_files(own: Path | None = None) -> Files:
    """Our theme as one folder, with templates of a site's `own` in the place of ours."""
    found = {
        path.relative_to(folder).as_posix(): path
        for folder in (COMMON, OWN, *([own] if own else []))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in _FOR_OTHERS and path.suffix != ".pyc"
    }
    for name, path in found.items():
        raw = path.read_bytes()
        yield name, trimmed(raw.decode()).encode() if name.endswith(".html") else raw


def trimmed(template: str) -> str:
    """A template without the white space that Jinja leaves out as we set it up, and MiniJinja does not.

    That is what stands before a tag at the start of a line, and the end of the line after one.
    """
    return _LINE_END.sub(r"\1", _INDENT.sub("", template))


_INDENT = re.compile(r"^[ \t]+(?=\{[%#])", re.MULTILINE)
_LINE_END = re.compile(r"([%#]\})\n")


def edit_url(source: Path, docs: Path, config: Mapping[Any, Any]) -> str | None:
    """Where a file can be edited, as MkDocs would say of a page made from it; None where nobody knows."""
    repository, base = str(config.get("repo_url") or ""), config.get("edit_uri")
    if base is None:
        base = _EDIT_PATHS.get(urlsplit(repository).netloc.lower())
    path = Path(os.path.relpath(source.resolve(), docs.resolve())).as_posix()
    if template := config.get("edit_uri_template"):
        without = posixpath.splitext(path)[0]
        names = {"path": path, "path!q": quote(path, ""), "path_noext": without}
        names["path_noext!q"] = quote(without, "")
        edited = _NAME.sub(lambda name: names.get(name[1], name[0]), str(template))
    elif base:
        edited = f"{str(base).rstrip('/')}/{path}"
    else:
        return None
    if repository and not repository.endswith("/") and not edited.startswith(("?", "#")):
        repository += "/"
    return urljoin(repository, edited)


_NAME = re.compile(r"\{([a-z_!]+)\}")

_EDIT_PATHS = {
    "github.com": "edit/master/docs/",
    "gitlab.com": "edit/master/docs/",
    "bitbucket.org": "src/default/docs/",
}
"""Where MkDocs takes files to be edited, by the host of the repository."""


def _plain(value: Any) -> Any:
    """The same as plain data: what words of a locale are, and what YAML read of a `mkdocs.yml`."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


def _way(path: SitePath, url: UrlPath) -> str:
    """The way from a page to a file of the site."""
    folder = url if url.endswith("/") else posixpath.dirname(url)
    return posixpath.relpath(f"/{path}", f"/{folder}")
