"""What the settings and files of a site ask of one theme that the other does not have: what readers will miss.

What of it is only of use to one theme does no harm with the other, but for what would not build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from briefsite.archive.settings import MATERIAL
from briefsite.authoring.theme_change import Setting, composed, settings_in
from briefsite.messages.message import Message

_THEMES = Path(__file__).parent.parent / "theme"


class Lost(NamedTuple):
    """Something that has no counterpart."""

    path: Path
    line: int
    name: str
    """As it is written there."""

    said: Message
    """What readers will see in its place, or what to do."""


_FEATURES: Mapping[str, Message | None] = {
    "content.action.edit": None,  # the pencil is there wherever there is an address for it
    "search.highlight": None,
    "toc.follow": None,
    "navigation.top": Message("no button leads back to the top"),
}
_OTHER_FEATURE = Message("a feature of Material, which is not there")

_THEME: Mapping[str, Message] = {
    "palette": Message(
        "a button between light and dark is always there; readers begin with what their device has"
    ),
    "icon": Message(
        "icons of Material are not there; a picture of your own goes into `theme.logo`"
    ),
}
_OTHER_SETTING = Message("a setting of Material, which means nothing here")

_EXTRA: Mapping[str, Message] = {
    "social": Message("no icons in the footer; write links into `extra.footer`"),
    "analytics": Message("nothing is counted: pages let no script in from elsewhere"),
    **dict.fromkeys(
        ["annotate", "consent", "generator", "status", "tags", "version"], _OTHER_SETTING
    ),
}

_PLUGINS = frozenset(
    [
        "blog",
        "group",
        "info",
        "meta",
        "offline",
        "optimize",
        "privacy",
        "projects",
        "social",
        "tags",
        "typeset",
    ]
)
"""Plugins of Material, which may be named without `material/`."""

_OTHER_PLUGIN = Message("a plugin of Material: the site does not build without it; leave it out")
_EXTENSIONS: Mapping[str, Message] = {
    "pymdownx.tabbed": Message("tabs are shown one below the other"),
    "pymdownx.emoji": Message(
        "icons of Material are not there: the site does not build with them; leave them out"
    ),
}
_FROM_ANOTHER_PACKAGE = Message(
    "it was installed with Material: write `pymdown-extensions` into the requirements, or leave it out"
)


class Losses(NamedTuple):
    """What of a site has no counterpart in another theme."""

    cut: list[Lost]
    """Settings that were cut out, with their lines before."""

    left: list[Lost]
    """What is there still, with its lines as they are now."""


def without_counterpart(config_file: Path, before: bytes, after: bytes, theme: str) -> Losses:
    """What of a `mkdocs.yml`, and of the styles, scripts and templates that it names, the theme does not know.

    The file is given as it was with the theme of before, and as it is with that one.
    """
    old, new = (_by_name(settings_in(composed(raw.decode()))) for raw in (before, after))
    theme_of_before, theme_of_now = (_by_name(_below(found, "theme")) for found in (old, new))
    folder = config_file.parent
    own = [*_own_templates(theme_of_now.get("custom_dir"), folder, theme)]
    if theme == MATERIAL:
        return Losses([], own)
    cut = [found for name, found in theme_of_before.items() if name not in theme_of_now]
    left = [
        *_lost_plugins(new.get("plugins")),
        *_lost_extensions(new.get("markdown_extensions")),
        *_lost_extra(_below(new, "extra")),
    ]
    docs = folder / (str(new["docs_dir"].value.value) if "docs_dir" in new else "docs")
    return Losses(
        [Lost(config_file, *found) for found in _lost_of_theme(cut)],
        [
            *(Lost(config_file, *found) for found in sorted(left)),
            *own,
            *_names_of_material(new.get("extra_css"), docs, "md-"),
            *_names_of_material(new.get("extra_javascript"), docs, "md-", "document$"),
        ],
    )


def _by_name(settings: list[Setting]) -> dict[str, Setting]:
    return {setting.name: setting for setting in settings}


def _below(settings: Mapping[str, Setting], name: str) -> list[Setting]:
    return settings_in(settings[name].value) if name in settings else []


_Named = tuple[int, str, Message]


def _lost_of_theme(settings: list[Setting]) -> Iterator[_Named]:
    for setting in settings:
        if setting.name == "features":
            for line, name, _ in _names(setting):
                said = _FEATURES.get(name, _OTHER_FEATURE)
                if said:
                    yield line, f"theme.features: {name}", said
        elif setting.name == "font":
            if str(setting.value.value) != "false":
                said = Message("fonts of Google are not asked for; name fonts in `extra.fonts`")
                yield setting.line, "theme.font", said
        else:
            said = _THEME.get(setting.name, _OTHER_SETTING)
            yield setting.line, f"theme.{setting.name}", said


def _lost_plugins(setting: Setting | None) -> Iterator[_Named]:
    for line, name, _ in _names(setting):
        if name == "material/search":
            yield line, name, Message("write `search`: the site does not build with this name")
        elif name.startswith("material/") or name in _PLUGINS:
            yield line, name, _OTHER_PLUGIN


def _lost_extensions(setting: Setting | None) -> Iterator[_Named]:
    for line, name, options in _names(setting):
        if name in _EXTENSIONS and (name != "pymdownx.emoji" or _names_material(options)):
            yield line, name, _EXTENSIONS[name]
        elif _names_material(options):
            yield line, name, _OTHER_PLUGIN
        if name.startswith("pymdownx."):
            yield line, name, _FROM_ANOTHER_PACKAGE


def _lost_extra(settings: list[Setting]) -> Iterator[_Named]:
    for entry in settings:
        if entry.name in _EXTRA:
            yield entry.line, f"extra.{entry.name}", _EXTRA[entry.name]


def _names(setting: Setting | None) -> Iterator[tuple[int, str, yaml.Node | None]]:
    """The names in a list, or of a mapping, each with its line and its options."""
    node = setting.value if setting else None
    for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        if isinstance(item, yaml.ScalarNode):
            yield item.start_mark.line + 1, str(item.value), None
        for entry in settings_in(item):
            yield entry.line, entry.name, entry.value


def _names_material(node: Any) -> bool:
    """Whether a tag in a value, such as `!!python/name:material.extensions.emoji.to_svg`, needs Material."""
    if isinstance(node, yaml.Node):
        return ":material." in node.tag or _names_material(node.value)
    return isinstance(node, list | tuple) and any(map(_names_material, node))


def _own_templates(setting: Setting | None, folder: Path, theme: str) -> Iterator[Lost]:
    """Templates of a site's own, which were written to go before those of the theme that it had."""
    themes = [_THEMES / "common", _THEMES / theme]
    own = folder / str(setting.value.value) if setting else folder
    for path in sorted(own.rglob("*.html")) if setting else []:
        name = path.relative_to(own).as_posix()
        text = path.read_text("utf-8", errors="replace")
        if theme != MATERIAL and re.search(r"{%-?\s*extends\s+.base\.html", text):
            said = _EXTENDS_MATERIAL
        elif theme == MATERIAL or any((there / name).is_file() for there in themes):
            said = _OTHER_TEMPLATE
        else:
            said = _NO_TEMPLATE
        yield Lost(path, 1, name, said)


_EXTENDS_MATERIAL = Message(
    "it extends a template of Material, without which the site does not build; extend `main.html`, or take it out"
)
_OTHER_TEMPLATE = Message(
    "it goes before a template of another theme now: look whether it still fits"
)
_NO_TEMPLATE = Message(
    "the theme has no template of this name: it does nothing, unless one of yours includes it"
)


def _names_of_material(setting: Setting | None, docs: Path, *names: str) -> Iterator[Lost]:
    """The lines of styles or scripts of a site's own that name parts of Material's pages."""
    for _, name, _ in _names(setting):
        path = docs / name
        text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
        for at, line in enumerate(text.splitlines(), 1):
            used = next((word for word in names if word in line), None)
            if used:
                said = Message(
                    "pages have nothing of the name `{name}…`: the line has no effect", name=used
                )
                yield Lost(path, at, line.strip(), said)
