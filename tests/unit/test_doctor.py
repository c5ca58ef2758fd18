"""What `briefsite doctor` says: what is installed, what is out of date, and whether a site will last."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path

import pytest
import yaml
from mkdocs.config import load_config
from packaging.requirements import Requirement

from briefsite.archive.schema import FILES
from briefsite.archive.settings import read_config, read_settings
from briefsite.authoring.doctor import (
    EXTRAS,
    are_schemas_current,
    are_versions_fixed,
    is_upgraded,
    wanted_extras,
    what_is_installed,
    which_extras,
    will_it_last,
)
from briefsite.authoring.installation import Installed, Line, are_libraries_current
from briefsite.authoring.origin import Origin, origin_in
from briefsite.authoring.starters import schema_text, site_files
from briefsite.authoring.upgrade import RECORD, written
from briefsite.messages.message import Message
from briefsite.mkdocs.routes import what_acts_on_pages
from sites import CONFIG, REPOSITORY, write

DAY = dt.date(2026, 11, 29)

COMMIT = "3d3c42e5aac5ba805825da76410c181273ba90b1"


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        (None, Origin("index")),
        (
            {
                "url": "https://example.org/briefsite.git",
                "vcs_info": {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"},
            },
            Origin("repository", "git+https://example.org/briefsite.git", COMMIT),
        ),
        (
            {"url": "file:///a/briefsite-1.whl", "archive_info": {"hash": "sha256=00"}},
            Origin("archive", "file:///a/briefsite-1.whl", sha256="00"),
        ),
        (
            {"url": "file:///a/briefsite", "dir_info": {"editable": True}},
            Origin("folder", "file:///a/briefsite"),
        ),
        ({"url": "file:///a/briefsite", "dir_info": {}}, Origin("folder", "file:///a/briefsite")),
    ],
    ids=["an index", "a repository", "a wheel", "a folder in work", "a folder"],
)
def test_the_installer_noted_where_the_package_came_from(
    noted: dict[str, object] | None, expected: Origin
) -> None:
    """In `direct_url.json`, of which there is none for what came from an index."""
    assert origin_in(json.dumps(noted) if noted else None) == expected


REQUIRES = """\
click>=8.4
colorama; sys_platform == 'nowhere'
mkdocs<2,>=1.6
mkdocs-material<10,>=9.8.2; extra == 'material'
fonttools>=4.55; extra == 'cards'
pillow>=11; extra == 'cards'
resvg-py>=0.3; extra == 'cards'
weasyprint>=68; extra == 'pdf'
click>=8.4; extra == 'sources'
lxml>=5; extra == 'sources'
pytest; extra == 'test'
"""
VERSIONS = {
    "click": "8.4",
    "fonttools": "5.0",
    "lxml": "6.0.1",
    "mkdocs": "1.6.1",
    "mkdocs-material": "9.8.2",
    "pillow": "13.0.0",
    "resvg-py": "0.3.2",
    "weasyprint": "70.0",
}


def installed(
    origin: Origin = Origin("index"), *, python: str = "3.12.1", **versions: str | None
) -> Installed:
    """All that is required, but for what a test says; None is what is not there."""
    there = {**VERSIONS, **{name.replace("_", "-"): found for name, found in versions.items()}}
    requires = tuple(map(Requirement, REQUIRES.splitlines()))
    known = {name: found for name, found in there.items() if found}
    return Installed("0.1.0", origin, python, ">=3.11", requires, known)


def shown(*lines: Line) -> list[str]:
    """What is told, a line each."""
    return [f"{line.verdict}: {line.said}" + (f" = {line.do}" if line.do else "") for line in lines]


@pytest.mark.parametrize(
    ("origin", "where"),
    [
        (Origin("index"), "from the package index"),
        (Origin("repository", "git+https://example.org/b", COMMIT), "from git+https://example.org/b@3d3c42e5aac5"),
        (Origin("archive", "https://example.org/b.whl"), "from https://example.org/b.whl"),
        (Origin("folder", "file:///b"), "from the folder file:///b"),
    ],
)  # fmt: skip
def test_the_first_line_says_which_briefsite_runs_and_where_from(
    origin: Origin, where: str
) -> None:
    """With the file format, which is what an archive must fit."""
    first, *_ = what_is_installed(installed(origin), DAY)
    assert shown(first) == [f"ok: briefsite 0.1.0, {where}; file format 1"]


@pytest.mark.parametrize(
    ("python", "day", "expected"),
    [
        ("3.11.7", "2026-11-29", "ok: Python 3.11.7, maintained until October 2027"),
        ("3.11.7", "2027-10-31", "ok: Python 3.11.7, maintained until October 2027"),
        ("3.11.7", "2027-11-01", "to do: Python 3.11.7, not maintained since October 2027"),
        ("3.14.0rc1", "2026-11-29", "ok: Python 3.14.0rc1, maintained until October 2030"),
        ("3.10.9", "2026-10-01", "to do: Python 3.10.9, and briefsite needs >=3.11"),
    ],
)
def test_python_is_one_that_runs_and_is_maintained(python: str, day: str, expected: str) -> None:
    """Five years from the October in which it came out."""
    found = [*what_is_installed(installed(python=python), dt.date.fromisoformat(day))][1]
    do = " = make a new environment with a newer Python, and install there"
    assert shown(found) == [expected + (do if expected.startswith("to do") else "")]


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ({}, "MkDocs 1.6.1, Material 9.8.2"),
        ({"properdocs": "1.6.7"}, "MkDocs 1.6.1, ProperDocs 1.6.7, Material 9.8.2"),
        (
            {"mkdocs": None, "properdocs": "1.6.7", "pagefind_bin": "1.5.2"},
            "ProperDocs 1.6.7, Material 9.8.2, Pagefind 1.5.2",
        ),
    ],
)
def test_what_makes_pages_is_named(versions: dict[str, str | None], expected: str) -> None:
    """MkDocs or what stands in for it, the theme and the search."""
    found = [*what_is_installed(installed(**versions), DAY)][2:]
    assert shown(*found) == [f"ok: {expected}"]


ALL_EXTRAS = {
    "material": "ok: material (the theme Material)",
    "sources": "ok: sources (PDF, Word, web pages)",
    "pdf": "ok: pdf (a PDF of each briefing)",
    "cards": "ok: cards (pictures beside shared links)",
    "zensical": "ok: zensical (another engine that draws the site)",
    "edit": "ok: edit (editor in a page)",
    "lsp": "ok: lsp (language server)",
}


@pytest.mark.parametrize(
    ("versions", "wanted", "no_pdf", "other"),
    [
        ({}, {"sources", "pdf", "cards"}, None, {}),
        (
            {"mkdocs_material": "9.0"},
            {"material"},
            None,
            {
                "material": "to do: material (the theme Material): this site needs it, and mkdocs-material"
                " is missing or too old = pip install 'briefsite[material]'"
            },
        ),
        (
            {"mkdocs_material": None},
            {"pdf"},
            None,
            {
                "material": "note: material (the theme Material): not installed; pip install 'briefsite[material]'"
            },
        ),
        (
            {"lxml": None, "resvg_py": "0.2"},
            {"pdf"},
            None,
            {
                "sources": "note: sources (PDF, Word, web pages): not installed; pip install 'briefsite[sources]'",
                "cards": "note: cards (pictures beside shared links): not installed; pip install 'briefsite[cards]'",
            },
        ),
        (
            {"fonttools": None, "resvg_py": "0.2"},
            {"cards"},
            None,
            {
                "cards": "to do: cards (pictures beside shared links): this site needs it, and fonttools, resvg-py"
                " is missing or too old = pip install 'briefsite[cards]'"
            },
        ),
        ({}, {"pdf"}, "no Pango", {"pdf": "to do: pdf (a PDF of each briefing): no Pango"}),
        ({}, set(), "no Pango", {"pdf": "note: pdf (a PDF of each briefing): no Pango"}),
        (
            {"weasyprint": None},
            {"pdf"},
            "not installed",
            {
                "pdf": "to do: pdf (a PDF of each briefing): this site needs it, and weasyprint"
                " is missing or too old = pip install 'briefsite[pdf]'"
            },
        ),
    ],
    ids=["all", "an old theme", "another theme", "not needed", "needed", "no Pango", "no Pango, not needed", "no WeasyPrint"],
)  # fmt: skip
def test_extras_are_to_be_installed_where_the_site_needs_them(
    versions: dict[str, str | None], wanted: set[str], no_pdf: str | None, other: dict[str, str]
) -> None:
    """Others are told with the line that installs them."""
    why = Message("no Pango") if no_pdf else None
    found = which_extras(installed(**versions), wanted, why)
    assert shown(*found) == [*{**ALL_EXTRAS, **other}.values()]


def test_every_extra_is_told() -> None:
    """Those of the package, but for that of its tests."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert {*EXTRAS} == {*project["optional-dependencies"]} - {"test"}


