"""What the tests share: cases kept as files, and a folder of briefings to read."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings
from playwright.sync_api import Browser, Page

from briefsite.site.reading import Reading, read_site
from browser import chromium

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
def at_most(seconds: float) -> Iterator[None]:
    """Fail where something takes longer; processor time, so that a busy machine changes little."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes a `case` all cases of its stage."""
    stage = metafunc.module.__name__.removeprefix("test_")
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page, on a desktop."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
