"""What is new in a period, to be sent: `briefsite digest`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefsite.cli.main import main
from sites import CONFIG, write

NOON = "1795953600"  # 2026-11-29T12:00:00Z

PLAN = """\
title: Plan del puerto
date: 2024-03-10
summary: Qué se hará en el puerto.
commitments:
  - {id: dragar, text: Dragar el *canal*., by: [puerto], deadline: 2026-06}
  - {id: muelle, text: Abrir el muelle., by: [puerto], deadline: 2026-10-31}
  - {id: rampa, text: Hacer la rampa., by: [puerto], deadline: 2027}
  - {id: boya, text: Pintar la boya., by: [puerto]}
corrections:
  - {date: 2026-11-12, note: El año estaba mal., was: Será en 2025, now: Será en 2026}
"""

LATER = """\
title: Cómo va el <b>plan</b>
date: 2026-11-05
summary: "Lo que se sabe: *todo* & [más](puerto)."
kind: follow-up
place: puerto
updates:
  - {commitment: plan/boya, date: 2026-10-02, status: met, text: Ya está pintada.}
  - {commitment: plan/rampa, date: 2026-11-02, status: late, deadline: 2028-02, text: Será después.}
"""

ENGLISH = """\
title: The port
date: 2026-08-01
lang: en
summary: 1. A first step - not the last.
publish_at: 2026-11-10T09:00-06:00
"""

WITHDRAWN = """\
title: Una errata
date: 2026-07-01
summary: s
status: withdrawn
status_note: "- No era ese puerto."
corrections: [{date: 2026-11-15, note: Retirado.}]
updates:
  - {commitment: plan/boya, date: 2026-06-02, status: late, text: Falso.}
"""

OUTSIDE = "title: Otra cosa\nsummary: s\n"

FILES = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": "# Sitio\n",
    "briefs/entities/puerto.yml": "name: Puerto de Ría\ntype: organization\n",
    "briefs/plan.yml": PLAN,
    "briefs/avance.yml": LATER,
    "briefs/port.yml": ENGLISH,
    "briefs/errata.yml": WITHDRAWN,
    "briefs/borrador.yml": f"{OUTSIDE}date: 2026-11-20\nstatus: draft\n",
    "briefs/antes.yml": f"{OUTSIDE}date: 2026-10-31\n",
    "briefs/mes.yml": f"{OUTSIDE}date: 2026-11\n",
    "briefs/luego.yml": f"{OUTSIDE}date: 2026-11-10\npublish_at: 2026-12-01T00:00Z\n",
}

Run = Callable[..., bytes]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on some files, at noon of 29 November 2026; what it prints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*arguments: str, code: int = 0, **others: str) -> bytes:
        write(tmp_path, {**FILES, **others})
        done = CliRunner().invoke(main, ["digest", *arguments], catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done.output_bytes if code else done.stdout_bytes

    return run


def test_a_digest_says_what_is_new_in_a_period(run: Run) -> None:
    """Each thing with its whole address; the last day of a period is today where none is given."""
    assert run("--since", "2026-11").decode() == (
        """\
# Sitio

Novedades del 1 de noviembre de 2026 al 29 de noviembre de 2026

## Informes nuevos

### [Cómo va el \\<b\\>plan\\</b\\>](https://example.org/repo/informes/avance/)

*Seguimiento · 5 de noviembre de 2026 · Puerto de Ría*

Lo que se sabe: todo \\& más.

### [The port](https://example.org/repo/informes/port/)

*Informe · 1 de agosto de 2026*

1\\. A first step - not the last.

## Qué ha pasado con los compromisos

### [Pintar la boya.](https://example.org/repo/compromisos/plan/boya/)

*Cumplido · 2 de octubre de 2026*

Ya está pintada.

## Plazos vencidos

### [Abrir el muelle.](https://example.org/repo/compromisos/plan/muelle/)

*Plazo vencido hace 29 días, sin noticia desde el 10 de marzo de 2024*

De: Puerto de Ría · Plazo: 31 de octubre de 2026

