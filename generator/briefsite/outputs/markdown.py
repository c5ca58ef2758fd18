"""The text of each page as plain Markdown, for programs that read.

What the templates put in for the theme (boxes, attributes, pictures) is taken out; headings, lists,
links and emphasis stay. Links lead to the Markdown of the other pages.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable

from briefsite.pages.addresses import DocsPath, beside, web_path
from briefsite.pages.rendering import Page


def markdown_copy(page: Page) -> str:
    """The text of a page, to stand as `index.md` beside it."""
    text = _FRONT_MATTER.sub("", page.markdown)
    text = _UNREAD.sub("", text)
    text = _ROW.sub(_table_row, text)
    text = _ANCHOR.sub(r"[\2](\1)", text)
    text = _MARKUP.sub(_plainer, text.replace(" { #", "{ #"))
    text = _PAGE_LINK.sub(_to_copies(page.uri), text)
    text = _ENTITY.sub(lambda match: _TYPED.get(match[0], match[0]), text)
    return _BLANK.sub("\n\n", text).strip() + "\n"


_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_UNREAD = re.compile(r"<(style|svg|form)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>")
_CELL = re.compile(r"<t[dh]\b([^<>]*)>(.*?)</t[dh]>")
_ANCHOR = re.compile(r'<a\b[^<>]*?\bhref="([^"]*)"[^<>]*>(.*?)</a>')
_MARKUP = re.compile(r"\{[^{}\n]*\}|</?([a-z][a-z0-9-]*)\b[^<>]*>\n?")
"""Attributes (braces in texts are entities until the end) and tags."""

_PAGE_LINK = re.compile(r"\]\(([^()\s:#]+\.md)(#[^()\s]*)?\)")
_BLANK = re.compile(r"\n(?:[ \t]*\n){2,}")

_INSTEAD = {
    "em": "*",
    "i": "*",
    "strong": "**",
    "b": "**",
    "code": "`",
    "dt": ": ",
    "br": "\\\n",
    "del": "~~",
    "sup": " ",
}
"""What stands for a tag; for the others, nothing. A `<dt>` is named by its end."""


def _table_row(match: re.Match[str]) -> str:
    """A row of a table, and the line that Markdown wants below its head."""
    cells = _CELL.findall(match[1])
    row = "".join(f"| {text} " for _, text in cells) + "|"
    is_head = all("col" in attributes for attributes, _ in cells)
    return f"{row}\n{'|---' * len(cells)}|" if is_head else row


def _plainer(match: re.Match[str]) -> str:
    tag = match[1]
    if tag is None:
        return ""
    is_end = match[0].startswith("</")
    line_end = "\n" if match[0].endswith("\n") and tag != "br" else ""
    if (tag == "dt" and not is_end) or (tag == "sup" and is_end):
        return line_end
    return _INSTEAD.get(tag, "") + line_end


_TYPED = {
    **{f"&#{ord(c)};": f"\\{c}" if c in "\\`*_[]<" else c for c in string.printable},
    "&lt;": "\\<",
    "&gt;": ">",
    "&amp;": "&",
    "&quot;": '"',
}
"""Characters as typed, with a backslash where they would mean something."""

_ENTITY = re.compile(r"&#?\w+;")


def _to_copies(uri: DocsPath) -> Callable[[re.Match[str]], str]:
    """Rewrites links from one page to others, which are relative to it in the docs folder."""
    to_root = "../" * web_path(uri).count("/")
    here = uri.rpartition("/")[0]

    def rewrite(link: re.Match[str]) -> str:
        folder, target = here, link[1]
        while target.startswith("../"):
            folder, target = folder.rpartition("/")[0], target[3:]
        page = DocsPath(f"{folder}/{target}" if folder else target)
        return f"]({to_root}{beside(page, 'index.md')}{link[2] or ''})"

    return rewrite
