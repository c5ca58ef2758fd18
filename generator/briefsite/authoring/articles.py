"""What is handed in to be archived: a text, or a document that becomes one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from briefsite.archive.load import decode, too_large
from briefsite.archive.models import DocumentFormat
from briefsite.authoring.documents.document import DocumentError, ReadDocument
from briefsite.authoring.documents.formats import format_of, is_no_text
from briefsite.authoring.documents.isolation import MAX_BYTES, at_arms_length
from briefsite.authoring.fetching import Fetched
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message
from briefsite.site.site import SourcePage

MAX_TEXT_BYTES = 16 * 1024 * 1024
"""Largest text that can be archived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was handed in."""

    text: str
    raw: bytes
    """What is archived: `text` in UTF-8, for a plain text exactly as received."""

    title: str | None = None
    """The heading, where the format marks it as such."""

    is_record: bool = False
    """Whether it is known that labels say who speaks."""

    document: ReadDocument | None = None
    """What reading it gave; None for a plain text."""

    original: bytes = b""
    """The document as received; empty for a plain text."""


def fetched_format(fetched: Fetched) -> DocumentFormat | None:
    """The format of what was fetched, by how it begins and, of a web page, by what its server says.

    Raises DocumentError as `format_of` does.
    """
    form = format_of(fetched.raw, PurePosixPath(urlsplit(fetched.url).path).name)
    is_page = fetched.content_type in ("text/html", "application/xhtml+xml")
    return "html" if form is None and is_page else form


def to_read(fetched: Fetched, form: DocumentFormat) -> bytes:
    """What its reader is given: a web page in UTF-8, with the mark that says so, where its server says the encoding.

    What a server says counts more than what the page says, and no reader of its bytes can know it.
    """
    if form == "html" and fetched.charset:
        try:
            return b"\xef\xbb\xbf" + fetched.raw.decode(fetched.charset).encode()
        except (LookupError, ValueError):
            pass
    return fetched.raw


def read_article(
    raw: bytes, path: Path, fetched: Fetched | None = None
) -> tuple[Article | None, list[Diagnostic]]:
    """Read an article; the format is told by how it begins, and `path` serves messages and doubts.

    `fetched` is what its server said of it, where it has one.

    Returns None and findings for a text that cannot be archived. Raises DocumentError for a document
    that cannot be read, or not without doubt, and where its reader is not installed.
    """
    form = fetched_format(fetched) if fetched else format_of(raw, path.name)
    if form is None and is_no_text(raw):
        raise DocumentError(
            Message(
                "this is no document that can be read here: text, Markdown, HTML, PDF, Word, OpenDocument, RTF, mail or subtitles"
            )
        )
    if form is None:
        text, findings = decode(raw, path, MAX_TEXT_BYTES)
        if text is None:
            return None, findings
        return Article(text=text, raw=raw, title=_markdown_heading(text)), []
    if len(raw) > MAX_BYTES:
        return None, [too_large(path, MAX_BYTES)]
    document = at_arms_length(to_read(fetched, form) if fetched else raw, form)
    text = document.text
    # What a reader hands over is looked at as if a person had typed it.
    checked, findings = decode(text.encode(errors="replace"), path, MAX_TEXT_BYTES, "")
    if checked is None:
        return None, findings
    title = document.title.value if document.title else None
    return Article(
        text=text,
        raw=text.encode(),
        title=title,
        is_record=document.has_turns,
        document=document,
        original=raw,
    ), []


def archived_article(source: SourcePage) -> Article:
    """The article of a source that is archived already."""
    text, title = source.received, source.record.title
    return Article(
        text=text,
        raw=source.path.with_suffix(".txt").read_bytes(),
        title=_markdown_heading(text) or (title if title in text else None),
        is_record=[(part.from_, part.as_) for part in source.record.speech] == [(None, "turns")],
    )


def _markdown_heading(text: str) -> str | None:
    """The first heading of a text that has some as Markdown has them: `# Words`, or a line of `=` below."""
    previous = ""
    for line in text.splitlines():
        marked = re.match(r"#{1,6} (.*)", line)
        words = re.sub(r"\s+#+$", "", marked[1].strip()) if marked else ""
        if re.fullmatch(r"={3,}\s*", line):
            words = previous.strip()
        if re.search(r"[^\W\d_]", words):
            return words
        previous = line
    return None
