"""A document of a stranger is read at arm's length, in a process that can take little.

What comes back is JSON, checked against the types: a reader that was taken over can hand over a wrong
text, and nothing that runs.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from briefsite.archive.models import DocumentFormat
from briefsite.authoring.documents.document import DocumentError, ReadDocument
from briefsite.authoring.documents.formats import NAMES, read_document
from briefsite.cache.limited import (
    CPU_SECONDS,
    MEMORY,
    OUTPUT,
    LimitError,
    OutputError,
    limited,
    take_limits,
)
from briefsite.messages.message import Message

MAX_BYTES = 256 * 1024 * 1024
"""Largest document."""


def at_arms_length(raw: bytes, form: DocumentFormat) -> ReadDocument:
    """Read a document in a child process.

    Raises DocumentError where its reader refuses it, crosses a limit or is killed.
    """
    try:
        fields = json.loads(limited(__name__, form, given=raw))
        if "refused" in fields:
            raise DocumentError(_message(fields["refused"]))
        fields["warnings"] = [_message(warning) for warning in fields["warnings"]]
        return TypeAdapter(ReadDocument).validate_python(fields)
    except OutputError:
        raise DocumentError(
            Message("its text has more than {megabytes} MB", megabytes=OUTPUT // 1024**2)
        ) from None
    except (
        LimitError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        ValidationError,
    ):
        raise DocumentError(
            Message(
                "this {form} file makes its reader take more than {seconds} s or {memory} GB, or breaks it; "
                "save it anew from the program that made it, or archive its text alone",
                form=NAMES[form],
                seconds=CPU_SECONDS,
                memory=MEMORY // 1024**3,
            )
        ) from None


def _message(sent: list[Any]) -> Message:
    template, values = sent
    return Message.of_parts(str(template), {str(name): str(of) for name, of in values.items()})


def _sent(message: Message) -> list[Any]:
    return [message.template, dict(message.values)]


def main() -> None:
    """Read a document from standard input, and answer on standard output."""
    form: DocumentFormat = sys.argv[1]  # type: ignore[assignment]
    raw = sys.stdin.buffer.read()
    take_limits()
    try:
        read = read_document(raw, form)
    except DocumentError as error:
        answer: object = {"refused": _sent(error.message)}
    else:
        # `asdict` cannot copy counters.
        read = replace(read, omitted={**read.omitted}, altered={**read.altered})
        answer = {**asdict(read), "warnings": [_sent(warning) for warning in read.warnings]}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
