"""The `briefsite` command. Heavy imports wait in the commands that need them."""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefsite import __version__
from briefsite.archive.settings import Settings, SettingsError, read_settings
from briefsite.messages import counts
from briefsite.messages.diagnostics import INVISIBLE
from briefsite.messages.message import Message
from briefsite.messages.translation import LANGUAGES, author_language, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefsite.archive.dates import Date
    from briefsite.authoring.draft.drafting import Archived
    from briefsite.messages.diagnostics import Diagnostic
    from briefsite.pages.publication import Publication
    from briefsite.pages.rendering import Rendering
    from briefsite.site.reading import Reading
    from briefsite.site.site import Site

_language = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=author_language,
    help="Language of messages; that of your system where none is given.",
)

_config_file = click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default="mkdocs.yml",
    show_default=True,
    help="The site's mkdocs.yml.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Publish structured, sourced briefings."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
    help="For a terminal, as annotations of a GitHub pull request, or for programs.",
)
@click.option("--coverage", is_flag=True, help="Also say which sentences no briefing cites.")
@_language
@_config_file
def check(paths: tuple[Path, ...], form: str, coverage: bool, lang: str, config_file: Path) -> None:
    """Report every mistake of every file, or of the PATHS given.

    Exits with 0 where there is none, 1 with findings, 2 on misuse.
    """
    from briefsite.messages.diagnostics import as_json, as_text, github

    settings = _settings(config_file)
    wanted = [_inside(path, settings) for path in paths]
    if coverage and form != "text":
        raise click.UsageError(_told(Message("--coverage goes with --format text")))
    reading = _read(settings)
    findings = [
        finding
        for finding in [*reading.findings, *_page_findings(reading, settings)]
        if not wanted or any(finding.path.resolve().is_relative_to(path) for path in wanted)
    ]
    if form == "json":
        click.echo(as_json(findings, lang))
    elif form == "github":
        click.echo("\n".join(github(finding, lang) for finding in findings), nl=bool(findings))
    else:
        if findings:
            click.echo(as_text(findings, reading.shown.get, lang) + "\n")
        if coverage:
            for line in _coverage(reading):
                click.echo(translate(line, lang))
            click.echo()
        click.echo(translate(_summary(findings, reading), lang))
    sys.exit(1 if findings else 0)


_out = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write; it must be empty or not exist.",
)


