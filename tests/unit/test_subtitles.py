"""Subtitles: sentences over cues, turns, moments, and what is shown but not said."""

from __future__ import annotations

import pytest

from briefsite.authoring.documents.document import DocumentError, ReadDocument
from briefsite.authoring.documents.formats import format_of, read_document
from briefsite.evidence.source_text import Found, SourceText
from briefsite.evidence.speech import turns


def read(text: str | bytes) -> ReadDocument:
    """Subtitles, read as the command reads them."""
    raw = text.encode() if isinstance(text, str) else text
    form = format_of(raw, "pleno.txt")
    assert form in ("vtt", "srt")
    return read_document(raw, form)


def clock(seconds: float) -> str:
    """A time as both formats have it, but for the comma of one."""
    return f"{int(seconds // 3600):02}:{int(seconds // 60 % 60):02}:{seconds % 60:06.3f}"


def vtt(*cues: str, seconds: float = 3, pause: float = 0) -> str:
    """Cues, one after the other."""
    blocks = [
        f"{clock(n * (seconds + pause))} --> {clock(n * (seconds + pause) + seconds)}\n{cue}\n"
        for n, cue in enumerate(cues)
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def srt(*cues: str) -> str:
    """The same in the other format."""
    blocks = vtt(*cues).split("\n\n")[1:]
    numbered = [f"{n}\n{block.strip()}\n" for n, block in enumerate(blocks, 1)]
    return "\n".join(numbered).replace(".000", ",000")


def lines(text: str | bytes) -> list[str]:
    """The blocks of what was read."""
    return [block.text for block in read(text).blocks]


@pytest.mark.parametrize("write", [vtt, srt])
@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (["Hoy anunciamos que", "repararemos treinta\npresas."], ["Hoy anunciamos que repararemos treinta presas."]),
        (["ELENA PRADO: Hoy.", "Sí.\nLUIS VERA: No."], ["ELENA PRADO: Hoy. Sí.", "LUIS VERA: No."]),
        (["ELENA PRADO: Yo\n- LUIS VERA: No."], ["ELENA PRADO: Yo", "LUIS VERA: No."]),
        (["ELENA PRADO: Dijo que", "ELENA PRADO: irá.", "LUIS VERA: No."], ["ELENA PRADO: Dijo que irá.", "LUIS VERA: No."]),
        (["Elena Prado: Hoy.", "Luis Vera: No.", "Elena Prado: Sí."], ["Elena Prado: Hoy.", "Luis Vera: No.", "Elena Prado: Sí."]),
        ([">> ELENA PRADO: Hoy.", ">> ¿Y el canal? >> También."], [">> ELENA PRADO: Hoy.", ">> ¿Y el canal?", ">> También."]),
        (["&gt;&gt; Hoy."], [">> Hoy."]),
        (["P. ¿Cuándo?", "R. Hoy."], ["P. ¿Cuándo?", "R. Hoy."]),
        (["Buenas.", "- ¿Cuándo?\n- Hoy.", "Gracias."], ["Buenas.", "- ¿Cuándo?", "- Hoy.", "Gracias."]),
        (["ELENA PRADO: Uno.", "- ¿Dos?\n- Tres."], ["ELENA PRADO: Uno.", ">> ¿Dos?", ">> Tres."]),
        (["A 2 &amp; 3 &lt; 4&nbsp;km <i>de</i> <b>Soto</b>"], ["A 2 & 3 < 4 km de Soto"]),
        (["El plazo: hoy.", "El lugar: aquí."], ["El plazo: hoy. El lugar: aquí."]),
        (["Nota: hoy hay pleno.", "Fin."], ["Nota: hoy hay pleno. Fin."]),
        (["SE ABRE LA SESIÓN", "DEL PLENO DE HOY."], ["SE ABRE LA SESIÓN DEL PLENO DE HOY."]),
        (["No.", "No.", "No quiero."], ["No. No. No quiero."]),
        (["{\\an8}Uno<br>dos<br/>tres", "cuatro\\Ncinco."], ["Uno dos tres cuatro cinco."]),
        (["Lunes: hay pleno.", "Martes: no."], ["Lunes: hay pleno. Martes: no."]),
        (["Hoy es martes.", "EL CANAL DE SOTO", "se abre hoy."], ["Hoy es martes. EL CANAL DE SOTO se abre hoy."]),
    ],
)  # fmt: skip
def test_cues_are_put_together(write: object, cues: list[str], expected: list[str]) -> None:
    """As sentences, a block a turn; labels are written as the text of a record has them."""
    assert callable(write)
    assert lines(write(*cues)) == expected


