"""A part of the search index: some pages, indexed by Pagefind and read, so that parts can be put together.

Pagefind's files are CBOR (RFC 8949) behind a signature, compressed. A page has a number in its index, and in a list
of pages each number but the first is how much it is more than the one before.
"""

from __future__ import annotations

import gzip
import json
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import cbor2

from briefsite.cache.store import digest

SIGNATURE = b"pagefind_dcd"
"""Begins each file."""

ENTRY = "pagefind-entry.json"
"""The file of an index that leads to all others."""

FRAGMENTS = "fragment/"
"""Folder of the files that hold what a result shows, one for each page."""

ARRAY = 0x80
"""Begins a list in CBOR, together with its length."""

_URL_FIRST = b'{"url":'
_BEGINNING = 4_096
"""Bytes of a fragment that hold the path of its page, which comes first in it."""


class Page(NamedTuple):
    """A page of a part."""

    path: str
    """Of the file that Pagefind read."""

    fragment: str
    """The key of what a result shows of it, as `content_key` gives it."""


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
    pages: Sequence[Page]
    """By number."""

    words: Sequence[Word]
    fields: Sequence[str]
    """Of what is said of pages apart from their words."""

    def encoded(self) -> bytes:
        """As bytes that `decoded` reads."""
        return cbor2.dumps(tuple(self))


_Places = Sequence[int | None]
"""The new numbers of the pages of a part, by the old ones; None where a page is gone."""


def content_key(content: bytes) -> str:
    """The key of a file of the index that goes into the site as it is."""
    return digest("file of the index", content)


def decoded(content: bytes) -> ReadPart:
    """A part from what `encoded` gave."""
    entry, version, pages, words, fields = cbor2.loads(content)
    return ReadPart(entry, version, [Page(*page) for page in pages], words, fields)


def read_part(index: Path) -> ReadPart:
    """Read what Pagefind made of some pages. Raises ValueError where it is not as Pagefind 1.5 makes it."""
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
    read = [_page(index / f"{FRAGMENTS}{name}.pf_fragment") for name, _ in pages]
    return ReadPart(entry, version, read, words, fields)


def _content(file: Path) -> list[Any]:
    """What a file of Pagefind's holds."""
    raw = gzip.decompress(file.read_bytes())
    if not raw.startswith(SIGNATURE):
        raise ValueError(f"{file.name} does not begin as files of Pagefind 1.5 do")
    return cast("list[Any]", cbor2.loads(raw.removeprefix(SIGNATURE)))


def _page(fragment: Path) -> Page:
    content = fragment.read_bytes()
    beginning = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, _BEGINNING)
    signature, first, about = beginning.partition(_URL_FIRST)
    if signature != SIGNATURE or not first:
        raise ValueError(f"{fragment.name} does not begin as fragments of Pagefind 1.5 do")
    url, _ = json.JSONDecoder().raw_decode(about.decode("utf-8", "ignore"))
    return Page(url.removeprefix("/"), content_key(content))


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


def renewed(paths: Sequence[str], new: ReadPart | None, before: ReadPart | None) -> ReadPart:
    """A part with the pages of these paths, in their order: `new` has those that changed, `before` the others.

    It is the same whatever of it is new: pages are numbered by their order, where Pagefind takes that of a folder.
    """
    parts = [part for part in (new, before) if part]
    numbers = {path: number for number, path in enumerate(paths)}
    changed = {page.path for page in new.pages} if new else set()
    pages = dict[int, Page]()
    words: dict[str, list[tuple[_Moved, Word]]] = {}
    for part in parts:
        is_old = part is before
        places = [
            None if is_old and page.path in changed else numbers.get(page.path)
            for page in part.pages
        ]
        pages |= {at: page for at, page in zip(places, part.pages, strict=True) if at is not None}
        moved = _Moved(places)
        for word in part.words:
            words.setdefault(word[0], []).append((moved, Word(*word)))
    made = (_word(stem, words[stem]) for stem in sorted(words))
    return parts[0]._replace(
        pages=[pages[number] for number in range(len(paths))],
        words=[word for word in made if word.pages.number or word.forms],
    )


class _Moved:
    """How the pages of a part are numbered anew."""

    def __init__(self, places: _Places) -> None:
        self.places = places
        kept = [(old, new) for old, new in enumerate(places) if new is not None]
        self._stay = all(old == new for old, new in kept)
        self._gone = [old for old, new in enumerate(places) if new is None]

    def all_stay(self, pages: PagesOfWord) -> bool:
        """Whether all pages of a word surely keep their numbers."""
        at = bisect_left(self._gone, pages[0])
        return self._stay and (at == len(self._gone) or self._gone[at] > pages[1])


def _word(stem: str, found: Sequence[tuple[_Moved, Word]]) -> Word:
    forms: dict[str, list[tuple[_Moved, PagesOfWord]]] = {}
    for moved, word in found:
        for form, pages in word.forms:
            forms.setdefault(form, []).append((moved, pages))
    having = ((form, _joined(forms[form])) for form in sorted(forms))
    return Word(
        stem,
        _joined([(moved, word.pages) for moved, word in found]),
        [(form, pages) for form, pages in having if pages.number],
    )


def _joined(lists: Sequence[tuple[_Moved, PagesOfWord]]) -> PagesOfWord:
    """The pages of a word with their new numbers."""
    if len(lists) == 1:
        moved, pages = lists[0]
        if moved.all_stay(pages):
            return PagesOfWord(*pages)
    found = sorted(entry for moved, pages in lists for entry in _numbered(moved.places, pages))
    numbers = [number for number, _ in found]
    steps = (number - before for number, before in zip(numbers, [0, *numbers], strict=False))
    return _pages([[step, *where] for step, (_, where) in zip(steps, found, strict=True)])


def _numbered(places: _Places, pages: PagesOfWord) -> Iterator[tuple[int, Iterable[Any]]]:
    """The pages of a word that are still there, by their new numbers, and where it is in them."""
    first, _, count, rest = pages
    if not count:
        return
    number = 0
    for step, *where in cbor2.loads(
        head(ARRAY, count) + head(ARRAY, 3) + cbor2.dumps(first) + rest
    ):
        number += step
        place = places[number]
        if place is not None:
            yield place, where
