"""What was published is kept, and readers see what changed in it from one time to the next."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefsite.archive.load import load
from briefsite.archive.models import Briefing, leaves
from briefsite.archive.published_lock import NOT_CONTENT, content_hash
from briefsite.archive.validate import validate
from briefsite.authoring.revisions import revision_text
from briefsite.cache.store import Store
from briefsite.cli.main import main
from briefsite.outputs.exports import Exports
from briefsite.pages.formatting import load_words
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import Page, Plan
from briefsite.site.reading import Reading, read_site
from sites import write

MAY = "title: Puerto\ndate: 2025-05-01\nsummary: Se draga el puerto.\n"
JUNE = MAY.replace("draga", "dragó") + "corrections: [{date: 2025-06-01, note: Ya pasó.}]\n"


def reading(folder: Path, **files: str) -> Reading:
    """An archive whose briefing `puerto` was kept on some days: `d1` to `d9` of June."""
    kept = {
        f"versions/puerto/2025-06-0{name[1:]}.yml": text
        for name, text in files.items()
        if re.fullmatch(r"d\d", name)
    }
    others = {f"{name}.yml": text for name, text in files.items() if len(name) > 2}
    write(folder, {"puerto.yml": JUNE, **others, **kept})
    return read_site(folder)


def plan(found: Reading, language: str = "es") -> Plan:
    """The pages of an archive."""
    return Plan(
        found.site, Publication(name="Sitio", language=language, url="https://example.org/")
    )


def made(found: Reading, uri: str = "informes/puerto/versiones.md", language: str = "es") -> str:
    """A page, with the signs that mean something to Markdown as they are read."""
    pages = plan(found, language)
    page = pages.make(pages.by_uri[uri])  # type: ignore[index]
    assert isinstance(page, Page)
    return re.sub(r"&#(\d+);", lambda sign: chr(int(sign[1])), page.markdown)


def seen(folder: Path, before: str, after: str) -> list[str]:
    """What readers see of a change: headings, and paragraphs below them."""
    head = "title: Puerto\ndate: 2025-05-01\nsummary: S\n"
    page = made(reading(folder, d1=head + before, d2=head + after))
    changes = page.partition("2025-06-02 }")[2].partition("## Versión")[0]
    found = re.findall(r"^### (.*)$|^<p dir=\"auto\" markdown>(.*)</p>$", changes, re.MULTILINE)
    return [f"# {title}" if title else text for title, text in found]


def test_a_corrected_briefing_has_a_page_of_its_versions(tmp_path: Path) -> None:
    """Newest first: what changed, word by word, with the correction that announced it."""
    page = made(reading(tmp_path, d1=MAY, d2=JUNE))
    assert "Se <del>draga</del> <ins>dragó</ins> el puerto." in page
    assert (
        '- Corrección que lo anuncia (<time datetime="2025-06-01">1 de junio de 2025</time>): Ya pasó.'
        in page
    )
    assert page.index("{ #version-2025-06-02 }") < page.index("{ #version-2025-06-01 }")
    assert (
        page.endswith("Es la primera que se conserva.\n")
        or "Es la primera que se conserva." in page
    )


def test_each_correction_stands_with_the_change_that_it_announced(tmp_path: Path) -> None:
    """And not with those after it."""
    later = JUNE.replace("dragó", "cerró").replace("[{", "[{date: 2025-06-03, note: Cerró.}, {")
    page = made(reading(tmp_path, d1=MAY, d2=JUNE, d3=later))
    assert page.count("Ya pasó.") == page.count("): Cerró.") == 1


def test_what_no_correction_announced_says_so(tmp_path: Path) -> None:
    """Such as a file that somebody changed by hand."""
    assert "Cambió sin corrección que lo anuncie." in made(
        reading(tmp_path, d1=MAY, d2=MAY.replace("draga", "dragó"))
    )


@pytest.mark.parametrize(
    ("files", "pages"),
    [
        ({}, False),
        ({"d1": MAY}, False),
        ({"d1": MAY, "d2": MAY}, False),
        ({"d1": MAY, "d2": JUNE}, True),
        ({"d1": MAY, "d2": JUNE, "puerto": f"{JUNE}status: draft\n"}, False),
        ({"d1": MAY, "d2": JUNE, "puerto": f"{JUNE}status: withdrawn\nstatus_note: Era falso.\n"}, True),
    ],
)  # fmt: skip
def test_there_is_a_page_where_two_versions_differ(
    tmp_path: Path, files: dict[str, str], pages: bool
) -> None:
    """Not of a draft; of what was withdrawn as well. The briefing leads there, and back."""
    found = plan(reading(tmp_path, **files))
    assert ("informes/puerto/versiones.md" in found.by_uri) is pages
    page = found.make(found.by_uri["informes/puerto.md"])  # type: ignore[index]
    assert isinstance(page, Page)
    assert ("(puerto/versiones.md)" in page.markdown) is pages


def test_the_page_of_what_was_withdrawn_says_so(tmp_path: Path) -> None:
    """In its title, and where it leads back."""
    withdrawn = f"{JUNE}status: withdrawn\nstatus_note: Era falso.\n"
    page = made(reading(tmp_path, d1=MAY, d2=JUNE, puerto=withdrawn))
    assert "# Versiones: Retirado: Puerto\n" in page
    assert "<del>[Puerto](../puerto.md)</del>" in page and "Era falso." in page


def test_it_is_shown_in_the_language_of_the_site(tmp_path: Path) -> None:
    """Its words, and its address."""
    page = made(reading(tmp_path, d1=MAY, d2=JUNE), "briefings/puerto/versions.md", "en")
    assert "### Summary\n" in page and '<div class="bs-changes" lang="es" markdown>' in page


POINTS = "key_points: [{text: Uno dos tres}, {text: Cuatro cinco seis}, {text: Siete ocho nueve}]"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (POINTS, POINTS.replace("cinco", "mil"), ["# Clave 2", "Cuatro <del>cinco</del> <ins>mil</ins> seis"]),
        (POINTS, POINTS.replace("{text: Cuatro cinco seis}, ", ""), ["# Clave 2 · suprimido", "<del>Cuatro cinco seis</del>"]),
        (POINTS, POINTS.replace("[", "[{text: Diez}, "), ["# Clave 1 · añadido", "<ins>Diez</ins>"]),
        # What changed its place alone is not rewritten.
        (POINTS, "key_points: [{text: Siete ocho nueve}, {text: Uno dos tres}, {text: Cuatro cinco seis}]", ["# Clave 1 · cambió de lugar · antes 3", "Siete ocho nueve"]),
        ("why_it_matters: Sí.", "", ["# Por qué importa · suprimido", "<del>Sí.</del>"]),
        ("", "place: costa", ["# Lugar · añadido", "<ins>Costa</ins>"]),
        ("", "sources: [acta]", ["# Fuente 1 · añadido", "<ins>Acta del día</ins>"]),
        ("kind: meeting", "kind: visit", ["# Tipo", "<del>Reunión</del> <ins>Visita</ins>"]),
        ("participants: [{who: costa}]", "participants: [{who: costa, note: al fin}]", ["# Participante 1", "Costa", "<ins>Nota: al fin</ins>"]),
        # By its id, however much was rewritten.
        ("commitments: [{id: a, text: Uno dos}]", "commitments: [{id: b, text: Uno dos}, {id: a, text: Tres, deadline: 2026}]", ["# Compromiso 1 · añadido", "<ins>Uno dos</ins>", "# Compromiso 2", "<del>Uno dos</del> <ins>Tres</ins>", "<ins>Plazo: 2026</ins>"]),
        ("commitments: [{id: a, text: Ir, status: late, target: {value: 0, unit: pasos}}]", "commitments: [{id: a, text: Ir, by: [costa], target: {value: 0, unit: pasos, baseline: 0}}]", ["# Compromiso 1", "Ir", "<ins>De: Costa</ins>", "Meta: Valor: 0; Unidad: <del>pasos</del> <ins>pasos; Punto de partida: 0</ins>", "<del>Estado: Con retraso</del>"]),
        ("quotes: [{text: Ya voy}]", "quotes: [{text: Ya voy, verbatim: false, speaker: costa}]", ["# Cita 1", "«Ya voy»", "<ins>Quién lo dijo: Costa</ins>", "<ins>Modo: Palabras referidas, no textuales</ins>"]),
("key_points: [{text: Sí, evidence: Dijo que sí}]", "key_points: [{text: Sí, evidence: {source: acta, text: Dijo que sí}, derived: {3: 1 + 2}}]", ["# Clave 1", "Sí", "Palabras de la fuente: «Dijo que sí» <ins>(Acta del día)</ins>", "<ins>Cálculo de la redacción: 3: 1 + 2</ins>"]),
        ("unknowns: ['Quién *paga*']", "unknowns: ['Quién paga']", []),
        ("updates: [{commitment: puerto/a, date: 2025-06, status: met, text: Ya, value: {from: 0, to: 2}}]", "", ["# Seguimiento 1 · suprimido", "<del>Ya</del>", "<del>Compromiso: Puerto (a)</del>", "<del>Fecha: junio de 2025</del>", "<del>Estado: Cumplido</del>", "<del>Valor: Desde: 0; Hasta: 2</del>"]),
        # Signs of markup are no markup.
        ("why_it_matters: '<ins>x</ins> y'", "why_it_matters: '<ins>x</ins> z'", ["# Por qué importa", "<ins>x</ins> <del>y</del> <ins>z</ins>"]),
    ],
)  # fmt: skip
def test_changes_are_shown_by_field_in_words_of_readers(
    tmp_path: Path, before: str, after: str, shown: list[str]
) -> None:
    """What was added, removed, rewritten or only moved; what else is known of a statement, where it changed."""
    text = "Dijo que sí.\n"
    write(
        tmp_path,
        {
            "entities/costa.yml": "name: Costa\ntype: place\n",
            "sources/acta.yml": f"title: Acta del día\nsha256: {hashlib.sha256(text.encode()).hexdigest()}\n",
            "sources/acta.txt": text,
        },
    )
    assert seen(tmp_path, before, after) == shown


def test_words_that_stayed_are_said_to_have(tmp_path: Path) -> None:
    """Where only emphasis or a link changed."""
    after = MAY.replace("draga", "*draga*")
    assert "Ninguna palabra de lo que se lee cambió." in made(reading(tmp_path, d1=MAY, d2=after))


def test_every_field_has_a_word() -> None:
    """Of a briefing, and of its parts however deep."""

    def nested(model: type) -> set[str]:
        from briefsite.archive.models import model_in

        found = set()
        for name, info in model.model_fields.items():  # type: ignore[attr-defined]
            found.add(info.alias or name)
            if (inner := model_in(info.annotation)) and inner is not model:
                found |= nested(inner)
        return found

    from briefsite.archive.models import STATEMENTS, Assessment

    for language in ("es", "en"):
        words = load_words(language)
        assert Briefing.model_fields.keys() - NOT_CONTENT == words["revision_parts"].keys()
        inner = set().union(*map(nested, STATEMENTS.values()), nested(Assessment)) - {
            "id",
            "text",
            "who",
        }
        assert inner == words["revision_fields"].keys()


@pytest.mark.parametrize(
    ("path", "text", "finding"),
    [
        ("versions/puerto/2025-06-01.yml", "title: [", "not what `briefsite publish` kept"),
        ("versions/puerto/2025-06-01.yml", "title: P\n", "not what `briefsite publish` kept: `date` is missing"),
        ("versions/puerto/2025-06-01.yml", "", "not what `briefsite publish` kept"),
        ("versions/puerto/2025-06-31.yml", MAY, "no `versions/<id>/<date>.yml`"),
        ("versions/puerto/mayo.yml", MAY, "no `versions/<id>/<date>.yml`"),
        ("versions/otra.yml", MAY, "no `versions/<id>/<date>.yml`"),
        ("versions/a/puerto/2025-06-01.yml", MAY, "no `versions/<id>/<date>.yml`"),
        ("versions/otra/2025-06-01.yml", MAY, "no briefing is called `otra`, or was"),
        ("versions/puerto/2025-06-01.yml", "a" * 1_100_000, "too large"),
    ],
)  # fmt: skip
def test_what_is_no_version_is_reported(tmp_path: Path, path: str, text: str, finding: str) -> None:
    """In one finding of that file; it is never taken for a briefing."""
    write(tmp_path, {"puerto.yml": MAY, path: text})
    found = read_site(tmp_path)
    (only,) = found.findings
    assert finding in only.message or only.code == "file-too-large"
    assert [*found.site.briefings] == ["puerto"]
    assert not found.site.briefings["puerto"].has_history


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    """Of the folder, of one in it, and of a file."""
    outside = write(tmp_path / "fuera", {"2025-06-01.yml": MAY})
    for number, name in enumerate(
        ("versions", "versions/puerto", "versions/puerto/2025-06-01.yml")
    ):
        folder = write(tmp_path / str(number), {"puerto.yml": MAY})
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(outside / "2025-06-01.yml" if name.endswith("yml") else outside)
        assert [found.code for found in read_site(folder).findings] == ["symlink-outside"], name


def publish(folder: Path, day: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Publish on a day of 2025; what is kept then, by path."""
    import datetime as dt

    moment = dt.datetime.fromisoformat(f"2025-{day}T12:00:00+00:00")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(main, ["publish"])
    assert done.exit_code == 0, done.output
    kept = (folder / "briefs/versions").rglob("*.yml")
    return {
        path.relative_to(folder / "briefs/versions").as_posix(): path.read_text("utf-8")
        for path in sorted(kept)
    }


