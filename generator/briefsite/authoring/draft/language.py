"""In which language a text is, as far as that can be told."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier


@dataclass(frozen=True, slots=True)
class DetectedLanguage:
    """The language that a text seems to be in."""

    code: str
    """ISO 639, e.g. `pt`."""

    is_sure: bool
    """False for a text too short, or too full of names, to tell."""


def detect_language(text: str) -> DetectedLanguage:
    """Tell the language of a text, by letters in a row as 139 languages have them.

    Names are of any language: a text is looked at whole, and once more without its capitalised
    words where enough others are left.
    """
    text = text[:_LOOKED_AT]
    likely = _likelihoods(text)
    small = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if not word[0].isupper()]
    if len(small) >= _ENOUGH_WORDS:
        without_names = _likelihoods(" ".join(small))
        likely = {code: (likely[code] + without_names[code]) / 2 for code in likely}
    code, likelihood = max(likely.items(), key=lambda item: item[1])
    return DetectedLanguage(code, likelihood >= _SURE)


_LOOKED_AT = 50_000
"""Characters; more of them say no more."""

_ENOUGH_WORDS = 5

_SURE = 0.7
"""Below, short texts of the neighbours of Spanish are mistaken for each other."""

_COUNTED_AS = {"ext": "es", "an": "es", "pcm": "en", "ary": "ar", "arz": "ar", "wuu": "zh"}
"""Small languages that hardly any article is in, and that take away from their neighbours."""


def _likelihoods(text: str) -> dict[str, float]:
    likely: defaultdict[str, float] = defaultdict(float)
    for code, likelihood in _identifier().rank(text):
        likely[_COUNTED_AS.get(code, code)] += float(likelihood)
    return likely


@cache
def _identifier() -> LanguageIdentifier:
    # Takes most of a second, and nothing but a draft needs it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
