"""What was made before, by a digest of all that it was made from.

One SQLite file holds the entries: a write is whole or absent even if the build is killed, two builds
can share it, and thousands of small values cost one file. Each value carries its own checksum, so a
damaged one counts as absent, and a file that is no database is begun anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

LIMIT = 512 * 1024 * 1024
"""Bytes of values to keep beyond those that the last build used; what was used longest ago goes first."""

_HOUR = 3_600
_LARGE = 256 * 1024
_FEW = 8
"""As many times smaller is what is recent in a ledger than its base."""

_TABLES = (
    "entry (key TEXT PRIMARY KEY, size INTEGER, used INTEGER) WITHOUT ROWID",
    "content (key TEXT PRIMARY KEY, value BLOB)",
)
"""What is asked of all keys at once stands apart from the values, which take a hundred times as much."""

_MOST_WAITING = 64 * 1024 * 1024
_INHERITED: list[sqlite3.Connection] = []
"""Connections of a parent process; to close one here could disturb it."""

_LIBRARIES = (
    "babel",
    "jinja2",
    "markdown",
    "markdown-it-py",
    "markupsafe",
    "mkdocs",
    "mkdocs-material",
    "pydantic",
)


def digest(*parts: str | bytes) -> str:
    """Stand for all parts, in their order: 32 hexadecimal digits."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


@cache
def code_digest() -> str:
    """Stand for the program itself: our files, and the libraries that shape what it makes."""
    package = Path(__file__).parent.parent
    files = sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    contents = [
        part for path in files for part in (str(path.relative_to(package)), path.read_bytes())
    ]
    return digest(sys.version, *map(version, _LIBRARIES), *contents)


