"""Whole sites: `briefsite init` and `upgrade`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from briefsite import __version__
from briefsite.archive.settings import as_typed
from briefsite.authoring.starters import HOSTS, site_files
from briefsite.authoring.upgrade import (
    RECORD,
    Step,
    changes_for_readers,
    order,
    read_record,
    steps,
    upgraded,
    written,
)
from briefsite.cli.shared import as_installed, config_file, language, misuse, writing
from briefsite.messages.message import Message
from briefsite.messages.translation import translate


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--host",
    type=click.Choice(HOSTS),
    default="github",
    show_default=True,
    help="Where the site will be kept and published from.",
)
@language
def init(folder: Path, host: str, lang: str) -> None:
    """Write a whole site into DIR, which must be empty or not exist; a `.git` in it does not count.

    It has an invented example, what publishes it on GitHub Pages or GitLab Pages, and settings for
    editors; `make site` installs and builds it at once, with this very briefsite.
    """
    if folder.is_dir() and any(path.name != ".git" for path in folder.iterdir()):
        raise misuse(Message("{path} is not empty", path=folder))
    with as_installed():
        files = dict(site_files(lang, host))
    files[RECORD] = written(files, __version__, lang, host).text().encode()
    with writing(folder):
        _write(folder, files)
    wrote = Message("wrote {count} files to {path}", count=len(files), path=folder)
    to_do = Message("go there with `cd {path}`, then run `make serve`", path=folder)
    click.echo(translate(wrote, lang))
    click.echo(translate(to_do, lang))


@click.command()
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=click.Path(path_type=Path))
@language
@config_file
def upgrade(paths: tuple[Path, ...], lang: str, config_file: Path) -> None:
    """Bring what `init` wrote to this version of briefsite.

    Files that nobody changed are renewed. Of those that were changed it shows what is new, and leaves
    them; PATHS are renewed whatever they hold. Briefings and the home page are never touched.
    """
    folder = config_file.parent
    before = read_record(folder)
    if before is None:
        raise misuse(
            Message(
                "there is no {path}, which `briefsite init` writes; make a site with `init` beside this "
                "one, and take from it what you want",
                path=folder / RECORD,
            )
        )
    if order(before.version) > order(__version__):
        raise misuse(
            Message("this site was made or upgraded by briefsite {version}", version=before.version)
        )
    with as_installed():
        files = dict(site_files(before.lang, before.host))
    forced = [_in_site(path, folder, files) for path in paths]
    done = [
        Step("write", step.path) if step.path in forced else step
        for step in steps(folder, before, files)
    ]
    done += [Step("write", path) for path in forced if path not in {step.path for step in done}]
    with writing(folder):
        _write(folder, {step.path: files[step.path] for step in done if step.action == "write"})
        for step in done:
            if step.action == "remove":
                (folder / step.path).unlink()
        record = upgraded(before, files, done, __version__).text()
        (folder / RECORD).write_bytes(record.encode())
    for message in _told(done, folder, before.version, lang):
        click.echo(translate(message, lang) if isinstance(message, Message) else message)


def _in_site(path: Path, folder: Path, files: Mapping[str, bytes]) -> str:
    """The path within the site of a file that `init` writes; ends the command for any other."""
    name = Path(os.path.relpath(path, folder)).as_posix()
    if name not in files:
        raise misuse(Message("{path} is no file that `briefsite init` writes", path=path))
    return name


def _told(done: Iterable[Step], folder: Path, since: str, lang: str) -> Iterator[Message | str]:
    """What an upgrade did, what it left, and what readers will see."""
    kept = 0
    for step in done:
        path = as_typed(folder / step.path)
        if step.action == "write":
            yield Message("wrote {path}", path=path)
        elif step.action == "remove":
            yield Message("removed {path}, which is of no more use", path=path)
        else:
            kept += 1
            yield Message("left {path}, which you changed; what is new in it:", path=path)
            yield step.news
    if kept:
        yield Message("to take ours as they are, run `briefsite upgrade` with their paths")
    changes = changes_for_readers(since, lang)
    if changes:
        yield Message("What readers will see, since {version}:", version=since)
        yield from (f"- {change}" for change in changes)
    yield (
        Message("now run `make site`")
        if any(step.action != "keep" for step in done)
        else Message("nothing is to be renewed")
    )


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, raw in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
