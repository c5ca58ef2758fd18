"""Files for authors: `briefsite draft`, `quote` and `new`."""

from __future__ import annotations

import datetime as dt
import re
import sys
from dataclasses import replace
from pathlib import Path

import click

from briefsite.archive.validate import free_id
from briefsite.authoring.articles import archived_article
from briefsite.authoring.documents.document import DocumentError
from briefsite.authoring.draft import drafting
from briefsite.authoring.draft.compose import slug
from briefsite.authoring.draft.drafting import Origin, meant_by
from briefsite.authoring.quote import find_passages
from briefsite.authoring.starters import empty_briefing
from briefsite.cli.archive import (
    archived_in,
    origin_options,
    received,
    refuse,
    today,
    write_source,
)
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
from briefsite.evidence.source_text import NotFound
from briefsite.messages.diagnostics import INVISIBLE, as_text
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.site.proofs import across_turns, compared, not_found, unseen


@click.command()
@click.argument("article", metavar="FILE|URL|ID")
@origin_options
@click.option(
    "--status",
    type=click.Choice(["draft", "published"]),
    default="draft",
    show_default=True,
    help="A draft shows in `mkdocs serve` alone.",
)
@click.option(
    "--about",
    metavar="ID|WORDS",
    multiple=True,
    help="Only of paragraphs about an entity, a topic or a commitment of the archive, or with these words. Repeatable.",
)
@click.option(
    "--lines",
    metavar="A-B",
    multiple=True,
    help="Only of paragraphs that begin in these lines of the archived text. Repeatable.",
)
@language
@config_file
def draft(  # noqa: PLR0917
    article: str,
    url: str | None,
    publisher: str | None,
    author: str | None,
    published: str | None,
    status: str,
    about: tuple[str, ...],
    lines: tuple[str, ...],
    lang: str,
    config_file: Path,
) -> None:
    """Draft a briefing of an article, each text in the article's own words.

    The article is archived first, see `briefsite archive`; where it is archived already, its ID
    suffices. Writes the briefing beside the files of the source, and none over another. That of a
    transcript has 150 lines at most: what has names of the archive, promises, and what was said at length.
    """
    stretches = [_stretch(given) for given in lines]
    settings = settings_of(config_file)
    site = read(settings).site
    origin = Origin(name="", author=author, publisher=publisher, url=url)
    if article in site.sources and not Path(article).exists():
        given, origin = archived_article(site.sources[article]), replace(origin, name=article)
    else:
        given, origin = received(article, origin, published, lang)
    try:
        made = drafting.draft(
            given,
            origin,
            archived_in(settings, site),
            today=today(),
            author_language=lang,
            site_language=settings.language,
            status=status,
            about={words: meant_by(site, words) for words in about},
            lines=stretches,
        )
    except DocumentError as error:
        refuse(article, error, lang)
    briefing = settings.briefs / f"{made.id}.yml"
    check_new([briefing])
    write_source(made.source, given, settings, lang)
    write_new(briefing, made.briefing.encode())
    reading = read(settings)
    wrong = [found for found in reading.findings if found.path.stem in (made.id, made.source.id)]
    if wrong:
        click.echo("\n" + as_text(wrong, reading.shown.get, lang))
    to_do = Message("read {path} through, mend it, then run `briefsite check`", path=briefing)
    click.echo("\n" + translate(to_do, lang))
    sys.exit(1 if wrong else 0)


def _stretch(lines: str) -> tuple[int, int]:
    """First and last line of `289-306`, or of a single line."""
    found = re.fullmatch(r"([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?", lines)
    if not found or int(found[2] or found[1]) < int(found[1]):
        message = Message("write the first line and the last, as in `289-306`")
        raise click.BadParameter(said(message), param_hint="--lines")
    return int(found[1]), int(found[2] or found[1])


@click.command()
@click.argument("source", metavar="ID")
@click.argument("words")
@language
@config_file
def quote(source: str, words: str, lang: str, config_file: Path) -> None:
    """Find WORDS in the source ID, and print the exact passage as YAML to paste.

    Exits with 1 where they do not stand there; the nearest passage is shown.
    """
    reading = read(settings_of(config_file))
    if source not in reading.site.sources:
        known = ", ".join(sorted(reading.site.sources)) or "-"
        raise misuse(
            Message("there is no source `{id}` here; known: {names}", id=source, names=known)
        )
    text = reading.site.sources[source].text
    passages = [*find_passages(text, source, words)]
    for passage in passages:
        place = Message("line {line}", line=passage.line)
        if passage.speaker:
            place = Message(
                "line {line}, in the turn of {label}", line=passage.line, label=passage.speaker
            )
        elif passage.quoted:
            place = Message("line {line}, inside quotation marks", line=passage.line)
        click.echo(f"# {translate(place, lang)}")
        click.echo(passage.yaml)
    if not passages:
        miss = text.find(words)
        if isinstance(miss, NotFound) and miss.why == "turns":
            click.echo(translate(across_turns(miss), lang))
            sys.exit(1)
        click.echo(translate(not_found(source), lang))
        if near := text.nearest(words):
            for note in (compared(near, text, source), *unseen(near)):
                click.echo(translate(note, lang))
        sys.exit(1)


@click.command()
@click.argument("title", default="")
@language
@config_file
def new(title: str, lang: str, config_file: Path) -> None:
    """Write an empty briefing, with its fields explained; its id is made of the TITLE."""
    settings = settings_of(config_file)
    title = " ".join(title.split()) or {"es": "Informe nuevo", "en": "New briefing"}[lang]
    if len(title) > 200 or INVISIBLE.search(title) or not (wanted := slug(title)):
        message = Message("write a title of some words, at most 200 characters")
        raise click.BadParameter(said(message))
    name = free_id(wanted, archived_in(settings, read(settings).site).ids)
    head = "# yaml-language-server: $schema=../docs/schema/briefing.json\n"
    has_schema = (settings.docs / "schema/briefing.json").is_file()
    text = empty_briefing(title, dt.datetime.now(tz=dt.UTC).date(), lang)
    write_new(settings.briefs / f"{name}.yml", ((head if has_schema else "") + text).encode())
