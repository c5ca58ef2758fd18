"""What hosts send with the files of a site that has a `_headers`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Rule(NamedTuple):
    """A path, and what stands below it."""

    path: str
    lines: list[str]

    def concerns(self, path: str) -> bool:
        """Whether it is for the file at a path; a `*` stands for anything, slashes too."""
        return bool(re.fullmatch(re.escape(self.path).replace(r"\*", ".*"), path))


def rules_in(text: str) -> Iterator[Rule]:
    """The rules of a `_headers`."""
    for block in re.split(
        r"^(?=/)", re.sub(r"^(#.*|)\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE
    ):
        if block:
            path, *lines = block.splitlines()
            yield Rule(path, [line.strip() for line in lines])


def as_cloudflare(text: str, path: str) -> dict[str, str]:
    """The headers of a file where `!` takes a header back, and a second value is added to the first."""
    found: dict[str, str] = {}
    for line in (line for rule in rules_in(text) if rule.concerns(path) for line in rule.lines):
        name, _, value = line.partition(": ")
        if name.startswith("! "):
            found.pop(name[2:], None)
        else:
            found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def as_netlify(text: str, path: str) -> dict[str, str]:
    """The headers of a file where a later value takes the place of the first."""
    lines = [line for rule in rules_in(text) if rule.concerns(path) for line in rule.lines]
    return dict(line.split(": ", 1) for line in lines if ":" in line)
