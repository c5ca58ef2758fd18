"""A site moved from one theme to the other: the `theme` of its `mkdocs.yml`, stretch by stretch, and its requirements.

The file is its author's, with comments and an order of its own, so that nothing is written anew: what the
other theme does not know is cut out, and what it needs is put in. What comes out is read again, and must be
what went in, but for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from briefsite.archive.settings import MATERIAL
from briefsite.messages.message import Message, MessageError
from briefsite.messages.translation import LANGUAGES

KNOWN_TO_BOTH = frozenset(["name", "language", "direction", "logo", "favicon", "custom_dir"])
"""Settings below `theme` that mean the same for both themes."""

_NEW_SITE = Path(__file__).parent / "starter_files"


class ThemeError(MessageError):
    """The theme cannot be changed by a program; the text says why, and what to write by hand."""


class Setting(NamedTuple):
    """A line of a mapping in YAML, with where it stands."""

    name: str
    key: yaml.Node
    value: yaml.Node

    @property
    def line(self) -> int:
        """Counts from 1, as editors do."""
        return self.key.start_mark.line + 1


def settings_in(node: yaml.Node | None) -> list[Setting]:
    """The settings of a mapping; none of anything else."""
    if not isinstance(node, yaml.MappingNode):
        return []
    return [Setting(str(key.value), key, value) for key, value in node.value]


def composed(text: str) -> yaml.Node | None:
    """A text as nodes with places; raises yaml.YAMLError."""
    return yaml.compose(text, Loader=yaml.SafeLoader)


def with_theme(raw: bytes, theme: str, lang: str) -> bytes:
    """A `mkdocs.yml` with one of the THEMES, in the language of the site; all that is not below `theme` is as it was, byte for byte.

    Raises ThemeError.
    """
    model = _model(lang if lang in LANGUAGES else "en")
    try:
        return _with_theme(raw.decode(), theme, model).encode()
    except (_UnfitError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        why = error.message if isinstance(error, _UnfitError) else _OTHER_SHAPE
        raise ThemeError(
            Message(
                "the settings are left as they are, because {why}; put this in the place of its theme by hand:\n\n{lines}",
                why=why,
                lines=_theme_lines(model, theme),
            )
        ) from None


class _UnfitError(MessageError):
    """Why the lines of a file cannot be changed."""


_OTHER_SHAPE = Message("its `theme` is written in a way that can be changed by hand alone")


def _with_theme(text: str, theme: str, model: _Model) -> str:
    root = composed(text)
    found = settings_in(root)
    if "INHERIT" in {setting.name for setting in found}:
        raise _UnfitError(Message("it inherits settings from another file"))
    ours = [setting for setting in found if setting.name == "theme"]
    if len(ours) != 1 or not _is_block(root):
        raise _UnfitError(_OTHER_SHAPE)
    before = ours[0].value
    added = _needed(before, theme, model)
    after = _edited(text, _edits(text, ours[0], theme, added, model))
    moved = _moved_shape(before, theme, added)
    expected = [(one.name, moved if one.name == "theme" else _shape(one.value)) for one in found]
    if [(one.name, _shape(one.value)) for one in settings_in(composed(after))] != expected:
        raise _UnfitError(_OTHER_SHAPE)
    return after


def _is_block(node: yaml.Node | None) -> bool:
    """Whether a list or a mapping has lines of its own, and not brackets or braces."""
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


class _Edit(NamedTuple):
    """A stretch of a text, and what comes in its place."""

    start: int
    end: int
    new: str = ""


def _edited(text: str, edits: Iterable[_Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def _edits(
    text: str, theme_setting: Setting, theme: str, added: list[Setting], model: _Model
) -> Iterator[_Edit]:
    """What turns the theme of a file into another."""
    node = theme_setting.value
    start, end = node.start_mark.index, node.end_mark.index
    newline = "\r\n" if "\r\n" in text else "\n"
    between = f",{newline}{' ' * (theme_setting.key.start_mark.column + 2)}"
    if isinstance(node, yaml.ScalarNode):
        if not node.value or node.tag != "tag:yaml.org,2002:str":
            raise _UnfitError(_OTHER_SHAPE)
        inside = between.join([f"name: {theme}", *map(_in_flow, added)])
        yield _Edit(start, end, f"{{{inside}}}" if added else theme)
        return
    entries = settings_in(node)
    name = next((entry for entry in entries if entry.name == "name"), None)
    if name is None or not isinstance(name.value, yaml.ScalarNode):
        raise _UnfitError(_OTHER_SHAPE)
    if any(entry.value.start_mark.index < entry.key.end_mark.index for entry in entries):
        raise _UnfitError(_OTHER_SHAPE)  # an alias, whose value stands elsewhere
    yield _Edit(name.value.start_mark.index, name.value.end_mark.index, theme)
    kept = [entry for entry in entries if theme == MATERIAL or entry.name in KNOWN_TO_BOTH]
    if not _is_block(node):
        yield from _cut_from_flow(text, entries, kept)
        lines = "".join(between + _in_flow(setting) for setting in added)
    else:
        for entry in entries:
            if entry not in kept:
                yield _lines_of(text, entry)
        lines = _in_block(model, added, entries[0].key.start_mark.column, newline)
    if lines:
        last = _end(text, kept[-1].value)
        at = _line_end(text, last) if _is_block(node) else last
        is_unfinished = _is_block(node) and not text[:at].endswith("\n")
        yield _Edit(at, at, newline + lines if is_unfinished else lines)


def _cut_from_flow(text: str, entries: list[Setting], kept: list[Setting]) -> Iterator[_Edit]:
    """Cut settings out of braces, each with the comma that divides it from another."""
    for at, entry in enumerate(entries):
        if entry in kept:
            continue
        if any(later in kept for later in entries[at:]):
            yield _Edit(entry.key.start_mark.index, entries[at + 1].key.start_mark.index)
        else:
            start, end = entry.key.start_mark.index, _end(text, entry.value)
            before = _end(text, entries[at - 1].value) if at else start
            is_divided_by_comma = text[before:start].strip(" ") == ","
            yield _Edit(before if is_divided_by_comma else start, end)


def _lines_of(text: str, entry: Setting) -> _Edit:
    """The lines on which a setting of a block stands."""
    start = text.rfind("\n", 0, entry.key.start_mark.index) + 1
    return _Edit(start, _line_end(text, _end(text, entry.value)))


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends: PyYAML looks for the end of a block behind the comments that follow it."""
    if _is_block(node):
        below = [
            part for item in node.value for part in (item if isinstance(item, tuple) else [item])
        ]
        return max(_end(text, part) for part in below)
    return len(text[: node.end_mark.index].rstrip())


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


