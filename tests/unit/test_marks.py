"""What an editor marks as found: words of sources, and figures that stand in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from briefsite.archive.settings import Settings
from briefsite.authoring.server.marks import marks
from briefsite.authoring.server.workspace import Workspace
from sites import write

NOTE = """\
El puerto reabrirá el 1 de junio de 2025. «Dragaremos 32 dársenas en 2026», prometió la alcaldesa.

La obra costó 4,5 millones de euros. La obra sigue.
"""

Marked = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def marked(tmp_path: Path) -> Marked:
    """The stretches of a file that are marked, each with its kind; of a briefing unless it is named."""
    digest = hashlib.sha256(NOTE.encode()).hexdigest()
    files = {
        "briefs/puerto.yml": "title: A\ndate: 2025-05-01\nsummary: B\n",
        "briefs/sources/nota.txt": NOTE,
        "briefs/sources/nota.yml": f"title: Nota\nlang: es\nsha256: {digest}\n",
        "briefs/entities/ana.yml": "name: Ana Ruiz\ntype: person\n",
        "briefs/entities/ley-32.yml": "name: Ley 32\ntype: programme\n",
    }
    write(tmp_path, files)
    workspace = Workspace(Settings(briefs=tmp_path / "briefs"))
    workspace.read()

    def marked(text: str, name: str = "puerto.yml", around: int = 0) -> list[tuple[str, str]]:
        path = (tmp_path / "briefs" / name).resolve()
        head = "date: 2025-05-01\nsources: [nota]\n" if name == "puerto.yml" else ""
        workspace.texts[path] = f"{head}{text}"
        lines = workspace.texts[path].split("\n")
        return [
            (one.kind, lines[one.line][one.start - around : one.start + one.length + around])
            for one in marks(workspace, path)
        ]

    return marked


HEAD = "title: El puerto\nsummary: Reabre.\n"


def test_words_that_stand_in_their_source_are_marked(marked: Marked) -> None:
    """In any form of evidence; what does not stand there, or more than once, is not."""
    found = marked(
        f"{HEAD}evidence: El puerto reabrirá\n"
        "key_points:\n"
        "  - text: Sigue.\n"
        "    evidence: [La obra sigue, La obra acabó, La obra]\n"
        "  - text: Costó.\n"
        '    evidence: {source: nota, text: "La obra costó […] euros"}\n'
    )
    assert found == [
        ("evidence", "El puerto reabrirá"),
        ("evidence", "La obra sigue"),
        ("evidence", '"La obra costó […] euros"'),
    ]


def test_quotations_are_told_from_other_words(marked: Marked) -> None:
    """Where they are somebody's own in the source; the rest of a file may be wrong."""
    found = marked(
        f"{HEAD}kind: nonsense\nquotes:\n"
        "  - text: Dragaremos 32 dársenas en 2026\n"
        "    speaker_as_written: la alcaldesa\n"
        "    evidence: prometió la alcaldesa\n"
        "  - text: La obra sigue\n"
    )
    assert found == [
        ("quotation", "Dragaremos 32 dársenas en 2026"),
        ("evidence", "prometió la alcaldesa"),
    ]


def test_figures_that_stand_in_the_evidence_are_marked(marked: Marked) -> None:
    """In texts and in fields; one that was found nowhere is not, nor one in a name."""
    found = marked(
        f"{HEAD}commitments:\n"
        "  - id: dragado\n"
        "    text: La Ley 32 pide 32 dársenas, y no 33.\n"
        "    target: {value: 32, unit: dársenas}\n"
        "    deadline: 2026\n"
        "    by: [ana]\n"
        "    evidence: Dragaremos 32 dársenas en 2026\n"
    )
    assert found == [
        ("figure", "32"),
        ("figure", "32"),
        ("figure", "2026"),
        ("evidence", "Dragaremos 32 dársenas en 2026"),
    ]


def test_a_figure_is_told_from_the_name_beside_it(marked: Marked) -> None:
    """Of two that are written alike, that which is one."""
    text = (
        f"{HEAD}key_points:\n"
        "  - text: La **Ley 32** pide 32 dársenas.\n"
        "    evidence: Dragaremos 32 dársenas\n"
    )
    assert marked(text, around=2) == [
        ("figure", "e 32 d"),
        ("evidence", ": Dragaremos 32 dársenas"),
    ]


def test_what_goes_on_has_a_mark_on_each_line(marked: Marked) -> None:
    """Without indentation, and without the sign of a folded text."""
    found = marked(
        f"{HEAD}key_points:\n"
        "  - text: >-\n"
        "      Costó 4,5\n"
        "      millones de euros.\n"
        "    evidence: >-\n"
        "      La obra costó\n"
        "      4,5 millones de euros\n"
    )
    assert found == [
        ("figure", "4,5"),
        ("figure", "millones de euros"),
        ("evidence", "La obra costó"),
        ("evidence", "4,5 millones de euros"),
    ]


def test_offices_are_marked_as_well(marked: Marked) -> None:
    """Their words, and their dates."""
    found = marked(
        "name: Ana Ruiz\ntype: person\nroles:\n"
        "  - title: alcaldesa\n"
        "    from: 2026\n"
        "    evidence: {source: nota, text: en 2026»}\n",
        "entities/ana.yml",
    )
    assert found == [("figure", "2026"), ("evidence", "en 2026»")]


@pytest.mark.parametrize("text", ["title: [", "", "- a", "title: A\nkey_points:\n  - text:"])
def test_half_typed_files_have_no_marks(text: str, marked: Marked) -> None:
    """Nor is anything broken by them."""
    assert marked(text) == []
