"""What everybody can read: type, colours, keyboard, small screens, paper. On every kind of page."""

from __future__ import annotations

import re
from pathlib import Path


def test_headings_are_in_order_on_every_page(demo: Path) -> None:
    """One title, and no level is skipped: headings are how a screen reader leafs through a page."""
    wrong = []
    pages = [path for path in demo.rglob("*.html") if path.parent.name != "embed"]
    for path in pages:  # cards for other pages have no headings: these have their own
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", path.read_text("utf-8"))]
        steps = zip([0, *levels], levels, strict=False)
        if levels.count(1) != 1 or any(after > before + 1 for before, after in steps):
            wrong.append((path.relative_to(demo).as_posix(), levels))
    assert wrong == []
