"""What is searched, and the parts that the search index is made in."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from briefsite.cache.store import Store
from briefsite.outputs import search
from briefsite.outputs.search import Index, SearchDocument, searched
from sites import build, forget, index_parts


def test_an_edit_of_a_briefing_remakes_one_part(archive: Path, tmp_path: Path) -> None:
    """Files of the others are left alone; a cold build then yields the same index."""
    site = tmp_path / "site"
    shutil.copytree(archive, site)
    assert build(site, "--site-dir", "www/repo").returncode == 0
    before = index_parts(site)
    assert {*before} == {".", "1", "2", "3"}
    briefing = site / "briefs/b20.yml"
    briefing.write_text(briefing.read_text().replace("puerto", "muelle"))
    assert build(site, "--site-dir", "www/repo").returncode == 0
    after = index_parts(site)
    assert len([name for name in before if before[name] != after[name]]) == 1
    warm = index_of(site)
    forget(site)
    shutil.rmtree(site / "www")
    assert build(site, "--site-dir", "www/repo").returncode == 0
    assert index_of(site) == warm


def index_of(site: Path) -> dict[str, bytes]:
    """Every file of the index."""
    root = site / "www/repo/pagefind"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.*")}


@pytest.fixture
def pagefind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of Pagefind, for a test to write."""
    program = tmp_path / "pagefind"
    program.touch(0o755)
    monkeypatch.setattr(search, "get_executable", lambda: program)
    return program


PAGES = [SearchDocument("a/", "key", lambda: searched("briefing", "A", "<h1>A</h1>"))]


def test_a_failure_of_pagefind_ends_the_build_in_its_words(pagefind: Path) -> None:
    """Though it ran beside the build."""
    pagefind.write_text("#!/bin/sh\necho no space left\nexit 3\n")
    index = Index(Store(), "es")
    index.add(PAGES)
    with pytest.raises(RuntimeError, match="Pagefind failed: no space left"):
        index.finish()
    index.abandon()


def test_a_build_that_is_given_up_leaves_nothing_behind(
    pagefind: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a process nor a folder."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    os.mkfifo(tmp_path / "pipe")
    pagefind.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pipe\nexec sleep 600\n")
    index = Index(Store(), "es")
    index.add(PAGES)
    process = int((tmp_path / "pipe").read_text())
    index.abandon()
    assert [*(tmp_path / "tmp").iterdir()] == []
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
