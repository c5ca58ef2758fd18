"""What readers may not see yet: briefings before their `publish_at`, and what they alone refer to.

For readers these files are as if they were not there: a site is read without them. So nothing that is
made of it, and nothing that is kept of making it, can hold a word of theirs. A file that has the
field, and of which nobody can tell until when, waits too.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from briefsite.archive.dates import DateError, Instant
from briefsite.archive.folder import (
    APART,
    MAX_SOURCE_BYTES,
    YAML_ENDINGS,
    check_file,
    is_read,
    kind_of,
    yaml_files,
)
from briefsite.archive.load import Document, Where, load
from briefsite.archive.models import KINDS, Briefing, Model
from briefsite.archive.references import addresses_of, references_of
from briefsite.archive.register import LOCK, read_register
from briefsite.archive.translations import translation_of
from briefsite.cache.file_digests import ChangedError, FileDigests
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import Store
from briefsite.messages.diagnostics import Diagnostic, Severity, Span
from briefsite.messages.message import Message

NEVER = Instant(sys.maxsize, "")
"""Until when a briefing waits whose file says that it has an hour, and not which."""

_MAY_WAIT = re.compile(rb"(?i)publish(?![ei])|\\[xu]|\0")
"""What stands in each file with the field, and in few others; a key can be written in escapes as well."""

_FIELD = re.compile(r"(?i)publish[ _-]?(?:at|on)")
_LINE = re.compile(_FIELD.pattern.encode() + rb"[\"']?\s*:")
_ID = re.compile(rb"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class Embargo:
    """What readers may not see yet, and what must be mended before a site can be made for them."""

    waits: Mapping[Path, Instant] = field(default_factory=dict)
    """The briefings, by their files, and until when."""

    held: frozenset[Path] = frozenset()
    """Their files, and those of sources, entities and drafts that are not there without them."""

    drafts: frozenset[Path] = frozenset()
    """The drafts among them."""

    findings: tuple[Diagnostic, ...] = ()
    """Errors; with one, nothing may be made for readers: it would say what waits."""

    begin: int = 0
    """Since when it is as it is: the last hour that came, in seconds since 1970; 0 where none did."""

    @property
    def end(self) -> float:
        """When the first of the briefings may be seen, in seconds since 1970; never for none."""
        return min((until.seconds for until in self.waits.values()), default=NEVER.seconds)

    @cached_property
    def _beginnings(self) -> frozenset[Path]:
        return frozenset(path.with_suffix("") for path in self.held)

    def holds(self, file: str | Path) -> bool:
        """Tell whether a file is one of those, or one beside them: a translation, a text, a document, its places."""
        if not self.held:
            return False
        path = Path(file)
        if path.suffix in YAML_ENDINGS and not translation_of(path):
            return path in self.held
        return path.with_name(path.name.partition(".")[0]) in self._beginnings

    def notices(self) -> Iterator[Diagnostic]:
        """What waits, for authors."""
        for path in sorted(self.held):
            until = self.waits.get(path)
            if until:
                message = Message("`{name}` waits until {until}", name=path.stem, until=until)
            else:
                message = Message(
                    "`{name}` waits as well: nothing that readers may see refers to it",
                    name=path.stem,
                )
            if until is not NEVER:
                yield Diagnostic(
                    code="embargoed", message=message, path=path, severity=Severity.NOTICE
                )


def find_embargo(folder: Path, digests: FileDigests, store: Store) -> Embargo:
    """Look for what readers may not see at this moment.

    A briefing that was looked at before, and may be seen, is not opened. What waits is forgotten by
    `digests`. Raises `ChangedError` where a file changes meanwhile.
    """
    ledger, now = Ledger(store, "hours"), Instant.now().seconds
    hours = {Path(path): _hour_of(path, now, digests, ledger) for path in _briefings(folder)}
    ledger.save()
    waits = {path: until for path, until in hours.items() if isinstance(until, Instant)}
    begin = max((hour for hour in hours.values() if isinstance(hour, int)), default=0)
    if not waits:
        return Embargo(begin=begin)
    found = filter(is_read, yaml_files(folder, [], APART))
    paths = (path for path in found if not translation_of(path))
    files = _Files({path: KINDS[kind_of(path.relative_to(folder))] for path in paths}, digests)
    unclear = [path for path, until in waits.items() if until is NEVER]
    if unclear:
        wrong = tuple(finding for path in unclear for finding in files.checked(path))
        embargo = Embargo(waits=waits, held=frozenset(waits), findings=wrong, begin=begin)
    else:
        embargo = _Search(files, waits).embargo()
        published = _published(folder / LOCK, files, waits)
        embargo = replace(embargo, findings=(*embargo.findings, *published), begin=begin)
    digests.forget(map(str, embargo.held))
    return embargo


def _briefings(folder: Path) -> Iterator[str]:
    """The files that `yaml_files` takes for briefings; every build asks, and this takes a tenth of the time."""
    others = {"entities", "sources", *APART}
    for parent, folders, names in os.walk(folder):
        is_top = parent == str(folder)
        folders[:] = [
            name for name in folders if name[0] != "." and not (is_top and name in others)
        ]
        for name in names:
            is_one = name[0] != "." and name.endswith(YAML_ENDINGS)
            if is_one and (name.count(".") == 1 or not translation_of(Path(name))):
                yield os.path.join(parent, name)  # noqa: PTH118 (thousands of them)


def _hour_of(path: str, now: int, digests: FileDigests, ledger: Ledger) -> Instant | int:
    """Until when a briefing waits; where readers may see it, since when, or 0. What waits is kept nowhere."""
    if not os.path.isfile(path):  # noqa: PTH113 (a pipe would be waited for)
        return 0
    try:
        content = digests.digest(path, MAX_SOURCE_BYTES)
        known: int | None = ledger.get(content)
        if known is not None and known <= now:
            return known
        until = _hour(digests.content(path, MAX_SOURCE_BYTES), Path(path))
    except ChangedError:
        raise
    except OSError:  # reading it says so
        return 0
    if until is not None and until.seconds > now:
        return until
    since = until.seconds if until else 0
    ledger.note(content, since)
    return since


def _hour(raw: bytes, path: Path) -> Instant | None:
    """When a briefing may be seen, by its file; None where that does not say."""
    if not _MAY_WAIT.search(raw):
        return None
    document, _ = load(raw, path)
    if document is None:
        return NEVER if _LINE.search(raw.replace(b"\0", b"")) else None
    given = {key: value for key, value in document.data.items() if _FIELD.fullmatch(key)}
    if not given or given == {"publish_at": None}:
        return None
    try:
        return Instant.parse(given["publish_at"]) if len(given) == 1 else NEVER
    except (KeyError, TypeError, DateError):
        return NEVER


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of an archive, opened where something waits."""

    models: Mapping[Path, type[Model]]
    digests: FileDigests

    def raw(self, path: Path) -> bytes:
        """The bytes of a file; none where it cannot be read, which reading it says."""
        try:
            return self.digests.content(str(path), MAX_SOURCE_BYTES) if path.is_file() else b""
        except ChangedError:
            raise
        except OSError:
            return b""

    def checked(self, path: Path) -> tuple[Diagnostic, ...]:
        """What is wrong with a file by itself."""
        return check_file(self.raw(path), path, self.models[path])[0].findings

    def read(self, path: Path) -> tuple[Model | None, Document | None]:
        """The fields of a file, as far as they can be used, and its lines."""
        checked, document = check_file(self.raw(path), path, self.models[path])
        return checked.model if checked.head else None, document

    def names(self, path: Path) -> frozenset[str]:
        """The ids of a file: that of today, and those before."""
        former: tuple[str, ...] = ()
        if (b"aliases" if self.models[path] is Briefing else b"former_ids") in self.raw(path):
            checked, _ = check_file(self.raw(path), path, self.models[path])
            former = checked.head.aliases if checked.head else ()
        return frozenset([path.stem, *former])


