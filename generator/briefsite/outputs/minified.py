"""Our style sheets and scripts as readers get them: without what only those who write them need.

Comments and blanks are a quarter of their bytes; more is not worth a parser. Libraries that do it were tried: one
takes the blank of `a :is(b)` where rules are nested, which makes another selector of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

_THEME = Path(__file__).parent.parent / "theme"
_TO_BE_READ = ("check.js", "evidence.js")
"""Compare quotations with their sources in the browser of whoever doubts them, who can read how."""

_STRING = r"""("[^"\n]*"|'[^'\n]*')"""
_COMMENT = re.compile(rf"{_STRING}|/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(rf"{_STRING}|\s*([{{}};,])\s*|\s+")
_COMMENT_LINES = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_INDENT = re.compile(r"^\s+", re.MULTILINE)


def _style_sheet(text: str) -> str:
    text = _COMMENT.sub(lambda found: found[1] or "", text)
    return _BLANKS.sub(lambda found: found[1] or found[2] or " ", text)


def _script(text: str) -> str:
    """Lines stay, since no semicolon ends them; that no text in a script spans lines is tested."""
    return _INDENT.sub("", _COMMENT_LINES.sub("", text))


_MINIFY: Mapping[str, Callable[[str], str]] = {".css": _style_sheet, ".js": _script}


def minify(assets: Path) -> None:
    """Take comments and blanks out of our files in the folder `assets/briefsite` of a site.

    What stands there in the place of one of ours stays as it is.
    """
    for ours in _THEME.glob("*/assets/briefsite/*.*"):
        shown, shorter = assets / ours.name, _MINIFY.get(ours.suffix)
        if shorter and ours.name not in _TO_BE_READ and shown.is_file():
            text = ours.read_text("utf-8")
            if shown.read_text("utf-8", errors="replace") == text:
                shown.write_text(shorter(text), "utf-8")
