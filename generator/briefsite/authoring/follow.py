"""Which promises a source follows up, told to its reader, with entries of `updates` ready to paste."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, get_args

from briefsite.archive.dates import Date
from briefsite.archive.models import Bounds, CommitmentStatus
from briefsite.archive.places import Places, clock
from briefsite.authoring.draft.draft_text import DraftText
from briefsite.authoring.draft.found_dates import find_dates
from briefsite.authoring.draft.writing import Field, Group, Note, YamlEntry, write_yaml
from briefsite.evidence.typography import Range
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.site.echoes import Echoes, Heard, Match, Said, Subjects, Unknown, listen
from briefsite.site.site import CommitmentPage, Site
from briefsite.site.stems import counted, unit_stems


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What a source follows up."""

    site: Site
    said: Said
    text: DraftText
    places: Places
    echoes: Echoes

    @property
    def promises(self) -> list[Match]:
        """The promises of which it has passages that no update cites yet."""
        return [m for m in self.echoes.matches if _is_promise(m) and m.passages]

    @property
    def cited(self) -> list[Match]:
        """The promises of which some passages are cited already."""
        return [m for m in self.echoes.matches if _is_promise(m) and m.cited]

    @property
    def questions(self) -> list[Match]:
        """The open questions that it may answer."""
        return [m for m in self.echoes.matches if not _is_promise(m)]

    def names(self) -> dict[str, list[int]]:
        """The lines in which each entity is named, by its id."""
        found: dict[str, list[int]] = {}
        for entity, place in self.echoes.named:
            lines = found.setdefault(entity, [])
            line = self.text.line(place)
            lines += [line] if line not in lines else []
        return found


def _is_promise(match: Match) -> bool:
    return isinstance(match.subject, CommitmentPage)


def follow(site: Site, subjects: Subjects, said: Said, text: DraftText, places: Places) -> Followed:
    """Go through a source; `text` is what `said` holds, as a draft sees it."""
    return Followed(
        site=site, said=said, text=text, places=places, echoes=listen(site, subjects, said)
    )


# The entry of `updates`.


def update(followed: Followed, page: CommitmentPage, heard: Heard, lang: str) -> YamlEntry | None:
    """An entry of `updates` that says what a passage says; None where nothing singles the passage out.

    Comments are in `lang`. Where the words do not say plainly how the promise stands, a comment has the
    choices in the place of `status`.
    """
    text = followed.text
    pinned = text.pin(heard.place)
    if pinned is None:
        return None
    fields = [Field("commitment", str(page.address))]
    to_do = []
    if followed.said.date:
        fields.append(Field("date", followed.said.date))
    else:
        to_do.append("date:")
    told = told_of(page, text, followed.said.lang, heard.place)
    if told.status:
        why = Message("line {line}: “{words}”", line=text.line(heard.place), words=told.because)
        fields.append(Field("status", told.status, translate(why, lang)))
    else:
        to_do.append(f"status: {' | '.join(get_args(CommitmentStatus))}")
    if told.value is not None:
        fields.append(Field("value", told.value))
    if told.deadline:
        fields.append(Field("deadline", told.deadline))
    fields.append(Field("text", pinned.text, "\n".join(to_do) or None))
    around = [("prefix", pinned.prefix), ("suffix", pinned.suffix)]
    evidence = [Field("source", followed.said.source), Field("text", pinned.text)]
    evidence += [Field(name, words) for name, words in around if words]
    return [*fields, Field("evidence", Group(evidence))]


class Told(NamedTuple):
    """What some words say of a promise, as far as they say it plainly."""

    status: str | None
    because: str
    """The words that say so."""

    value: float | int | None
    deadline: Date | None
    """A new one."""


def told_of(page: CommitmentPage, text: DraftText, lang: str, place: Range) -> Told:
    """What a stretch of a text in the language `lang` says of a promise; of sentences, the parts in it."""
    parts = [
        (max(low, place[0]), min(high, place[1]))
        for low, high in text.source.sentences
        if low < place[1] and place[0] < high and not _is_open(text, (low, high))
    ]
    value = _value(page, text, lang, parts)
    status, because = _status(text, parts)
    if status == "met" and value is not None and value != _goal(page):
        status = None
    return Told(status, because, value, _deadline(text, place))


def _goal(page: CommitmentPage) -> float | None:
    value = page.target.value if page.target else None
    return None if isinstance(value, Bounds) else value