class _Model(NamedTuple):
    """The `mkdocs.yml` of a new site, whose theme is Material."""

    text: str
    settings: list[Setting]


@cache
def _model(lang: str) -> _Model:
    text = (_NEW_SITE / lang / "mkdocs.yml").read_text("utf-8")
    (theme,) = [found for found in settings_in(composed(text)) if found.name == "theme"]
    return _Model(text, settings_in(theme.value))


def _needed(node: yaml.Node, theme: str, model: _Model) -> list[Setting]:
    """What Material needs, and a theme does not have: as a new site has it."""
    present = {found.name for found in settings_in(node)} | KNOWN_TO_BOTH
    return [found for found in model.settings if theme == MATERIAL and found.name not in present]


def _in_flow(setting: Setting) -> str:
    """A setting of a new site, to stand between braces."""
    value = yaml.SafeLoader("").construct_document(setting.value)
    dumped = yaml.safe_dump(
        {setting.name: value},
        default_flow_style=True,
        width=10**9,
        allow_unicode=True,
        sort_keys=False,
    )
    return dumped.strip()[1:-1]


def _in_block(model: _Model, added: list[Setting], column: int, newline: str) -> str:
    """Settings of a new site as lines, as far to the right as the others."""
    return "".join(
        " " * column + line[setting.key.start_mark.column :] + newline
        for setting in added
        for line in _stretch(model.text, setting).splitlines()
    )


def _stretch(text: str, setting: Setting) -> str:
    edit = _lines_of(text, setting)
    return text[edit.start : edit.end]


def _theme_lines(model: _Model, theme: str) -> str:
    """The theme of a new site, to be copied."""
    text = model.text if theme == MATERIAL else _with_theme(model.text, theme, model)
    (setting,) = [found for found in settings_in(composed(text)) if found.name == "theme"]
    return _stretch(text, setting).rstrip()


def _moved_shape(node: yaml.Node, theme: str, added: list[Setting]) -> Any:
    """What the theme of a file must be when it was changed."""
    kept = {
        name: shape
        for name, shape in _shapes(settings_in(node)).items()
        if theme == MATERIAL or name in KNOWN_TO_BOTH
    }
    if not kept and not added:
        return _shape_of_text(theme)
    return {**kept, "name": _shape_of_text(theme), **_shapes(added)}


def _shapes(settings: Iterable[Setting]) -> dict[str, Any]:
    return {setting.name: _shape(setting.value) for setting in settings}


def _shape(node: yaml.Node) -> Any:
    """What a value is, whatever its tag and wherever it stands, to be compared."""
    if isinstance(node, yaml.MappingNode):
        return _shapes(settings_in(node))
    if isinstance(node, yaml.SequenceNode):
        return node.tag, [*map(_shape, node.value)]
    return node.tag, node.value


def _shape_of_text(text: str) -> Any:
    return "tag:yaml.org,2002:str", text


REQUIREMENTS = "requirements.txt"
"""Says in the folder of a site what builds it."""

_OURS = re.compile(
    r"^([ \t]*(?:briefsite(?![\w.-])|(?:\S*/)?briefsite-[^/\s\[]+\.(?:whl|tar\.gz)))[ \t]*(?:\[([^\]\n]*)\])?",
    re.MULTILINE,
)


def requiring_theme(raw: bytes, theme: str) -> bytes | None:
    """Requirements of a site with the extra `material` where it has that theme, and without it where not.

    None where no line of them asks for briefsite.
    """
    text = raw.decode("utf-8", errors="surrogateescape")
    if not _OURS.search(text):
        return None

    def rewritten(match: re.Match[str]) -> str:
        extras = [name.strip() for name in (match[2] or "").split(",") if name.strip()]
        others = [name for name in extras if name != "material"]
        wanted = ["material", *others] if theme == MATERIAL else others
        if wanted == extras or {*wanted} == {*extras}:
            return match[0]
        return match[1] + (f"[{','.join(wanted)}]" if wanted else "")

    return _OURS.sub(rewritten, text).encode("utf-8", errors="surrogateescape")
