"""The real site in a real browser, under a subpath as on GitHub Pages."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser import PANEL_LINK, accessibility_rules, find
from sites import build, qr_codes, serving

FLAGSHIP = "informes/mision-cortafuegos/"
SOURCE = "fuentes/embajada-cortafuegos/"
PAGES = ["", FLAGSHIP, SOURCE, "metodo/", "accesibilidad/", "theme/"]
"""The demonstration archive has the other kinds, see `test_demo.py`."""

WIDTHS = {"phone": 390, "desktop": 1280}


@pytest.fixture
def address(site_address: str) -> str:
    """Where it is served; ends with a slash."""
    return site_address


def path_of(link: str) -> str:
    """The path of a result within the site."""
    return re.sub(r"^.*?/repo/|[?#].*$", "", link)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("mision", FLAGSHIP),
        ("misión", "entidades/mision-cortafuegos-iniciativa/"),
        ("cooperacion", FLAGSHIP),
        ("armas", FLAGSHIP),
        ("presidenta", FLAGSHIP),
        ("presidentes", FLAGSHIP),
        ("McAllen", "entidades/mcallen/"),
        ("mcallen", "entidades/mcallen/"),
        ("eTrace", FLAGSHIP),
        ("etrace", FLAGSHIP),
        ("balistica", "entidades/imagenes-balistica/"),
        ("cártel", "entidades/carteles/"),
        ("carteles", "entidades/carteles/"),
        ("texas mcallen", "entidades/mcallen/"),
    ],
)
def test_a_reader_finds_the_right_page_first(
    words: str, first: str, page: Page, address: str
) -> None:
    """With or without accents and capitals, in the singular or the plural."""
    page.goto(address)
    assert path_of(find(page, words)[0]) == first


def test_search_finds_sources_after_briefings(page: Page, address: str) -> None:
    """Archived texts can be found, and do not drown what is written of them."""
    page.goto(address)
    found = [path_of(link) for link in find(page, "homologos")]
    assert SOURCE in found
    assert found.index(FLAGSHIP) < found.index(SOURCE)


@pytest.mark.parametrize("words", ["zarparian", "eigenvalue", "qwerty", "<img src=x>"])
def test_search_says_when_there_is_nothing(words: str, page: Page, address: str) -> None:
    """Rather than show pages that only begin with the same letter."""
    page.goto(address)
    assert find(page, words) == []


def test_a_result_leads_to_the_section(page: Page, address: str) -> None:
    """Sections of a page are listed below it, and what was found is marked in the page."""
    page.goto(address)
    find(page, "inspecciones")
    section = page.locator(".md-search-result__link[href*='#']").first
    section.click()
    page.wait_for_url(re.compile("#"))
    expect(page.locator("mark[data-md-highlight]").first).to_be_visible()


@pytest.fixture(scope="session")
def plurals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site with the words that stemmers find hard."""
    from sites import make_site

    texts = {
        "arma": "Se halló un arma.",
        "escopetas": "Se hallaron dos escopetas.",
        "escopeta": "Se halló una escopeta.",
        "armas": "Se hallaron muchas armas.",
        "firmo": "El ministro firmó el acta.",
        "inflacion": "La inflación bajó.",
        "english": "The weapons agreement was signed in English.",
        "source": "AT&T <b>dijo</b> &lt;i&gt; palabra.",
    }
    folder = tmp_path_factory.mktemp("plurals")
    files = {
        f"briefs/{name}.yml": f"title: {name}\ndate: 2025\nsummary: {json.dumps(text)}\n"
        for name, text in texts.items()
    }
    built = make_site(folder, files)
    assert build(built, "--site-dir", str(folder / "www/repo")).returncode == 0
    with serving(folder / "www") as root:
        yield f"{root}repo/"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("arma", "arma"),
        ("firmaron", "firmo"),
        ("inflacion", "inflacion"),
        ("weapon", "english"),
        ("weapons", "english"),
        ("agreements", "english"),
        ("Signed", "english"),
    ],
)
def test_search_knows_spanish_and_takes_english(
    words: str, name: str, page: Page, plurals: str
) -> None:
    """Accents, plurals and verb endings; English words in the same box."""
    page.goto(plurals)
    assert path_of(find(page, words)[0]) == f"informes/{name}/"


@pytest.mark.parametrize("words", ["armas", "arma", "escopetas", "escopeta"])
def test_singular_and_plural_find_each_other(words: str, page: Page, plurals: str) -> None:
    """Pages with either form, even where the form asked for is found as well."""
    page.goto(plurals)
    stem = words.rstrip("s")
    found = {path_of(link) for link in find(page, words)}
    assert {f"informes/{stem}/", f"informes/{stem}s/"} <= found


