"""An archived text as a draft sees it: blocks, sentences, and evidence that is found once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from briefsite.authoring.draft.words import DraftWords
from briefsite.evidence.source_text import Ambiguous, Found, SourceText
from briefsite.evidence.speech import Turn, turns
from briefsite.evidence.typography import Range


@dataclass(frozen=True, slots=True)
class Pinned:
    """Words of a source that are found exactly once."""

    text: str
    prefix: str | None = None
    suffix: str | None = None


@dataclass(frozen=True)
class DraftText:
    """A text and its language."""

    source: SourceText
    words: DraftWords
    turns_begin: str = ""
    """The words with which the turns of a record begin; empty where nothing before them is quoted."""

    def slice(self, place: Range) -> str:
        """The words of a stretch, in one line."""
        return _one_line(self.source, place)

    def without_bullet(self, place: Range) -> str:
        """The same, without the mark of an item of a list."""
        words = self.slice(place)
        bullet = BULLET.match(words)
        return words[bullet.end() :] if bullet else words

    def line(self, place: Range) -> int:
        """The line in which a stretch begins."""
        return self.source.line(place[0])

    def search(self, template: str, place: Range) -> re.Match[str] | None:
        """Look for an expression in a stretch."""
        return self.words.pattern(template).search(self.source.text, *place)

    def find_all(self, template: str, place: Range) -> Iterator[re.Match[str]]:
        """All places of an expression in a stretch."""
        return self.words.pattern(template).finditer(self.source.text, *place)

    def pin(self, place: Range) -> Pinned | None:
        """The words of a stretch as evidence, with what singles them out; None where nothing does."""
        return self.pin_whole(self.trim(place))

    def pin_whole(self, place: Range) -> Pinned | None:
        """The same, with the punctuation at the ends of the stretch."""
        return pin(self.source, place)

    def trim(self, place: Range) -> Range:
        """A stretch without the punctuation and white space at its ends."""
        start, end = place
        text = self.source.text
        while start < end and (text[start].isspace() or text[start] in "-–—•*·,;:"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:-–—"):
            end -= 1
        return start, end

    def unquoted(self, place: Range) -> Range:
        """A stretch without the quotation marks around the whole of it."""
        first = bisect_left(self.in_marks, place[0], key=lambda quotation: quotation[0])
        for start, end in self.in_marks[first : first + 1]:
            if place[0] <= start <= place[0] + 2 and place[1] - 2 <= end <= place[1]:
                return start, end
        return place

    @cached_property
    def in_marks(self) -> list[Range]:
        """Stretches between quotation marks, also where turns say whose words all are."""
        return SourceText(self.source.text).quotations if self.turns else self.source.quotations

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Who speaks when, in a record of speech; none in other texts."""
        return self.source.turns

    def turn_at(self, place: Range) -> Turn | None:
        """The turn that a stretch begins in, its label left out."""
        index = bisect_right(self.turns, place[0], key=lambda turn: turn.start) - 1
        turn = self.turns[index] if index >= 0 else None
        return turn if turn and place[0] < turn.end else None

    def is_asked(self, place: Range) -> bool:
        """Whether a stretch begins in a turn of somebody who asks."""
        turn = self.turn_at(place)
        return turn is not None and self.asks(turn)

    def is_quotable(self, place: Range) -> bool:
        """Whether a stretch is somebody's own words, by the way the text marks speech there."""
        spoken = self.source.quotations
        index = bisect_right(spoken, place[0], key=lambda words: words[0]) - 1
        return index >= 0 and place[1] <= spoken[index][1]

    def asks(self, turn: Turn) -> bool:
        """Whether a turn is of somebody who asks or leads through the talk, or is not named."""
        return not turn.label or bool(self.words.pattern(r"\A(?:<asks>)(?!\w)").match(turn.label))

    @cached_property
    def blocks(self) -> list[Range]:
        """Paragraphs; an item of a list, or a line that ends its sentence, is one of its own.

        In a record of speech, labels and stage directions are in none.
        """
        if self.turns:
            places = self.source.paragraphs
            return [p for p in places if not _STAGE.fullmatch(self.source.text, *p)]
        return [block for place in self.source.paragraphs for block in self._blocks_in(place)]

    def _blocks_in(self, place: Range) -> list[Range]:
        lines = [
            (place[0] + line.start(), place[0] + line.end())
            for line in re.finditer(r"[^\n]*\S[^\n]*", self.source.text[place[0] : place[1]])
        ]
        texts = [self.slice(line) for line in lines]
        ended = sum(bool(_ENDED.search(text)) for text in texts[:-1])
        if len(lines) > 1 and ended > 0.8 * (len(lines) - 1):
            return lines
        blocks: list[Range] = []
        for line, text in zip(lines, texts, strict=True):
            if blocks and not BULLET.match(text):
                blocks[-1] = (blocks[-1][0], line[1])
            else:
                blocks.append(line)
        return blocks

    @cached_property
    def sentences(self) -> list[Range]:
        """Sentences of the body, each within one block."""
        starts = [start for start, _ in self.body]
        out: list[Range] = []
        for start, end in self._whole_sentences:
            # A sentence of a list without full stops runs on over its items.
            for low, high in islice(self.body, max(0, bisect_right(starts, start) - 1), None):
                if low >= end:
                    break
                if max(start, low) < min(end, high):
                    out.append((max(start, low), min(end, high)))
        return out

    @cached_property
    def _whole_sentences(self) -> list[Range]:
        """The sentences of the source, those whole that the point of «3 sept. 2025» cuts in two."""
        months = sorted(self.words.months, key=len, reverse=True)
        cut = re.compile(rf"(?i)\b(?:{'|'.join(months) or '(?!)'})\.$")
        out: list[Range] = []
        for start, end in self.source.sentences:
            if out and self.source.text[start].isdigit() and cut.search(self.slice(out[-1])[-9:]):
                out[-1] = (out[-1][0], end)
            else:
                out.append((start, end))
        return out

    def sentences_in(self, place: Range) -> list[Range]:
        """The sentences that begin in a stretch."""
        low = bisect_left(self.sentences, place[0], key=lambda sentence: sentence[0])
        high = bisect_left(self.sentences, place[1], key=lambda sentence: sentence[0])
        return self.sentences[low:high]

    def sentences_across(self, place: Range) -> list[Range]:
        """The sentences that a stretch lies in."""
        low = bisect_right(self.sentences, place[0], key=lambda sentence: sentence[0]) - 1
        high = bisect_left(self.sentences, place[1], key=lambda sentence: sentence[0])
        return self.sentences[max(0, low) : high]

    def block_of(self, place: Range) -> Range:
        """The block in which a stretch begins."""
        index = bisect_right(self.blocks, place[0], key=lambda block: block[0]) - 1
        return self.blocks[max(0, index)]

    @cached_property
    def headings(self) -> list[Range]:
        """Lines that are no sentences, before the first sentence."""
        first = self.body[0][0] if self.body else len(self.source.text)
        if self.turns:
            first = min(first, self.turns[0].place[0])
        lines = re.compile(r"[^\n]*\S[^\n]*")
        return [match.span() for match in lines.finditer(self.source.text, 0, first)]

    @cached_property
    def body(self) -> list[Range]:
        """Blocks but for headings, and for what is said by those who ask."""
        body = [
            block
            for block in self.blocks
            if (
                not self.asks(turn)
                if (turn := self.turn_at(block))
                else not self._is_heading(block)
            )
        ]
        return body or self.blocks

    def _is_heading(self, block: Range) -> bool:
        raw = self.source.text[block[0] : block[1]]
        lines = [line.strip() for line in raw.split("\n")]
        return (
            not _ENDED.search(self.slice(block))
            and not BULLET.match(lines[0])
            and len(lines) <= 3
            and max(map(len, lines)) <= 150
        )


