"""Cards for other sites: what the page says of a thing, in one small file, and the way back."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from briefsite.outputs.embeds import Embed, Embeds, all_embeds
from briefsite.pages.addresses import DocsPath
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import Plan, SitePlan
from briefsite.site.reading import read_site
from conftest import record_of
from sites import write

TEXT = "«Se dragará el canal», dijo Ana. «El puerto قناة abrirá en mayo», dijo después."
FILES = {
    "briefs/obra.yml": """\
title: Obra
date: 2025-05-01
summary: s
sources: [acta]
topics: [agua]
quotes:
  - {text: Se dragará el canal, speaker: ana, speaker_note: En el pleno.}
  - {text: El puerto قناة abrirá en mayo, speaker_as_written: Ana}
commitments:
  - {id: a, text: Dragar., by: [ana]}
  - {id: b, text: Abrir., by: [ana]}
  - {id: c, text: Cerrar., by: [ana]}
""",
    "briefs/sigue.yml": """\
title: Sigue
date: 2025-06-01
summary: s
updates: [{commitment: obra/a, date: 2025-06-01, status: met, text: Se dragó.}]
""",
    "briefs/entities/ana.yml": "name: Ana\ntype: person\n",
    "briefs/sources/acta.txt": TEXT,
    "briefs/sources/acta.yml": record_of(TEXT, "Acta")
    + "lang: ar\npublisher: El puerto\npublished: 2025-05-02\nurl: https://example.org/acta\n",
}
WITHDRAWN = {
    "briefs/obra.yml": FILES["briefs/obra.yml"] + "status: withdrawn\nstatus_note: Era falso.\n"
}
SITE = Publication(name="Sitio", language="es", url="https://example.org/repo/", has_embeds=True)


def planned(folder: Path, files: Mapping[str, str], about: Publication = SITE) -> Plan:
    write(folder, {**FILES, **files})
    own = folder / "briefs/templates"
    site = read_site(folder / "briefs").site
    return Plan(site, about, own if own.is_dir() else None)


def embeds_of(plan: Plan) -> dict[str, Embed]:
    found = all_embeds(plan, {page.uri: plan.parts(page) for page in plan.pages})
    return {embed.uri.removesuffix("/embed/index.html"): embed for embed in found}


def web(uri: DocsPath) -> str:
    return f"{uri.removesuffix('.md').removesuffix('index')}".rstrip("/") + "/"


def on_disk(uri: DocsPath) -> str:
    return uri.replace(".md", ".html")


def made(plan: Plan, name: str, about: Publication = SITE, url_of=web, accent="") -> str:
    maker = Embeds(
        plan=lambda: SitePlan({"": plan}), publication=about, url_of=url_of, accent=accent
    )
    card = maker.make(embeds_of(plan)[name])
    assert isinstance(card, bytes)
    return card.decode()


def said(card: str) -> str:
    """What readers see of a card."""
    words = re.sub(r"<[^>]*>", " ", re.search(r"<main.*</main>", card, re.DOTALL)[0])
    return " ".join(html.unescape(words).split())


def test_quotations_commitments_and_scoreboards_have_cards(tmp_path: Path) -> None:
    """At addresses that do not change; what has no scoreboard has no card of one."""
    assert [*embeds_of(planned(tmp_path, {}))] == [
        "compromisos",
        "compromisos/obra/a",
        "compromisos/obra/b",
        "compromisos/obra/c",
        "temas/agua",
        "informes/obra/cita-1",
        "informes/obra/cita-2",
        "entidades/ana",
    ]


def test_a_quotation_says_who_said_it_where_it_stands_and_that_it_was_compared(
    tmp_path: Path,
) -> None:
    """As its briefing does; links lead to the page and to the passage, in the language of the source."""
    card = made(planned(tmp_path, {}), "informes/obra/cita-1")
    assert said(card) == (
        "«Se dragará el canal» — Ana . En el pleno. Cotejada con la fuente Fuente Acta · El puerto"
        " · 2 de mayo de 2025 · En el original 1 Sitio · Obra · 1 de mayo de 2025"
    )
    assert '<span lang="ar" dir="auto">«Se dragará el canal»</span>' in card
    links = re.findall(r'<a [^>]*href="(\.[^"]*)"', card)
    assert links == [
        "../../../../entidades/ana/",
        "../../../../fuentes/acta/#p1",
        "../../../../fuentes/acta/",
        "../../#cita-1",
    ]
    assert '<link rel="canonical" href="https://example.org/repo/informes/obra/">' in card


def test_each_card_is_of_its_own(tmp_path: Path) -> None:
    """Two of one page are two files."""
    plan = planned(tmp_path, {})
    assert "abrirá" in made(plan, "informes/obra/cita-2")
    assert "abrirá" not in made(plan, "informes/obra/cita-1")
    keys = [embed.key for embed in embeds_of(plan).values()]
    assert len({*keys}) == len(keys)


def test_a_commitment_says_how_it_stands_and_since_when(tmp_path: Path) -> None:
    """With the words of its last movement, and the day of it."""
    assert said(made(planned(tmp_path, {}), "compromisos/obra/a")) == (
        "Compromiso · 2025 Dragar. Cumplido De Ana · Plazo no consta Se dragó. "
        "Último movimiento 1 de junio de 2025 · Sigue · Sitio"
    )


def test_a_scoreboard_has_its_figures(tmp_path: Path) -> None:
    """And the month for which they hold."""
    text = said(made(planned(tmp_path, {}), "entidades/ana"))
    assert re.match(r"Balance · \w+ de 20\d\d Ana ", text)
    assert "Estado Compromisos De 3 Cumplido 1 33 % Anunciado 2 67 %" in text.replace(
        "\xa0", " "
    ).replace("&#37;", "%")


def test_what_was_withdrawn_is_struck_with_its_reason(tmp_path: Path) -> None:
    """The quotation and the commitment; a scoreboard of promises that were withdrawn is gone."""
    plan = planned(tmp_path, WITHDRAWN)
    assert [name for name in embeds_of(plan) if not re.search(r"/cita-|/obra/", name)] == []
    quotation = made(plan, "informes/obra/cita-1")
    assert re.search(r"<del><span[^>]*>«Se dragará el canal»</span></del>", quotation)
    assert "Retirado: Era falso" in said(quotation)
    commitment = made(plan, "compromisos/obra/a")
    assert re.search(r"<del><a [^>]*>Dragar&#46;</a></del>", commitment)
    assert "Retirado: Era falso" in said(commitment)
    assert "Cumplido" not in said(commitment)


@pytest.mark.parametrize("name", ["informes/obra/cita-1", "compromisos/obra/a", "compromisos"])
def test_a_card_is_one_small_file_that_asks_for_nothing(name: str, tmp_path: Path) -> None:
    """No script, font or picture; no search engine lists it, and links leave the frame."""
    card = made(planned(tmp_path, {}), name, accent="#15f")
    assert len(card.encode()) < 30_000
    assert re.findall(r"<script|@font-face|@import|\bsrc=|url\((?!#)", card) == []
    assert "default-src 'none'" in card
    assert '<meta name="robots" content="noindex">' in card
    assert '<base target="_blank">' in card
    assert ":root{--bs-accent-base:#15f}" in card


def test_the_style_of_a_card_is_that_of_what_it_shows(tmp_path: Path) -> None:
    """Rules of the site's style sheet that it needs, and no others."""
    plan = planned(tmp_path, {})
    quotation, commitment = (made(plan, n) for n in ("informes/obra/cita-1", "compromisos/obra/a"))
    assert ".bs-status-met{" in commitment
    assert ".bs-status-met{" not in quotation
    assert ".bs-quote blockquote{" in quotation
    for card in (quotation, commitment):
        assert ".bs-page a:not(" in card
        assert ".bs-ladder" not in card


