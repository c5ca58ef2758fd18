"""`briefsite digest`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from briefsite.archive.dates import Date, DateError, Instant
from briefsite.cli.read_archive import read
from briefsite.cli.shared import config_file, language, misuse, said, settings_of
from briefsite.messages.diagnostics import as_text
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.outputs.digest import DayRange, as_html, as_mail, as_markdown, made_digest
from briefsite.outputs.output_context import OutputContext
from briefsite.pages.publication import publication


@click.command()
@click.option("--since", metavar="DATE", required=True, help="The first day; a month is its first.")
@click.option("--until", metavar="DATE", help="The last day; a month is its last. Else today.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "eml"]),
    default="md",
    show_default=True,
    help="Markdown, HTML for a mail, or a whole mail to open as a draft.",
)
@language
@config_file
def digest(since: str, until: str | None, form: str, lang: str, config_file: Path) -> None:
    """Print what is new in a period, to be sent to readers.

    New briefings, commitments that moved or became overdue, deadlines that moved, corrections, and what was
    withdrawn; in the language of the site.
    """
    first, last = _date(since, "--since"), _date(until, "--until") if until else Date.today()
    days = DayRange(dt.date(first.year, first.month or 1, first.day or 1), last.last_day)
    if days.until < days.since:
        raise misuse(
            Message(
                "the period ends before it begins: {since}, {until}",
                since=days.since,
                until=days.until,
            )
        )
    settings = settings_of(config_file)
    if not settings.site_url:
        raise misuse(Message("a digest needs whole addresses: set `site_url` in mkdocs.yml"))
    reading = read(settings, drafts=False)
    errors = [finding for finding in reading.findings if finding.severity == "error"]
    if errors:
        click.echo(as_text(errors, reading.shown.get, lang), err=True)
        sys.exit(1)
    context = OutputContext.of(reading.site, publication(settings))
    made = made_digest(context, days)
    if not made.sections:
        nothing = Message(
            "nothing is new from {since} to {until}", since=days.since, until=days.until
        )
        click.echo(translate(nothing, lang))
    elif form == "md":
        click.echo(as_markdown(made), nl=False)
    elif form == "html":
        click.echo(as_html(made, context).encode(), nl=False)
    else:
        click.echo(as_mail(made, context, Instant.now()), nl=False)


def _date(text: str, option: str) -> Date:
    try:
        return Date.parse(text)
    except DateError as error:
        raise click.BadParameter(said(error.message), param_hint=option) from None
