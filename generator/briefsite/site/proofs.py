"""Evidence: every statement's words are looked up in the archived sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

from briefsite.archive.load import Document, Place, Where
from briefsite.archive.models import STATEMENTS, Briefing, Evidence, Model, Quote, Update
from briefsite.evidence.line_ends import on_one_line
from briefsite.evidence.nearest import Nearest
from briefsite.evidence.source_text import (
    MOST_PLACES,
    Ambiguous,
    Found,
    NotFound,
    NoWords,
    SourceText,
    pieces,
)
from briefsite.evidence.speech import is_called
from briefsite.messages.diagnostics import Diagnostic, Span
from briefsite.messages.message import Message
from briefsite.site.site import Cited, Words


@dataclass(frozen=True, slots=True)
class Proof:
    """Where some evidence stands."""

    cited: Cited
    words: Words = ()
    """For the words of a quotation."""

    turn: str | None = None
    """For the words of a quotation that stand in a turn: its label."""


@dataclass(frozen=True, slots=True, eq=False)
class WrittenStatement:
    """A statement as it stands in its file."""

    field: str
    """One of `STATEMENTS`, or `evidence` for the briefing's own; `roles` of an entity."""

    number: int
    """Counts from 1 within the field."""

    record: Model

    @property
    def where(self) -> Where:
        """Where it stands in its file."""
        return () if self.field == "evidence" else (self.field, self.number - 1)


def evidence_of(statement: WrittenStatement) -> Iterator[tuple[Where, Evidence, Quote | None]]:
    """All words that must stand in a source, and where they are written.

    A quotation's own come first, with the quotation; those of an update's disputed figures last.
    """
    entry, where = statement.record, statement.where
    if isinstance(entry, Quote):
        words = Evidence.model_construct(
            text=without_marks(entry.text),
            source=entry.source,
            prefix=entry.prefix,
            suffix=entry.suffix,
        )
        yield where, words, entry
    for index, words in enumerate(getattr(entry, "evidence", ())):
        yield (*where, "evidence", index), words, None
    if isinstance(entry, Update):
        for at, figure in enumerate(entry.values):
            for index, words in enumerate(figure.evidence):
                yield (*where, "values", at, "evidence", index), words, None


def written_statements(briefing: Briefing) -> Iterator[WrittenStatement]:
    """All statements of a briefing, the briefing itself first."""
    yield WrittenStatement("evidence", 1, briefing)
    for name in STATEMENTS:
        for index, record in enumerate(getattr(briefing, name)):
            yield WrittenStatement(name, index + 1, record)