@pytest.mark.parametrize(
    ("options", "files", "wanted"),
    [
        ("{}", {}, set()),
        ("{pdf: true, cards: true}", {}, {"pdf", "cards"}),
        ("{}", {"briefs/sources/a.txt": "a", "briefs/sources/a.places": "b"}, set()),
        ("{}", {"briefs/sources/2026/a.pdf": "a"}, {"sources"}),
        ("{briefs_dir: notas}", {"notas/sources/a.docx": "a"}, {"sources"}),
        ("{}\ntheme: material", {}, {"material"}),
        ("{}\ntheme: {name: material}", {}, {"material"}),
        ("{}\ntheme: {name: briefsite}", {}, set()),
    ],
)
def test_a_site_needs_what_it_switches_on_and_what_reads_its_documents(
    options: str, files: dict[str, str], wanted: set[str], tmp_path: Path
) -> None:
    """A plain text needs nothing."""
    config = f"site_name: a\nplugins:\n  briefsite: {options}\n"
    site = write(tmp_path, {"mkdocs.yml": config, **files})
    config_file = site / "mkdocs.yml"
    assert wanted_extras(read_settings(config_file), read_config(config_file)) == wanted


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ({}, "ok: 2 libraries, all as new as briefsite needs"),
        ({"mkdocs": None, "properdocs": "1.6.7"}, "ok: 2 libraries, all as new as briefsite needs"),
        (
            {"click": "8.3.9", "mkdocs": None},
            (
                "to do: not as briefsite needs them: click 8.3.9 (>=8.4), mkdocs – (<2,>=1.6)"
                " = pip install 'click>=8.4' 'mkdocs<2,>=1.6'"
            ),
        ),
        (
            {"mkdocs": "2.0"},
            "to do: not as briefsite needs them: mkdocs 2.0 (<2,>=1.6) = pip install 'mkdocs<2,>=1.6'",
        ),
    ],
    ids=["all", "ProperDocs in the place of MkDocs", "old and missing", "too new"],
)
def test_libraries_are_those_that_the_package_requires(
    versions: dict[str, str | None], expected: str
) -> None:
    """Those of this system alone, and none of extras."""
    assert shown(are_libraries_current(installed(**versions))) == [expected]


