"""From an article to a briefing that passes `check`, in the article's own words."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from articles import NOTA, NOTICE, SEED
from briefsite.archive.dates import Date
from briefsite.archive.load import load
from briefsite.archive.models import Briefing, Entity
from briefsite.archive.validate import validate
from briefsite.authoring.articles import Article, archived_article
from briefsite.authoring.documents.document import DocumentError
from briefsite.authoring.documents.formats import read_document
from briefsite.authoring.draft.draft_text import draft_text
from briefsite.authoring.draft.drafting import Archived, Origin, draft
from briefsite.authoring.draft.promises import find_promises
from briefsite.authoring.draft.words import load_words
from briefsite.authoring.draft.writing import Field, Group, write_yaml
from briefsite.evidence.source_text import Found, SourceText
from briefsite.evidence.typography import Range
from briefsite.site.reading import read_site
from sites import REPOSITORY, write

TODAY = dt.date(2026, 11, 22)


def drafted(text: str, entities: dict[str, Entity] | None = None, **origin: Any) -> dict[str, Any]:
    """The fields of the briefing drafted of a text."""
    made = draft(
        Article(text=text, raw=text.encode()),
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


@pytest.mark.parametrize(
    "when",
    [
        "el 3 de marzo de 2026",
        "ayer",
        "el lunes",
        "en una rueda de prensa",
        "esta mañana",
        "tras el pleno",
    ],
)
def test_when_and_where_something_was_said_is_no_speaker(when: str) -> None:
    """Who said it stands before the verb."""
    text = (
        f"El plan\n\nLa consejera Elena Prado dijo {when}: «La sequía no entiende de fronteras».\n"
    )
    (quote,) = drafted(text)["quotes"]
    assert quote["speaker_as_written"] == "La consejera Elena Prado"


def test_what_the_seed_lacks_is_listed() -> None:
    """No year, no full names, counts without names: what the text itself shows, and no more."""
    assert drafted(SEED.read_text("utf-8"))["unknowns"] == [
        "El año: la fuente solo dice «viernes 26 de septiembre».",
        "Quién es «Johnson»: la fuente no da más que ese nombre.",
        "El nombre de quien la fuente llama «el embajador».",
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
        Article(text=text, raw=text.encode()),
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
        ("Contratará antes del 31 de mayo de 2028 a 24 pilotos.", {"value": 24, "unit": "pilotos", "baseline": None}),
        ("La obra reducirá las fugas un 12,5 %.", {"value": 12.5, "unit": "%", "baseline": None}),
        ("La obra se abrirá el 3 de mayo de 2027.", None),
        ("La obra reparará 32¹ presas.", {"value": 32, "unit": "presas", "baseline": None}),
        ("La obra reparará 32 presas¹ más.", {"value": 32, "unit": "presas", "baseline": None}),
        ("La obra reparará 32* presas.", {"value": 32, "unit": "presas", "baseline": None}),
        ("La obra regará 40 m² de huerta.", {"value": 40, "unit": "m²", "baseline": None}),
        ("La obra ahorrará 10⁶ litros.", {"value": 1000000, "unit": "litros", "baseline": None}),
        ("La obra ahorrará 10² litros.", None),
        ("La obra abrirá 15⁵⁰ casas.", None),
        ("La obra abrirá en Vigo\t2\tMadrid.", None),
        ("La obra recons-\ntruirá 32 ediﬁcios.", {"value": 32, "unit": "edificios", "baseline": None}),
        ("El ministro no construirá 20 casas.", "no promise"),
        ("El ministro preguntó si construirá 20 casas.", "no promise"),
        ("¿Construirá el ministro 20 casas?", "no promise"),
        ("They asked whether it will hire 20 people or not.", "no promise"),
        ("Atenderemos a mil 761 personas.", {"value": 1761, "unit": "personas", "baseline": None}),
        ("Se abrirán 77 mil cuentas.", {"value": 77000, "unit": "cuentas", "baseline": None}),
        ("Se abrirán 2 mil 500 plazas.", {"value": 2500, "unit": "plazas", "baseline": None}),
        ("Se abrirán cincuenta mil cuentas.", {"value": 50000, "unit": "cuentas", "baseline": None}),
        ("El plan costeará 12 mil millones de pesos.", {"value": 12, "unit": "mil millones de pesos", "baseline": None}),
        ("They will open 12 thousand accounts.", {"value": 12000, "unit": "accounts", "baseline": None}),
        ("Informaremos de todo: fueron detenidas 30 personas y se abrirán 20 cuentas.", {"value": 20, "unit": "cuentas", "baseline": None}),
        ("La obra se terminará en 14 meses.", None),
        ("Nos comprometemos a publicar los datos.", None),
        ("Me comprometo a abrir 3 oficinas.", {"value": 3, "unit": "oficinas", "baseline": None}),
        ("Vamos a presentar el balance de las 32 oficinas.", "no promise"),
        ("Ahí le vamos a poner una palomita.", "no promise"),
        ("El ministro va a reincorporarse.", "no promise"),
        ("Vamos a abrir 32 oficinas antes de 2027.", {"value": 32, "unit": "oficinas", "baseline": None}),
    ],
)  # fmt: skip
def test_figures_and_promises(sentence: str, target: dict[str, object] | str | None) -> None:
    """What is denied, asked or wondered at is no promise; a figure is what is written."""
    found = drafted(sentence + "\n")
    promised = [commitment.get("target") for commitment in found.get("commitments", [])]
    assert promised == ([] if target == "no promise" else [target])


def test_a_raised_figure_is_in_no_id() -> None:
    """It is no part of the figure before it there either."""
    (promise,) = drafted("La obra reparará 32¹ presas grandes.\n")["commitments"]
    assert "321" not in promise["id"]


LINES = """\
Acuerdo franco-
español

