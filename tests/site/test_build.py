"""Building fast: from the cache, on all cores or beside MkDocs, the site is the same."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from briefsite.cache import workers
from briefsite.cache.location import store_path
from briefsite.cache.store import Store
from conftest import BuiltOnce, record_of
from sites import (
    BRIEFING,
    CONFIG,
    REPOSITORY,
    build,
    forget,
    make_site,
    run,
    runs_still,
    with_theme,
    write,
)

TEMPLATES = REPOSITORY / "generator/briefsite/templates"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a built site."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Paths that are in one tree alone, or hold other bytes."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


@pytest.fixture(scope="session")
def made(built_once: BuiltOnce) -> Path:
    """The demonstration archive in `archive`, built cold on three cores, and its store beside it; to be read."""

    def make(folder: Path) -> subprocess.CompletedProcess[str]:
        site = folder / "archive"
        shutil.copytree(REPOSITORY / "examples", site)
        config = site / "mkdocs.yml"
        config.write_text(config.read_text("utf-8").replace("../site-demo", "site"), "utf-8")
        cache = str(folder / "cache")
        command = ("mkdocs", "build", "--strict")
        return run(*command, cwd=site, BRIEFSITE_WORKERS="3", BRIEFSITE_CACHE=cache)

    return built_once("archive-of-build", make)


@pytest.fixture
def whole(made: Path) -> dict[str, bytes]:
    """What a cold build makes of the demonstration archive."""
    return tree(made / "archive/site")


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration archive, with its site and its store."""
    copy = tmp_path / "archive"
    shutil.copytree(made / "archive", copy)
    store = store_path(copy)
    store.parent.mkdir(parents=True)
    shutil.copy(made / "cache" / store.name, store)
    return copy


def built(site: Path, *options: str) -> dict[str, bytes]:
    """Build strictly; what came out."""
    done = build(site, "--strict", *options)
    assert done.returncode == 0, done.stdout
    return tree(site / "site")


def test_every_page_is_as_mkdocs_itself_would_have_made_it(
    archive: Path, whole: dict[str, bytes]
) -> None:
    """With an extension that our converter knows nothing of, all pages go through MkDocs."""
    with (archive / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("markdown_extensions: [admonition]\n")
    done = build(archive, "--strict")
    assert (
        "All pages go through MkDocs, because of the Markdown extension `admonition`" in done.stdout
    )
    assert differing(whole, tree(archive / "site")) == []


def test_pages_of_our_theme_are_as_mkdocs_itself_would_have_made_them(archive: Path) -> None:
    """The same; and a store that is warm, with all or with nothing of the site in place, changes no byte."""
    settings = archive / "mkdocs.yml"
    settings.write_text(with_theme("briefsite", settings.read_text("utf-8")), "utf-8")
    whole = built(archive)
    assert built(archive) == whole
    shutil.rmtree(archive / "site")
    assert built(archive) == whole
    with settings.open("a", encoding="utf-8") as config:
        config.write("markdown_extensions: [admonition]\n")
    done = build(archive, "--strict")
    assert "All pages go through MkDocs" in done.stdout
    assert differing(whole, tree(archive / "site")) == []


ODD = """---
title: "{{ title }}"
hide: [toc]
search: {exclude: {{ "true" if briefing.record.place else "false" }}}
{{ "template: 404.html" if briefing.record.commitments else "layout: [odd]" }}
---
# {{ title }} { #top }

[All](/informes/index.md) [Top](#top) [Method](/metodo.md) [Gone](gone.md) ![](/seal.svg) <http://a.org/>
"""
"""A page of other front matter, few anchors, links of all sorts, and one to nothing."""

OUR_BRIEFING = (TEMPLATES / "briefing.md.jinja").read_text("utf-8")


@pytest.mark.parametrize(
    "templates",
    [
        {
            "briefing": f"{OUR_BRIEFING}\n[{{{{ site.briefings | length }}}}](/metodo.md), ![](/seal.svg)\n",
            "source": "# {{ title }}\n\n[Absolute](</a b.md>)\n",
            "home": "## {{ site.entities | length }}\n\n[Gone](gone.md)\n",
        },
        {"briefing": ODD},
        {"briefing": "{{ title }}\n"},
    ],
)
def test_pages_of_own_templates_are_as_mkdocs_itself_would_have_made_them(
    tmp_path: Path, templates: dict[str, str]
) -> None:
    """Whatever they hold: the same files, and the same warnings at each build."""
    site = make_site(tmp_path, SMALL)

    def warnings(log: str) -> list[str]:
        return sorted(line for line in log.splitlines() if line.startswith("WARNING"))

    write(
        site,
        {
            **{f"briefs/templates/{name}.md.jinja": text for name, text in templates.items()},
            "docs/metodo.md": "# Método\n",
            "docs/seal.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
            "briefs/tres.yml": f"{BRIEFING}place: vigo\n",
            "briefs/cuatro.yml": f"{BRIEFING}commitments: [{{id: faro, text: Abrir el faro.}}]\n",
        },
    )
    cold, warm = build(site).stdout, build(site).stdout
    beside = tree(site / "site")
    with (site / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("markdown_extensions: [admonition]\n")
    whole = build(site).stdout
    assert differing(beside, tree(site / "site")) == []
    assert warnings(cold) == warnings(warm) == warnings(whole)


def test_what_an_own_template_shows_of_others_is_never_stale(tmp_path: Path) -> None:
    """It may name any briefing, or show a picture that comes later."""
    own = "briefs/templates/briefing.md.jinja"
    names = '{{ site.briefings.values() | map(attribute="record.title") | join(", ") }}'
    template = f'---\ntitle: "{{{{ title }}}}"\n---\n{names}\n'
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, "briefs/b.yml": BRIEFING, own: template})
    built(site)
    write(site, {"briefs/b.yml": BRIEFING.replace("Puerto", "Faro")})
    assert "<p>Puerto, Faro</p>" in built(site)["informes/a/index.html"].decode()
    write(site, {own: f"{template}![](/seal.svg)\n"})
    build(site)
    write(site, {"docs/seal.svg": "<svg/>"})
    assert 'src="../../seal.svg"' in built(site)["informes/a/index.html"].decode()


