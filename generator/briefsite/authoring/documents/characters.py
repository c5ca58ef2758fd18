"""How the characters of a document are written, as it states it."""

from __future__ import annotations

import re

from webencodings import lookup

from briefsite.authoring.documents.document import DocumentError
from briefsite.messages.message import Message


def decoded_text(raw: bytes) -> str:
    """A text that states no encoding, in UTF-8. Raises DocumentError where it is not."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError(
            Message(
                "this text is not UTF-8; it is likely {encoding}: `iconv -f {encoding} -t utf-8`",
                encoding=_likely(raw),
            )
        ) from None


def decoded_page(raw: bytes) -> str:
    """The text of a page, in the encoding that it states, else in UTF-8.

    Raises DocumentError where it states none that fits, or two.
    """
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if raw.startswith(mark):
            return _decode(raw[len(mark) :], name)
    stated = _stated_encodings(raw)
    is_utf_8 = _fits(raw, "utf-8")
    if raw.isascii() or (is_utf_8 and not stated):
        return raw.decode("utf-8", "strict")
    if not stated:
        likely = _likely(raw)
        raise DocumentError(
            Message(
                "this page does not say how its characters are written, and they are not UTF-8; it is likely {encoding}: `iconv -f {encoding} -t utf-8`",
                encoding=likely,
            )
        )
    if len(stated) > 1:
        raise DocumentError(
            Message(
                "this page says in one place that its characters are {one}, and in another that they are {other}; delete the wrong statement",
                one=stated[0],
                other=stated[1],
            )
        )
    if stated[0] != "utf-8" and is_utf_8:
        raise DocumentError(
            Message(
                "this page says that its characters are {encoding}, and they are UTF-8; correct `charset` in it",
                encoding=stated[0],
            )
        )
    return _decode(raw, stated[0])


def _stated_encodings(raw: bytes) -> list[str]:
    """The encodings that the head of a page states, each once, as browsers call them."""
    head = re.sub(
        rb"<!--.*?-->|<(script|style)\b.*?</\1", b"", raw[:8192], flags=re.DOTALL | re.IGNORECASE
    )
    given = re.findall(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w:.-]+)", head, re.IGNORECASE)
    given = given or re.findall(rb"^\s*<\?xml[^>]*\bencoding\s*=\s*[\"']([\w:.-]+)", head)
    found: list[str] = []
    for label in given:
        known = lookup(label.decode("ascii"))
        if known is None:
            raise DocumentError(
                Message(
                    "this page says that its characters are {encoding}, which no browser knows; correct `charset` in it",
                    encoding=label.decode("ascii"),
                )
            )
        # What states UTF-16 in letters of ASCII cannot be in it.
        name = "utf-8" if known.name.startswith("utf-16") else known.name
        if name not in found:
            found.append(name)
    return found


def _decode(raw: bytes, name: str) -> str:
    if not _fits(raw, name):
        raise DocumentError(
            Message(
                "this page says that its characters are {encoding}, and they are not; they are likely {likely}: correct `charset` in it",
                encoding=name,
                likely=_likely(raw),
            )
        )
    return raw.decode(_codec(name))


def _codec(name: str) -> str:
    known = lookup(name)
    return known.codec_info.name if known else name


def _fits(raw: bytes, name: str) -> bool:
    try:
        raw.decode(_codec(name))
    except UnicodeDecodeError:
        return False
    return True


def _likely(raw: bytes) -> str:
    """What a text that is not UTF-8 is likely to be in."""
    if raw.count(b"\0") * 4 > len(raw):
        return "utf-16"
    return "windows-1252" if _fits(raw, "windows-1252") else "iso-8859-15"
