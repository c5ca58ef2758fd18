"""YAML is read strictly: what surprises authors or endangers machines is refused, with its place."""

from __future__ import annotations

from briefsite.archive.folder import MAX_SOURCE_BYTES
from briefsite.site.reading import Reading
from conftest import Read, record_of


def found(reading: Reading) -> list[str]:
    """The findings in a folder, each with its file."""
    return [f"{finding.path.as_posix()} {finding.code}" for finding in reading.findings]


def test_a_source_text_has_its_own_limit(read: Read) -> None:
    """A source text has at most 16 MiB."""
    text = "x" + " " * (MAX_SOURCE_BYTES - 1)
    files = {"briefs/sources/a.txt": text, "briefs/sources/a.yml": record_of(text, "a")}
    assert found(read(files)) == []
    files["briefs/sources/a.txt"] += "x"
    assert found(read(files)) == ["briefs/sources/a.txt file-too-large"]
