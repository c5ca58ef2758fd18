"""A site with either theme, from `init` on, and from one to the other."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
import yaml

from briefsite.authoring.upgrade import RECORD, read_record
from sites import BRIEFING, briefsite, build, make_site, run, write

READERS = "What readers will see:"


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """All files of a new site with each theme."""
    folder = tmp_path_factory.mktemp("new")
    for theme in ("material", "briefsite"):
        done = briefsite("init", theme, "--theme", theme, "--lang", "es", cwd=folder)
        assert done.returncode == 0, done.stdout
    return {theme: contents(folder / theme) for theme in ("material", "briefsite")}


def test_a_new_site_has_the_theme_that_was_asked_for(new: dict[str, dict[str, bytes]]) -> None:
    """Settings, requirements and record differ, and nothing else; without a word it is Material."""
    material, own = new["material"], new["briefsite"]
    assert material.keys() == own.keys()
    assert {path for path in own if own[path] != material[path]} == {
        RECORD, "mkdocs.yml", "requirements.txt"
    }  # fmt: skip
    assert yaml.safe_load(own["mkdocs.yml"])["theme"] == {"name": "briefsite", "language": "es"}
    assert own["requirements.txt"].endswith(b"[sources]\n")
    assert material["requirements.txt"].endswith(b"[material,sources]\n")
    assert b"host github, theme briefsite\n" in own[RECORD]


def test_a_site_goes_to_the_other_theme_and_back(
    new: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    """Each time it is what `init` writes with that theme, and is told what readers lose and see."""
    site = write(tmp_path, new["material"])
    there = briefsite("upgrade", "--theme", "briefsite", "--lang", "en", cwd=site / "briefs")
    assert there.returncode == 0, there.stdout
    assert contents(site) == new["briefsite"]
    said = there.stdout.splitlines()
    assert said[:3] == [
        "wrote ../mkdocs.yml",
        "wrote ../requirements.txt",
        "What was cut out, by its former lines, and has no counterpart:",
    ]
    assert (
        "- ../mkdocs.yml:14: theme.features: navigation.top: no button leads back to the top"
        in said
    )
    assert READERS in said
    assert said[-1] == "now run `make site`"
    again = briefsite("upgrade", "--theme", "briefsite", "--lang", "en", cwd=site)
    assert again.stdout == "the site has the theme `briefsite` already\nnothing is to be renewed\n"
    assert briefsite("upgrade", cwd=site).stdout == "nothing is to be renewed\n"
    back = briefsite("upgrade", "--theme", "material", cwd=site)
    assert back.returncode == 0, back.stdout
    assert contents(site) == new["material"]


def test_what_an_author_changed_stays_but_for_the_theme(
    new: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    """Nothing of it is told as if we had something new; what we have is told, and next time too."""
    mine = new["material"]["mkdocs.yml"] + b"copyright: mine\n"
    requirements = new["material"]["requirements.txt"] + b"mkdocs-macros-plugin\n"
    site = write(
        tmp_path, {**new["material"], "mkdocs.yml": mine, "requirements.txt": requirements}
    )
    done = briefsite("upgrade", "--theme", "briefsite", cwd=site)
    assert "left " not in done.stdout
    after = contents(site)
    assert after["mkdocs.yml"] == new["briefsite"]["mkdocs.yml"] + b"copyright: mine\n"
    assert (
        after["requirements.txt"]
        == new["briefsite"]["requirements.txt"] + b"mkdocs-macros-plugin\n"
    )
    assert briefsite("upgrade", cwd=site).stdout == "nothing is to be renewed\n"


def test_what_an_older_version_wrote_is_renewed_on_the_way(
    new: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    """Where nobody had changed it."""
    old = (
        new["material"]["mkdocs.yml"]
        .replace(b"    - toc.follow\n", b"")
        .replace(b"validation", b"# old\nvalidation")
    )
    site = write(tmp_path, {**new["material"], "mkdocs.yml": old})
    record = read_record(site)
    assert record
    before = record.text().replace(record.digests["mkdocs.yml"], hashlib.sha256(old).hexdigest())
    write(site, {RECORD: before.replace(", theme material", "")})
    done = briefsite("upgrade", "--theme", "briefsite", cwd=site)
    assert done.returncode == 0, done.stdout
    assert contents(site) == new["briefsite"]


def test_any_site_can_change_its_theme(tmp_path: Path) -> None:
    """Also one that `init` did not write; it is told what to install."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    done = briefsite("upgrade", "--theme", "briefsite", cwd=site)
    assert (done.returncode, READERS in done.stdout) == (0, True)
    assert "take `mkdocs-material` out of what you install" in done.stdout
    assert "theme: {name: briefsite, language: es}\n" in (site / "mkdocs.yml").read_text("utf-8")
    assert sorted(path.name for path in site.iterdir()) == ["briefs", "docs", "mkdocs.yml"]
    back = briefsite("upgrade", "--theme", "material", cwd=site)
    assert "pip install 'briefsite[material]'" in back.stdout