BRIEFING_SCHEMA = schema_text("briefing")
OF_ANOTHER = (
    "to do: {} is of another version: editors know other fields = briefsite schema --out {}"
)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (BRIEFING_SCHEMA, "ok: {}, by which editors help to write"),
        (BRIEFING_SCHEMA.replace("\n", "\r\n"), "ok: {}, by which editors help to write"),
        (BRIEFING_SCHEMA.replace('"topics"', '"themes"'), OF_ANOTHER),
        (BRIEFING_SCHEMA.replace('"x-briefsite-format": 1,', ""), OF_ANOTHER),
        ("[]", OF_ANOTHER),
        ("{", OF_ANOTHER),
        (
            BRIEFING_SCHEMA.replace('"x-briefsite-format": 1', '"x-briefsite-format": 2'),
            "to do: {} is of file format 2, which this briefsite does not know = pip install -r requirements.txt",
        ),
    ],
    ids=["this", "with other line ends", "other fields", "no format", "a list", "damaged", "newer"],
)
def test_schemas_are_those_of_this_version(changed: str, expected: str, tmp_path: Path) -> None:
    """One that is not is enough."""
    files = {f"schema/{kind}.json": schema_text(kind) for kind in FILES}
    docs = write(tmp_path, {**files, "schema/briefing.json": changed, "schema/data.json": "{}"})
    assert shown(are_schemas_current(docs)) == [expected.format(docs / "schema", docs)]


