"""Sources are fetched anew, and what is cited of them is looked for in what they say now."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import http.server
import importlib.util
import json
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from briefsite.authoring import fetching
from briefsite.authoring import recheck as rechecking
from briefsite.authoring.documents.document import Block, ReadDocument
from briefsite.authoring.fetching import USER_AGENT, Fetched, Fetcher, FetchError, RobotsError
from briefsite.authoring.recheck import NewText, read_fetched
from briefsite.cli import recheck as command
from briefsite.cli.main import main
from briefsite.pages.versions import versions
from briefsite.site.reading import read_site
from sites import make_site, write
from workflows import gh_with, run_step, write_commands

Answer = tuple[int, dict[str, str], bytes]


class Web(http.server.BaseHTTPRequestHandler):
    """A web of its own: what stands at each address, and who asked for it."""

    pages: dict[str, Answer] = {}  # noqa: RUF012 (each test has its own)
    asked: list[tuple[str, str | None, str | None]] = []  # noqa: RUF012
    over = threading.Event()

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["User-Agent"], self.headers["Cookie"]))
        status, headers, body = self.pages.get(self.path, (404, {}, b""))
        if status == 0:  # nobody speaks, or one letter at a time, for ever
            self.drip(body)
            return
        if headers.get("X-Slow"):
            self.over.wait(0.05)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if headers.get("X-End") == "never":
            while not self.over.is_set():
                self.wfile.write(body)
        else:
            self.wfile.write(body)

    def drip(self, body: bytes) -> None:
        sent, _, rest = body.partition(b"|")
        self.wfile.write(sent)
        while rest and not self.over.wait(0.02):
            self.wfile.write(rest)
        self.over.wait()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Those who are no longer heard to the end have gone."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    Web.over.clear()
    with Server(("127.0.0.1", 0), Web) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        Web.over.set()
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _empty_web(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Web, "pages", {})
    monkeypatch.setattr(Web, "asked", [])
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def text(body: str | bytes, status: int = 200, **headers: str) -> Answer:
    raw = body.encode() if isinstance(body, str) else body
    return status, {"Content-Type": "text/plain", **headers}, raw


def to(target: str, status: int = 302) -> Answer:
    return status, {"Location": target}, b""


def fetcher(**limits: Any) -> Fetcher:
    return Fetcher(**{"pause": 0, "seconds": 5, **limits})


# Fetching.


def test_a_document_comes_with_its_type_and_says_who_asks(address: str) -> None:
    """Compressed or not; the encoding is what the server says."""
    Web.pages["/a"] = (
        200,
        {"Content-Type": 'Text/HTML; Charset="ISO-8859-1"', "Content-Encoding": "gzip"},
        gzip.compress(b"<p>Se\xf1as</p>"),
    )
    assert fetcher().fetch(f"{address}/a") == Fetched(
        raw=b"<p>Se\xf1as</p>",
        url=f"{address}/a",
        content_type="text/html",
        charset="iso-8859-1",
    )
    assert [asked[1] for asked in Web.asked] == [USER_AGENT] * 2


def test_redirects_are_counted_and_those_for_good_say_where_it_is_now(address: str) -> None:
    """As far as they are for good: what is lent for a while has no new address."""
    Web.pages |= {
        "/a": to("/b", 301),
        "/b": to(f"{address}/c d#there", 308),
        "/c%20d": to("e", 302),
        "/e": to("/f", 301),
        "/f": text("x"),
        "/t": to("/a", 307),
    }
    found = fetcher().fetch(f"{address}/a")
    assert [(step.status, step.url.removeprefix(address)) for step in found.redirects] == [
        (301, "/b"),
        (308, "/c%20d"),
        (302, "/e"),
        (301, "/f"),
    ]
    assert (found.url, found.moved_to) == (f"{address}/f", f"{address}/c%20d")
    assert fetcher().fetch(f"{address}/t").moved_to is None


def test_nothing_of_one_visit_is_told_at_the_next(address: str) -> None:
    """No cookie comes back, not even on the way of one redirect."""
    Web.pages["/a"] = (302, {"Location": "/b", "Set-Cookie": "id=1"}, b"")
    Web.pages["/b"] = text("x")
    fetcher().fetch(f"{address}/a")
    assert [(path, cookie) for path, _, cookie in Web.asked] == [
        ("/robots.txt", None),
        ("/a", None),
        ("/b", None),
    ]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (text("", 404), "the server answers: 404 Not Found"),
        (text(b"x" * 60_000, 410, **{"X-End": "never"}), "the server answers: 410 Gone"),
        (text("x", 500), "the server answers: 500 Internal Server Error"),
        (text("x", 301), "the server answers: 301 Moved Permanently"),
        (text(""), "the server answers with an empty document"),
        (to("/a"), "it redirects more than 10 times"),
        (to("file:///etc/passwd"), "it redirects to what is no address of the web: file:///etc/passwd"),
        (to("//u:p@localhost/"), "it redirects to what is no address of the web: http://u:p@localhost/"),
        (to("//[x/"), "it redirects to what is no address of the web: //[x/"),
        (text(b"x" * 3_000_000), "it has more than 2 MB"),
        (text(b"x" * 60_000, **{"X-End": "never"}), "it has more than 2 MB"),
        (text(gzip.compress(b"x" * 3_000_000), **{"Content-Encoding": "gzip"}), "it has more than 2 MB"),
        (
            text(gzip.compress(gzip.compress(b"x")), **{"Content-Encoding": "gzip, gzip"}),
            "the server compresses its answer more than once",
        ),
        (text(b"no gzip at all", **{"Content-Encoding": "gzip"}), "it cannot be reached: Error -3 while decompressing data: incorrect header check"),
        ((0, {}, b"HTTP/1.1 200 OK\r\n\r\n|x"), "it takes more than 0.15 s"),
        ((0, {}, b"HTTP/1.1 200 OK\r\nX-Long: |x"), "it takes more than 0.15 s"),
        ((0, {}, b""), "it takes more than 0.15 s"),
        (text("x", **{"Content-Length": "9"}), "it cannot be reached: peer closed connection without sending complete message body (received 1 bytes, expected 9)"),
    ],
)  # fmt: skip
def test_a_server_that_gives_no_document_is_left_with_a_reason(
    address: str, answer: Answer, why: str
) -> None:
    """Whatever it does: it fails, lies, never ends, drips, sends the asker round or elsewhere."""
    Web.pages["/a"] = answer
    seconds = 0.15 if answer[0] == 0 else 10
    with pytest.raises(FetchError) as caught:
        fetcher(seconds=seconds, max_bytes=2 * 1024 * 1024).fetch(f"{address}/a")
    assert str(caught.value) == why


def test_ten_redirects_are_followed(address: str) -> None:
    """And no more."""
    Web.pages |= {f"/{n}": to(f"/{n + 1}") for n in range(11)} | {"/11": text("x")}
    assert len(fetcher().fetch(f"{address}/1").redirects) == 10
    with pytest.raises(FetchError, match="it redirects more than 10 times"):
        fetcher().fetch(f"{address}/0")


def test_the_time_of_a_document_is_that_of_all_its_redirects(address: str) -> None:
    """A chain of slow steps ends as well."""
    Web.pages["/a"] = (302, {"Location": "/a", "X-Slow": "yes"}, b"")
    with pytest.raises(FetchError, match=r"it takes more than 0\.15 s"):
        fetcher(seconds=0.15).fetch(f"{address}/a")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/", "/etc/passwd", "http://"])
def test_only_the_web_is_asked(url: str) -> None:
    """No file of the machine."""
    with pytest.raises(FetchError, match="this is no address of the web"):
        fetcher().fetch(url)


def test_a_server_that_is_not_there_is_named_so() -> None:
    """Port 9 of this machine throws away what it gets, where anybody listens."""
    with pytest.raises(FetchError, match="it cannot be reached: "):
        fetcher().fetch("http://127.0.0.1:9/")


def test_without_httpx_it_says_what_to_install(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    """As misuse: else every source would seem to be unreachable, and all to be well."""
    archive(tmp_path, address, acta="/acta")
    found = importlib.util.find_spec
    monkeypatch.setattr(
        fetching, "find_spec", lambda name: None if name == "httpx" else found(name)
    )
    done = run()
    assert "install it with `pip install 'briefsite[sources]'`" in done.output
    assert done.exit_code == 2


DENIED = "its robots.txt asks programs not to fetch it"


@pytest.mark.parametrize(
    ("robots", "why"),
    [
        (text("User-agent: *\nDisallow: /a"), DENIED),
        (text("\ufeffUser-agent: briefsite\nDisallow: /\n\nUser-agent: *\nDisallow:"), DENIED),
        (text("User-agent: *\nDisallow: /b"), DENIED),  # where it redirects to
        (text("", 503), "its robots.txt cannot be read for now: the server has an error"),
        (text("User-agent: other\nDisallow: /"), None),
        (text("<!doctype html><p>Disallow: /"), None),
        (text("User-agent: *\nDisallow: /", 403), None),
        (text(b"# \xff\n" * 200_000), None),
        (text(b"#\n" * 30_000, **{"X-End": "never"}), None),
        ((0, {}, b"HTTP/1.1 200 OK\r\n\r\n|#"), None),
        (to("/robots.txt"), None),
        (to("file:///robots.txt"), None),
    ],
)
def test_robots_txt_is_obeyed(address: str, robots: Answer, why: str | None) -> None:
    """What cannot be had or read forbids nothing, but for the error of a server."""
    Web.pages |= {"/robots.txt": robots, "/a": to("/b"), "/b": text("x")}
    careful = fetcher(seconds=0.3 if robots[0] == 0 else 5)
    if why is None:
        assert careful.fetch(f"{address}/a").raw == b"x"
        return
    with pytest.raises(RobotsError) as caught:
        careful.fetch(f"{address}/a")
    assert str(caught.value) == why


def test_a_host_is_asked_once_a_second_and_once_for_its_robots_txt(address: str) -> None:
    """Waiting is told to a clock of the test's own."""
    Web.pages |= {"/a": to("/b"), "/b": text("x"), "/c": text("y")}
    now, waited = [100.0], []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    polite = Fetcher(clock=lambda: now[0], sleep=sleep)
    polite.fetch(f"{address}/a")
    now[0] += 0.25
    polite.fetch(f"{address}/c")
    assert [path for path, *_ in Web.asked] == ["/robots.txt", "/a", "/b", "/c"]
    assert waited == [1, 1, 0.75]


