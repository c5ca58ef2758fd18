"""The exact words of a source, ready to paste."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefsite.authoring.draft.draft_text import Pinned, pin
from briefsite.authoring.draft.writing import Field, Group, write_yaml
from briefsite.evidence.source_text import Ambiguous, Found, SourceText


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """Where some words stand."""

    line: int
    quoted: bool
    """Whether inside quotation marks."""

    yaml: str
    """The field `evidence`, with what singles the words out."""


def find_passages(text: SourceText, source: str, words: str) -> Iterator[FoundPassage]:
    """All places of some words in a source, each as the exact words of the source."""
    match text.find(words):
        case Found(ranges, quoted) if "[" in words:  # the author's own brackets stay
            yield FoundPassage(text.line(ranges[0][0]), quoted, _yaml(source, Pinned(words)))
            return
        case Found(ranges):
            places = [ranges[0]]
        case Ambiguous(ranges=many):
            places = [*many]
        case _:
            places = []
    for place in places:
        pinned = pin(text, place)
        if pinned:
            found = text.find(pinned.text, pinned.prefix, pinned.suffix)
            quoted = isinstance(found, Found) and found.quoted
            yield FoundPassage(text.line(place[0]), quoted, _yaml(source, pinned))


def _yaml(source: str, pinned: Pinned) -> str:
    around = [("prefix", pinned.prefix), ("suffix", pinned.suffix)]
    fields = [Field(name, value) for name, value in around if value]
    group = Group([Field("source", source), Field("text", pinned.text), *fields])
    return write_yaml([Field("evidence", group)])
