"""A `mkdocs.yml` in an editor: what of our part in it is not as it must be, and what its options are for."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path

from briefsite.archive.editions import edition_findings
from briefsite.archive.look import look_findings
from briefsite.archive.plugin_options import OPTIONS, option_findings
from briefsite.archive.settings import (
    NAMES,
    Read,
    SettingsError,
    plugins_in,
    read_config,
    read_settings,
    syntax_findings,
)
from briefsite.authoring.server.cursor import Cursor, cursor_at
from briefsite.messages.diagnostics import Diagnostic, Span
from briefsite.messages.translation import translate

_PLUGIN = "briefsite"


def is_settings(path: Path) -> bool:
    """Tell whether a file is the settings of a site, by its name."""
    return path.name in NAMES


def settings_findings(path: Path, read: Read) -> list[Diagnostic]:
    """What of a `mkdocs.yml` cannot be used; nothing of one whose site is not ours.

    `path` is whole. What it inherits is read as well, and judged where it stands.
    """
    try:
        config, settings = read_config(path, read).values, read_settings(path, read)
    except SettingsError as error:
        return _unreadable(path, read, error)
    if _PLUGIN not in plugins_in(config):
        return []
    found = [
        *option_findings(config, path, read),
        *look_findings(config.get("extra"), path, read)[0],
        *edition_findings(settings, path, read)[0],
    ]
    return [replace(one, path=path) for one in found if one.path.resolve() == path]


def _unreadable(path: Path, read: Read, error: SettingsError) -> list[Diagnostic]:
    """What stops YAML from being read, where it stands; else what is said of the whole file."""
    try:
        text = read(path).decode("utf-8", "replace")
    except OSError:
        return []
    if _PLUGIN not in text:
        return []
    inherits = re.search(r"(?m)^INHERIT\b", text)
    span = Span(text.count("\n", 0, inherits.start()) + 1, 1, 7) if inherits else Span()
    return syntax_findings(text.encode(), path) or [
        Diagnostic(code="bad-setting", message=error.message, path=path, span=span)
    ]


def option_help(text: str, line: int, column: int, lang: str) -> str | None:
    """What the option of the plugin is for whose name stands at a place, in Markdown."""
    rows = text.split("\n")
    words = re.finditer(r"\w+", rows[line] if line < len(rows) else "")
    word = next((one for one in words if one.start() <= column <= one.end()), None)
    if word is None or word[0] not in OPTIONS:
        return None
    where = cursor_at(text, line, word.end()).where
    is_one = where[:1] == ("plugins",) and where[-1] == _PLUGIN
    return f"**{word[0]}**\n\n{_sentence(word[0], lang)}" if is_one else None


def options_at(cursor: Cursor, there: Container[str], lang: str) -> Iterator[tuple[str, str]]:
    """Our options that fit at a place, or what one takes there, each with what it is for.

    `there` are the names of the settings that stand beside it.
    """
    if cursor.where[:1] != ("plugins",):
        return
    if cursor.is_key and cursor.where[-1] == _PLUGIN:
        yield from ((name, _sentence(name, lang)) for name in OPTIONS if name not in there)
    elif not cursor.is_key and cursor.where[-2:-1] == (_PLUGIN,):
        option = OPTIONS.get(str(cursor.where[-1]))
        if option and option.kind is bool:
            yield from (("true", ""), ("false", ""))


def _sentence(name: str, lang: str) -> str:
    said = translate(OPTIONS[name].help, lang)
    return f"{said[0].upper()}{said[1:]}."
