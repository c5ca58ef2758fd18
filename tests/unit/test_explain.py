"""`briefsite explain` and `briefsite quote`: what an author asks in the middle of writing."""

from __future__ import annotations

import pytest

from briefsite.authoring.explain import example
from briefsite.messages.diagnostics import CODES


@pytest.mark.parametrize("code", CODES)
def test_the_wrong_example_gives_its_code_and_the_right_one_nothing(code: str) -> None:
    """Each example is run through the same path as any site."""
    wrong, _ = example(code).find(right=False)
    right, _ = example(code).find(right=True)
    assert code in {finding.code for finding in wrong}
    assert [finding for finding in right if finding.severity != "notice"] == []
