"""The site folder, never half new.

Files are written aside, within the site folder so that a rename suffices, and then take the place of
the old ones, each whole, a folder that is new at one stroke; what is no longer wanted goes last. What
the last build wrote is remembered with size and time, so that a file that is still right is not
written again. An interrupted build leaves a folder of new and old files, each whole, and the next
build mends it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from briefsite.cache.stamp import scan
from briefsite.cache.store import Store, digest
from briefsite.cache.workers import each

if TYPE_CHECKING:
    # For types alone: a build that has nothing to do asks `stands`, and imports little.
    from briefsite.pages.addresses import SitePath

_ASIDE = ".briefsite-"


State = tuple[int, int]
"""Size of a file, and its time of change in nanoseconds."""


class Contents(NamedTuple):
    """What is in the folder of a site."""

    files: Mapping[SitePath, State]
    folders: set[str]


def contents_of(site: Path) -> Contents:
    """Look up what is in a site."""
    files, folders = scan(site)
    states = {path: _state(found) for path, found in files.items()}
    return Contents(cast("dict[SitePath, State]", states), folders)


@dataclass(frozen=True, slots=True)
class Published:
    """What came of putting a site in place."""

    written: int
    removed: int
    """Numbers of files."""

    contents: Contents
    """What the folder holds now, as far as it is ours."""


@dataclass(frozen=True, slots=True)
class Output:
    """A site folder, and the new files until all are written."""

    site: Path
    store: Store
    aside: Path
    """Where new files wait."""

    contents: Contents
    """What the site holds before the new files are put in place."""

    is_whole: bool
    """Whether all that the site holds is made here; else only what was laid there before is removed."""

    _before: Mapping[SitePath, tuple[str, State]]

    @classmethod
    def open(
        cls, site: Path, store: Store, contents: Contents | None = None, *, is_whole: bool = True
    ) -> Output:
        """Make room for new files, and clear what an interrupted build left behind.

        `contents` is what the site holds, where that was looked up already.
        """
        site.mkdir(parents=True, exist_ok=True)
        for old in site.glob(f"{_ASIDE}*"):
            if not _is_running(old.name.split("-")[1]):
                shutil.rmtree(old, ignore_errors=True)
        found = contents or contents_of(site)
        aside = Path(tempfile.mkdtemp(prefix=f"{_ASIDE}{os.getpid()}-", dir=site))
        return cls(
            site, store, aside, found, is_whole, store.get(_key(site, is_whole=is_whole)) or {}
        )

    def abandon(self) -> None:
        """Leave the site as it was."""
        shutil.rmtree(self.aside, ignore_errors=True)

    def write(self, path: SitePath, content: bytes) -> None:
        """Write a file aside."""
        target = f"{self.aside}/{path}"
        try:
            file = open(target, "wb")  # noqa: PTH123, SIM115 (thousands of them)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
            file = open(target, "wb")  # noqa: PTH123, SIM115
        with file:
            file.write(content)

    def new(self, keys: Mapping[SitePath, str]) -> set[SitePath]:
        """The paths that the site does not hold, or not as made from what these keys stand for."""
        files = self.contents.files
        return {
            path for path, key in keys.items() if self._before.get(path) != (key, files.get(path))
        }

    def make(self, keys: Mapping[SitePath, str], make: Callable[[SitePath], bytes]) -> None:
        """Write aside those of some files that are new.

        `keys` holds for each path what stands for all that the file is made from; `make` is called
        for the files of a folder one after another.
        """

        def write(path: SitePath) -> None:
            self.write(path, make(path))

        for _ in each(write, sorted(self.new(keys)), "Writing files"):
            pass

    def publish(self, keys: Mapping[SitePath, str]) -> Published:
        """Put in place what stands aside, and remove what is ours but neither that nor in `keys`.

        `keys` holds all that `make` was asked for.
        """
        files, folders = {**self.contents.files}, self.contents.folders
        aside = contents_of(self.aside).files.keys()
        others = {path: digest((self.aside / path).read_bytes()) for path in aside - keys.keys()}
        wanted = {**others, **keys}
        new = self.new(wanted)
        for path in aside - new:
            (self.aside / path).unlink()
        _open_to_all(self.aside)
        _move(str(self.aside), str(self.site))
        self.abandon()
        needed = _folders_of(wanted)
        if self.is_whole:
            ours, in_folders = {*files}, folders
        else:
            ours = {path for path, (_, state) in self._before.items() if files.get(path) == state}
            in_folders = _folders_of(ours)
        unwanted = _visible(ours - wanted.keys() - needed)
        _prune(self.site, unwanted, _visible(in_folders - needed))
        for path in new:
            with suppress(FileNotFoundError):  # another build was here
                files[path] = _state(os.stat(f"{self.site}/{path}"))  # noqa: PTH116
        written = {path: (key, files[path]) for path, key in wanted.items() if path in files}
        self.store.put(_key(self.site, is_whole=self.is_whole), written)
        contents = Contents({path: state for path, (_, state) in written.items()}, needed)
        return Published(len(new), len(unwanted), contents)


def stands(site: Path, store: Store) -> bool:
    """Tell whether a site is as the last build left it."""
    before = store.get(_key(site, is_whole=True)) or {}
    if not before or not site.is_dir():
        return False
    files, folders = contents_of(site)
    states = {path: state for path, (_, state) in before.items()}
    is_whole = all(files.get(path) == state for path, state in states.items())
    needed = _folders_of(states)
    return is_whole and not _visible((files.keys() - states.keys()) | (folders - needed))


def _key(site: Path, *, is_whole: bool) -> str:
    """The key of what was put into a site, by path: a digest of what it was made from, and its state."""
    return digest("site" if is_whole else "beside a site", str(site.resolve()))


def _visible(paths: Iterable[str]) -> set[str]:
    """Those that are ours to remove: hidden entries at the top of a site may be anybody's."""
    return {path for path in paths if path[0] != "."}


