"""What is made of a site without MkDocs: `briefsite render`, `pdf` and `export`."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from briefsite.archive.register import LOCK
from briefsite.archive.settings import OWN_THEME, Settings, read_config
from briefsite.cache.shards import Shard
from briefsite.cache.store import Store
from briefsite.cli.outlined import outlined, tell
from briefsite.cli.read_archive import read
from briefsite.cli.shared import config_file, language, misuse, settings_of, writing
from briefsite.messages import counts
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.outputs.commits import with_commits
from briefsite.outputs.exports import export_editions
from briefsite.outputs.extra_files import (
    as_site_file,
    extra_files,
    make_extra_files,
    publications_of,
)
from briefsite.outputs.extras import MissingExtraError
from briefsite.outputs.pdf import make_pdf
from briefsite.outputs.zensical import DOCS, Project
from briefsite.pages.publication import Publications, publication, publications
from briefsite.pages.rendering import Rendering, plan_site, render_site
from briefsite.pages.rendering import render as render_pages
from briefsite.pages.written import WrittenPage, assets_in, hand_written, with_ways_out
from briefsite.site.checks import KINDS
from briefsite.site.reading import Reading
from briefsite.site.site import Site

out_folder = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write; it must be empty or not exist.",
)


@click.command()
@out_folder
@click.option(
    "--engine",
    type=click.Choice(["any", "zensical"]),
    default="any",
    show_default=True,
    help="What is to build the site: `zensical` gets a whole project, drawn with our own theme.",
)
@language
@config_file
def render(out: Path, engine: str, lang: str, config_file: Path) -> None:
    """Write the Markdown pages to a folder, for any engine that builds sites from Markdown.

    The folder also holds the hand-written pages, and is a whole docs folder. Pages use the Markdown
    extensions attr_list, md_in_html and toc.
    """
    settings = settings_of(config_file)
    _require_empty(out)
    if out.resolve().is_relative_to(settings.docs.resolve()):
        raise misuse(
            Message("{path} is in {folder}, which is copied", path=out, folder=settings.docs)
        )
    if wrong := next(_wrong_links(settings.docs, ()), None):
        raise misuse(wrong)
    if engine == "zensical":
        _render_for_zensical(out, settings, lang, config_file)
        return
    reading, rendering, about = _rendered(out, settings, lang)
    written = hand_written(settings)
    moved = {uri: page for uri, page in written.items() if uri != page.name}
    if settings.docs.is_dir():
        _copy_docs(settings.docs, out, moved.values())
    exports = export_editions(reading.sites, about, rendering.pages)
    texts = {page.uri: page.markdown for page in rendering.pages}
    # The plain Markdown of pages would be pages once more.
    others = {path: file for path, file in exports.items() if not path.endswith(".md")}
    known = {*written, *texts, *exports, *rendering.data, *rendering.copies}
    known |= {*assets_in(settings.docs)}
    texts = {uri: with_ways_out(page, uri, known) for uri, page in moved.items()} | texts
    _write(out, [*others.items(), *rendering.data.items(), *texts.items()])
    for uri, source in rendering.copies.items():
        with writing(out):
            shutil.copyfile(source, out / uri)
    done = Message("{count} pages in {path}", count=len(rendering.pages), path=out)
    click.echo(translate(done, lang))


def _render_for_zensical(out: Path, settings: Settings, lang: str, config_file: Path) -> None:
    """Write a project of Zensical, and say what of the site's settings it leaves behind."""
    config, store = read_config(config_file).values, Store(settings.cache)
    site = outlined(settings, config.get("extra"), config_file, store, lang)
    rendering = render_pages(site.plan())
    tell(rendering.findings, {}, lang)
    about = publications_of(settings, is_served=False)
    project = Project(
        settings=settings,
        config=config,
        root=config_file.parent,
        publications=about,
        outline=site.outline,
        rendering=rendering,
    )
    if project.theme != OWN_THEME:
        drawn = Message(
            "the theme {theme} is left behind: `briefsite` draws the pages", theme=project.theme
        )
        click.echo(translate(drawn, lang), err=True)
    for name in project.left_behind():
        click.echo(
            translate(
                Message("Zensical does not run `{name}`: it is left behind", name=name), lang
            ),
            err=True,
        )
    try:
        extras = extra_files(site, about, settings, {}, is_served=False)
        tell(make_extra_files(extras, site, store, Shard(1, 1)), {}, lang)
    except MissingExtraError as error:
        raise misuse(error.message) from None
    if settings.docs.is_dir():
        pages = hand_written(settings).items()
        _copy_docs(settings.docs, out / DOCS, [page for uri, page in pages if uri != page.name])
    _write(out / DOCS, ((path, as_site_file(file, store).make()) for path, file in extras.items()))
    _write(out, project.files())
    store.close()
    written = Message(
        "{count} pages in {path}: run `zensical build` there, which makes `{site}`, and then `briefsite finish {site}`, which completes it",
        count=len(rendering.pages),
        path=out,
        site=out / "site",
    )
    click.echo(translate(written, lang))


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    show_default="this folder",
    help="Folder to write to.",
)
@click.option(
    "--paper",
    type=click.Choice(["a4", "letter"]),
    default="a4",
    show_default=True,
    help="Its size.",
)
@language
@config_file
def pdf(ids: tuple[str, ...], out: Path, paper: str, lang: str, config_file: Path) -> None:
    """Make PDFs of briefings, for paper and for screen readers (PDF/UA).

    Each is DIR/ID.pdf. Needs WeasyPrint: pip install 'briefsite[pdf]'.
    """
    settings = settings_of(config_file)
    reading = read(settings)
    site, about = reading.site, publication(settings)
    rendering = render_site(site, about, settings.briefs)
    tell([*reading.findings, *rendering.findings], reading.shown, lang)
    for name in ids:
        if name not in site.briefings:
            raise misuse(_unknown_briefing(name, site))
    pages = {page.source: page for page in rendering.pages if page.kind == "briefing"}
    for name in ids:
        briefing = site.briefings[name]
        try:
            content = make_pdf(pages[briefing.path], briefing, about, paper)
        except MissingExtraError as error:
            raise misuse(error.message) from None
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{name}.pdf").write_bytes(content)
        click.echo(out / f"{name}.pdf")


