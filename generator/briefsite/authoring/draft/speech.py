"""Quotations in a text, and who the text says they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefsite.authoring.draft.draft_text import DraftText
from briefsite.evidence.speech import Turn
from briefsite.evidence.typography import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What somebody said."""

    place: Range
    """Without the marks around."""

    sentence: Range
    speaker: Range | None = None
    """Who said it, as the text has it."""

    attribution: Range | None = None
    """The words that say so."""

    is_inherited: bool = False
    """Said of an earlier quotation of the same paragraph."""

    label: str | None = None
    """Who speaks, where it is the words of a turn."""


@dataclass(frozen=True, slots=True)
class QuotedName:
    """What stands in quotation marks as a name."""

    place: Range


def find_quotations(text: DraftText) -> Iterator[Quotation | QuotedName]:
    """Quotations and quoted names, in order; single words in marks are neither."""
    previous: Quotation | None = None
    for raw in text.in_marks:
        if text.is_asked(raw) or not text.is_quotable(raw):
            continue
        block = text.block_of(raw)
        place = _without_comma(text, raw)
        speaker = _speaker_after(text, raw, block) or _speaker_before(text, raw, block)
        if not speaker and _is_name(text, place, block):
            yield QuotedName(place)
            continue
        is_inherited = False
        if not speaker and previous and previous.speaker and previous.sentence[0] >= block[0]:
            attributed = previous.attribution
            between = text.source.text[previous.place[1] : raw[0]]
            if attributed and previous.place[1] <= attributed[0] < raw[0] and len(between) < 120:
                speaker, is_inherited = (previous.speaker, attributed), True
        if not speaker and len(text.slice(place).split()) < 4:
            continue  # a word held at arm's length
        sentence = _around(text, raw, block)
        previous = Quotation(
            place=place,
            sentence=sentence,
            speaker=speaker[0] if speaker else None,
            attribution=speaker[1] if speaker else None,
            is_inherited=is_inherited,
        )
        yield previous


def unattributed(text: DraftText, raw: Range) -> Quotation:
    """What stands between marks, whatever it is, as somebody's words that are not said to be anybody's."""
    place = _without_comma(text, raw)
    return Quotation(place=place, sentence=_around(text, raw, text.block_of(raw)))


def find_spoken(text: DraftText) -> Iterator[Quotation]:
    """Of each turn of somebody who does not ask, the longest sentence that is no question."""
    said: dict[Turn, Range] = {}
    for sentence in text.sentences:
        turn = text.turn_at(sentence)
        if turn and not text.asks(turn) and _says_something(text, sentence):
            said[turn] = max(said.get(turn, sentence), sentence, key=lambda s: s[1] - s[0])
    for turn, sentence in said.items():
        yield Quotation(place=text.trim(sentence), sentence=sentence, label=turn.label)


def _says_something(text: DraftText, sentence: Range) -> bool:
    """Tell what could be quoted from questions, greetings, and what itself quotes."""
    words = text.slice(sentence)
    return (
        len(words.split()) >= _ENOUGH_WORDS
        and len(words) <= _MOST_LETTERS
        and words[-1] != "?"
        and text.is_quotable(sentence)
        and not text.words.pattern(r"\A\W*<greeting>\b").search(words)
        and not any(low < sentence[1] and sentence[0] < high for low, high in text.in_marks)
    )


_ENOUGH_WORDS = 7
"""What is shorter is «Buenos días a todas y todos» or the like."""

_MOST_LETTERS = 500

_REACH = 400
"""Characters beside a quotation in which its speaker is looked for."""

_NAME = r"[^\s,.;:()«»“”\"'—–][^,.;:()«»“”\"—–\n]{0,80}?"
_WHO = rf"(?P<who>{_NAME})"
_APPOSED = rf"(?P<who>{_NAME}(?:\s+\([A-Z]{{2,8}}\))?(?:,\s+{_NAME})?)"
"""A name with its acronym, or with what is said of it between commas."""

_FULL_NAME = r"(?-i:[A-ZÁÉÍÓÚÑ][\w’'-]+(?:\s+(?:de\s+|del\s+|la\s+)*[A-ZÁÉÍÓÚÑ][\w’'-]+)+)"

_MARKS = "[»”\"'’]{0,2}"