def _state(found: os.stat_result) -> State:
    return found.st_size, found.st_mtime_ns


def _folders_of(paths: Iterable[str]) -> set[str]:
    """All folders that some paths lead through."""
    found: set[str] = set()
    for folder in {path.rpartition("/")[0] for path in paths}:
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]  # noqa: PLW2901
    return found


def _is_running(process: str) -> bool:
    """Tell whether a build still writes here; where that cannot be told, none does."""
    if os.name != "posix" or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return int(process) != os.getpid()


def _open_to_all(folder: Path) -> None:
    """Let a web server read all files below a folder, whatever the umask."""
    for parent, _, names in os.walk(folder):
        os.chmod(parent, 0o755)  # noqa: PTH101, S103 (thousands of them, and meant so)
        for name in names:
            os.chmod(f"{parent}/{name}", 0o644)  # noqa: PTH101


def _move(source: str, target: str) -> None:
    """Move all that is in a folder to another; a folder that is not there yet moves as a whole."""
    for entry in [*os.scandir(source)]:
        place = f"{target}/{entry.name}"
        is_folder = os.path.isdir(place)  # noqa: PTH112 (thousands of them)
        if entry.is_dir() and is_folder:
            _move(entry.path, place)
            continue
        if is_folder:
            shutil.rmtree(place)
        elif entry.is_dir() and os.path.isfile(place):  # noqa: PTH113
            Path(place).unlink()
        os.replace(entry.path, place)  # noqa: PTH105


def _prune(site: Path, files: Iterable[str], folders: Iterable[str]) -> None:
    """Remove some files of a site, then folders that are empty by now."""
    for path in files:
        with suppress(FileNotFoundError, NotADirectoryError):  # a file took the place of its folder
            os.unlink(f"{site}/{path}")  # noqa: PTH108 (thousands of them)
    for path in sorted(folders, reverse=True):  # inner ones first
        with suppress(OSError):
            os.rmdir(f"{site}/{path}")  # noqa: PTH106
