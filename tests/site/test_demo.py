"""The demonstration archive in a browser: what a reader who follows a matter does."""

from __future__ import annotations

import html
import re
from pathlib import Path

from pypdfium2 import PdfDocument


def links(text: str) -> list[str]:
    """Targets of the links of a page that stay within the site."""
    targets = map(html.unescape, re.findall(r'<a [^>]*href="([^"]*)"', text))
    return [target for target in targets if not re.match(r"\w+:", target)]


def test_every_page_is_reached_from_home_and_no_link_is_broken(demo: Path) -> None:
    """No page is an orphan; every link and every anchor leads somewhere."""
    pages = {path.resolve(): path.read_text("utf-8") for path in demo.rglob("*.html")}
    ids = {path: set(re.findall(r'\sid="([^"]*)"', text)) for path, text in pages.items()}
    for document in (demo / "fuentes").glob("*.pdf"):
        count = len(PdfDocument(document))
        ids[document.resolve()] = {f"page={number}" for number in range(1, count + 1)}
    home = (demo / "index.html").resolve()
    reached, waiting, broken = {home}, [home], []
    while waiting:
        here = waiting.pop()
        for link in links(pages[here]):
            path, _, anchor = link.partition("#")
            target = (here.parent / path.partition("?")[0]).resolve() if path else here
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (anchor and anchor not in ids.get(target, ())):
                broken.append((here.relative_to(demo.resolve()).as_posix(), link))
            elif target in pages and target not in reached:
                reached.add(target)
                waiting.append(target)
    assert broken == []
    orphans = {path.relative_to(demo.resolve()).as_posix() for path in set(pages) - reached}
    assert orphans == {"404.html"}
