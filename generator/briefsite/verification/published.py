"""A published site, to be read: a folder, or what is at an address.

Neither need mean well. Nothing outside of the site is read, nothing is read without end, and what
cannot be read is said with its reason.
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from briefsite.messages.message import Message, MessageError
from briefsite.verification.manifest import (
    FOR_HOSTS,
    MANIFEST,
    MAX_DEPTH,
    MAX_FILES,
    Listed,
    Manifest,
    ManifestError,
    fault_of_path,
    is_hidden,
    parse_manifest,
)
from briefsite.verification.requests import AT_ONCE, NotThereError, RequestError, Requests

MAX_BYTES = 64 * 1024 * 1024
"""Of one file."""

# A pipe is not waited for, and a link that took the place of the file meanwhile is not followed.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)

Progress = Callable[[int, int], None]
"""Is told how many files are there, and of how many."""


class UnreadableError(MessageError):
    """A file of a site cannot be had; the text says why."""

    def __init__(self, path: str, message: Message) -> None:
        """Take the path of the file in the site."""
        super().__init__(message)
        self.path = path


class MissingError(UnreadableError):
    """A site has no such file."""


class PublishedSite(Protocol):
    """A site as it was published. What it gives is not compared with anything."""

    def manifest(self) -> Manifest | None:
        """What the site says that it holds; None where it says nothing.

        Raises UnreadableError where its manifest cannot be had or used.
        """

    def files(self) -> Sequence[str]:
        """The paths of all files, sorted, but for the manifest and for what is hidden.

        Of a folder, those that are there; of an address, those that its manifest lists and hosts
        serve. Raises UnreadableError where that cannot be told.
        """

    def read(self, path: str) -> bytes:
        """A file. Raises UnreadableError, MissingError where there is none."""

    def fetch_all(self, paths: Iterable[str], progress: Progress) -> None:
        """Bring here what will be read, so that `read` need not wait for each file by itself.

        What cannot be had is left to `read`, which says why.
        """


@dataclass(frozen=True, slots=True)
class _Folder:
    """A site on disk."""

    root: str
    """With all links followed."""

    def manifest(self) -> Manifest | None:
        return manifest_of(self)

    def files(self) -> Sequence[str]:
        found: list[str] = []
        for path in self._walked(""):
            if len(found) == MAX_FILES:
                raise UnreadableError("", Message("it has more than {n} files", n=MAX_FILES))
            if fault := fault_of_path(path):
                raise UnreadableError(path, fault)
            found.append(path)
        return sorted(found)

    def _walked(self, top: str) -> Iterator[str]:
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            if folder.count("/") > MAX_DEPTH:
                raise UnreadableError(folder, Message("folders lie too deep in each other"))
            try:
                entries = [*os.scandir(f"{self.root}/{folder}")]
            except OSError as error:
                raise UnreadableError(folder, _why(error)) from None
            for entry in entries:
                path = f"{folder}{entry.name}"
                if entry.name[0] == "." or path == MANIFEST:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")
                else:
                    yield path

    def read(self, path: str) -> bytes:
        if fault := fault_of_path(path):
            raise UnreadableError(path, fault)
        try:
            real = f"{self.root}/{path}"
            if os.path.islink(real) or not _is_plain(self.root, path.rpartition("/")[0]):  # noqa: PTH114
                real = os.path.realpath(real, strict=True)
            if os.path.commonpath([self.root, real]) != self.root:
                raise UnreadableError(path, Message("it is a link that leads out of the site"))
            with open(os.open(real, _FLAGS), "rb") as file:  # noqa: PTH123
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise UnreadableError(path, Message("it is no file"))
                raw = file.read(MAX_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            raise MissingError(path, Message("there is no such file")) from None
        except OSError as error:
            raise UnreadableError(path, _why(error)) from None
        return checked_size(path, raw)

    def fetch_all(self, paths: Iterable[str], progress: Progress) -> None:
        """All of it is here."""


@lru_cache(1024)
def _is_plain(root: str, folder: str) -> bool:
    """Tell whether no folder on the way to one is a link; to look at each anew takes longer than to read a file."""
    path = f"{root}/{folder}".rstrip("/")
    return os.path.realpath(path) == path


def open_folder(folder: Path) -> PublishedSite:
    """A site in a folder. Raises UnreadableError where there is none."""
    with suppress(OSError):
        if folder.is_dir():
            return _Folder(os.path.realpath(folder))
    raise UnreadableError("", Message("there is no folder {path}", path=folder))


class _Address:
    """A site on the web. What its manifest lists is kept in a folder, by its hash."""

    def __init__(self, requests: Requests, keep: Path) -> None:
        self._requests, self._kept = requests, _Kept(keep)

    def manifest(self) -> Manifest | None:
        return self._manifest

    @cached_property
    def _manifest(self) -> Manifest | None:
        return manifest_of(self)

    def files(self) -> Sequence[str]:
        if self._manifest is None:
            raise MissingError(MANIFEST, Message("there is no such file"))
        return [
            path for path in self._manifest.files if path not in FOR_HOSTS and not is_hidden(path)
        ]

    def read(self, path: str) -> bytes:
        if fault := fault_of_path(path):
            raise UnreadableError(path, fault)
        listed = None if path == MANIFEST else self._listed(path)
        if listed and (raw := self._kept.get(listed)) is not None:
            return raw
        return self._fetch(path, listed, MAX_BYTES)

    def _listed(self, path: str) -> Listed | None:
        return self._manifest.files.get(path) if self._manifest else None

    def _fetch(self, path: str, listed: Listed | None, most: int) -> bytes:
        try:
            raw = self._requests.get(path, most)
        except NotThereError as error:
            raise MissingError(path, error.message) from None
        except RequestError as error:
            raise UnreadableError(path, error.message) from None
        if listed:
            self._kept.put(listed, raw)
        return raw

    def fetch_all(self, paths: Iterable[str], progress: Progress) -> None:
        wanted = {path: listed for path in paths if (listed := self._listed(path))}
        if self._manifest:
            self._kept.keep_only({listed.sha256 for listed in self._manifest.files.values()})
        missing = {
            listed.sha256: (path, listed)
            for path, listed in wanted.items()
            if listed.size <= MAX_BYTES and not self._kept.has(listed)
        }
        waiting, turn = iter(missing.values()), threading.Lock()
        done: SimpleQueue[None] = SimpleQueue()
        stop = threading.Event()

        def work() -> None:
            while not stop.is_set():
                with turn:
                    path, listed = next(waiting, ("", None))
                if listed is None:
                    return
                try:
                    self._fetch(path, listed, listed.size)
                except UnreadableError:
                    pass
                finally:
                    done.put(None)

        progress(len(wanted) - len(missing), len(wanted))
        for _ in range(AT_ONCE):  # none is waited for where somebody interrupts
            threading.Thread(target=work, daemon=True).start()
        try:
            for left in reversed(range(len(missing))):
                done.get()
                progress(len(wanted) - left, len(wanted))
        finally:
            stop.set()


@dataclass(frozen=True, slots=True)
class _Kept:
    """Files that were fetched, by their hash. A file is whole or not there; a wrong one is not taken."""

    folder: Path

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def has(self, listed: Listed) -> bool:
        """Tell whether a file is there, as far as its size says."""
        try:
            return self._path(listed.sha256).stat().st_size == listed.size
        except OSError:
            return False

    def get(self, listed: Listed) -> bytes | None:
        """A file, where it is there and is what it should be."""
        if not self.has(listed):
            return None
        try:
            raw = self._path(listed.sha256).read_bytes()
        except OSError:
            return None
        return raw if _is(listed, raw) else None

    def put(self, listed: Listed, raw: bytes) -> None:
        """Keep a file, where it is what it should be; one that cannot be kept is fetched again."""
        if not _is(listed, raw):
            return
        path = self._path(listed.sha256)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{os.getpid()}-{threading.get_ident()}")
            beside.write_bytes(raw)
            beside.replace(path)

    def keep_only(self, hashes: AbstractSet[str]) -> None:
        """Delete what is no file of the site any more."""
        for folder in self.folder.glob("[0-9a-f][0-9a-f]"):
            for path in folder.iterdir():
                if path.name not in hashes:
                    with suppress(OSError):
                        path.unlink()


def _is(listed: Listed, raw: bytes) -> bool:
    return len(raw) == listed.size and hashlib.sha256(raw).hexdigest() == listed.sha256


def open_address(
    address: str,
    keep: Path,
    *,
    seconds: float = 60,
    overall: float = 3 * 3600,
    sleep: Callable[[float], None] = time.sleep,
) -> PublishedSite:
    """A site on the web. Nothing is asked for yet.

    What is fetched is kept in a folder of this site alone, so that another run asks only for what is new.
    `seconds` are for each request, `overall` for all of them. Raises UnreadableError where that is no
    address of the web.
    """
    try:
        requests = Requests(address, seconds=seconds, overall=overall, sleep=sleep)
    except RequestError as error:
        raise UnreadableError("", error.message) from None
    return _Address(requests, keep)


def manifest_of(site: PublishedSite) -> Manifest | None:
    """Read the manifest of a site, as `PublishedSite.manifest` says."""
    try:
        return parse_manifest(site.read(MANIFEST))
    except MissingError:
        return None
    except ManifestError as error:
        raise UnreadableError(MANIFEST, error.message) from None


def checked_size(path: str, raw: bytes) -> bytes:
    """The bytes of a file. Raises UnreadableError where there are more of them than are read."""
    if len(raw) > MAX_BYTES:
        size = MAX_BYTES // 1024 // 1024
        raise UnreadableError(path, Message("it has more than {megabytes} MB", megabytes=size))
    return raw


def _why(error: OSError) -> Message:
    return Message("it cannot be read: {why}", why=error.strerror or type(error).__name__)
