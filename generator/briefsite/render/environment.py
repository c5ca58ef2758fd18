"""The Jinja environment: what templates can call, and that all they print is escaped."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from markupsafe import Markup

from briefsite.diagnostics import Diagnostic, Span
from briefsite.link import BriefingPage, Site
from briefsite.models import leaves
from briefsite.render.addresses import Addresses
from briefsite.render.fields import (
    citation,
    finalize,
    format_date,
    format_list,
    format_month,
    format_number,
    join_lines,
    quote_marks,
    topic_name,
)
from briefsite.render.passages import paragraphs, quoted_words, text_fragment
from briefsite.text import Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What pages say of the site they belong to."""

    name: str
    language: str
    """One of `LANGUAGES`."""

    url: str | None = None
    """Where the site is published; ends with a slash."""

    home_text: str | None = None
    """Hand-written Markdown that opens the home page."""

    docs: Path = Path("docs")
    """The docs folder, for messages."""

    hand_written: frozenset[str] = frozenset()
    """Paths of the pages in the docs folder."""

    def address(self, path: str) -> str:
        """The full address of a path in the built site; the path where no address is known."""
        return f"{self.url.rstrip('/')}/{path}" if self.url else path


def make_environment(
    publication: Publication,
    words: dict[str, Any],
    site: Site,
    addresses: Addresses,
    templates: Path | None,
) -> Environment:
    """Make the environment for one site; `templates` is the site's own folder, if it has one."""
    loaders: list[BaseLoader] = [PackageLoader("briefsite", "templates")]
    if templates:
        loaders.insert(0, FileSystemLoader(templates))
    environment = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    locale = words["code"]

    def public_url(briefing: BriefingPage) -> str | None:
        return publication.address(addresses.place(briefing)) if publication.url else None

    def cite(briefing: BriefingPage, language: str) -> str:
        record, url = briefing.record, public_url(briefing)
        return citation(publication.name, record.title, record.date, url, language)

    environment.globals |= {
        "t": words,
        "site": site,
        "publication": publication,
        "uri": addresses.uri,
        "anchor": addresses.anchor,
        "text_uri": lambda source: Markup(f"/{addresses.text_of(source)}"),
        "hub_uri": lambda kind: Markup(f"/{addresses.hub(kind)}"),
        "year_uri": lambda kind, year: Markup(f"/{addresses.year(kind, year)}"),
        "commitments_by_uri": lambda facet, value: Markup(
            f"/{addresses.commitments_by(facet, value)}"
        ),
        "public_url": public_url,
        "citation": cite,
        "quoted_words": quoted_words,
        "paragraphs": paragraphs,
        "text_fragment": text_fragment,
        "grouped": grouped,
        "proven": proven,
        "reading_minutes": reading_minutes,
    }
    environment.filters |= {
        "date": partial(format_date, locale=locale),
        "number": partial(format_number, locale=locale),
        "listed": partial(format_list, locale=locale),
        "month": partial(format_month, locale=locale),
        "topic": topic_name,
        "lines": join_lines,
        "markdown": Markup,
        "quoted": partial(quote_marks, marks=words["quoted"]),
    }
    return environment


WORDS_A_MINUTE = 220
"""What an adult reads of expository text (Brysbaert 2019: 238 in English, less in Spanish)."""


def reading_minutes(briefing: BriefingPage) -> int:
    """How long it takes to read a briefing, at least a minute."""
    texts = [value for _, value in leaves(briefing.record) if isinstance(value, Inline)]
    quotations = [quote.text for quote in briefing.record.quotes]
    words = sum(len(text.split()) for text in (*texts, *quotations))
    return max(1, round(words / WORDS_A_MINUTE))


def proven(briefing: BriefingPage) -> tuple[int, int]:
    """How many statements of a briefing rest on a passage, and how many there are."""
    statements = [entry for entries in briefing.statements.values() for entry in entries]
    return sum(bool(entry.passages) for entry in statements), len(statements)


def template_finding(error: Exception, templates: Path | None) -> Diagnostic | None:
    """The finding for an error in one of the site's own templates; None for one of ours."""
    if templates is None:
        return None
    place: tuple[str | None, int | None] = (None, None)
    if isinstance(error, TemplateSyntaxError):
        place = (error.filename, error.lineno)
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if Path(frame.filename).is_relative_to(templates):
                place = (frame.filename, frame.lineno)
    if not place[0] or not Path(place[0]).is_relative_to(templates):
        return None
    return Diagnostic(
        code="template-error",
        message=f"{type(error).__name__}: {error}",
        path=Path(place[0]),
        span=Span(line=place[1] or 1),
        help="mend the template, or delete it to have the one that comes with briefsite",
    )


def grouped(items: Iterable[Any], key: str) -> list[tuple[Any, list[Any]]]:
    """Group items by a dotted attribute, groups in the order of their first items."""
    groups: dict[Any, list[Any]] = {}
    for item in items:
        value = item
        for name in key.split("."):
            value = getattr(value, name)
        groups.setdefault(value, []).append(item)
    return [*groups.items()]
