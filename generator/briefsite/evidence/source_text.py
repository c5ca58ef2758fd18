"""Looking for words in a text: what is found, and how readers see it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Literal, NamedTuple

from briefsite.evidence.line_ends import Joint, changes, joints
from briefsite.evidence.matching import (
    BRACKETS,
    Part,
    chains,
    has_words,
    parts_of,
    places_of,
    whole_words,
)
from briefsite.evidence.nearest import Nearest, WordIndex
from briefsite.evidence.quotation_marks import Marks, read_marks
from briefsite.evidence.sentences import are_paragraphs, are_wrapped, paragraphs, sentences
from briefsite.evidence.slips import aligned, as_meant, is_of_marks, marks_in
from briefsite.evidence.speech import Turn, after_dashes, spoken, turns
from briefsite.evidence.typography import (
    Range,
    View,
    corrected,
    fold,
    folded_view,
    without_hyphens,
)

MOST_PLACES = 10
"""Places at most that an ambiguous finding lists."""


@dataclass(frozen=True, slots=True)
class Found:
    """The words stand in the source, once."""

    ranges: tuple[Range, ...]
    """One for each part between brackets, in order."""

    quoted: bool
    """Whether every part is somebody's own words, by the way the text marks speech there."""

    turn: Turn | None = None
    """The turn in which they stand, where the text has turns there."""


@dataclass(frozen=True, slots=True)
class NotFound:
    """The words do not stand in the source."""

    part: str
    """The first part that is missing; all words, where each part is there."""

    why: Literal["missing", "out of order", "prefix", "suffix", "turns"] = "missing"
    """What rules the words out: that they are not there, or something around them."""

    turns: tuple[str, str] = ("", "")
    """Where they go from one turn to another, the labels of these; empty where a turn has none."""


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


Form = Literal["marks", "turns", "dashes"]
"""How a text marks speech: by quotation marks; by labels of who speaks; by dashes."""


class Stretch(NamedTuple):
    """A part of a text that marks speech in one way."""

    start: int
    end: int
    form: Form


