"""Where `#` cuts a text: to YAML, what follows it is a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefsite.archive.load import NOT_PUBLISHED, Document, Place, Where
from briefsite.archive.models import Model, text_at
from briefsite.archive.text import Inline
from briefsite.messages.diagnostics import Diagnostic, Severity, Span
from briefsite.messages.message import Message


def check_comments(document: Document, model: type[Model]) -> Iterator[Diagnostic]:
    """Find comments that were probably meant as part of a text.

    Only fields that take a text are looked at, and only values without quotation marks. `#3` or
    `#word` is one, with no space after the sign; so is any comment where a text with markup
    (`summary`, `text`) has no end of a sentence, and where a single space alone stands before it.
    """
    if not _COMMENT.search(document.text):  # most files
        return
    lines = re.split("\r\n|\n", document.text)
    for where, place in document.places.items():
        found = _comment(lines, place, where) if place.is_plain and where else None
        if found is None or not (kind := text_at(model, where)):
            continue
        line, before, after = found
        if document.typed(place.value) in ("~", "null", "Null", "NULL"):
            continue
        text = lines[place.last_line - 1][: place.end - 1].rstrip()
        is_empty = place.value == place.key and isinstance(where[-1], str)
        looks_like_text = re.match(r"[\w«“\"'¿¡(]", after) is not None
        goes_on = not is_empty and after.strip() and not _SENTENCE_END.search(text)
        if looks_like_text or (goes_on and (kind is Inline or re.fullmatch(r".*\S ", before))):
            yield Diagnostic(
                code="comment-in-text",
                message=NOT_PUBLISHED,
                path=document.path,
                span=Span(line, len(before) + 1, len(after.rstrip()) + 1),
                severity=Severity.WARNING,
                help=Message(
                    "put the text in quotation marks; a comment goes in a line of its own above"
                ),
            )


_COMMENT = re.compile(r"[ \t]#")
_SENTENCE_END = re.compile(r"[.!?…:;][»”’\"')\]*_]*$")


def _comment(lines: list[str], place: Place, where: Where) -> tuple[int, str, str] | None:
    """The comment that ends a value: its line, and what stands in it before and after the sign."""
    line = lines[place.last_line - 1]
    if found := re.compile(r"[ \t]+#").match(line, place.end - 1):
        return place.last_line, line[: found.end() - 1], line[found.end() :]
    if line[place.end - 1 :].strip() or place.last_line == len(lines):
        return None
    # A text goes on in a line that is indented more than its key, or as much as the first of an item.
    least = place.key.column - (1 if isinstance(where[-1], int) else 0)
    below = lines[place.last_line]
    if (found := re.match(r" +#", below)) and found.end() - 1 >= least:
        return place.last_line + 1, below[: found.end() - 1], below[found.end() :]
    return None
