"""A page of an altered site: the reader's own browser says what is wrong with it, or that it cannot tell."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from briefsite.pages.formatting import load_words
from conftest import BuiltOnce
from sites import serving
from tampering import ATTACKS, HEARD, PAGE, Attack, made

SAID = load_words("es")["check"]
MARKS = "article a.bs-proof, article a.bs-checked"

COMPARED = {
    "a letter of an own text in a page",
    "a letter of a quotation in a page",
    "a figure in a page",
    "a figure in a page, its copy and its data",
    "a working",
    "a letter of an archived text",
    "an archived text, with the hash that is shown",
    "a swapped hash",
    "a moved passage in the data",
    "a mark that leads to another passage",
    "a mark of proof on words of one's own",
    "a forged speaker in a page",
    "a forged speaker everywhere",
    "reported speech made verbatim",
    "a text taken away",
    "data that are no data",
}
"""The ways of altering a site that change what the check compares: a statement, its source, its data."""

NOT_RECOGNISED = "a figure in a page, its copy and its data"
"""A figure that the page and its data have alike: it is told that it is not recognised in the passage, no more.

Words without figures that are altered alike everywhere only the register tells, which `verify` is held to.
"""


@pytest.fixture(scope="module")
def archive(built_once: BuiltOnce) -> Path:
    """The archive with its site, built once; to be read, not changed."""
    return built_once("tampering", made)


@pytest.fixture
def site(archive: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the site, to be altered, and its address."""
    copy = shutil.copytree(archive / "site", tmp_path / "repo")
    with serving(tmp_path) as root:
        yield copy, f"{root}repo/"


def verdicts(page: Page, address: str) -> set[str]:
    """What the check says of each mark of a page: in all, and line by line."""
    page.goto(address)
    found = set[str]()
    for number in range(page.locator(MARKS).count()):
        page.locator(MARKS).nth(number).click()
        panel = page.locator("dialog.bs-check")
        panel.get_by_role("button", name=SAID["now"]).click()
        expect(panel.locator("[role=status] b").first).to_be_visible()
        found.add(panel.locator("[role=status] p b").first.inner_text())
        found |= {*panel.locator("[role=status] li").all_inner_texts()}
        page.keyboard.press("Escape")
    return found


@pytest.mark.parametrize("path", [PAGE, HEARD])
def test_all_is_well_on_a_page_as_it_was_built(
    path: str, page: Page, site: tuple[Path, str]
) -> None:
    """Whatever a mark stands for."""
    said = verdicts(page, site[1] + path)
    assert SAID["good"] in said
    assert SAID["bad"] not in said


def test_each_way_is_one_of_those_that_verify_is_held_to() -> None:
    """So that none is left out where one is renamed."""
    assert {attack.name for attack in ATTACKS} >= COMPARED


@pytest.mark.parametrize(
    "attack",
    [attack for attack in ATTACKS if attack.name in COMPARED],
    ids=lambda attack: attack.name,
)
def test_an_altered_page_is_told_of(attack: Attack, page: Page, site: tuple[Path, str]) -> None:
    """Something does not agree, or cannot be told; what is merely not recognised is said as well."""
    folder, address = site
    path = HEARD if "speaker" in attack.name or attack.name == "a text taken away" else PAGE
    attack.alter(folder)
    said = verdicts(page, address + path)
    if attack.name == NOT_RECOGNISED:
        assert SAID["figure_unread"].format("3,5") in said
    else:
        cannot = SAID["failed"].partition("{")[0]
        assert any(one in (SAID["bad"], SAID["open"]) or one.startswith(cannot) for one in said)
