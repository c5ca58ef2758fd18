"""A site at an address is read within limits, and what was fetched is not fetched again."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from briefsite.verification import published, requests
from briefsite.verification.published import (
    MissingError,
    PublishedSite,
    UnreadableError,
    open_address,
)

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


class Server:
    """A server that answers as a test says, and remembers what it was asked."""

    def __init__(self, files: Mapping[str, bytes | Answer]) -> None:
        self.files = {**files}
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.at_once = self.most_at_once = 0
        self.turn = threading.Lock()
        self.ended = threading.Event()

    def list_files(self, **others: tuple[int, str]) -> None:
        """Give it the manifest of its files, and of `others`."""
        files = {
            path: [len(raw), hashlib.sha256(raw).hexdigest()]
            for path, raw in self.files.items()
            if isinstance(raw, bytes) and path != "manifest.json"
        }
        data = {"manifest": 1, "files": {**files, **others}}
        self.files["manifest.json"] = json.dumps(data).encode()

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        path = handler.path.removeprefix("/sitio/")
        with self.turn:
            self.asked.append(path)
            self.headers.append(dict(handler.headers))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        found = self.files.get(path)
        try:
            if callable(found):
                found(handler)
            elif found is None:
                status(404)(handler)
            else:
                send(handler, found)
        finally:
            with self.turn:
                self.at_once -= 1


def send(handler: http.server.BaseHTTPRequestHandler, raw: bytes, **headers: str) -> None:
    handler.send_response(200)
    for name, value in {"Content_Length": str(len(raw)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(raw)


def status(code: int, **headers: str) -> Answer:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in {"Content_Length": "0", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    return answer


def in_turn(*answers: bytes | Answer) -> Answer:
    """One answer after another; the last one from then on."""
    left = [*answers]

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        now = left.pop(0) if len(left) > 1 else left[0]
        now(handler) if callable(now) else send(handler, now)

    return answer


@contextmanager
def serving(files: Mapping[str, bytes | Answer]) -> Iterator[tuple[Server, str]]:
    """A server with the address of its site."""
    server = Server(files)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                server.answer(self)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as local:
        thread = threading.Thread(target=local.serve_forever)
        thread.start()
        try:
            yield server, f"http://127.0.0.1:{local.server_port}/sitio/"
        finally:
            server.ended.set()
            local.shutdown()
            thread.join()


def opened(address: str, folder: Path, waits: list[float] | None = None) -> PublishedSite:
    """A site that waits for nothing, and notes how long it should have."""
    noted = [] if waits is None else waits
    return open_address(address, folder / "kept", seconds=2, sleep=noted.append)


def nobody(done: int, of: int) -> None:
    """Is told how far it is."""


def test_a_site_is_read_below_its_address(tmp_path: Path) -> None:
    """Its files are those of the manifest, but for those that hosts keep to themselves."""
    files = {"index.html": b"<p>Hola", "año/x y/?#.txt": b"x", "_headers": b"/*\n"}
    asked = {"a%C3%B1o/x%20y/%3F%23.txt": b"x"}
    with serving({**files, **asked}) as (server, address):
        server.files.pop("a%C3%B1o/x%20y/%3F%23.txt")
        server.list_files()
        server.files |= asked
        for way in (address, address.rstrip("/"), f"{address}index.html"):
            site = opened(way, tmp_path)
            assert site.files() == ["año/x y/?#.txt", "index.html"]
        assert [site.read(path) for path in site.files()] == [b"x", b"<p>Hola"]
        with pytest.raises(MissingError, match="there is no such file"):
            site.read("nada.html")
        with pytest.raises(UnreadableError, match="is no path of a file in a site"):
            site.read("../otro.html")
    assert server.headers[0]["User-Agent"] == "briefsite-verify"
    assert server.headers[0]["Accept-Encoding"] == "identity"


def test_a_site_without_a_manifest_is_read_file_by_file(tmp_path: Path) -> None:
    """Nothing of it is kept, since nobody could tell what is still right."""
    with serving({"index.html": b"<p>Hola"}) as (server, address):
        for _ in range(2):
            site = opened(address, tmp_path)
            assert site.manifest() is None
            with pytest.raises(MissingError):
                site.files()
            site.fetch_all(["index.html"], nobody)
            assert site.read("index.html") == b"<p>Hola"
        assert server.asked.count("index.html") == 2
        server.files["manifest.json"] = b"<!doctype html>"
        with pytest.raises(UnreadableError, match="it is not JSON"):
            opened(address, tmp_path).files()


@pytest.mark.parametrize(
    ("location", "led"),
    [
        ("http://example.org/sitio/x.html", None),
        ("https://127.0.0.1/sitio/x.html", None),
        ("http://127.0.0.1:1/sitio/x.html", None),
        ("file:///etc/passwd", None),
        ("/otro/x.html", None),
        ("/sitio/../otro/x.html", None),
        ("/sitio/%2e%2e/otro/x.html", None),
        ("//[", None),
        ("/sitio/x.html", b"x"),
        ("x.html", b"x"),
    ],
)
def test_redirects_lead_to_the_same_site_alone(
    location: str, led: bytes | None, tmp_path: Path
) -> None:
    """Not to another host, port or scheme, nor to another site of the host."""
    files = {"a.html": status(308, Location=location), "x.html": b"x"}
    with serving(files) as (server, address):
        if led is not None:
            assert opened(address, tmp_path).read("a.html") == led
        else:
            with pytest.raises(UnreadableError, match=r"it redirects out of the site, to '"):
                opened(address, tmp_path).read("a.html")
            assert server.asked == ["manifest.json", "a.html"]


def test_redirects_in_a_circle_end(tmp_path: Path) -> None:
    """After five."""
    more = pytest.raises(UnreadableError, match="it redirects more than 5 times")
    with serving({"a.html": status(302, Location="a.html")}) as (server, address), more:
        opened(address, tmp_path).read("a.html")
    assert server.asked.count("a.html") == 6


def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"0" * 65536)


def too_long(handler: http.server.BaseHTTPRequestHandler) -> None:
    """More than it says."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"10000\r\n" + b"0" * 65536 + b"\r\n")


