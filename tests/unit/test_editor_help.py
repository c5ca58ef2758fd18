"""What an editor shows of fields, choices and passages, in the language of an author."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from briefsite.archive.settings import Settings
from briefsite.authoring.server.completion import Item, completions
from briefsite.authoring.server.lookup import hover
from briefsite.authoring.server.outline import lenses
from briefsite.authoring.server.workspace import Workspace
from briefsite.cache import progress
from briefsite.messages.translation import translate
from sites import write

NOTE = "El puerto reabrirá el 1 de junio.\n\nDragaremos 32 dársenas.\n"
BRIEFING = """\
title: El puerto reabre
date: 2025-05-01
summary: El puerto reabrirá.
status: draft
sources: [nota]
key_points:
  - text: Reabre.
    evidence: El puerto reabrirá
commitments:
  - id: dragado
    text: Dragar.
    by: [ana]
    evidence: Dragaremos 32 dársenas
    status: in-progress
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A site that was read."""
    digest = hashlib.sha256(NOTE.encode()).hexdigest()
    files = {
        "briefs/puerto.yml": BRIEFING,
        "briefs/sources/nota.txt": NOTE,
        "briefs/sources/nota.yml": f"title: Nota\nlang: es\nsha256: {digest}\n",
        "briefs/entities/ana.yml": "name: Ana Ruiz\ntype: person\n",
    }
    write(tmp_path, files)
    workspace = Workspace(Settings(briefs=tmp_path / "briefs"))
    workspace.read()
    return workspace


class Typing:
    """Somebody who writes the briefing."""

    def __init__(self, workspace: Workspace, lang: str) -> None:
        assert workspace.root
        self.workspace, self.lang, self.path = workspace, lang, workspace.root / "puerto.yml"

    def hover(self, line: str, word: str) -> str:
        rows = self.workspace.text(self.path).split("\n")
        number = next(number for number, row in enumerate(rows) if line in row)
        return hover(self.workspace, self.path, number, rows[number].index(word), self.lang) or ""

    def complete(self, text: str) -> list[Item]:
        """What fits at the end of a text."""
        self.workspace.texts[self.path] = text
        rows = text.split("\n")
        at = len(rows) - 1, len(rows[-1])
        return completions(self.workspace, self.path, *at, self.lang).items


@pytest.fixture
def spanish(workspace: Workspace) -> Typing:
    return Typing(workspace, "es")


@pytest.fixture
def english(workspace: Workspace) -> Typing:
    return Typing(workspace, "en")


def test_a_field_is_explained_in_the_language_of_the_author(
    spanish: Typing, english: Typing
) -> None:
    """What it is called, whether it must be there, what it is for."""
    assert spanish.hover("title:", "title") == (
        "**title** · Título (obligatorio)\n\nEl titular, como lo ve el lector."
    )
    assert english.hover("title:", "title") == (
        "**title** · Title (required)\n\nHeadline, as readers see it."
    )


def test_what_a_field_takes_is_explained_beside_what_is_written(
    spanish: Typing, english: Typing
) -> None:
    """The values stay as they are in every language."""
    shown = spanish.hover("status: draft", "status").split("\n\n")[-1]
    assert shown == "`draft` borrador · `published` publicado · `withdrawn` retirado"
    shown = english.hover("    status: in-progress", "status").split("\n\n")[-1]
    assert shown.startswith("`announced` · `in-progress` in progress · `met`")


def test_an_id_is_explained_in_the_language_of_the_author(spanish: Typing, english: Typing) -> None:
    """An entity is «persona»."""
    assert spanish.hover("by: [ana]", "ana") == "**Ana Ruiz** · persona"
    assert english.hover("by: [ana]", "ana") == "**Ana Ruiz** · person"


def test_fields_are_offered_with_their_help(spanish: Typing, english: Typing) -> None:
    """Those that must be there say so."""
    assert spanish.complete("ti")[0] == Item(
        "title",
        "title: ",
        "field",
        "Título · obligatorio",
        "El titular, como lo ve el lector.",
    )
    offered = {item.label: item.detail for item in english.complete("")}
    assert (offered["why_it_matters"], offered["title"]) == ("Why it matters", "Title · required")


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("cor", ["corrections"]),
        ("why", ["why_it_matters"]),
        ("matters", ["why_it_matters"]),
        ("CORRECC", ["corrections"]),
        ("titulo", ["title"]),
        ("que", ["status_note", "why_it_matters", "unknowns"]),
        ("date_n", ["date_note"]),
        ("st", ["status", "status_note"]),
        ("obligatorio", []),
        ("zzz", []),
        ("commitments:\n  - dead", ["deadline"]),
        ("commitments:\n  - id: x\n    target: {un", ["unit"]),
        ("timeline:\n  - place: an", ["ana"]),
        ("timeline:\n  - place: mca", []),
        ("place: mca", []),
        ("status: zzz", []),
    ],
)
def test_what_fits_what_was_typed_is_offered(
    spanish: Typing, typed: str, labels: list[str]
) -> None:
    """By the words of its name or of what it is called, those first whose name begins so; else nothing is."""
    assert [item.label for item in spanish.complete(typed)] == labels


def test_with_nothing_typed_all_is_offered(spanish: Typing) -> None:
    """What must be there first, and nothing that is there."""
    labels = [item.label for item in spanish.complete("title: A\nsummary: B\n")]
    assert (labels[0], len(labels) > 20, {"title", "summary"} & {*labels}) == ("date", True, set())
    assert len(spanish.complete("status: ")) == 3


def test_choices_are_found_by_what_they_are_called(spanish: Typing) -> None:
    """Accents forgiven; what is put in is the value."""
    (item,) = spanish.complete("title: A\nkind: reunion")
    assert (item.insert, item.detail) == ("meeting", "reunión")
    (item,) = spanish.complete("title: A\nstatus: borr")
    assert item.insert == "draft"


def test_a_passage_is_offered_with_its_line(spanish: Typing, english: Typing) -> None:
    """In the words of the author's language."""
    typed = "sources: [nota]\nkey_points:\n  - evidence: darsenas"
    assert [item.detail for item in spanish.complete(typed)] == ["nota · línea 3"]
    assert [item.detail for item in english.complete(typed)] == ["nota · line 3"]


def test_promises_are_offered_with_where_they_stand(spanish: Typing) -> None:
    """And the line above one says the same."""
    (item,) = spanish.complete("updates:\n  - commitment: dragado")
    assert (item.label, item.detail) == ("puerto/dragado", "Dragar. (en curso)")
    del spanish.workspace.texts[spanish.path]
    told = {translate(one.text, "es") for one in lenses(spanish.workspace, spanish.path, "es")}
    assert "está: en curso, 2025-05-01" in told


def test_an_archive_is_read_without_a_word(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It goes on in the background, and the terminal or the log is another's."""
    monkeypatch.setattr(progress, "SILENT", 0)
    workspace.read()
    assert capfd.readouterr() == ("", "")
