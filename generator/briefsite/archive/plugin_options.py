"""The options of the plugin in `mkdocs.yml`: what each takes and is for, and which are not as they must be."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from briefsite.archive.setting_places import name_of, place_of, way_to_plugin
from briefsite.archive.settings import Read, plugins_in
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.messages.message import Message


class Option(NamedTuple):
    """An option of the plugin."""

    kind: type
    """What it takes: `str`, `bool`, `dict`, or `int` for a number of days."""

    help: Message


OPTIONS: Mapping[str, Option] = {
    "briefs_dir": Option(str, Message("the folder of the briefings, relative to mkdocs.yml")),
    "require_evidence": Option(bool, Message("whether a statement without evidence is an error")),
    "due_soon_days": Option(
        int, Message("how many days before its deadline a commitment is due soon")
    ),
    "silent_days": Option(
        int, Message("after how many days without news a commitment is said to be silent")
    ),
    "agenda": Option(
        bool, Message("whether the site has a page of what is overdue, due soon or silent")
    ),
    "offline": Option(bool, Message("whether the site opens from a disk, without a server")),
    "pdf": Option(bool, Message("whether each briefing has a PDF beside it")),
    "cards": Option(bool, Message("whether pages have a picture for those who share them")),
    "embeds": Option(
        bool, Message("whether quotations, commitments and scoreboards have cards for other sites")
    ),
    "topics": Option(dict, Message("how topics are written, by id; or by id and language")),
    "editions": Option(dict, Message("the languages of the site, each with the path of its pages")),
}
"""By name, in the order of the reference."""


def option_findings(
    config: Mapping[Any, Any], path: Path, read: Read = Path.read_bytes
) -> Iterator[Diagnostic]:
    """Options that there are not, and those that take something else; `editions` has its own findings.

    `config` was read from the `mkdocs.yml` at `path`.
    """
    way = way_to_plugin(config)
    for name, value in plugins_in(config).get("briefsite", {}).items():
        keys = (*way, str(name))
        if name not in OPTIONS:
            near = difflib.get_close_matches(str(name), OPTIONS, n=1)
            file, span = name_of(path, keys, read)
            yield Diagnostic(
                code="bad-setting",
                message=Message("the plugin has no option `{name}`", name=name),
                path=file,
                span=span,
                severity=Severity.WARNING,
                help=Message("did you mean `{name}`?", name=near[0])
                if near
                else Message("known here: {names}", names=", ".join(OPTIONS)),
            )
        elif name != "editions" and value is not None and not _is_of(OPTIONS[name].kind, value):
            file, span = place_of(path, keys, read)
            message, mend = _wanted(name)
            yield Diagnostic(code="bad-setting", message=message, path=file, span=span, help=mend)


def _is_of(kind: type, value: object) -> bool:
    if kind is int:
        return type(value) is int and value >= 0
    if kind is dict:
        entries = value.values() if isinstance(value, dict) else [None]
        return all(isinstance(one, str | dict) for one in entries)
    return isinstance(value, kind)


def _wanted(name: str) -> tuple[Message, Message]:
    """What an option takes, and how to write it."""
    kind = OPTIONS[name].kind
    if kind is str:
        return Message("`{name}` must be a text", name=name), Message(
            "write it between quotation marks"
        )
    if kind is bool:
        message = Message("`{name}` must be `true` or `false`", name=name)
        example = f"{name}: true"
    elif kind is int:
        message = Message("`{name}` must be a number of days", name=name)
        example = f"{name}: 30"
    else:
        message = Message("`{name}` must be ids, each with how it is written", name=name)
        example = f"{name}: {{agua: Agua}}"
    return message, Message("write, for example, `{example}`", example=example)
