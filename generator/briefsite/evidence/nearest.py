"""The passage most like some words, for messages (rule 6)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from typing import Literal, NamedTuple

from briefsite.evidence.matching import BRACKETS
from briefsite.evidence.typography import BREAK, View, fold

_Token = tuple[str, int]
"""A word or mark of a folded text, and where it begins."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage most like some words, for a message."""

    start: int
    wanted: str
    """The words looked for, those that differ as `>>word<<`."""

    passage: str
    """The words of the source, marked likewise."""

    unseen: tuple[Unseen, ...] = ()
    """What differs and cannot be seen, at most `MOST_UNSEEN`."""


MOST_UNSEEN = 5


class Unseen(NamedTuple):
    """A difference between some words and a passage that the eye does not see."""

    kind: Literal["paragraph", "space", "no space", "yours", "source's", "cut"]
    """The passage has the end of a paragraph, a space or none between two words; the author's words or
    the passage have characters that look like others; the words begin or end inside a longer one."""

    words: str
    """Around it: of the author's for `yours`, else of the passage."""

    characters: tuple[str, ...] = ()
    """What they are called, where they look like others: `U+0430 CYRILLIC SMALL LETTER A`."""


class WordIndex:
    """The words of a text and where each stands, prepared for `nearest`."""

    def __init__(self, view: View) -> None:
        """Number the words and marks of a folded text."""
        self._view = view
        self._tokens = _tokens(view.text)
        self._index: dict[str, list[int]] = {}
        for position, (token, _) in enumerate(self._tokens):
            if token.isalnum():
                self._index.setdefault(token.casefold(), []).append(position)

    def nearest(self, words: str) -> Nearest | None:
        """The passage most like some words, or None where nothing resembles them."""
        folded = fold(BRACKETS.sub(" ", words))
        wanted = self._first_missing(folded, _tokens(folded))
        votes: Counter[int] = Counter()
        for index, token in enumerate(wanted):
            for position in self._index.get(token[0].casefold(), ())[:200]:
                votes[position - index] += 1 + (token[0] == self._tokens[position][0])
        if not votes:
            return None
        # WordIndex put in or left out shift the rest by one or two, hence the neighbours' votes.
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
        unseen = _unseen_differences(
            (folded, wanted), (self._view.text, window[first:last]), blocks, first
        )
        same_wanted = {block.a + step for block in blocks for step in range(block.size)}
        same_window = {block.b + step - first for block in blocks for step in range(block.size)}
        return Nearest(
            start=self._view.offsets[window[first][1]],
            wanted=_marked(folded, wanted, same_wanted),
            passage=_marked(self._view.text, window[first:last], same_window),
            unseen=tuple(unseen[:MOST_UNSEEN]) or self._cut(folded),
        )

    def _cut(self, folded: str) -> tuple[Unseen, ...]:
        """Where all words stand in the text, but begin or end inside a longer word or a number."""
        text = self._view.text
        start = text.find(folded)
        if not folded or start < 0:
            return ()
        end = start + len(folded)
        start = _LONGER_BEFORE.search(text, max(0, start - 40), start).start()  # type: ignore[union-attr]
        end = _LONGER_AFTER.match(text, end, end + 40).end()  # type: ignore[union-attr]
        return (Unseen("cut", text[start:end]),)

    def _first_missing(self, folded: str, tokens: list[_Token]) -> list[_Token]:
        """Of many words, those around the first that the text does not have."""
        for start in range(0, len(tokens), 50):
            stretch = tokens[start : start + 50]
            if folded[stretch[0][1] : stretch[-1][1]] not in self._view.text:
                return tokens[max(0, start - 5) : start + 100]
        return tokens[-100:]


