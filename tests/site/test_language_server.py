"""`briefsite lsp` over standard input and output, as an editor speaks to it."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient

from sites import make_site

NOTE = """\
El puerto reabrirá el 1 de junio, dijo la alcaldesa Ana Ruiz. «Dragaremos 32 dársenas en 2026», prometió.

La obra costó 4,5 millones de euros. La obra sigue.
"""
RECORD = "ANA RUIZ: Hemos dragado 9 dársenas.\n\nLUIS PRAT: No hay dinero.\n"


def _source(title: str, content: str, more: str = "") -> str:
    digest = hashlib.sha256(content.encode()).hexdigest()
    return f"title: {title}\nlang: es\nsha256: {digest}\n{more}"


BRIEFING = """\
title: El puerto reabre
date: 2025-05-01
summary: El puerto reabrirá el 1 de junio.
sources: [nota]
evidence: El puerto reabrirá el 1 de junio
key_points:
  - text: La obra costó 4,5 millones de euros.
    evidence: La obra costó 4,5 millones de euros
quotes:
  - text: Dragaremos 32 dársenas en 2026
    speaker: ana
commitments:
  - id: dragado
    text: Dragar 32 dársenas.
    by: [ana]
    evidence: Dragaremos 32 dársenas
"""
LATER = """\
title: La alcaldesa comparece
date: 2025-06-02
summary: Habló.
sources: [acta]
quotes:
  - text: Hemos dragado 9 dársenas
    speaker: ana
    speaker_as_written: ANA RUIZ
updates:
  - commitment: puerto/dragado
    date: 2025-06-02
    status: in-progress
    text: Se dragó.
    evidence: Hemos dragado 9 dársenas
