"""What was made before is kept where no checkout can put a file, and is never code from elsewhere."""

from __future__ import annotations

import ast
import os
import re
import shutil
import sqlite3
from functools import partial
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from briefsite.cache import installed
from briefsite.cache.location import CachePlaceError, fetched_path, store_path
from briefsite.cache.store import Store, code_digest, digest
from sites import REPOSITORY

PACKAGE = REPOSITORY / "generator/briefsite"


def test_a_runner_says_where_the_store_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that it keeps; elsewhere each site has its own, by its path."""
    monkeypatch.setenv("BRIEFSITE_CACHE", str(tmp_path / "kept"))
    assert store_path(tmp_path / "site") == tmp_path / "kept/store.sqlite"
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BRIEFSITE_CACHE", "~/kept")
    assert store_path(tmp_path / "site") == tmp_path / "home/kept/store.sqlite"
    monkeypatch.delenv("BRIEFSITE_CACHE")
    one, other = store_path(tmp_path / "a/site"), store_path(tmp_path / "b/site")
    assert one != other
    assert not one.is_relative_to(tmp_path / "a")


def test_what_was_fetched_of_a_published_site_has_a_folder_by_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the stores; what an address holds is in no name."""
    monkeypatch.setenv("BRIEFSITE_CACHE", str(tmp_path / "kept"))
    one, other = (
        fetched_path("https://example.org/../a"),
        fetched_path("https://example.org/\udcff"),
    )
    assert one != other
    assert {one.parent, other.parent} == {tmp_path / "kept/fetched"}


def test_a_link_to_a_folder_in_the_checkout_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the folder that counts, not its name."""
    (tmp_path / "site/kept").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "site/kept")
    monkeypatch.setenv("BRIEFSITE_CACHE", str(tmp_path / "link"))
    with pytest.raises(CachePlaceError):
        store_path(tmp_path / "site")


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


def test_a_worker_reads_a_store_whatever_its_folder_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the name looks as an address is written, as on servers that build branches; it writes nothing there."""
    store = Store(tmp_path / "a%2Fb#c?d/store.sqlite")
    store.put("key", 1)
    store.save()
    monkeypatch.setattr(os, "getpid", lambda: -1)  # as in a process that was forked
    assert store.get("key") == 1
    store.put("key", 2)
    store.save()
    monkeypatch.undo()
    assert Store(tmp_path / "a%2Fb#c?d/store.sqlite").get("key") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a%2Fb#c?d"]


def test_a_store_that_cannot_be_read_any_more_is_as_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To delete it is safe at any time, in the middle of a build too."""
    store = Store(tmp_path / "cache/store.sqlite")
    store.put("key", 1)
    store.save()
    shutil.rmtree(tmp_path / "cache")
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert store.get("key") is None


def test_what_a_full_disk_refuses_is_tried_again_when_much_has_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for each value: that would take as long as writing all that waits."""
    tried: list[str] = []

    class Full(sqlite3.Connection):
        def executemany(self, sql: str, parameters: Any) -> sqlite3.Cursor:
            tried.append(sql)
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Full))
    store = Store(tmp_path / "store.sqlite")
    for number in range(20):
        store.put_packed(str(number), bytes(5_000_000))
    assert len(tried) == 1
    assert store.get("19") is None


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
    lines = [line for line in requires("briefsite") or () if "extra" not in line]
    names = [re.split(r"[^\w.-]", line)[0] for line in lines]
    assert {"pyyaml", "pagefind-bin", "zxing-cpp"} <= set(names)
    for name in names:
        version = installed.version
        code_digest.cache_clear()
        monkeypatch.setattr(
            installed, "version", lambda asked, n=name, v=version: v(asked) + "1" * (asked == n)
        )
        assert code_digest() != before, name
        monkeypatch.undo()
    code_digest.cache_clear()


def test_a_digest_stands_for_each_part_and_where_it_ends() -> None:
    """Of texts it is the same whatever their class, and however they came to be."""
    assert digest("puerto", "b") == digest(b"puerto".decode(), "b") == digest(Markup("puerto"), "b")
    apart = [
        ("ab", ""),
        ("a", "b"),
        ("", "ab"),
        ("ab",),
        (b"ab",),
        ("á",),
        ("á".encode(),),
        ("\ud800",),
    ]
    assert len({digest(*parts) for parts in apart}) == len(apart)
