"""The way in from MkDocs. Hooks translate; the other modules of this folder do the work.

These are imported once it is known that there is work: to import them takes longer than to see that
there is none.
"""

from __future__ import annotations

import errno
import logging
import signal
import warnings
from dataclasses import replace
from functools import partial
from pathlib import Path
from sysconfig import get_path
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

import mkdocs
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.utils import get_build_date

from briefsite.archive.dates import Date, Instant
from briefsite.archive.editions import read_editions
from briefsite.archive.register import LOCK
from briefsite.archive.settings import (
    DEFAULTS,
    OWN_THEME,
    Settings,
    SettingsError,
    as_typed,
    cache_of,
    has_search,
)
from briefsite.cache.commit import commit_state
from briefsite.cache.file_digests import ChangedError
from briefsite.cache.shards import own_shard
from briefsite.cache.stamp import stamp
from briefsite.cache.store import Store, code_digest, digest
from briefsite.cache.workers import in_background
from briefsite.messages.message import Message, MessageError
from briefsite.messages.translation import author_language
from briefsite.mkdocs.command import running_command
from briefsite.mkdocs.refusal import cannot_be_written, refused
from briefsite.outputs.site_folder import look_at, stands
from briefsite.pages.python_markdown import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage
    from mkdocs.utils.templates import TemplateContext

    from briefsite.mkdocs.build import CarriedOver, Prepared
    from briefsite.mkdocs.saved_pages import SavedPages
    from briefsite.mkdocs.theme_pages import Surroundings, Theme
    from briefsite.outputs.searched import SearchDocument
    from briefsite.outputs.site_folder import Half

log = logging.getLogger("mkdocs.plugins.briefsite")

ENGINE = mkdocs.__name__
"""The program that runs: `mkdocs`, or `properdocs`, which stands in for it. Its warnings are logged there."""

THEME = Path(__file__).parent.parent / "theme"
"""Holds our theme, what is laid over Material, and what both have in common."""


class BriefsiteConfig(Config):  # type: ignore[no-untyped-call] # MkDocs types it loosely
    """Options of the plugin in `mkdocs.yml`."""

    briefs_dir = c.Type(str, default=str(DEFAULTS.briefs))
    """Folder of the briefings, relative to mkdocs.yml."""

    require_evidence = c.Type(bool, default=DEFAULTS.require_evidence)
    """Whether a statement without evidence is an error."""

    due_soon_days = c.Type(int, default=DEFAULTS.due_soon_days)
    """How many days before its deadline a promise is due soon."""

    silent_days = c.Type(int, default=DEFAULTS.silent_days)
    """After how many days without news a promise is said to be silent."""

    agenda = c.Type(bool, default=DEFAULTS.agenda)
    """Whether the site has a page of what is overdue, due soon or silent."""

    offline = c.Type(bool, default=DEFAULTS.offline)
    """Whether the site is to open from a disk, without a server."""

    pdf = c.Type(bool, default=DEFAULTS.pdf)
    """Whether a PDF is made of each briefing."""

    cards = c.Type(bool, default=DEFAULTS.cards)
    """Whether pages have pictures for those who share them."""

    embeds = c.Type(bool, default=DEFAULTS.embeds)
    """Whether quotations, commitments and scoreboards have cards for other sites."""

    topics = c.DictOfItems(c.Type((str, dict)), default={})
    """How topics are written, by id; or in each language."""

    editions = c.Optional(c.Type(dict))
    """The languages of the site, each with the path of its pages."""


_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})
"""What the system says where nothing more can be written."""


class _Warnings(logging.Handler):
    """Notes what a build warned of, so that one with nothing to do can say it again."""

    def __init__(self, level: int) -> None:
        """Start with nothing said."""
        super().__init__(level)
        self.said: list[tuple[str, int, str]] = []
        """The names of loggers, levels and texts."""

    def emit(self, record: logging.LogRecord) -> None:
        """Note one."""
        self.said.append((record.name, record.levelno, record.getMessage()))


