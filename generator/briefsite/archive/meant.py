"""What an author meant by a value that a field cannot take, and how to write it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from briefsite.archive.choices import language_code, mend_choice, mend_truth
from briefsite.archive.load import Document, Where
from briefsite.archive.written_dates import mend_date, mend_instant
from briefsite.archive.written_figures import Figure, mend_figure, mend_range
from briefsite.messages.diagnostics import Span
from briefsite.messages.message import Message

FIGURES = ("value", "baseline")
"""Fields that take a figure."""

_BOUNDS = ("from", "to", "at_least", "at_most")


def is_figure(where: Where) -> bool:
    """Whether a place takes a figure, or is a bound of one."""
    return where[-1] in FIGURES or (
        len(where) > 1 and where[-2] == "value" and where[-1] in _BOUNDS
    )


class Meant(NamedTuple):
    """A finding whose mend is known, but for its file."""

    code: str
    message: Message
    help: Message
    span: Span


def mend_value(
    document: Document, where: Where, problem: str, given: object, choices: Sequence[str]
) -> Meant | None:
    """What was meant at a place where pydantic has a `problem`; None where that is not clear.

    `choices` are the words that the field takes, if it is one of those.
    """
    name, span = str(where[-1]), document.place(where).value
    mend: Message | None = None
    match problem, given:
        case "extra_forbidden", None:
            return _split_by_comma(document, where)
        case "date" | "instant", str() | int() | float():
            value = document.typed(span) if isinstance(given, int | float) else given
            code, is_moment = "bad-date", problem == "instant"
            message = (
                Message("`{value}` is not a day and a time with their time zone", value=value)
                if is_moment
                else Message("`{value}` is not a date", value=value)
            )
            mend = mend_instant(value) if is_moment else _mend_date_at(value, where)
        case "literal_error", str():
            code = "bad-choice"
            message = Message("`{name}` cannot be `{value}`", name=name, value=given)
            mend = mend_choice(given, choices)
        case "string_pattern_mismatch", str() if name == "lang":
            code, message = "bad-choice", Message("`{value}` is not a language code", value=given)
            known = language_code(given)
            mend = Message("write `{value}`", value=known) if known else None
        case "bool_type", str():
            code = "wrong-type"
            message = Message("`{name}` cannot be `{value}`", name=name, value=given)
            mend = mend_truth(given)
        case "no_words", _:
            code = "empty-value"
            message = Message("`{name}` has neither letters nor digits", name=name)
            mend = Message("write it in words")
        case "no_day", _:
            code, message = "bad-date", Message("`{name}` is not a day", name=name)
            mend = Message("write the day as well, as in `2025-09-26`")
        case "float_type", str() | list():
            code, message = "wrong-type", Message("`{name}` cannot be a list", name=name)
            if isinstance(given, str):
                message = Message("`{value}` is not a number", value=given)
            mend = mend_figure_at(given, document, where)
    return Meant(code, message, mend, span) if mend else None


def _split_by_comma(document: Document, where: Where) -> Meant | None:
    """A comma inside `{…}` that was meant as part of a value, as in `{value: 3,400}`."""
    span = document.place(where).key
    line = document.text.splitlines()[span.line - 1]
    for found in _IN_BRACES.finditer(line):
        if not found.start("value") < span.column - 1 < found.end("value"):
            continue
        name, value = found["name"], found["value"].rstrip()
        place = Span(span.line, found.start("value") + 1, len(value))
        message = Message("the comma in `{value}` separates fields here", value=value)
        field = (*where[:-1], name)
        mend = Message('put it in quotation marks: `{name}: "{value}"`', name=name, value=value)
        if is_figure(field):
            number = mend_figure_at(re.sub(r", (?=\d{3}\b)", ",", value), document, field)
            mend = number or Message("write {wanted}", wanted=Message("a number"))
        elif name in _DATES:
            mend = _mend_date_at(value, field) or mend
        return Meant("unknown-field", message, mend, place)
    return None


_IN_BRACES = re.compile(
    r"(?<!\w)(?P<name>\w++):\s++(?P<value>[^\s:{}\[\],'\"#][^:{}\[\],'\"#]*(?:,[^:{}\[\],'\"#]*)+(?=[,}]))"
)
"""A value without quotation marks that has commas in it, up to the next field."""

_DATES = ("date", "deadline", "published", "retrieved")


def _mend_date_at(text: str, where: Where) -> Message | None:
    """How to write what was meant as a date; what it cannot say goes into a text of the entry."""
    note = "text"
    if len(where) == 1:
        note = "date_note" if where[0] == "date" else "note"
    elif where[0] == "corrections":
        note = "note"
    return mend_date(text, note, is_deadline=where[-1] == "deadline")


def mend_figure_at(given: object, document: Document, where: Where) -> Message | None:
    """How to write what was meant as a figure."""
    entry: Any = document.data
    for step in where[: where.index("target") + 1 if "target" in where else -1]:
        entry = entry[step]
    of_target = "target" in where
    figure = Figure(
        name=str(where[-1]),
        unit=str(entry.get("unit") or "") if of_target else None,
        lang=str(document.data.get("lang", "es")),
        is_money=of_target and bool(entry.get("currency")),
    )
    match given:
        case str():
            return mend_figure(given, figure)
        case list():
            return mend_range([end for end in given if type(end) in (int, float)], figure)
    return None