def _references(model: Model) -> Iterator[tuple[Where, str]]:
    """All ids that a file refers to, and where."""
    yield from ((where, name) for where, name, _ in references_of(model))
    if isinstance(model, Briefing):
        addresses = addresses_of(model)
        yield from ((where, address.partition("/")[0]) for where, address, _ in addresses)


class _Search:
    """Looks for what is not there without the briefings that wait."""

    def __init__(self, files: _Files, waits: Mapping[Path, Instant]) -> None:
        """Take stock of all names."""
        self._files, self._waits = files, waits
        self._owners = {
            name: path
            for path, model in files.models.items()
            if model is not Briefing
            for name in files.names(path)
        }
        self._waiting = {name: path for path in waits for name in files.names(path)}

    def embargo(self) -> Embargo:
        """The files that wait, and those that do not and name one that does."""
        reached = self._reached(self._waits)
        wanted = {name for name, path in self._owners.items() if path in reached}
        named = {*self._waiting}
        seen, drafts, findings = self._from_outside(reached, wanted, named)
        seen |= self._reached(seen)
        findings += [found for path in sorted(seen) for found in self._naming(path, named)]
        names = {*named, *(name for name in wanted if self._owners[name] not in seen)}
        held_drafts = frozenset(path for path, referred in drafts.items() if referred & names)
        held = frozenset({*self._waits, *(reached - seen), *held_drafts})
        return Embargo(waits=self._waits, held=held, drafts=held_drafts, findings=tuple(findings))

    def _reached(self, starts: Iterable[Path]) -> set[Path]:
        """The entities and sources to which some files lead, by however many others."""
        reached: set[Path] = set()
        waiting = [*starts]
        while waiting:
            for name in self._referred(waiting.pop()):
                path = self._owners.get(name)
                if path and path not in reached:
                    reached.add(path)
                    waiting.append(path)
        return reached

    def _referred(self, path: Path) -> set[str]:
        """The ids to which a file refers; where its fields are wrong, all words that could be one."""
        checked, _ = check_file(self._files.raw(path), path, self._files.models[path])
        if checked.model and checked.head and checked.head.is_whole:
            return {name for _, name in _references(checked.model)}
        return {word.decode() for word in _ID.findall(self._files.raw(path))}

    def _from_outside(
        self, reached: set[Path], wanted: set[str], named: set[str]
    ) -> tuple[set[Path], dict[Path, set[str]], list[Diagnostic]]:
        """Which of the files `reached` others refer to, which drafts do, and who names what waits."""
        seen: set[Path] = set()
        drafts: dict[Path, set[str]] = {}
        findings: list[Diagnostic] = []
        looked_for = {name.encode(): self._owners.get(name) for name in wanted | named}
        for path in sorted(self._files.models.keys() - self._waits.keys() - reached):
            raw = self._files.raw(path)
            names = {
                name for name, owner in looked_for.items() if name in raw and owner not in seen
            }
            if names.isdisjoint(_ID.findall(raw) if names else ()):
                continue
            model, _ = self._files.read(path)
            if model is None:
                continue
            referred = {name for _, name in _references(model)}
            if isinstance(model, Briefing) and model.status == "draft":
                drafts[path] = referred
                continue
            seen |= {self._owners[name] for name in referred & wanted}
            if not referred.isdisjoint(named):
                findings += self._naming(path, named)
        return seen, drafts, findings

    def _naming(self, path: Path, named: set[str]) -> Iterator[Diagnostic]:
        """The places where a file that readers may see names what waits."""
        model, document = self._files.read(path)
        if model is None or document is None:
            return
        for where, name in _references(model):
            if name in named:
                yield Diagnostic(
                    code="embargoed-reference",
                    message=Message(
                        "`{name}` waits until {until}, and readers would learn of it here",
                        name=name,
                        until=self._waits[self._waiting[name]],
                    ),
                    path=path,
                    span=document.place(where).value,
                    help=Message(
                        "take this out until then, or write the same `publish_at` here; "
                        "`{name}` itself may refer to this file",
                        name=name,
                    ),
                )


def _published(lock: Path, files: _Files, waits: Mapping[Path, Instant]) -> Iterator[Diagnostic]:
    """Briefings that wait, and are in the lock: readers have seen them."""
    if not lock.is_file():
        return
    published = read_register(lock.read_bytes().decode("utf-8", errors="replace")).names
    for path in waits:
        if files.names(path) & published:
            document, _ = load(files.raw(path), path)
            yield Diagnostic(
                code="published-removed",
                message=Message(
                    "`{name}` was published, and `publish_at` would take it from readers",
                    name=path.stem,
                ),
                path=path,
                span=document.place(("publish_at",)).key if document else Span(),
                help=Message("delete `publish_at`"),
            )
