"""Where nothing was touched since the last build, a build ends before it reads anything."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build as build_in_process
from mkdocs.config import load_config

from briefsite.cache.location import store_path
from briefsite.cache.store import Store
from briefsite.outputs.site_folder import look_at, stands
from sites import BRIEFING, CONFIG, forget, make_site, run, write

NOTHING = "Nothing has changed since the last build"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site, built, whose files are old enough to tell a change by their times."""
    config = CONFIG.replace("site_name: Sitio", "site_name: !ENV [SITE_NAME, Sitio]")
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING, "mkdocs.yml": config})
    time.sleep(0.1)
    assert NOTHING not in built(site)
    assert NOTHING in built(site)
    return site


def built(site: Path, *options: str, **environment: str) -> str:
    """Build, and return what the build said."""
    done = run("mkdocs", "build", *options, cwd=site, **environment)
    assert done.returncode == 0, done.stdout
    return done.stdout


def replace_keeping_time(path: Path) -> None:
    """Write another text of the same length, with the old time of change."""
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Puerto", b"Muelle"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a briefing": lambda site: (site / "briefs/puerto.yml").write_text(BRIEFING + "topics: [a]\n"),
    "a briefing, with its old size and time": lambda site: replace_keeping_time(
        site / "briefs/puerto.yml"
    ),
    "a new briefing": lambda site: (site / "briefs/faro.yml").write_text(BRIEFING),
    "a hand-written page": lambda site: (site / "docs/index.md").write_text("# Otro\n"),
    "a page of the site": lambda site: (site / "site/informes/puerto/index.html").write_text(""),
    "a file too few in the site": lambda site: (site / "site/informes/puerto/index.md").unlink(),
    "a file too many in the site": lambda site: (site / "site/other.html").write_text(""),
    "an empty folder in the site": lambda site: (site / "site/other").mkdir(),
    "the configuration": lambda site: (site / "mkdocs.yml").write_text(
        CONFIG.replace("Sitio", "Otro")
    ),
    "no cache": forget,
}


LOADED = """\
import atexit, sys
atexit.register(lambda: print(*sys.modules))
"""


def test_what_only_reading_needs_is_not_loaded(site: Path) -> None:
    """To import it takes longer than all else that briefsite does then."""
    write(site, {"loaded/sitecustomize.py": LOADED})
    loaded = {*built(site, PYTHONPATH=str(site / "loaded")).split()}
    assert "briefsite.mkdocs.plugin" in loaded
    assert loaded & {"pydantic", "briefsite.mkdocs.build", "briefsite.site.reading"} == set()


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_touched_a_build_does_its_work(change: str, site: Path) -> None:
    """And leaves the site that a build from nothing makes."""
    CHANGES[change](site)
    assert NOTHING not in built(site)
    after = {path: path.read_bytes() for path in site.glob("site/**/*.html")}
    forget(site)
    shutil.rmtree(site / "site")
    built(site)
    assert after == {path: path.read_bytes() for path in site.glob("site/**/*.html")}


def test_each_file_of_a_site_counts(site: Path) -> None:
    """Wherever it is: two processes look at a half of the site each."""
    folder, store = site / "site", Store(store_path(site))

    def is_as_left() -> bool:
        return stands(look_at(folder, store, half) for half in (0, 1))

    assert is_as_left()
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 50
    for path in files:
        path.rename(path.with_name("aside"))
        assert not is_as_left()
        path.with_name("aside").rename(path)
    assert is_as_left()
    store.close()


def test_what_comes_from_outside_the_files_counts_as_well(site: Path) -> None:
    """The environment that the configuration reads, and the command line."""
    assert NOTHING not in built(site, SITE_NAME="Otro")
    assert NOTHING not in built(site, "--site-dir", "other")
    assert NOTHING not in built(site)
    assert NOTHING in built(site)


def test_a_day_later_pages_that_say_the_day_are_made_again(site: Path) -> None:
    """MkDocs writes the day of the build into the sitemap, and a deadline is over the day after it."""
    promise = "commitments: [{id: c, text: Abrir., deadline: 2025-12-31}]\n"
    (site / "briefs/puerto.yml").write_text(BRIEFING + promise)
    said = []
    for day in ("1767182400", "1767268800"):  # the last of 2025, the first of 2026
        assert NOTHING not in built(site, SOURCE_DATE_EPOCH=day)
        page = (site / "site/compromisos/puerto/c/index.html").read_text()
        said.append([">Vence hoy" in page, ">Plazo vencido hace 1 día" in page])
    assert said == [[True, False], [False, True]]
    assert NOTHING in built(site, SOURCE_DATE_EPOCH="1767268801")


