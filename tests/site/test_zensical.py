"""Zensical draws the site that MkDocs draws, from what `render` writes and with what `finish` lays beside it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml

from briefsite.pages.policy import own_policy
from conftest import BuiltOnce
from sites import BRIEFING, REPOSITORY, make_site, run

NOON = {"SOURCE_DATE_EPOCH": "1795953600"}  # the day of the demonstration archive in tests

CONFIG = """\
site_name: Sitio
site_url: https://example.org/repo/
repo_url: https://github.com/o/r
edit_uri: edit/main/docs/
copyright: CC BY
theme: {name: briefsite, language: es}
extra:
  accent: "#8f3b12"
  fonts: {text: Georgia}
  notice: {title: "¡Hay <noticias>!", url: metodo/}
  footer: [{title: Método, url: metodo/}]
  alternate: [{name: English, link: en/, lang: en}]
extra_css: [propio.css]
extra_javascript: [propio.js]
markdown_extensions: [footnotes, admonition]
exclude_docs: notas.md
plugins: [search, {briefsite: {cards: true}}]
nav:
  - Inicio: index.md
  - informes/index.md
  - Método: metodo.md
"""

METHOD = """\
# Cómo trabajamos

Con cuidado.[^1]

## Uno

```yaml
title: Puerto
```

## Dos

!!! note "Ojo"
    Así es.

## Tres

| a | b |
|---|---|
| [uno](informes/puerto.md) | 2 |

[^1]: Mucho.
"""

FILES = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": "---\ndescription: Todo «junto».\n---\n# Sitio\n\nHola.\n",
    "docs/metodo.md": METHOD,
    "docs/sin-titulo.md": "---\nsearch: {exclude: true}\n---\nSin encabezado, y con [un enlace](metodo.md#uno).\n",
    "docs/notas.md": "# Notas que no salen\n",
    "docs/propio.css": "p { color: red }\n",
    "docs/propio.js": "1\n",
    "briefs/puerto.yml": f"{BRIEFING}aliases: [muelle]\nlang: en\n",
    "briefs/otro.yml": BRIEFING.replace("Puerto", '"A & B: <i>"'),
}


def both(folder: Path, config: Path) -> subprocess.CompletedProcess[str]:
    """Build a site with MkDocs into `mkdocs`, and with Zensical into `project/site`."""
    render = ("render", "--engine", "zensical", "-f", config, "--out", folder / "project")
    for command in (
        ("mkdocs", "build", "--strict", "-f", config, "-d", folder / "mkdocs"),
        ("briefsite", *render),
        ("zensical", "build", "--strict", "-f", folder / "project/mkdocs.yml"),
        ("briefsite", "finish", "-f", config, folder / "project/site"),
    ):
        done = run(*command, cwd=folder, **NOON)
        if done.returncode:
            break
    return done


@pytest.fixture(scope="module")
def demos(built_once: BuiltOnce) -> Path:
    """The demonstration archive, drawn with our own theme by both."""

    def make(folder: Path) -> subprocess.CompletedProcess[str]:
        config = yaml.safe_load(
            re.sub(
                r"!ENV \[OFFLINE, (\w+)\]",
                r"\1",
                (REPOSITORY / "examples/mkdocs.yml").read_text("utf-8"),
            )
        )
        for name in ("briefs", "docs"):
            shutil.copytree(REPOSITORY / "examples" / name, folder / name)
        del config["site_dir"]
        config["theme"] = {"name": "briefsite", "language": "es"}
        (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
        return both(folder, folder / "mkdocs.yml")

    return built_once("demos", make)


@pytest.fixture(scope="module")
def sites(built_once: BuiltOnce) -> Path:
    """A small site with all that one may switch on, drawn by both."""
    return built_once("sites", lambda folder: both(make_site(folder, FILES), folder / "mkdocs.yml"))


class Page(HTMLParser):
    """A page as a list of elements and texts: addresses whole, data parsed, white space one blank."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address, self.parts = address, list[object]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, sorted((name, self.value(name, text)) for name, text in attrs)))

    def value(self, name: str, text: str | None) -> object:
        if name in ("href", "src"):
            # Zensical leads to a file that is no page by its whole name.
            return re.sub(r"/(index\.html|\.)(?=#|$)", "/", urljoin(self.address, text or ""))
        return (
            json.loads(text or "") if name in ("data-anchors", "data-due", "data-kinds") else text
        )

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if text := " ".join(data.split()):
            self.parts.append(text)


