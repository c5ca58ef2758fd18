"""`briefsite finish`."""

from __future__ import annotations

from pathlib import Path

import click

from briefsite.archive.settings import read_config
from briefsite.cache.store import Store
from briefsite.cli.outlined import outlined, tell
from briefsite.cli.shared import config_file, language, misuse, settings_of, writing
from briefsite.messages import counts
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.outputs.extras import MissingExtraError
from briefsite.outputs.finish import Built, Finished, NotBuiltError
from briefsite.outputs.finish import finish as finish_site
from briefsite.outputs.search_run import IndexFailedError


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@language
@config_file
def finish(folder: Path, lang: str, config_file: Path) -> None:
    """Lay beside the pages of a site what the engine that built it cannot make.

    DIR is the folder of the site that another engine made of what `briefsite render` wrote: it gets the
    search index, the Markdown of each page, redirects, data, feeds, PDFs, cards and the map of the site.
    """
    settings = settings_of(config_file)
    config, store = read_config(config_file).values, Store(settings.cache)
    site = outlined(settings, config.get("extra"), config_file, store, lang)
    try:
        built = Built.of(folder, settings, config, site)
        with writing(folder):
            done = finish_site(built, store)
    except (IndexFailedError, MissingExtraError, NotBuiltError) as error:
        raise misuse(error.message) from None
    finally:
        store.close()
    if not isinstance(done, Finished):
        tell(done, {}, lang)
        return
    said = Message(
        "{pages} pages in {path}: {files} laid beside them, {count} removed",
        pages=done.pages,
        path=folder,
        files=counts.files(done.written),
        count=done.removed,
    )
    click.echo(translate(said, lang))
