"""One site made on several machines: each makes a shard, and the last one joins them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefsite.cache.location import store_path
from conftest import BuiltOnce
from sites import BRIEFING, CONFIG, REPOSITORY, make_site, run


def machine(folder: Path) -> Path:
    """A checkout of the demonstration archive on a machine of its own."""
    shutil.copytree(REPOSITORY / "examples", folder)
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("../site-demo", "site"), "utf-8")
    return folder


def built(site: Path, *options: str | Path) -> str:
    """What `briefsite build` says."""
    done = run("briefsite", "build", *options, cwd=site)
    assert done.returncode == 0, done.stdout
    return done.stdout


def tree(site: Path) -> dict[str, bytes]:
    """Every file of a built site."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in (site / "site").rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="session")
def made(built_once: BuiltOnce) -> Path:
    """What three machines made of their shards, in `1` to `3`, and the site as one made it, in `one`; to be read."""

    def make(folder: Path) -> subprocess.CompletedProcess[str]:
        for number in ("1", "2", "3"):
            site = machine(folder / f"machine-{number}")
            command = ("briefsite", "build", "--shard", f"{number}/3")
            done = run(*command, cwd=site, BRIEFSITE_CACHE=str(folder / number))
            assert f"Shard {number} of 3 is in" in done.stdout
            assert not (site / "site").exists()
        return run("briefsite", "build", cwd=machine(folder / "one"))

    return built_once("shards", make)


@pytest.fixture
def stores(made: Path) -> list[Path]:
    """The stores of the three machines."""
    return [made / number / store_path(made).name for number in ("1", "2", "3")]


def test_three_shards_joined_are_the_same_site(
    tmp_path: Path, made: Path, stores: list[Path]
) -> None:
    """Byte for byte; and the machine that joins them has no page left to make."""
    joined = machine(tmp_path / "joined")
    said = built(joined, *(option for store in stores for option in ("--join", store)))
    assert "of which 0 are new or changed" in said
    assert tree(joined) == tree(made / "one")


def test_a_shard_that_is_missing_is_made_by_the_machine_that_joins(
    tmp_path: Path, made: Path, stores: list[Path]
) -> None:
    """A machine may have failed: that costs time, and no page."""
    joined = machine(tmp_path / "joined")
    said = built(joined, "--join", stores[0], "--join", stores[2])
    assert "of which 0 are new or changed" not in said
    assert tree(joined) == tree(made / "one")


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/0", "-1/3", ""])
def test_what_is_no_shard_is_refused(text: str, tmp_path: Path) -> None:
    """With a word on how to write one; an empty one is none."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    done = run("briefsite", "build", f"--shard={text}", cwd=site)
    assert done.returncode == 2, done.stdout
    assert "write `2/3` for the second of three" in done.stdout


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    """What was joined before it stays."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    done = run("briefsite", "build", "--join", "mkdocs.yml", cwd=site)
    assert done.returncode == 2
    assert "mkdocs.yml is no store that `briefsite build --shard` made" in done.stdout


def test_there_are_no_shards_where_all_pages_go_through_mkdocs(tmp_path: Path) -> None:
    """The build says what stands in the way."""
    extension = f"{CONFIG}markdown_extensions: [admonition]\n"
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, "mkdocs.yml": extension})
    done = run("briefsite", "build", "--shard", "1/2", cwd=site)
    assert done.returncode == 1
    assert "no shards, because of the Markdown extension `admonition`" in done.stdout


def test_without_options_it_builds_as_mkdocs_does(tmp_path: Path) -> None:
    """Strictly: a warning fails the build."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    built(site)
    assert (site / "site/informes/a/index.html").is_file()
    (site / "docs/index.md").write_text("[x](nada.md)\n", encoding="utf-8")
    assert run("briefsite", "build", cwd=site).returncode == 1


@pytest.mark.parametrize("name", ["mkdocs.py", "yaml.py", "click.py"])
def test_code_in_the_folder_of_a_site_is_not_run(name: str, tmp_path: Path) -> None:
    """Who checks out a site and builds it runs none of its Python."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, name: "raise SystemExit('run')\n"})
    command = [sys.executable, "-P", "-m", "briefsite", "build"]  # as its script in `bin/` is run
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (site / "site/informes/a/index.html").is_file()