@click.command()
@out_folder
@language
@config_file
def export(out: Path, lang: str, config_file: Path) -> None:
    """Write data, feeds, citations and calendars to a folder, as they are in the built site."""
    reading, rendering, about = _rendered(out, settings_of(config_file), lang)
    files = export_editions(reading.sites, about, rendering.pages)
    _write(out, files.items())
    if not about[""].url:
        message = Message("no feeds, which need whole addresses: set `site_url` in mkdocs.yml")
        click.echo(translate(message, lang), err=True)
    written = Message("{files} in {path}", files=counts.files(len(files)), path=out)
    click.echo(translate(written, lang))


def _rendered(out: Path, settings: Settings, lang: str) -> tuple[Reading, Rendering, Publications]:
    """Make the pages of a site for a folder that must be empty; errors end the command."""
    _require_empty(out)
    reading = read(settings, drafts=False)
    about = with_commits(publications(settings), settings.briefs / LOCK, Store())
    rendering = render_pages(plan_site(reading.sites, about, settings.briefs))
    tell([*reading.findings, *rendering.findings], reading.shown, lang)
    return reading, rendering, about


def _copy_docs(docs: Path, out: Path, moved: Iterable[WrittenPage]) -> None:
    """Copy the docs folder but for pages that are elsewhere in the site."""
    elsewhere = {page.path.resolve() for page in moved}

    def left_out(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if Path(folder, name).resolve() in elsewhere}

    with writing(out):
        shutil.copytree(docs, out, dirs_exist_ok=True, ignore=left_out)


def _require_empty(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()):
        raise misuse(Message("{path} is not empty", path=out))


def _write(out: Path, files: Iterable[tuple[str, str | bytes]]) -> None:
    for name, content in files:
        path = out / name
        with writing(out):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)


def _wrong_links(folder: Path, above: tuple[Path, ...]) -> Iterator[Message]:
    """Symbolic links in a folder that cannot be copied: what is outside is not meant to be published.

    `above` are the folders that the way led through, resolved; the first is the outermost.
    """
    above = (*above, folder.resolve())
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        if path.is_symlink():
            try:
                target = path.resolve(strict=True)
            except (OSError, RuntimeError):  # the latter for links to each other
                yield Message("the symbolic link {path} leads nowhere; delete it", path=path)
                continue
            if not target.is_relative_to(above[0]):
                yield Message(
                    "the symbolic link {path} leads out of the folder; copy the file there instead",
                    path=path,
                )
                continue
            if target in above:
                yield Message("the symbolic link {path} leads in a circle; delete it", path=path)
                continue
        if path.is_dir():
            yield from _wrong_links(path, above)
        elif not path.is_file():  # to read a pipe would wait for ever
            yield Message("{path} is neither a file nor a folder; delete it", path=path)


def _unknown_briefing(name: str, site: Site) -> Message:
    near = difflib.get_close_matches(name, site.briefings, n=3, cutoff=0.4)
    kinds = {"entity": site.entities, "source": site.sources}
    other = next((kind for kind, pages in kinds.items() if name in pages), None)
    is_not = (
        Message("`{name}` is of kind {kind}, not a briefing", name=name, kind=KINDS[other])
        if other
        else Message("there is no {kind} `{name}`", kind=KINDS["briefing"], name=name)
    )
    listed = ", ".join(f"`{id_}`" for id_ in near)
    return (
        Message("{is_not}; the nearest ids are {ids}", is_not=is_not, ids=listed)
        if near
        else is_not
    )