def test_pages_of_an_own_template_are_made_again_where_what_it_looked_up_changed(
    tmp_path: Path,
) -> None:
    """Among them, none of a briefing that it has nothing to do with; links count as well."""
    own = "briefs/templates/briefing.md.jinja"
    template = "---\ntitle: x\n---\n{{ 'puerto' in site.entities }} [C](/informes/c.md)\n"
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, "briefs/b.yml": BRIEFING, own: template})

    def page_after(file: str, text: str) -> tuple[str, str]:
        log = build(write(site, {file: text})).stdout
        page = (site / "site/informes/a/index.html").read_text("utf-8")
        return re.findall(r"(\d+) are new or changed", log)[0], page

    build(site)
    made, page = page_after("briefs/b.yml", f"{BRIEFING}why_it_matters: Importa.\n")
    assert made == "1"
    assert "False" in page
    _, page = page_after("briefs/entities/puerto.yml", "name: X\ntype: place\n")
    assert "True" in page
    assert 'href="../c/"' not in page
    _, page = page_after("briefs/c.yml", BRIEFING)
    assert 'href="../c/"' in page


def test_one_process_makes_the_same_site_as_many(archive: Path, whole: dict[str, bytes]) -> None:
    """Cold, on one core as on three."""
    shutil.rmtree(archive / "site")
    forget(archive)
    done = run("mkdocs", "build", "--strict", cwd=archive, BRIEFSITE_WORKERS="1")
    assert done.returncode == 0, done.stdout
    assert differing(whole, tree(archive / "site")) == []


def test_the_cache_alone_brings_back_the_whole_site(archive: Path, whole: dict[str, bytes]) -> None:
    """As on a runner that keeps the cache between builds, but not the site."""
    shutil.rmtree(archive / "site")
    done = build(archive, "--strict")
    assert "of which 0 are new or changed" in done.stdout
    assert differing(whole, tree(archive / "site")) == []


def test_a_file_that_is_right_already_is_not_written_again(archive: Path) -> None:
    """A build that changes nothing leaves every time of change as it was."""
    built(archive)
    times = {path: path.stat().st_mtime_ns for path in (archive / "site").rglob("*.html")}
    done = build(archive)
    assert ": 0 files written, 0 removed" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in (archive / "site").rglob("*.html")} == times


