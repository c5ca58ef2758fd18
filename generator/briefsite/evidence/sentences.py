"""Where paragraphs and sentences of a text begin and end."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from briefsite.evidence import typography
from briefsite.evidence.typography import Range

RULE = re.compile(typography.RULE)
"""A line of dashes."""

_GAP = re.compile(rf"{typography.RULES}|\s+")

_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]*_]*\s*\Z")

WRAPPED_AT = (50, 120)
"""Widths at which lines are wrapped, in characters: of the longest line of a text."""


def lines_of(text: str, start: int, end: int) -> list[Range]:
    """Lines of a stretch, but for blank ones, without the line ends."""
    lines = (line.span() for line in re.finditer("[^\n]+", text[start:end]))
    return [
        (start + low, start + high)
        for low, high in lines
        if not text[start + low : start + high].isspace()
    ]


class _Lines(NamedTuple):
    """How the lines of a text end."""

    line_ends: int
    """Ends of a line that another follows at once."""

    wrapped: int
    """Of these, those in the middle of a sentence, where the next word had no room or is in small letters."""

    sentences: int
    """Those at the end of a sentence."""

    blank: int
    """Blank lines between two lines, however many together."""


def _lines(text: str, start: int, end: int) -> _Lines:
    lines = lines_of(text, start, end)
    width = max((high - low for low, high in lines), default=0)
    counts = [0, 0, 0, 0]
    for (low, high), (below, last) in pairwise(lines):
        if RULE.fullmatch(text, low, high) or RULE.fullmatch(text, below, last):
            continue
        if text.count("\n", high, below) > 1:
            counts[3] += 1
            continue
        counts[0] += 1
        line, following = text[low:high].rstrip(), text[below:last].split(maxsplit=1)[0]
        if _ENDED.search(line):
            counts[2] += 1
        elif line.upper() != line and (
            following[0].islower()
            or (WRAPPED_AT[0] <= width <= WRAPPED_AT[1] and len(line) + 1 + len(following) > width)
        ):
            counts[1] += 1
    return _Lines(*counts)


def are_wrapped(text: str, start: int = 0, end: int | None = None) -> bool:
    """Tell whether the lines of a text only end where they were full.

    They do where one in three or more ends in the middle of a sentence.
    """
    found = _lines(text, start, len(text) if end is None else end)
    return found.wrapped > 0 and 3 * found.wrapped >= found.line_ends


def are_paragraphs(text: str) -> bool:
    """Tell whether each line of a text is a paragraph: it has (almost) no blank lines, and is not wrapped.

    At most one blank line to four other line ends; and of fewer than three line ends, all end a sentence.
    """
    found = _lines(text, 0, len(text))
    return (
        found.line_ends > 0
        and 3 * found.wrapped < found.line_ends
        and 4 * found.blank <= found.line_ends
        and (found.line_ends > 2 or found.sentences == found.line_ends)
    )


_SENTENCE_END = re.compile(r"(?<![.!?…])([.!?…]++)[\"'”’»)\]]*+\s++(?=[\"'“‘«¿¡(\[—-]*+(\w))")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“\"'])(?:[A-ZÁÉÍÓÚÑ]|Sra?|Dra?|Lic|Ing|Gral|Cnel|St|Sto|Sta|Mrs?|Ms|EE|UU|U\.S"
    r"|[Aa]rt|[Nn]úm|[Pp]ágs?|[Vv]ol|cf|ej|etc|vs)\.$"
)


def paragraphs(
    text: str, *, lines: bool = False, apart: Iterable[Range] = (), within: Container[int] = ()
) -> Iterator[Range]:
    """Stretches between blank lines or lines of dashes, without the white space around them.

    With `lines`, line ends end paragraphs, but for those before characters `within` a word. What stands `apart` is in no paragraph, and parts two.
    """
    gaps = [
        gap.span()
        for gap in _GAP.finditer(text)
        if (gap[0].strip() or gap[0].count("\n") > (0 if lines else 1)) and gap.end() not in within
    ]
    position = 0
    for start, end in sorted([*gaps, *apart, (len(text), len(text))]):
        stretch = text[position:start]
        if stretch.strip():
            yield position + len(stretch) - len(stretch.lstrip()), position + len(stretch.rstrip())
        position = max(position, end)


def sentences(text: str, paragraphs: Iterable[Range]) -> Iterator[Range]:
    """Sentences of paragraphs of a text, in order; the ends are a matter of punctuation alone."""
    for start, end in paragraphs:
        yield from _split(text[start:end], start, _sentence_ends(text[start:end]))


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
