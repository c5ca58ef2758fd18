"""What went wrong, where, and how to mend it.

A `Diagnostic` is a plain record. How it looks is decided later and more than once: in a terminal,
as an annotation on a pull request, as JSON. The functions at the end are those renderings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from briefsite.messages.message import Message
from briefsite.messages.translation import translate


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """Stops a build."""

    WARNING = "warning"
    """Is reported, and counts under `--strict`, but the page can be made."""

    NOTICE = "notice"
    """Is told by `check`, and counts nowhere."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one line."""

    line: int = 1
    """Counts from 1, as editors do."""

    column: int = 1
    """Counts characters from 1."""

    width: int = 1
    """Characters; at least 1, so that there is something to point at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding, ready to show to the person who wrote the file."""

    code: str
    """Stable, lower-case and hyphenated; a key of `CODES`."""

    message: Message
    path: Path
    """As the author would type it."""

    span: Span = Span()
    severity: Severity = Severity.ERROR
    notes: tuple[Message, ...] = ()
    """What is known about the cause, e.g. the nearest passage of the source."""

    help: Message | None = None
    """How to mend it, in one sentence."""

    @property
    def order(self) -> tuple[str, Span, str, str]:
        """Sorts findings by file and place: the same on every machine."""
        return (self.path.as_posix(), self.span, self.code, self.message)


