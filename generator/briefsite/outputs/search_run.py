"""A search index while it is made: the program that makes it beside a build, and the folder that both work in."""

from __future__ import annotations

import errno
import json
import os
import posixpath
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path

from pagefind_bin import get_executable

from briefsite.cache.stamp import scan
from briefsite.messages.message import Message, MessageError
from briefsite.outputs import search_program
from briefsite.outputs.search_part import ENTRY
from briefsite.outputs.search_program import BEFORE, FILES, INDEX, KEYS, NEW, PAGES, READ, TASK
from briefsite.outputs.searched import SearchDocument, searched_file
from briefsite.outputs.site_folder import is_running
from briefsite.pages.addresses import UrlPath

_ROOM = 1 << 30
"""Bytes that must be free in memory; what is read and made for 20,000 briefings takes half of it."""

_NAME = "briefsite-index-"
"""Begins the names of the folders that Pagefind works in, before the number of the process."""

_NAMES = re.compile(rf"{_NAME}(\d+)-\w+")
_MEMORY = "/dev/shm"  # noqa: S108 (the folder made in it has a name that nobody can foresee)
"""A folder that is on no disk."""

_HOUR = 3_600

_UNUSED = (
    *("pagefind-*ui*", "pagefind-highlight.js", "pagefind-worker.js"),  # for other search boxes
    *(ENTRY, "*.pf_meta", "*.pf_index"),  # which are made anew, of all parts
)
"""Files of the index of a part that do not go into the site."""

_ENDINGS = "wasm.*.pagefind"
"""The file that knows the endings of a language."""

_NO_ENDINGS = "wasm.unknown.pagefind"
"""What stands in for it in a language that Pagefind does not know."""


class IndexFailedError(MessageError):
    """The search index cannot be made; the text says where, and why in the words of Pagefind or the system."""


class IndexRun:
    """The program that makes an index, and the folder that it works in."""

    def __init__(self) -> None:
        """Begin; what builds left that were killed is removed."""
        _remove_what_was_left()
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

    def write_pages(self, part: str, pages: Sequence[SearchDocument]) -> Mapping[UrlPath, str]:
        """Write the new pages of a part; returns the paths of their files.

        In one folder: to make one for each page takes longer than all else here. The last comes first: a folder in
        memory lists what came last before the rest, and Pagefind numbers pages as they are listed.
        """
        folder, paths = self._path(part) / PAGES, dict[UrlPath, str]()
        with self._writing():
            for page in reversed(pages):
                path, text = searched_file(page)
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
                paths[page.url] = path
        return paths

    def make_part(
        self, part: str, language: str, paths: Sequence[str], before: bytes | None
    ) -> None:
        """Begin to make a part of its new pages, and of what it was before; `paths` are those of all pages."""
        if before:
            self._write(part, BEFORE, before)
        self._ask(part, language=language, paths=paths)

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
        with self._writing():
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
        """Wait until all is made that was begun; raises IndexFailedError where that failed."""
        self._tell("")
        ended = self._process.wait()
        if ended < 0:
            raise self._failed(signal.Signals(-ended).name)
        if ended:  # who has no room for words either has none for files
            words = self._words.read_text("utf-8", errors="replace").strip()
            raise self._failed(words or os.strerror(errno.ENOSPC))

    def _failed(self, why: str) -> IndexFailedError:
        folder = Path(self._folder.name).parent
        return IndexFailedError(
            Message("the search index cannot be made in {folder}: {why}", folder=folder, why=why)
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._failed(error.strerror or str(error)) from None

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


def _in_memory() -> str | None:
    """A folder that is on no disk, where there is one with room: there Pagefind takes half the time."""
    has_room = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    return _MEMORY if has_room else None


def _is_one_of(patterns: Iterable[str], name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)
