"""How memory is used while much is made and nothing thrown away."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause Python's search for cycles, also as a decorator: `@collector_paused()`.

    Reading a large archive makes millions of objects that stay, and the collector would look
    through all of them again and again, for a third of the time. It leaves what was made alone
    until the next pause. What is not in a cycle is freed all the same.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    gc.unfreeze()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def collect() -> None:
    """Free what is left of former work, also what pauses left alone. Takes a second where there is much.

    A site leads back to itself in many ways, so only the collector can free it, and pauses keep that
    from looking. Without this, `serve` would keep all that it ever read.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def collect_soon() -> None:
    """The same in a second, when nobody waits for it."""
    timer = threading.Timer(1, collect)
    timer.daemon = True
    timer.start()
