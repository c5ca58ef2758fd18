"""A folder of briefings to one linked site, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path

from briefsite.archive.dates import Date
from briefsite.archive.folder import (
    APART,
    MAX_SOURCE_BYTES,
    Folder,
    check_endings,
    check_file,
    check_originals,
    check_stray_texts,
    check_unique,
    is_read,
    kind_of,
    read_records,
    source_places,
    source_texts,
    version_texts,
    yaml_files,
)
from briefsite.archive.models import Briefing, Entity, Source
from briefsite.archive.published_lock import Present, check_lock, shown_of
from briefsite.archive.records import Archive, Record
from briefsite.archive.register import EMPTY, LOCK, Register, read_register
from briefsite.archive.revisions import (
    Revision,
    check_owners,
    of_briefing,
    read_revisions,
)
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.ledger import Ledger
from briefsite.cache.memory import collector_paused
from briefsite.cache.store import Store, code_digest, digest, remembered
from briefsite.evidence.typography import fold
from briefsite.messages.diagnostics import Diagnostic
from briefsite.site.embargo import Embargo, find_embargo
from briefsite.site.entity_names import Names
from briefsite.site.examination import Examined, Examiner
from briefsite.site.linking import LinkInput, link
from briefsite.site.renames import (
    check_renames,
    first_ids,
    former_ids,
    former_in,
    with_current_ids,
)
from briefsite.site.site import Site, Texts
from briefsite.site.translated_files import (
    find_translations,
    of_briefings,
    translated_entities,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds, and everything that is wrong with it."""

    linked: Callable[[], Mapping[str, Site]]
    """Puts the site together, once, in all its languages, see `sites`."""

    findings: list[Diagnostic]
    """In a stable order: by file, then by place."""

    present: Present
    """What `published.lock` holds of the files, as they are today."""

    register: Register
    """What `published.lock` says; nothing where there is none."""

    revisions: Mapping[str, tuple[Revision, ...]]
    """What was kept of each briefing when it was published, oldest first."""

    shown: Mapping[Path, str] = field(default_factory=dict)
    """Texts of the files that have findings, to show their lines."""

    files: int = 0
    """How many YAML files there are."""

    embargo: Embargo = field(default_factory=Embargo)
    """What readers may not see yet."""

    given: LinkInput | None = None
    """What it was put together from; a file that is being written is held against it, see `written_file`."""

    @property
    def site(self) -> Site:
        """The site in its own language."""
        return self.sites[""]

    @property
    def sites(self) -> Mapping[str, Site]:
        """The site in all its languages; that of its own has no name."""
        return self.linked()


@collector_paused()
def read_site(
    folder: Path,
    *,
    require_evidence: bool = False,
    drafts: bool = True,
    store: Store | None = None,
    digests: FileDigests | None = None,
    embargo: Embargo | None = None,
    languages: Sequence[str] = (),
    holds_texts: bool = False,
) -> Reading:
    """Read all briefings, entities and sources below a folder.

    `languages` are those of the site where it has several, its own first: then it is in `sites` in
    each of them, with what is translated.

    Without `drafts`, as readers may see them: what waits for its hour is as if it were not there, see
    `find_embargo`. With them it is read too, and the `store` then keeps nothing of this reading.

    Never raises for what the files hold: every finding of every file is in the answer. What is in
    the `store` is not checked again, and what has `digests` from a former build is not read again. Raises
    `ChangedError` where such a file changes meanwhile; so does what is asked of the answer later, but for the texts
    of sources where it `holds_texts`, as an editor needs it, which outlives them.
    """
    store = store or Store()
    files = Folder(folder, digests or FileDigests(store, folder))
    embargo = embargo or find_embargo(folder, files.digests, store)
    if drafts and embargo.waits:
        store.only_read()
    left_out = Embargo() if drafts else embargo
    of_kind = _files(files, left_out)
    count = sum(map(len, of_kind.values()))
    translations = find_translations(of_kind, languages, files.findings)
    paths = sorted(chain(*of_kind.values()))
    refused = {finding.path: finding for finding in check_unique(paths)}
    ids = {kind: frozenset(path.stem for path in found) for kind, found in of_kind.items()}
    ids["briefing"] |= {path.stem for path in left_out.drafts}
    of_kind = {kind: [path for path in found if is_read(path)] for kind, found in of_kind.items()}
    ledger = Ledger(store, "files")
    entities = read_records(files, of_kind["entity"], Entity, ledger)
    sources = read_records(files, of_kind["source"], Source, ledger)
    kept = read_revisions(files, ledger)
    sources = [record for record in sources if record.path not in refused]
    source_text = source_texts(files, sources, ledger)
    archive = Archive(
        entities=[record for record in entities if record.path not in refused],
        sources=sources,
        texts=dict(source_text) if holds_texts else source_text,
        places=source_places(files, sources, source_text, ledger),
        versions=version_texts(files, sources),
        ids=ids,
    )
    ledger.save()
    files.findings += [
        *refused.values(),
        *check_endings(paths),
        *check_originals(files, sources),
        *(found for found in check_stray_texts(folder) if not left_out.holds(found.path)),
    ]
    texts, names = Texts(archive), Names({record.id: record.model for record in archive.entities})
    entities_in = translated_entities(archive.entities, translations, languages, files, store)
    examiner = Examiner(
        files,
        texts,
        names,
        store,
        require_evidence=require_evidence,
        translations=of_briefings(translations, files),
        names_in={
            lang: Names({record.id: record.model for record in records})
            for lang, records in entities_in.items()
        },
    )
    contents = {path: found for path in of_kind["briefing"] if (found := files.digest(path))}
    examined = examiner.examine(contents, {})
    archive = replace(archive, briefings=[*_records(files, examined, refused)])
    former, renamed = former_ids(archive)
    if former:
        renames = former | first_ids(former)
        concerned = [record.path for record in archive.briefings if former_in(record.head, renames)]
        examined |= examiner.examine({path: contents[path] for path in concerned}, former)
        known = {
            kind: names | {name for name, now in former.items() if now in names}
            for kind, names in archive.ids.items()
        }
        archive = replace(archive, ids=known)
    examiner.save()
    by_id = {path.stem: found for path, found in examined.items() if path not in refused}
    records = [*archive.briefings, *archive.entities, *archive.sources]
    archive = replace(
        archive,
        entities=[with_current_ids(record, former) for record in archive.entities],
        sources=[with_current_ids(record, former) for record in archive.sources],
    )
    revisions = _revisions(archive, kept, former)
    files.findings += check_owners(folder, kept, {*archive.ids["briefing"], *former})
    given = LinkInput(
        archive=archive,
        texts=texts,
        names=names,
        examined=by_id,
        body=examiner.body,
        revisions=revisions,
        today=Date.today(),
        waits=embargo.waits,
        require_evidence=require_evidence,
        entities_in={
            lang: [with_current_ids(record, former) for record in records]
            for lang, records in entities_in.items()
        },
        first_ids=first_ids(former),
        register=_register(files, store),
    )
    findings, sites = link(given, store, drafts=drafts)
    present = _present(archive, by_id, former, embargo)
    findings += [
        *renamed,
        *check_renames(records, former),
        *(finding for found in examined.values() for finding in found.findings),
        *check_lock(given.register, files.root / LOCK, present),
        *files.findings,
    ]
    # What is wrong with a file that waits is found by reading it as well.
    of_waiting = [found for found in embargo.findings if found not in findings]
    findings = sorted(findings + of_waiting, key=lambda found: found.order)
    shown = {
        path: files.content(path).decode("utf-8-sig", errors="replace")
        for path in {finding.path for finding in findings} & files.limits.keys()
    }
    return Reading(
        sites,
        findings,
        present,
        given.register,
        revisions,
        shown,
        count,
        embargo,
        given,
    )


