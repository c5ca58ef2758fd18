"""Rule 4: what stands between quotation marks.

Whether a mark opens or closes is told by its glyph and by what stands on both sides of it: with white
space before and a letter after a mark never closes, with a letter before and white space after it
never opens. So the narrator's words do not become a quotation where a mark is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from briefsite.evidence.typography import HINTS, SINGLE_CLOSES, SINGLE_OPENS, Range

_MARK = re.compile(
    rf"''|``|´´|‘‘|’’|[\"“”„‟«»″‹›]|(?P<opens>{SINGLE_OPENS}|(?<!\w)‚(?=[\w¿¡]))"
    rf"|(?P<closes>{SINGLE_CLOSES}|(?<=[\w.,;:!?…)])‘(?!\w))"
)
_KINDS = {
    **dict.fromkeys("«»", "«"),
    **dict.fromkeys("‹›", "‹"),
    **dict.fromkeys("“”„‟", "“"),
    **dict.fromkeys("‘’'‚", "'"),
    **dict.fromkeys('"″', '"'),
}
"""Marks that pair with their own kind; those typed as two signs pair with each other."""

_SINGLE = "'"
_UNDIRECTED = ('"', "''")
"""Kinds of which the glyph does not say whether it opens."""

_ELISION = (
    r"(?<![\w'‘’])['‘’](?:[0-9]{2}s?|[Ee]m|[Nn]['’]?|[Cc](?:ause|os|uz)|[Tt](?:ill?|is|was|were)|[Bb]out|[Rr]ound)"
    r"(?![\w'’])"
)
"""A word without its beginning, as in «the '90s», «get 'em out» and «rock 'n' roll»."""

_INNER = rf"(?<!: )(?!\A){_ELISION}"
"""One that stands where a quotation is not likely to begin."""

_PLAIN = r"(?:(?<=\w)['’](?=\w)|[^'‘’‚´`«»‹›\"“”„‟″])*"
"""What has no marks, nor signs that may be one."""

_NO_NOUN = r"(?!or)\w{1,2}|but|con|del|dijo|for|from|had|las|los|para|por|que|said|that|the|una|was|were|who|with"
_CUT = rf"(?:(?<=[sS0-9])|(?<=in)|(?<=\s\w))['’](?=\s+(?!\s|(?:{_NO_NOUN})(?!\w)))"
"""An apostrophe at the end of a word, where it may be one: «the unions' leaders», «losin' ground», «6’ deep»."""

_ENDS = rf"{SINGLE_CLOSES}(?:(?<=[.,;:!?…)].)|(?<![0-9].)(?=[.,;:!?…)\]»”\"]|\Z))"
"""A mark that closes speech: beside punctuation, or at the end of the paragraph."""

_APOSTROPHES = re.compile(
    r"(?=['‘’])(?:"  # to pass over all else in a tenth of the time
    rf"((?!{_INNER}){SINGLE_OPENS})(?:{_PLAIN}{_INNER})*(?:{_PLAIN}{_CUT}(?!\s+(?:and|or)\s(?!\w+['’]\s)))*(?={_PLAIN}{_ENDS})"
    rf"|{_ELISION}(?!{_PLAIN}(?!{_CUT}){SINGLE_CLOSES})(?:{_PLAIN}{_CUT})?)"
)
"""Stretches without marks, though with signs that look like some; the first group is a mark before one.

