"""«Comprobar ahora»: what a page shows is compared with the archived text in the reader's own browser."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from briefsite.pages.formatting import load_words
from browser import accessibility_rules
from sites import REPOSITORY

SAID = load_words("es")["check"]
SCRIPTS = REPOSITORY / "generator/briefsite/theme/common/assets/briefsite"
BRIEFING = "informes/pleno-agua-mayo/"
SOURCE = "fuentes/pleno-junta-2025-05"
QUOTATION = "#cita-1 .bs-checked"
WORDS = "La diferencia no me gusta"


def opened(page: Page, mark: str) -> Locator:
    """The panel that a mark opens."""
    page.locator(mark).first.click()
    panel = page.locator("dialog.bs-check")
    expect(panel).to_be_visible()
    return panel


def compared(page: Page, mark: str) -> tuple[str, str]:
    """What comes out of comparing what a mark stands for: in a word, and line by line."""
    panel = opened(page, mark)
    panel.get_by_role("button", name=SAID["now"]).click()
    expect(panel.locator("[role=status] b").first).to_be_visible()
    status = panel.locator("[role=status]")
    return status.locator("p b").first.inner_text(), "\n".join(
        status.locator("li").all_inner_texts()
    )


def begins(key: str) -> str:
    """The words of the interface before the first that is filled in."""
    found: str = SAID[key]
    return found.partition("{")[0]


def alter(page: Page, path: str, change: Callable[[str], str]) -> None:
    """Let a file of the site be another, as if somebody had changed it there."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=change(response.text()))

    page.route(re.compile(re.escape(path) + r"(?:[?#]|$)"), answer)


