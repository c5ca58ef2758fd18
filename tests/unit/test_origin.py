"""How a new site installs the briefsite that made it: from where this came, or from a wheel in the site."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from briefsite.authoring.origin import origin_in, requirement

HASH = "a" * 64


@pytest.mark.parametrize(
    ("noted", "line"),
    [
        (None, "briefsite[material,sources]==0.1.0"),
        (
            {
                "url": "https://example.org/briefsite",
                "vcs_info": {"vcs": "git", "commit_id": "abc", "requested_revision": "main"},
            },
            "briefsite[material,sources] @ git+https://example.org/briefsite@abc",
        ),
        (
            {
                "url": "ssh://git@example.org/briefsite",
                "vcs_info": {"vcs": "git", "commit_id": "abc"},
            },
            "briefsite[material,sources] @ git+ssh://git@example.org/briefsite@abc",
        ),
        (
            {
                "url": "https://example.org/briefsite-0.1.0-py3-none-any.whl",
                "archive_info": {"hash": f"sha256={HASH}", "hashes": {"sha256": HASH}},
            },
            f"briefsite[material,sources] @ https://example.org/briefsite-0.1.0-py3-none-any.whl#sha256={HASH}",
        ),
        (
            {"url": "https://example.org/b.tar.gz", "archive_info": {"hash": f"sha256={HASH}"}},
            f"briefsite[material,sources] @ https://example.org/b.tar.gz#sha256={HASH}",
        ),
    ],
)
def test_what_others_can_have_is_asked_for_there(noted: object, line: str) -> None:
    """A release, a commit or an archive with its hash; nothing without one of them."""
    came_from = origin_in(json.dumps(noted) if noted else None)
    assert requirement(came_from, "0.1.0", "material,sources") == (line, {})


@pytest.mark.parametrize(
    "noted",
    [
        {"url": "file:///gone/briefsite-0.1.0-py3-none-any.whl", "archive_info": {}},
        {"url": "file:///some/checkout", "dir_info": {"editable": True}},
        {
            "url": "file:///some/checkout",
            "vcs_info": {"vcs": "git", "commit_id": "abc"},
        },
        {"url": "https://example.org/briefsite-0.1.0-py3-none-any.whl", "archive_info": {}},
    ],
)
def test_what_others_cannot_have_goes_into_the_site_as_a_wheel(noted: object) -> None:
    """Packed from what is installed, with its hash; the same each time, and a whole wheel."""
    line, files = requirement(origin_in(json.dumps(noted)), "0.1.0", "material,sources")
    assert line.startswith("./vendor/briefsite-")
    assert line.endswith("-py3-none-any.whl[material,sources]")
    assert files == requirement(origin_in(json.dumps(noted)), "0.1.0", "material,sources")[1]
    (name,) = [path for path in files if path.endswith(".whl")]
    assert files["vendor/SHA256SUMS"].decode() == (
        f"{hashlib.sha256(files[name]).hexdigest()}  {Path(name).name}\n"
    )
    with zipfile.ZipFile(io.BytesIO(files[name])) as wheel:
        names = wheel.namelist()
        (record,) = [path for path in names if path.endswith("RECORD")]
        assert [line.split(",")[0] for line in wheel.read(record).decode().split()] == names
    assert "briefsite/theme/material/main.html" in names
    assert not any("__pycache__" in path for path in names)


def test_a_wheel_that_is_still_there_is_copied_as_it_is(tmp_path: Path) -> None:
    """Where it is the one that was installed, by its hash."""
    path = tmp_path / "briefsite-0.1.0-py3-none-any.whl"
    path.write_bytes(b"the very wheel")
    digest = hashlib.sha256(b"the very wheel").hexdigest()
    noted = {"url": path.as_uri(), "archive_info": {"hashes": {"sha256": digest}}}
    line, files = requirement(origin_in(json.dumps(noted)), "0.1.0", "material,sources")
    assert line == "./vendor/briefsite-0.1.0-py3-none-any.whl[material,sources]"
    assert files[f"vendor/{path.name}"] == b"the very wheel"
    path.write_bytes(b"another")
    _, files = requirement(origin_in(json.dumps(noted)), "0.1.0", "material,sources")
    assert files[f"vendor/{path.name}"].startswith(b"PK")
