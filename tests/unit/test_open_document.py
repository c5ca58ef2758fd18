"""OpenDocument texts, part by part: what stands in them, beside what is read."""

from __future__ import annotations

import pytest
import trafilatura  # noqa: F401 (what it imports looks whether there is IPv6, with a socket)

from briefsite.authoring.documents.document import DocumentError, ReadDocument
from briefsite.authoring.documents.formats import format_of, read_document
from office import ODF, odt, zipped


def read(body: str, **parts: str) -> ReadDocument:
    raw = odt(body, **parts)
    assert format_of(raw, "a.odt") == "odt"
    return read_document(raw, "odt")


def texts(document: ReadDocument) -> list[str]:
    return [block.text for block in document.blocks]


def style(name: str, properties: str, family: str = "text", parent: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"<style:text-properties {properties}/></style:style>"
    )


STYLES = (
    style("Oculto", 'text:display="none"')
    + style("Tachado", 'style:text-line-through-style="solid"')
    + style("Hijo", 'fo:color="#000000"', parent="Tachado")
    + style("Sin", 'style:text-line-through-style="none"')
    + style("Nieto", 'style:text-line-through-style="none"', parent="Hijo")
    + style("Visible", 'text:display="true"')
    + style("Sup", 'style:text-position="super 58%"')
    + style("Alto", 'style:text-position="33% 58%"')
    + style("Bajo", 'style:text-position="-33% 58%"')
    + style("Recto", 'style:text-position="0% 100%"')
    + style("Simbolo", 'style:font-name="Symbol"')
    + style("PO", 'text:display="none"', family="paragraph")
    + style("Title", "", family="paragraph")
    + style("P1", "", family="paragraph", parent="Title")
)


def span(style_: str, text: str) -> str:
    return f'<text:span text:style-name="{style_}">{text}</text:span>'


@pytest.mark.parametrize(
    ("inside", "text", "omitted"),
    [
        ("Ve" + span("Oculto", "a") + "n", "Ven", {"hidden": 1}),
        ("a " + span("Tachado", "b") + " c", "a c", {"deleted": 1}),
        ("a " + span("Hijo", "b") + " c", "a c", {"deleted": 1}),
        ("a " + span("Tachado", "x" + span("Sin", "b")) + " c", "a b c", {"deleted": 1}),
        ("a " + span("Nieto", "b"), "a b", {}),
        (span("Oculto", "x" + span("Visible", "a")), "a", {"hidden": 1}),
        (span("Oculto", "x<draw:rect><text:p>Caja</text:p></draw:rect>") + "a", "a", {"hidden": 2}),
        ("10" + span("Sup", "6"), "10⁶", {}),
        ("10" + span("Sup", "−") + span("Alto", "6"), "10⁻⁶", {}),
        ("H" + span("Bajo", "2") + "O", "H₂O", {}),
        ("10" + span("Recto", "6"), "106", {}),
        (span("Simbolo", "a") + span("Simbolo", "\uf0b0"), "α°", {}),
        ("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d", "a b c d", {}),
        ("pre<text:soft-page-break/>sa", "presa", {}),
        ("a\n   b", "a b", {}),
        ("<text:page-number>7</text:page-number>", "7", {}),
        ("a<text:hidden-text text:is-hidden='true' text:string-value='b'>b</text:hidden-text>", "a", {"hidden": 1}),
        ("a<text:hidden-text text:is-hidden='false'>b</text:hidden-text>", "ab", {}),
        ("a<office:annotation><dc:creator>L</dc:creator><text:p>b</text:p></office:annotation>", "a", {"comments": 1}),
        ("a<text:placeholder>Ponga aquí</text:placeholder>", "a", {"controls": 1}),
        ("a<draw:frame><draw:image><text:p/></draw:image></draw:frame>", "a", {"pictures": 1}),
        ("a<draw:frame><draw:object/><draw:image/></draw:frame>", "a", {"embedded": 1}),
        ("<text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>b</text:ruby-text></text:ruby>", "a", {}),
        ("<text:otra-cosa>a</text:otra-cosa>", "a", {}),
    ],
)  # fmt: skip
def test_the_words_of_a_paragraph_are_those_that_show(
    inside: str, text: str, omitted: dict[str, int]
) -> None:
    """Hidden and struck out text is left out and counted; raised figures join no other."""
    document = read(f"<text:p>{inside}</text:p>", styles=STYLES)
    assert (texts(document), document.omitted) == ([text], omitted)


