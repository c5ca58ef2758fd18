"""Editions: what `mkdocs.yml` asks for, where pages are, and how they lead to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from briefsite.archive.editions import Edition, edition_findings, read_editions
from briefsite.archive.settings import read_settings
from briefsite.archive.translations import text_digest
from briefsite.cli.main import main
from briefsite.pages.addresses import DocsPath, UrlPath, url_of
from briefsite.pages.edition_links import EditionLinks
from briefsite.pages.navigations import NavEntry, in_folder, navigations
from briefsite.pages.publication import publications
from briefsite.pages.rendering import Page, SitePlan, plan_site, render
from briefsite.pages.written import hand_written, title_of, with_ways_out, written_findings
from briefsite.site.reading import read_site
from conftest import record_of
from sites import BRIEFING, make_site, write

CONFIG = """\
site_name: Archivo
site_url: https://example.org/a/
theme: {name: material, language: es}
plugins:
  - search
  - briefsite:
      editions:
        es: /
        en: {path: /en/, site_name: Archive, site_description: 'What "is" said'}
      topics: {agua: {es: Agua, en: Water}, puerto: Puerto}
"""
TEXT = "La directora dijo: «Habrá 32 plantas». El puerto abre en mayo de 2025.\n"
ARCHIVE: Mapping[str, str] = {
    "mkdocs.yml": CONFIG,
    "briefs/plan.yml": """\
title: Habrá 32 plantas
date: 2025-05-01
summary: La Agencia promete 32 plantas.
topics: [agua]
sources: [acta]
participants: [{who: agencia, note: Por su directora}]
key_points: [{text: Son 32 plantas., evidence: Habrá 32 plantas}, {text: El puerto abre.}]
quotes: [{text: Habrá 32 plantas, speaker: agencia}]
commitments: [{id: plantas, text: Dar agua a 32 pueblos., by: [agencia]}]
""",
    "briefs/plan.en.yml": """\
