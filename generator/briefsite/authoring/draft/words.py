"""How a language says things: `words/<lang>.yml`, as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("es", "en")
"""Languages whose texts are read by rules."""


@dataclass(frozen=True)
class DraftWords:
    """The words of one language."""

    lang: str
    table: Mapping[str, Any]
    has_rules: bool = True
    """False where the language of a text is another, and nothing is looked for by its words."""

    @cached_property
    def months(self) -> Mapping[str, int]:
        """Months and their short forms, in lower case, with their numbers."""
        names = self.table["months"].lower().split()
        return {**{name: n for n, name in enumerate(names, 1)}, **self.table["more_months"]}

    @cached_property
    def weekdays(self) -> list[str]:
        """Weekdays from Monday, in lower case."""
        return list(self.table["weekdays"].lower().split())

    @cached_property
    def weekday_numbers(self) -> Mapping[str, int]:
        """Weekdays and their short forms, in lower case, from 0 for Monday."""
        return {**{day: n for n, day in enumerate(self.weekdays)}, **self.table["more_weekdays"]}

    @cache  # noqa: B019 (there is one object a language)
    def pattern(self, template: str) -> re.Pattern[str]:
        """Compile `template`, in which `<name>` stands for an expression of the table."""

        def insert(name: re.Match[str]) -> str:
            value = self.table[name[1]]
            return f"(?:{value.replace('INF', self.table['infinitive'])})"

        return re.compile(re.sub(r"(?<!\?P)<(\w+)>", insert, template), re.IGNORECASE)

    def say(self, section: str, key: str, *values: object) -> str:
        """A text of the draft's own: a comment or an unknown."""
        text: str = self.table[section][key]
        return text.format(*values)

    # Frozen dataclasses compare by their fields, and a table cannot be hashed.
    __hash__ = object.__hash__


@cache
def load_words(lang: str) -> DraftWords:
    """The words of a language, or of Spanish where it is another."""
    known = lang if lang in LANGUAGES else LANGUAGES[0]
    path = Path(__file__).parent / "words" / f"{known}.yml"
    return DraftWords(known, yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))


def words_of(lang: str) -> DraftWords:
    """The words for texts of a language, such as `es-MX`; those without rules where it has none."""
    code = lang.partition("-")[0]
    return load_words(code) if code in LANGUAGES else without_rules(load_words(LANGUAGES[0]))


@cache
def without_rules(words: DraftWords) -> DraftWords:
    """What a draft says of its own in a language, and no rule, for texts in any other."""
    own = ("comments", "unknowns")
    nothing: dict[type, object] = {str: "(?!)", list: [], dict: {}}
    table = {
        key: value if key in own else nothing[type(value)] for key, value in words.table.items()
    }
    table |= dict.fromkeys(("function_words", "months", "weekdays", "day_words"), "")
    return DraftWords(words.lang, table, has_rules=False)
