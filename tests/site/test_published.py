"""A published briefing changes only where a correction says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from sites import BRIEFING, briefsite, make_site, write

LOCK = "briefs/published.lock"
FULL = BRIEFING + "quotes: []\nkey_points:\n  - text: Dijo «no» - ayer.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one published briefing."""
    folder = make_site(tmp_path, {"briefs/puerto.yml": FULL})
    done = briefsite("publish", cwd=folder)
    assert (done.returncode, done.stdout) == (0, f"1 briefing in {LOCK}\n")
    return folder


def check(site: Path, text: str) -> list[str]:
    """Codes of the findings after the briefing became another."""
    write(site, {"briefs/puerto.yml": text})
    lines = briefsite("check", cwd=site).stdout.splitlines()
    return [
        line.split("[")[1].split("]")[0] for line in lines if line.startswith(("error[", "warn"))
    ]


def test_the_lock_has_a_line_a_briefing(site: Path) -> None:
    """Id, hash, and how many corrections it had; drafts are not published."""
    write(site, {"briefs/b.yml": BRIEFING + "status: draft\n"})
    write(site, {"briefs/a.yml": BRIEFING + "corrections: [{date: 2025-06-01, note: n}]\n"})
    briefsite("publish", cwd=site)
    lines = (site / LOCK).read_text().splitlines()
    assert [(line.split()[0], len(line.split()[1]), line.split()[2]) for line in lines] == [
        ("a", 32, "1"),
        ("puerto", 32, "0"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        FULL.replace("«no» - ayer", "“no” — ayer"),
        FULL.replace("title: Puerto", 'title:   "Puerto"   # a comment'),
        FULL + "topics: [a]\n",
        FULL + "related: [puerto]\n",
        FULL + "status: withdrawn\nstatus_note: Era falso.\n",
        FULL.replace("quotes: []\n", ""),
        "\n".join(reversed(BRIEFING.splitlines())) + "\n" + FULL.removeprefix(BRIEFING),
    ],
    ids=["typography", "yaml", "topics", "related", "withdrawn", "empty field", "order"],
)
def test_what_is_not_content_may_change(site: Path, text: str) -> None:
    """Typography, the spelling of the file, and where a briefing is filed."""
    assert check(site, text) == []


@pytest.mark.parametrize(
    "text",
    [
        FULL.replace("draga", "dragó"),
        FULL.replace("2025-05-01", "2025-05-02"),
        FULL + "unknowns: [Cuándo.]\n",
        BRIEFING,
    ],
    ids=["word", "date", "more", "less"],
)
def test_a_change_of_content_must_be_announced(site: Path, text: str) -> None:
    """With an entry in `corrections`; after the next publication all is well again."""
    assert check(site, text) == ["unannounced-change"]
    assert briefsite("publish", cwd=site).returncode == 1
    corrected = text + "corrections: [{date: 2025-06-01, note: Error.}]\n"
    assert check(site, corrected) == []
    assert briefsite("publish", cwd=site).returncode == 0
    assert check(site, corrected) == []
    again = corrected.replace("Puerto", "Faro")
    assert check(site, again) == ["unannounced-change"]
    newer = again.replace("[{", "[{date: 2025-06-01, note: El mismo día.}, {")
    assert check(site, newer) == []


def test_the_message_says_what_to_do(site: Path) -> None:
    """In the words of every finding."""
    write(site, {"briefs/puerto.yml": FULL.replace("Puerto", "Faro")})
    done = briefsite("check", cwd=site)
    assert done.stdout.startswith(
        "error[unannounced-change]: what this briefing says changed since it was published, "
        "and nothing tells readers\n --> briefs/puerto.yml:1:1\n"
    )
    assert "= help: add an entry to `corrections` with its `date` and a `note`" in done.stdout


def test_a_published_page_does_not_vanish(site: Path) -> None:
    """Its address is permanent: it is withdrawn instead."""
    (site / "briefs/puerto.yml").rename(site / "briefs/faro.yml")
    done = briefsite("check", cwd=site)
    assert "error[published-removed]: `puerto` was published and is gone" in done.stdout
    assert f"--> {LOCK}:1:1" in done.stdout


def test_a_broken_lock_is_a_finding(site: Path) -> None:
    """After a merge gone wrong, say."""
    write(site, {LOCK: "<<<<<<< HEAD\n" + (site / LOCK).read_text()})
    done = briefsite("check", cwd=site)
    assert "error[bad-lock]" in done.stdout
    assert f"--> {LOCK}:1:1" in done.stdout


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_lock_that_is_no_file_is_a_finding(command: str, site: Path) -> None:
    """Nothing is published over it: what it held is not known."""
    (site / LOCK).unlink()
    (site / LOCK).mkdir()
    done = briefsite(command, cwd=site)
    assert done.returncode == 1
    assert "error[unreadable-file]: cannot be read: not a regular file" in done.stdout
    assert f"--> {LOCK}:1:1" in done.stdout
    assert "Traceback" not in done.stdout
    assert (site / LOCK).is_dir()


def test_bytes_that_are_no_text_are_a_broken_line(site: Path) -> None:
    """With the line to mend; `publish` writes nothing over it."""
    (site / LOCK).write_bytes(b"\xff\n")
    for command in ("check", "publish"):
        done = briefsite(command, cwd=site)
        assert done.returncode == 1
        assert "error[bad-lock]: this line is not" in done.stdout
        assert "Traceback" not in done.stdout
    assert (site / LOCK).read_bytes() == b"\xff\n"
