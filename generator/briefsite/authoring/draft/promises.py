"""Sentences that promise or aim at something, and the figures in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from text_to_num import text2num

from briefsite.authoring.draft.draft_text import DraftText
from briefsite.authoring.draft.found_dates import find_dates, find_limits
from briefsite.authoring.draft.words import DraftWords
from briefsite.evidence.typography import Range


@dataclass(frozen=True, slots=True)
class FoundPromise:
    """Something that is to be done."""

    place: Range
    """The words that promise it."""

    sentence: Range
    marker: Range
    """The verb, or whatever makes it a promise."""

    is_planned: bool = False
    """Said by the way, as in «de cara a la próxima reunión, prevista para enero»."""


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A number with what it counts."""

    place: Range
    value: float
    unit: str
    baseline: float | None = None
    """Where it starts, as in `from 6.4 to 9 metres`."""

    other: float | None = None
    """What else the number can be, where the text does not tell: 1,200."""


def find_promises(
    text: DraftText, sentences: Iterable[Range] | None = None
) -> Iterator[FoundPromise]:
    """Promises in some sentences, or in all, in order; a list of aims is one for each."""
    for sentence in [*text.headings, *text.sentences] if sentences is None else sentences:
        if text.source.text[sentence[1] - 1] == "?" or text.is_asked(sentence):
            continue
        aims = text.search("<aims>", sentence)
        items = find_list(text, (aims.start(), sentence[1])) if aims else []
        if aims and items:
            yield from (FoundPromise(item, sentence, aims.span()) for item in items)
            continue
        marker = _marker(text, sentence)
        if marker:
            listed = find_list(text, (marker[1], sentence[1]))
            end = listed[0][0] if listed else sentence[1]
            yield FoundPromise(
                (sentence[0], _before_head(text, sentence[0], end)), sentence, marker
            )
        for planned in text.find_all(r"\b<next_time>", sentence):
            limit = next(find_limits(text, (planned.end(), sentence[1])), None)
            if limit and limit[0][0] <= planned.end() + 1:
                marker = text.trim(planned.span("planned"))
                place = (planned.start(), limit[0][1])
                yield FoundPromise(place, sentence, marker, is_planned=True)


def find_aims(text: DraftText) -> Iterator[tuple[Range, Range]]:
    """The items of lists of aims that follow a promise, each with its sentence."""
    for sentence in text.sentences:
        marker = _marker(text, sentence)
        if marker and not text.search("<aims>", sentence):
            for item in find_list(text, (marker[1], sentence[1])):
                yield item, sentence


def _marker(text: DraftText, sentence: Range) -> Range | None:
    # «Vamos a presentar el balance» announces the next minute; with a deadline it is a promise.
    has_limit = any(find_limits(text, sentence))
    is_spoken = text.turn_at(sentence) is not None
    promise = "<spoken>" if is_spoken else "<promise>"
    going_to = "|<going_to>" if has_limit else ""
    for match in text.find_all(f"{promise}|<future>|<aims>{going_to}", sentence):
        before = text.source.text[sentence[0] : match.start()]
        is_denied = text.words.pattern(
            r"\b<not>\s+(?:(?:se|lo|la|los|las|me|nos|le|les)\s+)?\Z"
        ).search(before)
        if (
            not is_denied
            and _is_act(text, match)
            and (not is_spoken or _is_own(text, match, before))
        ):
            return match.span()
    return None


def _verb(match: re.Match[str]) -> str:
    """The verb of something to come; empty where other words promise it."""
    parts = match.groupdict()
    return next((parts[name] for name in ("verb", "mine", "going") if parts.get(name)), "").lower()


def _is_act(text: DraftText, match: re.Match[str]) -> bool:
    """Tell what somebody will do from «veremos» and «tendrá», and from «daremos inicio»."""
    verb = _verb(match)
    start = match.end() - len(verb)
    follows = text.words.pattern("<no_phrase>").match(text.source.text, start, start + 120)
    return not verb or not (follows or text.words.pattern("<no_act>").fullmatch(verb))


def _is_own(text: DraftText, match: re.Match[str], before: str) -> bool:
    """Whether who speaks in a record promises it: not reported of others, hoped or supposed."""
    words = text.words
    place = match.span()
    if any(low <= place[0] < high for low, high in text.in_marks):
        return False
    if words.pattern(r"<hedged>|\b<say>\s+(?:[^\s.;:]+\s+){0,4}?(?:que|that)\b").search(before):
        return False
    verb = _verb(match)
    return (
        not verb
        or bool(words.pattern("<own_subject>").search(before))
        or bool(words.pattern("<own_verb>").fullmatch(verb))
        or bool(words.pattern("<own_verb>").fullmatch(match[0]))
        or bool(words.pattern("<third>").fullmatch(verb))
    )


