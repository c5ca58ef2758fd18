"""What the templates of a theme know of the site, beside what an engine tells them: `config.extra.briefsite`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefsite.archive.editions import Edition, read_editions
from briefsite.archive.look import Look, LookLink, read_look
from briefsite.archive.settings import Settings
from briefsite.pages.addresses import check_words
from briefsite.pages.due_words import for_script
from briefsite.pages.formatting import load_words

Navigations = Mapping[str, Sequence[Mapping[str, str]]]
"""Of each further edition, as `navigations` makes them."""


def theme_data(
    settings: Settings,
    extra: object,
    *,
    has_search: bool,
    policy: str = "",
    navs: Navigations = MappingProxyType({}),
) -> dict[str, Any]:
    """Plain data, which any engine can hand over: words, options, the look, and what `due.js` needs.

    `extra` is that of `mkdocs.yml`; what is not as it must be in it is left out, see `look_findings`.
    `policy` is the content-security policy of all pages, where they share one. `editions` holds the same
    for each further edition of the site, with its navigation from `navs`.
    """
    editions = {
        edition.language: edition for edition in read_editions(settings.editions, settings.language)
    }
    found = _in_edition(editions.get(settings.language), settings, extra, has_search, policy)
    if len(editions) > 1:
        found["anchors"] = _anchors(settings.language, editions)
        found["editions"] = {
            language: {
                **_in_edition(edition, settings, extra, has_search, policy),
                "anchors": _anchors(language, editions),
                "nav": [*navs.get(language, ())],
            }
            for language, edition in editions.items()
            if language != settings.language
        }
    return found


def _anchors(language: str, editions: Iterable[str]) -> dict[str, dict[str, str]]:
    """What the anchors of one language are called in each of the others, for `languages.js`."""
    own = load_words(language)["anchors"]
    return {
        other: {name: load_words(other)["anchors"][kind] for kind, name in own.items()}
        for other in editions
        if other != language
    }


def _in_edition(
    edition: Edition | None, settings: Settings, extra: object, has_search: bool, policy: str
) -> dict[str, Any]:
    language = edition.language if edition else settings.language
    spoken = replace(settings, language=language)
    words = load_words(language)
    look = read_look(extra, language, settings.language)
    own = edition and {
        "name": edition.name or settings.site_name,
        "description": edition.description or "",
        "language": language,
        "folder": edition.folder,
        "home": edition.folder and f"{edition.folder}{'index.html' if settings.offline else ''}",
    }
    return {
        **(own or {}),
        "words": words["theme"],
        "policy": policy,
        "due": for_script(spoken),
        "check": check_words(words["code"]),
        "search": has_search,
        "offline": settings.offline,
        "embeds": settings.embeds,
        "style": ";".join(_declarations(look)),
        "fonts": [*_own_fonts(look)],
        "footer": [_link(link, settings) for link in look.footer],
        "notice": _link(look.notice, settings) if look.notice else None,
    }


def _declarations(look: Look) -> Iterator[str]:
    """What a look sets of the style sheet, without quotation marks: fit for an HTML page as it is."""
    if look.accent:
        yield f"--bs-accent-base:{look.accent}"
    for name, font in (("serif", look.text_font), ("sans", look.heading_font)):
        if font:
            yield f"--bs-own-{name}:{_identifiers(font)},"


def _identifiers(font: str) -> str:
    r"""The name of a font as CSS writes it without quotation marks: `Source Serif \34 `."""
    return " ".join(_SPECIAL.sub(_escaped, word) for word in font.split())


_SPECIAL = re.compile(r"^[0-9-]|[\x00-\x7f](?<![A-Za-z0-9_-])")


def _escaped(match: re.Match[str]) -> str:
    return f"\\{ord(match[0]):x} "


def _own_fonts(look: Look) -> Iterator[str]:
    """Those of our fonts that the first view needs."""
    if not look.text_font:
        yield "serif"
    if not look.heading_font:
        yield "sans"


def _link(link: LookLink, settings: Settings) -> dict[str, str | None]:
    url = link.url
    if url and settings.offline and ":" not in url:
        url = _on_disk(url, settings.docs)
    return {"title": link.title, "url": url}


def _on_disk(url: str, docs: Path) -> str:
    """The file that a server would send for an address of the site: no disk knows which that is."""
    path = re.split("[?#]", url, maxsplit=1)[0]
    more = url[len(path) :]
    if not path.endswith("/"):
        return url
    name = path.rstrip("/")
    is_page = (docs / f"{name}.md").is_file()
    return f"{name}.html{more}" if is_page else f"{path}index.html{more}"
