"""What fields and choices are called, and what they are for, in each language of authors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from briefsite.archive.models import Model
from briefsite.authoring.server.field_words import choice_words, field_words, models
from briefsite.authoring.server.format import choices_of, fields_of
from briefsite.messages.translation import LANGUAGES
from sites import REPOSITORY

LOCALE = REPOSITORY / "generator/briefsite/locale"
LONGEST = 400


def declared(language: str) -> set[str]:
    """What the file of a language has words for."""
    path = Path(LOCALE / f"fields.{language}.yml")
    words = yaml.safe_load(path.read_text("utf-8"))
    return {f"{model}.{name}" for model, fields in words.items() for name in fields}


def own_fields(model: type[Model]) -> Iterator[str]:
    """The fields that a model declares itself, as authors write them."""
    for name, info in model.model_fields.items():
        if name in model.__annotations__:
            yield f"{model.__name__}.{info.alias or name}"


def choices() -> set[str]:
    return {
        choice
        for model in models()
        for field in fields_of(model).values()
        for choice in choices_of(field.annotation)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_words_where_it_is_declared(language: str) -> None:
    """And every choice; nothing has words that is none."""
    bases = {base for model in models() for base in model.__mro__ if issubclass(base, Model)}
    fields = {name for model in bases for name in own_fields(model)}
    assert declared(language) == fields | {f"Choices.{choice}" for choice in choices()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_short_and_there(language: str) -> None:
    """A label of a few words, and help that fits beside what one types."""
    given = field_words(language)
    assert {name for name, (label, help_) in given.items() if not label or not help_} == set()
    assert [label for label, _ in given.values() if len(label) > 40 or label.endswith(".")] == []
    assert [
        help_ for _, help_ in given.values() if len(help_) > LONGEST or help_ != help_.strip()
    ] == []
    assert all(choice_words(language).values())


def test_a_field_that_a_model_takes_over_keeps_its_words() -> None:
    """A commitment has the text of every statement."""
    for language in LANGUAGES:
        words = field_words(language)
        assert words["Commitment.text"] == words["Point.text"]
    assert field_words("es")["Briefing.why_it_matters"][0] == "Por qué importa"
    assert field_words("en")["Role.of"] == ("Of", "Id of the body in which it is held.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_of_one_model_are_told_apart_by_their_labels(language: str) -> None:
    """In a form, nothing but its label tells of a field."""
    words = field_words(language)
    for model in models():
        labels = [words[f"{model.__name__}.{name}"][0] for name in fields_of(model)]
        assert len(labels) == len({*labels}), model


def test_help_names_what_there_is() -> None:
    """Fields, choices and commands, as they are written."""
    fields = {name for model in models() for name in fields_of(model)}
    for help_ in (help_ for _, help_ in field_words("es").values()):
        for named in re.findall(r"`([a-z_]+(?:-[a-z]+)*)`", help_):
            known = fields | choices() | EXAMPLES
            assert named in known, help_


EXAMPLES = {"null", "es", "estados", "directora", "agua-potable"}
"""What help has as values of open fields."""


def test_help_has_the_examples_of_the_docstrings() -> None:
    """What is between backticks is written the same in both languages, but for what stands for a word."""
    spanish, english = field_words("es"), field_words("en")
    for name, (_, help_) in english.items():
        examples = {
            one for one in re.findall(r"`([^`]+)`", help_) if not re.search("<(?!id>)", one)
        }
        assert examples <= {*re.findall(r"`([^`]+)`", spanish[name][1])} | {"en"}, name
