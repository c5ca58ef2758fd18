"""`briefsite translate`: what is to be translated, beside its original, and nothing lost of what is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from briefsite.archive.load import load
from briefsite.archive.models import Briefing
from briefsite.archive.translations import (
    BriefingTranslation,
    text_digest,
)
from briefsite.archive.validate import validate
from briefsite.authoring.starters import schema_text
from briefsite.authoring.translation_file import TranslationFileError, Wanted, made_of
from briefsite.authoring.yaml_lines import tree_of
from briefsite.cli.main import main
from conftest import record_of
from sites import write

SETTINGS = "theme: {name: briefsite, language: es}\nplugins: [briefsite]\n"
NOTE = "Ana Ruiz pidió 3.400 patrullas el 26 de septiembre. «Habrá más barcos», dijo.\n"
LETTER = "“We will send ships,” said Ana Ruiz.\n"
PLAN = """\
title: Plan de patrullas
date: 2025-09-26
summary: Ana Ruiz pidió 3.400 patrullas a Estados Unidos el 26 de septiembre, y siguió hablando mucho rato.
sources: [nota, carta]
participants:
  - who: estados-unidos
  - who: ana-ruiz
    note: ministra
key_points:
  - text: Pidió *3.400* patrullas.
  - text: Lo dice [el plan](plan).
quotes:
  - {text: We will send ships, source: carta}
  - {text: Habrá más barcos}
commitments:
  - id: patrullas
    text: Habrá patrullas.
    target: {value: 3400, unit: patrullas}
claims:
  - {text: Es mucho., by: ana-ruiz, id: mucho}
  - {text: Es poco., by: ana-ruiz}
assessments:
  - {text: Es creíble., basis: Lo dijo Ana Ruiz.}
unknowns: [¿Cuándo?, ¿Dónde?]
"""
SKELETON = """\
# write each translation after its field; what stays empty is shown as in the original

# es: Plan de patrullas
title:

# es: Ana Ruiz pidió 3.400 patrullas a Estados Unidos el 26 de septiembre, y siguió hablando mucho
# es: rato.
# keep: Ana Ruiz · 3.400 · Estados Unidos → United States · 26 de septiembre
summary:

participants:
  - who: ana-ruiz
    # es: ministra
    note:

key_points:
  # es: Pidió *3.400* patrullas.
  # keep: 3.400
  - text:
  # es: Lo dice [el plan](plan).
  # keep: […](plan)
  - text:

quotes:
  - {}
  # es: Habrá más barcos
  - translation:

commitments:
  - id: patrullas
    # es: Habrá patrullas.
    text:
    target:
      # es: patrullas
      unit:

claims:
  - id: mucho
    # es: Es mucho.
    text:
  # es: Es poco.
  - text:

assessments:
  # es: Es creíble.
  - text:
    # es: Lo dijo Ana Ruiz.
    # keep: Ana Ruiz
    basis:

unknowns:
  # es: ¿Cuándo?
  -
  # es: ¿Dónde?
  -
"""
FILES = {
    "mkdocs.yml": SETTINGS,
    "briefs/plan.yml": PLAN,
    "briefs/sources/nota.txt": NOTE,
    "briefs/sources/nota.yml": record_of(NOTE, "nota") + "lang: es\n",
    "briefs/sources/carta.txt": LETTER,
    "briefs/sources/carta.yml": record_of(LETTER, "carta") + "lang: en\n",
    "briefs/entities/ana-ruiz.yml": "name: Ana Ruiz\ntype: person\n",
    "briefs/entities/estados-unidos.yml": (
        "name: Estados Unidos\ntype: government\nacronym: EUA\naliases: [EE. UU.]\n"
        "description: Un país.\nroles: []\n"
    ),
    "briefs/entities/estados-unidos.en.yml": "name: United States\nacronym: USA\n",
}

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in a site with some files more; gives what it says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    write(tmp_path, FILES)

    def run(*arguments: str, files: Mapping[str, str | bytes] | None = None, code: int = 0) -> str:
        write(tmp_path, files or {})
        done = CliRunner().invoke(main, ["translate", *arguments], catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done.output

    return run


def said() -> str:
    """The translation that is there."""
    return Path("briefs/plan.en.yml").read_text("utf-8")


# A new file


def test_a_new_file_has_each_text_with_its_original_and_what_to_keep(run: Run) -> None:
    """In the order of the format; nothing that needs no translation, but for what keeps positions."""
    assert run("plan", "--to", "en") == "briefs/plan.en.yml: 14 texts to translate\n"
    assert said() == SKELETON
    document, _ = load(SKELETON.encode(), Path("briefs/plan.en.yml"))
    assert document
    assert validate(document, BriefingTranslation)[1] == []


def test_a_new_file_speaks_the_language_of_its_author_and_tells_editors_its_fields(
    run: Run,
) -> None:
    """The schema is named where the site has it, by the way to it from the file."""
    schema = {
        "docs/schema/briefing-translation.json": schema_text("briefing-translation"),
        "briefs/2025/otro.yml": "title: Otro\ndate: 2025\nsummary: Hay otro.\n",
    }
    assert run("otro", "--to", "en", "--lang", "es", files=schema) == (
        "briefs/2025/otro.en.yml: 2 textos por traducir\n"
    )
    assert (
        Path("briefs/2025/otro.en.yml").read_text("utf-8")
        == """\