La ministra Ana Ruiz ﬁrmó el acuerdo el 3 de mayo de 2026. «El río no en-
tiende de fronteras y la ﬁnanciación es suﬁciente para todos», aﬁrmó Ana Ruiz.

Destino\tDotación
Vigo\t12\t000
"""


def test_a_draft_reads_words_whole() -> None:
    """Verbs of saying, names and quotations; every proposal stands in the text as received."""
    data = drafted(LINES)
    assert data["title"] == "Acuerdo franco-español"
    (quote,) = data["quotes"]
    assert (
        quote["text"]
        == "El río no entiende de fronteras y la financiación es suficiente para todos"
    )
    assert quote["speaker_as_written"] == "Ana Ruiz"
    source = SourceText(LINES)
    for words in (data["evidence"], [quote["text"], quote["evidence"]]):
        for one in [words] if isinstance(words, str) else words:
            assert isinstance(source.find(one), Found), one


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
    published = Date(2019, 12, 1)
    assert drafted("Se firmó el 30 de noviembre.\n", published=published)["date"] == "2019-11-30"
    assert drafted("Se firmó ayer el acuerdo.\n", published=published)["date"] == "2019-12-01"
    ahead = drafted("El próximo 3 de mayo se firmará.\n", published=published)
    assert (ahead["date"], "unknowns" in ahead) == ("2020-05-03", False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Santo Domingo, 3 de marzo de 2026. El alcalde abrió el puente.", "3 de marzo de 2026"),
        ("SANTO DOMINGO, 3 de marzo de 2026. El alcalde abrió.", "3 de marzo de 2026"),
        ("Madrid, Martes 3 de marzo de 2026. El alcalde abrió.", "Martes 3 de marzo de 2026"),
    ],
)
def test_a_weekday_in_the_name_of_a_place_is_not_of_the_date(text: str, words: str) -> None:
    """The words of the date fit its day, so that the draft passes `check`."""
    found = drafted(text + "\n")
    assert (found["date"], found["date_as_written"]) == ("2026-03-03", words)


# What is not recognised is not missing in the source


def comments(text: str, **origin: Any) -> str:
    """The drafted YAML of a text, its comments unfolded."""
    made = draft(
        Article(text=text, raw=text.encode()),
        Origin(name="nota", **origin),
        Archived(ids=(), entities={}, sources={}),
        today=TODAY,
        author_language="es",
    )
    return made.briefing.replace("\n    # ", " ").replace("\n# ", " ")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Se firmó ayer el acuerdo de los puertos.\n", None),
        ("Se firmó en marzo el acuerdo de los puertos.\n", "en la línea 1 se lee «marzo»"),
        ("Se firmó el III-2026 el acuerdo de los puertos.\n", "en la línea 1 se lee «2026»"),
    ],
)
def test_a_date_that_no_rule_reads_is_not_said_to_be_missing(text: str, seen: str | None) -> None:
    """The author is told, in a comment; readers are told what the date of the page is."""
    data = drafted(text, published=Date(2026, 3, 3))
    assert data["date"] == "2026-03-03"
    assert data["date_note"] == "Es la fecha de publicación de la fuente."
    assert "unknowns" not in data
    assert drafted(text)["date_note"] == "Es la fecha en que se archivó la fuente."
    draft_text = comments(text)
    assert "no se reconoció la fecha del hecho en el texto" in draft_text
    assert (seen is not None) == ("se lee" in draft_text)
    assert seen is None or seen in draft_text


def test_a_deadline_or_speaker_that_no_rule_reads_is_told_to_the_author_alone() -> None:
    """Neither is an unknown of the page."""
    text = (
        "«Aquí no hubo nunca nada», y sonrió. El Ayuntamiento construirá una casa en un bienio.\n"
    )
    assert "unknowns" not in drafted(text)
    assert "no se reconoció ningún plazo" in comments(text)
    assert "no se reconoció junto a la cita (línea 1) de quién son" in comments(text)


QUOTED = "«Es un gran día para todos», dijo {}.\n"


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        (QUOTED.format("Prado"), ["Quién es «Prado»: la fuente no da más que ese nombre."]),
        ("La alcaldesa, Elena Prado, lo abrió. " + QUOTED.format("Prado"), []),
        (QUOTED.format("Prado") + "\nContacto: E. Prado.\n", []),
        (QUOTED.format("Prado, alcaldesa de la villa"), []),
        (QUOTED.format("la alcaldesa"), ["El nombre de quien la fuente llama «la alcaldesa»."]),
        (QUOTED.format("la alcaldesa") + "\nElena Prado, alcaldesa, no cenó.\n", []),
        (QUOTED.format("la alcaldesa, Elena Prado"), []),
        (QUOTED.format("un vecino"), []),
        ("Firmaron el pacto seis organismos.\n", ["Cuáles son, uno por uno: la fuente solo dice «seis organismos»."]),
        ("Firmaron tres ministerios: Salud, Interior y Obras.\n", []),
        ("Firmaron tres ministerios.\n\n- Salud\n- Interior\n- Obras\n", []),
        ("Firmaron tres ministerios. Salud, Interior y Obras lo dirán.\n", []),
        ("Se firmó recientemente.\n", ["Cuándo: la fuente solo dice «recientemente»."]),
        ("Se firmó recientemente. Fue el 3 de marzo de 2026.\n", []),
        ("Se firmó el 3 de marzo.\n", ["El año: la fuente solo dice «3 de marzo»."]),
        ("Se firmó el 3 de marzo. El censo es de 2026.\n", []),
    ],
)  # fmt: skip
def test_a_gap_is_what_the_text_itself_shows(text: str, gaps: list[str]) -> None:
    """A name, an office or a count that the text completes elsewhere is none."""
    assert drafted(text).get("unknowns", []) == gaps


# Dates

SPANISH, ENGLISH = "{} La alcaldesa abrió el puente.\n", "{} The mayor opened the bridge.\n"


@pytest.mark.parametrize(
    ("frame", "written", "date"),
    [
        (SPANISH, "Villarrío, 1.º de enero de 2026.–", "2026-01-01"),
        (SPANISH, "Villarrío, 1º de enero de 2026.–", "2026-01-01"),
        (SPANISH, "Villarrío, 1ero de enero de 2026.–", "2026-01-01"),
        (SPANISH, "Villarrío, a 1o. de enero de 2026.–", "2026-01-01"),
        (SPANISH, "Villarrío, primero de enero de 2026.–", "2026-01-01"),
        (SPANISH, "1 de setiembre de 2025.", "2025-09-01"),
        (SPANISH, "mié., 3 sept. 2025 · 16:19.", "2025-09-03"),
        (SPANISH, "3-sept-2025.", "2025-09-03"),
        (SPANISH, "3/IX/2025.", "2025-09-03"),
        (SPANISH, "03/09/2025.", "2025-09-03"),
        (SPANISH, "2025-09-03T10:42:00Z.", "2025-09-03"),
        (SPANISH, "Marzo 3 de 2026.", "2026-03-03"),
        (SPANISH, "Madrid, 3 mar (Agencia).-", "2026-03-03"),
        (SPANISH, "Por Ana Ruiz | 3 de marzo de 2026 | 10:42.", "2026-03-03"),
        (SPANISH, "Del 3 al 5 de septiembre de 2025.", "2025-09-03"),
        (SPANISH, "Los días 3, 4 y 5 de septiembre de 2025.", "2025-09-03"),
        (SPANISH, "Del 30 de septiembre al 2 de octubre de 2025.", "2025-09-30"),
        (SPANISH, "Del 30 de diciembre al 2 de enero de 2026.", "2025-12-30"),
        (SPANISH, "Tres de marzo de dos mil veintiséis.", "2026-03-03"),
        (SPANISH, "Treinta y uno de diciembre de mil novecientos noventa y ocho.", "1998-12-31"),
        (SPANISH, "A los tres días del mes de marzo de dos mil veintiséis.", "2026-03-03"),
        (SPANISH, "El 31 de abril de 2025.", None),
        (ENGLISH, "VILLARRIO, Sept. 3, 2025 (Agency) -", "2025-09-03"),
        (ENGLISH, "The 3rd of September 2025.", "2025-09-03"),
        (ENGLISH, "Wed., Sept. 3, 2025.", "2025-09-03"),
        (ENGLISH, "September 30 – October 2, 2025.", "2025-09-30"),
        (ENGLISH, "Sept. 3-5, 2025.", "2025-09-03"),
        (ENGLISH, "By Ann Lee | March 3, 2026 | 10:42.", "2026-03-03"),
        (ENGLISH, "The third of March, two thousand and twenty-six.", "2026-03-03"),
        (ENGLISH, "9/25/2025.", "2025-09-25"),
        (ENGLISH, "9/3/2025.", None),
    ],
)
def test_dates_are_read_as_they_are_written(frame: str, written: str, date: str | None) -> None:
    """Of several days the first; what can be read two ways, and what is no day, is left alone."""
    data = drafted(frame.format(written), published=Date(2026, 3, 3))
    assert (data["date"] if "date_as_written" in data else None) == date


@pytest.mark.parametrize(
    ("sentence", "deadline"),
    [
        ("La oficina abrirá antes del 30 de septiembre.", "2026-09-30"),
        ("La oficina abrirá antes de que acabe el año.", 2026),
        ("La oficina abrirá antes del 1 de marzo.", None),
        ("La oficina abrirá antes de junio.", "2026-05"),
        ("La oficina abrirá antes de enero de 2027.", "2026-12"),
        ("La oficina abrirá antes de marzo.", None),
        ("La oficina abrirá antes de 2028.", 2027),
        ("La oficina abrirá para septiembre.", "2026-09"),
        ("La oficina abrirá antes de fin de año.", 2026),
        ("La oficina abrirá antes de fin de 2027.", 2027),
        ("Acordaron abrirla, de cara a la feria, prevista para enero de 2027.", None),
    ],
)
def test_a_deadline_without_a_year_counts_from_the_date(
    sentence: str, deadline: str | int | None
) -> None:
    """And a date for which something else is planned is none."""
    data = drafted(f"Villarrío, 12 de marzo de 2026.– {sentence}\n")
    assert [commitment["deadline"] for commitment in data["commitments"]] == [deadline]


def test_a_meeting_that_is_planned_is_a_commitment_of_its_own() -> None:
    """With its date; and where the last one was is not the place of this one."""
    data = drafted(
        "El 11 de diciembre se reunió la Comisión, tras el último encuentro, celebrado en Puerto Lobo.\n\n"
        "Acordaron agilizar el canje, de cara a la próxima reunión, prevista para enero de 2026.\n",
        {"puerto-lobo": Entity(name="Puerto Lobo", type="place")},
        published=Date(2025, 12, 16),
    )
    assert (data["date"], "place" in data, "unknowns" in data) == ("2025-12-11", False, False)
    assert [(c["text"], c["deadline"]) for c in data["commitments"]] == [
        (
            "Acordaron agilizar el canje, de cara a la próxima reunión, prevista para enero de 2026",
            None,
        ),
        ("la próxima reunión, prevista para enero de 2026", "2026-01"),
    ]


# Languages


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("pt", "Câmara vai construir dez escolas\n\nVila Nova, 1º de setembro de 2025 — O presidente da câmara, João Sousa, anunciou que vai construir dez escolas até 2027.\n\n“Não haverá aumento de taxas”, afirmou Sousa.\n"),
        ("fr", "La mairie construira dix écoles\n\nVilleneuve, le 1er septembre 2025 — La maire a annoncé que la ville construira dix écoles d’ici 2027.\n\n« Il n’y aura pas de hausse », a déclaré Mme Petit.\n"),
        ("it", "Il Comune aprirà una biblioteca\n\nRoma, 1º settembre 2025 – La sindaca ha annunciato che il Comune aprirà una biblioteca entro il 2027. «Non ci saranno altre tasse», ha detto Rossi.\n"),
        ("ca", "L'alcaldessa obre el pont\n\nVilariu, 3 de març de 2026.– L'alcaldessa, Elena Prat, va obrir el pont i va anunciar que es construiran dues escoles abans del 2027.\n"),
        ("gl", "A alcaldesa abre a ponte\n\nVilarrío, 3 de marzo de 2026.– A alcaldesa, Elena Prado, abriu a ponte e anunciou que se construirán dúas escolas antes de 2027.\n"),
    ],
)  # fmt: skip
def test_a_text_in_another_language_is_not_read_by_the_rules_of_spanish(
    lang: str, text: str
) -> None:
    """The author is told which language it seems to be; the record of the source has it."""
    data = drafted(text)
    assert {"date_as_written", "commitments", "unknowns", "timeline", "place"}.isdisjoint(data)
    assert [q["speaker"] for q in data.get("quotes", [])] == [None] * len(data.get("quotes", []))
    assert data["lang"] == "es"
    assert f"el texto parece estar en otro idioma ({lang})" in comments(text)
    assert record(text)["lang"] == lang


def record(text: str) -> dict[str, Any]:
    """The fields of the record of the source."""
    made = draft(
        Article(text=text, raw=text.encode()),
        Origin(name="nota"),
        Archived(ids=(), entities={}, sources={}),
        today=TODAY,
        author_language="es",
    )
    document, _ = load(made.source.files["nota.yml"], Path("nota.yml"))
    assert document
    return document.data


@pytest.mark.parametrize(
    "text",
    [
        "Los señores Joan Puigdemont i Casamajó, Oriol Junqueras, Jordi Turull y Raül Romeva asistieron en Sant Cugat del Vallès a la reunión.",
        "La Junta acordó ayer, en San Cristóbal de Las Casas, que los pueblos tsotsiles y tseltales de Chenalhó, Zinacantán y Oxchuc recibirán los recursos.",
        "Los voceros dijeron que vos tenés que pagar la boleta, viste, y que el colectivo no va a andar más por Ezeiza, Lanús ni Avellaneda.",
        "Pues órale, la neta el presi dijo que ahorita la arreglan.",
    ],
)
def test_spanish_of_any_country_stays_spanish(text: str) -> None:
    """Names of other languages do not turn it into another."""
    assert record(text)["lang"] == "es"


def test_a_text_too_short_to_tell_its_language_says_so() -> None:
    """The record of the source leaves it open."""
    assert record("El ministro no construirá 20 casas.\n")["lang"] is None
    assert "es corto para saber su idioma" in comments("El ministro no construirá 20 casas.\n")


# Short texts


@pytest.mark.parametrize(
    ("text", "title", "summary"),
    [
        ("Presupuesto\n\nAprobado el 3 de marzo de 2026.\n", "Presupuesto", "Aprobado el 3 de marzo de 2026."),
        ("Balance\n\nVillarrío, 3 de marzo de 2026.\n", "Balance", "Villarrío, 3 de marzo de 2026."),
        ("Balance de presas\n\nmié., 3 sept. 2025 · 16:19. La alcaldesa abrió.\n", "Balance de presas", "La alcaldesa abrió."),
        ("Sí.\n", "Sí", "Sí."),
        ("1. 2. 3.\n\nSí.\n", "Sí", "Sí."),
        ("3 de marzo de 2026\n", "3 de marzo de 2026", "3 de marzo de 2026"),
        ("3 de marzo de 2026\n\nActa\n", "Acta", "Acta"),
    ],
)  # fmt: skip
def test_a_short_text_has_a_title_and_a_summary(text: str, title: str, summary: str) -> None:
    """A heading of one word, and a sentence that is all dateline, are better than none."""
    data = drafted(text)
    assert (data["title"], data["summary"]) == (title, summary)


# Records of speech

RECORD = """\
Versión estenográfica. Rueda de prensa de la ministra Carla Núñez, 12 de marzo de 2026

