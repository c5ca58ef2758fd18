"""What a site holds: `manifest.json` lists every file with its size and its SHA-256.

So anybody can tell whether a site is whole, and whether two builds made the same. A file has a line of its
own, in the order of paths.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from briefsite import __version__

if TYPE_CHECKING:
    from briefsite.pages.addresses import SitePath

MANIFEST = cast("SitePath", "manifest.json")
VERSION = 1
"""The kind of manifest; another one where a program that reads this one would misread it."""


class Listed(NamedTuple):
    """What is said of a file."""

    size: int
    sha256: str


def manifest(files: Mapping[SitePath, Listed], moment: int) -> bytes:
    """The manifest of a site, for the moment for which it was built, in seconds since 1970."""
    about = {"manifest": VERSION, "briefsite": __version__, "source_date_epoch": moment}
    head = [f"{_string(name)}: {json.dumps(value)}" for name, value in about.items()]
    lines = (
        f"{_string(path)}: [{size}, {_string(sha256)}]"
        for path, (size, sha256) in sorted(files.items())
    )
    return (
        "{\n" + ",\n".join([*head, '"files": {\n' + ",\n".join(lines) + "\n}"]) + "\n}\n"
    ).encode()


def is_listed(path: str) -> bool:
    """Tell whether a file is told of: all but the manifest itself, and what is hidden.

    Of what is hidden, hosts serve some, and workflows leave some behind.
    """
    return path != MANIFEST and path[0] != "." and "/." not in path


_string = json.encoder.encode_basestring
"""Text as JSON has it; there are tens of thousands of files, and `dumps` takes ten times as long."""
