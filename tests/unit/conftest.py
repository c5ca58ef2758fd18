"""Unit tests run while one thinks: in one process, without a network."""

from __future__ import annotations

import multiprocessing.process
import socket
import subprocess
from typing import Any, NoReturn

import pytest


@pytest.fixture(autouse=True)
def _nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that starts a process or opens a socket belongs in `tests/site`."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        pytest.fail("unit tests start no process and open no socket: move this to tests/site")

    monkeypatch.setenv("BRIEFSITE_WORKERS", "1")
    monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", refuse)
    monkeypatch.setattr(socket.socket, "__init__", refuse)
