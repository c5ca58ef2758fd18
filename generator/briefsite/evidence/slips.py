"""Rule 5: a text as it was meant, where only its quotation marks are other than they should be."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Sequence

from briefsite.evidence.typography import HINTS, Range

_MARKS = frozenset("\"'“”„‟«»″‹›‘’‚‛`´")
"""Quotation marks, and halves of them."""


def marks_in(text: str) -> str:
    """The quotation marks of a text, one after the other."""
    return "".join(char for char in text if char in _MARKS)


def is_of_marks(written: str, meant: str) -> bool:
    """Tell whether a slip is one of quotation marks alone: the words are as they were meant."""
    return marks_in(written) != marks_in(meant) and _words(written) == _words(meant)


def _words(text: str) -> list[str]:
    return "".join(char for char in text if char not in _MARKS and char not in HINTS).split()


def aligned(written: str, meant: str) -> list[int]:
    """Where each character of `meant` stands in `written`, and where that ends.

    The two have the same words. What `written` lacks stands where it would be put in, so that the next
    character stands in the same place.
    """
    places: list[int] = []
    at = 0
    for char in meant:
        if not _is_loose(char):
            while _is_loose(written[at : at + 1]):
                at += 1
        places.append(at)
        here = written[at : at + 1]
        if here and (here == char or not _is_loose(char) or (here.isspace() and char.isspace())):
            at += 1
    return [*places, len(written)]


def _is_loose(char: str) -> bool:
    return bool(char) and (char.isspace() or char in _MARKS or char in HINTS)


def as_meant(text: str, slips: Iterable[tuple[Range, str]]) -> tuple[str, Sequence[int]]:
    """A text with slips of marks as they were meant; where each character stands in the text, and its end.

    `slips` are stretches of the text in order, each with what was meant there.
    """
    out: list[str] = []
    places = array("L")
    position = 0
    for (start, end), words in slips:
        written = text[start:end]
        meant = " ".join(words.split())
        if not unicodedata.is_normalized("NFC", written):
            meant = unicodedata.normalize("NFD", meant)
        if _words(written) != _words(meant):
            continue  # other dashes than in the record: nothing says where the marks would stand
        out += [text[position:start], meant]
        places.extend(range(position, start))
        places.extend(start + place for place in aligned(written, meant)[:-1])
        position = end
    out.append(text[position:])
    places.extend(range(position, len(text) + 1))
    return "".join(out), places
