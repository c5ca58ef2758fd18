"""What was made before, by a digest of all that it was made from.

One SQLite file holds the entries: a write is whole or absent even if the build is killed, two builds
can share it, and thousands of small values cost one file. Each value carries its own checksum, so a
damaged one counts as absent, and a file that is no database is begun anew.

Values are of two kinds, which no key mixes up. *Local* values (`get`, `put`) are any objects of
Python's; to read one can run code, so they are read from this store alone, which lies where no
checkout can put a file, see `location`. *Shared* values (`shared`, `share`) are bytes, or data as JSON has
it; to read one runs nothing, so that they alone are taken in from the stores of other machines.
Values are pickled and unpickled here, and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import os
import pickle
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from briefsite.cache.installed import libraries

T = TypeVar("T")

LIMIT = 512 * 1024 * 1024
"""Bytes of values to keep beyond those that the last build used; what was used longest ago goes first."""

_HOUR = 3_600
_LARGE = 256 * 1024
_TABLES = (
    "entry (key TEXT PRIMARY KEY, size INTEGER, used INTEGER) WITHOUT ROWID",
    "content (key TEXT PRIMARY KEY, value BLOB)",
)
"""What is asked of all keys at once stands apart from the values, which take a hundred times as much."""

_MOST_WAITING = 64 * 1024 * 1024
_INHERITED: list[sqlite3.Connection] = []
"""Connections of a parent process; to close one here could disturb it."""


def digest(*parts: str | bytes) -> str:
    """Stand for all parts, in their order: 32 hexadecimal digits."""
    try:
        content = marshal.dumps(parts, _PLAIN)
    except ValueError:  # one is of a class of its own, such as `Markup`
        plain = [part if isinstance(part, bytes) else str.__str__(part) for part in parts]
        content = marshal.dumps(tuple(plain), _PLAIN)
    return hashlib.blake2b(content, digest_size=16).hexdigest()


_PLAIN = 2
"""The way of `marshal` in which equal values give equal bytes: later ones tell apart objects that are the same."""


@cache
def code_digest() -> str:
    """Stand for the program itself: our files, and all libraries that the package requires."""
    package = Path(__file__).parent.parent
    files = sorted(  # but for what Python compiles, and writes while others read
        path for path in package.rglob("*") if path.is_file() and path.parent.name != "__pycache__"
    )
    contents = [
        part for path in files for part in (str(path.relative_to(package)), path.read_bytes())
    ]
    return digest(sys.version, *libraries(), *contents)


class Store:
    """Values by key; without a path it only remembers for as long as it lives."""

    def __init__(self, path: Path | None = None, limit: int = LIMIT) -> None:
        """Open the file, or make it; one that cannot be used is done without."""
        self._path, self._limit = path, limit
        self._process, self._opened = os.getpid(), int(time.time())
        self._fresh: dict[str, bytes] = {}
        self._waiting = 0
        self._seen: set[str] = set()
        self._there: dict[str, int] | None = None
        self._database = _open(path) if path else None
        self.is_read_only = False

    def get(self, key: str) -> Any:
        """The local value of a key; None where it is not there, or damaged."""
        kept = self._read(key)
        return _local(kept) if kept else None

    def shared(self, key: str) -> Any:
        """The shared value of a key; None where it is not there, or damaged."""
        kept = self._read(key)
        return _data(kept) if kept else None

    def _read(self, key: str) -> bytes | memoryview | None:
        """The packed value of a key."""
        if key in self._fresh:
            return self._fresh[key]
        if self._database is None:
            return None
        try:
            if self._process != os.getpid():  # a connection must not cross a fork
                self._open_for_reading()
            row = self._database.execute(
                "SELECT value, used FROM content JOIN entry USING (key) WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.DatabaseError:
            return None
        if row is None or (value := _whole(row[0])) is None:
            return None
        if row[1] < time.time() - _HOUR:
            self._seen.add(key)
        return value

    def _open_for_reading(self) -> None:
        """Open the file again in a worker, which writes nothing."""
        assert self._database
        assert self._path
        self._process = os.getpid()
        _INHERITED.append(self._database)
        self._database = None
        address = f"{self._path.absolute().as_uri()}?mode=ro"
        self._database = sqlite3.connect(address, uri=True, timeout=10)

    def keys(self) -> dict[str, int]:
        """All keys, those of damaged values as well, each with the second of its last use."""
        now = dict.fromkeys(self._fresh, int(time.time()))
        try:
            rows = self._database.execute("SELECT key, used FROM entry") if self._database else ()
            return dict(rows) | now
        except sqlite3.DatabaseError:
            return now

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Those of some keys that are not there; the others count as used. What another build puts there meanwhile is missing."""
        if self._there is None:  # asked for twice in a build; there are a hundred thousand
            self._there = self.keys()
        there, recent, missing = self._there, time.time() - _HOUR, set()
        for key in keys:
            used = there.get(key)
            if used is None:
                missing.add(key)
            elif used < recent:
                self._seen.add(key)
        return missing

    def put(self, key: str, value: object) -> None:
        """Keep a local value; it is on disk after `save`, or when many wait."""
        self.put_packed(key, packed(value))

    def share(self, key: str, value: object) -> None:
        """Keep a shared value: bytes, or data that JSON gives back as it was."""
        self.put_packed(key, packed_to_share(value))

    def put_packed(self, key: str, value: bytes) -> None:
        """Keep a value that was made ready by `packed` or `packed_to_share`, maybe in another process."""
        self._fresh[key] = value
        if self._there is not None:
            self._there[key] = int(time.time())
        self._waiting += len(value)
        if self._database and self._waiting > _MOST_WAITING:
            self.save()

    def only_read(self) -> None:
        """Write nothing from now on, and stay open: what is new is remembered for as long as this lives."""
        self.is_read_only = True

    def save(self) -> None:
        """Write what is new in one go."""
        if self._database is None or self.is_read_only or self._process != os.getpid():
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
            self._waiting = 0  # or each further value would try again to write them all
            return
        self._fresh.clear()
        self._seen.clear()
        self._waiting = 0

    def close(self) -> None:
        """Write what is new, drop what exceeds the limit, and leave one file that can be copied."""
        if self.is_read_only:
            return
        self.save()
        if self._database is not None and self._process == os.getpid():
            with suppress(sqlite3.DatabaseError), self._database:
                self._trim()
            self._database.close()
            self._database = None

    def take_in(self, path: Path) -> None:
        """Copy the shared values of another store. Raises OSError where it is none."""
        if self._database is None or not path.is_file():
            raise OSError(f"{path} or {self._path} cannot be read")
        there = self.keys()
        try:
            other = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)
            with closing(other):
                other.execute("PRAGMA trusted_schema = OFF")  # it is another machine's
                for key, row in other.execute("SELECT key, value FROM content"):
                    value = _whole(row)
                    if value and value[:1] in _SHARED and key not in there:
                        self.put_packed(key, bytes(value))
        except sqlite3.DatabaseError as error:
            raise OSError(
                f"{path} is no store that `briefsite build --shard` made: {error}"
            ) from None
        self.save()

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


