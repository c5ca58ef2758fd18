"""Names, acronyms and aliases in texts: they link to their entity by themselves.

A text is read once, token by token, along a tree of all names, so that the cost grows with the text
and the length of a name, not with the number of entities. A name that is part of a longer one («Ana
Ruiz» in «Ana Ruiz Mateo») is not the entity's: `longer_names` says when.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from briefsite.archive.models import Entity
from briefsite.archive.text import TOKEN, Inline, tokens
from briefsite.cache.store import digest
from briefsite.evidence.typography import Range
from briefsite.site.longer_names import longer_name


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

    longer: str | None = None
    """The longer name that it is part of, which is not known."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """Names that link to no entity, each with what an author must know to link it by hand."""

    ambiguous: dict[str, frozenset[str]] = field(default_factory=dict)
    """Names of several entities, and these."""

    longer: dict[str, tuple[frozenset[str], set[str]]] = field(default_factory=dict)
    """Names within longer ones: the entities of the name, and the longer ones."""


class Names:
    """All names of all entities, ready to be found."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        """Take in the names of entities, by their ids; those with `autolink: false` are left out."""
        self._root = _Node()
        self._by_first: dict[str, list[str]] = {}
        self._go_on_with_de = {
            entity_id
            for entity_id, entity in entities.items()
            if entity.type in ("person", "place")
        }
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
            self._by_first.setdefault(words[0], []).append(
                f"{entity} {entity in self._go_on_with_de} {' '.join(words)}"
            )

    def seen_by(self, words: frozenset[str]) -> str:
        """Stands for the names that may be found in a text of these words."""
        firsts = sorted(self._by_first.keys() & words)
        return digest(*(name for first in firsts for name in sorted(self._by_first[first])))

    def find(self, text: str) -> Iterator[Name]:
        """All names in a text that are no part of a longer one."""
        return (name for name in self.find_all(text) if name.longer is None)

    def find_all(self, text: str, stretches: Sequence[Range] | None = None) -> Iterator[Name]:
        """All names in a text or within stretches of it, whole words only.

        Of two that begin together, the longer.
        """
        first = self._root.following
        words = tokens(text)
        starts = [index for index, word in enumerate(words) if word in first]
        if not starts:
            return
        places = [match.span() for match in TOKEN.finditer(text)]
        for low, high in [(0, len(text))] if stretches is None else stretches:
            reached = bisect_left(places, (low,))
            for start in starts:
                if start < reached or places[start][1] > high:
                    continue
                node, end, ids = self._root, None, frozenset[str]()
                for position in range(start, len(words)):
                    found = node.following.get(words[position])
                    if found is None or places[position][1] > high:
                        break
                    node = found
                    if node.ids:
                        end, ids = position, frozenset(node.ids)
                if end is not None:
                    goes_on = not ids.isdisjoint(self._go_on_with_de)
                    around = longer_name(text, places, start, end, may_go_on_with_de=goes_on)
                    longer = " ".join(text[slice(*around)].split()) if around else None
                    yield Name(places[start][0], places[end][1], ids, longer)
                    reached = end + 1


class Section:
    """Links names in the texts of one section, each entity the first time."""

    def __init__(self, names: Names, doubts: Doubts) -> None:
        """Start a section; names that link to no entity are noted in `doubts`."""
        self._names = names
        self._doubts = doubts
        self._linked: set[str] = set()

    def link(self, text: Inline) -> tuple[Inline, tuple[str, ...]]:
        """A text with its names linked, and all entities that it names."""
        places = []
        named: dict[str, None] = {}
        plain = text.plain()
        stretches = [(offset, offset + len(stretch)) for offset, stretch in text.unlinked()]
        for name in self._names.find_all(plain, stretches):
            words = plain[name.start : name.end]
            if name.longer:
                self._doubts.longer.setdefault(words, (name.ids, set()))[1].add(name.longer)
                continue
            if len(name.ids) > 1:
                self._doubts.ambiguous[words] = name.ids
                continue
            (entity,) = name.ids
            named[entity] = None
            if entity not in self._linked:
                self._linked.add(entity)
                places.append((name.start, name.end, entity))
        return text.linked(places), tuple(named)
