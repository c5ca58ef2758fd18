"""The search dialog of our own theme."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from browser import accessibility_rules, find, found
from conftest import record_of
from sites import CONFIG, build, make_site, serving, with_theme

SPEECH = "La nutria volvió al estanque.\n\nNada consta de las obras."
SITE = {
    "mkdocs.yml": with_theme("briefsite", CONFIG),
    "docs/metodo.md": "# Método\n\nCada cita de la nutria se comprueba.\n",
    "briefs/obra.yml": """\
title: Se draga el puerto
date: 2025-05-01
summary: La nutria vuelve.
commitments:
  - {id: nutria, text: Contar la nutria., by: [puerto]}
sources: [voz]
""",
    "briefs/sigue.yml": """\
title: Sigue la obra
date: 2025-06-01
summary: Obra <img src=x> y $& más.
updates: [{commitment: obra/nutria, date: 2025-06-01, status: late, text: Va tarde.}]
""",
    "briefs/entities/puerto.yml": "name: Puerto\ntype: organization\ndescription: Puerto con nutria.\n",
    "briefs/sources/voz.txt": SPEECH,
    "briefs/sources/voz.yml": record_of(SPEECH, "Voz del estanque"),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a page of every kind that is searched; ends with a slash."""
    site = make_site(tmp_path_factory.mktemp("box"), SITE)
    built = build(site, "--site-dir", "www/repo")
    assert built.returncode == 0, built.stdout
    with serving(site / "www") as root:
        yield f"{root}repo/"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The home page; it reports nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    mishaps: list[str] = []
    page.on("pageerror", lambda error: mishaps.append(str(error)))
    page.goto(address)
    yield page
    assert mishaps == []
    context.close()


def field(page: Page) -> Locator:
    """Where words are typed."""
    return page.locator(".bs-finder input")


def status(page: Page) -> Locator:
    """What screen readers are told."""
    return page.locator(".bs-finder [role=status]")


def options(page: Page) -> Locator:
    """What can be chosen."""
    return page.locator(".bs-finder [role=option]")


def test_results_are_grouped_by_kind(page: Page) -> None:
    """The groups stand in the order of their best result; promises say their state, in shape and word."""
    find(page, "nutria")
    groups = page.locator(".bs-finder [role=group]")
    names = [group.get_attribute("aria-label") for group in groups.all()]
    assert names == [
        "Informes",
        "Compromisos",
        "Personas, organismos y lugares",
        "Otras páginas",
        "Fuentes",
    ]
    expect(groups.nth(1).locator(".bs-status-late")).to_have_text("Con retraso")
    expect(page.locator(".bs-finder .bs-status")).to_have_count(1)
    expect(status(page)).to_have_text("Se muestran 6 páginas")


def test_a_source_opens_at_its_passage(page: Page) -> None:
    """Its option shows the words there, with what was found marked."""
    find(page, "estanque nutria")
    passage = options(page).filter(has_text="Voz del estanque").first
    expect(passage.locator("mark")).to_have_text(["nutria", "estanque."])
    passage.click()
    expect(page.locator("p:target")).to_contain_text("La nutria volvió")


def test_what_was_found_is_marked_in_the_page_that_opens(page: Page, address: str) -> None:
    """The words alone, in any case, by nothing that changes the page; its address is its own."""
    find(page, "nutrias")
    options(page).filter(has_text="Se draga el puerto").first.click()
    page.wait_for_url(f"{address}informes/obra/")
    marked = "[...CSS.highlights.get('bs-found')].map(range => range.startContainer.data.slice(range.startOffset, range.endOffset))"
    assert set(page.evaluate(marked)) == {"nutria"}
    page.reload()
    assert not page.evaluate("CSS.highlights.has('bs-found')")


@pytest.mark.parametrize("key", ["/", "s"])
def test_a_key_opens_the_search(page: Page, key: str) -> None:
    """Where no field has the focus, and not as part of a command."""
    dialog = page.locator(".bs-finder")
    page.keyboard.press("Alt+s")
    expect(dialog).to_be_hidden()
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<input id=own>')"
    )
    page.locator("#own").focus()
    page.keyboard.press(key)
    expect(page.locator("#own")).to_have_value(key)
    expect(dialog).to_be_hidden()
    page.locator("#own").blur()
    page.keyboard.press(key)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")


