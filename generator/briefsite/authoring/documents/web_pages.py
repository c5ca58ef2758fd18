"""Web pages, as browsers save them or sites serve them."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any

from briefsite.authoring.documents.characters import decoded_page
from briefsite.authoring.documents.document import Block, DocumentError, ReadDocument
from briefsite.authoring.documents.main_text import main_text
from briefsite.authoring.documents.markup import blocks_of, has_words, tree_of
from briefsite.authoring.documents.page_facts import page_facts
from briefsite.messages.message import Message


def read(raw: bytes) -> ReadDocument:
    """Read the article of a web page.

    Raises DocumentError where the page's characters, or which part of it is the article, is in doubt.
    """
    root = tree_of(decoded_page(raw))
    body = root.find("body")
    if body is None:
        raise DocumentError(Message("this page has frames and no text; save the page of the frame"))
    whole = blocks_of(body).blocks
    _refuse_shell(root, body, whole)
    title = " ".join("".join(title.itertext()) for title in root.iter("title"))
    found = main_text(body, " ".join(title.split()))
    markup = blocks_of(body, omit=found.omit)
    if not markup.blocks:
        raise DocumentError(Message("this page has no text"))
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
