"""Text is not markup: the two kinds of text that authors write.

Both are strings that know how to enter a Markdown or HTML page, by the `__html__` method that
Jinja and MarkupSafe ask for. The escape thus travels with the value, and no template can forget it.

- `Plain` (titles, names, quotations): every character shows as typed.
- `Inline` (`text`, `summary`): emphasis, code and links; everything else shows as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""An id, as a regular expression."""


class Plain(str):
    """Text of which every character shows as typed, in a Markdown page and in HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        """Escape for any place in a page: body, heading, table, attribute, `<title>`."""
        return escape(_WHITE_SPACE.sub(" ", self))


class Inline(str):
    """Text in which `*emphasis*`, `**strong**`, `` `code` `` and `[links](…)` have a meaning.

    A link leads to an `http`, `https` or `mailto` address, or to a page of the site by its id:
    `[the meeting](mision-cortafuegos)`.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """Render for the body of a Markdown page; links to ids become `[…](id:…)`."""
        return "".join(self._render(markup=True))

    def plain(self) -> Plain:
        """The same text without its markup, for descriptions and search."""
        return Plain("".join(self._render(markup=False)))

    def links(self) -> list[str]:
        """Targets of all links, as written."""
        return [str(token.attrs["href"]) for token in self._tokens() if token.type == "link_open"]

    def _tokens(self) -> list[Token]:
        text = " ".join(self.split())
        return _parser().parseInline(text)[0].children or []

    def _render(self, *, markup: bool) -> Iterator[str]:
        if not _MARKUP.search(self):  # most texts, at a tenth of the cost
            yield Plain(self).__html__() if markup else self
            return
        closing = []
        for token in self._tokens():
            if not markup:
                yield token.content
            elif token.type == "link_open":
                before, after = _link(str(token.attrs["href"]))
                closing.append(after)
                yield before
            elif token.type == "link_close":
                yield closing.pop()
            elif token.type == "code_inline":
                yield f"<code>{escape(token.content)}</code>"
            elif token.tag in ("em", "strong"):
                yield f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
            else:
                yield escape(token.content)


def is_web_address(url: str) -> bool:
    """Tell whether a reader can safely follow an address: http(s), a host, no password in it."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and not re.search(r"[\s<>\"\\]", url)
        )
    except ValueError:
        return False


def is_link_target(target: str) -> bool:
    """Tell whether a link in an `Inline` text may lead there (an id may still be unknown)."""
    return is_web_address(target) or is_page_id(target) or bool(_MAILTO.fullmatch(target))


def is_page_id(target: str) -> bool:
    """Tell whether a link target names a page of the site by its id."""
    return bool(re.fullmatch(ID, target))


_SPECIAL = re.compile(r"[!-+\--/:<-@\[-`{-~]")
"""ASCII punctuation, all of it but `,` and `;`: each of the others means something to some Markdown
extension. Numeric entities need no knowledge of which, and survive where backslashes do not."""

_WHITE_SPACE = re.compile(r"\s+")
_MARKUP = re.compile(r"[*_`\[\\]")
_MAILTO = re.compile(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+")


def escape(text: str) -> str:
    """Write every character that could mean something as an entity; white space stays as it is."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text)


def _link(target: str) -> tuple[str, str]:
    """What stands before and after the text of a link."""
    if is_page_id(target):
        return "[", f"](id:{target})"
    if is_link_target(target):
        return f'<a href="{escape(target)}">', "</a>"
    return "", ""  # validate.py has refused it


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 45 ms, and most runs of `check` do not need it

    parser = MarkdownIt("zero").enable(["backticks", "emphasis", "escape", "link"])
    # Every target is parsed, so that a bad one is reported rather than shown as text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    return parser
