"""What is new in a period, as a mail that others can send: HTML, plain text and Markdown.

Mail programs drop styles that do not stand at their elements, and show no pictures from elsewhere: there
are none of either. Whatever has a date counts in one period alone, so that digests of periods that
follow each other tell everything once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from briefsite.archive.dates import Date, Instant
from briefsite.archive.models import Update
from briefsite.cache.store import digest
from briefsite.outputs.output_context import OutputContext, one_line, plain
from briefsite.pages.due_words import due_words
from briefsite.pages.formatting import format_date, in_language
from briefsite.site.due import due
from briefsite.site.site import BriefingPage, CommitmentPage, Moved, Statement


class DayRange(NamedTuple):
    """Some days, the first and the last with them."""

    since: dt.date
    until: dt.date

    def holds(self, day: dt.date) -> bool:
        """Whether a day is one of them."""
        return self.since <= day <= self.until


class DigestItem(NamedTuple):
    """One thing that is new."""

    title: str
    lang: str
    """The language of its title."""

    url: str
    meta: str
    """What sort of thing it is and when it was, in the language of the site."""

    text: str = ""
    """What is said of it, by its author."""

    text_lang: str = ""
    note: str = ""
    """What else there is to say, in the language of the site."""


class DigestSection(NamedTuple):
    """Things of one sort."""

    heading: str
    items: list[DigestItem]
    rest: str = ""
    """How many more there are of them, where they are not new."""

    rest_url: str = ""


class Digest(NamedTuple):
    """All that is new in a period."""

    lang: str
    subject: str
    title: str
    period: str
    sections: list[DigestSection]
    """Those with items; none where nothing is new."""

    more: str
    """Where all of it is to be found, in words."""

    url: str


def made_digest(context: OutputContext, days: DayRange) -> Digest:
    """What is new in a period, as the site has it today.

    A briefing is new on its date, or on the day of its `publish_at`; what it says of earlier promises is new
    with it. Of a month or a year, the last day counts.
    """
    says, locale = context.words["digest"], context.locale
    first, last = (
        format_date(Date(day.year, day.month, day.day), locale) for day in (days.since, days.until)
    )
    period = (says["one_day"] if first == last else says["days"]).format(first, last)
    new = [
        page
        for page in context.site.briefings.values()
        if not page.is_withdrawn and days.holds(_told(page))
    ]
    moved, postponed = _updates(new, context)
    sections = [
        DigestSection(says["briefings"], [_of_briefing(page, context) for page in new]),
        DigestSection(says["updates"], moved),
        _overdue(context, days),
        DigestSection(says["deadlines"], postponed),
        DigestSection(context.words["corrections"], [*_corrections(context, days)]),
        DigestSection(context.words["withdrawn_briefings"], [*_withdrawn(context, days)]),
    ]
    name = one_line(context.publication.name)
    return Digest(
        lang=locale,
        subject=says["subject"].format(name, period),
        title=name,
        period=says["title"].format(period),
        sections=[section for section in sections if section.items],
        more=says["more"],
        url=context.publication.address(""),
    )


def _told(page: BriefingPage) -> dt.date:
    """The day on which readers could first know of a briefing, as far as the archive says."""
    at = page.about.publish_at
    return (Date.parse(at.written[:10]) if at else page.date).last_day


def _of_briefing(page: BriefingPage, context: OutputContext) -> DigestItem:
    about = page.about
    facts = [context.words["kinds"][about.kind], format_date(about.date, context.locale)]
    if about.place:
        facts.append(context.site.name(about.place))
    meta = " · ".join(facts)
    return DigestItem(about.title, about.lang, context.url(page), meta, about.summary, about.lang)


def _updates(
    briefings: list[BriefingPage], context: OutputContext
) -> tuple[list[DigestItem], list[DigestItem]]:
    """What some briefings say of earlier promises: how they stand, and where a deadline moved."""
    moved: list[DigestItem] = []
    postponed: list[DigestItem] = []
    for briefing in briefings:
        for update in briefing.of(Update):
            assert isinstance(update.fact, Moved)
            page = context.site.commitments.get(update.fact.commitment)
            if page is None or page.is_withdrawn:
                continue
            now, before = update.fact.deadline, _deadline_before(page, update)
            note = ""
            if now and now != before:
                note = context.words["digest"]["new_deadline"].format(
                    format_date(now, context.locale),
                    format_date(before, context.locale) if before else context.words["not_stated"],
                )
            status = context.words["statuses"][update.fact.status]
            item = _of_promise(
                page, f"{status} · {format_date(update.fact.date, context.locale)}", context
            )._replace(text=update.text or "", text_lang=briefing.about.lang, note=note)
            (postponed if note else moved).append(item)
    return moved, postponed


def _deadline_before(page: CommitmentPage, update: Statement[Update]) -> Date | None:
    """The deadline of a promise that an update found."""
    found = None
    for step in page.counted:
        if step.statement is update:
            break
        found = step.deadline or found
    return found


def _of_promise(page: CommitmentPage, meta: str, context: OutputContext) -> DigestItem:
    lang = page.statement.page.about.lang
    return DigestItem(page.about.title, lang, context.url(page), meta)


def _overdue(context: OutputContext, days: DayRange) -> DigestSection:
    """The promises whose deadline passed in a period, the newest last, and how many others are overdue."""
    day = min(days.until, context.site.today.last_day)
    found = []
    for page in context.site.commitments.values():
        state = due(page, Date(day.year, day.month, day.day), context.publication.thresholds)
        if state and state.state == "overdue":
            found.append((page, state))
    new = [
        (page, state) for page, state in found if day - dt.timedelta(state.days - 1) >= days.since
    ]
    new.sort(key=lambda entry: (-entry[1].days, entry[0].address))
    says, others = context.words["digest"], len(found) - len(new)
    hub = "agenda" if context.publication.has_agenda else "commitments"
    rest = says["one_more_overdue"] if others == 1 else says["more_overdue"].format(others)
    return DigestSection(
        says["overdue"],
        [
            _of_promise(page, due_words(state, page.latest.date, context.words), context)._replace(
                note=_parties(page, context)
            )
            for page, state in new
        ],
        rest if others else "",
        context.file_url(context.addresses.hub(hub), ""),
    )


def _parties(page: CommitmentPage, context: OutputContext) -> str:
    """Who promised it, by when."""
    names = ", ".join(map(context.site.name, page.about.by))
    deadline = format_date(page.deadline, context.locale) if page.deadline else ""
    facts = {context.words["by"]: names, context.words["deadline"]: deadline}
    colon = context.words["colon"]
    return " · ".join(f"{label}{colon} {fact}" for label, fact in facts.items() if fact)


def _corrections(context: OutputContext, days: DayRange) -> Iterator[DigestItem]:
    words = context.words
    for entry in context.site.corrections:
        correction = entry.correction
        if entry.is_withdrawn or correction is None or not days.holds(entry.date.last_day):
            continue
        changed = {words["was"]: correction.was, words["now"]: correction.now}
        about = entry.page.about
        yield DigestItem(
            about.title,
            about.lang,
            context.url(entry.page),
            format_date(entry.date, context.locale),
            correction.note,
            about.lang,
            " ".join(
                f"{label}{words['colon']} {words['quoted'].format(one_line(said))}."
                for label, said in changed.items()
                if said
            ),
        )


def _withdrawn(context: OutputContext, days: DayRange) -> Iterator[DigestItem]:
    """Of a withdrawal only its corrections can say when it was; without one it counts with its briefing."""
    for page in context.site.briefings.values():
        if not page.is_withdrawn:
            continue
        day = max((correction.date for correction in page.about.corrections), default=None)
        if days.holds(day.last_day if day else _told(page)):
            about = page.about
            date = format_date(day or page.date, context.locale)
            yield DigestItem(
                about.title,
                about.lang,
                context.url(page),
                date,
                about.status_note or "",
                about.lang,
            )


def as_html(made: Digest, context: OutputContext) -> str:
    """A digest as a page of HTML that a mail can be."""

    def finalize(value: object) -> object:
        if isinstance(value, str) and not isinstance(value, Markup):
            return Markup(context.html(value))
        return value

    environment = Environment(
        loader=PackageLoader("briefsite", "templates"),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["in_language"] = in_language
    return environment.get_template("digest.html.jinja").render(digest=made)


def as_plain(made: Digest) -> str:
    """A digest as a text without any markup."""
    out = [made.title, made.period]
    for section in made.sections:
        out += ["", "", section.heading.upper()]
        for item in section.items:
            lines = (item.title, item.meta, plain(item.text), item.note, item.url)
            out += ["", *(one_line(line) for line in lines if line)]
        if section.rest:
            out += ["", section.rest, section.rest_url]
    return "\n".join([*out, "", "", made.more, made.url, ""])


def as_markdown(made: Digest) -> str:
    """A digest as Markdown."""
    out = [f"# {_marked(made.title)}", _marked(made.period)]
    for section in made.sections:
        out.append(f"## {_marked(section.heading)}")
        for item in section.items:
            out += [f"### [{_marked(item.title)}]({item.url})", f"*{_marked(item.meta)}*"]
            out += [_marked(plain(text)) for text in (item.text, item.note) if text]
        if section.rest:
            out.append(f"[{_marked(section.rest)}]({section.rest_url})")
    return "\n\n".join([*out, f"[{_marked(made.more)}]({made.url})"]) + "\n"


_MARKUP = re.compile(r"[\\`*_\[\]<>#|~&]|^[-+=]")


def _marked(text: str) -> str:
    """A text in which no character means anything to Markdown."""
    said = _MARKUP.sub(r"\\\g<0>", one_line(text))
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", said)  # no list


def as_mail(made: Digest, context: OutputContext, now: Instant) -> bytes:
    """A digest as a message that mail programs open as a draft, with nobody as sender or receiver yet."""
    text, html = as_plain(made), as_html(made, context)
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = made.subject
    mail["Date"] = format_datetime(dt.datetime.fromtimestamp(now.seconds, tz=dt.UTC))
    mail["X-Unsent"] = "1"
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = made.lang
    mail.set_boundary(f"=_{digest(text, html)[:32]}")  # the same at every call
    return mail.as_bytes()
