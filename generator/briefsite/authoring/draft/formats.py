"""An article in any of its formats to the text that is archived.

A plain text is archived byte for byte. Of HTML, Word and PDF the words are taken, and the record of
the source says of which file, by its hash. HTML is read by the standard library: a reader that
guesses which parts of a page matter may drop a paragraph, and an archive must not.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from briefsite.archive.load import decode
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message, MessageError

MAX_BYTES = 16 * 1024 * 1024
"""Largest article; the largest text that can be archived."""


class ArticleError(MessageError):
    """An article cannot be read; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """What was handed in."""

    text: str
    raw: bytes
    """What is archived: `text` in UTF-8, for a plain text exactly as received."""

    title: str | None = None
    """The heading, where the format marks it as such."""

    format: str | None = None
    """`HTML`, `DOCX` or `PDF`; None for a plain text."""

    original_hash: str = ""
    """SHA-256 of the file as received, in hexadecimal."""


def read_article(raw: bytes, path: Path) -> tuple[ArticleText | None, list[Diagnostic]]:
    """Read an article; the format is told by how it begins, and `path` serves messages alone.

    Returns None and findings for a text that cannot be archived. Raises ArticleError for a file
    that its reader refuses, and where the reader is not installed.
    """
    start = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        return _extracted(raw, "PDF", _pdf(raw))
    if start.startswith(b"pk\x03\x04"):
        return _extracted(raw, "DOCX", *_docx(raw))
    text, findings = decode(raw, path, MAX_BYTES)
    if text is None:
        return None, findings
    if re.match(rb"<(!doctype html|html|head|body|article|main|header|section|div|h1)\b", start):
        reader = _HtmlReader()
        reader.feed(text)
        reader.close()
        return _extracted(raw, "HTML", reader.text(), reader.heading())
    return ArticleText(text=text, raw=raw, title=_markdown_heading(text)), []


def _markdown_heading(text: str) -> str | None:
    """The first heading of a Markdown text, `# Words` or underlined with `=`."""
    previous = ""
    for line in text.splitlines():
        marked = re.match(r"#{1,6} (.*)", line)
        words = re.sub(r"\s+#+$", "", marked[1].strip()) if marked else ""
        if re.fullmatch(r"={3,}\s*", line):
            words = previous.strip()
        if _LETTER.search(words):
            return words
        previous = line
    return None


_LETTER = re.compile(r"[^\W\d_]")


def _extracted(
    raw: bytes, form: str, text: str, title: str | None = None
) -> tuple[ArticleText | None, list[Diagnostic]]:
    """The article of a file whose words were taken out; marks that do not show are left behind."""
    clean = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", clean))
    text = "\n\n".join(part for part in paragraphs if part) + "\n"
    digest = hashlib.sha256(raw).hexdigest()
    return ArticleText(
        text=text,
        raw=text.encode(),
        title=_HIDDEN.sub("", title or "") or None,
        format=form,
        original_hash=digest,
    ), []


_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u200b\u2028\u2029\ufffe\uffff\ud800-\udfff"
    "\u061c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)


def _pdf(raw: bytes) -> str:
    try:
        from pdfminer.high_level import extract_text
        from pdfminer.pdfexceptions import PDFException
        from pdfminer.psexceptions import PSException
    except ImportError:
        raise ArticleError(_install("PDF")) from None
    try:
        return str(extract_text(io.BytesIO(raw)))
    except (PDFException, PSException, ValueError, TypeError, KeyError, RecursionError) as error:
        why = str(error) or type(error).__name__
        raise ArticleError(Message("this PDF cannot be read: {why}", why=why)) from None


def _docx(raw: bytes) -> tuple[str, str | None]:
    """The words of a Word file, and what it marks as its title."""
    try:
        from docx import Document
    except ImportError:
        raise ArticleError(_install("Word")) from None
    try:
        document = Document(io.BytesIO(raw))
        blocks = [*document.iter_inner_content()]
    except Exception as error:  # noqa: BLE001 (whatever a broken archive makes it raise)
        raise ArticleError(Message("this Word file cannot be read: {why}", why=error)) from None
    paragraphs: list[str] = []
    headings: list[str] = []
    for block in blocks:
        if hasattr(block, "rows"):
            paragraphs += [" ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            paragraphs.append(block.text)
            style = block.style.name if block.style else ""
            if re.match(r"Title$|Heading \d", style or "") and _LETTER.search(block.text):
                headings.append(" ".join(block.text.split()))
    return "\n\n".join(paragraphs), next(iter(headings), None)


def _install(form: str) -> Message:
    return Message(
        "{form} files need a reader: install it with `pip install 'briefsite[sources]'`", form=form
    )


_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "iframe",
        "head",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_WITHOUT_END = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)


class _HtmlReader(HTMLParser):
    """Takes the words of a page: of its `<article>` or `<main>` where it has one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._headings: list[tuple[bool, str]] = []
        self._stack: list[str] = []
        self._everything: list[str] = []
        self._main: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; a block begins a paragraph."""
        if tag == "br":
            self.handle_data(" ")
        if tag in _BLOCKS:
            self._take("\n\n")
        if tag == "h1":
            self._headings.append((self._is_inside(), ""))
        if tag not in _WITHOUT_END:
            self._stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those inside it that the author left open."""
        if tag in self._stack:
            while self._stack.pop() != tag:
                pass
        if tag in _BLOCKS:
            self._take("\n\n")

    def handle_data(self, data: str) -> None:
        """Take text, but for that of navigation, scripts and the like."""
        if not _SKIPPED & {*self._stack}:
            self._take(re.sub(r"\s+", " ", data))
            if "h1" in self._stack:
                inside, words = self._headings[-1]
                self._headings[-1] = inside, words + data

    def _take(self, text: str) -> None:
        self._everything.append(text)
        if self._is_inside():
            self._main.append(text)

    def _is_inside(self) -> bool:
        return "article" in self._stack or "main" in self._stack

    def heading(self) -> str | None:
        """The first `<h1>` with words, at best one of the article itself."""
        found = [(not inside, " ".join(words.split())) for inside, words in self._headings]
        told = [(away, words) for away, words in found if _LETTER.search(words)]
        return min(told, key=lambda heading: heading[0])[1] if told else None

    def text(self) -> str:
        """The words of the article, or of the whole page."""
        main = "".join(self._main)
        return main if main.strip() else "".join(self._everything)
