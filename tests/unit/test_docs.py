"""The documentation is held to the code."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import click
import pytest
from jsonschema import Draft202012Validator

from briefsite.archive.load import load
from briefsite.archive.schema import FILE_FORMAT, FILES, json_schema
from briefsite.archive.translations import translation_of
from briefsite.cli.main import FAMILIES, main
from briefsite.messages.diagnostics import CODES
from briefsite.mkdocs.plugin import BriefsiteConfig
from sites import REPOSITORY

REFERENCE = (REPOSITORY / "docs/reference.md").read_text("utf-8")


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_documented(code: str) -> None:
    """A finding can be looked up."""
    assert f"`{code}`" in REFERENCE


def test_no_other_codes_are_used() -> None:
    """`CODES` is the whole list."""
    modules = (REPOSITORY / "generator/briefsite").rglob("*.py")
    used = {
        code
        for path in modules
        for code in re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', path.read_text("utf-8"))
        if f'code="{code}"' in path.read_text("utf-8")
    }
    assert used <= set(CODES)


@pytest.mark.parametrize("name", FAMILIES)
def test_every_command_and_option_is_documented(name: str) -> None:
    """What `--help` lists, the reference explains."""
    assert f"`briefsite {name}" in REFERENCE
    command = main.get_command(click.Context(main), name)
    assert command
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert [option for option in parameter.opts if f"`{option}" in REFERENCE]


@pytest.mark.parametrize("name", BriefsiteConfig().keys())
def test_every_plugin_option_is_documented(name: str) -> None:
    """The same for `mkdocs.yml`."""
    assert f"`{name}`" in REFERENCE


@pytest.mark.parametrize("kind", sorted(FILES))
def test_every_field_is_explained_to_editors(kind: str) -> None:
    """Hover help comes from the docstrings, so every field has one."""
    schema = json_schema(FILES[kind])
    for model in (schema, *schema.get("$defs", {}).values()):
        for name, field in model["properties"].items():
            assert field.get("description"), name


@pytest.mark.parametrize("kind", sorted(FILES))
def test_schemas_say_of_which_file_format_they_are(kind: str) -> None:
    """So does the page of the fields; the data beside pages is no file of an archive."""
    schemas = REPOSITORY / "docs/schema"
    assert json.loads((schemas / f"{kind}.json").read_text("utf-8"))["x-briefsite-format"] == 1
    assert FILE_FORMAT == 1
    assert "\nThis is file format 1. " in (REPOSITORY / "docs/fields.md").read_text("utf-8")
    assert "x-briefsite-format" not in (schemas / "data.json").read_text("utf-8")


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "briefs").rglob("*.yml")), ids=lambda p: p.stem
)
def test_editors_accept_what_we_accept(path: Path) -> None:
    """The JSON Schema finds nothing wrong with the site's own files."""
    kind = {"entities": "entity", "sources": "source"}.get(path.parent.name, "briefing")
    kind += "-translation" if translation_of(path) else ""
    schema = json.loads((REPOSITORY / f"docs/schema/{kind}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    document, _ = load(path.read_bytes(), path)
    assert document
    assert [
        error.message for error in Draft202012Validator(schema).iter_errors(document.data)
    ] == []
    first = path.read_text("utf-8").split("\n", 1)[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(.*)", first)
    assert named
    assert (path.parent / named[1]).resolve() == REPOSITORY / f"docs/schema/{kind}.json"


def test_every_dependency_is_justified() -> None:
    """One line each in `docs/development.md`."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    text = (REPOSITORY / "docs/development.md").read_text("utf-8")
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["sources"], *extras["test"]]
    names = [re.split(r"[\[<>=]", requirement)[0] for requirement in wanted]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_locked_requirements_name_no_registry() -> None:
    """They install from wherever the machine gets its packages."""
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (REPOSITORY / name).read_text("utf-8")
        assert "://" not in text
        assert "--index" not in text
        pinned = re.findall(r"^[a-z][\w.-]*(?:\[.*?\])?==", text, re.MULTILINE)
        assert len(pinned) <= text.count("--hash=sha256:")
        assert pinned


DEVELOPMENT = (REPOSITORY / "docs/development.md").read_text("utf-8")
PACKAGE = REPOSITORY / "generator/briefsite"
CONTRACTS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"][
    "importlinter"
]["contracts"]


def test_the_way_of_imports_is_that_of_the_contract() -> None:
    """The same folders in the same order, as lint-imports holds them."""
    assert f"```text\n{'  →  '.join(CONTRACTS[0]['layers'])}\n```" in DEVELOPMENT
    assert CONTRACTS[0]["exhaustive"]


def test_one_room_alone_may_import_mkdocs() -> None:
    """The contract names all other folders of the package."""
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {f"briefsite.{room}" for room in rooms - {"mkdocs"}} == {*CONTRACTS[1]["source_modules"]}
    assert "mkdocs" in CONTRACTS[1]["forbidden_modules"]


def test_every_module_is_in_the_table_of_its_room() -> None:
    """In the words in which it says itself what it is for."""
    rooms = re.findall(
        r"^### `(\w+)/`\n\n(.*?)\n\n(.*?)\n\n", DEVELOPMENT, re.DOTALL | re.MULTILINE
    )
    shown = {
        f"{room}/{name}": what
        for room, _, table in rooms
        for name, what in re.findall(r"^\| `([\w/]+)` \| (.*) \|$", table, re.MULTILINE)
    }
    modules = {
        path.relative_to(PACKAGE).with_suffix("").as_posix(): first_line(path)
        for path in PACKAGE.glob("*/**/*.py")
        if path.name != "__init__.py"
    }
    assert shown == modules
    assert {room: what for room, what, _ in rooms} == {
        path.parent.name: first_line(path) for path in PACKAGE.glob("*/__init__.py")
    }


def first_line(path: Path) -> str:
    """What a module says of itself, in its first sentence."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return (
        text.split("\n\n")[0].replace("\n", " ")
        if path.name == "__init__.py"
        else text.split("\n")[0]
    )


def test_rooms_hold_no_logic_of_their_own() -> None:
    """What a folder is for, and nothing that runs."""
    for path in PACKAGE.glob("*/**/__init__.py"):
        assert len(ast.parse(path.read_text("utf-8")).body) == 1, path


@pytest.mark.parametrize(
    "page", sorted((REPOSITORY / "docs").glob("*.md")), ids=lambda path: path.name
)
def test_files_that_pages_name_are_there(page: Path) -> None:
    """In the repository, or in the package."""
    for name in re.findall(r"`([a-z_]+/[\w/]+\.(?:py|jinja|md|toml))`", page.read_text("utf-8")):
        assert (REPOSITORY / name).exists() or (PACKAGE / name).exists(), name
