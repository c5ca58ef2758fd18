"""A small archive with all that can be proven, and the ways in which its built site is altered."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sites import make_site, run

CONFIG = """\
site_name: Sitio
site_url: https://example.org/repo/
theme: {name: briefsite, language: es}
plugins:
  - search
  - briefsite:
      embeds: true
      editions: {es: /, en: /en/}
nav: [index.md, informes/index.md, compromisos/index.md, entidades/index.md, fuentes/index.md]
"""

NOTE = """\
El puerto reabrirá el 1 de junio, dijo la alcaldesa Ana Ruiz. «Dragaremos 32 dársenas en 2026»,
prometió ante los vecinos.

La obra costó 4,5 millones de euros. De las 32 dársenas se habían dragado 9 en abril.
"""

RECORD = """\
ANA RUIZ: Buenos días. Hemos dragado 9 dársenas.

PREGUNTA: ¿Y el resto?

LUIS PRAT: El resto, en 2026. No hay dinero para más.

ANA RUIZ: Habrá dinero.
"""


def _source(title: str, content: str, more: str = "") -> str:
    digest = hashlib.sha256(content.encode()).hexdigest()
    return f"title: {title}\nlang: es\npublished: 2025-05-01\nsha256: {digest}\n{more}"


PORT = """\
title: El puerto reabre
date: 2025-05-01
kind: announcement
summary: El puerto reabrirá el 1 de junio.
sources: [nota]
evidence: El puerto reabrirá el 1 de junio
key_points:
  - text: La obra costó 4,5 millones de euros.
    evidence: La obra costó 4,5 millones de euros
  - text: Faltan 23 dársenas.
    evidence: De las 32 dársenas se habían dragado 9 en abril
    derived: {23: 32 - 9}
quotes:
  - text: Dragaremos 32 dársenas en 2026
    speaker: ana
    speaker_as_written: la alcaldesa Ana Ruiz
commitments:
  - id: dragado
    text: Dragar 32 dársenas.
    by: [ana]
    target: {value: 32, unit: dársenas}
    evidence: Dragaremos 32 dársenas en 2026
    deadline: 2026
"""

HEARING = """\
title: La alcaldesa comparece
date: 2025-06-02
kind: hearing
summary: Ana Ruiz y Luis Prat hablaron del dragado.
sources: [acta]
evidence: Hemos dragado 9 dársenas
quotes:
  - text: El resto, en 2026
    speaker: luis
    speaker_as_written: LUIS PRAT
  - text: Hemos dragado 9 dársenas
    speaker: ana
    speaker_as_written: ANA RUIZ
updates:
  - commitment: puerto/dragado
    date: 2025-06-02
    status: in-progress
    value: 9
    text: Se han dragado 9 dársenas.
    evidence: Hemos dragado 9 dársenas
"""

IN_ENGLISH = """\
title: The port reopens
summary: The port will reopen on 1 June.
key_points:
  - text: The works cost 4.5 million euros.
  - text: 23 docks are left.
quotes:
  - translation: We will dredge 32 docks in 2026
commitments:
  - id: dragado
    text: Dredge 32 docks.
    target: {unit: docks}
"""

ARCHIVE: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG,
    "briefs/sources/nota.txt": NOTE,
    "briefs/sources/nota.yml": _source("Nota del puerto", NOTE),
    "briefs/sources/acta.txt": RECORD,
    "briefs/sources/acta.yml": _source("Acta", RECORD, "speech: turns\n"),
    "briefs/entities/ana.yml": "name: Ana Ruiz\ntype: person\n",
    "briefs/entities/luis.yml": "name: Luis Prat\ntype: person\n",
    "briefs/puerto.yml": PORT,
    "briefs/puerto.en.yml": IN_ENGLISH,
    "briefs/comparecencia.yml": HEARING,
}
DAY = {"SOURCE_DATE_EPOCH": "1764498000"}  # 30 November 2025

CORRECTION = """\
corrections:
  - date: 2025-11-30
    note: La obra costó 4,5 millones, no 5.
    was: 5 millones
    now: 4,5 millones