def remembered(store: Store, key: str, make: Callable[[], T]) -> T:
    """The local value of a key, made and kept where it is not there yet; None is not kept."""
    value: T | None = store.get(key)
    if value is None:
        value = make()
        store.put(key, value)
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
        with suppress(OSError):  # in a folder that may not be written
            path.unlink()


_BYTES, _JSON, _OBJECT = b"b", b"j", b"o"
_SHARED = (_BYTES, _JSON)
"""What a packed value begins with: what it is, and then whether it is compressed."""


def packed(value: object) -> bytes:
    """A local value as it goes into the file."""
    return _OBJECT + _compressed(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def packed_to_share(value: object) -> bytes:
    """A shared value as it goes into the file."""
    if isinstance(value, bytes):
        return _BYTES + _compressed(value)
    return _JSON + _compressed(json.dumps(value, ensure_ascii=False).encode())


def _compressed(value: bytes) -> bytes:
    """Articles take a fifth of their size. What is large is read often, and stays, as what is compressed already."""
    is_kept = len(value) >= _LARGE or value.startswith(_COMPRESSED)
    return b"=" + value if is_kept else b"z" + zlib.compress(value, 1)


_COMPRESSED = (b"\x1f\x8b", b"\x89PNG")
"""How files begin that are compressed: those of gzip, such as the pieces of the search index, and pictures."""


def _decompressed(value: bytes | memoryview) -> bytes | memoryview:
    content = memoryview(value)[2:]
    return zlib.decompress(content) if value[1:2] == b"z" else content


def _local(value: bytes | memoryview) -> Any:
    if value[:1] != _OBJECT:
        return None
    return pickle.loads(_decompressed(value))  # noqa: S301 (this store's own, see `location`)


def _data(value: bytes | memoryview) -> Any:
    if value[:1] not in _SHARED:
        return None
    content = bytes(_decompressed(value))
    return content if value[:1] == _BYTES else json.loads(content)


def _whole(value: object) -> memoryview | None:
    """A packed value without its checksum, and without a copy: some are large; None where it is damaged."""
    if not isinstance(value, bytes):
        return None
    packed = memoryview(value)[8:]
    return packed if value[:8] == _checksum(packed) else None


def _checksum(value: bytes | memoryview) -> bytes:
    return hashlib.blake2b(value, digest_size=8).digest()
