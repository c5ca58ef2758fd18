"""A folder of briefings to one linked site, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefsite.archive.folder import Reader, check_stray_texts, check_unique, kind_of, yaml_files
from briefsite.archive.models import Briefing, Entity, Source
from briefsite.archive.records import Archive
from briefsite.cache.file_digests import Sightings
from briefsite.cache.ledger import Ledger
from briefsite.cache.memory import collector_paused
from briefsite.cache.store import Store
from briefsite.messages.diagnostics import Diagnostic
from briefsite.site.linking import link
from briefsite.site.site import Site


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
    reader = Reader(folder, store, Ledger(store, "files"), seen or Sightings(store, folder))
    files = sorted(yaml_files(folder, reader.findings))
    taken = [*check_unique(files)]
    reader.findings += taken
    reader.refused |= {finding.path for finding in taken}
    kinds = {path: kind_of(path.relative_to(folder)) for path in files}
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
    reader.findings += check_stray_texts(folder)
    reader.findings += reader.check_published(archive)
    reader.ledger.save()
    site, linked = link(archive, require_evidence=require_evidence, drafts=drafts, store=store)
    findings = sorted([*reader.findings, *linked], key=lambda found: found.order)
    shown = {
        path: reader.content(path).decode("utf-8-sig", errors="replace")
        for path in {finding.path for finding in findings} & reader.limits.keys()
    }
    return Reading(site, findings, shown, len(files))