def test_publish_keeps_what_says_something_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file for each day on which a briefing had changed; what files it is no content."""
    site = write(
        tmp_path,
        {"mkdocs.yml": "site_name: S\nplugins: [briefsite]\n", "briefs/puerto.yml": MAY, "briefs/otra.yml": f"{MAY}status: draft\n"},
    )  # fmt: skip
    monkeypatch.setenv("BRIEFSITE_CACHE", str(tmp_path.parent / "cache"))
    assert publish(site, "06-01", monkeypatch) == {"puerto/2025-06-01.yml": MAY}
    write(site, {"briefs/puerto.yml": MAY + "topics: [agua]\n"})
    assert [*publish(site, "06-02", monkeypatch)] == ["puerto/2025-06-01.yml"]
    write(site, {"briefs/puerto.yml": JUNE})
    kept = publish(site, "06-03", monkeypatch)
    assert [*kept] == ["puerto/2025-06-01.yml", "puerto/2025-06-03.yml"]
    assert kept["puerto/2025-06-03.yml"] == (
        "title: Puerto\ndate: 2025-05-01\nsummary: Se dragó el puerto.\n\n"
        "corrections:\n  - date: 2025-06-01\n    note: Ya pasó.\n"
    )
    # Again on that day, and under another id: it takes the place of the file, where that is.
    (site / "briefs/puerto.yml").unlink()
    later = JUNE.replace("dragó", "ahondó").replace("[{", "[{date: 2025-06-02, note: Otra vez.}, {")
    write(site, {"briefs/muelle.yml": f"{later}aliases: [puerto]\n"})
    assert publish(site, "06-03", monkeypatch).keys() == kept.keys()
    # A clock that goes wrong does not change the order.
    last = later.replace("ahondó", "cerró").replace("[{", "[{date: 2025-06-02, note: Y otra.}, {")
    write(site, {"briefs/muelle.yml": f"{last}aliases: [puerto]\n"})
    assert publish(site, "06-02", monkeypatch).keys() == kept.keys()
    write(site, {"briefs/muelle.yml": f"{last}aliases: [puerto]\n".replace("cerró", "abrió").replace("[{", "[{date: 2025-06-02, note: Y más.}, {")})  # fmt: skip
    assert [*publish(site, "06-05", monkeypatch)][-1] == "puerto/2025-06-05.yml"
    pages = plan(read_site(site / "briefs"))
    assert "informes/muelle/versiones.md" in pages.by_uri
    assert "informes/puerto/versiones/index.html" in pages.data


WHOLE = """\
summary: 'Un «resumen»: con # signos, y "comillas".'
title: Título
date: '2025-05'
derived:
  "3,9": "1,5 + 2,4"
  23: 32 - 9
