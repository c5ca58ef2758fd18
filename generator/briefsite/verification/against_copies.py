"""What the site says again in other files, against the data of its pages.

Tables, lists, feeds, citations and cards for other sites are copies of what pages say: whoever takes
one in good faith must get the same words.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any
from urllib.parse import urldefrag

from briefsite.messages.message import Message
from briefsite.verification.against_sources import Checked
from briefsite.verification.faults import Fault, short
from briefsite.verification.pages import article, letters, words_of
from briefsite.verification.published_data import PublishedData, Read
from briefsite.verification.records import (
    Briefing,
    Data,
    MalformedError,
    entries,
    listed_in,
    mapping,
    maybe,
    name_of,
    object_of,
    text,
)

TABLES = ("briefings", "commitments", "entities", "offices", "quotes", "sources", "updates")
"""Those of which each row has an address of its own."""

MOST_STEPS = 200_000_000
"""What a database may make SQLite do."""


def check_copy(path: str, site: PublishedData, read: Read) -> Checked | None:
    """A file that says again what pages say; None for other files."""
    name = path.rpartition("/")[2]
    faults: Iterable[Fault]
    if name in ("citation.bib", "citation.ris", "citation.json"):
        faults = _citation(path, site, read)
    elif name == "feed.json":
        faults = _feed(path, site, read)
    elif name == "feed.xml":
        faults = _atom(path, read)
    elif path.endswith("data/briefings.json"):
        faults = _list(path, site, read)
    elif path.endswith("data/briefsite.sqlite"):
        faults = _database(path, site, read)
    elif path.endswith(tuple(f"data/{table}.csv" for table in TABLES)):
        faults = _table(path, site, read)
    elif path.endswith("/embed/index.html"):
        faults = _embed(path, site, read)
    else:
        return None
    return Checked(Counter(copies=1), [*faults])


def _differs(path: str, said: str, page: str) -> Fault:
    message = Message("its page says «{words}» in the place of this", words=short(page))
    return Fault("copy-differs", path, message, short(said))


def _malformed(path: str, message: Message) -> Fault:
    return Fault("malformed", path, message)


def _decoded(path: str, read: Read) -> str:
    try:
        return read(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MalformedError(Message("this is not UTF-8")) from None


# Tables


def _expected(table: str, data: Data) -> Mapping[str, Any]:
    """The cells of a row that follow from the data of what it is about, by column."""
    given: dict[str, Any] = {**data}
    match table:
        case "briefings":
            given["corrections"] = len(entries(data, "corrections"))
        case "entities":
            given["type"] = data.get("kind")
            given.pop("briefings")
        case "offices":
            given["body"] = data.get("of")
            given["id"] = None
        case "sources":
            given["text_url"], given["original_url"] = data.get("text"), data.get("original")
        case "quotes":
            evidence = entries(data, "evidence")
            given["source"] = text(evidence[0], "source") if evidence else None
            given["source_url"] = text(evidence[0], "url") if evidence else None
        case "commitments":
            announced = mapping(data, "announced")
            target = data.get("target") or {}
            given |= {
                "id": text(announced, "id"),
                "briefing": text(mapping(data, "briefing"), "id"),
                "text": text(announced, "text"),
                "by": announced.get("by"),
                "partners": announced.get("partners"),
                "announced": text(data, "date"),
                "deadline_announced": announced.get("deadline"),
                "target": target.get("value"),
                "unit": target.get("unit"),
                "currency": target.get("currency"),
                "baseline": target.get("baseline"),
            }
            given.pop("updates")
        case "updates":
            target = data.get("target") or {}
            given["target"] = target.get("value")
    return given


def _cell(value: object) -> str | None:
    """A value as a table writes it; None where tables write it in more than one cell."""
    cell = None
    match value:
        case None:
            cell = ""
        case bool():
            cell = str(value).lower()
        case int() | float():
            cell = f"{value:.12g}"
        case str():
            cell = " ".join(value.split())
        case {"id": str(id_)}:
            cell = id_
        case list():
            cells = [_cell(one) for one in value]
            cell = None if None in cells else "; ".join(filter(None, cells))
    return cell


def _same(cell: str, expected: str) -> bool:
    if cell.removeprefix("'") == expected.removeprefix("'"):
        return True
    try:
        return abs(float(cell) - float(expected)) < 1e-9
    except ValueError:
        return False


def _subjects(table: str, edition: str, site: PublishedData) -> dict[str, Data]:
    """What a table has rows of, by address."""

    def own(found: Mapping[str, Any]) -> Iterator[Any]:
        return (found[url] for url in found if site.edition_of(site.paths[url]) == edition)

    match table:
        case "briefings":
            return {one.url: one.data for one in own(site.briefings)}
        case "sources":
            return {one.url: one.data for one in own(site.sources)}
        case "entities":
            return {text(one, "url"): one for one in own(site.entities)}
        case "commitments":
            return {
                text(one, "url"): one for one in own(site.others) if one.get("type") == "commitment"
            }
        case "offices":
            return {
                text(office, "url"): office
                for entity in own(site.entities)
                for office in entries(entity, "offices")
            }
    return {
        text(entry, "url"): entry
        for briefing in own(site.briefings)
        for entry in entries(briefing.data, table)
    }


def _table(path: str, site: PublishedData, read: Read) -> Iterator[Fault]:
    table = path.rpartition("/")[2].removesuffix(".csv")
    yield from _rows(path, table, _csv(_decoded(path, read)), site)


def _csv(content: str) -> list[dict[str, str]]:
    try:
        return [
            {name: cell or "" for name, cell in row.items() if name is not None}
            for row in csv.DictReader(io.StringIO(content))
        ]
    except csv.Error:
        raise MalformedError(Message("this is no CSV")) from None


def _rows(
    path: str, table: str, rows: Iterable[Mapping[str, str]], site: PublishedData
) -> Iterator[Fault]:
    """The rows of a table against the data of what they are of."""
    expected = _subjects(table, site.edition_of(path), site)
    seen = set()
    for row in rows:
        url = row.get("url", "")
        data = expected.get(url)
        if data is None or url in seen:
            message = Message(
                "`{table}` has a row for {url}, which no page has", table=table, url=url
            )
            yield Fault("copy-differs", path, message, short(" ".join(row.values())))
            continue
        seen.add(url)
        given = _expected(table, data)
        for column, cell in row.items():
            wanted = _cell(given[column]) if column in given else None
            if wanted is not None and given[column] is not None and not _same(cell, wanted):
                yield _differs(path, f"{table}.{column}: {cell}", wanted)
            elif column in given and given[column] is None and column != "id" and cell:
                yield _differs(path, f"{table}.{column}: {cell}", "—")
    for url in expected.keys() - seen:
        message = Message("`{table}` has no row for {url}", table=table, url=url)
        yield Fault("copy-differs", path, message)


def _database(path: str, site: PublishedData, read: Read) -> Iterator[Fault]:
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(read(path))
            database.execute("PRAGMA trusted_schema = OFF")
            database.set_progress_handler(lambda: 1, MOST_STEPS)
            database.row_factory = sqlite3.Row
            for table in TABLES:
                rows = [
                    {name: _cell(row[name]) or "" for name in row.keys()}  # noqa: SIM118
                    for row in database.execute(f"SELECT * FROM {table}")  # noqa: S608 (ours)
                ]
                yield from _rows(path, table, rows, site)
            yield from _statements(path, database, site)
    except sqlite3.Error as error:
        yield _malformed(path, Message("SQLite cannot read it: {error}", error=error))


def _statements(path: str, database: sqlite3.Connection, site: PublishedData) -> Iterator[Fault]:
    """The statements and the evidence in a database, which no other table has."""
    edition = site.edition_of(path)
    known, proven = set[tuple[str, str]](), Counter[tuple[str, str, str]]()
    for briefing in site.briefings.values():
        if site.edition_of(briefing.path) == edition:
            for statement in briefing.all_statements:
                is_own = statement is briefing.whole
                known.add((statement.url, "" if is_own else statement.text))
                for one in statement.evidence:
                    proven[statement.url, one.url, one.words] += 1
    for row in database.execute("SELECT url, text FROM statements"):
        url, said = str(row["url"]), " ".join(str(row["text"] or "").split())
        if (url, said) not in known and (urldefrag(url)[0], "") not in known:
            yield _differs(path, said, "—")
        elif (url, said) not in known and "#" in url:
            yield _differs(path, said, next((words for place, words in known if place == url), "—"))
    for row in database.execute(
        "SELECT s.url AS at, e.url AS url, words FROM evidence e JOIN statements s ON s.id = statement"
    ):
        found = (str(row["at"]), str(row["url"]), str(row["words"]))
        if not proven[found] and not proven[urldefrag(found[0])[0], found[1], found[2]]:
            yield _differs(path, found[2], "—")


def _list(path: str, site: PublishedData, read: Read) -> Iterator[Fault]:
    """`briefings.json`."""
    expected = _subjects("briefings", site.edition_of(path), site)
    cards = entries(object_of(read(path)), "briefings")
    found = {text(card, "url"): card for card in cards}
    for url, card in found.items():
        data = expected.get(url)
        if data is None:
            yield Fault("copy-differs", path, _no_page(url))
            continue
        for name, value in card.items():
            if name in data and _cell(value) != _cell(data[name]):
                yield _differs(path, f"{name}: {_cell(value)}", str(_cell(data[name])))
    for url in expected.keys() - found.keys():
        yield Fault("copy-differs", path, Message("it has no entry for {url}", url=url))


# Feeds

_MARKS = re.compile(r"<a\b[^>]*>\[[^\]]*\]</a>")
_PIECE = re.compile(r"<[^>]*>|[·()]|[.,:;–—](?=\s|<|$)")
_SHORTEST = 12
"""Letters of a piece that is looked for; less is a label, which pages have in other words."""


def _feed(path: str, site: PublishedData, read: Read) -> Iterator[Fault]:
    for item in entries(object_of(read(path)), "items"):
        url, title = maybe(item, "url"), maybe(item, "title")
        briefing = site.briefings.get(url)
        if briefing:
            yield from _item(path, item, briefing, site.page_of(url), read)
        elif urldefrag(url)[0] not in site.paths:
            yield Fault("copy-differs", path, _no_page(url), short(title))


def _item(path: str, item: Data, briefing: Briefing, shown: str, read: Read) -> Iterator[Fault]:
    """An entry of a feed: all that the page of its briefing says, or a part of it, and nothing else."""
    title, content = maybe(item, "title"), _MARKS.sub("", maybe(item, "content_html"))
    if letters(briefing.title) not in letters(title):
        yield _differs(path, title, briefing.title)
    said = letters(words_of(content))
    if letters(briefing.whole.text) in said:
        for statement in briefing.statements:
            if letters(statement.text) not in said:
                yield Fault("copy-differs", path, _NOT_SAID, short(statement.text))
    page = _decoded(shown, read)
    known = letters(words_of(article(page))) + letters(
        json.dumps(briefing.data, ensure_ascii=False)
    )
    for piece in _PIECE.split(content):
        words = words_of(piece)
        if len(letters(words)) > _SHORTEST and letters(words) not in known:
            yield Fault("copy-differs", path, _NOT_ON_PAGE, short(words))


_NOT_SAID = Message("it does not say what its page says")
_NOT_ON_PAGE = Message("its page does not say this")


def _no_page(url: str) -> Message:
    return Message("no page is at {url}", url=url)


_ENTRY = re.compile(r"<entry\b[^>]*>(.*?)</entry>", re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
_ID = re.compile(r"<id>(.*?)</id>", re.DOTALL)
_CONTENT = re.compile(r"<content\b[^>]*>(.*?)</content>", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def _atom(path: str, read: Read) -> Iterator[Fault]:
    """An Atom feed, against the JSON feed beside it, which is compared with pages."""
    feed = object_of(read(path.removesuffix("xml") + "json"))
    other = {text(item, "id"): item for item in entries(feed, "items")}
    found = _ENTRY.findall(_decoded(path, read))
    if len(found) != len(other):
        message = Message(
            "it has {count} entries, and feed.json {others}", count=len(found), others=len(other)
        )
        yield Fault("copy-differs", path, message)
    for entry in found:
        id_ = html.unescape(next(iter(_ID.findall(entry)), ""))
        item = other.get(id_)
        if item is None:
            yield Fault("copy-differs", path, Message("feed.json has no entry {id}", id=id_))
            continue
        for pattern, name in ((_TITLE, "title"), (_CONTENT, "content_html")):
            given = next(iter(pattern.findall(entry)), "")
            plain = _CDATA.sub(r"\1", given) if "<![CDATA[" in given else html.unescape(given)
            if letters(words_of(plain)) != letters(words_of(maybe(item, name))):
                yield _differs(path, words_of(plain), words_of(maybe(item, name)))


# Citations

_TOLD_BIB = re.compile(r"^  (title|booktitle|author|abstract|url) = \{(.*)\},$", re.MULTILINE)
_TOLD_RIS = re.compile(r"^(TI|T2|AU|AB|UR)  - (.*)$", re.MULTILINE)


def _citation(path: str, site: PublishedData, read: Read) -> Iterator[Fault]:
    """How to cite a briefing: nothing but what its data say, and all of its quotations."""
    folder = path[: path.rindex("/") + 1]
    briefing = site.briefings.get(site.base + folder)
    if briefing is None:
        yield Fault("copy-differs", path, _no_page(site.base + folder))
        return
    told = [*_cited(path, _decoded(path, read))]
    known = {letters(words) for words in (*_citable(briefing), site.names[site.edition_of(path)])}
    for words in told:
        if letters(words) not in known:
            yield Fault("copy-differs", path, _NOT_ON_PAGE, short(words))
    said = {letters(words) for words in told}
    quotes = entries(briefing.data, "quotes")
    for words in (briefing.title, *(text(quote, "text") for quote in quotes)):
        if letters(words) not in said:
            yield Fault("copy-differs", path, _NOT_SAID, short(words))


def _cited(path: str, content: str) -> Iterator[str]:
    """The words of a citation."""
    if not path.endswith(".json"):
        for _, words in (_TOLD_BIB if path.endswith(".bib") else _TOLD_RIS).findall(content):
            yield _TEX.sub("", words)
        return
    for item in listed_in(content.encode()):
        yield from (maybe(item, name) for name in ("title", "abstract", "container-title", "URL"))
        for author in entries(item, "author") if "author" in item else ():
            yield " ".join(map(str, author.values()))


_TEX = re.compile(r"\\(?:[a-zA-Z]+)?")


def _citable(briefing: Briefing) -> Iterator[str]:
    data = briefing.data
    yield from ("", briefing.title, briefing.whole.text)
    for quote in entries(data, "quotes"):
        yield text(quote, "text")
        yield maybe(quote, "speaker_as_written")
        yield name_of(quote, "speaker")
        yield text(quote, "url")
    yield briefing.url


# Cards for other sites

_BLOCKQUOTE = re.compile(r"<blockquote>(.*?)</blockquote>", re.DOTALL)
_LEAD = re.compile(r"<div class=\"bs-lead\">(.*?)</div>", re.DOTALL)


def _embed(path: str, site: PublishedData, read: Read) -> Iterator[Fault]:
    folder = path.removesuffix("/embed/index.html")
    parent, _, place = folder.rpartition("/")
    content = _decoded(path, read)
    promise = site.others.get(f"{site.base}{folder}/")
    if promise is not None and promise.get("type") == "commitment":
        wanted = text(mapping(promise, "announced"), "text")
        shown = "".join(_LEAD.findall(content))
    elif f"{site.base}{parent}/" in site.briefings:
        page = _decoded(site.page_in(parent), read)
        at = page.find(f'id="{place}"')
        quote = _BLOCKQUOTE.search(page, at) if at >= 0 else None
        if quote is None:
            yield Fault(
                "copy-differs",
                path,
                Message("there is no place `{place}` in the page", place=place),
            )
            return
        wanted, shown = words_of(quote[1]), "".join(_BLOCKQUOTE.findall(content))
    else:
        return
    if letters(words_of(shown)) != letters(wanted):
        yield _differs(path, words_of(shown), wanted)
