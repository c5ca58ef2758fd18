"""What of a file was found in its sources: words and figures, to be marked as such. Lines and columns count from 0."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from briefsite.archive.folder import check_file
from briefsite.archive.load import Document, Place
from briefsite.archive.models import KINDS, Briefing, Entity, Model
from briefsite.archive.references import with_ids
from briefsite.authoring.server.workspace import Workspace
from briefsite.site.figures import FigureCheck
from briefsite.site.own_figures import OwnFigure
from briefsite.site.proofs import (
    Prover,
    WrittenStatement,
    evidence_of,
    written_statements,
)

_BLOCK = re.compile(r"[>|][-+\d]*\s*(?:#.*)?")
"""What begins a text that stands on the lines below, and is none of it."""


class Mark(NamedTuple):
    """A stretch of one line that was found. What goes on over several lines has one for each."""

    line: int
    start: int
    length: int
    kind: Literal["quotation", "evidence", "figure"]
    """Words of a quotation, other words of a source, or a figure that stands in these."""


def marks(workspace: Workspace, path: Path) -> list[Mark]:
    """What of a briefing, or of the offices of an entity, was found; in the order of the file."""
    kind, reading = workspace.kind(path), workspace.reading
    if kind not in KINDS or reading is None or reading.given is None:
        return []
    raw = workspace.text(path).encode("utf-8", "surrogatepass")
    checked, document = check_file(raw, path, KINDS[kind])
    if document is None or checked.model is None:
        return []
    model = with_ids(checked.model, reading.present.former)
    statements = [*_statements(model)]
    lang = model.lang if isinstance(model, Briefing) else "es"
    date, sources = (model.date, model.sources) if isinstance(model, Briefing) else (None, ())
    texts, names = reading.given.texts, reading.given.names
    prover = Prover(path, document, next(iter(sources), None), texts, require_evidence=False)
    proofs = {entry: prover.prove(entry) for entry in statements}
    figures = FigureCheck(path, document, texts, names, lang, date, sources)
    figures.check(proofs)
    found = {*_words(statements, prover), *_figures(document, figures.found)}
    return sorted(found)


def _statements(model: Model) -> Iterator[WrittenStatement]:
    if isinstance(model, Briefing):
        yield from written_statements(model)
    elif isinstance(model, Entity):
        for number, role in enumerate(model.roles, 1):
            yield WrittenStatement("roles", number, role)


def _words(statements: list[WrittenStatement], prover: Prover) -> Iterator[Mark]:
    """The words at which nothing points that was found wrong."""
    wrong = {(one.span.line, one.span.column) for one in prover.findings}
    for statement in statements:
        for where, words, quote in evidence_of(statement):
            place = prover.document.place((*where, "text"))
            start, end = (place.value.line, place.value.column), (place.last_line, place.end)
            is_known = (words.source or prover.source) in prover.texts
            if is_known and not any(
                start <= one < max(end, start) or one == start for one in wrong
            ):
                kind: Literal["quotation", "evidence"] = "quotation" if quote else "evidence"
                for line, low, high in _rows(prover.document, place):
                    yield Mark(line, low, high - low, kind)


def _figures(document: Document, found: list[OwnFigure]) -> Iterator[Mark]:
    """The figures of fields whole, and those of texts where they stand."""
    for one in found:
        places = [*_characters(document, document.place(one.where))]
        text = "".join(" " if char.isspace() else char for _, _, char in places)
        span = _span(text, one) if one.around else (0, len(text))
        within: dict[int, list[int]] = {}
        for line, column, _ in places[slice(*span)]:
            within.setdefault(line, []).append(column)
        for line, columns in within.items():
            yield Mark(line, columns[0], columns[-1] + 1 - columns[0], "figure")


def _span(text: str, one: OwnFigure) -> tuple[int, int]:
    """Where a figure stands in a text as it was typed: signs of emphasis and the like may come before it."""
    words = r"\s+".join(map(re.escape, one.written.split()))
    found = re.finditer(rf"(?<!\w){words}(?!\w)", text)
    spans = sorted(found, key=lambda match: abs(match.start() - one.figure.start))
    return spans[0].span() if spans else (0, 0)


def _characters(document: Document, place: Place) -> Iterator[tuple[int, int, str]]:
    """The characters of a value, each with its line and column; a blank between lines."""
    lines = document.text.split("\n")
    for number, (line, low, high) in enumerate(_rows(document, place)):
        if number:
            yield line, low, " "
        for column in range(low, high):
            yield line, column, lines[line][column]


def _rows(document: Document, place: Place) -> Iterator[tuple[int, int, int]]:
    """The stretches of lines that a value takes, without what indents them."""
    lines = document.text.split("\n")
    first, last = place.value.line - 1, place.last_line - 1
    for line in range(first, min(last, len(lines) - 1) + 1):
        low = place.value.column - 1 if line == first else 0
        row = lines[line][low : place.end - 1 if line == last else None]
        if line == first < last and _BLOCK.fullmatch(row.rstrip()):
            continue
        bare = row.strip()
        if bare:
            start = low + len(row) - len(row.lstrip())
            yield line, start, start + len(bare)
