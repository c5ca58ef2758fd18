"""Data to typed models, or findings in words that an author can act on."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from copy import deepcopy
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from briefsite.archive.choices import mend_currency
from briefsite.archive.comments import check_comments
from briefsite.archive.consistency import check_dates, check_figures, check_offices
from briefsite.archive.field_names import mend_field
from briefsite.archive.load import (
    MOST_ALIKE,
    NO_ANSWER,
    Document,
    Where,
    mend_colon,
    odd_space_at_edge,
)
from briefsite.archive.meant import mend_value
from briefsite.archive.models import RESERVED_IDS, Briefing, Entity, Model, leaves, model_at
from briefsite.archive.text import ID, MAX_ID, Inline, is_link_target
from briefsite.messages.diagnostics import Diagnostic, Severity, Span
from briefsite.messages.message import Message

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
        details = error.errors(include_url=False, include_context=True)[:MOST_FINDINGS]
        wrong = [_finding(detail, document, model) for detail in details]
        return None, [*_once(wrong), *_check_typed(document, model)]
    findings = [*_check_texts(document, valid), *_check_typed(document, model)]
    if isinstance(valid, Briefing):
        findings += _check_briefing(document, valid)
    elif isinstance(valid, Entity):
        findings += check_offices(document, valid)
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    return (None if errors else valid), findings


def _check_typed(document: Document, model: type[Model]) -> Iterator[Diagnostic]:
    """Find what YAML reads otherwise than it was probably meant."""
    yield from islice(check_figures(document), MOST_ALIKE)
    yield from islice(check_comments(document, model), MOST_ALIKE)


def _once(wrong: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings once each: a comma that separates fields makes several of one value."""
    found = list(dict.fromkeys(wrong))
    split = {(f.span.line, f.span.column) for f in found if f.code == "unknown-field"}
    return [
        f
        for f in found
        if f.code not in ("bad-date", "wrong-type") or (f.span.line, f.span.column) not in split
    ]


_DECISIVE = {"sources", "source", "evidence", "prefix", "suffix", "verbatim", "derived"}
"""Without these, evidence would be judged otherwise than it was meant."""


def sound_part(document: Document, model: type[M]) -> M | None:
    """What remains of a broken document without its wrong fields, or None where too much is wrong.

    It serves to find the mistakes of later stages in the same run; no page is made of it. Entries of
    lists stay where they are, so that findings still point at the right lines.
    """
    try:
        model.model_validate(document.data)
    except ValidationError as error:
        wrong = [_place_of(detail) for detail in error.errors() if detail["type"] != "missing"]
        data = deepcopy(document.data)
        for where in wrong:
            parent: Any = data
            for step in where[:-1]:
                try:
                    parent = parent[step]
                except (KeyError, IndexError, TypeError):
                    return None
            if not isinstance(parent, dict) or not _DECISIVE.isdisjoint(where[-2:]):
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
                message=Message(
                    "the file name has {count} characters; at most {limit} are allowed",
                    count=len(name),
                    limit=MAX_ID,
                ),
                path=document.path,
                help=Message("rename the file, e.g. to `{name}`", name=f"{_slug(name)}.yml"),
            )
        ]
    if re.fullmatch(ID, name) and name not in RESERVED_IDS:
        return []
    reserved = name in RESERVED_IDS
    better = f"{name}-1" if reserved else _slug(name)
    return [
        Diagnostic(
            code="bad-id",
            message=Message("`{name}` is a reserved name", name=name)
            if reserved
            else Message(
                "the file name `{name}` is not an id: lower-case letters, digits and hyphens only",
                name=name,
            ),
            path=document.path,
            help=Message("rename the file, e.g. to `{name}`", name=f"{better}.yml"),
        )
    ]


def free_id(wanted: str, taken: Container[str]) -> str:
    """An id that no file has yet: `wanted`, or with a number after it."""
    name, number = wanted, 1
    while name in taken or name in RESERVED_IDS:
        number += 1
        name = f"{wanted}-{number}"
    return name


def did_you_mean(word: str, known: Iterable[str]) -> Message | None:
    """A help text that suggests the known word most like `word`, or None."""
    return _did_you_mean(word.lower(), frozenset(known))


