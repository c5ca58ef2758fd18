"""What is new, to follow it by: Atom (RFC 4287) and JSON Feed 1.1.

Ids are addresses of pages, with a mark for what has no page of its own, and stay when texts are
corrected. An entry is dated by what it tells of: the day of the event, of the step or of the
correction. A briefing with `publish_at` appeared at that moment, and is dated so. Where only a month or a year is known, JSON Feed gives no date; Atom must have an
`updated`, and gets the first moment of that month or year, without a `published`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from heapq import nlargest
from html import escape
from itertools import islice

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from briefsite.archive.dates import Date, Instant
from briefsite.archive.models import Quote
from briefsite.outputs.output_context import OutputContext, as_json, one_line, plain
from briefsite.pages.addresses import DocsPath
from briefsite.pages.amounts_in_words import amount
from briefsite.pages.formatting import format_date, format_number, topic_name
from briefsite.pages.originals import locator
from briefsite.pages.passages import Speech, quotation_attributes, speech
from briefsite.site.site import (
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Statement,
    Step,
    TimelineEntry,
    TopicPage,
)

NEWEST = 50
"""How many entries a feed of the whole site holds."""

NEWEST_OF_ONE = 5
"""How many a feed of one entity or topic holds. There are as many of these as entities, and each
entry is a full text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that is new."""

    id: str
    """Permanent; an absolute address, though not always that of a place in a page."""

    url: str
    title: str
    html: str
    lang: str
    date: Date
    changed: Date
    """The date, or that of the latest correction."""

    tags: tuple[str, ...]
    appeared: Instant | None = None
    """When readers could first see it, where that is known."""

    @property
    def published(self) -> str | None:
        """When it was published, as RFC 3339 has it; None where no day is known."""
        if self.appeared:
            return _moment_of(self.appeared)
        return _moment(self.date) if self.date.day else None

    @property
    def updated(self) -> str:
        """When it last changed, likewise: no earlier than it appeared."""
        return max(_moment(self.changed), _moment_of(self.appeared) if self.appeared else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is new of one subject."""

    uri: DocsPath
    """The page in the docs folder that shows the same; the feed goes beside it."""

    title: str
    entries: tuple[Entry, ...]
    """Newest first."""


