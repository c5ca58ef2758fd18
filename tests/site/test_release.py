"""How a version is released: its notes, and packages that are the same whoever builds them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sites import REPOSITORY, write

CHANGELOG = """\
# Changelog

## Unreleased

- Later.

## [0.2.0] - 2027-01-05

### Added

- Second.

## 0.1.0 – 2026-12-01

First, as [described](https://example.org/).

- One.

## 0.1.0rc1

- Before.

## 0.0.1

### Added

## 0.0.0

[0.2.0]: https://example.org/0.2.0
"""


def script(name: str, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a script of ours as a workflow does."""
    return subprocess.run(
        [REPOSITORY / ".ci" / name, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("version", "notes"),
    [
        ("0.2.0", "### Added\n\n- Second.\n"),
        ("0.1.0", "First, as [described](https://example.org/).\n\n- One.\n"),
        ("0.1.0rc1", "- Before.\n"),
    ],
)
def test_the_notes_of_a_release_are_its_section_of_the_changelog(
    tmp_path: Path, version: str, notes: str
) -> None:
    """All of it, and nothing of the versions above and below."""
    done = notes_of(tmp_path, version, f"v{version}")
    assert (done.returncode, done.stdout, done.stderr) == (0, notes, "")


@pytest.mark.parametrize(
    ("version", "tag", "why"),
    [
        ("0.1.0", "v0.2.0", "The tag is v0.2.0, but the package is of version 0.1.0."),
        ("0.1.0", "0.1.0", "The tag is 0.1.0, but the package is of version 0.1.0."),
        ("0.3.0", "v0.3.0", "CHANGELOG.md has no section “## 0.3.0”."),
        ("0.1", "v0.1", "CHANGELOG.md has no section “## 0.1”."),
        ("0.0.1", "v0.0.1", "CHANGELOG.md says nothing of version 0.0.1."),
        ("0.0.0", "v0.0.0", "CHANGELOG.md says nothing of version 0.0.0."),
    ],
)
def test_there_is_no_release_of_which_nothing_is_said(
    tmp_path: Path, version: str, tag: str, why: str
) -> None:
    """Nor of a tag that is not that of the version."""
    done = notes_of(tmp_path, version, tag)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", why + "\n")


def notes_of(folder: Path, version: str, tag: str) -> subprocess.CompletedProcess[str]:
    """The notes of a tag, in a repository whose package has that version."""
    package = f'__version__ = "{version}"\n'
    write(folder, {"CHANGELOG.md": CHANGELOG, "generator/briefsite/__init__.py": package})
    return script("release-notes", tag, cwd=folder)


PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "small"
version = "1"
requires-python = ">=3.11"
dynamic = ["readme"]

[tool.hatch.build.targets.sdist]
include = ["/*.py"]

[tool.hatch.metadata.hooks.custom]
path = "said.py"
"""
SAID = """\
import {module}
from hatchling.metadata.plugin.interface import MetadataHookInterface

class Said(MetadataHookInterface):
    def update(self, metadata):
        metadata["readme"] = {{"content-type": "text/plain", "text": str({what})}}
"""


@pytest.mark.parametrize(
    ("what", "same"),
    [
        ("os.path.exists('untracked')", True),
        ("os.getcwd()", False),
        ("os.umask(0o22)", False),
        ("os.stat('pyproject.toml').st_mtime", False),
    ],
)
def test_a_version_that_cannot_be_built_again_is_not_released(
    tmp_path: Path, what: str, *, same: bool
) -> None:
    """What a build takes from its folder, rights or dates stops it; what is not committed is left out."""
    said = SAID.format(module=what.partition(".")[0], what=what)
    project = write(
        tmp_path / "project", {"pyproject.toml": PROJECT, "said.py": said, "small.py": "1\n"}
    )
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "a"]):
        subprocess.run([*git, *command], cwd=project, check=True)
    (project / "untracked").touch()
    done = script("build-release", tmp_path / "dist", cwd=project)
    built = sorted(path.name for path in (tmp_path / "dist").iterdir())
    assert (done.returncode == 0, built) == (
        (True, ["small-1-py3-none-any.whl", "small-1.tar.gz"]) if same else (False, [])
    ), done.stderr
    assert [line.split()[-1] for line in done.stdout.splitlines()] == built
