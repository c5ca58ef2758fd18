"""Words broken at the ends of lines: where they are, and whether the hyphen is part of the word.

«coope-» and «ración» in the next line are «cooperación», but «franco-» and «español» are «franco-español». No
text says which; what else stands in it, and how words are put together, says it nearly always. A hyphen that
is kept in doubt is in the source; one that is dropped has to be accounted for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from typing import NamedTuple

from briefsite.evidence.typography import LIGATURE, LIGATURES, Range, with_letters

_PEOPLES = re.compile(
    r"anglo|austro|balcano|catalano|chino|colombo|cubano|checo|egipcio|flamenco|franco|galaico"
    r"|galo|germano|greco|hispano|húngaro|indo|israelo|italo|ítalo|judeo|libio|luso|mexicano|nipón"
    r"|nipo|palestino|polaco|prusiano|ruso|serbo|sino|sirio|sueco|tailando|turco|vasco|argentino"
    r"|boliviano|brasileño|chileno|colombiano|ecuatoriano|panameño|paraguayo|peruano|uruguayo"
    r"|venezolano"
)
"""Of which people something is, before a second one."""

_OF_A_PEOPLE = re.compile(
    r"(?!(?:latin|american|románic)[oa]s?$)"  # grecolatino, hispanoamericano
    r"(?:\w+(?:és|es[ae]s?|an[oa]s?|in[oa]s?|eñ[oa]s?|enses?|ít[ai]s?|íes|í|ac[oa]s|ol[ae]s|al[ae]s)"
    r"|alem(?:án|an[ae]s?)|español(?:as?|es)?|rus[oa]s?|turc[oa]s?|grieg[oa]s?|suec[oa]s?|polac[oa]s?|belgas?|suiz[oa]s?|árabes?"
    r"|británic[oa]s?|soviétic[oa]s?|asiátic[oa]s?|croatas?|vasc[oa]s?|checos?|húngar[oa]s?|judí[oa]s?|canadienses?)"
)

_FIELDS = re.compile(
    r"administrativo|académico|artístico|biológico|científico|clínico|crítico|cívico|didáctico"
    r"|económico|ético|físico|financiero|geográfico|histórico|ideológico|jurídico|lírico|lógico"
    r"|literario|mecánico|médico|metódico|político|práctico|psicológico|químico|religioso"
    r"|sanitario|técnico|tecnológico|teológico|teórico|urbanístico"
)
"""What an adjective is of, before a second one; no longer word begins so."""

_ENGLISH = re.compile(r"all|cross|far|full|half|hard|high|ill|long|low|newly|non|self|short|well")
"""First halves of English compounds."""

_ENDING = re.compile(
    r"ages?|bow|breads?|circuit\w*|coming\w*|cuts?|e[drnst]|ers?|est|ever|fare|ful|hand\w*|heart\w*|hood"
    r"|ing\w*|ington|ish\w*|ity|lands?\w*|less\w*|lights?\w*|ly|ment|ness\w*|over\w*|owed|roads?|sense|ship\w*"
    r"|s|some|stand\w*|thing|ty|walks?|ways?|ward\w*|wide|words?"
)
"""What ends a word that begins so."""

_PAIRS = re.compile(
    r"co-(?:founder|chair|writ|pilots?\b|worker|sponsor|star|produce[drs]|host|sign|defend|own|author|lead)\w*"
    r"|ex-(?:presidents?|ministers?|wife|wives|husbands?|mayors?|soldiers?|chiefs?|convicts?)"
    r"|norte-sur|este-oeste|decision-mak\w+|(?:large|small|full)-scale|medium-(?:term|sized?)|state-(?:owned|run|sponsored)"
    r"|(?:one|two|three|four)-(?:thirds?|quarters?|fifths?|tenths?|year|day|hour|month|week)\b"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:one|two|three|four|five|six|seven|eight|nine)"
    r"|vice-(?:president(?:s|ial)?|chair\w*|chancellors?|ministers?|mayors?|admirals?)"
)
"""Whole compounds of halves that begin many other words."""

_AND = re.compile(r"(?:[aàeiouvy]|ni|and|or|und|oder|et|bis|nor|to(?=\s+\w+-\w))(?!\w)")
"""What follows the hyphen of a word whose second half is yet to come: «pre- y posoperatorio»."""

_LINE_END = re.compile(r"[-‐\u00ad][^\S\n]*\n[^\S\n]*(?=[^\W\d_])")
_HYPHENS = "-‐"

_LETTER = r"(?:[^\W\d_][\u0300-\u036f]*)"
_BEFORE = re.compile(rf"{_LETTER}+\Z")
_AFTER = re.compile(rf"{_LETTER}+")
_WORDS = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")

_REACH = 200
"""How far, in characters, the dashes of an aside are looked for."""

_ASIDE_OPENS = re.compile(r"(?<=[^\s\-]) -(?=[^\W\d_])|(?<=[^\s\-])\n-(?=[^\W\d_])")
_ASIDE_CLOSES = re.compile(r"(?<=[^\W_])-(?=[ ,.;:)»”\"]|\Z)")


class Joint(NamedTuple):
    """Where a word goes on in another line."""

    start: int
    """Where the hyphen stands, or where it would: the first character after the first half."""

    end: int
    """The first letter of the second half."""

    hyphen: str
    """What readers see between the halves: a hyphen, or nothing."""


def joints(text: str, hyphens: Iterable[int] = ()) -> list[Joint]:
    """Where words of a text are broken at the end of a line, in order.

    They are where a hyphen between letters ends a line, and at `hyphens`: characters before which a line of
    the document ended within a word, where the text itself says how it is read.
    """
    found: dict[int, Joint] = {}
    for match in _LINE_END.finditer(text):
        before, after = _halves(text, match.start(), match.end())
        if not before or _AND.match(text, match.end()) or _ends_aside(text, match.start()):
            continue
        if not found:
            words = words_of(text)
        is_whole = match[0][0] == "\u00ad" or joined(before, after, words)
        found[match.end()] = Joint(match.start(), match.end(), "" if is_whole else "-")
    for place in hyphens:
        start = place - (0 < place <= len(text) and text[place - 1] in _HYPHENS)
        if all(_halves(text, start, place)):
            found.setdefault(place, Joint(start, place, "-"[: place - start]))
    return sorted(found.values())


def _halves(text: str, start: int, end: int) -> tuple[str, str]:
    """The letters before one place and after another; empty where there are none."""
    before, after = (
        _BEFORE.search(text[max(0, start - 60) : start]),
        _AFTER.match(text, end, end + 60),
    )
    return before[0] if before else "", after[0] if after else ""


def _ends_aside(text: str, place: int) -> bool:
    """Tell whether a hyphen ends an aside between hyphens that stand for dashes: «-dijo-»."""
    low = max(text.rfind("\n\n", 0, place), place - _REACH, 0)
    opened = [match.end() for match in _ASIDE_OPENS.finditer(text, low, place)]
    if not opened or _ASIDE_CLOSES.search(text, opened[-1], place):
        return False
    end = text.find("\n\n", place)
    high = min(len(text) if end < 0 else end, place + _REACH)
    following = _ASIDE_CLOSES.search(text, place + 1, high)
    reopened = _ASIDE_OPENS.search(text, place + 1, high)
    return following is None or (reopened is not None and reopened.start() < following.start())


def words_of(text: str) -> frozenset[str]:
    """The words of a text without regard to capitals; those with hyphens whole."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("‐", "-").replace("‑", "-")
    return frozenset(_WORDS.findall(folded))


