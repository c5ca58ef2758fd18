"""Web pages, as browsers save them or sites serve them."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any

from webencodings import lookup

from briefsite.authoring.documents.document import Block, DocumentError, ReadDocument
from briefsite.authoring.documents.main_text import main_text
from briefsite.authoring.documents.markup import blocks_of, has_words, tree_of
from briefsite.authoring.documents.page_facts import page_facts
from briefsite.messages.message import Message


def read(raw: bytes) -> ReadDocument:
    """Read the article of a web page.

    Raises DocumentError where the page's characters, or which part of it is the article, is in doubt.
    """
    html = decoded(raw)
    root = tree_of(html)
    body = root.find("body")
    if body is None:
        raise DocumentError(Message("this page has frames and no text; save the page of the frame"))
    whole = blocks_of(body).blocks
    _refuse_shell(root, body, whole)
    title = " ".join("".join(title.itertext()) for title in root.iter("title"))
    found = main_text(body, " ".join(title.split()))
    markup = blocks_of(body, omit=found.omit)
    facts = page_facts(root, found.container, markup.heading)
    return ReadDocument(
        blocks=markup.blocks,
        format="html",
        read_by=f"trafilatura {version('trafilatura')}",
        **facts._asdict(),
        omitted=markup.omitted,
        altered=markup.altered,
        warnings=[*_warnings(markup.blocks, whole)],
    )


# Characters


def decoded(raw: bytes) -> str:
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


# What an author should know


def _refuse_shell(root: Any, body: Any, whole: tuple[Block, ...]) -> None:
    """Refuse a page that scripts fill, and that holds nothing yet."""
    words = _words(whole)
    if words > _FEW:
        return
    mounts = any(
        (element.get("id") or "").lower() in _MOUNTS and not has_words(element)
        for element in body.iter("div", "main", "app-root", "section")
    )
    asks = any(
        re.search("javascript", "".join(e.itertext()), re.IGNORECASE) for e in root.iter("noscript")
    )
    is_script = any(True for _ in root.iter("script"))
    if is_script and (mounts or asks or not words):
        raise DocumentError(
            Message(
                "scripts fill this page, and its text is not in it; save the page from a browser once it shows"
            )
        )
    if not words:
        raise DocumentError(Message("this page has no text"))


_FEW = 30
"""Words of a page that holds no article."""

_MOUNTS = frozenset(
    ["root", "app", "__next", "__nuxt", "___gatsby", "app-root", "main-app", "svelte"]
)
"""What common frameworks call the element that their scripts fill."""


def _warnings(blocks: tuple[Block, ...], whole: tuple[Block, ...]) -> list[Message]:
    share = round(100 * _words(blocks) / _words(whole))
    found = []
    if share < 50:
        found.append(
            Message(
                "{share} % of the words of this page are in the text: see what is missing, and archive the text alone if it is the article",
                share=share,
            )
        )
    if any("\ufffd" in block.text for block in blocks):
        found.append(
            Message("the page has characters that were lost before it was saved, shown as `\ufffd`")
        )
    return found


def _words(blocks: tuple[Block, ...]) -> int:
    return sum(len(re.findall(r"\w+", block.text)) for block in blocks)
