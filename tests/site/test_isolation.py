"""A document of a stranger is read in a process of its own, with a limit on all it can take."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefsite.authoring.documents import isolation
from briefsite.authoring.documents.document import DocumentError
from briefsite.cache import limited


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("bytearray(2 << 30)", "MemoryError"),
        ("__import__('socket').socket()", "PermissionError: socket.__new__"),
        ("__import__('os').system('true')", "PermissionError: os.system"),
        ("__import__('subprocess').run(['true'])", "PermissionError: subprocess.Popen"),
        ("open('written', 'w').write('x' * 9999)", "File too large"),
        ("__import__('os').remove('written')", "PermissionError: os.remove"),
    ],
)
def test_a_reader_cannot_take_more_than_it_needs(code: str, error: str, tmp_path: Path) -> None:
    """No network, no programs, no files, and a limit on memory."""
    script = f"from {limited.__name__} import take_limits; take_limits(); {code}"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode
    assert error in done.stderr


@pytest.mark.parametrize(
    ("reader", "message"),
    [
        ("kill -9 $$", "or breaks it"),
        ("exit 1", "or breaks it"),
        ("echo nonsense", "or breaks it"),
        ("echo '[]'", "or breaks it"),
        ('echo \'{"blocks": "x", "warnings": []}\'', "or breaks it"),
        ("sleep 60", "or breaks it"),
        ("head -c 17000000 /dev/zero", "its text has more than 16 MB"),
        ('echo \'{"refused": ["why: {it}", {"it": "so"}]}\'', "why: so"),
    ],
)
def test_a_reader_that_fails_is_a_finding(
    reader: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed, hung, talkative or taken over: the author is told, and nothing is archived."""
    program = tmp_path / "reader"
    program.write_text(f"#!/bin/sh\n{reader}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(limited.sys, "executable", str(program))
    monkeypatch.setattr(limited, "_WALL_SECONDS", 0.5)
    with pytest.raises(DocumentError, match=message):
        isolation.at_arms_length(b"x", "pdf")
