"""The page of a file as it is being written: the article, as a build would make it."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.settings import Settings
from briefsite.archive.translations import translation_of
from briefsite.authoring.server.workspace import Workspace
from briefsite.messages.diagnostics import Diagnostic
from briefsite.pages.addresses import DocsPath, UrlPath, url_of
from briefsite.pages.context import Context
from briefsite.pages.convert import convert
from briefsite.pages.front_matter import without_front_matter
from briefsite.pages.planning import briefing_page
from briefsite.pages.publication import publications
from briefsite.pages.python_markdown import reference
from briefsite.pages.rendering import Page, PageMaker, own_folder, plan_site
from briefsite.site.written_file import written_site


class LivePage(NamedTuple):
    """A page that is not built yet."""

    title: str
    address: UrlPath
    """Where it is in the built site."""

    html: str
    """Its article, with links as they are from that address."""

    anchors: Mapping[str, str]
    """Of a briefing: the `id` in the page of each of its statements, by the way to it in the file: `quotes/0`."""


def live_page(workspace: Workspace, path: Path, *, has_folders: bool) -> LivePage | None:
    """The page of a file as it is in the editor; None where it has none, or cannot be shown as it is.

    That of a briefing in the language of the site is of this moment. All others are as the archive was when it
    was read last. `has_folders` as in `url_of`.
    """
    settings, reading = workspace.settings, workspace.reading
    if settings is None or reading is None or not workspace.holds(path):
        return None
    page, anchors = _made(workspace, settings, path)
    if not isinstance(page, Page):
        return None
    address = url_of(page.uri, has_folders=has_folders)
    folder = posixpath.dirname(page.uri)

    def rewrite(target: str) -> str:
        """As MkDocs does, for all that can be told without its list of files."""
        name, mark, anchor = target.partition("#")
        if not name or ":" in name.partition("/")[0]:
            return target
        uri = DocsPath(posixpath.normpath(posixpath.join(folder, name)))
        found = url_of(uri, has_folders=has_folders)
        start = address if address.endswith("/") else posixpath.dirname(address)
        way = posixpath.relpath(found, start or ".")
        return f"{way}{'/' if found.endswith('/') else ''}{mark}{anchor}"

    text = without_front_matter(page.markdown)
    article = convert(text, rewrite) or reference(text, rewrite)
    return LivePage(page.title, address, article.html, anchors)


def _made(
    workspace: Workspace, settings: Settings, path: Path
) -> tuple[Page | Diagnostic | None, Mapping[str, str]]:
    """The page of a file in Markdown, and the anchors in it."""
    reading, of_all = workspace.reading, publications(settings)
    assert reading is not None
    assert workspace.root is not None
    kind = workspace.kind(path)
    if kind == "briefing":
        raw = workspace.text(path).encode("utf-8", "surrogatepass")
        site = written_site(workspace.root, path, raw, reading)
        if site is None:
            return None, {}
        context, briefing = Context.of(site, of_all[""]), site.briefings[path.stem]
        anchors = {
            f"{one.field}/{one.number - 1}": str(context.addresses.anchor(one))
            for one in briefing.all_statements
        }
        return PageMaker(context, own_folder(settings.briefs)).make(
            briefing_page(context, briefing)
        ), anchors
    original, edition = translation_of(path) or (path, "")
    plan = plan_site(reading.sites, of_all, settings.briefs)
    for planned in plan.pages:
        # The pages of its commitments are made from the file of a briefing as well.
        is_its_own = planned.kind == (kind or "").removesuffix("-translation")
        is_of_it = planned.subject is not None and planned.source in (path, original)
        if is_its_own and is_of_it and planned.edition == edition:
            return plan.make(planned), {}
    return None, {}
