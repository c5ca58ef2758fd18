"""What is published: `briefsite publish` and `schema`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from briefsite.archive.dates import Date, Instant
from briefsite.archive.folder import REVISIONS
from briefsite.archive.published_lock import published_now
from briefsite.archive.references import with_ids
from briefsite.archive.register import LOCK, add_publication
from briefsite.archive.schema import FILES, describe_fields
from briefsite.archive.settings import as_typed, nearest_config
from briefsite.authoring import starters
from briefsite.authoring.revisions import revision_text
from briefsite.cli.read_archive import read
from briefsite.cli.shared import (
    config_file,
    language,
    misuse,
    said,
    settings_of,
    write_over,
    writing,
)
from briefsite.messages import counts
from briefsite.messages.diagnostics import Diagnostic, as_text
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.outputs.data_schema import data_schema
from briefsite.site.reading import Reading
from briefsite.site.renames import first_ids


@click.command()
@click.option(
    "--forget",
    multiple=True,
    metavar="ID",
    help="A briefing that was published and is gone: that it is no more is recorded as well.",
)
@language
@config_file
def publish(forget: tuple[str, ...], lang: str, config_file: Path) -> None:
    """Record what is published, so that later changes must be announced.

    Adds to `published.lock` beside the briefings what changed since the last time, and keeps briefings that say something new in `versions`; refuses while `check` has errors.
    """
    settings = settings_of(config_file)
    reading = read(settings)
    gone = {_line_of(name, reading) for name in forget}
    errors = [
        finding
        for finding in reading.findings
        if finding.severity == "error" and not _is_forgotten(finding, settings.briefs / LOCK, gone)
    ]
    if errors:
        click.echo(as_text(errors, reading.shown.get, lang), err=True)
        sys.exit(1)
    present = reading.present
    published = [
        name
        for name, content in present.contents.items()
        if name not in present.former and not content.is_draft
    ]
    for path, text in _to_keep(settings.briefs, reading, published):
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    register = add_publication(reading.register, published_now(present), Instant.now().in_utc)
    write_over(settings.briefs / LOCK, register.encode())
    recorded = Message(
        "{briefings} in {path}",
        briefings=counts.briefings(len(published)),
        path=settings.briefs / LOCK,
    )
    click.echo(translate(recorded, lang))


def _line_of(name: str, reading: Reading) -> int:
    """Where the register says that a briefing was published which is gone; ends the command for another one."""
    published = reading.register.standing.get(("briefing", name, ""))
    if published is None:
        raise misuse(Message("`{name}` does not stand in {path}", name=name, path=LOCK))
    content = reading.present.contents.get(name)
    if (content and not content.is_draft) or (content is None and name in reading.present.ids):
        raise misuse(
            Message("`{name}` is still there: delete its file, or withdraw it instead", name=name)
        )
    return published.line


def _is_forgotten(finding: Diagnostic, lock: Path, gone: Iterable[int]) -> bool:
    """Whether a finding says of a briefing that it is gone which is to be forgotten."""
    return (
        finding.code == "published-removed" and finding.path == lock and finding.span.line in gone
    )


def _to_keep(
    folder: Path, reading: Reading, published: Iterable[str]
) -> Iterator[tuple[Path, str]]:
    """The files of those briefings that say something else than when they were last kept, and their texts."""
    present = reading.present
    first = first_ids(present.former)
    for name in published:
        record, before = present.records[name], reading.revisions[name]
        if before and before[-1].hash == present.contents[name].hash:
            continue
        # They stay together under the id that the briefing had first, and in the order of time.
        kept = before[-1].record.path.parent if before else folder / REVISIONS / name
        day = max([Date.today(), *(revision.date for revision in before)])
        briefing = with_ids(with_ids(record.model, present.former), first)
        yield kept / f"{day}.yml", revision_text(briefing, record.document.data)


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: as_typed(nearest_config().parent / "docs"),
    show_default="docs/ beside the nearest mkdocs.yml",
    help="Folder to write to.",
)
def schema(out: Path) -> None:
    """Write JSON Schemas of the files and of the data beside pages, and a page for people."""
    folder = out / "schema"
    schemas = {
        **{name: starters.schema_text(name) for name in FILES},
        "data": starters.as_text(data_schema()),
    }
    with writing(out):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in schemas.items():
            (folder / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")
        (out / "fields.md").write_text(describe_fields(), encoding="utf-8", newline="\n")
    written = Message(
        "{count} schemas in {path}, fields in {page}",
        count=len(schemas),
        path=folder,
        page=out / "fields.md",
    )
    click.echo(said(written))
