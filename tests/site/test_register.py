"""The page of the register: what was published, when, and since when it is in the repository."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from sites import BRIEFING, CONFIG, REPOSITORY, forget, make_site, run, write

LOCK = "briefs/published.lock"
PAGE = "site/registro/index.md"
FIRST, SECOND = "1764497999", "1764584400"
"""30 November and 1 December 2025."""

CORRECTION = "corrections: [{date: 2025-11-01, note: No era así.}]\n"


def publish(site: Path, when: str) -> None:
    """Record what is published, at a time."""
    done = run("briefsite", "publish", cwd=site, SOURCE_DATE_EPOCH=when)
    assert done.returncode == 0, done.stdout


def built(site: Path, *options: str) -> str:
    """Build, and return what the build said."""
    done = run("mkdocs", "build", "--strict", *options, cwd=site)
    assert done.returncode == 0, done.stdout
    return done.stdout


def git(folder: Path, *arguments: str) -> None:
    """Run git, as somebody who committed at a certain time."""
    who = {
        f"GIT_{role}_{what}": "a@b"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    when = {"GIT_AUTHOR_DATE": "1764600000 +0300", "GIT_COMMITTER_DATE": "1764600000 +0300"}
    environment = {**os.environ, **who, **when}
    subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a briefing that was published, and published again with a correction."""
    config = CONFIG.replace("fuentes/index.md]", "fuentes/index.md, registro/index.md]")
    site = make_site(tmp_path / "s", {"briefs/puerto.yml": BRIEFING, "mkdocs.yml": config})
    publish(site, FIRST)
    write(site, {"briefs/puerto.yml": BRIEFING.replace("draga", "dragará") + CORRECTION})
    publish(site, SECOND)
    return site


def test_the_page_says_what_each_publication_did(site: Path) -> None:
    """Newest first, with links to the briefings; the file is there as it is, and the corrections lead there."""
    built(site)
    page = (site / PAGE).read_text("utf-8")
    assert page.startswith("# Registro\n")
    entries = page[page.index("**1 de diciembre") :].split("Raíz: ")
    assert "**1 de diciembre de 2025, 10:20 (UTC)**\n\nCorregidos (1)\n\n- [Puerto]" in entries[0]
    assert (
        "**30 de noviembre de 2025, 10:19 (UTC)**\n\nNuevos (1)\n\n- [Puerto](../informes/puerto/index.md)"
        in entries[1]
    )
    assert "[El registro entero, línea por línea](../data/register.txt)" in page
    assert filecmp.cmp(site / "site/data/register.txt", site / LOCK, shallow=False)
    root = (site / LOCK).read_text("utf-8").split()[-1]
    html = unescape((site / "site/registro/index.html").read_text("utf-8"))
    assert f"<summary>Raíz: {root[:12]}…</summary>" in html
    assert f"<code>{root}</code>" in html
    corrections = (site / "site/correcciones/index.md").read_text("utf-8")
    assert "[Qué se publicó y cuándo: el registro](../registro/index.md)" in corrections
    assert "https://example.org/repo/registro/" in (site / "site/sitemap.xml").read_text("utf-8")
    programs = (site / "site/llms.txt").read_text("utf-8")
    assert "(https://example.org/repo/registro/index.md)" in programs
    assert "(https://example.org/repo/data/register.txt)" in programs


@pytest.mark.parametrize("lock", [None, f"puerto {'0' * 32} 0\n"], ids=["none", "of former days"])
def test_where_there_is_no_register_nothing_leads_to_one(lock: str | None, tmp_path: Path) -> None:
    """No page, no file, no link."""
    files = {"briefs/puerto.yml": BRIEFING + CORRECTION}
    site = make_site(tmp_path, files if lock is None else {**files, LOCK: lock})
    built(site)
    assert not (site / "site/registro").exists()
    assert not (site / "site/data/register.txt").exists()
    assert "registro" not in (site / "site/correcciones/index.html").read_text("utf-8")
    assert (site / "site/informes/puerto/content.json").is_file()


