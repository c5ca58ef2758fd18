"""What was published before: how each briefing was, whenever it had changed and was published.

`briefsite publish` keeps it in `versions/<id>/<date>.yml`, in the folder of the briefings: what the
briefing says, and its corrections. These files are no briefings, and are opened where a page shows
what changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

from briefsite.archive.dates import Date, DateError
from briefsite.archive.folder import (
    REVISIONS,
    Checked,
    Folder,
    check_file,
    symlink_finding,
    yaml_files,
)
from briefsite.archive.models import Briefing
from briefsite.archive.published_lock import content_hash
from briefsite.archive.records import Head, Record
from briefsite.archive.text import ID
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import code_digest, digest
from briefsite.messages.diagnostics import Diagnostic, Severity, Span
from briefsite.messages.message import Message

_PLACE = re.compile(rf"({ID})/(\d{{4}}-\d\d-\d\d)\.yml")


@dataclass(frozen=True, slots=True)
class Revision:
    """A briefing as it was published on a day."""

    record: Record[Briefing]
    hash: str
    """Of its content, as in `published.lock`."""

    names: tuple[str, ...] = ()
    """Today's ids of all that it refers to."""

    @property
    def date(self) -> Date:
        """The day on which it was published."""
        return Date.parse(self.record.id)


class _Kept(NamedTuple):
    """What is known of a file without opening it."""

    findings: tuple[Diagnostic, ...]
    head: Head | None = None
    hash: str = ""


def read_revisions(folder: Folder, ledger: Ledger) -> dict[str, list[Revision]]:
    """What was kept of each briefing, by the id that it had then, oldest first."""
    found: dict[str, list[Revision]] = {}
    root = folder.root / REVISIONS
    if root.is_symlink():
        folder.findings.append(symlink_finding(root))
        return found
    for path in sorted(yaml_files(root, folder.findings)):
        name = _briefing_of(path.relative_to(root))
        if name is None:
            folder.findings.append(_misplaced(path))
            continue
        content = folder.digest(path)
        if content is None:
            continue
        key = digest(code_digest(), "revision", path.as_posix(), content)
        kept: _Kept = ledger.recall(key, partial(_check, folder, path))
        folder.findings += kept.findings
        if kept.head:
            record = Record(
                path,
                key,
                kept.head,
                model=partial(_model, folder, path),
                document=partial(folder.document, path),
            )
            found.setdefault(name, []).append(Revision(record, kept.hash))
    return found


def _briefing_of(place: Path) -> str | None:
    """The id in the path of a file; None where nothing is kept under such a path."""
    match = _PLACE.fullmatch(place.as_posix())
    try:
        return match[1] if match and Date.parse(match[2]) else None
    except DateError:
        return None


def _check(folder: Folder, path: Path) -> _Kept:
    checked, _ = check_file(folder.content(path), path, Briefing)
    wrong = next((f for f in checked.findings if f.severity is Severity.ERROR), None)
    if wrong or checked.head is None:
        why = wrong.message if wrong else Message("the file is empty")
        return _Kept((_broken(path, why, wrong.span if wrong else Span()),))
    return _Kept((), checked.head, content_hash(_briefing_in(checked)))


def _model(folder: Folder, path: Path) -> Briefing:
    return _briefing_in(check_file(folder.content(path), path, Briefing)[0])


def _briefing_in(checked: Checked) -> Briefing:
    return cast("Briefing", checked.model)


def of_briefing(kept: Mapping[str, list[Revision]], ids: Iterable[str]) -> tuple[Revision, ...]:
    """All that was kept of one briefing, under its ids of today and before, oldest first.

    What says the same as the one before it is none.
    """
    by_date = {revision.date: revision for name in ids for revision in kept.get(name, ())}
    found: list[Revision] = []
    for date in sorted(by_date):
        if not found or found[-1].hash != by_date[date].hash:
            found.append(by_date[date])
    return tuple(found)


def check_owners(folder: Path, kept: Iterable[str], known: Iterable[str]) -> Iterator[Diagnostic]:
    """What was kept must be of a briefing that is or was there."""
    for name in sorted({*kept} - {*known}):
        yield Diagnostic(
            code="bad-published-version",
            message=Message("no briefing is called `{name}`, or was", name=name),
            path=folder / REVISIONS / name,
            severity=Severity.WARNING,
            help=Message(
                "add `{name}` to the `aliases` of its briefing, or delete the folder", name=name
            ),
        )


def _misplaced(path: Path) -> Diagnostic:
    return Diagnostic(
        code="bad-published-version",
        message=Message("this is no `versions/<id>/<date>.yml`, and not read"),
        path=path,
        help=Message("move the file elsewhere: `versions` is for what `briefsite publish` keeps"),
    )


def _broken(path: Path, why: Message, span: Span) -> Diagnostic:
    return Diagnostic(
        code="bad-published-version",
        message=Message("this is not what `briefsite publish` kept: {why}", why=why),
        path=path,
        span=span,
        help=Message("restore the file, or delete it"),
    )
