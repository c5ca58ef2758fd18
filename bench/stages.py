"""Where the time of a build goes: wall and processor seconds of each stage.

    .venv/bin/python bench/stages.py FOLDER

Builds the site whose `mkdocs.yml` is in the folder, as it is: from nothing where nothing is kept of
it (`BRIEFSITE_CACHE` can name an empty folder), after an edit where a file was changed. Processor seconds hold those of the workers, and
those of Pagefind where it ended; it works beside the other stages.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

_STARTED = time.perf_counter()

from mkdocs.commands import build as mkdocs  # noqa: E402 (the time it takes is measured)
from mkdocs.config import load_config  # noqa: E402

from briefsite.cache import store  # noqa: E402
from briefsite.mkdocs import build  # noqa: E402
from briefsite.outputs import outline, search, site_folder  # noqa: E402
from briefsite.outputs.exports import Exports  # noqa: E402

_IMPORTED = time.perf_counter()

STAGES: tuple[tuple[str, Any, str], ...] = (
    ("read and link", outline, "read_site"),
    ("plan", outline, "plan_site"),
    ("all of the outline", build, "outline_site"),
    ("articles", build, "make_articles"),
    ("index: hand over", search.Index, "add"),
    ("data and feeds of pages", build, "make_extra_files"),
    ("tables: gather", Exports, "gather"),
    ("pages and tables", site_folder.Output, "make"),
    ("index: wait", search.Index, "finish"),
    ("put in place", site_folder.Output, "publish"),
    ("store", store.Store, "close"),
    ("all of MkDocs and ours", mkdocs, "build"),
)
"""Name, and the function that does it."""


def measured(name: str, function: Callable[..., Any], costs: dict[str, list[float]]) -> Any:
    """The function, which notes what it takes."""

    @wraps(function)
    def wrapper(*values: Any, **named: Any) -> Any:
        before = [time.perf_counter(), sum(os.times()[:4])]
        try:
            return function(*values, **named)
        finally:
            after = [time.perf_counter(), sum(os.times()[:4])]
            so_far = costs.get(name, [0.0, 0.0])
            costs[name] = [a + t - b for a, t, b in zip(so_far, after, before, strict=True)]

    return wrapper


def main() -> None:
    """Build, and print a line for each stage."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    os.chdir(parser.parse_args().folder)
    costs: dict[str, list[float]] = {}
    for name, owner, function in STAGES:
        setattr(owner, function, measured(name, getattr(owner, function), costs))
    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs.build(config)
    print(f"{'imports':24} {_IMPORTED - _STARTED:7.2f} s")
    for name, _, _ in STAGES:
        if name in costs:
            wall, processor = costs[name]
            print(f"{name:24} {wall:7.2f} s {processor:7.2f} CPU")


if __name__ == "__main__":
    main()
