"""Chromium for tests."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

# Parts of a page that each theme draws with means of its own.
SKIP_LINK = ".md-skip, .bs-skip"
SEARCH = ".md-search, .bs-search"
SCHEME = "[data-md-component=palette], .bs-scheme"
BUTTONS_OF_HEADER = ".md-header__button:visible, .bs-header button:not(.md-search button):visible"

INSTALL = "sudo apt-get install chromium"

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first draws no window of its own for each reader, and is done in half the time."""

QUIET = [
    "--no-sandbox",  # Chromium refuses to run as root with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # or letters of the headless shell are a whole number of pixels wide, in print too
]


AT_ONCE = """addEventListener("DOMContentLoaded", () => {
  for (const script of document.querySelectorAll("script[data-src]")) {
    script.async = false
    script.src = script.dataset.src
  }
}, { once: true })"""
"""Over Material, scripts come once a page is painted; in tests before a page counts as loaded, so that they find all there."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; the test fails, with what to install, where there is none."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(f"no Chromium found; install it: {INSTALL}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        new_context = browser.new_context

        def with_scripts_at_once(**options: Any) -> BrowserContext:
            context = new_context(**options)
            context.add_init_script(AT_ONCE)
            return context

        browser.new_context = with_scripts_at_once  # type: ignore[method-assign]
        yield browser
        browser.new_context = new_context  # type: ignore[method-assign]
        browser.close()


def missing(request: Request) -> Iterator[str]:
    """The address of what a page asked for in vain; not of what it was left too early to read."""
    if request.failure != "net::ERR_ABORTED":
        yield f"{request.url}: {request.failure}"


def find(page: Page, words: str) -> list[str]:
    """Type words into the search box as a reader does; return the paths of the pages found."""
    is_own = page.locator(".bs-finder").count() > 0
    if not is_own:  # Material's script comes after the first paint
        expect(page.locator("html.js")).to_be_attached()
    page.keyboard.press("s")
    expect(page.locator(".bs-finder input, .md-search__input")).to_be_focused()
    page.keyboard.insert_text(words)
    said = page.locator(".bs-finder [role=status], .md-search-result__meta")
    expect(said).to_contain_text(
        re.compile("muestra|shown|Nada|Nothing|encontr|matching"), timeout=10_000
    )
    links = [item if is_own else item.locator("a").first for item in found(page).all()]
    return [link.get_attribute("href") or "" for link in links]


def found(page: Page) -> Locator:
    """The pages that the search box of either theme has found."""
    return page.locator(".md-search-result__item, .bs-finder [role=option]:has(> b)")


PANEL_LINK = "dialog.bs-check a"
"""Where scripts run, marks open a panel, and this leads to the passage."""

COLOUR_RULES = ["color-contrast", "link-in-text-block"]


def accessibility_rules(scheme: str, width: int = 1280) -> dict[str, Any]:
    """The rules of WCAG 2.2 that a machine can check, as axe is told them.

    Those that look at colours take longer than all others together. Colours are the same at every
    width, so they are looked at where it is that of a desktop; in the dark, nothing else is.
    """
    few = {"resultTypes": ["violations"]}  # of what is right, one example is gathered of each
    if scheme == "dark":
        return {**few, "runOnly": COLOUR_RULES}
    levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    return {
        **few,
        "runOnly": levels,
        "rules": {rule: {"enabled": width > 960} for rule in COLOUR_RULES},
    }
