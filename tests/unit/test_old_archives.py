"""Archives of former days, byte for byte, are read by the program of today.

`tests/old_archives/` holds them as they were in this repository. They are not changed: where today's
program does not read one, it is the program that is wrong, or `FILE_FORMAT` must be raised.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from briefsite.archive.published_lock import published_now
from briefsite.archive.settings import read_settings
from briefsite.site.reading import Reading, read_site
from sites import REPOSITORY

FOLDER = REPOSITORY / "tests/old_archives"


class Held(NamedTuple):
    """How much an archive holds."""

    briefings: int
    entities: int
    sources: int
    commitments: int
    versions: int
    """What was kept of briefings when they were published."""


HELD = {
    "2026-11-22-first": Held(3, 21, 1, 8, 0),
    "2026-11-22-lock": Held(30, 36, 18, 27, 0),
    "2026-11-29-versions": Held(32, 36, 21, 28, 3),
}

FOUND_SINCE = {
    "2026-11-22-first": {"figure-not-in-evidence": 1},
    "2026-11-22-lock": {"figure-not-in-evidence": 51},
    "2026-11-29-versions": {},
}
"""What rules that came later find in them: figures that no evidence has. Nothing else."""


@cache
def reading(name: str) -> Reading:
    settings = read_settings(FOLDER / name / "mkdocs.yml")
    return read_site(settings.briefs, require_evidence=settings.require_evidence)


def stems(folder: Path, pattern: str) -> set[str]:
    return {path.stem for path in folder.glob(pattern)}


def test_each_archive_is_held_to() -> None:
    """None is in the folder for nothing."""
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == {*HELD} == {*FOUND_SINCE}


@pytest.mark.parametrize("name", HELD)
def test_an_old_archive_is_read_whole(name: str) -> None:
    """Every file, under the id that it had; nothing in it is left out."""
    found, folder = reading(name), FOLDER / name / "briefs"
    records = found.present.records
    assert (
        Held(
            len(records),
            len(found.site.entities),
            len(found.site.sources),
            sum(len(record.model.commitments) for record in records.values()),
            sum(map(len, found.revisions.values())),
        )
        == HELD[name]
    )
    assert {*found.site.entities} == stems(folder, "entities/*.yml")
    assert {*found.site.sources} == stems(folder, "sources/*.yml")
    assert {*records} == stems(folder, "*.yml") | stems(folder, "20*/*.yml")


@pytest.mark.parametrize("name", HELD)
def test_nothing_in_an_old_archive_is_not_understood(name: str) -> None:
    """All that is found in it, later rules find: no field, no value and no file is other than it may be."""
    assert Counter(finding.code for finding in reading(name).findings) == FOUND_SINCE[name]


@pytest.mark.parametrize("name", ["2026-11-22-lock", "2026-11-29-versions"])
def test_an_old_lock_holds(name: str) -> None:
    """Each of its lines is among what `briefsite publish` would write today."""
    found = reading(name)
    before = {(key, one.value) for key, one in found.register.standing.items()}
    assert len(before) == len(found.register.text.splitlines()) > 0
    assert before <= {*published_now(found.present).items()}
    assert not found.register.is_chained
