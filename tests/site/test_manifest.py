"""Anybody can repeat a build of an archive, and tell by `manifest.json` that it is the same."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sites import BRIEFING, CONFIG, REPOSITORY, make_site, run, write

DAY = "1795996800"
"""The beginning of 30 November 2026."""


def built(site: Path, *command: str, **environment: str) -> bytes:
    """Build, and return the manifest."""
    done = run(*(command or ("mkdocs", "build")), cwd=site, **environment)
    assert done.returncode == 0, done.stdout
    return (site / "site/manifest.json").read_bytes()


def files_in(site: Path) -> dict[str, list[Any]]:
    """What a manifest should say of a folder."""
    return {
        path.relative_to(site).as_posix(): [
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        ]
        for path in site.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def test_two_builds_of_an_archive_from_nothing_are_the_same(tmp_path: Path) -> None:
    """In other folders, with other caches, at another hour of the day, and on another number of cores."""
    manifests = []
    for name, cores, hour in (("one", "1", 3_600), ("other", "2", 80_000)):
        site = tmp_path / name
        shutil.copytree(REPOSITORY / "examples", site)
        config = site / "mkdocs.yml"
        config.write_text(config.read_text("utf-8").replace("../site-demo", "site"), "utf-8")
        manifests.append(
            built(
                site,
                SOURCE_DATE_EPOCH=str(int(DAY) + hour),
                BRIEFSITE_WORKERS=cores,
                BRIEFSITE_CACHE=str(tmp_path / f"cache-{name}"),
            )
        )
    one, other = manifests
    assert one == other
    said = json.loads(one)
    assert said["source_date_epoch"] == int(DAY)
    assert said["files"] == files_in(tmp_path / "one/site")
    assert {"sitemap.xml.gz", "data/briefsite.sqlite", "feed.xml"} <= {*said["files"]}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site."""
    return make_site(tmp_path, {"briefs/puerto.yml": BRIEFING, "docs/_headers": "/*\n"})


def test_a_manifest_follows_every_edit(site: Path) -> None:
    """Of briefings, of pages by hand, of files, and of what goes; and is as a build from nothing makes it."""
    edits: list[dict[str, str]] = [
        {"briefs/faro.yml": BRIEFING.replace("Puerto", "Faro")},
        {"docs/index.md": "# Otro\n"},
        {"docs/nota.txt": "una"},
        {"docs/nota.txt": "dos"},
    ]
    before = {built(site)}
    for edit in edits:
        now = built(write(site, edit))
        assert now not in before
        assert json.loads(now)["files"] == files_in(site / "site")
        before.add(now)
    (site / "docs/nota.txt").unlink()
    now = built(site)
    assert "nota.txt" not in json.loads(now)["files"]
    assert "_headers" in json.loads(now)["files"]
    shutil.rmtree(site / "site")
    assert built(site, BRIEFSITE_CACHE=str(site.parent / "cold")) == now


def test_an_hour_that_came_is_that_of_the_build(site: Path) -> None:
    """Or a build with the beginning of that day would leave a briefing out that readers have seen."""
    waiting = "publish_at: 2026-11-30T09:00Z\n"
    write(site, {"briefs/faro.yml": BRIEFING.replace("Puerto", "Faro") + waiting})
    nine = int(DAY) + 9 * 3_600
    epochs = {}
    for second in (int(DAY) + 1, nine - 1, nine, nine + 60, int(DAY) + 86_400):
        manifest = built(site, SOURCE_DATE_EPOCH=str(second))
        epoch = json.loads(manifest)["source_date_epoch"]
        epochs[second] = epoch
        assert ("informes/faro/index.html" in json.loads(manifest)["files"]) == (second >= nine)
        assert built(site, SOURCE_DATE_EPOCH=str(epoch)) == manifest
    assert [*epochs.values()] == [int(DAY), int(DAY), nine, nine, int(DAY) + 86_400]


def test_a_site_for_a_disk_has_one_as_well(site: Path) -> None:
    """Of what it really holds, which is not what a server would have."""
    write(site, {"mkdocs.yml": CONFIG.replace("briefsite]", "briefsite: {offline: true}]")})
    files = json.loads(built(site))["files"]
    assert files == files_in(site / "site")
    assert "404.html" not in files


def test_a_site_that_another_engine_made_has_one_as_well(site: Path) -> None:
    """Of its pages, and of what was laid beside them."""
    run("briefsite", "render", "--engine", "zensical", "--out", "project", cwd=site)
    done = run("zensical", "build", "--strict", cwd=site / "project")
    assert done.returncode == 0, done.stdout
    shutil.move(site / "project/site", site / "site")
    said = json.loads(built(site, "briefsite", "finish", "site"))
    assert said["files"] == files_in(site / "site")
    assert {"index.html", "robots.txt"} <= {*said["files"]}