def test_on_a_disk_links_end_in_files(tmp_path: Path) -> None:
    """As those of pages do there."""
    card = made(planned(tmp_path, {}), "informes/obra/cita-1", url_of=on_disk)
    assert 'href="../../../obra.html#cita-1"' in card
    assert 'href="../../../../fuentes/acta.html#p1"' in card


def test_oembed_is_told_of_each_card(tmp_path: Path) -> None:
    """The page and the card lead to it, and it frames the card."""
    plan = planned(
        tmp_path, {"briefs/obra.yml": FILES["briefs/obra.yml"].replace("Obra", "<Obra> «A»")}
    )
    embed = embeds_of(plan)["informes/obra/cita-1"]
    maker = Embeds(plan=lambda: SitePlan({"": plan}), publication=SITE, url_of=web, accent="")
    told = json.loads(maker.describe(embed))
    assert told == {
        "version": "1.0",
        "type": "rich",
        "title": "<Obra> «A» (cita 1)",
        "provider_name": "Sitio",
        "provider_url": "https://example.org/repo/",
        "cache_age": 86400,
        "html": '<iframe src="https://example.org/repo/informes/obra/cita-1/embed/" title="&lt;Obra&gt; '
        f'«A» (cita 1)" width="600" height="{told["height"]}" loading="lazy" style="border:0;max-width:100%"></iframe>',
        "width": 600,
        "height": told["height"],
    }
    assert embed.description == "informes/obra/cita-1/embed/oembed.json"
    address = f"https://example.org/repo/{embed.description}"
    assert f'type="application/json+oembed" href="{address}"' in made(plan, "informes/obra/cita-1")
    found = {
        page.uri: other.address
        for page in map(plan.make, plan.pages)
        for other in page.alternates
        if other.media_type == "application/json+oembed"
    }
    assert found["informes/obra.md"] == address
    assert [*found] == [
        "compromisos/index.md",
        *(f"compromisos/obra/{name}.md" for name in "abc"),
        "temas/agua.md",
        "informes/obra.md",
        "entidades/ana.md",
    ]


