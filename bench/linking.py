"""How long it takes to link a large archive: 5,000 entities over 5,000 briefings.

Run `.venv/bin/python bench/linking.py`. Texts are made from a seed, so that every run links the same.
"""

from __future__ import annotations

import random
import resource
import time
from pathlib import Path
from typing import TypeVar

from briefsite.archive.load import load
from briefsite.archive.models import Briefing, Entity, Model
from briefsite.archive.records import Archive, Record
from briefsite.archive.references import head_of, words_of
from briefsite.archive.validate import validate
from briefsite.cache.memory import collector_paused
from briefsite.site.linking import link

M = TypeVar("M", bound=Model)

SYLLABLES = [
    "al",
    "mar",
    "bren",
    "gos",
    "ti",
    "ver",
    "na",
    "lor",
    "quen",
    "dis",
    "pa",
    "ru",
    "che",
    "san",
    "tor",
    "vi",
]
FIRST = [
    "Consejo",
    "Instituto",
    "Agencia",
    "Comisión",
    "Autoridad",
    "Red",
    "Plan",
    "Programa",
    "Grupo",
    "Mesa",
]


def word(chance: random.Random) -> str:
    """An invented word."""
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4)))


def record(name: str, text: str, model: type[M]) -> Record[M]:
    """A file that passed all checks."""
    document, findings = load(text.encode(), Path(f"{name}.yml"))
    assert document, findings
    valid, findings = validate(document, model)
    assert valid, findings
    words = words_of(valid)
    return Record(
        document.path,
        name,
        head_of(valid, is_whole=True),
        model=lambda: valid,
        document=lambda: document,
        words=lambda: words,
    )


def archive(size: int, names: int) -> Archive:
    """Briefings of about 3.5 KB that name four entities a paragraph."""
    chance = random.Random(20251122)
    words = [word(chance) for _ in range(20_000)]
    titles = [f"{chance.choice(FIRST)} de {chance.choice(words).title()} {n}" for n in range(names)]
    entities = [
        record(f"e{n}", f"name: {title}\nacronym: X{n}\ntype: organization\n", Entity)
        for n, title in enumerate(titles)
    ]

    def text(length: int) -> str:
        parts = [chance.choice(words) for _ in range(length)]
        for _ in range(4):
            parts[chance.randrange(length)] = chance.choice(titles)
        return " ".join(parts)

    briefings = []
    for n in range(size):
        points = "".join(f"  - text: {text(40)}\n" for _ in range(10))
        source = (
            f"title: T{n}\ndate: {2000 + n % 25}\nsummary: {text(30)[:380]}\nkey_points:\n{points}"
        )
        briefings.append(record(f"b{n}", source, Briefing))
    ids = {
        "briefing": frozenset(entry.id for entry in briefings),
        "entity": frozenset(entry.id for entry in entities),
        "source": frozenset[str](),
    }
    return Archive(briefings=briefings, entities=entities, ids=ids)


def main() -> None:
    """Print a table."""
    print("briefings  entities  seconds  links")
    for size, names in ((1_250, 5_000), (2_500, 5_000), (5_000, 500), (5_000, 5_000)):
        made = archive(size, names)
        start = time.perf_counter()
        with collector_paused():  # as `read_site` does
            site, findings = link(made)
        seconds = time.perf_counter() - start
        assert not findings
        links = sum(len(page.mentions) for page in site.entities.values())
        print(f"{size:9,}  {names:8,}  {seconds:7.2f}  {links:,}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main()
