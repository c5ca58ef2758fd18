"""Names in a text: those the archive knows, and those it does not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from briefsite.archive.models import Entity
from briefsite.authoring.draft.draft_text import DraftText
from briefsite.evidence.typography import Range
from briefsite.site.entity_names import Names


@dataclass(frozen=True)
class Known:
    """The entities of an archive, ready to be found in a text."""

    entities: Mapping[str, Entity]
    _names: Names = field(init=False)

    def __post_init__(self) -> None:
        """Take in names; a government also goes by the name of its country."""
        countries = Counter(e.country for e in self.entities.values() if e.type == "government")
        called = {}
        for entity_id, entity in self.entities.items():
            called[entity_id] = entity
            if entity.type == "government" and entity.country and countries[entity.country] == 1:
                aliases = (*entity.aliases, entity.country)
                called[entity_id] = entity.model_copy(update={"aliases": aliases})
        object.__setattr__(self, "_names", Names(called))

    def find(self, text: DraftText, place: Range) -> list[tuple[Range, str]]:
        """Names in a stretch that are those of one entity, with its id."""
        return [
            ((place[0] + name.start, place[0] + name.end), next(iter(name.ids)))
            for name in self._names.find(text.source.text[place[0] : place[1]])
            if len(name.ids) == 1
        ]

    def of_label(self, label: str) -> str | None:
        """The one person or body whose whole name stands in the label of a turn, in whatever case."""
        words = f" {_plain(label)} "
        found = {
            entity_id
            for entity_id, entity in self.entities.items()
            if entity.type in ("person", "organization", "government")
            for name in (entity.name, *entity.aliases)
            if " " in _plain(name) and f" {_plain(name)} " in words
        }
        return found.pop() if len(found) == 1 else None

    def actors(self, text: DraftText, place: Range) -> list[tuple[Range, str]]:
        """Those that can do something, each once."""
        found: dict[str, Range] = {}
        for where, entity in self.find(text, place):
            if self.entities[entity].type not in ("place", "programme"):
                found.setdefault(entity, where)
        return [(where, entity) for entity, where in found.items()]


def _plain(name: str) -> str:
    """The words of a name, without accents and capitals."""
    letters = unicodedata.normalize("NFD", name.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in letters if not unicodedata.combining(c))))


@dataclass(slots=True)
class NewName:
    """A name that the archive does not know."""

    name: str
    line: int
    type: str | None
    acronym: str | None = None
    count: int = 1


MOST_NAMES = 30

_CAPITAL = r"[A-ZÁÉÍÓÚÑÜÀÈÇ][\w’'-]*"
_GAP = r"(?:[ \u00a0]+|\n(?!\s*\n))"
_BOUNDARY = re.compile(r"[.!?…:»”\"'“«(\[—–-]\s*$|^\s*$|\n\s*\n\s*$")


def find_new_names(text: DraftText, known: Known) -> list[NewName]:
    """Runs of capitalised words that no entity of the archive has, the most frequent first."""
    raw = text.source.text
    connector = rf"(?:(?:{text.words.table['connectors']}){_GAP}){{1,2}}"
    run = re.compile(rf"\b{_CAPITAL}(?:{_GAP}(?:{connector})?{_CAPITAL})*")
    lower = {*re.findall(r"\b[a-záéíóúñü]+\b", raw)}
    taken = [place for block in text.blocks for place, _ in known.find(text, block)]
    found: dict[str, NewName] = {}
    for block in [*text.headings, *text.body]:
        if _shouts(text.slice(block)) or text.search("<boilerplate>", block):
            continue
        for match in run.finditer(raw, *block):
            for place in _split_at_and(match, text):
                if any(low < place[1] and place[0] < high for low, high in taken):
                    continue
                place = _without_first_word(text, place, lower)  # noqa: PLW2901
                name = re.sub("['’]s$", "", text.slice(place))
                if not _is_worth_it(name, text) or _only_begins(text, place, name):
                    continue
                acronym = re.match(r"\s*\(([A-Z][A-Z0-9]{1,7})\)", raw[place[1] : place[1] + 12])
                if name in found:
                    found[name].count += 1
                else:
                    found[name] = NewName(name, text.line(place), _type(text, place))
                if acronym:
                    found[name].acronym = acronym[1]
    _add_speakers(text, known, found)
    acronyms = {new.acronym for new in found.values()}
    names = [
        new
        for new in found.values()
        if new.name not in acronyms and not _is_part(new, found.values())
    ]
    return sorted(names, key=lambda new: (-new.count, new.line))[:MOST_NAMES]


def _add_speakers(text: DraftText, known: Known, found: dict[str, NewName]) -> None:
    """Add those who speak in turns, whom their labels alone may name."""
    for turn in text.turns:
        speaker = _named_in(turn.label, text)
        plain = {_plain(new) for new in found}
        is_new = speaker and _plain(speaker) not in plain and not known.of_label(speaker)
        if speaker and is_new and not text.asks(turn):
            found[speaker] = NewName(speaker, text.line(turn.place), "person")


def _named_in(label: str, text: DraftText) -> str | None:
    """The name in the label of a turn: «Carla Núñez» of «MINISTRA DEL INTERIOR, CARLA NÚÑEZ»."""
    last = re.split(r",\s*", re.sub(r"\s*\([^()]*\)", "", label))[-1]
    name = re.sub(text.words.pattern(r"\A(?:(?:el|la|the)\s+|<persons>\b\.?\s*)+"), "", last)
    words = [word.capitalize() if word.isupper() else word for word in name.split()]
    small = [
        word.lower() if word.lower() in ("de", "del", "la", "los", "y") else word for word in words
    ]
    return " ".join(small) if len(words) > 1 else None


def _is_part(new: NewName, names: Iterable[NewName]) -> bool:
    """Whether a single word is part of a longer name, as a surname is."""
    others = (other for other in names if other is not new)
    return " " not in new.name and any(new.name in other.name.split() for other in others)


def _shouts(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 12 and sum(char.isupper() for char in letters) > 0.6 * len(letters)


def _split_at_and(match: re.Match[str], text: DraftText) -> Iterator[Range]:
    """«Ministerio de Obras y Puertos» is one name, «Estados Unidos y México» are two."""
    start = match.start()
    first = next((word for word in match[0].split() if word.lower() not in ARTICLES), "")
    if not re.fullmatch(text.words.table["bodies"], first, re.IGNORECASE):
        for joint in re.finditer(r"\s+(?:y|e|and|&)\s+", match[0]):
            yield start, match.start() + joint.start()
            start = match.start() + joint.end()
    yield start, match.end()


def _without_first_word(text: DraftText, place: Range, lower: set[str]) -> Range:
    """A run that begins a sentence, without a word that is no name."""
    raw = text.source.text
    first = re.match(r"\S+\s*", raw[place[0] : place[1]])
    before = raw[max(0, place[0] - 4) : place[0]]
    common = {*text.words.table["function_words"].split(), *ARTICLES}
    while first:
        word = first[0].strip().lower()
        begins = bool(_BOUNDARY.search(before))
        is_title = re.fullmatch(text.words.table["persons"], word.rstrip("."), re.IGNORECASE)
        if not (word in common or is_title or (begins and word in lower)):
            break
        place = (place[0] + first.end(), place[1])
        first, before = re.match(r"\S+\s*", raw[place[0] : place[1]]), "x"
        connector = re.match(
            rf"(?:(?:{text.words.table['connectors']})\s+)+", raw[place[0] : place[1]]
        )
        if connector and word not in common:
            place = (place[0] + connector.end(), place[1])
            first = re.match(r"\S+\s*", raw[place[0] : place[1]])
    return place


ARTICLES = [
    "el",
    "la",
    "los",
    "las",
    "un",
    "una",
    "este",
    "esta",
    "estos",
    "estas",
    "esa",
    "ese",
    "a",
    "an",
    "this",
    "these",
    "those",
    "its",
    "his",
    "her",
]


def _only_begins(text: DraftText, place: Range, name: str) -> bool:
    """Whether a single word has its capital from where it stands, or names an office."""
    before = text.source.text[max(0, place[0] - 30) : place[0]]
    office = text.words.pattern(r"\b<persons>\s+(?:de|del|de la|of|for)\s+\Z").search(before)
    begins = _BOUNDARY.search(before) or text.block_of(place)[0] == place[0]
    return " " not in name and bool(office or (begins and not name.isupper()))


def _is_worth_it(name: str, text: DraftText) -> bool:
    words = name.split()
    months = {*text.words.months, *text.words.weekdays}
    if not words or any(word.lower().strip(".") in months for word in words):
        return False
    if len(words) == 1:
        if text.words.pattern(r"<bodies>|<programmes>|<persons>").fullmatch(name):
            return False  # «el Grupo» is short for a name
        return len(name) > 3 or (name.isupper() and len(name) > 1)
    return len(name) <= 120


def _type(text: DraftText, place: Range) -> str | None:
    """What a name is of, where the words themselves say so."""
    before = text.source.text[max(0, place[0] - 30) : place[0]]
    if text.words.pattern(r"\b(?:<persons>)\.?\s*,?\s*\Z").search(before):
        return "person"
    words = text.slice(place).split()
    for kind, table in (("programme", "programmes"), ("organization", "bodies")):
        if any(
            re.fullmatch(text.words.table[table], word, re.IGNORECASE)
            for word in (words[0], words[-1])
        ):
            is_government = words[0].lower() in ("gobierno", "government")
            return "government" if is_government else kind
    return None


def is_surname_alone(text: DraftText, surname: str) -> bool:
    """Whether nothing stands beside a surname, wherever it is: no other name, and no office."""
    raw = text.source.text
    beside = text.words.pattern(r"\b<persons>\b")
    for match in re.finditer(rf"\b{re.escape(surname)}\b", raw):
        before, after = raw[max(0, match.start() - 40) : match.start()], raw[match.end() :][:40]
        if (
            re.search(rf"\b{_CAPITAL}\.?\s+(?:(?:de|del|la|los|van|von)\s+)*\Z", before)
            or re.match(rf"\s+(?:(?:de|del|la|y)\s+)*{_CAPITAL}|\s*[,(]\s*[^\W\d_]", after)
            or beside.search(re.split(r"[.;:]\s", before)[-1])
        ):
            return False
    return True


def may_be_named(text: DraftText, office: str) -> bool:
    """Whether a name stands near an office anywhere in a text, so that its holder may be named.

    Also where the words name no office: «los vecinos» need no name.
    """
    found_office = text.words.pattern(r"\b<persons>\b").search(office)
    if not found_office:
        return True
    name = re.compile(rf"{_CAPITAL}(?:\s+{_CAPITAL})*")
    word = found_office[0].lower()
    for match in re.finditer(rf"(?i)\b{re.escape(word)}\b", text.source.text):
        for start, end in text.sentences_across(match.span()):
            low, high = max(start, match.start() - 60), min(end, match.end() + 80)
            for found in name.finditer(text.source.text, low, high):
                begins = found.start() == start or text.source.text[found.start() - 1] in "«“\"'‘"
                is_other = found[0].lower() not in (word, *ARTICLES)
                if is_other and (" " in found[0] or not begins):
                    return True
    return False


@dataclass(frozen=True, slots=True)
class PossibleSlip:
    """A word that is probably a slip."""

    as_written: str
    meant: str
    name: str
    """The known name that the word is part of."""


def find_slips(text: DraftText, known: Known) -> list[PossibleSlip]:
    """Words one letter away from those of a known name of four words or more."""
    found: dict[tuple[str, str], PossibleSlip] = {}
    for entity in known.entities.values():
        for name in (entity.name, *entity.aliases):
            words = name.split()
            for index, meant in enumerate(words):
                if len(words) < 4 or len(meant) < 5:
                    continue
                parts = [re.escape(word) for word in words]
                parts[index] = rf"(\w{{{len(meant) - 1},{len(meant) + 1}}})"
                for match in re.finditer(r"\s+".join(parts), text.source.text):
                    near = SequenceMatcher(None, match[1], meant).ratio()
                    if match[1].lower() != meant.lower() and near > 0.85:
                        found[match[1], meant] = PossibleSlip(match[1], meant, name)
    return [*found.values()]
