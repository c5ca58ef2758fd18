"""Which promises, names and open questions of the archive a text speaks of, and by which words.

Words are compared by their stems, and words that are said for one another by what they stand for
(`stems`). The rarer a word is among the promises and in the text, the more it counts; names and
figures in common count more. One reason alone is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import log
from typing import NamedTuple

from briefsite.archive.dates import Date
from briefsite.archive.models import Bounds, Entity
from briefsite.archive.text import Inline
from briefsite.cache.store import Store, code_digest, digest, remembered
from briefsite.evidence.source_text import SourceText
from briefsite.evidence.speech import unaccented
from briefsite.evidence.typography import Range
from briefsite.site.entity_names import Names
from briefsite.site.site import (
    BriefingPage,
    CommitmentAddress,
    CommitmentPage,
    Passage,
    Site,
    SourcePage,
)
from briefsite.site.speakers import is_named
from briefsite.site.stems import Counted, counted, stems, unit_stems


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """What the sources of a briefing did not say."""

    page: BriefingPage
    number: int
    """Counts from 1 within the briefing."""

    text: str
    """Plain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A passage that speaks of something."""

    place: Range
    """Character offsets in the text as received: whole sentences of one paragraph."""

    score: float
    terms: tuple[str, ...] = ()
    """Words in common, as the passage has them."""

    names: tuple[str, ...] = ()
    """Ids of entities in common."""

    figures: tuple[str, ...] = ()
    """Figures in common, as the passage has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A promise or an open question that a text speaks of."""

    subject: CommitmentPage | Unknown
    passages: tuple[Heard, ...]
    """The strongest first; none where all are cited already."""

    cited: tuple[Range, ...] = ()
    """Those that the promise or one of its updates cites already."""

    @property
    def score(self) -> float:
        """How strong its strongest passage is."""
        return self.passages[0].score if self.passages else 0.0


class Named(NamedTuple):
    """Where a text names an entity."""

    entity: str
    place: Range


class Echoes(NamedTuple):
    """What a text speaks of."""

    matches: list[Match]
    """Open promises first, then the others, then open questions; the strongest of each first."""

    named: tuple[Named, ...]
    """The names in the text, in order."""

    later: tuple[CommitmentAddress, ...]
    """Promises that are younger than the text, which it cannot follow up."""


def followed(site: Site, source: SourcePage, subjects: Subjects | None = None) -> list[Match]:
    """What a source speaks of among older promises and open questions; the strongest of each first.

    `subjects` are those of the site, where they are at hand: many sources share them.
    """
    return listen(site, subjects or subjects_of(site), said_in(source)).matches


# What is looked for.


class Subjects(NamedTuple):
    """The promises and open questions of an archive, ready to be recognised."""

    keys: tuple[tuple[str, int], ...]
    """The address of a commitment, and 0; the id of a briefing, and the number of an open question."""

    texts: tuple[str, ...]
    """Of open questions, their text."""

    terms: Mapping[str, tuple[tuple[int, float], ...]]
    """By stem: the numbers of the subjects that have it, and how much it says of each."""

    rarity: Mapping[str, float]
    """How rare each stem is among them, from 0 to 1."""

    names: tuple[Mapping[str, float], ...]
    """Of each subject, the entities that it is about, with how rare each is."""

    figures: tuple[frozenset[str], ...]
    """Of each subject, its numbers, each with the stem of what it counts: `32 municipi`."""

    units: tuple[frozenset[str], ...]
    """Of each commitment with a target, the stems of its unit."""


def subjects_of(site: Site, store: Store | None = None) -> Subjects:
    """The promises that stand and the open questions of a site; kept in the store."""
    pages = [page.about.digest for page in site.briefings.values()]
    texts = [source.digest for source in site.sources.values()]
    key = digest("subjects", code_digest(), *pages, "", *texts)
    return remembered(store or Store(), key, lambda: _Collector(site).subjects())


_OWN, _EVIDENCE, _UPDATE, _AROUND = 1.0, 0.9, 0.6, 0.35
"""How much a word says of a subject: in its own text, in its evidence, in updates, in what is around it."""


class _Collector:
    """Collects the words, names and figures of all subjects of a site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._finder = _NamesInText({name: page.record for name, page in site.entities.items()})
        self._keys: list[tuple[str, int]] = []
        self._texts: list[str] = []
        self._words: list[dict[str, float]] = []
        self._names: list[dict[str, float]] = []
        self._figures: list[set[str]] = []
        self._units: list[frozenset[str]] = []

    def subjects(self) -> Subjects:
        """All of them."""
        for page in self._site.standing:
            self._commitment(page)
        for briefing in self._site.briefings.values():
            if not briefing.is_withdrawn:
                self._unknowns(briefing)
        terms: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, words in enumerate(self._words):
            for stem, weight in words.items():
                terms[stem].append((number, weight))
        rarity = {
            stem: min(
                _WEAK if stem[0] == "-" else 1.0,
                self._rarity(sum(weight > _AROUND for _, weight in found) or len(found)),
            )
            for stem, found in terms.items()
        }
        of = Counter(
            entity for names in self._names for entity, weight in names.items() if weight == _OWN
        )
        names = tuple(
            {entity: weight * self._rarity(of[entity]) for entity, weight in names.items()}
            for names in self._names
        )
        return Subjects(
            tuple(self._keys),
            tuple(self._texts),
            {stem: tuple(found) for stem, found in terms.items()},
            rarity,
            names,
            tuple(map(frozenset, self._figures)),
            tuple(self._units),
        )

    def _rarity(self, count: int) -> float:
        return max(0.0, 1 - log(1 + count) / log(2 + len(self._keys)))

    def _begin(self, key: tuple[str, int], text: str, entities: Mapping[str, float]) -> None:
        self._keys.append(key)
        self._texts.append(text)
        self._words.append({})
        self._names.append(dict(entities))
        self._figures.append(set())
        self._units.append(frozenset())

    def _commitment(self, page: CommitmentPage) -> None:
        about, statement = page.about, page.statement
        briefing = statement.page.about
        entities = dict.fromkeys(briefing.entities, _AROUND)
        entities |= dict.fromkeys((*statement.entities, *about.by), _OWN)
        self._begin((page.address, 0), "", entities)
        self._take(about.title, briefing.lang, _OWN)
        for passage in statement.passages:
            self._take(*self._cited(passage, briefing.lang), _EVIDENCE)
        for step in page.steps[1:]:
            lang = step.statement.page.about.lang
            if step.statement.text is not None:
                self._take(str(Inline(step.statement.text).plain()), lang, _UPDATE)
            for passage in step.statement.passages:
                self._take(*self._cited(passage, lang), _UPDATE)
        self._take(briefing.title, briefing.lang, _AROUND)
        self._take(" ".join(briefing.topics).replace("-", " "), briefing.lang, _AROUND)
        if page.target and page.target.unit:
            self._count(page, page.target.unit, briefing.lang)

    def _count(self, page: CommitmentPage, unit: str, lang: str) -> None:
        """Take the figures of a target and of what was reached, in its unit."""
        counted_in = unit_stems(unit, lang)
        target = page.target
        values = [target.value, target.baseline] if target else []
        for value in (*values, *(step.value for step in page.counted)):
            for number in _numbers(value):
                self._figures[-1] |= {f"{number} {stem}" for stem in counted_in}
        self._units[-1] = counted_in

    def _unknowns(self, page: BriefingPage) -> None:
        for number, text in enumerate(page.record.unknowns, 1):
            plain = str(Inline(text).plain())
            self._begin((page.id, number), plain, dict.fromkeys(page.entities, _UPDATE))
            self._take(plain, page.about.lang, _OWN)
            self._take(page.about.title, page.about.lang, _AROUND)

    def _cited(self, passage: Passage, lang: str) -> tuple[str, str]:
        """The words of a passage, and their language."""
        source = self._site.sources[passage.source]
        received = source.received
        words = " … ".join(received[start:end] for start, end in passage.ranges)
        return words, source.record.lang or lang

    def _take(self, text: str, lang: str, weight: float) -> None:
        """Take the words and figures of a text of the subject at hand."""
        words = self._words[-1]
        named = [name.place for name, _ in self._finder.find(text)]
        for stem in stems(text, lang):
            if not any(_overlap(stem.place, name) for name in named):
                words[stem.stem] = max(weight, words.get(stem.stem, 0))
        if weight > _AROUND:
            for found in counted(text, lang):
                self._figures[-1] |= {f"{found.value} {stem}" for stem in found.stems}


