"""What authors are told, in their language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sites import BRIEFING, build, make_site, run

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
    assert "2 errores en 1 archivo; el sitio anterior sigue como estaba" in built.stdout
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


@pytest.mark.parametrize(
    ("command", "spanish"),
    [
        (["check", "--coverage", "--format", "json"], "--coverage va con --format text"),
        (["check", "mkdocs.yml"], "mkdocs.yml no está en briefs"),
        (["check", "-f", "gone.yml"], "no hay ningún gone.yml: ejecute esto en su sitio o en una carpeta suya"),
        (["pdf", "zzz"], "no hay ningún informe (briefing) `zzz`"),
        (["draft", "mkdocs.yml", "--published", "2025-13"], "no hay mes 13"),
        (["quote", "x", "y"], "aquí no hay ninguna fuente `x`; se conocen: -"),
        (["explain", "x"], "no hay ningún código `x`; `briefsite explain` los enumera"),
    ],
)  # fmt: skip
def test_commands_say_in_spanish_what_they_were_given_wrong(
    command: list[str], spanish: str, tmp_path: Path
) -> None:
    """The language of the message is that of the command, wherever in it the mistake is found."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    assert f": {spanish}\n" in run("briefsite", *command, "--lang", "es", cwd=site).stdout
