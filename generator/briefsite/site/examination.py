"""One briefing by itself: read, validated, proven and linked to names, in one pass, with its translations.

What comes out is kept with the bytes it was made from and with what it depends on besides: the texts
of its sources, and the names of entities that begin with a word of its own. While all of that stays
as it was, the briefing is not looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, reduce
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.dates import Date
from briefsite.archive.folder import Folder, check_file
from briefsite.archive.load import Document
from briefsite.archive.models import Briefing, Model
from briefsite.archive.published_lock import Content
from briefsite.archive.records import Head
from briefsite.archive.references import with_ids, words_of
from briefsite.archive.translations import BriefingTranslation, text_pairs, translated
from briefsite.cache.ledger import Ledger
from briefsite.cache.store import Store, code_digest, digest, packed
from briefsite.cache.workers import each
from briefsite.messages.diagnostics import Diagnostic, Severity, Span
from briefsite.messages.message import Message
from briefsite.site.abstracts import abstract, fact_of
from briefsite.site.entity_names import Doubts, Names
from briefsite.site.figures import FigureCheck
from briefsite.site.proofs import Proof, Prover, WrittenStatement, written_statements
from briefsite.site.renames import first_ids, first_in, former_in
from briefsite.site.site import Abstract, Body, FiledStatement, Texts
from briefsite.site.translations import InLanguage, TranslationCheck, needless_finding, said_in

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
    """Of its texts in the store, see `Opened`."""

    translations: tuple[ExaminedTranslation, ...] = ()
    """Those that can be shown."""

    @property
    def all_doubts(self) -> tuple[Diagnostic, ...]:
        """Those of its translations as well."""
        return (*self.doubts, *(one for each in self.translations for one in each.doubts))


class ExaminedTranslation(NamedTuple):
    """What is known of a briefing in another language without opening it."""

    lang: str
    path: Path
    about: Abstract
    doubts: tuple[Diagnostic, ...]
    names: str
    """Stands for the names in that language that begin with a word of it."""

    key: str
    """Of its texts in the store."""


Translations = Mapping[Path, Mapping[str, tuple[Path, str]]]
"""By briefing and language: the file of the translation, and the digest of its bytes."""


Opened = dict[str, Body | frozenset[str]]
"""What is kept of a briefing in each language by its key in the store: its texts; and by `_of_words` of the key, its
words one by one, which are asked for more often."""

NO_TRANSLATIONS: Translations = {}
NO_NAMES: Mapping[str, Names] = {}


class _Renames(NamedTuple):
    """The renamed files that a briefing refers to."""

    now: Mapping[str, str]
    """Today's ids by those before that it uses."""

    first: Mapping[str, str]
    """Their first ids by those of today."""


