"""A translation against its original, and against the sources.

Rule 7 holds in every language: the figures of a translated text are looked for in the evidence of what
it says. It must also say what its original says, as far as that can be told without knowing either
language: the same figures, the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefsite.archive.load import Document, Where
from briefsite.archive.models import Briefing, Model
from briefsite.archive.text import Inline, is_page_id
from briefsite.archive.translations import (
    PROPER,
    TextPair,
    extra_entries,
    found_by,
    text_digest,
    text_pairs,
    translation_of,
)
from briefsite.archive.validate import did_you_mean
from briefsite.evidence.figure_pool import Pool
from briefsite.evidence.figure_reading import LANGUAGES
from briefsite.evidence.figures import Figure
from briefsite.messages.diagnostics import Diagnostic, Severity
from briefsite.messages.message import Message
from briefsite.site.entity_names import Names
from briefsite.site.figures import FigureCheck
from briefsite.site.own_figures import OwnFigure, figures_in_text
from briefsite.site.proofs import pointed

_MOST_NAMED = 8
"""How many texts a message names that lists them."""

_WITH_FIGURES = (
    "title",
    "summary",
    "why_it_matters",
    "text",
    "note",
    "speaker_note",
    "translation",
)
"""The texts that rule 7 holds for."""


class InLanguage:
    """How a language is read: its code, and the names of entities in it."""

    __slots__ = ("code", "names")

    def __init__(self, code: str, names: Names) -> None:
        """Take a language and its names."""
        self.code, self.names = code, names

    @property
    def is_read(self) -> bool:
        """Whether its figures can be read, those in words as well."""
        return self.code.partition("-")[0] in LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationCheck:
    """Holds one translation against its original."""

    path: Path
    document: Document
    original: Model
    translation: Model
    original_language: InLanguage
    language: InLanguage
    needless: frozenset[str] = frozenset()
    """Texts that need no translation, as a quotation whose source is in this language."""

    findings: list[Diagnostic] = field(default_factory=list)

    def check(self, figure_check: FigureCheck | None, pools: Mapping[Where, Pool]) -> None:
        """Find what differs, is missing or out of date.

        `figure_check` is for this file and its language; `pools` hold the evidence of each statement,
        and of the whole briefing, by where it stands in the original.
        """
        pairs = [*text_pairs(self.original, self.translation)]
        for where in extra_entries(self.original, self.translation):
            self._extra(where)
        self._check_missing(pairs)
        self._check_age(pairs)
        for pair in pairs:
            if pair.translation is None:
                continue
            wrong: list[Figure] = []
            ours = self._figures(pair.original, self.original_language)
            pool = pools.get(pair.original_where[:2], pools.get(()))
            is_compared = pair.where and pair.where[-1] in _WITH_FIGURES
            if figure_check and pool and is_compared and _is_in_statement(pair, pools):
                wrong = figure_check.check_translation(
                    pair.translation,
                    pair.where,
                    pool,
                    [one.figure for one in ours],
                    of_statement=len(pair.original_where) > 1,
                )
            self._compare(pair, ours, wrong)
        if figure_check:
            self.findings.extend(figure_check.findings)

    def _extra(self, where: Where) -> None:
        *_, field, entry = "", *where
        if isinstance(entry, str):
            message = Message("the original has no `{field}`", field=entry)
            mend = Message(
                "delete it; `{command}` makes a comment of it",
                command=self._command,
            )
        else:
            message, mend = self._extra_entry(str(field), entry)
        self._find("translation-extra", message, where, mend=mend, severity=Severity.ERROR)

    def _extra_entry(self, field: str, index: int) -> tuple[Message, Message]:
        """What is said of an entry that is none of the original's."""
        ours, theirs = getattr(self.original, field), getattr(self.translation, field)
        name, known = found_by(theirs[index]), [*filter(None, map(found_by, ours))]
        if name is None:
            message = Message(
                "the original has no entry {number} in `{field}`", number=index + 1, field=field
            )
            mend = Message(
                "delete it; entries without an id are found by their position, and `{command}` moves them with their originals",
                command=self._command,
            )
        elif name in known:
            message = Message(
                "`{name}` stands in `{field}` more often than in the original",
                name=name,
                field=field,
            )
            mend = Message("delete it, or mend the id")
        else:
            message = Message("the original has no `{name}` in `{field}`", name=name, field=field)
            mend = did_you_mean(name, known) or Message(
                "known there: {names}", names=", ".join(known) or "-"
            )
        return message, mend

    def _check_missing(self, pairs: Iterable[TextPair]) -> None:
        missing = [
            pair.name
            for pair in pairs
            if not pair.translation and pair.name not in (*PROPER, *self.needless)
        ]
        if missing:
            self._find(
                "translation-incomplete",
                Message("not translated: {texts}", texts=_listed(missing)),
                (),
                mend=Message(
                    "`{command}` writes what is missing into the file; until it is translated, readers see the original",
                    command=self._command,
                ),
                severity=Severity.NOTICE,
            )

    def _check_age(self, pairs: Sequence[TextPair]) -> None:
        """Whether an original has changed since it was translated, or a translation is gone."""
        recorded: Mapping[str, str] = getattr(self.translation, "originals", {})
        unknown = []
        for pair in pairs:
            if not pair.translation:
                continue
            known = recorded.get(pair.name)
            if known is None:
                unknown.append(pair.name)
            elif known != text_digest(pair.original):
                self._find(
                    "translation-stale",
                    Message(
                        "the original of `{text}` has changed since it was translated",
                        text=pair.name,
                    ),
                    pair.where,
                    note=Message("it says now: {words}", words=_shortened(pair.original)),
                    mend=Message(
                        "bring the translation up to date; where all of the file is, say so: `{command} --up-to-date`",
                        command=self._command,
                    ),
                )
        gone = [pair.name for pair in pairs if not pair.translation and pair.name in recorded]
        if gone:
            self._find(
                "translation-incomplete",
                Message("translated before, and here no more: {texts}", texts=_listed(gone)),
                (),
                mend=Message(
                    "entries without an id are found by their position: where one was deleted, those after it stand for others; "
                    "put it back, or an empty entry in its place (`{empty}`, in a list of texts `- null`); where all is right, `{command} --up-to-date`",
                    empty="- {}",
                    command=self._command,
                ),
            )
        if unknown:
            self._find(
                "translation-unrecorded",
                Message(
                    "it is not noted of which words these are translations: {texts}",
                    texts=_listed(unknown),
                ),
                (),
                mend=Message(
                    "`{command}` notes it; when an original changes, you are told",
                    command=self._command,
                ),
                severity=Severity.NOTICE,
            )

    @property
    def _command(self) -> str:
        """What brings the file up to its original."""
        name = translation_of(self.path)
        assert name
        return f"briefsite translate {name[0].stem} --to {self.language.code}"

    def _compare(self, pair: TextPair, ours: Sequence[OwnFigure], wrong: Sequence[Figure]) -> None:
        """Say which figures and names a text has that its original lacks, and the reverse.

        `ours` are the figures of the original; of those in `wrong` more has been said already.
        """
        assert pair.translation is not None
        theirs = self._figures(pair.translation, self.language)
        named = _named_in(pair.original, self.original_language.names)
        named_here = _named_in(pair.translation, self.language.names)
        names = [words for entity, words in named.items() if entity not in named_here]
        here = [
            *(one.written for one in theirs if one.figure not in wrong and not _among(one, ours)),
            *(words for entity, words in named_here.items() if entity not in named),
        ]
        there = [*(one.written for one in ours if not _among(one, theirs)), *names]
        if here and there:
            message = Message(
                "not in the original: {here}; in the original alone: {there}",
                here=_listed(here),
                there=_listed(there),
            )
        elif here:
            message = Message("not in the original: {words}", words=_listed(here))
        elif there:
            message = Message("in the original alone: {words}", words=_listed(there))
        else:
            return
        self._find(
            "translation-differs",
            message,
            pair.where,
            note=Message("the original: {words}", words=_shortened(pair.original)),
            narrow=here[0] if here else "",
            mend=Message(
                "say the same; write another name of the entity into the `aliases` of its translation, or link it: {links}",
                links=", ".join(f"[…]({entity})" for entity in named if entity not in named_here),
            )
            if names
            else Message("say the same figures, dates and names"),
        )

    def _figures(self, text: str, language: InLanguage) -> list[OwnFigure]:
        """The figures of a text; none where those of one of the languages cannot be read."""
        if not (self.original_language.is_read and self.language.is_read):
            return []
        return [*figures_in_text(text, (), language.code, language.names)]

    def _find(
        self,
        code: str,
        message: Message,
        where: Where,
        *,
        mend: Message,
        narrow: str = "",
        note: Message | None = None,
        severity: Severity = Severity.WARNING,
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


def needless_finding(path: Path, lang: str) -> Diagnostic:
    """What is said of a translation into the language that its original is in."""
    return Diagnostic(
        code="translation-unused",
        message=Message("the original is in `{lang}` itself", lang=lang),
        path=path,
        help=Message("delete it, or rename it after the language that it is in"),
    )


def said_in(
    lang: str,
    briefing: Briefing,
    sources: Container[str],
    language_of: Callable[[str], str | None],
) -> Iterator[str]:
    """The quotations that are in a language already, as `TextPair` names them.

    `language_of` gives that of one of the `sources`, where its record says it.
    """
    first = next(iter(briefing.sources), None)
    for number, quote in enumerate(briefing.quotes, 1):
        source = quote.source or first
        if source is None or source not in sources:
            continue
        known = language_of(source) or briefing.lang
        if known.partition("-")[0] == lang.partition("-")[0]:
            yield f"quotes.{number}.translation"


def _is_in_statement(pair: TextPair, pools: Mapping[Where, Pool]) -> bool:
    """Whether rule 7 holds for a text: it is of a statement, or one of the briefing's own."""
    return len(pair.original_where) == 1 or pair.original_where[:2] in pools


def _among(one: OwnFigure, others: Iterable[OwnFigure]) -> bool:
    """Whether some figures say as much as one, or one of them is less exact and the same."""
    found = [other.figure for other in others]
    return one.figure.stands_in(found) or any(other.stands_in([one.figure]) for other in found)


def _named_in(text: str, names: Names) -> dict[str, str]:
    """The entities that a text certainly names or links to, and by which words."""
    plain = str(text.plain()) if isinstance(text, Inline) else text
    named = {target: target for target in text.links()} if isinstance(text, Inline) else {}
    named = {target: target for target in named if is_page_id(target)}
    for name in names.find(plain):
        if len(name.ids) == 1:
            (entity,) = name.ids
            named.setdefault(entity, plain[name.start : name.end])
    return named


def _listed(names: Sequence[str]) -> str:
    more = ["…"] if len(names) > _MOST_NAMED else []
    return ", ".join([*(f"`{name}`" for name in names[:_MOST_NAMED]), *more])


def _shortened(text: str, limit: int = 200) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else f"{words[:limit].rpartition(' ')[0]} …"
