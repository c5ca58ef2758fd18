"""A part of the search index: some pages, indexed by Pagefind and read, so that parts can be put together.

It is a program that works beside a build, on one part after the other::

    python -Pm briefsite.outputs.search_part BUILD PAGEFIND (LANGUAGE FOLDER)...

A folder holds `pages`, and gets `index`, what Pagefind made, and `read`, what `read_part` found in that. Parts that
have not begun when the process `BUILD` ends are left alone.

Pagefind's files are CBOR (RFC 8949) behind a signature, compressed. A page has a number in its index, and in a list
of pages each number but the first is how much it is more than the one before.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import cbor2

SIGNATURE = b"pagefind_dcd"
"""Begins each file."""

PAGES, INDEX, READ = "pages", "index", "read"
"""What is in the folder of a part."""

ENTRY = "pagefind-entry.json"
"""The file of an index that leads to all others."""

ARRAY = 0x80
"""Begins a list in CBOR, together with its length."""


class PagesOfWord(NamedTuple):
    """In which pages of a part a word is, and where: what tells them apart is read, and all else copied as it is."""

    first: int
    """Number of the first page."""

    last: int
    """Number of the last one."""

    number: int
    """How many pages there are; 0 where the word is only in forms with accents."""

    rest: bytes
    """As Pagefind encoded them, after the number of the first."""


class Word(NamedTuple):
    """A stem of words that are in pages of a part."""

    stem: str
    pages: PagesOfWord
    forms: Sequence[tuple[str, PagesOfWord]]
    """Those that are written with accents, and the pages that have them so."""


class ReadPart(NamedTuple):
    """What is in the index of a part."""

    entry: dict[str, Any]
    """The content of `ENTRY`."""

    version: str
    pages: Sequence[str]
    """The names of their fragments, by number."""

    words: Sequence[Word]
    fields: Sequence[str]
    """Of what is said of pages apart from their words."""

    def encoded(self) -> bytes:
        """As bytes that `decoded` reads."""
        return cbor2.dumps(tuple(self))


def decoded(content: bytes) -> ReadPart:
    """A part from what `encoded` gave."""
    entry, version, pages, words, fields = cbor2.loads(content)
    return ReadPart(entry, version, pages, words, fields)


def read_part(index: Path) -> ReadPart:
    """Read what Pagefind made of the pages of a part. Raises ValueError where it is not as Pagefind 1.5 makes it."""
    entry = json.loads((index / ENTRY).read_bytes())
    (about,) = entry["languages"].values()
    version, pages, pieces, filters, sorts, fields = _content(
        index / f"pagefind.{about['hash']}.pf_meta"
    )
    if filters or sorts:
        raise ValueError("an index with filters or an order of its own")
    words = [
        Word(stem, _pages(found), [(form, _pages(having)) for form, having in forms])
        for _, _, piece in pieces
        for stem, found, forms in _content(index / f"index/{piece}.pf_index")[0]
    ]
    return ReadPart(entry, version, [name for name, _ in pages], words, fields)


def _content(file: Path) -> list[Any]:
    """What a file of Pagefind's holds."""
    raw = gzip.decompress(file.read_bytes())
    if not raw.startswith(SIGNATURE):
        raise ValueError(f"{file.name} does not begin as files of Pagefind 1.5 do")
    return cast("list[Any]", cbor2.loads(raw.removeprefix(SIGNATURE)))


def _pages(found: list[list[Any]]) -> PagesOfWord:
    if not found:
        return PagesOfWord(0, 0, 0, b"")
    first = found[0][0]
    # Before the rest stand the beginning of the list, that of the first page in it, and its number.
    before = (
        len(head(ARRAY, len(found))) + len(head(ARRAY, len(found[0]))) + len(cbor2.dumps(first))
    )
    last = sum(page[0] for page in found)
    return PagesOfWord(first, last, len(found), cbor2.dumps(found)[before:])


def head(kind: int, length: int) -> bytes:
    """What begins a value of some length in CBOR."""
    number = bytearray(cbor2.dumps(length))  # which begins as a value of the first kind does
    number[0] |= kind
    return bytes(number)


def main() -> None:
    """Work on parts as the command line says; ends with what Pagefind says where it fails."""
    build, pagefind, *parts = sys.argv[1:]
    for language, folder in zip(parts[::2], parts[1::2], strict=True):
        if os.getppid() != int(build):
            return
        index = Path(folder, INDEX)
        command: list[str | Path] = [
            *(pagefind, "--site", Path(folder, PAGES), "--output-path", index),
            *("--force-language", language, "--quiet"),
        ]
        done = subprocess.run(  # noqa: S603 (nothing here comes from a briefing)
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        if done.returncode:
            sys.exit(done.stdout.decode(errors="replace"))
        try:
            Path(folder, READ).write_bytes(read_part(index).encoded())
        except (ValueError, OSError) as error:
            sys.exit(f"what it made cannot be read and kept: {error}")


if __name__ == "__main__":
    main()
