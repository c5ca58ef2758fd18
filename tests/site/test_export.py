"""What others can reuse, read back by tools that are not ours.

The demonstration archive stands for a real one; small sites show single rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import extruct
from lxml import etree

from sites import BRIEFING, REPOSITORY, briefsite, build, make_site, run


def test_the_same_archive_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the machine's mood: only what changed needs to be published again."""
    for seed in ("1", "2"):
        done = run(
            "briefsite",
            *("export", "-f", "examples/mkdocs.yml", "--out", tmp_path / seed),
            cwd=REPOSITORY,
            PYTHONHASHSEED=seed,
        )
        assert done.returncode == 0, done.stdout
    first, second = (
        {path.relative_to(tmp_path / seed): path.read_bytes() for path in files(tmp_path / seed)}
        for seed in ("1", "2")
    )
    assert first == second
    assert len(first) > 400


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_without_an_address_there_are_no_feeds(tmp_path: Path) -> None:
    """Ids in feeds must be whole; everything else is made, and the command says what is missing."""
    config = "site_name: Sitio\nplugins: [briefsite]\ntheme: {name: material, language: es}\n"
    site = make_site(tmp_path, {"mkdocs.yml": config, "briefs/a.yml": BRIEFING})
    done = briefsite("export", "--out", "out", cwd=site)
    assert done.returncode == 0
    assert "no feeds, which need whole addresses: set `site_url` in mkdocs.yml" in done.stdout
    made = {path.relative_to(site / "out").as_posix() for path in files(site / "out")}
    assert not [path for path in made if "feed." in path]
    assert {"informes/a/index.json", "data/briefings.csv", "robots.txt"} <= made
    assert json.loads((site / "out/informes/a/index.json").read_text())["url"] == "informes/a/"


def test_a_site_holds_its_exports(tmp_path: Path) -> None:
    """The build writes them, links to them, and leaves a hand-written file in its place."""
    site = make_site(
        tmp_path,
        {
            "briefs/a.yml": BRIEFING + "topics: [puerto]\n",
            "briefs/b.yml": "title: B\ndate: 2024\nsummary: s\n",
            "docs/robots.txt": "User-agent: *\nDisallow: /\n",
        },
    )
    done = build(site, "--strict")
    assert done.returncode == 0, done.stdout
    built = site / "site"
    assert (built / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    text = (built / "informes/a/index.md").read_text()
    assert text.startswith("**Informe** · 1 de mayo de 2025 · 1 min de lectura\n\n# Puerto\n")
    html = (built / "informes/a/index.html").read_text()
    (data,) = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    assert data["headline"] == "Puerto"
    head = etree.HTML(html).find("head")
    links = {
        (link.get("type"), link.get("href"))
        for link in head.findall("link")
        if "alternate" in link.get("rel").split()
    }
    assert links == {
        ("application/atom+xml", "../../feed.xml"),
        ("application/json", "index.json"),
        ("text/markdown", "index.md"),
    }
    for href in re.findall(r'<a href="((?:index|citation)\.[a-z]+)"', html):
        assert (built / "informes/a" / href).is_file()
    assert html.count('<a href="citation.') == 3


def test_the_site_map_has_real_dates(tmp_path: Path) -> None:
    """The day readers were last told of, and none where no day is known; never that of the build."""
    site = make_site(
        tmp_path,
        {
            "briefs/a.yml": BRIEFING + "corrections:\n  - {date: 2025-06-07, note: n}\n",
            "briefs/b.yml": "title: B\ndate: 2024\nsummary: s\nplace: v\n",
            "briefs/entities/v.yml": "name: Vigo\ntype: place\n",
        },
    )
    assert build(site, "--strict").returncode == 0
    tree = etree.parse(site / "site/sitemap.xml")
    dates = {
        url.findtext("{*}loc").removeprefix("https://example.org/repo/"): url.findtext("{*}lastmod")
        for url in tree.getroot()
    }
    assert dates["informes/a/"] == dates["informes/"] == "2025-06-07"
    assert dates["informes/b/"] is dates["entidades/v/"] is None
