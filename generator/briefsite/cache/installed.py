"""What is installed: the libraries that the package requires, and the program that builds sites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

ENGINES = ("mkdocs", "properdocs")
"""What can build a site. ProperDocs continues MkDocs 1, and loads what is written for it."""


def engine() -> str | None:
    """The first of the engines that is installed, or None."""
    return next((name for name in ENGINES if _version(name)), None)


def has_material() -> bool:
    """Whether the theme Material is installed, which the package can do without."""
    return _version("mkdocs-material") is not None


def libraries() -> Iterator[str]:
    """Name and version of each library that the package cannot do without, and of each engine that is there."""
    for line in requires("briefsite") or ():
        requirement, _, marker = line.partition(";")
        if "extra" not in marker:
            name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
            if name not in ENGINES:
                yield f"{name} {version(name)}"
    for name in ENGINES:
        yield f"{name} {_version(name)}"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
