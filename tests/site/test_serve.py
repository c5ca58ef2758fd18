"""Under `serve`, what is saved is seen before the site is built again."""

from __future__ import annotations

import os
import re
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import SimpleNamespace
from urllib.error import HTTPError

import pytest
from mkdocs.commands.build import build as build_in_process
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from briefsite.archive.register import LOCK
from briefsite.mkdocs.saved_pages import Built, SavedPages, saved_page
from sites import (
    BRIEFING,
    THEMES,
    build,
    demonstration,
    make_site,
    served_by_mkdocs,
    wait_for,
    write,
)


@pytest.fixture(autouse=True)
def _own_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs would take the plugin of another test."""
    monkeypatch.setattr(MkDocsConfig.plugins, "plugin_cache", {})


def served(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Built]:
    """Builds the site of a folder into `served`, as `serve` does; gives what each build leaves."""
    left: list[Built] = []
    monkeypatch.chdir(folder)
    monkeypatch.setattr(SavedPages, "renew", lambda _, built: left.append(built))

    def built() -> Built:
        config = load_config("mkdocs.yml", site_dir=str(folder / "served"))
        config.plugins.on_startup(command="serve", dirty=False)
        build_in_process(config)
        return left[-1]

    return built


@pytest.mark.parametrize("theme", THEMES)
def test_a_saved_page_is_what_the_build_makes_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    """Every briefing of the demonstration archive after an edit: byte for byte what the next build writes."""
    demonstration(theme, tmp_path)
    (tmp_path / "briefs" / LOCK).unlink()  # or each edit wanted a correction
    built = served(tmp_path, monkeypatch)
    before, saved = built(), []
    for path in sorted(before.settings.briefs.rglob("*.yml")):
        raw = path.read_bytes()
        edited = re.sub(rb"(?m)^topics: \[", b"topics: [agua, ", raw)
        edited = re.sub(rb'(?m)^title: (["\']?)', rb"title: \1Otra vez, ", edited)
        page = saved_page(before, path, edited)
        if page:
            saved.append((path, raw, edited, page))
    assert len(saved) > 20
    different = []
    for path, raw, edited, page in saved[::4]:
        path.write_bytes(edited)
        built()
        if (tmp_path / "served" / page.path).read_bytes() != page.html:
            different.append(str(path))
        path.write_bytes(raw)
    assert different == []


def test_what_only_a_build_can_tell_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file with errors, a new one, and one that is no briefing; not one to which a page by hand links."""
    site = make_site(
        tmp_path,
        {
            "briefs/a.yml": BRIEFING,
            "briefs/linked.yml": BRIEFING,
            "docs/index.md": "# Sitio\n\n[Puerto](informes/linked.md)\n",
            "briefs/entities/e.yml": "name: Puerto\ntype: place\n",
        },
    )
    left = served(site, monkeypatch)()
    briefs, raw = left.settings.briefs, BRIEFING.encode()
    assert saved_page(left, briefs / "a.yml", raw)
    assert saved_page(left, briefs / "a.yml", b"title: [x\n") is None
    assert saved_page(left, briefs / "new.yml", raw) is None
    linked = saved_page(left, briefs / "linked.yml", raw)  # MkDocs makes it, for its links
    assert linked
    assert linked.html == (site / "served" / linked.path).read_bytes()
    assert saved_page(left, briefs / "entities/e.yml", b"name: Faro\ntype: place\n") is None
    assert saved_page(left, briefs / "versions/a.yml", raw) is None


def test_without_a_cache_each_build_makes_the_search_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a build carries over from the one before may be gone: where nothing can be written, or what was long unused was thrown out."""
    monkeypatch.setenv("BRIEFSITE_CACHE", "/dev/null/nowhere")
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    built = served(site, monkeypatch)
    for _ in range(2):
        built()
        assert [*(site / "served/pagefind/fragment").iterdir()]


def until(holds: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)


def test_what_is_no_plain_file_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe would be waited for, a link may lead anywhere, and a build refuses what is too large."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, "b.yml": BRIEFING})
    left, path = served(site, monkeypatch)(), Path("briefs/a.yml")
    monkeypatch.undo()
    monkeypatch.chdir(site)
    pages = SavedPages()
    pages.renew(left)
    edited = BRIEFING.replace("Puerto", "Faro")
    path.write_text(f"{edited}# {'x' * 2**20}\n")
    assert not pages.show(path)
    path.unlink()
    assert not pages.show(path)
    os.mkfifo(path)
    assert not pages.show(path)
    path.unlink()
    path.symlink_to("../b.yml")
    assert not pages.show(path)
    path.unlink()
    path.write_text(edited)
    assert pages.show(path)
    assert not pages.show(path)  # it is shown already


def test_however_fast_an_author_saves_the_last_word_is_shown(tmp_path: Path) -> None:
    """Of several files, some broken on the way: in the end the pages are those of a build from nothing."""
    names = ("a", "b", "c")
    site = make_site(tmp_path, {f"briefs/{name}.yml": BRIEFING for name in names})
    chosen = Random(22)
    with served_by_mkdocs(site) as (address, _):
        wait_for(f"{address}informes/a/", "Puerto")
        for number in range(14):
            name = chosen.choice(names)
            broken = chosen.random() < 0.2
            text = "title: [x\n" if broken else BRIEFING.replace("Puerto", f"Puerto {number}")
            write(site, {f"briefs/{name}.yml": text})
            time.sleep(chosen.choice([0, 0.05, 0.3, 0.7]))
        last = {name: f"Puerto último {name}" for name in names}
        write(
            site,
            {f"briefs/{name}.yml": BRIEFING.replace("Puerto", last[name]) for name in names},
        )
        assert build(site).returncode == 0

        def shown(text: str) -> str:
            """The article, but for its address, which is another under `serve`."""
            return text.partition("<article")[2].partition('<p class="bs-cite"')[0]

        for name in names:
            expected = shown((site / f"site/informes/{name}/index.html").read_text("utf-8"))
            assert last[name] in expected
            until(lambda at=f"{address}informes/{name}/", to=expected: shown(fetched(at)) == to)
        log = (site / "serve.log").read_text("utf-8")
        assert "its page is shown" in log
        assert "Traceback" not in log


@contextmanager
def serving(server: LiveReloadServer) -> Iterator[str]:
    """A server that runs, and its address."""
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    until(lambda: hasattr(server, "server_port"))
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()


def fetched(address: str) -> str:
    """What is at an address."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            text: str = answer.read().decode()
    except HTTPError as error:
        text = error.read().decode()
    return text


