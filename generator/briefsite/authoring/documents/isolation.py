"""A document of a stranger is read in a process of its own, with a limit on all it can take.

What comes back is JSON, checked against the types: a reader that was taken over can hand over a wrong
text, and nothing that runs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter, ValidationError

from briefsite.archive.models import DocumentFormat
from briefsite.authoring.documents.document import DocumentError, ReadDocument
from briefsite.authoring.documents.formats import NAMES, read_document
from briefsite.messages.message import Message

MAX_BYTES = 256 * 1024 * 1024
"""Largest document."""

_CPU_SECONDS = 60
_MEMORY = 1024 * 1024 * 1024
_OUTPUT = 16 * 1024 * 1024
_WALL_SECONDS = 3 * _CPU_SECONDS
"""For a reader that waits without working."""


def at_arms_length(raw: bytes, form: DocumentFormat) -> ReadDocument:
    """Read a document in a child process.

    Raises DocumentError where its reader refuses it, crosses a limit or is killed.
    """
    # -I: neither the current folder nor the environment says which modules the child runs.
    command = [sys.executable, "-I", "-m", __name__, form]
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter, our own module)
            command, input=raw, capture_output=True, timeout=_WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise DocumentError(_gave_up(form)) from None
    if len(done.stdout) > _OUTPUT:
        raise DocumentError(
            Message("its text has more than {megabytes} MB", megabytes=_OUTPUT // 1024 // 1024)
        )
    if done.returncode:
        raise DocumentError(_gave_up(form))
    return _received(done.stdout, form)


def _gave_up(form: DocumentFormat) -> Message:
    return Message(
        "this {form} file makes its reader take more than {seconds} s or {memory} GB, or breaks it; "
        "save it anew from the program that made it, or archive its text alone",
        form=NAMES[form],
        seconds=_CPU_SECONDS,
        memory=_MEMORY // 1024**3,
    )


def _received(answer: bytes, form: DocumentFormat) -> ReadDocument:
    """What the child sent, as the types have it."""
    try:
        fields = json.loads(answer)
        if "refused" in fields:
            raise DocumentError(_message(fields["refused"]))
        fields["warnings"] = [_message(warning) for warning in fields["warnings"]]
        return TypeAdapter(ReadDocument).validate_python(fields)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, ValidationError):
        raise DocumentError(_gave_up(form)) from None


def _message(sent: list[Any]) -> Message:
    template, values = sent
    return Message.of_parts(str(template), {str(name): str(of) for name, of in values.items()})


def _sent(message: Message) -> list[Any]:
    return [message.template, dict(message.values)]


def take_limits() -> None:
    """Take from this process what a reader does not need."""

    def refuse(event: str, _: object) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(event)

    sys.addaudithook(refuse)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


_FORBIDDEN = frozenset(
    ["socket.__new__", "socket.connect", "subprocess.Popen", "os.system", "os.exec", "os.fork",
     "os.posix_spawn", "os.remove", "os.rename", "os.mkdir", "shutil.rmtree", "webbrowser.open"]
)  # fmt: skip
"""What no reader has to do, in the terms of Python's audit events."""


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
        answer = {**asdict(read), "warnings": [_sent(warning) for warning in read.warnings]}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
