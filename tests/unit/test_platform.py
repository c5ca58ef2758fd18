"""What is relied on in Material and MkDocs is there under its name, and stands in `docs/material.md`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

import pytest

from sites import REPOSITORY

PACKAGE = REPOSITORY / "generator/briefsite"
THEME = PACKAGE / "theme"
SITES = ("mkdocs.yml", "examples/mkdocs.yml")

Texts = Mapping[str, str]
"""The text of each file of a folder, by its path in it."""


class Platform(NamedTuple):
    """What a site is built with."""

    material: Texts
    """Material's templates, style sheets and scripts; of the icons in the tables, their names."""

    mkdocs: Texts


def platform_in(material: Path, mkdocs: Path, entry_points: str) -> Platform:
    """Read the folder of Material's theme and that of MkDocs."""
    icons = [name for name in tables()["Templates and files"] if name.startswith(".icons/")]
    return Platform(
        {
            **read(material, "html", "css", "js"),
            **{name: "" for name in icons if (material / name).is_file()},
            "entry_points.txt": entry_points,
        },
        read(mkdocs, "py", "xml"),
    )


_LEFT_OUT = {".icons", "lunr", "tests"}


def read(folder: Path, *suffixes: str) -> dict[str, str]:
    """The files with some suffixes, but for those that nothing here is about."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for suffix in suffixes
        for path in folder.rglob(f"*.{suffix}")
        if _LEFT_OUT.isdisjoint(path.parts)
    }


@pytest.fixture(scope="module")
def platform() -> Platform:
    """What is installed."""
    material, mkdocs = distribution("mkdocs-material"), distribution("mkdocs")
    return platform_in(
        Path(str(material.locate_file("material/templates"))),
        Path(str(mkdocs.locate_file("mkdocs"))),
        material.read_text("entry_points.txt") or "",
    )


def some(texts: Texts, *suffixes: str) -> str:
    """The files of a folder with some suffixes, as one text."""
    return "\n".join(text for path, text in texts.items() if path.endswith(suffixes))


def script(texts: Texts) -> str:
    """Material's script."""
    return "".join(text for path, text in texts.items() if path.startswith("assets/javascripts/bu"))


def has_word(word: str, text: str) -> bool:
    """Whether a name stands in a text that is not part of a longer one."""
    # With what stands before it last, which is faster.
    return re.search(rf"{word}(?![\w-])(?<![\w-]{word})", text) is not None


def has_file(name: str, texts: Texts) -> bool:
    """Whether there is a file; a partial must have a use as well."""
    return name in texts and (
        not name.startswith("partials/") or f'"{name}"' in some(texts, "html")
    )


def has_component(name: str, texts: Texts) -> bool:
    """Whether Material's script looks for a part of the page."""
    return f'"{name}"' in script(texts) or f"[data-md-component={name}]" in script(texts)


def has_key(name: str, texts: Texts) -> bool:
    """Whether there are words for a key in both languages of ours."""
    return all(f'"{name}":' in texts[f"partials/languages/{lang}.html"] for lang in ("es", "en"))


def has_name(name: str, texts: Texts) -> bool:
    """Whether a module of MkDocs can be imported, or has a name."""
    module, _, last = name.removeprefix("mkdocs.").rpartition(".")
    path = module.replace(".", "/")
    if f"{path}/{last}.py" in texts:
        return True
    text = texts.get(f"{path}.py") or texts.get(f"{path}/__init__.py") or ""
    return re.search(rf"^(?:class|def) {last}\b", text, re.MULTILINE) is not None


def has_member(name: str, texts: Texts) -> bool:
    """Whether a class of MkDocs, or one that it is made from, has an attribute or a method."""
    owner, _, member = name.partition(".")
    start = re.compile(rf"^class {owner}\b(.*):\n((?:(?: .*)?\n)*)", re.MULTILINE)
    found = next(filter(None, map(start.search, texts.values())), None)
    if found is None:
        return False
    body = rf"^    (?:    self\.|def )?{member}\b *[:=(]"
    return re.search(body, found[2], re.MULTILINE) is not None or any(
        has_member(f"{base}.{member}", texts) for base in re.findall(r"\w+", found[1])
    )


HOLDS: Mapping[str, Callable[[str, Platform], bool]] = {
    "Blocks": lambda name, on: f"{{% block {name} %}}" in on.material.get("base.html", ""),
    "Templates and files": lambda name, on: has_file(name, on.material),
    "Words in its templates": lambda name, on: name in some(on.material, "html"),
    "Settings": lambda name, on: f'"{name}"' in some(on.material, "html") + script(on.material),
    "Classes": lambda name, on: has_word(name, some(on.material, "html", "css")),
    "Attributes": lambda name, on: has_word(name, some(on.material, "html", "css")),
    "Components": lambda name, on: has_component(name, on.material),
    "Custom properties": lambda name, on: f"var({name})" in some(on.material, "css"),
    "Its script": lambda name, on: name in script(on.material),
    "Words of its interface": lambda name, on: has_key(name, on.material),
    "Plugins": lambda name, on: f"\n{name} =" in on.material["entry_points.txt"],
    "Hooks of MkDocs": lambda name, on: f"    def {name}(" in on.mkdocs["plugins.py"],
    "Names of MkDocs": lambda name, on: has_name(name, on.mkdocs),
    "Members": lambda name, on: has_member(name, on.mkdocs),
    "Words in MkDocs": lambda name, on: name in some(on.mkdocs, "py", "xml"),
}
"""By the heading of each table: whether a name in it is there."""


