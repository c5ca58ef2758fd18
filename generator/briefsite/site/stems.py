"""What words are compared by: their stems, or what they stand for where others are said for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import snowballstemmer
import yaml

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


class Stemmer:
    """Finds the stems of the words of texts, each word but once."""

    def __init__(self) -> None:
        """Begin with none."""
        self.known: dict[tuple[str, str], str] = {}
        """Stems by language and word in lower case; empty for words that say nothing of a subject."""

    def stems(self, text: str, lang: str) -> Iterator[Stem]:
        """The words of a text that say what it is about, in order. `lang` is its code: `es`, `en-GB`."""
        code = lang.partition("-")[0].lower()
        for match in _WORD.finditer(text):
            word = match[0].lower()
            stem = self.known.get((code, word))
            if stem is None:
                stem = self.known[code, word] = _stem_of(word, code)
            if stem:
                yield Stem(stem, match.span())


def _stem_of(word: str, code: str) -> str:
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
    return frozenset(_bare_stem(word, code) for word in _table()["weak_words"].get(code, "").split())


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
