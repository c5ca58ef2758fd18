"""One build of a site: what is done before MkDocs makes its pages, and after."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from briefsite.archive.editions import edition_findings
from briefsite.archive.look import look_findings, read_look
from briefsite.archive.settings import OWN_THEME, Settings, as_typed, has_search
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.shards import Shard, own_shard
from briefsite.cache.store import Store
from briefsite.cache.workers import in_background
from briefsite.messages import counts
from briefsite.messages.diagnostics import Diagnostic, Severity, pretty
from briefsite.messages.message import Message
from briefsite.messages.translation import author_language, translate
from briefsite.mkdocs.articles import ArticleMaker, Articles, make_articles
from briefsite.mkdocs.command import running_command
from briefsite.mkdocs.links import resolver
from briefsite.mkdocs.markdown_copies import markdown_copies
from briefsite.mkdocs.reasons import note_build, reasons
from briefsite.mkdocs.refusal import cannot_be_written, refused
from briefsite.mkdocs.routes import (
    DocsFolder,
    Routes,
    all_through_mkdocs,
    few_through_mkdocs,
    read_docs_folder,
    what_acts_on_pages,
)
from briefsite.mkdocs.search_documents import documents_of
from briefsite.mkdocs.theme_pages import Surroundings, theme_pages
from briefsite.outputs.extra_files import (
    ExtraFile,
    as_site_file,
    embed_files,
    extra_files,
    make_extra_files,
    publications_of,
)
from briefsite.outputs.extras import MissingExtraError
from briefsite.outputs.minified import minified_in
from briefsite.outputs.offline import write_offline
from briefsite.outputs.outline import OutlinedSite, edition_links, outline_site
from briefsite.outputs.search import Index
from briefsite.outputs.searched import SearchDocument
from briefsite.outputs.site_folder import Contents, Output, contents_of
from briefsite.pages.addresses import DocsPath, SitePath, url_of
from briefsite.pages.edition_links import EditionLinks
from briefsite.pages.publication import Publications
from briefsite.pages.written import written_findings
from briefsite.site.embargo import Embargo, find_embargo

log = logging.getLogger("mkdocs.plugins.briefsite")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOver:
    """What `serve` carries over from one build to the next."""

    tables: Mapping[SitePath, str] = field(default_factory=dict)
    """The keys of files made from the whole site, which is done once: nobody reads them there."""

    index: Mapping[SitePath, str] = field(default_factory=dict)
    """The digests of the files of the search index, which is made once as well."""

    contents: Contents | None = None
    """What is in the site folder, into which nobody else writes."""

    def has_index(self, store: Store) -> bool:
        """Whether an index was made, and the store still has it."""
        return bool(self.index) and not store.missing(self.index.values())


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What is done before MkDocs makes its pages."""

    settings: Settings
    store: Store
    site: OutlinedSite
    docs: DocsFolder
    links: EditionLinks
    routes: Routes
    extras: Mapping[SitePath, ExtraFile]
    index: Index
    is_to_index: bool
    """Whether there is a search, and `serve` has no index yet, which it never renews."""

    output: Output
    site_dir: str
    """The site folder, as MkDocs names it."""

    is_served: bool
    until: float
    """When the next briefing may be seen, in seconds since 1970."""

    is_alone: bool
    """Whether the site is made of nothing but what briefsite and MkDocs read."""

    @property
    def has_cards(self) -> bool:
        """Whether pages have social cards."""
        return self.site.outline.cards[0].uri in self.extras