def tables() -> Mapping[str, list[str]]:
    """The names in each table of `docs/material.md`, by its heading."""
    text = (REPOSITORY / "docs/material.md").read_text("utf-8")
    return {
        part.partition("\n")[0]: [
            name
            for first in re.findall(r"^\| (`[^|]*`) \|", part, re.MULTILINE)
            for name in re.findall(r"`([^`]+)`", first)
        ]
        for part in text.split("\n## ")[1:]
    }


def missing(platform: Platform) -> list[str]:
    """All names that are not there any more, each with the heading of its table."""
    return [
        f"{heading}: {name}"
        for heading, names in tables().items()
        for name in names
        if not HOLDS[heading](name, platform)
    ]


def test_all_that_is_relied_on_is_there(platform: Platform) -> None:
    """An upgrade that changes one of these names breaks sites; `docs/material.md` says how."""
    assert missing(platform) == []


def test_each_name_that_an_upgrade_changes_is_told(platform: Platform) -> None:
    """The same where that name, and nothing else, is another one."""
    unnoticed = []
    for heading, names in tables().items():
        for name in names:
            last = name.rpartition(".")[2] if heading in {"Names of MkDocs", "Members"} else name
            changed = Platform(
                *(
                    {
                        path.replace(last, "other"): text.replace(last, "other")
                        for path, text in texts.items()
                    }
                    for texts in platform
                )
            )
            if HOLDS[heading](name, changed):
                unnoticed.append(name)
    assert unnoticed == []


@pytest.fixture(scope="module")
def used() -> set[tuple[str, str]]:
    """The names that our theme, settings and modules use, each with the heading of its table."""
    return {*our_names()}


def our_names() -> Iterator[tuple[str, str]]:
    """The names in what is laid over Material, and in what both themes have; our own stands by itself."""
    theme = {
        **read(THEME / "material", "html", "css", "js"),
        **read(THEME / "common", "html", "css"),
    }
    pages = some(theme, "html")
    ours = some(theme, "") + some(read(PACKAGE, "jinja", "py", "js"), "")
    settings = some(read(PACKAGE / "authoring/starter_files", "yml"), "mkdocs.yml")
    settings += "".join((REPOSITORY / name).read_text("utf-8") for name in SITES)
    yield from (("Blocks", name) for name in re.findall(r"{% block (\w+)", pages))
    yield from (("Classes", name) for name in re.findall(r"(?<![\w-])md-[\w-]*\w", ours))
    yield from (("Attributes", name) for name in re.findall(r"data-md-[\w-]*\w", ours))
    yield from (("Custom properties", name) for name in re.findall(r"--md-[\w-]*\w", ours))
    components = re.findall(r"data-md-component=\"?([\w-]+)", ours)
    yield from (("Components", name) for name in components)
    yield from (
        ("Words of its interface", name) for name in re.findall(r"lang\.t\(.([\w.]+)", ours)
    )
    yield from (("Plugins", name) for name in re.findall(r"\"(material/\w+)\"", ours))
    yield from (
        ("Settings", name) for name in re.findall(r"^    - ([a-z.]+)$", settings, re.MULTILINE)
    )
    files = [*re.findall(r"(?:include|extends) \"([\w./-]+\.\w+)\"", pages), *theme]
    files += [f".icons/{name}.svg" for name in re.findall(r"icon: (material/[\w-]+)", settings)]
    yield from (
        ("Templates and files", name)
        for name in files
        if name != "main.html" and not name.startswith(("assets/", "partials/briefsite/"))
    )
    members = {"config": "MkDocsConfig", "page": "Page", "item": "Page", "nav": "Navigation"}
    for owner, member in re.findall(r"(?<![\w.])(config|page|item|nav)\.(\w+)", pages):
        yield "Members", f"{members[owner]}.{member}"
    for text in read(PACKAGE / "mkdocs", "py").values():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mkdocs"):
                yield from (
                    ("Names of MkDocs", f"{node.module}.{name.name}") for name in node.names
                )
            if isinstance(node, ast.FunctionDef) and node.name.startswith("on_"):
                yield "Hooks of MkDocs", node.name


def test_all_that_is_used_is_listed(used: set[tuple[str, str]]) -> None:
    """What our theme and our modules name has its line in `docs/material.md`."""
    listed = tables()
    assert sorted((heading, name) for heading, name in used if name not in listed[heading]) == []


@pytest.mark.parametrize(
    "heading", ["Blocks", "Attributes", "Custom properties", "Hooks of MkDocs"]
)
def test_nothing_is_listed_that_is_not_used(heading: str, used: set[tuple[str, str]]) -> None:
    """Or an upgrade would be held against what nobody needs."""
    assert [name for name in tables()[heading] if (heading, name) not in used] == []
