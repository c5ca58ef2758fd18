"""What the commands share: their options, the settings of a site, and small words."""

from __future__ import annotations

from pathlib import Path

import click

from briefsite.archive.settings import Settings, SettingsError, read_settings
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
    default="mkdocs.yml",
    show_default=True,
    help="The site's mkdocs.yml.",
)


def settings_of(config_file: Path) -> Settings:
    """The settings of a site; ends the command as misuse where they cannot be used."""
    try:
        settings = read_settings(config_file)
    except SettingsError as error:
        raise click.UsageError(str(error)) from None
    if not settings.briefs.is_dir():
        raise click.UsageError(f"there is no folder {settings.briefs}")
    return settings


def translated_lines(text: str, lang: str) -> str:
    """Messages in a language, one a line."""
    return "\n".join(translate(line, lang) for line in text.split("\n"))


def count(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
