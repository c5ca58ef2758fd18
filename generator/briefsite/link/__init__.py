"""Single files to one linked site: references, evidence, passages, back links.

`site` holds what flows out, in the order in which pages show it; nothing downstream looks anything
up in a file again. `references` and `proofs` find what is wrong, `names` links names in texts, and
`pages` puts the site together.

A briefing is examined by itself: its references, its evidence, the names in its texts. What was
examined before, and depends on nothing that changed, comes from the store.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefsite.build.store import Store, code_digest, digest
from briefsite.build.workers import each
from briefsite.diagnostics import Diagnostic, Severity
from briefsite.link import pages
from briefsite.link.names import Names
from briefsite.link.proofs import Prover, statements_of
from briefsite.link.references import check_references, check_slips, check_updates, head_of
from briefsite.link.renames import follow_renames
from briefsite.link.site import (
    Archive,
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Head,
    Mention,
    Passage,
    Record,
    Site,
    SourcePage,
    Statement,
    Step,
    Texts,
    TimelineEntry,
    TopicPage,
)
from briefsite.models import Briefing

__all__ = [
    "Archive",
    "BriefingPage",
    "CommitmentPage",
    "EntityPage",
    "Head",
    "Mention",
    "Passage",
    "Record",
    "Site",
    "SourcePage",
    "Statement",
    "Step",
    "TimelineEntry",
    "TopicPage",
    "head_of",
    "link",
]


def link(
    archive: Archive,
    *,
    require_evidence: bool = False,
    drafts: bool = True,
    store: Store | None = None,
) -> tuple[Site, list[Diagnostic]]:
    """Resolve all references and check all evidence.

    A briefing with an error is reported and left out of the site; so are drafts, silently, without
    `drafts`. References to what was left out stay, and show as text without a link.
    """
    store = store or Store()
    archive, findings = follow_renames(archive)
    texts, names = Texts(archive), Names({record.id: record.model for record in archive.entities})
    for source in archive.sources:
        if source.id in texts:
            findings += check_slips(source, texts)
    for record in (*archive.entities, *archive.sources, *archive.briefings):
        findings += check_references(record, archive)
    examined = _examine_all(archive.briefings, texts, names, store, require_evidence)
    models = {
        record.id: found.page.record if found.page else record.model
        for record, found in zip(archive.briefings, examined, strict=True)
    }
    findings += check_updates(archive, models)
    findings += [finding for found in examined for finding in found.findings]
    broken = {found.path for found in findings if found.severity is Severity.ERROR}
    shown = [
        found
        for record, found in zip(archive.briefings, examined, strict=True)
        if record.path not in broken and (drafts or models[record.id].status != "draft")
    ]
    findings += [finding for found in shown for finding in found.ambiguous]
    return _assemble(archive, texts, names, store, shown), findings


@dataclass(frozen=True, slots=True)
class _Examined:
    """What one briefing holds."""

    findings: list[Diagnostic]
    page: BriefingPage | None
    """None where something is wrong with the briefing or its sources."""

    ambiguous: list[Diagnostic]
    """Names that could be of several entities; of interest where the page is shown."""


def _examine_all(
    briefings: Sequence[Record[Briefing]],
    texts: Texts,
    names: Names,
    store: Store,
    require_evidence: bool,
) -> list[_Examined]:
    """Examine all briefings, those that are new to the store on all cores."""
    keys = {
        briefing.id: digest(
            "examined",
            code_digest(),
            briefing.digest,
            str(require_evidence),
            names.seen_by(briefing.head.words),
            *(f"{source} {texts.digest(source)}" for source in briefing.head.sources),
        )
        for briefing in briefings
    }

    def examine(briefing: Record[Briefing]) -> bytes:
        found = _examine(briefing, texts, names, keys[briefing.id], require_evidence)
        return pickle.dumps(found, pickle.HIGHEST_PROTOCOL)

    known = {name: store.get(key) for name, key in keys.items()}
    new = [briefing for briefing in briefings if known[briefing.id] is None]
    for briefing, made in zip(new, each(examine, new, "Checking evidence"), strict=True):
        known[briefing.id] = made
        store.put(keys[briefing.id], made)
    return [pickle.loads(made) for made in known.values() if made]  # noqa: S301 (our own)


def _examine(
    briefing: Record[Briefing],
    texts: Texts,
    names: Names,
    key: str,
    require_evidence: bool,
) -> _Examined:
    prover = Prover(briefing, texts, require_evidence=require_evidence)
    proofs = {statement: prover.prove(statement) for statement in statements_of(briefing)}
    if prover.findings or prover.unverified or not briefing.is_whole:
        return _Examined(prover.findings, None, [])
    page, ambiguous = pages.briefing_page(briefing, proofs, names, key)
    return _Examined([], page, [*_ambiguous_names(briefing, ambiguous)])


def _assemble(
    archive: Archive, texts: Texts, names: Names, store: Store, shown: Sequence[_Examined]
) -> Site:
    briefings = [found.page for found in shown if found.page]
    briefings.sort(key=lambda page: page.id)
    briefings.sort(key=lambda page: page.record.date.key, reverse=True)
    pages.number_passages(briefings)
    commitments = pages.commitment_pages(briefings)
    timeline = pages.timeline(briefings)
    written = pages.names_written(archive.sources, texts, names, store)
    entities = pages.entity_pages(archive.entities, briefings, commitments, timeline, written)
    sources = pages.source_pages(archive.sources, texts, briefings, store)
    corrections = [entry for entry in reversed(timeline) if entry.kind == "correction"]
    return Site(
        briefings={page.id: page for page in briefings},
        entities={page.id: page for page in entities},
        sources={page.id: page for page in sources},
        commitments=commitments,
        timeline=timeline,
        topics=pages.topic_pages(briefings, commitments),
        corrections=tuple(corrections),
    )


def _ambiguous_names(
    briefing: Record[Briefing], ambiguous: dict[str, frozenset[str]]
) -> Iterator[Diagnostic]:
    for name, entities in ambiguous.items():
        candidates = sorted(entities)
        yield Diagnostic(
            code="ambiguous-name",
            message=f"`{name}` is the name of {len(candidates)} entities, and links to none",
            path=briefing.path,
            span=briefing.document.find(name),
            severity=Severity.WARNING,
            help="link it by hand: "
            + " or ".join(f"[{name}]({candidate})" for candidate in candidates),
        )
