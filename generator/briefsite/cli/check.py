"""`briefsite check`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from briefsite.archive.editions import edition_findings
from briefsite.archive.look import look_findings
from briefsite.archive.settings import Settings, read_config
from briefsite.cli.read_archive import read
from briefsite.cli.shared import config_file, language, missing_theme, misuse, settings_of
from briefsite.evidence.line_ends import on_one_line
from briefsite.messages import counts
from briefsite.messages.diagnostics import Diagnostic, Severity, as_json, as_text, github
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.site.reading import Reading


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
    help="For a terminal, as annotations of a GitHub pull request, or for programs.",
)
@click.option("--coverage", is_flag=True, help="Also say which sentences no briefing cites.")
@language
@config_file
def check(paths: tuple[Path, ...], form: str, coverage: bool, lang: str, config_file: Path) -> None:
    """Report every mistake of every file, or of the PATHS given.

    Exits with 0 where there is none, 1 with findings, 2 on misuse.
    """
    settings = settings_of(config_file)
    wanted = [_inside(path, settings) for path in paths]
    if coverage and form != "text":
        raise misuse(Message("--coverage goes with --format text"))
    reading = read(settings)
    extra = read_config(config_file).values.get("extra")
    of_look, texts = look_findings(extra, config_file)
    of_editions, more_texts = edition_findings(settings, config_file)
    found = [
        finding
        for finding in (
            *of_look,
            *of_editions,
            *_not_due_to(of_editions, reading.findings),
            *_page_findings(reading, settings),
            *reading.embargo.notices(),
        )
        if not wanted or any(finding.path.resolve().is_relative_to(path) for path in wanted)
    ]
    notices = [finding for finding in found if finding.severity is Severity.NOTICE]
    findings = [finding for finding in found if finding.severity is not Severity.NOTICE]
    if form == "json":
        click.echo(as_json([*findings, *notices], lang))
    elif form == "github":
        lines = [github(finding, lang) for finding in [*findings, *notices]]
        click.echo("\n".join(lines), nl=bool(lines))
    else:
        if findings:
            shown = {**texts, **more_texts, **reading.shown}
            click.echo(as_text(findings, shown.get, lang) + "\n")
        if coverage:
            for line in _coverage(reading):
                click.echo(translate(line, lang))
            click.echo()
        click.echo(translate(_summary(findings, reading), lang))
        for notice in notices:
            where = "" if notice.code == "embargoed" else f"{notice.path}: "
            click.echo(f"{where}{translate(notice.message, lang)}")
    if lacking := missing_theme(config_file):
        click.echo(translate(lacking, lang), err=True)
    sys.exit(1 if findings else 0)


def _not_due_to(
    of_editions: Sequence[Diagnostic], findings: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """Findings but for those that wrong settings alone have made: then no translation is of use."""
    return (one for one in findings if not (of_editions and one.code == "translation-unused"))


def _page_findings(reading: Reading, settings: Settings) -> list[Diagnostic]:
    """What only rendering finds, where a site has what can go wrong; most need not wait for it."""
    has_templates = (settings.briefs / "templates").is_dir()
    has_folders_of_pages = any(settings.docs.glob("*/*.md"))
    if not has_templates and not has_folders_of_pages:
        return []
    from briefsite.pages.publication import publications
    from briefsite.pages.rendering import plan_site, render

    plan = plan_site(reading.sites, publications(settings), settings.briefs)
    return render(plan).findings


def _inside(path: Path, settings: Settings) -> Path:
    full = path.resolve()
    if not full.is_relative_to(settings.briefs.resolve()):
        message = Message("{path} is not in {folder}", path=path, folder=settings.briefs)
        raise misuse(message)
    return full


def _coverage(reading: Reading) -> Iterator[Message]:
    """How much of each source is cited, and how many statements are proven; a line each."""
    for source in reading.site.sources.values():
        text = source.text
        total, uncited = len(text.sentences), source.uncited
        cited = total - len(uncited)
        yield Message(
            "{id}: {cited} of {total} sentences cited ({share})",
            id=source.id,
            cited=cited,
            total=total,
            share=f"{cited / total if total else 1:.0%}",
        )
        for start, end in uncited:
            words = on_one_line(text.shown(start, end))
            yield Message("  line {line}: {words}", line=text.line(start), words=words)
    statements = [
        statement
        for briefing in reading.site.briefings.values()
        for statement in briefing.all_statements
    ]
    proven = sum(bool(statement.passages) for statement in statements)
    yield Message(
        "{proven} of {count} statements have evidence", proven=proven, count=len(statements)
    )


def _summary(findings: list[Diagnostic], reading: Reading) -> Message:
    errors = sum(finding.severity == "error" for finding in findings)
    return Message(
        "{errors}, {warnings} in {files}",
        errors=counts.errors(errors),
        warnings=counts.warnings(len(findings) - errors),
        files=counts.files(reading.files),
    )
