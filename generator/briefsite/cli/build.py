"""`briefsite build`, which hands over to MkDocs, or to ProperDocs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from briefsite.cache.installed import engine
from briefsite.cache.shards import VARIABLE, Shard
from briefsite.cache.store import Store
from briefsite.cli.shared import config_file, missing_theme, misuse, settings_of
from briefsite.messages.message import Message


@click.command()
@click.option("--shard", metavar="K/N", help="Make the K-th of N parts, and write no site.")
@click.option(
    "--join",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="STORE",
    help="Take in what another machine made of its shard. May be given more than once.",
)
@click.option(
    "-d",
    "--site-dir",
    type=click.Path(file_okay=False, resolve_path=True),
    metavar="DIR",
    help="Build into this folder, not into that of the settings.",
)
@config_file
def build(
    shard: str | None, join: tuple[Path, ...], site_dir: str | None, config_file: Path
) -> None:
    """Build the site as `mkdocs build --strict` does, or make one shard of it.

    It says where what is made of a shard is kept.
    """
    settings = settings_of(config_file)
    program = engine()
    if program is None:
        raise misuse(Message("nothing that builds sites is installed: pip install 'mkdocs<2'"))
    if lacking := missing_theme(config_file):
        raise misuse(lacking)
    environment = {**os.environ}
    store = Store(settings.cache)
    try:
        if shard is not None:
            Shard.parse(shard)
            environment[VARIABLE] = shard
        for path in join:
            store.take_in(path)
    except (OSError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    store.close()
    # Without `-P`, a `mkdocs.py` in the current folder would be run in the place of MkDocs.
    command = [sys.executable, "-P", "-m", program, "build", "--strict", "-f", str(config_file)]
    if site_dir is not None:
        command += ["-d", site_dir]
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603 (ours)
