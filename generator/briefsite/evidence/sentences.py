"""Where paragraphs and sentences of a text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from briefsite.evidence.typography import Range

_SPACE = re.compile(r"\s+")

_SENTENCE_END = re.compile(r"(?<![.!?…])([.!?…]++)[\"'”’»)\]]*+\s++(?=[\"'“‘«¿¡(\[—-]*+(\w))")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“\"'])(?:[A-ZÁÉÍÓÚÑ]|Sra?|Dra?|Lic|Ing|Gral|Cnel|St|Sto|Sta|Mrs?|Ms|EE|UU|U\.S"
    r"|[Aa]rt|[Nn]úm|[Pp]ágs?|[Vv]ol|cf|ej|etc|vs)\.$"
)


def paragraphs(text: str) -> Iterator[Range]:
    """Stretches between blank lines, without the white space around them."""
    return _split(text, 0, (space for space in _SPACE.finditer(text) if space[0].count("\n") > 1))


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
