"""`briefsite translate`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefsite.authoring.translate import BrokenFileError, Translated, TranslateError, Translator
from briefsite.cli.read_archive import read
from briefsite.cli.shared import config_file, language, misuse, settings_of, write_over
from briefsite.messages import counts
from briefsite.messages.diagnostics import as_text
from briefsite.messages.message import Message
from briefsite.messages.translation import translate as in_words


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--to", "to", metavar="LANG", required=True, help="The language, e.g. en.")
@click.option(
    "--up-to-date",
    "is_up_to_date",
    is_flag=True,
    help="Say that all translations in these files are of the originals as they are today.",
)
@language
@config_file
def translate(
    ids: tuple[str, ...], to: str, is_up_to_date: bool, lang: str, config_file: Path
) -> None:
    """Write the texts of briefings and entities to be translated, or what is missing of them.

    The file stands beside the original: ID.LANG.yml. Where it is there already nothing in it is lost:
    what is new in the original is put in, and what changed there is marked.
    """
    settings = settings_of(config_file)
    try:
        translator = Translator(settings, read(settings), to, lang)
        files = [translator.translated(name, is_up_to_date=is_up_to_date) for name in ids]
    except TranslateError as error:
        raise misuse(error.message) from None
    except BrokenFileError as error:
        text = error.text
        click.echo(as_text(error.findings, lambda _: text, lang), err=True)
        click.echo(in_words(Message("nothing was written: mend this first"), lang), err=True)
        sys.exit(1)
    for file in files:
        if file.is_changed:
            write_over(file.path, file.raw)
        click.echo(in_words(_summary(file), lang))


def _summary(file: Translated) -> Message:
    """What is to be done in a file."""
    made, path = file.made, file.path
    said = Message("{path}: {what}", path=path, what=counts.to_translate(made.missing))
    if made.changed:
        said = Message("{said}, {more}", said=said, more=counts.changed_since(made.changed))
    if made.gone:
        said = Message("{said}, {more}", said=said, more=counts.without_original(made.gone))
    return said
