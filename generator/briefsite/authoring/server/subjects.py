"""What stands under a cursor: a field, an id, words of a source. Lines and columns count from 0."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from briefsite.archive.load import Document, Place, Where
from briefsite.archive.text import is_page_id
from briefsite.authoring.server.cursor import Cursor, cursor_at
from briefsite.authoring.server.format import IDS, field_at, is_evidence, model_at, value_at
from briefsite.authoring.server.workspace import Workspace
from briefsite.evidence.source_text import Ambiguous, Found, SourceText, Verdict
from briefsite.messages.diagnostics import Span
from briefsite.site.proofs import without_marks

_WORD = re.compile(r"[\w/-]+")
_LINK = re.compile(r"\]\(([a-z0-9-]+)\)")


class Subject(NamedTuple):
    """What stands at a place."""

    kind: Literal["field", "id", "words", "link"]
    where: Where
    """The way to it in the file."""

    name: str
    """The name of the field, the id, or the words."""

    of: str = ""
    """Of an id, what it is of: `entity`, `source`, …; of words, the id of their source."""


def subject_at(workspace: Workspace, path: Path, line: int, column: int) -> Subject | None:
    """What stands at a place of a file; None where nothing is known of it."""
    kind, text = workspace.kind(path), workspace.text(path)
    rows = text.split("\n")
    if kind is None or line >= len(rows):
        return None
    row = rows[line]
    key = re.match(r"(?:\s*- +)*\s*([A-Za-z_][\w-]*)\s*:", row)
    word = next(
        (found for found in _WORD.finditer(row) if found.start() <= column <= found.end()), None
    )
    if key and key.start(1) <= column < key.end(1):
        return Subject("field", cursor_at(text, line, key.end(0)).where, key[1])
    for link in _LINK.finditer(row):
        if link.start(1) <= column <= link.end(1) and is_page_id(link[1]):
            return Subject("link", (), link[1])
    cursor = cursor_at(text, line, word.end() if word else column)
    return _of_value(workspace, path, kind, cursor, word[0] if word else "")


def _of_value(
    workspace: Workspace, path: Path, kind: str, cursor: Cursor, word: str
) -> Subject | None:
    # What stands alone in a line may be the name of a field, where there are fields; else it is a value.
    is_key = cursor.is_key and model_at(kind, cursor.where) is not None
    where = (*cursor.where, word) if is_key else cursor.where
    name = next((step for step in reversed(where) if isinstance(step, str)), "")
    if is_key:
        return Subject("field", where, word) if field_at(kind, where) else None
    if name in IDS:
        return Subject("id", where, word, IDS[name])
    return _words(workspace, path, where) if is_evidence(kind, where) else None


def _words(workspace: Workspace, path: Path, where: Where) -> Subject | None:
    """Words of a source, whole, as they are written at a place."""
    document = workspace.document(path)
    if document is None:
        return None
    words = value_at(document.data, where)
    if not isinstance(words, str):
        return None
    source = source_of(document, where)
    return Subject("words", where, words, source) if source else None


def source_of(document: Document, where: Where) -> str:
    """The id of the source in which words of a briefing stand; empty where none is named."""
    named = _beside(document, where).get("source")
    if not isinstance(named, str):
        sources = document.data.get("sources")
        named = sources[0] if isinstance(sources, list) and sources else sources
    return named if isinstance(named, str) else ""


def found_in(text: SourceText, document: Document, where: Where, words: str) -> Verdict:
    """Where words of a source stand, with what the file says of what is around them."""
    around = _beside(document, where)
    prefix, suffix = (
        around.get(name) if isinstance(around.get(name), str) else None
        for name in ("prefix", "suffix")
    )
    is_quotation = where[:1] == ("quotes",) and where[-1] == "text" and "evidence" not in where
    return text.find(without_marks(words) if is_quotation else words, prefix, suffix)


def _beside(document: Document, where: Where) -> Mapping[str, Any]:
    """The fields beside some words; of `evidence: words` none, which has those of a statement around it."""
    holder = value_at(document.data, where[:-1]) if where[-1:] != ("evidence",) else None
    return holder if isinstance(holder, dict) else {}


def first_place(verdict: Verdict) -> int | None:
    """Where words begin in the text of their source; None where they do not stand there."""
    match verdict:
        case Found(ranges):
            return ranges[0][0]
        case Ambiguous(places):
            return places[0]
    return None


def where_of(document: Document, span: Span) -> Where:
    """The way to the innermost value that holds a place of a file."""
    found: Where = ()
    for where, place in document.places.items():
        if len(where) >= len(found) and _holds(place, span):
            found = where
    return found


def _holds(place: Place, span: Span) -> bool:
    start = (place.value.line, place.value.column)
    end = (place.last_line, place.end)
    at = (span.line, span.column)
    on_key = place.key.line == span.line and place.key.column == span.column
    return on_key or start <= at <= max(end, start)
