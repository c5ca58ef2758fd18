"""Small helpers to make and build sites in tests."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp

from briefsite.cache.location import store_path

REPOSITORY = Path(__file__).parent.parent

CONFIG = """\
site_name: Sitio
site_url: https://example.org/repo/
theme: {name: material, language: es, font: false}
plugins: [search, briefsite]
nav: [index.md, informes/index.md, entidades/index.md, fuentes/index.md]
"""

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
    return subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        cwd=cwd,
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "COLUMNS": "200",
            "LC_ALL": "C.UTF-8",  # messages in English, whoever runs the tests
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )


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
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder at a local address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def index_parts(site: Path) -> dict[str, dict[str, int]]:
    """The files of each part of a search index by their path, with their time of change; the first is `.`."""
    root = site / "www/repo/pagefind"
    found: dict[str, dict[str, int]] = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            name = path.relative_to(root).as_posix()
            part = re.match(r"\d+(?=/)", name)
            found.setdefault(part[0] if part else ".", {})[name] = path.stat().st_mtime_ns
    return found
