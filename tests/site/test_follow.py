"""`briefsite follow`, run as authors run it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from sites import briefsite, make_site

TEXT = "La AAL lleva 38 de los 60 kilómetros de tubería.\n\nLlueve.\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
FILES = {
    "briefs/entities/aal.yml": "name: Agencia de Aguas\nacronym: AAL\ntype: organization\n",
    "briefs/plan.yml": """\
title: Plan
date: 2024-01-10
summary: Se presenta el plan.
commitments:
  - {id: tubos, text: Cambiar 60 kilómetros de tubería., by: [aal], target: {value: 60, unit: kilómetros}}
""",
    "briefs/sources/nota.txt": TEXT,
    "briefs/sources/nota.yml": f"title: Nota\nsha256: {SHA}\nlang: es\npublished: 2025-02-01\n",
}
ENTRY = """\
  - commitment: plan/tubos
    date: 2025-02-01
    value: 38
    # status: announced | in-progress | met | partly-met | late | stalled | not-met | unknown
    text: La AAL lleva 38 de los 60 kilómetros de tubería
    evidence:
      source: nota
      text: La AAL lleva 38 de los 60 kilómetros de tubería
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(tmp_path_factory.mktemp("follow"), FILES)


def test_a_source_is_told_as_yaml_to_paste(site: Path) -> None:
    """Comments say why; the entry passes check when its status is written."""
    done = briefsite("follow", "nota", "--lang", "es", cwd=site)
    assert (done.returncode, done.stdout) == (
        0,
        f"""\
# nota (2025-02-01)

updates:
  # plan/tubos (announced): Cambiar 60 kilómetros de tubería.
  # línea 1
  #   palabras en común: kilómetros, tubería
  #   cifras en común: 38, 60
  #   se nombra, o habla: Agencia de Aguas
{ENTRY}
# Nombres del archivo que aparecen, y su primera línea: Agencia de Aguas (1)
""",
    )
    briefing = "title: N\ndate: 2025-02-01\nsummary: Se sigue.\nsources: [nota]\nupdates:\n"
    updates = ENTRY.replace("# status: announced | in-progress |", "status: in-progress #")
    path = site / "briefs" / "nuevo.yml"
    path.write_text(briefing + updates, encoding="utf-8")
    checked = briefsite("check", cwd=site)
    again = briefsite("follow", "nota", "--lang", "es", cwd=site)
    path.unlink()
    assert checked.returncode == 0, checked.stdout
    assert "updates:" not in again.stdout
    assert "# plan/tubos, ya citado: líneas 1\n" in again.stdout


def test_programs_get_all_sources_since_a_day(site: Path) -> None:
    """A source that was published or archived on that day or later is one; the others are not."""
    done = briefsite("follow", "--since", "2025-02", "--format", "json", cwd=site)
    (told,) = json.loads(done.stdout)
    assert told == {
        "source": "nota",
        "date": "2025-02-01",
        "commitments": [
            {
                "commitment": "plan/tubos",
                "text": "Cambiar 60 kilómetros de tubería.",
                "status": "announced",
                "passages": [
                    {
                        "words": "La AAL lleva 38 de los 60 kilómetros de tubería.",
                        "lines": [1, 1],
                        "page": None,
                        "time": None,
                        "speaker": None,
                        "score": told["commitments"][0]["passages"][0]["score"],
                        "terms": ["kilómetros", "tubería"],
                        "figures": ["38", "60"],
                        "entities": ["aal"],
                    }
                ],
                "cited": [],
                "update": told["commitments"][0]["update"],
            }
        ],
        "unknowns": [],
        "entities": [{"entity": "aal", "lines": [1]}],
        "later": [],
    }
    assert "value: 38\n" in told["commitments"][0]["update"]
    later = briefsite("follow", "--since", "2025-03", cwd=site)
    assert later.stdout == "no source was archived or published since 2025-03\n"


def test_a_document_need_not_be_archived(site: Path) -> None:
    """It is read as `draft` reads it, and gets the id that it would have."""
    (site / "Nota nueva.txt").write_text(TEXT, encoding="utf-8")
    done = briefsite("follow", "Nota nueva.txt", cwd=site)
    assert "      source: nota-nueva\n" in done.stdout
    assert "    # date:\n" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name one source, or give `--since`"),
        (["nota", "--since", "2025"], "name one source, or give `--since`"),
        (["--since", "ayer"], "--since"),
        (["nada"], "nada cannot be read"),
    ],
)
def test_misuse_ends_with_2(site: Path, arguments: list[str], said: str) -> None:
    """And nothing is told."""
    done = briefsite("follow", *arguments, cwd=site)
    assert done.returncode == 2
    assert said in done.stdout
