"""A site that says something else than was built is found out, by what it publishes alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from briefsite.cache.workers import each
from briefsite.verification.faults import Fault
from briefsite.verification.published import open_folder
from briefsite.verification.verify import Report, verify
from conftest import BuiltOnce
from sites import briefsite, run, serving
from tampering import ATTACKS, Attack, made, relist, replace


@pytest.fixture(scope="module")
def archive(built_once: BuiltOnce) -> Path:
    """The archive with its site, built once; to be read, not changed."""
    return built_once("tampering", made)


@pytest.fixture
def site(archive: Path, tmp_path: Path) -> Path:
    """A copy of the site, to be altered."""
    return shutil.copytree(archive / "site", tmp_path / "site")


def verified(site: Path, kept: bytes | None = None) -> Report:
    return verify(open_folder(site), each, kept)


def test_nothing_is_wrong_with_what_was_built(archive: Path) -> None:
    """And all there is was looked at."""
    report = verified(archive / "site")
    assert report.faults == []
    expected = {"briefings": 4, "translations": 1, "quotations": 6, "published": 2}
    assert expected.items() <= report.counts.items()
    assert all(report.counts[name] for name in ("files", "passages", "figures", "marks", "links"))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_what_was_altered_is_named(attack: Attack, archive: Path, site: Path) -> None:
    """With the file in which it is, although whoever altered it lists all files anew."""
    log = (archive / "site/data/register.txt").read_bytes()
    attack.alter(site)
    relist(site)
    found = {(fault.kind, fault.path) for fault in verified(site, log).faults}
    assert (attack.found, attack.where) in found


def test_there_are_thirty_ways() -> None:
    """At least, and each by a name of its own."""
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 30


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("informes/puerto/index.html", "<h1", "<h1 "),
        ("robots.txt", "\n", "\n\n"),
        ("assets/briefsite/briefsite.css", "{", " {"),
    ],
)
def test_a_byte_of_any_file_is_named_by_the_manifest(
    path: str, old: str, new: str, site: Path
) -> None:
    """Also where it says the same."""
    replace(path, old, new)(site)
    (fault,) = verified(site).faults
    assert (fault.kind, fault.path) == ("file-changed", path)


def test_files_that_nobody_lists_and_files_that_are_gone_are_named(site: Path) -> None:
    """By the manifest."""
    (site / "otro.txt").write_text("otro")
    (site / "robots.txt").unlink()
    found = [(fault.kind, fault.path) for fault in verified(site).faults]
    assert found == [("file-added", "otro.txt"), ("file-missing", "robots.txt")]


def test_what_changed_since_a_register_was_kept_is_told(archive: Path) -> None:
    """A correction, which was announced: no fault."""
    lines = (archive / "site/data/register.txt").read_bytes().splitlines(keepends=True)
    first = next(at for at, line in enumerate(lines, 1) if b" publication " in line)
    report = verified(archive / "site", b"".join(lines[:first]))
    assert list(report.changes) == ["2025-11-30T10:20:00Z: `puerto` was corrected"]
    assert report.faults == []


def test_a_register_that_is_gone_is_named(archive: Path, site: Path) -> None:
    """Whoever kept it can show it."""
    log = (archive / "site/data/register.txt").read_bytes()
    (site / "data/register.txt").unlink()
    relist(site)
    kinds = {fault.kind for fault in verified(site, log).faults}
    assert "history-rewritten" in kinds


def test_the_command_counts_first_and_ends_with_the_faults(archive: Path, site: Path) -> None:
    """0 where nothing is wrong, 1 with faults, 2 where there is no site."""
    done = briefsite("verify", archive / "site", cwd=archive)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "nothing is wrong")
    replace("fuentes/nota.txt", "vecinos", "vecinas")(site)
    done = briefsite("verify", site, "--lang", "es", cwd=archive)
    assert done.returncode == 1
    assert "[text-changed] fuentes/nota.txt\n    su SHA-256 es " in done.stdout
    done = briefsite("verify", archive / "briefs", cwd=archive)
    assert done.returncode == 2
    assert "this is no published site" in done.stdout


def test_where_there_is_no_briefing_nothing_is_called_right(tmp_path: Path) -> None:
    """A page alone proves nothing, and that is what is said."""
    (tmp_path / "index.html").write_text("<article>Todo es cierto.</article>")
    (tmp_path / "manifest.json").write_text('{"manifest": 1, "files": {}}')
    relist(tmp_path)
    done = briefsite("verify", tmp_path, cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "there is no briefing here: nothing was compared"


def test_an_address_is_asked_anew_each_time(site: Path, archive: Path, tmp_path: Path) -> None:
    """What is served counts, not what an earlier run brought, although the manifest is the same."""
    shutil.copytree(site, tmp_path / "www/repo")
    kept = {"BRIEFSITE_CACHE": str(tmp_path / "cache")}
    with serving(tmp_path / "www") as root:
        first = run("briefsite", "verify", f"{root}repo/", cwd=archive, **kept)
        replace("fuentes/nota.txt", "vecinos", "vecinas")(tmp_path / "www/repo")
        second = run("briefsite", "verify", f"{root}repo/", cwd=archive, **kept)
    assert (first.returncode, second.returncode) == (0, 1)
    assert "[file-changed] fuentes/nota.txt" in second.stdout
    assert "[text-changed] fuentes/nota.txt" in second.stdout


def test_programs_get_the_same(site: Path, archive: Path) -> None:
    """As JSON, and as annotations of GitHub."""
    replace("fuentes/nota.txt", "vecinos", "vecinas")(site)
    data = json.loads(briefsite("verify", site, "--format", "json", cwd=archive).stdout)
    assert data["counts"]["briefings"] == 4
    assert {"kind", "path", "message", "words"} == {*data["faults"][0]}
    lines = briefsite("verify", site, "--format", "github", cwd=archive).stdout.splitlines()
    assert len(lines) == len(data["faults"])
    assert all(line.startswith("::error file=") for line in lines)


def test_what_a_hostile_site_holds_is_never_a_traceback(site: Path) -> None:
    """Whatever is in its files, each is a fault by itself."""
    hostile = [b"", b"\xff\xfe", b"[]", b"{}", b"[" * 100_000, b"null", b'{"url": 1}', b"\x00" * 10]
    targets = [
        *site.rglob("index.json"),
        *site.rglob("feed.json"),
        *site.rglob("*.csv"),
        *site.rglob("*.sqlite"),
        *site.rglob("citation.*"),
        site / "data/register.txt",
    ]
    for number, path in enumerate(sorted(targets)):
        path.write_bytes(hostile[number % len(hostile)])
    report = verified(site)
    assert all(isinstance(fault, Fault) for fault in report.faults)
    assert len({fault.path for fault in report.faults}) > len(targets) / 2
