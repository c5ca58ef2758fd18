"""The archive as tables: CSV for spreadsheets, a Data Package that describes them, and SQLite.

`TABLES` is the one list of columns. Everything in a table is plain text in one line, a figure, or a
date as exact as it is known.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from briefsite.archive.dates import Date
from briefsite.archive.models import Amount, Bounds, Model, Quote, Target, Update
from briefsite.outputs.output_context import OutputContext, as_json, figure, listed, one_line, plain
from briefsite.pages.addresses import Addressable
from briefsite.site.site import (
    BriefingPage,
    Claimed,
    CommitmentPage,
    EntityPage,
    Promised,
    SourcePage,
    Statement,
    TopicPage,
    sides_of,
)

Value = str | int | float | None
Row = tuple[Value, ...]
Rows = Iterator[Row]


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    what: str
    type: str = "string"
    """As in a Table Schema: `string`, `integer`, `number`, `boolean`, or our own `date`."""

    of: str | None = None
    """The table whose `id` it holds."""

    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table; its first column is its key, unless it is a list of pairs."""

    name: str
    what: str
    columns: tuple[Column, ...]
    of: str
    """What has rows in it, as `Site` calls it: `briefings`, `commitments` and so on."""

    rows: Callable[[Any, OutputContext], Rows]
    """The rows of one of these."""

    is_published: bool = True
    """Whether it is a CSV file as well. Those of pairs are for SQLite alone: a spreadsheet has
    several values in one cell, with semicolons between."""

    has_key: bool = True

    is_numbered: bool = False
    """Whether its first column numbers statements; within one briefing, as `rows` gives them."""


def csv_file(table: Table, rows: Iterable[Row]) -> str:
    """A table for spreadsheets, and for programs: RFC 4180, UTF-8 with its mark.

    Spreadsheets take the text for UTF-8 only where the mark says so. A text that would be a formula
    gets an apostrophe before it.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Value) -> Value:
    """A text that a spreadsheet would run is made a text for it as well."""
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if is_formula else value


def data_package(context: OutputContext) -> str:
    """`datapackage.json` (https://specs.frictionlessdata.io): all CSV files and their columns."""
    publication = context.publication
    package: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": "briefsite",
        "title": publication.name,
        "resources": [_resource(table) for table in TABLES if table.is_published],
    }
    if publication.url:
        package["homepage"] = publication.address("")
    return as_json(package)


