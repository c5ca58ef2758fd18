"""A folder of YAML files and source texts, read from disk: what each file holds and what is wrong with it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import NamedTuple, TypeVar, cast

from briefsite.archive.dates import Date
from briefsite.archive.load import MAX_BYTES, Document, Where, decode, load, too_large
from briefsite.archive.models import Briefing, Model, Source, version_name
from briefsite.archive.places import Places, PlacesError, read_places
from briefsite.archive.records import Head, LaterText, Record
from briefsite.archive.references import head_of
from briefsite.archive.translations import translation_of
from briefsite.archive.validate import check_id, sound_part, validate
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import code_digest, digest
from briefsite.cache.workers import each
from briefsite.messages.diagnostics import Diagnostic, Span
from briefsite.messages.message import Message

YAML_ENDINGS = (".yml", ".yaml")

MAX_SOURCE_BYTES = 16 * MAX_BYTES
"""Largest archived text."""

M = TypeVar("M", bound=Model)


def kind_of(path: Path) -> str:
    """The kind of a YAML file, by the folder that it is in."""
    return {"entities": "entity", "sources": "source"}.get(path.parts[0], "briefing")


REVISIONS = "versions"
"""The folder, in that of the briefings, of what was published before."""

APART = frozenset(["templates", REVISIONS])
"""Folders in that of the briefings whose files are no briefings."""


def yaml_files(
    folder: Path, findings: list[Diagnostic], left_out: Container[str] = ()
) -> Iterator[Path]:
    """All `.yml` and `.yaml` files below a folder, but for hidden ones and those in some folders of it.

    Translations are among them. Those whose ending has capitals are among them, see `check_endings`. Symbolic links to folders are refused: they could lead anywhere, or in circles.
    """
    for parent, folders, names in os.walk(folder, followlinks=False):
        here = Path(parent)
        for name in [*folders]:
            if name.startswith(".") or (here == folder and name in left_out):
                folders.remove(name)
            elif (here / name).is_symlink():
                folders.remove(name)
                findings.append(symlink_finding(here / name))
        for name in names:
            path = here / name
            if name.startswith(".") or path.suffix.lower() not in YAML_ENDINGS:
                continue
            yield path


def symlink_finding(path: Path) -> Diagnostic:
    """What is said of a symbolic link that is not followed."""
    return Diagnostic(
        code="symlink-outside",
        message=Message("this symbolic link leads out of the folder, or to a folder"),
        path=path,
        help=Message("copy the file here instead"),
    )


def _unreadable(path: Path, why: str, span: Span | None = None) -> Diagnostic:
    return Diagnostic(
        code="unreadable-file",
        message=Message("cannot be read: {why}", why=why),
        path=path,
        span=span or Span(),
        help=Message("restore the file that `briefsite archive` wrote")
        if span
        else Message("check that it is a plain file which you may read"),
    )


class Checked(NamedTuple):
    """What one file holds."""

    findings: tuple[Diagnostic, ...]
    head: Head | None = None
    """None where the file cannot be used."""

    model: Model | None = None
    """Of a briefing with wrong fields, what remains without them."""


def check_file(raw: bytes, path: Path, model: type[Model]) -> tuple[Checked, Document | None]:
    """Parse and validate the bytes of one file; also returns its lines, where it has any."""
    is_translation = translation_of(path) is not None
    document, findings = load(raw, path, may_be_empty=is_translation)
    if document is None:
        return Checked(tuple(findings)), None
    valid, wrong = validate(document, model)
    bad_id = [] if is_translation else check_id(document)
    findings = [*findings, *wrong, *bad_id]
    part = valid or (sound_part(document, model) if model is Briefing else None)
    if bad_id or part is None:
        return Checked(tuple(findings)), document
    return Checked(tuple(findings), head_of(part, is_whole=valid is not None), part), document


@dataclass(slots=True)
class Folder:
    """The files below a folder, and what is wrong with reading them."""

    root: Path
    digests: FileDigests
    findings: list[Diagnostic] = field(default_factory=list)
    limits: dict[Path, int] = field(default_factory=dict)
    """How many bytes each file may have, of those that can be read."""

    def content(self, path: Path) -> bytes:
        """What is in a file that can be read."""
        return self.digests.content(str(path), self.limits[path])

    def digest(self, path: Path, limit: int = MAX_BYTES) -> str | None:
        """Stand for what is in a file; None where it cannot be used, which is a finding."""
        try:
            state = path.lstat()
            if S_ISLNK(state.st_mode):  # no folder on the way is one, see `yaml_files`
                if not path.resolve().is_relative_to(self.root.resolve()):
                    self.findings.append(symlink_finding(path))
                    return None
                state = path.stat()
            if not S_ISREG(state.st_mode):  # opening a pipe would wait for ever
                self.findings.append(_unreadable(path, Message("not a regular file")))
                return None
            found = self.digests.digest(str(path), limit)
        except (OSError, RuntimeError) as error:  # the latter for links that lead in circles
            self.findings.append(_unreadable(path, getattr(error, "strerror", None) or str(error)))
            return None
        if state.st_size > limit:
            self.findings.append(too_large(path, limit))
            return None
        self.limits[path] = limit
        return found

    def read(self, path: Path, limit: int) -> bytes | None:
        """The bytes of a file; None where it cannot be used, which is a finding."""
        return self.content(path) if self.digest(path, limit) else None

    def document(self, path: Path) -> Document:
        """The lines of a file that could be read before."""
        is_translation = translation_of(path) is not None
        document, _ = load(self.content(path), path, may_be_empty=is_translation)
        assert document is not None
        return document


def read_records(
    folder: Folder, paths: Iterable[Path], model: type[M], ledger: Ledger
) -> list[Record[M]]:
    """Check files of one kind, those that are not in the ledger on all cores."""
    keys = {
        path: digest(code_digest(), model.__name__, path.as_posix(), content)
        for path in paths
        if (content := folder.digest(path))
    }
    new = [path for path, key in keys.items() if ledger.get(key) is None]

    def check(path: Path) -> Checked:
        return check_file(folder.content(path), path, model)[0]

    for path, made in zip(new, each(check, new, "Reading files"), strict=True):
        ledger.note(keys[path], made)
    records = []
    for path, key in keys.items():
        found: Checked = ledger.get(key)
        folder.findings += found.findings
        if found.head is not None:
            records.append(
                Record(
                    path,
                    key,
                    found.head,
                    model=partial(cast, model, found.model),
                    document=partial(folder.document, path),
                )
            )
    return records


class SourceTexts(Mapping[str, str]):
    """The texts of sources, by id, each opened when it is asked for: most builds ask for few.

    Raises ChangedError where a file is no longer what it was.
    """

    def __init__(self, folder: Folder, sources: Mapping[str, Record[Source]]) -> None:
        """Take sources whose texts are there, are those that were recorded, and can be read."""
        self._folder, self._sources = folder, sources
        self._opened = lru_cache(64)(self._open)

    def __getitem__(self, source: str) -> str:
        return self._opened(source)

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def __contains__(self, source: object) -> bool:
        return source in self._sources

    def _open(self, source: str) -> str:
        record = self._sources[source]
        path = record.path.with_suffix(".txt")
        text, _ = _decoded(record, path, self._folder.content(path))
        assert text is not None
        return text


def source_texts(
    folder: Folder, sources: Iterable[Record[Source]], ledger: Ledger
) -> Mapping[str, str]:
    """The text of each source, where it is there and is the one that was recorded.

    One that the ledger knows for such is not opened.
    """
    found = {}
    for source in sources:
        path, recorded = source.path.with_suffix(".txt"), source.model.sha256
        if not path.exists():
            folder.findings.append(
                Diagnostic(
                    code="source-incomplete",
                    message=Message("the text `{name}` is missing", name=path.name),
                    path=source.path,
                    help=Message(
                        "save the text of the source as `{name}` beside this file", name=path.name
                    ),
                )
            )
            continue
        content = folder.digest(path, MAX_SOURCE_BYTES)
        if content is None:
            continue
        key = digest("text", code_digest(), content, recorded or "", source.model.lang or "")
        if ledger.get(key) is None:
            raw = folder.content(path)
            findings = [*_not_recorded(source, path, raw)] or _decoded(source, path, raw)[1]
            folder.findings += findings
            if findings:
                continue
            ledger.note(key, "sound")
        found[source.id] = source
    return SourceTexts(folder, found)


def _not_recorded(source: Record[Source], path: Path, raw: bytes) -> Iterator[Diagnostic]:
    """A text that is not the one that was recorded."""
    sha256, recorded = hashlib.sha256(raw).hexdigest(), source.model.sha256
    if sha256 != recorded:
        yield Diagnostic(
            code="hash-mismatch",
            message=Message("`{name}` is not the text that was recorded here", name=path.name)
            if recorded
            else Message("the hash of `{name}` is not recorded", name=path.name),
            path=source.path,
            span=source.document.place(("sha256",)).value,
            help=Message(
                "restore the text; or, if it was archived anew, write `sha256: {digest}`",
                digest=sha256,
            )
            if recorded
            else Message("add `sha256: {digest}`", digest=sha256),
        )


def _decoded(source: Record[Source], path: Path, raw: bytes) -> tuple[str | None, list[Diagnostic]]:
    """The text of a source or of a later version of it."""
    return decode(raw, path, MAX_SOURCE_BYTES, source.model.lang or "")


def source_places(
    folder: Folder, sources: Iterable[Record[Source]], texts: Mapping[str, str], ledger: Ledger
) -> dict[str, Places]:
    """Where pages and moments begin in each text that has a file of these beside it."""
    places = {}
    for source in sources:
        path, recorded = source.path.with_suffix(".places"), source.model.places_sha256
        if source.id in texts and (recorded or path.exists()):
            wrong = [*_check_file(folder, source, path, recorded, ("places_sha256",))]
            folder.findings += wrong
            if wrong:
                continue
            key = digest("places", code_digest(), recorded or "", source.model.sha256 or "")
            found = ledger.get(key)
            raw = folder.read(path, MAX_SOURCE_BYTES) if found is None else None
            if raw is not None:
                found = _places(folder, path, raw, texts[source.id])
                if found is not None and hashlib.sha256(raw).hexdigest() == recorded:
                    ledger.note(key, found)
            if found is not None:
                places[source.id] = found
    return places


def _places(folder: Folder, path: Path, raw: bytes, text: str) -> Places | None:
    """Where pages and moments begin in a text, by a file that was checked and holds `raw`."""
    try:
        return read_places(raw.decode(errors="replace"), text)
    except PlacesError as error:
        (line,) = error.args
        name = path.with_suffix(".txt").name
        why = Message("line {line} is no place in `{name}`", line=line, name=name)
        folder.findings.append(_unreadable(path, why, Span(line, 1)))
    return None


def check_originals(folder: Folder, sources: Iterable[Record[Source]]) -> Iterator[Diagnostic]:
    """The documents from which texts were read are there, and the ones that were recorded."""
    for source in sources:
        if original := source.model.original:
            path = source.path.with_suffix(f".{original.format}")
            yield from _check_file(folder, source, path, original.sha256, ("original", "sha256"))


def _check_file(
    folder: Folder, source: Record[Source], path: Path, sha256: str | None, where: Where
) -> Iterator[Diagnostic]:
    """A file beside a record is there, and is the one that was recorded at `where`."""

    def span() -> Span:  # to find it opens the record
        return source.document.place(where).value

    forget = where[0] == "versions" and Message(
        "restore the file, or delete the version from `versions`"
    )
    if path.is_symlink() or not path.is_file():
        yield Diagnostic(
            code="source-incomplete",
            message=Message("the file `{name}` is missing", name=path.name),
            path=source.path,
            span=span(),
            help=forget
            or Message("restore it; or archive the document anew with `briefsite archive`"),
        )
        return
    try:
        found = folder.digests.sha256(str(path))
    except OSError as error:
        yield _unreadable(path, error.strerror or str(error))
        return
    if found != sha256:
        yield Diagnostic(
            code="hash-mismatch",
            message=Message("`{name}` is not the file that was recorded here", name=path.name),
            path=source.path,
            span=span(),
            help=forget
            or Message(
                "restore the file; or, if it is meant, write `{field}: {digest}`",
                field=where[-1],
                digest=found,
            ),
        )


def version_texts(
    folder: Folder, sources: Iterable[Record[Source]]
) -> dict[str, dict[Date, LaterText]]:
    """The texts of the later versions of each source, of those that are there and were recorded."""
    found: dict[str, dict[Date, LaterText]] = {}
    for source in sources:
        for index, version in enumerate(source.model.versions):
            where: Where = ("versions", index)
            if version.original:
                name = version_name(source.id, version.retrieved, version.original.format)
                at = (*where, "original", "sha256")
                folder.findings += _check_file(
                    folder, source, source.path.with_name(name), version.original.sha256, at
                )
            path = source.path.with_name(version_name(source.id, version.retrieved, "txt"))
            wrong = [*_check_file(folder, source, path, version.sha256, (*where, "sha256"))]
            folder.findings += wrong
            raw = None if wrong else folder.read(path, MAX_SOURCE_BYTES)
            if raw is None:
                continue
            text, findings = _decoded(source, path, raw)
            folder.findings += findings
            if text is None:
                continue
            places = None
            if version.places_sha256:
                beside, at = path.with_suffix(".places"), (*where, "places_sha256")
                wrong = [*_check_file(folder, source, beside, version.places_sha256, at)]
                folder.findings += wrong
                raw = None if wrong else folder.read(beside, MAX_SOURCE_BYTES)
                places = None if raw is None else _places(folder, beside, raw, text)
            later = LaterText(text, places or Places())
            found.setdefault(source.id, {})[version.retrieved] = later
    return found


def check_unique(files: list[Path]) -> Iterator[Diagnostic]:
    """Ids share one space, and file systems that ignore case must be able to hold them."""
    first: dict[str, Path] = {}
    for path in files:
        other = first.setdefault(path.stem.casefold(), path)
        if other != path:
            yield Diagnostic(
                code="duplicate-id",
                message=Message("the id `{name}` is taken", name=path.stem),
                path=path,
                help=Message("by {path}; rename one of the two", path=other.as_posix()),
            )


def is_read(path: Path) -> bool:
    """Tell whether the ending of a name is in small letters: systems differ on what capitals mean."""
    return path.suffix == path.suffix.lower()


def check_endings(files: Iterable[Path]) -> Iterator[Diagnostic]:
    """A file whose ending has capitals is not read."""
    for path in files:
        if not is_read(path):
            yield Diagnostic(
                code="bad-ending",
                message=Message(
                    "the ending `{ending}` has capitals, so this file is not read",
                    ending=path.suffix,
                ),
                path=path,
                help=Message(
                    "rename the file to `{name}`", name=f"{path.stem}{path.suffix.lower()}"
                ),
            )


def _is_version(path: Path) -> bool:
    """Whether a text has the name of a later version of a source that is there."""
    name = re.fullmatch(r"([^.]+)\.\d{4}-\d\d-\d\d", path.stem)
    return name is not None and any(
        path.with_name(name[1] + ending).exists() for ending in YAML_ENDINGS
    )


def check_stray_texts(folder: Path) -> Iterator[Diagnostic]:
    """A text that nobody recorded was probably meant to be a source."""
    texts = [path for path in (folder / "sources").rglob("*") if path.suffix.lower() == ".txt"]
    for path in sorted(texts):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not is_hidden:
            yield from check_endings([path])
        if (
            is_hidden
            or not is_read(path)
            or path.with_suffix(".yml").exists()
            or path.with_suffix(".yaml").exists()
            or _is_version(path)
        ):
            continue
        if path.is_symlink():
            yield symlink_finding(path)
        else:
            yield Diagnostic(
                code="source-incomplete",
                message=Message("there is no `{name}` beside this text", name=f"{path.stem}.yml"),
                path=path,
                help=Message("add one with at least a `title`"),
            )
