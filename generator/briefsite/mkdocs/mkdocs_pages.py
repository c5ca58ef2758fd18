"""A page as MkDocs has it: its addresses, its file, the title it makes up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from briefsite.pages.addresses import DocsPath, UrlPath
from briefsite.pages.navigations import NavEntry
from briefsite.pages.python_markdown import Heading


def canonical_url(url: UrlPath, base: str | None) -> str | None:
    """The full address, where `base`, that of the site, is known; MkDocs sees to the slash at its end."""
    return f"{base}{url.removeprefix('./')}" if base else None


def page_by_itself(uri: DocsPath, source: Path | None, config: MkDocsConfig) -> MkDocsPage:
    """A page without content; `source` is the file to edit."""
    file = File.generated(config, uri, content="")
    set_origin(file, source, config)
    return MkDocsPage(None, file, config)


def set_origin(file: File, source: Path | None, config: MkDocsConfig) -> None:
    """Say where a page comes from: the pencil opens the YAML, and other plugins find a real file."""
    if source is not None:
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        path = source.resolve()
        up = Path(config.docs_dir).relative_to(root).parts
        file.abs_src_path = str(path)
        file.edit_uri = Path(*[".."] * len(up), path.relative_to(root)).as_posix()


def title_by_name(uri: DocsPath, config: MkDocsConfig) -> str:
    """The title that MkDocs makes up from the name of a file."""
    page = page_by_itself(uri, None, config)
    page.markdown = page.content = ""
    return str(page.title)


def nav_entries(nav: Navigation) -> list[NavEntry]:
    """The entries of a navigation, without its sections."""

    def entries(items: Iterable[StructureItem]) -> Iterator[NavEntry]:
        for item in items:
            if isinstance(item, Section):
                yield from entries(item.children)
            elif isinstance(item, MkDocsPage):
                yield NavEntry(str(item.title or ""), DocsPath(item.file.src_uri), item.url)
            else:
                yield NavEntry(str(item.title or ""), None, str(getattr(item, "url", "")))

    return [*entries(nav.items)]


def table_of_contents(headings: tuple[Heading, ...]) -> TableOfContents:
    """A table of contents as MkDocs' `get_toc` makes it."""

    def link(heading: Heading) -> AnchorLink:
        anchor = AnchorLink(heading.title, heading.id, heading.level)
        anchor.children += map(link, heading.children)
        return anchor

    links = [link(heading) for heading in headings]
    if links:
        links[0].active = True  # type: ignore[attr-defined] # as get_toc does
    return TableOfContents(links)
