"""A search hit in a long source opens where the words stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import find, found
from conftest import record_of
from sites import BRIEFING, CONFIG, build, make_site, serving, with_theme
from transcript import transcript

RARE = "La nutria volvió al estanque viejo."
TRANSCRIPT = transcript().replace("(400).", f"(400). {RARE}").replace("(200).", "(200) con garzas.")
TRANSCRIPT = TRANSCRIPT.replace("(500).", "(500) junto a un <b> flamenco </b>.")
REPORT = "\n\n".join(
    f"Apartado {number}. " + "Nada consta de las obras. " * 9 for number in range(300)
)
REPORT = REPORT.replace("Apartado 250. ", "Apartado 250. Se avistó un quebrantahuesos. ")
ARABIC = "\n\n".join(
    ["لم يتغير شيء في الأشغال. " * 20] * 40 + ["قالت برادو\u200f: لا حصاد\u200f بلا ماء."]
)
SITE = {
    "briefs/una.yml": BRIEFING,
    "briefs/sources/rueda.txt": TRANSCRIPT,
    "briefs/sources/rueda.yml": record_of(TRANSCRIPT, "Rueda de prensa con garzas")
    + "speech: turns\n",
    "briefs/sources/parte.txt": REPORT,
    "briefs/sources/ar.txt": ARABIC,
    "briefs/sources/ar.yml": record_of(ARABIC, "كلمة") + "lang: ar\n",
    "briefs/sources/parte.yml": record_of(REPORT, "Parte de obras"),
}


@pytest.fixture(
    scope="module", params=[CONFIG, with_theme("briefsite", CONFIG)], ids=["material", "own"]
)
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A site with a transcript of 100 KB and a report of 300 paragraphs; ends with a slash."""
    site = make_site(tmp_path_factory.mktemp("sources"), {**SITE, "mkdocs.yml": request.param})
    built = build(site, "--strict", "--site-dir", "www/repo")
    assert built.returncode == 0, built.stdout
    with serving(site / "www") as root:
        yield f"{root}repo/"


@pytest.fixture(params=[390, 1440])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The home page of that site, on a phone and on a desktop."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


@pytest.mark.parametrize(
    ("query", "words", "shown"),
    [
        ("nutria", "La nutria volvió", "VOZ MUJER"),
        ("nutria estanque", "La nutria volvió", "VOZ MUJER"),
        ("flamenco", "junto a un <b>", ""),
        ("quebrantahuesos", "Se avistó un quebrantahuesos", "Apartado 250. Se avistó un"),
        ("حصاد", "لا حصاد", "قالت برادو"),
        ("garzas", "(200) con garzas", "PRESIDENTA"),
    ],
)
def test_a_hit_in_a_source_opens_at_its_passage(
    page: Page, query: str, words: str, shown: str
) -> None:
    """The box says who speaks there, or how the paragraph begins; a link leads to the paragraph."""
    (location, *_) = find(page, query)
    assert "#" in location
    first = found(page).first
    expect(first.locator("h2, i").first).to_contain_text(shown)
    first.locator("h1, b").first.click()
    expect(page.locator("#bs-text p", has_text=words)).to_be_in_viewport()
    expect(page.locator("p:target")).to_contain_text(words)


def test_the_title_of_a_source_leads_to_its_top(page: Page) -> None:
    """Where it holds more of the words than any paragraph."""
    assert find(page, "rueda de prensa con garzas")[0].endswith("/fuentes/rueda/")
