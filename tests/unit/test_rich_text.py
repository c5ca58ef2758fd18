r"""RTF, command by command: what stands in a file, beside what is read."""

from __future__ import annotations

import pytest
import trafilatura  # noqa: F401 (what it imports looks whether there is IPv6, with a socket)

from briefsite.authoring.documents.document import DocumentError, ReadDocument
from briefsite.authoring.documents.formats import format_of, read_document

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times{\*\falt T};}{\f1\fcharset204 Times CYR;}{\f2\fcharset2 Symbol;}"
    r"{\f3\fcharset128 MS Mincho;}{\f4 Arial;}{\f9\fcharset2 Logotipos;}}"
)


def read(body: str, head: str = r"\ansi\ansicpg1252") -> ReadDocument:
    raw = rf"{{\rtf1{head}{FONTS}{body}}}".encode("latin-1")
    assert format_of(raw, "a.rtf") == "rtf"
    return read_document(raw, "rtf")


def texts(document: ReadDocument) -> list[str]:
    return [block.text for block in document.blocks]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"presi\'f3n", "presión"),
        (r"presi\u243?n", "presión"),
        (r"presi\u243\'f3n", "presión"),
        (r"\uc0 presi\u243n", "presión"),
        (r"{\uc2 presi\u243??n} \u241?", "presión ñ"),
        (r"\u243 ?", "ó"),
        (r"{\f2 \u-3920?}", "°"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"{\f1 \'e0\'e1}", "аб"),
        (r"{\f3 \'93\'fa}", "日"),
        (r"{\f1 \u243?}", "ó"),
        (r"{\f1 \'e0}\'e0", "аà"),
        (r"{\f1\plain \'e0}", "à"),
        (r"{\f2 a\'b0}", "α°"),
        ("ca\xf1\xf3n", "cañón"),
        (r"a\~b", "a\xa0b"),
        (r"franco\_espa\'f1ol", "franco-español"),
        (r"coope\-raci\'f3n", "cooperación"),
        (r"a\tab b\line c\page d", "a b c d"),
        (r"\ldblquote a\rdblquote\emdash b\endash\lquote c\rquote\bullet", "“a”—b–‘c’•"),
        (r"\{a\}\\b", "{a}\\b"),
        ("a\r\nb", "ab"),
        (r"a{\*\desconocido no {tampoco}} b", "a b"),
        (r"a{\bkmkstart x}b", "ab"),
        (r"{\upr{a}{\*\ud{}}}", "a"),
        (r"a{\pict\bin5 }}{{\}b", "ab"),
        (r"\desconocido7 a\otro-1 b", "ab"),
        (r"{\field{\*\fldinst HYPERLINK \\l x}{\fldrslt aqu\'ed}}", "aquí"),
        (r'{\field{\*\fldinst SYMBOL 176 \\f "Symbol"}{\fldrslt}}', "°"),
    ],
)  # fmt: skip
def test_characters_are_those_that_show(body: str, text: str) -> None:
    """In the code page of the file or of the font, or by their numbers in Unicode."""
    assert texts(read(body))[:1] == [text]


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (r"\ansi\ansicpg1250", r"\'b9", "ą"),
        (r"\ansi\ansicpg1250", r"{\f0\'b9}", "ą"),
        (r"\mac", r"\'97", "ó"),
        (r"\pc", r"\'a4", "ñ"),
        (r"\pca", r"\'a4", "ñ"),
        (r"\ansi\ansicpg65001", r"\'c3\'b3", "ó"),
        (r"\ansi", r"\'93", "“"),
        (r"\ansi\ansicpg1252\deff1", r"\plain\'e0", "а"),
    ],
)
def test_the_head_says_how_letters_are_coded(head: str, body: str, text: str) -> None:
    """By code page, or by the computer it was written on."""
    assert texts(read(body, head)) == [text]


@pytest.mark.parametrize(
    ("head", "body"),
    [(r"\ansi\ansicpg1252", r"\'81"), (r"\ansi\ansicpg99999", r"\'f3"), (r"\ansi", r"{\f3 \'93}")],
)
def test_characters_in_doubt_are_refused(head: str, body: str) -> None:
    """None is guessed."""
    with pytest.raises(DocumentError, match="the characters of this file are not"):
        read(body, head)


