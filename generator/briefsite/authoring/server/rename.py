"""An id renamed across the archive: the file, all that leads to it, and the former id kept as an alias."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefsite.archive.load import Document
from briefsite.archive.text import ID
from briefsite.authoring.server.fixes import Edit
from briefsite.authoring.server.lookup import Target, leading_to
from briefsite.authoring.server.subjects import subject_at
from briefsite.authoring.server.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of files, to be made by an editor."""

    edits: Mapping[Path, Sequence[Edit]]
    made: Mapping[Path, str] = field(default_factory=dict)
    """New files, and what they hold."""

    moved: Mapping[Path, Path] = field(default_factory=dict)
    """Files under new names, after all edits."""


def renamed_at(workspace: Workspace, path: Path, line: int, column: int) -> Target | None:
    """Where the id stands that can be renamed at a place; None where none does."""
    subject = subject_at(workspace, path, line, column)
    if subject is None or subject.kind not in ("id", "link") or "/" in subject.name:
        return None
    if _file_of(workspace, subject.name) is None:
        return None
    start = workspace.text(path).split("\n")[line].find(subject.name)
    return Target(path, line, start, start + len(subject.name)) if start >= 0 else None


def rename(workspace: Workspace, path: Path, line: int, column: int, new: str) -> Changes | None:
    """The changes by which an id becomes another; None where it cannot."""
    subject = subject_at(workspace, path, line, column)
    if renamed_at(workspace, path, line, column) is None or subject is None:
        return None
    old = _file_of(workspace, subject.name)
    if old is None or not re.fullmatch(ID, new) or _file_of(workspace, new) is not None:
        return None
    edits: dict[Path, list[Edit]] = {}
    for target in leading_to(workspace, subject.name):
        edit = Edit((target.line, target.start), (target.line, target.end), new)
        edits.setdefault(target.path, []).append(edit)
    document = workspace.document(old)
    if document is None:
        return None
    name = "aliases" if workspace.kind(old) == "briefing" else "former_ids"
    edits.setdefault(old, []).append(_alias(document, name, subject.name))
    beside = [old, *sorted(old.parent.glob(f"{old.stem}.*"))]
    moved = {one: one.with_name(new + one.name.removeprefix(old.stem)) for one in beside}
    return Changes(edits, moved=moved)


def _file_of(workspace: Workspace, name: str) -> Path | None:
    if workspace.reading is None:
        return None
    site = workspace.reading.site
    for pages in (site.entities, site.sources, site.briefings):
        if name in pages:
            return pages[name].path
    return None


def _alias(document: Document, field_name: str, old: str) -> Edit:
    """The line that keeps a former id."""
    if (field_name,) in document.places:
        value = document.data[field_name]
        names = [*value, old] if isinstance(value, list) else [value, old]
        place = document.place((field_name,))
        if place.in_brackets or not isinstance(value, list):
            start = (place.value.line - 1, place.value.column - 1)
            return Edit(
                start, (place.last_line - 1, place.end - 1), f"[{', '.join(map(str, names))}]"
            )
        line = document.place((field_name, len(value) - 1)).last_line
        indent = " " * (document.place((field_name, 0)).value.column - 3)
        return Edit((line, 0), (line, 0), f"{indent}- {old}\n")
    rows = document.text.split("\n")
    end = (len(rows) - 1, len(rows[-1]))
    lead = "" if document.text.endswith("\n") else "\n"
    return Edit(end, end, f"{lead}{field_name}: [{old}]\n")
