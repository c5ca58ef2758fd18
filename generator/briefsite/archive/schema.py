"""The file format for editors and for people: JSON Schemas, and a page that lists all fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from briefsite.archive.models import KINDS, Model, model_in
from briefsite.archive.translations import TRANSLATIONS

FILE_FORMAT = 1
"""The version of the file format.

It is raised when a file that was right before is no longer read, or means something else. What is
added does not raise it: every archive of a format is right in all that comes after, in that format.
Whether the words of a file are proven is another matter: a new rule may find what no rule found before.
"""

FORMAT_KEYWORD = "x-briefsite-format"
"""Where a JSON Schema has it; editors pass over keywords that they do not know."""


FILES: Mapping[str, type[Model]] = {
    **KINDS,
    **{f"{kind}-translation": model for kind, model in TRANSLATIONS.items()},
}
"""What authors write, by the name of its JSON Schema."""


def json_schema(model: type[Model]) -> dict[str, Any]:
    """The JSON Schema of one kind of file, for completion and hover help in editors."""
    schema = model.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        FORMAT_KEYWORD: FILE_FORMAT,
        **schema,
    }


def describe_fields() -> str:
    """A Markdown page that lists every field of every kind of file, from the docstrings."""
    out = [
        "---\nsearch:\n  exclude: true\n---\n# Fields of the files\n",
        "Written by `briefsite schema` from `models.py` and `translations.py` in `generator/briefsite/archive/`; do not edit. Fields in bold are required.\n",
        f"This is file format {FILE_FORMAT}. Its number is raised when a file that was right before is no longer read, or means something else; fields that are added do not raise it.\n",
    ]
    nested: dict[str, type[Model]] = {}
    for model in FILES.values():
        for info in model.model_fields.values():
            _collect(info.annotation, nested)
    for name, model in {**{m.__name__: m for m in FILES.values()}, **nested}.items():
        out.append(f"\n## {name}\n\n{' '.join((model.__doc__ or '').split())}\n")
        for field_name, info in model.model_fields.items():
            shown = f"`{info.alias or field_name}`"
            words = f"**{shown}**" if info.is_required() else shown
            choices = _choices_of(info.annotation)
            one_of = f" One of {', '.join(f'`{choice}`' for choice in choices)}." if choices else ""
            out.append(f"- {words}: {' '.join((info.description or '').split())}{one_of}")
        out.append("")
    return "\n".join(out).replace("\n\n\n", "\n\n")


def _collect(annotation: Any, found: dict[str, type[Model]]) -> None:
    """Gather the models in an annotation, and those in their fields."""
    model = model_in(annotation)
    if model and model.__name__ not in found:
        found[model.__name__] = model
        for info in model.model_fields.values():
            _collect(info.annotation, found)


def _choices_of(annotation: Any) -> list[str]:
    if get_origin(annotation) is Literal:
        return [str(choice) for choice in get_args(annotation)]
    return [choice for part in get_args(annotation) for choice in _choices_of(part)]
