"""What a page is about, for machines: JSON-LD in the vocabulary of https://schema.org.

Nothing is said here that the page does not say. The day of a briefing is that of the event, so it is
the `startDate` of the `Event`, and never a `datePublished`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from briefsite.archive.models import Claim, Model, Quote
from briefsite.archive.text import Inline
from briefsite.pages.context import Context
from briefsite.pages.passages import quoted_language, speech
from briefsite.site.site import (
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Passage,
    SourcePage,
    Statement,
)

Node = dict[str, Any]
Subject = BriefingPage | CommitmentPage | EntityPage | SourcePage

ENTITY_TYPES = {
    "person": "Person",
    "organization": "Organization",
    "government": "GovernmentOrganization",
    "group": "Organization",
    "place": "Place",
    "programme": "Project",
}
_BODIES = frozenset(ENTITY_TYPES) - {"person", "place"}

ACTION_STATUSES = {
    "announced": "PotentialActionStatus",
    "in-progress": "ActiveActionStatus",
    "met": "CompletedActionStatus",
    "partly-met": "ActiveActionStatus",
    "late": "ActiveActionStatus",
    "stalled": "ActiveActionStatus",
    "not-met": "FailedActionStatus",
}
"""Those of schema.org; an unknown status has none."""


@dataclass(frozen=True, slots=True)
class LinkedData:
    """Describes the pages of one site."""

    context: Context

    def describe(self, subject: Subject) -> Node:
        """The node of a page that is about one thing."""
        match subject:
            case BriefingPage():
                return self._briefing(subject)
            case SourcePage():
                return self._source(subject)
            case EntityPage():
                return self._entity(subject)
            case CommitmentPage():
                return self._commitment(subject)

    def _briefing(self, page: BriefingPage) -> Node:
        record = page.record
        event: Node = {"@type": "Event", "name": record.title, "startDate": str(record.date)}
        place = self.context.site.entities.get(record.place or "")
        if place and place.record.type == "place":
            event["location"] = self._named(place.id)
        said = [*page.of(Quote), *page.of(Claim)]
        return _without_empty(
            {
                "@type": "Report",
                "@id": self.context.addresses.place(page),
                "headline": record.title,
                "creativeWorkStatus": "Withdrawn" if page.is_withdrawn else None,
                "inLanguage": record.lang,
                "temporalCoverage": str(record.date),
                "keywords": [self.context.topic(topic) for topic in record.topics],
                "publisher": {"@type": "Organization", "name": self.context.publication.name},
                "isBasedOn": [self._reference(id_) for id_ in page.sources],
                "about": event,
                "mentions": [
                    self._named(entity)
                    for entity in page.entities
                    if entity in self.context.site.entities
                ],
                "hasPart": [self._said(statement) for statement in said],
                "correction": [
                    {
                        "@type": "CorrectionComment",
                        "text": Inline(correction.note).plain(),
                        "dateCreated": str(correction.date),
                    }
                    for correction in record.corrections
                ],
            }
        )

    def _said(self, statement: Statement[Model]) -> Node:
        """A quotation or a claim, and the passages it rests on."""
        record = statement.record
        node: Node = {"@id": self.context.addresses.place(statement)}
        if isinstance(record, Quote):
            node |= {"@type": "Quotation", "text": " ".join(record.text.split())}
            language = quoted_language(self.context.site, cast("Statement[Quote]", statement))
            node["inLanguage"] = None if language == statement.page.about.lang else language
            node["spokenByCharacter"] = speaker = self._speaker(record.speaker or "")
            node["creditText"] = None if speaker else record.speaker_as_written
            node["description"] = speech(
                cast("Statement[Quote]", statement), self.context.words
            ).label
        elif isinstance(record, Claim):
            node |= {"@type": "Claim", "text": Inline(record.text).plain()}
            node["creator"] = self._speaker(record.by)
        node["isBasedOn"] = [*map(self._passage, statement.passages)]
        return _without_empty(node)

    def _passage(self, passage: Passage) -> object:
        """A passage, by its address alone where nobody knows its page or its moment."""
        address = self.context.addresses.place(passage)
        if passage.time is not None:
            return {"@type": "Clip", "@id": address, "startOffset": passage.time}
        if passage.page is not None:
            return {"@type": "Chapter", "@id": address, "pageStart": passage.page}
        return address

    def _speaker(self, entity: str) -> Node | None:
        """Who says something, by its id alone: the name stands with the mentions."""
        if entity not in self.context.site.entities or not self._can_act(entity):
            return None
        return {"@id": self.context.addresses.place(self.context.site.entities[entity])}

    def _can_act(self, entity: str) -> bool:
        """Tell persons and bodies, which schema.org lets speak and promise, from places."""
        return self.context.site.entities[entity].record.type != "place"

    def _source(self, page: SourcePage) -> Node:
        record = page.record
        return _without_empty(
            {
                "@type": "CreativeWork",
                "@id": self.context.addresses.place(page),
                "name": record.title,
                "creditText": record.author,
                "publisher": record.publisher
                and {"@type": "Organization", "name": record.publisher},
                "datePublished": str(record.published) if record.published else None,
                "inLanguage": record.lang,
                "license": record.licence and {"@type": "CreativeWork", "name": record.licence},
                "url": record.url,
            }
        )

    def _entity(self, page: EntityPage) -> Node:
        record = page.record
        node: Node = {
            **self._named(page.id),
            "alternateName": [*([record.acronym] if record.acronym else []), *record.aliases],
            "description": Inline(record.description).plain() if record.description else None,
            "sameAs": list(record.same_as),
        }
        whole = self.context.site.entities.get(record.part_of or "")
        kinds = (record.type, whole.record.type) if whole else ()
        if whole and (relation := _part_of(*kinds)):
            node[relation] = self._named(whole.id)
        return _without_empty(node)

    def _commitment(self, page: CommitmentPage) -> Node:
        record = page.record
        status = ACTION_STATUSES.get(page.status)
        deadline = None if page.is_withdrawn else page.deadline
        return _without_empty(
            {
                "@type": "PlanAction",
                "@id": self.context.addresses.place(page),
                "name": Inline(record.text).plain(),
                "agent": self._parties(record.by),
                "participant": self._parties(record.with_),
                "scheduledTime": str(deadline) if deadline else None,
                "actionStatus": status and f"https://schema.org/{status}",
                "subjectOf": [
                    {
                        "@type": "Report",
                        "@id": self.context.addresses.place(self.context.site.briefings[briefing]),
                    }
                    for briefing in dict.fromkeys(step.statement.briefing for step in page.steps)
                ],
            }
        )

    def _parties(self, ids: Iterable[str]) -> list[Node]:
        return [
            self._named(id_)
            for id_ in ids
            if id_ in self.context.site.entities and self._can_act(id_)
        ]

    def _named(self, entity: str) -> Node:
        page = self.context.site.entities[entity]
        type_ = ENTITY_TYPES[page.record.type]
        return {"@type": type_, "@id": self.context.addresses.place(page), "name": page.record.name}

    def _reference(self, source: str) -> Node:
        page = self.context.site.sources.get(source)
        if page is None:
            return {"@type": "CreativeWork", "name": source}
        url = self.context.addresses.place(page)
        return {"@type": "CreativeWork", "@id": url, "name": page.record.title}


def _part_of(part: str, whole: str) -> str | None:
    """The property of schema.org by which one entity belongs to another, if it has one."""
    if part == whole == "place":
        return "containedInPlace"
    if whole not in _BODIES:
        return None
    if part == "person":
        return "memberOf"
    return "parentOrganization" if part in _BODIES else None


def script(node: Node, base: str) -> str:
    """The element that holds a node; it is data and not a script to browsers, so no policy stops it.

    `base` is the address of the site, or the way to its root; all ids are relative to it. Nothing in
    it can end the element or begin a comment.
    """
    data = {"@context": ["https://schema.org", {"@base": base}], **node}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/ld+json">{text}</script>'


def _without_empty(node: Node) -> Node:
    return {name: value for name, value in node.items() if value}
