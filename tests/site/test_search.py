"""What is searched, and the parts that the search index is made in."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import cbor2
import pytest
from pagefind_bin import get_executable

from briefsite.cache.store import Store, digest
from briefsite.outputs import search, search_merge, search_run
from briefsite.outputs.search import Index
from briefsite.outputs.search_run import IndexFailedError
from briefsite.outputs.searched import SearchDocument, searched
from briefsite.pages.addresses import SitePath, UrlPath
from sites import BRIEFING, build, forget, index_files, make_site, run, runs_still, write


def test_an_edit_of_a_briefing_leaves_the_files_of_other_pages(
    archive: Path, tmp_path: Path
) -> None:
    """And most pieces of the words; a cold build then yields the same index."""
    site = tmp_path / "site"
    shutil.copytree(archive, site)
    assert build(site, "--site-dir", "www/repo").returncode == 0
    before = index_files(site)
    briefing = site / "briefs/b20.yml"
    briefing.write_text(briefing.read_text().replace("puerto", "muelle"))
    assert build(site, "--site-dir", "www/repo").returncode == 0
    after = index_files(site)
    new = [name for name in after if after[name] != before.get(name)]
    assert len([name for name in new if "fragment" in name]) == 1
    pieces = [name for name in after if name.startswith("index/")]
    assert 0 < len([name for name in new if name in pieces]) < len(pieces) / 2
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
    monkeypatch.setattr(search_run, "get_executable", lambda: program)
    return program


PAGEFIND = f'{get_executable()} "$@"'
"""Runs Pagefind from a program that is called as it is."""


@pytest.fixture
def runs(pagefind: Path, tmp_path: Path) -> Path:
    """A file that gets a line for each time that Pagefind runs, and one for each page that it looks at."""
    log = tmp_path / "runs"
    log.touch()
    pagefind.write_text(
        f'#!/bin/sh\necho run >>"{log}"\nfind "$2" -name "*.html" >>"{log}"\nexec {PAGEFIND}\n'
    )
    return log


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


def test_each_language_of_each_edition_has_an_index() -> None:
    """Made for its endings, with the file that knows them, also of pages that were added later."""
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
        "es": {"es": ["./"], "en": ["3/"], "pt": ["4/"], "uk": ["5/"]},
        "en": {"en": ["1/"], "es": ["2/"]},
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
    assert sorted(urls_in(index, "1/")) == [
        "/briefing!!!en%2Fbriefings%2Fa%2F!a.md.html",
        "/briefing!!!en%2Fmethod%2F.html",
    ]
    assert urls_in(index, "3/") == ["/briefing!!!fuentes%2Fc%2F.html"]


def urls_in(index: Index, part: str) -> list[str]:
    """What the names of the pages of an index say."""
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


TEXTS = {
    "a/": "El puerto de Málaga. Los puertos se dragarán.",
    "b/": "La dragación del puerto: sancionó, sancionará.",
    "c/": "Nada. El Puerto y el mar, el mar y la mar.",
    "d/": "Sancionó a quien dragara; ñandú, 2.030 millones de €.",
    "e/": "<h2 id=x>Puertos</h2><p>Se sancionará la dragación.</p>",
}


def texts(**others: str) -> list[SearchDocument]:
    """Pages of some texts, as words of real ones are spread."""
    found = []
    for url, words in (TEXTS | others).items():
        text = searched("briefing", url, f"<h1>{url}</h1><p>{words}</p>")
        found.append(SearchDocument(UrlPath(url), digest(text), partial(str, text)))
    return found


def words_in(index: Index) -> dict[str, dict[str, object]]:
    """Where each word of an index is, and each of its forms with accents, by the names of pages."""

    def read(path: str) -> Any:
        return cbor2.loads(gzip.decompress(index.file(SitePath(path)))[12:])

    (leading,) = (path for path in index.files if path.endswith(".pf_meta"))
    _, pages, pieces, *_ = read(leading)
    urls = [
        json.loads(
            gzip.decompress(index.file(SitePath(f"pagefind/fragment/{name}.pf_fragment")))[12:]
        )["url"]
        for name, _ in pages
    ]

    def named(found: list[list[object]]) -> dict[str, object]:
        numbers = accumulate(page[0] for page in found)
        return {urls[number]: page[1:] for number, page in zip(numbers, found, strict=True)}

    words = {}
    for *_, name in pieces:
        for stem, found, forms in read(f"pagefind/index/{name}.pf_index")[0]:
            assert stem not in words
            assert next(name for first, last, name in pieces if first <= stem <= last) == name
            words[stem] = {"": named(found), **{form: named(having) for form, having in forms}}
    return words


@pytest.mark.parametrize("most", [1, 2, 3])
def test_parts_that_are_put_together_are_as_if_pagefind_had_made_them_at_once(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every word is in the same places of the same pages, with the same accents."""
    whole = words_in(indexed(texts()))
    assert {*whole["puert"][""]} == {f"/briefing!!!{page}%2F.html" for page in "abce"}
    monkeypatch.setattr(search, "_MOST", most)
    monkeypatch.setattr(search_merge, "_LEAST", 40)
    assert words_in(indexed(texts())) == whole
    late = texts()
    assert words_in(indexed(late[:3], late[3:])) == whole


