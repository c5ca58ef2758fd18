"""The translations of an archive: which there are, and the entities in each language of a site."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from briefsite.archive.folder import Folder, check_unique, is_read, read_records
from briefsite.archive.models import Entity
from briefsite.archive.records import Record
from briefsite.archive.translations import (
    EntityTranslation,
    translated,
    translation_of,
)
from briefsite.archive.validate import did_you_mean
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import Store, digest
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.messages.message import Message
from briefsite.site.entity_names import Names
from briefsite.site.examination import Translations
from briefsite.site.translations import InLanguage, TranslationCheck, needless_finding

Found = Mapping[Path, Mapping[str, Path]]
"""The files of translations, by their original and language."""


def find_translations(
    of_kind: Mapping[str, list[Path]], languages: Sequence[str], findings: list[Diagnostic]
) -> dict[str, dict[Path, dict[str, Path]]]:
    """Take the translations out of the files of each kind; what is wrong with their names is a finding.

    Those in a language that is none of `languages` are left out.
    """
    found: dict[str, dict[Path, dict[str, Path]]] = {}
    for kind, paths in of_kind.items():
        named = {path: name for path in paths if is_read(path) and (name := translation_of(path))}
        paths[:] = [path for path in paths if path not in named]
        known = {path.with_suffix(""): path for path in reversed(paths)}
        twice = {finding.path: finding for finding in check_unique([*named])}
        for path, (original, lang) in named.items():
            if finding := twice.get(path) or _misplaced(path, kind, known, languages):
                findings.append(finding)
            else:
                beside = known[original.with_suffix("")]
                found.setdefault(kind, {}).setdefault(beside, {})[lang] = path
    return found


def _misplaced(
    path: Path, kind: str, known: Collection[Path], languages: Sequence[str]
) -> Diagnostic | None:
    """Why a translation can be that of nothing; None where it can."""
    named = translation_of(path)
    assert named
    original, lang = named
    severity = Severity.ERROR
    if kind == "source":
        message = Message("sources are not translated: they are shown as they are")
        mend = Message("delete it; briefings can translate what they quote")
    elif original.with_suffix("") not in known:
        message = Message("there is no `{name}` of which this is a translation", name=original.name)
        mend = did_you_mean(
            original.stem, (one.name for one in known if "." not in one.name)
        ) or Message("rename the file after its original: `<id>.{lang}.yml`", lang=lang)
    elif kind == "entity" and [lang] == [*languages[:1]]:
        return needless_finding(path, lang)
    elif lang not in languages:
        severity = Severity.WARNING
        message = Message("the site has no edition in `{lang}`", lang=lang)
        mend = Message(
            "add it to `editions` in mkdocs.yml, or mend the language in the name of the file"
        )
    else:
        return None
    return Diagnostic(
        code="translation-unused", message=message, path=path, severity=severity, help=mend
    )


def of_briefings(found: Mapping[str, Found], files: Folder) -> Translations:
    """The translations of briefings that can be read, with the digests of their bytes."""
    return {
        original: {
            lang: (path, content)
            for lang, path in in_languages.items()
            if (content := files.digest(path))
        }
        for original, in_languages in found.get("briefing", {}).items()
    }


def translated_entities(
    entities: Sequence[Record[Entity]],
    found: Mapping[str, Found],
    languages: Sequence[str],
    files: Folder,
    store: Store,
) -> dict[str, Sequence[Record[Entity]]]:
    """The entities in all languages of a site, its own first; one that is not translated is as it is.

    None for a site of one language.
    """
    if not languages:
        return {}
    first, *others = languages
    paths = {
        (original, lang): path
        for original, in_languages in found.get("entity", {}).items()
        for lang, path in in_languages.items()
        if lang != first
    }
    ledger = Ledger(store, "translations")
    records = {
        record.path: record
        for record in read_records(files, paths.values(), EntityTranslation, ledger)
    }
    in_language: dict[str, Sequence[Record[Entity]]] = {first: entities}
    for lang in others:
        in_language[lang] = [
            _in_language(
                record, records.get(paths.get((record.path, lang), record.path)), lang, first
            )
            for record in entities
        ]
    files.findings += _check(in_language, records, paths, ledger)
    ledger.save()
    return in_language


def _in_language(
    record: Record[Entity],
    translation: Record[EntityTranslation] | None,
    lang: str,
    original_lang: str,
) -> Record[Entity]:
    """An entity in a language."""
    if translation is None:
        return record

    def model() -> Entity:
        return translated(record.model, translation.model, lang, original_lang)

    return Record(
        record.path,
        digest(record.digest, translation.digest),
        record.head,
        model=model,
        document=lambda: record.document,
    )


def _check(
    in_language: Mapping[str, Sequence[Record[Entity]]],
    records: Mapping[Path, Record[EntityTranslation]],
    paths: Mapping[tuple[Path, str], Path],
    ledger: Ledger,
) -> list[Diagnostic]:
    """Hold all translations of entities against their originals."""
    languages = {
        lang: InLanguage(lang, Names({record.id: record.model for record in entities}))
        for lang, entities in in_language.items()
    }
    first = next(iter(languages.values()))
    originals = {record.path: record for record in in_language[first.code]}

    def check(
        original: Record[Entity], record: Record[EntityTranslation], lang: str
    ) -> tuple[Diagnostic, ...]:
        held = TranslationCheck(
            path=record.path,
            document=record.document,
            original=original.model,
            translation=record.model,
            original_language=first,
            language=languages[lang],
        )
        held.check(None, {})
        return tuple(held.findings)

    found: list[Diagnostic] = []
    for (path, lang), file in paths.items():
        if path in originals and file in records:
            original, record = originals[path], records[file]
            names = first.names.digest, languages[lang].names.digest
            key = digest("translation", original.digest, record.digest, *names)
            found += ledger.recall(key, partial(check, original, record, lang))
    return found