title: There are to be 32 plants
summary: The Agency promises 32 plants.
participants: [{who: agencia, note: Through its director}]
key_points: [{text: There are 32 plants.}]
quotes: [{translation: There are to be 32 plants}]
commitments: [{id: plantas, text: Bring water to 32 villages.}]
""",
    "briefs/puerto.yml": "title: El puerto\ndate: 2025-05-02\nsummary: Abre.\ntopics: [puerto]\n",
    "briefs/port.yml": "title: The port\nlang: en\ndate: 2025-05-03\nsummary: It opens.\n",
    "briefs/entities/agencia.yml": "name: Agencia\ntype: organization\n",
    "briefs/entities/agencia.en.yml": "name: Agency\n",
    "briefs/sources/acta.txt": TEXT,
    "briefs/sources/acta.yml": record_of(TEXT, "Acta") + "lang: es\n",
    "docs/index.md": "# Archivo\n\nVea [el método](metodo.md).\n",
    "docs/index.en.md": "# Archive\n\nSee [the method](method.md), ![a](img/a.png), [data](datos.md).\n",
    "docs/metodo.md": "# Método\n",
    "docs/metodo.en.md": "---\naddress: method\n---\n# The method\n\n[The plan](briefings/plan.md)\n",
    "docs/datos.md": "# Datos\n",
    "docs/img/a.png": "",
}


def planned(folder: Path, **changes: str) -> SitePlan:
    """The pages of the archive above, with some files changed: `briefs__plan__en__yml`."""
    write(folder, {**ARCHIVE, **{_path(name): text for name, text in changes.items()}})
    about = publications(read_settings(folder / "mkdocs.yml"))
    sites = read_site(folder / "briefs", languages=about[""].languages).sites
    return plan_site(sites, about, folder / "briefs")


def _path(name: str) -> str:
    *folders, name, ending = name.split("__")
    return f"{'/'.join(folders)}/{name.replace('_', '.')}.{ending}"


def pages(plan: SitePlan) -> dict[str, str]:
    return {page.uri: page.markdown for page in render(plan).pages if isinstance(page, Page)}


def links(folder: Path, plan: SitePlan) -> EditionLinks:
    settings = read_settings(folder / "mkdocs.yml")
    written = {u: (p.edition, p.name) for u, p in hand_written(settings).items()}
    made = {page.uri: (page.edition, page.name) for page in plan.pages}

    def url(uri: DocsPath) -> UrlPath:
        return url_of(uri, has_folders=True)

    return EditionLinks(publications(settings), written | made, url)


@pytest.mark.parametrize(
    ("option", "editions"),
    [
        (None, ()),
        ({}, ()),
        ({"es": "/"}, (Edition("es", ""),)),
        ({"en": "/en/", "es": "/"}, (Edition("es", ""), Edition("en", "en/"))),
        ({"es": "/es/", "en": "/en/"}, (Edition("es", "es/"), Edition("en", "en/"))),
        (
            {"es": "/", "en": {"path": "/en/", "site_name": "A", "site_description": "B"}},
            (Edition("es", ""), Edition("en", "en/", "A", "B")),
        ),
    ],
)
def test_the_edition_in_the_language_of_the_site_comes_first(
    option: Any, editions: tuple[Edition, ...]
) -> None:
    """Whatever the order in which they are written."""
    assert read_editions(option, "es") == editions


@pytest.mark.parametrize(
    ("option", "line", "said"),
    [
        ("[es, en]", 1, "`editions` takes languages, each with the path of its pages"),
        ("{es: /, de: /de/}", 1, "there are no words for the interface in `de`"),
        ("{es: /, English: /en/}", 1, "`English` is not a language code"),
        ("{es: /, en: en}", 1, "`en` is not the path of an edition"),
        ("{es: /, en: /informes/}", 1, "`/informes/` is not the path of an edition"),
        ("{es: /, en: /}", 1, "two editions cannot have one path, `/`"),
        ("{en: /en/}", 1, "`editions` lacks `es`, the language of the theme"),
        ("{es: /, en: {path: /en/, nombre: x}}", 1, "unknown field `nombre`"),
        ("{es: /, en: {site_name: x}}", 1, "an edition needs the path of its pages"),
        ("{es: /, en: {path: /en/, site_name: 3}}", 1, "`site_name` must be a text"),
    ],
)
def test_what_is_wrong_with_an_edition_is_said_where_it_stands(
    option: str, line: int, said: str, tmp_path: Path
) -> None:
    """With its line and column in `mkdocs.yml`, in either form of `plugins`."""
    for before in (
        "plugins:\n  - search\n  - briefsite:\n      editions: ",
        "plugins:\n  search: {}\n  briefsite:\n    editions: ",
    ):
        path = write(tmp_path, {"mkdocs.yml": f"{before}{option}\n"}) / "mkdocs.yml"
        settings = replace(read_settings(path), language="es")
        (finding,), shown = edition_findings(settings, path)
        assert (finding.code, finding.message) == ("bad-setting", said)
        assert finding.span.line == before.count("\n") + line
        assert finding.span.column > len("    editions:")
        assert option in next(iter(shown.values()))


def test_each_edition_has_all_pages_at_addresses_of_its_own(tmp_path: Path) -> None:
    """In the words of its language; the texts of sources are there once."""
    plan = planned(tmp_path)
    spanish = {page.uri for page in plan.pages if not page.edition}
    english = {page.uri for page in plan.pages if page.edition == "en"}
    assert {"index.md", "informes/plan.md", "entidades/agencia.md", "fuentes/acta.md"} <= spanish
    assert {
        "en/index.md",
        "en/briefings/plan.md",
        "en/briefings/puerto.md",
        "en/entities/agencia.md",
        "en/sources/acta.md",
        "en/commitments/plan/plantas.md",
    } <= english
    assert len(spanish) == len(english)
    assert {page.name for page in plan.pages if not page.edition} == {
        page.name for page in plan.pages if page.edition
    }
    assert [*plan.copies] == ["fuentes/acta.txt"]


def test_a_translation_is_shown_and_what_it_lacks_as_it_is_in_the_original(tmp_path: Path) -> None:
    """Marked with its language, and said at the top of the page."""
    page = pages(planned(tmp_path))["en/briefings/plan.md"]
    assert "# There are to be 32 plants" in page
    assert "[Agency](../entities/agencia.md)" in page
    assert '<span class="bs-original" lang="es" dir="ltr">El puerto abre&#46;</span>' in page
    assert "What is not translated is shown in Spanish&#46;" in page
    assert "Translated from Spanish" in page


def test_a_quotation_keeps_the_words_of_its_source_and_has_their_meaning_beneath(
    tmp_path: Path,
) -> None:
    """Marked as the editors', and in no page in the language of the source."""
    made = pages(planned(tmp_path))
    english, spanish = made["en/briefings/plan.md"], made["informes/plan.md"]
    assert '<span lang="es" dir="auto">“Habrá 32 plantas”</span>' in english
    assert '<span class="bs-translation">“There are to be 32 plants”' in english
    assert "(Translation by the editors)" in english
    assert "bs-translation" not in spanish


