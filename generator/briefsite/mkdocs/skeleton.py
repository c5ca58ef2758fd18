"""The page of a theme, rendered once and then filled.

A theme's template takes a millisecond or two for each page, and writes nearly the same every time.
Here it is rendered once for each *shape* of page (where it lies, what it has, how its table of
contents is nested) with a mark in the place of each value. Every mark holds a tag and an entity, so
that what comes out shows whether the template escaped the value, stripped its tags, or neither; the
values of other pages then go the same way.

The first page of each shape is also rendered by the theme itself. Where the two differ, or a mark
came out in some other way, that shape is always left to the theme.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup, escape

from briefsite.pages.addresses import DocsPath
from briefsite.pages.python_markdown import Article, Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """What a theme shows of a page."""

    uri: DocsPath

    place: str
    """The same for pages from which all that surrounds them has the same relative address."""

    article: Article
    meta: Mapping[str, object]
    """Front matter."""

    canonical: str | None = None
    """Full address."""

    edit: str | None = None
    """Where the page can be edited."""


@dataclass(slots=True)
class Skeletons:
    """Fills the theme's page with the values of one page after another."""

    theme: Callable[[ThemePage], str]
    """Renders a page as the theme does."""

    known: dict[str, _Skeleton | None] = field(default_factory=dict)

    def fill(self, page: ThemePage) -> str:
        """The same as `theme(page)`, in a fraction of the time."""
        shape = _shape(page)
        if shape not in self.known:
            real = self.theme(page)
            skeleton = _make(self.theme, page)
            is_sound = skeleton is not None and skeleton.fill(_values(page)) == real
            self.known[shape] = skeleton if is_sound else None
            return real
        skeleton = self.known[shape]
        return skeleton.fill(_values(page)) if skeleton else self.theme(page)

    def around(self, page: ThemePage) -> str:
        """What the theme writes around the values of a page; it stands for the shape."""
        return self.theme(_with_marks(page))


_MARK = re.compile("\ue000([a-z0-9_.]+)(.*?)\ue001", re.DOTALL)

_WAYS: Mapping[str, Callable[[str], str]] = {
    "<h1><b>&amp;</b>": str,
    "&": lambda value: Markup(value).striptags(),
    "&amp;": lambda value: escape(Markup(value).striptags()),
    "&lt;h1&gt;&lt;b&gt;&amp;amp;&lt;/b&gt;": escape,
}
"""What becomes of a value in a template, told by what became of its mark."""


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """Stretches of HTML, and between them the names of values with what to do to each."""

    stretches: list[str]
    slots: list[tuple[str, Callable[[str], str]]]

    def fill(self, values: Mapping[str, str]) -> str:
        out = [self.stretches[0]]
        for (name, way), stretch in zip(self.slots, self.stretches[1:], strict=True):
            out += (way(values[name]), stretch)
        return "".join(out)


def _make(theme: Callable[[ThemePage], str], page: ThemePage) -> _Skeleton | None:
    pieces = _MARK.split(theme(_with_marks(page)))
    ways = [_WAYS.get(way) for way in pieces[2::3]]
    if None in ways or "\ue000" in "".join(pieces[::3]):
        return None
    slots = [(name, way) for name, way in zip(pieces[1::3], ways, strict=True) if way]
    return _Skeleton(pieces[::3], slots)


def _values(page: ThemePage) -> dict[str, str]:
    """All that differs between pages of one shape, by name, in the order of `_with_marks`."""
    values = {"content": page.article.html}
    values |= {f"meta.{name}": text for name, text in page.meta.items() if isinstance(text, str)}
    addresses = {"canonical": page.canonical, "edit": page.edit}
    values |= {name: address for name, address in addresses.items() if address}
    for index, heading in enumerate(_walk(page.article.toc)):
        values[f"toc.{index}.title"] = heading.title
        values[f"toc.{index}.id"] = heading.id
    return values


def _with_marks(page: ThemePage) -> ThemePage:
    """The page with a mark in the place of each value."""
    names = iter(_values(page))

    def mark() -> str:
        return f"\ue000{next(names)}<h1><b>&amp;</b>\ue001"

    content = mark()
    meta = {name: mark() if isinstance(text, str) else text for name, text in page.meta.items()}
    canonical = page.canonical and mark()
    edit = page.edit and mark()

    def marked(heading: Heading) -> Heading:
        title, name = mark(), mark()
        children = tuple(map(marked, heading.children))
        return heading._replace(title=title, id=name, children=children)

    article = replace(page.article, html=content, toc=tuple(map(marked, page.article.toc)))
    return replace(page, article=article, meta=meta, canonical=canonical, edit=edit)


def _walk(headings: tuple[Heading, ...]) -> list[Heading]:
    return [each for heading in headings for each in (heading, *_walk(heading.children))]


def _shape(page: ThemePage) -> str:
    """The same for pages that differ in their values alone."""
    meta = {name: None if isinstance(text, str) else text for name, text in page.meta.items()}
    nesting = [(heading.level, len(heading.children)) for heading in _walk(page.article.toc)]
    has_heading = "<h1" in page.article.html
    return repr((page.place, meta, page.canonical is None, page.edit is None, nesting, has_heading))
