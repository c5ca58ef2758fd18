"""Promises stand against the calendar. The cases in `cases/due.yml` are those of the browser as well."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefsite.archive.dates import Date
from briefsite.pages.due_words import due_words
from briefsite.pages.formatting import load_words
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import Rendering, render_site
from briefsite.site.due import Thresholds, due, due_on
from briefsite.site.reading import read_site
from briefsite.site.site import Site
from sites import REPOSITORY, write

CASES: list[dict[str, Any]] = yaml.safe_load(
    (REPOSITORY / "tests/cases/due.yml").read_text("utf-8")
)

NOVEMBER_2026 = "1795910400"
"""29 November 2026, in seconds."""

PROMISES = """\
title: El plan
date: 2025-09-26
summary: s
topics: [presas]
commitments:
  - {id: lejos, text: Lejos., by: [gobierno], deadline: 2030}
  - {id: vencido, text: Vencido., by: [gobierno], deadline: 2026-06}
  - {id: pronto, text: Pronto., by: [gobierno], deadline: 2026-12-11}
  - {id: reciente, text: Reciente., by: [gobierno], deadline: 2026-10}
  - {id: cumplido, text: Cumplido., by: [gobierno], deadline: 2026-06, status: met}
  - {id: movido, text: Movido., by: [gobierno], deadline: 2026-06}
"""

LATER = """\
title: Se amplía el plazo
date: 2026-07-01
summary: s
updates:
  - {commitment: plan/movido, date: 2026-07-01, status: in-progress, text: Más tiempo., deadline: 2027-12}
