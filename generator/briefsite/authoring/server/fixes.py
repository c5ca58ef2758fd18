"""What of a finding can be mended by machine, as changes of lines. Lines and columns count from 0."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.dates import Date
from briefsite.archive.load import Document, Place, Where
from briefsite.authoring.server.completion import as_yaml
from briefsite.authoring.server.format import value_at
from briefsite.authoring.server.subjects import source_of, where_of
from briefsite.authoring.server.workspace import Workspace
from briefsite.evidence.line_ends import on_one_line
from briefsite.evidence.source_text import Ambiguous, Found, SourceText
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message


class Edit(NamedTuple):
    """A stretch of a file, and what takes its place."""

    start: tuple[int, int]
    """Line and column."""

    end: tuple[int, int]
    text: str


class Fix(NamedTuple):
    """A way to mend a finding."""

    title: Message
    edits: tuple[Edit, ...] = ()
    """In the file of the finding."""

    new_file: tuple[Path, str] | None = None
    """A file that is to be made, and what it holds."""


WRITTEN = {
    "did you mean `{name}`?": "name",
    "write `{value}`": "value",
    "write `{value}`, without quotation marks": "value",
    "write e.g. `{value}`": "value",
    "write `{date}`": "date",
    "write `speaker_as_written: {label}`": "label",
}
"""What messages say that a value should be, by their templates: the name under which they have it."""


def fixes_in(
    workspace: Workspace, path: Path, first: int, last: int
) -> Iterator[tuple[Diagnostic, Fix]]:
    """The findings that begin on some lines of a file, each with the ways to mend it."""
    for finding in workspace.findings(path) if workspace.judges(path) else ():
        if first <= finding.span.line - 1 <= last:
            yield from ((finding, fix) for fix in fixes(workspace, finding))


def fixes(workspace: Workspace, finding: Diagnostic) -> Iterator[Fix]:
    """The ways in which a finding can be mended by machine; none for most."""
    help_ = finding.help
    if isinstance(help_, Message) and help_.template in WRITTEN:
        wanted = help_.values[WRITTEN[help_.template]]
        text = wanted if "speaker" not in help_.template else as_yaml(wanted)
        yield Fix(Message("write {text}", text=text), (_in_place(finding, text),))
    document = workspace.document(finding.path)
    if document is None:
        return
    match finding.code:
        case "evidence-not-found":
            yield from _nearest(workspace, finding, document)
        case "evidence-ambiguous":
            yield from _singled_out(workspace, finding, document)
        case "quotation-not-in-marks" | "quotation-not-in-speech":
            yield from _reported(finding, document)
        case "verbatim-in-turn":
            line = finding.span.line - 1
            yield Fix(Message("delete `verbatim: false`"), (Edit((line, 0), (line + 1, 0), ""),))
        case "unknown-id":
            yield from _new_entity(workspace, finding)
        case "unannounced-change":
            yield _correction(document)
        case "hash-mismatch":
            yield from _hash(finding, document)


def _in_place(finding: Diagnostic, text: str) -> Edit:
    line, column = finding.span.line - 1, finding.span.column - 1
    return Edit((line, column), (line, column + finding.span.width), text)


def _value(place: Place, text: str) -> Edit:
    """A whole value, however many lines it has."""
    start = (place.value.line - 1, place.value.column - 1)
    # A text below `>-` ends where the next line begins.
    end_of_line = "\n" if place.end == 1 else ""
    return Edit(start, (place.last_line - 1, place.end - 1), text + end_of_line)


def _source(workspace: Workspace, document: Document, where: Where) -> SourceText | None:
    reading = workspace.reading
    page = reading.site.sources.get(source_of(document, where)) if reading else None
    return page.text if page else None


def _words_at(finding: Diagnostic, document: Document) -> tuple[Where, Place, str] | None:
    """The words that a finding is of, and where they are written."""
    where = where_of(document, finding.span)
    words = value_at(document.data, where)
    return (where, document.place(where), words) if isinstance(words, str) else None


def _nearest(workspace: Workspace, finding: Diagnostic, document: Document) -> Iterator[Fix]:
    """The passage of the source that is most like the words."""
    at = _words_at(finding, document)
    source = _source(workspace, document, at[0]) if at else None
    near = source.nearest(at[2]) if at and source else None
    if not at or not source or not near:
        return
    passage = near.passage.replace(">>", "").replace("<<", "").strip()
    if isinstance(source.find(passage), Found):
        title = Message("write what the source has: «{words}»", words=_short(passage))
        yield Fix(title, (_value(at[1], as_yaml(passage)),))


def _singled_out(workspace: Workspace, finding: Diagnostic, document: Document) -> Iterator[Fix]:
    """Words that stand right before each place where the others stand, enough to tell it from the rest."""
    at = _words_at(finding, document)
    source = _source(workspace, document, at[0]) if at else None
    verdict = source.find(at[2]) if at and source else None
    if not at or not source or not isinstance(verdict, Ambiguous):
        return
    where, place, words = at
    for start in verdict.places:
        prefix = _prefix(source, words, start)
        if prefix is None:
            continue
        title = Message("the words after «{prefix}»", prefix=_short(prefix))
        if where[-1:] == ("text",):
            indent = " " * (place.key.column - 1)
            end = (place.last_line - 1, place.end - 1)
            yield Fix(title, (Edit(end, end, f"\n{indent}prefix: {as_yaml(prefix)}"),))
        else:
            quoted = (json.dumps(one, ensure_ascii=False) for one in (words, prefix))
            text = "{{text: {}, prefix: {}}}".format(*quoted)
            yield Fix(title, (_value(place, text),))


def _prefix(source: SourceText, words: str, start: int) -> str | None:
    """The fewest words right before a place that tell it from the others."""
    before = on_one_line(source.text[max(0, start - 200) : start]).split()
    for count in range(1, min(12, len(before)) + 1):
        prefix = " ".join(before[-count:])
        found = source.find(words, prefix)
        if isinstance(found, Found) and found.ranges[0][0] == start:
            return prefix
    return None


def _reported(finding: Diagnostic, document: Document) -> Iterator[Fix]:
    """That words are reported speech, on a line below them."""
    where = where_of(document, finding.span)
    if where[:1] != ("quotes",) or where[-1:] != ("text",):
        return
    place = document.place(where)
    if place.in_brackets:
        return
    last = (place.last_line - 1, len(document.text.split("\n")[place.last_line - 1]))
    if place.end == 1:  # a text below `>-` ends where the next line begins
        last = (place.last_line - 2, len(document.text.split("\n")[place.last_line - 2]))
    indent = " " * (place.key.column - 1)
    yield Fix(
        Message("say that it is reported speech: `verbatim: false`"),
        (Edit(last, last, f"\n{indent}verbatim: false"),),
    )


def _new_entity(workspace: Workspace, finding: Diagnostic) -> Iterator[Fix]:
    """A file for an entity that there is none of yet."""
    values = finding.message.values
    if workspace.root is None or values.get("kind") != "entity":
        return
    name = values["name"]
    text = f"name: {name.replace('-', ' ').title()}\ntype: person\n"
    path = workspace.root / "entities" / f"{name}.yml"
    yield Fix(Message("make `{path}`", path=f"entities/{name}.yml"), new_file=(path, text))


def _correction(document: Document) -> Fix:
    """An entry of `corrections`, of today, whose note is to be written."""
    end = len(document.text.split("\n"))
    rows = document.text.split("\n")
    entry = f"  - date: {Date.today()}\n    note: \n"
    if ("corrections",) in document.places and not document.place(("corrections",)).in_brackets:
        line = document.place(("corrections",)).key.line
        return Fix(Message("add a correction"), (Edit((line, 0), (line, 0), entry),))
    last = (end - 1, len(rows[-1]))
    lead = "" if document.text.endswith("\n") else "\n"
    return Fix(Message("add a correction"), (Edit(last, last, f"{lead}corrections:\n{entry}"),))


def _hash(finding: Diagnostic, document: Document) -> Iterator[Fix]:
    """The SHA-256 of a text as it is."""
    for message in (finding.help, *_within(finding.help)):
        if isinstance(message, Message) and "digest" in message.values:
            digest = message.values["digest"]
            title = Message("write `sha256: {digest}…`", digest=digest[:12])
            if ("sha256",) in document.places:
                yield Fix(title, (_value(document.place(("sha256",)), digest),))
            else:
                rows = document.text.split("\n")
                last = (len(rows) - 1, len(rows[-1]))
                lead = "" if document.text.endswith("\n") else "\n"
                yield Fix(title, (Edit(last, last, f"{lead}sha256: {digest}\n"),))
            return


def _within(message: object) -> Iterable[object]:
    return message.values.values() if isinstance(message, Message) else ()


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
