"""Do these words stand in that text? One section for each rule, then the rules on our own briefing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from random import Random
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefsite.archive.models import leaves
from briefsite.evidence.source_text import (
    MOST_PLACES,
    Ambiguous,
    Found,
    NotFound,
    NoWords,
    SourceText,
    Verdict,
    pieces,
)
from briefsite.evidence.typography import fold
from briefsite.site.reading import read_site
from conftest import finishes
from sites import REPOSITORY

Slips = tuple[tuple[str, str], ...]


def parts(text: str, words: str, slips: Slips = ()) -> list[str] | None:
    """The parts of the text that match, as received; None where the words do not stand there."""
    verdict = SourceText(text, slips).find(words)
    if isinstance(verdict, Found):
        return [text[start:end] for start, end in verdict.ranges]
    assert isinstance(verdict, NotFound)
    return None


# Rule 1: typography alone is folded

DOUBLE_MARKS = ["''", '"', "“", "”", "„", "‟", "«", "»", "‘‘", "’’", "``", "´´", "″"]
SINGLE_MARKS = ["'", "‘", "’", "‚", "‹", "›", "´", "`", "ʼ", "′"]
DASHES = ["-", "‐", "‑", "‒", "–", "—", "―", "−", "--", "---"]
SPACES = [" ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u202f", "\u2009", "\u3000", " \n "]


@pytest.mark.parametrize("glyphs", [DOUBLE_MARKS, SINGLE_MARKS, DASHES, SPACES])
def test_glyphs_of_a_kind_are_one(glyphs: list[str]) -> None:
    """Quotation marks, apostrophes, dashes and white space match any of their kind."""
    for here in glyphs:
        for there in glyphs:
            assert parts(f"uno dos{here}tres", f"dos{there}tres") == [f"dos{here}tres"]


def test_single_marks_are_quotation_marks_too() -> None:
    """In YAML, `'dijo ''X'' hoy'` holds single marks; the source that says ''X'' still has the words."""
    assert parts("exacerban el ''narcoterrorismo''.", "el 'narcoterrorismo'")
    assert parts("dijo ‘basta’ ayer", "dijo «basta» ayer")


@pytest.mark.parametrize("text", ["año, misión", "각하", "কোন", "கொ", "क़लम", "Å, ﷺ, ǖ", "ศั", "ệ"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_composition_is_folded(text: str, form: Literal["NFC", "NFD"]) -> None:
    """An accent may be a character of its own, in any script."""
    here = unicodedata.normalize("NFC" if form == "NFD" else "NFD", text)
    there = unicodedata.normalize(form, text)
    assert parts(f"uno {here} dos", there) == [here]


LIGATURES = ["ﬀ", "ﬁ", "ﬂ", "ﬃ", "ﬄ", "ﬅ", "ﬆ"]


@pytest.mark.parametrize("ligature", LIGATURES)
def test_ligatures_are_letters(ligature: str) -> None:
    """Some PDF have two or three letters as one character; it is found by its letters, and the other way round."""
    letters = unicodedata.normalize("NFKC", ligature)
    here, there = f"uno a{ligature}o, dos", f"uno a{letters}o, dos"
    assert parts(here, f"a{letters}o") == parts(here, f"a{ligature}o") == [f"a{ligature}o"]
    assert parts(there, f"a{ligature}o") == [f"a{letters}o"]
    assert parts(f"e\u0301l {ligature}a.", f"él {letters}a.") == [f"e\u0301l {ligature}a."]
    assert parts(here, f"[un] a{letters}[o], dos") == [f"a{ligature}", ", dos"]
    shown = SourceText(here)
    assert shown.shown(0, len(here)) == there


@pytest.mark.parametrize(
    "words", ["suf[iciente]", "[suf]iciente", "f", "iciente", "suficient", "suﬂciente"]
)
def test_a_match_never_cuts_a_ligature(words: str) -> None:
    """Not even at a bracket, which may fall inside a word: the letters are one character of the source."""
    assert parts("es suﬁciente", words) is None


def test_a_difference_beside_a_ligature_is_shown_in_letters() -> None:
    """What differs is marked, and nothing is said of characters that look like others."""
    near = SourceText("La ﬁnanciación es suﬁciente").nearest("La financiación no es suficiente")
    assert near
    assert near.passage == "La financiación es suficiente"
    assert near.unseen == ()


@given(st.text(st.characters(codec="utf-8")))
@example("\u0d46\u0d3e\u09c7\u09d7")
@example("ᄀ\u1161\u11a8")
def test_composition_never_matters(text: str) -> None:
    """Whatever the text, its two Unicode forms are the same words."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("32 estados", "31 estados"),
        ("el año", "el ano"),
        ("esta", "está"),
        ("El Grupo", "el Grupo"),
        ("STRASSE", "STRAßE"),
        ("Estados Unidos y México", "México y Estados Unidos"),
        ("no firmaron", "firmaron no"),
        ("m²", "m2"),
        ("½ kilo", "1/2 kilo"),
        ("１２", "12"),
        ("pausa…", "pausa..."),
        ("а", "a"),  # Cyrillic, Latin
        ("co-operar", "cooperar"),
        ("a - b", "a-b"),
        ("uno, dos", "uno dos"),
        ("¿cuándo?", "cuándo."),
        ("10 %", "10%"),
        ("€ 5", "$ 5"),
        ("5' de ancho", '5" de ancho'),  # feet, inches
    ],
)
def test_nothing_else_is_folded(text: str, words: str) -> None:
    """Never letters, accents, digits, case, punctuation or word order: «31 estados» is not «32»."""
    assert parts(text, words) is None
    assert parts(words, text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("32 estados", "2 estados"),
        ("32 estados", "3"),
        ("132", "32"),
        ("3.5 millones", "5 millones"),
        ("3,5 millones", "5 millones"),
        ("3,5 millones", "3"),
        ("3'5 millones", "5 millones"),
        ("3 500 armas", "500 armas"),
        ("3\u00a0500 armas", "500 armas"),
        ("1 250 000 armas", "000 armas"),
        ("1/2 millones", "2 millones"),
        ("1.250.000", "250.000"),
        (".5 millones", "5 millones"),
        ("1,250,000", "1,250"),
        ("a las 12:30", "30"),
        ("-5 grados", "5 grados"),
        ("−5 grados", "5 grados"),
        ("+5 grados", "5 grados"),
        ("CO2", "2"),
        ("can't", "can"),
        ("can’t", "can"),
        ("can't", "t"),
        ("rock'n'roll", "rock"),
        ("narcoterrorismo", "terrorismo"),
        ("estados", "estado"),
        ("estados", "stados"),
        ("Ñuñoa", "uñoa"),
        ("x\u0303y", "x"),
        ("a\u0303", "a"),
    ],
)
def test_a_match_never_cuts_a_word_or_a_number(text: str, words: str) -> None:
    """«2 estados» does not stand in «32 estados», nor «5 millones» in «3.5 millones»."""
    for around in ("{}", "Dijo: {} hoy.", "«{}»"):
        assert parts(around.format(text), words) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(32 estados).", "32 estados"),
        ("en los 32.", "32"),
        ("32, 33 y 34", "33"),
        ("en 2025 500 personas", "500 personas"),
        ("México-Estados Unidos", "Estados Unidos"),
        ("2024-2025", "2025"),
        ("COVID-19", "19"),
        ("'can'", "can"),
        ("the countries' pledge", "countries"),
        ("''narcoterrorismo''.", "narcoterrorismo"),
        ("fin—principio", "principio"),
        ("a: b", "b"),
        ("el 5.", "5"),
    ],
)
def test_punctuation_ends_a_word(text: str, words: str) -> None:
    """A match may begin and end beside punctuation, a hyphen included."""
    assert parts(text, words) == [words]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_words_may_run_over_lines(line_end: str) -> None:
    """A paragraph may have several lines."""
    assert parts(f"uno{line_end}dos", "uno dos") == [f"uno{line_end}dos"]