sources: [acta]
evidence: [{text: uno, prefix: dos}, tres]
quotes: [{text: Sí, verbatim: false}]
commitments:
- {id: no, text: "Dos\\n\\nlíneas", by: [yes-y], with: [b], target: {value: 6.1250, currency: MXN, baseline: 1234567890.55}, deadline: 2026}
updates: [{commitment: a/b, date: 2025-01-01, status: met, text: T, values: [{value: 12345678901, by: a}, {value: {at_least: 0}, by: b}]}]
assessments: [{text: "*T*", likelihood: likely}]
unknowns: ["a: b", "- c", "2025"]
"""


def test_what_is_kept_is_the_same_when_it_is_read() -> None:
    """Every kind of value: the hash of its content is that of the briefing."""

    def model_of(text: str) -> tuple[Briefing, list[str]]:
        document, findings = load(text.encode(), Path("a.yml"))
        assert document, findings
        model, wrong = validate(document, Briefing)
        assert model, wrong
        return model, [*document.data]

    before, order = model_of(WHOLE)
    kept = revision_text(before, order)
    after, fields = model_of(kept)
    assert content_hash(after) == content_hash(before)
    assert fields == order
    assert [*leaves(after)] == [*leaves(before)]


def test_the_data_of_a_briefing_list_its_versions(tmp_path: Path) -> None:
    """With the hash of each, and where readers see what changed."""
    found = reading(tmp_path, d1=MAY, d2=JUNE)
    pages = plan(found)
    publication = Publication(name="Sitio", language="es", url="https://example.org/")
    made = Exports(found.site, publication, pages.dependencies, Store()).make(
        "informes/puerto/index.json"
    )
    assert (
        '"url":"https://example.org/informes/puerto/versiones/#version-2025-06-02"' in made.decode()
    )
    assert f'"hash":"{found.present.contents["puerto"].hash}"' in made.decode()


def test_the_page_is_made_again_where_what_it_shows_changed(tmp_path: Path) -> None:
    """A version, the title of the briefing, a name in an old version; and not for anything else."""
    uri = "informes/puerto/versiones.md"

    def key(**files: str) -> str:
        pages = plan(
            reading(
                tmp_path,
                **{
                    "d1": f"{MAY}place: costa\n",
                    "d2": JUNE,
                    "entities/costa": "name: Costa\ntype: place\nformer_ids: [playa]\n",
                    **files,
                },
            )
        )
        return pages.key(pages.by_uri[uri])  # type: ignore[index]

    first = key()
    assert key(puerto=f"{JUNE}why_it_matters: Mucho.\n") == first
    renamed = "name: Playa\ntype: place\nformer_ids: [playa]\n"
    assert key(**{"entities/costa": renamed}) != first
    assert key(d1=f"{MAY}place: playa\n") != first
    assert key(d1=f"{MAY}place: playa\n") != key(
        d1=f"{MAY}place: playa\n", **{"entities/costa": renamed}
    )
    assert key(puerto=JUNE.replace("Puerto", "Muelle")) != first
    assert key(d3=MAY) != first
