"""What everybody can read: type, colours, keyboard, small screens, paper. On every kind of page."""

from __future__ import annotations

from sites import REPOSITORY

THEME = REPOSITORY / "generator/briefsite/theme/common/assets/briefsite"


def test_fonts_are_small_and_complete() -> None:
    """At most 120 KB in all, with their licence, for everything Spanish needs."""
    fonts = sorted((THEME / "fonts").glob("*.woff2"))
    assert len(fonts) == 4
    assert sum(font.stat().st_size for font in fonts) <= 120_000
    assert "SIL OPEN FONT LICENSE" in (THEME / "fonts/OFL.txt").read_text("utf-8").upper()
