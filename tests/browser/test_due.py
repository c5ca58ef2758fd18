"""Promises against the calendar of the reader, who comes later than the day of the build."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from html import escape
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from briefsite.archive.dates import Date
from briefsite.archive.interface import LANGUAGES
from briefsite.archive.settings import DEFAULTS
from briefsite.pages.due_words import due_words, for_script
from briefsite.pages.formatting import load_words
from briefsite.site.due import Thresholds, due_on
from sites import REPOSITORY

CASES: list[dict[str, Any]] = yaml.safe_load(
    (REPOSITORY / "tests/cases/due.yml").read_text("utf-8")
)
SCRIPT = REPOSITORY / "generator/briefsite/theme/common/assets/briefsite/due.js"

STANDING = """cases => cases.map(([deadline, moved, today]) => {
  const found = window.promises.standing(deadline, moved, Date.parse(today))
  return found && [found.state, found.days, window.promises.say(found, moved)]
})"""


def open_page(page: Page, content: str, language: str = "es") -> None:
    """Open a page that has the script, with the words of a language."""
    words = escape(json.dumps(for_script(replace(DEFAULTS, language=language))))
    script = f'<script data-due="{words}">{SCRIPT.read_text("utf-8")}</script>'
    page.set_content(f"<!doctype html><html><body>{content}{script}</body></html>")


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_browser_knows_the_rules_of_the_build(language: str, page: Page) -> None:
    """The cases of `test_due.py`, to the letter."""
    open_page(page, "", language)
    names = ("deadline", "moved", "today")
    given = [[case[name] and str(case[name]) for name in names] for case in CASES]
    assert page.evaluate(STANDING, given) == [
        case["state"] and [case["state"], case["days"], case[language]] for case in CASES
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_has_the_words_of_the_build(language: str, page: Page) -> None:
    """In every language, also of the first day of a month."""
    open_page(page, "", language)
    cases = [
        ("2024-06", "2024-05-01", "2024-11-29"),
        ("2024-06", "2024-09-01", "2024-11-29"),
        ("2024-06", "2024-05", "2024-07-01"),
        ("2024-06", "2024-05-04", "2024-06-18"),
        ("2024-06", "2024-05-04", "2024-06-30"),
        (None, "2021-05-01", "2024-06-30"),
    ]
    for case, (state, days, said) in zip(cases, page.evaluate(STANDING, cases), strict=True):
        deadline, moved, today = (Date.parse(day) if day else None for day in case)
        assert moved
        assert today
        found = due_on(deadline, moved, today, Thresholds())
        assert found
        assert (state, days) == (found.state, found.days)
        assert said == due_words(found, moved, load_words(language))


LINE = '<p data-item data-plazo="{}"><span class="{}" {} data-moved="2024-05-04"{}>{}</span></p>'
CARDS = [
    LINE.format("", "bs-due", 'data-deadline="2024-06"', " hidden", ""),
    LINE.format(
        "Vence pronto",
        "bs-due bs-due-due-soon",
        'data-deadline="2024-06"',
        "",
        'Vence en 12 días (a <time datetime="2024-06-18">18 de junio de 2024</time>)',
    ),
    LINE.format("", "bs-due", 'data-deadline="2024-12"', " hidden", ""),
]


OVERDUE = (
    "Plazo vencido hace 4 meses, sin noticia desde el 4 de mayo de 2024 (a 29 de noviembre de 2024)"
)
LATE = [["Plazo vencido", OVERDUE], ["Plazo vencido", OVERDUE], ["", None]]
BEHIND = [
    ["Vence pronto", "Vence en 29 días (a 1 de junio de 2024)"],
    ["Vence pronto", "Vence en 12 días (a 18 de junio de 2024)"],
    ["", None],
]
"""What is shown on a clock that is behind the day of the build."""


@pytest.mark.parametrize(("day", "shown"), [((2024, 11, 29), LATE), ((2024, 6, 1), BEHIND)])
def test_a_page_speaks_of_the_day_of_its_reader(
    day: tuple[int, int, int], shown: list[list[str | None]], browser: Browser
) -> None:
    """In words, and in what the list is filtered by; of the day of the reader's clock and place.

    At eleven at night in Mexico it is tomorrow in Greenwich.
    """
    context = browser.new_context(timezone_id="America/Mexico_City")
    page = context.new_page()
    page.clock.set_fixed_time(dt.datetime(*day, 23, tzinfo=dt.timezone(dt.timedelta(hours=-6))))
    open_page(page, "".join(CARDS))
    assert shown == page.eval_on_selector_all(
        "[data-item]",
        """items => items.map(item => {
          const line = item.querySelector(".bs-due")
          return [item.dataset.plazo, line.hidden ? null : line.textContent]
        })""",
    )
    context.close()
