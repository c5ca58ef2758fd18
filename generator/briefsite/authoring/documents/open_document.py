"""OpenDocument texts, as LibreOffice writes them: their text with all changes accepted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from typing import Any, NamedTuple

from lxml import etree

from briefsite.archive.models import Kind
from briefsite.authoring.documents.document import DocumentError, Fact, ReadDocument
from briefsite.authoring.documents.markup import blocks_of, has_words, name_of, names
from briefsite.authoring.documents.office_facts import author_of, title_of
from briefsite.authoring.documents.packages import Package
from briefsite.authoring.documents.runs import Look, Tree, in_series, in_unicode, leave_out_hidden
from briefsite.messages.message import Message


def read(raw: bytes) -> ReadDocument:
    """Read an OpenDocument text.

    Raises DocumentError where it is damaged or encrypted, and where it shows what Unicode does not have.
    """
    package = Package(raw)
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(name_of(e) == "encryption-data" for e in manifest.iter()):
        raise DocumentError(
            Message("this file is encrypted; open it with its password, and save it without one")
        )
    content, styles = package.xml("content.xml"), package.xml("styles.xml")
    reading = _Reading(_Styles([content] if styles is None else [styles, content]))
    reading.read(content)
    reading.omitted["hidden"] += leave_out_hidden(reading.tree.body)
    markup = blocks_of(reading.tree.body, lang=reading.styles.lang)
    if not markup.blocks:
        raise DocumentError(Message("this document has no text"))
    meta = _meta(package.xml("meta.xml"))
    heading = markup.heading and Fact(markup.heading.value, "text:h")
    author = author_of(meta.get("initial-creator"), "meta:initial-creator")
    return ReadDocument(
        blocks=markup.blocks,
        format="odt",
        read_by=f"lxml {version('lxml')}",
        title=title_of(meta.get("title"), "dc:title") or heading,
        author=author or author_of(meta.get("creator"), "dc:creator"),
        lang=_language(meta.get("language"), reading.styles.lang),
        omitted=markup.omitted + reading.omitted,
        altered=markup.altered + reading.altered,
    )


def _meta(root: Any) -> Mapping[str, str]:
    """What the document says of itself."""
    every = () if root is None else root.iter(etree.Element)
    return {name_of(one): " ".join((one.text or "").split()) for one in every}


def _language(stated: str | None, styled: str | None) -> Fact | None:
    if stated:
        return Fact(stated, "dc:language")
    return Fact(styled, "fo:language") if styled else None


def _get(element: Any, name: str) -> str | None:
    """An attribute by its name, in whichever namespace."""
    for key, value in () if element is None else element.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def _number(element: Any, name: str, default: int) -> int:
    """An attribute that is a number; `default` where it is none."""
    value = _get(element, name) or ""
    return int(value) if re.fullmatch(r"\d{1,6}", value) else default


class _Run(NamedTuple):
    """How words look."""

    is_hidden: bool = False
    is_struck: bool = False
    position: str = ""
    font: str = ""

    @property
    def look(self) -> Look:
        """What matters most of it."""
        if self.is_hidden or self.is_struck:
            return "hidden" if self.is_hidden else "deleted"
        height = re.match(r"(super|sub|-?\d+)", self.position)
        if not height or height[1] in {"0", "-0"}:
            return ""
        return "sub" if height[1] == "sub" or height[1].startswith("-") else "sup"


class _Styles:
    """The styles of a document."""

    def __init__(self, roots: list[Any]) -> None:
        self._styles: dict[tuple[str, str], Any] = {}
        self._lists: dict[str, Any] = {}
        self.outline: Any = None
        self.lang: str | None = None
        self.frames: list[Any] = []
        """Headers and footers."""

        for element in (e for root in roots for e in root.iter(etree.Element)):
            name = name_of(element)
            if name == "style":
                self._styles[_get(element, "family") or "", _get(element, "name") or ""] = element
            elif name == "list-style":
                self._lists[_get(element, "name") or ""] = element
            elif name == "outline-style":
                self.outline = element
            elif re.match("header|footer", name) and not name.endswith(("style", "rows")):
                self.frames.append(element)
            elif name == "default-style" and _get(element, "family") == "paragraph":
                self.lang = _styled_language(_part(element, "text-properties"))

    def _chain(self, family: str, name: str | None) -> Iterator[Any]:
        """A style, and those that it is based on."""
        seen: set[str] = set()
        while name is not None and name not in seen and (family, name) in self._styles:
            seen.add(name)
            yield self._styles[family, name]
            name = _get(self._styles[family, name], "parent-style-name")

    def run(self, family: str, name: str | None, around: _Run) -> _Run:
        """How words in a style look, within others."""
        run = around
        for style in reversed([*self._chain(family, name)]):
            run = _changed(run, _part(style, "text-properties"))
        return run

    def is_title(self, paragraph: Any) -> bool:
        """Whether a paragraph is the title of the document."""
        chain = self._chain("paragraph", _get(paragraph, "style-name"))
        return any(_get(style, "name") in {"Title", "Título", "Titre"} for style in chain)

    def list_style(self, name: str | None) -> Any:
        """A style of lists; None where there is none."""
        return self._lists.get(name or "")


def _part(element: Any, name: str) -> Any:
    return next((child for child in element if name_of(child) == name), None)


def _styled_language(properties: Any) -> str | None:
    language, country = _get(properties, "language"), _get(properties, "country")
    if language in {None, "none", "zxx"}:
        return None
    return language if country in {None, "none"} else f"{language}-{country}"


def _changed(run: _Run, properties: Any) -> _Run:
    """How words look with the properties of a style."""
    for key, value in () if properties is None else properties.items():
        name = key.rpartition("}")[2]
        if name == "display":
            run = run._replace(is_hidden=value == "none")
        elif name in {"text-line-through-style", "text-line-through-type"}:
            run = run._replace(is_struck=value != "none")
        elif name == "text-position":
            run = run._replace(position=value)
        elif name in {"font-name", "font-family"}:
            run = run._replace(font=value.strip("'"))
    return run


class _Reading:
    """A walk over the body of a document."""

    def __init__(self, styles: _Styles) -> None:
        self.tree = Tree()
        self.styles = styles
        self.omitted: Counter[Kind] = Counter()
        self.altered: Counter[Kind] = Counter()
        self._run = _Run()
        self._in_paragraph = False
        self._boxes: list[Any] = []
        """Boxes of text, until their paragraph ends."""

        self._notes: list[tuple[str, Any]] = []
        self._counts: dict[str, dict[int, int]] = {}
        """By list and level, the number of the last item."""

        self._lists: list[tuple[str, Any]] = []
        """The lists around: under what they are counted, and their style."""

        self._item = ""
        self._said = ""

    def read(self, content: Any) -> None:
        """Read the body of a document, then its notes."""
        for text in content.iterfind("{*}body/{*}text"):
            self._within("div", text)
        for target, body in self._notes:
            self._within("div", body, id=target)
        self.omitted["running-heads"] += sum(map(has_words, self.styles.frames))

    def _children(self, element: Any) -> None:
        self._add(element.text)
        for child in element:
            if isinstance(child.tag, str):
                handle = _HANDLERS.get(name_of(child), _Reading._other)
                handle(self, child)
            self._add(child.tail)

    def _other(self, element: Any) -> None:
        if not name_of(element).endswith(("-source", "-decls")):
            self._children(element)

    def _add(self, text: str | None) -> None:
        if text and self._in_paragraph:
            text = in_unicode(text, self._run.font, self._said)
            self.tree.text(text, self._run.look)
            self._said = (self._said + text)[-40:]

    def _within(self, tag: str, element: Any, **attributes: str) -> None:
        outer = self._in_paragraph, self._run, self._lists, self._item
        self._in_paragraph, self._run, self._lists, self._item = False, _Run(), [], ""
        self.tree.open(tag, **attributes)
        self._children(element)
        self.tree.close()
        self._in_paragraph, self._run, self._lists, self._item = outer

    # Paragraphs, lists and tables

    def paragraph(self, paragraph: Any) -> None:
        if any(
            name_of(one) == "hidden-paragraph" and _get(one, "is-hidden") == "true"
            for one in paragraph.iter(etree.Element)
        ):
            self._leave_out("hidden", paragraph)
            return
        if self._in_paragraph:  # a paragraph in what stands in the line
            self._children(paragraph)
            return
        outer, self._run = (
            self._run,
            self.styles.run("paragraph", _get(paragraph, "style-name"), self._run),
        )
        is_heading = name_of(paragraph) == "h"
        level = min(_number(paragraph, "outline-level", 1), 6) if is_heading else 0
        if self.styles.is_title(paragraph):
            level = 1
        self.tree.open(f"h{level}" if level else "p")
        number, self._item = self._item, ""
        self.tree.text(number or (self._of_heading(paragraph, level) if is_heading else ""))
        self._in_paragraph = True
        self._children(paragraph)
        self._in_paragraph = False
        self.tree.close()
        self._run = outer
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._within("div", box)

    def _of_heading(self, heading: Any, level: int) -> str:
        if self.styles.outline is None or _get(heading, "is-list-header") == "true":
            return ""
        return self._count("outline", self.styles.outline, level)

    def list(self, element: Any) -> None:
        name = _get(element, "style-name")
        style = self.styles.list_style(name)
        if self._lists:
            key, outer = self._lists[-1]
            self._lists = [*self._lists, (key, outer if style is None else style)]
        else:
            key = f"style {name}"
            goes_on = _get(element, "continue-list")
            if goes_on is None and _get(element, "continue-numbering") == "true":
                goes_on = key
            counts = self._counts.get(goes_on or "", {})
            for one in (key, _get(element, "id") or key):
                self._counts[one] = counts
            self._lists = [(key, style)]
        self._children(element)
        self._lists = self._lists[:-1]

    def item(self, item: Any) -> None:
        key, style = self._lists[-1] if self._lists else ("", None)
        if (start := _number(item, "start-value", -1)) >= 0:
            self._counts[key][len(self._lists)] = start - 1
        only_list = len(item) and name_of(item[0]) == "list"
        self._item = "" if only_list or not key else self._count(key, style, len(self._lists))
        self._children(item)
        self._item = ""

    def _count(self, key: str, style: Any, level: int) -> str:
        """The number of the next item of a list, and a space; nothing where the list has bullets."""
        counts = self._counts.setdefault(key, {})
        levels = {_number(one, "level", 1): one for one in (() if style is None else style)}
        counts[level] = counts.get(level, _number(levels.get(level), "start-value", 1) - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        own = levels.get(level)
        if not _get(own, "num-format"):
            return ""
        shown = _number(own, "display-levels", 1)
        parts = []
        for one in range(max(1, level - shown + 1), level + 1):
            form = _get(levels.get(one), "num-format")
            if form:
                parts.append(in_series(counts.get(one, 1), _SERIES.get(form, form)))
        if not parts or None in parts:
            return ""
        number = ".".join(filter(None, parts))
        return f"{_get(own, 'num-prefix') or ''}{number}{_get(own, 'num-suffix') or ''} "

    def table(self, element: Any) -> None:
        self._within(_TABLES[name_of(element)], element)

    def row(self, row: Any) -> None:
        if _get(row, "visibility") in {"collapse", "filter"}:
            self._leave_out("hidden", row)
        else:
            self.table(row)

    def covered(self, cell: Any) -> None:
        """A cell under one that was made larger: what it holds does not show."""
        self._leave_out("hidden", cell)
        self.tree.add("td")

    def section(self, section: Any) -> None:
        display = _get(section, "display")
        if display == "none" or (display == "condition" and _get(section, "is-hidden") == "true"):
            self._leave_out("hidden", section)
        else:
            self._children(section)

    def _leave_out(self, kind: Kind, element: Any) -> None:
        self.omitted[kind] += has_words(element)

    # Changes

    def changes(self, changes: Any) -> None:
        """Count the tracked changes: what was deleted stands here, what was inserted in the text."""
        for region in changes:
            for change in region:
                if name_of(change) == "deletion":
                    words = [one for one in change if name_of(one) != "change-info"]
                    self.omitted["deleted"] += any(map(has_words, words))
                elif name_of(change) == "insertion":
                    self.altered["accepted-insertions"] += 1

    # Within paragraphs

    def span(self, span: Any) -> None:
        outer = self._run
        self._run = self.styles.run("text", _get(span, "style-name"), outer)
        self._children(span)
        self._run = outer

    def space(self, element: Any) -> None:
        self._add(" ")

    def line(self, element: Any) -> None:
        if self._in_paragraph and not self._run.is_hidden:
            self.tree.add("br")

    def link(self, link: Any) -> None:
        href = _get(link, "href") or ""
        if not href.startswith("#") or not self._in_paragraph:
            self._children(link)
            return
        self.tree.open("a", href=href)
        self._children(link)
        self.tree.close()

    def bookmark(self, element: Any) -> None:
        if self._in_paragraph:
            self.tree.add("a", id=_get(element, "name") or "")

    def hidden_text(self, field: Any) -> None:
        if _get(field, "is-hidden") == "false":
            self._children(field)
        else:
            self.omitted["hidden"] += 1

    def placeholder(self, element: Any) -> None:
        self.omitted["controls"] += 1

    def note(self, note: Any) -> None:
        body = _part(note, "note-body")
        if self._run.is_hidden or self._run.is_struck or body is None:
            self._leave_out("hidden" if self._run.is_hidden else "deleted", note)
            return
        citation = _part(note, "note-citation")
        label = "" if citation is None else "".join(citation.itertext()).strip()
        target = f"note-{len(self._notes) + 1}"
        self.tree.note_mark(label or "*", target)
        self._notes.append((target, body))

    def comment(self, element: Any) -> None:
        self.omitted["comments"] += 1

    def ruby(self, ruby: Any) -> None:
        base = _part(ruby, "ruby-base")
        if base is not None:
            self._children(base)

    # Frames

    def frame(self, frame: Any) -> None:
        """What stands in a frame: of an object and the picture of it, the first counts."""
        for child in frame:
            name = name_of(child)
            if name in {"object", "object-ole", "plugin", "floating-frame", "applet"}:
                self.omitted["embedded"] += 1
                return
            if name == "image":
                self.omitted["pictures"] += 1
                return
            if name in {"text-box", "table"}:
                self.box(child)

    def box(self, box: Any) -> None:
        """Keep a box of text until its paragraph ends."""
        if self._run.is_hidden:
            self._leave_out("hidden", box)
        elif self._in_paragraph:
            self._boxes.append(box)
        else:
            self._within("div", box)

    def control(self, element: Any) -> None:
        self.omitted["controls"] += 1


_SERIES = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"
}  # fmt: skip
"""How items are counted, in the terms of `in_series`."""

_TABLES = {"table": "table", "table-row": "tr", "table-cell": "td"}


def _skip(_: _Reading, __: Any) -> None:
    """Nothing that shows."""


_HANDLERS: dict[str, Callable[[_Reading, Any], None]] = {
    **dict.fromkeys(
        names(
            "annotation-end change change-start change-end forms script event-listeners title desc "
            "shapes soft-page-break table-column table-columns number bookmark-end glue-point"
        ),
        _skip,
    ),
    **dict.fromkeys(
        names(
            "custom-shape rect ellipse circle line polyline polygon path regular-polygon connector caption measure"
        ),
        _Reading.box,
    ),
    "p": _Reading.paragraph,
    "h": _Reading.paragraph,
    "list": _Reading.list,
    "list-item": _Reading.item,
    "table": _Reading.table,
    "table-row": _Reading.row,
    "table-cell": _Reading.table,
    "covered-table-cell": _Reading.covered,
    "section": _Reading.section,
    "tracked-changes": _Reading.changes,
    "span": _Reading.span,
    "s": _Reading.space,
    "tab": _Reading.space,
    "line-break": _Reading.line,
    "a": _Reading.link,
    "bookmark": _Reading.bookmark,
    "bookmark-start": _Reading.bookmark,
    "hidden-text": _Reading.hidden_text,
    "placeholder": _Reading.placeholder,
    "note": _Reading.note,
    "annotation": _Reading.comment,
    "ruby": _Reading.ruby,
    "frame": _Reading.frame,
    "control": _Reading.control,
}
