"""Who held which office and when: proven like all else, and shown beside what they said that day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from briefsite.archive.dates import Date
from briefsite.archive.models import Role
from briefsite.authoring.recheck import citations
from briefsite.cache.store import Store
from briefsite.outputs.exports import export_site
from briefsite.pages.convert import convert
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import Rendering, render_site
from briefsite.site.reading import read_site
from conftest import record_of
from sites import write

DECREE = """\
Irene Soto fue directora desde el 1 de marzo de 2019 hasta el 31 de mayo de 2021.

Irene Soto es ministra desde junio de 2021. Nadie la oyó dimitir.
"""

IRENE = """\
name: Irene Soto
type: person
roles:
  - title: directora
    of: aduanas
    from: 2019-03-01
    to: 2021-05-31
    evidence: {source: decreto, text: directora desde el 1 de marzo de 2019 hasta el 31 de mayo de 2021}
  - {title: ministra, from: 2021-06, evidence: {source: decreto, text: ministra desde junio de 2021}}
  - {title: alcaldesa, to: 2015}
"""

FILES = {
    "briefs/sources/decreto.txt": DECREE,
    "briefs/sources/decreto.yml": record_of(DECREE, "Decreto"),
    "briefs/entities/irene.yml": IRENE,
    "briefs/entities/aduanas.yml": "name: Aduanas\ntype: government\n",
    "briefs/puerto.yml": """\
title: Puerto
date: 2020-02-03
summary: s
participants: [{who: irene, note: en persona}, {who: aduanas}]
quotes: [{text: Nadie la oyó, source: decreto, speaker: irene, verbatim: false}]
claims: [{text: Todo irá bien., by: irene}]
""",
}

PUBLICATION = Publication(name="Sitio", language="es", url="https://example.org/")

HELD = (
    '<span class="bs-office">(en esa fecha: [directora](../entidades/irene.md#cargo-1), '
    "[Aduanas](../entidades/aduanas.md))</span>"
)


@pytest.mark.parametrize(
    ("since", "until", "day", "held"),
    [
        ("2019-03-01", "2021-05-31", "2020-01-01", True),
        ("2019-03-01", "2021-05-31", "2019-03-01", True),
        ("2019-03-01", "2021-05-31", "2021-05-31", True),
        ("2019-03-01", "2021-05-31", "2019-02-28", False),
        ("2019-03-01", "2021-05-31", "2021-06-01", False),
        ("2019-03-01", "2021-05-31", "2019-03", None),
        ("2019-03-01", "2021-05-31", "2019", None),
        ("2019-03-01", "2021-05-31", "2020", True),
        ("2019", "2021", "2019", None),
        ("2019", "2021", "2019-08-01", None),
        ("2019", "2021", "2021-08-01", None),
        ("2019", "2021", "2020-08-01", True),
        ("2019", "2021", "2022", False),
        ("2019", None, "2030-01-01", True),
        ("2019", None, "2018", False),
        (None, "2021", "2020-01-01", None),
        (None, "2021", "2022-01-01", False),
        (None, None, "2020-01-01", None),
    ],
)
def test_an_office_was_held_on_a_day_only_where_nothing_else_can_be(
    since: str | None, until: str | None, day: str, held: bool | None
) -> None:
    """Its first and last day count; where its beginning is not known, nobody can tell."""
    role = Role.model_validate({"title": "directora", "from": since, "to": until})
    assert role.held_on(Date.parse(day)) is held


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that holds no mistake."""
    folder = write(tmp_path_factory.mktemp("offices"), {**FILES})
    assert read_site(folder / "briefs").findings == []
    return folder


@pytest.fixture(scope="module")
def rendering(folder: Path) -> Rendering:
    """All its pages."""
    return render_site(read_site(folder / "briefs").site, PUBLICATION, folder / "briefs")


def lines(rendering: Rendering, uri: str, words: str) -> list[str]:
    """The lines of a page that have some words."""
    (page,) = [page for page in rendering.pages if page.uri == uri]
    return [line for line in page.markdown.splitlines() if words in line]


def test_who_says_something_or_takes_part_has_the_office_of_that_day(rendering: Rendering) -> None:
    """Beside the name, with a link to what proves it."""
    assert lines(rendering, "informes/puerto.md", "en esa fecha") == [
        f"— **[Irene Soto](../entidades/irene.md)** {HELD}",
        f'- <span id="participante-1"></span>[Irene Soto](../entidades/irene.md) {HELD}: en persona',
        f'- <span id="declaracion-1"></span>[Irene Soto](../entidades/irene.md) {HELD}: Todo irá bien&#46;',
    ]


