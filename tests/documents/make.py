"""Makes the documents of this folder that word processors write, by LibreOffice, and some in the shape that Word gives them.

Run by hand: `python tests/documents/make.py`, with `soffice` on the path. All in them is invented. What
comes out differs from run to run in its dates alone; tests read what is in the folder.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parent

_FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta>{meta}</office:meta>
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties fo:language="es" fo:country="ES"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"/>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:default-outline-level="2"/>
<style:style style:name="Oculto" style:family="text"><style:text-properties text:display="none"/></style:style>
</office:styles>
<office:automatic-styles>
<style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"/><style:header-style/><style:footer-style/></style:page-layout>
<style:style style:name="Sup" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="Sub" style:family="text"><style:text-properties style:text-position="sub 58%"/></style:style>
<style:style style:name="Tachado" style:family="text"><style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>
<style:style style:name="Negrita" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Columnas" style:family="section"><style:section-properties><style:columns fo:column-count="2" fo:column-gap="0.5cm"/></style:section-properties></style:style>
<style:style style:name="Marco" style:family="graphic"><style:graphic-properties style:wrap="parallel" style:vertical-pos="top" style:vertical-rel="paragraph" style:horizontal-pos="right" style:horizontal-rel="paragraph"/></style:style>
<text:list-style style:name="Numeros"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/><text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="a"/></text:list-style>
<text:list-style style:name="Puntos"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1">{frame}</style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>
"""

_TRANSCRIPT = {
    "meta": "<dc:title>Intervención sobre el agua</dc:title><meta:initial-creator>Gabinete de Prensa de Torremar</meta:initial-creator>",
    "frame": '<style:header><text:p text:style-name="Standard">Embargado hasta las 12.00</text:p></style:header>'
    '<style:footer><text:p text:style-name="Standard">Torremar · página <text:page-number>1</text:page-number></text:p></style:footer>',
    "body": """
<text:p text:style-name="Title">Intervención sobre el agua</text:p>
<text:h text:style-name="Heading_20_1" text:outline-level="1">El estado de las presas</text:h>
<text:p>La comarca tiene 32<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Inventario de 2024, sin contar balsas de riego.</text:p></text:note-body></text:note> presas, que guardan 10<text:span text:style-name="Sup">6</text:span> m<text:span text:style-name="Sup">3</text:span> de agua y ocupan 1.250 km<text:span text:style-name="Sup">2</text:span>.</text:p>
<text:p>«No hay agua de sobra»,<text:note text:id="n2" text:note-class="footnote"><text:note-citation>2</text:note-citation><text:note-body><text:p>Pleno del 3 de marzo de 2026.</text:p><text:p>Las palabras constan en el acta.</text:p></text:note-body></text:note> dijo la alcaldesa, Inés Marco, en el 2.<text:span text:style-name="Sup">o</text:span> pleno del año.</text:p>
<text:p>El CO<text:span text:style-name="Sub">2</text:span> que se ahorrará equivale al de 4 500 coches.</text:p>
<text:p>Véase la calle M<text:span text:style-name="Sup">a</text:span> Luisa, n.<text:span text:style-name="Sup">o</text:span> 15, y el art. 4.<text:span text:style-name="Sup">o</text:span> de la ordenanza.</text:p>
<text:p>El caudal medio es de 2,5 × 10<text:span text:style-name="Sup">−3</text:span> hm<text:span text:style-name="Sup">3</text:span>/s<text:note text:id="n3" text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body><text:p>Medido en el azud de Peñas.</text:p></text:note-body></text:note>, según la confederación.</text:p>
<text:p>Línea primera<text:line-break/>línea segunda<text:tab/>tras el tabulador y <text:s text:c="3"/>tres espacios.</text:p>
<text:p>Un acuerdo franco‑español y una coope\u00adración técnica.</text:p>
<text:h text:style-name="Heading_20_1" text:outline-level="1">Lo que pide</text:h>
<text:list text:style-name="Numeros"><text:list-item><text:p>Reparar 14 compuertas.</text:p><text:list><text:list-item><text:p>Diez en 2026.</text:p></text:list-item><text:list-item><text:p>Cuatro en 2027.</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Contratar a 9 guardas.</text:p></text:list-item></text:list>
<text:p>Y después:</text:p>
<text:list text:style-name="Numeros" text:continue-numbering="true"><text:list-item><text:p>Publicar los caudales.</text:p></text:list-item></text:list>
""",
}

