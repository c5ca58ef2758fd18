"""All that a build must know of a site whose pages are made already."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.dates import Date
from briefsite.archive.folder import MAX_SOURCE_BYTES
from briefsite.archive.register import LOCK
from briefsite.archive.settings import Settings
from briefsite.cache.bytecode import Compiled
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.store import Store, code_digest, digest, remembered
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.outputs.cards import Card, all_cards
from briefsite.outputs.commits import with_commits
from briefsite.outputs.embeds import Embed, all_embeds
from briefsite.outputs.exports import Exports, SiteExports
from briefsite.outputs.page_pictures import PagePicture, page_pictures
from briefsite.pages.addresses import DocsPath, SitePath, UrlPath
from briefsite.pages.dependencies import Parts
from briefsite.pages.edition_links import EditionLinks
from briefsite.pages.publication import Publications
from briefsite.pages.rendering import SitePlan, key_of, plan_site
from briefsite.pages.written import WrittenPage
from briefsite.site.embargo import Embargo
from briefsite.site.reading import Reading, read_site


class OutlinedPage(NamedTuple):
    """What an outline says of a page."""

    kind: str
    uri: DocsPath
    key: str
    """Stands for all that the page is made from, but for what templates of the site's own look up."""

    source: Path | None
    updated: str | None
    is_own: bool
    """Whether a template of the site's own has a part in it."""

    language: str = ""
    """That of its words, where it is another than that of its edition."""

    edition: str = ""
    """The language of its edition; empty for that of the site."""

    name: str = ""
    """The same for a page in each edition."""


@dataclass(frozen=True)
class Outline:
    """All that a build must know of a site whose pages are made already."""

    pages: Mapping[DocsPath, OutlinedPage]
    copies: Mapping[DocsPath, Path]
    """Files to copy as they are."""

    data: Mapping[DocsPath, str]
    """Texts of files that are not pages."""

    findings: list[Diagnostic]
    shown: Mapping[Path, str]
    """Texts of the files that have findings."""

    exports: Mapping[SitePath, str]
    """Data, feeds, citations and calendars: what each is made from."""

    of_all: frozenset[SitePath]
    """Those of them that are made from the whole site."""

    cards: tuple[Card, ...]
    """What social cards say, where the site has them; in each edition that of the home page first."""

    embeds: tuple[Embed, ...]
    """The cards for other sites, where there are any."""

    pictures: tuple[PagePicture, ...]
    """Pictures of lines of documents, where they can be drawn."""

    lookups: Mapping[str, Mapping[str, str]]
    """What stands for each thing that templates of the site's own may look up, where there are any, by edition."""

    @classmethod
    def refused(cls, reading: Reading) -> Outline:
        """That of an archive with errors, which ends a build: what is wrong, and nothing else."""
        return cls(
            pages={},
            copies={},
            data={},
            findings=reading.findings,
            shown=reading.shown,
            exports={},
            of_all=frozenset(),
            cards=(),
            embeds=(),
            pictures=(),
            lookups={},
        )

    @property
    def is_refused(self) -> bool:
        """Whether it is that of an archive with errors; any other has a home page at least."""
        return not self.pages

    @cached_property
    def editions(self) -> frozenset[str]:
        """The languages of the editions beside that in the language of the site."""
        return frozenset(page.edition for page in self.pages.values() if page.edition)

    @cached_property
    def card_of(self) -> Mapping[DocsPath, Card]:
        """The card of each page that has one of its own."""
        return {card.page: card for card in self.cards}

    def card(self, uri: DocsPath, edition: str) -> Card:
        """The card that stands for a page: its own, or that of the home page of its edition."""
        homes = (card for card in self.cards if card.edition == edition)
        return self.card_of.get(uri) or next(homes)


@dataclass(frozen=True, slots=True)
class OutlinedSite:
    """The outline of a site, and the site itself for where something must be made."""

    outline: Outline
    key: str
    """Stands for all that the outline is made from."""

    plan: Callable[[], SitePlan]
    """Reads and plans the site, once."""

    reading: Callable[[], Reading | None]
    """What was read of the archive; None where it had not to be."""

    publications: Publications
    """What pages say of the site, in each edition, with the commits of what was published."""

    exports: Callable[[], SiteExports]

    moment: int
    """The first in which a build makes the same: that day, and the last hour that a briefing waited for."""


