"""What is searched, and the parts that the search index is made in."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from browser import find
from sites import BRIEFING, CONFIG, build, make_site, serving, with_theme, write


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    """Where the site is served; ends with a slash."""
    with serving(archive / "www") as root:
        yield f"{root}repo/"


@pytest.fixture(scope="module", params=["material", "own"])
def either(
    request: pytest.FixtureRequest, archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The archive in either theme; to be read, not changed."""
    if request.param == "material":
        return archive
    site = tmp_path_factory.mktemp("own") / "site"
    shutil.copytree(archive, site, ignore=shutil.ignore_patterns("www"))
    write(site, {"mkdocs.yml": with_theme("briefsite", CONFIG)})
    assert build(site, "--site-dir", "www/repo").returncode == 0
    return site


@pytest.fixture(scope="module")
def address_of_either(either: Path) -> Iterator[str]:
    """Where it is served; ends with a slash."""
    with serving(either / "www") as root:
        yield f"{root}repo/"


def test_pages_in_each_language_are_found(page: Page, either: Path, address_of_either: str) -> None:
    """Readers see one index; what the languages share is fetched once."""
    archive, address = either, address_of_either
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    parts = json.loads((archive / "www/repo/pagefind/parts.json").read_text())
    for folders in parts["es"].values():
        fragment = next((archive / "www/repo/pagefind" / folders[0]).glob("fragment/*"))
        found = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(b"pagefind_dcd"))
        page.goto(address)
        fetched.clear()
        where = unquote(found["url"].removesuffix(".html").rpartition("!")[2])
        assert where in find(page, found["meta"]["title"])[0], folders
        assert len([url for url in fetched if re.search(r"wasm\.|pagefind\.js", url)]) == 2


@pytest.mark.parametrize("name", ["b", "a" * 100 + "-" + "b" * 49])
def test_a_page_of_any_name_is_found(name: str, tmp_path: Path, page: Page) -> None:
    """Also one whose id is as long as an id may be."""
    words = BRIEFING.replace("Puerto", "Murciélago")
    site = make_site(tmp_path / "one", {f"briefs/{name}.yml": words})
    assert build(site, "--strict", "--site-dir", "www/repo").returncode == 0
    with serving(site / "www") as root:
        page.goto(f"{root}repo/")
        assert f"informes/{name}/" in find(page, "murcielago")[0]


def test_words_in_different_pages_find_nothing_together(page: Page, address_of_either: str) -> None:
    """A part of the index that lacks a word must not do without it."""
    page.goto(address_of_either)
    (found,) = find(page, "draga faro")
    assert "informes/b7/" in found
    page.goto(address_of_either)
    assert find(page, "puerto faro") == []


def listen(page: Page, address: str) -> None:
    """Open a page, and note what Material asks its search."""
    page.add_init_script("""
        const asked = []
        const { postMessage } = Worker.prototype
        Worker.prototype.postMessage = function (message) {
          if (message.type === 2) asked.push(message.data)
          document.documentElement.dataset.asked = JSON.stringify(asked)
          return postMessage.apply(this, arguments)
        }
    """)
    page.goto(address)
    expect_asked(page, "")  # for nothing yet


OPENED = ("", " ", "")
"""What Material asks for before a word is typed: at the blank, what is searched begins to come."""


def expect_asked(page: Page, *words: str) -> None:
    """Material asked for these, one after the other."""
    noted = json.dumps(words, separators=(",", ":"))
    expect(page.locator("html")).to_have_attribute("data-asked", noted)


def test_what_was_typed_is_asked_once_for_each_key(page: Page, address: str) -> None:
    """Keys are heard once, though what they change in the box is heard as well."""
    listen(page, address)
    page.keyboard.press("s")
    page.keyboard.type("faro")
    expect(page.locator(".md-search-result__item")).to_have_count(1)
    expect_asked(page, *OPENED, "f", "fa", "far", "faro")


def test_what_is_dictated_is_found(page: Page, address: str) -> None:
    """It comes into the box without a key; so does what the mouse pastes."""
    listen(page, address)
    page.keyboard.press("s")
    page.keyboard.insert_text("faro")
    expect(page.locator(".md-search-result__item")).to_have_count(1)
    expect_asked(page, *OPENED, "faro")