def test_a_change_of_the_configuration_reaches_every_page(archive: Path) -> None:
    """Nothing stale remains in the header of a page whose briefing did not change."""
    config = archive / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("Archivo de demostración", "Otro nombre"), "utf-8"
    )
    after = built(archive)
    assert [
        path
        for path, raw in after.items()
        if path.endswith(".html")
        and not path.startswith(("en/", "pt/"))  # which have names of their own
        and b"<title>" in raw
        and b"Otro nombre" not in raw
    ] == []
    forget(archive)
    assert differing(after, built(archive)) == []


@pytest.mark.parametrize("damage", ["flip", "cut", "noise"])
def test_a_damaged_cache_is_made_again(archive: Path, whole: dict[str, bytes], damage: str) -> None:
    """Wrong bytes in it never reach the site."""
    path = store_path(archive)
    raw = bytearray(path.read_bytes())
    if damage == "flip":
        chance = random.Random(1)
        for _ in range(200):
            raw[chance.randrange(8192, len(raw))] ^= 0xFF
    elif damage == "cut":
        del raw[len(raw) // 2 :]
    else:
        raw = bytearray(b"no database at all" * 100)
    path.write_bytes(raw)
    shutil.rmtree(archive / "site")
    assert differing(whole, built(archive)) == []


KILLS = int(os.environ.get("BRIEFSITE_KILLS", "12"))
"""How often a build is killed; by hand more often."""


def test_a_build_that_is_killed_leaves_the_old_site_or_the_new_one(archive: Path) -> None:
    """At whatever point it ends; nothing of it stays, and the next build makes the whole."""
    path = min((archive / "briefs/entities").glob("*.yml"))
    text = path.read_text("utf-8")
    chance, sites = random.Random(7), []
    for name in ("Una", "Otra"):
        path.write_text(text.replace("name: ", f"name: {name} ", 1), "utf-8")
        began = time.monotonic()
        sites.append(built(archive))
        took = time.monotonic() - began
    torn = []
    for number in range(KILLS):
        path.write_text(text.replace("name: ", f"name: {('Una', 'Otra')[number % 2]} ", 1), "utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build", "-q"],
            cwd=archive,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.3, 1.1) * took)  # most within it, and some when it is over
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        found = tree(archive / "site")
        if found not in sites:
            torn.append(min(map(partial(differing, found), sites), key=len))
    assert torn == []
    assert built(archive) in sites
    # A kill may take the site before; the next build that changes something makes it anew.
    left = {path.name for path in (archive / ".briefsite").iterdir()}
    assert left <= {".gitignore", "site-before"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_build_that_is_asked_to_end_says_so(
    archive: Path, whole: dict[str, bytes], number: signal.Signals
) -> None:
    """With a line, a code that is not 0, and the old site."""
    forget(archive)
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=archive,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # What runs in the background of a shell ignores Ctrl+C, and all that it starts.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    with process:
        assert process.stdout
        next(line for line in process.stdout if "pages, of which" in line)
        process.send_signal(number)
        said = process.stdout.read()
    assert process.returncode == 1
    assert said.strip().endswith("Aborted!")
    assert "Traceback" not in said
    assert differing(whole, tree(archive / "site")) == []


def test_a_full_disk_is_told_in_words(archive: Path, whole: dict[str, bytes]) -> None:
    """A limit of the system on the size of files stands for it; the old site stays."""
    forget(archive)
    command = f"ulimit -f 300; exec {sys.executable} -m mkdocs build"
    done = subprocess.run(
        ["bash", "-c", command], cwd=archive, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "cannot be written: File too large; the site built before is untouched" in done.stderr
    assert "Traceback" not in done.stderr
    assert differing(whole, tree(archive / "site")) == []


def test_git_does_not_see_what_is_kept_beside_a_site(tmp_path: Path) -> None:
    """The site before, and what is not yet in place."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING, ".gitignore": "/site/\n"})
    assert build(site).returncode == 0
    subprocess.run(["git", "init", "-q"], cwd=site, check=True)
    status = ["git", "status", "--porcelain", "-uall"]
    listed = subprocess.run(status, cwd=site, check=True, capture_output=True, text=True).stdout
    assert "briefs/puerto.yml" in listed
    assert ".briefsite" not in listed


def in_a_repository(site: Path) -> None:
    (site / "site/.git").mkdir()
    (site / "site/.git/HEAD").write_text("ref: x\n", "utf-8")


def behind_a_link(site: Path) -> None:
    (site / "site").rename(site / "elsewhere")
    (site / "site").symlink_to("elsewhere")


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (in_a_repository, "`.git` in it is not of this site"),
        (behind_a_link, "it is a link"),
    ],
)
def test_a_folder_that_cannot_be_exchanged_is_changed_file_by_file(
    tmp_path: Path, prepare: Callable[[Path], None], said: str
) -> None:
    """It stays what it is, and the log says why."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    assert build(site).returncode == 0
    prepare(site)
    before = (site / "site").stat().st_ino
    (site / "briefs/puerto.yml").write_text(BRIEFING.replace("Puerto", "Muelle"), "utf-8")
    done = build(site)
    assert f"site is changed file by file: {said}" in done.stdout
    assert (site / "site").stat().st_ino == before
    assert "Muelle" in (site / "site/informes/puerto/index.html").read_text("utf-8")


def test_the_site_before_lags_one_build_behind(tmp_path: Path) -> None:
    """Files that did not change are the same on the disk, so that it costs what changed; files and folders change places."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING, "docs/a.md": "# A\n"})
    fresh = tmp_path / "fresh"
    for number in range(5):
        title = f"Muelle {'abcde'[number]}"
        (site / "briefs/puerto.yml").write_text(BRIEFING.replace("Puerto", title), "utf-8")
        file = site / "docs/a.md"
        folder = site / "docs/a.html"  # a file of the site, then a folder of it
        if number % 2:
            file.unlink()
            folder.write_text("x", "utf-8")
        else:
            folder.unlink(missing_ok=True)
            file.write_text("# A\n", "utf-8")
        before = tree(site / "site") if number else {}
        assert build(site).returncode == 0
        if number:
            assert tree(site / ".briefsite/site-before") == before
        shutil.rmtree(fresh, ignore_errors=True)
        assert build(site, "-d", str(fresh)).returncode == 0
        assert differing(tree(site / "site"), tree(fresh)) == []
    shared = [path for path in (site / "site/assets").rglob("*.js") if path.stat().st_nlink > 1]
    assert shared


def test_a_web_server_can_read_the_site_whatever_the_umask(tmp_path: Path) -> None:
    """Files are 644 and folders 755, also where a folder is laid beside that takes the place of the site."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    for title in ("Puerto", "Muelle", "Faro"):
        briefing = BRIEFING.replace("Puerto", title)
        write(site, {"briefs/puerto.yml": briefing, f"briefs/{title.lower()}.yml": briefing})
        command = [sys.executable, "-m", "mkdocs", "build", "-q"]
        subprocess.run(command, cwd=site, check=True, umask=0o077)
        paths = [*(site / "site").rglob("*")]
        assert {path.stat().st_mode & 0o777 for path in paths if path.is_file()} == {0o644}
        assert {path.stat().st_mode & 0o777 for path in paths if path.is_dir()} == {0o755}


def test_a_file_by_hand_takes_the_place_of_an_export_and_gives_it_back(tmp_path: Path) -> None:
    """Whether it is there is looked up at every build, though no briefing tells of it."""
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    said = []
    for own in (None, "Disallow: /\n", None):
        (site / "docs/robots.txt").unlink(missing_ok=True)
        if own:
            (site / "docs/robots.txt").write_text(own, "utf-8")
        assert build(site).returncode == 0
        said.append((site / "site/robots.txt").read_text("utf-8"))
    assert said[1] == "Disallow: /\n"
    assert "Allow: /" in said[0]
    assert said[2] == said[0]


def test_each_page_leads_to_where_it_is_edited_now(tmp_path: Path) -> None:
    """A branch of another name reaches the pages of briefings as well."""
    config = CONFIG.replace("font: false", "font: false, features: [content.action.edit]")
    config += "repo_url: https://github.com/o/r\nedit_uri: edit/main/docs/\n"
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING, "mkdocs.yml": config})
    assert build(site).returncode == 0
    write(site, {"mkdocs.yml": config.replace("main", "dev")})
    assert build(site).returncode == 0
    page = (site / "site/informes/puerto/index.html").read_text("utf-8")
    assert "/edit/dev/briefs/puerto.yml" in page
    assert "edit/main" not in page


