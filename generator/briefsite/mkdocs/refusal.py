"""How a build ends that cannot go on."""

from __future__ import annotations

from mkdocs.exceptions import PluginError

from briefsite.messages.message import Message
from briefsite.messages.translation import author_language, translate


def cannot_be_written(error: OSError) -> PluginError:
    """The error where the system refuses to write; nothing is in its place yet then."""
    message = Message(
        "{path} cannot be written: {why}; the site built before is untouched",
        path=error.filename or ".",
        why=error.strerror or error,
    )
    return refused(message)


def refused(message: Message) -> PluginError:
    """The error for MkDocs to show, in the author's language."""
    return PluginError(f"briefsite: {translate(message, author_language())}")
