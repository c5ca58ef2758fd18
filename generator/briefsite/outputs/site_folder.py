"""The site folder, never half new.

Files are written aside, in a folder beside the site that git does not see. A second folder holds the site as it was
one build before, its files as hard links. It is brought up to the new site, at the cost of what changed in two
builds, and then takes the name of the site at one stroke: whoever looks finds the old site or the new one.

Where that cannot be (a link, a disk of its own, files of others in it), new files take the place of the old ones
one by one, each whole, a folder that is new at one stroke; what is no longer wanted goes last. A build that is
interrupted then leaves new and old files, and the next one mends it.

What the last build wrote is remembered with size and time, so that a file that is still right is not written again.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from briefsite.cache.memory import collector_paused
from briefsite.cache.stamp import scan
from briefsite.cache.store import Store, digest
from briefsite.cache.workers import each
from briefsite.messages.message import Message
from briefsite.outputs.exchange import exchange, obstacle
from briefsite.outputs.manifest import MANIFEST, Listed, is_listed, manifest

if TYPE_CHECKING:
    # For types alone: a build that has nothing to do asks `stands`, and imports little.
    from briefsite.pages.addresses import SitePath

_ASIDE = ".briefsite-"
"""Begins the name of the folder of new files, where that is within the site."""

_BESIDE = ".briefsite"
"""The folder beside a site for what is not yet in it, and for the site before."""


_WORK = "-work"
"""Ends the name of the folder that is brought up to the new site, after that of the new files."""

_NOT_HERE = frozenset({errno.EXDEV, errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOSYS})
"""What the system says where it links no file of others, or exchanges no folder of a lower layer."""

State = tuple[int, int]
"""Size of a file, and its time of change in nanoseconds."""


class Contents(NamedTuple):
    """What is in the folder of a site."""

    files: Mapping[SitePath, State]
    folders: set[str]

    def where(self, others: Iterable[SitePath]) -> Contents:
        """The same where somebody else wrote some files: they are there, and in no state that was ours."""
        return self._replace(files={**self.files, **dict.fromkeys(others, (-1, 0))})


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

    moment: int | None
    """For which the site is made, as its manifest says; without one it has none."""

    in_place: Message | None
    """Why files take their places one by one; None where the whole site does at one stroke."""

    _before: Mapping[SitePath, tuple[str, State]]
    _listed: Mapping[SitePath, str]
    """The SHA-256 of files of the site, as far as its manifest knew it then, where there is to be one."""

    _sha256: dict[SitePath, str] = field(default_factory=dict)
    """Of the files that were written aside, where there is to be a manifest."""

    @classmethod
    def open(
        cls,
        site: Path,
        store: Store,
        contents: Contents | None = None,
        *,
        is_whole: bool = True,
        moment: int | None = None,
    ) -> Output:
        """Make room for new files, and clear what an interrupted build left behind.

        `contents` is what the site holds, where that was looked up already. Raises OSError where nothing can be
        written in the site.
        """
        site.mkdir(parents=True, exist_ok=True)
        if not os.access(site, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(site))
        found = contents or contents_of(site)
        before = store.get(_key(site, is_whole=is_whole)) or {}
        why = Message("pages are laid into it") if not is_whole or moment is None else None
        why = why or _foreign(site, before) or obstacle(site)
        beside = site.parent / _BESIDE
        if why is None:
            beside.mkdir(exist_ok=True)
            (beside / ".gitignore").write_text("*\n", encoding="utf-8")
        within, next_to = (site, _ASIDE), (beside, f"{site.name}-")
        for folder, prefix in (within, next_to):
            # As `mkdtemp` names them.
            of_build = re.compile(rf"{re.escape(prefix)}(\d+)-\w{{8}}({_WORK})?")
            for old in folder.glob("*") if folder.is_dir() else ():
                name = of_build.fullmatch(old.name)
                if name and not is_running(name[1]):
                    shutil.rmtree(old, ignore_errors=True)
        place, prefix = within if why else next_to
        aside = Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=place))
        known = {} if moment is None else _known(site, before, found.files)
        return cls(site, store, aside, found, is_whole, moment, why, before, known)

    def abandon(self) -> None:
        """Leave the site as it was."""
        for folder in (self.aside, self._work):
            shutil.rmtree(folder, ignore_errors=True)

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

    def write_all(self, files: Iterable[tuple[SitePath, bytes]]) -> None:
        """Write some files aside, one after another."""
        for path, content in files:
            self.write(path, content)

    def new(self, keys: Mapping[SitePath, str]) -> set[SitePath]:
        """The paths that the site does not hold, or not as made from what these keys stand for."""
        files = self.contents.files
        return {
            path for path, key in keys.items() if self._before.get(path) != (key, files.get(path))
        }

    def make(
        self,
        keys: Mapping[SitePath, str],
        make: Callable[[SitePath], bytes],
        *,
        on_all_cores: bool = True,
    ) -> None:
        """Write aside those of some files that are new.

        `keys` holds for each path what stands for all that the file is made from; `make` is called
        for the files of a folder one after another. Where they are made of what takes much memory, one core is
        faster: each other one needs a copy of it.
        """

        def write(path: SitePath) -> str:
            content = make(path)
            self.write(path, content)
            return "" if self.moment is None else _sha256(content)

        paths = sorted(self.new(keys))
        written = each(write, paths, "Writing files") if on_all_cores else map(write, paths)
        self._sha256.update(zip(paths, written, strict=True))

    def publish(self, keys: Mapping[SitePath, str], without: Iterable[SitePath] = ()) -> Published:
        """Put in place what stands aside, and remove what is ours but neither that nor in `keys`.

        `keys` holds all that `make` was asked for; what is in `without` is removed whosever it is.
        """
        files, folders = {**self.contents.files}, self.contents.folders
        aside = contents_of(self.aside).files
        wanted = {**self._others(aside.keys() - keys.keys()), **keys}
        needed = _folders_of(wanted)
        if self.is_whole:
            ours, in_folders = {*files}, folders
        else:
            ours = {path for path, (_, state) in self._before.items() if files.get(path) == state}
            in_folders = _folders_of(ours)
        unwanted = self._removable((ours - wanted.keys() - needed) | (files.keys() & {*without}))
        new = self.new(wanted)
        for path in aside.keys() - new:
            (self.aside / path).unlink()
        if self.moment is not None:
            unwanted.discard(MANIFEST)
            there = {**files, **{path: aside[path] for path in aside.keys() & new}}
            gone = unwanted | needed
            there = {path: state for path, state in there.items() if path not in gone}
            raw = self._manifest(there, self.moment)
            wanted[MANIFEST] = digest(raw)
            if self.new({MANIFEST: wanted[MANIFEST]}):
                self.write(MANIFEST, raw)
                new.add(MANIFEST)
        _open_to_all(self.aside)
        empty = self._removable(in_folders - needed)
        if self.in_place:
            _move(str(self.aside), str(self.site))
            _prune(self.site, unwanted, empty)
        elif new or unwanted or empty:
            self._exchange(new, unwanted, empty)
        self.abandon()
        for path in new:
            with suppress(FileNotFoundError):  # another build was here
                files[path] = _state(os.stat(f"{self.site}/{path}"))  # noqa: PTH116
        written = {path: (key, files[path]) for path, key in wanted.items() if path in files}
        self.store.put(_key(self.site, is_whole=self.is_whole), written)
        contents = Contents({path: state for path, (_, state) in written.items()}, needed)
        return Published(len(new), len(unwanted), contents)

    def _exchange(self, new: set[SitePath], unwanted: set[str], empty: set[str]) -> None:
        """Bring the site before up to the new one, and let it take the name of the site.

        What `obstacle` tries works also where files of others cannot be linked, or a folder of a lower layer cannot
        be exchanged: then new files take their places one by one.
        """
        work, source = self._work, self.aside
        try:
            self._bring_up(work)
            _move(str(self.aside), str(work))
            source = work
            _prune(work, unwanted, empty)
            work.chmod(0o755)
            exchange(work, self.site)
        except OSError as error:
            if error.errno not in _NOT_HERE:
                raise
            _move(str(source), str(self.site))
            _prune(self.site, unwanted, empty)
            return
        work.rename(self._former)
        known = (self.site.stat().st_ino, self._former.stat().st_ino)
        self.store.put(_key_of_lag(self.site), (known, sorted({*new, *unwanted})))

    @property
    def _work(self) -> Path:
        """The folder that takes the name of the site."""
        return self.aside.with_name(f"{self.aside.name}{_WORK}")

    @property
    def _former(self) -> Path:
        """Where the site before is."""
        return self.site.parent / _BESIDE / f"{self.site.name}-before"

    def _bring_up(self, work: Path) -> None:
        """Let a folder hold what the site holds, as links: the site before brought up to it, or one made anew."""
        former = self._former
        known, lag = self.store.get(_key_of_lag(self.site)) or (None, [])
        is_known = former.is_dir() and known == (self.site.stat().st_ino, former.stat().st_ino)
        if not is_known:
            shutil.rmtree(former, ignore_errors=True)
            work.mkdir()
            _link_all(str(self.site), str(work))
            return
        former.rename(work)  # no other build takes it for the site before while it is changed
        for path in lag:
            _link(f"{self.site}/{path}", f"{work}/{path}")
        folders = _folders_of(lag)
        _prune(work, (), folders)
        for folder in folders:
            with suppress(FileNotFoundError, NotADirectoryError):
                os.chmod(f"{work}/{folder}", 0o755)  # noqa: PTH101, S103 (as in `_open_to_all`)

    def _removable(self, paths: Iterable[str]) -> set[str]:
        """Those that are ours to remove: what is hidden at the top of a site may be anybody's, where we did not lay it there."""
        hidden = {path for path in self._before if path[0] == "."}
        ours = hidden | _folders_of(hidden)
        return {path for path in paths if path[0] != "." or path in ours}

    def _others(self, paths: Iterable[SitePath]) -> dict[SitePath, str]:
        """The keys of files that stand aside, and were made elsewhere."""
        keys = {}
        for path in paths:
            content = (self.aside / path).read_bytes()
            keys[path] = digest(content)
            if self.moment is not None:
                self._sha256[path] = _sha256(content)
        return keys

    def _manifest(self, files: Mapping[SitePath, State], moment: int) -> bytes:
        """The manifest of the files that the site will hold."""
        paths = sorted(path for path in files if is_listed(path))

        def read(path: SitePath) -> str:
            with suppress(FileNotFoundError):  # another build was here
                return _sha256((self.site / path).read_bytes())
            return ""

        found = None
        with suppress(FileNotFoundError):
            found = _state((self.site / MANIFEST).stat())
        # Where another build was here, it left its own.
        listed_then = self._listed if found == self.contents.files.get(MANIFEST) else {}
        known = {**listed_then, **self._sha256}
        unknown = [path for path in paths if path not in known]
        known |= zip(unknown, each(read, unknown, "Reading files"), strict=True)
        listed = {path: Listed(files[path][0], known[path]) for path in paths if known[path]}
        return manifest(listed, moment)


