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
from dataclasses import dataclass, field
from difflib import Match, SequenceMatcher
from functools import cache, cached_property
from itertools import islice
from typing import Literal

Range = tuple[int, int]
"""Start and end of a stretch of text; the end is not in it."""

_Token = tuple[str, int]
"""A word or mark of a folded text, and where it begins."""

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
        found = [(slip, [*_places(received, fold(slip[0]))]) for slip in slips]
        self.missing_slips = tuple(slip for slip, places in found if not places)
        """Slips that the text does not have."""
        corrections: list[tuple[Range, str]] = []
        for place, meant in sorted(
            (place, fold(slip[1])) for slip, places in found for place in places
        ):
            if not corrections or place[0] >= corrections[-1][0][1]:
                corrections.append((place, meant))
        self.slips: tuple[Range, ...] = tuple(received.range(*place) for place, _ in corrections)
        """Where the slips stand."""
        self._views = [received]
        if corrections:
            self._views.append(_corrected(received, corrections))

    def find(self, words: str, prefix: str | None = None, suffix: str | None = None) -> Verdict:
        """Look for words; `prefix` and `suffix` are the words right before and after them."""
        parts = _parts(words)
        if not parts:
            return NoWords()
        matches: list[tuple[Range, ...]] = []
        for view in self._views:
            # Parts that stand often can be chained in more ways than anybody could count.
            for places in islice(_chains(view, parts, prefix, suffix), MOST_PLACES):
                match = tuple(view.range(*place) for place in places)
                # Words outside the slips stand in both views.
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
        self, words: str, parts: Sequence[_Part], prefix: str | None, suffix: str | None
    ) -> NotFound:
        """Why words are not found."""

        def stands(prefix: str | None, suffix: str | None) -> bool:
            return any(next(_chains(view, parts, prefix, suffix), None) for view in self._views)

        for part in parts:
            if not any(next(_places(view, part.text, part), None) for view in self._views):
                return NotFound(part.text)
        if prefix and stands(None, suffix):
            return NotFound(words, "prefix")
        if suffix and stands(None, None):
            return NotFound(words, "suffix")
        return NotFound(words, "out of order")

    def nearest(self, words: str) -> Nearest | None:
        """The passage most like some words, or None where nothing resembles them."""
        folded = fold(_BRACKETS.sub(" ", words))
        wanted = self._first_missing(folded, _tokens(folded))
        votes: Counter[int] = Counter()
        for index, token in enumerate(wanted):
            for position in self._token_index.get(token[0].casefold(), ())[:200]:
                votes[position - index] += 1 + (token[0] == self._tokens[position][0])
        if not votes:
            return None
        # Words put in or left out shift the rest by one or two, hence the neighbours' votes.
        start = max(votes, key=lambda at: (sum(votes[at + shift] for shift in range(-2, 3)), -at))
        margin = min(len(wanted), 60) + 2
        low, high = max(0, start - margin), max(0, start) + len(wanted) + margin
        window = self._tokens[low:high]
        matcher = SequenceMatcher(
            None, [token for token, _ in wanted], [token for token, _ in window], autojunk=False
        )
        blocks = _without_strays([block for block in matcher.get_matching_blocks() if block.size])
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
            wanted=_marked(folded, wanted, same_wanted),
            passage=_marked(view.text, window[first:last], same_window),
        )

    def _first_missing(self, folded: str, tokens: list[_Token]) -> list[_Token]:
        """Of many words, those around the first that the text does not have."""
        for start in range(0, len(tokens), 50):
            stretch = tokens[start : start + 50]
            if folded[stretch[0][1] : stretch[-1][1]] not in self._views[0].text:
                return tokens[max(0, start - 5) : start + 100]
        return tokens[-100:]

    def line(self, offset: int) -> int:
        """The line of a character; counts from 1."""
        return self.text.count("\n", 0, offset) + 1

    @cached_property
    def paragraphs(self) -> tuple[Range, ...]:
        """Stretches between blank lines, without the white space around them."""
        breaks = (space for space in _SPACE.finditer(self.text) if space[0].count("\n") > 1)
        return tuple(_split(self.text, 0, breaks))

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
        index = bisect_right(self.quotations, place[0], key=lambda quotation: quotation[0]) - 1
        return index >= 0 and place[1] <= self.quotations[index][1]

    @cached_property
    def quotations(self) -> list[Range]:
        """Stretches between quotation marks, outermost marks alone; in order."""
        found: list[Range] = []
        carried: str | None = None
        for index, (start, end) in enumerate(self.paragraphs):
            marks = [*_MARK.finditer(self.text, start, end)]
            quoted, unclosed = _paired(
                marks, carried if marks and marks[0].start() == start else None
            )
            carried = None
            following = self.paragraphs[index + 1][0] if index + 1 < len(self.paragraphs) else end
            again = _MARK.match(self.text, following)
            speech = [mark for mark in unclosed if again and _kind(mark[0]) == _kind(again[0])]
            if speech:
                # A speech of several paragraphs opens anew in each and closes in the last.
                carried = speech[0][0]
                quoted.append((speech[0].end(), end))
            reached = start
            for place in sorted(quoted):
                if place[0] >= reached:
                    found.append(place)
                    reached = place[1]
        return found

    @cached_property
    def _tokens(self) -> list[_Token]:
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
    composed, _ = _compose(text)
    if not _FOLDABLE.search(composed):  # as in most texts; a third of the time
        return composed.strip()
    return _FOLDS.sub(_folded, composed).replace(_BREAK, " ").strip()


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
    """Where the stretch of each character begins; one more for the end of the text."""

    ends: array[int]
    """Where it ends. Beyond the next offset for a slip, whose characters all stand for the whole."""

    breaks: list[int]
    """Where paragraphs end, in the folded text."""

    def range(self, start: int, end: int) -> Range:
        return self.offsets[start], self.ends[end - 1]


