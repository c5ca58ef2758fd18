"""Whether a hyphen at the end of a line belongs to the word or to the line.

A PDF does not say. A document's own words do, where it has the word a second time within a line. Either
way the place is recorded, and a comparison takes the word with the hyphen or without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

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
    return _is_compound(head.rpartition("-")[2].casefold(), tail, known)


def _is_compound(head: str, tail: str, known: AbstractSet[str]) -> bool:
    if _COMBINING.fullmatch(head):
        return not _ENDINGS.match(tail)
    return bool(_PREFIXES.fullmatch(head)) and tail.casefold() in known and _is_english(known)


_COMBINING = re.compile(
    "hispano|franco|anglo|germano|[ií]talo|luso|sino|ruso|euro|afro|greco|indo|argentino|mexicano"
    "|colombo|chileno|peruano|cubano|austro|nipo|turco|iraní|israelí|árabe|judeo|arabo"
    "|pol[ií]tico|socio|econ[óo]mico|t[ée]cnico|te[óo]rico|f[ií]sico|hist[óo]rico|jur[ií]dico|qu[ií]mico"
    "|administrativo|cient[ií]fico|pr[áa]ctico|agro|norte|sur|este|oeste|noroeste|noreste"
    "|self|well|ill|short|long|high|low|full|half|part|mid|cross|large|small|medium|state|policy|world"
    "|decision|law|rule|risk|cost|time|fact|year|one|two|three|four|five|six|seven|eight|nine|ten|twenty"
    "|thirty|forty|fifty|sixty|seventy|eighty|ninety|first|second|third|non|vice|quasi"
)
"""First halves of words that are written with a hyphen."""

_ENDINGS = re.compile(
    r"l[óo]g|graf|gráf|metr|cra[ct]|pe[ao]s?\b|age\b|ness\b|way\b|ly\b|er\b|est\b|ing\b|s[ée]\b|ía\b|ismo|ista|mente"
)
"""Second halves that make one word of them: sociología, europeo, shortage."""

_PREFIXES = re.compile("co|pre|post|pro|re|anti|ex|sub|semi|multi|inter|micro|macro|over|under")
"""The same where the second half is an English word by itself; elsewhere they are syllables."""


def _is_english(known: AbstractSet[str]) -> bool:
    return "the" in known and not {"que", "los"} <= known