@pytest.mark.parametrize("blank", ["\n\n", "\r\n\r\n", "\n \n", "\n\t\n", " \n\n\n "])
def test_words_never_run_over_paragraphs(blank: str) -> None:
    """A match never crosses a paragraph, however the words are written."""
    assert parts(f"uno{blank}dos", "uno dos") is None
    assert parts(f"uno{blank}dos", f"uno{blank}dos") is None
    assert parts(f"uno{blank}dos", "uno […] dos") is None


# Rule 2: brackets


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("uno dos tres", "uno […] tres", ["uno", "tres"]),
        ("uno dos tres", "uno [...] tres", ["uno", "tres"]),
        ("uno dos tres", "uno [en vez de dos] tres", ["uno", "tres"]),
        ("uno dos tres", "[…] dos […]", ["dos"]),
        ("uno dos tres", "uno […] dos […] tres", ["uno", "dos", "tres"]),  # nothing left out
        ("uno dos tres", "uno […], […] tres", ["uno", "tres"]),  # no words between
        ("uno dos tres", "uno dos […].", ["uno dos"]),
        ("Y el grupo creció", "[E]l grupo", ["l grupo"]),
        ("Y el grupo creció", "[El] grupo", ["grupo"]),
        ("los estados", "estado[s]", ["estado"]),
        ("dijo [sic] que", "dijo [sic] que", ["dijo", "que"]),
        ("uno [dos", "uno [dos", ["uno [dos"]),
        ("uno dos] tres", "dos] tres", ["dos] tres"]),
        ("uno\ndos\n\ntres", "uno […] dos", ["uno", "dos"]),
        ("dos uno\n\nuno dos", "uno […] dos", ["uno", "dos"]),  # in order in the second alone
    ],
)
def test_what_stands_in_brackets_is_not_compared(text: str, words: str, found: list[str]) -> None:
    """`[…]` stands for omitted words, and any other text in brackets is the editor's."""
    assert parts(text, words) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("uno dos tres", "tres […] uno"),
        ("uno dos tres", "uno dos […] dos tres"),  # parts do not overlap
        ("uno\n\ntres", "uno […] tres"),
        ("tres\n\nuno", "uno […] tres"),
    ],
)
def test_parts_follow_each_other_in_one_paragraph(text: str, words: str) -> None:
    """Parts that stand in another order, or in several paragraphs, are told from words not there."""
    assert SourceText(text).find(words) == NotFound(words, "out of order")


def test_the_first_part_that_is_missing_is_named() -> None:
    """Of several parts, the message is about the first that is not there."""
    assert SourceText("uno dos tres").find("uno […] cuatro […] cinco") == NotFound("cuatro")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("uno dos", "uno […] tres"),
        ("los estados mexicanos", "los esta […] mexicanos"),  # the bracket does not touch the word
        ("los 32 estados", "[3]2 estados"),  # never inside a number
        ("los 32 estados", "los 3[2] estados"),
        ("uno dos", "uno [dos"),
    ],
)
def test_brackets_hide_no_difference_outside_them(text: str, words: str) -> None:
    """A bracket may stand inside a word where it touches it, and never inside a number."""
    assert parts(text, words) is None


@pytest.mark.parametrize("words", ["", " ", "…", "[…]", "[uno dos]", "«[…]», —", "¿?", "\n\n"])
def test_without_words_there_is_nothing_to_compare(words: str) -> None:
    """Brackets and punctuation alone are no evidence."""
    assert SourceText("uno dos").find(words) == NoWords()


# Rule 3: found exactly once


def test_words_that_stand_twice_are_ambiguous() -> None:
    """The places are those of the text as received."""
    assert SourceText("uno, dos,  uno").find("uno") == Ambiguous((0, 11))
    assert SourceText("a a a").find("a a") == Ambiguous((0, 2))


def test_parts_that_fit_in_two_ways_are_ambiguous() -> None:
    """All ways in which the parts follow each other count."""
    assert SourceText("uno uno dos").find("uno […] dos") == Ambiguous((0, 4))


def test_few_places_are_listed() -> None:
    """Of very many places, the first ten are enough for a message."""
    verdict = SourceText("uno " * 1_000).find("uno")
    assert isinstance(verdict, Ambiguous)
    assert len(verdict.places) == MOST_PLACES


@pytest.mark.parametrize(
    ("prefix", "suffix", "at"),
    [
        ("Dijo", None, 5),
        (None, "y calló", 5),
        ("Volvió y dijo", None, 33),
        ("dijo", "otra vez", 33),
        (None, "otra   vez.", 33),
        ("", "otra vez", 33),
    ],
)
def test_words_right_before_or_after_single_out(
    prefix: str | None, suffix: str | None, at: int
) -> None:
    """`prefix` or `suffix` tell places apart, with the same folding."""
    text = SourceText("Dijo «no» y calló. Volvió y dijo “no” otra vez.")
    assert isinstance(text.find("no"), Ambiguous)
    verdict = text.find('"no"', prefix, suffix)
    assert isinstance(verdict, Found)
    assert verdict.ranges[0][0] == at


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [
        ("calló", None),  # stands before, but not right before
        (None, "Volvió"),
        ("Dijo", "otra vez"),
        ("ijo", None),  # words, not letters
        (None, "cal"),
        ("dijo", "y calló"),  # case
    ],
)
def test_other_words_before_or_after_do_not(prefix: str | None, suffix: str | None) -> None:
    """What stands near, in part, or in another case is not right before or after."""
    text = SourceText("Dijo no y calló. Volvió y dijo no otra vez.")
    assert isinstance(text.find("no", prefix, suffix), NotFound)


def test_prefix_and_suffix_belong_to_the_first_and_the_last_part() -> None:
    """With parts, `prefix` stands before the first and `suffix` after the last."""
    text = SourceText("él dijo uno y dos hoy; ella dijo uno y dos ayer")
    verdict = text.find("uno […] dos", "ella dijo", "ayer")
    assert verdict == Found(((33, 36), (39, 42)), quoted=False)


# Rule 4: inside quotation marks

MARK_PAIRS = [
    *("''|''", '"|"', "“|”", "«|»", "„|“", "„|”", "‘‘|’’", "``|''", "``|´´", "´´|´´", "‟|”"),
    *("“|“", "’’|’’", "″|″", "‘|’", "'|'", "«\u00a0|\u00a0»"),
]


@pytest.mark.parametrize("pair", MARK_PAIRS)
def test_every_kind_of_quotation_mark_counts(pair: str) -> None:
    """A quotation stands inside marks of any kind; what stands around it does not."""
    opening, closing = pair.split("|")
    text = SourceText(f"Ayer dijo {opening}basta, hoy ya{closing} y calló.\n\nFin")
    assert quoted(text, "basta, hoy ya")
    assert quoted(text, "hoy")
    for outside in ("Ayer dijo", "y calló", "Fin", "Ayer […] hoy", "ya […] calló"):
        assert not quoted(text, outside), outside


