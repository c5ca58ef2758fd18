"""What checks and publishes a site at its host: the steps of our action and of GitLab, run in a shell."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefsite.authoring.starters import site_files
from headers import as_cloudflare, as_netlify, rules_in
from sites import REPOSITORY, briefsite, write

ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
WRONG = """\
title: "<script>alert(1)</script> **no**"
date: 2026-05-01
summary: Se abre la biblioteca.
"::error::x": |-
  a
  ::error::y
"\\n::add-mask::biblioteca": 1
"""
"""A briefing whose fields would be commands of the log."""


def new_site(folder: Path, host: str) -> Path:
    """What `init` writes, with what is installed here in the place of what `make` would install."""
    site = write(folder / "site", dict(site_files("es", host)))
    (site / ".venv").mkdir()
    (site / ".venv/bin").symlink_to(Path(sys.executable).parent)
    (site / ".venv/.site").touch()
    return site


def run_in_bash(
    site: Path, scripts: Iterable[tuple[str, Mapping[str, str]]]
) -> subprocess.CompletedProcess[str]:
    """Run scripts one after the other, each with variables of its own, until one fails; all they say."""
    said = ""
    for script, variables in scripts:
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=site,
            env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(site.parent), **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        said += done.stdout
        if done.returncode:
            break
    return subprocess.CompletedProcess([], done.returncode, said)


def run_action(site: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the steps of the action as GitHub does; what it asks other actions for is left out."""
    given = {name: about["default"] for name, about in ACTION["inputs"].items()} | inputs
    files = ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")
    variables = {name: str(site.parent / name) for name in files}
    for path in variables.values():
        Path(path).touch()

    def value(written: str) -> str:
        return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: given[found[1]], written)

    steps = [step for step in ACTION["runs"]["steps"] if "run" in step]
    return run_in_bash(
        site,
        [
            (
                step["run"],
                {
                    **variables,
                    "RUNNER_TEMP": str(site.parent),
                    **{name: value(written) for name, written in step.get("env", {}).items()},
                },
            )
            for step in steps
        ],
    )


def test_the_action_checks_and_builds_a_site(tmp_path: Path) -> None:
    """It counts what it read, says where the site is, and keeps what it made outside the checkout."""
    site = new_site(tmp_path, "github")
    with (site / "mkdocs.yml").open("a") as settings:
        settings.write("site_dir: elsewhere\n")
    done = run_action(site)
    assert done.returncode == 0, done.stdout
    summary = (tmp_path / "GITHUB_STEP_SUMMARY").read_text("utf-8")
    assert "\n0 errors, 0 warnings in 4 files\n" in summary
    assert (tmp_path / "GITHUB_OUTPUT").read_text("utf-8") == f"site={site}/site\n"
    assert (site / "site/informes/ejemplo-biblioteca/index.html").exists()
    assert (tmp_path / ".cache/briefsite/store.sqlite").exists()


def test_the_action_says_what_is_wrong_and_builds_nothing(tmp_path: Path) -> None:
    """What authors wrote is shown as typed: neither the log nor the summary obeys it."""
    site = new_site(tmp_path, "github")
    write(site, {"briefs/malo.yml": WRONG})
    done = run_action(site)
    assert done.returncode == 1
    assert not (site / "site").exists()
    summary = (tmp_path / "GITHUB_STEP_SUMMARY").read_text("utf-8")
    heading, blank, counts, blank_too, *findings = summary.splitlines()
    assert (heading, blank, blank_too) == ("**`briefsite check`**", "", "")
    assert re.fullmatch(r"[1-9] errors, 0 warnings in 5 files", counts)
    assert all(line.startswith("    ") for line in findings)
    assert "briefs/malo.yml" in summary
    assert "::error::x" in summary
    # What the log would obey: all that stands outside the two lines that stop it.
    stop = re.search(r"^::stop-commands::(stop-\d+)$", done.stdout, re.MULTILINE)
    assert stop
    before, shown, obeyed = re.split(
        rf"^::(?:stop-commands::)?{stop[1]}(?:::)?\n", done.stdout, flags=re.MULTILINE
    )
    assert "::error::x" in shown
    assert "::" not in before
    commands = obeyed.splitlines()
    assert len(commands) == 2
    assert all(line.startswith("::error file=briefs/malo.yml,line=") for line in commands)


def test_the_summary_of_an_action_has_an_end(tmp_path: Path) -> None:
    """However much is wrong, it is at most 300 lines of 801 characters: GitHub takes a megabyte."""
    site = new_site(tmp_path, "github")
    write(site, {f"briefs/m{n}.yml": f"{'x' * 900}{n}: 1\n" for n in range(30)})
    assert run_action(site).returncode == 1
    summary = (tmp_path / "GITHUB_STEP_SUMMARY").read_text("utf-8")
    lines = summary.splitlines()
    assert len(lines) == 304
    assert max(map(len, lines)) == 805
    assert re.search(r"^\d{3,} errors, \d+ warnings in \d+ files$", summary, re.MULTILINE)


def test_the_action_says_why_it_could_not_check(tmp_path: Path) -> None:
    """Misuse is no finding: it is told in the log and in the summary, and nothing is built."""
    done = run_action(
        site := new_site(tmp_path, "github"), **{"config-file": "no.yml", "install": "true"}
    )
    assert done.returncode == 2
    assert "no.yml" in done.stdout
    assert "no.yml" in (tmp_path / "GITHUB_STEP_SUMMARY").read_text("utf-8")
    assert not (site / "site").exists()