CODES: Mapping[str, str] = {
    # load: the file and its text
    "unreadable-file": "the file cannot be opened, or is not a regular file",
    "symlink-outside": "a symbolic link leads out of the briefings folder",
    "bad-ending": "an ending such as `.YML` or `.TXT`, in capitals",
    "file-too-large": "a YAML file is larger than 1 MiB, or a source text than 16 MiB",
    "not-utf-8": "the bytes are not UTF-8",
    "forbidden-character": "a control, bidirectional or otherwise invisible character",
    "empty-file": "the file holds no data",
    "yaml-syntax": "the text is not YAML",
    "yaml-tab": "a tab stands where YAML wants spaces",
    "yaml-space": "a space that YAML does not take for one, such as U+00A0",
    "yaml-duplicate-key": "a mapping has the same key twice",
    "yaml-key": "a key that is not a plain word",
    "yaml-alias": "anchors and aliases are not allowed",
    "yaml-tag": "tags (`!…`) are not allowed",
    "yaml-directive": "directives (`%…`) are not allowed",
    "yaml-documents": "the file holds more than one document",
    "yaml-too-deep": "more than 20 levels",
    "yaml-too-many": "more than 20,000 values",
    "not-a-mapping": "the file is not a list of `field: value` lines",
    # validate: the fields
    "missing-field": "a required field is not there",
    "unknown-field": "a field that the format does not have",
    "wrong-type": "a value of another kind than the field takes",
    "empty-value": "a text with nothing in it",
    "too-long": "a text longer than the field takes, or a name of a file too long for an id",
    "bad-choice": "a word that is not one of those allowed",
    "bad-date": "not a date as `2025`, `2025-09` or `2025-09-26`",
    "ambiguous-figure": "a figure such as `3.400`: thousands to some readers, a decimal to others",
    "bad-id": "an id that is not lower-case letters, digits and hyphens, or is reserved",
    "bad-url": "not an address that a reader can safely follow",
    "bad-link": "a link in a text that a reader cannot safely follow",
    "weekday-mismatch": "the weekday written is not the weekday of the date",
    "dates-disagree": "a date in words is not the date",
    "deadline-too-early": "a deadline before its commitment was announced",
    "update-too-late": "an update dated after the briefing that reports it",
    "comment-in-text": "a comment that was probably meant as part of a text",
    "missing-reason": "a withdrawn briefing without the reason",
    "inert-markup": "HTML or an image in a text: shown as typed, not run",
    # link: between files
    "duplicate-id": "two files, or two commitments or claims of a briefing, with the same id",
    "unknown-id": "a reference to something that is not there",
    "alias-taken": "a former id that is the id of another file, or a former id of it",
    "renamed-id": "a reference by an id that a file had before",
    "source-incomplete": "a source without its text, or a text without its record",
    "hash-mismatch": "the text of a source is not the one that was recorded",
    "sic-not-found": "a slip listed under `sic` that the text does not have",
    "speech-not-found": "a stretch listed under `speech` that does not begin in the text, or no turns",
    "wrong-speaker": "a speaker that the label of the turn does not name, and another that it does",
    "update-too-early": "an update dated before its commitment was announced",
    "update-out-of-order": "an update dated before one that an earlier briefing brought",
    "updates-contradict": "two updates of one date that say different things of a commitment",
    "update-of-withdrawn": "an update of a commitment whose briefing was withdrawn",
    "bad-relation": "a commitment or claim that leads to itself, or takes up a later commitment",
    "relation-to-withdrawn": "a commitment or claim that leads to one of a withdrawn briefing",
    "value-in-other-unit": "an update with a figure in another unit than that of the target",
    "value-beyond-target": "an update with a figure beyond the target",
    "status-disagrees": "an update whose status does not fit its figure and the target",
    "bad-office": "an office that ends before it begins, or of what is no person",
    "speaker-out-of-office": "words that call somebody by an office of another day",
    "ambiguous-name": "a name that is that of several entities, and so links to none",
    "name-in-longer-name": "a name within a longer one, and so perhaps that of another",
    "bad-correction-date": "a correction dated before its briefing, or of a day to come",
    # translations
    "translation-unused": "a translation of nothing that the site has, or into a language that it does not have",
    "translation-extra": "a text or an entry of a translation that the original does not have",
    "translation-differs": "figures, dates or names of a translation are not those of the original",
    "translation-stale": "the original of a translated text has changed since",
    "translation-incomplete": "texts of the original that are not translated",
    "translation-unrecorded": "translated texts of which it is not noted what they are translations of",
    # what was published
    "unannounced-change": "what a published briefing shows changed, and no correction says so",
    "published-removed": "a published briefing is no longer there",
    "embargoed": "a file that readers do not see before the hour of a briefing",
    "embargoed-reference": "a reference that would tell readers of a briefing before its hour",
    "future-briefing": "a published briefing of a day to come, without the hour of its publication",
    "bad-published-version": "a file or folder in `versions` that is not what `briefsite publish` kept",
    "bad-lock": "a line of `published.lock` that is not one",
    # evidence
    "no-source": "evidence or a quotation, and no source to look in",
    "missing-evidence": "a statement without evidence, where the site requires it",
    "evidence-empty": "evidence that holds no words to compare",
    "evidence-not-found": "the words do not stand in the source",
    "evidence-ambiguous": "the words stand in the source more than once",
    "evidence-across-turns": "words that go from one person's turn to another's",
    "quotation-not-in-speech": "the words stand in the source, but not in a turn or after a dash",
    "speaker-not-of-turn": "`speaker_as_written` is not the label of the turn",
    "verbatim-in-turn": "`verbatim: false` of words that are somebody's own in a turn",
    "quotation-not-in-marks": "the words stand in the source, but not inside quotation marks",
    "figure-not-in-evidence": "a figure of the editors' own words does not stand in the evidence",
    "bad-working": "the working of a figure cannot be done, or gives another figure",
    # mkdocs.yml
    "bad-setting": "a setting of the look in `mkdocs.yml` that is not as it must be",
    # render and plugin
    "template-error": "a template of the site cannot be used",
    "page-exists": "a hand-written page or file has the address of a generated one",
}
"""Every code, with what it means. `docs/reference.md` explains them at length; a test holds that."""

_HELP = Message("help")


def pretty(finding: Diagnostic, source: str | None, lang: str = "en") -> str:
    """Show a finding the way compilers do: the line, a caret under the cause, what to do.

    `source` is the text of the file, or None where there is none to show.
    """
    said = words(finding, lang)
    line, column, width = finding.span.line, finding.span.column, finding.span.width
    gutter = " " * len(str(line))
    out = [
        f"{translate(finding.severity, lang)}[{finding.code}]: {_one_line(said.message)}",
        f"{gutter}--> {_one_line(finding.path.as_posix())}:{line}:{column}",
    ]
    lines = _lines(source) if source else ()
    if line <= len(lines):
        shown, before, under = _window(lines[line - 1], column, width)
        out += [
            f"{gutter} |",
            f"{line} | {shown}",
            f"{gutter} | {' ' * before}{'^' * under}",
        ]
    for note in said.notes:
        first, *rest = note.split("\n")
        out += [f"{gutter} = {visible(first)}", *(f"{gutter}   {visible(line)}" for line in rest)]
    if said.help:
        out.append(f"{gutter} = {translate(_HELP, lang)}: {_one_line(said.help)}")
    return "\n".join(out)