def replaced(old: str, new: str) -> Callable[[str], str]:
    """A change that must find what it changes."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def test_a_quotation_is_compared_with_the_archived_text(page: Page, themed_demo: str) -> None:
    """Its hash, its place, who says it, and that page and data agree, in either theme."""
    page.goto(themed_demo + BRIEFING)
    whole, lines = compared(page, QUOTATION)
    assert whole == SAID["good"]
    for key in ("hash_same", "words_found", "in_turn", "agree"):
        assert begins(key) in lines
    expect(page.locator("dialog.bs-check > blockquote mark")).to_contain_text(WORDS)
    see = page.locator("dialog.bs-check").get_by_role("link", name=SAID["see"])
    assert (see.get_attribute("href") or "").endswith(f"{SOURCE}/#p5")


def test_evidence_is_compared_with_its_figures(page: Page, demo_address: str) -> None:
    """Figures that stand in a passage of the statement are shown there; of others it says that it cannot tell."""
    page.goto(demo_address + BRIEFING)
    whole, lines = compared(page, ".bs-lead .bs-proof >> nth=1")
    assert whole == SAID["good"]
    assert SAID["figure_found"].partition("«")[0].format("17") in lines
    assert SAID["figure_found"].partition("«")[0].format("15") in lines


def test_a_figure_that_the_editors_worked_out_is_worked_out_again(
    page: Page, demo_address: str
) -> None:
    """The sum is shown, and one that gives something else is told of."""
    page.goto(f"{demo_address}informes/entrevista-larraud-abril/")
    _, lines = compared(page, ".bs-lead .bs-proof")
    assert SAID["figure_worked"].format("48", "60 − 12", "48") in lines
    alter(page, "entrevista-larraud-abril/index.json", replaced("60 − 12", "60 − 11"))
    page.reload()
    whole, lines = compared(page, ".bs-lead .bs-proof")
    assert whole == SAID["bad"]
    assert SAID["figure_worked_other"].format("48", "60 − 11", "49") in lines


def test_a_figure_that_is_not_recognised_is_not_called_wrong(page: Page, demo_address: str) -> None:
    """Nor right: readers are told to compare it themselves."""
    alter(
        page, BRIEFING, lambda text: text.replace("17, de las que", "diecisiete o 99, de las que")
    )
    alter(page, f"{BRIEFING}index.json", replaced("17, de las que", "diecisiete o 99, de las que"))
    page.goto(demo_address + BRIEFING)
    whole, lines = compared(page, ".bs-lead .bs-proof >> nth=1")
    assert whole == SAID["good"]
    assert SAID["figure_unread"].format("99") in lines


TAMPERED = {
    "the quotation in the page": (
        BRIEFING,
        "no me gusta",
        "me gusta",
        ["words_missing", "page_says", "disagree"],
    ),
    "the archived text": (
        f"{SOURCE}.txt",
        "no me gusta",
        "sí me gusta",
        ["hash_other", "words_missing"],
    ),
    "a word of the text elsewhere": (f"{SOURCE}.txt", "Buenos", "Buenas", ["hash_other"]),
    "the hash in the data": (f"{SOURCE}/index.json", '"sha256":"', '"sha256":"0', ["hash_other"]),
    "the place of the passage": (
        f"{SOURCE}/index.json",
        "[[337,383]]",
        "[[340,386]]",
        ["words_elsewhere"],
    ),
    "who the page says it is": (
        BRIEFING,
        "(«Teodosia Larraud»)",
        "(«Mirta Olvenza»)",
        ["speaker_differs"],
    ),
    "the label of the turn": (
        f"{SOURCE}/index.json",
        '"label":"Teodosia Larraud"',
        '"label":"Mirta Olvenza"',
        ["label_missing"],
    ),
    "how the text marks speech": (
        f"{SOURCE}/index.json",
        ',"turns"]],"lines"',
        ',"marks"]],"lines"',
        ["not_said"],
    ),
    "the words in the data": (f"{BRIEFING}index.json", "no me gusta", "me gusta", ["disagree"]),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_altered_is_told(what: str, page: Page, demo_address: str) -> None:
    """Wherever it was: in the page, in its data, in those of the source or in the text."""
    path, old, new, keys = TAMPERED[what]
    alter(page, path, lambda text: text.replace(old, new))
    page.goto(demo_address + BRIEFING)
    whole, lines = compared(page, QUOTATION)
    assert whole == SAID["bad"]
    for key in keys:
        assert begins(key) in lines


def test_a_speaker_forged_everywhere_is_held_against_the_text(
    page: Page, demo_address: str
) -> None:
    """Page and data may agree: the label in the text says who speaks."""
    forged = replaced(
        '"speaker_as_written":"Teodosia Larraud"', '"speaker_as_written":"Mirta Olvenza"'
    )
    alter(page, f"{BRIEFING}index.json", forged)
    alter(page, BRIEFING, replaced("(«Teodosia Larraud»)", "(«Mirta Olvenza»)"))
    page.goto(demo_address + BRIEFING)
    whole, lines = compared(page, QUOTATION)
    assert whole == SAID["bad"]
    assert SAID["turn_of_other"].format("Teodosia Larraud", "Mirta Olvenza") in lines


@pytest.mark.parametrize(
    ("path", "body", "what"),
    [
        (f"{SOURCE}/index.json", "{", "source_data"),
        (f"{SOURCE}/index.json", "[]", "source_data"),
        (f"{SOURCE}/index.json", None, "source_data"),
        (f"{SOURCE}.txt", None, "text"),
        (f"{BRIEFING}index.json", "{", "page_data"),
    ],
)
def test_what_cannot_be_read_cannot_be_told(
    path: str, body: str | None, what: str, page: Page, demo_address: str
) -> None:
    """Missing or broken files are never taken for a proof, nor for a disproof."""
    page.route(
        re.compile(re.escape(path)),
        lambda route: route.abort() if body is None else route.fulfill(body=body),
    )
    page.goto(demo_address + BRIEFING)
    whole, lines = compared(page, QUOTATION)
    assert whole == (SAID["good"] if what == "page_data" else SAID["open"])
    assert SAID["failed"].format(SAID[what]) in lines


def test_without_a_secure_connection_all_but_the_hash_is_compared(
    page: Page, demo_address: str
) -> None:
    """Browsers have no Web Crypto there."""
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.goto(demo_address + BRIEFING)
    whole, lines = compared(page, QUOTATION)
    assert whole == SAID["good"]
    assert SAID["hash_cannot"] in lines
    assert SAID["words_found"] in lines


def test_without_scripts_a_mark_is_a_link(browser: Browser, demo_address: str) -> None:
    """As it was; so it is with Ctrl, for another tab."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo_address + BRIEFING)
    page.locator(QUOTATION).click()
    page.wait_for_url(f"{demo_address}{SOURCE}/#p5")
    context.close()
    context = browser.new_context()
    page = context.new_page()
    page.goto(demo_address + BRIEFING)
    with context.expect_page() as other:
        page.locator(QUOTATION).click(modifiers=["Control"])
    assert other.value.url == f"{demo_address}{SOURCE}/#p5"
    assert page.locator("dialog.bs-check").count() == 0
    context.close()


