"""A made-up site of as many briefings as asked for, to build and to measure.

    python bench/archive.py --briefings 1000 --out DIR

The same size and seed give the same bytes. `DIR` then holds a whole site: `mkdocs.yml`, `docs/` and
`briefs/`, where `briefsite check` finds nothing wrong: all evidence stands in the made-up sources.

For N briefings (3 to 4 KB of YAML each, over twenty years) there are N/5 sources, N/10 entities, N/2
commitments (each has a page of its own) and N/3 updates. The words are Spanish in form: real ones
inflected, and learned compounds and names put together from parts. Some are frequent and most rare, as
in any language, so that a search index grows as it would with real texts.

One entity, `RENAMED`, takes part in one briefing of seventeen: 295 of 5,000.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml

T = TypeVar("T")
Ranked = tuple[Sequence[T], list[float]]
"""Words, and how often each comes up, added up as `random.choices` wants it."""

SEED = 20260926
FIRST_DAY = dt.date(2006, 1, 2)
YEARS = 20
A_SOURCE = 5
"""Briefings that rest on one source."""

AN_ENTITY = 10
"""Briefings for each entity."""

RENAMED = "observatorio-nacional-obras"
"""Id of an entity that takes part in every `ONE_IN`th briefing."""

RENAMED_NAME = "Observatorio Nacional de Obras"
ONE_IN = 17

MOST_WORDS = 260
"""Characters at most of what is said in one sentence."""

KINDS = ["meeting", "announcement", "statement", "report", "agreement", "visit", "hearing"]
STATUSES = ["in-progress", "partly-met", "late", "stalled"]
WORDS: dict[str, list[str]] = {
    kind: text.split()
    for kind, text in yaml.safe_load(
        Path(__file__).with_name("words.yml").read_text(encoding="utf-8")
    ).items()
}
LEADS = ["", "", "", "según la fuente, ", "además, ", "por su parte, ", "en cambio, "]

MKDOCS = """\
site_name: Archivo de medición
site_url: https://example.org/bench/
site_description: Informes inventados con los que se mide.

theme:
  name: material
  language: es
  font: false
  features:
    - content.action.edit
    - navigation.footer
    - navigation.top
    - search.highlight
    - toc.follow
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: custom
      accent: custom
      toggle: {icon: material/weather-night, name: Cambiar a modo oscuro}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: custom
      accent: custom
      toggle: {icon: material/weather-sunny, name: Cambiar a modo claro}

plugins:
  - search
  - briefsite:
      require_evidence: true

nav:
  - Inicio: index.md
  - informes/index.md
  - compromisos/index.md
  - cronologia/index.md
  - entidades/index.md
  - temas/index.md
  - fuentes/index.md
  - correcciones/index.md

validation:
  links:
    anchors: warn
    unrecognized_links: warn
"""

HOME = """\
# Archivo de medición

Todo lo que hay aquí es inventado por `bench/archive.py`, y solo sirve para medir.
"""

HEADS = [
    ("la", "Agencia"),
    ("la", "Autoridad"),
    ("la", "Comisión"),
    ("el", "Consejo"),
    ("la", "Dirección"),
    ("la", "Federación"),
    ("el", "Instituto"),
    ("la", "Junta"),
    ("la", "Mesa"),
    ("la", "Oficina"),
    ("el", "Servicio"),
    ("el", "Tribunal"),
]
CODAS = ["", "", "", "", "l", "n", "r", "s"]
TYPES = ["person", "organization", "place", "organization", "programme", "organization", "person"]
"""Entities are of these types in turn."""


@dataclass(frozen=True, slots=True)
class Name:
    """An entity as texts name it."""

    id: str
    name: str
    article: str
    """`el`, `la`, or nothing where none is used."""

    type: Literal["person", "organization", "place", "programme"]

    @property
    def subject(self) -> str:
        """The name as the subject of a clause."""
        return f"{self.article} {self.name}" if self.article else self.name


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment that later briefings can follow up."""

    address: str
    by: Name
    target: int
    unit: str


