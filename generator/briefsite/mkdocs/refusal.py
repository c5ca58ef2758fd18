"""How a build ends that cannot go on."""

from __future__ import annotations

from mkdocs.exceptions import PluginError

from briefsite.messages.message import Message
from briefsite.messages.translation import author_language, translate


def refused(message: Message) -> PluginError:
    """The error for MkDocs to show, in the author's language."""
    return PluginError(f"briefsite: {translate(message, author_language())}")
