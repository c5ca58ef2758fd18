"""A document on its way from a PDF to what a reader sees on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser import PANEL_LINK
from sites import briefsite, build, make_site, serving
from two_columns import report

SAID = "El ingeniero Luis Prat dijo: «Las compuertas nuevas aguantarán la mayor crecida del siglo»."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The site that `archive` and `draft` make of a report of 30 pages in two columns."""
    site = make_site(
        tmp_path_factory.mktemp("documents"),
        {"briefs/entities/.keep": "", "informe.pdf": report(30, {17: SAID})},
    )
    archived = briefsite("archive", "informe.pdf", "--published", "2026-03-01", cwd=site)
    assert archived.returncode == 0, archived.stdout
    drafted = briefsite("draft", "informe", "--status", "published", cwd=site)
    assert drafted.returncode == 0, drafted.stdout
    record = site / "briefs/sources/informe.yml"
    record.write_text(record.read_text("utf-8") + "publish_original: true\n", "utf-8")
    done = build(site, "--strict", "--site-dir", "www/repo")
    assert done.returncode == 0, done.stdout
    with serving(site / "www") as root:
        yield site, f"{root}repo/"


def test_a_quotation_leads_to_its_lines_on_the_page(
    browser: Browser, built: tuple[Path, str]
) -> None:
    """Tapped on a phone, it shows the passage, and below it the lines of page 17, fetched only then."""
    site, root = built
    (briefing,) = (site / "briefs").glob("*.yml")
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{root}informes/{briefing.stem}/")
    checked = page.locator(".bs-quote .bs-checked").first
    expect(checked).to_have_text("Cotejada con la fuente, p. 17")
    assert not [url for url in fetched if url.endswith(".png")]
    checked.tap()
    page.locator(PANEL_LINK).tap()
    passage = page.locator("mark:target")
    expect(passage).to_contain_text("Las compuertas nuevas aguantarán la mayor crecida del siglo")
    picture = page.locator(".bs-facsimile img").filter(visible=True).and_(
        page.locator(f"img[alt*='{passage.locator('sup').inner_text()}']")
    ).first  # fmt: skip
    picture.scroll_into_view_if_needed()
    page.wait_for_function("image => image.naturalWidth >= 500", arg=picture.element_handle())
    pictures = page.locator(".bs-facsimile img").count()
    assert len({url for url in fetched if url.endswith(".png")}) < pictures / 2
    link = page.get_by_role("link", name="(p. 17)").first
    assert (link.get_attribute("href") or "").endswith("fuentes/informe.pdf#page=17") or (
        link.get_attribute("href") or ""
    ).endswith("../informe.pdf#page=17")
    context.close()


def test_the_page_of_a_document_does_not_scroll_sideways(
    browser: Browser, built: tuple[Path, str]
) -> None:
    """Whatever pictures and marks of pages stand in it, on the narrowest phone."""
    _, root = built
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(f"{root}fuentes/informe/")
    expect(page.locator("#pagina-17")).to_have_text("p. 17")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
