"""The documentation is held to the code."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from sites import REPOSITORY, briefsite


def test_fields_and_schemas_are_current(tmp_path: Path) -> None:
    """`briefsite schema` has nothing to change."""
    assert briefsite("schema", "--out", tmp_path, cwd=tmp_path).returncode == 0
    for path in tmp_path.rglob("*.*"):
        committed = REPOSITORY / "docs" / path.relative_to(tmp_path)
        assert committed.read_text("utf-8") == path.read_text("utf-8"), "run `briefsite schema`"


def test_the_lock_is_as_it_is_described(tmp_path: Path) -> None:
    """Both pages say the same of a line, and `publish` writes such lines."""
    folder = tmp_path / "site"
    shutil.copytree(REPOSITORY / "examples", folder)
    assert briefsite("publish", cwd=folder).returncode == 0
    development = (REPOSITORY / "docs/development.md").read_text("utf-8")
    reference = (REPOSITORY / "docs/reference.md").read_text("utf-8")
    assert "`<id> <hash> <number of corrections>`" in development
    assert "id, a hash of its content, and how many corrections it had" in " ".join(
        reference.split()
    )
    lines = (folder / "briefs/published.lock").read_text("utf-8").splitlines()
    for described in ("`<id> entity <id> <name>`", "`<id> source <id> <SHA-256>`"):
        assert described in development
    kinds = r"[0-9a-f]{32} \d+|entity [a-z0-9-]+ \S.*|source [a-z0-9-]+ [0-9a-f]{64}"
    assert all(re.fullmatch(f"[a-z0-9-]+ (?:{kinds})", line) for line in lines)
    assert len(lines) > 20