def test_what_cannot_be_changed_by_a_program_is_left_as_it_was(
    new: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    """All of it, and the author is told what to write."""
    settings = (
        new["material"]["mkdocs.yml"].replace(b"theme:\n", b"theme: &mine\n")
        + b"extra: {a: *mine}\n"
    )
    site = write(tmp_path, {**new["material"], "mkdocs.yml": settings, "Makefile": "old:\n"})
    before = contents(site)
    done = briefsite("upgrade", "--theme", "briefsite", cwd=site)
    assert (done.returncode, "theme:\n  name: briefsite\n  language: es\n" in done.stdout) == (
        2,
        True,
    )
    assert contents(site) == before


def test_a_site_with_our_theme_needs_nothing_of_material(
    new: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    """It builds where Material cannot be loaded, with all that its settings say of the look."""
    look = {
        "accent": "#155e75",
        "fonts": {"text": "Source Serif 4"},
        "footer": [{"title": "Aviso <legal>", "url": "fuentes/"}],
        "notice": {"title": "Una «prueba» & más", "url": "entidades/"},
    }
    site = write(
        tmp_path,
        {
            **new["briefsite"],
            "mkdocs.yml": new["briefsite"]["mkdocs.yml"] + yaml.safe_dump({"extra": look}).encode(),
            "none/material/__init__.py": "raise ImportError('there is no Material here')\n",
        },
    )
    path = os.pathsep.join([str(site / "none"), os.environ.get("PYTHONPATH", "")])
    built = run("mkdocs", "build", "--strict", cwd=site, PYTHONPATH=path)
    assert built.returncode == 0, built.stdout
    page = (site / "site/informes/ejemplo-biblioteca/index.html").read_text("utf-8")
    assert (
        "<style>:root{--bs-accent-base:#155e75;--bs-own-serif:Source Serif \\34 ,}</style>" in page
    )
    assert '<a href="../../entidades/">Una «prueba» &amp; más</a>' in page
    assert page.index('class="bs-banner"') < page.index("<header")
    assert '<li><a href="../../fuentes/">Aviso &lt;legal&gt;</a></li>' in page
    assert page.count('rel="preload"') == 1
    assert "md-" not in page


def test_a_wrong_setting_of_the_look_stops_a_build(tmp_path: Path) -> None:
    """With its line; the site of before stays, and so it is with Material."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    settings = site / "mkdocs.yml"
    look = "extra:\n  notice: A & B\n  footer: [{title: C, url: a/}]\n"
    settings.write_text(settings.read_text("utf-8") + look)
    assert build(site, "--strict").returncode == 0
    page = (site / "site/index.html").read_text("utf-8")
    assert ">A &amp; B</p>" in page
    assert page.index('class="bs-banner"') < page.index("<header")
    assert '<li><a href="a/">C</a></li>' in page
    settings.write_text(settings.read_text("utf-8").replace("a/", "javascript:a"))
    done = build(site)
    assert done.returncode == 1
    assert "error[bad-setting]: `javascript:a` is no address" in done.stdout
    assert "--> mkdocs.yml:8:28" in done.stdout
    assert "Traceback" not in done.stdout
    assert (site / "site/index.html").read_text("utf-8") == page