class Store:
    """Pickled values by key; without a path it only remembers for as long as it lives."""

    def __init__(self, path: Path | None = None, limit: int = LIMIT) -> None:
        """Open the file, or make it; one that cannot be used is done without."""
        self._path, self._limit = path, limit
        self._process, self._opened = os.getpid(), int(time.time())
        self._fresh: dict[str, bytes] = {}
        self._waiting = 0
        self._seen: set[str] = set()
        self._database = _open(path) if path else None

    def get(self, key: str) -> bytes | None:
        """The value of a key, if it is there and whole."""
        if key in self._fresh:
            return _unpacked(self._fresh[key])
        if self._database is None:
            return None
        if self._process != os.getpid():  # a connection must not cross a fork
            self._process = os.getpid()
            _INHERITED.append(self._database)
            self._database = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=10)
        try:
            row = self._database.execute(
                "SELECT value, used FROM content JOIN entry USING (key) WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.DatabaseError:
            return None
        if row is None or row[0][:8] != _checksum(row[0][8:]):
            return None
        if row[1] < time.time() - _HOUR:
            self._seen.add(key)
        return _unpacked(row[0][8:])

    def keys(self) -> dict[str, int]:
        """All keys, those of damaged values as well, each with the second of its last use."""
        now = dict.fromkeys(self._fresh, int(time.time()))
        try:
            rows = self._database.execute("SELECT key, used FROM entry") if self._database else ()
            return dict(rows) | now
        except sqlite3.DatabaseError:
            return now

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Those of some keys that are not there; the others count as used."""
        there, recent, missing = self.keys(), time.time() - _HOUR, set()
        for key in keys:
            used = there.get(key)
            if used is None:
                missing.add(key)
            elif used < recent:
                self._seen.add(key)
        return missing

    def put(self, key: str, value: bytes) -> None:
        """Keep a value; it is on disk after `save`, or when many wait."""
        self.put_packed(key, packed(value))

    def put_packed(self, key: str, value: bytes) -> None:
        """Keep a value that `packed` has made ready, maybe in another process."""
        self._fresh[key] = value
        self._waiting += len(value)
        if self._database and self._waiting > _MOST_WAITING:
            self.save()

    def save(self) -> None:
        """Write what is new in one go."""
        if self._database is None:
            return
        now = int(time.time())
        rows = [(key, _checksum(value) + value) for key, value in self._fresh.items()]
        try:
            with self._database:
                self._database.executemany("REPLACE INTO content VALUES (?, ?)", rows)
                self._database.executemany(
                    "REPLACE INTO entry VALUES (?, ?, ?)",
                    ((key, len(value), now) for key, value in rows),
                )
                self._database.executemany(
                    "UPDATE entry SET used = ? WHERE key = ?", ((now, key) for key in self._seen)
                )
        except sqlite3.DatabaseError:  # a full disk, another build that takes long: work is lost
            return
        self._fresh.clear()
        self._seen.clear()
        self._waiting = 0

    def close(self) -> None:
        """Write what is new, drop what exceeds the limit, and leave one file that can be copied."""
        self.save()
        if self._database is not None and self._process == os.getpid():
            with suppress(sqlite3.DatabaseError), self._database:
                self._trim()
            self._database.close()
            self._database = None

    def take_in(self, path: Path) -> None:
        """Copy all that another store holds. Raises OSError where it is none."""
        if self._database is None or not path.is_file():
            raise OSError(f"{path} or {self._path} cannot be read")
        try:
            self._database.execute("ATTACH ? AS other", (str(path),))
            with self._database:
                for table in ("entry", "content"):
                    self._database.execute(
                        f"INSERT OR IGNORE INTO {table} SELECT * FROM other.{table}"  # noqa: S608
                    )
            self._database.execute("DETACH other")
        except sqlite3.DatabaseError as error:
            raise OSError(f"{path}: {error}") from None

    def _trim(self) -> None:
        assert self._database is not None
        (size,) = self._database.execute("SELECT total(size) FROM entry").fetchone()
        if size <= self._limit:
            return
        # What this build used is needed by the next, or that would make it all again.
        old = self._database.execute(
            "SELECT key, size FROM entry WHERE used < ? ORDER BY used", (self._opened - _HOUR,)
        ).fetchall()
        for key, length in old:
            for table in ("entry", "content"):
                self._database.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608
            size -= length
            if size <= 0.9 * self._limit:
                return


class Ledger:
    """Small values that every build needs, kept together: one read instead of thousands.

    They are in two parts, so that a build with few new ones writes few. Values must not be changed.
    """

    def __init__(self, store: Store, name: str) -> None:
        """Open the ledger of this name."""
        self._store = store
        self._keys = [digest("ledger", code_digest(), name, part) for part in ("base", "recent")]
        kept = [store.get(key) for key in self._keys]
        self._base, self._recent = ({} if part is None else pickle.loads(part) for part in kept)  # noqa: S301 (our own)
        self._used: set[str] = set()
        self._has_new = False

    def get(self, key: str) -> Any:
        """The value of a key; None where there is none."""
        self._used.add(key)
        found = self._base.get(key)
        return self._recent.get(key) if found is None else found

    def note(self, key: str, value: Any) -> None:
        """Keep a value."""
        self._used.add(key)
        self._recent[key] = value
        self._has_new = True

    def recall(self, key: str, make: Callable[[], T]) -> T:
        """The value of a key, made where there is none; None is not kept."""
        value: T | None = self.get(key)
        if value is None:
            value = make()
            self.note(key, value)
        return value

    def save(self) -> None:
        """Hand to the store what is new. Where that is much, what was not asked for is dropped."""
        if not self._has_new:
            return
        if len(self._recent) * _FEW > len(self._base):
            both = {**self._base, **self._recent}
            self._base = {key: value for key, value in both.items() if key in self._used}
            self._recent = {}
            self._store.put(self._keys[0], pickle.dumps(self._base, pickle.HIGHEST_PROTOCOL))
        self._store.put(self._keys[1], pickle.dumps(self._recent, pickle.HIGHEST_PROTOCOL))
        self._has_new = False


def remembered(store: Store, key: str, make: Callable[[], T]) -> T:
    """The value of a key, made and kept where it is not there yet."""
    known = store.get(key)
    if known is not None:
        found: T = pickle.loads(known)  # noqa: S301 (our own)
        return found
    value = make()
    store.put(key, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    return value


def _open(path: Path) -> sqlite3.Connection | None:
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(path, timeout=10)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            for table in _TABLES:
                database.execute(f"CREATE TABLE IF NOT EXISTS {table}")
            if "size" not in {
                name for _, name, *_ in database.execute("PRAGMA table_info (entry)")
            }:
                raise sqlite3.DatabaseError("of a former version")  # noqa: TRY301
            database.execute("SELECT count(*) FROM entry").fetchone()
        except (
            sqlite3.OperationalError
        ):  # a folder that may not be written, or a lock held for long
            return None
        except sqlite3.DatabaseError:
            _remove(path.parent.glob(f"{path.name}*"))
        except OSError:
            return None
        else:
            return database
    return None


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def packed(value: bytes) -> bytes:
    """As it goes into the file: articles take a fifth of their size. What is large is read often."""
    return b"z" + zlib.compress(value, 1) if len(value) < _LARGE else b"=" + value


def _unpacked(value: bytes) -> bytes | None:
    match value[:1]:
        case b"z":
            return zlib.decompress(value[1:])
        case b"=":
            return value[1:]
    return None  # of a former version


def _checksum(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=8).digest()
