"""The search index, made by Pagefind (https://pagefind.app).

Pagefind's index is split into small pieces, of which a browser fetches only those that a query
needs, and it knows Spanish: accents and most endings. Material's search box stays in front of it;
`theme/assets/briefsite/search.js` speaks to both.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from pagefind_bin import get_executable

FOLDER = "pagefind"
"""Where the index goes in the site."""

_UNSEARCHED = [
    ".headerlink",
    ".bs-kind",
    ".bs-screen",
    ".bs-print",
    ".bs-picture",
    ".bs-proof",
    ".bs-cites",
    ".bs-checked",
    "sup",
    "script",
    "style",
]
"""What repeats other pages, or is not words."""

_UNUSED = ("pagefind-*ui*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.unknown.pagefind")
"""Parts of Pagefind's bundle that serve other search boxes."""


@dataclass(frozen=True, slots=True)
class Document:
    """One page to find."""

    url: str
    """Relative to the site's root."""

    title: str
    """Plain text."""

    html: str
    """The content of the page, from its `<h1>` on."""

    weight: float = 1.0
    """How much a word here counts against the same word in other pages."""


def write_index(documents: Sequence[Document], site_dir: Path, language: str) -> None:
    """Write the index of all documents into a site.

    All share one index in the site's language, so that a word in another language is found as it
    is written. Raises RuntimeError where Pagefind fails.
    """
    out = site_dir / FOLDER
    with tempfile.TemporaryDirectory(prefix="briefsite-") as folder:
        for document in documents:
            is_file = document.url.endswith(".html")
            path = Path(folder, document.url, *([] if is_file else ["index.html"]))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_page(document, language), encoding="utf-8")
        # Not through Pagefind's Python interface, which waits a tenth of a second for each page.
        run = subprocess.run(  # noqa: S603 (nothing here comes from a briefing)
            [
                get_executable(),
                *("--site", folder),
                *("--output-path", out),
                *("--force-language", language),
                *("--exclude-selectors", ", ".join(_UNSEARCHED)),
                "--quiet",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    if run.returncode:
        raise RuntimeError(f"Pagefind failed: {run.stderr or run.stdout}")
    for pattern in _UNUSED:
        for path in out.glob(pattern):
            path.unlink()


def _page(document: Document, language: str) -> str:
    title = escape(document.title)
    # Pagefind gives headings weights of their own, whatever stands around them.
    html = document.html.replace("<h1", f'<h1 data-pagefind-weight="{7 * document.weight:.1f}"', 1)
    return (
        f'<!doctype html><html lang="{language}"><body data-pagefind-weight="{document.weight}">'
        f'<span data-pagefind-meta="title:{title}"></span>{html}</body></html>'
    )