# Reading what came.


def fetched(raw: bytes, kind: str = "", charset: str | None = None, name: str = "x") -> Fetched:
    return Fetched(raw=raw, url=f"https://example.org/{name}", content_type=kind, charset=charset)


def test_a_web_page_is_read_in_the_encoding_that_its_server_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It counts more than what the page says; the hash is that of the page as it came."""
    read: list[tuple[bytes, str]] = []

    def reader(raw: bytes, form: str) -> ReadDocument:
        read.append((raw, form))
        return ReadDocument(blocks=[Block("Señas")], format="html", read_by="reader 1")

    monkeypatch.setattr(rechecking, "at_arms_length", reader)
    raw = b"<meta charset=utf-8><p>Se\xf1as"
    new = read_fetched(fetched(raw, "text/html", "iso-8859-1"), None)
    read_fetched(fetched(raw, "text/html"), None)
    read_fetched(fetched(raw, "text/html", "no-such"), None)
    assert read == [
        ("\ufeff<meta charset=utf-8><p>Señas".encode(), "html"),
        (raw, "html"),
        (raw, "html"),
    ]
    assert (new.text, new.original and new.original.model_dump()) == (
        "Señas\n",
        {"format": "html", "sha256": hashlib.sha256(raw).hexdigest(), "read_by": "reader 1"},
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (fetched("\ufeffSeñas\r\n".encode()), "Señas\r\n"),
        (fetched(b"Se\xf1as", "text/plain", "latin-1"), "Señas"),
        (fetched("Señas".encode(), "text/plain", "ascii"), "Señas"),
        (fetched("Señas".encode(), "text/plain", "no-such"), "Señas"),
    ],
)
def test_a_plain_text_is_taken_as_it_is(given: Fetched, words: str) -> None:
    """In UTF-8, unless its server says another encoding that it has."""
    assert read_fetched(given, None) == NewText(words)


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0", b"Se\xf1as", b"a\0b"])
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    """Pictures, bytes of an encoding that nobody says, signs that do not show."""
    with pytest.raises(Exception, match="this is no document that can be read, and no plain text"):
        read_fetched(fetched(raw), None)


# Rechecking.

ACTA = "Acta del puerto\n\nLa terminal costará 40 millones.\n\nAna Ruiz dijo: «No habrá más grúas».\n\nFin.\n"
NOTA = "Nota\n\nHubo 3 grúas en marzo.\n"

BRIEFING = """\
title: Puerto
date: 2025
summary: Se draga.
sources: [acta, nota]
key_points:
- text: Costará mucho.
  evidence: La terminal costará 40 millones
