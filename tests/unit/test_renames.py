"""A renamed briefing keeps its old addresses, by `aliases`."""

from __future__ import annotations

import pytest

from conftest import Read
from sites import BRIEFING


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"briefs/viejo.yml": BRIEFING}, ["the former id `viejo` is taken"]),
        (
            {"briefs/entities/viejo.yml": "name: V\ntype: place\n"},
            ["the former id `viejo` is taken"],
        ),
        ({"briefs/b.yml": BRIEFING + "aliases: [viejo]\n"}, ["the former id `viejo` is taken"]),
        ({"briefs/b.yml": BRIEFING + "aliases: [otro]\n"}, []),
    ],
)
def test_a_former_id_leads_to_one_page_alone(
    files: dict[str, str], found: list[str], read: Read
) -> None:
    """One that another file has, or had, is an error."""
    reading = read({"briefs/a.yml": BRIEFING + "aliases: [viejo]\n", **files})
    assert [
        finding.message for finding in reading.findings if finding.code == "alias-taken"
    ] == found