class Writer:
    """Writes sentences in made-up Spanish; what it draws depends on the seed alone."""

    def __init__(self, seed: int) -> None:
        """Put the vocabulary together."""
        self.dice = random.Random(seed)
        learned = [
            first + last for first in WORDS["learned_first"] for last in WORDS["learned_last"]
        ]
        self.dice.shuffle(learned)
        # Learned words are the long tail: none is as frequent as the least of the common ones.
        self._adjectives = ranked([*self._shuffled(WORDS["adjectives"]), *learned])
        self._nouns = ranked(
            self._shuffled(
                [(noun, "m") for noun in WORDS["masculine"]]
                + [(noun, "f") for noun in WORDS["feminine"]]
                + [(f"{verb}ación", "f") for verb in WORDS["verbs"]]
                + [(f"{verb}amiento", "m") for verb in WORDS["verbs"]]
            )
        )
        self._verbs = ranked(self._shuffled(WORDS["verbs"]))
        self._towns = ranked(self.places(3_000))
        self._surnames = ranked(self.places(2_000))

    def places(self, count: int) -> list[str]:
        """So many different names of places, or surnames."""
        found: dict[str, None] = {}
        while len(found) < count:
            middle = "".join(
                self.dice.choice(WORDS["onsets"])
                + self.dice.choice(WORDS["vowels"])
                + self.dice.choice(CODAS)
                for _ in range(self.dice.choice((1, 1, 2)))
            )
            name = middle + self.dice.choice(WORDS["onsets"]) + self.dice.choice(WORDS["ends"])
            found[re.sub(r"qu(?=[aou])", "c", name).capitalize()] = None
        return list(found)

    def person(self) -> str:
        """A name with one or two surnames."""
        surnames = [self.draw(self._surnames) for _ in range(self.dice.choice((1, 2, 2)))]
        return " ".join([self.dice.choice(WORDS["first_names"]), *surnames])

    def town(self) -> str:
        """A place that has no page of its own."""
        return self.draw(self._towns)

    def noun_phrase(self, *, article: bool = True, plural: bool | None = None) -> str:
        """A noun with its article and an adjective that agrees, sometimes with another noun."""
        noun, gender = self.draw(self._nouns)
        many = self.dice.random() < 0.4 if plural is None else plural
        words = [_plural(noun) if many else noun]
        if article:
            feminine = gender == "f"
            words.insert(0, ("las" if feminine else "los") if many else "la" if feminine else "el")
        if self.dice.random() < 0.75:
            words.append(_agree(self.draw(self._adjectives), gender, many=many))
        if self.dice.random() < 0.35:
            words += ["de", self.noun_phrase(article=self.dice.random() < 0.5)]
        return " ".join(words).replace(" de el ", " del ")

    def verb(self, ending: str) -> str:
        """A verb with that ending, e.g. `ó` or `ará`."""
        return self.draw(self._verbs) + ending

    def complement(self) -> str:
        """Where, how much, why, since when."""
        match self.dice.randrange(9):
            case 0:
                words = f"en {self.town()}"
            case 1:
                words = f"por {self._figure()} millones de coronas"
            case 2:
                words = f"para {self.verb('ar')} {self.noun_phrase()}"
            case 3:
                words = f"a pesar de {self.noun_phrase()}".replace(" de el ", " del ")
            case 4:
                words = f"tras {self.noun_phrase()}"
            case 5:
                month = self.dice.choice(WORDS["months"])
                words = f"desde {month} de {self.dice.randint(1990, 2025)}"
            case 6:
                words = f"según {self.person()}"
            case 7:
                many = self.noun_phrase(article=False, plural=True)
                words = f"con {self.dice.randint(2, 980)} {many}"
            case _:
                words = f"sin {self.verb('ar')} {self.noun_phrase()}"
        return words

    def clause(self, subject: str) -> str:
        """What somebody did, in ten to thirty words."""
        parts = [subject, self.verb("ó"), self.noun_phrase(), self.complement()]
        if self.dice.random() < 0.5:
            parts.append(self.complement())
        return " ".join(parts)

    def remark(self) -> str:
        """What is said in a quotation, without a subject that could have a page."""
        return (
            f"{_sentence(self.noun_phrase(plural=False))} {self.verb('ará')} {self.noun_phrase()} "
            f"{self.complement()}"
        )

    def circumstance(self) -> str:
        """Where or when something was said."""
        return f"{self.complement()} {self.complement()}"

    def promise(self, what: str) -> str:
        """What somebody will do with so much of something."""
        return f"{self.verb('ar')} {what} {self.complement()}"

    def share(self) -> str:
        """A clause with a percentage."""
        return (
            f"el {self._figure()} % de {self.noun_phrase(plural=True)} se {self.verb('aba')} "
            f"{self.complement()}"
        )

    def _figure(self) -> str:
        return f"{self.dice.uniform(1, 99):.1f}".replace(".", ",")

    def _shuffled(self, words: Sequence[T]) -> list[T]:
        return self.dice.sample(words, len(words))

    def draw(self, words: Ranked[T]) -> T:
        """One of them, the first most often."""
        return self.dice.choices(words[0], cum_weights=words[1])[0]