def test_a_site_can_be_without_schemas(tmp_path: Path) -> None:
    """Editors then help less."""
    assert shown(are_schemas_current(tmp_path / "my docs")) == [
        (
            f"note: {tmp_path}/my docs/schema has no JSON Schemas, by which editors help to write"
            f" = briefsite schema --out '{tmp_path}/my docs'"
        )
    ]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (None, []),
        ("0.1.0", ["ok: what `briefsite init` wrote is of this version"]),
        (
            "0.10.0",
            [
                (
                    "to do: this site was made or upgraded by briefsite 0.10.0"
                    " = pip install -r requirements.txt"
                )
            ],
        ),
    ],
    ids=["no such site", "this version", "a newer one"],
)
def test_what_init_wrote_is_of_the_version_that_runs(
    by: str | None, expected: list[str], tmp_path: Path
) -> None:
    """An older program does not take a site back to what it was before."""
    files = dict(site_files("es", "github"))
    write(tmp_path, files)
    if by:
        write(tmp_path, {RECORD: written(files, by, "es", "github").text()})
    assert shown(*is_upgraded(tmp_path, installed())) == expected


ADDRESS = "https://informes.example.edu/"
SOUND = CONFIG.replace("https://example.org/repo/", ADDRESS)
WELL = [
    (
        "note: the theme is Material, maintained until 5 May 2027 (157 days); fixed versions go on working"
        " = to change over to our own: briefsite upgrade --theme briefsite"
    ),
    "ok: mkdocs.yml leans on nothing but MkDocs, its theme, search and briefsite",
    f"ok: `site_url` is {ADDRESS}",
]
NO_ADDRESS = "to do: no `site_url`: the site has no feeds, and citations have no address"
STILL = "to do: `site_url` is still {}, to which feeds and citations lead"
WRITE_IT = " = write its address: `site_url: https://NAME.github.io/REPOSITORY/`"
SLOW = "note: MkDocs makes all pages at each build, slowly, for what may end before the site does: "
KEEP = " = keep what the site needs, and leave out the rest"


def lasting(site: Path, day: dt.date = DAY) -> list[str]:
    config = site / "mkdocs.yml"
    return shown(*will_it_last(read_config(config), read_settings(config), day))


def but(*changes: tuple[int, str]) -> list[str]:
    """What is told of a site that is well, with other lines in the place of some."""
    lines = [*WELL]
    for at, line in changes:
        lines[at] = line
    return lines


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (SOUND, WELL),
        (SOUND.replace("[search, briefsite]", "{material/search: , briefsite: }"), WELL),
        (f"{SOUND}markdown_extensions: [tables, attr_list]\n", WELL),
        (
            SOUND.replace("search, ", ""),
            [WELL[0], ("note: mkdocs.yml does not name the plugin `search`: there is no search"
             " = write `- search` under `plugins`"), *WELL[1:]],
        ),
        (
            SOUND.replace(", briefsite", ""),
            [WELL[0], ("to do: mkdocs.yml does not name the plugin `briefsite`: no briefing is shown"
             " = write `- briefsite` under `plugins`"), *WELL[1:]],
        ),
        (
            SOUND.replace("name: material", "name: readthedocs"),
            but((0, "to do: the theme is `readthedocs`, and the pages are made for Material and `briefsite` = briefsite upgrade --theme briefsite")),
        ),
        (
            SOUND.replace("{name: material, language: es, font: false}", "material"),
            WELL,
        ),
        (
            SOUND.replace("{name: material, language: es, font: false}", "briefsite"),
            but((0, "ok: the theme is `briefsite`, which is part of the package")),
        ),
        (
            SOUND.replace("theme:", "extra:"),
            but((0, "to do: the theme is `mkdocs`, and the pages are made for Material and `briefsite` = briefsite upgrade --theme briefsite")),
        ),
        (
            f"{SOUND}extra: {{a: [!!python/name:str ]}}\n",
            [WELL[0], f"note: !!python/name:str: engines other than MkDocs may not read it{KEEP}", WELL[2]],
        ),
        (f"{SOUND}extra: {{a: !relative b, c: !ENV [NOWHERE, d]}}\n", WELL),
        (
            f"{SOUND}use_directory_urls: false\n",
            [*WELL[:2], ("note: `use_directory_urls: false`: former addresses of renamed files lead nowhere"
             " = leave it out before others link to the site"), WELL[2]],
        ),
        (SOUND.replace(f"site_url: {ADDRESS}", ""), but((2, NO_ADDRESS + WRITE_IT))),
        (SOUND.replace(ADDRESS, "''"), but((2, NO_ADDRESS + WRITE_IT))),
        (CONFIG, but((2, STILL.format("https://example.org/repo/") + WRITE_IT))),
        (SOUND.replace(ADDRESS, "http://www.example.com"), but((2, STILL.format("http://www.example.com/") + WRITE_IT))),
        (SOUND.replace(ADDRESS, "https://counterexample.org/"), but((2, "ok: `site_url` is https://counterexample.org/"))),
    ],
)  # fmt: skip
def test_what_a_site_leans_on_is_told(config: str, expected: list[str], tmp_path: Path) -> None:
    """With what to do about it."""
    write(tmp_path, {"mkdocs.yml": config, "briefs/a.yml": ""})
    assert lasting(tmp_path) == expected


