"""The whole path over a folder: load, validate, link, render, export. Only here is it read from disk."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from briefsite.build.sightings import Sightings
from briefsite.build.store import Ledger, Store, code_digest, digest, remembered
from briefsite.build.workers import each
from briefsite.diagnostics import Diagnostic
from briefsite.link import Archive, Head, Record, Site, head_of, link, words_of
from briefsite.load import MAX_BYTES, Document, decode, load, too_large
from briefsite.memory import collector_paused
from briefsite.models import Briefing, Entity, Model, Source
from briefsite.published import LOCK, Content, check_lock
from briefsite.settings import Settings
from briefsite.validate import check_id, sound_part, validate

if TYPE_CHECKING:
    from briefsite.build.compiled import Compiled
    from briefsite.cards import Card
    from briefsite.export import Exports
    from briefsite.render import Page, Plan, Publication, Rendering

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
    """Texts of the files that have findings, to show their lines."""

    files: int = 0
    """How many YAML files there are."""


@collector_paused()
def read_site(
    folder: Path,
    *,
    require_evidence: bool = False,
    drafts: bool = True,
    store: Store | None = None,
    seen: Sightings | None = None,
) -> Reading:
    """Read all briefings, entities and sources below a folder.

    Never raises for what the files hold: every finding of every file is in the answer. What is in
    the `store` is not checked again, and what was `seen` in a former build is not read again; raises
    `ChangedError` where such a file changes meanwhile.
    """
    store = store or Store()
    reader = _Reader(folder, store, Ledger(store, "files"), seen or Sightings(store, folder))
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
    reader.ledger.save()
    site, linked = link(archive, require_evidence=require_evidence, drafts=drafts, store=store)
    findings = sorted([*reader.findings, *linked], key=lambda found: found.order)
    shown = {
        path: reader.content(path).decode("utf-8-sig", errors="replace")
        for path in {finding.path for finding in findings} & reader.limits.keys()
    }
    return Reading(site, findings, shown, len(files))


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


def _check(raw: bytes, path: Path, model: type[Model]) -> bytes:
    """What a file holds and, pickled by itself, its body; both pickled."""
    document, findings = load(raw, path)
    if document is None:
        return _pickled((_Checked(tuple(findings), None), b""))
    valid, wrong = validate(document, model)
    bad_id = check_id(document)
    findings = [*findings, *wrong, *bad_id]
    part = valid or (sound_part(document, model) if model is Briefing else None)
    if bad_id or part is None:
        return _pickled((_Checked(tuple(findings), None), b""))
    head = head_of(part, is_whole=valid is not None)
    if not isinstance(part, Briefing):
        return _pickled((_Checked(tuple(findings), head, part), b""))
    body = _pickled(_Body(part, words_of(part)))
    return _pickled((_Checked(tuple(findings), head), body))


def _pickled(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


@dataclass(slots=True)
class _Reader:
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
            if kept := self.store.get(keys[path]):
                checked[path] = pickle.loads(kept)[0]  # noqa: S301 (our own)
        new = [path for path in unknown if checked[path] is None]

        def check(path: Path) -> bytes:
            return _check(self.content(path), path, model)

        for path, made in zip(new, each(check, new, "Reading files"), strict=True):
            self.store.put(keys[path], made)
            checked[path] = pickle.loads(made)[0]  # noqa: S301
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
            made = self.store.get(key) or _check(self.content(path), path, kind)
            return pickle.loads(pickle.loads(made)[1])  # noqa: S301 (our own)

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
            # No folder on the way is a link, see `_yaml_files`.
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
        topics=settings.topics,
        docs=settings.docs,
        home_text=home.read_text("utf-8-sig", errors="replace") if home.is_file() else None,
        hand_written=frozenset(
            path.relative_to(settings.docs).as_posix() for path in settings.docs.rglob("*.md")
        ),
    )


class Entry(NamedTuple):
    """A page as it stands in an outline."""

    kind: str
    uri: str
    key: str
    """Stands for all that the page is made from, but for what templates of the site's own look up."""

    source: Path | None
    updated: str | None
    is_own: bool
    """Whether a template of the site's own has a part in it."""


@dataclass(frozen=True)
class Outline:
    """All that a build must know of a site whose pages are made already."""

    entries: Mapping[str, Entry]
    """All pages, by their path in the docs folder."""

    copies: Mapping[str, Path]
    data: Mapping[str, str]
    findings: list[Diagnostic]
    shown: Mapping[Path, str]
    """Texts of the files that have findings."""

    exports: Mapping[str, str]
    """Data, feeds, citations and calendars: what each is made from, by its path in the site."""

    of_all: frozenset[str]
    """Those of them that are made from the whole site."""

    cards: tuple[Card, ...]
    """What social cards say, where the site has them; that of the home page first."""

    looks: Mapping[str, str]
    """What stands for each thing that templates of the site's own may look up, where there are any."""

    @cached_property
    def card_of(self) -> Mapping[str, Card]:
        """The card of each page that has one of its own, by its path in the docs folder."""
        return {card.page: card for card in self.cards}


