"""A browser for the tests in this folder, and the sites that it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser import chromium
from conftest import SiteOf
from sites import THEMES, serving


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


@pytest.fixture(scope="session", params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    """Each of the themes, for tests of what depends on it.

    The articles of pages and their scripts are the same in both, which `test_themes.py` holds; so what
    these do is tested in one.
    """
    found: str = request.param
    return found


@pytest.fixture(scope="session")
def demo_address(demo: Path) -> Iterator[str]:
    """Where the demonstration archive is served, with Material; ends with a slash."""
    with serving(demo.parent) as root:
        yield f"{root}demo/"


@pytest.fixture(scope="session")
def themed_demo(theme: str, demo_of: SiteOf) -> Iterator[str]:
    """The same with each theme."""
    with serving(demo_of(theme).parent) as root:
        yield f"{root}demo/"


@pytest.fixture(scope="session")
def site_address(site: Path) -> Iterator[str]:
    """Where the repository's own site is served, with Material; ends with a slash."""
    with serving(site.parent) as root:
        yield f"{root}repo/"


@pytest.fixture(scope="session")
def themed_site(theme: str, site_of: SiteOf) -> Iterator[str]:
    """The same with each theme."""
    with serving(site_of(theme).parent) as root:
        yield f"{root}repo/"
