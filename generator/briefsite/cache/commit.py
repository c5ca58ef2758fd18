"""At which commit a file is, told without git."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from briefsite.cache.store import digest

_SAID = ("HEAD", "packed-refs", "shallow", "reftable/tables.list")
"""Files of a repository that say which commit it is at, and how much of its history it has."""


def commit_state(path: Path) -> str:
    """Stands for the commit that a file is at, and the history that is there; nothing where there is no file, or no repository."""
    try:
        if not path.is_file() or not (found := _repository(path.parent)):
            return ""
        own, common = found
        head = (own / "HEAD").read_text("utf-8", errors="replace")
    except OSError:
        return ""
    files = (*_SAID, head.removeprefix("ref:").strip())
    return digest(*(part for name in files for part in _contents(name, own, common)))


def _contents(name: str, own: Path, common: Path) -> Iterator[bytes]:
    for folder in (own, common):
        with suppress(OSError):
            if (folder / name).is_file():
                yield (folder / name).read_bytes()


def _repository(folder: Path) -> tuple[Path, Path] | None:
    """The folder in which git keeps what is of a working tree, and that of the whole repository."""
    for parent in (folder.resolve(), *folder.resolve().parents):
        own = parent / ".git"
        if own.is_file():  # a further working tree, or a submodule
            own = parent / own.read_text("utf-8", errors="replace").removeprefix("gitdir:").strip()
        if (own / "HEAD").is_file():
            common = own / "commondir"
            return own, own / common.read_text(
                "utf-8", errors="replace"
            ).strip() if common.is_file() else own
    return None