@main.command()
@click.option("--shard", metavar="K/N", help="Make the K-th of N parts, and write no site.")
@click.option(
    "--join",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="STORE",
    help="Take in what another machine made of its shard. May be given more than once.",
)
@_config_file
def build(shard: str | None, join: tuple[Path, ...], config_file: Path) -> None:
    """Build the site as `mkdocs build --strict` does, or make one shard of it.

    It says where what is made of a shard is kept.
    """
    from briefsite.cache.shards import VARIABLE, Shard
    from briefsite.cache.store import Store

    settings = _settings(config_file)
    environment = {**os.environ}
    store = Store(settings.cache)
    try:
        if shard is not None:
            Shard.parse(shard)
            environment[VARIABLE] = shard
        for path in join:
            store.take_in(path)
    except (OSError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    store.close()
    # Without `-P`, a `mkdocs.py` in the current folder would be run in the place of MkDocs.
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict", "-f", str(config_file)]
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603 (ours)


@main.command()
@_out
@_language
@_config_file
def render(out: Path, lang: str, config_file: Path) -> None:
    """Write the Markdown pages to a folder, for any engine that builds sites from Markdown.

    The folder also holds the hand-written pages, and is a whole docs folder. Pages use the Markdown
    extensions attr_list, md_in_html and toc.
    """
    from briefsite.outputs.exports import export_site

    settings = _settings(config_file)
    if out.resolve().is_relative_to(settings.docs.resolve()):
        message = Message("{path} is in {folder}, which is copied", path=out, folder=settings.docs)
        raise click.UsageError(_told(message))
    if wrong := next(_wrong_links(settings.docs, ()), None):
        raise click.UsageError(_told(wrong))
    reading, rendering, publication = _rendered(out, settings, lang)
    if settings.docs.is_dir():
        shutil.copytree(settings.docs, out, dirs_exist_ok=True)
    exports = export_site(reading.site, publication, rendering.pages)
    texts = {page.uri: page.markdown for page in rendering.pages}
    # The plain Markdown of pages would be pages once more.
    others = {path: file for path, file in exports.items() if not path.endswith(".md")}
    _write(out, [*others.items(), *rendering.data.items(), *texts.items()])
    for uri, source in rendering.copies.items():
        shutil.copyfile(source, out / uri)
    written = Message("{count} pages in {path}", count=len(rendering.pages), path=out)
    click.echo(translate(written, lang))


@main.command()
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
@_language
@_config_file
def pdf(ids: tuple[str, ...], out: Path, paper: str, lang: str, config_file: Path) -> None:
    """Make PDFs of briefings, for paper and for screen readers (PDF/UA).

    Each is DIR/ID.pdf. Needs WeasyPrint: pip install 'briefsite[pdf]'.
    """
    from briefsite.messages.diagnostics import as_text
    from briefsite.outputs.extras import MissingExtraError
    from briefsite.outputs.pdf import make_pdf
    from briefsite.pages.publication import publication
    from briefsite.pages.rendering import render_site

    settings = _settings(config_file)
    reading = _read(settings)
    site, about = reading.site, publication(settings)
    rendering = render_site(site, about, settings.briefs)
    findings = [*reading.findings, *rendering.findings]
    if findings:
        click.echo(as_text(findings, reading.shown.get, lang), err=True)
    if any(finding.severity == "error" for finding in findings):
        sys.exit(1)
    for name in ids:
        if name not in site.briefings:
            raise click.UsageError(_told(_unknown_briefing(name, site)))
    pages = {page.source: page for page in rendering.pages if page.kind == "briefing"}
    for name in ids:
        briefing = site.briefings[name]
        try:
            content = make_pdf(pages[briefing.path], briefing, about, paper)
        except MissingExtraError as error:
            raise click.UsageError(_told(error.message)) from None
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{name}.pdf").write_bytes(content)
        except OSError as error:
            message = Message("{path} cannot be written: {why}", path=out, why=error.strerror)
            raise click.UsageError(_told(message)) from None
        click.echo(out / f"{name}.pdf")


@main.command()
@_out
@_language
@_config_file
def export(out: Path, lang: str, config_file: Path) -> None:
    """Write data, feeds, citations and calendars to a folder, as they are in the built site."""
    from briefsite.outputs.exports import export_site

    reading, rendering, publication = _rendered(out, _settings(config_file), lang)
    files = export_site(reading.site, publication, rendering.pages)
    _write(out, files.items())
    if not publication.url:
        message = Message("no feeds, which need whole addresses: set `site_url` in mkdocs.yml")
        click.echo(translate(message, lang), err=True)
    click.echo(
        translate(Message("{files} in {path}", files=counts.files(len(files)), path=out), lang)
    )


@main.command()
@_language
@_config_file
def publish(lang: str, config_file: Path) -> None:
    """Record what is published, so that later changes must be announced.

    Writes `published.lock` beside the briefings; refuses while `check` has errors.
    """
    from briefsite.archive.lock import LOCK, Content, lock_text
    from briefsite.messages.diagnostics import as_text

    settings = _settings(config_file)
    reading = _read(settings)
    errors = [finding for finding in reading.findings if finding.severity == "error"]
    if errors:
        click.echo(as_text(errors, reading.shown.get, lang), err=True)
        sys.exit(1)
    text = lock_text(
        {
            name: Content(about.content, len(about.corrections), about.status == "draft")
            for about in (page.about for page in reading.site.briefings.values())
            for name in (about.id, *about.aliases)
        }
    )
    (settings.briefs / LOCK).write_text(text, encoding="utf-8", newline="\n")
    recorded = Message(
        "{briefings} in {path}",
        briefings=counts.briefings(len(text.splitlines())),
        path=settings.briefs / LOCK,
    )
    click.echo(translate(recorded, lang))


@main.command()
@click.argument("article", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--url", metavar="ADDRESS", help="Where the article was published.")
@click.option("--publisher", metavar="NAME", help="Who published it.")
@click.option("--author", metavar="NAME", help="Who wrote it.")
@click.option("--published", metavar="DATE", help="When it was published, e.g. 2025-09-26.")
@click.option(
    "--status",
    type=click.Choice(["draft", "published"]),
    default="draft",
    show_default=True,
    help="A draft shows in `mkdocs serve` alone.",
)
@_language
@_config_file
def draft(  # noqa: PLR0917
    article: str,
    url: str | None,
    publisher: str | None,
    author: str | None,
    published: str | None,
    status: str,
    lang: str,
    config_file: Path,
) -> None:
    """Archive an ARTICLE and draft a briefing of it, each text in the article's own words.

    ARTICLE is a text, HTML, Word or PDF file, or `-` for standard input. Writes three files, and
    none over another: the text and its record in `sources/`, and the briefing.
    """
    import datetime as dt

    from briefsite.authoring.draft.drafting import Origin, draft
    from briefsite.authoring.draft.reading import ArticleError, read_article
    from briefsite.messages.diagnostics import as_text

    settings = _settings(config_file)
    path = Path("article.txt" if article == "-" else article)
    raw = sys.stdin.buffer.read() if article == "-" else path.read_bytes()
    try:
        found, findings = read_article(raw, path)
        if found is None:
            click.echo(as_text(findings, lambda _: raw.decode(errors="replace"), lang), err=True)
            sys.exit(1)
        made = draft(
            found,
            Origin(
                name="" if article == "-" else path.stem,
                author=author,
                publisher=publisher,
                url=_address(url),
                published=_date(published),
            ),
            _archived(settings),
            today=dt.datetime.now(tz=dt.UTC).date(),
            author_language=lang,
            status=status,
        )
    except ArticleError as error:
        click.echo(f"{article}: {translate(error.message, lang)}", err=True)
        sys.exit(1)
    sources = settings.briefs / "sources"
    briefing = settings.briefs / f"{made.id}.yml"
    if made.record is not None:
        _write_new(sources / f"{made.source}.txt", found.raw)
        _write_new(sources / f"{made.source}.yml", made.record.encode())
    _write_new(briefing, made.briefing.encode())
    reading = _read(settings)
    wrong = [found for found in reading.findings if found.path.stem in (made.id, made.source)]
    if wrong:
        click.echo("\n" + as_text(wrong, reading.shown.get, lang))
    to_do = Message("read {path} through, mend it, then run `briefsite check`", path=briefing)
    click.echo("\n" + translate(to_do, lang))
    sys.exit(1 if wrong else 0)


@main.command()
@click.argument("source", metavar="ID")
@click.argument("words")
@_language
@_config_file
def quote(source: str, words: str, lang: str, config_file: Path) -> None:
    """Find WORDS in the source ID, and print the exact passage as YAML to paste.

    Exits with 1 where they do not stand there; the nearest passage is shown.
    """
    from briefsite.authoring.quote import find_passages
    from briefsite.site.proofs import compared, not_found

    reading = _read(_settings(config_file))
    if source not in reading.site.sources:
        known = ", ".join(sorted(reading.site.sources)) or "-"
        raise click.UsageError(
            _told(Message("there is no source `{id}` here; known: {names}", id=source, names=known))
        )
    text = reading.site.sources[source].text
    passages = [*find_passages(text, source, words)]
    for passage in passages:
        place = (
            Message("line {line}, inside quotation marks", line=passage.line)
            if passage.quoted
            else Message("line {line}", line=passage.line)
        )
        click.echo(f"# {translate(place, lang)}")
        click.echo(passage.yaml)
    if not passages:
        click.echo(translate(not_found(source), lang))
        if near := text.nearest(words):
            click.echo(translate(compared(near, text, source), lang))
        sys.exit(1)


@main.command()
@click.argument("code", required=False)
@_language
def explain(code: str | None, lang: str) -> None:
    """Say what the CODE of a finding means, with a wrong and a right example; or list all codes."""
    from briefsite.archive.validate import did_you_mean
    from briefsite.authoring.explain import example
    from briefsite.messages.diagnostics import CODES, pretty

    if code is None:
        width = max(map(len, CODES))
        for name, meaning in CODES.items():
            click.echo(f"{name:{width}}  {translate(meaning, lang)}")
        return
    if code not in CODES:
        near = did_you_mean(code, CODES) or Message("`briefsite explain` lists all codes")
        message = Message("there is no code `{code}`; {near}", code=code, near=near)
        raise click.UsageError(_told(message))
    shown = example(code)
    findings, texts = shown.find(right=False)
    finding = next(found for found in findings if found.code == code)
    click.echo(f"{code}: {translate(CODES[code], lang)}")
    _show(translate(Message("wrong: {path}", path=shown.file), lang), shown.wrong)
    if shown.link:
        link = Message("(a symbolic link to {path})", path=shown.link)
        click.echo(f"    {translate(link, lang)}")
    if shown.repeat > 1:
        click.echo(f"    {translate(Message('({count} times)', count=shown.repeat), lang)}")
    _show(
        translate(Message("briefsite says:"), lang), pretty(finding, texts.get(finding.path), lang)
    )
    if shown.right:
        _show(translate(Message("right: {path}", path=shown.file), lang), shown.right)
    else:
        click.echo("\n" + translate(Message("right: without this file or line"), lang))


def _show(heading: str, text: str) -> None:
    click.echo(f"\n{heading}\n")
    for line in text.splitlines():
        click.echo(f"    {line}".rstrip())


@main.command()
@click.argument("title", default="")
@_language
@_config_file
def new(title: str, lang: str, config_file: Path) -> None:
    """Write an empty briefing, with its fields explained; its id is made of the TITLE."""
    import datetime as dt

    from briefsite.archive.validate import free_id
    from briefsite.authoring.draft.compose import slug
    from briefsite.authoring.starters import empty_briefing

    settings = _settings(config_file)
    title = " ".join(title.split()) or {"es": "Informe nuevo", "en": "New briefing"}[lang]
    if len(title) > 200 or INVISIBLE.search(title) or not (wanted := slug(title)):
        raise click.BadParameter(
            _told(Message("write a title of some words, at most 200 characters"))
        )
    name = free_id(wanted, _archived(settings).ids)
    head = "# yaml-language-server: $schema=../docs/schema/briefing.json\n"
    has_schema = (settings.docs / "schema/briefing.json").is_file()
    text = empty_briefing(title, dt.datetime.now(tz=dt.UTC).date(), lang)
    _write_new(settings.briefs / f"{name}.yml", ((head if has_schema else "") + text).encode())


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@_language
def init(folder: Path, lang: str) -> None:
    """Write a whole site into DIR, which must be empty or not exist.

    It has an invented example, a workflow for GitHub Pages, and settings for editors; `mkdocs build
    --strict` passes in it at once.
    """
    from briefsite.authoring.starters import site_files

    if folder.is_dir() and any(folder.iterdir()):
        raise click.UsageError(_told(Message("{path} is not empty", path=folder)))
    files = dict(site_files(lang))
    for name, raw in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    wrote = Message("wrote {count} files to {path}", count=len(files), path=folder)
    to_do = Message("go there with `cd {path}`, then run `mkdocs serve`", path=folder)
    click.echo(translate(wrote, lang))
    click.echo(translate(to_do, lang))


def _archived(settings: Settings) -> Archived:
    """What the archive holds, for a draft."""
    from briefsite.authoring.draft.drafting import Archived

    site = _read(settings).site
    return Archived(
        ids={path.stem for path in settings.briefs.rglob("*.y*ml")},
        entities={page.id: page.record for page in site.entities.values()},
        sources={
            page.record.sha256: page.id for page in site.sources.values() if page.record.sha256
        },
        schemas=(settings.docs / "schema" / "briefing.json").is_file(),
    )


@main.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default="docs",
    show_default=True,
    help="Folder to write to.",
)
def schema(out: Path) -> None:
    """Write JSON Schemas of the files and of the data beside pages, and a page for people."""
    from briefsite.archive.models import KINDS
    from briefsite.archive.schema import describe_fields
    from briefsite.authoring.starters import as_text, schema_text
    from briefsite.outputs.data_schema import data_schema

    folder = out / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    schemas = {**{name: schema_text(name) for name in KINDS}, "data": as_text(data_schema())}
    for name, text in schemas.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")
    (out / "fields.md").write_text(describe_fields(), encoding="utf-8", newline="\n")
    written = Message(
        "{count} schemas in {path}, fields in {page}",
        count=len(schemas),
        path=folder,
        page=out / "fields.md",
    )
    click.echo(_told(written))


def _settings(config_file: Path) -> Settings:
    try:
        settings = read_settings(config_file)
    except SettingsError as error:
        raise click.UsageError(_told(error.message)) from None
    if not settings.briefs.is_dir():
        raise click.UsageError(_told(Message("there is no folder {path}", path=settings.briefs)))
    return settings


def _read(settings: Settings, *, drafts: bool = True) -> Reading:
    from briefsite.cache.store import Store
    from briefsite.site.reading import read_site

    store = Store(settings.cache)
    reading = read_site(
        settings.briefs, require_evidence=settings.require_evidence, drafts=drafts, store=store
    )
    store.save()
    return reading


def _rendered(out: Path, settings: Settings, lang: str) -> tuple[Reading, Rendering, Publication]:
    """Make the pages of a site for a folder that must be empty; errors end the command."""
    from briefsite.messages.diagnostics import as_text
    from briefsite.pages.publication import publication
    from briefsite.pages.rendering import render_site

    if out.is_dir() and any(out.iterdir()):
        raise click.UsageError(_told(Message("{path} is not empty", path=out)))
    reading = _read(settings, drafts=False)
    about = publication(settings)
    rendering = render_site(reading.site, about, settings.briefs)
    findings = [*reading.findings, *rendering.findings]
    if findings:
        click.echo(as_text(findings, reading.shown.get, lang), err=True)
    if any(finding.severity == "error" for finding in findings):
        sys.exit(1)
    return reading, rendering, about


def _write(out: Path, files: Iterable[tuple[str, str | bytes]]) -> None:
    for name, content in files:
        path = out / name
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


def _page_findings(reading: Reading, settings: Settings) -> list[Diagnostic]:
    """What only rendering finds, where a site has what can go wrong; most need not wait for it."""
    has_templates = (settings.briefs / "templates").is_dir()
    has_folders_of_pages = any(settings.docs.glob("*/*.md"))
    if not has_templates and not has_folders_of_pages:
        return []
    from briefsite.pages.publication import publication
    from briefsite.pages.rendering import render_site

    return render_site(reading.site, publication(settings), settings.briefs).findings


def _unknown_briefing(name: str, site: Site) -> Message:
    from briefsite.site.references import KINDS

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


def _inside(path: Path, settings: Settings) -> Path:
    full = path.resolve()
    if not full.is_relative_to(settings.briefs.resolve()):
        message = Message("{path} is not in {folder}", path=path, folder=settings.briefs)
        raise click.UsageError(_told(message))
    return full


def _write_new(path: Path, raw: bytes) -> None:
    """Write a file that is not there yet, and say so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(raw)
    except FileExistsError:
        message = Message("{path} is there already; nothing is overwritten", path=path)
        raise click.UsageError(_told(message)) from None
    click.echo(_told(Message("wrote {path}", path=path)))


def _address(url: str | None) -> str | None:
    from briefsite.archive.text import is_web_address

    if url and not is_web_address(url):
        message = Message("write an address that begins with https://")
        raise click.BadParameter(_told(message), param_hint="--url")
    return url


def _date(text: str | None) -> Date | None:
    from briefsite.archive.dates import Date, DateError

    try:
        return Date.parse(text) if text else None
    except DateError as error:
        raise click.BadParameter(_told(error.message), param_hint="--published") from None


def _coverage(reading: Reading) -> Iterator[Message]:
    """How much of each source is cited, and how many statements are proven; a line each."""
    for source in reading.site.sources.values():
        text = source.text
        total, uncited = len(text.sentences), source.uncited
        cited = total - len(uncited)
        yield Message(
            "{id}: {cited} of {total} sentences cited ({share})",
            id=source.id,
            cited=cited,
            total=total,
            share=f"{cited / total if total else 1:.0%}",
        )
        for start, end in uncited:
            words = " ".join(text.text[start:end].split())
            yield Message("  line {line}: {words}", line=text.line(start), words=words)
    statements = [
        statement
        for briefing in reading.site.briefings.values()
        for statement in briefing.all_statements
    ]
    proven = sum(bool(statement.passages) for statement in statements)
    yield Message(
        "{proven} of {count} statements have evidence", proven=proven, count=len(statements)
    )


def _summary(findings: list[Diagnostic], reading: Reading) -> Message:
    errors = sum(finding.severity == "error" for finding in findings)
    return Message(
        "{errors}, {warnings} in {files}",
        errors=counts.errors(errors),
        warnings=counts.warnings(len(findings) - errors),
        files=counts.files(reading.files),
    )


def _told(message: Message) -> str:
    """A message in the language of the command that runs."""
    lang = click.get_current_context().params.get("lang") or author_language()
    return translate(message, lang)
