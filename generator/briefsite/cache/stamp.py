"""Whether anything was touched since the last build, told without reading a file.

A file counts as the same while its size and its times are. That holds unless it is written twice
within one tick of the clock of its file system, before and after a build reads it; so nothing is told
of files that are as new as that.
"""

from __future__ import annotations

import os
import time
import zlib
from contextlib import suppress
from pathlib import Path
from stat import S_ISLNK

from briefsite.cache.store import digest

_DIVIDED = 2
"""How many levels of a folder are divided into halves."""

_TICK = 50_000_000
_COARSE_TICK = 2_000_000_000
"""Nanoseconds between two times that a file system can tell apart: most count finer than in hundredths
of a second, FAT and older ones in whole seconds."""


def half_of(path: str) -> int:
    """In which half of a folder something is, where two processes look at one each: 0 or 1.

    All below the second folder of its path is in the same half.
    """
    first, _, rest = path.partition("/")
    return zlib.crc32(f"{first}/{rest.partition('/')[0]}".encode()) & 1


def scan(folder: str | Path, half: int | None = None) -> tuple[dict[str, os.stat_result], set[str]]:
    """All files below a folder, with what the file system says of them, and all folders; or a half of all, see `half_of`.

    By their path in it, with slashes; no link is followed. What vanishes meanwhile, or may not be
    looked into, is left out.
    """
    files: dict[str, os.stat_result] = {}
    folders: set[str] = set()
    waiting = [""]
    while waiting:
        inner = waiting.pop()
        is_divided = half is not None and inner.count("/") < _DIVIDED
        with suppress(OSError), os.scandir(f"{folder}/{inner}") as found:
            for entry in found:
                path = inner + entry.name
                is_left_out = is_divided and half_of(path) != half
                if entry.is_dir(follow_symlinks=False):
                    if not is_left_out:
                        folders.add(path)
                    if not is_left_out or not inner:
                        waiting.append(f"{path}/")
                elif not is_left_out:
                    try:  # noqa: SIM105 (a context manager takes as long as the call, for each of thousands)
                        files[path] = entry.stat(follow_symlinks=False)
                    except OSError:
                        pass
    return files, folders


def is_settled(state: os.stat_result, now: int) -> bool:
    """Tell whether a change from `now` on, in nanoseconds, would show in the times of a file."""
    newest = max(state.st_mtime_ns, state.st_ctime_ns)
    return newest <= now - (_TICK if newest % 1_000_000_000 else _COARSE_TICK)


def stamp(folder: Path) -> str | None:
    """Stand for names, sizes and times of all that lies below a folder.

    None where a change could go unseen: something is too new, or a link leads elsewhere.
    """
    now = time.time_ns()
    files, folders = scan(folder)
    if any(S_ISLNK(state.st_mode) or not is_settled(state, now) for state in files.values()):
        return None
    found = ((p, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for p, s in files.items())
    return digest(repr(sorted(found)), repr(sorted(folders)))
