"""What a command costs: time, processor time and memory of all its processes. Linux only."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.2
"""Seconds at least between two looks at the memory."""

REST = 20
"""Looks last up to 0.1 s a gigabyte; this many times as long passes between them."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took."""

    wall: float
    """Seconds on the clock."""

    cpu: float
    """Seconds of processor time, in user mode and kernel, of the command and all it started."""

    memory: float
    """Megabytes at the peak, all processes together; what they share is counted once."""

    others: float
    """Cores that the rest of the machine kept busy meanwhile, on average."""


class CommandError(Exception):
    """A command that failed; the text is what it printed."""


def measure(command: Sequence[str | Path], cwd: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command to its end. Raises CommandError where it fails."""
    busy = _busy()
    start = time.perf_counter()
    log = cwd.parent / f"{cwd.name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its number is how we know the processes it starts
        )
    done, sums = threading.Event(), [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, done, sums))
    watcher.start()
    # Unlike `wait`, this tells what the command and the processes it waited for have used.
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    done.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        text = log.read_text(encoding="utf-8", errors="replace")
        raise CommandError(f"{' '.join(map(str, command))} failed:\n{text[-4_000:]}")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(
        wall=wall,
        cpu=cpu,
        # The peak of one process is known exactly; that of several is sampled.
        memory=max(usage.ru_maxrss / 1024, *sums),
        others=max(0.0, (_busy() - busy - cpu) / wall),
    )


def memory_of(session: int) -> float:
    """Megabytes that the processes of a session use; what they share is counted once."""
    return sum(map(_proportional, _processes(session))) / 1024


def _watch(session: int, done: threading.Event, sums: list[float]) -> None:
    pause = EVERY
    while not done.wait(pause):
        start = time.perf_counter()
        sums.append(memory_of(session))
        pause = max(EVERY, REST * (time.perf_counter() - start))


def _processes(session: int) -> Iterator[Path]:
    """The processes of a session, as folders of /proc."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                # The name of the command, in brackets, may hold spaces.
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session:
                yield folder


def _proportional(process: Path) -> int:
    """Kilobytes of a process, those shared with others divided among them."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _busy() -> float:
    """Seconds that all cores have worked since the machine started."""
    with Path("/proc/stat").open() as stat:
        user, nice, system, _, _, irq, softirq, *_ = map(int, stat.readline().split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