def browsers_wait_for(server: LiveReloadServer) -> int:
    """The state of a site after which browsers ask the server for a newer one."""
    epoch: int = server._visible_epoch  # noqa: SLF001 (it has no public name)
    return epoch


def test_what_is_saved_shows_while_the_site_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page comes at once, and a build that read the file before it was saved does not undo it."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, "briefs/b.yml": BRIEFING})
    pages = SavedPages()
    monkeypatch.chdir(site)
    with monkeypatch.context() as patch:
        left = served(site, patch)()
    pages.renew(left)
    old = (site / "served/informes/a/index.html").read_bytes()
    begins, may_end = threading.Event(), threading.Event()

    def slow_build() -> None:
        if not begins.is_set():
            begins.set()
            assert may_end.wait(60)
            (site / "served/informes/a/index.html").write_bytes(old)

    server = LiveReloadServer(slow_build, "127.0.0.1", 0, str(site / "served"))
    server.watch(str(site / "briefs"))
    pages.watch(server)
    with serving(server) as address:
        page = f"{address}informes/a/"
        epoch = browsers_wait_for(server)
        write(site, {"briefs/a.yml": BRIEFING.replace("Puerto", "Faro")})
        until(lambda: "Faro" in fetched(page))
        assert int(fetched(f"{address}livereload/{epoch}/0")) > epoch
        # MkDocs sees what changed since it looked first, which may have been after the page was saved.
        until(lambda: (site / "briefs/a.yml").touch() or begins.wait(1))
        assert "Puerto" in fetched(f"{address}informes/b/")  # what is not made yet is as it was
        write(site, {"briefs/a.yml": BRIEFING.replace("Puerto", "Muelle")})
        until(lambda: "Muelle" in fetched(page))
        epoch = browsers_wait_for(server)
        may_end.set()
        assert int(fetched(f"{address}livereload/{epoch}/0")) > epoch
        assert "Muelle" in fetched(page)


def test_a_page_that_was_shown_and_taken_back_is_as_the_build_made_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build knows what it wrote by size and time, and must not take for its own what was laid there since."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    monkeypatch.chdir(site)
    config = load_config("mkdocs.yml", site_dir=str(site / "served"))
    config.plugins.on_startup(command="serve", dirty=False)
    build_in_process(config)
    page = site / "served/informes/a/index.html"
    plugin = config.plugins["briefsite"]
    server = SimpleNamespace(builder=lambda: None)
    shown: list[SavedPages] = []
    monkeypatch.setattr(SavedPages, "watch", lambda pages, _: shown.append(pages))
    plugin.on_serve(server, config=config, builder=lambda: None)
    write(site, {"briefs/a.yml": BRIEFING.replace("Puerto", "Faro")})
    build_in_process(load_config("mkdocs.yml", site_dir=str(site / "served")))
    built = page.read_bytes()
    assert b"Faro" in built
    write(site, {"briefs/a.yml": BRIEFING.replace("Puerto", "Muelle")})
    assert shown[0].show(Path("briefs/a.yml"))
    assert b"Muelle" in page.read_bytes()
    write(site, {"briefs/a.yml": BRIEFING.replace("Puerto", "Faro")})
    build_in_process(load_config("mkdocs.yml", site_dir=str(site / "served")))
    assert page.read_bytes() == built
    write(site, {"briefs/a.yml": BRIEFING.replace("Puerto", "Faro")})
    assert shown[0].show(Path("briefs/a.yml"))
    write(site, {"briefs/a.yml": "title: [x\n"})
    build_in_process(load_config("mkdocs.yml", site_dir=str(site / "served")))
    assert not page.exists()
    assert not [*(site / "served").glob(".briefsite-*")]
