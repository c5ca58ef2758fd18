"""Data to typed models, or findings in words that an author can act on."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from copy import deepcopy
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from briefsite.archive.dates import Date
from briefsite.archive.load import Document, Where
from briefsite.archive.models import RESERVED_IDS, Briefing, Model, leaves, model_at
from briefsite.archive.text import ID, MAX_ID, Inline, is_link_target
from briefsite.messages.diagnostics import Diagnostic, Severity, Span

M = TypeVar("M", bound=Model)


MOST_FINDINGS = 100
"""Findings at most in a file whose fields are wrong."""


def validate(document: Document, model: type[M]) -> tuple[M | None, list[Diagnostic]]:
    """Check one document against the model of its kind.

    Returns the model, with warnings at most, or None and all findings of the file.
    """
    try:
        valid = model.model_validate(document.data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        return None, [_reword(detail, document, model) for detail in details[:MOST_FINDINGS]]
    findings = [*_check_texts(document, valid)]
    if isinstance(valid, Briefing):
        findings += _check_briefing(document, valid)
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    return (None if errors else valid), findings


_DECISIVE = {"sources", "source", "evidence", "prefix", "suffix", "verbatim"}
"""Without these, evidence would be judged otherwise than it was meant."""


def sound_part(document: Document, model: type[M]) -> M | None:
    """What remains of a broken document without its wrong fields, or None where too much is wrong.

    It serves to find the mistakes of later stages in the same run; no page is made of it. Entries of
    lists stay where they are, so that findings still point at the right lines.
    """
    try:
        model.model_validate(document.data)
    except ValidationError as error:
        wrong = [detail["loc"] for detail in error.errors() if detail["type"] != "missing"]
        data = deepcopy(document.data)
        for where in wrong:
            parent: Any = data
            for step in where[:-1]:
                try:
                    parent = parent[step]
                except (KeyError, IndexError, TypeError):
                    return None
            if not isinstance(parent, dict) or where[-1] in _DECISIVE:
                return None
            parent.pop(where[-1], None)
        try:
            return model.model_validate(data)
        except ValidationError:
            return None
    return None


def check_id(document: Document) -> list[Diagnostic]:
    """Check the id that a file gets from its name."""
    name = document.path.stem
    if re.fullmatch(ID, name) and len(name) > MAX_ID:
        return [
            Diagnostic(
                code="too-long",
                message=f"the file name has {len(name)} characters; at most {MAX_ID} are allowed",
                path=document.path,
                help=f"rename the file, e.g. to `{_slug(name)}.yml`",
            )
        ]
    if re.fullmatch(ID, name) and name not in RESERVED_IDS:
        return []
    reserved = name in RESERVED_IDS
    better = _slug(name)
    return [
        Diagnostic(
            code="bad-id",
            message=f"`{name}` is a reserved name"
            if reserved
            else f"the file name `{name}` is not an id: lower-case letters, digits and hyphens only",
            path=document.path,
            help=f"rename the file, e.g. to `{f'{name}-1' if reserved else better}.yml`",
        )
    ]


def free_id(wanted: str, taken: Container[str]) -> str:
    """An id that no file has yet: `wanted`, or with a number after it."""
    name, number = wanted, 1
    while name in taken or name in RESERVED_IDS:
        number += 1
        name = f"{wanted}-{number}"
    return name


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A help text that suggests the known word most like `word`, or None."""
    return _did_you_mean(word.lower(), frozenset(known))


@lru_cache(maxsize=4096)  # an id that is gone may be asked for in many files
def _did_you_mean(word: str, known: frozenset[str]) -> str | None:
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else None


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return "-".join(words)[:MAX_ID].rstrip("-") or "briefing"


