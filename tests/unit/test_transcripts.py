"""Transcripts from source to page: paragraphs, turns, speakers, and what the pages say of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from briefsite.archive.models import Entity
from briefsite.authoring.quote import find_passages
from briefsite.cache.store import Store
from briefsite.evidence.source_text import Found, NotFound, SourceText
from briefsite.outputs.markdown import markdown_copy
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import render_site
from briefsite.site.reading import read_site
from briefsite.site.speakers import can_be, is_named
from sites import write

TEXT = """\
Rueda de prensa
12 de marzo de 2026
---
MINISTRA DEL INTERIOR, CARLA NÚÑEZ
Buenos días.
El rastreo llegará a las 14 provincias.
---
DIRECTOR DE LA GUARDIA COSTERA, LUIS PRAT
Lo pagaremos nosotros.
"""
RECORD = f"title: Rueda\nsha256: {hashlib.sha256(TEXT.encode()).hexdigest()}\n"
FILES = {
    "briefs/sources/rueda.txt": TEXT,
    "briefs/sources/rueda.yml": f"{RECORD}speech: turns\n",
    "briefs/entities/luis-prat.yml": "name: Luis Prat\ntype: person\n",
    "briefs/informe.yml": "title: Rueda\ndate: 2026-03-12\nsummary: Hablaron.\nsources: [rueda]\n"
    "quotes:\n- {text: Lo pagaremos nosotros., speaker: luis-prat}\n"
    "- {text: Buenos días.}\n",
}


def stretches(text: str) -> list[str]:
    """The paragraphs of a text with quotation marks."""
    return [text[start:end] for start, end in SourceText(text).paragraphs]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Uno.\nDos.\nTres.\n", 3),
        ("Título\nUno.\nDos.\nTres.\n", 4),
        ("Título\n\nUno.\nDos.\nTres.\nCuatro.\nCinco.\n", 6),
        ("Uno.\nDos.\n\nTres.\nCuatro.\n", 2),  # blank lines say where paragraphs end
        ("El grupo anunció ayer que\nllegará a los 32 estados.\n", 1),
        ("Dijo que no,\npero que sí.\nY calló.\n", 1),
        (("El grupo anunció ayer que el uso de la tecnología de imágenes\n" * 6), 1),
        ("Uno\n---\nDos\n", 2),
        ("Uno\n———\nDos\n***\nTres\n_ _ _\n", 3),
        ("Uno - dos\n-- tres\n", 1),
    ],
)  # fmt: skip
def test_lines_are_paragraphs_where_a_text_has_no_blank_ones(text: str, count: int) -> None:
    """Unless they end in the middle of sentences; a line of dashes always ends a paragraph."""
    assert len(stretches(text)) == count


def test_a_wrapped_turn_is_a_paragraph() -> None:
    """Lines that only end where they were full do not end paragraphs of a transcript either."""
    text = (
        "Ms Prado: I thank the hon. Member, and I can tell the House that\n"
        "we will repair thirty dams.\n\nMr Vera: When?\n"
    )
    source = SourceText(text, speech=[("", "turns")])
    found = source.find("tell the House that we will repair")
    assert isinstance(found, Found)
    assert found.quoted
    assert found.turn
    assert found.turn.label == "Ms Prado"


def test_evidence_may_hold_the_label_of_its_turn() -> None:
    """A label and the words below it belong together; the turn before does not."""
    source = SourceText(TEXT, speech=[("", "turns")])
    assert isinstance(source.find("LUIS PRAT Lo pagaremos"), Found)
    assert source.find("14 provincias. DIRECTOR") == NotFound(
        "14 provincias. DIRECTOR",
        "turns",
        ("MINISTRA DEL INTERIOR, CARLA NÚÑEZ", "DIRECTOR DE LA GUARDIA COSTERA, LUIS PRAT"),
    )


@pytest.mark.parametrize(
    ("label", "name", "expected"),
    [
        ("DIRECTOR DE LA GUARDIA COSTERA, LUIS PRAT", "Luis Prat", True),
        ("DIRECTOR DE LA GUARDIA COSTERA, LUIS PRAT", "Guardia Costera", True),
        ("DIRECTOR LUIS PRAT", "Luis Prat Gómez", True),
        ("SECRETARIA DE SEGURIDAD ROSA GIL", "Rosa Gil Mateo", True),
        ("Sr. Prat", "Luis Prat", True),
        ("L. Prat", "Luis Prat", True),
        ("The Chair (Ana Ruiz)", "Ana Ruiz", True),
        ("El señor NÚÑEZ FEO", "Alberto Nuñez Feo", True),
        ("LUIS PRAT", "Marta Prat", False),
        ("LUIS PRAT", "Luis Gil", False),
        ("PREGUNTA", "Luis Prat", False),
    ],
)
def test_a_label_names_an_entity(label: str, name: str, *, expected: bool) -> None:
    """By its whole name, or by words of it in their order, without titles, capitals and accents."""
    entity = Entity.model_validate({"name": name, "type": "person"})
    assert is_named(label, entity) is expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [("ALCALDESA", True), ("LA ALCALDESA DE VILLARRÍO", True), ("ANA RUIZ", False)],
)
def test_a_label_of_offices_can_be_anybody(label: str, *, expected: bool) -> None:
    """Titles, offices and the words of a description name nobody else."""
    entity = Entity.model_validate(
        {"name": "Elena Prado", "type": "person", "description": "Alcaldesa de Villarrío."}
    )
    assert can_be(label, entity) is expected


def test_speakers_are_held_against_labels_again_when_entities_change(tmp_path: Path) -> None:
    """A new entity that the label names is found out without a change of the briefing."""
    files = {**FILES, "briefs/entities/carla-nunez.yml": "name: Carla Núñez\ntype: person\n"}
    wrong = files["briefs/informe.yml"].replace("luis-prat", "carla-nunez")
    alone = {
        **files,
        "briefs/informe.yml": wrong,
        "briefs/entities/luis-prat.yml": "name: L\ntype: place\n",
    }
    store = Store(tmp_path / "store.sqlite")
    write(tmp_path, alone)
    assert not read_site(tmp_path / "briefs", store=store).findings
    write(tmp_path, {"briefs/entities/luis-prat.yml": FILES["briefs/entities/luis-prat.yml"]})
    (finding,) = read_site(tmp_path / "briefs", store=store).findings
    assert finding.code == "wrong-speaker"
    assert finding.help
    assert "luis-prat" in finding.help


def test_briefings_are_proven_again_when_their_source_marks_speech_otherwise(
    tmp_path: Path,
) -> None:
    """What was accepted under turns is refused under quotation marks, from one build to the next."""
    store = Store(tmp_path / "store.sqlite")
    write(tmp_path, FILES)
    assert not read_site(tmp_path / "briefs", store=store).findings
    write(tmp_path, {"briefs/sources/rueda.yml": RECORD})
    found = read_site(tmp_path / "briefs", store=store).findings
    assert {finding.code for finding in found} == {"quotation-not-in-marks"}
    assert all("speech: turns" in (finding.help or "") for finding in found)


def pages(folder: Path, language: str) -> dict[str, str]:
    """The pages of the archive above, and their plain copies after `+`."""
    write(folder, FILES)
    publication = Publication(name="Sitio", language=language, url="https://example.org/")
    made = render_site(read_site(folder / "briefs").site, publication, folder / "briefs").pages
    return {page.uri: page.markdown for page in made} | {
        f"+{page.uri}": markdown_copy(page, {page.uri for page in made}) for page in made
    }


def test_words_of_a_turn_are_shown_as_verbatim(tmp_path: Path) -> None:
    """In quotation marks, with what says so; never as reported speech. The label names who speaks."""
    made = pages(tmp_path, "es")
    for uri in ("informes/informe.md", "+informes/informe.md", "entidades/luis-prat.md"):
        assert "«Lo pagaremos nosotros" in made[uri]
        assert "Textual, según la versión estenográfica" in made[uri]
        assert "no textuales" not in made[uri]
    assert "**MINISTRA DEL INTERIOR, CARLA NÚÑEZ**" in made["informes/informe.md"]


def test_words_of_a_turn_are_shown_as_verbatim_in_english(tmp_path: Path) -> None:
    """The same on an English site."""
    made = pages(tmp_path, "en")
    assert "Verbatim, according to the transcript" in made["briefings/informe.md"]
    assert 'id="turn-2"' in made["sources/rueda.md"]


def test_the_page_of_a_source_has_a_section_for_each_turn(tmp_path: Path) -> None:
    """With its address, who speaks, and its paragraphs; what cites them says whose words they are."""
    page = pages(tmp_path, "es")["fuentes/rueda.md"]
    head, first, second = page.partition("## Ficha")[0].split('<section class="bs-turn" id="turno-')
    assert "12 de marzo de 2026" in head
    assert first.startswith('1" markdown>')
    assert '<a href="#turno-2">DIRECTOR DE LA GUARDIA COSTERA, LUIS PRAT</a>' in second
    assert "(2) — DIRECTOR DE LA GUARDIA COSTERA, LUIS PRAT" in second
    assert "&#45;&#45;&#45;" not in page


def test_a_passage_over_label_and_words_is_highlighted_in_both(tmp_path: Path) -> None:
    """Its address stands at its beginning, and its number at its end."""
    head, _, _ = FILES["briefs/informe.yml"].partition("quotes:")
    write(tmp_path, {**FILES, "briefs/informe.yml": f"{head}evidence: LUIS PRAT Lo pagaremos\n"})
    site = read_site(tmp_path / "briefs").site
    made = render_site(site, Publication(name="Sitio", language="es"), tmp_path / "briefs").pages
    page = next(page.markdown for page in made if page.uri == "fuentes/rueda.md")
    assert '<mark class="bs-passage" id="p1">LUIS PRAT</mark></a></p>' in page
    assert '<mark class="bs-passage">Lo pagaremos<sup>1</sup></mark> nosotros' in page


def test_quote_says_whose_turn_it_is() -> None:
    """The author copies the label from there."""
    (passage,) = find_passages(SourceText(TEXT, speech=[("", "turns")]), "rueda", "Lo pagaremos")
    assert passage.speaker == "DIRECTOR DE LA GUARDIA COSTERA, LUIS PRAT"