def test_the_page_of_a_person_lists_offices_newest_first(rendering: Rendering) -> None:
    """As far as it is known when, and with the passages that prove it."""
    found = lines(rendering, "entidades/irene.md", "cargo-")
    since, until = (
        f'<time datetime="{date}">{words}</time>'
        for date, words in (
            ("2019-03-01", "1 de marzo de 2019"),
            ("2021-05-31", "31 de mayo de 2021"),
        )
    )
    proof = '[«{}»](../fuentes/decreto.md#p{}){{ .bs-proof title="Pasaje {} de la fuente" }}'
    assert found == [
        '- <span id="cargo-2"></span>ministra · desde: <time datetime="2021-06">junio de 2021</time> '
        + proof.format(2, 2, 2),
        f'- <span id="cargo-1"></span>directora, [Aduanas](aduanas.md) · desde: {since} · hasta: {until} '
        + proof.format(1, 1, 1),
        '- <span id="cargo-3"></span>alcaldesa · hasta: <time datetime="2015">2015</time>',
    ]


def test_the_page_of_a_body_lists_who_held_its_offices(rendering: Rendering) -> None:
    """With the way to the office in the page of its holder."""
    (found,) = lines(rendering, "entidades/aduanas.md", "directora")
    assert found.startswith("- [Irene Soto](irene.md): [directora](irene.md#cargo-1) · desde: ")


def test_a_source_says_which_offices_cite_it(rendering: Rendering) -> None:
    """Below the paragraph, where the passages are marked and numbered with all others."""
    assert lines(rendering, "fuentes/decreto.md", "Citado en [Irene") == [
        "- Citado en [Irene Soto](../entidades/irene.md): "
        f"[cargo {number}](../entidades/irene.md#cargo-{number}) ({number})"
        for number in (1, 2)
    ]
    (marked,) = lines(rendering, "fuentes/decreto.md", "ministra desde junio")
    assert (
        '<mark class="bs-passage" id="p2">ministra desde junio de 2021<sup>2</sup></mark>' in marked
    )


def test_the_fast_path_knows_what_pages_write_of_offices(rendering: Rendering) -> None:
    """Not one of these pages has to go through Python-Markdown."""
    for page in rendering.pages:
        if page.kind in ("briefing", "entity", "source"):
            text = page.markdown.partition("---\n")[2].partition("---\n")[2]
            assert convert(text, lambda target: target), page.uri


def test_passages_that_offices_cite_count_as_cited(folder: Path) -> None:
    """What a text has that nothing cites is what no office cites either."""
    source = read_site(folder / "briefs").site.sources["decreto"]
    assert (source.sentences, len(source.uncited)) == (3, 0)


def test_offices_are_in_the_data(folder: Path) -> None:
    """Of the person, of the body, beside each statement, and in a table."""
    files = export_site(read_site(folder / "briefs").site, PUBLICATION, ())
    irene, aduanas, puerto, decreto = (
        json.loads(files[f"{path}/index.json"])
        for path in ("entidades/irene", "entidades/aduanas", "informes/puerto", "fuentes/decreto")
    )
    assert [(o["title"], o["since"], o["until"], len(o["evidence"])) for o in irene["offices"]] == [
        ("ministra", "2021-06", None, 1),
        ("directora", "2019-03-01", "2021-05-31", 1),
        ("alcaldesa", None, "2015", 0),
    ]
    assert [o["holder"]["name"] for o in aduanas["officers"]] == ["Irene Soto"]
    held = [
        [office["title"] for office in entry["offices"]]
        for field in ("participants", "quotes", "claims")
        for entry in puerto[field]
    ]
    assert held == [["directora"], [], ["directora"], ["directora"]]
    assert decreto["cited_by"][0] == ["https://example.org/entidades/irene/#cargo-1"]
    assert files["data/offices.csv"].decode("utf-8-sig").splitlines()[1] == (
        "irene#cargo-2,https://example.org/entidades/irene/#cargo-2,irene,ministra,,2021-06,"
    )


def test_sources_are_rechecked_for_what_offices_cite(folder: Path) -> None:
    """After what briefings do, at the lines of the person's file."""
    found = citations(read_site(folder / "briefs").site, ["decreto"])["decreto"]
    assert [(c.briefing, c.path.name, c.span.line, c.field, c.number) for c in found] == [
        ("puerto", "puerto.yml", 5, "quotes", 1),
        (None, "irene.yml", 8, "roles", 1),
        (None, "irene.yml", 9, "roles", 2),
    ]


