"""Files of the site that are no pages: data, feeds, source texts, PDFs, cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.settings import Settings
from briefsite.cache.shards import Shard
from briefsite.cache.store import Store, code_digest, digest
from briefsite.cache.workers import make_all
from briefsite.messages.diagnostics import Diagnostic
from briefsite.outputs.cards import Cards
from briefsite.outputs.embeds import Embeds
from briefsite.outputs.exports import SiteExports
from briefsite.outputs.outline import OutlinedSite
from briefsite.outputs.page_pictures import can_draw, draw, picture_key
from briefsite.outputs.pdf import make_pdf, pdf_key
from briefsite.pages.addresses import DocsPath, SitePath
from briefsite.pages.lookups import EVERYTHING
from briefsite.pages.publication import Publication, Publications, publications
from briefsite.pages.rendering import SitePlan, own_folder, render_page


class SiteFile(NamedTuple):
    """A file of the site."""

    key: str
    """Stands for all that it is made from."""

    make: Callable[[], bytes]


class ExtraFile(NamedTuple):
    """A file of the site that is no page."""

    key: str
    """Stands for all that it is made from."""

    make: Callable[[], bytes | Diagnostic]
    is_stored: bool
    """Whether the store has a copy; with the tables of each build, it would soon be full."""


def publications_of(settings: Settings, *, is_served: bool) -> Publications:
    """What pages say of a site that is built whole, or served to its author, in each edition."""
    return {
        edition: replace(
            publication,
            has_pdf=settings.pdf and not is_served,
            has_embeds=settings.embeds
            and not (is_served or settings.offline),  # nobody can frame a disk
            has_page_pictures=can_draw(),
        )
        for edition, publication in publications(settings).items()
    }


def extra_files(
    site: OutlinedSite,
    publications: Publications,
    settings: Settings,
    tables: Mapping[SitePath, str],
    *,
    is_served: bool,
) -> dict[SitePath, ExtraFile]:
    """Which extra files there are. Raises MissingExtraError where a library for them is missing.

    Where `docs/` has a file of the same path as an export, that one stays, and ours is not made.

    `serve`, from which nobody shares a page, has no PDFs and no cards. What it makes from the whole
    site keeps the keys that it had before, in `tables`, so that it is made once.
    """
    outline, found = site.outline, dict[SitePath, ExtraFile]()
    for uri, path in outline.copies.items():
        found[SitePath(uri)] = ExtraFile(_copy_key(path), path.read_bytes, is_stored=False)
    hand_written = {path.relative_to(settings.docs).as_posix() for path in settings.docs.rglob("*")}
    for file, key in outline.exports.items():
        if file in hand_written:
            continue
        is_of_all = file in outline.of_all
        found[file] = ExtraFile(
            tables.get(file, key), partial(_exported, site.exports, file), not is_of_all
        )
    for picture in outline.pictures:
        key = picture_key(picture)
        found[picture.uri] = ExtraFile(key, partial(draw, picture), is_stored=True)
    if settings.pdf and not is_served:
        found |= _pdfs(site, publications)
    if settings.cards and not is_served:
        own = own_folder(settings.briefs)
        drawn = {edition: Cards(publication, own) for edition, publication in publications.items()}
        for card in outline.cards:
            cards = drawn[card.edition]
            make = partial(cards.draw, card)
            found[card.uri] = ExtraFile(cards.key(card), make, is_stored=True)
    return found


def embed_files(
    site: OutlinedSite,
    publications: Publications,
    url_of: Callable[[DocsPath], str],
    accent: str | None,
) -> Iterator[tuple[SitePath, ExtraFile]]:
    """The cards for other sites, where there are any, and what oEmbed is to know of them.

    `url_of` gives the address of a page or file; `accent` is the colour of the site, where it has one of its own.
    """
    makers = {
        edition: Embeds(plan=site.plan, publication=publication, url_of=url_of, accent=accent or "")
        for edition, publication in publications.items()
    }
    for embed in site.outline.embeds:
        publication = publications[embed.edition]
        embeds = makers[embed.edition]
        yield embed.uri, ExtraFile(embeds.key(embed), partial(embeds.make, embed), is_stored=True)
        if publication.url:
            key = digest("oembed", code_digest(), publication.digest, repr(embed))
            make = partial(embeds.describe, embed)
            yield embed.description, ExtraFile(key, make, is_stored=False)


def _copy_key(path: Path) -> str:
    """Stands for a file that is copied as it is; its bytes are not worth a second copy in the store."""
    found = path.stat()
    times = str(found.st_mtime_ns), str(found.st_ctime_ns)  # the first can be set back
    return digest("copy", str(path), str(found.st_size), *times)


def _exported(exports: Callable[[], SiteExports], path: SitePath) -> bytes:
    return exports().make(path)


def _pdfs(site: OutlinedSite, publications: Publications) -> Iterator[tuple[SitePath, ExtraFile]]:
    """The PDF of each briefing."""
    for uri, page in site.outline.pages.items():
        if page.kind == "briefing":
            publication = publications[page.edition]
            shown = site.outline.lookups[page.edition][EVERYTHING] if page.is_own else ""
            key = pdf_key(digest(page.key, shown), publication)
            make = partial(_pdf, site.plan, uri, publication)
            yield SitePath(f"{uri.removesuffix('.md')}.pdf"), ExtraFile(key, make, is_stored=True)


def _pdf(plan: Callable[[], SitePlan], uri: DocsPath, about: Publication) -> bytes | Diagnostic:
    page = render_page(uri, plan())
    if isinstance(page, Diagnostic):
        return page
    briefings = plan().editions[page.edition].site.briefings
    return make_pdf(page, briefings[Path(uri).stem], about, "a4")


def make_extra_files(
    files: Mapping[SitePath, ExtraFile], site: OutlinedSite, store: Store, shard: Shard
) -> list[Diagnostic]:
    """Make the files of a shard that are new to the store, on all cores.

    Returns why some could not be made. Raises MissingExtraError as `extra_files` does.
    """

    def make(path: SitePath) -> dict[str, bytes] | Diagnostic:
        made = files[path].make()
        return {files[path].key: made} if isinstance(made, bytes) else made

    stored = {path: file.key for path, file in files.items() if file.is_stored}
    missing = store.missing(stored.values())
    new = [path for path, key in stored.items() if key in missing and shard.holds(path)]
    if new:  # before the workers begin, which would each read everything
        site.plan(), site.exports()
    failed = make_all(store, make, new, "Making data, PDFs, cards and pictures")
    return [*dict.fromkeys(failed.values())]


def as_site_file(file: ExtraFile, store: Store) -> SiteFile:
    """An extra file, taken from the store where that has it."""

    def make() -> bytes:
        stored = store.shared(file.key) if file.is_stored else None
        made = stored or file.make()
        assert isinstance(made, bytes)
        return made

    return SiteFile(file.key, make)
