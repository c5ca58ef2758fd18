"""The search index, made by Pagefind (https://pagefind.app).

Pagefind's index is split into small pieces, of which a browser fetches only those that a query
needs, and it knows Spanish: accents and most endings. Material's search box stays in front of it;
`theme/assets/briefsite/search.js` speaks to both.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from pagefind_bin import get_executable

from briefsite.build.store import Store, code_digest, digest, remembered

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

    key: str
    """Stands for its title and its text."""

    weight: float
    """How much a word here counts against the same word in other pages."""

    text: Callable[[], tuple[str, str]]
    """Its title as plain text, and the HTML of its content from its `<h1>` on."""


class Index:
    """The search index of a site, made anew only where a page changed."""

    def __init__(self, store: Store, documents: Sequence[Document], language: str) -> None:
        """Take the pages; they share one index in the site's language.

        A word in another language is found as it is written. Raises RuntimeError where Pagefind
        fails.
        """
        parts = (f"{page.url} {page.key} {page.weight}" for page in documents)
        self._store = store
        self._key = digest("index", code_digest(), language, *parts)

        def make() -> dict[str, str]:
            index = _make_index(documents, language)
            for path, content in index.items():
                store.put(self._name(path), content)
            return {path: digest(content) for path, content in index.items()}

        self._make = make
        self.files: Mapping[str, str] = remembered(store, self._key, make) if documents else {}
        """A digest of each file, by its path in the site."""

    def file(self, path: str) -> bytes:
        """The content of a file."""
        content = self._store.get(self._name(path))
        if content is None:  # it was damaged, or thrown out
            self._make()
            content = self._store.get(self._name(path))
            assert content is not None
        return content

    def _name(self, path: str) -> str:
        return digest(self._key, path)


def _make_index(documents: Iterable[Document], language: str) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="briefsite-") as folder:
        pages, out = Path(folder, "pages"), Path(folder, "index")
        pages.mkdir()
        for document in documents:
            is_file = document.url.endswith(".html")
            path = Path(pages, document.url, *([] if is_file else ["index.html"]))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_page(document, language), encoding="utf-8")
        # Not through Pagefind's Python interface, which waits a tenth of a second for each page.
        run = subprocess.run(  # noqa: S603 (nothing here comes from a briefing)
            [
                get_executable(),
                *("--site", pages),
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
        return {
            f"{FOLDER}/{path.relative_to(out).as_posix()}": path.read_bytes()
            for path in sorted(out.rglob("*"))
            if path.is_file() and not any(path.match(pattern) for pattern in _UNUSED)
        }


def _page(document: Document, language: str) -> str:
    title, html = document.text()
    # Pagefind gives headings weights of their own, whatever stands around them.
    html = html.replace("<h1", f'<h1 data-pagefind-weight="{7 * document.weight:.1f}"', 1)
    return (
        f'<!doctype html><html lang="{language}"><body data-pagefind-weight="{document.weight}">'
        f'<span data-pagefind-meta="title:{escape(title)}"></span>{html}</body></html>'
    )
