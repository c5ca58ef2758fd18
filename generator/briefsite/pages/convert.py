"""A fast path of Python-Markdown, for what our own templates write and nothing else.

`convert` knows the few constructs of `templates/*.md.jinja`: headings, paragraphs, lists, quotations,
links, lazy images, `**strong**`, and HTML with or without `markdown`. Fields stand in them escaped (`text.py`), so
no author can write another. For these it gives, byte for byte, the HTML that Python-Markdown gives
with the extensions of a MkDocs build, in a tenth of the time. It is no dialect: where a text holds
anything else it returns None, and `reference.py` converts the page with Python-Markdown itself. It must
never be given Markdown that an author wrote.

How it works: the text is cut at block-level tags; what stands between is cut at blank lines; each
block must match one of four grammars as a whole, and is then written as Python-Markdown would.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from itertools import zip_longest

from markdown import __version_info__ as version
from markdown.extensions.toc import nest_toc_tokens, slugify, unique
from markdown.serializers import RE_AMP
from markdown.util import BLOCK_LEVEL_ELEMENTS

from briefsite.pages.python_markdown import Article, Rewrite, toc_of

KNOWN_VERSION = (3, 11)
"""Of Python-Markdown; with any other, all pages go through it."""


def convert(markdown: str, rewrite: Rewrite) -> Article | None:
    """Convert the Markdown of a template, without its front matter; None where unsure.

    `rewrite` is called once for each link, in the order of the page, and may have been called when
    None is returned.
    """
    is_strange = _SPACED_LINE.search(markdown) or any(sign in markdown for sign in _NEVER)
    if is_strange or version[:2] != KNOWN_VERSION:
        return None
    page = _Page(rewrite)
    try:
        page.read(_BLOCK_TAG.split(markdown))
        return page.article()
    except _UnsureError:
        return None


class _UnsureError(Exception):
    """The text holds something that only Python-Markdown knows."""


# The grammar. Quantifiers are possessive (`++`): whatever a text holds, it is read once.

_NEVER = "\x00\x02\x03\t\r"
_SPACED_LINE = re.compile(r"\n +\n")
_CONTAINERS = frozenset(["details", "div", "dl", "figcaption", "figure", "section"])
"""HTML elements that hold blocks, where they say `markdown`."""

_LEAVES = frozenset(["dd", "dt", "p", "summary"])
"""HTML elements that hold one text, where they say `markdown`."""

_ELEMENTS = _CONTAINERS | _LEAVES | {"script"}
_TABLES = frozenset(["table", "tbody", "td", "th", "thead", "tr"])
"""Within raw HTML alone."""

_BLOCKS = "|".join([*BLOCK_LEVEL_ELEMENTS, "xmp", "plaintext", "noembed", "noframes"])
"""Python-Markdown's block-level elements, and others that parsers of HTML do not look into."""

_SIGNS = r"\n<>&\[\]*_{}!#|=~`\\"
_TEXT = f"[^{_SIGNS}]"
_ENTITY = r"&(?:#\d++|[A-Za-z][A-Za-z\d]*+);"
_ATTRIBUTE = r' (?:id(?==)|(?!(?i:id|name)[= />])[a-z][\w:-]*+)(?:="[^"\n<>\[\]*`\\]*+")?'
_NAME = r"(?:clipPath|[a-z]++\d?)"
_TAG = rf"<(?:/{_NAME}|{_NAME}(?:{_ATTRIBUTE})*+ ?/?)>"
_LINE = r"(?!\s|[+-]|\d+\. |\Z)"
"""Where a line begins, unless with the mark of a list."""

