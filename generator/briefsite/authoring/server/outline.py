"""What a file holds, entry by entry; and what is known of each entry, to be shown above its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.load import Document, Where
from briefsite.archive.models import STATEMENTS
from briefsite.authoring.server.field_words import choice_words
from briefsite.authoring.server.format import value_at
from briefsite.authoring.server.workspace import Workspace
from briefsite.messages import counts
from briefsite.messages.diagnostics import Severity
from briefsite.messages.message import Message
from briefsite.site.site import BriefingPage, commitment_address


class Part(NamedTuple):
    """A field or an entry of a file. Lines count from 0."""

    name: str
    detail: str
    first: int
    last: int
    parts: tuple[Part, ...] = ()


def outline(workspace: Workspace, path: Path) -> list[Part]:
    """The fields of a file, and the entries of its lists."""
    document = workspace.document(path)
    if document is None:
        return []
    return [_part(document, (name,), name) for name in document.data]


def folds(workspace: Workspace, path: Path) -> Iterator[tuple[int, int]]:
    """The first and the last line of each part that has several."""
    waiting = outline(workspace, path)
    while waiting:
        part = waiting.pop()
        waiting += part.parts
        if part.last > part.first:
            yield part.first, part.last


def _part(document: Document, where: Where, name: str) -> Part:
    value, place = value_at(document.data, where), document.place(where)
    inner: tuple[Part, ...] = ()
    if isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        inner = tuple(
            _part(document, (*where, number), _name_of(entry, number))
            for number, entry in enumerate(value)
        )
    last = max([place.last_line - 1, place.value.line - 1, *(part.last for part in inner)])
    if isinstance(value, dict):
        within = (document.place((*where, key)).last_line - 1 for key in value)
        last = max([last, *within])
    detail = value if isinstance(value, str) else ""
    return Part(name, detail[:80], place.key.line - 1, last, inner)


def _name_of(entry: object, number: int) -> str:
    if isinstance(entry, dict):
        for key in ("id", "text", "who", "note", "as_written"):
            if isinstance(entry.get(key), str):
                return str(entry[key])[:60]
    return str(number + 1)


class Lens(NamedTuple):
    """What is known of a line."""

    line: int
    text: Message


def lenses(workspace: Workspace, path: Path, lang: str) -> Iterator[Lens]:
    """How it stands with each statement of a briefing, with its sources, and with what it promised.

    States are called as the language of the author has it.
    """
    document, reading = workspace.document(path), workspace.reading
    if document is None or reading is None or workspace.kind(path) != "briefing":
        return
    wrong = {
        finding.span.line
        for finding in workspace.findings(path)
        if finding.severity is Severity.ERROR
    }
    for field in STATEMENTS:
        entries = document.data.get(field)
        for number in range(len(entries) if isinstance(entries, list) else 0):
            part = _part(document, (field, number), "")
            text = _proven(field, entries[number], part, wrong)  # type: ignore[index]
            if text:
                yield Lens(part.first, text)
    page = reading.site.briefings.get(path.stem)
    if page:
        yield from _of_page(workspace, document, page, choice_words(lang))


def _proven(field: str, entry: object, part: Part, wrong: set[int]) -> Message | None:
    """Whether the words of an entry stand in their source, as far as they are given."""
    if not isinstance(entry, dict):
        return None
    if any(part.first < line <= part.last + 1 for line in wrong):
        return Message("not proven")
    is_given = field == "quotes" or bool(entry.get("evidence"))
    return Message("proven") if is_given else Message("without evidence")


def _of_page(
    workspace: Workspace, document: Document, page: BriefingPage, called: Mapping[str, str]
) -> Iterator[Lens]:
    assert workspace.reading is not None
    site = workspace.reading.site
    if ("sources",) in document.places:
        left = sum(len(site.sources[name].uncited) for name in page.sources if name in site.sources)
        line = document.place(("sources",)).key.line - 1
        yield Lens(line, counts.uncited(left))
    promises = document.data.get("commitments")
    for number, entry in enumerate(promises if isinstance(promises, list) else ()):
        name = entry.get("id") if isinstance(entry, dict) else None
        promise = site.commitments.get(commitment_address(page.id, str(name)))
        if promise:
            line = document.place(("commitments", number)).key.line - 1
            status = called[promise.status]
            text = Message("stands: {status}, {date}", status=status, date=promise.latest.date)
            yield Lens(line, text)