- {text: Hubo grúas., evidence: {text: Hubo 3 grúas, source: nota}}
quotes:
- {text: No habrá más grúas}
- {text: Hubo 3 grúas, source: nota, verbatim: false}
"""
WITHDRAWN = """\
title: Otro
date: 2025
summary: Nada.
status: withdrawn
status_note: No era así.
sources: [acta]
key_points: [{text: Fin., evidence: Fin}]
"""


def sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def archive(folder: Path, address: str, **urls: str) -> Path:
    """A site with two sources at some paths of the web."""
    files = {"briefs/puerto.yml": BRIEFING, "briefs/otro.yml": WITHDRAWN}
    for name, title, words in (("acta", "Última acta", ACTA), ("nota", "Nota", NOTA)):
        files[f"briefs/sources/{name}.txt"] = words
        url = f"url: {address}{urls[name]}\n" if name in urls else ""
        files[f"briefs/sources/{name}.yml"] = f"title: {title}\n{url}sha256: {sha256(words)}\n"
    return make_site(folder, files)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs the command in the folder of the test, without waiting between requests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "Fetcher", partial(Fetcher, pause=0, seconds=5))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["recheck", *arguments], catch_exceptions=False)

    return run


@pytest.mark.parametrize(
    ("answer", "outcome", "gone"),
    [
        (text(ACTA), "same-document", []),
        (text(ACTA.replace("«", "“").replace("»", "”").replace("\n\n", "\r\n\r\n")), "same-words", []),
        (text(ACTA.replace("Fin", "Final")), "other-words", []),
        (text(f"{ACTA}\n{ACTA}"), "other-words", []),
        (text(ACTA.replace("costará 40", "costaba 45")), "words-gone", ["missing"]),
        (text("Acta del puerto\n\nLa terminal costará 40\n\nmillones.\n"), "words-gone", ["missing", "missing"]),
        (text(ACTA.replace("«", "").replace("»", "")), "words-gone", ["not speech"]),
        (text("", 404), "unreachable", []),
        (text(b"\x89PNG\0"), "refused", []),
    ],
)  # fmt: skip
def test_what_became_of_a_source_is_said(  # noqa: PLR0917
    run: Any, tmp_path: Path, address: str, answer: Answer, outcome: str, gone: list[str]
) -> None:
    """By the rules of `check`: typography does not count, the end of a paragraph and quotation marks do.

    What a withdrawn briefing cites does not count.
    """
    archive(tmp_path, address, acta="/acta")
    Web.pages["/acta"] = answer
    done = run("acta", "--format", "json")
    (found,) = json.loads(done.stdout)
    assert (found["outcome"], [lost["why"] for lost in found["gone"]]) == (outcome, gone)
    assert found["cited"] == (0 if outcome in ("unreachable", "refused") else 2)
    assert done.exit_code == (1 if gone else 0)


@pytest.mark.parametrize(
    ("evidence", "record", "now", "why"),
    [
        ("{text: marzo, prefix: grúas en}", "", "Hubo 3 grúas, y otra en marzo.", "prefix"),
        ("{text: Hubo, suffix: '3'}", "", "Hubo grúas en marzo, 3.", "suffix"),
        ("'Hubo […] marzo'", "", "En marzo. Hubo 3 grúas.", "out of order"),
        ("'Hubo […] grúas'", "", "Hubo, según se dice, 3 grúas.", None),
        ("Hubo 3 gruas", "sic: [{as_written: grúas, meant: gruas}]\n", NOTA, None),
        ("Hubo 3 grúas en marzo", "", "Hubo 3 grúas - en marzo.", "missing"),
    ],
)  # fmt: skip
def test_words_are_looked_for_as_check_does(  # noqa: PLR0917
    run: Any, tmp_path: Path, address: str, evidence: str, record: str, now: str, why: str | None
) -> None:
    """With what stands beside them, brackets and slips; of a source by the id of today."""
    make_site(
        tmp_path,
        {
            "briefs/sources/nota.txt": NOTA,
            "briefs/sources/nota.yml": f"title: Nota\nurl: {address}/nota\n{record}"
            f"former_ids: [apunte]\nsha256: {sha256(NOTA)}\n",
            "briefs/a.yml": "title: A\ndate: 2025\nsummary: s\nsources: [apunte]\n"
            f"evidence: [{evidence}]\n",
        },
    )
    reading = read_site(tmp_path / "briefs")
    assert {finding.code for finding in reading.findings} == {"renamed-id"}
    Web.pages["/nota"] = text(now + "\n\nY más.")
    (found,) = json.loads(run("--format", "json").stdout)
    assert found["cited"] == 1
    assert [lost["why"] for lost in found["gone"]] == ([why] if why else [])


def test_a_document_that_did_not_change_is_not_read(
    run: Any, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is known by its hash; what a newer reader would make of it is no change of the source."""
    monkeypatch.setattr(rechecking, "at_arms_length", lambda *_: pytest.fail("read"))
    archive(tmp_path, address, nota="/nota")
    page, words, places = "%PDF-1.7", "Hubo 3 gr-úas en marzo.\n", "1:11 hyphen\n"
    record = f"title: Nota\nurl: {address}/nota\nsha256: {sha256(words)}\n"
    record += f"original: {{format: pdf, sha256: {sha256(page)}, read_by: reader 1}}\n"
    record += f"places_sha256: {sha256(places)}\n"
    files = {"yml": record, "pdf": page, "txt": words, "places": places}
    write(tmp_path, {f"briefs/sources/nota.{ending}": raw for ending, raw in files.items()})
    assert read_site(tmp_path / "briefs").findings == []
    Web.pages["/nota"] = text(page)
    assert run("nota").stdout.splitlines()[0] == "nota: the same document"


