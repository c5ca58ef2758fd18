"""Paragraphs and runs, as word processors have them, to the tree of HTML that `markup` reads.

A run is a stretch of one look. Two that follow each other and look the same are one: the exponent
of `10⁻³` can be two runs.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from lxml import etree
from mammoth.docx.dingbats import dingbats

from briefsite.authoring.documents.document import DocumentError
from briefsite.authoring.documents.markup import has_words, visible
from briefsite.messages.message import Message

Look = Literal["", "hidden", "deleted", "sup", "sub"]
"""What matters of how a run looks, the first of these that holds."""

_TAGS: dict[Look, str] = {"hidden": "span", "deleted": "s", "sup": "sup", "sub": "sub"}


class Tree:
    """A tree of HTML while it is built."""

    def __init__(self) -> None:
        """Begin with an empty body."""
        self.body = etree.Element("body")
        self._open = [self.body]

    def open(self, tag: str, **attributes: str) -> None:
        """Begin an element."""
        self._open.append(etree.SubElement(self._open[-1], tag, attributes))

    def close(self) -> None:
        """End the element that was begun last."""
        self._open.pop()

    def add(self, tag: str, **attributes: str) -> None:
        """Add an element without words, such as a picture."""
        etree.SubElement(self._open[-1], tag, attributes)

    def text(self, text: str, look: Look = "") -> None:
        """Add a run to the element that was begun last."""
        add_run(self._open[-1], text, look)

    def note_mark(self, label: str, target: str) -> None:
        """Add the mark of a note to it."""
        add_note_mark(self._open[-1], label, target)


def add_run(within: Any, text: str, look: Look = "") -> None:
    """Add a run at the end of an element."""
    text = visible(text)
    last = within[-1] if len(within) else None
    if not text:
        return
    if not look:
        if last is None:
            within.text = (within.text or "") + text
        else:
            last.tail = (last.tail or "") + text
    elif last is not None and last.get("look") == look and not last.tail:
        last.text += text
    else:
        run = etree.SubElement(within, _TAGS[look], look=look)
        run.text = text


def raised_end(within: Any) -> Any:
    """The superscript with which an element ends; None where it ends otherwise."""
    last = within[-1] if len(within) else None
    return last if last is not None and last.get("look") == "sup" and not last.tail else None


def add_note_mark(within: Any, label: str, target: str) -> None:
    """Add the mark of a note, which is the element with the id `target`."""
    last = raised_end(within)
    if last is not None and re.fullmatch(r"[\s,;–-]+", last.text):
        within.remove(last)  # what stands between the marks of two notes
    mark = etree.SubElement(within, "sup", {"class": "note"})
    etree.SubElement(mark, "a", href=f"#{target}").text = label


def leave_out_hidden(body: Any) -> int:
    """Take the hidden runs out of a tree, and say how many there were.

    In a web page, what does not show can part words; here what stands around it is joined.
    """
    count = sum(has_words(run) for run in body.iter("span"))
    etree.strip_elements(body, "span", with_tail=False)
    return count


def in_series(number: int, series: str) -> str | None:
    """A number as it is counted: `decimal`, `lowerLetter`, `upperRoman`; None for what is counted otherwise."""
    if series == "decimal":
        return str(number)
    if series in {"lowerLetter", "upperLetter"} and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if series == "lowerLetter" else letters.upper()
    if series in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        roman = ""
        for value, letters in _ROMAN:
            count, number = divmod(number, value)
            roman += letters * count
        return roman if series == "lowerRoman" else roman.upper()
    if series == "chicago" and number > 0:
        return "*†‡§"[(number - 1) % 4] * ((number - 1) // 4 + 1)
    return None


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def in_unicode(text: str, font: str, before: str) -> str:
    """A text in a font of symbols, in the characters that this shows; in any other font, the text.

    Raises DocumentError where no character is known to look like one of them; `before` says where.
    """
    if font not in _SYMBOL_FONTS and not _PRIVATE.search(text):
        return text
    return "".join(_shown(char, font, before + text[:at]) for at, char in enumerate(text))


def _shown(char: str, font: str, before: str) -> str:
    code = ord(char)
    known = dingbats.get((font, code - 0xF000 if 0xF000 <= code <= 0xF0FF else code))
    if known is not None:
        return chr(known)
    if not _PRIVATE.match(char):
        return char
    raise DocumentError(
        Message(
            "after “{words}” the font {font} shows a character that has no known letter; write it in another font, or save the document as PDF",
            words=before[-40:].strip(),
            font=font or "?",
        )
    )


_SYMBOL_FONTS = frozenset(font for font, _ in dingbats)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
