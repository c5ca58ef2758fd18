"""`briefsite edit`: a page on one's own machine, with the source, the briefing and the built page side by side."""

from __future__ import annotations

import asyncio
import difflib
import errno
import logging
import multiprocessing
import os
import secrets
import signal
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefsite.archive.folder import APART, YAML_ENDINGS, yaml_files
from briefsite.cli.shared import config_file, language, misuse, said, settings_of
from briefsite.messages.message import Message

if TYPE_CHECKING:
    from uvicorn import Server

    from briefsite.archive.settings import Settings
    from briefsite.cli.edit_app import Desk

HOST = "127.0.0.1"
"""Where it listens, and nowhere else."""

LONGEST = 0.5
"""Seconds for which the end waits for what still goes on."""


@click.command()
@click.argument("subject", metavar="[ID|ARTICLE]", required=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Of the page; a free one where none is given.",
)
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
    server = _server(desk)
    address = desk.address(opened)
    click.echo(said(Message("open {address}", address=address)))
    click.echo(said(Message("Ctrl+C ends it")))
    if not no_browser:
        webbrowser.open(address)
    asyncio.run(_serve(server, desk, page, built))


def _listening(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)  # whoever comes before it is served waits
    except OSError as error:
        is_taken = error.errno == errno.EADDRINUSE
        raise misuse(
            Message("port {port} is taken; name another one, or none", port=port)
            if is_taken
            else Message(
                "port {port} cannot be used: {why}", port=port, why=error.strerror or error
            )
        ) from None
    return listening


def _opened(subject: str, settings: Settings, desk: Desk) -> Path:
    """The file of an id; or of the draft of an article, which is made."""
    root = settings.briefs.resolve()
    if known := file_named(subject, root):
        return known
    is_yaml = Path(subject).suffix.lower() in YAML_ENDINGS
    if is_yaml and Path(subject).exists():
        raise misuse(Message("{path} is no file of the archive", path=subject))
    if is_yaml or not (Path(subject).is_file() or "://" in subject):
        raise misuse(_unknown(subject, root))
    made = desk.draft(subject)
    if made.path is None:
        click.echo(made.said, err=True)
        sys.exit(1)
    click.echo(made.said)
    return made.path


def file_named(name: str, root: Path) -> Path | None:
    """The YAML file of an archive that is meant by an id, a file name or a path; None where none is.

    `root` is the folder of the briefings, resolved; a path is whole, or from the current folder. The id of a
    translation is that of its file: `x.en`.
    """
    files, whole = _files(root), Path(name).resolve()
    if whole in files:
        return whole
    return next((path for path in files if name in (path.stem, path.name)), None)


def _files(root: Path) -> list[Path]:
    """All YAML files of an archive, in an order that does not depend on the disk."""
    return sorted(yaml_files(root, [], APART))


def _unknown(name: str, root: Path) -> Message:
    """What to say of a name that stands for nothing, with the nearest id."""
    near = difflib.get_close_matches(Path(name).stem, (path.stem for path in _files(root)), n=1)
    is_not = Message("there is no file and no id `{name}`", name=name)
    if not near:
        return is_not
    meant = Message("did you mean `{name}`?", name=near[0])
    return Message("{is_not}; {meant}", is_not=is_not, meant=meant)


def _server(desk: Desk) -> Server:
    """What serves a desk until the command is ended, by Ctrl+C or by the system: from now on that is no fault."""
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(
            desk,
            log_level="error",
            ws="websockets-sansio",
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
    )
    # What is cut off at the end is no error.
    logging.getLogger("uvicorn.error").addFilter(lambda _: not server.should_exit)
    for ending in (signal.SIGINT, signal.SIGTERM):  # once it has ended, it raises them anew
        signal.signal(ending, server.handle_exit)
    return server


async def _serve(server: Server, desk: Desk, *listening: socket.socket) -> None:
    """Serve the editor and the built pages; what goes on when they end has a moment to do so."""
    await desk.begin()
    try:
        await server.serve([*listening])
    finally:
        desk.end()
        if sys.stdout.isatty():
            click.echo()  # after the `^C` that a terminal writes
        click.echo(said(Message("ended; what was not saved is kept")))
        last = threading.Timer(LONGEST, _leave)
        last.daemon = True
        last.start()


def _leave() -> None:
    """End at once, whatever goes on: the archive may be read in a thread, which would be waited for."""
    for worker in multiprocessing.active_children():
        worker.kill()
    sys.stdout.flush()
    os._exit(0)
