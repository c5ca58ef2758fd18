"""PDFs of a page or two, each drawn for one thing that a reader does without thinking."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import product
from textwrap import wrap
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.acroform import AcroForm
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from briefsite.authoring.documents.document import DocumentError, ReadDocument
from briefsite.authoring.documents.formats import read_document

Draw = Callable[[Canvas], object]
LEFT, TOP = 40, 440


def pdf(*pages: Draw, size: tuple[float, float] = (400, 500), **options: Any) -> bytes:
    """A PDF with these pages."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size, invariant=1, pageCompression=0, **options)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def read(*pages: Draw, **options: Any) -> ReadDocument:
    return read_document(pdf(*pages, **options), "pdf")


def texts(*pages: Draw, **options: Any) -> list[str]:
    return [block.text for block in read(*pages, **options).blocks]


def at(x: float, y: float, text: str, size: float = 10, font: str = "Helvetica") -> Draw:
    """Words at a place."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)

    return draw


def lines(
    text: str,
    x: float = LEFT,
    y: float = TOP,
    *,
    size: float = 10,
    leading: float = 12,
    font: str = "Helvetica",
) -> Draw:
    """Lines below each other; a line that begins with `>` is indented."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        for number, line in enumerate(text.strip("\n").split("\n")):
            indent = 14 if line.startswith(">") else 0
            canvas.drawString(x + indent, y - number * leading, line.removeprefix(">"))

    return draw


def both(*draws: Draw) -> Draw:
    return lambda canvas: [draw(canvas) for draw in draws]


def raised(
    before: str, mark: str, after: str, *, y: float = TOP, x: float = LEFT, size: float = 10
) -> Draw:
    """A line with a superscript in it."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(x, y)
        for words, kind, rise in [
            (before, size, 0),
            (mark, 0.6 * size, 0.35 * size),
            (after, size, 0),
        ]:
            text.setFont("Helvetica", kind)
            text.setRise(rise)
            text.textOut(words)
        canvas.drawText(text)

    return draw


# --- paragraphs ------------------------------------------------------------------------------------

INDENTED = """
>El consejo se reúne cada jueves en la sede de la
calle Mayor y decide sobre los asuntos ordinarios.
>La presidenta convoca las reuniones extraordinarias
con tres días de antelación, salvo que haya urgencia.
"""

SHORT = """
El consejo se reúne cada jueves en la sede de la calle
Mayor y decide.
La presidenta convoca las reuniones extraordinarias con
tres días de antelación, salvo que haya urgencia.
"""


@pytest.mark.parametrize("text", [INDENTED, SHORT])
def test_an_indent_or_a_line_with_room_left_parts_paragraphs(text) -> None:
    """A line that ends early although the next word had room in it ends a paragraph."""
    first, second = texts(lines(text))
    assert first.startswith("El consejo se reúne cada jueves en la sede de la calle Mayor y decide")
    assert second.startswith("La presidenta convoca las reuniones extraordinarias con tres días")


def test_white_above_a_line_parts_paragraphs() -> None:
    """Both lines are full, so that white alone parts them."""
    words = "Los regantes pidieron más tiempo para estudiarlo."
    page = both(lines(words), lines(words, y=TOP - 24))
    assert texts(page) == [words, words]


def test_a_heading_of_two_lines_in_larger_type_is_one_block() -> None:
    """A title that is wrapped is one title."""
    page = both(lines("El plan de riego\nde la vega", size=18, leading=21), lines(SHORT, y=380))
    assert texts(page)[0] == "El plan de riego de la vega"


def test_a_bold_line_is_a_heading_of_its_own() -> None:
    """In the size of the text, with no white below."""
    page = both(at(LEFT, TOP, "Acuerdos", font="Helvetica-Bold"), lines(SHORT, y=TOP - 12))
    assert texts(page)[0] == "Acuerdos"


@pytest.mark.parametrize("mark", ["• ", "– ", "a) ", "1. ", "(2) "])
def test_items_of_a_list_are_blocks(mark) -> None:
    """Each with its mark, and with the line in which it goes on."""
    text = f"{mark}la reparación del canal de la margen derecha del\n>río, que empezará en abril;\n{mark}el dragado."
    assert texts(lines(text)) == [
        f"{mark}la reparación del canal de la margen derecha del río, que empezará en abril;",
        f"{mark}el dragado.",
    ]


def test_a_bullet_in_larger_type_belongs_to_its_line() -> None:
    """The line goes on in the smaller type of its words."""
    page = both(
        at(LEFT, TOP, "•", 13),
        lines("la reparación del canal de la margen derecha\ndel río.", x=LEFT + 12),
        at(LEFT, 380, "Fin."),
    )
    assert texts(page) == ["• la reparación del canal de la margen derecha del río.", "Fin."]


def test_indented_paragraphs_of_one_line_are_parted() -> None:
    """Their lines begin alike, and the next one at the margin shows that the second is another paragraph."""
    text = """
