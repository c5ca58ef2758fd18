"""What authors are told, in their language.

Messages are written in English where they arise. `locale/messages.<lang>.yml` has a translation of
each template, with the same names in braces.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from briefsite.messages.message import Message, filled

LANGUAGES = ("es", "en")
"""Languages of the messages."""


def author_language() -> str:
    """The language of the person at the keyboard, as the system has it; else English."""
    chosen = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "es" if next(filter(None, chosen), "").lower().startswith("es") else "en"


def translate(message: str, lang: str) -> str:
    """A message in a language, and the messages within it; in English where the catalogue lacks it.

    A mere string is a template without values.
    """
    if lang == "en":
        return message
    if not isinstance(message, Message):
        return _catalogue(lang).get(message, message)
    values = {
        name: translate(value, lang) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return filled(_catalogue(lang).get(message.template, message.template), values)


@cache
def _catalogue(lang: str) -> Mapping[str, str]:
    path = Path(__file__).parent.parent / "locale" / f"messages.{lang}.yml"
    entries: dict[str, str] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return entries
