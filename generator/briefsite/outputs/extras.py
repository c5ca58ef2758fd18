"""Libraries that not every site needs: what to say where one is missing."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from briefsite.messages.message import Message, MessageError


class MissingExtraError(MessageError):
    """A library that an extra of the package brings is not there; the text says what to install."""


def versions(library: str, extra: str) -> str:
    """A library and its version; raises MissingExtraError without it."""
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        raise missing(library, extra) from None


def missing(library: str, extra: str) -> MissingExtraError:
    """The error for a library that is not installed."""
    return MissingExtraError(
        Message(
            "{library} is not installed; install it: pip install 'briefsite[{extra}]'",
            library=library,
            extra=extra,
        )
    )