@pytest.mark.parametrize("body", [endless, too_long])
def test_a_body_without_end_is_left_when_it_is_too_large(
    body: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts is what comes, not what the server says of it."""
    monkeypatch.setattr(published, "MAX_BYTES", 1_000_000)
    too_large = pytest.raises(UnreadableError, match="it has more than 1000000 bytes")
    with serving({"a.html": body}) as (server, address), too_large:
        opened(address, tmp_path).read("a.html")
    assert server.asked.count("a.html") == 1


def dripping(what: bytes) -> Callable[[Server], Answer]:
    """Byte by byte, each sooner than anything that waits for the next one would tire."""

    def of(server: Server) -> Answer:
        def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
            handler.wfile.write(what)
            while not server.ended.wait(0.05):
                handler.wfile.write(b"0")

        return answer

    return of


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"],
    ids=["nothing", "a header", "a body"],
)
def test_what_drips_is_left_after_a_while_by_the_clock(start: bytes, tmp_path: Path) -> None:
    """It is asked for three times."""
    with serving({}) as (server, address):
        server.files["a.html"] = dripping(start)(server)
        site = open_address(address, tmp_path / "kept", seconds=0.3, sleep=lambda _: None)
        began = time.monotonic()
        with pytest.raises(UnreadableError, match=r"it takes more than 0\.3 s"):
            site.read("a.html")
        assert time.monotonic() - began < 5
        assert server.asked.count("a.html") == 3


def test_all_together_have_a_limit_as_well(tmp_path: Path) -> None:
    """However many files a site says that it has."""
    with serving({"a.html": b"x"}) as (_, address):
        site = open_address(address, tmp_path / "kept", overall=0)
        with pytest.raises(UnreadableError, match="all together takes more than 0 h"):
            site.read("a.html")


def test_a_busy_server_is_asked_again_when_it_wants(tmp_path: Path) -> None:
    """After what it says, a minute at most, or after one second and then four."""
    files = {
        "a.html": in_turn(status(429, Retry_After="7"), status(503, Retry_After="9999"), b"a"),
        "b.html": in_turn(status(500), status(502), b"b"),
        "c.html": in_turn(status(503, Retry_After="Fri, 31 Dec 1999 23:59:59 GMT"), b"c"),
        "d.html": in_turn(status(503, Retry_After="pronto"), b"d"),
        "e.html": status(503),
        "f.html": status(403),
    }
    waits: list[float] = []
    with serving(files) as (server, address):
        site = opened(address, tmp_path, waits)
        read = [site.read(f"{name}.html") for name in "abcd"]
        with pytest.raises(UnreadableError, match="the server answers: 503 Service Unavailable"):
            site.read("e.html")
        with pytest.raises(UnreadableError, match="the server answers: 403 Forbidden"):
            site.read("f.html")
    assert read == [b"a", b"b", b"c", b"d"]
    assert waits == [7, 60, 1, 4, 0, 1, 1, 4]
    assert server.asked.count("e.html") == 3
    assert server.asked.count("f.html") == 1


def test_a_server_that_answers_no_more_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site of thousands of files would be waited for by the hour."""
    monkeypatch.setattr(requests, "GIVEN_UP", 2)
    with serving({"a.html": status(503)}) as (server, address):
        site, said = opened(address, tmp_path), []
        for _ in range(4):
            with pytest.raises(UnreadableError) as error:
                site.read("a.html")
            said.append(str(error.value))
    assert said[2:] == ["the server no longer answers"] * 2
    assert server.asked.count("a.html") == 6


def test_what_is_broken_off_or_compressed_is_not_taken(tmp_path: Path) -> None:
    """Though the server says that all is well."""

    def broken(handler: http.server.BaseHTTPRequestHandler) -> None:
        send(handler, b"12345", Content_Length="10")
        handler.close_connection = True

    files = {
        "a.html": broken,
        "b.html": lambda handler: send(handler, b"x", Content_Encoding="gzip"),
        "c.html": lambda handler: handler.wfile.write(b"nonsense\r\n\r\n"),
    }
    said = {}
    with serving(files) as (_, address):
        for path in files:
            with pytest.raises(UnreadableError) as error:
                opened(address, tmp_path).read(path)
            said[path] = str(error.value)
    assert said == {
        "a.html": "it cannot be reached: IncompleteRead",
        "b.html": "the server compresses it, though it was asked not to",
        "c.html": "it cannot be reached: BadStatusLine",
    }


def test_a_connection_that_the_server_closed_meanwhile_is_replaced(tmp_path: Path) -> None:
    """It may do so after any answer, without a word."""

    def last(handler: http.server.BaseHTTPRequestHandler) -> None:
        send(handler, b"x")
        handler.close_connection = True

    waits: list[float] = []
    with serving({"a.html": last}) as (server, address):
        site = opened(address, tmp_path, waits)
        assert [site.read("a.html") for _ in range(3)] == [b"x"] * 3
    assert (server.asked.count("a.html"), waits) == (3, [])


def test_a_server_is_asked_for_four_files_at_once_at_most(tmp_path: Path) -> None:
    """And is waited for by all of them together."""
    four = threading.Barrier(4, timeout=20)

    def together(handler: http.server.BaseHTTPRequestHandler) -> None:
        four.wait()
        send(handler, handler.path.encode())

    paths = [f"{number}.html" for number in range(16)]
    with serving(dict.fromkeys(paths, together)) as (server, address):
        server.list_files(
            **{
                path: (len(raw), hashlib.sha256(raw).hexdigest())
                for path in paths
                if (raw := f"/sitio/{path}".encode())
            }
        )
        site, told = opened(address, tmp_path), []
        site.fetch_all(paths, lambda done, of: told.append((done, of)))
        asked = len(server.asked)
        assert [site.read(path) for path in paths] == [f"/sitio/{p}".encode() for p in paths]
    assert told == [(done, 16) for done in range(17)]
    assert server.most_at_once == 4
    assert asked == len(server.asked) == 17


def test_another_run_asks_only_for_what_is_new(tmp_path: Path) -> None:
    """Of the same bytes once. What is no more is deleted, and what was damaged meanwhile is fetched again."""
    with serving({"a.html": b"a", "b.html": b"b", "c.html": b"c", "d.html": b"a"}) as (server, url):
        server.list_files()
        for_all = sorted({*server.files} - {"manifest.json"})
        opened(url, tmp_path).fetch_all(for_all, nobody)
        assert sorted(server.asked) == ["b.html", "c.html", "d.html", "manifest.json"]

        server.asked.clear()
        server.files["b.html"] = b"B"
        server.list_files()
        damaged = tmp_path / "kept" / "2e" / hashlib.sha256(b"c").hexdigest()
        damaged.write_bytes(b"x")
        site, told = opened(url, tmp_path), []
        site.fetch_all(for_all, lambda done, of: told.append((done, of)))
        assert {path: site.read(path) for path in for_all} == {
            "a.html": b"a",
            "b.html": b"B",
            "c.html": b"c",
            "d.html": b"a",
        }
        assert server.asked == ["manifest.json", "b.html", "c.html"]
        assert told == [(3, 4), (4, 4)]
        assert damaged.read_bytes() == b"c"
        kept = {path.name for path in tmp_path.glob("kept/*/*")}
        assert kept == {hashlib.sha256(raw).hexdigest() for raw in (b"a", b"B", b"c")}


def test_what_is_not_as_the_manifest_says_is_read_and_not_kept(tmp_path: Path) -> None:
    """Who verifies the site sees what it really gives."""
    with serving({"a.html": b"a", "b.html": b"b"}) as (server, address):
        server.list_files()
        server.files |= {"a.html": b"another", "b.html": b"c"}
        site = opened(address, tmp_path)
        site.fetch_all(["a.html", "b.html", "nada.html"], nobody)
        assert [site.read("a.html"), site.read("b.html")] == [b"another", b"c"]
    assert not [*tmp_path.glob("kept/*/*")]


def test_a_run_that_is_interrupted_leaves_what_it_fetched(tmp_path: Path) -> None:
    """The next one goes on from there."""
    files = {f"{number}.html": str(number).encode() for number in range(20)}
    with serving(files) as (server, address):
        server.list_files()

        def interrupt(done: int, _: int) -> None:
            if done == 5:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            opened(address, tmp_path).fetch_all(files, interrupt)
        kept = {path.read_bytes().decode() for path in tmp_path.glob("kept/*/[0-9a-f]*")}
        site = opened(address, tmp_path)
        site.fetch_all(files, nobody)
        assert {path: site.read(path) for path in files} == files
        assert len(kept) >= 5
        assert {server.asked.count(f"{number}.html") for number in kept} == {1}


@pytest.mark.parametrize(
    "address",
    [
        "example.org/sitio",
        "ftp://example.org/",
        "https:///sitio",
        "https://user:word@example.org/",
        "https://example.org:99999/",
        "https://[::1/",
        f"https://{'a' * 300}.example/",
    ],
)
def test_what_is_no_address_is_refused(address: str, tmp_path: Path) -> None:
    """Before anything is asked for."""
    with pytest.raises(UnreadableError, match="this is no address of the web"):
        open_address(address, tmp_path)