class Examiner:
    """Examines the briefings of an archive, on all cores, and none that it knows already."""

    def __init__(
        self,
        folder: Folder,
        texts: Texts,
        names: Names,
        store: Store,
        *,
        require_evidence: bool,
        translations: Translations = NO_TRANSLATIONS,
        names_in: Mapping[str, Names] = NO_NAMES,
    ) -> None:
        """Take what all briefings are judged by.

        `names_in` are the names of entities in the languages of `translations`.
        """
        self._folder, self._texts, self._names, self._store = folder, texts, names, store
        self._translations, self._names_in = translations, names_in
        self._all_names = digest(names.digest, *(one.digest for one in names_in.values()))
        self._translated: dict[Path, tuple[Path, ExaminedTranslation]] = {}
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
                *map(repr, sorted(self._translations.get(path, {}).items())),
            )
            for path, found in digests.items()
        }
        examined: dict[Path, Examined] = {}
        for path, key in keys.items():
            if known := self._current(self._ledger.get(key), renamed[path]):
                examined[path] = known
        new = [path for path in keys if path not in examined]

        def examine(path: Path) -> tuple[Examined, dict[str, bytes]]:
            found, opened = self._examine(path, renamed[path])
            return found, {key: packed(kept) for key, kept in opened.items()}

        for path, (found, opened) in zip(new, each(examine, new, "Reading briefings"), strict=True):
            examined[path] = found
            for key, kept in opened.items():
                self._store.put_packed(key, kept)
        for path, found in examined.items():
            if found is not self._ledger.get(keys[path]):
                self._ledger.note(keys[path], found)
            self._known[path] = found, renamed[path]
            for translation in found.translations:
                self._translated[translation.path] = path, translation
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
        if known.all_names == self._all_names:
            return known
        # Nothing is kept of a broken one: a name may have come of which its figure is a part.
        words = self._store.get(_of_words(known.key))
        if words is None or self._names_of(known.about).seen_by(words) != known.names:
            return None
        for translation in known.translations:
            words = self._store.get(_of_words(translation.key))
            names = self._names_in.get(translation.lang)
            if words is None or names is None or names.seen_by(words) != translation.names:
                return None
        return known._replace(all_names=self._all_names)

    def _names_of(self, about: Abstract | Briefing | None) -> Names:
        """The names of entities in the language of a briefing."""
        return self._names_in.get(about.lang, self._names) if about else self._names

    def _sources(self, head: Head, renamed: _Renames) -> str:
        names = (renamed.now.get(source, source) for source in head.sources)
        return digest(*(f"{source} {self._texts.digest(source)}" for source in names))

    def _examine(self, path: Path, renamed: _Renames) -> tuple[Examined, Opened]:
        """What is known of a briefing, and what is kept of it and its translations."""
        checked, document = check_file(self._folder.content(path), path, Briefing)
        head, model = checked.head, checked.model
        if head is None or document is None or not isinstance(model, Briefing):
            return Examined(checked.findings), {}
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
            self._names_of(briefing),
            briefing.lang,
            briefing.date,
            briefing.sources,
        )
        figures.check(proofs)
        given = _Proven(path, briefing, proofs, figures, renamed)
        translated = [
            self._translation(file, lang, given)
            for lang, (file, _) in self._translations.get(path, {}).items()
        ]
        examined = Examined(
            (
                *checked.findings,
                *prover.findings,
                *figures.findings,
                *(finding for one in translated for finding in one.findings),
            ),
            head,
            briefing.date,
            tuple(
                FiledStatement(
                    entry.field,
                    entry.number,
                    fact=fact_of(entry.record, read_as=figures.read_as.get(entry.where, ())),
                )
                for entry in proofs
            ),
            is_withdrawn=briefing.status == "withdrawn",
            content=content,
            sources=self._sources(head, renamed),
            all_names=self._all_names,
        )
        is_wrong = prover.findings or any(
            finding.severity is Severity.ERROR for finding in figures.findings
        )
        if content is None or is_wrong or prover.unverified:
            return examined, {}
        about, body, doubts = abstract(
            briefing,
            path.stem,
            content.hash,
            proofs,
            self._names_of(briefing),
            figures=figures,
        )
        names = self._names_of(briefing).seen_by(words)
        opened: Opened = {}

        def kept(file: Path, about: Abstract, words: frozenset[str], body: Body, names: str) -> str:
            key = digest(
                "opened", code_digest(), about.digest, examined.sources, names, file.as_posix()
            )
            opened[key], opened[_of_words(key)] = body, words
            return key

        in_languages = [
            self._filed(one, given, about, kept) for one in translated if one.model is not None
        ]
        examined = examined._replace(
            statements=about.statements,
            about=about,
            doubts=tuple(_doubtful_names(path, document, doubts)),
            names=names,
            key=kept(path, about, words, body, names),
            translations=tuple(in_languages),
        )
        return examined, opened

    def _translation(self, path: Path, lang: str, given: _Proven) -> _ReadTranslation:
        """A translation, held against its original."""
        checked, document = check_file(self._folder.content(path), path, BriefingTranslation)
        model, briefing = checked.model, given.briefing
        if lang == briefing.lang:
            return _ReadTranslation(path, lang, (needless_finding(path, lang),))
        if document is None or model is None:
            return _ReadTranslation(path, lang, checked.findings)
        model = with_ids(model, given.renamed.now)
        language = InLanguage(lang, self._names_in[lang])
        needless = frozenset(said_in(lang, briefing, self._texts, self._texts.language))
        check = TranslationCheck(
            path=path,
            document=document,
            original=briefing,
            translation=model,
            original_language=InLanguage(briefing.lang, self._names_of(briefing)),
            language=language,
            needless=needless,
        )
        figures = FigureCheck(
            path,
            document,
            self._texts,
            language.names,
            lang,
            briefing.date,
            briefing.sources,
        )
        check.check(figures, given.figures.pools)
        findings = (*checked.findings, *check.findings)
        is_wrong = any(finding.severity is Severity.ERROR for finding in check.findings)
        if is_wrong or not any(pair.translation for pair in text_pairs(briefing, model)):
            return _ReadTranslation(path, lang, findings)
        return _ReadTranslation(path, lang, findings, model, document, needless)

    def _filed(
        self,
        one: _ReadTranslation,
        given: _Proven,
        original: Abstract,
        kept: Callable[[Path, Abstract, frozenset[str], Body, str], str],
    ) -> ExaminedTranslation:
        """What is filed of a translation; its evidence is that of the original."""
        assert one.model is not None
        assert one.document is not None
        briefing = translated(given.briefing, one.model, one.lang, given.briefing.lang)
        quotes = tuple(
            quote.model_copy(update={"translation": None})
            if f"quotes.{number}.translation" in one.needless
            else quote
            for number, quote in enumerate(briefing.quotes, 1)
        )
        briefing = briefing.model_copy(update={"quotes": quotes})
        proofs = dict(zip(written_statements(briefing), given.proofs.values(), strict=True))
        names = self._names_in[one.lang]
        about, body, doubts = abstract(
            briefing,
            original.id,
            original.content,
            proofs,
            names,
            figures=given.figures,
        )
        # In the order of the original, so that lists in all languages have the same.
        in_order = dict.fromkeys([*original.entities, *about.entities])
        about = about._replace(
            translated_from=given.briefing.lang,
            entities=tuple(name for name in in_order if name in about.entities),
        )
        words = words_of(briefing)
        seen = names.seen_by(words)
        return ExaminedTranslation(
            one.lang,
            one.path,
            about,
            tuple(_doubtful_names(one.path, one.document, doubts)),
            seen,
            kept(one.path, about, words, body, seen),
        )

    def _body(self, path: Path) -> Body:
        """The texts of a briefing; examined again where the store lost them."""
        original, translation = self._translated.get(path, (path, None))
        examined, renamed = self._known[original]
        key = translation.key if translation else examined.key
        body = self._store.get(key) or self._examine(original, renamed)[1][key]
        assert isinstance(body, Body)
        return body


def _of_words(key: str) -> str:
    """The key of the words of a briefing, by that of its texts."""
    return f"{key} words"


class _Proven(NamedTuple):
    """A briefing with its evidence found, for its translations."""

    path: Path
    briefing: Briefing
    proofs: Mapping[WrittenStatement, list[Proof]]
    figures: FigureCheck
    renamed: _Renames


class _ReadTranslation(NamedTuple):
    """A translation as it was read."""

    path: Path
    lang: str
    findings: tuple[Diagnostic, ...]
    model: Model | None = None
    """None where it cannot be used, or translates nothing."""

    document: Document | None = None
    needless: frozenset[str] = frozenset()
    """Quotations that are in its language already, see `said_in`."""


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