def _value(
    page: CommitmentPage, text: DraftText, lang: str, parts: Iterable[Range]
) -> float | int | None:
    """The figure that some parts of sentences say is reached, in the unit of the target; None where it is not plain.

    Of «23 de los 32 municipios» it is the first; of millions and money none is plain. What is to come, is lacking or is asked for is none, and
    neither is the target itself where it is merely named.
    """
    if not page.target or not page.target.unit:
        return None
    of_unit = unit_stems(page.target.unit, page.statement.page.about.lang)
    units = {stem for stem in of_unit if not stem.startswith("-")}
    found = set()
    for place in parts:
        words = text.source.text[slice(*place)]
        numbers = [*counted(words, lang)]
        for number in numbers:
            if units.isdisjoint(number.stems):
                continue
            part = next((n for n in numbers if _is_part(words, n.place, number.place)), None)
            first = part or number
            clause = words[
                _clause_start(words, first.place[0]) : _clause_end(words, number.place[1])
            ]
            lacks = text.words.pattern(r"\b<lacking>\b").search(clause)
            value = float(first.value)
            if not lacks and (part or value != _goal(page)):
                found.add(value)
    if len(found) != 1:
        return None
    value = found.pop()
    return int(value) if value == int(value) else value


def _clause_start(words: str, place: int) -> int:
    return max((mark.end() for mark in _COMMA.finditer(words, 0, place)), default=0)


def _clause_end(words: str, place: int) -> int:
    comma = _COMMA.search(words, place)
    return comma.start() if comma else len(words)


_COMMA = re.compile(r"[,;:](?=\s)")


def _is_part(words: str, part: Range, whole: Range) -> bool:
    """Whether two numbers stand as in «23 de los 32», maybe with what is counted between."""
    between = words[part[1] : whole[0]]
    return part[1] <= whole[0] and bool(_OF.fullmatch(between))


_OF = re.compile(
    r"(?:\s+\w+){0,2}\s+(?:de|of|out of)\s+(?:(?:los|las|the|sus|its)\s+)?", re.IGNORECASE
)


def _is_open(text: DraftText, sentence: Range) -> bool:
    """Whether a sentence asks, or speaks of what is to come."""
    asks = "?" in text.source.text[slice(*sentence)]
    return asks or text.search(r"<future>|<conditional>", sentence) is not None


def _status(text: DraftText, parts: Iterable[Range]) -> tuple[str | None, str]:
    """How a promise stands by the plain words of some parts, and these; None where they do not agree."""
    found: dict[str, str] = {}
    for sentence in parts:
        for status in ("met", "not-met", "late", "stalled"):
            name = status.replace("-", "_")
            for words in text.find_all(rf"(?<!\bno )(?<!\bnot )\b<said_{name}>", sentence):
                found.setdefault(status, words[0])
    return next(iter(found.items())) if len(found) == 1 else (None, "")


def _deadline(text: DraftText, place: Range) -> Date | None:
    """A new deadline that a passage says is one: «ahora para marzo de 2027»."""
    for marker in text.find_all(r"\b<said_moved>", place):
        rest = (marker.end(), min(place[1], marker.end() + 60))
        written = next(find_dates(text, rest), None)
        if written and written.date:
            between = text.source.text[rest[0] : written.place[0]]
            return None if re.search(r"[.;:,]", between) else written.date
    return None


# In words.


def as_text(followed: Followed, lang: str) -> str:
    """What a source follows up, as YAML to paste; all that is no entry is a comment, in `lang`."""
    entries = []
    for match in followed.promises:
        page = match.subject
        assert isinstance(page, CommitmentPage)
        heard = match.passages[0]
        notes = [Note(line) for line in _about(followed, page, match, lang)]
        entry = update(followed, page, heard, lang)
        if entry is None:
            said = Message(
                "these words stand more than once, and nothing beside them singles them out"
            )
            notes.append(Note(translate(said, lang)))
        entries.append([*notes, *(entry or [])])
    head = [*_head(followed, lang)]
    updates: YamlEntry = [Field("updates", entries)] if entries else []
    tail = [*_questions(followed, lang), *_rest(followed, lang)]
    return write_yaml([*map(Note, head), *updates, *map(Note, tail)])


def _head(followed: Followed, lang: str) -> Iterator[str]:
    date = followed.said.date
    yield f"{followed.said.source} ({date})" if date else followed.said.source
    if not followed.promises:
        yield translate(
            Message("it speaks of no promise that is older, as far as words tell"), lang
        )