@pytest.mark.parametrize(
    ("cues", "expected", "labels"),
    [
        (["<v Elena Prado>Hoy</v>", "<v Elena Prado>no.", "<v Luis Vera>Sí."], ["Elena Prado: Hoy no.", "Luis Vera: Sí."], ["Elena Prado", "Luis Vera"]),
        (["<v.alta Elena Prado>Hoy.</v>\n<v Luis Vera>Sí.</v>"], ["Elena Prado: Hoy.", "Luis Vera: Sí."], ["Elena Prado", "Luis Vera"]),
        (["<v Elena Prado>Hoy."], [">> Elena Prado: Hoy."], ["Elena Prado"]),
        (["<v elena>Hoy.", "<v Luis>Sí."], [">> elena: Hoy.", ">> Luis: Sí."], ["elena", "Luis"]),
        (["<v ELENA PRADO>Hoy.", "Sí."], ["ELENA PRADO: Hoy.", ">> Sí."], ["ELENA PRADO", ""]),
        (["<v ELENA PRADO>Digo", "que sí."], ["ELENA PRADO: Digo que sí."], ["ELENA PRADO"]),
        (["<v ¿Quién?>Hoy.", "<v PRESIDENTA>Sí."], [">> Hoy.", "PRESIDENTA: Sí."], ["", "PRESIDENTA"]),
        (["<v Nota>Hoy.", "<v PRESIDENTA>Sí."], [">> Hoy.", "PRESIDENTA: Sí."], ["", "PRESIDENTA"]),
    ],
)  # fmt: skip
def test_a_voice_is_a_turn(cues: list[str], expected: list[str], labels: list[str]) -> None:
    """With the name as the tag has it, in a form in which turns are known by it, or without it."""
    document = read(vtt(*cues))
    found = [turn.label for turn in turns(document.text)]
    assert [block.text for block in document.blocks] == expected
    assert (found, document.has_turns) == (labels, True)
    assert bool(document.warnings) == (len(set(labels)) > 1 and labels[0] == "")


def test_turns_of_subtitles_are_turns_of_the_record() -> None:
    """A sentence over two cues is found as the words of who says it."""
    document = read(vtt("<v Elena Prado>Hoy anunciamos", "<v Elena Prado>obras.", "<v Ana>Bien."))
    found = SourceText(document.text, speech=[("", "turns")]).find("Hoy anunciamos obras")
    assert isinstance(found, Found)
    assert found.turn
    assert found.turn.label == "Elena Prado"


