"""The text of each page as plain Markdown, for programs that read.

What the templates put in for the theme (boxes, attributes, pictures) is taken out; headings, lists,
links and emphasis stay. Links lead to the Markdown of the other generated pages.
"""

from __future__ import annotations

import posixpath
import re
import string
from collections.abc import Callable, Container

from briefsite.pages.addresses import DocsPath, beside, url_of, web_path
from briefsite.pages.rendering import Page


def markdown_copy(page: Page, pages: Container[DocsPath], *, has_folders: bool = True) -> str:
    """The text of a page, to stand as `index.md` beside it.

    `pages` are those that have such a copy; `has_folders` as `url_of` takes it.
    """
    text = _FRONT_MATTER.sub("", page.markdown)
    text = _UNREAD.sub("", text)
    text = _ROW.sub(_table_row, text)
    text = _ANCHOR.sub(r"[\2](\1)", text)
    text = _MARKUP.sub(_plainer, text.replace(" { #", "{ #"))
    text = _LINK.sub(_to_copies(page.uri, pages, has_folders=has_folders), text)
    text = _OPENING.sub(_typed_opening, text)
    text = _ENTITY.sub(lambda match: _TYPED.get(match[0], match[0]), text)
    return _BLANK.sub("\n\n", text).strip() + "\n"


_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_UNREAD = re.compile(r"<(style|svg|form|button)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>")
_CELL = re.compile(r"<t[dh]\b([^<>]*)>(.*?)</t[dh]>")
_ANCHOR = re.compile(r'<a\b[^<>]*?\bhref="([^"]*)"[^<>]*>(.*?)</a>')
_MARKUP = re.compile(r"\{[^{}\n]*\}|</?([a-z][a-z0-9-]*)\b(?!:)[^<>]*>\n?")
"""Attributes (braces in texts are entities until the end) and tags; an address between such signs stays."""

_LINK = re.compile(r"\]\(([^()\s:#&]+)(#[^()\s]*)?\)")
_OPENING = re.compile(
    r"^([ \t]*(?:(?:-|\d+\.)[ \t]+)*)(?:&#(35|43|45|62);|(\d+)&#(41|46);)", re.MULTILINE
)
"""What would begin a heading, a list or a quotation where a text begins."""

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


def _typed_opening(match: re.Match[str]) -> str:
    before, sign, number, after = match.groups()
    return f"{before}{number or ''}\\{chr(int(sign or after))}"


def _to_copies(
    uri: DocsPath, pages: Container[DocsPath], *, has_folders: bool
) -> Callable[[re.Match[str]], str]:
    """Rewrites links from one page to others and to files, which are relative to it in the docs folder."""
    to_root = "../" * web_path(uri).count("/")
    here = uri.rpartition("/")[0]

    def rewrite(link: re.Match[str]) -> str:
        path = DocsPath(posixpath.normpath(posixpath.join(here, link[1])))
        there = beside(path, "index.md") if path in pages else url_of(path, has_folders=has_folders)
        return f"]({to_root}{there.removeprefix('./')}{link[2] or ''})"

    return rewrite