def test_a_character_of_an_unknown_font_of_symbols_is_refused() -> None:
    """The message says after which words it stands."""
    with pytest.raises(DocumentError, match="after “subirá un” the font Logotipos"):
        read(r"subir\'e1 un {\f9 \u-4000?}")


@pytest.mark.parametrize(
    ("body", "text", "omitted"),
    [
        (r"Ve{\v a}n", "Ven", {"hidden": 1}),
        (r"Ve\v a\v0 n", "Ven", {"hidden": 1}),
        (r"{\v No\par}S\'ed", "Sí", {"hidden": 1}),
        (r"a {\strike b} c", "a c", {"deleted": 1}),
        (r"a {\striked1 b} c", "a c", {"deleted": 1}),
        (r"a {\strike b}{\strike\b b} c", "a c", {"deleted": 1}),
        (r"a {\strike x\strike0 b}", "a b", {"deleted": 1}),
        (r"a {\strike x\plain b}", "a b", {"deleted": 1}),
        (r"{\deleted\revauthdel1 treinta}cuarenta", "cuarenta", {"deleted": 1}),
        (r"Uno{\deleted\par} y dos", "Uno y dos", {}),
        (r"{\mvf x}a", "a", {"deleted": 1}),
        (r"a{\*\annotation b{\pict}}", "a", {"comments": 1}),
        (r"{\header A{\pict 00}}{\footerr \par}b", "b", {"running-heads": 1}),
        (r"a{\*\shppict{\pict 00}}{\nonshppict{\pict 00}}", "a", {"pictures": 1}),
        (r"a{\object{\*\objdata 00}{\result b{\pict}}}", "a", {"embedded": 1}),
        (r"a{\mmath{\*\moMath b}}", "a", {"embedded": 1}),
        (r"a{\field{\*\fldinst EQ \\f(1,2)}{\fldrslt}}", "a", {"embedded": 1}),
        (r"{\info{\comment x}{\doccomm y}}a", "a", {}),
        (r"{\stylesheet{\s1 Normal;}}a", "a", {}),
    ],
)  # fmt: skip
def test_what_word_does_not_show_is_left_out_and_counted(
    body: str, text: str, omitted: dict[str, int]
) -> None:
    """Hidden, struck out and deleted text; comments, pictures, objects."""
    document = read(body)
    assert (texts(document), document.omitted) == ([text], omitted)


