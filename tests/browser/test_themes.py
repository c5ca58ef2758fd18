"""Both themes draw the same pages: held by pictures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser

from conftest import SiteOf
from looks import MOST, THRESHOLD, open_as_picture, picture, share_that_differs
from sites import serving

KINDS = ["", "informes/enlace-firma/", "compromisos/", "fuentes/pleno-junta-2025-05/", "temas/"]
"""A sample, the last shorter than a screen; `bench/themes.py` compares every kind of page."""

VIEWS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def demos(demo_of: SiteOf) -> Iterator[list[str]]:
    """Where the demonstration archive is served with Material, and with the theme of our own."""
    folders = [demo_of(theme).parent for theme in ("material", "briefsite")]
    with serving(folders[0]) as material, serving(folders[1]) as own:
        yield [f"{root}demo/" for root in (material, own)]


@pytest.fixture(scope="module")
def samples(site_of: SiteOf) -> Iterator[list[str]]:
    """The page of samples with either."""
    folders = [site_of(theme).parent for theme in ("material", "briefsite")]
    with serving(folders[0]) as material, serving(folders[1]) as own:
        yield [f"{root}repo/theme/" for root in (material, own)]


def test_pictures_differ_by_the_share_of_pixels_that_one_can_see() -> None:
    """A little darker is the same; what one picture is longer than the other is not."""
    white = Image.new("RGB", (20, 10), "white")
    other = white.copy()
    other.putpixel((3, 3), (255 - THRESHOLD, 255, 255))
    assert share_that_differs(white, other) == 0
    other.putpixel((3, 3), (255, 255, 255 - THRESHOLD - 1))
    assert share_that_differs(white, other) == share_that_differs(other, white) == 1 / 200
    longer = Image.new("RGB", (20, 20), "white")
    assert share_that_differs(white, longer) == share_that_differs(longer, white) == 1 / 2


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_pages_look_alike(width: int, scheme: str, browser: Browser, demos: list[str]) -> None:
    """In at most one pixel of 200 can one see which theme drew a page."""
    page = open_as_picture(browser, width, scheme)
    shares = {
        kind: share_that_differs(*(picture(page, root + kind) for root in demos)) for kind in KINDS
    }
    page.context.close()
    assert max(shares.values()) <= MOST, shares


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_every_part_looks_alike(
    width: int, scheme: str, browser: Browser, samples: list[str]
) -> None:
    """On the page that has them all, `docs/theme.md`; but for notes, to which Material gives colours and signs of its own."""
    page = open_as_picture(browser, width, scheme)
    notes = ".admonition, details { visibility: hidden }"
    share = share_that_differs(*(picture(page, address, notes) for address in samples))
    page.context.close()
    assert share <= MOST


def test_no_part_is_wider_than_a_small_screen(themed_site: str, browser: Browser) -> None:
    """Tables and code scroll by themselves."""
    page = open_as_picture(browser, 320, "light")
    page.goto(f"{themed_site}theme/")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert width <= 320
