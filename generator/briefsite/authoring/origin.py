"""Where the briefsite that runs came from, as the installer noted it, and how another site installs the same.

What an installer notes is defined by PEP 610 (`direct_url.json`), a wheel by the binary distribution format
(https://packaging.python.org/en/latest/specifications/binary-distribution-format/).
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

import briefsite

Kind = Literal["index", "repository", "archive", "folder"]

VENDOR = "vendor"
"""The folder of a site that holds the wheel, where it could not be had from elsewhere."""


class Origin(NamedTuple):
    """Where a package was installed from."""

    kind: Kind
    url: str | None = None
    """Where the repository, wheel or folder is, that of a repository with `git+`; None for an index."""

    commit: str | None = None
    """The commit of a repository."""

    sha256: str | None = None
    """That of an archive, where it is noted."""


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
    if "dir_info" in noted:
        return Origin("folder", url)
    about = noted.get("archive_info", {})
    older = str(about.get("hash", "")).removeprefix("sha256=")
    return Origin("archive", url, sha256=about.get("hashes", {}).get("sha256") or older or None)


def requirement(came_from: Origin, version: str, extras: str) -> tuple[str, dict[str, bytes]]:
    """How a site installs this very briefsite, with some of its extras, as a line for `pip`.

    With the files that the line needs, by their path in the site: a wheel, and its hash, where others
    could not have it from where it came.
    """
    if came_from.kind == "index":
        return f"briefsite[{extras}]=={version}", {}
    url = came_from.url or ""
    is_for_all = urlsplit(url).scheme.rpartition("+")[2] != "file"
    if came_from.kind == "repository" and is_for_all:
        return f"briefsite[{extras}] @ {url}@{came_from.commit}", {}
    if came_from.sha256 and is_for_all:
        return f"briefsite[{extras}] @ {url}#sha256={came_from.sha256}", {}
    name, wheel = _installed_wheel(came_from) or _packed(distribution("briefsite"))
    sums = f"{hashlib.sha256(wheel).hexdigest()}  {name}\n"
    files = {f"{VENDOR}/{name}": wheel, f"{VENDOR}/SHA256SUMS": sums.encode()}
    return f"./{VENDOR}/{name}[{extras}]", files


def _installed_wheel(came_from: Origin) -> tuple[str, bytes] | None:
    """The wheel that was installed, where it is still there, with its name."""
    path = Path(url2pathname(urlsplit(came_from.url or "").path))
    if came_from.kind != "archive" or path.suffix != ".whl" or not path.is_file():
        return None
    wheel = path.read_bytes()
    is_same = came_from.sha256 in (None, hashlib.sha256(wheel).hexdigest())
    return (path.name, wheel) if is_same else None


def _packed(installed: Distribution) -> tuple[str, bytes]:
    """A wheel of what is installed, with its name; of the same files it is the same to the byte."""
    stem = f"briefsite-{installed.version}"
    package = Path(briefsite.__file__).parent
    files = {
        f"briefsite/{path.relative_to(package).as_posix()}": path.read_bytes()
        for path in sorted(package.rglob("*"))
        if path.is_file() and path.parent.name != "__pycache__"
    }
    for name in ("METADATA", "WHEEL", "entry_points.txt", "licenses/LICENSE"):
        files[f"{stem}.dist-info/{name}"] = (installed.read_text(name) or "").encode()
    record = f"{stem}.dist-info/RECORD"
    files[record] = "".join([*_recorded(files), f"{record},,\n"]).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in files.items():
            about = zipfile.ZipInfo(name)  # of 1980, whatever the day
            about.external_attr = 0o644 << 16
            wheel.writestr(about, content, zipfile.ZIP_DEFLATED)
    return f"{stem}-py3-none-any.whl", packed.getvalue()


def _recorded(files: dict[str, bytes]) -> Iterator[str]:
    """The line of each file in the `RECORD` of a wheel; names of ours have no commas."""
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        yield f"{name},sha256={digest},{len(content)}\n"
