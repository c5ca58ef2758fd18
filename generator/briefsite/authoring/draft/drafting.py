"""From an article to a briefing that passes `check`: by rules alone, in the article's own words.

`reading` takes the text out of a file; `words` holds how each language says things; `dates`,
`speech`, `promises` and `names` recognise; `passages` finds evidence that stands exactly once;
`compose` puts the fields together and says why; `writing` makes YAML of them. Nothing is invented:
what no rule finds is left out, and what the source lacks is listed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from briefsite.archive.dates import Date
from briefsite.archive.models import Entity
from briefsite.archive.validate import free_id
from briefsite.authoring.draft.compose import Composer, Request, has_letters, slug
from briefsite.authoring.draft.draft_text import DraftText, draft_text
from briefsite.authoring.draft.formats import ArticleError, ArticleText, read_article
from briefsite.authoring.draft.found_names import Known, PossibleSlip, find_slips
from briefsite.authoring.draft.language import DetectedLanguage, detect_language
from briefsite.authoring.draft.words import LANGUAGES, DraftWords, load_words, without_rules
from briefsite.authoring.draft.writing import Field, Note, YamlValue, write_yaml
from briefsite.messages.message import Message

__all__ = [
    "Archived",
    "ArticleError",
    "ArticleText",
    "DraftedFiles",
    "Origin",
    "draft",
    "read_article",
    "slug",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the author says of where an article comes from."""

    name: str
    """The name of its file without its ending; empty for standard input."""

    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """What the archive already holds."""

    ids: Collection[str]
    """Of all files: briefings, entities and sources share one space."""

    entities: Mapping[str, Entity]
    sources: Mapping[str, str]
    """Ids of sources by the SHA-256 of their text."""

    schemas: bool = False
    """Whether the site has JSON Schemas in `docs/schema`, for editors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedFiles:
    """The files that an article gives."""

    id: str
    briefing: str
    source: str
    """Id of the source."""

    record: str | None
    """The YAML of the source; None where the archive has the text already."""


def draft(
    article: ArticleText,
    origin: Origin,
    archived: Archived,
    *,
    today: dt.date,
    author_language: str,
    site_language: str = LANGUAGES[0],
    status: str = "draft",
) -> DraftedFiles:
    """Draft a briefing; comments are in the author's language, everything else in the text's.

    In a text of a language without rules, nothing is looked for by its words.

    Raises ArticleError where there are no words to draft from.
    """
    if not has_letters(article.text):
        raise ArticleError(Message("there are no words in it"))
    detected = detect_language(article.text)
    has_rules = detected.code in LANGUAGES
    lang = (
        detected.code
        if has_rules
        else site_language
        if site_language in LANGUAGES
        else LANGUAGES[0]
    )
    words = load_words(author_language)
    text_words = load_words(lang) if has_rules else without_rules(load_words(lang))
    known_source = archived.sources.get(hashlib.sha256(article.raw).hexdigest())
    text = draft_text(article.text, text_words)
    known = Known(archived.entities)
    source = known_source or free_id(slug(origin.name) or "fuente", archived.ids)
    request = Request(
        source=source,
        lang=lang,
        detected=detected,
        today=today,
        published=origin.published,
        status=status,
        title=article.title,
    )
    title, fields = Composer(text, known, words, request).briefing()
    name = free_id(slug(title, 50) or "borrador", {*archived.ids, source})
    head = "# yaml-language-server: $schema={}docs/schema/{}.json\n" if archived.schemas else ""
    slips = find_slips(text, known)
    record = _record(
        article,
        origin,
        title=title,
        today=today,
        words=words,
        lang=lang,
        detected=detected,
        text=text,
        source=source,
        slips=slips,
    )
    return DraftedFiles(
        id=name,
        briefing=head.format("../", "briefing") + write_yaml(fields),
        source=source,
        record=None if known_source else head.format("../../", "source") + record,
    )


def _record(
    article: ArticleText,
    origin: Origin,
    *,
    title: str,
    today: dt.date,
    words: DraftWords,
    lang: str,
    detected: DetectedLanguage,
    text: DraftText,
    source: str,
    slips: list[PossibleSlip],
) -> str:
    """The YAML of the source."""
    fields: list[Field | Note] = [
        Note(words.say("comments", "source", source)),
        Field("title", title),
        Field("sha256", hashlib.sha256(article.raw).hexdigest()),
        Field("author", origin.author),
        Field("publisher", origin.publisher),
        Field("url", origin.url),
        Field("published", origin.published),
        Field("retrieved", str(today)),
        Field("lang", detected.code)
        if detected.is_sure
        else Field("lang", None, words.say("comments", "lang_source_unsure", detected.code)),
        Field("licence", None),
    ]
    if text.turns:
        form: YamlValue = (
            [[Field("from", text.turns_begin), Field("as", "turns")]]
            if text.turns_begin
            else "turns"
        )
        fields.append(Field("speech", form, words.say("comments", "speech_turns")))
    if article.format:
        note = load_words(lang).say("comments", "extracted", article.format, article.original_hash)
        fields.append(Field("note", note))
    for slip in slips:
        entry = f"sic:\n  - {{as_written: {slip.as_written}, meant: {slip.meant}}}"
        fields.append(Note(f"{words.say('comments', 'slip', slip.name)}\n{entry}"))
    return write_yaml(fields)
