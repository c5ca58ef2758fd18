"""What `briefsite edit` answers, and to whom."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.sync.client import connect

from briefsite.cli.edit_app import Desk
from conftest import record_of
from sites import make_site

EDITOR, PAGES = "http://127.0.0.1:8137", "http://127.0.0.1:8138"
NOTE = """\
El puerto reabrirá el 1 de junio, dijo la alcaldesa Ana Ruiz.

La obra costó 4,5 millones de euros. La obra sigue.
"""
BRIEFING = """\
# Notas de la redacción.
title: El puerto reabre
date: 2025-05-01 # día de la nota
summary: El puerto reabrirá el 1 de junio.
sources: [nota]
evidence: El puerto reabrirá el 1 de junio
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An archive of one briefing, which was read."""
    monkeypatch.setenv("BRIEFSITE_CACHE", str(tmp_path / "cache"))
    config = make_site(
        tmp_path / "sitio",
        {
            "briefs/puerto.yml": BRIEFING,
            "briefs/sources/nota.txt": NOTE,
            "briefs/sources/nota.yml": record_of(NOTE, "Nota"),
        },
    )
    desk = Desk(
        config_file=config / "mkdocs.yml", lang="es", origin=EDITOR, pages=PAGES, token="llave"
    )
    desk.workspace.read()
    monkeypatch.setattr(desk, "build", _nothing)  # which starts a process
    return desk


async def _nothing() -> None:
    """In the place of a build."""


@dataclass
class Client:
    """A browser, as far as it concerns who asks: an address, and cookies."""

    desk: Desk
    base: str = EDITOR
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)

    def get(self, path: str, **options: object) -> httpx.Response:
        return self._asked("GET", path, **options)

    def post(self, path: str, **options: object) -> httpx.Response:
        return self._asked("POST", path, **options)

    def _asked(self, method: str, path: str, **options: object) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.desk)
            async with httpx.AsyncClient(
                transport=transport, base_url=self.base, cookies=self.cookies
            ) as client:
                response = await client.request(method, path, **options)  # type: ignore[arg-type]
                self.cookies = client.cookies
                return response

        return asyncio.run(ask())

    def socket(self, path: str, **headers: str) -> str:
        """What comes first of opening a WebSocket: `websocket.accept` or `websocket.close`."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {"host": self.base.partition("//")[2], "cookie": cookies, **headers}
        scope = {
            "type": "websocket",
            "path": path,
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "server": ("127.0.0.1", int(self.base.rpartition(":")[2])),
        }
        sent: list[str] = []
        waiting = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]

        async def receive() -> dict[str, object]:
            return waiting.pop(0)

        async def send(message: dict[str, object]) -> None:
            sent.append(str(message["type"]))

        asyncio.run(self.desk(scope, receive, send))  # type: ignore[arg-type]
        return sent[0]


@pytest.fixture
def client(desk: Desk) -> Client:
    """Somebody who came by the address with the token."""
    client = Client(desk)
    client.get("/?token=llave")
    return client


def asked(client: Client, name: str, **given: object) -> dict[str, object]:
    """What the page of the editor is answered."""
    response = client.post(f"/api/{name}", json=given, headers={"Origin": EDITOR})
    assert response.status_code == 200, response.text
    found: dict[str, object] = response.json()
    return found


# Who may ask


