"""What a reader on a slow telephone gets: Lighthouse, mobile, the median of five runs.

    make site && .venv/bin/python bench/lighthouse.py [PAGE [FOLDER]]

Serves `site/`, or another folder, compressed and under a subpath, as GitHub Pages does. Needs node, npm and Chromium;
Lighthouse itself is installed into .cache/ the first time.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOOL = ROOT / ".cache/lighthouse"
VERSION = "12.8.2"
RUNS = 5
SUBPATH = "/briefsite/"
TEXT = {".html", ".css", ".js", ".svg", ".json", ".xml", ".txt"}


class Compressed(http.server.SimpleHTTPRequestHandler):
    """Files of a folder below a subpath, texts compressed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file, or with 404."""
        path = Path(self.directory) / self.path.partition("?")[0].removeprefix(SUBPATH)
        path = path / "index.html" if path.is_dir() else path
        if not self.path.startswith(SUBPATH) or not path.is_file():
            self.send_error(404)
            return
        is_text = path.suffix in TEXT
        body = gzip.compress(path.read_bytes()) if is_text else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if is_text:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def install() -> Path:
    """Have npm fetch Lighthouse, once."""
    script = TOOL / "node_modules/lighthouse/cli/index.js"
    if not script.exists():
        TOOL.mkdir(parents=True, exist_ok=True)
        package = f"lighthouse@{VERSION}"
        subprocess.run(["npm", "install", "--silent", "--prefix", TOOL, package], check=True)
    return script


def run(script: Path, url: str) -> dict[str, float]:
    """One run; scores from 0 to 100, times in milliseconds, sizes in KB of 1,000 bytes."""
    flags = (
        "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking"
    )
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    done = subprocess.run(
        ["node", script, url, "--output=json", "--quiet", f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": os.environ.get("CHROME_PATH", chromium)},
        capture_output=True,
        check=True,
    )
    report = json.loads(done.stdout)
    audits = report["audits"]
    (TOOL / "last.json").write_bytes(done.stdout)
    return {
        **{name: value["score"] * 100 for name, value in report["categories"].items()},
        "first contentful paint": audits["first-contentful-paint"]["numericValue"],
        "largest contentful paint": audits["largest-contentful-paint"]["numericValue"],
        "total blocking time": audits["total-blocking-time"]["numericValue"],
        "layout shift": audits["cumulative-layout-shift"]["numericValue"],
        "transferred": audits["total-byte-weight"]["numericValue"] / 1000,
    }


def main(page: str = "informes/mision-cortafuegos/", folder: str = "site") -> None:
    """Run, and print the median of each figure."""
    script = install()
    handler = functools.partial(Compressed, directory=str(ROOT / folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}{SUBPATH}{page}"
        runs = [run(script, url) for _ in range(RUNS)]
        server.shutdown()
    for name in runs[0]:
        values = sorted(each[name] for each in runs)
        print(f"{name:26} {statistics.median(values):8.3g}   {[round(v, 3) for v in values]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
