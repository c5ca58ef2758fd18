"""`briefsite edit` in a browser, as an author uses it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from yaml import safe_load

from briefsite.archive.settings import read_settings
from briefsite.authoring.server.workspace import Workspace
from writing import archive, by_hand, editing, write_briefing


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The settings of an archive with one earlier promise."""
    return archive(tmp_path / "sitio")


@pytest.fixture
def editor(browser: Browser, config: Path, tmp_path: Path) -> Iterator[Page]:
    """The editor, at the list of files."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda got: wrong.append(got.url) if got.status >= 400 else None)
    with editing(config, cache=tmp_path / "cache") as address:
        page.goto(address)
        yield page
        assert wrong == []
        context.close()


def test_an_article_becomes_a_published_page_without_any_yaml(editor: Page, config: Path) -> None:
    """All fourteen sentences are cited, with three quotations, two targets and an update of an earlier promise."""
    effort = write_briefing(editor)
    workspace = Workspace(read_settings(config))
    workspace.read()
    assert workspace.reading
    assert [one for one in workspace.reading.findings if one.severity == "error"] == []
    site = workspace.reading.site
    page = next(one for one in site.briefings.values() if one.id != "viaje")
    (source,) = page.sources
    assert (site.sources[source].sentences, site.sources[source].uncited) == (14, ())
    assert len(page.statements["quotes"]) == 3
    with_target = [one for one in site.commitments.values() if one.about.target]
    assert [one.about.target.value for one in with_target if one.about.target] == [32, 32]
    assert site.commitments["viaje/grupo"].status == "met"  # type: ignore[index]
    assert page.about.status == "published"
    assert (config.parent / "briefs/published.lock").exists()
    clicks, keys = by_hand((config.parent / f"briefs/{page.id}.yml").read_text("utf-8"))
    assert effort.clicks < clicks / 4
    assert effort.keys < keys / 10


def opened(page: Page, title: str) -> None:
    """Open a briefing from the list."""
    page.get_by_role("dialog").get_by_role("button", name=title).click()
    expect(page.locator("#page iframe:not(.behind)")).to_be_attached(timeout=60_000)
    expect(page.locator("#source mark").first).to_be_visible(timeout=60_000)


def yaml(page: Page) -> Locator:
    """The text, in the view for those who want it."""
    page.get_by_role("button", name="YAML").click()
    return page.locator(".cm-content")


def shown(page: Page) -> FrameLocator:
    """The page as readers will see it."""
    return page.frame_locator("#page iframe:not(.behind)")


def text_of(page: Page) -> str:
    """All of the text, also what is not on the screen."""
    found: str = page.evaluate(
        "document.querySelector('.cm-content').cmTile.view.state.doc.toString()"
    )
    return found


def test_what_is_typed_shows_in_the_page(editor: Page) -> None:
    """In the form as in the YAML, without saving."""
    opened(editor, "Un viaje a México")
    title = editor.get_by_label("Título", exact=False).first
    title.fill("Un viaje muy largo")
    expect(shown(editor).locator("h1")).to_have_text("Un viaje muy largo")
    expect(editor.locator("#state")).to_have_text("Sin guardar")
    content = yaml(editor)
    expect(content).to_contain_text("title: Un viaje muy largo")
    content.click()
    editor.keyboard.press("Control+Home")
    editor.keyboard.press("End")
    editor.keyboard.type(" y feliz")
    expect(shown(editor).locator("h1")).to_have_text("Un viaje muy largo y feliz")
    editor.get_by_role("button", name="Formulario").click()
    expect(title).to_have_value("Un viaje muy largo y feliz")


def test_undo_goes_back_over_both_views(editor: Page) -> None:
    """What was typed in the form is undone in the text, and the other way round."""
    opened(editor, "Un viaje a México")
    title = editor.get_by_label("Título", exact=False).first
    title.fill("Otro")
    expect(editor.locator("#state")).to_have_text("Sin guardar")
    title.press("Control+z")
    expect(title).to_have_value("Un viaje a México")
    expect(editor.locator("#state")).to_have_text("Guardado")
    editor.get_by_role("button", name="Rehacer").click()
    expect(title).to_have_value("Otro")


def test_a_wrong_word_is_shown_with_what_mends_it(editor: Page) -> None:
    """Beside the page, in the line, and mended by one click; the page waits with what it showed last."""
    opened(editor, "Un viaje a México")
    content = yaml(editor)
    content.get_by_text("evidence: anunció un grupo").first.dblclick()
    editor.keyboard.press("Home")
    for _ in range(len("evidence: anunció")):
        editor.keyboard.press("ArrowRight")
    editor.keyboard.type("xx")
    margin = editor.locator("#page .margin")
    expect(margin.locator("summary")).to_have_text("1 error")
    expect(margin).to_contain_text("Línea 7")
    expect(editor.locator("#page .note")).to_have_text(
        "La página muestra lo último que pudo mostrarse."
    )
    expect(editor.locator(".cm-lintRange-error")).to_be_visible()
    margin.get_by_role("button", name="escribir lo que tiene la fuente").first.click()
    expect(margin.locator("summary")).to_have_text("Nada que señalar")
    assert "evidence: anunció un grupo de implementación" in text_of(editor)


def test_passages_of_the_source_are_completed(editor: Page) -> None:
    """As one types in evidence, by the language server; accents are forgiven."""
    opened(editor, "Un viaje a México")
    content = yaml(editor)
    content.click()
    editor.keyboard.press("Control+End")
    editor.keyboard.type("key_points:\n- text: Se anunció.\nevidence: secretario de es", delay=20)
    editor.keyboard.press("Control+Space")
    item = editor.locator(".cm-tooltip-autocomplete li").first
    expect(item).to_contain_text("El secretario de Estado anunció un grupo", timeout=20_000)
    editor.wait_for_timeout(150)  # CodeMirror takes no key for a choice right after it is shown
    editor.keyboard.press("Enter")
    expect(content).to_contain_text("evidence: El secretario de Estado anunció un grupo")


def test_sentences_become_entries_by_keyboard_alone(editor: Page) -> None:
    """From the list of files to the entry."""
    dialog = editor.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Un viaje a México")).to_be_visible(timeout=30_000)
    editor.keyboard.type("viaje a")
    editor.keyboard.press("Enter")
    text = editor.get_by_role("group", name="Texto de la fuente")
    expect(text).to_be_visible(timeout=30_000)
    for _ in range(20):
        editor.keyboard.press("Tab")
        if text.evaluate("(one) => one === document.activeElement"):
            break
    editor.keyboard.press("ArrowDown")
    expect(editor.get_by_role("toolbar")).to_be_visible()
    editor.keyboard.press("Enter")
    editor.keyboard.press("ArrowRight")
    editor.keyboard.press("ArrowLeft")
    editor.keyboard.press("Enter")
    expect(editor.get_by_text("Añadido: Punto clave")).to_be_visible(timeout=20_000)
    yaml(editor)
    words = "El secretario de Estado anunció un grupo de implementación de seguridad con México"
    points = safe_load(text_of(editor))["key_points"]
    assert points == [{"text": f"{words}.", "evidence": words}]


def test_a_file_that_changes_outside_is_seen(editor: Page, config: Path) -> None:
    """Without edits of one's own it is shown as it is now; with some, both are shown and nothing is lost."""
    path = config.parent / "briefs/viaje.yml"
    opened(editor, "Un viaje a México")
    title = editor.get_by_label("Título", exact=False).first
    path.write_text(path.read_text("utf-8").replace("Un viaje a", "Otro viaje a"), "utf-8")
    expect(title).to_have_value("Otro viaje a México")
    title.fill("El mío")
    expect(editor.locator("#state")).to_have_text("Sin guardar")
    path.write_text(path.read_text("utf-8").replace("Otro viaje a", "Un tercero a"), "utf-8")
    editor.get_by_role("button", name="Ver los dos").click()
    dialog = editor.get_by_role("dialog")
    expect(dialog.locator("mark")).to_have_text(["title: Un tercero a México\n", "title: El mío\n"])
    dialog.get_by_role("button", name="Cancelar").click()
    editor.keyboard.press("Control+s")
    dialog.get_by_role("button", name="Guardar lo de aquí").click()
    expect(editor.locator("#state")).to_have_text("Guardado")
    assert path.read_text("utf-8").startswith("title: El mío\n")


