"""How long a key waits in an editor: `briefsite lsp` on a large archive, ten keys a second.

Run `.venv/bin/python bench/language_server.py [--briefings 1000] [--seconds 60]`. A key is a change of the text; its
wait is from when it is sent until the findings of that text are there. The memory is that of the server, after the
archive was read and at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, make_test_lsp_client

KEYS = 10
"""A second."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--briefings", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "archive"
        command = [sys.executable, Path(__file__).with_name("archive.py"), "--briefings"]
        subprocess.run([*command, str(given.briefings), "--out", str(site)], check=True)
        asyncio.run(_type(site, given.seconds))


async def _type(site: Path, seconds: int) -> None:
    client = make_test_lsp_client()
    await client.start_io(sys.executable, "-m", "briefsite", "lsp", "--lang", "en")
    await client.initialize_session(lsp.InitializeParams(capabilities=lsp.ClientCapabilities()))
    path = max((site / "briefs").rglob("*.yml"), key=lambda one: one.stat().st_size)
    text, uri = path.read_text("utf-8"), path.as_uri()
    client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "yaml", 1, text))
    )
    began = time.perf_counter()
    await _until_read(client, uri, text.split("\n"))
    print(f"read after {time.perf_counter() - began:.1f} s, {_memory(client):,.0f} MB")
    waits = []
    for key in range(seconds * KEYS):
        due = time.perf_counter() + 1 / KEYS
        named = lsp.VersionedTextDocumentIdentifier(uri=uri, version=key + 2)
        typed = text.replace("\nsummary: ", f"\nsummary: {'x' * (key % 40)}", 1)
        began = time.perf_counter()
        client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                named, [lsp.TextDocumentContentChangeWholeDocument(typed)]
            )
        )
        await client.wait_for_notification("textDocument/publishDiagnostics")
        waits.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
    waits.sort()
    over = sum(wait > 50 for wait in waits)
    print(
        f"{len(waits)} keys: median {median(waits):.0f} ms, 99 of 100 within {waits[int(len(waits) * 0.99)]:.0f} ms, "
        f"longest {waits[-1]:.0f} ms, {over} over 50 ms; {_memory(client):,.0f} MB"
    )
    await client.shutdown_session()
    await client.stop()


async def _until_read(client: LanguageClient, uri: str, rows: list[str]) -> None:
    """Until the server knows what the id of a source stands for."""
    line = next(number for number, row in enumerate(rows) if row.startswith("sources:"))
    place = (
        lsp.Position(line, len(rows[line]) - 3) if "[" in rows[line] else lsp.Position(line + 1, 6)
    )
    asked = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), place)
    while not await client.text_document_hover_async(asked):  # noqa: ASYNC110 (no event tells it)
        await asyncio.sleep(0.2)


def _memory(client: LanguageClient) -> float:
    process = client._server  # noqa: SLF001 (the library keeps it to itself)
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8") if process else "VmRSS: 0 kB"
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
