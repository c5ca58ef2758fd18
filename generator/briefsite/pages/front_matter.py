"""Front matter: what a page in Markdown says of itself, in YAML between two lines of dashes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml


def front_matter(markdown: str) -> Mapping[str, Any]:
    """What a page says of itself; nothing where that is no mapping, or not YAML."""
    found = _FRONT_MATTER.match(markdown)
    try:
        said = yaml.safe_load(found[1]) if found else None
    except (ValueError, yaml.YAMLError):  # the former for impossible dates
        said = None
    return said if isinstance(said, dict) else {}


def without_front_matter(markdown: str) -> str:
    """The text of a page."""
    found = _FRONT_MATTER.match(markdown)
    return markdown[found.end() :] if found else markdown


def with_more(markdown: str, more: Mapping[str, Any]) -> str:
    """A page that says more of itself; what it says already stays."""
    found = _FRONT_MATTER.match(markdown)
    said, text = (found[1], markdown[found.end() :]) if found else ("", markdown)
    lines = [
        f"{name}: {_as_yaml(value)}\n"
        for name, value in more.items()
        if not re.search(rf"^{name}\s*:", said, re.MULTILINE)
    ]
    return f"---\n{said}{''.join(lines)}---\n{text}"


_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def _as_yaml(value: object) -> str:
    """JSON is YAML, but for some characters that YAML wants escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
