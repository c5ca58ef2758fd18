"""Do these words stand in that text? The heart of briefsite.

The rules, which `docs/metodo.md` states to readers in the same order:

1. Words are compared after folding *typography only*: quotation marks, apostrophes, dashes, runs of
   white space, Unicode composition. Never letters, accents, digits, case or word order. A match
   neither begins nor ends inside a word or number, and never crosses a paragraph.
2. `[…]` stands for omitted words; any other text in square brackets is the editor's. Neither is
   compared. The parts between must follow each other in order within one paragraph.
3. The words must be found exactly once; else the words right before or after single them out
   (the `prefix` and `suffix` of the W3C's Web Annotation model, TextQuoteSelector).
4. A quotation must also stand inside quotation marks (`Found.quoted`).
5. A slip of the source (`sic`) also matches as it was meant.
6. Whether words stand there is decided by comparison alone. `nearest` is for messages.

Offsets are those of the text as received, in characters.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import chain, islice

Range = tuple[int, int]
"""Start and end of a stretch of text; the end is not in it."""

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
    """The first part that is missing; all words, where each part is there but not in order."""

    out_of_order: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The words stand in the source more than once."""

    places: tuple[int, ...]
    """Where each begins, at most `MOST_PLACES`."""


@dataclass(frozen=True, slots=True)
class NoWords:
    """There is nothing to compare: brackets and punctuation alone."""


