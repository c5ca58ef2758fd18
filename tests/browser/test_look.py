"""What everybody can read: type, colours, keyboard, small screens, paper. On every kind of page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from briefsite.archive.translations import translation_of
from browser import BUTTONS_OF_HEADER, SCHEME, SEARCH, SKIP_LINK
from conftest import SiteOf
from sites import BRIEFING, CONFIG, REPOSITORY, THEMES, build, make_site, with_theme

COMMITMENT = "compromisos/agua-clara-presentacion/potabilizadoras-32/"
BRIEFING_PAGE = "informes/enlace-firma/"
ENTITY = "entidades/agencia-aguas/"
KINDS = [
    "",
    "informes/",
    "informes/ano-2024/",
    BRIEFING_PAGE,
    "compromisos/",
    "compromisos/estado-met/",
    COMMITMENT,
    "cronologia/",
    "cronologia/ano-2024/",
    "temas/",
    "temas/agua/",
    "correcciones/",
    "entidades/",
    ENTITY,
    "fuentes/",
    "fuentes/tca-nota-3-2025/",
    "fuentes/rueda-agencia-2025/",
]


@pytest.fixture
def address(themed_demo: str) -> str:
    """Where it is served, with each theme; ends with a slash."""
    return themed_demo


@pytest.mark.parametrize("path", ["", BRIEFING_PAGE])
def test_the_keyboard_reaches_everything_and_sees_where_it_is(
    path: str, browser: Browser, address: str
) -> None:
    """The way past the navigation comes first; each stop has a name and a visible outline."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + path)
    page.keyboard.press("Tab")
    skip = page.locator(SKIP_LINK)
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    stops = page.locator("a[href], button, select, input, [tabindex='0']").count()
    seen = 0
    for _ in range(min(stops, 60)):
        state = page.evaluate("""() => {
          const here = document.activeElement, style = getComputedStyle(here)
          const name = here.textContent.trim() || here.ariaLabel || here.title
          const label = here.labels?.[0] ?? here
          return {tag: here.tagName, name, input: here.className,
                  shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
                         || getComputedStyle(label).outlineStyle !== "none"}
        }""")
        if state["tag"] == "BODY":
            break
        seen += 1
        assert state["name"], state
        assert state["shown"], state
        page.keyboard.press("Tab")
    assert seen > 10
    page.goto(address + path)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_in_viewport()
    context.close()


def test_the_menu_of_a_telephone_needs_no_script(browser: Browser, address: str) -> None:
    """It opens by keyboard, closes with Escape, and leads on."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    menu = page.locator("#bs-menu")
    expect(menu).to_be_hidden()
    button = page.get_by_role("button", name="Navegación")
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    button.click()
    menu.get_by_role("link", name="Compromisos").click()
    page.wait_for_url("**/compromisos/")
    context.close()


@pytest.mark.parametrize("zoom", [1, 2])
def test_nothing_scrolls_sideways_at_320_pixels(zoom: int, browser: Browser, address: str) -> None:
    """Nor with letters twice as large at twice the width (WCAG 1.4.4 and 1.4.10)."""
    context = browser.new_context(
        viewport={"width": 320 * zoom, "height": 800}, device_scale_factor=zoom
    )
    page = context.new_page()
    wide = []
    for path in KINDS:
        page.goto(address + path)
        page.evaluate(f"document.documentElement.style.fontSize = '{125 * zoom}%'")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320 * zoom:
            wide.append((path, width))
    assert wide == []
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_tapped_is_large_enough(width: int, browser: Browser, address: str) -> None:
    """24 pixels at least, but for links in the middle of a sentence (WCAG 2.5.8)."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address + BRIEFING_PAGE)
    if width < 960:
        page.get_by_role("button", name="Navegación").click()
    targets = page.locator(
        f"button:not(.md-search button):visible, .bs-menu a:visible, .bs-brand, {BUTTONS_OF_HEADER}"
    )
    assert targets.count() > 8
    sizes = [(target.inner_text(), target.bounding_box()) for target in targets.all()]
    assert [text for text, box in sizes if box and (box["height"] < 24 or box["width"] < 24)] == []
    context.close()


