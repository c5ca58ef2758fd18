"""Whose words a text holds: turns under labels, and speech after dashes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefsite.evidence.source_text import SourceText
from briefsite.evidence.speech import after_dashes, spoken, turns
from conftest import finishes


def said(text: str) -> list[tuple[str, str]]:
    """The label and the words of each turn."""
    return [(turn.label, text[turn.start : turn.end]) for turn in turns(text)]


def labels(text: str) -> list[str]:
    """The label of each turn."""
    return [turn.label for turn in turns(text)]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO: Hola.", None),
        ("SECRETARIO DE OBRAS, LUIS PRAT: Hola.", None),
        ("LUIS PRAT (director): Hola.", None),
        ("VOZ MUJER: Hola.", None),
        ("REPORTERO 2: Hola.", None),
        ("JM: Hola.", None),
        ("L.P.: Hola.", None),
        ("EL C. PRESIDENTE.- Hola.", None),
        ("-EL C. PRESIDENTE: Hola.", "EL C. PRESIDENTE"),
        ("El señor PRESIDENTE: Hola.", None),
        ("La señora **GARCÍA LÓPEZ** (Grupo X): Hola.", "La señora GARCÍA LÓPEZ (Grupo X)"),
        ("**El señor PRAT:** Hola.", "El señor PRAT"),
        ("PREGUNTA: Hola.", None),
        ("Pregunta.- Hola.", None),
        ("MODERADORA: Hola.", None),
        ("Moderadora: Hola.", None),
        ("Voz de mujer: Hola.", None),
        ("The Chair (Ana Ruiz): Hola.", None),
        ("Mr. Speaker: Hola.", None),
        ("Ms Rosa Hill (Leeds North) (Lab): Hola.", None),
        ("Sir Luis Prat: Hola.", None),
        ("Some hon. Members: Hola.", None),
        ("El señor PRESIDENTE.—Hola.", "El señor PRESIDENTE"),
        ("DIP. LUIS PRAT.- Hola.", None),
        ("The President. Hola.", None),
        ("PREGUNTA (Ana Ruiz, Diario de Villarrío): Hola.", None),
        ("**LUIS PRAT**\nHola.", "LUIS PRAT"),
        ("Q12 Chair: Hola.", "Chair"),
        ("Q12  **Chair:** Hola.", "Chair"),
        ("Mr. SMITH of Ohio. Hola.", None),
        ("The PRESIDING OFFICER. Hola.", None),
        ("O SR. PRESIDENTE (Luis Prata) - Hola.", None),
        (">> LUIS PRAT: Hola.", "LUIS PRAT"),
        (">>Luis Prat: Hola.", "Luis Prat"),
        ("[00:01:02] LUIS PRAT: Hola.", "LUIS PRAT"),
        ("00:02 – LUIS PRAT: Hola.", "LUIS PRAT"),
        ("LUIS PRAT\nHola.", None),
        ("LUIS PRAT:\nHola.", None),
        ("DIRECTOR DE LA GUARDIA COSTERA, LUIS PRAT\nHola.", None),
    ],
)
def test_a_label_names_who_speaks(line: str, label: str | None) -> None:
    """A label is given as the text has it, without the signs around it; the words follow."""
    text = f"Rueda de prensa\n3 de marzo\n\n{line}\n\n---\n\nPREGUNTA: ¿Sí?\n"
    expected = label or line.removesuffix("Hola.").strip().rstrip(":.-").strip()
    expected = expected if expected.upper() != "L.P" else "L.P."
    assert said(text) == [(expected, "Hola."), ("PREGUNTA", "¿Sí?")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P. ¿Cómo?\n\nR. Bien.\n", ["P", "R"]),
        ("P.- ¿Cómo?\nR.- Bien.\nP: ¿Y?\nR: Sí.\n", ["P", "R", "P", "R"]),
        ("Q. How?\nA. Well.\n", ["Q", "A"]),
        ("LUIS PRAT: Hola.\nP. ¿Cómo?\n", ["LUIS PRAT", "P"]),
        ("P. Ruiz dijo que no.\n", []),
        ("LUIS PRAT: Dos cosas.\nA. Una.\n", ["LUIS PRAT"]),
    ],
)
def test_letters_are_labels_beside_others(text: str, expected: list[str]) -> None:
    """`P.` alone may be somebody's initial, and `A.` an item of a list."""
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Luis Prat: Sí.\nAna de la Torre: No.\nLuis Prat: Ya.\n", 3),
        ("Luis Prat (director de obras): Sí.\nAna: No.\n", 2),
        ("Luis Prat, director de obras: Sí.\nAna: No.\n", 2),
        ("El alcalde: Sí.\nLa periodista: ¿No?\n", 2),
        ("El presidente diputado Luis Prat: Sí.\nEl diputado Gil (desde la curul): No.\n", 2),
        ("Luis Prat: Sí.\n", 0),
        ("PREGUNTA: ¿Sí?\nLuis Prat: Sí.\n", 2),
    ],
)
def test_names_in_small_letters_are_labels_where_lines_regularly_begin_so(
    text: str, expected: int
) -> None:
    """A name and a colon are a label where there are two at least, or labels of another kind."""
    assert len(turns(text)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Nota importante: no hay nada.",
        "NOTA: no hay nada.",
        "EN RESUMEN: no hay nada.",
        "FECHA: 3 de marzo.",
        "La pregunta es: ¿por qué?",
        "Sí, le digo una cosa: no.",
        "Señor Presidente: le pido la palabra.",
        "Señoras y señores: gracias.",
        "(APLAUSOS)",
        "[música]",
        "¡VIVA!",
        "A las 10:30 empezó.",
        "https://example.org",
        "---",
        "ONU",
    ],
)
def test_other_lines_are_no_labels(line: str) -> None:
    """Neither are sentences with a colon, headings, salutations, stage directions or lines of dashes."""
    text = f"LUIS PRAT: Iremos a la\n{line}\nmañana.\nPREGUNTA: ¿Sí?\nLUIS PRAT: Sí.\n"
    assert labels(text) == ["LUIS PRAT", "PREGUNTA", "LUIS PRAT"]