>El consejo no se reunió en los meses de julio y agosto.
>Extraordinariamente, la presidenta puede convocarlo si
lo piden tres de sus vocales, y ha de hacerlo cada año
tres días de antelación.
"""
    assert [found.split(" ")[0] for found in texts(lines(text))] == ["El", "Extraordinariamente,"]


def test_wide_spaces_of_a_line_set_to_equal_length_are_spaces() -> None:
    """In a narrow column, with a long word."""

    def draw(canvas: Canvas) -> None:
        for number, (line, wide) in enumerate(
            [("la constitucionalidad de", 30), ("los presupuestos.", 0)]
        ):
            text = canvas.beginText(LEFT, TOP - 12 * number)
            text.setFont("Helvetica", 10)
            text.setWordSpace(wide)
            text.textOut(line)
            canvas.drawText(text)

    assert texts(draw) == ["la constitucionalidad de los presupuestos."]


def test_a_number_at_the_beginning_of_a_line_is_no_item() -> None:
    """The line before is full and its sentence is not at its end."""
    text = "El acuerdo se firmó en Villarrío y sigue en vigor desde\n2019. La prórroga vence el 3 de mayo de aquel año, día\n3. Después no hubo otra."
    assert len(texts(lines(text))) == 1


def test_a_bullet_that_is_drawn_begins_an_item() -> None:
    """As browsers draw them."""

    def dots(canvas: Canvas) -> None:
        for y in (TOP, TOP - 12):
            canvas.circle(LEFT - 8, y + 3, 1.8, stroke=0, fill=1)

    page = both(lines("una norma común para los buques de la flota\nun registro de buques"), dots)
    assert texts(page) == ["una norma común para los buques de la flota", "un registro de buques"]


def test_a_large_initial_belongs_to_its_word() -> None:
    """It reaches over three lines."""
    page = both(
        at(LEFT, TOP - 24, "E", 44),
        lines(
            "l consejo se reúne cada jueves en la sede\nde la calle Mayor y decide sobre los asuntos\nordinarios y las obras de mantenimiento que",
            x=72,
            y=TOP,
        ),
        lines("se hayan aprobado antes.", y=TOP - 36),
    )
    assert texts(page)[0].startswith("El consejo se reúne cada jueves en la sede de la calle Mayor")


def test_a_paragraph_that_goes_on_on_the_next_page_is_one_block_that_says_where() -> None:
    """Every first block says its page, and an empty page has none."""
    first = "La comisión examinó las cuentas del ejercicio pasado y\nlas aprobó por unanimidad, aunque pidió que se revisen"
    second = both(
        at(LEFT, TOP, "las partidas de personal."), at(LEFT, 400, "Se levanta la sesión.")
    )
    document = read(lines(first), second, lambda _: None, at(LEFT, TOP, "Anexo."))
    assert [(block.text[-21:], dict(block.pages)) for block in document.blocks] == [
        ("partidas de personal.", {0: 1, 110: 2}),
        ("Se levanta la sesión.", {}),
        ("Anexo.", {0: 4}),
    ]
    assert document.blocks[0].text[110:] == "las partidas de personal."


def test_where_first_lines_are_indented_a_column_that_begins_at_the_margin_goes_on() -> None:
    """Though the sentence before has ended; one that begins with an indent does not."""
    text = """
>El consejo se reúne cada jueves en la sede de la
calle Mayor y decide sobre los asuntos ordinarios.
>Las reuniones extraordinarias las convoca el pleno.
La presidenta puede delegar la firma de todas las actas.
"""
    document = read(
        lines(text),
        lines(
            "Las actas se publican cada mes en la sede, donde\npueden consultarse.\n>Fin del acuerdo que se\ntomó hoy."
        ),
    )
    assert [block.text.split(" ")[0] for block in document.blocks] == ["El", "Las", "Fin"]
    assert "todas las actas. Las actas se publican" in document.text


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Entre los años 2019–\n2021 no llovió.", "2019–2021 no"),
        ("Lo hizo él —dijo Prado—\ny nadie más.", "Prado— y"),
        ("Ver https://example.org/\nactas para saber más.", "https://example.org/actas para"),
    ],
)
def test_other_marks_at_the_end_of_a_line(text, joined) -> None:
    """A dash between figures, one that closes, and an address that goes on."""
    assert joined in texts(lines(text))[0]


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "elsewhere", "word"),
    [
        ("La coope-", "ración sigue.", "", "cooperación"),
        ("El acuerdo hispano-", "portugués sigue.", "", "hispano-portugués"),
        ("El tratado México-", "Estados Unidos.", "", "México-Estados"),
        ("El periodo 2019-", "2021 terminó.", "", "2019-2021"),
        ("Una visita relám-", "pago a la vega.", "Otra visita relám-pago fue ayer.", "relám-pago"),
        (
            "Un plan socio-",
            "económico amplio.",
            "El plan socioeconómico de ayer.",
            "socioeconómico",
        ),
        ("LA COOPE-", "RACIÓN SIGUE.", "", "COOPERACIÓN"),
        ("La nueva socio-", "logía del agua.", "", "sociología"),
        ("A long-", "term plan of the council.", "", "long-term"),
        ("The co-", "author of the book.", "Another author.", "co-author"),
        ("La co-", "misión de aguas.", "La misión de los vocales.", "comisión"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_kept_where_it_is_the_words_own(
    first, second, elsewhere, word
) -> None:
    """Either way the place is recorded, so that a comparison finds both forms."""
    document = read(both(lines(f"{first}\n{second}"), lines(elsewhere or "Otra cosa.", y=300)))
    block = document.blocks[0]
    assert word in block.text
    at = block.text.index(word) + len(first.split()[-1].rstrip("-"))
    assert list(block.hyphens) == [at + ("-" in word)]
    assert document.altered == ({} if "-" in word else {"joined-words": 1})


def test_soft_hyphens_and_ligatures_leave_letters() -> None:
    """U+00AD within a line is nothing, and U+FB01 is two letters."""
    pdfmetrics.registerFont(TTFont("V", "Vera.ttf"))
    page = at(LEFT, TOP, "su\ufb01ciente re\u00adunión in\ufb02uye", font="V")
    assert texts(page) == ["suficiente reunión influye"]


def test_letters_drawn_twice_to_look_bold_are_read_once() -> None:
    """Each letter a second time, a little aside."""

    def twice(canvas: Canvas) -> None:
        x = float(LEFT)
        for letter in "Acuerdo de la villa":
            canvas.drawString(x, TOP, letter)
            canvas.drawString(x + 0.9, TOP, letter)
            x += canvas.stringWidth(letter, "Helvetica", 10)

    assert texts(twice) == ["Acuerdo de la villa"]


# --- superscripts and notes ------------------------------------------------------------------------

NOTED = both(
    raised("El fondo financió 32", "1", " presas en la cuenca del río Miño."),
    raised("", "1", " Dos están en obras.", y=60, size=7),
)


def test_the_mark_of_a_note_joins_no_figure_and_the_note_follows_its_paragraph() -> None:
    """32 presas never become 321."""
    document = read(both(NOTED, at(LEFT, TOP - 40, "Nadie votó en contra.")))
    assert [block.text for block in document.blocks] == [
        "El fondo financió 32 presas en la cuenca del río Miño.",
        "[1] Dos están en obras.",
        "Nadie votó en contra.",
    ]
    assert document.omitted == {"note-marks": 1}


@pytest.mark.parametrize(
    ("before", "mark", "after", "text"),
    [
        ("Mide 15", "2", " m de alto.", "Mide 15² m de alto."),
        ("Mide 40 m", "2", " de planta.", "Mide 40 m² de planta."),
        ("Son 10", "6", " habitantes.", "Son 10⁶ habitantes."),
        ("Es la 3.", "a", " fase.", "Es la 3.ª fase."),
        ("Le 1", "er", " mai.", "Le 1ᵉʳ mai."),
        ("Los vocales", "7", " votaron.", "Los vocales votaron."),
    ],
)
def test_other_superscripts_stay_superscripts(before, mark, after, text) -> None:
    """As Unicode has them; after a word they are the marks of notes."""
    assert texts(raised(before, mark, after)) == [text]


@pytest.mark.parametrize("mark", ["*", "¹"])
def test_a_mark_that_is_typed_is_one_where_a_note_opens_with_it(mark) -> None:
    """A character of the text's own size."""
    page = both(
        at(LEFT, TOP, f"El fondo financió 32{mark} presas y 4 m² de tomas."),
        at(LEFT, 60, f"{mark} Dos están en obras.", 7),
    )
    label = mark.replace("¹", "1")
    found = ["El fondo financió 32 presas y 4 m² de tomas.", f"[{label}] Dos están en obras."]
    assert texts(page) == found


