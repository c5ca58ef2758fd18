"""A source as an author sees it beside the briefing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefsite.archive.settings import Settings
from briefsite.authoring.server.source_view import source_view
from briefsite.authoring.server.workspace import Workspace
from sites import REPOSITORY, write

NOTE = """\
El puerto reabrirá el 1 de junio. «Dragaremos 32 dársenas
en 2026», dijo Ana Ruiz. La obra sigue.

La obra costó 4,5 millones. Nadie lo cita.
"""
RECORD = """\
ANA RUIZ: Hemos dragado 9 dársenas.

Queda poco.

LUIS PRAT: No hay dinero.
"""
PLACES = "1:1 page 1\n5:1 page 2\n1:1 time 00:00:05\n5:1 time 00:03:12.500\n"
BRIEFING = """\
title: El puerto reabre
date: 2025-05-01
summary: El puerto reabre.
sources: [nota]
evidence: El puerto reabrirá el 1 de junio
key_points:
  - text: Costó millones.
    evidence:
      - La obra costó
      - {source: acta, text: Hemos dragado 9 dársenas}
  - text: El puerto.
    evidence: El puerto reabrirá
quotes:
  - text: «Dragaremos 32 dársenas en 2026»
    speaker: null
"""
LATER = """\
title: Lo que costó
date: 2025-06-01
summary: Costó millones.
sources: [nota]
key_points:
  - text: Costó.
    evidence: costó 4,5 millones
  - text: Costó mucho.
    evidence: millones
