"""`mkdocs.yml` says the same to the commands that run without MkDocs as to MkDocs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefsite.archive.settings import SettingsError, read_settings
from sites import BRIEFING, briefsite, write


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"mkdocs.yml": "INHERIT: base.yml\n"},
            "there is no base.yml, which mkdocs.yml inherits: mend its `INHERIT`",
        ),
        ({"mkdocs.yml": "INHERIT: mkdocs.yml\n"}, "mkdocs.yml inherits mkdocs.yml, which inherits"),
        (
            {"mkdocs.yml": "INHERIT: a/b.yml\n", "a/b.yml": "INHERIT: ../mkdocs.yml\n"},
            "a/b.yml inherits mkdocs.yml, which inherits it: mend one `INHERIT`",
        ),
        ({"mkdocs.yml": "INHERIT: a.yml\n", "a.yml": "x: ["}, "a.yml cannot be read: "),
        ({"mkdocs.yml": "INHERIT: a.yml\n", "a.yml": b"x: \xff"}, "a.yml cannot be read: "),
        ({"mkdocs.yml": "INHERIT: a.yml\n", "a.yml": "- x\n"}, "a.yml holds no settings"),
        ({"mkdocs.yml": "INHERIT: docs\n"}, "docs cannot be read: "),
        ({"mkdocs.yml": "INHERIT: [a.yml]\n"}, "mkdocs.yml: `INHERIT` must be the name of a file"),
        ({"mkdocs.yml": "INHERIT:\n"}, "mkdocs.yml: `INHERIT` must be the name of a file"),
        ({"mkdocs.yml": "site_name: !ENV {a: b}\n"}, "mkdocs.yml cannot be read: "),
        ({"mkdocs.yml": "x: 2024-13-45\n"}, "mkdocs.yml cannot be read: "),
        ({"mkdocs.yml": ""}, "mkdocs.yml holds no settings"),
    ],
)
def test_what_cannot_be_read_is_told(
    files: dict[str, str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the file to mend, and exit code 2."""
    site = write(tmp_path, {"docs/index.md": "x\n", "briefs/a.yml": BRIEFING, **files})
    done = briefsite("check", cwd=site)
    assert (done.returncode, message in done.stdout) == (2, True), done.stdout
    assert "Traceback" not in done.stdout
    monkeypatch.chdir(site)
    with pytest.raises(SettingsError) as told:
        read_settings(Path("mkdocs.yml"))
    assert message in str(told.value)


def test_commands_judge_the_site_that_is_built(tmp_path: Path) -> None:
    """What a parent asks for, and what the environment does, holds for `check` as well."""
    site = write(
        tmp_path,
        {
            "base.yml": "plugins: {briefsite: {briefs_dir: notas, require_evidence: !ENV STRICT}}\n",
            "mkdocs.yml": "INHERIT: base.yml\nsite_name: Sitio\n",
            "docs/index.md": "x\n",
            "notas/a.yml": f"{BRIEFING}key_points: [{{text: t}}]\n",
        },
    )
    os.environ.pop("STRICT", None)
    assert briefsite("check", cwd=site).returncode == 0
    os.environ["STRICT"] = "true"
    try:
        assert "missing-evidence" in briefsite("check", cwd=site).stdout
    finally:
        del os.environ["STRICT"]


@pytest.mark.parametrize("name", ["mkdocs.yml", "properdocs.yml"])
def test_commands_work_from_any_folder_of_a_site(name: str, tmp_path: Path) -> None:
    """The nearest settings hold, here or above; files are named as one would type them there."""
    site = write(
        tmp_path,
        {
            name: "site_name: Sitio\nplugins: [briefsite]\n",
            "docs/index.md": "x\n",
            "briefs/a.yml": f"{BRIEFING}x: 1\n",
        },
    )
    below = site / "briefs/entities"
    below.mkdir()
    for folder, shown in (
        (site, "briefs/a.yml:4:1"),
        (site / "briefs", "a.yml:4:1"),
        (below, "../a.yml:4:1"),
    ):
        done = briefsite("check", cwd=folder)
        assert (done.returncode, f"--> {shown}\n" in done.stdout) == (1, True), done.stdout
    assert briefsite("new", "Otro", cwd=below).stdout == "wrote ../otro.yml\n"
    assert briefsite("check", "otro.yml", cwd=site / "briefs").returncode == 0
    briefsite("schema", cwd=below)
    assert (site / "docs/schema/briefing.json").is_file()


def test_where_there_is_no_site_a_command_says_so(tmp_path: Path) -> None:
    """And is misuse."""
    done = briefsite("check", cwd=tmp_path)
    assert (done.returncode, "there is no mkdocs.yml: run this in your" in done.stdout) == (2, True)
