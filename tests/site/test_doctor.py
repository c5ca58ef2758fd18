"""`briefsite doctor` on one screen: in a new site, in one with problems, and where there is none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sites import BRIEFING, briefsite, make_site, run, write

DAY = "1795953600"  # 29 November 2026


def doctor(site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run("briefsite", "doctor", *options, cwd=site, SOURCE_DATE_EPOCH=DAY)


@pytest.fixture(scope="module")
def well(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site with its own address, and versions that are fixed."""
    site = tmp_path_factory.mktemp("well") / "site"
    assert briefsite("init", site, "--lang", "en", cwd=site.parent).returncode == 0
    config = (site / "mkdocs.yml").read_text("utf-8")
    address = config.replace("https://example.org/", "https://informes.example.edu/", 1)
    requirements = "briefsite[sources]==0.1.0\nmkdocs-material==9.8.2\n"
    return write(site, {"mkdocs.yml": address, "requirements.txt": requirements})


@pytest.mark.parametrize(
    ("lang", "headings", "last"),
    [
        ("en", ["Installed", "Extras", "Up to date?", "Will it last?"], "nothing to do"),
        ("es", ["Instalado", "Extras", "¿Al día?", "¿Durará?"], "nada que hacer"),
    ],
)
def test_a_site_that_is_well_takes_one_screen(
    lang: str, headings: list[str], last: str, well: Path
) -> None:
    """In the author's language, and there is nothing to do."""
    done = doctor(well, "--lang", lang)
    lines = done.stdout.splitlines()
    assert (done.returncode, lines[-1]) == (0, last), done.stdout
    assert [line for line in lines[:-1] if not line.startswith(" ")] == headings
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 100
    assert not {"to do", "falta"} & {line[2:9].strip() for line in lines}


def test_each_problem_is_told_with_what_to_do(tmp_path: Path) -> None:
    """And the exit code is 1."""
    site = make_site(
        tmp_path,
        {
            "briefs/puerto.yml": BRIEFING,
            "docs/schema/briefing.json": "{}",
            "requirements.txt": "briefsite\n",
            "hook.py": "",
        },
    )
    config = (site / "mkdocs.yml").read_text("utf-8")
    write(site, {"mkdocs.yml": f"{config}hooks: [hook.py]\n"})
    done = doctor(site)
    assert done.returncode == 1
    assert done.stdout.partition("Up to date?\n")[2].splitlines()[1:] == [
        "  to do  docs/schema is of another version: editors know other fields",
        "         = briefsite schema --out docs",
        "Will it last?",
        "  note   the theme is Material, maintained until 5 May 2027 (157 days); fixed versions go on working",
        "         = to change over to our own: briefsite upgrade --theme briefsite",
        "  note   MkDocs makes all pages at each build, slowly, for what may end before the site does: hooks:",
        "         hook.py",
        "         = keep what the site needs, and leave out the rest",
        "  to do  `site_url` is still https://example.org/repo/, to which feeds and citations lead",
        "         = write its address: `site_url: https://NAME.github.io/REPOSITORY/`",
        "  to do  requirements.txt lets any briefsite build the site, also one to come",
        *[line for line in done.stdout.splitlines() if "briefsite-0.1.0" in line],
        "3 things to do",
    ]


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("a: [\n", "mkdocs.yml cannot be read: line 1: a bracket opens here and is never closed"),
        (f"a: {'[' * 1500}\n", "mkdocs.yml cannot be read: "),
        (
            (
                "site_name: [a]\nsite_url: 5\ntheme: [a]\nplugins: {briefsite: 5, 7: a}\nhooks: a\n"
                "markdown_extensions: [[a], 5]\ndocs_dir: {a: b}\n"
            ),
            "the theme is `['a']`, and the pages are made for Material and `briefsite`",
        ),
    ],
)
def test_a_damaged_site_is_told_of(config: str, told: str, tmp_path: Path) -> None:
    """What is installed is told all the same."""
    done = doctor(write(tmp_path, {"mkdocs.yml": config}))
    assert (done.returncode, done.stdout[:10]) == (1, "Installed\n")
    assert f"  to do  {told}" in done.stdout


def test_without_a_site_it_says_what_is_installed(tmp_path: Path) -> None:
    """Which is nothing to be mended; a file that was asked for is."""
    done = doctor(tmp_path)
    assert (done.returncode, "Up to date?\n" in done.stdout) == (0, True)
    assert (
        "  note   there is no mkdocs.yml, here or above, so nothing can be said of a site\n"
        in done.stdout
    )
    asked = doctor(tmp_path, "-f", "other.yml")
    assert (asked.returncode, "there is no other.yml" in asked.stdout) == (2, True)
