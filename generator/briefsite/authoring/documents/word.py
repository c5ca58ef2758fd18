"""Word files: their text as Word shows it when all changes are accepted.

The parts are read as they are, since libraries that turn Word into HTML pass over hidden text, styles
that strike out, and every element that they do not know. Which letters the characters of Symbol and
Wingdings are, `mammoth` knows.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from itertools import takewhile
from typing import Any

from lxml import etree

from briefsite.archive.models import Kind
from briefsite.authoring.documents.document import DocumentError, Fact, ReadDocument
from briefsite.authoring.documents.markup import blocks_of, has_words, name_of, names
from briefsite.authoring.documents.office_facts import author_of, title_of
from briefsite.authoring.documents.packages import Package, xml_of
from briefsite.authoring.documents.runs import Look, Tree, in_series, in_unicode, leave_out_hidden
from briefsite.messages.message import Message


def read(raw: bytes) -> ReadDocument:
    """Read a Word file. Raises DocumentError where it is damaged, or shows what Unicode does not have."""
    package = _Word(Package(raw))
    reading = _Reading(package)
    reading.read()
    reading.omitted["hidden"] += leave_out_hidden(reading.tree.body)
    markup = blocks_of(reading.tree.body, lang=reading.lang)
    if not markup.blocks:
        raise DocumentError(Message("this document has no text"))
    core = package.core
    heading = markup.heading and Fact(markup.heading.value, "w:pStyle")
    issued = core.get("issued")
    return ReadDocument(
        blocks=markup.blocks,
        format="docx",
        read_by=f"lxml {version('lxml')}",
        title=title_of(core.get("title"), "dc:title") or heading,
        author=author_of(core.get("creator"), "dc:creator"),
        published=Fact(issued[:10], "dcterms:issued") if issued else None,
        lang=_language(reading.lang, core.get("language")),
        omitted=markup.omitted + reading.omitted,
        altered=markup.altered + reading.altered,
    )


def _language(written: str | None, stated: str | None) -> Fact | None:
    """The language that its words are marked with; else that of the whole, which programs put there unasked."""
    if written:
        return Fact(written, "w:lang")
    return Fact(stated, "dc:language") if stated else None


_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MATH = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://purl.oclc.org/ooxml/officeDocument/math}",
)


def _get(element: Any, name: str) -> str | None:
    """An attribute of an element of Word, or of none."""
    value: str | None = None if element is None else element.get(f"{{{_W}}}{name}")
    return value


def _number(element: Any, name: str, default: int = 0, base: int = 10) -> int:
    """An attribute that is a whole number; `default` where it is none."""
    try:
        return int(_get(element, name) or "", base)
    except ValueError:
        return default


def _find(element: Any, path: str) -> Any:
    """What a path such as `pPr/numPr` leads to; None where it leads nowhere."""
    for name in path.split("/"):
        element = None if element is None else next(element.iterchildren(f"{{{_W}}}{name}"), None)
    return element


def _is_on(element: Any) -> bool | None:
    """What a property that is on or off says; None where it is not there."""
    return None if element is None else _get(element, "val") not in {"0", "false", "off"}


class _Word:
    """The parts of a Word file that its text is made of."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = next(iter(self._targets("", "officeDocument").values()), "word/document.xml")
        self.document = self._xml(self._main)
        if self.document is None:
            raise DocumentError(
                Message("this file is damaged, or is no document: {why}", why=self._main)
            )
        self.styles = self._part("styles")
        self.numbering = self._part("numbering")
        self.notes = {
            (name_of(note), _get(note, "id")): note
            for kind in ("footnotes", "endnotes")
            if (root := self._part(kind)) is not None
            for note in root
        }
        core = next(iter(self._targets("", "core-properties").values()), "docProps/core.xml")
        properties = self._package.xml(core)
        self.core = {
            name_of(one): " ".join((one.text or "").split())
            for one in (() if properties is None else properties)
        }

    def _xml(self, name: str) -> Any:
        if name not in self._package.names:
            return None
        return xml_of(self._package.read(name).replace(_STRICT, _W.encode()))

    def _targets(self, part: str, kind: str) -> dict[str, str]:
        """The parts of a kind that a part refers to, by the id of the reference."""
        folder, name = posixpath.split(part)
        relations = self._package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            one.get("Id", ""): posixpath.normpath(
                posixpath.join("/", folder, one.get("Target", ""))
            ).lstrip("/")
            for one in (() if relations is None else relations)
            if one.get("Type", "").endswith(f"/{kind}")
        }

    def _part(self, kind: str) -> Any:
        return next((self._xml(name) for name in self._targets(self._main, kind).values()), None)

    def counting(self, kind: str) -> tuple[str, int]:
        """In which series notes are counted, and from which number: as the settings say, or a section."""
        every = (self._part("settings"), *self.document.iter(f"{{{_W}}}sectPr"))
        stated = [found for one in every if (found := _find(one, f"{kind}Pr")) is not None]
        series = [found for one in stated if (found := _get(_find(one, "numFmt"), "val"))]
        starts = [
            start for one in stated if (start := _number(_find(one, "numStart"), "val", -1)) >= 0
        ]
        usual = "decimal" if kind == "footnote" else "lowerRoman"
        return (series or [usual])[0], (starts or [1])[0]

    def frames(self) -> list[Any]:
        """Headers and footers."""
        names = {
            name
            for kind in ("header", "footer")
            for name in self._targets(self._main, kind).values()
        }
        return [root for name in names if (root := self._xml(name)) is not None]


