"""All that can be checked of a published site, in one pass over its files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from briefsite.messages.message import Message
from briefsite.verification.against_copies import check_copy
from briefsite.verification.against_editions import check_edition, translations
from briefsite.verification.against_pages import Page, Target, check_page, told_programs
from briefsite.verification.against_register import REGISTER, check_register, read_log, since
from briefsite.verification.against_sources import (
    Checked,
    check_figures,
    check_source,
    check_statement,
)
from briefsite.verification.faults import Fault
from briefsite.verification.manifest import FOR_HOSTS, MANIFEST, Listed, Manifest
from briefsite.verification.pages import letters
from briefsite.verification.published import MissingError, PublishedSite, UnreadableError
from briefsite.verification.published_data import PublishedData, fault_of, read_data
from briefsite.verification.records import Briefing, MalformedError, mapping

Each = Callable[[Callable[[Any], Any], Sequence[Any], str], Iterator[Any]]
"""Applies a function to many things, on as many cores as there are: gives the results in order."""


class Report(NamedTuple):
    """What came of it."""

    counts: Mapping[str, int]
    """How much was checked, by what it is."""

    faults: Sequence[Fault]
    """By file."""

    changes: Sequence[Message] = ()
    """What was published since the register was kept, where one is given."""


class _Found(NamedTuple):
    """What came of one task."""

    checked: Checked
    page: Page | None = None


def verify(site: PublishedSite, each: Each, kept: bytes | None = None) -> Report:
    """Check a site; `kept` is a register that was kept of it.

    Raises UnreadableError where it cannot be told what the site holds.
    """
    manifest = site.manifest()
    files = site.files()
    if not any(path.endswith("index.html") for path in files):
        raise MissingError("index.html", Message("this is no published site: it has no page"))
    data = read_data(files, site.read)
    task = _Tasks(site, data, {*files}, manifest.files if manifest else {})
    counts, faults = Counter[str](files=len(files)), [*data.faults]
    targets: dict[str, frozenset[Target]] = {}
    places: dict[str, frozenset[str]] = {}
    todo = [*task.all()]
    for (_, name), found in zip(todo, each(task.do, todo, "Checking"), strict=True):
        counts.update(found.checked.counts)
        faults += found.checked.faults
        if found.page:
            targets[name], places[name] = found.page.targets, found.page.places
    counts["links"] = sum(map(len, targets.values()))
    faults += _broken_links(targets, places, task.files)
    faults += _listed(manifest, task.files)
    log = read_log(site.read(REGISTER)) if REGISTER in task.files else None
    registered = check_register(log, data, site.read)
    counts.update(registered.counts)
    changes, rewritten = ([], []) if kept is None else since(kept, log)
    faults += [*registered.faults, *rewritten]
    return Report(counts, sorted({*faults}, key=lambda one: (one.path, one.kind)), changes)


class _Tasks:
    """What is to be done, each by itself and in any order."""

    def __init__(
        self,
        site: PublishedSite,
        data: PublishedData,
        files: set[str],
        listed: Mapping[str, Listed],
    ) -> None:
        self._site, self._data, self.files, self._listed = site, data, files, listed
        self._originals = dict[str, Briefing]()
        for briefing, original in translations([*data.briefings.values()]):
            self._originals[briefing.url] = original
        self._common = "".join(self._told_at_home())

    def _told_at_home(self) -> Iterator[str]:
        for edition in self._data.editions:
            try:
                home = self._site.read(f"{edition}index.html").decode("utf-8", "replace")
            except UnreadableError:
                continue
            yield from map(letters, told_programs(home))

    def all(self) -> Iterator[tuple[str, str]]:
        """All tasks: a kind, and what it is about."""
        yield from (("source", url) for url in self._data.sources)
        yield from (("briefing", url) for url in self._data.briefings)
        yield from (("entity", url) for url in self._data.entities)
        yield from (("file", path) for path in sorted(self.files))

    def do(self, task: tuple[str, str]) -> _Found:
        """Do one."""
        kind, name = task
        path = name if kind == "file" else self._data.paths[name]
        try:
            match kind:
                case "source":
                    source = self._data.sources[name]
                    return _Found(check_source(source, self._data.base, self._site.read))
                case "briefing":
                    return _Found(self._briefing(self._data.briefings[name]))
                case "entity":
                    return _Found(self._entity(name, path))
            return self._file(path)
        except (UnreadableError, MalformedError) as error:
            return _Found(Checked(Counter(), [fault_of(path, error)]))

    def _briefing(self, briefing: Briefing) -> Checked:
        original = self._originals[briefing.url]
        counts, faults = Counter[str](briefings=1), list[Fault]()
        found = [check_statement(one, briefing.path, self._data) for one in briefing.all_statements]
        found.append(figures := check_figures(briefing, original, self._data))
        if original is not briefing:
            found.append(check_edition(briefing, original))
        for one in found:
            counts += one.counts
            faults += one.faults
        faults += _counted(briefing, original, counts, figures)
        return Checked(counts, faults)

    def _entity(self, url: str, path: str) -> Checked:
        counts, faults = Counter[str](entities=1), list[Fault]()
        for office in self._data.offices_of(url):
            checked = check_statement(office, path, self._data)
            counts += checked.counts
            faults += checked.faults
        return Checked(counts, faults)

    def _file(self, path: str) -> _Found:
        counts, faults = Counter[str](), list[Fault]()
        content = self._site.read(path)
        listed = self._listed.get(path)
        if listed and hashlib.sha256(content).hexdigest() != listed.sha256:
            faults.append(
                Fault("file-changed", path, Message("its SHA-256 is not the one that is listed"))
            )
        page = None
        if path.endswith(".html"):
            stem = path.removesuffix(".html")
            copies = [f"{stem}.md", f"{stem}/index.md"]
            copy = next((one for one in copies if one in self.files), None)
            page = check_page(
                path,
                content.decode("utf-8", "replace"),
                self._site.read(copy).decode("utf-8", "replace") if copy else None,
                self._common,
                self._data,
            )
            counts += page.counts
            faults += page.faults
        copied = check_copy(path, self._data, self._site.read)
        if copied:
            counts += copied.counts
            faults += copied.faults
        return _Found(Checked(counts, faults), page)


def _counted(
    briefing: Briefing, original: Briefing, counts: Mapping[str, int], figures: Checked
) -> Iterator[Fault]:
    """How much is said to be compared; a translation says how much of its original was."""
    compared = mapping(briefing.data, "compared")
    stated = (compared.get("quotations"), compared.get("figures"))
    found = (counts.get("evidence", 0), figures.counts["figures"])
    if original is not briefing:
        found = (found[0], mapping(original.data, "compared").get("figures") or 0)
    if stated != found:
        message = Message(
            "it says {stated} quotations and figures, and {found} stand in the sources",
            stated=f"{stated[0]}, {stated[1]}",
            found=f"{found[0]}, {found[1]}",
        )
        yield Fault("count-differs", briefing.path, message)


def _broken_links(
    targets: Mapping[str, frozenset[Target]],
    places: Mapping[str, frozenset[str]],
    files: set[str],
) -> Iterator[Fault]:
    for path, found in targets.items():
        for target, place in sorted(found):
            if target not in files:
                yield Fault("broken-link", path, Message("there is no {path}", path=target))
            elif place and target in places and place not in places[target]:
                message = Message("there is no place `{place}` in {path}", place=place, path=target)
                yield Fault("broken-link", path, message)


def _listed(manifest: Manifest | None, files: set[str]) -> Iterator[Fault]:
    if manifest is None:
        message = Message("the site does not say which files it holds")
        yield Fault("file-missing", MANIFEST, message)
        return
    for path in sorted(files - manifest.files.keys()):
        yield Fault("file-added", path, Message("`manifest.json` does not list it"))
    for path in sorted(manifest.files.keys() - files - FOR_HOSTS):
        yield Fault("file-missing", path, Message("`manifest.json` lists it"))