def find_list(text: DraftText, place: Range) -> list[Range]:
    """The items of a list of infinitives, `para desbaratar …, poner fin … e incrementar …`."""
    commas = [*text.find_all(r",\s+(?=<infinitive>\b)", place)]
    heads = [*text.find_all(r"\b(?:<list_heads>)\s+(?=<infinitive>\b)", place)]
    heads = [head for head in heads if commas and head.end() <= commas[0].start()]
    if not heads:
        return []
    last = text.search(r",?\s+[ye]\s+(?=<infinitive>\b)", (commas[-1].end(), place[1]))
    cuts = [*commas, *([last] if last else [])]
    starts = [heads[-1].end(), *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), place[1]]
    return [*zip(starts, ends, strict=True)] if len(starts) >= 3 else []


def _before_head(text: DraftText, start: int, end: int) -> int:
    """The end of what stands before a list, without the word that opens it."""
    head = text.words.pattern(r"\s+(?:<list_heads>)\s*\Z").search(text.source.text[start:end])
    return start + head.start() if head else end


_NUMBER = r"(?<![\w.,/-])(?P<number>\d{1,3}(?:[.,\u00a0 ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, "0123456789")
_NOTE_MARK = re.compile(rf"(?<=[^\W\d_]{{3}})[{_RAISED}]+\Z")
"""That of «presas¹», but not the exponent of «m²»."""

_UNIT = (
    rf"(?P<raised>[{_RAISED}]*)[*†]*"
    r"[^\S\t]*(?P<unit>%|por ciento\b|per ?cent\b|(?:(?:millones|millón|mil millones|million|billion)\s+(?:de\s+)?)?"
    r"[^\W\d_]{2,}|°C)"
)
_THOUSANDS = (
    r"(?<![\w.,/-])(?P<number>(?:(?P<times>\d+(?:[.,]\d+)?|(?:<number_words>)(?:\s+y\s+\w+)?)\s+)?"
    r"<thousand>\b(?!\s+(?:millones|million)\b)(?:\s+(?P<rest>\d{1,3}(?![\d.,]*\d)))?)"
)
"""«77 mil», «2 mil 500», «mil 761», «cincuenta mil»; 12 thousand."""


def find_figure(text: DraftText, promise: FoundPromise, place: Range) -> FoundFigure | None:
    """The first number of a promise that counts what is promised: behind its verb, or else right before.

    No date is one, no length of time, and nothing of the past.
    """
    start = promise.marker[0]
    if not place[0] <= start < place[1]:
        return _first_figure(text, place)
    found = _first_figure(text, (start, place[1]))
    if found or promise.is_planned:
        return found
    clause = re.split(r"[,;:]\s", text.source.text[place[0] : start])[-1]
    before = _first_figure(text, (start - len(clause), start))
    if before and not text.words.pattern(r"\b<apart>\s+(?:[^\s,]+\s+){0,2}\Z").search(
        text.source.text[start - len(clause) : before.place[0]]
    ):
        return before
    return None


def _first_figure(text: DraftText, place: Range) -> FoundFigure | None:
    numbers = [*text.find_all(_THOUSANDS + _UNIT, place)]
    taken = [match.span() for match in numbers]
    numbers += [
        match
        for match in text.find_all(_NUMBER + _UNIT, place)
        if not any(low < match.end("number") and match.start() < high for low, high in taken)
    ]
    for match in sorted(numbers, key=lambda match: match.start()):
        unit = _NOTE_MARK.sub("", " ".join(match["unit"].split()))
        if text.words.pattern("<no_units>|<durations>").fullmatch(unit):
            continue
        if unit.lower() in text.words.months:
            continue
        before = text.source.text[max(place[0], match.start() - 60) : match.start()]
        if text.words.pattern(r"\b<was_done>\s+(?:\w+\s+){0,2}\Z").search(before):
            continue
        found = _read_figure(text, match, unit, before)
        if found:
            return found
    return None