[Otro compromiso sigue vencido desde antes.](https://example.org/repo/compromisos/)

## Plazos que cambian

### [Hacer la rampa.](https://example.org/repo/compromisos/plan/rampa/)

*Con retraso · 2 de noviembre de 2026*

Será después.

Nuevo plazo: febrero de 2028. Antes: 2027.

## Correcciones

### [Plan del puerto](https://example.org/repo/informes/plan/)

*12 de noviembre de 2026*

El año estaba mal.

Decía: «Será en 2025». Dice: «Será en 2026».

## Informes retirados

### [Una errata](https://example.org/repo/informes/errata/)

*15 de noviembre de 2026*

\\- No era ese puerto.

[Todo, con sus fuentes, en el sitio](https://example.org/repo/)
"""
    )


def titles(markdown: bytes) -> list[str]:
    """What a digest tells of."""
    return re.findall(r"^### \[(.*?)\]", markdown.decode(), re.MULTILINE)


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2026-11-10", "2026-11-10", ["The port"]),  # the day of `publish_at`, where it was
        ("2026-11-09", "2026-11-09", []),
        ("2026-10-31", "2026-10-31", ["Otra cosa"]),
        ("2026-11-01", "2026-11-01", ["Abrir el muelle."]),  # the first day after its deadline
        ("2026-10-30", "2026-10-31", ["Otra cosa"]),
        ("2026-11-02", "2026-11-04", []),
        ("2026-07", "2026-07", ["Dragar el canal."]),  # of a deadline in June
        ("2026-11-12", "2026-11-12", ["Plan del puerto"]),
        ("2026-11-15", "2026-11-15", ["Una errata"]),
        ("2026-11-30", "2026-11-30", ["Otra cosa"]),  # of a month, its last day
        ("2024", "2024", ["Plan del puerto"]),
        (
            "2026-11-30",
            "2029",
            ["Otra cosa"],
        ),  # what waits for its hour is not told before, and what falls due is not overdue yet
    ],
)
def test_everything_is_told_in_one_period_alone(
    run: Run, since: str, until: str, told: list[str]
) -> None:
    """Periods that follow each other leave nothing out, and say nothing twice."""
    assert titles(run("--since", since, "--until", until)) == told


def test_an_update_is_told_with_the_briefing_that_brings_it(run: Run) -> None:
    """It was not known before, whenever it happened; one of a withdrawn briefing or promise is not told."""
    assert titles(run("--since", "2026-10-01", "--until", "2026-10-30")) == []
    gone = PLAN + "status: withdrawn\nstatus_note: Era falso.\n"
    told = titles(run("--since", "2026-11-05", **{"briefs/plan.yml": gone}))
    assert told == ["Cómo va el \\<b\\>plan\\</b\\>", "The port", "Una errata", "Plan del puerto"]


def test_a_deadline_that_stays_as_it_was_did_not_move(run: Run) -> None:
    """The update is told as any other; the first deadline of a promise has none before it."""
    same = LATER.replace("deadline: 2028-02", "deadline: 2027")
    said = run("--since", "2026-11-05", "--until", "2026-11-05", **{"briefs/avance.yml": same})
    assert "Plazos que cambian" not in said.decode() and "Será después" in said.decode()
    first = LATER.replace("status: met,", "status: late, deadline: 2029,")
    said = run("--since", "2026-11-05", "--until", "2026-11-05", **{"briefs/avance.yml": first})
    assert "Nuevo plazo: 2029. Antes: no consta." in said.decode()


def test_what_else_is_overdue_is_on_the_agenda_where_a_site_has_one(run: Run) -> None:
    """Else in the register."""
    config = CONFIG.replace("search, briefsite", "search, briefsite: {agenda: true}")
    said = run("--since", "2026-11-01", "--until", "2026-11-01", **{"mkdocs.yml": config})
    assert (
        "[Otro compromiso sigue vencido desde antes.](https://example.org/repo/agenda/)"
        in said.decode()
    )


def test_an_empty_period_is_said_in_a_line(run: Run) -> None:
    """In any format; that others are overdue is nothing new."""
    for form in ("md", "html", "eml"):
        said = run("--since", "2026-11-02", "--until", "2026-11-04", "--format", form)
        assert said == b"nothing is new from 2026-11-02 to 2026-11-04\n"


@pytest.mark.parametrize(
    ("arguments", "files", "code", "message"),
    [
        (["--since", "mayo"], {}, 2, "write `2025`, `2025-09` or `2025-09-26`"),
        (["--since", "2026-11-02", "--until", "2026-11-01"], {}, 2, "the period ends before it begins"),
        (["--since", "2026", "--until", "x"], {}, 2, "Invalid value for --until"),
        ([], {}, 2, "Missing option '--since'"),
        (["--since", "2026"], {"mkdocs.yml": CONFIG.replace("site_url", "# site_url")}, 2, "set `site_url` in mkdocs.yml"),
        (["--since", "2026"], {"briefs/rota.yml": "title: x\n"}, 1, "error[missing-field]"),
    ],
)  # fmt: skip
def test_what_keeps_a_digest_from_being_made_is_said(
    run: Run, arguments: list[str], files: Mapping[str, str], code: int, message: str
) -> None:
    """Without whole addresses, or with something left out, nothing is printed that could be sent."""
    said = run(*arguments, code=code, **files).decode()
    assert message in said and "#" not in said.replace("# site_url", "")


class _Mail(HTMLParser):
    """What a mail program sees of HTML: elements, addresses, words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.languages: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = {name: value or "" for name, value in attrs}
        assert not {"class", "id", "src", "background"} & given.keys()
        assert "url(" not in given.get("style", "")
        if "href" in given:
            self.links.append(given["href"])
        if "lang" in given:
            self.languages.append((tag, given["lang"]))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_html_stands_alone_in_any_mail_program(run: Run) -> None:
    """Styles at their elements, no picture, no script, whole addresses; every text is escaped."""
    html = run("--since", "2026-11", "--format", "html").decode()
    mail = _Mail(html)
    assert set(mail.tags) == {
        "html", "head", "meta", "title", "body", "table", "tr", "td", "h1", "h2", "h3", "p", "a", "em",
    }  # fmt: skip
    assert all(link.startswith("https://example.org/repo/") for link in mail.links)
    assert "https://example.org/repo/entidades/puerto/" in mail.links
    assert "Cómo va el <b>plan</b>" in mail.words
    assert mail.languages == [("html", "es"), ("h3", "en"), ("p", "en")]
    assert "#" not in html.replace("#808080", "").replace("&#", "")


def test_a_mail_is_a_draft_with_both_texts(run: Run) -> None:
    """By the standard: programs open it unsent, with nobody as sender or receiver; the same at every call."""
    raw = run("--since", "2026-11", "--format", "eml")
    assert raw == run("--since", "2026-11", "--format", "eml")
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    mail = message_from_bytes(raw, policy=default)
    assert not mail.defects
    assert {name: str(value).strip() for name, value in mail.items() if name != "Content-Type"} == {
        "Subject": "Sitio: novedades del 1 de noviembre de 2026 al 29 de noviembre de 2026",
        "Date": "Sun, 29 Nov 2026 12:00:00 +0000",
        "X-Unsent": "1",
        "Content-Language": "es",
        "MIME-Version": "1.0",
    }
    assert mail.get_content_type() == "multipart/alternative"
    text, html = (part.get_content().replace("\r\n", "\n") for part in mail.iter_parts())
    assert html == run("--since", "2026-11", "--format", "html").decode()
    assert "https://example.org/repo/informes/port/" in text
    assert (
        """\
INFORMES NUEVOS

Cómo va el <b>plan</b>
Seguimiento · 5 de noviembre de 2026 · Puerto de Ría
Lo que se sabe: todo & más.
https://example.org/repo/informes/avance/
"""
        in text
    )


def test_a_site_in_english_sends_english(run: Run) -> None:
    """The words are those of the site, whatever the language of who runs the command."""
    config = CONFIG.replace("language: es", "language: en")
    said = run(
        "--since", "2026-11-05", "--until", "2026-11-05", "--lang", "es", **{"mkdocs.yml": config}
    )
    assert said.decode().startswith("# Sitio\n\nWhat is new, November 5, 2026\n\n## New briefings")
