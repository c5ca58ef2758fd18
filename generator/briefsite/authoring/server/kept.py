"""Texts that were typed and not saved: kept beside the archive, and offered again."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple


class Kept(NamedTuple):
    """A text that was typed and not saved."""

    text: str
    disk: str
    """What the file held when it was opened, as `digest_of` tells it."""


def digest_of(path: Path) -> str:
    """Stands for what a file holds; nothing where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def keep(folder: Path, path: Path, kept: Kept) -> None:
    """Keep the text of a file in a folder, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = _place(folder, path)
    beside = place.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps({"path": str(path), **kept._asdict()}), encoding="utf-8")
    beside.replace(place)


def kept_of(folder: Path, path: Path) -> Kept | None:
    """What was kept of a file."""
    try:
        found = json.loads(_place(folder, path).read_text(encoding="utf-8"))
        return Kept(str(found["text"]), str(found["disk"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(folder: Path, path: Path) -> None:
    """Keep nothing more of a file."""
    _place(folder, path).unlink(missing_ok=True)


def all_kept(folder: Path) -> list[Path]:
    """The files of which something is kept."""
    found = []
    for place in sorted(folder.glob("*.json")):
        try:
            found.append(Path(json.loads(place.read_text(encoding="utf-8"))["path"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def as_on_disk(text: str, before: bytes) -> bytes:
    """A text as a file is to hold it: with the ends of lines, and the mark at its beginning, that it had `before`."""
    raw = text.encode("utf-8", "surrogatepass")
    if b"\r\n" in before:
        raw = raw.replace(b"\n", b"\r\n")
    return (b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b"") + raw


def _place(folder: Path, path: Path) -> Path:
    return folder / f"{hashlib.sha256(os.fsencode(path)).hexdigest()[:24]}.json"
