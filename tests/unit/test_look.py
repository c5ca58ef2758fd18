"""What everybody can read: type, colours, keyboard, small screens, paper. On every kind of page."""

from __future__ import annotations

import re

from sites import REPOSITORY

THEME = REPOSITORY / "generator/briefsite/theme/common/assets/briefsite"


def test_fonts_are_small_and_complete() -> None:
    """At most 120 KB in all, with their licence: the signs of Spanish and English, and apart from them the rest."""
    fonts = sorted((THEME / "fonts").glob("*.woff2"))
    assert {font.stem.removesuffix("-more") for font in fonts} == {
        *["sans", "serif", "serif-bold", "serif-italic"]
    }
    assert len(fonts) == 8
    assert sum(font.stat().st_size for font in fonts) <= 120_000
    assert "SIL OPEN FONT LICENSE" in (THEME / "fonts/OFL.txt").read_text("utf-8").upper()


def test_every_custom_property_is_described() -> None:
    """Whoever changes the look finds each one by name, and none that is there no more."""
    style = (THEME / "briefsite.css").read_text("utf-8")
    described = re.findall(r"`(--bs-[\w-]+)`", (REPOSITORY / "docs/theme.md").read_text("utf-8"))
    assert sorted(set(re.findall(r"(--bs-[\w-]+):", style))) == sorted(described)


def test_every_part_of_a_briefing_is_shown() -> None:
    """What the style sheet draws in an article, the page of samples has; but for whole pages and their columns."""
    style = (THEME / "briefsite.css").read_text("utf-8")
    page = (REPOSITORY / "docs/theme.md").read_text("utf-8")
    parts = style.partition("@layer parts {")[2].partition("\n}\n")[0]
    shown = {name for value in re.findall(r'class="([^"]*)"', page) for name in value.split()}
    shown |= {*re.findall(r"\{ \.(bs-[\w-]+)", page)}
    assert set(re.findall(r"\.(bs-[\w-]+)", parts)) - shown == {
        "bs-page", "bs-home", "bs-newest", "bs-beside", "bs-print"
    }  # fmt: skip
