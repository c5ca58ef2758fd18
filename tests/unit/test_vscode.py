"""The extension for VS Code: what its manifest and its lock say. `make vscode` checks, tests and packages it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from briefsite import __version__
from briefsite.cli.lsp import lsp
from briefsite.messages.translation import LANGUAGES
from sites import REPOSITORY

FOLDER = REPOSITORY / "editors/vscode"
README = (FOLDER / "README.md").read_text("utf-8")


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text("utf-8"))


MANIFEST = read("package.json")
SETTINGS = MANIFEST["contributes"]["configuration"]["properties"]
WORDS = {
    lang: read(name) for lang, name in [("en", "package.nls.json"), ("es", "package.nls.es.json")]
}


def test_the_extension_is_of_the_version_of_the_package() -> None:
    """Both are released together, from one commit."""
    assert MANIFEST["version"] == read("package-lock.json")["version"] == __version__


def test_it_says_what_it_needs_and_when_it_starts() -> None:
    """The editor, the node of the editor; a folder with a site in it, whose commands are trusted."""
    assert sorted(MANIFEST["engines"]) == ["node", "vscode"]
    assert MANIFEST["activationEvents"] == ["workspaceContains:**/{mkdocs,properdocs}.{yml,yaml}"]
    assert MANIFEST["capabilities"]["untrustedWorkspaces"]["supported"] is False


@pytest.mark.parametrize("name", ["command", "lang"])
def test_every_setting_is_explained(name: str) -> None:
    """In both languages, and in the README."""
    assert sorted(SETTINGS) == ["briefsite.command", "briefsite.lang"]
    assert SETTINGS[f"briefsite.{name}"]["markdownDescription"] == f"%{name}%"
    assert SETTINGS[f"briefsite.{name}"]["default"] == ""
    assert [lang for lang in WORDS if not WORDS[lang][name]] == []
    assert f"| `briefsite.{name}` |" in README


def test_passages_are_suggested_as_one_types() -> None:
    """They are strings to YAML, in which VS Code suggests nothing by itself."""
    defaults = MANIFEST["contributes"]["configurationDefaults"]["[yaml]"]
    assert defaults["editor.quickSuggestions"]["strings"] == "on"


def test_languages_are_those_of_the_server() -> None:
    """An empty one leaves the choice to the server."""
    assert SETTINGS["briefsite.lang"]["enum"] == ["", *LANGUAGES]
    assert "--lang" in [option for parameter in lsp.params for option in parameter.opts]


def test_words_of_the_manifest_are_there_in_both_languages() -> None:
    """As many as it names, and no others."""
    named = {*re.findall(r'"%(\w+)%"', (FOLDER / "package.json").read_text("utf-8"))}
    assert {*WORDS["en"]} == {*WORDS["es"]} == named


def test_messages_of_the_extension_are_there_in_spanish() -> None:
    """As many as the code has, with the same gaps."""
    code = (FOLDER / "src/extension.ts").read_text("utf-8")
    spanish = read("l10n/bundle.l10n.es.json")
    assert {*re.findall(r'l10n\.t\("([^"]+)"', code)} == {*spanish}
    for message, translated in spanish.items():
        assert re.findall(r"\{\d\}", message) == re.findall(r"\{\d\}", translated)


def test_the_lock_names_hashes_and_no_registry() -> None:
    """It installs from wherever the machine gets its packages."""
    libraries = {path: each for path, each in read("package-lock.json")["packages"].items() if path}
    assert libraries
    assert [path for path, each in libraries.items() if "resolved" in each] == []
    assert [path for path, each in libraries.items() if "integrity" not in each] == []
    assert "registry." not in (FOLDER / "package-lock.json").read_text("utf-8")


def test_libraries_are_of_one_version() -> None:
    """As the lock has them, so that a later one is a change to be seen."""
    asked = MANIFEST["dependencies"] | MANIFEST["devDependencies"]
    assert [
        name for name, version in asked.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)
    ] == []


def test_the_name_of_the_package_is_that_in_the_pages() -> None:
    """`make vscode` writes it, and the page on editors installs it."""
    page = Path(REPOSITORY / "docs/editors.md").read_text("utf-8")
    assert f"code --install-extension dist/{MANIFEST['name']}-{MANIFEST['version']}.vsix" in page
