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


def to_translate(count: int) -> Message:
    """How many texts are not translated."""
    if not count:
        return Message("nothing left to translate")
    return (
        Message("1 text to translate")
        if count == 1
        else Message("{count} texts to translate", count=count)
    )


def changed_since(count: int) -> Message:
    """How many texts have another original than when they were translated."""
    return (
        Message("1 changed since") if count == 1 else Message("{count} changed since", count=count)
    )


def without_original(count: int) -> Message:
    """How many fields and entries of a translation have no original any more."""
    return (
        Message("1 no longer in the original")
        if count == 1
        else Message("{count} no longer in the original", count=count)
    )


def uncited(count: int) -> Message:
    """How many sentences of a source no briefing cites."""
    return (
        Message("1 sentence that nobody cites")
        if count == 1
        else Message("{count} sentences that nobody cites", count=count)
    )