"""


def date(value: object) -> Date | None:
    """A date as YAML has it, where it has one."""
    return Date.parse(str(value)) if value else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_promise_stands_as_in_the_case(case: dict[str, Any]) -> None:
    """On the day of the build, in both languages."""
    deadline, moved, today = (date(case[name]) for name in ("deadline", "moved", "today"))
    assert moved
    assert today
    found = due_on(deadline, moved, today, Thresholds())
    assert (found and found.state) == case["state"]
    if found:
        said = {name: due_words(found, moved, load_words(name)) for name in ("es", "en")}
        assert (found.days, said) == (case["days"], {name: case[name] for name in said})


@pytest.mark.parametrize(
    ("thresholds", "state"),
    [
        (Thresholds(due_soon=60, silent=500), "due-soon"),
        (Thresholds(due_soon=59, silent=430), "silent"),
        (Thresholds(due_soon=59, silent=431), None),
    ],
)
def test_thresholds_are_those_of_the_site(thresholds: Thresholds, state: str | None) -> None:
    """60 days before its deadline, and 430 after its last movement."""
    found = due_on(Date(2025, 5, 5), Date(2024, 1, 1), Date(2025, 3, 6), thresholds)
    assert (found and found.state) == state


def site(folder: Path, **briefings: str) -> Site:
    """The promises, and what became of them."""
    files = {f"briefs/{name}.yml": text for name, text in briefings.items()}
    files["briefs/entities/gobierno.yml"] = "name: Gobierno\ntype: government\n"
    write(folder, {"briefs/plan.yml": PROMISES, **files})
    reading = read_site(folder / "briefs")
    assert [finding for finding in reading.findings if finding.severity == "error"] == []
    return reading.site


def rendered(folder: Path, **briefings: str) -> Rendering:
    """Their pages."""
    return render_site(
        site(folder, **briefings), Publication(name="Sitio", language="es"), folder / "briefs"
    )


@pytest.mark.parametrize(
    ("status", "day", "state"),
    [
        ("in-progress", "2026-08-01", "overdue"),
        ("late", "2026-08-01", "overdue"),
        ("unknown", "2026-08-01", "overdue"),
        ("partly-met", "2026-05-01", "overdue"),
        ("partly-met", "2026-06", "overdue"),
        ("partly-met", "2026-07-01", None),
        ("met", "2026-05-01", None),
        ("not-met", "2026-07-01", None),
    ],
)
def test_what_editors_settled_is_never_overdue(
    status: str, day: str, state: str | None, tmp_path: Path
) -> None:
    """One that was partly met is settled where that was said after its deadline, June 2026."""
    later = (
        f"title: t\ndate: 2026-09-01\nsummary: s\nupdates:\n"
        f"  - {{commitment: plan/vencido, date: {day}, status: {status}, text: t}}\n"
    )
    page = site(tmp_path, later=later).commitments["plan/vencido"]
    found = due(page, Date(2026, 11, 29), Thresholds())
    assert (found and found.state) == state


def test_a_withdrawn_promise_is_not_overdue(tmp_path: Path) -> None:
    """It is no promise any more."""
    text = PROMISES + "status: withdrawn\nstatus_note: Era otro.\n"
    page = site(tmp_path, plan=text).commitments["plan/vencido"]
    assert due(page, Date(2026, 11, 29), Thresholds()) is None


def test_a_deadline_that_moved_is_the_deadline(tmp_path: Path) -> None:
    """Those before it are told; one that is told again is no former one."""
    again = LATER.replace("2026-07-01", "2026-08-01").replace("amplía", "confirma")
    page = site(tmp_path, later=LATER, again=again).commitments["plan/movido"]
    assert (str(page.deadline), [*map(str, page.former_deadlines)]) == ("2027-12", ["2026-06"])
    assert due(page, Date(2026, 11, 29), Thresholds()) is None


def test_a_withdrawn_update_moves_no_deadline(tmp_path: Path) -> None:
    """Nor is the deadline that it gave ever a former one."""
    text = LATER + "status: withdrawn\nstatus_note: Era otro.\n"
    found = site(tmp_path, later=text)
    page = found.commitments["plan/movido"]
    assert (str(page.deadline), page.former_deadlines) == ("2026-06", ())


def test_the_timeline_has_a_deadline_where_it_is_now(tmp_path: Path) -> None:
    """The former one is gone from it."""
    dates = {
        entry.statement.fact.id: str(entry.date)
        for entry in site(tmp_path, later=LATER).timeline
        if entry.kind == "deadline" and entry.statement
    }
    assert (dates["movido"], dates["vencido"]) == ("2027-12", "2026-06")


@pytest.fixture
def _in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the build."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOVEMBER_2026)


@pytest.mark.usefixtures("_in_november")
def test_what_is_overdue_comes_first(tmp_path: Path) -> None:
    """The latest before the others, then what is due next; the rest as it moved last.

    On the home page among the open ones, on the page of who promised and on that of the topic among all.
    """
    pages = {page.uri: page.markdown for page in rendered(tmp_path, later=LATER).pages}
    found = {
        uri: re.findall(r"^\[(\w+)&#46;\]\(\S*compromisos/plan/", pages[uri], re.MULTILINE)
        for uri in ("index.md", "entidades/gobierno.md", "temas/presas.md", "compromisos/index.md")
    }
    first = ["Reciente", "Vencido", "Pronto", "Movido", "Lejos"]
    assert found["index.md"] == first
    assert found["entidades/gobierno.md"] == [*first, "Cumplido"]
    assert found["temas/presas.md"] == [*first, "Cumplido"]


@pytest.mark.usefixtures("_in_november")
def test_without_scripts_lists_hold_what_is_due(tmp_path: Path) -> None:
    """The register leads to them, says how many there are in each, and of which day it speaks."""
    pages = {page.uri: page for page in rendered(tmp_path, later=LATER).pages}
    register = pages["compromisos/index.md"].markdown
    assert (
        'Por plazo (a <time datetime="2026-11-29">29 de noviembre de 2026</time>): '
        "[Plazo vencido](plazo-overdue.md) (2) · [Vence pronto](plazo-due-soon.md) (1) · "
        "[Sin noticias recientes](plazo-silent.md) (1)\n"
    ) in register
    overdue = pages["compromisos/plazo-overdue.md"]
    assert overdue.title == "Compromisos: Plazo vencido"
    listed = re.findall(r"^\[(\w+)&#46;\]", overdue.markdown, re.MULTILINE)
    assert listed == ["Reciente", "Vencido"]


@pytest.mark.usefixtures("_in_november")
def test_a_page_holds_what_the_browser_needs_on_a_later_day(tmp_path: Path) -> None:
    """Of every promise that nobody settled its deadline and its last movement, also where nothing is said."""
    pages = {page.uri: page.markdown for page in rendered(tmp_path, later=LATER).pages}
    lines = {
        name: re.findall(r'<span class="bs-due.*?</span>', pages[f"compromisos/plan/{name}.md"])
        for name in ("movido", "cumplido")
    }
    assert lines == {
        "movido": [
            '<span class="bs-due" data-deadline="2027-12" data-moved="2026-07-01" hidden></span>'
        ],
        "cumplido": [],
    }


@pytest.mark.usefixtures("_in_november")
@pytest.mark.parametrize("uri", ["informes/plan.md", "informes/later.md"])
def test_no_page_calls_a_promise_open_whose_deadline_passed(uri: str, tmp_path: Path) -> None:
    """Wherever its status stands, also where a later briefing follows it up."""
    later = LATER.replace("movido", "vencido").replace(", deadline: 2027-12", "")
    pages = {page.uri: page.markdown for page in rendered(tmp_path, later=later).pages}
    said = "Plazo vencido hace 4 meses; última noticia&#58; 1 de julio de 2026 (a <time"
    assert said in pages[uri]