def ran(runs: Path) -> int:
    """How often Pagefind ran since somebody asked."""
    count = runs.read_text().split("\n").count("run")
    runs.write_text("")
    return count


@pytest.mark.parametrize("most", [5, 100])
def test_pagefind_looks_at_the_pages_that_changed(
    most: int, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is the same as one that is made whole, also where a page goes, comes or comes back."""
    monkeypatch.setattr(search, "_MOST", most)
    more = {"f/": "Un muelle", "g/": "Un faro", "h/": "Una grúa y un dragón"}
    pages, changed = texts(**more), texts(**more, **{"c/": "Un puerto y otro"})
    store = Store()
    for now, new in (
        (pages, "abcdefgh"),
        (pages, ""),
        (changed, "c"),
        (changed[1:], ""),
        (changed[1:-1], ""),
        (texts(**more, **{"c/": "Un puerto y otro", "bb/": "Entre dos"}), ["a", "bb", "h"]),
        (pages[3:5], "de"),
        (texts(**{"d/": "Un muelle"}), "abcde"),
    ):
        index = indexed(now, store=store)
        found = re.findall("pages/.*!(.*)%2F.html", runs.read_text())
        assert {*found} <= {*new}
        assert index.files == indexed(now).files
        runs.write_text("")


def test_pages_are_divided_into_twice_as_many_parts_where_they_are_too_many(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pagefind holds all of a part in memory; where one page more comes, the parts stay."""
    monkeypatch.setattr(search, "_MOST", 5)
    pages = [document(f"{letter}/") for letter in "abcdefghijklmno"]
    counted = []
    for count in (3, 5, 6, 10, 11, 15):
        indexed(pages[:count])
        counted.append(ran(runs))
    assert counted == [1, 1, 2, 2, 4, 4]


def test_what_was_damaged_of_an_index_is_made_again(tmp_path: Path) -> None:
    """All that the store holds of it, at the moment when somebody asks for a file."""
    store = Store(tmp_path / "store.sqlite")
    before = indexed(texts(), store=store)
    contents = {path: before.file(path) for path in before.files}
    store.save()
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as database, database:
        database.execute("UPDATE content SET value = x'00'")
    assert {path: before.file(path) for path in before.files} == contents
    store.save()
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as database, database:
        database.execute(
            "UPDATE content SET value = x'00' WHERE length(value) = (SELECT max(length(value)) FROM content)"
        )
    again = indexed(texts(**{"f/": "Otro"}), store=store)
    assert again.files == indexed(texts(**{"f/": "Otro"})).files


PAGES = [SearchDocument("a/", "key", lambda: searched("briefing", "A", "<h1>A</h1>"))]


def test_a_failure_of_pagefind_ends_the_build_in_its_words(pagefind: Path) -> None:
    """Though it ran beside the build."""
    pagefind.write_text("#!/bin/sh\necho no space left\nexit 3\n")
    index = Index(Store(), "es")
    index.add(PAGES)
    with pytest.raises(IndexFailedError) as failed:
        index.finish()
    assert failed.value.message.values["why"] == "no space left"
    index.abandon()


def test_a_folder_with_no_room_for_an_index_is_named(
    pagefind: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what the system says, for a program that could not even write its words has said nothing."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pagefind.write_text("#!/bin/sh\nexit 1\n")
    index = Index(Store(), "es")
    index.add(PAGES)
    with pytest.raises(IndexFailedError) as failed:
        index.finish()
    index.abandon()
    said = failed.value.message.values
    assert said["why"] == "No space left on device"
    assert said["folder"] in ("/dev/shm", str(tmp_path))


def test_a_build_without_an_index_is_refused_in_words(tmp_path: Path) -> None:
    """Nothing of what went wrong is a traceback."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    none = f"def get_executable(): return {str(tmp_path / 'none')!r}\n"
    stub = write(tmp_path / "stub", {"pagefind_bin.py": none})
    done = run("mkdocs", "build", cwd=site, PYTHONPATH=str(stub))
    assert done.returncode == 1
    assert "briefsite: the search index cannot be made in " in done.stdout
    assert "No such file or directory" in done.stdout
    assert "Traceback" not in done.stdout
    assert not (site / "site/informes").exists()


def test_parts_are_made_one_after_another_beside_the_build(pagefind: Path, tmp_path: Path) -> None:
    """Each holds all of its pages in memory; the build waits for none of them until it needs them."""
    pagefind.write_text(
        f"#!/bin/sh\necho begin >>{tmp_path}/log\n"
        f"for try in $(seq 100); do test -e {tmp_path}/go || sleep 0.1; done\n"
        f'{PAGEFIND}\necho "end $6" >>{tmp_path}/log\n'
    )
    index = Index(Store(), "es")
    index.add([document("a/"), document("b/", language="en"), document("c/", language="fr")])
    assert not (tmp_path / "log").exists() or "end" not in (tmp_path / "log").read_text()
    (tmp_path / "go").touch()
    index.finish()
    assert (tmp_path / "log").read_text().split("\n")[:-1] == [
        *["begin", "end es", "begin", "end en", "begin", "end fr"]
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
import os, signal, sys, time
from briefsite.cache.store import Store
from briefsite.outputs import search_run
from briefsite.outputs.search import Index
from briefsite.outputs.search_run import IndexFailedError
from briefsite.outputs.searched import SearchDocument, searched
search_run.get_executable = lambda: sys.argv[1]
index = Index(Store(), "es")
text = searched("briefing", "A", "<h1>A</h1>")
index.add([SearchDocument("a/", "", lambda: text), SearchDocument("b/", "", lambda: text, "en")])
while not os.path.exists(sys.argv[2]):
    time.sleep(0.01)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_no_part_begins_after_a_build_that_was_killed(tmp_path: Path) -> None:
    """Nobody would take what comes out."""
    program = (
        write(tmp_path, {"pagefind": f"#!/bin/sh\necho $6 >>{tmp_path}/log\nsleep 1\n{PAGEFIND}\n"})
        / "pagefind"
    )
    program.chmod(0o755)
    place = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, program, tmp_path / "log"], env=place
    ) as build:
        assert build.wait() == -signal.SIGKILL
    time.sleep(2)
    assert (tmp_path / "log").read_text() == "es\n"
    for folder in Path("/dev/shm").glob(f"briefsite-index-{build.pid}-*"):
        shutil.rmtree(folder)


def test_what_a_killed_build_left_is_removed(
    pagefind: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may take up memory; what another build works in stays, what is of this hour, and what has another name."""
    pagefind.write_text(f"#!/bin/sh\n{PAGEFIND}\n")
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
    for _ in range(100):  # until the system has done what it was told
        if not runs_still(process):
            break
        time.sleep(0.05)
    assert not runs_still(process)
