"""Rule 4: what stands between quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from briefsite.evidence.typography import SINGLE_CLOSES, SINGLE_OPENS, Range

_MARK = re.compile(
    rf"''|``|´´|‘‘|’’|[\"“”„‟«»″]|(?P<opens>{SINGLE_OPENS})|(?P<closes>{SINGLE_CLOSES})"
)
_KINDS = {"«": "«", "»": "«", **dict.fromkeys("“”„‟", "“"), **dict.fromkeys("‘’'", "'")}
"""Marks that pair with their own kind; all others pair with each other."""


def quotations(text: str, paragraphs: Sequence[Range]) -> list[Range]:
    """Stretches of a text between quotation marks, outermost marks alone; in order.

    A speech of several paragraphs opens anew in each.
    """
    found: list[Range] = []
    carried: str | None = None
    for index, (start, end) in enumerate(paragraphs):
        marks = [*_MARK.finditer(text, start, end)]
        quoted, unclosed = _paired(marks, carried if marks and marks[0].start() == start else None)
        carried = None
        following = paragraphs[index + 1][0] if index + 1 < len(paragraphs) else end
        again = _MARK.match(text, following)
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
