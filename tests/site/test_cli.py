"""The `briefsite` command, run as authors run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefsite.cli.main import FAMILIES
from sites import BRIEFING, REPOSITORY, briefsite, make_site, run

BROKEN = "title: Puerto\ndate: 1 May\nstatsu: draft\nsummary: s\n"


def test_check_is_silent_about_what_is_right(tmp_path: Path) -> None:
    """Exit code 0, and how much was looked at."""
    done = briefsite("check", cwd=make_site(tmp_path, {"briefs/a.yml": BRIEFING}))
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings in 1 file\n")


def test_check_reports_every_mistake_of_every_file(tmp_path: Path) -> None:
    """An author mends everything in one go."""
    site = make_site(
        tmp_path, {"briefs/a.yml": BROKEN, "briefs/2025/b.yml": "title: x\ntitle: y\n"}
    )
    done = briefsite("check", cwd=site)
    assert done.returncode == 1
    assert (
        done.stdout
        == """\
error[yaml-duplicate-key]: `title` stands here a second time
 --> briefs/2025/b.yml:2:1
  |
2 | title: y
  | ^^^^^
  = help: the first is in line 1; keep one, or make them a list

error[bad-date]: `1 May` is not a date
 --> briefs/a.yml:2:7
  |
2 | date: 1 May
  |       ^^^^^
  = help: write `2025`, `2025-09` or `2025-09-26`

error[unknown-field]: unknown field `statsu`
 --> briefs/a.yml:3:1
  |
3 | statsu: draft
  | ^^^^^^
  = help: did you mean `status`?

3 errors, 0 warnings in 2 files
"""
    )


def test_a_wrong_field_does_not_hide_wrong_evidence(tmp_path: Path) -> None:
    """All mistakes of a file come in one run, whichever stage finds them; no page is made of it."""
    text = "Se dragará.\n"
    digest = __import__("hashlib").sha256(text.encode()).hexdigest()
    site = make_site(
        tmp_path,
        {
            "briefs/sources/acta.txt": text,
            "briefs/sources/acta.yml": f"title: Acta\nsha256: {digest}\n",
            "briefs/a.yml": BRIEFING + "kind: meetin\nsources: [acta]\nplace: nowhere\n"
            "key_points:\n  - {text: t, evidense: x, evidence: Se drenará}\n",
        },
    )
    done = briefsite("check", "--format", "json", cwd=site)
    assert [(found["line"], found["code"]) for found in json.loads(done.stdout)] == [
        (4, "bad-choice"),
        (6, "unknown-id"),
        (8, "unknown-field"),
        (8, "evidence-not-found"),
    ]


def test_check_speaks_to_github(tmp_path: Path) -> None:
    """Findings become annotations of the lines of a pull request."""
    done = briefsite(
        "check", "--format", "github", cwd=make_site(tmp_path, {"briefs/a.yml": BROKEN})
    )
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == (
        "::error file=briefs/a.yml,line=2,col=7,endColumn=12,title=bad-date::"
        "`1 May` is not a date%0Ahelp: write `2025`, `2025-09` or `2025-09-26`"
    )


def test_a_file_gives_no_commands_to_github(tmp_path: Path) -> None:
    """A line of a file that looks like a workflow command stays part of a message."""
    text = 'title: x\ndate: "x\\n::warning::y%0A"\nsummary: s\n'
    done = briefsite("check", "--format", "github", cwd=make_site(tmp_path, {"briefs/a.yml": text}))
    (line,) = done.stdout.splitlines()
    assert "`x%0A::warning::y%250A` is not a date" in line


def test_check_speaks_json(tmp_path: Path) -> None:
    """Other programs can show findings their way."""
    done = briefsite("check", "--format", "json", cwd=make_site(tmp_path, {"briefs/a.yml": BROKEN}))
    assert done.returncode == 1
    assert json.loads(done.stdout)[1] == {
        "code": "unknown-field",
        "severity": "error",
        "message": "unknown field `statsu`",
        "path": "briefs/a.yml",
        "line": 3,
        "column": 1,
        "width": 6,
        "notes": [],
        "help": "did you mean `status`?",
    }
    clean = briefsite(
        "check", "--format", "json", cwd=make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    )
    assert (clean.returncode, json.loads(clean.stdout)) == (0, [])


def test_check_limits_itself_to_the_paths_given(tmp_path: Path) -> None:
    """A file or a folder of `briefs/`."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, "briefs/2025/b.yml": BROKEN})
    assert briefsite("check", "briefs/a.yml", cwd=site).returncode == 0
    assert briefsite("check", "briefs/2025", cwd=site).returncode == 1
    assert briefsite("check", "briefs/a.yml", "briefs/2025/b.yml", cwd=site).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nowhere.yml"], "'nowhere.yml' does not exist"),
        (["check", "docs"], "docs is not in briefs"),
        (["check", "--format", "xml"], "'xml' is not one of 'text', 'github', 'json'"),
        (["check", "-f", "other.yml"], "there is no other.yml: run this in your site"),
        (["check", "-f", "docs/bad.yml"], "docs/bad.yml cannot be read"),
        (["check", "-f", "docs/none.yml"], "there is no folder docs/briefs"),
        (["render", "--out", "docs"], "docs is not empty"),
        (["nonsense"], "No such command 'nonsense'"),
    ],
)
def test_misuse_exits_with_2(arguments: list[str], message: str, tmp_path: Path) -> None:
    """A mistake in the call is told apart from a mistake in a file."""
    site = make_site(
        tmp_path,
        {"briefs/a.yml": BRIEFING, "docs/bad.yml": "a: [", "docs/none.yml": "site_name: x\n"},
    )
    done = briefsite(*arguments, cwd=site)
    assert (done.returncode, message in done.stdout) == (2, True), done.stdout
    assert "Traceback" not in done.stdout


