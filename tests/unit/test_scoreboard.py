"""How many promises stand where: counted month by month, and drawn so that no colour is needed."""

from __future__ import annotations

import datetime as dt
import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from briefsite.archive.dates import Date
from briefsite.archive.models import CommitmentStatus
from briefsite.outputs.markdown import markdown_copy
from briefsite.pages.context import Context
from briefsite.pages.dependencies import SCOREBOARD
from briefsite.pages.pictures import bars_picture, stack_picture, tiles
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import Plan
from briefsite.pages.scoreboard import STATES, Breakdown, month_by_month, scoreboard, scored
from briefsite.site.reading import read_site
from briefsite.site.site import Site
from sites import write

PUBLICATION = Publication(name="Sitio", language="es")

WORDS: Mapping[str, Any] = {
    "colon": ":",
    "code": "es",
    "statuses": {"met": "Cumplido", "late": "Con retraso", "announced": "Anunciado"},
    "over_time_picture": "Mes a mes",
    "at_most_promises": "Hasta {} compromisos",
}


def site(folder: Path, *promises: tuple[str, list[tuple[str, str]]], **options: str) -> Site:
    """A site with promises: each the date of its announcement, and dates and states of its updates."""
    files = {"briefs/entities/puerto.yml": "name: Puerto\ntype: organization\n"}
    for number, (date, updates) in enumerate(promises):
        files[f"briefs/p{number}.yml"] = (
            f"title: P{number}\ndate: {date}\nsummary: s\ntopics: [obras]\n{options.get(f'p{number}', '')}"
            f"commitments: [{{id: c, text: Promesa {number}, by: [puerto]}}]\n"
        )
        for step, (day, status) in enumerate(updates):
            files[f"briefs/u{number}-{step}.yml"] = (
                f"title: U{number} {step}\ndate: {day}\nsummary: s\n{options.get(f'u{number}', '')}"
                f"updates: [{{commitment: p{number}/c, date: {day}, status: {status}, text: t}}]\n"
            )
    write(folder, files)
    reading = read_site(folder / "briefs")
    assert [found for found in reading.findings if found.severity == "error"] == []
    return reading.site


WITHDRAWN = "status: withdrawn\nstatus_note: Era falso.\n"


def test_every_state_has_its_place() -> None:
    """In the stack, in the tables and in the legend; none is hidden, «unknown» least of all."""
    assert sorted(STATES) == sorted(CommitmentStatus.__args__)


@pytest.mark.parametrize(
    ("promises", "output"),
    [
        pytest.param(
            [("2024-01-10", [("2024-03-31", "met")])],
            {
                "2024-01": "announced 1",
                "2024-02": "announced 1",
                "2024-03": "met 1",
                "2024-04": "met 1",
            },
            id="a step counts from the end of its month on",
        ),
        pytest.param(
            [("2024-02-10", [("2024-03-01", "late"), ("2024-03-20", "met")])],
            {"2024-02": "announced 1", "2024-03": "met 1", "2024-04": "met 1"},
            id="of two in a month the last",
        ),
        pytest.param(
            [("2024-03-10", []), ("2024-03-11", [("2024-04-30", "unknown")])],
            {"2024-03": "announced 2", "2024-04": "announced 1, unknown 1"},
            id="promises add up",
        ),
        pytest.param(
            [("2024-03", [("2024-04", "late")])],
            {"2024-03": "announced 1", "2024-04": "late 1"},
            id="a month counts at its end",
        ),
        pytest.param(
            [("2023", [("2023-09-01", "late"), ("2024", "met")])],
            {
                **dict.fromkeys(["2023-07", "2023-08"], "announced 1"),
                **dict.fromkeys(
                    ["2023-09", "2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03"],
                    "late 1",
                ),
                "2024-04": "met 1",
            },
            id="a year counts from its middle, and none after the last month",
        ),
        pytest.param(
            [("2023-05-10", [("2024", "late"), ("2024-02", "met"), ("2025-01-01", "not-met")])],
            {
                **{f"2023-{month:02}": "announced 1" for month in range(5, 13)},
                "2024-01": "announced 1",
                **dict.fromkeys(["2024-02", "2024-03"], "met 1"),
                "2024-04": "not-met 1",
            },
            id="nor after a step that follows it; the last month has them all",
        ),
    ],
)
def test_promises_are_counted_month_by_month(
    promises: list[tuple[str, list[tuple[str, str]]]], output: dict[str, str], tmp_path: Path
) -> None:
    """As the last step on or before the last day of each month left them; the last month is today's."""
    found = month_by_month(site(tmp_path, *promises).commitments.values(), Date(2024, 4, 2))
    said = {
        str(month): ", ".join(f"{state} {count}" for state, count in counts.items())
        for month, counts in found.items()
    }
    assert said == output


