"""The register of what was published: a log, to which each publication adds lines, and which loses none.

Each line begins with a digest of the line before it, so that none can be changed, taken out or moved
without all later ones. What follows says what a publication changed, and its last line, `publication`,
a digest of all that stands published then. What stands is the fold of all lines.

Locks of former days had the same lines without any of this, sorted; they are still read.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from briefsite.archive.dates import DateError, Instant
from briefsite.messages.message import Message

LOCK = "published.lock"
"""The name of the file, in the folder of the briefings."""

NOTHING = "0" * 32
"""What the first line begins with."""

Key = tuple[str, str, str]
"""What a line is about: its kind, the id of the briefing and, where it is of one, that of an entity or a source."""

_ID = "[a-z0-9-]+"
_ENTRY = re.compile(
    "(?P<before>[0-9a-f]{32}) (?:"
    r"publication (?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (?P<root>[0-9a-f]{64})"
    rf"|removed (?P<removed>briefing {_ID}|(?:entity|source) {_ID} {_ID})"
    rf"|(?P<key>briefing {_ID}(?= [0-9a-f]{{32}} \d{{1,6}}$)|entity {_ID} {_ID}(?= \S)"
    rf"|source {_ID} {_ID}(?= [0-9a-f]{{64}}$)) (?P<value>.+))",
    re.ASCII,
)
_CHAINED = re.compile("^[0-9a-f]{32} (?:publication|briefing) ", re.MULTILINE)
_FORMER = re.compile(
    rf"(?P<name>{_ID}) (?:(?P<said>[0-9a-f]{{32}} \d{{1,6}})"
    rf"|(?P<kind>entity(?= \S+ \S)|source(?= \S+ [0-9a-f]{{64}}$)) (?P<of>{_ID}) (?P<value>.+))",
    re.ASCII,
)


class Standing(NamedTuple):
    """Something that stands published."""

    line: int
    """Where the register says so."""

    value: str
    """Of a briefing its hash and the number of its corrections, of an entity its name, of a source its SHA-256."""


class Change(NamedTuple):
    """What a publication changed."""

    key: Key
    before: str | None
    """As `Standing.value`; None for what was not published, or stood no more."""

    now: str | None
    """The same after it."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published at one time."""

    line: int
    """That which closes it."""

    moment: str
    """When, in UTC, by the clock of who published: `2026-11-30T10:20:00Z`."""

    root: str
    """Stands for all that was published then, see `root_of`."""

    changes: tuple[Change, ...]


