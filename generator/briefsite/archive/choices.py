"""Choices as people write them: which of the words that a field takes is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

import yaml

from briefsite.archive.written_dates import LANGUAGES, bare_words
from briefsite.messages.message import Message


def mend_choice(given: str, choices: Sequence[str]) -> Message | None:
    """How to write what an author meant as one of `choices`; None where that is not clear.

    Known are the words of the interface in Spanish and English, in any gender and number, and other
    common words; capitals, accents, hyphens and underscores do not matter.
    """
    if len(given) > _LONGEST:
        return None
    words = _words_for(tuple(choices))
    called = bare(given)
    if choice := words.get(called) or words.get(_stem(called)):
        return Message("write `{value}`", value=choice)
    near = get_close_matches(called, words, n=1, cutoff=0.85)
    return Message("did you mean `{name}`?", name=words[near[0]]) if near else None


def is_unknown(given: str) -> bool:
    """Tell whether words say that something is not known, in Spanish or English."""
    if len(given) > _LONGEST:
        return False
    return re.sub(r"[\s./-]+", " ", bare_words(given)).strip(" ?¿()[]–—") in _UNKNOWN


_UNKNOWN = {
    "",
    *re.split(
        ", ",
        "no consta, sin constancia, desconocido, desconocida, se desconoce, no se sabe, sin datos, sin dato"
        ", sin fecha, sin plazo, no se indica, no se precisa, no especificado, no disponible, no aplica"
        ", por determinar, por definir, por confirmar, pendiente, ninguno, ninguna, nada, n d, nd, s d, s f, n c"
        ", unknown, not known, not stated, not given, not specified, not available, not applicable, undated"
        ", no date, no deadline, no data, to be determined, to be confirmed, tbd, tba, tbc, none, null, nil, n a, na",
    ),
}
"""What authors write where nothing is known, as `is_unknown` compares it; signs alone say it as well."""


def mend_truth(given: str, *, in_marks: bool = False) -> Message | None:
    """How to write a yes or no; None where it is neither. `in_marks`: it stands in quotation marks."""
    for value, words in {"true": "true si yes verdadero", "false": "false no falso"}.items():
        if bare(given) in words.split():
            if in_marks:
                return Message("write `{value}`, without quotation marks", value=value)
            return Message("write `{value}`", value=value)
    return None


def language_code(given: str) -> str | None:
    """The code of a language that was written by its name, or as a code in another form."""
    languages = _languages()
    code = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?", given)
    if code and code[1].lower() in languages.values():
        return code[1].lower() + (f"-{code[2].upper()}" if code[2] else "")
    return languages.get(bare(given))


_LONGEST = 60
"""Characters of a word that is compared."""


_MORE_WORDS = {
    "announced": "promised planned pending prometido previsto pendiente",
    "in-progress": "ongoing, under way, underway, started, begun, en progreso, en proceso, en marcha, iniciado",
    "met": "kept fulfilled done complete completed achieved completado logrado terminado finalizado",
    "partly-met": "partial, partially met, parcial, parcialmente cumplido, cumplido parcialmente",
    "late": "delayed overdue retrasado atrasado demorado",
    "stalled": "stopped, paused, on hold, suspended, suspendido, paralizado, estancado, parado",
    "not-met": "unmet, broken, failed, missed, no cumplido, fallido, fracasado",
    "unknown": "desconocido, sin datos, no se sabe",
    "published": "public publicado público",
    "withdrawn": "retracted anulado",
    "meeting": "encuentro",
    "statement": "comunicado",
    "agreement": "convenio",
    "person": "individuo",
    "organization": "organisation institution company institución empresa",
    "place": "location sitio localidad",
    "programme": "program",
    "even": "50-50",
    "high": "elevada",
    "moderate": "medium media",
    "all": "todos",
    "some": "algunos",
    "none": "ninguno nadie",
}
"""Words that the interface does not have, separated by commas where one of them is several."""


def mend_currency(text: str) -> Message | None:
    """The code of a currency that was written in another way, in Spanish or English, or nearly so."""
    codes = currencies_of(text)
    if len(codes) > 1:
        return Message(
            "write the code that the source means, e.g. `{first}` or `{second}`",
            first=codes[0],
            second=codes[1],
        )
    if codes:
        return Message("write `{value}`", value=codes[0])
    wrong = text.upper()
    known = sorted({code for codes in _currencies().values() for code in codes})
    near = get_close_matches(wrong, known, n=20) if len(wrong) == 3 else []
    # «MNX» has the letters of MXN, and «MXM» its beginning; other codes have as many.
    near.sort(key=lambda one: (sorted(one) != sorted(wrong), one[:2] != wrong[:2]))
    return Message("did you mean `{name}`?", name=near[0]) if near else None


def currencies_of(text: str) -> Sequence[str]:
    """The codes of the money that a code, a sign or a name means.

    Several where the sign is that of several, as `$`; none where it is not known.
    """
    known, called = _currencies(), bare(text)
    return known.get(called) or known.get(_stem(called)) or known.get(called.removesuffix("$"), ())


_SIGNS = {
    "$": ("USD", "MXN"),
    "C$": ("CAD", "NIO"),
    "¥": ("JPY", "CNY"),
    "US$": ("USD",),
    "U$S": ("USD",),
    "MEX$": ("MXN",),
    "AU$": ("AUD",),
    "S$": ("SGD",),
    "RD$": ("DOP",),
    "COL$": ("COP",),
    "AR$": ("ARS",),
}
"""Signs of money that Unicode has not, or has as that of one alone."""


@cache
def _currencies() -> Mapping[str, Sequence[str]]:
    """The codes of the money of today by the code, the sign and the name, as `_stem` has them."""
    from babel import Locale
    from babel.core import get_global

    names: dict[str, Sequence[str]] = {bare(sign): codes for sign, codes in _SIGNS.items()}
    names |= {"dollar": ("USD",), "dolar": ("USD",), "libr": ("GBP",), "pound": ("GBP",)}
    names |= {"yen": ("JPY",)}
    in_use = get_global("territory_currencies").values()
    codes = sorted({code for used in in_use for code, _, end, legal in used if legal and not end})
    for code in codes:
        names[code.lower()] = (code,)
        names.setdefault(bare(Locale("en").currency_symbols.get(code, code)), (code,))
        for lang in LANGUAGES:
            names.setdefault(_stem(bare(Locale(lang).currencies.get(code, code))), (code,))
    return names


@cache
def _words_for(choices: tuple[str, ...]) -> Mapping[str, str]:
    """What authors may write for each choice, without accents, with the choice that it means."""
    words: dict[str, str] = {}
    for choice in choices:
        more = _MORE_WORDS.get(choice, "")
        others = more.split(", ") if "," in more else more.split()
        for word in (choice, *_in_interface(choice, choices), *others):
            words.setdefault(bare(word), choice)
    for word, choice in [*words.items()]:
        words.setdefault(_stem(word), choice)
    return words


def _in_interface(choice: str, choices: Sequence[str]) -> Iterator[str]:
    """The words for a choice that readers see, in each list that has all of the choices."""
    for lang in LANGUAGES:
        interface = _interface(lang)
        for words in (interface, *interface.values()):
            if not isinstance(words, dict) or not isinstance(words.get(choice), str):
                continue
            if words is interface or words.keys() >= {*choices}:
                yield words[choice]


@cache
def _interface(lang: str) -> Mapping[str, Any]:
    file = resources.files("briefsite") / "locale" / f"{lang}.yml"
    words: Mapping[str, Any] = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return words


@cache
def _languages() -> Mapping[str, str]:
    from babel import Locale  # 60 ms, and most files have no such mistake

    names = {"castellano": "es", "espanol": "es"}
    for lang in LANGUAGES:
        for code, name in Locale(lang).languages.items():
            if re.fullmatch(r"[a-z]{2,3}", code):
                names.setdefault(bare(name), code)
    return names


def bare(text: str) -> str:
    """Words without case, accents, hyphens and underscores."""
    return " ".join(re.split(r"[\s_-]+", bare_words(text).strip(" .")))


def _stem(words: str) -> str:
    """Words without the endings of gender and number."""
    return " ".join(re.sub(r"(?<=\w{3})(?:[oa]s?|es|s)$", "", word) for word in words.split())