def _about(followed: Followed, page: CommitmentPage, match: Match, lang: str) -> Iterator[str]:
    """What an author must know to judge a match."""
    yield f"{page.address} ({page.status}): {page.about.title}"
    heard = match.passages[0]
    yield translate(_place(followed, heard.place), lang)
    for message in _why(followed, heard):
        yield "  " + translate(message, lang)
    others = [h.place for h in match.passages[1:]]
    if others:
        lines = _lines(followed, others)
        yield "  " + translate(Message("weaker ones: lines {lines}", lines=lines), lang)
    if match.cited:
        lines = _lines(followed, match.cited)
        yield "  " + translate(Message("cited already: lines {lines}", lines=lines), lang)


def _why(followed: Followed, heard: Heard) -> Iterator[Message]:
    if heard.terms:
        yield Message("words in common: {words}", words=", ".join(heard.terms))
    if heard.figures:
        yield Message("figures in common: {figures}", figures=", ".join(heard.figures))
    if heard.names:
        names = ", ".join(map(followed.site.name, heard.names))
        yield Message("named, or speaking: {names}", names=names)


def _place(followed: Followed, place: Range) -> Message:
    line, label = followed.text.line(place), _speaker(followed, place)
    where = Message("line {line}", line=line)
    if label:
        where = Message("line {line}, in the turn of {label}", line=line, label=label)
    if (time := followed.places.time(place[0])) is not None:
        return Message("{where}, at {time}", where=where, time=clock(int(time)))
    if (page := followed.places.page(place[0])) is not None:
        return Message("{where}, on page {page}", where=where, page=page)
    return where


def _speaker(followed: Followed, place: Range) -> str | None:
    turn = followed.text.turn_at(place)
    return turn.label or None if turn else None


def _lines(followed: Followed, places: Iterable[Range]) -> str:
    return ", ".join(map(str, sorted({followed.text.line(place) for place in places})))


def _questions(followed: Followed, lang: str) -> Iterator[str]:
    if followed.questions:
        yield translate(Message("Open questions that it may answer:"), lang)
    for match in followed.questions:
        unknown = match.subject
        assert isinstance(unknown, Unknown)
        heard = match.passages[0]
        where = translate(_place(followed, heard.place), lang)
        yield f"  {unknown.page.id}: {unknown.text}"
        yield f"    {where}: «{followed.text.slice(heard.place)}»"


def _rest(followed: Followed, lang: str) -> Iterator[str]:
    for match in followed.cited:
        if not match.passages and isinstance(match.subject, CommitmentPage):
            lines = _lines(followed, match.cited)
            said = Message(
                "{address} is cited already: lines {lines}",
                address=match.subject.address,
                lines=lines,
            )
            yield translate(said, lang)
    if names := followed.names():
        listed = ", ".join(
            f"{followed.site.name(one)} ({lines[0]})" for one, lines in names.items()
        )
        said = Message(
            "Names of the archive in it, and the first line of each: {names}", names=listed
        )
        yield translate(said, lang)
    if followed.echoes.later:
        said = Message(
            "Promises that are younger than it, and were not looked for: {count}",
            count=len(followed.echoes.later),
        )
        yield translate(said, lang)


def as_data(followed: Followed, lang: str) -> Mapping[str, Any]:
    """The same for programs: see `briefsite follow` in the reference."""
    return {
        "source": followed.said.source,
        "date": str(followed.said.date) if followed.said.date else None,
        "commitments": [
            {
                "commitment": page.address,
                "text": page.about.title,
                "status": page.status,
                "passages": _passages(followed, match.passages),
                "cited": [followed.text.line(place) for place in match.cited],
                "update": write_yaml(entry) if entry else None,
            }
            for match in followed.echoes.matches
            if isinstance(page := match.subject, CommitmentPage)
            for entry in [
                update(followed, page, match.passages[0], lang) if match.passages else None
            ]
        ],
        "unknowns": [
            {
                "briefing": unknown.page.id,
                "number": unknown.number,
                "text": unknown.text,
                "passages": _passages(followed, match.passages),
            }
            for match in followed.questions
            if isinstance(unknown := match.subject, Unknown)
        ],
        "entities": [{"entity": one, "lines": lines} for one, lines in followed.names().items()],
        "later": [*followed.echoes.later],
    }


def _passages(followed: Followed, heard: Sequence[Heard]) -> list[Mapping[str, Any]]:
    return [
        {
            "words": followed.text.slice(one.place),
            "lines": [followed.text.line(one.place), followed.text.line((one.place[1] - 1,) * 2)],
            "page": followed.places.page(one.place[0]),
            "time": followed.places.time(one.place[0]),
            "speaker": _speaker(followed, one.place),
            "score": round(one.score, 2),
            "terms": [*one.terms],
            "figures": [*one.figures],
            "entities": [*one.names],
        }
        for one in heard
    ]
