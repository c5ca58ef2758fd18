"""Parts of a search index are put together into one, in pieces of which a reader loads one for a word."""

from __future__ import annotations

import gzip
import json
from itertools import accumulate
from pathlib import Path

import cbor2
import pytest

from briefsite.cache.store import digest
from briefsite.outputs import search_merge, search_part
from briefsite.outputs.search_merge import contents, merged, pieces
from briefsite.outputs.search_part import (
    Page,
    PagesOfWord,
    ReadPart,
    Word,
    decoded,
    read_part,
    renewed,
)
from sites import write

PAGE = [[-25, 3], []]
"""Where a word stands in a page, as Pagefind says it after the number of the page."""


def part(pages: int, **words: list[int]) -> ReadPart:
    """A part with words in some of its pages, by their numbers."""
    paths = [f"{number}.html" for number in range(pages)]
    return ReadPart(
        {"languages": {"es": {"wasm": "es"}}},
        "1.5.2",
        [Page(path, digest(path)) for path in paths],
        [word(stem, numbers) for stem, numbers in words.items()],
        ["title"],
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


@pytest.mark.parametrize("digits", [1, 2, 7])
def test_files_whose_digests_begin_alike_keep_names_of_their_own(
    digits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One digit more tells the second from the first; results are found by the names in the list of pages."""
    monkeypatch.setattr(search_merge, "_DIGITS", digits)
    made = part(30, faro=[0, 2], mar=[1])
    index = merged([made])
    assert [*index.fragments.values()] == [page.fragment for page in made.pages]
    (leading,) = (file for path, file in index.files.items() if path.endswith("pf_meta"))
    _, pages, *_ = cbor2.loads(leading.content.removeprefix(b"pagefind_dcd"))
    assert [f"fragment/{name}.pf_fragment" for name, _ in pages] == [*index.fragments]


def test_parts_of_different_shapes_are_not_put_together() -> None:
    """Fields are numbers in what Pagefind says of a page, so one list must be that of all."""
    other = part(1, mar=[0])._replace(fields=["title", "image"])
    with pytest.raises(ValueError, match="do not go together"):
        merged([part(1, mar=[0]), other])


def places(made: ReadPart) -> dict[str, list[str]]:
    """The words of a part and their forms with accents, with the paths of their pages."""

    def paths(pages: PagesOfWord) -> list[str]:
        first, last, count, rest = pages
        raw = (
            search_part.head(0x80, count) + b"\x83" + cbor2.dumps(first) + rest
            if count
            else b"\x80"
        )
        numbers = [*accumulate(page[0] for page in cbor2.loads(raw))]
        assert not numbers or (numbers[0], numbers[-1]) == (first, last)
        return [made.pages[number].path for number in numbers]

    found = {}
    for stem, pages, forms in made.words:
        found |= {stem: paths(pages), **{form: paths(having) for form, having in forms}}
    return found


def with_forms(made: ReadPart, **forms: list[int]) -> ReadPart:
    """A part of which the first word is also written with accents."""
    first, *others = made.words
    having = [(form, word(form, numbers).pages) for form, numbers in forms.items()]
    return made._replace(words=[first._replace(forms=having), *others])


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ("0 1 2", {"faro": ["0", "2"], "farò": ["2"], "mar": ["1"]}),
        ("2 1 0", {"faro": ["2", "0"], "farò": ["2"], "mar": ["1"]}),
        ("0 1", {"faro": ["0"], "mar": ["1"]}),
        ("2", {"faro": ["2"], "farò": ["2"]}),
        ("a 0 1", {"faro": ["0"], "mar": ["a", "1"], "ola": ["a"]}),
        ("0 a", {"faro": ["0"], "mar": ["a"], "ola": ["a"]}),
    ],
)
def test_a_part_is_renewed_where_pages_changed(paths: str, expected: dict[str, list[str]]) -> None:
    """What goes takes its words with it; what comes is numbered where it stands among the others."""
    before = with_forms(part(3, faro=[0, 2], mar=[1]), farò=[2])
    new = part(1, mar=[0], ola=[0])._replace(pages=[Page("a.html", "")])
    in_order = [f"{path}.html" for path in paths.split()]
    made = renewed(in_order, new if "a" in paths else None, before)
    assert [page.path for page in made.pages] == in_order
    assert places(made) == {
        stem: [f"{path}.html" for path in found] for stem, found in expected.items()
    }


def test_a_page_that_changed_has_its_new_words_alone() -> None:
    """Its number stays, and so do the words of the others."""
    new = part(1, mar=[0], ola=[0])
    made = renewed(["0.html", "1.html"], new, part(2, faro=[0], mar=[1], sal=[0, 1]))
    assert places(made) == {
        "mar": ["0.html", "1.html"],
        "ola": ["0.html"],
        "sal": ["1.html"],
    }


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


def test_results_of_another_shape_are_refused(tmp_path: Path) -> None:
    """What a result shows must begin with the path of its page, by which it is known again."""
    entry = {"version": "1.5.2", "languages": {"es": {"hash": "es_1"}}}
    leading = b"pagefind_dcd" + cbor2.dumps(["1.5.2", [["es_2", 3]], [], [], [], []])
    files = {
        "pagefind-entry.json": json.dumps(entry),
        "pagefind.es_1.pf_meta": gzip.compress(leading),
        "fragment/es_2.pf_fragment": gzip.compress(
            b'pagefind_dcd{"content":"Mar","url":"/1.html"}'
        ),
    }
    with pytest.raises(ValueError, match=r"es_2\.pf_fragment does not begin as"):
        read_part(write(tmp_path, files))
