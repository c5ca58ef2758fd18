"""How far pages with the theme of our own are from those with Material, on each engine; and what a first visit takes.

    .venv/bin/python bench/themes.py [NAME=FOLDER …]

Builds the demonstration archive, with the page of samples in it, once with Material and once on each
engine with the theme `briefsite`; a folder in the place of one of them is taken as it is. Compares a picture of every kind of page, and writes
the tables into `docs/platform.md`. It needs Chromium; what is not installed is left out, and said.
"""

from __future__ import annotations

import http.server
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).parent)]

from lighthouse import SUBPATH, Compressed  # noqa: E402

from browser import chromium  # noqa: E402
from looks import MOST, THRESHOLD, open_as_picture, picture, share_that_differs  # noqa: E402
from sites import THEMES, with_theme  # noqa: E402 (the tests' own helpers)

PAGE = ROOT / "docs/platform.md"
WORK = ROOT / ".cache/themes"

KINDS = {
    "Home": "",
    "Briefings": "informes/",
    "Briefings of a year": "informes/ano-2024/",
    "Briefing": "informes/enlace-firma/",
    "Versions of a briefing": "informes/enlace-firma/versiones/",
    "Register of commitments": "compromisos/",
    "Commitments in a state": "compromisos/estado-met/",
    "Commitment": "compromisos/agua-clara-presentacion/potabilizadoras-32/",
    "Agenda": "agenda/",
    "Timeline": "cronologia/",
    "Timeline of a year": "cronologia/ano-2024/",
    "Topics": "temas/",
    "Topic": "temas/agua/",
    "Corrections": "correcciones/",
    "Entities": "entidades/",
    "Entity": "entidades/agencia-aguas/",
    "Sources": "fuentes/",
    "Source": "fuentes/tca-nota-3-2025/",
    "Transcript": "fuentes/pleno-junta-2025-05/",
    "Document with pictures": "fuentes/boletin-obras-2025-05/",
    "Written by hand, with every part": "theme/",
}
WIDTHS = (390, 820, 1440)
SCHEMES = ("light", "dark")
VIEWS = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]

FOLDED = "the sign beside what folds is the browser's own"
REASONS = {
    "Every page": "the switch of colours, and the search box, have other signs",
    "Briefings": FOLDED,
    "Register of commitments": FOLDED,
    "Timeline of a year": FOLDED,
    "Topic": FOLDED,
    "Entity": FOLDED,
    "Written by hand, with every part": "Material gives notes colours and signs of its own",
}
"""Why pictures differ at all; a page with a reason of its own may differ by more than others."""

REFERENCE = "Material"
SLOWER = 4
"""How much slower the processor of a telephone is, as Lighthouse has it."""
RUNS = 3


