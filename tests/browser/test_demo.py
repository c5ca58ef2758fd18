"""The demonstration archive in a browser: what a reader who follows a matter does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser import PANEL_LINK, accessibility_rules

COMMITMENT = "compromisos/agua-clara-presentacion/potabilizadoras-32/"
KINDS = [
    "",
    "informes/",
    "informes/ano-2024/",
    "informes/tca-agua-discrepancia/",
    "informes/renuncia-segundo-buque/",
    "compromisos/",
    "compromisos/plazo-overdue/",
    "compromisos/ano-2023/",
    COMMITMENT,
    "compromisos/agua-nuevo-plazo/menos-fugas/",
    "compromisos/embed/",
    "agenda/",
    "informes/enlace-firma/versiones/",
    "cronologia/",
    "cronologia/ano-2024/",
    "temas/",
    "temas/agua/",
    "correcciones/",
    "registro/",
    "entidades/",
    "entidades/teodosia-larraud/",
    "fuentes/",
    "fuentes/tca-nota-3-2025/",
    "informes/agua-clara-presentacion/cita-1/embed/",
    f"{COMMITMENT}embed/",
]


@pytest.fixture
def address(demo_address: str) -> str:
    """Where it is served; ends with a slash."""
    return demo_address


def test_from_a_promise_to_its_proof_in_three_taps(page: Page, address: str) -> None:
    """The register, the ladder with announcement and latest update, the passage that proves it."""
    page.goto(address)
    page.get_by_role("link", name="Todos los compromisos").click()
    page.locator(f"a[href$='{COMMITMENT.removeprefix('compromisos/')}']").first.click()
    steps = page.locator(".bs-ladder li")
    expect(steps.first).to_contain_text("Anunciado")
    expect(steps.last).to_contain_text("14 de octubre de 2025")
    steps.last.locator("a.bs-proof").first.click()
    page.locator(PANEL_LINK).click()
    page.wait_for_url(re.compile(r"/fuentes/.*#p\d+"))
    expect(page.locator("mark:target")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_what_is_overdue_to_its_moved_deadline_and_the_proof_in_three_taps(
    scripts: bool, browser: Browser, address: str
) -> None:
    """On a telephone, with scripts and without: from the home page, which says the overdue first."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(address)
    overdue = page.locator(".bs-card", has_text="Cambiar los 60 kilómetros")
    expect(overdue.locator(".bs-due")).to_contain_text("Plazo vencido hace")
    overdue.get_by_role("link", name="Cambiar los 60 kilómetros").tap()
    expect(page.locator(".bs-strip del")).to_have_text("30 de junio de 2025")
    moved = page.locator(".bs-ladder li", has_text="nuevo plazo: 30 de junio de 2026")
    expect(moved.locator("del")).to_have_text("30 de junio de 2025")
    moved.locator("a.bs-proof").first.tap()
    if scripts:
        page.locator(PANEL_LINK).tap()
    page.wait_for_url(re.compile(r"/fuentes/aal-nota-2025-10/#p\d+"))
    expect(page.locator("mark:target")).to_be_in_viewport()
    context.close()


def test_the_ladder_shows_how_far_a_promise_has_come(page: Page, address: str) -> None:
    """Every update with its figure, and a bar that says the same in words."""
    page.goto(address + COMMITMENT)
    bar = page.get_by_role("progressbar")
    assert bar.get_attribute("aria-label") == "19 de 32 municipios"
    assert bar.get_attribute("aria-valuenow") == "59"
    steps = [text.split("\n")[0] for text in page.locator(".bs-ladder li").all_inner_texts()]
    assert [re.search(r"(\d+) municipios", step)[1] for step in steps if "municipios" in step] == [
        "4",
        "9",
        "17",
        "19",
    ]