def quoted(text: SourceText, words: str) -> bool:
    """Whether words that stand in a text stand inside quotation marks."""
    verdict = text.find(words)
    assert isinstance(verdict, Found), verdict
    return verdict.quoted


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("«Dijo “no” ayer», contó", ["Dijo", "no", "ayer", "Dijo […] ayer"], ["contó"]),
        ("“Dijo ‘no’ ayer”, contó", ["Dijo", "no", "ayer"], ["contó"]),
        ("“Dijo “no” ayer”, contó", ["Dijo", "no", "ayer"], ["contó"]),
        ("«Dijo «no» ayer», contó", ["Dijo", "no", "ayer"], ["contó"]),
        ('"uno" y "dos"', ["uno", "dos", "uno […] dos"], ["y"]),
        ("dos” tres “cuatro” cinco", ["cuatro"], ["dos", "tres", "cinco"]),
        ("Dijo “no.\n\nCalló.\n\n“Sí”, dijo.", ["Sí"], ["Calló", "dijo"]),
        ("Dijo “no y calló", [], ["Dijo", "y calló"]),
        ("’tis “so” said he", ["so"], ["said he"]),
        ("don't say 'never' again, it isn't", ["never"], ["say", "again"]),
        ("the countries' shared pledge and the allies' plan", [], ["shared pledge", "plan"]),
        ("the countries' pledge of a 'new deal' today", ["new deal"], ["pledge of a", "today"]),
        ("En los '80 dijo “basta” y calló", ["basta"], ["dijo", "y calló"]),
        ("Midió 5' y dijo “basta”", ["basta"], ["y dijo"]),
        ("rock 'n' roll “is” here", ["is"], ["roll", "here"]),
        ('Midió 5" y dijo "basta"', ["basta"], ["Midió 5", "y dijo"]),
        ("En los '80 dijo algo.\n\n“Basta”, dijo.", ["Basta"], ["dijo algo"]),
        ("Dijo “no.\n\n«Basta», dijo.", ["Basta"], ["Dijo", "dijo"]),
        ("He said, 'It isn't so,' and 'no.'", ["It isn't so", "no"], ["He said", "and"]),
        ("l'ONU, l’eau et l'«Acord» là", ["Acord"], ["l'ONU", "l’eau et", "là"]),
        ('Mide 5\' 10" y dijo "basta" ayer', ["basta"], ["Mide", "y dijo", "ayer"]),
        ('Una de 5"x7" y dijo "basta"', ["basta"], ["x7", "y dijo"]),
        (
            '("uno") a ¿"dos"? e —"tres"— o "¿cuatro?"',
            ["uno", "dos", "tres", "¿cuatro?"],
            ["a", "e", "o"],
        ),
        (
            '"…uno…" a "dos"[1] e "tres"¹, o "—cuatro—".',
            ["uno", "dos", "tres", "cuatro"],
            ["a", "e", "o"],
        ),
        ("Dijo \"tal vez ''uno'' o no\" y calló", ["tal vez", "uno", "o no"], ["Dijo", "y calló"]),
        ("« Uno », dijo « dos » (« tres »)[1]", ["Uno", "dos", "tres"], ["dijo"]),
        ('" uno ", dijo, y:"dos"', ["uno", "dos"], ["dijo, y"]),
    ],
)
def test_marks_are_told_from_apostrophes_and_strays(
    text: str, inside: list[str], outside: list[str]
) -> None:
    """Marks inside marks, apostrophes and marks that stand alone quote nothing outside."""
    source = SourceText(text)
    assert [words for words in inside if not quoted(source, words)] == []
    assert [words for words in outside if quoted(source, words)] == []


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("Since the '90s, they closed six ports, the unions' leaders said.", ["closed six ports"]),
        ("Since the ‘90s, they closed six ports, the unions’ leaders said.", ["closed six ports"]),
        ("Since the ’90s, they closed six ports, the unions’ leaders said.", ["closed six ports"]),
        ("He was born in '68. The students' union closed.", ["The students"]),
        ("The '60s and '70s were the Teamsters' years.", ["were the Teamsters", "and"]),
        ("Get 'em out, said the workers' leader.", ["said the workers", "out"]),
        ("'Twas the ministers' choice, and she left.", ["the ministers", "choice"]),
        ("Folk sang 'til dawn at the players' club.", ["dawn at the players"]),
        ("Since the '90s, ports closed, the workers' and students' leaders said.", ["ports closed"]),
        ("In '68 they were losin' ground, and rock 'n' roll won.", ["they were losin", "ground", "roll"]),
        ("In '68 a wall 6’ deep fell.", ["a wall"]),
        ("The '90s, the unions' leaders said '[we] go', he added.", ["the unions", "leaders said"]),
        ("He said 'we go. Since the '90s, ports closed, the unions' leaders left.", ["we go", "ports closed"]),
        ("'90s children left.\n\n'We go', he said.", ["children left"]),
    ],
)  # fmt: skip
def test_an_apostrophe_at_the_beginning_of_a_word_opens_nothing(
    text: str, outside: list[str]
) -> None:
    """What the narrator says between an elision and a genitive is not a quotation."""
    source = SourceText(text)
    assert [words for words in outside if quoted(source, words)] == []


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("He said: 'The workers' rights matter to us', and left.", ["The workers' rights matter to us"], ["and left"]),
        ("He said: ‘The workers’ rights matter to us’, and left.", ["The workers’ rights matter to us"], ["and left"]),
        ("'The Teamsters' Union is the members' home.' He left.", ["Union is the members' home."], ["He left"]),
        ("'The workers' and students' rights matter', he said.", ["and students' rights matter"], ["he said"]),
        ("Ports: 'We're losin' ground'", ["ground"], ["Ports"]),
        ("‘In the ’90s the workers’ rights grew,’ he said.", ["In the ’90s the workers’ rights grew"], ["he said"]),
        ("'We love rock 'n' roll', he said.", ["We love rock 'n' roll"], ["he said"]),
        ("‘We love rock ’n’ roll’, he said.", ["We love rock ’n’ roll"], ["he said"]),
        ("'Give 'em hell', he said.", ["Give 'em hell"], ["he said"]),
        ("'In the '90s we grew.\n\n'Now we rest', he said.", ["In the '90s we grew", "Now we rest"], ["he said"]),
        ("Dijo: '90 barcos vinieron', y salió.", ["90 barcos vinieron"], ["y salió"]),
        ("Cerró '20 puertos' y salió.", ["20 puertos"], ["y salió"]),
        ("Cause: '90 per cent of the workers' demands', he said.", ["demands"], ["he said"]),
        ("''90s folk know the unions' leaders'', he said.", ["the unions' leaders"], ["he said"]),
    ],
)  # fmt: skip
def test_an_apostrophe_inside_a_quotation_does_not_end_it(
    text: str, inside: list[str], outside: list[str]
) -> None:
    """It goes on to the mark that closes speech, and may begin with a number."""
    source = SourceText(text)
    assert [words for words in inside if not quoted(source, words)] == []
    assert [words for words in outside if quoted(source, words)] == []


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("The 'winners' list is long.", ["winners"], ["list is long"]),
        ("He said 'yes' and left for the workers'.", ["yes"], ["and left"]),
        ("He met 'losers' twice and said '[they] go', then left.", ["losers"], ["twice and said", "then"]),
        ("Los llamó 'traidores' ayer y '20 veces falsos', dijo.", ["traidores", "20 veces falsos"], ["ayer y"]),
        ("Los llamó 'ladrones' a todos y no habrá paz', dijo.", ["ladrones"], ["a todos y no habrá paz"]),
        ("Dijo 'no. Añadió: '90 barcos vinieron', y salió.", ["90 barcos vinieron"], ["no", "Añadió"]),
        ("The ‘experts’ dug 6’, then left.", ["experts"], ["dug 6", "then"]),
        ("The 'experts' met \"friends\" here', he said.", ["experts", "friends"], ["met", "here"]),
    ],
)  # fmt: skip
def test_where_a_quotation_may_end_twice_it_ends_first(
    text: str, inside: list[str], outside: list[str]
) -> None:
    """A later mark does not close it where a mark between may open, or the next word cannot be owned."""
    source = SourceText(text)
    assert [words for words in inside if not quoted(source, words)] == []
    assert [words for words in outside if quoted(source, words)] == []


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("»Uno«, sagte er, »und zwei«.", ["Uno", "und zwei"], ["sagte er"]),
        ("Er sagte: »Uno ›zwei‹ drei« und ging", ["Uno", "zwei", "drei"], ["Er sagte", "und ging"]),
        ("(»Uno«) und —»zwei« und ›drei‹", ["Uno", "zwei", "drei"], ["und […] und"]),
        ("„Uno“ und ‚zwei‘ und ‚drei’ hier", ["Uno", "zwei", "drei"], ["und […] und", "hier"]),
        (
            "»Uno.\n\n»Dos.\n\n»Tres«, sagte er. »Vier«",
            ["Uno", "Dos", "Tres", "Vier"],
            ["sagte er"],
        ),
        ("El «uno» » y «dos»", ["uno", "dos"], ["El", "y"]),
        ("Dos »tres «cuatro» cinco", [], ["Dos", "cinco"]),  # neither way
    ],
)
def test_some_languages_quote_with_the_points_inwards(
    text: str, inside: list[str], outside: list[str]
) -> None:
    """The first guillemet of a paragraph says which of the two opens in it."""
    source = SourceText(text)
    assert [words for words in inside if not quoted(source, words)] == []
    assert [words for words in outside if quoted(source, words)] == []


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ('Dijo: "Uno". Y "dos y tres. Respondió "cuatro" hoy', ["Uno", "cuatro"], ["Y", "dos y tres", "hoy"]),
        ('Uno", dijo. "Dos" y tres', ["Dos"], ["Uno", "dijo", "y tres"]),
        ('"Uno, dijo. "Dos" y tres', ["Dos"], ["Uno", "dijo", "y tres"]),
        ('"Uno", dijo. Dos" y tres', ["Uno"], ["dijo", "Dos", "y tres"]),
        ('"Uno", dijo. "Dos y tres', ["Uno"], ["dijo", "Dos", "y tres"]),
        ('"Uno"y calló, dijo. Dos" y tres', [], ["Uno", "y calló", "dijo", "Dos"]),
        ("«Uno, dijo. »Dos» y tres", [], ["Uno", "dijo", "Dos", "y tres"]),
        ("«Uno« y dos» y «tres»", ["tres"], ["Uno", "y dos"]),
        ("“Uno, dijo—“Dos” y tres", ["Dos"], ["Uno", "dijo", "y tres"]),
        ("“Uno, dijo. ”Dos” y tres", [], ["Uno", "dijo", "Dos", "y tres"]),
    ],
)  # fmt: skip
def test_a_missing_mark_does_not_turn_the_rest_over(
    text: str, inside: list[str], outside: list[str]
) -> None:
    """Where a mark is missing or the wrong way round, what the narrator says is not quoted."""
    source = SourceText(text)
    assert [words for words in inside if not quoted(source, words)] == []
    assert [words for words in outside if quoted(source, words)] == []


