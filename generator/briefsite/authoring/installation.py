"""What is installed, as the installer noted it, and whether the libraries are those that the package requires.

It needs few of them itself: that one is missing can be told.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from typing import NamedTuple

from packaging.requirements import Requirement

from briefsite.authoring.origin import Origin, origin
from briefsite.cache.installed import ENGINES
from briefsite.messages.message import Message

OK, TO_DO, NOTE = Message("ok"), Message("to do"), Message("note")
"""What is to be done about something; a note is good to know, and nothing needs to be done."""


class Line(NamedTuple):
    """One thing that was looked at."""

    verdict: Message
    said: Message | str
    do: Message | str | None = None


class Installed(NamedTuple):
    """What is installed, as the installer noted it."""

    version: str
    origin: Origin
    python: str
    requires_python: str
    requires: tuple[Requirement, ...]
    """What the package requires, its extras as well."""

    versions: Mapping[str, str]
    """Of the libraries that it requires, and of the engines: those that are there, by name."""

    def required(self, extra: str = "") -> list[Requirement]:
        """What the package requires here in any case, or, beyond that, for one of its extras."""
        return [
            requirement
            for requirement in self.requires
            if _applies(requirement, extra) and not (extra and _applies(requirement, ""))
        ]

    def lacking(self, extra: str = "") -> list[Requirement]:
        """What of that is not there, or in a version that will not do; ProperDocs stands in for MkDocs."""
        return [
            requirement
            for requirement in self.required(extra)
            if not (requirement.name == "mkdocs" and "properdocs" in self.versions)
            and not self._has(requirement)
        ]

    def lacks_any(self) -> bool:
        """Whether something that cannot be done without is not there at all."""
        return any(requirement.name not in self.versions for requirement in self.lacking())

    def _has(self, requirement: Requirement) -> bool:
        there = self.versions.get(requirement.name)
        return there is not None and requirement.specifier.contains(there, prereleases=True)


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def installed() -> Installed:
    """What is installed; raises PackageNotFoundError where briefsite runs without being installed."""
    required = tuple(map(Requirement, requires("briefsite") or ()))
    return Installed(
        version=version("briefsite"),
        origin=origin(),
        python=platform.python_version(),
        requires_python=metadata("briefsite")["Requires-Python"],
        requires=required,
        versions=dict(_versions({requirement.name for requirement in required} | {*ENGINES})),
    )


def _versions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def are_libraries_current(found: Installed) -> Line:
    """Whether the libraries are as new as the package needs them."""
    if lacking := found.lacking():
        shown = [
            f"{requirement.name} {found.versions.get(requirement.name, '–')} ({requirement.specifier})"
            for requirement in lacking
        ]
        said = Message("not as briefsite needs them: {libraries}", libraries=", ".join(shown))
        names = " ".join(f"'{requirement.name}{requirement.specifier}'" for requirement in lacking)
        return Line(TO_DO, said, f"pip install {names}")
    count = len(found.required())
    return Line(OK, Message("{count} libraries, all as new as briefsite needs", count=count))