def _numbers(value: float | Bounds | None) -> Iterator[Fraction]:
    ends = (value.low, value.high) if isinstance(value, Bounds) else (value,)
    for end in ends:
        if end:
            yield Fraction(str(end))


class _NamesInText:
    """The names of an archive in a text, also by the one word that texts have for them."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        """Take in all names."""
        self._whole = Names(entities)
        self.by_word = _by_one_word(entities)
        """Entities by that word, without accents and in small letters."""

    def find(self, text: str) -> Iterator[tuple[Named, float]]:
        """All names in order, each with how surely it is the entity's."""
        reached = 0
        for name in self._whole.find(text):
            yield from self._parts(text, (reached, name.start))
            reached = name.end
            if len(name.ids) == 1:
                yield Named(next(iter(name.ids)), (name.start, name.end)), 1.0
        yield from self._parts(text, (reached, len(text)))

    def _parts(self, text: str, place: Range) -> Iterator[tuple[Named, float]]:
        for word in _CAPITALISED.finditer(text, *place):
            if entity := self.by_word.get(unaccented(word[0])):
                yield Named(entity, word.span()), _PARTLY


def _by_one_word(entities: Mapping[str, Entity]) -> dict[str, str]:
    """Entities by the word that texts have for them: «Larraud», «el Consorcio», «el Plan», “the Trust”.

    It is the last word of the name of a person, the first of that of a programme, and either of that of
    a body; no other entity has it in a name.
    """
    having: dict[str, set[str]] = defaultdict(set)
    heads: dict[str, str] = {}
    for entity, record in entities.items():
        for name in (record.name, *record.aliases):
            for word in re.findall(r"[^\W\d_]{4,}", unaccented(name)):
                having[word].add(entity)
        words = re.findall(r"[^\W\d_]{4,}", unaccented(record.name))
        if record.type == "person":
            heads |= dict.fromkeys(words[-1:], entity)
        elif record.type == "programme":
            heads |= dict.fromkeys(words[:1], entity)
        elif record.type != "place":
            heads |= dict.fromkeys((*words[:1], *words[-1:]), entity)
    return {word: entity for word, entity in heads.items() if len(having[word]) == 1}