@dataclass(slots=True)
class Prover:
    """Looks up the evidence of one file and words what it misses."""

    path: Path
    document: Document
    source: str | None
    """Where words stand that name no source: in the first of a briefing, if it has any."""

    texts: Mapping[str, SourceText]
    require_evidence: bool
    findings: list[Diagnostic] = field(default_factory=list)
    unverified: bool = False
    """Some source is itself broken, and reported elsewhere."""

    def prove(self, statement: WrittenStatement) -> list[Proof]:
        """Where the evidence of a statement stands; a quotation's own words come first."""
        proofs: list[Proof] = []
        given = [*evidence_of(statement)]
        for where, words, quote in given:
            proofs += self._look_up(words, where, quote)
        if self.require_evidence and not given and statement.field != "evidence":
            self._find(
                "missing-evidence",
                Message("this statement has no evidence, and this site requires it"),
                (*statement.where, "text"),
                mend=Message("add `evidence: …` with the exact words of the source"),
            )
        return proofs

    def _look_up(self, words: Evidence, where: Where, quote: Quote | None = None) -> list[Proof]:
        source = words.source or self.source
        at = (*where, "text")
        if source is None:
            self._find(
                "no-source",
                Message("a quotation needs a source to stand in")
                if quote
                else Message("evidence needs a source to stand in"),
                at,
                mend=Message("write `{source: …, text: …}`, with the id of a file in `sources/`")
                if where[0] == "roles"
                else Message("add `sources: […]` with the id of a file in `sources/`"),
            )
            return []
        if source not in self.texts:
            self.unverified = True  # the unknown id, or what is wrong with the source, is reported
            return []
        text = self.texts[source]
        match text.find(words.text, words.prefix, words.suffix):
            case Found() as found:
                turn = self._check_speech(quote, source, text, found, where) if quote else None
                words_of_source = tuple(pieces(words.text, text, found)) if quote else ()
                return [Proof(Cited(source, found.ranges), words_of_source, turn)]
            case NotFound(why="turns") as miss:
                mend = Message("`[…]` stands for words left out within one turn alone")
                self._find("evidence-across-turns", across_turns(miss), at, mend=mend)
            case NotFound() as miss:
                self._report_miss(source, text, words.text, miss, at)
            case Ambiguous(places):
                self._report_ambiguous(source, text, places, at)
            case NoWords():
                self._find(
                    "evidence-empty",
                    Message("there are no words here to look for in the source"),
                    at,
                    mend=Message(
                        "write the exact words; what stands in [brackets] is not compared"
                    ),
                )
        return []

    def _check_speech(
        self, quote: Quote, source: str, text: SourceText, found: Found, where: Where
    ) -> str | None:
        """Check that the words of a quotation are somebody's own, and whose.

        Returns the label of the turn that makes them so; None where none does.
        """
        at, form = (*where, "text"), text.form_at(found.ranges[0])
        if form == "turns":
            return self._check_turn(quote, source, text, found, where)
        if quote.verbatim and not found.quoted:
            if form == "dashes":
                self._find(
                    "quotation-not-in-speech",
                    Message(
                        "source `{source}` has these words, but not as speech after a dash",
                        source=source,
                    ),
                    at,
                    mend=Message(
                        "quote what is said, without what is told between dashes, or say "
                        "`verbatim: false` for reported speech"
                    ),
                )
            else:
                self._find(
                    "quotation-not-in-marks",
                    Message(
                        "source `{source}` has these words, but not inside quotation marks",
                        source=source,
                    ),
                    at,
                    mend=_mend_of_marks(source, text, found),
                )
        return None

    def _check_turn(
        self, quote: Quote, source: str, text: SourceText, found: Found, where: Where
    ) -> str | None:
        """The same where the source marks speech by turns."""
        turn, named = found.turn, quote.speaker_as_written
        if turn is None or not found.quoted:
            if quote.verbatim:
                self._find(
                    "quotation-not-in-speech",
                    Message(
                        "source `{source}` has these words, but nobody says them: they stand "
                        "outside the words of a turn",
                        source=source,
                    ),
                    (*where, "text"),
                    mend=Message(
                        "quote what somebody says below or after a label, or say "
                        "`verbatim: false` for reported speech"
                    ),
                )
            return None
        is_label = not named or is_called(named, turn, text.text)
        if not quote.verbatim:
            if is_label:
                self._find(
                    "verbatim-in-turn",
                    Message(
                        "these words are verbatim: they stand in the turn of {label}",
                        label=_of(turn.label),
                    ),
                    (*where, "verbatim"),
                    mend=Message(
                        "delete `verbatim: false`; or, if the turn reports what somebody else "
                        "said, name them in `speaker_as_written` as the source does"
                    ),
                )
            return None
        if is_label:
            return turn.label
        if text.is_in_marks(found.ranges):
            return None  # of somebody else, whose words the speaker quotes
        self._find(
            "speaker-not-of-turn",
            Message("these words stand in the turn of {label}", label=_of(turn.label)),
            (*where, "speaker_as_written"),
            mend=Message("write `speaker_as_written: {label}`", label=turn.label)
            if turn.label
            else Message(
                "delete `speaker_as_written`, and say in `speaker_note` on what basis the speaker "
                "is known"
            ),
        )
        return turn.label

    def _report_miss(
        self, source: str, text: SourceText, words: str, miss: NotFound, at: Where
    ) -> None:
        match miss.why:
            case "prefix":
                message = Message(
                    "source `{source}` has these words, but not with `prefix` right before them",
                    source=source,
                )
            case "suffix":
                message = Message(
                    "source `{source}` has these words, but not with `suffix` right after them",
                    source=source,
                )
            case "out of order":
                message = Message(
                    "the parts between brackets stand in source `{source}`, "
                    "but not in this order within one paragraph",
                    source=source,
                )
            case _:
                message = not_found(source)
        if miss.why in ("prefix", "suffix"):
            mend = Message("mend `{field}`, or delete it", field=miss.why)
            self._find("evidence-not-found", message, at, mend=mend)
            return
        near = text.nearest(miss.part)
        differences = unseen(near) if near and miss.why == "missing" else ()
        self._find(
            "evidence-not-found",
            message,
            at,
            notes=(compared(near, text, source), *differences) if near else (),
            narrow=near.wanted.partition(">>")[2].partition("<<")[0] if near else None,
            mend=Message(
                "copy the words from the source as they are; `[…]` stands for words left out"
            ),
        )

    def _report_ambiguous(
        self, source: str, text: SourceText, places: tuple[int, ...], at: Where
    ) -> None:
        count = len(places)
        lines = [
            Message("line {line}: …{words}…", line=text.line(place), words=_around(text, place))
            for place in places[:5]
        ]
        self._find(
            "evidence-ambiguous",
            Message(
                "these words stand in source `{source}` {count} times",
                source=source,
                count=Message("{count} or more", count=count) if count >= MOST_PLACES else count,
            ),
            at,
            notes=(reduce(_one_below_the_other, lines),),
            mend=Message(
                "write more of the passage, or add `prefix:` or `suffix:` with the words right "
                "before or after"
            ),
        )

    def _find(
        self,
        code: str,
        message: Message,
        where: Where,
        *,
        mend: Message,
        notes: tuple[Message, ...] = (),
        narrow: str | None = None,
    ) -> None:
        found = Diagnostic(code=code, message=message, path=self.path, notes=notes, help=mend)
        self.findings.append(pointed(found, self.document, where, narrow))


