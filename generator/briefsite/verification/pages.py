"""What a page shows, as far as it is checked: its words, its marks of proof, the places in it.

Pages of such a site are written by few templates, and what they never write is a fault by itself; so
their HTML is read with patterns, which are as quick as 1,000 pages need.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_NOT_LETTERS = re.compile(r"[^\w%€$£¥]+")
_TAG = re.compile(r"<[^>]*>")
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_ALT = re.compile(r"<img\b(?![^>]*\bsrc=\"data:)[^>]*?\balt=\"([^\"]*)\"[^>]*>")
_BUTTON = re.compile(r"<button\b.*?</button>", re.DOTALL)


def letters(text: str) -> str:
    """A text by its letters, digits and signs of figures alone: what is left when all setting is gone."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFC", text))


def words_of(markup: str) -> str:
    """HTML as a text, without buttons and pictures."""
    plain = (
        _BUTTON.sub("", _SVG.sub("", markup)) if "<svg" in markup or "<button" in markup else markup
    )
    return html.unescape(_TAG.sub("", _ALT.sub(r"\1", plain)))


_COPY_LINK = re.compile(
    r"!?\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*)\]\((?:[^()]|\([^()]*\))*\)"
)
_COPY_NUMBER = re.compile(r"(?m)^ *\d+\. ")


def words_of_copy(markdown: str) -> str:
    """The Markdown of a page as a text."""
    plain = _COPY_LINK.sub(r"\1", _COPY_LINK.sub(r"\1", markdown))
    return html.unescape(_COPY_NUMBER.sub("", plain))


def article(page: str) -> str:
    """The part of a page that is its own; all of the page where none is marked."""
    start, end = page.find("<article"), page.rfind("</article>")
    if start < 0:
        start, end = page.find("<body"), page.rfind("</body>")
    return page[start:end] if 0 <= start < end else page


class Mark(NamedTuple):
    """A mark of proof."""

    href: str
    before: str
    """The letters of its block that stand before it."""


_MARK = re.compile(r"<a\b[^>]*?class=\"bs-(?:proof|checked)\"[^>]*>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r"\bhref=\"([^\"]*)\"")
_BLOCK = re.compile(r"<(?:li|dd|dt|td|th|h[1-6]|details|div|section)\b|<p\b|</(?:ul|ol|dl|table)>")
_QUOTE = '<div class="bs-quote"'


def marks(markup: str) -> Iterator[Mark]:
    """All marks of proof, in order."""
    found = [*_MARK.finditer(markup)]
    if not found:
        return
    blocks = [match.start() for match in _BLOCK.finditer(markup)]
    at = 0
    for mark in found:
        while at < len(blocks) and blocks[at] < mark.start():
            at += 1
        start = blocks[at - 1] if at else 0
        quote = markup.rfind(_QUOTE, 0, mark.start())
        if quote >= 0 and markup.find("</div>", quote) > mark.start():
            start = quote
        href = _HREF.search(mark[0])
        before = letters(words_of(_MARK.sub("", markup[start : mark.start()])))
        yield Mark(html.unescape(href[1]) if href else "", before)


_ID = re.compile(r" id=\"([^\"]*)\"")


def places(page: str) -> set[str]:
    """The places in a page that a link can lead to."""
    return {html.unescape(found) for found in _ID.findall(page)}


_LINK = re.compile(r"<a\b[^>]*?\bhref=\"([^\"]*)\"")


def links(markup: str) -> set[str]:
    """Where a page leads."""
    return {html.unescape(found) for found in _LINK.findall(markup)}


_TIME = re.compile(r"<time datetime=\"([^\"]*)\"[^>]*>(.*?)</time>", re.DOTALL)
_DIGITS = re.compile(r"\d+")


def wrong_times(markup: str) -> Iterator[str]:
    """Dates whose words have other figures than what programs are told."""
    for stated, shown in _TIME.findall(markup):
        meant = {int(number) for number in _DIGITS.findall(html.unescape(stated))[:6]}
        if not {int(number) for number in _DIGITS.findall(words_of(shown))[:6]} <= meant:
            yield words_of(shown)


_FOREIGN = re.compile(
    r"<(?:!|(?:script|style|iframe|object|embed|form|base|link|meta)\b)[^>]{0,60}"
    r"|\b(?:on[a-z]+|srcdoc|formaction)\s*=[^>]{0,40}"
    r"|[\"'=]\s*(?:javascript:|vbscript:|data:(?!image/png;))[^>]{0,40}"
    r"|\bstyle\s*=\s*(?!\"(?:width|--?[a-z-]+): ?[\d.]+(?:%|em|rem|px|fr)?;?\")[^>]{0,60}",
    re.IGNORECASE,
)


def foreign(markup: str) -> Iterator[str]:
    """What no article of such a site holds."""
    tags = "\n".join(sorted({*_TAG.findall(markup)}))
    return (match[0] for match in _FOREIGN.finditer(tags))


_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_SRC = re.compile(r"\bsrc\s*=\s*[\"']?([^\"'\s>]*)", re.IGNORECASE)


def scripts_from_elsewhere(page: str) -> Iterator[str]:
    """Scripts that a page brings from another host."""
    for given, _ in _SCRIPT.findall(page):
        address = _SRC.search(given)
        if address and re.match(r"[a-z][a-z0-9+.-]*:|//", address[1], re.IGNORECASE):
            yield address[1]