def github(finding: Diagnostic, lang: str = "en") -> str:
    """Show a finding as a GitHub workflow command, which annotates the line in a pull request."""
    said = words(finding, lang)
    mend = [f"{translate(_HELP, lang)}: {said.help}"] if said.help else []
    body = "\n".join([said.message, *said.notes, *mend])
    return workflow_command(finding.severity, finding.path, finding.span, finding.code, body)


def workflow_command(severity: str, path: Path, span: Span, title: str, body: str) -> str:
    """An annotation of a line as a GitHub workflow command; `severity` may also be `notice`."""
    place = {
        "file": visible(path.as_posix()),
        "line": span.line,
        "col": span.column,
        "endColumn": span.column + span.width,
        "title": title,
    }
    properties = ",".join(f"{key}={_command(str(value), ':,')}" for key, value in place.items())
    return f"::{severity} {properties}::{_command(visible(body), '')}"


def as_json(findings: Iterable[Diagnostic], lang: str = "en") -> str:
    """Show findings as a JSON list for other programs; the language changes words alone."""
    return json.dumps(
        [
            {
                "code": finding.code,
                "severity": str(finding.severity),
                "message": said.message,
                "path": finding.path.as_posix(),
                "line": finding.span.line,
                "column": finding.span.column,
                "width": finding.span.width,
                "notes": list(said.notes),
                "help": said.help,
            }
            for finding, said in ((found, words(found, lang)) for found in findings)
        ],
        ensure_ascii=False,
        indent=2,
    )


def as_text(
    findings: Iterable[Diagnostic], source_of: Callable[[Path], str | None], lang: str = "en"
) -> str:
    """Show findings for a terminal, a blank line between them."""
    return "\n\n".join(pretty(finding, source_of(finding.path), lang) for finding in findings)


class Wording(NamedTuple):
    """What a finding says, in one language."""

    message: str
    notes: tuple[str, ...]
    help: str | None


def words(finding: Diagnostic, lang: str) -> Wording:
    """What a finding says, in an author's language."""
    return Wording(
        translate(finding.message, lang),
        tuple(translate(note, lang) for note in finding.notes),
        finding.help and translate(finding.help, lang),
    )


def visible(text: str) -> str:
    """Write characters that would act on a terminal, or hide, as `<U+202E>`."""
    return INVISIBLE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def _one_line(text: str) -> str:
    return visible(text).replace("\r\n", "\n").replace("\n", "<U+000A>")


INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 but tab and line ends, DEL, C1
    "\u2028\u2029\ufffe\uffff\ud800-\udfff"  # line separators, not characters at all
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Unicode's Bidi_Control
    "\ufeff\U000e0000-\U000e007f]"  # byte order mark, tag characters
    "|\r(?!\n)"
)
"""Characters that control or hide text rather than being part of it."""


@lru_cache(maxsize=4)  # a file with many findings is split once
def _lines(source: str) -> Sequence[str]:
    return re.split("\r\n|\n", source)


_WINDOW = 100


def _window(line: str, column: int, width: int) -> tuple[str, int, int]:
    """Cut a long line around the cause; return it with the caret's offset and width."""
    start = max(0, column - 21) if len(line) > _WINDOW else 0
    end = start + _WINDOW
    shown = [visible(char) if char != "\t" else " " for char in line[start:end]]
    before = sum(map(len, shown[: column - 1 - start]))
    under = sum(map(len, shown[column - 1 - start : column - 1 - start + width]))
    head, tail = ("…" if start else ""), ("…" if end < len(line) else "")
    return f"{head}{''.join(shown)}{tail}", before + len(head), max(1, under)


def _command(text: str, more: str) -> str:
    """Escape text for a workflow command, so that a file cannot give commands of its own."""
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