def choose(page: Page, name: str, key: str) -> None:
    """Reach a filter with the tabulator, and type the beginning of a value."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            break
    else:
        pytest.fail(f"the filter {name} is not reached by keyboard")
    page.keyboard.type(key, delay=20)
    page.keyboard.press("Enter")


def test_commitments_are_filtered_by_keyboard_alone(page: Page, address: str) -> None:
    """The list, the count, the counts of the other filters and the address follow."""
    page.goto(f"{address}compromisos/")
    items = page.locator("[data-item]:visible")
    everything = items.count()
    choose(page, "estado", "Cumplido")
    expect(page).to_have_url(re.compile(r"\?estado=Cumplido$"))
    met = items.count()
    assert 0 < met < everything
    expect(page.locator(".bs-filters output")).to_have_text(f"{met} de {everything}")
    assert all("Cumplido" in text for text in items.all_inner_texts())
    options = page.locator("select[name=tema] option").all_inner_texts()
    shown = [int(re.search(r"\((\d+)\)$", option)[1]) for option in options[1:]]
    assert max(shown) <= met
    page.reload()
    expect(items).to_have_count(met)


def test_a_choice_in_the_address_can_be_shared(page: Page, address: str) -> None:
    """Whoever opens it sees the same list."""
    page.goto(f"{address}compromisos/?tema=Agua&ano=2023")
    expect(page.locator("select[name=tema]")).to_have_value("Agua")
    shown = page.locator("[data-item]:visible")
    assert shown.count() > 0
    assert all(
        "Agua" in (item.get_attribute("data-tema") or "").split("\n") for item in shown.all()
    )
    page.get_by_role("button", name="Quitar filtros").click()
    expect(page).to_have_url(f"{address}compromisos/")


def test_commitments_are_sorted_and_filtered_by_what_is_due_on_the_day_of_the_reader(
    page: Page, address: str
) -> None:
    """What was not overdue when the site was built is so for who reads it years later."""
    lines = page.locator("[data-item]:visible .bs-due:visible")
    page.goto(f"{address}compromisos/?plazo=Plazo vencido")
    before = lines.count()
    assert before > 5
    page.clock.set_fixed_time("2031-01-15T12:00:00Z")
    page.goto(f"{address}compromisos/?plazo=Plazo vencido&orden=plazo")
    assert lines.count() > before
    assert lines.first.inner_text().startswith("Plazo vencido hace 15 días, sin noticia desde")
    years = [
        int(found) for found in re.findall(r"hace (\d+) años", "".join(lines.all_inner_texts()))
    ]
    assert len(years) > 5
    assert years == sorted(years)
    page.get_by_role("button", name="Quitar filtros").click()
    expect(page).to_have_url(f"{address}compromisos/")
    assert "overdue" in (lines.first.get_attribute("class") or "")  # what moved last, on that day


def test_all_briefings_are_browsed_by_facets_from_one_small_file(
    page: Page, address: str, demo: Path
) -> None:
    """Year, kind, place, topic and entity; counts for each; the newest as written without a choice."""
    assert (demo / "informes/facets.json").stat().st_size < 10_000
    page.goto(f"{address}informes/")
    expect(page.locator(".bs-filters output")).to_have_text("39 de 39")
    assert page.locator(".bs-filters select").count() == 5
    choose(page, "ano", "2024")
    expect(page.locator(".bs-filters output")).to_have_text("13 de 39")
    cards = page.locator(".bs-items .bs-story")
    expect(cards).to_have_count(13)
    title = cards.first.locator("a").inner_text()
    cards.first.locator("a").click()
    expect(page.locator("h1")).to_have_text(title)


def test_the_timeline_is_filtered_and_empty_months_vanish(page: Page, address: str) -> None:
    """By kind, entity and topic."""
    page.goto(f"{address}cronologia/ano-2024/?tipo=Corrección")
    entries = page.locator("[data-item]:visible")
    assert 0 < entries.count() < 10
    months = page.locator(".bs-items h2:visible").count()
    assert months <= entries.count()


def test_without_scripts_plain_pages_hold_the_same_lists(browser: Browser, address: str) -> None:
    """By status and year, by who and topic: links instead of filters."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}compromisos/")
    assert page.locator(".bs-filters select").count() == 0
    page.get_by_role("link", name="Cumplido", exact=True).click()
    page.wait_for_url("**/compromisos/estado-met/")
    met = page.locator(".bs-card")
    assert met.count() > 3
    assert all("Cumplido" in text for text in met.all_inner_texts())
    page.goto(f"{address}compromisos/")
    page.get_by_role("link", name="Plazo vencido", exact=True).click()
    page.wait_for_url("**/compromisos/plazo-overdue/")
    texts = page.locator(".bs-card").all_inner_texts()
    assert len(texts) > 5
    assert all(re.search(r"Plazo vencido hace .* \(a \d+ de \w+ de \d+\)", text) for text in texts)
    page.goto(f"{address}compromisos/")
    page.locator(".bs-plain").get_by_role("link", name="Agua", exact=True).click()
    page.wait_for_url("**/temas/agua/")
    context.close()