@pytest.mark.parametrize(
    "before",
    [
        "VERSIÓN ESTENOGRÁFICA\n",
        "RUEDA DE PRENSA\nMINISTRA CARLA NÚÑEZ\n3 de marzo\n",
        "RESPUESTA AL TEMPORAL\nMadrid\n---\n",
        "Rueda de prensa\n\n3 de marzo\n",
    ],
)
def test_what_stands_before_the_first_label_is_in_no_turn(before: str) -> None:
    """Title, place and date are nobody's words, also where they are in capitals."""
    text = f"{before}LUIS PRAT\nHola.\n---\nPREGUNTA\n¿Sí?\n---\n"
    assert said(text) == [("LUIS PRAT", "Hola."), ("PREGUNTA", "¿Sí?")]


def test_where_lines_of_dashes_part_turns_other_lines_in_capitals_are_words() -> None:
    """Labels on lines of their own follow a line of dashes throughout, where two of them do."""
    text = "---\nLUIS PRAT\nDigo.\nBASTA YA\nY me voy.\n---\nPREGUNTA\n¿Sí?\n"
    assert labels(text) == ["LUIS PRAT", "PREGUNTA"]


def test_names_in_small_letters_are_labels_below_lines_of_dashes() -> None:
    """If one of them comes again; elsewhere, a name on a line of its own is none."""
    turn = "---\n{}\nHola.\nAna Ruiz\n"
    text = "".join(map(turn.format, ["Luis Prat", "Pregunta", "Luis Prat"]))
    assert labels(f"Rueda de Prensa\n{text}") == ["Luis Prat", "Pregunta", "Luis Prat"]
    assert labels(turn.format("Luis Prat")) == []


def test_captions_need_no_name() -> None:
    """`>>` begins a turn anywhere in a line; without a name, its label is empty."""
    text = ">> LUIS PRAT: Hola. >> ¿Qué? >>> ANA: Ya.\n"
    assert said(text) == [("LUIS PRAT", "Hola."), ("", "¿Qué?"), ("ANA", "Ya.")]


def test_a_label_of_a_wrapped_text_begins_a_paragraph_or_follows_a_sentence() -> None:
    """Where a line happens to begin with a name and a colon, nobody begins to speak."""
    text = (
        "The Chair: I call the Minister, who has been asked by the whole of the\n"
        "ONU: nothing less will do for the people of this great country of ours\n"
        "and more.\n"
        "Ms Prado: We will do what was asked of us in the last of its very long\n"
        "resolutions on the sea.\n"
    )
    assert labels(text) == ["The Chair", "Ms Prado"]