@lru_cache(maxsize=4096)  # an id that is gone may be asked for in many files
def _did_you_mean(word: str, known: frozenset[str]) -> Message | None:
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return Message("did you mean `{name}`?", name=near[0]) if near else None


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return "-".join(words)[:MAX_ID].rstrip("-") or "briefing"


def _place_of(detail: ErrorDetails) -> Where:
    """Where an error is in the file; as which of several forms a value was read is no place there."""
    return tuple(step for step in detail["loc"] if not str(step).startswith("<"))


def _finding(detail: ErrorDetails, document: Document, model: type[Model]) -> Diagnostic:
    """Put one of pydantic's errors into our own words: what to write, where that is clear."""
    where = detail["loc"] = _place_of(detail)
    given = detail["input"]
    is_text = isinstance(given, str) and detail["type"] not in _OF_LENGTH
    if is_text and (odd := odd_space_at_edge(document, given, document.place(where).value)):
        return odd
    choices = [*_choices(detail["ctx"])] if detail["type"] == "literal_error" else []
    meant = mend_value(document, model, detail, choices)
    if meant is None:
        return _reword(detail, document, model)
    code, message, mend, span = meant
    return Diagnostic(code=code, message=message, path=document.path, span=span, help=mend)


_OF_LENGTH = ("string_too_long", "string_too_short", "extra_forbidden")
"""Errors on which a space at the edge of a value has no bearing."""


def _reword(detail: ErrorDetails, document: Document, model: type[Model]) -> Diagnostic:
    """Put one of pydantic's errors into our own words, with its place in the file."""
    where = detail["loc"]
    name = next((str(step) for step in reversed(where) if isinstance(step, str)), "the file")
    given, context = detail["input"], detail.get("ctx", {})
    place = document.place(where)
    span = place.value
    mend: Message | None = None
    match detail["type"]:
        case "missing":
            code, message = "missing-field", Message("`{name}` is missing", name=name)
            span = document.place(where[:-1]).key
            mend = _hint(where, model) or Message("add a line `{name}: …`", name=name)
        case "extra_forbidden":
            code, message = "unknown-field", Message("unknown field `{name}`", name=name)
            span = place.key
            owner = model_at(model, where[:-1])
            fields = _field_names(owner) if owner else []
            mend = (
                _with_space(name, fields)
                or (owner and mend_field(name, owner))
                or did_you_mean(name, fields)
                or Message("known here: {names}", names=", ".join(fields))
            )
        case "literal_error" if isinstance(given, str | None):
            code, choices = "bad-choice", [*_choices(context)]
            message = Message("`{name}` cannot be `{value}`", name=name, value=given)
            mend = did_you_mean(str(given), choices) or Message(
                "one of: {names}", names=", ".join(choices)
            )
        case "date" | "instant" if isinstance(given, str | int | None):
            code, message = "bad-date", Message("`{value}` is not a date", value=given)
            mend = context["why"]
        case "url":
            code = "bad-url"
            message = Message("`{value}` is not an address that a reader can follow", value=given)
            mend = Message(
                "write an address that begins with https:// and holds no password or spaces"
            )
        case "string_too_long" | "too_long" | "id_too_long":
            code = "too-long"
            message, mend = _too_long(name, given, context)
        case "string_too_short":
            code, message = "empty-value", Message("`{name}` is empty", name=name)
            mend = Message("write it or delete the line")
        case "string_pattern_mismatch" | "currency":
            code, message, mend = _bad_pattern(name, str(given))
        case _:
            kind = detail["type"]
            code = "empty-value" if given is None else "wrong-type"
            shown = _as_typed(given, document, span)
            wanted = _wanted(kind, where, document)
            message, mend = _FIGURES.get(kind) or _wrong_type(
                wanted, name, given, shown=shown, where=where, model=model
            )
    if given is None and code not in ("missing-field", "unknown-field"):
        code, message = "empty-value", Message("`{name}` has no value", name=name)
    return Diagnostic(code=code, message=message, path=document.path, span=span, help=mend)