def test_what_was_withdrawn_counts_nowhere(tmp_path: Path) -> None:
    """Neither a promise nor an update, in no month."""
    found = site(
        tmp_path,
        ("2024-01-10", []),
        ("2024-01-10", [("2024-02-10", "met")]),
        ("2024-01-10", []),
        ("2024-01-10", []),
        p0=WITHDRAWN,
        u1=WITHDRAWN,
    )
    pages = scored(found.commitments.values())
    assert len(pages) == 3
    assert month_by_month(found.commitments.values(), Date(2024, 2, 1)) == {
        Date(2024, 1): {"announced": 3},
        Date(2024, 2): {"announced": 3},
    }


def plan(found: Site) -> Plan:
    return Plan(found, PUBLICATION)


def scoreboards(found: Site) -> dict[str, str]:
    """The section of each page that has one."""
    whole = plan(found)
    counting = [page for page in whole.pages if page.scored]
    made = {page.uri: whole.make(page) for page in counting}
    return {
        uri: html.unescape(section[0])
        for uri, page in made.items()
        if (
            section := re.search(
                r"<section class=.bs-scoreboard.*?</section>", page.markdown, re.DOTALL
            )
        )
    }


def test_the_register_and_pages_with_three_promises_have_a_scoreboard(tmp_path: Path) -> None:
    """In all, and over time; by who, topic and year on the register alone."""
    promises = [("2024-01-10", [("2024-03-31", "met")]), ("2024-02-01", []), ("2023-05-01", [])]
    found = scoreboards(site(tmp_path, *promises))
    assert [*found] == ["compromisos/index.md", "temas/obras.md", "entidades/puerto.md"]
    whole, topic = found["compromisos/index.md"], found["temas/obras.md"]
    for text in found.values():
        assert "Cumplido</th><td>1</td><td>33 %</td>" in text
        assert "Anunciado</th><td>2</td><td>67 %</td>" in text
    assert '<tr><th scope="row">2023</th><td>0</td><td>1</td><td>1</td></tr>' in whole
    assert "Por año" not in topic
    rows = re.findall(r'<th scope="row">(\w+ de \d+)</th>(.*?)</tr>', topic)
    assert [(month, re.findall(r"\d+", counts)) for month, counts in rows[:4]] == [
        ("mayo de 2023", ["0", "1", "1"]),
        ("enero de 2024", ["0", "2", "2"]),
        ("febrero de 2024", ["0", "3", "3"]),
        ("marzo de 2024", ["1", "2", "3"]),
    ]
    assert scoreboards(site(tmp_path / "few", *promises[:2])) == {}


def test_a_page_with_a_scoreboard_is_made_again_in_another_month_alone(tmp_path: Path) -> None:
    """Not on another day of it; and no other page is."""

    def keys(today: Date) -> dict[str, str]:
        found = site(tmp_path, ("2024-01-10", []), ("2024-01-11", []), ("2024-01-12", []))
        object.__setattr__(found, "today", today)
        return {page.uri: page.dependencies.get(SCOREBOARD, "") for page in plan(found).pages}

    before, same, after = (keys(Date(2024, *day)) for day in ((3, 1), (3, 31), (4, 1)))
    assert before == same
    changed = {uri for uri in before if before[uri] != after[uri]}
    assert changed == {"compromisos/index.md", "temas/obras.md", "entidades/puerto.md"}


BASE = [("2024-01-10", [("2024-03-31", "met")]), ("2024-02-01", []), ("2024-03-02", [])]


