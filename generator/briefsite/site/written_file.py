"""One file as it is being written, held against the rest of the archive as it was read last.

What only the whole archive can tell (a lock, a contradiction elsewhere) is left to reading all of it;
this takes a few hundredths of a second, whatever there is beside the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from briefsite.archive.folder import Folder, check_file, kind_of
from briefsite.archive.models import KINDS, Briefing
from briefsite.archive.records import Record
from briefsite.archive.translations import translation_of
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.store import Store, digest
from briefsite.messages.diagnostics import Diagnostic
from briefsite.site.abstracts import until_then
from briefsite.site.assembly import cited, claims, commitment_pages, numbered, topic_pages
from briefsite.site.checks import check_corrections, check_day, check_references
from briefsite.site.examination import Examined, Examiner
from briefsite.site.linking import LinkInput
from briefsite.site.reading import Reading
from briefsite.site.site import BriefingPage, Cited, Office, Site


def check_written(root: Path, path: Path, raw: bytes, reading: Reading | None) -> list[Diagnostic]:
    """What is wrong with a file of the folder `root` that is to hold `raw`; in the order of its lines.

    Without a reading, and of a translation, the file is judged by itself.
    """
    kind = kind_of(path.relative_to(root))
    if translation_of(path) is not None:
        return []
    if reading is None or reading.given is None:
        findings = check_file(raw, path, KINDS[kind])[0].findings
    elif kind == "briefing":
        findings = tuple(_briefing(root, path, raw, reading, reading.given))
    else:
        checked, document = check_file(raw, path, KINDS[kind])
        found = [*checked.findings]
        if checked.head and checked.model and document:
            model, lines = checked.model, document
            record = Record(path, "", checked.head, model=lambda: model, document=lambda: lines)
            found += check_references(record, reading.given.archive)
        findings = tuple(found)
    return sorted(findings, key=lambda finding: finding.order)


def written_site(root: Path, path: Path, raw: bytes, reading: Reading) -> Site | None:
    """The site as it was read last, with a briefing of the folder `root` as it is being written.

    That briefing, its passages, promises, claims and topics are as the file has them; pages of others stay as they were.
    None where the file has errors: a site does not show it.
    """
    given = reading.given
    if given is None:
        return None
    _, examiner, found = _examined(root, path, raw, reading, given)
    if found.about is None:
        return None
    about = until_then(found.about, given.waits.get(path))
    former = reading.site.briefings.get(path.stem)
    passages = numbered(
        chain(cited([about]), _cited_by_others(reading.site, path.stem, about.sources)),
        given.archive.places,
    )
    page = BriefingPage(
        about, path, passages, examiner.body, former.revisions if former else (), original=path
    )
    pages = [one for one in reading.site.briefings.values() if one.id != page.id]
    pages = sorted([*pages, page], key=lambda one: one.id)
    pages.sort(key=lambda one: one.date, reverse=True)
    named, contradicting = claims(pages)
    commitments = commitment_pages(pages)
    return replace(
        reading.site,
        briefings={one.id: one for one in pages},
        commitments=commitments,
        topics=topic_pages(pages, commitments),
        claims=named,
        contradicting=contradicting,
    )


def _cited_by_others(site: Site, briefing: str, sources: Iterable[str]) -> Iterator[Cited]:
    """What all but one briefing cite of some sources."""
    for page in (site.sources[name] for name in sources if name in site.sources):
        for passage in page.passages:
            citing = page.citations[passage.number]
            if any(isinstance(one, Office) or one.briefing != briefing for one in citing):
                yield Cited(passage.source, passage.ranges)


def _examined(
    root: Path, path: Path, raw: bytes, reading: Reading, given: LinkInput
) -> tuple[Folder, Examiner, Examined]:
    """A briefing by itself, with what opens its lines and its words."""
    store = Store()
    folder = Folder(root, FileDigests(store, root, {str(path): raw}))
    folder.limits[path] = len(raw)
    examiner = Examiner(
        folder, given.texts, given.names, store, require_evidence=given.require_evidence
    )
    examined = examiner.examine({path: digest(raw)}, {})
    if reading.present.former:
        examined = examiner.examine({path: digest(raw)}, reading.present.former)
    return folder, examiner, examined[path]


def _briefing(
    root: Path, path: Path, raw: bytes, reading: Reading, given: LinkInput
) -> Iterator[Diagnostic]:
    folder, _, found = _examined(root, path, raw, reading, given)
    yield from found.findings
    yield from found.doubts
    if found.head is None:
        return
    record = Record(
        path,
        "",
        found.head,
        model=partial(_model, raw, path),
        document=partial(folder.document, path),
    )
    known = {
        kind: names | {path.stem} if kind == "briefing" else names
        for kind, names in given.archive.ids.items()
    }
    archive = replace(given.archive, ids=known)
    yield from check_references(record, archive)
    if found.date and found.content:
        yield from check_corrections(record, found.date, found.content.corrections, given.today)
        yield from check_day(record, found.date, given.today)


def _model(raw: bytes, path: Path) -> Briefing:
    model = check_file(raw, path, Briefing)[0].model
    assert isinstance(model, Briefing)
    return model
