"""Whole sites: `briefsite init` and `upgrade`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import click

from briefsite import __version__
from briefsite.archive.settings import (
    MATERIAL,
    NAMES,
    OWN_THEME,
    THEMES,
    SettingsError,
    as_typed,
    read_settings,
)
from briefsite.authoring.counterparts import Losses, without_counterpart
from briefsite.authoring.starters import HOSTS, site_files
from briefsite.authoring.theme_change import (
    REQUIREMENTS,
    ThemeError,
    requiring_theme,
    with_theme,
)
from briefsite.authoring.upgrade import (
    RECORD,
    Step,
    Written,
    changes_for_readers,
    moved,
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
@click.option(
    "--theme",
    type=click.Choice(THEMES),
    default=MATERIAL,
    show_default=True,
    help="What the pages are drawn with: Material, or the smaller theme of briefsite.",
)
@language
def init(folder: Path, host: str, theme: str, lang: str) -> None:
    """Write a whole site into DIR, which must be empty or not exist; a `.git` in it does not count.

    It has an invented example, what publishes it on GitHub Pages or GitLab Pages, and settings for
    editors; `make site` installs and builds it at once, with this very briefsite.
    """
    if folder.is_dir() and any(path.name != ".git" for path in folder.iterdir()):
        raise misuse(Message("{path} is not empty", path=folder))
    with as_installed():
        files = dict(site_files(lang, host, theme))
    files[RECORD] = written(files, __version__, lang, host, theme).text().encode()
    with writing(folder):
        _write(folder, files)
    wrote = Message("wrote {count} files to {path}", count=len(files), path=folder)
    to_do = Message("go there with `cd {path}`, then run `make serve`", path=folder)
    click.echo(translate(wrote, lang))
    click.echo(translate(to_do, lang))


@click.command()
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--theme",
    type=click.Choice(THEMES),
    help="Change the theme of the site, and say what has no counterpart in the new one.",
)
@language
@config_file
def upgrade(paths: tuple[Path, ...], theme: str | None, lang: str, config_file: Path) -> None:
    """Bring what `init` wrote to this version of briefsite, or change the theme of a site.

    Files that nobody changed are renewed. Of those that were changed it shows what is new, and leaves
    them; PATHS are renewed whatever they hold. Briefings and the home page are never touched.
    """
    folder = config_file.parent
    before = read_record(folder)
    if before is None and theme is None:
        raise misuse(
            Message(
                "there is no {path}, which `briefsite init` writes; make a site with `init` beside this "
                "one, and take from it what you want",
                path=folder / RECORD,
            )
        )
    if before and order(before.version) > order(__version__):
        raise misuse(
            Message("this site was made or upgraded by briefsite {version}", version=before.version)
        )
    files: dict[str, bytes] = {}
    if before is not None:
        with as_installed():
            files = dict(site_files(before.lang, before.host, theme or before.theme))
    forced = [_in_site(path, folder, files) for path in paths]
    told: list[Message | str] = []
    is_changed = False
    if theme is not None:
        change = _theme_change(config_file, theme)
        is_changed = bool(change.files)
        with writing(folder):
            _write(folder, {path: after for path, (_, after) in change.files.items()})
        told += _told_of_theme(change, folder, theme, lang)
        if before is not None:
            with as_installed():
                old = dict(site_files(before.lang, before.host, before.theme))
            ours = {path: (old[path], files[path]) for path in (NAMES[0], REQUIREMENTS)}
            before = moved(before, change.files, ours, theme)
    if before is not None:
        done = _renew(folder, before, files, forced)
        told += _told(done, folder, before.version, lang)
        is_changed = is_changed or any(step.action != "keep" for step in done)
    if theme is None or before is not None or is_changed:
        told.append(
            Message("now run `make site`")
            if is_changed and before
            else Message("now build the site, and look at it")
            if is_changed
            else Message("nothing is to be renewed")
        )
    for message in told:
        click.echo(translate(message, lang) if isinstance(message, Message) else message)


def _renew(
    folder: Path, before: Written, files: Mapping[str, bytes], forced: list[str]
) -> list[Step]:
    """Bring a site to this version, and note what was written."""
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
    return done


class _ThemeChange(NamedTuple):
    """What another theme changes in a site."""

    files: dict[str, tuple[bytes, bytes]]
    """Before and after, by path in the site; only what differs."""

    is_asked_for: bool
    """Whether the requirements name briefsite, and so bring the theme."""

    losses: Losses


def _theme_change(config_file: Path, theme: str) -> _ThemeChange:
    """Work out the change; ends the command where it cannot be made."""
    folder = config_file.parent
    requirements = folder / REQUIREMENTS
    try:
        lang = read_settings(config_file).language
        raw = config_file.read_bytes()
        new = with_theme(raw, theme, lang)
    except (SettingsError, ThemeError) as error:
        raise misuse(error.message) from None
    files = {config_file.name: (raw, new)}
    losses = without_counterpart(config_file, raw, new, theme)
    required = requirements.read_bytes() if requirements.is_file() else b""
    requiring = requiring_theme(required, theme)
    if requiring is not None:
        files[REQUIREMENTS] = (required, requiring)
    changed = {path: pair for path, pair in files.items() if pair[0] != pair[1]}
    return _ThemeChange(changed, requiring is not None, losses)


def _told_of_theme(
    change: _ThemeChange, folder: Path, theme: str, lang: str
) -> Iterator[Message | str]:
    """What was written for another theme, what is lost with the old one, and what readers will see."""
    if not change.files:
        yield Message("the site has the theme `{theme}` already", theme=theme)
    for path in change.files:
        yield Message("wrote {path}", path=as_typed(folder / path))
    if not change.is_asked_for:
        yield (
            Message("install what the theme needs: pip install 'briefsite[material]'")
            if theme == MATERIAL
            else Message(
                "where nothing else needs it, take `mkdocs-material` out of what you install"
            )
        )
    headings = {
        Message(
            "What was cut out, by its former lines, and has no counterpart:"
        ): change.losses.cut,
        Message(
            "What the theme `{theme}` has no use for, or cannot build with:", theme=theme
        ): change.losses.left,
    }
    for heading, losses in headings.items():
        if losses:
            yield heading
        for lost in losses:
            place = f"{as_typed(lost.path)}:{lost.line}"
            yield f"- {place}: {lost.name}: {translate(lost.said, lang)}"
    if change.files:
        yield Message("What readers will see:")
        yield from (f"- {translate(line, lang)}" for line in _SEEN[theme])


_SEEN = {
    OWN_THEME: [
        Message("the same pages at the same addresses, with about half of what a browser loads"),
        Message("a header and a search box of our own, and a button between light and dark"),
        Message("who had chosen light or dark chooses it once again"),
    ],
    MATERIAL: [
        Message(
            "the same pages at the same addresses, with the header and the search box of Material"
        ),
        Message("who had chosen light or dark chooses it once again"),
    ],
}


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


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, raw in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
