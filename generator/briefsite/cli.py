"""The `briefsite` command. Heavy imports wait in the commands that need them."""

from __future__ import annotations

import difflib
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefsite import __version__
from briefsite.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefsite.diagnostics import Diagnostic
    from briefsite.link import Site
    from briefsite.pipeline import Reading
    from briefsite.render import Publication, Rendering

_config_file = click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default="mkdocs.yml",
    show_default=True,
    help="The site's mkdocs.yml.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Publish structured, sourced briefings."""


@main.command()
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
@_config_file
def check(paths: tuple[Path, ...], form: str, coverage: bool, config_file: Path) -> None:
    """Report every mistake of every file, or of the PATHS given.

    Exits with 0 where there is none, 1 with findings, 2 on misuse.
    """
    from briefsite.diagnostics import as_json, as_text, github

    settings = _settings(config_file)
    wanted = [_inside(path, settings) for path in paths]
    if coverage and form != "text":
        raise click.UsageError("--coverage goes with --format text")
    reading = _read(settings)
    findings = [
        finding
        for finding in [*reading.findings, *_page_findings(reading, settings)]
        if not wanted or any(finding.path.resolve().is_relative_to(path) for path in wanted)
    ]
    if form == "json":
        click.echo(as_json(findings))
    elif form == "github":
        click.echo("\n".join(map(github, findings)), nl=bool(findings))
    else:
        if findings:
            click.echo(as_text(findings, reading.shown.get) + "\n")
        if coverage:
            click.echo(_coverage(reading))
        click.echo(_summary(findings, reading))
    sys.exit(1 if findings else 0)


_out = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write; it must be empty or not exist.",
)


@main.command()
@_out
@_config_file
def render(out: Path, config_file: Path) -> None:
    """Write the Markdown pages to a folder, for any engine that builds sites from Markdown.

    The folder also holds the hand-written pages, and is a whole docs folder. Pages use the Markdown
    extensions attr_list, md_in_html and toc.
    """
    from briefsite.pipeline import export_site

    settings = _settings(config_file)
    reading, rendering, publication = _rendered(out, settings)
    if settings.docs.is_dir():
        shutil.copytree(settings.docs, out, dirs_exist_ok=True)
    exports = export_site(reading.site, publication, rendering.pages)
    texts = {page.uri: page.markdown for page in rendering.pages}
    # The plain Markdown of pages would be pages once more.
    others = {path: file for path, file in exports.items() if not path.endswith(".md")}
    _write(out, {**others, **rendering.data, **texts})
    for uri, source in rendering.copies.items():
        shutil.copyfile(source, out / uri)
    click.echo(f"{len(rendering.pages)} pages in {out}")


@main.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    show_default="this folder",
    help="Folder to write to.",
)
@click.option(
    "--paper",
    type=click.Choice(["a4", "letter"]),
    default="a4",
    show_default=True,
    help="Its size.",
)
@_config_file
def pdf(ids: tuple[str, ...], out: Path, paper: str, config_file: Path) -> None:
    """Make PDFs of briefings, for paper and for screen readers (PDF/UA).

    Each is DIR/ID.pdf. Needs WeasyPrint: pip install 'briefsite[pdf]'.
    """
    from briefsite.diagnostics import as_text
    from briefsite.extras import MissingExtraError
    from briefsite.pdf import make_pdf
    from briefsite.pipeline import publication, render_site

    settings = _settings(config_file)
    reading = _read(settings)
    site, about = reading.site, publication(settings)
    rendering = render_site(site, about, settings.briefs)
    findings = [*reading.findings, *rendering.findings]
    if findings:
        click.echo(as_text(findings, reading.shown.get), err=True)
    if any(finding.severity == "error" for finding in findings):
        sys.exit(1)
    for name in ids:
        if name not in site.briefings:
            raise click.UsageError(_unknown_briefing(name, site))
    pages = {page.source: page for page in rendering.pages if page.kind == "briefing"}
    for name in ids:
        briefing = site.briefings[name]
        try:
            content = make_pdf(pages[briefing.path], briefing, about, paper)
        except MissingExtraError as error:
            raise click.UsageError(str(error)) from None
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{name}.pdf").write_bytes(content)
        except OSError as error:
            raise click.UsageError(f"{out} cannot be written: {error.strerror}") from None
        click.echo(out / f"{name}.pdf")


@main.command()
@_out
@_config_file
def export(out: Path, config_file: Path) -> None:
    """Write data, feeds, citations and calendars to a folder, as they are in the built site."""
    from briefsite.pipeline import export_site

    reading, rendering, publication = _rendered(out, _settings(config_file))
    files = export_site(reading.site, publication, rendering.pages)
    _write(out, files)
    if not publication.url:
        click.echo("no feeds, which need whole addresses: set `site_url` in mkdocs.yml", err=True)
    click.echo(f"{_count(len(files), 'file')} in {out}")


