"""The pages in `sitemap.xml`, and when each last changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils import get_build_date

from briefsite.mkdocs.mkdocs_pages import canonical_url
from briefsite.outputs.outline import OutlinedPage
from briefsite.pages.addresses import DocsPath, url_of


def sitemap_date(page: OutlinedPage) -> str:
    """When a page last changed; MkDocs needs a date for the home page, to date the map itself."""
    return page.updated or (get_build_date() if page.kind == "home" else "")


def files_in_sitemap(
    files: Sequence[File], pages: Mapping[DocsPath, OutlinedPage], config: MkDocsConfig
) -> list[Any]:
    """All pages in the order in which MkDocs would have listed them.

    `files` are those that went through MkDocs; `pages` all that are not made by it alone.
    """
    through = {DocsPath(file.src_uri): file for file in files}
    others = [file for file in files if file.src_uri not in pages]
    # MkDocs takes its time to tell what an option is.
    url, base = partial(url_of, has_folders=config.use_directory_urls), config.site_url
    return [
        *others,
        *(
            through.get(uri) or _as_listed(page, canonical_url(url(uri), base))
            for uri, page in pages.items()
        ),
    ]


def _as_listed(page: OutlinedPage, address: str | None) -> SimpleNamespace:
    """What the template of the sitemap reads of a file."""
    return SimpleNamespace(
        page=SimpleNamespace(
            is_link=False,
            canonical_url=address,
            abs_url=None,
            update_date=sitemap_date(page),
        )
    )
