"""The search index, made by Pagefind (https://pagefind.app).

Pagefind's index is split into small pieces, of which a browser fetches only those that a query
needs, and it knows accents, and most endings of the language that it is made for.
`theme/common/assets/briefsite/search.js` asks it, for the search boxes of both themes.

Pages of each edition, and of each language in it, have an index of their own. It is put together from parts of some
hundred pages, see `search_merge`, so that an edit remakes only the part that its page is in.
"""

from __future__ import annotations

import gzip
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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial
from html import escape, unescape
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pagefind_bin import get_executable

from briefsite.cache.memory import collector_paused
from briefsite.cache.stamp import scan
from briefsite.cache.store import Store, code_digest, digest, remembered
from briefsite.cache.workers import each
from briefsite.evidence.typography import HINTS
from briefsite.outputs import search_part
from briefsite.outputs.outline import Outline
from briefsite.outputs.search_merge import Piece, contents, pieces
from briefsite.outputs.search_part import ENTRY, INDEX, PAGES, READ, ReadPart, decoded
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

_DIGITS = 7
"""Of the hashes that files of the index are named after, as Pagefind does."""

_FRAGMENTS = "fragment/"
"""Folder of the files that hold what a result shows, one for each page, named after a hash of that."""


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


class _MadePart(NamedTuple):
    """What the store keeps of a part, by keys in it."""

    read: str
    """Of its words and pages, see `ReadPart`."""

    files: Mapping[str, str]
    """Of its fragments, and of what is the same for all parts, by path."""


