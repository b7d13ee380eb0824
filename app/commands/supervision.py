"""Child processes that end with their parent and are started again when they fall."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

PR_SET_PDEATHSIG = 1
SECONDS_TO_STOP = 15
SHORT_LIFE = 3  # seconds; a child that falls sooner is given a pause before the next try
LONGEST_PAUSE = 10  # seconds
LOOK_EVERY = 0.1  # seconds

_libc = ctypes.CDLL(None, use_errno=True)


def end_with_parent(signal_number: int = signal.SIGTERM) -> None:
    """Ask the kernel to end this process when its parent dies, however that happens."""
    _libc.prctl(PR_SET_PDEATHSIG, signal_number)


class Child:
    """One part of the service, in a process session of its own so that Ctrl-C spares it."""

    def __init__(self, *command: str) -> None:
        self.command = command
        self._falls = 0
        self._next_try = 0.0
        self._started = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def keep_up(self) -> None:
        """Start it, or start it again; after quick falls only when the pause is over."""
        if self._process and self._process.poll() is None:
            return
        if self._process:
            self._bury(self._process)
        if time.monotonic() >= self._next_try:
            self._start()

    def end(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait_until(self, deadline: float) -> None:
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        self._kill_group(self._process.pid)
        self._process.wait()
        self._process = None

    def _start(self) -> None:
        self._started = time.monotonic()
        self._process = start(*self.command)

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        """Whatever the fallen one left in its session goes with it."""
        self._kill_group(process.pid)
        lived = time.monotonic() - self._started
        self._falls = self._falls + 1 if lived < SHORT_LIFE else 0
        pause = min(LONGEST_PAUSE, self._falls)
        self._next_try = time.monotonic() + pause
        self._process = None
        name = self.command[0]
        print(f"{name} ended ({process.returncode}); starting it again", file=sys.stderr)  # noqa: T201

    def _kill_group(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def start(*command: str, **options: object) -> subprocess.Popen[bytes]:
    """One of our own commands as a child."""
    # The settings of the process are a mapping, which the overloads do not take.
    return subprocess.Popen(  # type: ignore[call-overload]
        [sys.executable, "-m", "app", *command],
        start_new_session=True,
        preexec_fn=end_with_parent,
        stdin=subprocess.DEVNULL,
        **options,
    )


def keep_up(children: list[Child], also: Callable[[], None]) -> None:
    """Keep the children running until the caller is interrupted, then stop them all.

    also  called again and again in between
    """
    try:
        while True:
            also()
            for child in children:
                child.keep_up()
            time.sleep(LOOK_EVERY)
    finally:
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in children:
            child.end()
        for child in children:
            child.wait_until(deadline)


def interrupt_once() -> None:
    """The first Ctrl-C or SIGTERM stops the service; more of them do not disturb its stopping."""

    def interrupt(number: int, frame: object) -> None:
        for ignored in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ignored, signal.SIG_IGN)
        raise KeyboardInterrupt

    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, interrupt)