def test_a_text_with_its_old_size_and_time_is_copied_again(tmp_path: Path) -> None:
    """As where a pipeline sets all times to one."""
    texts = ("Se draga el puerto.\n", "Se draga el cuarto.\n")
    site = make_site(tmp_path, {"briefs/puerto.yml": BRIEFING})
    for text in texts:
        write(
            site,
            {
                "briefs/sources/acta.txt": text,
                "briefs/sources/acta.yml": record_of(text, "Acta"),
            },
        )
        os.utime(site / "briefs/sources/acta.txt", (1, 1))
        assert build(site).returncode == 0
        assert (site / "site/fuentes/acta.txt").read_text("utf-8") == text


def test_links_from_hand_written_pages_are_checked_at_every_build(tmp_path: Path) -> None:
    """`--strict` counts their warnings whether or not the page they lead to was made anew."""
    site = make_site(
        tmp_path,
        {
            "briefs/puerto.yml": BRIEFING,
            "docs/nota.md": "# Nota\n\n[bien](informes/puerto.md) [mal](informes/puerto.md#nada)\n",
            "mkdocs.yml": CONFIG + "validation: {links: {anchors: warn}}\n",
        },
    )
    for _ in range(2):
        done = build(site, "--strict")
        assert done.returncode == 1
        assert "does not contain an anchor '#nada'" in done.stdout
        assert "puerto.md'" not in done.stdout.replace("puerto.md' does not", "")


