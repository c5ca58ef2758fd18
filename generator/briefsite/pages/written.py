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
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.messages.message import Message
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


_MANIFEST = "manifest.json"
"""What `outputs.manifest` writes."""


def written_findings(settings: Settings) -> Iterator[Diagnostic]:
    """Translations of hand-written pages that no reader would see where they are meant to be, and the like."""
    if (path := settings.docs / _MANIFEST).is_file():
        yield Diagnostic(
            code="page-exists",
            message=Message(
                "`{name}` is the list of all files that a build writes", name=path.name
            ),
            path=path,
            help=Message("give yours another name, such as `site.webmanifest`"),
        )
    editions = read_editions(settings.editions, settings.language)
    languages = [edition.language for edition in editions]
    seen: dict[DocsPath, Path] = {}
    for path in sorted(settings.docs.rglob("*.md")) if editions else ():
        stem, _, language = path.stem.rpartition(".")
        is_of_original = path.with_name(f"{stem}.md").is_file()
        if is_of_original and re.fullmatch("[a-z]{2}", language) and language not in languages:
            yield Diagnostic(
                code="translation-unused",
                message=Message(
                    "the site has no edition in `{lang}`, of which this would be a page",
                    lang=language,
                ),
                path=path,
                severity=Severity.WARNING,
                help=Message(
                    "add it to `editions` in mkdocs.yml, or mend the language in the name of the file"
                ),
            )
    for uri, page in _placed(settings):
        if uri in seen:
            yield Diagnostic(
                code="page-exists",
                message=Message(
                    "`{name}` would be at the address of another page, `{uri}`",
                    name=page.path.name,
                    uri=uri,
                ),
                path=page.path,
                help=Message("give one of the two another `address`"),
            )
        seen[uri] = page.path


def hand_written(settings: Settings) -> dict[DocsPath, WrittenPage]:
    """The pages in the docs folder, by their path as the site has them, in the order in which MkDocs lists them.

    Of a site with editions, `metodo.en.md` is `en/metodo.md`, or at the `address` in its front matter.
    """
    found = dict(_placed(settings))
    return {uri: found[uri] for uri in sorted(found, key=_rank)}


def _placed(settings: Settings) -> Iterator[tuple[DocsPath, WrittenPage]]:
    """Each page and where it is; two that would be in one place are both there."""
    editions = read_editions(settings.editions, settings.language)
    folders = {edition.language: edition.folder for edition in editions}
    for path in sorted(settings.docs.rglob("*.md")):
        uri = path.relative_to(settings.docs).as_posix()
        text = path.read_text("utf-8-sig", errors="replace")
        stem, _, language = path.stem.rpartition(".")
        if stem and language in folders and language != settings.language:
            name = f"{uri.removesuffix(path.name)}{stem}.md"
            written = WrittenPage(text, path, language, name)
            yield DocsPath(f"{folders[language]}{_address(name, text)}"), written
        else:
            own = folders.get(settings.language, "")
            yield DocsPath(f"{own}{uri}"), WrittenPage(text, path, name=uri)


def _address(name: str, text: str) -> str:
    """Where a translated page is in its edition, by the name of its original and by what it says."""
    said = front_matter(text).get("address")
    is_opening = name.rpartition("/")[2] == "index.md"  # of the edition, or of a folder
    if is_opening or not isinstance(said, str) or not re.fullmatch(ID, said):
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
