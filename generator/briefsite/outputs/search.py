"""The search index, made by Pagefind (https://pagefind.app).

Pagefind's index is split into small pieces, of which a browser fetches only those that a query
needs, and it knows accents, and most endings of the language that it is made for.
`theme/common/assets/briefsite/search.js` asks it, for the search boxes of both themes.

Pages of each edition, and of each language in it, have an index of their own. It is put together from parts of some
hundred pages, see `search_merge`; of a part, Pagefind looks at the pages that changed alone, see `search_part`. All of
that is done beside the rest of a build, see `search_program`.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from html import escape, unescape
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pagefind_bin import get_executable

from briefsite.cache.stamp import scan
from briefsite.cache.store import Store, code_digest, digest
from briefsite.evidence.typography import HINTS
from briefsite.outputs import search_program
from briefsite.outputs.outline import Outline
from briefsite.outputs.search_part import ENTRY, FRAGMENTS, content_key
from briefsite.outputs.search_program import BEFORE, FILES, INDEX, KEYS, NEW, PAGES, READ, TASK
from briefsite.outputs.site_folder import is_running
from briefsite.pages.addresses import DocsPath, SitePath, UrlPath
from briefsite.pages.written import WrittenPage

FOLDER = "pagefind"
"""Where the index goes in the site."""

WEIGHTS = {
    "briefing": 1.0,
    "hand-written": 0.3,
    "entity": 0.3,
    "source": 0.2,
    "commitment": 0.1,
}
"""How much a word in a kind of page counts; other kinds are not searched, since they repeat these.

Archived texts are found, but after the briefings that cite them.
"""

_LONGEST = 200
"""Characters of the name of a file; most file systems take 255."""

_ROOM = 1 << 30
"""Bytes that must be free in memory; what is read and made for 20,000 briefings takes half of it."""

_NAME = "briefsite-index-"
"""Begins the names of the folders that Pagefind works in, before the number of the process."""

_NAMES = re.compile(rf"{_NAME}(\d+)-\w+")
_MEMORY = "/dev/shm"  # noqa: S108 (the folder made in it has a name that nobody can foresee)
"""A folder that is on no disk."""

_HOUR = 3_600

_MOST = 640
"""Documents of a part, more or less at most; Pagefind takes half a second for so many, and 160 KB of memory for each."""

_OPENING = ("entity", "commitment")
"""Pages that are lists of what briefings say, but for what stands before the first of these."""

_UNSEARCHED = {
    "headerlink",
    "bs-edit",
    "bs-kind",
    "bs-screen",
    "bs-print",
    "bs-picture",
    "bs-proof",
    "bs-cites",
    "bs-checked",
    "bs-coverage",
    "bs-changes",
}
"""Classes of what repeats other pages, or is not words."""

_TAG = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][\w-]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>""", re.DOTALL)
_EMPTY = ("br", "hr", "img", "input", "wbr")
"""Elements without an end."""

_CLASS = re.compile(r"""\bclass=["']([^"']*)""")
_ID = re.compile(r"""\sid=["']([^"']*)""")
_PLACES = {"section": "b", "p": "i"}
"""Elements of the page of a source whose places `search.js` must know, and what marks each: an empty
element, since Pagefind keeps the words of an element with an id a second time."""

_OUTSIDE = "u"
"""What marks a paragraph that is in no turn."""

_STATE = re.compile(r'<span class="bs-status bs-status-([\w-]+)"[^>]*>([^<]*)<')
"""The state of a commitment, as its page tells it first."""

_ABOUT = re.compile(r'<!doctype html><html data-about="([^"]*)">')
"""What `searched` says of a page, for the name of its file."""

_UNSEEN = re.compile(f"[{re.escape(HINTS)}]+")
"""Left out: within a word they would make another word of it."""

_MARKUP, _WORD = re.compile(r"<[^>]*>"), re.compile(r"\w")
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))

_UNUSED = (
    *("pagefind-*ui*", "pagefind-highlight.js", "pagefind-worker.js"),  # for other search boxes
    *(ENTRY, "*.pf_meta", "*.pf_index"),  # which are made anew, of all parts
)
"""Files of the index of a part that do not go into the site."""

_SCRIPT = "pagefind.js"
"""The file that is the same for all languages."""

_ENDINGS = "wasm.*.pagefind"
"""The file that knows the endings of a language."""

