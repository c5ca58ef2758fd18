"""How memory is used while much is made."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from briefsite.cache.memory import collect_soon, collector_paused
from briefsite.cache.workers import each
from conftest import is_freed


def test_the_collector_rests_while_work_is_done_and_goes_on_after() -> None:
    """Even where the work fails."""

    @collector_paused()
    def work() -> None:
        assert not gc.isenabled()
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 (ours)
        work()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    """Whoever switched it off decides when it goes on."""
    gc.disable()
    try:
        with collector_paused(), collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


class Ring:
    """Something that leads back to itself."""

    def __init__(self) -> None:
        self.me = self


def test_what_a_pause_left_alone_is_freed_soon() -> None:
    """The collector alone would never look at it again."""
    with collector_paused():
        ring = Ring()
    ref = weakref.ref(ring)
    del ring
    gc.collect()
    assert ref() is not None
    collect_soon()
    assert is_freed(ref)


def test_work_on_few_things_leaves_nothing_behind() -> None:
    """An editor looks at one file again and again, for hours."""
    for thread in threading.enumerate():  # what other tests asked to be freed soon
        if isinstance(thread, threading.Timer):
            thread.join()
    ref = weakref.ref(next(each(lambda _: Ring(), [1], "")))
    gc.collect()
    assert ref() is None