def _mend_of_marks(source: str, text: SourceText, found: Found) -> Message:
    """What to do about a quotation that stands outside quotation marks."""
    if form := text.other_form(found.ranges):
        return Message(
            "if these are the words of a record of speech, write `speech: {form}` into "
            "sources/{source}.yml",
            form=form,
            source=source,
        )
    if any(text.has_stray_mark(start) for start, _ in found.ranges):
        return Message(
            "a quotation mark of that paragraph has no partner: if the source forgot it, list the "
            "words under `sic` of `{path}`, `as_written` and as `meant`; else quote what stands "
            "between the marks, or say `verbatim: false`",
            path=f"sources/{source}.yml",
        )
    return Message(
        "quote what stands between the marks, or say `verbatim: false` for reported speech"
    )


def not_found(source: str) -> Message:
    """What is said of words that a source does not have."""
    return Message("these words do not stand in source `{source}`", source=source)


def across_turns(miss: NotFound) -> Message:
    """What is said of words that go from one turn to another."""
    first, second = map(_of, miss.turns)
    return Message(
        "these words go from the turn of {first} to that of {second}: make two pieces of evidence",
        first=first,
        second=second,
    )


def _of(label: str) -> str:
    return label or Message("somebody who is not named")


def compared(near: Nearest, text: SourceText, source: str) -> Message:
    """The passage of a source most like some words, below these; three lines."""
    return Message(
        "you wrote:   {wanted}\nsource says: {passage}\n(line {line} of sources/{source}.txt)",
        wanted=near.wanted,
        passage=near.passage,
        line=text.line(near.start),
        source=source,
    )


def unseen(near: Nearest) -> Iterator[Message]:
    """What differs between some words and the passage nearest to them, and cannot be seen."""
    for kind, words, characters in near.unseen:
        names = ", ".join(characters)
        match kind:
            case "paragraph":
                yield Message("the source has the end of a paragraph here: «{words}»", words=words)
            case "space":
                yield Message("the source has a space here: «{words}»", words=words)
            case "no space":
                yield Message("the source has no space here: «{words}»", words=words)
            case "source's":
                yield Message(
                    "what looks the same is not: «{words}» of the source has {names}",
                    words=words,
                    names=names,
                )
            case "yours":
                yield Message(
                    "what looks the same is not: your «{words}» has {names}",
                    words=words,
                    names=names,
                )
            case "cut":
                yield Message(
                    "these words begin or end inside a longer word or a number: «{words}»",
                    words=words,
                )


def _one_below_the_other(one: Message, other: Message) -> Message:
    return Message("{one}\n{other}", one=one, other=other)


_MARKS_AROUND = [
    ("''", "''"),
    *('""', "“”", "„“", "„”", "«»", "»«", "‹›", "›‹", "‘’", "‚‘", "''"),
]


def without_marks(text: str) -> str:
    """A quotation without the marks an author may have put around the whole of it, or a dash before."""
    text = text.removeprefix("—").lstrip()
    for opening, closing in _MARKS_AROUND:
        inner = text[len(opening) : -len(closing)]
        if text.startswith(opening) and text.endswith(closing) and opening not in inner:
            return inner.strip()
    return text


def pointed(
    finding: Diagnostic, document: Document, where: Where, narrow: str | None
) -> Diagnostic:
    """A finding that points at a value of its file, or at some words in it."""
    place = document.place(where)
    span = narrowed(document, place, narrow) if narrow else place.value
    return replace(finding, span=span)


def narrowed(document: Document, place: Place, words: str) -> Span:
    """Point at the words that differ, where they can be found in the lines of the value."""
    # A text below `>-` ends where the next line begins.
    lines = document.text.splitlines()[: place.last_line - (place.end == 1)]
    for wanted in (words, *words.split()[:1]):
        whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")  # no 3 of 2023
        column = place.value.column
        for number, line in enumerate(lines[place.value.line - 1 :], place.value.line):
            found = whole.search(line, column - 1) if wanted else None
            if found:
                return Span(number, found.start() + 1, len(wanted))
            column = 1
    return place.value


def _around(text: SourceText, place: int) -> str:
    return on_one_line(text.shown(max(0, place - 25), place + 45)).strip()
