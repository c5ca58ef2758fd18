"""`briefsite agenda`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from briefsite.authoring.agenda import HEADINGS, AgendaItem, agenda_items
from briefsite.cache.store import Store
from briefsite.cli.read_archive import read
from briefsite.cli.shared import config_file, language, misuse, settings_of
from briefsite.messages import counts
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.outputs.calendar import open_deadlines
from briefsite.outputs.output_context import OutputContext, one_line
from briefsite.pages.formatting import format_date, load_words
from briefsite.pages.publication import publication
from briefsite.site.site import Site


@click.command()
@click.option("--ics", is_flag=True, help="The deadlines to come, as a calendar (iCalendar).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
@language
@config_file
def agenda(ics: bool, form: str, lang: str, config_file: Path) -> None:
    """Say what is to be seen to today, and where it is written.

    Commitments that are overdue, due soon or silent for long; cited words that a newer version of their
    source lacks; claims that others contradict; open questions that a newer source may answer. Drafts do not
    count.
    """
    if ics and form != "text":
        raise misuse(Message("--ics goes with --format text"))
    settings = settings_of(config_file)
    reading = read(settings, drafts=False)
    if errors := sum(finding.severity == "error" for finding in reading.findings):
        left_out = Message(
            "{errors} in the archive: what is left out for them is not on the agenda; see `briefsite check`",
            errors=counts.errors(errors),
        )
        click.echo(translate(left_out, lang), err=True)
    site, about = reading.site, publication(settings)
    if ics:
        today = site.today.last_day
        coming = [
            page
            for page in site.commitments.values()
            if page.deadline and page.deadline.last_day >= today
        ]
        click.echo(open_deadlines(coming, OutputContext.of(site, about)).encode(), nl=False)
        return
    store = Store(settings.cache)
    items = [*agenda_items(site, about.thresholds, lang, store)]
    store.save()
    if form == "json":
        click.echo(json.dumps([*map(_as_data, items)], ensure_ascii=False, indent=2))
        return
    for line in _as_text(items, site, lang):
        click.echo(line)


def _as_text(items: Sequence[AgendaItem], site: Site, lang: str) -> Iterator[str]:
    if not items:
        yield translate(Message("there is nothing to see to"), lang)
    words = load_words(lang)
    labels = dict.fromkeys(("overdue", "due-soon"), words["deadline"])
    labels["silent"] = words["last_movement"]
    for matter, found in groupby(items, lambda item: item.matter):
        of_matter = [*found]
        yield f"{translate(HEADINGS[matter], lang)} ({len(of_matter)})\n"
        for item in of_matter:
            who = ", ".join(map(site.name, item.by))
            when = format_date(item.since, lang)
            if item.matter in labels:
                when = f"{labels[item.matter].lower()}: {when}"
            yield f"{item.path.as_posix()}:{item.line}: {item.said}"
            yield f"  «{one_line(item.text)}»{f' {who},' if who else ''} {when}"
            yield f"  = {item.next}\n"


def _as_data(item: AgendaItem) -> dict[str, object]:
    return {
        **item._asdict(),
        "since": str(item.since),
        "path": item.path.as_posix(),
    }
