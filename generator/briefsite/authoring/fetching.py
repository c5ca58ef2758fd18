"""Documents at an address of the web."""

from __future__ import annotations

from dataclasses import dataclass

from briefsite.messages.message import Message, MessageError


class FetchError(MessageError):
    """Nothing could be fetched; the text says why."""


@dataclass(frozen=True)
class Fetched:
    """What an address holds."""

    raw: bytes
    final_url: str


def fetch(url: str) -> Fetched:
    """Fetch what an address holds."""
    raise FetchError(Message("cannot be read: {why}", why=url))
