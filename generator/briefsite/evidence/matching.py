"""Rules 1 to 3: the places of whole words, and of parts between brackets in order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from briefsite.evidence.typography import BREAK, Range, View, combining_marks, fold

BRACKETS = re.compile(r"(\[[^\[\]]*\])")
"""What is not compared: `[…]`, or what an editor says."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words between brackets."""

    text: str
    """Folded."""

    open_start: bool = False
    """A bracket touches the start, as in `[E]l grupo`: it may fall inside a word."""

    open_end: bool = False


def parts_of(words: str) -> list[Part]:
    """The parts of some words between brackets; those of punctuation alone are left out."""
    split = BRACKETS.split(words)
    parts = []
    for index in range(0, len(split), 2):
        raw = split[index]
        text = fold(raw)
        if has_words(raw):
            parts.append(
                Part(
                    text,
                    open_start=index > 0 and not raw[0].isspace(),
                    open_end=index + 1 < len(split) and not raw[-1].isspace(),
                )
            )
    return parts


def has_words(piece: str) -> bool:
    """Tell whether there is anything to compare: one letter or digit."""
    return any(char.isalnum() for char in piece)


def places_of(view: View, part: Part) -> Iterator[Range]:
    """All places of a part in the folded text that do not begin or end inside a word."""
    text, words = view.text, part.text
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        following = start + 1
        if _cuts(text, start, may_cut_word=part.open_start):
            inside = _WORD.match(text, start)  # what begins further on in the word is cut as well
            following = max(following, inside.end() if inside and not part.open_start else 0)
        elif not _cuts(text, end, may_cut_word=part.open_end):
            yield start, end
        start = text.find(words, following)


_WORD = re.compile(r"[^\W_]+")


def _cuts(text: str, at: int, *, may_cut_word: bool = False) -> bool:
    """Tell whether a boundary falls inside a number, or inside a word where it may not."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if (before.isspace() or after.isspace()) and not _DIGITS_APART.search(
        text, max(0, at - 2), at + 2
    ):
        return False
    if before.isalnum() and after.isalnum():  # by far the most frequent
        return not may_cut_word or (before.isdigit() and after.isdigit())
    for token in _token().finditer(text, max(0, at - 40), at + 40):
        if token.start() < at < token.end():
            return not may_cut_word or token.lastgroup == "number"
    return False


_DIGITS_APART = re.compile(r"\d \d")


@cache
def _token() -> re.Pattern[str]:
    """A word, or a number."""
    return re.compile(
        # 3.5, .5, 3'5, 1/2, -5 and 3 500 are one number each
        r"(?P<number>(?<![^\W_])[-+]?[.,]?(?:\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,:'/]\d+)*)"
        rf"|[^\W_](?:'?(?:[^\W_]|[{combining_marks()}]))*"  # «can» is not a word of «can't»
    )


def chains(
    view: View, parts: Sequence[Part], prefix: str | None, suffix: str | None
) -> Iterator[tuple[Range, ...]]:
    """All ways in which the parts follow each other in order within one paragraph.

    Yields the places of the parts, in the folded text. Words of `prefix` stand right before the
    first, those of `suffix` right after the last; None and no words stand anywhere.
    """
    if len(parts) == 1:
        for place in places_of(view, parts[0]):
            if _follows(view, place[0], prefix) and _precedes(view, place[1], suffix):
                yield (place,)
        return
    alike = {part: [*places_of(view, part)] for part in parts}
    places = [alike[part] for part in parts]
    # Before they are chained, so that no chain is tried in vain.
    places[0] = [place for place in places[0] if _follows(view, place[0], prefix)]
    places[-1] = [place for place in places[-1] if _precedes(view, place[1], suffix)]
    by_paragraph: list[dict[int, list[Range]]] = []
    for found in places:
        groups: dict[int, list[Range]] = {}
        for place in found:
            groups.setdefault(bisect_left(view.breaks, place[0]), []).append(place)
        by_paragraph.append(groups)
    for paragraph in by_paragraph[0]:
        columns = [groups.get(paragraph, []) for groups in by_paragraph]
        # From the end, drop places after which the rest does not fit: no step below is in vain.
        for index in range(len(columns) - 2, -1, -1):
            limit = columns[index + 1][-1][0] if columns[index + 1] else -1
            columns[index] = [place for place in columns[index] if place[1] <= limit]
        if all(columns):
            yield from _ordered(columns, 0, 0)


def _ordered(columns: list[list[Range]], index: int, after: int) -> Iterator[tuple[Range, ...]]:
    if index == len(columns):
        yield ()
        return
    for place in columns[index]:
        if place[0] >= after:
            for rest in _ordered(columns, index + 1, place[1]):
                yield (place, *rest)


def _follows(view: View, start: int, prefix: str | None) -> bool:
    """Tell whether some words, whole, stand right before a place."""
    if not prefix:
        return True
    words = fold(prefix)
    end = start - (start > 0 and view.text[start - 1].isspace())
    begin = end - len(words)
    before = view.text[max(0, begin) : end].replace(BREAK, " ")
    return not words or (before == words and not _cuts(view.text, begin))


def _precedes(view: View, end: int, suffix: str | None) -> bool:
    """Tell whether some words, whole, stand right after a place."""
    if not suffix:
        return True
    words = fold(suffix)
    start = end + (end < len(view.text) and view.text[end].isspace())
    after = view.text[start : start + len(words)].replace(BREAK, " ")
    return not words or (after == words and not _cuts(view.text, start + len(words)))
