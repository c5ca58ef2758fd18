"""Whether sources still say on the web what is cited of them.

Each is fetched and read anew, and the words of every piece of evidence are looked for in what it says
now, by the rules by which `check` looks for them in the archived text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from briefsite.archive.folder import MAX_SOURCE_BYTES
from briefsite.archive.load import decode, load
from briefsite.archive.models import Evidence, Original
from briefsite.archive.places import Places
from briefsite.archive.records import LaterText
from briefsite.authoring.articles import fetched_format, to_read
from briefsite.authoring.documents.document import DocumentError
from briefsite.authoring.documents.isolation import at_arms_length
from briefsite.authoring.fetching import Fetched, FetchError, RobotsError
from briefsite.evidence.nearest import Nearest
from briefsite.evidence.source_text import Found, NotFound, SourceText
from briefsite.evidence.typography import fold
from briefsite.messages.diagnostics import Span
from briefsite.messages.message import Message
from briefsite.site.proofs import WrittenStatement, evidence_of, written_statements
from briefsite.site.site import BriefingPage, EntityPage, Site, SourcePage, prepared

Outcome = Literal[
    "same-document",
    "same-words",
    "other-words",
    "words-gone",
    "unreachable",
    "refused",
    "no-address",
]
"""What became of a source since it was archived, or since its newest version was:

- `same-document`: not a byte changed;
- `same-words`: it changed in typography, layout or format alone;
- `other-words`: it changed, and all that is cited still stands in it;
- `words-gone`: some of what is cited does not;
- `unreachable`: it cannot be had;
- `refused`: it should not be fetched, or cannot be read;
- `no-address`: its record has no `url`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A piece of evidence, or the words of a quotation."""

    briefing: str | None
    """Its id; None of an office, whose file is that of a person."""

    path: Path
    span: Span
    """Where it is written."""

    field: str
    """Of its statement: one of `STATEMENTS`, `evidence` for the briefing's own, or `roles` of a person."""

    number: int
    """Of its statement; counts from 1 within the field."""

    words: Evidence
    is_speech: bool
    """Whether it must be somebody's own words: those of a verbatim quotation."""


class Gone(NamedTuple):
    """Cited words that a source has no more."""

    citation: Citation
    why: Literal["missing", "out of order", "prefix", "suffix", "turns", "not speech"]
    """As `NotFound` has it; `not speech` where they stand, but outside quotation marks or turns."""

    nearest: Nearest | None = None
    """The passage that is most like them now; None where nothing resembles them, or where they stand."""


