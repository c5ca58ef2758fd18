"""What the templates of a theme know of the site, beside what an engine tells them: `config.extra.briefsite`."""

from __future__ import annotations

from typing import Any

from briefsite.archive.settings import Settings
from briefsite.pages.due_words import for_script
from briefsite.pages.formatting import load_words


def theme_data(settings: Settings, *, has_search: bool) -> dict[str, Any]:
    """Plain data, which any engine can hand over: words, options, and what `due.js` needs."""
    words = load_words(settings.language)
    return {
        "words": words["theme"],
        "due": for_script(settings),
        "search": has_search,
        "offline": settings.offline,
        "embeds": settings.embeds,
    }
