"""Where a cursor stands in a file that is only half typed."""

from __future__ import annotations

import pytest

from briefsite.authoring.server.cursor import Cursor, cursor_at

TYPED = """\
title: El puerto
sources: [nota, ac
key_points:
  - text: Uno.
    evidence: La obra
  - text: >-
      Dos y
      tres
    evidence:
      - El pue
      - {source: no, text: La o
quotes:
  - text: "Drag
    spe
    speaker: an
commitments:
  - id: x
    target: {value: 3, un
updates:
- commitment: pu
  sta
pl
"""


@pytest.mark.parametrize(
    ("line", "where", "typed", "is_key"),
    [
        ("title: El puerto", ("title",), "El puerto", False),
        ("sources: [nota, ac", ("sources",), "ac", False),
        ("    evidence: La obra", ("key_points", 0, "evidence"), "La obra", False),
        ("      Dos y", ("key_points", 1, "text"), "Dos y", False),
        ("      tres", ("key_points", 1, "text"), "tres", False),
        ("      - El pue", ("key_points", 1, "evidence", 0), "El pue", False),
        (
            "      - {source: no, text: La o",
            ("key_points", 1, "evidence", 1, "text"),
            "La o",
            False,
        ),
        ('  - text: "Drag', ("quotes", 0, "text"), "Drag", False),
        ("    spe", ("quotes", 0), "spe", True),
        ("    speaker: an", ("quotes", 0, "speaker"), "an", False),
        ("    target: {value: 3, un", ("commitments", 0, "target"), "un", True),
        ("- commitment: pu", ("updates", 0, "commitment"), "pu", False),
        ("  sta", ("updates", 0), "sta", True),
        ("pl", (), "pl", True),
    ],
)
def test_the_place_is_known_by_lines_alone(
    line: str, where: tuple[str | int, ...], typed: str, is_key: bool
) -> None:
    """By indentation, dashes and brackets, since a parser gives up where somebody types."""
    number = TYPED.split("\n").index(line)
    found = cursor_at(TYPED, number, len(line))
    assert found == Cursor(where, typed, len(line) - len(typed), is_key=is_key)


def test_beyond_the_text_is_its_end() -> None:
    """An editor may ask of a line that is not there yet."""
    assert cursor_at("a: b", 7, 3) == Cursor(("a",), "", 3)
