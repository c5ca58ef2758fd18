"""The languages of the interface, which a site can be in."""

from __future__ import annotations

import re
from importlib import resources

LOCALE = resources.files("briefsite") / "locale"
"""The folder of their words."""


def _languages() -> tuple[str, ...]:
    """Those that have a file of words: Spanish, English, then the others by their codes."""
    first = ("es", "en")
    names = (re.fullmatch(r"([a-z]{2,3})\.yml", file.name) for file in LOCALE.iterdir())
    return (*first, *sorted({name[1] for name in names if name} - {*first}))


LANGUAGES = _languages()
"""Each has a file in `locale/`."""