Either they stand inside a quotation that is sure to end later, or begin with an elision that no mark is
sure to close.
"""

_NO_MARK = dict.fromkeys(map(ord, "'‘’"), "‛")

Role = Literal["opens", "closes", "either", "against"]
"""`either` is for what is open to decide; `against`: glyph and surroundings contradict each other."""


class Marks(NamedTuple):
    """The quotation marks of a text."""

    quotations: list[Range]
    """Stretches between marks, outermost marks alone; in order."""

    strays: list[int]
    """Where marks without a partner stand, in order; single ones, often apostrophes, do not count."""


class _Mark(NamedTuple):
    start: int
    end: int
    glyph: str
    kind: str
    role: Role
    left: str
    right: str
    """What stands on its sides: `space`, `word` or `other`."""


class _Speech(NamedTuple):
    """A speech that its paragraph did not close."""

    mark: _Mark
    """The mark it is open with."""

    is_inverse: bool
    is_certain: bool
    """Whether it may close in the next paragraph: it began with its paragraph, or goes on already."""

    stretches: list[tuple[_Mark, int]]
    """The mark and the end of each of its paragraphs; they count when it closes."""


def read_marks(text: str, paragraphs: Sequence[Range]) -> Marks:
    """Pair the quotation marks of a text.

    A speech of several paragraphs opens anew in each and closes in the last.
    """
    text = _without_apostrophes(text, paragraphs)
    quoted: list[Range] = []
    strays: set[int] = set()
    speech: _Speech | None = None
    for index, place in enumerate(paragraphs):
        marks = _marks(text, place, speech)
        pairs, unclosed = _paired(marks, goes_on=speech is not None)
        if speech and marks[0] not in unclosed:
            # A new quotation begins this paragraph as well where a mark of the one before is missing.
            # Only a closing mark at the start, as in «Uno. / »Dos», says that a speech goes on.
            if speech.is_certain or (marks[0].glyph in "»”›" and not speech.is_inverse):
                quoted += [(mark.end, end) for mark, end in speech.stretches]
                strays.difference_update(mark.start for mark, _ in speech.stretches)
            else:
                marks = _marks(text, place, None)
                pairs, unclosed = _paired(marks, goes_on=False)
            speech = None
        quoted += [(opener.end, closer.start) for opener, closer in pairs]
        paired = {mark for pair in pairs for mark in pair}
        strays.update(mark.start for mark in marks if mark not in paired and _counts(mark, text))
        following = paragraphs[index + 1][0] if index + 1 < len(paragraphs) else len(text)
        speech = _carried(marks, unclosed, place, speech, _MARK.match(text, following))
    outermost: list[Range] = []
    for start, end in sorted(quoted):
        if not outermost or start >= outermost[-1][1]:
            outermost.append((start, end))
    return Marks(outermost, sorted(strays))


def _without_apostrophes(text: str, paragraphs: Sequence[Range]) -> str:
    """A text with another sign for each apostrophe that could be taken for a mark."""
    out: list[str] = []
    position = 0
    for start, end in paragraphs:
        out += [text[position:start], _APOSTROPHES.sub(_without_marks, text[start:end])]
        position = end
    return "".join([*out, text[position:]])


def _without_marks(found: re.Match[str]) -> str:
    opener = found[1] or ""
    return opener + found[0][len(opener) :].translate(_NO_MARK)


def _counts(mark: _Mark, text: str) -> bool:
    """Tell whether a mark without a partner is one that somebody forgot: no apostrophe, no inches."""
    is_inches = mark.kind in _UNDIRECTED and text[mark.start - 1 : mark.start].isdigit()
    return mark.kind != _SINGLE and not is_inches


def _carried(
    marks: Sequence[_Mark],
    unclosed: Collection[_Mark],
    place: Range,
    speech: _Speech | None,
    again: re.Match[str] | None,
) -> _Speech | None:
    """The speech that a paragraph leaves to the next, which begins with the mark `again`.

    It is open with the first mark of its kind, and nothing else of that kind is open.
    """
    if again is None:
        return None
    of_kind = [mark for mark in marks if mark.kind == _kind(again[0])]
    still_open = [mark for mark in unclosed if mark.kind == _kind(again[0])]
    if not still_open or still_open != of_kind[:1]:
        return None
    (mark,) = still_open
    before = speech if mark is marks[0] else None
    stretches = before.stretches if before else []  # one list for all of its paragraphs
    stretches.append((mark, place[1]))
    return _Speech(
        mark,
        is_inverse=before.is_inverse if before else mark.glyph in "»›",
        is_certain=mark.start == place[0],
        stretches=stretches,
    )


def _kind(glyph: str) -> str:
    return _KINDS.get(glyph, "''")


def _marks(text: str, place: Range, speech: _Speech | None) -> list[_Mark]:
    """The marks of a paragraph, each with what it can do there."""
    found = [(match, *_sides(text, match.span(), place)) for match in _MARK.finditer(text, *place)]
    inverse: dict[str, bool] = {}
    if speech and speech.mark.kind in "«‹":
        inverse[speech.mark.kind] = speech.is_inverse
    marks: list[_Mark] = []
    for match, left, right in found:
        glyph = match[0]
        kind = _kind(glyph)
        if kind in "«‹":
            begins = glyph in "»›" and left != "word" and right != "space"
            inverse.setdefault(kind, begins)
        role = _role(match, kind, left, right, is_inverse=inverse.get(kind, False))
        marks.append(_Mark(*match.span(), glyph, kind, role, left, right))
    for kind in _UNDIRECTED:
        marks = _decided(marks, kind)
    return marks


def _role(match: re.Match[str], kind: str, left: str, right: str, *, is_inverse: bool) -> Role:
    """What a mark can do, by its glyph and by what stands on its sides."""
    if kind == _SINGLE:
        return "opens" if match.lastgroup == "opens" else "closes"
    by_sides: Role = "either"
    if (left == "space" and right != "space") or (left == "other" and right == "word"):
        by_sides = "opens"
    elif (right == "space" and left != "space") or (right == "other" and left == "word"):
        by_sides = "closes"
    if kind in _UNDIRECTED or match[0] == "“":  # «“» closes «„…“», and what is badly typed
        return by_sides
    if (match[0] in "»”›") != is_inverse:
        return "against" if (left, right) == ("space", "word") else "closes"
    return "against" if (left, right) == ("word", "space") else "opens"


def _decided(marks: list[_Mark], kind: str) -> list[_Mark]:
    """Marks with the undecided of a kind decided: where all alternate and none is missing."""
    places = [index for index, mark in enumerate(marks) if mark.kind == kind]
    if all(marks[index].role != "either" for index in places):
        return marks
    alternate = len(places) % 2 == 0
    for number, index in enumerate(places):
        wanted = "closes" if number % 2 else "opens"
        mark = marks[index]
        can_be = mark.role == wanted or (
            mark.role == "either" and (number % 2 or mark.left != "word")
        )
        alternate = alternate and bool(can_be)
    roles: tuple[Role, Role] = ("opens", "closes") if alternate else ("against", "against")
    decided = [*marks]
    for number, index in enumerate(places):
        if marks[index].role == "either":
            decided[index] = marks[index]._replace(role=roles[number % 2])
    return decided


_OPENING_PUNCTUATION = "([{¿¡"
_CLOSING_PUNCTUATION = ",;:)]}"
_ENDING = re.compile(r"[.…!?]+(?![.…!?])(?=(?P<word>\w)?)")


def _sides(text: str, mark: Range, place: Range) -> tuple[str, str]:
    """What stands before and after a mark: `space`, `word` or `other`.

    The edges of the paragraph, and punctuation that belongs to the other side, are `space`; what can
    belong to either side (dashes, other marks, digits after a mark) is `other`. What does not show is
    passed over.
    """
    start, end = mark
    while start > place[0] and text[start - 1] in HINTS:
        start -= 1
    while end < place[1] and text[end] in HINTS:
        end += 1
    before = text[start - 1] if start > place[0] else " "
    after = text[end] if end < place[1] else " "
    left = right = "other"
    if before.isspace() or before in _OPENING_PUNCTUATION:
        left = "space"
    elif before.isalnum() or before in ".,!?…)]}%":
        left = "word"
    if after.isspace() or after in _CLOSING_PUNCTUATION:
        right = "space"
    elif ending := _ENDING.match(text, end, min(place[1], end + 9)):
        right = "other" if ending["word"] else "space"  # as in «"…y punto"»
    elif after in "¿¡" or (after.isalnum() and not after.isdigit()):
        right = "word"
    return left, right


def _paired(
    marks: Sequence[_Mark], *, goes_on: bool
) -> tuple[list[tuple[_Mark, _Mark]], list[_Mark]]:
    """Pair the marks of a paragraph; return the pairs, and the marks never closed.

    Where a speech `goes_on`, the first mark opens it anew, whichever it is.
    """
    pairs: list[tuple[_Mark, _Mark]] = []
    stack: list[tuple[_Mark, int]] = []
    waiting: Counter[str] = Counter()
    void: Counter[str] = Counter()
    """How often all that was open of a kind was given up; what was opened before stays in the stack."""
    for index, mark in enumerate(marks):
        kind = mark.kind
        role = "opens" if index == 0 and goes_on else _role_now(mark, is_open=waiting[kind] > 0)
        # Of marks that are the same on both sides, one that opens while one is open says that the mark
        # between the two is missing.
        if role == "against" or (role == "opens" and kind in _UNDIRECTED):
            waiting[kind] = 0
            void[kind] += 1
        if role == "opens":
            stack.append((mark, void[kind]))
            waiting[kind] += 1
        if role != "closes":
            continue
        while waiting[kind]:
            opener, voided = stack.pop()
            if voided == void[opener.kind]:
                waiting[opener.kind] -= 1
                if opener.kind == kind:
                    pairs.append((opener, mark))
                    break
    return pairs, [mark for mark, voided in stack if voided == void[mark.kind]]


def _role_now(mark: _Mark, *, is_open: bool) -> Role:
    """What a mark does, given whether one of its kind is open."""
    if mark.glyph != "“":
        return mark.role
    if mark.role == "closes":  # without white space before it
        return "closes" if is_open or mark.left == "word" else "opens"
    if mark.role == "either" and is_open and mark.left != "space":
        return "against"
    return "opens"
