"""What pages say of the site they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefsite.archive.editions import (
    Edition,
    languages_of,
    read_editions,
    text_in,
)
from briefsite.archive.settings import Settings
from briefsite.cache.store import digest
from briefsite.pages.addresses import DocsPath
from briefsite.pages.formatting import load_words
from briefsite.pages.written import assets_in, hand_written
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

    hand_written: Mapping[DocsPath, Path] = field(default_factory=dict)
    """The pages in the docs folder, by their path as the site has them."""

    has_pdf: bool = False
    """Whether a PDF stands beside each briefing."""

    has_embeds: bool = False
    """Whether quotations, commitments and scoreboards have cards for other sites."""

    has_page_pictures: bool = False
    """Whether pages of PDFs can be drawn."""

    has_agenda: bool = False
    """Whether there is a page of what is overdue, due soon or silent."""

    description: str | None = None
    """Of the site, where this edition has one of its own."""

    edition: str = ""
    """The language of the edition, where the site has several and this is not its own."""

    folder: str = ""
    """Where the edition is in the built site; empty, or ends with a slash."""

    files: str = ""
    """The folder of files that belong to no edition, where this one has them not in its own."""

    assets: frozenset[DocsPath] = frozenset()
    """Files in the docs folder that are no pages, where `home_text` is moved; its page alone depends on them, and no `digest`."""

    committed: Mapping[int, str] = field(default_factory=dict)
    """When lines of the register were committed, in UTC; its pages alone depend on it, and no `digest`."""

    languages: tuple[str, ...] = ()
    """Those of all editions, that of the site first; none for a site of one language."""

    def address(self, path: str) -> str:
        """The full address of a path in the built site; the path where no address is known."""
        return f"{self.url.rstrip('/')}/{path}" if self.url else path

    @property
    def digest(self) -> str:
        """Stands for all of it but `assets` and `committed`."""
        topics = (f"{topic} {name}" for topic, name in sorted(self.topics.items()))
        texts = (
            self.name,
            self.language,
            self.url,
            self.home_text,
            str(self.docs),
            self.description,
            self.folder,
            self.files,
        )
        others = (
            *topics,
            str(self.thresholds),
            str(self.has_pdf),
            str(self.has_embeds),
            str(self.has_page_pictures),
            str(self.has_agenda),
            repr(self.languages),
            *sorted(self.hand_written),
        )
        return digest(*(text or "" for text in texts), *others)


Publications = Mapping[str, Publication]
"""What pages say of the site in each of its editions, by `Publication.edition`, that of the site first."""


def publications(settings: Settings) -> Publications:
    """What pages say of the site, from its settings and its hand-written pages."""
    editions = read_editions(settings.editions, settings.language)
    written = hand_written(settings)
    whole = Publication(
        name=settings.site_name,
        language=settings.language,
        url=settings.site_url,
        thresholds=Thresholds(settings.due_soon_days, settings.silent_days),
        has_agenda=settings.agenda,
        docs=settings.docs,
        hand_written={uri: page.path for uri, page in written.items()},
        languages=languages_of(settings),
    )
    first = editions[0].folder if editions else ""
    files = f"{first}{load_words(settings.language)['addresses']['sources']}"
    found = {}
    for edition in editions or (Edition(settings.language, ""),):
        is_first = edition.language == settings.language
        home = written.get(DocsPath(f"{edition.folder}index.md"))
        topics = {
            topic: str(text_in(name, edition.language, settings.language) or "")
            for topic, name in settings.topics.items()
        }
        found["" if is_first else edition.language] = replace(
            whole,
            name=edition.name or whole.name,
            language=edition.language,
            topics=topics,
            home_text=home.text if home else None,
            description=edition.description,
            edition="" if is_first else edition.language,
            folder=edition.folder,
            files="" if is_first else files,
            assets=frozenset(assets_in(settings.docs)) if home and edition.folder else frozenset(),
        )
    return found


def publication(settings: Settings) -> Publication:
    """The same in the language of the site alone."""
    return publications(settings)[""]
