"""Parts of a search index are put together into one, in pieces of which a reader loads one for a word."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import cbor2
import pytest

from briefsite.outputs import search_merge
from briefsite.outputs.search_merge import contents, pieces
from briefsite.outputs.search_part import (
    PagesOfWord,
    ReadPart,
    Word,
    decoded,
    read_part,
)
from sites import write

PAGE = [[-25, 3], []]
"""Where a word stands in a page, as Pagefind says it after the number of the page."""


def part(pages: int, **words: list[int]) -> ReadPart:
    """A part with words in some of its pages, by their numbers."""
    return ReadPart(
        {}, "1.5.2", [*map(str, range(pages))], [*map(word, *zip(*words.items(), strict=True))], []
    )


def word(stem: str, numbers: list[int]) -> Word:
    """A word in some pages."""
    steps = [number - before for number, before in zip(numbers, [0, *numbers], strict=False)]
    rest = cbor2.dumps(PAGE)[1:] + b"".join(cbor2.dumps([step, *PAGE]) for step in steps[1:])
    return Word(stem, PagesOfWord(numbers[0], numbers[-1], len(numbers), rest), [])


def read(piece: search_merge.Piece) -> dict[str, list[int]]:
    """The words of a piece, with the steps between the numbers of their pages."""
    (words,) = cbor2.loads(piece.content.removeprefix(b"pagefind_dcd"))
    return {stem: [page[0] for page in pages] for stem, pages, _ in words}


def test_pages_are_numbered_anew() -> None:
    """Those of a part come after those of the parts before it, and each number says how much more it is."""
    (piece,) = pieces(
        [part(3, faro=[0, 2], mar=[1]), part(30, ola=[0]), part(2, faro=[1], mar=[0, 1])]
    )
    assert read(piece) == {"faro": [0, 2, 32], "mar": [1, 32, 1], "ola": [3]}


def test_words_that_begin_alike_are_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much they are: Pagefind looks for what a word begins in one piece alone."""
    monkeypatch.setattr(search_merge, "_LEAST", 1)
    found = [*pieces([part(1, dragar=[0], draga=[0], drama=[0], dren=[0], a=[0], ab=[0])])]
    assert [[*read(piece)] for piece in found] == [
        ["a"],
        ["ab"],
        ["draga", "dragar", "drama"],
        ["dren"],
    ]


def test_each_word_and_each_beginning_leads_to_its_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pagefind takes the first piece whose words begin and end around what is looked for."""
    monkeypatch.setattr(search_merge, "_LEAST", 1)
    stems = ["a", "ab", "añad", "dragar", "drama", "dren", "drenó", "ñu", "€"]
    named = {piece.first: piece for piece in pieces([part(1, **{stem: [0] for stem in stems})])}
    leading = cbor2.loads(contents("1.5.2", ["p"], named, []).removeprefix(b"pagefind_dcd"))
    assert len(leading[2]) > 5

    def looked_up(text: str) -> str:
        return next(name for first, last, name in leading[2] if first <= text <= last)

    for name, piece in named.items():
        for stem in read(piece):
            assert {looked_up(stem[:length]) for length in range(3, len(stem) + 1)} <= {name}
            assert looked_up(stem) == name
    found = [looked_up(text) for text in ("d", "dr", "drag", "aba")]
    assert found == ["dragar", "dragar", "dragar", "ab"]


def test_what_was_read_of_a_part_is_kept_as_bytes() -> None:
    """From which it is the same again."""
    made = part(3, faro=[0, 2])
    again = decoded(made.encoded())
    assert [*map(read, pieces([again]))] == [*map(read, pieces([made]))]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"pagefind_xyz" + cbor2.dumps(["2.0", [], [], [], [], []]), "does not begin as files of"),
        (b"pagefind_dcd" + cbor2.dumps(["1.5.2", [], []]), "values to unpack"),
        (b"pagefind_dcd" + cbor2.dumps(["1.5.2", [], [], [["f", "x"]], [], []]), "filters"),
    ],
)
def test_files_of_another_shape_are_refused(content: bytes, why: str, tmp_path: Path) -> None:
    """Rather than put together to an index that finds nothing."""
    entry = {"version": "1.5.2", "languages": {"es": {"hash": "es_1"}}}
    files = {
        "pagefind-entry.json": json.dumps(entry),
        "pagefind.es_1.pf_meta": gzip.compress(content),
    }
    with pytest.raises(ValueError, match=why):
        read_part(write(tmp_path, files))
