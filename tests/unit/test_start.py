"""A newcomer's first hour: a site, a draft, a page; no file edited by hand."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from briefsite.authoring.starters import HOSTS, site_files
from sites import REPOSITORY


@pytest.mark.parametrize(
    "name",
    [
        ".github/workflows/recheck.yml",
        ".vscode/extensions.json",
        ".vscode/settings.json",
        ".editorconfig",
        ".gitattributes",
        "docs/_headers",
        "docs/schema/briefing.json",
        "docs/schema/briefing-translation.json",
        "docs/schema/entity.json",
        "docs/schema/entity-translation.json",
        "docs/schema/source.json",
    ],
)
@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_new_site_has_the_repositorys_own_files(name: str, lang: str) -> None:
    """The same workflow and settings, so that what is mended here is mended there."""
    assert dict(site_files(lang, "github"))[name] == (REPOSITORY / name).read_bytes()


def test_a_new_site_has_our_action() -> None:
    """It keeps a copy of its own, so that its workflow, which is ours, asks no other repository for it."""
    files = dict(site_files("es", "github"))
    action, pages = ".github/actions/briefsite/action.yml", ".github/workflows/pages.yml"
    assert files[action] == (REPOSITORY / "action.yml").read_bytes()
    ours = (REPOSITORY / pages).read_bytes()
    assert ours.count(b"uses: ./\n") == 1
    assert files[pages] == ours.replace(b"uses: ./\n", b"uses: ./.github/actions/briefsite\n")


def test_what_attests_a_site_runs_nothing_of_the_repository() -> None:
    """The job that speaks for the repository has no other right, and is given one file."""
    text = dict(site_files("es", "github"))[".github/workflows/pages.yml"].decode()
    jobs = yaml.safe_load(text)["jobs"]
    job = jobs["attest"]
    assert job["permissions"] == {"id-token": "write", "attestations": "write"}
    assert [name for name in jobs if "attestations" in jobs[name]["permissions"]] == ["attest"]
    used = [step["uses"].partition("@")[0] for step in job["steps"]]
    assert used == ["actions/download-artifact", "actions/attest-build-provenance"]
    assert job["steps"][1]["with"] == {"subject-path": "manifest.json"}
    release = (REPOSITORY / ".github/workflows/release.yml").read_text("utf-8")
    assert job["steps"][1]["uses"] in release  # the same commit of it


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_new_site_has_the_files_of_its_host_alone(lang: str) -> None:
    """And its README names them."""
    github, gitlab = (dict(site_files(lang, host)) for host in ("github", "gitlab"))
    assert {name for name in github if name not in gitlab} == {
        ".github/actions/briefsite/action.yml",
        ".github/workflows/pages.yml",
        ".github/workflows/recheck.yml",
    }
    assert [name for name in gitlab if name not in github] == [".gitlab-ci.yml"]
    assert {name for name in github if gitlab.get(name, github[name]) != github[name]} == {
        "README.md"
    }
    for files, named in ((github, b"`.github/workflows/pages.yml`"), (gitlab, b"`.gitlab-ci.yml`")):
        assert named in files["README.md"]


@pytest.mark.parametrize("host", HOSTS)
def test_both_languages_have_the_same_site(host: str) -> None:
    """Settings differ in words and addresses alone."""
    spanish, english = (dict(site_files(lang, host)) for lang in ("es", "en"))
    shape = [
        [
            line.split(":")[0].split("#")[0].rstrip()
            for line in files["mkdocs.yml"].decode().splitlines()
        ]
        for files in (spanish, english)
    ]
    keys = [[line for line in lines if not line.startswith("  - ")] for lines in shape]
    assert keys[0] == keys[1]
    assert len(spanish) == len(english)


PINNED = r"@[0-9a-f]{40}$|^\./"
"""An action by its hash, or one of the checkout."""


def test_our_action_runs_what_is_pinned_and_puts_no_value_into_a_shell() -> None:
    """What it is given reaches a shell in variables alone."""
    for step in yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert re.search(PINNED, step.get("uses", "./"))
        assert ("run" in step) == (step.get("shell") == "bash")


WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_little_and_runs_what_is_pinned(path: Path) -> None:
    """Rights job by job, actions by their hash, no token in the checkout, no value in a line of a shell."""
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"]
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert re.search(PINNED, step.get("uses", "./"))
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_a_new_site_has_the_versions_that_were_tested_together() -> None:
    """`make lock` writes them with our own lock; they are those of all extras."""
    pins = dict(site_files("es", "github"))["constraints.txt"].decode().splitlines()
    locked = (REPOSITORY / "requirements-test.txt").read_text("utf-8").replace(" \\\n", "\n")
    assert [pin for pin in pins if f"\n{pin}\n" not in f"\n{locked}"] == []
    names = {pin.partition("==")[0] for pin in pins}
    assert names >= {"mkdocs", "mkdocs-material", "trafilatura", "resvg-py", "weasyprint"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_calls_what_is_there(path: Path) -> None:
    """Scripts that can be run, and targets of the Makefile."""
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([^\s:#]+):(?!=)", makefile, re.MULTILINE)
    for command in commands(path):
        for script in re.findall(r"(?<!\S)\.ci/\S+", command):
            assert os.access(REPOSITORY / script, os.X_OK), script
        for target in re.findall(r"^make (\S+)", command, re.MULTILINE):
            assert target.replace(".venv", "$(VENV)") in targets


def commands(path: Path) -> list[str]:
    """What a workflow runs in a shell."""
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    return [step["run"] for job in jobs for step in job["steps"] if "run" in step]


def test_what_may_publish_runs_nothing_of_the_repository() -> None:
    """Of the jobs of a release, one may speak for us on the index, another write a release; neither has our code."""
    jobs = yaml.safe_load((REPOSITORY / ".github/workflows/release.yml").read_text("utf-8"))["jobs"]
    trusted = {name for name, job in jobs.items() if job["permissions"] != {"contents": "read"}}
    assert trusted == {"publish", "release"}
    assert jobs["publish"]["environment"] == "index"
    for name in trusted:
        used = [step.get("uses", "").partition("@")[0] for step in jobs[name]["steps"]]
        assert "actions/checkout" not in used
    assert all("run" not in step for step in jobs["publish"]["steps"])


def test_a_release_is_tested_before_it_is_published() -> None:
    """Built, then tested with each Python of the package, then published, then announced."""
    jobs = yaml.safe_load((REPOSITORY / ".github/workflows/release.yml").read_text("utf-8"))["jobs"]
    assert {name: job.get("needs") for name, job in jobs.items()} == {
        "build": None,
        "test": "build",
        "publish": "test",
        "release": "publish",
    }
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert jobs["test"]["strategy"]["matrix"]["python"] == named
    assert project["requires-python"] == f">={named[0]}"


def test_zensical_builds_a_new_site_as_it_builds_ours() -> None:
    """The recipe of `make site ENGINE=zensical` is the same."""
    recipe = re.compile(r"ifeq \(\$\(ENGINE\),zensical\)\nsite: .*\n((?:\t.*\n)+)else\n")
    ours = recipe.findall((REPOSITORY / "Makefile").read_text("utf-8"))
    assert len(ours) == 1
    assert recipe.findall(dict(site_files("es", "github"))["Makefile"].decode()) == ours