def read(folder: Path) -> dict[str, list[object]]:
    """All pages of a site."""
    pages = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}
    return {
        name: Page(
            f"https://example.org/{name.removesuffix('index.html')}", path.read_text("utf-8")
        ).parts
        for name, path in pages.items()
    }


def names(folder: Path) -> set[str]:
    """All files of a site."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of files that are no pages, and hold nothing of their bytes."""
    return {
        name: (folder / name).read_bytes()
        for name in names(folder)
        if not name.endswith((".html", "sitemap.xml", "manifest.json"))
    }


ALONE = {"search/search_index.json", "sitemap.xml.gz", "search.json"}
"""The index of MkDocs and the map for it packed, and the index of Zensical; each is empty or asked for by nobody."""


@pytest.mark.parametrize("built", ["demos", "sites"])
def test_each_page_is_the_one_that_mkdocs_draws(built: str, request: pytest.FixtureRequest) -> None:
    """Element by element, from the head to the last script."""
    folder: Path = request.getfixturevalue(built)
    expected, found = read(folder / "mkdocs"), read(folder / "project/site")
    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []


@pytest.mark.parametrize("built", ["demos", "sites"])
def test_all_else_is_the_same_to_the_byte(built: str, request: pytest.FixtureRequest) -> None:
    """Search index, Markdown, data, feeds, cards, styles and scripts."""
    folder: Path = request.getfixturevalue(built)
    expected, found = files(folder / "mkdocs"), files(folder / "project/site")
    assert found.keys() ^ expected.keys() <= ALONE
    assert [name for name in expected.keys() & found.keys() if found[name] != expected[name]] == []


@pytest.mark.parametrize("built", ["demos", "sites"])
def test_the_map_of_the_site_is_that_of_mkdocs(built: str, request: pytest.FixtureRequest) -> None:
    """The same addresses with the same days."""
    folder: Path = request.getfixturevalue(built)

    def days(site: Path) -> dict[str, str]:
        text = (site / "sitemap.xml").read_text("utf-8")
        entries = re.findall(r"<loc>(.*?)</loc>(?:\s*<lastmod>(.*?)</lastmod>)?", text)
        assert len(dict(entries)) == len(entries)
        return dict(entries)

    assert days(folder / "project/site") == days(folder / "mkdocs")


def test_all_pages_have_one_policy(demos: Path) -> None:
    """Which lets in the one script that stands within pages."""
    for path in (demos / "project/site").rglob("*.html"):
        html = path.read_text("utf-8")
        if 'class="bs-header"' in html:  # neither a card for other sites nor a redirect
            assert f'http-equiv="Content-Security-Policy" content="{own_policy()}"' in html
            assert len(re.findall(r"<script>", html)) == 1


def test_what_is_not_to_be_published_is_not(sites: Path) -> None:
    """What the site leaves out, and what only templates need."""
    found = names(sites / "project/site")
    assert [
        name for name in found if name.startswith(("notas", "partials", "main", "mkdocs"))
    ] == []


def test_a_second_time_there_is_nothing_to_finish(sites: Path) -> None:
    """What stands already is left alone."""
    done = run("briefsite", "finish", sites / "project/site", "--lang", "en", cwd=sites, **NOON)
    assert (done.returncode, " 0 files laid beside them, 0 removed\n" in done.stdout) == (0, True)


def test_the_version_is_the_one_that_sites_install() -> None:
    """The extra `zensical`, the tests and the lock name the same, exactly."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    extras, pinned = project["optional-dependencies"], f"zensical=={version('zensical')}"
    assert extras["zensical"] == [pinned]
    assert pinned in extras["test"]
    lock = (REPOSITORY / "requirements-zensical.txt").read_text("utf-8")
    assert re.search(rf"^{pinned} ", lock, re.MULTILINE)
