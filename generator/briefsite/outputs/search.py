"""The search index, made by Pagefind (https://pagefind.app).

Pagefind's index is split into small pieces, of which a browser fetches only those that a query
needs, and it knows accents, and most endings of the language that it is made for.
`theme/common/assets/briefsite/search.js` asks it, for the search boxes of both themes.

Pages of each edition, and of each language in it, have an index of their own. Those of large archives
have several, so that an edit remakes only the one that its page is in. The browser merges them.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from html import escape, unescape
from itertools import chain
from math import ceil
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pagefind_bin import get_executable

from briefsite.cache.ledger import Ledger
from briefsite.cache.stamp import scan
from briefsite.cache.store import Store, code_digest, digest
from briefsite.evidence.typography import HINTS
from briefsite.outputs.outline import Outline
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
"""Bytes that must be free in memory; a part of 20,000 briefings takes a tenth."""

_NAME = "briefsite-index-"
"""Begins the names of the folders that Pagefind works in, before the number of the process."""

_NAMES = re.compile(rf"{_NAME}(\d+)-\w+")
_MEMORY = "/dev/shm"  # noqa: S108 (the folder made in it has a name that nobody can foresee)
"""A folder that is on no disk."""

_HOUR = 3_600

_PARTS = 2
_FEWEST = 300
"""Documents below which there is one part, made in half a second."""

_MOST = 10_000
"""Documents of a part at most; Pagefind takes 160 KB of memory for each."""

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

_UNUSED = ("pagefind-*ui*", "pagefind-highlight.js", "pagefind-worker.js")
"""Files of Pagefind's that serve other search boxes."""

_SCRIPT = "pagefind.js"
"""The file that is the same for all parts."""

_ENDINGS = "wasm.*.pagefind"
"""The file that knows the endings of a language, the same for all parts in it."""

_NO_ENDINGS = "wasm.unknown.pagefind"
"""What stands in for it in a language that Pagefind does not know; there is one in each part."""

_FRAGMENTS = "fragment/"
"""Folder of the files that hold what a result shows, one for each page, named after a hash of that."""

_NAMED_ALONE = re.compile(rf"{_FRAGMENTS}\w+_[0-9a-f]{{7}}\.pf_fragment")
"""A name of seven digits of the hash; where those of two are alike, Pagefind gives the second one more."""

_OF_PAGE = re.compile(rb'pagefind_dcd\{"url":("(?:[^"\\]|\\.)*")')
_LONGEST_OPENING = 1 << 14
"""Bytes of a fragment in which its page stands; the paths of files are at most a quarter of that."""


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
    pages: Sequence[SearchDocument]


class _Fragment(NamedTuple):
    """The file of a page in the index."""

    path: str
    """In its part of the index."""

    content: str
    """A digest of it."""


