"""How long it takes to read and link a large archive: 5,000 entities over 5,000 briefings.

Run `.venv/bin/python bench/linking.py`. Texts are made from a seed, so that every run links the same.
Processor seconds on one core: each briefing is read, validated and linked in one pass.
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
import time
from pathlib import Path

from briefsite.site.reading import read_site

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


def archive(folder: Path, size: int, names: int) -> None:
    """Write briefings of about 3.5 KB that name four entities a paragraph."""
    chance = random.Random(20251122)
    words = [word(chance) for _ in range(20_000)]
    titles = [f"{chance.choice(FIRST)} de {chance.choice(words).title()} {n}" for n in range(names)]
    (folder / "entities").mkdir(parents=True)
    for n, title in enumerate(titles):
        text = f"name: {title}\nacronym: X{n}\ntype: organization\n"
        (folder / "entities" / f"e{n}.yml").write_text(text, encoding="utf-8")

    def text(length: int) -> str:
        parts = [chance.choice(words) for _ in range(length)]
        for _ in range(4):
            parts[chance.randrange(length)] = chance.choice(titles)
        return " ".join(parts)

    for n in range(size):
        points = "".join(f"  - text: {text(40)}\n" for _ in range(10))
        source = (
            f"title: T{n}\ndate: {2000 + n % 25}\nsummary: {text(30)[:380]}\nkey_points:\n{points}"
        )
        (folder / f"b{n}.yml").write_text(source, encoding="utf-8")


def main() -> None:
    """Print a table."""
    os.environ["BRIEFSITE_WORKERS"] = "1"
    print("briefings  entities  seconds  links")
    for size, names in ((1_250, 5_000), (2_500, 5_000), (5_000, 500), (5_000, 5_000)):
        with tempfile.TemporaryDirectory() as folder:
            archive(Path(folder) / "briefs", size, names)
            start = time.process_time()
            reading = read_site(Path(folder) / "briefs")
            seconds = time.process_time() - start
        assert not reading.findings
        links = sum(len(page.mentions) for page in reading.site.entities.values())
        print(f"{size:9,}  {names:8,}  {seconds:7.2f}  {links:,}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main()
