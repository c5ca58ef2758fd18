"""What pages show, against the data beside them and the Markdown copies of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urldefrag

from briefsite.messages.message import Message
from briefsite.verification.faults import Fault, short
from briefsite.verification.pages import (
    Mark,
    article,
    foreign,
    letters,
    links,
    marks,
    places,
    scripts_from_elsewhere,
    words_of,
    words_of_copy,
    wrong_times,
)
from briefsite.verification.published_data import PublishedData
from briefsite.verification.records import (
    Briefing,
    Data,
    Source,
    entries,
    mapping,
    maybe,
    text,
)

Target = tuple[str, str]
"""A file of the site, and a place in it; empty for its beginning."""


class Page(NamedTuple):
    """What was found of a page."""

    counts: Counter[str]
    faults: list[Fault]
    targets: frozenset[Target]
    """Where its links lead within the site."""

    places: frozenset[str]
    """The places in it that links can lead to."""


def check_page(path: str, html: str, copy: str | None, common: str, site: PublishedData) -> Page:
    """A page by itself; `copy` is its Markdown, where there is such a file.

    `common` holds the letters of what programs are told on pages that have no words of their own for them.
    """
    own = article(html)
    shown, found = letters(words_of(own)), [*marks(own)]
    faults = [*_of_markup(path, own, html, is_ours=copy is not None)]
    faults += [
        Fault("mark-without-proof", path, message, short(mark.before[-80:]))
        for mark in found
        if (message := _unproven(mark, path, site))
    ]
    if copy is not None:
        faults += _against_copy(path, shown, letters(words_of_copy(copy)))
    subject = _subject(path, site)
    if subject is not None:
        faults += _against_data(subject, path, html, shown)
        known = shown + common + letters(json.dumps(_data(subject), ensure_ascii=False))
        faults += _told_otherwise(path, html, known)
    targets = {target for href in links(own) if (target := site.path_of(path, href)) is not None}
    counts = Counter(pages=1, marks=len(found))
    return Page(counts, faults, frozenset(targets), frozenset(places(html)))


def _of_markup(path: str, own: str, html: str, *, is_ours: bool) -> Iterator[Fault]:
    """What no page of such a site has in it; what authors write by hand may have anything."""
    for found in foreign(own) if is_ours else ():
        message = Message("no page of such a site has this in it")
        yield Fault("foreign-content", path, message, short(found))
    for found in scripts_from_elsewhere(html):
        yield Fault("foreign-content", path, Message("a script from elsewhere"), short(found))
    for words in wrong_times(own):
        yield Fault("page-differs", path, Message("a date is told otherwise to programs"), words)


def _told_otherwise(path: str, html: str, known: str) -> Iterator[Fault]:
    for words in told_programs(html):
        if letters(words) not in known:
            message = Message("programs are told what the page does not say")
            yield Fault("page-differs", path, message, short(words))


def _subject(path: str, site: PublishedData) -> Briefing | Source | Data | None:
    """What a page is about, by its data."""
    url = site.url_of(path)
    return (
        site.briefings.get(url)
        or site.sources.get(url)
        or site.entities.get(url)
        or site.others.get(url)
    )


def _unproven(mark: Mark, path: str, site: PublishedData) -> Message | None:
    """Why a mark proves nothing of what stands before it; None where it does."""
    target = site.path_of(path, mark.href)
    if target is None:
        return Message("this mark of proof leads elsewhere: {url}", url=short(mark.href))
    url = f"{site.url_of(target[0])}#{target[1]}"
    resting = site.statements.get(url)
    if resting is None:
        return Message("nothing that is said rests on the passage {url}", url=url)
    known = [letters(statement.shown) for statement in resting]
    if any(words in mark.before for words in known) or any(
        statement.field == "updates" and statement.data.get("values") for statement in resting
    ):
        return None
    return Message(
        "what rests on the passage {url} is «{words}», not what stands before the mark",
        url=url,
        words=short(resting[0].shown),
    )


def _against_copy(path: str, shown: str, copied: str) -> Iterator[Fault]:
    if shown != copied:
        mine, theirs = _first_difference(shown, copied)
        message = Message("its Markdown has «{words}» in the place of this", words=theirs)
        yield Fault("copy-differs", path, message, mine)


def _first_difference(mine: str, theirs: str) -> tuple[str, str]:
    """What two texts have where they first differ."""
    at = next(
        (at for at, (one, other) in enumerate(zip(mine, theirs, strict=False)) if one != other),
        min(len(mine), len(theirs)),
    )
    start = max(0, at - 20)
    return mine[start : at + 40], theirs[start : at + 40]


def _data(subject: Briefing | Source | Data) -> Data:
    return subject.data if isinstance(subject, Briefing | Source) else subject


def _against_data(
    subject: Briefing | Source | Data, path: str, html: str, shown: str
) -> Iterator[Fault]:
    for words in dict.fromkeys(_said(subject)):
        if letters(words) not in shown:
            message = Message("its page does not say what its data say")
            yield Fault("page-differs", path, message, short(words))
    match subject:
        case Briefing():
            yield from _places(subject, path, html)
            yield from _counts(subject, path, html)
        case Source():
            yield from _source(subject, path, html)
        case _:
            status = subject.get("status")
            is_told = status is None or status == "withdrawn" or f"bs-status-{status}" in html
            if not is_told:
                message = Message("its data say that it is `{status}`", status=status)
                yield Fault("page-differs", path, message)


def _said(subject: Briefing | Source | Data) -> Iterator[str]:
    """What the page of something must say, by its data."""
    match subject:
        case Briefing():
            yield from subject.texts()
        case Source():
            yield text(subject.data, "title")
        case {"type": "entity"}:
            yield text(subject, "name")
            yield maybe(subject, "description")
        case {"type": "commitment"}:
            yield text(mapping(subject, "announced"), "text")
            yield from (text(update, "text") for update in entries(subject, "updates"))


def _places(briefing: Briefing, path: str, html: str) -> Iterator[Fault]:
    """The places of statements, to which others link."""
    for statement in briefing.statements:
        place = urldefrag(statement.url)[1]
        if f'id="{place}"' not in html:
            message = Message("there is no place `{place}` in the page", place=place)
            yield Fault("broken-link", path, message, short(statement.text))


_COUNTED = re.compile(r'<dd><a href="#[^"]*">[^<]*</a>, ([^<]*)</dd>')
_NUMBER = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f]\d{3})+|\d+")


def _counts(briefing: Briefing, path: str, html: str) -> Iterator[Fault]:
    """How much a page says was compared; «una cifra» has no number."""
    compared = mapping(briefing.data, "compared")
    stated = [compared.get("quotations"), compared.get("figures")]
    for words in _COUNTED.findall(html):
        found = [int(re.sub(r"\D", "", number)) for number in _NUMBER.findall(words_of(words))]
        if [one for one in found if one != 1] != [one for one in stated if one not in (0, 1)]:
            message = Message("its data say {numbers}", numbers=stated)
            yield Fault("count-differs", path, message, words_of(words))


_SHOWN = re.compile(
    r"<p (?:dir=\"auto\" )?id=\"[^\"]+-\d+\"[^>]*>(.*?)</p>|<p class=\"bs-speaker\"[^>]*>(.*?)</p>",
    re.DOTALL,
)
_ADDED = re.compile(
    r"<sup>\d+</sup>|<em>&#91;sic&#93;</em>|<(a|span) class=\"bs-(?:break|moment)\"[^>]*>.*?</\1>"
)


def _source(source: Source, path: str, html: str) -> Iterator[Fault]:
    """The page of a source: its text whole, its hash, and its passages where links lead."""
    start, end = html.find('id="bs-text"'), html.find('id="bs-facts"')
    block = html[start:end]
    shown = "".join(
        letters(words_of(_ADDED.sub("", one or other))) for one, other in _SHOWN.findall(block)
    )
    expected = letters(source.text.shown(0, len(source.received)))
    if shown != expected:
        mine, theirs = _first_difference(shown, expected)
        message = Message("the archived text has «{words}» in the place of this", words=theirs)
        yield Fault("text-hidden", path, message, mine)
    if maybe(source.data, "sha256") not in html[end:]:
        yield Fault("text-changed", path, Message("it does not show the SHA-256 of its text"))
    for number, passage in enumerate(source.passages, 1):
        at = block.find(f'id="p{number}"')
        first = source.received[slice(*passage.ranges[0])]
        following = letters(
            words_of(_ADDED.sub("", block[block.find(">", at) + 1 : at + 200 + 8 * len(first)]))
        )
        expected = letters(source.text.shown(*passage.ranges[0]))
        if at < 0 or not following.startswith(expected[: min(40, len(expected))]):
            message = Message("passage {number} is not at its place in the page", number=number)
            yield Fault("passage-moved", path, message, short(passage.words))


_LINKED_DATA = re.compile(r"<script type=\"application/ld\+json\">(.*?)</script>", re.DOTALL)
_META = re.compile(
    r"<meta (?:name|property)=\"(?:description|og:title|og:description|twitter:title|twitter:description)\""
    r" content=\"([^\"]*)\""
)
_TOLD = {"headline", "name", "text", "description", "abstract"}


def told_programs(html: str) -> Iterator[str]:
    """What a page says of itself to programs that do not read it."""
    yield from (words_of(found).rstrip("…") for found in _META.findall(html))
    for found in _LINKED_DATA.findall(html):
        try:
            data = json.loads(found)
        except (ValueError, RecursionError):
            yield found
        else:
            yield from _texts_in(data)


def _texts_in(data: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            if isinstance(value, str):
                if name in _TOLD:
                    yield value
            else:
                yield from _texts_in(value, depth + 1)
    elif isinstance(data, list) and depth < 50:
        for value in data:
            yield from _texts_in(value, depth + 1)
