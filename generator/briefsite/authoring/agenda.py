"""What is to be seen to in an archive, where it is written, and what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from briefsite.archive.dates import Date
from briefsite.archive.load import Document, Where, load
from briefsite.archive.models import Claim, Model
from briefsite.archive.text import Inline
from briefsite.cache.store import Store
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.pages.due_words import due_words
from briefsite.pages.formatting import load_words
from briefsite.pages.versions import lost_passages
from briefsite.site.agenda import Awaited, agenda
from briefsite.site.due import Thresholds
from briefsite.site.echoes import Unknown, followed, subjects_of
from briefsite.site.site import Office, Site, SourcePage, Statement

Matter = Literal["overdue", "due-soon", "silent", "words-gone", "contradicted", "answered"]

HEADINGS: dict[Matter, Message] = {
    "overdue": Message("Overdue"),
    "due-soon": Message("Due soon"),
    "silent": Message("Silent for long"),
    "words-gone": Message("Cited words that a newer version of the source lacks"),
    "contradicted": Message("Claims that another one contradicts"),
    "answered": Message("Open questions that a newer source may answer"),
}
"""What is to be seen to, in the order in which it is shown."""


class AgendaItem(NamedTuple):
    """One thing to see to."""

    matter: Matter
    said: str
    """How it stands, in words."""

    text: str
    """The promise, the words that are gone, the claim that is contradicted, or the question."""

    by: tuple[str, ...]
    """Ids of the entities who promised or said it."""

    since: Date
    """Its deadline; of what is silent, its last movement; when the newer version was archived; when it was contradicted; of when the source is that may answer it."""

    address: str
    """Of the promise or the claim; the id of the source where words are gone, or of the briefing that asks."""

    path: Path
    line: int
    next: str
    """What to do, in a sentence."""


def agenda_items(
    site: Site, thresholds: Thresholds, lang: str, store: Store
) -> Iterator[AgendaItem]:
    """All that is to be seen to on the day of a site, in the order of `HEADINGS`; `lang` is that of the words."""
    line_of = _line_finder()
    for entries in agenda(site, thresholds).values():
        for entry in entries:
            yield _of_promise(entry, lang, line_of(*_where(entry.page.statement)))
    for source in site.sources.values():
        for cited, words in _gone(source):
            retrieved = max(source.versions)
            yield AgendaItem(
                matter="words-gone",
                said=translate(
                    Message("the version of {date} has these words no more", date=retrieved), lang
                ),
                text=words,
                by=(),
                since=retrieved,
                address=source.id,
                path=cited.page.path,
                line=line_of(*_where(cited)),
                next=translate(
                    Message(
                        "compare both versions on the page of `{source}`; what changed and matters, say in `corrections`",
                        source=source.id,
                    ),
                    lang,
                ),
            )
    yield from _contradicted(site, lang, line_of)
    yield from _answered(site, thresholds, lang, line_of, store)


def _of_promise(entry: Awaited, lang: str, line: int) -> AgendaItem:
    page = entry.page
    todo = {
        "overdue": Message(
            "look for news of it (`briefsite follow SOURCE`), and write an update of `{address}`",
            address=page.address,
        ),
        "due-soon": Message(
            "ask how far it has come; what comes of it is an update of `{address}`",
            address=page.address,
        ),
        "silent": Message(
            "look for news of it (`briefsite follow SOURCE`); where there is none, an update of `{address}` with `status: unknown` says so",
            address=page.address,
        ),
    }
    moved = page.latest.date
    return AgendaItem(
        matter=entry.due.state,
        said=due_words(entry.due, page.latest.date, load_words(lang)),
        text=page.about.title,
        by=page.about.by,
        since=moved if entry.due.state == "silent" else page.deadline or moved,
        address=page.address,
        path=page.statement.page.path,
        line=line,
        next=translate(todo[entry.due.state], lang),
    )


def _gone(source: SourcePage) -> Iterator[tuple[Statement[Model], str]]:
    """What cites words that the newest version of a source lacks, and these words.

    A correction of the day of that version, or of a later one, has seen to it.
    """
    for lost in lost_passages(source):
        for statement in source.citations[lost.passage.number]:
            if isinstance(statement, Office):
                continue
            corrections = (correction.date for correction in statement.page.about.corrections)
            seen = max(corrections, default=None)
            if not statement.is_withdrawn and (not seen or seen < max(source.versions)):
                yield statement, lost.words


def _contradicted(
    site: Site, lang: str, line_of: Callable[[Path, Where], int]
) -> Iterator[AgendaItem]:
    """Claims that another one contradicts, newest contradiction first."""
    for page in site.briefings.values():
        for other in page.of(Claim) if not page.is_withdrawn else ():
            for claim in site.contradicts(other):
                if not claim.is_withdrawn:
                    yield AgendaItem(
                        matter="contradicted",
                        said=translate(
                            Message(
                                "{name} says otherwise in `{briefing}`: «{words}»",
                                name=site.name(other.record.by),
                                briefing=page.id,
                                words=_plain(other.record.text),
                            ),
                            lang,
                        ),
                        text=_plain(claim.record.text),
                        by=(claim.record.by,),
                        since=page.date,
                        address=f"{claim.briefing}/{claim.record.id}",
                        path=claim.page.path,
                        line=line_of(*_where(claim)),
                        next=translate(
                            Message("look for a source that settles which of the two holds"), lang
                        ),
                    )


def _answered(
    site: Site,
    thresholds: Thresholds,
    lang: str,
    line_of: Callable[[Path, Where], int],
    store: Store,
) -> Iterator[AgendaItem]:
    """Open questions of which a later source speaks that came no longer ago than silence lasts."""
    first = site.today.last_day - dt.timedelta(thresholds.silent)
    newer = [
        (source, date)
        for source in site.sources.values()
        if (date := source.record.published or source.record.retrieved) and date.last_day >= first
    ]
    subjects = subjects_of(site, store) if newer else None
    for source, date in newer:
        for match in followed(site, source, subjects):
            asked = match.subject
            if isinstance(asked, Unknown) and match.passages and not asked.page.is_withdrawn:
                start, end = match.passages[0].place
                yield AgendaItem(
                    matter="answered",
                    said=translate(
                        Message(
                            "source `{source}` speaks of it: «{words}»",
                            source=source.id,
                            words=" ".join(source.received[start:end].split()),
                        ),
                        lang,
                    ),
                    text=asked.text,
                    by=(),
                    since=date,
                    address=asked.page.id,
                    path=asked.page.path,
                    line=line_of(asked.page.path, ("unknowns", asked.number - 1)),
                    next=translate(
                        Message(
                            "read it; where it answers the question, say so in a briefing of that source"
                        ),
                        lang,
                    ),
                )


def _plain(text: str) -> str:
    return text.plain() if isinstance(text, Inline) else text


def _line_finder() -> Callable[[Path, Where], int]:
    """What tells in which line of a file a place is; each file is read once."""

    @cache
    def document(path: Path) -> Document:
        found, _ = load(path.read_bytes(), path)
        assert found is not None
        return found

    return lambda path, where: document(path).place(where).value.line


def _where(statement: Statement[Model]) -> tuple[Path, Where]:
    """The file of a statement, and its place there."""
    is_own = statement.field == "evidence"
    return statement.page.path, ("evidence",) if is_own else (statement.field, statement.number - 1)