QUOTING = ['"|"', "''|''", "“|”", "«|»", "„|“", "‘|’", "'|'"]


@settings(max_examples=300)
@given(
    pair=st.sampled_from(QUOTING),
    paragraphs=st.lists(
        st.tuples(
            st.integers(1, 4), st.none() | st.tuples(st.integers(0, 3), st.sampled_from([0, 1]))
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_words_outside_all_marks_are_never_quoted(
    pair: str, paragraphs: list[tuple[int, tuple[int, int] | None]]
) -> None:
    """Whatever mark a paragraph lacks: the narrator's words are not a quotation."""
    text, narration, quotations = [], [], []
    for number, (count, missing) in enumerate(paragraphs):
        out = []
        for index in range(count):
            name = f"{number}x{index}"
            marks = pair.split("|")
            if missing and missing[0] == index:
                marks[missing[1]] = ""
            else:
                quotations.append(f"cita{name}")
            narration.append(f"narra{name}")
            out.append(f"Y narra{name} así: {marks[0]}la cita{name}, no{marks[1]}")
        narration.append(f"calla{number}")
        text.append(f"{', '.join(out)} y calla{number}.")
    source = SourceText("\n\n".join(text))
    assert [words for words in narration if quoted(source, words)] == []
    assert [words for words in quotations if not quoted(source, words)] == []


@pytest.mark.parametrize(
    "text",
    [
        "“Uno.\n\n“Dos.\n\n“Tres”, dijo.\n\nCuatro",
        "«Uno.\n\n«Dos.\n\n«Tres», dijo.\n\nCuatro",
        "«Uno.\n\n»Dos.\n\n»Tres», dijo.\n\nCuatro",  # as the Real Academia has it
        "''Uno.\r\n\r\n''Dos.\r\n\r\n''Tres'', dijo.\r\n\r\nCuatro",
        '"Uno.\n\n"Dos.\n\n"Tres", dijo.\n\nCuatro',
        "Contó: “Uno.\n\n“Dos.\n\n“Tres”, dijo.\n\nCuatro",
        "Contó: «Uno.\n\n»Dos.\n\n»Tres», dijo.\n\nCuatro",
    ],
)
def test_a_speech_may_have_several_paragraphs(text: str) -> None:
    """A speech opens anew in each paragraph, and closes in the last."""
    source = SourceText(text)
    assert [quoted(source, words) for words in ("Uno", "Dos", "Tres", "dijo", "Cuatro")] == [
        *(True, True, True),
        *(False, False),
    ]


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("El plan “Uno se aplica, explicó.\n\n“Dos”, dijo.", ["Dos"], ["Uno", "explicó", "dijo"]),
        ("“Uno”, dijo. “Dos y calló.\n\n“Tres”, dijo él.", ["Uno", "Tres"], ["Dos", "y calló"]),
        ("Contó: «Uno.\n\n»Dos», añadió. «Tres»", ["Uno", "Dos", "Tres"], ["Contó", "añadió"]),
        ("“Uno.\n\n“Dos.\n\nTres", [], ["Uno", "Dos", "Tres"]),  # never closed
        ("“Uno.\n\n“Dos.", [], ["Uno", "Dos"]),
    ],
)
def test_what_is_not_closed_does_not_run_on(
    text: str, inside: list[str], outside: list[str]
) -> None:
    """A mark that the next paragraph begins with may open another quotation."""
    source = SourceText(text)
    assert [words for words in inside if not quoted(source, words)] == []
    assert [words for words in outside if quoted(source, words)] == []


def test_a_mark_without_a_partner_is_known() -> None:
    """The author is told of it; apostrophes and inches are none."""
    source = SourceText("Uno “dos” en los '80.\n\nTres “cuatro.\n\nMide 5\" así.\n\nFin”, dijo.")
    places = [source.text.index(word) for word in ("Uno", "Tres", "Mide", "dijo")]
    assert [source.has_stray_mark(place) for place in places] == [False, True, False, True]


# Rule 5: slips of the source

SLIPS = (("Estrados", "Estados"), ("Untidos de Norteamérica", "Unidos de América"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Embajada de Estados", "Embajada de Estrados"),
        ("Embajada de Estrados", "Embajada de Estrados"),
        ("Estados Unidos de América dijo", "Estrados Untidos de Norteamérica dijo"),
        ("Estrados Untidos de Norteamérica dijo", "Estrados Untidos de Norteamérica dijo"),
        ("Embajada de Estados Unidos", "Embajada de Estrados Untidos de Norteamérica"),
        ("de América dijo", "Untidos de Norteamérica dijo"),
        ("dijo", "dijo"),
        ("La Embajada", "La Embajada"),
    ],
)
def test_a_slip_matches_as_written_and_as_meant(words: str, found: str) -> None:
    """What is shown is the text as received, with the whole of each slip."""
    assert parts("La Embajada de Estrados Untidos de Norteamérica dijo", words, SLIPS) == [found]


@pytest.mark.parametrize(
    "words", ["Estdos", "Extrados", "la Embajada", "Estados Unidos de Norteamérica"]
)
def test_a_slip_excuses_nothing_else(words: str) -> None:
    """Neither other slips nor other words match by a slip, nor half of one."""
    assert parts("La Embajada de Estrados Untidos de Norteamérica dijo", words, SLIPS) is None


def test_words_that_a_slip_and_its_meaning_share_stand_once() -> None:
    """A slip is one place, whether it is read as written or as meant."""
    assert parts("teh cat sat", "cat", (("teh cat", "the cat"),)) is not None
    assert parts("teh cat sat", "cat sat", (("teh cat", "the cat"),)) is not None
    assert parts("it sat on teh cat", "sat on", (("on teh", "on the"),)) is not None


@pytest.mark.parametrize(
    ("text", "slip", "inside", "outside"),
    [
        ('Dijo: "no hay más, y salió. "Sí", dijo', ('"no hay más', '"no hay más"'), ["no hay más", "Sí"], ["y salió"]),
        ("Dijo no hay\nmás”, y salió", ("no hay más”", "“no hay más”"), ["no hay más"], ["Dijo", "y salió"]),
        ("«Uno“ y «dos»", ("«Uno“", "«Uno»"), ["Uno", "dos"], ["y"]),
        ("«Dijo “no ayer», contó", ("“no", "“no”"), ["Dijo “no ayer", "Dijo “no” ayer"], ["contó"]),
        ("Contó 'uno. Calló", ("'uno", "'uno'"), ["uno"], ["Calló"]),
        ("Contó ''uno' y calló", ("''uno'", "''uno''"), ["uno"], ["y calló"]),
        ("Uno “dos.\n\n“Tres”, dijo", ("“dos.", "“dos”."), ["dos", "Tres"], ["Uno", "dijo"]),
        ('Dijo "é\u0301l no, y', ('"é\u0301l no', '"é\u0301l no"'), ["é\u0301l no"], ["y"]),
    ],
)  # fmt: skip
def test_a_slip_of_marks_is_read_as_it_was_meant(
    text: str, slip: tuple[str, str], inside: list[str], outside: list[str]
) -> None:
    """A mark that the source forgot counts where its record says so; places are those of the text."""
    source = SourceText(text, [slip])
    assert source.missing_slips == ()
    assert [words for words in inside if not quoted(source, words)] == []
    assert [words for words in outside if quoted(source, words)] == []
    found = source.find(outside[0])
    assert isinstance(found, Found)
    assert [text[start:end] for start, end in found.ranges] == [outside[0]]


def test_a_slip_of_marks_stands_where_the_very_marks_do() -> None:
    """Other marks around the same words are no slip."""
    text = SourceText("«Uno“ y «Uno» y “Uno“", [("«Uno“", "«Uno»"), ("‘Uno’", "«Uno»")])
    assert text.slips == ((0, 5),)
    assert text.missing_slips == (("‘Uno’", "«Uno»"),)


def test_a_slip_of_words_leaves_the_marks_as_they_are() -> None:
    """Only an entry whose words are the same on both sides is about marks."""
    source = SourceText('Dijo "Estrados Unidos, y', [('"Estrados Unidos', '"Estados Unidos"')])
    assert not quoted(source, "Unidos")


def test_slips_are_marked_wherever_they_stand() -> None:
    """Each place of a slip is known, in order; a slip that is not there is named."""
    text = SourceText("Estrados y Estrados, no Estradosa", [*SLIPS[::-1]])
    assert text.slips == ((0, 8), (11, 19))
    assert text.missing_slips == (SLIPS[1],)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("dos tres", [("words", "dos tres")]),
        ("“uno”  dos", [("words", "«uno» dos")]),  # the marks of the source
        ("uno […] tres", [("words", "uno"), ("words", " "), ("editor", "[…]"), ("words", " "), ("words", "tres")]),
        ("[U]no", [("editor", "[U]"), ("words", "no")]),
        ("tres […].", [("words", "tres"), ("words", " "), ("editor", "[…].")]),
        (
            "tres Estados Unidos",
            [("words", "tres "), ("slip", "Estrados"), ("words", " Unidos")],
        ),
        ("Estrados […] Unidos", [("slip", "Estrados"), ("words", " "), ("editor", "[…]"), ("words", " "), ("words", "Unidos")]),
        ("uno […], […] tres", [("words", "uno"), ("words", " "), ("editor", "[…], […]"), ("words", " "), ("words", "tres")]),
    ],
)  # fmt: skip
def test_a_quotation_is_shown_in_the_words_of_the_source(
    words: str, shown: list[tuple[str, str]]
) -> None:
    """The source's own words, its slips, and the editor's brackets between them."""
    source = SourceText("«uno» dos tres Estrados Unidos", SLIPS[:1])
    found = source.find(words)
    assert isinstance(found, Found)
    assert merged(pieces(words, source, found)) == merged(shown)


