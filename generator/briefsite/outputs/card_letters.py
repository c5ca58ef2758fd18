"""The letters of social cards: how wide they are, how near they stand, and what they look like.

FreeType, which Pillow asks, moves each letter to a whole pixel, so that some would stand too near. So a letter
is drawn larger and reduced, as it is at one of several places within a pixel; these pictures are kept. Kerning
is read from the font: Pillow has it where the system has FriBiDi alone, and a card is to be the same everywhere.
"""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageFont import FreeTypeFont

SERIF, SANS = "Briefsite Serif", "Briefsite Sans"
_FOLDER = Path(__file__).parent / "fonts"
FONTS = {SERIF: _FOLDER / "serif.ttf", SANS: _FOLDER / "sans.ttf"}
"""The fonts of the package, by the names that an SVG has for them."""

FINE = 4
"""Places within a pixel where a letter may stand, across and down."""


class Letter(NamedTuple):
    """A letter as it covers pixels, and where its picture stands from the pixel of its origin."""

    mask: Image.Image
    left: int
    top: int


@cache
def _font(family: str) -> Any:
    from fontTools.ttLib import TTFont  # 0.1 s, and only sites with cards need it

    return TTFont(BytesIO(FONTS[family].read_bytes()), lazy=True)


@cache
def advances(family: str) -> dict[str, float]:
    """How far each character moves on, in sizes of the type."""
    font = _font(family)
    em, metrics = font["head"].unitsPerEm, font["hmtx"]
    return {chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()}


def places(text: str, family: str) -> list[float]:
    """Where each letter of a text begins, and where the last ends, in sizes of the type."""
    steps = [advances(family)[character] for character in text]
    for index, (character, following) in enumerate(pairwise(text)):
        steps[index] += _kern(family, character, following)
    return [*accumulate(steps, initial=0.0)]


@cache
def _kern(family: str, character: str, following: str) -> float:
    """How much farther a letter stands after another: what each lookup says, together."""
    font = _font(family)
    left, right = (font.getBestCmap()[ord(each)] for each in (character, following))
    found = (_in_lookup(pairs, left, right) for pairs in _pairs(family))
    return sum(found) / int(font["head"].unitsPerEm)


@cache
def _pairs(family: str) -> list[list[Any]]:
    """The tables of each lookup that kerns pairs, the same in all scripts. The others are for `l·l` alone."""
    table = _font(family)["GPOS"].table
    lookups = table.FeatureList.FeatureRecord[0].Feature.LookupListIndex
    chosen = [table.LookupList.Lookup[index] for index in lookups]
    return [
        [subtable.ExtSubTable for subtable in lookup.SubTable]
        for lookup in chosen
        if lookup.LookupType == _EXTENSION
    ]


_EXTENSION = 9
"""The type of a lookup whose tables stand elsewhere, as those of pairs do in both fonts."""


def _in_lookup(tables: list[Any], left: str, right: str) -> int:
    """What the first table that knows the pair says of it."""
    for table in tables:
        if left not in table.Coverage.glyphs:
            continue
        if table.Format == 1:
            of_left = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
            value = next((pair.Value1 for pair in of_left if pair.SecondGlyph == right), None)
        else:
            row = table.ClassDef1.classDefs.get(left, 0)
            column = table.ClassDef2.classDefs.get(right, 0)
            # Class 0 is of all letters that the table does not name: it leaves them to the next.
            value = table.Class1Record[row].Class2Record[column].Value1 if column else None
        if value:
            return int(getattr(value, "XAdvance", 0))
    return 0


@lru_cache(maxsize=2048)
def letter(family: str, size: float, character: str, across: int, down: int) -> Letter | None:
    """A letter whose origin is so many parts of a pixel from the pixel's corner; None for a space."""
    from PIL import Image, ImageDraw

    font = _large(family, size)
    x0, y0, x1, y1 = (int(edge) for edge in font.getbbox(character, anchor="ls"))
    if x0 >= x1 or y0 >= y1:
        return None
    left, top = (x0 + across) // FINE, (y0 + down) // FINE
    right, bottom = -(-(x1 + across) // FINE), -(-(y1 + down) // FINE)
    large = Image.new("L", ((right - left) * FINE, (bottom - top) * FINE))
    at = (across - left * FINE, down - top * FINE)
    ImageDraw.Draw(large).text(at, character, 255, font, anchor="ls")
    return Letter(large.reduce(FINE), left, top)


@lru_cache(maxsize=64)
def _large(family: str, size: float) -> FreeTypeFont:
    from PIL import ImageFont

    basic = ImageFont.Layout.BASIC  # of single letters, and there on every system
    return ImageFont.truetype(FONTS[family], size * FINE, layout_engine=basic)
