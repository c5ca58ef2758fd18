"""What the tests share: cases kept as files, and a folder of briefings to read."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from briefsite.site.reading import Reading, read_site
from sites import REPOSITORY, build, demonstration, make_site, repository_site, run

# The same examples on every run, however slow the machine; `--hypothesis-profile=default` tries others.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

CASES = Path(__file__).parent / "cases"
STAGES = ("load", "validate", "link")
"""Stages whose cases are a folder of briefings and the findings in it."""

Read = Callable[..., Reading]


@dataclass(frozen=True, slots=True)
class Case:
    """A file in `cases/<stage>/`: what goes in, and every word that comes out."""

    files: Mapping[str, str | bytes]
    options: Mapping[str, Any]
    output: str

    @classmethod
    def load(cls, path: Path) -> Case:
        """Read a case, with its bytes and its sources as files."""
        case = yaml.safe_load(path.read_text("utf-8"))
        files: dict[str, str | bytes] = {**case.get("files", {})}
        for name, text in case.get("bytes", {}).items():  # `\xE9` stands for a byte
            files[name] = text.encode().decode("unicode_escape").encode("latin-1")
        for name, text in case.get("sources", {}).items():  # a text, and the record that it needs
            files[f"briefs/sources/{name}.txt"] = text
            files[f"briefs/sources/{name}.yml"] = record_of(text, name)
        return cls(files, case.get("options", {}), case["output"].rstrip("\n"))


def record_of(text: str, title: str) -> str:
    """The smallest record that a source text needs."""
    return f"title: {title}\nsha256: {hashlib.sha256(text.encode()).hexdigest()}\n"


@contextmanager
def finishes() -> Iterator[None]:
    """Fail where work takes more than its input is worth: what grows with its square takes minutes.

    Twenty seconds of a processor, twenty times what the longest takes on a quiet machine.
    """
    start = time.process_time()
    yield
    assert time.process_time() - start < 20


def is_freed(ref: weakref.ref[object]) -> bool:
    """Whether something is gone within ten seconds."""
    end = time.monotonic() + 10
    while ref() is not None and time.monotonic() < end:
        time.sleep(0.05)
    return ref() is None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes a `case` all cases of its stage."""
    stage = metafunc.module.__name__.rpartition("test_")[2]
    if stage in STAGES and "case" in metafunc.fixturenames:
        paths = sorted((CASES / stage).glob("*.yml"))
        metafunc.parametrize(
            "case", [Case.load(path) for path in paths], ids=[path.stem for path in paths]
        )


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests make is kept apart from what their user has made, site by site."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    os.environ.pop("BRIEFSITE_CACHE", None)


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Writes files to an empty folder and reads its `briefs/`."""
    monkeypatch.chdir(tmp_path)

    def read(files: Mapping[str, str | bytes], **options: bool) -> Reading:
        for name, content in files.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_site(Path("briefs"), **options)

    return read


BuiltOnce = Callable[[str, Callable[[Path], subprocess.CompletedProcess[str]]], Path]


def _built_once(
    factory: pytest.TempPathFactory,
    name: str,
    make: Callable[[Path], subprocess.CompletedProcess[str]],
) -> Path:
    """A folder that all processes of a test run share, made by the first that asks for it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built" / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            done = make(folder)
            assert done.returncode == 0, done.stdout
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> BuiltOnce:
    """Gives a folder by its name that all tests share, made by the first that asks for it."""
    return partial(_built_once, tmp_path_factory)


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel of the working tree; to be read, not changed."""
    folder = _built_once(
        tmp_path_factory,
        "packages",
        lambda folder: run("hatchling", "build", "-d", folder / "dist", cwd=REPOSITORY),
    )
    return folder / "dist"


@pytest.fixture(scope="session")
def wheel(packages: Path) -> Path:
    """The wheel of the working tree."""
    (wheel,) = packages.glob("*.whl")
    return wheel


SiteOf = Callable[[str], Path]


@pytest.fixture(scope="session")
def demo_of(tmp_path_factory: pytest.TempPathFactory) -> SiteOf:
    """Gives the demonstration archive with a theme, on 29 November 2026, built aside; to be read, not changed."""

    def demo_of(theme: str) -> Path:
        def make(folder: Path) -> subprocess.CompletedProcess[str]:
            settings = demonstration(theme, folder / "archive")
            command = ("mkdocs", "build", "--strict", "-f", settings, "-d", folder / "www/demo")
            return run(*command, cwd=REPOSITORY, SOURCE_DATE_EPOCH="1795953600")

        return _built_once(tmp_path_factory, f"demo-{theme}", make) / "www/demo"

    return demo_of


@pytest.fixture(scope="session")
def demo(demo_of: SiteOf) -> Path:
    """The demonstration archive as it is, with Material."""
    return demo_of("material")


@pytest.fixture(scope="session")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> SiteOf:
    """Gives the repository's own site with a theme, built aside; to be read, not changed."""

    def site_of(theme: str) -> Path:
        def make(folder: Path) -> subprocess.CompletedProcess[str]:
            settings = repository_site(theme, folder / "site")
            command = ("mkdocs", "build", "--strict", "-f", settings, "-d", folder / "www/repo")
            return run(*command, cwd=REPOSITORY)

        return _built_once(tmp_path_factory, f"site-{theme}", make) / "www/repo"

    return site_of


@pytest.fixture(scope="session")
def site(site_of: SiteOf) -> Path:
    """The repository's own site as it is, with Material."""
    return site_of("material")


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of 300 briefings, enough for several parts of the search index, built into `www/repo`.

    Briefing 7 alone says «faro». To be read, not changed.
    """
    files = {
        f"briefs/b{number}.yml": f"title: Nota {number}\ndate: 2025\n"
        f"summary: Se draga el {'faro' if number == 7 else 'puerto'} número {number}.\n"
        for number in range(300)
    }
    files["docs/metodo.md"] = "# Método\n\nCada cita se comprueba.\n"
    folder = _built_once(
        tmp_path_factory,
        "archive",
        lambda folder: build(make_site(folder / "site", files), "--site-dir", "www/repo"),
    )
    return folder / "site"