def test_a_plugin_that_acts_on_pages_sees_them_all(tmp_path: Path) -> None:
    """Whatever the site's own hooks do to pages is done to generated ones as well."""
    site = make_site(
        tmp_path,
        {
            "briefs/puerto.yml": BRIEFING,
            "hook.py": "def on_post_page(output, **_):\n    return output + '<!-- seen -->'\n",
            "mkdocs.yml": CONFIG + "hooks: [hook.py]\n",
        },
    )
    done = build(site)
    assert "All pages go through MkDocs" in done.stdout
    pages = [path.read_text("utf-8") for path in (site / "site").rglob("index.html")]
    assert len(pages) > 8
    assert all(page.endswith("<!-- seen -->") for page in pages)


WORDS = "El puerto de Vigo abrirá dos muelles. La ministra Ana Sol lo dijo en Vigo."
SMALL = {
    "briefs/uno.yml": (
        "title: Uno\ndate: 2025-01-02\nsummary: Vigo crece con Ana Sol.\nsources: [acta]\n"
        "place: vigo\ntopics: [puertos]\nparticipants:\n- {who: comite, evidence: La ministra Ana Sol}\n"
        "key_points:\n"
        "- {text: Habrá muelles en Vigo., evidence: El puerto de Vigo abrirá dos muelles}\n"
        "commitments:\n- {id: muelles, text: Abrir dos muelles., by: [sol], "
        "target: {value: 2, unit: muelles}, evidence: abrirá dos muelles}\n"
    ),
    "briefs/dos.yml": (
        "title: Otro\ndate: 2025-03\nsummary: Sigue lo de Vigo.\nsources: [acta]\nrelated: [uno]\n"
        "updates:\n- {commitment: uno/muelles, date: 2025-03-01, status: in-progress, value: 1, "
        "text: Hay uno.}\nkey_points:\n- {text: Vigo crece., evidence: puerto de Vigo}\n"
    ),
    "briefs/sources/acta.yml": f"title: Acta\nsha256: {hashlib.sha256(WORDS.encode()).hexdigest()}\n",
    "briefs/sources/acta.txt": WORDS,
    "briefs/entities/vigo.yml": "name: Vigo\ntype: place\n",
    "briefs/entities/sol.yml": "name: Ana Sol\ntype: person\n",
    "briefs/entities/comite.yml": "name: Comité Rector\ntype: group\n",
}
"""A small archive in which everything refers to something, and one entity is named by id alone."""


def test_each_edit_reaches_every_page_that_shows_it(tmp_path: Path) -> None:
    """One after another, on the site that the edits before have left."""
    site = make_site(tmp_path / "site", SMALL)
    built(site)
    for name, old, new in (
        ("briefs/entities/comite.yml", "Comité Rector", "Junta Rectora"),
        ("briefs/entities/comite.yml", "group", "organization"),
        ("briefs/sources/acta.yml", "title: Acta", "title: Acta notarial"),
        ("briefs/dos.yml", "value: 1", "value: 2"),
        ("briefs/dos.yml", "title: Otro", "title: Segundo"),
        ("briefs/dos.yml", "evidence: puerto de Vigo", "evidence: lo dijo en Vigo"),
        ("briefs/uno.yml", "puertos", "muelles"),
        ("briefs/entities/vigo.yml", "Vigo", "Puerto de Vigo"),
    ):
        path = site / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        warm = built(site)
        shutil.rmtree(tmp_path / "cold", ignore_errors=True)
        shutil.copytree(site, tmp_path / "cold", ignore=shutil.ignore_patterns("site"))
        assert differing(warm, built(tmp_path / "cold")) == [], (name, new)