def test_pages_lead_to_cards_where_the_site_has_them(tmp_path: Path) -> None:
    """As a link, from which a script makes a button."""
    plan = planned(tmp_path, {})
    pages = {page.uri: page.markdown for page in map(plan.make, plan.pages)}
    link = "[Insertar en otra página]({}embed/index.html){{ .bs-embed"
    assert link.format("obra/cita-2/") in pages["informes/obra.md"]
    assert link.format("a/") in pages["compromisos/obra/a.md"]
    assert link.format("") in pages["compromisos/index.md"]
    assert link.format("ana/") in pages["entidades/ana.md"]
    plan = planned(tmp_path, {}, replace(SITE, has_embeds=False))
    made = [plan.make(page) for page in plan.pages]
    assert not any("bs-embed" in page.markdown for page in made)
    assert not any(other.address for page in made for other in page.alternates)


def test_an_own_macro_makes_cards_again(tmp_path: Path) -> None:
    """A template of the site's own stands in for ours, and an error in it is a finding."""
    before = embeds_of(planned(tmp_path, {}))["informes/obra/cita-1"].key
    own = "briefs/templates/embed_quotation.md.jinja"
    plan = planned(tmp_path, {own: "<p>{{ statement.record.text }}</p>\n"})
    assert said(made(plan, "informes/obra/cita-1")) == "Se dragará el canal"
    assert embeds_of(plan)["informes/obra/cita-1"].key != before
    plan = planned(tmp_path, {own: "{{ nothing }}\n"})
    maker = Embeds(plan=lambda: SitePlan({"": plan}), publication=SITE, url_of=web, accent="")
    assert maker.make(embeds_of(plan)["informes/obra/cita-1"]).code == "template-error"


EDITS = {
    "speaker": ("entities/ana", "name: Ana", "name: Ana Ruiz"),
    "note": ("obra", "En el pleno", "En la plaza"),
    "words": ("obra", "Se dragará el canal,", "Se dragará el canal, verbatim: false,"),
    "title": ("obra", "title: Obra", "title: Obras"),
    "withdrawn": ("obra", "summary: s", "summary: s\nstatus: withdrawn\nstatus_note: Falso."),
    "source": ("sources/acta", "title: Acta", "title: Actas"),
    "publisher": ("sources/acta", "publisher: El puerto", "publisher: La costa"),
    "language": ("sources/acta", "lang: ar", "lang: es"),
    "promise": ("obra", "text: Dragar", "text: Cavar"),
    "status": ("sigue", "status: met", "status: late"),
    "day": ("sigue", "date: 2025-06-01, status", "date: 2025-05-30, status"),
    "update": ("sigue", "Se dragó", "Se cavó"),
    "who": ("obra", "{id: b, text: Abrir., by: [ana]}", "{id: b, text: Abrir.}"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_card_is_made_again_where_it_would_say_something_else(
    edit: tuple[str, str, str], tmp_path: Path
) -> None:
    """Its key stands for all that it shows."""
    name, old, new = edit
    assert old in FILES[f"briefs/{name}.yml"]
    before = planned(tmp_path / "a", {})
    edited = FILES[f"briefs/{name}.yml"].replace(old, new)
    after = planned(tmp_path / "b", {f"briefs/{name}.yml": edited})
    first, second = embeds_of(before), embeds_of(after)
    both = [name for name in first if name in second]
    differ = [name for name in both if made(before, name) != made(after, name)]
    assert differ
    assert [name for name in differ if first[name].key == second[name].key] == []
