"""What was published: a published briefing may change only where a correction says so.

`published.lock` is the register of what was published (see `register`). Of a briefing it has a hash of
its content, and how many corrections it had; and each thing of another file that readers take for
said: the name of an entity in a statement of fact, the hash of a source. `briefsite publish` writes it;
`briefsite check` compares.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple

from briefsite.archive.dates import Date
from briefsite.archive.load import Document
from briefsite.archive.models import Briefing, Entity, Source
from briefsite.archive.records import Record
from briefsite.archive.references import entities_of, head_of, references_of, with_ids
from briefsite.archive.register import NOTHING, Key, Register
from briefsite.evidence.typography import fold
from briefsite.messages.diagnostics import Diagnostic, Span
from briefsite.messages.message import Message

NOT_CONTENT = {
    "aliases",
    "corrections",
    "publish_at",
    "related",
    "status",
    "status_note",
    "topics",
}
"""What says that a briefing changed, or files it, rather than being what it says."""

_MOST_SPELLINGS = 256
"""How many ways to write the ids in a briefing are tried."""

_ALIKE = 0.85
"""How much of two names must be the same letters for them to be two spellings of one."""


def content_hash(briefing: Briefing) -> str:
    """Hash what a briefing says, after folding typography: 32 hexadecimal digits.

    An address is not content: for `published.lock` and for readers it is taken of the briefing with
    the first ids of the files that it refers to, which no rename changes; and a claim can be given an
    id when another contradicts it.
    """
    return hashlib.sha256(content_text(briefing).encode()).hexdigest()[:32]


def content_text(briefing: Briefing) -> str:
    """What a briefing says, after folding typography, as the text of which `content_hash` is the hash."""
    left_out: Any = {**dict.fromkeys(NOT_CONTENT, True), "claims": {"__all__": {"id"}}}
    content = briefing.model_dump(mode="json", exclude=left_out, exclude_defaults=True)
    return json.dumps(_folded(content), ensure_ascii=False, sort_keys=True)


class Content(NamedTuple):
    """As much of a briefing as is compared with what was published."""

    hash: str
    corrections: tuple[Date, ...]
    """When each is of."""

    is_draft: bool
    shown: tuple[tuple[str, str], ...]
    """Of which other files it shows something: kind and id, in order."""

    @classmethod
    def of(cls, briefing: Briefing, first: Mapping[str, str]) -> Content:
        """Take it from a briefing that refers to others by their ids of today.

        `first` holds the first ids of those that were renamed.
        """
        entities = {("entity", name) for _, name in entities_of(briefing)}
        sources = {(kind, name) for _, name, kind in references_of(briefing) if kind == "source"}
        return cls(
            content_hash(with_ids(briefing, first)),
            tuple(correction.date for correction in briefing.corrections),
            briefing.status == "draft",
            tuple(sorted(entities | sources)),
        )


Shown = Mapping[tuple[str, str], str]
"""What briefings show of other files, by kind and id: the name of an entity, the hash of a source."""


def shown_of(entities: Iterable[Record[Entity]], sources: Iterable[Record[Source]]) -> Shown:
    """What briefings show of entities and sources as they are today."""
    return {
        **{("entity", record.id): " ".join(record.model.name.split()) for record in entities},
        **{("source", record.id): record.model.sha256 or "" for record in sources},
    }


@dataclass(slots=True)
class _Published:
    """What the lock says of a briefing."""

    line: int
    hash: str
    corrections: int
    shown: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """The files as they are today, to be compared with what was published."""

    contents: Mapping[str, Content]
    """Briefings that could be read, by their ids of today and before."""

    ids: frozenset[str]
    """Of all briefings, today and before, those that could not be read as well."""

    records: Mapping[str, Record[Briefing]]
    """By their ids of today and before."""

    shown: Shown
    former: Mapping[str, str]
    """Today's ids by those before, of all kinds."""

    spellings: Mapping[str, frozenset[str]]
    """The former names of entities with their typography folded, by id."""


def published_now(present: Present) -> dict[Key, str]:
    """What the register must say of all briefings that are not drafts."""
    found: dict[Key, str] = {}
    for name, content in present.contents.items():
        if not content.is_draft:
            found["briefing", name, ""] = f"{content.hash} {len(content.corrections)}"
            if name not in present.former:
                found |= {(kind, name, of): present.shown[kind, of] for kind, of in content.shown}
    return found


def check_lock(register: Register, path: Path, present: Present) -> Iterator[Diagnostic]:
    """Compare briefings with what was published."""
    for number, width, message in register.faults:
        yield Diagnostic(
            code="bad-lock",
            message=message,
            path=path,
            span=Span(number, 1, max(1, width)),
            help=_RESTORE_LOG if register.is_chained else _RESTORE_LINE,
        )
    told = set()
    published = _published(register)
    for name, before in published.items():
        now = present.contents.get(name)
        if (name not in present.ids and now is None) or (now and now.is_draft):
            column = _COLUMN if register.is_chained else 1
            yield _removed(name, Span(before.line, column, len(name)), path, published, present)
        elif now:
            for change in _changes(before, now, present.records[name], present):
                if change not in told:  # by another id of the same briefing
                    told.add(change)
                    yield change


