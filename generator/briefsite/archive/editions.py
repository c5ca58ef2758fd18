"""Editions: a site in several languages, as the option `editions` in `mkdocs.yml` asks for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from briefsite.archive.interface import LANGUAGES
from briefsite.archive.setting_places import place_of, way_to_plugin
from briefsite.archive.settings import Read, Settings, read_config
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message


class Edition(NamedTuple):
    """The site in one language."""

    language: str
    folder: str
    """In the built site; empty, or ends with a slash."""

    name: str | None = None
    """What the site is called in that language; as in all, where it has no name of its own."""

    description: str | None = None


class Fault(NamedTuple):
    """Something that is not as it must be, by the keys that lead to it within the option."""

    keys: tuple[str, ...]
    message: Message
    help: Message


_FOLDER = re.compile(r"/(?:[a-z]{2,3}(?:-[a-z]{2,4})?/)?")
"""The root, or a folder that is named as languages are: no folder of the site is."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_KNOWN = {"path", "site_name", "site_description"}
_EXAMPLE = Message("write, for example, `editions: {es: /, en: /en/}`")


def read_editions(value: object, language: str) -> tuple[Edition, ...]:
    """The editions of a site, that of its own `language` first; none for a site of one language.

    What is not as it must be is left out, see `edition_findings`.
    """
    return tuple(_read(value, language, None)[0])


def languages_of(settings: Settings) -> tuple[str, ...]:
    """The languages of a site that has several, its own first."""
    editions = read_editions(settings.editions, settings.language)
    return tuple(edition.language for edition in editions)


def edition_findings(
    settings: Settings, path: Path, read: Read = Path.read_bytes
) -> tuple[list[Diagnostic], Mapping[Path, str]]:
    """What of the option `editions` is not as it must be, and the texts of the files that have it.

    `path` is the `mkdocs.yml` that the settings were read from.
    """
    faults = _read(settings.editions, settings.language, LANGUAGES)[1]
    way = way_to_plugin(read_config(path, read).values) if faults else ()
    findings = []
    for fault in faults:
        file, span = place_of(path, (*way, "editions", *fault.keys), read)
        findings.append(
            Diagnostic(
                code="bad-setting", message=fault.message, path=file, span=span, help=fault.help
            )
        )
    return findings, {found.path: read(found.path).decode() for found in findings}


def text_in(value: object, language: str, default: str = "") -> object:
    """A setting that may be a mapping by language, in one of them; in the `default`, where it lacks that."""
    if isinstance(value, Mapping):
        return value.get(language, value.get(default))
    return value


def _read(
    value: object, language: str, known: Collection[str] | None
) -> tuple[list[Edition], list[Fault]]:
    if value is None or value == {}:
        return [], []
    if not isinstance(value, Mapping):
        message = Message("`editions` takes languages, each with the path of its pages")
        return [], [Fault((), message, _EXAMPLE)]
    found: list[Edition] = []
    faults: list[Fault] = []
    for code, given in value.items():
        wrong = [*_faults(str(code), given, known, found)]
        faults += wrong
        if not wrong:
            options = given if isinstance(given, Mapping) else {"path": given}
            folder = str(options["path"]).removeprefix("/")
            name, description = options.get("site_name"), options.get("site_description")
            found.append(Edition(str(code), folder, name, description))
    if language not in value:
        message = Message("`editions` lacks `{lang}`, the language of the theme", lang=language)
        return [], faults or [Fault((), message, _EXAMPLE)]
    found.sort(key=lambda edition: edition.language != language)
    return ([] if faults and known is not None else found), faults


def _faults(
    code: str, given: object, known: Collection[str] | None, before: list[Edition]
) -> Iterator[Fault]:
    """What is wrong with one edition, after those `before` it."""
    if not _LANGUAGE.fullmatch(code):
        message = Message("`{value}` is not a language code", value=code)
        yield Fault((code,), message, Message("write e.g. `es` or `en`"))
    elif known is not None and code not in known:
        message = Message("there are no words for the interface in `{lang}`", lang=code)
        mend = Message(
            "there are for {languages}", languages=", ".join(f"`{one}`" for one in known)
        )
        yield Fault((code,), message, mend)
    options: Any = given if isinstance(given, Mapping) else {"path": given}
    if unknown := [str(name) for name in options if name not in _KNOWN]:
        message = Message("unknown field `{name}`", name=unknown[0])
        mend = Message("known here: {names}", names=", ".join(sorted(_KNOWN)))
        yield Fault((code,), message, mend)
    path = options.get("path")
    if path is None:
        message = Message("an edition needs the path of its pages")
        yield Fault((code,), message, _EXAMPLE)
    elif not isinstance(path, str) or not _FOLDER.fullmatch(path):
        message = Message("`{value}` is not the path of an edition", value=path)
        yield Fault(
            (code,),
            message,
            Message("write `/`, or the code of a language between slashes: `/en/`"),
        )
    elif any(path == f"/{edition.folder}" for edition in before):
        message = Message("two editions cannot have one path, `{value}`", value=path)
        yield Fault((code,), message, _EXAMPLE)
    for name in ("site_name", "site_description"):
        if options.get(name) is not None and not isinstance(options[name], str):
            message = Message("`{name}` must be a text", name=name)
            yield Fault((code,), message, Message("write it between quotation marks"))