class Index:
    """The search index of a site; parts in which a page changed are made anew, beside other work."""

    def __init__(self, store: Store, language: str) -> None:
        """Begin with no pages; `language` is that of the site."""
        self._store, self._language = store, language
        self._ledger = Ledger(store, "fragments")
        self._parts: dict[str, _Part] = {}
        self._runs: dict[str, _Run] = {}
        self.files: Mapping[SitePath, str] = {}
        """A digest of each file, by its path in the site; known after `finish`."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Begin to index pages; those of one call share no part with those of another."""
        for part in self._divided(documents):
            keys = (f"{page.url} {page.key} {page.twin}".rstrip() for page in part.pages)
            key = digest("index", code_digest(), part.language, *keys)
            self._parts[key] = part
            found = {page.url: self._ledger.get(_identity(part, page)) for page in part.pages}
            gone = self._store.missing(fragment.content for fragment in found.values() if fragment)
            if self._store.get(key) is None:
                kept = {url: one for url, one in found.items() if one and one.content not in gone}
                self._begin(key, kept)

    def _divided(self, documents: Iterable[SearchDocument]) -> Iterator[_Part]:
        """Pages in parts, each in one language of one edition; those of the site's own come first."""
        alike: dict[tuple[str, str], list[SearchDocument]] = defaultdict(list)
        for page in sorted(documents, key=lambda page: page.url):
            edition = page.edition or self._language
            alike[edition, _without_dialect(page.language or edition)].append(page)
        own = self._language, _without_dialect(self._language)
        for group in sorted(alike, key=lambda group: (group != own, group)):
            count = len(alike[group])
            wanted = max(_PARTS, ceil(count / _MOST)) if count >= _FEWEST else 1
            parts: list[list[SearchDocument]] = [[] for _ in range(wanted)]
            for page in alike[group]:
                parts[zlib.crc32(page.url.encode()) % len(parts)].append(page)
            yield from (_Part(*group, part) for part in parts if part)

    def finish(self) -> None:
        """Wait until all parts are made; raises RuntimeError where Pagefind fails."""
        self._collect()
        files: dict[SitePath, str] = {}
        folders: dict[str, dict[str, list[str]]] = {}
        for number, (key, part) in enumerate(self._parts.items()):
            alike = folders.setdefault(part.edition, {}).setdefault(part.language, [])
            shared = [*([_SCRIPT] if files else []), *([_ENDINGS] if alike else [])]
            alike.append(f"{number}/" if number else "./")
            for path, content in self._store.get(key).items():
                if not _is_one_of(shared, path):
                    files[SitePath(posixpath.normpath(f"{FOLDER}/{alike[-1]}{path}"))] = content
        if files:
            ordered = {  # what an edition has in its own language comes first
                edition: dict(sorted(languages.items(), key=lambda one: one[0] != edition))
                for edition, languages in folders.items()
            }
            files[SitePath(f"{FOLDER}/parts.json")] = self._keep(json.dumps(ordered).encode())
        self.files = files

    def abandon(self) -> None:
        """Stop what runs, and remove what it wrote."""
        for run in reversed(self._runs.values()):  # or the next would begin
            run.stop()
        self._runs.clear()

    def file(self, path: SitePath) -> bytes:
        """The content of a file."""
        content: bytes | None = self._store.shared(self.files[path])
        if content is None:  # it was damaged, or thrown out
            for key in self._parts:
                self._begin(key, {})
            self.finish()
            content = self._store.shared(self.files[path])
        assert content is not None
        return content

    def _begin(self, key: str, kept: Mapping[UrlPath, _Fragment]) -> None:
        if not self._runs:
            _remove_what_was_left()
        # One after the other: each works on all cores, and holds all of its part in memory.
        last = next(reversed(self._runs.values()), None)
        self._runs[key] = _Run(self._parts[key], kept, last)

    def _collect(self) -> None:
        for key, run in self._runs.items():
            self._store.put(key, self._made(self._parts[key], run))
        self._ledger.save()
        self.abandon()

    def _made(self, part: _Part, run: _Run) -> dict[str, str]:
        """The digests of the files of a part, by path."""
        files = run.files()
        urls = run.fragments(files)
        if any(url in run.kept and run.kept[url].path != path for path, url in urls.items()):
            # Another page has the name of what was kept.
            again = _Run(part, {}, None)
            try:
                return self._made(part, again)
            finally:
                again.stop()
        made = {path: self._keep(content) for path, content in files.items()}
        identities = {page.url: _identity(part, page) for page in part.pages}
        for path, url in urls.items():
            if _NAMED_ALONE.fullmatch(path):
                self._ledger.note(identities[url], _Fragment(path, made[path]))
        return {fragment.path: fragment.content for fragment in run.kept.values()} | made

    def _keep(self, content: bytes) -> str:
        name = digest("file of the index", content)
        self._store.share(name, content)
        return name


_WAIT = """\
import os, sys
build, pipe, *command = sys.argv[1:]
os.read(int(pipe), 1)
if os.getppid() == int(build):
    os.execv(command[0], command)
"""
"""Becomes another program once nobody can write into a pipe any more; not where the build is gone."""


