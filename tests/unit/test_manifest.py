"""Every site says in `manifest.json` what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from briefsite import __version__
from briefsite.cache.store import Store
from briefsite.outputs import site_folder
from briefsite.outputs.manifest import Listed, manifest
from briefsite.outputs.site_folder import Output
from briefsite.verification.manifest import parse_manifest
from sites import write

X, Y = (hashlib.sha256(raw).hexdigest() for raw in (b"x", b"y"))


def test_a_manifest_has_a_line_for_each_file_in_the_order_of_paths() -> None:
    """So that two of them can be compared by eye."""
    files = {"z.html": Listed(1, X), "año/«a»\n.html": Listed(20, Y)}
    assert manifest(files, 1767182400).decode().splitlines() == [
        "{",
        '"manifest": 1,',
        f'"briefsite": "{__version__}",',
        '"source_date_epoch": 1767182400,',
        '"files": {',
        f'"año/«a»\\n.html": [20, "{Y}"],',
        f'"z.html": [1, "{X}"]',
        "}",
        "}",
    ]


def put(site: Path, store: Store, made: Mapping[str, str], moment: int | None = 0) -> None:
    """Put files in place, each made from its own text."""
    keys = {**made}
    output = Output.open(site, store, moment=moment)
    output.make(keys, lambda path: made[path].encode())
    output.publish(keys)


def listed(site: Path) -> dict[str, str]:
    raw = (site / "manifest.json").read_bytes()
    return {path: listed.sha256 for path, listed in parse_manifest(raw).files.items()}


def test_a_build_lists_what_it_made_and_what_mkdocs_laid_beside(tmp_path: Path) -> None:
    """But neither the manifest itself, nor what is hidden, nor what goes with this build."""
    site = write(tmp_path / "site", {"old.html": "x", ".git/HEAD": "x", "name": "x"})
    output = Output.open(site, Store(), moment=0)
    write(output.aside, {"assets/a.css": "y", ".well-known/security.txt": "x", "a/.b": "x"})
    output.make({"name/index.html": "1"}, lambda _: b"x")
    output.publish({"name/index.html": "1"})
    assert listed(site) == {"assets/a.css": Y, "name/index.html": X}


def test_without_a_moment_there_is_no_manifest(tmp_path: Path) -> None:
    """`serve` builds for the eyes of its author alone."""
    put(tmp_path / "site", Store(), {"a.html": "x"}, moment=None)
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["a.html"]


def test_what_did_not_change_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its hash is that of the manifest before, as long as that is the one that was written."""
    site, store, read = tmp_path / "site", Store(), []
    hashed = site_folder._sha256  # noqa: SLF001

    def note(raw: bytes) -> str:
        read.append(raw)
        return hashed(raw)

    monkeypatch.setattr(site_folder, "_sha256", note)
    put(site, store, {"a.html": "x", "b.html": "x"})
    before = (site / "manifest.json").stat().st_mtime_ns
    put(site, store, {"a.html": "x", "b.html": "x"})
    assert read == [b"x", b"x"]
    assert (site / "manifest.json").stat().st_mtime_ns == before
    read.clear()
    put(site, store, {"a.html": "y", "b.html": "x"})
    assert (read, listed(site)) == ([b"y"], {"a.html": Y, "b.html": X})
    read.clear()
    (site / "manifest.json").write_text('{"files": {"a.html": [1, "wrong"]}}')
    put(site, store, {"a.html": "y", "b.html": "x"})
    assert (sorted(read), listed(site)) == ([b"x", b"y"], {"a.html": Y, "b.html": X})


def test_what_an_engine_made_is_listed_with_what_is_laid_beside_it(tmp_path: Path) -> None:
    """But not what is taken away from it."""
    site, store = write(tmp_path / "site", {"index.html": "y", "404.html": "y"}), Store()
    for laid, gone in (({"a.json": "x", "b.json": "x"}, ["404.html"]), ({"a.json": "x"}, [])):
        output = Output.open(site, store, is_whole=False, moment=0)
        output.make(laid, lambda _: b"x")
        output.publish(laid, without=gone)
        assert listed(site) == {"index.html": Y, **dict.fromkeys(laid, X)}
    assert not (site / "404.html").exists()
