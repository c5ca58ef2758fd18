"""Documents become sources: `briefsite archive`, and what `draft` makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sites import briefsite, make_site

EMPTY = {"briefs/entities/.keep": ""}
NOTE = "# La biblioteca\n\nSe abre el *lunes*.\n\n- Cierra a las diez.\n"


def sources(site: Path) -> dict[str, bytes]:
    """What is in the folder of sources."""
    return {path.name: path.read_bytes() for path in sorted((site / "briefs/sources").iterdir())}


def test_a_document_is_kept_beside_its_text(tmp_path: Path) -> None:
    """Byte for byte, with a record that names it, what read it, and what it says of itself."""
    raw = f"---\nauthor: Ana Ruiz\n---\n{NOTE}"
    site = make_site(tmp_path, {**EMPTY, "nota.md": raw})
    done = briefsite("archive", "nota.md", "--lang", "es", cwd=site)
    assert done.returncode == 0, done.stdout
    files = sources(site)
    assert [*files] == ["nota.md", "nota.txt", "nota.yml"]
    assert files["nota.md"] == raw.encode()
    assert (
        files["nota.txt"].decode() == "La biblioteca\n\nSe abre el lunes.\n\nCierra a las diez.\n"
    )
    record = files["nota.yml"].decode()
    assert "title: La biblioteca\n" in record
    assert "# lo dice el documento: author:\nauthor: Ana Ruiz\n" in record
    assert "original:\n  format: md\n" in record
    assert briefsite("check", cwd=site).returncode == 0


def test_what_the_author_says_comes_before_what_a_document_says_of_itself(tmp_path: Path) -> None:
    """The comment with where it was found goes with the value."""
    site = make_site(tmp_path, {**EMPTY, "nota.md": f"---\nauthor: Ana Ruiz\n---\n{NOTE}"})
    briefsite("archive", "nota.md", "--author", "Luis Prat", "--lang", "es", cwd=site)
    record = sources(site)["nota.yml"].decode()
    assert "author: Luis Prat\n" in record
    assert "Ana Ruiz" not in record
    assert "lo dice el documento: author:" not in record


def test_a_plain_text_is_archived_as_it_is(tmp_path: Path) -> None:
    """Without a second copy, and with the record that it always had."""
    site = make_site(tmp_path, {**EMPTY, "nota.txt": NOTE})
    assert briefsite("archive", "nota.txt", "--id", "otra", cwd=site).returncode == 0
    files = sources(site)
    assert [*files] == ["otra.txt", "otra.yml"]
    assert files["otra.txt"].decode() == NOTE
    assert "original" not in files["otra.yml"].decode()


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    """In another site, on the same day."""
    made = []
    for name in ("a", "b"):
        site = make_site(tmp_path / name, {**EMPTY, "nota.md": NOTE})
        briefsite("archive", "nota.md", cwd=site)
        made.append(sources(site))
    assert made[0] == made[1]


def test_nothing_is_archived_twice(tmp_path: Path) -> None:
    """A document is known by its bytes, under whatever name."""
    site = make_site(tmp_path, {**EMPTY, "nota.md": NOTE, "copia.md": NOTE})
    briefsite("archive", "nota.md", cwd=site)
    before = sources(site)
    again = briefsite("archive", "copia.md", "--lang", "en", cwd=site)
    assert (again.returncode, again.stdout.strip()) == (0, "the archive has it already, as `nota`")
    assert sources(site) == before


def test_a_draft_is_made_of_what_is_archived(tmp_path: Path) -> None:
    """By the id of the source, or by the document itself."""
    site = make_site(tmp_path, {**EMPTY, "nota.md": NOTE})
    briefsite("archive", "nota.md", cwd=site)
    for given in ("nota", "nota.md"):
        assert briefsite("draft", given, cwd=site).returncode == 0
    briefings = sorted(path.name for path in (site / "briefs").glob("*.yml"))
    assert briefings == ["la-biblioteca-2.yml", "la-biblioteca.yml"]
    assert briefsite("check", cwd=site).returncode == 0


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as PDF"),
        ("a.docx", b"PK\x03\x04", "this file is damaged"),
        ("a.txt", "Año\n".encode("cp1252"), "byte 0xF1 is not UTF-8"),
        ("a.md", b"\n", "no words"),
    ],
)
def test_what_cannot_be_archived_is_refused(
    name: str, raw: bytes, message: str, tmp_path: Path
) -> None:
    """Nothing is written, and the message says why."""
    site = make_site(tmp_path, {**EMPTY, name: raw})
    done = briefsite("archive", name, "--lang", "en", cwd=site)
    assert (done.returncode, message in done.stdout) == (1, True), done.stdout
    assert not (site / "briefs/sources").exists()


@pytest.mark.parametrize("options", [["--id", "A b"], ["--id", "index"], ["--published", "ayer"]])
def test_misuse_is_told_before_anything_is_written(options: list[str], tmp_path: Path) -> None:
    """With exit code 2."""
    site = make_site(tmp_path, {**EMPTY, "nota.md": NOTE})
    assert briefsite("archive", "nota.md", *options, cwd=site).returncode == 2
    assert not (site / "briefs/sources").exists()


@pytest.mark.parametrize(
    ("said", "is_there"),
    [("", False), ("licence: CC0\n", True), ("publish_original: true\n", True),
     ("licence: CC0\npublish_original: false\n", False)],
)  # fmt: skip
def test_a_document_is_published_where_its_licence_or_the_author_says_so(
    said: str, is_there: bool, tmp_path: Path
) -> None:
    """Else the site has its text alone."""
    site = make_site(tmp_path, {**EMPTY, "nota.md": NOTE})
    briefsite("archive", "nota.md", cwd=site)
    record = site / "briefs/sources/nota.yml"
    record.write_text(record.read_text("utf-8").replace("licence: null\n", "") + said, "utf-8")
    assert briefsite("render", "--out", "out", cwd=site).returncode == 0
    page = (site / "out/fuentes/nota.md").read_text("utf-8")
    assert ("[Documento original (Markdown" in page) is is_there
    copy = (
        site / "out/fuentes/nota.md.txt"
    )  # no page of the site, as it would be under its own name
    assert (copy.read_text("utf-8") if copy.exists() else None) == (NOTE if is_there else None)
