"""Each test is in the folder of what it needs, so that the quick ones stay quick."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from sites import REPOSITORY

TESTS = REPOSITORY / "tests"


@pytest.mark.parametrize(
    "reach",
    [
        lambda: subprocess.run([sys.executable, "--version"], check=False),
        lambda: get_context("fork").Process(target=print).start(),
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: socket.create_server(("127.0.0.1", 0)),
    ],
    ids=["a program", "a worker", "a connection", "a server"],
)
def test_a_unit_test_reaches_nothing_outside(reach: Callable[[], object]) -> None:
    """It fails, whatever it would have found there."""
    with pytest.raises(pytest.fail.Exception, match="move this to tests/site"):
        reach()


def imported(path: Path) -> set[str]:
    """The top modules that a file imports, wherever in it."""
    nodes = [*ast.walk(ast.parse(path.read_text("utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names}


def test_only_tests_in_the_folder_of_the_browser_import_it() -> None:
    """Neither those that build sites nor what all tests share; what made the documents is no test."""
    apart = [*(TESTS / "browser").rglob("*.py"), *(TESTS / "documents").rglob("*.py")]
    files = {*TESTS.rglob("*.py")} - {
        *apart,
        TESTS / "browser.py",
        TESTS / "looks.py",
        TESTS / "writing.py",
    }
    known = {"playwright", "axe_playwright_python", "browser", "looks", "writing"}
    assert {path.name: found for path in files if (found := imported(path) & known)} == {}


def test_every_test_is_in_a_folder() -> None:
    """One beside them would be run by `make test` alone."""
    found = {path.parent.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")}
    assert found == {"unit", "site", "browser"}
