"""Briefings as PDF, read back with tools that are not ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from briefsite.archive.models import Briefing
from briefsite.archive.published_lock import content_hash
from briefsite.archive.text import Inline
from briefsite.site.reading import read_site
from sites import BRIEFING, CONFIG, REPOSITORY, briefsite, build, make_site, qr_codes, run, write

FLAGSHIP = "mision-cortafuegos"
ADDRESS = f"https://example.org/briefsite/informes/{FLAGSHIP}/"


@pytest.fixture(scope="session", params=["a4", "letter"])
def flagship(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flagship as PDF, made by the command on either paper."""
    folder = tmp_path_factory.mktemp("pdf")
    done = briefsite("pdf", FLAGSHIP, "--out", folder, "--paper", request.param, cwd=REPOSITORY)
    assert (done.returncode, done.stdout) == (0, f"{folder}/{FLAGSHIP}.pdf\n")
    return folder / f"{FLAGSHIP}.pdf"


def words(pdf: Path) -> str:
    """All text of a PDF, in one line and without the hyphens of line ends."""
    text = "\n".join(page.extract_text() for page in PdfReader(pdf).pages)
    return " ".join(re.sub("‐\\s*\n\\s*", "", text).split())


def structure(node: Any) -> Iterator[DictionaryObject]:
    """The tags of a PDF, in reading order."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            yield from structure(child)
    elif isinstance(node, DictionaryObject) and "/S" in node:
        yield node
        yield from structure(node.get("/K", ArrayObject()))


def test_the_flagship_takes_two_pages(flagship: Path) -> None:
    """Of A4 and of Letter."""
    assert len(PdfReader(flagship).pages) == 2


def test_the_paper_is_the_one_asked_for(tmp_path: Path) -> None:
    """In points; A4 where nothing is said."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    sizes = []
    for paper in ([], ["--paper", "letter"]):
        assert briefsite("pdf", "a", *paper, cwd=site).returncode == 0
        box = PdfReader(site / "a.pdf").pages[0].mediabox
        sizes.append((round(box.width), round(box.height)))
    assert sizes == [(595, 842), (612, 792)]


def test_it_says_what_it_is(flagship: Path) -> None:
    """To programs that open it, file it or read it aloud."""
    reader = PdfReader(flagship)
    root = reader.root_object
    assert root["/Lang"] == "es"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == (
        "Misión Cortafuegos: primera reunión del Grupo de Implementación de Seguridad"
    )
    assert reader.metadata.author == "Informes con fuente"
    assert str(reader.metadata.subject).startswith("Estados Unidos y México celebraron en McAllen")


def test_its_structure_is_tagged(flagship: Path) -> None:
    """One title, then sections; lists, quotations and links; the picture has words."""
    tags = [*structure(PdfReader(flagship).root_object["/StructTreeRoot"]["/K"])]
    kinds = [tag["/S"] for tag in tags]
    assert [kind for kind in kinds if re.fullmatch(r"/H\d", kind)] == ["/H1", *["/H2"] * 14]
    assert kinds.count("/BlockQuote") == 3
    assert {"/L", "/LI", "/Link"} <= set(kinds)
    assert [tag["/Alt"] for tag in tags if tag["/S"] == "/Figure"] == [f"Código QR de {ADDRESS}"]


def test_it_holds_what_the_page_holds(flagship: Path) -> None:
    """Quotations, numbered sources, what the source does not say; nothing that only a screen needs."""
    text = words(flagship)
    site = read_site(REPOSITORY / "briefs").site
    record = site.briefings[FLAGSHIP].record
    for quote in record.quotes:
        assert f"«{quote.text}»" in text
    assert record.unknowns
    for unknown in record.unknowns:
        assert Inline(unknown).plain() in text
    assert "Texto sobre la reunión inaugural del Grupo" in text
    assert "1." in text
    assert "Escalera" not in text


def test_its_end_says_where_it_is_and_what_it_was(flagship: Path) -> None:
    """Address without scheme, QR code, hash of the content, and date."""
    text = words(flagship)
    record: Briefing = read_site(REPOSITORY / "briefs").site.briefings[FLAGSHIP].record
    short = ADDRESS.removeprefix("https://").rstrip("/")
    assert f"Enlínea:{short}" in text.replace(" ", "")  # it may take two lines
    assert f"12 primeras cifras): {content_hash(record)[:12]}" in text
    assert "Versión del informe: 26 de septiembre de 2025" in text
    assert qr_codes(flagship) == [ADDRESS]