@pytest.mark.parametrize("space", [2, 5])
def test_a_heading_with_space_between_its_letters_is_words(space) -> None:
    """As wide as designers like it."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(LEFT, TOP)
        text.setFont("Helvetica", 14)
        text.setCharSpace(space)
        text.textOut("MINISTERIO DEL AGUA")
        canvas.drawText(text)

    assert texts(draw) == ["MINISTERIO DEL AGUA"]


def test_a_note_that_nothing_refers_to_stays_where_it_stands() -> None:
    """Small type at the foot is no note without a mark in the text."""
    page = both(lines(SHORT), at(LEFT, 60, "1 Fuente: confederación.", 7))
    assert texts(page)[-1] == "1 Fuente: confederación."


def test_notes_do_not_part_a_paragraph_that_goes_on_on_the_next_page() -> None:
    """The note follows the whole paragraph, and says its own page."""
    first = both(
        raised("El fondo financió obras", "1", " en la cuenca del río, que"),
        raised("", "1", " Véase el anexo.", y=60, size=7),
    )
    document = read(first, both(at(LEFT, TOP, "terminaron en 2019."), at(LEFT, TOP - 30, "Fin.")))
    assert [(block.text, dict(block.pages)) for block in document.blocks] == [
        ("El fondo financió obras en la cuenca del río, que terminaron en 2019.", {0: 1, 50: 2}),
        ("[1] Véase el anexo.", {0: 1}),
        ("Fin.", {0: 2}),
    ]


def test_a_note_that_goes_on_at_the_foot_of_the_next_page_is_one() -> None:
    """In small type, without a mark of its own."""
    first = both(
        raised("El fondo financió obras", "1", " en la cuenca del río."),
        raised("", "1", " Según el convenio que firmaron en", y=60, size=7),
    )
    second = both(at(LEFT, TOP, "Nadie votó en contra."), at(LEFT, 60, "mayo las dos partes.", 7))
    assert texts(first, second) == [
        "El fondo financió obras en la cuenca del río.",
        "[1] Según el convenio que firmaron en mayo las dos partes.",
        "Nadie votó en contra.",
    ]


# --- around the text ---------------------------------------------------------------------------------


def numbered(number: int, head: str = "Boletín de Olmos", foot: str = "Página {}") -> Draw:
    text = [
        "El canal se abrió en mayo.",
        "Las presas se llenaron antes.",
        "Nadie protestó por ello.",
    ][number % 3]
    return both(at(LEFT, 475, head, 8), lines(text), at(180, 25, foot.format(number + 1), 8))


def test_what_was_read_can_be_handed_over_as_json() -> None:
    """From the process of its own in which strangers' documents are read."""
    assert json.loads(json.dumps(asdict(read(*map(numbered, range(2))))))["omitted"] == {
        "running-heads": 2, "page-numbers": 2,
    }  # fmt: skip


def test_running_heads_and_page_numbers_are_left_out_and_counted() -> None:
    """In the same words at the same height, up to numbers."""
    document = read(*map(numbered, range(3)))
    assert [block.text for block in document.blocks] == [
        "El canal se abrió en mayo.",
        "Las presas se llenaron antes.",
        "Nadie protestó por ello.",
    ]
    assert document.omitted == {"running-heads": 3, "page-numbers": 3}


@pytest.mark.parametrize("foot", ["{}", "- {} -", "{} / 3", "Pág. {} de 3", "p. {}"])
def test_page_numbers_in_their_usual_forms(foot) -> None:
    """Of each page."""
    assert read(*[numbered(n, "", foot) for n in range(3)]).omitted == {"page-numbers": 3}


@pytest.mark.parametrize("foot", ["Página {}", "- {} -", "{}/1"])
def test_the_number_of_the_only_page(foot) -> None:
    """Where it can be nothing else."""
    assert read(both(lines(SHORT), at(180, 25, foot.format(1), 8))).omitted == {"page-numbers": 1}