MINISTRA DEL INTERIOR, CARLA NÚÑEZ: Buenos días a todas y todos los que nos acompañan. Vamos a presentar el balance.

Informaremos los resultados: fueron detenidas mil 761 personas y se abrirán 77 mil cuentas.

PREGUNTA: ¿Van a abrir la oficina? El Gobierno construirá 40 casas, según se dice.

MINISTRA DEL INTERIOR, CARLA NÚÑEZ: Sí. La oficina abrirá en las 14 provincias antes del 30 de septiembre. Nos comprometemos a publicar los datos.

El alcalde dijo ayer que “no hay armas en el puerto”. Los datos dicen lo contrario.
"""


def test_a_record_of_speech_is_quoted_by_its_turns() -> None:
    """The longest sentence of each turn, with the label as speaker; nothing of who asks."""
    data = drafted(RECORD)
    label = "MINISTRA DEL INTERIOR, CARLA NÚÑEZ"
    assert data["title"].startswith("Versión estenográfica. Rueda de prensa")
    assert record(RECORD)["speech"] == "turns"
    assert [(q["text"][:16], q["speaker_as_written"], q["speaker"]) for q in data["quotes"]] == [
        ("Informaremos los", label, None),
        ("La oficina abrir", label, None),
        ("no hay armas en ", "El alcalde", None),
    ]
    assert all("PREGUNTA" not in p["text"] and "casas" not in p["text"] for p in data["key_points"])
    assert "unknowns" in data
    assert data["unknowns"] == ["El nombre de quien la fuente llama «El alcalde»."]


def test_all_that_is_proposed_of_a_record_stands_in_one_turn() -> None:
    """Each quotation in that of its speaker, or in quotation marks; also where lines are paragraphs."""
    lines = RECORD.replace("\n\n", "\n").replace("MINISTRA", "---\nMINISTRA")
    for text in (RECORD, RECORD.replace(": ", "\n"), lines):
        data = drafted(text)
        source = SourceText(text, speech=[("", "turns")])
        for quote in data["quotes"]:
            found = source.find(quote["text"], quote.get("prefix"), quote.get("suffix"))
            assert isinstance(found, Found)
            assert found.turn
            assert found.turn.label == quote["speaker_as_written"] or source.is_in_marks(
                found.ranges
            )
        for entry in [*data["key_points"], *data["commitments"]]:
            assert isinstance(source.find(entry["evidence"]), Found)


def test_promises_of_a_record_are_those_of_who_speaks() -> None:
    """Made by the speaker, where the archive knows the name in the label; none of who asks."""
    known = {"carla-nunez": Entity(name="Carla Núñez", type="person")}
    data = drafted(RECORD, known)
    assert {q["speaker"] for q in data["quotes"]} == {"carla-nunez", None}
    assert [
        (c["id"], c["by"], c.get("target", {}).get("value"), c["deadline"])
        for c in data["commitments"]
    ] == [
        ("informaremos-resultados-fueron-detenidas", ["carla-nunez"], 77000, None),
        ("abrira-14-provincias-antes", ["carla-nunez"], 14, "2026-09-30"),
        ("nos-comprometemos-publicar-datos", ["carla-nunez"], None, None),
    ]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Rueda de prensa\n\n---\nMINISTRA, CARLA NÚÑEZ\nEl puente costará lo que dijimos aquí hace un año.\n(Aplausos)\n---\nPREGUNTA\n¿Y cuándo lo abrirán los del Ayuntamiento de esta villa?\n---\nMINISTRA, CARLA NÚÑEZ\nEso se lo diremos a todos ustedes por escrito.\n", ["MINISTRA, CARLA NÚÑEZ"] * 2),
        ("Entrevista con Ana Gil\n\nP. ¿Cuándo abrirá el puente que prometieron a los vecinos?\n\nR. El puente de los vecinos abrirá antes del 15 de mayo.\n", ["R"]),
        ("Evidence\n\nThe Chair (Rosa Hill): What will the four depots cost us all in the end?\n\nMr Okoro: We will open four depots by the end of next year.\n\nThe Chair (Rosa Hill): Thank you.\n", ["Mr Okoro"]),
        ("Captions\n\n>> REPORTER: The government will build forty schools, they say.\n\n>> ROSA HILL: We will open four depots by the end of next year.\n\n>> ROSA HILL: And we will tell you all that it costs.\n", ["ROSA HILL"] * 2),
        ("Foro\n\nMODERADORA: El Gobierno construirá 40 escuelas en la costa del norte.\n\nVOZ MUJER: Se abrirán otras 200 oficinas en el puerto de la villa.\n\nMODERADORA: Gracias.\n", []),
        ("Casos por villa\n\nVillalta: doce personas de la villa dejaron su casa.\n\nToro: tres personas de la villa dejaron su casa.\n", []),
    ],
)  # fmt: skip
def test_turns_are_known_by_their_labels(text: str, speakers: list[str]) -> None:
    """On lines of their own, by letters, with an office, after `>>`; a list is no record."""
    assert [q["speaker_as_written"] for q in drafted(text).get("quotes", [])] == speakers


def test_an_interview_with_a_quotation_above_it_is_a_record_from_its_first_turn_on() -> None:
    """Above it, quotation marks count as they do elsewhere."""
    text = (
        "Ana Gil, sin rodeos\n\n«No habrá más peajes», dijo Ana Gil al recibirnos.\n\n"
        "P. ¿Cuándo abrirá el puente que prometieron a los vecinos?\n\n"
        "R. El puente de los vecinos abrirá antes del 15 de mayo, y no hay más que decir.\n"
    )
    assert record(text)["speech"] == [{"from": "P. ¿Cuándo", "as": "turns"}]


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
    except DocumentError:
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


# Records of speech: what is promised in them, and drafts that one can read

SAID = yaml.safe_load((Path(__file__).parents[1] / "cases/promises.yml").read_text("utf-8"))


def is_promised(sentence: str, lang: str) -> bool:
    """Whether a sentence that somebody says in a record promises something."""
    record = f"ALCALDESA, ELENA PRADO: {sentence}\n\nLUIS VERA: No.\n"
    return any(find_promises(draft_text(record, load_words(lang), is_record=True)))


@pytest.mark.parametrize("lang", ["es", "en"])
def test_what_is_said_in_a_record_is_told_from_promises(lang: str) -> None:
    """An act to come that the speaker promises is one; what is past, hoped, reported, announced is none."""
    assert [said for said in SAID[lang]["promises"] if not is_promised(said, lang)] == []
    assert [said for said in SAID[lang]["others"] if is_promised(said, lang)] == []
    assert min(len(said) for said in SAID[lang].values()) >= 40


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("El Gobierno repartirá 1,200 becas y destinará 12.5 millones.", 1200),
        ("El Gobierno repartirá 1.200 becas y destinará 12,5 millones.", 1200),
        ("El Gobierno repartirá 1,200 becas y destinará 12,5 millones.", None),
        ("El Gobierno repartirá 1.200 becas y destinará 12.5 millones.", None),
        ("El Gobierno repartirá 1,200 becas de 1.500 euros.", None),
        ("El Gobierno repartirá 1,200 becas; gastó 1.234.567 euros.", None),
        ("El Gobierno repartirá 1.200 becas; gastó 1.234.567 euros, un 12.5 % más.", None),
        ("El Gobierno repartirá 1,200,000 becas.", 1200000),
        ("El Gobierno destinará 1,234.5 pesos.", 1234.5),
        ("El Gobierno comprará 0,250 litros.", 0.25),
        ("El Gobierno repartirá 1.200 becas. El acto es a las 8.30 y acaba a las 10.15 horas.", 1200),
        ("They will deepen it to 6.125 metres.", None),
        ("They will deepen it to 6.125 metres for 1,300 pounds.", 6.125),
        ("They will hire 1,300 drivers. It costs 3.5 pounds.", 1300),
        ("Tras 12 reuniones, el Gobierno repartirá 500 becas.", 500),
        ("Tras 12 reuniones el Gobierno abrirá el canal.", None),
        ("El Gobierno reparará las presas que rompieron 30 tractores.", None),
        ("El Gobierno ampliará en 3 años los 14 canales.", 14),
        ("14 oficinas serán abiertas en mayo.", 14),
    ],
)  # fmt: skip
def test_a_target_counts_what_is_promised(text: str, target: float | None) -> None:
    """Thousands are read as the text writes them; where it can be either, no target is proposed."""
    (promise,) = drafted(text + "\n")["commitments"]
    assert promise.get("target", {}).get("value") == target


def test_a_figure_in_doubt_is_told_to_the_author() -> None:
    """With both that it can be; the id has the figure whole."""
    text = "El Gobierno repartirá 1,200 becas y destinará 12,5 millones.\n"
    made = draft(
        Article(text=text, raw=text.encode()),
        Origin(name="nota"),
        Archived(ids=(), entities={}, sources={}),
        today=TODAY,
        author_language="en",
    )
    assert "  # no `target`: “1,200 becas” can be 1200 or 1.2\n" in made.briefing
    assert "id: repartira-1200-becas-destinara\n" in made.briefing


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Los dos gobiernos se reunieron ayer en Lima para hablar de los puertos del norte.", "lima"),
        ("Se revisó lo pactado desde la última reunión, celebrada en Lima hace ya tres meses.", None),
        ("Los ministros hablaron de los avances tras la cumbre celebrada en Lima el mes pasado.", None),
        ("Tras la cumbre de mayo, los ministros de ambos países se reunieron ayer en Lima.", "lima"),
        ("The ministers spoke of what was done since the last meeting, held in Lima in the spring.", None),
        ("After the summit in the spring, the ministers of both countries met in Lima yesterday.", "lima"),
    ],
)  # fmt: skip
def test_a_place_is_that_of_the_event(sentence: str, place: str | None) -> None:
    """Not that of another meeting that the sentence names."""
    known = {"lima": Entity(name="Lima", type="place")}
    assert drafted(f"{sentence}\n", known).get("place") == place


@pytest.mark.parametrize(
    ("sentence", "deadline"),
    [
        ("El Gobierno abrirá el canal antes de junio de 2027.", "2027-05"),
        ("El Gobierno abrirá el canal, de cara a la cumbre que se celebrará a finales de junio de 2027.", None),
        ("El Gobierno abrirá el canal, de cara a la reunión programada para junio de 2027.", None),
        ("The council will open the canal by June 2027.", "2027-06"),
        ("The council will open the canal ahead of the summit, which will be held by June 2027.", None),
    ],
)  # fmt: skip
def test_a_deadline_is_that_of_the_promise(sentence: str, deadline: str | None) -> None:
    """Not the day of another event that the sentence names."""
    promise, *_ = drafted(f"{sentence}\n", published=Date(2026, 3, 3))["commitments"]
    assert promise["deadline"] == deadline


def asked(text: str, about: Sequence[str] = (), lines: Sequence[Range] = ()) -> dict[str, Any]:
    """The fields of the briefing of what an author asks for."""
    known = {"luis-prat": Entity(name="Luis Prat", type="person", aliases=["el comisionado"])}
    made = draft(
        Article(text=text, raw=text.encode()),
        Origin(name="nota"),
        Archived(ids=(), entities=known, sources={}),
        today=TODAY,
        author_language="en",
        about={words: (words,) for words in about},
        lines=lines,
    )
    document, findings = load(made.briefing.encode(), Path("nota-2.yml"))
    assert document, findings
    return document.data


PLAIN = """\
Plan de presas