# yaml-language-server: $schema=../../docs/schema/briefing-translation.json
# escriba cada traducción tras su campo; lo que quede vacío se muestra como en el original

# es: Otro
title:

# es: Hay otro.
summary:
"""
    )


def test_names_of_entities_need_no_translation(run: Run) -> None:
    """The name is asked for and not missed; other names are offered as comments."""
    assert run("estados-unidos", "ana-ruiz", "--to", "fr") == (
        "briefs/entities/estados-unidos.fr.yml: 1 text to translate\n"
        "briefs/entities/ana-ruiz.fr.yml: nothing left to translate\n"
    )
    path = Path("briefs/entities/estados-unidos.fr.yml")
    assert (
        path.read_text("utf-8")
        == """\
# write each translation after its field; what stays empty is shown as in the original

# es: Estados Unidos
name:

# acronym: EUA
# aliases: ["EE. UU."]

# es: Un país.
description:
"""
    )
    filled = path.read_text("utf-8").replace("name:", "name: États-Unis").replace("# acr", "acr")
    path.write_text(filled, "utf-8")
    run("estados-unidos", "--to", "fr")
    assert "# es: EUA\nacronym: EUA\n# aliases: [" in path.read_text("utf-8")


def test_a_briefing_in_another_language_is_translated_from_it(run: Run) -> None:
    """Its own `lang` says from which, that of the site for entities."""
    files = {"briefs/news.yml": "title: News\ndate: 2025\nsummary: There are 12.\nlang: en\n"}
    run("news", "--to", "es", files=files)
    assert "# en: There are 12.\n# keep: 12\nsummary:" in Path("briefs/news.es.yml").read_text()


# A file that is there

OWN = """\
# Mine at the top.

title:   The plan of patrols  # good?
summary: >-
  Ana Ruiz asked the United States for 3,400 patrols on 26 September,

  and went on for long.
key_points:
  # mine above
  - text: She asked for *3,400* patrols.
  - text: "As [the plan](plan)
      says."
    # mine below
  # mine at the end of the list
claims:
- text: It is little.
  id: otro
- id: mucho
  text: It is much.
assessments:
  - basis: Ana Ruiz said so.
unknowns:
  - When?
  - ~