def test_nothing_moves_for_those_who_ask_for_rest(browser: Browser, address: str) -> None:
    """No transition and no animation where the system says so."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + BRIEFING_PAGE)
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter(e => {
      const style = getComputedStyle(e)
      return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0
    }).map(e => e.className)""")
    assert moving == []
    context.close()


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true})
  const light = colour => {
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const kind = document.querySelector(".bs-kind b")
  const pair = [light(getComputedStyle(kind).color), light(getComputedStyle(document.body).backgroundColor)]
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)
}"""


ACCENTS = ["#8f3b12", "#ffe600", "#00008b", "#7fff00", "#ffffff", "#000000"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_accent_is_legible(scheme: str, page: Page, address: str) -> None:
    """Whatever mkdocs.yml says, the contrast is that of WCAG AA, on light and dark paper."""
    page.emulate_media(color_scheme=scheme)
    page.goto(address + BRIEFING_PAGE)
    contrasts = {}
    for accent in ACCENTS:
        page.evaluate(f"document.documentElement.style.setProperty('--bs-accent-base', '{accent}')")
        contrasts[accent] = page.evaluate(CONTRAST)
    assert min(contrasts.values()) >= 4.5, contrasts


def test_the_accent_is_set_in_the_settings(theme: str, tmp_path: Path) -> None:
    """One line of mkdocs.yml."""
    settings = f"{with_theme(theme, CONFIG)}extra: {{accent: '#123456'}}\n"
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, "mkdocs.yml": settings})
    assert build(site).returncode == 0
    page = (site / "site/informes/a/index.html").read_text("utf-8")
    assert "<style>:root{--bs-accent-base:#123456}</style>" in page


@pytest.mark.parametrize("family", ["bs-serif", "bs-sans"])
def test_the_fonts_hold_the_signs_of_spanish(family: str, page: Page, demo_address: str) -> None:
    """No sign falls back to another face."""
    page.goto(demo_address + BRIEFING_PAGE)
    page.evaluate("family => document.fonts.load(`100px ${family}`, 'a€')", family)
    assert (
        page.evaluate(
            """family => {
          const canvas = document.createElement("canvas").getContext("2d")
          const width = (face, sign) => {
            canvas.font = `100px ${face}`
            return canvas.measureText(sign).width
          }
          /* A sign that is missing is as wide as the face that stands in for it. */
          return [..."ñÑáéíóúüÁÉÍÓÚÜ¿¡«»—–…€ºª"].filter(sign =>
            width(`${family}, monospace`, sign) === width("monospace", sign)
            && width(`${family}, serif`, sign) === width("serif", sign))
        }""",
            family,
        )
        == []
    )


def test_signs_that_are_rare_come_with_the_pages_that_have_some(
    page: Page, demo_address: str
) -> None:
    """A briefing in Spanish asks for two files, or four with italics and bold; a sum in euros for one more."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(demo_address + BRIEFING_PAGE)
    page.evaluate("document.fonts.ready")
    assert {name for name in asked if name.endswith("woff2")} <= {
        *["serif.woff2", "sans.woff2", "serif-italic.woff2", "serif-bold.woff2"]
    }
    with page.expect_request("**/serif-more.woff2"):
        page.evaluate("document.querySelector('.bs-lead p').append(' 40 €')")