Verdict = Found | NotFound | Ambiguous | NoWords


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage most like some words, for a message."""

    start: int
    wanted: str
    """The words looked for, those that differ as `>>word<<`."""

    passage: str
    """The words of the source, marked likewise."""


class SourceText:
    """A text in which words are looked for. Preparing and searching are linear in its length."""

    def __init__(self, text: str, slips: Iterable[tuple[str, str]] = ()) -> None:
        """Prepare a text; `slips` are pairs of words as written and as meant."""
        self.text = text
        received = _fold(text)
        found = [(slip, _places(received, fold(slip[0]))) for slip in slips]
        self.slips: tuple[Range, ...] = tuple(
            sorted(received.range(*place) for _, places in found for place in places)
        )
        """Where the slips stand."""
        self.missing_slips = tuple(slip for slip, places in found if not places)
        """Slips that the text does not have."""
        corrections = [(place, fold(slip[1])) for slip, places in found for place in places]
        self._views = [received]
        if corrections:
            self._views.append(_corrected(received, corrections))

    def find(self, words: str, prefix: str | None = None, suffix: str | None = None) -> Verdict:
        """Look for words; `prefix` and `suffix` are the words right before and after them."""
        parts = _parts(words)
        if not parts:
            return NoWords()
        matches = {
            tuple(view.range(*place) for place in places): None
            for view in self._views
            # Parts that stand often can be chained in more ways than anybody could count.
            for places in islice(_chains(view, parts, prefix, suffix), MOST_PLACES)
        }
        if len(matches) > 1:
            return Ambiguous(tuple(sorted(match[0][0] for match in matches))[:MOST_PLACES])
        if matches:
            (ranges,) = matches
            return Found(ranges, all(map(self._is_quoted, ranges)))
        for part in parts:
            if not any(_places(view, part.text, part) for view in self._views):
                return NotFound(part.text)
        return NotFound(words, out_of_order=len(parts) > 1)

    def nearest(self, words: str) -> Nearest | None:
        """The passage most like some words, or None where nothing resembles them."""
        wanted = _tokens(fold(_BRACKETS.sub(" ", words)))
        votes: Counter[int] = Counter()
        for index, token in enumerate(wanted):
            for position in self._token_index.get(token[0].casefold(), ())[:200]:
                votes[position - index] += 1 + (token[0] == self._tokens[position][0])
        if not votes:
            return None
        # Words put in or left out shift the rest by one or two, hence the neighbours' votes.
        start = max(votes, key=lambda at: (sum(votes[at + shift] for shift in range(-2, 3)), -at))
        low, high = max(0, start - 2), max(0, start) + len(wanted) + 2
        window = self._tokens[low:high]
        blocks = [
            block
            for block in SequenceMatcher(
                None, [token for token, _ in wanted], [token for token, _ in window], autojunk=False
            ).get_matching_blocks()
            if block.size
        ]
        if not blocks:
            return None
        # Of the margin, keep what stands against words of the author's.
        first = max(0, blocks[0].b - blocks[0].a)
        last = min(len(window), blocks[-1].b + len(wanted) - blocks[-1].a)
        same_wanted = {block.a + step for block in blocks for step in range(block.size)}
        same_window = {block.b + step - first for block in blocks for step in range(block.size)}
        view = self._views[0]
        return Nearest(
            start=view.offsets[window[first][1]],
            wanted=_marked(fold(_BRACKETS.sub(" ", words)), wanted, same_wanted),
            passage=_marked(view.text, window[first:last], same_window),
        )

    def line(self, offset: int) -> int:
        """The line of a character; counts from 1."""
        return self.text.count("\n", 0, offset) + 1

    @cached_property
    def paragraphs(self) -> tuple[Range, ...]:
        """Stretches between blank lines, without the white space around them."""
        return tuple(_split(self.text, 0, _PARAGRAPH_BREAK.finditer(self.text)))

    @cached_property
    def sentences(self) -> tuple[Range, ...]:
        """Sentences of all paragraphs, in order; the ends are a matter of punctuation alone."""
        return tuple(
            sentence
            for start, end in self.paragraphs
            for sentence in _split(
                self.text[start:end], start, _sentence_ends(self.text[start:end])
            )
        )

    def _is_quoted(self, place: Range) -> bool:
        index = bisect_right(self._quotations, place[0], key=lambda quotation: quotation[0]) - 1
        return index >= 0 and place[1] <= self._quotations[index][1]

    @cached_property
    def _quotations(self) -> list[Range]:
        """What stands between quotation marks, outermost marks first; sorted, not overlapping."""
        marks = [[*_MARK.finditer(self.text, start, end)] for start, end in self.paragraphs]
        starts = [start for start, _ in self.paragraphs[1:]] + [None]
        found: list[Range] = []
        for index, (_, end) in enumerate(self.paragraphs):
            opening: re.Match[str] | None = None
            for mark in marks[index]:
                if opening is None:
                    opening = mark if mark[0] not in "”»’" else None
                elif mark[0] in _CLOSING[opening[0]]:
                    found.append((opening.end(), mark.start()))
                    opening = None
            # A speech of several paragraphs opens anew in each and closes in the last.
            if opening and any(
                mark.start() == starts[index] for mark in chain(*marks[index + 1 :][:1])
            ):
                found.append((opening.end(), end))
        return found

    @cached_property
    def _tokens(self) -> list[tuple[str, int]]:
        return _tokens(self._views[0].text)

    @cached_property
    def _token_index(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for position, (token, _) in enumerate(self._tokens):
            if token.isalnum():
                index.setdefault(token.casefold(), []).append(position)
        return index


def fold(text: str) -> str:
    """Fold the typography of words to look for: rule 1, on one paragraph."""
    return _fold(text).text.replace(_BREAK, " ").strip()


def pieces(words: str, source: SourceText, found: Found) -> Iterator[tuple[str, str]]:
    """A quotation as readers see it: the source's own words, the editor's brackets between.

    Yields pairs of a kind and a text: `words` of the source, a `slip` of it, an `editor`'s bracket.
    """
    ranges = iter(found.ranges)
    for piece in _BRACKETS.split(words):
        if _BRACKETS.fullmatch(piece) or not _has_words(piece):
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


@dataclass(frozen=True, slots=True)
class _View:
    """A folded text, and where each of its characters stands in the text as received."""

    text: str
    offsets: array[int]
    """One longer than the text: each character covers the stretch up to the next offset."""

    breaks: list[int]
    """Where paragraphs end, in the folded text."""

    def range(self, start: int, end: int) -> Range:
        return self.offsets[start], self.offsets[end]


_BREAK = "\n"
"""The end of a paragraph in a folded text."""

_FOLDS = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<mark>''|``|´´|‘‘|’’|[\"“”„‟«»″])"
    r"|(?P<apostrophe>[‘’‚‛ʼ´`′‹›])"
    r"|(?P<dash>[-‐‑‒–—―−]{2,}|[‐‑‒–—―−])"
)
_FOLDED = {"space": " ", "mark": '"', "apostrophe": "'", "dash": "-"}


def _fold(text: str) -> _View:
    composed, starts = _compose(text)
    out: list[str] = []
    offsets = array("L")
    position = 0
    for match in _FOLDS.finditer(composed):
        out.append(composed[position : match.start()])
        offsets.extend(range(position, match.start() + 1))
        kind = match.lastgroup or ""
        is_break = kind == "space" and match[0].count("\n") > 1
        out.append(_BREAK if is_break else _FOLDED[kind])
        position = match.end()
    out.append(composed[position:])
    offsets.extend(range(position, len(composed) + 1))
    if starts is not None:
        offsets = array("L", (starts[offset] for offset in offsets))
    folded = "".join(out)
    return _View(folded, offsets, [match.start() for match in re.finditer(_BREAK, folded)])


def _compose(text: str) -> tuple[str, array[int] | None]:
    """Compose to NFC; the second part says where each character came from, None for all in place."""
    if unicodedata.is_normalized("NFC", text):
        return text, None
    out: list[str] = []
    starts = array("L")
    for match in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        out.append(composed)
        starts.extend([match.start()] * len(composed))
    starts.append(len(text))
    return "".join(out), starts


_MARKS = "".join(chr(code) for code in range(0x300, 0x110000) if unicodedata.combining(chr(code)))
_CLUSTER = re.compile(f"(?s:.)[{_MARKS}\u1160-\u11ff]*")
"""A character and the combining marks (or Hangul vowels and finals) that can merge with it."""


def _corrected(view: _View, corrections: list[tuple[Range, str]]) -> _View:
    """The view with slips as they were meant; their characters stand for the whole slip."""
    out: list[str] = []
    offsets = array("L")
    position = 0
    for (start, end), meant in sorted(corrections):
        if start < position:
            continue  # overlaps the slip before
        out += [view.text[position:start], meant]
        offsets.extend(view.offsets[position:start])
        offsets.extend([view.offsets[start]] * len(meant))
        position = end
    out.append(view.text[position:])
    offsets.extend(view.offsets[position:])
    folded = "".join(out)
    return _View(folded, offsets, [match.start() for match in re.finditer(_BREAK, folded)])


_BRACKETS = re.compile(r"(\[[^\[\]]*\])")


@dataclass(frozen=True, slots=True)
class _Part:
    """Words between brackets."""

    text: str
    open_start: bool = False
    """A bracket touches the start, as in `[E]l grupo`: it may fall inside a word."""

    open_end: bool = False


def _parts(words: str) -> list[_Part]:
    split = _BRACKETS.split(words)
    parts = []
    for index in range(0, len(split), 2):
        raw = split[index]
        text = fold(raw)
        if _has_words(raw):
            parts.append(
                _Part(
                    text,
                    open_start=index > 0 and not raw[0].isspace(),
                    open_end=index + 1 < len(split) and not raw[-1].isspace(),
                )
            )
    return parts


def _has_words(piece: str) -> bool:
    return any(char.isalnum() for char in piece)


def _places(view: _View, words: str, part: _Part | None = None) -> list[Range]:
    """All places of folded words that do not begin or end inside a word."""
    part = part or _Part(words)
    places: list[Range] = []
    start = view.text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        if not _cuts(view.text, start, part.open_start) and not _cuts(
            view.text, end, part.open_end
        ):
            places.append((start, end))
        start = view.text.find(words, start + 1)
    return places


def _cuts(text: str, at: int, may_cut_word: bool) -> bool:
    """Tell whether a boundary falls inside a number, or inside a word where it may not."""
    if not 0 < at < len(text) or text[at - 1].isspace() or text[at].isspace():
        return False
    if text[at - 1].isalnum() and text[at].isalnum():  # by far the most frequent
        return not may_cut_word or (text[at - 1].isdigit() and text[at].isdigit())
    for token in _TOKEN.finditer(text, max(0, at - 40), at + 40):
        if token.start() < at < token.end():
            return not may_cut_word or token.lastgroup == "number"
    return False


_TOKEN = re.compile(
    r"(?P<number>(?<![^\W_])[-+]?\d+(?:[.,:]\d+)*)"  # 3.5 and -5 are one number each
    rf"|[^\W_](?:'?(?:[^\W_]|[{_MARKS}]))*"  # «can» is not a word of «can't»
)


def _chains(
    view: _View, parts: Sequence[_Part], prefix: str | None, suffix: str | None
) -> Iterator[tuple[Range, ...]]:
    """All ways in which the parts follow each other in order within one paragraph."""
    places = [_places(view, part.text, part) for part in parts]
    # Before they are chained, so that no chain is tried in vain.
    places[0] = [place for place in places[0] if _follows(view, place[0], prefix)]
    places[-1] = [place for place in places[-1] if _precedes(view, place[1], suffix)]
    if len(parts) == 1:
        yield from ((place,) for place in places[0])
        return
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


def _follows(view: _View, start: int, prefix: str | None) -> bool:
    words = fold(prefix or "")
    before = view.text[max(0, start - len(words) - 1) : start].replace(_BREAK, " ")
    return before.rstrip().endswith(words)


def _precedes(view: _View, end: int, suffix: str | None) -> bool:
    words = fold(suffix or "")
    after = view.text[end : end + len(words) + 1].replace(_BREAK, " ")
    return after.lstrip().startswith(words)


_PARAGRAPH_BREAK = re.compile(r"\s*\n[^\S\n]*\n\s*")

_MARK = re.compile(
    r"''|``|´´|‘‘|’’|[\"“”„‟«»″]"
    r"|(?<!\w)[‘']|[’'](?!\w)"  # single marks, but not apostrophes
)
_STRAIGHT = ("''", "``", "´´", '"', "″", "’’", "‘‘")
_CLOSING = {
    "“": ("”", "“"),
    "„": ("“", "”"),
    "‟": ("”",),
    "«": ("»",),
    "‘": ("’",),
    "'": ("'",),
    **dict.fromkeys(_STRAIGHT, _STRAIGHT),
}
"""What closes a quotation, by what opened it."""

_SENTENCE_END = re.compile(r"([.!?…]+)[\"'”’»)\]]*\s+(?=[\"'“‘«¿¡(\[—-]*(\w))")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“\"'])(?:[A-ZÁÉÍÓÚÑ]|Sra?|Dra?|Lic|Ing|Gral|Cnel|St|Sto|Sta|Mrs?|Ms|EE|UU|U\.S"
    r"|[Aa]rt|[Nn]úm|[Nn]o|[Pp]ágs?|[Vv]ol|cf|ej|etc|vs)\.$"
)


def _sentence_ends(paragraph: str) -> Iterator[re.Match[str]]:
    for match in _SENTENCE_END.finditer(paragraph):
        starts_anew = match[2].isupper() or match[2].isdigit()
        if starts_anew and not _ABBREVIATION.search(
            paragraph[max(0, match.end(1) - 12) : match.end(1)]
        ):
            yield match


def _split(text: str, offset: int, ends: Iterable[re.Match[str]]) -> Iterator[Range]:
    """Stretches of a text between separators, without white space around them."""
    start = 0
    for following in [*(end.end() for end in ends), len(text)]:
        # What a separator holds besides white space (a full stop, a mark) belongs before it.
        stretch = text[start:following]
        if stretch.strip():
            lead = len(stretch) - len(stretch.lstrip())
            yield offset + start + lead, offset + start + len(stretch.rstrip())
        start = following


def _tokens(folded: str) -> list[tuple[str, int]]:
    """Words and single marks of a folded text, with their places."""
    return [(match[0], match.start()) for match in re.finditer(r"\w+|[^\w\s]", folded)]


def _marked(text: str, tokens: Sequence[tuple[str, int]], same: set[int]) -> str:
    """The stretch of text under the tokens; those not the same stand in `>>…<<`."""
    out: list[str] = []
    position = tokens[0][1]
    for index, (token, start) in enumerate(tokens):
        differs, differed = index not in same, index > 0 and index - 1 not in same
        between = text[position:start]
        opening, closing = ">>" * (differs and not differed), "<<" * (differed and not differs)
        out.append(closing + between + opening + token)
        position = start + len(token)
    if len(tokens) - 1 not in same:
        out.append("<<")
    return "".join(out).replace(_BREAK, " ")
