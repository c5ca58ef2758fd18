"""RTF, as Word and LibreOffice write it: its text with all changes accepted.

Its commands are read here, since `striprtf`, which knows what each of them begins and how the letters
of each font are coded, tells nothing of how words look: hidden, struck out, raised.
"""

from __future__ import annotations

import locale
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Any

from lxml import etree
from striprtf.striprtf import charset_map, destinations, font_table_group, specialchars

from briefsite.archive.models import Kind
from briefsite.authoring.documents.document import DocumentError, Fact, ReadDocument
from briefsite.authoring.documents.markup import blocks_of, names
from briefsite.authoring.documents.office_facts import author_of, title_of
from briefsite.authoring.documents.runs import (
    Look,
    add_note_mark,
    add_run,
    in_series,
    in_unicode,
    leave_out_hidden,
    raised_end,
)
from briefsite.messages.message import Message


def read(raw: bytes) -> ReadDocument:
    """Read an RTF file.

    Raises DocumentError where it ends too early, and where its characters are in doubt.
    """
    reading = _Reading()
    reading.read(raw.decode("latin-1"))
    reading.omitted["hidden"] += leave_out_hidden(reading.body)
    lang = reading.lang
    markup = blocks_of(reading.body, lang=lang)
    if not markup.blocks:
        raise DocumentError(Message("this document has no text"))
    return ReadDocument(
        blocks=markup.blocks,
        format="rtf",
        read_by=f"striprtf {version('striprtf')}",
        title=title_of(reading.info.get("title"), r"\title")
        or (markup.heading and Fact(markup.heading.value, r"\outlinelevel")),
        author=author_of(reading.info.get("author"), r"\author"),
        lang=Fact(lang, r"\lang") if lang else None,
        omitted=markup.omitted + reading.omitted,
        altered=reading.altered + markup.altered,
    )