def _resource(table: Table) -> dict[str, object]:
    keys = [
        {"fields": column.name, "reference": {"resource": column.of, "fields": "id"}}
        for column in table.columns
        if column.of
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.what,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            **({"primaryKey": table.columns[0].name} if table.has_key else {}),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _field(column: Column) -> dict[str, object]:
    limits: dict[str, object] = {"required": True} if column.is_required else {}
    if column.type == "date":
        limits["pattern"] = r"\d{4}(-\d\d(-\d\d)?)?"
    return {
        "name": column.name,
        "type": "string" if column.type == "date" else column.type,
        "description": column.what,
        **({"constraints": limits} if limits else {}),
    }


def sqlite_file(rows: Callable[[Table], Iterable[Row]]) -> bytes:
    """All tables as one SQLite database, the same bytes for the same data and version of SQLite.

    `statements_fts` finds statements by their words, whatever their accents; Datasette knows it by
    its `content`, in double quotation marks.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        for table in TABLES:
            database.execute(_create(table))
            marks = ", ".join("?" * len(table.columns))
            database.executemany(
                f"INSERT INTO {table.name} VALUES ({marks})",  # noqa: S608 (the name is ours)
                rows(table),
            )
        database.executescript(_FULL_TEXT)
        database.commit()
        return database.serialize()


_SQL_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}

_FULL_TEXT = """
CREATE INDEX statements_briefing ON statements (briefing);
CREATE INDEX evidence_statement ON evidence (statement);
CREATE INDEX mentions_entity ON mentions (entity);
CREATE VIRTUAL TABLE statements_fts USING fts5 (
    text, content="statements", content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO statements_fts (statements_fts) VALUES ('rebuild');
"""


def _create(table: Table) -> str:
    columns = []
    for index, column in enumerate(table.columns):
        parts = [f'"{column.name}" {_SQL_TYPES.get(column.type, "TEXT")}']
        if index == 0 and table.has_key:
            parts.append("PRIMARY KEY")
        if column.is_required:
            parts.append("NOT NULL")
        if column.of:
            parts.append(f"REFERENCES {column.of} (id)")
        columns.append(" ".join(parts))
    return f"CREATE TABLE {table.name} ({', '.join(columns)})"


def _date(date: Date | None) -> str | None:
    return str(date) if date else None


def _line(text: str | None) -> str | None:
    return None if text is None else one_line(text)


def _known(id_: str | None, pages: Container[object]) -> str | None:
    """An id, where there is a page of it: what is left out of the site cannot be referred to."""
    return id_ if id_ in pages else None


def _briefing(page: BriefingPage, context: OutputContext) -> Rows:
    record = page.record
    yield (
        page.id,
        context.url(page),
        one_line(record.title),
        _date(record.date),
        _line(record.date_note),
        record.lang,
        record.kind,
        record.status,
        plain(record.summary),
        _known(record.place, context.site.entities),
        listed(record.topics),
        listed(page.entities),
        listed(page.sources),
        len(record.corrections),
    )


def _entity(page: EntityPage, context: OutputContext) -> Rows:
    record = page.record
    yield (
        page.id,
        context.url(page),
        one_line(record.name),
        record.type,
        _line(record.acronym),
        listed(map(one_line, record.aliases)),
        _line(record.country),
        plain(record.description) if record.description else None,
        _known(record.part_of, context.site.entities),
        listed(record.same_as),
        page.weight,
    )


def _offices(page: EntityPage, context: OutputContext) -> Rows:
    for office in page.offices:
        yield (
            f"{page.id}#{context.addresses.anchor(office)}",
            context.url(office),
            page.id,
            one_line(office.record.title),
            _known(office.record.of, context.site.entities),
            _date(office.record.from_),
            _date(office.record.to),
        )


def _source(page: SourcePage, context: OutputContext) -> Rows:
    record = page.record
    yield (
        page.id,
        context.url(page),
        context.publication.address(context.addresses.text_of(page)),
        one_line(record.title),
        _line(record.author),
        _line(record.publisher),
        record.url,
        _date(record.published),
        _date(record.retrieved),
        record.lang,
        _line(record.licence),
        record.sha256,
        round(page.share_cited, 4),
    )


def _commitment(page: CommitmentPage, context: OutputContext) -> Rows:
    record, target = page.record, page.target
    yield (
        page.address,
        context.url(page),
        page.briefing,
        plain(record.text),
        listed(record.by),
        listed(record.with_),
        _number(target.value) if target else None,
        _line(target.unit) if target else None,
        figure(target.baseline) if target else None,
        _date(page.deadline),
        _date(page.steps[0].date),
        page.status,
        _date(page.latest.date),
        _number(page.value),
        None if page.progress is None else round(page.progress, 4),
        max(0, len(page.counted) - 1),
        listed(page.topics),
        _date(record.deadline),
        *_ends(target.value if target else None),
        target.currency if target else None,
        *_ends(page.value),
    )


def _updates(briefing: BriefingPage, context: OutputContext) -> Rows:
    for statement in briefing.of(Update):
        update = statement.record
        yield (
            _address(context, statement),
            context.url(statement),
            briefing.id,
            _known(update.commitment, context.site.commitments),
            _date(update.date),
            update.status,
            _number(update.value),
            plain(update.text),
            str(statement.is_withdrawn).lower(),
            *_ends(update.value),
            _date(update.deadline),
            *_target(update.target),
        )


def _disputed(briefing: BriefingPage, context: OutputContext) -> Rows:
    for statement in briefing.of(Update):
        for side in sides_of(statement):
            yield (
                _address(context, statement),
                _known(side.by, context.site.entities),
                _number(side.value),
                *_ends(side.value),
            )


def _target(target: Target | None) -> Row:
    """Its figure, its bounds, its unit and its currency."""
    if target is None:
        return (None,) * 5
    return (
        _number(target.value),
        *_ends(target.value),
        _line(target.unit),
        target.currency,
    )


def _number(value: Amount | None) -> float | None:
    """A figure that is one number."""
    return None if isinstance(value, Bounds) else figure(value)


def _ends(value: Amount | None) -> tuple[float | None, float | None]:
    """The bounds of a figure; of one number, none."""
    return (figure(value.low), figure(value.high)) if isinstance(value, Bounds) else (None, None)


def _quotes(briefing: BriefingPage, context: OutputContext) -> Rows:
    for statement in briefing.of(Quote):
        quote = statement.record
        yield (
            _address(context, statement),
            context.url(statement),
            briefing.id,
            _date(briefing.record.date),
            one_line(quote.text),
            _known(quote.speaker, context.site.entities),
            _line(quote.speaker_as_written),
            _line(quote.speaker_note),
            str(quote.verbatim).lower(),
            statement.checked.source if statement.checked else None,
            context.url(statement.checked) if statement.checked else None,
            str(statement.is_withdrawn).lower(),
            _line(statement.turn),
        )


def _relations(briefing: BriefingPage, context: OutputContext) -> Rows:
    site = context.site
    for statement in briefing.all_statements:
        to: list[tuple[str, str, Addressable]] = []
        match statement.fact:
            case Promised(continues=addresses):
                to = [
                    ("continues", a, site.commitments[a])
                    for a in addresses
                    if a in site.commitments
                ]
            case Claimed(contradicts=claims):
                to = [("contradicts", a, site.claims[a]) for a in claims if a in site.claims]
        for relation, address, other in dict.fromkeys(to):
            yield (
                briefing.id,
                _address(context, statement),
                context.url(statement),
                relation,
                address,
                context.url(other),
                str(statement.is_withdrawn).lower(),
            )


def _address(context: OutputContext, statement: Statement[Model]) -> str:
    return f"{statement.briefing}#{context.addresses.anchor(statement)}"


def _statements(briefing: BriefingPage) -> Iterator[tuple[int, Statement[Model]]]:
    return enumerate(briefing.all_statements, 1)


def _text(record: Model) -> str | None:
    """What a statement says; of a participant, what is said of it."""
    text = getattr(record, "text", None) or getattr(record, "note", None)
    return text and plain(text)


def _statement_rows(briefing: BriefingPage, context: OutputContext) -> Rows:
    for number, statement in _statements(briefing):
        yield (
            number,
            context.url(statement),
            statement.briefing,
            statement.field,
            statement.number,
            _text(statement.record),
        )


def _evidence(briefing: BriefingPage, context: OutputContext) -> Rows:
    for number, statement in _statements(briefing):
        for passage in statement.passages:
            url, words = context.url(passage), context.cited_words(passage)
            yield (number, passage.source, url, words, passage.page, passage.time)


def _topic(page: TopicPage, _: OutputContext) -> Rows:
    for briefing in page.briefings:
        yield page.id, briefing


def _mentions(briefing: BriefingPage, context: OutputContext) -> Rows:
    for entity in briefing.entities:
        if entity in context.site.entities:
            yield briefing.id, entity


def _parties(page: CommitmentPage, context: OutputContext) -> Rows:
    record = page.record
    for role, ids in (("by", record.by), ("with", record.with_)):
        for entity in ids:
            if entity in context.site.entities:
                yield page.address, entity, role


_ID = Column("id", "Its id, which does not change.", is_required=True)
_URL = Column("url", "The address of its page, or of its place in one.", is_required=True)
_WITHDRAWN = Column(
    "withdrawn", "true where its briefing was withdrawn.", "boolean", is_required=True
)

TABLES = (
    Table(
        "entities",
        "People, bodies, places and programmes.",
        (
            _ID,
            _URL,
            Column("name", "The full name.", is_required=True),
            Column(
                "type",
                "person, organization, government, group, place, programme.",
                is_required=True,
            ),
            Column("acronym", "Its short form."),
            Column("aliases", "Other names, with semicolons between."),
            Column("country", "Its country."),
            Column("description", "Who or what it is."),
            Column("part_of", "Id of the entity it belongs to.", of="entities"),
            Column("same_as", "Pages elsewhere about the same, with semicolons between."),
            Column(
                "briefings",
                "How many briefings that were not withdrawn name it.",
                "integer",
                is_required=True,
            ),
        ),
        "entities",
        _entity,
    ),
    Table(
        "offices",
        "Offices that people held.",
        (
            _ID,
            _URL,
            Column("holder", "Who held it.", of="entities", is_required=True),
            Column("title", "The office, as its holder is called.", is_required=True),
            Column("body", "The body in which it is held.", of="entities"),
            Column("since", "Since when; empty where that is not known.", "date"),
            Column(
                "until", "Until when; empty where it is held today, as far as is known.", "date"
            ),
        ),
        "entities",
        _offices,
    ),
    Table(
        "sources",
        "Archived texts, and what is known of them. An empty cell says that it is not known.",
        (
            _ID,
            _URL,
            Column("text_url", "The address of the text as received.", is_required=True),
            Column("title", "What to call it.", is_required=True),
            Column("author", "Who wrote it."),
            Column("publisher", "Who published it."),
            Column("original_url", "Where it was published."),
            Column("published", "When it was published.", "date"),
            Column("retrieved", "When it was archived.", "date"),
            Column("lang", "Its language."),
            Column("licence", "Under which terms it may be shown."),
            Column("sha256", "SHA-256 of the text.", is_required=True),
            Column("share_cited", "How much of the text is cited, from 0 to 1.", "number"),
        ),
        "sources",
        _source,
    ),
    Table(
        "briefings",
        "All briefings, newest first.",
        (
            _ID,
            _URL,
            Column("title", "Headline.", is_required=True),
            Column("date", "When it happened, as exact as is known.", "date", is_required=True),
            Column("date_note", "How the date is known."),
            Column("lang", "Language of the text.", is_required=True),
            Column("kind", "What sort of event it is about.", is_required=True),
            Column("status", "published, or withdrawn.", is_required=True),
            Column("summary", "The point, in two sentences.", is_required=True),
            Column("place", "Id of the entity where it happened.", of="entities"),
            Column("topics", "Key words, with semicolons between."),
            Column("entities", "Ids of all entities it names, with semicolons between."),
            Column("sources", "Ids of all sources it cites, with semicolons between."),
            Column("corrections", "How often it was corrected.", "integer", is_required=True),
        ),
        "briefings",
        _briefing,
    ),
    Table(
        "commitments",
        "Promises, and where they stand. What moved last comes first.",
        (
            _ID,
            _URL,
            Column("briefing", "The briefing that announced it.", of="briefings", is_required=True),
            Column("text", "What was promised.", is_required=True),
            Column("by", "Ids of those who promised it, with semicolons between."),
            Column("partners", "Ids of those it is to be done with, with semicolons between."),
            Column("target", "How much.", "number"),
            Column("unit", "What the target counts."),
            Column("baseline", "Where it stood when promised.", "number"),
            Column("deadline", "By when, as it stands now; empty where none is stated.", "date"),
            Column("announced", "When it was announced.", "date", is_required=True),
            Column(
                "status",
                "Where it stands; withdrawn where the briefing that announced it was withdrawn.",
                is_required=True,
            ),
            Column("status_date", "When it stood so.", "date", is_required=True),
            Column("value", "The last figure reported.", "number"),
            Column("progress", "How much of the way to the target is done, from 0 to 1.", "number"),
            Column("updates", "How many updates count.", "integer", is_required=True),
            Column("topics", "Key words of the briefing, with semicolons between."),
            Column("deadline_announced", "By when, as it was announced.", "date"),
            Column("target_low", "The lower bound of a target that is not one number.", "number"),
            Column("target_high", "The upper bound of such a target.", "number"),
            Column("currency", "Of money, the code of its currency."),
            Column("value_low", "The lower bound of a figure that is not one number.", "number"),
            Column("value_high", "The upper bound of such a figure.", "number"),
        ),
        "commitments",
        _commitment,
    ),
    Table(
        "updates",
        "What became of commitments, newest briefing first.",
        (
            _ID,
            _URL,
            Column("briefing", "The briefing that says so.", of="briefings", is_required=True),
            Column("commitment", "The commitment.", of="commitments"),
            Column("date", "When it stood so.", "date", is_required=True),
            Column("status", "Where it stood.", is_required=True),
            Column("value", "The figure reached, in the unit of the target.", "number"),
            Column("text", "What the source says.", is_required=True),
            _WITHDRAWN,
            Column("value_low", "The lower bound of a figure that is not one number.", "number"),
            Column("value_high", "The upper bound of such a figure.", "number"),
            Column("deadline", "The new deadline, where it moved.", "date"),
            Column("target", "The new target, where it changed.", "number"),
            Column("target_low", "The lower bound of one that is not one number.", "number"),
            Column("target_high", "The upper bound of such a target.", "number"),
            Column("unit", "What the new target counts."),
            Column("currency", "Of money, the code of its currency."),
        ),
        "briefings",
        _updates,
    ),
    Table(
        "disputed_figures",
        "The figures of updates that have none that all agree on, newest briefing first.",
        (
            Column("update", "The update.", of="updates", is_required=True),
            Column("by", "Id of whose figure it is.", of="entities"),
            Column("value", "The figure, in the unit of the target.", "number"),
            Column("value_low", "The lower bound of a figure that is not one number.", "number"),
            Column("value_high", "The upper bound of such a figure.", "number"),
        ),
        "briefings",
        _disputed,
        has_key=False,
    ),
    Table(
        "quotes",
        "Quotations, newest briefing first.",
        (
            _ID,
            _URL,
            Column("briefing", "The briefing it stands in.", of="briefings", is_required=True),
            Column("date", "The date of that briefing.", "date", is_required=True),
            Column("text", "The words.", is_required=True),
            Column("speaker", "Id of who said it, where that is known.", of="entities"),
            Column("speaker_as_written", "Who said it, in the words of the source."),
            Column("speaker_note", "On what basis the speaker is known, or that it is not."),
            Column("verbatim", "false for reported speech.", "boolean", is_required=True),
            Column("source", "The source it was compared with.", of="sources"),
            Column("source_url", "The passage of the source."),
            _WITHDRAWN,
            Column("turn", "Of words verbatim by a transcript, the label of their turn."),
        ),
        "briefings",
        _quotes,
    ),
    Table(
        "relations",
        "Which commitment takes up which, and which claim contradicts which; newest briefing first.",
        (
            Column("briefing", "The briefing that says so.", of="briefings", is_required=True),
            Column("statement", "The commitment or claim that does.", is_required=True),
            Column("url", "Its address.", is_required=True),
            Column("relation", "continues, or contradicts.", is_required=True),
            Column("other", "The other one: `<briefing>/<id>`.", is_required=True),
            Column("other_url", "Its address.", is_required=True),
            _WITHDRAWN,
        ),
        "briefings",
        _relations,
        has_key=False,
    ),
    Table(
        "statements",
        "Everything that briefings state.",
        (
            Column("id", "A number of this edition; it may be another in the next.", "integer"),
            _URL,
            Column("briefing", "The briefing it stands in.", of="briefings", is_required=True),
            Column("field", "The field of the briefing.", is_required=True),
            Column("number", "Its place in the field.", "integer", is_required=True),
            Column("text", "What it says."),
        ),
        "briefings",
        _statement_rows,
        is_published=False,
        is_numbered=True,
    ),
    Table(
        "evidence",
        "The passages that statements rest on.",
        (
            Column("statement", "The statement.", "integer", of="statements", is_required=True),
            Column("source", "The source.", of="sources", is_required=True),
            Column("url", "The passage in the page of the source.", is_required=True),
            Column("words", "The words of the source.", is_required=True),
            Column("page", "The page of the original on which they begin.", "integer"),
            Column("seconds", "When they are said in a recording.", "number"),
        ),
        "briefings",
        _evidence,
        is_published=False,
        has_key=False,
        is_numbered=True,
    ),
    Table(
        "topics",
        "Which briefings are filed under a topic.",
        (
            Column("topic", "The key word.", is_required=True),
            Column("briefing", "The briefing.", of="briefings", is_required=True),
        ),
        "topics",
        _topic,
        is_published=False,
        has_key=False,
    ),
    Table(
        "mentions",
        "Which briefings name an entity.",
        (
            Column("briefing", "The briefing.", of="briefings", is_required=True),
            Column("entity", "The entity.", of="entities", is_required=True),
        ),
        "briefings",
        _mentions,
        is_published=False,
        has_key=False,
    ),
    Table(
        "parties",
        "Who promised, and with whom.",
        (
            Column("commitment", "The commitment.", of="commitments", is_required=True),
            Column("entity", "Who.", of="entities", is_required=True),
            Column("role", "by, or with.", is_required=True),
        ),
        "commitments",
        _parties,
        is_published=False,
        has_key=False,
    ),
)
"""All tables; a table comes after those it refers to."""
