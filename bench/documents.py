"""What a long PDF costs: to archive, to build the page of its source, and to see the first passage on it.

    .venv/bin/python bench/documents.py --pages 300

Makes up a report in two columns, archives it, drafts a briefing, builds the site with pictures of its lines, and
opens the page of the source at a passage in a new browser at 390 px, compressed and without the delay of a real line.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from builds import ENVIRONMENT
from measure import measure
from playwright.sync_api import sync_playwright
from search import QUIET, serving

sys.path.append(str(Path(__file__).parent.parent / "tests"))
from two_columns import report

SAID = "El ingeniero Luis Prat dijo: «Las compuertas nuevas aguantarán la mayor crecida del siglo»."
CONFIG = """\
site_name: Sitio
site_url: https://example.org/
theme: {name: material, language: es, font: false}
plugins: [search, briefsite]
"""


def main() -> None:
    """Measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        (site / "docs").mkdir(parents=True)
        (site / "briefs").mkdir()
        (site / "docs/index.md").write_text("# Sitio\n")
        (site / "mkdocs.yml").write_text(CONFIG)
        (site / "informe.pdf").write_bytes(report(pages, {17: SAID}))
        bin_ = Path(sys.executable).parent
        environment = {**ENVIRONMENT, "XDG_CACHE_HOME": f"{folder}/cache"}

        def run(*command: str) -> None:
            cost = measure([bin_ / command[0], *command[1:]], site, environment)
            print(
                f"{' '.join(command[:2]):24} {cost.wall:5.1f} s, processor {cost.cpu:5.1f} s, {cost.memory:4.0f} MB"
            )

        run("briefsite", "archive", "informe.pdf")
        run("briefsite", "draft", "informe", "--status", "published")
        with (site / "briefs/sources/informe.yml").open("a") as record:
            record.write("publish_original: true\n")
        run("mkdocs", "build", "-q")
        page = site / "site/fuentes/informe/index.html"
        pictures = [*(site / "site/fuentes").glob("*.png")]
        print(f"page of the source       {page.stat().st_size / 1e6:.2f} MB, {len(pictures)} pictures of "
              f"{sum(path.stat().st_size for path in pictures) / len(pictures) / 1e3:.0f} KB")  # fmt: skip
        with serving(site / "site") as (address, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
            for _ in range(3):
                tab = browser.new_page(viewport={"width": 390, "height": 844})
                tab.goto(f"{address}fuentes/informe/#p17", wait_until="commit")
                tab.wait_for_selector("mark:target", state="visible")
                shown = tab.evaluate("performance.now()")
                tab.wait_for_load_state("load")
                print(f"first passage            {shown / 1000:.2f} s")
                tab.close()
            browser.close()


if __name__ == "__main__":
    main()