def test_a_card_is_copied_as_the_frame_that_shows_it(
    browser: Browser, address: str, demo: Path
) -> None:
    """With the address, the title and the height that oEmbed is told; without scripts it is a link."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    for path, name in (("informes/agua-clara-presentacion/", "cita-2/"), (COMMITMENT, "")):
        told = json.loads((demo / f"{path}{name}embed/oembed.json").read_text("utf-8"))["html"]
        page.goto(address + path)
        page.locator("button.bs-embed").nth(1 if name else 0).click()
        copied = page.evaluate("navigator.clipboard.readText()")
        parts = re.compile(r'(?:src|width|height|loading|style)="[^"]*"')
        assert sorted(parts.findall(copied)) == sorted(parts.findall(told))
        expect(page.get_by_text("Copiado")).to_be_visible()
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 280, "height": 400})
    page = plain.new_page()
    page.goto(f"{address}compromisos/")
    page.get_by_role("link", name="Insertar en otra página").click()
    page = plain.pages[-1]
    expect(page.locator("tbody tr")).to_have_count(8)
    assert page.evaluate("document.documentElement.scrollWidth") == 280
    context.close()
    plain.close()


def test_the_new_pages_are_whole_on_paper(page: Page, themed_demo: str) -> None:
    """Tables that are folded on the screen are open, and nothing stands beyond the edge of the sheet."""
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 within its margins
    page.emulate_media(media="print")
    for path in ("compromisos/", "agenda/", "informes/enlace-firma/versiones/", "temas/agua/"):
        page.goto(themed_demo + path)
        tables = page.locator(".bs-scoreboard table")
        assert (tables.count() > 0) == (path in ("compromisos/", "temas/agua/"))
        for table in tables.all():
            box = table.bounding_box()
            assert box
            assert box["x"] + box["width"] <= 718
            assert box["height"] > 40


def test_uncited_sentences_are_dimmed_on_request(browser: Browser, address: str) -> None:
    """A tap dims them, another shows all alike; it needs no script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}fuentes/tca-nota-3-2025/")
    uncited = page.locator(".bs-uncited").first
    opacity = "e => getComputedStyle(e).opacity"
    assert uncited.evaluate(opacity) == "1"
    page.locator("a.bs-dim").click()
    assert float(uncited.evaluate(opacity)) < 1
    page.locator("a.bs-undim").click()
    assert uncited.evaluate(opacity) == "1"
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "light"), (1280, "dark")])
def test_every_kind_of_page_is_accessible(
    width: int, scheme: str, browser: Browser, themed_demo: str
) -> None:
    """No violation of the rules of WCAG 2.2 that a machine can check, and no sideways scrolling."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = context.new_page()
    rules = accessibility_rules(scheme, width)
    for path in KINDS:
        answer = page.goto(themed_demo + path)
        assert answer
        assert answer.ok, path
        if path in ("informes/", "compromisos/"):
            page.locator(".bs-filters summary").wait_for()
        result = Axe().run(page, options=rules)
        assert result.response["passes"]
        assert result.violations_count == 0, f"{path}: {result.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()
