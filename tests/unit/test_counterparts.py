"""What of a site has no counterpart in another theme, with its place."""

from __future__ import annotations

from pathlib import Path

from briefsite.authoring.counterparts import Lost, without_counterpart
from briefsite.authoring.theme_change import with_theme
from sites import write

SITE = """\
site_name: a
theme:
  name: material
  custom_dir: own
  logo: a.svg
  font: {text: Roboto}
  features: [navigation.tabs, content.action.edit, toc.follow]
  palette:
    scheme: slate
  icon: {logo: material/x}
  include_search_page: false
plugins:
  - material/search
  - search
  - blog
  - material/tags: {}
markdown_extensions:
  - admonition
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
extra:
  accent: red
  social: [{link: a}]
  analytics: {provider: google}
extra_css: [a.css, missing.css]
extra_javascript: [a.js]
"""
FILES = {
    "mkdocs.yml": SITE,
    "docs/a.css": ".bs-page {}\n.md-header {}\na { color: var(--md-accent-fg-color) }\n",
    "docs/a.js": "document$.subscribe(f)\n",
    "own/main.html": '{% extends "base.html" %}\n',
    "own/partials/toc.html": "",
    "own/partials/comments.html": "",
}


def shown(lost: list[Lost], folder: Path) -> list[str]:
    return [
        f"{one.path.relative_to(folder).as_posix()}:{one.line}: {one.name}: {one.said}"
        for one in lost
    ]


def test_all_that_material_alone_knows_is_told_with_its_line(tmp_path: Path) -> None:
    """What was cut out by its line before, what is there still by its line now; what both know is not told."""
    path = write(tmp_path, FILES) / "mkdocs.yml"
    before = SITE.encode()
    cut, left = without_counterpart(
        path, before, with_theme(before, "briefsite", "en"), "briefsite"
    )
    assert shown(cut, tmp_path) == [
        "mkdocs.yml:6: theme.font: fonts of Google are not asked for; name fonts in `extra.fonts`",
        "mkdocs.yml:7: theme.features: navigation.tabs: a feature of Material, which is not there",
        "mkdocs.yml:8: theme.palette: a button between light and dark is always there; readers begin with what their device has",
        "mkdocs.yml:10: theme.icon: icons of Material are not there; a picture of your own goes into `theme.logo`",
        "mkdocs.yml:11: theme.include_search_page: a setting of Material, which means nothing here",
    ]
    package = "it was installed with Material: write `pymdown-extensions` into the requirements, or leave it out"
    plugin = "a plugin of Material: the site does not build without it; leave it out"
    assert shown(left, tmp_path) == [
        "mkdocs.yml:7: material/search: write `search`: the site does not build with this name",
        f"mkdocs.yml:9: blog: {plugin}",
        f"mkdocs.yml:10: material/tags: {plugin}",
        f"mkdocs.yml:13: pymdownx.tabbed: {package}",
        "mkdocs.yml:13: pymdownx.tabbed: tabs are shown one below the other",
        "mkdocs.yml:14: pymdownx.emoji: icons of Material are not there: the site does not build with them; leave them out",
        f"mkdocs.yml:14: pymdownx.emoji: {package}",
        "mkdocs.yml:18: extra.social: no icons in the footer; write links into `extra.footer`",
        "mkdocs.yml:19: extra.analytics: nothing is counted: pages let no script in from elsewhere",
        (
            "own/main.html:1: main.html: it extends a template of Material, without which the site does not build;"
            " extend `main.html`, or take it out"
        ),
        "own/partials/comments.html:1: partials/comments.html: the theme has no template of this name: it does nothing, unless one of yours includes it",
        "own/partials/toc.html:1: partials/toc.html: it goes before a template of another theme now: look whether it still fits",
        "docs/a.css:2: .md-header {}: pages have nothing of the name `md-…`: the line has no effect",
        "docs/a.css:3: a { color: var(--md-accent-fg-color) }: pages have nothing of the name `md-…`: the line has no effect",
        "docs/a.js:1: document$.subscribe(f): pages have nothing of the name `document$…`: the line has no effect",
    ]


def test_a_new_site_loses_what_material_does_by_itself(tmp_path: Path) -> None:
    """`font: false`, the pencil and contents that follow the text have nothing to be told of."""
    before = b"theme: {name: material, font: false, features: [content.action.edit, toc.follow]}\nplugins: {search: }\n"
    path = write(tmp_path, {"mkdocs.yml": before}) / "mkdocs.yml"
    after = with_theme(before, "briefsite", "en")
    assert without_counterpart(path, before, after, "briefsite") == ([], [])


def test_material_takes_all_but_templates_of_the_other_theme(tmp_path: Path) -> None:
    """They go before its own."""
    before = SITE.replace("material", "briefsite", 1).encode()
    path = write(tmp_path, FILES) / "mkdocs.yml"
    cut, left = without_counterpart(path, before, with_theme(before, "material", "en"), "material")
    assert cut == []
    assert [one.name for one in left] == [
        "main.html",
        "partials/comments.html",
        "partials/toc.html",
    ]
