"""From an article to a briefing that passes `check`, in the article's own words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import NOTA, NOTICE, SEED
from briefsite.archive.load import load
from briefsite.archive.models import Briefing, Entity
from briefsite.archive.validate import validate
from briefsite.authoring.draft.drafting import Archived, Origin, draft
from briefsite.authoring.draft.formats import ArticleError, ArticleText
from briefsite.authoring.draft.words import load_words
from briefsite.authoring.draft.writing import Field, Group, write_yaml
from briefsite.evidence.source_text import Found, SourceText
from briefsite.evidence.typography import Range
from briefsite.site.reading import read_site
from sites import REPOSITORY

TODAY = dt.date(2026, 11, 22)


def drafted(text: str, entities: dict[str, Entity] | None = None, **origin: Any) -> dict[str, Any]:
    """The fields of the briefing drafted of a text."""
    made = draft(
        ArticleText(text=text, raw=text.encode()),
        Origin(name="nota", **origin),
        Archived(ids=(), entities=entities or {}, sources={}),
        today=TODAY,
        author_language="es",
    )
    document, findings = load(made.briefing.encode(), Path("nota-2.yml"))
    assert document, findings
    assert validate(document, Briefing)[1] == []
    return document.data


# The seed, beside what people made of it


def of_repository() -> dict[str, Entity]:
    """The entities of this site."""
    entities = read_site(REPOSITORY / "briefs").site.entities
    return {page.id: page.record for page in entities.values()}


def test_each_quotation_of_the_seed_comes_with_its_speaker_as_written() -> None:
    """All three, and nobody is made a speaker whom the source does not name in full."""
    quotes = drafted(SEED.read_text("utf-8"), of_repository())["quotes"]
    assert [(q["text"][:24], q.get("speaker_as_written"), q["speaker"]) for q in quotes] == [
        ("Cooperación histórica pa", "Johnson", None),
        ("una cooperación eficaz e", None, None),
        ("Por medio del liderazgo ", "el embajador", None),
    ]


def test_what_the_seed_lacks_is_listed() -> None:
    """No year, no full names, counts without names, no deadline: nothing is filled in."""
    assert drafted(SEED.read_text("utf-8"))["unknowns"] == [
        "El año: la fuente solo dice «viernes 26 de septiembre».",
        "El nombre de pila y el cargo de «Johnson»; la fuente no da más.",
        "De quién son las palabras «una cooperación eficaz en materia de seguridad, basada…».",
        "El nombre de quien la fuente llama «el embajador».",
        "De qué cifra se parte para llegar a «32 estados».",
        "El plazo de los compromisos; la fuente no da ninguno.",
        "Cuáles son, uno por uno: la fuente solo dice «seis organismos gubernamentales».",
        "Cuándo: la fuente solo dice «recientemente».",
        "Quiénes son, por su nombre: la fuente solo dice «autoridades».",
    ]


def test_date_place_and_target_of_the_seed() -> None:
    """The year is the latest in which the day was a Friday, and the page will say so."""
    data = drafted(SEED.read_text("utf-8"), of_repository())
    assert (data["date"], data["date_as_written"]) == ("2025-09-26", "viernes 26 de septiembre")
    assert data["date_note"] == "El año se infiere; la fuente dice «viernes 26 de septiembre»."
    assert (data["lang"], data["kind"], data["place"]) == ("es", "meeting", "mcallen")
    targets = [c["target"] for c in data["commitments"] if "target" in c]
    assert targets == [{"value": 32, "unit": "estados", "baseline": None}]


def spans(data: dict[str, Any], field: str, text: SourceText) -> list[list[Range]]:
    """The stretches of the source on which each entry of a field rests."""
    out = []
    for entry in data[field]:
        words = entry["text" if field == "quotes" else "evidence"]
        found = [text.find(word) for word in (words if isinstance(words, list) else [words])]
        out.append([span for match in found if isinstance(match, Found) for span in match.ranges])
    return out


def agree(mine: list[Range], theirs: list[Range]) -> bool:
    """Whether two entries rest on the same words: half of the shorter, at least."""
    shared = sum(
        max(0, min(high, end) - max(low, start)) for low, high in mine for start, end in theirs
    )
    return shared >= 0.5 * min(sum(e - s for s, e in mine), sum(e - s for s, e in theirs))


# Proposals kept, of all proposals; what people wrote that was proposed, of all. In docs/autores.md.
MEASURED = {
    "participants": (2, 2, 2, 2),
    "key_points": (9, 14, 8, 8),
    "quotes": (3, 3, 3, 3),
    "objectives": (6, 6, 6, 8),
    "commitments": (7, 8, 8, 8),
}


@pytest.mark.parametrize("field", MEASURED)
def test_a_draft_is_measured_against_the_flagship(field: str) -> None:
    """Proposals that people kept of all proposals, and what people wrote that was proposed."""
    text = SourceText(SEED.read_text("utf-8"))
    path = REPOSITORY / "briefs/mision-cortafuegos.yml"
    document, _ = load(path.read_bytes(), path)
    assert document
    theirs = spans(document.data, field, text)
    mine = spans(drafted(text.text, of_repository()), field, text)
    kept = sum(any(agree(a, b) for b in theirs) for a in mine)
    found = sum(any(agree(a, b) for a in mine) for b in theirs)
    assert (kept, len(mine), found, len(theirs)) == MEASURED[field]


# Other articles


def test_a_spanish_press_release() -> None:
    """Heading, dateline, quotations of one paragraph, a list, a deadline, an old date."""
    data = drafted(NOTA)
    assert data["title"] == (
        "El Ayuntamiento de Villalta renovará 12 kilómetros de tuberías antes de fin de 2027"
    )
    assert (data["date"], data["kind"]) == ("2026-03-03", "announcement")
    assert data["summary"] == (
        "La alcaldesa, Rosa Quintanar, presentó hoy el Plan de Aguas Limpias (PAL)."
    )
    assert [(q["text"], q["speaker_as_written"]) for q in data["quotes"]] == [
        ("No podemos seguir perdiendo un tercio del agua", "Quintanar"),
        ("Lo haremos barrio por barrio", "Quintanar"),
        ("las zanjas durarán lo justo", "el concejal de Obras, Tomás Iriarte"),
        ("llega tarde y mal", "La Asociación de Vecinos de Villalta (AVV)"),
    ]
    assert [point["text"] for point in data["key_points"]][2] == (
        "El plan incluye: la sustitución de las tuberías; tres depósitos nuevos."
    )
    first, second = data["commitments"]
    assert first["target"] == {"value": 12, "unit": "kilómetros", "baseline": None}
    assert first["deadline"] == 2027
    assert second["text"] == "Lo haremos barrio por barrio"
    assert [(event["date"], event["text"]) for event in data["timeline"]] == [
        ("1998-05", "La última reforma de la red fue en mayo de 1998.")
    ]


def test_an_english_press_release() -> None:
    """Each mark style, said before and after, thousands with a comma; gaps are told in English."""
    data = drafted(NOTICE)
    assert (data["lang"], data["date"]) == ("en", "2024-09-05")
    assert [(q["text"], q["speaker_as_written"]) for q in data["quotes"]] == [
        ("We said we'd build it and we have", "Dame Ursula Pell"),
        ("It is early.", "Dame Ursula Pell"),
        ("This isn't the end of it", "John Okoro"),
        ("Nine metres", "the mayor"),
    ]
    assert [
        (c["target"]["value"], c["target"]["unit"], c["deadline"]) for c in data["commitments"]
    ] == [
        (12, "trains", "2025-12-31"),
        (1300, "drivers", "2026-06"),
    ]
    assert "The name of the person whom the source calls “the mayor”." in data["unknowns"]


def test_names_are_recognised_and_new_ones_proposed() -> None:
    """Known ones become ids; new ones are comments with what the words themselves say of them."""
    text = "El martes 4 de mayo de 2021, Ana Ruiz y el ministro Luis Paz se reunieron en Toro. El Ministerio de Obras y Puertos (MOP) abrirá en Toro 3 oficinas.\n"
    known = {
        "ana-ruiz": Entity(name="Ana Ruiz", type="person"),
        "toro": Entity(name="Toro", type="place"),
    }
    made = draft(
        ArticleText(text=text, raw=text.encode()),
        Origin(name=""),
        Archived(ids=(), entities=known, sources={}),
        today=TODAY,
        author_language="en",
    )
    assert "place: toro" in made.briefing
    assert "  - who: ana-ruiz" in made.briefing
    unfolded = made.briefing.replace("\n#     ", " ").replace("\n# ", " ")
    assert "Names of the archive that appear: ana-ruiz, toro\n" in unfolded
    assert " luis-paz.yml · name: Luis Paz · type: person (line 1)" in unfolded
    assert (
        " ministerio-de-obras-y-puertos.yml · name: Ministerio de Obras y Puertos"
        " · type: organization · acronym: MOP (line 1)\n"
    ) in unfolded


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("The company will deepen it from 6.4 to 9 metres.", {"value": 9, "unit": "metres", "baseline": 6.4}),
        ("The company will hire 1,300 drivers.", {"value": 1300, "unit": "drivers", "baseline": None}),
        ("La obra ampliará la red de 1.200 a 3.500 kilómetros.", {"value": 3500, "unit": "kilómetros", "baseline": 1200}),
        ("La obra reducirá las fugas un 12,5 %.", {"value": 12.5, "unit": "%", "baseline": None}),
        ("La obra se abrirá el 3 de mayo de 2027.", None),
        ("El ministro no construirá 20 casas.", "no promise"),
        ("El ministro preguntó si construirá 20 casas.", "no promise"),
        ("¿Construirá el ministro 20 casas?", "no promise"),
        ("They asked whether it will hire 20 people or not.", "no promise"),
    ],
)  # fmt: skip
def test_figures_and_promises(sentence: str, target: dict[str, object] | str | None) -> None:
    """What is denied, asked or wondered at is no promise; a figure is what is written."""
    found = drafted(sentence + "\n")
    promised = [commitment.get("target") for commitment in found.get("commitments", [])]
    assert promised == ([] if target == "no promise" else [target])


def test_a_quoted_name_or_word_is_no_quotation() -> None:
    """Marks also stand around names, and around words held at arm's length."""
    data = drafted(
        "El acto acabó con la presentación de la “Gran Alianza por el Agua Limpia”, que algunos tildan de «humo». Nadie dijo más.\n"
    )
    assert "quotes" not in data
    assert data["title"] == "Gran Alianza por el Agua Limpia"


