"""A newcomer's first hour: a site, a draft, a page; no file edited by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sites import BRIEFING, REPOSITORY, briefsite, build, make_site


def test_the_path_of_a_newcomer(tmp_path: Path) -> None:
    """`init`, `draft` from the seed's text, `check`, build: the page holds, and so do its quotations."""
    site = tmp_path / "sitio"
    assert briefsite("init", site, "--lang", "es", cwd=tmp_path).returncode == 0
    seed = REPOSITORY / "briefs/sources/embajada-cortafuegos.txt"
    drafted = briefsite("draft", seed, "--status", "published", "--lang", "es", cwd=site)
    assert drafted.returncode == 0, drafted.stdout
    assert briefsite("check", cwd=site).stdout == "0 errors, 0 warnings in 6 files\n"
    built = build(site, "--strict")
    assert built.returncode == 0, built.stdout
    pages = site / "site"
    page = (pages / "informes/mision-cortafuegos-iniciativa-unidos-contra/index.html").read_text()
    source = (pages / "fuentes/embajada-cortafuegos/index.html").read_text("utf-8")
    assert page.count("<blockquote") == 3
    for words in ("Cooperación histórica", "una cooperación eficaz", "Por medio del liderazgo"):
        assert words in page
    cited = {*re.findall(r"fuentes/embajada-cortafuegos/#(p\d+)", page)}
    assert len(cited) > 14
    assert all(f'id="{passage}"' in source for passage in cited)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_new_site_builds_at_once(lang: str, tmp_path: Path) -> None:
    """In either language, with a clean check, every sentence of its example cited, and no warning."""
    folder = tmp_path / "a/b"
    done = briefsite("init", "a/b", "--lang", lang, cwd=tmp_path)
    assert done.returncode == 0
    assert ("escritos" in done.stdout) == (lang == "es")
    assert briefsite("check", cwd=folder).stdout == "0 errors, 0 warnings in 4 files\n"
    built = build(folder, "--strict")
    assert (built.returncode, "WARNING" in built.stdout) == (0, False), built.stdout


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    """`init` writes into an empty folder, or makes one."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/mine.txt").write_text("x")
    done = briefsite("init", "a", cwd=tmp_path)
    assert (done.returncode, "a is not empty" in done.stdout) == (2, True)
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Visita a Ávila", "visita-a-avila"),
        ('¿"Sí": no? #1', "si-no-1"),
        ("", "new-briefing"),
        ("Puerto", "puerto-2"),
        ("index", "index-2"),
    ],
)
def test_an_empty_briefing_passes_check(title: str, name: str, tmp_path: Path) -> None:
    """Its id is made of its title, and is free; it is a draft."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    done = briefsite("new", title, cwd=site)
    assert done.stdout == f"wrote briefs/{name}.yml\n"
    assert "status: draft" in (site / f"briefs/{name}.yml").read_text("utf-8")
    assert briefsite("check", cwd=site).stdout == "0 errors, 0 warnings in 2 files\n"


@pytest.mark.parametrize("title", ["¿?", "x" * 201, "a\u202eb"])
def test_a_title_without_words_is_misuse(title: str, tmp_path: Path) -> None:
    """Nothing is written."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    assert briefsite("new", title, cwd=site).returncode == 2
    assert [path.name for path in (site / "briefs").iterdir()] == ["puerto.yml"]