"""
FILES = {
    "briefs/puerto.yml": BRIEFING,
    "briefs/comparecencia.yml": LATER,
    "briefs/sources/nota.txt": NOTE,
    "briefs/sources/nota.yml": _source("Nota del puerto", NOTE),
    "briefs/sources/acta.txt": RECORD,
    "briefs/sources/acta.yml": _source("Acta", RECORD, "speech: turns\n"),
    "briefs/entities/ana.yml": "name: Ana Ruiz\ntype: person\ndescription: La alcaldesa.\n",
}

ASKED_AGAIN = (lsp.WORKSPACE_SEMANTIC_TOKENS_REFRESH, lsp.WORKSPACE_CODE_LENS_REFRESH)
"""What a server may let an editor ask anew."""

pytestmark = pytest.mark.asyncio


@pytest_lsp.fixture(
    config=ClientServerConfig(
        server_command=[sys.executable, "-m", "briefsite", "lsp", "--lang", "en"]
    )
)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    asked = lsp_client.asked_again = asyncio.Queue[str]()  # type: ignore[attr-defined]
    for name in ASKED_AGAIN:
        lsp_client.feature(name)(lambda _, name=name: asked.put_nowait(name))
    workspace = lsp.WorkspaceClientCapabilities(
        semantic_tokens=lsp.SemanticTokensWorkspaceClientCapabilities(refresh_support=True),
        code_lens=lsp.CodeLensWorkspaceClientCapabilities(refresh_support=True),
    )
    capabilities = lsp.ClientCapabilities(workspace=workspace)
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=capabilities))
    yield
    await lsp_client.shutdown_session()


class Editor:
    """What an editor does with one file."""

    def __init__(self, client: LanguageClient, path: Path) -> None:
        self.client, self.uri, self.version = client, path.as_uri(), 0
        self.text = ""

    async def show(self, text: str) -> list[lsp.Diagnostic]:
        """Open the file, or change its text; returns what is found at once."""
        self.version, self.text = self.version + 1, text
        if self.version == 1:
            item = lsp.TextDocumentItem(self.uri, "yaml", 1, text)
            self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        else:
            named = lsp.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
            change = lsp.TextDocumentContentChangeWholeDocument(text)
            self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(named, [change]))
        await self.client.wait_for_notification("textDocument/publishDiagnostics")
        return [*self.client.diagnostics[self.uri]]

    async def read(self, text: str) -> None:
        """Open the file, and wait until all of the archive was read."""
        await self.show(text)
        async with asyncio.timeout(60):
            while not await self.hover("speaker: ana", "ana"):
                await self.client.wait_for_notification("textDocument/publishDiagnostics")

    def at(self, line: str, word: str) -> lsp.Position:
        """Where a word begins in the first line that holds some text."""
        rows = self.text.split("\n")
        number = next(number for number, row in enumerate(rows) if line in row)
        return lsp.Position(number, rows[number].rindex(word))

    def after(self, line: str) -> lsp.Position:
        rows = self.text.split("\n")
        number = next(number for number, row in enumerate(rows) if line in row)
        return lsp.Position(number, len(rows[number]))

    @property
    def named(self) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri)

    async def hover(self, line: str, word: str) -> str:
        given = lsp.HoverParams(self.named, self.at(line, word))
        found = await self.client.text_document_hover_async(given)
        assert found is None or isinstance(found.contents, lsp.MarkupContent)
        return found.contents.value if found else ""  # type: ignore[union-attr]

    async def complete(self, line: str) -> list[lsp.CompletionItem]:
        given = lsp.CompletionParams(self.named, self.after(line))
        found = await self.client.text_document_completion_async(given)
        assert isinstance(found, lsp.CompletionList)
        return [*found.items]

    async def fix(self, finding: lsp.Diagnostic) -> Mapping[str, lsp.WorkspaceEdit]:
        """The fixes of a finding, by their titles."""
        given = lsp.CodeActionParams(self.named, finding.range, lsp.CodeActionContext([finding]))
        found = await self.client.text_document_code_action_async(given)
        return {
            one.title: one.edit
            for one in found or ()
            if isinstance(one, lsp.CodeAction) and one.edit
        }

    def changed(self, edit: lsp.WorkspaceEdit) -> str:
        """The text after an edit."""
        lines = self.text.split("\n")
        for change in edit.document_changes or ():
            assert isinstance(change, lsp.TextDocumentEdit)
            for one in sorted(change.edits, key=lambda one: -one.range.start.line):  # type: ignore[union-attr]
                start, end = one.range.start, one.range.end  # type: ignore[union-attr]
                before = "\n".join([*lines[: start.line], lines[start.line][: start.character]])
                rest = (
                    [lines[end.line][end.character :], *lines[end.line + 1 :]]
                    if end.line < len(lines)
                    else [""]
                )
                lines = (before + one.new_text + "\n".join(rest)).split("\n")  # type: ignore[union-attr]
        return "\n".join(lines)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, FILES)


@pytest.fixture
def editor(client: LanguageClient, site: Path) -> Editor:
    return Editor(client, site / "briefs/puerto.yml")


async def test_findings_come_as_one_types(editor: Editor) -> None:
    """Of text that is not saved, with their place and the page of their code."""
    assert await editor.show(BRIEFING) == []
    await editor.read(BRIEFING)
    (found,) = await editor.show(
        BRIEFING.replace("evidence: La obra costó 4,5", "evidence: La obra costo 4,5")
    )
    assert (found.code, found.range.start.line) == ("evidence-not-found", 7)
    assert "source says: La obra >>costó<< 4,5 millones" in found.message
    assert found.code_description
    assert found.code_description.href.endswith("docs/reference.md#evidence-not-found")
    assert await editor.show(BRIEFING) == []


async def test_half_typed_yaml_is_survived(editor: Editor) -> None:
    """Each beginning of a file is judged, and help goes on."""
    await editor.read(BRIEFING)
    for length in range(0, len(BRIEFING), 23):
        await editor.show(BRIEFING[:length])
    await editor.show(BRIEFING)
    assert "Ana Ruiz" in await editor.hover("speaker: ana", "ana")


@pytest.mark.parametrize(
    ("old", "new", "title", "mended"),
    [
        (
            "evidence: La obra costó 4,5 millones de euros",
            "evidence: La obra costo 4,5 millones de euros",
            "write what the source has: «La obra costó 4,5 millones de euros»",
            "evidence: La obra costó 4,5 millones de euros",
        ),
        ("title:", "titel:", "write title", "title:"),
        ("summary: El", "kind: meting\nsummary: El", "write meeting", "kind: meeting\n"),
        ("speaker: ana", "speaker: anna", "write ana", "speaker: ana"),
        (
            "text: Dragaremos 32 dársenas en 2026",
            "text: La obra sigue",
            "say that it is reported speech: `verbatim: false`",
            "text: La obra sigue\n    verbatim: false\n",
        ),
        (
            "evidence: La obra costó 4,5 millones de euros",
            "evidence: La obra",
            "the words after «euros.»",
            'evidence: {text: "La obra", prefix: "euros."}',
        ),
    ],
    ids=["words", "field", "choice", "id", "reported", "twice"],
)
async def test_what_a_machine_can_mend_is_offered(
    old: str, new: str, title: str, mended: str, editor: Editor
) -> None:
    """And the finding is gone when it is taken."""
    await editor.read(BRIEFING)
    found = await editor.show(BRIEFING.replace(old, new))
    offered = {name: edit for one in found for name, edit in (await editor.fix(one)).items()}
    assert title in offered
    text = editor.changed(offered[title])
    assert mended in text
    codes = {one.code for one in found}
    assert not codes & {one.code for one in await editor.show(text)} - {"figure-not-in-evidence"}


async def test_an_entity_that_is_missing_can_be_made(editor: Editor, site: Path) -> None:
    """Its file is made by the editor, not by the server."""
    await editor.read(BRIEFING)
    found = await editor.show(BRIEFING.replace("speaker: ana", "speaker: maria-luz"))
    offered = await editor.fix(next(one for one in found if one.code == "unknown-id"))
    made = offered["make `entities/maria-luz.yml`"].document_changes or ()
    assert isinstance(made[0], lsp.CreateFile)
    assert made[0].uri == (site / "briefs/entities/maria-luz.yml").as_uri()
    assert not (site / "briefs/entities/maria-luz.yml").exists()


async def test_passages_of_the_source_are_completed(editor: Editor) -> None:
    """Accents forgiven, exact words put in; for a quotation, what stands between marks."""
    await editor.read(BRIEFING)
    await editor.show(
        BRIEFING.replace("evidence: La obra costó 4,5 millones de euros", "evidence: reabrira")
    )
    (item,) = await editor.complete("evidence: reabrira")
    assert isinstance(item.text_edit, lsp.TextEdit)
    assert item.text_edit.new_text == "El puerto reabrirá el 1 de junio, dijo la alcaldesa Ana Ruiz"
    assert item.detail == "nota · line 1"
    await editor.show(BRIEFING.replace("text: Dragaremos 32 dársenas en 2026", "text: darsenas"))
    (item,) = await editor.complete("text: darsenas")
    assert item.label == "Dragaremos 32 dársenas en 2026"


async def test_what_begins_as_it_was_typed_is_left_to_the_editor(editor: Editor) -> None:
    """Neovim would else compare its last word alone; what was found otherwise is not chosen again."""
    await editor.read(BRIEFING)
    text = BRIEFING.replace("evidence: La obra costó 4,5 millones de euros", "evidence: {}", 1)
    filters = {}
    for typed in ("La obra c", "obra costo"):
        await editor.show(text.format(typed))
        (item,) = await editor.complete(f"evidence: {typed}")
        filters[typed] = item.filter_text
    assert filters == {"La obra c": None, "obra costo": "obra costo"}


async def test_fields_choices_and_ids_are_completed(editor: Editor) -> None:
    """Those that fit at the place; ids with what they stand for."""
    await editor.read(BRIEFING)
    await editor.show(f"{BRIEFING}ki\n")
    labels = [item.label for item in await editor.complete("ki")]
    assert labels == ["kind"]
    await editor.show(f"{BRIEFING}matters\n")
    (item,) = await editor.complete("matters")
    assert (item.label, item.filter_text) == ("why_it_matters", "matters")
    await editor.show(f"{BRIEFING}kind: me\n")
    assert next(item.label for item in await editor.complete("kind: me")) == "meeting"
    await editor.show(BRIEFING.replace("speaker: ana", "speaker: rui"))
    (item,) = await editor.complete("speaker: rui")
    assert (item.label, item.detail) == ("ana", "Ana Ruiz")
    await editor.show(f"{BRIEFING}updates:\n  - commitment: drag\n")
    (item,) = await editor.complete("commitment: drag")
    assert item.label == "puerto/dragado"


async def test_an_id_alone_in_a_line_is_no_field(editor: Editor) -> None:
    """In a list of ids; in one of evidence a word may be both."""
    text = BRIEFING.replace("sources: [nota]", "sources:\n- no")
    await editor.read(BRIEFING)
    await editor.show(text)
    assert {item.label for item in await editor.complete("- no")} == {"nota"}
    await editor.show(text.replace("- no", "- nota"))
    assert (await editor.hover("- nota", "nota")).startswith("**Nota del puerto**")
    listed = BRIEFING.replace("evidence: La obra costó 4,5 millones de euros", "evidence:\n    - s")
    await editor.show(listed)
    labels = [item.label for item in await editor.complete("- s")]
    assert {"source", "La obra sigue"} <= {*labels}


async def test_help_is_shown(editor: Editor) -> None:
    """Of a field what it is for, of an id what it stands for, of evidence its paragraph."""
    await editor.read(BRIEFING)
    assert (await editor.hover("summary:", "summary")).startswith(
        "**summary** · Summary (required)"
    )
    assert await editor.hover("speaker: ana", "ana") == "**Ana Ruiz** · person\n\nLa alcaldesa."
    shown = await editor.hover("evidence: La obra", "millones")
    assert shown == "✓ **nota**\n\n> La obra costó 4,5 millones de euros. La obra sigue."


async def test_places_are_found_both_ways(
    editor: Editor, client: LanguageClient, site: Path
) -> None:
    """From an id to its file, from evidence to the line of the source, and back from there."""
    await editor.read(BRIEFING)

    async def definition(line: str, word: str) -> lsp.Location:
        given = lsp.DefinitionParams(editor.named, editor.at(line, word))
        found = await client.text_document_definition_async(given)
        assert isinstance(found, lsp.Location)
        return found

    assert (await definition("speaker: ana", "ana")).uri == (
        site / "briefs/entities/ana.yml"
    ).as_uri()
    source = await definition("evidence: La obra", "millones")
    assert (source.uri, source.range.start.line) == ((site / "briefs/sources/nota.txt").as_uri(), 2)
    given = lsp.ReferenceParams(
        lsp.ReferenceContext(include_declaration=True),
        lsp.TextDocumentIdentifier(source.uri),
        lsp.Position(2, 0),
    )
    citing = await client.text_document_references_async(given)
    assert [(one.uri, one.range.start.line) for one in citing or ()] == [(editor.uri, 6)]


async def test_an_id_is_renamed_across_the_archive(
    editor: Editor, client: LanguageClient, site: Path
) -> None:
    """In every file, with the former id kept and the file under its new name."""
    await editor.read(BRIEFING)
    given = lsp.RenameParams(editor.named, editor.at("speaker: ana", "ana"), "ana-ruiz")
    edit = await client.text_document_rename_async(given)
    assert edit
    changes = [*(edit.document_changes or ())]
    texts = {one.text_document.uri: one for one in changes if isinstance(one, lsp.TextDocumentEdit)}
    assert texts.keys() == {
        editor.uri,
        (site / "briefs/comparecencia.yml").as_uri(),
        (site / "briefs/entities/ana.yml").as_uri(),
    }
    kept = texts[(site / "briefs/entities/ana.yml").as_uri()].edits[0]
    assert kept.new_text == "former_ids: [ana]\n"  # type: ignore[union-attr]
    moved = [one for one in changes if isinstance(one, lsp.RenameFile)]
    assert [one.new_uri for one in moved] == [(site / "briefs/entities/ana-ruiz.yml").as_uri()]
    assert (site / "briefs/entities/ana.yml").exists()


async def test_a_file_is_outlined_folded_and_told_of(
    editor: Editor, client: LanguageClient
) -> None:
    """Its entries, and above each how it stands with it."""
    await editor.read(BRIEFING)
    symbols = await client.text_document_document_symbol_async(
        lsp.DocumentSymbolParams(editor.named)
    )
    names = {
        one.name: [part.name for part in one.children or ()]
        for one in symbols or ()
        if isinstance(one, lsp.DocumentSymbol)
    }
    assert names["commitments"] == ["dragado"]
    folds = await client.text_document_folding_range_async(lsp.FoldingRangeParams(editor.named))
    assert (5, 7) in {(one.start_line, one.end_line) for one in folds or ()}
    lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(editor.named))
    told = {(one.range.start.line, one.command.title) for one in lenses or () if one.command}
    assert {(6, "proven"), (9, "proven"), (3, "1 sentence that nobody cites")} <= told
    assert (12, "stands: in progress, 2025-06-02") in told
    links = await client.text_document_document_link_async(lsp.DocumentLinkParams(editor.named))
    assert len(links or ()) == 3


async def test_what_was_found_is_marked(editor: Editor, client: LanguageClient) -> None:
    """Words and figures, counted as editors count. While one is missing, nobody knows whether the summary is right."""

    async def marked(text: str) -> list[tuple[str, str]]:
        await editor.show(text)
        given = lsp.SemanticTokensParams(editor.named)
        found = await client.text_document_semantic_tokens_full_async(given)
        assert found
        rows, told, line, column = [*text.split("\n")], list[tuple[str, str]](), 0, 0
        for down, right, length, kind, _ in zip(*[iter(found.data)] * 5, strict=True):
            line, column = line + down, right if down else column + right
            units = rows[line].encode("utf-16-le")[2 * column : 2 * (column + length)]
            told.append((["string", "number"][kind], units.decode("utf-16-le")))
        return told

    await editor.read(BRIEFING)
    text = BRIEFING.replace("text: La obra", "text: 𝔏a obra").replace("Dragaremos 32 dár", "32 Dár")
    assert await marked(text) == [
        ("string", "El puerto reabrirá el 1 de junio"),
        ("number", "4,5 millones de euros"),
        ("string", "La obra costó 4,5 millones de euros"),
    ]


async def test_what_waits_for_the_archive_is_asked_for_again(
    editor: Editor, client: LanguageClient
) -> None:
    """When all of it was read, and not before: nothing was found yet when the file was opened."""
    await editor.show(BRIEFING)
    async with asyncio.timeout(60):
        asked = {await client.asked_again.get() for _ in ASKED_AGAIN}  # type: ignore[attr-defined]
    assert asked == {*ASKED_AGAIN}
    given = lsp.SemanticTokensParams(editor.named)
    found = await client.text_document_semantic_tokens_full_async(given)
    assert found
    assert found.data


async def test_a_file_in_no_site_is_judged_by_itself(
    client: LanguageClient, tmp_path: Path
) -> None:
    """By its fields alone; nothing is known of what it refers to."""
    folder = tmp_path / "alone"
    folder.mkdir()
    editor = Editor(client, folder / "x.yml")
    (found,) = await editor.show("title: A\ndate: 2025\nsummary: B\nkind: meting\n")
    assert found.code == "bad-choice"


def contents(site: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["compose.yml", ".github/workflows/pages.yml"])
async def test_other_files_of_a_site_are_left_alone(
    name: str, client: LanguageClient, editor: Editor, site: Path
) -> None:
    """An editor may ask of all YAML."""
    await editor.read(BRIEFING)
    other = Editor(client, site / name)
    item = lsp.TextDocumentItem(other.uri, "yaml", 1, "name: Pages\non: push\n")
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    assert await editor.show(f"{BRIEFING}kind: meting\n")
    assert not client.diagnostics.get(other.uri)


async def test_settings_are_judged_as_one_types(
    client: LanguageClient, editor: Editor, site: Path
) -> None:
    """Ours among those of `mkdocs.yml`, in text that is not saved; what the archive is read for changes nothing."""
    await editor.read(BRIEFING)
    settings = Editor(client, site / "mkdocs.yml")
    right = (site / "mkdocs.yml").read_text("utf-8")
    assert await settings.show(right) == []
    wrong = right.replace("plugins: [search, briefsite]", "plugins: [briefsite: {agneda: true}]")
    (found,) = await settings.show(wrong)
    assert (found.code, found.severity) == ("bad-setting", lsp.DiagnosticSeverity.Warning)
    offered = await settings.fix(found)
    assert "{agenda: true}" in settings.changed(offered["write agenda"])
    await editor.read(f"{BRIEFING}\n")
    await asyncio.sleep(1)
    assert client.diagnostics[settings.uri]


async def test_nothing_is_written(editor: Editor, site: Path) -> None:
    """Whatever is asked: the files are the editor's."""
    before = contents(site)
    await editor.read(BRIEFING)
    for one in await editor.show(BRIEFING.replace("ana", "anna")):
        await editor.fix(one)
    assert contents(site) == before
