"""The register of what was published: whether its lines follow from each other, and the site from them.

`docs/datos.md` says what its lines mean. Nothing of what writes it is used here: what is held against a
site must not come from where the site comes from.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from briefsite.evidence.typography import fold
from briefsite.messages.message import Message
from briefsite.verification.against_sources import Checked
from briefsite.verification.faults import Fault, short
from briefsite.verification.pages import letters, words_of_copy
from briefsite.verification.published_data import PublishedData, Read
from briefsite.verification.records import (
    Briefing,
    Data,
    MalformedError,
    entries,
    maybe,
    object_of,
    statement_lists,
    text,
    texts,
)

REGISTER = "data/register.txt"

Key = tuple[str, ...]
"""`briefing` and its id; `entity` or `source`, the id of the briefing, and its own."""

_LINE = re.compile(
    r"(?P<link>[0-9a-f]{32}) (?:publication (?P<moment>\S+) (?P<root>[0-9a-f]{64})"
    r"|removed (?P<removed>\S+(?: \S+){1,2})"
    r"|(?P<key>briefing \S+|(?:entity|source) \S+ \S+) (?P<value>\S.*))"
)


class Step(NamedTuple):
    """What one publication changed."""

    moment: str
    changes: Mapping[Key, tuple[str, str]]
    """What stood before and after; empty for what was not there."""


class Log(NamedTuple):
    """A register, read."""

    lines: Sequence[str]
    standing: Mapping[Key, str]
    steps: Sequence[Step]
    faults: Sequence[Fault]


def read_log(content: bytes) -> Log:
    """Read a register, and say where its lines do not follow from each other."""
    lines = content.decode("utf-8", "replace").replace("\r\n", "\n").removesuffix("\n").split("\n")
    lines = lines if content else []
    standing, steps, faults = dict[Key, str](), list[Step](), list[Fault]()
    changes = dict[Key, tuple[str, str]]()
    link = "0" * 32
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None or match["link"] != link:
            message = Message(
                "line {number} does not follow from the line before it", number=number
            )
            faults.append(Fault("bad-register", REGISTER, message, short(line)))
        link = hashlib.sha256(line.encode()).hexdigest()[:32]
        if match is None:
            continue
        if match["root"]:
            if match["root"] != _root(standing):
                message = Message(
                    "line {number}: the root is not that of what stands published", number=number
                )
                faults.append(Fault("bad-register", REGISTER, message, short(line)))
            steps.append(Step(match["moment"], changes))
            changes = {}
        elif match["removed"]:
            gone = tuple(match["removed"].split(" "))
            for key in [key for key in standing if key == gone or _is_of(key, gone)]:
                changes[key] = (standing.pop(key), "")
        else:
            key = tuple(match["key"].split(" "))
            changes[key] = (standing.get(key, ""), match["value"])
            standing[key] = match["value"]
    if changes:
        message = Message("no publication closes its last lines")
        faults.append(Fault("bad-register", REGISTER, message))
    return Log(lines, standing, steps, faults)


def _is_of(key: Key, gone: Key) -> bool:
    return gone[0] == "briefing" and key[1] == gone[1]


def _root(standing: Mapping[Key, str]) -> str:
    lines = sorted(f"{' '.join(key)} {value}\n".encode() for key, value in standing.items())
    return hashlib.sha256(b"".join(lines)).hexdigest()


def check_register(log: Log | None, site: PublishedData, read: Read) -> Checked:
    """The briefings of a site against its register; without one, what they say of themselves."""
    counts, faults = Counter[str](), [*log.faults] if log else []
    known = set[str]()
    # Of what is not translated, each edition has the original.
    originals = {one.id: one for one in site.briefings.values() if maybe(one.data, "content")}
    for briefing in originals.values():
        known.update((briefing.id, *texts(briefing.data, "former_ids")))
        faults += _content(briefing, site, read)
        faults += _corrections(briefing)
        if log and ("briefing", briefing.id) in log.standing:
            counts["published"] += 1
            faults += _against_log(briefing, log.standing, site)
    for kind, *name in log.standing if log else ():
        if kind == "briefing" and name[0] not in known:
            message = Message("`{name}` was published and is gone", name=name[0])
            faults.append(Fault("unannounced-change", REGISTER, message))
    if log:
        counts["publications"] = len(log.steps)
        for step in log.steps:
            faults += _step(step)
    return Checked(counts, faults)


def _counted(value: str) -> tuple[str, int]:
    """The hash of a briefing, and how many corrections it had."""
    digest, _, corrections = value.partition(" ")
    return digest, int(corrections) if corrections.isdecimal() and len(corrections) < 7 else 0


def _against_log(
    briefing: Briefing, standing: Mapping[Key, str], site: PublishedData
) -> Iterator[Fault]:
    """What changed since the last publication, and no correction says so."""
    digest, corrections = _counted(standing["briefing", briefing.id])
    now = len(entries(briefing.data, "corrections"))

    def fault(message: Message, words: str = "") -> Fault:
        return Fault("unannounced-change", briefing.path, message, short(words))

    if now < corrections:
        yield fault(
            Message("the register counts {count} corrections, and it has fewer", count=corrections)
        )
    if now > corrections:
        return  # it says that it changed, and the next publication will record it
    if text(briefing.data, "hash") != digest:
        yield fault(Message("it is not what the register says was published"), briefing.title)
    for key, was in standing.items():
        if key[1] != briefing.id or key[0] == "briefing":
            continue
        is_now = _shown(key, site)
        if is_now and fold(was) not in is_now:
            yield fault(
                Message(
                    "it was published with `{was}` for `{name}`, and shows `{now}` now",
                    was=short(was),
                    name=key[2],
                    now=short(next(iter(is_now))),
                )
            )


def _shown(key: Key, site: PublishedData) -> dict[str, None]:
    """What the site shows today of an entity or a source, today's first; nothing where it has no page."""
    found = dict[str, None]()
    if key[0] == "source":
        for source in site.sources.values():
            if source.id == key[2]:
                found[maybe(source.data, "sha256")] = None
    else:
        for entity in site.entities.values():
            if text(entity, "id") == key[2]:
                found[fold(text(entity, "name"))] = None
                for former in entries(entity, "former_names"):
                    found[fold(text(former, "name"))] = None
    return found


