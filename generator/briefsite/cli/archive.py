"""Sources for the archive: `briefsite archive`, and what `draft` shares with it."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, TypeVar
from urllib.parse import urlsplit

import click

from briefsite.archive.dates import Date, DateError
from briefsite.archive.models import RESERVED_IDS, Kind
from briefsite.archive.settings import Settings
from briefsite.archive.text import ID, MAX_ID, is_web_address
from briefsite.authoring.articles import Article, read_article
from briefsite.authoring.documents.document import DocumentError
from briefsite.authoring.draft import drafting
from briefsite.authoring.draft.drafting import Archived, ArchivedSource, Origin
from briefsite.authoring.fetching import FetchError, fetch
from briefsite.cli.read_archive import read
from briefsite.cli.shared import (
    check_new,
    config_file,
    language,
    misuse,
    said,
    settings_of,
    write_new,
)
from briefsite.messages.diagnostics import as_text
from briefsite.messages.message import Message, MessageError
from briefsite.messages.translation import translate
from briefsite.pages.formatting import load_words
from briefsite.site.site import Site

F = TypeVar("F", bound=Callable[..., object])


def origin_options(command: F) -> F:
    """What the author says of where an article comes from."""
    for option in (
        click.option("--published", metavar="DATE", help="When it was published: 2025-09-26."),
        click.option("--author", metavar="NAME", help="Who wrote it."),
        click.option("--publisher", metavar="NAME", help="Who published it."),
        click.option("--url", metavar="ADDRESS", help="Where the article was published."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("document", metavar="FILE|URL")
@click.option("--id", "source", metavar="ID", help="The id of the source; else made of the name.")
@origin_options
@language
@config_file
def archive(  # noqa: PLR0917
    document: str,
    source: str | None,
    url: str | None,
    publisher: str | None,
    author: str | None,
    published: str | None,
    lang: str,
    config_file: Path,
) -> None:
    """Archive a document as a source: the document itself, its text, and what is known of it.

    FILE is a text, or a file of Markdown, HTML, PDF, Word, OpenDocument, RTF, e-mail, WebVTT or
    SubRip, or `-` for standard input; which one is told by how it begins. Writes into `sources/`, and
    over no other file. Says what of the document is not in the text.
    """
    settings = settings_of(config_file)
    archived = archived_in(settings, read(settings).site)
    _check_id(source, archived)
    article, origin = received(
        document, Origin(name="", author=author, publisher=publisher, url=url), published, lang
    )
    try:
        made = drafting.archive(
            article,
            origin,
            archived,
            today=today(),
            author_language=lang,
            site_language=settings.language,
            source=source,
        )
    except DocumentError as error:
        refuse(document, error, lang)
    write_source(made, article, settings, lang)
    wrong = [found for found in read(settings).findings if found.path.stem == made.id]
    if wrong:
        click.echo("\n" + as_text(wrong, read(settings).shown.get, lang))
    sys.exit(1 if wrong else 0)


def received(
    given: str, origin: Origin, published: str | None, lang: str
) -> tuple[Article, Origin]:
    """Read a document from a file, an address or standard input; ends the command where it cannot.

    Returns where it comes from as well, with what is known now.
    """
    try:
        day = Date.parse(published) if published else None
    except DateError as error:
        raise click.BadParameter(said(error.message), param_hint="--published") from None
    if origin.url and not is_web_address(origin.url):
        message = Message("write an address that begins with https://")
        raise click.BadParameter(said(message), param_hint="--url")
    try:
        fetched = None
        if is_web_address(given):
            fetched = fetch(given)
            raw, url = fetched.raw, fetched.url
            path = Path(urlsplit(url).path.rstrip("/").rpartition("/")[2] or urlsplit(url).netloc)
            origin = replace(origin, name=path.stem, url=origin.url or url, published=day)
        elif given == "-":
            raw, path = sys.stdin.buffer.read(), Path("article.txt")
            origin = replace(origin, published=day)
        else:
            path = Path(given)
            raw = _content(path)
            origin = replace(origin, name=path.stem, published=day)
        article, findings = read_article(raw, path, fetched)
    except (DocumentError, FetchError) as error:
        refuse(given, error, lang)
    if article is None:
        click.echo(as_text(findings, lambda _: raw.decode(errors="replace"), lang), err=True)
        sys.exit(1)
    return article, origin


def _check_id(source: str | None, archived: Archived) -> None:
    if source is None:
        return
    if not re.fullmatch(ID, source) or len(source) > MAX_ID or source in RESERVED_IDS:
        message = Message("an id has small letters a to z, digits and single hyphens")
        raise click.BadParameter(said(message), param_hint="--id")
    if source in archived.ids:
        message = Message("the id `{name}` is taken", name=source)
        raise click.BadParameter(said(message), param_hint="--id")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or error
        raise misuse(Message("{path} cannot be read: {why}", path=path, why=why)) from None


def refuse(given: str, error: MessageError, lang: str) -> NoReturn:
    """End the command: a document is not archived, and why."""
    click.echo(f"{given}: {translate(error.message, lang)}", err=True)
    sys.exit(1)


def write_source(made: ArchivedSource, article: Article, settings: Settings, lang: str) -> None:
    """Write the files of a source, and say what of its document is not in the text."""
    if not made.files:
        click.echo(said(Message("the archive has it already, as `{id}`", id=made.id)))
        return
    sources = settings.briefs / "sources"
    check_new(sources / name for name in made.files)
    for name, content in made.files.items():
        write_new(sources / name, content)
    document = article.document
    if document is None:
        return
    kinds = load_words(lang)["document_kinds"]

    def listed(counts: Mapping[Kind, int]) -> str:
        return ", ".join(f"{kinds[kind]} ({counts[kind]})" for kind in sorted(counts))

    if document.omitted:
        click.echo(said(Message("not in the text: {kinds}", kinds=listed(document.omitted))))
    if document.altered:
        click.echo(said(Message("changed: {kinds}", kinds=listed(document.altered))))
    for warning in document.warnings:
        click.echo(said(Message("warning: {text}", text=warning)))


def archived_in(settings: Settings, site: Site) -> Archived:
    """What the archive holds, for a draft."""
    hashes: dict[str, str] = {}
    for page in site.sources.values():
        if page.record.sha256:
            hashes[page.record.sha256] = page.id
        if page.record.original:
            hashes[page.record.original.sha256] = page.id
    return Archived(
        ids={path.stem for path in settings.briefs.rglob("*.y*ml")},
        entities={page.id: page.record for page in site.entities.values()},
        sources=hashes,
        schemas=(settings.docs / "schema" / "briefing.json").is_file(),
    )


def today() -> dt.date:
    """The day, as records have it."""
    return dt.datetime.now(tz=dt.UTC).date()
