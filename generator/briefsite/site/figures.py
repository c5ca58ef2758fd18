"""Figures: those of the editors' own words are looked for in the evidence of what they say.

Rule 7 of `docs/metodo.md`. A statement's texts and fields are compared with the evidence of that
statement; title, summary and `why_it_matters` with all evidence of the briefing. Where there is no
evidence, nothing is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefsite.archive.dates import Date
from briefsite.archive.load import Document, Where
from briefsite.archive.models import Evidence, Model, Quote, Update
from briefsite.evidence.figure_pool import EvidenceWords, Pool, without_cut_figures
from briefsite.evidence.figure_reading import figures
from briefsite.evidence.figures import Day, Figure, Number
from briefsite.evidence.matching import BRACKETS
from briefsite.evidence.working import WorkingError, work_out
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.messages.message import Message
from briefsite.site.entity_names import Names
from briefsite.site.own_figures import OwnFigure, figures_in_text, own_figures
from briefsite.site.proofs import Proof, WrittenStatement, pointed
from briefsite.site.site import ReadAs, Texts


@dataclass(slots=True)
class FigureCheck:
    """Compares the figures of one file, and words what does not stand in its evidence."""

    path: Path
    document: Document
    texts: Texts
    names: Names
    lang: str
    """Its language, and that of sources whose record does not say theirs."""

    date: Date | None = None
    """Of a briefing: when what it tells happened."""

    sources: Sequence[str] = ()
    """Of a briefing: its sources, in any of whose words a figure of its summary may stand."""

    findings: list[Diagnostic] = field(default_factory=list)
    found: list[OwnFigure] = field(default_factory=list)
    """The figures that stand in the evidence, or were worked out from it."""

    read_as: dict[Where, list[ReadAs]] = field(default_factory=dict)
    """What figures that updates report can be in their evidence, by where the update stands."""

    pools: dict[Where, Pool] = field(default_factory=dict)
    """What each statement was compared with, by where it stands; the whole file at `()`."""

    @property
    def compared(self) -> int:
        """How many figures were found."""
        return len(self.found)

    def check(self, proofs: Mapping[WrittenStatement, Sequence[Proof]]) -> None:
        """Compare all figures; `proofs` are those that were found of each statement."""
        whole, is_whole = Pool(), True
        for statement, found in proofs.items():
            given = _evidence_of(statement.record)
            if len(given) != len(found):
                is_whole = False  # what is missing is reported, and may hold the figure
                continue
            pool = Pool(tuple(map(self._proven, given, found)))
            if statement.where:
                pool = self._compare(statement.record, statement.where, pool)
            if isinstance(statement.record, Update):
                self._compare_disputed(statement.record, statement.where, pool)
            if statement.where:
                self.pools[statement.where] = pool
            whole |= pool
        for statement in proofs if is_whole else ():
            if not statement.where:
                self.pools[()] = self._compare(statement.record, (), whole)

    def check_translation(
        self,
        text: str,
        where: Where,
        pool: Pool,
        originals: Sequence[Figure],
        *,
        of_statement: bool,
    ) -> list[Figure]:
        """Compare the figures of a translated text with a pool; returns those that do not stand there.

        Of those that its original has as well, `originals`, enough is said there.
        """
        wrong = []
        for one in figures_in_text(text, where, self.lang, self.names) if pool.evidence else ():
            if pool.has(one.figure, is_deadline=False) or pool.copies(one.around, self.lang):
                self.found.append(one)
            elif not one.figure.stands_in(originals):
                wrong.append(one.figure)
                mend = Message(
                    "write the figures of the original; `derived` and evidence are there"
                )
                self._report(one, pool, of_statement=of_statement, mend=mend)
        return wrong

    def _proven(self, evidence: Evidence, proof: Proof) -> EvidenceWords:
        """The words of some evidence; where cells of a table end in them, or they cut a figure, the source says."""
        source, places = proof.cited
        received, language = self.texts.received(source), self._language(source)
        uncut = [without_cut_figures(received, place, language) for place in places]
        cut = tuple(figure for _, figures in uncut for figure in figures)
        read = [place for place, _ in uncut]
        if read != [*places] or any("\t" in received[start:end] for start, end in places):
            text = self.texts[source]
            words = "…".join(text.shown(*place) for place in read)
            return self._words(source, words, cut)
        return self._words(source, BRACKETS.sub("…", evidence.text))

    def _words(self, source: str, words: str, cut: tuple[str, ...] = ()) -> EvidenceWords:
        published = self.texts.published(source)
        days = tuple(Day(*date) for date in (self.date, published) if date)
        return EvidenceWords(words, self._language(source), days, cut)

    def _language(self, source: str) -> str:
        return self.texts.language(source) or self.lang

    def _compare(self, record: Model, where: Where, pool: Pool) -> Pool:
        """Compare the figures of a statement; returns its pool with what was worked out."""
        derived: Mapping[str, str] = getattr(record, "derived", {})
        if not pool.evidence and not derived:
            return pool
        own = [*own_figures(record, where, self.lang, self.names)]
        worked_out = [
            figure
            for written, working in derived.items()
            for figure in self._worked_out(
                written, working, (*where, "derived", written), own, pool
            )
        ]
        pool = replace(pool, worked_out=pool.worked_out + tuple(worked_out))
        for one in own if pool.evidence else ():
            is_deadline = one.where[-1] == "deadline"
            if pool.has(one.figure, is_deadline=is_deadline) or pool.copies(one.around, self.lang):
                self.found.append(one)
                if one.is_reported:
                    number = next(one for one in one.figure.readings if isinstance(one, Number))
                    read_as = ReadAs(number.value, pool.numbers(one.figure))
                    self.read_as.setdefault(where[:2], []).append(read_as)
            else:
                self._report(one, pool, of_statement=bool(where))
        return pool

    def _compare_disputed(self, update: Update, where: Where, pool: Pool) -> None:
        """Compare each disputed figure with its own evidence, or else with that of its update."""
        end = len(update.evidence)
        shared = pool.evidence[:end]
        for index, figure in enumerate(update.values):
            start, end = end, end + len(figure.evidence)
            own = replace(pool, evidence=pool.evidence[start:end] or shared)
            self._compare(figure, (*where, "values", index), own)

    def _report(
        self, own: OwnFigure, pool: Pool, *, of_statement: bool, mend: Message | None = None
    ) -> None:
        written = ", ".join(pool.written)
        message = (
            Message(
                "`{figure}` does not stand in the evidence of this statement", figure=own.written
            )
            if of_statement
            else Message(
                "`{figure}` does not stand in any evidence of this briefing", figure=own.written
            )
        )
        note = (
            Message("figures of the evidence: {figures}", figures=written)
            if written
            else Message("the evidence has no figures")
        )
        if pool.cut:
            note = Message(
                "the evidence has a part of `{figure}` alone; it must have all of it",
                figure=pool.cut[0],
            )
        severity = Severity.ERROR if pool.is_read else Severity.WARNING
        # A summary may well sum up more of a source than some evidence of the briefing holds.
        source = None if of_statement else self._source_with(own.figure)
        if source:
            note = Message(
                "it stands in source `{source}`, in words that no evidence has", source=source
            )
            severity = Severity.WARNING
        self._find(
            "figure-not-in-evidence",
            message,
            own.where,
            narrow=own.written,
            note=note,
            severity=severity,
            mend=mend or _mend(own, source),
        )

    def _source_with(self, figure: Figure) -> str | None:
        """A source of the briefing in whose text a figure stands, if there is one."""
        for source in self.sources:
            if source in self.texts:
                words = self._words(source, self.texts.received(source))
                if figure.stands_in(Pool((words,)).figures):
                    return source
        return None

    def _worked_out(
        self, written: str, working: str, where: Where, own: Sequence[OwnFigure], pool: Pool
    ) -> Iterator[Figure]:
        """A figure that the editors worked out, where the working is right; else what is wrong."""
        language = self.lang
        figure = next((one for one in figures(written, language) if one.amounts), None)
        if not figure or figure.end - figure.start != len(written):
            self._find(
                "bad-working",
                Message("`{figure}` is not one figure", figure=written),
                where,
                mend=Message(
                    "write one figure before the colon: `{example}`", example="23: 32 - 9"
                ),
            )
            return
        try:
            done = work_out(working, language)
        except WorkingError:
            self._find(
                "bad-working",
                Message("`{working}` cannot be worked out", working=working),
                where,
                mend=Message(
                    "write numbers and `+ - × ÷ ( )` alone, in a line of their own: `{example}`",
                    example="23: 32 - 9",
                ),
            )
            return
        missing = done.first_missing(pool)
        if missing:
            self._find(
                "bad-working",
                Message("`{figure}` does not stand in the evidence", figure=missing.written),
                where,
                mend=Message(
                    "work with figures of the evidence alone, or add evidence that has it"
                ),
            )
        elif not done.gives(figure):
            self._find(
                "bad-working",
                Message(
                    "`{working}` is {result}, not {figure}",
                    working=working,
                    result=f"{float(min(done.results)):.6g}",
                    figure=written,
                ),
                where,
                mend=Message("mend the figure or its working"),
            )
        elif not any(one.figure.stands_in([figure]) for one in own):
            self._find(
                "bad-working",
                Message("nothing here says `{figure}`", figure=written),
                where,
                mend=Message("delete the line, or write the figure as the text has it"),
            )
        else:
            yield figure

    def _find(
        self,
        code: str,
        message: Message,
        where: Where,
        *,
        mend: Message,
        narrow: str = "",
        note: Message | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        found = Diagnostic(
            code=code,
            message=message,
            path=self.path,
            notes=(note,) if note else (),
            severity=severity,
            help=mend,
        )
        self.findings.append(pointed(found, self.document, where, narrow))


def _evidence_of(record: Model) -> list[Evidence]:
    """The evidence of a statement, in the order of `evidence_of`."""
    given: list[Evidence] = [*getattr(record, "evidence", ())]
    if isinstance(record, Update):
        given += [words for figure in record.values for words in figure.evidence]
    if isinstance(record, Quote):
        given.insert(0, Evidence.model_construct(text=record.text, source=record.source))
    return given


def _mend(own: OwnFigure, source: str | None) -> Message:
    """What to do about a figure that does not stand in the evidence, and perhaps elsewhere in a source."""
    if source:
        return Message("add those words to the `evidence` of the briefing")
    if own.where[:1] == ("roles",):
        return Message("mend the date, or add evidence that has it")
    return Message(
        "mend the figure, add evidence that has it, or say how it is worked out: `{example}`",
        example="derived: {23: 32 - 9}",
    )
