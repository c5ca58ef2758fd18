"""Superscripts and subscripts in running text: marks of notes, exponents, units, ordinals.

A superscript that joins the figure or the word before it makes a figure or a word that nobody wrote:
`32` with the mark of note 1 is not 321, and 10⁶ is not 106.
"""

from __future__ import annotations

import re
import unicodedata


def note_labels(raised: str) -> tuple[str, ...]:
    """The labels of the notes that a superscript can refer to: `(1)` as `1`, `2,3` as `2` and `3`.

    None where it does not look like a mark.
    """
    text = re.sub(r"\s+", " ", raised).strip()
    bare = re.sub(r"[()\[\]]", " ", text)
    labels = [label for part in re.split(r"[\s,;]+", bare) if part for label in _in_range(part)]
    return tuple(labels) if all(_LABEL.fullmatch(label) for label in labels) else ()


def _in_range(part: str) -> list[str]:
    """The labels from one to another, `3-5`; else the label itself."""
    ends = re.fullmatch(r"(\d{1,3})[-–](\d{1,3})", part)
    if not ends or not int(ends[1]) < int(ends[2]) < int(ends[1]) + _MOST:
        return [part]
    return [*map(str, range(int(ends[1]), int(ends[2]) + 1))]


_MOST = 20
"""Notes that one mark can lead to."""

_LABEL = re.compile(r"\d{1,3}|[*∗†‡§¶]{1,4}|[a-z]|[ivx]{2,5}")


def is_note_mark(before: str, raised: str, after: str, *, last: int, opens: bool | None) -> bool:
    """Whether a superscript that is no link is the mark of a note.

    `before` and `after` are the text around it, `last` the highest number of a mark so far. `opens`
    says whether a note of the document begins with the same mark; None where none begins with one.
    """
    labels = note_labels(raised)
    base = before.rstrip(" \n\xa0")
    if not labels or not base or after.startswith(("/", "⁄")):  # 2 1/2, set as a fraction
        return False
    first = labels[0]
    if not opens and first.isdecimal() and before[-1].isspace() and _SYMBOL.match(after):
        return False
    if base.endswith("\t"):  # a cell of its own
        return bool(opens)
    if first.isdecimal():
        return _is_numbered_mark(base, first, follows=int(first) == last + 1, opens=opens)
    is_ordinal = (first in {"o", "a"} and _ORDINAL_BASE.search(base)) or (
        first in {"o", "a", "e"} and _ROMAN.search(base)
    )
    is_after_word = _WORD.search(base) or _CLOSING.search(base)
    is_letter = is_ordinal or _FORMULA.search(base) or not is_after_word
    return bool(opens or not first.isalpha() or not is_letter)


def _is_numbered_mark(base: str, label: str, *, follows: bool, opens: bool | None) -> bool:
    if label in {"2", "3"} and _POWER.search(base):
        return bool(opens) and bool(_WORD.search(base))
    if re.search(r"(?<![\d.,])10$", base):
        return bool(opens) and follows
    if _WORD.search(base):
        return True
    if re.search(r"\d$", base) or _FORMULA.search(base):
        return follows if opens is None else opens
    if re.search(r"\d[.,]$", base) and len(label) > 1:  # 3,⁹⁹ €
        return bool(opens or follows)
    return bool(opens or _CLOSING.search(base))


_WORD = re.compile(r"[^\W\d_]{3,}(?:-?\d+)?$")
_FORMULA = re.compile(r"\([^()]*[-+−–×·/=^][^()]*\)$")  # (1 + i)
_ROMAN = re.compile(r"(?<!\w)[IVXLC]+\.?$")
_SYMBOL = re.compile(r"[₀-₉]|[A-Z][a-z]?(?![^\W\d_])")  # of an element: ¹⁴C, ⁹⁹ᵐTc
_CLOSING = re.compile(r"[.,;:!?…»”’\"')\]}%‰€$]$")
_POWER = re.compile(
    r"(?<![^\W\d_])(?:[^\W\d_]|[dcmkhµμn]m|ft|in|metros?|mts?|(?:kil[óo]|cent[íi]|mil[íi])metros?|pies|"
    r"(?:kilo|centi|milli)?met(?:er|re)s?|feet)$",
    re.IGNORECASE,
)
"""Before a square or a cube: a variable, or a unit."""

_ORDINAL_BASE = re.compile(
    r"\d{1,3}\.?$|\b(?:[^\W\d_]{1,2}|n[úu]m|art|sra|dra|prof|dir|lic|ing|arq|dtor|adm|hno|hna|mtr)\.?$",
    re.IGNORECASE,
)
"""Before the letter of an ordinal, or of a short form: 3.ª, n.º, Prof.ª."""


def superscript(before: str, raised: str) -> str:
    """A superscript in the text, so that it joins nothing: `6` as `⁶`, `er` as `ᵉʳ`.

    What has no such letters, or is more than one word, stands a space apart.
    """
    text = " ".join(raised.split())
    base = before.rstrip()
    if text in _WHOLE:
        return _WHOLE[text]
    if text in {"o", "a"} and _ORDINAL_BASE.search(base):
        return {"o": "º", "a": "ª"}[text]
    raised_letters = [*map(_raised, unicodedata.normalize("NFD", text))]
    if len(text) <= _LONGEST and None not in raised_letters:
        return "".join(filter(None, raised_letters))
    return f" {text}"


_LONGEST = 8
"""Characters of the longest superscript that is one: `(n−1)²` and `ésimo` are, a sentence is none."""

_WHOLE = {"TM": "™", "SM": "℠"}


def _raised(char: str) -> str | None:
    """A character as a superscript; None where Unicode has none."""
    if char in _SUPERSCRIPTS:
        return _SUPERSCRIPTS[char]
    return (
        char
        if not char.isalnum() or char in "ªº" or unicodedata.decomposition(char)[:7] == "<super>"
        else None
    )


def subscript(lowered: str) -> str:
    """A subscript in the text: digits as `₂`, all else as it is."""
    return " ".join(lowered.split()).translate(_SUBSCRIPTS)


_SUPERSCRIPTS = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
        strict=True,
    )
)
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
