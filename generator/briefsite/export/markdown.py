"""The text of each page as plain Markdown, for programs that read.

What the templates put in for the theme (boxes, attributes, pictures) is taken out; headings, lists,
links and emphasis stay. Links lead to the Markdown of the other pages.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from briefsite.render import Page
from briefsite.render.addresses import beside, web_path


def markdown_twin(page: Page) -> str:
    """The text of a page, to stand as `index.md` beside it."""
    text = _FRONT_MATTER.sub("", page.markdown)
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    text = _PAGE_LINK.sub(_to_twins(page.uri), text)
    text = _ENTITY.sub(_typed, text)
    return _BLANK.sub(lambda match: "\n\n" if "\n" in match[0] else "", text).strip() + "\n"


_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_PAGE_LINK = re.compile(r"\]\(([^()\s:#]*\.md)?(#[^()\s]*)?\)")
_ENTITY = re.compile(r"&(?:#(\d+)|(lt|gt|amp|quot|nbsp|shy));")
_BLANK = re.compile(r"\n{3,}|[ \t]+$", re.MULTILINE)

_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<(style|svg|form)\b.*?</\1>|<!--.*?-->", re.DOTALL), ""),
    # Braces in texts are entities until the end, so these are attributes.
    (re.compile(r" ?\{[^{}\n]*\}"), ""),
    (re.compile(r'<a\b[^<>]*?\bhref="([^"]*)"[^<>]*>(.*?)</a>'), r"[\2](\1)"),
    (re.compile(r"</?(?:em|i)\b[^<>]*>"), "*"),
    (re.compile(r"</?(?:strong|b)\b[^<>]*>"), "**"),
    (re.compile(r"</?code\b[^<>]*>"), "`"),
    (re.compile(r"<sup\b[^<>]*>(.*?)</sup>"), r" (\1)"),
    (re.compile(r"</dt>\s*<dd\b[^<>]*>"), ": "),
    (re.compile(r"<br\b[^<>]*>\n?"), "\\\\\n"),
    (re.compile(r"</?[a-z][a-z0-9-]*\b[^<>]*>"), ""),
)
"""From the Markdown of a page to that of anywhere, in this order."""

_NAMED = {"lt": "\\<", "gt": ">", "amp": "&", "quot": '"', "nbsp": " ", "shy": ""}
_SPECIAL = frozenset("\\`*_[]<")


def _typed(match: re.Match[str]) -> str:
    """A character as typed, with a backslash where it would mean something."""
    if match[2]:
        return _NAMED[match[2]]
    character = chr(int(match[1]))
    return f"\\{character}" if character in _SPECIAL else character


def _to_twins(uri: str) -> Callable[[re.Match[str]], str]:
    folder, root = posixpath.dirname(uri), "../" * web_path(uri).count("/")

    def rewrite(link: re.Match[str]) -> str:
        if not link[1]:
            return link[0]
        target = beside(posixpath.normpath(posixpath.join(folder, link[1])), "index.md")
        return f"]({root}{target}{link[2] or ''})"

    return rewrite
