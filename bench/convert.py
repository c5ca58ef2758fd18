"""How long it takes to convert the Markdown of a page: our fast path beside Python-Markdown.

Run `python bench/convert.py [MKDOCS.YML]`, by default on the demonstration archive. For each kind of
page it prints how many there are, how long their Markdown is, and the milliseconds of processor time
for one page by both ways, best of five rounds. It fails where the two differ, or a page is refused.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mkdocs.utils.meta import get_data

from briefsite.archive.settings import read_settings
from briefsite.pages.convert import convert
from briefsite.pages.publication import publication
from briefsite.pages.python_markdown import reference
from briefsite.pages.rendering import render_site
from briefsite.site.reading import read_site

ROUNDS = 5


def pages(config: Path) -> dict[str, list[str]]:
    """Markdown of all generated pages, by kind."""
    settings = read_settings(config)
    about = replace(publication(settings), home_text=None)
    found: dict[str, list[str]] = {}
    for page in render_site(read_site(settings.briefs).site, about, settings.briefs).pages:
        found.setdefault(page.kind, []).append(get_data(page.markdown)[0])
    return found


def milliseconds(work: Callable[[str, Callable[[str], str]], object], texts: list[str]) -> float:
    """Processor time of one page."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            work(text, str)
        rounds.append(time.process_time() - start)
    return min(rounds) / len(texts) * 1000


def main() -> int:
    """Print a table; tell by the exit code whether both ways give the same."""
    kinds = pages(Path(sys.argv[1] if len(sys.argv) > 1 else "examples/mkdocs.yml"))
    differing = 0
    print(
        f"{'kind':<16}{'pages':>6}{'characters':>12}{'ours':>9}{'Python-Markdown':>17}{'times':>7}"
    )
    for kind, texts in kinds.items():
        differing += sum(convert(text, str) != reference(text, str) for text in texts)
        ours, theirs = milliseconds(convert, texts), milliseconds(reference, texts)
        length = sum(map(len, texts)) / len(texts)
        print(
            f"{kind:<16}{len(texts):6}{length:12,.0f}{ours:9.3f}{theirs:17.2f}{theirs / ours:7.1f}"
        )
    print(f"{differing} pages refused or different.")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