class Fault(NamedTuple):
    """What is wrong with a line."""

    line: int
    width: int
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What a register says."""

    standing: Mapping[Key, Standing]
    """What stands published, as far as the lines can be read."""

    publications: tuple[Publication, ...] = ()
    """Oldest first; none of a lock of former days."""

    faults: tuple[Fault, ...] = ()
    is_chained: bool = True
    """Whether it is a log, and no lock of former days."""

    text: str = ""
    """All of it."""

    @property
    def names(self) -> frozenset[str]:
        """The ids of the briefings that stand published."""
        return frozenset(name for kind, name, _ in self.standing if kind == "briefing")


EMPTY = Register(standing={})
"""That of a site of which nothing was recorded."""


def link_of(line: str) -> str:
    """What the line after this one begins with."""
    return hashlib.sha256(line.encode()).hexdigest()[:32]


def root_of(standing: Mapping[Key, str]) -> str:
    """Stands for all that is published: SHA-256 of its lines, sorted, without what they begin with."""
    lines = sorted(f"{_words(key, value)}\n" for key, value in standing.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_register(text: str) -> Register:
    """Read a register, or a lock of former days. Never raises: what is wrong is among its `faults`."""
    return _read_log(text) if _CHAINED.search(text) else _read_former(text)


def add_publication(register: Register, now: Mapping[Key, str], moment: str) -> str:
    """The text of a register with what has changed; as it is where nothing has.

    It begins anew where there was none but one of former days. `now` is all that is published.
    """
    lines = lines_of(register.text) if register.is_chained else []
    before = {key: one.value for key, one in register.standing.items()} if lines else {}
    entries = sorted(_entries(before, now))
    for entry in [*entries, f"publication {moment} {root_of(now)}"] if entries else ():
        lines.append(f"{link_of(lines[-1]) if lines else NOTHING} {entry}")
    return "".join(f"{line}\n" for line in lines)


def _entries(before: Mapping[Key, str], now: Mapping[Key, str]) -> Iterator[str]:
    """What is new; and what stands no more, of a briefing that goes its own line alone."""
    yield from (_words(key, value) for key, value in now.items() if before.get(key) != value)
    gone = before.keys() - now.keys()
    for key in gone:
        kind, name, _ = key
        if kind == "briefing" or ("briefing", name, "") not in gone:
            yield _words(("removed", *key))


def _words(key: tuple[str, ...], value: str = "") -> str:
    return " ".join(filter(None, [*key, value]))


def _key(words: str) -> Key:
    kind, name, of = [*words.split(" "), ""][:3]
    return kind, name, of


def lines_of(text: str) -> list[str]:
    """Its lines, without their ends; those of Windows are no part of them."""
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def _entry(line: str) -> re.Match[str] | None:
    match = _ENTRY.fullmatch(line)
    if match and match["moment"]:
        try:
            Instant.parse(match["moment"])
        except DateError:
            return None
    return match


class _Fold:
    """What stands after some lines; each publication takes a digest of all of it, so it is kept in order."""

    def __init__(self) -> None:
        self.standing: dict[Key, Standing] = {}
        self._lines: list[str] = []

    def put(self, key: Key, number: int, value: str) -> Change:
        """Take in what a line says."""
        was = self._take_out(key)
        self.standing[key] = Standing(number, value)
        insort(self._lines, f"{_words(key, value)}\n")
        return Change(key, was, value)

    def remove(self, key: Key) -> list[Change]:
        """Take out what is no more, and with a briefing all that is said of it."""
        kind, name, _ = key
        is_all = kind == "briefing"
        gone = [other for other in self.standing if other[1] == name] if is_all else [key]
        return [Change(other, self._take_out(other), None) for other in gone]

    def root(self) -> str:
        """As `root_of`."""
        return hashlib.sha256("".join(self._lines).encode()).hexdigest()

    def _take_out(self, key: Key) -> str | None:
        was = self.standing.pop(key, None)
        if was is None:
            return None
        del self._lines[bisect_left(self._lines, f"{_words(key, was.value)}\n")]
        return was.value


def _read_log(text: str) -> Register:
    fold = _Fold()
    publications: list[Publication] = []
    faults: list[Fault] = []
    changes: list[Change] = []
    follows: str | None = NOTHING
    lines = lines_of(text)

    def fault(message: Message) -> None:
        faults.append(Fault(number, len(line), message))

    for number, line in enumerate(lines, 1):
        match, expected = _entry(line), follows
        follows = link_of(line) if match else None  # by what is no line of ours, nothing is told
        if not match:
            fault(Message("this is no line that `briefsite publish` writes"))
            continue
        if expected not in (None, match["before"]):
            fault(
                Message(
                    "this line does not follow the one before it: one of the two was changed, or there were others between them"
                )
            )
        if match["key"]:
            changes.append(fold.put(_key(match["key"]), number, match["value"]))
        elif match["removed"]:
            changes += fold.remove(_key(match["removed"]))
        else:
            if not faults and match["root"] != fold.root():
                fault(Message("this is not the digest of what stands published here"))
            found = Publication(number, match["moment"], match["root"], tuple(changes))
            publications.append(found)
            changes = []
    if changes and not faults:
        fault(Message("no line `publication` closes what was published here"))
    return Register(
        standing=fold.standing, publications=tuple(publications), faults=tuple(faults), text=text
    )


def _read_former(text: str) -> Register:
    """A lock as it was before it was a log: the lines of what stands, in any order."""
    found: dict[Key, Standing] = {}
    faults = []
    broken = set()
    for number, line in enumerate(text.splitlines(), 1):
        if match := _FORMER.fullmatch(line):
            key = (match["kind"] or "briefing", match["name"], match["of"] or "")
            first = found.setdefault(key, Standing(number, match["said"] or match["value"])).line
            if first == number:
                continue
            message = Message("line {line} is already about this", line=first)
        else:
            message = Message(
                "this line is not `<id> <hash> <number of corrections>`, "
                "`<id> entity <id> <name>` or `<id> source <id> <SHA-256>`"
            )
            broken.add(line.partition(" ")[0])
        faults.append(Fault(number, len(line), message))
    for (kind, name, of), (number, value) in found.items():
        if ("briefing", name, "") not in found and name not in broken:
            message = Message("there is no line `{name} <hash> <number of corrections>`", name=name)
            faults.append(Fault(number, len(_words((name, kind, of), value)), message))
            broken.add(name)
    return Register(standing=found, faults=tuple(faults), is_chained=not text, text=text)