# Mine at the end.
"""


def test_a_file_that_is_there_gets_what_it_lacks_and_loses_nothing(run: Run) -> None:
    """All lines of an author stay in their order, and stand in their entries."""
    extended = PLAN.replace("id: mucho}", "id: mucho}\n  - {text: Otro., by: ana-ruiz, id: otro}")
    files = {"briefs/plan.yml": extended, "briefs/plan.en.yml": OWN}
    assert run("plan", "--to", "en", files=files) == "briefs/plan.en.yml: 7 texts to translate\n"
    lines = said().splitlines()
    rest = iter(lines)
    moved = OWN.replace("- text: It is little.\n  id: otro\n", "").splitlines()
    assert [line for line in moved if line.replace("- basis", "  basis") not in rest] == []
    assert yaml.safe_load(said())["claims"] == [
        {"id": "mucho", "text": "It is much."},
        {"id": "otro", "text": "It is little."},
        {"text": None},
    ]
    assert "  # es: Es creíble.\n  - text:\n    # es: Lo dijo Ana Ruiz.\n" in said()
    assert "\n  # mine above\n  # es: Pidió *3.400* patrullas.\n" in said()
    digests = yaml.safe_load(said())["originals"]
    assert digests["key_points.1.text"] == text_digest("Pidió *3.400* patrullas.")
    assert set(digests) == {
        "title", "summary", "key_points.1.text", "key_points.2.text",
        "claims.mucho.text", "claims.otro.text", "assessments.1.basis", "unknowns.1",
    }  # fmt: skip


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [SKELETON, OWN.replace("  - ~\n", ""), "", "# mine\n\n# es: Plan de patrullas", "title: x"],
)
def test_a_second_time_changes_nothing(run: Run, text: str, ends: str) -> None:
    """Whatever the file was before, with the ends of its lines and a byte order mark."""
    plan = PLAN.replace("id: mucho}", "id: mucho}\n  - {text: Otro., by: ana-ruiz, id: otro}")
    raw = b"\xef\xbb\xbf" + text.replace("\n", ends).encode()
    first = run("plan", "--to", "en", files={"briefs/plan.yml": plan, "briefs/plan.en.yml": raw})
    path = Path("briefs/plan.en.yml")
    once, touched = path.read_bytes(), path.stat().st_mtime_ns
    assert run("plan", "--to", "en", "--lang", "en") == first
    assert path.read_bytes() == once
    assert path.stat().st_mtime_ns == touched
    assert once.startswith(b"\xef\xbb\xbf")
    if b"\r\n" in raw:
        assert once.count(b"\n") == once.count(b"\r\n")


def translated_plan(run: Run) -> None:
    """A file with some texts translated, and noted."""
    filled = (
        SKELETON.replace("title:", "title: The plan")
        .replace("- text:\n  # es: Lo", "- text: She asked for *3,400* patrols.\n  # es: Lo")
        .replace("\n  # es: ¿Dónde", " When?\n  # mine\n  # es: ¿Dónde")
    )
    assert run("plan", "--to", "en", files={"briefs/plan.en.yml": filled}).endswith("11 texts to translate\n")  # fmt: skip


def test_entries_found_by_position_move_with_their_originals(run: Run) -> None:
    """With their comments, by what was noted of them; a new one has its place among them."""
    translated_plan(run)
    plan = PLAN.replace("key_points:", "key_points:\n  - text: Nuevo.").replace(
        "[¿Cuándo?, ¿Dónde?]", "[¿Dónde?, ¿Cuándo?]"
    )
    run("plan", "--to", "en", files={"briefs/plan.yml": plan})
    assert """
key_points:
  # es: Nuevo.
  - text:
  # es: Pidió *3.400* patrullas.
  # keep: 3.400
  - text: She asked for *3,400* patrols.
  # es: Lo dice""" in said()
    assert "\n  # mine\n  # es: ¿Dónde?\n  -\n  # es: ¿Cuándo?\n  - When?\n" in said()
    assert set(yaml.safe_load(said())["originals"]) == {"title", "key_points.2.text", "unknowns.2"}


def test_what_is_not_noted_yet_moves_by_the_original_above_it(run: Run) -> None:
    """A file that was translated, and whose original changed before the command ran again."""
    filled = SKELETON.replace("  - text:\n  # es: Lo", "  - text: Asked for 3,400.\n  # es: Lo")
    plan = PLAN.replace("key_points:", "key_points:\n  - text: Nuevo.").replace("Plan de", "El plan de")  # fmt: skip
    files = {
        "briefs/plan.yml": plan,
        "briefs/plan.en.yml": filled.replace("title:", "title: Plan of patrols"),
    }
    assert run("plan", "--to", "en", files=files).endswith(" translate, 1 changed since\n")
    assert "# changed since it was translated:\n# es: El plan de patrullas\ntitle: P" in said()
    assert yaml.safe_load(said())["originals"] == {
        "title": text_digest("Plan de patrullas"),
        "key_points.2.text": text_digest("Pidió *3.400* patrullas."),
    }