def ranked(words: Sequence[T], flat: int = 8) -> Ranked[T]:
    """Weigh words after Zipf: the n-th comes up in proportion to 1 / (n + flat)."""
    return words, list(accumulate(1 / (rank + flat) for rank in range(len(words))))


def _plural(noun: str) -> str:
    if noun.endswith(("ón", "én", "ín", "án", "ún")):
        accents = str.maketrans("áéíóú", "aeiou")
        return noun[:-2] + noun[-2:].translate(accents) + "es"
    return noun + ("s" if noun[-1] in "aeioué" else "es")


def _agree(stem: str, gender: str, *, many: bool) -> str:
    """An adjective from its stem: `públic` becomes `públicas`; `legal` and `grave` have one gender."""
    if stem.endswith(("al", "il", "ar", "el", "ún", "or")):
        return _plural(stem) if many else stem
    return (stem if stem.endswith("e") else stem + ("a" if gender == "f" else "o")) + "s" * many


LONGEST_ID = 120
"""Characters of an id; what is longer is cut, and told apart by a digest."""


def slug(words: str) -> str:
    """An id from words: lower-case letters, digits and hyphens, with a digest where it is long."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    found = "-".join(re.findall("[a-z0-9]+", plain))
    if len(found) <= LONGEST_ID:
        return found
    return f"{found[: LONGEST_ID - 9].rstrip('-')}-{zlib.crc32(found.encode()):08x}"


def entities(writer: Writer, count: int) -> list[Name]:
    """So many entities, no two with the same name; the first is `RENAMED`."""
    found = {RENAMED: Name(RENAMED, RENAMED_NAME, "el", "organization")}
    places = iter(writer.places(2 * count))
    while len(found) < count:
        match TYPES[len(found) % len(TYPES)]:
            case "person":
                name = Name("", writer.person(), "", "person")
            case "organization":
                article, head = writer.dice.choice(HEADS)
                field = writer.dice.choice(WORDS["fields"])
                name = Name("", f"{head} de {field} de {next(places)}", article, "organization")
            case "place":
                prefix = writer.dice.choice(("Puerto", "Villa", "Santa", "San", "Valle"))
                name = Name("", f"{prefix} {next(places)}", "", "place")
            case _:
                noun = writer.noun_phrase(article=False, plural=False).title()
                plan = f"Plan {noun.replace(' De ', ' de ')} de {next(places)}"
                name = Name("", plan, "el", "programme")
        made = Name(slug(name.name), name.name, name.article, name.type)
        found.setdefault(made.id, made)
    return list(found.values())


class Archive:
    """Writes the files of one site, source by source."""

    def __init__(self, size: int, out: Path, seed: int) -> None:
        """Make up the names; nothing is written yet."""
        self.size = size
        self.briefs = out / "briefs"
        self.writer = Writer(seed)
        self.dice = self.writer.dice
        self.names = entities(self.writer, max(20, size // AN_ENTITY))
        self._kinds = {
            kind: ranked([name for name in self.names[1:] if kind in {"any", name.type}], 30)
            for kind in ("any", "person", "place", "organization")
        }
        self._promises: list[Promise] = []
        self._ids: list[str] = []
        self._said: list[str] = []

    def write(self) -> None:
        """Write all entities, sources and briefings."""
        for name in self.names:
            record = {
                "name": name.name,
                "type": name.type,
                "country": "Almara",
                "description": f"{_sentence(self.writer.clause('su labor'))}.",
            }
            _write_yaml(self.briefs / "entities" / f"{name.id}.yml", record)
        for first in range(0, self.size, A_SOURCE):
            self._write_source(range(first, min(first + A_SOURCE, self.size)))

    def _write_source(self, numbers: range) -> None:
        """Write one source and the briefings that rest on it."""
        published = self._day(numbers[-1])
        issue = numbers[0] // A_SOURCE + 1
        name, title = f"boletin-{published.year}-{issue}", f"Boletín {issue}/{published.year}"
        self._said = []
        paragraphs = [f"BOLETÍN DE ALMARA\n{title}"]
        for number in numbers:
            paragraphs += self._write_briefing(number, name)
        text = "\n\n".join(paragraphs) + "\n"
        _write(self.briefs / "sources" / f"{name}.txt", text)
        record = {
            "title": title,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "author": None,
            "publisher": "Boletín de Almara",
            "url": f"https://example.org/boletin/{name}",
            "published": published,
            "retrieved": published + dt.timedelta(days=1),
            "lang": "es",
            "licence": "Dominio público",
        }
        _write_yaml(self.briefs / "sources" / f"{name}.yml", record)

    def _write_briefing(self, number: int, source: str) -> list[str]:
        """Write one briefing; returns the paragraphs of its source, where all its evidence stands."""
        writer, dice, day = self.writer, self.dice, self._day(number)
        title = f"{_sentence(writer.noun_phrase(article=False))}: {writer.noun_phrase()}"[:190]
        name = f"{slug(title)[:60].strip('-')}-{number + 1}"
        place = self._name("place")
        actors = [self._name("any") for _ in range(4)]
        if number % ONE_IN == 0:
            actors[0] = self.names[0]
        facts = [self._say(partial(writer.clause, actor.subject)) for actor in actors]
        shares = [self._say(writer.share) for _ in range(4)]
        briefing: dict[str, Any] = {
            "title": title,
            "date": day,
            "summary": f"{_sentence(facts[0])}.",
            "date_as_written": _spoken(day),
            "lang": "es",
            "kind": dice.choice(KINDS),
            "why_it_matters": f"{_sentence(self._mattering())}.",
            "sources": [source],
            "evidence": [_sentence(facts[0])],
            "place": place.id,
            "participants": [
                {"who": actor.id, "evidence": _sentence(fact)}
                for actor, fact in zip(actors[:2], facts[:2], strict=True)
            ],
            "key_points": [
                {"text": f"{self._retold(fact)}.", "evidence": _sentence(fact)}
                for fact in (*facts, shares[0])
            ],
        }
        paragraphs = [
            _paragraph(f"{place.name}, {_spoken(day)}", facts[0], shares[1]),
            _paragraph(*facts[1:3]),
            _paragraph(shares[2], facts[3], shares[0], shares[3]),
            *self._quotes(briefing),
        ]
        if number % 2 == 0:
            paragraphs.append(self._commitment(briefing, name))
        if number % 3 == 2 and self._promises:
            paragraphs.append(self._update(briefing))
        if number % 4 == 1:
            paragraphs.append(self._event(briefing))
        if number % 5 == 1:
            paragraphs.append(self._claim(briefing))
        briefing["unknowns"] = [f"Si {writer.clause('el organismo')}." for _ in range(2)]
        briefing["topics"] = dice.sample(WORDS["topics"], dice.randint(1, 3))
        if self._ids:
            briefing["related"] = [dice.choice(self._ids[-500:])]
        self._ids.append(name)
        _write_yaml(self.briefs / str(day.year) / f"{name}.yml", briefing)
        return paragraphs

    def _mattering(self) -> str:
        """Words without figures, since no evidence has them."""
        while True:
            words = self.writer.clause("este asunto")
            if not any(char.isdigit() for char in words):
                return words

    def _quotes(self, briefing: dict[str, Any]) -> Iterator[str]:
        """Add two quotations; returns their paragraphs of the source."""
        briefing["quotes"] = []
        for _ in range(2):
            speaker = self._name("person")
            words = self._say(self.writer.remark)
            told = f"dijo {speaker.name} {self._say(self.writer.circumstance)}"
            briefing["quotes"].append(
                {
                    "text": words,
                    "speaker_as_written": speaker.name,
                    "speaker": speaker.id,
                    "evidence": told,
                }
            )
            yield f"«{words}», {told}."

    def _commitment(self, briefing: dict[str, Any], name: str) -> str:
        """Add a promise with a figure, and a deadline in every other one."""
        dice, actor = self.dice, self._name("organization")
        target, unit = dice.randint(5, 400), dice.choice(WORDS["units"])
        year = briefing["date"].year + dice.randint(1, 6) if dice.random() < 0.5 else None
        due = f" antes de que acabe {year}" if year else ""
        words = self._say(partial(self.writer.promise, f"{target} {unit}")) + due
        said = f"{_sentence(actor.subject)} se comprometió a {words}"
        commitment = {
            "id": slug(f"{unit}-{target}"),
            "text": f"{_sentence(words)}.",
            "by": [actor.id],
            "target": {"value": target, "unit": unit, "baseline": None},
            "deadline": year,
            "evidence": said,
        }
        briefing["commitments"] = [commitment]
        self._promises.append(Promise(f"{name}/{commitment['id']}", actor, target, unit))
        return _paragraph(said, self._say(self.writer.share))

    def _update(self, briefing: dict[str, Any]) -> str:
        """Add what became of a promise of an earlier briefing."""
        promise = self.dice.choice(self._promises[-200:])
        value = self.dice.randint(1, promise.target)
        state = f"{value} de {promise.target} {promise.unit}"
        said = (
            f"{_sentence(promise.by.subject)} lleva {state} {self._say(self.writer.circumstance)}"
        )
        briefing["updates"] = [
            {
                "commitment": promise.address,
                "date": briefing["date"],
                "status": "met" if value == promise.target else self.dice.choice(STATUSES),
                "value": value,
                "text": f"Van {state}.",
                "evidence": said,
            }
        ]
        return _paragraph(said, self._say(self.writer.share))

    def _event(self, briefing: dict[str, Any]) -> str:
        """Add a month of years ago to the timeline."""
        year = briefing["date"].year - self.dice.randint(1, 9)
        month = self.dice.randrange(12)
        words = self._say(partial(self.writer.clause, self._name("any").subject))
        said = f"En {WORDS['months'][month]} de {year}, {words}"
        briefing["timeline"] = [
            {"date": f"{year}-{month + 1:02}", "text": f"{_sentence(words)}.", "evidence": said}
        ]
        return _paragraph(said)

    def _claim(self, briefing: dict[str, Any]) -> str:
        """Add what somebody says and nobody has shown."""
        actor, words = self._name("any"), self._say(self.writer.share)
        said = f"{_sentence(actor.subject)} sostiene que {words}"
        briefing["claims"] = [{"text": f"{_sentence(words)}.", "by": actor.id, "evidence": said}]
        return _paragraph(said)

    def _say(self, make: Callable[[], str]) -> str:
        """Words that the source does not have yet: evidence must stand there once."""
        while True:
            words = make()
            if len(words) < MOST_WORDS and not any(
                words in other or other in words for other in self._said
            ):
                self._said.append(words)
                return words

    def _retold(self, fact: str) -> str:
        """How a briefing tells a fact of its source."""
        return _sentence(f"{self.dice.choice(LEADS)}{fact}")

    def _name(self, kind: str) -> Name:
        """An entity; some come up far more often than others."""
        return self.writer.draw(self._kinds[kind])

    def _day(self, number: int) -> dt.date:
        """Briefings are spread evenly over the years, in the order of their numbers."""
        return FIRST_DAY + dt.timedelta(days=int(number / self.size * YEARS * 365.25))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _paragraph(*sentences: str) -> str:
    return " ".join(f"{_sentence(words)}." for words in sentences)


def _spoken(day: dt.date) -> str:
    """A day in Spanish, e.g. `viernes 26 de septiembre de 2025`."""
    return f"{WORDS['weekdays'][day.weekday()]} {day.day} de {WORDS['months'][day.month - 1]} de {day.year}"


class _Dumper(yaml.CSafeDumper):
    """Writes what stands twice twice: aliases are not allowed in briefings."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _write_yaml(path: Path, data: dict[str, Any]) -> None:
    _write(
        path,
        yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100),
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def generate(out: Path, briefings: int, seed: int = SEED) -> None:
    """Write a whole site with so many briefings to a folder that is new or empty."""
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty")
    _write(out / "mkdocs.yml", MKDOCS)
    _write(out / "docs" / "index.md", HOME)
    Archive(briefings, out, seed).write()


def main() -> None:
    """Write the site that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write a made-up site of N briefings.")
    parser.add_argument("--briefings", type=int, default=1_000, metavar="N")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    try:
        generate(options.out, options.briefings, options.seed)
    except FileExistsError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
