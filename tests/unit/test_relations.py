"""Claims that contradict others, and commitments that take up earlier ones: readers see both from both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from briefsite.archive.published_lock import published_now
from briefsite.outputs.exports import export_site
from briefsite.pages.convert import convert
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import Rendering, render_site
from briefsite.site.reading import Reading, read_site
from sites import write

FILES = {
    "briefs/entities/puerto.yml": "name: Puerto\ntype: organization\n",
    "briefs/entities/gremio.yml": "name: Gremio\ntype: organization\n",
    "briefs/obra.yml": """\
title: Obra
date: 2025-05-01
summary: s
commitments:
  - {id: dragar, text: Dragar la bocana., by: [puerto], deadline: 2025-12}
claims:
  - {text: Será barato., by: puerto}
  - {id: limpio, text: El agua está limpia., by: puerto}
""",
    "briefs/otra.yml": """\
title: Otra
date: 2026-02-01
summary: s
commitments:
  - {id: dragar-mas, text: Dragar más hondo., by: [puerto], continues: [obra/dragar]}
updates:
  - {commitment: obra/dragar, date: 2026-01-10, status: late, text: Va tarde.}
claims:
  - {text: El agua está sucia., by: gremio, contradicts: [obra/limpio]}
""",
}


def read(folder: Path, files: Mapping[str, str] = FILES) -> Reading:
    """An archive that holds no mistake."""
    write(folder, {**files})
    found = read_site(folder / "briefs")
    assert found.findings == []
    return found


@pytest.fixture(scope="module")
def rendering(tmp_path_factory: pytest.TempPathFactory) -> Rendering:
    """All pages of the archive."""
    folder = tmp_path_factory.mktemp("relations")
    publication = Publication(name="Sitio", language="es", url="https://example.org/")
    return render_site(read(folder).site, publication, folder / "briefs")


def lines(rendering: Rendering, uri: str, words: str) -> list[str]:
    """The lines of a page that have some words."""
    (page,) = [page for page in rendering.pages if page.uri == uri]
    return [line for line in page.markdown.splitlines() if words in line]


def test_a_claim_and_the_one_that_contradicts_it_lead_to_each_other(rendering: Rendering) -> None:
    """With who says the other, and when."""
    (dirty,) = lines(rendering, "informes/otra.md", "sucia")
    assert dirty == (
        '- <span id="declaracion-1"></span>[Gremio](../entidades/gremio.md): El agua está sucia&#46; '
        '<span class="bs-relation">Contradice a: [Puerto, 1 de mayo de 2025]'
        "(obra.md#declaracion-limpio)</span>"
    )
    (clean,) = lines(rendering, "informes/obra.md", "limpia")
    assert clean.endswith(
        '<span class="bs-relation">La contradice: [Gremio, 1 de febrero de 2026]'
        "(otra.md#declaracion-1)</span>"
    )


def test_a_claim_with_an_id_keeps_the_address_that_it_had_without(rendering: Rendering) -> None:
    """What was published as the second claim is found there, and by its id."""
    (clean,) = lines(rendering, "informes/obra.md", "limpia")
    assert clean.startswith(
        '- <span id="declaracion-2"></span><span id="declaracion-limpio"></span>[Puerto]'
    )


def test_the_ladder_leads_to_the_commitment_that_takes_up_another(rendering: Rendering) -> None:
    """From the earlier to the later as its last step, from the later to the earlier as its first."""
    ladder = lines(rendering, "compromisos/obra/dragar.md", "1. ")
    assert ladder[-1] == (
        "1. Lo retoma: [Dragar más hondo&#46;](../otra/dragar-mas.md) "
        '<span class="bs-status bs-status-announced">Anunciado</span> '
        '<time datetime="2026-02-01">1 de febrero de 2026</time>'
    )
    assert lines(rendering, "compromisos/otra/dragar-mas.md", "1. ")[0] == (
        "1. Retoma: [Dragar la bocana&#46;](../obra/dragar.md) "
        '<span class="bs-status bs-status-late">Con retraso</span> '
        '<time datetime="2026-01-10">10 de enero de 2026</time>'
    )
    assert lines(rendering, "compromisos/obra/dragar.md", "<dt>Lo retoma</dt>")


def test_a_commitment_that_is_taken_up_stays_open(rendering: Rendering, tmp_path: Path) -> None:
    """Its briefing says by which one; lists show it as before."""
    assert read(tmp_path).site.commitments["obra/dragar"].is_open
    assert lines(rendering, "informes/obra.md", "**Lo retoma** [Dragar más hondo")
    assert lines(rendering, "informes/otra.md", "**Retoma** [Dragar la bocana")
    assert not lines(rendering, "compromisos/index.md", "etoma")


def test_the_fast_path_knows_what_pages_write_of_relations(rendering: Rendering) -> None:
    """Not one of these pages has to go through Python-Markdown."""
    for page in rendering.pages:
        if page.kind in ("briefing", "commitment"):
            text = page.markdown.partition("---\n")[2].partition("---\n")[2]
            assert convert(text, lambda target: target), page.uri


def test_relations_to_what_is_withdrawn_are_struck(tmp_path: Path) -> None:
    """And the data leave out the claims."""
    files = {**FILES}
    files["briefs/otra.yml"] += "status: withdrawn\nstatus_note: Era otra.\n"
    publication = Publication(name="Sitio", language="es", url="https://example.org/")
    found = read(tmp_path, files)
    made = render_site(found.site, publication, tmp_path / "briefs")
    (clean,) = lines(made, "informes/obra.md", "limpia")
    assert "La contradice: <del>[Gremio, 1 de febrero de 2026]" in clean
    assert "Lo retoma: <del>[Dragar" in lines(made, "compromisos/obra/dragar.md", "1. ")[-1]
    data = export_site(found.site, publication, ())
    claims = json.loads(data["informes/obra/index.json"])["claims"]
    assert [claim["contradicted_by"] for claim in claims] == [[], []]


def test_relations_are_in_the_data_of_both_pages_and_in_a_table(tmp_path: Path) -> None:
    """As addresses that can be followed."""
    publication = Publication(name="Sitio", language="es", url="https://example.org/")
    files = export_site(read(tmp_path).site, publication, ())
    obra, otra, promise = (
        json.loads(files[f"{path}/index.json"])
        for path in ("informes/obra", "informes/otra", "compromisos/obra/dragar")
    )
    clean, dirty = (
        f"https://example.org/informes/{place}"
        for place in ("obra/#declaracion-limpio", "otra/#declaracion-1")
    )
    later = "https://example.org/informes/otra/#compromiso-dragar-mas"
    earlier = "https://example.org/compromisos/obra/dragar/"
    assert [(c["id"], c["contradicts"], c["contradicted_by"]) for c in obra["claims"]] == [
        (None, [], []),
        ("obra/limpio", [], [dirty]),
    ]
    assert otra["claims"][0]["contradicts"] == [clean]
    assert [found["id"] for found in otra["commitments"][0]["continues"]] == ["obra/dragar"]
    assert [found["id"] for found in promise["continued_by"]] == ["otra/dragar-mas"]
    assert files["data/relations.csv"].decode("utf-8-sig").splitlines() == [
        "briefing,statement,url,relation,other,other_url,withdrawn",
        f"otra,otra#compromiso-dragar-mas,{later},continues,obra/dragar,{earlier},false",
        f"otra,otra#declaracion-1,{dirty},contradicts,obra/limpio,{clean},false",
    ]


def test_two_claims_that_contradict_each_other_say_so_once(tmp_path: Path) -> None:
    """Each leads to the other by its own words."""
    files = {**FILES}
    files["briefs/otra.yml"] = files["briefs/otra.yml"].replace("{text: El", "{id: sucio, text: El")
    files["briefs/obra.yml"] = files["briefs/obra.yml"].replace(
        "limpia., by: puerto", "limpia., by: puerto, contradicts: [otra/sucio]"
    )
    site = read(tmp_path, files).site
    for name, number in (("obra", 1), ("otra", 0)):
        claim = site.briefings[name].statements["claims"][number]
        assert len(site.contradicts(claim)) == 1
        assert site.contradicted_by(claim) == ()


def test_a_published_claim_is_given_an_id_without_a_correction(tmp_path: Path) -> None:
    """An id is an address; what it contradicts is something that readers are told."""
    before = published_now(read(tmp_path).present)
    without = {**FILES}
    without["briefs/obra.yml"] = without["briefs/obra.yml"].replace("id: limpio, ", "")
    without["briefs/otra.yml"] = without["briefs/otra.yml"].replace(
        ", contradicts: [obra/limpio]", ""
    )
    after = published_now(read(tmp_path, without).present)
    changed = {name for (_, name, _), _ in before.items() ^ after.items()}
    assert changed == {"otra"}


def test_relations_follow_a_briefing_that_is_renamed(tmp_path: Path) -> None:
    """By its former id, with a warning at each place."""
    files = {**FILES}
    files["briefs/puerto-nuevo.yml"] = files.pop("briefs/obra.yml") + "aliases: [obra]\n"
    write(tmp_path, {**files})
    found = read_site(tmp_path / "briefs")
    assert [(f.code, f.span.line) for f in found.findings] == [
        ("renamed-id", 5),
        ("renamed-id", 7),
        ("renamed-id", 9),
    ]
    assert found.site.commitments["otra/dragar-mas"].continues == ("puerto-nuevo/dragar",)
    claim = found.site.briefings["otra"].statements["claims"][0]
    assert [c.briefing for c in found.site.contradicts(claim)] == ["puerto-nuevo"]
