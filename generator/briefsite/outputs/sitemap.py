"""The map of a site for search engines (https://www.sitemaps.org): its pages, and when each last changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape

from briefsite.archive.dates import Date
from briefsite.outputs.outline import OutlinedPage
from briefsite.pages.addresses import DocsPath, UrlPath


def site_map(
    base: str,
    written: Iterable[DocsPath],
    pages: Mapping[DocsPath, OutlinedPage],
    url_of: Callable[[DocsPath], UrlPath],
) -> str:
    """The pages that were `written` by hand and those that were made, at addresses below `base`.

    As in the map of MkDocs, the former and the home page have the day of the build.
    """
    today = str(Date.today())
    days = dict.fromkeys(written, today)
    for uri, page in pages.items():
        days[uri] = page.updated or (today if page.kind == "home" else "")
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *(_entry(f"{base}{url_of(uri).removeprefix('./')}", day) for uri, day in days.items()),
            "</urlset>\n",
        ]
    )


def _entry(address: str, day: str) -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(address)}</loc>{changed}</url>"
