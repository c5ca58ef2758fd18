"""What is searched, and the parts that the search index is made in."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from briefsite.cache.store import Store
from briefsite.outputs import search
from briefsite.outputs.search import Index, SearchDocument, searched
from briefsite.pages.addresses import SitePath, UrlPath
from sites import build, forget, index_parts, write


def test_an_edit_of_a_briefing_remakes_one_part(archive: Path, tmp_path: Path) -> None:
    """Files of the others are left alone; a cold build then yields the same index."""
    site = tmp_path / "site"
    shutil.copytree(archive, site)
    assert build(site, "--site-dir", "www/repo").returncode == 0
    before = index_parts(site)
    assert {*before} == {".", "1", "2"}
    briefing = site / "briefs/b20.yml"
    briefing.write_text(briefing.read_text().replace("puerto", "muelle"))
    assert build(site, "--site-dir", "www/repo").returncode == 0
    after = index_parts(site)
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


@pytest.fixture
def pagefind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of Pagefind, for a test to write."""
    program = tmp_path / "pagefind"
    program.touch(0o755)
    monkeypatch.setattr(search, "get_executable", lambda: program)
    return program


def document(url: str, **more: str) -> SearchDocument:
    """A page with a word."""
    text = searched("briefing", url, f"<p>{url}</p>")
    return SearchDocument(UrlPath(url), text, lambda: text, **more)


def indexed(*groups: list[SearchDocument], store: Store | None = None) -> Index:
    """The index of a site in Spanish."""
    index = Index(store or Store(), "es")
    for group in groups:
        index.add(group)
    index.finish()
    return index


def test_each_language_of_each_edition_has_a_part() -> None:
    """Made for its endings; the first part in a language of an edition has the file that knows them."""
    index = indexed(
        [
            document("en/briefings/a/", edition="en", twin="a.md"),
            document("en/sources/b/", language="es", edition="en"),
            document("fuentes/b/", twin="b.md"),
            document("fuentes/c/", language="en"),
            document("fuentes/d/", language="pt-BR"),
            document("fuentes/e/", language="pt"),
            document("fuentes/f/", language="uk"),
        ],
        [document("metodo/"), document("en/method/", edition="en")],
    )
    assert json.loads(index.file(SitePath("pagefind/parts.json"))) == {
        "es": {"es": ["./", "6/"], "en": ["3/"], "pt": ["4/"], "uk": ["5/"]},
        "en": {"en": ["1/", "7/"], "es": ["2/"]},
    }
    loaded = [re.sub("^pagefind/", "", path) for path in index.files if re.search("wasm|js$", path)]
    assert sorted(loaded) == [
        "1/wasm.en.pagefind",
        "2/wasm.es.pagefind",
        "3/wasm.en.pagefind",
        "4/wasm.pt.pagefind",
        "5/wasm.unknown.pagefind",
        "pagefind.js",
        "wasm.es.pagefind",
    ]
    assert urls_in(index, "1/") == ["/briefing!!!en%2Fbriefings%2Fa%2F!a.md.html"]
    assert urls_in(index, "3/") == ["/briefing!!!fuentes%2Fc%2F.html"]


def urls_in(index: Index, part: str) -> list[str]:
    """What the names of the pages of a part say."""
    raw = [index.file(path) for path in index.files if f"pagefind/{part}fragment/" in path]
    texts = (gzip.decompress(text).removeprefix(b"pagefind_dcd") for text in raw)
    return [json.loads(text)["url"] for text in texts]


def test_a_name_in_other_editions_makes_another_part() -> None:
    """Though the words are the same, and the part was made before."""
    store = Store()
    pages = [document("a/")], [document("a/", twin="a.md")]
    before, after = (indexed(group, store=store) for group in pages)
    assert [urls_in(index, "") for index in (before, after)] == [
        ["/briefing!!!a%2F.html"],
        ["/briefing!!!a%2F!a.md.html"],
    ]


def test_only_the_fragments_of_pages_that_changed_are_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The index is the same as one that is made whole, also where pages went or came."""
    store, made = Store(), list[str]()
    indexed([document("a/"), document("b/"), document("c/")], store=store)
    share = Store.share
    monkeypatch.setattr(
        Store, "share", lambda self, key, value: (made.append(key), share(self, key, value))
    )
    after = [document("a/"), document("c/", twin="c.md"), document("d/")]
    index = indexed(after, store=store)
    new = {path for path in index.files if index.files[path] in made and "fragment" in path}
    assert index.files == indexed(after).files
    assert sorted(urls_in(index, "")) == [
        *["/briefing!!!a%2F.html", "/briefing!!!c%2F!c.md.html", "/briefing!!!d%2F.html"]
    ]
    assert len(new) == 2


def test_a_part_has_room_for_so_many_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pagefind holds all of them in memory at once."""
    monkeypatch.setattr(search, "_FEWEST", 4)
    monkeypatch.setattr(search, "_MOST", 5)
    pages = [document(f"{letter}/") for letter in "abcdefghijklmno"]
    parts = [
        json.loads(indexed(pages[:count]).file(SitePath("pagefind/parts.json")))["es"]["es"]
        for count in (3, 4, 10, 15)
    ]
    assert [len(folders) for folders in parts] == [1, 2, 2, 3]


