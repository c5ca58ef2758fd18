"""What a site publishes beside its pages as data, as far as it is checked: from JSON to records.

Whatever a file holds, it becomes a record or a `MalformedError`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from briefsite.evidence.source_text import Form, SourceText
from briefsite.evidence.typography import Range, fold
from briefsite.messages.message import Message, MessageError


class MalformedError(MessageError):
    """Data that do not have the shape that such data have."""


Data = Mapping[str, Any]


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise MalformedError(Message("this is no JSON")) from None


def object_of(content: bytes) -> Data:
    """JSON that is an object. Raises MalformedError, as all of these do."""
    data = _json(content)
    if not isinstance(data, dict):
        raise MalformedError(Message("this is no object in JSON"))
    return data


def listed_in(content: bytes) -> Sequence[Data]:
    """JSON that is a list of objects."""
    return entries({"list": _json(content)}, "list")


def wrong(name: str) -> Message:
    """What is said of a field that is not there, or of another type."""
    return Message("`{name}` is missing, or not what it should be", name=name)


def text(data: Data, name: str) -> str:
    """A text."""
    value = data.get(name)
    if not isinstance(value, str):
        raise MalformedError(wrong(name))
    return value


def maybe(data: Data, name: str) -> str:
    """A text, or nothing."""
    value = data.get(name)
    if not isinstance(value, str | None):
        raise MalformedError(wrong(name))
    return value or ""


def mapping(data: Data, name: str) -> Data:
    """What a name leads to: an object."""
    value = data.get(name)
    if not isinstance(value, dict):
        raise MalformedError(wrong(name))
    return value


def entries(data: Data, name: str) -> Sequence[Data]:
    """A list of objects."""
    value = data.get(name)
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise MalformedError(wrong(name))
    return value


def texts(data: Data, name: str) -> Sequence[str]:
    """A list of texts."""
    value = data.get(name)
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise MalformedError(wrong(name))
    return value


def name_of(data: Data, name: str) -> str:
    """The name of what is referred to, or nothing."""
    return text(mapping(data, name), "name") if data.get(name) is not None else ""


def _range(value: object, length: int | None = None) -> Range:
    match value:
        case [int(start), int(end)] if 0 <= start < end and (length is None or end <= length):
            return start, end
    raise MalformedError(wrong("ranges"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a source, and where they stand in its text."""

    source: str
    url: str
    words: str
    ranges: tuple[Range, ...]

    @classmethod
    def of(cls, data: Data) -> Evidence:
        """Take it from its data."""
        ranges = data.get("ranges")
        if not isinstance(ranges, list) or not ranges:
            raise MalformedError(wrong("ranges"))
        return cls(
            text(data, "source"), text(data, "url"), text(data, "words"), tuple(map(_range, ranges))
        )


def evidence_in(data: Data, name: str = "evidence") -> tuple[Evidence, ...]:
    """A list of evidence."""
    return tuple(map(Evidence.of, entries(data, name)))


@dataclass(frozen=True, slots=True)
class Statement:
    """An entry of a briefing, with the words that prove it."""

    field: str
    """The list in which it is; `evidence` for the briefing's own, `offices` for an office that somebody held."""

    url: str
    text: str
    evidence: tuple[Evidence, ...]
    derived: Mapping[str, str]
    data: Data

    @classmethod
    def of(cls, field: str, data: Data) -> Statement:
        """Take it from its data."""
        return cls(
            field,
            text(data, "url"),
            text(data, "text"),
            evidence_in(data),
            _derived(data),
            data,
        )

    @property
    def shown(self) -> str:
        """Words by which it is known wherever it is shown; none where a page may show a figure alone."""
        return self.text or (name_of(self.data, "who") if self.field == "participants" else "")


def _derived(data: Data) -> Mapping[str, str]:
    found = mapping(data, "derived")
    if not all(isinstance(working, str) for working in found.values()):
        raise MalformedError(wrong("derived"))
    return cast("Mapping[str, str]", found)