def test_links_lead_to_the_public_pages(flagship: Path) -> None:
    """A PDF is read far from its site."""
    links = {
        note.get_object()["/A"]["/URI"]
        for page in PdfReader(flagship).pages
        for note in page["/Annots"]
        if "/URI" in note.get_object().get("/A", {})
    }
    base = "https://example.org/briefsite/"
    assert f"{base}fuentes/embajada-cortafuegos/#p4" in links
    assert f"{base}entidades/mcallen/" in links
    assert all(link.startswith(base) and ".md" not in link for link in links)


def test_no_line_is_broken_early(tmp_path: Path) -> None:
    """WeasyPrint does so where a text fits a line, but the space before the link after it does not."""
    points = "".join(
        f"  - text: Una {'palabra ' * 7}{letter * count} de [enlace](https://example.org/)\n"
        for letter in "ia"
        for count in range(1, 40)
    )
    site = make_site(tmp_path, {"briefs/a.yml": f"{BRIEFING}key_points:\n{points}"})
    assert briefsite("pdf", "a", cwd=site).returncode == 0
    text = "\n".join(page.extract_text() for page in PdfReader(site / "a.pdf").pages)
    assert text.count("Una palabra palabra") == 78


def test_without_an_address_there_is_no_code(tmp_path: Path) -> None:
    """And links within the site are mere words."""
    site = make_site(
        tmp_path,
        {
            "mkdocs.yml": CONFIG.replace("site_url: https://example.org/repo/\n", ""),
            "briefs/a.yml": BRIEFING + "place: el-puerto\n",
            "briefs/entities/el-puerto.yml": "name: Puerto Viejo\ntype: place\n",
        },
    )
    assert briefsite("pdf", "a", cwd=site).returncode == 0
    assert qr_codes(site / "a.pdf") == []
    assert not PdfReader(site / "a.pdf").pages[0].get("/Annots")
    assert "Puerto Viejo" in words(site / "a.pdf")
    assert "Huella del contenido" in words(site / "a.pdf")


def test_what_authors_type_shows_as_typed(tmp_path: Path) -> None:
    """In the text and in what the PDF says of itself."""
    title = 'El <b>puerto</b> & "el muelle" [x](y.md) href="z.md"'
    site = make_site(tmp_path, {"briefs/a.yml": f"title: '{title}'\ndate: 2025\nsummary: s\n"})
    assert briefsite("pdf", "a", cwd=site).returncode == 0
    metadata = PdfReader(site / "a.pdf").metadata
    assert metadata is not None
    assert metadata.title == title
    assert title in words(site / "a.pdf")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("puerto-vieo", "there is no briefing `puerto-vieo`; the nearest ids are `puerto-viejo`"),
        ("alcaldesa", "`alcaldesa` is of kind entity, not a briefing"),
    ],
)
def test_an_unknown_id_gets_the_nearest(name: str, message: str, tmp_path: Path) -> None:
    """Nothing is made, not even of the ids that are known."""
    files = {
        "briefs/puerto-viejo.yml": BRIEFING,
        "briefs/entities/alcaldesa.yml": "name: La alcaldesa\ntype: person\n",
    }
    done = briefsite("pdf", "puerto-viejo", name, cwd=make_site(tmp_path, files))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (2, f"Error: {message}")
    assert [*tmp_path.glob("*.pdf")] == []


