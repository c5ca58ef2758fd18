"""What `mkdocs.yml` says of the site, for the commands that run without MkDocs."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import yaml
from yaml_env_tag import construct_env_tag

from briefsite.archive.load import NOT_YAML, load
from briefsite.cache.location import VARIABLE, CachePlaceError, store_path
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message, MessageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The few settings that decide what pages hold."""

    site_name: str = "briefsite"
    site_url: str | None = None
    language: str = "en"
    docs: Path = Path("docs")
    briefs: Path = Path("briefs")
    require_evidence: bool = False
    topics: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)
    """How topics are written, by id, or by id and language."""

    due_soon_days: int = 30
    """How many days before its deadline a promise is due soon."""

    silent_days: int = 365
    """After how many days without news a promise is said to be silent."""

    agenda: bool = False
    """Whether the site has a page of what is overdue, due soon or silent."""

    offline: bool = False
    """Whether the site is to open from a disk, without a server. This and what follows is for builds."""

    pdf: bool = False
    """Whether a PDF is made of each briefing."""

    cards: bool = False
    """Whether pages have pictures for those who share them."""

    embeds: bool = False
    """Whether quotations, commitments and scoreboards have cards for other sites."""

    cache: Path | None = None
    """Where what was made before is kept; None keeps nothing."""

    editions: object = None
    """The languages of the site, as they were written; `read_editions` reads them."""


DEFAULTS = Settings()

Read = Callable[[Path], bytes]
"""How files are read: from the disk, or as they are in an editor. Raises OSError."""

NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
"""Of the file that holds the settings of a site, for MkDocs and for ProperDocs."""


HARMLESS_PLUGINS = frozenset(["search", "material/search", "briefsite"])
"""Plugins that look at no page but those that MkDocs must see anyway."""

MATERIAL, OWN_THEME = THEMES = ("material", "briefsite")
"""The themes that a site may have: Material, and ours, which is part of the package."""


class Config(NamedTuple):
    """A `mkdocs.yml` as it stands, over what it inherits."""

    values: dict[Any, Any]
    tags: frozenset[str]
    """The tags in it whose values were not read, such as `!!python/name:str`."""


class SettingsError(MessageError):
    """`mkdocs.yml` cannot be used; the text says why."""


def nearest_config(folder: Path | None = None) -> Path:
    """The settings of the site in which a folder is: in itself, or the nearest above it that has some.

    Without one, that in which one is. `mkdocs.yml` where none has.
    """
    here = folder or Path.cwd()
    near = (folder / name for folder in (here, *here.parents) for name in NAMES)
    found = next((path for path in near if path.is_file()), None)
    return Path(os.path.relpath(found)) if found else Path(NAMES[0])


def read_settings(path: Path, read: Read = Path.read_bytes) -> Settings:
    """Read a `mkdocs.yml` as MkDocs does, `INHERIT` and `!ENV` as well; folders in it are relative to it.

    Other tags, such as `!!python/name`, are read as nothing. Raises SettingsError where the file or one
    that it inherits is missing, or is not YAML.
    """
    config = read_config(path, read).values
    options = plugins_in(config).get("briefsite") or {}
    topics = options.get("topics")
    theme = config.get("theme")
    language = theme.get("language") if isinstance(theme, dict) else None
    root = path.parent
    return Settings(
        site_name=str(config.get("site_name") or DEFAULTS.site_name),
        site_url=_site_url(config.get("site_url")),
        language=str(language or DEFAULTS.language),
        docs=as_typed(
            Path(os.path.normpath(Path.cwd() / root / str(config.get("docs_dir") or DEFAULTS.docs)))
        ),
        briefs=as_typed(root / str(options.get("briefs_dir") or DEFAULTS.briefs)),
        require_evidence=options.get("require_evidence") is True,
        topics=topics if isinstance(topics, dict) else DEFAULTS.topics,
        due_soon_days=_days(options.get("due_soon_days"), DEFAULTS.due_soon_days),
        silent_days=_days(options.get("silent_days"), DEFAULTS.silent_days),
        agenda=options.get("agenda") is True,
        offline=options.get("offline") is True,
        pdf=options.get("pdf") is True,
        cards=options.get("cards") is True,
        embeds=options.get("embeds") is True,
        cache=cache_of(root),
        editions=options.get("editions"),
    )


def read_config(path: Path, read: Read = Path.read_bytes) -> Config:
    """Read a `mkdocs.yml` as `read_settings` does; raises SettingsError where that does."""
    config = _load(path, read)
    if not config.values:
        raise SettingsError(Message("{path} holds no settings", path=path))
    return config


def syntax_findings(raw: bytes, path: Path) -> list[Diagnostic]:
    """Why a `mkdocs.yml` is not YAML, in the words for our own files; nothing where that is not clear."""
    # MkDocs takes tags, which our own files may not have.
    plain = re.sub(r"!\S+", lambda tag: " " * len(tag[0]), raw.decode("utf-8", "replace"))
    _, found = load(plain.encode(), path)
    return [one for one in found if one.code in _SYNTAX]


_SYNTAX = ("yaml-syntax", "yaml-tab", "yaml-space")