_RESTORE_LOG = Message(
    "restore the file as it was committed (`git checkout`; in a merge, keep the lines of the branch "
    "that is published), and run `briefsite publish` again"
)
_RESTORE_LINE = Message("restore the line, or delete it and run `briefsite publish`")

_COLUMN = len(f"{NOTHING} briefing ") + 1
"""Where the id stands in a line of the log."""


def _published(register: Register) -> dict[str, _Published]:
    """What was published of each briefing, by id."""
    found = {}
    for (kind, name, _), (line, value) in register.standing.items():
        if kind == "briefing":
            digest, corrections = value.split(" ")
            found[name] = _Published(line, digest, int(corrections))
    for (kind, name, of), (_, value) in register.standing.items():
        if kind != "briefing" and name in found:
            found[name].shown[kind, of] = value
    return found


def _changes(
    before: _Published, now: Content, record: Record[Briefing], present: Present
) -> Iterator[Diagnostic]:
    """What changed in a briefing since it was published, and no correction says so."""
    if len(now.corrections) < before.corrections:
        yield _unannounced(
            record.document,
            Message(
                "this briefing was published with more corrections than it has now: {count}",
                count=before.corrections,
            ),
            Message("restore the corrections that were published"),
        )
    if len(now.corrections) > before.corrections:
        return
    add = Message(
        "add an entry to `corrections` with its `date` and a `note`; then run `briefsite publish`"
    )
    if now.hash != before.hash and before.hash not in _hashes(record, present.former):
        yield _unannounced(
            record.document,
            Message(
                "what this briefing says changed since it was published, and nothing tells readers"
            ),
            add,
        )
    for (kind, name), was in before.shown.items():
        id_ = present.former.get(name, name)
        is_now = present.shown.get((kind, id_), "")
        if (kind, id_) not in now.shown or not is_now or fold(was) == fold(is_now):
            continue
        if kind == "source":
            yield _unannounced(
                record.document,
                Message(
                    "the text of source `{name}` was replaced since this briefing was published "
                    "(SHA-256 {was}…, now {now}…), and nothing tells readers",
                    name=id_,
                    was=was[:12],
                    now=is_now[:12],
                ),
                add,
            )
        else:
            is_alike, is_declared = _is_alike(was, is_now), fold(was) in present.spellings[id_]
            if is_alike and is_declared:
                continue
            yield _unannounced(
                record.document,
                Message(
                    "this briefing was published with the name `{was}`, and shows `{now}` now; "
                    "nothing tells readers",
                    was=was,
                    now=is_now,
                ),
                Message(
                    "{add}; where the spelling alone changed, add `{was}` to `former_names` of `{name}`",
                    add=add,
                    was=was,
                    name=id_,
                )
                if is_alike
                else add,
                notes=[Message("`former_names` is for spellings; these are two names")]
                if is_declared
                else [],
            )


def _hashes(record: Record[Briefing], former: Mapping[str, str]) -> Iterator[str]:
    """The hashes that a briefing may have had while others had other ids."""
    yield content_hash(record.model)
    model = with_ids(record.model, former)
    ids: dict[str, list[str]] = {}
    for name, now in former.items():
        ids.setdefault(now, [now]).append(name)
    named = sorted({name for name, _ in head_of(model, is_whole=True).references} & ids.keys())
    for way in islice(product(*(ids[name] for name in named)), _MOST_SPELLINGS):
        yield content_hash(with_ids(model, dict(zip(named, way, strict=True))))


def _is_alike(one: str, other: str) -> bool:
    """Tell whether two names may be spellings of one; accents, capitals and signs do not count."""
    return SequenceMatcher(None, _letters(one), _letters(other)).ratio() >= _ALIKE


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name.casefold())))


def _removed(
    name: str,
    span: Span,
    path: Path,
    published: Mapping[str, _Published],
    present: Present,
) -> Diagnostic:
    before = published[name]
    heir = next(
        (
            other
            for other, content in sorted(present.contents.items())
            if other not in published
            and other not in present.former
            and content.hash == before.hash
            and not content.is_draft
        ),
        None,
    )
    return Diagnostic(
        code="published-removed",
        message=Message("`{name}` was published and is gone; its address would be lost", name=name),
        path=path,
        span=span,
        help=Message(
            "`{heir}` has the same content: if it was renamed, write `aliases: [{ids}]` there",
            heir=heir,
            ids=", ".join([*present.records[heir].head.aliases, name]),
        )
        if heir
        else Message(
            "restore it with `status: withdrawn` and a `status_note`; "
            "or run `briefsite publish --forget {name}`, if it may vanish",
            name=name,
        ),
    )


def _unannounced(
    document: Document, message: Message, mend: Message, notes: Iterable[Message] = ()
) -> Diagnostic:
    return Diagnostic(
        code="unannounced-change",
        message=message,
        path=document.path,
        span=document.place(("corrections",)).key,
        notes=tuple(notes),
        help=mend,
    )


def _folded(value: object) -> object:
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, list):
        return [_folded(item) for item in value]
    if isinstance(value, dict):
        return {key: _folded(item) for key, item in value.items()}
    return value