_BREAK = "\n"
"""The end of a paragraph in a folded text."""

_SPACE = re.compile(r"\s+")

_SINGLE_OPENS = r"(?<!\w)[‘'](?=[\w¿¡])"
_SINGLE_CLOSES = r"(?:(?<=[\w.,;:!?…)])’|(?<=[^\W\d])'|(?<=[.,;:!?…)])')(?!\w)"
"""Single quotation marks, told from apostrophes and feet by what stands around them."""

_FOLDS = re.compile(
    r"(?P<space>[^\S ]\s*| \s+)"  # all but the single spaces, which stay
    r"|(?P<hint>[\u00ad\u200b\u2060]+)"  # where a line may or may not break
    rf"|(?P<mark>''|``|´´|‘‘|’’|[\"“”„‟«»″]|{_SINGLE_OPENS}|{_SINGLE_CLOSES})"
    r"|(?P<apostrophe>[‘’‚‛ʼ´`′‹›])"
    r"|(?P<dash>[-‐‑‒–—―−]{2,}|[‐‑‒–—―−])"
)
_FOLDABLE = re.compile(r"[^\S ]|  |--|[\u00ad\u200b\u2060'\"‘’‚‛“”„‟«»″ʼ´`′‹›‐‑‒–—―−]")
"""Without any of these, `_FOLDS` finds single hyphens at most, and leaves them."""

_FOLDED = {"space": " ", "hint": "", "mark": '"', "apostrophe": "'", "dash": "-"}


def _fold(text: str) -> _View:
    composed, starts = _compose(text)
    out: list[str] = []
    offsets = array("L")
    position = 0
    for match in _FOLDS.finditer(composed):
        out.append(composed[position : match.start()])
        out.append(_folded(match))
        offsets.extend(range(position, match.start() + (match.lastgroup != "hint")))
        position = match.end()
    out.append(composed[position:])
    offsets.extend(range(position, len(composed) + 1))
    if starts is not None:
        offsets = array("L", (starts[offset] for offset in offsets))
    return _view("".join(out), offsets, offsets[1:])


