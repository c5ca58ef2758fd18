"""From an article to a briefing that passes `check`, in the article's own words."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import subprocess
from pathlib import Path

import pytest
from docx import Document as WordDocument

from articles import HTML, NOTA, NOTICE, SEED, WORDS
from briefsite.archive.load import load
from briefsite.archive.models import Entity, Source
from briefsite.authoring.articles import Article, read_article
from briefsite.authoring.draft.drafting import Archived, Origin, draft
from briefsite.evidence.source_text import Found, SourceText
from briefsite.site.reading import read_site
from sites import briefsite, make_site, write
from transcript import hansard, parliament, press_conference

STRICT = """\
site_name: Sitio
theme: {name: material, language: es, font: false}
plugins: [search, briefsite: {require_evidence: true}]
"""


# A long record

RECORDS = {shape.__name__: shape() for shape in (press_conference, parliament, hansard)}
FOLLOWED = {
    "comision": Entity(name="Comisión de Aguas del Valle", type="organization"),
    "camara": Entity(name="Cámara de Cuentas del Valle", type="organization"),
    "authority": Entity(name="Northmoor Transport Authority", type="organization"),
}


@pytest.mark.parametrize("entities", [{}, FOLLOWED], ids=["nothing known", "names known"])
@pytest.mark.parametrize("text", RECORDS.values(), ids=RECORDS.keys())
def test_the_draft_of_a_transcript_is_a_page(
    text: str, entities: dict[str, Entity], tmp_path: Path
) -> None:
    """At most 150 lines that pass every check, with no promise of who asks or of what is past."""
    made = draft(
        Article(text=text, raw=text.encode()),
        Origin(name="nota"),
        Archived(ids=(), entities=entities, sources={}, schemas=True),
        today=dt.date(2026, 11, 22),
        author_language="es",
    )
    assert len(text) > 100_000
    assert 100 < made.briefing.count("\n") <= 150
    named = {
        f"briefs/entities/{name}.yml": f"name: {entity.name}\ntype: {entity.type}\n"
        for name, entity in entities.items()
    }
    sources = {f"briefs/sources/{name}": raw for name, raw in made.source.files.items()}
    write(tmp_path, {**named, **sources, f"briefs/{made.id}.yml": made.briefing})
    assert read_site(tmp_path / "briefs").findings == []
    document, _ = load(made.briefing.encode(), Path("nota-2.yml"))
    assert document
    source = SourceText(text, speech=[("", "turns")])
    asked = ("PREGUNTA", "MODERADORA")
    for promise in document.data["commitments"]:
        found = source.find(promise["text"])
        assert isinstance(found, Found)
        assert found.turn
        assert found.turn.label not in asked
        assert re.match(
            "Repartiremos|Se instal|Construiremos|El Gobierno|We will b|Our dep", promise["text"]
        )
    points = [point["text"] for point in document.data.get("key_points", ())]
    assert all(any(entity.name in point for entity in entities.values()) for point in points)
    assert bool(points) == bool(entities)
    places = [text.index(quote["text"]) for quote in document.data["quotes"]]
    assert places == sorted(places)
    assert places[-1] - places[0] > len(text) / 2
    assert re.search(r"# \d+ más sin entrada, el primero en la línea \d+", made.briefing)


# The command


def test_a_draft_passes_check_and_cites_every_sentence(tmp_path: Path) -> None:
    """Where evidence is required, too; the text is archived byte for byte, with its hash."""
    site = make_site(tmp_path, {"mkdocs.yml": STRICT, "briefs/entities/.keep": ""})
    done = briefsite("draft", SEED, "--url", "https://example.org/a", "--publisher", "P", cwd=site)
    assert done.returncode == 0, done.stdout
    assert done.stdout == (
        "wrote briefs/sources/embajada-cortafuegos.txt\n"
        "wrote briefs/sources/embajada-cortafuegos.yml\n"
        "wrote briefs/mision-cortafuegos-iniciativa-unidos-contra.yml\n"
        "\n"
        "read briefs/mision-cortafuegos-iniciativa-unidos-contra.yml through, mend it, then run "
        "`briefsite check`\n"
    )
    raw = (site / "briefs/sources/embajada-cortafuegos.txt").read_bytes()
    assert raw == SEED.read_bytes()
    record, _ = load((site / "briefs/sources/embajada-cortafuegos.yml").read_bytes(), Path("x.yml"))
    assert record
    source = Source.model_validate(record.data)
    assert (source.sha256, source.url, source.publisher, source.author) == (
        hashlib.sha256(raw).hexdigest(),
        "https://example.org/a",
        "P",
        None,
    )
    checked = briefsite("check", "--coverage", cwd=site)
    assert "14 of 14 sentences cited (100%)" in checked.stdout
    assert checked.returncode == 0


def test_nothing_is_overwritten_and_no_text_archived_twice(tmp_path: Path) -> None:
    """A second draft of the same article cites the source that is there, under an id of its own."""
    site = make_site(
        tmp_path, {"mkdocs.yml": STRICT, "briefs/entities/.keep": "", "nota.txt": NOTA}
    )
    assert briefsite("draft", "nota.txt", cwd=site).returncode == 0
    before = {path: path.read_bytes() for path in (site / "briefs").rglob("*.*")}
    again = briefsite("draft", "nota.txt", cwd=site)
    assert again.stdout.startswith(
        "the archive has it already, as `nota`\n"
        "wrote briefs/el-ayuntamiento-de-villalta-renovara-12-kilometros-2.yml\n"
    )
    assert {path: path.read_bytes() for path in before} == before
    assert len([*(site / "briefs/sources").iterdir()]) == 2


def test_a_text_that_nobody_recorded_is_not_overwritten(tmp_path: Path) -> None:
    """The draft stops before it writes anything."""
    site = make_site(tmp_path, {"briefs/sources/nota.txt": "Algo de antes.\n", "nota.txt": NOTA})
    done = briefsite("draft", "nota.txt", cwd=site)
    assert (done.returncode, "is there already; nothing is overwritten" in done.stdout) == (2, True)
    assert (site / "briefs/sources/nota.txt").read_text("utf-8") == "Algo de antes.\n"
    assert len([*(site / "briefs").rglob("*.*")]) == 1


def test_standard_input_is_an_article(tmp_path: Path) -> None:
    """`-` reads what another program writes; the source gets a name of its own."""
    site = make_site(tmp_path, {"mkdocs.yml": STRICT, "briefs/entities/.keep": "", "a.txt": NOTICE})
    with (site / "a.txt").open("rb") as article:
        done = subprocess.run(
            [__import__("sys").executable, "-m", "briefsite", "draft", "-"],
            cwd=site,
            stdin=article,
            capture_output=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert (site / "briefs/sources/fuente.txt").read_text("utf-8") == NOTICE


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "there are no words in it"),
        (b" \n\n --- \n", "there are no words in it"),
        (b"El alcalde\x00 dijo", "invisible character <U+0000>"),
        ("Dijo \u202e algo".encode(), "invisible character <U+202E>"),
        ("Se dijo «sí»".encode("latin-1"), "byte 0xAB is not UTF-8"),
        ("Se dijo".encode("utf-16"), "the file is UTF-16, not UTF-8"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "this is no document that can be read here: text, Markdown",
        ),
        (b"%PDF-1.4 nonsense", "PDF"),
        (b"PK\x03\x04 nonsense", "this file is damaged"),
    ],
)
def test_what_cannot_be_archived_is_refused(raw: bytes, message: str, tmp_path: Path) -> None:
    """Nothing is written, and the message says why."""
    site = make_site(tmp_path, {"briefs/entities/.keep": "", "a.txt": raw})
    done = briefsite("draft", "a.txt", cwd=site)
    assert (done.returncode, message in done.stdout) == (1, True), done.stdout
    assert "Traceback" not in done.stdout
    assert [path.name for path in (site / "briefs").rglob("*.*")] == [".keep"]


@pytest.mark.parametrize(
    "options", [["--url", "ftp://x"], ["--published", "1 May"], ["--status", "gone"]]
)
def test_what_is_said_of_an_article_is_checked(options: list[str], tmp_path: Path) -> None:
    """Misuse exits with 2 before anything is written."""
    site = make_site(tmp_path, {"briefs/entities/.keep": "", "a.txt": NOTA})
    assert briefsite("draft", "a.txt", *options, cwd=site).returncode == 2
    assert not (site / "briefs/sources").exists()


def word_file() -> bytes:
    """A Word file of the same words."""
    document = WordDocument()
    for paragraph in WORDS.strip().split("\n\n"):
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_html_and_word_give_their_words(tmp_path: Path) -> None:
    """Without navigation, scripts and advertisements; the record names the file by its hash."""
    for raw in (HTML.encode(), word_file()):
        article, _ = read_article(raw, Path("a"))
        assert article
        assert article.text == WORDS
        assert article.original == raw
    site = make_site(tmp_path, {"briefs/entities/.keep": "", "a.html": HTML})
    assert briefsite("draft", "a.html", cwd=site).returncode == 0
    assert hashlib.sha256(HTML.encode()).hexdigest() in (site / "briefs/sources/a.yml").read_text(
        "utf-8"
    )


# Whatever the text holds

HOSTILE = {
    "one word": "hola",
    "a megabyte without a space": "a" * 1_000_000,
    "a megabyte of one sentence": "palabra " * 125_000,
    "marks alone": '"' * 3000 + " x " + "''" * 3000,
    "no paragraphs, all repeated": " ".join(SEED.read_text("utf-8").split()) * 20,
    "capitals": 'SE ABRE EL PUENTE. EL ALCALDE DIJO: "ES UN GRAN DIA PARA TODOS". SE ABRIRÁ EL 4 DE MAYO.',
    "markup": "# Título *con* [marcas](javascript:alert(1))\n\n<script>x</script> Dijo: «esto *no* es `código` ni <b>HTML</b> ni [sic]». ![x](y)\n",
    "yaml": "- title: {a: [b, *c, &d, !e]}\n\n? key : # comment\n\n'dijo ''X'' hoy'\n\n26. de septiembre\n\n| > % @ `\n",
    "another language": "Câmara vai construir dez escolas\n\nVila Nova, 1º de setembro de 2025 — O presidente da câmara anunciou que vai construir dez escolas até 2027.\n\n“Não haverá aumento de taxas”, afirmou Sousa. A prefeitura destinará R$ 12,5 milhões.\n",
    "a heading of one word": "Presupuesto\n\nAprobado el 3 de marzo de 2026.\n",
    "a dateline alone": "Balance de presas\n\nVillarrío, 3 de marzo de 2026.\n\nPresa   Coste   Plazo\nSoto    1.200   2026\n",
    "windows": "Uno de mayo.\r\n\r\nSe construirá antes de junio de 2027.\r\n",
    "no sentences": "Acta breve\nSe abre la sesión\nSin acuerdos\n",
    "emoji and combining letters": "El nin\u0303o 👩‍🚒 dijo: «se acabo\u0301 la fiesta de hoy». Será el 31 de febrero de 2025.\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_draft_passes_check(text: str, tmp_path: Path) -> None:
    """However odd the article; what cannot be proven is not proposed."""
    site = make_site(
        tmp_path, {"mkdocs.yml": STRICT, "briefs/entities/.keep": "", "a.txt": text.encode()}
    )
    done = briefsite("draft", "a.txt", cwd=site)
    assert done.returncode == 0, done.stdout
    checked = briefsite("check", cwd=site)
    assert checked.stdout == "0 errors, 0 warnings in 2 files\n"


def test_a_draft_is_about_what_the_archive_follows(tmp_path: Path) -> None:
    """An entity, a commitment, a topic or words; other lines of the same text; nothing where there is none."""
    files = {
        "briefs/entities/ana.yml": "name: Ana Ruiz\ntype: person\n",
        "briefs/plan.yml": "title: Plan\ndate: 2026-01-01\nsummary: S.\ntopics: [agua-potable]\n"
        "commitments: [{id: pozos, text: Pozos, by: [ana], target: {value: 3, unit: pozos}}]\n",
        "nota.txt": "Plan de pozos\n\nSe abrirán tres pozos.\n\nLo dijo Ana Ruiz en el pleno.\n\n"
        "El agua potable no faltará.\n\nNo hubo más que decir.\n",
    }
    site = make_site(tmp_path, files)
    for number, (options, begins) in enumerate(
        (
            (["--about", "plan/pozos"], ["Se abrirán", "Lo dijo Ana"]),
            (["--about", "agua-potable", "--lines", "9"], ["El agua", "No hubo"]),
        )
    ):
        draft = briefsite("draft", "nota" if number else "nota.txt", *options, cwd=site)
        assert draft.returncode == 0, draft.stdout
        name = "plan-de-pozos-2" if number else "plan-de-pozos"
        written, _ = load((site / f"briefs/{name}.yml").read_bytes(), Path("x.yml"))
        assert written
        points = [point["text"] for point in written.data["key_points"]]
        assert [point[: len(begin)] for point, begin in zip(points, begins, strict=True)] == begins
    nothing = briefsite("draft", "nota", "--about", "puente", cwd=site)
    assert (
        nothing.returncode,
        "nothing in it is about `puente`" in nothing.stdout,
    ) == (1, True)
    assert briefsite("draft", "nota", "--lines", "9-3", cwd=site).returncode == 2
    assert not (site / "briefs/plan-de-pozos-3.yml").exists()
