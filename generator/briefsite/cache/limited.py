"""Work on what strangers made, in a process of its own, with a limit on all it can take.

A file can make its reader hang, fill the memory, or run what it should not. What the child answers is
bytes, which the caller must not trust either.
"""

from __future__ import annotations

import subprocess
import sys

CPU_SECONDS = 60
MEMORY = 1024**3
OUTPUT = 16 * 1024 * 1024

_WALL_SECONDS = 3 * CPU_SECONDS
"""For a child that waits without working."""


class LimitError(Exception):
    """The child crossed a limit, was killed, or failed."""


class OutputError(LimitError):
    """Its answer is too long."""


def limited(module: str, *arguments: str, given: bytes) -> bytes:
    """Run a module of ours, which calls `take_limits` before it looks at what it is given.

    It reads that from standard input, and answers on standard output. Raises LimitError.
    """
    # -I: neither the current folder nor the environment says which modules the child runs;
    # -B: it may write no file, compiled modules neither.
    command = [sys.executable, "-I", "-B", "-m", module, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter, our own module)
            command, input=given, capture_output=True, timeout=_WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise LimitError from error
    if len(done.stdout) > OUTPUT:
        raise OutputError
    if done.returncode:
        raise LimitError
    return done.stdout


def take_limits() -> None:
    """Take from this process what it does not need: network, programs, files, and more than its share."""

    def refuse(event: str, _: object) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(event)

    sys.addaudithook(refuse)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


_FORBIDDEN = frozenset(
    [
        "os.exec",
        "os.fork",
        "os.mkdir",
        "os.posix_spawn",
        "os.remove",
        "os.rename",
        "os.system",
        "shutil.rmtree",
        "socket.__new__",
        "socket.connect",
        "subprocess.Popen",
        "webbrowser.open",
    ]
)
"""What no reader has to do, in the terms of Python's audit events."""