def _folded(match: re.Match[str]) -> str:
    """What a match of `_FOLDS` becomes."""
    is_break = match.lastgroup == "space" and match[0].count("\n") > 1
    return _BREAK if is_break else _FOLDED[match.lastgroup or ""]


def _view(folded: str, offsets: array[int], ends: array[int]) -> _View:
    breaks = [match.start() for match in re.finditer(_BREAK, folded)]
    return _View(folded, offsets, ends, breaks)


def _compose(text: str) -> tuple[str, array[int] | None]:
    """Compose to NFC; the second part says where each character came from, None for all in place."""
    if unicodedata.is_normalized("NFC", text):
        return text, None
    out: list[str] = []
    starts = array("L")
    for match in _cluster().finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        out.append(composed)
        starts.extend([match.start()] * len(composed))
    starts.append(len(text))
    return "".join(out), starts


@cache  # and not made when it is not needed: most builds look nothing up
def _marks() -> str:
    """All characters that change the one before them."""
    return "".join(filter(unicodedata.combining, map(chr, range(0x300, 0x1F000))))


@cache
def _cluster() -> re.Pattern[str]:
    """A character and those after it that can merge with it when composed."""
    parts = (unicodedata.decomposition(chr(code)).split() for code in range(0xC0, 0x1F000))
    seconds = {int(part[1], 16) for part in parts if len(part) == 2 and part[0][0] != "<"}
    merging = "".join(map(chr, sorted(seconds)))
    return re.compile(f"(?s:.)[{_marks()}{merging}\u1160-\u11ff]*")  # the last are Hangul's


def _corrected(view: _View, corrections: list[tuple[Range, str]]) -> _View:
    """The view with slips as they were meant; their characters stand for the whole slip."""
    out: list[str] = []
    offsets, ends = array("L"), array("L")
    position = 0
    for (start, end), meant in corrections:
        out += [view.text[position:start], meant]
        low, high = view.range(start, end)
        offsets.extend(view.offsets[position:start])
        offsets.extend([low] * len(meant))
        ends.extend(view.ends[position:start])
        ends.extend([high] * len(meant))
        position = end
    out.append(view.text[position:])
    offsets.extend(view.offsets[position:])
    ends.extend(view.ends[position:])
    return _view("".join(out), offsets, ends)


def _overlap(match: tuple[Range, ...], other: tuple[Range, ...]) -> bool:
    return match[0][0] < other[-1][1] and other[0][0] < match[-1][1]


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


def _places(view: _View, words: str, part: _Part | None = None) -> Iterator[Range]:
    """All places of folded words that do not begin or end inside a word."""
    part = part or _Part(words)
    text = view.text
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
        rf"|[^\W_](?:'?(?:[^\W_]|[{_marks()}]))*"  # «can» is not a word of «can't»
    )


def _chains(
    view: _View, parts: Sequence[_Part], prefix: str | None, suffix: str | None
) -> Iterator[tuple[Range, ...]]:
    """All ways in which the parts follow each other in order within one paragraph."""
    if len(parts) == 1:
        for place in _places(view, parts[0].text, parts[0]):
            if _follows(view, place[0], prefix) and _precedes(view, place[1], suffix):
                yield (place,)
        return
    alike = {part: [*_places(view, part.text, part)] for part in parts}
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


def _follows(view: _View, start: int, prefix: str | None) -> bool:
    """Tell whether some words, whole, stand right before a place."""
    if not prefix:
        return True
    words = fold(prefix)
    end = start - (start > 0 and view.text[start - 1].isspace())
    begin = end - len(words)
    before = view.text[max(0, begin) : end].replace(_BREAK, " ")
    return not words or (before == words and not _cuts(view.text, begin))


def _precedes(view: _View, end: int, suffix: str | None) -> bool:
    """Tell whether some words, whole, stand right after a place."""
    if not suffix:
        return True
    words = fold(suffix)
    start = end + (end < len(view.text) and view.text[end].isspace())
    after = view.text[start : start + len(words)].replace(_BREAK, " ")
    return not words or (after == words and not _cuts(view.text, start + len(words)))


