"""Cases of evidence that the rules in Python and those in the browser must decide alike.

Those written by hand, with what comes out, are in `tests/cases/evidence.yml`. The others are made here, always the
same: the passages of the two archives and texts full of traps, both altered in all the ways that the rules are about.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import yaml

from briefsite.archive.settings import read_settings
from briefsite.evidence.source_text import Ambiguous, Form, Found, NoWords, SourceText
from briefsite.outputs.page_data import reading
from briefsite.site.reading import read_site
from sites import REPOSITORY

BY_HAND = REPOSITORY / "tests/cases/evidence.yml"


class Text(NamedTuple):
    """A text, and what its record says of it."""

    text: str
    speech: Sequence[tuple[str, Form]] = ()
    sic: Sequence[tuple[str, str]] = ()
    hyphens: Sequence[int] = ()


class Case(NamedTuple):
    """A text, and words that are looked for in it."""

    text: Text
    words: tuple[str, ...]


def by_hand() -> list[dict[str, Any]]:
    """What is written by hand: `what` is the rule, `verdict` what comes out."""
    found: list[dict[str, Any]] = yaml.safe_load(BY_HAND.read_text("utf-8"))
    return found


def text_of(case: dict[str, Any]) -> Text:
    """The text of a case written by hand."""
    return Text(
        case["text"],
        [(begins, form) for begins, form in case.get("speech", ())],
        [(written, meant) for written, meant in case.get("sic", ())],
        case.get("hyphens", ()),
    )


def prepared(text: Text) -> SourceText:
    """The text as Python looks for words in it."""
    return SourceText(text.text, text.sic, text.speech, text.hyphens)


def verdict(source: SourceText, words: str) -> list[Any]:
    """What comes out: what the browser gives as well, as plain data."""
    match source.find(words):
        case Found(ranges, quoted, turn):
            in_marks = source.is_in_marks(ranges)
            return ["found", [*map(list, ranges)], quoted, in_marks, turn.label if turn else None]
        case Ambiguous() as found:
            return ["ambiguous", [*map(list, found.ranges)]]
        case NoWords():
            return ["nothing"]
    return ["missing"]


IN_BROWSER = """cases => cases.map(([text, reading, words]) => {
  const reader = evidence.reader(text, reading)
  return words.map(wanted => {
    const found = reader.find(wanted)
    if (!found) return ["nothing"]
    if (found.length > 1) {
      const places = found.map(ranges => [ranges[0][0], ranges.at(-1)[1]])
      return ["ambiguous", places.sort((one, other) => one[0] - other[0] || one[1] - other[1]).slice(0, 10)]
    }
    const [ranges] = found
    if (!ranges) return ["missing"]
    const turn = reader.turnAt(ranges)?.label ?? null
    return ["found", ranges, reader.isQuoted(ranges), reader.isInMarks(ranges), turn]
  })
})"""
"""What gives the same of many cases in the browser: texts, their `reading`, and words for each."""


def for_browser(case: Case) -> list[Any]:
    """A case as the browser takes it."""
    return [case.text.text, reading(prepared(case.text)), case.words]


@cache
def generated() -> tuple[Case, ...]:
    """Thousands of cases, always the same."""
    chance = random.Random(20261130)
    made = [*_of_archives(chance), *_of_traps(chance), *_of_soup(chance)]
    return tuple(made)


def _of_archives(chance: random.Random) -> Iterator[Case]:
    """The sources of both archives and what is cited of them, as they are and altered."""
    for config in (REPOSITORY / "mkdocs.yml", REPOSITORY / "examples/mkdocs.yml"):
        site = read_site(read_settings(config).briefs).site
        for name in sorted(site.sources):
            page = site.sources[name]
            given = page.text
            text = Text(given.text, given.given_speech, given.given_slips, given.given_hyphens)
            cited = [
                " […] ".join(given.text[low:high] for low, high in passage.ranges)
                for passage in page.passages
            ]
            altered = [_altered(words, chance) for words in cited for _ in range(6)]
            yield Case(text, (*cited, *altered, *_spans(text.text, chance, 6)))
            for _ in range(3):
                other = _altered_text(text, chance)
                yield Case(other, (*cited, *_spans(other.text, chance, 8)))


def _of_traps(chance: random.Random) -> Iterator[Case]:
    for text in map(text_of, by_hand()):
        for _ in range(3):
            other = _altered_text(text, chance)
            yield Case(other, (*_spans(other.text, chance, 10),))


PIECES = (
    *"«»“”„\"'‘’‹›‚…—–-¿¡.,:;!?()[]%",
    *("''", "``", "--", " — ", " - ", "[…]", "5'", '5"', "S.A.", "1.500", "3 500", "km²", "ﬁn"),
    *("the '90s ", " ’68", " 'em ", "unions' ", "’n’", "'The workers' rights", "us', ", "and "),
    *("uno", "Dos", "tres", "L’eau", "can't", "año", "an\u0303o", "𝒜b", "🙂", "שלום", "한", "ㅎ"),
    *(" ", " ", " ", " ", "\n", "\n\n", "\u00a0", "\u200b", "\u00ad", "\t", "\r\n", "\n---\n"),
    *(
        "\nANA PRAT: ",
        "\nP. ",
        "\nR. ",
        "\n>> ",
        "\n— ",
        "(Aplausos)",
        "coope-\nración",
        "ex-\nministro",
    ),
)
"""What texts are thrown together from: marks and all that stands around them."""


def _of_soup(chance: random.Random) -> Iterator[Case]:
    """Texts thrown together, which no author would write: nothing may be decided otherwise there either."""
    for _ in range(260):
        text = "".join(chance.choices(PIECES, k=chance.randint(8, 60)))
        yield Case(_recorded(text, chance), (*_spans(text, chance, 10),))


def _recorded(text: str, chance: random.Random) -> Text:
    """A text with a record of chance: how it marks speech, slips, words that a line broke."""
    forms: list[Form] = ["marks", "turns", "dashes"]
    speech: list[tuple[str, Form]] = []
    if chance.random() < 0.6:
        speech.append(("", chance.choice(forms)))
    if chance.random() < 0.3:
        speech.append((chance.choice([*_spans(text, chance, 1), "uno"]), chance.choice(forms)))
    sic = []
    for words in _spans(text, chance, chance.randint(0, 2)):
        meant = words.translate({ord("«"): None, ord('"'): "”"})
        sic.append((words, chance.choice([meant, f"{meant}»", words.replace("u", "ú")])))
    inside = [match.start() + 1 for match in re.finditer(r"(?<=[^\W\d_])[^\W\d_]{2}", text)]
    hyphens = sorted(chance.sample(inside, min(len(inside), chance.randint(0, 2))))
    return Text(text, speech, sic, hyphens)


def _spans(text: str, chance: random.Random, count: int) -> Iterator[str]:
    """Stretches of a text: most from word to word, some cut anywhere, some altered."""
    starts = [match.start() for match in re.finditer(r"\S+", text)] or [0]
    for _ in range(count):
        start = chance.choice(starts)
        end = start + chance.choice((3, 8, 20, 45, 90))
        if chance.random() < 0.7:
            end = next((m.start() for m in re.finditer(r"\s|\Z", text) if m.start() >= end), end)
        else:
            start += chance.randint(0, 3)
        words = text[start:end] or text[:5]
        yield words if chance.random() < 0.5 else _altered(words, chance)


def _swapped(old: str, new: str) -> Callable[[str, random.Random], str]:
    """Puts one sign in the place of another, each by chance out of several."""

    def change(words: str, chance: random.Random) -> str:
        return "".join(chance.choice(new) if char in old else char for char in words)

    return change


def _at_a_word(change: Callable[[str], str]) -> Callable[[str, random.Random], str]:
    """Changes one word."""

    def changed(words: str, chance: random.Random) -> str:
        pieces = re.split(r"(\s+)", words)
        at = chance.randrange(0, len(pieces), 2)
        pieces[at] = change(pieces[at])
        return "".join(pieces)

    return changed


def _without_accents(words: str) -> str:
    found = unicodedata.normalize("NFD", words)
    return "".join(char for char in found if not unicodedata.combining(char))


_ALTERATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    # Typography, which does not count.
    _swapped('«»“”„"', '«»“”„"‟″'),
    _swapped("'’‘", "'’‘ʼ´`"),
    _swapped("-–—", "-–—‐‑−"),
    _swapped(" ", " \u00a0\u202f\t"),
    lambda words, _: words.replace(" ", "  \n "),
    lambda words, _: unicodedata.normalize("NFD", words),
    lambda words, _: words.replace("fi", "ﬁ").replace("fl", "ﬂ"),
    lambda words, _: "\u200b".join(words),
    lambda words, _: words.replace("—", "--").replace('"', "''"),
    lambda words, _: words.replace("-", "").replace("\n", " "),
    lambda words, _: re.sub(r"(\w{4})(\w{3})", r"\1-\2", words, count=1),
    # All else, which does.
    lambda words, _: _without_accents(words),
    _swapped("0123456789", "0123456789"),
    _at_a_word(str.swapcase),
    _at_a_word(lambda word: ""),
    _at_a_word(lambda word: f"{word} {word}"),
    _at_a_word(lambda word: word[:-1]),
    _at_a_word(lambda word: word[::-1]),
    # Brackets.
    _at_a_word(lambda word: "[…]"),
    _at_a_word(lambda word: f"[{word[:1]}]{word[1:]}"),
    _at_a_word(lambda word: f"{word[:-1]}[…]"),
    _at_a_word(lambda word: f"{word} [sic]"),
    lambda words, chance: (
        f"{words[: len(words) // 3]} […] {words[chance.randrange(len(words) + 1) :]}"
    ),
    lambda words, _: f"[…] {words} […]",
    lambda words, _: " […] ".join(words.split()),
)


def _altered(words: str, chance: random.Random) -> str:
    """Words changed in one or two ways."""
    for change in chance.sample(_ALTERATIONS, chance.choice((1, 1, 2))):
        words = change(words, chance)
    return words


_ALTERATIONS_OF_TEXTS: tuple[Callable[[str, random.Random], str], ...] = (
    _swapped("«»", '«»“”"‹›'),
    _swapped('“”"', '«»“”"„'),
    _at_a_word(lambda word: word.strip("«»“”\"'.")),
    _at_a_word(lambda word: f"«{word}"),
    _at_a_word(lambda word: f"{word}”"),
    _at_a_word(lambda word: f"\n\n{word}"),
    _at_a_word(lambda word: f"\n— {word}"),
    _at_a_word(lambda word: f"\nLUIS PRAT: {word}"),
    _at_a_word(lambda word: f"{word[:4]}-\n{word[4:]}"),
    _at_a_word(lambda word: f"🙂{word}𝒜"),
    lambda text, _: text.replace("\n\n", "\n"),
    lambda text, _: text.replace("\n", "\r\n"),
    lambda text, _: text.replace("\n\n", "\n* * *\n", 2),
    lambda text, _: re.sub(r" (?=\w)", "\n", text, count=40),
    lambda text, _: unicodedata.normalize("NFD", text),
    lambda text, _: text.replace("fi", "ﬁ").replace("er ", "ᵉʳ "),
)


def _altered_text(text: Text, chance: random.Random) -> Text:
    """A text changed in a few ways, with a record of chance."""
    changed = text.text
    for change in chance.sample(_ALTERATIONS_OF_TEXTS, chance.randint(1, 3)):
        changed = change(changed, chance)
    if chance.random() < 0.5:
        return Text(changed, text.speech, text.sic)
    return _recorded(changed, chance)
