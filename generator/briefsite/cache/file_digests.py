"""What is in files, by what their file system says of them: what was not touched is not read again.

A file counts as the one that was read before while its size, times and number are the same. That is
told of no file as new as the clock of its file system, see `stamp`.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from briefsite.cache.stamp import is_settled
from briefsite.cache.store import Store, digest

_Mark = tuple[int, int, int, int]


class ChangedError(OSError):
    """A file is no longer what it was when the build began."""


class FileDigests:
    """Digests of the files below a folder, kept from build to build."""

    def __init__(
        self, store: Store, folder: Path, unsaved: Mapping[str, bytes] = MappingProxyType({})
    ) -> None:
        """Remember what the last build saw; `unsaved` is what some files are to hold, by path."""
        self._unsaved = unsaved
        self._store, self._key = store, digest("file_digests", os.path.abspath(folder))  # noqa: PTH100
        self._known: dict[str, tuple[_Mark, str]] = store.get(self._key) or {}
        self._settled: dict[str, tuple[_Mark, str]] = {}
        self._digests: dict[str, str] = {}
        self._read: dict[str, bytes] = {}
        self._began = time.time_ns()

    def digest(self, path: str, limit: int) -> str:
        """Stand for the first bytes of a file, `limit` and one. Raises OSError where it cannot be read."""

        def read() -> str:
            with open(path, "rb") as file:  # noqa: PTH123
                self._read[path] = file.read(limit + 1)
            return digest(self._read[path])

        if path in self._unsaved:
            self._read[path] = self._unsaved[path][: limit + 1]
            return digest(self._read[path])
        return self._remembered(path, path, read)

    def sha256(self, path: str) -> str:
        """The SHA-256 of a whole file, in hexadecimal. Raises OSError where it cannot be read."""

        def read() -> str:
            with open(path, "rb") as file:  # noqa: PTH123
                return hashlib.file_digest(file, "sha256").hexdigest()

        return self._remembered(f"sha256 {path}", path, read)

    def _remembered(self, key: str, path: str, read: Callable[[], str]) -> str:
        if key in self._digests:
            return self._digests[key]
        state = os.stat(path)  # noqa: PTH116 (thousands of them)
        mark = (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)
        before = self._known.get(key)
        found = before[1] if before and before[0] == mark else read()
        if is_settled(state, self._began):
            self._settled[key] = mark, found
        self._digests[key] = found
        return found

    def content(self, path: str, limit: int) -> bytes:
        """The bytes that a digest stands for. Raises `ChangedError` where they are gone."""
        expected = self.digest(path, limit)
        if path not in self._read:
            raw = None
            with suppress(OSError), open(path, "rb") as file:  # noqa: PTH123
                raw = file.read(limit + 1)
            if raw is None or digest(raw) != expected:
                raise ChangedError(f"{path} changed while the site was built; build it again")
            return raw
        return self._read[path]

    def forget(self, paths: Iterable[str]) -> None:
        """Keep nothing of some files, not even that they are there."""
        for path in paths:
            self._settled.pop(path, None)

    def save(self) -> None:
        """Hand to the store what the next build can rely on."""
        if self._settled != self._known:
            self._store.put(self._key, self._settled)
