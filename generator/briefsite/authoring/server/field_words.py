"""What fields and choices are called, and what they are for, in the language of an author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from briefsite.archive.field_names import words_of_fields
from briefsite.archive.models import Model, model_in
from briefsite.archive.schema import FILES
from briefsite.authoring.server.format import fields_of


@cache
def field_words(language: str) -> Mapping[str, tuple[str, str]]:
    """The label and the help of each field of the format, by `Model.field` as authors write it.

    A language of `messages.translation.LANGUAGES`. English has its help from the docstrings.
    """
    words = words_of_fields(language)
    found: dict[str, tuple[str, str]] = {}
    for model in models():
        for name, field in fields_of(model).items():
            # What a model takes over from another is called as it is there.
            known = next(given for one in _bases(model) if (given := words.get(one, {}).get(name)))
            entry = (
                (known, field.help) if isinstance(known, str) else (known["label"], known["help"])
            )
            found[field.key] = entry
    return found


@cache
def choice_words(language: str) -> Mapping[str, str]:
    """What the words that fields take are called, by what is written."""
    words: Mapping[str, str] = words_of_fields(language)["Choices"]
    return words


@cache
def models() -> tuple[type[Model], ...]:
    """All models of the format: those of files, and those within them."""
    found: dict[type[Model], None] = {}
    waiting = [*FILES.values()]
    while waiting:
        model = waiting.pop(0)
        if model not in found:
            found[model] = None
            inner = (model_in(field.annotation) for field in fields_of(model).values())
            waiting += filter(None, inner)
    return (*found,)


def _bases(model: type[Model]) -> Iterator[str]:
    """The names of a model and of those that it takes fields from, nearest first."""
    return (one.__name__ for one in model.__mro__)
