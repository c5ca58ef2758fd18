"""What was published: a published briefing may change only where a correction says so.

`published.lock` has a line a briefing: its id, a hash of its content, and how many corrections it
had. `briefsite publish` writes it; `briefsite check` compares.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.load import Document
from briefsite.archive.models import Briefing
from briefsite.evidence.typography import fold
from briefsite.messages.diagnostics import Diagnostic, Span
from briefsite.messages.message import Message

LOCK = "published.lock"
"""The name of the file, in the folder of the briefings."""

_NOT_CONTENT = {"aliases", "corrections", "status", "status_note", "related", "topics"}
"""What says that a briefing changed, or files it, rather than being what it says."""

_LINE = re.compile(r"([a-z0-9-]+) ([0-9a-f]{32}) (\d{1,6})")


def content_hash(briefing: Briefing) -> str:
    """Hash what a briefing says, after folding typography: 32 hexadecimal digits."""
    content = briefing.model_dump(mode="json", exclude=_NOT_CONTENT, exclude_defaults=True)
    text = json.dumps(_folded(content), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Content(NamedTuple):
    """As much of a briefing as is compared with what was published."""

    hash: str
    corrections: int
    """How many there are."""

    is_draft: bool

    @classmethod
    def of(cls, briefing: Briefing) -> Content:
        """Take it from a briefing."""
        return cls(content_hash(briefing), len(briefing.corrections), briefing.status == "draft")


def lock_text(contents: Mapping[str, Content]) -> str:
    """The lock of all briefings that are not drafts, by their ids of today and before."""
    return "".join(
        f"{name} {content.hash} {content.corrections}\n"
        for name, content in sorted(contents.items())
        if not content.is_draft
    )


def check_lock(
    lock: str,
    path: Path,
    contents: Mapping[str, Content],
    ids: frozenset[str],
    document: Callable[[str], Document],
) -> Iterator[Diagnostic]:
    """Compare briefings with what was published.

    `contents` holds those that could be read, by their ids of today and before; `ids` are those of
    all files; `document` gives the lines of a briefing by any of its ids.
    """
    for number, line in enumerate(lock.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if not match:
            yield Diagnostic(
                code="bad-lock",
                message=Message("this line is not `<id> <hash> <number of corrections>`"),
                path=path,
                span=Span(number, 1, max(1, len(line))),
                help=Message("restore the line, or delete it and run `briefsite publish`"),
            )
            continue
        name, digest, corrected = match.groups()
        now = contents.get(name)
        if (name not in ids and now is None) or (now and now.is_draft):
            yield Diagnostic(
                code="published-removed",
                message=Message(
                    "`{name}` was published and is gone; its address would be lost", name=name
                ),
                path=path,
                span=Span(number, 1, len(name)),
                help=Message(
                    "restore it with `status: withdrawn` and a `status_note`; "
                    "or delete this line, if it may vanish"
                ),
            )
        elif now and now.hash != digest and now.corrections <= int(corrected):
            yield _unannounced(document(name))


def _unannounced(document: Document) -> Diagnostic:
    return Diagnostic(
        code="unannounced-change",
        message=Message(
            "what this briefing says changed since it was published, and nothing tells readers"
        ),
        path=document.path,
        span=document.place(("corrections",)).key,
        help=Message(
            "add an entry to `corrections` with its `date` and a `note`; then run `briefsite publish`"
        ),
    )


def _folded(value: object) -> object:
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, list):
        return [_folded(item) for item in value]
    if isinstance(value, dict):
        return {key: _folded(item) for key, item in value.items()}
    return value