ANSWERS_LATE = """() => {
  const real = fetch;
  window.fetch = async (...asked) => {
    const got = await real(...asked);
    if (String(asked[0]).endsWith("/save")) await new Promise((done) => setTimeout(done, 2000));
    return got;
  };
}"""
"""Has a page wait for what comes of saving, when it is on the disk already."""


def test_who_saves_again_before_the_answer_is_no_other_author(editor: Page, config: Path) -> None:
    """On a slow machine, what one saved oneself is on the disk before one is told."""
    opened(editor, "Un viaje a México")
    editor.evaluate(ANSWERS_LATE)
    for words in ("El primero", "El segundo"):
        editor.get_by_label("Título", exact=False).first.fill(words)
        editor.keyboard.press("Control+s")
        editor.wait_for_timeout(1_800)  # the page asks meanwhile what the disk holds
        assert editor.get_by_role("button", name="Ver los dos").count() == 0
    expect(editor.locator("#state")).to_have_text("Guardado", timeout=10_000)
    expect(editor.get_by_role("dialog")).to_have_count(0)
    assert (config.parent / "briefs/viaje.yml").read_text("utf-8").startswith("title: El segundo\n")


def test_what_was_typed_survives_a_crash(browser: Browser, config: Path, tmp_path: Path) -> None:
    """The program is killed in the middle of a word; the next one offers what was typed."""
    context = browser.new_context()
    page = context.new_page()
    with editing(config, "viaje", cache=tmp_path / "cache") as address:
        page.goto(address)
        page.get_by_label("Título", exact=False).first.fill("Escrito y no guardado")
        kept = tmp_path / "cache/edited"
        deadline = time.monotonic() + 20
        while not [*kept.glob("*/kept/*.json")] and time.monotonic() < deadline:
            page.wait_for_timeout(100)
    context.close()
    context = browser.new_context()
    page = context.new_page()
    with editing(config, "viaje", cache=tmp_path / "cache") as address:
        page.goto(address)
        page.get_by_role("dialog").get_by_role("button", name="Recuperarlo").click()
        expect(page.get_by_label("Título", exact=False).first).to_have_value(
            "Escrito y no guardado"
        )
    context.close()
    assert "Escrito" not in (config.parent / "briefs/viaje.yml").read_text("utf-8")


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_editor_is_accessible(  # noqa: PLR0917
    browser: Browser,
    config: Path,
    tmp_path: Path,
    lang: str,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    """By axe: each pane, each view and the list, in both languages and schemes; nothing is wider than the screen."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    with editing(config, "viaje", cache=tmp_path / "cache", lang=lang) as address:
        page.goto(address)
        title = page.get_by_label({"es": "Título", "en": "Title"}[lang], exact=False).first
        expect(title).to_be_visible(timeout=60_000)
        form, text = page.locator(".views button").all()
        page.locator("details.entry > summary").first.click()
        wrong = []
        for step in ("form", "yaml", "source", "page", "files"):
            if step in ("form", "yaml"):
                (form if step == "form" else text).click()
            elif step == "files":
                page.locator("#files").click()
                expect(page.get_by_role("dialog")).to_be_visible()
            elif width < 1000:
                page.locator("#tabs button").nth({"source": 0, "page": 2}[step]).click()
            page.wait_for_timeout(300)
            found = Axe().run(page, options={"iframes": False})
            wrong += [
                (step, one["id"], one["nodes"][0]["html"][:120])
                for one in found.response["violations"]
            ]
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step
        assert wrong == []
    context.close()


def test_nothing_is_asked_of_anybody_else(editor: Page) -> None:
    """All requests are to this machine."""
    asked: list[str] = []
    editor.on("request", lambda request: asked.append(request.url))
    opened(editor, "Un viaje a México")
    yaml(editor)
    editor.wait_for_timeout(1500)
    assert asked
    assert {urlsplit(url).hostname for url in asked} == {"127.0.0.1"}


def test_built_pages_cannot_reach_the_editor(editor: Page) -> None:
    """What runs in a page of the site, such as a script of a template, is of another origin."""
    opened(editor, "Un viaje a México")
    frame = editor.frames[-1]
    origin = editor.evaluate("location.origin")
    assert frame.evaluate("location.origin") != origin
    assert (
        frame.evaluate(
            "() => { try { return String(parent.document.title) } catch { return 'refused' } }"
        )
        == "refused"
    )
    asked = "(url) => fetch(url, { method: 'POST', body: '{}', credentials: 'include' }).then((one) => one.status, () => 'refused')"
    assert frame.evaluate(asked, f"{origin}/api/overview") == "refused"