def test_settings_of_other_plugins_do_not_disturb(tmp_path: Path) -> None:
    """`mkdocs.yml` may hold tags that only MkDocs understands."""
    config = (
        "site_name: x\nplugins:\n  briefsite: {briefs_dir: briefs, require_evidence: !ENV [X, true]}\n"
        "markdown_extensions:\n  - x: {y: !!python/name:os.system }\n"
    )
    site = make_site(tmp_path, {"mkdocs.yml": config, "briefs/a.yml": BRIEFING})
    assert briefsite("check", cwd=site).returncode == 0


@pytest.mark.parametrize(
    "config",
    [
        "site_name: 3\nsite_url: [x]\ntheme: [material]\nplugins: briefsite\n",
        "plugins: [3, null, {briefsite: [x]}, {briefsite: null}]\n",
        "docs_dir: 3\nplugins: {briefsite: 3}\ntheme: {language: 3}\n",
    ],
)
def test_odd_settings_are_no_traceback(config: str, tmp_path: Path) -> None:
    """MkDocs says what is wrong with its file; the command does what it can."""
    site = make_site(
        tmp_path,
        {"mkdocs.yml": config, "briefs/a.yml": BRIEFING, "docs/index.md": b"# \xff\n"},
    )
    assert briefsite("check", cwd=site).returncode == 0
    assert briefsite("render", "--out", "out", cwd=site).returncode == 0


def test_coverage_says_which_sentences_no_briefing_cites(tmp_path: Path) -> None:
    """An editor sees what of a source is still unused, and which statements are unproven."""
    text = "Primera frase. Segunda frase.\n\nTercera.\n"
    digest = __import__("hashlib").sha256(text.encode()).hexdigest()
    site = make_site(
        tmp_path,
        {
            "briefs/sources/acta.txt": text,
            "briefs/sources/acta.yml": f"title: Acta\nsha256: {digest}\n",
            "briefs/a.yml": BRIEFING + "sources: [acta]\nkey_points:\n"
            "  - {text: Uno., evidence: Primera}\n  - {text: Dos.}\n",
        },
    )
    done = briefsite("check", "--coverage", cwd=site)
    assert (
        done.stdout
        == """\
acta: 1 of 3 sentences cited (33%)
  line 1: Segunda frase.
  line 3: Tercera.
1 of 2 statements have evidence

0 errors, 0 warnings in 2 files
"""
    )


