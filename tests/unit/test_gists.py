"""Entities and sources show the words of the statements that name and cite them, or the first of these."""

from __future__ import annotations

import hashlib
import html
from pathlib import Path

import pytest

from briefsite.archive.models import Participant, Point, Quote
from briefsite.archive.text import Inline, Plain
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import Page, Plan
from briefsite.site.abstracts import gist
from briefsite.site.reading import read_site
from sites import write

LONG = " ".join(["palabra"] * 30)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Se *draga* el [puerto](puerto).", "Se draga el puerto."),
        ("Dos\n  líneas", "Dos líneas"),
        ("x" * 160, "x" * 160),
        ("x" * 161, "x" * 159 + "…"),
        (LONG, " ".join(["palabra"] * 19) + " palabra…"),
        (f"{'palabra, ' * 30}", "palabra, " * 16 + "palabra…"),
    ],
)
def test_a_statement_is_plain_and_cut_where_a_word_ends(text: str, short: str) -> None:
    """At 160 characters; no sign stands before the ellipsis that would open something."""
    found = gist(Point(text=Inline(text)), ())
    assert found == short
    assert len(found) <= 160


def test_a_quotation_is_cut_as_evidence_is() -> None:
    """An ellipsis could be the source's own; what marks a slip stays with it."""
    quote = Quote(text=Plain("x"))
    assert (
        gist(quote, (("words", "Un "), ("slip", "herror"), ("words", "  así")))
        == "Un herror\xa0[sic] así"
    )
    assert gist(quote, (("words", LONG),)) == " ".join(["palabra"] * 19) + " […]"
    # 153 characters, the slip, and its mark, which does not fit.
    words = (("words", "a" * 146 + " "), ("slip", "herror"), ("words", " b"))
    assert gist(quote, words) == "a" * 146 + " […]"


def test_a_note_is_no_markup() -> None:
    """What the source adds of a participant shows as typed."""
    assert (
        gist(Participant(who="ana", note=Plain("con *una* [nota](x)")), ()) == "con *una* [nota](x)"
    )


TEXT = "Ana dijo sí. Vino Ana, con prisa. «Iré a pie», contó. Lo niega Luis.\n"
ARCHIVE = {
    "sources/acta.txt": TEXT,
    "sources/acta.yml": f"title: Acta\nlang: en\nsha256: {hashlib.sha256(TEXT.encode()).hexdigest()}\n",
    "entities/ana.yml": "name: Ana Ruiz\ntype: person\n",
    "entities/luis.yml": "name: Luis Prat\ntype: person\n",
    "informe.yml": """\
title: Informe
date: 2025-05-01
summary: S
sources: [acta]
participants: [{who: ana, note: con prisa, evidence: Vino Ana}, {who: luis, evidence: Lo niega Luis}]
quotes:
- {text: Iré a pie, speaker: ana}
- {text: Lo niega, speaker: luis, verbatim: false, evidence: Lo niega Luis}
key_points: [{text: 'Como [Ana](ana) <i>dijo</i>.', evidence: Ana dijo sí}]
claims: [{text: '[Ana](ana) no vino.', by: luis, evidence: Lo niega Luis}]
""",
}


def page(folder: Path, uri: str, **files: str) -> str:
    """A page as its Markdown reads."""
    site = read_site(write(folder, {**ARCHIVE, **files})).site
    plan = Plan(site, Publication(name="Sitio", language="es"))
    made = plan.make(plan.by_uri[uri])  # type: ignore[index]
    assert isinstance(made, Page)
    return html.unescape(made.markdown)


def test_an_entity_shows_what_is_said_of_it(tmp_path: Path) -> None:
    """By briefing, each statement with its kind; what it said itself stands above."""
    mentions = page(tmp_path, "entidades/ana.md").partition("## Aparece en")[2]
    assert [line for line in mentions.splitlines() if line.startswith("- <b>")] == [
        "- <b>Participante:</b> [Ana Ruiz](../informes/informe.md#participante-1), con prisa",
        "- <b>Clave:</b> [Como Ana <i>dijo</i>.](../informes/informe.md#clave-1)",
        "- <b>Declaración:</b> [Ana no vino.](../informes/informe.md#declaracion-1)",
    ]


@pytest.mark.parametrize(("count", "shown", "more"), [(5, 5, ""), (6, 4, "[y 2 más](../informes/muchas.md)")])  # fmt: skip
def test_of_many_statements_the_first_are_shown(
    tmp_path: Path, count: int, shown: int, more: str
) -> None:
    """And how many more there are, with the way there."""
    points = ", ".join(f"{{text: '[Ana](ana), {n}'}}" for n in range(count))
    many = f"title: Muchas\ndate: 2025-06-01\nsummary: S\nkey_points: [{points}]\n"
    text = page(tmp_path, "entidades/ana.md", **{"muchas.yml": many})
    assert text.count("muchas.md#clave-") == shown
    assert (more in text) if more else ("más](" not in text)


def test_a_source_shows_who_took_part_and_what_is_said(tmp_path: Path) -> None:
    """With the numbers of the passages; the words of a quotation stand in its own."""
    text = page(tmp_path, "fuentes/acta.md")
    assert (
        "- <b>Participante:</b> [Ana Ruiz](../informes/informe.md#participante-1), con prisa (2)"
        in text
    )
    assert "- <b>Participante:</b> [Luis Prat](../informes/informe.md#participante-2) (4)" in text
    assert "[cita 1](../informes/informe.md#cita-1) (3)" in text
    assert "«Iré a pie»](" not in text
