"""What is searched, and the parts that the search index is made in."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

from briefsite.cache.store import Store
from briefsite.outputs import search
from briefsite.outputs.search import Index, SearchDocument, searched
from browser import find, serving
from sites import BRIEFING, build, forget, make_site

BRIEFINGS = 300
"""Enough for several parts."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site of several parts; briefing 7 alone says «faro»."""
    files = {
        f"briefs/b{number}.yml": f"title: Nota {number}\ndate: 2025\n"
        f"summary: Se draga el {'faro' if number == 7 else 'puerto'} número {number}.\n"
        for number in range(BRIEFINGS)
    }
    files["docs/metodo.md"] = "# Método\n\nCada cita se comprueba.\n"
    site = make_site(tmp_path_factory.mktemp("archive"), files)
    done = build(site, "--site-dir", "www/repo")
    assert done.returncode == 0, done.stdout
    return site


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    """Where the site is served; ends with a slash."""
    with serving(archive / "www") as root:
        yield f"{root}repo/"


def parts(site: Path) -> dict[str, dict[str, int]]:
    """The files of each part by their path, with their time of change; the first is `.`."""
    root = site / "www/repo/pagefind"
    found: dict[str, dict[str, int]] = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            name = path.relative_to(root).as_posix()
            part = re.match(r"\d+(?=/)", name)
            found.setdefault(part[0] if part else ".", {})[name] = path.stat().st_mtime_ns
    return found


def test_an_edit_of_a_briefing_remakes_one_part(archive: Path, tmp_path: Path) -> None:
    """Files of the others are left alone; a cold build then yields the same index."""
    site = tmp_path / "site"
    shutil.copytree(archive, site)
    assert build(site, "--site-dir", "www/repo").returncode == 0
    before = parts(site)
    assert {*before} == {".", "1", "2", "3"}
    briefing = site / "briefs/b20.yml"
    briefing.write_text(briefing.read_text().replace("puerto", "muelle"))
    assert build(site, "--site-dir", "www/repo").returncode == 0
    after = parts(site)
    assert len([name for name in before if before[name] != after[name]]) == 1
    warm = index_of(site)
    forget(site)
    shutil.rmtree(site / "www")
    assert build(site, "--site-dir", "www/repo").returncode == 0
    assert index_of(site) == warm


def index_of(site: Path) -> dict[str, bytes]:
    """Every file of the index."""
    root = site / "www/repo/pagefind"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.*")}


def test_pages_of_every_part_are_found(page: Page, archive: Path, address: str) -> None:
    """Readers see one index; what the parts share is fetched once."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    for part, files in parts(archive).items():
        fragment = next(path for path in files if path.endswith(".pf_fragment"))
        raw = (archive / "www/repo/pagefind" / fragment).read_bytes()
        found = json.loads(gzip.decompress(raw).removeprefix(b"pagefind_dcd"))
        page.goto(address)
        fetched.clear()
        where = unquote(found["url"].removeprefix("/p").removesuffix(".html"))
        assert where in find(page, found["meta"]["title"])[0], part
        assert len([url for url in fetched if re.search(r"wasm\.|pagefind\.js", url)]) == 2


@pytest.mark.parametrize("name", ["b", "a" * 60 + "-" + "b" * 39])
def test_a_page_of_any_name_is_found(name: str, tmp_path: Path, page: Page) -> None:
    """Also one whose id is as long as an id may be."""
    words = BRIEFING.replace("Puerto", "Murciélago")
    site = make_site(tmp_path / "one", {f"briefs/{name}.yml": words})
    assert build(site, "--strict", "--site-dir", "www/repo").returncode == 0
    with serving(site / "www") as root:
        page.goto(f"{root}repo/")
        assert f"informes/{name}/" in find(page, "murcielago")[0]


def test_words_in_different_pages_find_nothing_together(page: Page, address: str) -> None:
    """A part of the index that lacks a word must not do without it."""
    page.goto(address)
    (found,) = find(page, "draga faro")
    assert "informes/b7/" in found
    page.goto(address)
    assert find(page, "puerto faro") == []


@pytest.mark.parametrize(
    ("kind", "html", "words"),
    [
        ("briefing", '<p class="x">Se <a href="y/">draga</a>.</p>', "<p>Se draga.</p>"),
        ("briefing", '<h2 id="a">Uno</h2><p id="b">dos</p>', '<h2 id="a">Uno</h2><p>dos</p>'),
        ("briefing", "<p>Dijo<sup>2</sup></p>", "<p>Dijo</p>"),
        ("briefing", '<div class="x bs-screen"><div>no</div>no</div><p>sí</p>', "<p>sí</p>"),
        ("briefing", '<!-- <p class="bs-kind"> --><p>sí</p>', "<p>sí</p>"),
        ("briefing", '<img class="bs-print" alt="a > b"><p>sí</p>', "<p>sí</p>"),
        ("source", "<p>La <mark id='p1'>ministra</mark> vino</p>", "<p>La ministra vino</p>"),
        ("entity", "<p>Puerto.</p><h2>Aparece en</h2><p>otros</p>", "<p>Puerto.</p>"),
        ("commitment", "<p>Dragar.</p><h2>Escalera</h2><p>otros</p>", "<p>Dragar.</p>"),
    ],
)
def test_the_words_of_a_page_are_searched(kind: str, html: str, words: str) -> None:
    """Not what says again what other pages say, and nothing but words, so that no part is remade in vain."""
    assert f"</span>{words}</body>" in searched(kind, "Título", html)


def test_a_title_is_searched_as_text() -> None:
    """Pagefind reads it from an attribute."""
    assert 'title:A&amp;T &quot;x&quot;"' in searched("source", "A&amp;T <i>&#34;x&#34;</i>", "a")


def test_a_page_without_words_is_not_searched() -> None:
    """Pagefind refuses an index without a word."""
    assert searched("hand-written", "Título", "<p>…</p><script>evil()</script>") == ""


@pytest.fixture
def pagefind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of Pagefind, for a test to write."""
    program = tmp_path / "pagefind"
    program.touch(0o755)
    monkeypatch.setattr(search, "get_executable", lambda: program)
    return program


PAGES = [SearchDocument("a/", "key", lambda: searched("briefing", "A", "<h1>A</h1>"))]


def test_a_failure_of_pagefind_ends_the_build_in_its_words(pagefind: Path) -> None:
    """Though it ran beside the build."""
    pagefind.write_text("#!/bin/sh\necho no space left\nexit 3\n")
    index = Index(Store(), "es")
    index.add(PAGES)
    with pytest.raises(RuntimeError, match="Pagefind failed: no space left"):
        index.finish()
    index.abandon()


def test_a_build_that_is_given_up_leaves_nothing_behind(
    pagefind: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a process nor a folder."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    os.mkfifo(tmp_path / "pipe")
    pagefind.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pipe\nexec sleep 600\n")
    index = Index(Store(), "es")
    index.add(PAGES)
    process = int((tmp_path / "pipe").read_text())
    index.abandon()
    assert [*(tmp_path / "tmp").iterdir()] == []
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
