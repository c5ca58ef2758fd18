"""`briefsite edit`: a page on one's own machine, with the source, the briefing and the built page side by side."""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefsite.cli.shared import config_file, language, misuse, said, settings_of
from briefsite.messages.message import Message

if TYPE_CHECKING:
    from briefsite.archive.settings import Settings
    from briefsite.cli.edit_app import Desk

HOST = "127.0.0.1"
"""Where it listens, and nowhere else."""


@click.command()
@click.argument("subject", metavar="[ID|ARTICLE]", required=False)
@click.option("--port", type=int, default=0, help="Of the page; a free one where none is given.")
@click.option("--no-browser", is_flag=True, help="Print the address alone, and open no browser.")
@language
@config_file
def edit(subject: str | None, port: int, no_browser: bool, lang: str, config_file: Path) -> None:
    """Write a briefing beside its source, in a page that this machine alone can open.

    ID is that of a briefing, an entity or a source; an ARTICLE is archived and drafted first, as `briefsite draft`
    does. Without either, the page begins with a list. Ends with Ctrl+C; what was typed and not saved is kept.
    """
    settings = settings_of(config_file)
    try:
        from briefsite.cli.edit_app import Desk
    except ImportError:
        raise misuse(
            Message("the editor needs libraries: pip install 'briefsite[{extra}]'", extra="edit")
        ) from None
    page, built = _listening(port), _listening(0)
    desk = Desk(
        config_file=config_file.resolve(),
        lang=lang,
        origin=f"http://{HOST}:{page.getsockname()[1]}",
        pages=f"http://{HOST}:{built.getsockname()[1]}",
        token=secrets.token_urlsafe(24),
    )
    opened = _opened(subject, settings, desk) if subject else None
    address = desk.address(opened)
    click.echo(said(Message("open {address}", address=address)))
    click.echo(said(Message("Ctrl+C ends it")))
    if not no_browser:
        webbrowser.open(address)
    asyncio.run(_serve(desk, page, built))


def _listening(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)  # whoever comes before it is served waits
    except OSError as error:
        raise misuse(
            Message("port {port} cannot be used: {why}", port=port, why=error.strerror or error)
        ) from None
    return listening


def _opened(subject: str, settings: Settings, desk: Desk) -> Path:
    """The file of an id; or of the draft of an article, which is made."""
    known = [path for path in settings.briefs.rglob(f"{subject}.y*ml") if path.is_file()]
    if known:
        return known[0].resolve()
    article = Path(subject)
    if not article.is_file() and "://" not in subject:
        raise misuse(Message("there is no file and no id `{name}`", name=subject))
    made = desk.draft(subject)
    if made.path is None:
        click.echo(made.said, err=True)
        sys.exit(1)
    click.echo(made.said)
    return made.path


async def _serve(desk: Desk, *listening: socket.socket) -> None:
    """Serve the editor and the built pages until the command is ended."""
    import uvicorn

    config = uvicorn.Config(desk, log_level="error", ws="websockets-sansio", lifespan="off")
    await desk.begin()
    try:
        await uvicorn.Server(config).serve([*listening])
    finally:
        desk.end()
