"""The way in from MkDocs. Hooks translate; `building` does the work.

What that takes is imported once it is known that there is work: to import it takes longer than to see
that there is none.
"""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from sysconfig import get_path
from typing import TYPE_CHECKING, Literal

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.utils import CountHandler, get_build_date

from briefsite.archive.settings import Settings
from briefsite.cache.file_digests import ChangedError
from briefsite.cache.memory import collect_soon
from briefsite.cache.place import CachePlaceError, store_path
from briefsite.cache.shards import own_shard
from briefsite.cache.stamp import stamp
from briefsite.cache.store import Store, code_digest, digest
from briefsite.mkdocs.site_folder import stands
from briefsite.pages.python_markdown import EXTENSIONS

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage
    from mkdocs.utils.templates import TemplateContext

    from briefsite.mkdocs.build import Building, Kept

log = logging.getLogger("mkdocs.plugins.briefsite")

THEME = Path(__file__).parent.parent / "theme"


class BriefsiteConfig(Config):  # type: ignore[no-untyped-call] # MkDocs types it loosely
    """Options of the plugin in `mkdocs.yml`."""

    briefs_dir = c.Type(str, default="briefs")
    """Folder of the briefings, relative to mkdocs.yml."""

    require_evidence = c.Type(bool, default=False)
    """Whether a statement without evidence is an error."""

    offline = c.Type(bool, default=False)
    """Whether the site is to open from a disk, without a server."""

    pdf = c.Type(bool, default=False)
    """Whether a PDF is made of each briefing."""

    cards = c.Type(bool, default=False)
    """Whether pages have pictures for those who share them."""

    topics = c.DictOfItems(c.Type(str), default={})
    """How topics are written, by id."""


class BriefsitePlugin(BasePlugin[BriefsiteConfig]):  # type: ignore[no-untyped-call]
    """Adds a page for every briefing, source and entity, without writing into `docs/`."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self._command = ""
        self._building: Building
        self._kept: Kept | None = None
        self._store: Store
        self._stamp: str | None = None
        self._warnings = CountHandler(level=logging.WARNING)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Present, so that MkDocs keeps this object between the builds of `serve`."""
        self._command = command

    def on_config(self, config: MkDocsConfig) -> None:
        """Bring in the theme, and rebuild when a briefing changes."""
        briefs = self._settings(config).briefs
        if not briefs.is_dir():
            raise PluginError(
                f"briefsite: there is no folder {briefs}; create it, or set `briefs_dir`"
            )
        own_theme = 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(own_theme, str(THEME))
        config.extra_css.insert(0, "assets/briefsite/briefsite.css")
        if config.theme.get("favicon") == "assets/images/favicon.png":  # Material's own
            config.theme["favicon"] = "assets/briefsite/favicon.svg"
        if not config.theme.get("logo") and not (config.theme.get("icon") or {}).get("logo"):
            config.theme["logo"] = "assets/briefsite/logo.svg"
        if self.config.offline:
            _leave_servers(config)
        config.watch.append(str(briefs))
        for extension in EXTENSIONS:  # MkDocs' own, and what the templates use
            if extension not in config.markdown_extensions:
                config.markdown_extensions.append(extension)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Begin a build; where nothing was touched since the last one, all of MkDocs ends here."""
        settings = self._settings(config)
        self._store = Store(settings.cache)
        self._stamp = _stamp(config, settings) if self._command == "build" else None
        if self._has_nothing_to_do(config):
            log.info("Nothing has changed since the last build; %s stays as it is", config.site_dir)
            raise SystemExit(0)
        from briefsite.mkdocs.build import Building, Kept

        self._warnings = CountHandler(level=logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self._warnings)
        self._kept = self._kept or Kept()
        serving = self._command == "serve"
        self._building = Building(config, settings, self._store, self._kept, serving=serving)
        try:
            self._building.prepare()
        except ChangedError as error:
            raise PluginError(f"briefsite: {error}") from None

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Add the generated pages."""
        self._building.add_pages(files)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Keep the navigation for the pages made beside MkDocs."""
        self._building.keep_navigation(nav)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Let the theme put our search behind Material's box."""
        self._building.set_up(env)

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> None:
        """Give a page whose article is made already its front matter."""
        self._building.give_front_matter(page)

    @event_priority(-50)  # after plugins that change the content
    def on_page_content(
        self, content: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Take the page into our index, and keep it out of Material's."""
        return self._building.take_in(content, page)

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Give the page its content-security policy, and its card."""
        self._building.complete(context, page)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> None:
        """Give `404.html` its policy as well, and the sitemap all pages."""
        self._building.complete_template(context, template_name)

    @event_priority(-100)  # the site is whole when all others have done their work
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the new site in the place of the old one."""
        self._building.publish()
        logging.getLogger("mkdocs").removeHandler(self._warnings)
        # What warned must warn again; what others bring in, we cannot see change.
        if self._stamp and self._building.is_alone and not self._warnings.get_counts():
            self._store.put(_stamp_key(config), self._stamp)
        self._store.close()
        if self._command == "serve":
            collect_soon()

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the old site as it was."""
        logging.getLogger("mkdocs").removeHandler(self._warnings)
        if hasattr(self, "_building"):
            self._building.abandon()
            self._store.close()

    def _has_nothing_to_do(self, config: MkDocsConfig) -> bool:
        """Tell whether a build would change nothing, and say nothing."""
        return (
            self._stamp is not None
            and self._store.get(_stamp_key(config)) == self._stamp
            and stands(Path(config.site_dir), self._store)
        )

    def _settings(self, config: MkDocsConfig) -> Settings:
        root = Path(config.config_file_path or "mkdocs.yml").parent
        try:
            cache = store_path(root)
        except CachePlaceError as error:
            raise PluginError(f"briefsite: {error}") from None
        return Settings(
            site_name=config.site_name,
            site_url=config.site_url or None,
            language=str(config.theme.get("language") or "en"),
            docs=_as_typed(Path(config.docs_dir)),
            briefs=_as_typed(root / self.config.briefs_dir),
            require_evidence=self.config.require_evidence,
            topics=self.config.topics,
            offline=self.config.offline,
            pdf=self.config.pdf,
            cards=self.config.cards,
            cache=cache,
        )


def _leave_servers(config: MkDocsConfig) -> None:
    """Link to files instead of folders, and load what stands in for a server."""
    from briefsite.outputs.offline import SCRIPT

    config.use_directory_urls = False
    # Material's name for what comes before its own scripts.
    config.extra["polyfills"] = [*config.extra.get("polyfills", []), SCRIPT]


def _stamp(config: MkDocsConfig, settings: Settings) -> str | None:
    """Stand for all that a build is made from; None where that cannot be told without reading it."""
    docs, briefs = stamp(settings.docs), stamp(settings.briefs)
    if docs is None or briefs is None:
        return None
    with warnings.catch_warnings():  # MkDocs would drop this, but 1.6 is the last of its line
        warnings.simplefilter("ignore", DeprecationWarning)
        # As they were read: with what came from the environment and from the command line.
        options = repr(config.user_configs)
    libraries = Path(get_path("purelib")).stat()  # whatever is installed or renewed changes it
    about = code_digest(), options, get_build_date(), str(own_shard()), str(libraries.st_mtime_ns)
    return digest("stamp", *about, docs, briefs)


def _stamp_key(config: MkDocsConfig) -> str:
    return digest("stamp", str(Path(config.site_dir).resolve()))


def _as_typed(path: Path) -> Path:
    """A path as short as an author would type it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
