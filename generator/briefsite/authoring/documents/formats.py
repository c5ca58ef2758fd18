"""In which format a document is, and what reads it."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from briefsite.archive.models import DocumentFormat
from briefsite.authoring.documents.document import DocumentError, ReadDocument
from briefsite.authoring.documents.packages import Package
from briefsite.messages.message import Message

READERS: dict[DocumentFormat, str] = {
    "md": "markdown",
    "html": "web_pages",
    "pdf": "pdf",
    "docx": "word",
    "odt": "open_document",
    "rtf": "rich_text",
    "eml": "mail",
    "vtt": "subtitles",
    "srt": "subtitles",
}
"""The module of this folder whose `read` takes a document of each format: bytes to `ReadDocument`."""

NAMES: dict[DocumentFormat, str] = {
    "md": "Markdown",
    "html": "HTML",
    "pdf": "PDF",
    "docx": "Word",
    "odt": "OpenDocument",
    "rtf": "RTF",
    "eml": "e-mail",
    "vtt": "WebVTT",
    "srt": "SubRip",
}


class _Reader(Protocol):
    def read(self, raw: bytes) -> ReadDocument: ...


def format_of(raw: bytes, name: str) -> DocumentFormat | None:
    """The format of a document, by how it begins; by the ending of its name for Markdown and e-mail alone.

    None for a plain text. Raises DocumentError for what is none of those that can be read.
    """
    start = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK\x03\x04"):
        return _in_zip(raw)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentError(_of_old_office(raw))
    begun = (form for form, begin in _BEGINNINGS.items() if re.match(begin, start.lower()))
    by_ending: dict[str, DocumentFormat] = {".md": "md", ".markdown": "md", ".eml": "eml"}
    ending = by_ending.get(PurePath(name).suffix.lower())
    return next(begun, None) or ending or ("eml" if _is_mail(start) else None)


def _of_old_office(raw: bytes) -> Message:
    """Why a file that Office once wrote, or encrypted, cannot be read."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return Message("this file is encrypted; open it with its password, and save it without one")
    if "WordDocument".encode("utf-16-le") in raw:
        return Message("this is a file of an old Word; save it as .docx, or as PDF")
    return Message("this is a file of a program of Office other than Word; save it as PDF")


def is_no_text(raw: bytes) -> bool:
    """Whether bytes that are in none of these formats are clearly no text either, in whatever encoding.

    A picture or a recording, say. A text may hold a control character by mistake; UTF-16 begins with its mark.
    """
    start = raw[:_LOOKED_AT]
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return False
    if len(_CONTROLS.findall(start)) * 10 > len(start):
        return True
    try:
        getincrementaldecoder("utf-8")().decode(start)  # where a character may be cut at the end
    except UnicodeDecodeError:
        return b"\0" in start
    return False


_LOOKED_AT = 8192
"""Bytes from the beginning."""

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Control characters, but for white space and the escapes of terminals."""


_BEGINNINGS: dict[DocumentFormat, bytes] = {
    "pdf": rb"%pdf",
    "rtf": rb"\{\\rtf",
    "vtt": rb"webvtt(?=\s|$)",
    "srt": rb"\d+\s*\r?\n\s*\d{1,3}:\d\d:\d\d[,.]\d{3}\s+-->",
    "html": rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(!doctype\s+html|html|head|body|article|main|header|section|div|form|h1|p)\b",
}
"""How documents begin, in small letters."""


def _is_mail(start: bytes) -> bool:
    """Whether a text begins with the header of a message: three fields, one of them `From`."""
    fields = re.match(rb"(?:[\w-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}", start)
    return bool(
        fields
        and re.search(rb"(?im)^from:.*@", fields[0])
        and re.search(rb"(?im)^(?:message-id|mime-version|received|date):", fields[0])
    )


def _in_zip(raw: bytes) -> DocumentFormat:
    package = Package(raw)
    if "[Content_Types].xml" in package.names and any(
        name.startswith("word/") for name in package.names
    ):
        return "docx"
    if "content.xml" in package.names and b"opendocument.text" in package.read("mimetype")[:100]:
        return "odt"
    raise DocumentError(
        Message("this is an archive of files, or a document other than Word and OpenDocument text")
    )


def read_document(raw: bytes, format: DocumentFormat) -> ReadDocument:  # noqa: A002 (the field's name)
    """Read a document in this process. For what a stranger wrote, see `at_arms_length`.

    Raises DocumentError where it cannot be read, and where its reader is not installed.
    """
    try:
        module = import_module(f"briefsite.authoring.documents.{READERS[format]}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("briefsite"):
            raise
        raise DocumentError(
            Message(
                "{form} files need a reader: install it with `pip install 'briefsite[sources]'`",
                form=NAMES[format],
            )
        ) from None
    return cast("_Reader", module).read(raw)