class SourceText:
    """A text in which words are looked for. Preparing and searching are linear in its length.

    It is prepared when something is looked for: paragraphs and sentences need none of that.
    """

    def __init__(
        self,
        text: str,
        slips: Iterable[tuple[str, str]] = (),
        speech: Iterable[tuple[str, Form]] = (),
        hyphens: Iterable[int] = (),
    ) -> None:
        """Take a text; `slips` are pairs of words as written and as meant.

        `hyphens` are characters before which a line of its document ended within a word.

        `speech` has a pair for each stretch that marks speech in another way than the one before:
        the words with which it begins (none for the beginning of the text), and how.
        """
        self.text = text
        self.given_slips = tuple(slips)
        self.given_speech = tuple(speech)
        self.given_hyphens = tuple(hyphens)
        """What it was made with; all else is deduced from that."""

    @cached_property
    def _received(self) -> View:
        ends = [stretch.start - 1 for stretch in self.stretches[1:]]
        ends += [turn.place[0] - 1 for turn in self.turns if turn.place[0]]
        if self.lines_are_paragraphs:
            labels = {self.text.find("\n", turn.place[1]) for turn in self.turns}
            line_ends = (match.start() for match in re.finditer("\n", self.text))
            # A label on a line of its own and the words below it are one paragraph.
            ends += [end for end in line_ends if end not in labels or not self._is_in_label(end)]
        return folded_view(self.text, ends, self.joints)

    @cached_property
    def joints(self) -> list[Joint]:
        """Where words go on in another line, in order."""
        found = joints(self.text, self.given_hyphens)
        if not found:
            return found
        begun = {turn.place[0] for turn in self.turns} | {start for start, _, _ in self.stretches}
        return [joint for joint in found if joint.end not in begun]

    @cached_property
    def _changes(self) -> list[tuple[Range, str]]:
        return changes(self.text, self.joints)

    def shown(self, start: int, end: int) -> str:
        """A stretch as readers see it: words whole that the text breaks, ligatures as letters."""
        out: list[str] = []
        first = bisect_left(self._changes, ((start, start), ""))
        for (low, high), seen in islice(self._changes, first, None):
            if high > end:
                break
            out += [self.text[start:low], seen]
            start = high
        return "".join([*out, self.text[start:end]])

    def _is_in_label(self, place: int) -> bool:
        turn = self.turn_at((place, place))
        return turn is not None and turn.place[1] <= place < turn.start

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches of the text, in order; those that do not begin where they should are left out."""
        return self._stretches[0]

    @cached_property
    def missing_stretches(self) -> tuple[tuple[int, Literal["missing", "ambiguous", "order"]], ...]:
        """Given stretches whose first words do not stand in the text once, after those before."""
        return self._stretches[1]

    @cached_property
    def _stretches(
        self,
    ) -> tuple[
        tuple[Stretch, ...], tuple[tuple[int, Literal["missing", "ambiguous", "order"]], ...]
    ]:
        begins: list[tuple[int, Form]] = [(0, "marks")]
        missing: list[tuple[int, Literal["missing", "ambiguous", "order"]]] = []
        plain = (
            SourceText(self.text, hyphens=self.given_hyphens)
            if any(words for words, _ in self.given_speech)
            else None
        )
        for index, (words, form) in enumerate(self.given_speech):
            found = plain.find(words) if plain and words else Found(((0, 0),), quoted=False)
            if isinstance(found, Ambiguous):
                missing.append((index, "ambiguous"))
            elif not isinstance(found, Found):
                missing.append((index, "missing"))
            elif index and found.ranges[0][0] <= begins[-1][0]:
                missing.append((index, "order"))
            else:
                begins.append((self._line_start(found.ranges[0][0]), form))
        ends = [start for start, _ in begins[1:]] + [len(self.text)]
        stretches = (
            Stretch(start, end, form) for (start, form), end in zip(begins, ends, strict=True)
        )
        return tuple(s for s in stretches if s.start < s.end) or (
            Stretch(0, len(self.text), begins[-1][1]),
        ), tuple(missing)

    def _line_start(self, place: int) -> int:
        """Where the line of a place begins, if only signs stand between."""
        start = self.text.rfind("\n", 0, place) + 1
        return place if has_words(self.text[start:place]) else start

    @cached_property
    def lines_are_paragraphs(self) -> bool:
        """Whether line ends end paragraphs.

        In a text without turns and dashes they do only where it has (almost) no blank lines.
        """
        if all(stretch.form == "marks" for stretch in self.stretches):
            return are_paragraphs(self.text)
        return not are_wrapped(self.text, self.turns[0].place[0] if self.turns else 0)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """What each person says at a stretch, in order, where the text marks speech by turns."""
        return tuple(
            turn
            for start, end, form in self.stretches
            if form == "turns"
            for turn in turns(self.text, start, end)
        )

    @cached_property
    def as_shown(self) -> SourceText:
        """The text as readers see it: a record of speech that nobody called one is shown as one.

        It is one where each label is in capitals and some comes again; quotations are judged as before.
        """
        found = [] if self.given_speech else turns(self.text)
        labels = [turn.label for turn in found]
        comes_again = any(labels.count(label) > 1 for label in {*labels})
        if len(found) < 3 or not comes_again or not all(map(str.isupper, labels)):
            return self
        return SourceText(self.text, self.given_slips, [("", "turns")], self.given_hyphens)

    def turn_at(self, place: Range) -> Turn | None:
        """The turn in which a stretch lies, its label included."""
        return _turn_at(self.turns, place)

    def form_at(self, place: Range) -> Form:
        """How the text marks speech where a stretch begins."""
        index = bisect_right(self.stretches, place[0], key=lambda stretch: stretch.start) - 1
        return self.stretches[index].form

    @cached_property
    def _places_of_slips(self) -> list[tuple[tuple[str, str], list[Range]]]:
        return [(slip, [*self._places_of_slip(*slip)]) for slip in self.given_slips]

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
            return [without_hyphens(self._received)]
        corrections = []
        for place, (written, meant) in self._corrections:
            words = fold(meant)
            places = None
            if is_of_marks(written, meant):
                places = aligned(self._received.text[slice(*place)], words)
            corrections.append((place, words, places))
        views = [self._received, corrected(self._received, corrections)]
        return [without_hyphens(view) for view in views]

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
            whole = (matches[0][0][0], matches[0][-1][1])
            is_quoted = all(_is_within(place, self.quotations) for place in matches[0])
            return Found(matches[0], is_quoted, self.turn_at(whole))
        return self._miss(words, parts, prefix, suffix)

    def _miss(
        self, words: str, parts: Sequence[Part], prefix: str | None, suffix: str | None
    ) -> NotFound:
        """Why words are not found."""

        def stands(prefix: str | None, suffix: str | None) -> bool:
            return any(next(chains(view, parts, prefix, suffix), None) for view in self._views)

        for part in parts:
            if not any(next(places_of(view, part), None) for view in self._views):
                across = self._across(parts)
                return NotFound(words, "turns", across) if across else NotFound(part.text)
        if prefix and stands(None, suffix):
            return NotFound(words, "prefix")
        if suffix and stands(None, None):
            return NotFound(words, "suffix")
        across = self._across(parts)
        return NotFound(words, "turns", across) if across else NotFound(words, "out of order")

    def whole_words(self, place: Range) -> Range:
        """A stretch with the words and numbers whole that it begins or ends within: parts are not found."""
        view = self._received
        begins = view.offsets[
            bisect_right(view.offsets, place[0]) - 1
        ]  # a ligature has several letters
        first = bisect_left(view.offsets, begins)
        last = bisect_left(view.ends, place[1])
        return view.range(*whole_words(view, first, last + 1))

    def nearest(self, words: str) -> Nearest | None:
        """The passage most like some words, or None where nothing resembles them."""
        return self._words.nearest(words)

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex(self._received)

    def line(self, offset: int) -> int:
        """The line of a character; counts from 1."""
        return self.text.count("\n", 0, offset) + 1

    @cached_property
    def paragraphs(self) -> tuple[Range, ...]:
        """Stretches between the ends of paragraphs, without white space around; labels are in none."""
        labels = [turn.place for turn in self.turns]
        starts = [(stretch.start, stretch.start) for stretch in self.stretches[1:]]
        found = paragraphs(
            self.text,
            lines=self.lines_are_paragraphs,
            apart=sorted([*labels, *starts]),
            within={joint.end for joint in self.joints} if self.lines_are_paragraphs else (),
        )
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Range, ...]:
        """Sentences of all paragraphs, in order; the ends are a matter of punctuation alone."""
        return tuple(sentences(self.text, self.paragraphs))

    def is_in_marks(self, ranges: Sequence[Range]) -> bool:
        """Tell whether stretches stand inside quotation marks, however the text marks speech there."""
        return all(_is_within(place, self._marks.quotations) for place in ranges)

    @cached_property
    def _marks(self) -> Marks:
        """The quotation marks of the text, however it marks speech."""
        return self._marks_in(self.paragraphs)

    def _marks_in(self, paragraphs: Sequence[Range]) -> Marks:
        """The quotation marks of some paragraphs, slips of marks as they were meant."""
        slips = [
            (self._received.range(*place), slip[1])
            for place, slip in self._corrections
            if is_of_marks(*slip)
        ]
        if not slips:
            return read_marks(self.text, paragraphs)
        meant, places = as_meant(self.text, slips)
        meant_places = [
            (bisect_left(places, low), bisect_left(places, high)) for low, high in paragraphs
        ]
        read = read_marks(meant, meant_places)
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

    @cached_property
    def quotations(self) -> list[Range]:
        """What is somebody's own words, by the way the text marks speech there; in order.

        Stretches between quotation marks, outermost marks alone; in turns, their words, a stretch for
        each paragraph; after dashes, what is said. There, quotation marks count in the other paragraphs.
        """
        if all(stretch.form == "marks" for stretch in self.stretches):
            return self._marks.quotations
        found: list[Range] = []
        for start, end, form in self.stretches:
            inside = [place for place in self.paragraphs if start <= place[0] < end]
            if form == "dashes":
                said = [*after_dashes(self.text, inside)]
                begins = [place[0] for place in said]
                inside = [
                    (low, high)
                    for low, high in inside
                    if bisect_left(begins, low) == bisect_left(begins, high)
                ]
                found += said
            if form == "turns":
                starts = [place[0] for place in inside]
                for turn in self.turns:
                    low, high = bisect_left(starts, turn.start), bisect_left(starts, turn.end)
                    found += spoken(self.text, turn, inside[low:high])
            else:
                found += self._marks_in(inside).quotations
        return sorted(found)

    def other_form(self, ranges: Sequence[Range]) -> Form | None:
        """The way of marking speech, other than by marks, by which stretches would be somebody's words.

        It is a guess, for messages.
        """
        if len(self._any_turns) > 1 and all(_turn_at(self._any_turns, place) for place in ranges):
            return "turns"
        said = [*after_dashes(self.text, self.paragraphs)]
        return "dashes" if all(_is_within(place, said) for place in ranges) else None

    @cached_property
    def _any_turns(self) -> Sequence[Turn]:
        return self.turns or turns(self.text)

    def _across(self, parts: Sequence[Part]) -> tuple[str, str] | None:
        """The labels of two turns, where words go from one to another; for messages (rule 6).

        Labels and punctuation between do not count, and turns are looked for in any text.
        """
        known = self._any_turns
        if len(known) < 2:
            return None
        line, places, starts = self._words_alone
        at, ends = 0, []
        for part in parts:
            wanted = " ".join(["", *re.findall(r"\w+", part.text), ""])
            if wanted == " ":  # an apostrophe that is a letter until it is folded
                continue
            found = line.find(wanted, at)
            if found < 0:
                return None
            at = found + len(wanted) - 1
            ends += [bisect_left(places, found + 1), bisect_right(places, at) - 1]
        if not ends:
            return None
        one, other = (_turn_at(known, (starts[end],) * 2) for end in (ends[0], ends[-1]))
        return (one.label, other.label) if one and other and one != other else None

    @cached_property
    def _words_alone(self) -> tuple[str, array[int], array[int]]:
        """The words of the text in a line, a space around each; where each begins there, and in the text."""
        found = [""]
        places, starts = array("L"), array("L")
        reached = 1
        for word in re.finditer(r"\w+", self._received.text):
            found.append(word[0])
            places.append(reached)
            starts.append(self._received.offsets[word.start()])
            reached += len(word[0]) + 1
        return " ".join([*found, ""]), places, starts


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
                    yield "words", source.shown(start, low)
                    yield "slip", source.shown(low, high)
                    start = high
            yield "words", source.shown(start, end)
            if piece[-1:].isspace():
                yield "words", " "


def _is_within(place: Range, ranges: Sequence[Range]) -> bool:
    """Tell whether one of some stretches, in order, holds another."""
    index = bisect_right(ranges, place[0], key=lambda found: found[0]) - 1
    return index >= 0 and place[1] <= ranges[index][1]


def _turn_at(turns: Sequence[Turn], place: Range) -> Turn | None:
    index = bisect_right(turns, place[0], key=lambda turn: turn.place[0]) - 1
    return turns[index] if index >= 0 and place[1] <= turns[index].end else None


def _overlap(match: tuple[Range, ...], other: tuple[Range, ...]) -> bool:
    return match[0][0] < other[-1][1] and other[0][0] < match[-1][1]