@main.command()
@_config_file
def publish(config_file: Path) -> None:
    """Record what is published, so that later changes must be announced.

    Writes `published.lock` beside the briefings; refuses while `check` has errors.
    """
    from briefsite.diagnostics import as_text
    from briefsite.published import LOCK, lock_text

    settings = _settings(config_file)
    reading = _read(settings)
    errors = [finding for finding in reading.findings if finding.severity == "error"]
    if errors:
        click.echo(as_text(errors, reading.shown.get), err=True)
        sys.exit(1)
    text = lock_text({page.id: page.record for page in reading.site.briefings.values()})
    (settings.briefs / LOCK).write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{_count(len(text.splitlines()), 'briefing')} in {settings.briefs / LOCK}")


@main.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default="docs",
    show_default=True,
    help="Folder to write to.",
)
def schema(out: Path) -> None:
    """Write JSON Schemas of the files and of the data beside pages, and a page for people."""
    from briefsite.export import data_schema
    from briefsite.models import KINDS, describe_fields, json_schema

    folder = out / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    schemas = {name: json_schema(model) for name, model in KINDS.items()}
    for name, schema in {**schemas, "data": data_schema()}.items():
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")
    (out / "fields.md").write_text(describe_fields(), encoding="utf-8", newline="\n")
    click.echo(f"{len(KINDS) + 1} schemas in {folder}, fields in {out / 'fields.md'}")


def _settings(config_file: Path) -> Settings:
    try:
        settings = read_settings(config_file)
    except SettingsError as error:
        raise click.UsageError(str(error)) from None
    if not settings.briefs.is_dir():
        raise click.UsageError(f"there is no folder {settings.briefs}")
    return settings


def _read(settings: Settings, *, drafts: bool = True) -> Reading:
    from briefsite.build.store import Store
    from briefsite.pipeline import read_site

    store = Store(settings.cache)
    reading = read_site(
        settings.briefs, require_evidence=settings.require_evidence, drafts=drafts, store=store
    )
    store.save()
    return reading


def _rendered(out: Path, settings: Settings) -> tuple[Reading, Rendering, Publication]:
    """Make the pages of a site for a folder that must be empty; errors end the command."""
    from briefsite.diagnostics import as_text
    from briefsite.pipeline import publication, render_site

    if out.is_dir() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty")
    reading = _read(settings, drafts=False)
    about = publication(settings)
    rendering = render_site(reading.site, about, settings.briefs)
    findings = [*reading.findings, *rendering.findings]
    if findings:
        click.echo(as_text(findings, reading.shown.get), err=True)
    if any(finding.severity == "error" for finding in findings):
        sys.exit(1)
    return reading, rendering, about


def _write(out: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def _page_findings(reading: Reading, settings: Settings) -> list[Diagnostic]:
    """What only rendering finds, where a site has what can go wrong; most need not wait for it."""
    has_templates = (settings.briefs / "templates").is_dir()
    has_folders_of_pages = any(settings.docs.glob("*/*.md"))
    if not has_templates and not has_folders_of_pages:
        return []
    from briefsite.pipeline import publication, render_site

    return render_site(reading.site, publication(settings), settings.briefs).findings


def _unknown_briefing(name: str, site: Site) -> str:
    near = difflib.get_close_matches(name, site.briefings, n=3, cutoff=0.4)
    kinds = {"entity": site.entities, "source": site.sources}
    other = next((kind for kind, pages in kinds.items() if name in pages), None)
    is_not = (
        f"`{name}` is of kind {other}, not a briefing"
        if other
        else f"there is no briefing `{name}`"
    )
    listed = ", ".join(f"`{id_}`" for id_ in near)
    return is_not + (f"; the nearest ids are {listed}" if near else "")


def _inside(path: Path, settings: Settings) -> Path:
    full = path.resolve()
    if not full.is_relative_to(settings.briefs.resolve()):
        raise click.UsageError(f"{path} is not in {settings.briefs}")
    return full


def _coverage(reading: Reading) -> str:
    """How much of each source is cited, and how many statements are proven."""
    lines = []
    for source in reading.site.sources.values():
        text = source.text
        total, uncited = len(text.sentences), source.uncited
        share = (total - len(uncited)) / total if total else 1
        lines.append(
            f"{source.id}: {total - len(uncited)} of {total} sentences cited ({share:.0%})"
        )
        for start, end in uncited:
            words = " ".join(text.text[start:end].split())
            lines.append(f"  line {text.line(start)}: {words}")
    statements = [
        statement
        for briefing in reading.site.briefings.values()
        for entries in briefing.statements.values()
        for statement in entries
    ]
    proven = sum(bool(statement.passages) for statement in statements)
    lines.append(f"{proven} of {len(statements)} statements have evidence")
    return "\n".join(lines) + "\n"


def _summary(findings: list[Diagnostic], reading: Reading) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    counts = [
        _count(errors, "error"),
        _count(len(findings) - errors, "warning"),
        f"in {_count(len(reading.shown), 'file')}",
    ]
    return " ".join([counts[0] + ",", *counts[1:]])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
