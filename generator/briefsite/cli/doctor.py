"""`briefsite doctor`."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import fill

import click
from click.core import ParameterSource

from briefsite.archive.settings import Config, Settings, SettingsError, read_config, read_settings
from briefsite.authoring.installation import (
    NOTE,
    TO_DO,
    Installed,
    Line,
    are_libraries_current,
    installed,
)
from briefsite.cli.shared import as_installed, config_file, language, misuse
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.outputs.extras import MissingExtraError

_WIDTH = 100
_INDENT = 9


@click.command()
@language
@config_file
def doctor(lang: str, config_file: Path) -> None:
    """Say what is installed, what is missing or out of date, and whether the site will last.

    Exits with 0 where nothing is to be done, 1 where something is, 2 on misuse.
    """
    asked = click.get_current_context().get_parameter_source("config_file")
    if asked is not ParameterSource.DEFAULT and not config_file.is_file():
        message = Message(
            "there is no {path}: run this in your site, or in a folder of it", path=config_file
        )
        raise misuse(message)
    with as_installed():
        found = installed()
    current = Message("Up to date?"), [are_libraries_current(found)]
    # Without a library there may be nothing else that can be looked at.
    sections = [current] if found.lacks_any() else _sections(found, config_file)
    for heading, lines in sections:
        click.echo(translate(heading, lang))
        for line in lines:
            click.echo(_shown(line, lang))
    to_do = sum(line.verdict == TO_DO for _, lines in sections for line in lines)
    click.echo(translate(_count(to_do), lang))
    sys.exit(1 if to_do else 0)


def _sections(found: Installed, config_file: Path) -> list[tuple[Message, list[Line]]]:
    """What is told, under its headings."""
    from briefsite.archive.dates import Date
    from briefsite.authoring import doctor as checkup

    today, site = Date.today().last_day, _site(config_file)
    wanted: set[str] = set()
    current = [are_libraries_current(found)]
    if isinstance(site, Line):
        lasting = [site]
    else:
        settings, config = site
        wanted = checkup.wanted_extras(settings, config)
        upgraded = [*checkup.is_upgraded(config_file.parent, found)]
        current += upgraded or [checkup.are_schemas_current(settings.docs)]
        lasting = [*checkup.will_it_last(config, settings, today)]
        lasting.append(checkup.are_versions_fixed(config_file.parent, found))
    return [
        (Message("Installed"), [*checkup.what_is_installed(found, today)]),
        (Message("Extras"), [*checkup.which_extras(found, wanted, _why_no_pdf())]),
        (Message("Up to date?"), current),
        (Message("Will it last?"), lasting),
    ]


def _site(config_file: Path) -> tuple[Settings, Config] | Line:
    """The site, or why none can be looked at."""
    if not config_file.is_file():
        absent = Message(
            "there is no {path}, here or above, so nothing can be said of a site", path=config_file
        )
        return Line(NOTE, absent, Message("run it in your site, or in a folder of it"))
    try:
        return read_settings(config_file), read_config(config_file)
    except SettingsError as error:
        return Line(TO_DO, error.message)


def _why_no_pdf() -> Message | None:
    from briefsite.outputs.pdf import load_weasyprint

    try:
        load_weasyprint()
    except MissingExtraError as error:
        return error.message
    return None


def _shown(line: Line, lang: str) -> str:
    first = f"  {translate(line.verdict, lang):{_INDENT - 2}}{translate(line.said, lang)}"
    shown = fill(
        first,
        _WIDTH,
        subsequent_indent=" " * _INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return f"{shown}\n{' ' * _INDENT}= {translate(line.do, lang)}" if line.do else shown


def _count(to_do: int) -> Message:
    if not to_do:
        return Message("nothing to do")
    return Message("1 thing to do") if to_do == 1 else Message("{count} things to do", count=to_do)
