"""The documentation is held to the code."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from briefsite.verification.faults import KINDS
from sites import REPOSITORY, briefsite

PACKAGE = REPOSITORY / "generator/briefsite"


def test_fields_and_schemas_are_current(tmp_path: Path) -> None:
    """`briefsite schema` has nothing to change."""
    assert briefsite("schema", "--out", tmp_path, cwd=tmp_path).returncode == 0
    for path in tmp_path.rglob("*.*"):
        committed = REPOSITORY / "docs" / path.relative_to(tmp_path)
        assert committed.read_text("utf-8") == path.read_text("utf-8"), "run `briefsite schema`"


def test_the_lock_is_as_it_is_described(tmp_path: Path) -> None:
    """The pages for authors and for readers say the same of a line, and `publish` writes such lines."""
    folder = tmp_path / "site"
    shutil.copytree(REPOSITORY / "examples", folder)
    (folder / "briefs/published.lock").unlink()
    assert briefsite("publish", cwd=folder).returncode == 0
    reference = (REPOSITORY / "docs/reference.md").read_text("utf-8")
    data = (REPOSITORY / "docs/datos.md").read_text("utf-8")
    described = {
        "briefing": "`<before> briefing <id> <hash> <number of corrections>`",
        "entity": "`<before> entity <briefing> <id> <name>`",
        "source": "`<before> source <briefing> <id> <SHA-256>`",
        "publication": "`<before> publication <time> <root>`",
        "removed": "`<before> removed briefing <id>`",
    }
    for kind, line in described.items():
        assert line in reference
        assert f"| `<enlace> {kind} <" in data or f"| `<enlace> {kind} briefing <" in data
    lines = (folder / "briefs/published.lock").read_text("utf-8").splitlines()
    kinds = (
        r"briefing [a-z0-9-]+ [0-9a-f]{32} \d+|entity [a-z0-9-]+ [a-z0-9-]+ \S.*"
        r"|source [a-z0-9-]+ [a-z0-9-]+ [0-9a-f]{64}|publication \S{20} [0-9a-f]{64}"
    )
    assert all(re.fullmatch(f"[0-9a-f]{{32}} (?:{kinds})", line) for line in lines)
    assert len(lines) > 20


def test_every_kind_of_fault_is_described() -> None:
    """In the words of the code, and the code gives no other."""
    reference = (REPOSITORY / "docs/reference.md").read_text("utf-8")
    for kind, meaning in KINDS.items():
        assert f"| `{kind}` | {meaning} |\n" in reference
    code = "".join(
        path.read_text("utf-8") for path in (PACKAGE / "verification").glob("against_*.py")
    )
    given = set(re.findall(r'(?:Fault|fault)\(\s*"([a-z-]+)"', code))
    assert given
    assert given <= KINDS.keys()