def test_small_type_in_the_margins_of_the_only_page_is_left_out() -> None:
    """As browsers print it; small type at the end of the text is text."""
    page = both(
        at(LEFT, 485, "29/11/26, 5:57", 6), at(200, 485, "El canal - Diario", 6),
        lines(SHORT), at(LEFT, 45, "Temas: riego, obras", 8), at(LEFT, 15, "https://example.org/canal", 6),
    )  # fmt: skip
    document = read(page)
    assert [block.text for block in document.blocks][2:] == ["Temas: riego, obras"]
    assert document.omitted == {"running-heads": 3}


def test_a_number_alone_on_the_only_page_stays() -> None:
    """It may be a figure."""
    assert texts(both(lines(SHORT), at(180, 300, "27")))[-1] == "27"


def test_headings_that_count_are_no_running_heads() -> None:
    """«Artículo 1» and «Artículo 2» begin their pages."""
    pages = [both(at(LEFT, TOP, f"Artículo {n}", 11), lines(SHORT, y=TOP - 24)) for n in (1, 2, 3)]
    assert [text for text in texts(*pages) if text.startswith("Art")] == [
        f"Artículo {n}" for n in (1, 2, 3)
    ]


def test_the_same_words_in_the_text_of_two_pages_stay() -> None:
    """At the same height, in the midst of a text."""
    pages = [
        lines(f"{name} preside la mesa de hoy.\nSe abre la sesión.\nSe aprueba el acta.")
        for name in ("Ana", "Luis")
    ]
    assert "Se abre la sesión." in " ".join(texts(*pages)) and not read(*pages).omitted


def test_a_running_head_that_changes_stands_where_the_others_do() -> None:
    """A chapter of one page."""
    heads = ["Aguas", "Aguas", "Montes", "Caza", "Caza"]
    document = read(*[numbered(n, head) for n, head in enumerate(heads)])
    assert document.omitted["running-heads"] == 5


@pytest.mark.parametrize("angle", [45, 90])
def test_words_across_the_page_are_left_out(angle) -> None:
    """A stamp, or words up the margin."""

    def stamp(canvas: Canvas) -> None:
        canvas.translate(20, 60)
        canvas.rotate(angle)
        canvas.setFont("Helvetica", 30 if angle == 45 else 8)
        canvas.drawString(0, 0, "BORRADOR")

    document = read(both(lines(SHORT), stamp))
    assert len(document.blocks) == 2 and document.omitted == {"page-frame": 1}


def test_a_table_that_stands_sideways_beside_a_text_is_left_out_with_a_warning() -> None:
    """More than what stands in margins."""

    def sideways(canvas: Canvas) -> None:
        canvas.translate(380, 20)
        canvas.rotate(90)
        lines("\n".join(["Año 2023 12,000 rastreos 35 %"] * 10), x=0, y=150)(canvas)

    document = read(both(lines(SHORT * 3), sideways))
    assert document.omitted == {"page-frame": 10}
    assert ["sideways" in warning for warning in document.warnings] == [True]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_reads_like_any_other(turn) -> None:
    """As landscape pages are."""

    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.translate(*{90: (500, 0), 180: (500, 500), 270: (0, 500)}[turn])
        canvas.rotate(turn)
        both(lines(SHORT), cells(("Año", "Éxito"), ("2023", "35 %"), y=300))(canvas)

    assert texts(page, size=(500, 500))[1:] == [
        SHORT.split("decide.\n")[1].strip().replace("\n", " "),
        "Año\tÉxito",
        "2023\t35 %",
    ]


# --- what nobody sees -------------------------------------------------------------------------------


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(LEFT, 300, "palabras, para máquinas")


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.4)
    canvas.drawString(LEFT, 300, "palabras")


def covered(canvas: Canvas) -> None:
    canvas.drawString(LEFT, 300, "palabras tachadas")
    canvas.rect(LEFT - 3, 294, 120, 16, stroke=0, fill=1)


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(LEFT, 300)
    text.setTextRenderMode(3)
    text.textOut("palabras")
    canvas.drawText(text)


@pytest.mark.parametrize(
    "draw", [white, tiny, covered, invisible, at(500, 300, "palabras"), at(LEFT, -30, "palabras")]
)
def test_what_cannot_be_seen_is_left_out(draw) -> None:
    """White on white, tiny, under a black bar, invisible, off the page."""
    document = read(both(lines(SHORT), draw))
    assert "palabras" not in document.text
    assert document.omitted == {"hidden": 1}


