"""What is to be seen to today: `briefsite agenda`, and the page of a site that asks for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import CliRunner

from briefsite.archive.settings import read_settings
from briefsite.cache.file_digests import FileDigests
from briefsite.cache.store import Store
from briefsite.cli.main import main
from briefsite.outputs.exports import export_site
from briefsite.outputs.outline import outline_site
from briefsite.pages.addresses import DocsPath
from briefsite.pages.due_words import due_words
from briefsite.pages.formatting import load_words
from briefsite.pages.publication import Publication, publications
from briefsite.pages.rendering import Plan, render_site
from briefsite.site.agenda import agenda
from briefsite.site.due import Thresholds
from briefsite.site.embargo import Embargo
from briefsite.site.reading import read_site
from conftest import record_of
from sites import CONFIG, write

NOON = "1795953600"  # 2026-11-29T12:00:00Z

PORT = """\
title: Plan del puerto
date: 2024-03-10
summary: Qué se hará en el puerto.
sources: [acta]
key_points:
  - text: Habrá dragas.
    evidence: dos dragas nuevas
commitments:
  - {id: dragar, text: Dragar el *canal*., by: [puerto], deadline: 2026-06}
  - {id: muelle, text: Abrir el muelle., by: [puerto], deadline: 2026-10-31}
  - id: faro
    text: Encender el faro.
    by: [puerto]
    deadline: 2026-12-11
  - {id: grua, text: Comprar una grúa., by: [puerto]}
  - {id: boya, text: Pintar la boya., by: [puerto], deadline: 2025}
  - {id: rampa, text: Hacer la rampa., by: [puerto], deadline: 2027}
"""

LATER = """\
title: Cómo va el plan
date: 2026-11-05
summary: Lo que se sabe.
sources: [acta]
unknowns:
  - Cuánto costará el astillero de la bahía, y quién lo pagará.
updates:
  - {commitment: plan/muelle, date: 2026-11-02, status: late, text: Va con retraso.}
  - {commitment: plan/boya, date: 2026-11-02, status: met, text: Ya está pintada.}
  - {commitment: plan/rampa, date: 2026-11-02, status: in-progress, deadline: 2028-02, text: Será después.}
claims:
  - {id: calado, by: puerto, text: El canal tiene nueve metros.}
"""

OTHER = """\
title: Lo que dice el consejo
date: 2026-11-20
summary: Otra medida.
claims:
  - {by: consejo, text: El canal tiene seis metros., contradicts: [avance/calado]}
"""

UNSEEN = """\
title: Otro plan
date: 2024-03-10
summary: s
commitments:
  - {id: nada, text: No se ve., by: [puerto], deadline: 2025}
"""

BUDGET = "El astillero de la bahía costará doce millones y los pagará la provincia.\n"

ACTA = "Se compran dos dragas nuevas.\n"


def digest_of(text: str) -> str:
    """The hash that a record has of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def files(**others: str) -> dict[str, str]:
    """An archive with something of all that an agenda holds; `others` are further briefings."""
    later = "Se compra una draga nueva.\n"
    version = f"versions:\n  - retrieved: 2026-11-10\n    sha256: {digest_of(later)}\n"
    return {
        "mkdocs.yml": CONFIG,
        "docs/index.md": "# Sitio\n",
        "briefs/entities/puerto.yml": "name: Puerto de Ría\ntype: organization\n",
        "briefs/entities/consejo.yml": "name: Consejo\ntype: organization\n",
        "briefs/sources/acta.txt": ACTA,
        "briefs/sources/acta.yml": record_of(ACTA, "Acta") + version,
        "briefs/sources/acta.2026-11-10.txt": later,
        "briefs/sources/cuentas.txt": BUDGET,
        "briefs/sources/cuentas.yml": record_of(BUDGET, "Cuentas") + "published: 2026-11-12\n",
        "briefs/plan.yml": PORT,
        "briefs/avance.yml": LATER,
        "briefs/consejo-dice.yml": OTHER,
        "briefs/borrador.yml": UNSEEN + "status: draft\n",
        "briefs/retirado.yml": UNSEEN + "status: withdrawn\nstatus_note: Era falso.\n",
        **{f"briefs/{name}.yml": text for name, text in others.items()},
    }


Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on some files, at noon of 29 November 2026."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(
        *arguments: str, of: Mapping[str, str] | None = None, code: int = 0, stream: str = "stdout"
    ) -> str:
        write(tmp_path, of or files())
        done = CliRunner().invoke(main, ["agenda", *arguments], catch_exceptions=False)
        assert done.exit_code == code, done.output
        printed: str = getattr(done, stream)  # how far a slow run has come goes to the other one
        return printed

    return run


