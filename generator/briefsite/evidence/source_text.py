"""Looking for words in a text: what is found, and how readers see it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Literal

from briefsite.evidence.matching import BRACKETS, Part, chains, has_words, parts_of, places_of
from briefsite.evidence.nearest import Nearest, WordIndex
from briefsite.evidence.quotation_marks import Marks, read_marks
from briefsite.evidence.sentences import paragraphs, sentences
from briefsite.evidence.slips import aligned, as_meant, is_of_marks, marks_in
from briefsite.evidence.typography import Range, View, corrected, fold, folded_view

MOST_PLACES = 10
"""Places at most that an ambiguous finding lists."""


@dataclass(frozen=True, slots=True)
class Found:
    """The words stand in the source, once."""

    ranges: tuple[Range, ...]
    """One for each part between brackets, in order."""

    quoted: bool
    """Whether every part stands inside quotation marks."""


@dataclass(frozen=True, slots=True)
class NotFound:
    """The words do not stand in the source."""

    part: str
    """The first part that is missing; all words, where each part is there."""

    why: Literal["missing", "out of order", "prefix", "suffix"] = "missing"
    """What rules the words out: that they are not there, or something around them."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The words stand in the source more than once."""

    places: tuple[int, ...]
    """Where each begins, at most `MOST_PLACES`."""

    ranges: tuple[Range, ...] = field(default=(), compare=False)
    """The same places from beginning to end."""


@dataclass(frozen=True, slots=True)
class NoWords:
    """There is nothing to compare: brackets and punctuation alone."""


Verdict = Found | NotFound | Ambiguous | NoWords