def joined(before: str, after: str, words: Container[str]) -> bool:
    """Tell whether the halves of a word, broken at a hyphen, belong together without it.

    `before` and `after` are the letters on either side of the hyphen, as they stand in the text; `words` are
    those of the whole text, as `words_of` has them.
    """
    is_name = after[0].isupper()
    before, after = (unicodedata.normalize("NFC", half).casefold() for half in (before, after))
    if before + after in words:
        return True
    if f"{before}-{after}" in words or is_name or len(before) == 1:
        return False
    return not (
        _FIELDS.fullmatch(before)
        or (_PEOPLES.fullmatch(before) and _OF_A_PEOPLE.fullmatch(after))
        or (_ENGLISH.fullmatch(before) and not _ENDING.fullmatch(after))
        or _PAIRS.fullmatch(f"{before}-{after}")
    )


def changes(text: str, broken: Iterable[Joint]) -> list[tuple[Range, str]]:
    """What readers see other than it stands in a text: stretches in order, each with what is seen there.

    Broken words are whole, and ligatures are letters.
    """
    found = [((start, end), hyphen) for start, end, hyphen in broken]
    found += [(match.span(), LIGATURES[match[0]]) for match in LIGATURE.finditer(text)]
    return sorted(found)


_SPACE = re.compile(r"\s+")


def on_one_line(text: str) -> str:
    """A text without line ends; between cells of a table, where tabs stand, a gap stays."""
    return _SPACE.sub(_narrowed, text)


def _narrowed(space: re.Match[str]) -> str:
    return "\u2003" if "\t" in space[0] and "\n" not in space[0] else " "


def whole(text: str) -> str:
    """A text as readers see it, line by line: a broken word stands in the line in which it begins."""
    text = with_letters(text)
    out: list[str] = []
    position = owed = 0
    for start, end, hyphen in joints(text):
        owed = _end_lines(text[position:start], owed, out) + 1
        out.append(hyphen)
        position = end
    _end_lines(text[position:], owed, out)
    return "".join(out)


def _end_lines(text: str, owed: int, out: list[str]) -> int:
    """Write a text with the ends of lines that are owed at its first spaces; return those still owed.

    Where a line ends before, what is owed is dropped: two ends of lines would end a paragraph.
    """
    position = 0
    while owed and (space := _SPACE.search(text, position)):
        out += [text[position : space.start()], "\n" if space[0] == " " else space[0]]
        position = space.end()
        owed = owed - 1 if space[0] == " " else 0
    out.append(text[position:])
    return owed