class Half(NamedTuple):
    """What became of a half of a site since the last build."""

    standing: int
    """How many files are as that build left them."""

    of_both: int
    """How many it left in both halves."""


@collector_paused()
def look_at(site: Path, store: Store, half: int) -> Half | None:
    """Look at a half of a site, 0 or 1; None where something in it is not as the last build left it."""
    before = store.get(_key(site, is_whole=True)) or {}
    if not before or not site.is_dir():
        return None
    files, folders = scan(site, half)
    standing = 0
    for path, found in files.items():
        left = before.get(path)
        if left and left[1] == _state(found):
            standing += 1
        elif left or path[0] != ".":  # hidden files at the top of a site may be anybody's
            return None
    strange = {path for path in folders - _folders_of(files) if path[0] != "."}
    if strange and strange - _folders_of(before):  # what a folder holds may be in the other half
        return None
    return Half(standing, len(before))


def stands(halves: Iterable[Half | None]) -> bool:
    """Tell whether a site whose halves were looked at is as the last build left it."""
    standing = of_both = 0
    for half in halves:
        if half is None:
            return False
        standing, of_both = standing + half.standing, half.of_both
    return standing == of_both


def _known(
    site: Path, before: Mapping[SitePath, tuple[str, State]], files: Mapping[SitePath, State]
) -> dict[SitePath, str]:
    """What the manifest of the last build says of files that are as that build left them."""
    key, state = before.get(MANIFEST, ("", None))
    if files.get(MANIFEST) != state:
        return {}
    with suppress(OSError):
        raw = (site / MANIFEST).read_bytes()
        if digest(raw) == key:
            listed = json.loads(raw)["files"]
            are_same = (path for path, (_, state) in before.items() if files.get(path) == state)
            return {path: listed[path][1] for path in are_same if path in listed}
    return {}


