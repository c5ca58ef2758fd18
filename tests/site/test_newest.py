"""The workflow that tries the newest of everything: one issue while something fails, none after."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflows import gh_with, run_step, write_commands

TITLE = "The newest release of something breaks sites"
REPORT = "== Unit tests\n::error::x\n  ```\n</code> @everyone `x` ünd\n"


@pytest.mark.parametrize(
    ("status", "open_issue", "asked"),
    [
        (0, "", []),
        (0, "7", ["issue close 7 --comment The newest of everything works again."]),
        (1, "", [f"issue create --title {TITLE} --label newest --body-file issue.md"]),
        (1, "7", ["issue edit 7 --body-file issue.md"]),
    ],
)
def test_the_workflow_keeps_an_issue_while_something_fails(
    tmp_path: Path, status: int, open_issue: str, asked: list[str]
) -> None:
    """Its steps, in a shell, with a report that tries to be a command, markup or a mention."""
    write_commands(
        tmp_path,
        {
            ".ci/install-pango": "#!/bin/sh\necho ::error::x\n",
            ".ci/newest": f"#!/bin/sh\ncat report\nexit {status}\n",
            "bin/gh": gh_with(open_issue),
        },
    )
    (tmp_path / "report").write_text(REPORT * 1500, "utf-8")
    tried = run_step("newest", 0, tmp_path)
    assert (tmp_path / "output").read_text("utf-8") == f"status={status}\n"
    kept = run_step("newest", 1, tmp_path, STATUS=str(status))
    assert [tried.returncode, kept.returncode] == [0, 0]
    assert tried.stdout + tried.stderr + kept.stdout + kept.stderr == ""
    first, blank, *lines = (tmp_path / "issue.md").read_text("utf-8").splitlines()
    assert (first, blank) == ("`.ci/newest` says:", "")
    assert all(line.startswith("    ") for line in lines) and len(lines) > 1000
    assert (tmp_path / "issue.md").stat().st_size <= 60_000 < len(REPORT) * 1500
    assert (tmp_path / "asked").read_text("utf-8").splitlines()[2:] == asked