P = "<text:p>Sale</text:p>"


@pytest.mark.parametrize(
    ("body", "omitted"),
    [
        ('<text:section text:display="none"><text:p>No</text:p></text:section>', {"hidden": 1}),
        ('<text:section text:display="condition" text:is-hidden="true"><text:p>No</text:p></text:section>', {"hidden": 1}),
        ('<text:p text:style-name="PO">No</text:p>', {"hidden": 1}),
        ('<text:p>No<text:hidden-paragraph text:is-hidden="true"/></text:p>', {"hidden": 1}),
        ('<table:table><table:table-row table:visibility="collapse"><table:table-cell><text:p>No</text:p></table:table-cell></table:table-row></table:table>', {"hidden": 1}),
        ("<office:forms><text:p>No</text:p></office:forms>", {}),
        ('<text:p><draw:control draw:control="c1"/></text:p>', {"controls": 1}),
        ("<text:table-of-content><text:table-of-content-source><text:p>No</text:p></text:table-of-content-source></text:table-of-content>", {}),
        ("<text:sequence-decls><text:sequence-decl>No</text:sequence-decl></text:sequence-decls>", {}),
    ],
)  # fmt: skip
def test_what_writer_does_not_show_is_left_out(body: str, omitted: dict[str, int]) -> None:
    """Sections, paragraphs and rows, hidden by themselves or by a condition that holds."""
    document = read(body + P, styles=STYLES)
    assert (texts(document), document.omitted) == (["Sale"], omitted)


def test_a_section_whose_condition_does_not_hold_shows() -> None:
    """It is hidden in other copies alone."""
    assert texts(read(f'<text:section text:display="condition">{P}</text:section>')) == ["Sale"]


def test_changes_are_accepted() -> None:
    """What was deleted stands apart, what was inserted in the text."""
    region = "<text:changed-region>{}</text:changed-region>".format
    info = "<office:change-info><dc:creator>L. Vera</dc:creator></office:change-info>"
    changes = (
        region(f"<text:deletion>{info}<text:p>treinta</text:p></text:deletion>")
        + region(f"<text:deletion>{info}<text:p/></text:deletion>")
        + region(f"<text:insertion>{info}</text:insertion>")
        + region(f"<text:format-change>{info}</text:format-change>")
    )
    body = (
        f"<text:tracked-changes>{changes}</text:tracked-changes>"
        "<text:p>Son <text:change/><text:change-start/>cuarenta<text:change-end/> presas.</text:p>"
    )
    document = read(body)
    assert texts(document) == ["Son cuarenta presas."]
    assert (document.omitted, document.altered) == ({"deleted": 1}, {"accepted-insertions": 1})


def test_notes_follow_their_paragraph_with_the_mark_they_have() -> None:
    """Counted ones and those with a mark of their own."""

    def note(mark: str, text: str) -> str:
        return (
            f"<text:note><text:note-citation>{mark}</text:note-citation>"
            f"<text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
        )

    body = f"<text:p>32{note('1', 'Uno.')} presas{note('*', 'Ojo.')}.</text:p>{P}"
    document = read(body)
    assert texts(document) == ["32 presas.", "[1] Uno.", "[*] Ojo.", "Sale"]
    assert document.omitted == {"note-marks": 2}