def _reword(detail: ErrorDetails, document: Document, model: type[Model]) -> Diagnostic:
    """Put one of pydantic's errors into our own words, with its place in the file."""
    where = detail["loc"]
    name = next((str(step) for step in reversed(where) if isinstance(step, str)), "the file")
    given, context = detail["input"], detail.get("ctx", {})
    place = document.place(where)
    span, mend = place.value, None
    match detail["type"]:
        case "missing":
            code, message = "missing-field", f"`{name}` is missing"
            span = document.place(where[:-1]).key
            mend = _hint(where, model) or f"add a line `{name}: …`"
        case "extra_forbidden":
            code, message, span = "unknown-field", f"unknown field `{name}`", place.key
            owner = model_at(model, where[:-1])
            fields = _field_names(owner) if owner else []
            mend = did_you_mean(name, fields) or f"known here: {', '.join(fields)}"
        case "literal_error" if isinstance(given, str | None):
            choices = [part.strip("'") for part in _choices(context)]
            code, message = "bad-choice", f"`{name}` cannot be `{given}`"
            mend = did_you_mean(str(given), choices) or f"one of: {', '.join(choices)}"
        case "date" if isinstance(given, str | int | None):
            code, message = "bad-date", f"`{given}` is not a date"
            mend = detail["msg"]
        case "url":
            code, message = "bad-url", f"`{given}` is not an address that a reader can follow"
            mend = "write an address that begins with https:// and holds no password or spaces"
        case "string_too_long" | "too_long" | "id_too_long":
            code = "too-long"
            message, mend = _too_long(name, given, context)
        case "string_too_short":
            code, message, mend = "empty-value", f"`{name}` is empty", "write it or delete the line"
        case "string_pattern_mismatch":
            code, message, mend = _bad_pattern(name, str(given))
        case _:
            kind = detail["type"]
            code = "empty-value" if given is None else "wrong-type"
            shown = _as_typed(given, document, span)
            wanted = _wanted(kind, where, document)
            message, mend = _wrong_type(wanted, name, given, shown=shown, where=where, model=model)
    if given is None and code not in ("missing-field", "unknown-field"):
        code, message = "empty-value", f"`{name}` has no value"
    return Diagnostic(code=code, message=message, path=document.path, span=span, help=mend)