def _step(step: Step) -> Iterator[Fault]:
    """A publication that changed a briefing without a correction, or corrected nothing."""
    for key, (was, now) in step.changes.items():
        if key[0] != "briefing" or not was or not now:
            continue
        (before, corrected), (after, corrections) = _counted(was), _counted(now)
        others = [other for other in step.changes if other[1] == key[1] and other != key]
        if before != after and corrections <= corrected:
            message = Message(
                "{moment}: `{name}` changed, and no correction was added",
                moment=short(step.moment),
                name=key[1],
            )
            yield Fault("unannounced-change", REGISTER, message)
        elif before == after and corrections > corrected and not others:
            message = Message(
                "{moment}: a correction was added to `{name}`, and nothing changed",
                moment=short(step.moment),
                name=key[1],
            )
            yield Fault("empty-correction", REGISTER, message)


def _corrections(briefing: Briefing) -> Iterator[Fault]:
    for entry in entries(briefing.data, "corrections"):
        was, now = maybe(entry, "was"), maybe(entry, "now")
        if not text(entry, "note") or (was and letters(was) == letters(now)):
            message = Message("this correction names no change")
            yield Fault("empty-correction", briefing.path, message, text(entry, "note"))


# What the hash in the register is of


def _content(briefing: Briefing, site: PublishedData, read: Read) -> Iterator[Fault]:
    """The text of which the hash of a briefing is taken, against that hash and against its data."""
    address = maybe(briefing.data, "content")
    if not address:
        return
    path = address.removeprefix(site.base)
    content = read(path)
    stated = text(briefing.data, "hash")
    if hashlib.sha256(content).hexdigest()[:32] != stated:
        message = Message("its hash is not {hash}, which the data say", hash=stated)
        yield Fault("register-differs", path, message)
    for mine, theirs in _pairs(briefing, object_of(content)):
        if mine != theirs:
            message = Message("what was published says «{words}»", words=short(theirs))
            yield Fault("register-differs", path, message, short(mine))


def _pairs(briefing: Briefing, content: Data) -> Iterator[tuple[str, str]]:
    """What the data of a briefing say, and what the text of its hash says of the same; as they are compared."""
    data = briefing.data
    for name in ("title", "summary", "why_it_matters"):
        yield maybe(data, name), _plain(maybe(content, name), maybe(data, name))
    yield text(data, "date"), text(content, "date")
    lists = [
        name for name in content if name in data and name != "evidence" and _is_list(content, name)
    ]
    for name in dict.fromkeys([*statement_lists(data), *lists]):
        mine = entries(data, name)
        theirs = entries(content, name) if name in content else ()
        yield str(len(mine)), str(len(theirs))
        for one, other in zip(mine, theirs, strict=False):
            said = maybe(one, "text")
            yield said, _plain(maybe(other, "note" if name == "participants" else "text"), said)
            for field in ("date", "deadline", "status", "speaker_as_written", "likelihood"):
                if field in other:
                    yield fold(maybe(one, field)), maybe(other, field)
    yield str(len(_any(data, "unknowns"))), str(len(_any(content, "unknowns")))
    for said, unknown in zip(texts(data, "unknowns"), _any(content, "unknowns"), strict=False):
        yield said, _plain(str(unknown), said)


def _is_list(data: Data, name: str) -> bool:
    """Tell whether a name leads to a list of entries, and not of ids or texts."""
    value = data[name]
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _any(data: Data, name: str) -> Sequence[object]:
    found = data.get(name, [])
    if not isinstance(found, list):
        raise MalformedError(Message("`{name}` is missing, or not what it should be", name=name))
    return found


def _plain(written: str, said: str) -> str:
    """What an author wrote, as it is said: the same text where the letters are the same."""
    return said if letters(words_of_copy(written)) == letters(said) else written


# From one visit to the next


def since(kept: bytes, log: Log | None) -> tuple[list[Message], list[Fault]]:
    """What was published since a register was kept, and whether the log still begins with it."""
    before = read_log(kept)
    lines = log.lines if log else ()
    for number, line in enumerate(before.lines, 1):
        if number > len(lines) or lines[number - 1] != line:
            message = Message(
                "line {number} of the register that was kept is not in that of today", number=number
            )
            return [], [Fault("history-rewritten", REGISTER, message, short(line))]
    changes = []
    for step in log.steps[len(before.steps) :] if log else ():
        for key, (was, now) in step.changes.items():
            if key[0] == "briefing":
                changes.append(_told(step.moment, key[1], was, now))
    return changes, []


def _told(moment: str, name: str, was: str, now: str) -> Message:
    if not was:
        return Message("{moment}: `{name}` was published", moment=short(moment), name=name)
    if not now:
        return Message("{moment}: `{name}` was removed", moment=short(moment), name=name)
    is_announced = _counted(now)[1] > _counted(was)[1]
    if is_announced:
        return Message("{moment}: `{name}` was corrected", moment=short(moment), name=name)
    return Message(
        "{moment}: `{name}` was changed without a correction", moment=short(moment), name=name
    )