def test_what_changed_is_marked_until_its_author_says_that_it_is_up_to_date(run: Run) -> None:
    """The digest is that of the original which was translated."""
    translated_plan(run)
    changed = {"briefs/plan.yml": PLAN.replace("Plan de patrullas", "Plan de\n  las patrullas")}
    assert run("plan", "--to", "en", files=changed).endswith(", 1 changed since\n")
    marked = "# changed since it was translated:\n# es: Plan de las patrullas\ntitle: The plan\n"
    assert marked in said()
    assert yaml.safe_load(said())["originals"]["title"] == text_digest("Plan de patrullas")
    assert run("plan", "--to", "en").endswith(", 1 changed since\n")
    assert run("plan", "--to", "en", "--up-to-date").endswith("11 texts to translate\n")
    assert "changed since" not in said()
    assert yaml.safe_load(said())["originals"]["title"] == text_digest("Plan de las patrullas")


def test_what_has_no_original_any_more_becomes_a_comment(run: Run) -> None:
    """At the end of its list, or in its place; nothing is left of what nobody wrote anything into."""
    text = """\
date_note: As they say.
title: The plan
key_points:
  - text: She asked for *3,400* patrols.
  - text: As [the plan](plan) says.
  # mine
  - text: |
      Gone.

      Really.
commitments:
  - id: gone
    # mine inside
    text: Gone as well.
  - id: empty
    text:
assessments:
  - text: It is credible.
    # mine too
    basis: Because.
corrections:
  - {}
"""
    plan = PLAN.replace(", basis: Lo dijo Ana Ruiz.", "")
    said_first = run("plan", "--to", "en", files={"briefs/plan.yml": plan, "briefs/plan.en.yml": text})  # fmt: skip
    assert said_first == ("briefs/plan.en.yml: 9 texts to translate, 4 no longer in the original\n")
    assert said().startswith("# no longer in the original:\n# date_note: As they say.\n# es: Plan")
    assert """
  # mine
  # no longer in the original:
  # - text: |
  #     Gone.
  #
  #     Really.
""" in said()
    assert """
  # no longer in the original:
  # - id: gone
  #   # mine inside
  #   text: Gone as well.
""" in said()
    assert "    # mine too\n    # no longer in the original:\n    # basis: Because.\n" in said()
    assert "empty" not in said()
    once = said()
    assert run("plan", "--to", "en") == "briefs/plan.en.yml: 9 texts to translate\n"
    assert said() == once


def test_what_is_in_brackets_stays_there_where_it_lacks_nothing(run: Run) -> None:
    """Originals stand above the brackets; empty ones are opened."""
    text = """\
key_points: []
commitments:
  - {id: patrullas, text: There will be patrols., target: {unit: patrols}}
quotes: [{}, {translation: There will be more ships}]
claims: # mine
  [{id: mucho, text: It is much.}, {text: It is little.}]
unknowns: [~, "Where?"]
assessments:
  - {}
"""
    assert run("plan", "--to", "en", files={"briefs/plan.en.yml": text}) == (
        "briefs/plan.en.yml: 8 texts to translate\n"
    )
    assert """
  # es: Habrá patrullas.
  # es: patrullas
  - {id: patrullas, text: There will be patrols., target: {unit: patrols}}
# es: Habrá más barcos
quotes: [{}, {translation: There will be more ships}]
# es: Es mucho.
# es: Es poco.
claims: # mine
  [{id: mucho, text: It is much.}, {text: It is little.}]
# es: ¿Cuándo?
# es: ¿Dónde?
unknowns: [~, "Where?"]
assessments:
  # es: Es creíble.
  - text:
""" in said()
    assert "key_points:\n  # es: Pidió" in said()


def test_what_is_translated_in_brackets_is_of_the_original_of_today(run: Run) -> None:
    """Above them several originals can stand, and none is told from the others."""
    text = "unknowns: [When, ~]\n"
    run("plan", "--to", "en", files={"briefs/plan.en.yml": text})
    filled = said().replace("~]", "Where]")
    assert "changed" not in run("plan", "--to", "en", files={"briefs/plan.en.yml": filled})
    assert yaml.safe_load(said())["originals"]["unknowns.2"] == text_digest("¿Dónde?")


def test_comments_of_a_text_that_was_deleted_are_not_taken_for_those_of_the_next(run: Run) -> None:
    """A text is known by the comments right above it; the deleted one comes back."""
    text = SKELETON.replace("title:\n", "").replace("summary:", "summary: x")
    assert "changed" not in run("plan", "--to", "en", files={"briefs/plan.en.yml": text})
    assert said().count("# es: Plan de patrullas") == 1
    assert "# es: Plan de patrullas\ntitle:\n" in said()


