"""Two folders take each other's names at one stroke, so that whoever looks finds the one or the other, whole.

Linux has `renameat2` for it (https://man7.org/linux/man-pages/man2/rename.2.html), macOS `renamex_np`.
"""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
from pathlib import Path

from briefsite.messages.message import Message

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # the same number on both


def exchange(one: Path, other: Path) -> None:
    """Let two folders of a disk take each other's names. Raises OSError where the system has no way."""
    library = ctypes.CDLL(None, use_errno=True)
    here, there = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, here, _AT_FDCWD, there, _RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(here, there, _RENAME_EXCHANGE)
    else:
        raise OSError("no way to exchange two folders")
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one))


def obstacle(folder: Path) -> Message | None:
    """Why a folder cannot take another one's name at one stroke; None where it can."""
    parent = folder.parent
    if folder.is_symlink():
        return Message("it is a link")
    if os.path.ismount(folder) or folder.stat().st_dev != parent.stat().st_dev:
        return Message("it is a disk of its own")
    if not os.access(parent, os.W_OK):
        return Message("nothing can be written beside it")
    try:
        with tempfile.TemporaryDirectory(prefix=".briefsite-", dir=parent) as tried:
            one, other = Path(tried, "one"), Path(tried, "other")
            one.mkdir()
            other.mkdir()
            exchange(one, other)
    except OSError:
        return Message("the system has no way to exchange two folders")
    return None
