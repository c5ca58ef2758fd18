"""The lines of a passage as they stand on the page of a PDF, with the words marked.

PDFs of strangers are drawn in a process of their own, see `cache/limited`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from briefsite.cache.limited import LimitError, limited
from briefsite.cache.store import code_digest, digest
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message
from briefsite.outputs import page_drawing
from briefsite.outputs.extras import versions
from briefsite.pages.addresses import Addresses, SitePath
from briefsite.pages.originals import pictured
from briefsite.site.site import Passage, Site, SourcePage


class PagePicture(NamedTuple):
    """A picture to draw."""

    uri: SitePath
    document: Path
    sha256: str
    """Of the document."""

    page: int
    passages: tuple[str, ...]
    """The words of each passage that stand on the page."""


def can_draw() -> bool:
    """Whether the library that draws pages is installed."""
    return find_spec("pypdfium2") is not None


def page_pictures(site: Site, addresses: Addresses) -> Iterator[PagePicture]:
    """The pictures of all passages that have one, wherever the library for them is."""
    for source in site.sources.values():
        for first, passages in pictured(source).items():
            assert source.original
            assert source.record.original
            assert first.page
            yield PagePicture(
                SitePath(addresses.picture_of(first)),
                source.original,
                source.record.original.sha256,
                first.page,
                tuple(dict.fromkeys(_on_page(source, passage) for passage in passages)),
            )


def _on_page(source: SourcePage, passage: Passage) -> str:
    """The words of a passage as far as the page goes on which it begins."""
    text = source.received
    following = [at for at, _ in source.places.pages if at > passage.ranges[0][0]]
    end = following[0] if following else len(text)
    return " ".join(text[low : min(high, end)] for low, high in passage.ranges if low < end)


def picture_key(picture: PagePicture) -> str:
    """Stands for all that a picture is made from. Raises MissingExtraError without the library."""
    library = versions("pypdfium2", "sources")
    return digest(code_digest(), library, picture.sha256, str(picture.page), *picture.passages)


def draw(picture: PagePicture) -> bytes | Diagnostic:
    """A picture as PNG; a finding where its document makes that impossible."""
    arguments = (str(picture.page), *picture.passages)
    try:
        return limited(page_drawing.__name__, *arguments, given=picture.document.read_bytes())
    except LimitError:
        return Diagnostic(
            code="unreadable-file",
            message=Message("page {page} of it cannot be drawn", page=picture.page),
            path=picture.document,
            help=Message("archive it anew, or keep it from readers: `publish_original: false`"),
        )
