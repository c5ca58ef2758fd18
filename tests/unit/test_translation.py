"""What authors are told, in their language."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from briefsite.messages.diagnostics import CODES, Diagnostic, Severity, words
from briefsite.messages.message import Message
from briefsite.messages.translation import author_language, translate
from conftest import CASES, STAGES, Case, Read
from sites import REPOSITORY

PACKAGE = REPOSITORY / "generator/briefsite"
SPANISH = yaml.safe_load((PACKAGE / "locale/messages.es.yml").read_text("utf-8"))


def made() -> Iterator[ast.Call]:
    """Every place of the code where a message is made."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).rpartition(".")[2] == "Message"
            ):
                yield node


def template_of(call: ast.Call) -> str:
    """The text of the call; another message, or one put together, could not be looked up."""
    (template,) = call.args
    assert isinstance(template, ast.Constant), ast.unparse(call)
    assert isinstance(template.value, str), ast.unparse(call)
    return template.value


def names_in(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", template))


def test_there_is_a_spanish_message_for_each_english_one_and_none_beside() -> None:
    """A new message needs an entry in `locale/messages.es.yml`, but for one without any words."""
    templates = {*map(template_of, made()), *CODES.values(), *map(str, Severity)}
    with_words = {text for text in templates if re.search(r"\w", re.sub(r"\{\w+\}", "", text))}
    assert with_words - SPANISH.keys() == set()
    assert SPANISH.keys() - with_words == set()


UNTRANSLATED = {"add `{name}: …`: {what}": {"what"}}
"""What fields are for stands in English alone; the Spanish message says where it is explained."""


def test_a_message_names_its_values_in_each_language() -> None:
    """All that a place of the code gives, and nothing else."""
    for call in made():
        template = template_of(call)
        given = {keyword.arg for keyword in call.keywords}
        assert names_in(template) == given, template
        spanish = names_in(SPANISH.get(template, template))
        assert spanish == given - UNTRANSLATED.get(template, set()), template


@pytest.mark.parametrize("path", [p for s in STAGES for p in sorted((CASES / s).glob("*.yml"))], ids=lambda p: p.stem)  # fmt: skip
def test_every_finding_of_every_case_is_told_in_spanish(path: Path, read: Read) -> None:
    """Message, notes and help, each line of them."""
    case = Case.load(path)
    for finding in read(case.files, **case.options).findings:
        spanish = words(finding, "es")
        assert finding.message != spanish.message
        assert finding.help is None or finding.help != spanish.help
        for note, other in zip(finding.notes, spanish.notes, strict=True):
            for line, other_line in zip(note.split("\n"), other.split("\n"), strict=True):
                assert line != other_line


TEXT = Message("a text")


@pytest.mark.parametrize(
    ("message", "english", "spanish"),
    [
        (Message("`{name}` is missing", name="title"), "`title` is missing", "falta `title`"),
        (Message("write {wanted}", wanted=TEXT), "write a text", "escriba un texto"),
        (Message("write {wanted}", wanted="a text"), "write a text", "escriba a text"),
        (Message("more than {count} levels", count=20), "more than 20 levels", "más de 20 niveles"),
        (Message("`{value}` is not a date", value="{x} 5 %\n"), "`{x} 5 %\n` is not a date", "`{x} 5 %\n` no es una fecha"),
        (Message("a text that begins with `[` or `{` needs quotation marks"),
         "a text that begins with `[` or `{` needs quotation marks", "un texto que empieza por `[` o `{` necesita comillas"),
        (Message("{kind}: {why}", kind="X", why=TEXT), "X: a text", "X: un texto"),
        (Message("nothing {what}", what="we know"), "nothing we know", "nothing we know"),
    ],
)  # fmt: skip
def test_a_message_is_english_and_can_be_had_in_spanish(
    message: Message, english: str, spanish: str
) -> None:
    """What an author wrote is carried over as it is; our own words in it are translated."""
    assert message == english
    assert hash(message) == hash(english)
    assert translate(message, "en") == english
    assert translate(message, "es") == spanish


def test_a_finding_that_was_kept_or_changed_can_still_be_translated() -> None:
    """Findings wait in the cache, and come from other processes."""
    write = Message("write {wanted}", wanted=TEXT)
    finding = Diagnostic(code="wrong-type", message=TEXT, notes=(write,), help=write, path=Path("x"))  # fmt: skip
    kept = replace(pickle.loads(pickle.dumps(finding)), path=Path("y"))
    assert kept == replace(finding, path=Path("y"))
    assert words(kept, "es") == ("un texto", ("escriba un texto",), "escriba un texto")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "es_ES"}, "es"),
        ({"LANG": "es_ES", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "es_ES", "LC_ALL": ""}, "es"),
        ({"LANG": "fr_FR"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_system_says_which_language(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LC_ALL before LC_MESSAGES before LANG; English where there is none we have."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert author_language() == language


def test_commands_are_the_same_in_each_language() -> None:
    """What is to be typed is no word of a language."""
    command = re.compile(r"`((?:pip|briefsite|iconv|ocrmypdf|mkdocs) [^`]*)`")
    for english, spanish in SPANISH.items():
        assert command.findall(english) == command.findall(spanish), english