def _foreign(site: Path, before: Mapping[SitePath, object]) -> Message | None:
    """Whether others have hidden files in a site, such as those of git, which change without us."""
    ours = {path.partition("/")[0] for path in before}
    for entry in site.iterdir():
        name = entry.name
        if name.startswith(".") and not name.startswith(_ASIDE) and name not in ours:
            return Message("`{name}` in it is not of this site", name=name)
    return None


def _key_of_lag(site: Path) -> str:
    """The key of what the site before lacks: the numbers of both folders, and the paths that differ."""
    return digest("site before", str(site.resolve()))


def _link(source: str, target: str) -> None:
    """Let a path of the site before be that of the site: the same file, or none."""
    with suppress(FileNotFoundError, NotADirectoryError):
        if os.path.isdir(target) and not os.path.islink(target):  # noqa: PTH112, PTH114 (thousands)
            shutil.rmtree(target)
        else:
            os.unlink(target)  # noqa: PTH108
    if not os.path.isfile(source):  # noqa: PTH113
        return
    folder = os.path.dirname(target)  # noqa: PTH120
    try:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    except (FileExistsError, NotADirectoryError):  # a file stands where the site has a folder
        above = Path(folder)
        while not above.exists():
            above = above.parent
        above.unlink()
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    os.link(source, target)


def _link_all(source: str, target: str) -> None:
    """Link all files below a folder in another, which is empty."""
    for entry in os.scandir(source):
        place = f"{target}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            os.mkdir(place)  # noqa: PTH102
            os.chmod(place, 0o755)  # noqa: PTH101, S103 (as in `_open_to_all`)
            _link_all(entry.path, place)
        else:
            os.link(entry.path, place, follow_symlinks=False)


def _key(site: Path, *, is_whole: bool) -> str:
    """The key of what was put into a site, by path: a digest of what it was made from, and its state."""
    return digest("site" if is_whole else "beside a site", str(site.resolve()))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


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


def is_running(process: str) -> bool:
    """Tell whether a build still writes here; where that cannot be told, none does."""
    if os.name != "posix" or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
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
