"""CodeMirror as one module, for the page of the editor. `make editor` makes it, with npm; what it made is committed."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from typing import Any

from sites import REPOSITORY

FOLDER = REPOSITORY / "editors/page"
MADE = REPOSITORY / "generator/briefsite/editor"
HEAD, _, MODULE = (MADE / "codemirror.js").read_text("utf-8").partition("\n")
LICENCES = (MADE / "codemirror.LICENSES.txt").read_text("utf-8")

LARGEST = 190_000
"""Bytes of the bundle, compressed: the page has 250 kB, and code of its own."""


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text("utf-8"))


MANIFEST = read("package.json")
LIBRARIES = {path: each for path, each in read("package-lock.json")["packages"].items() if path}


def test_the_bundle_is_of_the_libraries_that_the_lock_names() -> None:
    """And of the names and options of today: otherwise `make editor` makes it again."""
    made_of = [FOLDER / name for name in ("package-lock.json", "codemirror.js", "build.mjs")]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()
    assert HEAD.startswith(f"// {digest}: ")


def test_the_bundle_has_every_name_that_the_page_may_import() -> None:
    """As the entry lists them, and no others."""
    entry = (FOLDER / "codemirror.js").read_text("utf-8")
    asked = re.findall(r"\w+", " ".join(re.findall(r"^export \{([^}]*)\}", entry, re.MULTILINE)))
    (exported,) = re.findall(r"\bexport\{([^}]*)\};?\s*$", MODULE)
    assert sorted(one.split(" as ")[-1] for one in exported.split(",")) == sorted(asked)


def test_the_bundle_is_small() -> None:
    """As it goes over the wire, compressed as well as can be."""
    assert len(gzip.compress((MADE / "codemirror.js").read_bytes(), 9)) <= LARGEST


def test_the_whole_page_is_small() -> None:
    """250 kB, compressed: the bundle, the page's own scripts, its style."""
    files = [*MADE.glob("*.js"), *MADE.glob("*.css"), *MADE.glob("*.html")]
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) <= 250_000


def test_there_are_the_same_words_in_each_language() -> None:
    """A word that is missing would show as `undefined`."""
    words = (MADE / "words.js").read_text("utf-8").partition("export const PHRASES")[0]
    spanish, english = words.split("\n  en: {")
    names = [
        set(re.findall(r"(?:^|[,{]) *(\w+): (?=[\"(\w`])", part, re.MULTILINE)) - {"es"}
        for part in (spanish, english)
    ]
    assert names[0] == names[1]
    assert len(names[0]) > 100


def test_the_bundle_asks_nothing_of_anybody() -> None:
    """Nothing fetches, and nothing runs text: of addresses there are the name of SVG, words of an error, and a scheme."""
    assert {*re.findall(r"\b(?:https?|wss?):/{2}[\w./-]*", MODULE)} == {
        "http://www.w3.org/2000/svg",
        "https://github.com/markedjs/marked.",
        "http://",  # for links in Markdown that have none
    }
    fetching = r"\b(?:fetch|eval|import|importScripts|sendBeacon|Function|XMLHttpRequest|WebSocket|EventSource|Worker)\("
    assert re.findall(fetching, MODULE) == []
    assert re.findall(r"\bimport\b[\s\"'{*]|\bsourceMappingURL\b", MODULE) == []


def test_the_licences_of_all_that_is_within_are_beside_it() -> None:
    """Each library that a page needs, in the version that the lock has, with the text that lets us pass it on."""
    parts = LICENCES.split(f"\n{'-' * 72}\n\n")
    named = [part.split("\n", 1)[0] for part in parts]
    locked = {f"{path.removeprefix('node_modules/')} {LIBRARIES[path]['version']}" for path in LIBRARIES}  # fmt: skip
    assert {*named} <= locked
    assert [part for part in parts if "Permission is hereby granted, free of charge" not in part] == []  # fmt: skip
    wanted = {name for name in MANIFEST["devDependencies"] if name != "esbuild"}
    assert wanted <= {name.split(" ")[0] for name in named}


def test_the_lock_names_hashes_and_no_registry() -> None:
    """It installs from wherever the machine gets its packages."""
    assert LIBRARIES
    assert [path for path, each in LIBRARIES.items() if "resolved" in each] == []
    assert [path for path, each in LIBRARIES.items() if "integrity" not in each] == []
    assert "registry." not in (FOLDER / "package-lock.json").read_text("utf-8")


def test_libraries_are_of_one_version() -> None:
    """As the lock has them, so that a later one is a change to be seen; nobody publishes the folder."""
    asked = MANIFEST["devDependencies"]
    assert [name for name, one in asked.items() if not re.fullmatch(r"\d+\.\d+\.\d+", one)] == []
    assert MANIFEST["private"] is True
