"""The fast converter: what it converts equals Python-Markdown's, and anything else it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils.meta import get_data

from briefsite.archive.interface import LANGUAGES
from briefsite.archive.settings import read_settings
from briefsite.pages import written
from briefsite.pages.convert import convert
from briefsite.pages.publication import publication
from briefsite.pages.python_markdown import Heading, reference
from briefsite.pages.rendering import render_site
from briefsite.site.reading import read_site
from sites import REPOSITORY

CONFIGS = ("mkdocs.yml", "examples/mkdocs.yml")


def rewritten(target: str) -> str:
    """Stands in for MkDocs; a mark at both ends, and a character that HTML has to escape."""
    return f'<{target}"&'


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("config", CONFIGS)
def test_every_page_of_our_sites_is_converted_as_by_python_markdown(
    config: str, language: str
) -> None:
    """No generated page is refused; only what an author writes above the home page may be."""
    settings = replace(read_settings(REPOSITORY / config), language=language)
    about = replace(publication(settings), home_text=None)
    pages = render_site(read_site(settings.briefs).site, about, settings.briefs).pages
    assert len({page.kind for page in pages}) >= 14
    for page in pages:
        markdown = get_data(page.markdown)[0]
        assert convert(markdown, rewritten) == reference(markdown, rewritten), page.uri


@pytest.mark.parametrize("config", CONFIGS)
def test_pages_are_what_mkdocs_makes_of_them(config: str) -> None:
    """HTML, table of contents, title and anchors are those of a MkDocs build, hand-written pages too."""
    refused = []
    for page, rewrite in mkdocs_pages(REPOSITORY / config):
        ours = reference(page.markdown, rewrite)
        assert ours.html == page.content, page.file.src_uri
        assert ours.toc == tuple(map(heading, page.toc))
        assert ours.title == page._title_from_render  # noqa: SLF001 (`title` may be another)
        # MkDocs takes the `id` of «`<former id>`» in a text for an attribute without a value.
        assert ours.anchors == page.present_anchor_ids - {None}
        fast = convert(page.markdown, rewrite)
        assert fast in (ours, None)
        if fast is None:
            refused.append(page.file.src_uri)
    assert set(refused) <= hand_written(REPOSITORY / config)


def hand_written(config: Path) -> set[str]:
    return {*written.hand_written(read_settings(config))}


def mkdocs_pages(path: Path) -> Iterator[tuple[Page, Callable[[str], str]]]:
    """All pages as MkDocs renders them, each with what MkDocs does to its links."""
    config, files = mkdocs_files(path)
    for file in files.documentation_pages():
        page = Page(None, file, config)
        page.read_source(config)
        page.render(config, files)
        yield page, _RelativePathTreeprocessor(file, files, config).path_to_url


def mkdocs_files(path: Path) -> tuple[MkDocsConfig, Files]:
    config = load_config(str(path))
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    files = config.plugins.on_files(get_files(config), config=config)
    config.plugins.on_build_error(error=RuntimeError("given up here"))
    return config, files


def heading(link: AnchorLink) -> Heading:
    return Heading(link.title, link.id, link.level, tuple(map(heading, link.children)))
