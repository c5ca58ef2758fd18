"""What a web page says of itself: title, author, publisher, day, address, language, licence.

Statements alone, in the terms that standards give them; what a class is called, or a date somewhere in
the text, states nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple

from lxml import etree

from briefsite.authoring.documents.document import Fact
from briefsite.authoring.documents.markup import language_of, visible


class PageFacts(NamedTuple):
    """The facts of a page; None where it states nothing."""

    title: Fact | None
    author: Fact | None
    publisher: Fact | None
    published: Fact | None
    url: Fact | None
    lang: Fact | None
    licence: Fact | None


def page_facts(root: Any, article: Any, heading: Fact | None) -> PageFacts:
    """The facts that a page states; `heading` is the title in the text of its article."""
    stated = _Stated(root, article)
    is_title = heading is not None and heading.found_in == "<h1>"
    return PageFacts(
        title=next(
            (
                fact
                for fact in (
                    heading if is_title else None,
                    *stated.linked_data("headline"),
                    *stated.meta("citation_title", "dc.title", "dcterms.title", "og:title"),
                    heading,
                    *stated.texts("title"),
                )
                if fact
            ),
            None,
        ),
        author=_first(
            stated.linked_data("author"),
            _together(stated.meta("citation_author")),
            stated.meta("author", "article:author", "dc.creator", "dcterms.creator"),
            stated.by_link("author"),
            usable=lambda value: not value.startswith(("http:", "https:", "@")),
        ),
        publisher=_first(
            stated.linked_data("publisher"),
            stated.meta("dc.publisher", "dcterms.publisher", "citation_publisher", "og:site_name"),
        ),
        published=stated.published(),
        url=_first(
            stated.links("canonical"),
            stated.meta("og:url"),
            stated.linked_data("url", "mainEntityOfPage"),
            usable=lambda value: re.match("https?://[^/]", value) is not None,
        ),
        lang=stated.language(),
        licence=_first(
            stated.linked_data("license"),
            stated.links("license"),
            stated.meta("dcterms.license", "dc.rights.license", "dc.rights", "dcterms.rights"),
        ),
    )


def _first(*groups: Iterator[Fact], usable: Any = bool) -> Fact | None:
    return next((fact for group in groups for fact in group if usable(fact.value)), None)


def _together(facts: Iterator[Fact]) -> Iterator[Fact]:
    if every := [*facts]:
        # A name can hold a comma here: `Ruiz, Ana`.
        yield Fact("; ".join(fact.value for fact in every), every[0].found_in)


class _Stated:
    """Where a page states facts."""

    def __init__(self, root: Any, article: Any) -> None:
        self._root = root
        self._article = article
        self._nodes = [*_linked_data(root)]

    def linked_data(self, *fields: str) -> Iterator[Fact]:
        """What JSON-LD says of the article."""
        for node in self._nodes:
            for name in fields:
                if value := visible(unescape(_named(node.get(name)))).strip():
                    yield Fact(value, f"JSON-LD {name}")

    def meta(self, *wanted: str) -> Iterator[Fact]:
        """What `<meta>` elements say, in the order of the names wanted."""
        for name in wanted:
            for element in self._root.iter("meta"):
                for attribute in ("name", "property", "itemprop"):
                    given = element.get(attribute) or ""
                    value = visible(element.get("content") or "").strip()
                    if given.lower().replace("dc:", "dc.") == name and value:
                        yield Fact(value, f'<meta {attribute}="{given}">')

    def texts(self, tag: str) -> Iterator[Fact]:
        """What stands in elements."""
        for element in self._root.iter(tag):
            if value := visible("".join(element.itertext(etree.Element))).strip():
                yield Fact(value, f"<{tag}>")

    def links(self, rel: str) -> Iterator[Fact]:
        """Where `<link>` and `<a>` lead that have a relation to the page."""
        for element in self._root.iter("link", "a"):
            href = (element.get("href") or "").strip()
            if href and rel in (element.get("rel") or "").lower().split():
                yield Fact(href, f'<{element.tag} rel="{rel}">')

    def by_link(self, rel: str) -> Iterator[Fact]:
        """The words of links in the article that have a relation to it."""
        for element in self._article.iter("a"):
            value = visible("".join(element.itertext(etree.Element))).strip()
            if value and rel in (element.get("rel") or "").lower().split():
                yield Fact(value, f'<a rel="{rel}">')

    def published(self) -> Fact | None:
        """The day of publication; of `<time>` in the article only where all of these name one day."""
        found = [
            *self.linked_data("datePublished"),
            *self.meta(
                "article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date",
                "citation_publication_date", "citation_date", "datepublished", "date", "pubdate",
            ),
        ]  # fmt: skip
        found += [
            Fact(element.get("datetime"), '<time itemprop="datePublished">')
            for element in self._article.iter("time")
            if element.get("itemprop") == "datePublished" and element.get("datetime")
        ]
        times = [
            Fact(element.get("datetime"), "<time>")
            for element in self._article.iter("time")
            if element.get("itemprop") != "dateModified" and element.get("datetime")
        ]
        if len({day_of(time.value) for time in times}) == 1:
            found += times
        days = (Fact(day, fact.found_in) for fact in found if (day := day_of(fact.value)))
        return next(days, None)

    def language(self) -> Fact | None:
        """The language of the article, as its elements or the page state it."""
        found = [Fact(language_of(self._article, None), '<html lang="…">')]
        found += self.meta("og:locale", "dc.language", "dcterms.language")
        found += self.linked_data("inLanguage")
        for fact in found:
            if code := language_code(fact.value):
                return Fact(code, fact.found_in)
        return None


def language_code(written: str) -> str | None:
    """A language as a code, with the country where it has one: `es_mx` as `es-MX`; else None."""
    found = re.match(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2})(?![A-Za-z]))?(?![A-Za-z])", written)
    if not found:
        return None
    return found[1].lower() + (f"-{found[2].upper()}" if found[2] else "")


def day_of(written: str) -> str | None:
    """A date of ISO 8601 as exact as it is, also with slashes, as in `citation_date`; else None."""
    found = re.match(r"\s*(\d{4})(?:([-/])(\d{1,2})(?:\2(\d{1,2}))?)?(?=$|[T\s])", written)
    if not found:
        return None
    parts = [int(part) for part in (found[1], found[3], found[4]) if part]
    try:
        dt.date(*([*parts, 1, 1])[:3])
    except ValueError:
        return None
    return "-".join(f"{part:02}" for part in parts)


_COMMENT = re.compile(
    r"\A\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?://|/\*)?\s*(?:\]\]>|-->)(?:\s*\*/)?\s*\Z"
)
"""What hides a script from programs that do not know any."""

_ARTICLES = re.compile(r"Article$|^Report$|BlogPosting$|^Article|^CreativeWork$|^Legislation$")


def _linked_data(root: Any) -> Iterator[dict[str, Any]]:
    """The articles that JSON-LD of a page describes, where it describes one alone."""
    found: list[dict[str, Any]] = []
    by_id: dict[str, dict[str, Any]] = {}
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            todo = [json.loads(_COMMENT.sub("", script.text or ""), strict=False)]
        except (ValueError, RecursionError):
            continue
        while todo:
            node = todo.pop(0)
            if isinstance(node, list):
                todo += node
            elif isinstance(node, dict):
                todo += [node.get("@graph"), node.get("mainEntity")]
                if len(node) > 1 and isinstance(node.get("@id"), str):
                    by_id[node["@id"]] = node
                kinds = node.get("@type")
                every = kinds if isinstance(kinds, list) else [kinds]
                if any(isinstance(kind, str) and _ARTICLES.search(kind) for kind in every):
                    found.append(node)
    if len({_named(node.get("headline")) for node in found}) == 1:
        yield from ({name: _found(value, by_id) for name, value in node.items()} for node in found)


def _found(value: Any, by_id: Mapping[str, dict[str, Any]]) -> Any:
    """What a value of JSON-LD refers to, where it does nothing else."""
    if isinstance(value, list):
        return [_found(one, by_id) for one in value]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
        return by_id.get(value["@id"], value)
    return value


def _named(value: Any) -> str:
    """A value of JSON-LD in words: the name of what it describes, of several all."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(filter(None, map(_named_once, value)))
    return _named_once(value)


def _named_once(value: Any) -> str:
    if isinstance(value, dict):
        value = next(
            (value[key] for key in ("name", "url", "@id") if isinstance(value.get(key), str)), ""
        )
    return value if isinstance(value, str) else ""
