"""`briefsite quote`: the exact words of a source, however an author typed them."""

from __future__ import annotations

import pytest

from briefsite.authoring.quote import find_passages
from briefsite.evidence.source_text import NotFound, SourceText

TEXT = "La Operación Frontera acabó. Dijo: «Habrá más».\n\nNo hay otra OPERACIÓN frontera, ni año sin ella."


@pytest.mark.parametrize(
    ("words", "exact"),
    [
        ("la operacion frontera", ["La Operación Frontera"]),
        ("LA OPERACIÓN FRONTERA ACABO", ["La Operación Frontera acabó"]),
        ("operacion   frontera", ["Operación Frontera", "OPERACIÓN frontera"]),
        ('dijo: "habra mas"', ['"Dijo: «Habrá más»"']),
        ("ano sin", ["año sin"]),
        ("Operación Frontera", ["Operación Frontera"]),  # as typed: the other is not asked for
        ("peracion", []),
        ("frontera, ni ano", ["frontera, ni año"]),
        ("acabo. dijo: habra", []),  # a mark is missing
        ("mas. no hay", []),  # over two paragraphs
        ("[…]", []),
    ],
)
def test_words_are_found_without_capitals_and_accents(words: str, exact: list[str]) -> None:
    """What is printed are the words of the source; all passages are listed where there are several."""
    passages = [*find_passages(SourceText(TEXT), "acta", words)]
    assert [passage.yaml.split("text: ")[1].splitlines()[0] for passage in passages] == exact


RAISED = "Reparará 32¹ presas² de 40 m² con CO₂, en coope-\nración ﬁrme.\n\n10⁶ litros."


@pytest.mark.parametrize(
    ("words", "exact"),
    [
        ("32 presas de 40 m2", ['"32¹ presas² de 40 m²"']),
        ("repara 32", []),
        ("reparara 32", ["Reparará 32¹"]),
        ("con co2", ["con CO₂"]),
        ("321 presas", []),
        ("106 litros", []),
        ("cooperacion firme", ["cooperación firme"]),
        ("COOPE-RACIÓN FIRME", []),
        ("coope-ración firme", ["cooperación firme"]),
    ],
)
def test_what_is_raised_is_printed_and_need_not_be_typed(words: str, exact: list[str]) -> None:
    """A raised figure never joins the figure before it; broken words and ligatures are printed whole."""
    passages = [*find_passages(SourceText(RAISED), "acta", words)]
    assert [passage.yaml.split("text: ")[1].splitlines()[0] for passage in passages] == exact


def test_a_passage_says_where_it_stands() -> None:
    """Its line, and whether it is quoted there."""
    (passage,) = find_passages(SourceText(TEXT), "acta", "habra mas")
    assert (passage.line, passage.quoted) == (1, True)
    assert passage.yaml == "evidence:\n  source: acta\n  text: Habrá más\n"


def test_the_check_itself_stays_strict() -> None:
    """Capitals and accents count in what a briefing cites."""
    assert isinstance(SourceText(TEXT).find("la operacion frontera"), NotFound)
