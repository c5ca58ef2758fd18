"""Where a setting stands: in a `mkdocs.yml`, or in a file that it inherits."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from briefsite.archive.settings import Read, as_typed, pairs
from briefsite.messages.diagnostics import Span


def place_of(
    path: Path, keys: Sequence[str | int], read: Read = Path.read_bytes
) -> tuple[Path, Span]:
    """The file and the stretch of a value, by the keys and positions that lead to it.

    Where it is not there, what of the way is; the file that inherits comes before the one that is inherited.
    `path` must be a file that could be read before.
    """
    found = [(_node_at(root, keys), file) for file, root in _files(path, read)]
    (_, node), file = max(found, key=lambda one: one[0][0])
    return as_typed(file), _span(node)


def name_of(
    path: Path, keys: Sequence[str | int], read: Read = Path.read_bytes
) -> tuple[Path, Span]:
    """The file and the stretch of the name of a setting, which must be there."""
    for file, root in _files(path, read):
        depth, parent = _node_at(root, keys[:-1])
        if depth == len(keys) - 1 and isinstance(parent, yaml.MappingNode):
            for name, _ in parent.value:
                if _is_name(name) and name.value == keys[-1]:
                    return as_typed(file), _span(name)
    return place_of(path, keys, read)


def way_to_plugin(config: Mapping[Any, Any]) -> tuple[str | int, ...]:
    """The keys that lead to our options in a `mkdocs.yml`, whose plugins may be a list or a mapping."""
    plugins = config.get("plugins")
    way: tuple[str | int, ...] = ("plugins",)
    if isinstance(plugins, list):
        for index, entry in enumerate(plugins):
            if "briefsite" in dict(pairs([entry])):
                way = (*way, index)
    return (*way, "briefsite")


def _span(node: yaml.Node) -> Span:
    start, end = node.start_mark, node.end_mark
    width = end.column - start.column if start.line == end.line else 1
    return Span(start.line + 1, start.column + 1, max(1, width))


def _files(path: Path, read: Read) -> Iterator[tuple[Path, yaml.Node]]:
    """A file, and those that it inherits, each with what it holds."""
    seen = set[Path]()
    while path not in seen:
        seen.add(path)
        try:
            root = yaml.compose(read(path), Loader=yaml.SafeLoader)
        except OSError:
            return
        if root is None:
            return
        yield path, root
        depth, parent = _node_at(root, ["INHERIT"])
        if depth == 0 or not isinstance(parent.value, str):
            return
        path = Path(os.path.normpath(path.parent / parent.value))


def _node_at(node: yaml.Node, keys: Sequence[str | int]) -> tuple[int, yaml.Node]:
    """How many of the keys lead somewhere, and to what."""
    for depth, key in enumerate(keys):
        below: dict[str | int, yaml.Node] = {}
        if isinstance(node, yaml.MappingNode):
            below = {name.value: value for name, value in node.value if _is_name(name)}
        elif isinstance(node, yaml.SequenceNode):
            below = dict(enumerate(node.value))
        if key not in below:
            return depth, node
        node = below[key]
    return len(keys), node


def _is_name(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)
