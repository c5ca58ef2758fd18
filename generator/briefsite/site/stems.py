"""What words and numbers of a text are compared by: stems, what words stand for, what numbers count."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import snowballstemmer
import yaml

from briefsite.evidence.figure_reading import figures
from briefsite.evidence.figures import Number
from briefsite.evidence.speech import unaccented
from briefsite.evidence.typography import Range

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_ALGORITHMS = {"es": "spanish", "en": "english", "pt": "portuguese", "fr": "french"}
"""Languages whose words have stems; of others, each word is its own."""


class Stem(NamedTuple):
    """A word of a text, and what it is compared by."""

    stem: str
    """The stem, without accents; `~` and a number for what several words stand for; `-` before a weak word."""

    place: Range


def stems(text: str, lang: str) -> Iterator[Stem]:
    """The words of a text that say what it is about, in order. `lang` is its code: `es`, `en-GB`."""
    code = lang.partition("-")[0].lower()
    for match in _WORD.finditer(text):
        if stem := _stem_of(match[0].lower(), code):
            yield Stem(stem, match.span())


@cache
def _stem_of(word: str, code: str) -> str:
    """What a word in small letters is compared by; empty for one that says nothing of a subject."""
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) < 3 or word in _function_words(code):
        return ""
    stem = _bare_stem(word, code)
    if stem in _weak_stems(code):
        return f"-{stem}"
    return _concepts(code).get(stem, stem)


def _bare_stem(word: str, code: str) -> str:
    stemmer = _stemmer(code)
    return unaccented(stemmer.stemWord(word) if stemmer else word)


@cache
def _stemmer(code: str) -> Any:
    return snowballstemmer.stemmer(_ALGORITHMS[code]) if code in _ALGORITHMS else None


@cache
def _table() -> dict[str, Any]:
    text = Path(__file__).with_suffix(".yml").read_text("utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return table


@cache
def _function_words(code: str) -> frozenset[str]:
    return frozenset(_table()["function_words"].get(code, "").split())


@cache
def _weak_stems(code: str) -> frozenset[str]:
    return frozenset(
        _bare_stem(word, code) for word in _table()["weak_words"].get(code, "").split()
    )


@cache
def _concepts(code: str) -> dict[str, str]:
    """What stems of a language stand for."""
    if code not in _CONCEPTS_IN:
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(_table()["concepts"]):
        for word in line.split("|")[_CONCEPTS_IN.index(code)].split():
            found.setdefault(_bare_stem(word, code), f"~{number}")
    return found


_CONCEPTS_IN = ("es", "en")


class Counted(NamedTuple):
    """A number in a text, with what it may count."""

    value: Fraction
    stems: tuple[str, ...]
    """Of the words after it and right before it; `%` of a share."""

    place: Range


def counted(text: str, lang: str) -> Iterator[Counted]:
    """The numbers of a text; of 12 %, 12."""
    found = [figure for figure in figures(text, lang) if figure.amounts]
    if not found:
        return
    words = [*stems(text, lang)]
    starts = [word.place[0] for word in words]
    for figure in found:
        after = bisect_right(starts, figure.end - 1)
        near = [
            stem.stem
            for stem in words[after : after + 2]
            if _GOES_WITH.fullmatch(text, figure.end, stem.place[0])
        ]
        before = bisect_left(starts, figure.start) - 1
        if before >= 0 and text[words[before].place[1] : figure.start].isspace():
            near.append(words[before].stem)  # «municipio veinticuatro»
        is_share = any(isinstance(one, Number) and one.unit == "%" for one in figure.readings)
        for value in figure.amounts:
            yield Counted(value, ("%",) if is_share else tuple(near), (figure.start, figure.end))


_GOES_WITH = re.compile(r"(?:\s+(?!para\b|en\b|con\b|for\b|in\b|at\b)\w+){0,4}\s+")
"""What may stand between a number and what it counts: «23 de los nuevos municipios»."""


def unit_stems(unit: str, lang: str) -> frozenset[str]:
    """What a unit is compared by: the stems of its words; `%` for a share."""
    one = next(iter(figures(f"1 {unit}", lang)), None)
    is_share = one is not None and any(
        isinstance(reading, Number) and reading.unit == "%" for reading in one.readings
    )
    return frozenset(["%"] if is_share else (stem.stem for stem in stems(unit, lang)))
