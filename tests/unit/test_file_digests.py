"""What is in files, told without reading them again."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from briefsite.cache import file_digests
from briefsite.cache.file_digests import ChangedError, FileDigests
from briefsite.cache.store import Store, digest

LIMIT = 100
SETTLED = 0.1
"""Seconds after which a change would show in the times of a file."""


def seen(path: Path, store: Store) -> str:
    """What one build makes of a file."""
    found = FileDigests(store, path.parent)
    content = found.digest(str(path), LIMIT)
    found.save()
    return content


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that was written a while ago."""
    path = tmp_path / "a.yml"
    path.write_text("one")
    time.sleep(SETTLED)
    return path


def refuse(*_: object, **__: object) -> None:
    """Stand in for `open`."""
    pytest.fail("a file was read again")


def test_a_file_that_was_not_touched_is_not_read_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its digest comes from the build before."""
    store = Store()
    assert seen(file, store) == digest(b"one")
    monkeypatch.setattr(file_digests, "open", refuse, raising=False)
    assert seen(file, store) == digest(b"one")


def test_another_content_of_the_same_size_and_date_is_seen(file: Path) -> None:
    """As when a file comes from a backup that keeps dates."""
    store, before = Store(), file.stat()
    seen(file, store)
    file.write_text("two")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert seen(file, store) == digest(b"two")


def test_a_file_as_new_as_the_clock_of_its_disk_is_read_again(tmp_path: Path) -> None:
    """It could be written again within the same tick, and look the same."""
    store, path = Store(), tmp_path / "a.yml"
    path.write_text("one")
    os.utime(path, (time.time() + 60, time.time() + 60))
    seen(path, store)
    kept = FileDigests(store, tmp_path)
    assert kept._known == {}  # noqa: SLF001 (nothing else tells without a race)


def test_bytes_that_are_gone_are_not_mistaken_for_others(file: Path) -> None:
    """A file that changes in mid-build ends it, and the next build sees it whole."""
    store = Store()
    seen(file, store)
    found = FileDigests(store, file.parent)
    found.digest(str(file), LIMIT)
    file.write_text("two")
    with pytest.raises(ChangedError, match=r"a\.yml changed while the site was built"):
        found.content(str(file), LIMIT)
    assert FileDigests(store, file.parent).content(str(file), LIMIT) == b"two"


def test_a_file_that_vanishes_ends_the_build_as_one_that_changes(file: Path) -> None:
    """It was there when its digest was told."""
    store = Store()
    seen(file, store)
    found = FileDigests(store, file.parent)
    found.digest(str(file), LIMIT)
    file.unlink()
    with pytest.raises(ChangedError, match=r"a\.yml changed while the site was built"):
        found.content(str(file), LIMIT)