@pytest.mark.parametrize("before", [["alxa/"], ["ajpg/"], ["ajpg/", "alxa/"]])
@pytest.mark.parametrize("after", [["alxa/"], ["ajpg/", "alxa/"]])
def test_pages_whose_fragments_have_one_name_keep_their_own(
    before: list[str], after: list[str]
) -> None:
    """Pagefind names these two alike, by seven digits of a hash, where they are not in one index."""
    alone = [indexed([document(name)]) for name in ("alxa/", "ajpg/")]
    assert len({path for index in alone for path in index.files if "fragment" in path}) == 1
    store = Store()
    indexed([*map(document, before)], store=store)
    index = indexed([*map(document, after)], store=store)
    assert index.files == indexed([*map(document, after)]).files
    assert sorted(urls_in(index, "")) == [f"/briefing!!!{name[:-1]}%2F.html" for name in after]


def test_a_fragment_with_a_longer_name_is_made_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of two pages has it is for Pagefind to say."""
    store, made = Store(), list[str]()
    indexed([document("ajpg/"), document("alxa/")], store=store)
    share = Store.share
    monkeypatch.setattr(
        Store, "share", lambda self, key, value: (made.append(key), share(self, key, value))
    )
    index = indexed([document("ajpg/"), document("alxa/"), document("b/")], store=store)
    names = [path for path in index.files if "fragment" in path]
    assert sorted(len(path) for path in names if index.files[path] in made) == [
        len("pagefind/fragment/es_1234567.pf_fragment"),
        len("pagefind/fragment/es_12345678.pf_fragment"),
    ]


PAGES = [SearchDocument("a/", "key", lambda: searched("briefing", "A", "<h1>A</h1>"))]


def test_a_failure_of_pagefind_ends_the_build_in_its_words(pagefind: Path) -> None:
    """Though it ran beside the build."""
    pagefind.write_text("#!/bin/sh\necho no space left\nexit 3\n")
    index = Index(Store(), "es")
    index.add(PAGES)
    with pytest.raises(RuntimeError, match="Pagefind failed: no space left"):
        index.finish()
    index.abandon()


def test_parts_are_made_one_after_another_beside_the_build(pagefind: Path, tmp_path: Path) -> None:
    """Each holds all of its pages in memory; the build waits for none of them until it needs them."""
    pagefind.write_text(
        f"#!/bin/sh\necho begin >>{tmp_path}/log\n"
        f"for try in $(seq 100); do test -e {tmp_path}/go || sleep 0.1; done\n"
        f'mkdir "$4" && echo "$6" >"$4/piece"\necho "end $6" >>{tmp_path}/log\n'
    )
    index = Index(Store(), "es")
    index.add([document("a/"), document("b/", language="en"), document("c/", language="fr")])
    assert not (tmp_path / "log").exists() or "end" not in (tmp_path / "log").read_text()
    (tmp_path / "go").touch()
    index.finish()
    assert (tmp_path / "log").read_text().split("\n")[:-1] == [
        *["begin", "end es", "begin", "end en", "begin", "end fr"]
    ]
    assert [index.file(path) for path in index.files if path.endswith("piece")] == [
        *[b"es\n", b"en\n", b"fr\n"]
    ]


def test_no_part_begins_once_the_build_is_given_up(pagefind: Path, tmp_path: Path) -> None:
    """That of the next part waits for the one before, which ends with the build."""
    os.mkfifo(tmp_path / "pipe")
    pagefind.write_text(f"#!/bin/sh\necho $6 >>{tmp_path}/log\necho >{tmp_path}/pipe\nsleep 600\n")
    index = Index(Store(), "es")
    index.add([document("a/"), document("b/", language="en")])
    (tmp_path / "pipe").read_text()
    index.abandon()
    assert (tmp_path / "log").read_text() == "es\n"


KILLED = """
import os, signal, sys
from briefsite.cache.store import Store
from briefsite.outputs import search
search.get_executable = lambda: sys.argv[1]
index = search.Index(Store(), "es")
text = search.searched("briefing", "A", "<h1>A</h1>")
index.add([search.SearchDocument("a/", "", lambda: text), search.SearchDocument("b/", "", lambda: text, "en")])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_no_part_begins_after_a_build_that_was_killed(tmp_path: Path) -> None:
    """Nobody would take what comes out."""
    program = (
        write(tmp_path, {"pagefind": f"#!/bin/sh\necho $6 >>{tmp_path}/log\nsleep 1\n"})
        / "pagefind"
    )
    program.chmod(0o755)
    place = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", KILLED, program], env=place) as build:
        assert build.wait() == -signal.SIGKILL
    time.sleep(2)
    assert (tmp_path / "log").read_text() == "es\n"
    for folder in Path("/dev/shm").glob(f"briefsite-index-{build.pid}-*"):
        shutil.rmtree(folder)


def test_what_a_killed_build_left_is_removed(
    pagefind: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may take up memory; what another build works in stays, what is of this hour, and what has another name."""
    pagefind.write_text('#!/bin/sh\nmkdir "$4"\n')
    folder = tmp_path / "memory"
    killed, gone = "briefsite-index-4194399-a", "briefsite-index-99999999999-b"
    new, running = "briefsite-index-4194399-c", f"briefsite-index-{os.getppid()}-d"
    other = "briefsite-index-0.1.0-e"
    for name in (killed, gone, new, running, other):
        (folder / name / "pages").mkdir(parents=True)
        if name != new:
            os.utime(folder / name, (0, 0))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    index = Index(Store(), "es")
    index.add(PAGES)
    index.finish()
    assert {path.name for path in folder.iterdir()} == {new, running, other}


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
