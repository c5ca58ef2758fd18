"""Small helpers to make and build sites in tests."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from briefsite.cache import progress
from briefsite.cache.location import store_path

REPOSITORY = Path(__file__).parent.parent

CONFIG = """\
site_name: Sitio
site_url: https://example.org/repo/
theme: {name: material, language: es, font: false}
plugins: [search, briefsite]
nav: [index.md, informes/index.md, entidades/index.md, fuentes/index.md]
"""

THEMES = ("material", "briefsite")
"""What a site can look like."""


def with_theme(theme: str, settings: str) -> str:
    """A `mkdocs.yml` with one of the two themes in the place of Material."""
    if theme == "material":
        return settings
    own = f"theme: {{name: {theme}, language: es}}\n"
    return re.sub(r"^theme:.*\n(?: .*\n)*", own, settings, flags=re.MULTILINE)


def demonstration(theme: str, folder: Path) -> Path:
    """The `mkdocs.yml` of a copy of the demonstration archive in `folder`, with one of the themes."""
    return _settings_of(REPOSITORY / "examples", theme, folder)


def repository_site(theme: str, folder: Path) -> Path:
    """The same of the repository's own site."""
    return _settings_of(REPOSITORY, theme, folder)


def _settings_of(site: Path, theme: str, folder: Path) -> Path:
    # A copy is in no repository, whose commits pages would tell of.
    for part in ("briefs", "docs"):
        shutil.copytree(site / part, folder / part)
    settings = folder / "mkdocs.yml"
    settings.write_text(with_theme(theme, (site / "mkdocs.yml").read_text("utf-8")), "utf-8")
    return settings


BRIEFING = "title: Puerto\ndate: 2025-05-01\nsummary: Se draga el puerto.\n"


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, and return the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = content.encode() if isinstance(content, str) else content
        path.write_bytes(raw)
    return folder


def make_site(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a whole site: a configuration, a home page, and what the test is about."""
    return write(folder, {"mkdocs.yml": CONFIG, "docs/index.md": "# Sitio\n", **files})


def forget(site: Path) -> None:
    """Remove what was kept of a site."""
    shutil.rmtree(store_path(site).parent)


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment the tests run in; both streams come as `stdout`."""
    words = [*map(str, command)]
    variables = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "COLUMNS": "200",
        "LC_ALL": "C.UTF-8",  # messages in English, whoever runs the tests
        **environment,
    }
    # What Python reads when it starts is for a process that starts.
    if words[0] in _COMMANDS and not any(name.startswith("PYTHON") for name in environment):
        return _run_forked(words, cwd, variables)
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=cwd,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST,
        check=False,
    )


LONGEST = 120
"""Seconds after which a command is taken to hang."""

_COMMANDS = {"briefsite": "briefsite.cli.main:main", "mkdocs": "mkdocs.__main__:cli"}


@functools.cache
def _forks() -> ForkServerContext:
    """What starts processes that have ready what is the same for every site, see `warm`."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["warm"])
    with pytest.MonkeyPatch.context() as patch:
        here = str(Path(__file__).parent)
        patch.setenv("PYTHONPATH", here, prepend=os.pathsep)  # the one way to tell it
        ensure_running()
    return context


def _run_forked(
    command: list[str], cwd: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command in a process that has MkDocs and our package loaded: that takes a quarter of the time."""
    with tempfile.NamedTemporaryFile() as output:
        process = _forks().Process(target=_do, args=(command, cwd, environment, output.name))
        process.start()
        process.join(LONGEST)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(command, LONGEST)
        said = Path(output.name).read_text("utf-8", errors="replace")
    return subprocess.CompletedProcess(command, process.exitcode, said)


def _do(command: list[str], cwd: Path, environment: Mapping[str, str], output: str) -> None:
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    streams = os.open(output, os.O_WRONLY | os.O_TRUNC)
    os.dup2(streams, 1)
    os.dup2(streams, 2)
    progress.SILENT = (
        LONGEST  # how far work has come is told where a machine is slow, and not elsewhere
    )
    module, _, name = _COMMANDS[command[0]].partition(":")
    getattr(import_module(module), name).main(args=command[1:], prog_name=command[0])


def runs_still(process: int) -> bool:
    """Whether a process has not ended, waited for or not."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return state.stdout.strip()[:1] not in ("", "Z")


def qr_codes(pdf: Path | bytes) -> list[str]:
    """What a phone reads in the codes of a PDF."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=3, grayscale=True)
        pixels = memoryview(bytes(image.buffer)).cast("B", (image.height, image.stride))
        found += [code.text for code in zxingcpp.read_barcodes(pixels)]
    return found


def build(site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build a site with MkDocs."""
    return run("mkdocs", "build", *options, cwd=site)


def briefsite(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run our command."""
    return run("briefsite", *arguments, cwd=cwd)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def __init__(
        self, *given: Any, headers: Callable[[str], Mapping[str, str]], **named: Any
    ) -> None:
        self.headers_of = headers
        super().__init__(*given, **named)

    def end_headers(self) -> None:
        for name, value in self.headers_of(self.path).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(
    folder: Path, headers: Callable[[str], Mapping[str, str]] = lambda _: {}
) -> Iterator[str]:
    """Serve a folder at a local address, each path with its headers."""
    handler = functools.partial(_Quiet, directory=str(folder), headers=headers)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def index_files(site: Path) -> dict[str, int]:
    """The files of a search index by their path, with their time of change."""
    root = site / "www/repo/pagefind"
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in files}


@contextmanager
def served_by_mkdocs(site: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`mkdocs serve`, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
    with (
        (site / "serve.log").open("wb") as log,
        subprocess.Popen(command, cwd=site, stdout=log, stderr=log) as server,
    ):
        try:
            yield f"http://127.0.0.1:{port}/repo/", server
        finally:
            server.terminate()


def wait_for(address: str, words: str, seconds: float = 30) -> str:
    """Fetch a page until it holds some words."""
    deadline = time.monotonic() + seconds
    text = ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                text = answer.read().decode()
        except OSError as error:
            text = str(error)
        if words in text:
            return text
        time.sleep(0.1)
    pytest.fail(f"{address} never held {words!r}; last: {text[-400:]}")
