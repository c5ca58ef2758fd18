"""Whom the label of a turn names: held against the entity that a quotation says it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce

from briefsite.archive.dates import Date
from briefsite.archive.models import Entity
from briefsite.archive.records import Archive
from briefsite.evidence.speech import PARTICLES, TITLES, unaccented
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message
from briefsite.site.site import FiledStatement


def check_speakers(
    archive: Archive, statements: Mapping[str, tuple[Date, Sequence[FiledStatement]]]
) -> Iterator[Diagnostic]:
    """Find speakers that the label of their turn does not name, where it names somebody else.

    `statements` holds the date and the statements of each briefing, by its id.
    """
    said = [
        (name, entry.number, entry.turn, entry.fact)
        for name, (_, entries) in statements.items()
        for entry in entries
        if entry.turn and isinstance(entry.fact, str)
    ]
    if not said:
        return
    entities = {record.id: record.model for record in archive.entities}
    records = {record.id: record for record in archive.briefings}
    for name, number, label, speaker in said:
        if speaker not in entities or can_be(label, entities[speaker]):
            continue
        others = [
            other
            for other, entity in entities.items()
            if entity.type == "person" and is_named(label, entity)
        ]
        if others:
            yield Diagnostic(
                code="wrong-speaker",
                message=Message(
                    "these words stand in the turn of {label}, which does not name {speaker}",
                    label=label,
                    speaker=entities[speaker].name,
                ),
                path=records[name].path,
                span=records[name].document.place(("quotes", number - 1, "speaker")).value,
                help=Message(
                    "write `speaker: {name}`; or, if the label means {speaker}, add the name in it "
                    "to their `aliases`",
                    name=reduce(_either, sorted(others)),
                    speaker=entities[speaker].name,
                ),
            )


def _either(one: str, other: str) -> Message:
    return Message("{one} or {other}", one=one, other=other)


def is_named(label: str, entity: Entity) -> bool:
    """Tell whether a label names an entity, without regard to capitals and accents.

    It holds the whole of a name, acronym or alias. Or, of what stands between its commas and
    brackets, the words that are left without titles and offices, or the last two or more of them,
    stand in a name in the same order; `L.` stands for any word with that letter.
    """
    held = _words(label)
    for name in map(_words, filter(None, (entity.name, entity.acronym, *entity.aliases))):
        if any(held[at : at + len(name)] == name for at in range(len(held) - len(name) + 1)):
            return True
        for part in re.split(r"[,()\[\]]", label):
            own = [word for word in _words(part) if word not in PARTICLES | TITLES]
            tails = (own[at:] for at in range(len(own)))
            if any(_in_order(tail, name) for tail in tails if tail == own or len(tail) > 1):
                return True
    return False


def can_be(label: str, entity: Entity) -> bool:
    """Tell whether a label may mean an entity: it names it, or names nobody.

    A label names nobody that is made of titles, offices and words of the entity's description.
    """
    known = PARTICLES | TITLES | {*_words(str(entity.description or ""))}
    return is_named(label, entity) or all(word in known for word in _words(label))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unaccented(text))


def _in_order(words: Iterable[str], name: Iterable[str]) -> bool:
    """Tell whether all words stand in a name, in their order."""
    rest = iter(name)
    return all(
        any(word == other or (len(word) == 1 and other.startswith(word)) for other in rest)
        for word in words
    )
