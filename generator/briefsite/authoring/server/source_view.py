"""A source as an author sees it beside the briefing: what is cited, and by what; what is in no statement yet."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from briefsite.archive.load import Where
from briefsite.archive.places import Places
from briefsite.archive.text import direction
from briefsite.authoring.server.format import is_evidence
from briefsite.authoring.server.subjects import found_in, source_of
from briefsite.authoring.server.workspace import Workspace
from briefsite.evidence.source_text import Form, Found, SourceText
from briefsite.evidence.typography import Range
from briefsite.pages.originals import moment
from briefsite.site.assembly import uncited_of
from briefsite.site.site import SourcePage, Statement


class _Mark(NamedTuple):
    """A stretch of the text, and what there is to say of it."""

    place: Range
    cited: Where | None = None
    """The way to a statement of the file that cites it."""

    other: int | None = None
    """The number of a statement elsewhere that does."""


def source_view(workspace: Workspace, path: Path, source: str) -> dict[str, Any] | None:
    """A source beside the file that is open, as it is in the editor, for programs; None where there is none.

    `{id, title, language, direction, original, paragraphs, sentences, uncited}`: `original` is the file of
    its document, from the folder of the briefings; `uncited` are the sentences of which the file cites no
    word. A paragraph is `{start, line, speaker, page, time, pieces}`; `start` counts characters of the text,
    `line` from 0. Speaker, page and time are each given where they are another than those of the paragraph
    before, and null elsewhere: the first paragraph of a page says which that is. The pieces of a paragraph
    are all of its characters, as they stand in the text: each `{text, start, cited, others, is_quotation}`,
    with the ways to the statements of the file that cite it (`["key_points", 2]`) and the number of those of
    other briefings. A file that cannot be read as it is cites nothing.
    """
    page = workspace.reading.site.sources.get(source) if workspace.reading else None
    if page is None:
        return None
    given = page.text
    text = _kept(given.text, given.given_slips, given.given_speech, given.given_hyphens)
    cited = [*_cited(workspace, path, page.id, text)]
    marks = [*cited, *_others(page, path)]
    language, original = page.record.lang, page.original
    return {
        "id": page.id,
        "title": str(page.record.title),
        "language": language,
        "direction": direction(language or ""),
        "original": _from_root(workspace, original) if original and original.exists() else None,
        "paragraphs": [*_paragraphs(text, page.places, marks)],
        "sentences": page.sentences,
        "uncited": len(uncited_of(text.sentences, [mark.place for mark in cited])),
    }


def _from_root(workspace: Workspace, file: Path) -> str:
    assert workspace.root is not None
    return file.resolve().relative_to(workspace.root).as_posix()


@lru_cache(2)
def _kept(
    text: str,
    slips: tuple[tuple[str, str], ...],
    speech: tuple[tuple[str, Form], ...],
    hyphens: tuple[int, ...],
) -> SourceText:
    """A prepared text, which takes longer than all else, kept while the archive is read again."""
    return SourceText(text, slips, speech, hyphens)


def _cited(workspace: Workspace, path: Path, source: str, text: SourceText) -> Iterator[_Mark]:
    """What the file cites of a source, as far as its words stand there once."""
    document, kind = workspace.document(path), workspace.kind(path)
    if document is None or kind is None:
        return
    for where, words in _texts(document.data):
        if is_evidence(kind, where) and source_of(document, where) == source:
            found = found_in(text, document, where, words)
            for place in found.ranges if isinstance(found, Found) else ():
                yield _Mark(place, cited=_statement(where))


def _texts(value: object, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """The texts of a file that may be words of a source, each with the way to it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, (*where, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*where, number))
    elif isinstance(value, str) and ("evidence" in where or where[-1] == "text"):
        yield where, value


def _statement(where: Where) -> Where:
    """The way to the entry of a list that has some words; one entry may stand for a list of one."""
    number = where[1] if len(where) > 1 and isinstance(where[1], int) else 0
    return where[0], number


def _others(page: SourcePage, path: Path) -> Iterator[_Mark]:
    """What the statements of other briefings cite, as they were when the archive was read."""
    numbers: dict[tuple[Path, str, int], int] = {}
    for passage in page.passages:
        for citing in page.citations.get(passage.number, ()):
            if isinstance(citing, Statement) and citing.page.path != path:
                key = (citing.page.path, citing.field, citing.number)
                number = numbers.setdefault(key, len(numbers))
                for place in passage.ranges:
                    yield _Mark(place, other=number)


def _paragraphs(
    text: SourceText, places: Places, marks: Sequence[_Mark]
) -> Iterator[dict[str, Any]]:
    """The paragraphs of a source, in one walk along its text."""
    coming = sorted(marks, key=lambda mark: mark.place)
    edges = sorted(
        {edge for place in text.quotations for edge in place}.union(*(m.place for m in marks))
    )
    line = reached = position = 0
    here: list[_Mark] = []
    before: Mapping[str, object] = {}
    for start, end in text.paragraphs:
        line, reached = line + text.text.count("\n", reached, start), start
        while position < len(coming) and coming[position].place[0] < end:
            here.append(coming[position])
            position += 1
        here = [mark for mark in here if mark.place[1] > start]
        turn, time = text.turn_at((start, start)), places.time(start)
        cuts = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        stands = {
            "speaker": turn.label or None if turn else None,
            "page": places.page(start),
            "time": None if time is None else moment(time),
        }
        said = {
            name: None if value == before.get(name) else value for name, value in stands.items()
        }
        before = stands
        yield {
            "start": start,
            "line": line,
            **said,
            "pieces": [_piece(text, one, here) for one in pairwise([start, *cuts, end])],
        }


def _piece(text: SourceText, place: Range, marks: Sequence[_Mark]) -> dict[str, Any]:
    """A stretch in which nothing begins or ends."""
    start, end = place
    over = [mark for mark in marks if mark.place[0] <= start < mark.place[1]]
    spoken = text.quotations
    index = bisect_right(spoken, start, key=lambda words: words[0]) - 1
    return {
        "text": text.text[start:end],
        "start": start,
        "cited": [[*where] for where in sorted({mark.cited for mark in over if mark.cited})],
        "others": len({mark.other for mark in over if mark.other is not None}),
        "is_quotation": index >= 0 and start < spoken[index][1],
    }
