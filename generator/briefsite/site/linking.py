"""Single files to one linked site: references, evidence, passages, back links.

`site` holds what flows out, in the order in which pages show it; nothing downstream looks anything
up in a file again. `references` and `proofs` find what is wrong, `names` links names in texts, and
`pages` puts the site together.

A briefing is examined by itself: its references, its evidence, the names in its texts. What was
examined before, and depends on nothing that changed, comes from the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from briefsite.archive.models import Briefing, Date
from briefsite.archive.records import Archive, Head, Record
from briefsite.archive.references import head_of, words_of
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import Store, code_digest, digest, packed
from briefsite.cache.workers import each
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.site import assembly as pages
from briefsite.site.names import Names
from briefsite.site.proofs import Prover, entries_of
from briefsite.site.references import check_references, check_slips, check_updates
from briefsite.site.renames import follow_renames
from briefsite.site.site import (
    Abstract,
    Body,
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Mention,
    Moved,
    Passage,
    Promised,
    Site,
    SourcePage,
    Statement,
    Step,
    Texts,
    TimelineEntry,
    Told,
    TopicPage,
)

__all__ = [
    "Archive",
    "BriefingPage",
    "CommitmentPage",
    "EntityPage",
    "Head",
    "Mention",
    "Moved",
    "Passage",
    "Promised",
    "Record",
    "Site",
    "SourcePage",
    "Statement",
    "Step",
    "TimelineEntry",
    "TopicPage",
    "head_of",
    "link",
    "words_of",
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
    ledger = Ledger(store, "site")
    archive, findings = follow_renames(archive)
    texts, names = Texts(archive), Names({record.id: record.model for record in archive.entities})
    for source in archive.sources:
        if source.id in texts:
            findings += check_slips(source, texts)
    for record in (*archive.entities, *archive.sources, *archive.briefings):
        findings += check_references(record, archive)
    examiner = _Examiner(
        archive, texts, names, require_evidence=require_evidence, store=store, ledger=ledger
    )
    filed = examiner.filed()
    findings += check_updates(archive, {name: found.told for name, found in filed.items()})
    findings += [finding for found in filed.values() for finding in found.findings]
    broken = {found.path for found in findings if found.severity is Severity.ERROR}
    shown = [
        record
        for record in archive.briefings
        if record.path not in broken and (drafts or not filed[record.id].is_draft)
    ]
    findings += [finding for record in shown for finding in filed[record.id].ambiguous]
    passages = pages.numbered(about for record in shown if (about := filed[record.id].about))
    briefings = [
        BriefingPage(about, record.path, passages, examiner.body)
        for record in shown
        if (about := filed[record.id].about)
    ]
    written = pages.names_written(archive.sources, texts, names, store, ledger)
    site = _assemble(archive, texts, written, briefings, ledger)
    ledger.save()
    return site, findings


class _Filed(NamedTuple):
    """What is known of a briefing that was examined, before it is opened."""

    key: str
    """Of what was examined, in the store."""

    about: Abstract | None
    """None where something is wrong with the briefing or its sources."""

    date: Date
    statements: tuple[Told, ...]
    is_draft: bool
    findings: tuple[Diagnostic, ...] = ()
    ambiguous: tuple[Diagnostic, ...] = ()
    """Names that could be of several entities; of interest where the page is shown."""

    @property
    def told(self) -> tuple[Date, tuple[Told, ...]]:
        """What it tells, and when."""
        return self.date, self.statements


class _Examiner:
    """Looks at each briefing by itself, and at none that it saw before."""

    def __init__(
        self,
        archive: Archive,
        texts: Texts,
        names: Names,
        *,
        require_evidence: bool,
        store: Store,
        ledger: Ledger,
    ) -> None:
        self._records = {record.id: record for record in archive.briefings}
        self._texts, self._names, self._store, self._ledger = texts, names, store, ledger
        self._require_evidence = require_evidence
        self.body = lru_cache(OPEN_AT_ONCE)(self._body)

    def filed(self) -> dict[str, _Filed]:
        """What is known of all briefings, by id; what is new is examined on all cores."""
        keys = {name: self._ledger_key(record) for name, record in self._records.items()}
        found: dict[str, _Filed | None] = {
            name: self._ledger.get(key) for name, key in keys.items()
        }
        unknown = [self._records[name] for name, filed in found.items() if filed is None]
        stored = {record.id: self._key(record) for record in unknown}
        for record in unknown:
            found[record.id] = self._store.get(stored[record.id])
        new = [record for record in unknown if found[record.id] is None]

        def examine(record: Record[Briefing]) -> tuple[_Filed, bytes]:
            filed, body = self._examine(record, stored[record.id])
            return filed, packed(body)

        for record, (filed, body) in zip(new, each(examine, new, "Checking evidence"), strict=True):
            self._store.put(stored[record.id], filed)
            self._store.put_packed(_key_of_body(stored[record.id]), body)
            found[record.id] = filed
        for record in unknown:
            self._ledger.note(keys[record.id], found[record.id])
        self._filed = {name: filed for name, filed in found.items() if filed}
        return self._filed

    def _ledger_key(self, record: Record[Briefing]) -> str:
        sources = map(self._texts.digest, record.head.sources)
        return digest(
            "filed", record.digest, str(self._require_evidence), self._names.digest, *sources
        )

    def _key(self, record: Record[Briefing]) -> str:
        """Stands for what the briefing, its sources and the names in it make of it."""
        sources = (f"{source} {self._texts.digest(source)}" for source in record.head.sources)
        return digest(
            "examined",
            code_digest(),
            record.digest,
            str(self._require_evidence),
            self._names.seen_by(record.words),
            *sources,
        )

    def _examine(self, record: Record[Briefing], key: str) -> tuple[_Filed, Body | None]:
        """What is filed of a briefing, and its body."""
        briefing = record.model
        prover = Prover(record, self._texts, require_evidence=self._require_evidence)
        proofs = {entry: prover.prove(entry) for entry in entries_of(briefing)}
        filed = _Filed(
            key,
            about=None,
            date=briefing.date,
            statements=tuple(
                Told(entry.field, entry.number, fact=pages.fact_of(entry.record))
                for entry in proofs
            ),
            is_draft=briefing.status == "draft",
            findings=tuple(prover.findings),
        )
        body = None
        if not prover.findings and not prover.unverified and record.head.is_whole:
            about, body, names = pages.examined(briefing, record.id, proofs, self._names)
            ambiguous = tuple(_ambiguous_names(record, names))
            filed = filed._replace(about=about, statements=about.told, ambiguous=ambiguous)
        return filed, body

    def _body(self, name: str) -> Body:
        """The words of a briefing by its id; examined again where the store lost them."""
        key = self._filed[name].key
        kept: Body | None = self._store.get(_key_of_body(key))
        body = kept or self._examine(self._records[name], key)[1]
        assert body
        return body


OPEN_AT_ONCE = 8192
"""Briefings whose words are in memory, 30 KB each; to open one takes 0.2 ms, and tables open all."""


def _key_of_body(key: str) -> str:
    return f"{key} body"


def _assemble(
    archive: Archive,
    texts: Texts,
    written: Mapping[str, Mapping[str, Mapping[str, int]]],
    briefings: list[BriefingPage],
    ledger: Ledger,
) -> Site:
    briefings.sort(key=lambda page: page.id)
    briefings.sort(key=lambda page: page.date.key, reverse=True)
    commitments = pages.commitment_pages(briefings)
    timeline = pages.timeline(briefings)
    entities = pages.entity_pages(archive.entities, briefings, commitments, timeline, written)
    sources = pages.source_pages(archive.sources, texts, briefings, ledger)
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
