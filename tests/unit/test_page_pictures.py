"""Pictures of the lines of a passage on the page of its PDF."""

from __future__ import annotations

import io
import struct
import zlib

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from briefsite.outputs.page_drawing import lines_of, picture

LEFT = ["El acuerdo de coope-", "ración se firmó ayer,", "sin más detalles."]
RIGHT = ["Otra columna habla", "de la cooperación", "con el puerto."]


def document() -> bytes:
    """Two columns, of which one breaks a word, and a row of figures across both."""
    out = io.BytesIO()
    canvas = Canvas(out, (400, 300), invariant=1)
    for left, column in ((40, LEFT), (220, RIGHT)):
        for number, line in enumerate(column):
            canvas.drawString(left, 250 - 16 * number, line)
    for left, cell in ((40, "2023"), (150, "12,000"), (300, "35 %")):
        canvas.drawString(left, 120, cell)
    canvas.save()
    return out.getvalue()


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the rows of a picture."""
    width, height = struct.unpack(">II", png[16:24])
    size = int.from_bytes(png[33:37])
    return width, height, zlib.decompress(png[41 : 41 + size])


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("cooperación se firmó", [(120, 250), (40, 234)]),
        ("coope-ración se FIRMÓ", [(120, 250), (40, 234)]),
        ("de la cooperación con el puerto", [(220, 234), (220, 218)]),
        ("2023\t12,000\t35 %", [(40, 120), (150, 120), (300, 120)]),
        ("nada de esto", []),
        (
            "de la cooperación con el puerto. Lo que sigue está en otra página",
            [(220, 234), (220, 218)],
        ),
    ],
)
def test_the_lines_of_a_passage_are_found_by_its_letters(
    words: str, lines: list[tuple[int, int]]
) -> None:
    """Whatever became of hyphens, capitals, accents and white space."""
    boxes = lines_of(pypdfium2.PdfDocument(document())[0], words)
    found = [(round(left / 5) * 5, round((bottom + 2) / 4) * 4 - 2) for left, bottom, _, _ in boxes]
    assert [left for left, _ in found] == [left for left, _ in lines]
    assert all(abs(low - line) <= 4 for (_, low), (_, line) in zip(found, lines, strict=True))


def test_a_picture_shows_the_column_of_the_passage_with_its_words_marked() -> None:
    """As wide as the column, with the lines around; marked as with a marker, the letters stay dark."""
    width, height, rows = pixels(picture(document(), 1, ["cooperación se firmó"]))
    assert (
        width / height < 4
    )  # of a column; the page is wider, and a line of it ten times as wide as high
    assert bytes((255, 221, 119)) in rows
    whole_width, whole_height, unmarked = pixels(picture(document(), 1, ["nada de esto"]))
    assert whole_width / whole_height == pytest.approx(400 / 300, rel=0.01)
    assert bytes((255, 221, 119)) not in unmarked
    assert picture(document(), 1, ["se firmó"]) == picture(document(), 1, ["se firmó"])
