"""`briefsite lsp`: what an editor asks, in the Language Server Protocol (https://microsoft.github.io/language-server-protocol/)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefsite import __version__
from briefsite.archive.settings import Settings, SettingsError, nearest_config, read_settings
from briefsite.authoring.server import completion, fixes, lookup, marks, outline, rename
from briefsite.authoring.server.workspace import Workspace
from briefsite.cache.file_digests import ChangedError
from briefsite.cli.shared import language, misuse
from briefsite.messages.diagnostics import Diagnostic, Severity, words
from briefsite.messages.message import Message
from briefsite.messages.translation import translate

if TYPE_CHECKING:
    from lsprotocol import types as protocol
    from pygls.lsp.server import LanguageServer

AFTER = 0.5
"""Seconds after the last key until all of the archive is read again; the file itself is judged at once."""


_TOKENS = {"quotation": "string", "evidence": "string", "figure": "number"}
"""What was found, as types of tokens that every theme knows; what is found is `readonly`."""


_MANUAL = "https://github.com/briefsite/briefsite/blob/main/docs/reference.md"
"""Where each code is explained."""


Archives = dict[Path | None, Workspace]
"""Archives by the settings of their site; all files that are in none are one."""


@click.command("lsp")
@click.option(
    "--port", type=int, help="Listens at 127.0.0.1, in the place of standard input and output."
)
@language
def lsp(port: int | None, lang: str) -> None:
    """Serve editors: findings as one types, fixes, completion with passages of the sources, help, places.

    An editor starts it and speaks to it over standard input and output. It writes nothing by itself.
    """
    try:
        server = language_server(lang)
    except ImportError:
        raise misuse(
            Message(
                "the language server needs a library: pip install 'briefsite[{extra}]'", extra="lsp"
            )
        ) from None
    if port is None:
        server.start_io()
    else:
        server.start_tcp("127.0.0.1", port)


def language_server(lang: str, archives: Archives | None = None) -> LanguageServer:
    """A server of the archives that others may have read already."""
    from lsprotocol import types as protocol
    from pygls.lsp.server import LanguageServer

    incremental = protocol.TextDocumentSyncKind.Incremental
    server = LanguageServer("briefsite", __version__, text_document_sync_kind=incremental)
    served = _Served(server, lang, {} if archives is None else archives)

    async def take(params: Any) -> None:
        served.take(params.text_document.uri)

    async def drop(params: Any) -> None:
        served.drop(params.text_document.uri)

    for event in ("DID_OPEN", "DID_CHANGE", "DID_SAVE"):
        server.feature(getattr(protocol, f"TEXT_DOCUMENT_{event}"))(take)
    server.feature(protocol.TEXT_DOCUMENT_DID_CLOSE)(drop)
    signs = protocol.CompletionOptions(trigger_characters=[" ", "[", ",", "/", '"'])
    legend = protocol.SemanticTokensLegend([*dict.fromkeys(_TOKENS.values())], ["readonly"])
    mends = protocol.CodeActionOptions([protocol.CodeActionKind.QuickFix])
    asked: list[tuple[str, Callable[[Any], Any], object]] = [
        (protocol.TEXT_DOCUMENT_COMPLETION, served.completions, signs),
        (protocol.TEXT_DOCUMENT_HOVER, served.hover, None),
        (protocol.TEXT_DOCUMENT_DEFINITION, served.definition, None),
        (protocol.TEXT_DOCUMENT_REFERENCES, served.references, None),
        (protocol.TEXT_DOCUMENT_CODE_ACTION, served.actions, mends),
        (protocol.TEXT_DOCUMENT_DOCUMENT_SYMBOL, served.symbols, None),
        (protocol.TEXT_DOCUMENT_FOLDING_RANGE, served.folds, None),
        (protocol.TEXT_DOCUMENT_CODE_LENS, served.lenses, None),
        (protocol.TEXT_DOCUMENT_DOCUMENT_LINK, served.links, None),
        (protocol.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, served.tokens, legend),
        (protocol.TEXT_DOCUMENT_PREPARE_RENAME, served.can_rename, None),
        (protocol.TEXT_DOCUMENT_RENAME, served.renamed, None),
    ]
    for name, answer, options in asked:
        server.feature(name, options)(_asked(answer))
    return server


def _asked(answer: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def ask(params: Any) -> Any:
        return answer(params)

    return ask


class _Served:
    """What is being served: the archives of the files that are open, and how positions are told."""

    def __init__(self, server: LanguageServer, lang: str, archives: Archives) -> None:
        self._server, self._lang, self._archives = server, lang, archives
        self._pending: dict[Path | None, asyncio.Task[None]] = {}
        self._told: set[Path] = set()
        self._known: dict[Path, tuple[int, Settings]] = {}
        """The settings of each `mkdocs.yml`, with the time of its last change."""

    def path(self, uri: str) -> Path:
        from pygls.uris import to_fs_path

        return Path(to_fs_path(uri) or "").resolve()

    def workspace(self, path: Path) -> Workspace:
        """The archive of a file; of one in no site, an archive of its own."""
        config = nearest_config(path.parent).resolve()
        settings = self._settings(config)
        if settings is None or not path.is_relative_to(config.parent):
            return self._archives.setdefault(None, Workspace(None))
        workspace = self._archives.setdefault(config, Workspace(settings))
        workspace.settings = settings
        return workspace

    def _settings(self, config: Path) -> Settings | None:
        """The settings of a site, read again when their file changes; None where they cannot be used."""
        try:
            changed = config.stat().st_mtime_ns
            if self._known.get(config, (0, None))[0] != changed:
                self._known[config] = changed, read_settings(config)
        except (SettingsError, OSError):
            return None
        return self._known[config][1]

    def take(self, uri: str) -> None:
        """Take the text that an editor has, and say what is wrong with it; of the rest of the archive a little later."""
        path = self.path(uri)
        workspace = self.workspace(path)
        workspace.texts[path] = self._server.workspace.get_text_document(uri).source
        if workspace.judges(path):
            self._publish(path, workspace.findings(path))
        self._read_soon(workspace, at_once=workspace.reading is None)

    def drop(self, uri: str) -> None:
        path = self.path(uri)
        self.workspace(path).texts.pop(path, None)
        self._read_soon(self.workspace(path))

    def _read_soon(self, workspace: Workspace, *, at_once: bool = False) -> None:
        key = next(key for key, one in self._archives.items() if one is workspace)
        if key in self._pending:
            self._pending[key].cancel()

        async def read() -> None:
            await asyncio.sleep(0 if at_once else AFTER)
            try:
                found = await asyncio.get_running_loop().run_in_executor(None, workspace.read)
            except ChangedError:  # somebody saved another file meanwhile
                self._read_soon(workspace)
                return
            told = {path for path in self._told if self.workspace(path) is workspace}
            found = {**found, **{path: [] for path in told - found.keys()}}
            for path, findings in found.items():
                # What was typed meanwhile is judged as it is now.
                self._publish(
                    path, workspace.findings(path) if path in workspace.texts else findings
                )
            self._ask_again()

        self._pending[key] = asyncio.get_running_loop().create_task(read())

    def _ask_again(self) -> None:
        """Let the editor ask anew for what is shown in the text, where it can."""
        offered = self._server.client_capabilities.workspace
        if offered and offered.semantic_tokens and offered.semantic_tokens.refresh_support:
            self._server.workspace_semantic_tokens_refresh(None)
        if offered and offered.code_lens and offered.code_lens.refresh_support:
            self._server.workspace_code_lens_refresh(None)

    def _publish(self, path: Path, findings: Sequence[Diagnostic]) -> None:
        from lsprotocol import types as protocol

        self._told.add(path)
        self._server.text_document_publish_diagnostics(
            protocol.PublishDiagnosticsParams(
                path.as_uri(), [self._diagnostic(one) for one in findings]
            )
        )

    def _diagnostic(self, finding: Diagnostic) -> protocol.Diagnostic:
        from lsprotocol import types as protocol

        said = words(finding, self._lang)
        severity = {
            Severity.ERROR: protocol.DiagnosticSeverity.Error,
            Severity.WARNING: protocol.DiagnosticSeverity.Warning,
            Severity.NOTICE: protocol.DiagnosticSeverity.Information,
        }[finding.severity]
        line, column = finding.span.line - 1, finding.span.column - 1
        return protocol.Diagnostic(
            self.range(finding.path, (line, column), (line, column + finding.span.width)),
            "\n".join(filter(None, [said.message, *said.notes, said.help])),
            severity,
            code=finding.code,
            code_description=protocol.CodeDescription(f"{_MANUAL}#{finding.code}"),
            source="briefsite",
        )

    # What is asked

    def hover(self, params: protocol.HoverParams) -> protocol.Hover | None:
        """What is known of what stands there."""
        from lsprotocol import types as protocol

        path, line, column = self.at(params)
        found = lookup.hover(self.workspace(path), path, line, column, self._lang)
        return (
            protocol.Hover(protocol.MarkupContent(protocol.MarkupKind.Markdown, found))
            if found
            else None
        )

    def definition(self, params: protocol.DefinitionParams) -> protocol.Location | None:
        """Where it is."""
        path, line, column = self.at(params)
        found = lookup.definition(self.workspace(path), path, line, column)
        return self.location(found) if found else None

    def references(self, params: protocol.ReferenceParams) -> list[protocol.Location]:
        """What leads to it."""
        path, line, column = self.at(params)
        found = lookup.references(self.workspace(path), path, line, column)
        return [*map(self.location, found)]

    def symbols(self, params: protocol.DocumentSymbolParams) -> list[protocol.DocumentSymbol]:
        """What is in a file."""
        path = self.path(params.text_document.uri)
        return [*map(self.symbol, outline.outline(self.workspace(path), path))]

    def folds(self, params: protocol.FoldingRangeParams) -> list[protocol.FoldingRange]:
        """The lines that belong together."""
        from lsprotocol import types as protocol

        path = self.path(params.text_document.uri)
        found = outline.folds(self.workspace(path), path)
        return [protocol.FoldingRange(first, last) for first, last in found]

    def lenses(self, params: protocol.CodeLensParams) -> list[protocol.CodeLens]:
        """How it stands with each entry."""
        from lsprotocol import types as protocol

        path = self.path(params.text_document.uri)
        found = []
        for lens in outline.lenses(self.workspace(path), path, self._lang):
            start = protocol.Position(lens.line, 0)
            command = protocol.Command(translate(lens.text, self._lang), "")
            found.append(protocol.CodeLens(protocol.Range(start, start), command))
        return found

    def links(self, params: protocol.DocumentLinkParams) -> list[protocol.DocumentLink]:
        """The ids that lead to files."""
        from lsprotocol import types as protocol

        path = self.path(params.text_document.uri)
        return [
            protocol.DocumentLink(self.location(place).range, target.as_uri())
            for place, target in lookup.links(self.workspace(path), path)
        ]

    def tokens(self, params: protocol.SemanticTokensParams) -> protocol.SemanticTokens:
        """The words and figures that were found, each told by how far it is from the one before."""
        from lsprotocol import types as protocol

        path = self.path(params.text_document.uri)
        types = [*dict.fromkeys(_TOKENS.values())]
        data: list[int] = []
        line, column = 0, 0
        for mark in marks.marks(self.workspace(path), path):
            there = (mark.line, mark.start), (mark.line, mark.start + mark.length)
            start, end = (where := self.range(path, *there)).start, where.end
            data += start.line - line, start.character - column * (start.line == line)
            data += end.character - start.character, types.index(_TOKENS[mark.kind]), 1
            line, column = start.line, start.character
        return protocol.SemanticTokens(data)

    def can_rename(self, params: protocol.PrepareRenameParams) -> protocol.Range | None:
        """The id that can be renamed there."""
        path, line, column = self.at(params)
        found = rename.renamed_at(self.workspace(path), path, line, column)
        return self.location(found).range if found else None

    def renamed(self, params: protocol.RenameParams) -> protocol.WorkspaceEdit | None:
        """An id renamed across the archive."""
        path, line, column = self.at(params)
        found = rename.rename(self.workspace(path), path, line, column, params.new_name)
        return self.changes(found) if found else None

    # Positions: characters here, UTF-16 units or what was agreed on there.

    def _lines(self, path: Path) -> list[str]:
        return self.workspace(path).text(path).split("\n")

    def at(self, params: Any) -> tuple[Path, int, int]:
        """The file, the line and the column, in characters, that a request is about."""
        uri = params.text_document.uri
        path, served = self.path(uri), self._server.workspace
        # The page of the editor, which asks by another way, may have told of an older text meanwhile.
        if uri in served.text_documents:
            self.workspace(path).texts[path] = served.text_documents[uri].source
        codec = served.position_codec
        place = codec.position_from_client_units(self._lines(path), params.position)
        return path, place.line, place.character

    def range(self, path: Path, start: tuple[int, int], end: tuple[int, int]) -> protocol.Range:
        """A stretch of a file, as an editor counts."""
        from lsprotocol import types as protocol

        codec, lines = self._server.workspace.position_codec, self._lines(path)
        places = (protocol.Position(*place) for place in (start, end))
        return protocol.Range(*(self._counted(codec, lines, place) for place in places))

    def _counted(self, codec: Any, lines: list[str], place: protocol.Position) -> protocol.Position:
        if place.line >= len(lines):
            return place
        counted: protocol.Position = codec.position_to_client_units(lines, place)
        return counted

    def location(self, target: lookup.Target) -> protocol.Location:
        from lsprotocol import types as protocol

        where = self.range(target.path, (target.line, target.start), (target.line, target.end))
        return protocol.Location(target.path.as_uri(), where)

    def symbol(self, part: outline.Part) -> protocol.DocumentSymbol:
        from lsprotocol import types as protocol

        where = protocol.Range(
            protocol.Position(part.first, 0), protocol.Position(part.last + 1, 0)
        )
        head = protocol.Range(protocol.Position(part.first, 0), protocol.Position(part.first, 0))
        kind = protocol.SymbolKind.Array if part.parts else protocol.SymbolKind.Field
        parts = [*map(self.symbol, part.parts)]
        return protocol.DocumentSymbol(part.name, kind, where, head, part.detail, children=parts)

    def completions(self, params: protocol.CompletionParams) -> protocol.CompletionList:
        from lsprotocol import types as protocol

        path, line, column = self.at(params)
        found = completion.completions(self.workspace(path), path, line, column, self._lang)
        where = self.range(path, (line, found.start), (line, column))
        kinds = {
            "field": protocol.CompletionItemKind.Field,
            "value": protocol.CompletionItemKind.EnumMember,
            "passage": protocol.CompletionItemKind.Text,
        }
        typed = (
            self._lines(path)[line][found.start : column] if line < len(self._lines(path)) else ""
        )

        items = [
            protocol.CompletionItem(
                item.label,
                kind=kinds.get(item.kind, protocol.CompletionItemKind.Reference),
                detail=item.detail,
                documentation=item.help or None,
                # What fits was chosen here, accents forgiven: the editor is not to choose again. Where
                # it would choose the same, Neovim asks that nothing be said, or takes the last word alone.
                filter_text=None if item.insert.startswith(typed) else typed,
                sort_text=f"{number:04}",
                text_edit=protocol.TextEdit(where, item.insert),
            )
            for number, item in enumerate(found.items)
        ]
        return protocol.CompletionList(is_incomplete=True, items=items)

    def actions(self, params: protocol.CodeActionParams) -> list[protocol.CodeAction]:
        from lsprotocol import types as protocol

        path = self.path(params.text_document.uri)
        first, last = params.range.start.line, params.range.end.line
        found = []
        for finding, fix in fixes.fixes_in(self.workspace(path), path, first, last):
            edits = {path: fix.edits} if fix.edits else {}
            made = {fix.new_file[0]: fix.new_file[1]} if fix.new_file else {}
            changes = self.changes(rename.Changes(edits, made))
            title, told = translate(fix.title, self._lang), self._diagnostic(finding)
            kind = protocol.CodeActionKind.QuickFix
            found.append(protocol.CodeAction(title, kind, [told], edit=changes))
        return found

    def changes(self, given: rename.Changes) -> protocol.WorkspaceEdit:
        """Changes of files, as an editor makes them."""
        from lsprotocol import types as protocol

        done: list[Any] = []
        for path, text in given.made.items():
            done.append(protocol.CreateFile(path.as_uri()))
            start = protocol.Range(protocol.Position(0, 0), protocol.Position(0, 0))
            identity = protocol.OptionalVersionedTextDocumentIdentifier(path.as_uri())
            done.append(protocol.TextDocumentEdit(identity, [protocol.TextEdit(start, text)]))
        for path, edits in given.edits.items():
            identity = protocol.OptionalVersionedTextDocumentIdentifier(path.as_uri())
            told = [
                protocol.TextEdit(self.range(path, edit.start, edit.end), edit.text)
                for edit in edits
            ]
            done.append(protocol.TextDocumentEdit(identity, told))
        done += [
            protocol.RenameFile(old.as_uri(), new.as_uri()) for old, new in given.moved.items()
        ]
        return protocol.WorkspaceEdit(document_changes=done)