_BREAK = rf"(?<!  )\n(?: {{4}})?{_LINE}"
_LINK = (
    rf"\[(?:{_TEXT}++|{_ENTITY}|{_TAG}|{_BREAK})++\]"
    rf"\((?:[^\s()<>&\[\]\"'*{{}}!`\\]++|{_ENTITY})++\)"
    rf'(?:\{{(?: (?:\.[A-Za-z\d-]++|[a-z-]++="(?:[^"{_SIGNS}]++|{_ENTITY})*+"))++ \}})?'
    r"|<https?://[^\s<>&\[\]\"'*`\\]++>"
    rf"|!\[(?:[^{_SIGNS}]++|{_ENTITY})++\]"  # an image
    r"\((?:[^\s()<>&\[\]\"'*{}!`\\]++)\)\{ loading=\"lazy\" \}"
)
_PHRASE = rf"{_TEXT}++|{_ENTITY}|{_TAG}|{_LINK}"
_STRONG = rf"(?<!\S)\*\*(?![\s*])(?:{_PHRASE})++(?<!\s)\*\*(?!\*)"
_WORDS = rf"(?:{_PHRASE}|{_STRONG}|{_BREAK})"
_ITEM = r"(?:-|1\.) ++"

_BLOCK_TAG = re.compile(rf"(</?(?:{_BLOCKS})(?:[\s/][^<>]*)?>)")
_OPEN_TAG = re.compile(rf"<([a-z]++)((?:{_ATTRIBUTE})*+)>")
_ATTRIBUTES = re.compile(r' ([^ =]+)(="[^"]*")?')
_HEADING = re.compile(rf"(#{{1,6}}) ++(?!\{{)({_WORDS}++)(?:(?<= )\{{ #((?:[^\W_]|-)++) \}} *+)?")
_LIST = re.compile(rf"{_ITEM}{_LINE}{_WORDS}++(?:\n{_ITEM}{_LINE}{_WORDS}++)*+")
_ITEMS = re.compile(rf"(?:\A|\n){_ITEM}")
_QUOTATION = re.compile(rf"> ?({_LINE}{_WORDS}++)")
_PARAGRAPH = re.compile(rf"{_LINE}{_WORDS}++")
_LEAF = re.compile(rf"{_WORDS}*+")
_RAW = re.compile(rf"(?:[^<>&{{}}=~`]++|{_ENTITY}|{_TAG})*+")
_SCRIPT = re.compile(r"(?:[^\n<>& ]++| (?!id=))*+")
_EACH_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)]*)\)(?:\{ ([^}]*) \})?|<(https?:[^>]*)>")
_LINK_ATTRIBUTES = re.compile(r'\.([^ ]+)|([^ =]+)="([^"]*)"')
_ANY_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r' id="([^"]*)"')
_PLAIN_ID = re.compile(r"[^\s&<>=/]+")


@dataclass(frozen=True, slots=True)
class _Tag:
    """An opening block-level tag."""

    name: str
    html: str
    """As Python-Markdown writes it."""

    id: str | None
    is_markdown: bool


@lru_cache(1024)
def _open_tag(text: str) -> _Tag:
    found = _whole(_OPEN_TAG, text)
    if found[1] not in _ELEMENTS:
        raise _UnsureError
    attributes = {
        name.lower(): html.unescape(value[2:-1]) if value else name
        for name, value in _ATTRIBUTES.findall(found[2])
    }
    is_markdown = attributes.pop("markdown", None)
    if is_markdown not in (None, "markdown"):
        raise _UnsureError
    written = "".join(f' {name}="{_escape(value)}"' for name, value in sorted(attributes.items()))
    return _Tag(found[1], f"<{found[1]}{written}>", attributes.get("id"), bool(is_markdown))


@lru_cache(1024)
def _link_attributes(text: str) -> tuple[str, str]:
    """What stands before and after `href`, since attributes are written in order of their names."""
    attributes: dict[str, str] = {}
    for of_class, name, value in _LINK_ATTRIBUTES.findall(text):
        if of_class:
            attributes["class"] = f"{attributes.get('class', '')} {of_class}".strip()
        elif name in ("class", "href", "id", "name"):
            raise _UnsureError
        else:
            attributes[name] = value
    written = [f' {name}="{value}"' for name, value in sorted(attributes.items())]
    before = sum(name < "href" for name in attributes)
    return "".join(written[:before]), "".join(written[before:])


@lru_cache(4096)
def _slug(title: str) -> str:
    return str(slugify(html.unescape(title), "-"))