@pytest.mark.parametrize(
    ("cues", "expected", "omitted"),
    [
        (["Uno dos", "Uno dos\ntres cuatro", "tres cuatro\ncinco."], "Uno dos tres cuatro cinco.", {"repeated-lines": 2}),
        (["A\nB", "B\nC", "C\nD."], "A B C D.", {"repeated-lines": 2}),
        (["A\nB\nC", "B\nC\nD", "C\nD\nE."], "A B C D E.", {"repeated-lines": 4}),
        (["Hoy", "Hoy abre", "Hoy abre Soto."], "Hoy abre Soto.", {"repeated-lines": 2}),
        (["Hoy", "Hoyo abre", "Hoyos abre Soto."], "Hoy Hoyo abre Hoyos abre Soto.", {}),
        (["¡Sí!", "¡Sí!", "¡No!"], "¡Sí! ¡Sí! ¡No!", {}),
        (["¡Viva!", "¡Viva!\nVamos.", "Otra cosa.", "Y otra.", "Y más.", "Fin."], "¡Viva! ¡Viva! Vamos. Otra cosa. Y otra. Y más. Fin.", {}),
        (["¡Sí!", "¡Sí!\nVa.", "Ya.", "¡No!", "¡No!\nMás.", "Cinco.", "Seis.", "Fin."], "¡Sí! ¡Sí! Va. Ya. ¡No! ¡No! Más. Cinco. Seis. Fin.", {}),
        (["A\nB", "B\nC", "C\nD", "X\nD\nE."], "A B C D X D E.", {"repeated-lines": 2}),
        (["LUIS VERA: Dijo", "LUIS VERA: que no."], "LUIS VERA: Dijo que no.", {"repeated-lines": 1}),
        (["[Música]", "Hoy.", "(APLAUSOS)", "♪ La la ♪", "[Risas] (Aplausos)", "♪ Himno"], "Hoy.", {"sound-cues": 5}),
        (["[Risas] Hoy.", "Es (casi) fin."], "[Risas] Hoy. Es (casi) fin.", {}),
        (["Uno", "Uno\n[Música]", "[Música]\ndos."], "Uno dos.", {"repeated-lines": 2, "sound-cues": 1}),
    ],
)  # fmt: skip
def test_what_is_shown_again_or_is_no_speech_is_left_out(
    cues: list[str], expected: str, omitted: dict[str, int]
) -> None:
    """Lines that roll up once, sounds not at all, and both are counted; what is said twice stays."""
    document = read(vtt(*cues))
    assert (document.text.strip(), document.omitted) == (expected, omitted)


def test_lines_said_again_after_a_pause_stay() -> None:
    """What rolls up is still on the screen when it is shown again."""
    assert lines(vtt("Uno", "Uno\nDos", "Dos\nTres", pause=3)) == ["Uno Uno Dos Dos Tres"]


def test_a_cue_shown_twice_at_the_same_time_is_taken_once() -> None:
    """As some programs write a cue for each of its colours."""
    text = vtt("Hoy.", "No.").replace("00:00:03.000 -->", "00:00:01.000 -->").replace("No.", "Hoy.")
    document = read(text)
    assert (document.text, document.omitted) == ("Hoy.\n", {"repeated-lines": 1})


def test_each_passage_has_its_moment() -> None:
    """A block has the time at which each of its cues begins, at the word with which it does."""
    document = read(vtt("<v Elena Prado>Uno. Dos", "<v Elena Prado>tres.", "<v Luis Vera>Cuatro."))
    first, second = document.blocks
    assert {first.text[at:]: time for at, time in first.times.items()} == {
        "Elena Prado: Uno. Dos tres.": 0,
        "tres.": 3,
    }
    assert second.times == {0: 6}
    place = document.text.index("tres")
    assert [document.places.time(place - 2), document.places.time(place)] == [0, 3]


def test_a_block_that_begins_within_a_cue_has_the_time_of_that_cue() -> None:
    """No word is without a moment."""
    first, second = read(vtt(f"{'Una frase muy larga sin más. ' * 20}Y otra.", "Fin.")).blocks
    assert first.times == {0: 0}
    assert second.times == {0: 0, second.text.index("Fin"): 3}


@pytest.mark.parametrize(
    ("cues", "pause", "sizes"),
    [
        (["Una frase de veinte."] * 60, 0, [503, 503, 251]),  # after 500 characters
        (["Una frase de veinte."] * 3, 5, [20, 20, 20]),  # after a silence
        (["Una frase de", "veinte."], 5, [20]),  # never within a sentence
        (["una frase sin puntos"] * 160, 0, [1511, 1511, 335]),
        (["Uno. Dos"] + ["una frase sin puntos"] * 160, 0, [1499, 1511, 356]),
        (["una frase sin puntos", "y otra"], 5, [20, 6]),
    ],
)
def test_long_speech_is_cut_at_the_ends_of_sentences(
    cues: list[str], pause: float, sizes: list[int]
) -> None:
    """After some 500 characters or a silence; where there are no full stops, at the end of a cue."""
    assert [*map(len, lines(vtt(*cues, pause=pause)))] == sizes


