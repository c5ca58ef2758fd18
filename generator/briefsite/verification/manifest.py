"""What a site says that it holds: `manifest.json`, with the size and the SHA-256 of every file.

It comes from a site that need not mean well, so nothing in it is used before it was looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from briefsite.messages.message import Message, MessageError

MANIFEST = "manifest.json"
VERSION = 1
"""The kind of manifest that this module reads."""

MAX_FILES = 2_000_000
MAX_TOTAL = 64 * 1024**3
"""Bytes of all files together."""

MAX_DEPTH = 64
_MAX_PATH = 1024
"""Characters of a path."""

FOR_HOSTS = frozenset({"_headers", "_redirects"})
"""Files at the root of a site that say to some hosts how to serve it; these keep them to themselves."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class ManifestError(MessageError):
    """A manifest cannot be used; the text says why."""


class Listed(NamedTuple):
    """What a manifest says of a file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a site says that it holds."""

    files: Mapping[str, Listed]
    """By path, sorted. The manifest itself is not among them, nor is what is hidden."""

    briefsite: str | None = None
    """The version that built the site."""

    source_date_epoch: int | None = None
    """The moment that a build must take for its own to make the same site, in seconds since 1970."""


def parse_manifest(raw: bytes) -> Manifest:
    """Read a manifest. Raises ManifestError where there is anything in it that must not be."""
    # Before it is parsed: each of the values takes many times the memory of its text.
    if raw.count(b",") > 2 * MAX_FILES or raw.count(b"[") + raw.count(b"{") > MAX_FILES:
        raise ManifestError(Message("it lists more than {count} files", count=MAX_FILES))
    try:
        data = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise ManifestError(Message("it is not JSON")) from None
    if not isinstance(data, dict) or not isinstance(data.get("files"), dict):
        raise ManifestError(Message("it lists no files"))
    if data.get("manifest") != VERSION:
        raise ManifestError(Message("it is of another kind than this version of briefsite reads"))
    files = {path: _listed(path, data["files"][path]) for path in sorted(data["files"])}
    if sum(listed.size for listed in files.values()) > MAX_TOTAL:
        raise ManifestError(
            Message("its files have more than {size} GiB together", size=MAX_TOTAL // 1024**3)
        )
    version, epoch = data.get("briefsite"), data.get("source_date_epoch")
    return Manifest(
        files=files,
        briefsite=version if isinstance(version, str) else None,
        source_date_epoch=epoch if type(epoch) is int else None,
    )


def fault_of_path(path: str) -> Message | None:
    """Why a path cannot be one of a site; None where it can."""
    parts = path.split("/")
    if not path or len(path) > _MAX_PATH or len(parts) > MAX_DEPTH:
        return Message("a path of a file is empty or too long")
    if "\\" in path or _CONTROL.search(path) or not {"", ".", ".."}.isdisjoint(parts):
        return Message("{path} is no path of a file in a site", path=shown(path))
    try:
        path.encode()
    except UnicodeEncodeError:
        return Message("{path} is no path of a file in a site", path=shown(path))
    return None


def is_hidden(path: str) -> bool:
    """Tell whether a file, or a folder that it is in, is one that not every host serves: `.nojekyll`."""
    return path[0] == "." or "/." in path


def shown(path: str) -> str:
    """A path as it can be printed, whatever is in it."""
    return ascii(path[:_MAX_PATH])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ManifestError(Message("a name stands in it twice"))
    return found


def _listed(path: str, value: object) -> Listed:
    if fault := fault_of_path(path):
        raise ManifestError(fault)
    match value:
        case [int(size), str(sha256)] if (
            size >= 0 and type(size) is int and _SHA256.fullmatch(sha256)
        ):
            return Listed(size, sha256)
    raise ManifestError(
        Message("of {path} it does not say size and SHA-256 alone", path=shown(path))
    )
