"""When the lines of the register were committed, as git knows it, where the archive is in a repository.

Git is asked once, and again where the file or the commit is another; the network never is. Where there is
no git, no history or no answer, nothing is known, and nobody is told: a site can be built from a folder of files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from briefsite.archive.dates import Instant
from briefsite.archive.register import NOTHING, lines_of
from briefsite.cache.commit import commit_state
from briefsite.cache.store import Store, digest
from briefsite.pages.publication import Publications

LONGEST = 60
"""Seconds that git may take."""

_OPTIONS = ("-c", "protocol.allow=never", "-c", "core.fsmonitor=false")
"""A clone may lack what it would then fetch; a repository may name a program to run."""

_BLAME = ("blame", "--porcelain", "--root", "--no-textconv", "--ignore-revs-file=", "HEAD")
"""Of what was committed, not of the file: to compare that, git would run what a repository names for it."""

_DIGITS = 40
"""Of the name of a commit, at least."""


def with_commits(publications: Publications, lock: Path, store: Store) -> Publications:
    """What pages say of a site, with when each line of its register was committed."""
    times = _commit_times(lock, store)
    return {
        edition: replace(publication, committed=times)
        for edition, publication in publications.items()
    }


def _commit_times(lock: Path, store: Store) -> Mapping[int, str]:
    """When each line was committed, in UTC; none of those that are not, or whose commit is not there."""
    state = commit_state(lock)
    if not state:
        return {}
    try:
        raw = lock.read_bytes()
    except OSError:  # reading the archive says so
        return {}
    if not raw.startswith(NOTHING.encode()):
        return {}
    key = digest("commit times", state, str(lock.resolve()), raw)
    found: Mapping[int, str] | None = store.get(key)
    if (
        found is None
        and (found := _ask_git(lock, raw.decode("utf-8", errors="replace"))) is not None
    ):
        store.put(key, found)
    return found or {}


def _ask_git(lock: Path, text: str) -> dict[int, str] | None:
    """The same from git; None where it gave no answer, which it may on another day."""
    run = partial(_run, lock.parent)
    told, shallow = run(*_BLAME, "--", lock.name), run("rev-parse", "--git-path", "shallow")
    if told is None or shallow is None:
        return None
    ends = b""
    with suppress(OSError):  # mostly there is none: the history is whole
        ends = (lock.parent / os.fsdecode(shallow.strip())).read_bytes()
    # The oldest commits that a shallow clone has seem to have made all that was there before.
    unknown = {*ends.decode("ascii", errors="replace").split()}
    lines = dict(enumerate(lines_of(text), 1))
    times: dict[str, str] = {}
    found: dict[int, str] = {}
    commit, number = "", 0
    for line in told.decode("utf-8", errors="replace").split("\n"):
        first, _, rest = line.partition(" ")
        if line.startswith("\t"):
            is_same = lines.get(number) == line[1:].removesuffix("\r")
            if is_same and commit not in unknown:
                found[number] = times[commit]
        elif len(first) >= _DIGITS:
            commit, number = first, int(rest.split(" ")[1])
        elif first == "committer-time":
            times[commit] = Instant(int(rest), "").in_utc
    return found


def _run(folder: Path, *arguments: str) -> bytes | None:
    """What git says; None where it cannot be asked, refuses, or takes too long."""
    git = shutil.which("git")
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    if not git:
        return None
    try:
        done = subprocess.run(  # noqa: S603 (git, asked of a file of the archive)
            [git, *_OPTIONS, *arguments],
            cwd=folder,
            env={**own, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