@pytest.mark.parametrize(
    ("written", "times"),
    [
        ("00:01.000 --> 00:02.000", [1.0]),
        ("75:01.500 --> 75:02.000", [4501.5]),
        ("01:00:01.500 --> 01:00:02.000 align:start position:0%", [3601.5]),
        ("00:00:01,500 --> 00:00:02,000", [1.5]),
        ("00:00:05.000 --> 00:00:02.000", [5.0]),
    ],
)
def test_times_are_read_as_programs_write_them(written: str, times: list[float]) -> None:
    """Without hours, with more than sixty minutes, with a comma, with an end before the beginning."""
    document = read(f"WEBVTT\n\n{written}\nHoy.\n")
    assert [time for block in document.blocks for time in block.times.values()] == times


def test_cues_are_in_the_order_of_their_times() -> None:
    """An author is told where they were not; cues that overlap are none out of order."""
    first, second = vtt("Uno.", "Dos.").split("\n\n")[1:]
    document = read(f"WEBVTT\n\n{second}\n\n{first}\n")
    assert document.text == "Uno. Dos.\n"
    assert len(document.warnings) == 1
    overlapping = vtt("Uno.", "Dos.").replace("00:00:03.000 -->", "00:00:02.000 -->")
    assert not read(overlapping).warnings


def test_what_is_no_cue_is_no_text() -> None:
    """Notes, styles, regions, identifiers and the header; the language is a fact."""
    text = (
        "\ufeffWEBVTT Pleno\r\nKind: captions\r\nLanguage: es_mx\r\n\r\nNOTE ojo\r\n--> aquí\r\n\r\n"
        "STYLE\r\n::cue {}\r\n\r\nREGION\r\nid:a\r\n\r\ncue-1\r\n00:01.000 --> 00:02.000\r\nHoy.\r\n"
    )
    document = read(text.replace("--> aquí\r\n", ""))
    assert (document.text, document.format, document.warnings) == ("Hoy.\n", "vtt", [])
    assert document.lang
    assert (document.lang.value, document.title) == ("es-MX", None)


def test_words_that_no_player_shows_are_told() -> None:
    """In WebVTT a blank line ends a cue; what follows is left out, and the line is named."""
    document = read(f"{vtt('Hoy.')}\nSuelto.\n")
    assert document.text == "Hoy.\n"
    assert [warning.values for warning in document.warnings] == [{"line": "6"}]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("WEBVTT\n", "nobody says anything"),
        (vtt("[Música]", "♪"), "nobody says anything"),
        (srt("<i></i>"), "nobody says anything"),
        (vtt("Uno.", "Dos.").replace("00:00:03.000 -->", "00:0x:03.000 -->"), "line 6"),
        (srt("Uno.", "Dos.").replace("00:00:03,000 -->", "00:0x:03,000 -->"), "line 6"),
        (srt("Año.").encode("latin-1"), "not UTF-8"),
    ],
)
def test_subtitles_are_refused_where_words_would_be_lost_or_made_up(
    text: str | bytes, why: str
) -> None:
    """No cue with words, times that cannot be read, characters that are not UTF-8."""
    with pytest.raises(DocumentError, match=why):
        read(text)


def test_a_cue_that_ends_before_it_begins_is_no_silence() -> None:
    """The next one counts from when it began."""
    text = "WEBVTT\n\n00:05.000 --> 00:02.000\nUno.\n\n00:07.000 --> 00:08.000\nDos.\n"
    assert lines(text) == ["Uno. Dos."]


def test_what_is_no_tag_of_subrip_stays() -> None:
    """It has none of voices or languages: players show them as they stand."""
    assert lines(srt("<b>El</b> <Soto> {seco}", "{\\an8}y <i>2 < 3</i>")) == [
        "El <Soto> {seco} y 2 < 3"
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n", " \n\n"])
def test_cues_of_subrip_without_words_are_passed_over(gap: str) -> None:
    """Programs write them where nothing is shown, also as the last."""
    times = "00:00:01,000 --> 00:00:02,000\n"
    raw = f"1\n{times}{gap}2\n{times}Uno\n\n3\n{times}\n32 presas.\n\n4\n{times}"
    assert read_document(raw.encode(), "srt").text == "Uno 32 presas.\n"