def test_nothing_is_loaded_before_the_search_is_about_to_be_used(page: Page, address: str) -> None:
    """The pointer on the button brings the box, and the open box the index, while the first letter is typed."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert [path for path in asked if re.search("search.*js|pagefind", path)] == []
    with page.expect_request("**/search-box.js"):
        page.locator(".bs-search").hover()
    page.wait_for_timeout(300)  # in which more would have been asked for
    assert [path for path in asked if "pagefind" in path] == []
    with page.expect_response("**/*.pf_meta"):
        page.locator(".bs-search").click()
    expect(status(page)).to_contain_text("Se busca en")
    page.wait_for_timeout(300)
    assert [path for path in asked if "pf_index" in path] == []
    page.keyboard.type("n")
    expect(options(page).first).to_be_visible()
    assert len([path for path in asked if re.search("search.*js", path)]) == 3


def test_arrows_choose_and_enter_opens(page: Page) -> None:
    """The focus stays in the field, which names what is chosen; the ends meet."""
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    find(page, "nutria")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    count = options(page).count()
    chosen = page.locator(".bs-finder [aria-selected=true]")
    expect(chosen).to_have_count(0)
    for key, place in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", count - 1)]:
        page.keyboard.press(key)
        expect(chosen).to_have_count(1)
        expect(options(page).nth(place)).to_have_attribute("aria-selected", "true")
        expect(field(page)).to_have_attribute("aria-activedescendant", f"bs-found-{place}")
        expect(field(page)).to_be_focused()
    target = chosen.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(target)


def test_the_ends_of_the_words_stay_the_keyboards(page: Page) -> None:
    """Home and End move within the field."""
    find(page, "nutria")
    page.keyboard.press("Home")
    page.keyboard.type("la ")
    expect(field(page)).to_have_value("la nutria")


def test_enter_opens_the_first_result_though_it_has_not_come_yet(page: Page) -> None:
    """Who knows what a search finds need not wait for it."""
    page.keyboard.press("s")
    page.keyboard.insert_text("comprueba")
    page.keyboard.press("Enter")
    page.wait_for_url("**/metodo/")


def test_escape_empties_the_box_then_closes(page: Page) -> None:
    """The focus returns to where it was."""
    page.locator(".bs-search").focus()
    find(page, "nutria")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")
    expect(options(page)).to_have_count(0)
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".bs-finder")).to_be_hidden()
    expect(page.locator(".bs-search")).to_be_focused()


def test_the_address_says_what_is_searched(page: Page, address: str) -> None:
    """It can be shared; one comes back to it from what it found, and it ends with the dialog."""
    find(page, "nutria & más")
    assert page.url == f"{address}?q=nutria+%26+m%C3%A1s"
    page.goto(f"{address}?x=1&q=nutria")
    expect(found(page)).to_have_count(6)
    expect(field(page)).to_be_focused()
    found(page).first.click()
    page.wait_for_url("**/informes/obra/")
    page.go_back()
    expect(found(page)).to_have_count(6)
    page.locator(".bs-close").click()
    page.wait_for_url(f"{address}?x=1")


def test_a_result_in_the_same_page_is_gone_to_without_loading_it(page: Page, address: str) -> None:
    """The dialog closes over it."""
    page.goto(f"{address}informes/obra/")
    page.evaluate("document.body.dataset.stays = 1")
    find(page, "nutria")
    options(page).and_(page.locator("[href*='obra/#']")).first.click()
    page.wait_for_url("**/informes/obra/#*")
    expect(page.locator(".bs-finder")).to_be_hidden()
    expect(page.locator("body")).to_have_attribute("data-stays", "1")
    expect(page.locator(":target")).to_be_in_viewport()


@pytest.mark.parametrize("how", [{"modifiers": ["Control"]}, {"button": "middle"}])
def test_a_result_is_a_link(page: Page, how: dict[str, str]) -> None:
    """It opens in a tab of its own, as others do, while the search stays."""
    find(page, "nutria")
    with page.context.expect_page() as opened:
        options(page).first.click(**how)
    assert "/informes/obra/" in opened.value.url
    expect(found(page)).to_have_count(6)
    assert kept(page) == ["nutria"]


def kept(page: Page) -> list[str]:
    """The questions on the device."""
    return json.loads(page.evaluate("localStorage.getItem('briefsite-searches') ?? '[]'"))


def test_what_is_not_found_is_told_with_what_to_try(page: Page) -> None:
    """The words are text, whatever they hold; those of the index's own files find nothing either."""
    for words in ["<qwerty> $& {}", "commitment"]:
        page.goto(page.url)
        assert find(page, words) == []
        said = f"Nada contiene «{words}». Pruebe con menos palabras, o con otras."
        expect(status(page)).to_have_text(said)
        expect(field(page)).to_have_attribute("aria-expanded", "false")
        page.locator(".bs-close").click()
        page.wait_for_url(re.compile("/repo/$"))


def test_titles_and_excerpts_are_text(page: Page) -> None:
    """Also what looks like a tag."""
    find(page, "obra")
    expect(options(page).filter(has_text="Obra <img src=x> y $& más").first).to_be_visible()
    expect(page.locator(".bs-finder img")).to_have_count(0)


