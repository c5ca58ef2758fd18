"""How memory is used while much is made."""

from __future__ import annotations

import gc

import pytest

from briefsite.memory import collector_paused


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