def test_it_says_which_words_are_gone_where_they_are_cited_and_what_stands_there_now(
    run: Any, tmp_path: Path, address: str
) -> None:
    """One line a source, and below it what there is to do."""
    archive(tmp_path, address, acta="/old", nota="/nota")
    Web.pages |= {
        "/old": to("/new", 301),
        "/new": text(ACTA.replace("costará 40", "costaba 45")),
        "/nota": text(NOTA.replace("marzo", "abril")),
    }
    assert (
        run().stdout
        == f"""\
acta: cited words are gone: 1 of 2
  it moved for good: {address}/new
  briefs/puerto.yml:7: key_points 1: «La terminal costará 40 millones»
    cited: La terminal >>costará 40<< millones
    now:   La terminal >>costaba 45<< millones
nota: other words; all that is cited stands (2)

cited words are gone from 1 of 2 sources
"""
    )
    assert (
        run("acta", "--lang", "es").stdout
        == f"""\
acta: faltan palabras citadas: 1 de 2
  se mudó para siempre: {address}/new
  briefs/puerto.yml:7: key_points 1: «La terminal costará 40 millones»
    citado: La terminal >>costará 40<< millones
    ahora:  La terminal >>costaba 45<< millones

faltan palabras citadas en 1 de 1 fuente
"""
    )