class NewText(NamedTuple):
    """The text of a document as it is now."""

    text: str
    original: Original | None = None
    """The document it was read from; None for a plain text."""

    places: Places = Places()
    """Where its pages and moments begin, and where its lines broke words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """What became of a source."""

    source: SourcePage
    outcome: Outcome
    why: Message | None = None
    """Of a source that could not be compared."""

    moved_to: str | None = None
    """Its new address, where it moved for good."""

    cited: int = 0
    """How many citations were looked for."""

    gone: tuple[Gone, ...] = ()
    raw: bytes = b""
    """The document as it was fetched."""

    new: NewText | None = None
    """What it says now, where that is other words than the newest text that is kept."""


def citations(site: Site, sources: Collection[str]) -> dict[str, list[Citation]]:
    """All that is cited of some sources, in the order of files and lines; withdrawn briefings do not count."""
    found: dict[str, list[Citation]] = {name: [] for name in sources}
    for page in sorted(site.briefings.values(), key=lambda page: page.path):
        if not page.is_withdrawn and not found.keys().isdisjoint(page.sources):
            _cite(found, page, page.id, page.record.sources, written_statements(page.record))
    for entity in sorted(site.entities.values(), key=lambda page: page.path):
        held = sorted(entity.offices, key=lambda office: office.number)
        if any(office.passages for office in held):
            written = (WrittenStatement("roles", office.number, office.record) for office in held)
            _cite(found, entity, None, (), written)
    return found


def _cite(
    found: Mapping[str, list[Citation]],
    page: BriefingPage | EntityPage,
    briefing: str | None,
    sources: Sequence[str],
    statements: Iterable[WrittenStatement],
) -> None:
    """Add what the statements of a file cite; `sources` are those of a briefing."""
    document, _ = load(page.path.read_bytes(), page.path)
    assert document is not None
    for statement in statements:
        for where, words, quote in evidence_of(statement):
            source = words.source or sources[0]
            if source in found:
                citation = Citation(
                    briefing=briefing,
                    path=page.path,
                    span=document.place((*where, "text")).value,
                    field=statement.field,
                    number=statement.number,
                    words=words,
                    is_speech=quote is not None and quote.verbatim,
                )
                found[source].append(citation)


def recheck_source(
    source: SourcePage,
    cited: Sequence[Citation],
    fetch: Callable[[str], Fetched],
    read: Callable[[Fetched, str | None], NewText],
) -> Rechecked:
    """Fetch a source, and look for what is cited of it; `read` is `read_fetched`."""
    if source.record.url is None:
        return Rechecked(source=source, outcome="no-address")
    try:
        fetched = fetch(source.record.url)
        kept, digest = _newest(source)
        is_same = hashlib.sha256(fetched.raw).hexdigest() == digest
        new = (
            NewText(kept.text, None, kept.places) if is_same else read(fetched, source.record.lang)
        )
    except FetchError as error:
        refused = isinstance(error, RobotsError)
        outcome: Outcome = "refused" if refused else "unreachable"
        return Rechecked(source=source, outcome=outcome, why=error.message)
    except DocumentError as error:
        return Rechecked(source=source, outcome="refused", why=error.message)
    text = prepared(new.text, source.record, new.places)
    gone = tuple(lost for citation in cited if (lost := _gone(citation, text)))
    has_same_words = is_same or fold(new.text) == fold(kept.text)
    if gone:
        outcome = "words-gone"
    elif is_same:
        outcome = "same-document"
    else:
        outcome = "same-words" if has_same_words else "other-words"
    return Rechecked(
        source=source,
        outcome=outcome,
        moved_to=fetched.moved_to,
        cited=len(cited),
        gone=gone,
        raw=fetched.raw,
        new=None if has_same_words else new,
    )


def _newest(source: SourcePage) -> tuple[LaterText, str | None]:
    """The newest text that is kept of a source, and the hash of the document it was read from."""
    if not source.versions:
        record, places = source.record, source.texts.places.get(source.id, Places())
        kept = LaterText(source.received, places)
        return kept, record.original.sha256 if record.original else record.sha256
    date, kept = [*source.versions.items()][-1]
    (version,) = (version for version in source.record.versions if version.retrieved == date)
    return kept, version.original.sha256 if version.original else version.sha256


def _gone(citation: Citation, now: SourceText) -> Gone | None:
    """What is missing of a citation; None where it stands, if only more often than once."""
    words = citation.words
    verdict = now.find(words.text, words.prefix, words.suffix)
    if isinstance(verdict, NotFound):
        near = now.nearest(verdict.part) if verdict.why == "missing" else None
        return Gone(citation, verdict.why, near)
    if isinstance(verdict, Found) and citation.is_speech and not verdict.quoted:
        return Gone(citation, "not speech")
    return None


def read_fetched(fetched: Fetched, lang: str | None) -> NewText:
    """The text of a document that was fetched. Raises DocumentError where it cannot be read."""
    form = fetched_format(fetched)
    if form is None:
        return NewText(_plain(fetched, lang))
    read = at_arms_length(to_read(fetched, form), form)
    sha256 = hashlib.sha256(fetched.raw).hexdigest()
    original = Original(format=form, sha256=sha256, read_by=read.read_by)
    return NewText(read.text, original, read.places)


def _plain(fetched: Fetched, lang: str | None) -> str:
    """A plain text, if it could be archived."""
    try:
        raw = fetched.raw.decode(fetched.charset or "utf-8").encode()
    except (LookupError, ValueError):
        raw = fetched.raw
    text, findings = decode(raw, Path(fetched.url), MAX_SOURCE_BYTES, lang or "")
    if text is None:
        raise DocumentError(
            Message(
                "this is no document that can be read, and no plain text: {why}",
                why=findings[0].message,
            )
        )
    return text