def findings(folder: Path, files: Mapping[str, str]) -> list[str]:
    """What is wrong with the archive after a change of some files, once read and once from memory."""
    write(folder, {**FILES, **files})
    return [
        f"{found.path.name}:{found.span.line} {found.severity} {found.code}"
        for found in read_site(folder / "briefs").findings
    ]


def test_an_office_whose_evidence_fails_is_not_shown(tmp_path: Path) -> None:
    """Those that hold stay."""
    files = {"briefs/entities/irene.yml": IRENE.replace("ministra desde", "ministro desde")}
    assert findings(tmp_path, files) == ["irene.yml:9 error evidence-not-found"]
    page = read_site(tmp_path / "briefs").site.entities["irene"]
    assert [office.record.title for office in page.offices] == ["directora", "alcaldesa"]


@pytest.mark.parametrize(
    ("note", "is_wrong"),
    [
        ("la directora", False),
        ("ministra", True),
        ("la Ministra de Hacienda", True),
        ("la alcaldesa", True),
        ("la exministra", False),
        ("ex ministra", False),
        ("l’ancienne ministra", False),
        ("a então ministra", False),
        ("administra", False),
        ("ministras", False),
    ],
)
@pytest.mark.parametrize("field", ["note", "speaker_note", "speaker_as_written"])
def test_an_office_that_was_not_held_that_day_is_reported(
    tmp_path: Path, note: str, is_wrong: bool, field: str
) -> None:
    """Where the words that name who speaks or takes part hold its title, as whole words."""
    briefing = FILES["briefs/puerto.yml"].replace("note: en persona", f"{field}: {note}")
    if field != "note":
        briefing = FILES["briefs/puerto.yml"].replace(
            "verbatim: false", f"{field}: {note}, verbatim: false"
        )
    line = 4 if field == "note" else 5
    wanted = [f"puerto.yml:{line} warning speaker-out-of-office"] if is_wrong else []
    assert findings(tmp_path, {"briefs/puerto.yml": briefing}) == wanted


@pytest.mark.parametrize(
    "role",
    [
        "{title: Ministra, from: 2018, to: 2022}",
        "{title: ministra, to: 2022}",
        "{title: ministra de Hacienda, from: 2018}",
    ],
    ids=["held that day", "perhaps held that day", "a longer one"],
)
def test_an_office_of_the_same_title_that_fits_the_day_is_the_one_that_is_meant(
    tmp_path: Path, role: str
) -> None:
    """Somebody may hold the same office twice."""
    briefing = FILES["briefs/puerto.yml"].replace("en persona", "ministra de Hacienda")
    files = {"briefs/puerto.yml": briefing, "briefs/entities/irene.yml": f"{IRENE}  - {role}\n"}
    assert findings(tmp_path, files) == []


def test_of_two_offices_the_longer_is_the_one_that_is_named(tmp_path: Path) -> None:
    """And it is reported once."""
    roles = "  - {title: ministra de Hacienda, from: 2022}\n"
    briefing = FILES["briefs/puerto.yml"].replace("en persona", "ministra de Hacienda")
    write(
        tmp_path,
        {**FILES, "briefs/puerto.yml": briefing, "briefs/entities/irene.yml": IRENE + roles},
    )
    (found,) = read_site(tmp_path / "briefs").findings
    assert found.message == (
        "on 2020-02-03, Irene Soto was not `ministra de Hacienda`: that was from 2022"
    )


def test_a_withdrawn_briefing_may_call_people_anything(tmp_path: Path) -> None:
    """Nothing is left to mend there."""
    briefing = FILES["briefs/puerto.yml"].replace("en persona", "ministra")
    briefing += "status: withdrawn\nstatus_note: Era otra.\n"
    assert findings(tmp_path, {"briefs/puerto.yml": briefing}) == []


def test_offices_are_looked_up_again_where_a_source_or_the_rules_changed(tmp_path: Path) -> None:
    """Else what was found before holds."""
    write(tmp_path, {**FILES})
    store = Store(tmp_path / "store")

    def found(*, require_evidence: bool = False) -> set[str]:
        read = read_site(tmp_path / "briefs", store=store, require_evidence=require_evidence)
        return {f"{one.code} {one.path.name}" for one in read.findings}

    assert found() == set()
    assert "missing-evidence irene.yml" in found(require_evidence=True)
    text = DECREE.replace("ministra desde", "ministra, desde")
    write(tmp_path, {"briefs/sources/decreto.txt": text})
    assert "evidence-not-found irene.yml" not in found()  # the text is not the one on record
    assert [o.number for o in read_site(tmp_path / "briefs").site.entities["irene"].offices] == [3]
    write(tmp_path, {"briefs/sources/decreto.yml": record_of(text, "Decreto")})
    assert found() == {"evidence-not-found irene.yml"}
