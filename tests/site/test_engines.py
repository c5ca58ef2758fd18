"""ProperDocs, which continues MkDocs 1, builds the same sites; also where MkDocs is not installed."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from importlib.metadata import requires, version
from pathlib import Path

import pytest

from sites import BRIEFING, REPOSITORY, demonstration, make_site, write


@pytest.fixture(scope="session")
def without_mkdocs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that is installed but MkDocs."""
    folder = tmp_path_factory.mktemp("installed")
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if entry.name != "mkdocs" and not entry.name.startswith("mkdocs-"):
            (folder / entry.name).symlink_to(entry)
    return folder


def use(installed: Path, *command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a module with nothing but what is in some folder, and our package."""
    path = os.pathsep.join([str(REPOSITORY / "generator"), str(installed)])
    return subprocess.run(
        [sys.executable, "-S", "-m", *map(str, command)],
        cwd=cwd,
        env={
            **os.environ,
            "PYTHONPATH": path,
            "NO_MKDOCS_2_WARNING": "1",
            "LC_ALL": "C.UTF-8",
            "SOURCE_DATE_EPOCH": "1795953600",  # the day of the demonstration archive in tests
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_demonstration_archive_is_the_same_to_the_byte(
    demo: Path, without_mkdocs: Path, tmp_path: Path
) -> None:
    """But for the name of the program, which the theme writes into each page."""
    settings, folder = demonstration("material", tmp_path / "archive"), tmp_path / "site"
    command = ("properdocs", "build", "--strict", "-f", settings, "-d", folder)
    done = use(without_mkdocs, *command, cwd=REPOSITORY)
    assert done.returncode == 0, done.stdout

    def files(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    theirs, ours = files(folder), files(demo)
    assert theirs.keys() == ours.keys()
    names = [f"mkdocs-{version('mkdocs')}", f"mkdocs-ProperDocs {version('properdocs')}"]
    assert [name.encode() in theirs["index.html"] for name in names] == [False, True]
    was, now = (name.encode() for name in names)
    differ = [path for path in ours if ours[path].replace(was, now) != theirs[path]]
    assert differ == ["manifest.json"]  # it holds the hashes of these pages


def test_our_commands_use_it_where_mkdocs_is_not_installed(
    without_mkdocs: Path, tmp_path: Path
) -> None:
    """`briefsite check` and `build` work, and what warned warns again."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    checked = use(without_mkdocs, "briefsite", "check", cwd=site)
    assert checked.stdout == "0 errors, 0 warnings in 1 file\n"
    built = use(without_mkdocs, "briefsite", "build", cwd=site)
    assert (built.returncode, "ProperDocs" in (site / "site/index.html").read_text()) == (0, True)
    assert "Nothing has changed" in use(without_mkdocs, "briefsite", "build", cwd=site).stdout
    write(site, {"docs/nota.md": "# Nota\n\n[mal](nada.md)\n"})
    for _ in range(2):
        failed = use(without_mkdocs, "briefsite", "build", cwd=site)
        assert (failed.returncode, "'nada.md'" in failed.stdout) == (1, True)


def test_each_program_makes_its_own_site(tmp_path: Path) -> None:
    """What one has built is not taken for the other's: pages name the program."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    everything = Path(sysconfig.get_path("purelib"))
    for module, name in (
        ("mkdocs", "mkdocs-1"),
        ("properdocs", "mkdocs-ProperDocs"),
        ("mkdocs", "mkdocs-1"),
    ):
        done = use(everything, module, "build", "-f", "mkdocs.yml", cwd=site)
        assert "Nothing has changed" not in done.stdout
        assert name in (site / "site/informes/puerto/index.html").read_text()


def test_without_either_a_build_says_what_to_install(without_mkdocs: Path, tmp_path: Path) -> None:
    """And is misuse."""
    site = make_site(tmp_path / "site", {"briefs/puerto.yml": BRIEFING})
    bare = tmp_path / "bare"
    bare.mkdir()
    for entry in without_mkdocs.iterdir():
        if not entry.name.startswith("properdocs"):
            (bare / entry.name).symlink_to(entry)
    done = use(bare, "briefsite", "build", cwd=site)
    assert (done.returncode, "pip install 'mkdocs<2'" in done.stdout) == (2, True)


@pytest.mark.parametrize("command", [("init", "new"), ("doctor",)])
def test_what_is_not_installed_says_so(
    command: tuple[str, ...], without_mkdocs: Path, tmp_path: Path
) -> None:
    """Where it came from is noted by installers alone."""
    bare = tmp_path / "bare"
    bare.mkdir()
    for entry in without_mkdocs.iterdir():
        if not entry.name.startswith("briefsite"):
            (bare / entry.name).symlink_to(entry)
    done = use(bare, "briefsite", *command, "--lang", "en", cwd=tmp_path)
    assert (done.returncode, "without being installed" in done.stdout) == (2, True), done.stdout


def test_the_doctor_tells_of_libraries_that_are_not_there(
    without_mkdocs: Path, tmp_path: Path
) -> None:
    """Also of those without which hardly anything else runs."""
    bare = tmp_path / "bare"
    bare.mkdir()
    for entry in without_mkdocs.iterdir():
        if not entry.name.lower().startswith(("jinja2", "pydantic", "zxing")):
            (bare / entry.name).symlink_to(entry)
    done = use(bare, "briefsite", "doctor", "--lang", "en", cwd=tmp_path)
    (needed,) = (line[8:] for line in requires("briefsite") or () if line.startswith("pydantic"))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "Up to date?",
        f"  to do  not as briefsite needs them: jinja2 – (>=3.1), pydantic – ({needed}), zxing-cpp – (>=3)",
        f"         = pip install 'jinja2>=3.1' 'pydantic{needed}' 'zxing-cpp>=3'",
        "1 thing to do",
    ]
