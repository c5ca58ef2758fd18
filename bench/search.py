"""How long a reader waits for the first result of a search, and how much comes over the line.

    .venv/bin/python bench/search.py --briefings 5000

Builds the made-up archive with briefsite, and with MkDocs and gen-files, whose search is Material's own.
A new browser without a cache opens the home page and types a word at once; the clock stops at the first
result. Files are sent compressed, as GitHub Pages does, and without the delay of a real line. Prints the
median over several words.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import mimetypes
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from statistics import median
from typing import Any

from builds import TOOLS, archive_of, install_peers, prepare
from measure import measure
from playwright.sync_api import Browser, sync_playwright

WORDS = 5
"""Words that are looked for, each from the title of another briefing."""

COMPRESSED = ("text/", "application/json", "application/javascript", "image/svg")
RESULT = ".md-search-result__item"
NOTES_THE_FIRST = f"""new MutationObserver((_, observer) => {{
  if (!document.querySelector("{RESULT}")) return
  window.firstResult = Date.now()
  observer.disconnect()
}}).observe(document, {{ subtree: true, childList: true }})"""
"""The page itself does, since who waits for it from outside looks only twice a second."""

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


class _Counting(http.server.SimpleHTTPRequestHandler):
    """Sends files of one folder compressed, and counts the bytes."""

    def __init__(self, folder: Path, sent: dict[str, int], *connection: Any) -> None:
        self.folder, self.sent = folder, sent
        super().__init__(*connection)

    def do_GET(self) -> None:
        path = self.folder / self.path.partition("?")[0].lstrip("/")
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(404)
            return
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        is_compressed = kind.startswith(COMPRESSED)
        body = _compressed(file) if is_compressed else file.read_bytes()
        self.sent[self.path] = len(body)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if is_compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@cache
def _compressed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6)


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """Serve a folder; gives the address, and the bytes sent so far for each path."""
    sent: dict[str, int] = {}
    handler = partial(_Counting, folder, sent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", sent
        server.shutdown()
        thread.join()


def first_result(browser: Browser, address: str, word: str) -> float:
    """Seconds from opening the home page to the first result for a word."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(NOTES_THE_FIRST)
    start = time.time()
    page.goto(address, wait_until="domcontentloaded")
    box = page.locator(".md-search__input")
    box.click()
    box.press_sequentially(word)
    page.locator(RESULT).first.wait_for(timeout=120_000)
    seconds = page.evaluate("window.firstResult") / 1000 - start
    context.close()
    return float(seconds)


def words_of(size: int) -> list[str]:
    """The longest words of the titles of some briefings."""
    briefings = sorted(archive_of(size).glob("briefs/[0-9]*/*.yml"))
    titles = [path.read_text(encoding="utf-8").partition("\n")[0] for path in briefings]
    return [
        max(re.findall(r"\w+", titles[size * place // WORDS]), key=len) for place in range(WORDS)
    ]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description="Measure a reader's search.")
    parser.add_argument("--briefings", type=int, default=5_000, metavar="N")
    size = parser.parse_args().briefings
    install_peers()
    words = words_of(size)
    print(f"{size:,} briefings; {', '.join(words)}\n")
    print("| | First result | Of the search | Of the page |\n|---|---|---|---|")
    for name in ("briefsite", "genfiles"):
        site = prepare(TOOLS[name], size)
        measure(site.tool.build, site.folder, site.environment)
        seconds, search, page = [], [], []
        with (
            serving(site.folder / "site") as (address, sent),
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=QUIET
            )
            first_result(browser, address, words[0])  # compresses the files, starts the browser
            for word in words:
                sent.clear()
                seconds.append(first_result(browser, address, word))
                is_search = re.compile(r"pagefind|/search")
                search.append(sum(n for path, n in sent.items() if is_search.search(path)))
                page.append(sum(sent.values()) - search[-1])
            browser.close()
        print(
            f"| {site.tool.title} | {median(seconds):.2f} s | {median(search) / 1000:,.0f} KB "
            f"| {median(page) / 1000:,.0f} KB |"
        )


if __name__ == "__main__":
    main()
