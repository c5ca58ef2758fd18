"""A site that `init` wrote, brought to the version that runs: what nobody changed is renewed, of the rest is said what is new.

A record in the site says what was written: for each file the SHA-256 of its content then. Briefings and the
home page are the author's from the first, and in no record.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

import yaml

from briefsite.archive.settings import MATERIAL

RECORD = ".briefsite-init"

CHANGES = Path(__file__).with_name("changes.yml")
"""What each version changed for readers."""

_AUTHORS = ("briefs/", "docs/index.md")
"""What of a new site is an example, to be replaced."""

_HEAD = re.compile(r"# briefsite ([\w.+-]+), lang (\w+), host (\w+)(?:, theme (\w+))?")
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What `init` or `upgrade` wrote into a site, as its record says."""

    version: str
    lang: str
    host: str
    theme: str = MATERIAL
    """Records of before there was a choice name none."""

    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 by path."""

    def text(self) -> str:
        """The record as a file."""
        head = (
            "# What briefsite wrote here, so that `briefsite upgrade` renews what nobody changed.\n"
            f"# briefsite {self.version}, lang {self.lang}, host {self.host}, theme {self.theme}\n"
        )
        lines = (f"{digest}  {path}\n" for path, digest in sorted(self.digests.items()))
        return head + "".join(lines)


class Step(NamedTuple):
    """What an upgrade does with a file."""

    action: Literal["write", "remove", "keep"]
    path: str
    news: str = ""
    """Of a file that is kept, since its author changed it: how it differs from ours, as a diff."""


def written(
    files: Mapping[str, bytes], version: str, lang: str, host: str, theme: str = MATERIAL
) -> Written:
    """What is recorded of a new site."""
    digests = {
        path: _digest(content) for path, content in files.items() if not path.startswith(_AUTHORS)
    }
    return Written(version=version, lang=lang, host=host, theme=theme, digests=digests)


def read_record(folder: Path) -> Written | None:
    """The record of a site; None where there is none that can be read."""
    try:
        lines = (folder / RECORD).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    head = next(filter(None, map(_HEAD.fullmatch, lines)), None)
    if head is None:
        return None
    entries = filter(None, map(_LINE.fullmatch, lines))
    digests = {found[2]: found[1] for found in entries if _is_within(Path(found[2]))}
    theme = head[4] or MATERIAL
    return Written(version=head[1], lang=head[2], host=head[3], theme=theme, digests=digests)


def steps(folder: Path, before: Written, files: Mapping[str, bytes]) -> Iterator[Step]:
    """What is to be done in a site that has a record, for the files that `init` would write today."""
    after = written(files, before.version, before.lang, before.host).digests
    for path in sorted({*before.digests, *after}):
        was, new = before.digests.get(path), after.get(path)
        present = _content(folder / path)
        now = None if present is None else _digest(present)
        if new in (was, now) or (now is None and was is not None):
            continue  # ours did not change, or theirs is the same, or they do without it
        if now in (was, None):
            yield Step("write" if new else "remove", path)
        elif new:
            yield Step("keep", path, _news(path, present or b"", files.get(path, b"")))


def moved(
    before: Written,
    changed: Mapping[str, tuple[bytes, bytes]],
    ours: Mapping[str, tuple[bytes, bytes]],
    theme: str,
) -> Written:
    """The record of a site as it would be if it had been written with another theme.

    Of files that the theme decides: `changed` has what is there, before and after, and `ours` what
    this version writes, with the theme of before and with that of now.
    """
    digests = {**before.digests}
    for path, (old, new) in ours.items():
        was = before.digests.get(path)
        theirs = changed.get(path)
        if theirs and was == _digest(theirs[0]):
            digests[path] = _digest(theirs[1])
        elif was == _digest(old):
            digests[path] = _digest(new)
    return replace(before, theme=theme, digests=digests)


def upgraded(
    before: Written, files: Mapping[str, bytes], done: list[Step], version: str
) -> Written:
    """The record after some steps: what was kept is told of again the next time."""
    after = written(files, version, before.lang, before.host, before.theme)
    kept = {step.path for step in done if step.action == "keep"}
    digests = {path: digest for path, digest in after.digests.items() if path not in kept}
    old = {path: digest for path, digest in before.digests.items() if path in kept}
    return replace(after, digests=digests | old)


def changes_for_readers(since: str, lang: str, path: Path = CHANGES) -> list[str]:
    """What readers see that they did not in a version, oldest first, in the words of a language."""
    versions = yaml.safe_load(path.read_text("utf-8"))
    newer = sorted((name for name in versions if order(name) > order(since)), key=order)
    return [line for name in newer for line in versions[name][lang]]


def _is_within(path: Path) -> bool:
    """Whether a path stays in the site: a file elsewhere could be removed otherwise."""
    return not path.is_absolute() and ".." not in path.parts


def order(version: str) -> tuple[int, ...]:
    """What versions are sorted by: `0.10.0` after `0.9.1`."""
    return tuple(map(int, re.findall(r"\d+", version)))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _news(path: str, theirs: bytes, ours: bytes) -> str:
    a, b = (text.decode(errors="replace").splitlines(keepends=True) for text in (theirs, ours))
    return "".join(difflib.unified_diff(a, b, fromfile=path, tofile=f"{path} (briefsite)"))