def prepare(
    config: MkDocsConfig, settings: Settings, store: Store, before: CarriedOver, *, is_served: bool
) -> Prepared:
    """Read everything and make all that needs nothing of MkDocs.

    Raises PluginError where there are errors, and leaves the site folder untouched.
    """
    folder = Path(config.site_dir)
    url = partial(url_of, has_folders=config.use_directory_urls)
    looked_up = None if before.contents else in_background(partial(contents_of, folder))
    publications = publications_of(settings, is_served=is_served)
    digests = FileDigests(store, settings.briefs)
    embargo = find_embargo(settings.briefs, digests, store)
    if not is_served:  # before anything is read: all of it would name what waits
        _report(embargo.findings, {}, is_served=False)
    _report_settings(config, settings, is_served=is_served)
    site = _outlined(settings, publications, store, digests, embargo, is_served=is_served)
    try:
        extras = extra_files(site, publications, settings, before.tables, is_served=is_served)
        extras |= embed_files(site, publications, url, read_look(config.extra).accent)
    except MissingExtraError as error:
        raise refused(error.message) from None
    command, others = running_command(), what_acts_on_pages(config)
    shard = own_shard() if command else Shard(1, 1)
    reason = "the site is to work offline" if settings.offline else others
    docs = read_docs_folder(settings)
    outline = site.outline
    known = {*outline.pages, *outline.copies, *outline.data, *docs.paths, *map(DocsPath, extras)}
    docs = docs.among(known)
    maker = ArticleMaker(
        outline=outline,
        plan=site.plan,
        resolve=resolver(known, config),
        config=config,
        has_own_templates=any(page.is_own for page in outline.pages.values()),
    )
    if reason and shard.of > 1:
        raise PluginError(f"briefsite: there can be no shards, because {reason}")
    if reason:
        log.info("All pages go through MkDocs, because %s", reason)
        routes = all_through_mkdocs(Articles(maker=maker, store=store), extras)
    else:
        articles = make_articles(maker, store, shard)
        if shard.of == 1:
            _log_reasons(articles, site.key)
        routes = few_through_mkdocs(articles, docs, extras, is_whole=shard.of == 1)
    _report([*outline.findings, *routes.findings], outline.shown, is_served=is_served)
    if command and shard.of > 1:
        _make_extras(extras, site, store, shard, is_served=is_served)
        store.close()
        log.info("Shard %d of %d is in %s; no site is written", *shard, settings.cache)
        command.exit()
    is_to_index = has_search(config.plugins) and not before.has_index(store)
    with ExitStack() as on_error:
        index = Index(store, settings.language)
        on_error.callback(index.abandon)
        index.files = before.index
        if is_to_index:  # before all else is made: Pagefind works meanwhile
            index.add(documents_of(routes.articles))
        _make_extras(extras, site, store, shard, is_served=is_served)
        output = _opened(
            folder,
            store,
            looked_up() if looked_up else before.contents,
            None if is_served else site.moment,
        )
        on_error.pop_all()
    return Prepared(
        settings=settings,
        store=store,
        site=site,
        docs=docs,
        links=edition_links(publications, outline, docs.pages, url),
        routes=routes,
        extras=extras,
        index=index,
        is_to_index=is_to_index,
        output=output,
        site_dir=config.site_dir,
        is_served=is_served,
        until=embargo.end,
        is_alone=others is None,
    )


def _opened(folder: Path, store: Store, contents: Contents | None, moment: int | None) -> Output:
    """Make room for the new site; raises PluginError where nothing can be written there."""
    try:
        return Output.open(folder, store, contents, moment=moment)
    except OSError as error:
        raise cannot_be_written(error) from None


def _outlined(
    settings: Settings,
    publications: Publications,
    store: Store,
    digests: FileDigests,
    embargo: Embargo,
    *,
    is_served: bool,
) -> OutlinedSite:
    """Read the archive; errors in it end a build here."""
    site = outline_site(
        settings, publications, store, digests=digests, embargo=embargo, drafts=is_served
    )
    store.save()  # what was read need not be read again, whatever becomes of this build
    if site.outline.is_refused:
        _report(site.outline.findings, site.outline.shown, is_served=False)
    return site


def _log_reasons(articles: Articles, outline: str) -> None:
    """Say why pages were made, where somebody asks, and note what the next build compares."""
    config_file, store = articles.maker.config.config_file_path, articles.store
    if log.isEnabledFor(logging.DEBUG):
        for reason in reasons(articles.new, outline, config_file, store):
            log.debug("%s", reason)
    note_build(outline, config_file, store)


