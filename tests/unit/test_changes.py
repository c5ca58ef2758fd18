"""A file changed field by field: what is asked for, and nothing else."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefsite.archive.load import Where, load
from briefsite.authoring.server.changes import (
    Change,
    Insert,
    Move,
    Remove,
    Set,
    UnreadableError,
    changed,
)
from sites import REPOSITORY
from yaml_documents import documents, names, values

CASES = yaml.safe_load((REPOSITORY / "tests/cases/changes.yml").read_text())


def change_of(case: dict[str, Any]) -> Change:
    made = case["change"]
    if "set" in made:
        return Set((*made["set"],), made["value"])
    if "insert" in made:
        return Insert((*made["insert"],), made["value"])
    return Move((*made["move"],), made["to"]) if "move" in made else Remove((*made["remove"],))


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_change_is_made_in_its_place(case: dict[str, Any]) -> None:
    """In the ways of the file."""
    assert changed(case["before"], change_of(case), "briefing") == case["after"]


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    """Those of Windows in all lines, also in new ones."""
    made = changed("\ufefftitle: Uno\r\nlang: es\r\n", Set(("unknowns",), ["a\nb"]), "briefing")
    assert made == "\ufefftitle: Uno\r\nlang: es\r\nunknowns:\r\n  - |-\r\n    a\r\n    b\r\n"


def test_a_file_without_an_end_of_its_last_line_gets_one_only_where_it_needs_it() -> None:
    """A text after `|` would have it as well, or lack it."""
    assert changed("title: Uno", Set(("lang",), "es"), "briefing") == "title: Uno\nlang: es"
    made = changed("title: Uno", Set(("summary",), "Uno.\n\nDos.\n"), "briefing")
    assert made == "title: Uno\nsummary: |\n  Uno.\n\n  Dos.\n"
    made = changed('"a|b": |  # c\n  Uno.', Set(("b",), "es"), "briefing")
    assert made == '"a|b": |-  # c\n  Uno.\nb: es'


def test_empty_lines_that_are_part_of_a_text_stay_with_it() -> None:
    """Those after `|+` are; after all others they set apart what follows."""
    text = "unknowns:\n- |+\n  Uno.\n\n- Dos.\n"
    made = changed(text, Move(("unknowns", 1), 0), "briefing")
    assert made == "unknowns:\n- Dos.\n- |+\n  Uno.\n\n"


def test_a_comment_never_becomes_part_of_a_text() -> None:
    """One that is indented stands under a text in lines as far to the left as it must."""
    made = changed("title: Uno\n    # c\nlang: es\n", Set(("title",), "a\nb"), "entity")
    assert made == "title: |-\n  a\n  b\n# c\nlang: es\n"


@pytest.mark.parametrize(
    ("text", "change", "why"),
    [
        ("title: 'Uno", Set(("title",), "x"), "line 1: a quotation mark opens here and"),
        ("title: Uno\n", Remove(("lang",)), "there is no `lang` in the file"),
        ("title: Uno\n", Set(("title", "text"), "x"), "there is no `title.text` in the file"),
        ("title: Uno\n", Insert(("title", 0), "x"), "there is no `title.0` in the file"),
        ("topics: [a]\n", Set(("topics", 2), "x"), "there is no `topics.2` in the file"),
        ("topics: [a]\n", Insert(("topics", -1), "x"), "there is no `topics.-1` in the file"),
        ("topics: [a]\n", Move(("topics", 0), 1), "there is no `topics.0` in the file"),
        ("topics: [a]\n", Move(("topics", 1), 0), "there is no `topics.1` in the file"),
        ("? title\n: Uno\n", Set(("lang",), "es"), "its lines leave no place for the change"),
        ("title: Uno\n", Set(("title",), "a\u202eb"), "line 1: invisible character"),
    ],
)
def test_what_cannot_be_done_is_said(text: str, change: Change, why: str) -> None:
    """And nothing is written."""
    with pytest.raises(UnreadableError) as raised:
        changed(text, change, "briefing")
    assert raised.value.message.startswith(why)


# What a change makes of the data, in plain Python


def data_of(text: str) -> Any:
    document, findings = load(text.encode(), Path("x.yml"), may_be_empty=True)
    assert document, findings
    return document.data


def value_at(data: Any, where: Where) -> Any:
    for step in where:
        data = data[step]
    return data


def ways_in(data: Any, where: Where = ()) -> Iterator[Where]:
    """The ways to all that is in a file."""
    yield where
    pairs = data.items() if isinstance(data, dict) else ()
    for step, inner in enumerate(data) if isinstance(data, list) else pairs:
        yield from ways_in(inner, (*where, step))


def removed(data: Any, where: Where) -> Where:
    """All that goes where something is removed: what that leaves empty as well."""
    while len(where) > 1 and isinstance(where[-2], str) and len(value_at(data, where[:-1])) == 1:
        where = where[:-1]
    return where


def applied(data: Any, change: Change) -> Any:
    data, where = copy.deepcopy(data), change.where
    if isinstance(change, Remove):
        where = removed(data, where)
        del value_at(data, where[:-1])[where[-1]]
    elif isinstance(change, Move):
        entries = value_at(data, where[:-1])
        entries.insert(change.to, entries.pop(where[-1]))
    else:
        data = put_in(data, where, change)
    return in_form(data)


def put_in(data: Any, where: Where, change: Set | Insert) -> Any:
    if not where:
        return change.value
    step, rest = where[0], where[1:]
    is_insert = isinstance(change, Insert) and not rest
    if data is None:
        data = [] if isinstance(step, int) else {}
    elif is_insert and isinstance(data, str):
        data = [data]
    if is_insert:
        data.insert(step, change.value)
    elif isinstance(data, list):
        data[step : step + 1] = [put_in(dict(enumerate(data)).get(step), rest, change)]
    else:
        data[step] = put_in(data.get(step), rest, change)
    return data


def in_form(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [*map(in_form, value)]
    return {key: in_form(one) for key, one in value.items()} if isinstance(value, dict) else value


def same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


# Where comments and values stand


def comments_of(text: str) -> list[tuple[int, str]]:
    """All comments with their lines (from 1), by what PyYAML leaves out between its tokens."""
    found, at = [], 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        start = token.start_mark.index
        gaps = [(at, start)]
        if isinstance(token, yaml.ScalarToken) and token.style in {"|", ">"}:
            gaps.append((start, text.index("\n", start)))
        for begin, end in gaps:
            for comment in re.finditer(r"#.*", text[begin:end]):
                line = text.count("\n", 0, begin + comment.start()) + 1
                found.append((line, comment[0].rstrip()))
        at = token.end_mark.index
    return found


def is_comment(row: str) -> bool:
    return row.lstrip().startswith("#")


def lines_of(text: str, where: Where) -> range:
    """The lines (from 1) of a place that is there, with the comments in it; what is in brackets is one place."""
    document, _ = load(text.encode(), Path("x.yml"), may_be_empty=True)
    assert document
    places, rows = document.places, text.split("\n")
    while where not in places or any(places[where[:at]].in_brackets for at in range(len(where))):
        where = where[:-1]
    if not where:
        return range(1, len(rows) + 1)
    inner = [place for way, place in places.items() if way[: len(where)] == where]
    first = min(place.key.line for place in inner)
    column = places[where].key.column - 1
    if isinstance(where[-1], int):  # its dash can be further up
        while not re.match(r" *(- *)+(\s|$)", rows[first - 1]):
            first -= 1
        column = rows[first - 1].find("-")
    last = max(max(place.last_line - (place.end == 1), place.key.line) for place in inner)
    for line in range(last + 1, len(rows) + 1):
        row = rows[line - 1]
        if row.strip() and not (is_comment(row) and len(row) - len(row.lstrip()) > column):
            break
        last = line
    return range(first, last + 1)


def touched_by(change: Change, text: str) -> range:
    """The lines that a change can take with it."""
    data, where = data_of(text), change.where
    if isinstance(change, Remove):
        where = removed(data, where)
        if isinstance(where[-1], str) and len(value_at(data, where[:-1])) == 1:
            where = where[:-1]  # an entry of a list, which is empty then
    elif isinstance(change, Move):
        where = where[:-1]
    lines, rows = lines_of(text, where), text.split("\n")
    if isinstance(change, Remove | Move):
        while lines.start > 1 and is_comment(rows[lines.start - 2]):
            lines = range(lines.start - 1, lines.stop)
    return lines


def is_within(few: list[str], many: list[str]) -> bool:
    """Whether one list has all of another, in its order."""
    left = iter(many)
    return all(one in left for one in few)


def rows_of(text: str, but: range = range(0)) -> list[str]:
    """The lines of a text without dashes, which pass from field to field, and without the indents of comments."""
    rows = (row for line, row in enumerate(text.split("\n"), 1) if line not in but)
    return [bare for row in rows if (bare := row.rstrip("\r").lstrip(" -").rstrip())]


def assert_holds(text: str, change: Change, kind: str) -> None:
    """What is true of every change."""
    data = data_of(text)
    wanted = applied(data, change)
    made = changed(text, change, kind)
    assert same(data_of(made), wanted)
    if same(wanted, data):
        assert made == text
        return
    touched = touched_by(change, text)
    old, new = comments_of(text), [comment for _, comment in comments_of(made)]
    all_old = [comment for _, comment in old]
    is_new = isinstance(change, Set) and change.where not in ways_in(data)
    if isinstance(change, Insert) or is_new:
        assert new == all_old
    elif isinstance(change, Move):
        assert sorted(new) == sorted(all_old)
    else:
        assert is_within(new, all_old)
    outside = [comment for line, comment in old if line not in touched]
    assert is_within(outside, new)
    assert is_within(rows_of(text, touched), rows_of(made))


@st.composite
def changes(draw: Callable[..., Any], data: Any) -> Change:
    """Changes that can be made in a file."""
    where = draw(st.sampled_from([*ways_in(data)]))
    inner = value_at(data, where)
    size = len(inner) if isinstance(inner, list) else 0
    can: dict[str, Callable[[], Change]] = {"set": lambda: Set(where, draw(values))}
    if where:
        can["remove"] = lambda: Remove(where)
    if size:
        index = st.integers(0, size - 1)
        can["move"] = lambda: Move((*where, draw(index)), draw(index))
    if isinstance(inner, list):
        at = st.integers(0, size)
        can["insert"] = lambda: Insert((*where, draw(at)), draw(values))
        can["put"] = lambda: Set((*where, size), draw(values))
    if isinstance(inner, str) and where[-1] == "evidence":
        can["insert"] = lambda: Insert((*where, draw(st.integers(0, 1))), draw(values))
    if isinstance(inner, dict):
        way = tuple(draw(st.lists(names, min_size=1, max_size=2)))
        known = inner.get(way[0])
        way = way if isinstance(known, dict | None) else way[:1]
        can["put"] = lambda: Set((*where, *way), draw(values))
    if not where:
        del can["set"]
    return draw(st.sampled_from([*can.values()]))()


FILES = [
    (path.read_text(), f"{kind}-translation" if path.stem.endswith(".en") else kind)
    for folder, kind in (("", "briefing"), ("entities", "entity"), ("sources", "source"))
    for path in sorted((REPOSITORY / "briefs" / folder).glob("*.yml"))
]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_file_says_what_was_asked_for_and_all_else_stays(data: st.DataObject) -> None:
    """In any file: its data is that of the plain change; no comment and no line outside of it is another."""
    text = data.draw(documents())
    assert_holds(text, data.draw(changes(data_of(text))), "entity")


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_so_it_is_in_our_own_files(data: st.DataObject) -> None:
    """Which are as authors write them, and of a known kind."""
    text, kind = data.draw(st.sampled_from(FILES))
    assert_holds(text, data.draw(changes(data_of(text))), kind)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_value_can_be_put_back(data: st.DataObject) -> None:
    """Then the file says what it said."""
    text = data.draw(st.one_of(documents(), st.sampled_from([text for text, _ in FILES])))
    old = data_of(text)
    where = data.draw(st.sampled_from([where for where in ways_in(old) if where] or [("x",)]))
    if where == ("x",):
        return
    there = changed(text, Set(where, data.draw(values)), "entity")
    assert same(data_of(changed(there, Set(where, value_at(old, where)), "entity")), old)
