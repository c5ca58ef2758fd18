"""Long lists come in parts: no page grows with the archive, and every entry is reached by links."""

from __future__ import annotations

import json
import posixpath
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from briefsite.archive.dates import Date
from briefsite.pages.lists import MANY, SHOWN, parts
from briefsite.pages.planning import HUBS
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import Page, Plan, Rendering, render_site
from briefsite.site.reading import read_site
from briefsite.site.site import BriefingPage
from sites import REPOSITORY, write

BRIEFING = """\
title: Informe {n}
date: {date}
summary: Lo dice el puerto.
topics: [agua]
participants: [{{who: puerto}}]
claims: [{{text: c, by: puerto}}]
commitments: [{{id: dragar, text: Dragar {n}, by: [puerto]}}]
corrections: [{{date: {date}, note: n}}]
"""


@cache
def rendering(size: int) -> Rendering:
    """An archive of briefings of one month, after ten of a year that nobody knows the month of."""
    dates = ["2024"] * 10 + [f"2025-05-{n // 25 + 1:02}" for n in range(10, size)]
    files = {f"briefs/b{n:04}.yml": BRIEFING.format(n=n, date=date) for n, date in enumerate(dates)}
    files["briefs/entities/puerto.yml"] = "name: Puerto\ntype: organization\n"
    with TemporaryDirectory() as folder:
        write(Path(folder), files)
        site = read_site(Path(folder) / "briefs").site
        publication = Publication(name="Sitio", language="es")
        return render_site(site, publication, Path(folder) / "briefs")


def links(uri: str, markdown: str) -> set[str]:
    """The pages that a page leads to."""
    targets = re.findall(r"\]\(([^)#\s]+\.md)", markdown)
    return {posixpath.normpath(posixpath.join(posixpath.dirname(uri), to)) for to in targets}


def test_every_page_is_reached_from_lists_without_scripts() -> None:
    """From the home page, and never through another briefing or commitment."""
    pages = {page.uri: page for page in rendering(10 + 3 * MANY).pages}
    assert len(pages) > 2 * 3 * MANY
    reached = {"index.md"}
    waiting = ["index.md", *(uri for uri in pages if uri.endswith("/index.md"))]
    while waiting:
        uri = waiting.pop()
        if pages[uri].kind not in ("briefing", "commitment"):
            new = links(uri, pages[uri].markdown) - reached
            reached |= new
            waiting += new
    assert pages.keys() - reached == {uri for uri in pages if uri.endswith("fuentes/index.md")}


def test_no_page_grows_with_the_archive() -> None:
    """The largest page of a large archive is as large as that of one twice its size."""
    small, large = (
        max(len(page.markdown) for page in rendering(10 + size).pages)
        for size in (2 * MANY, 4 * MANY)
    )
    assert large < small * 1.05
    assert large < 150_000


def test_a_new_briefing_changes_the_newest_part_alone() -> None:
    """Parts are numbered from the oldest."""
    old, new = (
        {page.uri: page.markdown for page in rendering(30 + 2 * MANY + n).pages} for n in (0, 1)
    )
    changed = {uri for uri, markdown in new.items() if old.get(uri) != markdown}
    numbered = sorted(uri for uri in changed if "-p" in uri)
    assert numbered == [
        "compromisos/ano-2025-05-p3.md",
        "correcciones/ano-2025-05-p3.md",
        "cronologia/ano-2025-05-p5.md",
        "entidades/puerto/ano-2025-05-p11.md",
        "informes/ano-2025-05-p3.md",
        "temas/agua/ano-2025-05-p5.md",
    ]


