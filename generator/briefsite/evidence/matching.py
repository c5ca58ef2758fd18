"""Rules 1 to 3: the places of whole words, and of parts between brackets in order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

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
    text = view.text
    found = _next(view, part.text, 0) if part.text else None
    while found:
        start, end = found
        following = start + 1
        if _cuts(view, start, may_cut_word=part.open_start):
            # What begins further on in the word is cut as well, but for the halves of a broken one.
            skips = not part.open_start and not view.joints
            inside = _WORD.match(text, start) if skips else None
            following = max(following, inside.end() if inside else 0)
        elif not _cuts(view, end, may_cut_word=part.open_end):
            yield start, end
        found = _next(view, part.text, following)


_WORD = re.compile(r"[^\W_]+")


def _next(view: View, words: str, start: int) -> Range | None:
    """The next place of folded words, whatever stands around them.

    Hyphens of theirs may be missing where a word goes on in another line.
    """
    pattern = _of_broken_words(words) if view.joints else None
    if pattern is None:
        found = view.text.find(words, start)
        return None if found < 0 else (found, found + len(words))
    while match := pattern.search(view.text, start):
        if _is_at_joints(view, words, match, 0):
            return match.span()
        start = match.start() + 1
    return None


_HYPHEN = re.compile(r"(?<=[^\W\d_])- ?(?=[^\W\d_])")

MOST_HYPHENS = 50
"""Hyphens in a part, at most, of which some may be missing: each is tried at each place."""


@lru_cache(256)
def _of_broken_words(words: str) -> re.Pattern[str] | None:
    """Words whose hyphens may be missing; None for those without."""
    ends = [0, *(end for hyphen in _HYPHEN.finditer(words) for end in hyphen.span()), len(words)]
    if not 2 < len(ends) < 2 * MOST_HYPHENS + 3:
        return None
    pieces = [re.escape(words[low:high]) for low, high in pairwise(ends)]
    return re.compile("(- ?|)".join(pieces[::2]))


def _is_at_joints(view: View, words: str, match: re.Match[str], at: int) -> bool:
    """Tell whether hyphens are other than in some words only where a word goes on in another line.

    `at` is where the text that was searched begins in the folded text.
    """
    return all(
        match[index] == hyphen[0] or view.offsets[at + match.end(index)] in view.joints
        for index, hyphen in enumerate(_HYPHEN.finditer(words), 1)
    )


def _cuts(view: View, at: int, *, may_cut_word: bool = False) -> bool:
    """Tell whether a boundary falls inside a number, or inside a word where it may not."""
    text = view.text
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if (before.isspace() or after.isspace()) and not _DIGITS_APART.search(
        text, max(0, at - 2), at + 2
    ):
        return False
    place = view.offsets[at]
    is_in_ligature = place in view.ligatures and view.offsets[at - 1] == place
    if is_in_ligature or view.joints.get(place):  # where a hyphen stands
        return is_in_ligature
    if before.isalnum() and after.isalnum():  # by far the most frequent
        return not may_cut_word or (before.isdigit() and after.isdigit())
    for token in _token().finditer(text, max(0, at - 40), at + 40):
        if token.start() < at < token.end():
            return not may_cut_word or token.lastgroup == "number"
    return False


def whole_words(view: View, start: int, end: int) -> Range:
    """A stretch of the folded text with what it begins or ends within: words and numbers, whole."""
    while _cuts(view, start):
        start -= 1
    while _cuts(view, end):
        end += 1
    return start, end


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
    words = fold(prefix) if prefix else ""
    if not words:
        return True
    end = start - (start > 0 and view.text[start - 1].isspace())
    first = end - len(words)
    may_lack = sum(len(hyphen[0]) for hyphen in _HYPHEN.finditer(words)) if view.joints else 0
    return any(
        _end(view, words, begin) == end and not _cuts(view, begin)
        for begin in range(max(0, first), first + may_lack + 1)
    )


def _precedes(view: View, end: int, suffix: str | None) -> bool:
    """Tell whether some words, whole, stand right after a place."""
    words = fold(suffix) if suffix else ""
    if not words:
        return True
    reached = _end(view, words, end + (end < len(view.text) and view.text[end].isspace()))
    return reached is not None and not _cuts(view, reached)


def _end(view: View, words: str, start: int) -> int | None:
    """Where some words end that stand at a place, be it in two paragraphs; None for others."""
    text = view.text[start : start + len(words)].replace(BREAK, " ")
    if text == words:
        return start + len(words)
    pattern = _of_broken_words(words) if view.joints else None
    match = pattern.match(text) if pattern else None
    return start + match.end() if match and _is_at_joints(view, words, match, start) else None