def test_white_words_on_a_dark_ground_are_seen() -> None:
    """As in the heads of tables."""

    def banner(canvas: Canvas) -> None:
        canvas.rect(LEFT, 290, 200, 24, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(LEFT + 8, 298, "Nota: «cifras, no palabras»")

    assert texts(both(lines(SHORT), banner))[-1] == "Nota: «cifras, no palabras»"


def test_a_line_that_runs_off_the_page_is_kept() -> None:
    """Its words belong together."""
    text = "La consejera anunció que la cooperación con los municipios de la cuenca se extenderá a treinta presas."
    assert texts(at(LEFT, TOP, text)) == [text]


def grey(width: int, height: int) -> ImageReader:
    from PIL import Image  # what reportlab brings

    return ImageReader(Image.new("L", (width, height), 200))


def test_text_under_a_picture_of_the_page_is_read_with_a_warning() -> None:
    """The text of a scan that somebody had recognised."""

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(grey(40, 50), 0, 0, 400, 500)
        text = canvas.beginText(LEFT, TOP)
        text.setTextRenderMode(3)
        text.textLines("El acuerdo se firmó.")
        canvas.drawText(text)

    document = read(scan)
    assert document.text == "El acuerdo se firmó.\n"
    assert document.omitted == {}
    assert ["recognised" in warning for warning in document.warnings] == [True]


def test_pictures_are_counted_but_for_small_ones_and_those_of_every_page() -> None:
    """A photograph, an icon, and the emblem at the head of each page."""

    def emblem(canvas: Canvas) -> None:
        canvas.drawImage(grey(8, 8), 300, 430, 60, 60)

    def photograph(canvas: Canvas) -> None:
        canvas.drawImage(grey(9, 9), 40, 100, 200, 150)
        canvas.drawImage(grey(4, 4), 20, 20, 10, 10)

    assert read(both(lines(SHORT), emblem, photograph), both(lines(INDENTED), emblem)).omitted == {
        "pictures": 1
    }


def test_comments_and_fields_of_forms_are_counted() -> None:
    """They stand over the page."""

    def marked(canvas: Canvas) -> None:
        canvas.textAnnotation("¿Seguro?", Rect=(10, 10, 30, 30))
        AcroForm(canvas).textfield(name="n", x=40, y=100, width=80, height=20)
        canvas.linkURL("https://example.org", (40, 400, 90, 420))

    assert read(both(lines(SHORT), marked)).omitted == {"comments": 1, "controls": 1}


# --- columns ------------------------------------------------------------------------------------------

LEFT_COLUMN = """
El mercado abrió sus puertas en
1928 y desde entonces ha cerrado
dos veces: durante la guerra y tras
el incendio. El ayuntamiento quiere
reabrirlo en primavera con la mitad
de los puestos que tuvo. Los
"""
RIGHT_COLUMN = """
vendedores piden garantías y que el
traslado no dure más de un año ni
se haga en verano. La asociación
calcula que sesenta familias viven
de los puestos de la nave central,
y que otras cien dependen de ellas.
"""
ONE = "Los vendedores piden garantías y que el traslado no dure más de un año"


@pytest.mark.parametrize("shift", [0, 5])
def test_two_columns_are_read_one_after_the_other(shift) -> None:
    """Whether their baselines are the same or not; the paragraph goes on in the second."""
    page = both(
        at(LEFT, 470, "El mercado de abastos, a examen", 18),
        lines(LEFT_COLUMN),
        lines(RIGHT_COLUMN, x=225, y=TOP - shift),
    )
    assert [text[:20] for text in texts(page)] == [
        "El mercado de abastos, a examen"[:20],
        "El mercado abrió sus",
    ]
    assert ONE in texts(page)[1]


def test_a_heading_across_columns_parts_them() -> None:
    """What is above it is read before what is below."""
    page = both(
        lines(LEFT_COLUMN), lines(RIGHT_COLUMN, x=225),
        at(LEFT, 340, "Lo que dicen los vecinos de las calles próximas", 14),
        lines(LEFT_COLUMN.replace("mercado", "teatro"), y=310), lines(RIGHT_COLUMN, x=225, y=310),
    )  # fmt: skip
    starts = [text[:18] for text in texts(page)]
    assert starts == ["El mercado abrió s", "Lo que dicen los v", "El teatro abrió su"]


def test_three_columns() -> None:
    """As in a gazette."""
    columns = [
        "Se convoca la plaza de\nsecretario por el plazo\nde quince días, a contar\ndesde hoy mismo.",
        "Se aprueba la cuenta de\nla feria, que arroja un\nsaldo a favor de ciento\nveinte euros.",
        "Se saca a subasta el\naprovechamiento de los\npastos comunales de la\ndehesa.",
    ]
    page = both(*[lines(text, x=40 + 125 * n, size=9) for n, text in enumerate(columns)])
    assert texts(page, size=(420, 500)) == [" ".join(text.split()) for text in columns]


def test_what_stands_aside_in_other_type_is_read_after_the_text() -> None:
    """Left of it or right."""
    aside = "En 1960 tuvo\n212 puestos y\nsolo 48 en el\ndía del cierre."
    main = both(
        lines(LEFT_COLUMN.strip() + "\nvendedores piden garantías.", x=130), at(130, 340, "Fin.")
    )
    assert texts(both(lines(aside, size=8, leading=10, x=40, y=TOP - 8), main))[-1] == " ".join(
        aside.split()
    )


def test_a_short_last_column_is_read_after_the_first() -> None:
    """One line of it stands beside the first of a full column."""
    page = both(
        lines(LEFT_COLUMN + RIGHT_COLUMN.strip("\n")), at(225, TOP, "Nadie más habló aquel día.")
    )
    assert texts(page)[-1] == "Nadie más habló aquel día."
    assert ONE in texts(page)[0]


def test_columns_whose_lines_begin_tables_at_the_same_height_stay_columns() -> None:
    """What is below and above tells that they are none."""
    tables = [
        cells(("Lote", "Tipo"), ("1", "48,2"), ("2", "31,7"), widths=(x, x + 60), y=360)
        for x in (40, 225)
    ]
    page = both(
        lines(LEFT_COLUMN), lines(RIGHT_COLUMN, x=225), *tables,
        lines(LEFT_COLUMN, y=315), lines(RIGHT_COLUMN, x=225, y=315),
    )  # fmt: skip
    assert texts(page).count("Lote\tTipo") == 2


def test_strokes_of_two_tables_side_by_side_do_not_make_one_of_them() -> None:
    """Each column has a table with strokes of its own at the same heights."""

    def strokes(canvas: Canvas) -> None:
        for x in (40, 225):
            for y in (372, 358, 344, 330):
                canvas.line(x, y, x + 145, y)

    tables = [
        cells(("Lote", "Tipo"), ("1", "48,2"), ("2", "31,7"), widths=(x, x + 60), y=361)
        for x in (40, 225)
    ]
    page = both(
        lines(LEFT_COLUMN), lines(RIGHT_COLUMN, x=225), *tables, strokes,
        lines(LEFT_COLUMN, y=315), lines(RIGHT_COLUMN, x=225, y=315),
    )  # fmt: skip
    assert texts(page).count("Lote\tTipo") == 2


def test_a_table_in_one_of_two_columns_stays_in_it() -> None:
    """Its gap is narrower than that between the columns, or not."""
    table = both(
        *[
            at(LEFT + 70 * n, 350 - 12 * r, cell)
            for r, row in enumerate(["Lote Tipo", "1 48.200", "2 31.750"])
            for n, cell in enumerate(row.split())
        ]
    )
    page = both(lines(LEFT_COLUMN.replace("Los\n", "hoy.")), table, lines(RIGHT_COLUMN * 2, x=225))
    found = texts(page)
    assert found[1:4] == ["Lote\tTipo", "1\t48.200", "2\t31.750"]
    assert found[0].endswith("tuvo. hoy.")


# --- tables -------------------------------------------------------------------------------------------


def cells(
    *rows: Sequence[str],
    widths: Sequence[int] = (40, 130, 220),
    y: float = 400,
    leading: float = 14,
) -> Draw:
    """A table: cells of figures end at the same place, all others begin there."""

    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            for x, cell in zip(widths, row, strict=False):
                put = (
                    canvas.drawRightString
                    if re.match(r"[\d.,]+( %)?$", cell) and x > 40
                    else canvas.drawString
                )
                put(x + 50 if put == canvas.drawRightString else x, y - number * leading, cell)

    return draw


def test_a_table_is_read_by_rows() -> None:
    """No figure changes its column."""
    page = both(
        lines(SHORT),
        cells(
            ("Año", "Rastreos", "Éxito"),
            ("2023", "12,000", "35 %"),
            ("2024", "15,400", "41 %"),
            y=350,
        ),
    )
    assert texts(page)[2:] == ["Año\tRastreos\tÉxito", "2023\t12,000\t35 %", "2024\t15,400\t41 %"]


def test_an_empty_cell_keeps_its_place() -> None:
    """The figure after it stays in its own column."""
    page = cells(
        ("Año", "Rastreos", "Éxito"),
        ("2022", "", "33 %"),
        ("2023", "12,000", "35 %"),
        ("2024", "15,400", ""),
    )
    assert texts(page) == [
        "Año\tRastreos\tÉxito",
        "2022\t\t33 %",
        "2023\t12,000\t35 %",
        "2024\t15,400",
    ]


WRAPPED = [
    ("Formación", "Cursos de seis meses para"), ("", "trescientos jóvenes."), None,
    ("Transporte", "Bonos para quienes trabajen"), ("", "a más de veinte kilómetros."), None,
    ("Ventanilla", "Una oficina en cada comarca."),
]  # fmt: skip


@pytest.mark.parametrize("is_ruled", [False, True])
def test_the_lines_of_a_cell_are_joined_where_white_or_strokes_part_the_rows(is_ruled) -> None:
    """Cells of text that go on in a second line."""

    def draw(canvas: Canvas) -> None:
        y = 400.0
        for row in WRAPPED:
            if row is None:
                y -= 4 if is_ruled else 9
                if is_ruled:
                    canvas.line(36, y + 9, 360, y + 9)
                continue
            canvas.drawString(40, y, row[0])
            canvas.drawString(150, y, row[1])
            y -= 12

    assert texts(draw) == [
        "Formación\tCursos de seis meses para trescientos jóvenes.",
        "Transporte\tBonos para quienes trabajen a más de veinte kilómetros.",
        "Ventanilla\tUna oficina en cada comarca.",
    ]


def test_a_word_that_is_broken_within_a_cell_is_joined() -> None:
    """And where it was broken is recorded, from the beginning of the row."""

    def draw(canvas: Canvas) -> None:
        for y, row in [
            (400, ("Formación", "Cursos de coo-")),
            (388, ("", "peración.")),
            (360, ("Riego", "Canales.")),
        ]:
            canvas.drawString(40, y, row[0])
            canvas.drawString(150, y, row[1])

    block = read(draw).blocks[0]
    assert (block.text, [*block.hyphens]) == ("Formación\tCursos de cooperación.", [23])


def test_strokes_above_and_below_many_rows_do_not_make_one_of_them() -> None:
    """A table with three strokes alone: below its head, and around its total."""

    def strokes(canvas: Canvas) -> None:
        for y in (410, 396, 368, 352):
            canvas.line(36, y, 300, y)

    page = both(
        cells(
            ("Año", "Altas", "Bajas"),
            ("2023", "12", "35"),
            ("2024", "15", "41"),
            ("Total", "27", "76"),
        ),
        strokes,
    )
    assert texts(page) == ["Año\tAltas\tBajas", "2023\t12\t35", "2024\t15\t41", "Total\t27\t76"]


def test_lines_that_may_be_rows_or_may_go_on_stay_lines() -> None:
    """Nothing says which lines are one row: none is put together."""
    page = cells(("Riego", "Canales y"), ("", "acequias"), ("Abasto", "Redes"), ("Obras", "Presas"))
    assert texts(page) == ["Riego\tCanales y", "acequias", "Abasto\tRedes", "Obras\tPresas"]


def test_figures_below_each_other_are_never_one_cell() -> None:
    """A heading of a group of rows stands closer to them than the groups to each other."""
    rows = [("Norte", "", ""), ("Alto", "12", "35 %"), ("Bajo", "15", "41 %")]
    page = both(cells(*rows), cells(("Sur", "", ""), ("Llano", "19", "7 %"), y=340))
    assert texts(page) == ["Norte", "Alto\t12\t35 %", "Bajo\t15\t41 %", "Sur", "Llano\t19\t7 %"]


def test_tables_below_each_other_keep_their_own_columns() -> None:
    """Of two columns and of three, nothing between them but white."""
    page = both(
        cells(("Año", "Éxito"), ("2023", "35 %"), ("2024", "41 %"), widths=(40, 190)),
        cells(
            ("Mes", "Ventas", "Bajas"),
            ("Mayo", "12", "3"),
            ("Junio", "15", "4"),
            widths=(40, 110, 240),
            y=340,
        ),
    )
    assert texts(page)[2:5] == ["2024\t41 %", "Mes\tVentas\tBajas", "Mayo\t12\t3"]


def test_a_cell_that_reaches_further_than_those_above_it_stays_a_cell() -> None:
    """Its second line is a little longer than its first."""
    rows = [
        ("Materia", "2022"),
        ("Vivienda y urbanismo,", "571"),
        ("incluidas las ayudas al", ""),
        ("Sanidad", "502"),
    ]
    page = cells(*rows, widths=(40, 108), leading=12)
    assert texts(page)[-1] == "Sanidad\t502" and texts(page)[0] == "Materia\t2022"


def test_cells_close_to_each_other_are_parted_by_the_strokes_between_them() -> None:
    """As in tables without white around their words."""

    def grid(canvas: Canvas) -> None:
        for number, row in enumerate([("Puerto", "108"), ("Eras", "131")]):
            canvas.drawString(42, 400 - 14 * number, row[0])
            canvas.drawRightString(92, 400 - 14 * number, row[1])
        for x in (40, 74.5, 95):
            canvas.line(x, 380, x, 412)

    assert texts(grid) == ["Puerto\t108", "Eras\t131"]


# --- what the document says of itself ------------------------------------------------------------


def facts(**said: str) -> ReadDocument:
    def page(canvas: Canvas) -> None:
        for name, value in said.items():
            getattr(canvas, f"set{name}")(value)
        both(at(LEFT, 470, "Informe de la costa", 18), lines(SHORT))(canvas)

    return read(page)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("El plan de la costa", ("El plan de la costa", "PDF Title")),
        ("untitled", ("Informe de la costa", "largest type on page 1")),
        ("Microsoft Word - costa_v2.docx", ("Informe de la costa", "largest type on page 1")),
        ("informe-final.indd", ("Informe de la costa", "largest type on page 1")),
    ],
)
def test_the_title_is_the_documents_own_or_the_largest_type(title, found) -> None:
    """But for what programs put there."""
    fact = facts(Title=title).title
    assert fact and (fact.value, fact.found_in) == found