def merged(shown: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pieces with neighbours of a kind joined: how they are cut is of no account."""
    out: list[tuple[str, str]] = []
    for kind, text in shown:
        if out and out[-1][0] == kind:
            out[-1] = (kind, out[-1][1] + text)
        elif text:
            out.append((kind, text))
    return out


# Rule 6: the nearest passage, for messages


@pytest.mark.parametrize(
    ("words", "wanted", "passage"),
    [
        ("los 31 estados", "los >>31<< estados", "los >>32<< estados"),
        ("Los 32 estados", ">>Los<< 32 estados", ">>los<< 32 estados"),
        ("los 32 grandes estados", "los 32 >>grandes<< estados", "los 32 estados"),
        ("los estados mexicanos", "los estados mexicanos", "los >>32<< estados mexicanos"),
        ("a los 32 países", "a los 32 >>países<<", "a los 32 >>estados<<"),
        ("Se extendió a los 32", ">>Se extendió<< a los 32", ">>se extenderá<< a los 32"),
        ("los 32 estados, mexicanos", "los 32 estados>>,<< mexicanos", "los 32 estados mexicanos"),
        ("“eTrace” no se extenderá", '"eTrace" >>no<< se extenderá', '"eTrace" se extenderá'),
        ("los [32] estados mejicanos", "los estados >>mejicanos<<", "los >>32<< estados >>mexicanos<<"),
    ],
)  # fmt: skip
def test_the_nearest_passage_marks_the_words_that_differ(
    words: str, wanted: str, passage: str
) -> None:
    """A miss shows the nearest passage, with what differs marked on both sides."""
    source = SourceText("Ayer.\n\nEl uso de ''eTrace'' se extenderá a los 32 estados mexicanos.")
    near = source.nearest(words)
    assert near
    assert (near.wanted, near.passage) == (wanted, passage)
    assert source.line(near.start) == 3


@pytest.mark.parametrize(
    ("text", "words", "unseen"),
    [
        ("con Carlos Ⅳ ya", "con Carlos IV ya", [("source's", "Ⅳ", ("U+2163 ROMAN NUMERAL FOUR",))]),
        ("El pacto firmado", "El p\u0430cto firmado", [("yours", "p\u0430cto", ("U+0430 CYRILLIC SMALL LETTER A",))]),
        ("El pact\u03bf firmado", "El pacto firmado", [("source's", "pact\u03bf", ("U+03BF GREEK SMALL LETTER OMICRON",))]),
        ("un q\u0303 raro", "un q raro", [("source's", "q\u0303 raro", ("U+0303 COMBINING TILDE",))]),
        ("una su\u200dma ya", "una suma ya", [("source's", "su\u200dma", ("U+200D ZERO WIDTH JOINER",))]),
        ("una \u2062 suma", "una suma", [("source's", "una \u2062 suma", ("U+2062 INVISIBLE TIMES",))]),
        ("la re\u2043unión de hoy", "la re-unión de hoy", [("source's", "re\u2043unión", ("U+2043 HYPHEN BULLET",))]),
        ("el Nº 5", "el N° 5", [
            ("source's", "Nº", ("U+00BA MASCULINE ORDINAL INDICATOR",)),
            ("yours", "N°", ("U+00B0 DEGREE SIGN",)),
        ]),
        ("Dijo uno.\n\nY dos más", "Dijo uno. Y dos", [("paragraph", ". […] Y", ())]),
        ("uno\n\ny dos", "uno […] dos", [("paragraph", "uno […] y", ())]),
        ("el 10 % de hoy", "el 10% de hoy", [("space", "10 %", ())]),
        ("el 10% de hoy", "el 10 % de hoy", [("no space", "10%", ())]),
        ("los 3 500 casos", "500 casos", [("cut", "3 500 casos", ())]),
        ("los 32 estados", "los 31 estados", []),
        ("el año entero", "el ano entero", []),
        ("el Grupo entero", "el grupo entero", []),
    ],
)  # fmt: skip
def test_a_difference_that_cannot_be_seen_is_named(
    text: str, words: str, unseen: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    """Letters that look alike, what is invisible, spaces and paragraphs; what is marked is seen."""
    source = SourceText(text)
    assert isinstance(source.find(words), NotFound)
    near = source.nearest(words)
    assert near
    assert [*near.unseen] == unseen


def test_a_forgotten_ellipsis_is_seen() -> None:
    """Where words were left out without `[…]`, the passage shows them."""
    source = SourceText(
        "Entre los objetivos se incluyen facilitar que México extienda el uso de eTrace y la "
        "tecnología de imágenes de balística a los 32 estados mexicanos."
    )
    near = source.nearest("México extienda el uso de eTrace a los 32 estados mexicanos")
    assert near
    assert near.wanted == "México extienda el uso de eTrace a los 32 estados mexicanos"
    assert near.passage == (
        "México extienda el uso de eTrace >>y la tecnología de imágenes de balística<< "
        "a los 32 estados mexicanos"
    )


@pytest.mark.parametrize("words", ["cuatro", "[uno]", "…", ""])
def test_nothing_is_near_where_no_word_is(words: str) -> None:
    """Where no word of the author's is in the source, no passage is shown."""
    assert SourceText("uno dos tres").nearest(words) is None


# Paragraphs, sentences, lines


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Uno. Dos.", ["Uno.", "Dos."]),
        ("Uno.\nDos.\n\nTres", ["Uno.", "Dos.", "Tres"]),
        ("  Uno  \n\n\n  Dos\n", ["Uno", "Dos"]),
        ("¿Uno? ¡Dos! —Tres… «Cuatro».", ["¿Uno?", "¡Dos!", "—Tres…", "«Cuatro»."]),
        ("«Uno.» Dos. (Tres.) Cuatro", ["«Uno.»", "Dos.", "(Tres.)", "Cuatro"]),
        ("''Uno''. ''Dos.'' Tres", ["''Uno''.", "''Dos.''", "Tres"]),
        ("En 2025. 32 estados.", ["En 2025.", "32 estados."]),
        ("Suman 3.5 millones. Y más.", ["Suman 3.5 millones.", "Y más."]),
        ("El Sr. Rubio y la Dra. Paz.", ["El Sr. Rubio y la Dra. Paz."]),
        ("EE. UU. y México. Y J. Pérez.", ["EE. UU. y México.", "Y J. Pérez."]),
        ("Véase el art. 5, núm. 2, págs. 3 y ss. del texto.", ["Véase el art. 5, núm. 2, págs. 3 y ss. del texto."]),
        ("Resolución No. 5. Fin.", ["Resolución No. 5.", "Fin."]),
        ("Dijo que no. Luego se fue.", ["Dijo que no.", "Luego se fue."]),
        ("Uno... dos. Tres", ["Uno... dos.", "Tres"]),
        ("Sin punto", ["Sin punto"]),
        ("", []),
        (" \n\n ", []),
    ],
)  # fmt: skip
def test_sentences_end_where_a_new_one_begins(text: str, sentences: list[str]) -> None:
    """Sentences are counted for the coverage of a source; abbreviations do not end them."""
    source = SourceText(text)
    assert [text[start:end] for start, end in source.sentences] == sentences


