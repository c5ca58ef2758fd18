"""What `mkdocs.yml` says of the site, for the commands that run without MkDocs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from briefsite.cache.place import CachePlaceError, store_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The few settings that decide what pages hold."""

    site_name: str = "briefsite"
    site_url: str | None = None
    language: str = "es"
    docs: Path = Path("docs")
    briefs: Path = Path("briefs")
    require_evidence: bool = False
    topics: Mapping[str, str] = field(default_factory=dict)
    """How topics are written, by id."""

    offline: bool = False
    """Whether the site is to open from a disk, without a server. This and what follows is for builds."""

    pdf: bool = False
    """Whether a PDF is made of each briefing."""

    cards: bool = False
    """Whether pages have pictures for those who share them."""

    cache: Path | None = None
    """Where what was made before is kept; None keeps nothing."""


class SettingsError(Exception):
    """`mkdocs.yml` cannot be used; the text says why."""


def read_settings(path: Path) -> Settings:
    """Read a `mkdocs.yml`; folders in it are relative to it.

    Tags such as `!ENV` and `!!python/name` belong to MkDocs and are read as nothing. Raises
    SettingsError where the file is missing or is not YAML.
    """
    try:
        config = yaml.load(path.read_bytes(), Loader=_TagBlindLoader)  # noqa: S506 (it is safe)
    except FileNotFoundError:
        raise SettingsError(f"there is no {path}: run this where your mkdocs.yml is") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from None
    if not isinstance(config, dict):
        raise SettingsError(f"{path} holds no settings")
    options = _plugin_options(config.get("plugins"))
    topics = options.get("topics")
    theme = config.get("theme")
    language = theme.get("language") if isinstance(theme, dict) else None
    root = path.parent
    try:
        cache = store_path(root)
    except CachePlaceError as error:
        raise SettingsError(str(error)) from None
    return Settings(
        site_name=str(config.get("site_name") or "briefsite"),
        site_url=str(config.get("site_url") or "") or None,
        language=str(language or "en"),
        docs=root / str(config.get("docs_dir") or "docs"),
        briefs=root / str(options.get("briefs_dir") or "briefs"),
        require_evidence=options.get("require_evidence") is True,
        topics=topics if isinstance(topics, dict) else {},
        cache=cache,
    )


def _plugin_options(plugins: Any) -> dict[str, Any]:
    """The options of our plugin, in either form in which MkDocs takes plugins."""
    entries = plugins.items() if isinstance(plugins, dict) else _pairs(plugins)
    found = (options for name, options in entries if name == "briefsite")
    return next((options for options in found if isinstance(options, dict)), {})


def _pairs(plugins: Any) -> list[tuple[str, Any]]:
    return [
        pair
        for entry in (plugins if isinstance(plugins, list) else [])
        for pair in (entry.items() if isinstance(entry, dict) else [(entry, {})])
    ]


class _TagBlindLoader(yaml.SafeLoader):
    """Reads any tag as None."""


_TagBlindLoader.add_multi_constructor("", lambda *_: None)
