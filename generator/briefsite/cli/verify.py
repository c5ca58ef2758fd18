"""`briefsite verify`."""

from __future__ import annotations

import re
import shutil
import sys
import time
from pathlib import Path

import click

from briefsite.cache.location import fetched_path
from briefsite.cache.progress import counted
from briefsite.cache.workers import each
from briefsite.cli.shared import language, misuse
from briefsite.messages.message import Message
from briefsite.verification.published import (
    PublishedSite,
    UnreadableError,
    open_address,
    open_folder,
)
from briefsite.verification.report import as_json, as_text, github
from briefsite.verification.verify import verify as verify_site

KEPT = 24 * 3600
"""Seconds for which what an interrupted run fetched is of use to the next."""


@click.command()
@click.argument("site", metavar="ADDRESS|FOLDER")
@click.option(
    "--since",
    metavar="LOG",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A register that was kept of the same site: says what was changed or removed since.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
    help="For people, as annotations of GitHub, or for programs.",
)
@language
def verify(site: str, since: Path | None, form: str, lang: str) -> None:
    """Check a published site by what it publishes alone.

    Needs no archive and no mkdocs.yml, and trusts nothing that the site says of itself. Exits with 0 where
    nothing is wrong, 1 with faults, 2 where the site cannot be read.
    """
    try:
        published = _opened(site)
        report = verify_site(published, each, since.read_bytes() if since else None)
    except UnreadableError as error:
        where = f"{error.path}: " if error.path else ""
        raise misuse(
            Message("{site}: {where}{why}", site=site, where=where, why=error.message)
        ) from None
    shutil.rmtree(fetched_path(site), ignore_errors=True)  # the next run asks what is served then
    if form == "json":
        click.echo(as_json(report, lang))
    elif form == "github":
        lines = github(report, lang)
        click.echo(lines, nl=bool(lines))
    else:
        click.echo(as_text(report, lang))
    sys.exit(1 if report.faults else 0)


def _opened(site: str) -> PublishedSite:
    if not re.match(r"https?://", site, re.IGNORECASE):
        return open_folder(Path(site))
    keep = fetched_path(site)
    if keep.exists() and time.time() - keep.stat().st_mtime > KEPT:
        shutil.rmtree(keep, ignore_errors=True)
    published = open_address(site, keep)
    _fetch(published)
    return published


def _fetch(published: PublishedSite) -> None:
    """Bring all files here, and say how far that has come."""
    files = published.files()
    said = counted(range(len(files)), len(files), "Fetching files")
    reached = 0

    def progress(done: int, _: int) -> None:
        nonlocal reached
        while reached < done:
            next(said, None)
            reached += 1

    published.fetch_all(files, progress)
