"""The rules of evidence, case by case. The cases are those of the browser as well, which has the same rules."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from evidence_cases import by_hand, generated, prepared, text_of, verdict


@pytest.mark.parametrize("case", by_hand(), ids=lambda case: case["what"])
def test_words_stand_in_a_text_as_the_rules_say(case: dict[str, Any]) -> None:
    """Each case in `cases/evidence.yml` is a rule, with what comes out."""
    assert verdict(prepared(text_of(case)), case["words"]) == case["verdict"]


def test_what_is_made_of_the_archives_tries_all_that_can_come_out() -> None:
    """There are thousands, the same in each run, so that the browser is held against enough of each."""
    made = generated()
    found: Counter[str] = Counter()
    for case in made[::3]:
        source = prepared(case.text)
        for words in case.words:
            what, *more = verdict(source, words)
            found[f"{what} as said" if more[1:2] == [True] else what] += 1
    assert sum(len(case.words) for case in made) >= 5000
    assert {*found} == {"found", "found as said", "ambiguous", "missing", "nothing"}
    assert min(found.values()) >= 20
    assert made == generated.__wrapped__()
