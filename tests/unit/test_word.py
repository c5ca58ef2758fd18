"""Word files, part by part: what stands in them, beside what is read."""

from __future__ import annotations

import pytest
import trafilatura  # noqa: F401 (what it imports looks whether there is IPv6, with a socket)

from briefsite.authoring.documents.document import DocumentError, ReadDocument
from briefsite.authoring.documents.formats import format_of, read_document
from office import W, docx, zipped


def read(body: str, **parts: str) -> ReadDocument:
    return read_document(docx(body, **parts), "docx")


def texts(document: ReadDocument) -> list[str]:
    return [block.text for block in document.blocks]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, style: str = "", mark: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}<w:rPr>{mark}</w:rPr></w:pPr>{''.join(runs)}</w:p>"


SUPER = '<w:vertAlign w:val="superscript"/>'
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H"><w:name w:val="Normal oculto"/><w:basedOn w:val="N"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="B"><w:name w:val="Base"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="D"><w:name w:val="Derivado"/><w:basedOn w:val="B"/></w:style>
<w:style w:type="character" w:styleId="U"><w:name w:val="Sin"/><w:basedOn w:val="D"/><w:rPr><w:strike w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="S"><w:name w:val="Volado"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Título"/></w:style>
<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="Título 1"/></w:style>
<w:style w:type="paragraph" w:styleId="E2"><w:name w:val="Encabezado 2"/></w:style>
<w:style w:type="paragraph" w:styleId="C1"><w:name w:val="Cabeçalho 1"/></w:style>
<w:style w:type="paragraph" w:styleId="F1"><w:name w:val="Titre 1"/></w:style>
<w:style w:type="paragraph" w:styleId="O"><w:name w:val="Epígrafe"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="I"><w:name w:val="TOC Heading"/><w:basedOn w:val="T1"/></w:style>
<w:style w:type="paragraph" w:styleId="L"><w:name w:val="Circular"/><w:basedOn w:val="M"/></w:style>
<w:style w:type="paragraph" w:styleId="M"><w:name w:val="Circular 2"/><w:basedOn w:val="L"/></w:style>
"""


# What is left out, and what stays


@pytest.mark.parametrize(
    ("body", "text", "omitted"),
    [
        (p(run("Ve"), run("a", "<w:vanish/>"), run("n")), "Ven", {"hidden": 1}),
        (p(run("Se ve", '<w:vanish w:val="0"/>')), "Se ve", {}),
        (p(run("Nada"), style="H") + p(run("Algo")), "Algo", {"hidden": 1}),
        (p(run("Sale", '<w:vanish w:val="false"/>'), style="H"), "Sale", {}),
        (p(run("web", "<w:webHidden/>")), "web", {}),
        (p(run("a "), run("b", "<w:dstrike/>"), run(" c")), "a c", {"deleted": 1}),
        (p(run("a "), run("b", '<w:rStyle w:val="D"/>'), run(" c")), "a c", {"deleted": 1}),
        (p(run("a "), run("b", '<w:rStyle w:val="D"/><w:strike w:val="0"/>')), "a b", {}),
        (p(run("a "), run("b", '<w:rStyle w:val="U"/>')), "a b", {}),
        (p("<w:del><w:r><w:delText>no</w:delText></w:r></w:del>", run("sí")), "sí", {"deleted": 1}),
        (p("<w:del><w:r><w:t>no</w:t></w:r></w:del>", run("sí")), "sí", {"deleted": 1}),
        (p("<w:del><w:r><w:delText> </w:delText></w:r></w:del>", run("sí")), "sí", {}),
        (p(run("a"), "<w:r><w:commentReference/></w:r>"), "a", {"comments": 1}),
        (p(run("a"), "<w:r><w:drawing><a:blip/></w:drawing></w:r>"), "a", {"pictures": 1}),
        (p(run("a"), "<w:r><w:pict><v:imagedata/></w:pict></w:r>"), "a", {"pictures": 1}),
        (p(run("a"), "<w:r><w:object><v:imagedata/></w:object></w:r>"), "a", {"embedded": 1}),
        (p(run("a")) + "<w:altChunk/>", "a", {"embedded": 1}),
    ],
)  # fmt: skip
def test_what_word_does_not_show_is_left_out_and_counted(
    body: str, text: str, omitted: dict[str, int]
) -> None:
    """Hidden, struck out and deleted text, by itself or by a style; comments, pictures, objects."""
    document = read(body, styles=STYLES)
    assert (texts(document), document.omitted) == ([text], omitted)


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        (SUPER, "10⁶"),
        ('<w:rStyle w:val="S"/>', "10⁶"),
        ('<w:position w:val="6"/>', "10⁶"),
        ('<w:position w:val="2"/><w:sz w:val="12"/>', "10⁶"),
        ('<w:position w:val="2"/>', "106"),
        ('<w:position w:val="0"/>', "106"),
        ('<w:rStyle w:val="S"/><w:vertAlign w:val="baseline"/>', "106"),
        ('<w:vertAlign w:val="subscript"/>', "10₆"),
        ('<w:position w:val="-5"/>', "10₆"),
    ],
)
def test_a_raised_figure_joins_no_other(properties: str, text: str) -> None:
    """Whether it is raised by itself, by a style or by points."""
    assert texts(read(p(run("10"), run("6", properties)), styles=STYLES)) == [text]


def test_runs_that_look_the_same_are_read_as_one() -> None:
    """Word parts an exponent where its author paused."""
    parted = p(run("10"), run("−", SUPER), run("1", SUPER + "<w:b/>"), run("2", SUPER))
    assert texts(read(parted)) == ["10⁻¹²"]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:t>franco</w:t><w:noBreakHyphen/><w:t>español</w:t>", "franco-español"),
        ("<w:t>coope</w:t><w:softHyphen/><w:t>ración</w:t>", "cooperación"),
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t>", "a b"),
        ("<w:t>a</w:t><w:br/><w:t>b</w:t>", "a b"),
        ('<w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t>', "a b"),
        ("<w:t>a</w:t><w:cr/><w:t>b</w:t>", "a b"),
        ("<w:t>pre</w:t><w:lastRenderedPageBreak/><w:t>sa</w:t>", "presa"),
        ("<w:t> a </w:t><w:t>b</w:t>", "ab"),
        ('<w:t>17 </w:t><w:sym w:font="Symbol" w:char="F0B0"/><w:t>C</w:t>', "17°C"),
        ('<w:sym w:font="Wingdings" w:char="00FC"/><w:t>a</w:t>', "✓a"),
        ('<w:sym w:font="Arial" w:char="00BD"/>', "½"),
        ('<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>a</w:t>', "α"),
        ('<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf061</w:t>', "α"),
    ],
)
def test_what_is_no_letter_in_the_file_is_one_in_the_text(inside: str, text: str) -> None:
    """Hyphens, white space, and the characters of fonts of symbols."""
    assert texts(read(f"<w:p><w:r>{inside}</w:r></w:p>")) == [text]


@pytest.mark.parametrize(
    "inside",
    [
        '<w:sym w:font="Logotipos" w:char="F041"/>',
        '<w:rPr><w:rFonts w:ascii="Logotipos"/></w:rPr><w:t>\uf041</w:t>',
    ],
)
def test_a_character_of_an_unknown_font_of_symbols_is_refused(inside: str) -> None:
    """The message says after which words it stands."""
    with pytest.raises(DocumentError, match="after “subirá un” the font Logotipos"):
        read(f"<w:p>{run('subirá un ')}<w:r>{inside}</w:r></w:p>")


# Changes


def test_changes_are_accepted_and_moved_text_stands_once() -> None:
    """As Word shows the document without marks."""
    changed = p(
        f"<w:moveFrom>{run('Mañana. ')}</w:moveFrom>", run("Hoy "), f"<w:ins>{run('no ')}</w:ins>",
        run("llueve. "), f"<w:moveTo>{run('Mañana. ')}</w:moveTo>", f"<w:ins>{run(' ')}</w:ins>",
    )  # fmt: skip
    document = read(changed)
    assert texts(document) == ["Hoy no llueve. Mañana."]
    assert document.omitted == {"deleted": 1}
    assert document.altered == {"accepted-insertions": 2}


@pytest.mark.parametrize(
    "mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>", "<w:vanish/><w:specVanish/>"]
)
def test_a_paragraph_goes_on_where_its_mark_is_deleted_or_hidden(mark: str) -> None:
    """It is of the style of the paragraph that it goes on in."""
    document = read(p(run("Uno y "), style="T1", mark=mark) + p(run("dos.")), styles=STYLES)
    assert (texts(document), document.title) == (["Uno y dos."], None)


def test_a_large_initial_is_the_first_letter_of_its_paragraph() -> None:
    """Word keeps it in a paragraph of its own."""
    initial = f'<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr>{run("E")}</w:p>'
    framed = f'<w:p><w:pPr><w:framePr w:w="1"/></w:pPr>{run("E")}</w:p>'
    assert texts(read(initial + p(run("l pleno")) + framed + p(run("l")))) == ["El pleno", "E", "l"]


def test_deleted_rows_and_cells_are_left_out() -> None:
    """A row that was inserted stands, and counts as accepted."""
    cells = f"<w:tc>{p(run('a'))}</w:tc><w:tc>{p(run('b'))}</w:tc>"
    gone = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{p(run('x'))}</w:tc>"
    rows = (
        f"<w:tr>{cells}{gone}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{cells}</w:tr>"
        f"<w:tr><w:trPr><w:ins/></w:trPr>{cells}</w:tr><w:tr><w:trPr><w:hidden/></w:trPr>{cells}</w:tr>"
    )
    document = read(f"<w:tbl>{rows}</w:tbl>")
    assert texts(document) == ["a\tb", "a\tb"]
    assert document.omitted == {"deleted": 2, "hidden": 1}
    assert document.altered == {"accepted-insertions": 1}


# Tables, boxes, fields, controls


def test_cells_stand_a_tab_apart_under_each_other() -> None:
    """A cell over two columns takes both; a cell that goes on from above is empty."""
    wide = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p(run("ab"))}</w:tc><w:tc>{p(run("c"))}</w:tc></w:tr>'
    below = f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{p(run('b'))}</w:tc><w:tc>{p(run('c')) + p(run('d'))}</w:tc></w:tr>"
    assert texts(read(f"<w:tbl>{wide}{below}</w:tbl>")) == ["ab\t\tc", "b\tc d"]


def box(text: str) -> str:
    return f"<w:txbxContent>{p(run(text))}</w:txbxContent>"


@pytest.mark.parametrize(
    "anchor",
    [
        f"<w:drawing>{box('Caja')}</w:drawing>",
        f"<w:pict><v:textbox>{box('Caja')}</v:textbox></w:pict>",
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box('Caja')}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box('Caja')}</w:pict></mc:Fallback></mc:AlternateContent>",
        f"<mc:AlternateContent><mc:Fallback><w:pict>{box('Caja')}</w:pict></mc:Fallback></mc:AlternateContent>",
    ],
)
def test_a_box_of_text_stands_once_after_its_paragraph(anchor: str) -> None:
    """It does not part the sentence to which it is anchored."""
    body = p(run("Antes "), f"<w:r>{anchor}</w:r>", run("y después.")) + p(run("Otro."))
    assert texts(read(body)) == ["Antes y después.", "Caja", "Otro."]


def test_a_hidden_box_is_left_out() -> None:
    """It counts as hidden."""
    document = read(
        p(run("a"), f"<w:r><w:rPr><w:vanish/></w:rPr><w:pict>{box('b')}</w:pict></w:r>")
    )
    assert (texts(document), document.omitted) == (["a"], {"hidden": 1})


def char(kind: str, data: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{data}</w:fldChar></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


NESTED = (
    char("begin"), instruction(" IF "), char("begin"), instruction("X"), char("separate"), run("sin mostrar"),
    char("end"), char("separate"), run("resultado"), char("end"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((char("begin"), instruction(" DATE "), char("separate"), run("hoy"), char("end")), "hoy"),
        ((char("begin"), instruction(" XE "), char("end"), run("a")), "a"),
        (NESTED, "resultado"),
        (('<w:fldSimple w:instr="PAGE">', run("7"), "</w:fldSimple>"), "7"),
        (("<w:smartTag>", run("a"), "</w:smartTag><w:customXml>", run("b"), "</w:customXml>"), "ab"),
        (("<w:sdt><w:sdtPr/><w:sdtContent>", run("a"), "</w:sdtContent></w:sdt>"), "a"),
        (("<w:bdo>", run("a"), "</w:bdo><w:otraCosa>", run("b"), "</w:otraCosa>"), "ab"),
        ((char("begin", "<w:ffData><w:checkBox><w:default w:val='1'/></w:checkBox></w:ffData>"), char("end")), "☒"),
        ((char("begin", "<w:ffData><w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox></w:ffData>"), char("end")), "☐"),
        ((char("begin", "<w:ffData><w:ddList><w:listEntry w:val='Soria'/></w:ddList></w:ffData>"), char("end")), "Soria"),
    ],
)  # fmt: skip
def test_fields_and_controls_give_what_they_show(parts: tuple[str, ...], text: str) -> None:
    """What a field results in, never how it is made."""
    assert texts(read(p(*parts))) == [text]


def test_a_field_without_an_end_is_refused() -> None:
    """What stands in it, and what after it, cannot be told apart."""
    with pytest.raises(DocumentError, match="a field of this document has no end"):
        read(p(run("a"), char("begin"), run("b")))


def test_a_formula_that_is_no_line_of_text_is_counted() -> None:
    """Superscripts alone can be written in a line."""

    def m(tag: str, inside: str) -> str:
        return f"<m:{tag}>{inside}</m:{tag}>"

    def letters(text: str) -> str:
        return m("r", m("t", text))

    power = m("oMath", m("sSup", m("e", letters("x")) + m("sup", letters("2"))))
    fraction = m("oMath", m("f", m("num", letters("1")) + m("den", letters("2"))))
    document = read(p(run("a "), power) + p(run("b"), fraction))
    assert (texts(document), document.omitted) == (["a x²", "b"], {"embedded": 1})


# Lists


def numbering(*levels: str, overrides: str = "") -> str:
    made = "".join(f'<w:lvl w:ilvl="{i}">{level}</w:lvl>' for i, level in enumerate(levels))
    return (
        f'<w:abstractNum w:abstractNumId="7">{made}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{overrides}</w:num>'
    )


def level(pattern: str, series: str = "decimal", start: int = 1) -> str:
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{series}"/><w:lvlText w:val="{pattern}"/>'


def item(text: str, depth: int = 0, list_: int = 1) -> str:
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_}"/></w:numPr></w:pPr>{run(text)}</w:p>'


@pytest.mark.parametrize(
    ("levels", "body", "expected"),
    [
        ([level("%1.")], item("a") + p(run("x")) + item("b"), ["1. a", "x", "2. b"]),
        ([level("%1)", "lowerLetter")], item("a") + item("b"), ["a) a", "b) b"]),
        ([level("Artículo %1.º")], item("a"), ["Artículo 1.º a"]),
        ([level("%1.", start=4)], item("a"), ["4. a"]),
        ([level("%1."), level("%1.%2")], item("a") + item("b", 1) + item("c") + item("d", 1), ["1. a", "1.1 b", "2. c", "2.1 d"]),
        ([level("%1", "upperRoman"), level("%1.%2") + "<w:isLgl/>"], item("a") + item("b", 1), ["I a", "1.1 b"]),
        ([level("•", "bullet")], item("a"), ["a"]),
        ([level("%1", "cardinalText")], item("a"), ["a"]),
        ([level("%1.")], item("a", list_=0) + item("b", list_=9), ["a", "b"]),
        ([level("%1.")], item("a") + item("b", list_=2), ["1. a", "2. b"]),
    ],
)  # fmt: skip
def test_paragraphs_have_the_numbers_that_word_puts_before_them(
    levels: list[str], body: str, expected: list[str]
) -> None:
    """Where it counts in figures, letters or Roman numerals; bullets are none."""
    assert texts(read(body, numbering=numbering(*levels))) == expected


def test_an_item_that_was_deleted_has_no_number() -> None:
    """Neither where another follows it, nor at the end."""
    gone = item("b").replace("<w:r>", "<w:del><w:r>").replace("</w:r>", "</w:r></w:del>")
    gone = gone.replace("</w:numPr>", "</w:numPr><w:rPr><w:del/></w:rPr>")
    body = item("a") + gone + item("c") + gone
    assert texts(read(body, numbering=numbering(level("%1.")))) == ["1. a", "2. c"]


def test_a_list_begins_anew_where_it_says_so() -> None:
    """Another list of the same kind can start over."""
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = numbering(level("%1."), overrides=restart)
    body = item("a") + item("b") + item("c", list_=2) + item("d", list_=2)
    assert texts(read(body, numbering=numbers)) == ["1. a", "2. b", "1. c", "2. d"]


# Notes


def note(number: int, *paragraphs: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{number}">{"".join(paragraphs)}</w:{kind}>'


def mark(number: int, kind: str = "footnote", *, follows: str = "") -> str:
    custom = 'w:customMarkFollows="1"' if follows else ""
    text = f"<w:t>{follows}</w:t>" if follows else ""
    return f'<w:r><w:rPr>{SUPER}</w:rPr><w:{kind}Reference {custom} w:id="{number}"/>{text}</w:r>'


def test_notes_follow_their_paragraphs() -> None:
    """Counted by the order of their marks; a note of two paragraphs is two blocks."""
    notes = note(5, p(f"<w:r><w:rPr>{SUPER}</w:rPr><w:footnoteRef/></w:r>", run(" Cinco.")))
    notes += note(2, p(run("Dos.")), p(run("Más.")))
    document = read(
        p(run("32"), mark(2), run(" presas"), mark(5), run(".")) + p(run("Fin.")), footnotes=notes
    )
    assert texts(document) == ["32 presas.", "[1] Dos.", "Más.", "[2] Cinco.", "Fin."]
    assert document.omitted == {"note-marks": 2}


@pytest.mark.parametrize(
    ("marks", "parts", "expected"),
    [
        (mark(1, follows="*"), {"footnotes": note(1, p(run("*", SUPER), run(" Ojo.")))}, ["a", "[*] Ojo."]),
        (mark(1, "endnote"), {"endnotes": note(1, p(run("Ojo.")), kind="endnote")}, ["a", "[i] Ojo."]),
        (
            mark(1),
            {"footnotes": note(1, p(run("Ojo."))), "settings": '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>'},
            ["a", "[c] Ojo."],
        ),
        *(
            (mark(1), {"footnotes": note(1, p(run("X."))), "settings": f'<w:footnotePr><w:numFmt w:val="{series}"/></w:footnotePr>'}, ["a", f"[{label}] X."])
            for series, label in (("upperRoman", "1"), ("cardinalText", "1"), ("chicago", "*"), ("lowerRoman", "i"))
        ),
        (mark(1) + run(", ", SUPER) + mark(2), {"footnotes": note(1, p(run("X."))) + note(2, p(run("Y.")))}, ["a", "[1] X.", "[2] Y."]),
        (f"<w:del>{mark(1)}</w:del>", {"footnotes": note(1, p(run("X.")))}, ["a"]),
        (mark(9), {"footnotes": note(1, p(run("X.")))}, ["a"]),
    ],
)  # fmt: skip
def test_notes_are_called_as_word_calls_them(
    marks: str, parts: dict[str, str], expected: list[str]
) -> None:
    """By a mark of their own, or counted as the document says; without a mark they do not show."""
    assert texts(read(p(run("a"), marks), **parts)) == expected


def test_headers_and_footers_are_counted_and_not_read() -> None:
    """Those without words are none."""
    document = read(p(run("a")), header=p(run("BORRADOR")), footer=p())
    assert (texts(document), document.omitted) == (["a"], {"running-heads": 1})


# What it says of itself


@pytest.mark.parametrize("style", ["T", "T1", "C1", "F1", "O"])
def test_the_first_heading_is_the_title_where_none_is_stated(style: str) -> None:
    """By the name of its style in several languages, or its level."""
    body = p(run("Índice"), style="I") + p(run("Aguas"), style=style) + p(run("b"), style="E2")
    document = read(body, styles=STYLES)
    assert document.title
    assert (document.title.value, document.title.found_in) == ("Aguas", "w:pStyle")


@pytest.mark.parametrize(
    ("core", "title", "author"),
    [
        ("<dc:title>Aguas de marzo</dc:title><dc:creator>Inés Marco</dc:creator>", "Aguas de marzo", "Inés Marco"),
        ("<dc:title>nota_v3.docx</dc:title><dc:creator>Microsoft Office User</dc:creator>", None, None),
        ("<dc:title>Microsoft Word - nota</dc:title><dc:creator>python-docx</dc:creator>", None, None),
        ("<dc:title>Documento1</dc:title><dc:creator>Usuario</dc:creator>", None, None),
        ("<dc:title> </dc:title><dc:creator>Usuario de Windows</dc:creator>", None, None),
        ("<dc:title>Plantilla</dc:title><dc:creator>user 1</dc:creator>", None, None),
    ],
)  # fmt: skip
def test_title_and_author_are_what_somebody_wrote(
    core: str, title: str | None, author: str | None
) -> None:
    """Names of files and what programs write by themselves are none."""
    document = read(p(run("a")), core=core)
    assert (document.title and document.title.value, document.author and document.author.value) == (
        title,
        author,
    )


def test_the_day_on_which_a_file_was_made_is_not_that_of_its_publication() -> None:
    """Only what it says was issued is."""
    made = "<dcterms:created>2026-03-01T08:00:00Z</dcterms:created>"
    issued = "<dcterms:issued>2026-03-03T00:00:00Z</dcterms:issued>"
    assert read(p(run("a")), core=made).published is None
    published = read(p(run("a")), core=made + issued).published
    assert published
    assert published.value == "2026-03-03"


def test_the_language_is_that_of_most_of_the_words() -> None:
    """Before that which the program gave the whole file."""
    default = '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>'
    body = p(run("Hoy llueve mucho. ", '<w:lang w:val="es-MX"/>'), run("Yes."))
    core = "<dc:language>en-US</dc:language>"
    assert [
        fact and fact.value
        for fact in (
            read(body, styles=default, core=core).lang,
            read(p(run("a")), styles=default).lang,
            read(p(run("a")), core=core).lang,
            read(p(run("a"))).lang,
        )
    ] == ["es-MX", "en-US", "en-US", None]


# Files that are not what they should be


def test_styles_that_rest_on_each_other_end() -> None:
    """A circle of styles says nothing."""
    assert texts(read(p(run("a"), style="L"), styles=STYLES)) == ["a"]


def test_numbers_that_are_none_count_as_nothing() -> None:
    """No attribute of a stranger stops the reading."""
    body = (
        item("a").replace('"1"', '"uno"')
        + p(run("b", '<w:position w:val="alto"/>'))
        + '<w:p><w:r><w:sym w:font="Symbol" w:char="zz"/><w:t>c</w:t></w:r></w:p>'
    )
    assert texts(read(body, numbering=numbering(level("%1.")))) == ["a", "b", "c"]


def test_a_file_with_macros_or_of_strict_form_is_a_word_file() -> None:
    """Macros are no words; the names of strict files differ."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0",
        "word/document.xml": f"<w:document {W}><w:body>{p(run('a'))}</w:body></w:document>".replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
    }
    raw = zipped(dict(parts))
    assert format_of(raw, "a.docm") == "docx"
    assert texts(read_document(raw, "docx")) == ["a"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "this document has no text"),
        (p(run("a")) + "<w:p>" * 50_000, "this file is damaged"),
        ("<w:p>" * 50_000 + "</w:p>" * 50_000, "this file is damaged"),
        ("&ext;", "this file is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused(body: str, why: str) -> None:
    """Without an end to the patience of the reader."""
    with pytest.raises(DocumentError, match=why):
        read(body)
