"""Draws the lines of a passage on a page of a PDF, with the words marked.

Run as a program it draws one picture, within the limits of `cache/limited`; it imports little, as it
starts once for each.
"""

from __future__ import annotations

import struct
import sys
import unicodedata
import zlib
from collections.abc import Sequence
from typing import Any

from briefsite.cache.limited import take_limits

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the lower left of a page."""

WIDTH = 720
"""Pixels of a picture, about: sharp on a phone, where it is shown half as wide."""

_AROUND = (8.0, 30.0)
"""Points of white beside, and how far lines above and below the passage are shown: some two of them."""

_MARK = (255, 226, 122)


def lines_of(page: Any, words: str) -> list[Box]:
    """The lines of a page in which some words stand, as far as they do; compared by letters and digits alone."""
    text = page.get_textpage()
    import pypdfium2.raw as pdfium

    letters: list[str] = []
    places: list[int] = []
    for index in range(text.count_chars()):
        for letter in _letters(chr(pdfium.FPDFText_GetUnicode(text, index))):
            letters.append(letter)
            places.append(index)
    whole, wanted = "".join(letters), _letters(words)
    while len(wanted) > 3 and wanted not in whole:
        wanted = wanted[: len(wanted) * 3 // 4]  # a table or a note may stand between
    start = whole.find(wanted)
    if not wanted or start < 0:
        return []
    first, last = places[start], places[start + len(wanted) - 1]
    signs = words[len(words.rstrip("%°€$£\"'»”’!?.)")) :] if wanted == _letters(words) else ""
    while (
        last + 1 < text.count_chars()
        and chr(pdfium.FPDFText_GetUnicode(text, last + 1)) in f"{signs} "
    ):
        last += 1
    return [text.get_rect(index) for index in range(text.count_rects(first, last - first + 1))]


def _around(boxes: list[Box], page: Any) -> Box:
    """The column that lines stand in, with what is right above and below them."""
    text = page.get_textpage()
    lines = [text.get_rect(index) for index in range(text.count_rects())]
    low, high = min(box[1] for box in boxes), max(box[3] for box in boxes)
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    beside = [line for line in lines if line[1] < high and line[3] > low]
    while True:
        touched = [line for line in beside if line[0] < right and line[2] > left]
        wider = (
            min([left, *(line[0] for line in touched)]),
            max([right, *(line[2] for line in touched)]),
        )
        if wider == (left, right):
            break
        left, right = wider
    aside, above = _AROUND
    near = [*boxes]
    for line in lines:  # those above and below, where they are of the same column
        shared = min(right, line[2]) - max(left, line[0])
        is_near = low - above < (line[1] + line[3]) / 2 < high + above
        if is_near and shared > 0.6 * (line[2] - line[0]):
            near.append(line)
    width, height = page.get_size()
    return (
        max(0.0, min(left, *(line[0] for line in near)) - aside),
        max(0.0, min(line[1] for line in near) - 3),
        min(width, max(right, *(line[2] for line in near)) + aside),
        min(height, max(line[3] for line in near) + 3),
    )


def _letters(text: str) -> str:
    """Letters and digits, without accents and ligatures, in small letters."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text.casefold())))


def picture(document: bytes, number: int, passages: Sequence[str]) -> bytes:
    """The lines of a page, from 1, in which passages stand, as PNG; the whole page where none does."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    page = pypdfium2.PdfDocument(document)[number - 1]
    boxes = [box for words in passages for box in lines_of(page, words)]
    for left, bottom, right, top in boxes:
        mark = pdfium.FPDFPageObj_CreateNewRect(
            left - 1, bottom - 1, right - left + 2, top - bottom + 2
        )
        pdfium.FPDFPageObj_SetFillColor(mark, *_MARK, 255)
        pdfium.FPDFPath_SetDrawMode(mark, pdfium.FPDF_FILLMODE_WINDING, False)  # noqa: FBT003
        pdfium.FPDFPageObj_SetBlendMode(mark, b"Multiply")
        pdfium.FPDFPage_InsertObject(page, mark)
    whole = (0.0, 0.0, *page.get_size())
    left, bottom, right, top = _around(boxes, page) if boxes else whole
    bitmap = page.render(
        scale=min(3.0, max(1.0, WIDTH / (right - left))),
        crop=(left, bottom, whole[2] - right, whole[3] - top),
        rev_byteorder=True,
        prefer_bgrx=False,
    )
    return png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """Rows of red, green and blue as PNG (https://www.w3.org/TR/png/), in as few colours as text needs."""
    pixels = pixels.translate(_FEWER)
    rows = b"".join(
        b"\0" + pixels[row * stride : row * stride + 3 * width] for row in range(height)
    )

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content))
            + kind
            + content
            + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


_FEWER = bytes(min(255, round(value / 17) * 17) for value in range(256))
"""Sixteen shades of each colour, which halve the file."""


def main() -> None:
    """Draw a page of a document from standard input."""
    number, *passages = sys.argv[1:]
    document = sys.stdin.buffer.read()
    take_limits()
    sys.stdout.buffer.write(picture(document, int(number), passages))


if __name__ == "__main__":
    main()