def _make_extras(
    extras: Mapping[SitePath, ExtraFile],
    site: OutlinedSite,
    store: Store,
    shard: Shard,
    *,
    is_served: bool,
) -> None:
    """Make the extra files of a shard that are new to the store."""
    try:
        findings = make_extra_files(extras, site, store, shard)
    except MissingExtraError as error:
        raise refused(error.message) from None
    _report(findings, {}, is_served=is_served)


def _report_settings(config: MkDocsConfig, settings: Settings, *, is_served: bool) -> None:
    """Say what of the site's settings cannot be used."""
    config_file = as_typed(Path(config.config_file_path))
    _report(*look_findings(config.extra, config_file), is_served=is_served)
    _report(*edition_findings(settings, config_file), is_served=is_served)
    _report(written_findings(settings), {}, is_served=is_served)


_LEVELS = {
    Severity.ERROR: logging.ERROR,
    Severity.WARNING: logging.WARNING,
    Severity.NOTICE: logging.INFO,
}


def _report(findings: Iterable[Diagnostic], shown: Mapping[Path, str], *, is_served: bool) -> None:
    """Log all findings; stop on errors, but never `serve`, which leaves the broken files out."""
    found = [*dict.fromkeys(findings)]
    for finding in found:
        level = _LEVELS[finding.severity]
        log.log(level, "%s\n", pretty(finding, shown.get(finding.path), author_language()))
    broken = [finding.path for finding in found if finding.severity is Severity.ERROR]
    if broken and not is_served:
        raise refused(
            Message(
                "{errors} in {files}; the site built before is untouched",
                errors=counts.errors(len(broken)),
                files=counts.files(len({*broken})),
            )
        )


def publish(
    prepared: Prepared, around: Surroundings, documents: Iterable[Iterable[SearchDocument]]
) -> CarriedOver:
    """Put the new site in the place of the old one.

    `documents` are what is searched of the pages that MkDocs made, in groups that share no part of
    the index.
    """
    output, index, store = prepared.output, prepared.index, prepared.store
    if output.in_place and not prepared.is_served:
        why = translate(output.in_place, author_language())
        log.info("%s is changed file by file: %s", prepared.site_dir, why)
    if prepared.is_to_index:
        for group in documents:
            index.add(group)
        index.put_together()
    files = {
        **dict(theme_pages(prepared.routes, around)),
        **{path: as_site_file(file, store) for path, file in prepared.extras.items()},
        **dict(markdown_copies(prepared.routes)),
    }
    keys = {path: file.key for path, file in files.items()}
    if around.config.theme.name == OWN_THEME:  # nobody reads the index of MkDocs' own search
        shutil.rmtree(output.aside / "search", ignore_errors=True)
    if not prepared.is_served:
        output.write_all(minified_in(output.aside))
    of_all = {path: keys[path] for path in prepared.site.outline.of_all if path in keys}
    if output.new(of_all):
        prepared.site.exports().gather()
    if prepared.settings.offline:  # made of all files, and so of none that is in place already
        _finish(index, prepared)
        output.write_all((path, file.make()) for path, file in files.items())
        output.write_all((path, index.file(path)) for path in index.files)
        write_offline(output.aside)
        published = output.publish({})
    else:
        output.make(of_all, lambda path: files[path].make(), on_all_cores=False)
        of_pages = {path: key for path, key in keys.items() if path not in of_all}
        output.make(of_pages, lambda path: files[path].make())
        _finish(index, prepared)  # as late as that: Pagefind works while all else is made
        output.make(index.files, index.file)
        published = output.publish({**keys, **index.files})
    counts = published.written, published.removed
    log.info("%s: %d files written, %d removed", prepared.site_dir, *counts)
    return CarriedOver(
        tables=of_all,
        index=index.files,
        contents=published.contents,
    )


def _finish(index: Index, prepared: Prepared) -> None:
    """Wait for the search index, where one is made."""
    if prepared.is_to_index:
        index.finish()
        if prepared.is_served:
            log.info("Search stays as it is now until `mkdocs serve` begins again")


def abandon(prepared: Prepared) -> None:
    """Leave the old site as it was."""
    prepared.index.abandon()
    prepared.output.abandon()
