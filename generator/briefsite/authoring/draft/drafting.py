"""From an article to its source in the archive, and to a briefing that passes `check`: by rules alone.

`words` holds how each language says things; `found_dates`, `speech`, `promises` and `found_names`
recognise; `draft_text` finds evidence that stands exactly once; `compose` puts the fields together and
says why; `writing` makes YAML of them. Nothing is invented: what no rule finds is left out, and what
the source lacks is listed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from briefsite.archive.models import Entity
from briefsite.archive.validate import free_id
from briefsite.authoring.articles import Article
from briefsite.authoring.documents.document import DocumentError
from briefsite.authoring.draft.compose import Composer, Request, has_letters, slug
from briefsite.authoring.draft.draft_text import draft_text
from briefsite.authoring.draft.found_names import Known, find_slips
from briefsite.authoring.draft.language import detect_language
from briefsite.authoring.draft.source_files import Origin, day_of, source_files, source_record
from briefsite.authoring.draft.words import LANGUAGES, DraftWords, load_words, without_rules
from briefsite.authoring.draft.writing import write_yaml
from briefsite.evidence.line_ends import whole
from briefsite.messages.message import Message
from briefsite.site.site import Site

__all__ = [
    "Archived",
    "ArchivedSource",
    "Article",
    "Draft",
    "Origin",
    "archive",
    "draft",
    "meant_by",
    "slug",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """What the archive already holds."""

    ids: Collection[str]
    """Of all files: briefings, entities and sources share one space."""

    entities: Mapping[str, Entity]
    sources: Mapping[str, str]
    """Ids of sources by the SHA-256 of their text, and of the document that it was read from."""

    schemas: bool = False
    """Whether the site has JSON Schemas in `docs/schema`, for editors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedSource:
    """An article as the archive holds it."""

    id: str
    files: Mapping[str, bytes]
    """Those to write to `sources/`, by name; none where the archive has them already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A briefing drafted of an article."""

    id: str
    briefing: str
    """Its YAML."""

    source: ArchivedSource


def archive(
    article: Article,
    origin: Origin,
    archived: Archived,
    *,
    today: dt.date,
    author_language: str,
    site_language: str = LANGUAGES[0],
    source: str | None = None,
) -> ArchivedSource:
    """Archive an article; `source` is the id that it is to have, which must be free.

    Raises DocumentError where there are no words in it.
    """
    request = _request(article, origin, archived, today, site_language)
    if source and not request.known_source:
        request = replace(request, source=source)
    words = load_words(author_language)
    return _source(article, origin, archived, _composer(article, archived, words, request))


def draft(
    article: Article,
    origin: Origin,
    archived: Archived,
    *,
    today: dt.date,
    author_language: str,
    site_language: str = LANGUAGES[0],
    status: str = "draft",
    about: Mapping[str, Sequence[str]] | None = None,
    lines: Sequence[tuple[int, int]] = (),
) -> Draft:
    """Draft a briefing; comments are in the author's language, everything else in the text's.

    Of the paragraphs with what `about` has, ids of entities or words, by how an author typed it, and of
    those that begin in `lines`, from the first to the last; without any, of all. In a text of a language
    without rules, nothing is looked for by its words.

    Raises DocumentError where there are no words to draft from, or none of what is asked for.
    """
    request = _request(article, origin, archived, today, site_language)
    words = load_words(author_language)
    composer = _composer(
        article, archived, words, replace(request, status=status, about=about or {}, lines=lines)
    )
    source = _source(article, origin, archived, composer)
    fields = composer.briefing()
    name = free_id(slug(composer.title, 50) or "borrador", {*archived.ids, source.id})
    briefing = _head(archived, "../", "briefing") + write_yaml(fields)
    return Draft(id=name, briefing=briefing, source=source)


def meant_by(site: Site, words: str) -> tuple[str, ...]:
    """What to look for where an author types words: those, or what an id of the archive stands for.

    A commitment stands for those who made it and what it counts, a topic for its words.
    """
    if words in site.entities:
        return (words,)
    promises = [
        page.record
        for address, page in site.commitments.items()
        if words in (address, address.rpartition("/")[2])
    ]
    meant = dict.fromkeys(
        name
        for promise in promises
        for name in (
            *promise.by,
            *promise.with_,
            *([promise.target.unit] if promise.target else ()),
        )
    )
    return tuple(meant) or (words.replace("-", " ") if words in site.topics else words,)


def _request(
    article: Article, origin: Origin, archived: Archived, today: dt.date, site_language: str
) -> Request:
    if not has_letters(article.text):
        raise DocumentError(Message("there are no words in it"))
    detected = detect_language(article.text)
    lang = next(filter(LANGUAGES.__contains__, (detected.code, site_language)), LANGUAGES[0])
    hashes = [hashlib.sha256(raw).hexdigest() for raw in (article.raw, article.original) if raw]
    known = next(filter(None, map(archived.sources.get, hashes)), None)
    return Request(
        source=known or free_id(slug(origin.name) or "fuente", archived.ids),
        known_source=known,
        lang=lang,
        detected=detected,
        today=today,
        published=origin.published or day_of(article.document),
        title=article.title,
    )


def _composer(
    article: Article, archived: Archived, words: DraftWords, request: Request
) -> Composer:
    text_words = load_words(request.lang)
    if request.detected.code not in LANGUAGES:
        text_words = without_rules(text_words)
    text = draft_text(whole(article.text), text_words, is_record=article.is_record)
    return Composer(text, Known(archived.entities), words, request)


def _source(
    article: Article, origin: Origin, archived: Archived, composer: Composer
) -> ArchivedSource:
    request = composer.request
    if request.known_source:
        return ArchivedSource(id=request.source, files={})
    is_recording = article.document is not None and article.document.format in ("vtt", "srt")
    record = source_record(
        article,
        origin,
        source=request.source,
        title=(is_recording and origin.name) or composer.title,  # its first words are no title
        text=composer.text,
        detected=request.detected,
        slips=find_slips(composer.text, composer.known),
        today=request.today,
        words=composer.words,
    )
    record = _head(archived, "../../", "source") + record
    return ArchivedSource(id=request.source, files=source_files(article, record, request.source))


def _head(archived: Archived, up: str, kind: str) -> str:
    schema = f"# yaml-language-server: $schema={up}docs/schema/{kind}.json\n"
    return schema if archived.schemas else ""
