"""Offices that people held: what proves them, and who is called by one that they did not hold that day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from briefsite.archive.dates import Date
from briefsite.archive.load import Where
from briefsite.archive.models import Briefing, Entity, Role
from briefsite.archive.records import Archive, Record
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import digest
from briefsite.evidence.speech import unaccented
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.messages.message import Message
from briefsite.site.entity_names import Names
from briefsite.site.examination import Examined
from briefsite.site.figures import FigureCheck
from briefsite.site.proofs import Prover, WrittenStatement
from briefsite.site.site import Cited, Office, Passage, Texts, who

_LANGUAGE = "es"
"""Of a source whose record does not say it, as of a briefing that does not."""


class Proven(NamedTuple):
    """The offices of one person that hold against their sources."""

    findings: tuple[Diagnostic, ...] = ()
    cited: Mapping[int, tuple[Cited, ...]] = {}
    """What each cites, by its number; those are missing with which something is wrong."""


def prove_offices(
    record: Record[Entity], texts: Texts, names: Names, ledger: Ledger, *, require_evidence: bool
) -> Proven:
    """Look up the evidence of a person's offices, as that of a briefing's statements."""
    roles = record.model.roles
    if not roles:
        return Proven()
    sources = sorted({words.source for role in roles for words in role.evidence if words.source})
    key = digest(
        "offices",
        record.digest,
        str(require_evidence),
        *(f"{source} {texts.digest(source)}" for source in sources),
    )
    return ledger.recall(key, partial(_prove, record, texts, names, require_evidence))


def _prove(record: Record[Entity], texts: Texts, names: Names, require_evidence: bool) -> Proven:
    findings: list[Diagnostic] = []
    cited: dict[int, tuple[Cited, ...]] = {}
    for index, role in enumerate(record.model.roles):
        statement = WrittenStatement("roles", index + 1, role)
        prover = Prover(
            record.path, record.document, None, texts, require_evidence=require_evidence
        )
        proofs = prover.prove(statement)
        figures = FigureCheck(record.path, record.document, texts, names, _LANGUAGE)
        figures.check({statement: proofs})
        found = [*prover.findings, *figures.findings]
        if not prover.unverified and all(one.severity is Severity.WARNING for one in found):
            cited[statement.number] = tuple(dict.fromkeys(proof.cited for proof in proofs))
        findings += found
    return Proven(tuple(findings), cited)


def offices(
    archive: Archive, proven: Mapping[str, Proven], passages: Mapping[Cited, Passage]
) -> list[Office]:
    """All offices that hold, newest first; those of which nobody knows when come last."""
    found = [
        Office(
            entity.id,
            number,
            entity.model.roles[number - 1],
            tuple(passages[one] for one in proven[entity.id].cited[number]),
        )
        for entity in archive.entities
        for number in proven[entity.id].cited
    ]
    found.sort(key=lambda office: (office.entity, office.number))
    found.sort(key=lambda one: one.record.from_ or one.record.to or Date(0), reverse=True)
    return found


def check_named_offices(
    archive: Archive, examined: Mapping[str, Examined], ledger: Ledger
) -> Iterator[Diagnostic]:
    """Find words that call somebody by an office which they certainly did not hold that day."""
    people = {record.id: record.model for record in archive.entities if record.model.roles}
    for briefing in archive.briefings:
        found = examined[briefing.id]
        if not people or not found.date or not found.content or found.is_withdrawn:
            continue
        date = found.date
        said = [
            (entry.field, entry.number, name)
            for entry in found.statements
            if entry.field in ("participants", "quotes")
            and (name := who(entry.fact))
            and name in people
            and any(role.held_on(date) is False for role in people[name].roles)
        ]
        if not said:
            continue
        roles = {name: people[name].roles for _, _, name in said}
        key = digest("named offices", found.content.hash, repr(said), repr(roles))
        for where, name, role in ledger.recall(key, partial(_named, briefing, said, roles, date)):
            yield Diagnostic(
                code="speaker-out-of-office",
                message=Message(
                    "on {date}, {name} was not `{title}`: that was {period}",
                    date=date,
                    name=people[name].name,
                    title=role.title,
                    period=_period(role),
                ),
                path=briefing.path,
                span=briefing.document.place(where).value,
                severity=Severity.WARNING,
                help=Message(
                    "mend the words here, the date of the briefing, or `roles` of `{name}`",
                    name=name,
                ),
            )


def _named(
    briefing: Record[Briefing],
    said: Sequence[tuple[str, int, str]],
    roles: Mapping[str, Sequence[Role]],
    date: Date,
) -> list[tuple[Where, str, Role]]:
    """Where a briefing names an office of somebody, held on another day: the place, the person, the office."""
    found: list[tuple[Where, str, Role]] = []
    for field, number, name in said:
        entry = getattr(briefing.model, field)[number - 1]
        # Longer ones first: «directora general» is no «directora».
        by_length = sorted(roles[name], key=lambda role: len(role.title), reverse=True)
        for place in ("speaker_as_written", "speaker_note", "note"):
            words = _words(getattr(entry, place, None) or "")
            for role in by_length:  # what was held, or perhaps was, is as it should be
                if role.held_on(date) is not False:
                    words = words.replace(_words(role.title), " . ")
            for role in by_length:
                title = _words(role.title)
                if any(not before.endswith(_FORMER) for before in words.split(title)[:-1]):
                    found.append(((field, number - 1, place), name, role))
                    words = words.replace(title, " . ")
    return found


_FORMER = (
    *(" ex", " antiguo", " antigua", " entonces"),
    *(" former", " then"),
    *(" ancien", " ancienne", " alors"),
    *(" antigo", " entao"),
)
"""Words that may stand before an office that is not held, in Spanish, English, French and Portuguese."""


def _words(text: str) -> str:
    """The words of a text without capitals and accents, with spaces around and between."""
    words = " ".join(re.findall(r"\w+", unaccented(text)))
    return f" {words} "


def _period(role: Role) -> Message:
    """When an office was held, of which that is known in part at least."""
    if role.from_ and role.to:
        return Message("from {start} to {end}", start=role.from_, end=role.to)
    if role.from_:
        return Message("from {start}", start=role.from_)
    return Message("until {end}", end=role.to)
