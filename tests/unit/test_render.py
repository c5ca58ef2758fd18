"""Sites become Markdown pages. Cases in `cases/render/` hold files and pages side by side."""

from __future__ import annotations

import base64
import hashlib
import re
import struct
import zlib
from pathlib import Path

import pytest
import yaml

from briefsite.pages.environment import qr_code
from briefsite.pages.passages import text_fragment
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import Rendering, render_site
from briefsite.site.reading import read_site
from conftest import record_of
from sites import REPOSITORY, write

REUSE = re.compile(r'<div class="bs-reuse.*?</div>\n', re.DOTALL)
"""What every page ends with; `test_export.py` looks at it."""

CASES = sorted((REPOSITORY / "tests/cases/render").glob("*.yml"))


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the cases say of promises, they say on 29 November 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795910400")


def rendered(folder: Path, files: dict[str, str], language: str = "es") -> Rendering:
    """Render the files of a case."""
    write(folder, files)
    reading = read_site(folder / "briefs")
    assert [finding for finding in reading.findings if finding.severity == "error"] == []
    publication = Publication(name="Sitio", language=language, url="https://example.org/repo/")
    return render_site(reading.site, publication, folder / "briefs")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_pages_are_as_in_the_case(path: Path, tmp_path: Path) -> None:
    """What goes in, and what comes out, stand side by side."""
    case = yaml.safe_load(path.read_text("utf-8"))
    pages = {
        # QR codes are read elsewhere, and so is what else there is of a page.
        page.uri: re.sub('<img [^>]*"data:[^>]*>', "<img>", REUSE.sub("", page.markdown))
        for page in rendered(tmp_path, case["files"], case.get("language", "es")).pages
    }
    assert {uri: pages[uri].rstrip() for uri in case["pages"]} == {
        uri: text.rstrip() for uri, text in case["pages"].items()
    }


def test_every_address_is_localised(tmp_path: Path) -> None:
    """Spanish readers get Spanish addresses, English readers English ones."""
    files = {"briefs/a.yml": "title: A\ndate: 2025\nsummary: s\n"}
    assert "informes/a.md" in [page.uri for page in rendered(tmp_path, files, "es").pages]
    assert "briefings/a.md" in [page.uri for page in rendered(tmp_path, files, "en").pages]


def test_topics_are_written_as_the_site_names_them(tmp_path: Path) -> None:
    """With accents where the settings have them; else as the id reads."""
    briefing = "title: A\ndate: 2025\nsummary: s\ntopics: [trafico-de-armas, robo-de-arte]\n"
    write(tmp_path, {"briefs/a.yml": briefing})
    site = read_site(tmp_path / "briefs").site
    publication = Publication(
        name="Sitio", language="es", topics={"trafico-de-armas": "Tráfico de armas"}
    )
    rendering = render_site(site, publication, tmp_path / "briefs")
    pages = {page.uri: page for page in rendering.pages}
    assert pages["temas/trafico-de-armas.md"].title == "Tráfico de armas"
    assert "[Tráfico de armas](../temas/trafico-de-armas.md) · [Robo de arte]" in (
        pages["informes/a.md"].markdown
    )
    assert '"topic":["Tráfico de armas","Robo de arte"]' in rendering.data["informes/facets.json"]


def test_a_template_of_the_site_shadows_ours(tmp_path: Path) -> None:
    """A site changes one page kind without touching the others."""
    files = {
        "briefs/a.yml": "title: A *b*\ndate: 2025\nsummary: s\n",
        "briefs/templates/briefing.md.jinja": "# {{ title }}\n",
    }
    pages = {page.uri: page.markdown for page in rendered(tmp_path, files).pages}
    assert pages["informes/a.md"] == "# A &#42;b&#42;\n"
    assert pages["informes/index.md"].startswith("---\ntitle:")


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("# x\n{{ nothing }}\n", 2, "UndefinedError: 'nothing' is undefined"),
        (
            "# x\n\n{% if %}\n",
            3,
            "TemplateSyntaxError: Expected an expression, got 'end of statement block'",
        ),
        ("{{ 1 / 0 }}\n", 1, "ZeroDivisionError: division by zero"),
    ],
)
def test_a_template_that_fails_is_a_finding(
    template: str, line: int, message: str, tmp_path: Path
) -> None:
    """The author of a template learns the line, and never sees a traceback."""
    files = {
        "briefs/a.yml": "title: A\ndate: 2025\nsummary: s\n",
        "briefs/templates/briefing.md.jinja": template,
    }
    (finding,) = rendered(tmp_path, files).findings
    assert (finding.code, finding.span.line, finding.message) == ("template-error", line, message)
    assert finding.path == tmp_path / "briefs/templates/briefing.md.jinja"


