"""What MkDocs is given: the pages that go through it, and the files to which its pages may link."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from briefsite.mkdocs.mkdocs_pages import set_origin
from briefsite.mkdocs.routes import DocsFolder, Routes
from briefsite.outputs.outline import Outline, OutlinedPage
from briefsite.pages.addresses import DocsPath
from briefsite.pages.planning import HUBS
from briefsite.pages.rendering import Page
from briefsite.pages.written import WrittenPage


def add_files(
    files: Files, routes: Routes, outline: Outline, docs: DocsFolder, config: MkDocsConfig
) -> None:
    """Add pages and files to those that MkDocs found in the docs folder."""
    for uri, page in docs.pages.items():
        if uri != page.name:
            _move(files, uri, page, config)
    for uri, outlined in routes.through_mkdocs.items():
        _add_page(files, outlined, routes.from_markdown.get(uri), config)
    for path in routes.linked_files:
        files.append(File.generated(config, path, content=b""))  # put in place at the end
    for uri, text in outline.data.items():
        files.append(File.generated(config, uri, content=text))


def _move(files: Files, uri: DocsPath, page: WrittenPage, config: MkDocsConfig) -> None:
    """Put a hand-written page where it is in its edition."""
    found = files.get_file_from_path(
        page.path.resolve().relative_to(Path(config.docs_dir).resolve()).as_posix()
    )
    if found is None:  # `exclude_docs` left it out
        return
    files.remove(found)
    inclusion = InclusionLevel.NOT_IN_NAV if page.edition else found.inclusion
    file = File.generated(config, uri, content=page.text, inclusion=inclusion)
    file.abs_src_path, file.edit_uri = found.abs_src_path, found.edit_uri
    files.append(file)


def _add_page(
    files: Files, outlined: OutlinedPage, page: Page | None, config: MkDocsConfig
) -> None:
    """Add a page, with its Markdown where MkDocs is to convert that."""
    file = File.generated(config, outlined.uri, content=page.markdown if page else "")
    if outlined.kind not in HUBS or outlined.edition:
        file.inclusion = InclusionLevel.NOT_IN_NAV
    written = files.get_file_from_path(outlined.uri)
    if written is not None:  # the home page, whose text opens the generated one
        files.remove(written)
    if written is not None and not page:
        file = written  # so that MkDocs checks the links in it
    elif written is not None:
        file.abs_src_path, file.edit_uri = written.abs_src_path, written.edit_uri
    else:
        set_origin(file, outlined.source, config)
    files.append(file)