def outline_site(
    settings: Settings,
    publications: Publications,
    store: Store,
    *,
    digests: FileDigests,
    embargo: Embargo,
    drafts: bool,
) -> OutlinedSite:
    """The outline of a site, without what waits for its hour, or with `drafts` and all that waits.

    Where nothing changed, it comes from the store, and files are read at most to compare their bytes. Without
    `drafts`, errors end the work before anything is planned.
    """
    if drafts and embargo.waits:
        store.only_read()
    publications = with_commits(publications, settings.briefs / LOCK, store)
    left_out = Embargo() if drafts else embargo
    compiled = Compiled(store)

    @cache
    def read() -> Reading:
        return read_site(
            settings.briefs,
            require_evidence=settings.require_evidence,
            drafts=drafts,
            store=store,
            digests=digests,
            embargo=embargo,
            languages=publications[""].languages,
        )

    @cache
    def planned() -> SitePlan:
        return plan_site(read().sites, publications, settings.briefs, compiled, store)

    @cache
    def exports() -> SiteExports:
        return SiteExports(
            Exports(plan.site, publications[edition], plan.dependencies, store, compiled)
            for edition, plan in planned().editions.items()
        )

    def outline() -> Outline:
        reading = read()
        if not drafts and any(found.severity is Severity.ERROR for found in reading.findings):
            return Outline.refused(reading)
        plan = planned()
        parts = {page.uri: plan.parts(page) for page in plan.pages}
        store.put(key_of_parts(key), {uri: _shortened(parts[uri]) for uri in parts})
        return _outline(reading, plan, parts, exports(), publications)

    waits = sorted(embargo.waits.items()) if drafts else ()
    committed = repr(publications[""].committed)
    assets = repr([sorted(publication.assets) for publication in publications.values()])
    options = (
        str(settings.briefs),
        str(settings.require_evidence),
        str(drafts),
        repr(waits),
        committed,
        assets,
    )
    today = Date.today()
    day = str(today)  # promises stand otherwise tomorrow
    contents = _contents(settings.briefs, digests, left_out)
    published = (publication.digest for publication in publications.values())
    key = digest("outline", code_digest(), *published, day, *options, *contents)
    digests.save()
    midnight = dt.datetime.combine(today.last_day, dt.time(), dt.UTC)
    moment = max(int(midnight.timestamp()), embargo.begin)
    return OutlinedSite(
        remembered(store, key, outline),
        key,
        plan=planned,
        reading=lambda: read() if read.cache_info().currsize else None,
        publications=publications,
        exports=exports,
        moment=moment,
    )


def edition_links(
    publications: Publications,
    outline: Outline,
    written: Mapping[DocsPath, WrittenPage],
    url_of: Callable[[DocsPath], UrlPath],
) -> EditionLinks:
    """The links between the editions of a site, of its pages and of those that were `written` by hand."""
    named = {uri: (page.edition, page.name) for uri, page in written.items()}
    made = {uri: (page.edition, page.name) for uri, page in outline.pages.items()}
    return EditionLinks(publications, named | made, url_of)


def key_of_parts(outline: str) -> str:
    """The key of the parts of what every page was made from, by the key of the outline."""
    return digest("parts of pages", outline)


def _shortened(parts: Parts) -> Parts:
    """Digests that still differ where the parts do; no page depends on them."""
    return {name: value[:8] for name, value in parts.items()}


def _outline(
    reading: Reading,
    plan: SitePlan,
    parts: Mapping[DocsPath, Parts],
    exports: SiteExports,
    publications: Publications,
) -> Outline:
    findings = [*reading.findings, *plan.findings]
    concerned = {finding.path for finding in findings}
    own, about = plan.editions[""], publications[""]
    has_own = any(plan.of(planned).is_own(planned) for planned in plan.pages)
    return Outline(
        pages={
            planned.uri: OutlinedPage(
                planned.kind,
                planned.uri,
                key_of(parts[planned.uri]),
                planned.source,
                planned.updated,
                plan.of(planned).is_own(planned),
                planned.language,
                planned.edition,
                planned.name,
            )
            for planned in plan.pages
        },
        copies=plan.copies,
        data=plan.data,
        findings=findings,
        shown={path: text for path, text in reading.shown.items() if path in concerned},
        exports=dict(exports.keys()),
        of_all=frozenset(path for path, subjects in exports.of.items() if not subjects),
        cards=tuple(
            card
            for edition, one in plan.editions.items()
            for card in all_cards(one.site, publications[edition])
        ),
        embeds=tuple(
            embed
            for edition, one in plan.editions.items()
            if publications[edition].has_embeds
            for embed in all_embeds(one, parts)
        ),
        pictures=tuple(page_pictures(own.site, own.addresses)) if about.has_page_pictures else (),
        lookups={
            edition: dict(one.dependencies.lookups()) for edition, one in plan.editions.items()
        }
        if has_own
        else {},
    )


def _contents(folder: Path, file_digests: FileDigests, left_out: Embargo) -> Iterator[str]:
    """Everything below a folder that a build could read, or find wrong: paths and digests."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield parent
        for name in sorted(names):
            path = os.path.join(parent, name)  # noqa: PTH118 (thousands of them)
            if left_out.holds(path):
                continue
            yield path
            try:
                if os.path.islink(path):  # noqa: PTH114
                    yield f"link {os.path.realpath(path)}"
                is_file = os.path.isfile(path)  # noqa: PTH113 (a pipe would be waited for)
                yield file_digests.digest(path, MAX_SOURCE_BYTES) if is_file else "no file"
            except OSError as error:
                yield str(error)
