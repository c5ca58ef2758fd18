"""What the templates of a site's own look up, so that their pages are made again only where it changed.

Such a template may show anything of the site. Which things it looked up is noted while it makes a
page, as names: `briefings x` for what was found of one briefing, `label x` for a link to any page by
its id, `everything` where it went through them all, `today` where it asked for the day. As long as all of these stay as they are, the
page does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import Template
from jinja2.runtime import Context
from markupsafe import Markup

from briefsite.archive.text import Plain
from briefsite.pages.addresses import Addresses
from briefsite.site.site import Site

EVERYTHING = "everything"
LABEL = "label"
TODAY = "today"

KINDS = ("briefings", "entities", "sources", "commitments", "topics")
"""Attributes of a site that hold pages by name."""


class Lookups:
    """A site as seen by such templates; `names` tells what they looked up."""

    def __init__(self, site: Site, addresses: Addresses) -> None:
        """Watch a site; nothing has been looked up."""
        self.names: set[str] = set()
        self.site = _Site(site, self.names)
        self.by_id: Mapping[str, str] = _Pages(LABEL, addresses.by_id, self.names)
        """The page of each id."""

        self._addresses = addresses

    def of_today(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function whose result depends on the day; that it was called is noted."""

        def call(*values: Any) -> Any:
            self.names.add(TODAY)
            return function(*values)

        return call

    def link(self, page: str, within: str | None = None) -> Markup | Plain:
        """See `Addresses.link`."""
        self.names.add(f"{LABEL} {page}")
        return self._addresses.link(page, within)


class TracedTemplate(Template):
    """A template whose top level is run for each page that imports it, and its lookups noted for each."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        self._module = None  # which Jinja keeps from the first page on
        return super()._get_default_module(ctx)


class _Site:
    """Stands in for a `Site`."""

    def __init__(self, site: Site, names: set[str]) -> None:
        self._site, self._names = site, names
        self._pages = {kind: _Pages(kind, getattr(site, kind), names) for kind in KINDS}

    def __getattr__(self, name: str) -> Any:
        if name in self._pages:
            return self._pages[name]
        if name == TODAY:
            self._names.add(TODAY)
            return self._site.today
        self._names.add(EVERYTHING)  # the timeline, the corrections
        return getattr(self._site, name)


class _Pages(Mapping[str, Any]):
    """Pages by name; `Mapping` asks for each through one of these three."""

    def __init__(self, kind: str, pages: Mapping[str, Any], names: set[str]) -> None:
        self._kind, self._pages, self._names = kind, pages, names

    def __getitem__(self, name: str) -> Any:
        self._names.add(f"{self._kind} {name}")
        return self._pages[name]

    def __iter__(self) -> Iterator[str]:
        self._names.add(EVERYTHING)
        return iter(self._pages)

    def __len__(self) -> int:
        self._names.add(EVERYTHING)
        return len(self._pages)
