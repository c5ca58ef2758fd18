"""A site to everything else one can do with it: data, feeds, citations, calendars.

Each file depends on the site and on what is said of its publication, and on nothing else: the same
input gives the same bytes. `Exports` knows which there are, and what each is made from;
`markdown_copy` is the text of a page.

`output_context` is what all have in common, `contributions` what each page gives to the files of the whole site,
`data_schema` the shape of the JSON and `page_data` its making, `tables` the CSV files and the database, `feeds`,
`citations` and `calendar` what their names say, `markdown` the plain text of pages, `crawlers` what visitors ask for first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from jinja2 import BytecodeCache

from briefsite.cache.bytecode import IN_PROCESS
from briefsite.cache.store import Store, code_digest, digest
from briefsite.outputs.calendar import calendar, open_deadlines
from briefsite.outputs.citations import bibtex, csl, ris
from briefsite.outputs.contributions import Contributions
from briefsite.outputs.crawlers import llms, robots
from briefsite.outputs.data_schema import data_schema
from briefsite.outputs.feeds import Feed, Feeds
from briefsite.outputs.markdown import markdown_copy
from briefsite.outputs.output_context import OutputContext, as_json
from briefsite.outputs.page_data import (
    DataSubject,
    all_briefings,
    content_json,
    has_content,
    page_json,
)
from briefsite.outputs.tables import TABLES, Table, csv_file, data_package, sqlite_file
from briefsite.pages.addresses import REGISTER, SitePath, beside, check_words
from briefsite.pages.dependencies import Dependencies
from briefsite.pages.publication import Publication, Publications
from briefsite.pages.rendering import Page
from briefsite.site.site import BriefingPage, EntityPage, Site, TopicPage

__all__ = ["Exports", "data_schema", "markdown_copy"]


Maker = Callable[[], str | bytes]


class SiteExports:
    """All files of a site in all its editions but the Markdown of its pages."""

    def __init__(self, editions: Iterable[Exports]) -> None:
        """Take those of each edition."""
        self._editions = [*editions]
        self._edition = {path: exports for exports in self._editions for path in exports.of}
        self.of = {
            path: subjects for exports in self._editions for path, subjects in exports.of.items()
        }
        """As `Exports.of`."""

    def gather(self) -> None:
        """As `Exports.gather`."""
        for exports in self._editions:
            exports.gather()

    def keys(self) -> Iterator[tuple[SitePath, str]]:
        """As `Exports.keys`."""
        return chain.from_iterable(exports.keys() for exports in self._editions)

    def make(self, path: SitePath) -> bytes:
        """The content of a file."""
        return self._edition[path].make(path)


class Exports:
    """All files of an edition but the Markdown of its pages, each made when it is asked for.

    Feeds need absolute addresses: there are none where `publication` has no `url`.
    """

    def __init__(
        self,
        site: Site,
        publication: Publication,
        dependencies: Dependencies,
        store: Store,
        compiled: BytecodeCache = IN_PROCESS,
    ) -> None:
        """Say which files there are; `dependencies` tells what each depends on.

        `compiled` keeps templates that were compiled.
        """
        self._publication, self._dependencies = publication, dependencies
        context = OutputContext.of(site, publication)
        feeds = Feeds(context, compiled) if publication.url and site.briefings else None
        self.of: dict[SitePath, tuple[DataSubject, ...]] = {}
        """What each file depends on, by its path in the built site; nothing stands for the whole site."""

        self._contributions = Contributions(context, dependencies, store)
        self._makers: dict[SitePath, Maker] = dict(site_files(context, self._contributions, feeds))
        self.of |= dict.fromkeys(self._makers, ())
        for subjects in (
            site.briefings,
            site.commitments,
            site.entities,
            site.sources,
            site.topics,
        ):
            for subject in subjects.values():
                for path, make, others in page_files(subject, context, feeds):
                    self._makers[path] = make
                    self.of[path] = (subject, *others)

    def gather(self) -> None:
        """Make ready what the files of the whole site are put together from, on all cores."""
        self._contributions.gather()

    def keys(self) -> Iterator[tuple[SitePath, str]]:
        """What each file is made from."""
        common = digest("export", code_digest(), self._publication.digest)
        key = self._dependencies.key
        for path, subjects in self.of.items():
            shown = [*map(key, subjects)] or [self._dependencies.everything]
            yield path, digest(common, path, *shown)

    def make(self, path: SitePath) -> bytes:
        """The content of a file."""
        content = self._makers[path]()
        return content.encode() if isinstance(content, str) else content


def page_files(
    subject: DataSubject, context: OutputContext, feeds: Feeds | None
) -> Iterator[tuple[SitePath, Maker, Sequence[DataSubject]]]:
    """What stands beside one page, and whom else it tells of in full."""
    uri = context.addresses.path(subject)
    yield beside(uri, "index.json"), partial(page_json, subject, context), ()
    if isinstance(subject, BriefingPage):
        yield beside(uri, "citation.bib"), partial(bibtex, subject, context), ()
        yield beside(uri, "citation.ris"), partial(ris, subject, context), ()
        yield beside(uri, "citation.json"), lambda: as_json(csl(subject, context)), ()
        if has_content(subject, context):
            yield beside(uri, "content.json"), partial(content_json, subject, context), ()
    is_named = not isinstance(subject, EntityPage) or subject.mentions
    if feeds and isinstance(subject, EntityPage | TopicPage) and is_named:
        newest = feeds.newest_of(subject)
        yield beside(uri, "feed.xml"), lambda: feeds.atom(feeds.of_one(subject)), newest
        yield beside(uri, "feed.json"), lambda: feeds.json_feed(feeds.of_one(subject)), newest


def site_files(
    context: OutputContext, contributions: Contributions, feeds: Feeds | None
) -> Iterator[tuple[SitePath, Maker]]:
    """What concerns the whole site."""
    addresses, words = context.addresses, context.words
    timeline = [entry for entry in context.site.timeline if not entry.is_withdrawn]
    yield addresses.data("briefings.json"), lambda: all_briefings(contributions.cards(), context)
    for table in TABLES:
        if table.is_published:
            yield addresses.data(f"{table.name}.csv"), partial(_csv, table, contributions)
    yield addresses.data("datapackage.json"), partial(data_package, context)
    yield addresses.data("briefsite.sqlite"), partial(sqlite_file, contributions.rows)
    name = context.publication.name
    deadlines = [entry for entry in timeline if entry.kind == "deadline"]
    yield (
        beside(addresses.hub("commitments"), "calendar.ics"),
        lambda: calendar(
            f"{name}{words['colon']} {words['deadlines']}", contributions.events(deadlines)
        ),
    )
    if context.publication.has_agenda:
        yield (
            beside(addresses.hub("agenda"), "calendar.ics"),
            partial(open_deadlines, context.site.commitments.values(), context),
        )
    told = [entry for entry in timeline if entry.kind != "correction"]
    yield (
        beside(addresses.hub("timeline"), "calendar.ics"),
        lambda: calendar(f"{name}{words['colon']} {words['timeline']}", contributions.events(told)),
    )
    if feeds:
        for uri, make in feeds.of_site():
            yield beside(uri, "feed.xml"), partial(_feed, feeds.atom, make)
            yield beside(uri, "feed.json"), partial(_feed, feeds.json_feed, make)
    if not context.publication.edition:  # these are for the whole of a host
        yield SitePath("robots.txt"), partial(robots, context)
        if context.site.register.publications:
            yield REGISTER, partial(str, context.site.register.text)
    yield SitePath(f"{addresses.folder}llms.txt"), partial(llms, context)
    yield SitePath(check_words(context.locale)), lambda: as_json(words["check"])


def _feed(write: Callable[[Feed], str], make: Callable[[], Feed]) -> str:
    return write(make())


def _csv(table: Table, contributions: Contributions) -> str:
    return csv_file(table, contributions.rows(table))


def export_site(
    site: Site, publication: Publication, pages: Iterable[Page]
) -> dict[SitePath, bytes]:
    """As `export_editions`, of a site of one language."""
    return export_editions({"": site}, {"": publication}, pages)


def export_editions(
    sites: Mapping[str, Site], publications: Publications, pages: Iterable[Page]
) -> dict[SitePath, bytes]:
    """Everything else there is of a site, by path; a hand-written file of the same path stays."""
    docs, files = publications[""].docs, dict[SitePath, bytes]()
    for edition, site in sites.items():
        exports = Exports(site, publications[edition], Dependencies(site), Store())
        files |= {path: exports.make(path) for path in exports.of if not (docs / path).is_file()}
    made = {page.uri: page for page in pages}
    copies = {
        beside(uri, "index.md"): markdown_copy(page, made).encode() for uri, page in made.items()
    }
    return {**files, **copies}
