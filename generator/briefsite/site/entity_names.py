"""Names, acronyms and aliases in texts: they link to their entity by themselves.

A text is read once, token by token, along a tree of all names, so that the cost grows with the text
and the length of a name, not with the number of entities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from briefsite.archive.models import Entity
from briefsite.archive.text import TOKEN, Inline, tokens
from briefsite.cache.store import digest


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    """Entities whose name ends here."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text."""

    start: int
    end: int
    ids: frozenset[str]
    """The entities of that name; more than one where it is ambiguous."""


class Names:
    """All names of all entities, ready to be found."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        """Take in the names of entities, by their ids; those with `autolink: false` are left out."""
        self._root = _Node()
        self._by_first: dict[str, list[str]] = {}
        for entity_id, entity in entities.items():
            if entity.autolink:
                for name in filter(None, (entity.name, entity.acronym, *entity.aliases)):
                    self._add(name, entity_id)
                    if name[0].islower():  # it may begin a sentence
                        self._add(name[0].upper() + name[1:], entity_id)

    @cached_property
    def digest(self) -> str:
        """Stands for all names."""
        return self.seen_by(frozenset(self._by_first))

    def _add(self, name: str, entity: str) -> None:
        node = self._root
        words = tokens(name)
        for token in words:
            node = node.following.setdefault(token, _Node())
        if words:
            node.ids.add(entity)
            self._by_first.setdefault(words[0], []).append(f"{entity} {' '.join(words)}")

    def seen_by(self, words: frozenset[str]) -> str:
        """Stands for the names that may be found in a text of these words."""
        firsts = sorted(self._by_first.keys() & words)
        return digest(*(name for first in firsts for name in sorted(self._by_first[first])))

    def find(self, text: str) -> Iterator[Name]:
        """All names in a text, whole words only; of two that begin together, the longer."""
        first = self._root.following
        words = tokens(text)
        starts = [index for index, word in enumerate(words) if word in first]
        if not starts:
            return
        places = [match.span() for match in TOKEN.finditer(text)]
        reached = 0
        for start in starts:
            if start < reached:
                continue
            node, end, ids = self._root, None, None
            for position in range(start, len(words)):
                found = node.following.get(words[position])
                if found is None:
                    break
                node = found
                if node.ids:
                    end, ids = position, node.ids
            if end is not None and ids is not None:
                yield Name(places[start][0], places[end][1], frozenset(ids))
                reached = end + 1


class Section:
    """Links names in the texts of one section, each entity the first time."""

    def __init__(self, names: Names, ambiguous: dict[str, frozenset[str]]) -> None:
        """Start a section; names of several entities are noted in `ambiguous`."""
        self._names = names
        self._ambiguous = ambiguous
        self._linked: set[str] = set()

    def link(self, text: Inline) -> tuple[Inline, tuple[str, ...]]:
        """A text with its names linked, and all entities that it names."""
        places = []
        named: dict[str, None] = {}
        for offset, stretch in text.unlinked():
            for name in self._names.find(stretch):
                if len(name.ids) > 1:
                    self._ambiguous[stretch[name.start : name.end]] = name.ids
                    continue
                (entity,) = name.ids
                named[entity] = None
                if entity not in self._linked:
                    self._linked.add(entity)
                    places.append((offset + name.start, offset + name.end, entity))
        return text.linked(places), tuple(named)
