"""A file as a form: every field has a control, and what it shows can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from briefsite.archive.models import Model, model_in
from briefsite.archive.schema import FILES
from briefsite.authoring.server.changes import Insert, Remove, Set, UnreadableError, changed
from briefsite.authoring.server.form import form
from briefsite.authoring.server.format import fields_of, takes_list
from sites import REPOSITORY

OURS = [
    (path.read_text(), f"{kind}-translation" if path.stem.endswith(".en") else kind)
    for archive in ("briefs", "examples/briefs")
    for folder, kind in (("", "briefing"), ("entities", "entity"), ("sources", "source"))
    for path in sorted((REPOSITORY / archive / folder).glob("*.yml"))[:4]
]
PLAN = """\
title: Plan de patrullas  # short
sources: nota
evidence: {text: Una, prefix: Antes}
key_points:
- text: Uno.
  evidence: Una parte
  derived: {23: 32 - 9}
- {text: Dos., evidence: [Otra, {source: carta, text: Más}]}
commitments:
  # who
  - id: patrullas
    text: Habrá patrullas.
    target: {value: {at_least: 3}, unit: patrullas}
    deadline: 2025
updates:
  - commitment: plan/barcos
    values:
      - {value: 3, by: ana}
      - {value: 4.5, by: luis}
unknowns:
  - ¿Cuándo?
  - >-
    ¿Dónde?
"""
SOURCE = """\
title: Nota
speech: turns
publish_original: true
omitted: {pictures: 2}
versions:
  - retrieved: 2026-05-03
    original: {format: pdf}
"""
HELD = [(PLAN, "briefing"), (SOURCE, "source"), *OURS]
BOUNDS = {"from", "to", "at_least", "at_most"}
"""Stand in the place of a number, not within it."""

SINGLE = {"line", "text", "number", "yes-no", "choice", "date", "id"}


def nodes_in(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All fields of a form; entries of lists are none."""
    for node in nodes:
        if "control" in node:
            yield node
        yield from nodes_in(node.get("parts", []))


def node_of(text: str, kind: str, *where: str | int) -> dict[str, Any]:
    found = [node for node in nodes_in(form(text, kind, {})) if node["where"] == [*where]]
    assert len(found) == 1, where
    return found[0]


def models_of(model: type[Model]) -> Iterator[type[Model]]:
    yield model
    for field in fields_of(model).values():
        if inner := model_in(field.annotation):
            yield from models_of(inner)


def filled(model: type[Model]) -> dict[str, Any]:
    """A file with an entry in each of its lists, so that its form has all fields that there can be."""
    data: dict[str, Any] = {}
    for field in fields_of(model).values():
        if inner := model_in(field.annotation):
            whole = filled(inner)
            data[field.name] = [whole] if takes_list(field.annotation) else whole
    return data


@pytest.mark.parametrize("kind", FILES)
def test_each_field_of_the_format_has_a_control(kind: str) -> None:
    """By its type; none has to be edited as YAML."""
    text = changed("", Set((), filled(FILES[kind])), kind)
    found = [*nodes_in(form(text, kind, {}))]
    assert "raw" not in {node["control"] for node in found}
    named = {node["name"] for node in found}
    for model in models_of(FILES[kind]):
        assert named >= fields_of(model).keys()


@pytest.mark.parametrize(
    ("kind", "where", "control"),
    [
        ("briefing", ("title",), "line"),
        ("briefing", ("summary",), "text"),
        ("briefing", ("date",), "date"),
        ("briefing", ("status",), "choice"),
        ("briefing", ("place",), "id"),
        ("briefing", ("sources",), "lines"),
        ("briefing", ("derived",), "table"),
        ("briefing", ("evidence",), "evidence"),
        ("briefing", ("quotes",), "entries"),
        ("entity", ("autolink",), "yes-no"),
        ("source", ("original",), "group"),
        ("source", ("original", "format"), "choice"),
        ("source", ("speech",), "entries"),
        ("source", ("omitted",), "table"),
        ("briefing-translation", ("unknowns",), "lines"),
    ],
)
def test_a_control_is_that_of_the_type(kind: str, where: tuple[str, ...], control: str) -> None:
    """Also of fields that are not there."""
    node = node_of("", kind, *where)
    assert (node["control"], node["is_there"], node["line"]) == (control, False, None)


def test_a_field_says_all_that_an_editor_needs() -> None:
    """In the order of the format, whatever that of the file."""
    first, *rest = form("lang: es\ntitle: Uno\n", "briefing", {"Briefing.title": ("Título", "x")})
    assert first == {
        "where": ["title"],
        "name": "title",
        "label": "Título",
        "help": "x",
        "control": "line",
        "required": True,
        "value": "Uno",
        "is_there": True,
        "line": 1,
    }
    assert [node["name"] for node in rest][:2] == ["date", "summary"]
    place = next(node for node in rest if node["name"] == "place")
    assert (place["label"], place["of"], place["required"]) == ("Place", "entity", False)
    assert place["help"] == "Id of the entity where it happened."
    status = next(node for node in rest if node["name"] == "status")
    assert status["choices"] == ["draft", "published", "withdrawn"]


def test_a_model_has_the_words_of_the_one_that_it_extends() -> None:
    """So `Point.text` names the text of promises and claims as well."""
    labels = {"Point.text": ("Texto", "x"), "Claim.text": ("Lo dicho", "y")}
    nodes = nodes_in(form("claims: [{by: a}]\ntimeline: [{date: 2025}]\n", "briefing", labels))
    assert [node["label"] for node in nodes if node["name"] == "text"] == ["Texto", "Lo dicho"]


