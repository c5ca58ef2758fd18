"""The passage most like some words, for messages (rule 6)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

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
        same_wanted = {block.a + step for block in blocks for step in range(block.size)}
        same_window = {block.b + step - first for block in blocks for step in range(block.size)}
        return Nearest(
            start=self._view.offsets[window[first][1]],
            wanted=_marked(folded, wanted, same_wanted),
            passage=_marked(self._view.text, window[first:last], same_window),
        )

    def _first_missing(self, folded: str, tokens: list[_Token]) -> list[_Token]:
        """Of many words, those around the first that the text does not have."""
        for start in range(0, len(tokens), 50):
            stretch = tokens[start : start + 50]
            if folded[stretch[0][1] : stretch[-1][1]] not in self._view.text:
                return tokens[max(0, start - 5) : start + 100]
        return tokens[-100:]


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