def test_an_agenda_says_what_how_since_when_where_and_what_to_do(run: Run) -> None:
    """What was due last comes first; drafts, and what was withdrawn, met, or has time, are not on it."""
    assert run("--lang", "es") == (
        """\
Vencidos (2)

briefs/plan.yml:10: Plazo vencido hace 29 días; última noticia: 2 de noviembre de 2026
  «Abrir el muelle.» Puerto de Ría, plazo: 31 de octubre de 2026
  = busque noticias (`briefsite follow SOURCE`) y escriba un seguimiento de `plan/muelle`

briefs/plan.yml:9: Plazo vencido hace 4 meses, sin noticia desde el 10 de marzo de 2024
  «Dragar el canal.» Puerto de Ría, plazo: junio de 2026
  = busque noticias (`briefsite follow SOURCE`) y escriba un seguimiento de `plan/dragar`

Vencen pronto (1)

briefs/plan.yml:11: Vence en 12 días
  «Encender el faro.» Puerto de Ría, plazo: 11 de diciembre de 2026
  = pregunte cómo va; lo que resulte es un seguimiento de `plan/faro`

Mucho tiempo sin noticias (1)

briefs/plan.yml:15: Sin noticias desde hace 2 años
  «Comprar una grúa.» Puerto de Ría, último movimiento: 10 de marzo de 2024
  = busque noticias (`briefsite follow SOURCE`); si no las hay, dígalo con un seguimiento de `plan/grua` con `status: unknown`

Palabras citadas que una versión posterior de la fuente ya no tiene (1)

briefs/plan.yml:6: la versión de 2026-11-10 ya no tiene estas palabras
  «dos dragas nuevas» 10 de noviembre de 2026
  = compare las dos versiones en la página de `acta`; si lo que cambió importa, dígalo en `corrections`

Declaraciones que otra contradice (1)

briefs/avance.yml:12: Consejo dice otra cosa en `consejo-dice`: «El canal tiene seis metros.»
  «El canal tiene nueve metros.» Puerto de Ría, 20 de noviembre de 2026
  = busque una fuente que aclare cuál de las dos se sostiene

Preguntas abiertas que una fuente más reciente quizá responde (1)

briefs/avance.yml:6: la fuente `cuentas` habla de ello: «El astillero de la bahía costará doce millones y los pagará la provincia.»
  «Cuánto costará el astillero de la bahía, y quién lo pagará.» 12 de noviembre de 2026
  = léala; si responde a la pregunta, dígalo en un informe sobre esa fuente

"""
    )


def test_programs_get_the_same_as_json(run: Run) -> None:
    """One object for each thing; ids, dates as they are written, and the words that people see."""
    found = json.loads(run("--format", "json"))
    assert [(item["matter"], item["address"], item["since"], item["line"]) for item in found] == [
        ("overdue", "plan/muelle", "2026-10-31", 10),
        ("overdue", "plan/dragar", "2026-06", 9),
        ("due-soon", "plan/faro", "2026-12-11", 11),
        ("silent", "plan/grua", "2024-03-10", 15),
        ("words-gone", "acta", "2026-11-10", 6),
        ("contradicted", "avance/calado", "2026-11-20", 12),
        ("answered", "avance", "2026-11-12", 6),
    ]
    assert found[0] == {
        "matter": "overdue",
        "said": "Deadline passed 29 days ago; last news: November 2, 2026",
        "text": "Abrir el muelle.",
        "by": ["puerto"],
        "since": "2026-10-31",
        "address": "plan/muelle",
        "path": "briefs/plan.yml",
        "line": 10,
        "next": "look for news of it (`briefsite follow SOURCE`), and write an update of `plan/muelle`",
    }


def test_what_a_correction_has_seen_to_is_not_asked_again(run: Run) -> None:
    """Words that a newer version lacks, once the briefing that cites them was corrected since."""

    def asked(day: str) -> bool:
        corrected = PORT + f"corrections: [{{date: {day}, note: La fuente cambió.}}]\n"
        return "words-gone" in run("--format", "json", of=files(plan=corrected))

    assert [asked("2026-11-09"), asked("2026-11-10"), asked("2026-11-11")] == [True, False, False]