class Index:
    """The search index of a site; parts in which a page changed are made anew, beside other work."""

    def __init__(self, store: Store, language: str) -> None:
        """Begin with no pages; `language` is that of the site."""
        self._store, self._language = store, language
        self._parts: dict[str, _Part] = {}
        self._runs: list[_Run] = []
        self.files: Mapping[SitePath, str] = {}
        """A digest of each file, by its path in the site; known after `finish`."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Begin to index pages; those of one call share no part with those of another."""
        parts = {self._key(part): part for part in self._divided(documents)}
        self._parts |= parts
        self._begin(key for key in parts if not self._is_made(key))

    def _is_made(self, key: str) -> bool:
        made: _MadePart | None = self._store.get(key)
        return made is not None and not self._store.missing([made.read, *made.files.values()])

    def _key(self, part: _Part) -> str:
        keys = (f"{page.url} {page.key} {page.twin}".rstrip() for page in part.pages)
        return digest("part of the index", code_digest(), part.edition, part.language, *keys)

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
            yield from (_Part(*group, part) for part in parts if part)

    def finish(self) -> None:
        """Wait until all parts are made; raises RuntimeError where Pagefind fails."""
        self._collect()
        self.files = self._put_together()

    def _put_together(self, *, anew: bool = False) -> Mapping[SitePath, str]:
        """The keys of all files by path; what was kept of them before is made only `anew`."""
        files: dict[SitePath, str] = {}
        folders: dict[str, dict[str, list[str]]] = {}
        for number, ((edition, language), keys) in enumerate(self._groups().items()):
            folder = f"{number}/" if number else "./"
            folders.setdefault(edition, {})[language] = [folder]
            key, make = digest("index", code_digest(), *keys), partial(self._whole, keys, anew=anew)
            for path, content in (make() if anew else remembered(self._store, key, make)).items():
                if not (number and path == _SCRIPT):
                    files[SitePath(posixpath.normpath(f"{FOLDER}/{folder}{path}"))] = content
        if files:
            ordered = {  # what an edition has in its own language comes first
                edition: dict(sorted(languages.items(), key=lambda one: one[0] != edition))
                for edition, languages in folders.items()
            }
            files[SitePath(f"{FOLDER}/parts.json")] = self._keep(json.dumps(ordered).encode())
        return files

    def _groups(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The parts that are put together, by edition and language."""
        groups: dict[tuple[str, str], list[str]] = {}
        for key, part in self._parts.items():
            groups.setdefault((part.edition, part.language), []).append(key)
        return groups

    def abandon(self) -> None:
        """Stop what runs, and remove what it wrote."""
        for run in self._runs:
            run.stop()
        self._runs.clear()

    def file(self, path: SitePath) -> bytes:
        """The content of a file."""
        content: bytes | None = self._store.shared(self.files[path])
        if content is None:  # it was damaged, or thrown out
            self._begin(self._parts)
            self._collect()
            self._put_together(anew=True)
            content = self._store.shared(self.files[path])
        assert content is not None
        return content

    def _begin(self, keys: Iterable[str]) -> None:
        parts = {key: self._parts[key] for key in keys}
        if parts:
            _remove_what_was_left()
            self._runs.append(_Run(parts))

    def _collect(self) -> None:
        for run in self._runs:
            for key, read, files in run.made():
                kept = {path: self._keep(content) for path, content in files.items()}
                self._store.put(key, _MadePart(self._keep(read), kept))
        self.abandon()

    @collector_paused()
    def _whole(self, keys: Sequence[str], *, anew: bool) -> dict[str, str]:
        """The keys of the files of some parts that are put together, by path."""
        parts = [*map(self._read, keys)]
        made: list[_MadePart] = [self._store.get(key) for key in keys]
        files = {path: key for path, key in made[0].files.items() if _FRAGMENTS not in path}
        pages = list[str]()
        for part, of_part in zip(parts, made, strict=True):
            for name in part.pages:
                content, own = of_part.files[_fragment(name)], name
                # A page of another part may have this name.
                while files.get(_fragment(own), content) != content:
                    own += content[len(own) - len(name)]
                files[_fragment(own)] = content
                pages.append(own)
        entry, version, fields = parts[0].entry, parts[0].version, parts[0].fields
        # Each page has a title, and nothing else.
        assert all(part.fields == fields for part in parts)
        ((language, about),) = entry["languages"].items()
        named: dict[str, Piece] = {}
        for piece in pieces(parts):
            whole, length = digest(piece.content), _DIGITS
            while (name := f"{language}_{whole[:length]}") in named:
                length += 1
            named[name] = piece
        leading = contents(version, pages, named, fields)
        about |= {"hash": f"{language}_{digest(leading)[:_DIGITS]}", "page_count": len(pages)}
        compressed = {f"index/{name}.pf_index": piece.content for name, piece in named.items()}
        compressed[f"pagefind.{about['hash']}.pf_meta"] = leading
        files |= self._keep_compressed(compressed, anew=anew)
        return files | {ENTRY: self._keep(json.dumps(entry, separators=(",", ":")).encode())}

    def _read(self, key: str) -> ReadPart:
        """What was read of a part."""
        content = self._store.shared(self._store.get(key).read)
        if content is None:  # it was damaged
            self._begin([key])
            self._collect()
            content = self._store.shared(self._store.get(key).read)
        return decoded(content)

    def _keep_compressed(self, files: Mapping[str, bytes], *, anew: bool) -> dict[str, str]:
        """Compress some files, most of which may be kept already; returns their keys by path."""
        keys = {path: digest("compressed", content) for path, content in files.items()}
        missing = {*keys.values()} if anew else self._store.missing(keys.values())
        new = [path for path, key in keys.items() if key in missing]

        def compress(path: str) -> bytes:
            return gzip.compress(files[path], mtime=0)

        for path, content in zip(new, each(compress, new, "Compressing the index"), strict=True):
            self._store.share(keys[path], content)
        return keys

    def _keep(self, content: bytes) -> str:
        name = digest("file of the index", content)
        self._store.share(name, content)
        return name


def _fragment(name: str) -> str:
    """The path of what a result shows."""
    return f"{_FRAGMENTS}{name}.pf_fragment"


class _Run:
    """Pagefind at work on some parts, one after the other: each holds all of its pages in memory."""

    def __init__(self, parts: Mapping[str, _Part]) -> None:
        place = _in_memory()
        self._folder = tempfile.TemporaryDirectory(prefix=f"{_NAME}{os.getpid()}-", dir=place)
        self._words = Path(self._folder.name, "said")
        self._folders = {key: Path(self._folder.name, key) for key in parts}
        # Not through Pagefind's Python interface, which waits a tenth of a second for each page. What `-P` leaves out
        # is the folder of the site, where anything may lie.
        command = [sys.executable, "-Pm", search_part.__name__, str(os.getpid()), get_executable()]
        for key, part in parts.items():
            _write_pages(part, self._folders[key] / PAGES)
            command += [part.language, self._folders[key]]
        with self._words.open("wb") as words:
            self._process = subprocess.Popen(  # noqa: S603 (nothing here comes from a briefing)
                command, stdout=words, stderr=words, start_new_session=True
            )

    def made(self) -> Iterator[tuple[str, bytes, dict[str, bytes]]]:
        """What came of each part: what was read of it, and its files by path; raises RuntimeError where Pagefind failed."""
        if self._process.wait():
            raise RuntimeError(f"Pagefind failed: {self._words.read_text('utf-8')}")
        for key, folder in self._folders.items():
            index = folder / INDEX
            there = scan(index)[0]
            paths = {path for path in there if not _is_one_of(_UNUSED, posixpath.basename(path))}
            if any(fnmatch(path, _ENDINGS) for path in paths - {_NO_ENDINGS}):
                paths.discard(_NO_ENDINGS)
            files = {path: (index / path).read_bytes() for path in sorted(paths)}
            yield key, (folder / READ).read_bytes(), files

    def stop(self) -> None:
        if self._process.poll() is None:
            if os.name == "posix":  # and what it runs
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()


def _write_pages(part: _Part, folder: Path) -> None:
    """Write the pages of a part, each in a file that is named after what `search.js` must know of it.

    In one folder: to make one for each page takes longer than all else here.
    """
    folder.mkdir(parents=True)
    for document in part.pages:
        text = document.text()
        about = _ABOUT.match(text)
        assert about
        name = _named(document.url.removeprefix("./"), *filter(None, [document.twin]))
        *parents, last = textwrap.wrap(f"{about[1]}!{name}", _LONGEST, break_on_hyphens=False)
        path = Path(folder, *parents, f"{last}.html")
        if parents:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


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
