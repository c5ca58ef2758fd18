"""What a site says that it compared, compared anew: words, speakers and figures with the archived texts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from briefsite.evidence.author_figures import author_figures, counted, reported
from briefsite.evidence.figure_pool import EvidenceWords, Pool
from briefsite.evidence.figure_reading import figures
from briefsite.evidence.figures import Day, Figure
from briefsite.evidence.matching import parts_of
from briefsite.evidence.source_text import Ambiguous, Found, SourceText
from briefsite.evidence.speech import is_called
from briefsite.evidence.typography import Range, fold
from briefsite.evidence.working import WorkingError, work_out
from briefsite.messages.message import Message
from briefsite.verification.faults import Fault, short
from briefsite.verification.published import UnreadableError
from briefsite.verification.published_data import PublishedData, Read, fault_of
from briefsite.verification.records import (
    Briefing,
    Evidence,
    MalformedError,
    Source,
    Statement,
    entries,
    evidence_in,
    maybe,
    text,
    wrong,
)


class Checked(NamedTuple):
    """How much was compared, by what it is, and what is wrong."""

    counts: Counter[str]
    faults: list[Fault]


def check_source(source: Source, base: str, read: Read) -> Checked:
    """The texts of a source against their hashes, and its passages against its text."""
    counts, faults = Counter[str](texts=1), list[Fault]()
    hashed = [(text(source.data, "text"), maybe(source.data, "sha256"))]
    hashed += [
        (text(version, "text"), text(version, "sha256"))
        for version in entries(source.data, "versions")
    ]
    document = source.data.get("document")
    if isinstance(document, dict) and document.get("url"):
        counts["documents"] += 1
        hashed.append((text(document, "url"), text(document, "sha256")))
    for address, stated in hashed:
        path = address.removeprefix(base)
        try:
            found = hashlib.sha256(read(path)).hexdigest()
        except UnreadableError as error:
            faults.append(fault_of(path, error))
            continue
        if found != stated:
            message = Message(
                "its SHA-256 is {found}…, and its page says {stated}…",
                found=found[:12],
                stated=stated[:12],
            )
            faults.append(Fault("text-changed", path, message))
    for number, passage in enumerate(source.passages, 1):
        counts["passages"] += 1
        faults += _check_passage(source, number, passage)
    return Checked(counts, faults)


def _check_passage(source: Source, number: int, passage: Evidence) -> Iterator[Fault]:
    def fault(kind: str, message: Message) -> Fault:
        return Fault(kind, source.path, message, short(passage.words))

    if passage.url != f"{source.url}#p{number}":
        yield fault(
            "passage-moved",
            Message("passage {number} has the address {url}", number=number, url=passage.url),
        )
    if passage.ranges[-1][1] > len(source.received):
        yield fault(
            "passage-moved", Message("passage {number} ends beyond the text", number=number)
        )
    elif source.words(passage) != passage.words:
        yield fault(
            "words-not-in-source",
            Message(
                "passage {number}: the text has «{words}» there",
                number=number,
                words=short(source.words(passage)),
            ),
        )
    elif not _is_one_passage(source.text, passage.ranges):
        yield fault(
            "words-not-in-source",
            Message(
                "passage {number} cuts words, or goes from one paragraph or turn to another",
                number=number,
            ),
        )


def _is_one_passage(source: SourceText, ranges: Sequence[Range]) -> bool:
    """Tell whether stretches are whole words, one after another in one paragraph: rules 1 and 2."""
    if any(one[1] > other[0] for one, other in pairwise(ranges)):
        return False
    words = " […] ".join(source.shown(*place) for place in ranges)
    if not parts_of(words):
        return False
    return _stands_at(source, words, ranges)


def _stands_at(source: SourceText, words: str, ranges: Sequence[Range]) -> bool:
    """Tell whether words stand at these places."""
    match source.find(words):
        case Found(found):
            return found == tuple(ranges)
        case Ambiguous(ranges=found):
            if (ranges[0][0], ranges[-1][1]) in found:
                return True
            # It is one of more places than are listed: what stands right before tells which.
            return isinstance(source.find(words, prefix=_before(source, ranges[0][0])), Found)
    return False


def _before(source: SourceText, place: int) -> str:
    return source.text[max(0, place - 80) : place].partition(" ")[2]


def check_statement(statement: Statement, path: str, site: PublishedData) -> Checked:
    """The evidence of a statement, and the words and the speaker of a quotation."""
    counts, faults = Counter[str](), list[Fault]()
    for evidence in statement.evidence:
        counts["evidence"] += 1
        fault = _check_evidence(evidence, path, site)
        if fault:
            faults.append(fault)
    if statement.field == "quotes":
        counts["quotations"] += 1
        faults += _check_quotation(statement, path, site)
    return Checked(counts, faults)


def _check_evidence(evidence: Evidence, path: str, site: PublishedData) -> Fault | None:
    def fault(message: Message) -> Fault:
        return Fault("passage-moved", path, message, short(evidence.words))

    source = site.source(evidence)
    if source is None:
        return fault(Message("no source is at {url}", url=evidence.url))
    passage = next((one for one in source.passages if one.url == evidence.url), None)
    if passage is None:
        return fault(Message("its source has no passage at {url}", url=evidence.url))
    if passage != evidence:
        return fault(
            Message(
                "the passage at {url} is «{words}»", url=evidence.url, words=short(passage.words)
            )
        )
    return None


def _check_quotation(quote: Statement, path: str, site: PublishedData) -> Iterator[Fault]:
    """The words of a quotation, and that they are those of whom the page names."""

    def fault(kind: str, message: Message) -> Fault:
        return Fault(kind, path, message, short(quote.text))

    own = quote.evidence[0] if quote.evidence else None
    source = site.source(own) if own else None
    if own is None or source is None:
        yield fault("mark-without-proof", Message("nothing says where this quotation stands"))
        return
    words, received = _unmarked(quote.text), source.text
    if not _stands_at(received, words, own.ranges):
        near = received.nearest(words)
        yield fault(
            "words-not-in-source",
            Message("the source says: {passage}", passage=short(near.passage))
            if near
            else Message("nothing in the source resembles these words"),
        )
        return
    named, turn = maybe(quote.data, "speaker_as_written"), quote.data.get("turn")
    verbatim = quote.data.get("verbatim") is True
    if received.form_at(own.ranges[0]) == "turns":
        yield from _check_turn(quote, source, own, path)
    elif turn is not None:
        yield fault(
            "speaker-not-in-source", Message("the source marks no turns where these words stand")
        )
    elif verbatim and not all(_is_inside(place, received.quotations) for place in own.ranges):
        yield fault(
            "quotation-not-in-speech",
            Message("these words stand outside of quotation marks, or of what is said"),
        )
    if named and turn is None and fold(named) not in source.folded:
        yield fault(
            "speaker-not-in-source",
            Message("the source does not write «{name}»", name=short(named)),
        )


def _check_turn(quote: Statement, source: Source, own: Evidence, path: str) -> Iterator[Fault]:
    received = source.text
    turn = received.turn_at((own.ranges[0][0], own.ranges[-1][1]))
    is_said = all(_is_inside(place, received.quotations) for place in own.ranges)
    stated, named = quote.data.get("turn"), maybe(quote.data, "speaker_as_written")

    def fault(kind: str, message: Message) -> Fault:
        return Fault(kind, path, message, short(quote.text))

    if quote.data.get("verbatim") is not True:
        return
    if turn is None or not is_said:
        yield fault(
            "quotation-not-in-speech", Message("in the source nobody says these words in a turn")
        )
    elif stated is None:
        if not received.is_in_marks(own.ranges):
            yield fault(
                "speaker-not-in-source",
                Message("these words stand in the turn of «{label}»", label=turn.label),
            )
    elif stated != turn.label or (named and not is_called(named, turn, source.received)):
        yield fault(
            "speaker-not-in-source",
            Message(
                "these words stand in the turn of «{label}», not of «{named}»",
                label=turn.label,
                named=short(named or str(stated)),
            ),
        )


def _is_inside(place: Range, ranges: Iterable[Range]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in ranges)


_MARKS = [
    ("''", "''"),
    *(tuple(pair) for pair in ('""', "“”", "„“", "„”", "«»", "»«", "‹›", "›‹", "‘’", "‚‘")),
]


def _unmarked(words: str) -> str:
    """A quotation without the marks that may stand around the whole of it."""
    words = words.removeprefix("—").lstrip()
    for opening, closing in _MARKS:
        inner = words[len(opening) : -len(closing)]
        if words.startswith(opening) and words.endswith(closing) and opening not in inner:
            return inner.strip()
    return words


# Figures


def check_figures(briefing: Briefing, original: Briefing, site: PublishedData) -> Checked:
    """The figures of a briefing against the evidence of what they are said in: rule 7.

    `original` is the briefing that it is a translation of, or itself: texts that both have are in its language.
    """
    shared = {words for one in original.all_statements for words in _texts_of(one)}
    languages = _Languages(text(briefing.data, "lang"), text(original.data, "lang"), shared)
    faults, compared, whole = list[Fault](), 0, Pool()

    def compare(own: Iterable[_Own], pool: Pool, *, is_whole: bool = False) -> None:
        nonlocal compared
        for one in own if pool.evidence else ():
            if pool.has(one.figure, is_deadline=one.is_deadline) or pool.copies(
                one.around, one.language
            ):
                compared += 1
            elif pool.is_read and not (is_whole and _is_in_a_source(one.figure, briefing, site)):
                faults.append(_missing(briefing, one, pool))

    def own_of(statement: Statement) -> Iterator[_Own]:
        return _own_figures(statement, languages, site.names_in(briefing.path))

    for statement in briefing.statements:
        pool = _pool(statement.evidence, briefing, site)
        pool, amiss = _with_worked_out(statement, pool, briefing, languages.original)
        faults += amiss
        compare(own_of(statement), pool)
        for side in entries(statement.data, "values") if statement.field == "updates" else ():
            given = _pool(evidence_in(side), briefing, site).evidence
            value = side.get("value")
            compare(
                () if value is None else _numbers(value, reported, languages.own),
                replace(pool, evidence=given or pool.evidence),
            )
        whole |= pool
    whole = _pool(briefing.whole.evidence, briefing, site) | whole
    whole, amiss = _with_worked_out(briefing.whole, whole, briefing, languages.original)
    faults += amiss
    compare(own_of(briefing.whole), whole, is_whole=True)
    return Checked(Counter(figures=compared), faults)


class _Languages(NamedTuple):
    """In which language the texts of a briefing are."""

    own: str
    original: str
    shared: Collection[str]
    """Texts that its original has as well, in whose language they are."""

    def of(self, words: str) -> str:
        return self.original if words in self.shared else self.own


class _Own(NamedTuple):
    figure: Figure
    written: str
    language: str
    around: str = ""
    is_deadline: bool = False


def _missing(briefing: Briefing, own: _Own, pool: Pool) -> Fault:
    return Fault(
        "figure-not-in-evidence",
        briefing.path,
        Message(
            "`{figure}` does not stand in the evidence, which has {figures}",
            figure=own.written,
            figures=", ".join(pool.written) or "—",
        ),
        own.around or own.written,
    )


def _is_in_a_source(figure: Figure, briefing: Briefing, site: PublishedData) -> bool:
    """Tell whether some source of a briefing has a figure: a summary may sum up more than evidence holds."""
    for reference in entries(briefing.data, "sources"):
        source = site.sources.get(maybe(reference, "url"))
        if source:
            found = figures(
                source.received, maybe(source.data, "lang") or text(briefing.data, "lang")
            )
            if figure.stands_in(found):
                return True
    return False


def _pool(given: Iterable[Evidence], briefing: Briefing, site: PublishedData) -> Pool:
    words = []
    for evidence in given:
        source = site.source(evidence)
        if source and evidence.ranges[-1][1] <= len(source.received):
            days = (_day(text(briefing.data, "date")), _day(maybe(source.data, "published")))
            words.append(
                EvidenceWords(
                    "…".join(source.text.shown(*place) for place in evidence.ranges),
                    maybe(source.data, "lang") or text(briefing.data, "lang"),
                    tuple(filter(None, days)),
                )
            )
    return Pool(tuple(words))


def _day(written: str) -> Day | None:
    parts = written.split("-")
    if not written or not all(part.isascii() and part.isdigit() for part in parts[:3]):
        return None
    day = Day(*map(int, parts[:3]))
    return day if day.year < 10_000 and day.month < 13 and day.day < 32 else None


def _own_figures(
    statement: Statement, languages: _Languages, names: Callable[[str], Iterator[Range]]
) -> Iterator[_Own]:
    """The figures of a statement, in its texts and fields."""
    data, language = statement.data, languages.original
    target = data.get("target")
    if isinstance(target, dict):
        unit, currency = maybe(target, "unit") or None, maybe(target, "currency") or None

        def count(value: float) -> Figure:
            # In a translation, so is the unit.
            return counted(value, unit, currency, languages.own)

        yield from _numbers(target.get("value"), count, language)
        if target.get("baseline"):
            yield from _numbers(target["baseline"], count, language)
    if isinstance(data.get("deadline"), str):
        yield from _dated(text(data, "deadline"), language, is_deadline=True)
    if statement.field == "timeline":
        yield from _dated(text(data, "date"), language)
    if statement.field == "updates" and data.get("value") is not None:
        yield from _numbers(data["value"], reported, language)
    for words in _texts_of(statement):
        spoken = languages.of(words)
        for one in author_figures(words, spoken, names):
            yield _Own(one.figure, one.written, spoken, one.around)


def _texts_of(statement: Statement) -> Iterator[str]:
    """The editors' own words."""
    if statement.field == "quotes":
        yield maybe(statement.data, "speaker_note")
        yield maybe(statement.data, "translation")
    elif statement.field == "evidence":
        yield text(statement.data, "title")
        yield statement.text
        yield maybe(statement.data, "why_it_matters")
    else:
        yield statement.text


