"""Make the PDFs of the corpus, by hand: `python tests/documents/make_pdf.py`.

Each kind of program makes PDFs of its own: Chromium prints web pages, LibreOffice exports texts,
reportlab draws letters where it is told to. Needs all three, which the tests do not.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

HERE = Path(__file__).parent
FONTS = Path("/usr/share/fonts/truetype/liberation")

# --- printed by Chromium ---------------------------------------------------------------------------

NOTE = """<!doctype html><html lang="es"><meta charset="utf-8"><title>Plan de riego de Valdecuenca</title>
<style>
  body { font: 12pt/1.35 "Liberation Serif"; text-align: justify; hyphens: auto; width: 8.4cm }
  h1 { font-size: 21pt; text-align: left } sup { font-size: 60%; line-height: 0 }
  .notes { font-size: 8.5pt; margin-top: 2cm; border-top: 1px solid; text-align: left }
</style>
<h1>El plan de riego llegará a treinta municipios</h1>
<p>Valdecuenca, 14 de octubre de 2022. La oficina confirmó las cifras oficiales del plan, que financiará
  32<sup>1</sup> presas y afectará a 15 400 hectáreas de regadío.
<p>El acuerdo México-Estados Unidos fue sig&shy;ni&shy;fi&shy;ca&shy;ti&shy;vo y la reunión, de alto nivel. La coo&shy;pe&shy;ra&shy;ción
  hispano-por&shy;tu&shy;gue&shy;sa se extenderá a los afluentes del Miño<sup>2</sup>, según explicó la consejera.
<p>«No habrá restricciones de abas&shy;te&shy;ci&shy;mien&shy;to este verano, pero la ad&shy;mi&shy;nis&shy;tra&shy;ción vi&shy;gi&shy;la&shy;rá los embalses»,
  afirmó la consejera, Inés Otaola, en la presentación del documento.
<p>El caudal medio es de 12 m<sup>3</sup> por segundo y la superficie, de 4 × 10<sup>6</sup> m<sup>2</sup>.
  Es la 3.<sup>a</sup> fase de las obras, que empezaron en 2019.