def draft_text(text: str, words: DraftWords, *, is_record: bool = False) -> DraftText:
    """A text as a draft sees it: as a record of speech, where most of it is turns.

    A label must come again, or name an office or somebody who asks, unless the format of the
    document says who speaks (`is_record`).
    """
    if is_record:
        return DraftText(SourceText(text, speech=[("", "turns")]), words)
    plain = DraftText(SourceText(text), words)
    found = turns(text)
    spoken = sum(turn.end - turn.start for turn in found)
    labels = Counter(turn.label for turn in found if turn.label)
    known = plain.words.pattern(r"\b<persons>\b")
    is_told = any(
        labels[turn.label] > 1 or plain.asks(turn) or known.search(turn.label) for turn in found
    )
    if len(found) < 2 or not is_told or 2 * spoken < len(text):
        return plain
    begins = _first_words(plain, found[0].place[0])
    return DraftText(SourceText(text, speech=[(begins, "turns")]), words, begins)


def _first_words(text: DraftText, start: int) -> str:
    """Words that stand once, with which the turns begin, where quotation marks count before them.

    Empty where they do not, or where no words single the beginning out.
    """
    if any(low < start for low, _ in text.in_marks):
        words = text.source.text[start:].split("\n\n")[0].split()[:12]
        for count in range(2, len(words) + 1):
            if isinstance(text.source.find(" ".join(words[:count])), Found):
                return " ".join(words[:count])
    return ""


_ENDED = re.compile("[.!?…:;][\"'”’»)\\]]*$|[\"'”’»]{1,2}$")
_STAGE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])[\s.]*")
BULLET = re.compile(r"[-–—•*·▪‣]\s+(?=\S)|\d{1,2}[.)]\s+|[a-z]\)\s+")
"""What begins an item of a list."""

_WORDS_AROUND = (1, 2, 3, 5, 8)
"""How many words before or after are tried to single out words that repeat."""


def pin(source: SourceText, place: Range) -> Pinned | None:
    """The words of a stretch as evidence, with what singles them out; None where nothing does."""
    words = _one_line(source, place)
    match source.find(words):
        case Found(ranges) if _covers(ranges, place):
            return Pinned(words)
        case Ambiguous():
            before = re.findall(r"\S+", source.text[max(0, place[0] - 200) : place[0]])
            after = re.findall(r"\S+", source.text[place[1] : place[1] + 200])
            for count in _WORDS_AROUND:
                for prefix, suffix in (
                    (None, " ".join(after[:count]) or None),
                    (" ".join(before[-count:]) or None, None),
                ):
                    found = source.find(words, prefix, suffix)
                    if isinstance(found, Found) and _covers(found.ranges, place):
                        return Pinned(words, prefix, suffix)
    return None


def _covers(ranges: Sequence[Range], place: Range) -> bool:
    return place[0] <= ranges[0][0] and ranges[-1][1] <= place[1]


def _one_line(source: SourceText, place: Range) -> str:
    """The words of a stretch as readers see them, in one line."""
    return " ".join(source.shown(*place).split())