def test_a_renamed_and_a_forgotten_briefing_are_told(site: Path) -> None:
    """By their addresses of today; what is gone is named, and leads nowhere."""
    write(site, {"briefs/otro.yml": BRIEFING.replace("Puerto", "Otro")})
    publish(site, SECOND)
    text = (site / "briefs/puerto.yml").read_text("utf-8")
    (site / "briefs/puerto.yml").unlink()
    write(site, {"briefs/faro.yml": f"{text}aliases: [puerto]\n"})
    publish(site, SECOND)
    (site / "briefs/otro.yml").unlink()
    done = run("briefsite", "publish", "--forget", "otro", cwd=site)
    assert done.returncode == 0, done.stdout
    shutil.rmtree(site / "briefs/versions/otro")
    built(site)
    page = (site / PAGE).read_text("utf-8")
    assert "Ya no están (1)\n\n- otro\n" in page
    assert "Con otra dirección (1)\n\n- [Puerto](../informes/faro/index.md)\n" in page
    assert "Nuevos (1)\n\n- otro\n" in page
    assert "Nuevos (1)\n\n- [Puerto](../informes/faro/index.md)\n" in page


def test_what_waits_for_its_hour_is_not_there(site: Path) -> None:
    """Neither in the register nor as the text of a hash."""
    write(
        site,
        {
            "briefs/secreto.yml": BRIEFING.replace("Puerto", "Secreto")
            + "publish_at: 2090-01-01T00:00Z\n"
        },
    )
    publish(site, SECOND)
    built(site)
    found = [path for path in (site / "site").rglob("*") if path.is_file()]
    assert all(b"ecreto" not in path.read_bytes() for path in found)
    assert [path.parent.name for path in found if path.name == "content.json"] == ["puerto"]