<div class="notes"><p><sup>1</sup> Dos de ellas están en construcción y se terminarán en 2024.
<p><sup>2</sup> Véase el convenio firmado en Tui el 3 de mayo de 2021.</div>"""

TABLES = """<!doctype html><html lang="es"><meta charset="utf-8"><title>Población activa 2024</title>
<style>
  body { font: 11pt/1.4 "Liberation Sans" } h1 { font-size: 20pt } h2 { font-size: 14pt }
  table { border-collapse: collapse; margin: 1em 0 } td, th { border: 1px solid #888; padding: 4px 8px }
  th { background: #234; color: #fff; text-align: left } td:not(:first-child) { text-align: right }
  .wide td { text-align: left; vertical-align: top; width: 5cm }
  .free td, .free th { border: 0 } .free th { background: none; color: #000 }
</style>
<h1>Población activa por comarcas</h1>
<p>La encuesta se hizo entre enero y marzo de 2024 en las tres comarcas de la provincia, con 2 450 entrevistas.
<table><tr><th>Comarca<th>Ocupados<th>Parados<th>Tasa
<tr><td>Ribera Alta<td>12,000<td>1,340<td>10,0 %
<tr><td>Sierra de Luna<td>8,215<td>402<td>4,7 %
<tr><td>Campo de Olmos<td>23,980<td>3,115<td>11,5 %</table>
<h2>Medidas previstas</h2>
<table class="wide"><tr><th>Medida<th>Contenido
<tr><td>Formación en oficios del agua<td>Cursos de seis meses para trescientos jóvenes de la comarca, con prácticas en empresas.
<tr><td>Ayudas al transporte<td>Bonos para quienes trabajen a más de veinte kilómetros de su domicilio.
<tr><td>Ventanilla única<td>Una oficina en cada cabecera de comarca antes de que acabe el año.</table>
<p>Los datos de la tabla anterior son provisionales. La comisión los revisará en septiembre.
<h2>Evolución</h2>
<table class="free"><tr><th>Año<th>Rastreos<th>Éxito
<tr><td>2023<td>12,000<td>35 %<tr><td>2024<td>15,400<td>41 %</table>
<p style="break-before: page">El informe completo se publicará en la sede electrónica de la diputación. Quien quiera
  consultarlo en papel podrá hacerlo en el archivo provincial, de lunes a viernes.
<p>La próxima encuesta se hará en 2026."""

COLUMNS = """<!doctype html><html lang="es"><meta charset="utf-8"><title></title>
<style>
  body { font: 10.5pt/1.35 "Liberation Serif" } h1 { font: bold 24pt "Liberation Sans" }
  .two { columns: 2; column-gap: 0.8cm; text-align: justify } .two p { margin: 0; text-indent: 1.2em }
  .two h2 { font: bold 12pt "Liberation Sans" }
  .box { font: 9pt/1.3 "Liberation Sans"; border: 1px solid; padding: 6px }
  .row { display: grid; grid-template-columns: 11cm 4.6cm; gap: 0.7cm }
</style>
<h1>La reforma del mercado de abastos, a examen</h1>
<div class="two">
<h2>Un edificio de 1928</h2>
<p>El mercado central abrió sus puertas en 1928 y desde entonces ha cerrado dos veces: durante la guerra y
  tras el incendio de 1974. El ayuntamiento quiere reabrirlo en primavera con la mitad de los puestos.
<p>El proyecto, que firma la arquitecta Rosa Melgar, conserva la estructura de hierro y añade una cubierta de
  vidrio. «No se trata de disfrazar un mercado de centro comercial», dijo Melgar ante la comisión.
<p>Los vendedores piden garantías. La asociación que los agrupa calcula que sesenta familias dependen de los puestos, y
  reclama que el traslado provisional no dure más de nueve meses.
<h2>Las cuentas</h2>
<p>El presupuesto asciende a 4,2 millones de euros, de los que el Estado aporta el 35 %. La oposición lo considera
  insuficiente y recuerda que las obras del teatro costaron el doble de lo previsto.
<p>La concejala de Hacienda, Marta Quiroga, respondió que la contratación se ha dividido en tres lotes para evitar
  desviaciones, y que el primero se adjudicará en enero.
<p>El pleno votará el expediente el día 28. Si se aprueba, las obras comenzarán después de Reyes.
</div>
<h1 style="font-size:16pt">Lo que dicen los vecinos</h1>
<div class="row"><div>
<p>La asociación de vecinos del ensanche ha recogido 1.240 firmas a favor de la reapertura, aunque pide que
  se limite la carga y descarga a las primeras horas de la mañana.
<p>«Queremos un mercado vivo, no un decorado», resume su presidente, Tomás Arce, que lleva treinta años en el barrio.
<p>Los comerciantes de las calles próximas confían en recuperar la clientela que perdieron con el cierre.
</div><div class="box"><b>En cifras</b><p>El mercado tuvo 212 puestos en 1960 y solo 48 el día de su cierre.
<p>Tres de cada cuatro clientes llegaban a pie.</div></div>"""

ENGLISH = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Joint statement on fisheries</title>
<style>
  body { font: 12pt/1.4 "Liberation Sans"; width: 9.5cm; hyphens: auto; text-align: justify }
  h1 { font-size: 20pt; text-align: left } li { text-align: left }
</style>
<h1>Joint statement on fisheries</h1>
<p>Port Ashby, 9 June 2023. The two governments reaffirmed their long-term commitment to the con&shy;ser&shy;va&shy;tion of
  deep-water stocks and sig&shy;nif&shy;i&shy;cant&shy;ly in&shy;creased the fi&shy;nanc&shy;ing of ob&shy;serv&shy;ers.
<p>Both delegations agreed on the following:
<ul><li>a well-funded programme of electronic monitoring, to be operational by 2025;
<li>common rules on transshipment, notwithstanding existing arrangements;
<li>an annual high-level dialogue, alternating between the capitals.</ul>
<ol><li>The secretariat will circulate a draft within ninety days.<li>Ratification requires the approval of both
  legislatures.</ol>
<p>“We cannot conserve what we do not count,” said the minister, Helen Osei, who chaired the meeting of the
  in&shy;ter&shy;na&shy;tion&shy;al com&shy;mis&shy;sion — the first since 2019 — and its tech&shy;ni&shy;cal sub&shy;com&shy;mit&shy;tees.
<p style="color:#fff;margin:0">invisible instructions for programs
<p>Offshore efforts will affect fifteen fishing communities, most of them self-governing."""

FEET = {
    "nota": None,
    "cuadro": (
        '<div style="font-size:8px;width:100%;text-align:center">Diputación Provincial · Servicio de Estadística</div>',
        (
            '<div style="font-size:8px;width:100%;text-align:center">Página <span class="pageNumber"></span> de '
            '<span class="totalPages"></span></div>'
        ),
    ),
}


def chromium() -> None:
    """Print web pages."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for name, html, heads in [
            ("nota", NOTE, None),
            ("cuadro", TABLES, FEET["cuadro"]),
            ("columnas", COLUMNS, None),
            ("statement", ENGLISH, None),
        ]:
            page.set_content(html)
            page.pdf(
                path=HERE / f"pdf-chromium-{name}.pdf",
                format="A4",
                print_background=True,
                margin=dict.fromkeys(["top", "bottom", "left", "right"], "2cm"),
                display_header_footer=heads is not None,
                header_template=heads[0] if heads else "",
                footer_template=heads[1] if heads else "",
            )
        browser.close()


# --- exported by LibreOffice -----------------------------------------------------------------------

OFFICE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta>META</office:meta>
<office:font-face-decls><style:font-face style:name="S" svg:font-family="'Liberation Serif'"/></office:font-face-decls>
<office:styles>
 <style:default-style style:family="paragraph"><style:paragraph-properties fo:hyphenation-ladder-count="no-limit"/>
  <style:text-properties style:font-name="S" fo:font-size="11pt" fo:language="es" fo:country="ES" fo:hyphenate="true"
   fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/></style:default-style>
 <style:style style:name="Standard" style:family="paragraph"/>
 <style:style style:name="P" style:family="paragraph" style:parent-style-name="Standard">
  <style:paragraph-properties fo:text-align="justify" fo:margin-bottom="0.25cm"/></style:style>
 <style:style style:name="I" style:family="paragraph" style:parent-style-name="Standard">
  <style:paragraph-properties fo:text-align="justify" fo:text-indent="0.6cm"/></style:style>
 <style:style style:name="H" style:family="paragraph" style:parent-style-name="Standard">
  <style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm"/>
  <style:text-properties fo:font-size="17pt" fo:font-weight="bold" fo:hyphenate="false"/></style:style>
 <style:style style:name="B" style:family="paragraph" style:parent-style-name="Standard">
  <style:paragraph-properties fo:margin-top="0.3cm" fo:margin-bottom="0.1cm"/><style:text-properties fo:font-weight="bold"/></style:style>
 <style:style style:name="Small" style:family="paragraph" style:parent-style-name="Standard">
  <style:text-properties fo:font-size="9pt" fo:hyphenate="false"/></style:style>
 <style:style style:name="Footnote" style:family="paragraph" style:parent-style-name="Standard">
  <style:text-properties fo:font-size="9pt"/></style:style>
 <style:style style:name="Up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
 <text:notes-configuration text:note-class="footnote" text:citation-body-style-name="Up" text:citation-style-name="Up"
  style:num-format="1" text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>
</office:styles>
<office:automatic-styles>
 <style:page-layout style:name="L"><style:page-layout-properties fo:page-width="WIDTH" fo:page-height="HEIGHT"
  fo:margin-top="1.6cm" fo:margin-bottom="1.6cm" fo:margin-left="2.2cm" fo:margin-right="2.2cm"/>
  <style:header-style><style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.6cm"/></style:header-style>
  <style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.6cm"/></style:footer-style>
 </style:page-layout>
 <style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">
 HEADFOOT</style:master-page></office:master-styles>
<office:body><office:text>BODY</office:text></office:body></office:document>"""


def paragraphs(style: str, *texts: str) -> str:
    """Paragraphs of a style."""
    return "".join(f'<text:p text:style-name="{style}">{text}</text:p>' for text in texts)


def note(number: int, words: str) -> str:
    """A note at the foot of the page."""
    return (
        f'<text:note text:id="n{number}" text:note-class="footnote"><text:note-citation>{number}</text:note-citation>'
        f"<text:note-body>{paragraphs('Footnote', words)}</text:note-body></text:note>"
    )


def table(*rows: tuple[str, ...]) -> str:
    """A table with strokes between its cells."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="C" office:value-type="string">{paragraphs("Small", cell)}</table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return f'<table:table><table:table-column table:number-columns-repeated="{len(rows[0])}"/>{cells}</table:table>'


MINUTES = (
    paragraphs("H", "Acta de la sesión ordinaria de la Comisión de Aguas")
    + paragraphs(
        "P",
        "En Villarrío, a 3 de marzo de 2026, se reúne la Comisión de Aguas bajo la presidencia de doña Elena Prado, con "
        f"asistencia de once de sus trece vocales{note(1, 'Excusaron su ausencia los señores Lozano y Beltrán.')}. Abre la sesión la presidenta "
        "a las diez y cinco de la mañana.",
        "La secretaria da lectura al acta de la sesión anterior, que se aprueba por asentimiento. A continuación informa del estado de los "
        f"embalses: el 12 de febrero estaban al 61 % de su capacidad, nueve puntos por encima de la media de la última década{note(2, 'Boletín hidrológico, número 7, página 4.')}.",
        "El vocal señor Iriarte pregunta por las obras de impermeabilización del canal de la margen derecha. Responde el ingeniero director que "
        "la adjudicación se ha retrasado por un recurso, y que espera firmar el contrato en la primera quincena de abril. Añade que las "
        "filtraciones suponen una pérdida de 3,4 hectómetros cúbicos al año, según las mediciones efectuadas entre 2019 y 2024 por la "
        "confederación, y que los regantes han aportado una cuarta parte del presupuesto.",
        "La presidenta propone que la comisión visite las obras antes del verano. Se acuerda por unanimidad, y se encarga a la "
        "secretaría la organización del desplazamiento, que incluirá las estaciones de bombeo de La Hoz y de Fuentealta y la nueva depuradora de "
        "Olmillos.",
    )
    + paragraphs("B", "Ruegos y preguntas")
    + paragraphs(
        "P",
        "La vocal señora Galdeano ruega que se publiquen los análisis de nitratos de los pozos de la vega. La presidenta responde: «Se publicarán "
        "todos, pozo por pozo, antes de que termine el trimestre». El señor Iriarte pide que conste en acta su agradecimiento a los técnicos "
        f"del laboratorio{note(3, 'El laboratorio analizó 214 muestras en 2025.')} por la rapidez con la que atendieron la alerta de enero, y "
        "solicita que se estudie la contratación de un segundo equipo de muestreo para las comarcas del norte, donde la dispersión de los pozos "
        "obliga a recorrer largas distancias.",
        "No habiendo más asuntos que tratar, se levanta la sesión a las doce y veinte, de lo que doy fe como secretaria.",
    )
)  # fmt: skip

DECREE = (
    paragraphs("H", "Decreto 41/2025, de 9 de abril, de montes comunales")
    + paragraphs(
        "I",
        "El aprovechamiento de los montes comunales se ha regido hasta ahora por ordenanzas locales, muchas de ellas "
        "cen\u00adte\u00adna\u00adrias, que no prevén ni la prevención de incendios ni el pastoreo extensivo tal como hoy se practica.",
        "La presente norma atiende a las re\u00adco\u00admen\u00adda\u00adcio\u00adnes técnico-jurídicas del Consejo Consultivo y deroga el "
        "Decreto 12/1987. En su virtud, a propuesta de la consejera de Medio Rural, dispongo:",
    )
    + paragraphs("B", "Artículo 1. Objeto")
    + paragraphs(
        "I",
        "Este decreto regula el aprovechamiento de los montes comunales de la comunidad autónoma, cual\u00adquie\u00adra que sea "
        "su superficie.",
        "Quedan excluidos los montes catalogados de utilidad pública y los que pertenezcan a entidades "
        "su\u00adpra\u00admu\u00adni\u00adci\u00adpa\u00adles.",
    )
    + paragraphs("B", "Artículo 2. Aprovechamientos")
    + paragraphs("I", "Son aprovechamientos ordinarios:")
    + paragraphs(
        "Standard",
        "a) el pastoreo de ganado ovino y caprino, con un máximo de dos cabezas por hectárea;",
        "b) la recogida de leña caída, que no requerirá autorización cuando sea para el consumo doméstico de los vecinos "
        "empadronados en el municipio durante al menos los dos años anteriores;",
        "c) la recolección de setas, en los términos que fije cada ordenanza.",
    )
    + paragraphs(
        "I",
        "Los aprovechamientos ex\u00adtra\u00ador\u00addi\u00adna\u00adrios se ad\u00adju\u00addi\u00adca\u00adrán en subasta pública. El 15 % de los ingresos se destinará a la "
        "prevención de incendios.",
    )
)  # fmt: skip

STATISTICS = (
    paragraphs("H", "Visitantes de los museos provinciales")
    + paragraphs("P", "Los museos recibieron 184.300 visitas en 2025, un 6,2 % más que el año anterior. La tabla da las cifras por sedes.")
    + table(
        ("Sede", "2024", "2025", "Variación"),
        ("Museo del Agua", "41.200", "44.950", "+9,1 %"),
        ("Casa de las Artes", "77.310", "80.100", "+3,6 %"),
        ("Museo Arqueológico", "55.030", "59.250", "+7,7 %"),
    )
    + paragraphs("P", "", "Los horarios de verano cambian como sigue, por decisión del patronato.")
    + table(
        ("Sede", "Horario", "Observaciones"),
        ("Museo del Agua", "De 10 a 20 horas", "La sala de turbinas cierra a las 18 horas para facilitar el mantenimiento de las máquinas, salvo los sábados."),
        ("Casa de las Artes", "De 11 a 21 horas", "Entrada gratuita los miércoles."),
        ("Museo Arqueológico", "De 9 a 15 horas", "Visitas guiadas a las 10 y a las 12 horas; conviene reservar con dos días de antelación."),
    )
    + paragraphs("P", "", "El patronato revisará los horarios en octubre.")
)  # fmt: skip

WEB = """<html lang="es"><head><meta charset="utf-8"><title>Calidad del aire en agosto</title></head><body>
<h1>Calidad del aire en agosto</h1>
<p>La concentración media de ozono fue de 96 µg/m<sup>3</sup>, por debajo del umbral de información. La de CO<sub>2</sub> no se
mide en estas estaciones.</p>
<ul><li>La estación de Las Eras superó el valor objetivo tres días.</li>
<li>La del Puerto no registró ninguna superación, por primera vez desde 2011.</li></ul>
<p>El Ministerio de Transición Ecológica y la Comisión Europea recibirán los datos validados en octubre. La red cuenta con 14 estaciones
fijas y una unidad móvil, que este mes estuvo en el polígono industrial de El Prado.</p>
<table border="1"><tr><th>Estación</th><th>Máximo</th><th>Días</th></tr><tr><td>Las Eras</td><td>131</td><td>3</td></tr>
<tr><td>Puerto</td><td>108</td><td>0</td></tr></table>
<p>Los episodios coincidieron con la ola de calor del 10 al 16 de agosto, la 2.<sup>a</sup> del verano.</p></body></html>"""

HEADS = (
    '<style:header><text:p text:style-name="Small">Comisión de Aguas — Libro de actas</text:p></style:header>'
    '<style:footer><text:p text:style-name="Small">Página <text:page-number>1</text:page-number></text:p></style:footer>'
)


def office() -> None:
    """Export texts."""
    with tempfile.TemporaryDirectory() as folder:
        for name, body, meta, heads, size in [
            ("acta", MINUTES, "<dc:title>Acta de la Comisión de Aguas</dc:title>", HEADS, ("14.8cm", "14cm")),
            ("decreto", DECREE, "", "", ("14.8cm", "21cm")),
            ("museos", STATISTICS, "<meta:initial-creator>Patronato de Museos</meta:initial-creator><dc:creator>Patronato de Museos</dc:creator>", "", ("21cm", "29.7cm")),
        ]:  # fmt: skip
            text = OFFICE.replace("BODY", body).replace("META", meta).replace("HEADFOOT", heads)
            text = text.replace("WIDTH", size[0]).replace("HEIGHT", size[1])
            Path(folder, f"pdf-office-{name}.fodt").write_text(text, encoding="utf-8")
        Path(folder, "pdf-office-aire.html").write_text(WEB, encoding="utf-8")
        for source in sorted(Path(folder).iterdir()):
            form = "pdf:writer_pdf_Export"
            subprocess.run(
                ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
                 "--writer", "--convert-to", form, "--outdir", str(HERE), str(source)],
                check=True,
            )  # fmt: skip


# --- drawn by reportlab ----------------------------------------------------------------------------


def styles(size: float = 9.5) -> dict[str, ParagraphStyle]:
    """Styles of type, in the fonts of this machine."""
    for name, file in [
        ("S", "Serif-Regular"),
        ("SB", "Serif-Bold"),
        ("A", "Sans-Regular"),
        ("AB", "Sans-Bold"),
    ]:
        pdfmetrics.registerFont(TTFont(name, FONTS / f"Liberation{file}.ttf"))
    body = ParagraphStyle(
        "p", fontName="S", fontSize=size, leading=1.22 * size, alignment=TA_JUSTIFY
    )
    return {
        "p": body,
        "i": ParagraphStyle("i", body, firstLineIndent=12),
        "h": ParagraphStyle(
            "h", fontName="AB", fontSize=2 * size, leading=2.3 * size, spaceAfter=10
        ),
        "s": ParagraphStyle(
            "s",
            fontName="AB",
            fontSize=1.15 * size,
            leading=1.4 * size,
            spaceBefore=8,
            spaceAfter=4,
        ),
        "n": ParagraphStyle("n", fontName="S", fontSize=0.78 * size, leading=0.95 * size),
    }


JOURNAL = [
    ("s", "Introducción"),
    ("i", ("El estudio de los precios del trigo en la meseta ha dependido hasta ahora de las series de los mercados urbanos. Este trabajo "
          "incorpora por primera vez los libros de cuentas de doce pósitos rurales, conservados entre 1740 y 1812, y muestra que la "
          "correlación entre campo y ciudad era más débil de lo que se suponía.")),
    ("i", ("La hipótesis de un mercado integrado, defendida en la bibliografía de los años ochenta, se apoyaba en las "
          "cotizaciones de las plazas mayores. Los pósitos, en cambio, prestaban grano a los labradores y lo recuperaban tras la "
          "cosecha, con un interés en especie que rara vez superaba el medio celemín por fanega.")),
    ("s", "Fuentes y método"),
    ("i", ("Se han vaciado 3.412 asientos. Cada uno registra la fecha, el nombre del prestatario, la cantidad y, en algo más de la "
          "mitad de los casos, el precio de referencia. Las lagunas corresponden sobre todo a los años de la guerra, cuando las "
          "autoridades francesas requisaron el grano de siete de los doce pósitos estudiados.")),
    ("i", ("Para comparar las series se han convertido las medidas locales al sistema métrico. La fanega de Medina equivalía a 55,5 litros y la "
          "de Olmos, a 54,2. La diferencia, aunque pequeña, basta para explicar buena parte de la dispersión que otros autores "
          "atribuyeron a los costes del transporte.")),
    ("i", ("Los precios se han deflactado con el índice de salarios agrícolas. En los años de mala cosecha, como 1753 y 1804, los precios "
          "rurales subieron antes que los urbanos, con un adelanto medio de cinco semanas.")),
    ("s", "Resultados"),
    ("i", ("El coeficiente de correlación entre las series rurales y la de Valladolid es de 0,43, frente al 0,81 que se obtiene "
          "entre las plazas urbanas. La distancia no explica por sí sola la diferencia: pósitos situados a menos de tres leguas de la "
          "ciudad se comportan como los más alejados, y solo los de la ribera siguen de cerca las cotizaciones de la capital.")),
    ("i", ("La explicación que se propone es institucional. Los pósitos estaban gobernados por juntas de vecinos que "
          "anteponían la seguridad del abastecimiento al beneficio. «Más vale pan en el arca que reales en la bolsa», anotó en 1761 el "
          "depositario de Villafrades al margen de sus cuentas, y la frase resume bien una racionalidad que no era la del mercado.")),
    ("i", ("Los resultados obligan a matizar la cronología de la integración. Si en 1760 los pósitos fijaban todavía sus precios con "
          "independencia de la capital, en 1805 lo hacían ya con retrasos de apenas dos semanas. La mejora de los caminos, la "
          "liberalización decretada en 1765 y la difusión de los correos ordinarios explican en distinta medida ese acercamiento.")),
    ("s", "Conclusiones"),
    ("i", ("La integración del mercado del trigo fue más tardía y más desigual de lo que se había afirmado. Quedan por estudiar los "
          "pósitos píos, cuya documentación se conserva en los archivos diocesanos y que pudieron comportarse de otro modo.")),
    ("i", ("Convendría también extender la comparación a la cebada y al centeno, cereales de los pobres, sobre los que la "
          "administración ejercía un control menor. Es probable que en ellos la distancia entre el campo y la ciudad fuese todavía mayor.")),
]  # fmt: skip


def journal() -> None:
    """Two columns on four pages, with running heads that differ by side."""
    style = styles()
    width, height = 420, 330

    def frame(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("A", 7.5)
        number = document.page
        canvas.drawString(
            40, height - 30, "Revista de Historia Rural" if number % 2 else "L. Montero"
        )
        canvas.drawRightString(
            width - 40,
            height - 30,
            "Vol. 12, n.º 2" if number % 2 else "Los pósitos y el precio del trigo",
        )
        canvas.drawCentredString(width / 2, 24, str(number + 114))

    top = Frame(40, height - 120, width - 80, 80, id="t", leftPadding=0, rightPadding=0)
    low = [
        Frame(x, 40, 162, height - 165, id=f"l{x}", leftPadding=0, rightPadding=0)
        for x in (40, 218)
    ]
    high = [
        Frame(x, 40, 162, height - 85, id=f"h{x}", leftPadding=0, rightPadding=0) for x in (40, 218)
    ]
    document = BaseDocTemplate(
        str(HERE / "pdf-drawn-revista.pdf"), pagesize=(width, height), invariant=1, author="Lucía Montero",
        title="Los pósitos y el precio del trigo", lang="es-ES",
        pageTemplates=[PageTemplate("first", [top, *low], onPage=frame), PageTemplate("next", high, onPage=frame)],
    )  # fmt: skip
    flow = [
        Paragraph("Los pósitos y el precio del trigo en la meseta, 1740-1812", style["h"]),
        FrameBreak(), NextPageTemplate("next"),
    ]  # fmt: skip
    document.build(flow + [Paragraph(text, style[kind]) for kind, text in JOURNAL])


NARROW = """La delegación hispano-portuguesa se reunió en la con-
sejería de Agricultura. El secretario de Estado confir-
mó la financiación de 18 proyectos técnico-administra-
tivos y de la línea Norte-Sur, que el acuerdo Madrid-
Lisboa dejaba pendiente. La cooperación socio-
económica, dijo, «no entiende de fron-
teras». La evaluación de 2019-
2021 fue favorable. Se habló de la co-
operación en materia de aguas y de la ex-
tensión del trasvase, y no hubo acuerdo."""


def narrow() -> None:
    """A narrow column of which the lines are cut by hand, and a table without strokes."""
    styles()
    canvas = Canvas(str(HERE / "pdf-drawn-columna.pdf"), pagesize=(320, 460), invariant=1)
    canvas.setFont("AB", 15)
    canvas.drawString(40, 410, "Encuentro en la raya")
    canvas.setFont("S", 10.5)
    height = 385.0
    for line in NARROW.splitlines():
        canvas.drawString(40, height, line)
        height -= 13.5
    height -= 14
    canvas.drawString(40, height, "Proyectos aprobados, en millones de euros:")
    height -= 20
    for row in [
        ("Año", "Proyectos", "Importe", "Ejecución"),
        ("2022", "6", "4,75", "98 %"),
        ("2023", "7", "5,10", "91 %"),
        ("2024", "18", "12,00", "35 %"),
    ]:
        canvas.drawString(40, height, row[0])
        for right, cell in zip((130, 190, 255), row[1:], strict=True):
            canvas.drawRightString(right, height, cell)
        height -= 14
    height -= 10
    canvas.drawString(40, height, "El 12 de julio se firmó el convenio en la sede de la")
    canvas.drawString(40, height - 13.5, "eurorregión.")
    canvas.saveState()
    canvas.translate(70, 120)
    canvas.rotate(45)
    canvas.setFont("AB", 50)
    canvas.setFillGray(0.85)
    canvas.drawString(0, 0, "BORRADOR")
    canvas.restoreState()
    canvas.save()


REPORT = [
    [
        ("El Congreso aprobó en 1998 la creación de un fondo de compensación<super>1</super> para los municipios ribereños. Su dotación inicial "
        "fue de 32<super>2</super> millones, repartidos entre quince ayuntamientos según la superficie inundada y el número de habitantes."),
        ("El fondo se ha prorrogado cuatro veces. La última prórroga vence en 2027, y ningún grupo ha anunciado todavía si pedirá otra. La "
        "comisión calcula que harían falta 10<super>6</super> euros más para atender las solicitudes pendientes, y que un tercio de ellas "
        "corresponde a obras de saneamiento que la ley exige desde hace una década y que los ayuntamientos, por falta de recursos propios, han"),
    ],
    [
        "ido aplazando ejercicio tras ejercicio. El informe propone que se atiendan primero las de menos de quinientos habitantes.<super>3</super>",
        "La intervención advierte de que el criterio de la superficie favorece a los municipios más extensos*, con independencia de su población.",
    ],
]  # fmt: skip
FEET_OF_REPORT = [
    [
        "<super>1</super> Ley 14/1998, de 6 de mayo.",
        (
            "<super>2</super> En euros de 2020, una vez descontada la inflación acumulada desde la creación del fondo, "
            "según el índice general."
        ),
    ],
    [
        "<super>3</super> Son veintitrés, once de ellos en la comarca de La Hoz.",
        "* Véase el anexo II.",
    ],
]


def report() -> None:
    """Notes at the foot of two pages, under a paragraph that goes on from one to the other."""
    style = styles(10.5)
    canvas = Canvas(str(HERE / "pdf-drawn-informe.pdf"), pagesize=(400, 430), invariant=1)
    canvas.setTitle("Microsoft Word - informe_def.docx")
    for number, (texts, feet) in enumerate(zip(REPORT, FEET_OF_REPORT, strict=True), 1):
        height = 390.0
        if number == 1:
            heading = Paragraph("Informe sobre el fondo de compensación", style["h"])
            height -= heading.wrap(320, 400)[1]
            heading.drawOn(canvas, 40, height)
            height -= 14
        for text in texts:
            paragraph = Paragraph(text.replace("extensos*", "extensos<super>*</super>"), style["p"])
            height -= paragraph.wrap(320, 400)[1]
            paragraph.drawOn(canvas, 40, height)
            height -= 7
        canvas.line(40, 98, 140, 98)
        low = 92.0
        for text in feet:
            paragraph = Paragraph(text, style["n"])
            low -= paragraph.wrap(320, 400)[1]
            paragraph.drawOn(canvas, 40, low)
        canvas.setFont("A", 8)
        canvas.drawCentredString(200, 22, f"- {number} -")
        canvas.showPage()
    canvas.save()


GAZETTE = [
    ("s", "CONSEJERÍA DE MEDIO RURAL"),
    ("p", ("Resolución de 2 de junio de 2025, de la Dirección General de Montes, por la que se anuncia la subasta de tres lotes de madera "
          "de pino en el monte número 214 del catálogo, sito en el término municipal de Olmillos.")),
    ("p", ("El acto se celebrará el día 30 de junio, a las doce horas, en la sede de la consejería. El tipo de licitación es de 48.200 "
          "euros para el lote primero, 31.750 para el segundo y 12.000 para el tercero.")),
    ("s", "AYUNTAMIENTO DE VILLARRÍO"),
    ("p", ("Aprobado inicialmente por el pleno de la corporación, en sesión celebrada el 29 de mayo, el expediente de modificación de "
          "créditos número 7/2025, queda expuesto al público por plazo de quince días hábiles, durante los cuales los interesados podrán "
          "examinarlo y presentar reclamaciones.")),
    ("p", "De no presentarse ninguna, se entenderá definitivamente aprobado."),
    ("s", "CONFEDERACIÓN HIDROGRÁFICA"),
    ("p", ("Don Tomás Arce Pita solicita la concesión de un aprovechamiento de 4,5 litros por segundo de aguas del arroyo de La Hoz, con "
          "destino al riego de nueve hectáreas en la parcela 31 del polígono 6. Lo que se hace público para general conocimiento, a fin de "
          "que quienes se consideren perjudicados puedan formular alegaciones ante este organismo o ante el ayuntamiento.")),
    ("s", "JUZGADO DE PAZ DE OLMILLOS"),
    ("p", ("Se hace saber que ha quedado vacante la plaza de juez de paz sustituto. Los aspirantes presentarán sus instancias en la "
          "secretaría del ayuntamiento, acompañadas de copia del documento de identidad y de declaración de no hallarse incursos en causa de "
          "incompatibilidad, en el plazo de veinte días naturales contados desde el siguiente al de esta publicación.")),
]  # fmt: skip


def gazette() -> None:
    """Three columns under a heading, with a table in one of them."""
    style = styles(8.5)
    width, height = A4[0], 400

    def frame(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont("SB", 26)
        canvas.drawCentredString(width / 2, height - 50, "BOLETÍN OFICIAL")
        canvas.setFont("A", 8)
        canvas.drawString(36, height - 70, "Año XL")
        canvas.drawCentredString(width / 2, height - 70, "Martes, 10 de junio de 2025")
        canvas.drawRightString(width - 36, height - 70, "Núm. 109")
        canvas.line(36, height - 76, width - 36, height - 76)

    columns = [
        Frame(36 + 180 * i, 30, 163, height - 112, id=f"c{i}", leftPadding=0, rightPadding=0)
        for i in range(3)
    ]
    document = BaseDocTemplate(
        str(HERE / "pdf-drawn-boletin.pdf"), pagesize=(width, height), invariant=1,
        pageTemplates=[PageTemplate("page", columns, onPage=frame)],
    )  # fmt: skip
    flow = [Paragraph(text, style[kind]) for kind, text in GAZETTE]
    lots = Table(
        [
            ["Lote", "Árboles", "Tipo"],
            ["1", "812", "48.200"],
            ["2", "540", "31.750"],
            ["3", "233", "12.000"],
        ]
    )
    lots.setStyle(
        TableStyle([("FONT", (0, 0), (-1, -1), "S", 8.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)])
    )
    document.build([*flow[:3], Spacer(1, 4), lots, Spacer(1, 6), *flow[3:]])


if __name__ == "__main__":
    chromium()
    office()
    journal()
    narrow()
    report()
    gazette()
