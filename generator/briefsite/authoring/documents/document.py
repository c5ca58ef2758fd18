"""What reading a document gives: its paragraphs, where they stand in it, and all that is not among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import ClassVar

from briefsite.archive.models import DocumentFormat, Kind
from briefsite.archive.places import Places
from briefsite.messages.message import Message, MessageError


class DocumentError(MessageError):
    """A document cannot be read, or not without doubt; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the archived text: a heading, an item of a list, a row of a table, a turn, a note.

    Offsets count characters of its text.
    """

    text: str
    """One line, without white space around. The cells of a row stand a tab apart."""

    pages: Mapping[int, int] = field(default_factory=dict)
    """Where pages begin in it, and which, from 1."""

    times: Mapping[int, float] = field(default_factory=dict)
    """Where moments of a recording begin in it, in seconds."""

    hyphens: Sequence[int] = ()
    """Where a line of the document ended within a word at a hyphen, left out here or not: what follows it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a document says of itself."""

    value: str
    found_in: str
    """Where it says so, in the terms of its format: `<meta name="author">`, `dc:creator`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document as it was read."""

    __pydantic_config__: ClassVar = {"arbitrary_types_allowed": True}

    blocks: Sequence[Block]
    format: DocumentFormat
    read_by: str
    """The library, and its version: `pypdfium2 5.15.2`."""

    title: Fact | None = None
    author: Fact | None = None
    publisher: Fact | None = None
    published: Fact | None = None
    """The day, `2025-09-26`, or as exact as it has it."""

    url: Fact | None = None
    lang: Fact | None = None
    """A code of ISO 639, with the country where it has one: `es`, `es-MX`."""

    licence: Fact | None = None
    omitted: Mapping[Kind, int] = field(default_factory=dict)
    """What is left out of the text, by kind."""

    altered: Mapping[Kind, int] = field(default_factory=dict)
    """What was added to it or put together, by kind."""

    has_turns: bool = False
    """Whether labels say who speaks, a turn a block."""

    warnings: Sequence[Message] = ()
    """What an author should look at, though the document could be read."""

    @property
    def text(self) -> str:
        """The text that is archived: a block a line, blank lines between."""
        return "\n\n".join(block.text for block in self.blocks) + "\n"

    @property
    def places(self) -> Places:
        """Where pages and moments begin in the text, and where lines ended within words."""
        starts = [0, *accumulate(len(block.text) + 2 for block in self.blocks)]
        placed = [*zip(starts, self.blocks, strict=False)]
        return Places(
            pages=tuple((start + at, page) for start, b in placed for at, page in b.pages.items()),
            times=tuple((start + at, time) for start, b in placed for at, time in b.times.items()),
            hyphens=tuple(start + at for start, b in placed for at in b.hyphens),
        )
