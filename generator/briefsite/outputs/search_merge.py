"""Parts of a search index, put together into one.

An edit then changes one part of some hundred pages, while a reader has one index, with one list of pages. Its words lie in smaller pieces than Pagefind makes, of which a reader loads one or two for each word. Words
that begin alike lie in one piece: Pagefind finds a word by its beginning in one piece alone.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise, takewhile
from operator import eq
from typing import NamedTuple

import cbor2

from briefsite.cache.store import digest
from briefsite.outputs.search_part import (
    ARRAY,
    ENTRY,
    FRAGMENTS,
    SIGNATURE,
    PagesOfWord,
    ReadPart,
    Word,
    content_key,
    head,
)

_LEAST = 12_000
"""Bytes of a piece before it is compressed, to a half or less; where words that begin alike take more, of these."""

_ALIKE = 3
"""Letters with which words begin alike."""

_LAST = "\U0010ffff"
"""Comes after all letters."""

_DIGITS = 7
"""Of the digests that files of the index are named after, as Pagefind does."""

Numbered = tuple[int, PagesOfWord]
"""The number in the whole of the first page of a part, and pages in that part."""


class Piece(NamedTuple):
    """Some of the words of an index, one after the other in the order of letters."""

    first: str
    last: str
    """The stems at both ends."""

    content: bytes
    """A file, before it is compressed."""


class File(NamedTuple):
    """A file of the index."""

    key: str
    content: bytes
    is_packed: bool = True
    """Whether it is compressed in the site."""


class Merged(NamedTuple):
    """An index that was put together."""

    files: Mapping[str, File]
    """By path."""

    fragments: Mapping[str, str]
    """The keys of what results show, by path."""


def merged(parts: Sequence[ReadPart]) -> Merged:
    """Put parts together, which are all in one language. Raises ValueError where they do not go together."""
    entry, version, fields = parts[0].entry, parts[0].version, parts[0].fields
    ((language, about),) = entry["languages"].items()
    if any((part.version, part.fields) != (version, fields) for part in parts):
        raise ValueError("parts of the search index that do not go together")
    fragments = dict[str, str]()
    for page in chain.from_iterable(part.pages for part in parts):
        fragments[_name(language, page.fragment, fragments)] = page.fragment
    named = dict[str, Piece]()
    for piece in pieces(parts):
        named[_name(language, digest(piece.content), named)] = piece
    leading = contents(version, fragments, named, fields)
    hashed = _name(language, digest(leading), ())
    about |= {"hash": hashed, "page_count": len(fragments)}
    first = json.dumps(entry, separators=(",", ":")).encode()
    packed = {f"index/{name}.pf_index": piece.content for name, piece in named.items()}
    packed[f"pagefind.{hashed}.pf_meta"] = leading
    files = {path: File(digest("compressed", content), content) for path, content in packed.items()}
    return Merged(
        files | {ENTRY: File(content_key(first), first, is_packed=False)},
        {f"{FRAGMENTS}{name}.pf_fragment": key for name, key in fragments.items()},
    )


def _name(language: str, key: str, taken: Container[str]) -> str:
    """The name of a file: no more of its digest than tells it apart from those before."""
    length = _DIGITS
    while (name := f"{language}_{key[:length]}") in taken and length < len(key):
        length += 1
    return name


def pieces(parts: Sequence[ReadPart]) -> Iterator[Piece]:
    """The words of all parts."""
    starts = accumulate((len(part.pages) for part in parts), initial=0)
    found: dict[str, list[tuple[int, Word]]] = {}
    for start, part in zip(starts, parts, strict=False):
        for word in part.words:
            found.setdefault(word[0], []).append((start, word))
    stems, encoded, size = list[str](), list[bytes](), 0
    for stem in sorted(found):
        if size >= _LEAST and stem[:_ALIKE] != stems[-1][:_ALIKE]:
            yield _piece(stems, encoded)
            stems, encoded, size = [], [], 0
        stems.append(stem)
        encoded.append(_word(stem, found[stem]))
        size += len(encoded[-1])
    if stems:
        yield _piece(stems, encoded)


def _piece(stems: Sequence[str], encoded: Sequence[bytes]) -> Piece:
    content = b"".join((SIGNATURE, head(ARRAY, 1), head(ARRAY, len(encoded)), *encoded))
    return Piece(stems[0], stems[-1], content)


def _word(stem: str, found: Sequence[tuple[int, Word]]) -> bytes:
    """A word of some parts, as Pagefind encodes it."""
    forms: dict[str, list[Numbered]] = {}
    for start, (_, _, of_part) in found:
        for form, pages in of_part:
            forms.setdefault(form, []).append((start, pages))
    return b"".join(
        (
            head(ARRAY, 3),
            cbor2.dumps(stem),
            _joined((start, pages) for start, (_, pages, _) in found),
            head(ARRAY, len(forms)),
            *(
                head(ARRAY, 2) + cbor2.dumps(form) + _joined(having)
                for form, having in sorted(forms.items())
            ),
        )
    )


def _joined(lists: Iterable[Numbered]) -> bytes:
    """One list of pages of those of some parts: each first number is counted from the last page before it."""
    total, before, joined = 0, 0, list[bytes]()
    for start, (first, last, number, rest) in lists:
        if number:
            joined += (head(ARRAY, 3), cbor2.dumps(start + first - before), rest)
            total, before = total + number, start + last
    return head(ARRAY, total) + b"".join(joined)


def contents(
    version: str, pages: Iterable[str], named: Mapping[str, Piece], fields: Sequence[str]
) -> bytes:
    """The file that leads from words to the pieces that have these names, before it is compressed.

    How many words a page has plays no part in what `search.js` asks for; it would take a fifth of what a reader loads
    of this file.
    """
    uncounted = [(name, 1) for name in pages]
    ranges = [[piece.first, piece.last, name] for name, piece in named.items()]
    for one, other in pairwise(ranges):
        one[1], other[0] = _apart(one[1], other[0])
    return SIGNATURE + cbor2.dumps([version, uncounted, ranges, [], [], fields])


def _apart(one: str, other: str) -> tuple[str, str]:
    """Where a piece with the first of two words ends, and where one with the second begins.

    Whoever looks for the beginning of a word finds the piece that has it: the first one that does not end before.
    """
    alike = sum(1 for _ in takewhile(lambda letters: eq(*letters), zip(one, other, strict=False)))
    return one[: alike + 1] + ("" if alike == len(one) else _LAST), other[: alike + 1]
