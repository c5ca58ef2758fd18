"""`briefsite recheck`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from briefsite.archive.dates import Date
from briefsite.authoring.fetching import Fetcher, FetchError
from briefsite.authoring.recheck import (
    Gone,
    Outcome,
    Rechecked,
    citations,
    read_fetched,
    recheck_source,
)
from briefsite.authoring.versions import VersionError, version_files
from briefsite.cli.read_archive import read
from briefsite.cli.shared import config_file, language, misuse, settings_of, writing
from briefsite.messages import counts
from briefsite.messages.diagnostics import Severity, Span, visible, workflow_command
from briefsite.messages.message import Message
from briefsite.messages.translation import translate


@click.command()
@click.argument("names", metavar="[ID]...", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
    help="For people, as annotations of GitHub, or for programs.",
)
@click.option(
    "--save", is_flag=True, help="Keep what says other words now beside what was archived."
)
@language
@config_file
def recheck(names: tuple[str, ...], form: str, save: bool, lang: str, config_file: Path) -> None:
    """Fetch the sources anew, or those of the IDs, and look for all that is cited of them.

    Exits with 0 where no cited words are gone, 1 where some are, 2 on misuse. A source that cannot be
    fetched is said, and is no failure.
    """
    reading = read(settings_of(config_file))
    known = reading.site.sources
    if unknown := [name for name in names if name not in known]:
        raise misuse(
            Message(
                "there is no source `{id}` here; known: {names}",
                id=unknown[0],
                names=", ".join(sorted(known)) or "-",
            )
        )
    if errors := sum(finding.severity == "error" for finding in reading.findings):
        left_out = Message(
            "{errors} in the archive: what is left out for them is not rechecked; see `briefsite check`",
            errors=counts.errors(errors),
        )
        click.echo(translate(left_out, lang), err=True)
    cited = citations(reading.site, {*names} or known.keys())
    try:
        fetcher = Fetcher()
    except FetchError as error:
        raise misuse(error.message) from None
    all_found = []
    for name in sorted(cited):
        found = recheck_source(known[name], cited[name], fetcher.fetch, read_fetched)
        kept = _keep(found) if save else None
        all_found.append((found, kept))
        if form != "json":
            show = _as_text if form == "text" else _as_github
            for line in show(found, kept, lang):
                click.echo(line)
    if form == "json":
        shown = [_as_data(found, kept, lang) for found, kept in all_found]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    gone = sum(bool(found.gone) for found, _ in all_found)
    if form == "text":
        summary = Message(
            "cited words are gone from {gone} of {count}",
            gone=gone,
            count=counts.sources(len(all_found)),
        )
        click.echo("\n" + translate(summary, lang))
    sys.exit(1 if gone else 0)


def _keep(found: Rechecked) -> Path | Message | None:
    """Write a new version; returns its text, why there is none, or None where there is no need."""
    path = found.source.path
    try:
        files = version_files(found, path.read_bytes(), Date.today())
    except VersionError as error:
        return error.message
    for file, raw in files.items():
        with writing(file):
            file.write_bytes(raw)
    return next(iter(files), None)


def _said(found: Rechecked) -> Message:
    """What became of a source, in a sentence."""
    gone, cited = len(found.gone), found.cited
    said: Mapping[Outcome, Message] = {
        "same-document": Message("the same document"),
        "same-words": Message("the same words, in another form"),
        "other-words": Message("other words; all that is cited stands ({count})", count=cited),
        "words-gone": Message("cited words are gone: {gone} of {count}", gone=gone, count=cited),
        "unreachable": Message("not to be had: {why}", why=found.why),
        "refused": Message("not compared: {why}", why=found.why),
        "no-address": Message("it has no address"),
    }
    return said[found.outcome]


def _notes(found: Rechecked, kept: Path | Message | None) -> Iterator[Message]:
    if found.moved_to:
        yield Message("it moved for good: {url}", url=found.moved_to)
    if isinstance(kept, Message):
        yield Message("not kept: {why}", why=kept)
    elif kept:
        yield Message("kept as {path}", path=kept)


def _why(lost: Gone) -> Message:
    """How cited words are gone."""
    if lost.nearest:
        return Message(
            "cited: {wanted}\nnow:   {passage}",
            wanted=lost.nearest.wanted,
            passage=lost.nearest.passage,
        )
    said: Mapping[str, Message] = {
        "missing": Message("nothing there resembles them"),
        "prefix": Message("they stand there, but not with `prefix` right before them"),
        "suffix": Message("they stand there, but not with `suffix` right after them"),
        "out of order": Message(
            "their parts stand there, but not in this order within one paragraph"
        ),
        "turns": Message("they go from one turn to another now"),
        "not speech": Message("they stand there, but no more as somebody's own words"),
    }
    return said[lost.why]


def _as_text(found: Rechecked, kept: Path | Message | None, lang: str) -> Iterator[str]:
    yield visible(f"{found.source.id}: {translate(_said(found), lang)}")
    for note in _notes(found, kept):
        yield visible(f"  {translate(note, lang)}")
    for lost in found.gone:
        cited = lost.citation
        yield visible(
            f"  {cited.path.as_posix()}:{cited.span.line}: {cited.field} {cited.number}: «{_one_line(cited.words.text)}»"
        )
        for line in translate(_why(lost), lang).split("\n"):
            yield visible(f"    {line}")


def _as_github(found: Rechecked, kept: Path | Message | None, lang: str) -> Iterator[str]:
    for lost in found.gone:
        cited = lost.citation
        gone = Message(
            "source `{source}` has these words no more: {words}",
            source=found.source.id,
            words=_one_line(cited.words.text),
        )
        body = f"{translate(gone, lang)}\n{translate(_why(lost), lang)}"
        yield workflow_command(Severity.WARNING, cited.path, cited.span, found.outcome, body)
    notes = [*_notes(found, kept)]
    if found.why or notes:
        body = "\n".join(translate(line, lang) for line in (_said(found), *notes))
        yield workflow_command("notice", found.source.path, Span(), found.outcome, body)


def _as_data(found: Rechecked, kept: Path | Message | None, lang: str) -> dict[str, object]:
    return {
        "source": found.source.id,
        "url": found.source.record.url,
        "outcome": found.outcome,
        "why": found.why and translate(found.why, lang),
        "moved_to": found.moved_to,
        "cited": found.cited,
        "gone": [
            {
                "briefing": lost.citation.briefing,
                "path": lost.citation.path.as_posix(),
                "line": lost.citation.span.line,
                "column": lost.citation.span.column,
                "field": lost.citation.field,
                "number": lost.citation.number,
                "words": lost.citation.words.text,
                "why": lost.why,
                "nearest": lost.nearest and lost.nearest.passage,
            }
            for lost in found.gone
        ],
        "kept": kept.as_posix() if isinstance(kept, Path) else None,
        "not_kept": translate(kept, lang) if isinstance(kept, Message) else None,
    }


def _one_line(words: str) -> str:
    return " ".join(words.split())
