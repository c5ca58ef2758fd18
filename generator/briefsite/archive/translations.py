"""Translations of the files of an archive: `x.en.yml` beside `x.yml`.

A translation holds texts alone, in the structure of its original. All else (ids, dates, figures,
evidence) is the original's, so that two languages can differ in their words and in nothing else. What
is not translated is shown in the original's language.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from briefsite.archive.load import Where
from briefsite.archive.models import Address, Id, Markdown, Model, Text, model_in
from briefsite.archive.text import ID, in_words_of

M = TypeVar("M", bound=Model)

_NAME = re.compile(rf"({ID})\.([a-z]{{2,3}}(?:-[A-Z]{{2}})?)")

Recorded = Annotated[str, StringConstraints(pattern="^[0-9a-f]{12}$")]
"""The digest of a text, see `text_digest`."""


def _may_be_empty(schema: dict[str, Any]) -> None:
    """Let the JSON Schema of a translation take `null` for a list, and for each of its entries."""
    for field in schema["properties"].values():
        if field.get("type") in ("array", "object"):
            field["type"] = [field["type"], "null"]
        if "items" in field and "anyOf" not in field["items"]:
            field["items"] = {"anyOf": [field["items"], {"type": "null"}]}


class Translation(Model):
    """Words in another language. What has no value is not translated, as if it were not there."""

    model_config = ConfigDict(json_schema_extra=_may_be_empty)

    @model_validator(mode="before")
    @classmethod
    def _is_given(cls, data: object) -> object:
        """Leave out the fields without a value; `null` in the place of an entry is one without any."""
        if data is None:
            return {}
        if not isinstance(data, dict):
            return data
        return {
            key: value
            for key, value in data.items()
            if value is not None or key not in cls.model_fields
        }


class PointTranslation(Translation):
    """The words of a statement."""

    text: Markdown | None = None
    """Its text."""


class ParticipantTranslation(Translation):
    """The words about somebody who took part."""

    who: Id | None = None
    """The id in the original, by which the entry is found; without it, by its position."""

    note: Text | None = None
    """The note."""


class QuoteTranslation(Translation):
    """What a quotation means in this language; its own words stay those of the source."""

    translation: Text | None = None
    """The editors' translation, shown beneath the words of the source, and marked as theirs."""

    speaker_note: Text | None = None
    """On what basis the speaker is known, or that it is not."""


class TargetTranslation(Translation):
    """The words of a target."""

    unit: Text | None = None
    """What is counted."""


class CommitmentTranslation(PointTranslation):
    """The words of a commitment."""

    id: Id | None = None
    """The id in the original, by which the entry is found; without it, by its position."""

    target: TargetTranslation | None = None
    """The words of its target."""


class UpdateTranslation(PointTranslation):
    """The words of what became of a commitment."""

    commitment: Address | None = None
    """The address in the original, by which the entry is found; without it, by its position."""

    target: TargetTranslation | None = None
    """The words of the target that it sets."""


class ClaimTranslation(PointTranslation):
    """The words of a claim."""

    id: Id | None = None
    """The id in the original, by which the entry is found; without it, by its position."""


class AssessmentTranslation(PointTranslation):
    """The words of the editors' own judgement."""

    basis: Markdown | None = None
    """The grounds."""


class CorrectionTranslation(Translation):
    """The words of a correction."""

    note: Markdown | None = None
    """What was wrong."""

    was: Text | None = None
    """The words before."""

    now: Text | None = None
    """The words since."""


class BriefingTranslation(Translation):
    """A briefing in another language: `<id>.<language>.yml` beside it."""

    title: Annotated[Text, Field(max_length=200)] | None = None
    """Headline, as readers see it."""

    summary: Annotated[Markdown, Field(max_length=400)] | None = None
    """The point first, in two sentences; at most 400 characters."""

    date_note: Text | None = None
    """How the date is known."""

    status_note: Text | None = None
    """Why a briefing was withdrawn."""

    why_it_matters: Markdown | None = None
    """What it means for the reader."""

    participants: tuple[ParticipantTranslation, ...] = ()
    """Who took part."""

    key_points: tuple[PointTranslation, ...] = ()
    """What one must know."""

    quotes: tuple[QuoteTranslation, ...] = ()
    """What the quotations mean."""

    objectives: tuple[PointTranslation, ...] = ()
    """Aims, which are not promises."""

    commitments: tuple[CommitmentTranslation, ...] = ()
    """Who will do what."""

    updates: tuple[UpdateTranslation, ...] = ()
    """What became of commitments of earlier briefings."""

    timeline: tuple[PointTranslation, ...] = ()
    """Dated events."""

    claims: tuple[ClaimTranslation, ...] = ()
    """Said by somebody, and not established."""

    assessments: tuple[AssessmentTranslation, ...] = ()
    """The editors' own judgement."""

    unknowns: tuple[Markdown | None, ...] = ()
    """What the sources do not say."""

    corrections: tuple[CorrectionTranslation, ...] = ()
    """Public log of corrections."""

    originals: Mapping[Text, Recorded] = {}
    """Digests of the texts that were translated; `briefsite translate` writes them."""


