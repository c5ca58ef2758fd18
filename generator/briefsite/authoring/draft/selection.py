"""Which passages a draft is about, and what of a transcript fits a page that one can read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefsite.authoring.documents.document import DocumentError
from briefsite.authoring.draft.draft_text import DraftText
from briefsite.authoring.draft.found_names import Known
from briefsite.authoring.draft.writing import Field, YamlEntry, write_yaml
from briefsite.evidence.speech import unaccented
from briefsite.evidence.typography import Range
from briefsite.messages.message import Message

MOST_LINES = 149
"""Lines of the draft of a transcript, but for the one that names its schema."""

PARTS = 10
"""Parts of a text of which each gives entries before one gives more of them, not one after the next."""

_AROUND_A_FIELD = 5
"""Lines of a list beside its entries: a blank one, its name, and comments."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry of a list, with the passage that it is made of."""

    place: Range
    entry: YamlEntry

    @property
    def lines(self) -> int:
        """How many it takes."""
        return write_yaml([Field("x", [self.entry])]).count("\n") - 1


def asked_for(
    text: DraftText, known: Known, about: Mapping[str, Sequence[str]], lines: Sequence[Range]
) -> list[Range] | None:
    """The paragraphs that an author asks for, by names, words or lines; None where nothing is asked for.

    Raises DocumentError where there are none.
    """
    chosen: set[Range] = set()
    for typed, meant in about.items():
        found = {block for words in meant for block in _about(text, known, words)}
        if not found:
            raise DocumentError(Message("nothing in it is about `{words}`", words=typed))
        chosen |= found
    for first, last in lines:
        found = {block for block in text.blocks if first <= text.line(block) <= last}
        if not found:
            raise DocumentError(
                Message("no paragraph begins in lines {first} to {last}", first=first, last=last)
            )
        chosen |= found
    return sorted(chosen) if about or lines else None


def _about(text: DraftText, known: Known, words: str) -> Iterator[Range]:
    """The paragraphs in which a name of an entity stands, or that it says; else those with some words."""
    plain = " ".join(re.findall(r"\w+", unaccented(words)))
    for block in text.blocks:
        if words in known.entities:
            turn = text.turn_at(block)
            is_there = any(name == words for _, name in known.find(text, block)) or (
                turn is not None and known.of_label(turn.label) == words
            )
        else:
            said = " ".join(re.findall(r"\w+", unaccented(text.slice(block))))
            is_there = bool(plain) and f" {plain} " in f" {said} "
        if is_there:
            yield block


def with_known_names(text: DraftText, known: Known) -> list[Range]:
    """The paragraphs in which a name that the archive knows stands."""
    return [block for block in text.body if known.find(text, block)]


def fitting(
    lists: Mapping[str, Sequence[Placed]],
    first: Mapping[str, Sequence[Range]],
    lines: int,
    length: int,
) -> dict[str, list[Placed]]:
    """Of each list as much as fits some lines, an entry of each in turn, in the order of the text.

    `first` has passages whose entries come before others; `length` is that of the text.
    """
    queues = {
        name: _in_turn(entries, {*first.get(name, ())}, length) for name, entries in lists.items()
    }
    kept: defaultdict[str, list[Placed]] = defaultdict(list)
    while any(queues.values()):
        for name, queue in queues.items():
            if queue:
                entry = queue.pop(0)
                cost = entry.lines + (0 if kept[name] else _AROUND_A_FIELD)
                if cost <= lines:
                    kept[name].append(entry)
                    lines -= cost
    return {name: sorted(kept[name], key=lambda placed: placed.place) for name in lists}


def _in_turn(entries: Sequence[Placed], first: set[Range], length: int) -> list[Placed]:
    """Entries so that those to come first do, then the longest of each part of the text, and so on."""
    parts: defaultdict[int, list[Placed]] = defaultdict(list)
    for placed in entries:
        parts[placed.place[0] * PARTS // max(1, length)].append(placed)
    ranked = [
        (
            not any(low <= placed.place[0] < high for low, high in first),
            rank,
            part * 7 % PARTS,
            placed,
        )
        for part, there in parts.items()
        for rank, placed in enumerate(
            sorted(there, key=lambda placed: placed.place[0] - placed.place[1])
        )
    ]
    return [placed for *_, placed in sorted(ranked, key=lambda ranked: ranked[:3])]
