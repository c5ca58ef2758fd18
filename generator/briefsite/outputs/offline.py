"""A site that opens from a disk, without a server and without the network.

Pages opened from a disk may load scripts, but browsers refuse them workers, modules and `fetch`. So
each file that our scripts would ask for becomes a script itself; `offline.js` explains how.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from briefsite.outputs.search import FOLDER
from briefsite.pages.addresses import SitePath

SCRIPT = "assets/briefsite/offline.js"
"""What each page loads before all other scripts; from the root of the site."""

WORKER = SitePath("assets/briefsite/search-worker.js")
IMPORTED = SitePath("assets/briefsite/search.js")
"""Our search, which browsers load from a server, and what it imports."""

FOR_SERVERS = tuple(map(SitePath, ("404.html", "sitemap.xml", "sitemap.xml.gz")))


def write_offline(site_dir: Path) -> None:
    """Let a finished site work from a disk, search and filters included."""
    shutil.copyfile(Path(__file__).with_name("offline.js"), site_dir / SCRIPT)

    # What the theme asks for before it listens to its search.
    index = site_dir / "search/search_index.json"
    if index.exists():
        index.with_suffix(".js").write_text(f"var __index = {index.read_text('utf-8')}\n", "utf-8")

    worker, imported = (site_dir / path for path in (WORKER, IMPORTED))
    _give(
        worker,
        f"(self, importScripts) => {{\n{imported.read_text('utf-8')}\n{worker.read_text('utf-8')}\n}}",
    )
    for data in (*site_dir.rglob("facets.json"), *_asked_for_by_checks(site_dir)):
        _give(data, _base64(data))
    for piece in [path for path in (site_dir / FOLDER).rglob("*") if path.is_file()]:
        _give(piece, _module(piece) if piece.name == "pagefind.js" else _base64(piece))
        piece.unlink()  # or the index would be there twice
    for name in FOR_SERVERS:
        (site_dir / name).unlink(missing_ok=True)


_COMPARED = tuple(f'{{"type":"{kind}"'.encode() for kind in ("briefing", "commitment", "source"))
"""How the data begin of pages with statements, and of sources."""


def _asked_for_by_checks(site_dir: Path) -> Iterator[Path]:
    """What `check.js` compares: its words, the data of pages with statements and of sources, their texts."""
    yield from (site_dir / "assets/briefsite").glob("check.*.json")
    texts = set()
    for path in site_dir.rglob("index.json"):
        raw = path.read_bytes()
        if not raw.startswith(_COMPARED):
            continue
        yield path
        data = json.loads(raw)
        if data["type"] == "source":
            page, text = (urlsplit(data[name]).path for name in ("url", "text"))
            texts.add((path.parent / os.path.relpath(text, page)).resolve())
    yield from sorted(texts)


def _give(path: Path, value: str) -> None:
    """Write a script that gives `value`, which is JavaScript, in the place of a file."""
    script = path.with_name(f"{path.name}.js")
    script.write_text(f"document.currentScript.give({value})\n", "utf-8")


def _base64(path: Path) -> str:
    return f'"{base64.b64encode(path.read_bytes()).decode()}"'


def _module(path: Path) -> str:
    """Pagefind's module as a function that returns what it exports.

    It takes its address and a `fetch`. `Worker` is undefined, so that Pagefind works in the page.
    """
    code, _, exports = path.read_text("utf-8").rpartition("export{")
    code = code.replace("import.meta.url", "address")
    return f"(address, fetch, Worker) => {{\n{code}\nreturn {{{exports}}}"
