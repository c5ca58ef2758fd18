"""`briefsite follow`: which promises of the archive a source follows up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from briefsite.archive.dates import Date, DateError
from briefsite.archive.places import Places
from briefsite.archive.settings import Settings
from briefsite.archive.validate import free_id
from briefsite.authoring.draft.draft_text import DraftText, draft_text
from briefsite.authoring.draft.drafting import Origin, slug
from briefsite.authoring.draft.language import detect_language
from briefsite.authoring.draft.source_files import day_of
from briefsite.authoring.draft.words import words_of
from briefsite.authoring.follow import Followed, as_data, as_text
from briefsite.authoring.follow import follow as follow_up
from briefsite.cache.store import Store
from briefsite.cli.archive import archived_in, received
from briefsite.cli.read_archive import read
from briefsite.cli.shared import config_file, language, misuse, said, settings_of
from briefsite.evidence.line_ends import whole
from briefsite.messages.message import Message
from briefsite.site.echoes import Said, Subjects, said_in, subjects_of
from briefsite.site.site import Site, SourcePage


@click.command()
@click.argument("source", metavar="[ID|FILE|URL]", required=False)
@click.option(
    "--since",
    metavar="DATE",
    help="All sources that were archived or published on that day or later, in the place of one.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="As YAML to paste, or for programs.",
)
@language
@config_file
def follow(source: str | None, since: str | None, form: str, lang: str, config_file: Path) -> None:
    """Find the promises, open questions and names of the archive of which a source speaks.

    Each promise comes with an entry of `updates` to paste, whose evidence is exact. Nothing is written.
    A FILE or URL that is not archived is read as `briefsite draft` reads it.
    """
    if (source is None) == (since is None):
        raise misuse(Message("name one source, or give `--since`"))
    settings = settings_of(config_file)
    site = read(settings).site
    store = Store(settings.cache)
    subjects = subjects_of(site, store)
    store.save()
    if since is not None:
        pages = [*_since(site, since)]
    else:
        is_archived = source in site.sources and not Path(str(source)).exists()
        pages = [site.sources[str(source)]] if is_archived else []
    found = [_archived(site, subjects, page) for page in pages]
    if source is not None and not pages:
        found = [_received(site, subjects, settings, source, lang)]
    if form == "json":
        click.echo(json.dumps([as_data(one, lang) for one in found], ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo(said(Message("no source was archived or published since {date}", date=since)))
    click.echo("\n".join(as_text(one, lang) for one in found), nl=False)


def _since(site: Site, since: str) -> Iterator[SourcePage]:
    """The sources that were archived or published on a day or later."""
    try:
        day = Date.parse(since)
    except DateError as error:
        raise click.BadParameter(said(error.message), param_hint="--since") from None
    for page in site.sources.values():
        dates = (page.record.retrieved, page.record.published)
        if any(date and not date.before(day) for date in dates):
            yield page


def _archived(site: Site, subjects: Subjects, page: SourcePage) -> Followed:
    heard = said_in(page)
    text = DraftText(page.text, words_of(heard.lang))
    return follow_up(site, subjects, heard, text, page.places)


def _received(
    site: Site, subjects: Subjects, settings: Settings, given: str, lang: str
) -> Followed:
    """A document that is not in the archive, with the id that it would get there."""
    origin = Origin(name="", author=None, publisher=None, url=None)
    article, origin = received(given, origin, None, lang)
    code = detect_language(article.text).code
    text = draft_text(whole(article.text), words_of(code), is_record=article.is_record)
    name = free_id(slug(origin.name) or "fuente", archived_in(settings, site).ids)
    date = origin.published or day_of(article.document)
    heard = Said(text=text.source, lang=code, date=date, source=name)
    return follow_up(site, subjects, heard, text, Places())
