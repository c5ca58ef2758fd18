"""A document from the web, as a program should ask for it: no faster than is polite, no longer and no larger than is safe.

A server may be slow, endless or hostile: the whole of a fetch has a limit of time by the clock on the wall,
which also ends what drips byte by byte, and a limit of size. Redirects are followed here, one by one,
so that each is counted, may lead to the web alone, and is asked of the `robots.txt` of its host.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from briefsite import __version__
from briefsite.archive.text import is_web_address
from briefsite.messages.message import Message, MessageError

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"briefsite/{__version__} (+recheck of cited sources)"
"""How servers see us; `robots.txt` may say what `briefsite` must not fetch."""

MAX_REDIRECTS = 10
_CONNECT_SECONDS = 10
_ROBOTS_SECONDS = 15
_ROBOTS_BYTES = 512 * 1024
"""As much of a `robots.txt` as is read, a little more than RFC 9309 asks for."""


class FetchError(MessageError):
    """A document cannot be fetched; the text says why."""


class RobotsError(FetchError):
    """The `robots.txt` of a host forbids it, or cannot be had for now."""


class Redirect(NamedTuple):
    """One step of the way to a document."""

    status: int
    """301, 302, 303, 307 or 308."""

    url: str
    """Where it led."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document as a server gave it."""

    raw: bytes
    """At least one byte; no longer compressed."""

    url: str
    """The address that gave it, after all redirects."""

    redirects: tuple[Redirect, ...] = ()
    content_type: str = ""
    """The media type, in small letters: `text/html`. Empty where the server does not say."""

    charset: str | None = None
    """The encoding that the server says, in small letters."""

    @property
    def moved_to(self) -> str | None:
        """Where the document is from now on: as far as redirects lead that are for good (301, 308)."""
        found = None
        for status, url in self.redirects:
            if status not in (301, 308):
                break
            found = url
        return found


class _Answer(NamedTuple):
    """What a server says to one request."""

    status: int
    reason: str
    location: str | None
    """Where it redirects, as the server writes it."""

    content_type: str
    body: bytes
    """Of what succeeds alone."""


