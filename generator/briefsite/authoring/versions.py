"""A later version of a source, kept beside it: the files to write, and the lines that its record gets.

The record is a file of its author's, with comments and an order of its own, so that lines are put in and
nothing is written anew. What comes out is read again before it is offered.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from briefsite.archive.dates import Date
from briefsite.archive.folder import MAX_SOURCE_BYTES
from briefsite.archive.load import decode, load
from briefsite.archive.models import Source, Version, version_name
from briefsite.archive.places import write_places
from briefsite.archive.validate import validate
from briefsite.authoring.draft.writing import scalar
from briefsite.authoring.recheck import Rechecked
from briefsite.messages.message import Message, MessageError


class VersionError(MessageError):
    """A version cannot be kept; the text says why, and what to do."""


def version_files(found: Rechecked, record: bytes, today: Date) -> dict[Path, bytes]:
    """What to write to keep what a source says now; nothing where it is kept already.

    `record` is the file of its record as it is; it comes last, so that it names no file that is not there.
    Raises VersionError.
    """
    if found.new is None:
        return {}
    source, text = found.source, found.new.text.encode()
    path = source.path.with_name(version_name(source.id, today, "txt"))
    _, findings = decode(text, path, MAX_SOURCE_BYTES, source.record.lang or "")
    if findings:
        raise VersionError(Message("its text cannot be archived: {why}", why=findings[0].message))
    files = {path: text}
    fields = {"retrieved": str(today), "sha256": _sha256(text), "original": found.new.original}
    if found.new.places:
        places = write_places(found.new.places, found.new.text).encode()
        files[path.with_suffix(".places")] = places
        fields["places_sha256"] = _sha256(places)
    version = Version.model_validate(fields)
    if version.original:
        name = version_name(source.id, today, version.original.format)
        files[source.path.with_name(name)] = found.raw
    if there := next(filter(Path.exists, files), None):
        raise VersionError(Message("{path} is there already; nothing is overwritten", path=there))
    return {**files, source.path: with_version(record, version, source.path)}


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def with_version(record: bytes, version: Version, path: Path) -> bytes:
    """The file of a record with one version more; all its other bytes are as they were.

    Raises VersionError where its lines leave no place for it.
    """
    document, _ = load(record, path)
    assert document is not None
    before, _ = validate(document, Source)
    assert before is not None
    lines = record.splitlines(keepends=True)
    end = "\r\n" if lines[0].endswith(b"\r\n") else "\n"
    if not lines[-1].endswith(b"\n"):
        lines[-1] += end.encode()
    entry = ["versions:", *(f"  {line}" for line in _item(version))]
    at = len(lines)
    if before.versions:
        last = ("versions", len(before.versions) - 1)
        # Of a mapping, only where it begins is known.
        inside = [place for where, place in document.places.items() if where[:2] == last]
        at = max(place.last_line - (place.end == 1) for place in inside)
        indent = " " * (document.place(last).value.column - 3)
        entry = [indent + line for line in _item(version)]
    lines[at:at] = [f"{line}{end}".encode() for line in entry]
    written = b"".join(lines)
    document, _ = load(written, path)
    after = validate(document, Source)[0] if document else None
    wanted = before.model_copy(update={"versions": (*before.versions, version)})
    if after != wanted:
        raise VersionError(
            Message(
                "{path} has no place for it: write `versions` there as a list, an item a line",
                path=path,
            )
        )
    return written


def _item(version: Version) -> list[str]:
    """A version as an item of a list in YAML."""
    lines = [f"- retrieved: {version.retrieved}", f"  sha256: {version.sha256}"]
    if original := version.original:
        lines += [
            "  original:",
            f"    format: {original.format}",
            f"    sha256: {original.sha256}",
            f"    read_by: {scalar(original.read_by, '    ')}",
        ]
    if version.places_sha256:
        lines.append(f"  places_sha256: {version.places_sha256}")
    return lines
