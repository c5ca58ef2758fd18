"""Translations against their originals: other words, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from briefsite.messages.message import Message
from briefsite.verification.against_sources import Checked
from briefsite.verification.faults import Fault, short
from briefsite.verification.records import Briefing, Evidence

SAME = (
    "by",
    "commitment",
    "contradicts",
    "currency",
    "date",
    "deadline",
    "derived",
    "id",
    "partners",
    "speaker",
    "status",
    "target",
    "turn",
    "value",
    "verbatim",
    "who",
)
"""What is the same in all editions; of what has an id, that."""


def check_edition(translation: Briefing, original: Briefing) -> Checked:
    """A translation rests on the same evidence as its original, with the same figures, days and people."""
    is_translated = bool(translation.data.get("translated_from"))
    return Checked(Counter(translations=int(is_translated)), [*_faults(translation, original)])


def _faults(translation: Briefing, original: Briefing) -> Iterator[Fault]:
    own, others = translation.all_statements, original.all_statements
    if [one.field for one in own] != [other.field for other in others]:
        message = Message("it has other statements than {path}", path=original.path)
        yield Fault("edition-differs", translation.path, message)
        return
    for one, other in zip(own, others, strict=True):
        if _places(one.evidence) != _places(other.evidence):
            message = Message("it rests on other words than in {path}", path=original.path)
            yield Fault("edition-differs", translation.path, message, short(one.text))
        if one.field == "quotes" and one.text != other.text:
            message = Message("the original quotes «{words}»", words=short(other.text))
            yield Fault("edition-differs", translation.path, message, short(one.text))
        for name in SAME:
            mine, theirs = (_fixed(name, entry.data.get(name)) for entry in (one, other))
            if mine != theirs:
                message = Message(
                    "`{name}` is {value} in {path}",
                    name=name,
                    value=str(theirs),
                    path=original.path,
                )
                yield Fault("edition-differs", translation.path, message, short(one.text))


def _places(given: Sequence[Evidence]) -> list[tuple[object, ...]]:
    return [(one.source, one.words, one.ranges) for one in given]


def _fixed(name: str, value: object) -> object:
    """A value without what is in the words of an edition: names, units, addresses."""
    match value:
        case {"id": id_}:
            return id_
        case {"value": amount, "baseline": baseline}:
            return (amount, baseline)
        case list():
            return len(value) if name == "contradicts" else [_fixed(name, one) for one in value]
    return value


def translations(briefings: Sequence[Briefing]) -> Iterator[tuple[Briefing, Briefing]]:
    """Each briefing with its original: itself, where it is none."""
    originals = {one.id: one for one in reversed(briefings) if not one.data.get("translated_from")}
    return ((one, originals.get(one.id, one)) for one in briefings)