El Gobierno reparará las presas de Soto en 2027.

Según el comisionado, «la presa del norte no corre ningún peligro».

La Comisión abrirá un pozo en Olmillo, y no hay más que decir de eso.
"""
SPOKEN = "ALCALDESA, ELENA PRADO: Hola.\n\n{}\n\nDIRECTOR, LUIS PRAT: {}\n\nPREGUNTA: ¿Y?\n".format(
    "Repararemos la presa de Soto este año, y lo diremos aquí.", "Abriremos un pozo en Olmillo."
)


@pytest.mark.parametrize(
    ("text", "about", "lines", "points"),
    [
        (PLAIN, (), (), ["El Gobierno reparará", "Según el comisionado", "La Comisión abrirá"]),
        (PLAIN, ["luis-prat"], (), ["Según el comisionado"]),
        (PLAIN, ["PRESAS  de soto"], (), ["El Gobierno reparará"]),
        (PLAIN, ["olmillo", "luis-prat"], (), ["Según el comisionado", "La Comisión abrirá"]),
        (PLAIN, (), [(3, 4)], ["El Gobierno reparará"]),
        (PLAIN, (), [(3, 3), (7, 9)], ["El Gobierno reparará", "La Comisión abrirá"]),
        (PLAIN, ["luis-prat"], [(7, 7)], ["Según el comisionado", "La Comisión abrirá"]),
        (SPOKEN, ["luis-prat"], (), ["Abriremos un pozo"]),
        (SPOKEN, ["soto"], (), ["Repararemos la presa"]),
        (SPOKEN, (), [(5, 5)], ["Abriremos un pozo"]),
    ],
)
def test_a_draft_is_of_what_an_author_asks_for(
    text: str, about: Sequence[str], lines: Sequence[Range], points: list[str]
) -> None:
    """Paragraphs with a name or words in whatever case, said by somebody, or that begin in some lines."""
    data = asked(text, about, lines)
    assert [
        point["text"][: len(begin)] for point, begin in zip(data["key_points"], points, strict=True)
    ] == points
    promised = [promise["text"] for promise in data.get("commitments", ())]
    told = [point["text"] for point in data["key_points"]]
    assert all(any(words in point for point in told) for words in promised)


@pytest.mark.parametrize(
    ("about", "lines", "why"),
    [
        (["soto", "prado"], (), "nothing in it is about `prado`"),
        (["…"], (), "nothing in it is about `…`"),
        (["pres"], (), "nothing in it is about `pres`"),
        ((), [(4, 4)], "no paragraph begins in lines 4 to 4"),
    ],
)
def test_what_is_asked_for_must_be_there(
    about: Sequence[str], lines: Sequence[Range], why: str
) -> None:
    """Whole words; a draft of nothing is none."""
    with pytest.raises(DocumentError, match=re.escape(why)):
        asked(PLAIN, about, lines)


def test_a_source_that_is_archived_as_a_record_is_drafted_as_one(tmp_path: Path) -> None:
    """Also where its text alone would not tell, as with two voices that each speak once."""
    text = "Elena Prado: Repararemos las presas de Soto.\n\nLuis Vera: Sin agua no hay cosecha.\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    record = f"title: Pleno\nsha256: {digest}\nspeech: turns\n"
    write(tmp_path, {"briefs/sources/pleno.txt": text, "briefs/sources/pleno.yml": record})
    given = archived_article(read_site(tmp_path / "briefs").site.sources["pleno"])
    assert given.is_record
    assert not Article(text=text, raw=text.encode()).is_record


def test_what_is_not_asked_for_leaves_no_gap() -> None:
    """Who spoke in another paragraph need not be known."""
    text = PLAIN.replace("el comisionado", "el alcalde")
    assert "unknowns" in asked(text, ["peligro"])
    assert "unknowns" not in asked(text, ["olmillo"])


def test_a_page_of_a_transcript_has_first_what_the_archive_follows() -> None:
    """The one paragraph with a known name, and its promise and words, though others say more."""
    turns = [
        f"ALCALDESA, ELENA PRADO: Repararemos la presa {n}, la más larga de las del valle de Soto, y la número "
        f"{n} del plan.\n\nPORTAVOZ, JUAN GIL: Dijeron las autoridades del valle {n} que no hay dinero."
        for n in range(60)
    ]
    turns[3] = (
        f"ALCALDESA, ELENA PRADO: Limpiaremos {'todos y cada uno de los pozos, ' * 5}y el río."
    )
    turns[4] = (
        "ALCALDESA, ELENA PRADO: Dijeron fuentes, dijeron autoridades y dijeron funcionarios: pronto, "
        "en breve, hace poco, más adelante, recientemente."
    )
    turns[31] = "ALCALDESA, ELENA PRADO: Con Luis Prat abriremos un pozo en Olmillo este año."
    data = asked("\n\n".join(["Pleno", *turns]) + "\n")
    (point,) = data["key_points"]
    assert point["text"].startswith("Con Luis Prat")
    assert any(promise["text"].startswith("Con Luis Prat") for promise in data["commitments"])
    assert any(quote["text"].startswith("Con Luis Prat") for quote in data["quotes"])
    assert any(promise["text"].startswith("Limpiaremos") for promise in data["commitments"])
    assert len(data["commitments"]) < 20
    assert len(data["unknowns"]) == 5


def test_subtitles_go_by_the_name_of_their_file() -> None:
    """They have no title, and their first words are none."""
    raw = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Elena Prado>Good morning to you all.\n"
    document = read_document(raw, "vtt")
    text = document.text
    made = draft(
        Article(text=text, raw=text.encode(), is_record=True, document=document, original=raw),
        Origin(name="pleno-de-marzo"),
        Archived(ids=(), entities={}, sources={}),
        today=TODAY,
        author_language="es",
    )
    record = made.source.files["pleno-de-marzo.yml"].decode()
    assert "\ntitle: pleno-de-marzo\n" in record
    assert "\nspeech: turns\n" in record
    assert made.source.files["pleno-de-marzo.places"] == b"1:1 time 00:00:01\n"


# Embargoes.


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        (
            "Embargado hasta las 10.30 h (UTC-6) del lunes 6 de marzo de 2090.",
            "2090-03-06T10:30-06:00",
        ),
        ("EMBARGO: hasta el 05.03.2090, 9:00 horas GMT+1", "2090-03-05T09:00+01:00"),
        ("Embargoed until 00:01 GMT Monday 6 March 2090.", "2090-03-06T00:01Z"),
        ("Not for release before 3 p.m. UTC−06:00, March 5, 2090", "2090-03-05T15:00-06:00"),
        ("Embargoed until March 5, 2090, 12:30 a.m. UTC", "2090-03-05T00:30Z"),
    ],
)
def test_an_hour_that_a_text_gives_whole_is_proposed(line: str, moment: str) -> None:
    """Day, time and time zone, in whatever order."""
    english = (
        "The council opened the new harbour on Monday, and people came to see what it had been for."
    )
    spanish = (
        "El Ayuntamiento abrió el lunes el puerto nuevo, y la gente fue a ver para qué había sido."
    )
    text = f"{line}\n\n{english if 'until' in line or 'before' in line else spanish}\n"
    assert drafted(text)["publish_at"] == moment


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        (
            "NOTA – EMBARGADA HASTA EL 5 DE MARZO DE 2090 A LAS 10:00",
            "# publish_at: 2090-03-05T10:00-06:00\n",
        ),
        (
            "Prohibida su difusión hasta el 5 de marzo de 2090.",
            "# publish_at: 2090-03-05T00:00-06:00\n",
        ),
        ("Los bienes quedaron embargados hasta nuevo aviso.", ""),
    ],
)
def test_an_hour_without_its_time_zone_is_a_comment_to_complete(line: str, proposed: str) -> None:
    """Nobody can tell what the hour is where no time zone stands; without a day there is none."""
    article = f"{line}\n\nEl Ayuntamiento abrirá una biblioteca en la plaza del pueblo.\n"
    made = draft(
        Article(text=article, raw=article.encode()),
        Origin(name="nota"),
        Archived(ids=(), entities={}, sources={}),
        today=TODAY,
        author_language="es",
    )
    assert re.findall(r"^#? ?publish_at: .*\n", made.briefing, re.MULTILINE) == [proposed] * bool(
        proposed
    )