def test_a_date_without_year_is_never_in_the_future() -> None:
    """Without a weekday, the latest such day; what the author says of publication decides."""
    assert drafted("Se firmó el 30 de noviembre en Madrid.\n")["date"] == "2025-11-30"
    from briefsite.archive.dates import Date

    published = Date(2019, 12, 1)
    assert drafted("Se firmó el 30 de noviembre.\n", published=published)["date"] == "2019-11-30"
    assert drafted("Se firmó ayer el acuerdo.\n", published=published)["date"] == "2019-12-01"
    assert "La fecha; la fuente no da ninguna." in drafted("Se firmó ayer.\n")["unknowns"]


def test_both_languages_say_the_same_things() -> None:
    """Each table has the same entries, and each sentence fills in as many values."""
    spanish, english = (load_words(lang).table for lang in ("es", "en"))
    assert spanish.keys() == english.keys()
    for section in ("kinds", "comments", "unknowns"):
        assert spanish[section].keys() == english[section].keys()
    for section in ("comments", "unknowns"):
        for key, text in spanish[section].items():
            assert text.count("{}") == english[section][key].count("{}"), key


PROSE = st.lists(
    st.sampled_from(
        [*"«»“”\"':;,.¿?-—–\n*_[]<>`#\\|", "\n\n", " ", " dijo ", " según ", "El ", "Ana ", "se abrirá ",
         "3 de mayo ", "2025 ", "12 casas ", "para ver, ", "oír y ", "antes de ", " said ", "will go ", "ñ", "e\u0301"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@given(PROSE)
def test_every_proposal_is_the_words_of_the_source(text: str) -> None:
    """Whatever the text, all evidence and all quotations are found exactly once."""
    try:
        data = drafted(text)
    except ArticleError:
        return
    source = SourceText(text)
    for name in ("key_points", "quotes", "objectives", "commitments", "timeline"):
        for entry in data.get(name, []):
            given = [entry] if name == "quotes" else entry["evidence"]
            for words in given if isinstance(given, list) else [given]:
                words = {"text": words} if isinstance(words, str) else words  # noqa: PLW2901
                verdict = source.find(words["text"], words.get("prefix"), words.get("suffix"))
                assert isinstance(verdict, Found)
                assert verdict.quoted or name != "quotes"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"])))
def test_yaml_gives_back_every_text(text: str) -> None:
    """Whatever a text holds, `load` reads the same."""
    long = " ".join([text, *["palabra"] * 30]).strip()
    raw = write_yaml([Field("a", [text, long]), Field("b", Group([Field("c", text, "why: #")]))])
    document, findings = load(raw.encode(), Path("a.yml"))
    assert document, findings
    import unicodedata

    short = unicodedata.normalize("NFC", text)
    assert document.data["a"] == [short, unicodedata.normalize("NFC", long)]
    assert document.data["b"] == {"c": short}