def _files(files: Folder, left_out: Embargo) -> dict[str, list[Path]]:
    """All YAML files but for those left out, by the kind that their place gives them."""
    of_kind: dict[str, list[Path]] = {"briefing": [], "entity": [], "source": []}
    for path in sorted(yaml_files(files.root, files.findings, APART)):
        if not left_out.holds(path):
            of_kind[kind_of(path.relative_to(files.root))].append(path)
    return of_kind


def _revisions(
    archive: Archive, kept: Mapping[str, list[Revision]], former: Mapping[str, str]
) -> dict[str, tuple[Revision, ...]]:
    """What was kept of each briefing, which refers to others by their ids of today."""
    return {
        record.id: tuple(
            Revision(
                with_current_ids(revision.record, former),
                revision.hash,
                tuple(
                    sorted({former.get(name, name) for name, _ in revision.record.head.references})
                ),
            )
            for revision in of_briefing(kept, (*record.head.aliases, record.id))
        )
        for record in archive.briefings
    }


def _records(
    files: Folder, examined: Mapping[Path, Examined], refused: Container[Path]
) -> Iterator[Record[Briefing]]:
    """The briefings that can be used; their fields are read again where a finding needs them."""
    for path, found in examined.items():
        if found.head is not None and path not in refused:
            yield Record(
                path,
                "",
                found.head,
                model=partial(_model, files, path),
                document=partial(files.document, path),
            )


def _model(files: Folder, path: Path) -> Briefing:
    model = check_file(files.content(path), path, Briefing)[0].model
    assert isinstance(model, Briefing)
    return model


def _present(
    archive: Archive,
    examined: Mapping[str, Examined],
    former: Mapping[str, str],
    embargo: Embargo,
) -> Present:
    """As much of the files as is compared with what was published; what waits was not."""
    owners = {record.id: record for record in archive.briefings if record.path not in embargo.waits}
    owners |= {name: owners[now] for name, now in former.items() if now in owners}
    return Present(
        contents={
            name: content
            for name, record in owners.items()
            if (content := examined[record.id].content)
        },
        ids=archive.ids["briefing"],
        records=owners,
        shown=shown_of(archive.entities, archive.sources),
        former=former,
        spellings={
            record.id: frozenset(fold(name.name) for name in record.model.former_names)
            for record in archive.entities
        },
    )


def _register(files: Folder, store: Store) -> Register:
    """What was published, where there is a lock that says so."""
    path = files.root / LOCK
    raw = files.read(path, MAX_SOURCE_BYTES) if path.exists() else None
    text = (raw or b"").decode("utf-8", errors="replace")
    # Of a long one it takes seconds to check each publication.
    key = digest("register", code_digest(), text)
    return remembered(store, key, partial(read_register, text)) if text else EMPTY