def theme_in(config: Mapping[Any, Any]) -> str:
    """The name of the theme of a `mkdocs.yml`, in either form in which MkDocs takes it."""
    theme = config.get("theme")
    return str((theme.get("name") if isinstance(theme, dict) else theme) or "mkdocs")


def plugins_in(config: Mapping[Any, Any]) -> dict[str, dict[Any, Any]]:
    """The plugins of a `mkdocs.yml` with their options, in either form in which MkDocs takes them."""
    return {
        str(name).removeprefix("/"): options if isinstance(options, dict) else {}
        for name, options in pairs(config.get("plugins"))
    }


def pairs(entries: Any) -> list[tuple[Any, Any]]:
    """Names with their options, from a mapping or from a list of names and of mappings."""
    if isinstance(entries, dict):
        return [*entries.items()]
    return [
        pair
        for entry in (entries if isinstance(entries, list) else [])
        for pair in (entry.items() if isinstance(entry, dict) else [(entry, {})])
    ]


def has_search(plugins: Container[str]) -> bool:
    """Whether a site with these plugins has a search, which is ours whoever's plugin asks for it."""
    return "search" in plugins or "material/search" in plugins


def _days(value: object, default: int) -> int:
    """A number of days; the default where it is none, which MkDocs refuses."""
    return value if type(value) is int and value >= 0 else default


def cache_of(site: Path) -> Path:
    """Where what was made of the site in a folder is kept.

    Raises SettingsError where `BRIEFSITE_CACHE` asks for a place that is not safe.
    """
    try:
        return store_path(site)
    except CachePlaceError as error:
        raise SettingsError(
            Message(
                "{variable} is {folder}, where a checkout can put files; "
                "name a folder outside {checkout}",
                variable=VARIABLE,
                folder=error.folder,
                checkout=error.checkout,
            )
        ) from None


def as_typed(path: Path) -> Path:
    """A path as short as an author would type it."""
    is_whole = path.is_absolute() and not path.is_relative_to(Path.cwd())
    return path if is_whole else Path(os.path.relpath(path))


def _load(path: Path, read: Read, heirs: tuple[Path, ...] = ()) -> Config:
    """What a file says, over what it inherits; `heirs` are the files that inherit this one."""
    raw = b""
    try:
        raw = read(path)
        loader = _Loader(raw)
        config = loader.get_single_data()
    except FileNotFoundError:
        raise SettingsError(
            Message(
                "there is no {path}, which {heir} inherits: mend its `INHERIT`",
                path=path,
                heir=heirs[-1],
            )
            if heirs
            else Message(
                "there is no {path}: run this in your site, or in a folder of it", path=path
            )
        ) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        why = NOT_YAML
        if found := syntax_findings(raw, path):
            line, why = found[0].span.line, found[0].message
        raise SettingsError(
            Message("{path} cannot be read: line {line}: {why}", path=path, line=line, why=why)
        ) from None
    except (
        OSError,
        ValueError,  # for bytes, and impossible dates
        RecursionError,
        yaml.YAMLError,
    ) as error:
        raise SettingsError(Message("{path} cannot be read: {why}", path=path, why=error)) from None
    if config is None:
        return Config({}, frozenset())
    if not isinstance(config, dict):
        raise SettingsError(Message("{path} holds no settings", path=path))
    if "INHERIT" not in config:
        return Config(config, frozenset(loader.tags))
    name = config.pop("INHERIT")
    if not isinstance(name, str):
        raise SettingsError(Message("{path}: `INHERIT` must be the name of a file", path=path))
    parent = Path(os.path.normpath(path.parent / name))
    if any(parent.resolve() == heir.resolve() for heir in (*heirs, path)):
        raise SettingsError(
            Message(
                "{path} inherits {parent}, which inherits it: mend one `INHERIT`",
                path=path,
                parent=parent,
            )
        )
    inherited = _load(parent, read, (*heirs, path))
    return Config(_merged(inherited.values, config), inherited.tags | loader.tags)


def _merged(parent: dict[Any, Any], child: dict[Any, Any]) -> dict[Any, Any]:
    """Mappings go into each other; of lists, and all else, the child's stands."""
    merged = {**parent}
    for key, value in child.items():
        if isinstance(value, dict) and isinstance(parent.get(key), dict):
            merged[key] = _merged(parent[key], value)
        else:
            merged[key] = value
    return merged


def _site_url(value: object) -> str | None:
    """An address that ends with a slash; None where it is none, which MkDocs refuses."""
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
    except ValueError:
        return None
    if not parts.scheme or not parts.netloc:
        return None
    return urlunsplit(parts if parts.path.endswith("/") else parts._replace(path=f"{parts.path}/"))


class _Loader(yaml.SafeLoader):
    """Reads `!ENV`, and any other tag as None."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(raw)
        self.tags: set[str] = set()
        """Those that were read as None, as they are written in short."""

    def unread(self, _: str, node: yaml.Node) -> None:
        """Note a tag."""
        self.tags.add(node.tag.replace("tag:yaml.org,2002:", "!!"))


_Loader.add_multi_constructor("", _Loader.unread)
_Loader.add_constructor("!ENV", construct_env_tag)
