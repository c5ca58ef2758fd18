"""What authors wrote by hand in the docs folder: pages, with their translations, and other files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.editions import read_editions
from briefsite.archive.settings import Settings
from briefsite.archive.text import ID
from briefsite.pages.addresses import DocsPath
from briefsite.pages.front_matter import front_matter


class WrittenPage(NamedTuple):
    """A page that was written by hand."""

    text: str
    """Its Markdown."""

    path: Path
    edition: str = ""
    """The language of its edition; empty for that of the site."""

    name: str = ""
    """The same for a page and its translations: the path of the original in the docs folder."""


def hand_written(settings: Settings) -> dict[DocsPath, WrittenPage]:
    """The pages in the docs folder, by their path as the site has them, in the order in which MkDocs lists them.

    Of a site with editions, `metodo.en.md` is `en/metodo.md`, or at the `address` in its front matter.
    """
    editions = read_editions(settings.editions, settings.language)
    folders = {edition.language: edition.folder for edition in editions}
    found: dict[DocsPath, WrittenPage] = {}
    for path in settings.docs.rglob("*.md"):
        uri = path.relative_to(settings.docs).as_posix()
        text = path.read_text("utf-8-sig", errors="replace")
        stem, _, language = path.stem.rpartition(".")
        if stem and language in folders and language != settings.language:
            name = f"{uri.removesuffix(path.name)}{stem}.md"
            written = WrittenPage(text, path, language, name)
            found[DocsPath(f"{folders[language]}{_address(name, text)}")] = written
        else:
            found[DocsPath(f"{folders.get(settings.language, '')}{uri}")] = WrittenPage(
                text, path, name=uri
            )
    return {uri: found[uri] for uri in sorted(found, key=_rank)}


def _address(name: str, text: str) -> str:
    """Where a translated page is in its edition, by the name of its original and by what it says."""
    said = front_matter(text).get("address")
    if not isinstance(said, str) or not re.fullmatch(ID, said):
        return name
    return f"{name.rpartition('/')[0]}/{said}.md".removeprefix("/")


def _rank(uri: DocsPath) -> list[tuple[object, ...]]:
    """In a folder comes the page that opens it, then others, then folders."""
    *folders, name = uri.split("/")
    is_first = name in ("index.md", "README.md")
    return [*((1, folder) for folder in folders), (0, not is_first, name)]


_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_TARGET = re.compile(
    r"(\]\(\s*<?|^\[[^\]]+\]:\s*<?)([^\s()<>#?:/][^\s()<>#?:]*)(?![^\s()<>#?]*:)", re.MULTILINE
)
"""A link, an image or a reference to a place in the docs folder, without its anchor."""


def title_of(page: WrittenPage) -> str:
    """What a page is called: in its front matter, in its first heading, or by its file."""
    said = front_matter(page.text).get("title")
    heading = _HEADING.search(page.text)
    return str(said) if said else heading[1] if heading else Path(page.name).stem


def with_ways_out(page: WrittenPage, uri: DocsPath, known: Collection[str]) -> str:
    """The Markdown of a page, whose links lead out of its edition where that lacks the target.

    Pictures and pages without a translation are where the original has them. `known` are all pages and
    files of the site, `uri` is where the page is.
    """
    if uri == page.name:
        return page.text
    folder, original = posixpath.dirname(uri), posixpath.dirname(page.name)

    def rewrite(link: re.Match[str]) -> str:
        here = posixpath.normpath(posixpath.join(folder, link[2]))
        there = posixpath.normpath(posixpath.join(original, link[2]))
        if here in known or there not in known:
            return link[0]
        return f"{link[1]}{posixpath.relpath(f'/{there}', f'/{folder}')}"

    return _TARGET.sub(rewrite, page.text)


def assets_in(docs: Path) -> Iterator[DocsPath]:
    """Files in the docs folder that are not pages, but for those that MkDocs leaves out by itself."""
    for path in docs.rglob("*"):
        name = path.relative_to(docs).as_posix()
        is_left_out = name.startswith((".", "templates/")) or "/." in name
        if not is_left_out and path.suffix != ".md" and path.is_file():
            yield DocsPath(name)
