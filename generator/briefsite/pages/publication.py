"""What pages say of the site they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefsite.archive.settings import Settings
from briefsite.cache.store import digest
from briefsite.pages.addresses import DocsPath
from briefsite.site.due import Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What pages say of the site they belong to."""

    name: str
    language: str
    """One of `LANGUAGES`."""

    url: str | None = None
    """Where the site is published; ends with a slash."""

    topics: Mapping[str, str] = field(default_factory=dict)
    """How topics are written, by id; one that is missing is written as its id is."""

    thresholds: Thresholds = field(default_factory=Thresholds)
    """From when on readers are told that a promise is due."""

    home_text: str | None = None
    """Hand-written Markdown that opens the home page."""

    docs: Path = Path("docs")
    """The docs folder, for messages."""

    hand_written: frozenset[DocsPath] = frozenset()
    """Paths of the pages in the docs folder."""

    has_pdf: bool = False
    """Whether a PDF stands beside each briefing."""

    has_embeds: bool = False
    """Whether quotations, commitments and scoreboards have cards for other sites."""

    has_page_pictures: bool = False
    """Whether pages of PDFs can be drawn."""

    has_agenda: bool = False
    """Whether there is a page of what is overdue, due soon or silent."""

    def address(self, path: str) -> str:
        """The full address of a path in the built site; the path where no address is known."""
        return f"{self.url.rstrip('/')}/{path}" if self.url else path

    @property
    def digest(self) -> str:
        """Stands for all of it."""
        topics = (f"{topic} {name}" for topic, name in sorted(self.topics.items()))
        texts = (self.name, self.language, self.url, self.home_text, str(self.docs))
        others = (
            *topics,
            str(self.thresholds),
            str(self.has_pdf),
            str(self.has_embeds),
            str(self.has_page_pictures),
            str(self.has_agenda),
            *sorted(self.hand_written),
        )
        return digest(*(text or "" for text in texts), *others)


def publication(settings: Settings) -> Publication:
    """What pages say of the site, from its settings and its hand-written pages."""
    home = settings.docs / "index.md"
    return Publication(
        name=settings.site_name,
        language=settings.language,
        url=settings.site_url,
        topics=settings.topics,
        thresholds=Thresholds(settings.due_soon_days, settings.silent_days),
        has_agenda=settings.agenda,
        docs=settings.docs,
        home_text=home.read_text("utf-8-sig", errors="replace") if home.is_file() else None,
        hand_written=frozenset(
            DocsPath(path.relative_to(settings.docs).as_posix())
            for path in settings.docs.rglob("*.md")
        ),
    )


def hand_written(docs: Path) -> dict[DocsPath, str]:
    """The Markdown of the pages in the docs folder, by their path in it, in the order in which MkDocs lists them."""
    found = {DocsPath(path.relative_to(docs).as_posix()): path for path in docs.rglob("*.md")}
    return {
        uri: found[uri].read_text("utf-8-sig", errors="replace") for uri in sorted(found, key=_rank)
    }


def _rank(uri: DocsPath) -> list[tuple[object, ...]]:
    """In a folder comes the page that opens it, then others, then folders."""
    *folders, name = uri.split("/")
    is_first = name in ("index.md", "README.md")
    return [*((1, folder) for folder in folders), (0, not is_first, name)]


def assets_in(docs: Path) -> Iterator[DocsPath]:
    """Files in the docs folder that are not pages, but for those that MkDocs leaves out by itself."""
    for path in docs.rglob("*"):
        name = path.relative_to(docs).as_posix()
        is_left_out = name.startswith((".", "templates/")) or "/." in name
        if not is_left_out and path.suffix != ".md" and path.is_file():
            yield DocsPath(name)
