"""A word is found in each language by its other endings, whichever language the reader is in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Page

from briefsite.cache.store import Store
from briefsite.outputs.search import Index
from briefsite.outputs.searched import SearchDocument, searched
from browser import find, found
from conftest import record_of
from sites import CONFIG, THEMES, build, make_site, serving, with_theme

SPEECH = "Two ferries left the harbour.\n\nNothing else is known."
VOICE = "Los transbordadores zarparon."
BRIEFINGS = {
    "briefs/obra.yml": "title: Obra\ndate: 2025-05-01\nlang: es\n"
    "summary: La cooperación de los municipios trajo armas.\nsources: [voz]\n",
    "briefs/works.yml": "title: Works\ndate: 2025-05-01\nlang: en\n"
    "summary: The companies spoke of cooperación.\nsources: [speech]\n",
    "briefs/firm.yml": "title: Firm\ndate: 2025-05-01\nlang: en\nsummary: One company met.\n",
    "briefs/haus.yml": "title: Wohnen\ndate: 2025-05-01\nlang: de\nsummary: Ein Haus brennt.\n",
    "briefs/stadt.yml": "title: Feier\ndate: 2025-05-01\nlang: de\nsummary: Die Hauptstadt feiert.\n",
    "briefs/slovo.yml": "title: Слово\ndate: 2025-05-01\nlang: uk\nsummary: Вільне слово.\n",
    "briefs/sources/speech.txt": SPEECH,
    "briefs/sources/speech.yml": record_of(SPEECH, "Speech") + "lang: en\n",
    "briefs/sources/voz.txt": VOICE,
    "briefs/sources/voz.yml": record_of(VOICE, "Voz") + "lang: es\n",
}


@pytest.fixture(
    scope="module",
    params=[
        ("briefsite", "es", False),
        ("briefsite", "en", True),
        ("material", "es", True),
        ("material", "en", False),
    ],
    ids=["own-es", "own-en-disk", "material-es-disk", "material-en"],
)
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The home page of a site in Spanish or English, with pages in these and others, served or on a disk."""
    theme, language, is_on_disk = request.param
    config = with_theme(theme, CONFIG).replace("language: es", f"language: {language}")
    config = re.sub("nav: .*", "nav: [index.md]", config)
    if is_on_disk:
        config = config.replace("briefsite]", "briefsite: {offline: true}]")
    site = make_site(tmp_path_factory.mktemp("languages"), {"mkdocs.yml": config, **BRIEFINGS})
    built = build(site, "--site-dir", "www/repo")
    assert built.returncode == 0, built.stdout
    with serving(site / "www") as root:
        home = site / "www/repo/index.html"
        yield home.as_uri() if is_on_disk else f"{root}repo/"


def names(links: list[str]) -> set[str]:
    """The ids of the pages to which links lead."""
    return {re.sub(r"(/|\.html)?([?#].*)?$", "", link).rpartition("/")[2] for link in links}


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("company", {"works", "firm"}),
        ("companies", {"works", "firm"}),
        ("ferry", {"speech"}),
        ("municipio", {"obra"}),
        ("municipios", {"obra"}),
        ("transbordador", {"voz"}),
        ("arma", {"obra"}),
        ("armas", {"obra"}),
        ("Haus", {"haus"}),  # whose ending is no plural
        ("слово", {"slovo"}),  # in a language whose endings nobody knows
        ("cooperacion", {"obra", "works"}),
        ("municipios companies", set()),
        ("armas companies", set()),
    ],
)
def test_a_word_is_found_by_its_endings_in_the_language_of_the_page(
    words: str, pages: set[str], page: Page, address: str
) -> None:
    """With accents or without; words that no page holds together find nothing, though languages do."""
    page.goto(address)
    assert names(find(page, words)) == pages


@pytest.mark.parametrize(
    ("words", "language", "title"), [("company", "en", "Works"), ("municipio", "es", "Obra")]
)
def test_what_was_found_says_its_language(
    words: str, language: str, title: str, page: Page, address: str
) -> None:
    """So that title and excerpt are spoken as what they are."""
    page.goto(address)
    find(page, words)
    result = found(page).filter(has_text=title).first
    for part in (result.get_by_text(title, exact=True).first, result.locator("mark").first):
        assert part.evaluate("part => part.closest('[lang]').lang") == language


def document(
    url: str, words: str, language: str = "", edition: str = "", twin: str = ""
) -> SearchDocument:
    """A page to be found."""
    text = searched("briefing", "Página", f"<h1>Página</h1><p>{words}</p>")
    return SearchDocument(url, text, partial(str, text), language, edition, twin)


