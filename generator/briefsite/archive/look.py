"""What `extra` in `mkdocs.yml` says of the look of a site: an accent, fonts, links of the footer, a notice.

It is the same for each theme, and checked before a template sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from briefsite.archive.setting_places import place_of
from briefsite.archive.settings import Read
from briefsite.archive.text import is_web_address
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message


class LookLink(NamedTuple):
    """A text that leads somewhere."""

    title: str
    url: str | None
    """From the root of the site, or whole; None where the text leads nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a site has of its own; texts as they were written, not escaped."""

    accent: str | None = None
    """A colour, as CSS writes it."""

    text_font: str | None = None
    heading_font: str | None = None
    """Of headings, labels and all that one does not read at length."""

    footer: tuple[LookLink, ...] = ()
    notice: LookLink | None = None
    """A line on top of every page."""


class _Fault(NamedTuple):
    """Something that is not as it must be, by the keys that lead to it."""

    keys: tuple[str | int, ...]
    message: Message
    help: Message


def read_look(extra: object, language: str = "", default: str = "") -> Look:
    """The look that an `extra` asks for; what is not as it must be is left out.

    Texts may be mappings by language: they are those of a `language`, or of the `default`.
    """
    return _read(_spoken(extra, language, default))[0]


def _spoken(value: Any, language: str, default: str) -> Any:
    """Settings with the texts of one language in the place of mappings by language."""
    if isinstance(value, list):
        return [_spoken(item, language, default) for item in value]
    if not isinstance(value, Mapping):
        return value
    if value and all(isinstance(key, str) and _LANGUAGE.fullmatch(key) for key in value):
        return value.get(language, value.get(default, next(iter(value.values()))))
    return {key: _spoken(item, language, default) for key, item in value.items()}


_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")


def look_findings(
    extra: object, path: Path, read: Read = Path.read_bytes
) -> tuple[list[Diagnostic], Mapping[Path, str]]:
    """What of the look in an `extra` is not as it must be, and the texts of the files that have it.

    `path` is the `mkdocs.yml` that it was read from.
    """
    findings = []
    for fault in _read(_spoken(extra, "", ""))[1]:
        file, span = place_of(path, ("extra", *fault.keys), read)
        findings.append(
            Diagnostic(
                code="bad-setting", message=fault.message, path=file, span=span, help=fault.help
            )
        )
    return findings, {found.path: read(found.path).decode() for found in findings}


def _read(extra: object) -> tuple[Look, list[_Fault]]:
    said = extra if isinstance(extra, Mapping) else {}
    faults: list[_Fault] = []
    fonts = _fonts(said.get("fonts"), faults)
    look = Look(
        accent=_accent(said.get("accent"), faults),
        text_font=fonts.get("text"),
        heading_font=fonts.get("headings"),
        footer=tuple(_footer(said.get("footer"), faults)),
        notice=_notice(said.get("notice"), faults),
    )
    return look, faults


_COLOUR = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]+|[a-z-]+\((?:[\w\s.,%/#+*-]|\([\w\s.,%/#+*-]*\))*\)",
    re.ASCII | re.IGNORECASE,
)
"""A hash, a name or a function, with one within it at most."""


def _accent(value: object, faults: list[_Fault]) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and _COLOUR.fullmatch(value):
        return value
    message = Message("`{value}` is no colour as CSS writes it", value=value)
    help_ = Message('write it between quotation marks: `accent: "#155e75"`')
    faults.append(_Fault(("accent",), message, help_))
    return None


_FONT = re.compile(r"\w[^,:;(){}\"\x00-\x1f\x7f]*")


def _fonts(value: Any, faults: list[_Fault]) -> Mapping[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not value.keys() <= {"text", "headings"}:
        message = Message("`fonts` takes `text` and `headings`, and nothing else")
        help_ = Message("write, for example, `fonts: {text: Georgia, headings: Verdana}`")
        faults.append(_Fault(("fonts",), message, help_))
        return {}
    good = {}
    for use, font in value.items():
        if isinstance(font, str) and _FONT.fullmatch(font):
            good[use] = font
        else:
            message = Message("`{value}` is not the name of one font", value=font)
            help_ = Message(
                "name a family that readers have or that a style of yours brings; ours stands in for it elsewhere"
            )
            faults.append(_Fault(("fonts", use), message, help_))
    return good


def _footer(value: Any, faults: list[_Fault]) -> Iterator[LookLink]:
    if value is None:
        return
    if not isinstance(value, list):
        faults.append(_Fault(("footer",), _NO_LIST, _HOW_FOOTER))
        return
    for at, link in enumerate(value):
        if found := _link(link, ("footer", at), _NO_LIST, _HOW_FOOTER, faults):
            yield found


def _notice(value: Any, faults: list[_Fault]) -> LookLink | None:
    if value is None:
        return None
    if isinstance(value, str) and value.strip():
        return LookLink(value.strip(), None)
    return _link(value, ("notice",), _NO_NOTICE, _HOW_NOTICE, faults)


_NO_LIST = Message("`footer` is a list of links, each with a `title` and a `url`")
_HOW_FOOTER = Message("write, for example, `footer: [{title: Legal notice, url: legal/}]`")
_NO_NOTICE = Message("`notice` is a text, or a link with a `title` and a `url`")
_HOW_NOTICE = Message(
    "write, for example, `notice: A trial` or `notice: {title: A trial, url: about/}`"
)


def _link(
    value: Any, keys: tuple[str | int, ...], otherwise: Message, how: Message, faults: list[_Fault]
) -> LookLink | None:
    """A title and a target, and nothing else."""
    if not isinstance(value, dict) or value.keys() != {"title", "url"}:
        faults.append(_Fault(keys, otherwise, how))
        return None
    title, url = value["title"], value["url"]
    if not isinstance(title, str) or not title.strip():
        faults.append(_Fault((*keys, "title"), otherwise, how))
        return None
    if not isinstance(url, str) or not _is_target(url):
        message = Message("`{url}` is no address to which a reader can safely go", url=url)
        help_ = Message(
            "write `https://…`, `mailto:…`, or where it is from the root of the site, without a first slash: `legal/`"
        )
        faults.append(_Fault((*keys, "url"), message, help_))
        return None
    return LookLink(title.strip(), url)


def _is_target(url: str) -> bool:
    """Whether it is a web address, one for mail, or a path within the site."""
    if is_web_address(url):
        return True
    if url.startswith("mailto:"):
        return re.fullmatch(r"mailto:[^\s<>\"\\@]+@[^\s<>\"\\@]+", url) is not None
    return re.fullmatch(r"[^/\s<>\"\\:?#][^\s<>\"\\:]*", url) is not None