class SourceText:
    """A text in which words are looked for. Preparing and searching are linear in its length.

    It is prepared when something is looked for: paragraphs and sentences need none of that.
    """

    def __init__(self, text: str, slips: Iterable[tuple[str, str]] = ()) -> None:
        """Take a text; `slips` are pairs of words as written and as meant."""
        self.text = text
        self._given_slips = tuple(slips)

    @cached_property
    def _received(self) -> View:
        return folded_view(self.text)

    @cached_property
    def _places_of_slips(self) -> list[tuple[tuple[str, str], list[Range]]]:
        return [(slip, [*self._places_of_slip(*slip)]) for slip in self._given_slips]

    def _places_of_slip(self, written: str, meant: str) -> Iterator[Range]:
        """Where a slip stands in the folded text; one of marks where the very marks stand."""
        for place in places_of(self._received, Part(fold(written))):
            start, end = self._received.range(*place)
            if not is_of_marks(written, meant) or marks_in(self.text[start:end]) == marks_in(
                written
            ):
                yield place

    @cached_property
    def missing_slips(self) -> tuple[tuple[str, str], ...]:
        """Slips that the text does not have."""
        return tuple(slip for slip, places in self._places_of_slips if not places)

    @cached_property
    def _corrections(self) -> list[tuple[Range, tuple[str, str]]]:
        """Where the folded text has slips, and these; of two that overlap, the first."""
        found: list[tuple[Range, tuple[str, str]]] = []
        for place, meant, written in sorted(
            (place, meant, written)
            for (written, meant), places in self._places_of_slips
            for place in places
        ):
            if not found or place[0] >= found[-1][0][1]:
                found.append((place, (written, meant)))
        return found

    @cached_property
    def slips(self) -> tuple[Range, ...]:
        """Where the slips stand."""
        return tuple(self._received.range(*place) for place, _ in self._corrections)

    @cached_property
    def _views(self) -> list[View]:
        """The folded text as received and, where it has slips, as it was meant."""
        if not self._corrections:
            return [self._received]
        corrections = []
        for place, (written, meant) in self._corrections:
            words = fold(meant)
            places = None
            if is_of_marks(written, meant):
                places = aligned(self._received.text[slice(*place)], words)
            corrections.append((place, words, places))
        return [self._received, corrected(self._received, corrections)]

    def find(self, words: str, prefix: str | None = None, suffix: str | None = None) -> Verdict:
        """Look for words; `prefix` and `suffix` are the words right before and after them."""
        parts = parts_of(words)
        if not parts:
            return NoWords()
        matches: list[tuple[Range, ...]] = []
        for view in self._views:
            # Parts that stand often can be chained in more ways than anybody could count.
            for places in islice(chains(view, parts, prefix, suffix), MOST_PLACES):
                match = tuple(view.range(*place) for place in places)
                # WordIndex outside the slips stand in both views.
                if not any(
                    _overlap(match, other) for other in matches if view is not self._views[0]
                ):
                    matches.append(match)
        if len(matches) > 1:
            stretches = sorted((match[0][0], match[-1][1]) for match in matches)[:MOST_PLACES]
            return Ambiguous(tuple(start for start, _ in stretches), tuple(stretches))
        if matches:
            return Found(matches[0], all(map(self._is_quoted, matches[0])))
        return self._miss(words, parts, prefix, suffix)

    def _miss(
        self, words: str, parts: Sequence[Part], prefix: str | None, suffix: str | None
    ) -> NotFound:
        """Why words are not found."""

        def stands(prefix: str | None, suffix: str | None) -> bool:
            return any(next(chains(view, parts, prefix, suffix), None) for view in self._views)

        for part in parts:
            if not any(next(places_of(view, part), None) for view in self._views):
                return NotFound(part.text)
        if prefix and stands(None, suffix):
            return NotFound(words, "prefix")
        if suffix and stands(None, None):
            return NotFound(words, "suffix")
        return NotFound(words, "out of order")

    def nearest(self, words: str) -> Nearest | None:
        """The passage most like some words, or None where nothing resembles them."""
        return self._words.nearest(words)

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex(self._views[0])

    def line(self, offset: int) -> int:
        """The line of a character; counts from 1."""
        return self.text.count("\n", 0, offset) + 1

    @cached_property
    def paragraphs(self) -> tuple[Range, ...]:
        """Stretches between blank lines, without the white space around them."""
        return tuple(paragraphs(self.text))

    @cached_property
    def sentences(self) -> tuple[Range, ...]:
        """Sentences of all paragraphs, in order; the ends are a matter of punctuation alone."""
        return tuple(sentences(self.text, self.paragraphs))

    def _is_quoted(self, place: Range) -> bool:
        index = bisect_right(self.quotations, place[0], key=lambda quotation: quotation[0]) - 1
        return index >= 0 and place[1] <= self.quotations[index][1]

    @cached_property
    def quotations(self) -> list[Range]:
        """Stretches between quotation marks, outermost marks alone; in order."""
        return self._marks.quotations

    @cached_property
    def _marks(self) -> Marks:
        """The quotation marks of the text, slips of marks as they were meant."""
        slips = [
            (self._received.range(*place), slip[1])
            for place, slip in self._corrections
            if is_of_marks(*slip)
        ]
        if not slips:
            return read_marks(self.text, self.paragraphs)
        meant, places = as_meant(self.text, slips)
        read = read_marks(meant, [*paragraphs(meant)])
        quoted = [(places[start], places[end]) for start, end in read.quotations]
        return Marks(quoted, [places[stray] for stray in read.strays])

    def has_stray_mark(self, place: int) -> bool:
        """Whether the paragraph of a place has a quotation mark without a partner."""
        index = bisect_right(self.paragraphs, place, key=lambda paragraph: paragraph[0]) - 1
        if index < 0:
            return False
        start, end = self.paragraphs[index]
        strays = self._marks.strays
        return bisect_left(strays, start) < bisect_left(strays, end)


def pieces(words: str, source: SourceText, found: Found) -> Iterator[tuple[str, str]]:
    """A quotation as readers see it: the source's own words, the editor's brackets between.

    Yields pairs of a kind and a text: `words` of the source, a `slip` of it, an `editor`'s bracket.
    """
    ranges = iter(found.ranges)
    for piece in BRACKETS.split(words):
        if BRACKETS.fullmatch(piece) or not has_words(piece):
            yield "editor", piece  # not compared, so not the source's
        else:
            start, end = next(ranges)
            if piece[:1].isspace():
                yield "words", " "
            for low, high in source.slips:
                if start <= low and high <= end:
                    yield "words", source.text[start:low]
                    yield "slip", source.text[low:high]
                    start = high
            yield "words", source.text[start:end]
            if piece[-1:].isspace():
                yield "words", " "


def _overlap(match: tuple[Range, ...], other: tuple[Range, ...]) -> bool:
    return match[0][0] < other[-1][1] and other[0][0] < match[-1][1]