def test_what_is_dropped_into_the_box_is_found(page: Page, address: str) -> None:
    """A word of the page, drawn there with the mouse."""
    listen(page, f"{address}informes/b7/")
    word = page.evaluate("""
        const words = document.querySelector(".bs-lead p").firstChild
        getSelection().setBaseAndExtent(words, 12, words, 16)
        getSelection().getRangeAt(0).getBoundingClientRect().toJSON()
    """)
    page.mouse.move(word["x"] + 5, word["y"] + 5)
    page.mouse.down()
    page.locator(".md-search__input").hover()
    page.locator(".md-search__input").hover()  # browsers take the second step for a drop's place
    page.mouse.up()
    expect(page.locator(".md-search-result__item")).to_have_count(1)
    expect_asked(page, *OPENED, "faro")


def test_an_emptied_box_shows_nothing(page: Page, address: str) -> None:
    """The cross at its end empties what was found as well."""
    listen(page, address)
    page.keyboard.press("s")
    page.keyboard.insert_text("faro")
    expect(page.locator(".md-search-result__item")).to_have_count(1)
    page.locator(".md-search [type=reset]").click()
    expect(page.locator(".md-search-result__item")).to_have_count(0)


def test_a_link_to_a_search_opens_what_it_finds(page: Page, address: str) -> None:
    """Material reads `?q=` in the address."""
    page.goto(f"{address}?q=faro")
    expect(page.locator(".md-search-result__item")).to_have_count(1)


def test_what_is_searched_comes_when_somebody_turns_to_the_box(page: Page, address: str) -> None:
    """Not to those who only read; and before the first letter, so that it waits for nothing but its words."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(address)
    expect(page.locator("html.js")).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert "assets/briefsite/search-worker.js" in asked
    assert [path for path in asked if re.search("search.js|pagefind", path)] == []
    with page.expect_response("**/*.pf_meta"):
        page.keyboard.press("s")
    page.wait_for_timeout(300)  # in which more would have been asked for
    assert [path for path in asked if re.search("pf_index|pf_fragment", path)] == []


PAGEFIND = """window.asked = []
window.importPagefind = async () => ({
  options() {}, mergeIndex() {}, filters() {},
  async search(word) { asked.push(word); return { results: [], filters: { part: { "./": 1 } } } }
})"""


@pytest.fixture
def searching(page: Page, address: str) -> Page:
    """A page that searches by itself, and notes in `asked` what it asks of Pagefind."""
    page.route("**/parts.json", lambda route: route.fulfill(json={"": {"es": ["./"]}}))
    page.add_init_script(PAGEFIND)
    page.goto(address)
    page.add_script_tag(url=f"{address}assets/briefsite/search.js")
    return page


def test_letters_that_wait_are_heard_before_anything_is_asked(searching: Page) -> None:
    """What they make of the words is searched, and nothing on the way there."""
    asked = searching.evaluate("""async () => {
      await prepare()
      let latest = "f"
      const first = search("f", () => latest === "f")
      setTimeout(() => { latest = "faro" })
      await first
      await search("faro", () => latest === "faro")
      return asked
    }""")
    assert asked == ["faro"]


def test_where_there_are_several_languages_it_is_asked_first_which_of_them_has_a_word(
    searching: Page,
) -> None:
    """One that lacks it would take a beginning of it."""
    two = {"": {"es": ["./"], "en": ["1/"]}}
    searching.route("**/parts.json", lambda route: route.fulfill(json=two))
    asked = searching.evaluate("search('faro', () => true).then(() => asked)")
    assert asked == ['"faro"', '"faro"', "faro", "faro"]


def test_a_search_that_failed_to_load_works_with_the_next_letter(page: Page, address: str) -> None:
    """Whatever failed while the first word was awaited, once or again."""
    refused = ["**/*.pf_meta", "**/search.js", "**/pagefind.js", "**/parts.json"]
    for missing in refused:
        page.context.route(missing, lambda route: route.abort())
        page.goto(address)
        page.wait_for_load_state("networkidle")
        with page.expect_event("requestfailed"):
            page.keyboard.press("s")
        page.keyboard.type("far")
        page.wait_for_timeout(300)  # in which it is asked for once more, and fails
        page.context.unroute(missing)
        page.keyboard.type("o")
        expect(page.locator(".md-search-result__item")).to_have_count(1)
