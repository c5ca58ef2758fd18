"""Who runs a build: the `mkdocs` command, or a program that calls MkDocs as a library."""

from __future__ import annotations

from pathlib import Path

import click
import mkdocs


def running_command() -> click.Context | None:
    """The `mkdocs` command where it is what runs, so that it can be ended; None within any other program.

    That goes for programs that use click themselves, or run several commands one after the other.
    """
    context = click.get_current_context(silent=True)
    callback = context.find_root().command.callback if context else None
    # Under `python -m` the module of the command has another name, but the same file.
    code = getattr(callback, "__code__", None)
    is_own = code is not None and Path(code.co_filename).parent == Path(mkdocs.__file__).parent
    return context if is_own else None
