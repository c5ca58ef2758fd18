"""Pictures of pages, and how far two of them differ."""

from __future__ import annotations

import io
from functools import reduce

from PIL import Image, ImageChops  # which reportlab brings
from playwright.sync_api import Browser, Page

THRESHOLD = 4
"""A pixel differs where a channel, from 0 to 255, differs by more than this: less, nobody sees."""

MOST = 0.005
"""Share of pixels by which two pictures of a page may differ."""

DAY = "2026-11-29T12:00:00Z"
"""The day of the demonstration archive in tests."""


def open_as_picture(browser: Browser, width: int, scheme: str) -> Page:
    """A page for pictures: on a certain day, with nothing that moves."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.clock.set_fixed_time(DAY)
    return page


ALL_PAINTED = "* { content-visibility: visible !important }"
"""Long texts are painted where they are looked at, and a picture of the whole page looks nowhere."""


def picture(page: Page, address: str, style: str = "") -> Image.Image:
    """The whole page with some style more, once its fonts are there and what its scripts change in it."""
    page.goto(address)
    page.add_style_tag(content=ALL_PAINTED + style)
    page.evaluate("document.fonts.ready")
    if page.locator("html.no-js").count():  # Material's script comes after the first paint
        page.wait_for_selector("html.js", state="attached")
    shot = b""
    for _ in range(10):  # what is long is not painted all at once
        before, shot = shot, page.screenshot(full_page=True, animations="disabled")
        if shot == before:
            break
    return Image.open(io.BytesIO(shot)).convert("RGB")


def share_that_differs(one: Image.Image, other: Image.Image) -> float:
    """Share of pixels that differ, from 0 to 1; what one picture is larger than the other differs."""
    width, height = (min(sizes) for sizes in zip(one.size, other.size, strict=True))
    common = (0, 0, width, height)
    channels = ImageChops.difference(one.crop(common), other.crop(common)).split()
    most = reduce(ImageChops.lighter, channels)
    differ = sum(most.histogram()[THRESHOLD + 1 :])
    whole = max(one.width, other.width) * max(one.height, other.height)
    return (differ + whole - width * height) / whole
