"""Where pages, moments and broken words stand in an archived text: `<id>.places`.

A line each, with line and column in the text as editors count them, from 1:

    1:1 page 1
    58:214 page 2
    61:9 hyphen

`page` is where a page of the document begins, `time` where something is said in a recording
(`3:1 time 00:03:12.500`), `hyphen` where a word went on in a new line after a hyphen, which the text
may lack or have too much. Lines that begin with `#` are comments.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate


class PlacesError(ValueError):
    """A line is not as described above, or leads out of the text; the argument is its number, from 1."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where pages, moments and broken words stand in a text, by characters from its beginning."""

    pages: tuple[tuple[int, int], ...] = ()
    """Where each page begins, and its number, from 1."""

    times: tuple[tuple[int, float], ...] = ()
    """Where each moment begins, and when that is, in seconds."""

    hyphens: tuple[int, ...] = ()
    """Characters before which a line of the document ended within a word, at a hyphen."""

    def page(self, place: int) -> int | None:
        """The page of a character; None where nothing says it."""
        index = bisect_right(self.pages, place, key=lambda page: page[0])
        return self.pages[index - 1][1] if index else None

    def time(self, place: int) -> float | None:
        """When a character is said, in seconds; None where nothing says it."""
        index = bisect_right(self.times, place, key=lambda time: time[0])
        return self.times[index - 1][1] if index else None

    def __bool__(self) -> bool:
        return bool(self.pages or self.times or self.hyphens)


def clock(seconds: float) -> str:
    """A moment as hours, minutes and seconds: `00:03:12.500`; whole seconds without a fraction."""
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    hours, rest = divmod(whole, 3600)
    text = f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
    return f"{text}.{milliseconds:03}" if milliseconds else text


def write_places(places: Places, text: str) -> str:
    """The file that stands for these places of a text."""
    starts = _line_starts(text)

    def at(place: int) -> str:
        line = bisect_right(starts, place)
        return f"{line}:{place - starts[line - 1] + 1}"

    entries = [
        *((place, 0, f"page {page}") for place, page in places.pages),
        *((place, 1, f"time {clock(time)}") for place, time in places.times),
        *((place, 2, "hyphen") for place in places.hyphens),
    ]
    return "".join(f"{at(place)} {what}\n" for place, _, what in sorted(entries))


_LINE = re.compile(
    r"(?P<line>\d{1,9}):(?P<column>\d{1,9}) (?:page (?P<page>[1-9]\d{0,8})|(?P<hyphen>hyphen)"
    r"|time (?P<hours>\d{1,4}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d(?:\.\d{1,3})?))"
)


def read_places(written: str, text: str) -> Places:
    """The places of a text. Raises PlacesError."""
    starts = [*_line_starts(text), len(text)]
    pages, times, hyphens = [], [], []
    for number, match in _lines(written):
        line, column = int(match["line"]), int(match["column"])
        if not 0 < line < len(starts) or not 0 < column <= starts[line] - starts[line - 1] + 1:
            raise PlacesError(number)
        place = starts[line - 1] + column - 1
        if match["page"]:
            pages.append((place, int(match["page"])))
        elif match["hyphen"]:
            hyphens.append(place)
        else:
            time = 3600 * int(match["hours"]) + 60 * int(match["minutes"]) + float(match["seconds"])
            times.append((place, time))
    return Places(tuple(sorted(pages)), tuple(sorted(times)), tuple(sorted(hyphens)))


def _lines(written: str) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(written.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            raise PlacesError(number)
        yield number, match


def _line_starts(text: str) -> list[int]:
    lengths = [len(line) + 1 for line in text.split("\n")]
    return [0, *accumulate(lengths[:-1])]