def test_what_is_not_translated_says_in_which_language_it_is(tmp_path: Path) -> None:
    """In lists, and on its page; in each edition for what is in another language than it."""
    made = pages(planned(tmp_path))
    assert (
        '[<span lang="es">El puerto</span>](puerto.md) <span class="bs-note">(in Spanish)'
        in (made["en/briefings/index.md"])
    )
    assert (
        '[<span lang="en">The port</span>](port.md) <span class="bs-note">(en inglés)'
        in (made["informes/index.md"])
    )
    assert "(in Spanish)" not in made["en/briefings/plan.md"]
    assert "Not translated: in Spanish" in made["en/briefings/puerto.md"]
    assert "Not translated" not in made["en/briefings/port.md"]


def test_topics_and_the_site_have_names_in_each_language(tmp_path: Path) -> None:
    """One name for all where a setting is a text."""
    about = publications(read_settings(write(tmp_path, ARCHIVE) / "mkdocs.yml"))
    assert [(one.name, one.topics) for one in about.values()] == [
        ("Archivo", {"agua": "Agua", "puerto": "Puerto"}),
        ("Archive", {"agua": "Water", "puerto": "Puerto"}),
    ]


def test_pages_by_hand_are_in_their_edition_and_lead_out_of_it_for_what_it_lacks(
    tmp_path: Path,
) -> None:
    """A page may have an address in its language; pictures stay where they are."""
    plan = planned(tmp_path)
    settings = read_settings(tmp_path / "mkdocs.yml")
    written = hand_written(settings)
    assert {uri: (page.edition, page.name) for uri, page in written.items()} == {
        "index.md": ("", "index.md"),
        "datos.md": ("", "datos.md"),
        "metodo.md": ("", "metodo.md"),
        "en/index.md": ("en", "index.md"),
        "en/method.md": ("en", "metodo.md"),
    }
    known = {*written, *plan.by_uri, "img/a.png"}
    method, home = written[DocsPath("en/method.md")], written[DocsPath("en/index.md")]
    assert "(briefings/plan.md)" in with_ways_out(method, "en/method.md", known)
    assert with_ways_out(home, "en/index.md", known).endswith(
        "See [the method](method.md), ![a](../img/a.png), [data](../datos.md).\n"
    )
    assert title_of(method) == "The method"
    assert "![a](../img/a.png), [data](../datos.md)" in pages(plan)["en/index.md"]


def test_each_page_leads_to_itself_in_the_other_languages(tmp_path: Path) -> None:
    """For readers by a switch, for programs by `hreflang` with `x-default`; what lacks one, to the home."""
    found = links(tmp_path, planned(tmp_path))
    spanish = found.meta(DocsPath("informes/plan.md"))
    assert spanish["switch"] == (
        '<a href="../../en/briefings/plan/" hreflang="en" lang="en">English</a>'
    )
    assert spanish["hreflang"] == (
        '<meta property="og:locale" content="es_ES">'
        '<meta property="og:locale:alternate" content="en_US">'
        '<link rel="alternate " hreflang="es" href="https://example.org/a/informes/plan/">'
        '<link rel="alternate " hreflang="en" href="https://example.org/a/en/briefings/plan/">'
        '<link rel="alternate " hreflang="x-default" href="https://example.org/a/informes/plan/">'
    )
    assert "edition" not in spanish
    english = found.meta(DocsPath("en/briefings/plan.md"))
    assert english["edition"] == ["en"]
    assert english["description"] == "What &quot;is&quot; said"
    assert english["hreflang"].partition("<link")[2] == spanish["hreflang"].partition("<link")[2]
    alone = found.meta(DocsPath("datos.md"))
    assert alone["switch"] == '<a href="../en/" hreflang="en" lang="en">English</a>'
    assert "<link" not in alone["hreflang"]