def test_paragraphs_are_stretches_between_blank_lines() -> None:
    """Paragraphs end at blank lines, and hold no white space around them."""
    text = "\n uno\ndos \r\n\r\n tres\n \n\n"
    assert [text[start:end] for start, end in SourceText(text).paragraphs] == ["uno\ndos", "tres"]


def test_lines_count_from_one() -> None:
    """Lines count from 1, as editors do, with either line end."""
    assert [SourceText("a\nb\r\nc").line(offset) for offset in (0, 2, 5)] == [1, 2, 3]


# Our own briefing

SITE = read_site(REPOSITORY / "briefs").site
PAGE = SITE.briefings["mision-cortafuegos"]
SOURCE = SITE.sources["embajada-cortafuegos"].text
WORDS = sorted(
    {quote.text for quote in PAGE.record.quotes}
    | {
        str(value)
        for where, value in leaves(PAGE.record)
        if "evidence" in where and where[-1] == "text"
    }
)
every_evidence = pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))

WORD = re.compile(r"\w+")
BRACKETS = re.compile(r"\[[^\[\]]*\]")
LETTERS = "abcdefghijklmnñopqrstuvwxyzáéíóúüABCDEÑçßøлあ"


def compared(words: str, pattern: str) -> list[re.Match[str]]:
    """What matches in the words and is compared: all but what stands in brackets."""
    blanked = BRACKETS.sub(lambda match: " " * len(match[0]), words)
    return list(re.finditer(pattern, blanked))