def statement_lists(data: Data) -> list[str]:
    """The lists of a briefing whose entries are statements: those in which some entry has evidence."""
    return [
        name
        for name, value in data.items()
        if isinstance(value, list)
        and any(isinstance(entry, dict) and "evidence" in entry for entry in value)
    ]


@dataclass(frozen=True)
class Briefing:
    """The data of a briefing."""

    path: str
    """Where they are in the site."""

    data: Data
    url: str
    statements: tuple[Statement, ...]
    """Of all lists, in their order."""

    whole: Statement
    """The briefing itself: its title and summary."""

    @classmethod
    def of(cls, path: str, data: Data) -> Briefing:
        """Take it from its data."""
        whole = Statement(
            "evidence",
            text(data, "url"),
            text(data, "summary"),
            evidence_in(data),
            _derived(data),
            data,
        )
        found = [
            Statement.of(name, entry)
            for name in statement_lists(data)
            for entry in entries(data, name)
        ]
        return cls(path, data, text(data, "url"), tuple(found), whole)

    @property
    def id(self) -> str:
        """Its id, the same in all editions."""
        return text(self.data, "id")

    @property
    def all_statements(self) -> tuple[Statement, ...]:
        """The briefing itself first."""
        return (self.whole, *self.statements)

    @property
    def title(self) -> str:
        """Its headline."""
        return text(self.data, "title")

    def texts(self) -> Iterator[str]:
        """What its page must say."""
        yield from (self.title, self.whole.text, maybe(self.data, "why_it_matters"))
        yield from (statement.shown for statement in self.statements)
        for name in ("assessments", "corrections"):
            for entry in entries(self.data, name):
                yield text(entry, "note" if name == "corrections" else "text")
        yield from texts(self.data, "unknowns")
        for quote in entries(self.data, "quotes"):
            yield maybe(quote, "speaker_note")
            yield name_of(quote, "speaker")
            yield maybe(quote, "speaker_as_written")


@dataclass(frozen=True)
class Source:
    """The data of a source, with its text."""

    path: str
    data: Data
    url: str
    received: str = field(repr=False)
    """Its text; empty where that cannot be read."""

    passages: tuple[Evidence, ...]

    @classmethod
    def of(cls, path: str, data: Data, received: str) -> Source:
        """Take it from its data; `received` is its text."""
        return cls(path, data, text(data, "url"), received, evidence_in(data, "passages"))

    @property
    def id(self) -> str:
        """Its id."""
        return text(self.data, "id")

    @cached_property
    def text(self) -> SourceText:
        """The text, to look for words in, by what its record says of it and nothing that was deduced."""
        reading = mapping(self.data, "reading")
        hyphens = reading.get("hyphens")
        if not isinstance(hyphens, list) or not all(type(place) is int for place in hyphens):
            raise MalformedError(wrong("hyphens"))
        speech = _pairs(reading, "speech")
        if not {form for _, form in speech} <= {"marks", "turns", "dashes"}:
            raise MalformedError(wrong("speech"))
        forms = cast("list[tuple[str, Form]]", speech)
        return SourceText(self.received, _pairs(reading, "sic"), forms, hyphens)

    @cached_property
    def folded(self) -> str:
        """The text in one line, to look for a name in."""
        return fold(" ".join(self.received.split()))

    def words(self, evidence: Evidence) -> str:
        """The words at the places of some evidence, as they stand in the text."""
        return " […] ".join(
            " ".join(self.received[start:end].split()) for start, end in evidence.ranges
        )


def _pairs(data: Data, name: str) -> list[tuple[str, str]]:
    """A list of pairs of texts."""
    found = []
    for pair in data.get(name) or ():
        match pair:
            case [str(one), str(other)]:
                found.append((one, other))
            case _:
                raise MalformedError(wrong(name))
    return found
