"""The exact words of a source, ready to paste."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from briefsite.authoring.draft.draft_text import Pinned, pin
from briefsite.authoring.draft.writing import Field, Group, write_yaml
from briefsite.evidence.source_text import (
    MOST_PLACES,
    Ambiguous,
    Found,
    NotFound,
    SourceText,
    Verdict,
)
from briefsite.evidence.typography import Range, fold, folded_view


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """Where some words stand."""

    line: int
    quoted: bool
    """Whether somebody's own words, by the way the source marks speech."""

    speaker: str | None
    """The label of the turn in which they stand, where the source has turns."""

    yaml: str
    """The field `evidence`, with what singles the words out."""


def find_passages(text: SourceText, source: str, words: str) -> Iterator[FoundPassage]:
    """All places of some words in a source, each as the exact words of the source.

    Where they do not stand there as typed, those that differ in capitals, accents and marks of notes alone.
    """
    match text.find(words):
        case Found(ranges) as whole if "[" in words:  # the author's own brackets stay
            yield _passage(text, ranges[0][0], whole, _yaml(source, Pinned(words)))
            return
        case Found(ranges):
            places = [ranges[0]]
        case Ambiguous(ranges=many):
            places = [*many]
        case NotFound():
            places = [*islice(_alike(text, words), MOST_PLACES)]
        case _:
            places = []
    for place in places:
        pinned = pin(text, place)
        if pinned:
            found = text.find(pinned.text, pinned.prefix, pinned.suffix)
            yield _passage(text, place[0], found, _yaml(source, pinned))


def _passage(text: SourceText, start: int, found: Verdict, yaml: str) -> FoundPassage:
    is_quoted = isinstance(found, Found) and found.quoted
    turn = found.turn if isinstance(found, Found) and is_quoted else None
    return FoundPassage(text.line(start), is_quoted, turn.label if turn else None, yaml)


def _alike(text: SourceText, words: str) -> Iterator[Range]:
    """Where words stand in a text but for capitals, accents, and what is raised after them as notes are."""
    view = folded_view(text.text, joints=text.joints)
    plain, places = _plain(view.text)
    wanted, _ = _plain(fold(words))
    if wanted:
        for match in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", plain):
            last = places[match.end() - 1] + 1
            mark = _RAISED.match(view.text, last)
            yield view.range(places[match.start()], mark.end() if mark else last)


_RAISED = re.compile(r"(?:(?<=\d)|(?<=[^\W\d_]{3}))[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
"""The mark of a note, or an exponent: «32¹ presas» is found by «32 presas», and «m²» by «m2»."""


def _plain(text: str) -> tuple[str, list[int]]:
    """A text in small letters without accents, and where each of its characters stands in it."""
    raised = {place for mark in _RAISED.finditer(text) for place in range(*mark.span())}
    found = [
        (plain, place)
        for place, char in enumerate(text)
        if place not in raised
        for plain in unicodedata.normalize("NFKD", char.casefold())
        if not unicodedata.combining(plain)
    ]
    return "".join(plain for plain, _ in found), [place for _, place in found]


def _yaml(source: str, pinned: Pinned) -> str:
    around = [("prefix", pinned.prefix), ("suffix", pinned.suffix)]
    fields = [Field(name, value) for name, value in around if value]
    group = Group([Field("source", source), Field("text", pinned.text), *fields])
    return write_yaml([Field("evidence", group)])
