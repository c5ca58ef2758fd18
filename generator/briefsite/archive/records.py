"""The files of an archive as they were read and found sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from briefsite.archive.dates import Date
from briefsite.archive.load import Document
from briefsite.archive.models import (
    Briefing,
    Entity,
    Model,
    Source,
)
from briefsite.archive.places import Places

M_co = TypeVar("M_co", bound=Model, covariant=True)


class Head(NamedTuple):
    """What must be known of a file before it is opened."""

    references: frozenset[tuple[str, str]] = frozenset()
    """Ids that it names, each with the kind of file it must be: `entity`, `source`, `page`, …"""

    aliases: tuple[str, ...] = ()
    """Former ids of the file."""

    is_whole: bool = True
    """False for what remains of a file with wrong fields: it is checked further, not shown."""

    @property
    def sources(self) -> list[str]:
        """Ids of the sources that its evidence may stand in."""
        return sorted(name for name, kind in self.references if kind == "source")


class Record(Generic[M_co]):
    """A file that passed `validate`; opened when asked.

    Most builds change few files. What was checked before is known by its digest, so its model and
    its lines are read again only where something needs them.
    """

    def __init__(
        self,
        path: Path,
        digest: str,
        head: Head,
        *,
        model: Callable[[], M_co],
        document: Callable[[], Document],
    ) -> None:
        """Take a file; `model` and `document` are called when they are needed."""
        self.path = path
        self.id = path.stem
        self.digest = digest
        """Stands for the name and the bytes of the file."""
        self.head = head
        self._model, self._document = model, document

    @cached_property
    def model(self) -> M_co:
        """The fields of the file."""
        return self._model()

    @cached_property
    def document(self) -> Document:
        """The lines of the file, for messages."""
        return self._document()


class LaterText(NamedTuple):
    """The text of a source at a later time."""

    text: str
    places: Places = Places()
    """Where pages and moments begin in it, and where its document broke words."""


@dataclass(frozen=True, kw_only=True)
class Archive:
    """All files of a folder that could be read."""

    briefings: Sequence[Record[Briefing]] = ()
    entities: Sequence[Record[Entity]] = ()
    sources: Sequence[Record[Source]] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    """The archived text of each source, by its id."""

    places: Mapping[str, Places] = field(default_factory=dict)
    """Where pages and moments begin in the texts that have such."""
    versions: Mapping[str, Mapping[Date, LaterText]] = field(default_factory=dict)
    """The texts of later versions of each source, by its id and when they were archived."""

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """All ids by kind (`briefing`, `entity`, `source`), those of broken files as well: a mistake in
    one file must not show as unknown ids in others."""

    @cached_property
    def known(self) -> frozenset[tuple[str, str]]:
        """All references that lead somewhere, as `Head` has them."""
        named = {
            (name, kind) for own, ids in self.ids.items() for name in ids for kind in (own, "page")
        }
        of_briefings = {
            (name, kind) for name in self.ids["briefing"] for kind in ("commitment", "claim")
        }
        return frozenset(named | of_briefings)