@pytest.mark.parametrize(
    "expression",
    [
        "{{ title }}",
        "{{ title ~ '' }}",
        "{{ title | upper | lower }}",
        "{{ '%s' | format(title) }}",
        "{{ [title] | join(', ') }}",
        "{{ [title, title] | listed }}",
        "{{ title | quoted }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(title) ~ title }}",
        "{{ title | e }}",
    ],
)
def test_no_template_can_forget_to_escape(expression: str, tmp_path: Path) -> None:
    """However a template uses a field, no character of it means anything to Markdown or HTML."""
    files = {
        "briefs/a.yml": 'title: "[x](javascript:y) <script> **z** `c` {{ 1 }} |"\n'
        "date: 2025\nsummary: s\n",
        "briefs/templates/briefing.md.jinja": expression,
    }
    pages = {page.uri: page.markdown for page in rendered(tmp_path, files).pages}
    assert not set("[]()<>*`{}|:") & set(pages["informes/a.md"].replace("&#", "").replace(";", ""))


def test_links_to_pages_left_out_become_text(tmp_path: Path) -> None:
    """A published briefing may name a draft without a broken link."""
    files = {
        "briefs/a.yml": "title: A\ndate: 2025\nsummary: Ver [el *otro*](b).\nrelated: [b]\n",
        "briefs/b.yml": "title: B\ndate: 2025\nsummary: s\nstatus: draft\n",
    }
    write(tmp_path, files)
    site = read_site(tmp_path / "briefs", drafts=False).site
    publication = Publication(name="Sitio", language="es")
    pages = {p.uri: p.markdown for p in render_site(site, publication, tmp_path / "briefs").pages}
    assert "Ver el <em>otro</em>&#46;" in pages["informes/a.md"]
    assert "informes/b.md" not in pages


def test_two_pages_never_share_an_address(tmp_path: Path) -> None:
    """A briefing cannot take the place of a list."""
    files = {"briefs/ano-2025.yml": "title: A\ndate: 2025\nsummary: s\ntopics: [index]\n"}
    findings = rendered(tmp_path, files).findings
    assert [(finding.code, finding.message) for finding in findings] == [
        ("page-exists", "two pages would have the address `temas/index.md`"),
        ("page-exists", "two pages would have the address `informes/ano-2025.md`"),
    ]


def test_home_text_comes_before_the_newest_briefings(tmp_path: Path) -> None:
    """The publisher's own words open the site."""
    write(tmp_path, {"briefs/a.yml": "title: A\ndate: 2025\nsummary: s\n"})
    site = read_site(tmp_path / "briefs").site
    publication = Publication(name="Sitio", language="es", home_text="# Hola {{ x }}\n\nTexto.\n")
    home = render_site(site, publication, tmp_path / "briefs").pages[0]
    assert home.uri == "index.md"
    assert home.markdown.startswith("# Hola {{ x }}\n\nTexto.\n\n<div")
    assert "## Últimos informes\n" in home.markdown


def test_a_passage_can_be_found_in_the_original(tmp_path: Path) -> None:
    """Where the source has an address, browsers can scroll to the words there."""
    text = "Uno, dos-tres. Cuatro cinco seis siete ocho nueve diez."
    files = {
        "briefs/sources/s.txt": text,
        "briefs/sources/s.yml": "title: S\nurl: https://example.org/a#b\n"
        f"sha256: {__import__('hashlib').sha256(text.encode()).hexdigest()}\n",
        "briefs/a.yml": "title: A\ndate: 2025\nsummary: s\nsources: [s]\n"
        "evidence: ['Uno, dos-tres', 'Cuatro cinco seis siete ocho nueve […] diez']\n",
    }
    write(tmp_path, files)
    source = read_site(tmp_path / "briefs").site.sources["s"]
    assert [text_fragment(source, passage) for passage in source.passages] == [
        "https://example.org/a#:~:text=Uno%2C%20dos%2Dtres",
        "https://example.org/a#:~:text=Cuatro%20cinco%20seis%20siete,siete%20ocho%20nueve%20diez",
    ]