_NO_ENDINGS = "wasm.unknown.pagefind"
"""What stands in for it in a language that Pagefind does not know."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One page to find."""

    url: UrlPath
    """Relative to the site's root."""

    key: str
    """Stands for its text."""

    text: Callable[[], str]
    """What `searched` made of it."""

    language: str = ""
    """That of its words; empty for that of its edition."""

    edition: str = ""
    """The language of its edition; empty for that of the site."""

    twin: str = ""
    """What the page is called in each edition, among those of its kind; empty where there is one alone."""


class InEditions(NamedTuple):
    """The last fields of a `SearchDocument`: in which words a page says what it says."""

    language: str = ""
    edition: str = ""
    twin: str = ""


def generated_in(outline: Outline, uri: DocsPath) -> InEditions:
    """That of a page that briefsite makes."""
    page = outline.pages[uri]
    twin = page.name.partition(" ")[2] if outline.editions else ""
    return InEditions(page.language, page.edition, twin)


def written_in(outline: Outline, page: WrittenPage) -> InEditions:
    """That of a page that somebody wrote."""
    return InEditions(edition=page.edition, twin=page.name if outline.editions else "")


def searched(kind: str, title: str, html: str) -> str:
    """What Pagefind reads of a page: an HTML document with the words of its title and its content.

    `kind` is one of `WEIGHTS`; `title` and `html` are HTML. Links, marks and attributes are left out,
    so that the result changes with the words alone; of a source, the places of turns and paragraphs
    are kept, and of a commitment its state. Empty where there is no word, which Pagefind takes for an
    error.
    """
    if kind in _OPENING:
        html = html.partition("<h2")[0]
    weight, plain = WEIGHTS[kind], unescape(_MARKUP.sub("", title))
    seen = _UNSEEN.sub("", html).replace("\u2003", " ")
    words = _words(seen, has_places=kind == "source")
    if not _WORD.search(_MARKUP.sub("", words)):
        return ""
    # Pagefind gives headings weights of their own, whatever stands around them.
    words = words.replace("<h1", f'<h1 data-pagefind-weight="{7 * weight:.1f}"', 1)
    state = _STATE.search(html) if kind == "commitment" else None
    about = (kind, *(state.groups() if state else ("", "")))
    return (
        f'<!doctype html><html data-about="{_named(*map(unescape, about))}">'
        f'<body data-pagefind-weight="{weight}">'
        f'<span data-pagefind-meta="title:{escape(plain)}"></span>{words}</body></html>'
    )


def _named(*parts: str) -> str:
    """Parts of the name of a file; `search.js` takes it apart again.

    Names alone can say what a page is: Pagefind finds the words of metadata as it does those of the text.
    """
    return "!".join(quote(part, safe="") for part in parts)


def _words(html: str, *, has_places: bool) -> str:
    """Content without what is not searched; of tags only their names, the ids of headings, and places."""
    kept, at, inside, depth = [], 0, "", 0
    is_in_turn = False
    for tag in _TAG.finditer(html):
        closing, name, attributes = tag.groups(default="")
        if depth:
            depth += (-1 if closing else 1) * (name == inside)
        else:
            kept.append(html[at : tag.start()])
            if not closing and _is_unsearched(name, attributes):
                inside, depth = name, name not in _EMPTY
            elif name in _HEADINGS:
                kept.append(tag[0])
            elif name not in ("", "a", "mark"):
                kept.append(f"<{closing}{name}>")
            if has_places and name in _PLACES:
                is_in_turn = not closing if name == "section" else is_in_turn
                mark = _PLACES[name] if is_in_turn else _OUTSIDE
                if not closing and (place := _ID.search(attributes)):
                    kept.append(f'<{mark} id="{place[1]}"></{mark}>')
        at = tag.end()
    return "".join([*kept, "" if depth else html[at:]])


def _is_unsearched(name: str, attributes: str) -> bool:
    classes = _CLASS.search(attributes) if "class=" in attributes else None
    return name in ("sup", "script", "style") or bool(
        classes and not _UNSEARCHED.isdisjoint(classes[1].split())
    )


class _Part(NamedTuple):
    """Pages that are indexed together."""

    edition: str
    language: str
    place: str
    """Which part it is of those in its language, whatever is in its pages."""

    pages: Sequence[SearchDocument]

    @property
    def key(self) -> str:
        """Stands for all that is in it."""
        keys = (f"{page.url} {_page_key(page)}" for page in self.pages)
        return digest("part of the index", code_digest(), self.edition, self.language, *keys)

    @property
    def last_key(self) -> str:
        """Under which the key of it is filed as it was last made."""
        return digest(
            "last part of the index", code_digest(), self.edition, self.language, self.place
        )