_MINUTES = {
    "meta": "<dc:title>acta_v3.docx</dc:title><meta:initial-creator>Usuario</meta:initial-creator><dc:language>es-MX</dc:language>",
    "frame": "",
    "body": """
<text:tracked-changes>
<text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>L. Vera</dc:creator><dc:date>2026-03-01T10:00:00</dc:date></office:change-info><text:p>treinta</text:p></text:deletion></text:changed-region>
<text:changed-region text:id="c2"><text:insertion><office:change-info><dc:creator>L. Vera</dc:creator><dc:date>2026-03-01T10:01:00</dc:date></office:change-info></text:insertion></text:changed-region>
<text:changed-region text:id="c3"><text:insertion><office:change-info><dc:creator>L. Vera</dc:creator><dc:date>2026-03-01T10:02:00</dc:date></office:change-info></text:insertion></text:changed-region>
</text:tracked-changes>
<text:h text:style-name="Heading_20_1" text:outline-level="1">Acta de la sesión del 3 de marzo</text:h>
<text:p>El Ayuntamiento reparará <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>cuarenta<text:change-end text:change-id="c2"/> presas, y no <text:change-start text:change-id="c3"/>se <text:change-end text:change-id="c3"/>subirán las tasas.</text:p>
<text:p>El plazo acaba en <text:span text:style-name="Tachado">2026</text:span> 2027, según el interventor.</text:p>
<text:p>Votaron a favor 14 concejales<office:annotation><dc:creator>M. Rey</dc:creator><dc:date>2026-03-02T09:00:00</dc:date><text:p>¿No fueron quince?</text:p></office:annotation> y 3 en contra.</text:p>
<text:p>Se reservan $1,250,000.50 para obras y un 12.5 % para imprevistos.</text:p>
<text:p><text:span text:style-name="Oculto">Nota interna: se cerrarán dos escuelas.</text:span></text:p>
<text:p>La sesión<text:span text:style-name="Oculto"> secreta</text:span> terminó a las 14:30 horas.</text:p>
<text:section text:name="Reservado" text:display="none"><text:p>Este anexo no se publica.</text:p></text:section>
<text:p>El secretario leyó: “Queda aprobado el punto ‘uno’ del orden del día”.</text:p>
<text:section text:style-name="Columnas" text:name="Dos"><text:p>Columna primera: asisten diecisiete ediles.</text:p><text:p>Columna segunda: excusan su ausencia dos.</text:p></text:section>
<text:p>Firmado por la secretaria, Rosa Peña, a los 3 días de marzo.</text:p>
""",
}

_BUDGET = {
    "meta": "<dc:title>Presupuesto de 2027</dc:title><meta:initial-creator>Ana Ruiz</meta:initial-creator>",
    "frame": "",
    "body": """
<text:h text:style-name="Heading_20_1" text:outline-level="1">Presupuesto de 2027</text:h>
<text:p>El gasto total será de 12,4 millones de euros<draw:frame draw:style-name="Marco" draw:name="Recuadro" text:anchor-type="paragraph" svg:width="6cm" svg:height="2cm" draw:z-index="0"><draw:text-box><text:p>En cifras: 310 euros por vecino.</text:p></draw:text-box></draw:frame>, un 3 % más que en 2026.</text:p>
<table:table table:name="Gasto"><table:table-column table:number-columns-repeated="3"/>
<table:table-header-rows><table:table-row><table:table-cell><text:p>Partida</text:p></table:table-cell><table:table-cell><text:p>2026</text:p></table:table-cell><table:table-cell><text:p>2027</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row><table:table-cell><text:p>Agua</text:p></table:table-cell><table:table-cell><text:p>1.100.000 €</text:p></table:table-cell><table:table-cell><text:p>1.250.000 €</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Escuelas y guarderías</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>2.000.000 €<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Con la subvención de la Junta.</text:p></text:note-body></text:note></text:p></table:table-cell></table:table-row>
</table:table>
<text:h text:style-name="Heading_20_2" text:outline-level="2">Prioridades</text:h>
<text:list text:style-name="Puntos"><text:list-item><text:p>Abrir una escuela infantil en septiembre.</text:p></text:list-item><text:list-item><text:p>Renovar veintidós kilómetros de tubería.</text:p></text:list-item></text:list>
<text:p>—¿Y el hospital? —preguntó Luis Vera.</text:p>
<text:p>La deuda baja del 61,2 % al 58,9 %; <text:span text:style-name="Negrita">ningún</text:span> impuesto sube.</text:p>
<text:p>El plan se revisará «cada seis meses, “sin excepción”», dijo Ruiz.</text:p>
<text:p>Más información en <text:a xlink:type="simple" xlink:href="https://torremar.example/presupuesto">la web municipal</text:a>, de 9 a 14 h.</text:p>
""",
}

