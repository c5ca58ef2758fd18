"""Python-Markdown, as a MkDocs build sets it up for a page: the measure of `convert`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import render_inner_html, strip_tags
from markdown.htmlparser import htmlparser

EXTENSIONS = ("toc", "tables", "fenced_code", "attr_list", "md_in_html")
"""What MkDocs switches on by itself, and what the templates need."""

Rewrite = Callable[[str], str]
"""From the target of a link or an image, as written, to the address in the page."""


class Heading(NamedTuple):  # which JSON writes as a list
    """One entry of the table of contents."""

    title: str
    """HTML without tags."""

    id: str
    level: int
    """1 to 6."""

    children: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """What becomes of the Markdown of a page."""

    html: str
    toc: tuple[Heading, ...]
    title: str | None
    """HTML without tags, where the page opens with a heading of level 1."""

    anchors: frozenset[str]
    """All that a link to the page may name after `#`."""

    links: tuple[str, ...]
    """Targets of links and images in the order of the page, before they were rewritten."""

    def as_data(self) -> list[Any]:
        """The same as data that JSON can hold."""
        return [self.html, self.toc, self.title, sorted(self.anchors), self.links]

    @classmethod
    def of_data(cls, data: Sequence[Any]) -> Article:
        """An article from what `as_data` gave."""
        html, toc, title, anchors, links = data
        return cls(html, _toc_of_data(toc), title, frozenset(anchors), tuple(links))


def _toc_of_data(entries: Iterable[Sequence[Any]]) -> tuple[Heading, ...]:
    return tuple(
        Heading(title, name, level, _toc_of_data(children))
        for title, name, level, children in entries
    )


def toc_of(nested: Iterable[Mapping[str, Any]]) -> tuple[Heading, ...]:
    """The table of contents, from what the extension `toc` makes of the headings."""
    return tuple(
        Heading(token["name"], token["id"], token["level"], toc_of(token["children"]))
        for token in nested
    )


def reference(markdown: str, rewrite: Rewrite) -> Article:
    """Convert with Python-Markdown: what MkDocs makes of a page, whatever it holds."""
    engine, witness = _engine()
    witness.rewrite, witness.title = rewrite, None
    witness.anchors, witness.links = set(), []
    text = engine.reset().convert(markdown)
    anchors, links = frozenset(witness.anchors), tuple(witness.links)
    return Article(text, toc_of(engine.toc_tokens), witness.title, anchors, links)


@cache
def _engine() -> tuple[Any, _Witness]:
    """Python-Markdown, which takes long to set up, and what looks on at the points MkDocs does."""
    engine, witness = Markdown(extensions=[*EXTENSIONS]), _Witness()
    engine.preprocessors.register(_Step(witness.see_raw_html), "raw_ids", 21)
    engine.treeprocessors.register(_Step(witness.see_ids), "ids", 5)
    engine.treeprocessors.register(_Step(partial(witness.see_title, engine)), "title", 1)
    engine.treeprocessors.register(_Step(witness.see_links), "links", 0)
    return engine, witness


@dataclass(slots=True)
class _Step:
    """A step of Python-Markdown."""

    run: Callable[[Any], object]


@dataclass(slots=True)
class _Witness:
    """Takes down what MkDocs does of a page; see `Page.render` in `mkdocs/structure/pages.py`."""

    rewrite: Rewrite = str
    title: str | None = None
    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)

    def see_raw_html(self, lines: list[str]) -> list[str]:
        parser = htmlparser.HTMLParser()
        parser.handle_starttag = self._see_tag
        parser.feed("\n".join(lines))
        parser.close()
        return lines

    def _see_tag(self, tag: str, attributes: Iterable[tuple[str, str]]) -> None:
        names = ("id", "name") if tag == "a" else ("id",)
        self.anchors.update(value for name, value in attributes if name in names and value)

    def see_ids(self, root: Element) -> None:
        for element in root.iter():
            self._see_tag(element.tag, element.items())

    def see_title(self, engine: Any, root: Element) -> None:
        if len(root) and root[0].tag == "h1":
            heading = deepcopy(root[0])
            for image in heading.iter("img"):  # its words stand for it
                image.tag, image.text, image.attrib = "span", image.get("alt"), {}
            self.title = strip_tags(render_inner_html(heading, engine))

    def see_links(self, root: Element) -> None:
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(element.tag, "")
            if (target := element.get(key)) is not None:
                self.links.append(target)
                element.set(key, self.rewrite(target))
