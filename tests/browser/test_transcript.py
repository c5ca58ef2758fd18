"""The page of a transcript as readers see it: who speaks beside or above their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import record_of
from sites import CONFIG, build, make_site, serving, with_theme
from transcript import transcript

TEXT = transcript()
NUMBERED = {
    int(number): sentence.strip() for sentence, number in re.findall(r"([^.\n]*\((\d+)\)\.)", TEXT)
}
"""Its sentences by their numbers."""

CITED = (3, 60, 61, 200)
BRIEFING = "\n".join(
    [
        "title: Rueda de prensa",
        "date: 2026-03-12",
        "summary: Se reparan las presas.",
        "sources: [rueda]",
        "quotes:",
        *(f'  - text: "{NUMBERED[number]}"' for number in CITED),
    ]
)


@pytest.fixture(scope="module")
def address(theme: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page of a transcript of 100 KB with 90 turns, with each theme."""
    site = make_site(
        tmp_path_factory.mktemp("transcript"),
        {
            "mkdocs.yml": with_theme(theme, CONFIG),
            "briefs/rueda-de-prensa.yml": BRIEFING,
            "briefs/sources/rueda.txt": TEXT,
            "briefs/sources/rueda.yml": record_of(TEXT, "Versión estenográfica")
            + "speech: turns\n",
        },
    )
    built = build(site, "--strict", "--site-dir", "www/repo")
    assert built.returncode == 0, built.stdout
    with serving(site / "www") as root:
        yield f"{root}repo/fuentes/rueda/"


@pytest.fixture(params=[390, 1440])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """That page, on a phone and on a desktop."""
    size = {"width": request.param, "height": 900}
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def test_each_turn_has_its_speaker_in_the_margin_or_above(page: Page) -> None:
    """On a desktop the name stands left of the words, on a phone above them; it overlaps neither."""
    turns = page.locator(".bs-turn")
    expect(turns).to_have_count(90)
    wrong = page.evaluate("""() => [...document.querySelectorAll('.bs-turn')].filter(turn => {
      const who = turn.querySelector('.bs-speaker').getBoundingClientRect()
      const words = turn.querySelector('p:not(.bs-speaker)').getBoundingClientRect()
      const next = turn.nextElementSibling?.getBoundingClientRect()
      const beside = who.right < words.left && Math.abs(who.top - words.top) < 12
      const above = who.bottom <= words.top && who.left === words.left
      return !(innerWidth > 960 ? beside : above) || (next && who.bottom > next.top) || who.left < 0
    }).map(turn => turn.id)""")
    assert wrong == []


def test_nothing_of_a_transcript_is_wider_than_the_screen(page: Page) -> None:
    """Long names wrap."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_lines_are_paragraphs_and_lines_of_dashes_are_not_shown(page: Page) -> None:
    """Each line of a turn is a paragraph; what only parts turns in the text is not shown."""
    lines = [line for line in TEXT.split("\n") if line.strip("-")]
    shown = page.locator("#bs-text p:not(.bs-cites p)").all_inner_texts()
    assert len(shown) == len(lines)
    assert not [text for text in shown if "---" in text]


def test_every_note_stands_right_after_its_paragraph_and_names_the_speaker(page: Page) -> None:
    """«Citado en» follows the paragraph that holds the passages it lists."""
    notes = page.evaluate("""() => [...document.querySelectorAll('.bs-turn .bs-cites')].map(note => [
      [...note.previousElementSibling.querySelectorAll('sup')].map(mark => mark.innerText),
      note.innerText, note.closest('.bs-turn').querySelector('.bs-speaker').innerText])""")
    assert [number for numbers, _, _ in notes for number in numbers] == ["1", "2", "3", "4"]
    for numbers, text, speaker in notes:
        assert all(f"({number})" in text for number in numbers)
        assert speaker in text


def test_the_address_of_a_turn_leads_to_it(page: Page) -> None:
    """The name is a link to its turn, whose number does not change."""
    page.locator("#turno-50 .bs-speaker a").click()
    expect(page).to_have_url(re.compile("#turno-50$"))
    expect(page.locator("#turno-50 .bs-speaker")).to_be_in_viewport()
    page.goto(f"{page.url.partition('#')[0]}?x#turno-80")
    expect(page.locator("#turno-80 .bs-speaker")).to_be_in_viewport()
    top = page.locator("#turno-80").evaluate("turn => turn.getBoundingClientRect().top")
    assert 0 < top < 150


def test_a_transcript_on_paper(page: Page) -> None:
    """It prints as pages of turns, not as one block."""
    page.emulate_media(media="print")
    who, words = (
        page.locator(f"#turno-2 {part}").first.bounding_box()
        for part in (".bs-speaker", "p:not(.bs-speaker)")
    )
    assert who
    assert words
    assert who["y"] + who["height"] <= words["y"] + 1
