"""How long `briefsite follow` takes on a large archive, beside what reading the archive takes.

Run `.venv/bin/python bench/follow.py`. A made-up archive of 10,000 briefings, which make 5,000 promises,
and a text of 200 KB of its own kind; seconds on the clock. *Subjects* is collecting the words of all
promises and open questions, which is kept until a briefing or source changes; *listening* is what
the command does each time, after the archive was read.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import archive

from briefsite.archive.dates import Date
from briefsite.cache.store import Store
from briefsite.evidence.source_text import SourceText
from briefsite.site.echoes import Said, listen, subjects_of
from briefsite.site.reading import read_site

BRIEFINGS, LENGTH = 10_000, 200_000


def main() -> None:
    """Print a table."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "site"
        archive.generate(out, BRIEFINGS)
        kept = Path(folder) / "store"
        for round_ in ("cold", "warm"):
            store = Store(kept)
            times = [time.perf_counter()]
            site = read_site(out / "briefs", store=store).site
            times.append(time.perf_counter())
            subjects = subjects_of(site, store)
            times.append(time.perf_counter())
            store.save()
            words = "\n\n".join(page.received for page in list(site.sources.values())[:400])
            text = SourceText(words[:LENGTH])
            start = time.perf_counter()
            said = Said(text=text, lang="es", date=Date(2030, 1, 1))
            found = listen(site, subjects, said)
            took = time.perf_counter() - start
            print(
                f"{round_}: {len(site.commitments)} promises, {len(subjects.keys)} subjects, "
                f"text of {len(text.text) / 1000:.0f} KB: reading {times[1] - times[0]:.2f}, "
                f"subjects {times[2] - times[1]:.2f}, listening {took:.2f}, "
                f"{len(found.matches)} matches"
            )
            store.close()


if __name__ == "__main__":
    main()
