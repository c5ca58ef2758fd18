"""Under `serve`: the page of a briefing that was just saved, shown before the site is built again.

MkDocs looks for changes now and then, builds the whole site, and answers no reader meanwhile. Here the system
says that a file was saved; its page is made from it and from the archive as it was read last, and laid into the
served folder. The build follows, behind the pages, and has the last word.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from briefsite.archive.editions import languages_of
from briefsite.archive.folder import YAML_ENDINGS
from briefsite.archive.load import MAX_BYTES
from briefsite.archive.settings import Settings
from briefsite.cache.file_digests import ChangedError
from briefsite.cache.memory import collect
from briefsite.cache.progress import in_background
from briefsite.cache.store import Store
from briefsite.mkdocs.articles import ArticleMaker, Articles
from briefsite.mkdocs.build import Prepared
from briefsite.mkdocs.theme_pages import Surroundings, page_alone
from briefsite.pages.addresses import DocsPath, SitePath, site_path_of, url_of
from briefsite.pages.context import Context
from briefsite.pages.planning import briefing_page
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import Page, PageMaker, own_folder
from briefsite.site.reading import Reading, read_site
from briefsite.site.written_file import written_site

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.briefsite")

_PAUSE = 0.02
"""Seconds in which an editor may go on to write what it saves."""

_SAVED = frozenset({"created", "modified", "moved", "closed"})
"""What is said of a file that is written; to open one for reading is an event as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build leaves for pages that are saved after it."""

    settings: Settings
    publication: Publication
    maker: ArticleMaker
    around: Surroundings
    folder: Path
    """The site folder."""

    made: frozenset[DocsPath]
    """Pages whose articles are made here. Those that MkDocs makes may hold what others put there."""

    reading: Reading | None
    """The archive; None where that build had not to read it."""

    @classmethod
    def of(cls, build: Prepared, around: Surroundings) -> Built:
        """What is left of a build, without its plan of all pages."""
        articles, from_markdown = build.routes.articles, build.routes.from_markdown
        return cls(
            settings=build.settings,
            publication=build.site.publications[""],
            maker=replace(articles.maker, plan=_no_plan),
            around=around,
            folder=Path(build.site_dir),
            made=frozenset(articles.pages.keys() - from_markdown.keys()),
            reading=build.site.reading(),
        )


class SavedPage(NamedTuple):
    """The page of a briefing as it was saved."""

    path: SitePath
    html: bytes


def saved_page(built: Built, path: Path, raw: bytes) -> SavedPage | None:
    """The page of the briefing in a file that now holds `raw`, among all others as they were read last.

    None where the site has no page of that file yet, or one that MkDocs makes of its Markdown, and where the file has
    errors: that is left to the build.
    """
    reading, briefs = built.reading, built.settings.briefs
    former = reading.site.briefings.get(path.stem) if reading else None
    if reading is None or former is None or former.path != path:
        return None
    site = written_site(briefs, path, raw, reading)
    if site is None:
        return None
    context, briefing = Context.of(site, built.publication), site.briefings[path.stem]
    planned = briefing_page(context, briefing)
    if planned.uri not in built.made:
        return None
    page = PageMaker(context, own_folder(briefs)).make(planned)
    if not isinstance(page, Page):
        return None
    values, store = built.maker.values(page), Store()
    for key, value in values.items():
        store.share(key, value)
    outlined = built.around.outline.pages[page.uri]
    keys = {page.uri: next(iter(values))}
    articles = Articles(maker=built.maker, store=store, pages={page.uri: outlined}, keys=keys)
    address = url_of(page.uri, has_folders=built.around.config.use_directory_urls)
    return SavedPage(site_path_of(address), page_alone(page.uri, articles, built.around))


def _no_plan() -> NoReturn:
    raise AssertionError("a page that is saved is made without a plan of all others")


@dataclass(slots=True)
class SavedPages:
    """Shows pages as they are saved, from the first build of `serve` on."""

    _built: Built | None = None
    _shown: dict[Path, bytes] = field(default_factory=dict)
    """What the files held whose pages were shown since the last build began."""

    _laid: set[SitePath] = field(default_factory=set)
    """Where pages were laid that no build knows of."""

    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def renew(self, built: Built) -> None:
        """Go on from a build that just ended."""
        former = self._built.reading if self._built else None
        self._built = built if built.reading else replace(built, reading=former)

    def taken(self) -> set[SitePath]:
        """Where pages were laid of which the build that begins must not think that they are its own."""
        with self._one_at_a_time:
            taken, self._laid = self._laid, set()
            return taken

    def show(self, *paths: Path) -> bool:
        """Lay the pages of some files into the served folder; tells whether any is another than before."""
        with self._one_at_a_time:
            shown = [self._show(path) for path in dict.fromkeys(paths)]
            return any(shown)

    def _show(self, path: Path) -> bool:
        built = self._built
        try:
            state = path.lstat()
            if built is None or not S_ISREG(state.st_mode) or state.st_size > MAX_BYTES:
                return False
            raw = path.read_bytes()
            page = None if self._shown.get(path) == raw else saved_page(built, path, raw)
            if page is None:
                return False
            self._shown[path] = raw
            self._laid.add(page.path)
            aside = built.folder / f".briefsite-saved-{os.getpid()}"
            aside.write_bytes(page.html)
            aside.replace(built.folder / page.path)
        except Exception:  # whatever it is, the build meets it as well, and says it
            log.debug("%s is left to the build", path, exc_info=True)
            return False
        log.info("%s: its page is shown; all else follows", path)
        return True

    def watch(self, server: LiveReloadServer) -> None:
        """Show pages through a server of MkDocs, which builds all else behind them.

        A browser has the page at once. What it asks for while the site is built it gets as it was, and
        asks again when that is done.
        """
        assert self._built
        saved, briefs, build = SimpleQueue[Path](), self._built.settings.briefs, server.builder

        def show_saved() -> None:
            if self.show(*_taken(saved)):
                _show_epoch(server)

        def show_always() -> None:
            while True:
                saved.put(saved.get())  # waits for the first
                time.sleep(_PAUSE)
                show_saved()

        def build_behind() -> None:
            _answer(server)
            show_saved()
            collect()  # as late as that: it stops all else for a second where an archive is large
            self._shown.clear()
            build()
            during = [*self._shown]
            self._shown.clear()
            self.show(*during)  # the build may have read them before they were saved
            _want_epoch(server)

        observer = Observer()
        observer.schedule(_Listener(saved, briefs), str(briefs.resolve()), recursive=True)
        try:
            observer.start()
        except OSError as error:  # the system watches no more files: MkDocs' own way is left
            log.debug("%s cannot be watched: %s", briefs, error)
            return
        server.builder = build_behind
        for work in (show_always, self._read):
            threading.Thread(target=work, daemon=True).start()

    def _read(self) -> None:
        """Read the archive where the first build of all had not to: before somebody saves, if it can be."""
        built = self._built
        if built is None or built.reading:
            return
        settings, store = built.settings, Store(built.settings.cache)
        with (
            closing(store),
            suppress(ChangedError),
            in_background(),
        ):  # a build follows, and reads it
            reading = read_site(
                settings.briefs,
                require_evidence=settings.require_evidence,
                store=store,
                languages=languages_of(settings),
            )
            reading.linked()
            with self._one_at_a_time:
                if self._built is built:
                    self._built = replace(built, reading=reading)


def _taken(saved: SimpleQueue[Path]) -> list[Path]:
    """All that waits in a queue, from which others take as well."""
    taken = []
    with suppress(Empty):
        while True:
            taken.append(saved.get_nowait())
    return taken


# MkDocs' server counts the states of a site. It has no public names for them, see `docs/material.md`.


def _answer(server: LiveReloadServer) -> None:
    """Let it answer while a site is built: from what there is."""
    with server._epoch_cond:  # noqa: SLF001
        server._wanted_epoch = server._visible_epoch  # noqa: SLF001
        server._epoch_cond.notify_all()  # noqa: SLF001


def _want_epoch(server: LiveReloadServer) -> None:
    """Begin a new state, which it shows when the build ends."""
    with server._epoch_cond:  # noqa: SLF001
        server._wanted_epoch = round(time.monotonic() * 1000)  # noqa: SLF001


def _show_epoch(server: LiveReloadServer) -> None:
    """Begin a new state and show it: browsers load their page again."""
    _want_epoch(server)
    with server._epoch_cond:  # noqa: SLF001
        server._visible_epoch = server._wanted_epoch  # noqa: SLF001
        server._epoch_cond.notify_all()  # noqa: SLF001


class _Listener(FileSystemEventHandler):
    """Hears of files that are saved, by their path as the archive has it."""

    def __init__(self, saved: SimpleQueue[Path], briefs: Path) -> None:
        self._saved, self._briefs, self._whole = saved, briefs, briefs.resolve()

    def dispatch(self, event: FileSystemEvent) -> None:
        """Note the file that an event is about."""
        if event.is_directory or event.event_type not in _SAVED:
            return
        for name in (event.src_path, event.dest_path):
            path = Path(str(name))
            if path.suffix in YAML_ENDINGS and path.is_relative_to(self._whole):
                self._saved.put(self._briefs / path.relative_to(self._whole))
