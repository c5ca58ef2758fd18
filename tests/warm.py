"""What is the same for every site, made ready once: processes that run commands for tests begin with it.

Three quarters of the time of a small build went into modules, templates and words that do not change
while tests run. What depends on a site is made in its own process, as ever.
"""

from __future__ import annotations

import contextlib
import io
import marshal
import os
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from types import CodeType
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import build
from mkdocs.config import load_config

from briefsite.archive.interface import LANGUAGES
from briefsite.cache.store import code_digest
from briefsite.pages.formatting import load_words
from sites import BRIEFING, make_site

LATE = (
    "briefsite.cli.main",
    "briefsite.cli.check",
    "briefsite.mkdocs.through_mkdocs",
    "material.plugins.search.plugin",
    "mkdocs.__main__",
)
"""Modules that commands import when they run."""

compiled: dict[tuple[str, ...], CodeType] = {}
"""The code of each template, by all that Jinja makes it from."""

compile_anew = Environment.compile


def compile_once(
    self: Environment,
    source: str,
    name: str | None = None,
    filename: str | None = None,
    **more: Any,
) -> CodeType:
    """Stand in for Jinja's: the same text in the same sort of environment makes the same code."""
    ways = (self.autoescape, self.trim_blocks, self.lstrip_blocks, self.keep_trailing_newline)
    sort = (f"{type(self)} {self.code_generator_class} {sorted(self.extensions)} {ways} {more}",)
    key = (*sort, source, f"{name}", f"{filename}")
    if key not in compiled:
        compiled[key] = compile_anew(self, source, name, filename, **more)
    return compiled[key]


def of_a_build() -> dict[tuple[str, ...], CodeType]:
    """The templates that a build compiles, in a process of its own: nothing else of it is kept."""
    with TemporaryFile() as kept:
        if (child := os.fork()) == 0:
            with TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
                os.chdir(make_site(Path(folder), {"briefs/a.yml": BRIEFING}))
                build(load_config("mkdocs.yml"))
            marshal.dump(compiled, kept)
            kept.flush()
            os._exit(0)
        os.waitpid(child, 0)
        kept.seek(0)
        found: dict[tuple[str, ...], CodeType] = marshal.load(kept)
        return found


for module in LATE:
    import_module(module)
code_digest()
for language in LANGUAGES:
    load_words(language)
Environment.compile = compile_once  # type: ignore[assignment,method-assign]
compiled |= of_a_build()
