"""Single files to one linked site: references, evidence, passages, back links.

Briefings are examined one by one (`examination`); here they are held against each other, and put
together (`assembly`). `site` holds what comes out, in the order in which pages show it; nothing after
it looks anything up in a file again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.dates import Date, Instant
from briefsite.archive.models import Briefing, Entity
from briefsite.archive.records import Archive, Record
from briefsite.archive.register import EMPTY, Register
from briefsite.archive.revisions import Revision
from briefsite.cache.ledger import Ledger
from briefsite.cache.memory import collector_paused
from briefsite.cache.store import Store
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.site import assembly
from briefsite.site.abstracts import until_then
from briefsite.site.checks import (
    check_corrections,
    check_day,
    check_former_names,
    check_references,
    check_slips,
    check_speech,
    check_updates,
)
from briefsite.site.entity_names import Names
from briefsite.site.examination import Examined
from briefsite.site.offices import Proven, check_named_offices, offices, prove_offices
from briefsite.site.relations import check_relations
from briefsite.site.site import Abstract, Body, BriefingPage, Office, Site, Texts
from briefsite.site.speakers import check_speakers


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkInput:
    """All that a site is linked from."""

    archive: Archive
    texts: Texts
    names: Names
    examined: Mapping[str, Examined]
    """Of each briefing, by its id."""

    body: Callable[[Path], Body]
    """Opens a briefing by its file."""

    revisions: Mapping[str, tuple[Revision, ...]]
    """What was kept of each briefing when it was published, by its id."""

    today: Date
    require_evidence: bool
    waits: Mapping[Path, Instant] = field(default_factory=dict)
    """The briefings that readers may not see yet, and until when."""

    entities_in: Mapping[str, Sequence[Record[Entity]]] = field(default_factory=dict)
    """The entities in each language of the site; those of `archive` for a site that names none."""

    first_ids: Mapping[str, str] = field(default_factory=dict)
    """As that of `Site`, and so is `register`."""

    register: Register = EMPTY


class Linked(NamedTuple):
    """What linking gives."""

    findings: list[Diagnostic]

    sites: Callable[[], Mapping[str, Site]]
    """Puts the site together, once: in its language, which has no name, and in its other languages."""


def link(given: LinkInput, store: Store, *, drafts: bool = True) -> Linked:
    """Check what files say of each other, and then put the site together, in each of its languages.

    A briefing with an error is left out of the site; so are drafts, silently, without `drafts`.
    References to what was left out stay, and show as text without a link. A briefing that is not
    translated is shown as it is.
    """
    archive, texts, examined = given.archive, given.texts, given.examined
    findings: list[Diagnostic] = []
    ledger = Ledger(store, "site")
    for source in archive.sources:
        if source.id in texts:
            findings += check_slips(source, texts)
            findings += check_speech(source, texts, ledger)
    for record in (*archive.entities, *archive.sources, *archive.briefings):
        findings += check_references(record, archive)
    for entity in archive.entities:
        findings += check_former_names(entity, given.today)
    proven = {
        entity.id: prove_offices(
            entity, texts, given.names, ledger, require_evidence=given.require_evidence
        )
        for entity in archive.entities
    }
    findings += [finding for one in proven.values() for finding in one.findings]
    for briefing in archive.briefings:
        found = examined[briefing.id]
        if found.date and found.content:
            dates = found.content.corrections
            findings += check_corrections(briefing, found.date, dates, given.today)
            findings += check_day(briefing, found.date, given.today)
    statements = {
        name: (found.date, found.statements) for name, found in examined.items() if found.date
    }
    withdrawn = {name for name, found in examined.items() if found.is_withdrawn}
    languages = {name: found.about.lang for name, found in examined.items() if found.about}
    findings += check_updates(archive, statements, withdrawn, languages)
    findings += check_relations(archive, statements, withdrawn)
    findings += check_speakers(archive, statements)
    findings += check_named_offices(archive, examined, ledger)
    broken = {found.path for found in findings if found.severity is Severity.ERROR}
    shown = [
        record
        for record in archive.briefings
        if (about := examined[record.id].about)
        and record.path not in broken
        and (drafts or about.status != "draft")
    ]
    findings += [found for record in shown for found in examined[record.id].all_doubts]
    ledger.save()

    @cache
    @collector_paused()
    def sites() -> Mapping[str, Site]:
        return _sites(given, shown, proven, store)

    return Linked(findings, sites)


def _sites(
    given: LinkInput,
    shown: Sequence[Record[Briefing]],
    proven: Mapping[str, Proven],
    store: Store,
) -> Mapping[str, Site]:
    """The site of the briefings that can be shown, in each of its languages."""
    archive, texts, examined = given.archive, given.texts, given.examined
    ledger = Ledger(store, "assembly")
    of_offices = (found for one in proven.values() for found in one.cited.values())
    abouts = (about for record in shown if (about := examined[record.id].about))
    cited = chain(assembly.cited(abouts), chain.from_iterable(of_offices))
    passages = assembly.numbered(cited, archive.places)
    written = assembly.names_written(archive.sources, texts, given.names, store, ledger)

    def in_language(lang: str, entities: Sequence[Record[Entity]]) -> Site:
        spoken = replace(given, archive=replace(archive, entities=entities))
        held = offices(spoken.archive, proven, passages)
        briefings = []
        for record in shown:
            path, about = _in_language(examined[record.id], record.path, lang)
            about = until_then(about, given.waits.get(record.path))
            revisions = given.revisions.get(record.id, ())
            briefings.append(
                BriefingPage(about, path, passages, given.body, revisions, original=record.path)
            )
        briefings.sort(key=lambda page: page.id)
        briefings.sort(key=lambda page: page.date, reverse=True)
        return _put_together(spoken, briefings, held, written, ledger)

    own, *others = given.entities_in.items() if given.entities_in else [("", archive.entities)]
    sites = {"": in_language(*own)}
    sites |= {lang: in_language(lang, entities) for lang, entities in others}
    ledger.save()
    return sites


def _in_language(found: Examined, path: Path, lang: str) -> tuple[Path, Abstract]:
    """A briefing as it is in a language, with its file; as it is, where it is not translated."""
    for translation in found.translations:
        if translation.lang == lang:
            return translation.path, translation.about
    assert found.about
    return path, found.about


def _put_together(
    given: LinkInput,
    briefings: Sequence[BriefingPage],
    held: Sequence[Office],
    written: Mapping[str, Mapping[str, Mapping[str, int]]],
    ledger: Ledger,
) -> Site:
    """The site in one language."""
    archive = given.archive
    commitments = assembly.commitment_pages(briefings)
    timeline = assembly.timeline(briefings, commitments)
    entities = assembly.entity_pages(
        archive.entities, briefings, commitments, timeline, written, offices=held
    )
    sources = assembly.source_pages(archive.sources, given.texts, briefings, held, ledger)
    claims, contradicting = assembly.claims(briefings)
    return Site(
        briefings={page.id: page for page in briefings},
        entities={page.id: page for page in entities},
        sources={page.id: page for page in sources},
        commitments=commitments,
        timeline=timeline,
        topics=assembly.topic_pages(briefings, commitments),
        corrections=tuple(entry for entry in reversed(timeline) if entry.kind == "correction"),
        today=given.today,
        claims=claims,
        contradicting=contradicting,
        first_ids=given.first_ids,
        register=given.register,
    )
