"""How to cite a briefing and its quotations: BibTeX, RIS, CSL-JSON, and a sentence.

A quotation is cited as a part of its briefing, under the name of who said it. Dates are the day of
the event, as exact as it is known, since that is the date the pages show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from briefsite.archive.dates import Date
from briefsite.archive.interface import LANGUAGES
from briefsite.archive.models import Quote
from briefsite.outputs.output_context import OutputContext, one_line, plain
from briefsite.pages.formatting import citation, load_words
from briefsite.pages.originals import locator
from briefsite.pages.passages import speech
from briefsite.site.site import BriefingPage, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Something to cite."""

    key: str
    title: str
    author: str | None
    """A name as it is to be shown: nothing tells first names from family names."""

    date: Date
    url: str | None
    lang: str
    publisher: str
    abstract: str | None = None
    container: str | None = None
    """The title of the briefing that a quotation stands in."""

    note: str | None = None
    """That it was withdrawn, and why; of reported speech, that it is no quotation."""


def sentence(page: BriefingPage, context: OutputContext, language: str) -> str:
    """A reference to a briefing in words, in a language of the interface."""
    url = context.url(page) if context.publication.url else None
    record = page.record
    return citation(context.publication.name, one_line(record.title), record.date, url, language)


def works(page: BriefingPage, context: OutputContext) -> Iterator[Work]:
    """A briefing, then its quotations."""
    record, name = page.record, context.publication.name
    has_url = bool(context.publication.url)
    title = one_line(record.title)
    withdrawn = page.is_withdrawn and context.words["withdrawn_as"].format(record.status_note)
    yield Work(
        key=page.id,
        title=title,
        author=name,
        date=record.date,
        url=context.url(page) if has_url else None,
        lang=record.lang,
        publisher=name,
        abstract=plain(record.summary),
        note=_note(withdrawn),
    )
    for statement in page.of(Quote):
        quote = statement.record
        speaker = context.site.name(quote.speaker) if quote.speaker else quote.speaker_as_written
        yield Work(
            key=f"{page.id}-{context.addresses.anchor(statement)}",
            title=one_line(quote.text),
            author=speaker and one_line(speaker),
            date=record.date,
            url=context.url(statement) if has_url else None,
            lang=record.lang,
            publisher=name,
            container=title,
            note=_note(
                _where(statement.checked, context),
                speech(statement, context.words).label,
                withdrawn,
            ),
        )


def _where(passage: Passage | None, context: OutputContext) -> str | None:
    """The document in which a quotation stands, with its page or its moment, where that is known."""
    at = passage and locator(passage, context.words)
    if passage is None or at is None:
        return None
    return f"{one_line(context.site.sources[passage.source].record.title)}, {at}"


def _note(*notes: str | Literal[False] | None) -> str | None:
    return ". ".join(one_line(note).rstrip(".") for note in notes if note) or None


def bibtex(page: BriefingPage, context: OutputContext) -> str:
    """Entries for BibTeX and biblatex; the latter takes dates without a day from `date`."""
    out = []
    for work in works(page, context):
        fields = {
            "author": work.author and f"{{{_latex(work.author)}}}",
            "title": f"{{{_latex(work.title)}}}",
            "booktitle": work.container and f"{{{_latex(work.container)}}}",
            "publisher": _latex(work.publisher),
            "year": f"{work.date.year:04}",
            "month": f"{work.date.month}" if work.date.month else None,
            "date": str(work.date),
            "langid": _latex_language(work.lang),
            "url": work.url,
            "note": work.note and _latex(work.note),
            "abstract": work.abstract and _latex(work.abstract),
        }
        kind = "incollection" if work.container else "misc"
        lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
        out.append(f"@{kind}{{{work.key},\n{''.join(lines)}}}\n")
    return "\n".join(out)


def _latex_language(code: str) -> str | None:
    """What packages of LaTeX call a language, where it is one of the interface."""
    base = code.partition("-")[0]
    return str(load_words(base)["langid"]) if base in LANGUAGES else None


def ris(page: BriefingPage, context: OutputContext) -> str:
    """Records in RIS; a date without a day ends in slashes."""
    out = []
    for work in works(page, context):
        year, month, day = (f"{part:02}" if part else "" for part in work.date)
        tags = [
            ("TY", "CHAP" if work.container else "RPRT"),
            ("ID", work.key),
            ("AU", work.author and f"{work.author},"),  # the comma keeps a name in one piece
            ("TI", work.title),
            ("T2", work.container),
            ("PB", work.publisher),
            ("PY", f"{work.date.year:04}"),
            ("DA", f"{year:>04}/{month}/{day}/"),
            ("LA", work.lang),
            ("UR", work.url),
            ("N1", work.note),
            ("AB", work.abstract),
        ]
        out += [f"{tag}  - {value}\r\n" for tag, value in tags if value]
        out.append("ER  - \r\n\r\n")
    return "".join(out)


def csl(page: BriefingPage, context: OutputContext) -> list[dict[str, object]]:
    """Items in CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html)."""
    items = []
    for work in works(page, context):
        item: dict[str, object] = {
            "id": work.key,
            "type": "chapter" if work.container else "report",
            "title": work.title,
            "author": [{"literal": work.author}] if work.author else None,
            "issued": {"date-parts": [[part for part in work.date if part]]},
            "container-title": work.container,
            "publisher": work.publisher,
            "language": work.lang,
            "URL": work.url,
            "note": work.note,
            "abstract": work.abstract,
        }
        items.append({name: value for name, value in item.items() if value})
    return items


_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_LATEX_SIGN = re.compile(r"[\\~^&%$#_{}]")


def _latex(text: str) -> str:
    """Write what means something to LaTeX so that it shows as typed."""
    return _LATEX_SIGN.sub(lambda match: _LATEX[match[0]], text)