def new_gitlab_site(folder: Path) -> tuple[Path, Any]:
    """A new site in a repository, and what GitLab is to do with it."""
    site = new_site(folder, "gitlab")
    subprocess.run(["git", "init", "-q"], cwd=site, check=True)
    return site, yaml.safe_load((site / ".gitlab-ci.yml").read_text("utf-8"))


def run_job(site: Path, jobs: Any, name: str) -> subprocess.CompletedProcess[str]:
    """Run a job as GitLab does: all lines in one shell, lists within lists one after the other."""
    lines = [
        line
        for part in jobs[name]["script"]
        for line in (part if isinstance(part, list) else [part])
    ]
    aside = {"BRIEFSITE_CACHE": str(site.parent / "aside")}
    return run_in_bash(site, [("\n".join(lines), {**jobs["variables"], **aside})])


def test_gitlab_publishes_what_is_right(tmp_path: Path) -> None:
    """Its job checks and builds into `public`, compressed as well, and hands what it made to the next run."""
    site, jobs = new_gitlab_site(tmp_path)
    write(site, {".cache/briefsite/of-an-earlier-run": ""})
    done = run_job(site, jobs, "pages")
    assert done.returncode == 0, done.stdout
    page = site / "public/informes/ejemplo-biblioteca/index.html"
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()
    kept = {path.name for path in (site / ".cache/briefsite").iterdir()}
    assert {"store.sqlite", "of-an-earlier-run"} <= kept


@pytest.mark.parametrize("wrong", ["briefs/malo.yml", ".cache/briefsite/store.sqlite"])
def test_gitlab_stops_where_something_is_wrong(wrong: str, tmp_path: Path) -> None:
    """A wrong briefing, or a commit that brings what only earlier runs may have made."""
    site, jobs = new_gitlab_site(tmp_path)
    write(site, {wrong: WRONG})
    subprocess.run(["git", "add", "-f", "."], cwd=site, check=True)
    done = run_job(site, jobs, "check")
    assert done.returncode == 1
    assert ("briefs/malo.yml" in done.stdout) == (wrong == "briefs/malo.yml")
    assert not (site / "site").exists()


def test_the_hook_for_others_runs_where_a_briefing_is_committed(tmp_path: Path) -> None:
    """pre-commit needs these four keys, and calls one of our programs; other files do not concern it."""
    (hook,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {"id", "name", "entry", "language"} <= {*hook}
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    site = new_site(tmp_path, "github")
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    assert {name for name in names if re.search(hook["files"], name)} == {
        "briefs/ejemplo-biblioteca.yml",
        "briefs/entities/ejemplo-ayuntamiento.yml",
        "briefs/entities/ejemplo-elena-prado.yml",
        "briefs/sources/ejemplo-nota-biblioteca.txt",
        "briefs/sources/ejemplo-nota-biblioteca.yml",
        "mkdocs.yml",
    }
    assert re.search(hook["files"], "archive/briefs/2026/a.yml")  # a site in a folder
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        programs = tomllib.load(file)["project"]["scripts"]
    program, *arguments = hook["entry"].split()
    assert programs[program] == "briefsite.cli.main:main"
    assert briefsite(*arguments, cwd=site).returncode == 0
    write(site, {"briefs/malo.yml": WRONG})
    assert briefsite(*arguments, cwd=site).returncode == 1


HEADERS = (REPOSITORY / "docs/_headers").read_text("utf-8")


@pytest.mark.parametrize("headers", [as_cloudflare, as_netlify])
def test_a_host_is_told_what_others_may_frame_and_what_never_changes(
    headers: Callable[[str, str], dict[str, str]], demo: Path
) -> None:
    """Cards alone may be framed; what is kept for a year has a digest of its content in its name."""
    framed, kept = set(), set()
    for file in demo.rglob("*"):
        path = f"/{file.relative_to(demo).as_posix()}".replace("index.html", "")
        sent = headers(HEADERS, path)
        assert sent["X-Content-Type-Options"] == "nosniff"
        if sent["Content-Security-Policy"] != "frame-ancestors 'none'":
            assert sent["Content-Security-Policy"] == "frame-ancestors *"
            framed.add(path)
        if "Cache-Control" in sent:
            assert sent["Cache-Control"] == "public, max-age=31536000, immutable"
            kept.add(path)
    embeds = {f"/{file.parent.relative_to(demo).as_posix()}/" for file in demo.rglob("oembed.json")}
    assert framed == embeds
    assert all(re.search(r"[._][0-9a-f]{7,}\.", path) for path in kept)
    for used in ("main", "bundle", "pf_fragment", "pf_index", "pf_meta"):
        assert any(used in path for path in kept)


def test_the_rules_of_headers_are_such_as_hosts_take() -> None:
    """Cloudflare takes one `*` in a path, and both take a header by its name and value."""
    rules = [*rules_in(HEADERS)]
    assert len(rules) == 7
    for rule in rules:
        assert rule.path.count("*") == 1
        assert all(
            re.fullmatch(r"[A-Z][A-Za-z-]+: .+|! [A-Z][A-Za-z-]+", line) for line in rule.lines
        )


@pytest.mark.parametrize("server", ["nginx", "apache"])
def test_a_server_of_ones_own_sends_the_same_headers(server: str) -> None:
    """The settings in the documentation have each header and each value of `_headers`."""
    page = (REPOSITORY / "docs/hosting.md").read_text("utf-8")
    block = re.search(rf"^```{server}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert block
    for rule in rules_in(HEADERS):
        for name, _, value in (line.partition(": ") for line in rule.lines):
            if value and value != "frame-ancestors *":  # where there is no policy, all may frame
                assert name in block[1]
                assert value in block[1]
