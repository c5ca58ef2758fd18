"""The browser decides as Python does whether words stand in a text: `evidence.js` has the rules of `evidence/`."""

from __future__ import annotations

import json

from playwright.sync_api import Page

from evidence_cases import (
    IN_BROWSER,
    Case,
    by_hand,
    for_browser,
    generated,
    prepared,
    text_of,
    verdict,
)
from sites import REPOSITORY

SCRIPT = REPOSITORY / "generator/briefsite/theme/common/assets/briefsite/evidence.js"


def test_the_browser_decides_every_case_as_python_does(page: Page) -> None:
    """What comes out of thousands of cases, and of those written by hand, is the same to the letter."""
    page.add_script_tag(path=SCRIPT)
    written = [Case(text_of(case), (case["words"],)) for case in by_hand()]
    cases = [*written, *generated()]
    given = [for_browser(case) for case in cases]
    theirs = page.evaluate(IN_BROWSER, given)
    for case, found in zip(cases, theirs, strict=True):
        source = prepared(case.text)
        for words, browser in zip(case.words, found, strict=True):
            ours = json.loads(json.dumps(verdict(source, words)))
            assert browser == ours, (case.text, words)