def _read_figure(
    text: DraftText, match: re.Match[str], unit: str, before: str
) -> FoundFigure | None:
    value, other = _figure(match, text)
    if raised := match["raised"].translate(_LOWERED):
        is_power, is_time = match["number"] == "10", value <= 24 and len(raised) == 2
        if (is_power and not 3 <= int(raised) <= 15) or (is_time and not is_power):
            return None  # 10², 15⁵⁰: nobody can tell what they are
        value = 10.0 ** int(raised) if is_power else value
    if value == int(value) and 1900 < value < 2100 and len(match["number"]) == 4:
        return None  # a year
    found = text.words.pattern(rf"\b(?:from|de|desde)\s+{_NUMBER}\s+(?:to|a|hasta)\s+\Z").search(
        before
    )
    baseline = _value(found["number"], text)[0] if found else None
    if found and _is_year(match.start() - len(before) + found.start("number"), text):
        baseline = None  # «antes del 31 de diciembre de 2023 a 24 tripulantes»
    return FoundFigure(match.span(), value, unit, baseline, other)


def _is_year(place: int, text: DraftText) -> bool:
    """Whether a number is the year of a date."""
    dates = find_dates(text, (max(0, place - 60), place + 4))
    return any(one.year and one.place[0] < place < one.place[1] for one in dates)


def _figure(match: re.Match[str], text: DraftText) -> tuple[float, float | None]:
    """The value of a number, of one with thousands in words as well; and what else it can be."""
    parts = match.groupdict()
    if "times" not in parts:
        return _value(match["number"], text)
    times, rest = parts["times"], float(parts["rest"] or 0)
    if times is None:
        return 1000 + rest, None
    if times[0].isdigit():
        return 1000 * _value(times, text)[0] + rest, None
    return 1000 * float(text2num(times.lower(), text.words.lang)) + rest, None


def _value(number: str, text: DraftText) -> tuple[float, float | None]:
    """The value of a number in figures, and what else it can be, where the text does not tell."""
    plain = re.sub(r"[\s\u00a0]", "", number)
    whole = float(re.sub(r"[.,]", "", plain))
    if not re.search(r"[.,]", plain):
        return whole, None
    if re.fullmatch(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+", plain):
        return whole, None
    if not re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", plain):
        last = max(plain.rfind("."), plain.rfind(","))
        return float(re.sub(r"[.,]", "", plain[:last]) + "." + plain[last + 1 :]), None
    fraction = float(plain.replace(",", "."))
    match _meaning(plain[-4], text.source.text, text.words):
        case "thousands":
            return whole, None
        case "fraction":
            return fraction, None
        case _:
            return whole, fraction


@lru_cache(maxsize=4)
def _meaning(mark: str, raw: str, words: DraftWords) -> str | None:
    """Whether a comma or point before three digits marks thousands or a fraction, by the whole text.

    Thousands, unless the text has it before a fraction elsewhere, or the other mark before thousands;
    in English, a point marks a fraction there. None where it can be either.
    """
    other = "," if mark == "." else "."
    is_usual = mark == words.table["thousands"]
    if _marks_thousands(mark, raw):
        return None if _marks_fraction(mark, raw) else "thousands"
    if _marks_fraction(mark, raw) or _marks_thousands(other, raw):
        return None if is_usual or words.lang != "en" else "fraction"
    has_both = re.search(rf"(?<![\d.,])[1-9]\d{{0,2}}\{other}\d{{3}}(?![\d.,]*\d)", raw)
    if words.lang == "en":
        return "thousands" if is_usual else "fraction" if has_both else None
    return None if has_both else "thousands"


def _marks_thousands(mark: str, raw: str) -> bool:
    """Whether a number says so by itself: 1.200.000, or 1.234,5."""
    other = "," if mark == "." else "."
    return bool(
        re.search(
            rf"(?<![\d.,])\d{{1,3}}(?:(?:\{mark}\d{{3}}){{2,}}|\{mark}\d{{3}}\{other}\d+)(?![\d.,]*\d)",
            raw,
        )
    )


def _marks_fraction(mark: str, raw: str) -> bool:
    """The same of 12,5; a time of day, a date or the number of a section is none."""
    found = re.finditer(
        rf"(?<![\d.,:/])(?:\d+\{mark}(?:\d\d?|\d{{4,}})|0\{mark}\d{{3}})(?![\d.,]*\d)(?!\s*(?:h|hs|hrs|horas|[ap]\.?\s?m)\b)",
        raw,
    )
    not_before = re.compile(
        r"(?i)\b(?:a\s+las?|las|art(?:ículo|icle)?\.?|apartado|section|capítulo|chapter|versión|version|at|from|until|anexo|punto)\s+\Z"
    )
    return any(not not_before.search(raw[max(0, m.start() - 14) : m.start()]) for m in found)