def test_what_a_site_inherits_counts(tmp_path: Path) -> None:
    """Tags as well."""
    base = f"{SOUND}extra: {{a: !!python/name:str }}\n"
    write(tmp_path, {"mkdocs.yml": "INHERIT: base.yml\n", "base.yml": base, "briefs/a.yml": ""})
    assert (
        lasting(tmp_path)[1]
        == f"note: !!python/name:str: engines other than MkDocs may not read it{KEEP}"
    )


def test_a_site_has_a_folder_of_briefings(tmp_path: Path) -> None:
    """Or says which it is."""
    write(tmp_path, {"mkdocs.yml": SOUND})
    assert lasting(tmp_path) == [
        f"to do: there is no folder {tmp_path / 'briefs'} = create it, or set `briefs_dir`", *WELL
    ]  # fmt: skip


def test_the_end_of_material_is_counted_down(tmp_path: Path) -> None:
    """On the last day it is maintained, and the day after it is not."""
    write(tmp_path, {"mkdocs.yml": SOUND, "briefs/a.yml": ""})
    assert "2027 (0 days)" in lasting(tmp_path, dt.date(2027, 5, 5))[0]
    assert lasting(tmp_path, dt.date(2027, 5, 6))[0] == (
        "note: the theme is Material, not maintained since 5 May 2027; fixed versions go on working"
        " = to change over to our own: briefsite upgrade --theme briefsite"
    )


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({}, None),
        ({"plugins": ["search", "material/tags", "material/meta", "briefsite"]}, "plugins: material/meta, material/tags"),
        ({"hooks": ["own.py"]}, "hooks: own.py"),
        ({"markdown_extensions": ["admonition", {"toc": {"permalink": True}}, "tables"]}, "markdown_extensions: admonition, toc"),
        ({"theme": {"name": "material", "custom_dir": "own"}}, "custom_dir: own"),
        ({"hooks": ["own.py"], "markdown_extensions": {"admonition": {}}}, "hooks: own.py; markdown_extensions: admonition"),
    ],
)  # fmt: skip
def test_what_makes_builds_slow_is_named(
    more: dict[str, object], named: str | None, tmp_path: Path
) -> None:
    """Where a build takes the slow way, and nowhere else."""
    files = {"own.py": "", "own/a.html": "", "docs/index.md": "a", "briefs/a.yml": ""}
    config = json.dumps({**yaml.safe_load(SOUND), **more})
    site = write(tmp_path, {"mkdocs.yml": config, **files})
    assert lasting(site)[1] == (f"{SLOW}{named}{KEEP}" if named else WELL[1])
    read = load_config(str(site / "mkdocs.yml"))
    assert bool(what_acts_on_pages(read)) == bool(named)


