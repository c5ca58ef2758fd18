"""What a site says that it holds, and a site on disk: read, whoever made it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from briefsite.verification import manifest, published
from briefsite.verification.manifest import Listed, Manifest, ManifestError, parse_manifest
from briefsite.verification.published import (
    MissingError,
    PublishedSite,
    UnreadableError,
    open_folder,
)
from sites import write

SHA256 = "a" * 64
GOOD = {"manifest": 1, "briefsite": "0.1.0", "source_date_epoch": 1767182400}


def listing(*paths: str) -> bytes:
    return json.dumps({**GOOD, "files": {path: [1, SHA256] for path in paths}}).encode()


def test_a_manifest_says_size_and_hash_of_every_file() -> None:
    """And by which version, and for which moment the site was built."""
    assert parse_manifest(listing("informes/x/index.html", "404.html")) == Manifest(
        files={"404.html": Listed(1, SHA256), "informes/x/index.html": Listed(1, SHA256)},
        briefsite="0.1.0",
        source_date_epoch=1767182400,
    )


REFUSED = {
    "not JSON": (b"<!doctype html>", "it is not JSON"),
    "not UTF-8": (b'{"\xff": 1}', "it is not JSON"),
    "deep": (b'{"a":' * 100_000, "it is not JSON"),
    "a number of a million digits": (b'{"a": ' + b"1" * 1_000_000 + b"}", "it is not JSON"),
    "a list": (b"[]", "it lists no files"),
    "no files": (b'{"manifest": 1}', "it lists no files"),
    "another kind": (
        b'{"manifest": 2, "files": {}}',
        "it is of another kind than this version of briefsite reads",
    ),
    "a path twice": (
        b'{"manifest": 1, "files": {"a": [1, "b"], "a": [1, "c"]}}',
        "a name stands in it twice",
    ),
    "a size that is a truth value": (
        b'{"manifest": 1, "files": {"a": [true, "%s"]}}' % SHA256.encode(),
        "of 'a' it does not say size and SHA-256 alone",
    ),
    "a size below zero": (
        b'{"manifest": 1, "files": {"a": [-1, "%s"]}}' % SHA256.encode(),
        "of 'a' it does not say size and SHA-256 alone",
    ),
    "a hash that is none": (
        b'{"manifest": 1, "files": {"a": [1, "../x"]}}',
        "of 'a' it does not say size and SHA-256 alone",
    ),
    "files as large as a disk": (
        b'{"manifest": 1, "files": {"a": [99999999999999, "%s"]}}' % SHA256.encode(),
        "its files have more than 64 GiB together",
    ),
    "no path": (listing(""), "a path of a file is empty or too long"),
    "a long path": (listing("a" * 2_000), "a path of a file is empty or too long"),
    "a deep path": (listing("a/" * 100 + "a"), "a path of a file is empty or too long"),
    "a path out of the site": (listing("a/../../b"), "'a/../../b' is no path of a file in a site"),
    "an absolute path": (listing("/etc/passwd"), "'/etc/passwd' is no path of a file in a site"),
    "a path of Windows": (listing("a\\b"), "'a\\\\b' is no path of a file in a site"),
    "NUL": (listing("a\0b"), "'a\\x00b' is no path of a file in a site"),
    "half a character": (listing("\ud800"), "'\\ud800' is no path of a file in a site"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_manifest_is_refused_with_a_reason(name: str) -> None:
    """It comes from a site that need not mean well."""
    raw, why = REFUSED[name]
    with pytest.raises(ManifestError) as error:
        parse_manifest(raw)
    assert str(error.value) == why


def test_a_manifest_of_too_many_files_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value takes many times the memory of its text."""
    monkeypatch.setattr(manifest, "MAX_FILES", 2)
    monkeypatch.delattr(json, "loads")
    with pytest.raises(ManifestError, match="it lists more than 2 files"):
        parse_manifest(listing("a", "b", "c"))


def site_in(folder: Path) -> PublishedSite:
    return open_folder(
        write(
            folder / "site",
            {
                "index.html": "<p>Hola",
                "informes/x/index.html": "<p>X",
                ".nojekyll": "",
                "informes/.x.swp": "",
                "manifest.json": listing("index.html"),
            },
        )
    )


def test_the_files_of_a_folder_are_those_that_are_there(tmp_path: Path) -> None:
    """But for its manifest, and for what is hidden."""
    site = site_in(tmp_path)
    assert site.files() == ["index.html", "informes/x/index.html"]
    assert site.read("informes/x/index.html") == b"<p>X"
    assert site.manifest() == parse_manifest(listing("index.html"))
    (tmp_path / "site/manifest.json").unlink()
    assert site.manifest() is None


def test_what_is_no_file_of_the_folder_is_not_read(tmp_path: Path) -> None:
    """Neither what a link leads to outside, nor a pipe, for which one would wait."""
    site = site_in(tmp_path)
    write(tmp_path, {"secret.txt": "x", "elsewhere/b.txt": "x"})
    (tmp_path / "site/link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "site/inner.txt").symlink_to("index.html")
    (tmp_path / "site/broken.txt").symlink_to("nothing")
    (tmp_path / "site/folder").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "site/pipe")
    said = {}
    for path in [*site.files(), "folder/b.txt", "../secret.txt", "informes", "index.html/x"]:
        try:
            said[path] = site.read(path).decode()
        except UnreadableError as error:
            said[error.path] = str(error)
    assert said == {
        "broken.txt": "there is no such file",
        "folder": "it is a link that leads out of the site",
        "index.html": "<p>Hola",
        "informes/x/index.html": "<p>X",
        "inner.txt": "<p>Hola",
        "link.txt": "it is a link that leads out of the site",
        "pipe": "it is no file",
        "folder/b.txt": "it is a link that leads out of the site",
        "../secret.txt": "'../secret.txt' is no path of a file in a site",
        "informes": "it cannot be read: Is a directory",
        "index.html/x": "there is no such file",
    }


def test_a_folder_has_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the size of a file, of the number of files, of depth, and of names."""
    site = site_in(tmp_path)
    monkeypatch.setattr(published, "MAX_BYTES", 1024 * 1024)
    write(tmp_path, {"site/large": b"0" * (1024 * 1024 + 1)})
    with pytest.raises(UnreadableError, match="it has more than 1 MB"):
        site.read("large")
    monkeypatch.setattr(published, "MAX_FILES", 2)
    with pytest.raises(UnreadableError, match="it has more than 2 files"):
        site.files()
    monkeypatch.setattr(published, "MAX_DEPTH", 1)
    with pytest.raises(UnreadableError, match="folders lie too deep in each other"):
        site.files()
    odd = write(tmp_path / "odd", {})
    odd.mkdir()
    (odd / os.fsdecode(b"\xff")).write_text("")
    with pytest.raises(UnreadableError, match=r"'\\udcff' is no path of a file in a site"):
        open_folder(odd).files()


def test_a_file_that_is_not_there_is_told_from_one_that_cannot_be_read(tmp_path: Path) -> None:
    """A site without a manifest is an older one."""
    with pytest.raises(MissingError):
        site_in(tmp_path).read("nada.html")
    with pytest.raises(UnreadableError, match="there is no folder"):
        open_folder(tmp_path / "nada")
