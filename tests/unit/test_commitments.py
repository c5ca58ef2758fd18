"""Promises are followed over time."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefsite.archive.dates import Date
from briefsite.site.reading import Reading, read_site
from briefsite.site.site import Site
from conftest import record_of
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


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        (("2024-08-01", "late"), ("2024-08-01", "met"), ["updates-contradict"]),
        (("2024-08", "late"), ("2024-08", "met"), ["updates-contradict"]),
        (("2024-08-01", "late", "4"), ("2024-08-01", "late", "5"), ["updates-contradict"]),
        (("2024-08-01", "late", "4"), ("2024-08-01", "stalled", "5"), ["updates-contradict"]),
        (("2024-08-01", "late", "4"), ("2024-08-01", "late", "4"), []),
        (("2024-08-01", "late", "4"), ("2024-08-01", "late"), []),
        (("2024-08-01", "late"), ("2024-08-02", "met"), []),
        (("2024-08", "late"), ("2024-08-02", "met"), []),
    ],
)
@pytest.mark.parametrize("dates", [("2024-09-01", "2024-09-01"), ("2024-09-01", "2024-10-01")])
def test_two_updates_of_one_date_may_not_contradict_each_other(
    tmp_path: Path,
    one: tuple[str, ...],
    other: tuple[str, ...],
    codes: list[str],
    dates: tuple[str, str],
) -> None:
    """Nothing tells which came last, whatever the dates and names of their briefings."""
    briefings = {"b": follow(dates[0], *one), "c": follow(dates[1], *other)}
    assert [finding.code for finding in reading(tmp_path, **briefings).findings] == codes


def test_a_contradiction_is_found_among_all_updates_of_a_date(tmp_path: Path) -> None:
    """Also with one in between that gives no figure; and it names the place of the other."""
    briefings = {
        name: follow("2024-09-01", "2024-08-01", "late", value)
        for name, value in (("b", "4"), ("c", "null"), ("d", "5"))
    }
    [found] = reading(tmp_path, **briefings).findings
    assert (found.path.name, found.span.line, [str(note) for note in found.notes]) == (
        "d.yml",
        5,
        [f"the other is in {tmp_path / 'briefs/b.yml'}, line 5"],
    )


def withdrawn(briefing: str) -> str:
    """The same briefing, withdrawn."""
    return f"status: withdrawn\nstatus_note: Era falso.\n{briefing}"


def test_an_update_of_a_withdrawn_briefing_counts_nowhere(tmp_path: Path) -> None:
    """It stays a step of the ladder; status, figure and progress are those of the steps that stand."""
    page = site(
        tmp_path,
        b=follow("2024-09-01", "2024-08-01", "in-progress", "17"),
        c=withdrawn(follow("2024-10-01", "2024-09-01", "met", "32")),
    ).commitments["dragado/dragar"]
    assert [(s.status, s.is_withdrawn) for s in page.steps] == [
        ("announced", False),
        ("in-progress", False),
        ("met", True),
    ]
    assert (page.status, page.value, page.progress, page.is_open) == ("in-progress", 17, 0.5, True)


@pytest.mark.parametrize(
    "day", ["2024-08-01", "2024-09-01"], ids=["contradicts", "later than the next"]
)
def test_updates_need_not_fit_those_of_a_withdrawn_briefing(tmp_path: Path, day: str) -> None:
    """To withdraw the briefing that was wrong mends what was wrong with it."""
    briefings = {
        "b": withdrawn(follow("2024-09-01", day, "met", "33")),
        "c": follow("2024-10-01", "2024-08-01", "late"),
    }
    assert site(tmp_path, **briefings).commitments["dragado/dragar"].status == "late"


def test_a_withdrawn_briefing_withdraws_its_promises(tmp_path: Path) -> None:
    """Whatever others say of them; who follows up on one is warned."""
    found = reading(tmp_path, b=follow("2025-01-01", "2025-01-01", "in-progress", "17"))
    assert found.findings == []
    write(tmp_path, {"briefs/dragado.yml": withdrawn(PROMISE)})
    found = read_site(tmp_path / "briefs")
    page = found.site.commitments["dragado/dragar"]
    assert [f"{f.path.name} {f.severity} {f.code}" for f in found.findings] == [
        "b.yml warning update-of-withdrawn"
    ]
    assert (page.status, page.is_open, page.value, page.progress) == (
        "withdrawn",
        False,
        None,
        None,
    )
    assert found.site.standing == ()
    assert found.site.entities["puerto"].promises == 0
    assert found.site.topics["puertos"].promises == 0


def test_a_withdrawn_briefing_weighs_nothing(tmp_path: Path) -> None:
    """An entity, a topic and a source count what stands."""
    text = "Se dragó. Llegó el barco."
    source = "\nsources: [acta]\nkey_points: [{text: 'El [puerto](puerto).', evidence: Se dragó}]\n"
    write(
        tmp_path,
        {"briefs/sources/acta.txt": text, "briefs/sources/acta.yml": record_of(text, "Acta")},
    )
    briefing = f"date: 2025-01-01\ntopics: [barcos]{source}"
    for fields, weight, share in ((briefing, 1, 0.32), (withdrawn(briefing), 0, 0.0)):
        found = reading(tmp_path, b=fields).site
        assert len(found.topics["barcos"].briefings) == 1
        assert found.topics["barcos"].weight == weight
        assert found.entities["puerto"].weight == 1 + weight
        assert len(found.entities["puerto"].mentions) == 2
        source_page = found.sources["acta"]
        assert len(source_page.passages) == 1
        assert (len(source_page.uncited), round(source_page.share_cited, 2)) == (2 - weight, share)


@pytest.mark.parametrize(
    ("value", "progress"),
    [("2", 0.0), ("17", 0.5), ("32", 1.0), ("1", 0.0)],
)
def test_progress_counts_from_the_baseline(value: str, progress: float, tmp_path: Path) -> None:
    """From where it stood to where it should be."""
    page = reading(tmp_path, b=follow("2025", "2025", "in-progress", value)).site.commitments
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
        ({"b": follow("2025", "2025", "late", "1")}, []),  # worse than at first: readers are told
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
