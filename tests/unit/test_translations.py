"""Translations against their originals: which text is one of which, and what is said of both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from briefsite.archive.folder import check_file
from briefsite.archive.models import Briefing, Entity, Model
from briefsite.archive.published_lock import published_now
from briefsite.archive.schema import json_schema
from briefsite.archive.translations import (
    TRANSLATIONS,
    BriefingTranslation,
    EntityTranslation,
    extra_entries,
    own_names,
    positions,
    text_digest,
    text_pairs,
    translated,
    translation_of,
)
from briefsite.cli.main import main
from briefsite.messages.diagnostics import CODES, Severity, as_text
from briefsite.site.reading import Reading, read_site
from conftest import Read, record_of
from sites import write

Fields = Mapping[str, Any]


def original(**fields: Any) -> Briefing:
    """A briefing with some fields."""
    return Briefing.model_validate({"title": "Un plan", "date": 2025, "summary": "Hay.", **fields})


def translation(**fields: Any) -> BriefingTranslation:
    """A translation with some fields."""
    return BriefingTranslation.model_validate(fields)


# Which text is the translation of which


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("plan.en.yml", ("plan.yml", "en")),
        ("2025/plan.pt-BR.yaml", ("2025/plan.yaml", "pt-BR")),
        ("plan.yml", None),
        ("plan.EN.yml", None),
        ("plan.english.yml", None),
        ("plan.v2.en.yml", None),
        ("Plan.en.yml", None),
    ],
)
def test_a_translation_is_known_by_its_name(name: str, found: tuple[str, str] | None) -> None:
    """The id of its original, and the code of a language."""
    path, lang = found or ("", "")
    assert translation_of(Path(name)) == (found and (Path(path), lang))


UPDATE = {"date": 2025, "status": "met", "text": "Se hizo."}


def test_each_text_has_a_name_and_its_place_in_both_files() -> None:
    """By the id that finds its entry, or by its position from 1; without a translation, the place around it."""
    ours = original(
        participants=[{"who": "ana", "note": "ministra"}, {"who": "port"}],
        key_points=[{"text": "Uno."}, {"text": "Dos."}],
        quotes=[{"text": "Más barcos"}],
        commitments=[{"id": "a", "text": "Hará.", "target": {"value": 3, "unit": "grúas"}}],
        claims=[{"text": "Sí.", "by": "ana", "id": "yes"}, {"text": "No.", "by": "ana"}],
        unknowns=["¿Cuándo?"],
    )
    theirs = translation(
        key_points=[{}, {"text": "Two."}],
        quotes=[{"translation": "More ships"}],
        commitments=[{"id": "a", "target": {"unit": "cranes"}}],
        claims=[{"id": "yes"}, {"text": "No!"}],
        participants=[{"who": "ana", "note": "minister"}],
    )
    assert [(pair.name, pair.translation, pair.where) for pair in text_pairs(ours, theirs)] == [
        ("title", None, ()),
        ("summary", None, ()),
        ("participants.ana.note", "minister", ("participants", 0, "note")),
        ("key_points.1.text", None, ("key_points", 0)),
        ("key_points.2.text", "Two.", ("key_points", 1, "text")),
        ("quotes.1.translation", "More ships", ("quotes", 0, "translation")),
        ("commitments.a.text", None, ("commitments", 0)),
        ("commitments.a.target.unit", "cranes", ("commitments", 0, "target", "unit")),
        ("claims.yes.text", None, ("claims", 0)),
        ("claims.2.text", "No!", ("claims", 1, "text")),
        ("unknowns.1", None, ()),
    ]
    places = {pair.name: pair.original_where for pair in text_pairs(ours, theirs)}
    assert places["quotes.1.translation"] == ("quotes", 0, "text")


def test_two_updates_of_one_commitment_have_two_names() -> None:
    """The later ones have a number after it, in both files, and are found in their order."""
    ours = original(
        updates=[{"commitment": "a/b", **UPDATE}, {"commitment": "c/d", **UPDATE}, {"commitment": "a/b", **UPDATE}]
    )  # fmt: skip
    theirs = translation(
        updates=[
            {"commitment": "a/b", "text": "First."},
            {"commitment": "a/b", "text": "Second."},
            {"commitment": "a/b", "text": "Third."},
        ]
    )
    assert own_names(ours.updates) == ["a/b", "c/d", "a/b-2"]
    assert positions(ours.updates, theirs.updates) == {0: 0, 2: 1}
    found = {pair.name: pair.translation for pair in text_pairs(ours, theirs)}
    assert (found["updates.a/b.text"], found["updates.a/b-2.text"]) == ("First.", "Second.")
    assert [*extra_entries(ours, theirs)] == [("updates", 2)]


def test_entries_are_found_by_id_or_else_by_position() -> None:
    """One without an id is that of its position, also where the original has an id; the first counts."""
    ours = original(commitments=[{"id": name, "text": name} for name in "abc"])
    theirs = translation(
        commitments=[{"id": "c"}, {"text": "b"}, {"id": "b"}, {"id": "z"}, {"text": "e"}]
    )
    assert positions(ours.commitments, theirs.commitments) == {2: 0, 1: 1}
    assert [*extra_entries(ours, theirs)] == [("commitments", index) for index in (2, 3, 4)]


def test_the_digest_of_a_text_stands_for_its_words() -> None:
    """However its lines are broken; an accent is another word."""
    assert text_digest("Habrá  una\n ruta") == text_digest("Habrá una ruta")
    assert text_digest("Habra una ruta") != text_digest("Habrá una ruta")


@pytest.mark.parametrize("kind", TRANSLATIONS.values())
def test_null_is_not_translated_yet(kind: type[Model]) -> None:
    """In each field, and for each entry of a list; editors agree."""
    fields = dict.fromkeys(kind.model_fields)
    assert kind.model_validate(fields) == kind()
    entries = {
        name: [None]
        for name, info in kind.model_fields.items()
        if str(info.annotation).startswith("tuple")
    }
    empty = kind.model_validate(entries)
    assert len([*text_pairs(original(), translation(unknowns=[None]))]) == 2
    assert all(len(getattr(empty, name)) == (name != "aliases") for name in entries)
    schema = Draft202012Validator(json_schema(kind))
    assert [
        error.message for value in (fields, entries) for error in schema.iter_errors(value)
    ] == []


def test_a_file_without_any_text_is_fine() -> None:
    """Comments alone, or nothing; a briefing must say something."""
    for raw in (b"---\n", b"unknowns: [null, x]\n", b"objectivs: no\n", b"# later\n", b""):
        checked, document = check_file(raw, Path("briefs/plan.en.yml"), BriefingTranslation)
        assert document
        assert [finding.code for finding in checked.findings] == ["unknown-field"] * (b"vs" in raw)
    assert document.place(()).value.line == 1
    assert check_file(b"", Path("briefs/plan.yml"), Briefing)[0].findings[0].code == "empty-file"


def test_a_text_in_the_place_of_an_entry_is_told_how_to_write_it() -> None:
    """No field of an entry is required; the first one is named."""
    checked, _ = check_file(
        b"key_points: [The plan.]\n", Path("briefs/plan.en.yml"), BriefingTranslation
    )
    (finding,) = checked.findings
    assert (finding.code, finding.help) == (
        "wrong-type", "write `text: …` and the other fields below it",
    )  # fmt: skip


def test_what_is_not_translated_says_in_which_language_it_is() -> None:
    """In a page; names of entities say nothing, and other names come first."""
    whole = translated(
        Entity.model_validate(
            {"name": "Puerto", "type": "place", "aliases": ["P"], "country": "Ría", "description": "Un *puerto*."}
        ),
        EntityTranslation.model_validate({"aliases": ["H"], "country": "Ria"}),
        "en",
        "es",
    )  # fmt: skip
    assert (whole.name, whole.aliases, whole.country) == ("Puerto", ("H", "P"), "Ria")
    assert whole.description
    assert whole.description.__html__() == (
        '<span class="bs-original" lang="es" dir="ltr">Un <em>puerto</em>&#46;</span>'
    )


# What is said of both; `tests/cases/link/translation-*.yml` show each code

NOTE = "Ana Ruiz pidió 3.400 patrullas el 26 de septiembre. Hoy hay nueve. «Habrá barcos», dijo.\n"
FILES = {
    "briefs/sources/nota.txt": NOTE,
    "briefs/sources/nota.yml": record_of(NOTE, "nota"),
    "briefs/entities/ana-ruiz.yml": "name: Ana Ruiz\ntype: person\n",
}
EDITIONS: dict[str, Any] = {"languages": ("es", "en")}


def of_one(read: Read, spanish: str, english: str, evidence: str = "") -> list[str]:
    """The findings in a statement and its translation, as code and message."""
    evidence = f"    evidence: {evidence}\n" if evidence else ""
    reading = read(
        {
            **FILES,
            "briefs/plan.yml": "title: Un plan\ndate: 2025-09-26\nsummary: Hay.\nsources: [nota]\n"
            f"key_points:\n  - text: {spanish}\n{evidence}",
            "briefs/plan.en.yml": "title: A plan\nsummary: There is.\n"
            f'key_points:\n  - text: "{english}"\noriginals:\n'
            f'  title: "{text_digest("Un plan")}"\n  summary: "{text_digest("Hay.")}"\n'
            f'  key_points.1.text: "{text_digest(spanish)}"\n',
        },
        **EDITIONS,
    )
    return [f"{finding.code}: {finding.message}" for finding in reading.findings]


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("Pidió 3.400.", "She asked for 3,400."),
        ("Pidió 3.400.", "She asked for three thousand four hundred."),
        ("Hay nueve.", "There are 9."),
        ("Fue el 26 de septiembre.", "It was on September 26."),
        ("Fue el 26 de septiembre.", "It was on 26 September 2025."),
        ("Lo dijo Ana Ruiz.", "Ana Ruiz said so."),
        ("Lo dijo Ana Ruiz.", "[She](ana-ruiz) said so."),
        ("Lo dijo *Ana Ruiz*.", "[The minister](ana-ruiz) said so, and Ana Ruiz."),
        ("Lo dijo alguien.", "Somebody said so."),
    ],
)
def test_the_same_in_other_words_is_the_same(read: Read, spanish: str, english: str) -> None:
    """Figures in digits or words, dates in either order, names or links."""
    assert of_one(read, spanish, english) == []


@pytest.mark.parametrize(
    ("spanish", "french"),
    [
        ("Pidió un 12 %.", "Elle a demandé 12 pour cent."),
        ("Abrió un edificio nuevo.", "Un immeuble neuf a ouvert."),
        ("Son mil patrullas.", "Mille patrouilles."),
        ("Es el tercer plan.", "Le troisième plan."),
        ("Es el plan 21.", "Le vingt et un du plan."),
    ],
)
def test_the_words_of_another_language_say_the_same(read: Read, spanish: str, french: str) -> None:
    """A figure in French words is that of the original, and an adjective is none."""
    reading = read(
        {
            "briefs/plan.yml": f"title: Un plan\ndate: 2025-09-26\nsummary: Hay.\nunknowns: [{spanish}]\n",
            "briefs/plan.fr.yml": "title: Un projet\nsummary: Il y en a.\n"
            f'unknowns: ["{french}"]\noriginals:\n'
            f'  title: "{text_digest("Un plan")}"\n  summary: "{text_digest("Hay.")}"\n'
            f'  unknowns.1: "{text_digest(spanish)}"\n',
        },
        languages=("es", "fr"),
    )
    assert [str(finding.message) for finding in reading.findings] == []


@pytest.mark.parametrize(
    ("spanish", "english", "message"),
    [
        ("Pidió 3.400.", "She asked for 3,500.", "not in the original: `3,500`; in the original alone: `3.400`"),
        ("Hay nueve.", "There are ten.", "not in the original: `ten`; in the original alone: `nueve`"),
        ("Fue el 26 de septiembre.", "It was on 27 September.", "not in the original: `27 September`; in the original alone: `26 de septiembre`"),
        ("Fue el 26 de septiembre.", "It was then.", "in the original alone: `26 de septiembre`"),
        ("Fue entonces.", "It was in 2025.", "not in the original: `2025`"),
        ("Lo dijo Ana Ruiz.", "She said so.", "in the original alone: `Ana Ruiz`"),
        ("Lo dijo.", "Ana Ruiz said so.", "not in the original: `Ana Ruiz`"),
        ("Lo dijo.", "[She](ana-ruiz) said so.", "not in the original: `ana-ruiz`"),
    ],
)  # fmt: skip
def test_other_figures_dates_or_names_are_a_finding(
    read: Read, spanish: str, english: str, message: str
) -> None:
    """What stands in one of the two alone, each as it is written there."""
    assert of_one(read, spanish, english) == [f"translation-differs: {message}"]


def test_figures_of_a_translation_stand_in_the_evidence(read: Read) -> None:
    """Rule 7 holds in each language. What the original has as well is said of the original alone."""
    evidence = "pidió 3.400 patrullas"
    assert of_one(read, "Pidió 3.400.", "She asked for 3,500.", evidence) == [
        "translation-differs: in the original alone: `3.400`",
        "figure-not-in-evidence: `3,500` does not stand in the evidence of this statement",
    ]
    assert of_one(read, "Pidió 3.500.", "She asked for 3,500.", evidence) == [
        "figure-not-in-evidence: `3.500` does not stand in the evidence of this statement"
    ]


def test_languages_whose_figures_are_not_read_are_compared_by_names_alone(read: Read) -> None:
    """Nobody could say what the figures of Basque are."""
    files = {
        **FILES,
        "briefs/plan.yml": "title: Ana Ruiz pide 12\ndate: 2025\nsummary: Hay.\n",
        "briefs/plan.eu.yml": "title: Ana Ruiz hamabi eske\n",
    }
    found = read(files, languages=("es", "eu")).findings
    assert [finding.code for finding in found if finding.severity is not Severity.NOTICE] == []


def codes(reading: Reading) -> list[str]:
    """The findings, each with its file."""
    return [f"{finding.path.name} {finding.code}" for finding in reading.findings]


PLAN = "title: Un plan\ndate: 2025-09-26\nsummary: Hay.\n"
PLANNED = (
    "title: A plan\nsummary: There is.\noriginals:\n"
    f'  title: "{text_digest("Un plan")}"\n  summary: "{text_digest("Hay.")}"\n'
)


def test_of_a_broken_original_nothing_is_said_in_its_translation(read: Read) -> None:
    """Whoever mends the original learns the rest then."""
    files = {
        "briefs/plan.yml": 'title: "Un plan\n',
        "briefs/plan.en.yml": "objectives: [{text: x}]\n",
    }
    reading = read(files, **EDITIONS)
    assert codes(reading) == ["plan.yml yaml-syntax"]
    assert (reading.site.briefings, reading.sites["en"].briefings) == ({}, {})


@pytest.mark.parametrize(
    "broken", ['title: "A plan\n', "titel: A plan\n", PLANNED + "unknowns: [x]\n"]
)
def test_of_a_good_original_with_a_broken_translation_readers_see_the_original(
    read: Read, broken: str
) -> None:
    """The mistake is said; no page of the edition is missing."""
    reading = read({"briefs/plan.yml": PLAN, "briefs/plan.en.yml": broken}, **EDITIONS)
    assert {finding.path.name for finding in reading.findings} == {"plan.en.yml"}
    assert {finding.severity for finding in reading.findings} == {Severity.ERROR}


def test_a_sound_translation_is_shown_in_its_edition_alone(read: Read) -> None:
    """The other edition is as without it."""
    reading = read({"briefs/plan.yml": PLAN, "briefs/plan.en.yml": PLANNED}, **EDITIONS)
    assert codes(reading) == []
    assert reading.site.briefings["plan"].about.title == "Un plan"
    assert reading.sites["en"].briefings["plan"].about.title == "A plan"


def test_what_waits_for_its_hour_waits_in_all_languages(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The translation is not read for readers: its mistakes would tell of it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796137199")
    files = {
        "briefs/plan.yml": PLAN + "publish_at: 2026-12-01T09:00-06:00\n",
        "briefs/plan.en.yml": "title: A secret\nobjectives: [{text: A secret.}]\n",
    }
    readers = read(files, **EDITIONS, drafts=False)
    assert codes(readers) == []
    assert readers.sites["en"].briefings == {}
    authors = read({}, **EDITIONS)
    assert "plan.en.yml translation-extra" in codes(authors)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796137200")
    assert "plan.en.yml translation-extra" in codes(read({}, **EDITIONS, drafts=False))


def test_the_translation_of_a_quotation_in_its_own_briefing_has_figures_of_the_source(
    read: Read,
) -> None:
    """Rule 7 holds for it: the words are the source's, their translation the editors'."""
    letter = "“We will send 32 ships,” she said.\n"
    files = {
        "briefs/sources/carta.txt": letter,
        "briefs/sources/carta.yml": record_of(letter, "carta") + "lang: en\n",
        "briefs/plan.yml": PLAN + "sources: [carta]\nquotes:\n"
        "  - {text: We will send 32 ships, translation: Enviaremos 31 barcos}\n",
    }
    reading = read(files)
    assert codes(reading) == ["plan.yml figure-not-in-evidence"]
    assert reading.findings[0].message == "`31` does not stand in the evidence of this statement"
    right = files["briefs/plan.yml"].replace("31", "32")
    assert codes(read({"briefs/plan.yml": right})) == []


# The commands


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a briefing, in whose folder one is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    settings = "theme: {name: briefsite, language: es}\nplugins: [briefsite]\n"
    return write(tmp_path, {"mkdocs.yml": settings, "briefs/plan.yml": PLAN})


def test_a_translation_changes_nothing_of_what_is_published(site: Path) -> None:
    """Neither the lock nor what is kept of a briefing; a change of it needs no correction."""
    publish = ["publish", "--lang", "en"]
    assert CliRunner().invoke(main, publish).exit_code == 0
    lock = {path: path.read_bytes() for path in (site / "briefs").rglob("*") if path.is_file()}
    write(site, {"briefs/plan.en.yml": PLANNED})
    done = CliRunner().invoke(main, publish)
    assert (done.exit_code, done.output) == (0, "1 briefing in briefs/published.lock\n")
    after = {path: path.read_bytes() for path in (site / "briefs").rglob("*") if path.is_file()}
    assert after == {**lock, site / "briefs/plan.en.yml": PLANNED.encode()}
    found = read_site(Path("briefs"), **EDITIONS)
    standing = {key: one.value for key, one in found.register.standing.items()}
    assert published_now(found.present) == standing


def test_check_takes_the_path_of_a_translation(site: Path) -> None:
    """What is wrong with others is not its matter."""
    write(site, {"briefs/plan.en.yml": "title: A plan\n", "briefs/bad.yml": "title: Bad\n"})
    done = CliRunner().invoke(main, ["check", "briefs/plan.en.yml", "--lang", "en"])
    assert done.output == (
        "warning[translation-unused]: the site has no edition in `en`\n"
        " --> briefs/plan.en.yml:1:1\n"
        "  = help: add it to `editions` in mkdocs.yml, or mend the language in the name of the file\n\n"
        "0 errors, 1 warning in 3 files\n"
    )


def test_notices_are_told_and_count_nowhere(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A translation may be half done: `check` says so, and is content."""
    write(site, {"briefs/plan.en.yml": "title: A plan\n"})
    monkeypatch.setattr(
        "briefsite.cli.check.read", lambda settings: read_site(settings.briefs, **EDITIONS)
    )
    done = CliRunner().invoke(main, ["check", "--lang", "en"])
    assert "not translated: `summary`\n" in done.output
    assert "\n0 errors, 0 warnings in 2 files\n" in f"\n{done.output}"
    assert done.exit_code == 0