def test_the_flagship_cites_every_sentence_of_its_source() -> None:
    """All fourteen, and every statement of the site is proven."""
    done = briefsite("check", "--coverage", cwd=REPOSITORY)
    assert done.returncode == 0
    assert "embajada-cortafuegos: 14 of 14 sentences cited (100%)" in done.stdout
    proven, total = done.stdout.split(" statements")[0].split("\n")[-1].split(" of ")
    assert proven == total


def test_render_refuses_a_site_with_errors(tmp_path: Path) -> None:
    """Another engine gets the same guarantees."""
    site = make_site(tmp_path, {"briefs/a.yml": BROKEN})
    done = briefsite("render", "--out", "out", cwd=site)
    assert done.returncode == 1
    assert "error[unknown-field]" in done.stdout
    assert not (site / "out").exists()


def test_render_writes_a_whole_docs_folder(tmp_path: Path) -> None:
    """Generated pages beside the hand-written ones."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, "docs/metodo.md": "# M\n"})
    assert briefsite("render", "--out", "out", cwd=site).returncode == 0
    files = {p.relative_to(site / "out").as_posix() for p in (site / "out").rglob("*.md")}
    assert files == {
        "index.md",
        "metodo.md",
        "informes/index.md",
        "informes/a.md",
        "informes/ano-2025.md",
        "compromisos/index.md",
        "cronologia/index.md",
        "cronologia/ano-2025.md",
        "entidades/index.md",
        "temas/index.md",
        "fuentes/index.md",
        "correcciones/index.md",
    }
    assert (site / "out/index.md").read_text().startswith("# Sitio\n\n<div")


@pytest.mark.parametrize(
    ("links", "message"),
    [
        ({"docs/a.txt": "/etc/passwd"}, "docs/a.txt leads out of the folder"),
        ({"docs/index.md": "../secret.md"}, "docs/index.md leads out of the folder"),
        ({"docs/x/y": "../../secret"}, "docs/x/y leads out of the folder"),
        ({"docs/x/up": "../.."}, "docs/x/up leads out of the folder"),
        ({"docs/near": "../docs-2"}, "docs/near leads out of the folder"),
        ({"docs/a": "nowhere"}, "docs/a leads nowhere"),
        ({"docs/a": "b", "docs/b": "a"}, "docs/a leads nowhere"),
        ({"docs/x/circle": "../x"}, "docs/x/circle leads in a circle"),
        ({"docs/x/all": ".."}, "docs/x/all leads in a circle"),
        ({"docs/x/to": "../y", "docs/y/fro": "../x"}, "docs/x/to/fro leads in a circle"),
    ],
)
def test_render_copies_no_link_that_leads_astray(
    links: dict[str, str], message: str, tmp_path: Path
) -> None:
    """Out of `docs/`, nowhere or in a circle; the link is named, and nothing is written."""
    files = {"briefs/a.yml": BRIEFING, "secret.md": "# S\n", "secret/s.md": "# S\n",
             "docs-2/a.md": "# A\n", "docs/x/m.md": "# M\n", "docs/y/n.md": "# N\n"}  # fmt: skip
    site = make_site(tmp_path, files)
    for name, target in links.items():
        (site / name).unlink(missing_ok=True)
        (site / name).symlink_to(target)
    done = briefsite("render", "--out", "out", cwd=site)
    assert (done.returncode, message in done.stdout) == (2, True), done.stdout
    assert "Traceback" not in done.stdout
    assert not (site / "out").exists()


def test_render_copies_what_a_link_within_the_folder_leads_to(tmp_path: Path) -> None:
    """A file, or a folder that does not hold the link."""
    files = {"briefs/a.yml": BRIEFING, "docs/x/m.md": "# M\n", "docs/y/n.md": "# N\n"}
    site = make_site(tmp_path, files)
    (site / "docs/m.md").symlink_to("x/m.md")
    (site / "docs/x/z").symlink_to("../y")
    assert briefsite("render", "--out", "out", cwd=site).returncode == 0
    assert (site / "out/m.md").read_text() == "# M\n"
    assert (site / "out/x/z/n.md").read_text() == "# N\n"


@pytest.mark.parametrize("out", ["docs/out", "docs/x/../y"])
def test_render_does_not_copy_a_folder_into_itself(out: str, tmp_path: Path) -> None:
    """A folder in `docs/` would be copied into itself."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    done = briefsite("render", "--out", out, cwd=site)
    assert (done.returncode, "is in docs, which is copied" in done.stdout) == (2, True), done.stdout


