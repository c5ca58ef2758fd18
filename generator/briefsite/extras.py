"""What PDFs and cards share: libraries that not every site needs, and files that are made once."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from briefsite import __version__

CACHE = Path(".cache", "briefsite")
"""Where what was made is kept, beside `mkdocs.yml`."""

_KEPT_DAYS = 30
"""How long a file is kept that no build asks for."""


class MissingExtraError(Exception):
    """A library that an extra of the package brings is not there; the text says what to install."""


def versions(library: str, extra: str) -> str:
    """The versions of this package and of a library; raises MissingExtraError without it."""
    try:
        return f"briefsite {__version__} {library} {version(library)}"
    except PackageNotFoundError:
        raise missing(library, extra) from None


def missing(library: str, extra: str) -> MissingExtraError:
    """The error for a library that is not installed."""
    return MissingExtraError(
        f"{library} is not installed; install it: pip install 'briefsite[{extra}]'"
    )


def made_once(
    folder: Path, name: str, made_from: tuple[str, ...], make: Callable[[], bytes]
) -> Path:
    """The file made from some texts: kept from an earlier build, or made now.

    `name` ends its name. A file appears under its name only when it is whole.
    """
    key = hashlib.sha256("\0".join(made_from).encode()).hexdigest()[:32]
    path = folder / f"{key}{name}"
    if path.exists():
        path.touch()
        return path
    content = make()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(content)
    written = Path(file.name)
    written.chmod(0o644)
    return written.replace(path)


def forget_old(folder: Path) -> None:
    """Delete what no build has asked for lately."""
    oldest = time.time() - _KEPT_DAYS * 86400
    for path in folder.glob("*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
