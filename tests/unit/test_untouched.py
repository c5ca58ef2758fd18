"""Where nothing was touched since the last build, a build ends before it reads anything."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from briefsite.cache.stamp import scan, stamp
from sites import write


def test_a_file_that_was_just_written_is_not_judged_by_its_time(tmp_path: Path) -> None:
    """It could be written again within the same tick of the clock, and nobody would see it."""
    path = tmp_path / "a.yml"
    path.write_text("x")
    assert stamp(tmp_path) is None
    time.sleep(0.1)
    assert stamp(tmp_path) is not None


def test_a_link_is_not_judged_by_its_time(tmp_path: Path) -> None:
    """What it leads to could change."""
    (tmp_path / "a.yml").symlink_to("/etc/hostname")
    time.sleep(0.1)
    assert stamp(tmp_path) is None


def test_a_folder_that_vanishes_while_it_is_looked_at_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another build puts its files aside in the same site, and takes them away."""
    write(tmp_path, {"a.html": "", "aside/b.html": ""})
    look = os.scandir

    def look_too_late(folder: str) -> object:
        if folder.endswith("aside/"):
            (tmp_path / "aside/b.html").unlink()
            (tmp_path / "aside").rmdir()
        return look(folder)

    monkeypatch.setattr(os, "scandir", look_too_late)
    files, folders = scan(tmp_path)
    assert ({*files}, folders) == ({"a.html"}, {"aside"})


def test_the_halves_of_a_folder_make_up_the_whole(tmp_path: Path) -> None:
    """Two processes look at one each: nothing is seen twice, and nothing by neither."""
    names = [f"{kind}/{number}/index.html" for kind in ("a", "b") for number in range(9)]
    write(tmp_path, dict.fromkeys(["index.html", "c.html", "a/deep/er/x", *names], ""))
    (files, folders), (others, other_folders) = scan(tmp_path, 0), scan(tmp_path, 1)
    assert len(files) > 3
    assert len(others) > 3
    assert (files | others, folders | other_folders) == scan(tmp_path)
    assert (files.keys() & others, folders & other_folders) == (set(), set())