LIBRARIES = "mkdocs-material==9.8.2\nclick==8.4\n"
WHEEL = "vendor/briefsite-0.1.0-py3-none-any.whl"
FIXED = "ok: {} fixes the versions that build the site"
ANY = "to do: {} lets any briefsite build the site, also one to come = write into it: briefsite"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"requirements.txt": f"briefsite==0.1.0\n{LIBRARIES}"}, FIXED),
        ({"requirements.txt": f"# all\nbriefsite[pdf, sources] == 0.1.0  # ours\n{LIBRARIES}"}, FIXED),
        ({"requirements.txt": f"briefsite==0.1.0 \\\n  --hash=sha256:00\n{LIBRARIES}"}, FIXED),
        ({"requirements.txt": f"./{WHEEL}[sources]\n{LIBRARIES}"}, FIXED),
        ({"requirements.txt": f"briefsite @ https://example.org/b.whl\n{LIBRARIES}"}, FIXED),
        ({"requirements.txt": f"briefsite[pdf] @ git+https://example.org/b@{COMMIT}\n{LIBRARIES}"}, FIXED),
        ({"requirements.txt": LIBRARIES}, FIXED),
        ({"requirements.txt": f"{WHEEL}\n-c constraints.txt\n", "constraints.txt": LIBRARIES}, FIXED),
        ({"requirements.txt": "briefsite\n-c all.txt\n", "all.txt": f"{LIBRARIES}briefsite==0.1.0\n"}, FIXED),
        ({"requirements.txt": f"briefsite[sources]\n{LIBRARIES}"}, f"{ANY}[sources]==0.1.0"),
        ({"requirements.txt": f"briefsite>=0.1.0\n{LIBRARIES}"}, f"{ANY}==0.1.0"),
        ({"requirements.txt": f"briefsite @ git+https://example.org/b\n{LIBRARIES}"}, f"{ANY}==0.1.0"),
        (
            {"requirements.txt": f"{WHEEL}\n# mkdocs-material==9.8.2\n"},
            ("to do: {} lets any libraries build the site, also those to come"
            " = `pip freeze --exclude briefsite > constraints.txt`, and write `-c constraints.txt` into {}"),
        ),
        (
            {"requirements.txt": f"{WHEEL}\n-c nowhere.txt\nmkdocs-material>=9\n"},
            ("to do: {} lets any libraries build the site, also those to come"
            " = `pip freeze --exclude briefsite > constraints.txt`, and write `-c constraints.txt` into {}"),
        ),
        ({}, "note: there is no {} to say which versions build the site = write into it: briefsite==0.1.0"),
    ],
)  # fmt: skip
def test_requirements_leave_no_choice(files: dict[str, str], expected: str, tmp_path: Path) -> None:
    """Or whoever builds the site next builds another one."""
    path = write(tmp_path, files) / "requirements.txt"
    assert shown(are_versions_fixed(tmp_path, installed())) == [expected.replace("{}", str(path))]


@pytest.mark.parametrize(
    ("origin", "do"),
    [
        (Origin("index"), "write into it: briefsite[pdf]==0.1.0"),
        (
            Origin("repository", "git+https://example.org/b", COMMIT),
            f"write into it: briefsite[pdf] @ git+https://example.org/b@{COMMIT}",
        ),
        (
            Origin("archive", "https://example.org/b.whl"),
            "write into it: briefsite[pdf] @ https://example.org/b.whl",
        ),
        (
            Origin("archive", "file:///a/b.whl"),
            f"keep its wheel beside it, and write: {WHEEL}[pdf]",
        ),
        (Origin("folder", "file:///a/b"), f"keep its wheel beside it, and write: {WHEEL}[pdf]"),
    ],
)  # fmt: skip
def test_what_to_write_brings_the_briefsite_that_runs(
    origin: Origin, do: str, tmp_path: Path
) -> None:
    """From where any machine gets it: no other has the folders of this one."""
    write(tmp_path, {"requirements.txt": "briefsite[pdf]\n"})
    assert are_versions_fixed(tmp_path, installed(origin)).do == do
