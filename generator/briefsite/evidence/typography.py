"""Rule 1: what words are like when their typography is folded, and where they stand in the text."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

Range = tuple[int, int]
"""Start and end of a stretch of text; the end is not in it."""


@dataclass(frozen=True, slots=True)
class View:
    """A folded text, and where each of its characters stands in the text as received."""

    text: str
    offsets: array[int]
    """Where the stretch of each character begins; one more for the end of the text."""

    ends: array[int]
    """Where it ends. Beyond the next offset for a slip, whose characters all stand for the whole."""

    breaks: list[int]
    """Where paragraphs end, in the folded text."""

    joints: Mapping[int, str] = field(default_factory=dict)
    """Where words go on in another line: the first letter there, in the text as received, and what readers
    see before it: a hyphen, or nothing."""

    ligatures: frozenset[int] = frozenset()
    """Where ligatures stand in the text as received."""

    def range(self, start: int, end: int) -> Range:
        """Where a stretch of the folded text stands in the text as received."""
        return self.offsets[start], self.ends[end - 1]


BREAK = "\n"
"""The end of a paragraph in a folded text."""

HINTS = "\u00ad\u200b\u2060\u200e\u200f"
"""Where a line may or may not break, and which way letters run: what does not show in a text."""

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
"""Letters that are one character (U+FB00 to U+FB06), and what they are."""

LIGATURES |= zip(
    "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "abcdefghijklmnoprstuvwxyz", strict=True
)  # raised letters, as in «1.ᵉʳ»; raised figures say something else

LIGATURE = re.compile(f"[{''.join(LIGATURES)}]")

SINGLE_OPENS = r"(?<!\w)[‘'](?=[\w¿¡])"
SINGLE_CLOSES = r"(?:(?<=[\w.,;:!?…)])’|(?<=[^\W\d])'|(?<=[.,;:!?…)])')(?!\w)"
"""Single quotation marks, told from apostrophes and feet by what stands around them."""

RULE = r"[^\S\n]*(?:[-‐‑‒–—―−_*=•·~][^\S\n]*){3,}+"
"""A line of dashes or the like: it parts what stands above it from what stands below, and is no text."""

RULES = rf"(?:\A|\s*\n)(?:{RULE}(?:\n\s*|\Z))+"
"""Such lines, with the white space around them."""

_FOLDS = re.compile(
    rf"(?P<rule>{RULES})"
    r"|(?P<space>[^\S ]\s*| \s+)"  # all but the single spaces, which stay
    rf"|(?P<hint>[{HINTS}]+)"
    rf"|(?P<mark>''|``|´´|‘‘|’’|[\"“”„‟«»″]|{SINGLE_OPENS}|{SINGLE_CLOSES})"
    r"|(?P<apostrophe>[‘’‚‛ʼ´`′‹›])"
    r"|(?P<dash>[-‐‑‒–—―−]{2,}|[‐‑‒–—―−])"
    rf"|(?P<ligature>{LIGATURE.pattern})"
)
_FOLDABLE = re.compile(rf"[^\S ]|  |--|[{HINTS}'\"‘’‚‛“”„‟«»″ʼ´`′‹›‐‑‒–—―−{''.join(LIGATURES)}]")
"""Without any of these, `_FOLDS` finds single hyphens at most, and leaves them."""

_FOLDED = {"space": " ", "hint": "", "mark": '"', "apostrophe": "'", "dash": "-"}


def with_letters(text: str) -> str:
    """A text with letters instead of ligatures."""
    return text if text.isascii() else LIGATURE.sub(lambda match: LIGATURES[match[0]], text)


def fold(text: str) -> str:
    """Fold the typography of words to look for: rule 1, on one paragraph."""
    composed, _ = _compose(text)
    if not _FOLDABLE.search(composed):  # as in most texts; a third of the time
        return composed.strip()
    return _FOLDS.sub(_folded, composed).replace(BREAK, " ").strip()


def folded_view(
    text: str, ends: Iterable[int] = (), joints: Sequence[tuple[int, int, str]] = ()
) -> View:
    """Fold the typography of a whole text: rule 1, with paragraphs and places kept.

    Paragraphs end at blank lines, at lines of dashes, and where white space at one of `ends` stands.
    Words are whole at `joints`: stretches of the text in order, each with what is there instead.
    """
    composed, starts = _compose(text)
    out: list[str] = []
    offsets = array("L")
    ligatures: list[int] = []
    position = 0
    for match in _FOLDS.finditer(composed):
        out.append(composed[position : match.start()])
        words = _folded(match)
        out.append(words)
        offsets.extend(range(position, match.start() + (match.lastgroup != "hint")))
        if len(words) > 1:
            ligatures.append(len(offsets) - 1)
            offsets.extend([match.start()] * (len(words) - 1))
        position = match.end()
    out.append(composed[position:])
    offsets.extend(range(position, len(composed) + 1))
    if starts is not None:
        offsets = array("L", (starts[offset] for offset in offsets))
    folded = "".join(out)
    places = {bisect_right(offsets, end) - 1 for end in ends}
    if places:
        folded = "".join(
            BREAK if char == " " and place in places else char for place, char in enumerate(folded)
        )
    high = offsets[1:]
    if starts is not None or ligatures:  # several characters stand for one of the text, or for some
        for place in range(len(high) - 2, -1, -1):
            high[place] = high[place] if high[place] > offsets[place] else high[place + 1]
    view = _view(folded, offsets, high)
    if ligatures:
        view = replace(view, ligatures=frozenset(offsets[place] for place in ligatures))
    return _joined(view, joints) if joints else view


def _joined(view: View, joints: Sequence[tuple[int, int, str]]) -> View:
    """The view with words whole that the text breaks at the ends of lines."""
    places = [
        ((bisect_left(view.offsets, start), bisect_left(view.offsets, end)), seen, None)
        for start, end, seen in joints
    ]
    changes = [change for change in places if view.text[slice(*change[0])] != change[1]]
    return replace(corrected(view, changes), joints={end: seen for _, end, seen in joints})


def without_hyphens(view: View) -> View:
    """The view without the hyphens at the ends of lines, which may be no part of their words."""
    ends = [bisect_left(view.offsets, place) for place, seen in view.joints.items() if seen]
    hyphens = [((end - 1, end), "", None) for end in ends if view.text[end - 1 : end] == "-"]
    return corrected(view, hyphens) if hyphens else view


def _folded(match: re.Match[str]) -> str:
    """What a match of `_FOLDS` becomes."""
    is_break = match.lastgroup == "rule" or (
        match.lastgroup == "space" and match[0].count("\n") > 1
    )
    if is_break:
        return BREAK
    kind = match.lastgroup or ""
    return LIGATURES[match[0]] if kind == "ligature" else _FOLDED[kind]


def _view(folded: str, offsets: array[int], ends: array[int]) -> View:
    breaks = [match.start() for match in re.finditer(BREAK, folded)]
    return View(folded, offsets, ends, breaks)


def _compose(text: str) -> tuple[str, array[int] | None]:
    """Compose to NFC; the second part says where each character came from, None for all in place."""
    if unicodedata.is_normalized("NFC", text):
        return text, None
    out: list[str] = []
    starts = array("L")
    for match in _cluster().finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        out.append(composed)
        starts.extend([match.start()] * len(composed))
    starts.append(len(text))
    return "".join(out), starts


@cache  # and not made when it is not needed: most builds look nothing up
def combining_marks() -> str:
    """All characters that change the one before them."""
    return "".join(filter(unicodedata.combining, map(chr, range(0x300, 0x1F000))))


@cache
def _cluster() -> re.Pattern[str]:
    """A character and those after it that can merge with it when composed."""
    parts = (unicodedata.decomposition(chr(code)).split() for code in range(0xC0, 0x1F000))
    seconds = {int(part[1], 16) for part in parts if len(part) == 2 and part[0][0] != "<"}
    merging = "".join(map(chr, sorted(seconds)))
    return re.compile(
        f"(?s:.)[{combining_marks()}{merging}\u1160-\u11ff]*"
    )  # the last are Hangul's


def corrected(view: View, corrections: Sequence[tuple[Range, str, list[int] | None]]) -> View:
    """The view with slips as they were meant.

    Their characters stand for the whole slip, or each for its own where the third part of a
    correction says where it stands in the slip.
    """
    out: list[str] = []
    offsets, ends = array("L"), array("L")
    position = 0
    for (start, end), meant, places in corrections:
        out += [view.text[position:start], meant]
        offsets.extend(view.offsets[position:start])
        ends.extend(view.ends[position:start])
        if places is None:
            low, high = view.range(start, end)
            offsets.extend([low] * len(meant))
            ends.extend([high] * len(meant))
        else:
            for at, following in pairwise(start + place for place in places):
                offsets.append(view.offsets[at])
                ends.append(view.ends[at] if at < following else view.offsets[at])
        position = end
    out.append(view.text[position:])
    offsets.extend(view.offsets[position:])
    ends.extend(view.ends[position:])
    corrected_view = _view("".join(out), offsets, ends)
    return replace(corrected_view, joints=view.joints, ligatures=view.ligatures)