def archive(name: str, theme: str) -> Path:
    """A copy of the demonstration archive with a theme, and with the page of samples."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "examples", folder / "archive")
    for part in ("theme.md", "images"):
        copy = shutil.copytree if (ROOT / "docs" / part).is_dir() else shutil.copy
        copy(ROOT / "docs" / part, folder / "archive/docs" / part)
    settings = folder / "archive/mkdocs.yml"
    settings.write_text(with_theme(theme, settings.read_text("utf-8")), "utf-8")
    return folder


def with_plugin(module: str, theme: str, name: str) -> Path:
    """Build with MkDocs, or with ProperDocs."""
    folder = archive(name, theme)
    run(module, "build", "-q", "-f", folder / "archive/mkdocs.yml", "-d", folder / "site")
    return folder / "site"


def with_zensical(name: str) -> Path:
    """Build what `briefsite render` writes for Zensical, and finish it."""
    folder = archive(name, "briefsite")
    settings = folder / "archive/mkdocs.yml"
    run("briefsite", "render", "-f", settings, "--engine", "zensical", "--out", folder / "project")
    run("zensical", "build", cwd=folder / "project")
    run("briefsite", "finish", folder / "project/site", "-f", settings)
    return folder / "project/site"


def run(module: str, *arguments: str | Path, cwd: Path = ROOT) -> None:
    """Run a program of this environment on the day of the pictures."""
    day = {"SOURCE_DATE_EPOCH": "1795953600", "NO_MKDOCS_2_WARNING": "1"}
    environment = [f"{name}={value}" for name, value in day.items()]
    subprocess.run(
        ["env", *environment, sys.executable, "-m", module, *arguments], cwd=cwd, check=True
    )


def built(given: Mapping[str, Path]) -> dict[str, Path]:
    """The site folder of each build."""
    material, own = THEMES
    makers = {
        REFERENCE: ("mkdocs", partial(with_plugin, "mkdocs", material)),
        "MkDocs": ("mkdocs", partial(with_plugin, "mkdocs", own)),
        "ProperDocs": ("properdocs", partial(with_plugin, "properdocs", own)),
        "Zensical": ("zensical", with_zensical),
    }
    found = {}
    for name, (module, make) in makers.items():
        if name in given:
            found[name] = given[name]
        elif find_spec(module):
            found[name] = make(name.lower())
        else:
            print(f"{name} is left out: it is not installed")
    return found


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a site compressed and below a subpath."""
    handler = partial(Compressed, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{SUBPATH}"
        server.shutdown()


def shares(browser: Browser, addresses: Mapping[str, str], path: str) -> dict[str, list[float]]:
    """Of each build but the reference, how far its page is from that one's, view by view."""
    found: dict[str, list[float]] = {name: [] for name in addresses if name != REFERENCE}
    for width, scheme in VIEWS:
        page = open_as_picture(browser, width, scheme)
        pictures = {name: picture(page, root + path) for name, root in addresses.items()}
        page.context.close()
        for name, each in found.items():
            each.append(share_that_differs(pictures[REFERENCE], pictures[name]))
    return found


def first_visit(browser: Browser, address: str) -> tuple[float, float]:
    """KB of 1,000 bytes that come over the line, and milliseconds of scripts on a telephone; medians of `RUNS`."""
    kilobytes, milliseconds = [], []
    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        session = context.new_cdp_session(page)
        sizes: list[float] = []
        session.on("Network.loadingFinished", partial(note_size, sizes))
        session.send("Network.enable")
        session.send("Performance.enable")
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(1500)  # Material's script comes when all else is quiet
        metrics = session.send("Performance.getMetrics")["metrics"]
        kilobytes.append(sum(sizes) / 1000)
        milliseconds += [m["value"] * 1000 for m in metrics if m["name"] == "ScriptDuration"]
        context.close()
    return statistics.median(kilobytes), statistics.median(milliseconds)


def note_size(sizes: list[float], event: Mapping[str, float]) -> None:
    """Add what came over the line for one file."""
    sizes.append(event["encodedDataLength"])


def percent(share: float) -> str:
    """A share as readers see it: none, or at least a thousandth of a percent."""
    return f"{max(share * 100, 0.001):.3f} %" if share else "0"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, with figures at the end of their column."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def rows_of_pictures(kind: str, found: Mapping[str, Sequence[float]]) -> list[list[str]]:
    """A row for all builds whose pictures differ alike."""
    names: dict[tuple[str, ...], list[str]] = {}
    for name, each in found.items():
        names.setdefault(tuple(map(percent, each)), []).append(name)
    return [[kind, ", ".join(alike), *cells] for cells, alike in names.items()]


def main(*given: str) -> None:
    """Build, compare, and write the tables."""
    folders = built({name: Path(folder) for name, _, folder in (g.partition("=") for g in given)})
    far: dict[str, dict[str, list[float]]] = {}
    visits: dict[str, list[tuple[float, float]]] = {}
    with ExitStack() as open_ones:
        browser = open_ones.enter_context(chromium())
        addresses = {
            name: open_ones.enter_context(served(folder)) for name, folder in folders.items()
        }
        for kind, path in KINDS.items():
            far[kind] = shares(browser, addresses, path)
            visits[kind] = [first_visit(browser, root + path) for root in addresses.values()]
            print(f"{kind:34}", *(percent(max(each)) for each in far[kind].values()), flush=True)
    differ = {kind: max(map(max, found.values())) for kind, found in far.items()}
    parts = [
        f"A pixel differs where red, green or blue, from 0 to 255, differs by more than {THRESHOLD}.",
        table(
            ["Page", "With", *(f"{width}, {scheme}" for width, scheme in VIEWS)],
            [row for kind, found in far.items() for row in rows_of_pictures(kind, found)],
        ),
        "\n".join(f"- {kind}: {reason}." for kind, reason in REASONS.items()),
        f"A first visit on a telephone, compressed: KB of 1,000 bytes, and milliseconds of scripts on a processor {SLOWER} times slower.",
        table(
            ["Page", *(f"{name}, {unit}" for unit in ("KB", "ms") for name in folders)],
            [
                [kind, *(f"{size:.0f}" for size, _ in each), *(f"{time:.0f}" for _, time in each)]
                for kind, each in visits.items()
            ],
        ),
    ]
    text = "\n\n".join(filter(None, parts))
    before, start, rest = PAGE.read_text("utf-8").partition("<!-- themes -->\n")
    PAGE.write_text(
        f"{before}{start}\n{text}\n\n<!-- end -->{rest.partition('<!-- end -->')[2]}", "utf-8"
    )
    if too_far := [kind for kind in far if differ[kind] > MOST and kind not in REASONS]:
        sys.exit(f"over {percent(MOST)} without a reason: {too_far}")


if __name__ == "__main__":
    main(*sys.argv[1:])
