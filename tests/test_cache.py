"""What was made before is kept where no checkout can put a file, and is never code from elsewhere."""

from __future__ import annotations

import ast
import os
import pickle
import re
import shutil
import sqlite3
from importlib.metadata import requires
from pathlib import Path

import pytest

from briefsite.cache import store as store_module
from briefsite.cache.place import CachePlaceError, store_path
from briefsite.cache.store import Store, code_digest, packed
from sites import BRIEFING, REPOSITORY, briefsite, build, make_site, run

PACKAGE = REPOSITORY / "generator/briefsite"


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


def test_a_runner_says_where_the_store_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that it keeps; elsewhere each site has its own, by its path."""
    monkeypatch.setenv("BRIEFSITE_CACHE", str(tmp_path / "kept"))
    assert store_path(tmp_path / "site") == tmp_path / "kept/store.sqlite"
    monkeypatch.delenv("BRIEFSITE_CACHE")
    one, other = store_path(tmp_path / "a/site"), store_path(tmp_path / "b/site")
    assert one != other
    assert not one.is_relative_to(tmp_path / "a")


def test_a_link_to_a_folder_in_the_checkout_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the folder that counts, not its name."""
    (tmp_path / "site/kept").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "site/kept")
    monkeypatch.setenv("BRIEFSITE_CACHE", str(tmp_path / "link"))
    with pytest.raises(CachePlaceError):
        store_path(tmp_path / "site")


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


def test_local_values_stay_on_their_machine(tmp_path: Path) -> None:
    """They are objects, which only the store that made them gives back."""
    sent, own = Store(tmp_path / "sent.sqlite"), Store(tmp_path / "own.sqlite")
    sent.put("local", {"a": 1})
    sent.share("data", {"a": [1, None]})
    sent.share("bytes", b"1")
    sent.close()
    own.take_in(tmp_path / "sent.sqlite")
    assert own.get("local") is None
    assert own.shared("data") == {"a": [1, None]}
    assert own.shared("bytes") == b"1"
    assert own.get("bytes") is None


def test_what_is_no_store_is_not_taken_in(tmp_path: Path) -> None:
    """The command says so."""
    site = make_site(tmp_path / "site", {"briefs/puerto.yml": BRIEFING})
    (tmp_path / "other").write_text("no database")
    done = briefsite("build", "--join", tmp_path / "other", cwd=site)
    assert done.returncode == 2
    assert "file is not a database" in done.stdout


def test_values_are_unpickled_in_one_place() -> None:
    """No other module loads what can be code."""
    modules = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Import) and any(n.name in MODULES for n in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module in MODULES)
    }
    assert modules == {"cache/store.py"}


MODULES = {"pickle", "marshal", "shelve", "dill"}


def test_an_upgrade_makes_everything_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of any library that the package requires, PyYAML, Pagefind and the QR codes among them."""
    before = code_digest()
    names = [line for line in requires("briefsite") or () if "extra" not in line]
    assert {"pyyaml>=6", "pagefind-bin>=1.5", "zxing-cpp>=3"} <= set(names)
    for line in names:
        name = re.split(r"[^\w.-]", line)[0]
        version = store_module.version
        code_digest.cache_clear()
        monkeypatch.setattr(
            store_module, "version", lambda asked, n=name, v=version: v(asked) + "1" * (asked == n)
        )
        assert code_digest() != before, name
        monkeypatch.undo()
    code_digest.cache_clear()


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