def test_a_build_after_another_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Also after a publication, and after a rename of what it names."""
    built(site)
    write(site, {"briefs/faro.yml": BRIEFING.replace("Puerto", "Faro")})
    publish(site, SECOND)
    built(site)
    write(
        site,
        {
            "briefs/puerto.yml": (site / "briefs/puerto.yml")
            .read_text("utf-8")
            .replace("Puerto", "El puerto")
            + "#\n"
        },
    )
    (site / LOCK).unlink()
    publish(site, SECOND)
    built(site)
    warm = tmp_path / "warm"
    (site / "site").rename(warm)
    forget(site)
    built(site)
    for path in ("registro/index.html", "informes/puerto/content.json", "data/register.txt"):
        assert filecmp.cmp(warm / path, site / "site" / path, shallow=False)
    assert "El puerto" in (warm / "registro/index.html").read_text("utf-8")


def test_the_page_says_since_when_a_publication_is_in_the_repository(site: Path) -> None:
    """By the clock of whoever committed; what is not committed yet has no such time."""
    git(site, "init", "-q")
    lines = (site / LOCK).read_text("utf-8")
    write(site, {LOCK: "".join(lines.splitlines(keepends=True)[:2])})
    git(site, "add", ".")
    git(site, "commit", "-qm", "a")
    write(site, {LOCK: lines})
    built(site)
    told = "**30 de noviembre de 2025, 10:19 (UTC)** · en el repositorio desde el 1 de diciembre de 2025, 14:40 (UTC)"
    page = (site / PAGE).read_text("utf-8")
    assert (told in page, page.count("en el repositorio")) == (True, 1)
    git(site, "commit", "-qam", "b")
    assert "Nothing has changed" not in built(site)
    assert (site / PAGE).read_text("utf-8").count("en el repositorio") == 2


def test_a_clone_without_its_history_says_nothing_of_commits(site: Path, tmp_path: Path) -> None:
    """The oldest commit that it has seems to have made all that was there before; what came later is known."""
    git(site, "init", "-q")
    for number, lines in enumerate((2, 4)):
        text = "".join((site / LOCK).read_text("utf-8").splitlines(keepends=True)[:lines])
        write(tmp_path / "c", {LOCK: text})
        shutil.copytree(tmp_path / "c", site, dirs_exist_ok=True)
        git(site, "add", ".")
        git(site, "commit", "-qm", str(number), "--allow-empty")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{site}", "clone")
    built(clone)
    assert "en el repositorio" not in (clone / PAGE).read_text("utf-8")
    shutil.rmtree(clone / ".git")
    built(clone)
    assert "en el repositorio" not in (clone / PAGE).read_text("utf-8")
    built(site)
    assert "en el repositorio" in (site / PAGE).read_text("utf-8")


def test_git_is_asked_once(site: Path, tmp_path: Path) -> None:
    """Not where neither the register nor the commit changed, and never for what it would have to fetch."""
    git(site, "init", "-q")
    git(site, "add", ".")
    git(site, "commit", "-qm", "a")
    real = shutil.which("git")
    fake = tmp_path / "bin/git"
    write(tmp_path, {"bin/git": f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\nexec {real} "$@"\n'})
    fake.chmod(0o755)
    path = f"{fake.parent}{os.pathsep}{os.environ['PATH']}"
    done = run("mkdocs", "build", cwd=site, PATH=path)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert (done.returncode, len(asked)) == (0, 2)
    assert all("-c protocol.allow=never" in words for words in asked)
    write(site, {"briefs/faro.yml": BRIEFING})
    assert run("mkdocs", "build", cwd=site, PATH=path).returncode == 0
    assert len((tmp_path / "asked").read_text().splitlines()) == 2
    git(site, "commit", "-qm", "b", "--allow-empty")
    assert run("mkdocs", "build", cwd=site, PATH=path).returncode == 0
    assert len((tmp_path / "asked").read_text().splitlines()) == 4


def test_the_page_is_the_same_without_mkdocs(site: Path) -> None:
    """`briefsite render` writes it, with the file beside."""
    git(site, "init", "-q")
    git(site, "add", ".")
    git(site, "commit", "-qm", "a")
    done = run("briefsite", "render", "--out", "out", cwd=site)
    assert done.returncode == 0, done.stdout
    assert (site / "out/registro/index.md").read_text("utf-8").count("en el repositorio") == 2
    assert filecmp.cmp(site / "out/data/register.txt", site / LOCK, shallow=False)


def test_each_edition_has_the_page_and_all_the_same_file(tmp_path: Path) -> None:
    """With the names and words of its language; the text of a hash is that of the original."""
    config = CONFIG.replace("nav: [", "nav: [registro/index.md, ").replace(
        "plugins: [search, briefsite]",
        "plugins: [search, {briefsite: {editions: {es: /, en: /en/}}}]",
    )
    files = {
        "mkdocs.yml": config,
        "briefs/puerto.yml": BRIEFING,
        "briefs/puerto.en.yml": "title: Harbour\nsummary: The harbour is dredged.\n",
        "briefs/port.yml": "title: Port\ndate: 2025-05-02\nlang: en\nsummary: A port.\n",
        "briefs/port.es.yml": "title: El muelle\nsummary: Un muelle.\n",
    }
    site = make_site(tmp_path, files)
    publish(site, FIRST)
    done = run("mkdocs", "build", cwd=site)
    assert done.returncode == 0, done.stdout
    english = (site / "site/en/register/index.md").read_text("utf-8")
    assert english.startswith("# Register\n")
    assert "/briefings/puerto/index.md)" in english
    assert "(../../data/register.txt)" in english
    spanish = (site / PAGE).read_text("utf-8")
    assert "- [El muelle](../informes/port/index.md)" in spanish
    found = sorted(
        path.relative_to(site / "site").as_posix() for path in (site / "site").rglob("content.json")
    )
    assert found == ["informes/port/content.json", "informes/puerto/content.json"]
    content = (site / "site/informes/port/content.json").read_text("utf-8")
    assert content == '{"date": "2025-05-02", "lang": "en", "summary": "A port.", "title": "Port"}'
    assert [path.name for path in (site / "site").rglob("register.txt")] == ["register.txt"]


def test_the_demonstration_archive_has_a_register() -> None:
    """Whose lines are those that `briefsite publish` writes."""
    lock = (REPOSITORY / "examples" / LOCK).read_text("utf-8")
    assert lock.startswith("0" * 32)
