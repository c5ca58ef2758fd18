"""What an author sees of an archive while writing: its files and how they stand, what is wrong, what is selected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from briefsite.archive.dates import Date, DateError
from briefsite.archive.load import Where
from briefsite.archive.models import STATEMENTS
from briefsite.archive.translations import translation_of
from briefsite.authoring.server.changes import Insert, Set
from briefsite.authoring.server.fixes import Fix, fixes
from briefsite.authoring.server.format import value_at
from briefsite.authoring.server.selected import SelectionError, entry_of
from briefsite.authoring.server.subjects import where_of
from briefsite.authoring.server.workspace import Workspace
from briefsite.evidence.typography import Range
from briefsite.messages.diagnostics import Diagnostic, words
from briefsite.messages.message import Message
from briefsite.messages.translation import translate


def overview(workspace: Workspace) -> dict[str, Any]:
    """The files of an archive, newest briefing first, each with how it stands; plain data for the page."""
    reading, root = workspace.reading, workspace.root
    if reading is None or root is None:
        return {"is_read": False, "briefings": [], "entities": [], "sources": []}
    site, given = reading.site, reading.given
    assert given is not None

    def stands(path: Path) -> dict[str, Any]:
        counted = Counter(finding.severity.value for finding in workspace.found.get(path, ()))
        return {
            "path": path.relative_to(root).as_posix(),
            "errors": counted["error"],
            "warnings": counted["warning"],
        }

    briefings = []
    for record in given.archive.briefings:
        page = site.briefings.get(record.id)
        left = (
            sum(len(site.sources[name].uncited) for name in page.sources if name in site.sources)
            if page
            else None
        )
        about = page.about if page else None
        briefings.append(
            {
                **stands(record.path),
                "id": record.id,
                "title": about.title if about else record.id,
                "date": str(about.date) if about else "",
                "status": about.status if about else "",
                "uncited": left,
            }
        )
    briefings.sort(key=lambda one: (one["date"], one["id"]), reverse=True)
    readable = {record.path for record in given.archive.briefings}
    broken = [
        {
            **stands(path),
            "id": path.stem,
            "title": path.stem,
            "date": "",
            "status": "",
            "uncited": None,
        }
        for path in workspace.found
        if path.parent == root and path not in readable and workspace.kind(path) == "briefing"
    ]
    return {
        "is_read": True,
        "briefings": [*broken, *briefings],
        "entities": [
            {**stands(page.path), "id": page.id, "title": page.record.name}
            for page in site.entities.values()
        ],
        "sources": [
            {
                **stands(page.path),
                "id": page.id,
                "title": page.record.title,
                "sentences": page.sentences,
                "uncited": len(page.uncited),
            }
            for page in site.sources.values()
        ],
        "translations": [
            {**stands(path), "id": path.stem, "title": path.stem}
            for path in sorted(root.rglob("*.*.y*ml"))
            if translation_of(path) and workspace.kind(path)
        ],
        "commitments": [
            {"address": address, "title": page.about.title, "status": page.status}
            for address, page in site.commitments.items()
            if page.is_open
        ],
    }


def shown_findings(
    workspace: Workspace, findings: Sequence[Diagnostic], lang: str
) -> Iterator[dict[str, Any]]:
    """Findings as the page lists them, in the order of the lines, each with what mends it."""
    document = workspace.document(findings[0].path) if findings else None
    for finding in findings:
        said = words(finding, lang)
        yield {
            "where": [*where_of(document, finding.span)] if document else [],
            "line": finding.span.line - 1,
            "column": finding.span.column - 1,
            "width": finding.span.width,
            "code": finding.code,
            "severity": finding.severity.value,
            "message": said.message,
            "notes": [*said.notes],
            "help": said.help,
            "fixes": [
                {
                    "title": translate(fix.title, lang),
                    "edits": [[*edit] for edit in fix.edits],
                    "made": _made(workspace, fix),
                }
                for fix in fixes(workspace, finding)
            ],
        }


def _made(workspace: Workspace, fix: Fix) -> dict[str, str] | None:
    if fix.new_file is None or workspace.root is None:
        return None
    path, text = fix.new_file
    return {"path": path.relative_to(workspace.root).as_posix(), "text": text}


def sources_of(workspace: Workspace, path: Path) -> list[str] | None:
    """The sources that a file or its original cites, in the order in which it names them; of a source, that one.

    None where nobody knows: the file cannot be read as it is, or nothing was read yet.
    """
    if workspace.kind(path) == "source":
        return [path.stem]
    original, _ = translation_of(path) or (path, "")
    document, reading = workspace.document(original), workspace.reading
    if document is None or reading is None:
        return None
    named: list[str] = []
    for where in document.places:
        if {"source", "sources"} & {*where}:
            value = value_at(document.data, where)
            named += [value] if isinstance(value, str) else []
    return [name for name in dict.fromkeys(named) if name in reading.site.sources]


def selected_changes(
    workspace: Workspace,
    path: Path,
    *,
    what: str,
    source: str,
    selected: Range,
    at: Where,
    commitment: str,
    lang: str,
) -> list[Set | Insert]:
    """The changes that put what is selected in a source into a briefing, as entries of it.

    `what` is a field of the briefing, or `evidence` of the statement that is `at`; of that there is an entry for
    each paragraph. Raises SelectionError where there is no such source, or nothing that could be one.
    """
    reading, document = workspace.reading, workspace.document(path)
    page = reading.site.sources.get(source) if reading else None
    if reading is None or document is None or page is None:
        raise SelectionError(Message("mend the file first: it cannot be read as it is"))
    data = document.data
    promised = data.get("commitments")
    date = data.get("date")
    _, entry = entry_of(
        what,
        page,
        selected,
        site=reading.site,
        language=lang,
        taken=[
            str(one.get("id"))
            for one in (promised if isinstance(promised, list) else ())
            if isinstance(one, dict)
        ],
        date=_day(date),
        commitment=commitment,
        sources=sources_of(workspace, path) or (),
    )
    if what != "evidence":
        given = data.get(what)
        return [Insert((what, len(given) if isinstance(given, list) else 0), entry)]
    holder: Where = at[:2] if len(at) > 1 and at[0] in STATEMENTS else ()
    there = value_at(data, (*holder, "evidence"))
    proofs = entry if isinstance(entry, list) else [entry]
    if there is None and len(proofs) == 1:
        return [Set((*holder, "evidence"), proofs[0])]
    count = len(there) if isinstance(there, list) else int(there is not None)
    return [Insert((*holder, "evidence", count + number), one) for number, one in enumerate(proofs)]


def _day(written: object) -> Date | None:
    try:
        return Date.parse(written) if isinstance(written, str) else None
    except DateError:
        return None
