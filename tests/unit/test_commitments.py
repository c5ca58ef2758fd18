"""Promises are followed over time."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefsite.archive.dates import Date
from briefsite.site.reading import Reading, read_site
from briefsite.site.site import Site
from sites import write

PROMISE = """\
title: Dragado
date: 2024-03-10
summary: s
topics: [puertos]
commitments:
  - id: dragar
    text: Dragar
    by: [puerto]
    target: {value: 32, unit: km, baseline: 2}
    deadline: 2026
"""


def reading(folder: Path, **briefings: str) -> Reading:
    """A promise, and later briefings with one update each, as `date, updates`."""
    files = {"briefs/entities/puerto.yml": "name: Puerto\ntype: organization\n"}
    files["briefs/dragado.yml"] = PROMISE
    for name, fields in briefings.items():
        files[f"briefs/{name}.yml"] = f"title: {name}\nsummary: s\n{fields}"
    write(folder, files)
    return read_site(folder / "briefs")


def follow(date: str, day: str, status: str, value: str = "null") -> str:
    """A briefing of a date, with an update of a day."""
    return (
        f"date: {date}\nupdates:\n  - {{commitment: dragado/dragar, date: {day}, "
        f"status: {status}, value: {value}, text: t}}\n"
    )


def site(folder: Path, **briefings: str) -> Site:
    """The same without findings."""
    found = reading(folder, **briefings)
    assert found.findings == []
    return found.site


def test_a_commitment_stands_where_its_last_update_left_it(tmp_path: Path) -> None:
    """Updates of later briefings make its ladder; the briefing that announced it stays as it is."""
    found = site(
        tmp_path,
        c=follow("2025-05-01", "2025-04-30", "late"),
        b=follow("2024-09-01", "2024-08", "in-progress", "17"),
    )
    page = found.commitments["dragado/dragar"]
    assert [(str(s.date), s.status, s.value, s.statement.briefing) for s in page.steps] == [
        ("2024-03-10", "announced", None, "dragado"),
        ("2024-08", "in-progress", 17.0, "b"),
        ("2025-04-30", "late", None, "c"),
    ]
    assert (page.latest.status, page.value, page.is_open) == ("late", 17.0, True)
    assert found.briefings["dragado"].record.commitments[0].status == "announced"


def test_of_two_updates_of_one_day_the_later_briefing_counts(tmp_path: Path) -> None:
    """A correction of the same day has the last word."""
    found = site(
        tmp_path,
        b=follow("2024-09-01", "2024-08-01", "late"),
        c=follow("2024-10-01", "2024-08-01", "met"),
    )
    assert found.commitments["dragado/dragar"].latest.status == "met"


@pytest.mark.parametrize(
    ("value", "progress"),
    [("2", 0.0), ("17", 0.5), ("32", 1.0), ("1", 0.0)],
)
def test_progress_counts_from_the_baseline(value: str, progress: float, tmp_path: Path) -> None:
    """From where it stood to where it should be."""
    page = site(tmp_path, b=follow("2025", "2025", "in-progress", value)).commitments
    assert page["dragado/dragar"].progress == progress


def test_without_a_figure_there_is_no_progress(tmp_path: Path) -> None:
    """A bar is never guessed."""
    assert site(tmp_path).commitments["dragado/dragar"].progress is None


@pytest.mark.parametrize(
    ("briefings", "codes"),
    [
        ({"b": follow("2024-04-01", "2024-03-09", "met")}, ["b.yml:5:40 update-too-early"]),
        ({"b": follow("2024-04-01", "2024-03", "met")}, []),
        ({"b": follow("2024-04-01", "2023", "met")}, ["b.yml:5:40 update-too-early"]),
        (
            {
                "b": follow("2024-06-01", "2024-05-20", "late"),
                "c": follow("2024-07-01", "2024-05-19", "met"),
            },
            ["c.yml:5:40 update-out-of-order"],
        ),
        (
            {
                "b": follow("2024-06-01", "2024-05", "late"),
                "c": follow("2024-07-01", "2024-05-19", "met"),
            },
            [],
        ),
        ({"b": follow("2025", "2025", "met", "33")}, ["b.yml:5:66 value-beyond-target"]),
        ({"b": follow("2025", "2025", "met", "32")}, []),
    ],
)
def test_updates_make_sense_in_time_and_size(
    briefings: dict[str, str], codes: list[str], tmp_path: Path
) -> None:
    """Not before the promise, not back in time, not beyond the target; only where that is certain."""
    findings = reading(tmp_path, **briefings).findings
    assert [
        f"{found.path.name}:{found.span.line}:{found.span.column} {found.code}"
        for found in findings
    ] == codes


def test_a_promise_to_reduce_is_beyond_its_target_below_it(tmp_path: Path) -> None:
    """From 100 to 40, 39 is beyond and 50 is not."""
    promise = PROMISE.replace(
        "value: 32, unit: km, baseline: 2", "value: 40, unit: t, baseline: 100"
    )
    for value, expected in (("50", []), ("39", ["value-beyond-target"])):
        reading(tmp_path, b=follow("2025", "2025", "in-progress", value))
        write(tmp_path, {"briefs/dragado.yml": promise})
        found = read_site(tmp_path / "briefs")
        assert [finding.code for finding in found.findings] == expected
        progress = found.site.commitments["dragado/dragar"].progress
        assert progress == (100 - float(value)) / 60 if value == "50" else progress == 1.0


def test_everything_dated_is_in_the_timeline(tmp_path: Path) -> None:
    """Briefings, events, updates, deadlines and corrections, in the order of time."""
    found = site(
        tmp_path,
        b=follow("2025-01-02", "2025-01-01", "late")
        + "timeline: [{date: 2023, text: t}]\ncorrections: [{date: 2025-02-01, note: n}]\n",
    )
    assert [(str(entry.date), entry.kind, entry.briefing) for entry in found.timeline] == [
        ("2023", "event", "b"),
        ("2024-03-10", "briefing", "dragado"),
        ("2025-01-01", "update", "b"),
        ("2025-01-02", "briefing", "b"),
        ("2025-02-01", "correction", "b"),
        ("2026", "deadline", "dragado"),
    ]
    assert [entry.briefing for entry in found.corrections] == ["b"]


def test_topics_and_actors_gather_commitments(tmp_path: Path) -> None:
    """Each leads to what was promised under it."""
    found = site(tmp_path)
    assert found.topics["puertos"].commitments == ("dragado/dragar",)
    assert found.topics["puertos"].briefings == ("dragado",)
    assert found.entities["puerto"].commitments == ("dragado/dragar",)


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2024", "2025", True),
        ("2024", "2024-01", False),
        ("2024-05", "2024", False),
        ("2024-05", "2024-06-01", True),
        ("2024-06", "2024-06-01", False),
        ("2024-06-01", "2024-06-01", False),
        ("2024-05-31", "2024-06-01", True),
        ("2025", "2024-06-01", False),
    ],
)
def test_a_date_is_before_another_only_where_that_is_certain(
    one: str, other: str, before: bool
) -> None:
    """A month is not before a day in it."""
    assert Date.parse(one).before(Date.parse(other)) is before
