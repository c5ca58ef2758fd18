"""How far long work has come: a line that counts on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

SILENT = 1.0
"""Seconds in which nothing is said: most work is over by then."""

_EVERY = {True: 0.1, False: 10.0}
"""Seconds from one count to the next, on a terminal and elsewhere."""


_IN_BACKGROUND = ContextVar("_IN_BACKGROUND", default=False)


@contextmanager
def in_background() -> Iterator[None]:
    """Say nothing of the work that is done meanwhile: nobody waits for it at a terminal."""
    token = _IN_BACKGROUND.set(True)
    try:
        yield
    finally:
        _IN_BACKGROUND.reset(token)


def counted(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Yield all items, and say on the standard error how many of `total` there have been."""
    is_terminal = sys.stderr.isatty()
    said, due = False, time.monotonic() + SILENT
    for number, item in enumerate(items, 1):
        yield item
        now = time.monotonic()
        if now >= due and not _IN_BACKGROUND.get():
            share = f"{what}: {number:,} of {total:,} ({number / total:.0%})"
            sys.stderr.write(f"\r{share}" if is_terminal else f"{share}\n")
            sys.stderr.flush()
            said, due = True, now + _EVERY[is_terminal]
    if said and is_terminal:
        sys.stderr.write("\r\x1b[K")  # the line is cleared for what comes next