def test_the_register_shows_the_newest_and_filters_all() -> None:
    """The browser takes the rest from a file; a short register holds all in the page."""
    long, short = rendering(10 + 2 * MANY), rendering(10 + 1)
    page, same = (
        next(page.markdown for page in made.pages if page.uri == "compromisos/index.md")
        for made in (long, short)
    )
    assert page.count("data-item") == SHOWN
    assert 'data-source="facets&#46;json"' in page
    facets = json.loads(long.data["compromisos/facets.json"])
    assert len(facets["items"]) == 10 + 2 * MANY
    assert facets["items"][0] == ["b0225/dragar", "Dragar 225", "Anunciado · 10 de mayo de 2025", [0], [0], [0], [0], ["", "2025-05-10"]]  # fmt: skip
    assert facets["values"]["actor"] == ["Puerto"]
    assert same.count("data-item") == 11
    assert "data-source" not in same
    assert "compromisos/facets.json" not in short.data


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        ([("2025-05", MANY)], {"2025": MANY}),
        ([("2025-05", 80), ("2025-04", 80)], {"2025-05": 80, "2025-04": 80}),
        ([("2025-05", MANY + 1)], {"2025-05-p2": 1, "2025-05-p1": MANY}),
        ([("2025-05", MANY), ("2025", 1)], {"2025-05": MANY, "2025-p1": 1}),
        ([("2025", MANY + 1)], {"2025-p2": 1, "2025-p1": MANY}),
        ([("2025", 1), ("2024", 1)], {"2025": 1, "2024": 1}),
        ([], {}),
    ],
)
def test_a_year_is_split_only_where_it_is_long(
    dates: list[tuple[str, int]], shown: dict[str, int]
) -> None:
    """By month, and a long month by number; what is of no known month always has a number."""
    entries = [Date.parse(date) for date, count in dates for _ in range(count)]
    found = [part for of_year in parts(entries, lambda date: date).values() for part in of_year]
    assert {str(part.period): len(part.entries) for part in found} == shown


def test_hubs_and_lists_open_no_briefing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What they show is filed with each briefing, also on the pages of sources: an archive of any size is listed without its words."""
    site = read_site(REPOSITORY / "examples/briefs").site
    plan = Plan(site, Publication(name="Sitio", language="es", url="https://example.org/"))

    def body(page: BriefingPage) -> None:
        pytest.fail(f"{page.id} was opened")

    monkeypatch.setattr(BriefingPage, "body", property(body))
    lists = [
        page
        for page in plan.pages
        if page.kind in HUBS or page.kind.endswith("_list") or page.kind.endswith("_year")
    ]
    others = [page for page in plan.pages if page.kind in ("topic", "source")]
    assert len(lists) > 10
    for page in (*lists, *others):
        assert isinstance(plan.make(page), Page)


def test_the_timeline_says_what_happened(tmp_path: Path) -> None:
    """The words of events and updates, with their links, from what is filed of a briefing."""
    briefing = """\
title: Puerto
date: 2025-05-01
summary: Se abre.
commitments: [{id: abrir, text: Abrirá.}]
timeline: [{date: 2025-04-01, text: "Llegó la *draga*"}]
updates: [{commitment: puerto/abrir, date: 2025-06-01, status: met, text: Abrió al fin}]
"""
    folder = write(tmp_path, {"briefs/puerto.yml": briefing}) / "briefs"
    plan = Plan(read_site(folder).site, Publication(name="Sitio", language="es"))
    page = plan.make(next(page for page in plan.pages if page.kind == "timeline"))
    assert isinstance(page, Page)
    assert "Llegó la <em>draga</em>" in page.markdown
    assert "Abrió al fin" in page.markdown


def test_topics_of_the_same_briefings_have_pages_of_their_own(tmp_path: Path) -> None:
    """Though all that their lists hold is the same."""
    text = "title: Informe\ndate: {date}\nsummary: s\ntopics: [agua, obras]\n"
    dates = [f"{2020 + n % 2}-01-01" for n in range(SHOWN + 1)]
    files = {f"briefs/b{n}.yml": text.format(date=date) for n, date in enumerate(dates)}
    folder = write(tmp_path, files) / "briefs"
    plan = Plan(read_site(folder).site, Publication(name="Sitio", language="es"))
    found = {uri: page.title for uri, page in plan.by_uri.items() if page.kind.startswith("topic_")}
    assert found == {
        "temas/agua/ano-2021.md": "Agua, 2021",
        "temas/agua/ano-2020.md": "Agua, 2020",
        "temas/obras/ano-2021.md": "Obras, 2021",
        "temas/obras/ano-2020.md": "Obras, 2020",
    }
