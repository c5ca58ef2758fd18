"""Work on all cores.

Workers are forked, so that they see what the program has read without a copy; where there is no
`fork` (Windows), where it is not safe (macOS) or where other threads run, as under `mkdocs serve`,
all work stays in one process and yields the same.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

from briefsite.cache.memory import collector_paused
from briefsite.cache.progress import counted
from briefsite.cache.store import Store, packed_to_share

T = TypeVar("T")
R = TypeVar("R")
F = TypeVar("F")
N = TypeVar("N", bound=str)

FEWEST = 16
"""Items below which a fork costs more than it saves."""

_CHUNK = 32
"""Items that a worker takes at most at a time; of few, so few that all workers end together."""

_task: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
"""What the workers do; they have it from their parent."""


def each(function: Callable[[T], R], items: Sequence[T], what: str) -> Iterator[R]:
    """Apply a function to all items and yield the results in their order.

    In a worker, changes to anything but the result are lost. `what` names the work where it is long.
    """
    return counted(_results(function, items), len(items), what)


def _results(function: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    if len(items) < FEWEST:
        # Of few the pause saves nothing, and what they leave behind would stay: an editor asks for one at each key.
        yield from map(function, items)
        return
    if cores() == 1 or not _can_fork():
        with collector_paused():
            yield from map(function, items)
        return
    global _task  # noqa: PLW0603 (a forked worker finds it here; to pickle it would cost a copy)
    _task = (function, items)
    try:
        # Workers have the pause from their parent.
        context = get_context("fork")
        pool = ProcessPoolExecutor(
            cores(),
            mp_context=context,
            initializer=_leave_ending_to_parent,
            initargs=(os.getpid(),),
        )
        with collector_paused(), pool:
            chunk = min(_CHUNK, -(-len(items) // (4 * cores())))
            slices = [slice(start, start + chunk) for start in range(0, len(items), chunk)]
            try:
                for results in pool.map(_work, slices):
                    yield from results
            except KeyboardInterrupt:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    finally:
        _task = None


def make_all(
    store: Store, make: Callable[[N], dict[str, Any] | F], names: Sequence[N], what: str
) -> dict[N, F]:
    """Make what has these names and share it: `make` gives values by their keys in the store.

    Returns what came out instead, by name.
    """

    def make_packed(name: N) -> dict[str, bytes] | F:
        made = make(name)
        return {k: packed_to_share(v) for k, v in made.items()} if isinstance(made, dict) else made

    failed: dict[N, F] = {}
    for name, made in zip(names, each(make_packed, names, what), strict=True):
        if isinstance(made, dict):
            for key, value in made.items():
                store.put_packed(key, value)
        else:
            failed[name] = made
    return failed


def in_background(function: Callable[[], T]) -> Callable[[], T]:
    """Begin some work in a process of its own; returns what waits for the result.

    Where no process can be forked, it is done when it is waited for. Nothing is lost where that never
    happens: the process ends with this one.
    """
    if cores() == 1 or not _can_fork():
        return function
    context, parent = get_context("fork"), os.getpid()
    receiver, sender = context.Pipe(duplex=False)

    def work() -> None:
        _leave_ending_to_parent(parent)
        sender.send(function())

    def result() -> T:
        try:
            found: T = receiver.recv()
        except EOFError:  # it was killed
            found = function()
        return found

    context.Process(target=work, daemon=True).start()
    sender.close()
    return result


def _leave_ending_to_parent(parent: int) -> None:
    """Say nothing of Ctrl+C, which all processes of a terminal get, and end at once where one is asked to, or alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    # Who was killed tells nobody, and a worker would wait for more for ever: it holds both ends of its pipe.
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _work(chunk: slice) -> list[Any]:
    assert _task is not None
    function, items = _task
    return [function(item) for item in items[chunk]]


def _can_fork() -> bool:
    is_safe = hasattr(os, "fork") and sys.platform != "darwin"
    return is_safe and threading.active_count() == 1


def cores() -> int:
    """Cores that this process may use; `BRIEFSITE_WORKERS` can say otherwise."""
    wanted = os.environ.get("BRIEFSITE_WORKERS", "")
    if wanted.isdecimal():
        return max(1, int(wanted))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
