"""The data of each page as JSON: what is on the page, and the addresses of what it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from briefsite.archive import models
from briefsite.archive.models import Model
from briefsite.archive.published_lock import content_text
from briefsite.archive.references import with_ids
from briefsite.evidence.source_text import SourceText
from briefsite.outputs.citations import sentence
from briefsite.outputs.data_schema import (
    AmountData,
    BoundsData,
    BriefingCard,
    BriefingData,
    Briefings,
    Citation,
    CommitmentData,
    Data,
    DocumentData,
    EntityData,
    EvidenceData,
    OfficeData,
    PromiseData,
    ReadingData,
    Reference,
    SourceData,
    StatementData,
    TargetData,
    TopicData,
    UpdateData,
)
from briefsite.outputs.output_context import OutputContext, as_json, figure, one_line, plain
from briefsite.site.site import (
    BriefingPage,
    CommitmentAddress,
    CommitmentPage,
    EntityPage,
    Office,
    Passage,
    SourcePage,
    Statement,
    TopicPage,
    commitment_address,
    sides_of,
)

DataSubject = BriefingPage | CommitmentPage | EntityPage | SourcePage | TopicPage


def page_json(subject: DataSubject, context: OutputContext) -> str:
    """The data of a page, as JSON in one line."""
    data_of = _PageData(context)
    data: Data
    match subject:
        case BriefingPage():
            data = data_of.briefing(subject)
        case CommitmentPage():
            data = data_of.commitment(subject)
        case EntityPage():
            data = data_of.entity(subject)
        case SourcePage():
            data = data_of.source(subject)
        case TopicPage():
            data = data_of.topic(subject)
    return as_json(data)


def has_content(page: BriefingPage, context: OutputContext) -> bool:
    """Whether `content_json` stands beside a page: beside that of the first edition, and of no draft."""
    return page.about.status != "draft" and not context.publication.edition


def content_json(page: BriefingPage, context: OutputContext) -> str:
    """What the hash of a briefing in the register is taken of, to the letter."""
    return content_text(with_ids(page.original, context.site.first_ids))


def card(page: BriefingPage, context: OutputContext) -> str:
    """The entry of a briefing in the list of all, as JSON."""
    found: BriefingCard = {
        "id": page.id,
        "url": context.url(page),
        "data": context.file_url(context.addresses.path(page), "index.json"),
        "title": one_line(page.record.title),
        "date": str(page.record.date),
        "lang": page.record.lang,
        "kind": page.record.kind,
        "status": page.record.status,
        "summary": plain(page.record.summary),
        "place": page.record.place,
        "topics": list(page.record.topics),
        "entities": list(page.entities),
        "sources": list(page.sources),
    }
    return as_json(found).rstrip()


def all_briefings(cards: Iterable[str], context: OutputContext) -> str:
    """`briefings.json`: the cards of all briefings, newest first."""
    nothing: Briefings = {
        "type": "briefings",
        "site": context.publication.name,
        "url": context.publication.address(""),
        "briefings": [],
    }
    return f"{as_json(nothing).removesuffix(']}' + chr(10))}{','.join(cards)}]}}\n"


class _PageData:
    def __init__(self, context: OutputContext) -> None:
        self._context = context
        self._site = context.site
        self._url = context.url

    def briefing(self, page: BriefingPage) -> BriefingData:
        record = page.record
        entries = {
            name: [self._entry(page, statement) for statement in statements]
            for name, statements in page.statements.items()
        }
        return {
            "type": "briefing",
            "id": page.id,
            "url": self._url(page),
            "title": one_line(record.title),
            "date": str(record.date),
            "date_as_written": record.date_as_written,
            "date_note": record.date_note,
            "lang": record.lang,
            "translated_from": page.about.translated_from or None,
            "kind": record.kind,
            "status": record.status,
            "status_note": record.status_note,
            "former_ids": list(page.former_ids),
            "hash": page.about.content,
            "content": self._context.file_url(self._context.addresses.path(page), "content.json")
            if has_content(page, self._context)
            else None,
            "summary": plain(record.summary),
            "derived": dict(record.derived),
            "evidence": [self._evidence(passage) for passage in page.passages],
            "compared": {
                "quotations": page.about.compared.quotations,
                "figures": page.about.compared.figures,
            },
            "why_it_matters": _maybe(record.why_it_matters),
            "place": self._entity(record.place) if record.place else None,
            **cast("BriefingData", entries),
            "assessments": [
                {
                    "text": plain(entry.text),
                    "likelihood": entry.likelihood,
                    "confidence": entry.confidence,
                    "basis": _maybe(entry.basis),
                }
                for entry in record.assessments
            ],
            "unknowns": [plain(text) for text in record.unknowns],
            "corrections": [
                {
                    "date": str(entry.date),
                    "note": plain(entry.note),
                    "was": entry.was,
                    "now": entry.now,
                }
                for entry in record.corrections
            ],
            "versions": [
                {
                    "date": str(revision.date),
                    "hash": revision.hash,
                    "url": self._context.revision_url(page, revision) if page.has_history else None,
                }
                for revision in page.revisions
            ],
            "topics": list(record.topics),
            "related": [self._briefing(id_) for id_ in record.related],
            "sources": [self._source(id_) for id_ in page.sources],
            "entities": [self._entity(id_) for id_ in page.entities],
            "citation": self._citation(page),
        }

    def _citation(self, page: BriefingPage) -> Citation:
        path, own = self._context.addresses.path(page), self._context.locale
        said = {lang: sentence(page, self._context, lang) for lang in ("es", "en")}
        if own not in said:
            said["own"] = sentence(page, self._context, own)
        files = {"bibtex": "citation.bib", "ris": "citation.ris", "csl": "citation.json"}
        addresses = {kind: self._context.file_url(path, name) for kind, name in files.items()}
        return cast("Citation", said | addresses)

    def _entry(self, page: BriefingPage, statement: Statement[Model]) -> StatementData:
        """An entry of a list of statements, with what its kind adds."""
        entry = self._statement(statement)
        more: Mapping[str, object] = {}
        match statement.record:
            case models.Participant(who=who, note=note, named=named):
                more = {"text": plain(note or ""), "who": self._entity(who), "named": named}
            case models.Quote() as quote:
                more = {
                    "speaker": self._entity(quote.speaker) if quote.speaker else None,
                    "speaker_as_written": quote.speaker_as_written,
                    "speaker_note": quote.speaker_note,
                    "verbatim": quote.verbatim,
                    "turn": statement.turn,
                    **({"translation": quote.translation} if quote.translation else {}),
                }
            case models.Commitment() as promise:
                more = self._promise(page.id, promise, statement)
            case models.Update():
                more = self._update(statement)
            case models.Event(date=date):
                more = {"date": str(date)}
            case models.Claim() as claim:
                more = {
                    "by": self._entity(claim.by),
                    "id": f"{page.id}/{claim.id}" if claim.id else None,
                    "contradicts": self._standing(self._site.contradicts(statement)),
                    "contradicted_by": self._standing(self._site.contradicted_by(statement)),
                }
        if statement.field in ("participants", "quotes", "claims"):
            more = {**more, "offices": [*map(self._office, self._site.offices(statement))]}
        return cast("StatementData", {**entry, **more})

    def commitment(self, page: CommitmentPage) -> CommitmentData:
        return {
            "type": "commitment",
            "url": self._url(page),
            "briefing": self._briefing(page.briefing),
            "announced": self._promise(page.briefing, page.record, page.statement),
            "date": str(page.steps[0].date),
            "status": page.status,
            "deadline": str(page.deadline) if page.deadline else None,
            "target": _target(page.target),
            "value": _amount(page.value),
            "progress": None if page.progress is None else round(page.progress, 4),
            "updates": [self._update(step.statement) for step in page.steps[1:]],
            "continued_by": [self._commitment(address) for address in page.continued_by],
            "topics": list(page.topics),
        }

    def entity(self, page: EntityPage) -> EntityData:
        record = page.record
        return {
            "type": "entity",
            "id": page.id,
            "url": self._url(page),
            "name": one_line(record.name),
            "kind": record.type,
            "acronym": record.acronym,
            "aliases": list(record.aliases),
            "former_names": [
                {
                    "name": one_line(former.name),
                    "date": str(former.date),
                    "reason": plain(former.reason),
                }
                for former in record.former_names
            ],
            "country": record.country,
            "description": _maybe(record.description),
            "same_as": list(record.same_as),
            "part_of": self._entity(record.part_of) if record.part_of else None,
            "parts": [self._entity(id_) for id_ in page.parts],
            "offices": [*map(self._office, page.offices)],
            "officers": [*map(self._office, page.officers)],
            "briefings": [self._briefing(mention.briefing) for mention in page.mentions],
            "commitments": [self._commitment(address) for address in page.commitments],
            "said": self._standing(page.said),
            "as_written": {source: dict(forms) for source, forms in page.written.items()},
        }

    def source(self, page: SourcePage) -> SourceData:
        record, context = page.record, self._context
        return {
            "type": "source",
            "id": page.id,
            "url": self._url(page),
            "text": context.publication.address(context.addresses.text_of(page)),
            "sha256": record.sha256,
            "document": self._document(page),
            "title": one_line(record.title),
            "author": record.author,
            "publisher": record.publisher,
            "original": record.url,
            "published": str(record.published) if record.published else None,
            "retrieved": str(record.retrieved) if record.retrieved else None,
            "lang": record.lang,
            "licence": record.licence,
            "note": _maybe(record.note),
            "versions": [
                {
                    "retrieved": str(version.retrieved),
                    "text": context.publication.address(
                        context.addresses.text_of(page, version.retrieved)
                    ),
                    "sha256": version.sha256,
                }
                for version in sorted(record.versions, key=lambda version: version.retrieved)
                if version.retrieved in page.versions
            ],
            "share_cited": round(page.share_cited, 4),
            "reading": reading(page.text),
            "passages": [self._evidence(passage) for passage in page.passages],
            "cited_by": [
                self._standing(page.citations[passage.number]) for passage in page.passages
            ],
        }

    def _document(self, page: SourcePage) -> DocumentData | None:
        record, context = page.record, self._context
        if record.original is None:
            return None
        address = context.publication.address(context.addresses.original_of(page))
        return {
            "url": address if record.is_original_public else None,
            "format": record.original.format,
            "sha256": record.original.sha256,
        }

    def topic(self, page: TopicPage) -> TopicData:
        return {
            "type": "topic",
            "id": page.id,
            "url": self._url(page),
            "briefings": [self._briefing(id_) for id_ in page.briefings],
            "commitments": [self._commitment(address) for address in page.commitments],
        }

    def _statement(self, statement: Statement[Model]) -> StatementData:
        return {
            "url": self._url(statement),
            "text": plain(getattr(statement.record, "text", "")),
            "derived": dict(getattr(statement.record, "derived", {})),
            "evidence": [self._evidence(passage) for passage in statement.passages],
            "entities": list(statement.entities),
        }

    def _promise(
        self, briefing: str, promise: models.Commitment, statement: Statement[Model]
    ) -> PromiseData:
        return {
            **self._statement(statement),
            "id": f"{briefing}/{promise.id}",
            "by": [self._entity(id_) for id_ in promise.by],
            "partners": [self._entity(id_) for id_ in promise.with_],
            "target": _target(promise.target),
            "deadline": str(promise.deadline) if promise.deadline else None,
            "status": promise.status,
            "continues": [
                self._commitment(address)
                for address in self._site.commitments[
                    commitment_address(briefing, promise.id)
                ].continues
            ],
        }

    def _office(self, office: Office) -> OfficeData:
        record = office.record
        return {
            "url": self._url(office),
            "holder": self._entity(office.entity),
            "title": one_line(record.title),
            "of": self._entity(record.of) if record.of else None,
            "since": str(record.from_) if record.from_ else None,
            "until": str(record.to) if record.to else None,
            "evidence": [self._evidence(passage) for passage in office.passages],
        }

    def _standing(self, statements: Iterable[Statement[Model] | Office]) -> list[str]:
        """The addresses of those that were not withdrawn."""
        return [self._url(entry) for entry in statements if not entry.is_withdrawn]

    def _update(self, statement: Statement[Model]) -> UpdateData:
        update = statement.record
        assert isinstance(update, models.Update)
        found = {
            **self._statement(statement),
            "commitment": update.commitment,
            "date": str(update.date),
            "status": update.status,
            "value": _amount(update.value),
            "values": [
                {
                    "value": _amount(figure.value),
                    "by": self._entity(figure.by),
                    "evidence": [self._evidence(passage) for passage in figure.passages],
                }
                for figure in sides_of(cast("Statement[models.Update]", statement))
            ],
            "target": _target(update.target),
            "deadline": str(update.deadline) if update.deadline else None,
            **({"withdrawn": True} if statement.is_withdrawn else {}),
        }
        return cast("UpdateData", found)

    def _evidence(self, passage: Passage) -> EvidenceData:
        found: EvidenceData = {
            "source": passage.source,
            "url": self._url(passage),
            "words": self._context.cited_words(passage),
            "ranges": list(passage.ranges),
        }
        if passage.page is not None:
            found["page"] = passage.page
        if passage.time is not None:
            found["seconds"] = passage.time
        return found

    def _briefing(self, id_: str) -> Reference:
        page = self._site.briefings.get(id_)
        if page is None:
            return {"id": id_, "name": id_, "url": None}
        return self._reference(id_, page.about.title, page)

    def _source(self, id_: str) -> Reference:
        page = self._site.sources.get(id_)
        if page is None:
            return {"id": id_, "name": id_, "url": None}
        return {"id": id_, "name": one_line(page.record.title), "url": self._url(page)}

    def _entity(self, id_: str) -> Reference:
        page = self._site.entities.get(id_)
        if page is None:
            return {"id": id_, "name": id_, "url": None}
        return {"id": id_, "name": one_line(page.record.name), "url": self._url(page)}

    def _commitment(self, address: CommitmentAddress) -> Reference:
        page = self._site.commitments[address]
        return self._reference(address, page.about.title, page)

    def _reference(self, id_: str, title: str, page: BriefingPage | CommitmentPage) -> Reference:
        found: Reference = {"id": id_, "name": one_line(title), "url": self._url(page)}
        if page.is_withdrawn:
            found["withdrawn"] = True
        return found


def reading(text: SourceText) -> ReadingData:
    """How words are looked for in a text: what its record says, and what follows."""
    return {
        "speech": list(text.given_speech),
        "sic": list(text.given_slips),
        "hyphens": list(text.given_hyphens),
        "deduced": {
            "stretches": [(start, end, form) for start, end, form in text.stretches],
            "lines": text.lines_are_paragraphs,
            "joints": [(start, end, hyphen) for start, end, hyphen in text.joints],
            "turns": [
                {"label": turn.label, "place": turn.place, "words": (turn.start, turn.end)}
                for turn in text.turns
            ],
        },
    }


def _amount(value: models.Amount | None) -> AmountData | None:
    """A figure as it was written."""
    if isinstance(value, models.Bounds):
        return cast("BoundsData", {name: figure(bound) for name, bound in value.given.items()})
    return figure(value)


def _target(target: models.Target | None) -> TargetData | None:
    if target is None:
        return None
    return {
        "value": cast("AmountData", _amount(target.value)),
        "unit": target.unit,
        "currency": target.currency,
        "baseline": figure(target.baseline),
    }


def _maybe(text: str | None) -> str | None:
    return None if text is None else plain(text)