def test_the_navigation_of_an_edition_has_the_same_pages(tmp_path: Path) -> None:
    """With their titles there; a page without a translation in the language of the site, and marked."""
    found = links(tmp_path, planned(tmp_path))
    written = hand_written(read_settings(tmp_path / "mkdocs.yml"))
    entries = [
        NavEntry("Inicio", DocsPath("index.md"), "./"),
        NavEntry("Informes", DocsPath("informes/index.md"), "informes/"),
        NavEntry("Método", DocsPath("metodo.md"), "metodo/"),
        NavEntry("Datos", DocsPath("datos.md"), "datos/"),
        NavEntry("Fuera", None, "https://example.net/"),
    ]
    assert navigations(entries, found, written) == {
        "en": [
            {"title": "Briefings", "url": "en/briefings/", "lang": ""},
            {"title": "The method", "url": "en/method/", "lang": ""},
            {"title": "Datos", "url": "datos/", "lang": "es"},
            {"title": "Fuera", "url": "https://example.net/", "lang": ""},
        ]
    }
    nav = ["index.md", {"Más": [{"Método": "metodo.md"}, {"Fuera": "https://example.net/"}]}]
    assert in_folder(nav, "es/") == [
        "es/index.md",
        {"Más": [{"Método": "es/metodo.md"}, {"Fuera": "https://example.net/"}]},
    ]


def test_every_language_may_have_its_own_folder(tmp_path: Path) -> None:
    """The root then leads to that of the site, without a script."""
    write(tmp_path, {**ARCHIVE, "mkdocs.yml": CONFIG.replace("es: /\n", "es: /es/\n")})
    about = publications(read_settings(tmp_path / "mkdocs.yml"))
    sites = read_site(tmp_path / "briefs", languages=about[""].languages).sites
    plan = plan_site(sites, about, tmp_path / "briefs")
    assert all(page.uri.startswith(("es/", "en/")) for page in plan.pages)
    root = plan.data[DocsPath("index.html")]
    assert '<meta http-equiv="refresh" content="0; url=es/">' in root
    assert '<li><a href="en/" hreflang="en" lang="en">English</a></li>' in root
    made = pages(plan)
    assert "[el método](metodo.md)" in made["es/index.md"]
    assert "![a](../img/a.png)" in made["en/index.md"]


def test_a_site_of_one_language_says_nothing_of_languages(tmp_path: Path) -> None:
    """Neither in its pages nor of them."""
    config = CONFIG.partition("      editions:")[0] + "      agenda: false\n"
    originals = {name: text for name, text in ARCHIVE.items() if ".en." not in name}
    write(tmp_path, {**originals, "mkdocs.yml": config})
    about = publications(read_settings(tmp_path / "mkdocs.yml"))
    plan = plan_site({"": read_site(tmp_path / "briefs").site}, about, tmp_path / "briefs")
    assert not any("bs-original" in page or "(en inglés)" in page for page in pages(plan).values())
    assert links(tmp_path, plan).meta(DocsPath("informes/plan.md")) == {}


def test_an_edit_of_a_translation_makes_pages_of_its_edition_alone(tmp_path: Path) -> None:
    """As the keys of pages say, by which builds tell what to make again."""
    before, changed = (
        {page.uri: (page.edition, plan.of(page).key(page)) for page in plan.pages}
        for plan in (
            planned(tmp_path),
            planned(
                tmp_path,
                briefs__plan_en__yml=ARCHIVE["briefs/plan.en.yml"].replace("Bring", "Give"),
            ),
        )
    )
    again = {uri for uri, key in changed.items() if before[uri] != key}
    assert "en/briefings/plan.md" in again
    assert {changed[uri][0] for uri in again} == {"en"}
    assert "en/briefings/puerto.md" not in again