def plainly(text: str) -> str:
    """Rule 1 in the plainest way."""
    text = unicodedata.normalize("NFC", text)
    for kind, glyphs in (('"', DOUBLE_MARKS), ("'", SINGLE_MARKS), ("-", DASHES)):
        for glyph in sorted(glyphs, key=len, reverse=True):
            text = text.replace(glyph, kind)
    return " ".join(text.split())


PARAGRAPHS = [
    plainly(paragraph)
    for text in (SOURCE.text, SOURCE.text.replace("Estrados", "Estados"))
    for paragraph in text.split("\n\n")
]


def stands(words: str) -> bool:
    """Whether words stand in this source, by rules 1, 2 and 5 in the plainest way."""
    wanted = [*filter(None, map(plainly, BRACKETS.split(words)))]
    near = [paragraph for paragraph in PARAGRAPHS if all(part in paragraph for part in wanted)]
    if not near:  # in most cases, and to compile the pattern takes longest
        return False
    joined = r"(?!\w).*?(?<!\w)".join(map(re.escape, wanted))
    pattern = re.compile(rf"(?<!\w){joined}(?!\w)")
    return any(pattern.search(paragraph) for paragraph in near)


def check_not_found(changed: Iterable[str]) -> None:
    """Changed words are not found. Where a change made other words of the source, they are."""
    for words in changed:
        verdict = SOURCE.find(words)
        assert isinstance(verdict, NotFound) != stands(words), (words, verdict)


def replaced(words: str, match: re.Match[str], new: str) -> str:
    """The words with something else in one place."""
    return words[: match.start()] + new + words[match.end() :]


def test_our_briefing_has_evidence() -> None:
    """These properties are tested on all evidence of the flagship briefing."""
    assert len(WORDS) > 30
    assert any(compared(words, r"\d") for words in WORDS)
    assert any("[…]" in words for words in WORDS)


@every_evidence
def test_our_evidence_is_found_once(words: str) -> None:
    """Unchanged, each stands in the source once."""
    assert isinstance(SOURCE.find(words), Found)
    assert stands(words)


@every_evidence
@settings(max_examples=5)
@given(letter=st.sampled_from(LETTERS))
def test_a_changed_letter_is_not_found(words: str, letter: str) -> None:
    """Any one letter changed to any other is another word."""
    check_not_found(
        replaced(words, match, letter)
        for match in compared(words, r"[^\W\d_]")
        if match[0] != letter
    )


@every_evidence
def test_an_accent_more_or_less_is_not_found(words: str) -> None:
    """Accents are never folded."""
    without = [
        replaced(words, match, unicodedata.normalize("NFD", match[0])[0])
        for match in compared(words, "[áéíóúüñÁÉÍÓÚÑ]")
    ]
    more = [
        replaced(words, match, match[0] + accent)
        for accent in "\u0301\u0303\u0308"
        for match in compared(words, "[^\\W\\d_]")
    ]
    check_not_found([*without, *more])


@every_evidence
def test_a_changed_digit_is_not_found(words: str) -> None:
    """«31 estados» is not «32 estados», nor «326 estados»."""
    check_not_found(
        replaced(words, match, new)
        for match in compared(words, r"\d")
        for new in (*"0123456789٢２", f"{match[0]}0", f"1{match[0]}", f"{match[0]}.5", "")
        if new != match[0]
    )


@every_evidence
def test_a_changed_case_is_not_found(words: str) -> None:
    """Capitals are never folded."""
    check_not_found(
        replaced(words, match, match[0].swapcase()) for match in compared(words, r"[^\W\d_]")
    )


@every_evidence
@settings(max_examples=3)
@given(new=st.sampled_from(sorted({word for words in WORDS for word in WORD.findall(words)})))
def test_a_replaced_word_is_not_found(words: str, new: str) -> None:
    """Nor do other words of the same source stand in for one."""
    check_not_found(
        replaced(words, match, new) for match in compared(words, r"\w+") if match[0] != new
    )


@every_evidence
def test_swapped_words_are_not_found(words: str) -> None:
    """Word order is never folded."""
    check_not_found(
        replaced(words, match, f"{match[3]}{match[2]}{match[1]}")
        for match in overlapping(words, r"(\w+)(\W+)(?=(\w+))")
        if match[1] != match[3]
    )


def overlapping(words: str, pattern: str) -> Iterator[re.Match[str]]:
    """Pairs of neighbours that are compared; each match is stretched over its second word."""
    for match in compared(words, pattern):
        stretched = re.compile(r"(\w+)(\W+)(\w+)").match(words, match.start())
        if stretched and "[" not in stretched[2]:
            yield stretched


@every_evidence
@settings(max_examples=3)
@given(new=st.sampled_from(["no", "No", "casi", "31", "y"]))
def test_an_inserted_word_is_not_found(words: str, new: str) -> None:
    """A «no» between two words is a difference."""
    check_not_found(
        replaced(words, match, f" {new} ") for match in compared(words, r"(?<=\w) (?=\w)")
    )


@every_evidence
def test_a_dropped_word_is_not_found(words: str) -> None:
    """Words left out want their `[…]`."""
    check_not_found(replaced(words, match, " ") for match in compared(words, r"(?<=\w) \w+ (?=\w)"))


@every_evidence
def test_a_word_cut_short_is_not_found(words: str) -> None:
    """A match neither begins nor ends inside a word; what remains of one letter is no word."""
    first, *_, last = compared(words, r"\w")
    check_not_found([words[first.end() :], words[: last.start()]])


@every_evidence
def test_words_left_out_at_the_edges_are_found(words: str) -> None:
    """The properties above find what they should: fewer whole words are still words of the source."""
    for match in compared(words, r"(?<=\w) (?=\w)"):
        assert not isinstance(SOURCE.find(words[match.end() :]), NotFound)
        assert not isinstance(SOURCE.find(words[: match.start()]), NotFound)


def dressed(words: str, seed: int) -> str:
    """The same words in other glyphs."""
    random = Random(seed)
    kinds = {"mark": [*DOUBLE_MARKS, "'"], "single": SINGLE_MARKS, "dash": DASHES, "space": SPACES}
    glyphs = re.compile(
        r"(?P<mark>''|[\"“”«»])|(?P<single>['‘’])|(?P<dash>[-–—‑])|(?P<space>[ \n\u00a0]+)"
    )
    changed = "".join(
        glyphs.sub(lambda match: random.choice(kinds[match.lastgroup or ""]), piece)
        if not BRACKETS.fullmatch(piece)
        else piece
        for piece in re.split(rf"({BRACKETS.pattern})", words)
    )
    return unicodedata.normalize(random.choice(["NFC", "NFD"]), changed)


@every_evidence
@settings(max_examples=20)
@given(seed=st.integers())
def test_other_typography_is_found_in_the_same_place(words: str, seed: int) -> None:
    """Quotation marks, dashes, white space and Unicode form make no difference."""
    assert SOURCE.find(dressed(words, seed)) == SOURCE.find(words)