# Whatever a file holds

NAMES = sorted({name for kind in TRANSLATIONS.values() for name in kind.model_fields})
INNER = ["text", "id", "who", "commitment", "note", "translation", "basis", "target", "unit"]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(["a", "plan/a", "12 de mayo", "[x](y)"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(INNER), inner, max_size=3)
    ),
    max_leaves=8,
)
SMALL = """\
title: Un plan
date: 2025
summary: Hay 12.
participants: [{who: ana, note: x}]
key_points: [{text: El 12 de mayo.}]
quotes: [{text: a}]
commitments: [{id: a, text: Hará., target: {value: 12, unit: x}}]
updates: [{commitment: plan/a, date: 2025, status: met, text: a}]
claims: [{text: a, by: ana}]
assessments: [{text: a, basis: b}]
unknowns: [a, b]
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an original of each kind."""
    entity = "name: Ana\ntype: person\naliases: [A]\nroles: [{title: x}]\n"
    folder = tmp_path_factory.mktemp("archive")
    return write(folder, {"plan.yml": SMALL, "entities/ana.yml": entity})


@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6), st.sampled_from(["plan", "entities/ana"]))  # fmt: skip
def test_any_translation_is_shown_or_told_what_is_wrong(
    archive: Path, fields: Fields, name: str
) -> None:
    """Reading never raises, and each finding has a known code and can be shown in both languages."""
    text = yaml.safe_dump(fields, allow_unicode=True)
    for other in ("plan", "entities/ana"):
        (archive / f"{other}.en.yml").write_text(text if other == name else "", "utf-8")
    reading = read_site(archive, **EDITIONS)
    for lang in ("es", "en"):
        as_text(reading.findings, reading.shown.get, lang)
    assert {finding.code for finding in reading.findings} <= {*CODES}
    for finding in reading.findings:
        assert "None" not in finding.message, "Python's words"