# What cannot be done


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("plam --to en", "there is no briefing or entity `plam`; did you mean: plan?"),
        ("nada --to en", "there is no briefing or entity `nada`"),
        ("plan.en --to en", "there is no briefing or entity `plan.en`; did you mean: plan?"),
        ("nota --to en", "`nota` is a source, and sources are shown as they are"),
        ("plan --to es", "`plan` is in `es` itself"),
        ("ana-ruiz --to es", "`ana-ruiz` is in `es` itself"),
        ("plan --to EN", "`EN` is not a language code; write e.g. `es` or `en`"),
        ("plan --to ../x", "`../x` is not a language code; write e.g. `es` or `en`"),
        ("plan --to fr", "briefs/plan.fr.yml is no plain file, and is left as it is"),
        ("plan --to pt", "briefs/plan.pt.yml is no plain file, and is left as it is"),
        ("plan --to it", "briefs/plan.it.yml: line 2: between brackets nothing can be put in or moved; write each field and entry there in a line of its own"),
        ("plan --to nl", "briefs/plan.nl.yml: line 1: between brackets nothing can be put in or moved; write each field and entry there in a line of its own"),
        ("plan --to sv", "briefs/plan.sv.yml: line 2: between brackets nothing can be put in or moved; write each field and entry there in a line of its own"),
        ("plan --to da", "briefs/plan.da.yml: its lines leave no place for what is missing: write each field in one of its own"),
        ("plan", "Missing option '--to'."),
        ("--to en", "Missing argument 'ID...'."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_words(run: Run, arguments: str, message: str) -> None:
    """And no file is written or touched."""
    Path("briefs/plan.fr.yml").mkdir()
    Path("briefs/plan.pt.yml").symlink_to("plan.yml")
    files = {
        "briefs/plan.it.yml": "title: Il piano\nunknowns: [Quando?]\n",
        "briefs/plan.nl.yml": "{title: Het plan}\n",
        "briefs/plan.sv.yml": "assessments:\n  - {text: Det är trovärdigt.}\n",
        "briefs/plan.da.yml": "? title\n: Planen\n",
    }
    write(Path(), files)
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    assert run(*arguments.split(), code=2).splitlines()[-1] == f"Error: {message}"
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_of_several_all_are_written_or_none(run: Run) -> None:
    """Whoever asks again need not know how far it came."""
    run("estados-unidos", "plam", "--to", "fr", code=2)
    assert not Path("briefs/entities/estados-unidos.fr.yml").exists()


@pytest.mark.parametrize(
    ("file", "text", "finding"),
    [
        ("briefs/plan.en.yml", 'title: "The plan\n', "error[yaml-syntax]: a quotation mark opens here and is never closed\n --> briefs/plan.en.yml:1:8"),
        ("briefs/plan.en.yml", "titel: The plan\n", "error[unknown-field]: unknown field `titel`\n --> briefs/plan.en.yml:1:1"),
        ("briefs/plan.en.yml", b"title: \xff\n", "error[not-utf-8]: byte 0xFF is not UTF-8\n --> briefs/plan.en.yml:1:8"),
        ("briefs/plan.en.yml", "- a\n", "error[not-a-mapping]: the file must be `field: value` lines\n --> briefs/plan.en.yml:1:1"),
        ("briefs/plan.yml", "title: [\n", "error[yaml-syntax]: a bracket opens here and is never closed\n --> briefs/plan.yml:1:8"),
        ("briefs/plan.yml", "title: Plan\ndate: 2025\n", "error[missing-field]: `summary` is missing\n --> briefs/plan.yml:1:1"),
    ],
)  # fmt: skip
def test_what_is_broken_is_not_touched_and_said_with_its_place(
    run: Run, file: str, text: str | bytes, finding: str
) -> None:
    """As `check` says it; an original must be read before it is translated."""
    output = run("plan", "--to", "en", files={file: text}, code=1)
    assert output.startswith(finding)
    assert output.endswith("\nnothing was written: mend this first\n")
    assert Path(file).read_bytes() == (text if isinstance(text, bytes) else text.encode())


def test_a_warning_is_no_reason_to_refuse(run: Run) -> None:
    """Nor are mistakes that are found elsewhere than in the fields."""
    files = {"briefs/plan.en.yml": "title: The <b>plan</b>\nsummary: There are 12 patrols.\n"}
    assert run("plan", "--to", "en", files=files).endswith(" 12 texts to translate\n")


def test_it_is_written_whole_or_not_at_all(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full, the file that was there stays, and nothing lies beside it."""

    def full(path: Path, _: Path) -> Path:
        raise OSError(28, "No space left on device", path)

    monkeypatch.setattr(Path, "replace", full)
    before = {"briefs/plan.en.yml": "title: The plan\n"}
    output = run("plan", "--to", "en", files=before, code=2)
    assert output.endswith("Error: briefs/plan.en.yml cannot be written: No space left on device\n")
    assert said() == "title: The plan\n"
    assert [path for path in Path("briefs").iterdir() if "plan.en" in path.name] == [
        Path("briefs/plan.en.yml")
    ]


@pytest.mark.parametrize(("ours", "theirs"), [("nuevo", "viejo"), ("viejo", "nuevo")])
def test_entries_are_found_by_former_ids_as_well(run: Run, ours: str, theirs: str) -> None:
    """A renamed briefing is the same to its translation."""
    files = {
        "briefs/nuevo.yml": "title: Nuevo\ndate: 2025\nsummary: Hay.\naliases: [viejo]\n"
        "commitments: [{id: a, text: Hay.}]\n",
        "briefs/sigue.yml": "title: Sigue\ndate: 2025-12\nsummary: Sigue.\nupdates:\n"
        f"  - {{commitment: {ours}/a, date: 2025-12, status: met, text: Se hizo.}}\n",
        "briefs/sigue.en.yml": f"updates:\n  - commitment: {theirs}/a\n    text: It was done.\n",
    }
    assert run("sigue", "--to", "en", files=files).endswith(": 2 texts to translate\n")
    text = Path("briefs/sigue.en.yml").read_text("utf-8")
    assert f"  - commitment: {theirs}/a\n    # es: Se hizo.\n    text: It was done.\n" in text


# Whatever a file holds


def model_of(text: str, kind: type[Any]) -> Any:
    """The fields of a file without mistakes."""
    document, _ = load(text.encode(), Path("briefs/plan.yml"))
    assert document
    return validate(document, kind)[0]


WANTED = Wanted(
    original=model_of(PLAN, Briefing),
    language="es",
    kept=lambda text: text.split()[:2],
    heading=["# heading"],
    gone="gone:",
    recorded="recorded",
    ids={},
    needless=frozenset(["quotes.1.translation"]),
)
LINES = [
    *(SKELETON + OWN).splitlines(),
    *("date_note: x", "  - {}", "  -", "  - text: |", "    more", "    basis: y", "    # mine"),
    *("  - {text: x}", "claims: [{id: mucho}]", "    target: {unit: z}", "    target: ~"),
    *("originals:", '  title: "0123456789ab"', "originals: {}", "#", "---", "...", "\tx"),
]


@given(st.lists(st.sampled_from(LINES), max_size=25), st.integers(0, 60), st.data())
def test_any_file_is_brought_up_to_date_or_refused(
    more: list[str], start: int, data: st.DataObject
) -> None:
    """No text is lost, nothing raises, and a second time changes nothing."""
    lines = data.draw(st.sampled_from([SKELETON, OWN])).splitlines()[: start or None]
    for line in more:
        lines.insert(data.draw(st.integers(0, len(lines))), line)
    text = "\n".join(lines)
    path = Path("briefs/plan.en.yml")
    document, findings = load(text.encode(), path, may_be_empty=True)
    if document is None:
        assert findings
        return
    assert "".join(tree_of(document).all_lines()).rstrip("\n") == text.rstrip("\n")
    if validate(document, BriefingTranslation)[0] is None:
        return
    try:
        made = made_of(document, BriefingTranslation, WANTED)
    except TranslationFileError:
        return
    again, _ = load(made.text.encode(), path, may_be_empty=True)
    assert again
    assert made_of(again, BriefingTranslation, WANTED)._replace(gone=made.gone) == made
    for line in lines:
        if line.lstrip().startswith("# mine") or line.startswith("# Mine"):
            assert line.strip("# ") in made.text