def _numbers(value: object, figure_of: Callable[[float], Figure], language: str) -> Iterator[_Own]:
    for one in value.values() if isinstance(value, dict) else [value]:
        if not isinstance(one, int | float) or isinstance(one, bool):
            raise MalformedError(wrong("value"))
        yield _Own(figure_of(float(one)), f"{one:g}", language)


def _dated(written: str, language: str, *, is_deadline: bool = False) -> Iterator[_Own]:
    day = _day(written)
    if day:
        yield _Own(Figure(0, 0, (day,)), written, language, is_deadline=is_deadline)


def _with_worked_out(
    statement: Statement, pool: Pool, briefing: Briefing, language: str
) -> tuple[Pool, list[Fault]]:
    """The pool with what the editors worked out, and what is wrong with the workings."""
    done, faults = list[Figure](), list[Fault]()
    for written, working in statement.derived.items():
        figure = next((one for one in figures(written, language) if one.amounts), None)
        try:
            worked = work_out(working, language)
        except WorkingError:
            worked = None
        is_right = (
            figure is not None
            and worked is not None
            and figure.end - figure.start == len(written)
            and worked.first_missing(replace(pool, worked_out=tuple(done))) is None
            and worked.gives(figure)
        )
        if is_right and figure:
            done.append(figure)
        else:
            message = Message("{figure} is not {working}", figure=written, working=working)
            faults.append(Fault("bad-working", briefing.path, message, short(statement.text)))
    return replace(pool, worked_out=pool.worked_out + tuple(done)), faults
