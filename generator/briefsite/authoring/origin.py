"""Where the briefsite that runs came from, as the installer noted it (PEP 610)."""

from __future__ import annotations

import json
from importlib.metadata import distribution
from typing import Literal, NamedTuple

Kind = Literal["index", "repository", "archive", "folder"]


class Origin(NamedTuple):
    """Where a package was installed from."""

    kind: Kind
    url: str | None = None
    """Where the repository, wheel or folder is, that of a repository with `git+`; None for an index."""

    commit: str | None = None
    """The commit of a repository."""


def origin() -> Origin:
    """Where this briefsite was installed from.

    Raises importlib.metadata.PackageNotFoundError where it runs without being installed.
    """
    return origin_in(distribution("briefsite").read_text("direct_url.json"))


def origin_in(direct_url: str | None) -> Origin:
    """What a `direct_url.json` says; installers write none for what they took from an index."""
    if direct_url is None:
        return Origin("index")
    noted = json.loads(direct_url)
    url = noted["url"]
    if "vcs_info" in noted:
        return Origin(
            "repository", f"{noted['vcs_info']['vcs']}+{url}", noted["vcs_info"]["commit_id"]
        )
    return Origin("folder" if "dir_info" in noted else "archive", url)
