"""What `briefsite upgrade` does with each file, by what `init` wrote, what is there, and what is new."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from briefsite import __version__
from briefsite.authoring import upgrade
from briefsite.authoring.upgrade import Step, Written
from sites import write

ABSENT = None


def plan(folder: Path, was: str | None, now: str | None, new: str | None) -> list[Step]:
    """The steps for a Makefile that was written so, is so now, and would be written so today."""
    before = upgrade.written({} if was is None else {"Makefile": was.encode()}, "0.1.0", "es", "x")
    write(folder, {} if now is None else {"Makefile": now})
    files = {} if new is None else {"Makefile": new.encode()}
    return [*upgrade.steps(folder, before, files)]


@pytest.mark.parametrize(
    ("was", "now", "new", "actions"),
    [
        ("a\n", "a\n", "a\n", []),  # nothing is new
        ("a\n", "a\n", "b\n", ["write"]),  # nobody changed it
        ("a\n", "mine\n", "a\n", []),  # only they changed it
        ("a\n", "mine\n", "b\n", ["keep"]),  # both did
        ("a\n", "b\n", "b\n", []),  # they took it over already
        ("a\n", ABSENT, "b\n", []),  # they do without it
        (ABSENT, ABSENT, "b\n", ["write"]),  # a new file
        (ABSENT, "mine\n", "b\n", ["keep"]),  # a new file where they have one
        ("a\n", "a\n", ABSENT, ["remove"]),  # a former file
        ("a\n", "mine\n", ABSENT, []),  # a former file that is theirs now
        ("a\n", ABSENT, ABSENT, []),
    ],
)
def test_what_nobody_changed_is_renewed_and_the_rest_left(
    was: str | None, now: str | None, new: str | None, actions: list[str], tmp_path: Path
) -> None:
    """Three texts decide: as it was written, as it is, and as it would be written today."""
    assert [step.action for step in plan(tmp_path, was, now, new)] == actions


def test_what_is_new_in_a_kept_file_is_shown(tmp_path: Path) -> None:
    """As a diff from theirs to ours."""
    (step,) = plan(tmp_path, "a\n", "a\nmine\n", "a\nb\n")
    assert step.news.splitlines() == [
        "--- Makefile",
        "+++ Makefile (briefsite)",
        "@@ -1,2 +1,2 @@",
        " a",
        "-mine",
        "+b",
    ]


def test_a_kept_file_is_told_of_again_until_it_is_taken_over(tmp_path: Path) -> None:
    """The record keeps what it had of it; of all else it has what is there now."""
    before = upgrade.written({"a": b"1", "b": b"1"}, "0.1.0", "es", "github")
    site = write(tmp_path, {"a": "mine", "b": "1"})
    files = {"a": b"2", "b": b"2"}
    done = [*upgrade.steps(site, before, files)]
    assert [(step.action, step.path) for step in done] == [("keep", "a"), ("write", "b")]
    after = upgrade.upgraded(before, files, done, "0.2.0")
    write(site, {"b": "2"})
    assert [step.path for step in upgrade.steps(site, after, files)] == ["a"]
    write(site, {"a": "2"})
    assert [*upgrade.steps(site, after, files)] == []


def test_a_kept_file_that_they_delete_stays_away(tmp_path: Path) -> None:
    """They know what is in ours, and do without it."""
    before = upgrade.written({"a": b"1"}, "0.1.0", "es", "github")
    files = {"a": b"2"}
    done = [*upgrade.steps(write(tmp_path, {"a": "mine"}), before, files)]
    (tmp_path / "a").unlink()
    after = upgrade.upgraded(before, files, done, "0.2.0")
    assert [*upgrade.steps(tmp_path, after, files)] == []


def test_a_new_file_where_they_have_one_is_told_of_again(tmp_path: Path) -> None:
    """Also though we never wrote it there."""
    before = upgrade.written({}, "0.1.0", "es", "github")
    files = {"a": b"2"}
    done = [*upgrade.steps(write(tmp_path, {"a": "mine"}), before, files)]
    after = upgrade.upgraded(before, files, done, "0.2.0")
    assert [step.action for step in upgrade.steps(tmp_path, after, files)] == ["keep"]


def test_the_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Examples are the author's, and in no record."""
    files = {"Makefile": b"a", "briefs/x.yml": b"a", "docs/index.md": b"a", "docs/_headers": b"a"}
    made = upgrade.written(files, "0.1.0", "es", "gitlab", "briefsite")
    write(tmp_path, {upgrade.RECORD: made.text()})
    assert upgrade.read_record(tmp_path) == made
    assert sorted(made.digests) == ["Makefile", "docs/_headers"]


def test_a_record_of_before_there_was_a_choice_is_of_material(tmp_path: Path) -> None:
    """Such sites had no other theme."""
    write(tmp_path, {upgrade.RECORD: "# briefsite 0.1.0, lang es, host github\n"})
    record = upgrade.read_record(tmp_path)
    assert record
    assert record.theme == "material"


@pytest.mark.parametrize("text", [None, "", "x\n", b"\xff", "# briefsite\n"])
def test_what_is_no_record_counts_as_none(text: str | bytes | None, tmp_path: Path) -> None:
    """Whatever is in the file."""
    write(tmp_path, {} if text is None else {upgrade.RECORD: text})
    assert upgrade.read_record(tmp_path) is None


@pytest.mark.parametrize("path", ["../other", "/etc/other", "a/../../other"])
def test_a_record_never_leads_out_of_the_site(path: str, tmp_path: Path) -> None:
    """A file elsewhere would be removed otherwise, where a stranger's change put it in the record."""
    record = Written(version="1", lang="es", host="x", digests={path: "0" * 64, "in": "0" * 64})
    write(tmp_path, {upgrade.RECORD: record.text()})
    read = upgrade.read_record(tmp_path)
    assert read
    assert [*read.digests] == ["in"]


def test_changes_for_readers_are_those_since_the_last_version(tmp_path: Path) -> None:
    """In the order of versions, which is not that of their letters, and in the author's language."""
    path = tmp_path / "changes.yml"
    path.write_text(
        '"0.10.0": {es: [diez], en: [ten]}\n"0.9.0": {es: [nueve], en: [nine]}\n"0.8.0": {es: [ocho], en: [eight]}\n'
    )
    assert upgrade.changes_for_readers("0.8.0", "en", path) == ["nine", "ten"]
    assert upgrade.changes_for_readers("0.10.0", "es", path) == []


def test_this_version_says_what_it_changes_for_readers() -> None:
    """In both languages, be it nothing."""
    changes = yaml.safe_load(upgrade.CHANGES.read_text("utf-8"))
    assert sorted(changes[__version__]) == ["en", "es"]
    assert all(len(version["es"]) == len(version["en"]) for version in changes.values())