def test_nothing_moves_when_the_fonts_arrive(browser: Browser, address: str) -> None:
    """The faces that stand in for ours take the same room."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.route("**/*.woff2", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.add_init_script("""
      window.shift = 0
      new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.shift += entry.value
      }).observe({type: "layout-shift", buffered: true})
    """)
    page.goto(address + BRIEFING_PAGE)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    assert page.evaluate("document.fonts.check('16px bs-serif')")
    assert page.evaluate("window.shift") < 0.02
    context.close()


def test_a_citation_is_copied_and_it_is_said(browser: Browser, demo_address: str) -> None:
    """Buttons that need no third party; a screen reader hears that it worked."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(demo_address + BRIEFING_PAGE)
    page.get_by_role("button", name="Copiar la cita").click()
    expect(page.get_by_role("status").filter(has_text="Copiado")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Archivo de demostración. «Isla Mendrana tendrá barco")
    page.get_by_role("button", name="Copiar la dirección").click()
    expect(page.get_by_role("status").filter(has_text="Copiado")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/demo/informes/enlace-firma/")
    context.close()


def test_without_scripts_no_button_promises_what_it_cannot_do(
    browser: Browser, address: str
) -> None:
    """Neither copying nor searching nor switching colours; the words are all there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + BRIEFING_PAGE)
    for name in (".bs-copy", SEARCH, SCHEME):
        expect(page.locator(name).first).to_be_hidden()
    expect(page.locator(".bs-lead")).to_be_visible()
    context.close()


def test_a_briefing_takes_at_most_24_kb(theme: str, demo_of: SiteOf) -> None:
    """Of HTML for readers, in the mean of those whose YAML takes 3 to 4; data for machines is apart.

    Two of them are the way to the page in two other languages, and that of its places.
    """
    pages = {
        path.stem: (demo_of(theme) / f"informes/{path.stem}/index.html").read_text("utf-8")
        for path in (REPOSITORY / "examples/briefs").glob("20*/*.yml")
        if 3072 <= path.stat().st_size <= 4096 and not translation_of(path)
    }
    beside = re.compile("<script type=.application/ld.json.*?</script>", re.DOTALL)
    sizes = {name: len(beside.sub("", page).encode()) for name, page in pages.items()}
    assert len(sizes) > 5
    assert sum(sizes.values()) / len(sizes) < 24_000, sizes


def test_paper_says_where_it_comes_from(page: Page, address: str) -> None:
    """A short address, the version and a hash stand at the foot of what is printed."""
    page.goto(address + BRIEFING_PAGE)
    foot = page.locator(".bs-colophon")
    expect(foot).to_be_hidden()
    page.emulate_media(media="print")
    expect(foot).to_be_visible()
    expect(foot).to_contain_text("example.org/demo/informes/enlace-firma")
    expect(foot).to_contain_text(re.compile("Huella del contenido .*: [0-9a-f]{12}"))


@pytest.mark.parametrize("theme", THEMES)
def test_style_sheets_without_comments_say_what_they_said(
    theme: str, page: Page, demo_of: SiteOf
) -> None:
    """Browsers make the same rules of what readers get and of what we write."""
    sheets = [
        *(REPOSITORY / "generator/briefsite/theme/common").rglob("*.css"),
        *(REPOSITORY / f"generator/briefsite/theme/{theme}").rglob("*.css"),
    ]
    assert sheets
    for sheet in sheets:
        written = sheet.read_text("utf-8")
        shown = (demo_of(theme) / "assets/briefsite" / sheet.name).read_text("utf-8")
        assert len(shown) < len(written)
        rules, same = page.evaluate(
            """texts => texts.map(text => {
              const sheet = new CSSStyleSheet()
              sheet.replaceSync(text)
              /* Values of properties of our own keep the blanks that they are written with. */
              const blanks = text => text.replace(/\\s+/g, " ").replaceAll(", ", ",")
              return [...sheet.cssRules].map(rule => blanks(rule.cssText))
            })""",
            [shown, written],
        )
        assert rules == same, sheet.name


def test_scripts_come_once_the_page_is_painted(browser: Browser, demo_address: str) -> None:
    """Ours first, so that they wait for none of a site's own; until then, and without them, links lead on."""
    context = Browser.new_context(browser)  # as readers have it, see `AT_ONCE`
    page = context.new_page()
    page.goto(demo_address + BRIEFING_PAGE)
    mark = page.locator("a.bs-checked, a.bs-proof").first
    expect(page.locator("html.js")).to_be_attached()
    page.wait_for_load_state("networkidle")
    painted, scripts = page.evaluate("""[
      performance.getEntriesByName("first-contentful-paint")[0].startTime,
      performance.getEntriesByType("resource").filter(({ initiatorType }) => initiatorType === "script")
        .map(({ name, startTime }) => [name.replace(/.*[/]/, ""), startTime])
    ]""")
    names = page.evaluate("""
      [...document.scripts].filter(({ src, async }) => src && !async).map(({ src }) => src.match(/([^/.]+)[^/]*$/)[1])
    """)
    assert names[-2:] == ["bundle", "material"]
    assert {"due", "copy", "open-check"} <= {*names}
    assert len(names) == len(scripts)
    assert [name for name, start in scripts if start < painted] == []
    mark.click()
    expect(page.locator("dialog.bs-check")).to_be_visible()
    context.close()


def test_scripts_come_also_where_a_browser_does_not_tell_that_it_painted(
    browser: Browser, demo_address: str
) -> None:
    """Some keep it to themselves, so as not to be known by it."""
    context = Browser.new_context(browser)
    context.add_init_script("window.PerformanceObserver = class { observe() {} }")
    page = context.new_page()
    page.goto(demo_address + BRIEFING_PAGE)
    expect(page.locator("html.js")).to_be_attached()
    context.close()
