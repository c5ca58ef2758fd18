"""Later versions of a source: what changed in each, word by word, and what is cited and stands there no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from markupsafe import Markup

from briefsite.archive.dates import Date
from briefsite.archive.text import escape
from briefsite.evidence.sentences import are_paragraphs, paragraphs
from briefsite.evidence.source_text import NotFound
from briefsite.site.site import Passage, SourcePage, prepared

_Words = tuple[str, ...]
"""A paragraph."""

_Kind = Literal["same", "del", "ins"]

_BREAK = "¶"
"""Stands for the end of a paragraph among words; shown where it was put in or taken out within one."""

_ALIKE = 0.5
"""How much of the shorter of two stretches must stand in the other, for its words to be compared."""

_MOST_WORDS = 5_000
"""Of a stretch that is compared word by word; of a longer one, all is taken for changed."""


class Change(NamedTuple):
    """A paragraph, or a run of paragraphs that did not change."""

    html: Markup
    """With `<ins>` and `<del>`; empty for a run."""

    same: int = 0
    """How many paragraphs the run has, two or more; 0 for a single paragraph."""


class Lost(NamedTuple):
    """A passage that is cited, and does not stand in a version."""

    passage: Passage
    words: str
    """As they were received."""


class ShownVersion(NamedTuple):
    """A later version of a source, as readers see it."""

    retrieved: Date
    changes: tuple[Change, ...]
    """Against the version before it."""

    lost: tuple[Lost, ...]
    """Of the newest version alone."""


def versions(source: SourcePage) -> Iterator[ShownVersion]:
    """The later versions of a source, oldest first."""
    texts = [source.received, *(later.text for later in source.versions.values())]
    newest = max(source.versions, default=None)
    for retrieved, (before, after) in zip(source.versions, pairwise(texts), strict=True):
        lost = tuple(lost_passages(source)) if retrieved == newest else ()
        yield ShownVersion(retrieved, tuple(changes(before, after)), lost)


def lost_passages(source: SourcePage) -> Iterator[Lost]:
    """The cited passages that do not stand in the newest version, with slips or without; as in `recheck`, more than once is enough."""
    if not source.versions:
        return
    later = source.versions[max(source.versions)]
    now = prepared(later.text, source.record, later.places)
    for passage in source.passages:
        if all(statement.is_withdrawn for statement in source.citations[passage.number]):
            continue
        words = " […] ".join(source.received[start:end] for start, end in passage.ranges)
        meant = words
        for slip in source.record.sic:
            meant = meant.replace(slip.as_written, slip.meant)
        if all(isinstance(now.find(wanted), NotFound) for wanted in (words, meant)):
            yield Lost(passage, " ".join(words.split()))


def changes(before: str, after: str) -> Iterator[Change]:
    """What changed from one text to another; white space does not count."""
    was, now = _paragraphs(before), _paragraphs(after)
    for kind, low, high, start, end in SequenceMatcher(None, was, now).get_opcodes():
        if kind != "equal":
            yield from _changed(was[low:high], now[start:end])
        elif high - low > 1:
            yield Change(Markup(), high - low)
        else:
            yield Change(_html([("same", was[low])]))


def _paragraphs(text: str) -> list[_Words]:
    """The words of each paragraph."""
    found = paragraphs(text, lines=are_paragraphs(text))
    return [tuple(text[start:end].split()) for start, end in found]


def _changed(was: Sequence[_Words], now: Sequence[_Words]) -> Iterator[Change]:
    """Paragraphs that were changed: one by one where each resembles its own, else all together."""
    if len(was) == len(now) > 1 and all(map(are_alike, was, now)):
        for pair in zip(was, now, strict=True):
            yield from _changed(pair[:1], pair[1:])
        return
    old, new = (tuple(word for words in side for word in (*words, _BREAK)) for side in (was, now))
    runs: list[tuple[_Kind, _Words]] = [("del", old), ("ins", new)]
    if are_alike(old, new):
        runs = []
        for kind, low, high, start, end in _compared(old, new).get_opcodes():
            if kind == "equal":
                runs.append(("same", old[low:high]))
            else:
                runs += [("del", old[low:high]), ("ins", new[start:end])]
    yield from _as_paragraphs(runs)


@lru_cache(1)  # asked for twice: whether they are alike, and how
def _compared(one: _Words, other: _Words) -> SequenceMatcher[str]:
    # Of long stretches, words that come often are no guide, and cost the most.
    return SequenceMatcher(None, one, other, autojunk=max(len(one), len(other)) > 500)


def are_alike(one: _Words, other: _Words) -> bool:
    """Whether two stretches have enough in common; to rule it out costs little."""
    enough = _ALIKE * min(len(one), len(other))
    if max(len(one), len(other)) > _MOST_WORDS or (Counter(one) & Counter(other)).total() < enough:
        return False
    return sum(block.size for block in _compared(one, other).get_matching_blocks()) >= enough > 0


def _as_paragraphs(runs: Sequence[tuple[_Kind, _Words]]) -> Iterator[Change]:
    """Runs of words, with `_BREAK` among them, as the paragraphs that readers see."""
    shown: list[tuple[_Kind, _Words]] = []
    for kind, words in runs:
        rest = words
        while _BREAK in rest:
            at = rest.index(_BREAK)
            shown.append((kind, rest[:at]))
            rest = rest[at + 1 :]
            kinds = {of for of, some in shown if some}
            if kind != "same" and kinds - {kind}:
                # Within a paragraph: one that was parted in two, or two that were put together.
                shown.append((kind, (_BREAK,)))
                if kind == "del":
                    continue
            if kinds:
                yield Change(_html(shown))
            shown = []
        shown.append((kind, rest))
    if any(words for _, words in shown):
        yield Change(_html(shown))


def _html(runs: Sequence[tuple[_Kind, _Words]]) -> Markup:
    """A paragraph."""
    out = []
    for kind, words in runs:
        if words:
            text = escape(" ".join(words))
            out.append(text if kind == "same" else f"<{kind}>{text}</{kind}>")
    return Markup(" ".join(out))
