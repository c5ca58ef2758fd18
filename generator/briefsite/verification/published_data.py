"""All the data of a published site: its briefings, sources and people, by where they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import join, normpath
from urllib.parse import unquote, urldefrag

from briefsite.evidence.typography import Range
from briefsite.messages.message import Message
from briefsite.verification.faults import Fault
from briefsite.verification.published import UnreadableError
from briefsite.verification.records import (
    Briefing,
    Data,
    Evidence,
    MalformedError,
    Source,
    Statement,
    entries,
    evidence_in,
    mapping,
    maybe,
    object_of,
    text,
    texts,
)

Read = Callable[[str], bytes]
"""Gives a file of the site; raises UnreadableError."""

INDEX = "index.json"
LIST = "data/briefings.json"
"""Each edition has one, in its folder."""


@dataclass(frozen=True)
class PublishedData:
    """The data of a site; what could not be read of it is in `faults`."""

    base: str
    """What all addresses begin with."""

    editions: tuple[str, ...]
    """The folders of the editions, the longest first; the root is an empty one."""

    files: frozenset[str]
    """All files of the site."""

    briefings: dict[str, Briefing] = field(default_factory=dict)
    """By the address of their page, as all of these."""

    sources: dict[str, Source] = field(default_factory=dict)
    entities: dict[str, Data] = field(default_factory=dict)
    others: dict[str, Data] = field(default_factory=dict)
    """Commitments and topics."""

    paths: dict[str, str] = field(default_factory=dict)
    """The file of each address."""

    names: dict[str, str] = field(default_factory=dict)
    """What the site is called, by the folder of the edition."""

    faults: list[Fault] = field(default_factory=list)

    def edition_of(self, path: str) -> str:
        """The folder of the edition to which a file belongs."""
        return next((folder for folder in self.editions if path.startswith(folder)), "")

    def source(self, evidence: Evidence) -> Source | None:
        """The source to which the link of some evidence leads."""
        return self.sources.get(urldefrag(evidence.url)[0])

    @cached_property
    def statements(self) -> Mapping[str, list[Statement]]:
        """What rests on each passage, by the address of the passage."""
        found = defaultdict[str, list[Statement]](list)
        for briefing in self.briefings.values():
            for statement in (briefing.whole, *briefing.statements):
                for evidence in statement.evidence:
                    found[evidence.url].append(statement)
        for statement in self.offices:
            for evidence in statement.evidence:
                found[evidence.url].append(statement)
        return found

    @cached_property
    def offices(self) -> tuple[Statement, ...]:
        """The offices that people held."""
        return tuple(office for url in self.entities for office in self.offices_of(url))

    def offices_of(self, url: str) -> Iterator[Statement]:
        """The offices that a person held."""
        return offices_of(self.entities[url])

    @cached_property
    def _named(self) -> Mapping[str, re.Pattern[str] | None]:
        names = defaultdict[str, set[str]](set)
        for url, entity in self.entities.items():
            names[self.edition_of(self.paths[url])].update(_names_of(entity))
        return {
            edition: re.compile(
                r"(?<!\w)(?:"
                + "|".join(map(re.escape, sorted(found, key=len, reverse=True)))
                + r")(?!\w)"
            )
            if found
            else None
            for edition, found in names.items()
        }

    def names_in(self, path: str) -> Callable[[str], Iterator[Range]]:
        """Finds the names of entities in a text of a page; what is called «G20» holds no figure."""
        pattern = self._named.get(self.edition_of(path))
        return lambda words: (
            (match.span() for match in pattern.finditer(words)) if pattern else iter(())
        )

    def path_of(self, page: str, href: str) -> tuple[str, str] | None:
        """The file to which a link of a page leads, and the place in it; None where it leaves the site."""
        address, _, place = href.partition("#")
        if _ELSEWHERE.match(address):
            if not self.base or not address.startswith(self.base):
                return None
            path = address[len(self.base) :]
        elif address.startswith("/"):
            return None
        else:
            path = join(page.rpartition("/")[0], address) if address else page
        path = unquote(path.partition("?")[0])
        is_folder = path in ("", ".", "..") or path.endswith(("/", "/.", "/.."))
        path = normpath(path) if path else ""
        path = "" if path == "." else path
        return (self.page_in(path) if is_folder else path), unquote(place)

    def page_in(self, folder: str) -> str:
        """The page that is shown for a folder: `x/index.html`; on a disk, where nobody serves it, `x.html`."""
        page, other = join(folder, "index.html"), f"{folder}.html"
        return other if page not in self.files and other in self.files else page

    def page_of(self, url: str) -> str:
        """The file of a page, by its address."""
        return self.page_in(url.removeprefix(self.base).rstrip("/"))

    def url_of(self, page: str) -> str:
        """The address of a page, by its file."""
        beside = page.removesuffix(".html") + "/"
        is_beside = f"{self.base}{beside}" in self.paths and not page.endswith("index.html")
        return self.base + (beside if is_beside else page.removesuffix("index.html"))


_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def offices_of(entity: Data) -> Iterator[Statement]:
    """The offices of a person, as statements."""
    for office in entries(entity, "offices"):
        yield Statement(
            "offices", text(office, "url"), text(office, "title"), evidence_in(office), {}, office
        )


def _names_of(entity: Data) -> Iterator[str]:
    """The names of an entity that hold figures, or what may be one."""
    found = [text(entity, "name"), maybe(entity, "acronym"), *texts(entity, "aliases")]
    found += [text(former, "name") for former in entries(entity, "former_names")]
    for forms in mapping(entity, "as_written").values():
        found += forms if isinstance(forms, dict) else ()
    return filter(None, found)


def read_data(paths: Iterable[str], read: Read) -> PublishedData:
    """Read all data of a site, whatever is in them."""
    known, faults, found = {*paths}, list[Fault](), dict[str, Data]()
    for path in sorted(known):
        if path.endswith((f"/{INDEX}", LIST)) or path == INDEX:
            try:
                found[path] = _opened(read(path))
            except (UnreadableError, MalformedError) as error:
                faults.append(fault_of(path, error))
    folders = [path.removesuffix(LIST) for path in found if path.endswith(LIST)]
    editions = tuple(sorted(folders, key=lambda folder: (-len(folder), folder)))
    site = PublishedData(_base(found, faults), editions or ("",), frozenset(known), faults=faults)
    for path, data in found.items():
        try:
            if path.endswith(LIST):
                site.names[path.removesuffix(LIST)] = text(data, "site")
            else:
                _file(site, path, data, known, read)
        except (UnreadableError, MalformedError) as error:
            faults.append(fault_of(path, error))
    return site


def _opened(content: bytes) -> Data:
    data = object_of(content)
    text(data, "url")
    return data


def _file(site: PublishedData, path: str, data: Data, known: set[str], read: Read) -> None:
    """Put the data of a page where they are looked for."""
    url = text(data, "url")
    if url in site.paths:
        raise MalformedError(Message("another page has the address {url}", url=url))
    match data.get("type"):
        case "briefing":
            site.briefings[url] = Briefing.of(path, data)
        case "source":
            site.sources[url] = Source.of(path, data, _received(site.base, data, known, read))
        case "entity":
            [*_names_of(data), *offices_of(data)]  # so that what is wrong with them is said here
            site.entities[url] = data
        case _:
            site.others[url] = data
    site.paths[url] = path


def fault_of(path: str, error: MalformedError | UnreadableError) -> Fault:
    """What is wrong with a file that cannot be read, or used."""
    kind = "malformed" if isinstance(error, MalformedError) else "unreadable"
    return Fault(kind, path, error.message)


def _base(found: Mapping[str, Data], faults: list[Fault]) -> str:
    """What all addresses begin with: that of most; of the others it is said."""
    bases = defaultdict[str, list[str]](list)
    for path, data in found.items():
        if path.endswith(f"/{INDEX}"):
            url, folder = text(data, "url"), path.removesuffix(INDEX)
            if url.rstrip("/").endswith(folder.rstrip("/")):
                bases[url.rstrip("/")[: -len(folder.rstrip("/"))]].append(path)
            else:
                faults.append(
                    Fault(
                        "malformed",
                        path,
                        Message("its address is that of another page: {url}", url=url),
                    )
                )
    ranked = sorted(bases, key=lambda base: -len(bases[base]))
    for other in ranked[1:]:
        for path in bases[other]:
            message = Message("its address is that of another site: {url}", url=other)
            faults.append(Fault("malformed", path, message))
    return ranked[0] if ranked else ""


def _received(base: str, data: Data, known: set[str], read: Read) -> str:
    """The text of a source, as received."""
    path = text(data, "text").removeprefix(base)
    if path not in known:
        raise MalformedError(Message("the text {path} is not there", path=path))
    try:
        return read(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MalformedError(Message("the text {path} is not UTF-8", path=path)) from None