_MARK = re.compile(
    rf"''|``|´´|‘‘|’’|[\"“”„‟«»″]|(?P<opens>{_SINGLE_OPENS})|(?P<closes>{_SINGLE_CLOSES})"
)
_KINDS = {"«": "«", "»": "«", **dict.fromkeys("“”„‟", "“"), **dict.fromkeys("‘’'", "'")}
"""Marks that pair with their own kind; all others pair with each other."""


def _kind(glyph: str) -> str:
    return _KINDS.get(glyph, '"')


def _paired(
    marks: Sequence[re.Match[str]], carried: str | None
) -> tuple[list[Range], list[re.Match[str]]]:
    """Pair the marks of a paragraph; return what they quote, and the marks never closed.

    `carried` is the mark that a speech of the paragraphs before is open with: the first mark here
    then opens it anew, whichever it is.
    """
    quoted: list[Range] = []
    stack: list[tuple[re.Match[str], str]] = []
    waiting: Counter[str] = Counter()
    for index, mark in enumerate(marks):
        kind = _kind(mark[0])
        if index == 0 and carried:
            kind = _kind(carried)
        elif _closes(mark, is_open=waiting[kind] > 0):
            while waiting[kind]:
                opener, other = stack.pop()
                waiting[other] -= 1
                if other == kind:
                    quoted.append((opener.end(), mark.start()))
                    break
            continue
        elif kind == '"' and mark.start() and mark.string[mark.start() - 1].isalnum():
            continue  # inches
        stack.append((mark, kind))
        waiting[kind] += 1
    return quoted, [mark for mark, _ in stack]


def _closes(mark: re.Match[str], *, is_open: bool) -> bool:
    """Tell whether a mark closes a quotation, given whether one of its kind is open."""
    if mark[0] in "»”" or mark.lastgroup == "closes":
        return True
    if mark[0] == "“":  # closes «„…“», and what is badly typed
        return is_open and mark.start() > 0 and not mark.string[mark.start() - 1].isspace()
    return is_open and mark[0] not in _KINDS


_SENTENCE_END = re.compile(r"(?<![.!?…])([.!?…]++)[\"'”’»)\]]*+\s++(?=[\"'“‘«¿¡(\[—-]*+(\w))")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“\"'])(?:[A-ZÁÉÍÓÚÑ]|Sra?|Dra?|Lic|Ing|Gral|Cnel|St|Sto|Sta|Mrs?|Ms|EE|UU|U\.S"
    r"|[Aa]rt|[Nn]úm|[Pp]ágs?|[Vv]ol|cf|ej|etc|vs)\.$"
)


def _sentence_ends(paragraph: str) -> Iterator[re.Match[str]]:
    for match in _SENTENCE_END.finditer(paragraph):
        starts_anew = match[2].isupper() or match[2].isdigit()
        end = paragraph[max(0, match.end(1) - 12) : match.end(1)]
        is_number = match[2].isdigit() and end.lower().endswith((" no.", "(no."))
        if starts_anew and not is_number and not _ABBREVIATION.search(end):
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


def _without_strays(blocks: list[Match]) -> list[Match]:
    """Drop single words at the ends that stand far from the rest."""
    while len(blocks) > 1 and blocks[0].size == 1 and blocks[1].b - blocks[0].b > STRAY:
        blocks = blocks[1:]
    while len(blocks) > 1 and blocks[-1].size == 1:
        if blocks[-1].b - blocks[-2].b - blocks[-2].size <= STRAY:
            break
        blocks = blocks[:-1]
    return blocks


STRAY = 4
"""Words between a match and the rest from which on it is a coincidence."""


def _tokens(folded: str) -> list[_Token]:
    """Words and single marks of a folded text, with their places."""
    return [(match[0], match.start()) for match in re.finditer(r"\w+|[^\w\s]", folded)]


def _marked(text: str, tokens: Sequence[_Token], same: set[int]) -> str:
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