def test_words_that_an_office_rests_on_are_not_those_of_a_briefing(run: Run) -> None:
    """A newer version that lacks them asks about the briefing that cites them, and about nothing else."""
    role = "title: jefa, evidence: {source: acta, text: dos dragas nuevas}"
    archive = files()
    archive["briefs/entities/ana.yml"] = f"name: Ana Ruiz\ntype: person\nroles: [{{{role}}}]\n"
    found = json.loads(run("--format", "json", of=archive))
    gone = [item["path"] for item in found if item["matter"] == "words-gone"]
    assert gone == ["briefs/plan.yml"]


def test_a_withdrawn_briefing_asks_for_nothing(run: Run) -> None:
    """Neither by what it cites, nor by what it contradicts, nor by what contradicts it."""
    gone = "status: withdrawn\nstatus_note: Era falso.\n"
    for name, text, matter in (
        ("plan", PORT, "words-gone"),
        ("avance", LATER, "contradicted"),
        ("consejo-dice", OTHER, "contradicted"),
    ):
        assert matter not in run("--format", "json", of=files(**{name: text + gone}))


def test_nothing_to_see_to_is_said(run: Run) -> None:
    """In a line."""
    only = {name: text for name, text in files().items() if not name.startswith("briefs/")}
    briefing = "title: Nota\ndate: 2026-11-05\nsummary: s\n"
    assert run(of={**only, "briefs/nota.yml": briefing}) == "there is nothing to see to\n"


def test_what_errors_leave_out_is_said_as_well(run: Run) -> None:
    """An agenda without it would look whole."""
    said = run(of=files(rota="title: x\n"), stream="stderr")
    assert "2 errors in the archive: what is left out for them is not on the agenda" in said


def days(calendar: str | bytes) -> dict[str, str]:
    """The day of each event, by its UID."""
    events = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    return {str(event["UID"]): str(event["DTSTART"].dt) for event in events}


def test_deadlines_to_come_are_a_calendar(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day each, the last one of a month or a year, as it stands now; under the UID that the site's calendar has."""
    assert [*days(run("--ics")).items()] == [
        ("deadline-plan-compromiso-faro@example.org", "2026-12-11"),
        ("deadline-plan-compromiso-rampa@example.org", "2028-02-29"),
    ]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON) + 12 * 86_400))
    assert "2026-12-11" in days(run("--ics")).values()  # to come until its day is over
    assert "--ics goes with --format text" in run(
        "--ics", "--format", "json", code=2, stream="stderr"
    )


def test_how_a_promise_stands_is_said_to_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more exact than its last movement is; what is due today, is."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)
    deadlines = {"ayer": "2026-11-28", "hoy": "2026-11-29", "luego": "2026-11-30"}
    promises = "".join(
        f"  - {{id: {name}, text: t, deadline: {day}}}\n" for name, day in deadlines.items()
    )
    briefing = f"title: Plan\ndate: 2024-05\nsummary: s\ncommitments:\n{promises}"
    site = read_site(write(tmp_path, {"briefs/plan.yml": briefing}) / "briefs").site

    def said(lang: str) -> list[str]:
        found = (entry for entries in agenda(site, Thresholds()).values() for entry in entries)
        return [due_words(entry.due, entry.page.latest.date, load_words(lang)) for entry in found]

    assert said("es") == [
        "Plazo vencido hace 1 día, sin noticia desde mayo de 2024",
        "Vence hoy",
        "Vence en 1 día",
    ]
    assert said("en") == [
        "Deadline passed 1 day ago, no news since May 2024",
        "Due today",
        "Due in 1 day",
    ]


def pages(folder: Path, of: Mapping[str, str], **settings: Any) -> dict[str, str]:
    """The pages of a site with an agenda, by their path."""
    write(folder, of)
    site = read_site(folder / "briefs", drafts=False).site
    about = Publication(name="Sitio", language="es", url="https://example.org/", **settings)
    rendering = render_site(site, about, folder / "briefs")
    assert not rendering.findings
    exports = export_site(site, about, rendering.pages)
    texts = {path: raw.decode() for path, raw in exports.items() if path.endswith(".ics")}
    return {**{page.uri: page.markdown for page in rendering.pages}, **texts}