_FIGURES = {
    "bounds": (
        Message("these are no bounds of a figure"),
        Message(
            "write `{example}`, `{at_least}` or `{at_most}`",
            example="{from: 3, to: 5}",
            at_least="{at_least: 3}",
            at_most="{at_most: 5}",
        ),
    ),
    "bounds_order": (
        Message("these bounds end before they begin"),
        Message("write the lower one as `from`, and the upper one as `to`"),
    ),
    "value_and_values": (
        Message("a figure is disputed or not: `value` and `values` do not go together"),
        Message("delete `value`, or write the one figure there and delete `values`"),
    ),
    "one_value": (
        Message("`values` has one figure, which nobody disputes here"),
        Message("write it as `value: …`, or add the figure that another side gives"),
    ),
    "no_unit": (
        Message("this figure has neither `unit` nor `currency`"),
        Message("add `unit: …`, what is counted, or `currency: …`, the code of the money"),
    ),
}
"""What is wrong with a figure as a whole, and how to mend it."""


def _field_names(model: type[Model]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _choices(context: dict[str, Any]) -> Iterator[str]:
    """The words of a `Literal`, from pydantic's "'a', 'b' or 'c'"."""
    for part in str(context["expected"]).split(", "):
        yield from (choice.strip("'") for choice in part.split(" or "))


def _bad_pattern(name: str, given: str) -> tuple[str, Message, Message]:
    match name:
        case "sha256":
            message = Message("`{value}` is not a SHA-256", value=given)
            return "wrong-type", message, Message("write 64 hexadecimal digits")
        case "lang":
            message = Message("`{value}` is not a language code", value=given)
            return "bad-choice", message, Message("write e.g. `es` or `en`")
        case "currency":
            message = Message("`{value}` is not the code of a currency", value=given)
            mend = mend_currency(given) or Message("write three capitals, e.g. `MXN`")
            return "bad-choice", message, mend
        case "contradicts":
            message = Message("`{value}` is not the address of a claim", value=given)
            return "bad-id", message, Message("write `<briefing>/<id>`")
        case "commitment" | "continues":
            message = Message("`{value}` is not the address of a commitment", value=given)
            return "bad-id", message, Message("write `<briefing>/<id>`")
    message = Message(
        "`{value}` is not an id: lower-case letters, digits and hyphens only", value=given
    )
    return "bad-id", message, Message("write e.g. `{value}`", value=_slug(given))


def _too_long(name: str, given: Any, context: dict[str, Any]) -> tuple[Message, Message]:
    limit = context["max_length"]
    if length := context.get("id_length"):
        message = Message(
            "`{name}` has an id of {count} characters; at most {limit} are allowed",
            name=name,
            count=length,
            limit=limit,
        )
    else:
        length = len(given)
        message = Message(
            "`{name}` has {count} characters; at most {limit} are allowed",
            name=name,
            count=length,
            limit=limit,
        )
    return message, Message("cut {count} characters", count=length - limit)


_INERT = re.compile(r"(?<!\\)(?:</?[A-Za-z][^<>]{0,200}>|<!--|!\[[^\[\]]{0,200}\]\([^()]{0,200}\))")

_TEXT = Message("a text")
_LIST = Message("a list")
_NUMBER = Message("a number")
_FIELDS = Message("fields of its own")
_TRUTH = Message("`true` or `false`")

_KINDS = {
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _FIELDS,
    "model_type": _FIELDS,
    "model_attributes_type": _FIELDS,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
}


def _as_typed(given: object, document: Document, span: Span) -> str:
    """A number or truth value as the author typed it; of fields, the first character."""
    return document.typed(span) if isinstance(given, int | float | dict) else ""


def _wanted(kind: str, where: Where, document: Document) -> Message:
    """What a field takes, in words."""
    wanted = _KINDS.get(kind, _TEXT)
    # Evidence is fields of its own, but mostly written as the text alone.
    is_short = "evidence" in where[-2:] and where not in document.places
    return _TEXT if is_short and wanted == _FIELDS else wanted


def _wrong_type(
    wanted: Message, name: str, given: object, *, shown: str, where: Where, model: type[Model]
) -> tuple[Message, Message]:
    if given is None:
        message = Message("`{name}` has no value", name=name)
        return message, Message("write {wanted}, or delete the line", wanted=wanted)
    message = Message(
        "{subject} must be {wanted}, not {given}",
        subject=_subject(name, where),
        wanted=wanted,
        given=_describe(given, shown),
    )
    if wanted == _LIST and isinstance(given, str):
        return message, Message(
            "write `{name}: [{value}]`, or each entry in a line of its own after `- `",
            name=name,
            value=given,
        )
    if wanted == _TEXT and isinstance(given, int | float):
        return message, Message('put it in quotation marks: "{value}"', value=shown)
    if wanted == _TEXT and isinstance(given, dict):
        in_marks = Message("a text with a colon in it needs quotation marks")
        return message, NO_ANSWER if shown == "?" else in_marks
    owner = model_at(model, where)
    if wanted == _FIELDS and owner:
        fields = owner.model_fields
        # Of a translation, none is required.
        first = next(
            (name for name, info in fields.items() if info.is_required()), next(iter(fields))
        )
        return message, _with_space(given, _field_names(owner)) or Message(
            "write `{name}: …` and the other fields below it", name=first
        )
    return message, Message("write {wanted}", wanted=wanted)


def _with_space(given: object, fields: Container[str]) -> Message | None:
    """How to write one of some fields that has no space after its colon."""
    mend = mend_colon(given)
    return mend if mend and mend.values["name"] in fields else None


def _subject(name: str, where: Where) -> str:
    """The field, or the entry of a list, that is wrong."""
    if isinstance(where[-1], int) and name != "evidence":
        return Message("entry {number} of `{name}`", number=where[-1] + 1, name=name)
    return f"`{name}`"


def _describe(given: object, shown: str) -> str:
    match given:
        case bool():
            return f"`{shown}`"
        case int() | float():
            return Message("the number {number}", number=shown)
        case str():
            return _TEXT
        case list():
            return _LIST
        case _:
            return Message("fields")


def _hint(where: Where, model: type[Model]) -> Message | None:
    """What the format says of a missing field."""
    owner = model_at(model, where[:-1])
    for name, info in owner.model_fields.items() if owner else ():
        if (info.alias or name) == where[-1]:
            what = _first_sentence(info.description or "")
            return Message("add `{name}: …`: {what}", name=where[-1], what=what)
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
                    message=Message("a link cannot lead to `{target}`", target=target),
                    path=document.path,
                    span=document.place(where).value,
                    help=Message("link to an https:// or mailto: address, or to a page by its id"),
                )
        if found := _INERT.search(value):
            yield Diagnostic(
                code="inert-markup",
                message=Message(
                    "`{markup}` will show as typed: HTML and images have no effect here",
                    markup=found[0],
                ),
                path=document.path,
                span=document.place(where).value,
                severity=Severity.WARNING,
                help=Message("use *emphasis*, **strong**, `code` or [links](https://…)"),
            )