"""


def _source(text: str, more: str = "") -> str:
    return f"title: Nota\nlang: es\nsha256: {_sha256(text)}\n{more}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


OF_A_DOCUMENT = (
    "speech: turns\n"
    f"original: {{format: pdf, sha256: {_sha256('PDF')}, read_by: x 1}}\n"
    f"places_sha256: {_sha256(PLACES)}\n"
)
FILES = {
    "puerto.yml": BRIEFING,
    "costes.yml": LATER,
    "sources/nota.txt": NOTE,
    "sources/nota.yml": _source(NOTE),
    "sources/acta.txt": RECORD,
    "sources/acta.yml": _source(RECORD, OF_A_DOCUMENT).replace("lang: es", "lang: ar"),
    "sources/acta.pdf": "PDF",
    "sources/acta.places": PLACES,
}
View = Callable[..., dict[str, Any]]


@pytest.fixture
def view(tmp_path: Path) -> View:
    """A source beside a briefing of which an editor has this text."""
    workspace = Workspace(Settings(briefs=write(tmp_path / "briefs", FILES)))
    assert workspace.read() == {}

    def view(source: str = "nota", text: str = BRIEFING) -> dict[str, Any]:
        path = tmp_path.resolve() / "briefs" / "puerto.yml"
        workspace.texts[path] = text
        shown = source_view(workspace, path, source)
        assert shown
        return shown

    return view


def cited(view: Mapping[str, Any]) -> list[tuple[str, list[Any]]]:
    """The pieces that the file cites, and by what."""
    pieces = [piece for one in view["paragraphs"] for piece in one["pieces"]]
    return [(piece["text"], piece["cited"]) for piece in pieces if piece["cited"]]


def test_each_piece_says_which_statements_cite_it(view: View) -> None:
    """By the way to them in the file; the words of a quotation are found with marks around them or without."""
    assert cited(view()) == [
        ("El puerto reabrirá", [["evidence", 0], ["key_points", 1]]),
        (" el 1 de junio", [["evidence", 0]]),
        ("Dragaremos 32 dársenas\nen 2026", [["quotes", 0]]),
        ("La obra ", [["key_points", 0]]),
        ("costó", [["key_points", 0]]),
    ]


def test_the_file_counts_as_it_is_in_the_editor(view: View) -> None:
    """Saved or not; one that cannot be read as it is cites nothing, nor do words that do not stand there."""
    assert cited(view(text=BRIEFING.replace("La obra costó", "Nadie lo cita")))[-1] == (
        "Nadie lo cita",
        [["key_points", 0]],
    )
    assert len(cited(view(text=BRIEFING.replace("La obra costó", "La obra no costó")))) == 3
    assert cited(view(text=BRIEFING + "  - {")) == []


def test_words_of_another_source_are_not_cited_in_this_one(view: View) -> None:
    """Evidence says which, where it is not the first of the briefing."""
    assert cited(view("acta")) == [("Hemos dragado 9 dársenas", [["key_points", 0]])]


def test_evidence_of_who_said_something_is_not_beside_the_words(view: View) -> None:
    """What singles out the words of a quotation is not said of its evidence, nor is their source."""
    quote = (
        "  - {text: La obra, suffix: sigue, speaker: null, evidence: dijo Ana Ruiz, source: nota}\n"
    )
    text = BRIEFING.replace("sources: [nota]", "sources: [nota, acta]") + quote
    assert ("dijo Ana Ruiz", [["quotes", 1]]) in cited(view(text=text))
    assert ("La obra", [["quotes", 1]]) in cited(view(text=text))
    other = text.replace("sources: [nota, acta]", "sources: [acta, nota]")
    assert [where for _, where in cited(view(text=other))] == [[["quotes", 1]]]


def test_what_other_briefings_cite_is_counted(view: View) -> None:
    """Statement by statement; those of the file that is open are not among them."""
    pieces = view()["paragraphs"][1]["pieces"]
    assert [(piece["text"], piece["others"]) for piece in pieces] == [
        ("La obra ", 0),
        ("costó", 1),
        (" 4,5 ", 1),
        ("millones", 2),
        (". Nadie lo cita.", 0),
    ]


def test_what_the_file_cites_no_word_of_is_counted(view: View) -> None:
    """Sentence by sentence, whatever other briefings cite."""
    shown = view()
    assert (shown["sentences"], shown["uncited"]) == (5, 2)
    assert view(text="{")["uncited"] == 5


def test_somebodys_own_words_are_marked(view: View) -> None:
    """So that an author sees what can be quoted."""
    pieces = view()["paragraphs"][0]["pieces"]
    assert [piece["text"] for piece in pieces if piece["is_quotation"]] == [
        "Dragaremos 32 dársenas\nen 2026"
    ]
    assert all(p["is_quotation"] for one in view("acta")["paragraphs"] for p in one["pieces"])


def test_a_paragraph_says_where_it_stands(view: View) -> None:
    """In the text, in the document, in the recording; and whose turn it is. Only what is new is said."""
    paragraphs = view("acta")["paragraphs"]
    names = ("start", "line", "speaker", "page", "time")
    assert [tuple(paragraph[name] for name in names) for paragraph in paragraphs] == [
        (10, 0, "ANA RUIZ", 1, "00:05"),
        (37, 2, None, None, None),
        (61, 4, "LUIS PRAT", 2, "03:12"),
    ]


def test_a_view_says_of_which_source_it_is(view: View) -> None:
    """With the document that it was read from, and the way in which its language is written."""
    names = ("id", "title", "language", "direction", "original")
    assert [view()[name] for name in names] == ["nota", "Nota", "es", "ltr", None]
    shown = [view("acta")[name] for name in names]
    assert shown == ["acta", "Nota", "ar", "rtl", "sources/acta.pdf"]


def test_there_is_no_view_of_what_is_no_source(tmp_path: Path) -> None:
    """Nor before the archive was read."""
    workspace = Workspace(Settings(briefs=write(tmp_path / "briefs", FILES)))
    path = tmp_path / "briefs" / "puerto.yml"
    assert source_view(workspace, path, "nota") is None
    workspace.read()
    assert source_view(workspace, path, "puerto") is None


@pytest.fixture(scope="module")
def flagship() -> Callable[[str], tuple[str, dict[str, Any]]]:
    """The source of the flagship briefing, and its view where one key point of that cites some words."""
    workspace = Workspace(Settings(briefs=REPOSITORY / "briefs"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFSITE_WORKERS", "1")
        workspace.read()
    path = REPOSITORY / "briefs" / "mision-cortafuegos.yml"
    written = path.read_text("utf-8")
    assert workspace.reading
    text = workspace.reading.site.sources["embajada-cortafuegos"].received

    def flagship(words: str) -> tuple[str, dict[str, Any]]:
        workspace.texts[path] = written.replace("El encuentro, que tuvo lugar", words)
        shown = source_view(workspace, path, "embajada-cortafuegos")
        assert shown
        return text, shown

    return flagship


@given(start=st.integers(0, 3300), length=st.integers(1, 400))
def test_pieces_are_all_of_the_text(
    flagship: Callable[[str], tuple[str, dict[str, Any]]], start: int, length: int
) -> None:
    """Character by character, in order: a place in a piece is a place in the text."""
    received = (REPOSITORY / "briefs/sources/embajada-cortafuegos.txt").read_text("utf-8")
    text, shown = flagship(" ".join(received[start : start + length].split()))
    for paragraph in shown["paragraphs"]:
        at = paragraph["start"]
        for piece in paragraph["pieces"]:
            assert piece["start"] == at
            assert piece["text"] == text[at : at + len(piece["text"])] != ""
            at += len(piece["text"])
        assert text[at : at + 2] in ("\n\n", "")
