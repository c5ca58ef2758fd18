"""`briefsite upgrade` in a site of an earlier version."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from briefsite.authoring.upgrade import RECORD, Written, read_record
from sites import BRIEFING, briefsite, make_site, write


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site as an earlier version wrote it, of which its author changed the workflow and the settings."""
    site = tmp_path / "sitio"
    assert briefsite("init", site, "--lang", "es", cwd=tmp_path).returncode == 0
    record = read_record(site)
    assert record
    old = {
        "Makefile": "old:\n",
        ".editorconfig": "old\n",
        "vendor/briefsite-0.0.9-py3-none-any.whl": "old",
        "old.txt": "old\n",
    }
    write(site, old)
    digests = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in old.items()}
    before = Written(
        version="0.0.9", lang="es", host="github", digests={**record.digests, **digests}
    )
    write(
        site,
        {
            RECORD: before.text(),
            ".editorconfig": "old\nmine\n",
            "mkdocs.yml": (site / "mkdocs.yml").read_text("utf-8") + "# mine\n",
        },
    )
    return site


def test_what_nobody_changed_is_renewed_and_of_the_rest_is_said_what_is_new(site: Path) -> None:
    """Settings that the author changed, and we did not, are not spoken of."""
    done = briefsite("upgrade", cwd=site / "briefs")
    said = done.stdout.splitlines()
    assert done.returncode == 0
    assert said[0] == "left ../.editorconfig, which you changed; what is new in it:"
    assert "-mine" in said
    assert said[-5:] == [
        "wrote ../Makefile",
        "removed ../old.txt, which is of no more use",
        "removed ../vendor/briefsite-0.0.9-py3-none-any.whl, which is of no more use",
        "to take ours as they are, run `briefsite upgrade` with their paths",
        "now run `make site`",
    ]
    assert "venv" in (site / "Makefile").read_text("utf-8")
    assert not (site / "old.txt").exists()
    assert (site / ".editorconfig").read_text("utf-8") == "old\nmine\n"
    assert (site / "mkdocs.yml").read_text("utf-8").endswith("# mine\n")
    again = briefsite("upgrade", cwd=site).stdout
    assert again.startswith("left .editorconfig, which you changed")
    assert again.endswith("nothing is to be renewed\n")


def test_a_file_is_taken_where_its_author_asks_for_it(site: Path) -> None:
    """Also one that only they changed; then there is nothing left to do."""
    done = briefsite("upgrade", ".editorconfig", "mkdocs.yml", cwd=site)
    assert "left " not in done.stdout
    assert "root = true" in (site / ".editorconfig").read_text("utf-8")
    assert "# mine" not in (site / "mkdocs.yml").read_text("utf-8")
    assert briefsite("upgrade", cwd=site).stdout == "nothing is to be renewed\n"


def test_examples_and_briefings_are_never_touched(site: Path) -> None:
    """They are the author's from the first."""
    (site / "briefs/ejemplo-biblioteca.yml").unlink()
    write(site, {"docs/index.md": "# Mío\n"})
    briefsite("upgrade", cwd=site)
    assert not (site / "briefs/ejemplo-biblioteca.yml").exists()
    assert (site / "docs/index.md").read_text("utf-8") == "# Mío\n"


def test_a_site_that_init_did_not_write_is_left_alone(tmp_path: Path) -> None:
    """The command says what to do, and is misuse; so it is for a file that `init` does not write."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    done = briefsite("upgrade", cwd=site)
    assert (done.returncode, f"there is no {RECORD}, which" in done.stdout) == (2, True)
    assert sorted(path.name for path in site.iterdir()) == ["briefs", "docs", "mkdocs.yml"]


def test_the_doctor_says_so(site: Path) -> None:
    """What is to be renewed; and once that is done, that there is something new in what the author changed."""
    assert (
        "3 files of `briefsite init` are of another version" in briefsite("doctor", cwd=site).stdout
    )
    briefsite("upgrade", cwd=site)
    said = briefsite("doctor", cwd=site).stdout
    assert "note   of 1 file that you changed there is something new" in said


def test_an_older_briefsite_takes_no_site_back(site: Path) -> None:
    """The command says which version made it, and is misuse."""
    record = site / RECORD
    record.write_text(record.read_text("utf-8").replace("briefsite 0.0.9", "briefsite 99.0"))
    before = (site / "Makefile").read_bytes()
    done = briefsite("upgrade", cwd=site)
    assert (done.returncode, "upgraded by briefsite 99.0" in done.stdout) == (2, True)
    assert (site / "Makefile").read_bytes() == before
    assert (site / "old.txt").exists()


def test_other_paths_are_misuse(site: Path) -> None:
    """Nothing is written."""
    done = briefsite("upgrade", "briefs/ejemplo-biblioteca.yml.x", cwd=site)
    assert (done.returncode, "is no file that" in done.stdout) == (2, True)
    assert (site / "old.txt").exists()
