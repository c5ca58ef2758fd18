"""What authors are told, in their language.

Messages are written in English where they arise, as plain f-strings. `locale/messages.<lang>.yml`
has a translation of each: `%(name)s` stands for what the message fills in, and is carried over as it
is; `%(NAME)s`, in capitals, for words of ours that are translated in turn. A message is recognised
by its fixed words, so nothing but the catalogue knows that other languages exist.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("es", "en")
"""Languages of the messages."""


def author_language() -> str:
    """The language of the person at the keyboard, as the system has it; else English."""
    chosen = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "es" if next(filter(None, chosen), "").lower().startswith("es") else "en"


def translate(message: str, lang: str) -> str:
    """A message in a language; as it is where the catalogue does not have it."""
    if lang == "en":
        return message
    exact, patterns = _catalogue(lang)
    if message in exact:
        return exact[message]
    for pattern, translation in patterns:
        if found := pattern.fullmatch(message):
            values = {
                name: translate(value, lang) if name.isupper() else value
                for name, value in found.groupdict().items()
            }
            return translation % values
    return message


_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@cache
def _catalogue(lang: str) -> tuple[Mapping[str, str], list[tuple[re.Pattern[str], str]]]:
    """Fixed messages, and patterns of the others with their translations, the most words first."""
    path = Path(__file__).parent.parent / "locale" / f"messages.{lang}.yml"
    entries: dict[str, str] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    exact, templates = {}, []
    for english, translation in entries.items():
        if _PLACEHOLDER.search(english):
            templates.append((english, translation))
        else:
            exact[english] = translation
    templates.sort(key=lambda entry: -len(_PLACEHOLDER.sub("", entry[0])))
    return exact, [(_pattern(english), translation) for english, translation in templates]


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(template)
    named = [
        f"(?P<{part}>.+?)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    ]
    return re.compile("".join(named), re.DOTALL)