@pytest.mark.parametrize(
    "promises",
    [
        [("2024-01-10", [("2024-03-31", "late")]), *BASE[1:]],
        [("2024-01-10", [("2024-04-30", "met")]), *BASE[1:]],
        [("2023-01-10", [("2024-03-31", "met")]), *BASE[1:]],
        [*BASE, ("2024-04-01", [])],
    ],
    ids=["status", "day", "announcement", "another"],
)
def test_a_page_is_made_again_where_its_scoreboard_would_say_something_else(
    promises: list[tuple[str, list[tuple[str, str]]]], tmp_path: Path
) -> None:
    """Whatever part of the promises the page itself lists."""
    before, after = site(tmp_path / "a", *BASE), site(tmp_path / "b", *promises)
    old, new = scoreboards(before), scoreboards(after)
    assert all(old[uri] != new[uri] for uri in old)
    keys = [
        {page.uri: page.dependencies.get(SCOREBOARD) for page in plan(found).pages}
        for found in (before, after)
    ]
    assert all(keys[0][uri] != keys[1][uri] for uri in old)


def test_bars_have_a_part_for_each_state() -> None:
    """Each with the pattern of its state, as long as its count, in the order of the legend."""
    rows = [("Ana <b>", {"met": 3, "late": 1}), ("Luis", {"announced": 2})]
    picture = ET.fromstring(str(bars_picture("actors", "Por quién", rows, WORDS))[24:-6])
    assert (picture.get("role"), picture.get("aria-labelledby")) == ("img", "actors-t actors-d")
    assert [each.text for each in picture if each.tag == "desc"] == [
        "Ana <b>: Cumplido 3, Con retraso 1; Luis: Anunciado 2."
    ]
    parts = [(p.get("x"), p.get("width"), p.get("fill")) for p in picture if p.tag == "rect"]
    assert parts == [
        ("0.0%", "75.0%", "url(#bs-is-met)"),
        ("75.0%", "25.0%", "url(#bs-is-late)"),
        ("0.0%", "50.0%", "url(#bs-is-announced)"),
    ]
    names = [each.text for each in picture if each.get("class") == "name"]
    assert names == ["Ana <b> · 4", "Luis · 2"]
    assert [each.text for each in picture if each.get("class") == "count"] == ["3", "1", "2"]


def test_patterns_tell_states_apart_without_colour() -> None:
    """No two have the same strokes on a ground of the same kind."""
    found = re.findall(
        r'<pattern id="bs-is-([\w-]+)" class="[\w-]+( [\w-]+)?".*?d="(.*?)"', tiles()
    )
    assert [state for state, _, _ in found] == [*STATES]
    assert len({(ground, strokes) for _, ground, strokes in found}) == len(STATES)


def test_the_stack_shows_each_month() -> None:
    """Step by step, the first state on top, in thousandths of the picture."""
    months = {
        Date(2024, 1): {"announced": 2},
        Date(2024, 2): {"announced": 2},
        Date(2024, 3): {"met": 1, "announced": 3},
    }
    picture = ET.fromstring(str(stack_picture(months, WORDS))[24:-6])
    paths = {clip.get("id"): clip[0].get("d") for clip in picture if clip.tag == "clipPath"}
    march = round(1000 * 60 / (dt.date(2024, 3, 31) - dt.date(2024, 1, 1)).days)
    assert paths == {
        "bs-over-met": f"M0 500H{march}V0H1000V250H{march}V500H0Z",
        "bs-over-announced": f"M0 500H{march}V250H1000V1000H0Z",
    }
    assert [each.text for each in picture if each.tag == "desc"] == [
        "marzo de 2024: Cumplido 1, Anunciado 3."
    ]
    assert stack_picture(dict([*months.items()][:2]), WORDS) is None


def test_a_table_is_one_in_the_plain_text_as_well(tmp_path: Path) -> None:
    """With the line below its head that Markdown wants."""
    whole = plan(site(tmp_path, *BASE))
    page = whole.make(whole.by_uri["temas/obras.md"])
    assert (
        "| Estado | Compromisos | De 3 |\n|---|---|---|\n| Cumplido | 1 | 33 % |\n"
        "| Anunciado | 2 | 67 % |\n"
    ) in markdown_copy(page, ())


def test_many_rows_are_cut(tmp_path: Path) -> None:
    """To those with most promises, then by name; and to the latest years."""
    found = site(tmp_path, *((f"{2000 + n}-01-01", []) for n in range(12)))
    board = scoreboard(scored(found.commitments.values()), Context.of(found, PUBLICATION))
    assert [name for name, _ in board.years.rows] == [str(2011 - n) for n in range(10)]
    assert (board.years.of, board.total) == (12, 12)
    assert board.actors == Breakdown([("Puerto", {"announced": 12})], 1)
    text = scoreboards(found)["compromisos/index.md"]
    assert "Se muestran 10 de 12." in text
    assert "Por quién" not in text
