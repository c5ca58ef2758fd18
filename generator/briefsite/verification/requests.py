"""Files of one site over HTTP, from a server that may be slow, endless, busy or hostile.

What is asked for is below the address of the site, and so is what redirects lead to. Each request has a
limit of time by the clock on the wall, which also ends what drips byte by byte; all together have
another. What is read is counted, whatever the server says of its size, and never unpacked.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit
from weakref import finalize

from briefsite.messages.message import Message, MessageError

USER_AGENT = "briefsite-verify"
AT_ONCE = 4
"""Requests that a server has to answer at the same time."""

MAX_REDIRECTS = 5
LONGEST_WAIT = 60.0
"""Seconds to wait at most before a request is sent again, whatever the server asks for."""

WAITS = (1.0, 4.0)
"""Seconds before the second and the third try, where the server does not say."""

GIVEN_UP = 20
"""Files in a row that could not be had, though each was asked for three times: no other is asked for."""

_CONNECT_SECONDS = 10
_CHUNK = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_IN_PATHS = "/%:@!$&'()*+,;=~"
"""What stands in the path of an address for itself, beside letters, digits and `-._`."""

_HEADERS = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}


class RequestError(MessageError):
    """A file cannot be had; the text says why."""


class NotThereError(RequestError):
    """The server says that there is no such file."""


class _BusyError(RequestError):
    """A file cannot be had for now."""

    def __init__(self, message: Message, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait
        """Seconds after which the server wants to be asked again, where it says."""


class _Answer(NamedTuple):
    body: bytes
    location: str | None = None


class Requests:
    """Asks for the files of one site; from several threads as well."""

    def __init__(
        self,
        address: str,
        *,
        seconds: float = 60,
        overall: float = 3 * 3600,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take the address of the site: a folder, or the `index.html` in it.

        `seconds` are for each request, `overall` for all from now on. Raises RequestError where that is
        no address of the web.
        """
        try:
            parts = urlsplit(address)
            self._scheme, self._host = parts.scheme, (parts.hostname or "").encode("idna").decode()
            self._port = parts.port or _PORTS.get(parts.scheme, 0)
        except (ValueError, UnicodeError):
            self._scheme = self._host = ""
        if self._scheme not in _PORTS or not self._host or parts.username is not None:
            raise RequestError(Message("this is no address of the web: {url}", url=ascii(address)))
        path = quote(parts.path.removesuffix("index.html"), safe=_IN_PATHS)
        self._path = f"{path.rstrip('/')}/"
        self._seconds, self._overall, self._sleep = seconds, overall, sleep
        self._end = time.monotonic() + overall
        self._turns = threading.Semaphore(AT_ONCE)
        self._idle: list[_Connection] = []
        finalize(self, _close, self._idle)
        self._failed = 0
        """Files in a row that could not be had for now."""

    def get(self, path: str, most: int) -> bytes:
        """A file of the site, of so many bytes at most. Raises RequestError."""
        with self._turns:
            for wait in (*WAITS, None):
                if self._failed >= GIVEN_UP:
                    raise RequestError(Message("the server no longer answers"))
                try:
                    body = self._get(self._path + quote(path), most)
                except _BusyError as error:
                    if wait is None:
                        self._failed += 1
                        raise
                    self._sleep(min(LONGEST_WAIT, wait if error.wait is None else error.wait))
                except RequestError:
                    self._failed = 0
                    raise
                else:
                    self._failed = 0
                    return body
        raise AssertionError

    def _get(self, target: str, most: int) -> bytes:
        for _ in range(1 + MAX_REDIRECTS):
            answer = self._ask(target, most)
            if answer.location is None:
                return answer.body
            target = self._redirected(target, answer.location)
        raise RequestError(Message("it redirects more than {count} times", count=MAX_REDIRECTS))

    def _redirected(self, target: str, location: str) -> str:
        """Where a redirect leads, within the site. Raises RequestError."""
        here = f"{self._scheme}://{self._netloc}{target}"
        with suppress(ValueError, UnicodeError):
            url = urldefrag(urljoin(here, location.strip())).url
            parts = urlsplit(url)
            origin = parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
            path = quote(parts.path, safe=_IN_PATHS)
            if (
                origin == (self._scheme, self._host, self._port)
                and path.startswith(self._path)
                and ".." not in re.split(r"[/\\]", unquote(path))
            ):
                return f"{path}?{quote(parts.query, safe=_IN_PATHS + '?')}" if parts.query else path
        raise RequestError(
            Message("it redirects out of the site, to {url}", url=ascii(location[:1024]))
        )

    @property
    def _netloc(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{host}:{self._port}"

    def _ask(self, target: str, most: int) -> _Answer:
        """Send one request, over a connection that is there already where there is one."""
        while True:
            try:
                connection, is_new = self._idle.pop(), False
            except IndexError:
                connection, is_new = _Connection(self._scheme, self._host, self._port), True
            try:
                return self._exchange(connection, target, most)
            except (ConnectionError, http.client.BadStatusLine) as error:
                if is_new:
                    raise _BusyError(_unreachable(error)) from None
                # The server closed it since the last answer, which it may.
            except TimeoutError:
                seconds = f"{self._seconds:g}"
                raise _BusyError(
                    Message("it takes more than {seconds} s", seconds=seconds)
                ) from None
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise _BusyError(_unreachable(error)) from None

    def _exchange(self, connection: _Connection, target: str, most: int) -> _Answer:
        """One request and its answer. Raises TimeoutError, and whatever `http.client` does."""
        left = self._end - time.monotonic()
        if left <= 0:
            hours = f"{self._overall / 3600:g}"
            raise RequestError(Message("all together takes more than {hours} h", hours=hours))
        can_stay = False
        try:
            with connection.limited(min(self._seconds, left)):
                connection.request("GET", target, headers=_HEADERS)
                with connection.getresponse() as response:
                    answer = _read(response, most)
                    is_whole = response.isclosed() and not response.will_close
            can_stay = is_whole
            return answer
        finally:
            if can_stay:
                self._idle.append(connection)
            else:
                connection.close()


def _close(idle: list[_Connection]) -> None:
    for connection in idle:
        connection.close()


class _Connection(http.client.HTTPConnection):
    """A connection that can be cut while it is waited for."""

    def __init__(self, scheme: str, host: str, port: int) -> None:
        super().__init__(host, port, timeout=_CONNECT_SECONDS)
        self.default_port = _PORTS[scheme]
        self._tls = _context() if scheme == "https" else None
        self._wire: socket.socket | None = None
        self._is_cut = False
        self._limit = 0.0
        """Seconds for one exchange."""

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """End what is done within after so many seconds; raises TimeoutError."""
        self._limit = seconds
        self.timeout = min(seconds, _CONNECT_SECONDS)
        if self.sock:
            self.sock.settimeout(seconds)
        watch = threading.Timer(seconds, self._cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        except (OSError, http.client.HTTPException, ValueError):
            self._check()
            raise
        finally:
            watch.cancel()
            watch.join()  # or it could cut the next exchange
        self._check()

    def connect(self) -> None:
        """Connect, in such a way that a handshake can be cut as well."""
        super().connect()
        self.sock.settimeout(self._limit)
        if self._tls:
            self.sock = self._tls.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
        self._wire = self.sock
        self._check()
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def _cut(self) -> None:
        """End what another thread waits for."""
        self._is_cut = True
        if self._wire:
            with suppress(OSError):
                socket.socket.shutdown(self._wire, socket.SHUT_RDWR)

    def _check(self) -> None:
        if self._is_cut:
            raise TimeoutError


_contexts: list[ssl.SSLContext] = []


def _context() -> ssl.SSLContext:
    """To read all certificates takes longer than most answers."""
    if not _contexts:
        _contexts.append(ssl.create_default_context())
    return _contexts[0]


def _read(response: http.client.HTTPResponse, most: int) -> _Answer:
    """What a server answers. Raises RequestError where that is no file."""
    if response.status != HTTPStatus.OK:
        with suppress(http.client.HTTPException):
            response.read(_CHUNK)  # so that the connection can be used again
        return _Answer(b"", _redirection(response))
    if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise RequestError(Message("the server compresses it, though it was asked not to"))
    body = bytearray()
    while chunk := response.read(_CHUNK):
        body += chunk
        if len(body) > most:
            raise RequestError(Message("it has more than {count} bytes", count=most))
    if response.length:
        raise http.client.IncompleteRead(b"")
    return _Answer(bytes(body))


def _redirection(response: http.client.HTTPResponse) -> str:
    """Where an answer without a file leads, as the server writes it. Raises RequestError for all others."""
    status, location = response.status, response.headers.get("location")
    if status in (301, 302, 303, 307, 308) and location is not None:
        return location
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise NotThereError(Message("there is no such file"))
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise _BusyError(_refusal(status), _wait(response.headers.get("retry-after")))
    raise RequestError(_refusal(status))


def _refusal(status: int) -> Message:
    """What a server answers, in words that are not its own."""
    with suppress(ValueError):
        return Message(
            "the server answers: {status}", status=f"{status} {HTTPStatus(status).phrase}"
        )
    return Message("the server answers: {status}", status=status)


def _wait(asked: str | None) -> float | None:
    """How long a server wants to be left alone: `Retry-After` has seconds, or a date."""
    if asked is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", asked.strip()):
        return float(asked)
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except (ValueError, OverflowError, OSError):
        return None


def _unreachable(error: Exception) -> Message:
    """Why a server cannot be reached, without a word of what it sent."""
    why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
    return Message("it cannot be reached: {why}", why=why)
