"""Sentences that promise or aim at something, and the figures in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from text_to_num import text2num

from briefsite.authoring.draft.draft_text import DraftText
from briefsite.authoring.draft.found_dates import find_limits
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


def find_promises(text: DraftText) -> Iterator[FoundPromise]:
    """Promises, in order; a list of aims is one for each."""
    for sentence in [*text.headings, *text.sentences]:
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
    for match in text.find_all(
        "<promise>|<future>|<aims>" + ("|<going_to>" if has_limit else ""), sentence
    ):
        before = text.source.text[sentence[0] : match.start()]
        if not text.words.pattern(r"\b<not>\s+(?:(?:se|lo|la|los|las|me|nos|le|les)\s+)?\Z").search(
            before
        ):
            return match.span()
    return None


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


def find_figure(text: DraftText, place: Range) -> FoundFigure | None:
    """The first number with a unit that is no date, no length of time and nothing of the past."""
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
        value = _figure(match, text)
        if raised := match["raised"].translate(_LOWERED):
            is_power, is_time = match["number"] == "10", value <= 24 and len(raised) == 2
            if (is_power and not 3 <= int(raised) <= 15) or (is_time and not is_power):
                continue  # 10², 15⁵⁰: nobody can tell what they are
            value = 10.0 ** int(raised) if is_power else value
        is_year = value == int(value) and 1900 < value < 2100 and len(match["number"]) == 4
        before = text.source.text[max(place[0], match.start() - 60) : match.start()]
        if not is_year and not text.words.pattern(r"\b<was_done>\s+(?:\w+\s+){0,2}\Z").search(
            before
        ):
            start = text.words.pattern(rf"\b(?:from|de|desde)\s+{_NUMBER}\s+(?:to|a|hasta)\s+\Z")
            found = start.search(before)
            return FoundFigure(
                match.span(), value, unit, _value(found["number"], text) if found else None
            )
    return None


def _figure(match: re.Match[str], text: DraftText) -> float:
    """The value of a number, of one with thousands in words as well."""
    parts = match.groupdict()
    if "times" not in parts:
        return _value(match["number"], text)
    times, rest = parts["times"], float(parts["rest"] or 0)
    if times is None:
        return 1000 + rest
    if times[0].isdigit():
        return 1000 * _value(times, text) + rest
    return 1000 * float(text2num(times.lower(), text.words.lang)) + rest


def _value(number: str, text: DraftText) -> float:
    plain = re.sub(r"[\s\u00a0]", "", number)
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", plain) and plain[-4] == text.words.table["thousands"]:
        return float(re.sub(r"[.,]", "", plain))
    plain = plain.replace(text.words.table["thousands"], "") if len(plain) > 6 else plain
    return float(plain.replace(",", "."))