def _identity(part: _Part, page: SearchDocument) -> str:
    """Stands for all that the fragment of a page is made from."""
    return digest(part.language, page.url, page.key, page.twin)


class _Run:
    """Pagefind at work on one part, once it has ended with another.

    It does not write a file whose name has a hash and which is there: to compress the fragments of all pages takes
    it half the time. So an empty file stands for each that is `kept`.
    """

    def __init__(self, part: _Part, kept: Mapping[UrlPath, _Fragment], after: _Run | None) -> None:
        place = _in_memory()
        self._folder = tempfile.TemporaryDirectory(prefix=f"{_NAME}{os.getpid()}-", dir=place)
        root = Path(self._folder.name)
        pages, self._out, self._words = root / "pages", root / "index", root / "said"
        pages.mkdir()
        self.kept = kept
        self._urls: dict[str, UrlPath] = {}
        """Of pages, by their addresses in Pagefind."""

        for document in part.pages:
            # In one folder: to make one for each page takes longer than all else here.
            text = document.text()
            about = _ABOUT.match(text)
            assert about
            name = _named(document.url.removeprefix("./"), *filter(None, [document.twin]))
            name = f"{about[1]}!{name}"
            *parents, last = textwrap.wrap(name, _LONGEST, break_on_hyphens=False)
            path = Path(pages, *parents, f"{last}.html")
            if parents:
                path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self._urls["/".join(["", *parents, path.name])] = document.url
        if kept:
            Path(self._out, _FRAGMENTS).mkdir(parents=True)
            for fragment in kept.values():
                Path(self._out, fragment.path).touch()
        # Not through Pagefind's Python interface, which waits a tenth of a second for each page.
        command: list[str | Path] = [
            get_executable(),
            *("--site", pages),
            *("--output-path", self._out),
            *("--force-language", part.language),
            "--quiet",
        ]
        self.end, held = os.pipe()  # the program alone holds the other end, until it is over
        passed = [held]
        if after and os.name == "posix":
            passed.append(after.end)
            waiting = [sys.executable, "-ISc", _WAIT, str(os.getpid()), str(after.end)]
            command = [*waiting, *command]
        elif after:
            after.wait()
        try:
            with self._words.open("wb") as words:
                self._process = subprocess.Popen(  # noqa: S603 (nothing here comes from a briefing)
                    command,
                    stdout=words,
                    stderr=words,
                    pass_fds=passed if os.name == "posix" else (),
                )
        except OSError:
            os.close(self.end)
            raise
        finally:
            os.close(held)

    def wait(self) -> None:
        self._process.wait()

    def files(self) -> dict[str, bytes]:
        """What came out, by path, but for what is kept; raises RuntimeError where Pagefind failed."""
        if self._process.wait():
            raise RuntimeError(f"Pagefind failed: {self._words.read_text('utf-8')}")
        kept, made = {fragment.path for fragment in self.kept.values()}, {}
        for path, state in scan(self._out)[0].items():
            if _is_one_of(_UNUSED, posixpath.basename(path)):
                continue
            if state.st_size:
                made[path] = Path(self._out, path).read_bytes()
            elif path not in kept:
                raise RuntimeError(f"Pagefind failed: {path} is empty")
        if any(_is_one_of([_ENDINGS], name) for name in made.keys() - {_NO_ENDINGS}):
            del made[_NO_ENDINGS]
        return made

    def fragments(self, files: Mapping[str, bytes]) -> dict[str, UrlPath]:
        """The pages of those of some files that are fragments, by path; Pagefind may name some in a way of its own."""
        pages = (
            (path, self._page_in(files[path])) for path in files if path.startswith(_FRAGMENTS)
        )
        return {path: url for path, url in pages if url is not None}

    def _page_in(self, fragment: bytes) -> UrlPath | None:
        opening = zlib.decompressobj(wbits=31).decompress(fragment, _LONGEST_OPENING)
        address = _OF_PAGE.match(opening)
        return self._urls.get(json.loads(address[1])) if address else None

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self.end)
        self._folder.cleanup()


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