def test_a_qr_code_is_drawn_to_its_last_row() -> None:
    """Scanners read a code of which a quarter is missing; no reader should have to."""
    image = base64.b64decode(qr_code("https://example.org/", "{}").partition("base64,")[2][:-2])
    width, height = struct.unpack(">II", image[16:24])
    start = image.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", image[start - 8 : start - 4])
    assert width == height
    rows = zlib.decompress(image[start : start + length])
    assert len(rows) == height * (1 + -(-width // 8))


def test_a_slip_of_marks_is_shown_so_that_the_marks_are_told_apart(tmp_path: Path) -> None:
    """In a type in which a mark looks like no other, both ways, and within the text as received."""
    text = 'Dijo: "no hay más, y salió.\n'
    digest = hashlib.sha256(text.encode()).hexdigest()
    made = rendered(
        tmp_path,
        {
            "briefs/sources/acta.txt": text,
            "briefs/sources/acta.yml": f"title: Acta\nsha256: {digest}\n"
            """sic: [{as_written: '"no hay más', meant: '"no hay más"'}]\n""",
            "briefs/a.yml": "title: A\ndate: 2025\nsummary: s\nsources: [acta]\n"
            "quotes: [{text: no hay más}]\n",
        },
    )
    (page,) = (page.markdown for page in made.pages if page.uri == "fuentes/acta.md")
    mark = "&#34;"
    assert (
        f"<dd><code>{mark}no hay más</code> <em>&#91;sic&#93;</em>: <code>{mark}no hay más{mark}</code></dd>"
    ) in page
    assert f'{mark}<mark class="bs-passage" id="p1">no hay más' in page
    assert page.count("<em>&#91;sic&#93;</em>") == 2


BROKEN = """\
LA OﬁCINA

La coope-
ración franco-
española es ﬁrme, aﬁrmó la Oﬁcina: «La sequía no en-
tiende de fronteras».

Año\tBecas
2023\t12,000
"""


def test_readers_see_words_whole_and_letters_for_ligatures(tmp_path: Path) -> None:
    """In the text of a source, quotations and the editors' own words; cells of a table stay apart."""
    made = rendered(
        tmp_path,
        {
            "briefs/entities/oficina.yml": "name: Oficina\ntype: organization\n",
            "briefs/sources/acta.txt": BROKEN,
            "briefs/sources/acta.yml": record_of(BROKEN, "Acta de la oﬁcina")
            + f"places_sha256: {hashlib.sha256(PLACES.encode()).hexdigest()}\n",
            "briefs/sources/acta.places": PLACES,
            "briefs/a.yml": "title: Es ﬁrme\ndate: 2025\nsummary: La Oﬁcina coopera.\nsources: [acta]\n"
            "evidence: La coope-ración francoespañola es firme\n"
            "quotes: [{text: no entiende de fronteras, evidence: aﬁrmó la Oficina}]\n",
        },
    )
    pages = {page.uri: page.markdown for page in made.pages}
    source, briefing = pages["fuentes/acta.md"], pages["informes/a.md"]
    assert "La cooperación franco&#45;española es firme<sup>" in source
    assert 'La sequía <mark class="bs-passage" id="p3">no <a class="bs-break"' in source
    assert "</a> entiende de fronteras<sup>3</sup></mark>" in source  # the page begins in that word
    assert "Año\u2003Becas 2023\u200312,000" in source
    assert "no entiende de fronteras" in briefing
    assert "# Es firme" in briefing
    assert "La [Oficina](../entidades/oficina.md) coopera" in briefing
    assert not re.search("[ﬀ-ﬆ]", "".join(pages.values()))


PLACES = "1:1 page 1\n6:1 page 2\n"
"""The second page begins within a word."""


def test_labels_and_ways_to_the_original_have_letters_too(tmp_path: Path) -> None:
    """Who speaks, and the words that a browser looks for in the original."""
    text = "Oﬁcina: La coope-\nración sigue.\nRui: Sí.\n"
    record = "url: https://example.org/\nspeech: turns\n"
    write(
        tmp_path,
        {
            "briefs/sources/acta.txt": text,
            "briefs/sources/acta.yml": record_of(text, "Acta") + record,
            "briefs/a.yml": "title: A\ndate: 2025\nsummary: s\nsources: [acta]\nevidence: La cooperación\n",
        },
    )
    site = read_site(tmp_path / "briefs").site
    publication = Publication(name="Sitio", language="es", url="https://example.org/repo/")
    pages = render_site(site, publication, tmp_path / "briefs").pages
    assert not any(re.search("[ﬀ-ﬆ]", page.markdown) for page in pages)
    source = site.sources["acta"]
    fragment = text_fragment(source, source.passages[0])
    assert fragment == "https://example.org/#:~:text=La%20cooperaci%C3%B3n"
