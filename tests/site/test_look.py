"""What everybody can read: type, colours, keyboard, small screens, paper. On every kind of page."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import SiteOf
from sites import CONFIG, REPOSITORY, build, make_site


def test_headings_are_in_order_on_every_page(demo: Path) -> None:
    """One title, and no level is skipped: headings are how a screen reader leafs through a page."""
    wrong = []
    pages = [path for path in demo.rglob("*.html") if path.parent.name != "embed"]
    for path in pages:  # cards for other pages have no headings: these have their own
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", path.read_text("utf-8"))]
        steps = zip([0, *levels], levels, strict=False)
        if levels.count(1) != 1 or any(after > before + 1 for before, after in steps):
            wrong.append((path.relative_to(demo).as_posix(), levels))
    assert wrong == []


def test_readers_get_style_sheets_and_scripts_without_comments(demo_of: SiteOf) -> None:
    """But for the two that compare quotations in the browser, which whoever doubts can read."""
    for theme in ("briefsite", "material"):
        assets = demo_of(theme) / "assets/briefsite"
        texts = {
            path.name: path.read_text("utf-8") for path in assets.glob("*.*s") if path.is_file()
        }
        assert texts.keys() >= {"briefsite.css", "search.js", "check.js", "evidence.js"}
        commented = {
            name for name, text in texts.items() if re.search(r"^\s*/\*", text, re.MULTILINE)
        }
        assert commented == {"check.js", "evidence.js"}


def test_a_script_in_the_place_of_ours_stays_as_it_is(tmp_path: Path) -> None:
    """`custom_dir` holds what somebody else wrote."""
    own = "/* What is copied. */\nlet  words\n"
    settings = CONFIG.replace("name: material", "name: material, custom_dir: own")
    files = {"mkdocs.yml": settings, "own/assets/briefsite/copy.js": own, "briefs/index.txt": ""}
    site = make_site(tmp_path, files)
    assert build(site).returncode == 0
    assert (site / "site/assets/briefsite/copy.js").read_text("utf-8") == own


def test_no_text_in_a_script_spans_lines() -> None:
    """Since readers get scripts without the blanks at the beginning of lines."""
    for path in (REPOSITORY / "generator/briefsite/theme").glob("*/assets/briefsite/*.js"):
        code = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        odd = [line for line in code.splitlines() if line.count("`") % 2]
        assert odd == [] or path.name == "evidence.js"  # which is shown as it is