def test_insertions_are_accepted_and_counted() -> None:
    """Each stretch once."""
    document = read(r"a {\revised b}{\revised\b c} d {\revised e}{\mvt  f}")
    assert texts(document) == ["a bc d e f"]
    assert document.altered == {"accepted-insertions": 2}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"10{\super 6}", "10⁶"),
        (r"10{\super \u8722?}{\super\b 6}", "10⁻⁶"),
        (r"10\super 6\nosupersub  m", "10⁶ m"),
        (r"10{\up6 6}", "10⁶"),
        (r"10{\up 6}", "10⁶"),
        (r"10{\up0 6}", "106"),
        (r"10{\super0 6}", "106"),
        (r"CO{\sub 2}", "CO₂"),
        (r"CO{\dn4 2}", "CO₂"),
    ],
)
def test_a_raised_figure_joins_no_other(body: str, text: str) -> None:
    """Whether it is raised as such, or by points."""
    assert texts(read(body)) == [text]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"32{\super\chftn{\footnote\pard{\super\chftn} Uno.}} presas\par b", ["32 presas", "[1] Uno.", "b"]),
        (r"a{\super\chftn}{\*\footnote\pard{\super\chftn} Uno.\par Dos.}\par b", ["a", "[1] Uno.", "Dos.", "b"]),
        (r"a{\super *}{\footnote{\super *} Ojo.}", ["a", "[*] Ojo."]),
        (r"\aftnnrlc a{\super\chftn{\footnote\ftnalt Fin.}}", ["a", "[i] Fin."]),
        (r"\ftnnalc a{\super\chftn{\footnote Uno.}} b{\super\chftn{\footnote Dos.}}", ["a b", "[a] Uno.", "[b] Dos."]),
        (r"10{\super 6}{\super\chftn{\footnote Uno.}}", ["10⁶", "[1] Uno."]),
        (r"{\f1 a{\super\chftn{\footnote \'e0}}}", ["a", "[1] а"]),
        (r"a{\deleted\chftn{\footnote No.}}", ["a"]),
        (r"a{\super\chftn{\footnote\trowd\intbl x\cell\row y}}", ["a", "[1] x", "y"]),
    ],
)  # fmt: skip
def test_notes_follow_their_paragraphs(body: str, expected: list[str]) -> None:
    """Counted as the file says, or by marks of their own."""
    assert texts(read(body)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"a\par b\par\pard c\sect d", ["a", "b", "c", "d"]),
        ("a\\\nb", ["a", "b"]),
        (r"\pard\dropcapli3\dropcapt1 E\par\pard l pleno\par b", ["El pleno", "b"]),
        (r"\intbl a\cell b\cell\row\pard c", ["a\tb", "c"]),
        (r"\intbl\outlinelevel0 a\cell b\cell\row", ["a\tb"]),
        (r"\intbl a\par b\cell c\cell\row", ["a b\tc"]),
        (r"\intbl a\cell\cell c\cell\row", ["a\t\tc"]),
        (r"x\par\intbl a\cell b\cell\row a\cell b\cell\row\pard y", ["x", "a\tb", "a\tb", "y"]),
        (r"\intbl a\cell\pard b", ["a", "b"]),
        (r"\intbl\itap1 a\cell\intbl\itap2 b\nestcell c\nestcell{\*\nesttableprops\nestrow}{\nonesttables\par}\intbl\itap1\cell\row", ["a", "b\tc"]),
        (r"{\listtext 1.\tab}a\par{\listtext\f2\'b7\tab}b", ["1. a", "b"]),
        (r"{\pntext b)\tab}a", ["b) a"]),
        (r"Antes {\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt Caja\par}}{\shprslt{\*\do{\dptxbxtext Caja\par}}}}y despu\'e9s.\par b", ["Antes y después.", "Caja", "b"]),
        (r"a{\*\do{\dptxbxtext Caja}}", ["a", "Caja"]),
        (r"a{\v{\shp{\*\shpinst{\shptxt Caja}}}}", ["a"]),
    ],
)  # fmt: skip
def test_paragraphs_cells_and_boxes_stand_apart(body: str, expected: list[str]) -> None:
    """Cells of a row a tab apart; numbers before their paragraphs, without bullets."""
    assert texts(read(body)) == expected


def test_it_says_who_wrote_it_what_it_is_called_and_in_which_language() -> None:
    """Not when it was made."""
    info = r"{\info{\title Aguas de marzo}{\author In\'e9s Marco}{\creatim\yr2026\mo3\dy1}}"
    document = read(rf"{info}\lang2058 Hoy llueve.{{\lang1033 Yes.}}{{\lang1033\b No.}}")
    facts = (document.title, document.author, document.lang)
    assert [fact and (fact.value, fact.found_in) for fact in facts] == [
        ("Aguas de marzo", r"\title"),
        ("Inés Marco", r"\author"),
        ("es-MX", r"\lang"),
    ]
    assert document.published is None


def test_its_title_is_else_its_first_heading() -> None:
    """A name of a file is none, nor an author that a program made up."""
    info = r"{\info{\title nota.rtf}{\author Usuario}}"
    document = read(rf"{info}\pard\outlinelevel1 Dos\par\pard\outlinelevel0 Uno\par\pard a")
    assert document.title
    assert (document.title.value, document.author, document.lang) == ("Uno", None, None)


def test_groups_can_be_as_deep_as_they_like() -> None:
    """Each inherits from the one around."""
    assert texts(read("{" * 50_000 + "a" + "}" * 50_000)) == ["a"]


def test_what_follows_the_end_is_no_part_of_the_text() -> None:
    """As in Word."""
    assert texts(read_document(rb"{\rtf1\ansi a}b\par c", "rtf")) == ["a"]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (rb"{\rtf1\ansi Se aprueba {\b no", "this file ends before its text does"),
        (rb"{\rtf1\ansi Se aprueba\par", "this file ends before its text does"),
        (rb"{\rtf1\ansi {\pict\bin99999 00}a}", "this file ends before its text does"),
        (rb"{\rtf1\ansi }", "this document has no text"),
    ],
)
def test_what_cannot_be_read_is_refused(raw: bytes, why: str) -> None:
    """Cut off, or empty."""
    with pytest.raises(DocumentError, match=why):
        read_document(raw, "rtf")
