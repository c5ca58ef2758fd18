"""Fields as people call them: which field of the format is meant by a name in another language."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

import yaml

from briefsite.archive.choices import bare
from briefsite.archive.models import Model
from briefsite.archive.written_dates import LANGUAGES
from briefsite.messages.message import Message


def mend_field(given: str, model: type[Model]) -> Message | None:
    """The field of a model that is meant by its name in Spanish or English; None where none is.

    Capitals, accents, hyphens and underscores do not matter.
    """
    known, called = _names(model), bare(given)
    if name := known.get(called):
        return Message("write `{value}`", value=name)
    near = get_close_matches(called, known, n=1, cutoff=0.85)
    return Message("did you mean `{name}`?", name=known[near[0]]) if near else None


@cache
def _names(model: type[Model]) -> Mapping[str, str]:
    """What authors may call each field of a model, with its name in the format."""
    fields = [info.alias or name for name, info in model.model_fields.items()]
    known = {bare(name): name for name in fields}
    owners = [one.__name__ for one in model.__mro__]
    for lang in LANGUAGES:
        words = words_of_fields(lang)
        # What a field is called in other models serves where nothing here is called so.
        for owner in (*owners, *words):
            for name, said in words.get(owner, {}).items():
                if name in fields:
                    known.setdefault(bare(said if isinstance(said, str) else said["label"]), name)
    return known


@cache
def words_of_fields(language: str) -> Mapping[str, Mapping[str, Any]]:
    """What fields are called, and what they are for, by model and field: a label, or label and help."""
    text = (resources.files("briefsite") / "locale" / f"fields.{language}.yml").read_text("utf-8")
    words: dict[str, dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return words
