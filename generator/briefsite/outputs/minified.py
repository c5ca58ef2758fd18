"""Our style sheets and scripts as readers get them: without what only those who write them need.

Comments and blanks are a quarter of their bytes; more is not worth a parser. Libraries that do it were tried: one
takes the blank of `a :is(b)` where rules are nested, which makes another selector of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from briefsite.pages.addresses import SitePath

_THEME = Path(__file__).parent.parent / "theme"
_TO_BE_READ = ("check.js", "evidence.js")
"""Compare quotations with their sources in the browser of whoever doubts them, who can read how."""

_STRING = r"""("[^"\n]*"|'[^'\n]*')"""
_COMMENT = re.compile(rf"{_STRING}|/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(rf"{_STRING}|\s*([{{}};,])\s*|\s+")
_COMMENT_LINES = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_INDENT = re.compile(r"^\s+", re.MULTILINE)


def _style_sheet(text: str) -> str:
    text = _COMMENT.sub(lambda found: found[1] or "", text)
    return _BLANKS.sub(lambda found: found[1] or found[2] or " ", text)


def _script(text: str) -> str:
    """Lines stay, since no semicolon ends them; that no text in a script spans lines is tested."""
    return _INDENT.sub("", _COMMENT_LINES.sub("", text))


_MINIFY: Mapping[str, Callable[[str], str]] = {".css": _style_sheet, ".js": _script}


def minified(ours: Path) -> bytes:
    """One of our style sheets or scripts without comments and blanks."""
    return _MINIFY[ours.suffix](ours.read_text("utf-8")).encode()


def minified_in(site: Path) -> Iterator[tuple[SitePath, bytes]]:
    """All of them in the folder of a site, by path; what stands in the place of one of ours as it is."""
    for ours in _THEME.glob("*/assets/briefsite/*.*"):
        path = SitePath(f"assets/briefsite/{ours.name}")
        if ours.suffix in _MINIFY and ours.name not in _TO_BE_READ and (site / path).is_file():
            shown = (site / path).read_bytes()
            yield path, minified(ours) if shown == ours.read_bytes() else shown
