"""Pictures of the pages for docs/images/: six kinds, three widths, light and dark.

    make site demo && .venv/bin/python bench/screenshots.py

WebP of the first view; all but the briefing and the source come from the demonstration archive.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium  # noqa: E402 (the tests' own helpers)
from sites import serving  # noqa: E402

PAGES = {
    "home": "site-demo/",
    "briefing": "site/informes/mision-cortafuegos/",
    "source": "site/fuentes/embajada-cortafuegos/",
    "entity": "site-demo/entidades/agencia-aguas/",
    "commitment": "site-demo/compromisos/agua-clara-presentacion/potabilizadoras-32/",
    "register": "site-demo/compromisos/",
}
SIZES = {390: 844, 820: 1180, 1440: 900}
LARGEST = 60_000


def picture(page: Page) -> bytes:
    """The first view, as good as fits into `LARGEST` bytes."""
    session = page.context.new_cdp_session(page)
    for quality in range(80, 0, -10):
        shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        image = base64.b64decode(shot["data"])
        if len(image) <= LARGEST:
            return image
    raise RuntimeError(f"{page.url} does not fit into {LARGEST} bytes")


def main() -> None:
    """Take them all."""
    out = ROOT / "docs/images"
    with serving(ROOT) as address, chromium() as browser:
        for width, height in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
                page = context.new_page()
                for name, path in PAGES.items():
                    page.goto(address + path)
                    page.wait_for_load_state("networkidle")
                    page.wait_for_timeout(300)
                    image = picture(page)
                    (out / f"{name}-{width}-{scheme}.webp").write_bytes(image)
                    print(f"{name}-{width}-{scheme}.webp {len(image):7,}")
                context.close()


if __name__ == "__main__":
    main()
