"""What pages say of their cards for other sites: how large each is, and the HTML that frames it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from briefsite.archive.models import Model
from briefsite.site.site import CommitmentPage, Statement

WIDTH = 600
"""Pixels for which the height of a card is meant; a narrower one is scrolled."""

Embedded = Statement[Model] | CommitmentPage | Sequence[CommitmentPage]
"""What a card shows: a quotation, a commitment, or the promises that a scoreboard counts."""


def embed_height(shown: Embedded) -> int:
    """How high a card is, in pixels: enough for all of it in the type of most browsers."""
    match shown:
        case Statement():
            start, end = shown.passages[0].ranges[0][0], shown.passages[0].ranges[-1][1]
            return 300 + 31 * -(-(end - start) // 45)
        case CommitmentPage():
            return 330 + 29 * -(-len(shown.about.title) // 42)
    states = {step.status for page in shown for step in page.counted}
    return 470 + 31 * len(states)


def frame(address: str, title: str, height: int) -> str:
    """The HTML by which another page shows a card."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{WIDTH}" height="{height}" '
        'loading="lazy" style="border:0;max-width:100%"></iframe>'
    )
