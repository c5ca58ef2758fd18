"""Where what was made before is kept: out of reach of what a checkout can hold.

What a store gives back is trusted, and part of it is code (compiled templates). So it never lies in
the folder of a site, where everybody whose changes are taken in could put a file.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from platformdirs import user_cache_path

VARIABLE = "BRIEFSITE_CACHE"
"""The environment variable that names another folder, e.g. one that a runner keeps."""

_FILE = "store.sqlite"


class CachePlaceError(ValueError):
    """The folder that was asked for is one that a checkout can put files into."""

    def __init__(self, folder: str, checkout: Path) -> None:
        """Take the folder, as it was asked for, and the checkout around it."""
        super().__init__(f"{folder} is in {checkout}")
        self.folder, self.checkout = folder, checkout


def store_path(site: Path) -> Path:
    """The store of the site in a folder; neither need exist.

    Raises CachePlaceError where `BRIEFSITE_CACHE` lies within the site, or the checkout it is in.
    """
    site = site.resolve()
    if given := os.environ.get(VARIABLE):
        folder, checkout = Path(given).expanduser().resolve(), _checkout(site)
        if folder.is_relative_to(checkout):
            raise CachePlaceError(given, checkout)
        return folder / _FILE
    path = hashlib.sha256(os.fsencode(site)).hexdigest()[:16]
    return user_cache_path("briefsite", appauthor=False) / f"{site.name}-{path}" / _FILE


def edited_path(site: Path) -> Path:
    """The folder of what an editor keeps of the site in a folder: what was not saved, and the pages as it shows them."""
    site = site.resolve()
    folder = Path(os.environ.get(VARIABLE) or user_cache_path("briefsite", appauthor=False))
    name = hashlib.sha256(os.fsencode(site)).hexdigest()[:16]
    return folder.expanduser() / "edited" / f"{site.name}-{name}"


def fetched_path(address: str) -> Path:
    """The folder for what was fetched of a published site; nothing in it is trusted."""
    folder = Path(os.environ.get(VARIABLE) or user_cache_path("briefsite", appauthor=False))
    name = hashlib.sha256(address.encode(errors="surrogateescape")).hexdigest()[:16]
    return folder.expanduser() / "fetched" / name


def _checkout(site: Path) -> Path:
    """The working tree that a site is part of; where there is none, its own folder."""
    return next((folder for folder in (site, *site.parents) if (folder / ".git").exists()), site)