def test_annotations_stand_where_the_words_are_cited(
    run: Any, tmp_path: Path, address: str
) -> None:
    """A warning for each, and a notice at the record of a source that could not be compared or moved."""
    archive(tmp_path, address, acta="/old", nota="/nota")
    Web.pages |= {"/old": to("/acta", 308), "/acta": text("Nada::error::de %0A esto.")}
    done = run("--format", "github")
    first, second, moved, third = done.stdout.splitlines()
    assert moved == (
        "::notice file=briefs/sources/acta.yml,line=1,col=1,endColumn=2,title=words-gone::"
        f"cited words are gone: 2 of 2%0Ait moved for good: {address}/acta"
    )
    assert first == (
        "::warning file=briefs/puerto.yml,line=7,col=13,endColumn=44,title=words-gone::source `acta` "
        "has these words no more: La terminal costará 40 millones%0Anothing there resembles them"
    )
    assert second.startswith("::warning file=briefs/puerto.yml,line=10,")
    assert third == (
        "::notice file=briefs/sources/nota.yml,line=1,col=1,endColumn=2,title=unreachable::"
        "not to be had: the server answers: 404 Not Found"
    )


def test_a_source_without_an_address_is_none_to_be_fetched(
    run: Any, tmp_path: Path, address: str
) -> None:
    """And one that cannot be had is no failure, but is said."""
    archive(tmp_path, address, nota="/nota")
    Web.pages["/robots.txt"] = text("User-agent: *\nDisallow: /")
    done = run()
    assert done.stdout.splitlines()[:2] == [
        "acta: it has no address",
        f"nota: not compared: {DENIED}",
    ]
    assert done.exit_code == 0
    assert Web.asked[0][0] == "/robots.txt" and len(Web.asked) == 1