@settings(max_examples=20)
@given(seed=st.integers())
def test_other_typography_of_the_source_makes_no_difference(seed: int) -> None:
    """Nor do those of the source: the same words are found, in the text as received."""
    text = "\n\n".join(dressed(part, seed) for part in SOURCE.text.split("\n\n"))
    source = SourceText(text, [("Estrados", "Estados")])
    for words in WORDS:
        there, here = source.find(words), SOURCE.find(words)
        assert isinstance(there, Found)
        assert isinstance(here, Found)
        assert [fold(text[start:end]) for start, end in there.ranges] == [
            fold(SOURCE.text[start:end]) for start, end in here.ranges
        ]


@every_evidence
@settings(max_examples=5)
@given(data=st.data())
def test_the_nearest_passage_is_of_the_source(words: str, data: st.DataObject) -> None:
    """What is said to be of the source is; what differs is marked on one side at least."""
    match = data.draw(st.sampled_from(compared(words, r"\w+")))
    changed = replaced(words, match, data.draw(st.sampled_from(["Atlántida", "no", "31"])))
    near = SOURCE.nearest(changed)
    assert near
    unmarked = [re.sub(">>|<<", "", text) for text in (near.wanted, near.passage)]
    assert unmarked[0] == fold(BRACKETS.sub(" ", changed))
    assert unmarked[1] in plainly(SOURCE.text)
    assert ">>" in near.wanted + near.passage
    assert fold(SOURCE.text[near.start :]).startswith(unmarked[1])


# Whatever the texts

NEAR_MISSES = st.text("ab1 .,'\"“”«»‘’[]…-\n\r\u0301éñ\u00a0ﬁ\t", max_size=30)


@given(NEAR_MISSES, NEAR_MISSES, st.lists(st.tuples(NEAR_MISSES, NEAR_MISSES), max_size=2))
@example("1\u0301a\u0301", "1", [])
@settings(max_examples=1_000)
def test_no_text_is_too_strange(text: str, words: str, slips: list[tuple[str, str]]) -> None:
    """Any words can be looked for in any text, and what is found are stretches of it in order."""
    source = SourceText(text, slips)
    source.nearest(words)
    check_stretches(source.sentences, len(text))
    check_stretches(source.paragraphs, len(text))
    check_stretches(source.slips, len(text))
    found: Verdict = source.find(words)
    if isinstance(found, Found):
        list(pieces(words, source, found))
        check_stretches(dict.fromkeys(found.ranges), len(text))  # parts of one slip are one stretch


def check_stretches(ranges: Iterable[tuple[int, int]], length: int) -> None:
    """Stretches stand in the text, in order, and none is empty."""
    before = 0
    for start, end in ranges:
        assert before <= start < end <= length
        before = end


@given(NEAR_MISSES)
@example("ab-\nba b")
@settings(max_examples=300)
def test_whole_words_of_a_paragraph_are_found(text: str) -> None:
    """Every stretch of whole words in a paragraph stands in it, and matches itself."""
    source = SourceText(text)
    words = [
        (match.start(), match.end())
        for match in re.finditer(r"(?<!\S)[^\s\[\]]+(?!\S)", text)
        if any(char.isalnum() for char in match[0])
    ]
    broken = {place for joint in source.joints for place in joint[:2]}
    for start, _ in words:
        for _, end in words:
            chosen = text[start:end]
            is_inside = any(low <= start and end <= high for low, high in source.paragraphs)
            is_whole = start not in broken and end - 1 not in broken
            if start < end and is_inside and is_whole and not re.search(r"\[|\]", chosen):
                verdict = source.find(chosen)
                assert not isinstance(verdict, NotFound | NoWords), chosen
                if isinstance(verdict, Found):
                    ((low, high),) = verdict.ranges
                    assert fold(text[low:high]) == fold(chosen)


HOSTILE = {
    "spaces": " " * 50_000,
    "spaces in a text": "a" + " " * 50_000 + "b",
    "line ends": "\n" * 100_000,
    "full stops": "." * 15_000,
    "marks": "'" * 100_000,
    "opening marks": "“ " * 50_000,
    "accents": "a" + "\u0301" * 100_000,
    "one word": "a " * 50_000,
    "one paragraph a word": "a\n\n" * 30_000,
    "letters": "a" * 100_000,
    "digits": "1" * 100_000,
    "digits and points": "1." * 50_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_keeps_the_search_busy(text: str) -> None:
    """Preparing and searching take time that grows with the length of the text."""
    with finishes():
        source = SourceText(text)
        for words in ("a", "a […] a […] a […] b", "1", "b"):
            source.find(words)
        source.nearest("a b 1")
        assert len(source.sentences) >= len(source.paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE.values(),
        "“a\n\n" * 20_000,
        'a"b ' * 30_000,
        "'90s " * 30_000,
        "'a" + " bs' c" * 20_000,
    ],
)
def test_no_marks_keep_their_reader_busy(text: str) -> None:
    """Pairing quotation marks takes time that grows with the length of the text."""
    source = SourceText(text)
    with finishes():
        assert source.has_stray_mark(0) in (True, False)


@pytest.mark.parametrize("context", [("b", None), (None, "b"), ("b", "b")])
def test_context_does_not_multiply_the_ways(context: tuple[str | None, str | None]) -> None:
    """Parts that fit in many ways are no more work where `prefix` or `suffix` rules them all out."""
    with finishes():
        assert isinstance(SourceText("a " * 80).find("a […] a […] a […] a", *context), NotFound)


def test_long_words_do_not_keep_the_search_busy() -> None:
    """Nor does evidence as long as its source, whether found, missed or found over and over."""
    text = " ".join(f"palabra{n % 500} de la" for n in range(10_000))
    source = SourceText(text)
    with finishes():
        assert isinstance(source.find(text), Found)
        assert isinstance(source.find(f"{text} no"), NotFound)
        assert source.nearest(f"{text[:20_000]} no {text[20_000:]}")
        assert isinstance(SourceText("a " * 50_000).find("a " * 25_000), Ambiguous)


def test_a_slip_of_marks_between_dashes_is_looked_for_and_ends() -> None:
    """Two dashes are one, and with a mark between them they are two: what was written has no place for each."""
    assert parts("Dijo a -- b y calló.", "dijo", [("a -- b", 'a -"- b')]) is None
    assert parts("Dijo a -- b y calló.", "y calló", [("a -- b", 'a -"- b')]) == ["y calló"]


def test_an_apostrophe_alone_goes_from_no_turn_to_another() -> None:
    """U+02BC is a letter until it is folded: as a part of some words it has none to look for in turns."""
    source = SourceText("ANA PRAT: Uno.\nLUIS GIL: Dos.\n", speech=[("", "turns")])
    assert source.find("Uno […] \u02bc […] Tres") == NotFound("'")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_stretch_in_whole_words_is_found(form: Literal["NFC", "NFD"]) -> None:
    """Wherever it begins and ends: in a ligature, a number, a word that goes on in another line."""
    text = "La o\ufb01cina y la acción de coope-\nración fran\u00adcesa: 1.200,5 euros, 1.ᵉʳ día y -5 grados."
    source = SourceText(unicodedata.normalize(form, text))
    for start in range(len(source.text)):
        for end in range(start + 1, len(source.text)):
            stretch = source.text[start:end]
            if stretch == stretch.strip() and any(map(str.isalnum, stretch)):
                whole = source.whole_words((start, end))
                assert whole[0] <= start < end <= whole[1]
                assert not isinstance(source.find(source.shown(*whole)), NotFound)