def _check_briefing(document: Document, briefing: Briefing) -> Iterator[Diagnostic]:
    if briefing.status == "withdrawn" and not briefing.status_note:
        yield Diagnostic(
            code="missing-reason",
            message=Message("a withdrawn briefing must say why"),
            path=document.path,
            span=document.place(("status",)).value,
            help=Message("add `status_note: …`: readers see it at the top of the page"),
        )
    yield from check_dates(document, briefing)
    yield from _check_ids(document, briefing)


def _check_ids(document: Document, briefing: Briefing) -> Iterator[Diagnostic]:
    """Check the ids of commitments and claims, which share the addresses `<briefing>/<id>`."""
    given = [
        ((field, index, "id"), entry.id)
        for field in ("commitments", "claims")
        for index, entry in enumerate(getattr(briefing, field))
        if entry.id
    ]
    seen: dict[str, Where] = {}
    for where, name in given:
        first = seen.setdefault(name, where)
        if first != where:
            line = document.place(first).value.line
            yield Diagnostic(
                code="duplicate-id",
                message=Message("the id `{name}` stands here a second time", name=name),
                path=document.path,
                span=document.place(where).value,
                help=Message(
                    "the first is in line {line}; the id is the address of a commitment or claim",
                    line=line,
                ),
            )
        elif where[0] == "claims" and name.isdigit():
            yield Diagnostic(
                code="bad-id",
                message=Message("the id of a claim needs a letter: numbers count the claims"),
                path=document.path,
                span=document.place(where).value,
                help=Message("write e.g. `{value}`", value=f"c-{name}"),
            )