_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits, and changes until it ends."""

    skips: str = ""
    """`words` where none are read, `all` where pictures are not counted either."""

    ends: Callable[[], None] | None = None
    """What its end does, where this group began a destination."""

    capture: list[str] | None = None
    """What its words are added to, in the place of the text."""

    is_hidden: bool = False
    is_struck: bool = False
    is_deleted: bool = False
    is_revised: bool = False
    position: Look = ""
    font: str = ""
    lang: int = 0
    skipped_after_unicode: int = 1
    level: int = 0
    """In how many tables a paragraph stands, within each other."""

    outline: int = 9
    is_initial: bool = False
    """Whether a paragraph is the large letter with which the next begins."""

    @property
    def look(self) -> Look:
        if self.is_hidden:
            return "hidden"
        return "deleted" if self.is_struck or self.is_deleted else self.position


@dataclass(slots=True)
class _Flow:
    """A text in which paragraphs follow each other: the document, a note, a box."""

    out: Any
    paragraph: Any = None
    boxes: list[Any] = field(default_factory=list)
    cells: dict[int, list[Any]] = field(default_factory=dict)
    """Paragraphs of the cell that is not ended, by how many tables it is in."""

    rows: dict[int, list[Any]] = field(default_factory=dict)
    """Cells of the row that is not ended."""


class _Reading:
    """A walk over the commands, without calls within calls: groups can be deep."""

    def __init__(self) -> None:
        self.body = etree.Element("body")
        self.omitted: Counter[Kind] = Counter()
        self.altered: Counter[Kind] = Counter()
        self.info: dict[str, str] = {}
        self._flows = [_Flow(self.body)]
        self._notes: list[Any] = []
        self._state = _State()
        self._stack: list[_State] = []
        self._codec = "cp1252"
        self._default_font = ""
        self._fonts: dict[str, tuple[str, str]] = {}
        """The name of each font, and how its letters are coded."""

        self._bytes = bytearray()
        self._units: list[str] = []
        """Characters that were not added yet: one can be two units of UTF-16."""

        self._to_skip = 0
        self._is_starred = False
        self._is_auto = False
        """Whether the mark of the next note is counted."""

        self._counted: Counter[str] = Counter()
        self._series = {"footnote": "decimal", "endnote": "decimal"}
        self._was_revised = False
        self._languages: Counter[int] = Counter()
        self._said = ""

    @property
    def lang(self) -> str | None:
        """The language of most of its text."""
        most = next(iter(self._languages.most_common(1)), (0, 0))[0]
        name = locale.windows_locale.get(most)
        return name.replace("_", "-") if name else None

    def read(self, text: str) -> None:
        """Read a whole file."""
        self._fonts = _fonts(text)
        place = 0
        while match := _TOKEN.match(text, place):
            place = match.end()
            word, number, code, symbol, brace, plain = match.groups()
            if plain is not None or code is not None:
                self._plain(plain or chr(int(code, 16)))
            elif word == "u" and number is not None:
                self._unicode(int(number))
            elif word == "bin":
                place += max(0, int(number or 0))
            elif word or symbol or brace:
                self._flush()
                self._to_skip = 0
                if brace:
                    self._brace(brace)
                elif word:
                    self._word(word, None if number is None else int(number))
                else:
                    self._symbol(symbol)
        if self._stack:
            raise DocumentError(
                Message("this file ends before its text does; get it anew from where it came")
            )
        self._end_paragraph()
        for note in self._notes:
            self.body.append(note)

    # Characters

    def _plain(self, text: str) -> None:
        if self._to_skip:
            skipped, self._to_skip = self._to_skip, max(0, self._to_skip - len(text))
            text = text[skipped:]
        self._is_starred = False
        if text and not self._state.skips:
            self._bytes += text.encode("latin-1")

    def _unicode(self, number: int) -> None:
        self._decode()
        if not self._state.skips:
            self._units.append(chr(number % 0x10000))
        self._to_skip = self._state.skipped_after_unicode

    def _decode(self) -> None:
        if not self._bytes:
            return
        codec = self._fonts.get(self._state.font, ("", ""))[1] or self._codec
        try:
            self._units.append(self._bytes.decode(codec))
        except (UnicodeDecodeError, LookupError):
            raise DocumentError(
                Message(
                    "the characters of this file are not {encoding}, as it says; save it anew from the program that made it",
                    encoding=codec,
                )
            ) from None
        self._bytes.clear()

    def _flush(self) -> None:
        self._decode()
        if self._units:
            text = "".join(self._units).encode("utf-16-le", "surrogatepass")
            self._units.clear()
            self._add(text.decode("utf-16-le", "replace"))

    def _add(self, text: str) -> None:
        state = self._state
        if state.skips:
            return
        if state.capture is not None:
            state.capture.append(text)
            return
        text = in_unicode(text, self._fonts.get(state.font, ("", ""))[0], self._said)
        add_run(self._paragraph(), text, state.look)
        self._said = (self._said + text)[-40:]
        self._languages[state.lang] += len(text)
        self.altered["accepted-insertions"] += state.is_revised and not self._was_revised
        self._was_revised = state.is_revised

    # Paragraphs and tables

    def _paragraph(self) -> Any:
        flow = self._flows[-1]
        if flow.paragraph is None:
            flow.paragraph = etree.Element("p")
        return flow.paragraph

    def _end_paragraph(self) -> None:
        flow, level = self._flows[-1], self._state.level
        done = [] if flow.paragraph is None else [flow.paragraph]
        if done and self._state.outline < 9 and not level:
            done[0].tag = f"h{min(self._state.outline + 1, 6)}"
        done += flow.boxes
        flow.paragraph, flow.boxes = None, []
        if level:
            flow.cells.setdefault(level, []).extend(done)
        else:
            flow.out.extend([*self._unfinished(flow), *done])

    def _unfinished(self, flow: _Flow) -> list[Any]:
        """What stands in cells that never end."""
        left = [
            *(cell for row in flow.rows.values() for cell in row),
            *(p for cell in flow.cells.values() for p in cell),
        ]
        flow.rows.clear()
        flow.cells.clear()
        return left

    def _end_cell(self, level: int) -> None:
        self._state = replace(self._state, level=level)
        self._end_paragraph()
        flow = self._flows[-1]
        cell = etree.Element("td")
        cell.extend(flow.cells.pop(level, []))
        flow.rows.setdefault(level, []).append(cell)

    def _end_row(self, level: int) -> None:
        flow = self._flows[-1]
        row = etree.Element("tr")
        row.extend(flow.rows.pop(level, []))
        if level > 1:
            around = flow.cells.setdefault(level - 1, [])
            if not around or around[-1].tag != "table":
                around.append(etree.Element("table"))
            around[-1].append(row)
            return
        if not len(flow.out) or flow.out[-1].tag != "table":
            etree.SubElement(flow.out, "table")
        flow.out[-1].append(row)

    # Commands

    def _brace(self, brace: str) -> None:
        if brace == "{":
            self._stack.append(self._state)
            self._state = replace(self._state, ends=None)
        elif self._stack:
            if self._state.ends:
                self._state.ends()
            self._state = self._stack.pop()
            if not self._stack:  # what follows the end of the document is no part of it
                self._state = replace(self._state, skips="all")

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._is_starred = True
        elif symbol in "{}\\":
            self._add(symbol)
        elif symbol == "~":
            self._add("\xa0")
        elif symbol == "_":
            self._add("-")
        elif symbol in "\r\n":
            self._word("par", None)

    def _word(self, word: str, number: int | None) -> None:
        starred, self._is_starred = self._is_starred, False
        if word in _DESTINATIONS:
            _DESTINATIONS[word](self, word)
        elif word in destinations or starred:
            self._skip("words")
        elif word in _CHANGES:
            self._state = _CHANGES[word](self._state, number)
        elif word in _SERIES:
            self._series.update([_SERIES[word]])
        elif word in _CODECS:
            self._codec = _CODECS[word] or _codec(number)
        elif word == "deff":
            self._default_font = str(number)
        elif word == "plain":
            self._state = _plain(self._state, self._default_font)
        elif self._state.capture is not None:
            self._add(" " if word in {"tab", "line", "par"} else specialchars.get(word, ""))
        elif not self._state.skips:
            _SHOWN.get(word, _Reading.character)(self, word)

    # What stands in the text, or ends a part of it

    def mark(self, word: str) -> None:
        """End a paragraph, where its mark is not deleted or hidden."""
        state = self._state
        if not state.is_hidden and not state.is_deleted and not state.is_initial:
            self._end_paragraph()

    def cell(self, word: str) -> None:
        self._end_cell(1 if word == "cell" else max(2, self._state.level))

    def row(self, word: str) -> None:
        self._end_row(1 if word == "row" else max(2, self._state.level))

    def line(self, word: str) -> None:
        if not self._state.is_hidden:
            etree.SubElement(self._paragraph(), "br")

    def character(self, word: str) -> None:
        self._add(specialchars.get(word, ""))

    def space(self, word: str) -> None:
        self._add(" ")

    def counted(self, word: str) -> None:
        """Count the next note, in the place of a mark of its own."""
        self._is_auto = True

    # Destinations

    def _skip(self, what: str) -> None:
        self._state = replace(
            self._state, skips="all" if "all" in {what, self._state.skips} else what
        )

    def again(self, word: str) -> None:
        """Pass over what stands elsewhere in another form."""
        self._skip("all")

    def pass_on(self, word: str) -> None:
        """Go into a group as if nothing had begun."""

    def picture(self, word: str) -> None:
        is_shown = self._state.skips != "all" and self._state.capture is None
        self.omitted["pictures"] += is_shown and not self._state.is_hidden
        self._skip("all")

    def embedded(self, word: str) -> None:
        self.omitted["embedded"] += not self._state.skips
        self._skip("all")

    def comment(self, word: str) -> None:
        self.omitted["comments"] += not self._state.skips
        self._skip("all")

    def captured(self, word: str) -> None:
        """Take the words of a group apart, and say what its end does with them."""
        if self._state.skips and word not in {"title", "author"}:
            return
        words: list[str] = []

        def ends() -> None:
            _CAPTURED[word](self, word, "".join(words))

        self._state = replace(self._state, capture=words, ends=ends, skips="")

    def information(self, word: str, text: str) -> None:
        self.info[word] = text

    def frame(self, word: str, text: str) -> None:
        self.omitted["running-heads"] += any(map(str.isalnum, text))

    def number(self, word: str, text: str) -> None:
        """Write the number before a paragraph; a bullet is none."""
        if any(map(str.isalnum, text)):
            self._state = self._stack[-1]
            self._add(text.strip() + " ")

    def instruction(self, word: str, text: str) -> None:
        """Write what a field shows that holds no text of it."""
        if match := re.match(r'\s*SYMBOL\s+(\d+)(?:.*?\\f\s*"([^"]*)")?', text):
            self._state = self._stack[-1]
            char = chr(int(match[1]) % 0x110000)
            self._add(in_unicode(char, match[2] or "", self._said))
        elif re.match(r"\s*EQ\b", text):
            self.omitted["embedded"] += 1

    def note(self, word: str) -> None:
        """Begin a note."""
        if self._state.skips or self._state.capture is not None:
            return
        if self._state.look in {"hidden", "deleted"}:
            self._skip("all")
            return
        target = f"note-{len(self._notes) + 1}"
        is_auto, self._is_auto = self._is_auto, False
        within = self._paragraph()
        own = raised_end(within)
        note = etree.Element("div", id=target)
        self._notes.append(note)
        self._begin_flow(note)

        def ends() -> None:
            self._end_flow()
            kind = "endnote" if note.get("class") == "endnote" else "footnote"
            if own is not None and not is_auto:
                label = own.text.strip()
                within.remove(own)
            else:
                self._counted[kind] += 1
                count = self._counted[kind]
                label = in_series(count, self._series[kind]) or str(count)
            add_note_mark(within, label, target)
            self._is_auto = False

        self._state = replace(_State(), font=self._state.font, lang=self._state.lang, ends=ends)

    def endnote(self, word: str) -> None:
        self._flows[-1].out.set("class", "endnote")

    def box(self, word: str) -> None:
        """Begin a box of text, which stands after its paragraph."""
        if self._state.capture is not None or self._state.skips == "all":
            return
        if self._state.is_hidden:
            self._skip("all")
            return
        div = etree.Element("div")
        self._flows[-1].boxes.append(div)
        self._begin_flow(div)
        self._state = replace(
            _State(), font=self._state.font, lang=self._state.lang, ends=self._end_flow
        )

    def _begin_flow(self, out: Any) -> None:
        self._flows.append(_Flow(out))

    def _end_flow(self) -> None:
        self._end_paragraph()
        flow = self._flows.pop()
        flow.out.extend(self._unfinished(flow))


_CAPTURED: dict[str, Callable[[_Reading, str, str], None]] = {
    **dict.fromkeys(("title", "author"), _Reading.information),
    **dict.fromkeys(
        (f"{part}{which}" for part in ("header", "footer") for which in ("", "l", "r", "f")),
        _Reading.frame,
    ),
    **dict.fromkeys(("listtext", "pntext"), _Reading.number),
    "fldinst": _Reading.instruction,
}

_DESTINATIONS: dict[str, Callable[[_Reading, str], None]] = {
    **dict.fromkeys(_CAPTURED, _Reading.captured),
    **dict.fromkeys(
        names("rtf shp shpinst shpgrp shppict do upr ud nesttableprops"), _Reading.pass_on
    ),
    **dict.fromkeys(names("nonshppict shprslt listpicture"), _Reading.again),
    **dict.fromkeys(names("shptxt dptxbxtext"), _Reading.box),
    **dict.fromkeys(names("object mmath moMath"), _Reading.embedded),
    "pict": _Reading.picture,
    "annotation": _Reading.comment,
    "footnote": _Reading.note,
    "ftnalt": _Reading.endnote,
}

_SHOWN: dict[str, Callable[[_Reading, str], None]] = {
    **dict.fromkeys(names("par sect"), _Reading.mark),
    **dict.fromkeys(names("cell nestcell"), _Reading.cell),
    **dict.fromkeys(names("row nestrow"), _Reading.row),
    **dict.fromkeys(names("line page column lbr"), _Reading.line),
    "tab": _Reading.space,
    "chftn": _Reading.counted,
}


def _plain(state: _State, font: str) -> _State:
    """A run without any look of its own."""
    return replace(
        state,
        is_hidden=False,
        is_struck=False,
        is_deleted=False,
        is_revised=False,
        position="",
        font=font,
    )


def _shifted(state: _State, number: int | None, look: Look) -> _State:
    """A run that is raised or lowered, by half points: six where nothing is said."""
    return replace(state, position=look if (6 if number is None else number) >= _RAISED else "")


_RAISED = 2
"""How far a run is raised that is a superscript, in half points."""

_CHANGES: dict[str, Callable[[_State, int | None], _State]] = {
    "v": lambda state, number: replace(state, is_hidden=number != 0),
    **dict.fromkeys(
        ("strike", "striked"), lambda state, number: replace(state, is_struck=number != 0)
    ),
    **dict.fromkeys(
        ("deleted", "mvf"), lambda state, number: replace(state, is_deleted=number != 0)
    ),
    **dict.fromkeys(
        ("revised", "mvt"), lambda state, number: replace(state, is_revised=number != 0)
    ),
    "super": lambda state, number: replace(state, position="sup" if number != 0 else ""),
    "sub": lambda state, number: replace(state, position="sub" if number != 0 else ""),
    "nosupersub": lambda state, _: replace(state, position=""),
    "up": lambda state, number: _shifted(state, number, "sup"),
    "dn": lambda state, number: _shifted(state, number, "sub"),
    "f": lambda state, number: replace(state, font=str(number)),
    "lang": lambda state, number: replace(state, lang=number or 0),
    "uc": lambda state, number: replace(state, skipped_after_unicode=max(0, number or 0)),
    "pard": lambda state, _: replace(state, level=0, outline=9, is_initial=False),
    "dropcapli": lambda state, _: replace(state, is_initial=True),
    "intbl": lambda state, _: replace(state, level=max(1, state.level)),
    "itap": lambda state, number: replace(state, level=max(0, number or 0)),
    "outlinelevel": lambda state, number: replace(state, outline=max(0, number or 0)),
}

_SERIES = {
    f"{prefix}{part}n{series}": (kind, name)
    for prefix in ("", "s")
    for part, kind in (("ftn", "footnote"), ("aftn", "endnote"))
    for series, name in (
        ("ar", "decimal"), ("alc", "lowerLetter"), ("rlc", "lowerRoman"), ("chi", "chicago")
    )
}  # fmt: skip
"""How notes are counted, in the terms of `in_series`."""


_CODECS = {"ansicpg": "", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
"""How the letters of a file are coded, by the command that says so."""


def _codec(number: int | None) -> str:
    """How the letters of a code page are coded."""
    codecs = {None: "cp1252", 0: "cp1252", 10000: "mac_roman", 65001: "utf-8"}
    return codecs.get(number, f"cp{number}")


def _fonts(text: str) -> dict[str, tuple[str, str]]:
    """The name of each font of a file, and how its letters are coded where it states that."""
    found = {}
    for match in _FONT.finditer(font_table_group(text)):  # type: ignore[no-untyped-call]
        charset = re.search(r"\\fcharset(\d+)", match[2])
        number = int(charset[1]) if charset else 0
        codec = "latin-1" if number == 2 else charset_map.get(number, "") if number > 1 else ""
        found[match[1]] = (match[3].strip(), codec)
    return found


_FONT = re.compile(r"\\f(\d+)((?:\s*\\[a-z]+-?\d*|\s*\{[^{}]*\})*)([^;{}\\]*)")
