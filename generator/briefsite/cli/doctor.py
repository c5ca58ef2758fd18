"""`briefsite doctor`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from itertools import chain
from pathlib import Path
from textwrap import fill

import click
from click.core import ParameterSource

from briefsite.archive.dates import Date
from briefsite.archive.settings import SettingsError, read_config, read_settings
from briefsite.authoring import doctor as checkup
from briefsite.authoring.doctor import NOTE, TO_DO, Installed, Line
from briefsite.cli.shared import config_file, language, misuse
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.outputs.extras import MissingExtraError
from briefsite.outputs.pdf import load_weasyprint

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
    try:
        found = checkup.installed()
    except PackageNotFoundError:
        raise misuse(
            Message("briefsite runs here without being installed: pip install .")
        ) from None
    sections = {heading: [*lines] for heading, lines in _sections(found, config_file)}
    for heading, lines in sections.items():
        click.echo(translate(heading, lang))
        for line in lines:
            click.echo(_shown(line, lang))
    to_do = sum(line.verdict is TO_DO for line in chain(*sections.values()))
    click.echo(translate(_count(to_do), lang))
    sys.exit(1 if to_do else 0)


def _sections(found: Installed, config_file: Path) -> Iterator[tuple[Message, Iterator[Line]]]:
    """What is told, under its headings."""
    today = Date.today().last_day
    try:
        site = read_settings(config_file), read_config(config_file)
        problem = None
    except SettingsError as error:
        site, problem = None, error.message
    wanted = checkup.wanted_extras(site[0]) if site else set()
    yield Message("Installed"), checkup.what_is_installed(found, today)
    yield Message("Extras"), checkup.which_extras(found, wanted, _why_no_pdf())
    current = [checkup.are_libraries_current(found)]
    if site:
        current += [
            checkup.are_schemas_current(site[0].docs),
            *checkup.is_upgraded(config_file.parent),
        ]
    yield Message("Up to date?"), iter(current)
    heading = Message("Will it last?")
    if site:
        fixed = checkup.are_versions_fixed(config_file.parent, found)
        yield heading, chain(checkup.will_it_last(site[1], site[0], today), [fixed])
    elif config_file.is_file():
        assert problem
        yield heading, iter([Line(TO_DO, problem)])
    else:
        absent = Message(
            "there is no {path}, here or above, so nothing can be said of a site", path=config_file
        )
        yield (
            heading,
            iter([Line(NOTE, absent, Message("run it in your site, or in a folder of it"))]),
        )


def _why_no_pdf() -> Message | None:
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