def warnings(said: str) -> list[str]:
    """The warnings in what a build said."""
    return re.findall(r"^WARNING +- +(?:.*\n)(?: .*\n)*", said, re.MULTILINE)


def test_what_warned_warns_again(site: Path) -> None:
    """Where nothing changed as well, or a second run of a failed check would pass; and `--strict` fails again."""
    name = "Ana Ruiz Mateo habla.\n"
    write(
        site,
        {
            "docs/nota.md": "# Nota\n\n[mal](nada.md)\n",
            "briefs/entities/ana.yml": "name: Ana Ruiz\ntype: person\n",
            "briefs/puerto.yml": f"{BRIEFING}why_it_matters: {name}",
        },
    )
    time.sleep(0.1)  # old enough to tell a change by its time
    first = warnings(built(site))
    assert len(first) == 2
    again = built(site)
    assert NOTHING in again
    assert warnings(again) == first
    built(site, "--quiet")  # says nothing, and so has nothing to say again
    assert warnings(built(site)) == first
    assert "está aquí dentro de un nombre más largo" in built(site, LC_ALL="es_ES.UTF-8")
    assert warnings(built(site)) == first
    for _ in range(2):
        strict = run("mkdocs", "build", "--strict", cwd=site)
        assert strict.returncode == 1
        assert "Aborted with 2 warnings" in strict.stdout
    write(site, {"docs/nota.md": "# Nota\n"})
    time.sleep(0.1)  # old enough to tell a change by its time
    assert len(warnings(built(site))) == 1


def test_with_plugins_that_could_read_anything_every_build_is_whole(site: Path) -> None:
    """What they bring in, nobody can see change."""
    write(site, {"hook.py": "", "mkdocs.yml": CONFIG + "hooks: [hook.py]\n"})
    for _ in range(2):
        assert NOTHING not in built(site)


def test_other_commands_that_build_go_on_after_it(site: Path) -> None:
    """`mkdocs gh-deploy` publishes what it built, and `serve` shows it."""
    for command in ("gh-deploy", "serve"):
        config = load_config(str(site / "mkdocs.yml"))
        config.plugins.on_startup(command=command, dirty=False)
        build_in_process(config)


def test_what_another_command_left_of_a_site_is_not_taken_for_the_last_build(site: Path) -> None:
    """`mkdocs gh-deploy` writes into the same folder, and may have other options."""
    config = load_config(str(site / "mkdocs.yml"), use_directory_urls=False)
    config.plugins.on_startup(command="gh-deploy", dirty=False)
    build_in_process(config)
    assert NOTHING not in built(site)
    assert (site / "site/informes/puerto/index.html").is_file()


def test_what_was_told_of_files_before_is_forgotten_where_nothing_can_be_told(site: Path) -> None:
    """A briefing that comes and goes leaves the files as they were, and the site with it."""
    briefing = site / "briefs/faro.yml"
    briefing.write_text(BRIEFING)
    later = time.time() + 60
    os.utime(briefing, (later, later))  # too new to tell a change by its time
    assert NOTHING not in built(site)
    assert (site / "site/informes/faro/index.html").is_file()
    briefing.unlink()
    assert NOTHING not in built(site)
    assert not (site / "site/informes/faro/index.html").exists()


def test_a_hidden_file_of_the_site_does_not_hinder(site: Path) -> None:
    """GitHub Pages asks for `.nojekyll`, and others for `.well-known`."""
    (site / "site/.nojekyll").write_text("")
    assert NOTHING in built(site)
    config = CONFIG + 'exclude_docs: "!.well-known"\n'
    file = "docs/.well-known/security.txt"
    write(site, {"mkdocs.yml": config, file: "Contact: mailto:x@example.org\n"})
    time.sleep(0.1)  # as in `site`
    assert NOTHING not in built(site)
    assert NOTHING in built(site)
    (site / "site/.well-known/security.txt").unlink()
    assert NOTHING not in built(site)
    assert (site / "site/.well-known/security.txt").is_file()