class _MadePage(NamedTuple):
    """What the store keeps of a page."""

    key: str
    path: str
    """Of the file that Pagefind read."""

    fragment: str
    """The key of what a result shows."""


class _MadePart(NamedTuple):
    """What the store keeps of a part."""

    read: str
    """The key of its pages and words, see `ReadPart`."""

    pages: Mapping[UrlPath, _MadePage]
    files: Mapping[str, str]
    """The keys of what is the same for all parts in a language, by path."""


def _page_key(page: SearchDocument) -> str:
    return f"{page.key} {page.twin}".rstrip()


class Index:
    """The search index of a site; what changed in it is made beside other work."""

    def __init__(self, store: Store, language: str) -> None:
        """Begin with no pages; `language` is that of the site."""
        self._store, self._language = store, language
        self._groups_added = 0
        self._parts: dict[str, _Part] = {}
        self._run: _Run | None = None
        self._begun: dict[str, _MadePart] = {}
        self._wholes_begun: dict[str, tuple[str, str]] = {}
        self.files: Mapping[SitePath, str] = {}
        """A digest of each file, by its path in the site; known after `finish`."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Begin to index pages; those of one call share no part with those of another."""
        parts = {part.key: part for part in self._divided(documents)}
        self._groups_added += 1
        self._parts |= parts
        for key in parts:
            if not self._is_whole(self._store.get(key)):
                self._begin(key)

    def _is_whole(self, made: _MadePart | None) -> bool:
        """Whether all is there that was made of a part."""
        if made is None:
            return False
        fragments = (page.fragment for page in made.pages.values())
        return not self._store.missing([made.read, *made.files.values(), *fragments])

    def _divided(self, documents: Iterable[SearchDocument]) -> Iterator[_Part]:
        """Pages in parts, each in one language of one edition; those of the site's own come first."""
        alike: dict[tuple[str, str], list[SearchDocument]] = defaultdict(list)
        for page in sorted(documents, key=lambda page: page.url):
            edition = page.edition or self._language
            alike[edition, _without_dialect(page.language or edition)].append(page)
        own = self._language, _without_dialect(self._language)
        for group in sorted(alike, key=lambda group: (group != own, group)):
            wanted = 1
            while wanted * _MOST < len(alike[group]):
                wanted *= 2  # so that it is seldom another number
            parts: list[list[SearchDocument]] = [[] for _ in range(wanted)]
            for page in alike[group]:
                parts[zlib.crc32(page.url.encode()) % wanted].append(page)
            for number, part in enumerate(parts):
                if part:
                    yield _Part(*group, f"{self._groups_added} {number}/{wanted}", part)

    def _begin(self, key: str, *, anew: bool = False) -> None:
        """Begin to make a part, of what it was when it was last made unless `anew`."""
        part, run = self._parts[key], self._running()
        last: _MadePart | None = (
            None if anew else self._store.get(self._store.get(part.last_key) or "")
        )
        before = self._store.shared(last.read) if last and self._is_whole(last) else None
        known = last.pages if last and before else {}
        kept = {
            page.url: known[page.url]
            for page in part.pages
            if page.url in known and known[page.url].key == _page_key(page)
        }
        new = run.write_pages(key, [page for page in part.pages if page.url not in kept])
        pages = {page.url: kept.get(page.url) or new[page.url] for page in part.pages}
        run.make_part(key, part.language, pages.values(), before if kept else None)
        self._begun[key] = _MadePart("", pages, last.files if last and kept else {})

    def put_together(self) -> None:
        """Begin to put all parts together, which `finish` does otherwise: no more pages come."""
        for group, keys in self._groups().items():
            whole = _whole_key(keys)
            if whole not in self._wholes_begun and not self._store.get(whole):
                self._begin_whole(group, keys)

    def _begin_whole(self, group: tuple[str, str], keys: Sequence[str]) -> None:
        for key in keys:
            if key not in self._begun:
                read = self._store.shared(self._store.get(key).read)
                if read is None:  # it was damaged
                    self._begin(key, anew=True)
                else:
                    self._running().write_part(key, read)
        last: Mapping[str, str] = (
            self._store.get(self._store.get(_last_whole_key(group)) or "") or {}
        )
        kept = {*last.values()} - self._store.missing(last.values())
        self._ask_for_whole(group, keys, kept)

    def _ask_for_whole(
        self, group: tuple[str, str], keys: Sequence[str], kept: Collection[str]
    ) -> None:
        self._wholes_begun[_whole_key(keys)] = group
        self._running().put_together(_whole_key(keys), keys, kept)

    def _groups(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The parts that are put together, by edition and language."""
        groups: dict[tuple[str, str], list[str]] = {}
        for key, part in self._parts.items():
            groups.setdefault((part.edition, part.language), []).append(key)
        return groups

    def finish(self) -> None:
        """Wait until all is made; raises RuntimeError where Pagefind fails."""
        self.put_together()
        self._collect()
        files: dict[SitePath, str] = {}
        folders: dict[str, dict[str, list[str]]] = {}
        for number, ((edition, language), keys) in enumerate(self._groups().items()):
            folder = f"{number}/" if number else "./"
            folders.setdefault(edition, {})[language] = [folder]
            common, own = self._store.get(keys[0]).files, self._store.get(_whole_key(keys))
            for path, key in {**common, **own}.items():
                if not (number and path == _SCRIPT):
                    files[SitePath(posixpath.normpath(f"{FOLDER}/{folder}{path}"))] = key
        if files:
            ordered = {  # what an edition has in its own language comes first
                edition: dict(sorted(languages.items(), key=lambda one: one[0] != edition))
                for edition, languages in folders.items()
            }
            files[SitePath(f"{FOLDER}/parts.json")] = self._keep(json.dumps(ordered).encode())
        self.files = files

    def _collect(self) -> None:
        """Wait for what was begun, and keep it."""
        run, store = self._run, self._store
        if run is None:
            return
        run.wait()
        for key, begun in self._begun.items():
            new, read, files = run.part(key)
            kept = {path: self._keep(content) for path, content in files.items()}
            pages = {
                url: page._replace(fragment=new.get(page.path, page.fragment))
                for url, page in begun.pages.items()
            }
            common = {path: name for path, name in kept.items() if FRAGMENTS not in path}
            store.put(key, _MadePart(self._keep(read), pages, common or begun.files))
            store.put(self._parts[key].last_key, key)
        for whole, group in self._wholes_begun.items():
            paths, contents = run.whole(whole)
            for name, content in contents:
                store.share(name, content)
            store.put(whole, paths)
            store.put(_last_whole_key(group), whole)
        self.abandon()

    def abandon(self) -> None:
        """Stop what runs, and remove what it wrote."""
        if self._run:
            self._run.stop()
        self._run = None
        self._begun.clear()
        self._wholes_begun.clear()

    def file(self, path: SitePath) -> bytes:
        """The content of a file."""
        content: bytes | None = self._store.shared(self.files[path])
        if content is None:  # it was damaged, or thrown out
            self._make_anew()
            content = self._store.shared(self.files[path])
        assert content is not None
        return content

    def _make_anew(self) -> None:
        for key in self._parts:
            self._begin(key, anew=True)
        for group, keys in self._groups().items():
            self._ask_for_whole(group, keys, ())
        self.finish()

    def _running(self) -> _Run:
        if self._run is None:
            _remove_what_was_left()
            self._run = _Run()
        return self._run

    def _keep(self, content: bytes) -> str:
        key = content_key(content)
        self._store.share(key, content)
        return key


def _whole_key(parts: Sequence[str]) -> str:
    """The key of an index, by those of its parts."""
    return digest("index", code_digest(), *parts)


def _last_whole_key(group: tuple[str, str]) -> str:
    """Under which the key of an index is filed as it was last put together."""
    return digest("last index", code_digest(), *group)


class _Run:
    """The program that makes an index, and the folder that it works in."""

    def __init__(self) -> None:
        place = _in_memory()
        self._folder = tempfile.TemporaryDirectory(prefix=f"{_NAME}{os.getpid()}-", dir=place)
        self._words = Path(self._folder.name, "said")
        # Not through Pagefind's Python interface, which waits a tenth of a second for each page. What `-P` leaves out
        # is the folder of the site, where anything may lie.
        program = [sys.executable, "-Pm", search_program.__name__]
        with self._words.open("wb") as words:
            self._process = subprocess.Popen(  # noqa: S603 (nothing here comes from a briefing)
                [*program, str(os.getpid()), get_executable()],
                stdin=subprocess.PIPE,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )

    def write_pages(
        self, part: str, documents: Sequence[SearchDocument]
    ) -> Mapping[UrlPath, _MadePage]:
        """Write the pages of a part that are new."""
        paths = _write_pages(documents, self._path(part) / PAGES)
        return {
            page.url: _MadePage(_page_key(page), path, "")
            for page, path in zip(documents, paths, strict=True)
        }

    def make_part(
        self, part: str, language: str, pages: Iterable[_MadePage], before: bytes | None
    ) -> None:
        """Begin to make a part of its new pages, and of what it was before."""
        if before:
            self._write(part, BEFORE, before)
        self._ask(part, language=language, paths=[page.path for page in pages])

    def write_part(self, part: str, read: bytes) -> None:
        """Write a part that was made before."""
        self._write(part, READ, read)

    def put_together(self, whole: str, parts: Iterable[str], kept: Collection[str]) -> None:
        """Begin to put parts together; of the files that come out, some are kept already."""
        paths = [str(self._path(part) / READ) for part in parts]
        self._ask(whole, parts=paths, kept=[*kept])

    def _path(self, key: str) -> Path:
        return Path(self._folder.name, key)

    def _write(self, key: str, name: str, content: bytes) -> None:
        self._path(key).mkdir(exist_ok=True)
        (self._path(key) / name).write_bytes(content)

    def _ask(self, key: str, **task: object) -> None:
        # Apart from the line, which waits for nobody as long as lines are short.
        self._write(key, TASK, json.dumps(task).encode())
        self._tell(str(self._path(key)))

    def _tell(self, line: str) -> None:
        assert self._process.stdin
        with suppress(OSError):  # it failed: `wait` says why
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()

    def wait(self) -> None:
        """Wait until all is made that was begun; raises RuntimeError where Pagefind failed."""
        self._tell("")
        if self._process.wait():
            raise RuntimeError(f"Pagefind failed: {self._words.read_text('utf-8')}")

    def part(self, key: str) -> tuple[Mapping[str, str], bytes, Mapping[str, bytes]]:
        """Of a part that was made: the fragments of its new pages, its words, and its files that go into the site."""
        folder = self._path(key)
        index = folder / INDEX
        there = scan(index)[0] if index.exists() else ()
        paths = {path for path in there if not _is_one_of(_UNUSED, posixpath.basename(path))}
        if any(fnmatch(path, _ENDINGS) for path in paths - {_NO_ENDINGS}):
            paths.discard(_NO_ENDINGS)
        files = {path: (index / path).read_bytes() for path in sorted(paths)}
        return json.loads((folder / NEW).read_bytes()), (folder / READ).read_bytes(), files

    def whole(self, key: str) -> tuple[Mapping[str, str], Iterator[tuple[str, bytes]]]:
        """The keys of the files of an index by path, and the files that are new, by key."""
        folder = self._path(key)
        new = ((file.name, file.read_bytes()) for file in sorted((folder / FILES).iterdir()))
        return json.loads((folder / KEYS).read_bytes()), new

    def stop(self) -> None:
        """End it, and remove its folder."""
        if self._process.poll() is None:
            if os.name == "posix":  # and what it runs
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()
        self._folder.cleanup()


def _write_pages(pages: Sequence[SearchDocument], folder: Path) -> list[str]:
    """Write pages, each in a file that is named after what `search.js` must know of it; returns the paths of these.

    In one folder: to make one for each page takes longer than all else here. The last comes first: a folder in memory
    lists what came last before the rest, and Pagefind numbers pages as they are listed.
    """
    paths = []
    if pages:
        folder.mkdir(parents=True)
    for document in reversed(pages):
        text = document.text()
        about = _ABOUT.match(text)
        assert about
        name = _named(document.url.removeprefix("./"), *filter(None, [document.twin]))
        *parents, last = textwrap.wrap(f"{about[1]}!{name}", _LONGEST, break_on_hyphens=False)
        path = "/".join((*parents, f"{last}.html"))
        if parents:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
        paths.append(path)
    return paths[::-1]


def _remove_what_was_left() -> None:
    """Remove the folders of builds of this user that were killed, which may take up memory.

    A container that shares a place has processes that nobody sees from here, but none builds for an hour.
    """
    if os.name != "posix":  # nobody can tell whether a process runs
        return
    for old in chain(*(Path(place).glob("*") for place in (_MEMORY, tempfile.gettempdir()))):
        with suppress(OSError):
            name, state = _NAMES.fullmatch(old.name), old.lstat()
            is_ours = state.st_uid == os.getuid() and state.st_mtime < time.time() - _HOUR
            if name and is_ours and not is_running(name[1]):
                shutil.rmtree(old)


def _without_dialect(language: str) -> str:
    """A language alone, «pt» for `pt-BR`: words of its dialects have the same endings."""
    return language.partition("-")[0].lower()


def _in_memory() -> str | None:
    """A folder that is on no disk, where there is one with room: there Pagefind takes half the time."""
    has_room = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    return _MEMORY if has_room else None


def _is_one_of(patterns: Iterable[str], name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)