def _without_empty(names: object) -> object:
    return [name for name in names if name is not None] if isinstance(names, list) else names


class RoleTranslation(Translation):
    """The words of an office."""

    title: Text | None = None
    """The office, as its holder is called."""


class EntityTranslation(Translation):
    """An entity in another language: `<id>.<language>.yml` beside it."""

    name: Annotated[Text, Field(max_length=200)] | None = None
    """The full name, as readers of that language know it."""

    acronym: Text | None = None
    """Its short form in capitals."""

    aliases: Annotated[tuple[Text, ...], BeforeValidator(_without_empty)] = ()
    """Other names for it in that language; those of the original are known as well."""

    country: Text | None = None
    """Its country."""

    description: Markdown | None = None
    """Who or what it is, in a sentence."""

    roles: tuple[RoleTranslation, ...] = ()
    """The offices that a person held."""

    originals: Mapping[Text, Recorded] = {}
    """Digests of the texts that were translated; `briefsite translate` writes them."""


TRANSLATIONS: Mapping[str, type[Model]] = {
    "briefing": BriefingTranslation,
    "entity": EntityTranslation,
}
"""Of each kind of file that can be translated."""

FOUND_BY = ("who", "id", "commitment")
"""Fields by which the entry of a list is found in its original."""

NO_TEXTS = frozenset([*FOUND_BY, "originals", "aliases"])
"""Fields of a translation that are no translation of one text."""

PROPER = ("name", "acronym", "country")
"""Fields that many languages share: where they are not translated, nothing is missing."""

WORDS_OF = {"translation": "text"}
"""Of which field of the original one is the translation, where they have two names."""


def translation_of(path: Path) -> tuple[Path, str] | None:
    """The original of a translation and its language, by its name; None for other files."""
    found = _NAME.fullmatch(path.stem)
    return (path.with_name(found[1] + path.suffix), found[2]) if found else None