@pytest.mark.parametrize(
    "anchored",
    [
        "<draw:frame><draw:text-box><text:p>Caja</text:p></draw:text-box></draw:frame>",
        "<draw:custom-shape><text:p>Caja</text:p></draw:custom-shape>",
        "<draw:g><draw:rect><text:p>Caja</text:p></draw:rect></draw:g>",
    ],
)
def test_a_box_of_text_stands_after_its_paragraph(anchored: str) -> None:
    """It does not part the sentence to which it is anchored."""
    body = f"<text:p>Antes {anchored}y después.</text:p>{P}"
    assert texts(read(body)) == ["Antes y después.", "Caja", "Sale"]
    assert texts(read(anchored + P)) == ["Caja", "Sale"]


def test_cells_stand_a_tab_apart() -> None:
    """A cell that another covers is empty, whatever it holds."""
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
    covered = "<table:covered-table-cell><text:p>x</text:p></table:covered-table-cell>"
    rows = (
        f"<table:table-header-rows><table:table-row>{cell('a')}{cell('b')}{cell('c')}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell('de')}{covered}{cell('f')}</table:table-row>"
    )
    document = read(f"<table:table>{rows}</table:table>")
    assert (texts(document), document.omitted) == (["a\tb\tc", "de\t\tf"], {"hidden": 1})


# Lists


def number(level: int, form: str, rest: str = 'style:num-suffix="."') -> str:
    return f'<text:list-level-style-number text:level="{level}" style:num-format="{form}" {rest}/>'


def items(*inside: str, attributes: str = "") -> str:
    made = "".join(f"<text:list-item>{one}</text:list-item>" for one in inside)
    return f'<text:list text:style-name="L" {attributes}>{made}</text:list>'


def t(text: str) -> str:
    return f"<text:p>{text}</text:p>"


GOES_ON = 'text:continue-numbering="true"'


@pytest.mark.parametrize(
    ("levels", "body", "expected"),
    [
        (number(1, "1"), items(t("a"), t("b")), ["1. a", "2. b"]),
        (number(1, "1"), items(t("a") + t("más"), t("b")), ["1. a", "más", "2. b"]),
        (number(1, "a", 'style:num-suffix=")"'), items(t("a")), ["a) a"]),
        (number(1, "I", 'style:num-prefix="(" style:num-suffix=")"'), items(t("a")), ["(I) a"]),
        (number(1, "1", 'text:start-value="4" style:num-suffix="."'), items(t("a")), ["4. a"]),
        (number(1, ""), items(t("a")), ["a"]),
        (number(1, "一"), items(t("a")), ["a"]),
        ('<text:list-level-style-bullet text:level="1"/>', items(t("a")), ["a"]),
        (
            number(1, "1") + number(2, "1", 'text:display-levels="2"'),
            items(t("a") + items(t("b"), t("c")), t("d") + items(t("e"))),
            ["1. a", "1.1 b", "1.2 c", "2. d", "2.1 e"],
        ),
        (number(1, "1"), items(t("a")) + t("x") + items(t("b")), ["1. a", "x", "1. b"]),
        (number(1, "1"), items(t("a")) + t("x") + items(t("b"), attributes=GOES_ON), ["1. a", "x", "2. b"]),
        (
            number(1, "1"),
            items(t("a"), attributes='xml:id="l1"') + items(t("b")) + items(t("c"), attributes='text:continue-list="l1"'),
            ["1. a", "1. b", "2. c"],
        ),
        (number(1, "1"), items(t("a")) + items(t("x")).replace('"L"', '"M"') + items(t("b"), attributes=GOES_ON), ["1. a", "[1] x", "2. b"]),
        (number(1, "1") + number(2, "a"), items(items(t("a")), t("b")), ["a. a", "1. b"]),
        (number(1, "1"), items(t("a") + items(t("b")).replace('"L"', '"M"')), ["1. a", "[1] b"]),
        (number(1, "1"), '<text:list text:style-name="L"><text:list-header><text:p>h</text:p></text:list-header></text:list>', ["h"]),
        (number(1, "1"), '<text:list text:style-name="L"><text:list-item text:start-value="7"><text:p>a</text:p></text:list-item></text:list>', ["7. a"]),
    ],
)  # fmt: skip
def test_items_have_the_numbers_that_writer_puts_before_them(
    levels: str, body: str, expected: list[str]
) -> None:
    """Where it counts in figures, letters or Roman numerals; bullets are none."""
    style_ = f'<text:list-style style:name="L">{levels}</text:list-style>'
    bracketed = 'style:num-prefix="[" style:num-suffix="]"'
    style_ += f'<text:list-style style:name="M">{number(1, "1", bracketed)}{number(2, "1", bracketed)}</text:list-style>'
    assert texts(read(body, styles=style_)) == expected


