"""What is installed, what of a site is of another version, and whether the site will last: what to do."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from packaging.specifiers import SpecifierSet

from briefsite.archive.models import DocumentFormat
from briefsite.archive.schema import FILE_FORMAT, FILES, FORMAT_KEYWORD
from briefsite.archive.settings import (
    HARMLESS_PLUGINS,
    MATERIAL,
    OWN_THEME,
    Config,
    Settings,
    pairs,
    plugins_in,
    theme_in,
)
from briefsite.authoring.installation import NOTE, OK, TO_DO, Installed, Line
from briefsite.authoring.starters import schema_text, site_files
from briefsite.authoring.upgrade import order, read_record, steps
from briefsite.messages.counts import files
from briefsite.messages.message import Message
from briefsite.pages.python_markdown import EXTENSIONS

EXTRAS = {
    "material": Message("the theme Material"),
    "sources": Message("PDF, Word, web pages"),
    "pdf": Message("a PDF of each briefing"),
    "cards": Message("pictures beside shared links"),
    "zensical": Message("another engine that draws the site"),
    "edit": Message("editor in a page"),
    "lsp": Message("language server"),
}
"""What each extra of the package is for."""

END_OF_MATERIAL = dt.date(2027, 5, 5)
"""The end of life of Material for MkDocs, as it says itself at each build."""


def what_is_installed(found: Installed, today: dt.date) -> Iterator[Line]:
    """The program, Python, and what pages are made with."""
    kind, url, commit, _ = found.origin
    place = f"{url}@{commit[:12]}" if commit else url
    where = Message("from {place}", place=place)
    if kind == "index":
        where = Message("from the package index")
    elif kind == "folder":
        where = Message("from the folder {place}", place=place)
    said = Message(
        "briefsite {version}, {where}; file format {format}",
        version=found.version,
        where=where,
        format=FILE_FORMAT,
    )
    yield Line(OK, said)
    yield _python(found, today)
    names = {
        "mkdocs": "MkDocs",
        "properdocs": "ProperDocs",
        "mkdocs-material": "Material",
        "pagefind-bin": "Pagefind",
    }
    there = [
        f"{shown} {found.versions[name]}" for name, shown in names.items() if name in found.versions
    ]
    if there:
        yield Line(OK, ", ".join(there))


def _python(found: Installed, today: dt.date) -> Line:
    """Whether Python is one that the package runs on, and that is maintained: five years from an October on."""
    python, year = found.python, 2016 + int(found.python.split(".")[1])
    if not SpecifierSet(found.requires_python).contains(python, prereleases=True):
        needed = found.requires_python
        said = Message(
            "Python {version}, and briefsite needs {needed}", version=python, needed=needed
        )
        return Line(TO_DO, said, _NEWER_PYTHON)
    if today > dt.date(year, 10, 31):
        said = Message(
            "Python {version}, not maintained since October {year}",
            version=python,
            year=year,
        )
        return Line(TO_DO, said, _NEWER_PYTHON)
    return Line(
        OK, Message("Python {version}, maintained until October {year}", version=python, year=year)
    )


_NEWER_PYTHON = Message("make a new environment with a newer Python, and install there")


def which_extras(
    found: Installed, wanted: Container[str], no_pdf: Message | None
) -> Iterator[Line]:
    """The extras: there, or missing; `no_pdf` says why WeasyPrint cannot work though it is there."""
    for extra, use in EXTRAS.items():
        name = Message("{extra} ({use})", extra=extra, use=use)
        lacking = ", ".join(requirement.name for requirement in found.lacking(extra))
        install = f"pip install 'briefsite[{extra}]'"
        if lacking and extra in wanted:
            said = Message(
                "{name}: this site needs it, and {libraries} is missing or too old",
                name=name,
                libraries=lacking,
            )
            yield Line(TO_DO, said, install)
        elif lacking:
            yield Line(
                NOTE, Message("{name}: not installed; {install}", name=name, install=install)
            )
        elif extra == "pdf" and no_pdf:
            said = Message("{name}: {why}", name=name, why=no_pdf)
            yield Line(TO_DO if extra in wanted else NOTE, said)
        else:
            yield Line(OK, name)


def wanted_extras(settings: Settings, config: Config) -> set[str]:
    """Which extras a site needs: for its theme, what its settings switch on, and documents in its archive."""
    endings = {f".{ending}" for ending in get_args(DocumentFormat)}
    sources = settings.briefs / "sources"
    has_documents = any(path.suffix in endings for path in sources.rglob("*"))
    wanted = {
        "material": theme_in(config.values) == MATERIAL,
        "sources": has_documents,
        "pdf": settings.pdf,
        "cards": settings.cards,
    }
    return {extra for extra, is_wanted in wanted.items() if is_wanted}


def are_schemas_current(docs: Path) -> Line:
    """Whether the JSON Schemas of a site, for editors, are those of this version."""
    folder = docs / "schema"
    there = {kind: folder / f"{kind}.json" for kind in FILES if (folder / f"{kind}.json").is_file()}
    renew = f"briefsite schema --out {shlex.quote(str(docs))}"
    if not there:
        said = Message(
            "{folder} has no JSON Schemas, by which editors help to write", folder=folder
        )
        return Line(NOTE, said, renew)
    texts = {kind: path.read_text("utf-8", errors="replace") for kind, path in there.items()}
    newest = max(map(_format_of, texts.values()))
    if newest > FILE_FORMAT:
        said = Message(
            "{folder} is of file format {newest}, which this briefsite does not know",
            folder=folder,
            newest=newest,
        )
        return Line(TO_DO, said, "pip install -r requirements.txt")
    if any(text != schema_text(kind) for kind, text in texts.items()):
        said = Message("{folder} is of another version: editors know other fields", folder=folder)
        return Line(TO_DO, said, renew)
    return Line(OK, Message("{folder}, by which editors help to write", folder=folder))


def is_upgraded(root: Path, found: Installed) -> Iterator[Line]:
    """Whether what `init` wrote, the schemas as well, is as it would be written today; nothing where it wrote no such site."""
    record = read_record(root)
    if record is None:
        return
    if order(record.version) > order(found.version):
        said = Message(
            "this site was made or upgraded by briefsite {version}", version=record.version
        )
        yield Line(TO_DO, said, "pip install -r requirements.txt")
        return
    files_of_today = dict(site_files(record.lang, record.host, record.theme))
    pending = [*steps(root, record, files_of_today)]
    renewed = sum(step.action != "keep" for step in pending)
    if renewed:
        said = Message("{files} of `briefsite init` are of another version", files=files(renewed))
        yield Line(TO_DO, said, "briefsite upgrade")
    elif pending:
        said = Message(
            "of {files} that you changed there is something new", files=files(len(pending))
        )
        yield Line(NOTE, said, "briefsite upgrade")
    else:
        yield Line(OK, Message("what `briefsite init` wrote is of this version"))


def _format_of(schema: str) -> int:
    """The file format of a JSON Schema; 0 where it says none."""
    try:
        value = json.loads(schema)[FORMAT_KEYWORD]
    except (ValueError, LookupError, TypeError):
        return 0
    return value if isinstance(value, int) else 0


def will_it_last(config: Config, settings: Settings, today: dt.date) -> Iterator[Line]:
    """What a `mkdocs.yml` leans on, and what of it is missing."""
    values = config.values
    if not settings.briefs.is_dir():
        missing = Message("there is no folder {path}", path=settings.briefs)
        yield Line(TO_DO, missing, Message("create it, or set `briefs_dir`"))
    theme = values.get("theme")
    options = theme if isinstance(theme, dict) else {"name": theme}
    yield _theme(theme_in(values), today)
    plugins = plugins_in(values)
    if "briefsite" not in plugins:
        said = Message("mkdocs.yml does not name the plugin `briefsite`: no briefing is shown")
        yield Line(TO_DO, said, Message("write `- briefsite` under `plugins`"))
    if not {"search", "material/search"} & plugins.keys():
        said = Message("mkdocs.yml does not name the plugin `search`: there is no search")
        yield Line(NOTE, said, Message("write `- search` under `plugins`"))
    keep = Message("keep what the site needs, and leave out the rest")
    acting = [*_what_acts_on_pages(values, options)]
    if acting:
        said = Message(
            "MkDocs makes all pages at each build, slowly, for what may end before the site does: {names}",
            names="; ".join(acting),
        )
        yield Line(NOTE, said, keep)
    tags = sorted(tag for tag in config.tags if tag.startswith("!!python/"))
    if tags:
        said = Message("{tags}: engines other than MkDocs may not read it", tags=", ".join(tags))
        yield Line(NOTE, said, keep)
    if not acting and not tags:
        alone = Message("mkdocs.yml leans on nothing but MkDocs, its theme, search and briefsite")
        yield Line(OK, alone)
    if values.get("use_directory_urls") is False:
        said = Message(
            "`use_directory_urls: false`: former addresses of renamed files lead nowhere"
        )
        do = Message("leave it out before others link to the site")
        yield Line(NOTE, said, do)
    yield _address(settings.site_url)


def _theme(name: str, today: dt.date) -> Line:
    if name == OWN_THEME:
        return Line(OK, Message("the theme is `{name}`, which is part of the package", name=name))
    if name != MATERIAL:
        said = Message(
            "the theme is `{name}`, and the pages are made for Material and `briefsite`", name=name
        )
        return Line(TO_DO, said, "briefsite upgrade --theme briefsite")
    days = (END_OF_MATERIAL - today).days
    ended = Message(
        "the theme is Material, not maintained since 5 May 2027; fixed versions go on working"
    )
    if days >= 0:
        ended = Message(
            "the theme is Material, maintained until 5 May 2027 ({days} days); fixed versions go on working",
            days=days,
        )
    do = Message(
        "to change over to our own: {command}", command="briefsite upgrade --theme briefsite"
    )
    return Line(NOTE, ended, do)


def _what_acts_on_pages(values: Mapping[Any, Any], theme: Mapping[Any, Any]) -> Iterator[str]:
    """What acts on pages beside briefsite and MkDocs, as `mkdocs/routes.py` has it."""
    hooks, extensions = values.get("hooks"), pairs(values.get("markdown_extensions"))
    found = {
        "plugins": sorted(plugins_in(values).keys() - HARMLESS_PLUGINS),
        "hooks": hooks if isinstance(hooks, list) else [],
        "markdown_extensions": [name for name, has in extensions if name not in EXTENSIONS or has],
        "custom_dir": [theme["custom_dir"]] if theme.get("custom_dir") else [],
    }
    for setting, names in found.items():
        if names:
            yield f"{setting}: {', '.join(map(str, names))}"


def _address(url: str | None) -> Line:
    do = Message("write its address: `site_url: https://NAME.github.io/REPOSITORY/`")
    if url is None:
        said = Message("no `site_url`: the site has no feeds, and citations have no address")
        return Line(TO_DO, said, do)
    if re.search(r"(^|\.)example(\.(com|net|org))?$", urlsplit(url).hostname or ""):
        said = Message("`site_url` is still {url}, to which feeds and citations lead", url=url)
        return Line(TO_DO, said, do)
    return Line(OK, Message("`site_url` is {url}", url=url))


def are_versions_fixed(root: Path, found: Installed) -> Line:
    """Whether the requirements of a site fix which briefsite builds it, and with which libraries."""
    path = root / "requirements.txt"
    if not path.is_file():
        said = Message("there is no {path} to say which versions build the site", path=path)
        return Line(NOTE, said, _how_to_fix(found, ""))
    lines = [*_requirement_lines(path)]
    ours = [
        match for line in lines if (match := re.match(r"briefsite *(\[.*?\])?(?![\w.-])", line))
    ]
    if ours and not any(map(_FIXES_OURS.match, lines)):
        said = Message("{path} lets any briefsite build the site, also one to come", path=path)
        return Line(TO_DO, said, _how_to_fix(found, ours[0][1] or ""))
    if not any(re.match(r"(mkdocs|properdocs|mkdocs-material) *===?", line) for line in lines):
        said = Message("{path} lets any libraries build the site, also those to come", path=path)
        do = Message(
            "`pip freeze --exclude briefsite > constraints.txt`, and write `-c constraints.txt` into {path}",
            path=path,
        )
        return Line(TO_DO, said, do)
    return Line(OK, Message("{path} fixes the versions that build the site", path=path))


_FIXES_OURS = re.compile(
    r"(?:\S*/)?briefsite-[^/ ]+\.(?:whl|tar\.gz)"  # a file beside it
    r"|briefsite *(?:\[.*?\])? *(?:===?|@ *(?! |git\+)|@ *git\+\S+@[^@/ ]+(?: |$))"
)
"""Lines that leave no choice: a version, a file, a commit or a tag."""


def _how_to_fix(found: Installed, extras: str) -> Message:
    """The line of requirements that brings the briefsite that runs, to any machine."""
    _, url, commit, _ = found.origin
    if url and url.startswith("file:"):
        line = f"vendor/briefsite-{found.version}-py3-none-any.whl{extras}"
        return Message("keep its wheel beside it, and write: {line}", line=line)
    by_url = f" @ {url}@{commit}" if commit else f" @ {url}"
    line = f"briefsite{extras}{by_url if url else f'=={found.version}'}"
    return Message("write into it: {line}", line=line)


def _requirement_lines(path: Path, *, is_outermost: bool = True) -> Iterator[str]:
    """What a file of requirements says, with the files that it names."""
    text = path.read_text("utf-8", errors="replace").replace("\\\n", " ")
    for line in text.splitlines():
        said = re.sub(r"(^| )#.*", "", line).strip()
        named = re.match(r"(?:-r|-c|--requirement|--constraint)[ =]*(\S+)", said)
        if named and is_outermost and (path.parent / named[1]).is_file():
            yield from _requirement_lines(path.parent / named[1], is_outermost=False)
        yield said
