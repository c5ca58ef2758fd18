"""What is wrong with a published site, in words for whoever checks it."""

from __future__ import annotations

from typing import NamedTuple

from briefsite.messages.message import Message

KINDS = {
    "unreadable": "A file that the site lists or leads to cannot be read.",
    "malformed": "Data that do not have the shape that such data have.",
    "file-changed": "A file that is not the one that `manifest.json` lists.",
    "file-missing": "A file that `manifest.json` lists, and the site does not have.",
    "file-added": "A file that `manifest.json` does not list.",
    "text-changed": "An archived text, or its document, that does not have the SHA-256 shown.",
    "text-hidden": "A page of a source that does not show the archived text, whole.",
    "passage-moved": "A passage that is not where its page and its data say.",
    "words-not-in-source": "Words that are shown as those of a source, and do not stand there.",
    "quotation-not-in-speech": "Words that are shown as verbatim, and are nobody's in the source.",
    "speaker-not-in-source": "A speaker whom the turn of the source does not name.",
    "figure-not-in-evidence": "A figure of the editors that no evidence has.",
    "bad-working": "A working that is wrong, or works with other figures than those of the evidence.",
    "count-differs": "How much is said to be compared is not how much stands in the sources.",
    "mark-without-proof": "A mark of proof on words that nothing proves.",
    "page-differs": "A page that does not say what its data say.",
    "copy-differs": "A table, feed, citation, card or text that does not say what its page says.",
    "broken-link": "A link to a page, passage or place that is not there.",
    "foreign-content": "Something within a page that no page of such a site has: a script, a style, a comment.",
    "edition-differs": "A translation that does not rest on what its original rests on.",
    "empty-correction": "A correction that names no change.",
    "bad-register": "A register whose lines do not follow from each other.",
    "register-differs": "A briefing that is not what the register says was published.",
    "unannounced-change": "A briefing that was changed or removed, and no correction says so.",
    "history-rewritten": "A register that is not the one that was kept, gone on with.",
}
"""What each kind of fault means."""


class Fault(NamedTuple):
    """One thing that is wrong."""

    kind: str
    """A key of `KINDS`."""

    path: str
    """The file of the site in which it shows."""

    message: Message
    words: str = ""
    """The words that it is about."""


def short(text: str, limit: int = 160) -> str:
    """A text for a message: in one line, and not longer than it need be."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
