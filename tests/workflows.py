"""Steps of the workflows of this repository, run as GitHub runs them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import yaml

from sites import REPOSITORY


def run_step(
    workflow: str, number: int, folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a step of a workflow, counted through its jobs, of those that run a command, in a folder.

    What it gives to other steps comes in the file `output`; commands come from `bin/` first.
    """
    text = (REPOSITORY / f".github/workflows/{workflow}.yml").read_text("utf-8")
    jobs = yaml.safe_load(text)["jobs"].values()
    commands = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    return subprocess.run(
        ["bash", "-e", "-c", commands[number]],
        cwd=folder,
        env={
            "PATH": f"{folder}/bin:{os.environ['PATH']}",
            "GITHUB_STEP_SUMMARY": str(folder / "summary"),
            "GITHUB_OUTPUT": str(folder / "output"),
            "RUNNER_TEMP": str(folder / "temporary"),
            "LC_ALL": "C.UTF-8",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def gh_with(open_issue: str) -> str:
    """A `gh` that knows of one open issue, or of none, and writes what it is asked to the file `asked`."""
    return f'#!/bin/sh\necho "$@" >> asked\n[ "$2" = list ] && echo "{open_issue}"\nexit 0\n'


def write_commands(folder: Path, commands: dict[str, str]) -> None:
    """Write commands, by their path, that can be run."""
    for name, text in commands.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        path.chmod(0o755)
