"""How long it takes to look up evidence, and whether that grows with the text alone.

Run `python bench/evidence.py`. It makes texts that look like Spanish news (the same on every run),
takes 2,000 stretches of words from each, and measures in seconds of processor time:

- preparing: folding the text, its paragraphs, quotations and sentences;
- finding: looking up the stretches as they stand there;
- missing: looking them up with one letter changed, and finding the nearest passage of each.

Each doubling of the text should double every figure; where one grows by more than 2.6, it says so.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate

from briefsite.evidence.source_text import Found, NotFound, SourceText

EVIDENCE = 2_000
SIZES = (0.25, 0.5, 1.0, 2.0)
"""Megabytes of UTF-8."""

FREQUENT = """de la que el en y a los se del las un por con no una su para es al lo como más o pero sus
le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta
desde está mi porque qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde bien tiempo
mismo ese ahora cada vida otro después te otros aunque esa eso hace otra gobierno tan durante siempre día
tanto ella tres sí dijo sido gran país según menos mundo año antes estado contra sino forma caso nada
hacer general estaba poco estos presidente mayor ante unos les algo hacia casa ellos ayer hecho primera
mucho mientras además quien momento millones esto España México hombre están pues hoy lugar Nacional
trabajo otras mejor nuevo decir algunos entonces todas días debe política cómo casi toda tal luego pasado
primer medio va estas sea tenía nunca poder aquí ver veces embajada partido personas grupo cuenta pueden
tienen misma nueva cual fueron mujer frente tras cosas fin ciudad he social manera tener sistema será
historia muchos tipo cuatro dentro nuestro punto dice cualquier noche aún agua parece haber situación
fuera bajo grandes nuestros ejemplo acuerdo habían usted estados hizo nadie países horas posible tarde
ley importante guerra desarrollo proceso realidad sentido lado mí cambio allí mano eran estar número
sociedad unas centro padre gente final relación cuerpo obra incluso través último madre mis modo problema
cinco hombres información ojos muerte nombre algunas público mujeres siglo todavía meses mañana"""
ROOTS = (
    "seguridad coopera inspec proces import comerci investig tecnolog inform migra financi front"
)
ENDINGS = (
    "ción ciones mente dad dades dor dores miento mientos ante antes ado ados ido idos al ales"
)


def words_of_spanish() -> tuple[list[str], list[float]]:
    """About 5,000 words and how often each comes: the frequent ones first, as in any language."""
    common = list(dict.fromkeys(FREQUENT.split()))
    syllables = [
        "ba",
        "ca",
        "da",
        "fa",
        "ga",
        "la",
        "ma",
        "na",
        "pa",
        "ra",
        "sa",
        "ta",
        "bre",
        "cri",
        "dro",
        "fre",
        "gu",
        "li",
        "men",
        "no",
        "per",
        "qui",
        "ro",
        "ser",
        "tra",
        "vi",
    ]
    rare = {
        root + middle + ending
        for root in (*ROOTS.split(), *syllables)
        for middle in ("", *syllables[:8])
        for ending in ENDINGS.split()
    }
    vocabulary = common + sorted(rare)
    return vocabulary, list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))


def sentences(dice: random.Random) -> Iterator[str]:
    """Sentences as in the news: figures, names, quotations, clauses."""
    vocabulary, weights = words_of_spanish()
    while True:
        words = dice.choices(vocabulary, cum_weights=weights, k=dice.randint(8, 32))
        for index in range(5, len(words), 9):
            words[index] += ","
        if dice.random() < 0.3:
            words.insert(4, f"{dice.randint(2, 999)}")
        if dice.random() < 0.15:
            start = dice.randrange(len(words) - 4)
            words[start] = f"''{words[start]}"
            words[start + 3] += "''"
        words[0] = words[0].capitalize()
        yield " ".join(words) + "."


def spanish(megabytes: float) -> str:
    """A text of that size, in paragraphs of two to six sentences."""
    dice = random.Random(26)
    source = sentences(dice)
    paragraphs: list[str] = []
    left = int(megabytes * 1_000_000)
    while left > 0:
        paragraphs.append(" ".join(next(source) for _ in range(dice.randint(2, 6))))
        left -= len(paragraphs[-1].encode()) + 2
    return "\n\n".join(paragraphs)


def stretches(text: str) -> Iterator[str]:
    """Words of one paragraph each, seven to thirty of them."""
    dice = random.Random(9)
    paragraphs = text.split("\n\n")
    while True:
        words = dice.choice(paragraphs).split(" ")
        length = dice.randint(7, 30)
        if len(words) > length:
            start = dice.randrange(len(words) - length)
            yield " ".join(words[start : start + length])


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(megabytes: float) -> tuple[float, float, float]:
    """Preparing, finding and missing, for one size of text."""
    text = spanish(megabytes)
    stretch = stretches(text)
    present = [next(stretch) for _ in range(EVIDENCE)]
    absent = [words[: len(words) // 2] + "ß" + words[len(words) // 2 + 1 :] for words in present]
    source = SourceText("")

    def prepare() -> None:
        nonlocal source
        source = SourceText(text)
        assert source.sentences
        source.find("de")  # prepares the quotations

    def find() -> None:
        assert all(isinstance(source.find(words), Found) for words in present)

    def miss() -> None:
        assert all(isinstance(source.find(words), NotFound) for words in absent)
        assert all(source.nearest(words) for words in absent)

    return seconds(prepare), seconds(find), seconds(miss)


def main() -> int:
    """Print a table; tell by the exit code whether all is linear."""
    print(f"{EVIDENCE:,} stretches of words; seconds of processor time")
    print(
        f"{'text':>8}{'preparing':>11}{'finding':>9}{'missing':>9}{'each found':>12}{'each missed':>13}"
    )
    before: tuple[float, float, float] | None = None
    growth: list[float] = []
    for size in SIZES:
        figures = measure(size)
        prepared, found, missed = figures
        each = f"{found / EVIDENCE * 1000:9.2f} ms{missed / EVIDENCE * 1000:10.2f} ms"
        print(f"{size:5.2f} MB{prepared:11.2f}{found:9.2f}{missed:9.2f}{each}")
        if before:
            growth += [now / then for now, then in zip(figures, before, strict=True)]
        before = figures
    is_linear = max(growth) < 2.6
    print(f"A text twice as long takes at most {max(growth):.1f} times as long", end="")
    print("." if is_linear else ": that is more than its length accounts for.")
    return 0 if is_linear else 1


if __name__ == "__main__":
    sys.exit(main())