class _Styles:
    """What the styles of a document say of a paragraph or a run."""

    def __init__(self, root: Any) -> None:
        every = () if root is None else root.iterfind(f"{{{_W}}}style")
        self._by_id = {_get(style, "styleId"): style for style in every}
        self._default = next(
            (
                identity
                for identity, style in self._by_id.items()
                if _get(style, "type") == "paragraph" and _is_on_attribute(style, "default")
            ),
            None,
        )
        self._defaults = _properties(_find(root, "docDefaults/rPrDefault"))
        self._known: dict[tuple[str | None, str], Any] = {}
        self._runs: dict[tuple[str | None, str | None], dict[str, Any]] = {}

    def of(self, paragraph: Any) -> str | None:
        """The style of a paragraph."""
        return _get(_find(paragraph, "pPr/pStyle"), "val") or self._default

    def find(self, style: str | None, path: str) -> Any:
        """A property of a style, its own or that of one that it is based on; None where none has it."""
        key = (style, path)
        if key not in self._known:
            found = (_find(one, path) for one in self._chain(style))
            self._known[key] = next((one for one in found if one is not None), None)
        return self._known[key]

    def runs(self, paragraph: str | None, run: str | None) -> dict[str, Any]:
        """The properties of runs of a style in paragraphs of another, by name."""
        key = (paragraph, run)
        if key not in self._runs:
            found = dict(self._defaults)
            for name in key:
                for style in reversed([*self._chain(name)]):
                    found |= _properties(style)
            self._runs[key] = found
        return self._runs[key]

    def _chain(self, name: str | None) -> Iterator[Any]:
        """A style, and those that it is based on."""
        seen: set[str | None] = set()
        while name in self._by_id and name not in seen:
            seen.add(name)
            yield self._by_id[name]
            name = _get(_find(self._by_id[name], "basedOn"), "val")

    def heading(self, paragraph: Any) -> int | None:
        """The level of a heading: 0 for the title of the document, then from 1; None for what is none."""
        for style in self._chain(self.of(paragraph)):
            name = _get(_find(style, "name"), "val") or ""
            if name.lower() == "toc heading":
                return None
            if re.fullmatch(_TITLE, name, re.IGNORECASE):
                return 0
            if match := re.fullmatch(_HEADING, name, re.IGNORECASE):
                return int(match[1])
        level = _find(paragraph, "pPr/outlineLvl")
        if level is None:
            level = self.find(self.of(paragraph), "pPr/outlineLvl")
        number = _number(level, "val", 9)
        return number + 1 if number < 9 else None


def _properties(element: Any) -> dict[str, Any]:
    """What is said of the runs of an element, by name."""
    properties = _find(element, "rPr")
    return {} if properties is None else {name_of(one): one for one in properties}


def _is_deleted(paragraph: Any) -> bool:
    """Whether the mark of a paragraph is deleted, and the number before it with it."""
    return any(_find(paragraph, f"pPr/rPr/{name}") is not None for name in ("del", "moveFrom"))