def _speaker_after(text: DraftText, place: Range, block: Range) -> tuple[Range, Range] | None:
    """«…», dijo X · “…”, X said · «…», según X."""
    if not text.words.has_rules:
        return None
    rest = (place[1], min(block[1], place[1] + _REACH))
    lead = rf"\A{_MARKS}\s*[,;]?{_MARKS}\s*[—–-]?\s*"
    ends = r"(?=\s*[,.;:()«“\"—–]|\s+(?:<who_ends>)\b|\s*$)"
    for pattern in (
        rf"{lead}(?P<all><say>\s+(?P<who>{_NAME}(?:,\s+{_FULL_NAME})?)){ends}",
        rf"{lead}(?P<all><according_to>\s+{_WHO}){ends}",
        rf"{lead}(?P<all>{_APPOSED},?\s+<say>)\b",
    ):
        # `\A` must mean the place right after the quotation.
        found = text.words.pattern(pattern).match(text.source.text[rest[0] : rest[1]])
        if found and _is_somebody(found["who"]):
            return _shift(found, rest[0])
    return None


def _speaker_before(text: DraftText, place: Range, block: Range) -> tuple[Range, Range] | None:
    """X dijo: «…» · dijo X: «…» · Según X, «…» · X dijo ayer que «…» · X: «…»."""
    if not text.words.has_rules:
        return None
    first = max(block[0], place[0] - _REACH)
    before = text.source.text[first : place[0]].rstrip("«“\"'‘` \n„")
    start = max((m.end() for m in re.finditer(r"[.!?…][»”\"'’)]*\s+", before)), default=0)
    clause = before[start:]
    for pattern in (
        rf"(?P<all>\b<according_to>\s+{_APPOSED})\s*,?\s*\Z",
        rf"(?P<all>\b<say>\s+{_APPOSED})\s*:\s*\Z",
        rf"\A(?P<all>{_APPOSED},?\s+<say>)\b(?:\s+(?:que|that))?\s*[:,]?\s*\Z",
        rf"[,;]\s*(?P<all>{_WHO}\s+<say>)\b(?:\s+(?:que|that))?\s*[:,]?\s*\Z",
        rf"\A(?P<all>{_WHO}\s+<say>)\b[^.;:]{{0,120}}:\s*\Z",
        rf"\A(?P<all>{_APPOSED},?\s+<say>)\b(?:\s+[^\s.,;:]+){{1,6}}?,?\s+(?:que|that)\s*\Z",
        r"\A(?P<all>(?P<who>[^\W\d_][^:.;«»“”\"\n]{1,60})):\s*\Z",
    ):
        found = text.words.pattern(pattern).search(clause)
        if found and _is_somebody(found["who"]):
            return _shift(found, first + start)
    return None


def _shift(found: re.Match[str], by: int) -> tuple[Range, Range]:
    who = (found.start("who") + by, found.end("who") + by)
    return who, (found.start("all") + by, found.end("all") + by)


def _is_somebody(who: str) -> bool:
    """Tell somebody from what merely stands where a speaker could."""
    return len(who.split()) <= 14 and not _NOBODY.match(who)


_NOBODY = re.compile(
    r"(?i)(?:que|that|él|ella|ellos|he|she|they|it|también|also|así|y|and)\Z"
    # when and where it was said
    r"|.*\d"
    r"|(?:en|durante|tras|ante|desde|ayer|hoy|anoche|anteayer|ahora|luego|después|entonces|est[ae]\s+(?:mañana|tarde|noche|semana)"
    r"|on|in|at|during|after|before|yesterday|today|later|then|this\s+(?:morning|afternoon|evening|week)"
    r"|(?:el|la|este|on)\s+(?:pasad[oa]\s+)?(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|mes|semana)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)


def _is_name(text: DraftText, place: Range, block: Range) -> bool:
    """Tell the name of something: capitals throughout, and an article before it."""
    words = re.findall(r"[^\W\d_]+", text.slice(place))
    long = [word for word in words if len(word) > 3]
    before = text.source.text[max(block[0], place[0] - 30) : place[0]].rstrip("«“\"'‘`")
    introduced = text.words.pattern(r"\b<quote_name_before>\s*\Z").search(before)
    return bool(introduced and long and sum(w[0].isupper() for w in long) > 0.6 * len(long))


def _without_comma(text: DraftText, place: Range) -> Range:
    start, end = place
    raw = text.source.text
    while end > start and (raw[end - 1] in ",;" or raw[end - 1].isspace()):
        end -= 1
    while start < end and raw[start].isspace():
        start += 1
    return start, end


def _around(text: DraftText, place: Range, block: Range) -> Range:
    """The sentence a quotation stands in; several, where it holds several."""
    inside = [s for s in text.sentences_across(place) if s[0] < place[1] and place[0] < s[1]]
    return (inside[0][0], inside[-1][1]) if inside else block
