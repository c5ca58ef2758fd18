"""The map of a site for search engines (https://www.sitemaps.org): its pages, and when each last changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape

from briefsite.archive.dates import Date
from briefsite.outputs.outline import OutlinedPage
from briefsite.pages.addresses import DocsPath, UrlPath
from briefsite.pages.edition_links import EditionLinks


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


_XHTML = "http://www.w3.org/1999/xhtml"


def in_languages(sitemap: str, links: EditionLinks) -> str:
    """The map of a site with editions: each page names the same page in the other languages.

    As https://developers.google.com/search/docs/specialty/international/localized-versions asks for.
    """
    pages = {escape(links.address(uri)): uri for uri in links.pages}

    def entry(match: re.Match[str]) -> str:
        uri = pages.get(match[1])
        others = [*links.addresses(uri)] if uri else []
        return match[0] + "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(address)}"/>'
            for code, address in (others if len(others) > 1 else ())
        )

    named = sitemap.replace("<urlset ", f'<urlset xmlns:xhtml="{_XHTML}" ', 1)
    return re.sub(r"<loc>([^<]*)</loc>", entry, named)