def test_evidence_is_shown_as_entries_however_it_is_written() -> None:
    """A text, an entry or a list: each part has a place for changes."""
    one = node_of(PLAN, "briefing", "key_points", 0, "evidence")
    (entry,) = one["parts"]
    assert (entry["where"], entry["label"]) == (["key_points", 0, "evidence", 0], "Una parte")
    text, source, *_ = entry["parts"]
    assert (text["value"], text["is_there"], text["control"]) == ("Una parte", True, "text")
    assert (source["value"], source["is_there"], source["of"]) == (None, False, "source")
    two = node_of(PLAN, "briefing", "key_points", 1, "evidence")
    assert [part["label"] for part in two["parts"]] == ["Otra", "Más"]
    made = changed(PLAN, Set((*source["where"],), "nota"), "briefing")
    assert "  evidence:\n    text: Una parte\n    source: nota\n" in made


def test_a_figure_is_a_number_or_bounds() -> None:
    """The one can take the place of the other."""
    where = ("commitments", 0, "target", "value")
    bounds = node_of(PLAN, "briefing", *where)
    shown = {part["name"]: part["value"] for part in bounds["parts"]}
    assert (bounds["control"], shown["at_least"], shown["to"]) == ("group", 3, None)
    made = changed(PLAN, Set(where, 3), "briefing")
    number = node_of(made, "briefing", *where)
    assert (number["control"], number["value"], len(number["parts"])) == ("number", 3, 4)


def test_what_no_control_can_show_is_shown_as_yaml() -> None:
    """As the author wrote it, who has to mend it."""
    text = "title: [Uno, {a: b}]\nderived: 3\nquotes: Uno\nautolink: 'no'\n"
    found = {node["name"]: node for node in form(text, "briefing", {})}
    shown = [(found[name]["control"], found[name]["value"]) for name in ("title", "quotes")]
    assert shown == [("raw", "[Uno, {a: b}]"), ("raw", "[Uno]")]
    assert node_of(text, "entity", "autolink")["control"] == "raw"


def test_a_text_in_a_field_of_another_kind_can_be_mended_there() -> None:
    """In one line, or in several where it has them."""
    text = "title: |\n  Uno\ndate: ayer\ncommitments: {target: {value: unas 30}}\n"
    title, date = (node_of(text, "briefing", name) for name in ("title", "date"))
    figure = node_of(text, "briefing", "commitments", 0, "target", "value")
    shown = [(node["control"], node["value"]) for node in (title, date, figure)]
    assert shown == [("text", "Uno\n"), ("date", "ayer"), ("number", "unas 30")]


def test_a_long_text_has_several_lines() -> None:
    """Of whatever kind: words of a licence can be many."""
    assert node_of("licence: CC\n", "source", "licence")["control"] == "line"
    assert node_of(f"licence: {'a ' * 60}b\n", "source", "licence")["control"] == "text"


def test_a_file_that_cannot_be_read_is_refused() -> None:
    """With what is wrong."""
    with pytest.raises(UnreadableError, match="line 2"):
        form("title: Uno\ntitle: Dos\n", "briefing", {})


OTHERS: dict[str, Any] = {
    "number": 7.25,
    "yes-no": False,
    "date": "1999-12",
    "choice": "other-choice",
}


@pytest.mark.parametrize(("text", "kind"), HELD, ids=[str(at) for at in range(len(HELD))])
def test_what_a_form_shows_can_be_changed(text: str, kind: str) -> None:
    """To itself, and nothing changes; to another value, and a form shows that. What is not there is put in."""
    seen = set[tuple[Any, ...]]()
    for node in nodes_in(form(text, kind, {})):
        where = (*node["where"],)
        like = (*(step for step in where if isinstance(step, str)), node["is_there"])
        if node["control"] not in SINGLE or like in seen or where[-1] in BOUNDS:
            continue
        seen.add(like)
        if node["is_there"]:
            assert changed(text, Set(where, node["value"]), kind) == text
        other = OTHERS.get(node["control"], "Otra: cosa")
        shown = [*nodes_in(form(changed(text, Set(where, other), kind), kind, {}))]
        assert [each["value"] for each in shown if each["where"] == [*where]] == [other]
        assert "raw" not in {each["control"] for each in shown}


@pytest.mark.parametrize(("text", "kind"), HELD[:3])
def test_lists_that_a_form_shows_can_grow_and_shrink(text: str, kind: str) -> None:
    """By an entry at their end, in whatever form they are written."""
    for node in nodes_in(form(text, kind, {})):
        if not node.get("can_add") or node["control"] == "table":
            continue
        where, is_plain = (*node["where"],), node["control"] == "lines"
        entries = (node["value"] if is_plain else node["parts"]) or []
        first = next((one.name for one in fields_of(FILES["source"]).values()), "")
        new: Any = "otra" if is_plain or node["control"] == "evidence" else {first: "otra"}
        made = changed(text, Insert((*where, len(entries)), new), kind)
        grown = node_of(made, kind, *where)
        assert len(grown["value"] if is_plain else grown["parts"]) == len(entries) + 1
        back = changed(made, Remove((*where, len(entries))), kind)
        shrunk = node_of(back, kind, *where)
        assert len((shrunk["value"] if is_plain else shrunk["parts"]) or []) == len(entries)