def test_stage_directions_on_lines_of_their_own_are_not_spoken() -> None:
    """They leave the turn whole, and the words around them spoken."""
    text = "LUIS PRAT: Hola. (Ríe) Sí.\n(APLAUSOS)\nSigo.\n[music]\n"
    (turn,) = turns(text)
    paragraphs = SourceText(text).paragraphs
    assert [text[a:b].strip() for a, b in spoken(text, turn, paragraphs)] == [
        "Hola. (Ríe) Sí.",
        "Sigo.",
    ]
    (turn,) = turns("VOZ: (Inaudible).\n")
    assert [*spoken("VOZ: (Inaudible).\n", turn, [(5, 17)])] == []


def speech(paragraph: str) -> list[str]:
    """What of a paragraph is speech."""
    return [paragraph[a:b].strip() for a, b in after_dashes(paragraph, [(0, len(paragraph))])]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("—Sí.", ["Sí."]),
        ("—No hay armas —dijo el alcalde.", ["No hay armas"]),
        ("—No hay armas —dijo el alcalde—. Nadie las vio.", ["No hay armas", ". Nadie las vio."]),
        ("—No hay armas —dijo—: nadie las vio.", ["No hay armas", ": nadie las vio."]),
        ("—No hay armas —dijo— y nadie las vio.", ["No hay armas", "y nadie las vio."]),
        ("—¿No hay armas?—dijo el alcalde—. No.", ["¿No hay armas?", ". No."]),
        ("—No hay armas—dijo el alcalde.", ["No hay armas"]),
        ("—Pero yo… —se cortó.", ["Pero yo…"]),
        ("— Não há armas — disse o prefeito.", ["Não há armas"]),
        ("— Não há armas — disse ele. — Ninguém viu.", ["Não há armas", "Ninguém viu."]),
        ("– No – dijo –. Sí.", ["No"]),
        ("- No hay -5 grados -dijo el alcalde-. Ya.", ["No hay -5 grados", ". Ya."]),
        ("--No --dijo--, nada.", ["No", ", nada."]),
        ("—México–Cuba, 2010–2012 —dijo— y ya.", ["México–Cuba, 2010–2012", "y ya."]),
        ("—Lo vi —dijo uno. —Yo no —dijo otro.", ["Lo vi"]),
        ("El alcalde —un hombre alto— calló.", []),
        ("Dijo: no hay armas.", []),
    ],
)
def test_speech_after_a_dash_is_told_from_narration(paragraph: str, expected: list[str]) -> None:
    """What stands between dashes within is told, not said; unclosed, to the end of the paragraph."""
    assert speech(paragraph) == expected


WORDS = st.lists(
    st.sampled_from(["armas", "no", "hay", "¿sí?", "ya.", "2010"]), min_size=1, max_size=4
)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3), st.booleans())
@settings(max_examples=200)
def test_narration_is_never_speech(
    parts: list[tuple[list[str], list[str]]], is_closed: bool
) -> None:
    """Whatever is said, what stands between dashes as they are set does not count as speech."""
    text = "".join(f"{' '.join(said)} —narra {' '.join(told)}—, " for said, told in parts)
    text = "—" + (text if is_closed else text.removesuffix("—, "))
    assert not [stretch for stretch in speech(text) if "narra" in stretch]


@pytest.mark.parametrize(
    "text",
    [">> " * 30_000, "A: " * 30_000, "LUIS PRAT\n" * 10_000, "a" + " " * 50_000 + "b",
     "P. a\n" * 20_000, "---\n" * 30_000, "(" * 50_000, "— a " * 20_000],
    ids=range(8),
)  # fmt: skip
def test_no_text_keeps_the_search_for_turns_busy(text: str) -> None:
    """It takes time that grows with the length of the text."""
    with finishes():
        turns(text)
        speech(text)


def test_a_record_that_nobody_called_one_is_shown_as_one_and_judged_as_before() -> None:
    """Labels in capitals of which one comes again; a list of headings is no record."""
    record = "PREGUNTA: ¿Cuándo?\n\nANA RUIZ: Hoy.\n\nPREGUNTA: ¿Dónde?\n"
    text = SourceText(record)
    assert [turn.label for turn in text.as_shown.turns] == ["PREGUNTA", "ANA RUIZ", "PREGUNTA"]
    assert text.turns == ()
    assert text.quotations == []
    recipe = "INGREDIENTES: Harina.\n\nMASA: Mezclar.\n\nHORNO: Una hora.\n"
    assert SourceText(recipe).as_shown.turns == ()
