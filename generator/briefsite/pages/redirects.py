"""Pages at the former addresses of renamed files, which lead to where these are now."""

from __future__ import annotations

import posixpath
from html import escape

from briefsite.pages.addresses import DocsPath
from briefsite.pages.context import Context
from briefsite.pages.formatting import own_name
from briefsite.pages.publication import Publications
from briefsite.site.site import BriefingPage, EntityPage, SourcePage


def redirects(context: Context) -> dict[DocsPath, str]:
    """HTML by its path in the docs folder, for each former id and the commitments under it."""
    site, addresses = context.site, context.addresses
    moved: list[tuple[BriefingPage | SourcePage | EntityPage, str]] = [
        *((page, page.about.title) for page in site.briefings.values()),
        *((page, page.record.title) for page in site.sources.values()),
        *((page, page.record.name) for page in site.entities.values()),
    ]
    pages: dict[DocsPath, str] = {}
    for page, title in moved:
        for former in page.former_ids:
            targets = [(page.id, addresses.path(page))]
            if isinstance(page, BriefingPage) and page.has_history:
                shown = addresses.revisions_of(page)
                targets.append((f"{page.id}/{shown.rpartition('/')[2].removesuffix('.md')}", shown))
            targets += [
                (commitment.address, addresses.path(commitment))
                for commitment in site.commitments.values()
                if commitment.briefing == page.id
            ]
            for name, path in targets:
                folder, now = path[: -len(f"{name}.md")], path.removesuffix(".md")
                old = f"{folder}{former}{name.removeprefix(page.id)}"
                pages[DocsPath(f"{old}/index.html")] = _page(old, now, title, context)
    return pages


def entrance(publications: Publications) -> str:
    """The page at the root of a site whose editions are all in folders: it leads to that of its language."""
    first = publications[""]
    links = "".join(
        f'<li><a href="{publication.folder}" hreflang="{publication.language}"'
        f' lang="{publication.language}">{escape(own_name(publication.language))}</a></li>\n'
        for publication in publications.values()
    )
    return (
        f'<!doctype html>\n<html lang="{first.language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(first.name)}</title>\n"
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        f'<meta http-equiv="refresh" content="0; url={first.folder}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"</head>\n<body>\n<ul>\n{links}</ul>\n</body>\n</html>\n"
    )


def _page(old: str, now: str, title: str, context: Context) -> str:
    publication, words = context.publication, context.words
    target = posixpath.relpath(now, old) + "/"
    canonical = (
        f'<link rel="canonical" href="{escape(publication.url.rstrip("/"))}/{now}/">\n'
        if publication.url
        else ""
    )
    return (
        f'<!doctype html>\n<html lang="{words["code"]}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n{canonical}</head>\n'
        f'<body>\n<p>{words["moved"]} <a href="{target}">{escape(title)}</a></p>\n</body>\n</html>\n'
    )