def test_a_site_that_asks_for_it_has_a_page_of_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What readers may know of it, without files and commands; with a calendar, and a link from the register."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)
    made = pages(tmp_path, files(), has_agenda=True)
    page = made["agenda/index.md"].replace("&#46;", ".").replace("&#58;", ":")
    assert page[: page.index("## Vence")] == (
        """\
---
title: "Agenda"
due: true
layout: [agenda]
---
# Agenda

Así están los compromisos frente al calendario el 29 de noviembre de 2026.

## Plazo vencido (2)

- [Abrir el muelle.](../compromisos/plan/muelle.md) <span class="bs-due bs-due-overdue" data-deadline="2026-10-31" data-moved="2026-11-02">Plazo vencido hace 29 días; última noticia: 2 de noviembre de 2026 (a <time datetime="2026-11-29">29 de noviembre de 2026</time>)</span>
    <small>De [Puerto de Ría](../entidades/puerto.md) · Estado: Con retraso · Plazo: <time datetime="2026-10-31">31 de octubre de 2026</time></small>

- [Dragar el canal.](../compromisos/plan/dragar.md) <span class="bs-due bs-due-overdue" data-deadline="2026-06" data-moved="2024-03-10">Plazo vencido hace 4 meses, sin noticia desde el 10 de marzo de 2024 (a <time datetime="2026-11-29">29 de noviembre de 2026</time>)</span>
    <small>De [Puerto de Ría](../entidades/puerto.md) · Estado: Anunciado · Plazo: <time datetime="2026-06">junio de 2026</time></small>

"""
    )
    assert "briefsite" not in page and ".yml" not in page and "No se ve" not in page
    assert "[iCalendar](calendar.ics)" in page
    assert "](../agenda/index.md)" in made["compromisos/index.md"]
    assert days(made["agenda/calendar.ics"])["deadline-plan-compromiso-dragar@example.org"] == (
        "2026-06-30"
    )


def test_what_is_on_the_page_is_among_what_it_is_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another word of a promise, or one promise more, and it is made again."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)
    about = Publication(name="Sitio", language="es", has_agenda=True)

    def key(plan: str) -> str:
        write(tmp_path, files(plan=plan))
        site = read_site(tmp_path / "briefs", drafts=False).site
        planned = Plan(site, about)
        return planned.key(planned.by_uri[DocsPath("agenda/index.md")])

    many = "".join(f"  - {{id: n{n}, text: Promesa, deadline: 2025}}\n" for n in range(60))
    more = (
        many + "  - {id: n99, text: Promesa, deadline: 2026-08}\n"
    )  # beyond the fifty that are shown
    plans = (PORT, PORT.replace("Comprar", "Alquilar"), PORT + many, PORT + more)
    assert len({*map(key, plans)}) == 4


def test_a_site_that_does_not_ask_has_none(tmp_path: Path) -> None:
    """Neither the page, nor its calendar, nor a link to it."""
    made = pages(tmp_path, files())
    assert not [uri for uri in made if uri.startswith("agenda")]
    assert "agenda" not in made["compromisos/index.md"]


def test_a_long_agenda_shows_fifty_of_each_and_counts_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page grows with the archive; where there is nothing, it says so."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)
    promises = "".join(
        f"  - {{id: n{number}, text: Promesa {number}, deadline: 2025}}\n" for number in range(53)
    )
    head = "title: Muchas\ndate: 2024-01-01\nsummary: s\n"
    page = pages(tmp_path, {"briefs/a.yml": f"{head}commitments:\n{promises}"}, has_agenda=True)[
        "agenda/index.md"
    ]
    assert (page.count("[Promesa"), "## Plazo vencido (53)" in page, "Y 3 más" in page) == (
        50,
        True,
        True,
    )
    none = pages(tmp_path, {"briefs/a.yml": head}, has_agenda=True)["agenda/index.md"]
    assert "Nada ha vencido, nada vence pronto" in none and "## " not in none


def test_the_page_is_made_again_on_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says which day it speaks of; a build that finds nothing else to do makes it all the same."""
    monkeypatch.chdir(write(tmp_path, files()))
    settings = replace(read_settings(Path("mkdocs.yml")), agenda=True)
    store = Store(settings.cache)

    def key(epoch: int) -> str:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(epoch))
        digests = FileDigests(store, settings.briefs)
        about, embargo = publications(settings), Embargo()
        outlined = outline_site(
            settings, about, store, digests=digests, embargo=embargo, drafts=False
        )
        return outlined.outline.pages[DocsPath("agenda/index.md")].key

    noon = int(NOON)
    assert key(noon) == key(noon + 6 * 3600) != key(noon + 24 * 3600)
