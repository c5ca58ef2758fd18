"""What authors are told, in their language."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefsite.messages.diagnostics import in_language
from briefsite.messages.translation import author_language, translate
from conftest import CASES, STAGES, Case, Read
from sites import REPOSITORY, build, make_site, run

PACKAGE = REPOSITORY / "generator/briefsite"
MODULES = ("archive/load", "archive/validate", "archive/folder", "archive/lock", "site/examination", "site/references", "site/renames",
           "site/proofs", "pages/environment", "authoring/draft/reading", "authoring/draft/drafting", "authoring/quote")  # fmt: skip
"""Where messages are made."""

NO_MESSAGES = {
    # what PyYAML says, by which its complaints are told apart
    "mapping values are not allowed", "block sequence entries are not allowed", "end of stream",
    "did not find expected", "could not find expected ':'", "cannot start any token",
    "mapping values", "scanning 9", "an alias", "an anchor", "a tab", "a tag", "a directive",
    # parts of messages, which are translated as wholes
    "the file", "out of order", "link it by hand: ", " or ", "a quotation", "9 needs a source to stand in",
    "source `9` has these words, but not with `9` right 9 them",
    "you wrote:   9\nsource says: 9\n(line 9 of sources/9.txt)",
    # not shown as messages
    "([a-z0-9-]+) ([0-9a-f]{32}) (\\d{1,6})", "9 9 9\n", "9: 9", "no file",
    "Checking evidence", "Reading files", '<img alt="9" src="data:image/png;base64,9">',
}  # fmt: skip


def written_in(module: str) -> Iterator[str]:
    """Every text of a module that could be a message, with 9 for what it fills in."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    skipped |= {
        id(part) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in n.values
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (p.value if isinstance(p, ast.Constant) else "9" for p in node.values)
            yield "".join(map(str, parts))


def is_message(text: str) -> bool:
    """Words, rather than a key, a pattern or a piece of Markdown."""
    return bool(re.search(r"[A-Za-z]{2,} [a-z`<%]|` [a-z]{2,}", text)) and "(?" not in text


@pytest.mark.parametrize("module", MODULES)
def test_every_message_has_a_spanish_one(module: str) -> None:
    """A new message needs an entry in `locale/messages.es.yml`."""
    texts = {text for text in written_in(module) if is_message(text)} - NO_MESSAGES
    assert [text for text in sorted(texts) if translate(text, "es") == text] == []


@pytest.mark.parametrize("path", [p for s in STAGES for p in sorted((CASES / s).glob("*.yml"))], ids=lambda p: p.stem)  # fmt: skip
def test_every_finding_of_every_case_is_told_in_spanish(path: Path, read: Read) -> None:
    """Message, notes and help, with what they fill in; code and place stay."""
    case = Case.load(path)
    for finding in read(case.files, **case.options).findings:
        spanish = in_language(finding, "es")
        assert (spanish.code, spanish.span) == (finding.code, finding.span)
        assert finding.message != spanish.message
        assert finding.help is None or finding.help != spanish.help
        for line, other in zip(finding.notes, spanish.notes, strict=True):
            assert line != other
        assert "%(" not in f"{spanish.message}{spanish.help}{spanish.notes}"


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("`title` is missing", "falta `title`"),
        ("`x` must be a text, not the number 3", "`x` debe ser un texto, no el número 3"),
        ("entry 2 of `a list` must be a list, not fields", "la entrada 2 de `a list` debe ser una lista, no campos"),
        ("these words stand in source `s` 10 or more times", "estas palabras están 10 o más veces en la fuente `s`"),
        ("2 errors, 1 warning in 3 files", "2 errores, 1 aviso en 3 archivos"),
        ("`a\nb` is not a date", "`a\nb` no es una fecha"),
        ("`100%` is not a date", "`100%` no es una fecha"),
        ("nothing we know", "nothing we know"),
    ],
)  # fmt: skip
def test_a_message_is_recognised_by_its_fixed_words(english: str, spanish: str) -> None:
    """What an author wrote is carried over as it is; our own words in it are translated."""
    assert translate(english, "es") == spanish
    assert translate(english, "en") == english


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "es_ES"}, "es"),
        ({"LANG": "es_ES", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "es_ES", "LC_ALL": ""}, "es"),
        ({"LANG": "fr_FR"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_system_says_which_language(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LC_ALL before LC_MESSAGES before LANG; English where there is none we have."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert author_language() == language


BROKEN = "title: Puerto\ndate: 1 May\nstatsu: draft\nsummary: s\n"


def test_check_and_builds_speak_spanish(tmp_path: Path) -> None:
    """By the system's language, or by `--lang`."""
    site = make_site(tmp_path, {"briefs/a.yml": BROKEN})
    expected = """\
error[bad-date]: `1 May` no es una fecha
 --> briefs/a.yml:2:7
  |
2 | date: 1 May
  |       ^^^^^
  = ayuda: escriba `2025`, `2025-09` o `2025-09-26`

error[unknown-field]: campo desconocido `statsu`
 --> briefs/a.yml:3:1
  |
3 | statsu: draft
  | ^^^^^^
  = ayuda: ¿quería decir `status`?

2 errores, 0 avisos en 1 archivo
"""
    assert run("briefsite", "check", "--lang", "es", cwd=site).stdout == expected
    assert run("briefsite", "check", cwd=site, LC_ALL="es_ES.UTF-8").stdout == expected
    built = run("mkdocs", "build", cwd=site, LC_ALL="es_ES.UTF-8")
    assert "campo desconocido `statsu`" in built.stdout
    assert "unknown field `statsu`" in build(site).stdout


def test_machine_formats_keep_code_and_place(tmp_path: Path) -> None:
    """Only words change: people read them, in an annotation or in an editor."""
    site = make_site(tmp_path, {"briefs/a.yml": BROKEN})
    english, spanish = (
        json.loads(run("briefsite", "check", "--format", "json", "--lang", lang, cwd=site).stdout)
        for lang in ("en", "es")
    )
    words = {"message", "help", "notes"}
    assert [{k: v for k, v in f.items() if k not in words} for f in english] == [
        {k: v for k, v in f.items() if k not in words} for f in spanish
    ]
    assert spanish[1]["message"] == "campo desconocido `statsu`"
    github = run("briefsite", "check", "--format", "github", "--lang", "es", cwd=site).stdout
    assert github.splitlines()[0] == (
        "::error file=briefs/a.yml,line=2,col=7,endColumn=12,title=bad-date::"
        "`1 May` no es una fecha%0Aayuda: escriba `2025`, `2025-09` o `2025-09-26`"
    )
