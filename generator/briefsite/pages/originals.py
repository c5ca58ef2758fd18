"""Where a passage stands in the document behind a source: its page, or its moment, and the way there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from markupsafe import Markup

from briefsite.archive.text import escape
from briefsite.pages.addresses import Addresses
from briefsite.pages.passages import text_fragment
from briefsite.site.site import Passage, SourcePage


def moment(seconds: float) -> str:
    """A moment of a recording as people write it: `03:12`, `1:03:12`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def locator(passage: Passage, words: Mapping[str, Any]) -> str | None:
    """Where a passage stands in its document, as a citation says it: «p. 12», «03:12»."""
    if passage.time is not None:
        return moment(passage.time)
    if passage.page is not None:
        return str(words["page_short"].format(passage.page))
    return None


def pictured(source: SourcePage) -> dict[Passage, tuple[Passage, ...]]:
    """Of which passages readers see the lines on a page of the document: those of a paragraph together.

    By the first of each picture. None where the document is no PDF, or not public.
    """
    of = source.record.original
    if of is None or of.format != "pdf" or not source.record.is_original_public:
        return {}
    found: dict[Passage, tuple[Passage, ...]] = {}
    first: Passage | None = None
    for passage in source.passages:
        if passage.page is None:
            continue
        start = passage.ranges[0][0]
        # The text of a document has a line for each paragraph.
        if (
            first
            and first.page == passage.page
            and "\n" not in source.received[first.ranges[0][0] : start]
        ):
            found[first] = (*found[first], passage)
        else:
            first, found[passage] = passage, (passage,)
    return found


def in_original(
    source: SourcePage, passage: Passage, addresses: Addresses, words: Mapping[str, Any]
) -> Markup | None:
    """A link to a passage in the original: its page, its moment, or its words; None where there is none.

    To a page of the document on this site, where that is public, else of the one on the web.
    """
    record, at = source.record, locator(passage, words)
    shown = escape(f"{passage.number} ({at})" if at else f"{passage.number}")
    if passage.page is not None and record.is_original_public:
        return Markup(f"[{shown}](/{addresses.original_of(source)}#page={passage.page})")
    if record.url is None:
        return None
    if passage.time is not None:
        address: str | None = at_moment(record.url, int(passage.time))
    elif passage.page is not None:
        address = f"{record.url.partition('#')[0]}#page={passage.page}"
    else:
        address = text_fragment(source, passage)
    return Markup(f'<a href="{escape(address or "")}">{shown}</a>')


def at_moment(url: str, seconds: int) -> str:
    """The address of a moment of a recording, in the form that its platform has.

    Others take a media fragment, see https://www.w3.org/TR/media-frags/.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    for pattern, (name, form) in _PLATFORMS.items():
        if re.fullmatch(pattern, host):
            query = [pair for pair in parse_qsl(parts.query) if pair[0] != name]
            query.append((name, form(seconds)))
            return urlunsplit((*parts[:3], urlencode(query), ""))
    if re.fullmatch(r"(?:player\.)?vimeo\.com", host):
        return urlunsplit((*parts[:4], f"t={seconds}s"))
    return urlunsplit((*parts[:4], f"t={seconds}"))


_PLATFORMS: Mapping[str, tuple[str, Callable[[int], str]]] = {
    r"youtube\.com|youtu\.be|youtube-nocookie\.com": ("t", "{}s".format),
    r"dailymotion\.com|dai\.ly": ("start", str),
    r"twitch\.tv": ("t", lambda at: f"{at // 3600}h{at // 60 % 60}m{at % 60}s"),
    r"(?:[\w-]+\.)*(?:peertube|tube)\.[\w.-]+|framatube\.org": ("start", "{}s".format),
}
"""Query parameters for a moment, by the host of a platform."""