def _unseen_differences(
    wanted: tuple[str, Sequence[_Token]],
    passage: tuple[str, Sequence[_Token]],
    blocks: Sequence[Match],
    first: int,
) -> list[Unseen]:
    """What differs between two texts and looks the same; each is given with its tokens.

    `blocks` are the tokens that are the same, those of the passage counted `first` further on.
    """
    found: list[Unseen] = []
    at, there = 0, 0
    for block in [*blocks, Match(len(wanted[1]), len(passage[1]) + first, 0)]:
        mine = _stretch(*wanted, at, block.a)
        theirs = _stretch(*passage, there, block.b - first)
        if mine != theirs and looks(mine) == looks(theirs):
            # A single character is shown with the words beside it.
            wide = max(len(mine), len(theirs)) < 2
            found += _strange(
                "source's", theirs, mine, _stretch(*passage, there - wide, block.b - first + wide)
            )
            found += _strange("yours", mine, theirs, _stretch(*wanted, at - wide, block.a + wide))
        for step in range(1, block.size):
            here = _stretch(*wanted, block.a + step - 1, block.a + step + 1)
            words = _stretch(*passage, block.b - first + step - 1, block.b - first + step + 1)
            if here != words and BREAK not in words:
                found.append(Unseen("space" if " " in words else "no space", words))
        at, there = block.a + block.size, block.b - first + block.size
    for index in range(blocks[0].b - first, blocks[-1].b + blocks[-1].size - first - 1):
        words = _stretch(*passage, index, index + 2)
        if BREAK in words:
            found.append(Unseen("paragraph", words.replace(BREAK, " […] ")))
    return found


def _stretch(text: str, tokens: Sequence[_Token], start: int, end: int) -> str:
    """The stretch of a text from one token up to another."""
    start, end = max(start, 0), min(end, len(tokens))
    if start >= end:
        return ""
    last, place = tokens[end - 1]
    return text[tokens[start][1] : place + len(last)]


def _strange(kind: Literal["yours", "source's"], here: str, there: str, words: str) -> list[Unseen]:
    """The characters of a stretch that another, which looks the same, does not have."""
    strange = dict.fromkeys(
        char for char in here if char not in there and (not char.isascii() or looks(char) != char)
    )
    return [Unseen(kind, words, tuple(map(_called, strange)))] if strange else []


def _called(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


def looks(text: str) -> str:
    """A text with characters that look the same made one, and without those that hardly show.

    Accents that are part of a letter do; marks that no letter took in stand beside it or on the next.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKES)
    return "".join(char for char in plain if not _is_hidden(char))


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc", "Mn") or char in "\u115f\u1160\u3164\u2800"


_LOOK_ALIKES = {
    ord(char): like
    for like, chars in {
        "a": "аαɑ", "c": "сϲ", "d": "ԁ", "e": "е", "h": "һ", "i": "іιı", "j": "јϳ", "k": "κ", "o": "оο°˚",
        "p": "рρ", "q": "ԛ", "s": "ѕ", "u": "υ", "v": "νѵ", "w": "ԝ", "x": "х", "y": "у", "A": "АΑ",
        "B": "ВΒ", "C": "СϹ", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ", "J": "Ј", "K": "КΚ", "M": "МΜ", "N": "Ν",
        "O": "ОΟ", "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "X": "ХΧ", "Y": "УΥ", "Z": "Ζ", "3": "З",
        "-": "⁃˗➖", "'": "ʻʹ׳ꞌˈ", '"': "❝❞〝〞״", "·": "•⋅∙‧", "/": "∕⁄", ":": "∶", "|": "ǀ",
    }.items()
    for char in chars
}  # fmt: skip
"""Letters of other alphabets, dashes, apostrophes and signs that look like others."""

_LONGER_BEFORE = re.compile(r"(?:\d |[^\s])*$")
_LONGER_AFTER = re.compile(r"(?: \d|[^\s])*")


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
"""WordIndex between a match and the rest from which on it is a coincidence."""


def _tokens(folded: str) -> list[_Token]:
    """WordIndex and single marks of a folded text, with their places."""
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
    return "".join(out).replace(BREAK, " ")
