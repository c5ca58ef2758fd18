"""What is searched of a page: its words, without what repeats other pages, in a file for Pagefind to read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import quote

from briefsite.evidence.typography import HINTS
from briefsite.outputs.outline import Outline
from briefsite.pages.addresses import DocsPath, UrlPath
from briefsite.pages.written import WrittenPage

WEIGHTS = {
    "briefing": 1.0,
    "hand-written": 0.3,
    "entity": 0.3,
    "source": 0.2,
    "commitment": 0.1,
}
"""How much a word in a kind of page counts; other kinds are not searched, since they repeat these.

Archived texts are found, but after the briefings that cite them.
"""

_LONGEST = 200
"""Characters of the name of a file; most file systems take 255."""

_OPENING = ("entity", "commitment")
"""Pages that are lists of what briefings say, but for what stands before the first of these."""

_UNSEARCHED = {
    "headerlink",
    "bs-edit",
    "bs-kind",
    "bs-screen",
    "bs-print",
    "bs-picture",
    "bs-proof",
    "bs-cites",
    "bs-checked",
    "bs-coverage",
    "bs-changes",
}
"""Classes of what repeats other pages, or is not words."""

_TAG = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][\w-]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>""", re.DOTALL)
_EMPTY = ("br", "hr", "img", "input", "wbr")
"""Elements without an end."""

_CLASS = re.compile(r"""\bclass=["']([^"']*)""")
_ID = re.compile(r"""\sid=["']([^"']*)""")
_PLACES = {"section": "b", "p": "i"}
"""Elements of the page of a source whose places `search.js` must know, and what marks each: an empty
element, since Pagefind keeps the words of an element with an id a second time."""

_OUTSIDE = "u"
"""What marks a paragraph that is in no turn."""

_STATE = re.compile(r'<span class="bs-status bs-status-([\w-]+)"[^>]*>([^<]*)<')
"""The state of a commitment, as its page tells it first."""

_ABOUT = re.compile(r'<!doctype html><html data-about="([^"]*)">')
"""What `searched` says of a page, for the name of its file."""

_UNSEEN = re.compile(f"[{re.escape(HINTS)}]+")
"""Left out: within a word they would make another word of it."""

_MARKUP, _WORD = re.compile(r"<[^>]*>"), re.compile(r"\w")
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One page to find."""

    url: UrlPath
    """Relative to the site's root."""

    key: str
    """Stands for its text."""

    text: Callable[[], str]
    """What `searched` made of it."""

    language: str = ""
    """That of its words; empty for that of its edition."""

    edition: str = ""
    """The language of its edition; empty for that of the site."""

    twin: str = ""
    """What the page is called in each edition, among those of its kind; empty where there is one alone."""


class InEditions(NamedTuple):
    """The last fields of a `SearchDocument`: in which words a page says what it says."""

    language: str = ""
    edition: str = ""
    twin: str = ""


def generated_in(outline: Outline, uri: DocsPath) -> InEditions:
    """That of a page that briefsite makes."""
    page = outline.pages[uri]
    twin = page.name.partition(" ")[2] if outline.editions else ""
    return InEditions(page.language, page.edition, twin)


def written_in(outline: Outline, page: WrittenPage) -> InEditions:
    """That of a page that somebody wrote."""
    return InEditions(edition=page.edition, twin=page.name if outline.editions else "")


def searched(kind: str, title: str, html: str) -> str:
    """What Pagefind reads of a page: an HTML document with the words of its title and its content.

    `kind` is one of `WEIGHTS`; `title` and `html` are HTML. Links, marks and attributes are left out,
    so that the result changes with the words alone; of a source, the places of turns and paragraphs
    are kept, and of a commitment its state. Empty where there is no word, which Pagefind takes for an
    error.
    """
    if kind in _OPENING:
        html = html.partition("<h2")[0]
    weight, plain = WEIGHTS[kind], unescape(_MARKUP.sub("", title))
    seen = _UNSEEN.sub("", html).replace("\u2003", " ")
    words = _words(seen, has_places=kind == "source")
    if not _WORD.search(_MARKUP.sub("", words)):
        return ""
    # Pagefind gives headings weights of their own, whatever stands around them.
    words = words.replace("<h1", f'<h1 data-pagefind-weight="{7 * weight:.1f}"', 1)
    state = _STATE.search(html) if kind == "commitment" else None
    about = (kind, *(state.groups() if state else ("", "")))
    return (
        f'<!doctype html><html data-about="{_named(*map(unescape, about))}">'
        f'<body data-pagefind-weight="{weight}">'
        f'<span data-pagefind-meta="title:{escape(plain)}"></span>{words}</body></html>'
    )


def _named(*parts: str) -> str:
    """Parts of the name of a file; `search.js` takes it apart again.

    Names alone can say what a page is: Pagefind finds the words of metadata as it does those of the text.
    """
    return "!".join(quote(part, safe="") for part in parts)


def _words(html: str, *, has_places: bool) -> str:
    """Content without what is not searched; of tags only their names, the ids of headings, and places."""
    kept, at, inside, depth = [], 0, "", 0
    is_in_turn = False
    for tag in _TAG.finditer(html):
        closing, name, attributes = tag.groups(default="")
        if depth:
            depth += (-1 if closing else 1) * (name == inside)
        else:
            kept.append(html[at : tag.start()])
            if not closing and _is_unsearched(name, attributes):
                inside, depth = name, name not in _EMPTY
            elif name in _HEADINGS:
                kept.append(tag[0])
            elif name not in ("", "a", "mark"):
                kept.append(f"<{closing}{name}>")
            if has_places and name in _PLACES:
                is_in_turn = not closing if name == "section" else is_in_turn
                mark = _PLACES[name] if is_in_turn else _OUTSIDE
                if not closing and (place := _ID.search(attributes)):
                    kept.append(f'<{mark} id="{place[1]}"></{mark}>')
        at = tag.end()
    return "".join([*kept, "" if depth else html[at:]])


def _is_unsearched(name: str, attributes: str) -> bool:
    classes = _CLASS.search(attributes) if "class=" in attributes else None
    return name in ("sup", "script", "style") or bool(
        classes and not _UNSEARCHED.isdisjoint(classes[1].split())
    )


def searched_file(document: SearchDocument) -> tuple[str, str]:
    """The path of the file that Pagefind reads of a page, which says what `search.js` must know of it; and its text."""
    text = document.text()
    about = _ABOUT.match(text)
    assert about
    name = _named(document.url.removeprefix("./"), *filter(None, [document.twin]))
    *parents, last = textwrap.wrap(f"{about[1]}!{name}", _LONGEST, break_on_hyphens=False)
    return "/".join((*parents, f"{last}.html")), text