def test_render_copies_no_pipe(tmp_path: Path) -> None:
    """Nobody would write into it."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    os.mkfifo(site / "docs/pipe")
    done = briefsite("render", "--out", "out", cwd=site)
    assert (done.returncode, "docs/pipe is neither a file nor" in done.stdout) == (2, True)


LOADED = """\
import sys
from briefsite.cli.main import main
try:
    main(sys.argv[1:])
finally:
    print("\\n" + " ".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


@pytest.mark.parametrize(
    ("command", "unused"),
    [
        ("--version", {"jinja2", "babel", "markdown", "mkdocs", "pydantic", "yaml"}),
        ("check", {"jinja2", "babel", "markdown", "mkdocs", "weasyprint"}),
        ("build", {"jinja2", "babel", "markdown", "mkdocs", "pydantic"}),
    ],
)
def test_a_command_loads_only_what_it_needs(command: str, unused: set[str], tmp_path: Path) -> None:
    """To import the rest takes longer than what most commands do."""
    files = {"briefs/a.yml": f"{BRIEFING}why_it_matters: '*Mucho*, como [se dijo](a).'\n"}
    done = run("loaded", command, cwd=make_site(tmp_path, {**files, "loaded.py": LOADED}))
    assert done.returncode == 0, done.stdout
    loaded = {*done.stdout.splitlines()[-1].split()}
    assert "click" in loaded
    assert loaded & unused == set()


def test_a_command_that_is_misspelt_is_named(tmp_path: Path) -> None:
    """Among all there are."""
    assert "'publish'" in briefsite("pubish", cwd=tmp_path).stdout


def test_help_lists_all_commands(tmp_path: Path) -> None:
    """Each with what it does."""
    said = briefsite("--help", cwd=tmp_path).stdout.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in said] == sorted(FAMILIES)
    assert all(len(line.split()) > 3 for line in said)


def test_reading_and_comparing_load_no_template_engine(tmp_path: Path) -> None:
    """What lies below the pages needs neither Jinja nor Babel, neither Markdown nor a decoder."""
    package = REPOSITORY / "generator/briefsite"
    modules = [
        f"briefsite.{path.parent.name}.{path.stem}"
        for room in ("archive", "cache", "evidence", "messages", "site")
        for path in (package / room).glob("*.py")
        if path.stem not in ("__init__", "bytecode")  # which is Jinja's
    ]
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, check=True
    )
    loaded = {*done.stdout.decode().split()}
    assert {"briefsite.site.reading", "pydantic"} <= loaded
    assert loaded & {"jinja2", "babel", "markdown", "zxingcpp", "mkdocs", "pypdfium2"} == set()


@pytest.mark.parametrize(
    "command",
    [("schema", "--out"), ("export", "--out"), ("render", "--out"), ("init",)],
    ids=lambda command: command[0],
)
def test_a_place_that_cannot_be_written_is_misuse(command: tuple[str, ...], tmp_path: Path) -> None:
    """Below a file, say; the reason is the system's."""
    site = make_site(tmp_path / "site", {"briefs/puerto.yml": BRIEFING})
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = briefsite(*command, tmp_path / "file/folder", cwd=site)
    assert done.returncode == 2
    assert "file/folder cannot be written: Not a directory" in done.stdout
    assert "Traceback" not in done.stdout
