"""What the commands share: their options, the settings of a site, and small words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import click

from briefsite.archive.settings import (
    MATERIAL,
    Settings,
    SettingsError,
    nearest_config,
    read_config,
    read_settings,
    theme_in,
)
from briefsite.cache.installed import has_material
from briefsite.messages.message import Message
from briefsite.messages.translation import LANGUAGES, author_language, translate

language = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=author_language,
    help="Language of messages; that of your system where none is given.",
)

config_file = click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=nearest_config,
    show_default="the nearest, here or above",
    help="The site's mkdocs.yml.",
)


def settings_of(config_file: Path) -> Settings:
    """The settings of a site; ends the command as misuse where they cannot be used."""
    try:
        settings = read_settings(config_file)
    except SettingsError as error:
        raise misuse(error.message) from None
    if not settings.briefs.is_dir():
        raise misuse(Message("there is no folder {path}", path=settings.briefs))
    return settings


def missing_theme(config_file: Path) -> Message | None:
    """What to say where a site asks for Material, and it is not installed.

    `config_file` is one that could be read before.
    """
    if theme_in(read_config(config_file).values) != MATERIAL or has_material():
        return None
    return Message(
        "{path} asks for the theme Material, which is not installed: pip install 'briefsite[material]'; "
        "or change over to the theme of briefsite: briefsite upgrade --theme briefsite",
        path=config_file,
    )


def said(message: Message) -> str:
    """A message in the language of the command that runs."""
    lang = click.get_current_context().params.get("lang") or author_language()
    return translate(message, lang)


def misuse(message: Message) -> click.UsageError:
    """The end of a command that cannot do what it was asked for; to be raised."""
    return click.UsageError(said(message))


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Write below a path; where the system refuses, the command ends as misuse and says why."""
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise misuse(Message("{path} cannot be written: {why}", path=path, why=why)) from None


@contextmanager
def as_installed() -> Iterator[None]:
    """Do what needs to know how briefsite was installed; where it was not, the command ends as misuse."""
    try:
        yield
    except PackageNotFoundError:
        message = Message("briefsite runs here without being installed: pip install .")
        raise misuse(message) from None


def check_new(paths: Iterable[Path]) -> None:
    """End the command where one of some files is there already."""
    for path in paths:
        if path.exists() or path.is_symlink():
            raise misuse(Message("{path} is there already; nothing is overwritten", path=path))


def write_over(path: Path, raw: bytes) -> None:
    """Write a file, in the place of the one that may be there: whoever reads it finds this one or that one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with writing(path):
        try:
            beside.write_bytes(raw)
            if path.exists():
                beside.chmod(path.stat().st_mode)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def write_new(path: Path, raw: bytes) -> None:
    """Write a file that is not there yet, and say so."""
    check_new([path])
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(raw)
    click.echo(said(Message("wrote {path}", path=path)))
