"""The whole path over a folder: load, validate, link, render, export. Only here is it read from disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from briefsite.diagnostics import Diagnostic
from briefsite.link import Archive, Record, Site, link
from briefsite.load import MAX_BYTES, Document, decode, load, too_large
from briefsite.models import Briefing, Entity, Model, Source
from briefsite.published import LOCK, check_lock
from briefsite.settings import Settings
from briefsite.validate import check_id, sound_part, validate

if TYPE_CHECKING:
    from briefsite.render import Page, Publication, Rendering

MAX_SOURCE_BYTES = 16 * MAX_BYTES
"""Largest archived text."""

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds, and everything that is wrong with it."""

    site: Site
    findings: list[Diagnostic]
    """In a stable order: by file, then by place."""

    shown: Mapping[Path, str] = field(default_factory=dict)
    """Texts of the files, for findings that show their line."""


def read_site(folder: Path, *, require_evidence: bool = False, drafts: bool = True) -> Reading:
    """Read all briefings, entities and sources below a folder.

    Never raises for what the files hold: every finding of every file is in the answer.
    """
    reader = _Reader(folder)
    files = sorted(_yaml_files(folder, reader.findings))
    taken = [*_check_unique(files)]
    reader.findings += taken
    reader.refused |= {finding.path for finding in taken}
    kinds = {path: _kind(path.relative_to(folder)) for path in files}
    sources = reader.read((path for path in files if kinds[path] == "source"), Source)
    archive = Archive(
        briefings=reader.read((path for path in files if kinds[path] == "briefing"), Briefing),
        entities=reader.read((path for path in files if kinds[path] == "entity"), Entity),
        sources=sources,
        texts=reader.read_texts(sources),
        ids={
            kind: frozenset(path.stem for path in files if kinds[path] == kind)
            for kind in ("briefing", "entity", "source")
        },
    )
    reader.findings += _check_stray_texts(folder)
    reader.findings += reader.check_published(archive)
    site, findings = link(archive, require_evidence=require_evidence, drafts=drafts)
    return Reading(
        site, sorted([*reader.findings, *findings], key=lambda found: found.order), reader.shown
    )


def _kind(path: Path) -> str:
    return {"entities": "entity", "sources": "source"}.get(path.parts[0], "briefing")


def _yaml_files(folder: Path, findings: list[Diagnostic]) -> Iterator[Path]:
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


@dataclass(slots=True)
class _Reader:
    folder: Path
    refused: set[Path] = field(default_factory=set)
    """Files that are checked but kept out of the site, since their ids are not good."""

    findings: list[Diagnostic] = field(default_factory=list)
    shown: dict[Path, str] = field(default_factory=dict)

    def read(self, paths: Iterable[Path], model: type[M]) -> list[Record[M]]:
        records = []
        for path in paths:
            document = self._load(path)
            if document:
                valid, findings = validate(document, model)
                bad_id = check_id(document)
                self.findings += [*findings, *bad_id]
                if bad_id or path in self.refused:
                    continue
                if valid:
                    records.append(Record(document, valid))
                elif model is Briefing and (part := sound_part(document, model)):
                    records.append(Record(document, part, is_whole=False))
        return records

    def _load(self, path: Path) -> Document | None:
        raw = self._bytes(path, MAX_BYTES)
        if raw is None:
            return None
        self.shown[path] = raw.decode("utf-8-sig", errors="replace")
        document, findings = load(raw, path)
        self.findings += findings
        return document

    def _bytes(self, path: Path, limit: int) -> bytes | None:
        try:
            if not path.resolve().is_relative_to(self.folder.resolve()):
                self.findings.append(_symlink(path))
                return None
            if not path.is_file():  # opening a pipe would wait for ever
                raise OSError("not a regular file")  # noqa: TRY301
            with path.open("rb") as file:
                raw = file.read(limit + 1)
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
        if len(raw) > limit:
            self.findings.append(too_large(path, limit))
            return None
        return raw

    def check_published(self, archive: Archive) -> list[Diagnostic]:
        """Compare with what was published, where a lock says what that was."""
        path = self.folder / LOCK
        raw = self._bytes(path, MAX_BYTES) if path.exists() else None
        if raw is None:
            return []
        self.shown[path] = text = raw.decode("utf-8", errors="replace")
        whole = (record for record in archive.briefings if record.is_whole)
        read = [(record.document, record.model) for record in whole]
        return [*check_lock(text, path, read, archive.ids["briefing"])]

    def read_texts(self, sources: Iterable[Record[Source]]) -> dict[str, str]:
        """The text of each source, where it is there and is the one that was recorded."""
        texts = {}
        for source in sources:
            record = source.document.path
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
            digest, recorded = hashlib.sha256(raw).hexdigest(), source.model.sha256
            if digest != recorded:
                self.findings.append(
                    Diagnostic(
                        code="hash-mismatch",
                        message=f"`{path.name}` is not the text that was recorded here"
                        if recorded
                        else f"the hash of `{path.name}` is not recorded",
                        path=record,
                        span=source.document.place(("sha256",)).value,
                        help="restore the text; or, if it was archived anew, write "
                        f"`sha256: {digest}`"
                        if recorded
                        else f"add `sha256: {digest}`",
                    )
                )
                continue
            text, findings = decode(raw, path, MAX_SOURCE_BYTES)
            if findings:
                self.shown[path] = raw.decode("utf-8-sig", errors="replace")
            self.findings += findings
            if text is not None:
                texts[source.id] = text
        return texts


def _check_unique(files: list[Path]) -> Iterator[Diagnostic]:
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


def _check_stray_texts(folder: Path) -> Iterator[Diagnostic]:
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


def publication(settings: Settings) -> Publication:
    """What pages say of the site, from its settings and its hand-written pages."""
    from briefsite.render import Publication  # Jinja takes 50 ms, which `check` need not wait for

    home = settings.docs / "index.md"
    return Publication(
        name=settings.site_name,
        language=settings.language,
        url=settings.site_url,
        docs=settings.docs,
        home_text=home.read_text("utf-8-sig", errors="replace") if home.is_file() else None,
        hand_written=frozenset(
            path.relative_to(settings.docs).as_posix() for path in settings.docs.rglob("*.md")
        ),
    )


def render_site(site: Site, publication: Publication, briefs: Path) -> Rendering:
    """Render with the site's own templates, where it has any."""
    from briefsite.render import render

    own = briefs / "templates"
    return render(site, publication, own if own.is_dir() else None)


def export_site(
    site: Site, publication: Publication, pages: Iterable[Page]
) -> dict[str, str | bytes]:
    """Everything else there is of a site, by path; a hand-written file of the same path stays."""
    from briefsite.export import export

    def is_hand_written(path: str) -> bool:
        # A hand-written Markdown file is a page, and stands elsewhere in the built site.
        return not path.endswith(".md") and (publication.docs / path).is_file()

    files = export(site, publication, pages)
    return {path: file for path, file in files.items() if not is_hand_written(path)}
