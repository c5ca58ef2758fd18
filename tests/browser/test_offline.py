"""The site as a folder on a disk: opened by a double click, with no server and no network."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from briefsite.pages.formatting import load_words
from browser import PANEL_LINK, find, missing
from sites import BRIEFING, CONFIG, REPOSITORY, build, make_site, run, with_theme, write

FLAGSHIP = "informes/mision-cortafuegos.html"
LIST = "informes/index.html"
SOURCE = "fuentes/embajada-cortafuegos.html"

OFFLINE = CONFIG.replace("briefsite]", "briefsite: {offline: true}]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site, built as `make offline` does, then moved to where a reader put it."""
    parent = tmp_path_factory.mktemp("disk")
    done = run(
        *("mkdocs", "build", "--strict", "--site-dir", parent / "built"),
        cwd=REPOSITORY,
        OFFLINE="true",
    )
    assert done.returncode == 0, done.stdout
    return (parent / "built").rename(parent / "Información pública (nº #1, 100 %) ¿copia?")


@pytest.fixture(scope="module")
def address(folder: Path) -> str:
    """Its address on the disk; ends with a slash."""
    return f"{folder.as_uri()}/"


@pytest.fixture(scope="module", params=["material", "own"])
def either(
    request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The address of the same site in either theme; ends with a slash."""
    if request.param == "own":
        site = tmp_path_factory.mktemp("own")
        for name in ("docs", "briefs"):
            shutil.copytree(REPOSITORY / name, site / name)
        config = with_theme("briefsite", (REPOSITORY / "mkdocs.yml").read_text("utf-8"))
        write(site, {"mkdocs.yml": config.replace("!ENV [OFFLINE, false]", "true")})
        assert build(site, "--strict").returncode == 0
        folder = site / "site"
    return f"{folder.as_uri()}/"


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that reports nothing, and asks for nothing but files that are there."""
    mishaps: list[str] = []
    page.on("console", lambda message: mishaps.append(message.text))
    page.on("pageerror", lambda error: mishaps.append(str(error)))
    page.on("requestfailed", lambda request: mishaps.extend(missing(request)))
    page.on("request", lambda r: None if r.url.startswith("file:") else mishaps.append(r.url))
    yield page
    assert mishaps == []


def test_the_browser_is_as_strict_as_a_readers(browser: Browser, tmp_path: Path) -> None:
    """The other tests would show nothing in a browser that lets pages read the disk."""
    probe = tmp_path / "probe.html"
    probe.write_text("<!doctype html><title>probe</title>")
    page = browser.new_page()
    page.goto(probe.as_uri())
    assert page.evaluate("fetch(location).then(() => 'read', () => 'refused')") == "refused"
    page.close()


def test_every_kind_of_page_opens_in_silence(page: Page, folder: Path) -> None:
    """Fonts, pictures and scripts are there, and none is of a kind that browsers refuse on a disk."""
    paths = sorted(folder.rglob("*.html"))
    last = {path.parent: path for path in paths}.values()
    hubs = [path for path in paths if path.name == "index.html"]
    assert len([*hubs, *last]) > 12
    for path in [*hubs, *last]:
        page.goto(path.as_uri())
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("start", ["index.html", FLAGSHIP])
def test_search_finds_the_right_page_first(start: str, page: Page, either: str) -> None:
    """From any depth; only the pieces of the index that the query needs are loaded."""
    pieces: list[str] = []
    page.on("request", lambda r: pieces.append(r.url) if "/pagefind/index/" in r.url else None)
    page.goto(either + start)
    assert pieces == []
    assert find(page, "cooperacion")[0].partition("?")[0] == either + FLAGSHIP
    assert len(pieces) == 1


def test_a_result_opens_at_the_section(page: Page, either: str) -> None:
    """As it does on a server."""
    page.goto(either + "index.html")
    find(page, "inspecciones")
    page.locator(".md-search-result__link[href*='#'], .bs-finder [href*='#']").first.click()
    page.wait_for_url(re.compile(r"\.html.*#"))
    expect(page.locator(":target")).to_be_in_viewport()


def test_what_was_found_is_marked_in_the_page(page: Page, address: str) -> None:
    """By Material's script."""
    page.goto(address + "index.html")
    find(page, "inspecciones")
    page.locator(".md-search-result__link[href*='#']").first.click()
    page.wait_for_url(re.compile(r"\.html\?h=.*#"))
    expect(page.locator("mark[data-md-highlight]").first).to_be_visible()


def test_search_says_when_there_is_nothing(page: Page, either: str) -> None:
    """It does not wait for ever."""
    page.goto(either + "index.html")
    assert find(page, "qwerty") == []


def test_briefings_can_be_filtered(page: Page, address: str) -> None:
    """What is chosen stands in the address, and the list leads to the pages."""
    page.goto(address + LIST)
    expect(page.locator(".bs-filters output")).to_have_text(re.compile("3 de 3"))
    page.locator("select[name=tema]").select_option("Fentanilo")
    expect(page.locator(".bs-filters output")).to_have_text(re.compile("2 de 3"))
    assert page.url == f"{address}{LIST}?tema=Fentanilo"
    page.reload()
    expect(page.locator(".bs-items .bs-story")).to_have_count(2)
    page.locator(".bs-items a", has_text="Misión Cortafuegos").click()
    page.wait_for_url(address + FLAGSHIP)


def test_a_quotation_leads_to_its_passage_and_back(page: Page, address: str) -> None:
    """One tap to the highlighted words of the source, one tap back."""
    page.goto(address + FLAGSHIP)
    page.locator(".bs-quote a.bs-checked").first.click()
    page.locator(PANEL_LINK).click()
    page.wait_for_url(f"{address}{SOURCE}#p*")
    expect(page.locator("mark:target")).to_be_in_viewport()
    page.locator(f".bs-cites a[href$='{FLAGSHIP}#cita-1']").click()
    page.wait_for_url(f"{address}{FLAGSHIP}#cita-1")
    expect(page.locator("#cita-1")).to_be_in_viewport()


@pytest.mark.parametrize("mark", [".bs-quote a.bs-checked", ".bs-lead a.bs-proof"])
def test_a_passage_is_compared_with_the_archived_text(mark: str, page: Page, either: str) -> None:
    """Data and texts are there as scripts, and browsers have Web Crypto on a disk."""
    words = load_words("es")["check"]
    page.goto(either + FLAGSHIP)
    page.locator(mark).first.click()
    page.get_by_role("button", name=words["now"]).click()
    status = page.locator("dialog.bs-check [role=status]")
    expect(status.locator("p")).to_have_text(words["good"])
    for key in ("hash_same", "words_found", "agree"):
        expect(status).to_contain_text(words[key].partition("{")[0])


def test_the_chosen_colours_stay(page: Page, address: str) -> None:
    """From page to page."""
    page.goto(address + "index.html")
    page.locator("label[for=__palette_1]").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(address + FLAGSHIP)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_every_link_leads_to_a_file_of_the_folder(folder: Path) -> None:
    """Relative, so that the folder can be moved, and never to a folder, which would show its list."""
    pages = {path: path.read_text("utf-8") for path in folder.rglob("*.html")}
    checked, broken = 0, []
    for path, text in pages.items():
        tags = "".join(re.findall(r"<[a-z][^<>]*>", text))
        for link in re.findall(r'\s(?:href|src|data-source)="([^"]*)"', tags):
            target, _, anchor = html.unescape(link).partition("#")
            if re.match(r"https?:|mailto:|data:", target):
                continue
            checked += 1
            file = (path.parent / unquote(target)).resolve() if target else path
            words = pages.get(file, "")
            if not file.is_file() or (words and anchor and f'id="{anchor}"' not in words):
                broken.append((path.name, link))
    assert broken == []
    assert checked > 1000


def test_nothing_in_a_page_names_the_disk_or_the_server(folder: Path) -> None:
    """But for citations, which show the address of the published page."""
    texts = {path: path.read_text("utf-8") for path in folder.rglob("*.html")}
    assert not [path for path, text in texts.items() if str(folder.parent) in text]
    assert not [path for path, text in texts.items() if re.search('="(canonical|og:url)"', text)]
    assert "https://example.org/briefsite/informes/mision-cortafuegos/" in texts[folder / FLAGSHIP]
    assert not [name for name in ("404.html", "sitemap.xml") if (folder / name).exists()]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>document.title = 'ran'</script>",
        "<script src='https://evil.example/x.js'></script>",
        "<script src='data:text/javascript,document.title=`ran`'></script>",
        "<img src='https://evil.example/x.png'>",
        "<img src=x onerror='document.title = `ran`'>",
        "<iframe src='https://evil.example/'></iframe>",
    ],
)
def test_the_policy_holds_on_a_disk(hostile: str, folder: Path, browser: Browser) -> None:
    """Whatever got into a page in spite of all neither runs nor reaches out."""
    bad = folder / "informes/bad.html"
    text = (folder / FLAGSHIP).read_text("utf-8")
    bad.write_text(text.replace("</article>", f"{hostile}</article>"), "utf-8")
    context = browser.new_context()
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(bad.as_uri())
    page.wait_for_load_state("networkidle")
    assert [text for text in messages if "violates the following Content Security Policy" in text]
    assert page.title() != "ran"
    bad.unlink()
    context.close()


@pytest.mark.parametrize(("search", "index"), [("search, ", True), ("", False)])
def test_an_offline_site_builds_with_search_or_without(
    search: str, index: bool, tmp_path: Path
) -> None:
    """`offline: true` is all it takes."""
    config = OFFLINE.replace("search, ", search)
    site = make_site(tmp_path, {"mkdocs.yml": config, "briefs/a.yml": BRIEFING})
    done = build(site, "--strict")
    assert done.returncode == 0, done.stdout
    assert (site / "site/informes/a.html").exists()
    assert (site / "site/pagefind/pagefind.js.js").exists() == index


def test_a_published_site_has_nothing_of_this(tmp_path: Path) -> None:
    """It is made of other files."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    assert build(site, "--strict").returncode == 0
    files = {path.relative_to(site / "site").as_posix() for path in site.glob("site/**/*.*")}
    assert "pagefind/pagefind.js" in files
    assert "informes/a/index.html" in files
    assert [name for name in files if "offline" in name or name.endswith(".js.js")] == []
    assert "search/search_index.js" not in files
    assert "offline" not in (site / "site/index.html").read_text("utf-8")
