"""What an author meant by a value that a field cannot take, and how to write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from briefsite.archive.choices import is_unknown, language_code, mend_choice, mend_truth
from briefsite.archive.load import Document, Where
from briefsite.archive.models import Model, model_at
from briefsite.archive.written_dates import mend_date, mend_instant
from briefsite.archive.written_figures import Figure, mend_figure, mend_range
from briefsite.evidence.working import WorkingError, work_out
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
    document: Document, model: type[Model], detail: ErrorDetails, choices: Sequence[str]
) -> Meant | None:
    """What was meant at a place where pydantic finds an error; None where that is not clear.

    `model` is that of the file. `choices` are the words that the field takes, if it is one of those.
    """
    where, problem, given = detail["loc"], detail["type"], detail["input"]
    name, span = str(where[-1]), document.place(where).value
    mend: Message | None = None
    match problem, given:
        case "extra_forbidden", None:
            return _split_by_comma(document, where)
        case "dict_type" | "string_type", _ if "derived" in where[-2:]:
            return _mend_working(document, where, given)
        case "date" | "instant", str() | int() | float():
            value = document.typed(span) if isinstance(given, int | float) else given
            code, is_moment = "bad-date", problem == "instant"
            message = (
                Message("`{value}` is not a day and a time with their time zone", value=value)
                if is_moment
                else Message("`{value}` is not a date", value=value)
            )
            mend = _mend_unknown(value, model, where) or (
                mend_instant(value) if is_moment else _mend_date_at(value, where)
            )
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
            mend = mend_truth(given, in_marks=not document.place(where).is_plain)
        case "no_words", _:
            code = "empty-value"
            message = Message("`{name}` has neither letters nor digits", name=name)
            mend = Message("write it in words")
        case "no_day", _:
            code, message = "bad-date", Message("`{name}` is not a day", name=name)
            mend = Message("write the day as well, as in `2025-09-26`")
        case "float_type", str() | list():
            code = "wrong-type"
            message = (
                Message("`{value}` is not a number", value=given)
                if isinstance(given, str)
                else Message("`{name}` cannot be a list", name=name)
            )
            mend = _mend_unknown(given, model, where) or mend_figure_at(given, document, where)
    return Meant(code, message, mend, span) if mend else None


def _mend_unknown(given: object, model: type[Model], where: Where) -> Message | None:
    """What to do with a field that says that something is not known, where it can be left out."""
    owner = model_at(model, where[:-1]) if is_unknown(str(given)) else None
    for name, info in owner.model_fields.items() if owner else ():
        if (info.alias or name) == where[-1] and not info.is_required():
            return Message("delete `{name}`: what is not known is left out", name=where[-1])
    return None


def _lang(document: Document) -> str:
    return str(document.data.get("lang", "es"))


def _mend_working(document: Document, where: Where, given: object) -> Meant | None:
    """Workings that do not stand behind their figures, or that a comma divides."""
    if where[-1] != "derived":
        is_part = not isinstance(given, dict | list)
        return _working_split_by_comma(document, where) if is_part else None
    if not isinstance(given, str | list):
        return None
    entries = given if isinstance(given, list) else [given]
    found = (pair for entry in entries for pair in _workings(entry, _lang(document)))
    # Where they cannot be done, an example.
    shown = ", ".join(_entry(figure, working) for figure, working in found) or "3: 5 - 2"
    return Meant(
        "wrong-type",
        Message("`{name}` must have each figure before its working", name=where[-1]),
        Message("write `derived: {example}`", example=f"{{{shown}}}"),
        document.place(where).value,
    )


def _workings(entry: object, lang: str) -> Iterator[tuple[str, str]]:
    """Figures with their workings."""
    if isinstance(entry, dict):
        yield from ((name, working) for name, working in entry.items() if isinstance(working, str))
    if not isinstance(entry, str):
        return
    try:
        results = work_out(entry, lang).results
    except WorkingError:
        return
    figure = f"{float(min(results)):.6g}"
    # Where a working has more digits than that, its figure is rounded, and the author knows how.
    if results == {Fraction(figure)} and "e" not in figure:
        yield figure if lang.startswith("en") else figure.replace(".", ","), entry


def _entry(figure: str, working: str) -> str:
    """A figure and its working as they stand between braces."""
    return ": ".join(f'"{part}"' if re.search("[,:]", part) else part for part in (figure, working))


def _working_split_by_comma(document: Document, where: Where) -> Meant | None:
    """A comma inside `{…}` that was meant as part of a figure or its working, as in `{2,5: 5 / 2}`."""
    span = document.place(where).key
    line = document.text.splitlines()[span.line - 1]
    for found in _WORKING_IN_BRACES.finditer(line):
        figure, working = found["figure"].strip(), found["working"]
        value = figure if "," in figure else working
        if "," in value and found.start() < span.column <= found.end():
            place = Span(span.line, found.start() + 1, found.end() - found.start())
            message = Message("the comma in `{value}` separates fields here", value=value)
            mend = Message("put it in quotation marks: `{entry}`", entry=_entry(figure, working))
            return Meant("unknown-field", message, mend, place)
    return None


_FIGURE = r"\d[\d.,%\s]*"
_WORKING_IN_BRACES = re.compile(
    rf"(?<![\d.,])(?P<figure>{_FIGURE}):\s+(?P<working>[^{{}}\[\]#\"']*?)(?=\s*(?:\}}|,\s*{_FIGURE}:\s))"
)
"""A figure without quotation marks and its working, up to the next."""


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
        lang=_lang(document),
        is_money=of_target and bool(entry.get("currency")),
    )
    match given:
        case str():
            return mend_figure(given, figure)
        case list():
            return mend_range([end for end in given if type(end) in (int, float)], figure)
    return None