def test_an_id_that_is_none_is_misuse(run: Any, tmp_path: Path, address: str) -> None:
    """Nothing is fetched."""
    archive(tmp_path, address, acta="/acta")
    done = run("acta", "akta")
    assert done.exit_code == 2
    assert "there is no source `akta` here; known: acta, nota" in done.output
    assert Web.asked == []


def test_what_is_left_out_for_errors_is_said(run: Any, tmp_path: Path, address: str) -> None:
    """A briefing with an error is not on the site, and what it cites is not looked for."""
    archive(tmp_path, address, nota="/nota")
    write(tmp_path, {"briefs/puerto.yml": BRIEFING.replace("date: 2025", "date: x")})
    Web.pages["/nota"] = text("Otra cosa.\n")
    done = run("nota")
    assert "what is left out for them is not rechecked" in done.stderr
    assert done.stdout.splitlines()[0] == "nota: other words; all that is cited stands (0)"


# Keeping what changed.


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Says what day it is."""

    def set_to(day: str) -> None:
        noon = dt.datetime.fromisoformat(f"{day}T12:00+00:00")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{noon.timestamp():.0f}")

    set_to("2026-05-03")
    return set_to


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "briefs/sources").iterdir())}


@pytest.mark.usefixtures("today")
def test_a_version_is_kept_beside_the_text_once(run: Any, tmp_path: Path, address: str) -> None:
    """The second time, nothing is new; a record keeps its comments and its order."""
    archive(tmp_path, address, acta="/acta")
    record = tmp_path / "briefs/sources/acta.yml"
    record.write_bytes(b"# Del puerto\r\n" + record.read_bytes().replace(b"\n", b"\r\n").rstrip())
    before = files_in(tmp_path)
    new = ACTA.replace("Fin", "Final")
    Web.pages["/acta"] = text(new)
    done = run("acta", "--save")
    assert done.stdout.splitlines()[1] == "  kept as briefs/sources/acta.2026-05-03.txt"
    after = files_in(tmp_path)
    assert after == before | {
        "acta.2026-05-03.txt": new.encode(),
        "acta.yml": before["acta.yml"]
        + f"\r\nversions:\r\n  - retrieved: 2026-05-03\r\n    sha256: {sha256(new)}\r\n".encode(),
    }
    assert read_site(tmp_path / "briefs").findings == []
    summary = ["", "cited words are gone from 0 of 1 source"]
    assert run("acta", "--save").stdout.splitlines() == ["acta: the same document", *summary]
    Web.pages["/acta"] = text(new.replace("\n\n", "\n\n\n"))
    same_words = "acta: the same words, in another form"
    assert run("acta", "--save").stdout.splitlines() == [same_words, *summary]
    assert files_in(tmp_path) == after


def test_versions_follow_each_other_and_each_is_compared_with_the_one_before(
    run: Any, tmp_path: Path, address: str, today: Any
) -> None:
    """Two of one day are one too many, and nothing is overwritten."""
    archive(tmp_path, address, acta="/acta")
    for day, words in (("2026-05-03", "Final"), ("2026-06-01", "Fin"), ("2026-06-01", "Fines")):
        today(day)
        Web.pages["/acta"] = text(ACTA.replace("Fin", words))
        done = run("acta", "--save")
    assert done.stdout.splitlines()[:2] == [
        "acta: other words; all that is cited stands (2)",
        "  not kept: briefs/sources/acta.2026-06-01.txt is there already; nothing is overwritten",
    ]
    reading = read_site(tmp_path / "briefs")
    assert reading.findings == []
    source = reading.site.sources["acta"]
    assert {str(day): later.text[-7:] for day, later in source.versions.items()} == {
        "2026-05-03": "Final.\n",
        "2026-06-01": "\n\nFin.\n",
    }


@pytest.mark.usefixtures("today")
def test_the_document_is_kept_with_the_text_that_was_read_from_it(
    run: Any, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it came, byte for byte."""
    read = reading_paragraphs(monkeypatch)
    archive(tmp_path, address, nota="/nota")
    page = b"<!doctype html><p>Nota<p>Hubo 4 gr\xc3\xbaas."
    Web.pages["/nota"] = text(page)
    assert run("nota", "--save").exit_code == 1
    files = files_in(tmp_path)
    assert files["nota.2026-05-03.html"] == page
    assert files["nota.2026-05-03.txt"].decode() == "Nota\n\nHubo 4 grúas.\n"
    reading = read_site(tmp_path / "briefs")
    assert reading.findings == []
    (version,) = reading.site.sources["nota"].record.versions
    assert version.model_dump(mode="json")["original"] == {
        "format": "html",
        "sha256": hashlib.sha256(page).hexdigest(),
        "read_by": "reader 1.0",
    }
    again = run("nota", "--save", "--format", "json")
    (found,) = json.loads(again.stdout)
    # The words are gone from what is kept as well: that is said until the briefing is mended.
    assert (found["outcome"], found["kept"], again.exit_code) == ("words-gone", None, 1)
    assert files_in(tmp_path) == files
    assert read == [page]