"""


def build_archive(folder: Path) -> None:
    """Write the archive, publish it twice, with a correction between, and build its site into `site`."""
    wrong = PORT.replace("La obra costó 4,5 millones de euros.", "La obra costó millones de euros.")
    make_site(folder, {**ARCHIVE, "briefs/puerto.yml": wrong})
    for content in (wrong, PORT + CORRECTION):
        (folder / "briefs/puerto.yml").write_text(content, "utf-8")
        done = run("briefsite", "publish", cwd=folder, **DAY)
        assert done.returncode == 0, done.stdout
    done = run("mkdocs", "build", "--strict", cwd=folder, **DAY)
    assert done.returncode == 0, done.stdout


def made(folder: Path) -> subprocess.CompletedProcess[str]:
    """The same, for `built_once`."""
    build_archive(folder)
    return subprocess.CompletedProcess([], 0, "")


class Attack(NamedTuple):
    """A way to alter a built site."""

    name: str
    alter: Callable[[Path], None]
    found: str
    """The kind of fault that names it."""

    where: str
    """The file that is named."""


def replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Replaces some words in a file, wherever they are in it; they must be there."""

    def alter(site: Path) -> None:
        text = (site / path).read_text("utf-8")
        assert old in text, (path, old)
        (site / path).write_text(text.replace(old, new), "utf-8")

    return alter


def in_json(path: str, change: Callable[[dict], None]) -> Callable[[Path], None]:  # type: ignore[type-arg]
    """Changes the data in a file."""

    def alter(site: Path) -> None:
        data = json.loads((site / path).read_text("utf-8"))
        change(data)
        (site / path).write_text(json.dumps(data, ensure_ascii=False), "utf-8")

    return alter


def several(*alterations: Callable[[Path], None]) -> Callable[[Path], None]:
    """Does one after another."""

    def alter(site: Path) -> None:
        for one in alterations:
            one(site)

    return alter


def relist(site: Path) -> None:
    """Write the manifest anew, as whoever alters a site would."""
    path = site / "manifest.json"
    old = json.loads(path.read_text("utf-8"))
    files = {
        found.relative_to(site).as_posix(): [
            found.stat().st_size,
            hashlib.sha256(found.read_bytes()).hexdigest(),
        ]
        for found in sorted(site.rglob("*"))
        if found.is_file() and found != path
    }
    path.write_text(json.dumps({**old, "files": files}), "utf-8")


def _database(site: Path) -> None:
    with closing(sqlite3.connect(site / "data/briefsite.sqlite")) as database:
        database.execute("UPDATE quotes SET text = replace(text, '32', '31')")
        database.execute("PRAGMA journal_mode = DELETE")
        database.commit()


def _older_log(site: Path) -> None:
    path = site / "data/register.txt"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    first = next(at for at, line in enumerate(lines, 1) if " publication " in line)
    path.write_text("".join(lines[:first]), "utf-8")


def _remove_briefing(site: Path) -> None:
    shutil.rmtree(site / "informes/comparecencia")


def _new_page(site: Path) -> None:
    shutil.copytree(site / "informes/puerto", site / "informes/otro")


def _rewritten(site: Path) -> None:
    """The own words of a briefing, altered wherever they are, and the hash that is told of them."""
    for path in site.rglob("*"):
        if (
            path.suffix in (".html", ".md", ".json", ".xml", ".csv", ".bib", ".ris")
            and path.is_file()
        ):
            text = path.read_text("utf-8")
            if "El puerto reabre" in text and path.name != "manifest.json":
                path.write_text(text.replace("El puerto reabre", "El puerto cierra"), "utf-8")
    content = site / "informes/puerto/content.json"
    digest = hashlib.sha256(content.read_bytes()).hexdigest()[:32]
    in_json("informes/puerto/index.json", lambda data: data.update(hash=digest))(site)
    with closing(sqlite3.connect(site / "data/briefsite.sqlite")) as database:
        database.execute(
            "UPDATE briefings SET title = replace(title, 'El puerto reabre', 'El puerto cierra')"
        )
        database.commit()


def _shifted(data: dict) -> None:  # type: ignore[type-arg]
    """A passage five characters further on."""
    passage = data["passages"][0]
    passage["ranges"] = [[start + 5, end + 5] for start, end in passage["ranges"]]


PAGE = "informes/puerto/index.html"
HEARD = "informes/comparecencia/index.html"
NOTE_PAGE = "fuentes/nota/index.html"


def _meta(site: Path) -> None:
    path = site / PAGE
    text = path.read_text("utf-8")
    changed = re.sub(r'(<meta name="description" content=")[^"]*', r"\1El puerto cierra.", text)
    assert changed != text
    path.write_text(changed, "utf-8")


