"""Words broken at the ends of lines: where they are, and whether the hyphen is part of the word.

«coope-» and «ración» in the next line are «cooperación», but «franco-» and «español» are «franco-español». No
text says which; what else stands in it, and how words are put together, says it nearly always. A hyphen that
is kept in doubt is in the source; one that is dropped has to be accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

_PEOPLES = frozenset(
    "anglo austro balcano catalano chino colombo cubano checo egipcio flamenco franco galaico galo germano greco "
    "hispano húngaro indo israelo italo ítalo judeo libio luso mexicano nipón nipo palestino polaco prusiano ruso "
    "serbo sino sirio sueco tailando turco vasco argentino boliviano brasileño chileno colombiano ecuatoriano "
    "panameño paraguayo peruano uruguayo venezolano".split()
)
"""Of which people something is, before a second one."""

_OF_A_PEOPLE = re.compile(
    r"(?!(?:latin|american|románic)[oa]s?$)"  # grecolatino, hispanoamericano
    r"(?:\w+(?:és|es[ae]s?|an[oa]s?|in[oa]s?|eñ[oa]s?|enses?|ít[ai]s?|íes|í|ac[oa]s|ol[ae]s|al[ae]s)"
    r"|alem(?:án|an[ae]s?)|español|rus[oa]s?|turc[oa]s?|grieg[oa]s?|suec[oa]s?|polac[oa]s?|belgas?|suiz[oa]s?|árabes?"
    r"|británic[oa]s?|soviétic[oa]s?|asiátic[oa]s?|croatas?|vasc[oa]s?|checos?|húngar[oa]s?|judí[oa]s?|canadienses?)"
)

_FIELDS = frozenset(
    "administrativo académico artístico biológico científico clínico crítico cívico didáctico económico ético físico "
    "financiero geográfico histórico ideológico jurídico lírico lógico literario mecánico médico metódico político "
    "práctico psicológico químico religioso sanitario técnico tecnológico teológico teórico urbanístico".split()
)
"""What an adjective is of, before a second one; no longer word begins so."""

_ENGLISH = frozenset(
    "all cross far full half hard high ill long low newly non self short well".split()
)
"""First halves of English compounds."""

_ENDING = re.compile(
    r"ages?|bow|breads?|circuit\w*|coming\w*|cuts?|e[drnst]|ers?|est|ever|fare|ful|hand\w*|heart\w*|hood"
    r"|ing\w*|ington|ish\w*|ity|lands?\w*|less\w*|lights?\w*|ly|ment|ness\w*|over\w*|owed|roads?|sense|ship\w*"
    r"|s|some|stand\w*|thing|ty|walks?|ways?|ward\w*|wide|words?"
)
"""What ends a word that begins so."""

_ENGLISH_PAIRS = re.compile(
    r"co-(?:founder|chair|writ|pilots?\b|worker|sponsor|star|produce[drs]|host|sign|defend|own|author|lead)\w*"
    r"|ex-(?:presidents?|ministers?|wife|wives|husbands?|mayors?|soldiers?|chiefs?|convicts?)"
    r"|vice-(?:president(?:s|ial)?|chair\w*|chancellors?|ministers?|mayors?|admirals?)"
)
"""Whole compounds of halves that begin many other words."""

_AND = re.compile(r"(?:[yeouaàiv]|ni|and|or|und|oder|et|bis|nor|to(?=\s+\w+-\w))(?!\w)")
"""What follows the hyphen of a word whose second half is yet to come: «pre- y posoperatorio»."""

_HYPHEN = re.compile(r"(?P<hyphen>[-‐\u00ad])[^\S\n]*\n[^\S\n]*(?=[^\W\d_])")

_HALF = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")


class Joint(NamedTuple):
    """Where a word goes on in another line."""

    start: int
    """Where the hyphen stands, or where it would: the first character after the first half."""

    end: int
    """The first letter of the second half."""

    hyphen: str
    """What readers see between the halves: a hyphen, or nothing."""


def words_of(text: str) -> frozenset[str]:
    """The words of a text in small letters; those with hyphens whole."""
    return frozenset(
        word.replace("‐", "-").replace("‑", "-") for word in _WORDS.findall(text.lower())
    )


def joined(before: str, after: str, words: Container[str]) -> bool:
    """Tell whether the halves of a word, broken at a hyphen, belong together without it.

    `before` and `after` are the letters on either side of the hyphen, as they stand in the text; `words` are
    those of the whole text, as `words_of` has them.
    """
    whole, parted = f"{before}{after}".lower(), f"{before}-{after}".lower()
    if whole in words:
        return True
    if parted in words or after[0].isupper():
        return False
    before, after = before.lower(), after.lower()
    return not (
        before in _FIELDS
        or (before in _PEOPLES and _OF_A_PEOPLE.fullmatch(after))
        or (before in _ENGLISH and not _ENDING.fullmatch(after))
        or _ENGLISH_PAIRS.fullmatch(f"{before}-{after}")
    )