class Feeds:
    """Makes the feeds of one site, whose address must be known; each entry is made once."""

    def __init__(self, context: OutputContext, compiled: BytecodeCache) -> None:
        """Prepare the template of the entries; `compiled` keeps what it was compiled to."""
        self._context = context
        self._entries: dict[str, Entry] = {}
        environment = Environment(
            loader=PackageLoader("briefsite", "templates"),
            autoescape=True,
            finalize=self._finalize,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=compiled,
        )
        language = context.words["code"]
        environment.filters |= {
            "date": lambda date: format_date(date, language),
            "number": lambda number: format_number(number, language),
        }
        environment.globals |= {
            "t": context.words,
            "colon": context.words["colon"],
            "amount": lambda value, target: amount(value, target, context.words),
            "name": context.site.name,
            "url": context.url,
            "site": context.site,
            "speech": self._speech,
            "locator": lambda passage: locator(passage, self._context.words),
            "quotation_attributes": partial(quotation_attributes, context.site),
        }
        self._template = environment.get_template("feed_entry.html.jinja")

    def of_site(self) -> Iterator[tuple[DocsPath, Callable[[], Feed]]]:
        """The feeds of the whole site, by the page that shows the same; each is made when asked for."""
        hub = self._context.addresses.hub
        yield self._context.addresses.home, self._of_briefings
        yield hub("commitments"), self._of_commitments
        yield hub("corrections"), self._of_corrections

    def _of_briefings(self) -> Feed:
        briefings = islice(self._context.site.briefings.values(), NEWEST)
        return self._feed(self._context.addresses.home, None, map(self._of_briefing, briefings))

    def _of_commitments(self) -> Feed:
        steps = nlargest(
            NEWEST,
            _steps(self._context.site.commitments.values()),
            key=lambda pair: pair[0].date,
        )
        return self._of_hub("commitments", map(self._of_step, steps))

    def _of_corrections(self) -> Feed:
        corrections = self._context.site.corrections[:NEWEST]
        return self._of_hub("corrections", map(self._of_correction, corrections))

    def _of_hub(self, hub: str, entries: Iterable[Entry]) -> Feed:
        return self._feed(self._context.addresses.hub(hub), self._context.words[hub], entries)

    def of_one(self, subject: EntityPage | TopicPage) -> Feed:
        """The briefings that name an entity, or are filed under a topic."""
        if isinstance(subject, EntityPage):
            title = one_line(subject.record.name)
        else:
            title = topic_name(subject.id, self._context.publication.topics)
        uri = self._context.addresses.path(subject)
        return self._feed(uri, title, map(self._of_briefing, self.newest_of(subject)))

    def newest_of(self, subject: EntityPage | TopicPage) -> list[BriefingPage]:
        """The briefings of which that feed tells."""
        if isinstance(subject, EntityPage):
            ids = [mention.briefing for mention in subject.mentions[:NEWEST_OF_ONE]]
        else:
            ids = [*subject.briefings[:NEWEST_OF_ONE]]
        return [self._context.site.briefings[id_] for id_ in ids]

    def _feed(self, uri: DocsPath, subject: str | None, entries: Iterable[Entry]) -> Feed:
        name, colon = self._context.publication.name, self._context.words["colon"]
        title = f"{name}{colon} {subject}" if subject else name
        return Feed(uri=uri, title=title, entries=tuple(entries))

    def _of_briefing(self, page: BriefingPage) -> Entry:
        if page.id not in self._entries:
            record = page.record
            url = self._context.url(page)
            self._entries[page.id] = Entry(
                id=url,
                url=url,
                title=self._marked(one_line(record.title), is_withdrawn=page.is_withdrawn),
                html=self._html("briefing", briefing=page),
                lang=record.lang,
                date=record.date,
                changed=page.updated,
                tags=self._tags(record.topics),
                appeared=record.publish_at,
            )
        return self._entries[page.id]

    def _of_step(self, found: tuple[Step, CommitmentPage]) -> Entry:
        step, commitment = found
        briefing = self._context.site.briefings[step.statement.briefing]
        words = self._context.words
        title = f"{words['statuses'][step.status]}{words['colon']} {plain(commitment.record.text)}"
        is_withdrawn = step.is_withdrawn or commitment.is_withdrawn
        return Entry(
            id=self._context.url(commitment) + _mark(step, commitment),
            url=self._context.url(commitment),
            title=self._marked(title, is_withdrawn=is_withdrawn),
            html=self._html("step", step=step, commitment=commitment),
            lang=briefing.record.lang,
            date=step.date,
            changed=step.date,
            tags=self._tags(commitment.topics),
        )

    def _of_correction(self, entry: TimelineEntry) -> Entry:
        briefing = entry.page
        # Counted from the oldest: the newest comes first in the file.
        corrections = enumerate(briefing.about.corrections, 1)
        same_day = [number for number, found in corrections if found.date == entry.date]
        number = len(same_day) - same_day.index(entry.number)
        url = self._context.url(briefing)
        return Entry(
            id=f"{url}#correction-{entry.date}" + (f"-{number}" if number > 1 else ""),
            url=url,
            title=self._marked(one_line(briefing.record.title), is_withdrawn=briefing.is_withdrawn),
            html=self._html("correction", correction=entry.correction, briefing=briefing),
            lang=briefing.record.lang,
            date=entry.date,
            changed=entry.date,
            tags=self._tags(entry.topics),
        )

    def _marked(self, title: str, *, is_withdrawn: bool) -> str:
        """A title, which says of what was withdrawn that it was."""
        return self._context.words["withdrawn_as"].format(title) if is_withdrawn else title

    def _speech(self, statement: Statement[Quote]) -> Speech:
        said = speech(statement, self._context.words)
        return said._replace(words=Markup(self._context.tidy(said.words)))

    def _tags(self, topics: Iterable[str]) -> tuple[str, ...]:
        return tuple(topic_name(topic, self._context.publication.topics) for topic in topics)

    def _html(self, kind: str, **values: object) -> str:
        return self._template.render(kind=kind, **values)

    def _finalize(self, value: object) -> object:
        if value is None:
            return ""
        if isinstance(value, str) and not isinstance(value, Markup):
            return Markup(self._context.html(value))
        return value

    def atom(self, feed: Feed) -> str:
        """A feed as Atom (RFC 4287)."""
        publication = self._context.publication
        page, own = (self._context.file_url(feed.uri, name) for name in ("", "feed.xml"))
        # A feed without entries yet is as old as the newest briefing.
        newest = next(iter(self._context.site.briefings.values())).date
        updated = max((e.updated for e in feed.entries), default=_moment(newest))
        head = (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{self._context.words["code"]}">\n'
            f"<id>{_xml(page)}</id>\n<title>{_xml(feed.title)}</title>\n"
            f"<updated>{updated}</updated>\n"
            f"<author><name>{_xml(publication.name)}</name></author>\n"
            f'<link rel="self" type="application/atom+xml" href="{_xml(own)}"/>\n'
            f'<link rel="alternate" type="text/html" href="{_xml(page)}"/>\n'
        )
        out = [head]
        for entry in feed.entries:
            published = f"<published>{entry.published}</published>\n" if entry.published else ""
            tags = "".join(f'<category term="{_xml(tag)}"/>\n' for tag in entry.tags)
            out.append(
                f'<entry xml:lang="{entry.lang}">\n<id>{_xml(entry.id)}</id>\n'
                f"<title>{_xml(entry.title)}</title>\n"
                f'<link rel="alternate" type="text/html" href="{_xml(entry.url)}"/>\n'
                f"{published}<updated>{entry.updated}</updated>\n{tags}"
                # Texts have no `>`, so nothing in them ends the section.
                f'<content type="html"><![CDATA[{_storable(entry.html)}]]></content>\n</entry>\n'
            )
        return "".join([*out, "</feed>\n"])

    def json_feed(self, feed: Feed) -> str:
        """A feed as JSON Feed 1.1."""
        publication = self._context.publication
        items = []
        for entry in feed.entries:
            item: dict[str, object] = {
                "id": entry.id,
                "url": entry.url,
                "title": entry.title,
                "content_html": entry.html,
                "language": entry.lang,
            }
            if entry.published:
                item["date_published"] = entry.published
            is_changed = entry.changed.day and entry.changed != entry.date
            if is_changed and entry.updated != entry.published:
                item["date_modified"] = entry.updated
            if entry.tags:
                item["tags"] = entry.tags
            items.append(item)
        return as_json(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": feed.title,
                "home_page_url": self._context.file_url(feed.uri, ""),
                "feed_url": self._context.file_url(feed.uri, "feed.json"),
                "language": self._context.words["code"],
                "authors": [{"name": publication.name, "url": publication.address("")}],
                "items": items,
            }
        )


def _steps(commitments: Iterable[CommitmentPage]) -> Iterator[tuple[Step, CommitmentPage]]:
    for commitment in commitments:
        for step in commitment.steps:
            yield step, commitment


def _mark(step: Step, commitment: CommitmentPage) -> str:
    """Tells the steps of a commitment apart: the announcement has none, the others their briefing."""
    statement = step.statement
    if statement is commitment.statement:
        return ""
    same = [s for s in commitment.steps[1:] if s.statement.briefing == statement.briefing]
    number = same.index(step) + 1
    return f"#{statement.briefing}" + (f"-{number}" if number > 1 else "")


def _moment(date: Date) -> str:
    """The first moment of a date, as RFC 3339 has it."""
    return f"{date.year:04}-{date.month or 1:02}-{date.day or 1:02}T00:00:00Z"


def _moment_of(moment: Instant) -> str:
    """A moment as RFC 3339 has it, in UTC as the first moments of dates are."""
    return f"{dt.datetime.fromtimestamp(moment.seconds, tz=dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _xml(text: str) -> str:
    return escape(_storable(text))


def _storable(text: str) -> str:
    """A text without the two noncharacters that XML cannot hold."""
    return text.replace("\ufffe", "").replace("\uffff", "")