_PRESS_RELEASE = """<html lang="es"><head><meta charset="utf-8"><title>Nota de prensa</title></head><body>
<h1>El puerto de Torremar crecerá 1,5 hectáreas</h1>
<p>Torremar, 4 de marzo de 2026. La Autoridad Portuaria invertirá 3.200.000 euros en el muelle norte.</p>
<p>«El muelle estará listo en 18 meses», afirmó su presidenta, Carmen Ortiz.</p>
<ol><li>Dragado de 40 000 m<sup>3</sup>.</li><li>Nueva grúa de 60 toneladas.</li></ol>
<p>El precio, <s>2 millones</s> 3,2 millones, incluye el IVA.</p>
<blockquote><p>Es la mayor obra desde 1987.</p></blockquote>
<p>Trabajarán en ella doscientas cincuenta personas.</p>
<p>Las obras empiezan el 1.<sup>er</sup> lunes de mayo, a las 8:00.</p>
<table border="1"><tr><td>Año</td><td>Buques</td></tr><tr><td>2024</td><td>1.204</td></tr><tr><td>2025</td><td>1.350</td></tr></table>
<p>Contacto: prensa@puerto.example</p>
</body></html>"""

_SPEECH = """<html lang="es"><head><meta charset="utf-8"><title></title></head><body>
<h1>Discurso de apertura</h1>
<h2>Saludo</h2>
<p>Buenos días a todas y a todos.</p>
<p>Hace <b>diez</b> años éramos 4<i>.</i>500 vecinos; hoy somos 5.120.</p>
<p>Primera línea del poema<br>segunda línea del poema</p>
<p>Subiremos el transporte un 4,5 por ciento, ni un céntimo más.</p>
<ul><li>Once autobuses eléctricos.</li><li>Tres líneas nocturnas.</li></ul>
<h2>Despedida</h2>
<p>Lo dijo mi abuela: “Nadie cruza el río dos veces”.</p>
<p>El H<sub>2</sub>O es de todos, y la energía crece como x<sup>2</sup>.</p>
<p>Gracias, y hasta el 15/04/2026.</p>
</body></html>"""


def _convert(text: str, suffix: str, name: str, form: str) -> None:
    """Write a document by LibreOffice, from a text in one of its formats."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_text(text, "utf-8")
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        to = form if suffix == ".fodt" else f"{form}:MS Word 2007 XML"
        options = [] if suffix == ".fodt" else ["--infilter=HTML (StarWriter)"]
        subprocess.run(
            [*command, *options, "--convert-to", to, "--outdir", folder, str(source)], check=True
        )
        shutil.move(source.with_suffix(f".{form}"), FOLDER / f"{name}.{form}")


def libreoffice() -> None:
    """Three documents in the formats that LibreOffice writes, and two that began as HTML."""
    for name, parts in {
        "intervencion": _TRANSCRIPT,
        "acta-con-cambios": _MINUTES,
        "presupuesto": _BUDGET,
    }.items():
        for form in ("odt", "docx", "rtf"):
            _convert(_FLAT.format(**parts), ".fodt", f"{form}-{name}", form)
    _convert(_PRESS_RELEASE, ".html", "docx-nota-de-prensa", "docx")
    _convert(_SPEECH, ".html", "docx-discurso", "docx")


_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)


def _package(
    name: str, parts: dict[str, str | bytes], main: str = "word/document.xml", office: str = _OFFICE
) -> None:
    """Zip the parts of a Word file, with the relations between them."""
    kinds = (
        "styles",
        "numbering",
        "footnotes",
        "endnotes",
        "comments",
        "settings",
        "header1",
        "footer1",
    )
    of_main = "".join(
        f'<Relationship Id="{kind}" Type="{office}/{kind.rstrip("1")}" Target="{kind}.xml"/>'
        for kind in kinds
        if f"word/{kind}.xml" in parts
    )
    of_all = (
        f'<Relationship Id="a" Type="{office}/officeDocument" Target="{main}"/>'
        f'<Relationship Id="b" Type="{_CORE}/core-properties" Target="docProps/core.xml"/>'
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(of_all),
        f"word/_rels/{main.removeprefix('word/')}.rels": _RELATIONS.format(of_main),
        **parts,
    }
    with zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(
                zipfile.ZipInfo(path, (2026, 3, 3, 12, 0, 0)), content, zipfile.ZIP_DEFLATED
            )


_REPORT_STYLES = f"""<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/><w:lang w:val="es-MX"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Ttulo"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Ttulo1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Artculo"><w:name w:val="Artículo"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Interno"><w:name w:val="Interno"/><w:basedOn w:val="Normal"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Volado"><w:name w:val="Volado"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Suprimido"><w:name w:val="Suprimido"/><w:rPr><w:dstrike/></w:rPr></w:style></w:styles>"""