ATTACKS = [
    Attack("a letter of an own text in a page", replace(PAGE, "La obra costó", "La abra costó"), "page-differs", PAGE),
    Attack("a letter of a quotation in a page", replace(PAGE, "«Dragaremos", "«Dragaríamos"), "page-differs", PAGE),
    Attack("a figure in a page", replace(PAGE, "Faltan 23", "Faltan 32"), "page-differs", PAGE),
    Attack("a figure in a page, its copy and its data", several(
        replace(PAGE, "costó 4,5 millones", "costó 3,5 millones"),
        replace("informes/puerto/index.md", "costó 4,5 millones", "costó 3,5 millones"),
        replace("informes/puerto/index.json", "costó 4,5 millones de euros.", "costó 3,5 millones de euros."),
    ), "figure-not-in-evidence", "informes/puerto/index.json"),
    Attack("a working", several(
        in_json("informes/puerto/index.json", lambda data: data["key_points"][1]["derived"].update({"23": "32 - 8"})),
    ), "bad-working", "informes/puerto/index.json"),
    Attack("a date in a page", replace(PAGE, ">1 de mayo de 2025</time>", ">1 de mayo de 2024</time>"), "page-differs", PAGE),
    Attack("how much is said to be compared", replace(PAGE, "y 6 cifras", "y 60 cifras"), "count-differs", PAGE),
    Attack("a letter of an archived text", replace("fuentes/nota.txt", "32 dársenas", "31 dársenas"), "text-changed", "fuentes/nota.txt"),
    Attack("an archived text, with the hash that is shown", several(
        replace("fuentes/nota.txt", "Dragaremos 32", "Dragaremos 31"),
        lambda site: in_json("fuentes/nota/index.json", lambda data: data.update(
            sha256=hashlib.sha256((site / "fuentes/nota.txt").read_bytes()).hexdigest()))(site),
    ), "words-not-in-source", "fuentes/nota/index.json"),
    Attack("a swapped hash", in_json("fuentes/nota/index.json", lambda data: data.update(sha256="0" * 64)), "text-changed", "fuentes/nota.txt"),
    Attack("the text that the page of a source shows", replace(NOTE_PAGE, "ante los vecinos", "ante nadie"), "text-hidden", NOTE_PAGE),
    Attack("a sentence hidden from the page of a source", replace(NOTE_PAGE, "prometió ante los vecinos&#46;", ""), "text-hidden", NOTE_PAGE),
    Attack("a moved passage in the data", in_json("fuentes/nota/index.json", _shifted), "words-not-in-source", "fuentes/nota/index.json"),
    Attack("a moved passage in a page", several(
        replace(NOTE_PAGE, 'id="p1"', 'id="p0"'), replace(NOTE_PAGE, 'id="p2"', 'id="p1"'), replace(NOTE_PAGE, 'id="p0"', 'id="p2"'),
    ), "passage-moved", NOTE_PAGE),
    Attack("a mark that leads to another passage", replace(PAGE, 'fuentes/nota/#p4"', 'fuentes/nota/#p1"'), "mark-without-proof", PAGE),
    Attack("a mark of proof on words of one's own", replace(PAGE, "</h1>", '</h1><p>El alcalde dimitió. <a class="bs-proof" href="../../fuentes/nota/#p1">«1»</a></p>'), "mark-without-proof", PAGE),
    Attack("a mark of proof that leads elsewhere", replace(PAGE, 'href="../../fuentes/nota/#p4"', 'href="https://example.com/#p4"'), "mark-without-proof", PAGE),
    Attack("a forged speaker in a page", replace(HEARD, "«LUIS PRAT»", "«ANA RUIZ»"), "copy-differs", HEARD),
    Attack("a forged speaker everywhere", several(
        replace(HEARD, "«LUIS PRAT»", "«ANA RUIZ»"),
        replace("informes/comparecencia/index.md", "«LUIS PRAT»", "«ANA RUIZ»"),
        in_json("informes/comparecencia/index.json", lambda data: data["quotes"][0].update(speaker_as_written="ANA RUIZ", turn="ANA RUIZ")),
    ), "speaker-not-in-source", "informes/comparecencia/index.json"),
    Attack("reported speech made verbatim", in_json("informes/puerto/index.json", lambda data: (
        data["quotes"][0].update(text="El puerto reabrirá el 1 de junio"),
        data["quotes"][0]["evidence"].__setitem__(0, data["evidence"][0]),
    )), "quotation-not-in-speech", "informes/puerto/index.json"),
    Attack("a letter in a Markdown copy", replace("informes/puerto/index.md", "La obra costó", "La obra cuesta"), "copy-differs", PAGE),
    Attack("a letter in a table", replace("data/quotes.csv", "Dragaremos 32", "Dragaremos 31"), "copy-differs", "data/quotes.csv"),
    Attack("a row taken out of a table", replace("data/sources.csv", "acta,", "acto,"), "copy-differs", "data/sources.csv"),
    Attack("a letter in the database", _database, "copy-differs", "data/briefsite.sqlite"),
    Attack("a letter in the list of briefings", replace("data/briefings.json", "El puerto reabrirá", "El puerto cerrará"), "copy-differs", "data/briefings.json"),
    Attack("a letter in a feed", replace("feed.json", "Faltan 23 dársenas", "Faltan 24 dársenas"), "copy-differs", "feed.json"),
    Attack("a letter in an Atom feed", replace("feed.xml", "Faltan 23 dársenas", "Faltan 24 dársenas"), "copy-differs", "feed.xml"),
    Attack("a letter in a citation", replace("informes/puerto/citation.bib", "Dragaremos 32", "Dragaremos 31"), "copy-differs", "informes/puerto/citation.bib"),
    Attack("a letter in a citation for other programs", replace("informes/puerto/citation.ris", "El puerto reabre", "El puerto cierra"), "copy-differs", "informes/puerto/citation.ris"),
    Attack("a letter in a card for other sites", replace("informes/puerto/cita-1/embed/index.html", "«Dragaremos 32", "«Dragaremos 31"), "copy-differs", "informes/puerto/cita-1/embed/index.html"),
    Attack("a figure in a translation", several(
        replace("en/briefings/puerto/index.html", "cost 4&#46;5 million", "cost 4&#46;8 million"),
        replace("en/briefings/puerto/index.md", "cost 4.5 million", "cost 4.8 million"),
        replace("en/briefings/puerto/index.json", "cost 4.5 million", "cost 4.8 million"),
    ), "figure-not-in-evidence", "en/briefings/puerto/index.json"),
    Attack("the evidence of a translation", in_json("en/briefings/puerto/index.json", lambda data: data["key_points"][0]["evidence"].clear()), "edition-differs", "en/briefings/puerto/index.json"),
    Attack("a removed briefing", _remove_briefing, "unannounced-change", "data/register.txt"),
    Attack("a page added", _new_page, "malformed", "informes/otro/index.json"),
    Attack("a correction taken out", several(
        in_json("informes/puerto/index.json", lambda data: data["corrections"].clear()),
    ), "unannounced-change", "informes/puerto/index.json"),
    Attack("an older log", _older_log, "history-rewritten", "data/register.txt"),
    Attack("a line of the log", replace("data/register.txt", " briefing puerto ", " briefing puerta "), "bad-register", "data/register.txt"),
    Attack("own words, wherever they are", _rewritten, "unannounced-change", "informes/puerto/index.json"),
    Attack("own words in a page, its copies and its data", several(
        replace(PAGE, "La obra costó", "La abra costó"),
        replace("informes/puerto/index.md", "La obra costó", "La abra costó"),
        replace("informes/puerto/index.json", "La obra costó 4,5 millones de euros.", "La abra costó 4,5 millones de euros."),
    ), "register-differs", "informes/puerto/content.json"),
    Attack("a script in a page", replace(PAGE, "</h1>", "</h1><script>document.title = 1</script>"), "foreign-content", PAGE),
    Attack("a style that hides a sentence", replace(PAGE, '<li><span id="clave-1">', '<li style="display: none"><span id="clave-1">'), "foreign-content", PAGE),
    Attack("what programs are told", _meta, "page-differs", PAGE),
    Attack("a text taken away", lambda site: (site / "fuentes/acta.txt").unlink(), "malformed", "fuentes/acta/index.json"),
    Attack("data that are no data", lambda site: (site / "informes/puerto/index.json").write_text("[" * 100_000), "malformed", "informes/puerto/index.json"),
]  # fmt: skip
"""Each is done to a copy of the site by itself, and the manifest is written anew."""