@pytest.mark.usefixtures("today")
def test_words_that_the_document_broke_still_stand_also_when_it_is_kept(
    run: Any, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where lines broke words is kept beside the version, and used wherever its words are looked for."""
    said = "Hubo 3 gr-úas en marzo."

    def reader(raw: bytes, form: Any) -> ReadDocument:
        blocks = [Block(f"{said} {raw[-1:].decode()}", pages={0: 1}, hyphens=[said.index("ú")])]
        return ReadDocument(blocks=blocks, format=form, read_by="reader 1.0")

    monkeypatch.setattr(rechecking, "at_arms_length", reader)
    archive(tmp_path, address, nota="/nota")
    for page, outcome in ((b"%PDF-1", "other-words"), (b"%PDF-1", "same-document")):
        Web.pages["/nota"] = text(page)
        (found,) = json.loads(run("nota", "--save", "--format", "json").stdout)
        assert (found["outcome"], found["gone"]) == (outcome, [])
    reading = read_site(tmp_path / "briefs")
    assert reading.findings == []
    source = reading.site.sources["nota"]
    (shown,) = versions(source)
    assert shown.lost == ()
    places = tmp_path / "briefs/sources/nota.2026-05-03.places"
    assert places.read_text("utf-8") == "1:1 page 1\n1:11 hyphen\n"
    write(tmp_path, {str(places): ""})
    assert [finding.code for finding in read_site(tmp_path / "briefs").findings] == [
        "hash-mismatch"
    ]
    places.unlink()
    assert [finding.code for finding in read_site(tmp_path / "briefs").findings] == [
        "source-incomplete"
    ]


def reading_paragraphs(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Have a small reader read web pages; returns what it is given."""
    read: list[bytes] = []

    def reader(raw: bytes, form: Any) -> ReadDocument:
        read.append(raw)
        blocks = [Block(line) for line in raw.decode().split("<p>")[1:]]
        return ReadDocument(blocks=blocks, format=form, read_by="reader 1.0")

    monkeypatch.setattr(rechecking, "at_arms_length", reader)
    return read


@pytest.mark.usefixtures("today")
def test_signs_that_do_not_show_are_neither_kept_nor_sent_to_a_terminal(
    run: Any, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The source could not be archived so, and a page must not write on the screen as it likes."""
    reading_paragraphs(monkeypatch)
    archive(tmp_path, address, nota="/nota")
    before = files_in(tmp_path)
    Web.pages["/nota"] = text("<!doctype html><p>Hubo 3\x1b grúas")
    said = run("nota", "--save").stdout
    assert "\x1b" not in said
    assert "  not kept: its text cannot be archived: " in said
    assert "    now:   Hubo 3>><U+001B><< grúas" in said
    assert files_in(tmp_path) == before


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("more", "words", "why"),
    [
        ("versions: []\n", "Otra.\n", "has no place for it: write `versions` there as a list, an item a line"),
        ("", "Otra\u202e.\n", "not compared: this is no document that can be read, and no plain text"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said(  # noqa: PLR0917
    run: Any, tmp_path: Path, address: str, more: str, words: str, why: str
) -> None:
    """And nothing is written."""
    archive(tmp_path, address, nota="/nota")
    record = tmp_path / "briefs/sources/nota.yml"
    record.write_text(record.read_text("utf-8") + more, "utf-8")
    before = files_in(tmp_path)
    Web.pages["/nota"] = text(words)
    assert why in run("nota", "--save").stdout
    assert files_in(tmp_path) == before


# The workflow.

REPORT = "acta: cited words are gone: 1 of 2\n::error::x\n  ```\n</code> @everyone `x` ünd\n"


@pytest.mark.parametrize(
    ("status", "open_issue", "asked"),
    [
        (0, "", []),
        (1, "", ["issue create --title Cited words are gone --label recheck --body-file issue.md"]),
        (1, "7", ["issue edit 7 --body-file issue.md"]),
        (2, "", None),
    ],
)
def test_the_workflow_keeps_one_issue_of_what_is_gone(
    tmp_path: Path, status: int, open_issue: str, asked: list[str] | None
) -> None:
    """Its steps, in a shell, with a report that tries to be a command, markup or a mention."""
    recheck = f"#!/bin/sh\ncat report\nexit {status}\n"
    write_commands(tmp_path, {".venv/bin/briefsite": recheck, "bin/gh": gh_with(open_issue)})
    (tmp_path / "report").write_text(REPORT * 1500, "utf-8")
    done = [run_step("recheck", 1, tmp_path)]
    outputs = (tmp_path / "output").read_text("utf-8").splitlines()
    if done[0].returncode == 0 and outputs == ["status=1"]:
        done.append(run_step("recheck", 2, tmp_path))
    assert "".join(run.stdout + run.stderr for run in done) == ""
    assert [run.returncode for run in done] == {0: [0], 1: [0, 0], 2: [1]}[status]
    first, blank, *lines = (tmp_path / "issue.md").read_text("utf-8").splitlines()
    assert (first, blank) == ("`briefsite recheck` says:", "")
    assert all(line.startswith("    ") for line in lines) and len(lines) > 1000
    assert (tmp_path / "issue.md").stat().st_size <= 60_000 < len(REPORT) * 1500
    if asked is not None and status:
        assert (tmp_path / "asked").read_text("utf-8").splitlines()[2:] == asked