def test_search_shows_markup_as_text(page: Page, plurals: str) -> None:
    """An excerpt is text, whatever it looks like."""
    page.goto(plurals)
    find(page, "palabra")
    results = page.locator(".md-search-result__list")
    expect(results).to_contain_text("AT&T <b>dijo</b>")
    assert results.locator("b, i").count() == 0


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_quotation_leads_to_its_passage_and_back(
    width: int, scripts: bool, browser: Browser, themed_site: str
) -> None:
    """One tap to the highlighted words of the source, one tap back."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(themed_site + FLAGSHIP)
    quotation = page.locator(".bs-quote").first
    words = quotation.locator("blockquote").inner_text().strip("«»\n ")
    quotation.locator("a.bs-checked").click()
    if scripts:
        page.locator(PANEL_LINK).click()
    page.wait_for_url(f"**/{SOURCE}#p*")
    passage = page.locator("mark:target")
    expect(passage).to_be_in_viewport()
    assert passage.inner_text().rstrip("0123456789") == words
    colour = "e => getComputedStyle(e).backgroundColor"
    if scripts:
        other = page.locator("mark.bs-passage:not(:target)").first
        assert passage.evaluate(colour) != other.evaluate(colour)
    header = page.locator(".bs-header").bounding_box()
    box = passage.bounding_box()
    assert header
    assert box
    assert box["y"] >= header["height"]
    page.locator(f".bs-cites a[href$='{FLAGSHIP}#cita-1']").click()
    page.wait_for_url(f"**/{FLAGSHIP}#cita-1")
    expect(page.locator("#cita-1")).to_be_in_viewport()
    context.close()


def test_every_proof_leads_to_words_that_stand_there(page: Page, address: str, site: Path) -> None:
    """No mark points nowhere."""
    page.goto(address + FLAGSHIP)
    links = page.eval_on_selector_all(
        "a.bs-proof, a.bs-checked", "links => links.map(link => link.href)"
    )
    assert len(links) > 40
    source = (site / SOURCE / "index.html").read_text("utf-8")
    assert [link for link in links if f'id="{link.partition("#")[2]}"' not in source] == []


@pytest.mark.parametrize("path", ["", FLAGSHIP, SOURCE, "entidades/mcallen/"])
def test_nothing_is_fetched_from_elsewhere(path: str, browser: Browser, themed_site: str) -> None:
    """No tracker, no font, no script: no request leaves the site's own host."""
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.goto(themed_site + path)
    find(page, "cooperacion")
    page.wait_for_load_state("networkidle")
    assert len(requests) > 5
    assert [url for url in requests if not url.startswith(themed_site)] == []
    assert messages == []
    context.close()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [*((width, "light") for width in WIDTHS.values()), (WIDTHS["desktop"], "dark")],
)
def test_pages_are_accessible(width: int, scheme: str, browser: Browser, themed_site: str) -> None:
    """No violation of the rules of WCAG 2.2 that a machine can check, and no sideways scrolling."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,  # axe is a script of its own
    )
    page = context.new_page()
    rules = accessibility_rules(scheme, width)
    for path in PAGES:
        page.goto(themed_site + path)
        result = Axe().run(page, options=rules)
        assert result.response["passes"]
        assert result.violations_count == 0, f"{path}: {result.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_flagship_prints_on_two_pages(paper: str, page: Page, themed_site: str) -> None:
    """On either side of the Atlantic, without navigation and with all its facts."""
    page.goto(themed_site + FLAGSHIP)
    pdf = page.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 2
    page.emulate_media(media="print")
    for hidden in (".bs-header", ".bs-menu", ".bs-footer"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".bs-strip")).to_be_visible()


def test_a_printed_briefing_leads_back_to_the_site(page: Page, address: str) -> None:
    """Its end holds address, QR code, hash and date, which no screen shows."""
    page.goto(address + FLAGSHIP)
    end = page.locator(".bs-colophon")
    expect(end).to_be_hidden()
    assert len(end.locator("img").get_attribute("src") or "") < 700
    assert len(qr_codes(page.pdf(format="A4"))) == 1
    page.emulate_media(media="print")
    expect(end).to_contain_text("Huella del contenido")
    expect(end).to_contain_text("Versión del informe: 26 de septiembre de 2025")


def test_titles_read_well_in_a_tab(page: Page, address: str) -> None:
    """In composed Unicode, and with the name of the site."""
    page.goto(address + FLAGSHIP)
    title = page.title()
    assert title.startswith("Misión Cortafuegos: primera reunión")
    assert unicodedata.is_normalized("NFC", title)
