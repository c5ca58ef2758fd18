"""A briefing or an entity to the file of its translation: written anew, or brought up to date."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefsite.archive.folder import APART, YAML_ENDINGS, check_file, is_read, kind_of, yaml_files
from briefsite.archive.load import Document, load
from briefsite.archive.models import KINDS, Briefing, Entity, Model
from briefsite.archive.references import with_ids
from briefsite.archive.settings import Settings
from briefsite.archive.text import Inline, is_page_id
from briefsite.archive.translations import (
    TRANSLATIONS,
    EntityTranslation,
    translated,
    translation_of,
)
from briefsite.archive.validate import validate
from briefsite.authoring.translation_file import Made, TranslationFileError, Wanted, made_of
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.messages.message import Message, MessageError
from briefsite.messages.translation import translate as in_words
from briefsite.site.entity_names import Names
from briefsite.site.own_figures import figures_in_text
from briefsite.site.reading import Reading
from briefsite.site.translations import said_in

_MARK = b"\xef\xbb\xbf"
"""A byte order mark, which some editors put before a file."""


class TranslateError(MessageError):
    """There is nothing to translate, or nowhere to write it; the text says why."""


class BrokenFileError(Exception):
    """A file must be mended first; it is left as it is."""

    def __init__(self, findings: Sequence[Diagnostic], text: str) -> None:
        """Take what is wrong, and the text that shows where."""
        super().__init__(findings)
        self.findings, self.text = findings, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """The file of a translation, as it is to be written."""

    path: Path
    raw: bytes
    made: Made
    """What is in it, in figures."""

    is_changed: bool
    """Whether other bytes are there, or none."""


class Translator:
    """Makes the files of translations into one language."""

    def __init__(
        self, settings: Settings, reading: Reading, language: str, author_language: str
    ) -> None:
        """Take an archive as it was read; raises TranslateError where the language is none."""
        if not re.fullmatch("[a-z]{2,3}(-[A-Z]{2})?", language):
            raise TranslateError(
                Message("`{value}` is not a language code; write e.g. `es` or `en`", value=language)
            )
        self._settings, self._language, self._author_language = settings, language, author_language
        self._former = reading.present.former
        self._languages_of_sources = {
            name: page.record.lang for name, page in reading.site.sources.items()
        }
        found = sorted(filter(is_read, yaml_files(settings.briefs, [], APART)))
        self._paths = {path.stem: path for path in found if not translation_of(path)}
        entities = {name: page.record for name, page in reading.site.entities.items()}
        self._entities: Mapping[str, tuple[Entity, Entity]] = {
            name: (entity, self._in_language(name, entity)) for name, entity in entities.items()
        }
        """Each as it is, and in the language of the translation."""

        self._names_of_site = Names(entities)

    def _in_language(self, name: str, entity: Entity) -> Entity:
        """An entity with the names that it has in the language, as far as its translation can be read."""
        path = self._file(self._paths[name])
        if not path.is_file():
            return entity
        model = check_file(path.read_bytes(), path, EntityTranslation)[0].model
        return translated(entity, model, self._language, "") if model else entity

    def _file(self, original: Path) -> Path:
        """The file of a translation: the one that is there, or the name of the one to come."""
        names = [f"{original.stem}.{self._language}{ending}" for ending in YAML_ENDINGS]
        there = (path for path in map(original.with_name, names) if os.path.lexists(path))
        return next(there, original.with_name(f"{original.stem}.{self._language}{original.suffix}"))

    def translated(self, name: str, *, is_up_to_date: bool) -> Translated:
        """The file of the translation of a briefing or an entity.

        Raises TranslateError, and BrokenFileError where the original or the file cannot be used.
        """
        path = self._original(name)
        kind = kind_of(path.relative_to(self._settings.briefs))
        original = self._checked(path, KINDS[kind])
        language = original.lang if isinstance(original, Briefing) else self._settings.language
        if language == self._language:
            raise TranslateError(Message("`{id}` is in `{lang}` itself", id=name, lang=language))
        file = self._file(path)
        if os.path.lexists(file) and (file.is_symlink() or not file.is_file()):
            raise TranslateError(
                Message("{path} is no plain file, and is left as it is", path=file)
            )
        is_there = file.exists()
        raw = file.read_bytes() if is_there else b""
        document = self._document(raw, file, TRANSLATIONS[kind])
        needless: frozenset[str] = frozenset()
        if isinstance(original, Briefing):
            original = with_ids(original, self._former)
            sources = self._languages_of_sources
            needless = frozenset(said_in(self._language, original, sources, sources.__getitem__))
        wanted = Wanted(
            original=original,
            language=language,
            kept=lambda text: [*self._kept(text, language)],
            needless=needless,
            ids=self._former,
            heading=[*self._heading(file, kind)],
            gone=self._said(Message("no longer in the original:")),
            recorded=self._said(
                Message("the originals of these texts; `briefsite translate` notes them")
            ),
            is_up_to_date=is_up_to_date,
        )
        try:
            made = made_of(document, TRANSLATIONS[kind], wanted)
        except TranslationFileError as error:
            raise TranslateError(Message("{path}: {why}", path=file, why=error.message)) from None
        written = (_MARK if raw.startswith(_MARK) else b"") + made.text.encode()
        return Translated(
            path=file, raw=written, made=made, is_changed=written != raw or not is_there
        )

    def _said(self, message: Message) -> str:
        return in_words(message, self._author_language)

    def _original(self, name: str) -> Path:
        """The file of an id that can be translated."""
        known = {
            one: path
            for one, path in self._paths.items()
            if kind_of(path.relative_to(self._settings.briefs)) in TRANSLATIONS
        }
        if name in known:
            return known[name]
        if name in self._paths:
            raise TranslateError(
                Message("`{id}` is a source, and sources are shown as they are", id=name)
            )
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        if near:
            raise TranslateError(
                Message(
                    "there is no briefing or entity `{id}`; did you mean: {names}?",
                    id=name,
                    names=", ".join(near),
                )
            )
        raise TranslateError(Message("there is no briefing or entity `{id}`", id=name))

    def _checked(self, path: Path, kind: type[Model]) -> Model:
        """An original without mistakes of its own."""
        raw = path.read_bytes() if path.is_file() else b""
        checked, document = check_file(raw, path, kind)
        if document and checked.model and checked.head and checked.head.is_whole:
            return checked.model
        raise _broken(checked.findings, raw)

    def _document(self, raw: bytes, path: Path, kind: type[Model]) -> Document:
        """A translation without mistakes in its fields."""
        document, findings = load(raw, path, may_be_empty=True)
        if document is None:
            raise _broken(findings, raw)
        translation, findings = validate(document, kind)
        if translation is None:
            raise _broken(findings, raw)
        return document

    def _heading(self, file: Path, kind: str) -> Iterator[str]:
        """The first lines of a new file: where editors find its fields, and what to do."""
        schema = self._settings.docs / f"schema/{kind}-translation.json"
        if schema.is_file():
            way = Path(os.path.relpath(schema.resolve(), file.parent.resolve())).as_posix()
            yield f"# yaml-language-server: $schema={way}"
        what = Message(
            "write each translation after its field; what stays empty is shown as in the original"
        )
        yield f"# {self._said(what)}"

    def _kept(self, text: str, language: str) -> Iterator[str]:
        """The figures of a text as written, the entities that it names, and the pages it links to, in order."""
        plain = str(text.plain()) if isinstance(text, Inline) else text
        found: dict[str, int] = {}
        for figure in figures_in_text(text, (), language, self._names_of_site):
            found.setdefault(figure.written, figure.figure.start)
        for name in self._names_of_site.find(plain):
            if len(name.ids) == 1:
                (entity,) = name.ids
                words = " ".join(plain[name.start : name.end].split())
                found.setdefault(self._named(entity, words), name.start)
        yield from sorted(found, key=found.__getitem__)
        if isinstance(text, Inline):
            links = dict.fromkeys(filter(is_page_id, text.links()))
            yield from (f"[…]({target})" for target in links)

    def _named(self, entity: str, words: str) -> str:
        """The words by which an entity is named, and what it is called in the language where that is other."""
        here, there = self._entities[entity]
        name = there.acronym if words == here.acronym else there.name
        is_other = (here.name, here.acronym) != (there.name, there.acronym)
        return f"{words} → {name}" if is_other and name and name != words else words


def _broken(findings: Sequence[Diagnostic], raw: bytes) -> BrokenFileError:
    wrong = [finding for finding in findings if finding.severity is Severity.ERROR]
    return BrokenFileError(wrong, raw.decode("utf-8-sig", errors="replace"))