def test_the_address_with_its_token_opens_the_editor(client: Client) -> None:
    """The token leaves the address at once, and a cookie that no script can read takes its place."""
    response = client.get("/?token=llave", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "<main" in client.get("/").text


@pytest.mark.parametrize(
    "path", ["/", "/?token=", "/?token=otra", "/main.js", "/picture", "/language"]
)
def test_without_the_token_nothing_is_shown(desk: Desk, path: str) -> None:
    """Not even the files of the editor itself."""
    stranger, headers = Client(desk), {"Origin": EDITOR}
    assert stranger.get(path).status_code == 403
    assert stranger.post("/api/overview", json={}, headers=headers).status_code == 403
    assert stranger.socket("/language", origin=EDITOR) == "websocket.close"


@pytest.mark.parametrize(
    "origin", ["https://example.org", PAGES, "http://localhost:8137", "null", None]
)
def test_other_origins_are_refused_with_the_cookie_as_well(
    client: Client, origin: str | None
) -> None:
    """A page elsewhere, the built pages and frames without an origin cannot do anything."""
    headers = {"Origin": origin} if origin else {}
    assert client.post("/api/overview", json={}, headers=headers).status_code == 403
    named = {"origin": origin} if origin else {}
    assert client.socket("/language", **named) == "websocket.close"
    assert client.socket("/language", origin=EDITOR) == "websocket.accept"


@pytest.mark.parametrize(
    "host", ["localhost:8137", "attacker.example:8137", "127.0.0.1", "[::1]:8137"]
)
def test_other_names_of_the_machine_are_refused(client: Client, host: str) -> None:
    """A name that was made to lead here (DNS rebinding) does not help."""
    assert client.get("/", headers={"Host": host}).status_code == 403
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert client.post("/api/overview", json={}, headers=headers).status_code == 403


def test_built_pages_are_below_a_name_that_nobody_guesses(desk: Desk, client: Client) -> None:
    """They are of another origin, which can show nothing of the editor."""
    setup = json.loads(client.get("/").text.partition('id="setup">')[2].partition("</script>")[0])
    pages, path = Client(desk, PAGES), setup["pages"].removeprefix(PAGES)
    assert pages.get("/").status_code == 403
    assert pages.get("/otra/index.html").status_code == 403
    assert pages.get(path).status_code == 404  # nothing is built yet
    assert pages.get(f"{path}../../kept/").status_code in (403, 404)
    assert pages.post(path).status_code == 405
    assert pages.post(f"{path}api/overview", json={}).status_code == 405


def test_the_editor_asks_nothing_of_anybody_else(client: Client) -> None:
    """Its policy names this machine alone."""
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    named = [word for word in policy.split() if "://" in word]
    assert {word.rstrip(";") for word in named} == {EDITOR.replace("http", "ws"), PAGES}


@pytest.mark.parametrize(
    "path", ["../mkdocs.yml", "/etc/passwd", "sources/nota.txt", "../../x.yml", "templates/x.yml\0"]
)
def test_files_outside_of_the_archive_cannot_be_read(client: Client, path: str) -> None:
    """Only what an author writes there."""
    response = client.post("/api/open", json={"path": path}, headers={"Origin": EDITOR})
    assert response.status_code in (400, 409)


# What becomes of a text


def test_a_text_is_saved_as_it_was_typed(desk: Desk, client: Client) -> None:
    """The file keeps its comments, and nothing is kept beside it any more."""
    found = asked(client, "open", path="puerto.yml")
    typed = BRIEFING.replace("reabre", "abre de nuevo")
    asked(client, "keep", path="puerto.yml", text=typed, disk=found["disk"])
    assert asked(client, "open", path="puerto.yml")["kept"] == {
        "text": typed,
        "disk": found["disk"],
    }
    asked(client, "save", path="puerto.yml", text=typed, disk=found["disk"])
    assert (desk.settings.briefs / "puerto.yml").read_text("utf-8") == typed
    assert asked(client, "open", path="puerto.yml")["kept"] is None


def test_a_file_that_changed_outside_is_never_overwritten(desk: Desk, client: Client) -> None:
    """What it says now is shown; it is written over where the author has seen that."""
    path = desk.settings.briefs / "puerto.yml"
    found = asked(client, "open", path="puerto.yml")
    path.write_text("title: Otro\n", "utf-8")
    answer = asked(client, "save", path="puerto.yml", text=BRIEFING, disk=found["disk"])
    assert answer["conflict"] == "title: Otro\n"
    assert path.read_text("utf-8") == "title: Otro\n"
    asked(client, "save", path="puerto.yml", text=BRIEFING, disk=answer["disk"])
    assert path.read_text("utf-8") == BRIEFING


@pytest.mark.parametrize("before", [b"a: 1\r\nb: 2\r\n", b"\xef\xbb\xbfa: 1\n"])
def test_line_ends_and_marks_of_a_file_stay(desk: Desk, client: Client, before: bytes) -> None:
    r"""A page has `\n` alone, and no byte order mark."""
    path = desk.settings.briefs / "puerto.yml"
    path.write_bytes(before)
    found = asked(client, "open", path="puerto.yml")
    assert "\r" not in str(found["text"])
    asked(client, "save", path="puerto.yml", text=f"{found['text']}c: 3\n", disk=found["disk"])
    ending = b"c: 3\r\n" if b"\r" in before else b"c: 3\n"
    assert path.read_bytes() == before + ending


def test_the_page_is_of_the_text_as_it_is_typed(client: Client) -> None:
    """Findings, the page's address and what is cited, of a text that no disk holds."""
    typed = BRIEFING.replace("El puerto reabre", "Un título de ahora")
    look = asked(client, "look", path="puerto.yml", text=typed)
    assert look["page"]["title"] == "Un título de ahora"  # type: ignore[index]
    assert look["sources"] == ["nota"]
    wrong = asked(
        client,
        "look",
        path="puerto.yml",
        text=typed.replace("reabrirá el 1 de junio\n", "cerrará\n"),
    )
    assert [one["code"] for one in wrong["findings"]] == ["evidence-not-found"]  # type: ignore[attr-defined]
    assert wrong["page"] is None


def test_half_typed_yaml_is_a_finding_and_no_form(client: Client) -> None:
    """Both say so, and nothing fails."""
    broken = BRIEFING + "key_points: [\n"
    assert asked(client, "look", path="puerto.yml", text=broken)["page"] is None
    response = client.post(
        "/api/form", json={"path": "puerto.yml", "text": broken}, headers={"Origin": EDITOR}
    )
    assert response.status_code == 409
    assert response.json()["problem"]


def test_what_is_selected_becomes_an_entry(client: Client) -> None:
    """Its words, pinned to the source; comments stay."""
    start = NOTE.index("La obra costó")
    end = NOTE.index(" La obra sigue")
    given = {"path": "puerto.yml", "text": BRIEFING, "source": "nota", "what": "key_points"}
    made = asked(client, "select", **given, start=start, end=end)
    assert made["where"] == ["key_points", 0]
    assert made["text"] == BRIEFING + (
        "key_points:\n"
        '  - text: "La obra costó 4,5 millones de euros."\n'
        '    evidence: "La obra costó 4,5 millones de euros"\n'
    )


def test_evidence_goes_to_the_statement_that_is_edited(client: Client) -> None:
    """Without one, to that of the whole briefing."""
    text = BRIEFING + "key_points:\n  - text: La obra sigue.\n"
    start = NOTE.index("La obra sigue")
    given = {"path": "puerto.yml", "text": text, "source": "nota", "what": "evidence"}
    made = asked(
        client, "select", **given, start=start, end=start + 13, at=["key_points", 0, "text"]
    )
    assert str(made["text"]).endswith("  - text: La obra sigue.\n    evidence: La obra sigue\n")
    assert made["where"] == ["key_points", 0, "evidence"]


def test_nothing_waits_for_who_asks_much(client: Client) -> None:
    """What is too large is refused before it is read."""
    response = client.post(
        "/api/overview", headers={"Origin": EDITOR, "Content-Length": "99999999999"}
    )
    assert response.status_code == 413


# The command


READING_FOR_EVER = (
    "import time; from briefsite.cli.edit_app import Desk; from briefsite.cli.main import main; "
    "Desk._read = lambda desk: time.sleep(60); main()"
)
"""The command, with an archive that takes long to read."""


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`briefsite edit` in a folder, and the address that it prints; nothing where it ends without one."""
    program = ("-c", READING_FOR_EVER) if "--for-ever" in arguments else ("-m", "briefsite")
    given = [argument for argument in arguments if argument != "--for-ever"]
    command = [sys.executable, "-P", *program, "edit", "--no-browser", "--lang", "es", *given]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        first = process.stdout.readline()
        found = re.search(r"http://\S+/\?token=\S+", first)
        try:
            yield process, found[0] if found else first
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("subject", "opened"),
    [
        ("puerto", "puerto.yml"),
        ("puerto.yml", "puerto.yml"),
        ("briefs/sources/nota.yml", "sources/nota.yml"),
        ("{folder}/briefs/puerto.yml", "puerto.yml"),
    ],
)
def test_a_file_is_opened_by_its_id_or_by_its_path(desk: Desk, subject: str, opened: str) -> None:
    """The page begins with it; it is never taken for an article."""
    folder = desk.config_file.parent
    with started(folder, subject.format(folder=folder)) as (_, address):
        assert urlsplit(address).fragment == opened
    assert {path.name for path in (folder / "briefs").rglob("*.yml")} == {"puerto.yml", "nota.yml"}


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("puerta", "no hay ningún archivo ni id `puerta`; ¿quería decir `puerto`?"),
        ("puerta.yml", "no hay ningún archivo ni id `puerta.yml`; ¿quería decir `puerto`?"),
        ("/x/nada.txt", "no hay ningún archivo ni id `/x/nada.txt`"),
        ("pue*", "no hay ningún archivo ni id `pue*`"),
        ("mkdocs.yml", "mkdocs.yml no es un archivo de los informes"),
    ],
)
def test_what_is_neither_file_nor_id_is_said(desk: Desk, subject: str, told: str) -> None:
    """With the id that is nearest; nothing is opened."""
    with started(desk.config_file.parent, subject) as (process, first):
        assert process.stdout
        output = first + process.stdout.read()
        assert process.wait() == 2
    assert told in output
    assert "Traceback" not in output


def test_an_article_is_drafted_by_its_whole_path(desk: Desk, tmp_path: Path) -> None:
    """Wherever it lies."""
    article = tmp_path / "acta.txt"
    article.write_text("La obra del puerto empezará el 3 de mayo.\n", "utf-8")
    with started(desk.config_file.parent, str(article)) as (process, _):
        assert process.stdout
        address = next(line for line in process.stdout if "token=" in line)
    (made,) = {path.name for path in desk.settings.briefs.glob("*.yml")} - {"puerto.yml"}
    assert f"#{made}" in address


def test_a_port_that_is_taken_is_said(desk: Desk) -> None:
    """With what to do; one that cannot be is misuse as well."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for given, told in (
            (port, f"el puerto {port} está ocupado; indique otro, o ninguno"),
            ("65536", "--port"),
        ):
            with started(desk.config_file.parent, "--port", given) as (process, first):
                assert process.stdout
                assert told in first + process.stdout.read()
                assert process.wait() == 2


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("options", [[], ["--for-ever"]])
def test_it_ends_when_it_is_told_to(desk: Desk, ending: int, options: list[str]) -> None:
    """Well, and without being told twice: with pages open, and while the archive is read as well."""
    with started(desk.config_file.parent, *options) as (process, address):
        assert process.stdout
        origin = address.partition("/?")[0]
        cookie = httpx.get(address).headers["set-cookie"].partition(";")[0]
        with connect(
            f"{origin.replace('http', 'ws')}/language",
            additional_headers={"Cookie": cookie},
            origin=origin,  # type: ignore[arg-type]
        ):
            process.send_signal(ending)
            output = process.stdout.read()
            assert process.wait() == 0
    assert output == "Ctrl+C lo termina\nterminado; lo que no se guardó se conserva\n"
