"""A folder of YAML files and source texts, read from disk: what each file holds and what is wrong with it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from briefsite.archive.load import MAX_BYTES, Document, decode, load, too_large
from briefsite.archive.lock import LOCK, Content, check_lock
from briefsite.archive.models import Briefing, Model, Source
from briefsite.archive.records import Archive, Head, Record
from briefsite.archive.references import head_of, words_of
from briefsite.archive.validate import check_id, sound_part, validate
from briefsite.cache.file_digests import Sightings
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import Store, code_digest, digest, packed
from briefsite.cache.workers import each
from briefsite.messages.diagnostics import Diagnostic

MAX_SOURCE_BYTES = 16 * MAX_BYTES
"""Largest archived text."""

M = TypeVar("M", bound=Model)


def kind_of(path: Path) -> str:
    """The kind of a YAML file, by the folder that it is in."""
    return {"entities": "entity", "sources": "source"}.get(path.parts[0], "briefing")


def yaml_files(folder: Path, findings: list[Diagnostic]) -> Iterator[Path]:
    """All `.yml` and `.yaml` files below a folder, but for hidden ones and templates.

    Symbolic links to folders are refused: they could lead anywhere, or in circles.
    """
    for parent, folders, names in os.walk(folder, followlinks=False):
        here = Path(parent)
        for name in [*folders]:
            if name.startswith(".") or (here == folder and name == "templates"):
                folders.remove(name)
            elif (here / name).is_symlink():
                folders.remove(name)
                findings.append(_symlink(here / name))
        for name in names:
            path = here / name
            if name.startswith(".") or path.suffix not in (".yml", ".yaml"):
                continue
            yield path


def _symlink(path: Path) -> Diagnostic:
    return Diagnostic(
        code="symlink-outside",
        message="this symbolic link leads out of the folder, or to a folder",
        path=path,
        help="copy the file here instead",
    )


class _Checked(NamedTuple):
    """What one file holds."""

    findings: tuple[Diagnostic, ...]
    head: Head | None
    """None where the file cannot be used."""

    model: Model | None = None
    """Of an entity or a source; a briefing is opened when it is needed."""


class _Body(NamedTuple):
    """What is needed of a briefing that has to be examined."""

    model: Briefing
    words: frozenset[str]


def _check(raw: bytes, path: Path, model: type[Model]) -> tuple[_Checked, _Body | None]:
    """What a file holds and, of a briefing, its body."""
    document, findings = load(raw, path)
    if document is None:
        return _Checked(tuple(findings), None), None
    valid, wrong = validate(document, model)
    bad_id = check_id(document)
    findings = [*findings, *wrong, *bad_id]
    part = valid or (sound_part(document, model) if model is Briefing else None)
    if bad_id or part is None:
        return _Checked(tuple(findings), None), None
    head = head_of(part, is_whole=valid is not None)
    if not isinstance(part, Briefing):
        return _Checked(tuple(findings), head, part), None
    return _Checked(tuple(findings), head), _Body(part, words_of(part))


def _key_of_body(key: str) -> str:
    return f"{key} body"


@dataclass(slots=True)
class Reader:
    """Reads files and checks them, each by itself."""

    folder: Path
    store: Store
    ledger: Ledger
    seen: Sightings
    refused: set[Path] = field(default_factory=set)
    """Files that are checked but kept out of the site, since their ids are not good."""

    findings: list[Diagnostic] = field(default_factory=list)
    limits: dict[Path, int] = field(default_factory=dict)
    """How many bytes each file may have, of those that can be read."""

    def read(self, paths: Iterable[Path], model: type[M]) -> list[Record[M]]:
        """Check files of one kind, those that are new to the store on all cores."""
        keys = {
            path: digest(code_digest(), model.__name__, path.as_posix(), content)
            for path in paths
            if (content := self._digest(path, MAX_BYTES))
        }
        checked: dict[Path, _Checked | None] = {
            path: self.ledger.get(key) for path, key in keys.items()
        }
        unknown = [path for path, found in checked.items() if found is None]
        for path in unknown:
            checked[path] = self.store.get(keys[path])
        new = [path for path in unknown if checked[path] is None]

        def check(path: Path) -> tuple[_Checked, bytes]:
            found, body = _check(self.content(path), path, model)
            return found, packed(body)

        for path, (made, body) in zip(new, each(check, new, "Reading files"), strict=True):
            self.store.put(keys[path], made)
            self.store.put_packed(_key_of_body(keys[path]), body)
            checked[path] = made
        for path in unknown:
            self.ledger.note(keys[path], checked[path])
        records = []
        for path, found in checked.items():
            assert found
            self.findings += found.findings
            if found.head is not None and path not in self.refused:
                records.append(self._record(path, keys[path], found.head, found.model, model))
        return records

    def _record(
        self, path: Path, key: str, head: Head, known: Model | None, kind: type[M]
    ) -> Record[M]:
        def body() -> Any:  # not kept: the words of a briefing take more than all else of it
            return self.store.get(_key_of_body(key)) or _check(self.content(path), path, kind)[1]

        return Record(
            path,
            key,
            head,
            model=lambda: cast("M", known or body().model),
            document=lambda: _document(self.content(path), path),
            words=lambda: body().words,
        )

    def content(self, path: Path) -> bytes:
        """What is in a file that can be read."""
        return self.seen.content(str(path), self.limits[path])

    def _digest(self, path: Path, limit: int) -> str | None:
        """Stand for what is in a file; None where it cannot be used, which is a finding."""
        try:
            # No folder on the way is a link, see `yaml_files`.
            if path.is_symlink() and not path.resolve().is_relative_to(self.folder.resolve()):
                self.findings.append(_symlink(path))
                return None
            if not path.is_file():  # opening a pipe would wait for ever
                raise OSError("not a regular file")  # noqa: TRY301
            found = self.seen.digest(str(path), limit)
            size = path.stat().st_size
        except (OSError, RuntimeError) as error:  # the latter for links that lead in circles
            self.findings.append(
                Diagnostic(
                    code="unreadable-file",
                    message=f"cannot be read: {getattr(error, 'strerror', None) or error}",
                    path=path,
                    help="check that it is a plain file which you may read",
                )
            )
            return None
        if size > limit:
            self.findings.append(too_large(path, limit))
            return None
        self.limits[path] = limit
        return found

    def _bytes(self, path: Path, limit: int) -> bytes | None:
        return self.content(path) if self._digest(path, limit) else None

    def check_published(self, archive: Archive) -> list[Diagnostic]:
        """Compare with what was published, where a lock says what that was."""
        path = self.folder / LOCK
        raw = self._bytes(path, MAX_BYTES) if path.exists() else None
        if raw is None:
            return []
        text = raw.decode("utf-8", errors="replace")
        whole = {
            name: record
            for record in archive.briefings
            if record.head.is_whole
            for name in (*record.head.aliases, record.id)
        }
        return [*check_lock(text, path, whole, archive.ids["briefing"], self._content)]

    def _content(self, record: Record[Briefing]) -> Content:
        key = digest("content", record.digest)
        return self.ledger.recall(key, lambda: Content.of(record.model))

    def read_texts(self, sources: Iterable[Record[Source]]) -> dict[str, str]:
        """The text of each source, where it is there and is the one that was recorded."""
        texts = {}
        for source in sources:
            record = source.path
            path = record.with_suffix(".txt")
            if not path.exists():
                self.findings.append(
                    Diagnostic(
                        code="source-incomplete",
                        message=f"the text `{path.name}` is missing",
                        path=record,
                        help=f"save the text of the source as `{path.name}` beside this file",
                    )
                )
                continue
            raw = self._bytes(path, MAX_SOURCE_BYTES)
            if raw is None:
                continue
            sha256, recorded = hashlib.sha256(raw).hexdigest(), source.model.sha256
            if sha256 != recorded:
                self.findings.append(
                    Diagnostic(
                        code="hash-mismatch",
                        message=f"`{path.name}` is not the text that was recorded here"
                        if recorded
                        else f"the hash of `{path.name}` is not recorded",
                        path=record,
                        span=source.document.place(("sha256",)).value,
                        help="restore the text; or, if it was archived anew, write "
                        f"`sha256: {sha256}`"
                        if recorded
                        else f"add `sha256: {sha256}`",
                    )
                )
                continue
            text, findings = decode(raw, path, MAX_SOURCE_BYTES)
            self.findings += findings
            if text is not None:
                texts[source.id] = text
        return texts


def _document(raw: bytes, path: Path) -> Document:
    """The lines of a file that could be read before."""
    document, _ = load(raw, path)
    assert document is not None
    return document


def check_unique(files: list[Path]) -> Iterator[Diagnostic]:
    """Ids share one space, and file systems that ignore case must be able to hold them."""
    first: dict[str, Path] = {}
    for path in files:
        other = first.setdefault(path.stem.casefold(), path)
        if other != path:
            yield Diagnostic(
                code="duplicate-id",
                message=f"the id `{path.stem}` is taken",
                path=path,
                help=f"by {other.as_posix()}; rename one of the two",
            )


def check_stray_texts(folder: Path) -> Iterator[Diagnostic]:
    """A text that nobody recorded was probably meant to be a source."""
    for path in sorted((folder / "sources").rglob("*.txt")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if is_hidden or path.with_suffix(".yml").exists() or path.with_suffix(".yaml").exists():
            continue
        if path.is_symlink():
            yield _symlink(path)
        else:
            yield Diagnostic(
                code="source-incomplete",
                message=f"there is no `{path.stem}.yml` beside this text",
                path=path,
                help="add one with at least a `title`",
            )
