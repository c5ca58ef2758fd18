"""Whether a hyphen at the end of a line belongs to the word or to the line.

A PDF does not say. A document's own words do, where it has the word a second time within a line, and else how
words are put together, as wherever a text has such a place. Either way it is recorded, and a comparison takes
the word with the hyphen or without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from briefsite.evidence.line_ends import joined

HYPHENS = "-\u2010\u00ad"
"""Characters that end a line within a word; the second and the third say so by themselves."""

_TOKEN = re.compile(r"\w+(?:[-\u2010\u2011]\w+)*")


def known_words(lines: Iterable[str]) -> frozenset[str]:
    """The words of a document, in small letters, but for those that the end of a line can have cut."""
    known: set[str] = set()
    is_cut = False
    for line in lines:
        words = [match[0] for match in _TOKEN.finditer(line.replace("\u00ad", ""))]
        ends_cut = line[-1:] in HYPHENS
        whole = words[1 if is_cut else 0 : -1 if ends_cut else None]
        known.update(word.casefold().replace("\u2010", "-") for word in whole)
        is_cut = ends_cut
    return frozenset(known)


def keeps_hyphen(before: str, hyphen: str, after: str, known: AbstractSet[str]) -> bool:
    """Whether a word that goes on in the next line has a hyphen of its own there."""
    first, second = re.search(r"[\w-]*\w$", before), _TOKEN.match(after)
    if first is None or second is None:
        return True
    head, tail = first[0], second[0]
    if hyphen != "-" or f"{head}-{tail}".casefold() in known:
        return f"{head}-{tail}".casefold() in known
    if head[-1].isdigit() or tail[0].isdigit():
        return True
    if f"{head}{tail}".casefold() in known:
        return False
    if tail[0].isupper():
        return not (head.isupper() and tail.isupper() and len(tail) > 1)
    return not joined(head.rpartition("-")[2], tail.partition("-")[0], known)