def text_digest(text: str) -> str:
    """Stands for the words of a text, however its lines are broken: 12 hexadecimal digits."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


class TextPair(NamedTuple):
    """A text, and its translation."""

    name: str
    """What it is called in `originals`: `title`, `key_points.2.text`, `commitments.patrols.text`."""

    original: str
    original_where: Where
    translation: str | None
    """None where there is none."""

    where: Where
    """Where the translation stands in its file, or the nearest place around it that is there."""


def text_pairs(original: Model, translation: Model) -> Iterator[TextPair]:
    """All texts of a file that can be translated, each with its translation."""
    yield from _pairs(original, translation, type(translation), _At())


class _At(NamedTuple):
    """A place in both files."""

    original: Where = ()
    translation: Where = ()
    name: str = ""

    def within(self, name: str, original: Where, translation: Where | None) -> _At:
        """A place further in; what is not in the translation has the place around it."""
        inner = self.translation if translation is None else (*self.translation, *translation)
        return _At((*self.original, *original), inner, f"{self.name}{name}")


def _pairs(
    original: Model, translation: Model | None, kind: type[Model], at: _At
) -> Iterator[TextPair]:
    for field, info in kind.model_fields.items():
        source = WORDS_OF.get(field, field)
        ours = None if field in NO_TEXTS else getattr(original, source)
        if not ours:
            continue
        theirs = getattr(translation, field, None)
        inner = model_in(info.annotation)
        if not isinstance(ours, tuple):
            here = at.within(field, (source,), None if theirs is None else (field,))
            yield from _pair(ours, theirs, inner, here)
            continue
        places = positions(ours, theirs or ())
        for index, (entry, name) in enumerate(zip(ours, own_names(ours), strict=True)):
            place = places.get(index)
            found = theirs[place] if theirs and place is not None else None
            nearest = (field, place) if place is not None else (field,) if theirs else None
            here = at.within(f"{field}.{name}", (source, index), nearest)
            yield from _pair(entry, found, inner, here)


def _pair(ours: Any, theirs: Any, inner: type[Model] | None, at: _At) -> Iterator[TextPair]:
    """A text and its translation, or those within an entry."""
    if inner:
        yield from _pairs(ours, theirs, inner, at._replace(name=f"{at.name}."))
    else:
        yield TextPair(at.name, ours, at.original, theirs, at.translation)


def own_names(entries: Sequence[Any]) -> list[str]:
    """What the entries of a list are called: by the id that finds them, or by their position from 1.

    Of entries with one id, as two updates of one commitment, the later ones have a number after it.
    """
    counts: Counter[str] = Counter()
    names = []
    for number, entry in enumerate(entries, 1):
        known = found_by(entry)
        counts[known or ""] += 1
        several = f"-{counts[known or '']}" if known and counts[known] > 1 else ""
        names.append(f"{known}{several}" if known else str(number))
    return names


def found_by(entry: object) -> str | None:
    """The id by which an entry of a list is found; None where it is found by its position."""
    return next(filter(None, (getattr(entry, field, None) for field in FOUND_BY)), None)


def positions(ours: Sequence[Any], theirs: Sequence[Any]) -> dict[int, int]:
    """Where the translation of each entry stands in its list, by the position of the entry."""
    at = {name: index for index, name in enumerate(own_names(ours))}
    found: dict[int, int] = {}
    for index, (entry, name) in enumerate(zip(theirs, own_names(theirs), strict=True)):
        place = at.get(name) if found_by(entry) else index if index < len(ours) else None
        if place is not None:
            found.setdefault(place, index)
    return found


def extra_entries(original: Model, translation: Model, where: Where = ()) -> Iterator[Where]:
    """Entries and texts of a translation that nothing in the original has."""
    for field, info in type(translation).model_fields.items():
        if field in NO_TEXTS:
            continue
        ours, theirs = getattr(original, WORDS_OF.get(field, field)), getattr(translation, field)
        here = (*where, field)
        inner = model_in(info.annotation)
        if not theirs:
            continue
        if not ours:
            yield here
        elif isinstance(theirs, tuple):
            at = {index: place for place, index in positions(ours, theirs).items()}
            for index, entry in enumerate(theirs):
                if index not in at:
                    yield (*here, index)
                elif inner:
                    yield from extra_entries(ours[at[index]], entry, (*here, index))
        elif inner:
            yield from extra_entries(ours, theirs, here)


def translated(original: M, translation: Model, lang: str, original_lang: str) -> M:
    """A file in another language; its texts that are not translated say that they are in the original's."""
    changes: dict[str, object] = {}
    for field, info in type(translation).model_fields.items():
        if field in ("originals", *FOUND_BY):
            continue
        ours, theirs = getattr(original, field), getattr(translation, field)
        inner = model_in(info.annotation)
        if field == "aliases":
            changes[field] = (*theirs, *ours)
        elif isinstance(ours, tuple):
            at = positions(ours, theirs)
            empty = inner() if inner else None
            found = (theirs[at[index]] if index in at else empty for index in range(len(ours)))
            changes[field] = tuple(
                translated(one, other, lang, original_lang)
                if isinstance(one, Model) and isinstance(other, Model)
                else _either(one, other, original_lang)
                for one, other in zip(ours, found, strict=True)
            )
        elif isinstance(ours, Model):
            other = theirs or (inner() if inner else None)
            assert isinstance(other, Model)
            changes[field] = translated(ours, other, lang, original_lang)
        elif field in PROPER:
            changes[field] = theirs or ours
        elif ours or field in WORDS_OF:
            changes[field] = _either(ours, theirs, original_lang)
    if "lang" in type(original).model_fields:
        changes["lang"] = lang
    return original.model_copy(update=changes)


def _either(original: Any, translation: Any, original_lang: str) -> Any:
    """The translation of a text, or the text as one that is in another language than those around."""
    if translation or not original:
        return translation
    return in_words_of(original, original_lang)