def test_a_mistake_is_reported_as_check_reports_it(tmp_path: Path) -> None:
    """Nothing is made while there is one."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, "briefs/b.yml": "title: x\ntitle: y\n"})
    done = briefsite("pdf", "a", cwd=site)
    assert done.returncode == 1
    assert done.stdout.startswith("error[yaml-duplicate-key]: `title` stands here a second time\n")
    assert [*tmp_path.glob("*.pdf")] == []


def test_a_folder_that_cannot_be_written_is_no_traceback(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING, "out": ""})
    done = briefsite("pdf", "a", "--out", "out/x", cwd=site)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        2,
        "Error: out/x cannot be written: Not a directory",
    )


WITH_PDF = CONFIG.replace("briefsite]", "briefsite: {pdf: true}]")


def broken(folder: Path, error: str) -> str:
    """A path on which WeasyPrint cannot be imported."""
    write(folder, {"broken/weasyprint.py": f"raise {error}\n"})
    return str(folder / "broken")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        ("ImportError", "weasyprint is not installed; install it: pip install 'briefsite[pdf]'"),
        (
            "OSError('cannot load library libpango-1.0-0')",
            (
                "WeasyPrint does not find a library of the system (cannot load library "
                "libpango-1.0-0); on Debian or Ubuntu: sudo apt-get install libpango-1.0-0 "
                "libpangoft2-1.0-0 libharfbuzz-subset0"
            ),
        ),
    ],
)
def test_without_weasyprint_it_says_what_to_install(
    error: str, message: str, tmp_path: Path
) -> None:
    """The command as well as the build, which leaves the old site as it was."""
    files = {"mkdocs.yml": WITH_PDF, "briefs/a.yml": BRIEFING, "site/old": ""}
    site = make_site(tmp_path, files)
    path = broken(tmp_path, error)
    done = run("briefsite", "pdf", "a", cwd=site, PYTHONPATH=path)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (2, f"Error: {message}")
    done = run("mkdocs", "build", cwd=site, PYTHONPATH=path)
    assert done.returncode == 1
    assert f"briefsite: {message}" in done.stdout
    assert "Traceback" not in done.stdout
    assert (site / "site/old").exists()


def test_a_site_has_a_pdf_beside_each_briefing(tmp_path: Path) -> None:
    """Linked from its page; one that did not change is not made anew."""
    files = {
        "mkdocs.yml": WITH_PDF,
        "briefs/a.yml": BRIEFING,
        "briefs/b.yml": BRIEFING.replace("Puerto", "Muelle"),
    }
    site = make_site(tmp_path, files)
    assert build(site, "--strict").returncode == 0
    page = (site / "site/informes/a/index.html").read_text("utf-8")
    assert '<a href="../a.pdf">Descargar en PDF</a>' in page
    assert "Se draga el puerto." in words(site / "site/informes/a.pdf")
    times = {path.stem: path.stat().st_mtime_ns for path in (site / "site").rglob("*.pdf")}
    assert sorted(times) == ["a", "b"]

    write(site, {"briefs/b.yml": files["briefs/b.yml"].replace("draga", "limpia")})
    assert build(site, "--strict").returncode == 0
    assert "Se limpia el puerto." in words(site / "site/informes/b.pdf")
    assert (site / "site/informes/a.pdf").stat().st_mtime_ns == times["a"]

    # Nothing to make: WeasyPrint is not even asked for.
    path = broken(tmp_path, "ImportError")
    assert run("mkdocs", "build", "--strict", cwd=site, PYTHONPATH=path).returncode == 0
    assert (site / "site/informes/a.pdf").exists()


def test_a_pdf_follows_what_an_own_template_shows_of_others(tmp_path: Path) -> None:
    """It is made again where its page is."""
    own = '---\ntitle: "{{ title }}"\n---\n{{ site.briefings.b.record.title }}\n'
    files = {
        "mkdocs.yml": WITH_PDF,
        "briefs/a.yml": BRIEFING,
        "briefs/b.yml": BRIEFING.replace("Puerto", "Muelle"),
        "briefs/templates/briefing.md.jinja": own,
    }
    site = make_site(tmp_path, files)
    assert build(site).returncode == 0
    assert "Muelle" in words(site / "site/informes/a.pdf")
    write(site, {"briefs/b.yml": BRIEFING.replace("Puerto", "Faro")})
    assert build(site).returncode == 0
    assert "Faro" in words(site / "site/informes/a.pdf")


def test_the_same_briefing_gives_the_same_bytes(tmp_path: Path) -> None:
    """What did not change is not uploaded anew."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    made = []
    for _ in range(2):
        assert briefsite("pdf", "a", cwd=site).returncode == 0
        made.append((site / "a.pdf").read_bytes())
    assert made[0] == made[1]


def test_a_site_without_the_option_has_none(tmp_path: Path) -> None:
    """Neither a file nor a link."""
    site = make_site(tmp_path, {"briefs/a.yml": BRIEFING})
    assert build(site, "--strict").returncode == 0
    assert [*site.rglob("*.pdf")] == []
    assert "PDF" not in (site / "site/informes/a/index.html").read_text("utf-8")