def test_a_verbose_build_says_why_each_page_is_made_again(tmp_path: Path) -> None:
    """A line for each page, with the parts of it that changed; other builds say nothing of it."""
    site = make_site(tmp_path, SMALL)

    def reasons(*options: str) -> dict[str, str]:
        lines = re.findall(r"DEBUG +- +(\S+\.md): (.*)", build(site, *options).stdout)
        return {page: reason for page, reason in lines if not page.endswith("index.md")}

    assert set(reasons("-v").values()) == {"new"}
    for name, old, new, expected in (
        (
            "briefs/entities/comite.yml",
            "Comité",
            "Junta",
            {
                "cronologia/ano-2025.md": "changed: lists",
                "entidades/comite.md": "changed: its title or date, its own text, lists",
                "fuentes/acta.md": "changed: statements of briefings",
                "informes/uno.md": "changed: names of linked pages",
            },
        ),
        (
            "briefs/dos.yml",
            "Sigue lo",
            "Es lo",
            {
                "informes/ano-2025.md": "changed: lists",
                "informes/dos.md": "changed: its own text",
            },
        ),
    ):
        write(site, {name: (site / name).read_text("utf-8").replace(old, new)})
        assert reasons("-v") == expected
    write(site, {"briefs/tres.yml": BRIEFING, "mkdocs.yml": CONFIG.replace("Sitio", "Otro")})
    said = reasons("-v")
    assert said["informes/tres.md"] == "new"
    assert said["informes/uno.md"] == "changed: the settings or hand-written pages"
    forget(site)
    assert reasons() == {}


class Edits(RuleBasedStateMachine):
    """Edits of an archive in any order, each followed by a warm build beside a cold one."""

    @initialize()
    def begin(self) -> None:
        """Start from the small archive."""
        self.folder = Path(os.environ["BRIEFSITE_EDITS"])
        shutil.rmtree(self.folder, ignore_errors=True)
        make_site(self.folder, SMALL)

    @rule(word=st.sampled_from(["Uno", "Una <b>", "Dos & tres", "Vigo"]))
    def retitle(self, word: str) -> None:
        """Change a title, which shows on many pages."""
        self._edit("briefs/uno.yml", r"title: [^\n]*", f'title: "{word}"')

    @rule(status=st.sampled_from(["announced", "in-progress", "stalled", "late"]))
    def update(self, status: str) -> None:
        """Change what became of another briefing's commitment."""
        self._edit("briefs/dos.yml", r"status: [a-z-]*", f"status: {status}")

    @rule(name=st.sampled_from(["Vigo", "Puerto de Vigo", "Lugo"]))
    def rename(self, name: str) -> None:
        """Give an entity another name, which links elsewhere or nowhere."""
        self._edit("briefs/entities/vigo.yml", r"name: [^\n]*", f"name: {name}")

    @rule(
        evidence=st.sampled_from(
            ["puerto de Vigo", "El puerto", "dos muelles", "La ministra Ana Sol"]
        )
    )
    def cite(self, evidence: str) -> None:
        """Cite another passage, which gives all others new numbers."""
        self._edit("briefs/dos.yml", r"evidence: [^}]*", f"evidence: {evidence}")

    @rule()
    def add_or_remove(self) -> None:
        """A third briefing comes and goes."""
        path = self.folder / "briefs/tres.yml"
        if path.exists():
            path.unlink()
        else:
            path.write_text("title: Tres\ndate: 2024\nsummary: Ana Sol, en Vigo.\ntopics: [sol]\n")

    @rule()
    def swap_home(self) -> None:
        """The hand-written home page changes, and links to a generated page or not."""
        path = self.folder / "docs/index.md"
        text = path.read_text()
        path.write_text("# Sitio\n" if "uno" in text else "# Sitio\n\n[uno](informes/uno.md)\n")

    @rule(name=st.sampled_from(["Sitio", "Otro <sitio>"]))
    def configure(self, name: str) -> None:
        """The configuration changes."""
        self._edit("mkdocs.yml", r"site_name: [^\n]*", f"site_name: {name}")

    @rule(
        shown=st.sampled_from(
            [
                "{{ site.briefings.uno.record.summary }}",
                "{{ site.briefings.values() | map(attribute='record.title') | join }}",
                None,
            ]
        )
    )
    def template(self, shown: str | None) -> None:
        """A template of the site's own comes, changes or goes; it shows what ours does not."""
        path = self.folder / "briefs/templates/source.md.jinja"
        path.parent.mkdir(exist_ok=True)
        if shown:
            path.write_text(f'---\ntitle: "{{{{ title }}}}"\n---\n{shown}\n')
        else:
            path.unlink(missing_ok=True)

    @invariant()
    def warm_equals_cold(self) -> None:
        """What was kept changes nothing."""
        if not hasattr(self, "folder"):
            return
        warm = built(self.folder)
        cold_folder = self.folder.with_name("cold")
        shutil.rmtree(cold_folder, ignore_errors=True)
        shutil.copytree(self.folder, cold_folder, ignore=shutil.ignore_patterns("site"))
        assert differing(warm, built(cold_folder)) == []

    def _edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        path.write_text(re.sub(old, lambda _: new, path.read_text(), count=1))


