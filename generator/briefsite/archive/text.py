"""Text is not markup: the two kinds of text that authors write.

Both are strings that know how to enter a Markdown or HTML page, by the `__html__` method that
Jinja and MarkupSafe ask for. The escape thus travels with the value, and no template can forget it.

- `Plain` (titles, names, quotations): every character shows as typed.
- `Inline` (`text`, `summary`): emphasis, code and links; everything else shows as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""An id, as a regular expression."""

MAX_ID = 150
"""Characters of an id: file systems take names of 255 bytes, and some names are made of two ids."""


def direction(lang: str) -> Literal["ltr", "rtl"]:
    """Which way a language is written, by its code such as `ar` or `es-MX`."""
    return "rtl" if lang.partition("-")[0] in ("ar", "fa", "he", "ur") else "ltr"


class Plain(str):
    """Text of which every character shows as typed, in a Markdown page and in HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        """Escape for any place in a page: body, heading, table, attribute, `<title>`."""
        return _escape_on_one_line(self)


class PlainInLanguage(Plain):
    """Plain text in another language than the words around it, see `in_words_of`."""

    lang: str

    def __html__(self) -> str:
        """Escape as `Plain` does, within an element that says the language: for the body alone."""
        return _in_language(super().__html__(), self.lang)


class Inline(str):  # noqa: SLOT000 (it carries links that were found)
    """Text in which `*emphasis*`, `**strong**`, `` `code` `` and `[links](…)` have a meaning.

    A link leads to an `http`, `https` or `mailto` address, or to a page of the site by its id:
    `[the meeting](mision-cortafuegos)`.
    """

    places: tuple[tuple[int, int, str], ...] = ()
    """Links to names that were found in it: offsets in `plain()`, and ids."""

    lang: str | None = None
    """Its language, where it is another than that of the words around; see `in_words_of`."""

    def __html__(self) -> str:
        """Render for the body of a Markdown page; links to ids become `[…](id:…)`."""
        written = self._html()
        return _in_language(written, self.lang) if self.lang else written

    def _html(self) -> str:
        closing = []
        out = []
        position = 0
        for token in self._tokens():
            if token.type == "link_open":
                before, after = _link(str(token.attrs["href"]))
                closing.append(after)
                out.append(before)
            elif token.type == "link_close":
                out.append(closing.pop())
            elif token.type == "code_inline":
                out.append(f"<code>{escape(token.content)}</code>")
            elif token.tag in ("em", "strong"):
                out.append(f"<{'/' if token.nesting < 0 else ''}{token.tag}>")
            else:
                out.append(self._with_places(_content(token), position))
            position += len(_content(token))
        return "".join(out)

    def plain(self) -> Plain:
        """The same text without its markup, for descriptions and search."""
        return Plain("".join(map(_content, self._tokens())))

    def links(self) -> list[str]:
        """Targets of all links that the author wrote."""
        if "](" not in self:  # most texts
            return []
        return [str(token.attrs["href"]) for token in self._tokens() if token.type == "link_open"]

    def with_links_to(self, ids: Mapping[str, str]) -> Inline:
        """The text as the author wrote it, with links to some ids leading to others."""
        others = {target: ids[target] for target in self.links() if target in ids}
        if not others:
            return self
        changed = _LINK_TO_ID.sub(lambda link: link[1] + others.get(link[2], link[2]), self)
        text = Inline(changed)
        return text if text.plain() == self.plain() else self  # what looks like a link may be code

    def unlinked(self) -> list[tuple[int, str]]:
        """Stretches outside links, code and quotations, with their offsets in `plain()`."""
        stretches = []
        position, depth = 0, 0
        tokens = self._tokens()
        for token in tokens:
            depth += token.nesting if token.type.startswith("link_") else 0
            if token.type == "text" and not depth:
                stretches.append((position, position + len(token.content)))
            position += len(_content(token))
        plain = "".join(map(_content, tokens))
        quoted = [match.span() for match in _QUOTED.finditer(plain)]
        return [
            (start, plain[start:end])
            for stretch in stretches
            for start, end in _without(stretch, quoted)
        ]

    def linked(self, places: Sequence[tuple[int, int, str]]) -> Inline:
        """The text with more links: from offsets in `plain()` to pages of the site by their ids."""
        text = Inline(self)
        text.places, text.lang = tuple(places), self.lang
        return text

    def _with_places(self, text: str, offset: int) -> str:
        out = []
        position = 0
        for start, end, target in self.places:
            if offset <= start and end <= offset + len(text):
                out.append(escape(text[position : start - offset]))
                out.append(f"[{escape(text[start - offset : end - offset])}](id:{target})")
                position = end - offset
        return "".join([*out, escape(text[position:])])

    def _tokens(self) -> Sequence[Token | _Text]:
        text = " ".join(self.split())
        if not _MARKUP.search(text):  # most texts, at a tenth of the cost
            return [_Text(text)]
        return _parser().parseInline(text)[0].children or []


Words = TypeVar("Words", Plain, Inline)


def in_words_of(text: Words, lang: str) -> Words:
    """A text as one that is in another language than the words around it, and says so in a page."""
    if isinstance(text, Inline):
        copy = type(text)(text)
        copy.places, copy.lang = text.places, lang
        return copy
    plain = PlainInLanguage(text)
    plain.lang = lang
    return plain


def _in_language(html: str, lang: str) -> str:
    return f'<span class="bs-original" lang="{lang}" dir="{direction(lang)}">{html}</span>'


@dataclass(frozen=True, slots=True)
class _Text:
    """Stands in for the one token of a text without markup."""

    content: str
    type: str = "text"
    tag: str = ""
    nesting: int = 0
    attrs: Mapping[str, str] = field(default_factory=dict)


def _content(token: Token | _Text) -> str:
    """The words of a token; an image shows as typed."""
    if token.type != "image":
        return token.content
    title = f' "{token.attrs["title"]}"' if "title" in token.attrs else ""
    return f"![{token.content}]({token.attrs['src']}{title})"


def _without(stretch: tuple[int, int], holes: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start, end = stretch
    for low, high in holes:
        if low < end and high > start:
            if start < low:
                yield start, low
            start = max(start, high)
    if start < end:
        yield start, end


def is_web_address(url: str) -> bool:
    """Tell whether a reader can safely follow an address: http(s), a host, no password in it."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and parts.port != 0  # asked for, since a bad one raises
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


