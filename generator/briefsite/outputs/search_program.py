"""A program that makes the search index beside a build.

It is called so::

    python -Pm briefsite.outputs.search_program BUILD PAGEFIND

A line on its standard input names a folder, with what to do in `TASK`. It does one after the other, since each run of
Pagefind holds all of its pages in memory; an empty line ends it. What has not begun when the process `BUILD` ends is
left alone.
"""

from __future__ import annotations

import gc
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from briefsite.outputs.search_merge import merged
from briefsite.outputs.search_part import decoded, read_part, renewed

TASK = "task.json"
"""Of a part: its language, and the paths of all its pages. Of an index: the paths of its parts, and the keys of its
files that are kept already."""

_LEVEL = 6
"""Of compression: 9 takes three times as long, for a fiftieth of the bytes."""

PAGES, BEFORE = "pages", "before"
"""What the folder of a part holds: its pages that are new, and the part as it was, where there is one."""

INDEX, NEW, READ = "index", "new.json", "read"
"""What it gets: what Pagefind made of the new pages, the keys of their fragments by path, and the part as it is."""

FILES, KEYS = "files", "keys.json"
"""What the folder of an index gets: its files that are new, by key, and the keys of all by path."""


def make_part(pagefind: str, folder: Path, language: str, paths: Sequence[str]) -> None:
    """Have Pagefind look at the new pages of a part, and file what is in all of its pages.

    Raises ValueError where Pagefind fails, in its words, or makes what we cannot read.
    """
    new = None
    if (folder / PAGES).exists():
        command: list[str | Path] = [
            *(pagefind, "--site", folder / PAGES, "--output-path", folder / INDEX),
            *("--force-language", language, "--quiet"),
        ]
        done = subprocess.run(  # noqa: S603 (nothing here comes from a briefing)
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        if done.returncode:
            raise ValueError(done.stdout.decode(errors="replace"))
        try:
            new = read_part(folder / INDEX)
        except ValueError as error:
            raise ValueError(f"what it made cannot be read: {error}") from None
    old = folder / BEFORE
    before = decoded(old.read_bytes()) if old.exists() else None
    fragments = dict(new.pages) if new else {}
    (folder / NEW).write_text(json.dumps(fragments), encoding="utf-8")
    (folder / READ).write_bytes(renewed(paths, new, before).encoded())


def put_together(folder: Path, parts: Sequence[str], kept: Collection[str]) -> None:
    """Put parts together into an index; files whose keys are among those that are kept are not compressed again."""
    made = merged([decoded(Path(part).read_bytes()) for part in parts])
    (folder / FILES).mkdir(parents=True)
    keys = dict(made.fragments)
    for path, file in made.files.items():
        keys[path] = file.key
        if file.key not in kept:
            content = file.content
            if file.is_packed:
                content = gzip.compress(content, _LEVEL, mtime=0)
            (folder / FILES / file.key).write_bytes(content)
    (folder / KEYS).write_text(json.dumps(keys), encoding="utf-8")


def main() -> None:
    """Do what is asked; ends with what went wrong."""
    build, pagefind = sys.argv[1:]
    gc.disable()  # much is made, and all of it stays: see `collector_paused`
    for line in iter(sys.stdin.readline, "\n"):
        if not line or os.getppid() != int(build):
            return
        folder = Path(line.removesuffix("\n"))
        match json.loads((folder / TASK).read_bytes()):
            case {"language": language, "paths": paths}:
                make_part(pagefind, folder, language, paths)
            case {"parts": parts, "kept": kept}:
                put_together(folder, parts, {*kept})


if __name__ == "__main__":
    try:
        main()
    except (ValueError, OSError) as error:
        sys.exit(str(error))
