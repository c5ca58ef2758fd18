"""Chromium for tests."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

INSTALL = "sudo apt-get install chromium"

QUIET = [
    "--no-sandbox",  # Chromium refuses to run as root with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; the test fails, with what to install, where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail(f"no Chromium found; install it: {INSTALL}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def find(page: Page, words: str) -> list[str]:
    """Type words into the search box as a reader does; return the paths of the pages found."""
    is_own = page.locator(".bs-finder").count() > 0
    if not is_own:  # Material's script comes after the first paint
        expect(page.locator("html.js")).to_be_attached()
    page.keyboard.press("s")
    expect(page.locator(".bs-finder input, .md-search__input")).to_be_focused()
    page.keyboard.insert_text(words)
    said = page.locator(".bs-finder [role=status], .md-search-result__meta")
    expect(said).to_contain_text(re.compile("muestra|Nada|encontr"), timeout=10_000)
    links = [item if is_own else item.locator("a").first for item in found(page).all()]
    return [link.get_attribute("href") or "" for link in links]


def found(page: Page) -> Locator:
    """The pages that the search box of either theme has found."""
    return page.locator(".md-search-result__item, .bs-finder [role=option]:has(> b)")


def accessibility_rules(scheme: str) -> list[str]:
    """The rules of WCAG 2.2 that a machine can check; in the dark, those that look at colours."""
    if scheme == "dark":  # all else is the same as in the light
        return ["color-contrast", "link-in-text-block"]
    return ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