DOCUMENTS = [
    document("informes/puerto/", "Las grúas del puerto.", twin="puerto.md"),
    document("en/briefings/puerto/", "The cranes of the port.", "", "en", "puerto.md"),
    document("informes/kai/", "El muelle «Kai».", twin="kai.md"),
    document("en/briefings/kai/", "The quay “Kai”, as in: puerto.", "", "en", "kai.md"),
    document("fuentes/acta/", "Las nutrias vuelven.", twin="acta.md"),
    document("en/sources/acta/", "Las nutrias vuelven.", "es", "en", "acta.md"),
    document("fuentes/speech/", "The companies left.", "en", "", "speech.md"),
    document("en/sources/speech/", "The companies left.", "", "en", "speech.md"),
    document("informes/dique/", "Un dique, y otras palabras de muchas.", twin="dique.md"),
    # A word counts more where many pages lack it.
    document("informes/dock/", "Dique. " * 5, "en", "", "dock.md"),
    *(document(f"informes/d{number}/", "Else.", "en", "", f"d{number}.md") for number in range(12)),
    *(
        document(f"informes/n{number}/", "Mucho faro.", twin=f"n{number}.md")
        for number in range(12)
    ),
    *(
        document(f"en/briefings/n{number}/", "Many a faro.", "", "en", f"n{number}.md")
        for number in range(12)
    ),
]


@pytest.fixture(scope="module", params=THEMES)
def editions(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the Spanish edition of a site is served, and at `en/` its English one; ends with a slash."""
    config = re.sub("nav: .*", "nav: [index.md]", with_theme(request.param, CONFIG))
    folder = tmp_path_factory.mktemp("editions")
    make_site(folder, {"mkdocs.yml": config, "docs/en/index.md": "# Site\n"})
    (folder / "briefs").mkdir()
    built = build(folder, "--site-dir", "www/repo")
    assert built.returncode == 0, built.stdout
    site = folder / "www/repo"
    english = site / "en/index.html"
    text = english.read_text("utf-8")
    text = text.replace('<html lang="es"', '<html lang="en"').replace(
        "worker.js#es", "worker.js#en"
    )
    english.write_text(text, "utf-8")
    index = Index(Store(), "es")
    index.add(DOCUMENTS)
    index.finish()
    shutil.rmtree(site / "pagefind")
    for name in index.files:
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(index.file(name))
    with serving(folder / "www") as root:
        yield f"{root}repo/"


@pytest.mark.parametrize(
    ("edition", "words", "pages"),
    [
        ("", "puerto", ["informes/puerto", "en/briefings/kai"]),
        ("en/", "puerto", ["en/briefings/kai", "informes/puerto"]),
        ("", "kai", ["informes/kai"]),
        ("en/", "kai", ["en/briefings/kai"]),
        ("", "crane", ["en/briefings/puerto"]),
        ("en/", "grúa", ["informes/puerto"]),
        ("", "nutria", ["fuentes/acta"]),
        ("en/", "nutria", ["en/sources/acta"]),
        ("", "company", ["fuentes/speech"]),
        ("", "dique", ["informes/dique", "informes/dock"]),
        ("en/", "company", ["en/sources/speech"]),
    ],
)
def test_the_edition_of_the_reader_comes_first(
    edition: str, words: str, pages: list[str], page: Page, editions: str
) -> None:
    """And in it its own language; behind it pages of others that hold the words, but none found already."""
    page.goto(editions + edition)
    links = [link.removeprefix(editions).partition("?")[0] for link in find(page, words)]
    assert [link.rstrip("/") for link in links] == pages


@pytest.mark.parametrize(("edition", "others"), [("", {"1", "2"}), ("en/", {".", "3"})])
def test_other_editions_are_asked_where_there_is_room(
    edition: str, others: set[str], page: Page, editions: str
) -> None:
    """Else they cost nothing; what knows the endings of a language is fetched once for all."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/pagefind/")[2]))
    for words, is_alone in [("faro", True), ("puerto", False)]:
        page.goto(editions + edition)
        asked.clear()
        assert find(page, words)
        entries = [path.rpartition("/")[0] or "." for path in asked if "pagefind-entry" in path]
        assert others.isdisjoint(entries) is is_alone
        endings = [re.findall(r"wasm\.\w+", path) for path in asked if "wasm" in path]
        assert sorted(endings) == [["wasm.en"], ["wasm.es"]]
