"""What the archive holds of a source: its text, its record, and the document it was read from."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from briefsite.archive.dates import Date, DateError
from briefsite.archive.places import write_places
from briefsite.archive.text import is_web_address
from briefsite.authoring.articles import Article
from briefsite.authoring.documents.document import Fact, ReadDocument
from briefsite.authoring.draft.draft_text import DraftText
from briefsite.authoring.draft.found_names import PossibleSlip
from briefsite.authoring.draft.language import DetectedLanguage
from briefsite.authoring.draft.words import DraftWords
from briefsite.authoring.draft.writing import Field, Group, Note, YamlValue, write_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the author says of where an article comes from."""

    name: str
    """The name of its file without its ending; empty for standard input."""

    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: Date | None = None


def source_files(article: Article, record: str, source: str) -> dict[str, bytes]:
    """The files of a source in `sources/`, by their names."""
    files = {f"{source}.txt": article.raw, f"{source}.yml": record.encode()}
    if article.document is not None:
        files[f"{source}.{article.document.format}"] = article.original
        if article.document.places:
            files[f"{source}.places"] = _places(article.document)
    return files


def _places(document: ReadDocument) -> bytes:
    return write_places(document.places, document.text).encode()


def source_record(
    article: Article,
    origin: Origin,
    *,
    source: str,
    title: str,
    text: DraftText,
    detected: DetectedLanguage,
    slips: Iterable[PossibleSlip],
    today: dt.date,
    words: DraftWords,
) -> str:
    """The YAML of a source; what the author says of it comes before what the document says of itself."""
    document = article.document

    def known(name: str, stated: str | Date | None, fact: Fact | None) -> Field:
        if stated is not None or fact is None:
            return Field(name, stated)
        return Field(name, fact.value, words.say("comments", "found_in", fact.found_in))

    facts = document or ReadDocument(blocks=(), format="md", read_by="")
    fields: list[Field | Note] = [
        Note(
            words.say("comments", "source_document", source, source, document.format)
            if document
            else words.say("comments", "source", source)
        ),
        Field("title", title),
        Field("sha256", hashlib.sha256(article.raw).hexdigest()),
        *(_of_document(article, document) if document else ()),
        known("author", origin.author, facts.author),
        known("publisher", origin.publisher, facts.publisher),
        known(
            "url", origin.url, facts.url if facts.url and is_web_address(facts.url.value) else None
        ),
        known("published", origin.published, facts.published if day_of(document) else None),
        Field("retrieved", str(today)),
        _language(detected, facts.lang, words),
        known("licence", None, facts.licence),
    ]
    if text.turns:
        form: YamlValue = (
            [[Field("from", text.turns_begin), Field("as", "turns")]]
            if text.turns_begin
            else "turns"
        )
        fields.append(Field("speech", form, words.say("comments", "speech_turns")))
    if document:
        fields.append(Note(words.say("comments", "publish_original")))
    for slip in slips:
        entry = f"sic:\n  - {{as_written: {slip.as_written}, meant: {slip.meant}}}"
        fields.append(Note(f"{words.say('comments', 'slip', slip.name)}\n{entry}"))
    return write_yaml(fields)


def _of_document(article: Article, document: ReadDocument) -> Iterable[Field]:
    """Of which document the text was read, and what is not in it."""
    yield Field(
        "original",
        Group(
            [
                Field("format", document.format),
                Field("sha256", hashlib.sha256(article.original).hexdigest()),
                Field("read_by", document.read_by),
            ]
        ),
    )
    if document.places:
        yield Field("places_sha256", hashlib.sha256(_places(document)).hexdigest())
    for name, counts in (("omitted", document.omitted), ("altered", document.altered)):
        if counts:
            yield Field(name, Group([Field(kind, counts[kind]) for kind in sorted(counts)]))


def day_of(document: ReadDocument | None) -> Date | None:
    """When a document says it was published, where the format can hold that."""
    try:
        return Date.parse(document.published.value) if document and document.published else None
    except DateError:
        return None


def _language(detected: DetectedLanguage, fact: Fact | None, words: DraftWords) -> Field:
    """The language of the words; what a document says of it counts where they do not tell."""
    if detected.is_sure:
        return Field("lang", detected.code)
    if fact:
        return Field("lang", fact.value, words.say("comments", "found_in", fact.found_in))
    return Field("lang", None, words.say("comments", "lang_source_unsure", detected.code))