@pytest.mark.parametrize(
    ("author", "found"),
    [("Lucía Montero", "Lucía Montero"), ("anonymous", None), ("Usuario", None)],
)
def test_the_author_is_stated_or_unknown(author, found) -> None:
    """A program's name for its user is nobody."""
    fact = facts(Author=author).author
    assert (fact and fact.value) == found


def test_language_and_reader_are_stated_and_no_date_is() -> None:
    """When a file was made is not when it was published."""
    document = read(lines(SHORT), lang="es-ES")
    assert document.lang and (document.lang.value, document.lang.found_in) == ("es-ES", "/Lang")
    assert re.fullmatch(r"pypdfium2 \d+\.\d+\.\d+", document.read_by)
    assert document.published is None


# --- what is refused -------------------------------------------------------------------------------


def encrypted() -> bytes:
    return pdf(lines(SHORT), encrypt=StandardEncryption("secreto"))


def scanned() -> bytes:
    return pdf(lambda canvas: canvas.drawImage(grey(40, 50), 0, 0, 400, 500))


def without_letters() -> bytes:
    """Of the letters only the shapes are left."""
    pdfmetrics.registerFont(TTFont("V", "Vera.ttf"))
    return pdf(lines(SHORT, font="V")).replace(b"/ToUnicode", b"/ToNothing")


