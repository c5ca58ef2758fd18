"""What `briefsite doctor` says: what is installed, what is out of date, and whether a site will last."""

from __future__ import annotations

import json

import pytest

from briefsite.authoring.origin import Origin, origin_in

COMMIT = "3d3c42e5aac5ba805825da76410c181273ba90b1"


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        (None, Origin("index")),
        (
            {
                "url": "https://example.org/briefsite.git",
                "vcs_info": {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"},
            },
            Origin("repository", "git+https://example.org/briefsite.git", COMMIT),
        ),
        (
            {"url": "file:///a/briefsite-1.whl", "archive_info": {"hash": "sha256=00"}},
            Origin("archive", "file:///a/briefsite-1.whl", sha256="00"),
        ),
        (
            {"url": "file:///a/briefsite", "dir_info": {"editable": True}},
            Origin("folder", "file:///a/briefsite"),
        ),
        ({"url": "file:///a/briefsite", "dir_info": {}}, Origin("folder", "file:///a/briefsite")),
    ],
    ids=["an index", "a repository", "a wheel", "a folder in work", "a folder"],
)
def test_the_installer_noted_where_the_package_came_from(
    noted: dict[str, object] | None, expected: Origin
) -> None:
    """In `direct_url.json`, of which there is none for what came from an index."""
    assert origin_in(json.dumps(noted) if noted else None) == expected
