"""What was made before is kept where no checkout can put a file, and is never code from elsewhere."""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
from pathlib import Path

import pytest

from briefsite.cache import store as store_module
from briefsite.cache.location import store_path
from briefsite.cache.store import Store, packed
from sites import BRIEFING, briefsite, build, make_site, run


class Hostile:
    """Writes a file when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.trace}",)


def poison(path: Path, trace: Path) -> None:
    """Put something hostile in the place of each value of a store, as whole as a value can be."""
    database = sqlite3.connect(path)
    hostile = pickle.dumps(Hostile(trace))
    for number, (key,) in enumerate(database.execute("SELECT key FROM content").fetchall()):
        value = packed(Hostile(trace)) if number % 2 else b"b=" + hostile
        whole = store_module._checksum(value) + value  # noqa: SLF001 (nothing keeps anybody from it)
        database.execute("UPDATE content SET value = ? WHERE key = ?", (whole, key))
    database.commit()
    database.close()


def test_a_store_in_the_checkout_is_not_looked_at(tmp_path: Path) -> None:
    """Whatever a pull request brings along, neither `check` nor a build reads it."""
    trace = tmp_path / "trace"
    site = make_site(tmp_path / "site", {"briefs/puerto.yml": BRIEFING})
    assert build(site).returncode == 0
    planted = site / ".cache/briefsite/store.sqlite"
    planted.parent.mkdir(parents=True)
    shutil.copyfile(store_path(site), planted)
    poison(planted, trace)
    store_path(site).unlink()
    assert briefsite("check", cwd=site).returncode == 0
    assert build(site).returncode == 0
    assert not trace.exists()


@pytest.mark.parametrize("folder", [".cache", "../cache-of-all", "."])
def test_a_folder_in_the_checkout_is_refused(tmp_path: Path, folder: str) -> None:
    """That of the site, and the whole working tree around it."""
    (tmp_path / ".git").mkdir()
    site = make_site(tmp_path / "site", {"briefs/puerto.yml": BRIEFING})
    checked = run("briefsite", "check", cwd=site, BRIEFSITE_CACHE=folder)
    assert checked.returncode == 2
    assert f"BRIEFSITE_CACHE is {folder}, where a checkout can put files" in checked.stdout
    made = run("mkdocs", "build", cwd=site, BRIEFSITE_CACHE=folder)
    assert made.returncode == 1
    assert "where a checkout can put files" in made.stdout
    assert not (site / "site").exists()


def test_what_another_machine_sends_runs_nothing(tmp_path: Path) -> None:
    """Of its store, only bytes and data are taken in; under whatever key, they are nothing else."""
    trace = tmp_path / "trace"
    machine = make_site(tmp_path / "machine", {"briefs/puerto.yml": BRIEFING})
    assert briefsite("build", "--shard", "1/1", cwd=machine).returncode == 0
    sent = tmp_path / "sent.sqlite"
    shutil.copyfile(store_path(machine), sent)
    poison(sent, trace)
    site = make_site(tmp_path / "site", {"briefs/puerto.yml": BRIEFING})
    briefsite("build", "--join", sent, cwd=site)
    briefsite("check", cwd=site)
    assert not trace.exists()


def test_what_is_no_store_is_not_taken_in(tmp_path: Path) -> None:
    """The command says so."""
    site = make_site(tmp_path / "site", {"briefs/puerto.yml": BRIEFING})
    (tmp_path / "other").write_text("no database")
    done = briefsite("build", "--join", tmp_path / "other", cwd=site)
    assert done.returncode == 2
    assert "other is no store that `briefsite build --shard` made: file is not a database" in (
        " ".join(done.stdout.split())
    )


def test_a_build_that_fails_keeps_what_it_read(tmp_path: Path) -> None:
    """What was sound is not read again when the rest is mended."""
    site = make_site(
        tmp_path,
        {"briefs/puerto.yml": BRIEFING, "briefs/roto.yml": BRIEFING.replace("date", "dat")},
    )
    assert build(site).returncode == 1
    kept = Store(store_path(site))
    assert len(kept.keys()) >= 2
    kept.close()
