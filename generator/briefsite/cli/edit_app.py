"""What the page of `briefsite edit` asks for, over HTTP: translated to calls of plain functions, and guarded.

Two sockets are served. Of the first are the editor and all that it may do: whoever asks must know the token, have
come by this very address, and from the editor's own page. Of the second are the built pages, which are shown in
a frame: another origin, so that no script of a page can reach the editor, below a path that nobody can guess.
"""

from __future__ import annotations

import asyncio
import json
import mimetypes
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import click
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from briefsite.archive.settings import Settings, read_config, read_settings
from briefsite.authoring.server import kept as keeping
from briefsite.authoring.server.changes import (
    Change,
    Insert,
    Move,
    Remove,
    Set,
    changed,
)
from briefsite.authoring.server.cursor import cursor_at
from briefsite.authoring.server.desk import overview, selected_changes, shown_findings, sources_of
from briefsite.authoring.server.field_words import choice_words, field_words
from briefsite.authoring.server.form import form
from briefsite.authoring.server.kept import Kept
from briefsite.authoring.server.live_page import LivePage, live_page
from briefsite.authoring.server.source_view import source_view
from briefsite.authoring.server.workspace import Workspace
from briefsite.cache.file_digests import ChangedError
from briefsite.cache.location import edited_path
from briefsite.cli.lsp import Archives, language_server
from briefsite.cli.shared import write_over
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message, MessageError
from briefsite.messages.translation import translate
from briefsite.outputs.page_pictures import PagePicture, can_draw, draw
from briefsite.pages.addresses import SitePath, site_path_of

EDITOR = Path(__file__).parent.parent / "editor"
"""What the page is made of."""

LARGEST = 64 * 1024 * 1024
"""Bytes of what may be sent: a document that is handed in."""

