"""One briefing by itself: read, validated, proven and linked to names, in one pass.

What comes out is kept with the bytes it was made from and with what it depends on besides: the texts
of its sources, and the names of entities that begin with a word of its own. While all of that stays
as it was, the briefing is not looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache, reduce
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.dates import Date
from briefsite.archive.folder import Folder, check_file
from briefsite.archive.load import Document
from briefsite.archive.models import Briefing
from briefsite.archive.published_lock import Content
from briefsite.archive.records import Head
from briefsite.archive.references import with_ids, words_of
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import Store, code_digest, digest, packed
from briefsite.cache.workers import each
from briefsite.messages.diagnostics import Diagnostic, Severity, Span
from briefsite.messages.message import Message
from briefsite.site.abstracts import abstract, fact_of
from briefsite.site.entity_names import Doubts, Names
from briefsite.site.figures import FigureCheck
from briefsite.site.proofs import Prover, written_statements
from briefsite.site.renames import first_ids, first_in, former_in
from briefsite.site.site import Abstract, Body, FiledStatement, Texts

OPEN_AT_ONCE = 8192
"""Briefings whose words are in memory, 30 KB each; to open one takes 0.2 ms, and tables open all."""


class Examined(NamedTuple):
    """What is known of a briefing without opening it."""

    findings: tuple[Diagnostic, ...]
    """In its fields and in its evidence."""

    head: Head | None = None
    """None where the file cannot be used."""

    date: Date | None = None
    statements: tuple[FiledStatement, ...] = ()
    """Its statements, those of a broken briefing as well: others may refer to them."""

    is_withdrawn: bool = False
    content: Content | None = None
    """What is compared with what was published; None where fields are wrong."""

    about: Abstract | None = None
    """None where something is wrong with the briefing or its sources."""

    doubts: tuple[Diagnostic, ...] = ()
    """Names that link to no entity; of interest where the page is shown."""

    sources: str = ""
    """Stands for the texts that its evidence was looked up in."""

    all_names: str = ""
    """Stands for all names that there were."""

    names: str = ""
    """Stands for those of them that begin with a word of the briefing."""

    key: str = ""
    """Of its words in the store."""


class _Renames(NamedTuple):
    """The renamed files that a briefing refers to."""

    now: Mapping[str, str]
    """Today's ids by those before that it uses."""

    first: Mapping[str, str]
    """Their first ids by those of today."""


