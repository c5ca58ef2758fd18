"""One site made on several machines: each makes a shard of it, and the last one joins them.

All machines read the archive, which is a tenth of the work, and each makes the pages and files whose
paths are its own. What they made is in their stores. A build that has taken in these stores finds
nearly everything made, and so writes the same site as one that did it all.
"""

from __future__ import annotations

import os
import re
import zlib
from typing import NamedTuple

VARIABLE = "BRIEFSITE_SHARD"
"""The environment variable that tells a build which shard to make."""


class Shard(NamedTuple):
    """A part of the paths of a site."""

    number: int
    """Counts from 1."""

    of: int
    """How many there are."""

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Read `2/3`. Raises ValueError for anything that is no shard."""
        match = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text, re.ASCII)
        if not match or not 1 <= int(match[1]) <= int(match[2]):
            raise ValueError(f"`{text}` is no shard; write `2/3` for the second of three")
        return cls(int(match[1]), int(match[2]))

    def holds(self, path: str) -> bool:
        """Tell whether a path is in it; every path is in one of them."""
        return zlib.crc32(path.encode()) % self.of == self.number - 1


def own_shard() -> Shard:
    """The shard that this process has to make: all of the site, where nobody says otherwise."""
    return Shard.parse(os.environ.get(VARIABLE) or "1/1")
