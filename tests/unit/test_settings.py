"""`mkdocs.yml` says the same to the commands that run without MkDocs as to MkDocs."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config

from briefsite.archive.settings import Settings, read_settings
from briefsite.mkdocs.plugin import BriefsitePlugin
from sites import write

BASE = "site_name: Sitio\ntheme: {name: material, language: es}\nplugins: [briefsite]\n"
PARENT = """\
site_name: Madre
site_url: https://example.org/madre
theme: {name: material, language: es, font: false}
plugins:
  briefsite: {briefs_dir: notas, pdf: true, topics: {a: Uno, b: Dos}}
"""

ALIKE = {
    "nothing but a name": {"mkdocs.yml": "site_name: Sitio\nplugins: [briefsite]\n"},
    "a list": {"mkdocs.yml": BASE},
    "a list with options": {
        "mkdocs.yml": "site_name: Sitio\nplugins:\n  - search\n  - briefsite:\n"
        "      {briefs_dir: notas, require_evidence: true, offline: true, pdf: true, cards: true, embeds: true,"
        " agenda: true, topics: {a: Uno}}\n"
    },
    "a list without options": {"mkdocs.yml": "site_name: Sitio\nplugins:\n  - briefsite:\n"},
    "a mapping": {"mkdocs.yml": "site_name: Sitio\nplugins: {briefsite: {cards: true}}\n"},
    "a mapping without options": {"mkdocs.yml": "site_name: Sitio\nplugins: {briefsite: }\n"},
    "a name that no theme changes": {"mkdocs.yml": "site_name: Sitio\nplugins: [/briefsite]\n"},
    "options without values": {
        "mkdocs.yml": "site_name: Sitio\nplugins: {briefsite: {briefs_dir: , pdf: }}\n"
    },
    "a theme as a text": {"mkdocs.yml": f"{BASE}theme: material\n"},
    "a theme without a language": {"mkdocs.yml": f"{BASE}theme: {{name: material}}\n"},
    "another theme": {"mkdocs.yml": f"{BASE}theme: mkdocs\n"},
    "other folders": {
        "mkdocs.yml": f"{BASE}docs_dir: ../site/docs/../páginas\n"
        "plugins: {briefsite: {briefs_dir: ./a/../notas}}\n",
        "páginas/index.md": "x\n",
    },
    "an address": {"mkdocs.yml": f"{BASE}site_url: https://example.org/a/\n"},
    "an address without a slash": {"mkdocs.yml": f"{BASE}site_url: https://example.org/a?b#c\n"},
    "an address of a host": {"mkdocs.yml": f"{BASE}site_url: https://example.org\n"},
    "no address": {"mkdocs.yml": f"{BASE}site_url: ''\n"},
    "variables that are set": {
        "mkdocs.yml": "site_name: !ENV NAME\nsite_url: !ENV [NOWHERE, ADDRESS, null]\n"
        "theme: {name: material, language: !ENV [LANGUAGE_OF_SITE, en]}\n"
        "plugins: {briefsite: {offline: !ENV [YES, false], pdf: !ENV [NO, true]}}\n"
    },
    "variables that are not set": {
        "mkdocs.yml": "site_name: !ENV [NOWHERE, Sitio]\nsite_url: !ENV NOWHERE\n"
        "plugins: {briefsite: {offline: !ENV [NOWHERE, true], cards: !ENV [NOWHERE, false]}}\n"
    },
    "other tags": {
        "mkdocs.yml": f"{BASE}markdown_extensions: [toc: {{slugify: !!python/name:str }}]\n"
    },
    "a parent": {"mkdocs.yml": "INHERIT: base.yml\nsite_name: Hija\n", "base.yml": PARENT},
    "a parent's mapping and its child's": {
        "mkdocs.yml": "INHERIT: base.yml\ntheme: {font: Roboto}\n"
        "plugins: {briefsite: {cards: true, topics: {b: Tres}}}\n",
        "base.yml": PARENT,
    },
    "a list in the place of a mapping": {
        "mkdocs.yml": "INHERIT: base.yml\nplugins: [briefsite: {cards: true}]\n",
        "base.yml": PARENT,
    },
    "a list in the place of a list": {
        "mkdocs.yml": "INHERIT: base.yml\nplugins: [search, briefsite]\n",
        "base.yml": f"{BASE}plugins: [briefsite: {{pdf: true}}]\n",
    },
    "a parent in another folder": {
        "mkdocs.yml": "INHERIT: ../common/base.yml\nsite_name: Hija\n",
        "../common/base.yml": PARENT,
    },
    "parents of parents": {
        "mkdocs.yml": "INHERIT: ../common/base.yml\ntheme: {language: en}\n",
        "../common/base.yml": "INHERIT: far/base.yml\nplugins: {briefsite: {pdf: false}}\n",
        "../common/far/base.yml": PARENT,
    },
    "a parent named by a variable": {
        "mkdocs.yml": "INHERIT: !ENV [NOWHERE, base.yml]\n",
        "base.yml": PARENT,
    },
    "an empty parent": {"mkdocs.yml": f"INHERIT: base.yml\n{BASE}", "base.yml": "# nothing\n"},
}
"""What is in the folder of a site, by what is odd about it."""


def as_mkdocs_reads(path: Path) -> Settings:
    """The settings of a build."""
    config = load_config(str(path))
    plugin = next(
        iter(found for found in config.plugins.values() if type(found) is BriefsitePlugin)
    )
    return plugin.settings(config)


@pytest.mark.parametrize("files", ALIKE.values(), ids=ALIKE)
@pytest.mark.parametrize("place", ["site", ".", "elsewhere"])
def test_commands_and_builds_read_the_same(
    files: dict[str, str], place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All settings, wherever the command is run from."""
    for name, value in [("NAME", "Nombre"), ("ADDRESS", "https://example.org/b"), ("YES", "true"),
                        ("NO", "no"), ("LANGUAGE_OF_SITE", "es")]:  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NOWHERE", raising=False)
    write(tmp_path / "site", {"docs/index.md": "x\n", **files})
    (tmp_path / place).mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / place)
    path = tmp_path / "site/mkdocs.yml"
    assert read_settings(path) == as_mkdocs_reads(path)
    if place == "site":
        assert read_settings(Path("mkdocs.yml")) == as_mkdocs_reads(path)