_SPECIAL = re.compile(r"[!-+\--/:<-@\[-`{-~]|\d(?=(?:st|nd|rd|th)\b)")
"""ASCII punctuation, all of it but `,` and `;`: each of the others means something to some Markdown
extension, as does the last digit of `1st`. Numeric entities need no knowledge of which, and survive
where backslashes do not."""

_WHITE_SPACE = re.compile(r"[^\S\u202f]+")
"""All but the thin no-break space: it stands within French figures, and keeps French marks at their words."""

_QUOTED = re.compile("«[^«»]*»|“[^“”]*”|‘[^‘’]*’|\"[^\"]*\"|''.*?''")
_MARKUP = re.compile(r"[*_`\[\\]")
_LINK_TO_ID = re.compile(rf"(\]\(\s*<?)({ID})(?=[>\s)])")
_MAILTO = re.compile(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+")


def escape(text: str) -> str:
    """Write every character that could mean something as an entity; white space stays as it is."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text)


@lru_cache(maxsize=16_384)  # names and titles stand in many pages, words of the interface in all
def _escape_on_one_line(text: str) -> str:
    return escape(_WHITE_SPACE.sub(" ", text))


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

    parser = MarkdownIt("zero").enable(["backticks", "emphasis", "escape", "image", "link"])
    # Every target is parsed as typed, so that a bad one is reported rather than shown as text.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    return parser


TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens(text: str) -> list[str]:
    """The words and other characters of a text, as names are compared."""
    return TOKEN.findall(text)