def test_a_page_by_hand_that_nobody_would_find_is_told(tmp_path: Path) -> None:
    """One at the address of another, and one in a language without an edition."""
    more = {
        "docs/datos.en.md": "---\naddress: method\n---\n# Data\n",
        "docs/metodo.de.md": "# Die Methode\n",
        "docs/solo.en.md": "# In English alone\n",
    }
    settings = read_settings(write(tmp_path, {**ARCHIVE, **more}) / "mkdocs.yml")
    assert [(one.code, one.path.name, one.severity) for one in written_findings(settings)] == [
        ("translation-unused", "metodo.de.md", "warning"),
        ("page-exists", "metodo.en.md", "error"),
    ]


def test_a_file_in_the_place_of_the_manifest_is_told(tmp_path: Path) -> None:
    """In a site without editions as well: it would be lost."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING, "docs/manifest.json": "{}"})
    found = [*written_findings(read_settings(site / "mkdocs.yml"))]
    assert [(one.code, one.path.name, one.severity) for one in found] == [
        ("page-exists", "manifest.json", "error")
    ]


def test_a_translation_of_nothing_is_none(tmp_path: Path) -> None:
    """A file with empty fields alone does not make a page in its language."""
    empty = "title:\nsummary:\nkey_points: [{text: }]\n"
    plan = planned(tmp_path, briefs__plan_en__yml=empty)
    assert plan.editions["en"].site.briefings["plan"].about.lang == "es"
    page = pages(plan)["en/briefings/plan.md"]
    assert "Translated from" not in page
    assert "Not translated: in Spanish" in page


def test_a_page_whose_quotations_need_no_translation_is_whole(tmp_path: Path) -> None:
    """That which the original has of a source in this language is not shown, and nothing is missing."""
    text = "There will be ships.\n"
    plan = planned(
        tmp_path,
        briefs__sources__note__txt=text,
        briefs__sources__note__yml=record_of(text, "Note") + "lang: en\n",
        briefs__ship__yml="title: Habrá barcos\ndate: 2025\nsummary: Los habrá.\nsources: [note]\n"
        "quotes: [{text: There will be ships, verbatim: false, translation: Habrá barcos}]\n",
        briefs__ship_en__yml="title: Ships\nsummary: There will be some.\n",
    )
    page = pages(plan)["en/briefings/ship.md"]
    assert "bs-translation" not in page
    assert "What is not translated" not in page
    assert "bs-translation" in pages(plan)["informes/ship.md"]


def test_what_the_sources_do_not_say_is_marked_as_all_else(tmp_path: Path) -> None:
    """Where it is not translated."""
    original = ARCHIVE["briefs/plan.yml"] + "unknowns: [Cuánto cuesta.]\n"
    page = pages(planned(tmp_path, briefs__plan__yml=original))["en/briefings/plan.md"]
    assert '- <span class="bs-original" lang="es" dir="ltr">Cuánto cuesta&#46;</span>' in page


def test_an_entry_that_was_taken_out_of_a_translation_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those after it would stand for others; `translate` does not take that for right by itself."""
    texts = ["Uno.", "Dos.", "Tres."]
    noted = "".join(
        f'  unknowns.{number}: "{text_digest(text)}"\n' for number, text in enumerate(texts, 1)
    )
    planned(
        tmp_path,
        briefs__plan__yml=f"{ARCHIVE['briefs/plan.yml']}unknowns: [Uno., Dos., Tres.]\n",
        briefs__plan_en__yml=f"title: T\nunknowns:\n  - One.\n  - Three.\noriginals:\n{noted}",
    )
    monkeypatch.chdir(tmp_path)

    def told() -> list[str]:
        found = read_site(Path("briefs"), languages=("es", "en")).findings
        return [
            one.message
            for one in found
            if one.code == "translation-incomplete" and one.severity == "warning"
        ]

    assert told() == ["translated before, and here no more: `unknowns.3`"]
    for options, left in (([], 1), (["--up-to-date"], 0)):
        done = CliRunner().invoke(main, ["translate", "plan", "--to", "en", *options])
        assert done.exit_code == 0, done.output
        assert len(told()) == left
