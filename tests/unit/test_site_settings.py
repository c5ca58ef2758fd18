"""A `mkdocs.yml` in an editor: what of our part in it is told of, and what is explained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.config.base import ValidationError

from briefsite.archive.plugin_options import OPTIONS, option_findings
from briefsite.archive.settings import Settings
from briefsite.authoring.server.completion import completions
from briefsite.authoring.server.lookup import hover
from briefsite.authoring.server.workspace import Workspace
from briefsite.messages.diagnostics import Severity
from briefsite.mkdocs.plugin import BriefsiteConfig
from sites import write

Told = Callable[[str], list[str]]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A saved `mkdocs.yml` in which nothing is wrong."""
    write(tmp_path, {"mkdocs.yml": "site_name: A\nplugins: [briefsite]\n", "briefs/x.yml": ""})
    return (tmp_path / "mkdocs.yml").resolve()


@pytest.fixture
def workspace(config: Path) -> Workspace:
    return Workspace(Settings(briefs=config.parent / "briefs"))


@pytest.fixture
def told(config: Path, workspace: Workspace) -> Told:
    """What is said of a text that is not saved: the line, what is pointed at, and the message."""

    def told(text: str) -> list[str]:
        workspace.texts[config] = text
        rows = text.split("\n")
        found = workspace.findings(config)
        assert {one.path for one in found} <= {config}
        return [
            f"{at.line}: {rows[at.line - 1][at.column - 1 :][: at.width]}: {one.message}"
            for one in found
            for at in [one.span]
        ]

    return told


def test_options_are_judged_where_they_stand(told: Told) -> None:
    """Those that there are not by their names, those that take something else by what they are given."""
    assert told(
        "site_name: A\n"
        "plugins:\n"
        "  - search\n"
        "  - briefsite:\n"
        "      agneda: true\n"
        "      pdf: 'yes'\n"
        "      silent_days: -1\n"
        "      topics: {agua: 3}\n"
        "      cards:\n"
    ) == [
        "5: agneda: the plugin has no option `agneda`",
        "6: 'yes': `pdf` must be `true` or `false`",
        "7: -1: `silent_days` must be a number of days",
        "8: {agua: 3}: `topics` must be ids, each with how it is written",
    ]


def test_editions_and_the_look_are_judged_as_in_a_build(told: Told) -> None:
    """Whatever form the plugins have, and whatever tags stand beside."""
    assert told(
        "site_name: A\n"
        "theme: {name: material, language: es}\n"
        "markdown_extensions:\n"
        "  - toc: {slugify: !!python/name:x.y }\n"
        "plugins:\n"
        "  briefsite:\n"
        "    offline: !ENV [NOT_SET, false]\n"
        "    editions: {es: /, xx: /xx/}\n"
        "extra:\n"
        "  accent: '#12'\n"
    ) == [
        "10: '#12': `#12` is no colour as CSS writes it",
        "8: /xx/: there are no words for the interface in `xx`",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "plugins: [briefsite\nextra:\n  a: b\n",
            ["1: [: a bracket opens here and is never closed"],
        ),
        (
            "offline: !ENV [A, b]\nplugins:\n\t- briefsite\n",
            ["3: \t: a tab stands where YAML wants spaces"],
        ),
        ("plugins: [search\n", []),
        ("site_name: A\nplugins: [search]\nextra: {accent: 3}\n", []),
        ("", []),
    ],
    ids=["bracket", "tab", "another-site-broken", "another-site", "empty"],
)
def test_what_cannot_be_read_is_told_where_it_stops(text: str, said: list[str], told: Told) -> None:
    """Tags are MkDocs' own affair, and so is a site without the plugin."""
    assert told(text) == said


def test_a_file_that_is_inherited_and_missing_is_told_where_it_is_named(told: Told) -> None:
    """The rest cannot be judged without it."""
    (said,) = told("site_name: A\nINHERIT: base.yml\nplugins: [briefsite]\n")
    assert said.startswith("2: INHERIT: there is no ")


def test_what_is_inherited_is_judged_where_it_stands(config: Path, told: Told) -> None:
    """And not in the file that inherits it."""
    write(config.parent, {"base.yml": "extra: {accent: 3}\nplugins: [briefsite: {pdf: 3}]\n"})
    assert told("INHERIT: base.yml\nextra: {notice: 3}\n") == [
        "2: 3: `notice` is a text, or a link with a `title` and a `url`"
    ]


def test_the_disk_is_not_asked_where_an_editor_has_the_text(config: Path, told: Told) -> None:
    """A file of which there is nothing on the disk yet is judged as well."""
    config.unlink()
    assert told("plugins: [briefsite: {pdf: 3}]\n") == ["1: 3: `pdf` must be `true` or `false`"]


VALUES = (True, 30, "text", {"agua": "Agua"}, ["a"], 1.5, {"agua": 3})


def test_options_are_those_of_the_plugin() -> None:
    """What is told of one in an editor, MkDocs refuses; what is not, it takes."""
    assert [*OPTIONS] == sorted(BriefsiteConfig().keys(), key=[*OPTIONS].index)
    for name in OPTIONS.keys() - {"editions"}:
        for value in VALUES:
            given = {"plugins": [{"briefsite": {name: value}}]}
            read = f"plugins: [briefsite: {{{name}: x}}]".encode()
            found = [*option_findings(given, Path("mkdocs.yml"), lambda _, read=read: read)]
            assert all(one.severity is Severity.ERROR for one in found)
            is_number_of_days = OPTIONS[name].kind is int and value is True  # a number to Python
            assert bool(found) is (is_refused(name, value) or is_number_of_days), (name, value)


def is_refused(name: str, value: object) -> bool:
    config = BriefsiteConfig()
    config.load_dict({name: value})
    failed, _ = config.validate()
    return any(isinstance(error, ValidationError) for _, error in failed)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("plugins:\n  - briefsite:\n      agenda: true\n      sil", "silent_days: "),
        ("plugins:\n  - briefsite:\n      agenda: true\n      ", "silent_days: "),
        ("plugins:\n  briefsite:\n    pdf: t", "true"),
        ("plugins:\n  briefsite:\n    zzz", None),
        ("extra:\n  sil", None),
        ("plugins:\n  - sea", None),
    ],
)
def test_options_are_completed(
    text: str, offered: str | None, config: Path, workspace: Workspace
) -> None:
    """Within the plugin alone, and none a second time."""
    workspace.texts[config] = text
    rows = text.split("\n")
    found = completions(workspace, config, len(rows) - 1, len(rows[-1]), "es").items
    inserted = [item.insert for item in found]
    assert (offered in inserted) if offered else not found
    assert "agenda: " not in inserted or "agenda" not in text


def test_an_option_is_explained(config: Path, workspace: Workspace) -> None:
    """In the language of the author."""
    workspace.texts[config] = "pdf: true\nplugins:\n  - briefsite:\n      pdf: true\n"
    shown = [hover(workspace, config, line, 6, "es") for line in (0, 3)]
    assert shown == [None, "**pdf**\n\nSi cada informe tiene un PDF al lado."]
    assert hover(workspace, config, 9, 0, "es") is None
