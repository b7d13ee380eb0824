"""Child processes that print documents within limits: as many at once as a process may have."""

import atexit
import json
import os
import queue
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from invoices.printing.process import TOO_HEAVY, read_frame, write_frame
from invoices.refusals.statements import DocumentTooHeavy

ROOT = Path(__file__).parents[2]
# The child gets no secrets and no addresses: only what Python and fontconfig need.
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH", "XDG_CACHE_HOME", "FONTCONFIG_FILE")
DOCUMENTS_PER_CHILD = 500
OVER_A_LIMIT = {TOO_HEAVY, *(-code for code in (signal.SIGXCPU, signal.SIGALRM, signal.SIGSEGV))}
OVER_A_LIMIT |= {-signal.SIGABRT, -signal.SIGBUS}


class PrintingFailed(RuntimeError):
    """The printer stopped by a mistake of ours; its traceback is on stderr."""


class Printer:
    """Threads that print at the same time each have a child of their own; others wait for one."""

    def __init__(self, at_once: int = 1) -> None:
        self._at_once = 0
        self._of_parent: queue.LifoQueue[_Child] | None = None
        self._free: queue.LifoQueue[_Child] = queue.LifoQueue()  # the one just used is warm
        self.widen(at_once)

    def widen(self, at_once: int) -> None:
        """Children begin only when there is something for them to print."""
        for _ in range(self._at_once, at_once):
            self._free.put(_Child())
        self._at_once = max(self._at_once, at_once)

    def print(self, html: str, identifier: str, moment: datetime) -> bytes:
        """A child killed from outside is replaced once. Raises DocumentTooHeavy, PrintingFailed."""
        task = {"html": html, "identifier": identifier, "moment": moment.isoformat()}
        child = self._free.get()
        try:
            return child.print(json.dumps(task).encode())
        finally:
            self._free.put(child)

    def close(self) -> None:
        """Those that print nothing just now."""
        for child in [self._free.get() for _ in range(self._free.qsize())]:
            child.close()
            self._free.put(child)

    def begin_anew(self) -> None:
        """In a forked copy of this process: its parent's children are not its own.

        They are kept, for letting go of them would write what waits in their pipes.
        """
        at_once, self._at_once = self._at_once, 0
        self._of_parent, self._free = self._free, queue.LifoQueue()
        self.widen(at_once)


class _Child:
    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._printed = 0

    def print(self, frame: bytes) -> bytes:
        pdf, ending = self._ask(frame)
        if not pdf and ending == -signal.SIGKILL:
            pdf, ending = self._ask(frame)
        if pdf:
            return pdf
        if ending in OVER_A_LIMIT or ending == -signal.SIGKILL:
            raise DocumentTooHeavy()
        raise PrintingFailed(f"the printer ended with {ending}")

    def close(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.communicate()

    def _ask(self, frame: bytes) -> tuple[bytes, int]:
        """The PDF, or nothing and how the child ended."""
        child = self._ready_child()
        try:
            # Both ends are pipes, which the type does not know.
            write_frame(child.stdin, frame)  # type: ignore[arg-type]
            pdf = read_frame(child.stdout)  # type: ignore[arg-type]
        except BrokenPipeError:
            pdf = b""
        self._printed += 1
        if pdf:
            return pdf, 0
        self._child = None
        return b"", _ending(child)

    def _ready_child(self) -> subprocess.Popen[bytes]:
        if self._printed >= DOCUMENTS_PER_CHILD:
            self.close()
        if self._child is not None and self._child.poll() is not None:
            _ending(self._child)
            self._child = None
        if self._child is None:
            self._child, self._printed = _started(), 0
        return self._child


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "invoices.printing.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
        start_new_session=True,
    )


def _ending(child: subprocess.Popen[bytes]) -> int:
    """How it ended, once its pipes are closed."""
    for pipe in (child.stdin, child.stdout):
        try:
            pipe.close()
        except BrokenPipeError:
            continue
    return child.wait()


printer = Printer()
atexit.register(printer.close)
os.register_at_fork(after_in_child=printer.begin_anew)
