"""A published site, to be read: a folder, or what is at an address.

Neither need mean well. Nothing outside of the site is read, nothing is read without end, and what
cannot be read is said with its reason.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from briefsite.messages.message import Message, MessageError
from briefsite.verification.manifest import (
    MANIFEST,
    MAX_DEPTH,
    MAX_FILES,
    Manifest,
    ManifestError,
    fault_of_path,
    is_hidden,
    parse_manifest,
    shown,
)

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
            real = os.path.realpath(f"{self.root}/{path}", strict=True)
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


def open_folder(folder: Path) -> PublishedSite:
    """A site in a folder. Raises UnreadableError where there is none."""
    with suppress(OSError):
        if folder.is_dir():
            return _Folder(os.path.realpath(folder))
    raise UnreadableError("", Message("there is no folder {path}", path=folder))


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


__all__ = [
    "MAX_BYTES",
    "MissingError",
    "Progress",
    "PublishedSite",
    "UnreadableError",
    "checked_size",
    "is_hidden",
    "manifest_of",
    "open_folder",
    "shown",
]