_CAPITALISED = re.compile(r"\b[^\W\d_a-zà-ÿ][^\W\d_]{3,}")
_PARTLY, _SPEAKING = 0.7, 0.6
"""How surely a part of a name, and whose turn it is, mean the entity."""


# What is recognised.


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text in which something may be recognised."""

    text: SourceText
    lang: str
    date: Date | None
    """When it was said, where that is known: it follows up nothing that is younger."""

    source: str = ""
    """Its id, where it is in the archive: it follows up nothing that comes of itself."""


def said_in(source: SourcePage) -> Said:
    """What a source says, on the day on which it was published, or else archived."""
    record = source.record
    return Said(
        text=source.text,
        lang=record.lang or "es",
        date=record.published or record.retrieved,
        source=source.id,
    )


def listen(site: Site, subjects: Subjects, said: Said) -> Echoes:
    """Recognise in a text what it speaks of."""
    return _Listener(site, subjects, said).echoes()


@dataclass(slots=True)
class _Sentence:
    """A sentence, and what in it can be in common."""

    place: Range
    paragraph: int
    stems: dict[str, str] = field(default_factory=dict)
    """By stem, the word."""

    follows: set[str] = field(default_factory=set)
    """Words with a capital letter right after another, which are of one name: «Storrel Bridge»."""

    numbers: list[Counted] = field(default_factory=list)
    entities: dict[str, float] = field(default_factory=dict)
    """Those it names, or whose turn it is, with how surely it is of them."""


@dataclass(slots=True)
class _Common:
    """What a sentence has in common with a subject."""

    terms: dict[str, float] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    names: dict[str, float] = field(default_factory=dict)

    @property
    def weight(self) -> float:
        """How much its words and figures count."""
        return sum(self.terms.values()) + sum(self.figures.values())


class _Listener:
    """Goes through one text."""

    def __init__(self, site: Site, subjects: Subjects, said: Said) -> None:
        """Read the text."""
        self._site, self._subjects, self._text, self._lang = site, subjects, said.text, said.lang
        self._date, self._source = said.date, said.source
        self._entities = {name: page.record for name, page in site.entities.items()}
        self._later = {
            page.address
            for page in site.standing
            if said.date and said.date.before(page.steps[0].date)
        }
        self._asked_for = {
            number for number in range(len(subjects.keys)) if self._is_asked_for(number)
        }
        names = _NamesInText(self._entities)
        self._by_word = names.by_word
        self._names = [*names.find(self._text.text)]
        self._sentences = [*self._read()]
        spread = Counter(
            found
            for _, found in {
                (one.paragraph, found)
                for one in self._sentences
                for found in (*one.stems, *one.entities)
            }
        )
        paragraphs = len({one.paragraph for one in self._sentences})
        self._rare = {
            found: max(0.0, 1 - log(count) / log(paragraphs)) if paragraphs > _FEW else 1.0
            for found, count in spread.items()
        }
        """How rare each stem and entity is in the text, from 0 to 1; of a short text nobody knows."""

    def _read(self) -> Iterator[_Sentence]:
        """The sentences of the text, with what in them can be in common."""
        text = self._text
        starts = [start for start, _ in text.paragraphs]
        speakers = {label: self._speaking(label) for label in {turn.label for turn in text.turns}}
        at = 0
        for place in text.sentences:
            paragraph = bisect_right(starts, place[0]) - 1
            words = text.text[slice(*place)]
            sentence = _Sentence(place, paragraph)
            sentence.numbers = [*counted(words, self._lang)]
            turn = text.turn_at(place)
            sentence.entities = dict(speakers[turn.label]) if turn else {}
            taken = [number.place for number in sentence.numbers]
            while at < len(self._names) and self._names[at][0].place[0] < place[1]:
                (entity, (low, high)), sure = self._names[at]
                sentence.entities[entity] = max(sure, sentence.entities.get(entity, 0))
                taken.append((low - place[0], high - place[0]))
                at += 1
            sentence.follows = {name[1] for name in _GOES_ON.finditer(words)}
            for stem in stems(words, self._lang):
                if not any(_overlap(stem.place, other) for other in taken):
                    sentence.stems.setdefault(stem.stem, words[slice(*stem.place)])
            yield sentence

    def _speaking(self, label: str) -> dict[str, float]:
        """Whom the label of a turn names, and the bodies that they belong to."""
        found: dict[str, float] = {}
        for word in re.findall(r"\w+", label):
            entity = self._by_word.get(unaccented(word))
            if entity and is_named(label, self._entities[entity]):
                record = self._entities[entity]
                bodies = [record.part_of, *(role.of for role in record.roles if not role.to)]
                found |= dict.fromkeys(filter(None, (entity, *bodies)), _SPEAKING)
        return found

    def echoes(self) -> Echoes:
        """All that the text speaks of."""
        heard: dict[int, list[Heard]] = defaultdict(list)
        common = [self._common(sentence) for sentence in self._sentences]
        for low, high in self._paragraph_bounds():
            for number, passage in self._heard(common, low, high):
                heard[number].append(passage)
        matches = [
            match for number, found in heard.items() if (match := self._match(number, found))
        ]
        matches.sort(key=lambda match: (_rank(match), -match.score))
        return Echoes(
            matches,
            tuple(name for name, sure in self._names if sure == 1),
            tuple(sorted(self._later)),
        )

    def _heard(
        self,
        common: Sequence[Mapping[int, _Common]],
        low: int,
        high: int,
    ) -> Iterator[tuple[int, Heard]]:
        """What the sentences of a paragraph speak of: the number of each subject, and the passage.

        An answer is heard with the sentence before it, which may be the question.
        """
        strong: list[dict[int, Heard]] = []
        for at in range(low, high):
            beside = [*common[max(0, at - 1) : at], *common[at + 1 : min(at + 2, high)]]
            found = {
                number: heard
                for number, own in common[at].items()
                if (heard := self._judge(number, self._sentences[at], own, beside))
            }
            best = max((heard.score for heard in found.values()), default=0)
            strong.append({n: h for n, h in found.items() if h.score >= _BESIDE_THE_BEST * best})
        for number in {number for found in strong for number in found}:
            run: list[tuple[Range, Heard | None]] = []
            for at in range(low, high):
                heard = strong[at - low].get(number)
                own = common[at].get(number)
                goes_on = bool(run and run[-1][1]) and self._sentences[at].numbers
                if (
                    heard
                    or (own and own.weight >= _GOES_WITH_IT)
                    or (goes_on and not strong[at - low])
                ):
                    run.append((self._sentences[at].place, heard))
                    continue
                yield from ((number, passage) for passage in _joined(run))
                run = []
            yield from ((number, passage) for passage in _joined(run))

    def _paragraph_bounds(self) -> Iterator[Range]:
        """The numbers of the first sentence of each paragraph, and of that after its last."""
        paragraphs = [sentence.paragraph for sentence in self._sentences]
        starts = [n for n, one in enumerate(paragraphs) if not n or one != paragraphs[n - 1]]
        yield from pairwise([*starts, len(paragraphs)])

    def _is_asked_for(self, number: int) -> bool:
        """Whether a subject is older than the text, and does not come of it."""
        name, question = self._subjects.keys[number]
        if not question:
            announced = self._site.commitments[CommitmentAddress(name)].statement
            cites = any(passage.source == self._source for passage in announced.passages)
            return name not in self._later and not cites
        page = self._site.briefings[name]
        is_older = self._date is None or page.date.before(self._date)
        return is_older and self._source not in page.sources

    def _likely(self, sentence: _Sentence) -> dict[int, _Common]:
        """The subjects that have enough words in common with a sentence to be looked at, and these words."""
        subjects = self._subjects
        rarities = {
            stem: rarity
            for stem in sentence.stems
            if (rarity := subjects.rarity.get(stem, 0) * (0.5 + 0.5 * self._rare[stem]))
            >= _COMMONPLACE
        }
        totals: dict[int, float] = defaultdict(float)
        for stem, rarity in rarities.items():
            for number, weight in subjects.terms[stem]:
                totals[number] += rarity * weight
        # Most subjects have one common word with a sentence, and are not looked at any further.
        least = _COMMONPLACE if sentence.numbers else _STRONG
        found = {
            number: _Common()
            for number, total in totals.items()
            if total >= least and number in self._asked_for
        }
        for stem, rarity in rarities.items():
            for number, weight in subjects.terms[stem]:
                if number in found:
                    found[number].terms[sentence.stems[stem]] = rarity * weight
        return found

    def _common(self, sentence: _Sentence) -> dict[int, _Common]:
        """What a sentence has in common with each subject."""
        found, subjects = self._likely(sentence), self._subjects
        words = self._text.text[slice(*sentence.place)]
        for number, common in found.items():
            for value, counts, place in sentence.numbers:
                of_it = any(f"{value} {stem}" in subjects.figures[number] for stem in counts)
                in_unit = not subjects.units[number].isdisjoint(counts)
                if of_it or in_unit:
                    written = words[slice(*place)]
                    is_same = of_it and counts != ("%",)
                    common.figures[written] = _SAME_FIGURE if is_same else _SAME_UNIT
            names = subjects.names[number]
            for entity, sure in sentence.entities.items():
                if entity in names:
                    common.names[entity] = names[entity] * sure * (0.5 + 0.5 * self._rare[entity])
        return found

    def _judge(
        self,
        number: int,
        sentence: _Sentence,
        common: _Common,
        beside: Iterable[Mapping[int, _Common]],
    ) -> Heard | None:
        """A sentence as one that speaks of a subject; None where it has too little in common."""
        terms, own = common.terms, common.weight
        names = min(_MOST_NAMES, sum(common.names.values()))
        enough = _ENOUGH_NAMED if names >= _A_NAME else _ENOUGH
        if self._subjects.keys[number][1]:
            enough += _MORE_FOR_QUESTIONS
        if own < _OWN_ENOUGH or own + names + _MOST_NEAR < enough:
            return None  # whatever stands beside it: so most end here
        near: dict[str, float] = {}
        for other in beside:
            if number in other:
                near |= {w: v for w, v in other[number].terms.items() if w not in terms}
                near |= other[number].figures
        strong = sum(v >= _STRONG and w not in sentence.follows for w, v in terms.items())
        figures = sum(common.figures.values())
        reasons = strong + (figures >= _SAME_FIGURE) + (names >= _A_NAME)
        reasons += any(value >= _STRONG for value in near.values())
        score = own + names + min(_MOST_NEAR, _NEARBY * sum(near.values()))
        if reasons < 2 or not (strong or figures) or score < enough:
            return None
        said = sorted(terms, key=lambda word: -terms[word])
        return Heard(
            place=sentence.place,
            score=score,
            terms=tuple(word for word in said if terms[word] >= _COMMONPLACE),
            names=tuple(common.names),
            figures=tuple(common.figures),
        )

    def _match(self, number: int, found: list[Heard]) -> Match | None:
        """A subject with its passages, without those that are cited of it."""
        name, question = self._subjects.keys[number]
        if question:
            page = self._site.briefings[name]
            subject: CommitmentPage | Unknown = Unknown(
                page=page, number=question, text=self._subjects.texts[number]
            )
            cited: list[Range] = []
        else:
            subject = self._site.commitments[CommitmentAddress(name)]
            cited = [
                place
                for step in subject.steps
                for passage in step.statement.passages
                if passage.source == self._source
                for place in passage.ranges
            ]
        fresh = [h for h in found if not any(_overlap(h.place, place) for place in cited)]
        taken = [h.place for h in found if h not in fresh]
        fresh.sort(key=lambda heard: -heard.score)
        return Match(subject=subject, passages=tuple(fresh), cited=tuple(taken))


_GOES_ON = re.compile(r"\b[^\W\d_a-zà-ÿ]\w+ ([^\W\d_a-zà-ÿ]\w+)")

_FEW = 9
_COMMONPLACE = 0.15
_STRONG = 0.35
_WEAK = 0.3
_SAME_FIGURE, _SAME_UNIT = 1.0, 0.5
_MOST_NAMES, _A_NAME = 1.0, 0.15
_NEARBY, _MOST_NEAR = 0.4, 0.5
_OWN_ENOUGH, _ENOUGH, _ENOUGH_NAMED, _MORE_FOR_QUESTIONS = 0.6, 1.4, 1.0, 0.7
_BESIDE_THE_BEST = 0.75
_GOES_WITH_IT = 0.5


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _joined(run: Sequence[tuple[Range, Heard | None]]) -> Iterator[Heard]:
    """Sentences that follow each other as one passage, where one of them at least speaks of a subject."""
    heard = [one for _, one in run if one]
    if heard:
        together = {
            name: tuple(dict.fromkeys(word for one in heard for word in getattr(one, name)))
            for name in ("terms", "names", "figures")
        }
        place = (run[0][0][0], run[-1][0][1])
        yield Heard(place=place, score=max(one.score for one in heard), **together)


def _rank(match: Match) -> int:
    if isinstance(match.subject, Unknown):
        return 2
    return 0 if match.subject.is_open else 1