def endless() -> bytes:
    """The same page 5,001 times."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count 5001/Kids[{'3 0 R ' * 5001}]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    body = "".join(f"{n} 0 obj{text}endobj\n" for n, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>".encode()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (encrypted, "save a copy without one"),
        (scanned, "ocrmypdf --language spa in.pdf out.pdf"),
        (without_letters, "ocrmypdf --force-ocr"),
        (endless, "more than 5000 pages"),
        (lambda: b"%PDF-1.7\nnothing", "damaged"),
        (lambda: pdf(lines(SHORT))[:400], "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(make, says) -> None:
    """Never with a text that nobody wrote."""
    with pytest.raises(DocumentError, match=re.escape(says)):
        read_document(make(), "pdf")


def test_a_reading_that_loses_letters_is_refused(monkeypatch) -> None:
    """The measure is what pdfium reads by itself."""
    from briefsite.authoring.documents import pdf as reader

    monkeypatch.setattr(reader, "in_reading_order", lambda lines, rules: [])
    with pytest.raises(DocumentError, match="two ways of reading page 1"):
        read(lines(SHORT))


SUPPLY = (
    "La Agencia firmó el día {} un contrato de suministro para todas las plantas, de modo que ninguna dependa de su "
    "propio almacén ni de los pedidos que haga cada ayuntamiento por su cuenta."
)
PROGRESS = (
    "{} avance se calcula sobre la obra certificada, y por eso puede haber obras con un avance alto y con poco gasto "
    "en las cuentas de la provincia de este año."
)
WORKS = [
    ("Municipio", "Avance", "Entrega"), ("Rivamedia", "83 %", "junio de 2025"), ("Sotoblanco", "90 %", "junio de 2025"),
    ("Costrán Alto", "48 %", "octubre de 2025"), ("Villalta", "12 %", "mayo de 2026"),
]  # fmt: skip


@pytest.mark.parametrize("is_left", [True, False])
@pytest.mark.parametrize("above", [[], [PROGRESS.format("El")]])
@pytest.mark.parametrize("below", [[], [PROGRESS.format("Aquel")]])
def test_a_table_in_a_column_is_apart_from_the_text_of_the_other(
    is_left: bool, above: list[str], below: list[str]
) -> None:
    """At its top, in its midst or at its foot, however long the text beside it: no cell is torn off, no row fused."""
    for beside, rows in product((1, 2, 3), (3, 5)):
        said = [SUPPLY.format(number) for number in range(1, beside + 1)]

        def page(canvas: Canvas, said: list[str] = said, rows: int = rows) -> None:
            left, right = (45, 315) if is_left else (315, 45)
            y = 440
            for words in (*above, None, *below):
                if words is None:
                    for row in WORKS[:rows]:
                        for cell, across in zip(row, (0, 95, 150), strict=True):
                            canvas.drawString(left + across, y, cell)
                        y -= 15
                else:
                    for line in wrap(words, 46):
                        canvas.drawString(left, y, line)
                        y -= 13
                y -= 10
            y = 440
            for words in said:
                for line in wrap(words, 46):
                    canvas.drawString(right, y, line)
                    y -= 13
                y -= 10

        table = ["\t".join(row) for row in WORKS[:rows]]
        assert sorted(texts(page, size=(595, 500))) == sorted([*above, *table, *below, *said])


def strokes(x: float, width: float, leading: float, count: int) -> Draw:
    """A stroke below each row of a table."""

    def draw(canvas: Canvas) -> None:
        for number in range(count):
            y = TOP - number * leading - 4
            canvas.line(x, y, x + width, y)

    return draw


def wrapped(words: str, x: float, width: int = 46, y: float = TOP) -> Draw:
    """A paragraph in a column."""
    return lines("\n".join(wrap(words, width)), x, y, leading=12)


@pytest.mark.parametrize(("left", "right"), [(40, 320), (300, 40)])
@pytest.mark.parametrize("leading", [12, 16, 18])
def test_strokes_of_a_table_in_one_column_do_not_part_the_text_of_the_other(
    left: float, right: float, leading: float
) -> None:
    """The strokes say what a row of the table is; the text beside it is read by itself."""
    said = SUPPLY.format(3) + " " + PROGRESS.format("Aquel")
    page = both(
        cells(*WORKS, widths=(left, left + 85, left + 150), y=TOP, leading=leading),
        strokes(left, 230, leading, 5),
        wrapped(said, right),
    )
    expected = ["\t".join(row) for row in WORKS]
    assert sorted(texts(page, size=(595, 500))) == sorted([*expected, said])


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("rows", [3, 5])
def test_a_table_in_the_middle_of_three_columns_is_apart_from_both_texts(
    rows: int, *, ruled: bool
) -> None:
    """Text stands left and right of it."""
    first, last = SUPPLY.format(2), PROGRESS.format("Este")
    table = [row[::2] for row in WORKS[:rows]]
    page = both(
        wrapped(first, 40, 30), cells(*table, widths=(225, 305), y=TOP, leading=12), wrapped(last, 420, 30),
        strokes(225, 160, 12, rows if ruled else 0),
    )  # fmt: skip
    assert texts(page, size=(600, 500)) == [first, *("\t".join(row) for row in table), last]


@pytest.mark.parametrize("said", [
    "El Consejo comparó los pozos del valle sin encontrar daños en las obras.",
    "El Comité midió en marzo las tuberías del barrio en presencia de los vecinos y del alcalde.",
])  # fmt: skip
@pytest.mark.parametrize("leading", [14, 18])
def test_a_table_of_two_rows_is_apart_from_two_lines_beside_it(said: str, leading: float) -> None:
    """A single line that goes on from the one above is enough to be a text."""
    page = both(
        cells(*WORKS[:2], widths=(320, 405, 470), y=TOP, leading=leading), wrapped(said, 40)
    )
    assert texts(page, size=(595, 500)) == [said, *("\t".join(row) for row in WORKS[:2])]


def test_cells_that_cannot_be_told_from_columns_are_never_a_sentence() -> None:
    """Where no row can be told, each cell is by itself."""
    column = "Entrega\noctubre de 2025\nagosto de 2025\njunio de 2025"
    assert texts(lines(column)) == column.split("\n")


@pytest.mark.parametrize("share", ["45 %", "45 €", "$45", "+45", "45%"])
def test_an_amount_at_the_edge_of_a_page_is_no_page_number(share: str) -> None:
    """Not in the first row of a table, and not in the last."""
    rows = [("Costrán Alto", share), ("Rivamedia", "7 %"), ("Villalta", share)]
    page = cells(*rows, leading=14)
    document = read(page, size=(400, 460))
    assert [block.text for block in document.blocks] == ["\t".join(row) for row in rows]
    assert not document.omitted


def test_wide_spaces_of_lines_set_to_equal_length_part_no_cells() -> None:
    """Beside and below each other they look like the columns of a table, and are none."""
    page = both(
        lines("El Consejo comparó en\nmarzo\ncompuertas\ncanal\ncontar daños antes de"),
        *(
            lambda canvas, y=y, word=word: canvas.drawRightString(
                LEFT + canvas.stringWidth("El Consejo comparó en"), y, word
            )
            for y, word in ((TOP - 12, "las"), (TOP - 24, "del"), (TOP - 36, "sin"))
        ),
        at(LEFT, TOP - 60, "las lluvias."),
    )
    assert texts(page)[0].startswith(
        "El Consejo comparó en marzo las compuertas del canal sin contar"
    )


def test_lines_across_two_columns_do_not_join_the_lines_of_these() -> None:
    """The first is as long as both columns with the gutter between them."""
    left, right = (
        "El Consejo\nmidió los\ncanales y\nlos ríos.",
        "La Junta\nno quiso\nopinar ni\nver nada.",
    )
    across = "Un resumen de lo que fue"

    def page(canvas: Canvas) -> None:
        at(LEFT, TOP, across)(canvas)
        end = LEFT + canvas.stringWidth(across)
        lines(left, y=TOP - 20)(canvas)
        for number, line in enumerate(right.split("\n")):
            canvas.drawString(end - canvas.stringWidth("no quiso"), TOP - 20 - 12 * number, line)

    assert not any("midió los no quiso" in text for text in texts(page))


def test_a_wide_gap_within_a_row_parts_cells_though_no_gutter_goes_on_there() -> None:
    """The text beside the first row of a table is no part of its last cell."""
    page = both(
        cells(*WORKS, widths=(40, 105, 200), y=TOP, leading=16),
        wrapped(
            "La Agencia comparó los pozos del valle con los datos de la temporada anterior.",
            262,
            40,
        ),
    )
    read_text = "\n".join(texts(page, size=(595, 500)))
    assert "Entrega La Agencia" not in read_text
    assert "Villalta\t12 %\tmayo de 2026" in read_text
