"""Any data as YAML in any style that authors have, with comments everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml
from hypothesis import assume
from hypothesis import strategies as st

from briefsite.archive.load import load

WORDS = (
    "uno", "dos:", "#tres", "a: b", "c #d", "- e", "3.400", "true", "2025-09-26", "«ñ»", "a\u00a0b", "it's", '"q"',
    "[x]", "{y}", "x,", "no", "null", "12", "é", "?", "*z", "&z", "!t", "%", "@", "`", "|", ">", "-", ":", "''",
)  # fmt: skip
NAMES = (
    "title", "text", "evidence", "key_points", "target", "value", "by", "unknowns", "derived",
    "12", "a b", "ñ", "x: y", "#", "1,5",
)  # fmt: skip
TEXTS = ("", "3", "2025", "palabras " * 16 + "fin", "x" * 130, "si\nno", "a\n\nb\n", "¿Qué?")


def _can_stand(text: str) -> bool:
    return load(yaml.safe_dump({"a": text}).encode(), Path("x.yml"))[0] is not None


texts = st.one_of(
    st.sampled_from(TEXTS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join),
    st.text("ab :#-'\"\\,[]{}\n|>&*!%@`?0.1e\t", max_size=12),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8).filter(_can_stand),
)
names = st.sampled_from(NAMES)
values = st.recursive(
    st.one_of(
        texts,
        st.none(),
        st.booleans(),
        st.integers(-(10**12), 10**12),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=8,
)


@st.composite
def documents(draw: Callable[..., Any]) -> str:
    """Files that can be read."""
    text = _Writer(draw).document(draw(st.dictionaries(names, values, max_size=5)))
    assume(load(text.encode(), Path("x.yml"), may_be_empty=True)[0] is not None)
    return text.replace("\n", "\r\n") if draw(st.integers(0, 9)) == 9 else text


class _Dumper(yaml.SafeDumper):
    """Leaves dates without quotation marks, since they are text here."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own way)
        first: [(tag, what) for tag, what in pairs if not tag.endswith("timestamp")]
        for first, pairs in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }


class _Writer:
    """Writes one document; what is drawn first is the plainest."""

    def __init__(self, draw: Callable[..., Any]) -> None:
        self._draw = draw
        self._lines: list[str] = []
        self._notes = 0
        self._after_block = False
        self._dashes = draw(st.sampled_from([2, 0]))
        self._step = draw(st.sampled_from([2, 2, 4]))

    def document(self, data: dict[str, Any]) -> str:
        if self._chance(15):
            self._lines += ["# yaml-language-server: $schema=x", self._note()]
        if self._chance(10):
            self._lines.append("---")
        if data and not self._chance(5):
            self._fields(data, 0, "")
        else:
            self._lines.append(self._flow(data, 0) + self._tail())
        self._above(0)
        return "\n".join(self._lines) + ("" if self._chance(15) else "\n")

    def _chance(self, percent: int) -> bool:
        drawn: int = self._draw(st.integers(0, 99))
        return drawn >= 100 - percent

    def _note(self) -> str:
        self._notes += 1
        return f"# c{self._notes}: “x”"

    def _tail(self) -> str:
        return f" {self._note()}" if self._chance(15) else ""

    def _above(self, indent: int) -> None:
        """Comments and empty lines; after a text in lines, a comment that is indented is part of that."""
        if self._chance(10):
            self._lines.append("")
        if self._chance(15):
            more = 3 * (not self._after_block and self._chance(25))
            self._lines.append(" " * (indent + more) + self._note())
        if self._chance(5):
            self._lines.append("")

    def _fields(self, data: dict[str, Any], indent: int, lead: str) -> None:
        for key, value in data.items():
            if not lead:
                self._above(indent)
            name = key if re.fullmatch(r"\w+", key) and not self._chance(10) else self._name(key)
            self._value(f"{lead or ' ' * indent}{name}:", value, indent, is_entry=False)
            lead = ""

    def _entries(self, data: list[Any], indent: int, lead: str) -> None:
        for value in data:
            if not lead:
                self._above(indent)
            self._value(f"{lead or ' ' * indent}-", value, indent, is_entry=True)
            lead = ""

    def _value(self, head: str, value: Any, indent: int, *, is_entry: bool) -> None:
        self._after_block = False
        if isinstance(value, dict | list) and value and not self._chance(30):
            is_list = isinstance(value, list)
            step = self._dashes if is_list and not is_entry else self._step
            write: Any = self._entries if is_list else self._fields
            if is_entry and (is_list or not self._chance(20)):
                write(value, indent + step, head + " " * (step - 1))
            else:
                self._lines.append(head + self._tail())
                write(value, indent + step, "")
        elif value is None and self._chance(50):
            self._lines.append(head + self._tail())
        else:
            head += f" {self._note()}\n{' ' * (indent + 2)}" if self._chance(4) else " "
            if not (
                isinstance(value, str) and self._chance(40) and self._block(head, value, indent)
            ):
                self._lines.append(f"{head}{self._flow(value, indent)}{self._tail()}")

    def _block(self, head: str, value: str, indent: int) -> bool:
        """Write a text after `>` or `|`, if it can be written so."""
        style = self._draw(st.sampled_from([">", "|"]))
        text = yaml.dump({"x": value}, default_style=style, allow_unicode=True, width=40)
        first, *rest = text.partition(":")[2].strip(" ").rstrip("\n").split("\n")
        if first not in {style, f"{style}-"}:
            return False
        self._lines.append(f"{head}{first}{self._tail()}")
        self._lines += [" " * indent + line if line.strip() else line for line in rest]
        self._after_block = True
        return True

    def _flow(self, value: Any, indent: int) -> str:
        if isinstance(value, dict):
            fields = [f"{self._name(key)}: {self._flow(one, indent)}" for key, one in value.items()]
            return "{" + self._joined(fields, indent) + "}"
        if isinstance(value, list):
            return "[" + self._joined([self._flow(one, indent) for one in value], indent) + "]"
        style = self._draw(st.sampled_from([None, "'", '"'])) if isinstance(value, str) else None
        width = self._draw(st.sampled_from([1000, 1000, 30]))
        line: str = yaml.dump(
            [value],
            default_style=style,
            default_flow_style=True,
            allow_unicode=True,
            width=width,
            Dumper=_Dumper,
        )
        return line.strip()[1:-1].rstrip("\n").replace("\n", "\n" + " " * (indent + 2))

    def _joined(self, parts: Sequence[str], indent: int) -> str:
        if len(parts) > 1 and self._chance(5):
            first, *rest = parts
            return f"{first}, {self._note()}\n{' ' * (indent + 2)}" + ", ".join(rest)
        return ", ".join(parts)

    @staticmethod
    def _name(key: str) -> str:
        return key if re.fullmatch(r"[a-z_]+", key) else f'"{key}"'
