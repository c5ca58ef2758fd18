"""A site to everything else one can do with it: data, feeds, citations, calendars.

Each file depends on the site and on what is said of its publication, and on nothing else: the same
input gives the same bytes. `site_files` makes those that concern many pages; `page_files` those
beside one page, from that page.

`context` is what all share, `records` the shape of the JSON and `twins` its making, `tables` the
CSV files and the database, `feeds`, `citations` and `calendar` what their names say, `markdown` the
plain text of pages, `crawlers` what visitors ask for first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefsite.export.calendar import calendar
from briefsite.export.citations import bibtex, csl, ris
from briefsite.export.context import Context, as_json
from briefsite.export.crawlers import llms, robots
from briefsite.export.feeds import Feeds
from briefsite.export.markdown import markdown_twin
from briefsite.export.records import data_schema
from briefsite.export.tables import TABLES, csv_file, data_package, sqlite_file
from briefsite.export.twins import Subject, all_briefings, twin
from briefsite.link import BriefingPage, EntityPage, Site, TopicPage
from briefsite.render import Page
from briefsite.render.addresses import beside
from briefsite.render.alternates import DATA
from briefsite.render.environment import Publication

__all__ = ["data_schema", "export", "page_files", "site_files"]


def export(site: Site, publication: Publication, pages: Iterable[Page]) -> dict[str, str | bytes]:
    """All files of a site and its rendered pages, by their path in the built site.

    Feeds need absolute addresses: there are none where `publication` has no `url`.
    """
    context = Context.of(site, publication)
    feeds = Feeds(context) if publication.url and site.briefings else None
    out: dict[str, str | bytes] = dict(site_files(context, feeds))
    for subjects in (
        site.briefings,
        site.commitments,
        site.entities,
        site.sources,
        site.topics,
    ):
        for subject in subjects.values():
            out.update(page_files(subject, context, feeds))
    for page in pages:
        out[beside(page.uri, "index.md")] = markdown_twin(page)
    return out


def page_files(
    subject: Subject, context: Context, feeds: Feeds | None
) -> Iterator[tuple[str, str]]:
    """What stands beside one page, and depends on it alone."""
    uri = context.addresses.path(subject)
    yield beside(uri, "index.json"), twin(subject, context)
    if isinstance(subject, BriefingPage):
        yield beside(uri, "citation.bib"), bibtex(subject, context)
        yield beside(uri, "citation.ris"), ris(subject, context)
        yield beside(uri, "citation.json"), as_json(csl(subject, context))
    if feeds and isinstance(subject, EntityPage | TopicPage):
        feed = feeds.of_one(subject)
        if feed.entries:  # nothing may name an entity yet
            yield from feeds.files(feed).items()


def site_files(context: Context, feeds: Feeds | None) -> Iterator[tuple[str, str | bytes]]:
    """What concerns the whole site."""
    addresses, words, timeline = context.addresses, context.words, context.site.timeline
    yield f"{DATA}briefings.json", all_briefings(context)
    for table in TABLES:
        if table.is_published:
            yield f"{DATA}{table.name}.csv", csv_file(table, context)
    yield f"{DATA}datapackage.json", data_package(context)
    yield f"{DATA}briefsite.sqlite", sqlite_file(context)
    name = context.publication.name
    deadlines = [entry for entry in timeline if entry.kind == "deadline"]
    yield (
        beside(addresses.hub("commitments"), "calendar.ics"),
        calendar(f"{name}: {words['deadlines']}", deadlines, context),
    )
    told = [entry for entry in timeline if entry.kind != "correction"]
    yield (
        beside(addresses.hub("timeline"), "calendar.ics"),
        calendar(f"{name}: {words['timeline']}", told, context),
    )
    if feeds:
        for feed in feeds.of_site():
            yield from feeds.files(feed).items()
    yield "robots.txt", robots(context)
    yield "llms.txt", llms(context)
