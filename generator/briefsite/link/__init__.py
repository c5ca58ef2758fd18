"""Single files to one linked site: references, evidence, passages, back links.

`site` holds what flows out, in the order in which pages show it; nothing downstream looks anything
up in a file again. `references` and `proofs` find what is wrong, `names` links names in texts, and
`pages` puts the site together.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefsite.diagnostics import Diagnostic, Severity
from briefsite.evidence import SourceText
from briefsite.link import pages
from briefsite.link.names import Names
from briefsite.link.proofs import Prover, statements_of
from briefsite.link.references import check_references, check_slips, check_updates
from briefsite.link.renames import follow_renames
from briefsite.link.site import (
    Archive,
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Mention,
    Passage,
    Record,
    Site,
    SourcePage,
    Statement,
    Step,
    TimelineEntry,
    TopicPage,
)
from briefsite.models import Briefing

__all__ = [
    "Archive",
    "BriefingPage",
    "CommitmentPage",
    "EntityPage",
    "Mention",
    "Passage",
    "Record",
    "Site",
    "SourcePage",
    "Statement",
    "Step",
    "TimelineEntry",
    "TopicPage",
    "link",
]


def link(
    archive: Archive, *, require_evidence: bool = False, drafts: bool = True
) -> tuple[Site, list[Diagnostic]]:
    """Resolve all references and check all evidence.

    A briefing with an error is reported and left out of the site; so are drafts, silently, without
    `drafts`. References to what was left out stay, and show as text without a link.
    """
    archive, findings = follow_renames(archive)
    texts = {}
    for source in archive.sources:
        if source.id in archive.texts:
            slips = [(slip.as_written, slip.meant) for slip in source.model.sic]
            texts[source.id] = SourceText(archive.texts[source.id], slips)
            findings += check_slips(source, texts[source.id])
    for record in (*archive.entities, *archive.sources, *archive.briefings):
        findings += check_references(record, archive)
    findings += check_updates(archive)
    unverified = set()
    checked: list[pages.Checked] = []
    for briefing in archive.briefings:
        prover = Prover(briefing, texts, require_evidence=require_evidence)
        statements = [*statements_of(briefing)]
        checked.append((briefing, statements, [prover.prove(entry) for entry in statements]))
        findings += prover.findings
        if prover.unverified:
            unverified.add(briefing.document.path)
    broken = unverified | {found.path for found in findings if found.severity is Severity.ERROR}
    shown = [
        entry
        for entry in checked
        if entry[0].is_whole
        and entry[0].document.path not in broken
        and (drafts or entry[0].model.status != "draft")
    ]
    site, ambiguous = _assemble(archive, texts, shown)
    return site, [*findings, *ambiguous]


def _assemble(
    archive: Archive, texts: dict[str, SourceText], shown: list[pages.Checked]
) -> tuple[Site, list[Diagnostic]]:
    names = Names(archive.entities)
    passages = pages.number_passages(shown)
    briefings: list[BriefingPage] = []
    findings: list[Diagnostic] = []
    for entry in shown:
        ambiguous: dict[str, frozenset[str]] = {}
        briefings.append(pages.briefing_page(entry, passages, names, ambiguous))
        findings += _ambiguous_names(entry[0], ambiguous)
    briefings.sort(key=lambda page: page.id)
    briefings.sort(key=lambda page: page.record.date.key, reverse=True)
    commitments = pages.commitment_pages(briefings)
    timeline = pages.timeline(briefings)
    entities = pages.entity_pages(archive.entities, briefings, commitments, timeline, texts)
    corrections = [entry for entry in reversed(timeline) if entry.kind == "correction"]
    return Site(
        briefings={page.id: page for page in briefings},
        entities={page.id: page for page in entities},
        sources={page.id: page for page in pages.source_pages(archive.sources, texts, briefings)},
        commitments=commitments,
        timeline=timeline,
        topics=pages.topic_pages(briefings, commitments),
        corrections=tuple(corrections),
    ), findings


def _ambiguous_names(
    briefing: Record[Briefing], ambiguous: dict[str, frozenset[str]]
) -> Iterator[Diagnostic]:
    document = briefing.document
    for name, entities in ambiguous.items():
        candidates = sorted(entities)
        yield Diagnostic(
            code="ambiguous-name",
            message=f"`{name}` is the name of {len(candidates)} entities, and links to none",
            path=document.path,
            span=document.find(name),
            severity=Severity.WARNING,
            help="link it by hand: "
            + " or ".join(f"[{name}]({candidate})" for candidate in candidates),
        )