def test_questions_that_led_somewhere_are_kept_on_the_device(page: Page, address: str) -> None:
    """They are offered while the box is empty, the last first, and forgotten at a touch."""
    page.evaluate('localStorage.setItem(\'briefsite-searches\', \'["a","nutria","b","c","d"]\')')
    find(page, "estanque")
    page.locator(".bs-close").click()
    assert "estanque" not in kept(page)
    page.goto(address)
    find(page, "nutria")
    page.keyboard.press("Enter")
    page.wait_for_url("**/informes/obra/")
    page.goto(address)
    find(page, "comprueba")
    page.keyboard.press("Enter")
    page.wait_for_url("**/metodo/")
    page.goto(address)
    page.keyboard.press("s")
    expect(options(page)).to_have_text(["comprueba", "nutria", "a", "b", "c"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("nutria")
    expect(field(page)).to_be_focused()
    expect(found(page)).to_have_count(6)
    page.keyboard.press("Escape")
    page.locator(".bs-forget").click()
    expect(options(page)).to_have_count(0)
    expect(page.locator(".bs-forget")).to_be_hidden()
    assert kept(page) == []


def test_without_a_place_to_keep_questions_all_else_works(page: Page, address: str) -> None:
    """Some browsers refuse it."""
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})"
    )
    page.goto(address)
    assert find(page, "nutria")
    found(page).first.click()
    page.wait_for_url("**/informes/obra/")


def test_a_late_answer_is_not_shown(page: Page, address: str) -> None:
    """What was asked last counts, in whatever order answers come."""
    page.add_init_script("""
        window.Worker = class extends EventTarget {
          postMessage({ number, words }) {
            document.body.dataset.asked = words
            const page = { address: words, title: words, kind: "source", excerpt: [words], sections: [] }
            const tell = () => {
              this.dispatchEvent(new MessageEvent("message", { data: { number, pages: [page] } }))
              document.body.dataset.told = words
            }
            setTimeout(tell, words === "uno" ? 900 : 0)
          }
        }
    """)
    page.goto(address)
    page.keyboard.press("s")
    page.keyboard.insert_text("uno")
    expect(page.locator("body")).to_have_attribute("data-asked", "uno")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("dos")
    expect(page.locator("body")).to_have_attribute("data-told", "uno")
    expect(found(page)).to_have_text(["dos dos"])


@pytest.mark.parametrize(
    "missing", ["**/search-box.js", "**/search-worker.js", "**/search.js", "**/pagefind.js"]
)
def test_a_search_that_does_not_load_says_so_and_tries_again(
    missing: str, page: Page, address: str
) -> None:
    """Whichever of its files is missing; the next letter asks for it anew."""

    def refuse(route: Route) -> None:
        route.abort()

    page.context.route(missing, refuse)
    page.goto(address)
    page.keyboard.press("s")
    page.keyboard.insert_text("nutri")
    expect(status(page)).to_contain_text("no ha podido cargarse")
    page.context.unroute(missing, refuse)
    page.keyboard.insert_text("a")
    expect(found(page)).to_have_count(6)


def test_words_dropped_into_the_box_are_found(page: Page) -> None:
    """As those that are pasted or dictated, which `find` puts there without a key."""
    page.keyboard.press("s")
    page.evaluate(
        "document.querySelector('.bs-finder').insertAdjacentHTML('beforeend', '<p id=w>nutria</p>')"
    )
    page.locator("#w").dblclick()
    page.locator("#w").drag_to(field(page), source_position={"x": 8, "y": 8})
    expect(found(page)).to_have_count(6)


def test_without_scripts_there_is_no_button(browser: Browser, address: str) -> None:
    """Nor anything else of it."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".bs-search")).to_be_hidden()
    expect(page.locator(".bs-finder")).to_be_hidden()
    context.close()


@pytest.fixture(params=["light", "dark"])
def narrow(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A telephone 320 pixels wide, in the light and in the dark."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        color_scheme=request.param,
        bypass_csp=True,  # axe is a script of its own
    )
    yield context
    context.close()


def test_the_dialog_is_accessible(narrow: BrowserContext, address: str) -> None:
    """With results, with questions that were kept, and with nothing found."""
    page = narrow.new_page()
    page.goto(address)
    page.evaluate("localStorage.setItem('briefsite-searches', '[\"nutria\"]')")
    rules = {"runOnly": [*accessibility_rules("light"), "best-practice"]}
    page.keyboard.press("s")
    expect(options(page)).to_have_text(["nutria"])
    for words, count in [("", 1), ("nutria", 6), ("qwerty", 0)]:
        field(page).fill(words)
        expect(status(page)).to_contain_text(re.compile("Se busca en|muestran|Nada"))
        expect(options(page).locator("b") if words else options(page)).to_have_count(count)
        page.keyboard.press("ArrowDown")
        result = Axe().run(page, context=".bs-finder", options=rules)
        assert result.violations_count == 0, result.generate_report()


def test_the_dialog_fits_a_narrow_screen_with_large_type(
    narrow: BrowserContext, address: str
) -> None:
    """320 pixels, letters twice as large: nothing is cut off at the side, in either direction."""
    page = narrow.new_page()
    for direction in ("ltr", "rtl"):
        page.goto(address)
        page.evaluate(
            f"document.documentElement.style.fontSize = '250%'; document.dir = '{direction}'"
        )
        find(page, "nutria")
        for part in ("", " input", " .bs-close", " [role=option]"):
            box = page.locator(f".bs-finder{part}").first.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 320
        dialog = page.locator(".bs-finder")
        assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