@dataclass(slots=True, kw_only=True)
class Fetcher:
    """Fetches documents, and keeps to what their hosts ask: one request a second, and `robots.txt`.

    Nothing else is kept from one document to the next, neither cookies nor connections.
    """

    seconds: float = 60
    """For one document, all redirects included, without the time spent waiting between requests."""

    max_bytes: int = 64 * 1024 * 1024
    pause: float = 1
    """Seconds from one request to a host to the next."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _asked: dict[str, float] = field(default_factory=dict, init=False)
    """When each host was last asked."""

    _robots: dict[str, RobotFileParser] = field(default_factory=dict, init=False)
    """By the root of the site; `_NOT_NOW` for those that cannot be had for now."""

    def __post_init__(self) -> None:
        """Raise FetchError where the library that fetches is not installed."""
        if find_spec("httpx") is None:
            raise FetchError(
                Message("fetching needs httpx: install it with `pip install 'briefsite[sources]'`")
            )

    def fetch(self, url: str) -> Fetched:
        """Fetch a document.

        Raises FetchError where it cannot be had, RobotsError where it should not be.
        """
        if not is_web_address(url):
            raise FetchError(Message("this is no address of the web: {url}", url=url))
        left = self.seconds
        redirects: list[Redirect] = []
        while True:
            self._check_robots(url)
            start = time.monotonic()
            answer = self._ask(url, left, self.max_bytes)
            left -= time.monotonic() - start
            if answer.location is None:
                return _document(answer, url, redirects)
            if len(redirects) == MAX_REDIRECTS:
                raise FetchError(
                    Message("it redirects more than {count} times", count=MAX_REDIRECTS)
                )
            url = _redirected(url, answer.location)
            redirects.append(Redirect(answer.status, url))

    def _check_robots(self, url: str) -> None:
        root = "{0.scheme}://{0.netloc}".format(urlsplit(url)).lower()
        if root not in self._robots:
            self._robots[root] = self._read_robots(root)
        rules = self._robots[root]
        if rules is _NOT_NOW:
            raise RobotsError(
                Message("its robots.txt cannot be read for now: the server has an error")
            )
        if not rules.can_fetch("briefsite", url):
            raise RobotsError(Message("its robots.txt asks programs not to fetch it"))

    def _read_robots(self, root: str) -> RobotFileParser:
        """What a host says to programs; all is allowed where it says nothing."""
        rules, url = RobotFileParser(), f"{root}/robots.txt"
        rules.parse([])  # until then, it allows nothing
        try:
            for _ in range(1 + MAX_REDIRECTS // 2):
                seconds = min(self.seconds, _ROBOTS_SECONDS)
                answer = self._ask(url, seconds, _ROBOTS_BYTES, cut=True)
                if answer.location is None:
                    break
                url = _redirected(url, answer.location)
        except FetchError:
            return rules
        if answer.status >= 500:
            return _NOT_NOW
        rules.parse(answer.body.decode("utf-8-sig", errors="replace").splitlines())
        return rules

    def _ask(self, url: str, seconds: float, most: int, *, cut: bool = False) -> _Answer:
        """Send one request. Of a body that is too large, `cut` takes the beginning."""
        host = urlsplit(url).netloc.lower()
        if host in self._asked:
            self.sleep(max(0.0, self._asked[host] + self.pause - self.clock()))
        try:
            return asyncio.run(_request(url, seconds, most, cut=cut))
        except TimeoutError:
            why = Message("it takes more than {seconds} s", seconds=f"{self.seconds:g}")
            raise FetchError(why) from None
        finally:
            self._asked[host] = self.clock()


_NOT_NOW = RobotFileParser()
"""Stands for rules that cannot be had for now."""


def fetch(url: str) -> Fetched:
    """Fetch one document. Raises as a `Fetcher` does."""
    return Fetcher().fetch(url)


def _redirected(url: str, location: str) -> str:
    """Where a redirect leads: to the web alone."""
    try:
        target = urldefrag(urljoin(url, location.strip().replace(" ", "%20"))).url
    except ValueError:
        target = location
    if not is_web_address(target):
        raise FetchError(
            Message("it redirects to what is no address of the web: {url}", url=target)
        )
    return target


def _document(answer: _Answer, url: str, redirects: list[Redirect]) -> Fetched:
    """What a server gave, where that is a document."""
    if not 200 <= answer.status < 300:
        said = f"{answer.status} {answer.reason}".strip()
        raise FetchError(Message("the server answers: {status}", status=said))
    if not answer.body:
        raise FetchError(Message("the server answers with an empty document"))
    kind, _, parameters = answer.content_type.lower().partition(";")
    charset = next(
        (
            value.strip(" \"'")
            for name, _, value in (part.partition("=") for part in parameters.split(";"))
            if name.strip() == "charset"
        ),
        None,
    )
    return Fetched(
        raw=answer.body,
        url=url,
        redirects=tuple(redirects),
        content_type=kind.strip(),
        charset=charset or None,
    )


async def _request(url: str, seconds: float, most: int, *, cut: bool) -> _Answer:
    """One request, without following where it leads.

    Raises FetchError, and TimeoutError after so many seconds, whatever the server does meanwhile.
    """
    import httpx

    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"}
    limits = httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))
    try:
        async with (
            asyncio.timeout(seconds),
            httpx.AsyncClient(headers=headers, timeout=limits, verify=_tls()) as client,
            client.stream("GET", url) as response,
        ):
            location = response.headers["location"] if response.has_redirect_location else None
            if "," in response.headers.get("content-encoding", ""):
                # What is compressed twice can unfold to a million times its size at once.
                raise FetchError(Message("the server compresses its answer more than once"))
            body = bytearray()
            if location is not None or not response.is_success:
                return _answer(response, location, b"")
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > most:
                    if cut:
                        break
                    size = most // 1024 // 1024
                    raise FetchError(Message("it has more than {megabytes} MB", megabytes=size))
            return _answer(response, location, bytes(body[:most]))
    except httpx.TimeoutException as error:
        if isinstance(error, httpx.ConnectTimeout):
            raise FetchError(Message("its server does not answer")) from None
        raise TimeoutError from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        why = str(error) or type(error).__name__
        raise FetchError(Message("it cannot be reached: {why}", why=why)) from None


@cache  # to read all certificates takes longer than most answers
def _tls() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context()


def _answer(response: httpx.Response, location: str | None, body: bytes) -> _Answer:
    kind = response.headers.get("content-type", "")
    return _Answer(response.status_code, response.reason_phrase, location, kind, body)
