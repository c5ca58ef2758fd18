"""A site in several languages, as a reader who goes from one to another sees it."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser import accessibility_rules

KINDS = [
    "en/",
    "en/briefings/",
    "en/briefings/enlace-firma/",
    "en/briefings/plazo-buques-vencido/",
    "en/briefings/joint-customs-launch/",
    "en/commitments/",
    "en/commitments/agua-clara-presentacion/potabilizadoras-32/",
    "en/agenda/",
    "en/timeline/",
    "en/topics/agua/",
    "en/corrections/",
    "en/entities/teodosia-larraud/",
    "en/sources/tca-nota-3-2025/",
    "pt/sinteses/pleno-agua-mayo/",
    "pt/compromissos/",
]


def switch(page: Page, language: str) -> None:
    page.locator(f".bs-languages a[hreflang={language}]").click()


def test_from_a_briefing_to_the_same_place_in_another_language(
    page: Page, themed_demo: str
) -> None:
    """And back, to the statement that the address names."""
    page.goto(f"{themed_demo}informes/enlace-firma/#cita-1")
    switch(page, "en")
    page.wait_for_url(f"{themed_demo}en/briefings/enlace-firma/#quote-1")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#quote-1")).to_be_in_viewport()
    expect(page.locator("h1")).to_contain_text("Mendrana Island is to have a ferry")
    switch(page, "es")
    page.wait_for_url(f"{themed_demo}informes/enlace-firma/#cita-1")


def test_from_a_passage_to_the_same_passage(page: Page, themed_demo: str) -> None:
    """It has one name in all languages, and its words are in that of the source."""
    page.goto(f"{themed_demo}fuentes/tca-nota-3-2025/#p5")
    switch(page, "pt")
    page.wait_for_url(f"{themed_demo}pt/fontes/tca-nota-3-2025/#p5")
    expect(page.locator("mark:target")).to_be_in_viewport()
    expect(page.locator("#bs-text")).to_have_attribute("lang", "es")


@pytest.mark.parametrize(
    ("start", "end", "chosen"),
    [
        (
            "compromisos/?estado=Cumplido&tema=Agua",
            "en/commitments/?status=Met&topic=Water",
            {"status": "Met", "topic": "Water"},
        ),
        (
            "informes/?tipo=Acuerdo&orden=",
            "en/briefings/?kind=Agreement",
            {"kind": "Agreement"},
        ),
    ],
)
def test_a_filtered_list_stays_filtered(
    start: str, end: str, chosen: dict[str, str], page: Page, themed_demo: str
) -> None:
    """The same rows are chosen by the words of the other language, and the address says so."""
    page.goto(themed_demo + start)
    count = page.locator(".bs-filters output")
    expect(count).to_have_text(re.compile(r"\d"))
    before = re.findall(r"\d+", count.inner_text())
    assert int(before[0]) < int(before[1])
    switch(page, "en")
    page.wait_for_url(lambda url: "choice" not in url and url.startswith(themed_demo + "en/"))
    assert page.url.replace("&order=", "") == themed_demo + end
    expect(page.locator(".bs-filters output")).to_have_text(f"{before[0]} of {before[1]}")
    for name, value in chosen.items():
        expect(page.locator(f"select[name={name}]")).to_have_value(value)


def test_an_order_stays_as_well(page: Page, themed_demo: str) -> None:
    """Promises by what is due first."""
    page.goto(f"{themed_demo}compromisos/")
    order = page.locator("select[name=orden]")
    order.select_option(index=1)
    switch(page, "en")
    expect(page.locator("select[name=order]")).not_to_have_value("")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_switch_has_room_at_every_width(width: int, browser: Browser, themed_demo: str) -> None:
    """Where there is little of it, by codes, which begin the names that are heard."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{themed_demo}en/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    link = page.get_by_role("link", name="Español")
    expect(link).to_be_in_viewport()
    box = link.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    for button in page.locator(".bs-header :is(button, label):visible").all():
        place = button.bounding_box()
        assert place
        assert place["x"] + place["width"] <= width
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_of_editions_are_accessible(width: int, browser: Browser, themed_demo: str) -> None:
    """No violation of the rules of WCAG 2.2 that a machine can check, on any kind of page."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", bypass_csp=True
    )
    page = context.new_page()
    for path in KINDS:
        page.goto(themed_demo + path)
        result = Axe().run(page, options=accessibility_rules("light", width))
        assert result.violations_count == 0, f"{path}: {result.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_words_in_another_language_say_so(page: Page, themed_demo: str) -> None:
    """For who hears them: what is not translated, and what a source says."""
    page.goto(f"{themed_demo}en/briefings/plazo-buques-vencido/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("article")).to_have_attribute("lang", "es")
    page.goto(f"{themed_demo}en/briefings/pleno-agua-mayo/")
    quotation = page.locator(".bs-quote blockquote span").first
    expect(quotation).to_have_attribute("lang", "es")
    expect(page.locator(".bs-translation").first).to_contain_text("Translation by the editors")


def test_a_page_asks_for_nothing_more_to_be_in_a_language(page: Page, themed_demo: str) -> None:
    """No script of the switch where a page has no places to lead to."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{themed_demo}en/topics/")
    page.wait_for_load_state("networkidle")
    assert not any("languages.js" in url for url in asked)