class Examiner:
    """Examines the briefings of an archive, on all cores, and none that it knows already."""

    def __init__(
        self, folder: Folder, texts: Texts, names: Names, store: Store, *, require_evidence: bool
    ) -> None:
        """Take what all briefings are judged by."""
        self._folder, self._texts, self._names, self._store = folder, texts, names, store
        self._require_evidence = require_evidence
        self._ledger = Ledger(store, "briefings")
        self._known: dict[Path, tuple[Examined, _Renames]] = {}
        self.body = lru_cache(OPEN_AT_ONCE)(self._body)
        """Opens a briefing by its file. Raises KeyError where that was not examined."""

    def examine(
        self, digests: Mapping[Path, str], former: Mapping[str, str]
    ) -> dict[Path, Examined]:
        """Examine files, given with the digests of their bytes.

        `former` holds today's ids of renamed files by those that they had before.
        """
        first = first_ids(former)
        renamed = {path: self._renamed(path, former, first) for path in digests}
        keys = {
            path: digest(
                "briefing",
                code_digest(),
                path.as_posix(),
                found,
                str(self._require_evidence),
                repr(renamed[path]),
            )
            for path, found in digests.items()
        }
        examined: dict[Path, Examined] = {}
        for path, key in keys.items():
            if known := self._current(self._ledger.get(key), renamed[path]):
                examined[path] = known
        new = [path for path in keys if path not in examined]

        def examine(path: Path) -> tuple[Examined, bytes]:
            found, words, body = self._examine(path, renamed[path])
            return found, packed((words, body))

        for path, (found, body) in zip(new, each(examine, new, "Reading briefings"), strict=True):
            examined[path] = found
            if found.about:
                self._store.put_packed(found.key, body)
        for path, found in examined.items():
            if found is not self._ledger.get(keys[path]):
                self._ledger.note(keys[path], found)
            self._known[path] = found, renamed[path]
        return examined

    def save(self) -> None:
        """Hand to the store what the next build can rely on."""
        self._ledger.save()

    def _renamed(self, path: Path, former: Mapping[str, str], first: Mapping[str, str]) -> _Renames:
        """The renamed files that a briefing refers to, as far as it was looked at before."""
        head = self._known[path][0].head if path in self._known else None
        if head is None:
            return _Renames({}, {})
        return _Renames(former_in(head, former), first_in(head, first, former))

    def _current(self, known: Examined | None, renamed: _Renames) -> Examined | None:
        """What was known of a briefing, where it still holds."""
        if known is None or known.head is None:
            return known
        if known.sources != self._sources(known.head, renamed):
            return None
        if known.all_names == self._names.digest:
            return known
        # Nothing is kept of a broken one: a name may have come of which its figure is a part.
        kept = self._store.get(known.key)
        if kept is None or self._names.seen_by(kept[0]) != known.names:
            return None
        return known._replace(all_names=self._names.digest)

    def _sources(self, head: Head, renamed: _Renames) -> str:
        names = (renamed.now.get(source, source) for source in head.sources)
        return digest(*(f"{source} {self._texts.digest(source)}" for source in names))

    def _examine(
        self, path: Path, renamed: _Renames
    ) -> tuple[Examined, frozenset[str], Body | None]:
        """What is known of a briefing, its words one by one, and its texts."""
        checked, document = check_file(self._folder.content(path), path, Briefing)
        head, model = checked.head, checked.model
        if head is None or document is None or not isinstance(model, Briefing):
            return Examined(checked.findings), frozenset(), None
        words, briefing = words_of(model), with_ids(model, renamed.now)
        content = Content.of(briefing, renamed.first) if head.is_whole else None
        prover = Prover(
            path,
            document,
            next(iter(briefing.sources), None),
            self._texts,
            require_evidence=self._require_evidence,
        )
        proofs = {entry: prover.prove(entry) for entry in written_statements(briefing)}
        figures = FigureCheck(
            path,
            document,
            self._texts,
            self._names,
            briefing.lang,
            briefing.date,
            briefing.sources,
        )
        figures.check(proofs)
        examined = Examined(
            (*checked.findings, *prover.findings, *figures.findings),
            head,
            briefing.date,
            tuple(
                FiledStatement(entry.field, entry.number, fact=fact_of(entry.record))
                for entry in proofs
            ),
            is_withdrawn=briefing.status == "withdrawn",
            content=content,
            sources=self._sources(head, renamed),
            all_names=self._names.digest,
        )
        is_wrong = prover.findings or any(
            finding.severity is Severity.ERROR for finding in figures.findings
        )
        if content is None or is_wrong or prover.unverified:
            return examined, words, None
        about, body, doubts = abstract(
            briefing,
            path.stem,
            content.hash,
            proofs,
            self._names,
            figures=figures.compared,
        )
        names = self._names.seen_by(words)
        return (
            examined._replace(
                statements=about.statements,
                about=about,
                doubts=tuple(_doubtful_names(path, document, doubts)),
                names=names,
                key=digest(
                    "words", code_digest(), about.digest, examined.sources, names, path.as_posix()
                ),
            ),
            words,
            body,
        )

    def _body(self, path: Path) -> Body:
        """The words of a briefing; examined again where the store lost them."""
        examined, renamed = self._known[path]
        kept: tuple[frozenset[str], Body] | None = self._store.get(examined.key)
        body = kept[1] if kept else self._examine(path, renamed)[2]
        assert body
        return body


def _doubtful_names(path: Path, document: Document, doubts: Doubts) -> Iterator[Diagnostic]:
    for name, entities in doubts.ambiguous.items():
        yield Diagnostic(
            code="ambiguous-name",
            message=Message(
                "`{name}` is the name of {count} entities, and links to none",
                name=name,
                count=len(entities),
            ),
            path=path,
            span=document.find(name),
            severity=Severity.WARNING,
            help=Message("link it by hand: {links}", links=_links(name, entities)),
        )
    for name, (entities, longer) in doubts.longer.items():
        places = sorted((_place_of(document, words, name), words) for words in longer)
        yield Diagnostic(
            code="name-in-longer-name",
            message=Message(
                "`{name}` stands in a longer name here, {longer}, and links to none",
                name=name,
                longer=", ".join(f"`{words}`" for _, words in places),
            ),
            path=path,
            span=places[0][0],
            severity=Severity.WARNING,
            help=Message(
                "if it is meant, link it by hand: {links}, or add the longer name to its `aliases`; "
                "if not, the longer name may be an entity of its own",
                links=_links(name, entities),
            ),
        )


def _place_of(document: Document, longer: str, name: str) -> Span:
    """Where the longer name stands, or the name alone where a line ends within the longer one."""
    place = document.find(longer)
    return document.find(name) if place == Span() else place


def _links(name: str, entities: frozenset[str]) -> str:
    return reduce(_either, [f"[{name}]({entity})" for entity in sorted(entities)])


def _either(one: str, other: str) -> Message:
    return Message("{one} or {other}", one=one, other=other)
