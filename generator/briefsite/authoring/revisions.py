"""What `briefsite publish` keeps of a briefing, as YAML in the order of its author."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from briefsite.archive.dates import Date
from briefsite.archive.models import Briefing, Model
from briefsite.archive.published_lock import NOT_CONTENT
from briefsite.authoring.draft.writing import Field, Group, YamlValue, write_yaml


def revision_text(briefing: Briefing, order: Iterable[str]) -> str:
    """What a briefing says, and its corrections; `order` are its fields as its author wrote them."""
    left_out = NOT_CONTENT - {"corrections"}
    fields = {field.name: field for field in _fields(briefing) if field.name not in left_out}
    return write_yaml([fields[name] for name in order if name in fields])


def _fields(model: Model) -> Iterator[Field]:
    """The fields that are written, but for those with the value that they would have anyway."""
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if value != info.default:
            yield Field(info.alias or name, _value(value))


def _value(value: object) -> YamlValue:
    match value:
        case Model():
            return Group([*_fields(value)])
        case Mapping():
            return Group(
                [Field(json.dumps(key, ensure_ascii=False), text) for key, text in value.items()]
            )
        case tuple() if not isinstance(value, Date):
            return cast("YamlValue", [_value(entry) for entry in value])
        case float() if value.is_integer():
            return int(value)
    return cast("YamlValue", value)