class _Navigation(NamedTuple):
    """What MkDocs knows once it has all files."""

    nav: Navigation
    files: Files


class BriefsitePlugin(BasePlugin[BriefsiteConfig]):  # type: ignore[no-untyped-call]
    """Adds a page for every briefing, source and entity, without writing into `docs/`."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self._command = ""
        self._store: Store
        self._stamp: str | None = None
        self._began = 0
        self._carried_over: CarriedOver | None = None
        self._prepared: Prepared | None = None
        """From before MkDocs makes its pages until after; the other three are from hooks between."""

        self._navigation: _Navigation
        self._theme: Theme
        self._documents: dict[str, list[SearchDocument]]
        """What is searched of the pages that MkDocs made."""

        self._saved: SavedPages | None = None
        """Under `serve`, from its first build on."""

        self._warnings = _Warnings(level=logging.WARNING)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Present, so that MkDocs keeps this object between the builds of `serve`."""
        self._command = command

    def on_config(self, config: MkDocsConfig) -> None:
        """Bring in the theme, and rebuild when a briefing changes."""
        settings = self.settings(config)
        briefs = settings.briefs
        if not briefs.is_dir():
            raise refused(
                Message("there is no folder {path}; create it, or set `briefs_dir`", path=briefs)
            )
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME / "common"))
        if config.theme.name != OWN_THEME:
            _lay_over_material(config)
        if self.config.offline:
            _leave_servers(config)
        if config.nav and (editions := read_editions(settings.editions, settings.language)):
            from briefsite.pages.navigations import in_folder

            config.nav = in_folder(config.nav, editions[0].folder)
        config.watch.append(str(briefs))
        for extension in EXTENSIONS:  # MkDocs' own, and what the templates use
            if extension not in config.markdown_extensions:
                config.markdown_extensions.append(extension)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Begin a build; where nothing was touched since the last one, the `mkdocs` command ends here."""
        settings = self.settings(config)
        if not (self._command == "serve" and self._is_withheld()):
            self._store = Store(settings.cache)
        self._began = Instant.now().seconds
        command = running_command()
        if command:
            signal.signal(signal.SIGTERM, _interrupt)
        is_build = self._command == "build"
        one, other = (partial(look_at, Path(config.site_dir), self._store, half) for half in (0, 1))
        looks: list[Callable[[], Half | None]] = [one, other]
        if command and is_build:  # beside the rest: there are fifteen files for each briefing
            looks = [one, in_background(other)]
        self._stamp = _stamp(config, settings) if is_build else None
        if command and self._has_nothing_to_do(config, looks):
            log.info("Nothing has changed since the last build; %s stays as it is", config.site_dir)
            command.exit()
        from briefsite.mkdocs.build import CarriedOver, prepare

        self._warnings = _Warnings(level=logging.WARNING)
        logging.getLogger(ENGINE).addHandler(self._warnings)
        before = self._carried_over or CarriedOver()
        if self._saved and before.contents:
            before = replace(before, contents=before.contents.where(self._saved.taken()))
        self._carried_over = replace(before, contents=None)  # not known after a failure
        self._documents = {"generated": [], "hand-written": []}
        is_served = self._command == "serve"
        try:
            self._prepared = prepare(config, settings, self._store, before, is_served=is_served)
        except ChangedError as error:
            raise PluginError(f"briefsite: {error}") from None
        config.site_dir = str(self._prepared.output.aside)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Add the generated pages."""
        from briefsite.mkdocs.mkdocs_files import add_files

        build = self._build
        add_files(files, build.routes, build.site.outline, build.docs, config)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Keep the navigation for the pages that do not go through MkDocs."""
        self._navigation = _Navigation(nav, files)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Give templates what they know of the site, and keep the theme's page for them as well."""
        from briefsite.mkdocs.mkdocs_pages import nav_entries
        from briefsite.mkdocs.theme_pages import load_theme
        from briefsite.pages.navigations import navigations
        from briefsite.pages.policy import own_policy
        from briefsite.pages.theme_data import theme_data

        build = self._build
        # `serve` puts a script of its own into each page, to reload it.
        is_own, has_policies = config.theme.name == OWN_THEME, not build.is_served
        config.extra["briefsite"] = theme_data(
            build.settings,
            config.extra,
            has_search=has_search(config.plugins),
            policy=own_policy() if is_own and has_policies else "",
            navs=navigations(nav_entries(self._navigation.nav), build.links, build.docs.pages),
        )
        self._theme = load_theme(env, self._store, has_policies=has_policies and not is_own)

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> None:
        """Give a page whose article is made already its front matter."""
        from briefsite.mkdocs.through_mkdocs import front_matter

        meta = front_matter(page, self._build.routes)
        if meta is not None:
            page.meta = {**meta}

    @event_priority(-50)  # after plugins that change the content
    def on_page_content(
        self, content: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Take the page into our index, and keep it out of Material's."""
        from briefsite.mkdocs.through_mkdocs import complete_page

        routes = self._build.routes
        html, document = complete_page(page, content, routes, self._build.docs)
        if document:
            is_generated = page.file.src_uri in routes.pages
            self._documents["generated" if is_generated else "hand-written"].append(document)
        return html

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Give the page its content-security policy, and its card."""
        from briefsite.mkdocs.theme_pages import card_of, language_of, speak
        from briefsite.pages.addresses import DocsPath

        build, uri = self._build, DocsPath(page.file.src_uri)
        if build.settings.offline:
            page.canonical_url = None  # it would end in `.html`, which the published site does not
        self._theme.policies.add_to(context)
        page.meta = {**build.links.meta(uri), **page.meta}
        speak(language_of(build.links, uri), config)
        if build.has_cards:  # `serve` makes none
            edition = page.meta.get("edition") or [""]
            page.meta.update(card_of(uri, build.site.outline, edition[0]))

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> None:
        """Give `404.html` its policy as well, and the sitemap all pages."""
        from briefsite.mkdocs.sitemap import files_in_sitemap

        if template_name.endswith(".html"):
            self._theme.policies.add_to(context)
        if template_name == "sitemap.xml":
            pages = self._build.routes.articles.pages
            context["pages"] = files_in_sitemap([*context["pages"]], pages, config)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Say in the sitemap which pages are the same in several languages."""
        from briefsite.outputs.sitemap import in_languages

        is_map = template_name == "sitemap.xml" and len(self._build.links.publications) > 1
        return in_languages(output, self._build.links) if is_map else output

    @event_priority(-100)  # the site is whole when all others have done their work
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the new site in the place of the old one."""
        from briefsite.mkdocs.build import publish
        from briefsite.mkdocs.theme_pages import Surroundings

        build = self._build
        around = Surroundings(
            config=config,
            nav=self._navigation.nav,
            files=self._navigation.files,
            theme=self._theme,
            outline=build.site.outline,
            links=build.links,
            has_cards=build.has_cards,
        )
        try:
            self._carried_over = publish(build, around, self._documents.values())
        except ChangedError as error:
            raise PluginError(f"briefsite: {error}") from None
        config.site_dir = build.site_dir
        if self._command == "serve":
            self._keep(build, around)
        self._prepared = None
        logging.getLogger(ENGINE).removeHandler(self._warnings)
        if self._command != "serve":
            # What others bring in, we cannot see change; and a strict build that warned has failed.
            is_told = build.is_alone and not (config.strict and self._warnings.said)
            # Until then no briefing appears by itself. Where nothing can be told, what was told before is forgotten:
            # the site is no longer that of then.
            told = (self._stamp, self._began, build.until, self._warnings.said)
            self._store.put(_stamp_key(config), told if self._stamp and is_told else None)
        self._store.close()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> None:
        """Show the page of a briefing as soon as it is saved."""
        if self._saved:
            self._saved.watch(server)

    def on_shutdown(self) -> None:
        """Leave the old site as it was also where somebody ends a build."""
        if self._prepared:
            from briefsite.mkdocs.build import abandon

            abandon(self._prepared)
            self._prepared = None

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the old site as it was, and say why in words where there are any."""
        logging.getLogger(ENGINE).removeHandler(self._warnings)
        self.on_shutdown()
        if hasattr(self, "_store"):
            self._store.close()
        if isinstance(error, MessageError):
            raise refused(error.message) from None
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise cannot_be_written(error) from None

    def _keep(self, build: Prepared, around: Surroundings) -> None:
        """Keep what is needed to show pages that are saved after a build."""
        from briefsite.mkdocs.saved_pages import Built, SavedPages

        self._saved = self._saved or SavedPages()
        self._saved.renew(Built.of(build, around))

    @property
    def _build(self) -> Prepared:
        assert self._prepared
        return self._prepared

    def _is_withheld(self) -> bool:
        """Tell whether the last build of `serve` showed what waits, so that its store is in memory alone."""
        return hasattr(self, "_store") and self._store.is_read_only

    def _has_nothing_to_do(
        self, config: MkDocsConfig, looks: Iterable[Callable[[], Half | None]]
    ) -> bool:
        """Tell whether a build would change nothing; where it would warn, this does in its place."""
        kept, began, until, said = self._store.get(_stamp_key(config)) or (None, 0, 0, ())
        has_nothing = (
            self._stamp is not None
            and kept == self._stamp
            and began <= self._began < until
            and stands(look() for look in looks)
        )
        if has_nothing:
            for name, level, text in said:
                logging.getLogger(name).log(level, "%s", text)
        return has_nothing

    def settings(self, config: MkDocsConfig) -> Settings:
        """What `read_settings` reads, from what MkDocs read; raises PluginError where nothing can be kept."""
        root = Path(config.config_file_path or "mkdocs.yml").parent
        try:
            cache = cache_of(root)
        except SettingsError as error:
            raise refused(error.message) from None
        return Settings(
            site_name=config.site_name,
            site_url=config.site_url or None,
            language=str(config.theme.get("language") or DEFAULTS.language),
            docs=as_typed(Path(config.docs_dir)),
            briefs=as_typed(root / self.config.briefs_dir),
            require_evidence=self.config.require_evidence,
            topics=cast("dict[str, str | Mapping[str, str]]", self.config.topics),
            due_soon_days=self.config.due_soon_days,
            silent_days=self.config.silent_days,
            agenda=self.config.agenda,
            offline=self.config.offline,
            pdf=self.config.pdf,
            cards=self.config.cards,
            embeds=self.config.embeds,
            cache=cache,
            editions=self.config.editions,
        )


def _interrupt(*_: object) -> None:
    """End a build that is asked to end as by Ctrl+C: in order, with a line and a code that is not 0."""
    raise KeyboardInterrupt


def _lay_over_material(config: MkDocsConfig) -> None:
    """Put our templates and our look in the place of Material's."""
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME / "material"))
    sheets = "assets/briefsite/briefsite.css", "assets/briefsite/material.css"
    config.extra_css[:0] = sheets
    if config.theme.get("favicon") == "assets/images/favicon.png":  # Material's own
        config.theme["favicon"] = "assets/briefsite/favicon.svg"


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
    days = get_build_date(), str(Date.today())  # that of the sitemap, and that of promises
    # A build that warns nobody has nothing to say again, and none says it in another language.
    said = author_language(), str(logging.getLogger(ENGINE).isEnabledFor(logging.WARNING))
    about = code_digest(), ENGINE, options, *days, str(own_shard()), str(libraries.st_mtime_ns)
    return digest("stamp", *about, *said, docs, briefs, commit_state(settings.briefs / LOCK))


def _stamp_key(config: MkDocsConfig) -> str:
    return digest("told", str(Path(config.site_dir).resolve()))