def test_headings_have_their_numbers() -> None:
    """Those of the outline."""
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    heading = '<text:h text:outline-level="{}">{}</text:h>'.format
    body = heading(1, "a") + heading(2, "b") + heading(2, "c") + heading(1, "d")
    assert texts(read(body, styles=outline)) == ["1. a", "1.1 b", "1.2 c", "2. d"]


# What it says of itself


def test_it_says_who_began_it_and_in_which_language() -> None:
    """Before who saved it last."""
    meta = (
        "<dc:title>Aguas</dc:title><meta:initial-creator>Inés Marco</meta:initial-creator><dc:creator>Otra</dc:creator>"
        "<dc:language>es-MX</dc:language><dc:date>2026-03-01T08:00:00</dc:date>"
    )
    document = read(P, meta=meta)
    facts = (document.title, document.author, document.lang)
    assert [fact and (fact.value, fact.found_in) for fact in facts] == [
        ("Aguas", "dc:title"),
        ("Inés Marco", "meta:initial-creator"),
        ("es-MX", "dc:language"),
    ]
    assert document.published is None


def test_its_title_is_else_its_first_heading_of_the_highest_level() -> None:
    """The name of a file is none; the language is else that of its styles."""
    default = '<style:default-style style:family="paragraph"><style:text-properties fo:language="es" fo:country="{}"/></style:default-style>'
    body = '<text:h text:outline-level="2">Dos</text:h><text:p text:style-name="P1">Uno</text:p>'
    meta = "<dc:title>nota.odt</dc:title><dc:creator>Usuario</dc:creator>"
    document = read(body, meta=meta, styles=STYLES + default.format("ES"))
    assert document.title
    assert document.lang
    assert (document.title.value, document.author, document.lang.value) == ("Uno", None, "es-ES")
    alone = read(P, styles=default.format("none")).lang
    assert alone
    assert alone.value == "es"


def test_headers_and_footers_are_counted_and_not_read() -> None:
    """Those without words are none."""
    pages = "<style:master-page><style:header><text:p>BORRADOR</text:p></style:header><style:footer><text:p/></style:footer></style:master-page>"
    document = read(P, pages=pages)
    assert (texts(document), document.omitted) == (["Sale"], {"running-heads": 1})


# Files that are not what they should be


def test_an_encrypted_text_is_refused() -> None:
    """The message says what to do."""
    manifest = (
        f"<manifest:manifest {ODF}><manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
        "</manifest:manifest>"
    )
    parts = {"content.xml": "\x8f", "META-INF/manifest.xml": manifest}
    with pytest.raises(DocumentError, match="this file is encrypted; open it with its password"):
        read_document(zipped(dict(parts)), "odt")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "this document has no text"),
        ("<text:section>" * 20_000 + "</text:section>" * 20_000, "this file is damaged"),
        ("<text:p>a", "this file is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused(body: str, why: str) -> None:
    """Empty, too deep, cut off."""
    with pytest.raises(DocumentError, match=why):
        read(body)


def test_a_character_of_an_unknown_font_of_symbols_is_refused() -> None:
    """The message says after which words it stands."""
    with pytest.raises(DocumentError, match="after “subirá un” the font"):
        read("<text:p>subirá un \ue0ff</text:p>")
