"""What changed in a briefing each time that it was published: word by word, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from markupsafe import Markup

from briefsite.archive.dates import Date
from briefsite.archive.models import Briefing, Correction, Evidence, Model
from briefsite.archive.published_lock import NOT_CONTENT
from briefsite.archive.text import Inline
from briefsite.pages.context import Context
from briefsite.pages.formatting import format_date, format_number
from briefsite.pages.versions import are_alike, changes
from briefsite.site.site import BriefingPage

_CHOICES = {
    "kind": "kinds",
    "status": "statuses",
    "named": "named",
    "likelihood": "likelihoods",
    "confidence": "confidences",
}
"""Tables of the words for what is chosen, by field."""

_NAMES = frozenset(["place", "sources", "source", "who", "speaker", "by", "with_"])
"""Fields that hold ids of entities and sources."""

_ADDRESSES = frozenset(["commitment", "continues", "contradicts"])


_MOST_PAIRS = 100_000
"""Of entries that are compared with each other; of longer lists, all that changed was removed and added."""


class ShownChange(NamedTuple):
    """A part of a briefing that changed."""

    name: str
    """As readers know it: «Clave 2»."""

    kind: Literal["changed", "added", "removed", "moved"]
    was: int
    """Of what moved alone: which one it was, from 1."""

    paragraphs: tuple[Markup, ...]
    """With `<ins>` and `<del>`."""


class ShownRevision(NamedTuple):
    """A briefing as it was published on a day."""

    date: Date
    hash: str
    corrections: tuple[Correction, ...]
    """Those that came with it."""

    changes: tuple[ShownChange, ...]
    """Against the one before it; none of the first."""


def revisions(page: BriefingPage, context: Context) -> Iterator[ShownRevision]:
    """All that were kept of a briefing, newest first."""
    for before, after in reversed([*pairwise((None, *page.revisions))]):
        assert after
        now = after.record.model
        was = before.record.model if before else None
        new = len(now.corrections) - len(was.corrections) if was else 0
        shown = tuple(_changes(was, now, context)) if was else ()
        yield ShownRevision(after.date, after.hash, now.corrections[: max(0, new)], shown)


class _Entry(NamedTuple):
    """A field, or an entry of a list, as readers see it."""

    lines: tuple[str, ...]
    """What it says; then, one by one, what else is known of it."""

    id: str | None = None
    """That it has of its own, which is permanent."""


def _changes(was: Briefing, now: Briefing, context: Context) -> Iterator[ShownChange]:
    for field in Briefing.model_fields:
        if field in NOT_CONTENT:
            continue
        old, new = (_entries(field, getattr(side, field), context) for side in (was, now))
        is_list = Briefing.model_fields[field].default == ()
        pairs = _matched(old, new) if is_list else [Pair(0 if old else -1, 0 if new else -1)]
        stays = _in_place(pairs)
        for pair in pairs:
            name = context.words["revision_parts"][field]
            label = f"{name} {max(pair.was, 0) + 1 if pair.now < 0 else pair.now + 1}"
            before = old[pair.was].lines if pair.was >= 0 else ()
            after = new[pair.now].lines if pair.now >= 0 else ()
            if before != after or pair not in stays:
                yield ShownChange(
                    label if is_list else name,
                    _kind(before, after),
                    0 if pair in stays else pair.was + 1,
                    tuple(_paragraphs(before, after)),
                )


def _kind(
    before: Sequence[str], after: Sequence[str]
) -> Literal["changed", "added", "removed", "moved"]:
    if not before:
        return "added"
    if not after:
        return "removed"
    return "moved" if before == after else "changed"


def _paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[Markup]:
    """What an entry says always, and of the rest what changed."""
    for one, other in zip((before[:1], before[1:]), (after[:1], after[1:]), strict=True):
        is_rest = one != before[:1] or other != after[:1]
        for change in changes("\n\n".join(one), "\n\n".join(other)):
            if not change.same and not (is_rest and "<" not in change.html):
                yield change.html


class Pair(NamedTuple):
    """Which entry became which, counted from 0; -1 for none."""

    was: int
    now: int


def _matched(old: Sequence[_Entry], new: Sequence[_Entry]) -> list[Pair]:
    """Which entry of a list became which: by its id, by the same words, by words alike."""
    left, free = dict(enumerate(old)), dict(enumerate(new))
    pairs = []
    for are_same in (
        lambda one, other: one.id is not None and one.id == other.id,
        lambda one, other: one.lines == other.lines,
        lambda one, other: are_alike(_words(one), _words(other)),
    ):
        for at, entry in [*left.items()] if len(left) * len(free) <= _MOST_PAIRS else ():
            to = next((to for to, other in free.items() if are_same(entry, other)), None)
            if to is not None:
                pairs.append(Pair(at, to))
                del left[at], free[to]
    pairs += [*(Pair(at, -1) for at in left), *(Pair(-1, to) for to in free)]
    return sorted(pairs, key=lambda pair: (pair.was if pair.now < 0 else pair.now, pair.now))


def _words(entry: _Entry) -> tuple[str, ...]:
    return tuple(entry.lines[0].split())


def _in_place(pairs: Sequence[Pair]) -> set[Pair]:
    """Those that need not have moved for the order to be as it is."""
    both = [pair for pair in pairs if min(pair) >= 0]
    order = sorted(both)
    blocks = SequenceMatcher(None, order, both, autojunk=False).get_matching_blocks()
    kept = {pair for block in blocks for pair in order[block.a : block.a + block.size]}
    return kept | {pair for pair in pairs if min(pair) < 0}


def _entries(field: str, value: Any, context: Context) -> list[_Entry]:
    """The entries of a list, or the one of another field; none where nothing is written."""
    if not value:
        return []
    values = value if isinstance(value, tuple) and not isinstance(value, Date) else (value,)
    return [
        _Entry(tuple(_lines(entry, context)), getattr(entry, "id", None))
        if isinstance(entry, Model) and not isinstance(entry, Evidence)
        else _Entry((_text(field, entry, context),))
        for entry in values
    ]


def _lines(entry: Model, context: Context) -> Iterator[str]:
    main = "text" if hasattr(entry, "text") else "who"
    yield _text(main if main == "who" else type(entry).__name__, getattr(entry, main), context)
    for field, value in entry:
        default = type(entry).model_fields[field].default
        if field in (main, "id") or value == default or value is None:
            continue
        values = value if field in ("evidence", "values") else (value,)
        yield from (_labelled(field, one, context) for one in values)


def _text(field: str, value: Any, context: Context) -> str:
    """A value as readers see it, in one line."""
    words = context.words
    match value:
        case Evidence():
            said = words["quoted"].format(" ".join(value.text.split()))
            text = f"{said} ({_name(value.source, context)})" if value.source else said
        case Date():
            text = format_date(value, context.locale)
        case bool():
            text = words["reported_speech"]
        case int() | float():
            text = format_number(value, context.locale)
        case Model():
            text = "; ".join(
                _labelled(name, one, context) for name, one in value if one not in (None, ())
            )
        case tuple():
            text = ", ".join(_text(field, one, context) for one in value)
        case Mapping():
            text = "; ".join(
                f"{figure}{words['colon']} {working}" for figure, working in value.items()
            )
        case _:
            text = _word(field, value, context)
    return text


def _labelled(field: str, value: object, context: Context) -> str:
    name = context.words["revision_fields"][field.rstrip("_")]
    return f"{name}{context.words['colon']} {_text(field, value, context)}"


def _word(field: str, value: str, context: Context) -> str:
    """A text, a name by its id, or a choice."""
    text = " ".join((value.plain() if isinstance(value, Inline) else value).split())
    if field == "Quote":
        text = context.words["quoted"].format(text)
    elif field in _NAMES:
        text = _name(text, context)
    elif field in _ADDRESSES:
        owner, _, name = text.partition("/")
        text = f"{_name(owner, context)} ({name})"
    elif field in _CHOICES:
        text = context.words[_CHOICES[field]][text]
    return text


def _name(id_: str, context: Context) -> str:
    """The name of an entity, the title of a source or a briefing; the id of what has no page."""
    site = context.site
    if id_ in site.sources:
        return site.sources[id_].record.title
    if id_ in site.briefings:
        return site.briefings[id_].about.title
    return site.name(id_)