_ARTICLE = re.compile(r"(<article\b[^>]*\bbs-page\b[^>]*>).*(</article>)", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


class Answer(NamedTuple):
    """What a command of ours did."""

    said: str
    path: Path | None = None
    """The file that it made."""


@dataclass(kw_only=True)
class Desk:
    """An archive that is being edited, and who may."""

    config_file: Path
    lang: str
    origin: str
    """That of the editor."""

    pages: str
    """That of the built pages."""

    token: str
    _secret: str = field(default_factory=partial(secrets.token_urlsafe, 24))
    """The folder of the built pages."""

    _cookie: str = field(default_factory=partial(secrets.token_urlsafe, 24))
    _archives: Archives = field(default_factory=dict)
    _live: dict[str, LivePage] = field(default_factory=dict)
    """The pages of files as they were typed last, by address."""

    _version: int = 0
    """Counts the pages that were made, and the builds."""

    _beginning: asyncio.Task[None] | None = None
    _building: asyncio.subprocess.Process | None = None
    _again: bool = False
    """Whether to build once more after that."""

    def __post_init__(self) -> None:
        """Read the settings of the site."""
        self.settings: Settings = read_settings(self.config_file)
        self.workspace = Workspace(self.settings)
        self._archives[self.config_file] = self.workspace
        values = read_config(self.config_file).values
        self._has_folders = values.get("use_directory_urls", True) is not False
        folder = edited_path(self.config_file.parent)
        self._kept, self._built = folder / "kept", folder / "site"
        self._is_built = (self._built / "index.html").exists()  # by an earlier run
        # What a command would say of misuse is said in the words of the one that runs.
        self._context = click.get_current_context(silent=True)

    def address(self, path: Path | None = None) -> str:
        """Where the editor is, for whoever may open it."""
        opened = f"#{path.relative_to(self._root).as_posix()}" if path else ""
        return f"{self.origin}/?token={self.token}{opened}"

    @property
    def _root(self) -> Path:
        assert self.workspace.root
        return self.workspace.root

    async def begin(self) -> None:
        """Read the archive, and build its pages, in the background."""

        async def read_and_build() -> None:
            await asyncio.to_thread(self._read)
            await self.build()  # after it: what was read need not be read again

        self._beginning = asyncio.get_running_loop().create_task(read_and_build())

    def end(self) -> None:
        """End what runs in the background."""
        if self._building and self._building.returncode is None:
            self._building.terminate()

    def _read(self) -> None:
        for _ in range(5):  # files may change meanwhile
            with suppress(ChangedError):
                self.workspace.read()
                return

    async def build(self) -> None:
        """Build the pages as authors see them; once more after that where it is asked for meanwhile."""
        if self._building:
            self._again = True
            return
        self._built.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-P", "-m", "briefsite.mkdocs.preview"]
        self._building = await asyncio.create_subprocess_exec(
            *command,
            str(self.config_file),
            str(self._built),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )

        async def finish(process: asyncio.subprocess.Process) -> None:
            await process.wait()
            self._building, again, self._again = None, self._again, False
            self._version += 1
            self._is_built = self._is_built or process.returncode == 0
            if again:
                await self.build()

        asyncio.get_running_loop().create_task(finish(self._building))

    # Who may ask

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer on both sockets."""
        port = (scope.get("server") or ("", 0))[1]
        own = self.pages if port == urlsplit(self.pages).port else self.origin
        headers = {
            name.decode("latin-1"): text.decode("latin-1") for name, text in scope["headers"]
        }
        if headers.get("host") != urlsplit(own).netloc:
            await self._refuse(scope, receive, send)
        elif own == self.pages:
            await self._page(scope)(scope, receive, send)
        elif not self._is_allowed(scope, headers):
            await self._refuse(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._language(WebSocket(scope, receive, send))
        else:
            request = Request(scope, receive, send)
            await (await self._answer(request))(scope, receive, send)

    def _is_allowed(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        """Whether somebody who knows the token asks, from the page of the editor itself."""
        is_plain = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not is_plain and headers.get("origin") != self.origin:
            return False
        if headers.get("origin") not in (None, self.origin):
            return False
        if is_plain and scope["path"] == "/":
            given = re.search(rb"(?:^|&)token=([\w-]+)", scope["query_string"])
            if given and secrets.compare_digest(given[1].decode(), self.token):
                return True
        found = re.findall(rf"(?:^|; ){self._cookie_name}=([\w-]+)", headers.get("cookie", ""))
        return any(secrets.compare_digest(one, self._cookie) for one in found)

    @property
    def _cookie_name(self) -> str:
        return f"briefsite-{urlsplit(self.origin).port}"

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say nothing but that this is not for whoever asks."""
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close(1008)
            return
        told = translate(
            Message(
                "this page is for whoever started it: open the address that `briefsite edit` printed"
            ),
            self.lang,
        )
        await Response(told, 403, media_type="text/plain")(scope, receive, send)

    # The editor

    async def _answer(self, request: Request) -> Response:
        path = request.url.path
        if path == "/" and "token" in request.query_params:
            response: Response = RedirectResponse("/", 303)
            response.set_cookie(
                self._cookie_name, self._cookie, httponly=True, samesite="strict", path="/"
            )
        elif path == "/":
            response = self._editor()
        elif request.method == "POST":
            response = await self._asked(path.removeprefix("/api/"), request)
        elif path == "/picture":
            response = await asyncio.to_thread(self._picture, dict(request.query_params))
        else:
            name = path.removeprefix("/")
            known = re.fullmatch(r"[a-z_]+\.(?:js|css|svg)", name) and (EDITOR / name).is_file()
            response = FileResponse(EDITOR / name) if known else Response(status_code=404)
        response.headers.setdefault("Cache-Control", "no-store")
        for header, value in _GUARDS.items():
            response.headers[header] = value
        return response

    def _editor(self) -> Response:
        """The page, with what it must know before it asks."""
        nonce = secrets.token_urlsafe(12)
        setup = {
            "lang": self.lang,
            "pages": f"{self.pages}/{self._secret}/",
            "socket": f"{self.origin.replace('http', 'ws', 1)}/language",
            "root": self.config_file.parent.as_uri(),
            "nonce": nonce,
            "site": self.settings.site_name,
            "pictures": can_draw(),
            "choices": choice_words(self.lang),
        }
        text = (EDITOR / "index.html").read_text("utf-8")
        given = json.dumps(setup).replace("<", "\\u003c")
        text = text.replace("{lang}", self.lang).replace("{setup}", given)
        policy = (
            f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
            f"connect-src 'self' {self.origin.replace('http', 'ws', 1)}; img-src 'self' data:; "
            f"frame-src {self.pages}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        )
        return Response(text, media_type="text/html", headers={"Content-Security-Policy": policy})

    async def _asked(self, name: str, request: Request) -> Response:
        """What one of the page's questions comes to."""
        asked: Mapping[str, Callable[[dict[str, Any]], Any]] = {
            "overview": self.overview,
            "open": self.open,
            "look": self.look,
            "form": self.form,
            "change": self.change,
            "source": self.source,
            "select": self.select,
            "at": self.at,
            "keep": self.keep,
            "forget": self.forget,
            "save": self.save,
            "watch": self.watch,
            "make": self.make,
            "run": self.run,
            "new": self.new,
        }
        if name not in asked:
            return Response(status_code=404)
        if int(request.headers.get("content-length") or LARGEST + 1) > LARGEST:
            return Response(status_code=413)
        try:
            if name == "new":
                given = {**request.query_params, "raw": await request.body()}
            else:
                given = json.loads(await request.body())
            answer = await asyncio.to_thread(self._within, asked[name], given)
        except MessageError as error:
            return JSONResponse({"problem": translate(error.message, self.lang)}, 409)
        except (
            KeyError,
            TypeError,
            ValueError,
        ) as error:  # the page is ours; this is somebody else's
            return JSONResponse({"problem": f"{name}: {error!r}"}, 400)
        except click.ClickException as error:
            return JSONResponse({"problem": error.format_message()}, 409)
        if name in ("save", "new", "run", "make") and not answer.get("conflict"):
            await self.build()
        return JSONResponse(answer)

    def _within(self, answer: Callable[[dict[str, Any]], Any], given: dict[str, Any]) -> Any:
        if self._context is None:
            return answer(given)
        with self._context.scope(cleanup=False):
            return answer(given)

    def _path(self, given: Mapping[str, Any]) -> Path:
        """The file of the archive that is meant; raises OutsideError for any other."""
        path = (self._root / str(given["path"])).resolve()
        if not self.workspace.holds(path) or self.workspace.kind(path) is None:
            raise OutsideError(Message("{path} is no file of the archive", path=given["path"]))
        return path

    def _typed(self, given: Mapping[str, Any]) -> Path:
        """The same, and its text as it is typed now."""
        path = self._path(given)
        self.workspace.texts[path] = str(given["text"])
        return path

    # What the page asks for

    def overview(self, _: dict[str, Any]) -> dict[str, Any]:
        """The files of the archive, and how it stands with each."""
        return {
            **overview(self.workspace),
            "kept": [self._name(path) for path in keeping.all_kept(self._kept)],
            "changed": _changed_since_commit(self._root),
        }

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix() if self.workspace.holds(path) else str(path)

    def open(self, given: dict[str, Any]) -> dict[str, Any]:
        """A file as it is on the disk, and what was typed in it and not saved."""
        path = self._path(given)
        try:
            raw = path.read_bytes()
            text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        except OSError as error:
            raise OutsideError(
                Message("{path} cannot be read: {why}", path=path, why=error.strerror or error)
            ) from None
        except UnicodeDecodeError:
            raise OutsideError(Message("{path} is not UTF-8", path=path)) from None
        kept = keeping.kept_of(self._kept, path)
        self.workspace.texts.clear()  # a page has one file open; what was typed in another one is kept
        return {
            "path": self._name(path),
            "uri": path.as_uri(),
            "kind": self.workspace.kind(path),
            "text": text,
            "disk": keeping.digest_of(path),
            "kept": kept._asdict() if kept and kept.text != text else None,
        }

    def look(self, given: dict[str, Any]) -> dict[str, Any]:
        """What is wrong with a text, and its page, made anew."""
        path = self._typed(given)
        found = self.workspace.findings(path)
        page = live_page(self.workspace, path, has_folders=self._has_folders)
        if page:
            known = self._live.get(page.address)
            if known != page:
                self._live[page.address] = page
                self._version += 1
        return {
            "sources": sources_of(self.workspace, path),
            "findings": [*shown_findings(self.workspace, found, self.lang)],
            "page": page
            and {"address": page.address, "title": page.title, "anchors": page.anchors},
            "version": self._version,
            "is_read": self.workspace.reading is not None,
            "is_built": self._is_built,
        }

    def form(self, given: dict[str, Any]) -> dict[str, Any]:
        """A text as a form."""
        kind = self.workspace.kind(self._path(given))
        assert kind
        return {"fields": form(str(given["text"]), kind, field_words(self.lang))}

    def change(self, given: dict[str, Any]) -> dict[str, Any]:
        """A text with one change of a field."""
        kind = self.workspace.kind(self._path(given))
        assert kind
        return {"text": changed(str(given["text"]), _change(given["change"]), kind)}

    def source(self, given: dict[str, Any]) -> dict[str, Any] | None:
        """A source, with what the text cites of it."""
        return source_view(self.workspace, self._typed(given), str(given["source"]))

    def select(self, given: dict[str, Any]) -> dict[str, Any]:
        """A text with what is selected in a source, as an entry of it; and the way to that."""
        path, text = self._typed(given), str(given["text"])
        kind = self.workspace.kind(path)
        assert kind
        changes = selected_changes(
            self.workspace,
            path,
            what=str(given["what"]),
            source=str(given["source"]),
            selected=(int(given["start"]), int(given["end"])),
            at=tuple(given.get("at") or ()),
            commitment=str(given.get("commitment") or ""),
            lang=self.lang,
        )
        for change in changes:
            text = changed(text, change, kind)
        return {"text": text, "where": [*changes[0].where]}

    def at(self, given: dict[str, Any]) -> dict[str, Any]:
        """The way to what stands at a line and column of a text; counted from 0."""
        found = cursor_at(str(given["text"]), int(given["line"]), int(given["column"]))
        return {"where": [*found.where]}

    def keep(self, given: dict[str, Any]) -> dict[str, Any]:
        """Keep what is typed and not saved."""
        path = self._typed(given)
        keeping.keep(self._kept, path, Kept(str(given["text"]), str(given["disk"])))
        return {}

    def forget(self, given: dict[str, Any]) -> dict[str, Any]:
        """Keep nothing more of what was typed."""
        keeping.forget(self._kept, self._path(given))
        return {}

    def save(self, given: dict[str, Any]) -> dict[str, Any]:
        """Write a text into its file, unless that holds something else than when it was opened."""
        path = self._typed(given)
        if keeping.digest_of(path) != given["disk"]:
            theirs = path.read_text("utf-8-sig", errors="replace") if path.exists() else ""
            return {"conflict": theirs.replace("\r\n", "\n"), "disk": keeping.digest_of(path)}
        before = path.read_bytes() if path.exists() else b""
        write_over(path, keeping.as_on_disk(str(given["text"]), before))
        keeping.forget(self._kept, path)
        return {"disk": keeping.digest_of(path)}

    def watch(self, given: dict[str, Any]) -> dict[str, Any]:
        """What happened beside what is typed: to the file, and to the pages."""
        path = self._path(given)
        return {
            "disk": keeping.digest_of(path),
            "version": self._version,
            "is_built": self._is_built,
        }

    def make(self, given: dict[str, Any]) -> dict[str, Any]:
        """Write a new file of the archive, and none over another."""
        path = (self._root / str(given["path"])).resolve()
        if not self.workspace.holds(path) or path.suffix != ".yml" or path.exists():
            raise OutsideError(Message("{path} cannot be made", path=given["path"]))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_over(path, str(given["text"]).encode("utf-8", "surrogatepass"))
        self._read()
        return {"path": self._name(path)}

    def run(self, given: dict[str, Any]) -> dict[str, Any]:
        """Run one of the commands that a button stands for."""
        allowed = {
            "publish": ("publish",),
            "agenda": ("agenda", "--format", "json"),
            "follow": ("follow", "--format", "json", str(given.get("source", ""))),
            "new": ("new", str(given.get("title", ""))),
        }
        command = allowed[str(given["command"])]
        before = {*self._root.glob("*.yml")}
        done = self._command(*command)
        self._read()
        made = sorted({*self._root.glob("*.yml")} - before)
        said = (done.stdout + done.stderr).strip() if given["command"] in ("publish", "new") else ""
        is_data = given["command"] in ("agenda", "follow")
        if is_data and done.returncode:
            said = done.stderr.strip()
        return {
            "said": said,
            "data": json.loads(done.stdout) if is_data and not done.returncode else None,
            "is_done": done.returncode == 0,
            "path": self._name(made[0]) if made else None,
        }

    def new(self, given: dict[str, Any]) -> dict[str, Any]:
        """Archive a document that was handed in, and draft a briefing of it."""
        with tempfile.TemporaryDirectory() as folder:
            name = Path(str(given["name"]).replace("\\", "/")).name or "article.txt"
            article = Path(folder) / name
            article.write_bytes(given["raw"])
            made = self.draft(str(article))
        self._read()
        return {"said": made.said, "path": self._name(made.path) if made.path else None}

    def draft(self, article: str) -> Answer:
        """Archive and draft an article by `briefsite draft`."""
        before = {*self._root.glob("*.yml")}
        done = self._command("draft", article)
        said = (done.stdout + done.stderr).replace(f"{Path(article).parent}/", "").strip()
        made = sorted({*self._root.glob("*.yml")} - before)
        return Answer(said, made[0] if made else None)

    def _command(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        options = ["--lang", self.lang, "-f", str(self.config_file)]
        return subprocess.run(  # noqa: S603 (ours)
            [sys.executable, "-P", "-m", "briefsite", name, *options, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.config_file.parent,
        )

    def _picture(self, given: Mapping[str, str]) -> Response:
        """The picture of a page of the document of a source, with what is cited marked."""
        reading = self.workspace.reading
        source = reading.site.sources.get(given.get("source", "")) if reading else None
        if source is None or source.original is None or not can_draw():
            return Response(status_code=404)
        number = int(given.get("page", "0"))
        cited = tuple(
            " ".join(source.received[low:high] for low, high in passage.ranges)
            for passage in source.passages
            if passage.page == number
        )
        drawn = draw(PagePicture(SitePath(""), source.original, "", number, cited))
        if isinstance(drawn, Diagnostic):
            return Response(status_code=404)
        return Response(drawn, media_type="image/png")

    async def _language(self, socket: WebSocket) -> None:
        """Speak the Language Server Protocol, one message in each frame."""
        if socket.url.path != "/language":
            await socket.close(1008)
            return
        await socket.accept()
        server = language_server(self.lang, self._archives)
        server.protocol.set_writer(_Frames(socket), include_headers=False)
        try:
            while True:
                read = json.loads(
                    await socket.receive_text(), object_hook=server.protocol.structure_message
                )
                server.protocol.handle_message(read)
        except WebSocketDisconnect:
            self.workspace.texts.clear()  # the page was closed: the archive is what the disk holds
            await asyncio.to_thread(self._read)

    # The built pages

    def _page(self, scope: Scope) -> Response:
        """A file of the built site; the page of what is typed with its article of now."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return Response(status_code=405)
        secret, _, rest = unquote(scope["path"]).removeprefix("/").partition("/")
        if not secrets.compare_digest(secret.encode(), self._secret.encode()):
            return Response(status_code=403)
        response = self._built_file(rest)
        response.headers.update(_GUARDS)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Content-Security-Policy"] = f"frame-ancestors {self.origin}"
        return response

    def _built_file(self, path: str) -> Response:
        if path == "_live.js":
            return FileResponse(EDITOR / "live.js")
        address = SitePath(f"{path}index.html" if path.endswith("/") or not path else path)
        file = (self._built / address).resolve()
        pages = (one for one in self._live.values() if site_path_of(one.address) == address)
        page = next(pages, None)
        around = file if file.is_file() else self._any_page(address) if page else None
        if not file.is_relative_to(self._built) or around is None:
            return Response(status_code=404)
        if around.suffix != ".html":
            return FileResponse(around, media_type=mimetypes.guess_type(around.name)[0])
        text = around.read_text("utf-8", errors="replace")
        if page:
            title = f"<title>{escape(page.title)}</title>"
            text = _ARTICLE.sub(lambda found: f"{found[1]}{page.html}{found[2]}", text, count=1)
            text = _TITLE.sub(lambda _: title, text, count=1)
        script = f'<script src="/{self._secret}/_live.js" data-editor="{self.origin}"></script>'
        return Response(text.replace("</body>", f"{script}</body>", 1), media_type="text/html")

    def _any_page(self, address: SitePath) -> Path | None:
        """A page that lies as deep as one that is not built yet, to show that within; one beside it, where there is."""
        *folders, name = address.split("/")
        deep = ["*"] * len(folders)
        ends = "index.html" if name == "index.html" else "*.html"
        for pattern in ("/".join([*folders[:-1], *deep[-1:], ends]), "/".join([*deep, ends])):
            if found := sorted(self._built.glob(pattern)):
                return found[0]
        return None


class OutsideError(MessageError):
    """What the page asks for is not to be had."""


class _Frames:
    """Writes messages of the protocol as frames."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    async def write(self, data: bytes | str) -> None:
        text = data if isinstance(data, str) else data.decode()
        with suppress(WebSocketDisconnect, RuntimeError):  # the page was closed meanwhile
            await self._socket.send_text(text)

    async def close(self) -> None:
        await self._socket.close()


_GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def _change(given: Mapping[str, Any]) -> Change:
    """A change of a field, as the page writes it."""
    where = tuple(given["where"])
    match given["op"]:
        case "set":
            return Set(where, given["value"])
        case "remove":
            return Remove(where)
        case "insert":
            return Insert(where, given["value"])
        case "move":
            return Move(where, int(given["to"]))
    raise ValueError(given["op"])


def _changed_since_commit(folder: Path) -> dict[str, Any] | None:
    """The files of the archive that differ from the last commit, and what to type; None in no repository."""
    asked = ["git", "-C", str(folder), "status", "--porcelain", "-z", "--", "."]
    try:
        done = subprocess.run(asked, capture_output=True, check=False, timeout=10)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    entries = done.stdout.decode("utf-8", "replace").split("\0")
    return {"files": [entry[3:] for entry in entries if entry[:2].strip()]}