def test_a_warm_build_equals_a_cold_one_after_any_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Titles, names, evidence, updates, files, the home page, the configuration, a template."""
    monkeypatch.setenv("BRIEFSITE_EDITS", str(tmp_path / "warm"))
    run_state_machine_as_test(
        Edits, settings=settings(max_examples=2, stateful_step_count=9, deadline=None)
    )


def test_what_is_made_from_the_whole_site_is_not_kept(archive: Path) -> None:
    """A copy of the tables of each build would soon fill the store."""
    site = tree(archive / "site")
    store = Store(store_path(archive))
    kept = {repr(store.shared(key)) for key in [*store.keys()]}
    assert repr(site["informes/tca-agua-discrepancia/index.json"]) in kept
    tables = [path for path in site if path.startswith("data/")]
    assert [path for path in tables if repr(site[path]) in kept] == []
    assert len(tables) > 5


def test_results_keep_their_order_on_any_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the work is dealt out."""
    items = range(500)
    for cores in ("1", "2", "5"):
        monkeypatch.setenv("BRIEFSITE_WORKERS", cores)
        assert [*workers.each(lambda item: item * 2, items, "")] == [item * 2 for item in items]


def test_an_error_in_a_worker_is_an_error_of_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is neither swallowed nor a hang."""
    monkeypatch.setenv("BRIEFSITE_WORKERS", "2")

    def divide(number: int) -> float:
        return 1 / (number - 300)

    with pytest.raises(ZeroDivisionError):
        list(workers.each(divide, range(500), ""))


ALONE = """\
import os, pathlib, sys, time
from briefsite.cache import workers

def work(item):
    pathlib.Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(0.1)

list(workers.each(work, range(100_000), ""))
"""


def test_workers_end_with_a_build_that_is_killed(tmp_path: Path) -> None:
    """It can tell them nothing, as where memory is short; else they would wait for ever, each with all that was read."""
    environment = {**os.environ, "BRIEFSITE_WORKERS": "2"}
    with subprocess.Popen([sys.executable, "-c", ALONE, tmp_path], env=environment) as build:
        while len([*tmp_path.iterdir()]) < 2:
            time.sleep(0.05)
        build.kill()
    found = [int(path.name) for path in tmp_path.iterdir()]
    end = time.monotonic() + 30
    while any(map(runs_still, found)):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_the_longest_ids_have_pages(tmp_path: Path) -> None:
    """No name of a file is longer than file systems take."""
    briefing, commitment, topic = ("a" * 100, "b" * 100, "c" * 100)
    text = f"{BRIEFING}topics: [{topic}]\ncommitments: [{{id: {commitment}, text: t}}]\n"
    site = make_site(tmp_path, {f"briefs/{briefing}.yml": text})
    done = build(site, "--strict")
    assert done.returncode == 0, done.stdout
    pages = {path.parent.name for path in (site / "site").rglob("index.html")}
    assert {briefing, commitment, topic} <= pages
