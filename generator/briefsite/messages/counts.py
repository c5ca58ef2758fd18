"""Numbers of things in words, one or many."""

from __future__ import annotations

from briefsite.messages.message import Message


def errors(count: int) -> Message:
    """How many errors."""
    return Message("1 error") if count == 1 else Message("{count} errors", count=count)


def warnings(count: int) -> Message:
    """How many warnings."""
    return Message("1 warning") if count == 1 else Message("{count} warnings", count=count)


def files(count: int) -> Message:
    """How many files."""
    return Message("1 file") if count == 1 else Message("{count} files", count=count)


def briefings(count: int) -> Message:
    """How many briefings."""
    return Message("1 briefing") if count == 1 else Message("{count} briefings", count=count)


def sources(count: int) -> Message:
    """How many sources."""
    return Message("1 source") if count == 1 else Message("{count} sources", count=count)
