"""Which file `briefsite edit` opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefsite.cli.edit import file_named
from sites import write

FILES = {
    "puerto.yml": "",
    "puerto.en.yml": "",
    "otro/Costes.YAML": "",
    "entities/ana.yml": "",
    "sources/nota.yml": "",
    "sources/nota.txt": "",
    "templates/marco.yml": "",
    "versions/puerto/1.yml": "",
}


@pytest.mark.parametrize(
    ("name", "opened"),
    [
        ("puerto", "puerto.yml"),
        ("puerto.en", "puerto.en.yml"),
        ("puerto.en.yml", "puerto.en.yml"),
        ("Costes", "otro/Costes.YAML"),
        ("ana", "entities/ana.yml"),
        ("nota.yml", "sources/nota.yml"),
        ("entities/ana.yml", "entities/ana.yml"),
        ("{root}/sources/../puerto.yml", "puerto.yml"),
        ("nota.txt", None),
        ("sources/nota.txt", None),
        ("sources", None),
        ("marco", None),
        ("versions/puerto/1.yml", None),
        ("pue*", None),
        ("**", None),
        ("/puerto", None),
        ("{root}/nota.txt", None),
        ("", None),
        ("..", None),
    ],
)
def test_a_file_of_the_archive_is_meant_by_id_name_or_path(
    name: str, opened: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a name as it is, without patterns; what lies apart, and what is no YAML, is no such file."""
    root = write(tmp_path / "briefs", FILES).resolve()
    monkeypatch.chdir(root)
    found = file_named(name.format(root=root), root)
    assert found == (root / opened if opened else None)