def outline_site(
    settings: Settings, publication: Publication, store: Store, *, drafts: bool
) -> tuple[Outline, Callable[[], Plan], Callable[[], Exports]]:
    """The outline of a site, and how to get at its plan and its exports.

    Where nothing changed, the outline comes from the store and no file is looked at but to compare
    its bytes.
    """
    from briefsite.build.compiled import Compiled  # as late as `render`, which all need
    from briefsite.cards import all_cards
    from briefsite.export import Exports

    seen = Sightings(store, settings.briefs)

    @cache
    def read() -> tuple[Reading, Plan]:
        reading = read_site(
            settings.briefs,
            require_evidence=settings.require_evidence,
            drafts=drafts,
            store=store,
            seen=seen,
        )
        plan = plan_site(reading.site, publication, settings.briefs, Compiled(store))
        return reading, plan

    @cache
    def exports() -> Exports:
        plan = read()[1]
        return Exports(plan.site, publication, plan.needs, store)

    def outline() -> Outline:
        reading, plan = read()
        findings = [*reading.findings, *plan.findings]
        concerned = {finding.path for finding in findings}
        return Outline(
            {
                draft.uri: Entry(
                    draft.kind,
                    draft.uri,
                    plan.key(draft),
                    draft.source,
                    draft.updated,
                    plan.is_own(draft),
                )
                for draft in plan.drafts
            },
            plan.copies,
            plan.data,
            findings,
            {path: text for path, text in reading.shown.items() if path in concerned},
            dict(_keys_of_exports(exports(), plan, publication)),
            frozenset(path for path, subjects in exports().of.items() if not subjects),
            tuple(all_cards(plan.site, publication)),
            dict(plan.needs.looks()) if any(map(plan.is_own, plan.drafts)) else {},
        )

    options = (str(settings.briefs), str(settings.require_evidence), str(drafts))
    contents = _contents(settings.briefs, seen)
    key = digest("outline", code_digest(), publication.digest, *options, *contents)
    seen.save()
    return remembered(store, key, outline), lambda: read()[1], exports


def _keys_of_exports(
    exports: Exports, plan: Plan, publication: Publication
) -> Iterator[tuple[str, str]]:
    """What each file is made from; a hand-written file of the same path stays, and ours is not made."""
    common = digest("export", code_digest(), publication.digest)
    hand_written = {
        path.relative_to(publication.docs).as_posix() for path in publication.docs.rglob("*")
    }

    for path, subjects in exports.of.items():
        if path not in hand_written:
            shown = [*map(plan.needs.key, subjects)] or [plan.needs.everything]
            yield path, digest(common, path, *shown)


def _contents(folder: Path, seen: Sightings) -> Iterator[str]:
    """Everything below a folder that a build could read, or find wrong: paths and digests."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield parent
        for name in sorted(names):
            path = os.path.join(parent, name)  # noqa: PTH118 (thousands of them)
            yield path
            try:
                if os.path.islink(path):  # noqa: PTH114
                    yield f"link {os.path.realpath(path)}"
                # A pipe would be waited for.
                yield seen.digest(path, MAX_SOURCE_BYTES) if os.path.isfile(path) else "no file"  # noqa: PTH113
            except OSError as error:
                yield str(error)


def plan_site(
    site: Site, publication: Publication, briefs: Path, compiled: Compiled | None = None
) -> Plan:
    """Plan the pages, with the site's own templates, where it has any."""
    from briefsite.render import Plan

    own = briefs / "templates"
    return Plan(site, publication, own if own.is_dir() else None, compiled)


def render_site(site: Site, publication: Publication, briefs: Path) -> Rendering:
    """Make all pages at once."""
    from briefsite.render import render

    return render(plan_site(site, publication, briefs))


def export_site(site: Site, publication: Publication, pages: Iterable[Page]) -> dict[str, bytes]:
    """Everything else there is of a site, by path; a hand-written file of the same path stays."""
    from briefsite.export import Exports, markdown_twin
    from briefsite.render.addresses import beside
    from briefsite.render.needs import Needs

    exports = Exports(site, publication, Needs(site), Store())
    files = {
        path: exports.make(path) for path in exports.of if not (publication.docs / path).is_file()
    }
    twins = {beside(page.uri, "index.md"): markdown_twin(page).encode() for page in pages}
    return {**files, **twins}


def hand_written(docs: Path) -> dict[str, str]:
    """The Markdown of the pages in the docs folder, by their path in it."""
    return {
        path.relative_to(docs).as_posix(): path.read_text("utf-8-sig", errors="replace")
        for path in docs.rglob("*.md")
    }
