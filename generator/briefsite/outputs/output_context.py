"""What all outputs share beside the context of pages: whole addresses, and texts without markup."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from briefsite.archive.revisions import Revision
from briefsite.archive.text import Inline
from briefsite.pages.addresses import Addressable, DocsPath, UrlPath, beside, web_path
from briefsite.pages.context import Context
from briefsite.site.site import BriefingPage, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputContext(Context):
    """The same for what leaves the site: whole addresses, and texts without their markup."""

    _words_of: dict[Passage, str] = field(default_factory=dict)

    def url(self, target: Addressable) -> str:
        """The address of a page, or of a place in one; its path where `site_url` is not set."""
        return self.publication.address(self.addresses.place(target))

    def file_url(self, uri: DocsPath, name: str) -> str:
        """The address of a file beside a page of the docs folder."""
        return self.publication.address(beside(uri, name))

    def revision_url(self, page: BriefingPage, revision: Revision) -> str:
        """Where readers see what changed in a briefing when it was published."""
        shown = web_path(self.addresses.revisions_of(page))
        return self.publication.address(
            UrlPath(f"{shown}#{self.words['anchors']['version']}-{revision.date}")
        )

    def cited_words(self, passage: Passage) -> str:
        """The words of a passage, `[…]` where some are left out."""
        if passage not in self._words_of:
            text = self.site.sources[passage.source].received
            parts = (one_line(text[start:end]) for start, end in passage.ranges)
            self._words_of[passage] = " […] ".join(parts)
        return self._words_of[passage]

    def html(self, text: str) -> str:
        """A text of an author as HTML, with whole addresses in its links."""
        if not isinstance(text, Inline):
            return html.escape(one_line(text))
        return self.tidy(text.__html__())

    def tidy(self, markup: str) -> str:
        """HTML made for a Markdown page, with its links whole and without needless entities."""
        # Links first: brackets in a text are entities until then.
        return _ENTITY.sub(_unescape, _LINK.sub(self._link, markup))

    def _link(self, match: re.Match[str]) -> str:
        path = self.addresses.by_id.get(match[2])
        if path is None:
            return match[1]
        address = self.file_url(path, "")
        return f'<a href="{html.escape(address)}">{match[1]}</a>'


def as_json(data: object) -> str:
    """Write JSON as small as it gets; readers of data have tools to show it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def one_line(text: str) -> str:
    """A text without line breaks, and no more white space than it needs."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """A text of an author without its markup."""
    return text.plain() if isinstance(text, Inline) else one_line(text)


F = TypeVar("F", float, float | None)


def figure(value: F) -> F:
    """A number as it is written: `32` rather than `32.0`."""
    return int(value) if value is not None and value.is_integer() else value


def listed(items: Iterable[str]) -> str:
    """Several values in one: ids hold no semicolon."""
    return "; ".join(items)


_ENTITY = re.compile(r"&#(\d+);")
_LINK = re.compile(r"\[([^\[\]]*)\]\(id:([a-z0-9-]+)\)")


def _unescape(match: re.Match[str]) -> str:
    """Only what means something to HTML need stay an entity."""
    return html.escape(chr(int(match[1])))