def test_where_the_script_does_not_load_the_link_is_followed(page: Page, demo_address: str) -> None:
    """A mark is never dead."""
    page.route(re.compile("/check.js"), lambda route: route.abort())
    page.goto(demo_address + BRIEFING)
    page.locator(QUOTATION).click()
    page.wait_for_url(f"{demo_address}{SOURCE}/#p5")


def test_it_is_done_by_keyboard(page: Page, demo_address: str) -> None:
    """The focus goes to the button, stays in the panel, and comes back to the mark."""
    page.goto(demo_address + BRIEFING)
    page.locator(QUOTATION).focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name=SAID["now"])
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.bs-check [role=status] li").first).to_be_visible()
    expect(button).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.bs-check")).to_have_count(0)
    expect(page.locator(QUOTATION)).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_panel_is_accessible_and_fits(
    scheme: str, width: int, browser: Browser, themed_demo: str
) -> None:
    """On telephones and desktops, in both schemes and themes; by axe, and without a bar to scroll sideways."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        bypass_csp=True,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(themed_demo + BRIEFING)
    compared(page, QUOTATION)
    found = Axe().run(page, context="dialog.bs-check", options=accessibility_rules(scheme))
    assert found.response["violations"] == [], found.generate_report()
    panel = page.locator("dialog.bs-check")
    assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
    context.close()


def test_it_is_not_printed(page: Page, demo_address: str) -> None:
    """Paper has the page alone."""
    page.goto(demo_address + BRIEFING)
    panel = opened(page, QUOTATION)
    page.emulate_media(media="print")
    expect(panel).not_to_be_visible()


def test_every_mark_of_the_site_is_found_where_it_leads(page: Page, site_address: str) -> None:
    """What the build has compared, the browser finds as well; nothing of it is told to be wrong."""
    page.goto(f"{site_address}informes/mision-cortafuegos/")
    marks = page.locator("a.bs-checked, a.bs-proof")
    assert marks.count() > 20
    for number in range(0, marks.count(), 3):
        whole, lines = compared(page, f"a.bs-checked, a.bs-proof >> nth={number}")
        assert whole == SAID["good"], lines
        page.keyboard.press("Escape")
        expect(page.locator("dialog.bs-check")).to_have_count(0)


def test_it_speaks_the_language_of_the_page(page: Page, demo_address: str) -> None:
    """Each edition has its words."""
    page.goto(f"{demo_address}en/briefings/pleno-agua-mayo/")
    page.locator("#quote-1 .bs-checked").click()
    page.get_by_role("button", name=load_words("en")["check"]["now"]).click()
    good = load_words("en")["check"]["good"]
    expect(page.locator("dialog.bs-check [role=status]")).to_contain_text(good)


def test_what_a_page_loads_for_it_is_small(page: Page, demo_address: str) -> None:
    """A few hundred bytes with the page, and the rest when somebody asks for it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(Path(request.url).name))
    page.goto(demo_address + BRIEFING)
    page.wait_for_load_state("networkidle")
    assert not {"check.js", "evidence.js", "check.es.json", "index.json"} & {*asked}
    sizes = {
        name: len(gzip.compress((SCRIPTS / name).read_bytes()))
        for name in ("open-check.js", "check.js", "evidence.js")
    }
    assert sizes.pop("open-check.js") < 600
    assert sum(sizes.values()) < 12.5 * 1024
