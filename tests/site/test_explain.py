"""`briefsite explain` and `briefsite quote`: what an author asks in the middle of writing."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from briefsite.messages.diagnostics import CODES
from briefsite.messages.translation import translate
from conftest import record_of
from sites import BRIEFING, briefsite, make_site


@pytest.mark.parametrize("code", CODES)
def test_each_code_is_explained_in_both_languages(code: str, tmp_path: Path) -> None:
    """The meaning, the wrong file, what is said of it, and the right one."""
    assert translate(CODES[code], "es") != CODES[code]
    if code in ("bad-date", "symlink-outside", "too-long", "page-exists"):
        done = briefsite("explain", code, "--lang", "es", cwd=tmp_path)
        assert done.returncode == 0, done.stdout
        for words in (
            f"{code}: {translate(CODES[code], 'es')}",
            "\nmal: ",
            "\nbriefsite dice:",
            "\nbien: ",
        ):
            assert words in done.stdout


def test_an_explanation_shows_the_finding_itself(tmp_path: Path) -> None:
    """Exactly what `check` would print, beside what mends it."""
    assert (
        briefsite("explain", "bad-date", cwd=tmp_path).stdout
        == """\
bad-date: not a date as `2025`, `2025-09` or `2025-09-26`

wrong: briefs/informe.yml

    title: Se abre el puerto
    date: 1 de mayo
    summary: El puerto abrió.

briefsite says:

    error[bad-date]: `1 de mayo` is not a date
     --> briefs/informe.yml:2:7
      |
    2 | date: 1 de mayo
      |       ^^^^^^^^^
      = help: write `2025`, `2025-09` or `2025-09-26`

right: briefs/informe.yml

    title: Se abre el puerto
    date: 2025-05-01
    summary: El puerto abrió.
"""
    )


def test_without_a_code_all_are_listed(tmp_path: Path) -> None:
    """One a line, with its meaning; it needs no site."""
    done = briefsite("explain", cwd=tmp_path)
    assert [line.split()[0] for line in done.stdout.splitlines()] == [*CODES]


def test_an_unknown_code_is_misuse(tmp_path: Path) -> None:
    """With a suggestion."""
    done = briefsite("explain", "bad-dates", cwd=tmp_path)
    assert (done.returncode, "did you mean `bad-date`?" in done.stdout) == (2, True)


TEXT = "Se abrió el puerto.\n\nDijo la alcaldesa: «Ya era hora».\nSe abrió el puerto a las seis.\n"


def asked(words: str, tmp_path: Path, source: str = "acta", *options: str) -> tuple[int, str]:
    """What `quote` answers on a site with one source."""
    site = make_site(
        tmp_path,
        {
            "briefs/a.yml": BRIEFING,
            "briefs/sources/acta.txt": TEXT,
            "briefs/sources/acta.yml": record_of(TEXT, "Acta"),
        },
    )
    done = briefsite("quote", source, words, *options, cwd=site)
    return done.returncode, done.stdout


def test_words_are_found_and_printed_to_paste(tmp_path: Path) -> None:
    """In the source's own typography, with the line."""
    assert asked("'ya' ", tmp_path)[0] == 1
    assert asked('alcaldesa: "Ya era', tmp_path) == (
        0,
        '# line 3\nevidence:\n  source: acta\n  text: "alcaldesa: «Ya era"\n\n',
    )
    assert asked("Ya era hora", tmp_path)[1].startswith("# line 3, inside quotation marks\n")
    assert asked("Dijo […] alcaldesa", tmp_path)[1].endswith('text: "Dijo […] alcaldesa"\n\n')


def test_words_that_repeat_come_with_what_singles_them_out(tmp_path: Path) -> None:
    """Each place, so that the author chooses; what is printed passes `check` as it is."""
    code, out = asked("abrió el puerto", tmp_path)
    assert code == 0
    blocks = [yaml.safe_load(block)["evidence"] for block in out.strip().split("\n\n")]
    assert blocks == [
        {"source": "acta", "text": "abrió el puerto", "suffix": "."},
        {"source": "acta", "text": "abrió el puerto", "suffix": "a"},
    ]
    for block in blocks:
        Path(tmp_path / "briefs/a.yml").write_text(
            BRIEFING + yaml.safe_dump({"sources": ["acta"], "evidence": block}), "utf-8"
        )
        assert briefsite("check", cwd=tmp_path).returncode == 0


def test_words_that_do_not_stand_there_show_the_nearest(tmp_path: Path) -> None:
    """Exit code 1, and the words that differ are marked."""
    assert asked("Ya era la hora", tmp_path) == (
        1,
        """\
these words do not stand in source `acta`
you wrote:   Ya era >>la<< hora
source says: Ya era hora
(line 3 of sources/acta.txt)
""",
    )
    assert asked("zzz", tmp_path)[1] == "these words do not stand in source `acta`\n"
    assert asked("zzz", tmp_path, "acta", "--lang", "es")[1] == (
        "estas palabras no están en la fuente `acta`\n"
    )


def test_an_unknown_source_is_misuse(tmp_path: Path) -> None:
    """The message lists those there are."""
    code, out = asked("x", tmp_path, "otra")
    assert (code, "there is no source `otra` here; known: acta" in out) == (2, True)