def _escape(value: str) -> str:
    value = RE_AMP.sub("&amp;", value) if "&" in value else value
    return value.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _whole(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if not found:
        raise _UnsureError
    return found


class _Mode(Enum):
    """What an open element holds."""

    BLOCKS = auto()
    WORDS = auto()
    NO_MARKDOWN = auto()
    """One text, or elements, within an element that says `markdown`."""

    RAW = auto()


@dataclass(slots=True)
class _Element:
    """An element that is open."""

    name: str
    mode: _Mode
    place: int
    """Of its opening tag in `_Page.out`."""

    is_bare: bool = True
    """Whether no text came yet, so that another block-level tag may follow on the same line."""

    has_elements: bool = False


@dataclass(slots=True)
class _Page:
    """A page as it is written."""

    rewrite: Rewrite
    within: list[_Element] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    """Tags, blocks, and items of lists, each with the line break after it."""

    headings: list[tuple[int, int, str, str, str | None]] = field(default_factory=list)
    """Place in `out`, level, HTML, title, and the id where one is written."""

    ids: set[str] = field(default_factory=set)
    """Those that a heading may not take; Python-Markdown does not look for them in raw HTML."""

    links: list[str] = field(default_factory=list)
    title: str | None = None

    def read(self, parts: list[str]) -> None:
        """Read texts and, in between, block-level tags."""
        self.blocks(parts[0])
        for index in range(1, len(parts), 2):
            before, tag, after = parts[index - 1 : index + 2]
            is_last = index + 2 == len(parts)
            element = self.within[-1] if self.within else None
            is_raw = element is not None and element.mode is _Mode.RAW
            if element and tag == f"</{element.name}>":
                self.close(self.within.pop())
            elif element and is_raw:
                self.out.append(_nested(tag, element.name))
            elif before.endswith("\n") or (
                not before and (element.is_bare if element else index == 1)
            ):
                self.open(tag, element)
            else:
                raise _UnsureError
            if self.within and not is_last:
                self.text(after, self.within[-1], parts[index + 2])
            elif not self.within and (
                after.startswith("\n\n" if is_raw else "\n") or (is_last and not after.strip("\n"))
            ):
                self.blocks(after)
            else:
                raise _UnsureError

    def open(self, text: str, parent: _Element | None) -> None:
        """Open an element."""
        tag = _open_tag(text)
        if not parent and not tag.is_markdown:
            mode = _Mode.RAW
        elif tag.name == "script" or (
            parent and (parent.mode is _Mode.WORDS or parent.name == "p")
        ):
            raise _UnsureError
        elif not tag.is_markdown or (parent and parent.mode is _Mode.NO_MARKDOWN):
            mode = _Mode.NO_MARKDOWN
        else:
            mode = _Mode.BLOCKS if tag.name in _CONTAINERS else _Mode.WORDS
        if parent:
            parent.has_elements = True
        if tag.id and mode is not _Mode.RAW:
            self.ids.add(tag.id)
        self.within.append(_Element(tag.name, mode, len(self.out)))
        self.out.append(text if mode is _Mode.RAW else tag.html)

    def close(self, element: _Element) -> None:
        """Close an element; Python-Markdown leaves a blank line after raw HTML."""
        has_blocks = element.mode is _Mode.BLOCKS and len(self.out) > element.place + 1
        if has_blocks or (element.mode is _Mode.NO_MARKDOWN and element.has_elements):
            self.out[element.place] += "\n"
        self.out.append(f"</{element.name}>" + ("\n\n" if element.mode is _Mode.RAW else "\n"))

    def text(self, text: str, element: _Element, tag: str) -> None:
        """Write what stands within an element before the next `tag`."""
        element.is_bare = element.is_bare and not text
        if element.mode is _Mode.BLOCKS:
            self.blocks(text)
        elif element.mode is _Mode.WORDS:
            self.out.append(self.words(_whole(_LEAF, text)[0]))
        elif element.mode is _Mode.RAW:
            self.out.append(_whole(_SCRIPT if element.name == "script" else _RAW, text)[0])
        elif not element.has_elements and tag[1] == "/":
            self.out.append(_whole(_RAW, text)[0])
        elif text.strip():
            raise _UnsureError

    def blocks(self, text: str) -> None:
        """Write what stands between block-level tags."""
        for block in text.split("\n\n"):
            block = block.strip("\n")  # noqa: PLW2901 (more than one blank line)
            if not block:
                continue
            if block[0] == "#":
                self.heading(block)
            elif block.startswith(("- ", "1. ")):
                self.list(block)
            elif block[0] == ">":
                self.quotation(block)
            else:
                self.out.append(f"<p>{self.words(_whole(_PARAGRAPH, block)[0])}</p>\n")

    def heading(self, block: str) -> None:
        """Keep its place: which ids are free is known at the end."""
        marks, text, anchor = _whole(_HEADING, block).groups()
        if "\n" in text:
            raise _UnsureError
        words = self.words(text.strip())
        title = " ".join(_ANY_TAG.sub("", words).split())
        if not self.out and len(marks) == 1:
            self.title = title
        if anchor:
            self.ids.add(anchor)
        self.headings.append((len(self.out), len(marks), words, title, anchor))
        self.out.append("")

    def list(self, block: str) -> None:
        """Write items; where a blank line parts two of them, both become paragraphs."""
        _whole(_LIST, block)
        items = [f"<li>{self.words(text)}</li>\n" for text in _ITEMS.split(block)[1:]]
        end = "</ol>\n" if block[0] == "1" else "</ul>\n"
        if self.out and self.out[-1] in ("</ol>\n", "</ul>\n"):
            end = self.out.pop()
            self.out[-1], items[0] = _loose(self.out[-1]), _loose(items[0])
        else:
            self.out.append(end.replace("/", ""))
        self.out += [*items, end]

    def quotation(self, block: str) -> None:
        """Write a paragraph of a quotation."""
        words = self.words(_whole(_QUOTATION, block)[1])
        if self.out and self.out[-1] == "</blockquote>\n":
            self.out.pop()
        else:
            self.out.append("<blockquote>\n")
        self.out += [f"<p>{words}</p>\n", "</blockquote>\n"]

    def words(self, text: str) -> str:
        """Write text of which the grammar is known to be right."""
        if "**" in text:
            odd, even = text.split("**")[::2], text.split("**")[1::2]
            strong = [f"<strong>{words}</strong>" for words in even]
            text = "".join(part for pair in zip_longest(odd, strong, fillvalue="") for part in pair)
        return _EACH_LINK.sub(self.link, text) if "[" in text or "<http" in text else text

    def link(self, found: re.Match[str]) -> str:
        """Write one link, or one image."""
        mark, text, target, attributes, address = found.groups()
        self.links.append(address or target)
        if mark:
            return f'<img alt="{text}" {attributes} src="{_escape(self.rewrite(target))}" />'
        before, after = _link_attributes(attributes) if attributes else ("", "")
        href = _escape(self.rewrite(address or target))
        return f'<a{before} href="{href}"{after}>{address or text}</a>'

    def article(self) -> Article:
        """Give headings their ids, and put all together."""
        tokens = []
        # Without it, headings alike would cost the square of their number.
        counters: dict[str, int] = {}
        for place, level, words, title, written in self.headings:
            anchor = written or unique(_slug(title), self.ids, counters)
            self.out[place] = f'<h{level} id="{anchor}">{words}</h{level}>\n'
            tokens.append({"level": level, "id": anchor, "name": title})
        text = "".join(self.out).strip()
        anchors = frozenset(_ID.findall(text))
        if not all(map(_PLAIN_ID.fullmatch, anchors)):
            raise _UnsureError
        toc = toc_of(nest_toc_tokens(tokens))
        return Article(text, toc, self.title, anchors, tuple(self.links))


def _nested(tag: str, within: str) -> str:
    """A block-level tag in raw HTML."""
    found = re.fullmatch(rf"</({_NAME})>|<({_NAME})(?:{_ATTRIBUTE})*+>", tag)
    name = found and (found[1] or found[2])
    if name not in (_ELEMENTS | _TABLES) - {within, "script"}:
        raise _UnsureError
    return tag


def _loose(item: str) -> str:
    return item if item.startswith("<li>\n") else f"<li>\n<p>{item[4:-6]}</p>\n</li>\n"
