"""Chromium for tests."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

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
    # Material's script comes after the first paint.
    expect(page.locator("html.js")).to_be_attached()
    page.keyboard.press("s")
    box = page.locator(".md-search__input")
    expect(box).to_be_focused()
    page.keyboard.insert_text(words)
    meta = page.locator(".md-search-result__meta")
    expect(meta).to_contain_text(re.compile("encontr"), timeout=10_000)
    links = page.locator(".md-search-result__item").all()
    return [item.locator("a").first.get_attribute("href") or "" for item in links]


def accessibility_rules(scheme: str) -> list[str]:
    """The rules of WCAG 2.2 that a machine can check; in the dark, those that look at colours."""
    if scheme == "dark":  # all else is the same as in the light
        return ["color-contrast", "link-in-text-block"]
    return ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
