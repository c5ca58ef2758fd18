"""What `briefsite follow` does on a large archive, once that was read: 5,000 promises, a text of 200 KB.

Run `.venv/bin/python bench/follow.py`. Processor seconds on one core. *Subjects* is collecting the words
of all promises and open questions, which is kept until a briefing or source changes, and then opened;
*listening* is going through the text, which is done each time. The promises are of made-up sentences,
20 in a briefing, each with evidence; the text is of the same words, and has 40 sentences of promises.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from pathlib import Path

import yaml
from archive import WORDS, Writer, entities

from briefsite.archive.dates import Date
from briefsite.cache.store import Store
from briefsite.evidence.source_text import SourceText
from briefsite.site.echoes import Said, listen, subjects_of
from briefsite.site.reading import read_site

BRIEFINGS, PROMISES, LENGTH = 250, 20, 200_000


def generate(briefs: Path) -> list[str]:
    """Write the archive; returns the sentences of its promises."""
    writer, said = Writer(20251129), []
    names = entities(writer, 500)
    for folder in ("entities", "sources"):
        (briefs / folder).mkdir(parents=True)
    for name in names:
        text = yaml.safe_dump({"name": name.name, "type": name.type}, allow_unicode=True)
        (briefs / "entities" / f"{name.id}.yml").write_text(text, encoding="utf-8")
    for number in range(BRIEFINGS):
        commitments, words = [], []
        for promise in range(PROMISES):
            actor, target = writer.dice.choice(names), writer.dice.randint(5, 400)
            unit = writer.dice.choice(WORDS["units"])
            what = writer.promise(f"{target} {unit}")
            evidence = f"Promesa {promise}: {actor.subject} se comprometió a {what}"
            words.append(evidence + ".")
            commitments.append(
                {
                    "id": f"p{promise}",
                    "text": f"{what.capitalize()}.",
                    "by": [actor.id],
                    "target": {"value": target, "unit": unit},
                    "evidence": evidence,
                }
            )
        said += words
        text = "\n\n".join(words) + "\n"
        record = {"title": f"S{number}", "sha256": hashlib.sha256(text.encode()).hexdigest()}
        briefing = {
            "title": f"B{number}",
            "date": "2020-01-01",
            "summary": "Se promete.",
            "sources": [f"s{number}"],
            "commitments": commitments,
            "unknowns": [f"Si {writer.clause('el organismo')}." for _ in range(2)],
        }
        (briefs / "sources" / f"s{number}.txt").write_text(text, encoding="utf-8")
        for path, data in ((f"sources/s{number}.yml", record), (f"b{number}.yml", briefing)):
            (briefs / path).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return said


def main() -> None:
    """Print a line for the first time, and one for the next."""
    with tempfile.TemporaryDirectory() as folder:
        briefs = Path(folder) / "briefs"
        said = generate(briefs)
        writer = Writer(1)
        told = [f"{writer.clause('la junta')}.".capitalize() for _ in range(LENGTH // 60)]
        told[:: len(told) // 40] = said[: len(told[:: len(told) // 40])]
        text = SourceText("\n\n".join(told)[:LENGTH])
        for times in ("first", "next"):
            store = Store(Path(folder) / "store")
            site = read_site(briefs, store=store).site
            begin = time.process_time()
            subjects = subjects_of(site, store)
            collected = time.process_time()
            found = listen(site, subjects, Said(text=text, lang="es", date=Date(2030)))
            end = time.process_time()
            print(
                f"{times}: {len(site.commitments)} promises, {len(text.text) // 1000} KB, "
                f"subjects {collected - begin:.2f}, listening {end - collected:.2f}, "
                f"{len(found.matches)} found"
            )
            store.close()


if __name__ == "__main__":
    main()
