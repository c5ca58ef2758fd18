"""What the language server knows of the format is what the format says."""

from __future__ import annotations

import pytest

from briefsite.archive.load import Where
from briefsite.archive.models import Briefing, model_in
from briefsite.archive.schema import FILES
from briefsite.authoring.server.format import IDS, choices_of, field_at, is_evidence, model_at


def test_each_field_that_holds_ids_is_known() -> None:
    """Of every kind of file: a field whose type is an id, or a list of them, but for an entry's own and for former ones."""
    own = {"id", "aliases", "former_ids", "topics"}
    found, waiting = set[str](), [*FILES.values()]
    seen = set[type]()
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, info in model.model_fields.items():
            inner = model_in(info.annotation)
            if inner:
                waiting.append(inner)
            elif "Id" in repr(info.metadata) or "[a-z0-9]" in repr(
                (info.annotation, info.metadata)
            ):
                found.add(info.alias or name)
    assert found - own <= IDS.keys()


@pytest.mark.parametrize(
    ("where", "holds"),
    [
        (("evidence",), True),
        (("key_points", 0, "evidence"), True),
        (("key_points", 0, "evidence", 1, "text"), True),
        (("quotes", 2, "text"), True),
        (("key_points", 0, "text"), False),
        (("quotes", 0, "translation"), False),
        (("updates", 0, "values", 1, "evidence", 0), True),
    ],
)
def test_the_words_of_a_source_are_known_by_their_place(where: Where, holds: bool) -> None:
    """Those of evidence in any form, and of quotations."""
    assert is_evidence("briefing", where) is holds


def test_the_choices_of_a_field_are_those_of_the_format() -> None:
    """However deep it stands; a mere text has none."""
    field = field_at("briefing", ("commitments", 3, "status"))
    assert field
    assert choices_of(field.annotation)[:2] == ["announced", "in-progress"]
    assert field_at("briefing", ("title", "x")) is None
    assert model_at("briefing", ()) is Briefing
