"""Words of ours for authors, which can still be put into another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class Message(str):
    """A message in English that keeps what it was made from.

    `Message("there is no {kind} `{name}`", kind=kind, name=name)` is the finished text. A value may
    itself be a message. The braces of a template without values are braces.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, str]
    """What the template is filled with; a value of another type as its text, so that all can be kept."""

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Fill a template; raises KeyError where it names a value that is not given."""
        texts = {
            name: value if isinstance(value, Message) else str(value)
            for name, value in values.items()
        }
        self = super().__new__(cls, filled(template, texts))
        self.template = template
        self.values = texts
        return self

    @classmethod
    def of_parts(cls, template: str, values: Mapping[str, str]) -> Self:
        """A message that came from elsewhere in its parts."""
        return cls.__new__(cls, template, **values)

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        return (self.template,), {**self.values}

    def __getstate__(self) -> None:
        """Nothing beside the arguments; pickle asks for it."""


class MessageError(Exception):
    """An error that authors are told of."""

    def __init__(self, message: Message) -> None:
        """Take what they are told."""
        super().__init__(message)
        self.message = message


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its values in the places of their names."""
    return template.format(**values) if values else template