def _is_on_attribute(element: Any, name: str) -> bool:
    return _get(element, name) in {"1", "true", "on"}


_TITLE = r"title|t[íi]tulo|titre|titel"
_HEADING = r"(?:heading|t[íi]tulo|encabezado|cabe[çc]alho|titre|überschrift)\s*([1-9])"


class _Numbers:
    """The numbers that Word puts before paragraphs."""

    def __init__(self, root: Any, styles: _Styles) -> None:
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._nums = {_get(n, "numId"): n for n in _all(root, "num")}
        self._abstract = {_get(a, "abstractNumId"): a for a in _all(root, "abstractNum")}

    def of(self, paragraph: Any) -> str:
        """The number of the next paragraph, and a space; nothing where it has none, or a mere bullet."""
        style = self._styles.of(paragraph)
        own, inherited = _find(paragraph, "pPr/numPr"), self._styles.find(style, "pPr/numPr")
        num_id = _get(_find(own, "numId"), "val") or _get(_find(inherited, "numId"), "val")
        num = self._nums.get(num_id)
        if num is None:
            return ""
        number = _get(_find(num, "abstractNumId"), "val") or ""
        abstract = self._list(number)
        stated = _get(_find(own, "ilvl"), "val") or _get(_find(inherited, "ilvl"), "val")
        depth = int(stated) if stated and stated.isdecimal() else self._depth_of(abstract, style)
        levels = {_number(level, "ilvl"): level for level in _all(abstract, "lvl")}
        restarts: dict[int, int] = {}
        for override in _all(num, "lvlOverride"):
            at = _number(override, "ilvl")
            if (level := _find(override, "lvl")) is not None:
                levels[at] = level
            if (start := _find(override, "startOverride")) is not None:
                restarts[at] = _number(start, "val")
        counts = self._counts.setdefault(number, {})
        first = (num_id or "", depth)
        if depth in restarts and first not in self._begun:
            counts[depth] = restarts[depth] - 1
        self._begun.add(first)
        counts[depth] = counts.get(depth, _start(levels.get(depth)) - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return _label(levels, depth, counts)

    def _list(self, number: str) -> Any:
        """The definition of a list, which can stand in a style."""
        abstract = self._abstract.get(number)
        link = _get(_find(abstract, "numStyleLink"), "val")
        if link is None:
            return abstract
        linked = _get(self._styles.find(link, "pPr/numPr/numId"), "val")
        return self._abstract.get(_get(_find(self._nums.get(linked), "abstractNumId"), "val"))

    def _depth_of(self, abstract: Any, style: str | None) -> int:
        """The level that belongs to a style."""
        for level in _all(abstract, "lvl"):
            if style is not None and _get(_find(level, "pStyle"), "val") == style:
                return _number(level, "ilvl")
        return 0


def _all(element: Any, name: str) -> Iterator[Any]:
    return iter(()) if element is None else element.iterfind(f"{{{_W}}}{name}")


def _start(level: Any) -> int:
    return _number(_find(level, "start"), "val", 0 if level is None else 1)


def _label(levels: Mapping[int, Any], depth: int, counts: Mapping[int, int]) -> str:
    """What stands before a paragraph, from the pattern of its level: `%1.%2)`."""
    level = levels.get(depth)
    pattern = _get(_find(level, "lvlText"), "val") or ""
    is_legal = _is_on(_find(level, "isLgl"))
    numbers = {}
    for place in {*re.findall(r"%([1-9])", pattern)}:
        at = int(place) - 1
        series = _get(_find(levels.get(at), "numFmt"), "val") or "decimal"
        counted = counts.get(at, _start(levels.get(at)))
        numbers[place] = in_series(counted, "decimal" if is_legal else series)
    if not numbers or None in numbers.values():
        return ""
    return re.sub(r"%([1-9])", lambda match: numbers[match[1]] or "", pattern).strip() + " "


class _Reading:
    """A walk over the body of a document and its notes."""

    def __init__(self, word: _Word) -> None:
        self.tree = Tree()
        self.omitted: Counter[Kind] = Counter()
        self.altered: Counter[Kind] = Counter()
        self._word = word
        self._styles = _Styles(word.styles)
        self._numbers = _Numbers(word.numbering, self._styles)
        self._languages: Counter[str] = Counter()
        self._fields: list[bool] = []
        """Fields that are open: whether what they show has begun."""

        self._boxes: list[Any] = []
        """Boxes of text, until their paragraph ends."""
        self._held: list[Any] = []
        """Paragraphs whose marks are deleted or hidden, and large initials: the next goes on where they end, and is of its own style."""

        self._notes: list[tuple[str, Any]] = []
        self._counting = {kind: word.counting(kind) for kind in ("footnote", "endnote")}
        self._counted: Counter[str] = Counter()
        self._marked: Any = None
        """The last run whose words are the mark of a note."""

        self._paragraph: Any = None
        self._style: str | None = None
        self._properties: dict[str, Any] = {}
        self._run: Any = None
        self._look: Look = ""
        self._said = ""

    @property
    def lang(self) -> str | None:
        """The language of most of its text."""
        return next((lang for lang, _ in self._languages.most_common(1) if lang), None)

    def read(self) -> None:
        """Read the document, then its notes in the order of their marks."""
        self._within("div", _find(self._word.document, "body"))
        for target, note in self._notes:
            self._within("div", note, id=target)
        if self._fields:
            raise DocumentError(
                Message(
                    "a field of this document has no end, and what stands in it is in doubt; save it anew from Word"
                )
            )
        self.omitted["running-heads"] += sum(map(has_words, self._word.frames()))

    def _children(self, element: Any) -> None:
        for child in () if element is None else element:
            if not isinstance(child.tag, str):
                continue
            space, _, name = child.tag.rpartition("}")
            if space == f"{{{_W}":
                handle = _HANDLERS.get(name)
                if handle is None:  # smart tags, content controls and whatever else stands around
                    self._children(child)
                elif handle is not _skip:
                    handle(self, child)
            elif name == "AlternateContent":
                options = [*child]
                self._children(options[0] if options else None)
            elif child.tag.startswith(_MATH):
                self._formula(child)

    # Paragraphs and tables

    def paragraph(self, paragraph: Any) -> None:
        self._held.append(paragraph)
        mark = _find(paragraph, "pPr/rPr")
        hides = (_is_on(_find(mark, name)) for name in ("vanish", "specVanish"))
        is_initial = _get(_find(paragraph, "pPr/framePr"), "dropCap") in {"drop", "margin"}
        if not _is_deleted(paragraph) and not any(hides) and not is_initial:
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        """Write the paragraph that has no more parts."""
        if not self._held:
            return
        parts, self._held = self._held, []
        outer = self._paragraph, self._style
        level = self._styles.heading(parts[-1])
        self.tree.open("p" if level is None else f"h{min(max(level, 1), 6)}")
        if not _is_deleted(parts[-1]):
            self.tree.text(self._numbers.of(parts[-1]))
        for self._paragraph in parts:
            self._style = self._styles.of(self._paragraph)
            self._children(self._paragraph)
        self._paragraph, self._style = outer
        self.tree.close()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._within("div", box)

    def table(self, table: Any) -> None:
        self._end_paragraph()
        self._within("table", table)

    def row(self, row: Any) -> None:
        kinds = {name_of(one) for one in _all(row, "trPr") for one in one}
        for kind, name in _LEFT_OUT.items():
            if name in kinds:
                self.omitted[kind] += has_words(row)
                return
        self.altered["accepted-insertions"] += "ins" in kinds and has_words(row)
        self._within("tr", row)

    def cell(self, cell: Any) -> None:
        if _find(cell, "tcPr/cellDel") is not None:
            self.deleted(cell)
        else:
            self._within("td", cell)
            for _ in range(min(_number(_find(cell, "tcPr/gridSpan"), "val", 1), _COLUMNS) - 1):
                self.tree.add("td")

    def _within(self, tag: str, element: Any, **attributes: str) -> None:
        self.tree.open(tag, **attributes)
        self._children(element)
        self._end_paragraph()
        self.tree.close()

    # Changes

    def inserted(self, change: Any) -> None:
        self.altered["accepted-insertions"] += has_words(change)
        self._children(change)

    def deleted(self, change: Any) -> None:
        self.omitted["deleted"] += has_words(change)

    # Runs

    def run(self, run: Any) -> None:
        outer = self._run, self._properties, self._look
        own = _properties(run)
        around = self._styles.runs(self._style, _get(own.get("rStyle"), "val"))
        self._run, self._properties = run, around | own
        self._look = _look(self._properties, _number(around.get("sz"), "val", _USUAL_SIZE))
        self._children(run)
        self._run, self._properties, self._look = outer

    def _add(self, text: str) -> None:
        is_mark = self._run is not None and self._run is self._marked
        if all(self._fields) and not is_mark:
            self.tree.text(text, self._look)
            self._said = (self._said + text)[-40:]

    def text(self, element: Any) -> None:
        text = element.text or ""
        if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            text = text.strip(" \t\r\n")
        font = _get(self._properties.get("rFonts"), "ascii") or ""
        text = in_unicode(text, font, self._said)
        self._languages[_get(self._properties.get("lang"), "val") or ""] += len(text)
        self._add(text)

    def symbol(self, element: Any) -> None:
        char = chr(_number(element, "char", base=16) % 0x110000)
        self._add(in_unicode(char, _get(element, "font") or "", self._said))

    def hyphen(self, element: Any) -> None:
        self._add("-")

    def space(self, element: Any) -> None:
        self._add(" ")

    def line(self, element: Any) -> None:
        if all(self._fields) and self._look != "hidden":
            self.tree.add("br")

    # Fields

    def field(self, element: Any) -> None:
        kind = _get(element, "fldCharType")
        if kind == "begin":
            self._form_field(_find(element, "ffData"))
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _form_field(self, data: Any) -> None:
        box, choice = _find(data, "checkBox"), _find(data, "ddList")
        if box is not None:
            is_checked = _is_on(_find(box, "checked"))
            self._add(
                "☒"
                if (_is_on(_find(box, "default")) if is_checked is None else is_checked)
                else "☐"
            )
        elif choice is not None:
            entries = [_get(entry, "val") or "" for entry in _all(choice, "listEntry")]
            chosen = _number(_find(choice, "result"), "val")
            self._add(entries[chosen] if 0 <= chosen < len(entries) else "")

    def instruction(self, element: Any) -> None:
        """Count what fields show that keep no words of it."""
        if re.match(r"\s*(?:EQ|SYMBOL|LISTNUM|AUTONUM\w*)\b", element.text or "") and not all(
            self._fields
        ):
            self.omitted["embedded"] += 1

    def control(self, element: Any) -> None:
        if _is_on(_find(element, "sdtPr/showingPlcHdr")):
            self.omitted["controls"] += 1
        else:
            self._children(_find(element, "sdtContent"))

    # Links, notes and comments

    def link(self, element: Any) -> None:
        anchor = _get(element, "anchor")
        if anchor is None or self._paragraph is None:
            self._children(element)
            return
        self.tree.open("a", href=f"#{anchor}")
        self._children(element)
        self.tree.close()

    def bookmark(self, element: Any) -> None:
        if self._paragraph is not None and self._look == "":
            self.tree.add("a", id=_get(element, "name") or "")

    def note_mark(self, element: Any) -> None:
        kind = "footnote" if name_of(element) == "footnoteReference" else "endnote"
        note = self._word.notes.get((kind, _get(element, "id")))
        if self._look in {"hidden", "deleted"} or note is None or not all(self._fields):
            return
        target = f"{kind}-{_get(element, 'id')}"
        if _is_on_attribute(element, "customMarkFollows"):
            rest = [one.text or "" for one in element.itersiblings(f"{{{_W}}}t", f"{{{_W}}}sym")]
            label = "".join(rest).strip() or "*"
            self._marked = element.getparent()
        else:
            self._counted[kind] += 1
            series, start = self._counting[kind]
            number = start + self._counted[kind] - 1
            counted = in_series(number, series)
            label = counted if counted and not counted[0].isupper() else str(number)
        self.tree.note_mark(label, target)
        self._notes.append((target, note))

    def comment(self, element: Any) -> None:
        self.omitted["comments"] += 1

    # Pictures, formulas, embedded documents

    def embedded(self, element: Any) -> None:
        self.omitted["embedded"] += 1

    def picture(self, drawing: Any) -> None:
        """Count its pictures, and keep its boxes of text for the end of the paragraph."""
        for one in drawing.iter(etree.Element):
            name = name_of(one)
            around = takewhile(lambda above: above is not drawing, one.iterancestors())
            if any(name_of(above) in {"txbxContent", "Fallback"} for above in around):
                continue
            if name == "txbxContent":
                if self._look in {"hidden", "deleted"}:
                    self.omitted[self._look] += has_words(one)
                else:
                    self._boxes.append(one)
            elif name in {"blip", "imagedata", "textpath"}:
                self.omitted["pictures"] += 1
            elif name in {"chart", "relIds"}:
                self.omitted["embedded"] += 1

    def _formula(self, formula: Any) -> None:
        """Write a formula of runs and superscripts alone, and count any other."""
        used = {
            name for one in formula.iter(etree.Element) if not (name := name_of(one)).endswith("Pr")
        }
        if used - _SIMPLE_MATH - _IN_RUN_PROPERTIES:
            self.omitted["embedded"] += 1
            return
        for one in formula.iter(*(f"{space}t" for space in _MATH)):
            above = [name_of(a) for a in one.iterancestors()]
            is_raised = "sup" in above
            self.tree.text(one.text or "", "sup" if is_raised else "sub" if "sub" in above else "")


_COLUMNS = 63
"""The most that a table of Word has."""

_LEFT_OUT: dict[Kind, str] = {"deleted": "del", "hidden": "hidden"}


def _look(properties: Mapping[str, Any], usual_size: int) -> Look:
    """How a run looks, in a paragraph of a size in half points."""
    if _is_on(properties.get("vanish")):
        return "hidden"
    if _is_on(properties.get("strike")) or _is_on(properties.get("dstrike")):
        return "deleted"
    align = _get(properties.get("vertAlign"), "val")
    height = _number(properties.get("position"), "val")
    is_small = _number(properties.get("sz"), "val", usual_size) < usual_size
    is_shifted = height != 0 and abs(height) >= (_RAISED if is_small else _FAR)
    if align == "superscript" or (is_shifted and height > 0):
        return "sup"
    return "sub" if align == "subscript" or is_shifted else ""


_USUAL_SIZE = 20
"""Half points of runs of which nothing is said."""

_RAISED, _FAR = 2, 4
"""How far a run is raised that is a superscript, in half points: a smaller one, and one of the same size."""

_SIMPLE_MATH = names("oMathPara oMath r t sSup sSub e sup sub")
_IN_RUN_PROPERTIES = names("rFonts i b sty lang sz szCs color ins ctrlPr jc scr nor")


def _skip(_: _Reading, __: Any) -> None:
    """Nothing that shows."""


_HANDLERS: dict[str, Callable[[_Reading, Any], None]] = {
    **dict.fromkeys(
        names(
            "pPr rPr tblPr tblGrid trPr tcPr sectPr sdtPr sdtEndPr softHyphen footnoteRef endnoteRef rubyPr rt "
            "annotationRef separator continuationSeparator delInstrText delText customXmlPr smartTagPr pgNum "
            "bookmarkEnd proofErr tblPrEx movie"
        ),
        _skip,
    ),
    "p": _Reading.paragraph,
    "tbl": _Reading.table,
    "tr": _Reading.row,
    "tc": _Reading.cell,
    "ins": _Reading.inserted,
    "moveTo": _Reading.inserted,
    "del": _Reading.deleted,
    "moveFrom": _Reading.deleted,
    "r": _Reading.run,
    "t": _Reading.text,
    "sym": _Reading.symbol,
    "noBreakHyphen": _Reading.hyphen,
    "tab": _Reading.space,
    "ptab": _Reading.space,
    "br": _Reading.line,
    "cr": _Reading.line,
    "fldChar": _Reading.field,
    "instrText": _Reading.instruction,
    "sdt": _Reading.control,
    "hyperlink": _Reading.link,
    "bookmarkStart": _Reading.bookmark,
    "footnoteReference": _Reading.note_mark,
    "endnoteReference": _Reading.note_mark,
    "commentReference": _Reading.comment,
    "object": _Reading.embedded,
    "altChunk": _Reading.embedded,
    "subDoc": _Reading.embedded,
    "control": _Reading.embedded,
    "drawing": _Reading.picture,
    "pict": _Reading.picture,
}