def _field_names(model: type[Model]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _choices(context: dict[str, Any]) -> Iterator[str]:
    """The words of a `Literal`, from pydantic's "'a', 'b' or 'c'"."""
    for part in str(context["expected"]).split(", "):
        yield from part.split(" or ")


def _bad_pattern(name: str, given: str) -> tuple[str, str, str]:
    if name == "sha256":
        return "wrong-type", f"`{given}` is not a SHA-256", "write 64 hexadecimal digits"
    if name == "lang":
        return "bad-choice", f"`{given}` is not a language code", "write e.g. `es` or `en`"
    if name == "commitment":
        message = f"`{given}` is not the address of a commitment"
        return "bad-id", message, "write `<briefing>/<id>`"
    message = f"`{given}` is not an id: lower-case letters, digits and hyphens only"
    return "bad-id", message, f"write e.g. `{_slug(given)}`"


def _too_long(name: str, given: Any, context: dict[str, Any]) -> tuple[str, str]:
    limit = context["max_length"]
    if length := context.get("id_length"):
        message = f"`{name}` has an id of {length} characters; at most {limit} are allowed"
    else:
        length = len(given)
        message = f"`{name}` has {length} characters; at most {limit} are allowed"
    return message, f"cut {length - limit} characters"


_INERT = re.compile(r"(?<!\\)(?:</?[A-Za-z][^<>]{0,200}>|<!--|!\[[^\[\]]{0,200}\]\([^()]{0,200}\))")

_KINDS = {
    "string_type": "a text",
    "tuple_type": "a list",
    "list_type": "a list",
    "model_type": "fields of its own",
    "model_attributes_type": "fields of its own",
    "bool_type": "`true` or `false`",
    "bool_parsing": "`true` or `false`",
    "float_type": "a number",
    "float_parsing": "a number",
}


def _as_typed(given: object, document: Document, span: Span) -> str:
    """A number or truth value as the author typed it."""
    if not isinstance(given, int | float):
        return ""
    line = document.text.splitlines()[span.line - 1]
    return line[span.column - 1 : span.column - 1 + span.width]


def _wanted(kind: str, where: Where, document: Document) -> str:
    """What a field takes, in words."""
    wanted = _KINDS.get(kind, "a text")
    # Evidence is fields of its own, but mostly written as the text alone.
    is_short = "evidence" in where[-2:] and where not in document.places
    return "a text" if is_short and wanted == "fields of its own" else wanted


def _wrong_type(
    wanted: str, name: str, given: object, *, shown: str, where: Where, model: type[Model]
) -> tuple[str, str]:
    is_item = isinstance(where[-1], int) and name != "evidence"
    if given is None:
        return f"`{name}` has no value", f"write {wanted}, or delete the line"
    subject = f"entry {int(where[-1]) + 1} of `{name}`" if is_item else f"`{name}`"
    message = f"{subject} must be {wanted}, not {_describe(given, shown)}"
    if wanted == "a list" and isinstance(given, str):
        return message, f"write `{name}: [{given}]`, or each entry in a line of its own after `- `"
    if wanted == "a text" and isinstance(given, int | float):
        return message, f'put it in quotation marks: "{shown}"'
    if wanted == "a text" and isinstance(given, dict):
        return message, "a text with a colon in it needs quotation marks"
    owner = model_at(model, where)
    if wanted == "fields of its own" and owner:
        first = next(name for name, info in owner.model_fields.items() if info.is_required())
        return message, f"write `{first}: …` and the other fields below it"
    return message, f"write {wanted}"


def _describe(given: object, shown: str) -> str:
    match given:
        case bool():
            return f"`{shown}`"
        case int() | float():
            return f"the number {shown}"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "fields"


def _hint(where: Where, model: type[Model]) -> str | None:
    """What the format says of a missing field."""
    owner = model_at(model, where[:-1])
    for name, info in owner.model_fields.items() if owner else ():
        if (info.alias or name) == where[-1]:
            return f"add `{where[-1]}: …`: {_first_sentence(info.description or '')}"
    return None


def _first_sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _check_texts(document: Document, valid: Model) -> Iterator[Diagnostic]:
    """Check links, and warn of markup that will show as typed."""
    for where, value in leaves(valid):
        if not isinstance(value, Inline):
            continue
        for target in value.links():
            if not is_link_target(target):
                yield Diagnostic(
                    code="bad-link",
                    message=f"a link cannot lead to `{target}`",
                    path=document.path,
                    span=document.place(where).value,
                    help="link to an https:// or mailto: address, or to a page by its id",
                )
        if found := _INERT.search(value):
            yield Diagnostic(
                code="inert-markup",
                message=f"`{found[0]}` will show as typed: HTML and images have no effect here",
                path=document.path,
                span=document.place(where).value,
                severity=Severity.WARNING,
                help="use *emphasis*, **strong**, `code` or [links](https://…)",
            )


def _check_briefing(document: Document, briefing: Briefing) -> Iterator[Diagnostic]:
    if briefing.status == "withdrawn" and not briefing.status_note:
        yield Diagnostic(
            code="missing-reason",
            message="a withdrawn briefing must say why",
            path=document.path,
            span=document.place(("status",)).value,
            help="add `status_note: …`: readers see it at the top of the page",
        )
    if briefing.date_as_written and briefing.date.day:
        yield from _check_weekday(document, briefing)
    seen: dict[str, int] = {}
    for index, commitment in enumerate(briefing.commitments):
        first = seen.setdefault(commitment.id, index)
        if first != index:
            line = document.place(("commitments", first, "id")).value.line
            yield Diagnostic(
                code="duplicate-id",
                message=f"the id `{commitment.id}` stands here a second time",
                path=document.path,
                span=document.place(("commitments", index, "id")).value,
                help=f"the first is in line {line}; the id is the commitment's address",
            )


def _check_weekday(document: Document, briefing: Briefing) -> Iterator[Diagnostic]:
    """Check a weekday such as «viernes» against the date it is written with."""
    from babel import Locale, UnknownLocaleError

    try:
        names = Locale.parse(briefing.lang, sep="-").days["format"]["wide"]
    except (UnknownLocaleError, ValueError):
        return
    day = _day(briefing.date)
    text = _bare(briefing.date_as_written or "")
    written = [
        number
        for number, name in names.items()
        if re.search(rf"(?<!\w){re.escape(_bare(name))}(?!\w)", text)
    ]
    if not written or day.weekday() in written:
        return
    years = [year for year in range(day.year - 12, day.year + 13) if _weekday(day, year) in written]
    nearest = sorted(sorted(years, key=lambda year: abs(year - day.year))[:3])
    yield Diagnostic(
        code="weekday-mismatch",
        message=f"{briefing.date} is a {names[day.weekday()]}, not a {names[written[0]]}",
        path=document.path,
        span=document.place(("date_as_written",)).value,
        help=f"check the year: it is a {names[written[0]]} in {', '.join(map(str, nearest))}",
    )


def _day(date: Date) -> dt.date:
    assert date.month
    assert date.day
    return dt.date(date.year, date.month, date.day)


def _weekday(day: dt.date, year: int) -> int | None:
    try:
        return day.replace(year=year).weekday()
    except ValueError:  # 29 February
        return None


def _bare(word: str) -> str:
    """A word without case and accents."""
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in folded if not unicodedata.combining(char))