_REPORT_NUMBERS = f"""<w:numbering {_NAMES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Artculo"/><w:lvlText w:val="Artículo %1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""

_REPORT_NOTES = f"""<w:footnotes {_NAMES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:rPr><w:rStyle w:val="Volado"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Con datos del censo de 2025.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:rPr><w:rStyle w:val="Volado"/></w:rPr><w:t>*</w:t></w:r><w:r><w:t xml:space="preserve"> Cifra provisional.</w:t></w:r></w:p></w:footnote></w:footnotes>"""

_REPORT = f"""<w:document {_NAMES}><w:body>
<w:p><w:pPr><w:pStyle w:val="Ttulo"/></w:pPr><w:r><w:t>Informe sobre el censo de Torremar</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Ttulo1"/></w:pPr><w:r><w:t>Resultados</w:t></w:r></w:p>
<w:p><w:r><w:t>Torremar tiene 5</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:t>6 barrios y 48,120 habitantes</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Volado"/></w:rPr><w:footnoteReference w:id="1"/></w:r><w:r><w:t>, según el cen</w:t><w:softHyphen/><w:t>so.</w:t></w:r></w:p>
<w:p><w:r><w:t>La densidad es de 1.240 hab./km</w:t></w:r><w:r><w:rPr><w:position w:val="6"/><w:sz w:val="14"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t xml:space="preserve">, y el 10</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Volado"/></w:rPr><w:t>−</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Volado"/><w:b/></w:rPr><w:t>6</w:t></w:r><w:r><w:t xml:space="preserve"> no cambia.</w:t></w:r></w:p>
<w:p><w:r><w:t>Faltan 312 hogares</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r><w:r><w:t xml:space="preserve"> por censar.</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Crecen </w:t></w:r><w:r><w:rPr><w:rStyle w:val="Suprimido"/></w:rPr><w:t>dos</w:t></w:r><w:r><w:t xml:space="preserve"> tres distritos.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Interno"/></w:pPr><w:r><w:t>Para uso interno: no difundir.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Artculo"/></w:pPr><w:r><w:t>El censo se repetirá cada cinco años.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Artculo"/><w:rPr><w:del w:id="5" w:author="A"/></w:rPr></w:pPr><w:del w:id="6" w:author="A"><w:r><w:delText>Derogado por error.</w:delText></w:r></w:del></w:p>
<w:p><w:pPr><w:pStyle w:val="Artculo"/></w:pPr><w:r><w:t>Lo hará la oficina de estadística.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Artculo"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Con medios propios.</w:t></w:r></w:p>
<w:p><w:moveFrom w:id="7" w:author="A"><w:r><w:t>Entra en vigor mañana.</w:t></w:r></w:moveFrom><w:r><w:t xml:space="preserve">Dado en Torremar. </w:t></w:r><w:moveTo w:id="8" w:author="A"><w:r><w:t>Entra en vigor mañana.</w:t></w:r></w:moveTo></w:p>
<w:p><w:r><w:t xml:space="preserve">La temperatura media fue de 17 </w:t></w:r><w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r><w:r><w:t xml:space="preserve">C, con </w:t></w:r><w:smartTag w:uri="u" w:element="e"><w:r><w:t>noventa días</w:t></w:r></w:smartTag><w:r><w:t xml:space="preserve"> de lluvia.</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Preside </w:t></w:r><w:sdt><w:sdtPr><w:alias w:val="Presidenta"/></w:sdtPr><w:sdtContent><w:r><w:t>Inés Marco</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t xml:space="preserve"> y firma </w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Haga clic aquí para escribir</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>el pleno.</w:t></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF tabla1 \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Tabla 1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve">. Población de </w:t></w:r><w:fldSimple w:instr=" DATE "><w:r><w:t>2026</w:t></w:r></w:fldSimple></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Norte</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>12 340</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>Centro</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>
<w:tr><w:trPr><w:del w:id="9" w:author="A"/></w:trPr><w:tc><w:p><w:r><w:t>Sur</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>9 999</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t xml:space="preserve">«Somos más», dijo Marco. </w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>Dato: 1 de cada 4 vecinos es mayor de 65 años.</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Dato: 1 de cada 4 vecinos es mayor de 65 años.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Y añadió: «Mejor repartidos».</w:t></w:r></w:p>
<w:p><w:r><w:object><v:shape><v:imagedata r:id="x"/></v:shape><o:OLEObject/></w:object></w:r><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><a:blip r:embed="y"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r><w:r><w:t>Mapa de los distritos.</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>
<w:sectPr/></w:body></w:document>"""

_AGREEMENT = """<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>
<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Convenio entre Torremar y Valdehoz</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">  Reunidos   el </w:t></w:r><w:r><w:t>4 de marzo de 2026</w:t></w:r><w:r><w:t>, ambas partes acuerdan:</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Compartir </w:t></w:r><w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve">once </w:t></w:r></w:ins><w:r><w:t>autobuses.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> Coste real: 3 millones.</w:t></w:r></w:p>
<w:p><w:r><w:t>Pagar a medias: 1 200 000 €</w:t><w:br/><w:t>cada uno.</w:t></w:r></w:p>
<w:p><w:r><w:t>El precio por m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r><w:r><w:t xml:space="preserve"> será de 0,45 €.</w:t></w:r></w:p>
<w:p><w:r><w:t>Firman Dña. M.</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>a</w:t></w:r><w:r><w:t xml:space="preserve"> Inés Marco y D. Julián Otero.</w:t></w:r></w:p>
<w:p><w:r><w:t>Vigencia: del 1-4-2026 al 31-3-2028.</w:t></w:r></w:p>
<w:p><w:r><w:t>Cláusula 3</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>a</w:t></w:r><w:r><w:t>: “se podrá prorrogar dos veces”.</w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Anexo. </w:t></w:r></w:p><w:p><w:r><w:t>Veinticinco paradas.</w:t></w:r></w:p>
<w:p><w:r><w:t>Hay 1/2 hora entre autobuses.</w:t></w:r></w:p>
</w:body></w:document>"""

_WITH_MACROS = f"""<w:document {_NAMES}><w:body>
<w:p><w:pPr><w:pStyle w:val="Ttulo1"/></w:pPr><w:r><w:t>Solicitud de subvención</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Importe: </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput/></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>18.500,00 euros</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> Acepta las bases.</w:t></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> Renuncia a recurrir.</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Provincia: </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Soria"/><w:listEntry w:val="Teruel"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>, España.</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Superficie: x = </w:t></w:r><m:oMath><m:sSup><m:e><m:r><m:t>12</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath><w:r><w:t xml:space="preserve"> metros.</w:t></w:r></w:p>
<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath><w:r><w:t>Fórmula del anexo.</w:t></w:r></w:p>
<w:p><w:customXml w:uri="u" w:element="e"><w:r><w:t>Un tercio lo paga la Junta.</w:t></w:r></w:customXml></w:p>
<w:p><w:dir w:val="ltr"><w:r><w:t>El resto, los vecinos.</w:t></w:r></w:dir></w:p>
<w:p><w:hyperlink w:anchor="nota"><w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t>Ver la nota</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> de la página 4.</w:t></w:r></w:p>
<w:p><w:r><w:t>Llegaron noventa y nueve solicitudes.</w:t></w:r></w:p>
<w:sectPr/></w:body></w:document>"""

_PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>'
    "<dcterms:created>2026-03-01T08:00:00Z</dcterms:created></cp:coreProperties>"
)


def word() -> None:
    """Three documents with what Word alone writes."""
    _package(
        "docx-informe-de-word.docx",
        {
            "word/document.xml": _REPORT,
            "word/styles.xml": _REPORT_STYLES,
            "word/numbering.xml": _REPORT_NUMBERS,
            "word/footnotes.xml": _REPORT_NOTES,
            "word/header1.xml": f"<w:hdr {_NAMES}><w:p><w:r><w:t>BORRADOR</w:t></w:r></w:p></w:hdr>",
            "docProps/core.xml": _PROPERTIES.format(
                "Informe del censo", "Oficina de Estadística de Torremar"
            ),
        },
    )
    _package(
        "docx-convenio-estricto.docx",
        {
            "word/document2.xml": _AGREEMENT,
            "docProps/core.xml": _PROPERTIES.format("convenio final.docx", "Microsoft Office User"),
        },
        main="word/document2.xml",
        office="http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    _package(
        "docx-formulario-con-macros.docm",
        {
            "word/document.xml": _WITH_MACROS,
            "word/styles.xml": _REPORT_STYLES,
            "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(64),
            "docProps/core.xml": _PROPERTIES.format("", "python-docx"),
        },
    )


if __name__ == "__main__":
    libreoffice()
    word()
